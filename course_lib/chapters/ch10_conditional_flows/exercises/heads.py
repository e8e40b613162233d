"""Exercise 10.3: two free numbers of a network become a mean and a width."""

import torch
from torch.nn.functional import softplus

from course_lib.chapters.ch10_conditional_flows.exercises.base import (
    FLOOR,
    width,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.exercises.probes import named_gradients


def heads(out):
    return out[..., 0], width(out[..., 1])


def _with(sigma):
    """A wrong answer that is right but for the width it makes of the second number."""
    return lambda out: (out[..., 0], sigma(out[..., 1]))


def _unpacked(out):
    mu, free = out
    return mu, width(free)


HEADS = Exercise(
    id="10.3",
    title="Two numbers become a mean and a width",
    minutes=6,
    difficulty="medium",
    prompt=r"""
The last layer of a network gives any real numbers, but a width must be positive. Write
`heads(out)`, which takes the two numbers of each event apart and returns `(mu, sigma)`:

- $\mu$ is the **first** number, as it is.
- $\sigma = 0.01 + \mathrm{softplus}(u)$ from the **second** number $u$, with
  $\mathrm{softplus}(u) = \log(1 + e^u)$.

The floor of 0.01 is there for a reason. Without it a network that meets one event exactly may
shrink its width towards 0 there, and $-\log p$ falls without end.

Shapes: `out` is `(..., 2)`, `mu` and `sigma` are `(...)`. The dots stand for any dimensions in
front, also none: `out[..., 0]` is the first number of every event. Numbers may be large (±800 are
among the inputs), and the check looks at the gradient, too.
""",
    inputs=(
        (tensor([[0.7, -1.2], [-0.4, 0.9]]),),
        (tensor([[1.3, 0.4], [-2.1, -3.0], [0.2, 2.6], [0.8, -0.5], [-0.9, 1.1]]),),
        (tensor([-1.6, 0.3]),),
        (
            tensor(
                [[[0.5, -0.8], [1.9, 0.1], [-0.7, 1.4]], [[2.2, -2.0], [-1.1, 3.5], [0.6, -6.0]]]
            ),
        ),
        (tensor([[-30.0, 800.0], [45.0, -800.0], [3.0, 25.0]]),),
    ),
    labels=("", "five events", "one event", "two dimensions of events", "large numbers"),
    names=("out",),
    parts=("mu", "sigma"),
    probe=named_gradients(("mu", "sigma"), out=0),
    reference=heads,
    returns="mu and sigma, each of the shape of out without its last dimension",
    misconceptions=(
        Misconception(
            "width of any sign",
            _with(lambda u: u),
            "sigma is the second number as it is, so it can be negative, and log σ has no value "
            "then. Send it through softplus and add the floor.",
        ),
        Misconception(
            "width of any sign, with a floor",
            _with(lambda u: FLOOR + u),
            "you add the floor, but to a number of any sign: −3 stays negative. softplus comes "
            "first.",
        ),
        Misconception(
            "relu",
            _with(torch.relu),
            "relu makes every negative number 0. A width of 0 is an infinite density, and no "
            "gradient gets through to bring it back. softplus stays above 0 and has a slope "
            "everywhere.",
        ),
        Misconception(
            "relu and the floor",
            _with(lambda u: FLOOR + torch.relu(u)),
            "your widths are positive. But relu is flat below 0: a network that has landed there "
            "gets no gradient, and the width stays at the floor for ever. softplus has a slope "
            "everywhere.",
        ),
        Misconception(
            "absolute value",
            _with(torch.abs),
            "the absolute value is positive, but 0 is among its values, and its slope jumps there: "
            "a network that crosses 0 is thrown back. softplus, and the floor.",
        ),
        Misconception(
            "absolute value and the floor",
            _with(lambda u: FLOOR + u.abs()),
            "u and −u get the same width, and the slope jumps between them. softplus rises all "
            "the way, so that every width has one u.",
        ),
        Misconception(
            "square and the floor",
            _with(lambda u: FLOOR + u**2),
            "u and −u get the same width, and at 0 there is no gradient. softplus rises all the "
            "way.",
        ),
        Misconception(
            "no floor",
            _with(softplus),
            "softplus is positive, but it comes as close to 0 as it likes: at u = −800 it *is* 0 "
            "in the computer. Add 0.01.",
        ),
        Misconception(
            "floor by clamping",
            _with(lambda u: softplus(u).clamp(min=FLOOR)),
            "you cut widths off at the floor. Below it the gradient is 0 and the network cannot "
            "come back. Add the floor: 0.01 + softplus(u).",
        ),
        Misconception(
            "floor inside of softplus",
            _with(lambda u: softplus(u + FLOOR)),
            "0.01 is added to u, before softplus. The result still comes as close to 0 as it "
            "likes. Add it afterwards.",
        ),
        Misconception(
            "exp",
            _with(torch.exp),
            "exp makes widths positive, but it grows so fast that one large step of the optimizer "
            "gives an infinite one; and there is no floor. This exercise asks for "
            "0.01 + softplus(u).",
        ),
        Misconception(
            "exp and the floor",
            _with(lambda u: FLOOR + torch.exp(u)),
            "exp is positive, but it grows so fast that one large step of the optimizer gives an "
            "infinite width. For large u softplus grows like u itself.",
        ),
        Misconception(
            "softplus by hand, which overflows",
            _with(lambda u: FLOOR + torch.log(1 + torch.exp(u))),
            "right on paper. At u = 800 exp(u) is infinite in the computer, and so is your width. "
            "`torch.nn.functional.softplus` knows both ends.",
        ),
        Misconception(
            "a case around the overflow",
            _with(lambda u: FLOOR + torch.where(u > 30, u, torch.log1p(torch.exp(u)))),
            "the widths are right, and their gradient is not: `torch.where` computes the branch "
            "that it does not take, too, and on the way back infinity times 0 is NaN. "
            "`torch.nn.functional.softplus` needs no case.",
        ),
        Misconception(
            "softplus on both, and no floor",
            lambda out: tuple(softplus(out).unbind(-1)),
            "mu goes through softplus, too, and could never be negative; and the width has no "
            "floor. Only the width must be positive: 0.01 + softplus(u).",
        ),
        Misconception(
            "sigmoid",
            _with(lambda u: FLOOR + torch.sigmoid(u)),
            "sigmoid ends at 1, so no width can be larger than 1.01. softplus has no upper end.",
        ),
        Misconception(
            "logarithm of the width",
            _with(lambda u: torch.log(width(u))),
            "your second result is log σ. Return σ itself here.",
        ),
        Misconception(
            "mu and sigma exchanged",
            lambda out: (width(out[..., 1]), out[..., 0]),
            "both are right, in the wrong order: return `(mu, sigma)`.",
        ),
        Misconception(
            "the two numbers exchanged",
            lambda out: (out[..., 1], width(out[..., 0])),
            "you make mu of the second number and sigma of the first one.",
        ),
        Misconception(
            "softplus on both",
            lambda out: (softplus(out[..., 0]), width(out[..., 1])),
            "mu goes through softplus, too, and could never be negative. Only the width must be "
            "positive.",
        ),
        Misconception(
            "rows for columns",
            lambda out: (out[0], width(out[1])),
            "`out[0]` is the first *event*, with both of its numbers. The first number of every "
            "event is `out[..., 0]`. With two events the shapes even fit, and nothing complains.",
        ),
        Misconception(
            "rows for columns, unpacked",
            _unpacked,
            "`mu, free = out` takes the *events* apart, not their numbers: it works for two "
            "events, and wrongly. The numbers stand in the last dimension: `out[..., 0]`, or "
            "`out.unbind(-1)`.",
        ),
        Misconception(
            "the second dimension in place of the last one",
            lambda out: (out[:, 0], width(out[:, 1])),
            "`out[:, 0]` counts dimensions from the front and works for a table alone. "
            "`out[..., 0]` takes the first number whatever stands in front.",
        ),
        Misconception(
            "a dimension of length 1 kept",
            lambda out: (out[..., :1], width(out[..., 1:])),
            "your results keep a last dimension of length 1. (N, 1) beside an x of shape (N,) is "
            "stretched to a table (N, N) later. Take the number itself: `out[..., 0]`.",
        ),
        Misconception(
            "one tensor",
            lambda out: torch.stack(heads(out), -1),
            "you return one tensor. Return two, separated by a comma: `mu, sigma`.",
        ),
        Misconception(
            "width cut off",
            _with(lambda u: width(u.detach())),
            "the numbers are right, and no gradient gets from sigma to the network: `detach`, "
            "`math` functions or `.item()` cut it off.",
        ),
        Misconception(
            "all cut off",
            lambda out: heads(out.detach()),
            "the numbers are right, and no gradient gets through to the network: `no_grad`, "
            "`detach`, `math` functions or numpy cut it off. It could not learn anything.",
        ),
    ),
    hints=(
        "In which dimension do the two numbers of an event stand: the first or the last?",
        "`out[..., 0]` and `out[..., 1]` are the two numbers of all events. torch has the softplus "
        "ready: `torch.nn.functional.softplus`.",
        "In code, with one place left to you:\n\n"
        "    mu = out[..., 0]\n"
        "    sigma = 0.01 + torch.nn.functional.softplus(…)\n"
        "    return mu, sigma",
    ),
    praise="whatever the network says is a Gaussian now, and none that is infinitely thin.",
)
