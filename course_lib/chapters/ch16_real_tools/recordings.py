"""What zuko and jammy_flows have said, for those who have not installed them.

``tests/chapters/ch16/record.py`` runs the chapter's own cells with the library, and writes down
what they print, with version and day. It does the same with some of jammy_flows's numbers.
"""

import functools
import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).with_name("recorded")


@functools.cache
def written(library):
    """{"version": …, "day": …, "cells": {name: text}} of a library, "zuko" or "jammy_flows"."""
    path = FOLDER / f"{library}.json"
    if not path.exists():
        known = sorted(one.stem for one in FOLDER.glob("*.json"))
        raise LookupError(f"Nothing was recorded of {library!r}; there is {', '.join(known)}.")
    return json.loads(path.read_text(encoding="utf-8"))


def recorded(library: str, name: str) -> None:
    """Print what a cell has printed where the library was installed, with version and day.

    Raises LookupError if there is no such recording.
    """
    found = written(library)
    if name not in found["cells"]:
        raise LookupError(f"{library} has no recording {name!r}; there are {list(found['cells'])}.")
    print(f"(recorded with {library} {found['version']}, {found['day']})")
    print(found["cells"][name])


@functools.cache
def jammys_numbers():
    """Parameters of flows of jammy_flows and what they gave, as numpy arrays in float64."""
    with np.load(FOLDER / "jammy_flows.npz") as file:
        return {name: file[name] for name in file.files}


def jammys_layer(name):
    """(log-weights, means, widths) of a recorded layer ``g`` in one dimension, as tensors."""
    import torch

    numbers = jammys_numbers()
    return tuple(
        torch.tensor(numbers[f"{name} {part}"]) for part in ("log-weights", "means", "widths")
    )
