"""Each picture as large as its slide makes it: no words cut, none on others, no legend outside."""

import itertools

import matplotlib
import pytest

from course_lib import live, order
from course_lib.authoring import npm, plan
from course_lib.authoring.deck import Deck, Part
from course_lib.live.drawing_size import drawn_at
from course_lib.live.frames import slide_size, stops
from tests.live.crowding import Crowding


@pytest.mark.exhaustive
@pytest.mark.parametrize("letter", order.DECKS)
def test_words_have_room_on_every_slide(letter, monkeypatch):
    found = []

    def look(deck, view, metadata, slide):
        view.prepare()
        told = faults(view.picture, settings(view, metadata.get("frames") or {}))
        found.extend((slide.line, fault) for fault in told)
        return Part("", "", "")

    monkeypatch.setattr(Deck, "_picture", look)
    monkeypatch.setattr(Deck, "_hold", lambda *about: None)  # no frame is drawn here
    monkeypatch.setattr(npm, "formulas", lambda wanted, output: ["" for _ in wanted])
    Deck(plan.deck(letter))
    assert found == []


def settings(view, frames):
    """The ends and the start of each control that the slide moves, all with all."""
    controls = {control.name: control for control in view.picture.controls}
    ways = []
    for name, wanted in frames.items():
        here = stops(controls[name], wanted, view.start[name])
        ways.append(dict.fromkeys([view.start[name], here[0], here[-1]]))
    return [view.start | dict(zip(frames, way, strict=True)) for way in itertools.product(*ways)]


def faults(picture, wanted):
    """What is wrong with the picture at these settings, each fault once."""
    with matplotlib.rc_context(picture._drawing.rc()):  # as it is drawn: ticks depend on their size
        picture.background()
        crowding = Crowding(picture)
        for values in wanted:
            crowding.look(**values)
        outside = [f"legend in panel {k}" for k, ax in enumerate(picture.figure.axes) if beyond(ax)]
    return [*crowding.faults, *outside]


def beyond(ax):
    """Does a legend that was given a corner of its panel leave it?"""
    legend = ax.get_legend()
    if legend is None or legend._bbox_to_anchor is not None:
        return False
    renderer = ax.figure.canvas.get_renderer()
    inner, outer = legend.get_window_extent(renderer), ax.get_window_extent(renderer)
    ends = (outer.x0 - inner.x0, inner.x1 - outer.x1, outer.y0 - inner.y0, inner.y1 - outer.y1)
    return max(ends) > 1


# --- what finds it --------------------------------------------------------------------------------


def crowded(name, size, **start):
    with drawn_at(slide_size(**size)):
        view = getattr(live, name)(**start)
    return faults(view.picture, [view.start])


@pytest.mark.thorough
def test_a_formula_on_the_next_title_is_seen():
    wide = {"a": 2.0, "b": -1.0}
    assert crowded("linear", {}, **wide) == []
    (fault,) = crowded("linear", {"width": 800, "height": 430}, **wide)
    assert fault[0] == "on each other"


@pytest.mark.thorough
def test_a_legend_outside_its_panel_is_seen():
    with drawn_at(slide_size()):
        view = live.mixture_flow()
    assert faults(view.picture, [view.start]) == []
    legend = view.picture.figure.axes[-1].get_legend()
    legend.get_texts()[0].set_text("a label that is longer than its panel is wide" * 2)
    assert "legend in panel 2" in faults(view.picture, [view.start])
