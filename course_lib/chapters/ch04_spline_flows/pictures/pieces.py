"""Why not straight pieces, and why the tails have slope 1."""

import torch

from course_lib.flows import rational_quadratic
from course_lib.live.controls import Slider, Toggle
from course_lib.live.densities import base_log_density
from course_lib.live.host import View, show
from course_lib.live.known import KNOWN
from course_lib.live.picture import Picture
from course_lib.live.style import DASH, INK, MAP, TARGET, WRONG
from course_lib.live.words import number

Z = torch.linspace(-4.5, 4.5, 901, dtype=torch.float64)
SHOWN, P_SHOWN = 5.5, 0.55
BOUND = 1.5  # of the spline whose tails are looked at: where the density is still high


def goal(z):
    """A smooth map to imitate: from the standard normal to two bumps."""
    return KNOWN["two bumps"].icdf(KNOWN["normal"].cdf(z))


def goal_slope(z):
    return KNOWN["normal"].density(z) / KNOWN["two bumps"].density(goal(z))


GOAL = goal(Z)


class PiecesPicture(Picture):
    """The same knots joined by straight lines and by rational quadratics, and both densities."""

    size = (900, 370)
    title = "Which pieces make a continuous density?"

    def __init__(self):
        # With 2 bins neither follows the map: its steep middle is all in one knot.
        super().__init__([Slider("bins", "number of bins", 3, 24, 1, 7)])

    def layout(self, figure):
        ax_map, ax = figure.subplots(1, 2, width_ratios=(1, 1.35))
        ax_map.set(xlim=(-3.6, 3.6), ylim=(-SHOWN, SHOWN), xlabel="$z$", ylabel="$x$")
        ax_map.set(title="map  $x = f(z)$", xticks=[-3, 0, 3], yticks=[-4, -2, 0, 2, 4])
        ax.set(xlim=(-SHOWN, SHOWN), ylim=(0, P_SHOWN), xlabel="$x$", title="density  $p(x)$")
        ax.set(xticks=[-4, -2, 0, 2, 4], yticks=[0, 0.2, 0.4])
        x = torch.linspace(-SHOWN, SHOWN, 401, dtype=torch.float64)
        exact = ax.plot(x, KNOWN["two bumps"].density(x), color=INK, lw=1.5, ls=(0, (1, 1.5)))[0]
        ax_map.plot(Z, GOAL, color=INK, lw=1.5, ls=(0, (1, 1.5)))
        self.straight = [self.line(a, WRONG, ls=DASH["wrong"]) for a in (ax_map, ax)]
        self.curved = [self.line(ax_map, MAP, lw=3), self.line(ax, TARGET, lw=3)]
        self.knots = self.points(ax_map, MAP, size=8, alpha=1)
        self.at = self.points(ax, TARGET, size=8, alpha=1, clip_on=False)
        self.at.set_in_layout(False)
        ax.legend(
            [self.curved[1], self.straight[1], exact],
            ["rational quadratics", "straight pieces", "what we imitate"],
            loc="upper left", handlelength=2.6, bbox_to_anchor=(0, 1.02),
        )  # fmt: skip

    def update(self, bins):
        knots_z, knots_x, slopes = knots_at(bins)
        x, log_det = rational_quadratic(Z, knots_z, knots_x, slopes)
        self._show(self.curved, x, log_det)
        # Straight pieces and tails: one slope in each bin.
        k = torch.searchsorted(knots_z, Z).clamp(1, bins) - 1
        slope = (knots_x.diff() / knots_z.diff())[k]
        line = knots_x[k] + slope * (Z - knots_z[k])
        self._show(self.straight, line, slope.log())
        self.knots.set_data(knots_z, knots_x)
        self.at.set_data(knots_x, 0 * knots_x)
        inside = (knots_z[0] < Z) & (knots_z[-1] > Z)
        off = [(map_ - GOAL).abs()[inside].max() for map_ in (line, x)]
        return {
            "bins": str(bins),
            "largest error of the map, straight": number(off[0]),
            "rational quadratics": number(off[1]),
        }

    @staticmethod
    def _show(lines, x, log_det):
        lines[0].set_data(Z, x)
        lines[1].set_data(x, (base_log_density(Z) - log_det).exp())

    def describe(self, bins):
        said = self.readings(bins=bins)
        return (
            f"A smooth map is imitated in {bins} bins. Straight pieces are off it by "
            f"{said['largest error of the map, straight']} at most, and give a density with a jump "
            "at every knot. Rational quadratics, which also take over the slopes, are off by "
            f"{said['rational quadratics']} at most, and give a continuous one."
        )


def knots_at(bins):
    """Knots of the imitated map at equal steps of x, with its slopes."""
    x = torch.linspace(-5, 5, bins + 1, dtype=torch.float64)
    z = KNOWN["normal"].icdf(KNOWN["two bumps"].cdf(x))
    return z, x, goal_slope(z)


class TailsPicture(Picture):
    """What happens at the ends of the spline when the slope there is not the tails' slope."""

    KNOTS = torch.tensor([[-BOUND, -0.5, 0.5, BOUND], [-BOUND, -0.7, 0.7, BOUND]]).double()

    size = (900, 340)
    title = "What if the ends do not fit the tails?"

    def __init__(self):
        super().__init__([
            Slider("end", "slope at the ends", 0.2, 3.0, 0.1, 2.0),
            Toggle("follow", "tails take over that slope", False),
        ])  # fmt: skip

    def layout(self, figure):
        ax_map, ax = figure.subplots(1, 2)
        for each, title in ((ax_map, "map  $x = f(z)$"), (ax, "density  $p(x)$")):
            each.set(xlim=(-3.5, 3.5), title=title, xticks=[-3, -1.5, 0, 1.5, 3])
        ax_map.set(ylim=(-4, 4), xlabel="$z$", ylabel="$x$")
        ax.set(ylim=(0, 0.72), xlabel="$x$", yticks=[0, 0.2, 0.4, 0.6])
        for each in (ax_map, ax):
            for edge in (-BOUND, BOUND):
                each.axvline(edge, color=INK, lw=1, ls=(0, (1, 2)))
        self.map, self.density = self.line(ax_map, MAP, lw=3), self.line(ax, TARGET, lw=3)
        self.knots = self.points(ax_map, MAP, size=9, alpha=1)

    def update(self, end, follow):
        x, log_det = through_tails(end, follow)
        p = (base_log_density(Z) - log_det).exp()
        self.map.set_data(Z, x)
        self.density.set_data(x, p)
        self.knots.set_data(*self.KNOTS)
        inside, outside = end, end if follow else 1.0
        return {
            "slope just inside": number(inside, 1),
            "just outside": number(outside, 1),
            "the density jumps by the factor": number(inside / outside, 2),
            "area": number(area_beside_jumps(x, p)),
        }

    def describe(self, end, follow):
        there = "go on with that slope" if follow else "have slope 1"
        return (
            f"A spline between −1.5 and 1.5 with slope {end:.1f} at both ends; the tails {there}. "
            + ("The density is continuous." if follow or end == 1 else "The density jumps at ±1.5.")
        )


def through_tails(end, follow):
    """x and log slope of a spline with these end slopes and tails."""
    d = torch.tensor([end, 0.9, 0.9, end], dtype=torch.float64)
    value, log_det = rational_quadratic(Z, *TailsPicture.KNOTS, d)
    if follow:
        return value, log_det
    outside = Z.abs() > BOUND
    return torch.where(outside, Z, value), log_det.masked_fill(outside, 0.0)


def area_beside_jumps(x, p):
    """∫ p dx over the places of Z; beside a jump only the end on the same side counts."""
    inside, middle = Z.abs() <= BOUND, ((Z[1:] + Z[:-1]) / 2).abs() <= BOUND
    left = torch.where(inside[:-1] == middle, p[:-1], p[1:])
    right = torch.where(inside[1:] == middle, p[1:], p[:-1])
    return ((left + right) / 2 * x.diff()).sum()


def pieces(**start: float | str | bool) -> View:
    """Straight pieces against rational quadratics."""
    return show(PiecesPicture(), **start)


def tails(**start: float | str | bool) -> View:
    """The spline's ends and its tails."""
    return show(TailsPicture(), **start)
