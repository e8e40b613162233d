"""Exercises 12.5 and 12.6: what the weights say, and what they repair."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

# --- 12.5 -----------------------------------------------------------------------------------------


def weights(log_target, log_q):
    log_w = log_target - log_q
    share = log_w.softmax(0)
    return log_w.logsumexp(0) - math.log(len(log_w)), 1 / (share**2).sum()


def _log_z(log_w):
    return log_w.logsumexp(0) - math.log(len(log_w))


def _ess(log_w):
    return 1 / (log_w.softmax(0) ** 2).sum()


def _with_log_z(make):
    return lambda log_target, log_q: (make(log_target - log_q), _ess(log_target - log_q))


def _with_ess(make):
    return lambda log_target, log_q: (_log_z(log_target - log_q), make(log_target - log_q))


def _of(make):
    return lambda log_target, log_q: make(log_target - log_q)


def _scaled(log_w):
    """The weights over the largest of them."""
    return (log_w - log_w.max()).exp()


def _plain(w):
    return w.mean().log(), w.sum() ** 2 / (w**2).sum()


WEIGHTS = Exercise(
    id="12.5",
    title="What the weights say",
    minutes=8,
    difficulty="medium",
    prompt=r"""
Samples $x_1 \dots x_n$ of $q$ have the weights $w_i = \tilde p(x_i)/q(x_i)$. Write
`weights(log_target, log_q)`, and return two numbers:

1. $\log\hat Z = \log\big(\tfrac1n \sum_i w_i\big)$, the estimate of $\log Z$;
2. the effective sample size $\big(\sum_i w_i\big)^2 / \sum_i w_i^2$.

`log_target` and `log_q` have the shape `(n,)`. A posterior of many data has logarithms near
±1000, where `exp` gives `inf` or 0: both results must stay right. Where the target is 0,
`log_target` is $-\infty$.
""",
    inputs=(
        (tensor([-1.4, -3.1, 0.2, -2.0]), tensor([-0.9, -1.2, -1.5, -2.6])),
        (tensor([903.0, 901.2, 904.1]), tensor([-2.3, -1.1, -3.7])),
        (tensor([-1210.5, -1208.0, -1209.3, -1213.0, -1208.9]),
         tensor([-1.3, -2.2, -0.4, -3.0, -1.9])),
        (tensor([0.8, -math.inf, 1.9]), tensor([-1.0, -0.7, -2.4])),
    ),
    labels=("", "logarithms near 900", "logarithms near −1200", "the target is 0 at a sample"),
    names=("log_target", "log_q"),
    parts=("log Ẑ", "the effective sample size"),
    reference=weights,
    returns="log Ẑ and the effective sample size",
    misconceptions=(
        Misconception(
            "mean of the logarithms",
            _with_log_z(lambda w: w.mean()),
            "you average the logarithms of the weights: that is the ELBO, and it is below log Z. "
            "Average the weights, then take the logarithm.",
        ),
        Misconception(
            "exp first",
            _of(lambda w: _plain(w.exp())),
            "right on paper. But the weights themselves are inf or 0 in the computer. Stay with "
            "logarithms: `logsumexp`, or take the largest away first.",
            also=(lambda t, q: _plain(t.exp() / q.exp()),
                  _of(lambda w: (_plain(w.exp())[0], _ess(w))),
                  _of(lambda w: (_log_z(w), _plain(w.exp())[1]))),
        ),
        Misconception(
            "n missing",
            _with_log_z(lambda w: w.logsumexp(0)),
            "this is the logarithm of the *sum*. Z is the mean weight: take log n away.",
        ),
        Misconception(
            "divided by n after the logarithm",
            _with_log_z(lambda w: w.logsumexp(0) / len(w)),
            "you divide the logarithm by n. The mean is inside of the logarithm: take log n away.",
        ),
        Misconception(
            "n squared",
            _with_log_z(lambda w: _log_z(w) - math.log(len(w))),
            "log n is taken away twice. The mean divides by n once.",
        ),
        Misconception(
            "log n added",
            _with_log_z(lambda w: w.logsumexp(0) + math.log(len(w))),
            "log n is added. Divided by n, it is taken away.",
        ),
        Misconception(
            "largest not put back",
            _with_log_z(lambda w: _scaled(w).mean().log()),
            "you took the largest logarithm away, which is good, and did not add it again: "
            "log Ẑ is too small by it. (The effective sample size does not mind.)",
        ),
        Misconception(
            "the largest alone",
            _with_log_z(lambda w: w.max()),
            "this is the largest log-weight. log Ẑ is the logarithm of the mean weight.",
        ),
        Misconception(
            "Z itself",
            _with_log_z(lambda w: w.exp().mean()),
            "this is Ẑ. Its logarithm is asked for: Ẑ itself may be too large for the computer.",
            also=(_of(lambda w: (w.exp().mean(), _plain(w.exp())[1])),),
        ),
        Misconception(
            "weights upside down",
            lambda log_target, log_q: weights(log_q, log_target),
            "your weights are q/p̃. A sample counts more where the target is above q: p̃/q.",
        ),
        Misconception(
            "target alone",
            lambda log_target, log_q: weights(log_target, 0 * log_q),
            "the weight is p̃ alone. The samples crowd where q is large already: divide by q.",
        ),
        Misconception(
            "product",
            lambda log_target, log_q: weights(log_target, -log_q),
            "you multiply p̃ and q. The weight is p̃/q: subtract the logarithms.",
        ),
        Misconception(
            "sum of the weights not squared",
            _with_ess(lambda w: _scaled(w).sum() / (_scaled(w) ** 2).sum()),
            "the sum of the weights is not squared. Then the result changes if all weights double.",
            also=(_with_ess(lambda w: w.exp().sum() / (2 * w).exp().sum()),),
        ),
        Misconception(
            "squares not summed",
            _with_ess(lambda w: w.exp().sum()),
            "below stands Σw in place of Σw²: each weight is squared first.",
        ),
        Misconception(
            "Σw² over itself",
            _with_ess(lambda w: 1.0 + 0 * w.softmax(0).sum()),
            "this is 1: you divide (Σw)² by itself. Below stands Σw², the squares summed.",
        ),
        Misconception(
            "number of samples",
            _with_ess(lambda w: float(len(w))),
            "this is n. Only if all weights are equal are the samples worth as much.",
        ),
        Misconception(
            "as a share",
            _with_ess(lambda w: _ess(w) / len(w)),
            "this is the effective sample size as a share of n. Asked for is the number of "
            "samples, between 1 and n.",
        ),
        Misconception(
            "one over it",
            _with_ess(lambda w: 1 / _ess(w)),
            "this is upside down: Σw² / (Σw)². The effective sample size lies between 1 and n.",
        ),
        Misconception(
            "one over the largest share",
            _with_ess(lambda w: 1 / w.softmax(0).max()),
            "this is Σw over the largest weight. Wanted is (Σw)² / Σw²: below stands the sum of "
            "all squares.",
        ),
        Misconception(
            "its logarithm",
            _with_ess(lambda w: _ess(w).log()),
            "this is the logarithm of the effective sample size. Take `exp`: it lies between 1 "
            "and n.",
        ),
        Misconception(
            "log-weights as weights",
            _with_ess(lambda w: w.sum() ** 2 / (w**2).sum()),
            "you put the logarithms of the weights in. The formula takes the weights.",
        ),
        Misconception(
            "only log Ẑ",
            _of(_log_z),
            "log Ẑ is right. Return the effective sample size as well, after a comma.",
        ),
        Misconception(
            "only the sample size",
            _of(_ess),
            "the effective sample size is right. log Ẑ comes before it.",
        ),
        Misconception(
            "exchanged",
            lambda log_target, log_q: weights(log_target, log_q)[::-1],
            "both are right, in the other order: log Ẑ comes first.",
        ),
    ),
    hints=(
        "Which number may you take away from all log-weights before `exp`?",
        "log Σw is `torch.logsumexp(log_w, 0)`. The shares w/Σw are `torch.softmax(log_w, 0)`; how "
        "large is the effective sample size, in shares?",
        "Fill in the two gaps:\n\n"
        "    log_w = log_target - log_q\n"
        "    share = torch.softmax(log_w, 0)\n"
        "    return torch.logsumexp(log_w, 0) - …, 1 / (…).sum()",
    ),
    praise="the evidence of a posterior, and how much your samples are worth.",
)  # fmt: skip


# --- 12.6 -----------------------------------------------------------------------------------------


def expectation(F, log_w):
    return torch.softmax(log_w, 0) @ F


def _as_column(w, F):
    return w if F.ndim == 1 else w[:, None]


def _by(weigh):
    """A wrong answer with other weights: weigh(log_w) instead of the shares."""
    return lambda F, log_w: weigh(log_w) @ F


def _one(make):
    return lambda F, log_w: make(F, torch.softmax(log_w, 0))


EXPECTATION = Exercise(
    id="12.6",
    title="Repaired by weights",
    minutes=5,
    difficulty="easy",
    prompt=r"""
Samples of $q$ give means under $q$. With their weights $w_i$ they give means under the target, and
$Z$ need not be known:
$$\mathbb E_{x\sim p}[F(x)] \approx \frac{\sum_i w_i\,F(x_i)}{\sum_i w_i}.$$
Write `expectation(F, log_w)`. `F` holds the values $F(x_i)$, of shape `(N,)`, or `(N, K)` for $K$
functions at once; return one number, or `(K,)`. `log_w`, of shape `(N,)`, holds the logarithms
$\log w_i$. They may be near ±1000.
""",
    inputs=(
        (tensor([2.0, -1.3, 0.4, 5.1]), tensor([-0.3, 0.9, -1.6, 0.2])),
        (tensor([[1.0, -2.0], [0.3, 4.4], [-1.7, 0.6]]), tensor([905.0, 903.4, 904.2])),
        (tensor([0.8, 3.3, -2.5, 1.1, -0.6]),
         tensor([-1100.2, -1099.0, -1101.3, -1098.4, -1102.0])),
        (tensor([[0.5, 2.0, -1.0], [1.5, -0.7, 3.1], [-2.2, 0.9, 0.4]]), tensor([0.6, -0.8, 1.3])),
    ),
    labels=("", "two functions, logarithms near 900", "logarithms near −1100", "N = K = 3"),
    names=("F", "log_w"),
    reference=expectation,
    returns="the mean under the target, one number or one for each function",
    misconceptions=(
        Misconception(
            "unweighted",
            lambda F, log_w: F.mean(0),
            "this is the mean under q: the weights are not used.",
        ),
        Misconception(
            "not normalised",
            _by(lambda w: w.exp()),
            "you do not divide by the sum of the weights. The target is known up to a factor, and "
            "so are they.",
            also=(_by(lambda w: w.exp() / len(w)), _by(lambda w: _scaled(w)),
                  _by(lambda w: _scaled(w) / len(w)), _by(lambda w: w.exp() / w.exp().max())),
        ),
        Misconception(
            "exp first",
            _by(lambda w: w.exp() / w.exp().sum()),
            "right on paper. But `exp(log_w)` is inf or 0 here, and the ratio is not a number. "
            "Take the largest logarithm away first, or use `softmax`.",
        ),
        Misconception(
            "log-weights as weights",
            _by(lambda w: w / w.sum()),
            "you weight with the logarithms. The weights are their `exp`.",
            also=(_by(lambda w: w), _by(lambda w: w / len(w))),
        ),
        Misconception(
            "weights upside down",
            _by(lambda w: torch.softmax(-w, 0)),
            "your weights are 1/w. A sample counts *more* where the target is above q.",
        ),
        Misconception(
            "weights squared",
            _by(lambda w: torch.softmax(2 * w, 0)),
            "your weights are squared. Each counts once.",
        ),
        Misconception(
            "divided by n as well",
            _by(lambda w: torch.softmax(w, 0) / len(w)),
            "the weights sum to 1 already, and you divide by n as well.",
        ),
        Misconception(
            "the best sample",
            lambda F, log_w: F[log_w.argmax()],
            "this is F at the sample of largest weight. All samples count, each by its weight.",
        ),
        Misconception(
            "one number for all functions",
            _one(lambda F, w: (w @ F).sum()),
            "you add the functions up. Each column of F keeps its own mean: sum over the samples "
            "only.",
            also=(_one(lambda F, w: (_as_column(w, F) * F).sum()),),
        ),
        Misconception(
            "mean of all products",
            _one(lambda F, w: (_as_column(w, F) * F).mean()),
            "you average w F over all its numbers. The weights sum to 1 already: sum over the "
            "samples, each column by itself.",
        ),
        Misconception(
            "weights along the wrong dimension",
            lambda F, log_w: (torch.softmax(log_w, 0) * F).sum(0),
            "the weights run along the functions. In `w * F` the last dimension of F meets that "
            "of w: make a column of it, `w[:, None]`, or use `w @ F`.",
        ),
        Misconception(
            "not summed",
            _one(lambda F, w: _as_column(w, F) * F),
            "these are w F of each sample. Sum them.",
        ),
    ),
    hints=(
        "Which weights sum to 1, and how do you get them without `exp` of 1000?",
        "`torch.softmax(log_w, 0)` is w/Σw. Then a weighted sum over the samples.",
        "Fill in the two gaps:\n\n    share = torch.…(log_w, 0)\n    return share @ …",
    ),
    praise="wrong samples, right means, as long as q has samples wherever p is.",
)  # fmt: skip
