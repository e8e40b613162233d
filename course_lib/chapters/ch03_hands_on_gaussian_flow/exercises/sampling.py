"""Exercise 3.4: samples. Judged by what thousands of them have in common."""

import torch

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises import wrong
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import GaussianFlow
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.inputs import B2, B3, L2, L3
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.probes import probe_sample
from course_lib.exercises.exercise import Exercise, Misconception


def _moved(flow, count, n, change=lambda z: z, way="forward"):
    return getattr(flow, way)(change(torch.randn(count, n)))[0]


def _with_log_det(flow, count, n):
    x, log_det = flow.forward(torch.randn(count, n))
    return x + log_det.unsqueeze(-1)


def _by_matrix(matrix):
    """Samples that are the base's times another matrix."""
    return wrong.sample(lambda flow, count, n: torch.randn(count, n) @ matrix(flow.L()) + flow.b)


SAMPLE = Exercise(
    id="3.4",
    title="Samples",
    minutes=4,
    difficulty="easy",
    prompt="""
Write `sample(self, count)`: it draws `count` points from your flow's distribution. Draw from the
base, then go forward. The result has the shape `(count, n)`; `len(self.b)` is $n$.
""",
    inputs=((L2, B2, 6_000), (L3, B3, 4_000)),
    names=("L", "b", "count"),
    reference=GaussianFlow,
    probe=probe_sample,
    returns="count points, a tensor of shape (count, n)",
    misconceptions=(
        Misconception(
            "the base's samples",
            wrong.sample(lambda flow, count, n: torch.randn(count, n)),
            "these are samples of the base: they have not been carried forward to x.",
        ),
        Misconception(
            "the base's samples, shifted",
            wrong.sample(lambda flow, count, n: torch.randn(count, n) + flow.b),
            "these are samples of the base, shifted by b: L has not acted on them. Carry them to "
            "x with `forward`.",
        ),
        Misconception(
            "the wrong direction",
            wrong.sample(lambda flow, count, n: _moved(flow, count, n, way="inverse")),
            "you sent the base's samples through `inverse`. Samples travel forward, from z to x.",
        ),
        Misconception(
            "forward twice",
            wrong.sample(lambda flow, count, n: flow.forward(_moved(flow, count, n))[0]),
            "your samples have gone forward twice. Once leads from z to x.",
        ),
        Misconception(
            "L in place of its inverse",
            _by_matrix(lambda L: L.T),
            "your points are L z + b: their covariance is L Lᵀ. Forward is x = L⁻¹ z + b, and you "
            "have written it: use `self.forward`.",
        ),
        Misconception(
            "the inverse transposed",
            _by_matrix(torch.linalg.inv),
            "your points are L⁻ᵀ z + b. For points in rows, L⁻¹ z is `z @ inv(L).T`; or use "
            "`self.forward`, which you have written.",
        ),
        Misconception(
            "b forgotten",
            wrong.sample(lambda flow, count, n: torch.randn(count, n) @ flow.L().inverse().T),
            "the spread of your points is right, and they lie around 0 instead of b.",
        ),
        Misconception(
            "z around b",
            wrong.sample(lambda flow, count, n: _moved(flow, count, n, lambda z: z + flow.b)),
            "your z are drawn around b. The base lies around 0; forward adds b at the end.",
        ),
        Misconception(
            "the log-det added",
            wrong.sample(_with_log_det),
            "the log-det has been added to the points. `forward` returns two things, x and the "
            "log-det: the points are the first.",
        ),
        Misconception(
            "points with their log-det",
            wrong.sample(lambda flow, count, n: flow.forward(torch.randn(count, n))),
            "`forward` returns x and its log-det. Only the points are asked for: take the first "
            "of the two.",
        ),
        Misconception(
            "a uniform base",
            wrong.sample(lambda flow, count, n: flow.forward(torch.rand(count, n))[0]),
            "`torch.rand` is uniform between 0 and 1; the base is standard normal, `torch.randn`.",
        ),
        Misconception(
            "one point only",
            wrong.sample(lambda flow, count, n: flow.forward(torch.randn(n))[0]),
            "you drew one point. The base needs a whole table of numbers: `(count, n)`.",
        ),
        Misconception(
            "one point, many times",
            wrong.sample(lambda flow, count, n: flow.forward(torch.randn(n).expand(count, n))[0]),
            "all your points are the same one: a single z was drawn and repeated. Draw a new one "
            "for each, `torch.randn(count, n)`.",
        ),
        Misconception(
            "one number for all coordinates",
            wrong.sample(
                lambda flow, count, n: flow.forward(torch.randn(count, 1).expand(count, n))[0]
            ),
            "all coordinates of a z were drawn as the same number. In the base they are "
            "independent: `torch.randn(count, n)`.",
        ),
        Misconception(
            "turned",
            wrong.sample(lambda flow, count, n: flow.forward(torch.randn(count, n))[0].T),
            "your table is turned: it has one row for each coordinate. Points are rows, (count, "
            "n).",
        ),
        Misconception(
            "always the same points",
            wrong.sample(wrong.same_every_time),
            "two calls give the same points. A seed inside of `sample` makes every call begin "
            "anew: leave it out.",
        ),
        Misconception(
            "z not in rows",
            wrong.sample(lambda flow, count, n: flow.forward(torch.randn(count))[0]),
            "the last dimension of your z is not n, and `forward` cannot multiply it by L. Points "
            "are rows: `count` of them, with n numbers each.",
        ),
        Misconception(
            "n = 2 alone",
            wrong.sample(lambda flow, count, n: flow.forward(torch.randn(count, 2))[0]),
            "your z have two coordinates for every flow. `len(self.b)` is n.",
        ),
        Misconception(
            "the log-det in place of the points",
            wrong.sample(lambda flow, count, n: flow.forward(torch.randn(count, n))[1]),
            "`forward` returns x and its log-det. This is the second; take the first.",
        ),
        Misconception(
            "b twice",
            wrong.sample(lambda flow, count, n: _moved(flow, count, n) + flow.b),
            "b is added once more. `forward` has added it already.",
        ),
        Misconception(
            "the precision for the covariance",
            wrong.sample(lambda flow, count, n: torch.randn(count, n) @ flow.L() + flow.b),
            "the covariance of your points is Lᵀ L. That is the precision; the covariance is its "
            "inverse. Or use `self.forward`, which you have written.",
        ),
        Misconception(
            "a list of points",
            wrong.sample(lambda flow, count, n: list(_moved(flow, count, n))),
            "you return a list of points, drawn one by one. Draw a whole table, `(count, n)`, and "
            "carry it forward at once: `forward` takes a batch.",
        ),
    ),
    hints=(
        "In which direction do samples travel?",
        "Draw a table of standard normal numbers of the shape (count, n) and carry it forward.",
        "    z = torch.randn(count, len(self.b))\n    return self.…(z)[0]",
    ),
    praise="two lines: sampling a flow is going forward.",
)
