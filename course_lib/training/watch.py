"""A long descent says how far it is."""

import os
import sys
import time

PATIENCE = 3.0  # so many seconds of a fit go by in silence


class Watch:
    """Says how far a long descent is, on one line of the error stream, once a second."""

    def __init__(self, steps, on):
        self.steps = steps
        self.on = on and not os.environ.get("COURSE_STATIC")  # what is saved has no use for it
        self.start = self.last = time.monotonic()
        self.said = False

    def say(self, step, history):
        now = time.monotonic()
        if not self.on or now - self.start < PATIENCE or now - self.last < 1:
            return
        self.last, self.said = now, True
        left = (now - self.start) / (step + 1) * (self.steps - step - 1)
        line = f"step {step + 1} of {self.steps}, loss {history.losses[-1]:.4g}, {left:.0f} s left"
        print(f"\r{line:60}", end="", file=sys.stderr, flush=True)

    def end(self):
        if self.said:
            print(file=sys.stderr)
