"""What is guessed before it is seen in chapter 13."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="13.a",
        text=(
            "A flow that bends carries a disk of the plane to x, the one of radius 1 around 0. How "
            "many percent of p(x) does its image hold?"
        ),
        right=39,
        reveal=(
            "39. In the plane the disk holds 1 − e^(−½) of a standard normal: 68 % is for a line, "
            "within ±1. And the image holds as much, since a flow carries mass along."
        ),
    ),
    Prediction(
        id="13.b",
        text=(
            "Dotted lines: two standard errors at each p. Of 100 perfect posteriors, how many have "
            "a curve that is outside the lines somewhere?"
        ),
        options=("about 5", "about 20", "about half"),
        right=2,
        reveal=(
            "At one p it is 5 of 100. But a curve has many chances to leave: somewhere, about half "
            "of them do."
        ),
    ),
    Prediction(
        id="13.c",
        text=(
            "Somebody hands out the prior as the posterior of every event. Will the coverage "
            "curve of the ball show it?"
        ),
        options=(
            "yes, it lies far below the diagonal",
            "yes, it lies far above",
            "no, it is on the diagonal",
        ),
        right=2,
        reveal=(
            "The truths are drawn from the prior, so 68 % of them are in its 68 % region. "
            "Coverage tells whether a claim is honest, not whether it is of use."
        ),
    ),
    Prediction(
        id="13.d",
        text=(
            "A posterior uses one of two equally good sensors, honestly: 68 % of all truths are "
            "inside. What about the events whose two sensors disagree most?"
        ),
        options=("more than 68 % are inside", "still 68 %", "fewer than 68 %"),
        right=2,
        reveal=(
            "If they disagree, one of them is far off, and often it is the one that is used. In "
            "the last of ten groups 29 % are inside, and 35 % with a million events."
        ),
    ),
    Prediction(
        id="13.e",
        text=(
            "Trained at ν = 0, tested on events with ν ~ N(0, 0.4²); the posterior is about 0.18 "
            "wide. How many truths are in the 68 % region?"
        ),
        options=("68 %", "about a half", "about a third"),
        right=2,
        reveal=(
            "33 %. The error is a mix of the noise, 0.18, and the shift, 0.4, but only the first "
            "is believed in."
        ),
    ),
    Prediction(
        id="13.f",
        text=(
            "A flash beyond the last place that the simulation knows: will its p-value be small?"
        ),
        options=("nearly always", "in about half of the cases", "seldom"),
        right=2,
        reveal=(
            "In 15 % of the cases. Another flash, at the border, explains the counts almost as "
            "well."
        ),
    ),
)
