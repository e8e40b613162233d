"""Densities as a picture needs them: the standard normal, and the learner's log_prob or flow."""

import inspect
import math

import torch

from course_lib.live.yours import Yours, YoursFailed


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


def number(value, decimals=3):
    """A number for people: with a true minus sign, and words where there is none.

    >>> number(-0.5), number(float("nan")), number(-0.00001, 2)
    ('−0.500', 'not a number', '0.00')
    """
    value = float(value)
    if math.isnan(value):
        return "not a number"
    if math.isinf(value) or abs(value) >= 1e7:
        return ("−" if value < 0 else "") + ("∞" if math.isinf(value) else f"{abs(value):.1e}")
    text = f"{value:.{decimals}f}"
    return (text if float(text) else text.lstrip("-")).replace("-", "−")
