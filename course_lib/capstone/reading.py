"""From a file, a tensor or columns by name to numbers: or a sentence that says why not."""

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from course_lib import data

MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-"}
COURSE = {  # the course's own tables: what reads them, and how their columns are called
    "quakes": (data.quakes, ("latitude", "longitude", "depth", "magnitude", "stations")),
    "faithful": (data.old_faithful, ("duration", "waiting")),
    "cities": (data.cities, ("latitude", "longitude", "population")),
}


class BadTable(ValueError):
    """A table that cannot be learnt from; the message says what is the matter and what to do."""


def columns(source: str | Path | Tensor | Mapping, wanted: Sequence[str], names=None) -> Tensor:
    """The wanted columns as float64, shape (N, len(wanted)); NaN where a value is missing.

    ``source`` is the path of a CSV file whose first line has the names, the name of a table of the
    course, a dictionary of columns, or a tensor or array of shape (N, K) together with ``names``.
    Raises BadTable, in words.
    """
    if isinstance(source, str) and source in COURSE:
        read, names = COURSE[source]
        source = read()
    if isinstance(source, str | Path):
        names, rows = _rows(Path(source))
        _check_names(wanted, names, "the file")
        return torch.stack([_numbers(name, names.index(name), rows) for name in wanted], 1)
    if isinstance(source, Mapping):
        _check_names(wanted, list(source), "the table")
        return torch.stack(_of_one_length(wanted, source), 1)
    return _of_tensor(source, wanted, names)


def _rows(path):
    if not path.is_file():
        raise BadTable(
            f"There is no file {path}, seen from {Path.cwd()}. Tables of the course are "
            f"{', '.join(COURSE)}."
        )
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    first = text.partition("\n")[0]
    comma = max(",;\t", key=first.count)  # the sign that parts the names parts the numbers
    rows = [row for row in csv.reader(text.splitlines(), delimiter=comma) if any(row)]
    if len(rows) < 2:
        raise BadTable(f"{path.name} has {len(rows)} lines: it needs names and rows of numbers.")
    names = [name.strip() for name in rows[0]]
    if all(_is_number(name) for name in names):
        raise BadTable(f"The first line of {path.name} holds numbers: write the names above it.")
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            raise BadTable(f"Line {line} has {len(row)} values, and there are {len(names)} names.")
    return names, rows[1:]


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def _numbers(name, at, rows):
    numbers = []
    for line, row in enumerate(rows, 2):
        text = row[at].strip()
        if text.lower() in MISSING:
            numbers.append(math.nan)
        elif _is_number(text):
            numbers.append(float(text))
        else:
            comma = (
                "A decimal comma must be a point. " if _is_number(text.replace(",", ".")) else ""
            )
            raise BadTable(
                f"Column {name!r} holds text, {text!r} in line {line}: a density needs numbers. "
                f"{comma}Kinds (colours, names) make groups: fit each by itself, or give a column "
                "of 0 and 1 for each kind as context."
            )
    return torch.tensor(numbers, dtype=torch.float64)


def _check_names(wanted, names, where):
    twice = sorted({name for name in names if names.count(name) > 1} & set(wanted))
    if twice:
        raise BadTable(f"{where.capitalize()} has two columns {twice[0]!r}: which one is meant?")
    for name in wanted:
        if name not in names:
            raise BadTable(f"There is no column {name!r} in {where}. It has {', '.join(names)}.")


def _of_one_length(wanted, source):
    found = [_as_tensor(source[name], name) for name in wanted]
    for name, column in zip(wanted, found, strict=True):
        if column.dim() != 1 or len(column) != len(found[0]):
            raise BadTable(
                f"Column {name!r} has shape {tuple(column.shape)}, column {wanted[0]!r} "
                f"{tuple(found[0].shape)}: each is a list of numbers, all of one length."
            )
    return found


def _of_tensor(source, wanted, names):
    numbers = _as_tensor(source, "the table")
    if numbers.dim() != 2:
        raise BadTable(f"A table has shape (rows, columns), not {tuple(numbers.shape)}.")
    if names is None:
        raise BadTable("Say what the columns are called: names=('height', 'weight', …).")
    if len(names) != numbers.shape[1]:
        raise BadTable(f"There are {len(names)} names for {numbers.shape[1]} columns.")
    _check_names(wanted, list(names), "the table")
    return numbers[:, [list(names).index(name) for name in wanted]]


def _as_tensor(values, name):
    try:
        return torch.as_tensor(values, dtype=torch.float64).detach().cpu()
    except (TypeError, ValueError, RuntimeError):
        raise BadTable(f"{name!r} holds something that is no number.") from None
