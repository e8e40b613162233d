"""What torch words badly is said in a human sentence, at the learner's own line."""

import linecache
import math

import numpy as np
import pytest
import torch

from course_lib.exercises import error_report, ladder, registry
from tests.exercises.samples import CLASS, GRADIENT, LinearFlow, judge

SETTING = "p = torch.ones(3, requires_grad=True)\n    M = torch.ones(2, 2)\n    "


def raised(body, *args):
    """The error of a learner's function with this body, whose source can be read."""
    name = f"<ipython-input-{abs(hash(body))}>"
    source = f"def wrong(x, *rest):\n    {SETTING}{body}\n"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    scope = {"torch": torch, "math": math, "np": np, "nn": torch.nn}
    exec(compile(source, name, "exec"), scope)
    with pytest.raises(Exception) as found:
        scope["wrong"](*(args or (torch.ones(3),)))
    return found.value


@pytest.mark.parametrize(
    ("body", "tip"),
    [
        ("(p * x).backward()", "Take the `.mean()` of the loss"),
        ("torch.autograd.grad(p * x, p)", "the `.sum()` of all results"),
        ("y = (p * x).exp().sum(); y.backward(); y.backward()", "used up by one `backward()`"),
        ("torch.autograd.grad((2 * x).sum(), x)", "Nothing in the result hangs on"),
        ("x.sum().backward()", "Nothing in the result hangs on"),
        ("torch.autograd.grad(p.sum(), M.requires_grad_())", "does not depend on what you"),
        ("p += 1", "`p = p - …`"),
        ("y = p.exp(); y += 1; y.sum().backward()", "was overwritten"),
        ("return p.numpy()", "NumPy keeps no gradient"),
        ("torch.optim.Adam(nn.Module().parameters(), lr=0.1)", "`nn.Parameter`s is wanted"),
        ("torch.optim.Adam(LinearFlow.parameters())", "misspelt"),
        ("return (lambda: 0).parameters()", "`nn.Module` with `nn.Parameter`s"),
        ("return x.sum() + torch.linalg.slogdet(M)", "`.logabsdet`"),
        ("return torch.linalg.inv(M)", "no inverse"),
        ("return x + x.sum", "are the brackets missing"),
        ("return x.sum + 1", "are the brackets missing"),
        ("return x.mean.item()", "are the brackets missing"),
        ("a, b = 2.0", "A single value stands"),
        ("for v in 2.0: pass", "A single value stands"),
        ("return x(2)", "is a `*` missing"),
        ("a, b = torch.ones(3)", "takes apart exactly two"),
        ("return x[torch.tensor([0.5])]", "An index is a whole number"),
        ("return M @ torch.ones(3)", "print the `.shape`"),
        ("return M @ torch.ones(2, dtype=torch.float64)", "same type"),
        ("return torch.ones(2) + torch.ones(3)", "print the `.shape`"),
        ("return torch.exp((x, x))", "Take it apart"),
        ("return x * torch.autograd.grad(p.sum(), p)", "`(slope,) = torch.autograd.grad(…)`"),
        ("return torch.exp(torch.autograd.grad(p.sum(), p))", "with one gradient for each"),
        ("return x if x > 0 else 0", "torch.where"),
        ("return torch.exp(2.0)", "torch.as_tensor"),
        ("return undefined", "a cell above not run yet"),
    ],
)
def test_an_error_gets_a_human_sentence(body, tip):
    exercise = registry.find("2.1")
    message, rows, notes = error_report.describe(raised(body), exercise, exercise.inputs[2])
    assert notes and tip in notes[0], (message, notes)
    assert dict(rows)["Your line"].strip()
    assert "Error" not in dict(rows), "the headline has it already"


def test_an_exercise_s_own_tip_comes_first():
    from dataclasses import replace

    exercise = replace(registry.find("2.1"), tips=((r"has no inverse|singular", "Mine."),))
    error = raised("return torch.linalg.inv(M)")
    assert error_report.describe(error, exercise, exercise.inputs[2])[2] == ("Mine.",)


# --- errors of the check itself -----------------------------------------------------------------


class NoInverse:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def forward(self, z):
        return self.a * z + self.b, torch.log(torch.abs(self.a)).expand(z.shape)


class OneValue(LinearFlow):
    def inverse(self, x):
        return (x - self.b) / self.a


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("exercise", "candidate", "says"),
    [
        (CLASS, NoInverse, "nothing called `inverse`"),
        (CLASS, OneValue, "`inverse` returned a number, and the check could not go on"),
        (CLASS, LinearFlow(1.0, 2.0), "the class itself, and it was handed a LinearFlow"),
        (registry.find("3.5"), lambda flow, data, steps, lr: 3.0, "returned a float"),
    ],
)
def test_an_error_of_the_check_is_told_as_what_came_back(exercise, candidate, says):
    result = ladder.examine(exercise, candidate)[0]
    assert says in str(result), result
    assert "your function raised" not in str(result)


def test_an_error_in_the_learners_own_line_is_not_the_checks():
    result = judge(GRADIENT, lambda z, a, b: z @ torch.ones(9))
    assert result.rung == "raised" and "your function raised" in str(result)
