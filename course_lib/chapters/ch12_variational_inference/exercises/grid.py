"""Exercise 12.1: the forward divergence, from a sum over a grid."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def forward_kl(log_p, log_q, dx):
    there = log_p > -math.inf
    p = log_p.exp()[there]
    return (p * (log_p - log_q)[there]).sum() * dx


def _of(make):
    """A wrong answer that leaves the points with p = 0 out: make(log_p, log_q, dx)."""

    def wrong(log_p, log_q, dx):
        there = log_p > -math.inf
        return make(log_p[there], log_q[there], dx)

    return wrong


def _terms(lp, lq):
    return lp.exp() * (lp - lq)


def _where_both(log_p, log_q, dx):
    there = (log_p > -math.inf) & (log_q > -math.inf)
    return forward_kl(log_p[there], log_q[there], dx)


def _clamped(bound):
    """A wrong answer that takes no logarithm below −bound."""
    return lambda log_p, log_q, dx: forward_kl(log_p.clamp(-bound), log_q.clamp(-bound), dx)


def _reversed_where_both(log_p, log_q, dx):
    there = (log_p > -math.inf) & (log_q > -math.inf)
    return forward_kl(log_q[there], log_p[there], dx)


def _trapezoid(log_p, log_q, dx):
    there = log_p > -math.inf
    return torch.trapezoid(torch.where(there, _terms(log_p, log_q), 0.0), dx=dx)


def _mean(factor):
    """A wrong answer with a mean over all points of the grid in place of the sum."""

    def wrong(log_p, log_q, dx):
        return forward_kl(log_p, log_q, factor(dx)) / len(log_p)

    return wrong


def _density(values, dx):
    """The logarithm of a density on a grid: numbers that are normalised by their sum times dx."""
    return values - values.logsumexp(0) - math.log(dx)


NEVER = -math.inf
INPUTS = (
    (_density(tensor([-2.0, -0.4, 0.3, 0.9, -1.1]), 0.3),
     _density(tensor([-0.8, 0.2, 0.5, -0.6, -1.9]), 0.3), 0.3),
    (_density(tensor([NEVER, -0.7, 1.2, 0.1, NEVER, NEVER]), 0.5),
     _density(tensor([-1.5, 0.4, -0.3, 0.6, -0.9, -2.2]), 0.5), 0.5),
    (_density(tensor([0.7, -800.0, NEVER, -0.2]), 1.4),
     _density(tensor([-1.3, 0.5, NEVER, 0.3]), 1.4), 1.4),
    (_density(tensor([-0.6, 1.1, 0.2, NEVER]), 0.8),
     _density(tensor([0.4, -0.9, NEVER, 0.7]), 0.8), 0.8),
)  # fmt: skip

FORWARD_KL = Exercise(
    id="12.1",
    title="The forward divergence on a grid",
    minutes=6,
    difficulty="medium",
    prompt=r"""
In one dimension you can see both divergences: the integral is a sum over the points of an even
grid, times their distance $dx$. Write `forward_kl(log_p, log_q, dx)`:
$$\mathrm{KL}(p\,\|\,q) \approx \sum_i p(x_i)\,\log\frac{p(x_i)}{q(x_i)}\;dx .$$
`log_p` and `log_q` are the log-densities at the points, each of shape `(M,)`; return one number.
Some points have $p = 0$, so `log_p` is $-\infty$ there. Such a point adds 0, whatever $q$ is.
Where $q = 0$ and $p$ is not, the divergence is infinite: return $+\infty$ then.
""",
    inputs=INPUTS,
    labels=("", "p is 0 at some points", "both are 0 at a point", "q is 0 where p is not"),
    names=("log_p", "log_q", "dx"),
    reference=forward_kl,
    returns="KL(p‖q), one number",
    misconceptions=(
        Misconception(
            "zero times minus infinity",
            lambda log_p, log_q, dx: _terms(log_p, log_q).sum() * dx,
            "where p is 0 you multiply 0 by −∞, and that is not a number. These points add 0: "
            "leave them out.",
        ),
        Misconception(
            "points with q = 0 left out",
            _where_both,
            "you leave out the points where q is 0, too. Where p is not 0 there, the divergence "
            "is infinite: q rules out what p allows. Only the points with p = 0 add 0.",
        ),
        Misconception(
            "logarithms clamped",
            _clamped(1000.0),
            "you clamp the logarithms. So a q of 0 becomes a very small one, and the divergence, "
            "which is infinite there, a number that your bound has made.",
            also=tuple(map(_clamped, (50.0, 100.0, 700.0, 745.0, 1e4, 1e6))),
        ),
        Misconception(
            "reversed",
            lambda log_p, log_q, dx: _terms(log_q, log_p).sum() * dx,
            "p and q have changed places: this is KL(q‖p). Whose density is the weight?",
            also=(lambda log_p, log_q, dx: forward_kl(log_q, log_p, dx),
                  _of(lambda lp, lq, dx: _terms(lq, lp).sum() * dx),
                  _reversed_where_both),
        ),
        Misconception(
            "sign",
            _of(lambda lp, lq, dx: -_terms(lp, lq).sum() * dx),
            "the sign is turned: p log(q/p). A divergence is not negative.",
        ),
        Misconception(
            "weighted by q",
            _of(lambda lp, lq, dx: (lq.exp() * (lp - lq)).sum() * dx),
            "the logarithm is weighted by q. The forward divergence asks where p is: weight by p.",
        ),
        Misconception(
            "absolute value",
            _of(lambda lp, lq, dx: _terms(lp, lq).abs().sum() * dx),
            "you take the absolute value at each point. Where p is below q the term is negative, "
            "and it must stay so: only the sum is never negative.",
        ),
        Misconception(
            "negative terms left out",
            _of(lambda lp, lq, dx: _terms(lp, lq).clamp(min=0).sum() * dx),
            "the negative terms are cut off. They belong to the sum: only the whole is never "
            "negative.",
        ),
        Misconception(
            "cross-entropy",
            _of(lambda lp, lq, dx: -(lp.exp() * lq).sum() * dx),
            "this is the cross-entropy, −∫ p log q. It is not 0 for q = p: ∫ p log p is missing.",
        ),
        Misconception(
            "entropy alone",
            _of(lambda lp, lq, dx: (lp.exp() * lp).sum() * dx),
            "this is ∫ p log p. log q is missing: log p − log q.",
        ),
        Misconception(
            "added",
            _of(lambda lp, lq, dx: (lp.exp() * (lp + lq)).sum() * dx),
            "the logarithms are added. The logarithm of a ratio is a difference.",
        ),
        Misconception(
            "both directions",
            _of(lambda lp, lq, dx: ((lp.exp() - lq.exp()) * (lp - lq)).sum() * dx),
            "this is the sum of the two divergences. Asked for is KL(p‖q) alone.",
        ),
        Misconception(
            "dx forgotten",
            _of(lambda lp, lq, dx: _terms(lp, lq).sum()),
            "the distance of the points is missing: a sum becomes an integral times dx.",
        ),
        Misconception(
            "a mean in place of the integral",
            _mean(lambda dx: 1.0),
            "you average over points. On a grid an integral is the sum over them, times dx.",
            also=(_mean(lambda dx: dx), _of(lambda lp, lq, dx: _terms(lp, lq).mean()),
                  _of(lambda lp, lq, dx: _terms(lp, lq).mean() * dx)),
        ),
        Misconception(
            "unweighted",
            _of(lambda lp, lq, dx: (lp - lq).sum() * dx),
            "each point counts as much as any other. The points of a grid are no samples: weight "
            "by p, and sum, times dx.",
            also=(_of(lambda lp, lq, dx: (lp - lq).mean()),
                  _of(lambda lp, lq, dx: (lp - lq).sum())),
        ),
        Misconception(
            "log p as the weight",
            _of(lambda lp, lq, dx: (lp * (lp - lq)).sum() * dx),
            "the weight is log p. It is p: `log_p.exp()`.",
        ),
        Misconception(
            "logarithm of the logarithms",
            _of(lambda lp, lq, dx: (lp.exp() * (lp / lq).log()).sum() * dx),
            "not a number: a logarithm is taken of log_p and log_q, or of their ratio. They are "
            "logarithms already; that of p/q is their difference.",
            also=(_of(lambda lp, lq, dx: (lp.exp() * (lp.log() - lq.log())).sum() * dx),),
        ),
        Misconception(
            "ratio of the logarithms",
            _of(lambda lp, lq, dx: (lp.exp() * (lp / lq)).sum() * dx),
            "you divide one logarithm by the other. That of p/q is their difference.",
        ),
        Misconception(
            "squared difference",
            _of(lambda lp, lq, dx: (lp.exp() * (lp - lq) ** 2).sum() * dx),
            "you square the difference of the logarithms. It stands as it is, with its sign.",
        ),
        Misconception(
            "ratio in place of its logarithm",
            _of(lambda lp, lq, dx: (lp.exp() * (lp - lq).exp()).sum() * dx),
            "you weight the ratio p/q. Its logarithm is asked for.",
        ),
        Misconception(
            "trapezoids",
            _trapezoid,
            "the first and the last point count half (trapezoids). Asked for is the plain sum.",
        ),
        Misconception(
            "logarithm to base 2",
            _of(lambda lp, lq, dx: _terms(lp, lq).sum() * dx / math.log(2)),
            "the number is in bits. log_p and log_q are natural logarithms: leave the base.",
        ),
        Misconception(
            "not summed",
            lambda log_p, log_q, dx: torch.where(log_p > NEVER, _terms(log_p, log_q), 0.0) * dx,
            "this is what each point adds. Sum them: one number.",
        ),
    ),
    hints=(
        "What is the weight of a point? And what is 0 · (−∞) in the computer?",
        "Sum p · (log p − log q) over the points with log p > −∞, times dx.",
        "Fill in the two gaps:\n\n"
        "    there = log_p > -math.inf\n"
        "    log_p, log_q = log_p[there], log_q[there]\n"
        "    return (… * (log_p - log_q)).sum() * …",
    ),
    praise="you can now compute the dashed curve of the first picture.",
)  # fmt: skip
