"""A deck on paper: the handout, the sheet that students fill, the lecturer's copy with the notes.

The handout has all answers, and of each picture the stills that its source names. The sheet shows
every picture as it opens, what is veiled stays veiled, what comes at a key press is left blank, and
below stands what the room is asked. The lecturer's copy has four slides to a page, notes beside.
"""

import re

from course_lib.authoring.deck_page import kind, numbered, page, theme

KINDS = {"handout": "", "sheet": "-sheet", "lecturer": "-lecturer"}  # what the file's name ends in
ROWS = 4  # slides on a page of the lecturer's
SIZES = {"handout": "1280px 720px", "sheet": "1280px 905px", "lecturer": "1280px 1810px"}  # the
# last two have the sides of an A4 page, across and upright
LINES = '<div class="line"></div>'


def paper_page(paper, deck, welcome=""):
    """The HTML page that is printed as this ``paper``, one of KINDS."""
    made = {"handout": _handout, "sheet": _sheet, "lecturer": _row}[paper]
    parts = [made(*about) for about in numbered([deck], welcome)]
    size = ROWS if paper == "lecturer" else 1
    pages = "\n".join(
        f'<div class="page">{"".join(parts[k : k + size])}</div>'
        for k in range(0, len(parts), size)
    )
    style = f"@page {{ size: {SIZES[paper]}; margin: 0; }}"
    body = f'<main class="{paper}">{pages}</main>'
    return page([deck], deck.title, body, [style, theme("slide.css"), theme("paper.css")])


def _handout(number, slide, welcome, parts=None):
    parts = parts or [part.paper for part in slide.parts]
    return (
        f'<section class="{kind(slide, welcome)}">{"".join(parts)}{welcome}'
        f'<div class="page-number">{number}</div></section>'
    )


def _sheet(number, slide, welcome):
    shown = _handout(number, slide, welcome, [part.sheet for part in slide.parts])
    if not slide.question:
        return shown
    asked = "Vote" if slide.vote else "?"
    question = begun(slide.question)
    return f'{shown}<div class="asked"><b class="how">{asked}</b>{question}{2 * LINES}</div>'


def begun(question):
    """A question that stands alone begins with a capital letter; a symbol stays as it is.

    >>> begun("<p>will it move?"), begun("<p>a shear"), begun("<p>z has 21 % of the mass")
    ('<p>Will it move?', '<p>A shear', '<p>z has 21 % of the mass')
    """
    return re.sub(r"(?<=^<p>)(?:[a-z](?=[a-z])|a(?= ))", lambda letter: letter[0].upper(), question)


def _row(number, slide, welcome):
    notes = f'<div class="said">{"".join(slide.notes)}</div>'
    return f'<div class="row">{_handout(number, slide, welcome)}{notes}</div>'
