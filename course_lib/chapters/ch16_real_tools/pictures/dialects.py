"""One map, three libraries: what is called forward, and where it leads."""

import torch

from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, INK, MAP, TARGET
from course_lib.live.words import number

A, B, M = 1.2, 1.1, 0.3
REACH_Z, REACH_X = 2.4, 5.5
LEFT, LOW = -2.25, -5.0  # where the numbers x and z are marked
CALLS = {
    "course_lib": {"forward": "f.forward({})", "backward": "f.inverse({})"},
    "zuko": {"forward": "t({})", "backward": "t.inv({})"},
    "jammy_flows": {"forward": "pdf({})", "backward": "pdf.sample() at z = {}"},
}
"""What one types for the library's forward, and for its way back."""


def up(library, way):
    """Does this call lead from z to x?"""
    return (way == "forward") == (library == "course_lib")


def forward(z):
    """x = sinh(A z) / B + M, and log|∂x/∂z|."""
    z = torch.as_tensor(z, dtype=torch.float64)
    return torch.sinh(A * z) / B + M, torch.log(A * torch.cosh(A * z) / B)


def inverse(x):
    """z, and log|∂z/∂x|."""
    z = torch.asinh(B * (torch.as_tensor(x, dtype=torch.float64) - M)) / A
    return z, -forward(z)[1]


class DialectsPicture(Picture):
    """A point goes along a map, in the direction of a library's call."""

    size = (900, 400)
    title = "Where does the library's forward lead?"

    def __init__(self):
        super().__init__([
            Choice("library", "library", tuple(CALLS), "course_lib"),
            Choice("way", "its way", ("forward", "backward"), "forward"),
            Slider("value", "number you give", -2.0, 2.0, 0.1, 1.1),
        ])  # fmt: skip

    def layout(self, figure):
        ax = figure.subplots()
        ax.set(xlim=(-REACH_Z, REACH_Z), ylim=(-REACH_X, REACH_X))
        ax.set_xlabel("$z$, the base", color=BASE)
        ax.set_ylabel("$x$, the data", color=TARGET)
        ax.set_title("the map $x = f(z)$ of all three")
        z = torch.linspace(-REACH_Z, REACH_Z, 121, dtype=torch.float64)
        ax.plot(z, forward(z)[0], color=MAP, lw=3)
        ax.plot([LEFT, REACH_Z], [LOW, LOW], color=BASE, lw=1.5)
        ax.plot([LEFT, LEFT], [LOW, REACH_X], color=TARGET, lw=1.5)
        self.path = self.line(ax, INK, lw=2.5, ls=(0, (4, 2)))
        self.on_z = self.points(ax, BASE, size=13, alpha=1)
        self.on_x = self.points(ax, TARGET, size=13, alpha=1)
        self.head = self.line(ax, INK, lw=0, marker="D", ms=12)

    def update(self, library, way, value):
        lifts = up(library, way)
        if lifts:
            z = value
            x, log_det = (part.item() for part in forward(z))
        else:
            x = value
            z, log_det = (part.item() for part in inverse(x))
        corners = [(z, LOW), (z, x), (LEFT, x)]
        corners = corners if lifts else corners[::-1]
        self.path.set_data(*zip(*corners, strict=True))
        self.on_z.set_data([z], [LOW])
        self.on_x.set_data([LEFT], [x])
        self.head.set_data([corners[-1][0]], [corners[-1][1]])
        given, made = ("z", "x") if lifts else ("x", "z")
        return {
            "you type": CALLS[library][way].format(number(value, 1)),
            "it goes": f"{given} → {made}",
            "it gives": f"{made} = {number(x if lifts else z)}",
            f"log|∂{made}/∂{given}|": number(log_det),
        }

    def describe(self, library, way, value):
        read = self.readings(library=library, way=way, value=value)
        return (
            f"The curve x = f(z), with z along the horizontal and x along the vertical axis. In "
            f"{library} the call {read['you type']} goes {read['it goes']}: a broken line leads "
            f"from the given number over the curve to a diamond at {read['it gives']}."
        )


def dialects(**start: float | str | bool) -> View:
    """One map, and the names that three libraries give to its directions."""
    return show(DialectsPicture(), **start)
