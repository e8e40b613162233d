"""Exercise 5.4: the mixture's map, right in the tails."""

import torch
from torch.nn.functional import logsigmoid

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


def _cut_off(edge):
    return lambda x, w, mu, s: torch.logit(cdf(x, w, mu, s), eps=edge)


def half_stable(x, w, mu, s):
    """log F in log space, but 1 − F by subtraction."""
    log_F = log_sides(x, w, mu, s)[0]
    return log_F - torch.log1p(-torch.exp(log_F))


def _replaced(number):
    """The naive formula with its infinities replaced; None for the largest number that there is."""
    ends = {"posinf": number, "neginf": None if number is None else -number}
    return lambda x, w, mu, s: torch.nan_to_num(naive_inverse(x, w, mu, s), **ends)


def stable_over(dim, x, w, mu, s):
    """log F − log S, with the sums taken over another dimension."""
    u = scaled(x, mu, s)
    log_F, log_S = (torch.logsumexp(w.log() + logsigmoid(side), dim) for side in (u, -u))
    return log_F - log_S


def _line(part, beyond):
    def wrong(x, w, mu, s):
        far = (x - mu[part]) / s[part]
        return torch.where(x.abs() > beyond, far, naive_inverse(x, w, mu, s))

    return wrong


def _u_clamped(edge):
    def wrong(x, w, mu, s):
        u = scaled(x, mu, s).clamp(-edge, edge)
        log_F, log_S = (torch.logsumexp(w.log() + logsigmoid(side), -1) for side in (u, -u))
        return log_F - log_S

    return wrong


def _sides_clamped(edge):
    def wrong(x, w, mu, s):
        u = scaled(x, mu, s)
        F, S = ((w * torch.sigmoid(side)).sum(-1).clamp(min=edge) for side in (u, -u))
        return F.log() - S.log()

    return wrong


def _without_a_dimension_for_the_parts(x, w, mu, s):
    u = (x - mu) / s
    return torch.logsumexp(w.log() + logsigmoid(u), -1)


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
    labels=("near the middle", "far out", "", "a single part"),
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
            _cut_off(1e-12),
            "the CDF is cut off near 0 and 1, so z never gets far: every point beyond is sent to "
            "the same z. No finite number is lost if you never form F itself.",
            also=(
                *map(_cut_off, (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-14, 1e-15)),
                *map(_sides_clamped, (1e-12, 1e-15, 1e-16, 1e-20, 1e-30, 1e-300)),
            ),
        ),
        Misconception(
            "1 − F from log F",
            half_stable,
            "log F is in log space, but 1 − exp(log F) is a subtraction from 1 again: near 1 no "
            "digits are left. S needs a logsumexp of its own, with −u.",
        ),
        Misconception(
            "sum of logs",
            lambda x, w, mu, s: (logsigmoid(scaled(x, mu, s)) - logsigmoid(-scaled(x, mu, s))).sum(
                -1
            ),
            "the logarithms of the parts are summed up: that is the logarithm of a product. "
            "logsumexp takes the logarithm of the sum.",
        ),
        Misconception(
            "weights not in the logarithm",
            lambda x, w, mu, s: (
                torch.logsumexp(w * logsigmoid(scaled(x, mu, s)), -1)
                - torch.logsumexp(w * logsigmoid(-scaled(x, mu, s)), -1)
            ),
            "a weight times a logarithm is a power. w·σ(u) becomes log w + log σ(u) in log space: "
            "add the logarithm of the weight.",
        ),
        Misconception(
            "weights left out",
            lambda x, w, mu, s: (
                torch.logsumexp(logsigmoid(scaled(x, mu, s)), -1)
                - torch.logsumexp(logsigmoid(-scaled(x, mu, s)), -1)
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
                torch.logsumexp(w + logsigmoid(scaled(x, mu, s)), -1)
                - torch.logsumexp(w + logsigmoid(-scaled(x, mu, s)), -1)
            ),
            "the weights themselves are added to logarithms. log(w σ(u)) = log w + log σ(u): add "
            "torch.log(w).",
        ),
        Misconception(
            "the biggest part alone",
            lambda x, w, mu, s: (
                (w.log() + logsigmoid(scaled(x, mu, s))).amax(-1)
                - (w.log() + logsigmoid(-scaled(x, mu, s))).amax(-1)
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
        Misconception(
            "minus outside of log σ",
            lambda x, w, mu, s: (
                log_sides(x, w, mu, s)[0]
                - torch.logsumexp(w.log() - logsigmoid(scaled(x, mu, s)), -1)
            ),
            "−log σ(u) stands in your log S. Its terms are log σ(−u): the minus belongs to u, "
            "inside of the function.",
        ),
        Misconception(
            "weights in F alone",
            lambda x, w, mu, s: (
                log_sides(x, w, mu, s)[0] - torch.logsumexp(logsigmoid(-scaled(x, mu, s)), -1)
            ),
            "log F has its weights, log S has none. In both of them each part enters with its "
            "log w.",
        ),
        Misconception(
            "weights in S alone",
            lambda x, w, mu, s: (
                torch.logsumexp(logsigmoid(scaled(x, mu, s)), -1) - log_sides(x, w, mu, s)[1]
            ),
            "log S has its weights, log F has none. In both of them each part enters with its "
            "log w.",
        ),
        Misconception(
            "infinities replaced",
            _replaced(0.0),
            "the formula of 5.3 still stands there, and where it ends in infinity another number "
            "is put in its place. Before that its digits are lost already: S needs a logsumexp of "
            "its own, with −u.",
            also=tuple(
                map(_replaced, (30.0, 37.0, 40.0, 50.0, 100.0, 700.0, 1e3, 1e6, 1e10, None))
            ),
        ),
        Misconception(
            "difference inside of the sum",
            lambda x, w, mu, s: torch.logsumexp(
                w.log() + logsigmoid(scaled(x, mu, s)) - logsigmoid(-scaled(x, mu, s)), -1
            ),
            "you take the difference part by part, and sum then. F and S are two sums: each gets a "
            "logsumexp of its own, and then comes the difference.",
            also=(lambda x, w, mu, s: torch.logsumexp(w.log() + scaled(x, mu, s), -1),),
        ),
        Misconception(
            "summed over the points",
            lambda x, w, mu, s: stable_over(0, x, w, mu, s),
            "dimension 0 is that of the points. The parts lie along the last one: `logsumexp(…, "
            "-1)`.",
        ),
        Misconception(
            "a straight line far out",
            _line(0, 30),
            "far out you take the straight line of a single part. Which part decides there, and "
            "from where on, depends on all weights and scales; log F − log S finds it by itself.",
            also=(
                _line(-1, 30),
                _line(0, 10),
                _line(-1, 10),
                _line(0, 20),
                _line(-1, 20),
                _line(0, 100),
                _line(-1, 100),
            ),
        ),
        Misconception(
            "u clamped",
            _u_clamped(30.0),
            "u is clamped, so every point beyond goes to the same z. logsigmoid is right for every "
            "number: no clamp is needed.",
            also=tuple(map(_u_clamped, (10.0, 20.0, 40.0, 50.0, 100.0, 500.0, 700.0))),
        ),
        Misconception(
            "no dimension for the parts",
            _without_a_dimension_for_the_parts,
            "x and the centres do not fit: x has one number for each point, `mu` one for each "
            "part. `x.unsqueeze(-1)` gives x a dimension more, along which the parts can lie.",
        ),
        Misconception(
            "centres not taken away",
            lambda x, w, mu, s: stable_inverse(x, w, 0 * mu, s),
            "the centres are missing: u = (x − μ)/s.",
        ),
        Misconception(
            "normal base",
            lambda x, w, mu, s: torch.special.ndtri(cdf(x, w, mu, s)),
            "you went from the uniform distribution to the normal one. The base of this flow is "
            "logistic: log F − log S.",
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
    praise="every digit is right 10 000 scales out. The first formula ends at 37, even in float64.",
)
