"""Chapter 14: chapter 04's spline, closed to a circle.

Its knots run from −π to π, and the slope at π is the slope at −π: one free number, not two, and not
fixed at 1. (With the ends fixed at 1 the density at the seam is 1/2π, whatever the data.)
"""

import math

import torch
from torch import Tensor, nn

from course_lib.flows.flow import Flow
from course_lib.flows.manifold import CIRCLE, wrapped
from course_lib.flows.networks import whole
from course_lib.flows.spline import places, positive, spline_down, spline_up


class CircularSpline(Flow):
    """A trainable spline of the circle, x = f(z) + angle: it starts at the identity.

    ``bins`` widths, ``bins`` heights and ``bins`` slopes, each any number, and the ``angle`` of a
    turn. Value, slope and density are continuous all around. Shapes (...) → (...), (...); angles
    come back in [−π, π).

    Raises TypeError or ValueError unless ``bins`` is a whole number from 1 to 500.

    Reference: D. J. Rezende et al. (2020), arXiv:2002.02428, section 2.2.

    >>> x, log_det = CircularSpline(4)(torch.tensor([0.5]))
    >>> round(x.item(), 5), round(abs(log_det.item()), 5)
    (0.5, 0.0)
    """

    manifold = CIRCLE

    def __init__(self, bins: int = 8) -> None:
        super().__init__()
        if whole(bins, "bins") > 500:
            raise ValueError(f"bins must lie between 1 and 500, not {bins}.")
        self.raw_widths = nn.Parameter(torch.zeros(bins))
        self.raw_heights = nn.Parameter(torch.zeros(bins))
        self.raw_slopes = nn.Parameter(torch.zeros(bins))
        self.angle = nn.Parameter(torch.zeros(()))

    def knots(self) -> tuple[Tensor, Tensor, Tensor]:
        """The knots' places z and x and the slopes there: three tensors of shape (bins + 1,)."""
        slopes = positive(self.raw_slopes)
        closed = torch.cat([slopes, slopes[:1]])
        return places(self.raw_widths, math.pi), places(self.raw_heights, math.pi), closed

    def _forward(self, z):
        x, log_det = spline_up(wrapped(z), *(part.to(z) for part in self.knots()))
        return wrapped(x + self.angle.to(x)), log_det

    def _inverse(self, x):
        parts = (part.to(x) for part in self.knots())
        z, log_det = spline_down(wrapped(x - self.angle.to(x)), *parts)
        return wrapped(z), log_det
