"""Exercise 9.3: the map in two steps, forwards."""

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


def _on(x1=None, at=None, x2=None, log_det=None):
    """A right map with one thing changed."""

    def wrong(z, shift, log_scale):
        z1, z2 = z[..., 0], z[..., 1]
        first = x1(z1) if x1 else 2 * z1 - 1
        place = at(z1, z2, first) if at else first
        b, s = shift(place), log_scale(place)
        second = x2(z2, b, s) if x2 else b + torch.exp(s) * z2
        return torch.stack([first, second], -1), log_det(s) if log_det else LOG_2 + s

    return wrong


def _at_z1(*which):
    """The map with these of "shift" and "scale" (and its log-det) made at z₁ in place of x₁."""

    def wrong(z, shift, log_scale):
        z1, z2 = z[..., 0], z[..., 1]
        x1 = 2 * z1 - 1
        s = log_scale(z1 if "scale" in which else x1)
        x2 = shift(z1 if "shift" in which else x1) + torch.exp(s) * z2
        return torch.stack([x1, x2], -1), LOG_2 + log_scale(z1 if "log-det" in which else x1)

    return wrong


def _right_to_left(z, shift, log_scale):
    x, log_det = forward(z.flip(-1), shift, log_scale)
    return x.flip(-1), log_det


def _log_det_at_z1(z, shift, log_scale):
    return forward(z, shift, log_scale)[0], LOG_2 + log_scale(z[..., 0])


FORWARD = Exercise(
    id="9.3",
    title="And forwards again",
    minutes=4,
    difficulty="medium",
    prompt=r"""
Now samples. Write `forward(z, shift, log_scale)` for the same map,
$$x_1 = 2\,z_1 - 1,\qquad x_2 = b(x_1) + e^{s(x_1)}\,z_2,$$
with `shift` for $b$ and `log_scale` for $s$. It returns $x$ and $\log|\partial f/\partial z|$ for
points `z` of the shape `(..., 2)`.
"""
    + SHAPES,
    inputs=(
        (tensor([0.9, -1.6]), BOWL, NARROWER),
        (tensor([[-1.3, 0.7], [1.8, 2.4], [0.3, -0.6]]), WAVE, PULSE),
        (tensor([[[0.2, 1.4], [-0.8, -2.5]], [[2.1, 0.9], [-1.9, 1.2]]]), BOWL, PULSE),
        (tensor([[-12.0, 6.0], [15.0, -20.0]]), WAVE, NARROWER),
        (tensor([[5.5, 2.0], [-7.5, 7.0], [1.5, -3.0]]), WAVE, RAMP),
    ),
    labels=("", "", "", "far out", "scales far from 1"),
    names=("z", "shift", "log_scale"),
    parts=("x", "log|∂f/∂z|"),
    reference=forward,
    probe=with_gradients("x", "z", SHIFT_NAMES),
    returns="a pair: x, and log|∂f/∂z| with one number per point",
    misconceptions=(
        Misconception(
            "z1 where x1 is known",
            _on(at=lambda z1, z2, x1: z1),
            "you ask shift and log_scale at z₁. They are functions of x₁; make x₁ first, then ask "
            "them there. (A flow that asks at z₁ exists, but it is not the inverse of 9.2.)",
        ),
        Misconception(
            "shift at z1",
            _at_z1("shift"),
            "you ask shift at z₁. It is a function of x₁; make x₁ first, then ask it there.",
        ),
        Misconception(
            "log_scale at z1",
            _at_z1("scale", "log-det"),
            "you ask log_scale at z₁. It is a function of x₁; make x₁ first, then ask it there.",
            also=(_at_z1("scale"),),
        ),
        turned(forward, "z"),
        Misconception(
            "conditions on z2",
            _on(at=lambda z1, z2, x1: z2),
            "you ask shift and log_scale at z₂. They see only the coordinate before: x₁.",
        ),
        Misconception(
            "right to left",
            _right_to_left,
            "you start with the second coordinate. The first one moves by itself; the second waits "
            "for it: x₁, then x₂.",
        ),
        Misconception(
            "log-det at z1",
            _log_det_at_z1,
            "your points are right. The log-det asks log_scale at z₁; the stretch that was used is "
            "the one at x₁.",
        ),
        Misconception(
            "log-det of the inverse",
            _on(log_det=lambda s: -LOG_2 - s),
            "this is the log-det of the inverse. Forwards both signs are +.",
        ),
        Misconception(
            "first coordinate's log-det forgotten",
            _on(log_det=lambda s: s),
            "only the second coordinate is in your log-det. The first one is stretched, too: by 2.",
        ),
        Misconception(
            "second coordinate's log-det forgotten",
            _on(log_det=lambda s: LOG_2 + 0 * s),
            "only the first coordinate is in your log-det. The second one is stretched by "
            "exp(log_scale): add log_scale(x₁).",
        ),
        Misconception(
            "shift stretched as well",
            _on(x2=lambda z2, b, s: (z2 + b) * torch.exp(s)),
            "the shift is stretched, too. z₂ alone is multiplied by the scale; the shift is added "
            "last.",
        ),
        Misconception(
            "shift and scale exchanged",
            lambda z, shift, log_scale: forward(z, log_scale, shift),
            "shift and log_scale have changed places: exp(log_scale) multiplies z₂, and shift is "
            "added.",
        ),
        Misconception(
            "exp forgotten",
            _on(x2=lambda z2, b, s: b + s * z2),
            "you multiply by log_scale, the logarithm of the scale. The scale is exp(log_scale); a "
            "negative one would turn the axis.",
        ),
        Misconception(
            "log_scale taken for the scale",
            _on(x2=lambda z2, b, s: b + s * z2, log_det=lambda s: LOG_2 + torch.log(s.abs())),
            "you take log_scale for the scale itself. The network gives its logarithm: multiply by "
            "exp(log_scale), and log_scale is its log-det.",
        ),
        Misconception(
            "divided instead of multiplied",
            _on(x2=lambda z2, b, s: b + z2 * torch.exp(-s)),
            "z₂ is divided by the scale, as on the way back. Forwards it is multiplied.",
        ),
        Misconception(
            "shift taken away",
            _on(x2=lambda z2, b, s: torch.exp(s) * z2 - b),
            "the shift is taken away, as on the way back. Forwards it is added.",
        ),
        Misconception(
            "shift forgotten",
            _on(x2=lambda z2, b, s: torch.exp(s) * z2),
            "the shift is missing in x₂.",
        ),
        Misconception(
            "first coordinate run backwards",
            _on(x1=lambda z1: (z1 + 1) / 2),
            "the first coordinate runs backwards: forwards it is x₁ = 2 z₁ − 1.",
        ),
        Misconception(
            "1 taken away before doubling",
            _on(x1=lambda z1: 2 * (z1 - 1)),
            "you take 1 away before you double. x₁ = 2 z₁ − 1 doubles first.",
        ),
        Misconception(
            "first coordinate untouched",
            _on(x1=lambda z1: z1),
            "your x₁ is z₁. The first coordinate moves, too: x₁ = 2 z₁ − 1.",
        ),
        Misconception(
            "2 instead of log 2",
            _on(log_det=lambda s: 2 + s),
            "2 is the stretch of the first coordinate. In a log-det stands its logarithm, log 2.",
        ),
        Misconception(
            "determinant without its logarithm",
            _on(log_det=lambda s: 2 * torch.exp(s)),
            "this is |det ∂f/∂z| itself. Return its logarithm: log 2 + log_scale(x₁).",
        ),
        Misconception(
            "the way back",
            inverse,
            "this is the inverse, from x to z. Samples run forwards: z is given, x is wanted.",
        ),
        Misconception(
            "summed over the batch",
            _on(log_det=lambda s: (LOG_2 + s).sum()),
            "your log-det is one number for all points. Each point has its own.",
        ),
        Misconception(
            "log-dets of the coordinates side by side",
            _on(log_det=lambda s: torch.stack([LOG_2 + 0 * s, s], -1)),
            "this is one log-det for each coordinate. Add the two: a point has one.",
        ),
        Misconception(
            "stacked in front",
            lambda z, shift, log_scale: (
                torch.stack(forward(z, shift, log_scale)[0].unbind(-1)),
                forward(z, shift, log_scale)[1],
            ),
            "`torch.stack` without a dimension puts the coordinates in front. Points keep theirs "
            "last: `torch.stack([x1, x2], -1)`.",
        ),
        Misconception(
            "cut off from the networks",
            detached(forward),
            "the numbers are right, but shift and log_scale are cut off (detach, no_grad, item): "
            "nothing could be trained through your map.",
        ),
        Misconception(
            "no gradient at all",
            without_gradients(forward),
            "the numbers are right, but no gradient comes through: the graph is cut (detach, "
            "no_grad, item, NumPy). The networks are to learn through your map.",
        ),
        Misconception(
            "log-det left out",
            lambda z, shift, log_scale: forward(z, shift, log_scale)[0],
            "only x is returned. Return a pair, x and the log-det.",
        ),
    ),
    hints=(
        "shift and log_scale want x₁. What must be there before x₂ can be made?",
        "Two steps, in the order of the formulas: x₁ from z₁; then both functions at x₁, and x₂ "
        "from z₂.",
        "In code, with three places left to you:\n\n"
        "    z1, z2 = z[..., 0], z[..., 1]\n"
        "    x1 = 2 * z1 - 1\n"
        "    x2 = shift(…) + torch.exp(…) * z2\n"
        "    return torch.stack([x1, x2], -1), math.log(2) + …",
    ),
    praise="x₁ first, then x₂: with n coordinates a sample takes n steps, one after the other.",
)
