"""One finding of the rubric: what was asked, what came out, in a word and a sign."""

from dataclasses import dataclass

from torch import Tensor

SIGNS = {"held": "✓", "look": "!", "failed": "✗"}
WORDS = {"held": "holds", "look": "look again", "failed": "does not hold"}


@dataclass(frozen=True)
class Finding:
    """``state`` is "held", "look" or "failed"; ``words`` say what was found, with its error."""

    name: str
    state: str
    words: str

    def __str__(self):
        return f"{SIGNS[self.state]} {self.name} ({WORDS[self.state]}): {self.words}"


def mean_error(values: Tensor) -> tuple[float, float]:
    """Mean and standard error of numbers (n,)."""
    values = values.double()
    return values.mean().item(), (values.std() / len(values) ** 0.5).item()


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign, as people write it.

    >>> signed(-0.5), signed(0.25)
    ('−0.50', '+0.25')
    """
    return f"{value:+.{digits}f}".replace("-", "−").replace("inf", "∞")


def many(count: int, one: str, more: str) -> str:
    """How many, in words that fit the number.

    >>> many(1, "row has", "rows have"), many(3, "row has", "rows have")
    ('1 row has', '3 rows have')
    """
    return f"{count} {one if count == 1 else more}"
