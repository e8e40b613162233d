"""Checks of the promise: coverage, coordinate by coordinate, in the context, and of the draws."""

import math

import torch
from torch import Tensor

from course_lib import calibration, goodness
from course_lib.capstone.findings import Finding, signed
from course_lib.capstone.tables import Part, Table

ONE_IN_TWENTY = "(Of densities that are right, one in twenty fails this line by luck.)"
DRAWS = 256  # for each row, where there is no base to look at
DIRECTIONS = 12  # on which data and draws are compared


def shares(judged, part: Part, log_p: Tensor) -> tuple[Tensor, str]:
    """(u of each row, by what regions): balls of the base, or else densest regions by draws."""
    z = judged.z(part)
    if z is not None:
        return calibration.ball_share(z), "balls of the base"
    drawn = judged.draws(part, DRAWS)
    c = None if part.c is None else part.c.repeat(DRAWS, 1)
    log_drawn = judged.log_prob(Part(drawn.flatten(0, 1), c)).reshape(DRAWS, -1)
    luck = torch.rand(len(part), generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    # Between two draws the share may be anywhere: the steps of 1/256 must not bend the curve.
    u = (calibration.hpd_share(log_p, log_drawn) * DRAWS + luck) / (DRAWS + 1)
    return u, "densest regions"


def coverage(u: Tensor, by: str) -> Finding:
    """Does the coverage curve stay in the band for all p together?"""
    name = "Its regions keep their promise"
    band = calibration.simultaneous_band(len(u))
    curve = calibration.coverage(u, band.p)
    half = (band.high - band.low)[49].item() / 2
    shares = [f"{100 * curve[k]:.0f}" for k in (49, 67, 94)]
    said = (
        f"in {by} of 50, 68 and 95 % are {shares[0]}, {shares[1]} and {shares[2]} % of "
        f"{len(u)} rows (luck at 50 %: ±{100 * half:.0f})"
    )
    if not calibration.leaves(u, band):
        return Finding(name, "held", said + ".")
    too_many, too_few = (curve > band.high).any(), (curve < band.low).any()
    way = "of another shape" if too_many and too_few else "too wide" if too_many else "too narrow"
    return Finding(
        name, "failed",
        f"{said}. It is furthest from its band {furthest(u, band)}. The density is {way}. "
        f"{ONE_IN_TWENTY}",
    )  # fmt: skip


def furthest(u: Tensor, band: calibration.Band) -> str:
    """Where the coverage curve of u lies furthest outside of its band, and the band there.

    >>> band = calibration.simultaneous_band(100)
    >>> furthest(((torch.arange(100) + 0.5) / 100) ** 2, band)
    'at 15 %: 39 % are inside (luck: 6 to 26 %)'
    """
    k = _worst(u, band)
    # As many digits as it takes to tell one row from none.
    digits = max(0, math.ceil(math.log10(band.n)) - 2)
    inside, low, high = (
        f"{100 * value.item():.{digits}f}"
        for value in (calibration.coverage(u, band.p)[k], band.low[k], band.high[k])
    )
    return f"at {100 * band.p[k]:.0f} %: {inside} % are inside (luck: {low} to {high} %)"


def furthest_share(u: Tensor, band: calibration.Band) -> float:
    """The promised share p at which the curve of u lies furthest outside (or nearest to an end)."""
    return band.p[_worst(u, band)].item()


def _worst(u, band):
    curve = calibration.coverage(u, band.p)
    return int(torch.maximum(curve - band.high, band.low - curve).argmax())


def each_coordinate(z: Tensor) -> Finding:
    """Is each coordinate of z uniform after Φ? A shift is seen here, and by no ball."""
    u = torch.special.ndtr(z)
    band = calibration.simultaneous_band(len(u), 1 - 0.05 / z.shape[1])
    out = [k for k in range(z.shape[1]) if calibration.leaves(u[:, k].contiguous(), band)]
    name = "Every coordinate is normal in the base"
    means = ", ".join(signed(m) for m in z.mean(0).tolist())
    said = f"the mean of z is {means}" if z.shape[1] == 1 else f"the means of z are {means}"
    if not out:
        return Finding(name, "held", said + ".")
    where = "; ".join(f"z{k + 1} {furthest(u[:, k].contiguous(), band)}" for k in out)
    leave = "coordinate leaves its band" if len(out) == 1 else "coordinates leave their bands"
    return Finding(
        name, "failed",
        f"{said}. {len(out)} {leave}, furthest {where}. It is shifted, or of another shape. "
        f"{ONE_IN_TWENTY}",
    )  # fmt: skip


def in_every_context(z: Tensor, c: Tensor) -> Finding:
    """Does z still know something of the context? Then it is right on average only."""
    name = "As good in every context"
    told = torch.cat([c, c.square()], 1)
    # A column of 0 and 1 is its own square: one of the two is enough.
    told = told[:, _independent(told)]
    share, p = goodness.depends_on(z, told)
    said = f"a line in c and c² explains {share:.1%} of z or z² (p = {p:.3f})"
    if p > 0.01:
        return Finding(name, "held", said + ".")
    return Finding(name, "look", f"{said}. Group the rows by a context, and count 68 % in each.")


def _independent(columns):
    """The numbers of the columns that are no sum of the ones before."""
    kept = []
    for k in range(columns.shape[1]):
        tried = columns[:, [*kept, k]].double()
        tried = torch.cat([torch.ones(len(tried), 1, dtype=torch.float64), tried], 1)
        if torch.linalg.matrix_rank(tried, rtol=1e-5) == len(kept) + 2:
            kept.append(k)
    return kept


def samples_like_data(drawn: Tensor, part: Part, table: Table) -> Finding:
    """Do draws and rows share their distribution, column by column and on slanted lines?"""
    name = "Samples look like data"
    if standardised(drawn, table):
        return Finding(
            name, "failed",
            "they lie around 0 with width 1, and the table does not: these are standardised "
            "values. Composition(back, flow) brings flow and density back to the table's units.",
        )  # fmt: skip
    data, drawn, out = _joined(part, drawn, table)
    D = len(table.target)
    ways = _ways(data.shape[1], D)
    gaps = largest_gap(data @ ways, drawn @ ways)
    n, m = len(data), len(drawn)
    # Dvoretzky, Kiefer, Wolfowitz, Massart; all ways together are wrong in 1 % of the cases.
    limit = (torch.tensor(2 * ways.shape[1] / 0.01).log() / 2 * (1 / n + 1 / m)).sqrt().item()
    worst = int(gaps.argmax())
    where = f"in {table.target[worst]}" if worst < D else "on a slanted line through the columns"
    said = f"the cumulative curves differ by {gaps[worst]:.3f} at most, {where} (luck: {limit:.3f})"
    if out > 0.05:
        said += f"; {out:.0%} of the draws lie where no row of the table does"
    state = "failed" if gaps[worst] > limit else "look" if out > 0.05 else "held"
    return Finding(name, state, said + ".")


def _ways(columns, D):
    """Lines to look along: each of the D targets, and slanted ones through all columns."""
    generator = torch.Generator().manual_seed(0)
    slanted = torch.randn(columns, DIRECTIONS, generator=generator, dtype=torch.float64)
    return torch.cat([torch.eye(columns, D, dtype=torch.float64), slanted], 1)


def standardised(drawn: Tensor, table: Table) -> bool:
    """The one mistake that has a name: draws of the values, not of the table."""
    x, drawn = table.train.x.double(), drawn.flatten(0, 1).double()
    middle, width = drawn.median(0).values, drawn.std(0)
    normal = (middle.abs() < 0.5) & ((width.log()).abs() < 0.5)
    theirs = (x.mean(0).abs() > 2) | (x.std(0).log().abs() > 1)
    return bool((normal & theirs).any() and normal.all())


def _joined(part, drawn, table):
    """Rows and draws in widths, contexts beside them; and the share of draws out of the box."""
    x = table.numbers[:, : len(table.target)]
    low, high = x.amin(0), x.amax(0)
    flat = drawn.flatten(0, 1).double()
    out = ((flat < low) | (flat > high)).any(1).double().mean().item()
    train = table.train.x.double()
    mean, sigma = train.mean(0), train.std(0)
    # Far out all is the same for a comparison of ranks; no slanted line is led astray.
    parts = [((t - mean) / sigma).clamp(-9, 9) for t in (part.x.double(), flat)]
    if part.c is not None:
        c = part.c.double()
        contexts = (c, c.repeat(len(drawn), 1))
        parts = [torch.cat(pair, 1) for pair in zip(parts, contexts, strict=True)]
    return (*parts, out)


def largest_gap(one: Tensor, other: Tensor) -> Tensor:
    """The largest distance of two cumulative curves, column by column: (n, K), (m, K) → (K,)."""
    gaps = []
    for a, b in zip(one.T.contiguous(), other.T.contiguous(), strict=True):
        at = torch.cat([a, b])
        first, second = (
            torch.searchsorted(t.sort().values, at, right=True) / len(t) for t in (a, b)
        )
        gaps.append((first - second).abs().max())
    return torch.stack(gaps)
