"""No function, whatever it catches, outlives its time or swallows an interrupt."""

import os
import signal
import sys
import threading
import time

import pytest

from course_lib.exercises import deadline
from course_lib.exercises.deadline import Deadline, TimeIsUp

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`

SOON = 0.2  # s
NIGHT = 3600  # s: who is not woken makes no test green


def plain():
    while True:
        pass


def swallowing():
    while True:
        try:  # noqa: SIM105
            sum(range(100))
        except:  # noqa: E722
            pass


def two_loops_deep():
    while True:
        try:
            while True:
                try:  # noqa: SIM105
                    sum(range(10))
                except:  # noqa: E722
                    pass
        except:  # noqa: E722
            pass


def in_a_function():
    def inner():
        try:
            return sum(range(1000))
        except:  # noqa: E722
            return 0

    while True:
        try:
            inner()
        except:  # noqa: E722
            continue
        finally:
            inner()


def asleep():
    while True:
        try:  # noqa: SIM105
            time.sleep(NIGHT)
        except:  # noqa: E722
            pass


def recovering():
    try:
        plain()
    except:  # noqa: E722
        return 5


class Dying:
    """Nearly all the time of who makes these goes by where nobody can catch an error."""

    def __del__(self):
        sum(range(2000))


class DyingBadly(Dying):
    def __del__(self):
        raise ValueError("not ours")


def destroying(kind=Dying):
    while True:
        kind()


STUBBORN = (destroying, plain, swallowing, two_loops_deep, in_a_function, asleep, recovering)


@pytest.mark.skipif(not deadline.has_timer(), reason="without a timer see the next test")
@pytest.mark.parametrize("function", STUBBORN)
def test_the_time_is_up(function):
    with pytest.raises(TimeIsUp), Deadline(SOON):
        function()


class Overheard(Deadline):
    """The first and the third signal are lost, as if they came just before a function slept."""

    heard = 0

    def _alarm(self, number, frame):
        self.heard += 1
        if self.heard not in (1, 3):
            super()._alarm(number, frame)


@pytest.mark.skipif(not deadline.has_timer(), reason="there is no signal to be lost")
@pytest.mark.parametrize("function", STUBBORN)
def test_a_signal_that_wakes_nobody_is_followed_by_another(function):
    with pytest.raises(TimeIsUp), Overheard(SOON):
        function()


@pytest.mark.parametrize("function", [destroying, plain, swallowing, in_a_function, recovering])
def test_the_time_is_up_without_a_timer(function, monkeypatch):
    """As on Windows: a thread trips the signal of an interrupt."""
    monkeypatch.setattr(deadline, "has_timer", lambda: False)
    with pytest.raises(TimeIsUp), Deadline(SOON):
        function()


@pytest.mark.parametrize("timer", [True, False])
@pytest.mark.parametrize(
    ("share", "limits"),
    [(1, 1), (1 / 3, 3), (1 / 20, deadline.PATIENCE), (deadline.ASLEEP / 2, 1)],
    ids=["alone", "busy machine", "very busy machine", "asleep"],
)
def test_who_shares_the_processor_gets_more_time(share, limits, timer, monkeypatch):
    """The work done is set here to a share of the time on the wall."""
    monkeypatch.setattr(deadline, "has_timer", lambda: timer and hasattr(signal, "setitimer"))
    monkeypatch.setattr(deadline.time, "process_time", lambda: share * time.monotonic())
    began = time.monotonic()
    with pytest.raises(TimeIsUp), Deadline(SOON):
        plain()
    took = (time.monotonic() - began) / SOON
    assert limits <= took + 1e-6


@pytest.mark.parametrize("main", [True, False])
def test_nothing_is_raised_before_it_is_entered(main, monkeypatch):
    """A thread's start can take longer than the limit; who was stopped there would never end."""
    start, found = threading.Thread.start, []

    def slow(self):
        start(self)
        if self is not worker:
            busy(2 * SOON)

    def work():
        try:
            with Deadline(SOON):
                found.append("entered")
                plain()
        except TimeIsUp:
            found.append("stopped")

    worker = threading.Thread(target=work, daemon=True)
    monkeypatch.setattr(threading.Thread, "start", slow)
    monkeypatch.setattr(deadline, "has_timer", lambda: False)
    if main:
        work()
    else:
        worker.start()
        worker.join(30)
    assert found == ["entered", "stopped"]


def busy(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


@pytest.mark.parametrize("function", [plain, swallowing, recovering])
def test_the_time_is_up_off_the_main_thread(function):
    found = []

    def work():
        try:
            with Deadline(SOON):
                function()
        except TimeIsUp:
            found.append("stopped")

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(30)
    assert found == ["stopped"]


@pytest.mark.skipif(os.name == "nt", reason="no such signal to send")
@pytest.mark.parametrize("function", STUBBORN)
def test_an_interrupt_is_not_swallowed(function):
    interrupt = threading.Timer(SOON, lambda: os.kill(os.getpid(), signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        interrupt.start()  # where it is waited for, however soon it comes
        with Deadline(60):
            function()


def test_nothing_rings_afterwards():
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(TimeIsUp), Deadline(0.05):
        swallowing()
    with Deadline(5):
        pass
    time.sleep(0.2)
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("timer", [True, False])
@pytest.mark.parametrize("kind", [Dying, DyingBadly])
def test_reports_of_what_is_destroyed_are_whole_and_never_ours(kind, timer, monkeypatch):
    """The time is up most often within the destructor, or within the report of its error."""
    told = []

    def report(lost):
        told.append(lost.exc_type)
        sum(range(20_000))  # as long as it takes to write a traceback
        told.append("whole")

    monkeypatch.setattr(sys, "unraisablehook", report)
    monkeypatch.setattr(deadline, "has_timer", lambda: timer and hasattr(signal, "setitimer"))
    for _ in range(5):
        with pytest.raises(TimeIsUp), Deadline(0.05):
            destroying(kind)
    assert told == len(told) // 2 * [ValueError, "whole"] and (kind is Dying) == (told == [])
    assert sys.unraisablehook is report
