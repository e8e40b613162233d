"""Densities as a picture needs them: the standard normal, and the learner's log_prob or flow."""

import inspect
import math

import torch

from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed, whose


def base_log_density(z):
    """log p0(z) of the standard normal, element by element.

    >>> round(base_log_density(torch.tensor(0.0)).exp().item(), 4)
    0.3989
    """
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)


class YoursLogProb:
    """The learner's log-density with parameters: a function or a flow class.

    A function is called as ``yours(x, *parameters)`` and gives log p(x). A class is made with
    ``yours(*parameters)`` and gives log p0(z) + log_det with (z, log_det) = ``flow.inverse(x)``.
    ``event`` is the number of dimensions at the end of x that make up a point. Raises YoursFailed.
    """

    def __init__(self, yours, event=0):
        self.event = event
        self.owner = whose(yours)
        self.is_flow = inspect.isclass(yours)
        self.function = Yours(self._through(yours)) if self.is_flow else Yours(yours)

    def __call__(self, x, *parameters):
        log_p = self.function(x, *parameters)
        wanted = x.shape[: x.ndim - self.event]
        if log_p.shape != wanted:
            raise YoursFailed(
                f"for x of shape {tuple(x.shape)} your log-density has the shape "
                f"{tuple(log_p.shape)}; one number per point would be {tuple(wanted)}"
            )
        return log_p.to(x.dtype)

    def _through(self, flow_class):
        def log_prob(x, *parameters):
            with torch.no_grad():
                z, log_det = flow_class(*parameters).inverse(x)
                log_p0 = base_log_density(z)
                return (log_p0.sum(-1) if self.event else log_p0) + log_det

        return log_prob


class YoursCurve:
    """The learner's density on the nodes x, judged by the area under it.

    ``gives`` says what the function returns: "log p" or "p". A function that fails leaves no curve
    and a line of text: the picture goes on with the library's own.
    """

    def __init__(self, function, gives="log p"):
        if gives not in ("log p", "p"):
            raise ValueError(f'gives is "log p" or "p", not {gives!r}.')
        self.function = Yours(function)
        self.owner = self.function.owner
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


def area(x, p):
    """∫ p dx by the trapezoidal rule on the points x, in rising order.

    >>> area(torch.tensor([0.0, 1.0, 3.0]), torch.tensor([1.0, 1.0, 0.0]))
    2.0
    """
    return float(torch.trapezoid(torch.as_tensor(p), torch.as_tensor(x)))
