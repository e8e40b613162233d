"""What an exercise is: data that can test itself.

A misconception is an executable wrong answer with its explanation. Everything is checked when it is
written down, so that an incomplete exercise fails when its chapter is imported, not in front of a
learner.
"""

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass

DIFFICULTIES = ("easy", "medium", "hard")


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that is known by name.

    ``wrong`` is called (or probed) exactly as the learner's function; whoever gives its results on
    all inputs is told the ``explanation``. ``also``: the same mistake with other numbers (a clamp
    at 0.1, at 0.01, …) or computed in another way. Raises ValueError when a part is missing.

    >>> Misconception("forgot the square", lambda x: x, "x² grows faster than x.").name
    'forgot the square'
    """

    name: str
    wrong: Callable
    explanation: str
    also: tuple = ()

    def __post_init__(self):
        where = f"Misconception {self.name!r}"
        require_text(where, name=self.name, explanation=self.explanation)
        if not callable(self.wrong):
            raise ValueError(f"{where}: wrong is the wrong answer as a function.")
        if not (isinstance(self.also, tuple) and all(map(callable, self.also))):
            raise ValueError(f"{where}: also is a tuple of functions.")

    @property
    def ways(self) -> tuple:
        """All ways to make this mistake, each as a function."""
        return (self.wrong, *self.also)


@dataclass(frozen=True, kw_only=True, eq=False)  # tensors among the inputs have no one ==
class Exercise:
    """One exercise, with all that is needed to judge an answer and to explain a wrong one.

    - ``inputs``: a tuple of argument tuples, in float64, where wrong answers cannot hide (never
      a = 1, b = 0, log-det = 0 or symmetric points; some batches; some tails); ``names`` names the
      arguments.
    - ``reference``: the right answer. ``misconceptions``: the wrong ones that are known by name.
    - ``returns``: what is returned, in words; ``parts``: the names of a returned tuple's values.
    - ``probe(candidate, *args)``: how a candidate is put to use, if not by ``candidate(*args)``:
      for classes and for gradients; a dict that it returns is judged entry by entry.
    - ``elementwise``: every output number depends on one input number, so that a function written
      with ``math`` or ``if x > 0`` is right, too; it is then applied number by number.
    - ``hints``: a nudge, the strategy, nearly the code. ``praise``: what a right answer has shown.
    - ``tips``: pairs (pattern, tip): what helps with an error whose words fit the pattern, where
      this exercise invites it. They are looked at before the tips that hold everywhere.
    - ``labels``: for each input a few words that set it apart, so that a clue can say on which
      ones an answer fails: ("one bin", "K = 8", "far out in the tails"); "" where there are none.

    Texts are plain text with ``code`` in backticks and formulas in Unicode; the prompt is Markdown
    and may contain $…$. Raises ValueError when something is missing or does not fit together.
    """

    id: str
    title: str
    minutes: int
    difficulty: str = "medium"
    core: bool = True
    prompt: str
    inputs: tuple
    reference: Callable
    misconceptions: tuple = ()
    hints: tuple
    praise: str
    probe: Callable | None = None
    elementwise: bool = False
    names: tuple = ("x",)
    parts: tuple = ()
    rtol: float = 1e-5
    atol: float = 1e-8
    returns: str
    tips: tuple = ()
    labels: tuple = ()

    def __post_init__(self):
        where = f"Exercise {self.id!r}"
        if not re.fullmatch(r"\d{1,2}\.\d{1,2}", self.id):
            raise ValueError(f"{where}: an id is chapter.number, such as '1.2'.")
        require_text(where, title=self.title, returns=self.returns, praise=self.praise)
        _require_markdown(where, self.prompt)
        require(where, 3 <= self.minutes <= 15, f"takes 3 to 15 minutes, not {self.minutes}")
        require(where, self.difficulty in DIFFICULTIES, f"difficulty is one of {DIFFICULTIES}")
        require(where, callable(self.reference), "reference is the right answer as a function")
        require(where, self.probe is None or callable(self.probe), "probe is a function")
        self._require_inputs(where)
        require(where, isinstance(self.hints, tuple) and len(self.hints) == 3, "has three hints")
        for number, text in enumerate(self.hints, 1):
            require_text(where, **{f"hint {number}": text})
        self._require_tips_and_labels(where)
        wrong = self.misconceptions
        require(where, all(isinstance(m, Misconception) for m in wrong), "has Misconceptions")
        names = [m.name for m in wrong]
        require(where, len(set(names)) == len(names), "has misconceptions of different names")

    def _require_inputs(self, where):
        inputs = self.inputs
        require(where, isinstance(inputs, tuple) and len(inputs) > 0, "has a tuple of inputs")
        for args in inputs:
            require(where, isinstance(args, tuple), "has inputs that are tuples: (x,), not x")
            fits = len(args) == len(self.names)
            require(where, fits, f"has {len(args)} arguments but the names {self.names}")

    def _require_tips_and_labels(self, where):
        for tip in self.tips:
            pair = isinstance(tip, tuple) and len(tip) == 2
            require(where, pair, f"has tips (pattern, tip), not {tip!r}")
            require_text(where, **{"tip's pattern": re.sub(r"\$", "", tip[0]), "tip": tip[1]})
        many = len(self.labels) in (0, len(self.inputs))
        words = all(isinstance(label, str) for label in self.labels)
        require(where, many and words, "has a label in words for each input, or none")

    @property
    def chapter(self) -> str:
        """The chapter's number with two digits: '01' for the exercise '1.2'."""
        return f"{int(self.id.split('.')[0]):02d}"

    def run(self, candidate: object, *args: object) -> object:
        """What ``candidate`` gives for one input, through the probe if there is one."""
        return self.probe(candidate, *args) if self.probe else candidate(*args)


@dataclass(frozen=True)
class Question:
    """A quiz question: ``options`` are pairs (what it says, why it is right or wrong).

    ``right`` is the index of the right option as written down here; they are shown in the order
    ``shown``. Raises ValueError for anything incomplete.

    >>> Question("Is 2 even?", options=(("yes", "2 = 2 · 1."), ("no", "2 = 2 · 1.")), right=0).right
    0
    """

    text: str
    options: tuple
    right: int

    def __post_init__(self):
        where = f"Question {self.text!r}"
        require_text(where, text=self.text)
        require(where, 2 <= len(self.options) <= 5, "has two to five options")
        for option in self.options:
            pair = isinstance(option, tuple) and len(option) == 2
            require(where, pair, f"has options (text, explanation), not {option!r}")
            require_text(where, option=option[0], explanation=option[1])
        says = [option[0] for option in self.options]
        require(where, len(set(says)) == len(says), "has options that differ")
        require(where, self.right in range(len(says)), f"right is the index of an option: {says}")


def shown(question: Question) -> tuple:
    """The indices of a question's options in the order in which everybody sees them.

    They are shuffled by a seed made of their words: the same in every run and on every machine.

    >>> shown(Question("Is 2 even?", options=(("yes", "2 = 2 · 1."), ("no", "No.")), right=0))
    (0, 1)
    """
    seeds = [zlib.crc32(f"{question.text}\n{says}".encode()) for says, _ in question.options]
    return tuple(sorted(range(len(seeds)), key=seeds.__getitem__))


def require(where, fine, rule):
    """Raise ValueError, with the rule in words, unless it holds."""
    if not fine:
        raise ValueError(f"{where} {rule}.")


def require_text(where, **texts):
    """Raise ValueError for a text that is missing or holds formulas in dollars."""
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise ValueError(f"{where}: its {name} is missing.")
        if "$" in text:
            raise ValueError(
                f"{where}: its {name} contains $; not every notebook typesets formulas in outputs, "
                "so write them in Unicode: p(x) = p₀(z) / |a|."
            )


def _require_markdown(where, prompt):
    require(where, isinstance(prompt, str) and prompt.strip(), "has a prompt")
