"""A guess before the reveal: remembered, never in the way, folded where no kernel is."""

import pytest

from course_lib.exercises import Prediction, predict, registry, reset
from course_lib.exercises.predict import Guess
from course_lib.exercises.progress import guess, load, progress, record
from course_lib.exercises.quiz import WIDGET_VIEW

CHOICE = Prediction(
    id="04.a", text="Is it <b> or `c`?", options=("<b>", "`c`"), right=1, reveal="It is c & so."
)
NUMBER = Prediction(id="04.b", text="How many?", right=0.25, reveal="A quarter.")


@pytest.fixture(autouse=True)
def forget():
    reset()


def live(prediction):
    made = Guess(prediction)
    made.live()
    return made


def test_nothing_is_revealed_before_the_guess():
    made = live(CHOICE)
    assert made.answer.value == "" and [b.description for b in made.buttons] == ["<b>", "c"]


def test_a_guess_opens_what_follows_and_is_remembered(own_progress):
    made = live(CHOICE)
    made.buttons[0].click()
    assert "You guessed “&lt;b&gt;”. The answer is “<code" in made.answer.value
    assert "It is c &amp; so." in made.answer.value and made.answer.value.count("role=") == 1
    assert guess("04.a") == "<b>" and own_progress.exists()
    again = live(CHOICE)
    assert "You guessed “&lt;b&gt;”" in again.answer.value, "opened at once on another day"
    again.buttons[1].click()
    assert "So it is" in again.answer.value and guess("04.a") == "`c`"


def test_a_number_is_guessed():
    made = live(NUMBER)
    made.field.value = 3.0
    made.buttons[0].click()
    assert "You guessed “3”. The answer is “0.25”." in made.answer.value and guess("04.b") == "3"
    made.field.value = 0.26
    made.buttons[0].click()
    assert "The answer is" not in made.answer.value and "So it is" in made.answer.value


def test_what_the_reveal_begins_with_is_not_said_twice():
    made = live(Prediction(id="04.b", text="How many?", right=68, reveal="68. It is so."))
    made.field.value = 3.0
    made.buttons[0].click()
    assert "You guessed “3”. 68. It is so." in made.answer.value


def test_a_percentage_may_be_said_as_a_share():
    asked = Prediction(id="04.b", text="How many percent?", right=68, reveal="68.")
    for said, hit in (("68", True), ("0.68", True), ("0.5", False), ("50", False)):
        made = live(asked)
        made.field.value = float(said)
        made.buttons[0].click()
        assert ("So it is" in made.answer.value) == hit, said
    made = live(NUMBER)
    made.field.value = 0.0025
    made.buttons[0].click()
    assert "So it is" not in made.answer.value


def test_guesses_change_nothing_else_in_the_file():
    before = str(progress())
    live(CHOICE).choose("<b>")
    assert str(progress()) == before
    record("0.1", "tried")
    record("0.1", "done")
    assert load() == {"0.1": "done", "guess 04.a": "<b>"}


def test_without_a_kernel_the_answer_is_folded(monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    bundle = Guess(CHOICE)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert "<details><summary" in bundle["text/html"] and "<details open" not in bundle["text/html"]
    assert '<summary style="display:list-item' in bundle["text/html"]
    question, _, folded = bundle["text/html"].partition("<details>")
    assert "It is c" not in question and "It is c &amp; so." in folded
    assert "It is c" not in bundle["text/plain"]


def test_with_a_kernel_there_is_a_view_and_nothing_blocks():
    bundle = Guess(CHOICE)._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"text/plain", "text/html", WIDGET_VIEW}


def test_it_is_found_in_its_chapters_room(monkeypatch):
    monkeypatch.setattr(registry, "predictions", lambda n: (CHOICE,) if n == "04" else ())
    assert predict("04.a").prediction is CHOICE
    assert "There is no prediction '04.z'. Near it: 04.a." in repr(predict("04.z"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "4.a"}, "a chapter and a letter"),
        ({"text": ""}, "text is missing"),
        ({"reveal": "$x$"}, "Unicode"),
        ({"options": ("one",)}, "two to four options"),
        ({"options": ("x", "x")}, "options that differ"),
        ({"right": 2}, "index of an option"),
    ],
)
def test_a_prediction_is_complete(change, says):
    fields = {"id": "04.a", "text": "t", "options": ("x", "y"), "right": 0, "reveal": "r"}
    with pytest.raises(ValueError, match=says):
        Prediction(**fields | change)
