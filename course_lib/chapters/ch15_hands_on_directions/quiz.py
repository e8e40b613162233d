"""The quiz of chapter 15: five questions; every option explains itself."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "A network's curves lie on the diagonal, but its mean log p is 0.3 nats below the exact "
        "one. Who suffers?",
        options=(
            (
                "Nobody: calibrated means exact.",
                "The prior is calibrated, too, and it has not looked at the data.",
            ),
            (
                "Those whose truth is outside of the region.",
                "They are 32 %, as promised. That is no fault.",
            ),
            (
                "Whoever must search the regions: they are larger than they need be.",
                "Less density at the truth, on average. The promise is kept, and costs more sky.",
            ),
            (
                "Those who search: the regions are too small.",
                "Then the truth would be outside too often, and the curve would lie below.",
            ),
        ),
        right=2,
    ),
    Question(
        "The ice was never drawn in the training, and still the direction's curve stays in its "
        "band. Does the direction not depend on the ice?",
        options=(
            (
                "It does; it moves little here, and a fixed cap makes little of it.",
                "Which sensors are hit, and when, changes little. And the same cap still holds "
                "62 % with the answers to other events: a fault is much smaller on its curve.",
            ),
            (
                "No: a direction has nothing to do with light.",
                "The counts tell the network the distances, and through them the direction.",
            ),
            (
                "It does, but the network has learnt all ices.",
                "It has seen one, λ = 0.7.",
            ),
        ),
        right=0,
    ),
    Question(
        "You want regions of the sky with 68 %. Where is the cap whose share (1 − h₀)/2 is the "
        "mass of the region?",
        options=(
            (
                "On the sky: a cap around the densest direction.",
                "Its share of the sky is its area. The mass in it depends on the density.",
            ),
            (
                "On the base: the flow carries it to a region that need not be a cap.",
                "The base is uniform, so area is mass there. The flow keeps the mass, not the "
                "shape.",
            ),
            (
                "On either: a flow of the sphere carries caps to caps.",
                "A zoom does, but it changes their area, and on the sky area is not mass. Twist "
                "and stretch bend them.",
            ),
            (
                "In the plane: a disk of the normal base.",
                "That was chapter 13. Here the base is the uniform sphere.",
            ),
        ),
        right=1,
    ),
    Question(
        "Of 2000 good tracks 5 % have p < 0.05. What is wrong?",
        options=(
            (
                "The reference is too small.",
                "With more of them p becomes finer, and still 5 % lie below 0.05.",
            ),
            (
                "The network: it does not fit these tracks.",
                "If it were so, more than 5 % would be suspicious.",
            ),
            (
                "These 100 events are cascades.",
                "They are tracks. That is the price of any threshold.",
            ),
            (
                "Nothing: p is uniform for good events, so 5 % must be below 0.05.",
                "None at all would be wrong: p would then not be uniform.",
            ),
        ),
        right=3,
    ),
    Question(
        "You try a coverage test on answers that you know to be wrong, and the share at 68 % "
        "hardly moves. What do you do?",
        options=(
            (
                "Take more events, until it fails.",
                "With millions every test fails, for right answers, too: significant is not large.",
            ),
            (
                "Take another region, best the one that you will publish, and test that.",
                "The smallest of 100 caps holds 7 % of such truths, the fixed one 62 %. The fault "
                "is now as large as it should be.",
            ),
            (
                "Trust the answers: the test has spoken.",
                "You know that they are wrong. This number does not see it.",
            ),
        ),
        right=1,
    ),
)
