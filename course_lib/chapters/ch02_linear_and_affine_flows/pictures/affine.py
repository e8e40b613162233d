"""The affine flow x = L⁻¹ z + b in the plane, with all its matrices."""

import math
from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch02_linear_and_affine_flows.pictures.matrices import Matrix
from course_lib.live import unfolding
from course_lib.live.controls import Slider
from course_lib.live.densities import YoursLogProb, base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import circle, contours, grid_lines, joined, lattice
from course_lib.live.style import BASE, DASH, INK, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import YoursFailed

REACH = 5.0
SCALES = (1, 2, 4)  # times REACH: so far the axes of x go, the first that shows both ellipses
RADII = (1.0, 2.0)
FAR = 9.0  # the area under the learner's density is summed over |z1|, |z2| ≤ FAR
STEP = 0.25
TICKS = range(-4, 5, 2)
SEEN = lattice((-REACH, -REACH), (REACH, REACH), 81)
EVERYWHERE = torch.cartesian_prod(*2 * [torch.arange(-FAR, FAR + STEP, STEP, dtype=torch.float64)])
CIRCLES = [circle(r) for r in RADII]
ARMS = joined([np.array([[0.0, 0], [1, 0]]), np.array([[0.0, 0], [0, 1]])])


class AffinePicture(Picture):
    """A grid, circles and samples before and after the map; L, L⁻¹, C and C⁻¹ in numbers.

    ``yours`` is the learner's ``log_prob(x, L, b)`` with x of shape (N, 2), or a flow class that is
    made with ``(L, b)``: its contour lines are drawn over the images of the circles.
    """

    size = (900, 415)
    title = "What does a matrix do to a round cloud?"
    unfolds = True

    def __init__(self, yours=None):
        self.yours = None if yours is None else YoursLogProb(yours, event=1)
        random = torch.Generator().manual_seed(2)
        samples = torch.randn(160, 2, generator=random, dtype=torch.float64).numpy()
        self.shapes = (grid_lines(4), samples, joined(CIRCLES), ARMS)  # as they are in z
        super().__init__([
            Slider("l11", "ℓ₁₁", 0.5, 2.0, 0.05, 0.8),
            Slider("l21", "ℓ₂₁", -1.5, 1.5, 0.05, -0.7),
            Slider("l22", "ℓ₂₂", 0.5, 2.0, 0.05, 1.1),
            Slider("b1", "shift b₁", -2.0, 2.0, 0.1, 0.5),
            Slider("b2", "shift b₂", -2.0, 2.0, 0.1, -0.5),
        ])  # fmt: skip

    def layout(self, figure):
        ax_z, ax_x, ax_numbers = figure.subplots(1, 3, width_ratios=(1, 1, 0.52))
        ax_z.set(xlabel="$z_1$", ylabel="$z_2$", title="base: circles $|z| = 1, 2$")
        ax_x.set(xlabel="$x_1$", ylabel="$x_2$", title="target:  $x = L^{-1} z + b$")
        for ax in (ax_z, ax_x):
            ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
            ax.set(xticks=TICKS, yticks=TICKS)
            ax.grid(False)
        # Which part of x is seen differs, so its numbers move; the axes themselves do not.
        ax_x.tick_params(labelcolor="none")
        across, up = ax_x.get_xaxis_transform(), ax_x.get_yaxis_transform()
        self.ticks = [
            *(self.words(ax_x, k, -0.035, transform=across, ha="center") for k in TICKS),
            *(self.words(ax_x, -0.03, k, transform=up, ha="right", va="center") for k in TICKS),
        ]
        self.frame_note = self.words(ax_x, 0.03, 0.97, fontsize=14)
        identity = (np.eye(2), np.zeros(2))
        still = [ax_z.plot([], [], color=BASE)[0] for _ in range(4)]
        self._style(still, BASE)
        self._draw(still, *identity)
        for corners in CIRCLES:
            ax_z.fill(*corners.T, facecolor=BASE, alpha=0.13, lw=0)

        self.disks = [self.area(ax_x, TARGET, alpha=0.16) for _ in RADII]
        self.target = [self.line(ax_x, TARGET) for _ in range(4)]
        self._style(self.target, TARGET)
        if self.yours:
            self.line_yours = self.line(ax_x, YOURS, lw=3, ls=DASH["yours"])
            ax_x.legend([self.line_yours], ["yours"], loc="upper right", borderaxespad=0.1,
                        handlelength=3)  # fmt: skip
        self._layout_numbers(ax_numbers)

    @staticmethod
    def _style(curves, color):
        """Grid, samples, circles and the images of the two unit vectors."""
        grid, samples, circles, arms = curves
        grid.set(lw=1, alpha=0.45)
        samples.set(linestyle="", marker="o", markersize=4, markeredgewidth=0, alpha=0.75)
        circles.set(lw=2.5)
        arms.set(color=INK, lw=3.5, solid_capstyle="round")

    def _draw(self, curves, A, b):
        """Draw what belongs to z in the places A z + b."""
        for curve, shape in zip(curves, self.shapes, strict=True):
            curve.set_data(*(shape @ A.T + b).T)

    def _layout_numbers(self, ax):
        ax.set(xlim=(0, 170), ylim=(366, 0))
        ax.set_axis_off()
        rows = ("$L$", "$L^{-1}$", "$C = L^{-1} L^{-T}$", "$C^{-1} = L^T L$")
        self.matrices = [
            Matrix(self, ax, label, x=32, y=top, bold=top == 18)
            for label, top in zip(rows, (18, 112, 206, 300), strict=True)
        ]

    def update(self, l11, l21, l22, b1, b2):
        L, A, C, precision, b = _matrices(l11, l21, l22, b1, b2, self.t)
        for matrix, entries in zip(self.matrices, (L, A, C, precision), strict=True):
            matrix.set(entries)
        scale = frame_of(A, b)
        for disk, corners in zip(self.disks, CIRCLES, strict=True):
            disk.set_xy((corners @ A.T + b) / scale)
        self._draw(self.target, A / scale, b / scale)
        for text, tick in zip(self.ticks, [*TICKS, *TICKS], strict=True):
            text.set_text(number(scale * tick, 0))
        self.frame_note.set_text("" if scale == 1 else f"axes {scale} times as long")
        correlation = C[0, 1] / math.sqrt(C[0, 0] * C[1, 1])
        readouts = {
            "log|det ∂f⁻¹/∂x| = log ℓ₁₁ + log ℓ₂₂": number(np.log(np.diag(L)).sum()),
            "area of the ellipses ÷ circles": number(1 / np.diag(L).prod(), 2),
            "correlation": number(correlation, 2),
        }
        if self.yours:
            readouts["mass of yours"] = self._draw_yours(
                *(torch.tensor(t) for t in (L, A, b)), scale
            )
        return readouts

    def _draw_yours(self, L, A, b, scale):
        """Draw the learner's contours; return the mass under the density, or what is wrong."""
        try:
            log_p = self.yours(torch.cat([scale * SEEN, EVERYWHERE @ A.T + b]), L, b)
        except YoursFailed as failed:
            self.line_yours.set_data([], [])
            return f"⚠ not drawn: {failed}"
        det = 1 / torch.diagonal(L).prod()
        # On |z| = r the exact density is p0 · det L: where yours says so, too, is a line.
        # (Between the points of a lattice a parabola errs less than a bell.)
        levels = [2 * base_log_density(torch.tensor(0.0)) - r**2 / 2 - det.log() for r in RADII]
        self.line_yours.set_data(*contours(SEEN, log_p[: len(SEEN)], levels).T)
        return number(log_p[len(SEEN) :].exp().sum() * STEP**2 * det)

    def describe(self, l11, l21, l22, b1, b2):
        C = _matrices(l11, l21, l22, b1, b2, self.t)[2]
        rows = "; ".join(", ".join(number(v, 2) for v in row) for row in C)
        text = (
            f"Circles in z become ellipses in x around ({number(b1, 1)}, {number(b2, 1)}). With "
            f"ℓ11 = {l11:.2f}, ℓ21 = {number(l21, 2)}, ℓ22 = {l22:.2f} the covariance is [{rows}]."
        )
        if not self.yours:
            return text
        said = self.readings(l11=l11, l21=l21, l22=l22, b1=b1, b2=b2)
        return text + f" Mass of yours: {said['mass of yours']}."


def frame_of(A, b):
    """How many times REACH the axes must go, so that the ellipses and the arms are in them."""
    farthest = (np.abs(b) + max(RADII) * np.linalg.norm(A, axis=1)).max()
    return next(scale for scale in SCALES if farthest <= scale * REACH)


def _matrices(l11, l21, l22, b1, b2, t):
    """L, L⁻¹, C, C⁻¹ and b from the sliders, as far on the way from nothing as t says."""
    A = np.array([[1 / l11, 0.0], [-l21 / (l11 * l22), 1 / l22]])
    A = unfolding.matrix(A, t).numpy()
    (a11, _), (a21, a22) = A
    L = np.array([[1 / a11, 0.0], [-a21 / (a11 * a22), 1 / a22]])
    return L, A, A @ A.T, L.T @ L, t * np.array([b1, b2], dtype=float)


def affine(yours: Callable | None = None, **start: float | str | bool) -> View:
    """The affine flow in the plane; ``yours`` is your ``log_prob(x, L, b)`` or your flow class."""
    return show(AffinePicture(yours), **start)
