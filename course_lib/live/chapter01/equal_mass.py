"""Strips of equal mass, carried from the base space to the data space by a monotone map."""

from itertools import pairwise

import numpy as np
import torch

from course_lib.live.chapter01.maps import SHAPES, ShapedMap, area, ascending, base_density
from course_lib.live.chapter01.meters import Meters
from course_lib.live.chapter01.yours_curve import YoursCurve, number
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DASH, INK, MAP, TARGET, WRONG, YOURS

STRIPS = 10
NODES = torch.linspace(-7, 7, 1401, dtype=torch.float64)
EDGES = torch.special.ndtri(torch.linspace(0, 1, STRIPS + 1, dtype=torch.float64)).clamp(-7, 7)
Z_SHOWN, X_SHOWN, P_SHOWN = (-3.2, 3.2), (-3.0, 5.0), 1.4


class Strips(Picture):
    """Base density, map and target density with strips of equal mass carried along.

    ``yours`` is the learner's density of x: ``yours(x)`` for one fixed map, or, with ``any_map``,
    ``yours(x, inverse)`` for whatever map the sliders make. It gives log p, or p if ``gives="p"``.
    """

    size = (900, 460)
    title = "What happens to a density when you stretch the axis it lives on?"

    def __init__(self, yours=None, map="exp", any_map=False, gives="log p"):
        self.signed = yours is not None and gives == "p"  # who forgets |·| may get p < 0
        self._last = (None, None)
        self.yours = None if yours is None else YoursCurve(yours, gives)
        self.any_map = any_map
        self.fixed = map if yours is not None and not any_map else None
        strip = Slider("strip", "look at strip", 1, STRIPS, 1, 4)
        map_controls = [
            Choice("map", "map", tuple(SHAPES), map),
            Slider("a", "stretch a", 0.6, 1.5, 0.05, 1.0),
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
        ax_target.set(xticks=[0, 0.5, 1], xlabel="density of $x$")
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
        ax_target.legend(
            [self.target, self.wrong] + ([self.line_yours] if self.yours else []),
            ["with Jacobian", "without"] + (["yours"] if self.yours else []),
            loc="upper right",
            borderaxespad=0,
            handlelength=2.6,
        )

        rows = [("with Jacobian", TARGET, None), ("without", WRONG, "///")]
        rows += [("yours", YOURS, "\\\\")] if self.yours else []
        self.meters = Meters(self, ax_area, rows, lowest=-1.2 if self.signed else 0.0)

    def _layout_base(self, ax):
        """The base density never changes: only the highlighted strip moves."""
        z = NODES.numpy()
        ax.set(ylim=(0, 0.56), xlabel="base space  $z$", yticks=[0, 0.2, 0.4], ylabel="$p_0(z)$")
        ax.grid(False)
        p = base_density(NODES)
        for parity, alpha in ((0, 0.2), (1, 0.45)):
            corners = strips_polygon(NODES, p, EDGES, parity)
            ax.fill(*corners.T, facecolor=BASE, alpha=alpha, lw=0)
        ax.plot(z, p.numpy(), color=BASE, lw=3)
        self.chosen_z = self.area(ax, BASE, alpha=0.9)
        self.note_z = self.words(ax, 0.02, 0.98)

    def update(self, strip, **map_values):
        f, now = self._state(strip, **map_values)
        self._draw_map(f, strip)
        x, thin = now["x"], now["thin"]
        self.even.set_xy(strips_polygon(x, now["p"], now["edges"], 0)[:, ::-1])
        self.odd.set_xy(strips_polygon(x, now["p"], now["edges"], 1)[:, ::-1])
        self.target.set_data(now["p"][thin], x[thin])
        self.wrong.set_data(now["p without"][thin], x[thin])
        if self.yours:
            p = now["p yours"]
            self.line_yours.set_data(*([], []) if p is None else (p[thin], x[thin]))
        self.meters.set(now["areas"])
        self.note_z.set_text(f"strip {strip}: {now['width z']} wide, mass {now['mass z']}")
        self.note_x.set_text(f"strip {strip}: {now['width x']} wide\nmass {now['mass x']}")
        readouts = {
            f"strip {strip}": f"mass {now['mass z']} → {now['mass x']},"
            f" width {now['width z']} → {now['width x']}",
            "area with Jacobian": number(now["areas"][0]),
            "area without": number(now["areas"][1]),
        }
        return readouts | ({"area of yours": now["yours says"]} if self.yours else {})

    def _state(self, strip, map=None, a=1.0, b=0.0):
        """The map and every number of this state; the last one is kept, for ``describe``."""
        f = ShapedMap(map or self.fixed, a, b)
        if self._last[0] == (f, strip):
            return f, self._last[1]
        x = ascending(f.forward(NODES))[0]
        now = {"x": x, "p": f.density(x), "p without": f.without_jacobian(x)}
        now["edges"] = ascending(f.forward(EDGES))[0]
        now["thin"] = torch.nonzero((x > X_SHOWN[0] - 1) & (x < X_SHOWN[1] + 1))[::3, 0]
        now["areas"] = [area(x, now["p"]), area(x, now["p without"])]
        if self.yours:
            more = (f.inverse,) if self.any_map else ()
            now["p yours"], total, now["yours says"] = self.yours(x, *more)
            now["areas"].append(total)

        ends = EDGES[strip - 1 : strip + 1]
        z_in = torch.linspace(float(ends[0]), float(ends[1]), 801, dtype=torch.float64)
        x_in = ascending(f.forward(z_in))[0]
        open_z = strip in (1, STRIPS)
        open_x = strip in SHAPES[f.shape].open_ends
        now["width z"] = "∞" if open_z else number(ends[1] - ends[0], 2)
        now["width x"] = "∞" if open_x else number(x_in[-1] - x_in[0], 2)
        now["mass z"] = number(area(z_in, base_density(z_in)))
        now["mass x"] = number(area(x_in, f.density(x_in)))
        self._last = ((f, strip), now)
        return f, now

    def _draw_map(self, f, strip):
        z = NODES[NODES.abs() <= Z_SHOWN[1]][::4]
        self.curve.set_data(z, f.forward(z))
        self.formula.set_text(f.words())
        z_e, x_e = EDGES[1:-1].numpy(), f.forward(EDGES[1:-1]).numpy()
        gap = np.full_like(z_e, np.nan)
        low, right = np.full_like(z_e, X_SHOWN[0]), np.full_like(z_e, Z_SHOWN[1])
        self.up.set_data(np.column_stack([z_e, z_e, gap]).ravel(),
                         np.column_stack([low, x_e, gap]).ravel())  # fmt: skip
        self.across.set_data(np.column_stack([z_e, right, gap]).ravel(),
                             np.column_stack([x_e, x_e, gap]).ravel())  # fmt: skip
        inside = torch.linspace(float(EDGES[strip - 1]), float(EDGES[strip]), 61).double()
        zs, xs = inside.numpy(), f.forward(inside).numpy()
        floor, wall = X_SHOWN[0] - 1, Z_SHOWN[1] + 1
        self.band_z.set_xy(np.column_stack([[*zs, zs[-1], zs[0]], [*xs, floor, floor]]))
        self.band_x.set_xy(np.column_stack([[*zs, wall, wall], [*xs, xs[-1], xs[0]]]))
        self.chosen_z.set_xy(under(inside, base_density(inside)))
        self.chosen_x.set_xy(under(f.forward(inside), f.density(f.forward(inside)))[:, ::-1])

    def describe(self, strip, **map_values):
        f, now = self._state(strip, **map_values)
        text = (
            f"Ten strips of mass 0.1 under the standard normal are carried to x by "
            f"{f.words()}. Strip {strip} has mass {now['mass z']} and width {now['width z']} in z, "
            f"mass {now['mass x']} and width {now['width x']} in x. The area under the density is "
            f"{number(now['areas'][0])} with the Jacobian, {number(now['areas'][1])} without it."
        )
        return text + (f" Area of yours: {now['yours says']}." if self.yours else "")


def under(x, p):
    """The corners of the region between the curve p(x) and the axis."""
    x, p = np.asarray(x), np.asarray(p)
    return np.column_stack([[x[0], *x, x[-1]], [0, *p, 0]])


def strips_polygon(x, p, edges, parity):
    """Every second strip between ``edges``, as one polygon that runs along the axis in between."""
    x, p, edges = (np.asarray(t) for t in (x, p, edges))
    corners = []
    for low, high in list(pairwise(edges))[parity::2]:
        inside = x[(x > low) & (x < high)]
        inside = np.array([low, *inside[:: max(1, len(inside) // 40)], high])
        corners.append(under(inside, np.interp(inside, x, p)))
    return np.concatenate(corners)


def strips(yours=None, any_map=False, gives="log p", map="exp", **start):
    """Strips of equal mass under a map; see ``Strips`` for what ``yours`` may be."""
    picture = Strips(yours, map, any_map, gives)
    return show(picture, **start)
