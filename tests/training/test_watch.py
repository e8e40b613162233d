"""A long fit says how far it is, on a line that is no error."""

import pytest
import torch

from course_lib import training
from course_lib.flows import Linear
from course_lib.training import watch


@pytest.fixture
def slow(monkeypatch):
    """Every look at the clock takes two seconds."""
    now = iter(range(0, 10_000, 2))
    monkeypatch.setattr(watch.time, "monotonic", lambda: float(next(now)))
    monkeypatch.delenv("COURSE_STATIC", raising=False)


def descend(steps, **more):
    line = Linear(1.0, 0.5)
    return training.minimise(lambda: (line(torch.ones(3))[0] ** 2).mean(), line, steps, **more)


def test_it_says_how_far_it_is_and_how_it_ended(slow, capsys):
    history = descend(9)
    told = capsys.readouterr()
    assert told.err == "", "notebooks show the error stream in red"
    lines = [line.strip() for line in told.out.split("\r") if line]
    assert lines[0].startswith("step 2 of 9, loss ") and lines[0].endswith("s left")
    assert lines[-1] == f"step 9 of 9, loss {history.losses[-1]:.4g}, 20 s"
    assert told.out.endswith("\n") and told.out.count("\n") == 1


def test_who_stops_it_reads_that_on_a_line_of_its_own(slow, capsys):
    line, called = Linear(1.0, 0.5), []

    def loss():
        called.append(1)
        if len(called) == 5:
            raise KeyboardInterrupt
        return (line(torch.ones(3))[0] ** 2).mean()

    training.minimise(loss, line, 9)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("Stopped after 4 of 9 steps") and "step 4 of 9" in lines[-2]


def test_a_short_one_and_a_silent_one_say_nothing(slow, capsys):
    descend(9, progress=False)
    descend(1)
    assert capsys.readouterr().out == ""
