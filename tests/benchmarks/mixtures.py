"""A mixture of eight logistics as a flow: density, fit, samples and their gradients.

Beside ours: zuko's MonotonicTransform with the same map z(x) = log F − log S as its function. It is
given in two forms, in logarithms as chapter 05 teaches it, and in the plain sums that ours takes
(they underflow far out, where zuko's would be infinite); each at zuko's default tolerance and at
one rounding unit. Then a bisection of 100 steps in the exact bracket, as one would write it by
hand. Torch's MixtureSameFamily gives the density only: it is no flow. The best peer is the fastest
of those that are as exact as ours.
"""

import contextlib
import math

import mpmath
import torch
from torch.nn.functional import logsigmoid

from course_lib.flows import (
    Logistic,
    MixtureOfLogistics,
    TrainableMixture,
    bisection,
    implicit,
    log_odds,
)
from tests.benchmarks.measure import interleaved, peak_memory, say, told

PARTS = 8
OPERATIONS = ("density", "fit", "samples", "samples, gradients")
REACH = 40.0  # for zuko's tight search: no sample lies further out
TRUTHS = 40
EXACT = 20.0  # an error of so many times ours, or of so many rounding units, is as exact


def mixture(dtype, k=PARTS, seed=0):
    """Unconstrained weights, means and log-scales."""
    generator = torch.Generator().manual_seed(seed)
    logits, means, log_scales = torch.randn(3, k, generator=generator, dtype=torch.float64)
    values = logits, 2 * means, 0.5 * log_scales - 0.7
    return [torch.nn.Parameter(part.to(dtype)) for part in values]


def parts(theta, n=None):
    logits, means, log_scales = theta
    found = logits.log_softmax(-1), means, log_scales.exp()
    return found if n is None else [part.expand(n, -1) for part in found]


def course(theta):
    """What a learner fits: the flow whose free parameters these are."""
    flow = TrainableMixture(len(theta[0])).to(theta[0])
    flow.logits, flow.means, flow.log_scales = theta
    return flow.inverse, lambda z: flow.forward(z)[0]


def value_only(x, log_weights, means, scales):
    """z = log F − log S as one would write it for a library that asks for a function."""
    u = (x.unsqueeze(-1) - means) / scales
    up = (log_weights + logsigmoid(u)).logsumexp(-1)
    return up - (log_weights + logsigmoid(-u)).logsumexp(-1)


def our_sums(x, weights, means, scales):
    """The same z as log F/S, in the form that ours takes: each sum one product of matrices."""
    u = (x - means.unsqueeze(-1)) / scales.unsqueeze(-1)
    F, S = (torch.tensordot(weights, part.sigmoid(), 1) for part in (u, -u))
    return (F / S).log()


def zuko(theta, tight, ours=False):
    from zuko.transforms import MonotonicTransform

    found = {}
    if tight:
        found = {"bound": REACH, "eps": REACH / 10 * torch.finfo(theta[0].dtype).eps}

    def transform():
        weights, means, scales = parts(theta)
        weights, function = (weights.exp(), our_sums) if ours else (weights, value_only)
        found_parts = weights, means, scales
        return MonotonicTransform(lambda x: function(x, *found_parts), found_parts, **found)

    return lambda x: transform().call_and_ladj(x), lambda z: transform().inv(z)


def by_hand(theta):
    def sample(z):
        log_weights, means, scales = parts(theta)

        def g(x):
            value, log_slope = log_odds(x, log_weights, means, scales)
            return value, log_slope.exp()

        def quick(x):
            return value_only(x, log_weights, means, scales), None

        with torch.no_grad():
            quantiles = means + scales * z.unsqueeze(-1)
            x = bisection(quick, z, quantiles.amin(-1), quantiles.amax(-1), steps=100).x
        return implicit(g, z, x) if torch.is_grad_enabled() else x

    return None, sample


def torchs(theta):
    from torch.distributions import (
        AffineTransform,
        Categorical,
        MixtureSameFamily,
        SigmoidTransform,
        TransformedDistribution,
        Uniform,
    )

    def density(x):
        log_weights, means, scales = parts(theta)
        zero = torch.zeros_like(means)
        logistic = TransformedDistribution(
            Uniform(zero, zero + 1, validate_args=False),
            [SigmoidTransform().inv, AffineTransform(means, scales)], validate_args=False,
        )  # fmt: skip
        chosen = Categorical(logits=log_weights, validate_args=False)
        return MixtureSameFamily(chosen, logistic, validate_args=False).log_prob(x)

    return density, None


LIBRARIES = {
    "course_lib": course,
    "zuko": lambda theta: zuko(theta, tight=False),
    "zuko, tight": lambda theta: zuko(theta, tight=True),
    "zuko, our sums": lambda theta: zuko(theta, tight=False, ours=True),
    "zuko, our sums, tight": lambda theta: zuko(theta, tight=True, ours=True),
    "bisection, 100 steps": by_hand,
    "torch mixture": torchs,
}


def run(batches=(1_000, 100_000, 1_000_000), seconds=4.0):
    rows = []
    for dtype in (torch.float32, torch.float64):
        for n in batches:
            if n <= 200_000 or dtype == torch.float32:
                rows += case(n, dtype, seconds)
    return rows


def case(n, dtype, seconds):
    generator = torch.Generator().manual_seed(1)
    u = torch.rand(n, generator=generator, dtype=torch.float64)
    z = (u.log() - (-u).log1p()).to(dtype)  # samples of the base
    x = course(mixture(dtype))[1](z).detach()
    ways, errors = {what: {} for what in OPERATIONS}, {what: {} for what in OPERATIONS}
    for name, make in LIBRARIES.items():
        if n > 200_000 and name.startswith("bisection"):
            continue
        with contextlib.suppress(ModuleNotFoundError):
            theta = mixture(dtype)
            density, sample = make(theta)
            if density:
                ways["density"][name] = no_grad(log_prob, density, x)
                ways["fit"][name] = gradient(lambda d=density: -log_prob(d, x).mean(), theta)
                errors["density"][name] = density_error(log_prob(density, x), x, dtype)
                errors["fit"][name] = errors["density"][name]
            if sample:
                ways["samples"][name] = no_grad(sample, z)
                ways["samples, gradients"][name] = gradient(lambda s=sample: s(z).mean(), theta)
                errors["samples"][name] = sample_error(sample(z[:TRUTHS]), z, dtype)
                errors["samples, gradients"][name] = gradient_error(sample, z[:2000], theta)
    rows = []
    for what in OPERATIONS:
        peaks = {name: peak_memory(way) for name, way in ways[what].items()}
        found = {k: told(v) for k, v in interleaved(ways[what], seconds).items()}
        best = best_peer(found, errors[what], dtype)
        row = {
            "what": what, "n": n, "dtype": str(dtype)[6:], "times": found, "best": best,
            "errors": errors[what], "peaks": peaks,
            "ratio": found["course_lib"]["median"] / found[best]["median"] if best else None,
        }  # fmt: skip
        say(f"{what:20}{n:9} {row['dtype']} {row['ratio']:.2f} of {best}")
        rows.append(row)
    return rows


def best_peer(times, errors, dtype):
    """The fastest of the others that are as exact as ours; None if there is none."""
    enough = EXACT * max(errors["course_lib"], torch.finfo(dtype).eps)
    peers = [name for name in times if name != "course_lib" and errors[name] <= enough]
    return min(peers, key=lambda name: times[name]["median"], default=None)


def log_prob(density, x):
    """log p(x) on the logistic base; torch's mixture gives it at once."""
    found = density(x)
    if not isinstance(found, tuple):
        return found
    z, log_det = found
    return logsigmoid(z) + logsigmoid(-z) + log_det


def no_grad(function, *args):
    def run_once():
        with torch.no_grad():
            return function(*args)

    return run_once


def gradient(loss, theta):
    return lambda: torch.autograd.grad(loss(), theta)


# --- the truth: the same parameters, rounded as they are, in 50 digits or in float64 --------------


def exact_parts(dtype):
    logits, means, log_scales = (part.tolist() for part in mixture(dtype))
    weights = [mpmath.exp(v) for v in logits]
    total = sum(weights)
    return [w / total for w in weights], means, [mpmath.exp(v) for v in log_scales]


def density_error(found, x, dtype):
    """The largest error of log p at the first places."""
    with mpmath.workdps(50):
        weights, means, scales = exact_parts(dtype)
        worst = 0.0
        for at, value in zip(x[:TRUTHS].tolist(), found.tolist(), strict=False):
            p = mpmath.mpf(0)
            for w, m, s in zip(weights, means, scales, strict=True):
                e = mpmath.exp(-abs((at - m) / s))
                p += w / s * e / (1 + e) ** 2
            worst = max(worst, abs(float(mpmath.log(p) - mpmath.mpf(value))))
    return worst


def sample_error(found, z, dtype):
    """The largest error of x."""
    with mpmath.workdps(50):
        weights, means, scales = exact_parts(dtype)

        def g(x):
            up = sum(w / (1 + mpmath.exp(-(x - m) / s))
                     for w, m, s in zip(weights, means, scales, strict=True))  # fmt: skip
            down = sum(w / (1 + mpmath.exp((x - m) / s))
                       for w, m, s in zip(weights, means, scales, strict=True))  # fmt: skip
            return mpmath.log(up) - mpmath.log(down)

        worst = 0.0
        exact_theta = [torch.nn.Parameter(part.double()) for part in mixture(dtype)]
        exact = course(exact_theta)[1](z[: len(found)].double())
        for goal, value, start in zip(z.tolist(), found.tolist(), exact.tolist(), strict=False):
            root = mpmath.findroot(lambda x, goal=goal: g(x) - goal, (start, start + 1e-9))
            worst = max(worst, abs(float(root - mpmath.mpf(value))))
    return worst


def gradient_error(sample, z, theta):
    """The largest error of a parameter's gradient, relative to the largest gradient."""
    found = torch.cat(torch.autograd.grad(sample(z).mean(), theta)).double()
    exact_theta = [part.detach().double().requires_grad_() for part in theta]
    flow = MixtureOfLogistics(*(part.exp() if i == 0 else part
                                for i, part in enumerate(parts(exact_theta))))  # fmt: skip
    y = z.double()

    def g(x):
        value, log_slope = log_odds(x, flow.log_weights, flow.means, flow.scales)
        return value, log_slope.exp()

    x = implicit(g, y, flow.forward(y)[0].detach())
    truth = torch.cat(torch.autograd.grad(x.mean(), exact_theta))
    error = (found - truth).abs().max() / truth.abs().max()
    return error.item() if math.isfinite(error) else None


__all__ = ["Logistic", "run"]
