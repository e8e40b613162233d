"""The web host of a picture: frames drawn beforehand, fetched when the picture comes near.

The page carries a still picture, the controls, and the readouts; ``web/course.js`` fetches the
frames. A file is a script, since a page opened from a folder may fetch nothing else.
"""

import ast
import html
import json
import re
from dataclasses import dataclass

from course_lib.authoring import site_cache, site_frames, sources


@dataclass
class Drawn:
    """One picture: its key and size, and, where it moves, its controls and frames."""

    key: str
    size: tuple
    controls: str = ""
    readouts: str = ""
    background: str = ""
    frames: str = ""
    note: str = ""
    characters: str = ""

    @property
    def script(self):
        """The file with the frames: a call that hands them to the page."""
        if not self.frames:
            return ""
        words = ", ".join(map(json.dumps, (self.key, self.background, self.frames)))
        return f"courseFrames({words});\n"


def call_of(source):
    """(the code before it, the call of a live picture that a cell ends in); None without one.

    >>> call_of("units = {}\\nlive.training(steps=9)")
    ('units = {}', 'live.training(steps=9)')
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    last = tree.body[-1] if tree.body else None
    call = last.value if isinstance(last, ast.Expr) else None
    if not (isinstance(call, ast.Call) and ast.unparse(call.func).startswith("live.")):
        return None
    lines = source.splitlines()
    return "\n".join(lines[: last.lineno - 1]).strip(), "\n".join(lines[last.lineno - 1 :])


def draw(key, call, of_decks=None, asked=(), folder=site_cache.FOLDER):
    """The picture of one call with its frames; None where it stays a still picture.

    ``asked`` are the words that the text beside it stresses; some are labels of controls. What an
    earlier build has drawn from the same sources is taken from ``folder``.
    """
    of_deck = (of_decks or {}).get(re.match(r"live\.(\w+)", call)[1], {})
    name = site_cache.digest(call, of_deck, asked, site_cache.of_picture(call))

    def drawn():
        return json.dumps(site_frames.drawn(call, of_deck, asked)).encode()

    found = json.loads(site_cache.kept(name, drawn, folder))
    return Drawn(key, **found) if found else None


def figure(drawn, still, alt, eager=False):
    """The picture on the page: the still one, and all that ``web/course.js`` needs to move it."""
    width, height = drawn.size
    image = (
        f'<img src="{still}" alt="{html.escape(alt)}" width="{width}" height="{height}" '
        f'loading="{"eager" if eager else "lazy"}">'
    )
    if not drawn.script:
        note = "This picture moves in the notebook."
        return f'<figure class="still">{image}<figcaption>{note}</figcaption></figure>'
    told = html.escape(drawn.note)
    return (
        f'<figure class="live" id="picture-{drawn.key}" data-frames="{drawn.key}">'
        f'<div class="sliders">{drawn.controls}<span class="buttons"></span></div>'
        '<div class="frame" tabindex="0" role="group" aria-label="the picture">'
        f'<div class="stage" style="aspect-ratio:{width}/{height};--ratio:{width / height:.3f}">'
        f"{image}</div></div>"
        f'<p class="readouts" role="status" aria-live="polite">{drawn.readouts}</p>'
        + (f"<figcaption>{told}</figcaption>" if told else "")
        + "</figure>"
    )


def of_decks(root=sources.ROOT):
    """{picture: the frames that a deck has chosen for it}; the first deck that shows it counts."""
    found = {}
    cell = re.compile(r"^# %% frames=(\{.*?\})[^\n]*\n(.*?)(?=^# %%|\Z)", re.MULTILINE | re.DOTALL)
    for path in sources.decks(root):
        for frames, code in cell.findall(path.read_text(encoding="utf-8")):
            name = re.search(r"live\.(\w+)\(", code)
            if name:
                found.setdefault(name[1], json.loads(frames))
    return found
