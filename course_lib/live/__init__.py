"""Live pictures: move a slider, watch the density.

``show(picture)`` displays any ``Picture``; the chapters' pictures have one-line functions of their
own, such as ``live.strips()``. A chapter's module is imported when its first picture is asked for.
"""

from importlib import import_module

from course_lib.live.controls import Choice, Slider, Toggle
from course_lib.live.host import show
from course_lib.live.picture import Picture
from course_lib.live.yours import Yours, YoursFailed

PICTURES = {
    "chapter00": ("hello",),
    "chapter01": ("strips", "cells", "histogram", "squeeze", "four_ways"),
    "chapter02": ("linear", "two_steps", "affine", "training", "coverage"),
    "chapter03": ("few_points",),
    "chapter04": ("bins", "pieces", "spline", "tails", "two_splines"),
    "chapter05": ("chain", "mixture_flow", "tails_of_formulas"),
    "chapter06": ("root_gradients", "root_steps", "safeguard"),
    "chapter08": (
        "entropy_ascent",
        "entropy_gradients",
        "expected_cost",
        "gain_and_loss",
        "moving_samples",
        "three_estimators",
    ),
    "chapter90": ("all_flows",),
}

__all__ = ["PICTURES", "Choice", "Picture", "Slider", "Toggle", "Yours", "YoursFailed", "show"]


def __getattr__(name):
    for chapter, names in PICTURES.items():
        if name in names:
            return getattr(import_module(f"course_lib.live.{chapter}"), name)
    raise AttributeError(
        f"course_lib.live has no picture {name!r}; it has {sum(PICTURES.values(), ())}"
    )


def __dir__():
    return sorted(__all__) + sorted(sum(PICTURES.values(), ()))
