"""The coverage curve of a posterior that is too narrow or shifted, and how far luck moves it."""

import functools
from collections.abc import Callable

import numpy as np
import torch

from course_lib.calibration import ball_share, coverage, leaves
from course_lib.chapters.ch13_coverage.pictures.bands import band
from course_lib.live.controls import Choice, Slider
from course_lib.live.coverage_axes import coverage_axes
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DASH, DATA, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

SIZES = (100, 300, 1000, 3000)


@functools.lru_cache(maxsize=16)
def normal(n, seed):
    """z of n events if the claim is right, (n, 2)."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(n, 2, generator=generator, dtype=torch.float64)


def pointwise(n):
    """Two standard errors of a share of n, at the band's p."""
    p = band(n).p
    return 2 * (p * (1 - p) / n).sqrt()


class CurvePicture(Picture):
    """Ball and PIT against p, and their gaps with two bands: one right at each p, one at all."""

    size = (900, 400)
    title = "Is the wiggle luck, or is the posterior wrong?"

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours)
        super().__init__([
            Choice("n", "events n", SIZES, 300, stepped=True),
            Slider("width", "claimed width", 0.7, 1.4, 0.02, 1.0),
            Slider("shift", "shift of z", 0.0, 0.5, 0.02, 0.0),
            Slider("seed", "other events", 0, 40, 1, 0),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_g = coverage_axes(figure)
        self.band = self.area(ax_g, DATA, alpha=0.25, label="at all $p$: 95 %")
        self.point = [self.line(ax_g, DATA, lw=1.6, ls=":") for _ in range(2)]
        self.point[0].set_label("at each $p$: ±2 errors")
        self.balls = [self.line(a, BASE, lw=3, label="disk") for a in (ax, ax_g)]
        style = {"lw": 2, "ls": (0, (6, 2)), "label": "PIT of $z_1$"}
        self.pits = [self.line(a, TARGET, **style) for a in (ax, ax_g)]
        if self.yours:
            self.line_yours = self.line(ax_g, YOURS, lw=2.5, ls=DASH["yours"], label="yours")
        ax_g.legend(loc="lower center", ncols=2, handlelength=2.4)

    def update(self, n, width, shift, seed):
        z = normal(n, seed) / width + shift
        u, pit = ball_share(z), torch.special.ndtr(z[:, 0])
        p, low, high = wide = band(n)
        ball, first = coverage(torch.stack([u, pit]), p)
        for lines, share in ((self.balls, ball), (self.pits, first)):
            lines[0].set_data(p, share)
            lines[1].set_data(p, share - p)
        self.band.set_xy(np.column_stack([np.r_[p, p.flip(0)], np.r_[high - p, (low - p).flip(0)]]))
        narrow = pointwise(n)
        self.point[0].set_data(p, narrow)
        self.point[1].set_data(p, -narrow)
        some = bool(((ball - p).abs() > narrow).any())
        readouts = {
            "disk at 68 %": f"{100 * ball[67].item():.1f} %",
            "disk leaves the dotted lines": yes(some),
            "disk leaves the grey band": yes(leaves(u, wide)),
            "PIT leaves it": yes(leaves(pit, wide)),
            "band at p = ½": f"±{number((high - low)[49].item() / 2)}",
        }
        return readouts | (self._draw_yours(u, p) if self.yours else {})

    def _draw_yours(self, u, p):
        try:
            found = self.yours(u, p).double()
            if found.shape != p.shape:
                raise YoursFailed(f"your function gave shape {tuple(found.shape)} for {len(p)} p")
        except YoursFailed as failed:
            self.line_yours.set_data([], [])
            return {"yours": f"⚠ not drawn: {failed}"}
        self.line_yours.set_data(p, found - p)
        return {"yours at 68 %": f"{100 * found[67].item():.1f} %"}

    def describe(self, n, width, shift, seed):
        read = self.readings(n=n, width=width, shift=shift, seed=seed)
        return (
            f"Coverage of {n} events whose posterior is claimed {number(width, 2)} times as wide "
            f"as it is, and shifted by {number(shift, 2)}. The disk's curve leaves the dotted "
            f"lines: {read['disk leaves the dotted lines']}; the grey band: "
            f"{read['disk leaves the grey band']}. The PIT's curve leaves the band: "
            f"{read['PIT leaves it']}."
        )


def yes(true):
    return "yes" if true else "no"


def curve(yours: Callable | None = None, **start: float | str | bool) -> View:
    """Coverage curves with two bands; ``yours`` is your ``coverage(u, p)``."""
    return show(CurvePicture(yours), **start)
