"""Three networks that have learnt where a flash was; their parameters lie beside this file.

``python -m course_lib.chapters.ch11_hands_on_flash.pictures.answers`` trains them anew, from the
seeds that stand here. Each answers 10 counts with a density of the place (x, y).
"""

import functools
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.functional import logsigmoid

from course_lib.flows import (
    MLP,
    Autoregressive,
    Composition,
    Conditional,
    ParametersOf,
    Permutation,
    TrainableAffine,
    UnivariateMixture,
)
from course_lib.simulators import Flash
from course_lib.stored import numbers_of, restored
from course_lib.training import minimise, one_cycle

FILE = Path(__file__).with_name("answers.npz")
KINDS = ("squared error", "one Gaussian", "flow")
FLASH = Flash(strings=2)
SENSORS = len(FLASH.sensors)
STEPS = {"squared error": 800, "one Gaussian": 1500, "flow": 1500}
HOW = {"schedule": one_cycle, "clip": 5.0, "seed": 0, "progress": False}
BATCH = 256


def features(counts):
    """2√n: the scatter of a count is √n, so that of 2√n is about 1 for every n."""
    return 2 * counts.sqrt()


class SquaredError(nn.Module):
    """One place (x, y) for each event, and one width for all: what a squared error believes in."""

    def __init__(self):
        super().__init__()
        self.network = MLP(SENSORS, 2, hidden=(32, 32))
        self.log_width = nn.Parameter(torch.zeros(()))

    def log_prob(self, theta, counts):
        square = (theta - self.network(features(counts))).square().sum(-1)
        return (
            -0.5 * square * (-2 * self.log_width).exp() - 2 * self.log_width - math.log(2 * math.pi)
        )


class Conditioned(nn.Module):
    """A conditional flow in two dimensions."""

    def __init__(self, flow):
        super().__init__()
        self.p = Conditional(flow)

    def log_prob(self, theta, counts):
        return self.p(features(counts)).log_prob(theta)


class Flow(Conditioned):
    """First y by a mixture of 6 logistics, then x by one that knows y."""

    def __init__(self):
        bent = Autoregressive(2, UnivariateMixture(6), hidden=(40, 40), context=SENSORS)
        super().__init__(Composition(Permutation([1, 0]), bent))

    def on_lattice(self, x, y, counts):
        """log p at all places (x_i, y_j), (n,), (m,) → (n m,), for one event's counts (10,).

        The network is asked m times, not n m times: its answer for x depends on y alone.
        """
        network, c = self.p.flow.flows[1].network, features(counts)
        height = log_density(y, network.output(0, y.new_zeros(1, 0), c[None]))
        side = network.output(1, y[:, None], c.expand(len(y), -1))
        return (log_density(x[:, None], side) + height).flatten()


def log_density(x, u):
    """log p(x) of the mixtures of six logistics with the numbers u: the base drops out of it."""
    mixture, _ = UnivariateMixture(6)(u).flows
    at = (x[..., None] - mixture.means) / mixture.scales
    return torch.logsumexp(
        mixture.log_weights - mixture.scales.log() + logsigmoid(at) + logsigmoid(-at), -1
    )


def one_gaussian():
    """Mean and triangular matrix from one network."""
    affine = TrainableAffine(2)
    size = sum(p.numel() for p in affine.parameters())
    return Conditioned(ParametersOf(affine, MLP(SENSORS, size, hidden=(40, 40))))


MAKERS = {"squared error": SquaredError, "one Gaussian": one_gaussian, "flow": Flow}


def train(kind):
    """A network of this kind, from fresh events at each step."""
    model = MAKERS[kind]()

    def loss():
        return -model.log_prob(*FLASH.sample(BATCH)).mean()

    minimise(loss, model, steps=STEPS[kind], lr=0.01, **HOW)
    return model


@functools.cache
def answer_of(kind):
    """The trained network of one of the KINDS."""
    return restored(MAKERS[kind](), FILE, kind)


@functools.cache
def held_out(n=2000, seed=7):
    """Events that no network has seen: (theta, counts, exact log p)."""
    theta, counts = FLASH.sample(n, seed)
    return theta, counts, FLASH.log_posterior(theta.double(), counts.double())


@functools.cache
def gap(kind):
    """(the mean gap to the exact density on the held-out events in nats, its error)."""
    theta, counts, exact = held_out()
    short = exact - answer_of(kind).log_prob(theta, counts).double()
    return short.mean().item(), short.std().item() / len(short) ** 0.5


if __name__ == "__main__":
    # A picture needs eleven bits of a number.
    made = {kind: numbers_of(train(kind)).astype(np.float16) for kind in KINDS}
    np.savez_compressed(FILE, **made)
