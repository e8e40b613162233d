"""Is everything here that the course needs? Versions, and a slider that reaches the kernel."""

import html
import os
import platform
from importlib.metadata import PackageNotFoundError, version

import ipywidgets as widgets

from course_lib import cell_views

OLDEST = {
    "Python": "3.11",
    "torch": "2.6",
    "numpy": "1.26",
    "matplotlib": "3.9",
    "ipywidgets": "7.7.1",
}
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def selftest():
    """Check the environment; shows itself as the last line of a cell."""
    return SelfTest({name: found(name) for name in OLDEST})


def found(name):
    """The version that is installed; None if there is none."""
    if name == "Python":
        return platform.python_version()
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def is_enough(have, oldest):
    """Is version ``have`` at least ``oldest``?

    >>> is_enough("2.13.0+cpu", "2.6"), is_enough("2.5.1", "2.6"), is_enough(None, "2.6")
    (True, False, False)
    """
    return have is not None and numbers(have) >= numbers(oldest)


def numbers(text):
    parts = text.split("+")[0].split(".")
    digits = ("".join(c for c in part if c.isdigit()) for part in parts)
    return [int(d) for d in digits if d]


class SelfTest:
    """What was found, as text, as a table, and with a slider where a kernel runs."""

    def __init__(self, versions):
        self.versions = versions
        self.problems = [n for n, have in versions.items() if not is_enough(have, OLDEST[n])]

    def __str__(self):
        lines = [self._line(name) for name in self.versions]
        return "\n".join([*lines, self.verdict()])

    __repr__ = __str__

    def _line(self, name):
        have, oldest = self.versions[name], OLDEST[name]
        sign = "✗" if name in self.problems else "✓"
        return f"{sign} {name} {have or 'is missing'} (needs {oldest} or newer)"

    def verdict(self):
        if not self.problems:
            return "✓ Everything is here."
        if "Python" in self.problems:
            return "✗ Install a newer Python, then type in the course's folder: make lab"
        wanted = " ".join(f'"{name}>={OLDEST[name]}"' for name in self.problems)
        return f"✗ In a terminal, type: python -m pip install {wanted}   Then restart the kernel."

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = {"text/plain": str(self), "text/html": panel(str(self))}
        if not os.environ.get("COURSE_STATIC"):
            box = self.live()
            cell_views.open_in_this_cell(self, lambda: cell_views.close(box))
            model_id = box.model_id
            data[WIDGET_VIEW] = {"version_major": 2, "version_minor": 0, "model_id": model_id}
        return data

    def live(self):
        """The table with a slider under it; the tick appears when the kernel has heard of it."""
        self.slider = widgets.IntSlider(
            value=0, min=0, max=10, description="move me", layout={"width": "410px"}
        )
        self.heard = widgets.HTML(panel("○ The slider has not been moved yet."))
        self.slider.observe(self._moved, names="value")
        return widgets.VBox([widgets.HTML(panel(str(self))), self.slider, self.heard])

    def _moved(self, change):
        self.heard.value = panel(f"✓ The kernel has heard you: {change.new}. Widgets work here.")


def panel(text):
    """Lines of text, ticks in green and crosses in red-brown, legible on any page."""
    accent = "#a33c00" if "✗" in text else "#00694b" if "✓" in text else "#4d4d4d"
    lines = "".join(f"<div>{html.escape(line)}</div>" for line in text.splitlines())
    return (
        f'<div role="status" style="max-width:760px;padding:8px 16px;font-size:15px;'
        f"line-height:1.6;border-left:6px solid {accent};background:#f4f4f4;color:#1b1b1b;"
        f'white-space:normal">{lines}</div>'
    )
