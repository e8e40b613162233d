"""Where the probability goes when θ moves: ∂p/∂θ gains here what it loses there."""

import functools

import torch

from course_lib.chapters.ch08_differentiable_expectations.pictures.families import (
    FAMILIES,
    HIGH,
    INTEGRANDS,
    LOW,
    START,
    STEP,
    tensor,
)
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import DATA, INK, MAP, TARGET
from course_lib.live.words import number

SHOWN, AHEAD = 5.0, 0.3
X = torch.linspace(-SHOWN, SHOWN, 501, dtype=torch.float64)
WIDE = torch.linspace(-40, 40, 8001, dtype=torch.float64)  # for the areas
WEIGHTS = {"1": lambda p, x: torch.ones_like(x), **INTEGRANDS}


@functools.lru_cache(maxsize=64)
def gains(family, weight, theta, wide=False):
    """(p(x), G(x) ∂p/∂θ) on the grid."""
    x = WIDE if wide else X
    t = tensor(theta).requires_grad_()
    p = FAMILIES[family](t)
    density = p.log_prob(x).exp()
    u = torch.ones_like(x).requires_grad_()
    (total,) = torch.autograd.grad(density, t, u, create_graph=True)
    (gain,) = torch.autograd.grad(total, u)
    with torch.no_grad():
        F = WEIGHTS[weight](p, x)
        # Far out log p may be −∞, where nothing is gained or lost.
        return density.detach(), torch.where(gain == 0, 0.0, F * gain)


class FlowingPicture(Picture):
    """Above, p(x) now and a little later; below, G(x) ∂p/∂θ with the areas of gain and loss."""

    size = (900, 440)
    title = "Where does a density gain when θ grows, and where does it lose?"

    def __init__(self):
        super().__init__([
            Slider("theta", "θ", LOW, HIGH, STEP, START),
            Choice("weight", "weight", tuple(WEIGHTS), "1"),
            Choice("family", "flow", tuple(FAMILIES), "line: scale θ"),
        ])  # fmt: skip

    def layout(self, figure):
        above, below = figure.subplots(2, 1, sharex=True)
        above.set(xlim=(-SHOWN, SHOWN), ylim=(0, 0.75), yticks=[0, 0.3, 0.6])
        above.set_ylabel("density")
        self.fill = self.area(above, TARGET, alpha=0.25)
        self.now = self.line(above, TARGET, lw=3)
        self.later = self.line(above, MAP, lw=2, ls=(0, (4, 3)))
        above.legend([self.now, self.later], ["p(x)", f"p(x) with θ + {AHEAD}"], loc="upper left",
                     handlelength=2.4)  # fmt: skip
        below.set(ylim=(-1.1, 1.9), yticks=[0], xlabel="$x$")
        self.label = self.words(below, 0.005, 0.97, fontsize=15)
        below.axhline(0, color=INK, lw=1)
        self.gain = self.area(below, TARGET, alpha=0.5)
        self.loss = self.area(below, DATA, alpha=0.6, hatch="//", edgecolor="white")
        self.curve = self.line(below, INK, lw=1.5)
        self.sums = self.words(below, 0.995, 0.97, ha="right", fontsize=15)

    def update(self, theta, weight, family):
        theta = float(theta)
        p, gain = gains(family, weight, theta)
        later = FAMILIES[family](tensor(theta + AHEAD)).log_prob(X).exp()
        self.fill.set_xy(under(X, p))
        self.now.set_data(X, p)
        self.later.set_data(X, later)
        shown = gain / gain.abs().max()  # its height says nothing, its areas do
        self.curve.set_data(X, shown)
        for region, part in ((self.gain, shown.clamp(min=0)), (self.loss, shown.clamp(max=0))):
            region.set_xy(under(X, part))
        up, down = areas(family, weight, theta)
        name = "∂p/∂θ" if weight == "1" else f"{weight} · ∂p/∂θ"
        self.label.set_text(name)
        self.sums.set_text(
            f"above 0: {number(up)}\nbelow 0: {number(down)}\nsum: {number(up + down)}"
        )
        return {"above 0": number(up), "below 0": number(down), "sum": number(up + down)}

    def describe(self, theta, weight, family):
        up, down = areas(family, weight, float(theta))
        what = "The density" if weight == "1" else f"Weighted with {weight}, the density"
        return (
            f"{what} of the {family[:-2]} θ = {theta:.1f} gains {number(up)} in some places and "
            f"loses {number(-down)} in others when θ grows: {number(up + down)} in all."
        )


@functools.lru_cache(maxsize=256)
def areas(family, weight, theta):
    """The areas above and below 0, over a range far wider than the picture's."""
    gain = gains(family, weight, theta, wide=True)[1]
    return tuple(torch.trapezoid(part, WIDE).item() for part in (gain.clamp(min=0),
                                                                 gain.clamp(max=0)))  # fmt: skip


def gain_and_loss(**start: float | str | bool) -> View:
    """Where a density grows and shrinks with θ, alone or weighted with G(x)."""
    return show(FlowingPicture(), **start)
