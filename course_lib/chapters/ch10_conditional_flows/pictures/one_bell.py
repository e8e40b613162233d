"""The squared error is a Gaussian flow whose width stays the same: choose that width by hand."""

import math

import torch

from course_lib.chapters.ch10_conditional_flows.pictures.models import depths, pairs
from course_lib.live.controls import Slider
from course_lib.live.densities import base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import DATA, INK, TARGET
from course_lib.live.words import number

X = torch.linspace(-6, 6, 241, dtype=torch.float64)
WIDTHS = torch.linspace(0.5, 4.0, 141, dtype=torch.float64)


class WidthPicture(Picture):
    """Residuals under a bell, and the mean of −log p against the bell's width."""

    size = (900, 370)
    title = "Which width makes the residuals most likely?"

    def __init__(self):
        depth, longitude = pairs()[0]
        self.residuals = (depth - depths("one width").middle(longitude)).double()
        super().__init__([
            Slider("sigma", "width σ", 0.6, 4.0, 0.05, 0.8),
            Slider("shift", "shift of all means", -2.0, 2.0, 0.1, 0.5),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_l = figure.subplots(1, 2, width_ratios=(1.15, 1))
        ax.set(xlim=(-5, 5), ylim=(0, 0.7), xlabel="depth − mean (100 km)", title="residuals")
        ax.hist(self.residuals, bins=40, range=(-5, 5), density=True, color=DATA, alpha=0.45)
        self.bell = self.line(ax, TARGET, lw=3)
        self.middle = self.line(ax, INK, lw=1.5, ls=":")
        ax_l.set(xlim=(0.5, 4), ylim=(1.5, 4), xlabel="width σ (100 km)")
        ax_l.set_title("mean of $-\\log p$")
        self.loss = self.line(ax_l, TARGET, lw=3)
        self.best = self.line(ax_l, INK, lw=1.5, ls=":")
        self.dot = self.points(ax_l, TARGET, size=12, alpha=1)
        self.rms = self.words(ax_l, 0.97, 0.97, ha="right", fontsize=16)

    def update(self, sigma, shift):
        r = self.residuals - shift
        mse = r.square().mean().item()
        rms = math.sqrt(mse)
        self.bell.set_data(X, (base_log_density((X - shift) / sigma) - math.log(sigma)).exp())
        self.middle.set_data([shift, shift], [0, 0.7])
        self.loss.set_data(WIDTHS, loss(mse, WIDTHS))
        now, least = (loss(mse, torch.tensor(s)).item() for s in (sigma, rms))
        self.dot.set_data([sigma], [now])
        self.best.set_data([rms, rms], [1.5, 4])
        self.rms.set_text(f"rms {number(rms)}")
        slope = -2 * r.mean().item()  # of the mean squared error, by the shift
        return {
            "mean of −log p": number(now),
            "smallest": f"{number(least)} at σ = {number(rms)}",
            "slope by the shift: of MSE": number(slope),
            "of −log p": number(slope / (2 * sigma**2)),
            "2σ²": number(2 * sigma**2),
        }

    def describe(self, sigma, shift):
        read = self.readings(sigma=sigma, shift=shift)
        return (
            f"Residuals of quakes under a bell of width {number(sigma, 2)} around "
            f"{number(shift, 1)}. The mean of −log p is {read['mean of −log p']}; the smallest is "
            f"{read['smallest']}, the root of the mean squared residual."
        )


def loss(mse, sigma):
    """The mean of −log p of a Gaussian of this width, with this mean squared error."""
    return mse / (2 * sigma**2) + sigma.log() + 0.5 * math.log(2 * math.pi)


def width(**start: float | str | bool) -> View:
    """The squared error as a Gaussian flow of one width."""
    return show(WidthPicture(), **start)
