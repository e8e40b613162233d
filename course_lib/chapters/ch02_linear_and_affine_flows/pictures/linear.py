"""The linear flow x = a·z + b: base, map and target side by side."""

from collections.abc import Callable

import numpy as np
import torch

from course_lib.live import unfolding
from course_lib.live.controls import Slider
from course_lib.live.densities import YoursLogProb, base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, DASH, GRID, MAP, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import YoursFailed

Z = torch.linspace(-8, 8, 801, dtype=torch.float64)
INSIDE = torch.linspace(-1, 1, 81, dtype=torch.float64)  # the middle 68 %
Z_SHOWN, X_SHOWN, P_SHOWN = 3.5, 8.0, 0.7


class LinearPicture(Picture):
    """Base density, line and target density; the middle 68 % and the point z = 1 are carried along.

    ``yours`` is the learner's ``log_prob(x, a, b)`` or a flow class that is made with ``(a, b)``.
    """

    size = (900, 320)
    title = "Which distributions can a straight line make?"
    unfolds = True

    def __init__(self, yours=None):
        self.yours = None if yours is None else YoursLogProb(yours)
        super().__init__([
            Slider("a", "scale a", -3.0, 3.0, 0.05, 1.5),
            Slider("b", "shift b", -3.0, 3.0, 0.1, 1.0),
        ])  # fmt: skip

    def layout(self, figure):
        ax_base, ax_map, ax_target = figure.subplots(1, 3, width_ratios=(1, 1.1, 1.1))
        self._layout_base(ax_base)
        ax_map.set(xlim=(-Z_SHOWN, Z_SHOWN), ylim=(-X_SHOWN, X_SHOWN), xlabel="$z$", ylabel="$x$")
        ax_map.set_title(" ")  # keeps the room for the formula, which moves
        self.formula = self.words(ax_map, 0, 1.03, va="bottom", fontsize=14)
        ax_map.set(xticks=[-2, 0, 2], yticks=[-6, -3, 0, 3, 6])
        self.band_z = self.area(ax_map, BASE, alpha=0.2)
        self.band_x = self.area(ax_map, TARGET, alpha=0.2)
        self.line_map = self.line(ax_map, MAP, lw=3)
        self.one_map = self.points(ax_map, MAP, size=11, alpha=1)

        # Turned: its x stands where the map's x does, so that the band runs into it.
        ax_target.set(ylim=(-X_SHOWN, X_SHOWN), xlim=(0, P_SHOWN), xlabel="density of $x$")
        ax_target.set(yticks=[-6, -3, 0, 3, 6], xticks=[0, 0.2, 0.4, 0.6], title="target  $p(x)$")
        ax_target.tick_params(labelleft=False)
        self.inside = self.area(ax_target, TARGET, alpha=0.35)
        self.target = self.line(ax_target, TARGET, lw=3)
        self.one_x = self.points(ax_target, TARGET, size=11, alpha=1, clip_on=False)
        self.one_x.set_in_layout(False)
        self.note = self.words(ax_target, 0.5, 0.6, ha="center", fontsize=15)
        self.peak = self.words(ax_target, 0.98, 0.99, ha="right")
        if self.yours:
            self.line_yours = self.line(ax_target, YOURS, ls=DASH["yours"])
            ax_target.legend(
                [self.target, self.line_yours], ["exact", "yours"], loc="lower right",
                handlelength=2.6, borderaxespad=0,
            )  # fmt: skip

    def _layout_base(self, ax):
        ax.set(xlim=(-Z_SHOWN, Z_SHOWN), ylim=(0, P_SHOWN), xlabel="$z$", title="base  $p_0(z)$")
        ax.set(xticks=[-2, 0, 2], yticks=[0, 0.2, 0.4, 0.6])
        p = base_log_density(INSIDE).exp()
        ax.fill_between(INSIDE, p, color=BASE, alpha=0.35, lw=0)
        ax.plot(Z, base_log_density(Z).exp(), color=BASE, lw=3)
        ax.plot([1], [0], "o", ms=11, color=BASE, mew=0, clip_on=False, zorder=5)
        ax.text(1.3, 0.22, "$z = 1$", fontsize=15, color=BASE)
        ax.plot([1, 1.3], [0.02, 0.21], color=BASE, lw=1)
        ax.text(0, 0.13, "68 %", ha="center", fontsize=14)
        ax.axhline(0, color=GRID, lw=0.8)

    def update(self, a, b):
        a, b = self._part_of(a, b)
        z_ends = torch.tensor([-Z_SHOWN, Z_SHOWN], dtype=torch.float64)
        self.line_map.set_data(z_ends, a * z_ends + b)
        low, high = b - abs(a), b + abs(a)
        self.band_z.set_xy([[-1, -X_SHOWN], [-1, b - a], [1, b + a], [1, -X_SHOWN]])
        self.band_x.set_xy([[-1, b - a], [1, b + a], [Z_SHOWN, b + a], [Z_SHOWN, b - a]])
        self.one_map.set_data([1], [a + b])
        self.one_x.set_data([0], [a + b])
        shift = f" {'−' if b < 0 else '+'} {number(abs(b), 2)}" if b else ""
        self.formula.set_text(f"map  x = {number(a, 2)} z{shift}")
        if a == 0:
            return self._flattened(b)
        x, inside = torch.sort(a * Z + b)[0], torch.sort(a * INSIDE + b)[0]
        p = self._density(x, a, b)
        self.target.set_data(np.r_[0, p, 0], np.r_[-X_SHOWN, x, X_SHOWN])
        self.inside.set_xy(under(inside, self._density(inside, a, b))[:, ::-1])
        self.note.set_text("")
        top = float(p.max())
        self.peak.set_text(f"peak {top:.2f} ▶" if top > P_SHOWN else "")
        readouts = {
            "mean": number(b, 2),
            "standard deviation |a|": number(abs(a), 2),
            "68 % between": f"{number(low, 2)} and {number(high, 2)}",
            "area": number(torch.trapezoid(p, x)),
        }
        return readouts | ({"area of yours": self._draw_yours(a, b)} if self.yours else {})

    def _flattened(self, b):
        """a = 0 sends every z to the same x: there is no density to draw."""
        self.target.set_data([], [])
        self.inside.set_xy(np.zeros((3, 2)))
        self.peak.set_text("")
        self.note.set_text("a = 0 is not invertible:\nthere is no density")
        if self.yours:
            self.line_yours.set_data([], [])
        return {"a = 0 is not invertible": f"every z lands on x = {number(b, 1)}"}

    @staticmethod
    def _density(x, a, b):
        """p(x) = p0((x − b)/a) / |a|."""
        return base_log_density((x - b) / a).exp() / abs(a)

    def _draw_yours(self, a, b):
        """Draw the learner's density; say the area under it, or what is wrong with it."""
        # The nodes are dense where right and wrong answers have their peaks, and reach far out.
        near = [s * Z + c for s in (abs(a), 1.0) for c in (b, 0.0)]
        x = torch.unique(torch.cat([*near, torch.linspace(-60, 60, 601, dtype=torch.float64)]))
        a, b = (torch.tensor(t, dtype=torch.float64) for t in (a, b))
        try:
            p = self.yours(x, a, b).exp()
        except YoursFailed as failed:
            self.line_yours.set_data([], [])
            return f"⚠ not drawn: {failed}"
        shown = (x.abs() < X_SHOWN + 1).nonzero()[:, 0]
        self.line_yours.set_data(p[shown], x[shown])
        return number(torch.trapezoid(p, x))

    def _part_of(self, a, b):
        """The line as far on its way as t says; one that falls starts from −z."""
        return unfolding.slope(a, self.t, sign=-1 if a < 0 else 1), self.t * b

    def describe(self, a, b):
        said = self.readings(a=a, b=b)
        a, b = self._part_of(a, b)
        if a == 0:
            return f"With a = 0 every z lands on x = {number(b, 1)}: the map is not invertible."
        text = (
            f"A standard normal base is carried by x = a z + b with a = {number(a, 2)} and "
            f"b = {number(b, 2)}: the target is a bell with mean {number(b, 2)} and standard "
            f"deviation {abs(a):.2f}."
        )
        return text + (f" The area under yours: {said['area of yours']}." if self.yours else "")


def linear(yours: Callable | None = None, **start: float | str | bool) -> View:
    """The linear flow; ``yours`` is your ``log_prob(x, a, b)`` or your flow class."""
    return show(LinearPicture(yours), **start)
