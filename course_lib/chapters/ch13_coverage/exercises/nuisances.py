"""Exercise 13.7: the likelihood with the nuisance averaged out."""

import math

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

SMALL = (1e-300, 1e-45, 1e-38, 1e-30, 1e-20, 1e-16, 1e-12, 1e-10, 1e-8, 1e-6)


def marginal_log_prob(log_p):
    return log_p.logsumexp(0) - math.log(len(log_p))


def _of_the_finite(log_p):
    return log_p.logsumexp(0) - log_p.isfinite().sum(0).log()


def _by_hand(log_p):
    return log_p.exp().mean(0).log()


def _with_epsilon(epsilon):
    return lambda log_p: (log_p.exp().mean(0) + epsilon).log()


def _clamped(least):
    return lambda log_p: log_p.exp().mean(0).clamp(min=least).log()


def _one_shift(log_p):
    shift = log_p.max()
    return (log_p - shift).exp().mean(0).log() + shift


def _shift_kept(log_p):
    return (log_p - log_p.amax(0)).exp().mean(0).log()


MARGINAL_LOG_PROB = Exercise(
    id="13.7",
    title="Average the nuisance out",
    minutes=6,
    difficulty="medium",
    prompt=r"""
Your detector has an unknown offset $\nu$, a **nuisance**: you do not want to know it, but it shifts
the data. If $p(x\mid\theta,\nu)$ is known, the likelihood without the nuisance is its average over
the prior of $\nu$,
$$p(x\mid\theta) = \int p(x\mid\theta,\nu)\,p(\nu)\,d\nu \approx \frac1K\sum_{k=1}^K
p(x\mid\theta,\nu_k),\qquad \nu_k \sim p(\nu).$$

Write `marginal_log_prob(log_p)`: the logarithm of this average, from the logarithms
$\log p(x\mid\theta,\nu_k)$.

Shapes: `log_p` is `(K, n)`, one row for each drawn $\nu_k$ and one column for each event. The
result is `(n,)`. With many data in an event, log-densities near −900 are quite usual; and under
some $\nu_k$ an event may be impossible, with $\log p = -\infty$.
""",
    inputs=(
        (
            tensor(
                [
                    [-1.2, -3.4, -0.6],
                    [-2.9, -0.8, -1.7],
                    [-0.5, -2.1, -4.0],
                    [-3.6, -1.5, -0.9],
                ]
            ),
        ),
        (tensor([[-0.4, 1.1, -2.3], [0.9, -1.6, 0.2], [-3.1, 0.5, -0.7]]),),
        (
            tensor(
                [
                    [-901.3, -898.0, -950.2, -903.1],
                    [-899.5, -905.7, -897.4, -902.2],
                ]
            ),
        ),
        (
            tensor(
                [
                    [-math.inf, -1.4],
                    [-2.2, -0.3],
                    [-0.7, -math.inf],
                    [-1.8, -2.6],
                    [-3.3, -math.inf],
                    [-1.1, -0.9],
                ]
            ),
        ),
        (tensor([[-0.4, -903.5], [-1.9, -901.2], [-2.6, -902.8]]),),
    ),
    labels=(
        "",
        "as many nuisances as events",
        "near −900",
        "some of them impossible",
        "events of very unequal density",
    ),
    names=("log_p",),
    reference=marginal_log_prob,
    returns="log p(x | θ) of each event, a tensor of shape (n,)",
    misconceptions=(
        Misconception(
            "mean of the logarithms",
            lambda log_p: log_p.mean(0),
            "you average the logarithms. Densities are what is averaged: one ν that makes the "
            "event impossible must not make it impossible as a whole. First the mean of p, then "
            "its logarithm.",
        ),
        Misconception(
            "log K forgotten",
            lambda log_p: log_p.logsumexp(0),
            "`logsumexp` is the logarithm of the *sum*. The mean divides by K: take log K away.",
        ),
        Misconception(
            "log K added",
            lambda log_p: log_p.logsumexp(0) + math.log(len(log_p)),
            "log K has the wrong sign: the mean is the sum *divided* by K.",
        ),
        Misconception(
            "K in place of log K",
            lambda log_p: log_p.logsumexp(0) - len(log_p),
            "you take K away. Dividing by K takes log K from the logarithm.",
        ),
        Misconception(
            "divided by K after the logarithm",
            lambda log_p: log_p.logsumexp(0) / len(log_p),
            "you divide the logarithm by K. It is the sum of the *densities* that is divided: that "
            "takes log K from the logarithm.",
        ),
        Misconception(
            "log n for log K",
            lambda log_p: log_p.logsumexp(0) - math.log(log_p.shape[1]),
            "n, the number of *events*, is in the logarithm that you take away. The mean is over "
            "the K nuisances alone, `len(log_p)`.",
            also=(lambda log_p: log_p.logsumexp(0) - math.log(log_p.numel()),),
        ),
        Misconception(
            "profile",
            lambda log_p: log_p.amax(0),
            "you take the best ν for each event: the *profile* likelihood. It chooses ν after "
            "having looked at x, and that makes the answer too sure. Average over ν.",
            also=(lambda log_p: log_p.amax(0) - math.log(len(log_p)),),
        ),
        Misconception(
            "plugged in",
            lambda log_p: log_p[0],
            "you take one of the ν for the true one. Nobody knows it: average over all K.",
            also=(
                lambda log_p: log_p[-1],
                lambda log_p: log_p[len(log_p) // 2],
            ),
        ),
        Misconception(
            "median",
            lambda log_p: log_p.median(0).values,
            "the median does not care how dense the densest are. The average does: it is what the "
            "integral asks for.",
            also=(lambda log_p: log_p.quantile(0.5, 0),),
        ),
        Misconception(
            "over the events",
            lambda log_p: log_p.logsumexp(1) - math.log(log_p.shape[1]),
            "you average over the second dimension, the events. The nuisances stand along the "
            "first one.",
        ),
        Misconception(
            "over everything",
            lambda log_p: log_p.flatten().logsumexp(0) - math.log(log_p.numel()),
            "this is one number: you average over the events, too. Average over the nuisances "
            "alone, the first dimension.",
        ),
        Misconception(
            "exp before log",
            _by_hand,
            "right on paper. But exp(−900) is 0 in the computer, and its logarithm −∞. "
            "`torch.logsumexp` takes the largest one out first.",
        ),
        Misconception(
            "a small number below the logarithm",
            _with_epsilon(1e-12),
            "a small number, added or as a clamp, keeps the logarithm from −∞. Near −900 it is all "
            "that is left, and your answer is the same for every event. `torch.logsumexp` needs no "
            "help.",
            also=(*map(_with_epsilon, SMALL), *map(_clamped, SMALL)),
        ),
        Misconception(
            "one shift for all events",
            _one_shift,
            "you take the largest of *all* numbers out. An event that lies 700 below it is 0 all "
            "the same. Each event has its own largest one: `log_p.amax(0)`.",
        ),
        Misconception(
            "shift not added again",
            _shift_kept,
            "the largest one is taken out, and not added again after the logarithm.",
        ),
        Misconception(
            "not a logarithm",
            lambda log_p: log_p.exp().mean(0),
            "this is the density itself. Return its logarithm.",
        ),
        Misconception(
            "product",
            lambda log_p: log_p.sum(0),
            "you add the logarithms: the *product* of the densities, as of independent data. One "
            "event is seen once, under one of the ν: average.",
        ),
        Misconception(
            "impossible nuisances left out",
            _of_the_finite,
            "you average over the ν that are possible alone. Those under which the event is "
            "impossible have the density 0, and they count in K.",
        ),
        Misconception(
            "mean of the possible logarithms",
            lambda log_p: log_p.masked_fill(log_p.isinf(), 0.0).sum(0) / log_p.isfinite().sum(0),
            "you average the logarithms, and leave the ν out that are impossible. Densities are "
            "what is averaged, the zeros too: first the mean of p, then its logarithm.",
        ),
        Misconception(
            "logarithm of a logarithm",
            lambda log_p: log_p.mean(0).log(),
            "a logarithm of log p is taken, and log p is mostly negative. First the exponential, "
            "then the mean, then the logarithm, in a form that does not underflow.",
            also=(lambda log_p: log_p.abs().mean(0).log(), lambda log_p: log_p.sum(0).log()),
        ),
        Misconception(
            "softmax",
            lambda log_p: log_p.log_softmax(0).mean(0),
            "a softmax divides by the sum: how the ν compare with each other for this event. "
            "Wanted is the sum itself, over K.",
            also=(
                lambda log_p: log_p.log_softmax(0).logsumexp(0),
                lambda log_p: (log_p.softmax(0) * log_p).sum(0),
            ),
        ),
        Misconception(
            "negative",
            lambda log_p: -marginal_log_prob(log_p),
            "this is −log p, a loss. Wanted is log p.",
        ),
        Misconception(
            "dimension kept",
            lambda log_p: marginal_log_prob(log_p)[None],
            "the numbers are right, but a dimension of length 1 is left over. Leave "
            "`keepdim=True` out.",
        ),
        Misconception(
            "half of log K",
            lambda log_p: log_p.logsumexp(0) - 0.5 * math.log(len(log_p)),
            "you take ½ log K away, as if the sum was divided by √K. A mean divides by K.",
        ),
    ),
    hints=(
        "Two nuisances with the densities 0.3 and 0.1: what is the average, and its logarithm? "
        "Now with e⁻⁹⁰⁰ and e⁻⁹⁰¹.",
        "log of the mean = log of the sum − log K. `torch.logsumexp` is the logarithm of a sum of "
        "exponentials, and it never makes them.",
        "In code, with two places left to you:\n\n"
        "    K = len(log_p)\n"
        "    return torch.logsumexp(log_p, …) - …",
    ),
    praise="wider, and honest: what you do not know about the detector is in the answer now.",
)
