"""Exercises 7.6 and 7.7: comparing fairly, and a second dimension."""

import torch
from torch.nn.functional import logsigmoid

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def mean_and_error(scores):
    return scores.mean(), scores.std() / len(scores) ** 0.5


SCORES = Exercise(
    id="7.6",
    title="A mean with an error bar",
    minutes=4,
    difficulty="easy",
    prompt="""
A flow was fitted on several random splits of the data; `scores`, of shape `(n,)`, holds the
held-out
mean of $\\log p$ of each. Write `mean_and_error(scores)`: return the mean and its **standard
error**, the
standard deviation of the scores (`scores.std()`) divided by $\\sqrt n$.
""",
    inputs=((tensor([-2.6, -2.4, -2.9, -2.5]),), (tensor([0.3, 1.7, 0.2, 0.9, 1.1, -0.4, 0.8]),)),
    names=("scores",),
    parts=("mean", "error"),
    reference=mean_and_error,
    returns="(mean, standard error), two numbers",
    misconceptions=(
        Misconception(
            "standard deviation",
            lambda scores: (scores.mean(), scores.std()),
            "this is how far single splits scatter. The mean of n of them scatters less: divide by "
            "√n.",
        ),
        Misconception(
            "divided by n",
            lambda scores: (scores.mean(), scores.std() / len(scores)),
            "you divide by n. Errors of a mean shrink like 1/√n: four times as many splits halve "
            "the error.",
        ),
        Misconception(
            "variance",
            lambda scores: (scores.mean(), scores.var() / len(scores)),
            "this is the variance of the mean; its root is the standard error.",
        ),
        Misconception(
            "sum instead of mean",
            lambda scores: (scores.sum(), scores.std() / len(scores) ** 0.5),
            "the first number is the sum of the scores, not their mean.",
        ),
    ),
    hints=(
        "How much does the mean scatter, if a single score scatters by scores.std()?",
        "scores.mean(), and scores.std() divided by the square root of len(scores).",
        "    return scores.mean(), scores.std() / …",
    ),
    praise="a difference counts when it is larger than its error bar.",
)


def log_prob_2d(x, first, second):
    return first(x[..., 0]) + second(x[..., 1], x[..., 0])


def one(v):
    """A logistic around 0.5 of scale 0.8."""
    u = (v - 0.5) / 0.8
    return logsigmoid(u) + logsigmoid(-u) - torch.log(tensor(0.8))


def given(v, on):
    """A logistic whose centre and scale depend on another number."""
    s = torch.exp(0.3 * on)
    u = (v - 2 * on) / s
    return logsigmoid(u) + logsigmoid(-u) - torch.log(s)


CONDITIONAL = Exercise(
    id="7.7",
    title="Two dimensions out of one",
    minutes=6,
    difficulty="medium",
    core=False,
    prompt="""
Any density in the plane is a product, $p(x_1, x_2) = p(x_1)\\,p(x_2\\,|\\,x_1)$. So two flows in
one
dimension make one in two, if the second may look at $x_1$. Write `log_prob_2d(x, first, second)`
for `x`
of shape `(..., 2)`: `first(x1)` is $\\log p(x_1)$, and `second(x2, x1)` is
$\\log p(x_2\\,|\\,x_1)$. The result
has the shape `(...)`.
""",
    inputs=(
        (tensor([[0.3, -1.0], [2.0, 3.5]]), one, given),
        (tensor([-0.7, 0.4]), one, given),
        (tensor([[[1.1, 0.2]], [[-2.0, -3.0]]]), one, given),
    ),
    names=("x", "first", "second"),
    reference=log_prob_2d,
    returns="log p(x1, x2), of shape (...)",
    misconceptions=(
        Misconception(
            "multiplied",
            lambda x, first, second: first(x[..., 0]) * second(x[..., 1], x[..., 0]),
            "densities multiply, so their logarithms add.",
        ),
        Misconception(
            "arguments swapped",
            lambda x, first, second: first(x[..., 0]) + second(x[..., 0], x[..., 1]),
            "second(x2, x1) wants the number whose density it gives first, and the condition "
            "second.",
        ),
        Misconception(
            "independent",
            lambda x, first, second: first(x[..., 0]) + first(x[..., 1]),
            "you used the first flow for both numbers: that makes them independent.",
        ),
        Misconception(
            "second alone",
            lambda x, first, second: second(x[..., 1], x[..., 0]),
            "this is log p(x2 | x1). The density of x1 itself belongs to it.",
        ),
        Misconception(
            "coordinates swapped",
            lambda x, first, second: first(x[..., 1]) + second(x[..., 0], x[..., 1]),
            "x1 is the first column, x[..., 0], and stands alone; x2 depends on it.",
        ),
    ),
    hints=(
        "What does a product of densities become in logarithms?",
        "x1 = x[..., 0], x2 = x[..., 1]; two terms.",
        "    return first(x[..., 0]) + second(…, …)",
    ),
    praise="one number after the other: an autoregressive flow, which Part II takes up.",
)
