"""This environment really has Colab's versions: for `make test-colab` only."""

import os
from importlib.metadata import version
from pathlib import Path

import pytest

CONSTRAINTS = Path(__file__).with_name("constraints.txt").read_text(encoding="utf-8")
LINES = [line.split("#")[0].strip() for line in CONSTRAINTS.splitlines()]
PINNED = dict(line.split("==") for line in LINES if line)
SHAPING = ("ipywidgets", "ipykernel", "ipython", "matplotlib", "numpy", "notebook")


def test_it_is_run_for_colab():
    assert os.environ.get("COURSE_ENV") == "colab", "type: make test-colab"


@pytest.mark.parametrize("name", SHAPING)
def test_version(name):
    assert version(name) == PINNED[name]


def test_the_widgets_are_those_that_colab_keeps():
    assert version("ipywidgets") == "7.7.1"
