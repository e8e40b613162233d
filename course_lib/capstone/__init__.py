"""A table of one's own through a flow, and a rubric that judges the flow and itself.

``table`` reads columns and cuts the rows into three parts; ``rubric`` asks a density what it says
of the part that nobody has seen. Nothing here knows a chapter.
"""

from course_lib.capstone.around_line import gaussian
from course_lib.capstone.judged import Density
from course_lib.capstone.reading import BadTable
from course_lib.capstone.rubric import Report, rubric
from course_lib.capstone.tables import Part, Table, table

__all__ = ["BadTable", "Density", "Part", "Report", "Table", "gaussian", "rubric", "table"]
