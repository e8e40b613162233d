"""What a learner can move: plain descriptions of controls, and the core widgets made from them."""

from dataclasses import dataclass

import ipywidgets as widgets

_LABEL = {"description_width": "140px"}
# Wide enough that its handle can be hit on a narrow screen, where rows scroll.
_LAYOUT = {"width": "410px", "min_width": "300px"}


def _named(label, explained):
    """The label, and what is told where a pointer rests; ipywidgets 7 names it otherwise."""
    kind = "tooltip" if "tooltip" in widgets.FloatSlider.class_traits() else "description_tooltip"
    return {"description": label, kind: explained, "style": _LABEL, "layout": _LAYOUT}


@dataclass(frozen=True)
class Slider:
    """A number between ``low`` and ``high``. Whole steps and ends make it a slider of integers.

    >>> Slider("a", "scale a", -3, 3, 0.1, 1.5).corners()
    (-3, 1.5, 3)
    """

    name: str
    label: str
    low: float
    high: float
    step: float
    value: float

    @property
    def whole(self):
        return all(isinstance(v, int) for v in (self.low, self.high, self.step, self.value))

    def corners(self):
        return (self.low, self.value, self.high)

    def stop(self, k):
        """The k-th value from its low end.

        >>> Slider("a", "a", -1.0, 1.0, 0.1, 0.0).stop(4)
        -0.6
        """
        return (int if self.whole else float)(round(self.low + self.step * k, 9))

    def settled(self, value):
        """The stop that a browser's number means; a number between two stops stays as it is.

        A page counts up to 0.30000000000000004: what is remembered for 0.3 must be found again.
        """
        stop = self.stop(round((value - self.low) / self.step))
        return min(stop, self.high) if abs(value - stop) < 1e-7 else value

    def checked(self, value):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"{self.name} is a number, not {value!r}.")
        if not self.low <= value <= self.high:
            raise ValueError(f"{self.name} = {value} lies outside {self.low} … {self.high}.")
        return value

    def widget(self, value):
        kind = widgets.IntSlider if self.whole else widgets.FloatSlider
        extra = {} if self.whole else {"readout_format": ".2f"}
        told = f"{self.label}: from {self.low} to {self.high}, in steps of {self.step}"
        return kind(
            value=value, min=self.low, max=self.high, step=self.step, continuous_update=True,
            **_named(self.label, told), **extra,
        )  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One of a few options; ``stepped=True`` shows them along a slider (10, 100, 1000 …).

    >>> Choice("n", "samples", (10, 100, 1000), 100, stepped=True).corners()
    (10, 100, 1000)
    """

    name: str
    label: str
    options: tuple
    value: object
    stepped: bool = False

    def corners(self):
        return tuple(self.options)

    def settled(self, value):
        return value

    def checked(self, value):
        if value not in self.options:
            raise ValueError(f"{self.name} is one of {list(self.options)}, not {value!r}.")
        return value

    def widget(self, value):
        kind = widgets.SelectionSlider if self.stepped else widgets.Dropdown
        told = f"{self.label}: one of {', '.join(map(str, self.options))}"
        options = [(str(option), option) for option in self.options]
        return kind(options=options, value=value, **_named(self.label, told))


@dataclass(frozen=True)
class Toggle:
    """Yes or no.

    >>> Toggle("jacobian", "with the Jacobian", True).corners()
    (False, True)
    """

    name: str
    label: str
    value: bool = False

    def corners(self):
        return (False, True)

    def settled(self, value):
        return value

    def checked(self, value):
        if not isinstance(value, bool):
            raise TypeError(f"{self.name} is True or False, not {value!r}.")
        return value

    def widget(self, value):
        return widgets.Checkbox(value=value, indent=True, **_named(self.label, self.label))
