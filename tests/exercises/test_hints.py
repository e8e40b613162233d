"""Hints can be pasted: what is shown as code is code, but for the places left open."""

import textwrap

import pytest

from tests.exercises import proofs

# Their hints hold a typographic minus in code, to be written as "-", or words (4.4).
TO_MEND = {"4.4", "5.1", "5.3", "5.4", "5.5", "5.6", "5.7", "6.2", "6.4", "6.5", "6.7", "7.1",
           "7.2", "7.4", "7.5", "8.1"}  # fmt: skip


def code_of(hint):
    """The indented lines of a hint, with `___` in the places left open."""
    lines = [line[4:] for line in hint.split("\n") if line.startswith("    ")]
    return "\n".join(lines).replace("…", "___")


def compiles(code):
    compile("def given():\n" + textwrap.indent(code, "    "), "hint", "exec")


HINTS = [
    pytest.param(
        code_of(hint),
        id=f"{exercise.id}-{number}",
        marks=[pytest.mark.xfail(reason="to be mended")] * (exercise.id in TO_MEND),
    )
    for exercise in proofs.every_exercise()
    for number, hint in enumerate(exercise.hints, 1)
    if code_of(hint)
]


@pytest.mark.parametrize("code", HINTS)
def test_the_code_of_a_hint_compiles(code):
    compiles(code)


def test_there_are_hints_to_compile():
    assert len(HINTS) >= len(proofs.every_exercise()) / 2


@pytest.mark.parametrize("code", ["x = \u22121.0", "return (___"])
def test_what_cannot_be_pasted_is_found(code):
    with pytest.raises(SyntaxError):
        compiles(code)
