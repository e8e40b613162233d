"""What is guessed before it is seen in chapter 07."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="07.a",
        text="How many clusters do you expect?",
        reveal=(
            "Keep your number. The course's own flow has four parts, only because somebody had to "
            "choose; how many are right is asked later in this chapter."
        ),
    ),
    Prediction(
        id="07.b",
        text=(
            "A mixture has the centres −1 and 2 with the scales 0.5 and 1.6. Which is the "
            "narrowest bracket that holds the x of z = 1, whatever the weights?"
        ),
        options=("from −1 to 2", "from −0.5 to 3.6", "from −5 to 5"),
        right=1,
        reveal=(
            "Alone, each part would send z = 1 to μ + s z: one to −0.5, the other to 3.6. The "
            "mixture's x always lies between the two."
        ),
    ),
    Prediction(
        id="07.c",
        text="Which number of parts is best for galaxies that the flow has not seen?",
        options=("one or two", "three or five", "eight"),
        right=1,
        reveal=(
            "Three or five, and the table below cannot tell these two apart. Fewer parts miss a "
            "cluster, and more of them learn accidents."
        ),
    ),
)
