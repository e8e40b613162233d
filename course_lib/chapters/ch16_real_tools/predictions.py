"""What is guessed before it is seen in chapter 16."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="16.a",
        text=(
            "A spline carries z = 1 to x = 2, with the slope 4 there: log|∂x/∂z| = 1.39. A library "
            "that starts from the data is given x = 2. Which log-det does it print?"
        ),
        options=("1.39", "−1.39", "0.25"),
        right=1,
        reveal=(
            "The way back has the slope 1/4, and log ¼ = −1.39. Each library prints the log-det of "
            "the way that it goes: a sign, and a log p that is wrong by 2.8 nats."
        ),
    ),
    Prediction(
        id="16.b",
        text=(
            "A flow of zuko for events of one number gets x of shape (10,): ten places. What does "
            "log_prob return?"
        ),
        options=("an error", "ten values, one for each place", "one value"),
        right=2,
        reveal=(
            "One value. It takes the last dimension for the event, and stretches the flow of one "
            "number over all ten: the sum of ten log-densities. Ten events of one number have the "
            "shape (10, 1)."
        ),
    ),
    Prediction(
        id="16.c",
        text=(
            "A spline on −5 … 5, with any knots, from the data to the base. A place is given in "
            "metres, x = 40. Which z comes out?"
        ),
        options=("40", "5, the end of the interval", "NaN"),
        right=0,
        reveal=(
            "Beyond its bound a spline is the identity: z = 40, whatever the network says. So "
            "log p is −800, its gradient is 0, and nothing is learnt."
        ),
    ),
    Prediction(
        id="16.d",
        text=(
            "A layer of jammy_flows, and the exact formula with the same parameters. Where are "
            "they apart by more than 0.001?"
        ),
        options=("nowhere", "only where |z| is above 5 or so", "nearly everywhere"),
        right=1,
        reveal=(
            "In the middle they agree to nine digits and more. Far out jammy_flows takes an "
            "approximate formula, and then log p is off by a tenth and more."
        ),
    ),
    Prediction(
        id="16.e",
        text=(
            "The network has been trained, and its points will make good moons. How large is its "
            "mean squared error now?"
        ),
        options=("nearly 0", "well above 0, about 3", "still what it was at the start"),
        right=1,
        reveal=(
            "Many straight lines go through each place, and the network can only say their mean. "
            "What is left is their scatter, about 3. The mean is all that the path needs."
        ),
    ),
)
