"""Turn the circles of latitude, pull points along them, move the circles: what cells become."""

import functools

import numpy as np

from course_lib.chapters.ch14_flows_on_manifolds.pictures.cells import areas, corners
from course_lib.chapters.ch14_flows_on_manifolds.pictures.turns import PI
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import circle, joined
from course_lib.live.sphere_views import seen_from
from course_lib.live.style import BASE, DATA, INK, MAP, TARGET
from course_lib.live.words import number

BANDS, SECTORS, FINE = 8, 12, 12  # cells of equal area, each of 12 × 12 patches
FADES, STAYS = "fades", "does not fade"
EDGES = np.arccos(np.linspace(-1, 1, BANDS + 1))  # θ of the bands, whose areas are the same
HEIGHTS = np.cos(np.interp(np.arange(BANDS * FINE + 1) / FINE, range(BANDS + 1), EDGES))
LONGITUDES = np.linspace(-PI, PI, SECTORS * FINE + 1)
ONE = 4 * PI / (BANDS * SECTORS)  # a cell's area before, in steradians
SECTOR = 6  # the chosen cell's: longitudes 0° to 30°
MANY = 500


@functools.cache
def even_points():
    """Heights and longitudes of uniform points, (2, 500)."""
    u = np.random.default_rng(14).random((2, MANY))
    return 2 * u[0] - 1, PI * (2 * u[1] - 1)


def bent(h, phi, turn, pull, pole, stretch):
    """Points (..., 3) from heights and longitudes of the base, and their log-dets (...).

    First the twist: longitudes are turned by an angle that grows with the height, and pulled
    towards 0 by Möbius's map. Then the stretch, h + a h (h² − 1). Area is dh dφ, so the log-det is
    the sum of both log-slopes.
    """
    ring = np.sqrt(1 - h**2)
    r = pull * (ring if pole == FADES else 1.0)
    phi = phi + np.radians(turn) * h
    up, right = -r * np.sin(phi), 1 + r * np.cos(phi)
    log_det = np.log((1 - r**2) / (up**2 + right**2)) + np.log(1 + stretch * (3 * h**2 - 1))
    phi = phi + 2 * np.arctan2(up, right)
    # 1 ± h is a factor of 1 ± the new height: no 0/0 at a pole.
    ring = ring * np.sqrt((1 + stretch * h * (h + 1)) * (1 + stretch * h * (h - 1)))
    x = np.stack([ring * np.cos(phi), ring * np.sin(phi), h + stretch * h * (h**2 - 1)], -1)
    return x, log_det


def in_cells(each):
    """Sums over the 12 × 12 patches of each cell: (96, 144) → (8, 12)."""
    return each.reshape(BANDS, FINE, SECTORS, FINE).sum((1, 3))


@functools.cache
def net():
    """Heights and longitudes of the cells' borders, as one curve with gaps: (2, n)."""
    along = [np.stack([np.full_like(LONGITUDES, h), LONGITUDES]) for h in HEIGHTS[FINE:-1:FINE]]
    up = [np.stack([HEIGHTS, np.full_like(HEIGHTS, a)]) for a in LONGITUDES[:-1:FINE]]
    return joined(line.T for line in (*along, *up)).T


def border(cell):
    """Heights and longitudes around the chosen cell, from its lower left corner."""
    h = HEIGHTS[(cell - 1) * FINE : cell * FINE + 1]
    a = LONGITUDES[SECTOR * FINE : (SECTOR + 1) * FINE + 1]
    rows = np.concatenate([np.full(len(a), h[0]), h, np.full(len(a), h[-1]), h[::-1]])
    return rows, np.concatenate([a, np.full(len(h), a[-1]), a[::-1], np.full(len(h), a[0])])


@functools.cache
def before(cell):
    """The net, the chosen cell's border and the points on the sphere, before any map: (n, 3)."""
    return [bent(*where, 0, 0, FADES, 0)[0] for where in (net(), border(cell), even_points())]


class TwistStretchPicture(Picture):
    """Left the base with 96 cells of one size; then what becomes of them; then their areas."""

    size = (900, 385)
    title = "What do a twist and a stretch do to an area?"
    played = "pull"

    def __init__(self):
        super().__init__([
            Slider("turn", "turn × height", -180, 180, 5, 60),
            Slider("pull", "pull", 0.0, 0.9, 0.02, 0.5),
            Choice("pole", "pull at poles", (FADES, STAYS), FADES),
            Slider("stretch", "stretch", -0.45, 0.9, 0.01, 0.0),
            Slider("cell", "band of the cell", 1, BANDS, 1, 6),
            Slider("latitude", "seen from", 0, 90, 5, 35),
        ])  # fmt: skip

    def layout(self, figure):
        globes = figure.subplots(1, 3, width_ratios=(1, 1, 1.1))
        for ax, title in zip(globes, ("z: cells of one area", "x = f(z)"), strict=False):
            ax.set(xlim=(-1.08, 1.08), ylim=(-1.08, 1.08), aspect="equal", title=title)
            ax.axis("off")
            ax.plot(*circle(corners=181).T, color=INK, lw=1.2)
        both = globes[:2]
        self.nets = [self.line(ax, MAP, lw=0.8, alpha=0.6) for ax in both]
        self.dots = [
            self.points(ax, color, size=3, alpha=0.6)
            for ax, color in zip(both, (BASE, TARGET), strict=True)
        ]
        self.cells = [
            self.line(ax, color, lw=3.5) for ax, color in zip(both, (BASE, TARGET), strict=True)
        ]
        ax = globes[2]
        ends = np.array([0.01, 40])
        ax.set(xscale="log", yscale="log", xlim=ends, ylim=ONE * ends, aspect="equal")
        ax.set(xlabel="mean of exp(log-det)", ylabel="area after, in steradians")
        ax.plot(ends, ONE * ends, color=MAP, lw=1)
        self.compared = self.points(ax, DATA, size=5, alpha=0.6)
        self.chosen = self.points(ax, TARGET, size=11, alpha=1.0)
        self.chosen.set(marker="s")

    def update(self, turn, pull, pole, stretch, cell, latitude):
        bend = functools.partial(bent, turn=turn, pull=pull, pole=pole, stretch=stretch)
        moved = [bend(*where)[0] for where in (net(), border(cell), even_points())]
        for k, (lines, cell_border, points) in enumerate((before(cell), moved)):
            self._draw(self.nets[k], lines, latitude)
            self._draw(self.cells[k], cell_border, latitude)
            across, up, towards = seen_from(points, latitude).T
            self.dots[k].set_data(across[towards > 0], up[towards > 0])
        ratio, predicted = measured(turn, pull, pole, stretch)
        self.compared.set_data(predicted.ravel(), ONE * ratio.ravel())
        at = cell - 1, SECTOR
        self.chosen.set_data([predicted[at]], [ONE * ratio[at]])
        around = np.exp(-bend(np.ones(360), np.radians(np.arange(360.0)))[1]) / (4 * PI)
        return {
            "the cell's area, after / before": number(ratio[at], 2),
            "mean of exp(log-det) in it": number(predicted[at], 2),
            "density next to the pole": f"{number(around.min(), 3)} to {number(around.max(), 3)}",
        }

    def _draw(self, line, x, latitude):
        across, up, towards = seen_from(x, latitude).T
        line.set_data(np.where(towards >= 0, across, np.nan), up)

    def describe(self, turn, pull, pole, stretch, cell, latitude):
        values = {"turn": turn, "pull": pull, "pole": pole, "stretch": stretch, "cell": cell}
        read = self.readings(**values, latitude=latitude)
        return (
            "Two globes with a net of 96 cells and 500 points. Left the cells have one area and "
            f"the points are uniform. Right the circles are turned by up to {turn}°, points pulled "
            f"along them by {number(pull, 2)}, the pull {pole} at the poles, and circles moved by "
            f"{number(stretch, 2)}. A cell is marked: its area has changed by the factor "
            f"{read[AREA]}, and the log-det says {read['mean of exp(log-det) in it']}. The density "
            f"next to the pole is {read['density next to the pole']}."
        )


AREA = "the cell's area, after / before"


@functools.lru_cache(maxsize=64)
def measured(turn, pull, pole, stretch):
    """The 96 cells' areas after over before, and the means of exp(log-det) in them: (8, 12)."""
    grid = np.meshgrid(HEIGHTS, LONGITUDES, indexing="ij")
    after = in_cells(areas(bent(*grid, turn, pull, pole, stretch)[0]))
    middles = np.meshgrid(middle(HEIGHTS), middle(LONGITUDES), indexing="ij")
    log_det = bent(*middles, turn, pull, pole, stretch)[1]
    whole = in_cells(patches())
    return after / whole, in_cells(np.exp(log_det) * patches()) / whole


@functools.cache
def patches():
    """The areas of all patches before a map: (96, 144)."""
    return areas(corners(HEIGHTS, LONGITUDES))


def middle(ends):
    return (ends[1:] + ends[:-1]) / 2


def twist_stretch(**start: float | str | bool) -> View:
    """A grid of the sphere, twisted and stretched, and its cells' areas against the log-det."""
    return show(TwistStretchPicture(), **start)
