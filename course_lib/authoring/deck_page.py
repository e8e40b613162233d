"""A deck, or a session of several, as one HTML file that needs nothing else."""

import base64
import html
import io
import re
from pathlib import Path

import matplotlib
from fontTools import subset
from fontTools.ttLib import TTFont

from course_lib import order
from course_lib.authoring import npm
from course_lib.authoring.deck import FORMATTER

FACES = (  # of the text: file, weight, style, letters
    ("latin-400-normal", 400, "normal", "U+0-2AF, U+2000-22FF"),
    ("latin-400-italic", 400, "italic", "U+0-2AF, U+2000-22FF"),
    ("latin-700-normal", 700, "normal", "U+0-2AF, U+2000-22FF"),
    ("greek-400-normal", 400, "normal", "U+370-3FF"),
    ("greek-700-normal", 700, "normal", "U+370-3FF"),
)
# What knows DecompressionStream("deflate-raw"): of the middle of 2022; Firefox, Safari of 2023.
OLDEST = "Chrome or Edge 103, Firefox 113 or Safari 16.4"
SPOKEN = (
    ".speaker-controls-notes .value{font-size:18px!important;line-height:1.25!important}"
    ".speaker-controls-notes .value p{margin:0 0 .45em!important}"
)
HANDS_ON = 10  # minutes: a slide that takes as long is one to work by
PICTURE_FACES = (  # of the pictures and of code: file, family, weight
    ("DejaVuSans", "DejaVu Sans", 400),
    ("DejaVuSans-Bold", "DejaVu Sans", 700),
    ("DejaVuSansMono", "DejaVu Sans Mono", 400),
)


def deck_page(deck, welcome=""):
    """The offline deck, with ``welcome`` on its first slide."""
    return _screen([deck], deck.title, welcome)


def session_page(name, decks, welcome=""):
    """A session's decks, one after the other, in one file: "lecture-1" is A and B."""
    return _screen(decks, order.title(name), welcome)


def _screen(decks, title, welcome):
    sections = "\n".join(
        f'<section id="{number.replace("/", "")}" data-number="{number}" '
        f'class="{kind(slide, first)}"{_timing(slide)}>'
        f"{''.join(p.screen for p in slide.parts)}{first}{_clock(slide)}{_notes(slide)}</section>"
        for number, slide, first in numbered(decks, welcome)
    )
    reveal = [
        npm.read("reveal.js/dist/reset.css"),
        unprinted(npm.read("reveal.js/dist/reveal.css")),
    ]
    scripts = [npm.read("reveal.js/dist/reveal.js"), npm.read("reveal.js/dist/plugin/notes.js")]
    scripts += [theme("pictures.js"), theme("deck.js"), theme("fallback.js")]
    body = (
        f'<div class="reveal"><div class="slides">\n{sections}\n</div></div>\n'
        f'<p class="too-old" id="too-old">They need {OLDEST}, or newer.</p>\n'
        '<noscript><p class="too-old shown">These slides need JavaScript. Please switch it on, '
        "then load the page again.</p></noscript>\n"
    ) + "\n".join(f"<script>{_harmless(script)}</script>" for script in scripts)
    return page(decks, title, body, [*reveal, theme("slide.css"), theme("deck.css")])


def numbered(decks, welcome):
    """(its number, such as "B/7", the slide, its welcome) for all slides, in order."""
    for deck in decks:
        for slide in deck.slides:
            yield f"{deck.letter}/{slide.place}", slide, welcome
            welcome = ""  # on the first slide alone


def page(decks, title, body, styles):
    code = FORMATTER.get_style_defs(".code") if 'class="code"' in body else ""
    formulas = npm.formula_style(body) if 'class="katex' in body else ""
    characters = set().union(*(deck.characters for deck in decks))
    style = "\n".join([*styles, code, formulas, text_faces(), picture_faces(characters)])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<link rel="icon" href="data:,">\n'  # or the browser asks for one
        f"<title>{html.escape(html.unescape(title))}</title>\n<style>{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def unprinted(css):
    """reveal's style sheet without its rules for printers, which tear a slide apart.

    >>> unprinted("a{b:c}@media print{d{e:f}g{h:i}}j{k:l}")
    'a{b:c}j{k:l}'
    """
    return re.sub(r"@media print\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)


def kind(slide, welcome=""):
    """A slide without a picture has larger words; one with a welcome makes room for it."""
    pictured = any("<figure" in p.screen for p in slide.parts)
    return "slide" + ("" if pictured else " words") + (" welcomes" if welcome else "")


def _timing(slide):
    """The seconds that the speaker view counts down; a spare slide has none of its own."""
    return f' data-timing="{0 if slide.spare else 60 * slide.minutes}"' if slide.minutes else ""


def _clock(slide):
    """A hands-on's clock on the wall; no other slide takes so long."""
    if slide.minutes < HANDS_ON:
        return ""
    return (
        f'<div class="clock" role="timer" data-minutes="{slide.minutes}">{slide.minutes}:00</div>'
    )


def _notes(slide):
    """The notes, in a size at which reveal's window does not cut off what to expect."""
    if not slide.notes:
        return ""
    return f'<aside class="notes"><style>{SPOKEN}</style>{"".join(slide.notes)}</aside>'


def theme(name):
    return (npm.THEME / name).read_text(encoding="utf-8")


def _harmless(script):
    """A script may speak of a closing tag; here it would close the page's own."""
    return re.sub(r"</(script)", r"<\\/\1", script, flags=re.I)


def text_faces():
    """The typeface of the text as style rules with the fonts inside."""
    return "\n".join(
        f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};font-style:{slope};'
        f"unicode-range:{letters};"
        f"src:url({npm.font(f'@fontsource/source-sans-3/files/source-sans-3-{file}.woff2')})}}"
        for file, weight, slope, letters in FACES
    )


def picture_faces(characters):
    """The pictures' typeface, cut down to these characters: it comes with matplotlib."""
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};'
        f"src:url(data:font/woff;base64,{_cut(file, characters)})}}"
        for file, family, weight in PICTURE_FACES
    )


def _cut(file, characters):
    path = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{file}.ttf"
    options = subset.Options()
    options.notdef_outline = True
    options.drop_tables += ["FFTM"]  # FontForge's time stamp
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    font = TTFont(path)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[*range(32, 127), *map(ord, characters)])
    cutter.subset(font)
    font.flavor = "woff"
    stream = io.BytesIO()
    font.save(stream)
    return base64.b64encode(stream.getvalue()).decode("ascii")
