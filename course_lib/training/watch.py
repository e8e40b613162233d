"""A long descent says how far it is."""

import os
import time

PATIENCE = 3.0  # so many seconds of a fit go by in silence


class Watch:
    """Says how far a long descent is, on one line, once a second.

    Not on the error stream: notebooks show that in red, and nothing is wrong.
    """

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
        self._tell(step, history, f"{left:.0f} s left")

    def end(self, history):
        """The line stays, and says how it ended."""
        if self.said:
            step = len(history.losses) - 1
            self._tell(step, history, f"{time.monotonic() - self.start:.0f} s")
            print()
            self.said = False

    def _tell(self, step, history, when):
        line = f"step {step + 1} of {self.steps}, loss {history.losses[-1]:.4g}, {when}"
        print(f"\r{line:60}", end="", flush=True)
