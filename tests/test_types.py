"""What a learner calls tells its types on hovering; nothing else is annotated."""

import inspect

import pytest

from course_lib import (
    calibration,
    data,
    densities,
    exercises,
    expectations,
    flows,
    goodness,
    live,
    training,
)


def public(module):
    """(name, function or constructor) of what a module offers to learners."""
    names = getattr(module, "__all__", None) or [
        name for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", "") == module.__name__
    ]  # fmt: skip
    for name in names:
        value = getattr(module, name)
        if inspect.isclass(value) and issubclass(value, Exception):
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            yield pytest.param(value, id=f"{module.__name__.split('.')[-1]}.{name}")


ROOMS = (
    flows, training, expectations, calibration, goodness, densities, data, exercises, live,
)  # fmt: skip
NAMES = [param for module in ROOMS for param in public(module)]
NAMES += [pytest.param(getattr(live, name), id=f"live.{name}") for name in live.pictures()]


@pytest.mark.parametrize("thing", NAMES)
def test_every_parameter_has_a_type(thing):
    for parameter in inspect.signature(thing).parameters.values():
        assert parameter.annotation is not parameter.empty, parameter
    if inspect.isfunction(thing):
        assert inspect.signature(thing).return_annotation is not inspect.Signature.empty
