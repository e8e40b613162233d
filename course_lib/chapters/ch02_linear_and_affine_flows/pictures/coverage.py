"""Regions of an affine flow that should hold a given share of the data, and the share they hold."""

import math
from collections.abc import Callable

import numpy as np
import torch
from matplotlib.patches import Polygon

from course_lib.data import old_faithful, split
from course_lib.flows import Affine
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import circle
from course_lib.live.style import BASE, DASH, DATA, INK, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed
from course_lib.training import gaussian_mle

CORNERS = circle()


class Case:
    """An affine flow fitted to one part of a data set, and the held-out part, carried back to z."""

    def __init__(self, data):
        train, self.held_out = split(data, share=0.5, seed=1)
        mean, covariance = gaussian_mle(train)
        # C = L⁻¹ L⁻ᵀ, so L⁻¹ is the Cholesky factor of the covariance.
        L_inverse, identity = torch.linalg.cholesky(covariance), torch.eye(2).to(data)
        self.flow = Affine(torch.linalg.solve_triangular(L_inverse, identity, upper=False), mean)
        self.z = self.flow.inverse(self.held_out)[0]
        self.squares = (self.z**2).sum(-1).sort()[0]

    def inside(self, radius):
        """How many held-out points have |z| ≤ radius."""
        return int((self.squares <= radius**2).sum())

    def shares(self):
        """Steps of the curve: for each expected share p, the share of points with |z|² ≤ r²(p)."""
        n = len(self.squares)
        expected = 1 - torch.exp(-self.squares / 2)
        below, above = torch.arange(n) / n, torch.arange(1, n + 1) / n
        x = torch.cat([torch.zeros(1), expected.repeat_interleave(2), torch.ones(1)])
        return x, torch.cat(
            [torch.zeros(1), torch.stack([below, above], 1).flatten(), torch.ones(1)]
        )


def cases():
    """Old Faithful, and as many points from the Gaussian fitted to it."""
    data = old_faithful()
    mean, covariance = gaussian_mle(data)
    normal = torch.randn(272, 2, generator=torch.Generator().manual_seed(0), dtype=data.dtype)
    return {
        "Old Faithful": Case(data),
        "Gaussian": Case(mean + normal @ torch.linalg.cholesky(covariance).T),
    }


class CoveragePicture(Picture):
    """The disk with mass p in z, its image in x, and the share of held-out points inside.

    ``yours`` is the learner's ``radius(p)``: the radius of the disk that holds the mass p.
    """

    size = (900, 345)
    title = "Does the region hold the share that it promises?"

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours)
        self.cases = cases()
        self._drawn = None  # the data whose curve is drawn
        super().__init__([
            Slider("p", "promised share p", 0.05, 0.99, 0.01, 0.68),
            Choice("data", "data", tuple(self.cases), "Old Faithful"),
        ])  # fmt: skip

    def layout(self, figure):
        ax_z, ax_x, ax_p = figure.subplots(1, 3)
        ax_z.set(xlim=(-4, 4), ylim=(-4, 4), aspect="equal", xlabel="$z_1$", ylabel="$z_2$")
        ax_z.set(xticks=range(-4, 5, 2), yticks=range(-4, 5, 2))
        ax_z.set_title("base: disk $|z| \\leq r$")
        ax_x.set(xlim=(0.3, 6.6), ylim=(30, 110), title="target: its image, $|z| \\leq r$")
        ax_x.set_box_aspect(1)
        ax_x.set(xlabel="eruption (minutes)", ylabel="waiting (minutes)")
        self.disks, self.points_in, self.points_out = [], [], []
        for ax, color in ((ax_z, BASE), (ax_x, TARGET)):
            disk = Polygon(CORNERS, fc=color + "28", ec=color, lw=3)
            self.disks.append(self.moving(ax.add_patch(disk)))
            crosses = ax.plot([], [], ls="", marker="x", ms=6, mew=1.6, color=DATA)[0]
            self.points_out.append(self.moving(crosses))
            self.points_in.append(self.points(ax, color, size=5))
        self.note = self.words(ax_z, 0.02, 0.985, fontsize=14)
        ax_p.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", title="held-out points inside")
        ax_p.set(xlabel="promised share $p$", ylabel="share found")
        ax_p.set(xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
        ax_p.plot([0, 1], [0, 1], color=INK, lw=1.5, ls=(0, (4, 3)))
        self.band = self.area(ax_p, DATA, alpha=0.2)
        self.curve = self.line(ax_p, TARGET, lw=2.5)
        self.gap = self.line(ax_p, INK, lw=1.5)
        self.here = self.points(ax_p, TARGET, size=12, alpha=1)
        if self.yours:
            self.rings = [self.line(ax, YOURS, ls=DASH["yours"], lw=3) for ax in (ax_z, ax_x)]
            ax_x.legend(self.rings[1:], ["yours"], loc="lower right", handlelength=3)

    def update(self, p, data):
        case, radius = self.cases[data], radius_of(p)
        z, x = case.z.numpy(), case.held_out.numpy()
        inside = (z**2).sum(1) <= radius**2
        for disk, corners in zip(self.disks, self._images(case, radius), strict=True):
            disk.set_xy(corners)
        for dots, crosses, places in zip(self.points_in, self.points_out, (z, x), strict=True):
            dots.set_data(*places[inside].T)
            crosses.set_data(*places[~inside].T)
        self.note.set_text(f"r = {radius:.2f}")
        n, found = len(z), inside.mean()
        if data != self._drawn:  # the promise p only moves along the curve
            self.curve.set_data(*case.shares())
            self.band.set_xy(_band(n))
            self._drawn = data
        self.gap.set_data([p, p], [p, found])
        self.here.set_data([p], [found])
        readouts = {
            "promised": _percent(p),
            "radius": number(radius, 2),
            "found": f"{inside.sum()} of {n} = {_percent(found)}",
            "expected by chance": f"{_percent(p)} ± {_percent(math.sqrt(p * (1 - p) / n))}",
        }
        return readouts | ({"your radius": self._draw_yours(p, data)} if self.yours else {})

    def _draw_yours(self, p, data):
        """Draw the learner's circle and its image; return its radius and share, or a problem."""
        try:
            radius = float(self.yours(torch.tensor(p, dtype=torch.float64)))
        except YoursFailed as failed:
            for ring in self.rings:
                ring.set_data([], [])
            return f"⚠ not drawn: {failed}"
        case = self.cases[data]
        for ring, corners in zip(self.rings, self._images(case, radius), strict=True):
            ring.set_data(*corners.T)
        share = case.inside(radius) / len(case.squares)
        return f"{number(radius, 2)}, {_percent(share)} inside"

    @staticmethod
    def _images(case, radius):
        """The circle of this radius in z and its image in x."""
        disk = radius * CORNERS
        return disk, case.flow.forward(torch.tensor(disk))[0].numpy()

    def describe(self, p, data):
        case = self.cases[data]
        found, n = case.inside(radius_of(p)), len(case.squares)
        text = (
            f"The disk of radius {radius_of(p):.2f} holds {_percent(p)} of the base. Its image, an "
            f"ellipse, holds {found} of {n} held-out points ({_percent(found / n)}) of the data "
            f"{data}."
        )
        if not self.yours:
            return text
        return text + f" Your radius: {self.readings(p=p, data=data)['your radius']}."


def radius_of(p):
    """The radius of the disk that holds the mass p of a two-dimensional standard normal.

    |z|² follows the chi-square law with two degrees of freedom: P(|z|² ≤ r²) = 1 − exp(−r²/2), so
    r² = −2 log(1 − p).

    >>> round(radius_of(0.68), 3), round(radius_of(0.95), 3)
    (1.51, 2.448)
    """
    return math.sqrt(-2 * math.log1p(-p))


def _band(n):
    """Two standard errors of a share of n points, around the diagonal."""
    p = np.linspace(0, 1, 101)
    error = 2 * np.sqrt(p * (1 - p) / n)
    return np.column_stack([np.r_[p, p[::-1]], np.r_[p + error, (p - error)[::-1]]])


def _percent(share):
    return f"{100 * share:.0f} %"


def coverage(yours: Callable | None = None, **start: float | str | bool) -> View:
    """Regions of a fitted affine flow; ``yours`` is your ``radius(p)``."""
    return show(CoveragePicture(yours), **start)
