"""The code of hints: it can be pasted, and with its gaps filled it is right."""

import textwrap

import pytest
import torch
from torch import nn
from torch.nn.functional import logsigmoid

from course_lib import flows
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.density import affine_log_prob
from course_lib.chapters.ch04_spline_flows.exercises.base import (
    bin_inverse,
    bin_log_slope,
    bin_map,
)
from course_lib.chapters.ch05_cdf_flows.exercises.base import log_sides
from course_lib.exercises.inputs import log_p0
from tests.chapters.filled_hints import FILLED
from tests.exercises import proofs

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`

GAP, INDENT = "…", "    "
EVERY = [pytest.param(exercise, id=exercise.id) for exercise in proofs.every_exercise()]
every_exercise = pytest.mark.parametrize("exercise", EVERY)


def blocks(hint):
    """The blocks of indented lines, as they would be pasted."""
    found, open_ = [], False
    for line in hint.split("\n"):
        if line.startswith(INDENT):
            found = found if open_ else [*found, []]
            found[-1].append(line)
        open_ = line.startswith(INDENT)
    return [textwrap.dedent("\n".join(lines)) for lines in found]


@every_exercise
def test_the_code_of_a_hint_can_be_pasted(exercise):
    for hint in exercise.hints:
        for code in blocks(hint):
            assert code.replace(GAP, "x").isascii(), code
            compile(f"def f():\n{textwrap.indent(code.replace(GAP, 'x'), INDENT)}", "hint", "exec")


@every_exercise
def test_the_third_hint_is_code_and_filled_in_it_is_right(exercise):
    found = blocks(exercise.hints[2])
    assert found, "the third hint has no code"
    if exercise.id == "8.5":
        return  # an answer in letters; its hint is how to run the snippets
    fillings, frame = FILLED[exercise.id]
    assert sum(code.count(GAP) for code in found) == len(fillings)
    waiting = iter(fillings)
    for place, code in enumerate(found):
        while GAP in code:
            code = code.replace(GAP, next(waiting), 1)
        found[place] = code
    result = proofs.state(exercise, answer(exercise, found, frame))
    assert result.right, str(result)


def answer(exercise, found, frame):
    """The hint's blocks in their frame, run as a cell would be."""
    frame = frame or f"def Answer({', '.join(exercise.names)}):\n{{0}}\n"
    for place, code in enumerate(found):
        mark = f"{{{place}}}"
        depth = 2 if frame.lstrip().startswith("class") or " for _ in" in frame else 1
        frame = frame.replace(mark, textwrap.indent(code, depth * INDENT))
    base = exercise.reference.__mro__[1] if isinstance(exercise.reference, type) else object
    names = {
        "torch": torch, "nn": nn, "math": __import__("math"), "flows": flows, "Base": base,
        "logsigmoid": logsigmoid, "log_p0": log_p0, "affine_log_prob": affine_log_prob,
        "bin_map": bin_map, "bin_log_slope": bin_log_slope, "bin_inverse": bin_inverse,
        "log_sides": log_sides,
    }  # fmt: skip
    exec(frame, names)
    return names["Answer"]
