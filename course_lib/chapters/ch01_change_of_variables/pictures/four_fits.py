"""The fits of ``four_families``: two data sets, four ways to a density, eight levels.

A kernel density is its data and a B-spline is fitted in a moment. The flows take half a second each
and the mixtures a fiftieth: their parameters lie beside this file, so that nobody waits for them,
and so that every processor shows the same. ``python -m
course_lib.chapters.ch01_change_of_variables.pictures.four_fits`` makes them anew.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from course_lib import training
from course_lib.data import galaxies, old_faithful, split
from course_lib.densities import BSplineDensity, GaussianMixture, KernelDensity
from course_lib.flows import Composition, FlowDistribution, Linear, RationalQuadraticSpline
from course_lib.stored import numbers_of, restored

FILE = Path(__file__).with_name("four_fits.npz")
LEVELS = 8
SETS = {
    "Old Faithful": (lambda: old_faithful()[:, 1], (35, 105), 0.062, "waiting time in minutes"),
    "galaxies": (galaxies, (7.5, 42.5), 0.24, "speed in 1000 km/s"),
}


@dataclass(frozen=True)
class Family:
    """``fit`` and ``kept`` give something with log_prob; what is fitted in a moment has no kept."""

    name: str
    knob: str  # what a higher level changes, with {} for the setting
    settings: tuple
    fit: Callable  # fit(training data, setting)
    kept: Callable | None = None  # kept(training data, its name in the file)
    numbers: Callable | None = None  # numbers(what was fitted): its row in the file

    def says(self, level):
        setting = self.settings[level - 1]
        return self.knob.format(setting).removesuffix("s" if setting == 1 else "")


BINS, NODES = 12, torch.linspace(-3, 3, 241, dtype=torch.float64)
# Rates that end at 0, and clipped gradients: where bends cost nothing, the last steps would else be
# thrown about, and the hollow dot of the galaxies fell by 0.3 nats, on some processors only.
HOW = {"steps": 200, "lr": 0.05, "schedule": training.one_cycle, "clip": 1.0, "progress": False}


def _flow(data):
    """A line that brings the base to the data's place and width, after a bend: before its fit."""
    bend = RationalQuadraticSpline(BINS, bound=3.0)
    flow = Composition(Linear(data.std().item(), data.mean().item()), bend).to(data)
    return FlowDistribution(flow)


def _fitted_flow(data, price):
    """The same, fitted; its bends have their price.

    The loss is the mean of −log p(x) plus the price times the mean of (d²/dz² log f′(z))² over
    −3 … 3. So much of log p is not the base's: a high price leaves a Gaussian, a low one lets the
    density wriggle, and any price smooths the corners that a spline would have at its knots.

    Reference: B. W. Silverman, "On the Estimation of a Probability Density Function by the Maximum
    Penalized Likelihood Method" (1982).
    """
    distribution, step = _flow(data), NODES[1] - NODES[0]
    _, bend = distribution.flow.flows  # the last one acts first

    def loss():
        log_slope = bend(NODES)[1]
        bends = log_slope.diff().diff() / step**2
        return -distribution.log_prob(data).mean() + price * (bends**2).mean()

    with torch.random.fork_rng(devices=[]):  # a picture changes nobody's random numbers
        training.minimise(loss, distribution.flow, **HOW)
    return distribution


def _kept_flow(data, name):
    distribution = _flow(data)
    restored(distribution.flow, FILE, name, torch.float64)
    return distribution


def _kept_mixture(data, name):
    with np.load(FILE) as kept:
        return GaussianMixture(*torch.tensor(kept[name]).reshape(3, -1))


def _numbers_of_mixture(mixture):
    return torch.cat([mixture.weights, mixture.means, mixture.widths]).numpy()


FAMILIES = (
    Family(
        "kernel density",
        "width {:.2g} · std",
        (1.0, 0.6, 0.4, 0.25, 0.15, 0.1, 0.06, 0.03),
        lambda data, share: KernelDensity(data, share * data.std().item()),
    ),
    Family(
        "mixture",
        "{} Gaussians",
        (1, 2, 3, 4, 6, 8, 12, 16),
        GaussianMixture.fit,
        _kept_mixture,
        _numbers_of_mixture,
    ),
    Family("B-spline", "{} bumps", (4, 6, 8, 10, 14, 20, 28, 40), BSplineDensity.fit),
    Family(
        "flow",
        "bends cost {:g}",
        (0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4, 3e-5, 0.0),
        _fitted_flow,
        _kept_flow,
        lambda distribution: numbers_of(distribution.flow),
    ),
)


@functools.cache
def data_of(name):
    """(training data, held-out data)."""
    return split(SETS[name][0]())


def fit(name, family, level):
    """The density of one family at one level, fitted here and now."""
    return FAMILIES[family].fit(data_of(name)[0], FAMILIES[family].settings[level - 1])


def density(name, family, level):
    """The same; with its parameters from the file, where they are kept."""
    if FAMILIES[family].kept is None:
        return fit(name, family, level)
    return FAMILIES[family].kept(data_of(name)[0], key(name, family, level))


def key(name, family, level):
    """The name of a fit in the file."""
    return f"{name} {FAMILIES[family].name} {level}"


@functools.cache
def fitted(name, family, level):
    """(the curve on the grid, training and held-out log-likelihood per point); kept once found."""
    found = density(name, family, level)
    with torch.no_grad():
        curve = found.log_prob(_grid(name)).exp().numpy()
        return curve, *(found.log_prob(part).mean().item() for part in data_of(name))


@functools.cache
def single_gaussian(name):
    """The log-likelihoods of one Gaussian: what a density has to beat."""
    train, held_out = data_of(name)
    gaussian = torch.distributions.Normal(train.mean(), train.std(correction=0))
    return tuple(gaussian.log_prob(part).mean().item() for part in (train, held_out))


def _grid(name):
    return torch.linspace(*SETS[name][1], 301, dtype=torch.float64)


def kept():
    """All fits that are kept, as (data set, family, level)."""
    which = [k for k, family in enumerate(FAMILIES) if family.kept]
    return [(name, k, level) for name in SETS for k in which for level in range(1, LEVELS + 1)]


if __name__ == "__main__":
    np.savez_compressed(
        FILE, **{key(*which): FAMILIES[which[1]].numbers(fit(*which)) for which in kept()}
    )
