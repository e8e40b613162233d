"""Where a posterior fails, and whether an event is like any that it was trained on.

Tensors in, tensors out. A coverage curve averages over all events; ``coverage_by_group`` and
``depends_on`` look at parts of them. ``calibrated_p`` makes a p-value of any statistic.

References: A. Gelman, X.-L. Meng, H. Stern, "Posterior predictive assessment of model fitness via
realized discrepancies" (1996); J. Linhart, A. Gramfort, P. L. C. Rodrigues, "L-C2ST: Local
Diagnostics for Posterior Approximations in Simulation-Based Inference" (2023), arXiv:2306.03580;
B. Phipson, G. K. Smyth, "Permutation P-values Should Never Be Zero" (2010), arXiv:1603.05766.
"""

import math

import torch
from torch import Tensor

from course_lib.calibration import check_numbers, check_shares

__all__ = ["calibrated_p", "coverage_by_group", "depends_on"]

SHUFFLES = 999  # of the permutation test: its p-values are whole multiples of 1/1000
AT_ONCE = 37  # of them in one matrix product: small enough for the memory, large enough to be quick


@torch.no_grad()
def coverage_by_group(
    u: Tensor, feature: Tensor, edges: Tensor, p: float = 0.68
) -> tuple[Tensor, Tensor]:
    """The share of events with u ≤ p in each group of a feature, and its standard error.

    Shapes (n), (n), (g) → (g + 1) twice, float64. g increasing edges make g + 1 groups: below the
    first, between two neighbours (the lower edge belongs to it), from the last one on. The error
    √(p (1 − p) / m) is the one that m events have *if the promise p is kept*.

    Raises ValueError if a group is empty.

    >>> u, feature = torch.tensor([0.1, 0.9, 0.2, 0.3]), torch.tensor([-1.0, -2.0, 1.0, 0.0])
    >>> share, error = coverage_by_group(u, feature, edges=torch.tensor([0.0]), p=0.5)
    >>> share.tolist(), [round(e, 3) for e in error.tolist()]
    ([0.5, 1.0], [0.354, 0.354])
    """
    check_numbers(u=u, feature=feature, edges=edges)
    check_shares(u=u)
    if u.dim() != 1 or feature.shape != u.shape or edges.dim() != 1:
        shapes = [tuple(t.shape) for t in (u, feature, edges)]
        raise ValueError(f"u, feature and edges have shapes {shapes}: expected (n,), (n,), (g,).")
    if not 0 < p < 1:
        raise ValueError(f"p lies strictly between 0 and 1, not {p}.")
    if not (edges.diff() > 0).all():
        raise ValueError(f"The edges must increase, not {edges.tolist()}.")
    group = torch.bucketize(feature.contiguous(), edges.to(feature).contiguous(), right=True)
    count = torch.bincount(group, minlength=len(edges) + 1)
    if not count.all():
        empty = int((count == 0).nonzero()[0])
        raise ValueError(f"No event is {_between(edges.tolist(), empty)}: move the edges.")
    covered = torch.bincount(group[u <= p], minlength=len(edges) + 1)
    return covered.double() / count, (p * (1 - p) / count.double()).sqrt()


@torch.no_grad()
def depends_on(
    z: Tensor, context: Tensor, generator: torch.Generator | None = None
) -> tuple[Tensor, Tensor]:
    """Does z still know something of the context? R² of the best linear fit, and a p-value.

    Shapes (n, D), (n, C) → two numbers (R², p). If every posterior is right, z is standard normal
    whatever the context was. Each zᵢ (does the *place* depend on it?) and each zᵢ² (does the
    *width*?) is fitted by a line in the context's C features; R² is the largest explained share of
    a variance. p compares it with 999 shuffles of the events, by ``generator`` (else one seeded
    with 0). What a line cannot follow it does not see: hand over x² as a feature, too.

    Raises ValueError for fewer than C + 3 events, if a feature or a coordinate is constant, or if
    one feature is a sum of others.

    >>> generator = torch.Generator().manual_seed(1)
    >>> x = torch.randn(500, 1, generator=generator)
    >>> z = torch.randn(500, 1, generator=generator)
    >>> [round(found.item(), 3) for found in depends_on(0.5 * x + z, x)]
    [0.21, 0.001]
    """
    check_numbers(z=z, context=context)
    if z.dim() != 2 or context.dim() != 2 or len(z) != len(context):
        raise ValueError(
            f"z has shape {tuple(z.shape)} and context {tuple(context.shape)}: expected (n, D) and "
            "(n, C)."
        )
    n, features = context.shape
    if n < features + 3:
        raise ValueError(f"{n} events are too few for {features} features.")
    generator = generator or torch.Generator(z.device).manual_seed(0)
    seen = _standardised(context, "feature of the context")
    seen, left = torch.linalg.qr(seen / math.sqrt(n))  # now each looks at something new
    if left.diagonal().abs().min() < 1e-6:
        raise ValueError("One feature of the context is a sum of others: leave it out.")
    seen = seen * math.sqrt(n)
    asked = _standardised(z, "coordinate of z")
    asked = torch.cat([asked, _standardised(z.double().square(), "square of z")], 1)

    def explained(orders):
        return (seen.T @ asked[orders] / n).square().sum(-2).amax(-1)

    found = explained(torch.arange(n, device=z.device))
    shuffled = []
    for _ in range(SHUFFLES // AT_ONCE):
        orders = [torch.randperm(n, generator=generator, device=z.device) for _ in range(AT_ONCE)]
        shuffled.append(explained(torch.stack(orders)))
    shuffled = torch.cat(shuffled)
    return found.to(z.dtype), calibrated_p(found[None], shuffled)[0].to(z.dtype)


@torch.no_grad()
def calibrated_p(t: Tensor, reference: Tensor) -> Tensor:
    """The share of m reference values that are as large as t or larger, t counted among them.

    Shapes (k), (m) → (k): p = (1 + #{reference ≥ t}) / (m + 1). Large t means "odd". If t comes
    from where the references come from, P(p ≤ α) ≤ α; and p is never 0, as m values cannot show it.

    >>> calibrated_p(torch.tensor([2.0, 9.0]), torch.tensor([1.0, 2.0, 3.0]))
    tensor([0.7500, 0.2500])
    """
    check_numbers(t=t, reference=reference)
    if t.dim() != 1 or reference.dim() != 1:
        raise ValueError(
            f"t has shape {tuple(t.shape)} and reference {tuple(reference.shape)}: expected (k,) "
            "and (m,)."
        )
    m = len(reference)
    below = torch.searchsorted(reference.sort().values.contiguous(), t.to(reference).contiguous())
    return (m - below + 1).to(t.dtype) / (m + 1)


def _standardised(columns, what):
    columns = columns.double()
    columns = columns - columns.mean(0)
    width = columns.square().mean(0).sqrt()
    if not (width > 0).all():
        which = int((width == 0).nonzero()[0])
        raise ValueError(f"A {what} is constant (number {which}, from 0): nothing depends on it.")
    return columns / width


def _between(edges, group):
    if group == 0:
        return f"below {edges[0]:g}"
    if group == len(edges):
        return f"at or above {edges[-1]:g}"
    return f"between {edges[group - 1]:g} and {edges[group]:g}"
