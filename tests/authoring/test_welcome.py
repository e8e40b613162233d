"""The first slide's address, name and date."""

import sys

import pytest

from course_lib.authoring import __main__ as authoring
from course_lib.authoring import slides
from course_lib.authoring.welcome import NoWelcome, Welcome, code


def test_nothing_said_leaves_the_slide_as_it_is():
    assert Welcome().html() == ""


def test_what_is_said_stands_there_and_is_escaped():
    block = Welcome(who="A & B", when="Monday").html()
    assert "<p>A &amp; B</p><p>Monday</p>" in block and "qr" not in block


def test_a_link_is_written_and_drawn():
    block = Welcome(link="https://example.org/flows/").html()
    assert '<a href="https://example.org/flows/">example.org/flows</a>' in block
    assert "<svg" in block and "<?xml" not in block
    assert code("https://example.org/a") != code("https://example.org/b")


def test_what_is_no_address_is_refused():
    with pytest.raises(NoWelcome, match=r"LINK=example\.org is no address"):
        Welcome(link="example.org")


def test_without_segno_it_says_what_to_type(monkeypatch):
    monkeypatch.setitem(sys.modules, "segno", None)
    with pytest.raises(NoWelcome, match="pip install segno"):
        Welcome(link="https://example.org").html()
    assert "Ada" in Welcome(who="Ada").html()


def test_the_command_hands_it_on_and_says_what_is_wrong(monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(slides, "build", lambda wanted, welcome: asked.append((wanted, welcome)))
    assert authoring.main(["slides", "A", "--who", "Ada", "--when", "", "--link", ""]) == 0
    assert asked == [(["A"], Welcome(who="Ada"))]
    assert authoring.main(["slides", "--link", "nowhere"]) == 1
    assert "LINK=nowhere is no address" in capsys.readouterr().err
