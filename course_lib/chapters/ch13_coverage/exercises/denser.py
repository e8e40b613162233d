"""Exercise 13.5: the smallest region that reaches the truth."""

import math

import torch

from course_lib.exercises.counting import NO_MEAN_OF_TRUE_AND_FALSE
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def hpd_share(log_p, log_p_draws):
    return _denser(log_p, log_p_draws).mean(0)


def _denser(log_p, log_p_draws):
    return (log_p_draws > log_p).double()


def _weighted(log_p, log_p_draws):
    return (torch.softmax(log_p_draws, 0) * _denser(log_p, log_p_draws)).sum(0)


def _weighted_by_hand(log_p, log_p_draws):
    weights = log_p_draws.exp()
    return (weights * _denser(log_p, log_p_draws)).sum(0) / weights.sum(0)


def _ratio(log_p, log_p_draws):
    return torch.exp(log_p - log_p_draws.amax(0))


def _all_draws(log_p, log_p_draws):
    return (log_p_draws.flatten()[:, None] > log_p).double().mean(0)


def _unflipped(log_p, log_p_draws):
    """Draws and truth sorted together; where the truth stands, from below."""
    return (log_p_draws < log_p).sum(0) / (len(log_p_draws) + 1)


HPD_SHARE = Exercise(
    id="13.5",
    title="The smallest region",
    minutes=5,
    difficulty="medium",
    prompt=r"""
The *smallest* region of a given mass holds all places where the posterior is denser than some
level. Lower the level until the region just reaches the truth $\theta$. How much mass is in it
then? It is the chance that a draw of the posterior is denser than the truth:
$$u = P\big(p(\theta') > p(\theta)\big),\qquad \theta' \sim p(\cdot \mid x).$$

Write `hpd_share(log_p, log_p_draws)`: for each event the share of its draws whose density is
greater than that of the truth. (HPD: highest posterior density.)

Shapes: `log_p` is `(n,)`, the log-density of each event's posterior at its truth. `log_p_draws` is
`(S, n)`: at $S$ draws of the same posterior, event $i$ in column $i$. The result is `(n,)`.
""",
    inputs=(
        (
            tensor([-1.9, -0.7, -3.4, -1.2]),
            tensor(
                [
                    [-1.1, -0.9, -1.6, -1.3],
                    [-2.6, -1.4, -2.0, -0.4],
                    [-0.8, -0.3, -4.1, -2.2],
                    [-3.0, -2.8, -0.9, -0.8],
                    [-1.5, -1.1, -1.2, -3.9],
                ]
            ),
        ),
        (
            tensor([1.4, -0.6, 0.3]),
            tensor([[2.1, -0.9, 0.8], [0.7, -0.2, 0.1], [1.9, 0.4, 1.3]]),
        ),
        (
            tensor([-902.5, -899.0]),
            tensor(
                [[-900.1, -903.0], [-903.2, -899.6], [-901.4, -898.2], [-900.6, -901.7]],
            ),
        ),
        (
            tensor([-6.0, 0.9, -math.inf, -1.0, -0.5]),
            tensor([[-0.4, -1.2, -2.2, -1.6, -0.1], [-1.3, 0.2, -0.7, -0.2, -0.5]]),
        ),
    ),
    labels=(
        "",
        "as many draws as events",
        "log-densities near −900",
        "truths beyond all draws, one where the posterior is 0, one as dense as a draw",
    ),
    names=("log_p", "log_p_draws"),
    reference=hpd_share,
    returns="the share of draws that are denser than the truth, for each event",
    misconceptions=(
        Misconception(
            "less dense",
            lambda log_p, draws: (draws < log_p).double().mean(0),
            "you count the draws that are *less* dense than the truth: the mass outside of the "
            "region. A truth near the mode needs a small region, and its share is near 0.",
            also=(_unflipped,),
        ),
        Misconception(
            "as dense counted, too",
            lambda log_p, draws: (draws >= log_p).double().mean(0),
            "a draw exactly as dense as the truth counts for you as denser. Only greater ones "
            "count: >, not ≥.",
        ),
        Misconception(
            "over the events",
            lambda log_p, draws: _denser(log_p, draws).mean(1),
            "you average over the second dimension, the events. Each event has its own share: "
            "average over its draws, the first dimension.",
        ),
        Misconception(
            "one number",
            lambda log_p, draws: _denser(log_p, draws).mean(),
            "this is one number for all events. Average over the draws alone, the first dimension.",
        ),
        Misconception(
            "count",
            lambda log_p, draws: _denser(log_p, draws).sum(0),
            "this is how many draws are denser. Divide by their number S: a share.",
        ),
        Misconception(
            "counted with the truth among them",
            lambda log_p, draws: (_denser(log_p, draws).sum(0) + 1) / (len(draws) + 1),
            "you give the truth a place among the draws: they are S + 1 then. Here the plain share "
            "of the S draws is asked for.",
            also=(
                lambda log_p, draws: _denser(log_p, draws).sum(0) / (len(draws) + 1),
                lambda log_p, draws: (_denser(log_p, draws).sum(0) + 0.5) / (len(draws) + 1),
            ),
        ),
        Misconception(
            "weighted with the density once more",
            _weighted,
            "you weight each draw with its density. But the draws come from the posterior: where "
            "it is dense there are more of them already. Each draw counts as one.",
        ),
        Misconception(
            "weighted with the density, which underflows",
            _weighted_by_hand,
            "you weight each draw with exp(log p), which is 0 in the computer near −900. And no "
            "weights are needed: where the posterior is dense there are more draws already. Each "
            "draw counts as one.",
        ),
        Misconception(
            "ratio to the mode",
            _ratio,
            "you compare the truth's density with the highest one. That says at which *level* the "
            "region is cut. How much mass lies above this level is another number, and it depends "
            "on the shape.",
            also=(
                lambda log_p, draws: 1 - _ratio(log_p, draws),
                lambda log_p, draws: log_p - draws.amax(0),
                lambda log_p, draws: torch.exp(log_p) / torch.exp(draws).amax(0),
                lambda log_p, draws: torch.exp(log_p - draws.amax(0)).clamp(max=1.0),
            ),
        ),
        Misconception(
            "half of the maximum",
            lambda log_p, draws: (draws > draws.amax(0) - math.log(2)).double().mean(0),
            "you count the draws above half of the highest density, and the truth is missing. The "
            "level is that of the truth.",
        ),
        Misconception(
            "against the mean draw",
            lambda log_p, draws: (draws.mean(0) > log_p).double(),
            "you compare the truth with the *mean* log-density of the draws: 0 or 1. Compare with "
            "each draw, and take the share.",
            also=(lambda log_p, draws: (draws.mean(0) < log_p).double(),),
        ),
        Misconception(
            "against the densest draw",
            lambda log_p, draws: (draws.amax(0) > log_p).double(),
            "you compare the truth with the densest draw alone: 0 or 1. Compare with each draw, "
            "and take the share.",
        ),
        Misconception(
            "draws against their own mean",
            lambda log_p, draws: (draws > draws.mean(0)).double().mean(0),
            "you compare the draws with their own mean. The truth is missing: its density is the "
            "level.",
        ),
        Misconception(
            "densities, which underflow",
            lambda log_p, draws: (draws.exp() > log_p.exp()).double().mean(0),
            "right on paper. But exp(−900) is 0 in the computer, and 0 is not greater than 0. The "
            "exponential keeps the order: compare the logarithms.",
        ),
        Misconception(
            "sizes of the logarithms",
            lambda log_p, draws: (draws.abs() > log_p.abs()).double().mean(0),
            "you compare sizes without their signs. A log-density of −3 is *smaller* than −1.",
        ),
        Misconception(
            "the draws of all events",
            _all_draws,
            "you compare each truth with the draws of *all* events. Column i of the draws belongs "
            "to event i.",
        ),
        Misconception(
            "mean difference",
            lambda log_p, draws: (draws - log_p).mean(0),
            "you average *how much* denser the draws are, or how much less dense. Count those that "
            "are denser, each as one.",
            also=(
                lambda log_p, draws: torch.exp(draws - log_p).mean(0),
                lambda log_p, draws: torch.exp(log_p - draws).mean(0),
            ),
        ),
        Misconception(
            "mean density of the draws",
            lambda log_p, draws: torch.exp(draws).mean(0),
            "this is the mean density at the draws, and the truth is missing. Count the draws that "
            "are denser than it.",
        ),
        Misconception(
            "the whole table",
            lambda log_p, draws: _denser(log_p, draws),
            "this is a table, draw by draw. Average it over the draws, the first dimension.",
            also=(lambda log_p, draws: draws > log_p,),
        ),
    ),
    tips=(NO_MEAN_OF_TRUE_AND_FALSE,),
    hints=(
        "A truth exactly at the mode: how many draws are denser? And a truth far out?",
        "`log_p_draws > log_p` compares each draw with the truth of its own event, (S, n). Then "
        "the share over the draws.",
        "In code, with one place left to you:\n\n"
        "    denser = log_p_draws > log_p\n"
        "    return denser.double().…",
    ),
    praise="no contour was drawn, no grid summed: draws measure the mass of any region.",
)
