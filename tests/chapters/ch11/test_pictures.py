"""What chapter 11's pictures do with what learners hand them."""

import pytest
import torch
from matplotlib.colors import to_hex

from course_lib import live
from course_lib.chapters.ch11_hands_on_flash.pictures import answers, planes
from course_lib.chapters.ch11_hands_on_flash.pictures.approach import one_step
from course_lib.exercises import attempt, registry, reset
from course_lib.live.style import YOURS
from course_lib.live.yours import COURSE, LEARNER
from course_lib.theme import DARK_PAPER, PAPER, contrast

pytestmark = pytest.mark.slow

HOW = {"steps": 4, "every": 2}


def as_they_are(counts):
    return counts


class Broken(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.a = torch.nn.Parameter(torch.zeros(()))

    def log_prob(self, theta, c):
        raise KeyError("nothing")


class Mine(answers.Flow):
    """A learner's own class."""


def trained(*given, **more):
    view = live.closing_in(*given, **HOW, **more)
    view.prepare()
    return view


def test_a_learners_flow_learns_in_the_learners_name():
    view = trained(Mine, one_step, as_they_are)
    learning = view.picture.learning
    assert [f.step for f in learning.frames] == [0, 2, 4] and not learning.problem
    assert view.picture.owner is LEARNER and isinstance(view.flow, Mine)
    assert view.picture.gaps.get_color() == YOURS
    assert live.event(view.flow, as_they_are).picture.owner is LEARNER


def test_what_fails_is_said_and_the_courses_learns_instead():
    view = trained(Broken, one_step, as_they_are, instead=(answers.Flow, one_step))
    assert view.picture.owner is COURSE and len(view.picture.learning.frames) == 3
    told = view.picture.frame(step=4)[1]["⚠"]
    assert "KeyError" in told and "the course's" in told
    assert live.event(view.flow, as_they_are).picture.owner is COURSE


def test_without_another_one_the_picture_stands_and_says_why():
    view = trained(Broken, one_step, as_they_are)
    frame, readouts = view.picture.frame(step=2)
    assert "KeyError" in readouts["⚠"] and "not trained" in frame
    assert "KeyError" in view.picture.told(step=2)


def nan_step(flow, optimizer, simulator, features, size):
    nan_step.calls += 1
    return 1.0 if nan_step.calls < 4 else float("nan")


def raising_step(*_):
    raise_at.calls = getattr(raise_at, "calls", 0) + 1
    return raise_at()


def raise_at():
    if raise_at.calls > 3:
        raise RuntimeError("no more")
    return 0.5


@pytest.mark.parametrize(
    ("step", "words"),
    [(nan_step, "the loss is not a number"), (raising_step, "RuntimeError: no more")],
)
def test_a_step_that_fails_on_the_way_keeps_what_was_there(step, words):
    nan_step.calls = 0
    view = trained(Mine, step, as_they_are)
    assert words in view.picture.learning.problem and len(view.picture.learning.frames) == 2


def test_a_step_that_returns_nothing_is_named():
    view = trained(Mine, lambda *_: None, as_they_are)
    assert "must return the loss" in view.picture.learning.problem


def test_the_same_seed_gives_the_same_and_nobodys_random_numbers_are_touched():
    state = torch.get_rng_state()
    gaps = [trained(Mine, one_step, as_they_are).picture.learning.frames[-1].gap for _ in range(2)]
    assert gaps[0] == gaps[1] and torch.equal(state, torch.get_rng_state())


def test_nothing_written_is_the_courses():
    reset()
    given = attempt("11.5"), attempt("11.6"), as_they_are
    assert trained(*given).picture.owner is COURSE
    assert registry.find("11.5").reference is not given[0]


def test_a_wrong_shape_is_said_in_the_picture():
    class Flat(torch.nn.Module):
        def log_prob(self, theta, c):
            return theta

    readouts = live.event(Flat(), as_they_are).picture.frame()[1]
    assert "one number per place" in " ".join(readouts.values())
    with pytest.raises(TypeError, match="features"):
        live.event(Mine())


def test_the_short_way_to_a_lattice_is_the_long_one():
    counts = planes.counted((0.4, -0.9), 3)
    flow = answers.answer_of("flow")
    short = flow.on_lattice(*planes.axes(), counts)
    long = flow.log_prob(planes.points(), counts.expand(len(planes.points()), -1))
    near = long > long.max() - 20
    assert torch.allclose(short[near], long[near], atol=1e-6)


def test_another_luck_is_another_poisson_number_of_the_same_rates():
    many = torch.stack([planes.counted((0.3, 0.5), luck) for luck in range(3000)])
    rates = answers.FLASH.rates(torch.tensor([0.3, 0.5], dtype=torch.float64))
    error = (rates / 3000).sqrt()
    assert ((many.mean(0) - rates).abs() < 4 * error).all()
    assert ((many.var(0) / rates - 1).abs() < 0.15).all()


@pytest.mark.parametrize("given", [Mine, Broken])
def test_the_density_of_an_answer_is_seen_on_light_and_on_dark_paper(given):
    """An image has one colour for both, and the near black of what is lent is none on dark."""
    view = trained(given, one_step, as_they_are, instead=(answers.Flow, one_step))
    for picture in (view.picture, live.event(view.flow, as_they_are).picture):
        color = to_hex(picture.answer.cmap(1.0))
        assert min(contrast(color, paper) for paper in (PAPER, DARK_PAPER)) > 3
