"""What the pictures of chapter 08 must show: samples that move, and estimates of slopes."""

import numpy as np
from scipy import integrate

from course_lib import live
from tests.chapters.ch08 import ways
from tests.chapters.ch08.families import (
    LINE,
    MIXTURE,
    ROUNDED,
    SPLINE,
    SQUARE,
    SURPRISE,
    THETAS,
    F,
    by_theta,
    contributions,
    drawn,
    exact,
    exact_slope,
    log_p,
    x_of,
)
from tests.live.oracles import apart, stairs
from tests.live.proofs import Proof

RANGE = {"x²": (-0.5, 8.0), "x³": (-4.0, 14.0), "−log p(x)": (0.0, 3.0)}


# --- samples that move --------------------------------------------------------------------------


def moving(see, theta, n, what, family, fresh):
    picture, (low, high) = see.picture, RANGE[what]
    _dots(see, theta, ROUNDED[drawn(1, n, 1)[0][:40]], family)

    def height(value):
        return (np.asarray(value) - low) / (high - low)

    def average(t, seed=1):
        return F(what, family, t, x_of(family, t, ROUNDED[drawn(1, n, seed)[0]])).mean()

    see.text(picture.formula, f"average of  {what}")
    see.curve(picture.same, THETAS, height([average(t) for t in THETAS]))
    see.curve(picture.truth, THETAS, height([exact(what, family, t) for t in THETAS]))
    if fresh:
        wild = [average(t, 1 + k) for k, t in enumerate(THETAS)]
        see.marked(picture.other, THETAS, height(wild))
    else:
        see.nothing(picture.other)
    at, slope = average(theta), by_theta(average, theta)
    ends = np.array([theta - 0.35, theta + 0.35])
    see.curve(picture.tangent, ends, height(at + slope * (ends - theta)))
    see.points(picture.here, [theta], [height(at)])
    see.text(picture.value, "{}", at)
    below = height(at) >= 0.13  # there the axis's numbers are not in the way
    see.text_at(picture.value, theta, height(at) + (-0.05 if below else 0.13), "center")
    see.reads("average", "{}", at)
    see.reads("exact", "{}", exact(what, family, theta))
    see.reads("its slope in θ", "{}", slope)
    see.reads("exact slope", "{}", exact_slope(what, family, theta))
    if picture.yours:  # half of the average
        ends = np.array([theta - 0.5, theta + 0.5])
        see.curve(picture.line_yours, ends, height((at + slope * (ends - theta)) / 2))
        see.reads("your average", "{}", at / 2)
        see.reads("your slope", "{}", slope / 2)


def _dots(see, theta, z, family):
    """The samples above and below, the threads between, and where each goes when θ grows."""
    picture, x = see.picture, x_of(family, theta, z)
    tips = x + 0.35 * by_theta(lambda t: x_of(family, t, z), theta)
    see.points(picture.z, z, 1)
    see.points(picture.x, x, 0)
    see.curve(picture.threads, *apart(*([[a, b], [1, 0]] for a, b in zip(z, x, strict=True))))
    strokes = ([[a, b], [0, -0.28]] for a, b in zip(x, tips, strict=True))
    see.curve(picture.arrows, *apart(*strokes))
    see.points(picture.tips, tips, -0.28)
    grid = np.linspace(-5, 5, 301)
    p = np.exp(log_p(family, theta, grid)).clip(max=0.8)
    see.under(picture.density, grid, -0.36 - p, floor=-0.36)


def half(f, z, n):
    return (f(z) ** n).mean() / 2


# --- right and wrong slopes of an entropy -------------------------------------------------------


def entropy_slopes(see, n, theta, family):
    picture = see.picture
    truth = exact_slope(SURPRISE, family, theta)
    of = contributions(SURPRISE, family, theta)
    see.reads("exact", "{}", truth)
    rows = (("moving", "pathwise", "samples move"), ("cut", "detached", "cut off"))
    for key, estimator, name in rows:
        values = of[estimator][drawn(400, n, 3)].mean(1)
        counts, edges = np.histogram(values, 90, (-1.5, 3.0))
        see.region(picture.bars[key], *stairs(edges, counts / counts.max()))
        mean, error = values.mean(), values.std(ddof=1) / 20
        out = [("\n◀ {} farther left", (values < -1.5).sum()),
               ("\n▶ {} farther right", (values > 3).sum())]  # fmt: skip
        out = [(words, count) for words, count in out if count]
        assert counts.sum() + sum(count for _, count in out) == 400
        pattern = "mean of 400 runs\n{} ± {}" + "".join(words for words, _ in out)
        see.text(picture.means[key], pattern, mean, error, *(count for _, count in out))
        see.reads(f"mean, {name}", "{} ± {}", mean, error)
    for line in picture.truths:
        see.curve(line, [truth, truth], [0, 1.05])
    see.text(picture.note, "exact {}", truth)
    see.text_at(picture.note, truth, 1.15, "center")
    if picture.yours:  # the wrong one
        slopes = of["detached"][drawn(40, n, 5)].mean(1)
        seen = (slopes >= -1.5) & (slopes <= 3)
        see.points(picture.dots, slopes[seen], (0.1 + 0.6 * np.arange(40) / 40)[seen])
        error, out = slopes.std(ddof=1) / 40**0.5, (~seen).sum()
        pattern = "{} ± {}" + (", {} outside of the axis" if out else "")
        see.reads("mean, 40 of yours", pattern, slopes.mean(), error, *([out] if out else []))


def cut_off(f, log_prob, z):
    return -log_prob(f(z).detach()).mean()


# --- gain and loss ------------------------------------------------------------------------------


def gain_and_loss(see, theta, weight, family):
    picture, grid, wide = see.picture, np.linspace(-5, 5, 501), np.linspace(-40, 40, 16_001)

    def p(t, x=grid):
        return np.exp(log_p(family, t, x))

    def gained(x):
        weights = 1.0 if weight == "1" else F(weight, family, theta, x)
        return weights * by_theta(lambda t: p(t, x), theta)

    see.under(picture.fill, grid, p(theta))
    see.area(picture.fill, integrate.trapezoid(p(theta), grid), within=3e-3)
    see.curve(picture.now, grid, p(theta))
    see.curve(picture.later, grid, p(theta + 0.3))
    shown = gained(grid)
    shown /= abs(shown).max()
    see.curve(picture.curve, grid, shown)
    see.under(picture.gain, grid, shown.clip(min=0))
    see.under(picture.loss, grid, shown.clip(max=0))
    gain = gained(wide)
    up, down = (integrate.trapezoid(part, wide) for part in (gain.clip(min=0), gain.clip(max=0)))
    see.text(picture.label, "∂p/∂θ" if weight == "1" else f"{weight} · ∂p/∂θ")
    see.text(picture.sums, "above 0: {}\nbelow 0: {}\nsum: {}", up, down, up + down)
    for label, value in (("above 0", up), ("below 0", down), ("sum", up + down)):
        see.reads(label, "{}", value)


# --- three estimators ---------------------------------------------------------------------------

NS = (1, 3, 10, 30, 100, 300, 1000, 3000)


def three(see, what, family, theta, n, draw):
    picture = see.picture
    truth, of = exact_slope(what, family, theta), contributions(what, family, theta)
    for mark in picture.marks:
        see.curve(mark, [np.log10(n)] * 2, [-4, 1.3])
    see.reads("exact slope", "{}", truth)
    still = []
    for k, name in enumerate(("pathwise", "score", "detached")):
        runs = [of[name][drawn(200, N, 1000 * draw + j)].mean(1) for j, N in enumerate(NS)]
        bias = np.array([values.mean() for values in runs]) - truth
        scatter = np.array([values.std(ddof=1) for values in runs])
        error = scatter / 200**0.5
        at = np.log10(NS) + 0.05 * (k - 1)
        line, line_scatter, bars = picture.artists[name]
        see.marked(line, at, power(abs(bias)), within=0.5)
        ends = power(abs(bias) - error), power(abs(bias) + error)
        strokes = ([[a, a], [low, high]] for a, low, high in zip(at, *ends, strict=True))
        see.curve(bars, *apart(*strokes), within=0.5)
        see.marked(line_scatter, np.log10(NS), power(scatter), within=0.5)
        j = NS.index(n)
        see.reads(f"{name}: off by", "{} ± {}", bias[j], error[j])
        still += [] if (scatter > 1e-4).any() else [f"{name}: no scatter at all"]
    see.text(picture.none, "\n".join(still))


def power(values):
    return np.log10(values.clip(min=10**-4.5))


MOVED = (
    {"theta": 0.9, "n": 20, "what": SQUARE, "family": LINE, "fresh": True},
    {"theta": 1.6, "n": 100, "what": "x³", "family": SPLINE, "fresh": False},
)
SLOPED = (
    {"n": 30, "theta": 0.6, "family": LINE},
    {"n": 100, "theta": 1.7, "family": SPLINE},
    {"n": 100, "theta": 0.8, "family": MIXTURE},
    {"n": 1, "theta": 0.4, "family": MIXTURE},
    {"n": 10, "theta": 0.4, "family": SPLINE},
)
PROOFS = {
    "moving_samples": (
        Proof(
            moving,
            (
                *MOVED,
                {"theta": 0.7, "n": 20, "what": SURPRISE, "family": MIXTURE},
                {"theta": 0.4, "n": 5, "what": SURPRISE, "family": LINE},
            ),
            quick=True,
        ),
        Proof(moving, MOVED, make=lambda: live.moving_samples(half).picture),
    ),
    "entropy_gradients": (
        Proof(entropy_slopes, SLOPED),
        Proof(
            entropy_slopes,
            (*SLOPED[:2], SLOPED[3]),
            make=lambda: live.entropy_gradients(cut_off).picture,
        ),
    ),
    "gain_and_loss": (
        Proof(
            gain_and_loss,
            (
                {"theta": 0.9, "weight": "1", "family": LINE},
                {"theta": 1.5, "weight": SQUARE, "family": MIXTURE},
                {"theta": 1.3, "weight": SURPRISE, "family": SPLINE},
            ),
        ),
    ),
    "three_estimators": (
        Proof(
            three,
            (
                {"what": SQUARE, "family": LINE, "theta": 0.8, "n": 30, "draw": 2},
                {"what": SURPRISE, "family": MIXTURE, "theta": 1.6, "n": 300, "draw": 5},
            ),
        ),
    ),
    **ways.PROOFS,
}
