"""A trained chain of couplings, layer by layer: who moves, and who stands still."""

import functools

import torch

from course_lib.chapters.ch09_flows_in_n_dimensions.pictures.chains import LAYERS, MASKS, trained
from course_lib.chapters.ch09_flows_in_n_dimensions.pictures.triangular import grid
from course_lib.live import unfolding
from course_lib.live.controls import Choice, Slider
from course_lib.live.densities import base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, TARGET
from course_lib.live.words import number
from course_lib.planar import Pinwheel

SAMPLES = 1500


@functools.cache
def held_out():
    """New points of the pinwheel, and their exact mean log p."""
    x = Pinwheel().sample(2000, 2).double()
    return x, Pinwheel().log_prob(x).mean().item()


def log_prob(masks, x):
    """log p(x) of the whole chain."""
    z, log_det = trained(masks).inverse(x)
    return base_log_density(z).sum(-1) + log_det


@functools.cache
def stations(masks):
    """Grid and samples before the first layer, after it, …: LAYERS + 1 tensors; and the gap."""
    random = torch.Generator().manual_seed(4)
    lines, flow = grid(), trained(masks)
    z = torch.cat([lines, torch.randn(SAMPLES, 2, generator=random, dtype=torch.float64)])
    here, found = z.isfinite().all(-1), [z]
    for layer in reversed(flow.flows):
        x = found[-1].clone()
        x[here] = layer(x[here])[0]
        found.append(x)
    x, exact = held_out()
    return found, exact - log_prob(masks, x).mean().item()


class CouplingPicture(Picture):
    """Grid and samples on their way through the layers, and the density where the way ends."""

    size = (900, 430)
    title = "Who moves, and who stands still?"
    dear = ("mask",)
    played = "layer"

    def __init__(self):
        self.lines = len(grid())
        super().__init__([
            Slider("layer", "layers passed", 0.0, float(LAYERS), 0.1, 0.6),
            Choice("mask", "who stands still", tuple(MASKS), "alternating"),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_p = figure.subplots(1, 2)
        for axes, title in ((ax, "samples on their way"), (ax_p, "density after the last layer")):
            axes.set(xlim=(-3.3, 3.3), ylim=(-3.3, 4.0), aspect="equal", title=title)
            axes.set(xlabel="$x_1$", ylabel="$x_2$")
            axes.set(xticks=range(-3, 4), yticks=range(-3, 4))
            axes.grid(False)
        self.cloud_x = self.cloud(ax, TARGET, alpha=0.5)
        self.grid_x = self.line(ax, BASE, lw=1, alpha=0.5)
        self.who = self.words(ax, 0.02, 0.99, fontsize=14, weight="bold")
        self.density = self.raster(ax_p, TARGET)
        self.shown = {}

    def update(self, layer, mask):
        found, gap = stations(mask)
        passed = min(int(layer + 1e-9), LAYERS - 1)
        part = layer - passed
        way = unfolding.points(found[passed], found[passed + 1], part)
        self.grid_x.set_data(*way[: self.lines].T)
        self.cloud_x.set_points(way[self.lines :])
        moves = 2 - MASKS[mask][passed]
        who = f"layer {passed + 1} moves x{'₀₁₂'[moves]} {'→' if moves == 1 else '↑'}"
        self.who.set_text(who)
        if mask not in self.shown:
            self.shown[mask] = log_prob(mask, self.density.points).exp()
        self.density.set_values(self.shown[mask])
        return {
            "layers passed": number(layer, 1),
            "stands still": f"x{'₀₁₂'[3 - moves]}",
            "the whole chain falls short by": f"{number(gap, 2)} nats",
        }

    def describe(self, layer, mask):
        said = self.readings(layer=layer, mask=mask)
        return (
            f"A grid and a cloud of samples after {number(layer, 1)} of {LAYERS} couplings, while "
            f"{said['stands still']} stands still; beside it the density of the whole chain, "
            f"{said['the whole chain falls short by']} short of the pinwheel's. "
            f"The mask: {mask}."
        )


def coupling(**start: float | str | bool) -> View:
    """Who moves, and who stands still?"""
    return show(CouplingPicture(), **start)
