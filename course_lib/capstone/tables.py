"""A table with its target, its context, and its rows in three parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from course_lib.capstone.contexts import Scale, scale_of, scaled
from course_lib.capstone.findings import many
from course_lib.capstone.reading import BadTable, check_there, columns

FEWEST = 100  # rows: a fifth of them is 20, and with fewer nothing can be judged
MOST = 4  # numbers of a target
SHARES = (0.6, 0.2)  # to learn from, to choose by; the rest is sealed


@dataclass(frozen=True)
class Part:
    """Some rows: targets x (n, D) in the table's own units, contexts c (n, C) or None.

    The contexts are in widths around their mean over the training rows.
    """

    x: Tensor
    c: Tensor | None

    @property
    def events(self) -> Tensor | tuple[Tensor, Tensor]:
        """What ``training.fit`` takes: x, or pairs (x, c)."""
        return self.x if self.c is None else (self.x, self.c)

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True)
class Table:
    """What ``table`` returns.

    ``train`` is to learn from and ``held_out`` to choose by (steps, sizes, kinds of flow). A third
    part is sealed: only the rubric opens it, so a choice cannot have been made by it.
    """

    target: tuple[str, ...]
    context: tuple[str, ...]
    train: Part
    held_out: Part
    sealed: Part
    numbers: Tensor  # all rows in their order, targets before contexts, float64
    sealed_rows: Tensor  # which of them are sealed
    left_out: int  # rows with missing values
    scale: Scale  # of the contexts

    @property
    def names(self) -> tuple[str, ...]:
        return self.target + self.context

    def contexts(self, values: Sequence | Tensor) -> Tensor:
        """Contexts of your own, rows (n, C) in the table's units, as the flow was given them.

        They come out in widths around the mean of the training rows, (n, C), float32: what
        ``train.c`` holds. The columns are in the order of ``context``. Raises ValueError, in words,
        for another shape and for values outside of what the table's rows have.

        >>> quakes = table("quakes", ["depth"], context=["latitude"])
        >>> quakes.contexts([[-20.0], [-30.0]]).shape
        torch.Size([2, 1])
        """
        return scaled(values, self.scale)

    def __repr__(self):
        given = f" given {', '.join(self.context)}" if self.context else ""
        return (
            f"{', '.join(self.target)}{given}: {len(self.train)} rows to learn from, "
            f"{len(self.held_out)} to choose by, {len(self.sealed)} sealed"
        )


def table(
    source: str | Path | Tensor | Mapping,
    target: str | Sequence[str],
    context: str | Sequence[str] = (),
    *,
    names: Sequence[str] | None = None,
    missing: str = "refuse",
    seed: int = 0,
) -> Table:
    """Read the columns of target and context, and cut the rows at random: 60, 20 and 20 %.

    ``source`` is a CSV file's path, the name of a table of the course ("quakes", "faithful",
    "cities"), a dictionary of columns (or a data frame), or a tensor (N, K) with ``names``. A
    target has one to four numbers. ``missing="leave out"`` drops rows in which a value is missing.
    Shapes: x (n, D) and c (n, C), float32.

    Raises BadTable, in words: for unknown columns, text, missing values, constant columns, a
    column that is a sum of others, too few rows, a column that is both target and context.

    >>> table("quakes", ["depth"], context=["longitude"])
    depth given longitude: 600 rows to learn from, 200 to choose by, 200 sealed
    """
    target, context = _listed(target), _listed(context)
    check_there(source)
    _check_columns(target, context)
    numbers = columns(source, target + context, names)
    numbers, left_out = _complete(numbers, target + context, missing)
    _check_rows(numbers, target, context)
    order = torch.randperm(len(numbers), generator=torch.Generator().manual_seed(seed))
    one, two = (round(share * len(numbers)) for share in SHARES)
    rows = order[:one], order[one : one + two], order[one + two :]
    _check_parts(numbers[rows[0]], target + context)
    given = numbers[:, len(target) :]
    scale = scale_of(context, given[rows[0]], given)

    def part(k):
        return Part(numbers[k, : len(target)].float(), scale(given[k]) if context else None)

    return Table(target, context, *map(part, rows), numbers, rows[2], left_out, scale)


def _listed(names):
    return (names,) if isinstance(names, str) else tuple(names)


def _check_columns(target, context):
    if not 1 <= len(target) <= MOST:
        raise BadTable(f"The target has one to {MOST} columns, not {len(target)}.")
    if set(target + context) & {"…", "..."}:
        raise BadTable("In place of … write the names of your columns, as the first line has them.")
    both = [name for name in target if name in context]
    if both:
        raise BadTable(
            f"{both[0]!r} is target and context: who is told the answer has nothing to learn."
        )
    for names in (target, context):
        if len(set(names)) < len(names):
            raise BadTable(f"A column is named twice: {', '.join(names)}.")


def _complete(numbers, names, missing):
    if missing not in ("refuse", "leave out"):
        raise BadTable(f'missing is "refuse" or "leave out", not {missing!r}.')
    bad = ~numbers.isfinite()
    rows = int(bad.any(1).sum())
    if rows and missing == "refuse":
        which = [name for name, some in zip(names, bad.any(0), strict=True) if some]
        raise BadTable(
            f"{rows} of {len(numbers)} rows {'has' if rows == 1 else 'have'} a missing or "
            "infinite value, in "
            f'{", ".join(which)}. missing="leave out" drops them; the answer is then about '
            "complete rows only."
        )
    return numbers[~bad.any(1)], rows


def _check_rows(numbers, target, context):
    if len(numbers) < FEWEST:
        raise BadTable(
            f"{many(len(numbers), 'row is', 'rows are')} too few: a fifth of them is to judge, and "
            f"with fewer than {FEWEST} rows nothing can be seen."
        )
    _check_parts(numbers, target + context)
    for k, name in enumerate(target + context):
        column, width = numbers[:, k], numbers[:, k].std().item()
        if column.abs().max() * 2**-23 > 1e-3 * width:
            raise BadTable(
                f"Column {name!r} lies around {column.mean():.6g} with a width of {width:.3g}: in "
                "float32 its digits are lost. Subtract its smallest value first."
            )
    _check_sums(numbers, target)


def _check_parts(numbers, names):
    for k, name in enumerate(names):
        if (numbers[:, k] == numbers[0, k]).all():
            raise BadTable(
                f"Column {name!r} is {numbers[0, k]:.6g} in every row, or in all but a few: it has "
                "no density. Leave it out."
            )


def _check_sums(numbers, target):
    """A target that is a sum of other columns lies on a plane, and has no density per volume."""
    if numbers.shape[1] < 2:
        return
    values = (numbers - numbers.mean(0)) / numbers.std(0)
    for k, name in enumerate(target):
        others = values[:, [j for j in range(values.shape[1]) if j != k]]
        rest = values[:, k : k + 1]
        rest = rest - others @ torch.linalg.lstsq(others, rest, driver="gelsd").solution
        if rest.std() < 1e-4:
            raise BadTable(
                f"{name!r} follows from the other columns by a sum: all rows lie on a plane, and "
                "there is no density per volume. Leave one of them out."
            )
