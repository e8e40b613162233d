"""The pictures of chapter 01: what a map does to a density."""

from course_lib.live.chapter01.equal_mass import strips
from course_lib.live.chapter01.four_families import four_ways
from course_lib.live.chapter01.samples import histogram
from course_lib.live.chapter01.unit_cells import cells
from course_lib.live.chapter01.units import squeeze

__all__ = ["cells", "four_ways", "histogram", "squeeze", "strips"]
