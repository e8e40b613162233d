"""Many estimates of one gradient: the right ones at the truth, the wrong ones at zero."""

import functools
from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch08_differentiable_expectations.pictures.families import (
    FAMILIES,
    HIGH,
    LOW,
    START,
    STEP,
    base_samples,
    contributions,
    estimates,
    exact,
    places,
    tensor,
)
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import INK, TARGET, WRONG, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

RUNS = 400
RUNS_YOURS = 40
LOWEST, HIGHEST, BINS = -1.5, 3.0, 90
WHAT = "−log p(x)"


class EntropyPicture(Picture):
    """Two histograms of estimates of dH/dθ, each from N samples, and the truth.

    ``yours`` is the learner's ``entropy(f, log_prob, z)``.
    """

    size = (900, 380)
    title = "Which of the two estimates the slope of the entropy?"
    dear = ("family",)

    def __init__(self, yours=None):
        self.yours = yours
        # A memory of this picture alone: a function's own would keep all pictures that there were.
        self._slopes = functools.lru_cache(maxsize=32)(self._slopes)
        super().__init__([
            Choice("n", "samples N", (1, 3, 10, 30, 100, 300, 1000), 100, stepped=True),
            Slider("theta", "θ", LOW, HIGH, STEP, START),
            Choice("family", "flow", tuple(FAMILIES), "line: scale θ"),
        ])  # fmt: skip

    def layout(self, figure):
        rows = [("moving", "samples that move", TARGET), ("cut", "samples cut off", WRONG)]
        grid = figure.add_gridspec(2, 2, width_ratios=(1, 0.26))
        axes = [figure.add_subplot(grid[row, 0]) for row in range(2)]
        axes[0].tick_params(labelbottom=False)
        axes[0].set_title(" ")  # keeps the room for what moves there
        self.bars, self.truths, self.means = {}, [], {}
        for row, (ax, (key, title, color)) in enumerate(zip(axes, rows, strict=True)):
            ax.set(xlim=(LOWEST, HIGHEST), ylim=(0, 1.12), yticks=[])
            ax.set_ylabel(title, fontsize=14)
            ax.spines["left"].set_visible(False)
            self.bars[key] = self.area(ax, color, alpha=0.55)
            self.truths.append(self.line(ax, INK, lw=3, ls=(0, (4, 3))))
            beside = figure.add_subplot(grid[row, 1])
            beside.set_axis_off()
            self.means[key] = self.words(beside, 0, 0.97, fontsize=14)
            ax.axvline(0, color=INK, lw=1)
        axes[1].set_xlabel("estimate of dH/dθ")
        self.note = self.words(axes[0], 0, 1.15, transform=axes[0].transData, fontsize=15)
        self.note.set(ha="center", va="baseline")
        if self.yours:
            dots = self.points(axes[0], YOURS, size=9, alpha=0.8)
            self.dots = dots
            axes[0].legend([dots], ["yours"], loc="upper left")

    def update(self, n, theta, family):
        truth = exact(family, WHAT, float(theta))[1]
        runs = histogram_runs(n, float(theta), family)
        said = {"exact": number(truth)}
        for (key, values), name in zip(runs.items(), ("samples move", "cut off"), strict=True):
            self.bars[key].set_xy(outline(values))
            mean, error = values.mean().item(), values.std().item() / RUNS**0.5
            words = f"{number(mean)} ± {error:.3f}"
            self.means[key].set_text(f"mean of {RUNS} runs\n{words}{outside(values)}")
            said[f"mean, {name}"] = words
        for line in self.truths:
            line.set_data([truth, truth], [0, 1.05])
        self.note.set_text(f"exact {number(truth)}")
        self.note.set_position((truth, 1.15))
        return said | (self._draw_yours(n, float(theta), family) if self.yours else {})

    def _draw_yours(self, n, theta, family):
        try:
            slopes = np.array(self._slopes(n, theta, family))
        except YoursFailed as failed:
            self.dots.set_data([], [])
            return {"yours": f"⚠ not drawn: {failed}"}
        rows = 0.1 + 0.6 * np.arange(len(slopes)) / len(slopes)
        seen = (slopes >= LOWEST) & (slopes <= HIGHEST)
        self.dots.set_data(slopes[seen], rows[seen])
        error = slopes.std(ddof=1) / len(slopes) ** 0.5
        beyond = f", {(~seen).sum()} outside of the axis" if not seen.all() else ""
        return {f"mean, {len(slopes)} of yours": f"{number(slopes.mean())} ± {error:.3f}{beyond}"}

    def _slopes(self, n, theta, family):
        """The slopes that autograd finds through the learner's estimate, run by run."""
        z = base_samples(family)[places(RUNS_YOURS, n, 5)]
        return [self._slope(FAMILIES[family], theta, row) for row in z]

    def _slope(self, make, theta, z):
        t, slope = tensor(theta).requires_grad_(), 0.0  # 0 where nothing hangs on θ

        def with_slope(z):
            nonlocal slope
            p = make(t)
            value = self.yours(lambda z: p.flow(z)[0], p.log_prob, z)
            if isinstance(value, torch.Tensor) and value.requires_grad and not value.ndim:
                (found,) = torch.autograd.grad(value, t, materialize_grads=True)
                slope = found.item()
            return value

        value = Yours(with_slope)(z)
        if value.ndim:
            raise YoursFailed(f"an average is one number, not shape {tuple(value.shape)}")
        return slope

    def describe(self, n, theta, family):
        runs = histogram_runs(n, float(theta), family)
        means = [number(values.mean()) for values in runs.values()]
        return (
            f"Histograms of {RUNS} estimates of the slope of the entropy, each from N = {n} "
            f"samples of the {family[:-2]} with θ = {theta:.1f}. With samples that "
            f"move the mean is {means[0]}, with samples cut off it is {means[1]}; the exact slope "
            f"is {number(exact(family, WHAT, float(theta))[1])}."
        )


@functools.lru_cache(maxsize=32)
def histogram_runs(n, theta, family):
    of = contributions(family, WHAT, theta)
    at = places(RUNS, n, 3)
    return {"moving": estimates(of["pathwise"], at), "cut": estimates(of["detached"], at)}


def outline(values):
    """A histogram's outline, its tallest bar of height 1; what lies outside is in ``outside``."""
    counts, edges = np.histogram(values.numpy(), BINS, (LOWEST, HIGHEST))
    heights = counts / max(1, counts.max())
    return np.column_stack([np.repeat(edges, 2), np.concatenate([[0], np.repeat(heights, 2), [0]])])


def outside(values):
    """A line of text for each end of the axis beyond which estimates lie: how many they are."""
    below, above = int((values < LOWEST).sum()), int((values > HIGHEST).sum())
    return (f"\n◀ {below} farther left" if below else "") + (
        f"\n▶ {above} farther right" if above else ""
    )


def entropy_gradients(yours: Callable | None = None, **start: float | str | bool) -> View:
    """Right and wrong gradients of an entropy; ``yours`` is your ``entropy(f, log_prob, z)``."""
    return show(EntropyPicture(yours), **start)
