"""Exercise 5.6: the density."""

import math

import torch

from course_lib.chapters.ch05_cdf_flows.exercises.base import (
    NAMES,
    log_density,
    log_sides,
    scaled,
)
from course_lib.chapters.ch05_cdf_flows.exercises.slope import (
    INPUTS,
    LABELS,
    log_logistic,
    log_slope,
    without_scale,
    z_of,
)
from course_lib.exercises.exercise import Exercise, Misconception


def _of_z(base):
    """The long way, with another log-density of the base."""
    return lambda x, w, mu, s: base(z_of(x, w, mu, s)) + log_slope(x, w, mu, s)


def _parts(log_shape):
    """The short way, with another shape of the parts."""

    def wrong(x, w, mu, s):
        return torch.logsumexp(w.log() - s.log() + log_shape(scaled(x, mu, s)), -1)

    return wrong


MIXTURE_LOG_PROB = Exercise(
    id="5.6",
    title="The density of the mixture flow",
    minutes=5,
    difficulty="medium",
    core=False,
    prompt=r"""
Write `mixture_log_prob(x, w, mu, s)`: $\log p(x)$ of the flow with its **logistic** base. There
is a long way, base density at $z$ plus log-det, and a short one. Both are right. `w`, `mu` and `s`
have the shape `(K,)`; the result has the shape of `x`.
""",
    inputs=INPUTS,
    names=NAMES,
    labels=LABELS,
    reference=log_density,
    returns="log p(x), a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "normal base",
            lambda x, w, mu, s: (
                -0.5 * z_of(x, w, mu, s) ** 2 - 0.5 * math.log(2 * math.pi) + log_slope(x, w, mu, s)
            ),
            "you evaluate the standard normal at a logistic point. That is a density, too, and its "
            "area is 1, but it is another one than the mixture's. The base here is logistic: "
            "log p₀(z) = log σ(z) + log σ(−z).",
        ),
        Misconception(
            "1/s forgotten",
            without_scale,
            "the factor 1/s of each part is missing. A part that is s times as wide is 1/s times "
            "as high.",
        ),
        Misconception(
            "sum of logs",
            lambda x, w, mu, s: (
                torch.log(w)
                - torch.log(s)
                + torch.nn.functional.logsigmoid(scaled(x, mu, s))
                + torch.nn.functional.logsigmoid(-scaled(x, mu, s))
            ).sum(-1),
            "the logarithms of the parts are summed: that is the density of a product. The density "
            "of a mixture is a sum; its logarithm is a logsumexp.",
        ),
        Misconception(
            "weights outside of the logarithm",
            lambda x, w, mu, s: (
                w
                * (
                    torch.nn.functional.logsigmoid(scaled(x, mu, s))
                    + torch.nn.functional.logsigmoid(-scaled(x, mu, s))
                    - torch.log(s)
                )
            ).sum(-1),
            "this is the weighted mean of the parts' log-densities. The weights mix the densities; "
            "only then the logarithm is taken.",
        ),
        Misconception(
            "log-det left out",
            lambda x, w, mu, s: log_logistic(z_of(x, w, mu, s)),
            "this is the base's density at z. The change of variables adds the log-det, log dz/dx.",
        ),
        Misconception(
            "log-det taken away",
            lambda x, w, mu, s: log_logistic(z_of(x, w, mu, s)) - log_slope(x, w, mu, s),
            "the log-det of the inverse map is added, not taken away: log p = log p₀(z) + "
            "log|dz/dx|.",
        ),
        Misconception(
            "density instead of log-density",
            lambda x, w, mu, s: log_density(x, w, mu, s).exp(),
            "this is p(x) itself, and a right one near the middle. Its logarithm is asked for: far "
            "out p is too small to be a number.",
        ),
        Misconception(
            "logarithm of the density",
            lambda x, w, mu, s: log_density(x, w, mu, s).exp().log(),
            "right near the middle, but far out p is too small to be a number, and its logarithm "
            "is −∞. Stay in logarithms: logsumexp.",
        ),
        Misconception(
            "minus the log-density",
            lambda x, w, mu, s: -log_density(x, w, mu, s),
            "this is −log p(x). The minus belongs to a loss, not to the density.",
        ),
        Misconception(
            "CDF instead of density",
            lambda x, w, mu, s: log_sides(x, w, mu, s)[0],
            "this is log F, the mass to the left of x. The density of a part is σ(u) σ(−u)/s.",
        ),
        Misconception(
            "half of each part",
            lambda x, w, mu, s: torch.logsumexp(
                torch.log(w) - torch.log(s) + torch.nn.functional.logsigmoid(scaled(x, mu, s)), -1
            ),
            "log σ(−u) is missing: the density of a part is σ(u) σ(−u)/s. σ(u) alone is its CDF.",
        ),
        Misconception(
            "log s added",
            lambda x, w, mu, s: without_scale(x, w * s, mu, s),
            "log s is added. A part that is s times as wide is 1/s times as high: log s is taken "
            "away.",
        ),
        Misconception(
            "weights forgotten",
            lambda x, w, mu, s: log_density(x, torch.ones_like(w), mu, s),
            "the weights are missing: each part enters with its log w.",
        ),
        Misconception(
            "base evaluated at x",
            lambda x, w, mu, s: log_logistic(x) + log_slope(x, w, mu, s),
            "the base is asked at x. Ask it at z = log F − log S.",
        ),
        Misconception(
            "log-det alone",
            log_slope,
            "this is the log-det alone. The density of the base at z belongs to it.",
        ),
        Misconception(
            "half of the base",
            _of_z(lambda z: torch.nn.functional.logsigmoid(z)),
            "half of the base is missing: the logistic density at z is σ(z) σ(−z), so log σ(z) + "
            "log σ(−z).",
            also=(_of_z(lambda z: torch.nn.functional.logsigmoid(-z)),),
        ),
        Misconception(
            "σ(z) squared",
            _of_z(lambda z: 2 * torch.nn.functional.logsigmoid(z)),
            "log σ(z) is taken twice. The logistic density at z is σ(z) σ(−z): one of the two has "
            "−z.",
            also=(_of_z(lambda z: 2 * torch.nn.functional.logsigmoid(-z)),),
        ),
        Misconception(
            "minus inside of the base",
            _of_z(lambda z: z),
            "log σ(z) − log σ(−z) is z itself. The base's density is the product σ(z) σ(−z): the "
            "two logarithms are added.",
            also=(_of_z(lambda z: -z),),
        ),
        Misconception(
            "log-det counted twice",
            lambda x, w, mu, s: log_density(x, w, mu, s) + log_slope(x, w, mu, s),
            "the mixture's log-density is complete, and a log-det is added on top. It is the one "
            "way or the other: this sum of parts, or base plus log-det.",
        ),
        Misconception(
            "Gaussian parts",
            lambda x, w, mu, s: torch.logsumexp(
                w.log() - s.log() - scaled(x, mu, s) ** 2 / 2 - math.log(2 * math.pi) / 2, -1
            ),
            "your parts are Gaussians. Those of this mixture are logistic: σ(u) σ(−u)/s.",
        ),
        Misconception(
            "one number for all points",
            lambda x, w, mu, s: log_density(x, w, mu, s).sum(),
            "this is one number for all points. Each point keeps its own log-density.",
            also=(lambda x, w, mu, s: log_density(x, w, mu, s).mean(),),
        ),
        Misconception(
            "σ(u) squared",
            _parts(lambda u: 2 * torch.nn.functional.logsigmoid(u)),
            "σ(u) stands twice in each part. Its density is σ(u) σ(−u)/s: one of the two has −u.",
            also=(_parts(lambda u: 2 * torch.nn.functional.logsigmoid(-u)),),
        ),
        Misconception(
            "scale forgotten",
            lambda x, w, mu, s: log_density(x, w, mu, torch.ones_like(s)),
            "the scales are missing: u = (x − μ)/s, and each part has a factor 1/s besides.",
        ),
        Misconception(
            "scale forgotten in u",
            lambda x, w, mu, s: torch.logsumexp(
                w.log() - s.log() + log_logistic(x.unsqueeze(-1) - mu), -1
            ),
            "u is x − μ in yours. A part that is s times as wide falls off s times as slowly: "
            "u = (x − μ)/s.",
        ),
        Misconception(
            "no dimension for the parts",
            lambda x, w, mu, s: torch.logsumexp(w.log() - s.log() + log_logistic((x - mu) / s), -1),
            "x and the centres do not fit: x has one number for each point, `mu` one for each "
            "part. `x.unsqueeze(-1)` gives x a dimension more, along which the parts can lie.",
        ),
        Misconception(
            "slope in place of its logarithm",
            lambda x, w, mu, s: log_logistic(z_of(x, w, mu, s)) + log_slope(x, w, mu, s).exp(),
            "the slope itself is added to a log-density. Its logarithm belongs there: the log-det.",
        ),
    ),
    hints=(
        "Section 2: which density does a chain through the uniform distribution make?",
        "Short way: the mixture's own density, a logsumexp over its parts. Long way: 5.4 for z, "
        "log σ(z) + log σ(−z) for the base, 5.5 for the log-det.",
        "Short way:\n\n"
        "    u = …\n"
        "    parts = torch.log(w) - torch.log(s) + …\n"
        "    return torch.logsumexp(parts, -1)",
    ),
    praise="mixture and flow are two views of one density.",
)
