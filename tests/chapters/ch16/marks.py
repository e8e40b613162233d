"""What the pictures of chapter 16 must show: every mark against a formula of the test's own."""

import math

import numpy as np
import torch
from scipy import special

from course_lib import live
from course_lib.chapters.ch16_real_tools.pictures import carried as carried_room
from course_lib.chapters.ch16_real_tools.pictures import letters as letters_room
from course_lib.chapters.ch16_real_tools.recordings import jammys_numbers
from tests.live.proofs import Proof

BACKWARDS = {"zuko", "jammy_flows"}  # whose forward leads from the data to the base
TYPED = {
    ("course_lib", "forward"): "f.forward({})",
    ("course_lib", "backward"): "f.inverse({})",
    ("zuko", "forward"): "t({})",
    ("zuko", "backward"): "t.inv({})",
    ("jammy_flows", "forward"): "pdf({})",
    ("jammy_flows", "backward"): "pdf.sample() at z = {}",
}


def dialects(see, library, way, value):
    picture = see.picture
    lifts = (way == "forward") != (library in BACKWARDS)
    z = value if lifts else math.asinh(1.1 * (value - 0.3)) / 1.2
    x = math.sinh(1.2 * z) / 1.1 + 0.3
    slope = math.log(1.2 * math.cosh(1.2 * z) / 1.1)
    see.curve(picture.path, [z, z, -2.25], [-5.0, x, x])
    see.points(picture.on_z, [z], [-5.0])
    see.points(picture.on_x, [-2.25], [x])
    see.points(picture.head, *(([-2.25], [x]) if lifts else ([z], [-5.0])))
    see.reads("you type", TYPED[library, way], value)
    see.reads("it goes", "z → x" if lifts else "x → z")
    see.reads("it gives", "x = {}" if lifts else "z = {}", x if lifts else z)
    see.reads("log|∂x/∂z|" if lifts else "log|∂z/∂x|", "{}", slope if lifts else -slope)


# --- letters: the parameters are the picture's, the maps are not ----------------------------------


def under_letters(n, layers, k, points):
    """The points under the letters, by root searches of scipy's and matrices."""
    x = points
    for place, letter in enumerate(layers):
        parts, _ = letters_room.ours(n, letter, k, 10 + place, place == 0)
        if letter == "t":
            x = parts[0].forward(torch.tensor(x))[0].numpy()
            continue
        marginal, turn = parts
        (u,) = [p.detach().numpy() for p in marginal.parameters()]
        recipe = marginal.univariate
        columns = [through_mixture(x[:, i], u[i], recipe, place == 0) for i in range(n)]
        x = np.stack(columns, -1) @ reflections(turn.v.numpy()).T
    return x


def reflections(vectors):
    """H₁ H₂ … with H = 1 − 2 v vᵀ/|v|²."""
    H = np.eye(vectors.shape[1])
    for v in vectors:
        H = H @ (np.eye(len(v)) - 2 * np.outer(v, v) / (v @ v))
    return H


def through_mixture(z, u, recipe, first):
    """x with F(x) = Φ(z), or the logistic's cdf of z, by bisection on a grid of all."""
    logits, moves, scales = np.split(u, 3)
    w = special.softmax(logits)
    m = np.array(recipe.centres) + moves
    s = np.exp(recipe.log_scale + 3 * np.tanh(scales / 3))
    level = special.ndtr(z) if first else special.expit(z)
    low, high = np.full_like(z, -400.0), np.full_like(z, 400.0)
    for _ in range(80):
        middle = (low + high) / 2
        F = (w * special.expit((middle[:, None] - m) / s)).sum(-1)
        low, high = np.where(level > F, middle, low), np.where(level > F, high, middle)
    return (low + high) / 2


def letters(see, manifolds, layers, k, done):
    picture, n = see.picture, int(manifolds[1:])
    told = layers[:done] or "nothing yet"
    told += ", and no letter is left" if done > len(layers) else ""
    done = min(done, len(layers))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        z = torch.randn(800, n, dtype=torch.float64).numpy()
    see.cloud(picture.dots, *under_letters(n, layers[:done], k, z)[:, :2].T)
    along = np.linspace(-2.5, 2.5, 61)
    lines = []
    for turned in (False, True):
        for at in (-2.0, -1.0, 0.0, 1.0, 2.0):
            line = np.zeros((61, n))
            line[:, int(turned)], line[:, 1 - int(turned)] = at, along
            lines += [under_letters(n, layers[:done], k, line)[:, :2], np.full((1, 2), np.nan)]
    see.curve(picture.lines, *np.concatenate(lines).T, within=0.6)
    counts = [n * (n + 3) // 2 if letter == "t" else 3 * k * n + n * n for letter in layers]
    for place in range(letters_room.MOST):
        if place < len(layers):
            see.text(picture.names[place], layers[place])
            see.text(picture.counts[place], "{}", counts[place])
        else:
            see.nothing(picture.names[place])
            see.nothing(picture.counts[place])
    see.curve(picture.bar, [0.6, 0.6 + done], [0.84, 0.84])
    see.reads("applied", told)
    see.reads("numbers in ours", "{}", sum(counts))
    theirs = sum(n * n + 3 * k * n if letter == "g" else n for letter in layers) + n
    see.reads("in jammy_flows", "{}", theirs)


# --- the tails: what was recorded, beside scipy ---------------------------------------------------


def jammys_tails(see, x, quantity):
    picture, kept = see.picture, jammys_numbers()
    w, m, s = (kept[f"tails {part}"] for part in ("log-weights", "means", "widths"))
    at = kept["tails x"]
    t = (at[:, None] - m) / s
    log_F = special.logsumexp(w + special.log_expit(t), axis=-1)
    log_S = special.logsumexp(w + special.log_expit(-t), axis=-1)
    z = np.where(log_F < log_S, special.ndtri_exp(log_F), -special.ndtri_exp(log_S))
    log_p = special.logsumexp(w + special.log_expit(t) + special.log_expit(-t) - np.log(s), axis=-1)
    exact, theirs = {"z": (z, kept["tails z"]), "log p": (log_p, kept["tails log p"])}[quantity]
    here = int(abs(at - x).argmin())
    see.curve(picture.exact, at, exact)
    see.curve(picture.theirs, at, theirs)
    see.curve(picture.here, [x, x], [-60, 12])
    off = theirs - exact
    see.curve(picture.off, at, off)
    see.points(picture.dot, at[here : here + 1], off[here : here + 1])
    see.reads("z there", "{}", z[here])
    see.reads(f"exact {quantity}", "{}", exact[here])
    see.reads("recorded", "{}", theirs[here])
    if abs(off[here]) > 1e-6:
        see.reads("apart by", "{}", abs(off[here]))
    else:
        see.small("apart by", 1e-9)


# --- carried: a velocity that is known ------------------------------------------------------------


class Turning(torch.nn.Module):
    """Points go round, and outwards: (x, t) → velocity."""

    def forward(self, rows):
        x1, x2, t = rows.unbind(-1)
        return torch.stack([-2 * x2 + t * x1, 2 * x1 + t * x2], -1)


def carried(see, t):
    picture = see.picture
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        z = torch.randn(1000, 2).double().numpy()
    x, places = z[:, 0] + 1j * z[:, 1], []
    velocity = by_turning if picture_is_turning(picture) else by_network
    for k in range(41):
        places.append(x)
        x = x + velocity(x, k / 40) / 40
    k = round(t * 40)
    way = np.array(places[: k + 1])
    see.cloud(picture.dots, way[-1].real, way[-1].imag)
    lines = [np.r_[way[:, one], np.nan] for one in range(16)]
    ways = np.concatenate(lines)
    see.curve(picture.ways, np.real(ways), np.where(np.isnan(ways), np.nan, np.imag(ways)))
    see.points(picture.heads, way[-1, :16].real, way[-1, :16].imag)
    see.reads("time t", "{}", t)
    see.reads("mean way so far", "{}", abs(np.diff(way, axis=0)).sum(0).mean())
    see.reads("straight it would be", "{}", abs(way[-1] - way[0]).mean())


def picture_is_turning(picture):
    return abs(picture.way[1, 0, 0] - picture.way[0, 0, 0] + picture.way[0, 0, 1] / 20) < 1e-4


def by_turning(x, t):
    return 2j * x + t * x


def by_network(x, t):
    """The picture's own network, layer by layer."""
    h = np.stack([x.real, x.imag, np.full(len(x), t)], -1)
    layers = [
        [part.detach().double().numpy() for part in (layer.weight, layer.bias)]
        for layer in carried_room.learnt().layers
    ]
    for weight, bias in layers[:-1]:
        h = np.maximum(h @ weight.T + bias, 0)
    out = h @ layers[-1][0].T + layers[-1][1]
    return out[:, 0] + 1j * out[:, 1]


PROOFS = {
    "dialects": (
        Proof(
            dialects,
            (
                {"library": "zuko", "way": "forward", "value": 1.4},
                {"library": "course_lib", "way": "forward", "value": -0.8},
                {"library": "course_lib", "way": "backward", "value": 1.9},
                {"library": "zuko", "way": "backward", "value": -1.3},
                {"library": "jammy_flows", "way": "forward", "value": -1.7},
                {"library": "jammy_flows", "way": "backward", "value": 0.6},
            ),
            quick=True,
        ),
    ),
    "letters": (
        Proof(
            letters,
            (
                {"layers": "ggt", "done": 3},
                {"manifolds": "e3", "layers": "gggt", "k": 4, "done": 2},
                {"layers": "t", "done": 0},
            ),
        ),
        Proof(
            letters,
            ({"done": 6}, {"k": 3, "done": 4}, {"layers": "gt", "done": 1}),
            make=lambda: live.letters("e4", "tggtgg").picture,
        ),
    ),
    "jammys_tails": (
        Proof(
            jammys_tails,
            (
                {"x": 6.0, "quantity": "log p"},
                {"x": -16.3, "quantity": "log p"},
                {"x": 14.2, "quantity": "z"},
                {"x": 0.7, "quantity": "z"},
            ),
        ),
    ),
    "carried": (
        Proof(carried, ({"t": 1.0}, {"t": 0.4})),
        Proof(
            carried,
            ({"t": 0.625}, {"t": 0.1}),
            make=lambda: live.carried(Turning()).picture,
        ),
    ),
}
