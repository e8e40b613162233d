"""Exercise 5.5: the slope of the map."""

import torch

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
