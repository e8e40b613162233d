"""Chapter 09 as code: flows that mix the coordinates and stretch nothing.

Permutations, rotations and reflections: |det| = 1, so log_det = 0. They stand between the layers
that bend, which otherwise would meet the same coordinates in the same order again and again.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from course_lib.flows.flow import Flow, decided
from course_lib.flows.networks import whole


class Permutation(Flow):
    """The coordinates in another order: x_i = z_{order[i]}, log_det = 0.

    Raises TypeError or ValueError unless ``order`` holds each of 0, 1, …, n − 1 once.

    >>> Permutation([2, 0, 1])(torch.tensor([0.5, 1.5, 2.5]))[0].tolist()
    [2.5, 0.5, 1.5]
    """

    def __init__(self, order: Sequence[int] | Tensor) -> None:
        super().__init__()
        order = torch.as_tensor(order)
        if order.dtype not in (torch.int64, torch.int32, torch.int16, torch.uint8, torch.int8):
            raise TypeError(f"An order is made of whole numbers, not of {order.dtype}.")
        order = order.long()
        if order.dim() != 1 or not len(order) or order.sort()[0].tolist() != [*range(len(order))]:
            raise ValueError(
                f"An order holds each of 0, 1, …, n − 1 once; {order.tolist()} does not."
            )
        self.register_buffer("order", order.clone())
        self.register_buffer("back", order.argsort(), persistent=False)
        self.event_shape = order.shape

    def _load_from_state_dict(self, *state) -> None:
        super()._load_from_state_dict(*state)
        self.back = self.order.argsort()

    def _forward(self, z):
        return z.index_select(-1, self.order), z.new_zeros(z.shape[:-1])

    def _inverse(self, x):
        return x.index_select(-1, self.back), x.new_zeros(x.shape[:-1])

    def untouched(self, still: Tensor, backwards: bool = False) -> Tensor:
        return still[self.back if backwards else self.order]


class Rotation(Flow):
    """A trainable rotation x = R z with R = R₀ eᴬ, log_det = 0.

    A is skew (Aᵀ = −A), with n (n − 1)/2 free numbers above its diagonal, and eᴬ = 1 + A + A²/2 + …
    is then a rotation, whatever they are. They start at 0, so R starts at R₀, ``start``: the
    identity if none is given. In two dimensions A's one number is the angle (−a, counterclockwise).

    Raises TypeError or ValueError if n is not a whole number of at least one, or ``start`` not an
    orthogonal matrix of shape (n, n).

    >>> flow = Rotation(2)
    >>> flow.angles.data.fill_(-torch.pi / 2)
    tensor([-1.5708])
    >>> [round(v, 4) for v in flow(torch.tensor([1.0, 0.0]))[0].tolist()]
    [0.0, 1.0]
    """

    def __init__(self, n: int, start: Tensor | None = None) -> None:
        super().__init__()
        start = torch.eye(whole(n, "n")) if start is None else start
        check_orthogonal(start, n)
        self._hold("start", start)
        self.angles = nn.Parameter(start.new_zeros(n * (n - 1) // 2))
        self.register_buffer("places", torch.triu_indices(n, n, 1), persistent=False)
        self.event_shape = torch.Size([n])

    @property
    def R(self) -> Tensor:
        """The rotation's matrix, (n, n)."""
        upper = torch.zeros_like(self.start, dtype=self.angles.dtype)
        upper = upper.index_put(tuple(self.places), self.angles)
        return self.start.to(upper) @ torch.linalg.matrix_exp(upper - upper.T)

    def _forward(self, z):
        return z @ self.R.to(z).T, z.new_zeros(z.shape[:-1])

    def _inverse(self, x):
        return x @ self.R.to(x), x.new_zeros(x.shape[:-1])


class Householder(Flow):
    """A product of k trainable reflections, x = H₁ … H_k z, log_det = 0 (|det| = 1, det = (−1)ᵏ).

    H = 1 − 2 v vᵀ/|v|² reflects in the plane across v; with k = n they make every orthogonal
    matrix. The v start in pairs of equal unit vectors, so with an even k it starts at the identity.

    Shapes: v (k, n); maps (..., n) → (..., n), (...).

    Raises TypeError or ValueError if n or k (n, if not given) is not a whole number of at least
    one; ValueError if training has made a v zero, which has no direction.

    Reference: J. M. Tomczak, M. Welling (2016), arXiv:1611.09630.

    >>> flow = Householder(3, k=1)
    >>> flow(torch.tensor([0.5, 1.0, -1.0]))[0].tolist()
    [-0.5, 1.0, -1.0]
    """

    def __init__(self, n: int, k: int | None = None) -> None:
        super().__init__()
        k = whole(n, "n") if k is None else whole(k, "k")
        pairs = torch.arange(k) // 2 % n
        self.v = nn.Parameter(torch.eye(n)[pairs])
        self.event_shape = torch.Size([n])

    def _forward(self, z):
        return self._reflect(z, reversed(range(len(self.v)))), z.new_zeros(z.shape[:-1])

    def _inverse(self, x):
        return self._reflect(x, range(len(self.v))), x.new_zeros(x.shape[:-1])

    def _reflect(self, value, order):
        v = self.v.to(value)
        length = v.norm(dim=-1, keepdim=True)
        if not decided((length > 0).all(), otherwise=True):
            raise ValueError("A reflection needs a direction: one of the v is 0 or NaN.")
        unit = v / length
        for k in order:
            value = value - 2 * (value @ unit[k]).unsqueeze(-1) * unit[k]
        return value


def check_orthogonal(matrix, n):
    """Raise unless ``matrix`` is a float tensor (n, n) with Rᵀ R = 1, to its rounding."""
    if not isinstance(matrix, Tensor) or not matrix.is_floating_point():
        raise TypeError(f"The start must be a floating-point tensor, not {matrix!r}.")
    if matrix.shape != (n, n):
        raise ValueError(f"The start must have shape {(n, n)}, not {tuple(matrix.shape)}.")
    error = (matrix.T @ matrix - torch.eye(n).to(matrix)).abs().max()
    if not decided(error < 1e-4, otherwise=True):
        raise ValueError(f"The start is not orthogonal: RᵀR differs from 1 by {error:.2g}.")
