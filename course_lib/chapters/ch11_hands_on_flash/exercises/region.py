"""Exercise 11.8: is a place inside of the region that holds a share of the answer?"""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception


def inside(log_q, log_q_samples, share):
    higher = (log_q_samples > log_q).double().mean(0)
    return higher < share


def probe_inside(candidate, log_q, log_q_samples, share):
    """The answer as numbers 0 and 1, whatever kind of truth values it is made of."""
    found = candidate(log_q, log_q_samples, share)
    return found.double() if isinstance(found, torch.Tensor) else found


def _higher(log_q, samples):
    return (samples > log_q).double().mean(0)


def _with(decide):
    """A wrong answer made of the shares of samples that are higher: decide(shares, share)."""
    return lambda log_q, samples, share: decide(_higher(log_q, samples), share)


def _edge(make):
    """A wrong answer with another edge of the region: make(samples, share)."""
    return lambda log_q, samples, share: log_q > make(samples, share)


def _middle(log_q, samples, share):
    low, high = (samples.quantile((1 + sign * share) / 2, dim=0) for sign in (-1, 1))
    return (low < log_q) & (log_q < high)


def _one_width(log_q, samples, share):
    return (log_q - samples.mean(0)).abs() < samples.std(0)


def _events(n, k, seed, ranks):
    """Samples (k, n), and a place for each event: in between the two of this rank, from the top."""
    generator = torch.Generator().manual_seed(seed)
    samples = torch.rand(k, n, generator=generator, dtype=torch.float64).log() ** 2
    # Each event has another scale and height: one edge for all of them cannot be right.
    samples = -samples * torch.linspace(0.4, 2.5, n, dtype=torch.float64)
    samples = samples - torch.linspace(-1.0, 4.0, n, dtype=torch.float64)
    ordered = samples.sort(0, descending=True).values
    row = torch.arange(n)
    return (ordered[ranks - 1, row] + ordered[ranks, row]) / 2, samples


# Ranks from the very best place to one that all but one sample surpass: the more places, the fewer
# wrong rules agree with all of them by chance.
TWELVE = torch.tensor([2, 9, 13, 16, 18, 21, 23, 5, 11, 17, 19, 8])
TEN = torch.tensor([37, 4, 20, 31, 12, 33, 36, 24, 39, 16])
INPUTS = (
    (*_events(12, 24, 3, TWELVE), 0.68),
    (*_events(10, 40, 4, TEN), 0.86),
    (*_events(10, 40, 5, TEN), 0.41),
)

REGION = Exercise(
    id="11.8",
    title="The region that holds 68 %",
    minutes=6,
    difficulty="medium",
    core=False,
    prompt=r"""
Which part of the plane holds 68 % of your flow's answer? The smallest such region is where the
density is highest. To see whether a place lies in it, you need no grid: **draw samples of the
answer, and count how many have a higher density than the place.** If these are less than 68 %, the
place is inside.

Write `inside(log_q, log_q_samples, share)` for $N$ events at once. `log_q`, `(N,)`, is
$\log q$ at the true place of each event; `log_q_samples`, `(k, N)`, is $\log q$ at $k$ samples of
each event's answer; `share` is 0.68, or any other share. Return a tensor `(N,)` of `True` (inside)
and `False`.
""",
    inputs=INPUTS,
    labels=("", "share = 0.86", "share = 0.41"),
    names=("log_q", "log_q_samples", "share"),
    reference=inside,
    probe=probe_inside,
    returns="True or False for each event, a tensor of shape (N,)",
    misconceptions=(
        Misconception(
            "outside",
            _with(lambda higher, share: higher > share),
            "these are the places outside. Inside are those that *few* samples surpass.",
        ),
        Misconception(
            "the lower ones counted",
            _with(lambda higher, share: 1 - higher < share),
            "you count the samples of *lower* density. The region is where the density is "
            "highest: what matters is how many are higher than the place.",
        ),
        Misconception(
            "the rest in place of the share",
            _with(lambda higher, share: higher < 1 - share),
            "your region holds 1 − share: 32 % for 0.68.",
            also=(_edge(lambda samples, share: samples.quantile(share, dim=0)),),
        ),
        Misconception(
            "the share fixed",
            _with(lambda higher, share: higher < 0.68),
            "you compare with 0.68 always. The share is given.",
        ),
        Misconception(
            "mean over the events",
            lambda log_q, samples, share: (samples > log_q).double().mean(1) < share,
            "you average over the events, and keep the samples apart. Each event counts its own "
            "samples: they stand in dimension 0.",
        ),
        Misconception(
            "one answer for all",
            lambda log_q, samples, share: (samples > log_q).double().mean() < share,
            "you average over everything, and get one answer for all events. Average over the "
            "samples, dimension 0.",
        ),
        Misconception(
            "all samples together",
            _edge(lambda samples, share: samples.flatten().quantile(1 - share)),
            "one edge for all events: you put their samples together. A sharp answer has high "
            "densities everywhere, and a broad one low ones. Each event has an edge of its own.",
        ),
        Misconception(
            "the share of the higher ones",
            _with(lambda higher, share: higher),
            "this is the share of samples that are higher, and a right one. Compare it with "
            "`share`: inside, or not?",
            also=(_with(lambda higher, share: 1 - higher),),
        ),
        Misconception(
            "the number in place of the share",
            lambda log_q, samples, share: (samples > log_q).sum(0) < share,
            "you compare the *number* of higher samples with a share below 1. Divide by k.",
        ),
        Misconception(
            "above the mean",
            _edge(lambda samples, share: samples.mean(0)),
            "you ask whether the place is above the mean of log q. How much of the answer lies "
            "there is not said. Count.",
            also=(_edge(lambda samples, share: samples.median(0).values),
                  _edge(lambda samples, share: share * samples.mean(0))),
        ),
        Misconception(
            "a part of the highest density",
            _edge(lambda samples, share: samples.max(0).values + math.log(1 - share)),
            "you draw the edge at a part of the highest density. How much mass such an edge holds "
            "depends on the shape of the answer. Count samples.",
            also=(_edge(lambda samples, share: samples.max(0).values + math.log(share)),),
        ),
        Misconception(
            "between two quantiles",
            _middle,
            "you cut off both ends. But a density cannot be too high: the best places of all would "
            "be outside. Only the low end is cut off.",
        ),
        Misconception(
            "within a standard deviation",
            _one_width,
            "you ask whether log q lies within one standard deviation. That is a rule for bells "
            "in x, not for densities. Count how many samples are higher.",
        ),
        Misconception(
            "the density against the share",
            lambda log_q, samples, share: log_q.exp() < share,
            "you compare a density with a share. Densities have a unit, 1 per area, and may be "
            "above 1. Compare the *share of samples* that are higher.",
            also=(lambda log_q, samples, share: log_q.exp() > share,
                  lambda log_q, samples, share: log_q < share,
                  lambda log_q, samples, share: log_q > share,
                  lambda log_q, samples, share: log_q > math.log(share)),
        ),
        Misconception(
            "how many are inside",
            lambda log_q, samples, share: inside(log_q, samples, share).double().mean(),
            "this is the share of the events that are inside, one number. Return it for each "
            "event; the mean comes afterwards.",
            also=(lambda log_q, samples, share: inside(log_q, samples, share).sum(),),
        ),
        Misconception(
            "for each sample",
            lambda log_q, samples, share: samples > log_q,
            "you compare, for each sample. The next step is the share of those that are higher: "
            "the mean over dimension 0.",
        ),
    ),
    hints=(
        "Where would the place stand if you sorted it among the samples by their density?",
        "`log_q_samples > log_q` compares all, (k, N). The mean over dimension 0 is the share of "
        "the higher ones.",
        "    higher = (log_q_samples > log_q).double().mean(…)\n"
        "    return higher < …",
    ),
    praise="no grid and no ellipse: it holds for two bumps as well as for one.",
)  # fmt: skip
