"""Exercise 5.3: the mixture's map, as written."""

import torch

from course_lib.chapters.ch05_cdf_flows.exercises.base import (
    NAMES,
    NEAR,
    TWO,
    cdf,
    scaled,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def naive_inverse(x, w, mu, s):
    F = cdf(x, w, mu, s)
    return torch.log(F) - torch.log(1 - F)


def _log_odds(F):
    return torch.log(F) - torch.log(1 - F)


def _summed(how):
    """A wrong answer: ``how`` makes F of the parts w σ(u), of shape (..., K)."""

    def wrong(x, w, mu, s):
        F = how(w * torch.sigmoid(scaled(x, mu, s)))
        return torch.log(F) - torch.log(1 - F)

    return wrong


def _clamped(edge):
    return lambda x, w, mu, s: torch.logit(cdf(x, w, mu, s).clamp(edge, 1 - edge))


def _without_a_dimension_for_the_parts(x, w, mu, s):
    F = (w * torch.sigmoid((x - mu) / s)).sum(-1)
    return torch.log(F) - torch.log(1 - F)


WRONG_MAPS = (
    Misconception(
        "F kept away from 0 and 1",
        _clamped(0.01),
        "F is clamped away from 0 and 1, so every x beyond goes to the same z. The formula has no "
        "clamp; what happens far out is the next exercise.",
        also=tuple(map(_clamped, (0.1, 0.05, 0.02, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7))),
    ),
    Misconception(
        "odds without logarithm",
        lambda x, w, mu, s: cdf(x, w, mu, s) / (1 - cdf(x, w, mu, s)),
        "this is F/(1 − F), and its logarithm is z: log F − log(1 − F).",
    ),
    Misconception(
        "logarithm to base 10",
        lambda x, w, mu, s: torch.logit(cdf(x, w, mu, s)) / torch.log(tensor(10.0)),
        "these are logarithms to base 10. The formula has natural ones, `torch.log`.",
    ),
    Misconception(
        "density in place of the CDF",
        lambda x, w, mu, s: torch.logit(
            (w / s * torch.sigmoid(scaled(x, mu, s)) * torch.sigmoid(-scaled(x, mu, s))).sum(-1)
        ),
        "σ(u) σ(−u)/s belongs to the density. F is a sum of CDFs: w σ(u).",
    ),
    Misconception(
        "centres not taken away",
        lambda x, w, mu, s: naive_inverse(x, w, 0 * mu, s),
        "the centres are missing: u = (x − μ)/s.",
    ),
    Misconception(
        "brackets of u",
        lambda x, w, mu, s: torch.logit((w * torch.sigmoid(x.unsqueeze(-1) - mu / s)).sum(-1)),
        "`x - mu / s` divides μ alone. Put brackets around x − μ.",
    ),
    Misconception(
        "not summed over the parts",
        _summed(lambda parts: parts),
        "the sum over the parts is missing: your result has one number for each point *and* part. "
        "The parts lie along the last dimension: `.sum(-1)`.",
    ),
    Misconception(
        "summed over everything",
        _summed(torch.sum),
        "`.sum()` without a dimension adds up the points as well, to a single number. The parts "
        "lie along the last dimension: `.sum(-1)`.",
    ),
    Misconception(
        "summed over the points",
        _summed(lambda parts: parts.sum(0)),
        "dimension 0 is that of the points. The parts lie along the last one: `.sum(-1)`.",
    ),
    Misconception(
        "mean over the parts",
        _summed(lambda parts: parts.mean(-1)),
        "this is a mean over the parts. The weights sum to 1 already: add the parts up.",
    ),
    Misconception(
        "the last part alone",
        _summed(lambda parts: parts[..., -1]),
        "only the last part is left in your F. In a loop add each part to what is there: `F = F + "
        "…`.",
    ),
    Misconception(
        "CDF alone",
        cdf,
        "this is F(x), the u of the uniform distribution. From there the inverse CDF of the "
        "logistic base, log u − log(1 − u), leads on to z.",
    ),
    Misconception(
        "log F alone",
        lambda x, w, mu, s: torch.log(cdf(x, w, mu, s)),
        "log F is only the first half of log F − log(1 − F). Yours never becomes positive, but z "
        "must reach far to the right, too.",
    ),
    Misconception(
        "sign turned",
        lambda x, w, mu, s: -naive_inverse(x, w, mu, s),
        "the sign is turned: your z falls when x rises. It is log F − log(1 − F).",
    ),
    Misconception(
        "added",
        lambda x, w, mu, s: torch.log(cdf(x, w, mu, s)) + torch.log(1 - cdf(x, w, mu, s)),
        "the two logarithms are added. The inverse CDF of the logistic base is their difference, "
        "log u − log(1 − u).",
    ),
    Misconception(
        "sum of logs",
        lambda x, w, mu, s: (
            torch.log(w * torch.sigmoid(scaled(x, mu, s)))
            - torch.log(w * torch.sigmoid(-scaled(x, mu, s)))
        ).sum(-1),
        "the logarithms of the parts are summed. The logarithm of a sum is not the sum of "
        "logarithms: first add the parts up to F, then take the logarithm, once.",
    ),
    Misconception(
        "weighted sum of the parts' maps",
        lambda x, w, mu, s: (w * scaled(x, mu, s)).sum(-1),
        "this is the weighted mean of the maps of the single parts, a straight line. The weights "
        "mix the CDFs, not the maps: sum w σ(u) first.",
        also=(
            lambda x, w, mu, s: (w * _log_odds(torch.sigmoid(scaled(x, mu, s)))).sum(-1),
            lambda x, w, mu, s: (w * torch.logit(torch.sigmoid(scaled(x, mu, s)))).sum(-1),
        ),
    ),
    Misconception(
        "no dimension for the parts",
        _without_a_dimension_for_the_parts,
        "x and the centres do not fit: x has one number for each point, `mu` one for each part. "
        "`x.unsqueeze(-1)` gives x a dimension more, along which the parts can lie.",
    ),
    Misconception(
        "weights forgotten, and no mean",
        lambda x, w, mu, s: _log_odds(torch.sigmoid(scaled(x, mu, s)).sum(-1)),
        "the parts are added without their weights, and your F grows beyond 1. Part i belongs into "
        "the sum with its weight w[i].",
    ),
    Misconception(
        "weights inside of the sigmoid",
        lambda x, w, mu, s: _log_odds(torch.sigmoid(w * scaled(x, mu, s)).mean(-1)),
        "the weights stand inside of the sigmoid, where they stretch u. They multiply σ(u): "
        "F = Σ w σ(u).",
        also=(lambda x, w, mu, s: _log_odds(torch.sigmoid(w * scaled(x, mu, s)).sum(-1)),),
    ),
    Misconception(
        "weights turned into weights once more",
        lambda x, w, mu, s: naive_inverse(x, torch.softmax(w, -1), mu, s),
        "the weights are changed before they are used. They are weights already and sum to 1: "
        "take w as it comes.",
        also=(lambda x, w, mu, s: naive_inverse(x, w**2 / (w**2).sum(), mu, s),),
    ),
    Misconception(
        "logarithm of the weights",
        lambda x, w, mu, s: _log_odds((w.log() * torch.sigmoid(scaled(x, mu, s))).sum(-1)),
        "the logarithms of the weights are multiplied in, and they are negative. Here the weights "
        "themselves count: w σ(u).",
    ),
    Misconception(
        "the first part alone",
        _summed(lambda parts: parts[..., 0]),
        "only the first part is in your F. Add up all of them, each with its weight.",
    ),
    Misconception(
        "logarithms divided",
        lambda x, w, mu, s: torch.log(cdf(x, w, mu, s)) / torch.log(1 - cdf(x, w, mu, s)),
        "one logarithm is divided by the other. The logarithm of F/(1 − F) is their difference.",
        also=(lambda x, w, mu, s: torch.log(1 - cdf(x, w, mu, s)) / torch.log(cdf(x, w, mu, s)),),
    ),
    Misconception(
        "a dimension left over",
        lambda x, w, mu, s: naive_inverse(x, w, mu, s).unsqueeze(-1),
        "the numbers are right, and the parts have left a dimension of length 1 behind: sum "
        "without `keepdim`.",
    ),
    Misconception(
        "1 − F without the logarithm",
        lambda x, w, mu, s: torch.log(cdf(x, w, mu, s)) - (1 - cdf(x, w, mu, s)),
        "1 − F itself is taken away. It is its logarithm: log F − log(1 − F).",
    ),
    Misconception(
        "centre added",
        lambda x, w, mu, s: naive_inverse(x, w, -mu, s),
        "the centres are added. The distance from a centre is x − μ.",
    ),
    Misconception(
        "scale forgotten",
        lambda x, w, mu, s: naive_inverse(x, w, mu, torch.ones_like(s)),
        "the scales are missing: every part has its own width, u = (x − μ)/s.",
    ),
    Misconception(
        "multiplied by the scale",
        lambda x, w, mu, s: naive_inverse(x, w, mu, 1 / s),
        "you multiply by s. A wide part rises slowly: divide, u = (x − μ)/s.",
    ),
    Misconception(
        "weights forgotten",
        lambda x, w, mu, s: naive_inverse(x, torch.ones_like(w) / len(w), mu, s),
        "all parts count alike in yours. Part i belongs into the sum with its weight w[i].",
    ),
    Misconception(
        "normal base",
        lambda x, w, mu, s: torch.special.ndtri(cdf(x, w, mu, s)),
        "you went from the uniform distribution to the normal one. The base of this flow is the "
        "logistic one; its inverse CDF is log u − log(1 − u).",
    ),
    Misconception(
        "Gaussian parts",
        lambda x, w, mu, s: torch.logit((w * torch.special.ndtr(scaled(x, mu, s))).sum(-1)),
        "your parts are Gaussians. The parts here are logistic: σ(u), torch.sigmoid.",
    ),
    Misconception(
        "mixture of inverses",
        lambda x, w, mu, s: (w * (mu + s * x.unsqueeze(-1))).sum(-1),
        "this runs from z to x, for each part, and takes the mean. f⁻¹ runs from x to z, and it is "
        "the CDFs that are mixed.",
    ),
)

NAIVE = Exercise(
    id="5.3",
    title="The map of a mixture",
    minutes=7,
    difficulty="medium",
    prompt=r"""
Write `naive_inverse(x, w, mu, s)`: the $z = \log F(x) - \log(1 - F(x))$ of a mixture of logistics,
with
$$F(x) = \sum_{i=1}^{K} w_i\,\sigma\!\left(\frac{x-\mu_i}{s_i}\right).$$
`w`, `mu` and `s` have the shape `(K,)`, and the weights sum to 1. `x` is a tensor of any shape and
the result has the same shape. (`x.unsqueeze(-1)` gives `x` one more dimension at the end; against
`mu` of shape `(K,)` that makes all differences at once.) Write it as the formula says: numbers far
out come in the next exercise.
""",
    inputs=(*NEAR, (tensor([-12.0, 30.0]), *TWO)),
    names=NAMES,
    labels=("", "", "a mixture of one part", "", "far out"),
    reference=naive_inverse,
    returns="z = f⁻¹(x), a tensor of the shape of x",
    misconceptions=WRONG_MAPS,
    hints=(
        "What is the shape of x.unsqueeze(-1) − mu? Over which dimension do the parts lie?",
        "u = (x − μ)/s for all parts, then F as a weighted sum over the last dimension, then the "
        "two logarithms.",
        "Two lines:\n\n"
        "    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(…)\n"
        "    return torch.log(…) - torch.log(…)",
    ),
    praise="a map of any number of bumps, and it needed no interval and no knots.",
)
