"""Linear and affine flows: what a straight line can do.

In one dimension x = a z + b; in n dimensions x = L⁻¹ z + b with a lower-triangular L, as in the
lecture. Both turn the standard normal into a general Gaussian.
"""

import torch
from torch import Tensor, nn

from course_lib.flows.flow import Flow, decided, short


class Shift(Flow):
    """Move the axis: x = z + b, log|∂f/∂z| = 0.

    >>> x, log_det = Shift(2.0)(torch.tensor([0.5]))
    >>> x.item(), log_det.item()
    (2.5, 0.0)
    """

    def __init__(self, b: float | Tensor) -> None:
        super().__init__()
        self._hold("b", number(b, "b"))

    def _forward(self, z):
        return z + self.b.to(z), torch.zeros_like(z)

    def _inverse(self, x):
        return x - self.b.to(x), torch.zeros_like(x)


class Scale(Flow):
    """Stretch the axis: x = a z, log|∂f/∂z| = log|a|. A negative a also mirrors it.

    Raises ValueError if a = 0: everything would land on one point and could not come back.

    >>> x, log_det = Scale(-2.0)(torch.tensor([0.5]))
    >>> x.item(), round(log_det.item(), 4)
    (-1.0, 0.6931)
    """

    def __init__(self, a: float | Tensor) -> None:
        super().__init__()
        self._hold("a", number(a, "a"))
        self._scale(self.a)

    def _scale(self, like):
        if decided(self.a == 0, otherwise=False):
            raise ValueError("a = 0 maps every z to the same x, so the map has no inverse.")
        return self.a.to(like)

    def _forward(self, z):
        a = self._scale(z)
        return a * z, a.abs().log().expand(z.shape)

    def _inverse(self, x):
        a = self._scale(x)
        return x / a, -a.abs().log().expand(x.shape)


class Linear(Scale):
    """The linear flow x = a z + b: scale first, then shift.

    log|∂f/∂z| = log|a|; from a standard normal it makes a Gaussian with mean b and width |a|.
    Shapes (...) → (...), (...). A number becomes a trainable parameter; a tensor is used as it
    is, so that you can differentiate with respect to it.

    Raises ValueError if a = 0 or a parameter is not finite.

    >>> flow = Linear(2.0, 1.0)
    >>> x, log_det = flow(torch.tensor([0.5]))
    >>> x.item(), round(log_det.item(), 4)
    (2.0, 0.6931)
    """

    def __init__(self, a: float | Tensor, b: float | Tensor) -> None:
        super().__init__(a)
        self._hold("b", number(b, "b"))

    def _forward(self, z):
        x, log_det = super()._forward(z)
        return x + self.b.to(z), log_det

    def _inverse(self, x):
        return super()._inverse(x - self.b.to(x))


class Affine(Flow):
    """The affine flow x = L⁻¹ z + b, z = L (x − b) of the lecture: a general Gaussian.

    log|det ∂f⁻¹/∂x| = log det L = Σ log ℓᵢᵢ, because L is triangular. The covariance is
    C = (Lᵀ L)⁻¹, so C⁻¹ = Lᵀ L. Most libraries use the covariance Cholesky factor A instead
    (x = A z + b, C = A Aᵀ); both describe the same Gaussians.

    Shapes: L (n, n), b (n,); maps (..., n) → (..., n), (...).

    Raises ValueError if L is not square, not lower triangular, or has a diagonal entry ≤ 0.

    >>> flow = Affine(torch.tensor([[2.0, 0.0], [1.0, 0.5]]), torch.tensor([1.0, 0.0]))
    >>> z, log_det = flow.inverse(torch.tensor([2.0, 0.0]))
    >>> z.tolist(), round(log_det.item(), 4)
    ([2.0, 1.0], 0.0)
    """

    def __init__(self, L: Tensor, b: Tensor) -> None:
        super().__init__()
        check_triangular(L)
        if not isinstance(b, torch.Tensor) or b.shape != L.shape[:1]:
            shape = tuple(b.shape) if isinstance(b, torch.Tensor) else b
            raise ValueError(f"b must be a tensor of shape ({len(L)},) to fit L, not {shape!r}.")
        if not b.isfinite().all():
            raise ValueError(f"b has an entry that is not finite: {short(b)}.")
        self._hold("L", L)
        self._hold("b", b)
        self.event_shape = b.shape

    @property
    def log_det_L(self) -> Tensor:
        """log det L = Σ log ℓᵢᵢ."""
        diagonal = self.L.diagonal()
        # A step of gradient descent can have done that.
        if not decided((diagonal > 0).all(), otherwise=True):
            raise ValueError(f"L must have a positive diagonal, not {short(diagonal)}.")
        return diagonal.log().sum()

    @property
    def _lower(self):
        # A step of gradient descent may also have put something above the diagonal.
        return self.L.tril()

    @property
    def precision(self) -> Tensor:
        """C⁻¹ = Lᵀ L."""
        return self._lower.T @ self._lower

    @property
    def covariance(self) -> Tensor:
        """C = (Lᵀ L)⁻¹ = L⁻¹ L⁻ᵀ."""
        L_inverse = torch.linalg.solve_triangular(
            self._lower, torch.eye(len(self.b)).to(self.L), upper=False
        )
        return L_inverse @ L_inverse.T

    def _forward(self, z):
        # Solve L y = z row by row from the top instead of inverting L; all events in one solve.
        columns = z.reshape(-1, len(self.b)).T
        y = torch.linalg.solve_triangular(self._lower.to(z), columns, upper=False)
        return y.T.reshape(z.shape) + self.b.to(z), -self.log_det_L.to(z).expand(z.shape[:-1])

    def _inverse(self, x):
        z = (x - self.b.to(x)) @ self._lower.to(x).T
        return z, self.log_det_L.to(x).expand(x.shape[:-1])


class TrainableAffine(Affine):
    """The affine flow with free parameters, starting at the identity.

    L has exp(log_diagonal) on its diagonal, which is positive for every real log_diagonal, and
    ``below`` under it: every value of the parameters is allowed, so gradient descent can go
    anywhere.

    Raises TypeError or ValueError if n is not a whole number of at least one.

    >>> TrainableAffine(2).L.tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """

    def __init__(self, n: int) -> None:
        if isinstance(n, bool) or not isinstance(n, int):
            raise TypeError(f"n must be a whole number, not {n!r}.")
        if n < 1:
            raise ValueError(f"n must be at least one, not {n}.")
        nn.Module.__init__(self)
        self.event_shape = torch.Size([n])
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    @property
    def L(self) -> Tensor:
        return self.log_diagonal.exp().diag() + self.below.tril(-1)


def number(value, name):
    """A parameter from a number, or the tensor itself; one finite number either way."""
    if isinstance(value, torch.Tensor) and value.is_floating_point() and value.dim() == 0:
        tensor = value
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        tensor = nn.Parameter(torch.tensor(float(value)))
    else:
        raise TypeError(f"{name} must be one number or a tensor without dimensions, not {value!r}.")
    if not tensor.isfinite():
        raise ValueError(f"{name} = {tensor.item()} is not a finite number.")
    return tensor


def check_triangular(L):
    """Raise unless L is a square, lower-triangular float tensor with a positive diagonal."""
    if not isinstance(L, torch.Tensor) or not L.is_floating_point():
        raise TypeError(f"L must be a floating-point tensor, not {L!r}.")
    if L.dim() != 2 or L.shape[0] != L.shape[1]:
        raise ValueError(f"L must be square, shape (n, n), not {tuple(L.shape)}.")
    if not L.isfinite().all():
        raise ValueError(f"L has an entry that is not finite: {short(L)}.")
    if (L.triu(1) != 0).any():
        raise ValueError(f"L must be lower triangular (zeros above the diagonal): {short(L)}.")
    if (L.diagonal() <= 0).any():
        raise ValueError(f"L must have a positive diagonal, not {short(L.diagonal())}.")
