"""The learner's own density as a curve: its values, the area under it, or why there is none."""

import math

from course_lib.live.chapter01.maps import area
from course_lib.live.yours import Yours, YoursFailed


class YoursCurve:
    """The learner's density on the nodes x, judged by the area under it.

    ``gives`` says what the function returns: "log p" or "p". A function that fails leaves no curve
    and a line of text: the picture goes on with the library's own.
    """

    def __init__(self, function, gives="log p"):
        if gives not in ("log p", "p"):
            raise ValueError(f'gives is "log p" or "p", not {gives!r}.')
        self.function = Yours(function)
        self.gives = gives

    def __call__(self, x, *more):
        """(p on x or None, the area under it or None, what the readout says)."""
        try:
            values = self.function(x, *more)
            if values.shape != x.shape:
                shapes = f"shape {tuple(values.shape)} for x of shape {tuple(x.shape)}"
                raise YoursFailed(f"your function returned {shapes}")
        except YoursFailed as failed:
            return None, None, f"⚠ not drawn: {failed}"
        values = values.double()
        p = values.exp() if self.gives == "log p" else values
        total = area(x, p)
        return p, total, number(total) if math.isfinite(total) else "not a number"


def number(value, decimals=3):
    """A number for people: with a true minus sign."""
    return f"{value:.{decimals}f}".replace("-", "−")
