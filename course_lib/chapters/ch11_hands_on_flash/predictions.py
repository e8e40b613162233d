"""What is guessed before it is seen in chapter 11."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="11.a",
        text=(
            "For some counts the flash was at x = −0.6 in three of four cases, and at x = +0.6 in "
            "the fourth. A network has been trained with the squared error on very many events. "
            "Which x does it answer?"
        ),
        right=-0.3,
        reveal=(
            "The mean, 0.75 · (−0.6) + 0.25 · 0.6 = −0.3. It is smallest in squared error, and "
            "the flash is never there."
        ),
    ),
    Prediction(
        id="11.b",
        text="The best Gaussian network loses 0.70 nats. When will your flow be better than that?",
        options=(
            "within the first 200 steps",
            "about half-way",
            "in the last 100 steps",
            "not at all",
        ),
        right=0,
        reveal=(
            "Two spots are worth so much that a flow which has them roughly is ahead at once. The "
            "other 800 steps go into their places, shapes and weights."
        ),
    ),
    Prediction(
        id="11.c",
        text="A flow learns from the same 2000 events again and again. What will its gap be?",
        options=(
            "about 0.1 on these events and on new ones",
            "small on these, larger on new ones",
            "negative on these, large on new ones",
        ),
        right=2,
        reveal=(
            "No density is better than the exact one, on average over all events. Over 2000 given "
            "ones it can be: by narrow spots at the places that it has learnt by heart."
        ),
    ),
)
