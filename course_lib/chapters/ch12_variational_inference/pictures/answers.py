"""A flash beside a string, and eight schools: what a fitted q says, beside the exact answer."""

import functools
import math

import numpy as np
import torch

from course_lib.chapters.ch12_variational_inference.pictures import models
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, INK, TARGET, WRONG
from course_lib.live.words import number

DRAWS = 2000
TURN = torch.linspace(0, 2 * math.pi, 121)
EVENTS = 8


@functools.cache
def bell(way, event):
    """(mean, L) of the Gaussian that the network answers with."""
    with torch.no_grad():
        q = models.trained(way)(models.events()[1][event])
    return q.mean.double(), q.scale_tril.double()


@functools.cache
def log_evidence(event):
    """log p(counts), by a sum over a fine grid."""
    x, y = (torch.linspace(-end, end, 401, dtype=torch.float64) for end in (3.0, 4.0))
    grid = torch.cartesian_prod(x, y)
    log_p = models.log_target(grid, models.events()[1][event].double())
    return (log_p.logsumexp(0) + math.log((x[1] - x[0]) * (y[1] - y[0]))).item()


@functools.cache
def verdict(way, event):
    """(ESS as a share of n, log Ẑ − log Z) from 2000 samples of q."""
    mean, L = bell(way, event)
    z = torch.randn(DRAWS, 2, generator=torch.Generator().manual_seed(0)).double()
    theta = mean + z @ L.T
    log_q = models.log_normal(z, 0.0, 1.0).sum(-1) - L.diagonal().log().sum()
    log_w = models.log_target(theta, models.events()[1][event].double()) - log_q
    ess = 1 / (log_w.softmax(0) ** 2).sum().item() / DRAWS
    return ess, (log_w.logsumexp(0) - math.log(DRAWS)).item() - log_evidence(event)


class LabelsPicture(Picture):
    """The exact posterior of a flash, and the Gaussian of a network trained in either way."""

    size = (900, 430)
    title = "Left or right of the string: can it be known?"
    dear = ("event",)

    def __init__(self):
        super().__init__([
            Choice("way", "trained", models.WAYS, models.WAYS[0]),
            Slider("event", "flash number", 0, EVENTS - 1, 1, 0),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_c = figure.subplots(1, 2, width_ratios=(1.6, 1))
        ax.set(xlim=(-3, 3), ylim=(-2.2, 2.2), xlabel="$x$", ylabel="$y$")
        ax.set_title("exact posterior; q: 1 and 2 widths")
        self.exact = self.raster(ax, TARGET)
        self.points_of = torch.as_tensor(self.exact.points)
        ax.plot(*models.FLASH.sensors.T, "s", color=INK, ms=7)
        self.rings = [self.line(ax, BASE, lw=3 - k) for k in range(2)]
        self.place = self.points(ax, WRONG, size=13, alpha=1)
        ax_c.set(xlim=(-2, 2), ylim=(0, 8), xlabel="y of the sensor", title="counts")
        self.bars = self.line(ax_c, INK, lw=2, marker="s", ms=7)

    def update(self, way, event):
        theta, counts = (part[event].double() for part in models.events())
        log_p = models.log_target(self.points_of.double(), counts) - log_evidence(event)
        self.exact.set_values(log_p.exp())
        mean, L = bell(way, event)
        circle = torch.stack([TURN.cos(), TURN.sin()]).double()
        for k, ring in enumerate(self.rings):
            ring.set_data(*(mean[:, None] + (k + 1) * L @ circle))
        self.place.set_data(theta[:1], theta[1:])
        self.bars.set_data(models.FLASH.sensors[:, 1], counts)
        left = 0.5 * math.erfc((mean[0] / L[0, 0]).item() / math.sqrt(2))
        ess, off = verdict(way, event)
        return {
            "P(left) by q": number(left),
            "ESS / n": f"{number(100 * ess, 0)} %",
            "log Ẑ − log Z": number(off),
        }

    def describe(self, way, event):
        read = self.readings(way=way, event=event)
        return (
            f"The exact posterior of flash {event}: two equal bumps, left and right of the "
            f"sensors. The network trained {way} answers with a Gaussian that gives the left side "
            f"{read['P(left) by q']}; its effective sample size is {read['ESS / n']}, and log Z is "
            f"wrong by {read['log Ẑ − log Z']}."
        )


LOG_TAU = torch.linspace(-5, 5, 501, dtype=torch.float64)
TAU = torch.linspace(0, 25, 126, dtype=torch.float64)
BINS = np.linspace(0, 25, 51)
MEAN = torch.linspace(-40, 40, 801, dtype=torch.float64)


@functools.cache
def exact_schools():
    """(p(τ) at TAU, the means of the eight θ), by sums over the mean of all schools and τ."""
    y, s = models.EFFECTS.double(), models.ERRORS.double()

    def table(tau):
        m, tau = MEAN[:, None, None], tau[:, None]
        data = models.standard_normal_log_prob((y - m) / (s**2 + tau**2).sqrt())
        data = (data - (s**2 + tau**2).log() / 2).sum(-1)
        return (data + models.log_normal(MEAN, 0.0, 5.0)[:, None]).exp()

    prior = 2 / (5 * math.pi * (1 + (TAU / 5) ** 2))
    fine = LOG_TAU.exp()
    joint = table(fine) * (2 / (5 * math.pi * (1 + (fine / 5) ** 2)) * fine)
    joint = joint / joint.sum()
    both = table(TAU).sum(0) * prior
    total = (table(fine).sum(0) * 2 / (5 * math.pi * (1 + (fine / 5) ** 2)) * fine).sum() * 0.02
    share = fine[:, None] ** 2 / (fine[:, None] ** 2 + s**2)
    theta = MEAN[:, None, None] + share * (y - MEAN[:, None, None])
    return both / total, (joint[..., None] * theta).sum((0, 1))


class SchoolsPicture(Picture):
    """The spread τ between eight schools, and each school's effect, by q and exactly."""

    size = (900, 390)
    title = "Do eight schools differ?"

    def __init__(self):
        super().__init__([
            Choice("kind", "q is a", models.KINDS, models.KINDS[0]),
            Choice("weights", "samples of q", ("as they are", "weighted"), "as they are"),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_t = figure.subplots(1, 2)
        p, theta = exact_schools()
        ax.set(
            xlim=(0, 25), ylim=(0, 0.25), xlabel="spread τ of the schools", title="$p$(τ | data)"
        )
        self.q = self.area(ax, BASE, alpha=0.4)
        ax.plot(TAU, p, color=TARGET, lw=3)
        ax_t.set(xlim=(0.5, 8.5), ylim=(-5, 30), xlabel="school", title="mean effect θ")
        ax_t.plot(range(1, 9), models.EFFECTS, "x", color=INK, ms=9, mew=2, label="measured")
        ax_t.plot(range(1, 9), theta, "s", color=TARGET, ms=9, label="exact")
        self.means = self.points(ax_t, BASE, size=7, alpha=1, label="by q")
        ax_t.legend(loc="upper center")

    def update(self, kind, weights):
        found = models.weighed(kind)
        v = found.x.double()
        tau = v[:, 1].exp()
        w = found.shares.double() if weights == "weighted" else torch.full_like(tau, 1 / len(tau))
        heights = np.histogram(tau, BINS, weights=w)[0] / np.diff(BINS)
        self.q.set_xy(under(np.repeat(BINS, 2)[1:-1], np.repeat(heights, 2)))
        theta = 5 * v[:, :1] + tau[:, None] * v[:, 2:]
        self.means.set_data(np.arange(1, 9), w @ theta)
        return {
            "KL(q‖p)": number(models.LOG_Z - found.log_w.double().mean().item(), 3),
            "ESS / n": f"{number(100 * found.efficiency.item(), 0)} %",
            "log Ẑ": number(found.log_Z.item()),
        }

    def describe(self, kind, weights):
        read = self.readings(kind=kind, weights=weights)
        return (
            f"The spread of the schools by a q that is a {kind}, samples {weights}, as a histogram "
            f"beside the exact curve. KL is {read['KL(q‖p)']}, the effective sample size "
            f"{read['ESS / n']}, log Z by the weights {read['log Ẑ']}. Beside it the eight "
            "schools' effects: measured, exact, and by q."
        )


def labels(**start: float | str | bool) -> View:
    """One network trained with labels or without them, on flashes that have two answers."""
    return show(LabelsPicture(), **start)


def schools(**start: float | str | bool) -> View:
    """Eight schools: a mean field or a flow, beside the exact answer."""
    return show(SchoolsPicture(), **start)
