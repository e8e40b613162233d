"""A track through twelve sensors: what they saw, and what that says of its direction and energy."""

import functools
import math

import numpy as np

from course_lib.chapters.ch15_hands_on_directions.pictures import sky
from course_lib.chapters.ch15_hands_on_directions.pictures.learnt import MANY, NOMINAL, TRACK
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.plane import circle, contours, joined
from course_lib.live.sphere_views import Look, net, towards_viewer
from course_lib.live.style import BASE, DATA, INK, TARGET
from course_lib.live.words import number

EVENTS = 40
P = 0.68
AREA = 0.065  # the radius of a circle that stands for one count
HOUR = math.radians(60)  # so far a hand turns in one unit of time
ASIDE = 35  # degrees by which the viewer stands east of the truth
REACH, REACH_SKY = 1.22, 1.06
FINE = 90
NET = net(30, 61)
RING = circle(corners=49)


class TrackPicture(Picture):
    """Sensors with their counts and times, the sky with two regions, the energy with two bells."""

    size = (900, 355)
    title = "Where did it come from, and how much energy had it?"
    dear = ("event", "log_energy", "ice", "trained")

    def __init__(self):
        self._sky = functools.lru_cache(maxsize=64)(self._looked_at)
        super().__init__([
            Slider("event", "event", 1, EVENTS, 1, 1),
            Slider("log_energy", "its log-energy", -0.9, 2.3, 0.1, 1.2),
            Slider("ice", "its ice λ", 0.4, 1.2, 0.1, 0.7),
            Slider("turn", "turn of the view", -180, 180, 10, 0),
            Choice("trained", "network trained in", (NOMINAL, MANY), NOMINAL),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_s, ax_e = figure.subplots(1, 3, width_ratios=(1, 1, 0.72))
        for one, reach in ((ax, REACH), (ax_s, REACH_SKY)):
            one.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
            one.axis("off")
        rim = circle(corners=121)
        self._lay_out_ball(ax, rim)
        ax_s.set_title("direction of flight: 68 % regions")
        self.image = self.raster(ax_s, TARGET, n=FINE, opacity=0.75)
        ax_s.plot(*rim.T, color=INK, lw=1.3)
        self.net = self.line(ax_s, INK, lw=0.5, alpha=0.4)
        self.exact = self.line(ax_s, TARGET, lw=2.5)
        self.region = self.line(ax_s, BASE, lw=2.5, ls=(0, (5, 1.5)))
        self.truth = self.points(ax_s, INK, size=13, alpha=1, zorder=3)
        self.truth.set(marker="x", markeredgewidth=2.5, markeredgecolor=INK)
        ax_e.set(xlim=(-2.2, 3.1), ylim=(0, 3.7), xlabel="$\\log E$", yticks=[0, 1, 2, 3])
        ax_e.set_title("density of $\\log E$")
        self.bell = self.area(ax_e, TARGET, alpha=0.25)
        self.energy = self.line(ax_e, TARGET, lw=2.5, label="exact")
        self.claimed = self.line(ax_e, BASE, lw=2.5, ls=(0, (5, 1.5)), label="network's")
        self.here = self.line(ax_e, INK, lw=1.5, label="truth (×)")
        ax_e.legend(loc="upper left", handlelength=2.2)

    def _lay_out_ball(self, ax, rim):
        ax.set_title("circle: counts, hand: time")
        ax.plot(*rim.T, color=INK, lw=1, alpha=0.5)
        self.ways = [self.line(ax, INK, lw=2), self.line(ax, INK, lw=1.5, ls=(0, (4, 3)))]
        self.head = self.line(ax, INK, lw=2)
        self.silent = self.points(ax, DATA, size=5, alpha=1)
        style = {"lw": 2.4}, {"lw": 1.6, "ls": (0, (2, 1.2))}
        self.circles = [self.line(ax, DATA, **one) for one in style]
        self.hands = self.line(ax, INK, lw=1.8)

    def update(self, event, log_energy, ice, turn, trained):
        n, _, _ = sky.luck(event)
        seen = sky.seen(event, log_energy, ice).numpy()
        A = view(n.numpy(), turn)
        self._draw_ball(n.numpy() @ A, TRACK.sensors.numpy() @ A, *np.split(seen, 2))
        exact = sky.exact(event, log_energy, ice)
        claim = sky.network(event, log_energy, ice, trained)
        shown, edges, said = self._sky(event, log_energy, ice, turn, trained)
        self.image.set_values(shown, top=exact.sky.max())
        self.exact.set_data(*edges[0])
        self.region.set_data(*edges[1])
        lines = NET @ A
        self.net.set_data(*np.where(lines[:, :1] > 1e-9, lines[:, 1:], np.nan).T)
        self.truth.set_data(*in_front(n.numpy()[None] @ A).T)
        self.bell.set_xy(under(sky.ENERGIES, exact.energy))
        self.energy.set_data(sky.ENERGIES, exact.energy)
        self.claimed.set_data(sky.ENERGIES, claim.energy)
        self.here.set_data([log_energy, log_energy], [0, 2.3])
        return {
            "sensors hit": f"{int((seen[:12] > 0).sum())} of 12",
            "counts": number(seen[:12].sum(), 0),
            **said,
            "log E, exact": "{} ± {}".format(*(number(v, 2) for v in exact.mean_and_width())),
            "network's log E": "{} ± {}".format(*(number(v, 2) for v in claim.mean_and_width())),
        }

    def _looked_at(self, event, log_energy, ice, turn, trained):
        """(The exact density in the image, the edges of both regions there, what is said of them).

        Each picture remembers it: the places of the image are its own.
        """
        exact = sky.exact(event, log_energy, ice).sky
        claim = sky.network(event, log_energy, ice, trained).sky
        level, dense = sky.densest(exact, P)
        look = Look(self.image.points.numpy(), view(sky.luck(event)[0].numpy(), turn), sky.STEP)
        shown, inside = look.up(exact), claim <= P
        mass = (sky.net()[1] * exact * inside).sum() * 4 * np.pi
        edges = [contours(self.image.points, shown, [level]),
                 contours(self.image.points, look.up(claim), [P])]  # fmt: skip
        return (
            shown,
            [edge.T for edge in edges],
            {
                "exact 68 % region": f"{number(sky.square_degrees(dense), 0)} deg²",
                "network's": f"{number(sky.square_degrees(inside), 0)} deg²",
                "exact mass in it": f"{100 * mass:.0f} %",
            },
        )

    def _draw_ball(self, n, sensors, counts, times):
        """The track along n and the sensors; all places are (towards, across, up)."""
        halves = (n, -n) if n[0] >= 0 else (-n, n)
        for way, end in zip(self.ways, halves, strict=True):
            way.set_data([0, end[1]], [0, end[2]])
        self.head.set_data(*arrow(n[1:]).T)
        hit = counts > 0
        self.silent.set_data(*sensors[~hit, 1:].T)
        radius = AREA * np.sqrt(counts)
        front, at = sensors[:, 0] >= 0, sensors[:, 1:]
        for circles, which in zip(self.circles, (hit & front, hit & ~front), strict=True):
            circles.set_data(*joined(at[k] + radius[k] * RING for k in np.flatnonzero(which)).T)
        ends = at + radius[:, None] * np.column_stack([np.sin(HOUR * times), np.cos(HOUR * times)])
        self.hands.set_data(*joined(np.stack([at, ends], 1)[hit]).T)

    def describe(self, **values):
        read = self.readings(**values)
        return (
            f"A track seen by {read['sensors hit']} sensors of a ball, with {read['counts']} "
            f"counts in all, in ice with λ = {number(values['ice'], 1)}. On the sky of directions "
            f"the exact posterior's 68 % region has {read['exact 68 % region']}, that of a network "
            f"trained in {values['trained']} {read[NETWORKS]}; the latter holds "
            f"{read['exact mass in it']} of the exact mass. The true log-energy is "
            f"{number(values['log_energy'], 1)}; the exact posterior says {read['log E, exact']}, "
            f"the network {read[CLAIMED]}."
        )


NETWORKS, CLAIMED = "network's", "network's log E"


def view(n, turn):
    """The matrix of a viewer who stands beside the direction n, turned by so many degrees."""
    longitude, latitude = np.degrees(np.arctan2(n[1], n[0])), np.degrees(np.arcsin(n[2]))
    return towards_viewer(longitude + ASIDE + turn, 0.6 * latitude)


def in_front(x):
    """(across, up) of the points (k, 3) = (towards, across, up) that are in front."""
    return x[x[:, 0] > 0, 1:]


def arrow(tip, size=0.12):
    """The two strokes of an arrow's head; the arrow comes from 0."""
    back = np.arctan2(tip[1], tip[0]) + np.pi + np.array([-0.5, 0.5])
    ends = tip + size * np.column_stack([np.cos(back), np.sin(back)])
    return np.stack([ends[0], tip, ends[1]])


def track(**start: float | str | bool) -> View:
    """A track in a ball of sensors, its exact posterior, and what a trained network says of it."""
    return show(TrackPicture(), **start)
