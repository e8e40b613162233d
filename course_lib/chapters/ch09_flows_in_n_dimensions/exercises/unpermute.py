"""Exercise 9.6: a permutation undone."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def unpermute(x, order):
    return x[..., torch.argsort(order)]


UNPERMUTE = Exercise(
    id="9.6",
    title="Undo a permutation",
    minutes=5,
    difficulty="easy",
    prompt=r"""
Between two layers the coordinates are put into another order, `x = z[..., order]`: coordinate $i$
of $x$ is coordinate $\mathrm{order}_i$ of $z$. `order` is a tensor that holds each of
$0, \dots, n-1$ once.

Write `unpermute(x, order)`: the $z$ of $x$. `x` has the shape `(..., n)`.
""",
    inputs=(
        (tensor([0.5, -1.5, 2.5]), torch.tensor([2, 0, 1])),
        (tensor([[1.1, -0.2, 3.0], [0.4, 7.0, -2.0]]), torch.tensor([1, 2, 0])),
        (
            tensor(
                [
                    [0.3, 1.7, -0.9, 4.0],
                    [2.2, -3.1, 0.6, 1.2],
                    [5.0, 0.1, -1.4, -0.7],
                    [0.8, -2.6, 3.3, 9.0],
                ]
            ),
            torch.tensor([1, 3, 0, 2]),
        ),
        (
            tensor([[[0.9, -1.2, 0.4, 2.1, 6.0]], [[1.5, 3.5, -0.5, 0.2, -4.0]]]),
            torch.tensor([3, 0, 4, 1, 2]),
        ),
        (tensor([[-40.0, 30.0]]), torch.tensor([1, 0])),
    ),
    names=("x", "order"),
    reference=unpermute,
    returns="z, a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "the order once more",
            lambda x, order: x[..., order],
            "you apply the same order once more. That undoes an exchange of two, but not "
            "[2, 0, 1], which sends three coordinates round in a circle: twice is not back. Where "
            "does each coordinate of z stand in x?",
        ),
        Misconception(
            "flipped",
            lambda x, order: x.flip(-1),
            "you turn the row round. That undoes one permutation alone, n − 1, …, 0.",
        ),
        Misconception(
            "order flipped",
            lambda x, order: x[..., order.flip(0)],
            "you read the order from its end. Its inverse is not the same list backwards: it says "
            "where each of 0, …, n − 1 stands in it.",
        ),
        Misconception(
            "batch permuted",
            lambda x, order: x[torch.argsort(order)],
            "you put points into another order, along the first dimension. The coordinates lie "
            "along the last one: `x[..., places]`.",
        ),
        Misconception(
            "values sorted",
            lambda x, order: torch.sort(x, -1).values,
            "you sort the coordinates by their values. Sort the order instead: its argsort says "
            "where each coordinate stands.",
        ),
        Misconception(
            "descending",
            lambda x, order: x[..., torch.argsort(order, descending=True)],
            "you sort the order downwards: coordinate 0 of z comes out last.",
        ),
        Misconception(
            "nothing done",
            lambda x, order: x,
            "this is x as it came, still in the new order.",
        ),
        Misconception(
            "n − 1 − order",
            lambda x, order: x[..., len(order) - 1 - order],
            "n − 1 − order counts from the other end. The inverse of an order says where each of "
            "0, …, n − 1 stands in it.",
        ),
        Misconception(
            "minus order",
            lambda x, order: x[..., -order],
            "−order counts from the end, as Python does. The inverse of an order says where each "
            "of 0, …, n − 1 stands in it.",
        ),
        Misconception(
            "moved round by one",
            lambda x, order: x.roll(-1, -1),
            "you move all coordinates round by one place, whatever the order says.",
        ),
    ),
    hints=(
        "With order = [2, 0, 1], x = (z₃, z₁, z₂). Where in x does z₁ stand? And z₂, z₃?",
        "The inverse of an order lists, for each of 0, …, n − 1, its place in the order: that is "
        "what `torch.argsort` gives. Or write into an empty tensor, `z[..., order] = x`.",
        "In code, with one place left to you:\n\n    return x[..., torch.argsort(…)]",
    ),
    praise="an order and its argsort undo each other; the log-det is 0.",
)
