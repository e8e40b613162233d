"""The picture of the review: every flow of Part I, between the same base and its own target."""

import functools

import torch

from course_lib.flows import (
    Composition,
    FlowDistribution,
    NormalToLogistic,
)
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.one_parameter import NORMAL, Knots, bumps, line, tensor
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, INK, MAP, TARGET
from course_lib.live.words import number

SHOWN, REACHED = 4.0, 5.5  # how far the axes go in z and in x
Z = torch.linspace(-SHOWN, SHOWN, 401, dtype=torch.float64)
X = torch.linspace(-REACHED, REACHED, 551, dtype=torch.float64)
WIDE = torch.linspace(-60, 60, 24_001, dtype=torch.float64)
STRIP = 0.2  # the width in z of the strip that is carried along


def on_normal(theta):
    """The bumps with a normal base, as the other two have."""
    return Composition(bumps(theta), NormalToLogistic())


# Its name, what θ is, how x = f(z) is found, and how z = f⁻¹(x).
FLOWS = {
    "line (02)": (line, "scale", "a formula", "a formula"),
    "spline (04)": (Knots, "slope at the knots", "a formula", "the root of a quadratic"),
    "mixture (05–07)": (on_normal, "scale of the parts", "a search", "a formula"),
}


class AllFlowsPicture(Picture):
    """Base, map and target of one flow, with one z carried to its x and a strip around it."""

    size = (900, 400)
    title = "What do all flows have in common?"

    def __init__(self):
        super().__init__([
            Choice("flow", "flow", tuple(FLOWS), "line (02)"),
            Slider("theta", "θ", 0.4, 2.4, 0.1, 1.2),
            Slider("z", "look at z", -2.0, 2.0, 0.1, 1.0),
        ])  # fmt: skip

    def layout(self, figure):
        ax_base, ax_map, ax_target = figure.subplots(1, 3, width_ratios=(1, 1.25, 1))
        ax_base.set(xlim=(-SHOWN, SHOWN), ylim=(0, 1), xlabel="$z$", title="base $p_0(z)$")
        height = NORMAL.log_prob(Z).exp()
        ax_base.fill_between(Z, height, color=BASE, alpha=0.15, lw=0)
        ax_base.plot(Z, height, color=BASE)
        self.strip_z = self.area(ax_base, BASE, alpha=0.75)
        ax_map.set(xlim=(-SHOWN, SHOWN), ylim=(-REACHED, REACHED), xlabel="$z$", ylabel="$x$")
        ax_map.set_title("map $x = f(z)$")
        self.map = self.line(ax_map, MAP, lw=3)
        self.way = self.line(ax_map, INK, lw=1.5, ls=(0, (4, 3)))
        self.dot = self.points(ax_map, INK, size=10, alpha=1)
        # Turned: its x stands where the map's x does.
        ax_target.set(ylim=(-REACHED, REACHED), xlim=(0, 1), title="target $p(x)$")
        ax_target.set_xlabel("density of $x$")
        ax_target.tick_params(labelleft=False)
        self.target_area = self.area(ax_target, TARGET, alpha=0.15)
        self.target = self.line(ax_target, TARGET, lw=3)
        self.strip_x = self.area(ax_target, TARGET, alpha=0.75)
        self.ways = self.words(ax_map, 0.03, 0.98, fontsize=13)

    def update(self, flow, theta, z):
        make, what, forwards, backwards = FLOWS[flow]
        f, at = make(tensor(float(theta))), tensor(float(z))
        p = FlowDistribution(f, NORMAL)
        with torch.no_grad():
            curve, (x, log_det) = f(Z)[0], f(at)
            ends = f(torch.stack([at - STRIP / 2, at + STRIP / 2]))[0]
            density = p.log_prob(X).exp()
            self.map.set_data(Z, curve)
            self.way.set_data([z, z, SHOWN], [-REACHED, x.item(), x.item()])
            self.dot.set_data([z], [x.item()])
            self.target.set_data(density, X)
            self.target_area.set_xy(under(X, density)[:, ::-1])
            inside = torch.linspace(*ends.tolist(), 21, dtype=Z.dtype)
            self.strip_x.set_xy(under(inside, p.log_prob(inside).exp())[:, ::-1])
        around = torch.linspace(z - STRIP / 2, z + STRIP / 2, 21, dtype=Z.dtype)
        self.strip_z.set_xy(under(around, NORMAL.log_prob(around).exp()))
        self.ways.set_text(f"θ: {what}\nforwards: {forwards}\nbackwards: {backwards}")
        log_p0 = NORMAL.log_prob(at)
        return {
            "x": number(x, 2),
            "log p0(z)": number(log_p0, 2),
            "forward log-det": number(log_det, 2),
            "log p(x)": number(log_p0 - log_det, 2),
            "area": number(area(flow, float(theta))),
        }

    def describe(self, flow, theta, z):
        said = self.readings(flow=flow, theta=theta, z=z)
        _, what, forwards, backwards = FLOWS[flow]
        return (
            f"The {flow.partition(' (')[0]} with θ = {theta:.1f}, the {what}, carries the standard "
            f"normal to its target and z = {number(z, 1)} to x = {said['x']}. There log p0(z) = "
            f"{said['log p0(z)']} minus the forward log-det {said['forward log-det']} gives "
            f"log p(x) = {said['log p(x)']}. Forwards it takes {forwards}, backwards {backwards}."
        )


@functools.lru_cache(maxsize=128)
@torch.no_grad()
def area(flow, theta):
    p = FlowDistribution(FLOWS[flow][0](tensor(theta)), NORMAL)
    return torch.trapezoid(p.log_prob(WIDE).exp(), WIDE).item()


def all_flows(**start: float | str | bool) -> View:
    """Line, spline and mixture between one base and their targets."""
    return show(AllFlowsPicture(), **start)
