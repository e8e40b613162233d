"""Exercise 5.4: the mixture's map, right in the tails."""

import torch

from course_lib.chapters.ch05_cdf_flows.exercises.base import (
    NAMES,
    ONE,
    THREE,
    TWO,
    cdf,
    log_sides,
    scaled,
)
from course_lib.chapters.ch05_cdf_flows.exercises.naive import naive_inverse
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def stable_inverse(x, w, mu, s):
    log_F, log_S = log_sides(x, w, mu, s)
    return log_F - log_S


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
            "log F alone",
            lambda x, w, mu, s: log_sides(x, w, mu, s)[0],
            "log F is right far to the left, but on the right it is 0. z needs log S, too.",
        ),
        Misconception(
            "multiplied by the scale",
            lambda x, w, mu, s: stable_inverse(x, w, mu, 1 / s),
            "you multiply by s. A wide part rises slowly: divide, u = (x − μ)/s.",
        ),
        Misconception(
            "1/s among the terms",
            lambda x, w, mu, s: stable_inverse(x, w / s / (w / s).sum(), mu, s),
            "−log s stands among your terms. The factor 1/s belongs to a density; F and S are sums "
            "of w σ(±u).",
        ),
        Misconception(
            "weights added without their logarithm",
            lambda x, w, mu, s: (
                torch.logsumexp(w + torch.nn.functional.logsigmoid(scaled(x, mu, s)), -1)
                - torch.logsumexp(w + torch.nn.functional.logsigmoid(-scaled(x, mu, s)), -1)
            ),
            "the weights themselves are added to logarithms. log(w σ(u)) = log w + log σ(u): add "
            "torch.log(w).",
        ),
        Misconception(
            "the biggest part alone",
            lambda x, w, mu, s: (
                (w.log() + torch.nn.functional.logsigmoid(scaled(x, mu, s))).amax(-1)
                - (w.log() + torch.nn.functional.logsigmoid(-scaled(x, mu, s))).amax(-1)
            ),
            "you take the largest term alone. The sum has the others, too: `torch.logsumexp`.",
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
        "    u = (x.unsqueeze(-1) - mu) / s\n"
        "    log_F = torch.logsumexp(torch.log(w) + torch.nn.functional.logsigmoid(u), -1)\n"
        "    log_S = …\n"
        "    return log_F - log_S",
    ),
    praise="every digit is right 10 000 units out, where the first formula ended at 37.",
)
