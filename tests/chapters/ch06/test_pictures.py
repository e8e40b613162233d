"""The pictures of chapter 06: every number checked against another way."""

import pytest
import scipy.optimize
import torch

from course_lib.chapters.ch06_root_finding_inverses.pictures.gradients import (
    START,
    WAYS,
    GradientsPicture,
    derivatives,
)
from course_lib.chapters.ch06_root_finding_inverses.pictures.problems import (
    MIXTURES,
    places,
    problem,
)
from course_lib.chapters.ch06_root_finding_inverses.pictures.safeguard import SafeguardPicture
from course_lib.chapters.ch06_root_finding_inverses.pictures.steps import StepsPicture, searches
from course_lib.flows import newton
from tests.live.marks import first_number

pytestmark = pytest.mark.thorough  # `make check` leaves them to `make test`

PICTURES = {"steps": StepsPicture, "safeguard": SafeguardPicture, "gradients": GradientsPicture}


@pytest.fixture(scope="module")
def pictures():
    return {name: make() for name, make in PICTURES.items()}


@pytest.mark.parametrize("name", MIXTURES)
@pytest.mark.parametrize("z", [-3.5, 0.2, 4.0])
def test_the_root_is_scipys(name, z):
    task = problem(name, z)

    def residual(x):
        return task.flow.inverse(torch.tensor(x, dtype=torch.float64))[0].item() - z

    root = scipy.optimize.brentq(residual, -30, 30, xtol=1e-14)
    assert task.root == pytest.approx(root, abs=1e-10)
    assert task.low <= task.root + 1e-12 and task.root <= task.high + 1e-12


def test_bisection_halves_and_newton_squares(pictures):
    picture = pictures["steps"]
    _, brackets, half, tangents = searches("two close bumps", 1.0, 0.9)
    widths = [high - low for low, high in brackets]
    assert widths[10] == pytest.approx(widths[0] / 2**10, rel=1e-9)
    _, readouts = picture.frame(step=10)
    task = problem("two close bumps", 1.0)
    assert first_number(readouts["bisection is off by"]) == pytest.approx(
        abs(half[10] - task.root), rel=0.5
    )
    errors = [abs(x - task.root) for x in tangents[:4]]
    assert errors[3] < errors[2] ** 1.8 < errors[1] ** 3


def test_newton_leaves_the_picture_and_the_safeguard_stays_inside(pictures):
    pictures["steps"].frame(step=1, mixture="two bumps apart", start=0.5, z=1.0)
    assert pictures["steps"].away.get_text()
    pictures["steps"].frame(step=0, mixture="two bumps apart", start=0.5, z=1.0)
    assert not pictures["steps"].away.get_text()
    task, alone, safe = SafeguardPicture._searches("two bumps apart", 0.45, 1.0)
    assert max(map(abs, alone)) > 50
    assert all(task.low <= x <= task.high for x in safe) and len(safe) < 15
    _, readouts = pictures["safeguard"].frame(step=14, start=0.45, z=1.0)
    assert first_number(readouts["with safeguard"]) == pytest.approx(task.root, abs=6e-5)


@pytest.mark.parametrize("start", [0.05, 0.25, 0.3, 0.65, 0.8])
def test_the_safeguard_does_not_go_on_after_the_last_digit(start):
    """At z = 0 a difference of two logarithms of size 1 has no digits below 1e−16."""
    *_, safe = SafeguardPicture._searches("a narrow one", start, 0.0)
    assert len(safe) - 1 < 10


def test_the_first_thing_seen_is_newton_running_away_for_ever(pictures):
    """At the start values, and for more steps than the picture shows."""
    start = pictures["safeguard"].values()
    task, alone, safe = SafeguardPicture._searches(*(start[k] for k in ("mixture", "start", "z")))
    assert abs(alone[start["step"]] - task.root) > 1 and len(safe) - 1 < 10
    way = places(newton(task.g, task.z, task.start(start["start"]), steps=200))
    assert min(abs(x - task.root) for x in way[100:]) > 0.1


def mine(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - (g(x) - y) / slope(x)
    return x


def test_your_newton_is_drawn_with_its_error():
    _, readouts = StepsPicture(mine).frame()
    assert first_number(readouts["yours, after 11 steps"]) < 1e-14
    _, readouts = StepsPicture(lambda g, slope, y, x, steps: x).frame()
    assert first_number(readouts["yours, after 11 steps"]) > 0.01


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (lambda *args: nobody, "NameError"),  # noqa: F821
        (lambda *args: ..., "placeholder"),
        (lambda *args: None, "nothing"),
        (lambda *args: "x", "str"),
    ],
)
def test_a_search_that_cannot_be_drawn_says_why(bad, words):
    _, readouts = StepsPicture(bad).frame()
    assert "not drawn" in readouts["yours"] and words in readouts["yours"]


@pytest.mark.parametrize("which", START)
@pytest.mark.parametrize("z", [-3.0, 0.6, 2.0])
def test_implicit_and_unrolled_are_right_and_bisection_is_not(which, z):
    found = {name: torch.tensor(values) for name, values in derivatives(z, which).items()}
    truth = found[WAYS[0]]
    assert torch.allclose(found["implicit"], truth, atol=1e-6)
    assert torch.allclose(found["Newton, unrolled"], truth, atol=1e-6)
    wrong = found["bisection, unrolled"]
    assert (wrong - truth).abs().max() > 0.01
    if which == "centres μ":
        assert wrong.sum().item() == pytest.approx(1, abs=1e-6)
        assert truth.sum().item() == pytest.approx(1, abs=1e-6)
