"""What a fit to a handful of points is worth."""

import math

import numpy as np
import torch

from course_lib.data import old_faithful
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import show
from course_lib.live.picture import Picture
from course_lib.live.style import DATA, GRID, INK, TARGET
from course_lib.training import gaussian_mle

COUNTS = (2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200)
RADIUS = math.sqrt(-2 * math.log(1 - 0.95))  # holds 95 % of a two-dimensional Gaussian
ANGLE = np.linspace(0, 2 * np.pi, 181)
CIRCLE = RADIUS * np.stack([np.cos(ANGLE), np.sin(ANGLE)])


class FewPoints(Picture):
    """The best Gaussian for N points beside the best for all, and what both say of other points."""

    size = (900, 400)
    title = "How many points does a fit need?"

    def __init__(self):
        self.data = old_faithful()
        self.whole = gaussian_mle(self.data)
        super().__init__([
            Choice("n", "number of points", COUNTS, 5, stepped=True),
            Slider("seed", "which points", 0, 20, 1, 7),
        ])  # fmt: skip

    def layout(self, figure):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1))
        left.set(xlim=(0.5, 6.5), ylim=(30, 110), title="the points and the fitted 95 % region")
        left.set(xlabel="eruption (minutes)", ylabel="waiting (minutes)")
        left.plot(*self.data.T.numpy(), "o", color=DATA, ms=3.5, mew=0, alpha=0.35)
        left.plot(*ellipse(*self.whole), color=INK, lw=2, ls=(0, (4, 3)))
        self.region = self.area(left, TARGET, alpha=0.2)
        self.edge = self.line(left, TARGET, lw=3)
        self.chosen = self.points(left, TARGET, size=9, alpha=1)
        self.note = self.words(left, 0.03, 0.97)

        right.set(xscale="log", xlim=(2.5, 230), ylim=(-9, -1), xlabel="number of points")
        right.set(title="mean $\\log p(x)$ per point")
        right.set_xticks(
            [3, 5, 10, 20, 50, 100, 200], labels=["3", "5", "10", "20", "50", "100", "200"]
        )
        right.minorticks_off()
        best = mean_log_prob(self.data, *self.whole)
        right.axhline(best, color=INK, lw=2, ls=(0, (4, 3)))
        self.seen = self.line(right, TARGET, marker="o", ms=7, label="the points of the fit")
        self.unseen = self.line(
            right, DATA, marker="s", ms=7, ls=(0, (6, 2)), label="all other points"
        )
        self.here = self.moving(right.axvline(5, color=GRID, lw=8, zorder=0))
        right.legend(loc="lower right", handlelength=3)

    def update(self, n, seed):
        order = self.order(seed)
        self.chosen.set_data(*self.data[order[:n]].T.numpy())
        curves = [self.judged(order, count) for count in COUNTS]
        self.seen.set_data(COUNTS, [seen for seen, _ in curves])
        self.unseen.set_data(COUNTS, [unseen for _, unseen in curves])
        self.here.set_xdata([n, n])
        if n == 2:
            first, second = self.data[order[:2]]
            way = 50 * (second - first)  # across the whole picture
            self.edge.set_data(*torch.stack([first - way, second + way]).T)
            self.region.set_xy(np.zeros((3, 2)))
            self.note.set_text("2 points: the best Gaussian is a line")
            return {"2 points": "the covariance is singular: log p(x) grows without bound"}
        outline = ellipse(*gaussian_mle(self.data[order[:n]]))
        self.edge.set_data(*outline)
        self.region.set_xy(outline.T)
        self.note.set_text("dashed: the fit to all 272 points")
        seen, unseen = self.judged(order, n)
        return {"points": n, "mean log p, these points": said(seen), "all others": said(unseen)}

    def order(self, seed):
        generator = torch.Generator().manual_seed(seed)
        return torch.randperm(len(self.data), generator=generator)

    def judged(self, order, n):
        """Mean log-density of the n points of the fit, and of all others; NaN where singular."""
        if n == 2:
            return math.nan, math.nan
        fit = gaussian_mle(self.data[order[:n]])
        return tuple(mean_log_prob(self.data[part], *fit) for part in (order[:n], order[n:]))

    def describe(self, n, seed):
        if n == 2:
            return "Two of the Old Faithful points: their best Gaussian is a line, without area."
        seen, unseen = self.judged(self.order(seed), n)
        return (
            f"The best Gaussian for {n} of the 272 Old Faithful points beside the best for all. "
            f"The mean log-density is {said(seen)} on these points, {said(unseen)} on the others."
        )


def ellipse(mean, covariance):
    """The outline of the 95 % region: mean + A · circle with A Aᵀ = C, shape (2, 181)."""
    A = torch.linalg.cholesky(covariance).numpy()
    return mean.numpy()[:, None] + A @ CIRCLE


def mean_log_prob(points, mean, covariance):
    normal = torch.distributions.MultivariateNormal(mean, covariance)
    return normal.log_prob(points).mean().item()


def said(value):
    return f"{value:.2f}".replace("-", "−")


def few_points(**start):
    """A Gaussian fitted to few points, judged by the others."""
    return show(FewPoints(), **start)
