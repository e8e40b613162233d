"""Chapter 11, Hands-on 3: a conditional flow from scratch, from counts to places, step by step."""

from course_lib.chapters.ch11_hands_on_flash.exercises.both import BOTH
from course_lib.chapters.ch11_hands_on_flash.exercises.features import FEATURES
from course_lib.chapters.ch11_hands_on_flash.exercises.gaps import GAP
from course_lib.chapters.ch11_hands_on_flash.exercises.height import HEIGHT
from course_lib.chapters.ch11_hands_on_flash.exercises.region import REGION
from course_lib.chapters.ch11_hands_on_flash.exercises.sampling import SAMPLE
from course_lib.chapters.ch11_hands_on_flash.exercises.side import SIDE
from course_lib.chapters.ch11_hands_on_flash.exercises.step import STEP

EXERCISES = (FEATURES, HEIGHT, SIDE, BOTH, SAMPLE, STEP, GAP, REGION)
