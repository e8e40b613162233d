"""Exercise 16.7: two layers `gg` of jammy_flows in one dimension, from their parameters."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _log_cdfs(x, layer):
    """log F, log S and log f of a mixture of logistics."""
    log_w, m, s = layer
    t = (x[..., None] - m) / s
    up, down = torch.nn.functional.logsigmoid(t), torch.nn.functional.logsigmoid(-t)
    parts = (up, down, up + down - s.log())
    return [torch.logsumexp(log_w + part, -1) for part in parts]


def gg(x, near_base, near_data):
    log_F, log_S, log_f = _log_cdfs(x, near_data)
    y = log_F - log_S
    log_det = log_f - log_F - log_S
    log_F1, _, log_f1 = _log_cdfs(y, near_base)
    return torch.special.ndtri(log_F1.exp()), log_f1 + log_det


def _chain(base=True, data=True, lost=(), turned=False, sign=1):
    """The same with another step in the layers: Φ⁻¹ near the base, log-odds near the data."""

    def wrong(x, near_base, near_data):
        if turned:
            near_base, near_data = near_data, near_base
        log_p, value = 0.0, x
        for normal, layer, name in ((not data, near_data, "data"), (base, near_base, "base")):
            log_F, log_S, log_f = _log_cdfs(value, layer)
            if normal:
                value = torch.special.ndtri(log_F.exp())
                log_slope = log_f + 0.5 * value**2 + 0.5 * math.log(2 * math.pi)
            else:
                value, log_slope = log_F - log_S, log_f - log_F - log_S
            if name not in lost:
                log_p = log_p + sign * log_slope
        return value, log_p - 0.5 * value**2 - 0.5 * math.log(2 * math.pi)

    return wrong


def _exchanged(x, near_base, near_data):
    """First the layer near the base, with its Φ⁻¹, then the other; log p by the right formula."""
    log_F1, _, log_f1 = _log_cdfs(x, near_base)
    log_F, log_S, log_f = _log_cdfs(torch.special.ndtri(log_F1.exp()), near_data)
    return log_F - log_S, log_f1 + log_f - log_F - log_S


def _changed(weights=lambda w: w, widths=lambda s: s):
    def wrong(x, near_base, near_data):
        layers = [(weights(w), m, widths(s)) for w, m, s in (near_base, near_data)]
        return gg(x, *layers)

    return wrong


def _finished(formula):
    return lambda x, near_base, near_data: formula(*gg(x, near_base, near_data))


def _of_logs(formula):
    """z as it should be, and log p by a formula of log F, log S, log f, and log f of the next."""

    def wrong(x, near_base, near_data):
        log_F, log_S, log_f = _log_cdfs(x, near_data)
        log_f1 = _log_cdfs(log_F - log_S, near_base)[2]
        return gg(x, near_base, near_data)[0], formula(log_F, log_S, log_f, log_f1)

    return wrong


def _changed_f(x, near_base, near_data):
    """Both densities without the 1/s of their bumps."""

    def plain_f(x, layer):
        log_w, m, s = layer
        return _log_cdfs(x, (log_w + s.log(), m, s))[2]

    log_F, log_S, _ = _log_cdfs(x, near_data)
    log_p = plain_f(x, near_data) - log_F - log_S + plain_f(log_F - log_S, near_base)
    return gg(x, near_base, near_data)[0], log_p


NEAR_BASE = (tensor([0.3, 0.7]).log(), tensor([-0.8, 0.9]), tensor([0.6, 1.1]))
NEAR_DATA = (tensor([0.5, 0.2, 0.3]).log(), tensor([-1.4, 0.2, 1.7]), tensor([0.4, 0.7, 0.5]))
OTHER = (tensor([0.6, 0.4]).log(), tensor([0.5, -1.6]), tensor([0.9, 0.45]))

JAMMY = Exercise(
    id="16.7",
    title="jammy's answer",
    minutes=8,
    difficulty="hard",
    core=False,
    prompt=r"""
A layer `g` of jammy_flows holds, in one dimension, a mixture of logistics: log-weights, means and
widths, with the cdf $F(x) = \sum_k w_k\,\sigma\big((x - m_k)/s_k\big)$, $S = 1 - F$ and the
density $f$. From the data to the base it is $y = \log F - \log S$. Only **in the layer next to the
base** it is $z = \Phi^{-1}(F)$, so that the base is a standard normal.

Write `gg(x, near_base, near_data)`, two layers `gg` in one dimension: return $z$ and
$\log p(x)$, each of the shape of `x`. A layer is a tuple `(log_w, m, s)` of tensors of shape
`(K,)`.
""",
    inputs=(
        (tensor([-1.2, 0.4, 2.1]), NEAR_BASE, NEAR_DATA),
        (tensor([[0.7], [-2.6]]), NEAR_BASE, OTHER),
        (tensor([0.1, 3.3]), OTHER, NEAR_DATA),
    ),
    names=("x", "near_base", "near_data"),
    reference=gg,
    returns="z and log p(x)",
    parts=("z", "log p(x)"),
    misconceptions=(
        Misconception(
            "layers exchanged",
            _chain(turned=True),
            "you take the layers in the other order. A density starts at the data: first "
            "`near_data`, then `near_base`. (The first argument is the second step.)",
            also=(_chain(turned=True, base=False, data=False), _exchanged),
        ),
        Misconception(
            "Φ⁻¹ in both",
            _chain(data=False),
            "both layers end in Φ⁻¹. jammy has it only next to the base; elsewhere it is "
            "log F − log S.",
        ),
        Misconception(
            "log-odds in both",
            _chain(base=False),
            "both layers end in log F − log S. Next to the base it is Φ⁻¹(F), or else z would not "
            "be a standard normal.",
        ),
        Misconception(
            "Φ⁻¹ in the wrong layer",
            _chain(base=False, data=False),
            "Φ⁻¹ stands in the layer next to the data. It belongs next to the base.",
        ),
        Misconception(
            "slope of the layer near the data left out",
            _chain(lost=("data",)),
            "z is right. In log p the slope of the layer near the data is missing: the log-dets of "
            "both layers are added.",
        ),
        Misconception(
            "slope of the layer near the base left out",
            _chain(lost=("base",)),
            "z is right. In log p the slope of the layer near the base is missing.",
        ),
        Misconception(
            "no slopes",
            _chain(lost=("base", "data")),
            "z is right. But log p is that of the base at z: the slopes of both layers are "
            "missing.",
        ),
        Misconception(
            "slopes subtracted",
            _chain(sign=-1),
            "z is right. You subtract the slopes; they lead from x to z, so they are added.",
        ),
        Misconception(
            "f in place of the slope",
            _of_logs(lambda F, S, f, f1: f1 + f),
            "z is right. The slope of log F − log S is not f alone, but f / (F S).",
        ),
        Misconception(
            "base counted twice",
            _finished(lambda z, log_p: (z, log_p - 0.5 * z**2 - 0.5 * math.log(2 * math.pi))),
            "z is right. log p has the base's log-density at z twice: it is in log f of the layer "
            "next to the base already.",
        ),
        Misconception(
            "1/s missing in f",
            _changed_f,
            "z is right. In the densities f each bump is divided by its width s.",
        ),
        Misconception(
            "weights not exponentiated",
            _changed(weights=lambda w: w.exp()),
            "you take the weights for log-weights once more. `log_w` is a logarithm already.",
        ),
        Misconception(
            "log-widths",
            _changed(widths=torch.exp),
            "the widths are given as widths, not as their logarithms: no exp.",
        ),
        Misconception(
            "exchanged",
            _finished(lambda z, log_p: (log_p, z)),
            "you return log p first. Asked for are z and log p(x), in this order.",
        ),
        Misconception(
            "the density",
            _finished(lambda z, log_p: (z, log_p.exp())),
            "the second one is the density. Asked for is its logarithm.",
        ),
        Misconception(
            "log-det in place of log p",
            _finished(lambda z, log_p: (z, log_p + 0.5 * z**2 + 0.5 * math.log(2 * math.pi))),
            "the second one is log|∂z/∂x|. For log p add the base's log-density at z.",
        ),
    ),
    hints=(
        "First the layer near the data, x to y. Then the other, y to z. Add what the slopes say.",
        "The slope of log F − log S is f/(F S). And with Φ⁻¹ on a normal base, log p of the last "
        "layer is log f, the mixture's own density (chapter 05).",
        "    sig = torch.nn.functional.logsigmoid\n"
        "    def logs(x, layer):\n"
        "        log_w, m, s = layer\n"
        "        t = (x[..., None] - m) / s\n"
        "        parts = (sig(t), sig(-t), sig(t) + sig(-t) - s.log())\n"
        "        return [torch.logsumexp(log_w + part, -1) for part in parts]\n"
        "    log_F, log_S, log_f = logs(x, near_data)\n"
        "    log_F1, _, log_f1 = logs(…, near_base)\n"
        "    return torch.special.ndtri(log_F1.exp()), log_f1 + …",
    ),
    praise="you have rebuilt a layer of another library from its description.",
)  # fmt: skip
