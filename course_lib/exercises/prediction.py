"""What a prediction is: a question before the reveal, and what is to be seen afterwards."""

import re
from dataclasses import dataclass

from course_lib.exercises.exercise import require, require_text


@dataclass(frozen=True, kw_only=True)
class Prediction:
    """A guess that a learner makes before the answer is shown; nothing depends on it.

    ``id`` is the chapter and a letter, "04.a". ``options`` are two to four choices, or () where a
    number is guessed. ``right`` is the index of the right option, the right number, or None where
    there is none; ``reveal`` is what opens, whatever was guessed. Raises ValueError for anything
    incomplete.

    >>> Prediction(id="04.a", text="Is it 1?", options=("yes", "no"), reveal="It is.").chapter
    '04'
    """

    id: str
    text: str
    reveal: str
    options: tuple = ()
    right: float | None = None

    def __post_init__(self):
        where = f"Prediction {self.id!r}"
        fits = re.fullmatch(r"\d\d\.[a-z]", self.id)
        require(where, fits, "has the id of a chapter and a letter, such as '04.a'")
        require_text(where, text=self.text, reveal=self.reveal)
        for number, option in enumerate(self.options, 1):
            require_text(where, **{f"option {number}": option})
        count = len(self.options)
        require(where, count == 0 or 2 <= count <= 4, "has two to four options, or none")
        require(where, len(set(self.options)) == count, "has options that differ")
        known = self.right is None or not count or self.right in range(count)
        require(where, known, "has in right the index of an option")

    @property
    def chapter(self) -> str:
        return self.id.partition(".")[0]

    def answer(self) -> str:
        """What was right, in words; '' where nothing is.

        >>> Prediction(id="04.a", text="Which?", options=("x", "y"), right=1, reveal="y.").answer()
        'y'
        """
        if self.right is None:
            return ""
        return self.options[int(self.right)] if self.options else f"{self.right:g}"

    def announced(self) -> str:
        """What is said before the reveal of a guess that was wrong; '' where it begins so itself.

        >>> Prediction(id="04.a", text="Which?", options=("x", "y"), right=1, reveal="It is.") \\
        ...     .announced()
        'The answer is “y”. '
        >>> Prediction(id="04.b", text="How many?", right=68, reveal="68. It is.").announced()
        ''
        """
        right = self.answer()
        begun = self.reveal.casefold().startswith(right.casefold())
        return "" if begun else f"The answer is “{right}”. "
