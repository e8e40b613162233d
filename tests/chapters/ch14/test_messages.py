"""What a check of chapter 14 says of a mistake is true of the code that has made it."""

import math
from pathlib import Path

import pytest
import torch
from torch.nn.functional import softplus

from course_lib.chapters.ch14_flows_on_manifolds.pictures import measure
from course_lib.exercises import registry
from tests.exercises import proofs
from tests.prose import said as told_by

pytestmark = pytest.mark.thorough

TURN = 2 * math.pi


def wrapped(a):
    return (a + math.pi) % TURN - math.pi


def arrow(a):
    return a.sin().mean(), a.cos().mean()


def mobius(change):
    def wrong(x, r, c):
        z = x + 2 * torch.atan2(r * (x - c).sin(), 1 - r * (x - c).cos())
        return z, change((1 - r**2) / (1 + r**2 - 2 * r * (x - c).cos()))

    return wrong


def mixture(change):
    def wrong(x, w, r, c):
        d = x[:, None] - c
        return change(x, w, (1 - r**2) / (1 + r**2 - 2 * r * d.cos()))

    return wrong


def log_p(w, slopes):
    return (w * slopes).sum(-1).log() - math.log(TURN)


def zoom(log_det):
    def wrong(x, n, r):
        away = x - r * n
        below = away.square().sum(-1)
        z = (1 - r**2) / below[..., None] * away - r * n
        return z, log_det((1 - r**2) / below, below)

    return wrong


def knots(places=lambda u: TURN * torch.softmax(u, 0), last=lambda u: softplus(u[:1])):
    def at(u):
        return torch.cat([u.new_zeros(1), places(u).cumsum(0)]) - math.pi

    return lambda w, h, u: (at(w), at(h), torch.cat([softplus(u), last(u)]))


SAID = (  # exercise, answer, what is said, and what would be untrue
    ("14.1", lambda a: wrapped(a) / TURN, "counts turns, from −½ to ½", "from −1 to 1"),
    ("14.1", lambda a: torch.rad2deg(wrapped(a)), "your result is in degrees", "360"),
    ("14.1", lambda a: wrapped(torch.deg2rad(a)), "in radians already", "360"),
    ("14.1", lambda a: a - TURN * torch.trunc(a / TURN), "`trunc`", "`fmod` cuts"),
    ("14.2", lambda a: torch.asin(arrow(a)[0] / math.hypot(*arrow(a))), "y-axis", "alone"),
    ("14.2", lambda a: a.cos().mean(), "the cosines alone", "acos"),
    ("14.2", lambda a: 1 - math.hypot(*arrow(a)), "comes from the *length*", "this is the"),
    ("14.3", mobius(torch.log2), "to base 2", "to base 10"),
    ("14.3", mobius(lambda s: s.log().mean()), "for all x", "summed"),
    (
        "14.4",
        mixture(lambda x, w, s: torch.where(x.abs() < math.pi, log_p(w, s), -torch.inf)),
        "beyond ±π there is nothing",
        "your base ends",
    ),
    ("14.4", mixture(lambda x, w, s: (w * s.log()).sum(-1)), "density is missing", "average those"),
    ("14.5", knots(last=lambda u: softplus(softplus(u[:1]))), "two ends have two", "go through"),
    ("14.5", knots(lambda u: TURN * u), "multiplied by 2π as they are", "and multiply by 2π"),
    ("14.6", lambda p, t: p + t.sin().log2(), "to base 2", "to base 10"),
    ("14.6", lambda p, t: p + torch.rad2deg(t).sin().log(), "θ into degrees", "from degrees"),
    ("14.6", lambda p, t: t.sin(), "log_p is missing", "this is log sin θ"),
    ("14.8", zoom(lambda s, below: -s.log()), "a *length*", "of the way back"),
    ("14.8", zoom(lambda s, below: -below.log()), "two things are missing", "Test it"),
    ("14.8", zoom(lambda s, below: 2 * s.log().mean()), "for all points", "summed"),
    ("14.9", lambda radius: 2 * torch.atan(1 / radius), "as makers of maps do", "keeps shapes"),
    (
        "14.10",
        lambda f, x: torch.autograd.functional.jacobian(f, x)[1:, 1:].det().abs().log(),
        "a 2 × 2 corner of J",
        "upper left",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("exercise", "answer", "said", "untrue"), SAID)
def test_what_is_said_is_true_of_the_answer(exercise, answer, said, untrue):
    told = str(proofs.state(registry.find(exercise), answer))
    assert said in told and untrue not in told, told


def test_the_numbers_of_both_densities_are_told_of_the_uniform_one():
    """A spot at the pole, to which the learner has just been sent, has others."""
    picture, places = measure.MeasurePicture(), {}
    for shape in measure.SHAPES:
        read = [picture.frame(shape=shape, per=per, turn=90)[1] for per in measure.PER]
        places[shape] = (read[0]["∫ over dθ dφ"], read[1]["∫ over the area"])
    assert places == {"uniform": ("1.571", "0.785"), "a spot": ("3.338", "0.503")}
    text = told_by(Path(__file__).parents[3] / "solutions" / "14_flows_on_manifolds.py")
    assert "Go back to the uniform one, and read the numbers below: per steradian" in text
