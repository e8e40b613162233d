"""Exercise 11.7: how many nats a flow loses, and how well that is known."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def gap(log_q, log_p):
    lost = log_p - log_q
    return lost.mean(), lost.std() / math.sqrt(len(lost))


def _error(d):
    return d.std() / math.sqrt(len(d))


def _of(make):
    """A wrong answer: the mean of another difference, with the error of that."""

    def wrong(log_q, log_p):
        d = make(log_q, log_p)
        return d.mean(), _error(d)

    return wrong


def _mean(make):
    """A wrong answer with another mean: make(differences)."""
    return lambda log_q, log_p: (make(log_p - log_q), _error(log_p - log_q))


def _with_error(make):
    """A wrong answer with another error: make(differences)."""
    return lambda log_q, log_p: ((log_p - log_q).mean(), make(log_p - log_q))


def _error_of(make):
    """A wrong answer with another error: make(log_q, log_p)."""
    return lambda log_q, log_p: ((log_p - log_q).mean(), make(log_q, log_p))


def _apart(log_q, log_p):
    return torch.sqrt(log_q.var() / len(log_q) + log_p.var() / len(log_p))


def _both_errors(log_q, log_p):
    return _error(log_q) + _error(log_p)


Q5, P5 = tensor([-1.9, -0.4, -3.1, 0.6, -2.2]), tensor([-1.2, 0.3, -2.8, 0.2, -1.1])
Q4, P4 = tensor([0.7, -5.2, -1.4, 1.1]), tensor([0.9, -2.6, -1.7, 1.3])
Q2, P2 = tensor([-2.0, -0.3]), tensor([-1.5, -0.1])

GAP = Exercise(
    id="11.7",
    title="How far from the truth?",
    minutes=3,
    difficulty="easy",
    prompt=r"""
For the same $N$ events you know `log_q`, your flow's $\log q(\theta_i\mid n_i)$ at the true place,
and `log_p`, the exact $\log p(\theta_i\mid n_i)$. Write `gap(log_q, log_p)`, two numbers:

- how many nats your flow loses per event, the mean of $\log p - \log q$;
- the standard error of that mean: the standard deviation of these $N$ differences (`.std()`),
  divided by $\sqrt N$.

Both tensors have shape `(N,)`. For a single event the flow may well be above the exact density,
but not on average.
""",
    inputs=((Q5, P5), (Q4, P4), (Q2, P2)),
    labels=("", "one event that it has missed", "two events"),
    names=("log_q", "log_p"),
    parts=("the mean", "its error"),
    reference=gap,
    elementwise=False,
    returns="(the mean of log p − log q, its standard error), two numbers",
    misconceptions=(
        Misconception(
            "the other way around",
            _of(lambda q, p: q - p),
            "this is the mean of log q − log p. What the flow *loses* is log p − log q, and on "
            "average that is positive.",
        ),
        Misconception(
            "absolute values",
            _of(lambda q, p: (p - q).abs()),
            "you take absolute values. For a single event the flow may be above the exact density "
            "by chance; only the mean with its signs is 0 for a perfect flow.",
            also=(_mean(lambda d: d.abs().mean()),),
        ),
        Misconception(
            "negative ones cut off",
            _of(lambda q, p: (p - q).clamp(min=0)),
            "you cut the negative differences off. They belong to the mean: without them even a "
            "perfect flow would seem to lose something.",
            also=(_mean(lambda d: d.clamp(min=0).mean()),),
        ),
        Misconception(
            "ratio",
            _of(lambda q, p: p / q),
            "you divide the logarithms. The logarithm of a ratio is their *difference*.",
            also=(_of(lambda q, p: q / p), _of(lambda q, p: (p - q) / p)),
        ),
        Misconception(
            "ratio of the densities",
            _of(lambda q, p: (p - q).exp()),
            "you average the ratio p/q. Nats are its logarithm: log p − log q.",
            also=(_of(lambda q, p: (q - p).exp()),),
        ),
        Misconception(
            "densities in place of logarithms",
            _of(lambda q, p: p.exp() - q.exp()),
            "you subtract the densities themselves. Nats are differences of logarithms.",
        ),
        Misconception(
            "weighted by p",
            _of(lambda q, p: p.exp() * (p - q)),
            "you weight by p, as in an integral over a grid. Here the events were *drawn* from p: "
            "where it is high there are more of them already.",
        ),
        Misconception(
            "squared",
            _of(lambda q, p: (p - q) ** 2),
            "you average the squares. The gap is the mean of the differences themselves.",
            also=(_mean(lambda d: (d**2).mean()), _mean(lambda d: (d**2).mean().sqrt())),
        ),
        Misconception(
            "median",
            _mean(lambda d: d.median()),
            "you take the median, which does not feel the events that the flow has missed badly. "
            "They cost most of all: take the mean.",
        ),
        Misconception(
            "sum",
            _mean(lambda d: d.sum()),
            "you sum the differences. The gap is per event: take the mean.",
        ),
        Misconception(
            "the score of q",
            lambda log_q, log_p: (log_q.mean(), _error(log_q)),
            "this is the mean of log q alone. How good it could have been says log p: take the "
            "difference.",
            also=(lambda log_q, log_p: (-log_q.mean(), _error(log_q)),
                  lambda log_q, log_p: (log_p.mean(), _error(log_p))),
        ),
        Misconception(
            "not divided by √N",
            _with_error(lambda d: d.std()),
            "this is how far a *single* event lies from the mean. The mean of N events is known "
            "√N times better.",
        ),
        Misconception(
            "divided by N",
            _with_error(lambda d: d.std() / len(d)),
            "you divide by N. The scatter of a mean falls only with √N.",
        ),
        Misconception(
            "divided by √(N − 1)",
            _with_error(lambda d: d.std() / math.sqrt(len(d) - 1)),
            "N − 1 is in `.std()` already. Divide it by √N.",
        ),
        Misconception(
            "variance",
            _with_error(lambda d: d.var() / len(d)),
            "this is the square of the error, the variance of the mean. Take the root.",
            also=(_with_error(lambda d: d.var()),
                  _with_error(lambda d: d.var() / math.sqrt(len(d)))),
        ),
        Misconception(
            "N in place of N − 1",
            _with_error(lambda d: d.std(correction=0) / math.sqrt(len(d))),
            "your standard deviation divides by N, as numpy's does. The mean is made of the same "
            "events, so N − 1 is right: torch's `.std()`.",
        ),
        Misconception(
            "errors of the two apart",
            _error_of(_apart),
            "you take the errors of log q and of log p apart, as if they belonged to different "
            "events. But both rise and fall together, from easy events to hard ones. What scatters "
            "is the *difference*.",
            also=(_error_of(_both_errors),
                  _error_of(lambda q, p: (q.std() + p.std()) / math.sqrt(len(q))),
                  _error_of(lambda q, p: (p.std() - q.std()) / math.sqrt(len(q)))),
        ),
        Misconception(
            "the error of one of them",
            _error_of(lambda q, p: _error(q)),
            "this is the error of one mean alone. What scatters is the difference of the two.",
            also=(_error_of(lambda q, p: _error(p)),),
        ),
        Misconception(
            "mean absolute deviation",
            _with_error(lambda d: (d - d.mean()).abs().mean() / math.sqrt(len(d))),
            "you average how far the differences lie from their mean. The standard deviation is "
            "the root of the mean *square*.",
        ),
        Misconception(
            "only the mean",
            lambda log_q, log_p: (log_p - log_q).mean(),
            "the mean is right. Return its standard error as well: without it nobody knows whether "
            "0.1 is more than 0.",
        ),
        Misconception(
            "only the error",
            lambda log_q, log_p: _error(log_p - log_q),
            "the error is right. The mean itself comes before it.",
        ),
        Misconception(
            "the differences",
            lambda log_q, log_p: log_p - log_q,
            "you return the difference of each event. Asked for are their mean and its error.",
        ),
        Misconception(
            "the error first",
            lambda log_q, log_p: gap(log_q, log_p)[::-1],
            "both are right, in the other order: the mean comes first.",
        ),
    ),
    hints=(
        "Both answers belong to the same N numbers: what each event loses.",
        "`lost = log_p - log_q`. Its mean, and its `.std()` over √N.",
        "    lost = log_p - log_q\n"
        "    return lost.mean(), … / math.sqrt(len(lost))",
    ),
    praise="a distance from the truth, with its error: few networks can be judged so well.",
)  # fmt: skip
