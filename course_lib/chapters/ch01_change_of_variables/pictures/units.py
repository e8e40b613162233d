"""A density may exceed 1: squeeze the axis, or say the same in another unit."""

import math

import numpy as np

from course_lib.data import old_faithful
from course_lib.live.controls import Choice, Slider
from course_lib.live.densities import area
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DATA, INK, TARGET
from course_lib.live.words import number

PER_MINUTE = {"seconds": 60.0, "minutes": 1.0, "hours": 1 / 60, "days": 1 / 1440}
BANDWIDTH = 0.15  # minutes


class Squeeze(Picture):
    """Left: x = s·z on honest axes. Right: eruptions in a unit of one's choice; the curve stays."""

    size = (900, 360)
    title = "Can a density be larger than 1?"

    def __init__(self):
        minutes = old_faithful()[:, 0].numpy()
        self.minutes = np.linspace(0.8, 6, 400)
        gaps = (self.minutes[:, None] - minutes) / BANDWIDTH
        kernels = np.exp(-(gaps**2) / 2) / (BANDWIDTH * math.sqrt(2 * math.pi))
        self.p = kernels.mean(1)  # per minute
        self.mean_log_p = float(np.log(np.interp(minutes, self.minutes, self.p)).mean())
        self._drawn = None  # the s of the curve on the left
        super().__init__(
            [
                Slider("s", "scale s", 0.1, 2.0, 0.05, 1.0),
                Choice("unit", "unit of the data", tuple(PER_MINUTE), "minutes", stepped=True),
            ]
        )

    def layout(self, figure):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.1))
        left.set(xlim=(-4, 4), ylim=(0, 4.3), xlabel="$x = s\\,z$", ylabel="density")
        left.grid(False)
        left.axhline(1, color=INK, lw=1.2, ls=":")
        left.text(-3.9, 1.06, "density 1", fontsize=13)
        z = np.linspace(-4, 4, 201)
        p0 = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
        left.plot(z, p0, color=BASE, lw=2)
        left.text(2.1, 0.36, "$p_0(z)$", color=BASE, fontsize=14)
        self.z, self.p0 = z, p0
        self.under = self.area(left, TARGET)
        self.curve = self.line(left, TARGET, lw=3)
        self.said = self.words(left, 0.98, 0.97, ha="right", fontsize=15, linespacing=1.5)

        right.set(xlim=(0.8, 6.0), ylim=(0, 0.9), title="Old Faithful: how long an eruption lasts")
        right.grid(False)
        right.fill_between(self.minutes, self.p, color=TARGET, alpha=0.25, lw=0)
        right.plot(self.minutes, self.p, color=TARGET, lw=3)
        right.plot(old_faithful()[:, 0], np.full(272, 0.012), "|", color=DATA, ms=9, alpha=0.6)
        self.at_x, self.at_y = np.arange(1, 6), np.array([0, 0.2, 0.4, 0.6])
        right.set_xticks(self.at_x, [" "] * 5)
        right.set_yticks(self.at_y, ["00.00000"] * 4)
        right.tick_params(axis="y", labelcolor="none")  # only keeps the room for moving numbers
        right.set_xlabel(" ", labelpad=10)
        blend = right.get_xaxis_transform(), right.get_yaxis_transform()
        self.numbers_x = [
            self.words(right, x, -0.03, transform=blend[0], ha="center") for x in self.at_x
        ]
        self.numbers_y = [
            self.words(right, -0.02, y, transform=blend[1], ha="right", va="center")
            for y in self.at_y
        ]
        self.label_x = self.words(right, 0.5, -0.105, ha="center", fontsize=14)
        self.label_y = self.words(right, 0.98, 0.97, ha="right", fontsize=15, linespacing=1.5)

    def update(self, s, unit):
        now = self._state(s, unit)
        if s != self._drawn:
            x, p = s * self.z, self.p0 / s
            self.curve.set_data(x, p)
            self.under.set_xy(np.column_stack([x, p]))
            self._drawn = s
        self.said.set_text(f"area {now['area']}\nhighest {now['highest']}")
        scale = PER_MINUTE[unit]
        for text, x in zip(self.numbers_x, self.at_x * scale, strict=True):
            text.set_text(short(x))
        for text, y in zip(self.numbers_y, self.at_y / scale, strict=True):
            text.set_text(short(y))
        self.label_x.set_text(f"duration in {unit}")
        self.label_y.set_text(
            f"area {now['area data']}\nhighest {now['highest data']}\nmean log p {now['log p']}"
        )
        return {
            "left: area": now["area"],
            "highest": now["highest"],
            "right: area": now["area data"],
            "highest density": now["highest data"],
            "mean log-density": now["log p"],
        }

    def _state(self, s, unit):
        scale = PER_MINUTE[unit]
        return {
            "area": number(area(s * self.z, self.p0 / s)),
            "highest": number(self.p0.max() / s, 2),
            "area data": number(area(self.minutes * scale, self.p / scale)),
            "highest data": f"{short(self.p.max() / scale)} per {unit.removesuffix('s')}",
            "log p": number(self.mean_log_p - math.log(scale), 2),
        }

    def describe(self, s, unit):
        now = self._state(s, unit)
        return (
            f"Left: a standard normal scaled by s = {s:.2f} is {now['highest']} high and has "
            f"area {now['area']}. Right: the durations of Old Faithful's eruptions in {unit}: "
            f"the density is at most {now['highest data']}, the mean log-density is "
            f"{now['log p']}, the area {now['area data']}."
        )


def short(value):
    """Two digits that matter, no exponent: 0.0083, 0.52, 31, 750."""
    if value == 0:
        return "0"
    digits = max(0, 1 - math.floor(math.log10(abs(value))))
    return f"{value:,.{digits}f}".rstrip("0").rstrip(".") if digits else f"{value:.0f}"


def squeeze(**start: float | str | bool) -> View:
    """A density may exceed 1; its area may not."""
    return show(Squeeze(), **start)
