"""Hints can be pasted: what is shown as code is code, but for the places left open."""

import textwrap

import pytest

from tests.exercises import proofs


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
