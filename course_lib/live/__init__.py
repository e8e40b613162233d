"""Live pictures: move a slider, watch the density.

``show(picture)`` displays any ``Picture``; the chapters' pictures have one-line functions of their
own, such as ``live.strips()``. They stand in the chapters' rooms, whose ``PICTURES`` says in which
module; it is imported when its first picture is asked for.
"""

from importlib import import_module

from course_lib import order
from course_lib.live.controls import Choice, Slider, Toggle
from course_lib.live.host import show
from course_lib.live.picture import Picture
from course_lib.live.yours import Yours, YoursFailed

__all__ = ["Choice", "Picture", "Slider", "Toggle", "Yours", "YoursFailed", "pictures", "show"]


def pictures(chapter: str | None = None) -> tuple[str, ...]:
    """The names of a chapter's pictures, or of all chapters' in the course's order.

    >>> pictures("03")
    ('few_points',)
    """
    chosen = order.chapters() if chapter is None else (chapter,)
    return tuple(name for number in chosen for name in _modules(number))


def _modules(number):
    """{picture: the module of the chapter's ``pictures`` that has it}."""
    return getattr(import_module(order.room(number)), "PICTURES", {})


def __getattr__(name):
    if not name.startswith("_"):
        for number in order.chapters():
            module = _modules(number).get(name)
            if module:
                return getattr(import_module(f"{order.room(number)}.pictures.{module}"), name)
    raise AttributeError(f"course_lib.live has no picture {name!r}; it has {pictures()}")


def __dir__():
    return sorted({*__all__, *pictures()})
