"""68 % overall may be 51 % here and 85 % there: coverage in groups of a feature."""

import functools
import math

import numpy as np
import torch

from course_lib.calibration import ball_share, coverage
from course_lib.chapters.ch13_coverage.pictures.bands import band
from course_lib.goodness import coverage_by_group
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DATA, INK, TARGET
from course_lib.live.words import number

N, NOISE, P = 3000, 0.5, 0.68
CLAIMS = ("exact", "ignores sensor 2", "width by side of x")
FEATURES = ("sensor 1", "sensors disagree by", "truth θ")


@functools.cache
def events():
    """θ (N), and two sensors x (N, 2) = θ + 0.5 ε."""
    generator = torch.Generator().manual_seed(5)
    theta = torch.randn(N, generator=generator, dtype=torch.float64)
    noise = torch.randn(N, 2, generator=generator, dtype=torch.float64)
    return theta, theta[:, None] + NOISE * noise


def shares(claim):
    """u (N): the base's mass of the ball through z."""
    theta, x = events()
    used = x[:, :1] if claim == "ignores sensor 2" else x
    precision = 1 + used.shape[1] / NOISE**2
    mean, width = used.sum(1) / NOISE**2 / precision, 1 / math.sqrt(precision)
    if claim == "width by side of x":  # both together hold 68 %, neither alone does
        width = width * torch.where(x[:, 0] < 0, 0.70, 1.43)
    return ball_share(((theta - mean) / width)[:, None])


def feature_of(name):
    theta, x = events()
    return {
        "sensor 1": x[:, 0], "sensors disagree by": (x[:, 0] - x[:, 1]).abs(), "truth θ": theta,
    }[name]  # fmt: skip


@functools.lru_cache(maxsize=128)
def grouped(claim, name, groups):
    """(middles, shares, errors) of equally large groups of a feature."""
    feature = feature_of(name)
    cuts = torch.arange(1, groups, dtype=torch.float64) / groups
    edges = feature.quantile(cuts) if groups > 1 else feature.new_tensor([])
    middles = feature.quantile((torch.arange(groups, dtype=torch.float64) + 0.5) / groups)
    if groups == 1:
        share = (shares(claim) <= P).double().mean()[None]
        return middles, share, torch.tensor([math.sqrt(P * (1 - P) / N)])
    return middles, *coverage_by_group(shares(claim), feature, edges, P)


class ByGroupPicture(Picture):
    """The coverage curve of all events, and the 68 % in groups of a feature."""

    size = (900, 400)
    title = "68 % of all, but 68 % of which?"
    on_page = ("claim", "feature", "groups")

    def __init__(self):
        super().__init__([
            Choice("claim", "claimed posterior", CLAIMS, "ignores sensor 2"),
            Choice("feature", "grouped by", FEATURES, "sensors disagree by"),
            Slider("groups", "groups", 1, 10, 1, 1),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_g = figure.subplots(1, 2, width_ratios=(1, 1.4))
        ax.set(xlim=(0, 1), ylim=(-0.1, 0.1), xlabel="promised share $p$")
        ax.set_title("all events: share inside minus $p$")
        ax.axhline(0, color=INK, lw=1.5, ls=(0, (4, 3)))
        p, low, high = band(N)
        ax.fill_between(p, low - p, high - p, color=DATA, alpha=0.25, lw=0)
        self.curve = self.line(ax, BASE, lw=2.5)
        ax_g.set(xlim=(-2.6, 2.6), ylim=(0.2, 1), xlabel="feature, middle of each group")
        ax_g.set_title("share inside the 68 % region")
        ax_g.axhline(P, color=INK, lw=1.5, ls=(0, (4, 3)))
        self.bars = self.line(ax_g, TARGET, lw=2)
        self.dots = self.points(ax_g, TARGET, size=10, alpha=1)

    def update(self, claim, feature, groups):
        p = band(N).p
        self.curve.set_data(p, coverage(shares(claim), p) - p)
        middle, share, error = grouped(claim, feature, groups)
        lifted = np.full(groups, np.nan)
        ends = np.column_stack([share - 2 * error, share + 2 * error, lifted]).ravel()
        self.bars.set_data(np.repeat(np.asarray(middle), 3), ends)
        self.dots.set_data(middle, share)
        overall = (shares(claim) <= P).double().mean().item()
        return {
            "all events": f"{100 * overall:.1f} %",
            "least of a group": f"{100 * share.min().item():.0f} %",
            "most": f"{100 * share.max().item():.0f} %",
            "error in each": f"±{100 * error[0].item():.1f} %",
            "events in each": number(N / groups, 0),
        }

    def describe(self, claim, feature, groups):
        read = self.readings(claim=claim, feature=feature, groups=groups)
        return (
            f"Left the coverage curve of 3000 events minus the diagonal, for the claim “{claim}”. "
            f"Right the share inside the 68 % region in {groups} groups of “{feature}”: "
            f"{read['all events']} of all, from {read['least of a group']} to {read['most']}."
        )


def by_group(**start: float | str | bool) -> View:
    """Coverage of 68 % regions in groups of a feature."""
    return show(ByGroupPicture(), **start)
