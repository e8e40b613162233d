"""What the pictures of chapter 09 must show: every mark against a formula of the test's own."""

import functools
import itertools

import numpy as np
import torch
from scipy import stats
from scipy.special import ndtr, roots_legendre

from course_lib.chapters.ch09_flows_in_n_dimensions.pictures.chains import trained
from course_lib.data import moons
from course_lib.flows import gaussianization as gaussianization_of
from course_lib.planar import Pinwheel
from tests.live.proofs import Proof

# --- what a grid is -------------------------------------------------------------------------------

ALONG = np.linspace(-3, 3, 91)
UPRIGHT = [np.c_[np.full(91, k), ALONG] for k in range(-3, 4)]
LINES = [*UPRIGHT, *(line[:, ::-1] for line in UPRIGHT)]


def apart(strokes):
    """Strokes as one curve with gaps: x and y."""
    return np.concatenate([part for s in strokes for part in (s, [[np.nan, np.nan]])]).T


def normal(n, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(n, 2, generator=generator, dtype=torch.float64).numpy()


# --- the triangular map ---------------------------------------------------------------------------

NODE, WEIGHT = roots_legendre(120)
ARC, WEIGHT = (NODE + 1) * np.pi / 2, np.r_[WEIGHT, WEIGHT] / 4
HALF = 1.5 * np.c_[np.cos(ARC) - 0.5, np.sin(ARC) - 0.25]
CENTRES, WIDTH = np.r_[HALF, -HALF], 0.15


def quantile(u, shares, centres):
    """Where the mixture of bells has the distribution function u, by halving."""
    low, high = np.full(len(u), -5.0), np.full(len(u), 5.0)
    for _ in range(30):
        middle = (low + high) / 2
        below = (shares * ndtr((middle[:, None] - centres) / WIDTH)).sum(1)
        low, high = np.where(below < u, middle, low), np.where(below < u, high, middle)
    return (low + high) / 2


def moved(z, first):
    """Knothe and Rosenblatt's map: one coordinate, and then the other one where it is known."""
    a, b = first, 1 - first
    x = np.empty_like(z)
    x[:, a] = quantile(ndtr(z[:, a]), WEIGHT, CENTRES[:, a])
    shares = WEIGHT * np.exp(-(((x[:, [a]] - CENTRES[:, a]) / WIDTH) ** 2) / 2)
    x[:, b] = quantile(ndtr(z[:, b]), shares / shares.sum(1, keepdims=True), CENTRES[:, b])
    return x


@functools.cache
def image(first):
    """The images of the grid's lines, and of the samples with their z."""
    z = normal(1500, 3)
    lines = moved(np.concatenate(LINES), first).reshape(len(LINES), 91, 2)
    return lines, z, moved(z, first)


def triangular(see, order, z1, z2):
    picture, t, first = see.picture, see.picture.t, int(order == "x₂ first")
    lines, z, x = image(first)
    see.curve(picture.grid_x, *apart((1 - t) * np.array(LINES) + t * lines), within=0.6)
    see.cloud(picture.cloud_x, *((1 - t) * z + t * x).T)
    at, h = np.array([z1, z2]), 1e-3
    near = moved(at + h * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]]), first)
    J = np.c_[near[1] - near[2], near[3] - near[4]] / (2 * h)
    J[first, 1 - first] = 0
    J = (1 - t) * np.eye(2) + t * J
    x_t = (1 - t) * at + t * near[0]
    for curve, arms, start in ((picture.arms_z, np.eye(2), at), (picture.arms_x, J, x_t)):
        see.curve(curve, *apart([[start, start + 0.5 * arm] for arm in arms.T]), within=0.6)
    see.points(picture.dot_z, z1, z2)
    see.points(picture.dot_x, *x_t)
    for entry, value in zip(picture.entries, J.ravel(), strict=True):
        see.text(entry, "{}" if value else "0", *([value] if value else []))
    det = J[0, 0] * J[1, 1]
    see.text(picture.det, "its determinant:\n{}", det)
    see.reads("area of a small square, times", "{}", det)
    see.reads("log|det| = sum over the diagonal", "{}", np.log(det))
    see.reads("x at the point", "({}, {})", *x_t)


# --- couplings: the trained layers are the library's, what is made of them is not -----------------

MASKS = {"alternating": (0, 1, 0, 1), "always the same": (0, 0, 0, 0)}


def through(mask, points, layers):
    """The points after so many of the trained layers, a part of the last one straight ahead."""
    flows = list(trained(mask).flows)[::-1]
    points = torch.tensor(points)
    for k in range(4):
        part = min(max(layers - k, 0.0), 1.0)
        points = (1 - part) * points + part * flows[k](points)[0]
    return points.numpy()


def chain_log_prob(mask, points):
    z, log_det = torch.as_tensor(points), 0.0
    for flow in trained(mask).flows:
        z, more = flow.inverse(z)
        log_det = log_det + more
    return stats.norm.logpdf(z.numpy()).sum(-1) + log_det.numpy()


def coupling(see, layer, mask):
    picture = see.picture
    lines = through(mask, np.concatenate(LINES), layer).reshape(len(LINES), 91, 2)
    see.curve(picture.grid_x, *apart(lines), within=0.6)
    see.cloud(picture.cloud_x, *through(mask, normal(1500, 4), layer).T)
    see.raster(
        picture.density,
        lambda x, y: np.exp(chain_log_prob(mask, np.stack([x, y], -1))),
        within=0.02,
    )
    now = min(int(layer + 1e-9), 3)
    still = MASKS[mask][now]
    moves = ("x₂ ↑", "x₁ →")[still]
    see.text(picture.who, "layer {} moves " + moves, now + 1)
    assert see.readouts["stands still"] == ("x₁", "x₂")[still]
    see.unread.discard("stands still")
    see.reads("layers passed", "{}", layer)
    x = Pinwheel().sample(2000, 2).double()
    gap = Pinwheel().log_prob(x).mean().item() - chain_log_prob(mask, x).mean()
    see.reads("the whole chain falls short by", "{} nats", gap)


# --- Gaussianization ------------------------------------------------------------------------------


@functools.cache
def straightened(layers):
    """The moons after so many layers, each taken from the library's chain by itself."""
    x = moons(2000, seed=1).double()
    affine, *chain = gaussianization_of(x, layers=6, k=6).requires_grad_(False).flows
    for flow in (affine, *chain[: 2 * layers]):
        x = flow.inverse(x)[0]
    return x.numpy()


def gaussianization(see, layers, angle):
    picture, turn = see.picture, np.exp(1j * np.pi * angle / 180)
    x = straightened(layers)
    y = (x[:, 0] + 1j * x[:, 1]) * turn  # counterclockwise
    see.cloud(picture.cloud_y, y.real, y.imag)
    lacks = []
    for bars, values in zip(picture.bars, (y.real, y.imag), strict=True):
        count, edges = np.histogram(values, 40, (-4, 4))
        p = count / count.sum() / 0.2
        corners = [(-4.0, 0.0)]
        for k in range(40):
            corners += [(edges[k], p[k]), (edges[k + 1], p[k])]
        see.region(bars, *np.array([*corners, (4.0, 0.0)]).T)
        share = p[p > 0] * 0.2
        lacks.append(stats.norm.entropy() + (share * np.log(share / 0.2)).sum())
    see.reads("layers passed", "{}", layers)
    see.reads("y₁ short of normal", "{} nats", lacks[0])
    see.reads("y₂", "{} nats", lacks[1])
    see.reads("what one more layer would gain", "{} nats", sum(lacks))


# --- who waits for whom ---------------------------------------------------------------------------


def passes(see, flow, task, n, step):
    picture = see.picture
    wanted = {"samples": 1, "density": 0}[task]
    given = 1 - wanted
    half = n // 2
    if flow == "coupling":
        needed, there = 1, set(range(half if step == 0 else n))
        now = set(range(half, n)) if step else set()
        asked = [(i, given, j) for i, j in itertools.product(range(half), sorted(now))]
    else:
        source = 1 if flow == "autoregressive" else 0  # the row that the network looks at
        needed = n if source == wanted else 1
        made = min(step, needed)
        there = set(range(made if needed == n else n * made))
        now = ({made - 1} if made else set()) if needed == n else set(there)
        asked = [(i, source, j) for j in sorted(now) for i in range(j)]
    rows = {given: range(n), wanted: there}
    for squares, row in ((picture.z, 0), (picture.x, 1)):
        see.points(squares, list(rows[row]), row)
    see.points(picture.open, [i for i in range(n) if i not in there], wanted)
    see.points(picture.now, list(now), wanted)
    t = np.linspace(0, 1, 17)
    strokes = []
    for i, row, j in asked:
        outwards = 0.8 * (row - 0.5) * 2 * np.sqrt(j - i) * t * (1 - t) if row == wanted else 0
        strokes.append(np.c_[i + (j - i) * t, row + (wanted - row) * t + outwards])
    own = now | (set(range(half)) if flow == "coupling" else set())
    straight = [np.array([[i, given], [i, wanted]]) for i in own]
    for curve, parts in ((picture.strokes, strokes), (picture.own, straight)):
        see.curve(curve, *apart(parts)) if parts else see.nothing(curve)
    for words, letter, row in zip(picture.names, ("base z", "data x"), (0, 1), strict=True):
        see.text(words, f"{letter},\n" + ("wanted" if row == wanted else "given"))
    see.text(picture.count, "pass {} of {}", min(step, needed), needed)
    see.reads("passes of the network", "{}", needed)
    see.reads("filled", "{} of {}", len(there), n)


MIDDLE = {"order": "x₁ first", "z1": -0.7, "z2": 1.2, "t": 0.6}
PROOFS = {
    "triangular": (
        Proof(triangular, (MIDDLE, {"order": "x₂ first", "z1": 0.6, "z2": -0.4, "t": 1.0})),
    ),
    "coupling": (
        Proof(coupling, ({"layer": 1.4, "mask": "alternating"},
                         {"layer": 3.7, "mask": "always the same"})),
    ),
    "gaussianization": (
        Proof(gaussianization, ({"layers": 0, "angle": 30}, {"layers": 4, "angle": 69})),
    ),
    "passes": (
        Proof(passes, (
            {"flow": "autoregressive", "task": "samples", "n": 5, "step": 3},
            {"flow": "inverse autoregressive", "task": "density", "n": 7, "step": 5},
            {"flow": "inverse autoregressive", "task": "samples", "n": 4, "step": 1},
            {"flow": "coupling", "task": "density", "n": 6, "step": 1},
            {"flow": "coupling", "task": "samples", "n": 5, "step": 0},
        ), quick=True),
    ),
}  # fmt: skip
