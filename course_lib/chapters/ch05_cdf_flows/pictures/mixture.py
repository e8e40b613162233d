"""The mixture of logistics as a flow: its parts, the map that they make, and its tails."""

from collections.abc import Callable

import torch
from torch.nn.functional import logsigmoid

from course_lib.flows import MixtureOfLogistics
from course_lib.live.controls import Slider
from course_lib.live.densities import base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import DASH, INK, MAP, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

X_SHOWN, Z_SHOWN, P_SHOWN = 8.0, 9.0, 0.5
X = torch.linspace(-X_SHOWN, X_SHOWN, 401, dtype=torch.float64)
FAR = torch.linspace(-40, 40, 321, dtype=torch.float64)  # for the tails
WIDE = torch.linspace(-60, 60, 4001, dtype=torch.float64)  # for areas
ALL = torch.cat([X, FAR, WIDE])  # one evaluation costs less than three
LN10 = 2.302585092994046


class MixturePicture(Picture):
    """Two logistic components, the map z = f⁻¹(x), and log10 p(x) far out.

    ``yours`` is the learner's ``inverse(x, w, mu, s)`` → z, logistic base; its density is
    differentiated by autograd.
    """

    size = (900, 340)
    title = "Which map belongs to a mixture of logistics?"

    def __init__(self, yours=None):
        self.yours = yours
        super().__init__([
            Slider("w", "weight w₁", 0.05, 0.95, 0.05, 0.35),
            Slider("mu1", "centre μ₁", -4.0, 4.0, 0.1, -2.5),
            Slider("s1", "scale s₁", 0.2, 2.0, 0.05, 0.5),
            Slider("mu2", "centre μ₂", -4.0, 4.0, 0.1, 2.0),
            Slider("s2", "scale s₂", 0.2, 2.0, 0.05, 0.5),
        ])  # fmt: skip

    def layout(self, figure):
        ax_density, ax_map, ax_tails = figure.subplots(1, 3, width_ratios=(1.2, 1, 1))
        ax_density.set(xlim=(-X_SHOWN, X_SHOWN), ylim=(0, P_SHOWN), xlabel="$x$")
        ax_density.set(title="density  $p(x)$", yticks=[0, 0.2, 0.4], xticks=[-6, -3, 0, 3, 6])
        self.parts = [self.area(ax_density, INK, alpha=alpha) for alpha in (0.12, 0.25)]
        self.density = self.line(ax_density, TARGET, lw=3)
        self.peak = self.words(ax_density, 0.02, 0.98)
        ax_map.set(xlim=(-X_SHOWN, X_SHOWN), ylim=(-Z_SHOWN, Z_SHOWN), xlabel="$x$")
        ax_map.set(title="map  $z = f^{-1}(x)$", xticks=[-6, -3, 0, 3, 6], yticks=[-6, -3, 0, 3, 6])
        self.map = self.line(ax_map, MAP, lw=3)
        ax_tails.set(xlim=(-40, 40), ylim=(-60, 2), xlabel="$x$", xticks=[-30, 0, 30])
        ax_tails.set(title="tails: $\\log_{10} p(x)$", yticks=[0, -20, -40, -60])
        self.gauss = self.line(ax_tails, INK, lw=2, ls=(0, (4, 3)))
        self.tails = self.line(ax_tails, TARGET, lw=3)
        ax_tails.legend([self.tails, self.gauss], ["p", "Gaussian"], loc="lower center",
                        handlelength=1.2, handletextpad=0.4)  # fmt: skip
        if self.yours:
            style = {"ls": DASH["yours"], "lw": 3.5}
            self.lines_yours = [self.line(ax, YOURS, **style) for ax in (ax_density, ax_map)]
            ax_map.legend(self.lines_yours[1:], ["yours"], loc="upper left", handlelength=3)

    def update(self, w, mu1, s1, mu2, s2):
        parameters = self._parameters(w, mu1, s1, mu2, s2)
        z, log_slope = MixtureOfLogistics(*parameters).inverse(ALL)
        log_p = logsigmoid(z) + logsigmoid(-z) + log_slope  # the base is logistic
        log_near, log_far, log_wide = log_p.split([len(X), len(FAR), len(WIDE)])
        density = log_near.exp()
        self.density.set_data(X, density)
        self.map.set_data(X, z[: len(X)])
        self.tails.set_data(FAR, log_far / LN10)
        mean, variance = moments(*parameters)
        log_gauss = base_log_density((FAR - mean) / variance.sqrt()) - 0.5 * variance.log()
        self.gauss.set_data(FAR, log_gauss / LN10)
        for part, weight, centre, scale in zip(self.parts, *parameters, strict=True):
            u = (X - centre) / scale
            part.set_xy(under(X, weight * torch.sigmoid(u) * torch.sigmoid(-u) / scale))
        top = float(density.max())
        self.peak.set_text(f"▲ peak {top:.2f}" if top > P_SHOWN else "")
        readouts = {
            "area": number(torch.trapezoid(log_wide.exp(), WIDE)),
            "mean": number(mean, 2),
            "standard deviation": number(variance.sqrt(), 2),
            "z at x = 8": number(z[len(X) - 1], 2),
        }
        return readouts | (self._draw_yours(parameters) if self.yours else {})

    @staticmethod
    def _parameters(w, mu1, s1, mu2, s2):
        pairs = ((w, 1 - w), (mu1, mu2), (s1, s2))
        return [torch.tensor(pair, dtype=torch.float64) for pair in pairs]

    def _draw_yours(self, parameters):
        """The learner's map and the density that autograd makes of it; the area tells a mistake."""
        try:
            z, density = self._through_yours(X, parameters)
            _, wide = self._through_yours(WIDE, parameters)
        except YoursFailed as failed:
            for line in self.lines_yours:
                line.set_data([], [])
            return {"yours": f"⚠ not drawn: {failed}"}
        self.lines_yours[0].set_data(X, density)
        self.lines_yours[1].set_data(X, z)
        missing = wide.isnan()
        area = number(torch.trapezoid(wide.masked_fill(missing, 0.0), WIDE))
        holes = f", not a number at {missing.double().mean():.0%} of the points"
        return {"area of yours": area + (holes if missing.any() else "")}

    def _through_yours(self, x, parameters):
        slope = None

        def with_slope(x, *parameters):
            nonlocal slope
            x = x.clone().requires_grad_()
            z = self.yours(x, *parameters)
            if not isinstance(z, torch.Tensor) or not z.requires_grad:
                return z
            (slope,) = torch.autograd.grad(z.sum(), x)
            return z

        z = Yours(with_slope)(x, *parameters)
        if z.shape != x.shape or slope is None:
            raise YoursFailed(f"it gave shape {tuple(z.shape)} for x of shape {tuple(x.shape)}")
        return z, torch.sigmoid(z) * torch.sigmoid(-z) * slope.abs()

    def describe(self, w, mu1, s1, mu2, s2):
        return (
            f"A mixture of two logistics: weight {w:.2f} around {number(mu1, 1)} with scale "
            f"{s1:.2f}, and {1 - w:.2f} around {number(mu2, 1)} with scale {s2:.2f}. The map to "
            "the logistic base is steep where the density is high and flat between the bumps; on a "
            "logarithmic axis the tails are straight lines, unlike a Gaussian's."
        )


def moments(w, mu, s):
    """Mean and variance of a mixture of logistics: each part has the variance (π s)²/3."""
    mean = (w * mu).sum()
    return mean, (w * (torch.pi**2 * s**2 / 3 + (mu - mean) ** 2)).sum()


def mixture_flow(yours: Callable | None = None, **start: float | str | bool) -> View:
    """A mixture of two logistics as a flow; ``yours`` is your ``inverse(x, w, mu, s)``."""
    return show(MixturePicture(yours), **start)
