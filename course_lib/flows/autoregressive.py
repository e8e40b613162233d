"""Chapter 09 as code: one coordinate after the other, each bent as the earlier ones say.

    x_i = g(z_i; θ_i(x_1, …, x_{i−1}, c))

The Jacobian is triangular, so its log-det is a sum: Σ log |∂g/∂z_i|. Every density can be reached
by one such map (Knothe and Rosenblatt); for a Gaussian it is the triangular L of chapter 02.
"""

import torch

from course_lib.flows.conditional import ConditionalFlow
from course_lib.flows.networks import MADE, Hidden
from course_lib.flows.univariate import Univariate


class Autoregressive(ConditionalFlow):
    """x_i = g(z_i; θ_i) with θ_i a network's function of the coordinates before x_i, and of c.

    The density takes one pass, since all of x is known: θ = network(x, c). Samples take n passes,
    for x_i must be there before θ_{i+1} can be asked. ``Inverse(Autoregressive(…))`` has it the
    other way round (an inverse autoregressive flow): samples in one pass, the density in n.

    ``univariate`` is the recipe of g, ``hidden`` the network's widths, ``context`` the size of the
    context; with 0 it takes none, otherwise ``given(c)`` is the flow. The network, in the attribute
    ``network``, starts at 0: so the flow starts as its recipe does, at the identity. In a chain,
    put a ``Permutation`` that reverses the order between two of them.

    Shapes (..., n) → (..., n), (...).

    Raises TypeError or ValueError for sizes that are no whole numbers, or a ``hidden`` that is too
    narrow for n; those of ``given``.

    References: M. Rosenblatt, "Remarks on a Multivariate Transformation" (1952); D. P. Kingma et
    al. (2016), arXiv:1606.04934; G. Papamakarios et al. (2017), arXiv:1705.07057.

    >>> from course_lib.flows import UnivariateSpline
    >>> flow = Autoregressive(2, UnivariateSpline(8, 4.0), hidden=32)
    >>> x, log_det = flow(torch.tensor([[0.5, -1.0]]))
    >>> torch.allclose(x, torch.tensor([[0.5, -1.0]])), log_det.shape
    (True, torch.Size([1]))
    """

    def __init__(
        self, n: int, univariate: Univariate, hidden: Hidden = 64, context: int = 0, seed: int = 0
    ) -> None:
        super().__init__()
        self.network = MADE(n, univariate.size, hidden, context, seed)
        self.univariate = univariate
        self.event_shape, self.context_size = torch.Size([n]), context

    def _inverse(self, x, c=None):
        z, log_det = self.univariate(self.network(x, c)).inverse(x)
        return z, log_det.sum(-1)

    def _forward(self, z, c=None):
        x, total = z[..., :0], 0.0
        for i, z_i in enumerate(z.unbind(-1)):
            u = self.network.output(i, x, c)
            x_i, log_det = self.univariate(u).forward(z_i)
            x, total = torch.cat([x, x_i.unsqueeze(-1)], -1), total + log_det
        return x, total
