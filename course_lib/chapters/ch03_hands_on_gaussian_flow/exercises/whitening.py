"""Exercise 3.6: whitening."""

import torch

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises import wrong
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import GaussianFlow
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.inputs import B2, B3, L2, L3, X2, X3
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.probes import at
from course_lib.exercises.exercise import Exercise, Misconception


def up_to_a_turn(candidate, L, b, x):
    """What ``candidate`` gives; z itself for any whitening, z turned or mirrored.

    All whitenings are Q L (x − b) with an orthogonal matrix Q. There is such a Q exactly where all
    products between two points are the same.
    """
    flow = at(GaussianFlow, L, b)[0]
    given, right = candidate(flow, x), flow.inverse(x)[0].detach()
    if not isinstance(given, torch.Tensor) or given.shape != right.shape:
        return given
    rows, white = given.detach().to(right).reshape(-1, len(b)), right.reshape(-1, len(b))
    if not rows.isfinite().all():
        return given
    return right if torch.allclose(rows @ rows.T, white @ white.T, atol=1e-6) else given


def _of_the_data(flow, x):
    """White by the data's own mean and covariance."""
    root = torch.linalg.cholesky(torch.cov(x.T))
    return torch.linalg.solve_triangular(root, (x - x.mean(0)).T, upper=False).T


def _method_alone(flow, x):
    z, _ = flow.inverse
    return z


WHITEN = Exercise(
    id="3.6",
    title="Whitening",
    minutes=3,
    difficulty="easy",
    core=False,
    prompt="""
*Whitening* data means to carry them to where they have mean 0 and the identity as covariance. A
fitted flow can do that. Write `whiten(flow, x)`: points that follow the flow's density become
white. What is white stays white when it is turned; the check accepts every such map.
""",
    inputs=((L2, B2, X2), (L3, B3, X3)),
    names=("L", "b", "x"),
    reference=lambda flow, x: flow.inverse(x)[0],
    probe=up_to_a_turn,
    returns="the whitened points, of the shape of x",
    misconceptions=(
        Misconception(
            "forward",
            lambda flow, x: flow.forward(x)[0],
            "you go forward. The data live in x; what is white lives in z.",
        ),
        Misconception(
            "only centred",
            lambda flow, x: x - flow.b,
            "the mean is gone, but the data are still stretched and tilted: L is missing.",
        ),
        Misconception(
            "only stretched and turned",
            lambda flow, x: x @ flow.L().T,
            "L has acted, but the mean is still there: b has to be taken away first, L (x − b).",
        ),
        Misconception(
            "L transposed",
            lambda flow, x: (x - flow.b) @ flow.L(),
            "you multiply by Lᵀ: for points in rows, L (x − b) is written (x − b) @ L.T. (Or call "
            "`flow.inverse`, which does it.)",
        ),
        Misconception(
            "L x − b",
            lambda flow, x: x @ flow.L().T - flow.b,
            "b is taken away after the matrix has acted. The flow added it last, so it goes first: "
            "L (x − b).",
        ),
        Misconception(
            "divided by the widths of the data",
            lambda flow, x: (x - x.mean(0)) / x.std(0),
            "each coordinate now has mean 0 and width 1 by itself, and the correlation between "
            "them is still there. It is the flow that knows it: whiten with `flow`.",
        ),
        Misconception(
            "the widths of the diagonal alone",
            lambda flow, x: (x - flow.b) * flow.L().diagonal(),
            "only the diagonal of L has acted: the data are still tilted. All of L belongs to it.",
        ),
        Misconception(
            "the log-density",
            lambda flow, x: flow.log_prob(x),
            "this is the log-density at x, one number for each point. Whitening moves the points: "
            "x goes to z.",
        ),
        Misconception(
            "the log-det alone",
            lambda flow, x: flow.inverse(x)[1],
            "`inverse` returns z and its log-det. This is the second; take the first.",
        ),
        Misconception(
            "with the log-det",
            lambda flow, x: flow.inverse(x),
            "`inverse` returns z and its log-det. Only z is asked for: take the first of the two.",
        ),
        Misconception(
            "L⁻¹ in place of L",
            lambda flow, x: wrong.solved(flow.L(), x - flow.b),
            "you solve with L, which multiplies by L⁻¹: that is what `forward` does. On the way to "
            "what is white L multiplies.",
        ),
        Misconception(
            "drawn anew",
            lambda flow, x: torch.randn_like(x),
            "these are new random numbers. They are white, but they are not the data: each x goes "
            "to a point of its own.",
        ),
        Misconception(
            "the data's own covariance",
            _of_the_data,
            "you whiten with the mean and covariance of the x that are handed over. It is the flow "
            "that was fitted: use its L and b, whatever x are given, and however many.",
        ),
        Misconception(
            "the method itself",
            _method_alone,
            "`flow.inverse` without brackets is the method itself. Call it, `flow.inverse(x)`: it "
            "returns a pair.",
        ),
        Misconception(
            "the log-det added",
            lambda flow, x: flow.inverse(x)[0] + flow.inverse(x)[1].unsqueeze(-1),
            "the log-det has been added to the points. It belongs to a density; the points are the "
            "first of the two that `inverse` returns.",
        ),
    ),
    hints=(
        "Where does the flow's density have mean 0 and covariance 1?",
        "In the base space. Which of the two maps leads there?",
        "    return flow.…(x)[0]",
    ),
    praise="the inverse of a Gaussian flow whitens; for other flows it makes any density Gaussian.",
)
