"""Exercise 9.2: a map in two steps, from the data back to the base."""

import torch

from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.base import (
    with_gradients,
    without_gradients,
)
from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.two_steps import (
    BOWL,
    LOG_2,
    NARROWER,
    PULSE,
    RAMP,
    SHAPES,
    SHIFT_NAMES,
    WAVE,
    detached,
    forward,
    inverse,
    turned,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _back(z1=None, at=None, z2=None, log_det=None):
    """A right inverse with one thing changed; each part is a function of what it needs."""

    def wrong(x, shift, log_scale):
        x1, x2 = x[..., 0], x[..., 1]
        first = z1(x1) if z1 else (x1 + 1) / 2
        place = at(x1, x2, first) if at else x1
        b, s = shift(place), log_scale(place)
        second = z2(x2, b, s) if z2 else (x2 - b) * torch.exp(-s)
        return torch.stack([first, second], -1), log_det(s) if log_det else -LOG_2 - s

    return wrong


def _at_z1(*which):
    """The inverse with these of "shift", "scale" and "log-det" made at z₁ in place of x₁."""

    def wrong(x, shift, log_scale):
        x1, x2 = x[..., 0], x[..., 1]
        z1 = (x1 + 1) / 2
        at = {name: z1 if name in which else x1 for name in ("shift", "scale", "log-det")}
        z2 = (x2 - shift(at["shift"])) * torch.exp(-log_scale(at["scale"]))
        return torch.stack([z1, z2], -1), -LOG_2 - log_scale(at["log-det"])

    return wrong


def _exchanged(x, shift, log_scale):
    return inverse(x, log_scale, shift)


def _mirrored(x, shift, log_scale):
    z, log_det = inverse(x.flip(-1), shift, log_scale)
    return z.flip(-1), log_det


INVERSE = Exercise(
    id="9.2",
    title="A map in two steps, backwards",
    minutes=9,
    difficulty="medium",
    prompt=r"""
A triangular flow in the plane. The first coordinate moves by itself, and then says how the second
one is stretched and shifted:
$$x_1 = 2\,z_1 - 1,\qquad x_2 = b(x_1) + e^{s(x_1)}\,z_2,$$
where $b$ is the function `shift` and $s$ the function `log_scale`. Write
`inverse(x, shift, log_scale)`: the pair of $z$ and $\log|\partial f^{-1}/\partial x|$ for points
`x` of the shape `(..., 2)`.
"""
    + SHAPES,
    inputs=(
        (tensor([0.6, -1.7]), BOWL, NARROWER),
        (tensor([[-1.4, 0.8], [2.3, 3.1], [0.2, -0.5]]), WAVE, PULSE),
        (tensor([[[1.1, 0.4], [-0.7, -2.6]], [[3.0, 1.9], [-2.2, 5.0]]]), BOWL, PULSE),
        (tensor([[-30.0, 12.0], [25.0, -40.0]]), WAVE, NARROWER),
        (tensor([[12.0, 4.0], [-9.0, -0.4], [10.0, -3.0]]), WAVE, RAMP),
    ),
    labels=("", "", "", "far out", "scales far from 1"),
    names=("x", "shift", "log_scale"),
    parts=("z", "log|∂f⁻¹/∂x|"),
    reference=inverse,
    probe=with_gradients("z", "x", SHIFT_NAMES),
    returns="a pair: z, and log|∂f⁻¹/∂x| with one number per point",
    misconceptions=(
        Misconception(
            "conditions on z1",
            _back(at=lambda x1, x2, z1: z1),
            "you ask shift and log_scale at z₁. The map was made with x₁, and x₁ is what you are "
            "given: the two functions must be asked at the same number both ways.",
        ),
        Misconception(
            "shift at z1",
            _at_z1("shift"),
            "you ask shift at z₁. The map was made with shift at x₁, and x₁ is what you are given: "
            "ask it there.",
        ),
        Misconception(
            "log_scale at z1",
            _at_z1("scale", "log-det"),
            "you ask log_scale at z₁. The map was made with log_scale at x₁, and x₁ is what you "
            "are given: ask it there.",
            also=(_at_z1("scale"),),
        ),
        Misconception(
            "log-det at z1",
            _at_z1("log-det"),
            "your log-det asks log_scale at z₁. The stretch that was undone is the one at x₁.",
        ),
        turned(inverse, "x"),
        Misconception(
            "conditions on x2",
            _back(at=lambda x1, x2, z1: x2),
            "you ask shift and log_scale at x₂. They see only what came before: x₁. A map whose "
            "x₂ decides about itself could fold.",
        ),
        Misconception(
            "first coordinate's log-det forgotten",
            _back(log_det=lambda s: -s),
            "only the second coordinate is in your log-det. The first one is stretched, too: twice "
            "on the way forwards, so − log 2 on the way back.",
        ),
        Misconception(
            "second coordinate's log-det forgotten",
            _back(log_det=lambda s: -LOG_2 + 0 * s),
            "only the first coordinate is in your log-det. The second one is squeezed by "
            "exp(log_scale): add −log_scale(x₁).",
        ),
        Misconception(
            "shift and scale exchanged",
            _exchanged,
            "shift and log_scale have changed places. shift is taken away from x₂; what remains is "
            "divided by exp(log_scale).",
        ),
        Misconception(
            "scaled before the shift is undone",
            _back(z2=lambda x2, b, s: x2 * torch.exp(-s) - b),
            "you divide first and take the shift away then. Forwards the shift is added last, so "
            "backwards it goes first: (x₂ − shift) / scale.",
        ),
        Misconception(
            "log-det of the map forwards",
            _back(log_det=lambda s: LOG_2 + s),
            "this is the log-det of the map forwards. You run backwards, from x to z: both signs "
            "are −.",
        ),
        Misconception(
            "sign of log 2",
            _back(log_det=lambda s: LOG_2 - s),
            "the first coordinate's part has the wrong sign: on the way back it is halved, and "
            "log ½ = −log 2.",
        ),
        Misconception(
            "sign of log_scale",
            _back(log_det=lambda s: s - LOG_2),
            "the second coordinate's part has the wrong sign: on the way back x₂ is divided by the "
            "scale, which gives −log_scale.",
        ),
        Misconception(
            "multiplied instead of divided",
            _back(z2=lambda x2, b, s: (x2 - b) * torch.exp(s)),
            "you multiply by the scale, as on the way forwards. Backwards divide by it.",
        ),
        Misconception(
            "exp forgotten",
            _back(z2=lambda x2, b, s: (x2 - b) / s),
            "you divide by log_scale. That is the logarithm of the scale: the scale itself is "
            "exp(log_scale), and always positive.",
        ),
        Misconception(
            "log_scale taken for the scale",
            _back(z2=lambda x2, b, s: (x2 - b) / s, log_det=lambda s: -LOG_2 - torch.log(s.abs())),
            "you take log_scale for the scale itself. The network gives its logarithm, so that the "
            "scale exp(log_scale) is positive whatever comes out: divide by it, and −log_scale is "
            "its log-det.",
        ),
        Misconception(
            "shift added",
            _back(z2=lambda x2, b, s: (x2 + b) * torch.exp(-s)),
            "the shift is added once more. The map has added it; backwards it is taken away.",
        ),
        Misconception(
            "shift forgotten",
            _back(z2=lambda x2, b, s: x2 * torch.exp(-s)),
            "the shift is still in your z₂: take it away from x₂ before you divide.",
        ),
        Misconception(
            "first coordinate: 1 taken away",
            _back(z1=lambda x1: (x1 - 1) / 2),
            "solve x₁ = 2 z₁ − 1 for z₁ once more: the 1 comes to the other side with a plus.",
        ),
        Misconception(
            "first coordinate: halved before the 1 is undone",
            _back(z1=lambda x1: x1 / 2 + 1),
            "x₁ = 2 z₁ − 1 takes 1 away last. So backwards 1 is added first, and then you halve.",
        ),
        Misconception(
            "first coordinate untouched",
            _back(z1=lambda x1: x1),
            "your z₁ is x₁. The first coordinate moves, too: x₁ = 2 z₁ − 1.",
        ),
        Misconception(
            "first coordinate run forwards",
            _back(z1=lambda x1: 2 * x1 - 1),
            "the first coordinate runs forwards once more. Solve x₁ = 2 z₁ − 1 for z₁.",
        ),
        Misconception(
            "the other coordinate first",
            _mirrored,
            "the coordinates have changed roles: yours starts with the second one. The first is "
            "x[..., 0].",
        ),
        Misconception(
            "summed over the batch",
            _back(log_det=lambda s: (-LOG_2 - s).sum()),
            "your log-det is one number for all points. Each point has its own; here nothing is "
            "left to sum.",
        ),
        Misconception(
            "log-dets of the coordinates side by side",
            _back(log_det=lambda s: torch.stack([-LOG_2 + 0 * s, -s], -1)),
            "this is one log-det for each coordinate. Add the two: a point has one.",
        ),
        Misconception(
            "determinant without its logarithm",
            _back(log_det=lambda s: 0.5 * torch.exp(-s)),
            "this is |det ∂f⁻¹/∂x| itself. Return its logarithm: −log 2 − log_scale(x₁).",
        ),
        Misconception(
            "2 instead of log 2",
            _back(log_det=lambda s: -2 - s),
            "2 is the stretch of the first coordinate. In a log-det stands its logarithm, log 2.",
        ),
        Misconception(
            "the map forwards",
            forward,
            "this is the map forwards, from z to x. Undo it: given x, find the z it came from.",
        ),
        Misconception(
            "stacked in front",
            lambda x, shift, log_scale: (
                torch.stack(inverse(x, shift, log_scale)[0].unbind(-1)),
                inverse(x, shift, log_scale)[1],
            ),
            "`torch.stack` without a dimension puts the coordinates in front. Points keep theirs "
            "last: `torch.stack([z1, z2], -1)`.",
        ),
        Misconception(
            "cut off from the networks",
            detached(inverse),
            "the numbers are right, but shift and log_scale are cut off (detach, no_grad, item): "
            "nothing could be trained through your map.",
        ),
        Misconception(
            "no gradient at all",
            without_gradients(inverse),
            "the numbers are right, but no gradient comes through: the graph is cut (detach, "
            "no_grad, item, NumPy). The networks are to learn through your map.",
        ),
        Misconception(
            "log-det left out",
            lambda x, shift, log_scale: inverse(x, shift, log_scale)[0],
            "only z is returned. The density needs the log-det as well: return a pair.",
        ),
    ),
    hints=(
        "You know x₁ and x₂. Which of z₁ and z₂ can you find without the other? What do shift and "
        "log_scale need?",
        "Undo each line from the outside: z₁ = (x₁ + 1)/2, and z₂ = (x₂ − shift(x₁)) / "
        "exp(log_scale(x₁)). Each of the two coordinates gives one part of the log-det.",
        "In code, with three places left to you:\n\n"
        "    x1, x2 = x[..., 0], x[..., 1]\n"
        "    z1 = (x1 + 1) / 2\n"
        "    z2 = (x2 - …) * torch.exp(-log_scale(…))\n"
        "    return torch.stack([z1, z2], -1), -math.log(2) - …",
    ),
    praise="all of x is known, so nothing waits: the density takes one pass.",
)
