"""What the review's text says in numbers, by its own cells."""

import functools
import re
from pathlib import Path

import pytest
import torch

from course_lib import capstone, notebook
from course_lib.chapters.ch91_review_of_part_two.pictures.samples_beside import (
    SamplesBesidePicture,
)
from tests.live.marks import first_number
from tests.prose import said

pytestmark = pytest.mark.slow

SOURCE = Path(__file__).parents[3] / "solutions" / "91_review_of_part_two.py"
BAND = "Its regions keep their promise"


@functools.cache
def run():
    """What the capstone's cells have made: the code from the table to the densities that are wrong.

    The last of them is cut off before it prints.
    """
    cells = re.split(r"^# %%", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    code = [cell for cell in cells if not cell.lstrip().startswith("[markdown]")]
    marks = ("capstone.table(", "recipe, hidden", "wrong = {")
    wanted = [cell for cell in code if any(mark in cell for mark in marks)]
    space = dict(vars(notebook))
    for cell in wanted:
        exec(cell.partition("for name, broken")[0].partition("\n")[2], space)
    return space


def failed(q):
    found = capstone.rubric(q, run()["table"]).findings
    return {finding.name for finding in found if finding.state == "failed"}


def test_the_quakes_flow_holds_and_every_wrong_one_fails():
    assert failed(run()["q"]) == set()
    for name, q in run()["wrong"].items():
        assert failed(q), name
    assert BAND in failed(run()["wrong"]["a fifth too narrow"])
    assert "It listens to its context" in failed(run()["wrong"]["deaf to its context"])
    assert "Samples look like data" in failed(run()["wrong"]["left in standardised units"])


def test_a_twentieth_turns_no_line_and_the_rubric_says_why():
    told = "0.95 in place of 0.8: a twentieth too narrow. With 200 sealed rows no line turns."
    assert told in said(SOURCE)
    space = run()
    narrow = notebook.data.Standardisation(torch.zeros(2), torch.full((2,), 0.95))
    q = space["make"](notebook.flows.Composition(space["back"], space["flow"], narrow))
    assert failed(q) == set()
    missing = capstone.rubric(q, space["table"]).missing
    assert any("off by 10 points at 50 %, not by less" in sentence for sentence in missing)


def test_three_densities_have_nearly_the_same_share_and_other_scores():
    """Question 2 and 3 of the opening."""
    picture = SamplesBesidePicture()
    shares, scores = [], []
    for name in picture.densities:
        readouts = picture.frame(density=name)[1]
        shares.append(first_number(readouts["in the 68 % region"]))
        scores.append(first_number(readouts["mean log p"]))
        assert picture.frame(density=name, n=25)[1]["leaves the band"] == "no"
    assert max(shares) - min(shares) <= 5 and abs(sum(shares) / 3 - 68) < 6
    assert scores[1] > scores[0] + 0.5 and scores[2] > scores[1] + 1
    assert picture.frame(density="a Gaussian")[1]["leaves the band"] == "yes"
