"""Averages over samples, their errors, and three ways to estimate their gradients.

An expectation I(θ) = ∫ p_θ(x) F_θ(x) dx is estimated by the mean of F over samples x ~ p_θ. Its
gradient has two sources: F may depend on θ, and the samples do.

References: S. Mohamed, M. Rosca, M. Figurnov, A. Mnih, "Monte Carlo Gradient Estimation in Machine
Learning", JMLR 21 (2020).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.distributions import Distribution

from course_lib.flows.random_stream import RandomStream

Integrand = Callable[[Tensor], Tensor]  # samples (n, *event) → n numbers
ESTIMATORS = ("pathwise", "score", "detached")


@dataclass(frozen=True)
class Estimate:
    """A Monte-Carlo mean and its standard error: the samples' standard deviation over √n."""

    mean: Tensor
    error: Tensor

    @classmethod
    def of(cls, values: Tensor) -> "Estimate":
        """The estimate that n values of shape (n,) make.

        >>> Estimate.of(torch.tensor([1.0, 3.0])).error.item()
        1.0
        """
        return cls(values.mean(), (values.std() / len(values) ** 0.5).detach())


def expectation(p: Distribution, F: Integrand, n: int = 1000, seed: int | None = None) -> Estimate:
    """E[F(x)] for x ~ p with its standard error; differentiable through the samples.

    ``F`` maps samples of shape (n, *event) to n numbers. With a seed torch's generators are left
    as they were. Raises ValueError unless F gives one number for each sample.

    >>> from torch.distributions import Normal
    >>> estimate = expectation(Normal(1.0, 2.0), lambda x: x**2, n=100_000, seed=0)
    >>> abs(estimate.mean.item() - 5.0) < 3 * estimate.error.item()
    True
    """
    x = samples(p, n, seed)
    values = F(x)
    if values.shape != (n,):
        raise ValueError(f"F gave shape {tuple(values.shape)} for {n} samples, not ({n},).")
    return Estimate.of(values)


def moment(p: Distribution, order: int, n: int = 1000, seed: int | None = None) -> Estimate:
    """The moment E[x^order] of a one-dimensional distribution."""
    return expectation(p, lambda x: x**order, n, seed)


def entropy(p: Distribution, n: int = 1000, seed: int | None = None) -> Estimate:
    """The entropy −E[log p(x)], with a gradient through log p and through the samples."""
    return expectation(p, lambda x: -p.log_prob(x), n, seed)


def kl(p: Distribution, q: Distribution, n: int = 1000, seed: int | None = None) -> Estimate:
    """The divergence KL(p‖q) = E[log p(x) − log q(x)] with x ~ p; never negative in the limit."""
    return expectation(p, lambda x: p.log_prob(x) - q.log_prob(x), n, seed)


def surrogate(
    p: Distribution,
    F: Integrand,
    n: int = 1000,
    seed: int | None = None,
    estimator: str = "pathwise",
) -> Tensor:
    """A number whose *gradient* estimates that of E[F(x)], by one of three estimators.

    - ``pathwise``: the samples move with θ: x = f_θ(z). The gradient goes through x.
    - ``score``: the samples stand still, and their probability changes: F(x) ∇ log p_θ(x). It
      needs no differentiable samples, and scatters more.
    - ``detached``: the samples are cut off and nothing takes their place. Wrong whenever p
      depends on θ; it is here to be compared.

    For all three F may depend on θ itself. Raises ValueError for another estimator.
    """
    if estimator not in ESTIMATORS:
        raise ValueError(f"estimator is one of {ESTIMATORS}, not {estimator!r}.")
    x = samples(p, n, seed)
    if estimator == "pathwise":
        return F(x).mean()
    x = x.detach()
    values = F(x)
    if estimator == "detached":
        return values.mean()
    # The second term is zero in value: log p − log p.detach() carries the score only.
    log_p = p.log_prob(x)
    return (values + values.detach() * (log_p - log_p.detach())).mean()


def gradient(
    p: Distribution,
    F: Integrand,
    parameters: Iterable[Tensor],
    n: int = 1000,
    seed: int | None = None,
    estimator: str = "pathwise",
) -> tuple[Tensor, ...]:
    """The gradient of E[F(x)] with respect to each parameter: a tuple of tensors.

    It is 0 where no parameter is left in the graph: ``detached`` for an F without parameters.
    """
    value, parameters = surrogate(p, F, n, seed, estimator), list(parameters)
    if not value.requires_grad:
        return tuple(torch.zeros_like(parameter) for parameter in parameters)
    return torch.autograd.grad(value, parameters, materialize_grads=True)


def quadrature(
    p: Distribution, F: Integrand, low: float = -60.0, high: float = 60.0, n: int = 20_001
) -> Tensor:
    """∫ p(x) F(x) dx of a one-dimensional distribution by the trapezoidal rule: the truth.

    Differentiable with respect to p's and F's parameters.

    >>> from torch.distributions import Normal
    >>> round(quadrature(Normal(1.0, 2.0), lambda x: x**2).item(), 6)
    5.0
    """
    x = torch.linspace(low, high, n, dtype=torch.float64)
    density = p.log_prob(x).exp()
    # Where the density is 0 a logarithm inside F may be infinite: such points carry nothing.
    product = torch.where(density > 0, density * F(x), 0.0)
    return torch.trapezoid(product, x)


def samples(p: Distribution, n: int, seed: int | None = None) -> Tensor:
    """n samples with their gradient; with a seed, torch's generators are left as they were."""
    if seed is None:
        return p.rsample((n,))
    with RandomStream(seed):
        return p.rsample((n,))
