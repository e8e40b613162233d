"""Whatever has a seed leaves everybody's generators as they were: torch's, NumPy's, Python's."""

import inspect
import random

import numpy as np
import pytest
import torch

from course_lib import data, densities, expectations, planar, simulators, training
from course_lib.flows import (
    FlowDistribution,
    Linear,
    Logistic,
    RationalQuadraticSpline,
    TrainableMixture,
)
from course_lib.flows.random_stream import RandomStream

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`

POINTS = torch.randn(40, generator=torch.Generator().manual_seed(0))
P = FlowDistribution(Linear(2.0, 1.0))


def minimised(seed):
    line = Linear(1.0, 0.5)
    return training.minimise(lambda: (line(torch.randn(5))[0] ** 2).mean(), line, 3,
                             seed=seed).losses  # fmt: skip


def of_density(density):
    return lambda seed: density.sample(5, seed=seed)


SEEDED = {
    "training.fit": lambda seed: training.fit(
        FlowDistribution(RationalQuadraticSpline(3)), POINTS, 3, seed=seed, batch_size=7,
        held_out=POINTS,
    ).losses,
    "training.minimise": minimised,
    "FlowDistribution.entropy": lambda seed: P.entropy(10, seed=seed),
    "mixture's entropy": lambda seed: FlowDistribution(TrainableMixture(3), Logistic()).entropy(
        10, seed=seed
    ),
    "expectations.samples": lambda seed: expectations.samples(P, 5, seed),
    "expectations.expectation": lambda seed: expectations.expectation(P, torch.exp, 5, seed).mean,
    "expectations.moment": lambda seed: expectations.moment(P, 2, 5, seed).mean,
    "expectations.entropy": lambda seed: expectations.entropy(P, 5, seed).mean,
    "expectations.kl": lambda seed: expectations.kl(
        P, FlowDistribution(Linear(1.0, 1.0)), 5, seed
    ).mean,
    "expectations.elbo": lambda seed: expectations.elbo(P, lambda x: -(x**2), 5, seed).mean,
    "expectations.importance": lambda seed: expectations.importance(
        P, lambda x: -(x**2), 5, seed
    ).log_w,
    "expectations.surrogate": lambda seed: expectations.surrogate(P, torch.sin, 5, seed),
    "expectations.gradient": lambda seed: expectations.gradient(
        P, torch.sin, [P.flow.b], 5, seed
    )[0],
    "KernelDensity.sample": of_density(densities.KernelDensity(POINTS, 0.5)),
    "GaussianMixture.sample": of_density(densities.GaussianMixture.fit(POINTS, 2)),
    "GaussianMixture.fit": lambda seed: densities.GaussianMixture.fit(
        POINTS, 2, seed=seed, steps=3
    ).means,
    "BSplineDensity.sample": of_density(densities.BSplineDensity.fit(POINTS, 6)),
    "Moons.sample": of_density(planar.Moons()),
    "Pinwheel.sample": of_density(planar.Pinwheel()),
    "Flash.sample": lambda seed: torch.cat(simulators.Flash().sample(5, seed), -1),
    "Flash.counts": lambda seed: simulators.Flash().counts(torch.zeros(5, 2), seed),
    "Track.sample": lambda seed: simulators.Track().sample(5, seed)[1],
    "Track.seen": lambda seed: simulators.Track().seen(
        torch.tensor([0.0, 0.0, 1.0, 2.0]), seed
    ),
    "Track.cascades": lambda seed: simulators.Track().cascades(5, seed),
    "InverseSine.sample": lambda seed: simulators.InverseSine().sample(5, seed)[1],
    "data.jfk_noon_winds": data.jfk_noon_winds,
    "data.moons": lambda seed: data.moons(5, seed),
    "data.pinwheel": lambda seed: data.pinwheel(5, seed),
    "data.split": lambda seed: data.split(POINTS, seed=seed)[0],
}  # fmt: skip


def states():
    return torch.get_rng_state().tolist(), repr(np.random.get_state()), random.getstate()


@pytest.mark.parametrize("name", SEEDED)
def test_a_seed_is_felt_by_nobody_else_and_repeats(name):
    torch.manual_seed(11)
    before = states()
    first, second = (torch.as_tensor(SEEDED[name](5)).detach() for _ in range(2))
    assert states() == before
    assert (first == second).all()
    if name != "GaussianMixture.fit":  # which needs it for no more than its start
        assert (torch.as_tensor(SEEDED[name](6)).detach() != first).any()


def test_no_seeded_function_is_missing_here():
    tested = {name.rpartition(".")[2] for name in SEEDED}
    for module in (training, expectations, densities, planar, simulators, data):
        for name, thing in vars(module).items():
            if not getattr(thing, "__module__", "").startswith(module.__name__) or name.startswith(
                "_"
            ):
                continue
            parts = [thing] if inspect.isfunction(thing) else [
                getattr(thing, part) for part in vars(thing)
                if not part.startswith("_") and callable(getattr(thing, part))
            ]  # fmt: skip
            for part in parts:
                if "seed" in inspect.signature(part).parameters and name not in {
                    "mini_batches",
                    "from_seed",
                }:
                    assert part.__name__ in tested, f"{name}: {part.__name__}"


def test_without_a_seed_draws_are_new_and_follow_torchs_own_seed():
    for density in (
        P,
        densities.KernelDensity(POINTS, 0.5),
        densities.GaussianMixture.fit(POINTS, 2),
        densities.BSplineDensity.fit(POINTS, 6),
    ):
        size = (9,) if density is P else 9
        torch.manual_seed(2)
        first, second = density.sample(size), density.sample(size)
        assert (first != second).any()
        torch.manual_seed(2)
        assert (density.sample(size) == first).all()


def test_a_stream_goes_on_where_it_stopped_and_an_error_gives_the_generator_back():
    stream = RandomStream(3)
    state = torch.get_rng_state()
    with stream:
        first = torch.rand(3)
    with pytest.raises(KeyError), stream:
        torch.rand(1)
        raise KeyError
    assert (torch.get_rng_state() == state).all()
    torch.manual_seed(3)
    assert (torch.rand(3) == first).all()


@pytest.mark.parametrize("device", ["cpu", *["cuda"] * torch.cuda.is_available()])
def test_a_stream_holds_on_every_device(device):
    torch.rand(1, device=device)  # wakes a GPU
    mine = torch.cuda.default_generators[0] if device == "cuda" else torch.default_generator
    state = mine.get_state()
    with RandomStream(3):
        first = torch.rand(3, device=device)
    with RandomStream(3):
        assert (torch.rand(3, device=device) == first).all()
    assert (mine.get_state() == state).all()
