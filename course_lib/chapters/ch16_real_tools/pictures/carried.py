"""Points that a learnt velocity carries from the round cloud to two moons."""

import functools
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from course_lib.flows import MLP
from course_lib.flows.random_stream import RandomStream
from course_lib.live.controls import Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import joined
from course_lib.live.style import BASE, DATA, INK, TARGET
from course_lib.live.words import number
from course_lib.planar import Moons
from course_lib.training import minimise, one_cycle

STEPS = 40  # of Euler, from t = 0 to 1
DOTS, PATHS = 1000, 16


@functools.cache
def learnt(steps=1200):
    """The velocity that the picture shows if nobody gives one: flow matching on two moons."""
    network = MLP(3, 2, hidden=(64, 64), seed=0)
    moons = Moons().sample(4000, seed=0).float()

    def loss():
        x1 = moons[torch.randint(len(moons), (256,))]
        x0, t = torch.randn_like(x1), torch.rand(len(x1), 1)
        x = (1 - t) * x0 + t * x1
        return ((network(torch.cat([x, t], -1)) - (x1 - x0)) ** 2).sum(-1).mean()

    minimise(loss, network, steps=steps, lr=0.02, schedule=one_cycle, seed=0, progress=False)
    return network


@torch.no_grad()
def way(velocity):
    """Where the points are at t = 0, 1/40 … 1: (41, DOTS, 2)."""
    with RandomStream(0):
        x = torch.randn(DOTS, 2)
    found = [x]
    for k in range(STEPS):
        t = torch.full((DOTS, 1), k / STEPS)
        step = velocity(torch.cat([x, t], -1))
        if not isinstance(step, torch.Tensor) or step.shape != x.shape:
            found_shape = tuple(getattr(step, "shape", ())) or type(step).__name__
            raise ValueError(
                f"The velocity of {DOTS} rows (x₁, x₂, t) must have the shape {tuple(x.shape)}, "
                f"not {found_shape}."
            )
        x = x + step / STEPS
        found.append(x)
    return torch.stack(found)


class CarriedPicture(Picture):
    """The cloud at time t, and the paths of some of its points so far."""

    size = (900, 430)
    title = "How does a cloud become two moons?"
    played = "t"

    def __init__(self, velocity=None):
        self.way = way(learnt() if velocity is None else velocity).numpy()
        self.lengths = np.linalg.norm(np.diff(self.way, axis=0), axis=-1)
        super().__init__([Slider("t", "time t", 0.0, 1.0, 0.025, 1.0)])

    def layout(self, figure):
        ax, ax_m = figure.subplots(1, 2, width_ratios=(1.3, 1))
        for one in (ax, ax_m):
            one.set(xlim=(-3.6, 3.6), ylim=(-3, 3), xlabel="$x_1$")
        ax.set_title("carried to time $t$, the paths of a few (blue dots)")
        ax.set_ylabel("$x_2$")
        self.dots = self.cloud(ax, TARGET)
        self.ways = self.line(ax, INK, lw=1.4)
        self.heads = self.points(ax, BASE, size=7, alpha=1)
        ax_m.set_title("points of the moons")
        ax_m.plot(*Moons().sample(600, seed=1).T, ".", color=DATA, ms=4)

    def update(self, t):
        k = round(t * STEPS)
        here = self.way[k]
        self.dots.set_points(here)
        ways = [self.way[: k + 1, one] for one in range(PATHS)]
        self.ways.set_data(*joined(ways).T)
        self.heads.set_data(here[:PATHS, 0], here[:PATHS, 1])
        gone = self.lengths[:k].sum(0).mean()
        straight = np.linalg.norm(here - self.way[0], axis=-1).mean()
        return {
            "time t": number(t, 3),
            "mean way so far": number(float(gone)),
            "straight it would be": number(float(straight)),
        }

    def describe(self, t):
        read = self.readings(t=t)
        return (
            f"A cloud of {DOTS} points at time {number(t, 3)} on its way from a round cloud to two "
            f"moons, with the paths of {PATHS} of them. On average they have gone "
            f"{read['mean way so far']}, and in a straight line it would be "
            f"{read['straight it would be']}. Beside it, points of the moons."
        )


def carried(velocity: nn.Module | Callable | None = None, **start: float | str | bool) -> View:
    """Points carried along by a velocity: a function of rows (x₁, x₂, t), such as a network.

    Raises ValueError if it returns another shape than (N, 2).
    """
    return show(CarriedPicture(velocity), **start)
