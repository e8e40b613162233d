"""How does a flow find its data? Maximum likelihood, watched; other chapters train theirs here."""

from collections.abc import Callable

import torch

from course_lib.data import old_faithful
from course_lib.flows import FlowDistribution
from course_lib.live.trainings import TrainingPicture, TrainingView

OLD_FAITHFUL = {
    "origin": (3.0, 60.0),
    "unit": (1.0, 10.0),
    "labels": ("eruption (minutes)", "waiting (minutes)"),
}


def training(
    distribution: FlowDistribution | None = None,
    data: torch.Tensor | None = None,
    *,
    yours: Callable | None = None,
    around: Callable | None = None,
    step: Callable | None = None,
    steps: int = 300,
    lr: float = 0.02,
    every: int = 5,
    seed: int = 0,
    pace: float = 0.04,
    origin: float | tuple = 0.0,
    unit: float | tuple = 1.0,
    labels: tuple | None = None,
    below: float = 0.0,
) -> TrainingView:
    """Maximum likelihood, drawn while it runs; afterwards a slider replays it.

    ``distribution`` has ``log_prob`` and ``flow``; ``yours`` is your own flow (object or class) in
    its place; ``step`` is your own gradient step (see ``YoursStep``). Where a notebook has built
    ``yours`` around one answer, ``around`` is that answer: it says whose the flow is. Without any
    of them an affine flow learns; without ``data``, the Old Faithful data, measured from (3, 60)
    minutes in units of (1, 10) minutes. ``data`` has the shape (N,) or (N, 2). ``below`` is how far
    under the best Gaussian's loss the picture reaches: a flow that bends can get there.
    """
    if data is None:
        data, origin, unit, labels = old_faithful(), *OLD_FAITHFUL.values()
    picture = TrainingPicture(
        distribution, data, yours=yours, around=around, step=step, steps=steps, lr=lr,
        every=every, seed=seed, origin=origin, unit=unit, below=below,
        labels=labels or ("$x_1$" if data.ndim > 1 else "$x$", "$x_2$"),
    )  # fmt: skip
    return TrainingView(picture, pace)
