"""What a check of chapter 15 says of a mistake is true of the code that has made it."""

import math

import pytest
import torch

from course_lib.exercises import registry
from tests.exercises import proofs

NORM, SPHERE = 0.5 * math.log(2 * math.pi), math.log(4 * math.pi)


def across(n, r):
    return torch.linalg.cross(*torch.broadcast_tensors(n[:, None], r)).norm(dim=-1)


def light(distance=across, energy=torch.exp, ice=lambda d, λ: (-d / λ).exp(), spread=lambda d: 1):
    """``spread(d)`` beside the right 1/(d + 0.3)."""

    def wrong(n, log_energy, length, r):
        d = distance(n, r)
        return energy(log_energy)[:, None] * ice(d, length) / (d + 0.3) * spread(d) + 0.02

    return wrong


def pythagoras(n, r):
    return (r.square().sum(-1) - (n @ r.T) ** 2).sqrt()


def sine(n, r):
    return r.norm(dim=-1) * (n @ r.T / r.norm(dim=-1)).acos().sin()


def piece(n, r):
    return (r - (n @ r.T).clamp(-1, 1)[..., None] * n[:, None]).norm(dim=-1)


def joint(square=lambda z: z**2 / 2, norm=NORM, sphere=SPHERE):
    return lambda sky, z, energy: sky + energy - sphere - square(z) - norm


def loss(value):
    def wrong(flow, simulate):
        x, seen = simulate(256)
        return value(flow(seen).log_prob(x))

    return wrong


def ice(draw):
    return lambda track, count: track.sample(count, ice=draw(torch.randn(count)))


def right_ice(track, count):
    return track.sample(count, ice=0.7 * (0.3 * torch.randn(count)).exp())


SAID = (  # exercise, answer, what is said, and what would be untrue
    ("15.1", light(pythagoras), "on the track your d is NaN", "middle"),
    ("15.1", light(sine), "a cosine a little more than 1", "angle between"),
    ("15.1", light(ice=lambda d, λ: (-d).exp()), "`length`, is not used", "takes nothing"),
    ("15.1", light(spread=lambda d: (d + 0.3) / d), "d alone", "and 0.3 added"),
    ("15.1", light(spread=lambda d: (d + 0.3) ** 2), "you multiply by d + 0.3", "0.3 added"),
    ("15.1", light(spread=lambda d: d + 0.3), "nothing is divided by d + 0.3", "0.3 added"),
    ("15.1", light(energy=lambda e: 10**e), "10^(log E)", "multiply by log E"),
    ("15.1", light(piece), "ends at −n and at n", "begin in the middle"),
    ("15.1", light(energy=lambda e: e[-1:].exp()), "the same energy", "of the first"),
    ("15.2", joint(lambda z: z / 2), "z is not squared", "½ before z²"),
    ("15.2", joint(lambda z: -(z**2) / 2), "the minus before z²/2", "½ before z²"),
    ("15.2", joint(norm=-NORM), "is not −½", "there is a ½"),
    ("15.2", joint(sphere=math.log(math.pi)), "a disk's", "log 2π belongs"),
    ("15.2", joint(sphere=4 * math.pi), "4π itself", "1/4π itself"),
    ("15.3", loss(lambda log_p: -log_p.min()), "answered worst", "median"),
    ("15.3", loss(lambda log_p: -log_p.max()), "answered best", "median"),
    ("15.4", lambda h0: 0.5 - h0, "only the 1 is divided", "only h₀"),
    ("15.4", lambda h0: 1 + h0 / 2, "and it is added", "only the 1"),
    ("15.4", lambda h0: math.pi * (1 - h0), "no π", "this is the cap's area"),
    ("15.4", lambda h0: ((1 - h0) / 2) ** 0.5, "no root", "you square"),
    ("15.4", torch.acos, "evenly with the angle", "share of π"),
    ("15.4", lambda h0: ((1 - h0) / 2).sum(), "one number for all", "mean"),
    ("15.5", ice(lambda ε: (0.7 + 0.3 * ε).clamp(min=0.01)), "is then below 0", "can be negative"),
    ("15.5", ice(lambda ε: (0.7 + 0.3 * ε).abs()), "is then below 0", "can be negative"),
    ("15.5", ice(lambda ε: 0.7 * (0.7 * ε).exp()), "or 0.7 in place of 0.3", "powers of ten"),
    ("15.5", ice(lambda ε: (0.7 * 0.3 * ε).exp()), "0.7 stands in the exponent", "log 0.7"),
    ("15.5", lambda *args: (right_ice(*args)[0], right_ice(*args)[1]), "Draw once", "the order"),
    ("15.6", lambda log_p, area, p: area.quantile(p), "counts *cells*", "log p"),
)  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize(("exercise", "answer", "said", "untrue"), SAID)
def test_what_is_said_is_true_of_the_answer(exercise, answer, said, untrue):
    told = str(proofs.state(registry.find(exercise), answer))
    assert said in told and untrue not in told, told


@pytest.mark.thorough
def test_a_second_mistake_is_told_beside_the_nan_on_the_track():
    wrong = light(pythagoras, ice=lambda d, λ: (-d * λ).exp())
    told = str(proofs.state(registry.find("15.1"), wrong))
    assert "your d is NaN" in told and "ou multiply by λ" in told, told


def test_a_zoom_changes_the_area_of_a_cap():
    h, north = torch.tensor([0.5]), torch.tensor([0.0, 0.0, 1.0])
    x = torch.stack([(1 - h**2).sqrt(), 0 * h, h], -1)
    away = x - 0.4 * north
    z = (1 - 0.4**2) / away.square().sum(-1, keepdim=True) * away - 0.4 * north
    assert abs((1 - z[:, 2]) - (1 - h)).item() > 0.3  # the cap's area, over 2π
    words = str(registry.questions("15"))
    assert "A zoom does, but it changes their area" in words and "nor keeps any" not in words


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_the_track_on_which_the_check_looks_is_one_of_many(dtype):
    """|r|² − (n·r)² is below 0 in two of five tracks: for the check's on every machine."""
    n = torch.randn(1000, 3, dtype=dtype, generator=torch.Generator().manual_seed(0))
    n = n / n.norm(dim=-1, keepdim=True)
    r = 0.8 * n
    root = r.square().sum(-1) - (n * r).sum(-1) ** 2
    assert 0.3 < (root < 0).double().mean() < 0.5
    (n, _, _, sensors) = registry.find("15.1").inputs[-1]
    assert pythagoras(n, sensors).isnan().all() and across(n, sensors).max() < 1e-14
    assert abs(n.norm() - 1) < 1e-14
