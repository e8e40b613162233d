"""The deck host: which states are drawn, what they look like, how they are packed."""

import base64
import json
import re
import zlib

import matplotlib
import pytest
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.text import Text

from course_lib.live import Choice, Picture, Slider, Toggle
from course_lib.live.drawing_size import NOTEBOOK, NoRoom, drawn_at
from course_lib.live.frames import (
    LINE,
    MOST,
    SCALE,
    TEXT,
    Frame,
    NotSwept,
    Sweep,
    printed_too,
    slide_size,
    stops,
)
from course_lib.live.frames_html import live_html, paper_html
from course_lib.live.style import BASE, TARGET
from course_lib.live.words import shown

pytestmark = pytest.mark.thorough  # `make check` leaves them to `make test`

A = Slider("a", "slope", -2.0, 2.0, 0.1, 0.7)
N = Slider("n", "points", 1, 10, 1, 3)
KIND = Choice("kind", "kind", ("line", "bend", "wave"), "bend")
FILLED = Toggle("filled", "filled", True)


class Ramp(Picture):
    title = "How steep is a ramp?"
    size = (900, 300)

    def layout(self, figure):
        ax = figure.subplots()
        ax.set(xlim=(0, 1), ylim=(-2, 2), ylabel="a long label, longer than its axis is high")
        ax.axhline(0, color=BASE, lw=0.5)
        ax.vlines([0.2, 0.4], 0, 1, lw=0.3)
        ax.text(0.1, 0.1, "small", fontsize=8)
        self.curve = self.line(ax, TARGET, lw=1)
        self.note = self.words(ax, 0.5, 0.5, fontsize=9)

    def update(self, a, n, kind, filled):
        self.curve.set_data([0, 1], [0, a])
        self.note.set_text(kind)
        self.note.set_fontsize(7)
        return {"slope": f"{a:.1f}", "<kind>": kind}

    def describe(self, a, n, kind, filled):
        return f'A ramp of slope {a:.1f} & kind "{kind}".'


def ramp(wanted=None):
    with drawn_at(wanted or slide_size(height=400)):
        return Ramp([A, N, KIND, FILLED])


START = {"a": 0.7, "n": 3, "kind": "bend", "filled": True}


# --- which states -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("control", "wanted", "expected"),
    [
        (A, [1.0, -1.0], [-1.0, 0.7, 1.0]),  # in order, with the start value
        (A, 5, [-2.0, -1.0, 0.0, 0.7, 1.0, 2.0]),
        (N, 4, [1, 3, 4, 7, 10]),
        (N, "all", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        (KIND, ["wave", "line"], ["line", "bend", "wave"]),
        (KIND, "all", ["line", "bend", "wave"]),
        (FILLED, "all", [False, True]),
        (FILLED, [False], [False, True]),
    ],
)
def test_the_values_of_a_control(control, wanted, expected):
    assert stops(control, wanted, START[control.name]) == expected


def test_evenly_spaced_values_are_ones_where_the_live_slider_stops_too():
    for value in stops(A, 8, 0.7):
        assert abs(value / 0.1 - round(value / 0.1)) < 1e-9


@pytest.mark.parametrize(
    ("control", "wanted", "complaint"),
    [
        (A, 1, "2 or more"),
        (A, True, "2 or more"),
        (A, "all", "2 or more"),  # a slider of real numbers has no end of them
        (A, [0.1, 5.0], "5.0 lies outside -2.0 … 2.0"),
        (A, [0.7], "nothing would move"),
        (A, ["steep"], "a is a number"),
        (KIND, 3, "a list of"),
        (KIND, ["circle"], "is one of"),
        (FILLED, [1], "True or False"),
    ],
)
def test_what_cannot_be_swept_is_said(control, wanted, complaint):
    with pytest.raises(NotSwept, match=complaint):
        stops(control, wanted, START[control.name])


def test_an_unknown_control_is_named_with_the_known_ones():
    with pytest.raises(NotSwept, match=r"'slope' is not a control of this picture: \['a', 'n'"):
        Sweep(ramp(), START, {"slope": 3})


def test_too_many_frames_and_too_many_controls_are_refused():
    with pytest.raises(NotSwept, match=rf"41 × 10 = 410 frames are too many; at most {MOST}"):
        Sweep(ramp(), START, {"a": 41, "n": "all"})
    with pytest.raises(NotSwept, match="two controls, not 3"):
        Sweep(ramp(), START, {"a": 2, "n": 2, "kind": "all"})


def test_every_state_is_drawn_and_the_first_is_the_start():
    sweep = Sweep(ramp(), START, {"kind": "all", "a": [-1.0, 0.7]})
    assert [f.state for f in sweep.frames] == [
        (a, k) for a in (-1.0, 0.7) for k in ("line", "bend", "wave")
    ]  # in the picture's order of controls, the last one fastest
    assert sweep.begin.state == (0.7, "bend")
    assert "A ramp of slope 0.7 &amp; kind &quot;bend&quot;." in live_html(sweep)


def test_a_picture_without_frames_stands_still():
    sweep = Sweep(ramp(), START)
    assert len(sweep.frames) == 1 and "<input" not in live_html(sweep)
    assert "<script" not in live_html(sweep) and "bend" in live_html(sweep)


# --- what is kept -------------------------------------------------------------------------------


def unpacked(sweep):
    return json.loads(zlib.decompress(base64.b64decode(sweep.packed()), -15))


def test_packed_frames_are_the_drawn_ones():
    sweep = Sweep(ramp(), START, {"a": [-1.0, 0.7], "kind": "all"})
    data = unpacked(sweep)
    assert len(data["frames"]) == 6
    for (body, alt, told), frame in zip(data["frames"], sweep.frames, strict=True):
        inner = "\n".join(data["lines"][k] for k in body)
        assert frame.svg.rstrip().endswith(f">{inner}</svg>") and len(inner) > 100
        a, kind = frame.state
        assert alt == f'A ramp of slope {a:.1f} & kind "{kind}".'
        assert told.startswith(f"<span>slope <b>{a:.1f}</b></span> <span>&lt;kind&gt;")


def test_what_frames_have_in_common_is_kept_once():
    few, many = (unpacked(Sweep(ramp(), START, {"n": n})) for n in (2, "all"))
    assert len(many["frames"]) == 10
    assert len(many["lines"]) == len(few["lines"]), "n changes nothing in this picture"


def test_frames_side_by_side_share_no_ids():
    page = paper_html(Sweep(ramp(), START, {"a": 9}), 4)
    assert page.count('class="multiple"') == 4
    moving = [i for i in re.findall(r'clipPath id="([^"]+)"', page) if i.startswith("n")]
    assert len(moving) >= 4 and len(set(moving)) == len(moving)
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(re.findall(r'id="([^"]+)"', page))


def test_small_multiples_reach_both_ends():
    page = paper_html(Sweep(ramp(), START, {"a": 9}), 4)
    assert "slope = −2.00" in page and "slope = 2.00" in page
    page = paper_html(Sweep(ramp(), START, {"n": "all", "kind": "all"}), 4)
    chosen = re.findall(r'class="chosen">([^<]+)', page)
    assert chosen == [f"points = {n}, kind = {k}" for n in (1, 10) for k in ("line", "wave")]


def test_the_control_that_is_played_is_marked_and_no_other():
    picture = ramp()
    picture.played = "n"
    swept = {"a": 3, "n": "all"}
    for frames, marked in ((swept, ["points"]), ({"a": 3, "kind": "all"}, [])):
        controls = live_html(Sweep(picture, START, frames)).split('<label class="control">')[1:]
        played = [re.search('name">([^<]+)', c)[1] for c in controls if "data-played" in c]
        assert played == marked


def test_values_in_words():
    assert [shown(v) for v in (-0.5, 7, -2, True, False, "line")] == [
        "−0.50", "7", "−2", "yes", "no", "line",
    ]  # fmt: skip


# --- how it looks -------------------------------------------------------------------------------


def too_small(picture):
    """Text and lines of a picture that are too small when it fills its place on a slide."""
    found = []
    for artist in picture.figure.findobj():
        if isinstance(artist, Text) and artist.get_text() and artist.get_visible():
            found += [artist] if SCALE * artist.get_fontsize() < TEXT - 1e-9 else []
        widths = []
        if isinstance(artist, Line2D):
            widths = [artist.get_linewidth()]
        if isinstance(artist, Collection):
            widths = list(artist.get_linewidth())
        found += [artist for w in widths if 0 < SCALE * w < LINE - 1e-9]
    return found


def test_nothing_on_a_slide_is_too_small_even_if_an_update_makes_it_so():
    picture = ramp()
    assert too_small(picture) == []
    picture.frame(**START)
    assert too_small(picture) == []
    assert picture.figure.bbox.size.tolist() == [900, 300]


def test_a_notebook_keeps_the_pictures_own_sizes():
    picture = ramp(NOTEBOOK)
    assert len(too_small(picture)) >= 4, "this test could not fail otherwise"
    assert {t.get_fontsize() for t in picture.figure.findobj(Text)} >= {8, 9, 16}


def test_the_look_ends_with_its_block():
    ramp()
    assert Ramp([A, N, KIND, FILLED]).figure.get_suptitle() == Ramp.title
    assert ramp().figure.get_suptitle() == ""


def test_a_y_label_longer_than_its_axis_takes_two_lines():
    def label(picture):
        return picture.figure.axes[0].yaxis.label.get_text()

    assert label(ramp()) == "a long label, longer\nthan its axis is high"
    assert "\n" not in label(ramp(NOTEBOOK))


def test_a_place_that_is_too_small_is_said():
    with pytest.raises(NoRoom, match="make it larger"):
        ramp(slide_size(height=40))


def test_ticks_are_chosen_at_the_size_at_which_they_are_drawn():
    """Outside of the picture's style matplotlib would believe in its own, smaller labels."""
    picture = ramp(slide_size(width=500, height=300))
    drawn = picture.background()
    with matplotlib.rc_context({"ytick.labelsize": 4, "xtick.labelsize": 4}):
        assert picture.background() == drawn


def test_a_readout_that_the_picture_prints_in_every_frame_is_kept_for_screen_readers_only():
    def frame(mass, slope):
        svg = f"<svg><text>mass {mass}</text><text>x = {slope} z</text></svg>"
        return Frame((mass,), svg, {"mass": mass, "slope": slope, "kind": "bent", "half": "0.5"})

    frames = [frame("0.5", "2.0"), frame("−0.1", "3.0")]
    assert printed_too(frames) == {"mass"}, "a formula's numbers, and other frames', do not count"
    frames[1].printed = {"mass"}
    assert (
        frames[1].readouts_html().startswith('<span class="twice">mass <b>−0.1</b></span> <span>')
    )
