"""Exercise 5.5: the slope of the map."""

import torch
from torch.nn.functional import logsigmoid

from course_lib.chapters.ch05_cdf_flows.exercises.base import (
    NAMES,
    NEAR,
    THREE,
    TWO,
    log_density,
    log_sides,
    scaled,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

INPUTS = (
    *NEAR,
    (tensor([50.0, -70.0]), *TWO),
    (tensor([-9.0, 4000.0]), *THREE),
)


LABELS = ("", "", "a mixture of one part", "", "far out", "farther out")


def log_slope(x, w, mu, s):
    log_F, log_S = log_sides(x, w, mu, s)
    return log_density(x, w, mu, s) - log_F - log_S


def without_scale(x, w, mu, s):
    """The mixture's log-density with the factor 1/s left out."""
    u = scaled(x, mu, s)
    parts = torch.log(w) + torch.nn.functional.logsigmoid(u) + torch.nn.functional.logsigmoid(-u)
    return torch.logsumexp(parts, -1)


def z_of(x, w, mu, s):
    log_F, log_S = log_sides(x, w, mu, s)
    return log_F - log_S


def log_logistic(z):
    return torch.nn.functional.logsigmoid(z) + torch.nn.functional.logsigmoid(-z)


def _terms(x, w, mu, s):
    return w.log() - s.log() + log_logistic(scaled(x, mu, s))


def _log_p(terms):
    """A wrong slope: ``terms(u, w, s)`` are the terms of its log p."""

    def wrong(x, w, mu, s):
        log_p = torch.logsumexp(terms(scaled(x, mu, s), w, s), -1)
        return log_p - sum(log_sides(x, w, mu, s))

    return wrong


def _s_from_f(how):
    def wrong(x, w, mu, s):
        log_F = log_sides(x, w, mu, s)[0]
        return log_density(x, w, mu, s) - log_F - how(log_F)

    return wrong


def _slope_by_autograd(x, w, mu, s):
    x = x.detach().clone().requires_grad_()
    F = (w * torch.sigmoid(scaled(x, mu, s))).sum(-1)
    (slope,) = torch.autograd.grad((torch.log(F) - torch.log(1 - F)).sum(), x)
    return torch.log(slope)


def _kept(edge):
    def wrong(x, w, mu, s):
        u = scaled(x, mu, s)
        F, S = ((w * torch.sigmoid(side)).sum(-1).clamp(min=edge) for side in (u, -u))
        p = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1).clamp(min=edge)
        return p.log() - F.log() - S.log()

    return wrong


def _without_a_dimension_for_the_parts(x, w, mu, s):
    u = (x - mu) / s
    log_F, log_S = (torch.logsumexp(w.log() + logsigmoid(side), -1) for side in (u, -u))
    return torch.logsumexp(w.log() - s.log() + log_logistic(u), -1) - log_F - log_S


LOG_SLOPE = Exercise(
    id="5.5",
    title="The slope of the mixture's map",
    minutes=8,
    difficulty="hard",
    prompt=r"""
Write `log_slope(x, w, mu, s)`: the logarithm of
$$\frac{\partial z}{\partial x} = \frac{p(x)}{F(x)\,S(x)},\qquad
p(x) = \sum_i \frac{w_i}{s_i}\,\sigma(u_i)\,\sigma(-u_i),\qquad u_i = \frac{x-\mu_i}{s_i},$$
in log space, with $F$ and $S$ as in 5.4. This is the log-det of the *inverse* map,
$\log|\partial f^{-1}/\partial x|$. Shapes as before. The check goes far out, where $p$, $F$ and $S$
are too small to be numbers.
""",
    inputs=INPUTS,
    names=NAMES,
    labels=LABELS,
    reference=log_slope,
    returns="log dz/dx, a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "1/s forgotten",
            lambda x, w, mu, s: without_scale(x, w, mu, s) - sum(log_sides(x, w, mu, s)),
            "the factor 1/s of each part is missing. σ(u) is differentiated with respect to x, and "
            "u = (x − μ)/s brings its own derivative 1/s.",
        ),
        Misconception(
            "density alone",
            log_density,
            "this is log p(x), the slope of F. It would be the log-det for a uniform base. On the "
            "way to the logistic base comes the slope of log u − log(1 − u), which is 1/(F S).",
        ),
        Misconception(
            "sign turned",
            lambda x, w, mu, s: -log_slope(x, w, mu, s),
            "this is log dx/dz, the log-det of the map forwards. Asked for is the inverse "
            "direction, log dz/dx.",
        ),
        Misconception(
            "multiplied by F S",
            lambda x, w, mu, s: log_density(x, w, mu, s) + sum(log_sides(x, w, mu, s)),
            "F and S stand below the fraction bar: their logarithms are taken away.",
        ),
        Misconception(
            "brackets of the product",
            lambda x, w, mu, s: log_density(x, w, mu, s) - z_of(x, w, mu, s),
            "log F is taken away and log S is added: a minus before a bracket turns the signs in "
            "it. Below the fraction bar stand both: log p − log F − log S.",
        ),
        Misconception(
            "only divided by F",
            lambda x, w, mu, s: log_density(x, w, mu, s) - log_sides(x, w, mu, s)[0],
            "p/F is the slope of log F alone. z = log F − log S, so p/S comes on top: together "
            "p/(F S).",
        ),
        Misconception(
            "only divided by S",
            lambda x, w, mu, s: log_density(x, w, mu, s) - log_sides(x, w, mu, s)[1],
            "p/S is the slope of −log S alone. z = log F − log S, so p/F comes on top: together "
            "p/(F S).",
        ),
        Misconception(
            "logarithm forgotten",
            lambda x, w, mu, s: torch.exp(log_slope(x, w, mu, s)),
            "this is the slope itself; its logarithm is asked for.",
        ),
        Misconception(
            "out of log space",
            lambda x, w, mu, s: torch.log(
                torch.exp(log_density(x, w, mu, s))
                / (torch.exp(log_sides(x, w, mu, s)[0]) * torch.exp(log_sides(x, w, mu, s)[1]))
            ),
            "right near the middle, but far out p, F or S is rounded to 0, and 0/0 is not a "
            "number. Take log p − log F − log S and never leave the logarithms.",
            also=(
                lambda x, w, mu, s: (
                    log_density(x, w, mu, s).exp().log()
                    - log_sides(x, w, mu, s)[0].exp().log()
                    - log_sides(x, w, mu, s)[1].exp().log()
                ),
            ),
        ),
        Misconception(
            "log s added",
            lambda x, w, mu, s: (
                torch.logsumexp(
                    torch.log(w)
                    + torch.log(s)
                    + torch.nn.functional.logsigmoid(scaled(x, mu, s))
                    + torch.nn.functional.logsigmoid(-scaled(x, mu, s)),
                    -1,
                )
                - sum(log_sides(x, w, mu, s))
            ),
            "log s is added in your log p. A wide part is a low one: the factor is 1/s, so log s "
            "is taken away.",
        ),
        Misconception(
            "s in place of log s",
            lambda x, w, mu, s: (
                torch.logsumexp(
                    torch.log(w)
                    - s
                    + torch.nn.functional.logsigmoid(scaled(x, mu, s))
                    + torch.nn.functional.logsigmoid(-scaled(x, mu, s)),
                    -1,
                )
                - sum(log_sides(x, w, mu, s))
            ),
            "in log p you take s itself away. The factor is 1/s, and its logarithm −log s.",
        ),
        Misconception(
            "weights left out of p",
            lambda x, w, mu, s: (
                log_density(x, torch.ones_like(w), mu, s) - sum(log_sides(x, w, mu, s))
            ),
            "the weights are missing in log p: each part enters with its log w.",
        ),
        Misconception(
            "weights left out",
            lambda x, w, mu, s: log_slope(x, torch.ones_like(w), mu, s),
            "the weights are missing, in F, S and p: each part enters with its log w.",
        ),
        Misconception(
            "the logarithm of z",
            lambda x, w, mu, s: torch.log(z_of(x, w, mu, s).abs()),
            "this is log|z|. Asked for is the logarithm of the *slope*, dz/dx.",
        ),
        Misconception(
            "z itself",
            z_of,
            "this is z. Asked for is the logarithm of its slope, log dz/dx.",
        ),
        Misconception(
            "density of the flow",
            lambda x, w, mu, s: log_logistic(z_of(x, w, mu, s)) - log_slope(x, w, mu, s),
            "base density and slope are already combined here, with the wrong sign. Only the slope "
            "is asked for.",
        ),
        Misconception(
            "sum of logs",
            lambda x, w, mu, s: (
                (
                    torch.log(w)
                    - torch.log(s)
                    + torch.nn.functional.logsigmoid(scaled(x, mu, s))
                    + torch.nn.functional.logsigmoid(-scaled(x, mu, s))
                ).sum(-1)
                - sum(log_sides(x, w, mu, s))
            ),
            "the parts of p are summed as logarithms: that is the logarithm of their product. "
            "logsumexp takes the logarithm of the sum.",
        ),
        Misconception(
            "p out of log space",
            lambda x, w, mu, s: log_density(x, w, mu, s).exp().log() - sum(log_sides(x, w, mu, s)),
            "F and S are in log space; p is a plain sum, and far out it is too small to be a "
            "number. It needs a logsumexp as well.",
        ),
        Misconception(
            "σ(u) squared",
            _log_p(lambda u, w, s: w.log() - s.log() + 2 * logsigmoid(u)),
            "σ(u) stands twice in your p. The density of a part is σ(u) σ(−u)/s: one of the two "
            "has −u.",
            also=(_log_p(lambda u, w, s: w.log() - s.log() + 2 * logsigmoid(-u)),),
        ),
        Misconception(
            "half of the density",
            _log_p(lambda u, w, s: w.log() - s.log() + logsigmoid(u)),
            "half of p is missing: the density of a part is σ(u) σ(−u)/s.",
            also=(_log_p(lambda u, w, s: w.log() - s.log() + logsigmoid(-u)),),
        ),
        Misconception(
            "minus in place of plus in p",
            _log_p(lambda u, w, s: w.log() - s.log() + logsigmoid(u) - logsigmoid(-u)),
            "in log p one of the two logarithms is taken away. p has the product σ(u) σ(−u): both "
            "are added.",
            also=(_log_p(lambda u, w, s: w.log() - s.log() - logsigmoid(u) - logsigmoid(-u)),),
        ),
        Misconception(
            "weights in p alone",
            lambda x, w, mu, s: (
                log_density(x, w, mu, s) - sum(log_sides(x, torch.ones_like(w), mu, s))
            ),
            "p has its weights, F and S have none. In all three each part enters with its log w.",
        ),
        Misconception(
            "all sums as sums of logs",
            lambda x, w, mu, s: (
                _terms(x, w, mu, s).sum(-1) - (2 * w.log() + log_logistic(scaled(x, mu, s))).sum(-1)
            ),
            "in F, S and p the logarithms of the parts are summed: that is the logarithm of a "
            "product. logsumexp takes the logarithm of a sum.",
        ),
        Misconception(
            "sums of logs in F and S",
            lambda x, w, mu, s: (
                log_density(x, w, mu, s) - (2 * w.log() + log_logistic(scaled(x, mu, s))).sum(-1)
            ),
            "in F and S the logarithms of the parts are summed: that is the logarithm of a "
            "product. logsumexp takes the logarithm of a sum.",
        ),
        Misconception(
            "1 − F from log F",
            _s_from_f(lambda log_F: torch.log(1 - log_F.exp())),
            "log S comes from 1 − F: where F rounds to 1, no digits are left. S needs a logsumexp "
            "of its own, with −u.",
            also=(_s_from_f(lambda log_F: torch.log1p(-log_F.exp())),),
        ),
        Misconception(
            "the slope of the naive formula",
            _slope_by_autograd,
            "you differentiate the formula of 5.3. Far out it has no digits left, and so its slope "
            "has none. Take log p − log F − log S, in log space.",
        ),
        Misconception(
            "p, F and S kept away from 0",
            _kept(1e-30),
            "p, F and S are kept away from 0 by a small number: far out yours is the quotient of "
            "these. Never form them: logsigmoid and logsumexp stay in logarithms.",
            also=tuple(map(_kept, (1e-6, 1e-8, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-300))),
        ),
        Misconception(
            "the mean of the parts' slopes",
            lambda x, w, mu, s: torch.zeros_like(x) - (w * s.log()).sum(),
            "this is a mean of the single parts' slopes, the same at every x. The slope of a "
            "mixture's map changes from place to place: p/(F S).",
            also=(
                lambda x, w, mu, s: (w / s).sum().log().expand(x.shape),
                lambda x, w, mu, s: -s.log().mean().expand(x.shape),
                lambda x, w, mu, s: -s.log().sum().expand(x.shape),
            ),
        ),
        Misconception(
            "no dimension for the parts",
            _without_a_dimension_for_the_parts,
            "x and the centres do not fit: x has one number for each point, `mu` one for each "
            "part. `x.unsqueeze(-1)` gives x a dimension more, along which the parts can lie.",
        ),
        Misconception(
            "scale forgotten in u",
            lambda x, w, mu, s: (
                torch.logsumexp(w.log() - s.log() + log_logistic(x.unsqueeze(-1) - mu), -1)
                - sum(log_sides(x, w, mu, torch.ones_like(s)))
            ),
            "u is x − μ in yours. A part that is s times as wide rises s times as slowly: "
            "u = (x − μ)/s.",
        ),
        Misconception(
            "scale forgotten",
            lambda x, w, mu, s: log_slope(x, w, mu, torch.ones_like(s)),
            "the scales are missing: u = (x − μ)/s, and p has a factor 1/s besides.",
        ),
        Misconception(
            "multiplied by the scale",
            lambda x, w, mu, s: log_slope(x, w, mu, 1 / s),
            "you multiply by s. A wide part rises slowly: u = (x − μ)/s.",
        ),
        Misconception(
            "slope at the base alone",
            lambda x, w, mu, s: -sum(log_sides(x, w, mu, s)),
            "this is −log F − log S. The density p stands above the fraction bar: log p belongs to "
            "it.",
        ),
    ),
    hints=(
        "A quotient becomes a difference in log space: log p − log F − log S.",
        "log p is a logsumexp, too. Its terms are log w − log s + logsigmoid(u) + logsigmoid(−u).",
        "With log_F and log_S as in 5.4:\n\n"
        "    log_p = torch.logsumexp(torch.log(w) - torch.log(s) + … + …, -1)\n"
        "    return log_p - … - …",
    ),
    praise="steep on the bumps, flat between them, and 1/s of the widest part far out.",
)
