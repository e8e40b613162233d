"""The same z, another θ: each sample is seen to travel, and the average with it."""

import functools
from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch08_differentiable_expectations.pictures.families import (
    FAMILIES,
    HIGH,
    INTEGRANDS,
    LOW,
    NORMAL,
    START,
    STEP,
    Z,
    base_samples,
    exact,
    places,
    tensor,
)
from course_lib.live.controls import Choice, Slider, Toggle
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, DASH, INK, MAP, TARGET, WRONG, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

SHOWN = 5.0
MOST = 40  # as many samples are drawn as dots; the average is over all
AHEAD, TIPS = 0.35, -0.28  # a stroke shows where x is for θ + AHEAD; its end is so far down
X = torch.linspace(-SHOWN, SHOWN, 301, dtype=torch.float64)
THETAS = np.round(np.arange(LOW, HIGH + STEP / 2, STEP), 2)
ORDERS = {"x²": 2, "x³": 3}
RANGE = {"x²": (-0.5, 8.0), "x³": (-4.0, 14.0), "−log p(x)": (0.0, 3.0)}


@functools.lru_cache(maxsize=128)
def averages(family, what, n, fresh):
    """The mean of G over n samples at every θ: with the same z, or with fresh ones for each."""
    means = []
    for k, theta in enumerate(THETAS):
        p = FAMILIES[family](tensor(theta))
        z = base_samples(family)[places(1, n, 1 + (k if fresh else 0))[0]]
        means.append(INTEGRANDS[what](p, p.flow(z)[0]).mean().item())
    return means


@functools.lru_cache(maxsize=256)
def travelling(family, theta, n):
    """Some z of the base, their x = f(z), how fast each x moves with θ, and p on X."""
    at = places(1, n, 1)[0][:MOST]
    t = tensor(theta).requires_grad_()
    p = FAMILIES[family](t)
    x, speed = _moved(p, base_samples(family)[at], t)
    with torch.no_grad():
        return Z[at], x, speed, p.log_prob(X).exp()


@functools.lru_cache(maxsize=256)
def slope_of_average(family, what, theta, n):
    """How fast the mean of G over n samples that travel with θ grows with it."""
    t = tensor(theta).requires_grad_()
    p = FAMILIES[family](t)
    x = p.flow(base_samples(family)[places(1, n, 1)[0]])[0]
    return torch.autograd.grad(INTEGRANDS[what](p, x).mean(), t)[0].item()


class MovingPicture(Picture):
    """Samples z and x = f(z) joined by lines; the average of G(x) against θ, with its tangent.

    ``yours`` is the learner's ``moment(f, z, n)``: the tangent is then autograd's, through it.
    """

    size = (900, 420)
    title = "What happens to an average when its samples move?"
    dear = ("what", "family")

    def __init__(self, yours=None):
        self.yours = None if yours is None else yours
        wanted = tuple(ORDERS) if yours else tuple(INTEGRANDS)
        super().__init__([
            Slider("theta", "θ", LOW, HIGH, STEP, START),
            Choice("n", "samples N", (5, 20, 100, 1000), 20, stepped=True),
            Choice("what", "average of", wanted, "x²"),
            Choice("family", "flow", tuple(FAMILIES), "line: scale θ"),
            Toggle("fresh", "fresh z for each θ", False),
        ])  # fmt: skip

    def layout(self, figure):
        ax, self.ax_average = figure.subplots(1, 2, width_ratios=(1.25, 1))
        ax.set(xlim=(-SHOWN, SHOWN), ylim=(-1.25, 1.95), yticks=[], xticks=[-4, -2, 0, 2, 4])
        ax.set_title("$z$ above, $x = f(z)$ below")
        ax.spines["left"].set_visible(False)
        ax.grid(False)
        ax.fill_between(X, 1 + 2 * NORMAL.log_prob(X).exp(), 1, color=BASE, alpha=0.25, lw=0)
        ax.text(-SHOWN, 1.12, "base", color=BASE, fontsize=15)
        ax.text(-SHOWN, -0.26, "target", color=TARGET, fontsize=15)
        self.density = self.area(ax, TARGET, alpha=0.25)
        self.threads = self.line(ax, MAP, lw=1, alpha=0.45)
        self.arrows = self.line(ax, TARGET, lw=1.5)
        self.tips = self.points(ax, TARGET, size=6, alpha=1)
        self.z = self.points(ax, BASE, size=8, alpha=0.9)
        self.x = self.points(ax, TARGET, size=8, alpha=0.9)
        self._layout_average(self.ax_average)

    def _layout_average(self, ax):
        ax.set(xlim=(LOW - 0.1, HIGH + 0.1), ylim=(0, 1), xlabel="θ", title=" ", yticks=[])
        ax.set_xticks([0.5, 1, 1.5, 2])
        self.formula = self.words(ax, 0, 1.02, va="bottom", fontsize=14)
        self.truth = self.line(ax, INK, lw=2, ls=(0, (4, 3)))
        self.same = self.line(ax, TARGET, lw=3)
        self.other = self.line(ax, WRONG, lw=2, marker="v", ms=6)
        self.tangent = self.line(ax, MAP, lw=2)
        self.here = self.points(ax, TARGET, size=12, alpha=1)
        self.value = self.words(ax, 0, 0, transform=ax.transData, fontsize=15, ha="center")
        lines = [self.same, self.other, self.truth, self.tangent]
        names = ["the same z", "fresh z", "exact", "slope"]
        if self.yours:
            self.line_yours = self.line(ax, YOURS, lw=4, ls=DASH["yours"])
            lines.append(self.line_yours)
            names.append("your slope")
        ax.legend(lines, names, loc="upper left", handlelength=2.4)

    def update(self, theta, n, what, family, fresh):
        theta = float(theta)
        self._draw_samples(theta, n, family)
        low, high = RANGE[what]

        def height(value):
            return (np.asarray(value) - low) / (high - low)

        means = averages(family, what, n, False)
        at = np.interp(theta, THETAS, means)
        slope = slope_of_average(family, what, theta, n)
        self.formula.set_text(f"average of  {what}")
        self.same.set_data(THETAS, height(means))
        wild = averages(family, what, n, True) if fresh else None
        self.other.set_data(*((THETAS, height(wild)) if fresh else ([], [])))
        truths = [exact(family, what, float(t))[0] for t in THETAS]
        self.truth.set_data(THETAS, height(truths))
        ends = np.array([theta - 0.35, theta + 0.35])
        self.tangent.set_data(ends, height(at + slope * (ends - theta)))
        self.here.set_data([theta], [height(at)])
        self.value.set_text(number(at, 2))
        # Under the point; above it where the axis's numbers would be in the way.
        self.value.set_position((theta, height(at) + (0.13 if height(at) < 0.13 else -0.05)))
        truth, true_slope = exact(family, what, theta)
        said = {
            "average": number(at),
            "exact": number(truth),
            "its slope in θ": number(slope),
            "exact slope": number(true_slope),
        }
        return said | (self._draw_yours(theta, n, what, family, height) if self.yours else {})

    def _draw_samples(self, theta, n, family):
        z, x, speed, height = travelling(family, theta, n)
        gap = torch.full_like(x, torch.nan)
        tops, bottoms = torch.ones_like(x), torch.zeros_like(x)
        self.z.set_data(z, tops)
        self.x.set_data(x, bottoms)
        self.threads.set_data(torch.stack([z, x, gap], 1).ravel(),
                              torch.stack([tops, bottoms, gap], 1).ravel())  # fmt: skip
        # Strokes go down as well as sideways, so that neighbours do not run into one line.
        below = bottoms + TIPS
        self.arrows.set_data(torch.stack([x, x + AHEAD * speed, gap], 1).ravel(),
                             torch.stack([bottoms, below, gap], 1).ravel())  # fmt: skip
        self.tips.set_data(x + AHEAD * speed, below)
        top = TIPS - 0.08
        self.density.set_xy(under(X, top - height.clamp(max=0.8), floor=top))

    def _draw_yours(self, theta, n, what, family, height):
        """The learner's average at this θ with the slope that autograd finds through it."""
        t = tensor(theta).requires_grad_()
        slope = None

        def with_slope(z):
            nonlocal slope
            value = self.yours(lambda z: FAMILIES[family](t).flow(z)[0], z, ORDERS[what])
            tied = isinstance(value, torch.Tensor) and value.requires_grad
            if tied and not value.ndim:
                slope = torch.autograd.grad(value, t)[0].item()
            return value

        try:
            value = Yours(with_slope)(base_samples(family)[places(1, n, 1)[0]])
            if value.ndim:
                raise YoursFailed(f"an average is one number, not shape {tuple(value.shape)}")
        except YoursFailed as failed:
            self.line_yours.set_data([], [])
            return {"yours": f"⚠ not drawn: {failed}"}
        ends = np.array([theta - 0.5, theta + 0.5])
        self.line_yours.set_data(ends, height(value.item() + (slope or 0.0) * (ends - theta)))
        said = "none: the graph is cut" if slope is None else number(slope)
        return {"your average": number(value), "your slope": said}

    def describe(self, theta, n, what, family, fresh):
        read = self.readings(theta=theta, n=n, what=what, family=family, fresh=fresh)
        text = (
            f"{n} samples z of the base, each joined to its x = f(z), for the flow {family[:-2]} "
            f"θ = {theta:.1f}. The average of {what} over them is a smooth curve of θ; its slope "
            f"here is {read['its slope in θ']}, the exact one {read['exact slope']}."
        )
        wild = " With fresh z for each θ the average jumps, and has no slope to speak of."
        return text + (wild if fresh else "")


def _moved(p, z, t):
    """x = f(z), and how fast each x moves with θ."""
    x = p.flow(z)[0]
    u = torch.ones_like(x).requires_grad_()
    (total,) = torch.autograd.grad(x, t, u, create_graph=True)
    return x.detach(), torch.autograd.grad(total, u)[0]


def moving_samples(yours: Callable | None = None, **start: float | str | bool) -> View:
    """Samples that travel with θ, and their average; ``yours`` is your ``moment(f, z, n)``."""
    return show(MovingPicture(yours), **start)
