"""Progress of tests goes to a folder of theirs; the proofs' counts stand at the end of the run."""

import sys

import pytest

from course_lib import order
from course_lib.exercises import registry


@pytest.fixture(autouse=True)
def own_progress(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    monkeypatch.delenv("COURSE_STATIC", raising=False)
    return path


def pytest_terminal_summary(terminalreporter):
    proofs = sys.modules.get("tests.exercises.proofs")
    if proofs and proofs.COUNTS:
        exercises = sum(len(registry.exercises(number)) for number in order.chapters())
        counts = ", ".join(f"{count} {what}" for what, count in proofs.COUNTS.items())
        terminalreporter.write_line(f"exercises: {exercises} in all; {counts}")
