"""Densities of a place beside its sensors: the exact one, and that of an answer."""

import functools

import numpy as np
import torch

from course_lib.chapters.ch11_hands_on_flash.pictures.answers import FLASH
from course_lib.live.plane import joined
from course_lib.live.style import INK, QUIET, YOURS
from course_lib.live.yours import LEARNER, Yours, YoursFailed
from course_lib.simulators.flash import Points

LOW, HIGH = (-2.5, -2.5), (2.5, 2.5)  # what is shown of the plane
N = 60  # points along each side
SPACING = (HIGH[0] - LOW[0]) / N
HIGHEST = 80  # more than any sensor counts: the largest rate is 24


def plane(ax, title, ticks=True):
    """Axes of the plane with its ten sensors."""
    ax.set(xlim=(LOW[0], HIGH[0]), ylim=(LOW[1], HIGH[1]), xlabel="$x$", title=title)
    ax.set_xticks([-2, 0, 2])
    ax.set_yticks([-2, -1, 0, 1, 2])
    ax.grid(False)
    ax.set_aspect("equal")
    ax.tick_params(labelleft=ticks)
    ax.plot(*FLASH.sensors.T, "s", color=INK, ms=4, mew=0, alpha=0.75)


def image_color(owner):
    """The colour of an answer's density: an image has one for light and for dark pages alike.

    The near black of the course's lines turns white on a dark page. An image cannot, and would not
    be seen there.
    """
    return YOURS if owner is LEARNER else QUIET


def axes():
    """The middles of a raster's pixels along x and along y, (N,) each."""
    return tuple(
        torch.linspace(low + SPACING / 2, high - SPACING / 2, N, dtype=torch.float64)
        for low, high in zip(LOW, HIGH, strict=True)
    )


@functools.cache
def points():
    """The middles of all pixels, (N², 2)."""
    return torch.cartesian_prod(*axes())


def cross(x, y, inner=0.1, outer=0.3):
    """Four strokes that point at (x, y) and leave it free, as one curve."""
    strokes = [np.outer([inner, outer], way) for way in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    return (joined(strokes) + np.array([x, y])).T


@functools.cache
def lookout():
    """The lattice with all that does not depend on the counts."""
    return Points(FLASH, points())


def exact(counts):
    """log p(theta | counts) on the lattice, for the counts of one event (10,)."""
    counts = counts.double()
    log_joint = lookout().log_joint(counts[None])[0] - (counts + 1).lgamma().sum()
    return log_joint - FLASH.log_evidence(counts)


def lost(log_p, log_q):
    """KL(p ‖ q) in nats over the lattice: how much q is worse than p, on average over p."""
    inside = log_p > log_p.max() - 40
    p = log_p.exp()
    return (p * (log_p - log_q))[inside].sum().item() / p[inside].sum().item()


def left(log_p):
    """The share of the mass on the lattice that is left of the first string."""
    p = log_p.exp().reshape(N, N)
    return (p[: N // 2].sum() / p.sum()).item()


def counted(theta, luck):
    """The counts (10,) of a flash at theta; with the same luck they change as little as they can.

    Each sensor has a number u of its own, drawn from the seed ``luck``, and counts the smallest n
    whose probability to be reached, P(≤ n), is above u.
    """
    generator = torch.Generator().manual_seed(luck)
    u = torch.rand(len(FLASH.sensors), generator=generator, dtype=torch.float64)
    rates = FLASH.rates(torch.tensor(theta, dtype=torch.float64))[:, None]
    n = torch.arange(HIGHEST, dtype=torch.float64)
    p = (n * rates.log() - rates - (n + 1).lgamma()).exp()
    return (p.cumsum(-1) < u[:, None]).sum(-1).double()


class YoursPlane:
    """The learner's log_prob(theta, c) on the lattice; c are the features of one event's counts."""

    def __init__(self, flow, features):
        self.function = Yours(self._log_prob)
        self.flow, self.features, self.points = flow, features, points().float()

    @torch.no_grad()
    def _log_prob(self, counts):
        c = self.features(counts[None].float()).expand(len(self.points), -1)
        return self.flow.log_prob(self.points, c)

    def __call__(self, counts):
        """(log q on the lattice or None, what there is to say)."""
        try:
            log_q = self.function(counts)
            if log_q.shape != (N**2,):
                raise YoursFailed(
                    f"for theta of shape ({N**2}, 2) and c of shape ({N**2}, 10) your log_prob has "
                    f"the shape {tuple(log_q.shape)}; one number per place would be ({N**2},)"
                )
        except YoursFailed as failed:
            return None, f"⚠ not drawn: {failed}"
        return log_q.double(), ""
