"""The pictures of chapter 04: a line that bends and stays invertible."""

from course_lib.live.chapter04.fits import bins, two_splines
from course_lib.live.chapter04.knots import spline
from course_lib.live.chapter04.pieces import pieces, tails

__all__ = ["bins", "pieces", "spline", "tails", "two_splines"]
