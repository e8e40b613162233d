"""The exercises of chapter 12, in their order."""

from course_lib.chapters.ch12_variational_inference.exercises.first import ELBO
from course_lib.chapters.ch12_variational_inference.exercises.gradient import BOUND
from course_lib.chapters.ch12_variational_inference.exercises.grid import FORWARD_KL
from course_lib.chapters.ch12_variational_inference.exercises.labels import NPE_LOSS
from course_lib.chapters.ch12_variational_inference.exercises.schools import LOG_JOINT
from course_lib.chapters.ch12_variational_inference.exercises.vae import LINEAR_VAE
from course_lib.chapters.ch12_variational_inference.exercises.ways import WHICH_WAY
from course_lib.chapters.ch12_variational_inference.exercises.weighing import EXPECTATION, WEIGHTS

EXERCISES = (
    FORWARD_KL, ELBO, BOUND, LOG_JOINT, WEIGHTS, EXPECTATION, WHICH_WAY, NPE_LOSS, LINEAR_VAE,
)  # fmt: skip
