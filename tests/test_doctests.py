"""Every example in a docstring runs and is true; and every public name of the flows has one."""

import doctest
import importlib
import pkgutil
import sys

import pytest

import course_lib
from course_lib import flows

MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(course_lib.__path__, "course_lib.")
    if not found.name.endswith("__main__")
)


@pytest.mark.slow
@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0


@pytest.mark.parametrize("name", flows.__all__)
def test_every_public_flow_is_documented_with_an_example(name):
    doc = getattr(flows, name).__doc__
    if name != "Flow":  # an abstract base has nothing to run
        assert ">>>" in doc
    assert doc.splitlines()[0].endswith((".", ":"))


def test_the_flows_need_nothing_of_the_course():
    """They can be read and reused on their own: torch, and nothing of ours."""
    for found in pkgutil.iter_modules(flows.__path__, "course_lib.flows."):
        source = importlib.import_module(found.name).__loader__.get_source(found.name)
        for line in source.splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]):
                inside = words[1].split(".")
                ours = inside[:2] == ["course_lib", "flows"]
                assert ours or inside[0] in {"torch", *sys.stdlib_module_names}, line
