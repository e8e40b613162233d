"""Marks of code and of stress become what they mean: no learner sees a bare star or backtick."""

import re

import pytest

from course_lib import order
from course_lib.exercises import registry
from course_lib.exercises.text import to_html, unmarked


def spoken(chapter):
    """All texts of a chapter that are shown in panels, with where they stand."""
    for exercise in registry.exercises(chapter):
        yield exercise.id, exercise.praise
        yield from ((f"{exercise.id}: hint", hint) for hint in exercise.hints)
        yield from ((f"{exercise.id}: {m.name}", m.explanation) for m in exercise.misconceptions)
        yield from ((f"{exercise.id}: tip", tip) for _, tip in exercise.tips)
    for prediction in registry.predictions(chapter):
        yield prediction.id, prediction.text
        yield prediction.id, prediction.reveal
        yield from ((prediction.id, option) for option in prediction.options)
    for question in registry.questions(chapter):
        yield f"quiz {chapter}", question.text
        for option, explanation in question.options:
            yield f"quiz {chapter}", option
            yield f"quiz {chapter}", explanation


def without_code(html):
    return re.sub(r"<(code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize("chapter", order.chapters())
def test_no_mark_is_left_over(chapter):
    texts = list(spoken(chapter))
    assert {len(text) > 0 for _, text in texts} <= {True}
    left = [where for where, text in texts if re.search(r"[*`]", without_code(to_html(text)))]
    assert left == []


def test_stress_and_code_and_products():
    html = to_html("the *first* of `a * b * c`, (*so*), *two words*, 2 * 3 * 4 and x*y*z")
    assert html.count("<em>") == 3 and "<em>two words</em>" in html and "(<em>so</em>)" in html
    assert "a * b * c</code>" in html and "2 * 3 * 4 and x*y*z" in html
    assert unmarked("the *first* of `x`, 2 * 3 * 4") == "the first of x, 2 * 3 * 4"
    assert to_html("<em>*<b>*</em>").count("<em>") == 1, "what a learner's code says stays text"
