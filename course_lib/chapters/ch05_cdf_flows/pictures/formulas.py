"""One map, two formulas: where the naive one loses its digits, and where it becomes infinite."""

import decimal
import functools
import math
from collections.abc import Callable

import torch
from torch.nn.functional import logsigmoid

from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import DASH, INK, MAP, TARGET, WRONG, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

DTYPES = {"float32": torch.float32, "float64": torch.float64}
FARTHEST = 45.0
X = torch.arange(0, 451) / 10  # exact enough in float32, too: what is rounded is x itself
LOWEST = 1e-17
# Numbers that both precisions hold exactly, so that the formulas alone make the error.
WEIGHTS, CENTRES, SCALES = (0.625, 0.375), (-1.0, 1.0), (0.75, 1.0)


def naive(x, w, mu, s):
    """log F − log(1 − F) as it is written in the lecture."""
    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    return torch.log(F) - torch.log(1 - F)


def in_log_space(x, w, mu, s):
    """log F and log(1 − F), each by itself: nothing is ever subtracted from 1."""
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(torch.log(w) + logsigmoid(u), -1)
    log_survival = torch.logsumexp(torch.log(w) + logsigmoid(-u), -1)
    return log_F - log_survival


@functools.cache
def exact():
    """z at every X in 50 digits, rounded once: the truth for both precisions."""
    with decimal.localcontext(prec=50):
        return torch.tensor([float(_exact(x)) for x in X.tolist()], dtype=torch.float64)


def _exact(x):
    parts = []
    for w, mu, s in zip(WEIGHTS, CENTRES, SCALES, strict=True):
        e = (-(decimal.Decimal(x) - decimal.Decimal(mu)) / decimal.Decimal(s)).exp()
        parts.append((decimal.Decimal(w) / (1 + e), decimal.Decimal(w) * e / (1 + e)))
    F, survival = (sum(part) for part in zip(*parts, strict=True))
    return F.ln() - survival.ln()


class FormulasPicture(Picture):
    """z = f⁻¹(x) of a mixture of two logistics by both formulas, and the relative error of each.

    ``yours`` is the learner's ``inverse(x, w, mu, s)``.
    """

    size = (900, 360)
    title = "How far out can you trust a formula?"

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours)
        super().__init__([
            Choice("precision", "numbers", tuple(DTYPES), "float32"),
            Slider("x", "look at x", 0.0, FARTHEST, 0.5, 12.0),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_error = figure.subplots(1, 2)
        ax.set(xlim=(0, FARTHEST), ylim=(-2, FARTHEST + 3), xlabel="$x$", title="$z = f^{-1}(x)$")
        ax_error.set(xlim=(0, FARTHEST), ylim=(-17, 1), xlabel="$x$")
        ax_error.set(title="error of $z$, relative to $z$")
        powers = (0, -4, -8, -12, -16)
        ax_error.set_yticks(powers, [f"$10^{{{p}}}$" if p else "1" for p in powers])
        self.lines = []
        looks = [(TARGET, "-", "log space"), (WRONG, DASH["wrong"], "naive")]
        if self.yours:
            looks.append((YOURS, DASH["yours"], "yours"))
        for color, dash, _ in looks:
            self.lines.append([self.line(a, color, ls=dash, lw=3) for a in (ax, ax_error)])
        self.marks = [self.line(a, MAP, lw=1.5) for a in (ax, ax_error)]
        ax.legend([pair[0] for pair in self.lines], [name for *_, name in looks],
                  loc="upper left", handlelength=3)  # fmt: skip
        self.end = self.words(ax, 0.98, 0.05, ha="right", va="bottom", color=INK, fontsize=15)

    def update(self, precision, x):
        dtype = DTYPES[precision]
        truth = exact()
        formulas = [in_log_space, naive] + ([self.yours] if self.yours else [])
        said = {}
        for lines, formula in zip(self.lines, formulas, strict=True):
            name = getattr(formula, "__name__", "yours").replace("_", " ")
            try:
                z = formula(X.to(dtype), *parameters(dtype)).double()
                if z.shape != X.shape:
                    raise YoursFailed(f"shape {tuple(z.shape)} for x of shape {tuple(X.shape)}")
            except YoursFailed as failed:
                said["yours"] = f"⚠ not drawn: {failed}"
                for line in lines:
                    line.set_data([], [])
                continue
            error = ((z - truth) / truth).abs().nan_to_num(math.inf, posinf=math.inf)
            seen = z.isfinite()
            lines[0].set_data(X[seen], z[seen])
            lines[1].set_data(X[seen], error[seen].clamp(min=LOWEST).log10())
            at = round(10 * x)
            said[f"{name}: z"] = number(z[at], 4)
            said[f"{name}: off by"] = "∞" if error[at].isinf() else f"{float(error[at]):.0e}"
        # Not through the legend above, nor through the words below.
        low, high = self.marks[0].axes.get_ylim()
        self.marks[0].set_data([x, x], [low + 0.16 * (high - low), low + 0.62 * (high - low)])
        self.marks[1].set_data([x, x], [-20, 60])
        lost = X[~naive(X.to(dtype), *parameters(dtype)).isfinite()]
        self.end.set_text(f"naive: infinite from x = {float(lost[0]):.1f}" if len(lost) else "")
        return said

    def describe(self, precision, x):
        dtype = DTYPES[precision]
        z = float(naive(torch.tensor([x], dtype=dtype), *parameters(dtype))[0])
        told = "is infinite" if math.isinf(z) else f"gives {number(z, 4)}"
        right = number(exact()[round(10 * x)], 4)
        return (
            f"Two formulas for the same map in {precision}. At x = {number(x, 1)} the log-space "
            f"form gives {right}; the naive one {told}."
        )


def parameters(dtype):
    """Weights, centres and scales of the mixture in the picture."""
    return [torch.tensor(values, dtype=dtype) for values in (WEIGHTS, CENTRES, SCALES)]


def tails_of_formulas(yours: Callable | None = None, **start: float | str | bool) -> View:
    """The naive formula and the one in log space; ``yours`` is your ``inverse(x, w, mu, s)``."""
    return show(FormulasPicture(yours), **start)
