"""One deck's source, ``slides/NN_topic.py``, and the slides made from it.

A markdown cell with ``slideshow={"slide_type": "slide"}`` begins a slide; the cells after it belong
to it. "fragment" appears with the next key press, "notes" is for the speaker, "skip" for a running
kernel only. A code cell that ends in a picture becomes the picture, with the frames that its
metadata name: ``frames={"a": 21}``. What the notes say about it is held against it (``said``).
"""

import ast
import contextlib
import copy
import html
import io
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import jupytext
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from course_lib.authoring import said
from course_lib.authoring.markers import SourceError
from course_lib.authoring.plan import MINUTES, VOTE
from course_lib.authoring.prose import Prose
from course_lib.authoring.setup_cell import SETUP
from course_lib.live.drawing_size import drawn_at
from course_lib.live.frames import NotSwept, Sweep, slide_size
from course_lib.live.frames_html import live_html, paper_html
from course_lib.live.host import View

KINDS = ("slide", "fragment", "notes", "skip", "-", "")
KNOWN = {
    "slideshow", "tags", "frames", "width", "height", "veil", "stills", "shows", "known", "title",
    "lines_to_next_cell",
}  # fmt: skip
FORMATTER = HtmlFormatter(nowrap=True)
STILLS = 4  # of a picture, on paper
ASKED = re.compile(r"\*\*Ask(?:, a vote)?:?\*\*(?: \([^)]*\):)?\s*(.+?)\s*\*\*Expect", re.DOTALL)


@dataclass
class Part:
    """A cell on a slide: its HTML on the screen, on paper, on the paper that a student fills."""

    screen: str
    paper: str
    sheet: str


@dataclass
class Slide:
    line: int  # of the source, where it begins
    place: int  # in the deck, from 1
    parts: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    question: str = ""  # the one that its notes ask
    vote: bool = False
    heading: str = ""
    minutes: int = 0  # as its notes say
    spare: bool = False  # outside the clock
    sweep: Sweep | None = None  # of its picture


class Deck:
    """The slides of ``slides/NN_topic.py``, run and drawn.

    Raises SourceError, with file and line, for what would make a broken slide.
    """

    def __init__(self, path):
        self.path = Path(path)
        self.name = self.path.stem
        self.names = {}  # of the deck's code
        self.characters = set()  # what the pictures and the text are written with
        self.sizes = []  # of the pictures, (kB, line)
        text = self.path.read_text(encoding="utf-8")
        self.prose = Prose(self.path.parent)
        self.spoken = Prose(self.path.parent, formulas="mathml")  # reveal's window has no KaTeX
        self.slides = []
        cells = jupytext.reads(text, fmt="py:percent").cells
        starts = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith("# %%")]
        for cell, line in zip(cells, starts[-len(cells) :], strict=True):
            try:
                self._add(cell, line)
            except (ValueError, NotSwept) as error:
                raise SourceError(f"{self.path}:{line}: {error}") from error
        if not self.slides:
            raise SourceError(f"{self.path}: no cell begins a slide.")
        self.characters |= set(text)
        self._finish()

    def __getstate__(self):
        """What another process makes pages from: the slides, without the code that drew them."""
        return self.__dict__ | {"names": {}, "prose": None, "spoken": None}

    @property
    def letter(self):
        return self.name[0].upper()

    @property
    def title(self):
        return re.sub(r"<[^>]+>", "", self.slides[0].heading) or self.name

    def excerpt(self, places=None):
        """The deck with the slides at these places alone; they keep their numbers."""
        part = copy.copy(self)
        if places:
            part.slides = [self.slides[place - 1] for place in places]
        return part

    def _add(self, cell, line):
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "")
        is_code = cell.cell_type == "code"
        self._check(cell, kind)
        if "setup" in cell.metadata.get("tags", []):
            return self._run(SETUP)
        if kind == "skip":
            return None
        if kind == "slide":
            self.slides.append(Slide(line, len(self.slides) + 1))
        if not self.slides:
            raise ValueError('this cell stands before the first slide (slide_type "slide").')
        slide = self.slides[-1]
        if not cell.source.strip():
            return None
        if kind == "notes":
            told = MINUTES.match(cell.source)
            slide.minutes, slide.spare = (int(told[1]), bool(told[2])) if told else (0, False)
            slide.vote = slide.vote or VOTE in cell.source
            asked = ASKED.search(cell.source)
            slide.question = slide.question or (self.prose.html(asked[1]) if asked else "")
            self._hold(slide, cell)
            slide.notes.append(self.spoken.html(cell.source))
            return None
        part = self._code(cell, slide) if is_code else self._text(cell, slide)
        if kind == "fragment":
            part.screen = f'<div class="fragment">{part.screen}</div>'
            part.paper = part.sheet = f'<div class="answer">{part.paper}</div>'
        slide.parts.append(part)
        return None

    def _check(self, cell, kind):
        metadata = cell.metadata
        if kind not in KINDS:
            raise ValueError(f"slide_type {kind!r} is none of {[k for k in KINDS if len(k) > 1]}.")
        if "title" in metadata:
            raise ValueError(f"this is not understood as metadata: {metadata['title']}")
        unknown = set(metadata) - KNOWN
        if unknown:
            raise ValueError(f"{sorted(unknown)} is not known here; {sorted(KNOWN)} are.")
        about = {"shows", "known"} & set(metadata)
        if about and kind != "notes":
            raise ValueError(f"{sorted(about)} belong to the notes.")
        if "frames" in metadata and cell.cell_type != "code":
            raise ValueError("frames belong to a code cell that ends in a picture.")
        if "frames" in metadata and not isinstance(metadata["frames"], dict):
            raise ValueError(
                f'frames are {{"a": [0.5, 1.0]}} or {{"a": 21}}, not {metadata["frames"]!r}.'
            )

    def _hold(self, slide, cell):
        """Hold what the notes say against the slide's picture, which stands before them."""
        about = {name: cell.metadata[name] for name in ("shows", "known") if name in cell.metadata}
        if slide.sweep:
            said.check(slide.sweep, cell.source, **about)
            slide.sweep = None  # its frames are large
        elif about:
            raise ValueError(f"{sorted(about)} speak of a picture, and none stands before them.")

    def _text(self, cell, slide):
        page = self.prose.html(cell.source)
        found = re.search(r"<h[12]>(.*?)</h[12]>", page, re.DOTALL)
        if found and not slide.heading:
            slide.heading = found[1]
        return Part(page, page, page)

    def _code(self, cell, slide):
        metadata = cell.metadata
        wanted = {side: metadata[side] for side in ("width", "height") if side in metadata}
        printed = io.StringIO()
        with drawn_at(slide_size(**wanted)), contextlib.redirect_stdout(printed):
            value = self._run(cell.source)
        if isinstance(value, View):
            return self._picture(value, metadata, slide)
        for name in {"frames", "veil", "stills"} & set(metadata):
            kind = type(value).__name__
            raise ValueError(f"{name} was given, but this cell ends in {kind}, not a picture.")
        shown = printed.getvalue() + ("" if value is None else f"{value!r}\n")
        colored = highlight(cell.source, PythonLexer(), FORMATTER)
        page = f'<pre class="code"><code>{colored}</code></pre>'
        if shown:
            page += f'<pre class="output">{html.escape(shown)}</pre>'
        return Part(page, page, page)

    def _picture(self, view, metadata, slide):
        view.prepare()
        sweep = slide.sweep = Sweep(view.picture, view.start, metadata.get("frames"))
        self.characters |= sweep.characters()
        heading = ""
        if not slide.heading:  # the picture's question is the slide's headline
            slide.heading = html.escape(view.picture.title)
            heading = f"<h2>{slide.heading}</h2>"
        veil = metadata.get("veil")
        page = live_html(sweep, veil)
        self.sizes.append((len(page) // 1000, slide.line))
        stills = self._stills(sweep, metadata.get("stills"))
        paper = paper_html(sweep, STILLS, veil, stills)
        # No later state: it may tell the answer.
        begin = paper_html(sweep, veil=veil, chosen=[sweep.begin])
        return Part(heading + page, heading + paper, heading + begin)

    def _stills(self, sweep, settings):
        """The frames that a picture's metadata name: ``stills=["a=2", ""]``, "" as it opens."""
        if settings is None:
            return None
        if not isinstance(settings, list) or not 1 <= len(settings) <= STILLS:
            raise ValueError(f'stills are 1 to {STILLS} settings, ["a=2", ""], not {settings!r}.')
        frames = [said.frame_at(sweep, setting, "stills set") for setting in settings]
        if len({frame.state for frame in frames}) < len(frames):
            raise ValueError(f"stills name a state twice: {settings}.")
        return frames

    def _run(self, source):
        """Run a cell; the value of its last expression."""
        try:
            tree = ast.parse(source)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            with contextlib.chdir(self.path.parent), static():  # as in a notebook that lies there
                exec(compile(tree, str(self.path), "exec"), self.names)
                if last:
                    return eval(
                        compile(ast.Expression(last.value), str(self.path), "eval"), self.names
                    )
        except Exception as error:
            raise ValueError(f"this cell raised {type(error).__name__}: {error}") from error
        return None

    def _finish(self):
        """Put the formulas in: KaTeX is asked once for all slides, once for all notes."""
        pages, spoken = self.prose.filled, self.spoken.filled
        try:
            for slide in self.slides:
                where, slide.sweep = slide.line, None
                slide.heading = pages(slide.heading)
                slide.notes = [spoken(note) for note in slide.notes]
                slide.question = pages(slide.question)
                slide.parts = [
                    Part(pages(p.screen), pages(p.paper), pages(p.sheet)) for p in slide.parts
                ]
        except ValueError as error:
            raise SourceError(f"{self.path}:{where}: on this slide {error}") from error


@contextlib.contextmanager
def static():
    """While a slide's code runs: a ``check`` in it is nobody's progress, and keeps none."""
    with mock.patch.dict(os.environ, COURSE_STATIC="1"):
        yield
