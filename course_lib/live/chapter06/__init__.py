"""The pictures of chapter 06: running a map backwards by searching."""

from course_lib.live.chapter06.gradients import root_gradients
from course_lib.live.chapter06.safeguard import safeguard
from course_lib.live.chapter06.steps import root_steps

__all__ = ["root_gradients", "root_steps", "safeguard"]
