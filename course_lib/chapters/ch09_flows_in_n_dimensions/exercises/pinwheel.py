"""Exercise 9.8: the exact density of the pinwheel."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

RADIUS, LENGTH, WIDTH = 1.35, 0.4, 0.13
NORMALISATION = math.log(5 * 2 * math.pi * LENGTH * WIDTH)


def log_prob(x, turn):
    return _changed()(x, turn)


def _squares(along, across):
    return -0.5 * ((along / LENGTH) ** 2 + (across / WIDTH) ** 2)


def _changed(
    back=lambda turn, r: -turn * r,
    directions=None,
    middle=RADIUS,
    parts=_squares,
    end=lambda parts, r: parts.logsumexp(-1) - NORMALISATION,
):
    """The density with one thing changed.

    ``back``: by what angle a point is turned; ``directions`` of the arms; ``middle``: how far out
    an arm's centre lies; ``parts``: each arm's exponent; ``end``: what is made of them.
    """

    def log_p(x, turn):
        r = torch.linalg.vector_norm(x, dim=-1)
        angle = torch.atan2(x[..., 1], x[..., 0]) + back(turn, r)
        arms = (
            2 * math.pi * torch.arange(5, dtype=x.dtype) / 5 if directions is None else directions
        )
        seen = angle[..., None] - arms
        along, across = r[..., None] * seen.cos() - middle, r[..., None] * seen.sin()
        return end(parts(along, across), r)

    return log_p


PINWHEEL = Exercise(
    id="9.8",
    title="The pinwheel's exact density",
    minutes=8,
    difficulty="hard",
    core=False,
    prompt=r"""
A pinwheel is made in two steps. First a point $u$ is drawn from one of five arms, each with
probability $\tfrac15$. Arm $k = 0, \dots, 4$ is a Gaussian that points in the direction of the
angle $2\pi k/5$: *along* this direction its mean is 1.35 and its width (standard deviation) 0.4,
*across* it the mean is 0 and the width 0.13. Then $u$ is turned about the origin,
counter-clockwise, by the angle $\mathrm{turn}\cdot|u|$: the further out, the more.

Write `log_prob(x, turn)`: the log-density of $x$, shape `(..., 2)`, one number per point. The angle
is in radians. Turning changes no radius, so $|u| = |x|$; and a ring that is turned keeps its area,
so that the log-det is 0. Your density must hold far out as well, where all five arms' densities are
0 in a computer.
""",
    inputs=(
        (tensor([0.3, 1.3]), 1.0),
        (tensor([[1.2, -0.6], [-0.9, 0.4], [0.2, -1.7]]), 0.7),
        (tensor([[-1.1, -0.8], [0.5, 0.5]]), -1.6),
        (tensor([[[1.4, 0.2], [-0.3, 2.1]], [[0.1, -0.1], [-2.0, 0.6]]]), 1.3),
        (tensor([[9.0, -4.0], [-20.0, 11.0]]), 1.0),
    ),
    labels=("", "", "turned clockwise", "", "far out"),
    names=("x", "turn"),
    reference=log_prob,
    returns="log p(x), one number per point",
    misconceptions=(
        Misconception(
            "turned the wrong way",
            _changed(back=lambda turn, r: turn * r),
            "you turn x on, by another turn·|x|. The density asks where the point came from: turn "
            "it back, by −turn·|x|.",
        ),
        Misconception(
            "not turned back",
            _changed(back=lambda turn, r: 0 * r),
            "this is the density of the five straight arms, at x. Turn x back first: they are "
            "asked at the u that it came from.",
        ),
        Misconception(
            "the same angle for all",
            _changed(back=lambda turn, r: -turn + 0 * r),
            "you turn every point by the same angle. It is turn·|x|: the further out, the more.",
        ),
        Misconception(
            "the squared radius",
            _changed(back=lambda turn, r: -turn * r**2),
            "your angle grows with the square of the radius. It is turn·|x|.",
        ),
        Misconception(
            "Jacobian 1/r",
            _changed(end=lambda parts, r: parts.logsumexp(-1) - NORMALISATION - torch.log(r)),
            "you subtract log r, the Jacobian of polar coordinates. You may turn in polar "
            "coordinates, but the density is asked per area in x, and each arm's is per area in u: "
            "turning keeps areas, and nothing is to be added.",
        ),
        Misconception(
            "Jacobian r",
            _changed(end=lambda parts, r: parts.logsumexp(-1) - NORMALISATION + torch.log(r)),
            "you add log r, the Jacobian of polar coordinates. Both densities are per area, in u "
            "and in x, and turning keeps areas: nothing is to be added.",
        ),
        Misconception(
            "÷ 5 forgotten",
            _changed(end=lambda parts, r: parts.logsumexp(-1) - NORMALISATION + math.log(5)),
            "each arm has all the probability, and your density holds 5 in all. An arm is drawn "
            "with probability ⅕: subtract log 5.",
        ),
        Misconception(
            "divided by 5 in place of log 5",
            _changed(end=lambda p, r: (p.logsumexp(-1) - NORMALISATION + math.log(5)) / 5),
            "you divide the logarithm by 5. The density is divided by 5; from its logarithm log 5 "
            "is taken away.",
        ),
        Misconception(
            "log-densities summed",
            _changed(end=lambda parts, r: parts.sum(-1) - NORMALISATION),
            "you add the arms' exponents. That multiplies their densities, as if a point came from "
            "all arms at once. It comes from one of them: add the densities, logsumexp.",
        ),
        Misconception(
            "log-densities averaged",
            _changed(end=lambda parts, r: parts.mean(-1) - NORMALISATION + math.log(5)),
            "you take the mean of the arms' log-densities. The density is the mean of the "
            "densities: logsumexp, then − log 5.",
        ),
        Misconception(
            "nearest arm alone",
            _changed(end=lambda parts, r: parts.amax(-1) - NORMALISATION),
            "only the nearest arm is in your density. Between two arms both count: logsumexp.",
        ),
        Misconception(
            "exp first",
            _changed(end=lambda p, r: torch.log(torch.exp(p).sum(-1)) - NORMALISATION),
            "on paper you are right. But far out all five exponentials are 0 in a computer, and "
            "log 0 is −∞. torch.logsumexp takes the largest one out first.",
        ),
        Misconception(
            "widths taken for variances",
            _changed(parts=lambda u, v: -0.5 * (u**2 / LENGTH + v**2 / WIDTH)),
            "you divide the squares by 0.4 and 0.13. These are widths; in the exponent stand their "
            "squares: ((along − 1.35)/0.4)².",
        ),
        Misconception(
            "half forgotten",
            _changed(parts=lambda u, v: 2 * _squares(u, v)),
            "the ½ before the squares is missing.",
        ),
        Misconception(
            "along and across exchanged",
            _changed(parts=lambda u, v: -0.5 * ((u / WIDTH) ** 2 + (v / LENGTH) ** 2)),
            "the two widths have changed places: 0.4 along the arm, 0.13 across it.",
        ),
        Misconception(
            "normalisation without the widths",
            _changed(end=lambda parts, r: parts.logsumexp(-1) - math.log(10 * math.pi)),
            "the widths are missing in the normalisation: each arm's is 1/(2π · 0.4 · 0.13).",
        ),
        Misconception(
            "normalisation of one dimension",
            _changed(
                end=lambda p, r: (
                    p.logsumexp(-1) - math.log(5 * math.sqrt(2 * math.pi) * LENGTH * WIDTH)
                )
            ),
            "√(2π) is the normalisation of one dimension. Each of the two brings its own: 2π.",
        ),
        Misconception(
            "normalisation forgotten",
            _changed(end=lambda parts, r: parts.logsumexp(-1)),
            "the normalisation is missing: 1/5 for the arm, and 1/(2π · 0.4 · 0.13) for its "
            "Gaussian.",
        ),
        Misconception(
            "arms at the origin",
            _changed(middle=0.0),
            "your arms are centred at the origin. Along its direction each has the mean 1.35.",
        ),
        Misconception(
            "one arm",
            _changed(directions=tensor([0.0])),
            "only the arm that points to the right is in your density. There are five.",
        ),
        Misconception(
            "degrees",
            _changed(directions=72 * torch.arange(5, dtype=torch.float64)),
            "your arms stand at 0, 72, 144 … That is in degrees; cos and sin want radians: 2π k/5.",
        ),
        Misconception(
            "density instead of log-density",
            lambda x, turn: log_prob(x, turn).exp(),
            "this is the density, and a right one. Its logarithm is asked for.",
        ),
    ),
    hints=(
        "Where was x before it was turned? Its radius is the same; what was its angle?",
        "Turn x back by turn·|x|. For every arm turn it further, by −2πk/5, so that the arm points "
        "to the right: then the first coordinate is along, the second across.",
        "In code, with three places left to you:\n\n"
        "    r = x.norm(dim=-1)\n"
        "    angle = torch.atan2(x[..., 1], x[..., 0]) - …\n"
        "    seen = angle[..., None] - 2 * math.pi * torch.arange(5) / 5\n"
        "    along, across = r[..., None] * seen.cos() - 1.35, r[..., None] * …\n"
        "    parts = -0.5 * ((along / 0.4) ** 2 + (across / 0.13) ** 2)\n"
        "    return parts.logsumexp(-1) - math.log(…)",
    ),
    praise="with the truth in closed form you can say, in nats, how far a fit is from it.",
)
