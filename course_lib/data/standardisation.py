"""Data brought to mean 0 and width 1, the way back, and what it does to a density."""

import torch
from torch import Tensor

from course_lib.flows.flow import Flow

__all__ = ["Standardisation", "standardise"]


class Standardisation(Flow):
    """The way back from standardised values: x = mean + sigma · z, log|det ∂x/∂z| = Σ log σ.

    A flow without parameters, event shape () or (D,). With a flow that was fitted to the
    standardised values, ``Composition(back, flow)`` is one of the data: its density is per unit of
    theirs. ``log_sigma`` is Σ log σ: so much is to be *subtracted* from the mean of log p(values).

    >>> back = Standardisation(torch.tensor([10.0, 0.0]), torch.tensor([2.0, 1.0]))
    >>> x, log_det = back(torch.tensor([1.0, 3.0]))
    >>> x.tolist(), round(log_det.item(), 4), round(back.log_sigma, 4)
    ([12.0, 3.0], 0.6931, 0.6931)
    """

    def __init__(self, mean: Tensor, sigma: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("sigma", sigma)
        self.event_shape = mean.shape

    @property
    def log_sigma(self) -> float:
        """Σ log σ over the columns, in nats."""
        return self.sigma.log().sum().item()

    def _forward(self, z):
        return self.mean.to(z) + self.sigma.to(z) * z, self._log_det(z)

    def _inverse(self, x):
        return (x - self.mean.to(x)) / self.sigma.to(x), -self._log_det(x)

    def _log_det(self, like):
        leading = like.shape[: like.dim() - len(self.event_shape)]
        return self.sigma.log().sum().to(like).expand(leading)


def standardise(data: Tensor) -> tuple[Tensor, Standardisation]:
    """Bring each column to mean 0 and standard deviation 1: return (values, back).

    values = (data − mean) / σ, with σ² = 1/N Σ (xᵢ − mean)². ``back`` is a flow:
    ``back.forward(values)[0]`` are the data, and ``back.inverse(other)[0]`` brings other data (that
    were held out, say) to *these* units. A density of the values becomes one of the data by it:

    log p(data) = log p(values) − Σ log σ,  with Σ log σ = ``back.log_sigma``

    Shapes: data (N, D) or (N,), values the same.

    Raises ValueError for a column that is constant (σ = 0), for numbers that are not finite, for
    fewer than two rows, and TypeError unless ``data`` is a tensor of floats.

    >>> values, back = standardise(torch.tensor([[1.0, 10.0], [3.0, 50.0]]))
    >>> values.tolist(), back.forward(values)[0].tolist()
    ([[-1.0, -1.0], [1.0, 1.0]], [[1.0, 10.0], [3.0, 50.0]])
    """
    if not isinstance(data, torch.Tensor) or not data.is_floating_point():
        given = data.dtype if isinstance(data, torch.Tensor) else type(data).__name__
        raise TypeError(f"The data must be a tensor of floating-point numbers, not {given}.")
    if data.dim() not in (1, 2) or len(data) < 2:
        shape = tuple(data.shape)
        raise ValueError(f"The data must have shape (N,) or (N, D) with N ≥ 2, not {shape}.")
    bad = int((~data.isfinite()).sum())
    if bad:
        raise ValueError(f"{bad} of the {data.numel()} numbers are infinite or NaN.")
    sigma, mean = torch.std_mean(data.double(), dim=0, correction=0)
    # A constant column has a width of a rounding error, not of 0.
    constant = (data == data[0]).all(0) | (sigma.to(data.dtype) == 0)
    if constant.any():
        where = f" in column {int(constant.nonzero()[0])}" if data.dim() == 2 else ""
        raise ValueError(
            f"All numbers{where} are {data[0][constant][0] if where else data[0]:.6g}: their width "
            "σ is 0, and nothing can be divided by it. Leave them out."
        )
    back = Standardisation(mean.to(data.dtype), sigma.to(data.dtype))
    return back.inverse(data)[0], back
