"""Exercise 7.2: from data to the base."""

import torch

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises import wrong
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.base import NAMES, THREE, TWO, X2, X3
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import Inverse
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.probes import probe_inverse
from course_lib.exercises.exercise import Exercise, Misconception

INVERSE = Exercise(
    id="7.2",
    title="From data to the base",
    minutes=10,
    difficulty="medium",
    prompt="""
Write `inverse(self, x)`: return $z = \\log F(x) - \\log S(x)$ and the inverse log-det
$\\log|\\partial f^{-1}/\\partial x| = \\log p - \\log F - \\log S$, both in log space, as in 5.4
and 5.5. Start
with `log_w, mu, s = self.mixture()`. `x` has any shape, and both results have that shape. One of
the
points lies far out.
""",
    inputs=((*TWO, X2), (*THREE, X3)),
    names=NAMES,
    reference=Inverse,
    probe=probe_inverse,
    returns="(z, log_det), two tensors of the shape of x",
    misconceptions=(
        Misconception(
            "the naive formula",
            wrong.inverse_like(wrong.naive),
            "z comes from log F − log(1 − F), which is infinite far out. Carry log S as a "
            "logsumexp "
            "of its own, with −u.",
        ),
        Misconception(
            "the sign of z",
            wrong.inverse_like(lambda z, log_det, *_: (-z, log_det)),
            "the sign of z is turned: log F − log S rises with x.",
        ),
        Misconception(
            "the forward log-det",
            wrong.inverse_like(lambda z, log_det, *_: (z, -log_det)),
            "this is the log-det of the map forwards. inverse gives that of the way from x to z.",
        ),
        Misconception(
            "both signs turned",
            wrong.inverse_like(lambda z, log_det, *_: (-z, -log_det)),
            "both results have the other sign: z rises with x, and log_det is that of the way "
            "from x to z.",
        ),
        Misconception(
            "log_det first",
            wrong.inverse_like(lambda z, log_det, *_: (log_det, z)),
            "the two have changed places: z comes first, then log_det.",
        ),
        Misconception(
            "1/s forgotten",
            wrong.log_p_of(
                lambda log_p, u, log_w, s: torch.logsumexp(log_w + wrong.logistic(u), -1)
            ),
            "the log-det misses the factor 1/s of each part's density: log w − log s + log σ(u) + "
            "log σ(−u).",
        ),
        Misconception(
            "s in place of log s",
            wrong.log_p_of(
                lambda log_p, u, log_w, s: torch.logsumexp(log_w - s + wrong.logistic(u), -1)
            ),
            "in log p you take s itself away. The factor is 1/s, and its logarithm −log s: "
            "`log_w - s.log()`.",
        ),
        Misconception(
            "log s added",
            wrong.log_p_of(
                lambda log_p, u, log_w, s: torch.logsumexp(log_w + s.log() + wrong.logistic(u), -1)
            ),
            "log s is added in your log p. A wide part is a low one: the factor is 1/s, so log s "
            "is taken away.",
        ),
        Misconception(
            "log w missing in log p",
            wrong.log_p_of(
                lambda log_p, u, log_w, s: torch.logsumexp(wrong.logistic(u) - s.log(), -1)
            ),
            "z is right, but the weights are missing in log p: each part enters with its log w.",
        ),
        Misconception(
            "half of the density",
            wrong.log_p_of(
                lambda log_p, u, log_w, s: torch.logsumexp(
                    log_w - s.log() + torch.nn.functional.logsigmoid(u), -1
                )
            ),
            "log σ(−u) is missing in log p: the density of a part is σ(u) σ(−u)/s. σ(u) alone is "
            "its CDF.",
        ),
        Misconception(
            "sum of logarithms in log p",
            wrong.log_p_of(
                lambda log_p, u, log_w, s: (log_w - s.log() + wrong.logistic(u)).sum(-1)
            ),
            "the parts of p are summed as logarithms: that is the logarithm of their product. "
            "logsumexp takes the logarithm of the sum.",
        ),
        Misconception(
            "the weights missing",
            wrong.with_mixture(lambda log_w, mu, s: (0 * log_w, mu, s)),
            "the weights are missing, in F, S and p: each part enters with its log w.",
        ),
        Misconception(
            "scale forgotten",
            wrong.with_mixture(lambda log_w, mu, s: (log_w, mu, 1 + 0 * s)),
            "the scales are missing: u = (x − μ)/s, and p has a factor 1/s besides.",
        ),
        Misconception(
            "multiplied by the scale",
            wrong.with_mixture(lambda log_w, mu, s: (log_w, mu, 1 / s)),
            "you multiply by s. A wide part rises slowly: u = (x − μ)/s.",
        ),
        Misconception(
            "scale forgotten in u",
            wrong.inverse_like(wrong.unscaled),
            "u is x − μ in yours. A part that is s times as wide rises s times as slowly: "
            "u = (x − μ)/s.",
        ),
        Misconception(
            "the density as the slope",
            wrong.log_det_of(lambda log_F, log_S, log_p: log_p),
            "your log-det is log p, the slope of F. z = log F − log S has the slope p/(F S): take "
            "log F and log S away.",
        ),
        Misconception(
            "only divided by F",
            wrong.log_det_of(lambda log_F, log_S, log_p: log_p - log_F),
            "p/F is the slope of log F alone. z = log F − log S, so p/S comes on top: together "
            "p/(F S).",
        ),
        Misconception(
            "only divided by S",
            wrong.log_det_of(lambda log_F, log_S, log_p: log_p - log_S),
            "p/S is the slope of −log S alone. z = log F − log S, so p/F comes on top: together "
            "p/(F S).",
        ),
        Misconception(
            "multiplied by F S",
            wrong.log_det_of(lambda log_F, log_S, log_p: log_p + log_F + log_S),
            "F and S stand below the fraction bar: their logarithms are taken away.",
        ),
        Misconception(
            "brackets of the product",
            wrong.log_det_of(lambda log_F, log_S, log_p: log_p - (log_F - log_S)),
            "log F is taken away and log S is added: a minus before a bracket turns the signs in "
            "it. Below the fraction bar stand both: log p − log F − log S.",
        ),
        Misconception(
            "sum of logarithms",
            wrong.inverse_like(wrong.summed),
            "the logarithms of the parts are summed, in F, S and p: that is the logarithm of their "
            "product. logsumexp takes the logarithm of the sum.",
        ),
        Misconception(
            "log F alone",
            wrong.inverse_like(
                lambda z, log_det, x, *mixture: (wrong.parts_of(x, *mixture)[0], log_det)
            ),
            "your z is log F alone, which never becomes positive. z = log F − log S.",
        ),
        Misconception(
            "the slope itself",
            wrong.inverse_like(lambda z, log_det, *_: (z, log_det.exp())),
            "you return the slope; its logarithm is asked for.",
        ),
        Misconception(
            "log of log_w",
            wrong.inverse_like(lambda z, log_det, *_: (z * torch.nan, log_det * torch.nan)),
            "not a number, at every point. Is a logarithm taken of `log_w`? mixture() gives the "
            "*logarithms* of the weights already, and they are negative. Add log_w as it is.",
        ),
        Misconception(
            "exp of log_w in z",
            wrong.inverse_like(wrong.weights_without_log),
            "in z the weights themselves are added to logarithms. log(w σ(u)) = log w + log σ(u): "
            "add log_w as it is.",
        ),
        Misconception(
            "exp of log_w",
            wrong.with_mixture(lambda log_w, mu, s: (log_w.exp(), mu, s)),
            "the weights themselves are added to logarithms. log(w σ(u)) = log w + log σ(u): add "
            "log_w as it is.",
        ),
        Misconception(
            "parameters cut off",
            wrong.WithoutGraph,
            "the numbers are right, but no gradient gets back to the parameters: `.detach()`, "
            "`.data` or `no_grad` cuts the graph. A fit could move nothing.",
        ),
        Misconception(
            "log_det cut off",
            wrong.inverse_like(lambda z, log_det, *_: (z, log_det.detach())),
            "the numbers are right, and z has its gradient; log_det was cut off (`.detach()`, "
            "`.data`, `no_grad`). A fit needs both.",
        ),
        Misconception(
            "z cut off",
            wrong.inverse_like(lambda z, log_det, *_: (z.detach(), log_det)),
            "the numbers are right, and log_det has its gradient; z was cut off (`.detach()`, "
            "`.data`, `no_grad`). A fit needs both.",
        ),
        Misconception(
            "F, S and p as plain sums",
            wrong.plain(lambda F, S: torch.log(1 - F), True),
            "near the middle it is right. Far out F rounds to 1, and 1 − F, S and p to 0: their "
            "logarithms are infinite. Never form them: logsigmoid and logsumexp.",
            also=(
                wrong.plain(lambda F, S: torch.log(S), True),
                wrong.plain(lambda F, S: torch.log(S), False),
                wrong.inverse_like(wrong.p_alone),
            ),
        ),
        Misconception(
            "1 − F from log F",
            wrong.s_from_f(lambda log_F: torch.log1p(-log_F.exp())),
            "log S comes from 1 − F: where F rounds to 1, no digits are left. S needs a logsumexp "
            "of its own, with −u.",
            also=(
                wrong.s_from_f(lambda log_F: torch.log(1 - log_F.exp())),
                wrong.plain(lambda F, S: torch.log(1 - F), False),
            ),
        ),
        Misconception(
            "z alone",
            wrong.ZAlone,
            "this is z alone. The log-det of the same direction belongs to it: return "
            "`(z, log_det)`.",
        ),
        Misconception(
            "one log-det for all points",
            wrong.inverse_like(lambda z, log_det, *_: (z, log_det.sum())),
            "the log-dets are put together to a single number. Each point keeps its own.",
            also=(wrong.inverse_like(lambda z, log_det, *_: (z, log_det.mean())),),
        ),
        Misconception(
            "no dimension for the parts",
            wrong.NoDimension,
            "x and the centres do not fit: x has one number for each point, `mu` one for each "
            "part. `x.unsqueeze(-1)` gives x a dimension more, along which the parts can lie.",
        ),
        Misconception(
            "multiplied by log w",
            wrong.inverse_like(wrong.weights_multiplied),
            "log w multiplies the logarithms of the parts. A product w σ(u) becomes a sum: "
            "log w + log σ(u).",
        ),
        Misconception(
            "s taken for its logarithm",
            wrong.inverse_like(wrong.exp_of_s),
            "exp is taken of s. `mixture()` gives the scales themselves: u = (x − μ)/s.",
        ),
        Misconception(
            "x clamped",
            wrong.clamped(10.0),
            "x is clamped, so every point beyond goes to the same z. logsigmoid and logsumexp are "
            "right for every x: no clamp is needed.",
            also=tuple(map(wrong.clamped, (3.0, 5.0, 20.0, 30.0, 50.0, 100.0, 1000.0))),
        ),
        Misconception(
            "a CDF in place of the density",
            wrong.log_p_of(
                lambda log_p, u, log_w, s: torch.logsumexp(
                    log_w + torch.nn.functional.logsigmoid(u), -1
                )
            ),
            "where log p belongs, log F stands once more. The density of a part is σ(u) σ(−u)/s: "
            "log σ(−u) and −log s are missing.",
        ),
        Misconception(
            "σ(u) squared",
            wrong.log_p_of(
                lambda log_p, u, log_w, s: torch.logsumexp(
                    log_w - s.log() + 2 * torch.nn.functional.logsigmoid(u), -1
                )
            ),
            "σ(u) stands twice in your p. The density of a part is σ(u) σ(−u)/s: one of the two "
            "has −u.",
        ),
        Misconception(
            "weights in p alone",
            wrong.inverse_like(wrong.unweighted_sides),
            "p has its weights, F and S have none. In all three each part enters with its log w.",
        ),
    ),
    hints=(
        "You have written all parts in chapter 05. What is given as a logarithm here that was a "
        "weight there?",
        "u = (x.unsqueeze(-1) - mu) / s; three logsumexp: for log F, log S and log p.",
        "    u = (x.unsqueeze(-1) - mu) / s\n"
        "    log_F = torch.logsumexp(log_w + logsigmoid(u), -1)\n"
        "    log_S = …\n    log_p = torch.logsumexp(log_w - s.log() + … + …, -1)\n"
        "    return log_F - log_S, …",
    ),
    praise="one direction of your flow is complete, as far out as numbers reach.",
)
