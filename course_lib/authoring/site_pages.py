"""A chapter's page: its executed notebook, cell by cell, as Markdown for Sphinx.

What moves or is answered in a notebook by a kernel is put in as HTML that does it in the page.
"""

import base64
import html
import io
import itertools
import json
import posixpath
import re
from dataclasses import dataclass, field

from PIL import Image

from course_lib.authoring import facts, site_cache, site_exercises, site_pictures, site_words
from course_lib.authoring.site_words import raw
from course_lib.exercises import registry

LINK = re.compile(r"\]\(((?!https?:|mailto:|#)[^)\s]+)\)")
STRESSED = re.compile(r"\*\*([^*\n]+)\*\*")
ASKED = re.compile(r'^(quiz|predict|progress)\((?:"([^"]*)")?\)$')
SETUP = (
    '<p class="setup">Here stands the set-up cell. On this page it and all other cells have been '
    "run: look, move, and read on.</p>"
)
DROPPED = re.compile(r"^(# (NBVAL_\w+|Your turn\b.*)?|#? ?hint\(.*|#? ?solution\(.*)$")


@dataclass
class Page:
    """A page's text, and the files that it needs: {name: bytes}."""

    stem: str
    text: str = ""
    files: dict = field(default_factory=dict)
    characters: set = field(default_factory=set)
    carried: set = field(default_factory=set)  # files of the course that it links to
    moving: int = 0
    still: list = field(default_factory=list)


def carried_as(path):
    """The name of a file of the course that the site carries: no two have the same.

    >>> carried_as("docs/formula_sheet.pdf"), carried_as("course_lib/exercises/README.md")
    ('formula_sheet.pdf', 'course_lib-exercises-README.md')
    """
    return path.removeprefix("docs/").replace("/", "-")


class Links:
    """Where the links of the course's texts lead on the web: to pages, to copies of files.

    ``pages`` are the files that have become a page: {path in the course: name of the page}.
    """

    def __init__(self, root, stems, stamp, pages=None):
        self.root, self.stems, self.stamp = root, set(stems), stamp
        self.pages = pages or {}
        self.copied = set()  # paths of the course that the site must carry
        self.targets = set()  # ids of cells that links lead to

    def note(self, text):
        """Keep in mind which cells are linked to."""
        self.targets.update(re.findall(r"\.ipynb#cell-id=([\w-]+)", text))

    def rewritten(self, text, folder="solutions"):
        """A text that stands in this folder of the course, with its links made over."""
        return LINK.sub(lambda found: f"]({self.address(found[1], folder)})", text)

    def address(self, link, folder="solutions"):
        path, _, anchor = link.partition("#")
        name = path.rpartition("/")[2]
        stem = name.removesuffix(".ipynb")
        anchor = f"#{anchor}" if anchor else ""
        inside = posixpath.normpath(posixpath.join(folder, path))
        stem = self.pages.get(inside, stem)
        if inside in self.pages or stem in self.stems:
            return f"{stem}.html{anchor}"
        if (self.root / inside).is_file():
            self.copied.add(inside)
            return f"downloads/{carried_as(inside)}"
        return f"{self.stamp.course}/{inside}" if self.stamp else "index.html"


def fenced(code):
    return f"\n````python\n{code}\n````\n"


def folded_code(kind, summary, code):
    opened = f'<details class="{kind}"><summary>{summary}</summary>'
    return raw(opened) + fenced(code) + raw("</details>")


def of(path, links, pictures=True):
    """The page of the chapter with this source. Every picture is drawn if ``pictures``."""
    return _Writer(path, links, pictures).page


class _Writer:
    def __init__(self, path, links, pictures):
        self.path, self.links = path, links
        self.number, self.root = path.name[:2], path.parents[1]
        self.decks = site_pictures.of_decks(self.root) if pictures else None
        self.page = Page(path.stem)
        solved, unsolved = (_cells(self.root / folder / f"{path.stem}.ipynb")
                            for folder in ("solutions", "notebooks"))  # fmt: skip
        self.stubs = {tag: _source(cell) for cell in unsolved for tag in _tags(cell, "exercise:")}
        self.images = 0
        self.asked = ()
        parts = []
        for place, cell in enumerate(solved):
            self.asked = asked(solved, place)
            parts.append(self._cell(cell))
        parts = [part for part in parts if part]
        self.page.text = "\n".join(parts)
        self.page.carried = links.copied

    def _cell(self, cell):
        if cell["cell_type"] == "markdown":
            return self._words(cell)
        source = _source(cell)
        kept = "\n".join(line for line in source.splitlines() if not DROPPED.match(line.strip()))
        asked = ASKED.match(kept.strip())
        if _tags(cell, "setup"):
            return raw(SETUP)
        if _tags(cell, "exercise:"):
            return self._exercise(cell, _tags(cell, "exercise:")[0], source)
        if not kept.strip():
            return ""
        if asked:
            return self._asked(*asked.groups())
        live = site_pictures.call_of(kept)
        if live and _image(cell):
            before, call = live
            return (fenced(before) if before else "") + self._picture(cell, call)
        return fenced(kept.strip()) + self._outputs(cell)

    def _words(self, cell):
        text = site_words.without_cells(self.links.rewritten(_source(cell)))
        anchor = ""
        if cell["id"] in self.links.targets:
            anchor = raw(f'<span class="anchor" id="cell-id={cell["id"]}"></span>')
        title, _, rest = text.partition("\n")
        if title.startswith("# "):
            return f"{title}\n{anchor}{raw(self._head())}\n{rest}\n"
        return f"{anchor}\n{text}\n"

    def _head(self):
        """What one can take along, and where the chapter can be run."""
        stem = self.path.stem
        ways = [
            f'<a href="downloads/{stem}.ipynb" download>Notebook</a>',
            f'<a href="downloads/solved_{stem}.ipynb" download>Notebook with solutions</a>',
        ]
        stamp = self.links.stamp
        if stamp:
            notebook = f"notebooks/{stem}.ipynb"
            ways.insert(0, f'<a href="{stamp.address(notebook)}">Open in Colab</a>')
            ways.insert(1, f'<a href="{stamp.binder(notebook)}">Open on Binder</a>')
        minutes = facts.of(self.path).minutes
        return f'<p class="ways">{minutes} minutes · {" · ".join(ways)}</p>'

    def _exercise(self, cell, tag, source):
        exercise = registry.find(tag.partition(":")[2])
        solution = "\n".join(
            line for line in source.splitlines() if not line.startswith("check(")
        ).strip()
        stub = "\n".join(
            line for line in self.stubs.get(tag, "").splitlines() if not line.startswith("check(")
        ).strip()
        stamp = self.links.stamp
        place = f"notebooks/{self.path.stem}.ipynb"
        way = f'<a href="{stamp.address(place)}">Open in Colab</a>' if stamp else (
            f'<a href="downloads/{self.path.stem}.ipynb" download>Take the notebook</a>'
        )  # fmt: skip
        told = (
            f'<p class="ways">{way}: there <code>check("{exercise.id}", …)</code> answers you.</p>'
        )
        return (
            raw(f'<section class="exercise" id="exercise-{exercise.id}">')
            + (fenced(stub) if stub else "")
            + raw(told + site_exercises.hints(exercise))
            + folded_code("solution", "Solution", solution)
            + raw(site_exercises.mistakes(exercise) + "</section>")
        )

    def _asked(self, what, name):
        if what == "quiz":
            return raw(site_exercises.quiz(name))
        return raw(site_exercises.prediction(name)) if what == "predict" else ""

    def _picture(self, cell, call):
        self.images += 1
        key = f"{self.number}-{self.images}"
        data, alt, width = _image(cell)
        name, size = self._still(key, data)
        drawn = (
            site_pictures.draw(key, call, self.decks, self.asked)
            if self.decks is not None
            else None
        )
        if drawn is None:
            self.page.still.append(call)
            drawn = site_pictures.Drawn(key, (width, round(width * size[1] / size[0])))
        else:
            self.page.files[f"frames/{key}.js"] = drawn.script.encode()
            self.page.characters |= set(drawn.characters)
            self.page.moving += 1
        return raw(site_pictures.figure(drawn, name, alt, eager=self.images == 1))

    def _still(self, key, data):
        """The notebook's still picture, smaller: (its name, its size)."""
        png = base64.b64decode(data)
        name = site_cache.digest("still", png)
        self.page.files[f"stills/{key}.webp"] = site_cache.kept(name, lambda: _smaller(png))
        return f"stills/{key}.webp", Image.open(io.BytesIO(png)).size

    def _outputs(self, cell):
        return "".join(map(self._output, cell.get("outputs", ())))

    def _output(self, output):
        data = output.get("data", {})
        if output["output_type"] == "stream":
            # What the notebook says to somebody who works in it says nothing here.
            said = [line for line in _text(output["text"]).splitlines() if "own answer" not in line]
            return site_words.printed("\n".join(said))
        if "image/png" in data:
            self.images += 1
            name, (width, height) = self._still(f"{self.number}-{self.images}", data["image/png"])
            alt = output["metadata"].get("image/png", {}).get("alt") or _text(data["text/plain"])
            return raw(
                f'<figure class="still"><img src="{name}" alt="{html.escape(alt)}" '
                f'width="{width}" height="{height}" loading="lazy"></figure>'
            )
        if "text/html" in data:
            return raw(f'<div class="shown">{_text(data["text/html"])}</div>')
        return site_words.printed(_text(data.get("text/plain", "")))


def _smaller(png):
    """A still picture in 128 colours: half of the bytes, and nobody sees it."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    stream = io.BytesIO()
    image.quantize(128, method=Image.Quantize.FASTOCTREE).convert("RGB").save(
        stream, "WEBP", lossless=True, method=4
    )
    return stream.getvalue()


def asked(cells, place):
    """What the text right before and after a cell stresses: names of controls are among it.

    >>> words = [{"cell_type": "markdown", "source": "Move **stretch a**."}]
    >>> asked([{"cell_type": "code", "source": "live.strips()"}, *words], 0)
    ('stretch a',)
    """
    after = itertools.takewhile(lambda c: c["cell_type"] == "markdown", cells[place + 1 :])
    before = [c for c in cells[max(0, place - 1) : place] if c["cell_type"] == "markdown"]
    texts = [_source(cell) for cell in (*after, *before)]
    return tuple(dict.fromkeys(word for text in texts for word in STRESSED.findall(text)))


def _cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def _text(words):
    return words if isinstance(words, str) else "".join(words)


def _source(cell):
    return _text(cell["source"])


def _tags(cell, begin):
    return [tag for tag in cell["metadata"].get("tags", ()) if tag.startswith(begin)]


def _image(cell):
    """(base64 of the PNG, its alternative text, its width in px) of a cell's picture, or None."""
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if "image/png" in data:
            told = output.get("metadata", {}).get("image/png", {})
            alt = told.get("alt") or _text(data.get("text/plain", ""))
            return _text(data["image/png"]), alt, told.get("width", 900)
    return None
