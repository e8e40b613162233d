"""What no check of a table can show: said from the table itself, one sentence each."""

import re

import torch

from course_lib import calibration
from course_lib.capstone.findings import signed
from course_lib.capstone.tables import Table

TURNS = ((0.0, 360.0), (-180.0, 180.0), (0.0, 6.2832), (-3.1416, 3.1416), (0.0, 24.0))
ANGLE = re.compile(
    r"angle|azimuth|heading|bearing|longitude|\blon\b|phi\b|direction|phase|hour|degrees?\b", re.I
)


def not_shown(table: Table) -> list[str]:
    """Sentences: extrapolation, few rows, ties, doubled rows, outliers, angles, order, gaps."""
    columns = dict(zip(table.names, table.numbers.T, strict=True))
    said = [_range(table), _few(table)]
    for name, column in columns.items():
        said += [_ties(name, column, name in table.target)]
        said += [_turn(name, column), _far_out(name, column), _order(name, column)]
    said += [_doubled(table), _round(table), _left_out(table)]
    return [sentence for sentence in said if sentence]


def _range(table):
    k = len(table.target)
    shown = table.numbers[:, k:] if table.context else table.numbers
    names = table.context or table.target
    ends = (shown.amin(0).tolist(), shown.amax(0).tolist())
    spans = [
        f"{n} {a:.4g} to {b:.4g}".replace("-", "−") for n, a, b in zip(names, *ends, strict=True)
    ]
    beyond = "what it answers to a context" if table.context else "what it says of places"
    return f"Beyond the data: {beyond} outside of {', '.join(spans)}."


def _few(table):
    n = len(table.sealed)
    band = calibration.simultaneous_band(n)
    half = 100 * ((band.high - band.low)[49] / 2).item()
    return (
        f"Small faults: {n} sealed rows see a coverage that is off by {half:.0f} points at 50 %, "
        "not by less. And coverage is an average over all rows."
    )


def _ties(name, column, is_target):
    """Values that come again: rounded ones, whole ones, or one that many rows share."""
    values, counts = column.unique(return_counts=True)
    often = int(counts.argmax())
    if not is_target or len(values) < 2:
        return ""
    step = values.diff().median().item()
    if 1 - len(values) / len(column) >= 0.2 and step > 0.01 * column.std().item():
        whole = ", all whole numbers," if (column == column.round()).all() else ""
        return (
            f"Ties: {name} has {len(values)} different values{whole} in {len(column)} rows. On "
            "such a column a density can grow without limit, and log p with it. Spread each value "
            f"evenly over the ±{step / 2:.3g} that it stands for, and read the table anew."
        )
    if counts[often] >= max(0.02 * len(column), 5):
        return (
            f"A spike: {int(counts[often])} of {len(column)} rows have {name} = "
            f"{values[often].item():.6g}. A share of probability on one value is no density: ask "
            "first whether a row is there, then fit the others."
        )
    return ""


def _turn(name, column):
    """An angle that wraps: both ends of a turn are full."""
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
            )
    return ""


def _far_out(name, column):
    ends = torch.quantile(column[:100_000], column.new_tensor([0.25, 0.75]))
    width = (ends[1] - ends[0]).item() / 1.349
    if not width:
        return ""
    count = int(((column - column.median()).abs() > 6 * width).sum())
    if not count:
        return ""
    return (
        f"Far out: {count} rows of {name} lie more than six widths from the middle. Tails are "
        "fitted by few rows, and one of them can decide a mean of log p."
    )


def _order(name, column):
    """Does a column drift with the place in the table? A random cut cannot see the future."""
    n = len(column)
    ranks = column.argsort().argsort().double()
    line = torch.arange(n, dtype=torch.float64)
    r = torch.corrcoef(torch.stack([ranks, line]))[0, 1].item()
    if abs(r) < max(0.15, 4 / n**0.5):
        return ""
    return (
        f"The order: {name} goes with the row's place in the table (correlation {signed(r)}). The "
        "cut into parts was at random, so nothing was tested on rows that come after the others."
    )


def _doubled(table):
    numbers = table.numbers  # of a single column, ties have been told
    again = len(numbers) - len(numbers.unique(dim=0))
    if not again or numbers.shape[1] == 1:
        return ""
    return (
        f"Doubled rows: {again} of the rows repeat another one, and both may lie in different "
        "parts. Then new rows are not new."
    )


def _round(table):
    """Targets on a circle or a sphere, in Cartesian coordinates."""
    x = table.numbers[:, : len(table.target)]
    if x.shape[1] < 2:
        return ""
    length = x.norm(dim=1)
    if length.std() > 1e-3 * length.mean():
        return ""
    return (
        f"The surface: all targets have length {length.mean():.4g}. They lie on a circle or a "
        "sphere, and a density per volume has no limit there. Chapter 14 has flows that stay on it."
    )


def _left_out(table):
    if not table.left_out:
        return ""
    return (
        f"Missing values: {table.left_out} rows were left out. If values are missing for a reason, "
        "the answer is about other rows than yours."
    )
