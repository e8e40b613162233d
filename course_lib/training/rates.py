"""How the learning rate changes on the way: factors for ``schedule``."""

import math

RISE = 0.3  # the share of the steps in which the rate rises
START = 1 / 25  # where it begins, as a share of the highest rate
END = 1e-5  # and where it ends


def constant(step: int, steps: int) -> float:
    """The factor 1, at every step.

    >>> constant(3, 10)
    1.0
    """
    return 1.0


def one_cycle(step: int, steps: int) -> float:
    """The factor of the learning rate at ``step`` of ``steps``: up, and a long way down.

    It rises from 1/25 to 1 in the first 30 % of the steps and falls to 1e−5 in the others, both
    along half a period of a cosine. The soft start lets Adam get to know the gradients' sizes, the
    slow end takes out the noise of the mini-batches.

    Reference: L. N. Smith, N. Topin, "Super-Convergence: Very Fast Training of Neural Networks
    Using Large Learning Rates" (2018).

    >>> [round(one_cycle(step, 11), 2) for step in (0, 3, 10)]
    [0.04, 1.0, 0.0]
    """
    share = step / max(steps - 1, 1)
    if share < RISE:
        return _cosine(START, 1.0, share / RISE)
    return _cosine(1.0, END, (share - RISE) / (1 - RISE))


def _cosine(start, end, share):
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2


class Rates:
    """Sets an optimizer's learning rates before each step, and puts them back at the end."""

    def __init__(self, optimizer, schedule, steps):
        self.optimizer, self.schedule, self.steps = optimizer, schedule, steps
        self.highest = [group["lr"] for group in optimizer.param_groups]

    def set(self, step):
        if self.schedule is constant:
            return
        factor = self.schedule(step, self.steps)
        if not 0 <= factor < math.inf:
            raise ValueError(
                f"The schedule gave {factor} at step {step} of {self.steps}: it must be a factor "
                "of the learning rate, finite and not negative."
            )
        for group, highest in zip(self.optimizer.param_groups, self.highest, strict=True):
            group["lr"] = factor * highest

    def put_back(self):
        if self.schedule is constant:
            return
        for group, highest in zip(self.optimizer.param_groups, self.highest, strict=True):
            group["lr"] = highest
