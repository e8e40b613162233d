"""Exercise 3.3: the density."""

import math

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import Density
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.inputs import B2, B3, L2, L3, X2, X3
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.probes import probe_log_prob
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.wrong import (
    constant,
    log_p0,
    log_prob,
)
from course_lib.exercises.exercise import Exercise, Misconception

LOG_PROB = Exercise(
    id="3.3",
    title="The density",
    minutes=6,
    difficulty="medium",
    prompt="""
Write `log_prob(self, x)`, the log-density of your flow, with your own `inverse`:

$$\\log p(x) = \\log p_0(z) + \\log\\left|\\det \\frac{\\partial f^{-1}}{\\partial x}\\right|,
\\qquad \\log p_0(z) = -\\tfrac12 |z|^2 - \\tfrac n2 \\log 2\\pi .$$

`x` has the shape `(..., n)`, the result `(...)`. The check moves your parameters until $L$ and $b$
are the ones that it names, and judges values and gradients.
""",
    inputs=((L2, B2, X2), (L3, B3, X3)),
    names=("L", "b", "x"),
    reference=Density,
    probe=probe_log_prob,
    returns="the log-density of each point, a tensor of shape (...)",
    misconceptions=(
        Misconception(
            "no Jacobian",
            log_prob(lambda z, log_det, *_: log_p0(z)),
            "the log-det is missing: this is the base's density at z, and it does not integrate to "
            "one over x.",
        ),
        Misconception(
            "the log-det subtracted",
            log_prob(lambda z, log_det, *_: log_p0(z) - log_det),
            "the log-det has the wrong sign. It is the forward log-det that is subtracted; the "
            "one of the inverse is added.",
        ),
        Misconception(
            "half the log-det",
            log_prob(lambda z, log_det, *_: log_p0(z) + 0.5 * log_det),
            "the log-det is halved. The ½ stands before |z|² and before n log 2π; the log-det of "
            "the inverse is added as it is.",
        ),
        Misconception(
            "the determinant without its logarithm",
            log_prob(lambda z, log_det, *_: log_p0(z) + log_det.exp()),
            "you add the determinant itself to a log-density. `inverse` returns its logarithm: "
            "add that as it is.",
        ),
        Misconception(
            "the base at x",
            log_prob(lambda z, log_det, x, flow: log_p0(x) + log_det),
            "the base is asked at x, but it lives in z: first carry x back with `inverse`.",
        ),
        Misconception(
            "the map forward",
            log_prob(lambda z, log_det, x, flow: log_p0(flow.forward(x)[0]) + flow.forward(x)[1]),
            "you send x through `forward`. x is where forward ends: carry it back with `inverse`.",
        ),
        Misconception(
            "n forgotten",
            log_prob(
                lambda z, log_det, *_: log_p0(z) + constant(z) - constant(z) / z.shape[-1] + log_det
            ),
            "the base is normalised for one dimension only. Each of the n dimensions brings its "
            "own −½ log 2π.",
        ),
        Misconception(
            "no normalisation",
            log_prob(lambda z, log_det, *_: log_p0(z) + constant(z) + log_det),
            "the base's normalisation is missing: subtract n/2 · log 2π, or the area under your "
            "density is (2π)^(n/2).",
        ),
        Misconception(
            "the normalisation without its half",
            log_prob(lambda z, log_det, *_: log_p0(z) - constant(z) + log_det),
            "you subtract n log 2π. The base is divided by (2π)^(n/2), so it is n/2 · log 2π.",
        ),
        Misconception(
            "half forgotten",
            log_prob(lambda z, log_det, *_: log_p0(z) - 0.5 * (z**2).sum(-1) + log_det),
            "the ½ before |z|² is missing.",
        ),
        Misconception(
            "sign of the square",
            log_prob(lambda z, log_det, *_: log_p0(z) + (z**2).sum(-1) + log_det),
            "|z|² has a plus: your density grows away from the middle. It is −½ |z|².",
        ),
        Misconception(
            "a mean over the coordinates",
            log_prob(lambda z, log_det, *_: -0.5 * (z**2).mean(-1) - constant(z) + log_det),
            "|z|² is the sum of the squares of the coordinates, not their mean.",
        ),
        Misconception(
            "not summed over the coordinates",
            log_prob(
                lambda z, log_det, *_: (
                    -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det.unsqueeze(-1)
                )
            ),
            "there is one number for each coordinate left. |z|² is a sum over the last dimension: "
            "one point, one number.",
        ),
        Misconception(
            "one density for all points",
            log_prob(lambda z, log_det, *_: log_p0(z).sum() + log_det),
            "you sum over all points of the batch. Each point has a log-density of its own: sum "
            "over the last dimension only.",
        ),
        Misconception(
            "squares summed over all points",
            log_prob(lambda z, log_det, *_: -0.5 * (z**2).sum() - constant(z) + log_det),
            "z² is summed over all points of the batch. Each point has a log-density of its own: "
            "sum over the last dimension only, `.sum(-1)`.",
        ),
        Misconception(
            "the mean over the points",
            log_prob(lambda z, log_det, *_: (log_p0(z) + log_det).mean()),
            "this is one number, the mean over the batch. The mean comes in step 5; here each "
            "point keeps its own log-density.",
        ),
        Misconception(
            "the length instead of its square",
            log_prob(lambda z, log_det, *_: -0.5 * z.norm(dim=-1) - constant(z) + log_det),
            "you use the length |z|. The formula has its square, the sum of the zᵢ².",
        ),
        Misconception(
            "the number of points for n",
            log_prob(
                lambda z, log_det, *_: (
                    log_p0(z) + constant(z) - 0.5 * len(z) * math.log(2 * math.pi) + log_det
                )
            ),
            "`len(z)` is the number of points. n is the number of coordinates, x.shape[-1].",
        ),
        Misconception(
            "the density",
            log_prob(lambda z, log_det, *_: (log_p0(z) + log_det).exp()),
            "this is p(x) itself, and a right one. Its logarithm is asked for: far out p is too "
            "small to be a number.",
        ),
        Misconception(
            "minus the log-density",
            log_prob(lambda z, log_det, *_: -log_p0(z) - log_det),
            "this is −log p(x). The minus belongs to the loss, in step 5.",
        ),
        Misconception(
            "z cut off",
            log_prob(lambda z, log_det, *_: log_p0(z.detach()) + log_det),
            "the numbers are right, but z is cut off (`.detach()`, `.data`, `no_grad`): only the "
            "log-det has a gradient left, and training would make L grow for ever.",
        ),
        Misconception(
            "log-det cut off",
            log_prob(lambda z, log_det, *_: log_p0(z) + log_det.detach()),
            "the numbers are right, but the log-det is cut off (`.detach()`, `.item()`, `.data`): "
            "nothing would keep L from shrinking to 0 in training.",
        ),
        Misconception(
            "no gradient",
            log_prob(lambda z, log_det, *_: (log_p0(z) + log_det).detach()),
            "the numbers are right, but no gradient gets through: `.detach()` or `no_grad` has "
            "cut the graph. Step 5 could move nothing.",
        ),
        Misconception(
            "constant for n = 2",
            log_prob(
                lambda z, log_det, *_: log_p0(z) + constant(z) - constant(z[..., :2]) + log_det
            ),
            "log 2π is right for two dimensions alone. Each of the n dimensions brings ½ log 2π.",
        ),
        Misconception(
            "log-det inside of the sum",
            log_prob(lambda z, log_det, *_: log_p0(z) + z.shape[-1] * log_det),
            "the log-det is added to every coordinate before the sum, so it counts n times. It "
            "belongs to the point as a whole: add it once, after the sum.",
        ),
        Misconception(
            "coordinates and log-det do not fit",
            log_prob(lambda z, log_det, *_: -0.5 * z**2 + log_det),
            "there is one number for each coordinate left when the log-det is added, and the "
            "shapes do not fit. Sum over the last dimension first: one point, one number.",
        ),
        Misconception(
            "the pair not taken apart",
            log_prob(lambda z, log_det, *_: (z, log_det) ** 2),
            "`inverse` returns a pair, z and its log-det, and you go on with the pair. Take it "
            "apart: `z, log_det = self.inverse(x)`.",
        ),
        Misconception(
            "summed over dimension 1",
            log_prob(lambda z, log_det, *_: -0.5 * (z**2).sum(1) - constant(z) + log_det),
            "dimension 1 is the last one for a table of points alone. x may have more dimensions, "
            "or be one point: `-1` is always the last.",
        ),
    ),
    hints=(
        "`self.inverse(x)` gives both things that the formula needs.",
        "Unpack z and the log-det, sum z² over the last dimension, and add three terms.",
        "    z, log_det = self.inverse(x)\n    n = x.shape[-1]\n"
        "    return -0.5 * (z**2).sum(-1) - … * math.log(2 * math.pi) + …",
    ),
    praise="this is the change of variables in n dimensions, and your class knows it.",
)
