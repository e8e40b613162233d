"""Rational-quadratic splines: ours and those of four libraries, through the very same knots.

Each library gets the parameters, in its own form, of one spline with 8 bins on [−4, 4]. The
truth is the textbook's formula in 50 digits, through the knots that the library itself makes of
its parameters in float64.
"""

import contextlib
import math

import mpmath
import torch
from torch.nn.functional import softplus

from course_lib.flows import rational_quadratic, rational_quadratic_inverse, spline_knots
from course_lib.flows.spline import FLOOR
from tests.benchmarks.measure import interleaved, peak_memory, say, told

BINS, BOUND = 8, 4.0
SHIFT = math.log(math.expm1(1 - FLOOR))
OPERATIONS = ("transform", "inverse", "fit")
TRUTHS = 200


def parameters(n, dtype, each, steep=1.0):
    """Unconstrained widths, heights and slopes, shared or one set for each of n values."""
    generator = torch.Generator().manual_seed(0)
    batch = (n,) if each else ()
    parts = [
        steep * torch.randn(*batch, count, generator=generator, dtype=torch.float64)
        for count in (BINS, BINS, BINS - 1)
    ]
    return [part.to(dtype) for part in parts]


def course(parts):
    def way(value, inverse):
        knots = spline_knots(*parts, BOUND)
        return (rational_quadratic_inverse if inverse else rational_quadratic)(value, *knots)

    return way, lambda: spline_knots(*(part.double() for part in parts), BOUND)


def zuko(parts):
    """zuko's softclip and exp are undone first, so that its knots are the others', too."""
    from zuko.transforms import MonotonicRQSTransform

    with torch.no_grad():
        z, x, d = spline_knots(*(part.double() for part in parts), BOUND)
        edge = math.log(1e-3)
        shares = [k.diff(dim=-1).log() for k in (z, x)]
        shares = [s - (s.amax(-1, keepdim=True) + s.amin(-1, keepdim=True)) / 2 for s in shares]
        wide = [s / (1 - (2 * s / edge).abs()) for s in shares]
        slope = d[..., 1:-1].log()
        wide.append(slope / (1 - (slope / edge).abs()))
        for part, value in zip(parts, wide, strict=True):
            part.copy_(value)

    def way(value, inverse):
        spline = MonotonicRQSTransform(*parts, bound=BOUND)
        return (spline.inv if inverse else spline).call_and_ladj(value)

    def knots():
        spline = MonotonicRQSTransform(*(part.double() for part in parts), bound=BOUND)
        return spline.horizontal, spline.vertical, spline.derivatives

    return way, knots


def functional(spline):
    """nflows and normflows: one function; it wants one set of parameters for each value."""

    def make(parts):
        def way(value, inverse):
            wide = [part.expand(len(value), -1) for part in (*parts[:2], parts[2] + SHIFT)]
            return spline(value, *wide, inverse=inverse, tails="linear", tail_bound=BOUND)

        return way, lambda: spline_knots(*(part.double() for part in parts), BOUND)

    return make


def nflows(parts):
    from nflows.transforms.splines import unconstrained_rational_quadratic_spline

    return functional(unconstrained_rational_quadratic_spline)(parts)


def normflows(parts):
    from normflows.utils.splines import unconstrained_rational_quadratic_spline

    return functional(unconstrained_rational_quadratic_spline)(parts)


def pyro(parts):
    from pyro.distributions.transforms.spline import ConditionedSpline

    def way(value, inverse):
        widths, heights = (part.softmax(-1).unsqueeze(-2) for part in parts[:2])
        slopes = softplus(parts[2] + SHIFT).unsqueeze(-2)
        spline = ConditionedSpline((widths, heights, slopes, None), BOUND, order="quadratic")
        x, log_det = spline.spline_op(value.unsqueeze(-1), inverse=inverse)
        return x.squeeze(-1), log_det.squeeze(-1)

    return way, lambda: spline_knots(*(part.double() for part in parts), BOUND)


LIBRARIES = {
    "course_lib": course, "zuko": zuko, "pyro": pyro, "nflows": nflows, "normflows": normflows,
}  # fmt: skip
SLOW = ("nflows", "normflows")  # left out of batches of a million


def run(batches=(1_000, 100_000, 1_000_000), seconds=3.0):
    rows = []
    for dtype in (torch.float32, torch.float64):
        for each in (False, True):
            for n in batches:
                rows += case(n, dtype, each, seconds)
    return rows


def case(n, dtype, each, seconds):
    """All libraries and operations at one batch size: one row for each operation."""
    value = 2 * torch.randn(n, generator=torch.Generator().manual_seed(1), dtype=dtype)
    ways, errors, peaks = {name: {} for name in OPERATIONS}, {}, {}
    for name, make in LIBRARIES.items():
        if n > 200_000 and name in SLOW:
            continue
        with contextlib.suppress(ModuleNotFoundError):
            parts = [part.requires_grad_() for part in parameters(n, dtype, each)]
            way, knots = make(parts)
            ways["transform"][name] = quiet(way, value, False)
            ways["inverse"][name] = quiet(way, value, True)
            ways["fit"][name] = fit(way, value, parts)
            errors[name] = {
                "transform": error(way, knots, value, False),
                "inverse": error(way, knots, value, True),
            }
            peaks[name] = {what: peak_memory(ways[what][name]) for what in OPERATIONS}
    rows = []
    for what in OPERATIONS:
        times = interleaved(ways[what], seconds)
        found = {name: told(values) for name, values in times.items()}
        best = min((name for name in found if name != "course_lib"), default=None,
                   key=lambda name: found[name]["median"])  # fmt: skip
        row = {
            "what": what, "n": n, "dtype": str(dtype)[6:], "each": each, "times": found,
            "best": best, "errors": {k: v["inverse" if what == "fit" else what]
                                     for k, v in errors.items()},
            "peaks": {name: peak[what] for name, peak in peaks.items()},
        }  # fmt: skip
        row["ratio"] = found["course_lib"]["median"] / found[best]["median"] if best else None
        whose = "each" if each else "shared"
        say(f"{what:10}{n:9} {row['dtype']} {whose:7} {row['ratio']:.2f} of {best}")
        rows.append(row)
    return rows


def quiet(way, value, inverse):
    def run_once():
        with torch.no_grad():
            return way(value, inverse)

    return run_once


def fit(way, value, parts):
    """One step of a fit: the negative log-likelihood and its gradient."""

    def step():
        z, log_det = way(value, True)
        return torch.autograd.grad((0.5 * z**2 - log_det).mean(), parts)

    return step


# --- the truth ----------------------------------------------------------------------------------


def error(way, knots, value, inverse):
    """The largest error of the value and of the log-det at the first values."""
    with torch.no_grad():
        found = way(value, inverse)
        table = knots()
        worst = [0.0, 0.0]
        for i in range(min(TRUTHS, len(value))):
            mine = [k[i] if k.dim() > 1 else k for k in table]
            truth = exactly(value[i].item(), *(k.tolist() for k in mine), inverse)
            for j in range(2):
                worst[j] = max(worst[j], abs(float(truth[j] - mpmath.mpf(found[j][i].item()))))
    return {"value": worst[0], "log_det": worst[1]}


def exactly(value, z, x, d, inverse):
    """The paper's formula in 50 digits: the mapped value and the log-det."""
    with mpmath.workdps(50):
        v = mpmath.mpf(value)
        edges = x if inverse else z
        if not edges[0] < v < edges[-1]:
            return v, mpmath.mpf(0)
        k = max(i for i in range(len(edges) - 1) if edges[i] <= v)
        z0, z1, x0, x1, d0, d1 = (mpmath.mpf(t[k + i]) for t in (z, x, d) for i in (0, 1))
        w, h = z1 - z0, x1 - x0
        s = h / w
        if inverse:
            r = (v - x0) / h
            a, b, c = s - d0 + r * (d0 + d1 - 2 * s), d0 - r * (d0 + d1 - 2 * s), -s * r
            t = 2 * c / (-b - mpmath.sqrt(b * b - 4 * a * c))
        else:
            t = (v - z0) / w
        below = s + (d0 + d1 - 2 * s) * t * (1 - t)
        slope = s**2 * (d1 * t**2 + 2 * s * t * (1 - t) + d0 * (1 - t) ** 2) / below**2
        if inverse:
            return z0 + t * w, -mpmath.log(slope)
        return x0 + h * (s * t**2 + d0 * t * (1 - t)) / below, mpmath.log(slope)
