"""Which controls move on a page, where they stop, and how their frames are packed."""

import base64
import json
import math
import re
import zlib

import pytest
from PIL import Image

from course_lib.authoring import site_frames
from course_lib.authoring.site_controls import (
    ALONE,
    MOST,
    MOST_OF_THREE,
    OPTIONS,
    alone,
    chosen,
    stops_of,
)
from course_lib.authoring.site_frames import PageSweep, numbered, repacked
from course_lib.live import raster
from course_lib.live.controls import Choice, Slider
from course_lib.live.frames import Sweep, stops


class Named:
    """A picture, as far as its controls matter."""

    played = ""
    on_page = ()

    def __init__(self, *controls):
        self.controls = controls

    @property
    def start(self):
        return {control.name: control.value for control in self.controls}


STRIPS = Named(
    Choice("map", "map", ["line", "exp", "cube"], "exp"),
    Slider("a", "stretch a", 0.5, 2.5, 0.1, 1.0),
    Slider("strip", "look at strip", 1, 10, 1, 4),
)


def test_what_the_text_asks_for_moves():
    wanted = chosen(STRIPS, STRIPS.start, {"a": 21}, ("a word", "look at strip", "stretch a"))
    assert list(wanted) == ["strip", "a"]
    assert wanted["strip"] == 10 and wanted["a"] >= 9
    assert list(chosen(STRIPS, STRIPS.start, {"a": 21}, ("look at strip",))) == ["strip", "a"]


def test_without_such_words_a_deck_decides_and_else_the_first_slider():
    assert chosen(STRIPS, STRIPS.start, {"a": 21}, ("another",)) == {"a": 21}
    wanted = chosen(STRIPS, STRIPS.start, {})
    assert list(wanted) == ["a", "map"] and wanted["map"] == ["line", "exp", "cube"]


def test_an_option_of_a_menu_names_the_menu_and_three_may_move_together():
    wanted = chosen(STRIPS, STRIPS.start, {}, ("look at strip", "line", "stretch a"))
    assert set(wanted) == {"strip", "map", "a"}
    assert wanted["map"] == ["line", "exp", "cube"] and wanted["strip"] == 10
    frames = [len(stops(c, wanted[c.name], c.value)) for c in STRIPS.controls]
    assert frames[1] >= 3 and math.prod(frames) <= MOST_OF_THREE


def test_what_a_picture_names_itself_wins():
    named = Named(*STRIPS.controls)
    named.on_page = ("map", "absent")
    assert chosen(named, named.start, {"a": 21}, ("stretch a",))["map"] == ["line", "exp", "cube"]
    assert list(chosen(named, named.start, {}, ("stretch a",))) == ["map"]


def test_all_other_controls_move_alone():
    assert alone(STRIPS, {"map": "all"}) == {"a": ALONE, "strip": ALONE}


def test_frames_of_what_moves_alone_stand_where_the_page_looks_for_them():
    """With the others where they began, and the number of the first of them said beside it."""
    made = site_frames.drawn("live.linear()", {}, ("scale a",))
    frames = json.loads(zlib.decompress(base64.b64decode(made["frames"]), -15))["frames"]
    view = site_frames.viewed("live.linear()")
    found = re.findall(
        r'data-first="(\d+)"><label[^>]*><span class="name">([^<]*)', made["controls"]
    )
    firsts = {label: int(number) for number, label in found}
    assert set(firsts) == {"shift b", "from nothing to f"}
    (control,) = (c for c in view.picture.controls if c.label == "shift b")
    shown = stops(control, ALONE, control.value)
    sweep = Sweep(view.picture, view.start, {"b": [shown[0], shown[-1]]})
    assert frames[firsts["shift b"]][1] == sweep.frames[0].alt()
    assert frames[firsts["shift b"] + len(shown) - 1][1] == sweep.frames[-1].alt()
    # What the button plays is not folded.
    assert "More to move: shift b<" in made["controls"] and not made["note"]


def test_a_slider_ends_where_it_shows_nothing_new():
    """More passes than there are coordinates move nothing."""
    view = site_frames.viewed("live.passes()")
    wanted = {"flow": "all", "step": "all"}
    whole, trimmed = (kind(view.picture, view.start, wanted) for kind in (Sweep, PageSweep))
    (place,) = (k for k, c in enumerate(whole.controls) if c.name == "step")
    assert len(trimmed.stops[place]) == view.start["n"] + 1 < len(whole.stops[place])
    last = {f.svg for f in whole.frames if f.state[place] >= view.start["n"]}
    assert last == {f.svg for f in trimmed.frames if f.state[place] == view.start["n"]}


@pytest.mark.parametrize("asked", [(), ("map", "stretch a"), ("stretch a", "look at strip")])
@pytest.mark.parametrize("of_deck", [{}, {"a": 21}, {"a": [0.5, 1.0]}, {"strip": "all", "a": 9}])
def test_no_picture_has_more_frames_than_there_is_room_for(asked, of_deck):
    wanted = chosen(STRIPS, STRIPS.start, of_deck, asked)
    assert 1 <= len(wanted) <= 2
    # The start value may be one stop more.
    counts = [(n if isinstance(n, int) else len(n)) + 1 for n in wanted.values()]
    product = counts[0] * (counts[1] if len(counts) > 1 else 1)
    assert product <= MOST + max(counts)


@pytest.mark.parametrize("of_deck", ["all", 21, None, [1, 2]])
def test_a_slider_stops_at_numbers_whatever_a_deck_says(of_deck):
    stops = stops_of(Slider("n", "n", 0, 40, 1, 0), of_deck, OPTIONS)
    assert stops == [1, 2] if of_deck == [1, 2] else stops == OPTIONS


@pytest.fixture(scope="module")
def sweep():
    view = site_frames.viewed("live.strips()")
    return Sweep(view.picture, view.start, {"strip": [1, 4, 9]})


def test_a_frame_is_put_together_again_as_course_js_does_it(sweep):
    made = json.loads(json.dumps(numbered(sweep.frames)))
    for frame, (gaps, alt, told) in zip(sweep.frames, made["frames"], strict=True):
        place, body = -1, []
        for gap in gaps:
            place += gap + 1
            body.append(made["lines"][place])
        assert body == frame.body() and (alt, told) == (frame.alt(), frame.readouts_html())
    assert len(set(made["lines"])) == len(made["lines"])


def test_what_is_packed_can_be_read_and_is_smaller_than_a_decks(sweep):
    packed = site_frames.packed(numbered(sweep.frames))
    assert json.loads(zlib.decompress(base64.b64decode(packed), -15)) == numbered(sweep.frames)
    assert len(packed) < len(sweep.packed())


def test_an_image_is_the_same_in_fewer_bytes(tmp_path):
    levels, palette = raster.EMPTY + 1, raster.np.array([[0, 0, 0, 0], [189, 82, 0, 128]], "uint8")
    levels = raster.np.kron(levels, raster.np.ones((40, 40), "uint8"))
    line = f'<image href="{raster.data_url(raster.png(levels, palette))}" x="1"/>'
    smaller = repacked(line)
    assert len(smaller) < len(line) and smaller.startswith('<image href="data:image/webp')
    assert smaller.endswith('" x="1"/>')
    (tmp_path / "a.webp").write_bytes(base64.b64decode(re.search(r"base64,([^\"]+)", smaller)[1]))
    image = Image.open(tmp_path / "a.webp").convert("RGBA")
    assert image.size == (80, 80) and image.getpixel((40, 40)) == (189, 82, 0, 128)
    assert repacked("no image here") == "no image here"
