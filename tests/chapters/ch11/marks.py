"""What the pictures of chapter 11 must show: networks by numpy, the exact posterior by a sum."""

import copy
import functools
import math

import numpy as np
import torch
from scipy import special, stats

from course_lib import live, simulators
from course_lib.chapters.ch11_hands_on_flash.pictures import answers
from tests.live.oracles import Logistics
from tests.live.proofs import Proof

KINDS = ("squared error", "one Gaussian", "flow")
SENSORS = np.array([(0, -1.75 + 0.5 * k) for k in range(8)] + [(1.5, -1.25), (1.5, 1.25)])
SIDE = np.linspace(-2.5 + 1 / 24, 2.5 - 1 / 24, 60)  # the raster's pixels
PLACES = np.stack(np.meshgrid(SIDE, SIDE, indexing="ij"), -1)


# --- the simulator ------------------------------------------------------------------------------


def rates(theta):
    d = np.linalg.norm(theta[..., None, :] - SENSORS, axis=-1)
    return 0.3 + 24 * np.exp(-d / 0.9) / (1 + 4 * d**2)


def log_joint(counts, theta):
    prior = stats.norm.logpdf(theta).sum(-1)
    return stats.poisson.logpmf(counts, rates(theta)).sum(-1) + prior


@functools.cache
def all_places():
    axis = np.linspace(-5, 5, 401)
    return np.stack(np.meshgrid(axis, axis, indexing="ij"), -1)


@functools.cache
def log_evidence(counts):
    return special.logsumexp(log_joint(np.array(counts), all_places())) + 2 * math.log(10 / 400)


def exact(counts, theta=PLACES):
    return log_joint(counts, theta) - log_evidence(tuple(counts))


def counted(x, y, luck):
    """Each sensor's quantile of its Poisson distribution."""
    generator = torch.Generator().manual_seed(luck)
    u = torch.rand(10, generator=generator, dtype=torch.float64).numpy()
    return stats.poisson.ppf(u, rates(np.array([x, y])))


# --- the networks -------------------------------------------------------------------------------


def weights(layers):
    return [[p.detach().double().numpy() for p in (one.weight, one.bias)] for one in layers]


def perceptron(layers, h):
    *hidden, (last, bias) = weights(layers)
    for weight, b in hidden:
        h = np.maximum(h @ weight.T + b, 0)
    return h @ last.T + bias


def logistics(u):
    """Six logistics: their centres start evenly, with the variance 1.4/3 together."""
    logits, moves, scales = np.split(u, 3)
    reach = math.sqrt(1.4 * 5 / 7)
    start = 0.5 * math.log((1 - 1.4 / 3) * 3 / math.pi**2)
    return Logistics(special.softmax(logits), np.linspace(-reach, reach, 6) + moves,
                     np.exp(start + 3 * np.tanh(scales / 3)))  # fmt: skip


def masked(layers, y, c):
    """(numbers for y, numbers for x) of a network whose odd hidden units alone see y."""
    (first, b0), (second, b1), (last, b2) = weights(layers)
    sees = np.arange(len(b0)) % 2
    start = first[:, 2:] @ c + b0
    h = np.maximum(start + first[:, 0] * sees * y, 0)
    h = np.maximum((second * (sees[None] <= sees[:, None])) @ h + b1, 0)
    size = len(b2) // 2
    return (last[:size] * (sees == 0)) @ h + b2[:size], last[size:] @ h + b2[size:]


def through(model, counts, theta=PLACES):
    """log q of the flow at the places (n, m, 2) = (x_i, y_j)."""
    layers, c = model.p.flow.flows[1].network.layers, 2 * np.sqrt(counts)
    columns = []
    for j in range(theta.shape[1]):
        y = theta[0, j, 1]
        height, side = masked(layers, y, c)
        columns.append(logistics(height).log_pdf(y) + logistics(side).log_pdf(theta[:, j, 0]))
    return np.stack(columns, 1)


def answered(kind, counts, theta=PLACES):
    model = answers.answer_of(kind)
    c = 2 * np.sqrt(counts)
    if kind == "flow":
        return through(model, counts, theta)
    if kind == "squared error":
        width = math.exp(model.log_width.item())
        return stats.norm.logpdf(theta, perceptron(model.network.layers, c), width).sum(-1)
    own = [p.detach().double().numpy().ravel() for p in model.p.flow.flow.parameters()]
    u = perceptron(model.p.flow.network.layers, c) + np.concatenate(own)
    L = np.array([[np.exp(u[0]), 0], [u[4], np.exp(u[1])]])
    z = (theta - u[6:]) @ L.T
    return stats.norm.logpdf(z).sum(-1) + u[0] + u[1]


# --- one event ----------------------------------------------------------------------------------


def raster(see, artist, log_q, top=None):
    """The picture's pixels are the places of ``log_q``; one in float32 has a few digits less."""
    see.raster(artist, lambda x, y: np.exp(log_q).T, top=top, within=0.008)


def pointer(x, y):
    ways = np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])
    parts = [np.array([0.1 * way, 0.3 * way, [np.nan, np.nan]]) for way in ways]
    return (np.concatenate(parts) + np.array([x, y])).T


def bars(counts, sensors, shift):
    corners = []
    for n, (_, y) in zip(counts, sensors, strict=True):
        corners += [(0, y + shift - 0.085), (n, y + shift - 0.085), (n, y + shift + 0.085),
                    (0, y + shift + 0.085)]  # fmt: skip
    return np.array(corners).T


def left(log_q):
    p = np.exp(log_q)
    return p[SIDE < 0].sum() / p.sum()


def lost(log_p, log_q):
    p = np.exp(log_p)
    return (p * (log_p - log_q)).sum() / p.sum()


def event(see, x, y, luck):
    picture, counts = see.picture, counted(x, y, luck)
    log_p = exact(counts)
    who = "yours" if picture.yours else "the network"
    log_q = bell(counts) if picture.yours else answered("flow", counts)
    raster(see, picture.truth, log_p)
    raster(see, picture.answer, log_q, top=np.exp(log_p.max()))
    for place in picture.places:
        see.curve(place, *pointer(x, y))
    see.region(picture.first, *bars(counts[:8], SENSORS[:8], -0.085))
    see.region(picture.second, *bars(counts[8:], SENSORS[8:], 0.085))
    see.reads("most counts", "{}", counts.max())
    see.reads("left of x = 0", "{}", left(log_p))
    see.reads(f"as {who} says", "{}", left(log_q))
    see.reads(f"{who} loses", "{} nats", lost(log_p, log_q))


class Bell(torch.nn.Module):
    """A round bell at a place that follows two of the features."""

    def log_prob(self, theta, c):
        z = (theta - c[..., :2]) / 0.5
        return -0.5 * z.square().sum(-1) - 2 * math.log(0.5) - math.log(2 * math.pi)


def small(counts):
    return counts[..., 3:5] / 10


def bell(counts):
    return stats.norm.logpdf(PLACES, counts[3:5] / 10, 0.5).sum(-1)


# --- four verdicts ------------------------------------------------------------------------------

EVENTS = (38, 245, 140, 11, 125, 30, 53, 152)


@functools.cache
def held_out():
    theta, counts = simulators.Flash(strings=2).sample(2000, seed=7)
    return theta.double().numpy(), counts.double().numpy()


def verdicts(see, event):
    which = EVENTS[event - 1]
    theta, counts = (part[which] for part in held_out())
    for place in see.picture.places:
        see.curve(place, *pointer(*theta))
    for kind in (*KINDS, "exact"):
        say = exact if kind == "exact" else functools.partial(answered, kind)
        raster(see, see.picture.rasters[kind], say(counts))
        there = say(counts, theta[None, None])[0, 0]
        see.text(see.picture.said[kind], "log p = {}", there)
        see.reads(f"log p there: {kind}", "{}", there)


# --- a training ---------------------------------------------------------------------------------

STEPS, EVERY = 20, 10


@functools.cache
def descent():
    """{step: the flow there}, with the rate of one cycle written out."""
    flow, simulator = answers.Flow(), simulators.Flash()
    optimizer = torch.optim.Adam(flow.parameters(), lr=0.01)
    found = {0: copy.deepcopy(flow)}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        for k in range(STEPS):
            share = k / (STEPS - 1)
            rising = share / 0.3
            falling = (share - 0.3) / 0.7
            factor = (1 + (1 / 25 - 1) * (1 + math.cos(math.pi * rising)) / 2 if share < 0.3
                      else 1e-5 + (1 - 1e-5) * (1 + math.cos(math.pi * falling)) / 2)  # fmt: skip
            optimizer.param_groups[0]["lr"] = 0.01 * factor
            theta, counts = simulator.sample(256)
            optimizer.zero_grad()
            (-flow.log_prob(theta, counts).mean()).backward()
            optimizer.step()
            if (k + 1) % EVERY == 0:
                found[k + 1] = copy.deepcopy(flow)
    return found


@functools.cache
def gap_at(step):
    simulator = simulators.Flash()
    theta, counts = simulator.sample(2000, seed=7)
    with torch.no_grad():
        lost = simulator.log_posterior(theta, counts) - descent()[step].log_prob(theta, counts)
    return lost.double().mean().item()


def closing_in(see, step):
    picture = see.picture
    raster(see, picture.answer, through(descent()[step], counted(-0.7, 0.3, 0)))
    past = range(0, step + 1, EVERY)
    see.curve(picture.gaps, list(past), [gap_at(k) for k in past])
    see.points(picture.here, [step], [gap_at(step)])
    see.text(picture.said, "gap {}", gap_at(step))
    see.reads("step", "{} of {}", step, STEPS)
    see.reads("gap", "{} nats", gap_at(step))


def trained():
    view = live.closing_in(steps=STEPS, every=EVERY)
    view.prepare()
    return view.picture


PROOFS = {
    "closing_in": (Proof(closing_in, ({"step": 20}, {"step": 10}), make=trained),),
    "event": (
        Proof(
            event,
            ({"x": -0.6, "y": 0.4, "luck": 0}, {"x": 1.2, "y": 1.3, "luck": 3},
             {"x": 0.9, "y": -0.8, "luck": 5}),
        ),
        Proof(
            event,
            ({"x": 0.3, "y": 0.2, "luck": 1}, {"x": 1.4, "y": -1.0, "luck": 2}),
            make=lambda: live.event(Bell(), small).picture,
        ),
    ),
    "verdicts": (Proof(verdicts, ({"event": 1}, {"event": 4}, {"event": 6})),),
}  # fmt: skip
