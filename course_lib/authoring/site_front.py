"""The first page of the web edition: what this is, a flow that moves, the map of the chapters."""

import html

from course_lib import order
from course_lib.authoring import facts, site_pictures, site_texts
from course_lib.authoring.site_words import raw

TITLE = "Normalizing flows"
WORDS = """
A normalizing flow carries a simple density through an invertible map, and a complicated one comes
out. Here you learn it by moving pictures, by guessing before you look, and by writing each piece
yourself. All pages can be read and played in any browser; the same chapters are notebooks in which
your own code is drawn and checked.
"""
CALL = "live.noise_to_data()"
KEY = "front"
SWEPT = {"noise_to_data": {"way": 21}}


def page(chapters, still, alt, pictures=True):
    """(the first page's text, its frames {name: bytes}, its characters)."""
    drawn = site_pictures.draw(KEY, CALL, SWEPT) if pictures else None
    drawn = drawn or site_pictures.Drawn(KEY, (900, 320))
    shown = site_pictures.figure(drawn, still, alt, eager=True)
    shown = shown.replace('class="live"', 'class="live plays"')
    files = {f"frames/{KEY}.js": drawn.script.encode()} if drawn.script else {}
    parts = [f"# {TITLE}", WORDS, raw(shown), _begin(chapters)]
    for name in order.PARTS:
        inside = [path for path in chapters if order.part(path.name[:2]) == name]
        if inside:
            parts += [f"## Part {name}", raw(_map(inside)), _contents(name, inside)]
    parts += ["## To look up, to teach", MORE, site_texts.contents()]
    return "\n\n".join(parts), files, set(drawn.characters)


MORE = """
- [Glossary](glossary.html): every word, with the section where you meet it first
- [Formula sheets](formula-sheets.html), one page for each part, also to print
- [When something breaks](when-something-breaks.html) in a notebook of yours
- [The slides](decks.html), which play in the page, and [the instructor's guide](teaching.html)
- [What has been tried, and what has not](tried.html)

Nothing on these pages is loaded from elsewhere, and nothing is told to anybody: your answers stay
in your browser. [More on that, and on access for everybody](accessibility-and-privacy.html).
"""


def _begin(chapters):
    """Where who has nothing installed begins: behind the chapter that tries the installation."""
    first = facts.of(next((p for p in chapters if p.name[:2] > "00"), chapters[0]))
    return (
        f"**Begin with [{first.number} · {first.title}]({first.stem}.html)**: "
        "there is nothing to install."
    )


def _map(chapters):
    return f'<div class="map">{"".join(map(_card, map(facts.of, chapters)))}</div>'


def _card(chapter):
    """A chapter with its picture; the picture says nothing that the words do not."""
    return (
        f'<a href="{chapter.stem}.html"><img src="chapters/{chapter.number}.png" alt="" '
        f'loading="lazy"><span><b>{chapter.number} · {html.escape(chapter.title)}</b>'
        f"<span>{html.escape(chapter.question)}</span>"
        f"<small>{chapter.minutes} minutes</small></span></a>"
    )


def _contents(name, chapters):
    listed = "\n".join(path.stem for path in chapters)
    return f"```{{toctree}}\n:hidden:\n:caption: Part {name}\n\n{listed}\n```"
