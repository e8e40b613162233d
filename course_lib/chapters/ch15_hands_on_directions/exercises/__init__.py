"""The exercises of chapter 15, in their order: from the light of a track to a kept promise."""

from course_lib.chapters.ch15_hands_on_directions.exercises.caps import CAP_SHARE
from course_lib.chapters.ch15_hands_on_directions.exercises.goodness import GOODNESS
from course_lib.chapters.ch15_hands_on_directions.exercises.ice import WITH_ICE
from course_lib.chapters.ch15_hands_on_directions.exercises.joint import JOINT
from course_lib.chapters.ch15_hands_on_directions.exercises.light import EXPECTED_LIGHT
from course_lib.chapters.ch15_hands_on_directions.exercises.loss import LOSS
from course_lib.chapters.ch15_hands_on_directions.exercises.region import REGION_AREA

EXERCISES = (EXPECTED_LIGHT, JOINT, LOSS, CAP_SHARE, WITH_ICE, REGION_AREA, GOODNESS)
