"""Pictures of a training: a density walks to the data while the cell is still running."""

import math
import os
import time

import numpy as np
import torch
from IPython.display import display
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator

from course_lib.live.controls import Slider, Toggle
from course_lib.live.host import View
from course_lib.live.learning import learning
from course_lib.live.picture import Picture
from course_lib.live.plane import circle, joined, lattice, mass_levels, region
from course_lib.live.style import DATA, INK, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import whose

MASSES = (0.68, 0.95)


class TrainingPicture(Picture):
    """Density and data, loss and closed form; the slider replays what was recorded.

    The flow learns on ``(data − origin) / unit``; the picture shows data and density in the units
    of the data.
    """

    size = (900, 430)
    title = "How does a flow find its data?"
    played = "step"

    def __init__(self, distribution, data, *, yours, around=None, step, steps, lr, every, seed,
                 origin, unit, labels, below):  # fmt: skip
        self.shown = data = torch.as_tensor(data).detach()
        self.origin, self.unit = (torch.as_tensor(t, dtype=torch.float64) for t in (origin, unit))
        self.labels, self.below = labels, below
        self.owner = whose(around or yours or step)
        self.color = TARGET if yours is None and step is None else YOURS
        self.panel = (Curve if data.ndim == 1 else Regions)(self)
        small = ((data - self.origin) / self.unit).to(_precision(distribution or yours, data))
        how = (steps, lr, every, seed, self.panel.drawing)
        self.learning = learning(distribution, yours, step, small, *how)
        self.learning.start()
        super().__init__([
            Slider("step", "step", 0, steps, every, 0),
            Toggle("best", "show the best Gaussian", False),
        ])  # fmt: skip

    def layout(self, figure):
        ax_data, ax_loss = figure.subplots(1, 2, width_ratios=(1.15, 1))
        self.panel.layout(ax_data)
        optimum, steps = self.learning.optimum, self.learning.steps
        first = self.learning.frames[0].loss if self.learning.frames else optimum + 1
        span = max(abs(first - optimum), 0.1)
        lowest = optimum - max(0.15 * span, self.below)
        ax_loss.set(xlim=(0, steps), ylim=(lowest, optimum + 1.15 * span))
        ax_loss.yaxis.set_major_locator(MaxNLocator(5))
        ax_loss.set(xlabel="step", title="loss: mean of $-\\log p(x)$")
        ax_loss.axhline(optimum, color=INK, lw=2, ls=(0, (4, 3)))
        ax_loss.annotate(f"best Gaussian {number(optimum)}", (0.98, optimum), xytext=(0, -5),
                         xycoords=("axes fraction", "data"), textcoords="offset points",
                         ha="right", va="top", fontsize=14)  # fmt: skip
        self.loss = self.line(ax_loss, self.color, lw=3)
        self.here = self.points(ax_loss, self.color, size=11, alpha=1, clip_on=False)
        self.here.set_in_layout(False)
        self.progress = self.words(ax_loss, 0.98, 0.97, ha="right", fontsize=17, weight="bold")

    def update(self, step, best):
        now = self.learning.at(step)
        self.panel.show(now.drawing if now else None)
        self.panel.show_best(best)
        past = [f for f in self.learning.frames if now and f.step <= now.step]
        self.loss.set_data([f.step for f in past], [f.loss for f in past])
        self.here.set_data([f.step for f in past[-1:]], [f.loss for f in past[-1:]])
        self.progress.set_text(self._progress(now, step))
        problem = {"⚠ stopped": self.learning.problem} if self.learning.problem else {}
        if now is None:
            return problem
        return {
            "step": f"{now.step} of {self.learning.steps}",
            "loss": number(now.loss),
            "closed form": number(self.learning.optimum),
            **_distance(now.loss - self.learning.optimum),
        } | problem

    def _progress(self, now, step):
        if now is None:
            return "not trained"
        stopped = self.learning.done and step > now.step
        return f"{'stopped at ' if stopped else ''}step {now.step} of {self.learning.steps}"

    def describe(self, step, best):
        now = self.learning.at(step)
        if now is None:
            return f"The data, without a density: {self.learning.problem}."
        text = (
            f"{len(self.shown)} data points under the density after {now.step} of "
            f"{self.learning.steps} steps. The loss is {number(now.loss)}; the best Gaussian, in "
            f"closed form, has {number(self.learning.optimum)}."
        )
        problem = self.learning.problem
        return text + (f" Stopped: {problem}." if problem else "")


def _distance(above):
    """How far the loss is from the best Gaussian's, which a flow that bends can go below."""
    said = number(abs(above), 4)
    # What rounds to 0 is rounding: the best Gaussian itself is not below the best Gaussian.
    return {"below it" if above < 0 and float(said) else "above it": said}


class Regions:
    """Two dimensions: points, and the smallest regions with 68 % and 95 % of the density's mass."""

    def __init__(self, picture):
        self.picture = picture
        low, high = picture.shown.min(0)[0], picture.shown.max(0)[0]
        margin = 0.35 * (high - low)
        self.low, self.high = low - margin, high + margin
        # Wider than the view, so that little of the mass is missed when the regions are sought.
        self.points = lattice(self.low - margin, self.high + margin, 101)

    def layout(self, ax):
        picture = self.picture
        x_limits, y_limits = torch.stack([self.low, self.high]).T.tolist()
        ax.set(xlim=x_limits, ylim=y_limits)
        ax.set(xlabel=picture.labels[0], ylabel=picture.labels[1], title="data and density")
        ax.plot(*picture.shown.T.numpy(), "o", color=DATA, ms=4.5, mew=0, alpha=0.7)
        self.patches = []
        for dash, opacity in zip(("-", (0, (6, 2))), ("38", "20"), strict=True):
            patch = PathPatch(Path(np.zeros((1, 2))), fc=picture.color + opacity, ec=picture.color,
                              lw=3, ls=dash)  # fmt: skip
            self.patches.append(picture.moving(ax.add_patch(patch)))
        self.best = picture.line(ax, INK, lw=2, ls=(0, (4, 3)))
        names = [f"{mass:.0%} of the mass".replace("%", " %") for mass in MASSES]
        ax.legend(self.patches, names, loc="upper left", handlelength=2.4)
        self._best = self._best_ellipses()

    def _best_ellipses(self):
        """The same regions of the closed form: mean + r · A (cos t, sin t) with A Aᵀ = C."""
        data = self.picture.shown
        A = torch.linalg.cholesky(torch.cov(data.T, correction=0)).numpy()
        radii = [math.sqrt(-2 * math.log(1 - mass)) for mass in MASSES]
        return joined(circle(r) @ A.T for r in radii) + data.mean(0).numpy()

    def drawing(self, log_prob):
        like = self.picture.learning.data
        inside = ((self.points - self.picture.origin) / self.picture.unit).to(like)
        density = log_prob(inside).detach().double().exp()
        if not 0 < float(density.sum()) < math.inf:
            return None  # not a speck of it is in the picture
        levels = mass_levels(density, MASSES)
        return [region(self.points, density, level) for level in levels]

    def show(self, paths):
        nothing = [Path(np.zeros((1, 2)))] * len(MASSES)
        for patch, path in zip(self.patches, paths or nothing, strict=True):
            patch.set_path(path)

    def show_best(self, best):
        self.best.set_data(*(self._best.T if best else ([], [])))


class Curve:
    """One dimension: a histogram of the data under the density's curve."""

    def __init__(self, picture):
        self.picture = picture
        low, high = picture.shown.min(), picture.shown.max()
        margin = 0.3 * float(high - low)
        # So fine that a part which has become a spike on two points is drawn as high as it is.
        self.x = torch.linspace(float(low) - margin, float(high) + margin, 1601).double()

    def layout(self, ax):
        picture, data = self.picture, self.picture.shown.double()
        ax.set(
            xlim=(float(self.x[0]), float(self.x[-1])),
            xlabel=picture.labels[0],
            title="data and density",
        )
        heights, _, _ = ax.hist(data.numpy(), bins=20, density=True, color=DATA, alpha=0.45)
        normal = torch.distributions.Normal(data.mean(), data.std(correction=0))
        self._best = normal.log_prob(self.x).exp()
        ax.set_ylim(0, 1.25 * max(float(heights.max()), float(self._best.max())))
        self.curve = picture.line(ax, picture.color, lw=3)
        self.best = picture.line(ax, INK, lw=2, ls=(0, (4, 3)))

    def drawing(self, log_prob):
        like = self.picture.learning.data
        inside = ((self.x - self.picture.origin) / self.picture.unit).to(like)
        return log_prob(inside).detach().double().exp() / self.picture.unit

    def show(self, density):
        self.curve.set_data(*(([], []) if density is None else (self.x, density)))

    def show_best(self, best):
        self.best.set_data(*((self.x, self._best) if best else ([], [])))


class TrainingView(View):
    """A view that trains when it is displayed: as the last line of a cell, or with ``display``.

    Live, the picture stands first and then moves, at most one frame every ``pace`` seconds. For a
    saved notebook it trains first, so that the still picture is the final state.
    """

    def __init__(self, picture, pace):
        super().__init__(picture)
        self.pace = pace

    @property
    def distribution(self):
        """The flow's distribution, as trained so far."""
        return self.picture.learning.distribution

    def prepare(self):
        if not self.picture.learning.done:
            self.picture.learning.run()

    def _ipython_display_(self):
        learning = self.picture.learning
        if os.environ.get("COURSE_STATIC"):
            self.prepare()
        if learning.done and learning.frames:
            self.start["step"] = learning.frames[-1].step
        data, metadata = self._repr_mimebundle_()
        shown = display(data, metadata=metadata, raw=True, display_id=True)
        if not learning.done:
            self._run_live()
            if learning.frames:  # what is saved is the trained density, not the untrained one
                self.start["step"] = learning.frames[-1].step
                data, metadata = self._repr_mimebundle_()
                shown.update(data, metadata=metadata, raw=True)

    def _run_live(self):
        last = time.monotonic()

        def on_frame(frame):
            nonlocal last
            self.live.set(step=frame.step)  # the slider goes along
            self.live.draw(step=frame.step)
            time.sleep(max(0.0, last + self.pace - time.monotonic()))
            last = time.monotonic()

        learning = self.picture.learning
        try:
            learning.run(on_frame)
        finally:
            if learning.frames:
                self.live.set(step=learning.frames[-1].step)
            self.live.draw()


def _precision(model, data):
    """The precision of the flow's own parameters, so that its products fit the data."""
    flow = getattr(model, "flow", model)
    parameters = getattr(flow, "parameters", None)
    if isinstance(flow, type) or not callable(parameters):
        return torch.get_default_dtype() if isinstance(flow, type) else data.dtype
    return next((p.dtype for p in parameters() if p.is_floating_point()), data.dtype)
