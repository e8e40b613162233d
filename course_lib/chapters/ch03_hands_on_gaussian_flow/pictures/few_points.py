"""What a fit to a handful of points is worth."""

import math

import numpy as np
import torch

from course_lib.data import old_faithful
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import DATA, GRID, INK, TARGET
from course_lib.training import gaussian_mle

COUNTS = (2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200)
SINGULAR = (math.nan, math.nan)  # two points: the best Gaussian has no area
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
        self._judged = {}  # seed → what ``judged`` has found
        self._drawn = None  # the seed whose two curves are drawn
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
        best = log_prob(self.data, *self.whole).mean().item()
        right.axhline(best, color=INK, lw=2, ls=(0, (4, 3)))
        self.seen = self.line(right, TARGET, marker="o", ms=7, label="the points of the fit")
        self.unseen = self.line(
            right, DATA, marker="s", ms=7, ls=(0, (6, 2)), label="all other points"
        )
        self.here = self.moving(right.axvline(5, color=GRID, lw=8, zorder=0))
        right.legend(loc="lower right", handlelength=3)

    def update(self, n, seed):
        points = self.data[self.order(seed)[:n]]
        self.chosen.set_data(*points.T)
        judged = self.judged(seed)
        if seed != self._drawn:
            seen, unseen = zip(*judged.values(), strict=True)
            self.seen.set_data(COUNTS, seen)
            self.unseen.set_data(COUNTS, unseen)
            self._drawn = seed
        self.here.set_xdata([n, n])
        if n == 2:
            first, second = points
            way = 50 * (second - first)  # across the whole picture
            self.edge.set_data(*torch.stack([first - way, second + way]).T)
            self.region.set_xy(np.zeros((3, 2)))
            self.note.set_text("2 points: the best Gaussian is a line")
            return {"2 points": "the covariance is singular: log p(x) grows without bound"}
        outline = ellipse(*gaussian_mle(points))
        self.edge.set_data(*outline)
        self.region.set_xy(outline.T)
        self.note.set_text("dashed: the fit to all 272 points")
        seen, unseen = judged[n]
        return {"points": n, "mean log p, these points": said(seen), "all others": said(unseen)}

    def order(self, seed):
        generator = torch.Generator().manual_seed(seed)
        return torch.randperm(len(self.data), generator=generator)

    def judged(self, seed):
        """For every count, the mean log-density of the points of the fit, and of all others."""
        if seed not in self._judged:
            points, counts = self.data[self.order(seed)], COUNTS[1:]
            fits = zip(*(gaussian_mle(points[:n]) for n in counts), strict=True)
            log_p = log_prob(points, *map(torch.stack, fits))  # a row for each fit
            self._judged[seed] = {2: SINGULAR} | {
                n: (row[:n].mean().item(), row[n:].mean().item())
                for n, row in zip(counts, log_p, strict=True)
            }
        return self._judged[seed]

    def describe(self, n, seed):
        if n == 2:
            return "Two of the Old Faithful points: their best Gaussian is a line, without area."
        seen, unseen = self.judged(seed)[n]
        return (
            f"The best Gaussian for {n} of the 272 Old Faithful points beside the best for all. "
            f"The mean log-density is {said(seen)} on these points, {said(unseen)} on the others."
        )


def ellipse(mean, covariance):
    """The outline of the 95 % region: mean + A · circle with A Aᵀ = C, shape (2, 181)."""
    A = torch.linalg.cholesky(covariance).numpy()
    return mean.numpy()[:, None] + A @ CIRCLE


def log_prob(points, mean, covariance):
    """log p(x) = −½ (x − mean)ᵀ C⁻¹ (x − mean) − ½ log det 2πC of points (N, 2) → (..., N)."""
    off = points - mean.unsqueeze(-2)
    squares = (off @ torch.linalg.inv(covariance) * off).sum(-1)
    return -0.5 * (squares + torch.logdet(2 * math.pi * covariance).unsqueeze(-1))


def said(value):
    return f"{value:.2f}".replace("-", "−")


def few_points(**start: float | str | bool) -> View:
    """A Gaussian fitted to few points, judged by the others."""
    return show(FewPoints(), **start)
