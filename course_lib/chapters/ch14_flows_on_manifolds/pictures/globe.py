"""A globe to be turned: a flow from the uniform sphere that learns where the cities are."""

import functools
import math

import numpy as np

from course_lib.chapters.ch14_flows_on_manifolds.pictures import cities
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import circle, contours
from course_lib.live.sphere_views import Look, net, towards_viewer
from course_lib.live.style import BASE, DATA, INK, TARGET
from course_lib.live.words import number

DENSEST, CAP, NONE = "densest", "round on the base", "none"
AS_WORDS = {DENSEST: "densest region", CAP: "region that is round on the base,"}
FINE = 110  # points across the raster and the contour's lattice
REACH = 1.05
NET = net(30, 61)
WEIGHTS = np.cos(np.radians(cities.LATITUDES))[:, None] * np.r_[0.5, np.ones(179), 0.5]
WEIGHTS = WEIGHTS * math.radians(2) ** 2  # the areas of the cells, in steradians


class GlobePicture(Picture):
    """The density on the front of the globe with a region of mass p; how well it has learnt."""

    size = (900, 450)
    title = "Where do people live, says a flow that knows no map?"
    dear = ("step",)

    def __init__(self):
        super().__init__([
            Slider("longitude", "longitude", -180, 180, 5, 15),
            Slider("latitude", "latitude", -90, 90, 5, 25),
            Slider("zoom", "zoom", 1.0, 4.0, 0.1, 1.0),
            Choice("step", "training step", cities.STEPS, cities.STEPS[-1], stepped=True),
            Choice("region", "region of mass p", (DENSEST, CAP, NONE), DENSEST),
            Slider("p", "mass p", 0.1, 0.9, 0.01, 0.68),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_k = figure.subplots(1, 2, width_ratios=(1.25, 1))
        ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal")
        ax.axis("off")
        self.image = self.raster(ax, TARGET, n=FINE)
        self.net = self.line(ax, INK, lw=0.5, alpha=0.4)
        self.dots = self.points(ax, DATA, size=3, alpha=0.7)
        self.border = self.line(ax, BASE, lw=2)
        self.rim = self.line(ax, INK, lw=1.3)
        every = [cities.means(step) for step in cities.STEPS]
        ax_k.set(xlim=(-0.3, len(cities.STEPS) - 0.7), xlabel="training step")
        ax_k.set_title("mean log p per steradian")
        ax_k.set_xticks(range(len(cities.STEPS)), cities.STEPS)
        for values, style, color, name in (
            ([known for known, _ in every], "o--", DATA, "learnt from"),
            ([new for _, new in every], "s-", TARGET, "held out"),
        ):
            ax_k.plot(range(len(values)), values, style, color=color, ms=7, label=name)
        ax_k.legend(loc="lower right", bbox_to_anchor=(0.95, 0), handlelength=1.8)
        self.here = self.line(ax_k, INK, lw=1.5)
        self.ends = ax_k.get_ylim()
        ax_k.set_ylim(self.ends)

    def update(self, longitude, latitude, zoom, step, region, p):
        seen = cities.seen(step)
        A = towards_viewer(longitude, latitude)
        place = self.image.points.numpy() / zoom
        look = Look(place, A)
        # Its root: half as strong is a quarter as dense, so that bridges are seen beside cities.
        self.image.set_values(np.sqrt(look.up(seen.p)), top=strongest(step) ** 0.5)
        self._draw_lines(A, zoom)
        new = cities.known_and_new()[1].numpy() @ A
        front = new[:, 0] > 0
        self.dots.set_data(*(zoom * new[front][:, 1:]).T)
        at = cities.STEPS.index(step)
        self.here.set_data([at, at], self.ends)
        readouts = {
            "cities in front": f"{front.sum()}",
            "held-out log p": number(np.log(seen.p_new).mean()),
        }
        if region == NONE:
            self.border.set_data([], [])
            return readouts
        field, level, held_out, area = region_of(step, region, p)
        values = look.up(field)
        self.border.set_data(*contours(self.image.points, values, [level]).T)
        return readouts | {
            "cities in the region": f"{100 * held_out:.0f} %",
            "its share of the globe": f"{100 * area:.1f} %",
        }

    def _draw_lines(self, A, zoom):
        lines = NET @ A
        shown = np.where(lines[:, :1] > 1e-9, zoom * lines[:, 1:], np.nan)  # the rim is one
        self.net.set_data(*shown.T)
        self.rim.set_data(*(zoom * circle(corners=241)).T)

    def describe(self, longitude, latitude, zoom, step, region, p):
        read = self.readings(longitude=longitude, latitude=latitude, zoom=zoom, step=step,
                             region=region, p=p)  # fmt: skip
        said = (
            f"A globe seen from longitude {longitude}° and latitude {latitude}°, with the density "
            f"that a flow has learnt from 2000 cities in {step} steps, and those of 1000 more "
            f"cities that are in front: {read['cities in front']}. Mean log p of the 1000: "
            f"{read['held-out log p']}."
        )
        if region != NONE:
            said += (
                f" A line surrounds the {AS_WORDS[region]} of mass {100 * p:.0f} %: "
                f"it covers {read['its share of the globe']} of the globe and holds "
                f"{read['cities in the region']} of the cities."
            )
        return said


@functools.cache
def strongest(step):
    """The density that is drawn at full strength: almost the largest; twice uniform at least."""
    return max(float(np.quantile(cities.seen(step).p, 0.995)), 2 / (4 * np.pi))


@functools.lru_cache(maxsize=256)
def region_of(step, region, p):
    """(table, its level at the border, share of the held-out cities inside, share of the area).

    Both tables fall towards the inside of their region.
    """
    seen = cities.seen(step)
    if region == CAP:
        inside, held_out = seen.cap <= p, seen.cap_new <= p
        return seen.cap, p, held_out.mean(), (WEIGHTS * inside).sum() / (4 * np.pi)
    mass, order = (WEIGHTS * seen.p).ravel(), np.argsort(-seen.p, axis=None)
    share = np.cumsum(mass[order]) / mass.sum()
    level = seen.p.ravel()[order][min(np.searchsorted(share, p), mass.size - 1)]
    area = (WEIGHTS * (seen.p >= level)).sum() / (4 * np.pi)
    return seen.p, float(level), (seen.p_new >= level).mean(), area


def globe(**start: float | str | bool) -> View:
    """A flow on the sphere that has learnt where cities are; turn it, and its training back."""
    return show(GlobePicture(), **start)
