"""One bell against two bumps: two divergences, the bound, and what weights cannot see."""

import functools
import math

import torch
from matplotlib.patches import Rectangle

from course_lib.chapters.ch12_variational_inference.pictures.models import log_normal
from course_lib.live.controls import Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, DATA, INK, TARGET, WRONG
from course_lib.live.words import number

X = torch.linspace(-12, 12, 1201, dtype=torch.float64)
WIDTH = 0.7
MEANS = torch.linspace(-3.5, 3.5, 71, dtype=torch.float64)
TOP = 5  # nats that are drawn; the legend stands above them


def log_bumps(x, d, right=0.3):
    """log of two bumps at −d and d; the right one has the mass ``right``."""
    parts = [log_normal(x, -d, WIDTH) + math.log(1 - right)]
    if right > 0:
        parts.append(log_normal(x, d, WIDTH) + math.log(right))
    return torch.stack(parts).logsumexp(0)


def kl(log_p, log_q):
    """KL(p ‖ q) by a sum over X, of the last dimension."""
    return torch.trapezoid(log_p.exp() * (log_p - log_q), X)


class TwoKlsPicture(Picture):
    """A bell of your choice against two bumps, and both divergences for all its places."""

    size = (900, 390)
    title = "Which bell is nearest to two bumps?"

    def __init__(self):
        super().__init__([
            Slider("m", "mean m of q", -3.5, 3.5, 0.1, 1.0),
            Slider("s", "width s of q", 0.4, 3.0, 0.1, 1.0),
            Slider("d", "bumps at ±d", 0.5, 3.0, 0.25, 2.0),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_k = figure.subplots(1, 2, width_ratios=(1.15, 1))
        ax.set(xlim=(-6, 6), ylim=(0, 0.8), xlabel="$x$", title="densities")
        self.p = self.area(ax, TARGET, alpha=0.35, label="p")
        self.q = self.line(ax, BASE, lw=3, label="q")
        ax.legend(loc="upper right")
        ax_k.set(xlim=(-3.5, 3.5), ylim=(0, TOP + 2), yticks=range(TOP + 1))
        ax_k.set(xlabel="mean m of q", title="for this width s")
        self.reverse = self.line(ax_k, BASE, lw=3, label="KL(q‖p): samples of q")
        look = {"lw": 3, "ls": (0, (5, 2)), "label": "KL(p‖q): samples of p"}
        self.forward = self.line(ax_k, TARGET, **look)
        self.here = self.points(ax_k, INK, size=11, alpha=1)
        for mark in (self.reverse, self.forward, self.here):
            mark.set_clip_path(Rectangle((-3.5, 0), 7, TOP, transform=ax_k.transData))
        ax_k.legend(loc="upper center", bbox_to_anchor=(0.4, 1.0), handlelength=2)

    def update(self, m, s, d):
        log_p, log_q = log_bumps(X, d), log_normal(X, m, s)
        self.p.set_xy(under(X, log_p.exp()))
        self.q.set_data(X, log_q.exp())
        all_q = log_normal(X, MEANS[:, None], s)
        self.reverse.set_data(MEANS, kl(all_q, log_p))
        self.forward.set_data(MEANS, kl(log_p, all_q))
        reverse, forward = kl(log_q, log_p).item(), kl(log_p, log_q).item()
        self.here.set_data([m, m], [reverse, forward])
        return {
            "KL(q‖p)": number(reverse),
            "KL(p‖q)": number(forward),
            "area of q on the grid": number(torch.trapezoid(log_q.exp(), X).item(), 3),
        }

    def describe(self, m, s, d):
        read = self.readings(m=m, s=s, d=d)
        return (
            f"Two bumps at minus and plus {number(d)}, the left one with mass 0.7, and a bell q at "
            f"{number(m, 1)} of width {number(s, 1)}. KL of q from p is {read['KL(q‖p)']}, of p "
            f"from q {read['KL(p‖q)']}. Beside it, both for all means of q."
        )


STEPS = 100
LOG_Z = -2.0


@functools.cache
def path():
    """(mean, width, ELBO) of q before each step of a gradient ascent of the ELBO."""
    free = torch.tensor([2.5, math.log(0.4)], dtype=torch.float64, requires_grad=True)
    optimizer, seen = torch.optim.Adam([free], lr=0.1), []
    log_target = log_bumps(X, 1.0) + LOG_Z
    for _ in range(STEPS + 1):
        optimizer.zero_grad()
        z = (X - free[0]) * torch.exp(-free[1])
        log_q = -(z**2) / 2 - free[1] - math.log(2 * math.pi) / 2
        value = torch.trapezoid(log_q.exp() * (log_target - log_q), X)
        (-value).backward()
        seen.append((free[0].item(), free[1].exp().item(), value.item()))
        optimizer.step()
    return seen


class ElboPicture(Picture):
    """A bell climbs the ELBO: what is left to log Z is the KL."""

    size = (900, 370)
    title = "How far can the bound rise?"
    played = "step"

    def __init__(self):
        super().__init__([Slider("step", "steps of ascent", 0, STEPS, 1, 0)])

    def layout(self, figure):
        ax, ax_e = figure.subplots(1, 2, width_ratios=(1.15, 1))
        ax.set(xlim=(-4, 5), ylim=(0, 1.1), xlabel="$x$", title="$q$, and $p$ (known up to $Z$)")
        ax.fill_between(X, log_bumps(X, 1.0).exp(), color=TARGET, alpha=0.35, lw=0)
        self.q = self.line(ax, BASE, lw=3)
        ax_e.set(xlim=(0, STEPS), ylim=(-8, -1), xlabel="step", title="nats")
        values = [value for _, _, value in path()]
        ax_e.plot(range(STEPS + 1), values, "-", color=BASE, lw=3, label="ELBO")
        ax_e.plot([0, STEPS], [LOG_Z] * 2, "--", color=INK, lw=2, label="log Z")
        self.gap = self.line(ax_e, WRONG, lw=4, label="KL(q‖p)")
        self.dot = self.points(ax_e, BASE, size=12, alpha=1)
        ax_e.legend(loc="lower right", handlelength=2.6)

    def update(self, step):
        m, s, value = path()[step]
        self.q.set_data(X, log_normal(X, m, s).exp())
        self.gap.set_data([step, step], [value, LOG_Z])
        self.dot.set_data([step], [value])
        return {
            "ELBO": number(value),
            "KL(q‖p)": number(LOG_Z - value),
            "sum: log Z": number(LOG_Z),
        }

    def describe(self, step):
        read = self.readings(step=step)
        return (
            f"After {step} steps the bell q has an ELBO of {read['ELBO']} and a KL of "
            f"{read['KL(q‖p)']}; their sum is log Z, {read['sum: log Z']}, at every step. "
            "Beside it the ELBO for all steps, which rises to just below log Z."
        )


DRAWS = 2000
SHARES = torch.linspace(0, 0.95, 96, dtype=torch.float64)
BROAD = 1.05  # q is a little wider than the bump that it covers


@functools.cache
def draws():
    """Samples of q, the same for all shares."""
    stream = torch.Generator().manual_seed(0)
    z = torch.randn(DRAWS, generator=stream, dtype=torch.float64)
    return -3 + BROAD * WIDTH * z


def verdict(share):
    """(ESS as a share of n, log Ẑ − log Z) of q's samples when q misses ``share``."""
    x = draws()
    log_w = log_bumps(x, 3.0, share) - log_normal(x, -3.0, BROAD * WIDTH)
    shares = log_w.softmax(0)
    ess = 1 / (shares**2).sum().item() / DRAWS
    return ess, (log_w.logsumexp(0) - math.log(DRAWS)).item()


class BlindPicture(Picture):
    """q covers one of two bumps: the weights look perfect whatever the other one has."""

    size = (900, 380)
    title = "Can the weights see what q never visits?"
    played = "share"

    def __init__(self):
        super().__init__([Slider("share", "mass that q misses", 0.0, 0.95, 0.05, 0.3)])

    def layout(self, figure):
        ax, ax_v = figure.subplots(1, 2, width_ratios=(1.15, 1))
        ax.set(xlim=(-6, 6), ylim=(-0.06, 0.7), xlabel="$x$", title="$p$ (region) and $q$")
        self.p = self.area(ax, TARGET, alpha=0.35)
        ax.plot(X, log_normal(X, -3.0, BROAD * WIDTH).exp(), color=BASE, lw=3)
        ax.plot(draws()[:150], [-0.03] * 150, "|", color=DATA, ms=10, alpha=0.6)
        ax_v.set(xlim=(0, 0.95), ylim=(-3.1, 1.15), xlabel="mass that q misses")
        ax_v.set_title("what 2000 samples of q say")
        both = [verdict(share.item()) for share in SHARES]
        ax_v.plot(SHARES, [ess for ess, _ in both], "--", color=BASE, lw=3, label="ESS / n")
        off = [off for _, off in both]
        ax_v.plot(SHARES, off, "-", color=WRONG, lw=3, label="log Ẑ − log Z")
        self.dots = self.points(ax_v, INK, size=11, alpha=1)
        ax_v.legend(loc="lower left", handlelength=2.6)

    def update(self, share):
        self.p.set_xy(under(X, log_bumps(X, 3.0, share).exp()))
        ess, off = verdict(share)
        self.dots.set_data([share, share], [ess, off])
        return {
            "ESS / n": f"{number(100 * ess, 1)} %",
            "log Ẑ − log Z": number(off),
            "log(1 − share)": number(math.log(1 - share)),
        }

    def describe(self, share):
        read = self.readings(share=share)
        return (
            f"The bell q covers the left of two bumps and misses the right one, which has "
            f"{number(share)} of the mass. The effective sample size is {read['ESS / n']} of n, "
            f"but the estimate of log Z is off by {read['log Ẑ − log Z']}. Beside it, both for all "
            "shares."
        )


def two_kls(**start: float | str | bool) -> View:
    """One bell against two bumps, and the KL both ways."""
    return show(TwoKlsPicture(), **start)


def elbo(**start: float | str | bool) -> View:
    """A bell climbs the ELBO towards log Z."""
    return show(ElboPicture(), **start)


def blind(**start: float | str | bool) -> View:
    """What weights say of a q that misses a share of the mass."""
    return show(BlindPicture(), **start)
