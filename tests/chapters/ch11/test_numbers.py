"""The numbers that chapter 11 tells, from its own code and pictures."""

import contextlib
import functools
import io
import re
from pathlib import Path

import pytest
import torch

from course_lib import live
from course_lib.authoring.chapter import Chapter
from course_lib.chapters.ch11_hands_on_flash.pictures import answers
from course_lib.exercises import registry
from tests.prose import said

pytestmark = pytest.mark.slow

ELEVENTH = Path(__file__).parents[3] / "solutions" / "11_hands_on_flash.py"


@functools.cache
def eleven():
    """(the variables, what was printed) of chapter 11's solved cells, with a shown training."""
    from course_lib import notebook

    mine = {name: getattr(notebook, name) for name in notebook.__all__}
    mine |= dict.fromkeys(("check", "predict", "quiz", "progress"), lambda *_: None)
    mine |= dict.fromkeys(("answer", "attempt"), lambda number: registry.find(number).reference)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for cell in Chapter(ELEVENTH).complete().cells:
            if cell.cell_type == "code" and "import *" not in cell.source:
                exec(cell.source, mine)
                if cell.source.endswith("\nwatched"):
                    mine["watched"].prepare()
    return mine, printed.getvalue()


def numbers(pattern):
    (found,) = re.findall(pattern, eleven()[1])
    return [float(number) for number in found]


def test_three_answers_lose_what_is_said():
    gaps = {kind: answers.gap(kind)[0] for kind in answers.KINDS}
    text = said(ELEVENTH)
    assert gaps["squared error"] > 1.8
    assert [f"{gap:.2f}" for gap in gaps.values()] == ["1.98", "0.70", "0.10"]
    assert "they lose 1.98 and 0.70 nats" in text and "the flow loses 0.10" in text
    assert answers.FILE.stat().st_size < 20_000


def test_their_parameters_come_from_the_script():
    """The quickest of the three, trained anew."""
    again = answers.train("squared error")
    theta, counts, exact = answers.held_out()
    with torch.no_grad():
        gap = (exact - again.log_prob(theta, counts)).mean().item()
    assert abs(gap - answers.gap("squared error")[0]) < 0.05


@functools.cache
def many():
    """More events than the chapter looks at: (theta, counts, exact log p)."""
    theta, counts = answers.FLASH.sample(8000, seed=11)
    return theta, counts, answers.FLASH.log_posterior(theta.double(), counts.double())


def gap_of(flow):
    """The gap of a learner's flow over many events, known to 0.005."""
    theta, counts, exact = many()
    with torch.no_grad():
        log_q = flow.log_prob(theta, eleven()[0]["features_of"](counts))
    return (exact - log_q.double()).mean().item()


@pytest.mark.exhaustive
def test_the_learners_flow_comes_near_the_exact_density():
    """With two strings; over many events it is 0.100 ± 0.005."""
    watched = eleven()[0]["watched"]
    assert 0.05 < gap_of(watched.flow) < 0.13
    assert abs(watched.picture.learning.frames[-1].gap - gap_of(watched.flow)) < 0.04
    mean, error = numbers(r"gap over 2000 new events: (\S+) ± (\S+)")
    assert abs(mean - gap_of(watched.flow)) < 5 * error < 0.1
    assert "A gap of 0.1 means" in said(ELEVENTH)


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", [1, 2])
def test_so_it_does_from_other_seeds(seed):
    mine = eleven()[0]
    view = live.closing_in(mine["FlashFlow"], mine["training_step"], mine["features_of"], seed=seed)
    view.prepare()
    assert 0.05 < gap_of(view.flow) < 0.13


def test_two_spots_are_found_early():
    frames = eleven()[0]["watched"].picture.learning.frames
    assert min(f.step for f in frames if f.gap < answers.gap("one Gaussian")[0]) <= 200


def test_the_same_events_are_learnt_by_heart():
    learnt, _ = numbers(r"learnt events: gap +(\S+) ± (\S+)")
    new, _ = numbers(r"new +events: gap +(\S+) ± (\S+)")
    assert learnt < -0.1 and new > 0.4


def test_the_density_sums_to_one():
    assert "sum: 1.0000" in eleven()[1]


def test_regions_hold_what_they_say():
    found = re.findall(r"regions of (\d+)%: (\S+)% of", eleven()[1])
    assert [share for share, _ in found] == ["50", "68", "95"]
    assert all(abs(float(share) - float(inside)) < 6 for share, inside in found)
