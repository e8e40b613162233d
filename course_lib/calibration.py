"""Does a posterior keep its promises? One number for each event, and the curve they should make.

Tensors in, tensors out; no flow is known here. Each event has a truth θ (or its z = f⁻¹(θ)), and
mostly S draws of the posterior that was claimed for it. Every test gives one share u between 0 and
1 for each event: uniform over events if all claims are right. Nothing here carries a gradient.

References: T. Glüsenkamp, EPJ C 84 (2024), arXiv:2008.05825 (ball); J. Hermans et al. (2022),
arXiv:2110.06581 (expected coverage); S. Talts et al. (2018), arXiv:1804.06788 (ranks); P. Lemos et
al. (2023), arXiv:2302.03026 (TARP); T. Säilynoja et al. (2022), arXiv:2103.10522 (bands).
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from course_lib.flows.root_finding import bisection

__all__ = [
    "Band",
    "ball_radius",
    "ball_share",
    "coverage",
    "hpd_share",
    "leaves",
    "ranks",
    "region_area",
    "simultaneous_band",
    "tarp_share",
]

SETS = 4000  # perfect posteriors that are drawn to find a band's level
Distance = Callable[[Tensor, Tensor], Tensor]  # (..., D), (..., D) → (...)


@torch.no_grad()
def ball_share(z: Tensor) -> Tensor:
    """The base's mass inside the ball that has z on its edge: P(|Z|² ≤ |z|²), |Z|² ~ χ²_D.

    Shapes (..., D) → (...); D numbers make one event, so give a one-dimensional flow's z as
    ``z[..., None]``. If z = f⁻¹(θ) of a right posterior, the shares are uniform: the ball of mass p
    is carried to a region that holds the truth in a share p of the events, whatever its shape.

    >>> ball_share(torch.tensor([[0.6, 0.8], [3.0, 4.0]]))  # 1 − exp(−r²/2) in the plane
    tensor([0.3935, 1.0000])
    """
    check_numbers(z=z)
    if not z.dim():
        raise ValueError("z is one number without a shape; D numbers make an event: z[None].")
    half = z.new_tensor(z.shape[-1] / 2, dtype=torch.float64)
    square = z.double().square().sum(-1)
    return torch.special.gammainc(half, square / 2).to(z.dtype)


@torch.no_grad()
def ball_radius(p: Tensor, dimensions: int) -> Tensor:
    """The radius of the ball around 0 that holds the share p of a D-dimensional normal base.

    The other way of ``ball_share``, by bisection; any shape. 0 at p = 0, ∞ at p = 1. Raises
    ValueError for p outside [0, 1] or less than one dimension.

    >>> round(ball_radius(torch.tensor(0.68, dtype=torch.float64), 2).item(), 4)
    1.5096
    """
    check_numbers(p=p)
    check_shares(p=p)
    if dimensions < 1:
        raise ValueError(f"A base has at least one dimension, not {dimensions}.")
    half = torch.tensor(dimensions / 2, dtype=torch.float64)
    target = p.double()

    def inside(r):
        return torch.special.gammainc(half, r.square() / 2), torch.ones_like(r)

    r = bisection(inside, target, 0.0, math.sqrt(dimensions) + 40.0, steps=80).x
    r = r.masked_fill(target == 0, 0.0).masked_fill(target == 1, math.inf)
    return r.to(p.dtype)


@torch.no_grad()
def hpd_share(log_p: Tensor, log_p_draws: Tensor) -> Tensor:
    """The share of draws that are denser than the truth: #{log p(θₛ) > log p(θ)} / S.

    Shapes (n), (S, n) → (n). It is the mass of the smallest region (highest posterior density,
    HPD) that just reaches the truth, known to about ½/√S.

    >>> hpd_share(torch.tensor([-1.0, -9.0]), torch.tensor([[-2.0, -2.0], [-0.5, -3.0]]))
    tensor([0.5000, 1.0000])
    """
    check_numbers(log_p=log_p, log_p_draws=log_p_draws)
    if log_p.dim() != 1 or log_p_draws.shape[1:] != log_p.shape or log_p_draws.dim() != 2:
        raise ValueError(
            f"log_p has shape {tuple(log_p.shape)} and log_p_draws {tuple(log_p_draws.shape)}: "
            "expected (n,) and (S, n), the draws of all events along the first dimension."
        )
    return (log_p_draws > log_p).to(log_p.dtype).mean(0)


@torch.no_grad()
def ranks(theta: Tensor, draws: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """How many draws lie below the truth, in each coordinate: whole numbers 0 … S.

    Shapes (n, D), (S, n, D) → (n, D). Uniform over the S + 1 numbers if the posterior is right; a
    histogram's bins must divide S + 1. A draw equal to the truth counts as below or not *at
    random*, from ``generator`` (else one seeded with 0), so that ties do not bend the histogram.

    >>> ranks(torch.tensor([[0.5], [9.0]]), torch.tensor([[[0.0], [1.0]], [[2.0], [3.0]]])).T
    tensor([[1, 2]])
    """
    check_numbers(theta=theta, draws=draws)
    _check_draws(theta, draws)
    generator = generator or torch.Generator(theta.device).manual_seed(0)
    below, equal = (draws < theta).sum(0), (draws == theta).sum(0)
    # Among k equal ones the truth's place is one of k + 1, each as likely as the other.
    luck = torch.rand(theta.shape, generator=generator, dtype=torch.float64, device=theta.device)
    return below + (luck * (equal + 1)).long()


def euclidean(a: Tensor, b: Tensor) -> Tensor:
    """|a − b|, (..., D) twice → (...)."""
    return (a - b).square().sum(-1).sqrt()


@torch.no_grad()
def tarp_share(
    theta: Tensor, draws: Tensor, references: Tensor, distance: Distance = euclidean
) -> Tensor:
    """The share of draws that are nearer to a reference point than the truth is (TARP).

    Shapes (n, D), (S, n, D), (n, D) → (n): one reference for each event, chosen without looking at
    its truth. ``distance`` may be another one, along the sphere, say. What it can see depends on
    how the references are chosen: from the data, or without them.

    >>> draws = torch.tensor([[[0.0, 0.0]], [[3.0, 0.0]]])
    >>> tarp_share(torch.tensor([[2.0, 0.0]]), draws, torch.tensor([[-1.0, 0.0]]))
    tensor([0.5000])
    """
    check_numbers(theta=theta, draws=draws, references=references)
    _check_draws(theta, draws)
    if references.shape != theta.shape:
        raise ValueError(
            f"references has shape {tuple(references.shape)} and theta {tuple(theta.shape)}: "
            "there is one reference point for each event."
        )
    truth, drawn = distance(theta, references), distance(draws, references)
    for what, found, shape in (("theta", truth, theta.shape), ("draws", drawn, draws.shape)):
        if found.shape != shape[:-1]:
            raise ValueError(
                f"For {what} of shape {tuple(shape)} the distance has shape {tuple(found.shape)}, "
                f"not {tuple(shape[:-1])}."
            )
    return (drawn < truth).to(theta.dtype).mean(0)


@torch.no_grad()
def coverage(u: Tensor, p: Tensor) -> Tensor:
    """The share of events with u ≤ p, for each promised p: the curve that should be the diagonal.

    Shapes (..., n), (k) → (..., k); float64. Raises ValueError for shares outside [0, 1].

    >>> coverage(torch.tensor([0.1, 0.4, 0.9]), torch.tensor([0.4, 0.95])).tolist()
    [0.6666666666666666, 1.0]
    """
    check_numbers(u=u, p=p)
    check_shares(u=u, p=p)
    if not u.dim() or p.dim() != 1:
        raise ValueError(
            f"u has shape {tuple(u.shape)} and p {tuple(p.shape)}: expected (..., n) and (k,)."
        )
    # 0.7 as a float32 is a little less than as a float64: compare in the coarser of the two.
    coarse = u.dtype if u.dtype.itemsize < p.dtype.itemsize else p.dtype
    ordered, p = u.to(coarse).sort(-1).values.contiguous(), p.to(coarse)
    levels = p.expand(*u.shape[:-1], len(p)).contiguous()
    return torch.searchsorted(ordered, levels, right=True).double() / u.shape[-1]


@dataclass(frozen=True)
class Band:
    """Where the coverage curve of n events stays, at *all* p together, with chance ``level``.

    ``p``, ``low`` and ``high`` have shape (k), float64; ``p, low, high = band`` takes it apart.
    """

    p: Tensor
    low: Tensor
    high: Tensor
    n: int
    level: float

    def __iter__(self) -> Iterator[Tensor]:
        return iter((self.p, self.low, self.high))


@torch.no_grad()
def simultaneous_band(n: int, level: float = 0.95, p: Tensor | None = None) -> Band:
    """The band that a perfect posterior's curve of n events leaves nowhere, with chance ``level``.

    At each p the count of u ≤ p is binomial, and counts too far in its tails are outside. All p
    share one tail probability; it is found from 4000 simulated sets of uniform shares (always the
    same ones). A band made for each p by itself is left *somewhere* far more often.

    p is 0.01, 0.02 … 0.99 unless given, shape (k), increasing, between 0 and 1.

    Reference: T. Säilynoja, P.-C. Bürkner, A. Vehtari, "Graphical Test for Discrete Uniformity and
    its Applications in Goodness-of-Fit Evaluation and Multiple Sample Comparison" (2022).

    >>> p, low, high = simultaneous_band(1000)
    >>> round((high - low)[49].item() / 2, 3)
    0.048
    """
    p = torch.arange(1, 100, dtype=torch.float64) / 100 if p is None else p
    check_numbers(p=p)
    p = p.double()
    if n < 1 or not 0 < level < 1:
        raise ValueError(f"A band needs n ≥ 1 and 0 < level < 1, not n = {n}, level = {level}.")
    rising = p.dim() == 1 and bool((p.diff() > 0).all())
    if not rising or p.min() <= 0 or p.max() >= 1:
        raise ValueError("p must have shape (k,), increase, and lie strictly between 0 and 1.")
    first, tail = _tails(n, p)
    counts = _simulated_counts(n, p)
    worst = tail.gather(1, (counts - first[:, None]).clamp(0, tail.shape[1] - 1)).amin(0)
    # p and 1 − p have the same tails but for rounding, which must not decide.
    inside = tail >= worst.quantile(1 - level, interpolation="lower") * (1 - 1e-9)
    low = first + inside.int().argmax(1)
    high = first + inside.shape[1] - 1 - inside.flip(1).int().argmax(1)
    return Band(p, low.double() / n, high.double() / n, n, level)


@torch.no_grad()
def leaves(u: Tensor, band: Band) -> Tensor:
    """Does the coverage curve of u leave the band anywhere? Shapes (..., n) → (...), True or False.

    >>> evenly = (torch.arange(100) + 0.5) / 100
    >>> leaves(torch.stack([evenly, evenly**2]), simultaneous_band(100))
    tensor([False,  True])
    """
    curve = coverage(u, band.p)
    if u.shape[-1] != band.n:
        raise ValueError(f"u has {u.shape[-1]} events, and the band is for n = {band.n}.")
    return ((curve < band.low) | (curve > band.high)).any(-1)


@torch.no_grad()
def region_area(log_p: Tensor, cell_area: Tensor, p: float) -> Tensor:
    """The area of the smallest region that holds the mass p, of a density on m cells.

    Shapes (m), (m) → one number, in the unit of the areas. The densest cells come first, each with
    the mass p(x) · area; of the last one only the part is counted that is needed. log p may lack
    its constant: the masses are divided by their sum, so the cells must hold all that there is.

    >>> log_p = torch.tensor([0.1, 0.6, 0.3]).log()
    >>> round(region_area(log_p, torch.tensor([1.0, 1.0, 1.0]), 0.75).item(), 4)
    1.5
    """
    check_numbers(log_p=log_p, cell_area=cell_area)
    if log_p.dim() != 1 or cell_area.shape != log_p.shape:
        raise ValueError(
            f"log_p has shape {tuple(log_p.shape)} and cell_area {tuple(cell_area.shape)}: "
            "expected (m,) twice."
        )
    if not (cell_area >= 0).all() or not 0 <= p <= 1:
        raise ValueError(f"Areas must not be negative, and p is in [0, 1], not {p}.")
    order = log_p.argsort(descending=True)
    area = cell_area[order].double()
    mass = (log_p[order].double() - log_p.max()).exp() * area
    if not mass.sum() > 0:
        raise ValueError("There is no mass in any cell.")
    mass = mass / mass.sum()
    before = mass.cumsum(0) - mass
    part = torch.where(mass > 0, (p - before) / mass, 0.0).clamp(0, 1)
    return (part * area).sum().to(log_p.dtype)


def check_numbers(**given):
    """Raise unless all are tensors of floating-point numbers, not empty, and without a NaN."""
    for name, value in given.items():
        if not isinstance(value, Tensor):
            raise TypeError(f"{name} must be a torch tensor, not {type(value).__name__}.")
        if not value.is_floating_point():
            raise TypeError(f"{name} must hold floating-point numbers, not {value.dtype}.")
        if not value.numel():
            raise ValueError(f"{name} has shape {tuple(value.shape)}: there is nothing in it.")
        if value.isnan().any():
            count = int(value.isnan().sum())
            raise ValueError(f"{count} of the {value.numel()} numbers in {name} are NaN.")


def check_shares(**given):
    """Raise a ValueError unless all numbers lie in [0, 1]."""
    for name, value in given.items():
        low, high = value.min().item(), value.max().item()
        if low < 0 or high > 1:
            raise ValueError(f"{name} must lie between 0 and 1; it goes from {low:g} to {high:g}.")


def _check_draws(theta, draws):
    if theta.dim() != 2 or draws.dim() != 3 or draws.shape[1:] != theta.shape:
        raise ValueError(
            f"theta has shape {tuple(theta.shape)} and draws {tuple(draws.shape)}: expected (n, D) "
            "and (S, n, D), the draws of all events along the first dimension."
        )


def _tails(n, p):
    """(k): the first count looked at; (k, m): how far in its tail each count from there on is.

    That is 2 min(P(X ≤ c), P(X ≥ c)) of X ~ binomial(n, p). Ten standard deviations to each side
    are kept: what is left out has less than 1e-20.
    """
    reach = min(n, math.ceil(5 * math.sqrt(n)) + 40)
    first = ((n * p).long() - reach).clamp(0, max(0, n - 2 * reach))
    c = (first[:, None] + torch.arange(min(n, 2 * reach) + 1)).clamp(max=n + 1).double()
    whole = torch.tensor(n + 1.0, dtype=torch.float64)
    log_choose = whole.lgamma() - (c + 1).lgamma() - (n + 1 - c).lgamma()
    # log 0! = 0 at c = n; beyond it lgamma is infinite, and the mass 0.
    mass = (log_choose + c * p[:, None].log() + (n - c) * torch.log1p(-p[:, None])).exp()
    up_to, from_there = mass.cumsum(1), mass.flip(1).cumsum(1).flip(1)
    return first, 2 * torch.minimum(up_to, from_there)


def _simulated_counts(n, p):
    """(k, SETS): how many of n uniform numbers are ≤ p, interval after interval."""
    generator = torch.Generator().manual_seed(0)
    counts = torch.zeros(len(p), SETS, dtype=torch.float64)
    left, below = torch.full((SETS,), float(n), dtype=torch.float64), 0.0
    for k, upper in enumerate(p.tolist()):
        chance = (upper - below) / (1 - below)  # to be in this interval, if beyond the ones before
        found = torch.binomial(left, torch.full_like(left, chance), generator=generator)
        counts[k] = n - left + found
        left, below = left - found, upper
    return counts.long()
