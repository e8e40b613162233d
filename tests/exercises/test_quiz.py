"""The quiz without a browser: clicks, explanations, the score, and the text for readers."""

import pytest

from course_lib.exercises import Question, quiz, reset
from course_lib.exercises.progress import load
from course_lib.exercises.quiz import WIDGET_VIEW, Quiz

QUESTIONS = (
    Question("Is 1 < 2?", (("yes & <b>", "because."), ("no", "count again.")), right=0),
    Question("What is `a`?", (("`b`", "no."), ("c", "yes.")), right=1),
)


@pytest.fixture
def live():
    reset()
    made = Quiz("90", QUESTIONS)
    made.live()
    return made


def test_nothing_is_chosen_at_first(live):
    assert all(item.feedback.value == "" for item in live.items)
    assert [b.description for b in live.items[0].buttons] == ["A   yes & <b>", "B   no"]
    assert "0 of 2" in live.score.value


def test_every_option_has_its_explanation(live):
    item = live.items[0]
    item.buttons[1].click()
    assert "count again." in item.feedback.value and "Not yet · B" in item.feedback.value
    assert "aria-live" in item.feedback.value
    assert item.buttons[1].description == "✗  B   no"
    assert "0 of 2" in live.score.value and load() == {"quiz 90.1": "tried"}
    item.buttons[0].click()
    assert "because." in item.feedback.value and "Right · A" in item.feedback.value
    assert item.buttons[1].description == "B   no", "only the last choice is marked"
    assert item.buttons[0].description.startswith("✓")
    assert "1 of 2" in live.score.value and load() == {"quiz 90.1": "done"}


def test_a_button_shows_no_backticks(live):
    assert live.items[1].buttons[0].description == "A   b"
    assert "<code" in live.items[1].box.children[0].value


def test_the_live_bundle_lists_the_questions_as_text(live):
    bundle = live._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"text/plain", "text/html", WIDGET_VIEW}
    assert "1. Is 1 < 2?\n   A) yes & <b>\n   B) no" in bundle["text/plain"]
    assert "because" not in bundle["text/plain"], "answers are not given away"


def test_the_static_form_has_no_widget_and_no_answers(monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    bundle = Quiz("90", QUESTIONS)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert "yes &amp; &lt;b&gt;" in bundle["text/html"] and "because" not in bundle["text/html"]


@pytest.mark.parametrize("chapter", ["00", 0, "0"])
def test_a_chapter_is_found_however_it_is_written(chapter):
    assert quiz(chapter).chapter == "00"


def test_an_unknown_quiz_is_answered():
    assert "There is no quiz '77'" in repr(quiz(77))
