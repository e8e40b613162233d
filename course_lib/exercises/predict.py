"""``predict("04.a")``: guess first, then see. The guess is remembered, and nothing waits for it.

With a kernel it is a line of plain buttons, or a field for a number with one; without, in a saved
notebook, the answer is folded away under the question. It is made of core widgets, the same in
ipywidgets 7 and 8, and every part is reached by the keyboard.
"""

import math
import os

import ipywidgets as widgets

from course_lib import cell_views
from course_lib.exercises import panel, registry
from course_lib.exercises.prediction import Prediction
from course_lib.exercises.progress import guess, remember_guess
from course_lib.exercises.quiz import STYLE, WIDGET_VIEW, UnknownQuiz
from course_lib.exercises.text import to_html, unmarked


def predict(prediction_id: str) -> "Guess | UnknownQuiz":
    """A question to guess at before going on, as the last line of a cell: ``predict("04.a")``.

    >>> predict("00.z")
    There is no prediction '00.z'. Near it: 00.a.
    """
    try:
        return Guess(registry.find_prediction(prediction_id))
    except registry.Unknown as unknown:
        return UnknownQuiz(str(unknown))


class Guess:
    """A prediction as it is shown; ``buttons``, ``field`` and ``answer`` once it is displayed."""

    def __init__(self, prediction: Prediction):
        self.prediction = prediction
        self.box = None

    def __str__(self):
        options = [f"   ( ) {option}" for option in self.prediction.options] or ["   a number: …"]
        return "\n".join([f"Guess first: {self.prediction.text}", *options])

    __repr__ = __str__

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = {"text/plain": str(self), "text/html": self.static_html()}
        if not os.environ.get("COURSE_STATIC"):
            model_id = self.live().model_id
            bundle[WIDGET_VIEW] = {"version_major": 2, "version_minor": 0, "model_id": model_id}
        return bundle

    def static_html(self):
        """The question, and the answer folded away: for notebooks that are only read."""
        options = "".join(f"<li>{to_html(option)}</li>" for option in self.prediction.options)
        listed = f'<ul style="margin:2px 0 6px">{options}</ul>' if options else ""
        return (
            f"<div><b>Guess first.</b> {to_html(self.prediction.text)}{listed}"
            f'<details><summary style="{panel.SUMMARY}">Then open this</summary>'
            f"{self._revealed('')}</details></div>"
        )

    def live(self):
        """The widgets, made once; a guess of an earlier day opens the answer at once."""
        if self.box is None:
            self.answer = widgets.HTML()
            self.field, self.buttons = None, []
            if self.prediction.options:
                self.buttons = [self._button(option) for option in self.prediction.options]
            else:
                self.field = widgets.FloatText(description="", layout={"width": "140px"})
                self.buttons = [self._button("that is my guess")]
            parts = [self.field] if self.field else []
            line = widgets.HBox([*parts, *self.buttons], layout={"flex_flow": "row wrap"})
            text = f"<b>Guess first.</b> {to_html(self.prediction.text)}"
            question = widgets.HTML(f'<div style="font-size:15px;line-height:1.5">{text}</div>')
            self.box = widgets.VBox([widgets.HTML(STYLE), question, line, self.answer])
            self.box.add_class("course-quiz")
            before = guess(self.prediction.id)
            if before:
                self._show(before)
            cell_views.open_in_this_cell(self, lambda: cell_views.close(self.box))
        return self.box

    def _button(self, words):
        button = widgets.Button(description=unmarked(words), layout={"width": "auto"})
        button.on_click(lambda _: self.choose(words))
        return button

    def choose(self, words):
        """Guess an option, or the number in the field, as a click does."""
        said = f"{self.field.value:g}" if self.field else words
        remember_guess(self.prediction.id, said)
        self._show(said)

    def _show(self, said):
        self.answer.value = self._revealed(said)
        for button in self.buttons:
            chosen = not self.field and button.description == unmarked(said)
            (button.add_class if chosen else button.remove_class)("course-quiz-chosen")

    def _revealed(self, said):
        """The panel that opens: what was guessed, what is right, and why."""
        words = f"You guessed “{said}”. " if said else ""
        words += "" if self._hit(said) else self.prediction.announced()
        title = "So it is" if said and self._hit(said) else "See"
        return panel.frame("hint", title, to_html(words + self.prediction.reveal))

    def _hit(self, said):
        """Was it right? A number within a tenth of it is."""
        if self.prediction.right is None or not said:
            return False
        if self.prediction.options:
            return said == self.prediction.answer()
        try:
            number = float(said)
        except ValueError:
            return False
        # Who is asked for 68 percent may say 0.68.
        readings = (number, 100 * number) if "percent" in self.prediction.text else (number,)
        return any(math.isclose(n, self.prediction.right, rel_tol=0.1, abs_tol=1e-9)
                   for n in readings)  # fmt: skip
