"""Exercises that the engine's tests are tried on: a function, a tuple, gradients, a class."""

import math

import torch

from course_lib.exercises import Exercise, Misconception, gradients, ladder


def t(*numbers):
    return torch.tensor(numbers if len(numbers) > 1 else numbers[0], dtype=torch.float64)


WORDS = {
    "title": "A sample",
    "minutes": 5,
    "prompt": "Write it.",
    "hints": ("Nudge.", "Strategy.", "Nearly:\n\n    return …"),
    "praise": "it works.",
    "returns": "a number",
}


def log_normal(x):
    z = torch.log(x)
    return torch.exp(-(z**2) / 2) / math.sqrt(2 * math.pi) / x


FUNCTION = Exercise(
    id="90.1",
    inputs=((t(0.7),), (t(2.3),), (t(0.2, 1.7, 6.0),), (t([[0.3, 0.6, 2.0], [1.1, 3.0, 5.0]]),)),
    reference=log_normal,
    elementwise=True,
    misconceptions=(
        Misconception("no Jacobian", lambda x: log_normal(x) * x, "the Jacobian is missing."),
        Misconception("multiplied", lambda x: log_normal(x) * x * x, "divide by it."),
        Misconception("summed", lambda x: log_normal(x).sum(), "one density per number."),
    ),
    **WORDS,
)


def linear(z, a, b):
    return a * z + b, torch.log(torch.abs(a)).expand(z.shape)


TUPLE = Exercise(
    id="90.2",
    names=("z", "a", "b"),
    inputs=((t(0.4), t(-2.0), t(0.3)), (t(1.0, -0.6), t(3.0), t(-1.0))),
    reference=linear,
    parts=("x", "log|∂f/∂z|"),
    misconceptions=(
        Misconception(
            "no absolute value",
            lambda z, a, b: (a * z + b, torch.log(a).expand(z.shape)),
            "log a has no value for a negative a.",
        ),
        Misconception(
            "shift first", lambda z, a, b: (a * (z + b), linear(z, a, b)[1]), "scale, then shift."
        ),
        Misconception(
            "inverse's log-det", lambda z, a, b: (a * z + b, -linear(z, a, b)[1]), "the sign."
        ),
    ),
    **WORDS,
)


def second_moment(z, a, b):
    return ((a * z + b) ** 2).mean()


GRADIENT = Exercise(
    id="90.3",
    names=("z", "a", "b"),
    inputs=((t(0.4, -1.2, 0.9), t(1.7), t(0.6)), (t(-0.3, 2.0), t(-0.8), t(0.2))),
    reference=second_moment,
    probe=gradients(a=1, b=2),
    misconceptions=(
        Misconception(
            "cut",
            lambda z, a, b: second_moment(z, a.detach(), b.detach()),
            "the graph is cut: samples must keep their gradient.",
        ),
        Misconception("sum", lambda z, a, b: ((a * z + b) ** 2).sum(), "a mean, not a sum."),
    ),
    **WORDS,
)


class LinearFlow:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def forward(self, z):
        return self.a * z + self.b, torch.log(torch.abs(self.a)).expand(z.shape)

    def inverse(self, x):
        return (x - self.b) / self.a, -torch.log(torch.abs(self.a)).expand(x.shape)


class SameSign(LinearFlow):
    def inverse(self, x):
        return (x - self.b) / self.a, torch.log(torch.abs(self.a)).expand(x.shape)


class ShiftFirst(LinearFlow):
    def forward(self, z):
        return self.a * (z + self.b), torch.log(torch.abs(self.a)).expand(z.shape)


def both_ways(flow_class, a, b, z):
    flow = flow_class(a, b)
    x, forward_log_det = flow.forward(z)
    back, inverse_log_det = flow.inverse(2 * z)
    return {
        "x": x,
        "log|∂f/∂z|": forward_log_det,
        "z": back,
        "log|∂f⁻¹/∂x|": inverse_log_det,
    }


CLASS = Exercise(
    id="90.4",
    names=("a", "b", "z"),
    inputs=((t(-2.0), t(0.3), t(0.4)), (t(3.0), t(-1.0), t(1.0, -0.6))),
    reference=LinearFlow,
    probe=both_ways,
    misconceptions=(
        Misconception("same sign", SameSign, "the inverse's log-det has the other sign."),
        Misconception("shift first", ShiftFirst, "scale, then shift."),
    ),
    **WORDS,
)

SAMPLES = (FUNCTION, TUPLE, GRADIENT, CLASS)


def judge(exercise, candidate):
    result, _ = ladder.examine(exercise, candidate)
    return result
