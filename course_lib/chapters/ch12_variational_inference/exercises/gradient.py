"""Exercise 12.3: the bound with its gradient, judged parameter by parameter."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import log_p0, tensor
from course_lib.exercises.probes import gradients


def bound(f, log_q, log_target, z):
    x = f(z)
    return (log_target(x) - log_q(x)).mean()


def log_target(x):
    """A bent target that is not normalised."""
    return 1.3 + 0.8 * x - 0.3 * x**2 - 0.02 * x**4


def probe_bound(candidate, a, b, z):
    """Value and gradients for the flow x = a sinh z + b."""

    def with_flow(a, b, z):
        def log_q(x):
            u = torch.asinh((x - b) / a)
            return log_p0(u) - torch.log(a * torch.cosh(u))

        return candidate(lambda z: a * torch.sinh(z) + b, log_q, log_target, z)

    return gradients(a=0, b=1)(with_flow, a, b, z)


def _of(formula):
    """A wrong answer made of log q and log p̃ at the samples: formula(log_q, log_t)."""

    def wrong(f, log_q, log_target, z):
        x = f(z)
        return formula(log_q(x), log_target(x))

    return wrong


def _at(places):
    """A wrong answer that asks log q and log p̃ elsewhere: places(f, z) → (for q, for p̃)."""

    def wrong(f, log_q, log_target, z):
        of_q, of_target = places(f, z)
        return (log_target(of_target) - log_q(of_q)).mean()

    return wrong


def _no_new_value(log_q):
    """0 in value, with the score for a gradient."""
    return log_q - log_q.detach()


def _score_only(value):
    """The score's gradient from samples that stand still, with or without the value."""

    def wrong(f, log_q, log_target, z):
        x = f(z).detach()
        of_q = log_q(x)
        w = (log_target(x) - of_q).detach()
        return (value * w + w * (_no_new_value(of_q) if value else of_q)).mean()

    return wrong


BOUND = Exercise(
    id="12.3",
    title="The bound with its gradient",
    minutes=5,
    difficulty="medium",
    prompt=r"""
To raise the ELBO you need its gradient. Write `bound(f, log_q, log_target, z)`: the ELBO from the
samples $x_i = f(z_i)$, one number that **keeps the gradient**. It goes through the samples, as in
chapter 08.

`f(z)` and `log_q(x)` belong to one flow and depend on its parameters $\theta$; `log_target(x)` is
$\log\tilde p(x)$ and does not; `z` has the shape `(N,)`. The check compares the gradient parameter
by parameter.
""",
    inputs=(
        (tensor(1.3), tensor(-0.4), tensor([0.3, -1.1, 0.8, 1.9, -0.4])),
        (tensor(0.7), tensor(0.6), tensor([-2.1, 0.6, 0.1, 1.4, -0.9, 0.35, 1.15])),
        (tensor(0.4), tensor(1.1), tensor([1.2, -0.5])),
    ),
    names=("a", "b", "z"),
    probe=probe_bound,
    reference=bound,
    returns="the ELBO, one number with a gradient",
    misconceptions=(
        Misconception(
            "samples cut off",
            _at(lambda f, z: (f(z).detach(), f(z).detach())),
            "the number is right, but the samples are cut off. What is left is the slope of "
            "−log q at places that stand still: minus the score, with mean 0. The target pulls at "
            "nothing.",
        ),
        Misconception(
            "no gradient",
            lambda *args: bound(*args).detach(),
            "the number is right, and it has no gradient (`no_grad`, `.item()`, `.detach()`): "
            "nothing could be trained with it.",
        ),
        Misconception(
            "log q cut off",
            _of(lambda q, t: (t - q.detach()).mean()),
            "log q is cut off. Its value is there, but its gradient is what holds the samples "
            "apart: without it they all run to the highest point of the target.",
        ),
        Misconception(
            "samples cut off in log q",
            _at(lambda f, z: (f(z).detach(), f(z))),
            "in log q the samples are cut off. What is left there is the score, with mean 0, so "
            "nothing holds the samples apart.",
        ),
        Misconception(
            "target cut off",
            _of(lambda q, t: (t.detach() - q).mean()),
            "the target is cut off (or its samples are). It pulls at nothing: the gradient only "
            "makes q wider.",
        ),
        Misconception(
            "score added",
            _of(lambda q, t: (t - q + (t - q).detach() * _no_new_value(q)).mean()),
            "beside log p̃ − log q you have a term with this difference times log q, as the score's "
            "estimate has. The gradient that goes through the samples is whole by itself: leave "
            "the term out.",
            also=(_of(lambda q, t: (t - q + (t - q).detach() * q).mean()),),
        ),
        Misconception(
            "the score in place of the path",
            _score_only(1),
            "you take the score's estimate. It is right in the mean but scatters far more, and it "
            "is not needed here: x = f(z) can be differentiated.",
        ),
        Misconception(
            "the score's loss",
            _score_only(0),
            "you average (log p̃ − log q) · log q. Its slope is the score's estimate, which "
            "scatters far more than one that goes through the samples. And its value is not the "
            "ELBO.",
        ),
        Misconception(
            "minus the bound",
            lambda *args: -bound(*args),
            "this is −ELBO, the loss to go down. Asked for is the ELBO itself.",
        ),
        Misconception(
            "target at z",
            _at(lambda f, z: (f(z), z)),
            "the target is asked at z. It is a density of x: ask it at f(z).",
        ),
        Misconception(
            "log q at z",
            _at(lambda f, z: (z, f(z))),
            "log q is asked at z. It is the flow's density of x: ask it at f(z).",
        ),
        Misconception(
            "both at z",
            _at(lambda f, z: (z, z)),
            "both are asked at z. Send z through the flow first: x = f(z).",
        ),
        Misconception(
            "no log q",
            _of(lambda q, t: t.mean()),
            "log q is missing. Going up, all samples run to the highest point of the target.",
        ),
        Misconception(
            "the entropy alone",
            _of(lambda q, t: -q.mean()),
            "only −log q is there, the entropy. The target is missing.",
        ),
        Misconception(
            "added",
            _of(lambda q, t: (t + q).mean()),
            "the two logarithms are added. The bound has log p̃ − log q.",
        ),
        Misconception(
            "sum",
            _of(lambda q, t: (t - q).sum()),
            "this is the sum over the samples. The bound is their mean.",
        ),
        Misconception(
            "not averaged",
            _of(lambda q, t: t - q),
            "this is one number for each sample. The bound is their mean.",
        ),
        Misconception(
            "logarithm of the mean weight",
            _of(lambda q, t: (t - q).logsumexp(0) - math.log(len(t))),
            "this is the logarithm of the mean weight, an estimate of log Z. The ELBO is the mean "
            "of the logarithms.",
        ),
        Misconception(
            "logarithm of a ratio of sums",
            _of(lambda q, t: t.logsumexp(0) - q.logsumexp(0)),
            "this is log(Σp̃ / Σq). The ELBO has a difference of logarithms for each sample, and is "
            "their mean.",
        ),
        Misconception(
            "mean weight",
            _of(lambda q, t: (t - q).exp().mean()),
            "you average the weights p̃/q. The bound averages their logarithms.",
        ),
        Misconception(
            "weighted by q",
            _of(lambda q, t: (q.exp() * (t - q)).mean()),
            "you multiply by q. The samples come from q already: that is the weight.",
        ),
        Misconception(
            "absolute differences",
            _of(lambda q, t: (t - q).abs().mean()),
            "you average |log p̃ − log q|. The differences keep their signs.",
        ),
        Misconception(
            "new random numbers",
            lambda f, log_q, log_target, z: bound(f, log_q, log_target, torch.randn_like(z)),
            "you draw random numbers of your own. The samples are given: x = f(z).",
        ),
    ),
    hints=(
        "Which three things happen to z, and where could the graph be cut?",
        "x = f(z), then log p̃ minus log q at these x, then the mean. Cut nothing off.",
        "Fill in the two gaps:\n\n    x = f(z)\n    return (log_target(x) - …).…",
    ),
    praise="this slope pulls the samples to the target, and holds them apart.",
)
