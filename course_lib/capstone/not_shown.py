"""What no check of a table can show: said from the table itself, one sentence each."""

from course_lib import calibration
from course_lib.capstone.findings import many, signed
from course_lib.capstone.of_a_column import drift, far_out, spike, ties, turn
from course_lib.capstone.tables import Table


def not_shown(table: Table) -> list[str]:
    """Sentences: extrapolation, few rows, spikes, ties, angles, outliers, order, doubled, gaps."""
    columns = dict(zip(table.names, table.numbers.T, strict=True))
    said = [_range(table), _few(table)]
    for name, column in columns.items():
        if name in table.target:
            said += [spike(name, column), ties(name, column)]
        said += [turn(name, column), far_out(name, column)]
    said += [_order(columns), _doubled(table), _round(table), _left_out(table)]
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


def _order(columns):
    """Columns that drift with the place in the table: a random cut cannot see the future."""
    found = {name: r for name, r in ((n, drift(c)) for n, c in columns.items()) if r}
    if not found:
        return ""
    if len(found) == 1:
        ((name, r),) = found.items()
        which = f"{name} goes with the row's place in the table (correlation {signed(r)})"
    else:
        listed = ", ".join(f"{name} ({signed(r)})" for name, r in found.items())
        which = f"{listed} go with the row's place in the table (in brackets the correlation)"
    return (
        f"The order: {which}. The cut into parts was at random, so nothing was tested on rows that "
        "come after the others."
    )


def _doubled(table):
    numbers = table.numbers  # of a single column, ties have been told
    again = len(numbers) - len(numbers.unique(dim=0))
    if not again or numbers.shape[1] == 1:
        return ""
    return (
        f"Doubled rows: {again} of the rows {'repeats' if again == 1 else 'repeat'} another one, "
        "and both may lie in different parts. Then new rows are not new."
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
        f"Missing values: {many(table.left_out, 'row was', 'rows were')} left out. If values are "
        "missing for a reason, the answer is about other rows than yours."
    )
