"""A picture is seen whole: with its controls and readout on a small laptop, and enlarged."""

import re
import sys

import pytest

from course_lib.live.host import LiveHost
from course_lib.live.stage import CHROME, ENLARGED, LARGE, NARROWEST, around, lines_of
from course_lib.theme import contrast
from tests.live.test_engine import Parabola

WINDOW = 625  # px: what a laptop of 1366 × 768 leaves of a page


@pytest.fixture
def host():
    picture = Parabola()
    return LiveHost(picture, picture.values())


def width_in(rule, window):
    """The px that the rule gives in a window of this height."""
    most, taken, ratio = re.fullmatch(
        r"min\((\d+)px, calc\(\(100vh - (\d+)px\) \* ([\d.]+)\)\)", rule
    ).groups()
    return min(int(most), (window - int(taken)) * float(ratio))


def test_the_controls_stand_above_the_picture(host):
    controls, stage, readout, _ = host.box.children
    assert stage is host.stage.box and readout is host.readout
    assert set(host.sliders.values()) < set(controls.children)
    assert host.stage.button in controls.children[-1].children


def test_a_picture_gives_way_to_the_height_of_the_window(host):
    rule = host.stage.grid.layout.max_width
    width, height = host.picture.size
    at = width_in(rule, WINDOW)
    whole = CHROME + around(len(host.sliders)) + at * height / width
    assert whole <= WINDOW + 1 and at > NARROWEST
    assert width_in(rule, 2000) == 1100


def test_a_longer_readout_takes_room_from_the_picture(host):
    many = {f"area number {k}": "1.000" for k in range(9)}
    assert lines_of({"a": "1"}) == 1 and lines_of(many) == 2
    before = width_in(host.stage.grid.layout.max_width, WINDOW)
    host.stage.leave_room(many)
    assert width_in(host.stage.grid.layout.max_width, WINDOW) < before


def test_it_can_be_enlarged_and_put_back(host):
    narrow, rule = host.stage.grid.layout.min_width, host.stage.grid.layout.max_width
    host.stage.button.value = True
    assert LARGE in host.box._dom_classes and host.stage.button.description == "Smaller"
    assert host.stage.grid.layout.min_width == f"{ENLARGED[0]}px"
    assert host.stage.grid.layout.max_width == f"{ENLARGED[1]}px"
    assert f".{LARGE}{{position:fixed" in host.background.value
    host.stage.button.value = False
    assert LARGE not in host.box._dom_classes and host.stage.button.description == "Enlarge"
    assert (host.stage.grid.layout.min_width, host.stage.grid.layout.max_width) == (narrow, rule)


def test_colab_has_no_window_of_its_own(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    picture = Parabola()
    assert LiveHost(picture, picture.values()).stage.grid.layout.max_width == "1100px"


@pytest.mark.parametrize("paper", ["#ffffff", "#212121"])  # of a menu in JupyterLab's two themes
def test_a_menus_arrow_is_seen_on_both_papers(host, paper):
    arrow = re.search(r"dropdown-arrow:url\(.*?stroke='%23(\w{6})'", host.background.value)
    assert contrast(f"#{arrow[1]}", paper) >= 3
