"""What is guessed before it is seen in chapter 02."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="02.a",
        text="A log-density comes out as 1.4. What is broken?",
        options=("the Jacobian is missing", "the area is larger than 1", "nothing"),
        right=2,
        reveal=(
            "The density is exp(1.4) ≈ 4.06 per unit of x, and a narrow bell is as high as that. "
            "Only areas are probabilities, and only they stay below 1."
        ),
    ),
    Prediction(
        id="02.b",
        text="You change a from 1.5 to −1.5. What happens to the bell, and what to the dot?",
        options=(
            "the bell stays, the dot changes sides",
            "both change sides",
            "the bell turns upside down",
        ),
        right=0,
        reveal=(
            "The bell stays as it is, because it looks the same in a mirror. The dot changes "
            "sides: a negative a turns the axis round."
        ),
    ),
    Prediction(
        id="02.c",
        text="For which values of a and b do the two rows end in the same bell?",
        options=("only for b = 0", "only for a = 1", "for b = 0, and for a = 1", "for none"),
        right=2,
        reveal=(
            "One row ends in a z + b, the other in a (z + b). They agree where b = a b: for b = 0, "
            "where nothing is shifted, and for a = 1, where nothing is scaled."
        ),
    ),
    Prediction(
        id="02.d",
        text="Which sign of ℓ₂₁ tilts the cloud upwards?",
        options=("a positive one", "a negative one", "either: the sign does not matter"),
        right=1,
        reveal=(
            "A negative ℓ₂₁ tilts the cloud upwards, because ℓ₂₁ stands in L, and the map forwards "
            "uses L⁻¹."
        ),
    ),
    Prediction(
        id="02.e",
        text="What will the density do first: move, grow, or tilt?",
        options=("move", "grow", "tilt", "all three at once"),
        right=3,
        reveal=(
            "After 20 steps it has moved up by a third of its way, covers 1.7 times its area, and "
            "its correlation is 0.4, on the way to 0.9. Points far outside of it are very "
            "expensive, their −log p is large, and all three bring it nearer to them."
        ),
    ),
    Prediction(
        id="02.f",
        text="You leave the log-det out of the loss. What will the density do?",
        options=("it grows and grows", "it shrinks to a point", "it ends a little too wide"),
        right=0,
        reveal=(
            "Without the log-det nothing pays for a wide density, and z → 0 for all data is the "
            "cheapest of all. So it never stops growing."
        ),
    ),
    Prediction(
        id="02.g",
        text="At p = 0.68 the share found is 69 %. Which share is found at p = 0.3?",
        options=("about 30 %", "about 45 %", "about 15 %"),
        right=2,
        reveal=(
            "At 30 % promised, only 15 % are found, about one point in seven. The ellipse around "
            "the middle covers the valley between two clumps, where few eruptions fall."
        ),
    ),
    Prediction(
        id="02.h",
        text="Where will the peak of the bell be?",
        options=(
            "on the larger clump, near 80 minutes",
            "between the clumps, near 71",
            "on the smaller clump, near 54",
        ),
        right=1,
        reveal=(
            "It is highest near 71 minutes, at the mean of the data. That is the edge of the "
            "valley, where waiting times are rarer than in either clump."
        ),
    ),
)
