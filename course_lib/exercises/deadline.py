"""Stop a function that runs too long or is interrupted, even one that catches everything.

A bare ``except:`` around a loop's body catches whatever is raised in it, and the loop goes on. So
once the time is up (or the learner has interrupted the kernel) the error is raised again and again,
after a few microseconds of random length each, until it meets the loop outside of its ``try``. What
still manages to return a value is refused by the flag that stays.

What counts is the processor's time: on a machine with much else to do, a right answer may take
long and is not at fault. Only who does nothing (asleep, or waiting for an input) is measured by the
clock on the wall, and everybody after ``PATIENCE`` times the limit.

On POSIX the clock is a timer's signal, which wakes a sleeping function, too. It repeats itself: a
signal that comes just before the function falls asleep would wake nobody. Windows has no such
timer; there a thread trips the signal of an interrupt instead. Off the main thread, where Python
handles no signals, that thread raises the error in the other one.

An error that is raised while an object is being destroyed reaches nobody: Python reports it and
goes on. So ours is not reported, for it is raised again; and a report of another is not cut short.
"""

import contextlib
import ctypes
import random
import signal
import sys
import threading
import time
from _thread import interrupt_main

SHORTEST, LONGEST = 2e-6, 4e-5  # s between two tries: as long as a few lines of Python take
PULSE = 0.02  # s until the timer rings again, should its signal have come too early
PAUSE = 5e-3  # s between two looks of a thread at the clock
SWITCH = 1e-5  # s: so often the threads take turns once the time is up
PATIENCE = 6  # times the limit, on the wall's clock, for what has to share its processor
ASLEEP = 0.02  # of the time: who works less than that is not waiting for a processor


class TimeIsUp(BaseException):
    """Raised inside a function that has run too long; no ``except Exception`` catches it."""


class Deadline:
    """Raises ``TimeIsUp`` after so many seconds of work; KeyboardInterrupt stays what it is.

    >>> with Deadline(5):
    ...     "in time"
    'in time'
    """

    def __init__(self, seconds):
        self.seconds = max(seconds, 1e-3)
        self.error = None  # what has been raised so far
        self.entered = False  # before that, nobody would put back what has been changed
        self.reporting = False  # an error that nobody can catch is being told
        self.stack = contextlib.ExitStack()

    def left(self):
        """How many seconds it may still go on; 0 when its time is up."""
        passed, worked = time.monotonic() - self.began, time.process_time() - self.fresh
        if passed < self.seconds:
            return self.seconds - passed
        if worked < ASLEEP * passed or passed > PATIENCE * self.seconds:
            return 0.0
        return max(self.seconds - worked, 0.0)

    def __enter__(self):
        self.began, self.fresh = time.monotonic(), time.process_time()
        if threading.current_thread() is not threading.main_thread():
            again = _raise_in(threading.get_ident())
            self.stack.callback(again, None)
            self.stack.enter_context(_Thread(self, again))
            self.entered = True
            return self
        self.former_report = sys.unraisablehook
        self.stack.callback(setattr, sys, "unraisablehook", self.former_report)
        sys.unraisablehook = self._unraisable
        self.stack.enter_context(_handler(signal.SIGINT, self._interrupted))
        if has_timer():
            self.stack.enter_context(_handler(signal.SIGALRM, self._alarm))
            self.stack.enter_context(_timer_kept())
            signal.setitimer(signal.ITIMER_REAL, self.seconds, PULSE)
        else:
            self.stack.enter_context(_Thread(self, lambda error: interrupt_main()))
        self.entered = True
        return self

    def __exit__(self, kind, error, trace):
        raised, self.error = self.error, _Over
        self.stack.close()
        if raised and not isinstance(error, raised):
            raise raised  # it was caught, and a value came back all the same

    def _alarm(self, number, frame):
        left = 0.0 if self.error else self.left()
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left, PULSE), PULSE)
            return
        self._raise(self.error or TimeIsUp, frame)

    def _interrupted(self, number, frame):
        """An interrupt by the learner; on Windows also the clock, which has set the error first."""
        self._raise(self.error or KeyboardInterrupt, frame)

    def _raise(self, error, frame):
        if self.error is _Over:
            return
        self.error = error
        if has_timer():
            signal.setitimer(signal.ITIMER_REAL, random.uniform(SHORTEST, LONGEST), PULSE)
        if not _is_ours(frame) and not self.reporting:
            raise error

    def _unraisable(self, lost):
        """Reports as before what is lost in a destructor, whole; but not what we raise again."""
        if lost.exc_type is self.error:
            return
        self.reporting = True
        try:
            self.former_report(lost)
        finally:
            self.reporting = False


class _Over(BaseException):
    """Stands for the end: from here on nothing is raised any more."""


class _Thread:
    """A clock where there is no timer: it calls ``again(error)`` from the end of the time on."""

    def __init__(self, deadline, again):
        self.deadline, self.again = deadline, again
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        while not self.deadline.entered or (self.deadline.error is None and self.deadline.left()):
            if self.over.wait(PAUSE):
                return
        before = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH)
        try:
            self.deadline.error = self.deadline.error or TimeIsUp
            while not self.over.is_set() and self.deadline.error is not _Over:
                self.again(self.deadline.error)
                time.sleep(random.choice((0, 0, 0, SHORTEST, LONGEST)))
        finally:
            sys.setswitchinterval(before)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *error):
        self.over.set()
        self.thread.join()


def has_timer():
    return hasattr(signal, "setitimer")


def _raise_in(thread):
    """A function that raises an error in another thread; None takes back what is still to come."""

    def again(error):
        thing = ctypes.py_object(error) if error else None
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), thing)

    return again


def _is_ours(frame):
    """Is this file at work, on its way out? It must not be stopped."""
    return frame is not None and frame.f_code.co_filename in (__file__, contextlib.__file__)


@contextlib.contextmanager
def _handler(number, function):
    former = signal.signal(number, function)
    try:
        yield
    finally:
        signal.signal(number, former)


@contextlib.contextmanager
def _timer_kept():
    """Somebody else's timer goes on where it was."""
    waiting, started = signal.getitimer(signal.ITIMER_REAL), time.monotonic()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        if waiting[0]:
            left = max(waiting[0] - (time.monotonic() - started), 1e-3)
            signal.setitimer(signal.ITIMER_REAL, left, waiting[1])
