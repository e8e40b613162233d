"""Is this event like any that was simulated? Replicates, a p-value, and its calibration.

A flash at the place a with brightness e^b is seen by ten counters in a row. The posterior is exact,
on a grid: what is odd is the event's fault, not the posterior's.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from course_lib.goodness import calibrated_p
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DATA, INK, TARGET, WRONG
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

COUNTERS = torch.linspace(-2, 2, 10, dtype=torch.float64)
DARK = 0.5  # counts that every counter has without a flash
KINDS = ("good", "a dead counter", "a second flash", "outside the prior")
EVENTS, REFERENCE = 40, 500  # of each kind, and of good ones for the calibration
REPLICATES = 200


def expected(a, b):
    """Mean counts of the counters, (..., 10), for a flash at a with brightness e^b."""
    return torch.exp(b[..., None] - (COUNTERS - a[..., None]).square() / 0.72) + DARK


@functools.cache
def grid():
    """(a, b, log-prior) on a lattice: a is uniform in ±1.5, b is N(3.5, 0.4²)."""
    a, b = torch.meshgrid(
        torch.linspace(-1.5, 1.5, 61, dtype=torch.float64),
        torch.linspace(2.1, 4.9, 41, dtype=torch.float64),
        indexing="ij",
    )
    a, b = a.reshape(-1), b.reshape(-1)
    return a, b, -0.5 * ((b - 3.5) / 0.4).square()


def simulated(kind, count, generator):
    """Counts of so many events of a kind, (count, 10)."""

    def uniform(low, high):
        share = torch.rand(count, generator=generator, dtype=torch.float64)
        return low + (high - low) * share

    b = 3.5 + 0.4 * torch.randn(count, generator=generator, dtype=torch.float64)
    a = uniform(-1.5, 1.5)
    if kind == "outside the prior":
        a = torch.sign(a) * uniform(1.5, 1.8)
    rate = expected(a, b)
    if kind == "a second flash":
        rate = rate + expected(-torch.sign(a) * uniform(0.8, 1.4), b - 0.8) - DARK
    counts = torch.poisson(rate, generator=generator)
    if kind == "a dead counter":
        counts[torch.arange(count), counts.argmax(1)] = 0
    return counts


@dataclass(frozen=True)
class Looked:
    """Counts (n, 10), the replicates' quantiles (3, n, 10), and the naive p-values (n)."""

    counts: Tensor
    quantiles: Tensor
    p: Tensor


def oddity(counts, rate):
    """χ² of the counts: their squared distances from the rate, each over its variance."""
    return ((counts - rate).square() / rate).sum(-1)


def looked_at(counts, generator):
    """Draw each event's posterior, replicate it, and compare the oddity of both."""
    a, b, log_prior = grid()
    rates = expected(a, b)
    log_p = log_prior + counts @ rates.log().T - rates.sum(-1)
    weights = torch.softmax(log_p, -1)
    at = torch.multinomial(weights, REPLICATES, replacement=True, generator=generator)
    rate = rates[at]  # (n, REPLICATES, 10)
    again = torch.poisson(rate, generator=generator)
    odder = oddity(again, rate) >= oddity(counts[:, None], rate)
    shares = torch.tensor([0.1, 0.5, 0.9], dtype=torch.float64)
    return Looked(counts, again.quantile(shares, 1), odder.double().mean(1))


@functools.cache
def all_of(kind):
    """The 40 events of a kind that can be shown."""
    generator = torch.Generator().manual_seed(20 + KINDS.index(kind))
    return looked_at(simulated(kind, EVENTS, generator), generator)


@functools.cache
def reference():
    """The naive p-values of good events, and nothing else of them."""
    generator = torch.Generator().manual_seed(7)
    return looked_at(simulated("good", REFERENCE, generator), generator).p


class EventFitPicture(Picture):
    """Ten counts among replicates of the event; its p among those of 500 good events."""

    size = (900, 400)
    title = "Is this event like those that were simulated?"

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours)
        super().__init__([
            Choice("kind", "kind of event", KINDS, "good"),
            Slider("event", "event", 1, EVENTS, 1, 1),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_p = figure.subplots(1, 2, width_ratios=(1.3, 1))
        ax.set(xlim=(-2.3, 2.3), ylim=(0, 90), xlabel="counter at")
        ax.set_title("counts, and 80 % of 200 replicates")
        self.spread = self.area(ax, TARGET, alpha=0.25)
        self.middle = self.line(ax, TARGET, lw=2)
        self.counts = self.points(ax, INK, size=8, alpha=1)
        ax_p.set(xlim=(-0.03, 1.03), ylim=(0, 100), xlabel="naive $p$", title="500 good events")
        ax_p.hist(reference().numpy(), bins=np.linspace(0, 1, 21), color=DATA, alpha=0.45)
        ax_p.axhline(REFERENCE / 20, color=INK, lw=1.2, ls=(0, (4, 3)))
        self.here = self.line(ax_p, WRONG, lw=2.5)
        self.others = self.points(ax_p, BASE, size=6, alpha=0.6)
        self.others.set_label(f"{EVENTS} of this kind")
        ax_p.plot([], [], color=INK, lw=1.2, ls=(0, (4, 3)), label="flat")
        ax_p.legend(loc="upper left", fontsize=12, handlelength=1.6, borderpad=0.2)
        self.said = self.words(ax_p, 0.97, 0.77, ha="right", fontsize=15)

    def update(self, kind, event):
        found, k = all_of(kind), event - 1
        low, middle, high = found.quantiles[:, k]
        x = COUNTERS
        self.spread.set_xy(np.column_stack([np.r_[x, x.flip(0)], np.r_[high, low.flip(0)]]))
        self.middle.set_data(x, middle)
        self.counts.set_data(x, found.counts[k])
        naive = found.p[k].item()
        self.here.set_data([naive, naive], [0, 62])
        self.others.set_data(found.p, np.full(EVENTS, 4.0))
        p = calibrated_p(-found.p, -reference())
        self.said.set_text(f"calibrated p = {number(p[k].item())}")
        readouts = {
            "naive p": number(naive),
            "calibrated p": number(p[k].item()),
            f"of {EVENTS} such events, calibrated p < 0.05": str(int((p < 0.05).sum())),
            "naive p < 0.05": str(int((found.p < 0.05).sum())),
        }
        return readouts | (self._yours(found.p[k]) if self.yours else {})

    def _yours(self, p):
        try:
            said = number(self.yours(-p[None], -reference()).reshape(()).item())
        except (YoursFailed, RuntimeError) as failed:
            said = f"⚠ {failed}"
        return {"calibrated p of yours": said}

    def describe(self, kind, event):
        read = self.readings(kind=kind, event=event)
        return (
            f"The counts of ten counters, an event of the kind “{kind}”, among replicates from its "
            f"posterior. Its naive p is {read['naive p']}, drawn in the histogram of 500 good "
            f"events; calibrated it is {read['calibrated p']}."
        )


def event_fit(yours: Callable | None = None, **start: float | str | bool) -> View:
    """A posterior predictive p-value of one event, and what good events say of it.

    ``yours(t, reference)`` is your ``calibrated_p``; it is given −p, so that large means odd.
    """
    return show(EventFitPicture(yours), **start)
