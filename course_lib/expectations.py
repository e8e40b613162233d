"""Averages over samples, their errors, and three ways to estimate their gradients.

An expectation I(θ) = ∫ p_θ(x) F_θ(x) dx is estimated by the mean of F over samples x ~ p_θ. Its
gradient has two sources: F may depend on θ, and the samples do.

References: S. Mohamed, M. Rosca, M. Figurnov, A. Mnih, "Monte Carlo Gradient Estimation in Machine
Learning", JMLR 21 (2020); D. J. Rezende, S. Mohamed, "Variational Inference with Normalizing
Flows" (2015); A. B. Owen, "Monte Carlo Theory, Methods and Examples" (2013), chapter 9.
"""

import contextlib
import math
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


def elbo(
    q: Distribution, log_target: Integrand, n: int = 1000, seed: int | None = None
) -> Estimate:
    """The evidence lower bound E[log p̃(x) − log q(x)] with x ~ q, and its standard error.

    ``log_target`` is log p̃, the logarithm of a density that need not be normalised: with
    Z = ∫ p̃(x) dx the bound is log Z − KL(q‖p̃/Z), never above log Z in expectation. Its gradient
    goes through log q, through the samples and through log_target: maximise it to fit q.
    Raises ValueError unless log_target gives one number for each sample, and no NaN or +∞.

    >>> from torch.distributions import Normal
    >>> q = Normal(0.0, 1.0)
    >>> round(elbo(q, lambda x: q.log_prob(x) + 2.0, n=10, seed=0).mean.item(), 4)
    2.0
    """
    return expectation(q, lambda x: _log_ratio(q, log_target, x), n, seed)


@dataclass(frozen=True)
class Weights:
    """Samples x of q with weights w = p̃(x)/q(x), kept as logarithms, shape (n,).

    All sums are taken of logarithms, so that weights of e^±1000 neither overflow nor vanish.

    >>> two = Weights(torch.tensor([[0.0], [1.0]]), torch.tensor([1000.0, 1000.0]))
    >>> two.log_Z.item(), two.ess.item(), two.largest.item()
    (1000.0, 2.0, 0.5)
    """

    x: Tensor
    log_w: Tensor

    @property
    def log_Z(self) -> Tensor:
        """log Ẑ = log (1/n Σ w): an estimate of log ∫ p̃(x) dx; differentiable."""
        return self.log_w.logsumexp(0) - math.log(len(self.log_w))

    @property
    def ess(self) -> Tensor:
        """(Σ w)² / Σ w²: as many samples of the target itself would be worth the same, 1 … n.

        It cannot see what q never visits.
        """
        return 1 / (self.shares**2).sum()

    @property
    def efficiency(self) -> Tensor:
        """The effective sample size as a share of n."""
        return self.ess / len(self.log_w)

    @property
    def error(self) -> Tensor:
        """The standard error of log Ẑ, √(1/ess − 1/n): rough if a few weights are most of it."""
        return (1 / self.ess - 1 / len(self.log_w)).clamp(min=0.0).sqrt().detach()

    @property
    def shares(self) -> Tensor:
        """w / Σ w, shape (n,): they sum to 1."""
        return self.log_w.softmax(0)

    @property
    def largest(self) -> Tensor:
        """The largest share: one sample should not be all there is."""
        return self.shares.max()

    def expectation(self, F: Integrand) -> Tensor:
        """E[F(x)] under the *target*: Σ w F(x) / Σ w. ``F`` gives (n,) or (n, *anything)."""
        values = F(self.x)
        if values.shape[:1] != self.log_w.shape:
            n = len(self.log_w)
            raise ValueError(f"F gave shape {tuple(values.shape)} for {n} samples, not ({n}, ...).")
        return torch.tensordot(self.shares, values, dims=1)


def importance(
    q: Distribution, log_target: Integrand, n: int = 1000, seed: int | None = None
) -> Weights:
    """n samples of q, weighted by w = p̃(x)/q(x): log Ẑ, effective sample size, largest weight.

    ``log_target`` is log p̃ as in ``elbo``. Differentiable if q can draw so (``has_rsample``).
    Raises ValueError as ``elbo`` does, and if p̃ is 0 at all samples.

    >>> from torch.distributions import Normal
    >>> found = importance(Normal(0.0, 1.2), lambda x: -(x**2) / 2, n=10_000, seed=0)
    >>> round(found.log_Z.item(), 2), round(math.log(2 * math.pi) / 2, 2)
    (0.92, 0.92)
    """
    x = samples(q, n, seed) if q.has_rsample else _cut_samples(q, n, seed)
    log_w = _log_ratio(q, log_target, x)
    if (log_w == -math.inf).all():
        raise ValueError(f"The target is 0 at all {n} samples of q: they do not meet.")
    return Weights(x, log_w)


def _log_ratio(q, log_target, x):
    """log p̃(x) − log q(x), of one number for each sample; −∞ where p̃ is 0."""
    log_q, log_p = q.log_prob(x), log_target(x)
    if not isinstance(log_p, Tensor) or log_p.shape != x.shape[:1] or log_q.shape != log_p.shape:
        given = tuple(log_p.shape) if isinstance(log_p, Tensor) else type(log_p).__name__
        raise ValueError(
            f"For samples of shape {tuple(x.shape)} log_target gave {given} and log q "
            f"{tuple(log_q.shape)}: both must have shape ({len(x)},)."
        )
    ratio = log_p - log_q
    bad = int((ratio.isnan() | (ratio == math.inf)).sum())
    if bad:
        raise ValueError(f"log p̃ − log q is NaN or +∞ at {bad} of the {len(x)} samples.")
    return ratio


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


def _cut_samples(p, n, seed):
    """n samples without a gradient, of a distribution that has none to give."""
    with contextlib.nullcontext() if seed is None else RandomStream(seed):
        return p.sample((n,))
