"""A detector that is shifted by an unknown ν: trained without it, and with it averaged out."""

import functools
import math
from collections.abc import Callable

import numpy as np
import torch

from course_lib.calibration import ball_share, coverage
from course_lib.chapters.ch13_coverage.pictures.bands import band
from course_lib.live.controls import Choice, Slider
from course_lib.live.densities import YoursCurve, base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DASH, DATA, INK, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import whose

N, SENSORS, NOISE, SPREAD = 2000, 3, 0.32, 0.4  # of ν
TRAINED = ("at ν = 0", "with ν drawn")
THETA = torch.linspace(-3, 3, 601, dtype=torch.float64)
WHERE = ("one fixed ν", "ν drawn for each event")
NUISANCES = 200  # values of ν that your average is made of


def noise_of_mean(trained):
    """The variance of the sensors' mean around θ, as it is believed to be."""
    return NOISE**2 / SENSORS + (SPREAD**2 if trained == TRAINED[1] else 0.0)


def posterior(trained, mean):
    """(middle, width) of the claimed posterior, given the sensors' mean."""
    noise = noise_of_mean(trained)
    return mean / (1 + noise), math.sqrt(noise / (1 + noise))


@functools.cache
def luck():
    """Standard normal numbers: (N) for θ, (N, SENSORS) for the noise, (N) for ν."""
    generator = torch.Generator().manual_seed(3)
    return tuple(
        torch.randn(*shape, generator=generator, dtype=torch.float64)
        for shape in ((N,), (N, SENSORS), (N,))
    )


@functools.lru_cache(maxsize=64)
def events(nu, where):
    """θ (N) and the sensors x (N, SENSORS) of detectors with this ν, or with ν drawn."""
    theta, noise, drawn = luck()
    offset = SPREAD * drawn if where == WHERE[1] else torch.full_like(drawn, nu)
    return theta, (theta + offset)[:, None] + NOISE * noise


def exact_coverage(nu, where, trained, p):
    """The share inside, by integrals: θ − middle is a Gaussian, too."""
    noise, own = noise_of_mean(trained), NOISE**2 / SENSORS
    drawn = where == WHERE[1]
    bias = 0.0 if drawn else -nu / (1 + noise)
    spread = math.sqrt(noise**2 + own + (SPREAD**2 if drawn else 0.0)) / (1 + noise)
    _, width = posterior(trained, 0.0)
    reach = width * torch.special.ndtri((1 + p) / 2)
    Phi = torch.special.ndtr
    return Phi((reach - bias) / spread) - Phi((-reach - bias) / spread)


class SystematicsPicture(Picture):
    """The posterior of one event, and the coverage of 2000 events of this detector."""

    size = (900, 400)
    title = "What becomes of the promise when the detector is shifted?"

    def __init__(self, yours=None):
        self.yours = None
        if yours is not None:
            self.yours = YoursCurve(averaged(yours))
            self.owner = whose(yours)
        super().__init__([
            Slider("nu", "detector shift ν", -1.0, 1.0, 0.05, 0.4),
            Choice("where", "tested on", WHERE, WHERE[0]),
            Choice("trained", "trained", TRAINED, TRAINED[0]),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_c = figure.subplots(1, 2, width_ratios=(1.2, 1))
        ax.set(xlim=(-1.5, 2.5), ylim=(0, 2.6), xlabel="$\\theta$", yticks=[0, 1, 2])
        ax.set_title("one event: posterior, sensors (dots), truth (line)")
        self.bell = self.area(ax, TARGET, alpha=0.3)
        self.sensors = self.points(ax, DATA, size=10, alpha=0.9)
        ax.axvline(0.5, color=INK, lw=1.5)
        ax_c.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", xlabel="promised share $p$")
        ax_c.set_title("share of truths inside")
        ax_c.plot([0, 1], [0, 1], color=INK, lw=1.5, ls=(0, (4, 3)))
        self.exact = self.line(ax_c, DATA, lw=5, alpha=0.5, label="closed form")
        self.curve = self.line(ax_c, BASE, lw=2, label="2000 events")
        ax_c.legend(loc="upper left", handlelength=1.6)
        if self.yours:
            self.line_yours = self.line(ax, YOURS, lw=3, ls=DASH["yours"], label="yours")
            ax.legend(loc="upper right", handlelength=3)

    def update(self, nu, where, trained):
        sensors = 0.5 + nu + NOISE * torch.tensor([-1.0, 0.2, 0.8], dtype=torch.float64)
        middle, width = posterior(trained, sensors.mean().item())
        density = (base_log_density((THETA - middle) / width) - math.log(width)).exp()
        self.bell.set_xy(np.column_stack([THETA, density]))
        self.sensors.set_data(sensors, np.full(SENSORS, 0.06))
        theta, x = events(0.0 if where == WHERE[1] else nu, where)
        middles, _ = posterior(trained, x.mean(1))
        p = band(N).p
        found = coverage(ball_share(((theta - middles) / width)[:, None]), p)
        exact = exact_coverage(nu, where, trained, p)
        self.curve.set_data(p, found)
        self.exact.set_data(p, exact)
        readouts = {
            "promised": "68 %",
            "inside": f"{100 * found[67].item():.1f} %",
            "closed form": f"{100 * exact[67].item():.1f} %",
            "width of the posterior": number(width),
        }
        return readouts | (self._draw_yours(sensors) if self.yours else {})

    def _draw_yours(self, sensors):
        p, _, said = self.yours(THETA, sensors)
        self.line_yours.set_data(*(([], []) if p is None else (THETA, p)))
        return {"area of yours": said}

    def describe(self, nu, where, trained):
        read = self.readings(nu=nu, where=where, trained=trained)
        what = f"ν = {number(nu, 2)}" if where == WHERE[0] else where
        return (
            f"A posterior trained {trained}, for three sensors shifted by ν = {number(nu, 2)}; the "
            f"truth is at 0.5. Beside it the coverage of 2000 events ({what}): "
            f"{read['inside']} where 68 % is promised, {read['closed form']} by closed form."
        )


def averaged(marginal_log_prob):
    """log p(θ | sensors) on ``THETA``, with ν averaged out by the learner's function.

    It is given log p(x | θ, ν), a row for each of 200 values of ν from its prior.
    """
    share = (torch.arange(NUISANCES, dtype=torch.float64) + 0.5) / NUISANCES
    nu = SPREAD * torch.special.ndtri(share)

    def log_prob(theta, sensors):
        z = (sensors - theta[:, None] - nu[:, None, None]) / NOISE
        log_p = (base_log_density(z) - math.log(NOISE)).sum(-1)
        joint = marginal_log_prob(log_p) + base_log_density(theta)
        return joint - (joint.logsumexp(0) + math.log((THETA[1] - THETA[0]).item()))

    return log_prob


def systematics(yours: Callable | None = None, **start: float | str | bool) -> View:
    """A shifted detector and the coverage of its posteriors.

    ``yours(log_p)`` averages over the nuisance, (K, n) → (n).
    """
    return show(SystematicsPicture(yours), **start)
