"""The pictures of chapter 02: what straight lines do to a Gaussian."""

from course_lib.live.chapter02.affine import affine
from course_lib.live.chapter02.coverage import coverage
from course_lib.live.chapter02.linear import linear
from course_lib.live.chapter02.training import training
from course_lib.live.chapter02.two_steps import two_steps

__all__ = ["affine", "coverage", "linear", "training", "two_steps"]
