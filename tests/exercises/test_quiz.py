"""The quiz without a browser: clicks, explanations, the score, and the text for readers."""

import subprocess
import sys
from collections import Counter

import pytest

from course_lib import order
from course_lib.exercises import Question, quiz, registry, reset
from course_lib.exercises.exercise import shown
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


def place(question, option):
    """Where an option is shown, by what it says."""
    return [question.options[n][0] for n in shown(question)].index(option)


def test_nothing_is_chosen_at_first(live):
    assert all(item.feedback.value == "" for item in live.items)
    says = [f"○  {QUESTIONS[0].options[n][0]}" for n in shown(QUESTIONS[0])]
    assert [b.description for b in live.items[0].buttons] == says
    assert "0 of 2" in live.score.value


def test_every_option_has_its_explanation(live):
    item = live.items[0]
    right, wrong = place(QUESTIONS[0], "yes & <b>"), place(QUESTIONS[0], "no")
    item.buttons[wrong].click()
    assert "count again." in item.feedback.value and "Not yet · “no”" in item.feedback.value
    assert item.feedback.value.count("role=") == 1, "one live region, not two"
    assert item.buttons[wrong].description == "✗  no"
    assert "0 of 2" in live.score.value and load() == {"quiz 90.1": "tried"}
    item.buttons[right].click()
    assert (
        "because." in item.feedback.value and "Right · “yes &amp; &lt;b&gt;”" in item.feedback.value
    )
    assert item.buttons[wrong].description == "○  no", "only the last choice is marked"
    assert item.buttons[right].description.startswith("✓")
    assert "1 of 2" in live.score.value and load() == {"quiz 90.1": "done"}


def test_what_was_right_before_is_said_at_its_question(live):
    """Else a quiz that is opened again counts what it does not show."""
    live.items[0].buttons[place(QUESTIONS[0], "yes & <b>")].click()
    again = Quiz("90", QUESTIONS)
    again.live()
    first, second = (item.box.children[0].value for item in again.items)
    assert "✓ right before" in first and "✓" not in second
    assert again.items[0].feedback.value == "", "the answer is not given away"


def test_a_button_shows_no_backticks(live):
    assert live.items[1].buttons[place(QUESTIONS[1], "`b`")].description.endswith("  b")
    assert "<code" in live.items[1].box.children[0].value


def test_the_live_bundle_lists_the_questions_as_text(live):
    bundle = live._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"text/plain", "text/html", WIDGET_VIEW}
    assert "1. Is 1 < 2?\n   ○ " in bundle["text/plain"] and "yes & <b>" in bundle["text/plain"]
    assert "because" not in bundle["text/plain"], "answers are not given away"


def test_all_options_are_there_in_the_order_that_is_shown():
    """The same in text, in the static form and on the buttons."""
    for chapter in order.chapters():
        for question in registry.questions(chapter):
            assert sorted(shown(question)) == list(range(len(question.options)))


@pytest.mark.thorough
def test_the_order_is_the_same_in_every_process():
    code = "from course_lib.exercises import registry as r; from course_lib.exercises.exercise "
    code += "import shown; print([shown(q) for q in r.questions('05')])"
    again = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert again.stdout.strip() == str([shown(q) for q in registry.questions("05")])


def test_no_place_is_right_much_more_often_than_the_others():
    right = Counter(
        shown(q).index(q.right) for chapter in order.chapters() for q in registry.questions(chapter)
    )
    assert max(right.values()) < 0.5 * sum(right.values()), right


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
