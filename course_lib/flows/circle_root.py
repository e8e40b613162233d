"""The angle that a sum of Möbius maps carries to a given one: a search, and its derivatives."""

import torch
from torch import Tensor

from course_lib.flows.mobius import sum_of_mobius
from course_lib.flows.root_finding import implicit, safeguarded_newton
from course_lib.flows.searched import Searched


def angle_of_mixture(z: Tensor, log_weights: Tensor, r: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """The x, not wrapped, that the sum carries to z; and the log-slope there, dz/dx.

    Differentiable with respect to z and all parameters. Shapes (...) and (..., K) → (...), (...).
    """

    def g(x):
        turn, log_slope = sum_of_mobius(x, log_weights, r, c)
        return x + turn, log_slope.exp()

    x = implicit(g, z, search(z, log_weights, r, c))
    return x, sum_of_mobius(x, log_weights, r, c)[1]


def search(z, log_weights, r, c):
    """x without a derivative."""
    return Search.apply(*(value.detach() for value in (z, log_weights, r, c)))


class Search(Searched):
    """The x of one batch, within the reach of the maps."""

    @staticmethod
    def forward(z, log_weights, r, c):
        def g(x):
            turn, log_slope = sum_of_mobius(x, log_weights, r, c)
            return x + turn, log_slope.exp()

        # No map turns an angle by more than 2 asin r, and neither does their sum.
        finite = z.isfinite()
        y = z.masked_fill(~finite, 0.0)
        reach = (2 * torch.asin(r.amax(-1)) + 1e-6).expand(y.shape)
        x = safeguarded_newton(g, y, y - reach, y + reach, scale=4.0, check=False).x
        return x.masked_fill(~finite, torch.nan)
