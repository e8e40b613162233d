"""The derivatives of a sample with respect to the parameters, by four ways."""

import functools

import torch

from course_lib.flows import MixtureOfLogistics, newton
from course_lib.live.chapter02.density import number
from course_lib.live.chapter06.problems import DOUBLE
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import show
from course_lib.live.picture import Picture
from course_lib.live.style import INK, MAP, TARGET, WRONG

START = {
    "weights w": torch.tensor([0.2, 0.5, 0.3], dtype=DOUBLE).log(),
    "centres μ": torch.tensor([-2.0, 0.4, 2.5], dtype=DOUBLE),
    "scales s": torch.tensor([0.5, 1.2, 0.4], dtype=DOUBLE),
}
WAYS = ("finite differences", "implicit", "Newton, unrolled", "bisection, unrolled")
HATCHES = ("", "//", "..", "xx")
COLORS = ("#bdbdbd", TARGET, MAP, WRONG)


def flow_of(log_w, mu, s):
    return MixtureOfLogistics(log_w.softmax(0), mu, s)


def by_bisection(z, *parameters, steps=60):
    """Bisection written without care: its bracket is made of the parameters, gradient and all."""
    flow = flow_of(*parameters)
    ends = flow.means + flow.scales * z
    low, high = ends.min(), ends.max()
    for _ in range(steps):
        x = (low + high) / 2
        low, high = (x, high) if flow.inverse(x)[0] < z else (low, x)
    return (low + high) / 2


def by_newton(z, *parameters):
    flow = flow_of(*parameters)

    def g(x):
        value, log_slope = flow.inverse(x)
        return value, log_slope.exp()

    start = flow(z)[0].detach() + 0.01  # near enough that nothing runs away
    return newton(g, z, start, steps=6).x


def implicitly(z, *parameters):
    return flow_of(*parameters)(z)[0]


@functools.lru_cache(maxsize=256)
def derivatives(z, which):
    """dx/dθ for the three entries of one parameter, by each way; a dict of lists."""
    z = torch.tensor(z, dtype=DOUBLE)
    found = {}
    for name, way in zip(WAYS[1:], (implicitly, by_newton, by_bisection), strict=True):
        parameters = {key: value.clone().requires_grad_() for key, value in START.items()}
        x = way(z, *parameters.values())
        # Who has no part in x has no gradient: 0.
        (gradient,) = torch.autograd.grad(x, parameters[which], allow_unused=True)
        found[name] = [0.0] * 3 if gradient is None else gradient.tolist()
    found[WAYS[0]] = [_difference(z, which, k) for k in range(3)]
    return found


def _difference(z, which, k, step=1e-5):
    ends = []
    for sign in (1, -1):
        parameters = {key: value.clone() for key, value in START.items()}
        parameters[which][k] += sign * step
        ends.append(implicitly(z, *parameters.values()).item())
    return (ends[0] - ends[1]) / (2 * step)


class GradientsPicture(Picture):
    """Bars: the derivative of x = f(z) with respect to three parameters, by four ways."""

    size = (900, 380)
    title = "Which of these gradients is right?"

    def __init__(self):
        super().__init__([
            Slider("z", "sample z", -4.0, 4.0, 0.2, 0.6),
            Choice("which", "derivative by the", tuple(START), "centres μ"),
        ])  # fmt: skip

    def layout(self, figure):
        (ax,) = figure.subplots(1, 1, squeeze=False)[0]
        ax.set(xlim=(-0.6, 2.6), ylim=(-1.5, 1.5), ylabel="derivative of $x$")
        ax.set_xticks(range(3), ["part 1", "part 2", "part 3"])
        ax.axhline(0, color=INK, lw=1)
        self.bars, self.labels = {}, {}
        for k, (name, color, hatch) in enumerate(zip(WAYS, COLORS, HATCHES, strict=True)):
            made = ax.bar([p + 0.2 * (k - 1.5) for p in range(3)], [1] * 3, 0.19, color=color,
                          hatch=hatch, edgecolor="white" if k else INK, label=name)  # fmt: skip
            self.bars[name] = [self.moving(bar) for bar in made]
            self.labels[name] = [
                self.moving(ax.text(p + 0.2 * (k - 1.5), 0, "", ha="center", fontsize=12))
                for p in range(3)
            ]
        narrow = {"handlelength": 1.6, "handletextpad": 0.4, "columnspacing": 0.9}
        ax.legend(loc="upper left", ncols=4, bbox_to_anchor=(-0.02, 1.13), **narrow)

    def update(self, z, which):
        found = derivatives(z, which)
        for name, values in found.items():
            for bar, label, value in zip(self.bars[name], self.labels[name], values, strict=True):
                bar.set_height(max(-1.5, min(1.5, value)))
                label.set_text(number(value, 2))
                shown = max(-1.38, min(1.38, value))
                label.set_y(shown + (0.04 if value >= 0 else -0.13))
        off = {
            name: max(abs(a - b) for a, b in zip(found[name], found[WAYS[0]], strict=True))
            for name in WAYS[1:]
        }
        return {f"{name}: off by": f"{error:.0e}" for name, error in off.items()}

    def describe(self, z, which):
        found = derivatives(z, which)
        rows = "; ".join(
            f"{name} {', '.join(number(v, 2) for v in values)}" for name, values in found.items()
        )
        return (
            f"The derivatives of the sample x of z = {number(z, 1)} with respect to the three "
            f"{which}: {rows}."
        )


def root_gradients(**start):
    """Gradients through the inverse, by four ways."""
    return show(GradientsPicture(), **start)
