"""The pictures of chapter 08: averages over samples that move."""

from course_lib.live.chapter08.climbing import entropy_ascent
from course_lib.live.chapter08.cost import expected_cost
from course_lib.live.chapter08.flowing import gain_and_loss
from course_lib.live.chapter08.histograms import entropy_gradients
from course_lib.live.chapter08.moving import moving_samples
from course_lib.live.chapter08.three import three_estimators

__all__ = [
    "entropy_ascent",
    "entropy_gradients",
    "expected_cost",
    "gain_and_loss",
    "moving_samples",
    "three_estimators",
]
