"""A play button for one of a picture's controls, made of ipywidgets' ``Play``.

It never starts by itself: whoever has asked for less motion gets none unasked. ``Play`` counts in
whole numbers, so it counts the control's stops; each tick goes through the kernel, as a hand's
would.
"""

import ipywidgets as widgets

from course_lib.live.controls import Choice, Slider

MOST = 60  # stops of one run: more are passed over
RUN = 5.0  # s, for the whole way
SHORTEST, LONGEST = 80, 500  # ms from stop to stop
# Named with an underscore before ipywidgets 8.
PLAYING = "playing" if "playing" in widgets.Play.class_traits() else "_playing"


class Player:
    """Buttons that move ``slider``, the widget of ``control``, from stop to stop.

    It goes on from where the slider stands; from the last stop it begins again.
    """

    def __init__(self, control, slider):
        self.stops, self.slider = stops(control), slider
        last = len(self.stops) - 1
        pace = round(min(max(1000 * RUN / last, SHORTEST), LONGEST))
        self.play = widgets.Play(min=0, max=last, step=1, value=0, interval=pace)
        self.play.show_repeat = False
        if "tooltip" in widgets.Play.class_traits():  # else its buttons would have no name at all
            self.play.tooltip = f"play {control.label}, from its beginning to its end"
        label = widgets.Label(f"Play: {control.label}")
        self.box = widgets.HBox([self.play, label])
        self._busy = False  # who moves whom now?
        self.play.observe(self._move, "value")
        self.play.observe(self._began_or_ended, PLAYING)
        self.follow()

    def _move(self, change):
        if not self._busy:
            self._alone(lambda: setattr(self.slider, "value", self.stops[change.new]))

    def follow(self):
        """A hand has moved the slider, which stands still now: begin there."""
        if not self._busy and not getattr(self.play, PLAYING):
            self._stand_by_the_slider()

    def _stand_by_the_slider(self):
        at = nearest(self.stops, self.slider.value)
        self._alone(lambda: setattr(self.play, "value", at % (len(self.stops) - 1)))

    def _began_or_ended(self, change):
        """Played to its end it waits at its beginning; the slider stays where it is."""
        if change.new:  # perhaps before ``follow``, and before the first tick
            self._stand_by_the_slider()
        elif self.play.value == self.play.max:
            self._alone(lambda: setattr(self.play, "value", 0))

    def _alone(self, move):
        self._busy = True
        try:
            move()
        finally:
            self._busy = False


def stops(control):
    """The values at which a control stops when it is played, at most MOST of them.

    >>> stops(Slider("n", "n", 0, 4, 2, 0))
    [0, 2, 4]

    Raises TypeError for a control that has no order.
    """
    if isinstance(control, Slider):
        steps = round((control.high - control.low) / control.step)
        count = min(steps, MOST - 1)
        at = [round(steps * k / count) for k in range(count + 1)]
        values = (round(control.low + control.step * k, 9) for k in at)
        return [min(max(value, control.low), control.high) for value in values]
    if isinstance(control, Choice) and control.stepped:
        return list(control.options)
    raise TypeError(f"{control.name} cannot be played: only a slider has an order.")


def nearest(stops, value):
    """The index of the stop that is nearest to a value, or of the value itself."""
    if value in stops:
        return stops.index(value)
    return min(range(len(stops)), key=lambda k: abs(stops[k] - value))
