"""Exercises 5.3, 5.4 and 5.7: the mixture's map, first as written, then right in the tails."""

import torch

from course_lib.chapters.ch05_cdf_flows.exercises.base import (
    NAMES,
    NEAR,
    ONE,
    THREE,
    TWO,
    cdf,
    log_sides,
    scaled,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def naive_inverse(x, w, mu, s):
    F = cdf(x, w, mu, s)
    return torch.log(F) - torch.log(1 - F)


def stable_inverse(x, w, mu, s):
    log_F, log_S = log_sides(x, w, mu, s)
    return log_F - log_S


# --- 5.3 ------------------------------------------------------------------------------------------


def _summed(how):
    """A wrong answer: ``how`` makes F of the parts w σ(u), of shape (..., K)."""

    def wrong(x, w, mu, s):
        F = how(w * torch.sigmoid(scaled(x, mu, s)))
        return torch.log(F) - torch.log(1 - F)

    return wrong


WRONG_MAPS = (
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
    inputs=NEAR,
    names=NAMES,
    reference=naive_inverse,
    returns="z = f⁻¹(x), a tensor of the shape of x",
    misconceptions=WRONG_MAPS,
    hints=(
        "What is the shape of x.unsqueeze(-1) − mu? Over which dimension do the parts lie?",
        "u = (x − μ)/s for all parts, then F as a weighted sum over the last dimension, then the "
        "two logarithms.",
        "Two lines:\n\n"
        "    F = (w * torch.sigmoid((x.unsqueeze(-1) − mu) / s)).sum(…)\n"
        "    return torch.log(…) − torch.log(…)",
    ),
    praise="a map of any number of bumps, and it needed no interval and no knots.",
)


# --- 5.4 ------------------------------------------------------------------------------------------

FAR = (
    (tensor([-2.1, 0.3, 4.0]), *TWO),
    (tensor([60.0, 900.0, 15_000.0]), *TWO),
    (tensor([[-45.0, 75.0], [-20_000.0, 3.0]]), *THREE),
    (tensor(-120.0), *ONE),
)


def half_stable(x, w, mu, s):
    """log F in log space, but 1 − F by subtraction."""
    log_F = log_sides(x, w, mu, s)[0]
    return log_F - torch.log1p(-torch.exp(log_F))


STABLE = Exercise(
    id="5.4",
    title="The same map, right in the tails",
    minutes=8,
    difficulty="medium",
    prompt=r"""
Write `stable_inverse(x, w, mu, s)`: the same $z$, but right for every $x$, also where $F$ rounds to
1 or to 0. Carry two logarithms side by side,
$$z = \log F - \log S,\qquad F = \sum_i w_i\,\sigma(u_i),\quad S = \sum_i w_i\,\sigma(-u_i),\quad
u_i = \frac{x-\mu_i}{s_i},$$
and never leave the logarithms: `torch.nn.functional.logsigmoid(u)` is $\log\sigma(u)$, and
`torch.logsumexp(a, -1)` is $\log\sum_i e^{a_i}$. Shapes as in 5.3. The check goes out to
$|z| > 10\,000$.
""",
    inputs=FAR,
    names=NAMES,
    reference=stable_inverse,
    returns="z = f⁻¹(x), a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "the naive formula",
            naive_inverse,
            "this is the formula of 5.3: right near the middle, infinite far out, where F rounds "
            "to 1 and 1 − F to 0. Build the mass to the right as a sum of its own, S = Σ w σ(−u), "
            "and stay in logarithms.",
        ),
        Misconception(
            "logarithms of two sums",
            lambda x, w, mu, s: (
                torch.log(cdf(x, w, mu, s))
                - torch.log((w * torch.sigmoid(-scaled(x, mu, s))).sum(-1))
            ),
            "S is a sum of its own now, and nothing is subtracted from 1: well done. But σ(−800) "
            "is 0 in float64, and its logarithm −∞. Take logsigmoid and logsumexp instead of log "
            "and sum.",
        ),
        Misconception(
            "torch.logit",
            lambda x, w, mu, s: torch.logit(cdf(x, w, mu, s), eps=1e-12),
            "the CDF is cut off near 0 and 1, so z never gets far: every point beyond is sent to "
            "the same z. No finite number is lost if you never form F itself.",
        ),
        Misconception(
            "1 − F from log F",
            half_stable,
            "log F is in log space, but 1 − exp(log F) is a subtraction from 1 again: near 1 no "
            "digits are left. S needs a logsumexp of its own, with −u.",
        ),
        Misconception(
            "sum of logs",
            lambda x, w, mu, s: (
                torch.nn.functional.logsigmoid(scaled(x, mu, s))
                - torch.nn.functional.logsigmoid(-scaled(x, mu, s))
            ).sum(-1),
            "the logarithms of the parts are summed up: that is the logarithm of a product. "
            "logsumexp takes the logarithm of the sum.",
        ),
        Misconception(
            "weights not in the logarithm",
            lambda x, w, mu, s: (
                torch.logsumexp(w * torch.nn.functional.logsigmoid(scaled(x, mu, s)), -1)
                - torch.logsumexp(w * torch.nn.functional.logsigmoid(-scaled(x, mu, s)), -1)
            ),
            "a weight times a logarithm is a power. w·σ(u) becomes log w + log σ(u) in log space: "
            "add the logarithm of the weight.",
        ),
        Misconception(
            "weights left out",
            lambda x, w, mu, s: (
                torch.logsumexp(torch.nn.functional.logsigmoid(scaled(x, mu, s)), -1)
                - torch.logsumexp(torch.nn.functional.logsigmoid(-scaled(x, mu, s)), -1)
            ),
            "the weights are missing: every part enters with log w + log σ(u).",
        ),
        Misconception(
            "sign turned",
            lambda x, w, mu, s: -stable_inverse(x, w, mu, s),
            "the sign is turned: your z falls when x rises. It is log F − log S.",
        ),
        Misconception(
            "log S alone",
            lambda x, w, mu, s: -log_sides(x, w, mu, s)[1],
            "−log S is right far to the right, but on the left it is 0. z needs log F, too.",
        ),
        Misconception(
            "scale forgotten",
            lambda x, w, mu, s: stable_inverse(x, w, mu, torch.ones_like(s)),
            "the scales are missing: u = (x − μ)/s.",
        ),
        Misconception(
            "added",
            lambda x, w, mu, s: sum(log_sides(x, w, mu, s)),
            "you add log F and log S. z is their difference: the base's inverse CDF is log u − "
            "log(1 − u).",
        ),
    ),
    hints=(
        "1 − σ(u) = σ(−u). So which sum is 1 − F?",
        "A product w·σ(u) becomes a sum of logarithms, log w + logsigmoid(u); a sum of such terms "
        "becomes a logsumexp. Do it once with u and once with −u.",
        "Four lines:\n\n"
        "    u = (x.unsqueeze(-1) − mu) / s\n"
        "    log_F = torch.logsumexp(torch.log(w) + torch.nn.functional.logsigmoid(u), −1)\n"
        "    log_S = …\n"
        "    return log_F − log_S",
    ),
    praise="every digit is right 10 000 units out, where the first formula ended at 37.",
)


# --- 5.7 ------------------------------------------------------------------------------------------


def normal_to_logistic(z):
    return torch.special.log_ndtr(z) - torch.special.log_ndtr(-z)


NORMAL_TO_LOGISTIC = Exercise(
    id="5.7",
    title="From the normal to the logistic base",
    minutes=4,
    difficulty="medium",
    core=False,
    prompt=r"""
Write `normal_to_logistic(z)`: the logistic number that belongs to a standard-normal `z`,
$\sigma^{-1}(\Phi(z)) = \log\Phi(z) - \log(1 - \Phi(z))$, right for $|z|$ up to 100.
`torch.special.ndtr` is $\Phi$ and `torch.special.log_ndtr` is $\log\Phi$. What is $1 - \Phi(z)$
for a symmetric distribution? `z` is a tensor of any shape and the result has the same shape.
""",
    inputs=(
        (tensor([-1.3, 0.4, 2.2]),),
        (tensor([12.0, 40.0, -100.0]),),
        (tensor([[0.9, -6.0], [7.5, -0.2]]),),
    ),
    names=("z",),
    reference=normal_to_logistic,
    elementwise=True,
    returns="the logistic number, a tensor of the shape of z",
    misconceptions=(
        Misconception(
            "the naive formula",
            lambda z: torch.logit(torch.special.ndtr(z)),
            "Φ(z) rounds to 1 above 8.3, and then z is sent to infinity. It is the trap of 5.4: "
            "1 − Φ(z) = Φ(−z), and both have a logarithm.",
        ),
        Misconception(
            "half in log space",
            lambda z: torch.special.log_ndtr(z) - torch.log1p(-torch.special.ndtr(z)),
            "the first logarithm holds, the second one subtracts from 1. By symmetry "
            "1 − Φ(z) = Φ(−z).",
        ),
        Misconception(
            "inverse direction",
            lambda z: torch.special.ndtri(torch.sigmoid(z)),
            "this leads from the logistic to the normal distribution, Φ⁻¹(σ(z)). Here z is normal: "
            "first Φ, then σ⁻¹.",
        ),
        Misconception(
            "density instead of CDF",
            lambda z: -0.5 * z**2 - 0.5 * torch.log(torch.tensor(2 * torch.pi)),
            "this is the log-density of the normal distribution. The way to the uniform "
            "distribution is its CDF, Φ.",
        ),
        Misconception(
            "sign turned",
            lambda z: -normal_to_logistic(z),
            "the sign is turned: a large z must give a large number.",
        ),
        Misconception(
            "scaled by the standard deviation",
            lambda z: z * torch.pi / 3**0.5,
            "you give z the standard deviation of the logistic distribution. The two have "
            "different tails, so no straight line carries one to the other.",
        ),
    ),
    hints=(
        "1 − Φ(z) is the mass to the right. By symmetry it is the mass to the left of …?",
        "A difference of two values of torch.special.log_ndtr.",
        "One line:\n\n    return torch.special.log_ndtr(z) − torch.special.log_ndtr(…)",
    ),
    praise="the mixture now stands on the base of all other chapters, out to |z| = 100 and beyond.",
)
