"""Strips of equal mass, carried from the base space to the data space by a monotone map."""

import functools
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch

from course_lib.chapters.ch01_change_of_variables.pictures.maps import (
    SHAPES,
    PartOfTheWay,
    ShapedMap,
    ascending,
    base_density,
)
from course_lib.chapters.ch01_change_of_variables.pictures.meters import Meters
from course_lib.live.controls import Choice, Slider
from course_lib.live.densities import YoursCurve, area
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, DASH, INK, MAP, TARGET, WRONG, YOURS
from course_lib.live.words import number

STRIPS = 10
# So fine that areas in x are right to 0.0002, even where a map stretches 20 times.
NODES = torch.linspace(-7, 7, 5601, dtype=torch.float64)
EDGES = torch.special.ndtri(torch.linspace(0, 1, STRIPS + 1, dtype=torch.float64)).clamp(-7, 7)
Z_SHOWN, X_SHOWN, P_SHOWN = (-3.2, 3.2), (-3.0, 5.0), 1.6
SEEN = NODES[NODES.abs() <= Z_SHOWN[1]][::16]


class Strips(Picture):
    """Base density, map and target density with strips of equal mass carried along.

    ``yours`` is the learner's density of x: ``yours(x)`` for one fixed map, or, with ``any_map``,
    ``yours(x, inverse)`` for whatever map the sliders make. It gives log p, or p if ``gives="p"``.
    """

    size = (900, 445)
    title = "What happens to a density when you stretch the axis it lives on?"
    on_page = ("strip", "map", "a")

    def __init__(self, yours=None, map="exp", any_map=False, gives="log p"):
        self.signed = yours is not None and gives == "p"  # who forgets |·| may get p < 0
        self._drawn = None  # the map that is drawn
        self.yours = None if yours is None else YoursCurve(yours, gives)
        self.unfolds = yours is None  # a learner's density is that of the whole map
        # The first picture of the chapter stands before the word that names the correction.
        self.names = (
            ("corrected", "heights kept") if yours is None else ("with Jacobian", "without")
        )
        self.any_map = any_map
        self.fixed = map if yours is not None and not any_map else None
        strip = Slider("strip", "look at strip", 1, STRIPS, 1, 4)
        map_controls = [
            Choice("map", "map", tuple(SHAPES), map),
            Slider("a", "stretch a", 0.5, 2.0, 0.05, 1.0),
            Slider("b", "shift b", -0.5, 0.5, 0.05, 0.0),
        ]
        super().__init__([strip] if self.fixed else [*map_controls, strip])

    def layout(self, figure):
        grid = figure.add_gridspec(2, 2, width_ratios=(1.15, 1), height_ratios=(2.1, 1))
        ax_map = figure.add_subplot(grid[0, 0])
        ax_base = figure.add_subplot(grid[1, 0], sharex=ax_map)
        ax_target = figure.add_subplot(grid[0, 1], sharey=ax_map)
        ax_area = figure.add_subplot(grid[1, 1])

        ax_map.set(xlim=Z_SHOWN, ylim=X_SHOWN, ylabel="data space  $x$")
        ax_map.tick_params(labelbottom=False)
        ax_map.grid(False)
        self.band_z = self.area(ax_map, BASE, alpha=0.35)
        self.band_x = self.area(ax_map, TARGET, alpha=0.35)
        self.up = self.line(ax_map, BASE, lw=1.2)
        self.across = self.line(ax_map, TARGET, lw=1.2)
        self.curve = self.line(ax_map, MAP, lw=3)
        self.formula = self.words(ax_map, 0.03, 0.97, fontsize=15)

        self._layout_base(ax_base)

        lowest = -0.8 if self.signed else 0.0
        ax_target.set(xlim=(lowest, P_SHOWN))
        ax_target.set(xticks=[0, 0.5, 1, 1.5], xlabel="density of $x$")
        ax_target.tick_params(labelleft=False)
        ax_target.grid(False)
        ax_target.axvline(0, color=INK, lw=0.8)
        self.even = self.area(ax_target, TARGET, alpha=0.2)
        self.odd = self.area(ax_target, TARGET, alpha=0.45)
        self.chosen_x = self.area(ax_target, TARGET, alpha=0.9)
        self.wrong = self.line(ax_target, WRONG, ls=DASH["wrong"])
        self.target = self.line(ax_target, TARGET, lw=3)
        self.note_x = self.words(ax_target, 0.98, 0.03, ha="right", va="bottom", color=INK)
        if self.yours:
            self.line_yours = self.line(ax_target, YOURS, ls=DASH["yours"])
            self.peak_yours = self.words(ax_target, 0.98, 0.62, ha="right")
        ax_target.legend(
            [self.target, self.wrong] + ([self.line_yours] if self.yours else []),
            [*self.names] + (["yours"] if self.yours else []),
            loc="upper right",
            borderaxespad=0,
            handlelength=2.6,
        )

        rows = [(self.names[0], TARGET, None), (self.names[1], WRONG, "///")]
        rows += [("yours", YOURS, "\\\\")] if self.yours else []
        self.meters = Meters(self, ax_area, rows, lowest=-1.2 if self.signed else 0.0)

    def _layout_base(self, ax):
        """The base density never changes: only the highlighted strip moves."""
        z = NODES[::4].numpy()
        ax.set(ylim=(0, 0.56), xlabel="base space  $z$", yticks=[0, 0.2, 0.4], ylabel="$p_0(z)$")
        ax.grid(False)
        p = base_density(NODES[::4])
        for parity, alpha in ((0, 0.2), (1, 0.45)):
            corners = strips_polygon(z, p, EDGES, parity)
            ax.fill(*corners.T, facecolor=BASE, alpha=alpha, lw=0)
        ax.plot(z, p.numpy(), color=BASE, lw=3)
        self.chosen_z = self.area(ax, BASE, alpha=0.9)
        self.note_z = self.words(ax, 0.02, 0.98)

    def update(self, strip, **map_values):
        f = self._map(**map_values)
        if f != self._drawn:  # most movements of a learner change either the map or the strip
            self._draw_map(f)
            self._drawn = f
        now = one_strip(f, strip)
        self._draw_strip(now)
        self.note_z.set_text(f"strip {strip}: {now['width z']} wide, mass {now['mass z']}")
        self.note_x.set_text(
            f"strip {strip}: {now['width x']} wide{beyond(now['x'])}\nmass {now['mass x']}"
        )
        right, without = carried(f)["areas"]
        readouts = {
            f"strip {strip}": f"mass {now['mass z']} → {now['mass x']},"
            f" width {now['width z']} → {now['width x']}",
            f"area {self.names[0]}": number(right),
            f"area {self.names[1]}": number(without),
        }
        return readouts | ({"area of yours": self._says} if self.yours else {})

    def _map(self, map=None, a=1.0, b=0.0):
        f = ShapedMap(map or self.fixed, a, b)
        return f if self.t == 1 else PartOfTheWay(f, self.t)

    def _draw_map(self, f):
        """The map, and all that it makes of the base."""
        self.curve.set_data(SEEN, f.forward(SEEN))
        self.formula.set_text(f.words())
        z, x = EDGES[1:-1].numpy(), f.forward(EDGES[1:-1]).numpy()
        gap = np.full_like(z, np.nan)
        low, right = np.full_like(z, X_SHOWN[0]), np.full_like(z, Z_SHOWN[1])
        self.up.set_data(np.column_stack([z, z, gap]).ravel(),
                         np.column_stack([low, x, gap]).ravel())  # fmt: skip
        self.across.set_data(np.column_stack([z, right, gap]).ravel(),
                             np.column_stack([x, x, gap]).ravel())  # fmt: skip
        now = carried(f)
        x, areas = now["x"], now["areas"]
        shown = torch.nonzero((x > X_SHOWN[0] - 1) & (x < X_SHOWN[1] + 1))[::12, 0]
        for strips, parity in ((self.even, 0), (self.odd, 1)):
            strips.set_xy(strips_polygon(x, now["p"], now["edges"], parity)[:, ::-1])
        self.target.set_data(now["p"][shown], x[shown])
        self.wrong.set_data(now["p without"][shown], x[shown])
        if self.yours:
            p, total, self._says = self.yours(x, *((f.inverse,) if self.any_map else ()))
            self.line_yours.set_data(*([], []) if p is None else (p[shown], x[shown]))
            self.peak_yours.set_text(self._peak(p, x))
            areas = (*areas, total)
        self.meters.set(areas)

    def _peak(self, p, x):
        """How high the learner's density gets, if that is out of the picture."""
        seen = [] if p is None else p[(x > X_SHOWN[0]) & (x < X_SHOWN[1]) & p.isfinite()]
        top = float(max(seen, default=0))
        return self.owner.words(f"yours: up to {number(top, 1)} ▶") if top > P_SHOWN else ""

    def _draw_strip(self, now):
        z, x = now["z"], now["x"]
        floor, wall = X_SHOWN[0] - 1, Z_SHOWN[1] + 1
        self.band_z.set_xy(under(z, x, floor))
        self.band_x.set_xy(under(x, z, wall)[:, ::-1])
        self.chosen_z.set_xy(under(z, now["p0"]))
        self.chosen_x.set_xy(under(x, now["p"])[:, ::-1])

    def describe(self, strip, **map_values):
        f = self._map(**map_values)
        now, areas = one_strip(f, strip), carried(f)["areas"]
        words = f.words().replace("\n", ", ")
        text = (
            f"Ten strips of mass 0.1 under the standard normal are carried to x by {words}. "
            f"Strip {strip} has mass {now['mass z']} and width {now['width z']} in z, "
            f"mass {now['mass x']} and width {now['width x']} in x. The area under the density, "
            f"corrected for the stretch, is {number(areas[0])}; with the heights kept as they are "
            f"it is {number(areas[1])}."
        )
        if not self.yours:
            return text
        return (
            text + f" Area of yours: {self.readings(strip=strip, **map_values)['area of yours']}."
        )


def beyond(x):
    """What is added to the words for a strip at these x that is not in the picture."""
    low, high = sorted((float(x[0]), float(x[-1])))
    return " (▲ above)" if low > X_SHOWN[1] else " (▼ below)" if high < X_SHOWN[0] else ""


@functools.lru_cache(maxsize=32)
def carried(f):
    """The nodes in x, in rising order, with both densities, their areas and the strips' edges."""
    p0 = base_density(NODES)
    x, p, without = ascending(f.forward(NODES), p0 / f.slope(NODES).abs(), p0)
    (edges,) = ascending(f.forward(EDGES))
    areas = area(x, p), area(x, without)
    return {"x": x, "p": p, "p without": without, "edges": edges, "areas": areas}


@functools.lru_cache(maxsize=32)
def one_strip(f, strip):
    """A strip in both spaces: points and densities to draw, its widths and masses in words."""
    ends = EDGES[strip - 1 : strip + 1].tolist()
    z = torch.linspace(*ends, 601, dtype=torch.float64)
    x = f.forward(z)
    p0 = base_density(z)
    p = p0 / f.slope(z).abs()
    open_z, open_x = strip in (1, STRIPS), strip in f.open_ends
    thin = {"z": z, "x": x, "p0": p0, "p": p}
    return {name: values[::10].numpy() for name, values in thin.items()} | {
        "width z": "∞" if open_z else number(ends[1] - ends[0], 2),
        "width x": "∞" if open_x else number(abs(x[-1] - x[0]), 2),
        "mass z": number(area(z, p0)),
        "mass x": number(area(*ascending(x, p))),
    }


def strips_polygon(x, p, edges, parity):
    """Every second strip between ``edges``, as one polygon that runs along the axis in between.

    x rises.
    """
    x, p, edges = (np.asarray(t) for t in (x, p, edges))
    corners = []
    for low, high in list(pairwise(edges))[parity::2]:
        inside = x[np.searchsorted(x, low, "right") : np.searchsorted(x, high)]
        inside = np.array([low, *inside[:: max(1, len(inside) // 40)], high])
        corners.append(under(inside, np.interp(inside, x, p)))
    return np.concatenate(corners)


def strips(
    yours: Callable | None = None,
    any_map: bool = False,
    gives: str = "log p",
    map: str = "exp",
    **start: float | str | bool,
) -> View:
    """Strips of equal mass under a map; see ``Strips`` for what ``yours`` may be."""
    picture = Strips(yours, map, any_map, gives)
    return show(picture, **start)
