"""What is computed ahead: only in quiet moments, the same numbers, and nothing that is noticed."""

import sys
import types

import numpy as np
import pytest
import torch
from IPython.core.events import EventManager, available_events

from course_lib.live import Choice, Picture, Slider, ahead
from course_lib.live.host import LiveHost
from course_lib.live.style import TARGET


class Slow(Picture):
    """A picture that remembers what it has found, and notes what it had to find."""

    title = "What was computed when?"
    dear = ("a", "kind")
    fails = ()

    def __init__(self, yours=None):
        self.yours, self.known, self.found = yours, {}, []
        super().__init__([
            Slider("a", "a", 0.0, 1.0, 0.1, 0.3),
            Slider("b", "b", 0, 9, 1, 5),
            Choice("kind", "kind", ("sum", "product"), "sum"),
        ])  # fmt: skip

    def layout(self, figure):
        ax = figure.subplots()
        ax.set(xlim=(0, 1), ylim=(0, 10))
        self.curve = self.line(ax, TARGET)

    def update(self, a, b, kind):
        if (a, b, kind) not in self.known:
            if (a, kind) in self.fails:
                raise ValueError("not at this stop")
            torch.randn(3)  # a careless picture spends the learner's random numbers
            self.found.append((a, b, kind))
            self.known[a, b, kind] = a + b if kind == "sum" else a * b
        self.curve.set_data(np.array([0.0, 1.0]), np.array([0.0, self.known[a, b, kind]]))
        return {"value": str(self.known[a, b, kind])}

    def describe(self, **values):
        return f"A line up to {self.readings(**values)['value']}."


class Kernel:
    """A kernel's loop and shell, as far as they matter; its clock goes on when it is told to."""

    def __init__(self):
        self.kernel, self.events = self, EventManager(self, available_events)
        self.timers = []  # (seconds, call), those that have not been cancelled

    def call_later(self, seconds, call):
        timer = types.SimpleNamespace(seconds=seconds, call=call)
        timer.cancel = lambda: timer in self.timers and self.timers.remove(timer)
        self.timers.append(timer)
        return timer

    def tick(self):
        """The one timer that waits goes off."""
        (timer,) = self.timers
        self.timers.clear()
        timer.call()

    def rest(self):
        """Until nothing waits any more."""
        while self.timers:
            self.tick()

    @property
    def waits_for_quiet(self):
        return [timer.seconds for timer in self.timers] == [ahead.QUIET]


@pytest.fixture
def kernel(monkeypatch):
    kernel, fresh = Kernel(), ahead.Ahead()
    monkeypatch.setattr(ahead, "get_ipython", lambda: kernel)
    loops = types.SimpleNamespace(get_running_loop=lambda: kernel)
    monkeypatch.setattr(ahead, "asyncio", loops)
    monkeypatch.setattr(sys.modules["course_lib.live.host"], "AHEAD", fresh)
    return kernel


def on_show(picture=None):
    picture = picture or Slow()
    host = LiveHost(picture, picture.values())
    del picture.found[:]
    return picture, host


def on_show_and_tidy(kernel):
    """The garbage of opening it has been collected."""
    shown = on_show()
    kernel.tick()
    return shown


@pytest.fixture(autouse=True)
def collections(monkeypatch):
    """The full collections of Python's garbage that have been asked for: each takes 0.1 s here."""
    made = []
    monkeypatch.setattr(ahead.gc, "collect", lambda: made.append("all"))
    return made


def test_the_garbage_of_a_picture_that_opens_is_collected_in_the_first_quiet_moment(
    kernel, collections
):
    picture, host = on_show()
    assert collections == [], "not while the cell runs"
    kernel.tick()
    assert collections == ["all"] and picture.found == []
    kernel.rest()
    host.set(b=6)
    kernel.rest()
    assert collections == ["all"], "a slider that moves leaves none"


def test_so_is_a_picture_that_is_closed_and_no_move_of_another_is_kept_waiting(kernel, collections):
    (_, closed), (_, host) = on_show(Slow(yours=abs)), on_show(Slow(yours=abs))
    kernel.rest()
    closed.close()
    assert kernel.waits_for_quiet and len(collections) == 1
    host.set(b=6)
    assert kernel.waits_for_quiet and len(collections) == 1
    kernel.rest()
    assert len(collections) == 2


def test_in_a_quiet_moment_the_stops_of_what_is_dear_are_drawn_nearest_first(kernel):
    picture, _ = on_show()
    assert kernel.waits_for_quiet
    kernel.rest()
    assert set(picture.found[:3]) == {(0.4, 5, "sum"), (0.2, 5, "sum"), (0.3, 5, "product")}
    away = [round(abs(a - 0.3), 9) for a, _, kind in picture.found if kind == "sum"]
    assert away == [0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.5, 0.6, 0.7]
    assert len(picture.found) == 11, "b is not dear"


def test_between_two_stops_the_kernel_reads_what_has_come(kernel):
    picture, _ = on_show_and_tidy(kernel)
    for drawn in (1, 2, 3):
        kernel.tick()
        assert len(picture.found) == drawn and len(kernel.timers) == 1


def test_what_follows_is_found_and_the_frames_are_the_same(kernel):
    alone = Slow()
    alone.frame()
    picture, host = on_show()
    kernel.rest()
    del picture.found[:]
    for a in (0.2, 0.9, 0.0):
        host.set(a=a)
        fresh, said = alone.frame(a=a, b=5, kind="sum")
        assert host.foreground.value == fresh.replace(alone._token, picture._token)
        assert said["value"] in host.readout.value
    assert picture.found == []


def test_the_first_event_ends_it_and_it_goes_on_from_there(kernel):
    picture, host = on_show_and_tidy(kernel)
    kernel.tick()
    kernel.tick()
    assert not kernel.waits_for_quiet
    host.set(b=6)
    assert kernel.waits_for_quiet
    assert picture.found[2:] == [(0.3, 6, "sum")]  # the learner's own
    kernel.rest()
    assert len(picture.found) == 2 + 1 + 11 and {b for _, b, _ in picture.found[2:]} == {6}


def test_the_picture_that_was_touched_last_comes_first(kernel):
    (one, host), (other, _) = on_show(), on_show_and_tidy(kernel)
    kernel.tick()
    assert (len(one.found), len(other.found)) == (0, 1)
    host.set(b=6)
    kernel.tick()
    assert len(one.found) == 2 and len(other.found) == 1


def test_no_cell_that_runs_is_disturbed(kernel):
    picture, _ = on_show_and_tidy(kernel)
    kernel.tick()
    kernel.events.trigger("pre_execute")
    assert kernel.timers == []
    kernel.events.trigger("post_execute")
    assert kernel.waits_for_quiet, "the next cell of Run All comes first"
    kernel.rest()
    assert len(picture.found) == 11


def test_a_picture_that_is_closed_is_not_drawn(kernel):
    picture, host = on_show()
    host.close()
    kernel.rest()
    assert picture.found == []


def test_an_error_reaches_nobody_and_is_said_when_it_is_asked_for(kernel, capsys, recwarn):
    picture = Slow()
    picture.fails = [(0.4, "sum")]
    _, host = on_show(picture)
    kernel.rest()
    assert capsys.readouterr() == ("", "") and not recwarn.list
    with pytest.raises(ValueError, match="not at this stop"):
        host.set(a=0.4)


def test_nobody_notices(kernel):
    torch.manual_seed(5)
    expected = torch.randn(3)
    picture, _ = on_show()
    torch.manual_seed(5)
    picture.t = 0.5  # on the way from nothing
    shown = picture._readouts
    kernel.rest()
    assert picture.found and torch.equal(torch.randn(3), expected)
    assert picture._readouts is shown and picture.t == 0.5


def test_what_a_learner_has_written_is_not_called_unasked(kernel):
    picture, _ = on_show(Slow(yours=abs))
    kernel.rest()
    assert picture.found == []


def test_a_picture_that_would_keep_an_event_waiting_is_left_alone(kernel, monkeypatch):
    monkeypatch.setattr(ahead, "LONGEST", 0.0)
    picture, _ = on_show()
    kernel.rest()
    assert len(picture.found) == 1


def test_without_a_kernel_nothing_happens(kernel, monkeypatch):
    monkeypatch.setattr(ahead, "get_ipython", lambda: None)
    on_show()
    assert kernel.timers == []


def test_without_a_loop_nothing_happens(kernel, monkeypatch):
    def none():
        raise RuntimeError("no running event loop")

    monkeypatch.setattr(ahead.asyncio, "get_running_loop", none)
    picture, host = on_show()
    host.set(b=6)
    assert picture.found == [(0.3, 6, "sum")]


def test_a_value_counted_by_a_browser_is_the_stop_that_was_drawn():
    slider = Slider("a", "a", 0.0, 1.0, 0.1, 0.3)
    assert slider.settled(0.1 + 0.2) == 0.3 != 0.1 + 0.2
    assert slider.settled(0.317) == 0.317
    assert slider.settled(1.0000000000000002) == 1.0


def test_what_is_dear_is_a_control():
    class Wrong(Slow):
        dear = ("c",)

    with pytest.raises(ValueError, match=r"\['c'\], which are no controls"):
        Wrong()
