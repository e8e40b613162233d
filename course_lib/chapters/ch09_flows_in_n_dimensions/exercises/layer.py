"""Exercise 9.7: one layer of a Gaussianization, backwards."""

import torch

from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.base import (
    with_gradients,
    without_gradients,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def layer_inverse(x, R, marginals):
    y = x @ R
    z, log_det = [], 0.0
    for y_i, (h, log_slope) in zip(y.unbind(-1), marginals, strict=True):
        z.append(h(y_i))
        log_det = log_det + log_slope(y_i)
    return torch.stack(z, -1), log_det


# Rising maps, far from one another; none is odd, and no slope is 1 anywhere near.


def bent(y):
    return 1.5 * y + torch.tanh(y - 0.4) + 0.3


def bent_slope(y):
    return torch.log(1.5 + 1 / torch.cosh(y - 0.4) ** 2)


def drawn_in(y):
    return torch.asinh(2 * y + 0.7) - 0.5


def drawn_in_slope(y):
    return torch.log(2 / torch.sqrt(1 + (2 * y + 0.7) ** 2))


def steep(y):
    return 3 * y + torch.sin(2 * y) - 1.1


def steep_slope(y):
    return torch.log(3 + 2 * torch.cos(2 * y))


BENT, DRAWN_IN, STEEP = (bent, bent_slope), (drawn_in, drawn_in_slope), (steep, steep_slope)
TURN = tensor([[0.8, -0.6], [0.6, 0.8]])
THREE = tensor([[2.0, -2.0, 1.0], [1.0, 2.0, 2.0], [-2.0, -1.0, 2.0]]) / 3


# --- wrong answers: a right one with one thing changed --------------------------------------------


def _changed(turned=None, at=None, log_det=None):
    """``turned``: y from x and R; ``at``: where log_slope is asked; ``log_det`` of log-slopes."""

    def wrong(x, R, marginals):
        y = turned(x, R) if turned else x @ R
        z = torch.stack([h(y[..., i]) for i, (h, _) in enumerate(marginals)], -1)
        place = at(x, y, z) if at else y
        found = [log_slope(place[..., i]) for i, (_, log_slope) in enumerate(marginals)]
        found = torch.stack(found, -1)
        return z, log_det(found) if log_det else found.sum(-1)

    return wrong


def _marginals_first(x, R, marginals):
    z, log_det = layer_inverse(x, torch.eye(len(R)), marginals)
    return z @ R, log_det


def _turned_again(x, R, marginals):
    z, log_det = layer_inverse(x, R, marginals)
    return z @ R.T, log_det


def _first_for_all(x, R, marginals):
    return layer_inverse(x, R, [marginals[0]] * len(marginals))


def _in_front(x, R, marginals):
    z, log_det = layer_inverse(x, R, marginals)
    return torch.stack(z.unbind(-1)), log_det


def _det_added(x, R, marginals):
    z, log_det = layer_inverse(x, R, marginals)
    return z, log_det + torch.linalg.det(R)


LAYER = Exercise(
    id="9.7",
    title="Rotate and straighten",
    minutes=8,
    difficulty="medium",
    prompt=r"""
One layer of a Gaussianization, from the data towards the base. Write
`layer_inverse(x, R, marginals)`:

1. turn the points back: $y = R^\mathsf{T} x$, for every point of `x`, shape `(..., n)`. `R` is a
   rotation, an $n\times n$ matrix with $R^\mathsf{T}R = 1$. (For points in rows $M x$ is
   `x @ M.T`.)
2. straighten every coordinate by a map of its own, $z_i = h_i(y_i)$.

`marginals` is a list of $n$ pairs of functions, `(h, log_slope)`: the map $h_i$, and
$\log h_i'(y)$, which is asked at the same $y$. Both take a batch of numbers.

Return $z$ and the layer's $\log|\partial f^{-1}/\partial x|$, one number per point. Both must keep
their gradients by `x`.
""",
    inputs=(
        (tensor([[0.7, -1.2]]), TURN, [BENT, DRAWN_IN]),
        (tensor([[1.1, 0.4], [-0.8, 2.3], [0.2, -1.6]]), TURN, [STEEP, BENT]),
        (tensor([0.5, -0.9, 1.4]), THREE, [DRAWN_IN, STEEP, BENT]),
        (
            tensor([[[1.3, 0.1, -0.7], [-2.2, 0.8, 0.6]], [[0.4, 1.9, 2.5], [-0.3, -1.1, 0.9]]]),
            THREE,
            [BENT, DRAWN_IN, STEEP],
        ),
        (tensor([[30.0, -25.0], [-4.0, 60.0], [0.5, -45.0]]), TURN, [DRAWN_IN, STEEP]),
    ),
    labels=("", "", "", "", "far out"),
    names=("x", "R", "marginals"),
    parts=("z", "log|∂f⁻¹/∂x|"),
    reference=layer_inverse,
    probe=with_gradients("z", "x"),
    returns="a pair: z of the shape of x, and log|∂f⁻¹/∂x| with one number per point",
    misconceptions=(
        Misconception(
            "R instead of its transpose",
            _changed(turned=lambda x, R: x @ R.T),
            "you turn by R, on and not back. For rows Mx is `x @ M.T`, so Rᵀx is `x @ R`.",
        ),
        Misconception(
            "marginals first",
            _marginals_first,
            "you straighten first and turn then. Forwards the layer turns last, so backwards the "
            "turn is undone first; the maps were made for the coordinates of y.",
        ),
        Misconception(
            "slope at z",
            _changed(at=lambda x, y, z: z),
            "you ask the slopes at z, where the maps end. They are functions of y, where they "
            "begin: log h′(y).",
        ),
        Misconception(
            "slope at x",
            _changed(at=lambda x, y, z: x),
            "you ask the slopes at x, before the turn. The maps act on the coordinates of y.",
        ),
        Misconception(
            "not turned",
            _changed(turned=lambda x, R: x),
            "R is not used: you straighten the coordinates of x as they are.",
        ),
        Misconception(
            "turned back at the end",
            _turned_again,
            "you turn z once more at the end. The base is round and asks for no turning: z = h(y) "
            "is the result.",
        ),
        Misconception(
            "log-det of the map forwards",
            _changed(log_det=lambda s: -s.sum(-1)),
            "the sign is turned: this is the log-det of the layer forwards. h runs from the data "
            "to the base, as this layer does: + log h′.",
        ),
        Misconception(
            "logarithm taken twice",
            _changed(log_det=lambda s: torch.log(s).sum(-1)),
            "you take the logarithm of log_slope. It is a logarithm already.",
        ),
        Misconception(
            "slopes multiplied",
            _changed(log_det=lambda s: s.prod(-1)),
            "you multiply the logarithms. Slopes multiply, and so their logarithms add.",
        ),
        Misconception(
            "determinant without its logarithm",
            _changed(log_det=lambda s: torch.exp(s.sum(-1))),
            "this is |det ∂f⁻¹/∂x| itself. Return its logarithm, the sum of the log-slopes.",
        ),
        Misconception(
            "mean instead of sum",
            _changed(log_det=lambda s: s.mean(-1)),
            "you take the mean of the log-slopes. Stretch factors multiply, so their logarithms "
            "are added.",
        ),
        Misconception(
            "last slope alone",
            _changed(log_det=lambda s: s[..., -1]),
            "only the last coordinate's log-slope is returned: in the loop it is to be added to "
            "what is there.",
        ),
        Misconception(
            "first slope alone",
            _changed(log_det=lambda s: s[..., 0]),
            "only the first coordinate's log-slope is returned. All n are stretched.",
        ),
        Misconception(
            "summed over the whole batch",
            _changed(log_det=torch.sum),
            "your log-det adds up the points, too. Each point has a log-det of its own.",
        ),
        Misconception(
            "summed over the points",
            _changed(log_det=lambda s: s.sum(0)),
            "you sum over the first dimension, which counts points. Sum over the coordinates.",
        ),
        Misconception(
            "not summed",
            _changed(log_det=lambda s: s),
            "this is one log-slope for each coordinate. A point has one log-det: their sum.",
        ),
        Misconception(
            "log-det left at 0",
            _changed(log_det=lambda s: 0 * s.sum(-1)),
            "your log-det is 0. That is the rotation's part; the straightening stretches.",
        ),
        Misconception(
            "det R added",
            _det_added,
            "you add det R, which is 1. In a log-det stands its logarithm, log 1 = 0: a rotation "
            "stretches nothing.",
        ),
        Misconception(
            "the first map for all",
            _first_for_all,
            "all coordinates go through the first map. Each has one of its own, marginals[i].",
        ),
        Misconception(
            "stacked in front",
            _in_front,
            "`torch.stack` without a dimension puts the coordinates in front. Points keep theirs "
            "last: `torch.stack(z, -1)`.",
        ),
        Misconception(
            "cut off",
            without_gradients(layer_inverse),
            "the numbers are right, but x is cut off (detach, no_grad, item): the layers before "
            "this one could not be trained.",
        ),
        Misconception(
            "log-det left out",
            lambda x, R, marginals: layer_inverse(x, R, marginals)[0],
            "only z is returned. The density needs the log-det as well: return a pair.",
        ),
    ),
    hints=(
        "Two steps. Which of them has a log-det of 0?",
        "y = x @ R turns every row by Rᵀ. Then go through the coordinates of y and the pairs of "
        "functions side by side; collect h(y_i), and add up log_slope(y_i).",
        "In code, with three places left to you:\n\n"
        "    y, z, log_det = …, [], 0.0\n"
        "    for y_i, (h, log_slope) in zip(y.unbind(-1), marginals):\n"
        "        z.append(…)\n"
        "        log_det = log_det + …\n"
        "    return torch.stack(z, -1), log_det",
    ),
    praise="turn, straighten, again: each layer makes what is left rounder.",
)
