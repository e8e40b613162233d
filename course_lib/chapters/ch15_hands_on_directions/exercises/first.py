"""The first exercise of chapter 15."""

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def stretched(z, a):
    return a * z


STRETCHED = Exercise(
    id="15.1",
    title="A stretched axis",
    minutes=3,
    difficulty="easy",
    prompt="Write a function that carries $z$ to $x = a\\,z$.",
    names=("z", "a"),
    # Where wrong answers cannot hide: never a = 1, a negative one, a batch, far out.
    inputs=(
        (tensor(0.7), tensor(2.5)),
        (tensor([-1.2, 0.4, 30.0]), tensor(-0.6)),
        (tensor([[0.3, -2.0]]), tensor(1.7)),
    ),
    reference=stretched,
    misconceptions=(
        Misconception(
            "divided instead of multiplied",
            lambda z, a: z / a,
            "your x comes nearer to 0 when a grows. Stretch by 2: is z = 1 at 2 or at ½?",
        ),
    ),
    returns="x, a tensor of the shape of z",
    hints=(
        "By what is every z multiplied?",
        "One product is enough; it works for a whole batch at once.",
        "return a * …",
    ),
    praise="one product carries every point.",
)
