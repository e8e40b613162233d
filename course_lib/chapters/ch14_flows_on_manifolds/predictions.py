"""What is guessed before it is seen in chapter 14."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="14.a",
        text=(
            "A density of the wind's direction is 0.5 per radian at some place. What is it per "
            "degree?"
        ),
        options=("0.5", "about 0.0087", "about 28.6"),
        right=1,
        reveal=(
            "A degree is π/180 of a radian, and holds so much less: 0.5 · π/180 = 0.0087. A "
            "density always is per something. On a sphere this will matter."
        ),
    ),
    Prediction(
        id="14.b",
        text=(
            "A flow of the line, a mixture of four logistics, learns wind directions that are cut "
            "at north. Its density goes on beyond both ends of the turn. How much of it lies "
            "there, on no direction at all?"
        ),
        options=("nothing", "about 2 %", "about 20 %"),
        right=1,
        reveal="About 2 %. It is lost for the data, and with other cuts it is up to 5 %.",
    ),
    Prediction(
        id="14.c",
        text=(
            "A Möbius map of the circle with r = 0.6 makes a density from the uniform one. How "
            "many times as high as the uniform one is it at its peak?"
        ),
        right=4,
        reveal="The slope there is (1 + r)/(1 − r) = 1.6/0.4 = 4. On the other side it is ¼.",
    ),
    Prediction(
        id="14.d",
        text=(
            "A spline from −π to π has the slope 1 at both ends, as in chapter 04. You move its "
            "inner knots. What happens to the density at π?"
        ),
        options=("it follows the knots", "it jumps", "it stays at 1/2π"),
        right=2,
        reveal=(
            "A density there is 1/2π divided by the slope, and the slope is 1, whatever the knots. "
            "There is no seam, but one place that cannot learn."
        ),
    ),
    Prediction(
        id="14.e",
        text=(
            "Someone draws directions with θ uniform between 0 and π. How many percent of them lie "
            "within 10° of a pole? (Of the sphere it is 1.5 %.)"
        ),
        right=11,
        reveal="20° of 180°, so 11 %. On a map of angles the points are even, on the sphere not.",
    ),
    Prediction(
        id="14.f",
        text=(
            "In the next picture points of the sphere are pulled towards one centre or three, with "
            "strengths that add up to Σα. Add up the areas of all small pieces after the map, and "
            "divide by 4π: it should be 1. When is it more?"
        ),
        options=("never", "if the map is no longer one to one", "if Σα is less than 1"),
        right=1,
        reveal=(
            "If points are pulled beyond one another the map folds: some places are reached more "
            "than once. Up to Σα = 1 this cannot happen."
        ),
    ),
)
