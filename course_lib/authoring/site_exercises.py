"""Exercises, quizzes and predictions as HTML that can be answered in the page.

Everything can be read without a script: what answers is folded. ``web/course.js`` adds the score,
and keeps it in the browser.
"""

import html

from course_lib.exercises import registry
from course_lib.exercises.exercise import shown
from course_lib.exercises.text import sentence, to_html


def folded(kind, summary, inner):
    """Something behind a line that opens it."""
    return f'<details class="{kind}"><summary>{summary}</summary><div>{inner}</div></details>'


def hints(exercise):
    """Three folded hints, each a step further."""
    count = len(exercise.hints)
    return "".join(
        folded("hint", f"Hint {number} of {count}", to_html(text))
        for number, text in enumerate(exercise.hints, 1)
    )


def mistakes(exercise):
    """The wrong answers that the check knows by name, each with its explanation; "" for none."""
    known = exercise.misconceptions
    if not known:
        return ""
    listed = "".join(
        f"<dt><b>{to_html(one.name)}</b></dt>"
        f"<dd>{to_html(sentence(one.explanation, exercise.names))}</dd>"
        for one in known
    )
    summary = f"Mistakes that others make ({len(known)})"
    return folded("mistakes", summary, f"<dl>{listed}</dl>")


def quiz(number):
    """The quiz of a chapter: whoever chooses an option reads why it is right or wrong."""
    number, questions = registry.find_quiz(number)
    asked = "".join(
        question(f"{number}.{place}", place, one) for place, one in enumerate(questions, 1)
    )
    return (
        f'<div class="quiz" data-quiz="{number}">{asked}'
        '<p class="score" role="status" aria-live="polite"></p></div>'
    )


def question(key, place, one):
    options = "".join(
        f'<details class="option"{" data-right" if index == one.right else ""}>'
        f"<summary>{to_html(one.options[index][0])}</summary>"
        f"<p><b>{'✓ Right.' if index == one.right else '✗ Not this one.'}</b> "
        f"{to_html(one.options[index][1])}</p></details>"
        for index in shown(one)
    )
    asked = f'<p class="asked" id="q-{key}"><b>{place}.</b> {to_html(one.text)}</p>'
    return (
        f'<div class="question" role="group" aria-labelledby="q-{key}" data-question="{key}">'
        f"{asked}{options}</div>"
    )


def prediction(prediction_id):
    """A guess before the answer; what is right opens with it."""
    one = registry.find_prediction(prediction_id)
    if one.options:
        ways = "".join(
            f'<button type="button" value="{index}">{to_html(option)}</button>'
            for index, option in enumerate(one.options)
        )
    else:
        ways = (
            f'<input type="number" step="any" aria-label="your guess for {one.id}">'
            '<button type="button">that is my guess</button>'
        )
    right = "" if one.right is None else f' data-right="{one.right:g}"'
    right += " data-percent" if "percent" in one.text else ""
    answer = html.escape(one.announced())
    return (
        f'<div class="prediction" data-prediction="{one.id}"{right} data-answer="{answer}">'
        f"<p><b>Guess first.</b> {to_html(one.text)}</p>"
        f'<div class="options">{ways}</div>'
        f'<details class="reveal"><summary>What is right</summary>'
        f'<p><span class="said" role="status"></span>{to_html(one.reveal)}</p></details></div>'
    )
