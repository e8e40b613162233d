"""From a file, a tensor or columns by name to numbers: or a sentence that says why not."""

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from course_lib import data
from course_lib.capstone.written import BadTable, is_number, written_in

YES_OR_NO = {"true", "false", "yes", "no", "t", "f", "y", "n"}
DATE = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b|\d{1,2}:\d\d\b")  # 2026-11-27, 27.11.26, 8:30
MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-"}
COURSE = {  # the course's own tables: what reads them, and how their columns are called
    "quakes": (data.quakes, ("latitude", "longitude", "depth", "magnitude", "stations")),
    "faithful": (data.old_faithful, ("duration", "waiting")),
    "cities": (data.cities, ("latitude", "longitude", "population")),
}


def columns(source: str | Path | Tensor | Mapping, wanted: Sequence[str], names=None) -> Tensor:
    """The wanted columns as float64, shape (N, len(wanted)); NaN where a value is missing.

    ``source`` is the path of a CSV file whose first line has the names, the name of a table of the
    course, a dictionary of columns, a data frame, numpy's table with names, or a tensor or array of
    shape (N, K) together with ``names``.
    Raises BadTable, in words.
    """
    if isinstance(source, str) and source in COURSE:
        read, names = COURSE[source]
        source = read()
    if isinstance(source, str | Path):
        names, rows = written_in(Path(source))
        _check_names(wanted, names, "the file")
        return torch.stack([_numbers(name, names.index(name), rows) for name in wanted], 1)
    source = _by_name(source)
    if isinstance(source, Mapping):
        _check_names(wanted, list(source), "the table")
        return torch.stack(_of_one_length(wanted, source), 1)
    return _of_tensor(source, wanted, names)


def check_there(source) -> None:
    """Raises BadTable for the path of a file that is not there."""
    if isinstance(source, str | Path) and source not in COURSE and not Path(source).is_file():
        raise BadTable(
            f"There is no file {source}, seen from {Path.cwd()}. Tables of the course are "
            f"{', '.join(COURSE)}."
        )


def _by_name(source):
    """The columns of a data frame, or of numpy's table with names, as a dictionary."""
    names = getattr(getattr(source, "dtype", None), "names", None)
    if names is None and not isinstance(source, Mapping):
        names = getattr(source, "columns", None)  # pandas, polars; the course needs neither
    return source if names is None else {str(name): source[name] for name in names}


def _numbers(name, at, rows):
    numbers = []
    for line, row in enumerate(rows, 2):
        text = row[at].strip()
        if text.lower() in MISSING:
            numbers.append(math.nan)
        elif is_number(text):
            numbers.append(float(text))
        else:
            raise BadTable(
                f"Column {name!r} holds text, {text!r} in line {line}: a density needs numbers. "
                f"{_made_a_number(text)}"
            )
    return torch.tensor(numbers, dtype=torch.float64)


def _made_a_number(text):
    """What to write in place of a text."""
    if is_number(text.replace(",", ".")):
        return "A decimal comma must be a point."
    if DATE.match(text):
        return "Make a number of a date: the days (or hours) since the first one."
    if text.lower() in YES_OR_NO:
        return "Write 1 and 0 in place of it."
    return (
        "Kinds (colours, names) make groups: fit each by itself, or give a column of 0 and 1 for "
        "each kind as context."
    )


def _check_names(wanted, names, where):
    twice = sorted({name for name in names if names.count(name) > 1} & set(wanted))
    if twice:
        raise BadTable(f"{where.capitalize()} has two columns {twice[0]!r}: which one is meant?")
    for name in wanted:
        if name not in names:
            one = len(names) == 1 and " " in str(names[0])
            sign = " Its first line has no comma, semicolon or tab." if one else ""
            has = ", ".join(map(str, names))
            raise BadTable(f"There is no column {name!r} in {where}. It has {has}.{sign}")


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
        if not isinstance(values, Tensor):
            values = np.asarray(values, dtype=np.float64)
        return torch.as_tensor(values, dtype=torch.float64).detach().cpu()
    except (TypeError, ValueError, RuntimeError):
        raise BadTable(f"{name!r} holds something that is no number.") from None
