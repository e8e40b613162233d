"""The environment's self-test: what it accepts, what it says, and that it hears a slider."""

import re
import tomllib
from pathlib import Path

import pytest

from course_lib.selftest import OLDEST, WIDGET_VIEW, SelfTest, is_enough, selftest

ROOT = Path(__file__).parents[1]


def test_the_oldest_versions_are_those_of_pyproject():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = dict(re.fullmatch(r"(\w+)>=([\d.]+)", d).groups() for d in project["dependencies"])
    wanted["Python"] = project["requires-python"].removeprefix(">=")
    assert wanted == OLDEST


def test_this_environment_passes():
    said = str(selftest())
    assert said.endswith("✓ Everything is here.") and "✗" not in said


@pytest.mark.parametrize(
    ("have", "oldest", "enough"),
    [("7.7.1", "7.7.1", True), ("7.7", "7.7.1", False), ("10.0", "9.9", True), (None, "1", False)],
)
def test_versions_are_compared_as_numbers(have, oldest, enough):
    assert is_enough(have, oldest) is enough


def test_what_is_too_old_is_named_with_what_to_type():
    said = str(SelfTest({"Python": "3.12.1", "torch": "2.1.0", "ipywidgets": None}))
    assert "✗ torch 2.1.0 (needs 2.6 or newer)" in said
    assert "✗ ipywidgets is missing" in said
    assert 'pip install "torch>=2.6" "ipywidgets>=7.7.1"' in said


def test_an_old_python_is_said_first():
    assert "Install a newer Python" in SelfTest({"Python": "3.9.2"}).verdict()


def test_the_tick_appears_when_the_slider_is_heard(monkeypatch):
    monkeypatch.delenv("COURSE_STATIC", raising=False)
    test = selftest()
    assert WIDGET_VIEW in test._repr_mimebundle_()
    assert "✓" not in test.heard.value
    test.slider.value = 4
    assert "✓ The kernel has heard you: 4" in test.heard.value
