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
    inputs=(
        (tensor([-2.6, -2.4, -2.9, -2.5]),),
        (tensor([0.3, 1.7, 0.2, 0.9, 1.1, -0.4, 0.8]),),
        (tensor([1.2, -0.3]),),
    ),
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
            "standard deviation with n",
            lambda scores: (scores.mean(), scores.std(correction=0) / len(scores) ** 0.5),
            "the deviations are summed and divided by n, as `numpy` does by itself. They are taken "
            "from the mean of the same scores and come out a little too small: divide by n − 1, "
            "as `scores.std()` does, and `numpy` with ddof=1.",
        ),
        Misconception(
            "divided by the root of n − 1",
            lambda scores: (scores.mean(), scores.std() / (len(scores) - 1) ** 0.5),
            "you divide by √(n − 1). The n − 1 is inside of `scores.std()` already; the mean of n "
            "scores scatters less by √n.",
        ),
        Misconception(
            "divided by n − 1",
            lambda scores: (scores.mean(), scores.std() / (len(scores) - 1)),
            "you divide by n − 1. Errors of a mean shrink like 1/√n.",
        ),
        Misconception(
            "multiplied by the root",
            lambda scores: (scores.mean(), scores.std() * len(scores) ** 0.5),
            "you multiply by √n. The more scores, the better their mean is known: divide.",
        ),
        Misconception(
            "two errors wide",
            lambda scores: (scores.mean(), 1.96 * scores.std() / len(scores) ** 0.5),
            "a factor 1.96 is in it: that is half an interval of 95 %. Asked for is the standard "
            "error itself, s/√n.",
        ),
        Misconception(
            "variance of the scores",
            lambda scores: (scores.mean(), scores.var()),
            "this is the variance of the single scores. Take its root, and divide by √n: the mean "
            "of n of them scatters less.",
        ),
        Misconception(
            "variance over the root",
            lambda scores: (scores.mean(), scores.var() / len(scores) ** 0.5),
            "you took the variance, `scores.var()`. Its root, `scores.std()`, is divided by √n.",
        ),
        Misconception(
            "mean of the deviations",
            lambda scores: (
                scores.mean(),
                (scores - scores.mean()).abs().mean() / len(scores) ** 0.5,
            ),
            "you average the deviations themselves. The standard deviation averages their squares, "
            "with n − 1, and takes the root: `scores.std()`.",
        ),
        Misconception(
            "error first",
            lambda scores: mean_and_error(scores)[::-1],
            "the two have changed places: the mean comes first, then its error.",
        ),
        Misconception(
            "the error alone",
            lambda scores: mean_and_error(scores)[1],
            "this is the standard error alone. Return both: the mean and its error.",
        ),
        Misconception(
            "median instead of mean",
            lambda scores: (scores.median(), scores.std() / len(scores) ** 0.5),
            "the first number is the median. The error bar belongs to the mean.",
        ),
        Misconception(
            "sum instead of mean",
            lambda scores: (scores.sum(), scores.std() / len(scores) ** 0.5),
            "the first number is the sum of the scores, not their mean.",
        ),
        Misconception(
            "the root at another place",
            lambda scores: (scores.mean(), scores.std() ** 0.5 / len(scores)),
            "the root is taken of the standard deviation, and n has none: the error is s divided "
            "by √n.",
            also=(
                lambda scores: (scores.mean(), scores.std() ** 0.5 / len(scores) ** 0.5),
                lambda scores: (scores.mean(), (scores.std() / len(scores)) ** 0.5),
            ),
        ),
        Misconception(
            "in proportion to the mean",
            lambda scores: (scores.mean(), mean_and_error(scores)[1] / scores.mean().abs()),
            "you divide by the mean: that is a relative error. Asked for is the error itself, in "
            "the units of the scores.",
            also=(lambda scores: (scores.mean(), mean_and_error(scores)[1] / scores.mean()),),
        ),
        Misconception(
            "half of the range",
            lambda scores: (scores.mean(), (scores.max() - scores.min()) / 2),
            "this is half of the range of the scores, and it grows with their number. The "
            "standard error is s/√n.",
            also=(lambda scores: (scores.mean(), scores.max() - scores.min()),),
        ),
    ),
    hints=(
        "How much does the mean scatter, if a single score scatters by scores.std()?",
        "scores.mean(), and scores.std() divided by the square root of len(scores).",
        "    return scores.mean(), scores.std() / …",
    ),
    praise="a difference counts when it is several error bars large.",
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
            "first alone",
            lambda x, first, second: first(x[..., 0]),
            "this is log p(x1). The density of x2, given x1, belongs to it.",
        ),
        Misconception(
            "subtracted",
            lambda x, first, second: first(x[..., 0]) - second(x[..., 1], x[..., 0]),
            "the second logarithm is taken away. The densities are multiplied, so their "
            "logarithms add.",
        ),
        Misconception(
            "densities multiplied",
            lambda x, first, second: log_prob_2d(x, first, second).exp(),
            "this is the density p(x1, x2) itself, and a right one. Its logarithm is asked for.",
        ),
        Misconception(
            "densities added",
            lambda x, first, second: (
                first(x[..., 0]).exp() + second(x[..., 1], x[..., 0]).exp()
            ).log(),
            "you add the densities. A joint density is their product: the logarithms add.",
        ),
        Misconception(
            "averaged",
            lambda x, first, second: log_prob_2d(x, first, second) / 2,
            "you take the mean of the two logarithms. They add: log p(x1) + log p(x2 | x1).",
        ),
        Misconception(
            "summed over the points",
            lambda x, first, second: log_prob_2d(x, first, second).sum(),
            "this is one number for all points. Each point keeps its own log-density.",
        ),
        Misconception(
            "x2 given itself",
            lambda x, first, second: first(x[..., 0]) + second(x[..., 1], x[..., 1]),
            "the condition is x2 itself in yours. `second` wants to know x1, x[..., 0].",
        ),
        Misconception(
            "rows taken for columns",
            lambda x, first, second: first(x[0]) + second(x[1], x[0]),
            "x[0] and x[1] are the first two *points*. The coordinates lie along the last "
            "dimension: x[..., 0] and x[..., 1].",
        ),
        Misconception(
            "coordinates swapped",
            lambda x, first, second: first(x[..., 1]) + second(x[..., 0], x[..., 1]),
            "x1 is the first column, x[..., 0], and stands alone; x2 depends on it.",
        ),
        Misconception(
            "the condition forgotten",
            lambda x, first, second: first(x[..., 0]) + second(x[..., 1]),
            "`second` got one number only. It is log p(x2 | x1): hand it x2 and the x1 that it "
            "looks at, `second(x2, x1)`.",
        ),
        Misconception(
            "one comma too few",
            lambda x, first, second: first(x[:, 0]) + second(x[:, 1], x[:, 0]),
            "`x[:, 0]` is right for a table of points and for nothing else. x has any shape "
            "`(..., 2)`, a single point as well: `x[..., 0]`.",
        ),
        Misconception(
            "counted from 1",
            lambda x, first, second: first(x[..., 1]) + second(x[..., 2], x[..., 1]),
            "Python counts from 0: the two coordinates are x[..., 0] and x[..., 1].",
        ),
        Misconception(
            "a dimension left over",
            lambda x, first, second: log_prob_2d(x, first, second).unsqueeze(-1),
            "the numbers are right, and a dimension of length 1 is left over: `x[..., 0]` takes it "
            "away, `x[..., :1]` keeps it.",
        ),
        Misconception(
            "the first subtracted",
            lambda x, first, second: second(x[..., 1], x[..., 0]) - first(x[..., 0]),
            "log p(x1) is taken away. The densities are multiplied, so their logarithms add.",
        ),
        Misconception(
            "log p(x1) as the condition",
            lambda x, first, second: first(x[..., 0]) + second(x[..., 1], first(x[..., 0])),
            "`second` looks at log p(x1) in yours. What it wants to know is x1 itself: "
            "second(x2, x1).",
            also=(
                lambda x, first, second: (
                    first(x[..., 0]) + second(x[..., 1], first(x[..., 0]).exp())
                ),
            ),
        ),
        Misconception(
            "not added",
            lambda x, first, second: torch.stack(
                [first(x[..., 0]), second(x[..., 1], x[..., 0])], -1
            ),
            "both logarithms are there, one beside the other. The log-density is their sum.",
            also=(
                lambda x, first, second: torch.stack(
                    [first(x[..., 0]), second(x[..., 1], x[..., 0])]
                ),
                lambda x, first, second: (first(x[..., 0]), second(x[..., 1], x[..., 0])),
            ),
        ),
        Misconception(
            "both coordinates in first",
            lambda x, first, second: first(x).sum(-1) + second(x[..., 1], x[..., 0]),
            "`first` got both coordinates, and x2 is counted twice. first is log p(x1): hand it "
            "x[..., 0].",
            also=(lambda x, first, second: first(x[..., 1]) + second(x[..., 1], x[..., 0]),),
        ),
    ),
    hints=(
        "What does a product of densities become in logarithms?",
        "x1 = x[..., 0], x2 = x[..., 1]; two terms.",
        "    return first(x[..., 0]) + second(…, …)",
    ),
    praise="one number after the other: an autoregressive flow, which Part II takes up.",
)
