"""Exercise 13.1: the mass of the ball that reaches the truth."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def ball_share(z):
    return _mass(z.shape[-1], z.square().sum(-1))


def _mass(D, square, half=0.5):
    """The incomplete gamma function, with D degrees of freedom and a squared radius."""
    a = torch.as_tensor(D / 2, dtype=torch.float64)
    return torch.special.gammainc(a, half * square)


def _square(z):
    return z.square().sum(-1)


def _density(z):
    D, s = z.shape[-1], _square(z)
    return s ** (D / 2 - 1) * torch.exp(-s / 2) / (2 ** (D / 2) * math.gamma(D / 2))


def _peak(z):
    return torch.exp(-0.5 * _square(z))


def _one_sided(z):
    return torch.special.ndtr(z.norm(dim=-1))


def _counted(draws):
    """The share of drawn points inside the ball: right, up to their scatter."""

    def wrong(z):
        drawn = torch.randn(draws, z.shape[-1], dtype=z.dtype).norm(dim=-1)
        return (drawn <= z.norm(dim=-1)[..., None]).double().mean(-1)

    return wrong


BALL_SHARE = Exercise(
    id="13.1",
    title="How deep in the base?",
    minutes=5,
    difficulty="medium",
    prompt=r"""
If a posterior is right, the truth $\theta$ carried back through the flow, $z = f^{-1}(\theta)$, is
a draw of the base: $D$ independent standard normal numbers. How deep in the base does it lie? Let
$$u = P(|Z|^2 \le |z|^2),\qquad |z|^2 = z_1^2 + \dots + z_D^2,$$
the mass of the base inside the ball around 0 that has $z$ on its edge. The squared radius of $D$
standard normal numbers follows the $\chi^2$ distribution with $D$ degrees of freedom:
$$P(|Z|^2 \le s) = P\!\left(\tfrac D2, \tfrac s2\right),$$
where $P(a, x)$ is the regularised incomplete gamma function, `torch.special.gammainc(a, x)`; both
arguments are tensors.

Write `ball_share(z)`. Shapes: `z` is `(..., D)`, so one event is a row of $D$ numbers, and the
result is `(...)`. It has to work for any $D$.
""",
    inputs=(
        (
            tensor(
                [[0.4, -1.1, 0.7], [-0.2, 0.3, 0.1], [1.6, -0.9, -2.1], [0.9, 1.3, -0.5]],
            ),
        ),
        (tensor([[0.7], [-1.4], [0.05], [2.6], [-0.3]]),),
        (tensor([[1.2, -0.4], [-0.3, -0.6], [0.2, 2.3]]),),
        (tensor([[[0.3, 0.8, -1.7], [1.1, -0.2, 0.6]], [[-0.5, -2.2, 0.9], [0.1, 1.9, 1.0]]]),),
        (tensor([0.9, -0.3, 1.4, -2.0, 0.6, 0.2, -1.1]),),
        (tensor([[4.0, -5.0], [0.001, 0.002]]),),
    ),
    labels=(
        "D = 3",
        "D = 1",
        "D = 2",
        "a table of events with D = 3",
        "one event with D = 7",
        "very far out and very near 0",
    ),
    names=("z",),
    reference=ball_share,
    returns="the mass of the ball, one number for each event",
    misconceptions=(
        Misconception(
            "two degrees of freedom always",
            lambda z: _mass(2, _square(z)),
            "this is right in the plane and nowhere else: you count two degrees of freedom, and an "
            "event has D numbers. D is `z.shape[-1]`.",
            also=(lambda z: 1 - _peak(z),),
        ),
        Misconception(
            "one degree of freedom always",
            lambda z: _mass(1, _square(z)),
            "this is right in one dimension and nowhere else. In D dimensions most of the base's "
            "mass lies farther out: count D degrees of freedom, `z.shape[-1]`.",
            also=(lambda z: torch.erf(_square(z).sqrt() / math.sqrt(2)),),
        ),
        Misconception(
            "three degrees of freedom always",
            lambda z: _mass(3, _square(z)),
            "this is right in three dimensions and nowhere else. D is `z.shape[-1]`.",
        ),
        Misconception(
            "the number of events for D",
            lambda z: _mass(z.shape[0], _square(z)),
            "for D you count *events*, along the first dimensions of z. An event's D numbers stand "
            "in the last one, `z.shape[-1]`.",
            also=(lambda z: _mass(len(z.reshape(-1, z.shape[-1])), _square(z)),),
        ),
        Misconception(
            "all numbers counted for D",
            lambda z: _mass(z.numel(), _square(z)),
            "D is the number of coordinates of *one* event, `z.shape[-1]`, not of all numbers.",
        ),
        Misconception(
            "the number of dimensions of the tensor for D",
            lambda z: _mass(z.dim(), _square(z)),
            "`z.dim()` and `len(z.shape)` count the dimensions of the *table*. How many numbers an "
            "event has tells `z.shape[-1]`.",
        ),
        Misconception(
            "radius not squared",
            lambda z: _mass(z.shape[-1], _square(z).sqrt()),
            "χ² is the distribution of the *squared* radius, and you put in |z|. Leave the root "
            "out: the second argument is |z|²/2.",
            also=(lambda z: _mass(z.shape[-1], _square(z).sqrt(), half=1.0),),
        ),
        Misconception(
            "½ of s forgotten",
            lambda z: _mass(z.shape[-1], _square(z), half=1.0),
            "the second argument is s/2, and your ½ is missing: you have the ball whose radius is "
            "larger by √2.",
        ),
        Misconception(
            "half of the radius squared",
            lambda z: _mass(z.shape[-1], _square(z), half=0.25),
            "½ is too often there: the second argument is |z|²/2, so the square is halved, once.",
        ),
        Misconception(
            "doubled in place of halved",
            lambda z: _mass(4 * z.shape[-1], _square(z), half=2.0),
            "D and s are both halved: P(D/2, s/2). You double them.",
        ),
        Misconception(
            "D for D/2",
            lambda z: _mass(2 * z.shape[-1], _square(z)),
            "the first argument is D/2. With D itself you have 2D degrees of freedom, and the "
            "shares are too small.",
        ),
        Misconception(
            "D rounded down before it is halved",
            lambda z: _mass(2 * (z.shape[-1] // 2), _square(z)),
            "`D // 2` drops the half: for D = 3 it gives 1. The incomplete gamma function takes "
            "halves: D / 2.",
        ),
        Misconception(
            "D and s as they are",
            lambda z: _mass(2 * z.shape[-1], _square(z), half=1.0),
            "both arguments want to be halved: P(D/2, s/2).",
        ),
        Misconception(
            "one degree of freedom less",
            lambda z: _mass(z.shape[-1] - 1, _square(z)),
            "you count D − 1 degrees of freedom. That belongs to data around a mean that was "
            "estimated from them; here nothing was estimated: D.",
        ),
        Misconception(
            "one degree of freedom more",
            lambda z: _mass(z.shape[-1] + 1, _square(z)),
            "you count more than D degrees of freedom. Each of the D numbers counts once: D.",
            also=(lambda z: _mass(z.shape[-1] + 2, _square(z)),),
        ),
        Misconception(
            "arguments exchanged",
            lambda z: torch.special.gammainc(_square(z) / 2, tensor(z.shape[-1] / 2)),
            "the two arguments of `gammainc` have changed places: first D/2, then s/2.",
        ),
        Misconception(
            "the mass outside",
            lambda z: 1 - ball_share(z),
            "this is the mass *outside* the ball. A z near 0 lies deep inside: its u is near 0. "
            "(`gammaincc`, with two c, is the complement.)",
        ),
        Misconception(
            "a box in place of the ball",
            lambda z: torch.erf(z.abs() / math.sqrt(2)).prod(-1),
            "this is the mass of the *box* with the edges ± zᵢ. It depends on the direction of z: "
            "a z on an axis has an empty box. The ball looks at |z| alone.",
        ),
        Misconception(
            "a corner in place of the ball",
            lambda z: torch.special.ndtr(z).prod(-1),
            "this is the mass of all points that are below z in *every* coordinate. The ball "
            "around 0 looks at |z| alone.",
        ),
        Misconception(
            "a cube in place of the ball",
            lambda z: torch.erf(z.abs().amax(-1) / math.sqrt(2)) ** z.shape[-1],
            "this is the mass of the *cube* around 0 that has z on its edge: the largest "
            "coordinate decides. The ball looks at |z|.",
        ),
        Misconception(
            "each coordinate by itself",
            lambda z: torch.erf(z.abs() / math.sqrt(2)),
            "you return a share for each coordinate. An event has one |z|², the sum over its "
            "coordinates, and one share.",
            also=(torch.special.ndtr, lambda z: _mass(z.shape[-1], z**2), lambda z: _mass(1, z**2)),
        ),
        Misconception(
            "mean over the coordinates of their shares",
            lambda z: torch.erf(z.abs() / math.sqrt(2)).mean(-1),
            "you average the shares of the single coordinates. Such a mean is not uniform. Add the "
            "squares first, and ask for one share.",
            also=(lambda z: torch.special.ndtr(z).mean(-1),),
        ),
        Misconception(
            "the first coordinate alone",
            lambda z: _mass(1, z[..., 0] ** 2),
            "you look at one coordinate alone. All D squares add up to |z|².",
            also=(
                lambda z: _mass(z.shape[-1], z[..., 0] ** 2),
                lambda z: _mass(1, z[..., -1] ** 2),
            ),
        ),
        Misconception(
            "one-sided",
            _one_sided,
            "Φ(|z|) is the mass of a *half line* in one dimension, ½ at the centre. The ball has "
            "two sides in one dimension, and D dimensions in general.",
        ),
        Misconception(
            "the sum squared",
            lambda z: _mass(z.shape[-1], z.sum(-1) ** 2),
            "you add first and square then, so that coordinates of opposite sign cancel. |z|² is "
            "the sum of the squares.",
        ),
        Misconception(
            "mean of the squares",
            lambda z: _mass(z.shape[-1], z.square().mean(-1)),
            "you take the mean of the squares. χ² is the distribution of their *sum*.",
        ),
        Misconception(
            "summed over the events",
            lambda z: _mass(z.shape[-1], z.square().sum(0)),
            "you sum over the first dimension, the events. Each event's own squares stand in the "
            "last one: `.sum(-1)`.",
        ),
        Misconception(
            "summed over everything",
            lambda z: _mass(z.shape[-1], z.square().sum()),
            "you sum the squares of *all* events into one number. Each event has its own radius: "
            "`.sum(-1)`.",
        ),
        Misconception(
            "summed over the second dimension",
            lambda z: _mass(z.shape[-1], z.square().sum(1)),
            "you sum over the second dimension. That is right for a table of events and for "
            "nothing else: the D numbers stand in the *last* dimension, −1.",
        ),
        Misconception(
            "the result is a column",
            lambda z: ball_share(z)[..., None],
            "the shares are right, but a dimension of length 1 is left over. Leave "
            "`keepdim=True` out.",
        ),
        Misconception(
            "the density",
            _density,
            "this is the density of χ² at |z|². Wanted is the mass up to there: the distribution "
            "function.",
        ),
        Misconception(
            "the base's density",
            lambda z: _peak(z) / (2 * math.pi) ** (z.shape[-1] / 2),
            "this is the base's density at z. Wanted is a *mass*: that of all the ball inside.",
        ),
        Misconception(
            "height relative to the peak",
            _peak,
            "exp(−|z|²/2) is the density's height at z against its peak. Wanted is the *mass* of "
            "the ball inside.",
        ),
        Misconception(
            "counted among draws",
            _counted(10_000),
            "you draw points of the base and count. Right on average, and every call gives "
            "another answer; the formula is exact.",
            also=tuple(map(_counted, (100, 1000, 100_000))),
        ),
        Misconception(
            "mass of the squared radius above 0 only",
            lambda z: 2 * ball_share(z) - 1,
            "you take 2u − 1, as for a two-sided normal. |z|² has one side only: u as it is.",
        ),
    ),
    tips=(
        (
            r"gammaincc?\(\).*must be Tensor",
            "Both arguments of `torch.special.gammainc` are tensors: `torch.tensor(D / 2)`.",
        ),
    ),
    hints=(
        "What are s and D for z = (0.6, 0.8)? And for a whole batch of such events?",
        "s is the sum of squares over the last dimension, D its length. Then "
        "`torch.special.gammainc` of D/2, as a tensor, and of s/2.",
        "In code, with two places left to you:\n\n"
        "    s = z.square().…\n"
        "    a = torch.tensor(z.shape[-1] / 2)\n"
        "    return torch.special.gammainc(a, …)",
    ),
    praise="one inverse pass of the flow, one formula, and no integral, whatever shape the "
    "posterior has.",
)
