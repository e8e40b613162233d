"""The learner's own function inside a picture: it may fail, the picture may not.

What it may return is one rule for the check and the pictures: ``course_lib/learners_function.py``.
Whose it is, is said here in one place: where nothing is written yet a picture shows the course's
own answer, in other words and in another look than the learner's.
"""

import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import torch
from matplotlib.colors import to_hex, to_rgb
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from course_lib.learners_function import as_tensor, is_lent, values
from course_lib.live.style import DASH, LENT, YOURS


@dataclass(frozen=True)
class Owner:
    """Whose answer a picture shows: the words for legends and readouts, and the look.

    >>> whose(abs).words("area of yours"), COURSE.words("area of yours, your radius")
    ('area of yours', "area of the course's, the course's radius")
    """

    name: str
    adjective: str
    color: str
    dash: object

    def words(self, text):
        """A text that is written as if it were about the learner's answer."""
        text = re.sub(r"\byours\b", self.name, text)
        return re.sub(r"\byour\b", self.adjective, text)

    def readouts(self, readouts):
        """Readouts with the words of this owner on their labels."""
        return {self.words(label): text for label, text in readouts.items()}

    def sign(self, figure):
        """Give all that a figure draws as the learner's this owner's look and words."""
        if self is LEARNER:
            return
        for line in figure.findobj(Line2D):
            if line.get_color() == LEARNER.color:
                line.set_color(self.color)
                if line.get_linestyle() not in ("None", "none", ""):
                    line.set_linestyle(self.dash)
        for patch in figure.findobj(Patch):
            face, edge = patch.get_facecolor(), patch.get_edgecolor()
            if to_hex(face).lower() == LEARNER.color.lower():  # what shows through, still does
                patch.set_facecolor((*to_rgb(self.color), face[3]))
            if to_hex(edge).lower() == LEARNER.color.lower():
                patch.set_edgecolor((*to_rgb(self.color), edge[3]))
        for words in figure.findobj(Text):
            words.set_text(self.words(words.get_text()))


LEARNER = Owner("yours", "your", YOURS, DASH["yours"])
COURSE = Owner("the course's", "the course's", LENT, DASH["lent"])


def whose(thing):
    """The owner of what a picture was handed: the learner, or the course that lends its own."""
    owner = thing if isinstance(thing, Owner) else getattr(thing, "owner", None)
    return owner if isinstance(owner, Owner) else COURSE if is_lent(thing) else LEARNER


class YoursFailed(Exception):
    """The learner's function could not be drawn; the message says why in one line."""


class Yours:
    """Wrap a learner's function so that whatever goes wrong becomes one clear line.

    Raises YoursFailed when the function raises, returns the placeholder, returns something that is
    not a tensor (or not as many as ``parts``, in a tuple or a list), or has the wrong shape.
    """

    def __init__(self, function: Callable, parts: int = 1):
        self.function = function
        self.parts = parts
        self.owner = whose(function)

    def __call__(self, *args):
        # Copies: a function that changes its input, or asks it for a gradient, changes its own.
        own = [arg.detach().clone() if isinstance(arg, torch.Tensor) else arg for arg in args]
        try:
            result = self.function(*own)
        except Exception as error:
            raise YoursFailed(_one_line(error)) from error
        results = (result,) if self.parts == 1 else values(result, self.parts)
        if results is None:
            raise YoursFailed(f"your function returned {_kind(result)}, not {self.parts} tensors")
        like = next((arg for arg in own if isinstance(arg, torch.Tensor)), torch.zeros(()))
        checked = tuple(self._checked(r, like) for r in results)
        return checked if self.parts > 1 else checked[0]

    @staticmethod
    def _checked(result, like):
        if result is ...:
            raise YoursFailed("your function still returns the placeholder ...")
        result = as_tensor(result, like)
        if not isinstance(result, torch.Tensor):
            raise YoursFailed(f"your function returned {_kind(result)}, not a tensor")
        return result.detach()


def _kind(result):
    return "nothing" if result is None else f"a {type(result).__name__}"


def _one_line(error):
    frames = traceback.extract_tb(error.__traceback__)[1:]  # the first frame is ours
    place = f' at "{frames[-1].line}"' if frames and frames[-1].line else ""
    return f"your function raised {type(error).__name__}: {error}{place}"
