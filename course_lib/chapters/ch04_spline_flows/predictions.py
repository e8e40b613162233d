"""What is guessed before it is seen in chapter 04."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="04.a",
        text=(
            "At some z the base density is 0.3 and the slope of the map is 2. How large is p(x) at "
            "x = f(z)?"
        ),
        right=0.15,
        reveal="p(x) = p₀(z) / |f′(z)| = 0.3 / 2. Twice the room, half the density.",
    ),
    Prediction(
        id="04.b",
        text="What does the density of straight pieces look like at a knot?",
        options=("it is smooth", "it has a kink", "it jumps", "it is infinite"),
        right=2,
        reveal=(
            "The density is p₀(z) divided by the slope, and the slope of straight pieces changes "
            "from one moment to the next. So the density jumps."
        ),
    ),
    Prediction(
        id="04.c",
        text="Which form gives “not a number” for a perfectly straight bin, a = 0?",
        options=("(−b + √…)/2a", "2c/(−b − √…)", "both", "neither"),
        right=0,
        reveal=(
            "With a = 0 and b > 0 the first form is 0/0. The second one is −c/b, the root of b ξ + "
            "c = 0."
        ),
    ),
    Prediction(
        id="04.d",
        text=(
            "The slope at the ends is 2, the tails have slope 1. What does the density do at the "
            "dotted lines, from the inside to the outside?"
        ),
        options=(
            "it jumps to twice its height",
            "it jumps to half its height",
            "it has a kink",
            "nothing: it is smooth",
        ),
        right=0,
        reveal=(
            "It jumps by the factor 2/1: inside, the base density is divided by 2, outside by 1. A "
            "kink of the map is a jump of the density."
        ),
    ),
    Prediction(
        id="04.e",
        text="You raise the weight of one bump. What happens to the other bumps?",
        options=("nothing", "all of them become lower", "only its neighbours become lower"),
        right=1,
        reveal=(
            "Weights sum to 1: what one gains, all others lose. (Seven of the eleven bumps have a "
            "weight of 0 here, and are not to be seen.)"
        ),
    ),
    Prediction(
        id="04.f",
        text="1, 2, 4, 8, 16 or 32: which number of bins will be best on the held-out points?",
        right=2,
        reveal=(
            "Two bins are one knot in the middle with its slope: enough for two bumps, and for "
            "nothing else."
        ),
    ),
)
