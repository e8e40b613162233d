"""The pictures of chapter 05: flows made of cumulative distribution functions."""

from course_lib.live.chapter05.formulas import tails_of_formulas
from course_lib.live.chapter05.mixture import mixture_flow
from course_lib.live.chapter05.through_uniform import chain

__all__ = ["chain", "mixture_flow", "tails_of_formulas"]
