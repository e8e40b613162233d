"""What one column of a table gives a reason to say: spikes, ties, a turn, tails, an order."""

import re

import torch
from torch import Tensor

TURNS = ((0.0, 360.0), (-180.0, 180.0), (0.0, 6.2832), (-3.1416, 3.1416), (0.0, 24.0))
ANGLE = re.compile(
    r"angle|azimuth|heading|bearing|longitude|\blon\b|phi\b|direction|phase|hour|degrees?\b", re.I
)
NEAR, ABOVE = 4, 3  # steps to a neighbour; how many times as often as they a spike comes
FEW = 5  # with fewer values than that, each of them may be frequent


def spikes(column: Tensor) -> list[tuple[float, int]]:
    """(value, rows that have it) of each value that comes far more often than those beside it.

    A rounded column has many rows on each value. A spike is seen by its neighbours: what they
    promise for its place is the larger of their counts, or, at an end, where the counts may rise
    from value to value as n₂, n₁, the next of this row, n₁²/n₂.
    """
    values, counts = column.unique(return_counts=True)
    if len(values) < FEW:
        return []
    step = values.diff().median().item()
    often = (counts >= max(0.02 * len(column), 5)).nonzero()[:, 0].tolist()
    promised = {k: _promised(values, counts, k, step) for k in often}
    # Counts have luck, too: four of its widths are asked for where few rows are promised.
    found = [k for k, n in promised.items() if counts[k] >= max(ABOVE * n, n + 4 * n**0.5)]
    return [(values[k].item(), int(counts[k])) for k in found]


def _promised(values, counts, k, step):
    """How many rows the neighbours of the k-th value promise for it."""
    near = (values - values[k]).abs() <= NEAR * step * (1 + 1e-9)
    near[k] = False
    beside = counts[near].double()
    others = (counts.sum() - counts[k]).item() / (len(values) - 1)
    expected = max([others, *beside.tolist()])
    left, right = beside[: int(near[:k].sum())].flip(0), beside[int(near[:k].sum()) :]
    if not len(left) or not len(right):
        first, second = [*left.tolist(), *right.tolist(), 1.0, 1.0][:2]
        expected = max(expected, first**2 / second)
    return expected


def spike(name: str, column: Tensor) -> str:
    """Sentence: values on which a share of the rows heaps up; "" if there is none."""
    found = spikes(column)
    if not found:
        return ""
    heaps = "; ".join(f"{rows} of {len(column)} rows have {name} = {v:.6g}" for v, rows in found)
    return (
        f"A spike: {heaps}. A share of probability on one value is no density; do not "
        "spread it out. Ask first whether a row is there, then fit the others."
    )


def tied(column: Tensor) -> tuple[int, float, int] | None:
    """(different values, their step, rows) of a rounded column without its spikes; or None."""
    for value, _ in spikes(column):
        column = column[column != value]
    values = column.unique()
    if len(values) < 2:
        return None
    step = values.diff().median().item()
    rounded = 1 - len(values) / len(column) >= 0.2 and step > 0.01 * column.std().item()
    return (len(values), step, len(column)) if rounded else None


def ties(name: str, column: Tensor) -> str:
    """Sentence: rounded values, whole ones, or a few; "" for a column that has no ties."""
    found = tied(column)
    if found is None:
        return ""
    different, step, rows = found
    whole = ", all whole numbers," if (column == column.round()).all() else ""
    among = f"the other {rows}" if rows < len(column) else f"{rows}"
    return (
        f"Ties: {name} has {different} different values{whole} in {among} rows. On "
        "such a column a density can grow without limit, and log p with it. Spread each value "
        f"evenly over the ±{step / 2:.3g} that it stands for, and read the table anew."
    )


def turn(name: str, column: Tensor) -> str:
    """Sentence: an angle that wraps, since both ends of a turn are full; or ""."""
    low, high = column.min().item(), column.max().item()
    named = bool(ANGLE.search(name))
    for start, end in TURNS:
        edge = (end - start) / 20
        if low < start - 1e-3 or high > end + 1e-3 or high - low < 0.85 * (end - start):
            continue
        ends = [(column < start + edge).double().mean(), (column > end - edge).double().mean()]
        if min(ends) > 0.005 and (named or (min(ends) > 0.02 and end in (360.0, 180.0))):
            return (
                f"The turn: {name} goes from {low:.4g} to {high:.4g}, and may be an angle or an "
                "hour. Here the two ends are far apart. Chapter 14 has flows that close."
            ).replace(" -", " −")
    return ""


def far_out(name: str, column: Tensor) -> str:
    """Sentence: rows more than six widths from the middle; or ""."""
    ends = torch.quantile(column[:100_000], column.new_tensor([0.25, 0.75]))
    width = (ends[1] - ends[0]).item() / 1.349
    if not width:
        return ""
    count = int(((column - column.median()).abs() > 6 * width).sum())
    if not count:
        return ""
    lie = "1 row of {} lies" if count == 1 else f"{count} rows of {{}} lie"
    return (
        f"Far out: {lie.format(name)} more than six widths from the middle. Tails are fitted by "
        "few rows, and one of them can decide a mean of log p."
    )


def drift(column: Tensor) -> float:
    """The rank correlation of a column with the row's place; 0 where luck can make as much.

    Equal values share the mean of their ranks: an order among them would be one that the sort has
    made, not the table.
    """
    n = len(column)
    _, which, counts = column.unique(return_inverse=True, return_counts=True)
    ranks = (counts.cumsum(0) - (counts - 1) / 2).double()[which]
    r = torch.corrcoef(torch.stack([ranks, torch.arange(n, dtype=torch.float64)]))[0, 1].item()
    return r if abs(r) >= max(0.15, 4 / n**0.5) else 0.0
