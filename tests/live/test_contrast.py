"""What carries meaning can be seen, on light paper and on dark: measured on all pictures' marks.

WCAG asks for 3 to 1 for what must be recognised (1.4.11) and 4.5 to 1 for words (1.4.3). Lines,
markers and words are measured one by one; a filled region counts only where no line of its colour
bounds it or stands for it. Rules and grids of the background carry no meaning.
"""

import re

import pytest
from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.image import AxesImage
from matplotlib.patches import Patch
from matplotlib.text import Text

from course_lib import live
from course_lib.live import Picture, style
from course_lib.theme import DARK_PAPER, PAIRS, PAPER, contrast, css, over, sheet

MARK, WORD = 3.0, 4.5


class Faint(Picture):
    """Everything in it is too faint as it is written."""

    title = "Who can see this?"

    def layout(self, figure):
        left, right = figure.subplots(1, 2)
        left.plot([0, 1], [0, 1], color=style.BASE, alpha=0.2)
        left.plot([0, 1], [1, 0], "o", color=style.DATA, alpha=0.3, mew=0)
        self.strong = self.points(left, style.INK, alpha=0.9)
        self.pale = right.axvspan(0, 1, facecolor=style.TARGET, alpha=0.2, lw=0)
        right.fill_between([0, 1], [0, 1], color=style.YOURS, alpha=0.2, lw=0)
        edge = {"edgecolor": "white", "hatch": "//"}
        self.cut = right.axvspan(2, 3, facecolor=style.DATA, alpha=0.3, **edge)
        right.hist([1, 2], color=style.BASE, alpha=0.3)


def marks_of(picture):
    """(what, colour, opacity, least contrast) of all lines, markers and words of its axes."""
    for ax in picture.figure.axes:
        frame = {*ax.spines.values(), ax.patch}
        rules = {*ax.get_xgridlines(), *ax.get_ygridlines()}
        bounded = set()
        for line in ax.lines:
            if line in rules or not line.get_visible():
                continue
            bounded.add(to_hex(line.get_color()))
            yield from _of_line(line)
        for artist in ax.findobj(Text):
            if artist.get_visible() and artist.get_text() and artist.get_alpha() != 0:
                yield f"words {artist.get_text()!r}", *_flat(artist.get_color(), artist), WORD
        for patch in ax.findobj(Patch):
            if patch not in frame and patch.get_visible():
                yield from _of_region(patch, patch.get_facecolor(), patch.get_edgecolor(), bounded)
        for collection in ax.findobj(Collection):
            for face in collection.get_facecolor()[:1]:
                edges = collection.get_edgecolor()
                yield from _of_region(collection, face, edges[0] if len(edges) else face, bounded)
        for image in ax.findobj(AxesImage):
            yield "image", to_hex(image.cmap(1.0)[:3]), image.cmap(1.0)[3], MARK


def _of_line(line):
    if line.get_linestyle() not in ("None", " ", "") and line.get_linewidth():
        yield f"line {line.get_color()}", *_flat(line.get_color(), line), MARK
    if line.get_marker() not in ("None", " ", "", None):
        edge, face = line.get_markeredgecolor(), line.get_markerfacecolor()
        seen = edge if line.get_markeredgewidth() or face == "none" else face
        yield f"markers {seen}", *_flat(seen, line), MARK


def _of_region(artist, face, edge, bounded):
    face, edge = to_rgba(face), to_rgba(edge)
    drawn = artist.get_linewidth()
    drawn = drawn if isinstance(drawn, (int, float)) else max(drawn, default=0)
    if to_hex(face) in bounded or not face[3]:
        return
    if drawn and edge[3] and to_hex(edge) not in (PAPER, to_hex(face)):
        return  # it has an outline of its own
    yield f"region {to_hex(face)}", to_hex(face), max(face[3], edge[3] if drawn else 0), MARK


def _flat(color, artist):
    red, green, blue, alpha = to_rgba(color)
    own = artist.get_alpha()
    return to_hex((red, green, blue)), alpha if own is None else own


def too_faint(picture):
    """{(what, contrast on light, on dark)} of what cannot be seen well enough."""
    found = set()
    for what, color, opacity, least in marks_of(picture):
        if color in (PAPER, style.GRID) or not opacity:
            continue  # what is cut out of another mark, and rules
        light = contrast(over(color, PAPER, opacity), PAPER)
        dark = contrast(over(PAIRS.get(color, color), DARK_PAPER, opacity), DARK_PAPER)
        if min(light, dark) < least:
            found.add((what, round(opacity, 2), round(light, 2), round(dark, 2)))
    return sorted(found)


def test_words_can_be_written_in_every_colour_that_has_a_meaning():
    for name in ("BASE", "MAP", "TARGET", "WRONG", "YOURS", "LENT", "DATA", "INK"):
        color = getattr(style, name).lower()
        assert contrast(color, PAPER) >= WORD, name
        assert contrast(PAIRS[color], DARK_PAPER) >= WORD, name
    assert contrast(style.QUIET, PAPER) >= MARK


def test_colours_keep_their_hue_in_the_dark():
    import colorsys

    for name in ("BASE", "TARGET", "WRONG", "YOURS"):
        light = getattr(style, name).lower()
        hues = [
            colorsys.rgb_to_hls(*(int(c[k : k + 2], 16) / 255 for k in (1, 3, 5)))[0]
            for c in (light, PAIRS[light])
        ]
        off = abs(hues[0] - hues[1])
        assert min(off, 1 - off) < 0.04, name


def test_a_picture_is_made_legible_by_the_engine():
    picture = Faint()
    assert too_faint(picture) == []
    pale, cut = picture.pale, picture.cut
    assert pale.get_facecolor()[3] == 0.2 and pale.get_edgecolor()[3] == 1, "outlined, still pale"
    assert cut.get_facecolor()[3] > 0.5 and picture.strong.get_alpha() == 0.9


def test_this_test_finds_what_is_too_faint():
    picture = live.few_points().picture
    (ax, *_) = picture.figure.axes
    before = set(too_faint(picture))
    ax.plot([0, 1], [0, 1], color=style.TARGET, alpha=0.4)
    ax.text(0.5, 0.5, "faint", color=style.QUIET)
    ax.axvspan(0, 1, color="#333333", alpha=0.1, lw=0)
    ax.plot([0], [0], "o", color="#202020")  # no counterpart in the dark
    found = {what for what, *_ in set(too_faint(picture)) - before}
    assert found == {
        f"line {style.TARGET}", "words 'faint'", "region #333333", "markers #202020"
    }  # fmt: skip


def test_every_colour_of_the_palette_follows_the_page():
    text = sheet()
    for light, dark in PAIRS.items():
        assert f"--c{light[1:]}:{dark}" in text and css(light) == f"var(--c{light[1:]},{light})"
    assert text.startswith('<style>body[data-jp-theme-light="false"],')
    with pytest.raises(KeyError, match="#123456 has no counterpart"):
        css("#123456")


def outside_of_the_table(text):
    """The colours in an SVG that are the same on every page."""
    return set(re.findall(r"#[0-9a-f]{6}\b", re.sub(r"var\(--c\w{6},#\w{6}\)", "", text)))


def test_background_and_frame_of_a_picture_follow_the_page():
    picture = live.hello().picture
    for text in (picture.background(), picture.frame()[0]):
        assert outside_of_the_table(text) == set() and "var(--c" in text
    assert css(PAPER) in picture.background(), "the paper, too"


def test_a_hatched_area_follows_the_page_with_its_ground_and_its_lines():
    text = Faint([live.Slider("a", "a", 0.0, 1.0, 0.1, 0.0)]).background()
    pattern = text[text.index("<pattern") : text.index("</pattern>")]
    assert css(style.DATA) in pattern and css(PAPER) in pattern
    assert outside_of_the_table(text) == set()
