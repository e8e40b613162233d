"""Exercise 9.1: the log-det of a triangular map."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def log_det(slopes):
    return torch.log(slopes.abs()).sum(-1)


MANY = torch.full((2, 1000), 0.3, dtype=torch.float64)
MANY[1] = -0.25

LOG_DET = Exercise(
    id="9.1",
    title="The log-det of a triangular map",
    minutes=3,
    difficulty="easy",
    prompt=r"""
In a triangular map every $x_i$ depends on $z_1, \dots, z_i$ alone. Above the diagonal its Jacobian
is 0, and so its determinant is the product of the diagonal: of the slopes
$\partial x_i/\partial z_i$.

Write `log_det(slopes)`: the log-det $\log|\det \partial f/\partial z|$ of each point. `slopes` has
the shape `(..., n)`, with the $n$ slopes of one point along the last dimension; they can be
negative. Return one number per point, shape `(...)`.

It must hold for 1000 coordinates, too: $0.3^{1000}$ is 0 in a computer, its logarithm is not.
""",
    inputs=(
        (tensor([0.4, -2.5, 3.7]),),
        (tensor([[1.6, 0.3], [-0.2, 5.0]]),),
        (tensor([[[0.7, -1.3, 2.0], [4.0, 0.1, -0.6]]]),),
        (tensor([[2.5, 0.4, 1e-3], [1e12, -3.0, 1e-30], [0.2, 0.5, 0.9], [7.0, 1.1, -2.0]]),),
        (MANY,),
    ),
    labels=("", "", "", "", "1000 coordinates"),
    names=("slopes",),
    reference=log_det,
    returns="log|det ∂f/∂z|, one number per point",
    misconceptions=(
        Misconception(
            "product without its logarithm",
            lambda slopes: slopes.prod(-1),
            "this is the determinant itself. Its logarithm is asked for: the logarithms of the "
            "slopes add up.",
        ),
        Misconception(
            "size of the product without its logarithm",
            lambda slopes: slopes.prod(-1).abs(),
            "this is |det| itself. Its logarithm is asked for: the logarithms of the slopes add "
            "up.",
        ),
        Misconception(
            "logarithm of the product",
            lambda slopes: torch.log(slopes.prod(-1).abs()),
            "on paper you are right. But the product of 1000 slopes of 0.3 is smaller than any "
            "number that a computer knows: it becomes 0, and log 0 is −∞. Take the logarithms "
            "first; a sum of them stays in range.",
        ),
        Misconception(
            "absolute value forgotten",
            lambda slopes: torch.log(slopes).sum(-1),
            "a negative slope has no logarithm, and you get NaN. A stretch has a size, whichever "
            "way the coordinate runs: log|slope|.",
        ),
        Misconception(
            "mean instead of sum",
            lambda slopes: torch.log(slopes.abs()).mean(-1),
            "you take the mean over the coordinates. Stretch factors multiply, so their logarithms "
            "are added: in 2 dimensions with slopes 2 and 3, areas grow 6 times.",
        ),
        Misconception(
            "summed over the whole batch",
            lambda slopes: torch.log(slopes.abs()).sum(),
            "`.sum()` without a dimension adds up the points as well. Every point has a log-det of "
            "its own: sum over the last dimension alone, `.sum(-1)`.",
        ),
        Misconception(
            "summed over the points",
            lambda slopes: torch.log(slopes.abs()).sum(0),
            "you sum over the first dimension, which counts points. The coordinates of one point "
            "lie along the last one: `.sum(-1)`.",
        ),
        Misconception(
            "logarithm of the sum",
            lambda slopes: torch.log(slopes.abs().sum(-1)),
            "you add the slopes and take the logarithm then. The determinant is their product; its "
            "logarithm is the sum of the logarithms.",
        ),
        Misconception(
            "size of the sum",
            lambda slopes: torch.log(slopes.sum(-1).abs()),
            "you add the slopes: that is the Jacobian's trace. The determinant is their product, "
            "and its logarithm the sum of log|slope|.",
        ),
        Misconception(
            "log-det of the inverse",
            lambda slopes: -log_det(slopes),
            "the sign is turned: this is the log-det of the inverse. Here the map runs forwards, "
            "and a slope above 1 stretches: + log|slope|.",
        ),
        Misconception(
            "not summed",
            lambda slopes: torch.log(slopes.abs()),
            "this is one number for every coordinate. A point has one log-det: sum over the last "
            "dimension.",
        ),
        Misconception(
            "the sign of the determinant",
            lambda slopes: torch.sign(slopes).prod(-1),
            "this is the sign of the determinant, +1 or −1: the first of the two numbers that "
            "slogdet returns. The second is log|det|.",
        ),
        Misconception(
            "negative slopes cut off",
            lambda slopes: torch.log(slopes.clamp(min=1e-12)).sum(-1),
            "your clamp turns every negative slope into a tiny positive one. A slope of −2.5 "
            "stretches by 2.5: take the absolute value.",
        ),
        Misconception(
            "slopes below 1 cut off",
            lambda slopes: torch.log(slopes.abs().clamp(min=1)).sum(-1),
            "you lift slopes below 1 up to 1. They squeeze, and their logarithm is negative: that "
            "is as it should be.",
        ),
        Misconception(
            "logarithm to base 10",
            lambda slopes: torch.log10(slopes.abs()).sum(-1),
            "this is the logarithm to base 10. All log-densities of the course are natural ones: "
            "torch.log.",
        ),
        Misconception(
            "only the last slope",
            lambda slopes: torch.log(slopes[..., -1].abs()),
            "only the last coordinate's slope is in it. Each of the n coordinates stretches.",
        ),
        Misconception(
            "square without its half",
            lambda slopes: torch.log(slopes**2).sum(-1),
            "log(slope²) is twice log|slope|: halve it, or take the absolute value.",
        ),
    ),
    hints=(
        "Slopes 2 and −3 in the plane: by what does the area grow? What is its logarithm, written "
        "with log 2 and log 3?",
        "The logarithm of a product is a sum of logarithms. Take the sizes first, then logarithms, "
        "then sum over the last dimension.",
        "In code, with two places left to you:\n\n    return torch.log(…).sum(…)",
    ),
    praise="n logarithms and a sum: no determinant, however many dimensions.",
)
