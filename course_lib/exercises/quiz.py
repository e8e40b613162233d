"""The recap quiz of a chapter: every option answers with its own explanation.

An option is a plain button with the whole text on it: reachable by keyboard, read out in full, and
the same in ipywidgets 7 and 8. Its texts wrap by a style sheet that touches nothing outside the
quiz. Saved notebooks get the questions as text.
"""

import os

import ipywidgets as widgets

from course_lib import cell_views
from course_lib.exercises import panel, registry
from course_lib.exercises.exercise import shown
from course_lib.exercises.progress import load, record
from course_lib.exercises.text import shortened, to_html, unmarked
from course_lib.theme import SHEET, themed

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
OPEN = "○"  # before an option; no letter, for JupyterLab takes a typed one for a command
STYLE = SHEET + themed("""<style>
.course-quiz {background: #ffffff; color: #1b1b1b; max-width: 760px; padding: 4px 16px 12px;
  border: 1px solid #d9d9d9; border-radius: 4px; box-sizing: border-box}
.course-quiz button.jupyter-button {white-space: pre-wrap; text-align: left; height: auto;
  line-height: 1.45; padding: 7px 12px; margin: 3px 2px; font-size: 15px; overflow: visible;
  background: #ffffff; color: #1b1b1b; border: 1px solid #808080; border-radius: 4px;
  text-overflow: clip; box-shadow: none}
.course-quiz button.jupyter-button:hover {background: #eef5fb; color: #1b1b1b}
.course-quiz button.jupyter-button:focus {outline: 3px solid #0072B2; outline-offset: 1px}
.course-quiz button.jupyter-button.course-quiz-right {background: #e9f6f0;
  border: 2px solid #00694b}
.course-quiz button.jupyter-button.course-quiz-chosen {background: #eef5fb;
  border: 2px solid #0072B2}
.course-quiz button.jupyter-button.course-quiz-wrong {background: #fff4ea;
  border: 2px dashed #a33c00}
</style>""")


def quiz(chapter: str) -> "Quiz | UnknownQuiz":
    """The quiz of a chapter, as the last line of a cell: ``quiz("01")``."""
    try:
        return Quiz(*registry.find_quiz(chapter))
    except registry.Unknown as unknown:
        return UnknownQuiz(str(unknown))


class UnknownQuiz:
    """Shown in place of a quiz that does not exist."""

    def __init__(self, message):
        self.message = message

    def __repr__(self):
        return self.message


class Quiz:
    """A chapter's questions; ``items`` are the live ones once the quiz has been displayed."""

    def __init__(self, chapter, questions):
        self.chapter, self.questions = chapter, questions
        self.items = []
        self.box = None

    def __str__(self):
        lines = [f"Quiz {self.chapter} (run the cell to answer here)"]
        for number, question in enumerate(self.questions, 1):
            lines += ["", f"{number}. {question.text}"]
            lines += [f"   {OPEN} {question.options[index][0]}" for index in shown(question)]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_mimebundle_(self, include=None, exclude=None):
        if os.environ.get("COURSE_STATIC"):
            return {"text/plain": str(self), "text/html": self.static_html()}
        model_id = self.live().model_id
        view = {"version_major": 2, "version_minor": 0, "model_id": model_id}
        return {"text/plain": str(self), "text/html": self.static_html(), WIDGET_VIEW: view}

    def static_html(self):
        """The questions without their answers, for notebooks that are only read."""
        questions = "".join(
            f'<li style="margin-top:10px">{to_html(question.text)}'
            '<ul style="margin:2px 0 0;list-style:circle">'
            + "".join(f"<li>{to_html(question.options[n][0])}</li>" for n in shown(question))
            + "</ul></li>"
            for question in self.questions
        )
        return f"<p>Quiz {self.chapter}: run the cell to answer here.</p><ol>{questions}</ol>"

    def live(self):
        """The widgets, made once."""
        if self.box is None:
            count = len(self.questions)
            names = [f"quiz {self.chapter}.{number}" for number in range(1, count + 1)]
            self.score = widgets.HTML()
            self.items = [
                Item(name, f"Question {number} of {count}", question, self.show_score)
                for number, (name, question) in enumerate(
                    zip(names, self.questions, strict=True), 1
                )
            ]
            parts = [widgets.HTML(STYLE), *(item.box for item in self.items), self.score]
            self.box = widgets.VBox(parts)
            self.box.add_class("course-quiz")
            self.show_score()
            cell_views.open_in_this_cell(self, lambda: cell_views.close(self.box))
        return self.box

    def show_score(self):
        states = load()
        right = sum(states.get(item.name) == "done" for item in self.items)
        score = f"{right} of {len(self.items)} right"
        self.score.value = _words(f"<b>{score}</b>")


class Item:
    """One question with its buttons and the answer to the option that was chosen."""

    def __init__(self, name, heading, question, changed):
        self.name, self.question, self.changed = name, question, changed
        self.order = shown(question)
        self.buttons = [self._button(place) for place in range(len(self.order))]
        self.feedback = widgets.HTML()
        before = " · ✓ right before" if load().get(name) == "done" else ""
        text = f"<b>{heading}</b>{before}<br>{to_html(question.text)}"
        self.box = widgets.VBox([widgets.HTML(_words(text)), *self.buttons, self.feedback])

    def _button(self, place):
        button = widgets.Button(layout={"width": "auto", "height": "auto"})
        button.description = self._label(place)
        button.on_click(lambda _: self.choose(place))
        return button

    def _label(self, place, sign=OPEN):
        return f"{sign}  {self._option(place)}"

    def _option(self, place):
        # Backticks mark code, which a button cannot show.
        return unmarked(self.question.options[self.order[place]][0])

    def choose(self, place):
        """Answer with the option at this place, as a click on its button does."""
        index = self.order[place]
        right = index == self.question.right
        for number, button in enumerate(self.buttons):
            button.remove_class("course-quiz-right")
            button.remove_class("course-quiz-wrong")
            button.description = self._label(number)
        sign, state = ("✓", "right") if right else ("✗", "wrong")
        self.buttons[place].description = self._label(place, sign)
        self.buttons[place].add_class(f"course-quiz-{state}")
        explanation = self.question.options[index][1]
        title = f"{panel.LOOKS[state][1]} · “{shortened(self._option(place), 60)}”"
        self.feedback.value = panel.frame(state, title, to_html(explanation))
        record(self.name, "done" if right else "tried")
        self.changed()


def _words(inner):
    style = (
        f"font-size:15px;line-height:1.5;color:{panel.INK};white-space:normal;padding:8px 2px 4px"
    )
    return f'<div style="{style}">{inner}</div>'
