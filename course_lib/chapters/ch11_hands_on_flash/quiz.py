"""The quiz of chapter 11: five questions; every option explains itself."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "Why does a flow that learns from the same 2000 events for long end badly on new ones?",
        options=(
            (
                "Its network is too small for 2000 events.",
                "It is so large that it can remember them: some 10 000 numbers for 4000 "
                "coordinates.",
            ),
            (
                "The learning rate is too high for so few events.",
                "With a smaller rate it takes longer to remember them, and then does the same.",
            ),
            (
                "The loss rewards narrow spots at the places of just these events.",
                "The mean of log q over them grows without limit as the spots get narrower. Only "
                "new events pay for what lies between.",
            ),
            (
                "2000 events cannot be standardised well.",
                "Means and widths of 2000 counts are known to about 2 %, which hardly matters.",
            ),
        ),
        right=2,
    ),
    Question(
        "The ice of the real detector is clearer than in your simulator. Your network's gap to "
        "the exact posterior of the simulator is 0.02 nats. What do you know of its answers for "
        "real flashes?",
        options=(
            (
                "They are right to 0.02 nats.",
                "The gap compares with p(θ | n) of the simulator. Its λ(d) is not that of the ice.",
            ),
            (
                "Nothing: both densities may be sure of wrong places.",
                "p(θ | n) believes its likelihood. Neither it nor the network has a way to say "
                "that the ice is another.",
            ),
            (
                "They are too wide, for the network notices that the counts are strange.",
                "It was never shown other ice. Nothing in its training makes it more careful.",
            ),
            (
                "They are right where the prior is broad enough.",
                "A prior says where flashes may be. It cannot repair how the light travels.",
            ),
        ),
        right=1,
    ),
    Question(
        "For one event the true place is outside of your 68 % region. What follows?",
        options=(
            (
                "There is an error in the flow.",
                "One event in three must be outside, or the region would hold more than 68 %.",
            ),
            (
                "The region must be made larger until the place is inside.",
                "Done for every event, that makes a region of 100 %, which says nothing.",
            ),
            (
                "The event is an outlier and should be left out.",
                "Then you would leave out a third of your data, all for having been honest.",
            ),
            (
                "Nothing: this must happen in 32 % of all events.",
                "That is what 68 % means. Only many events together can show a fault.",
            ),
        ),
        right=3,
    ),
    Question(
        "A colleague measures a gap of −0.02 ± 0.03 nats on new events. How can that be?",
        options=(
            (
                "Her flow is better than the exact density.",
                "On average over all events none is: the gap is a KL divergence, and that is "
                "never negative.",
            ),
            (
                "She has exchanged log p and log q.",
                "Then the gap would be the true one with its sign changed; but −0.02 with an error "
                "of 0.03 is no sign of anything.",
            ),
            (
                "By chance: with these events it cannot be told from a small positive one.",
                "−0.02 is less than one error from 0, and from 0.01, too. More events would tell.",
            ),
            (
                "A mean of logarithms may be negative without any reason.",
                "log q alone may be. The mean of log p − log q over all events may not.",
            ),
        ),
        right=2,
    ),
    Question(
        "You built p(y | c) first, then p(x | y, c). What if you had begun with x?",
        options=(
            (
                "The same densities could be reached, but the networks would have another task.",
                "p(x, y) = p(y) p(x | y) = p(x) p(y | x). Both orders are exact; one may be easier "
                "to learn.",
            ),
            (
                "It would be wrong: the height must come first.",
                "Nothing in the product rule says so. The order is yours to choose.",
            ),
            (
                "log p would be a difference and not a sum.",
                "Probabilities of “this and that” multiply in either order.",
            ),
            (
                "x and y would become independent.",
                "That happens if the second network does not see the first coordinate, whichever "
                "is first.",
            ),
        ),
        right=0,
    ),
)
