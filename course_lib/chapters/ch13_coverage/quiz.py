"""The quiz of chapter 13: five questions; every option explains itself."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "The coverage curve of the ball lies on the diagonal, for 3000 simulated events. What is "
        "proved?",
        options=(
            (
                "The posterior is exact.",
                "The prior itself has this curve, too, and it has not looked at the data.",
            ),
            (
                "The claimed regions hold the truth as often as promised, on average over what was "
                "simulated.",
                "Up to luck in 3000 events. Not in each group of events, and not for another "
                "detector.",
            ),
            (
                "Every event's region holds its truth with 68 %.",
                "The average is right. Where two sensors disagree it may be a third.",
            ),
            (
                "Nothing at all.",
                "A claim that is 10 % too narrow would have been found.",
            ),
        ),
        right=1,
    ),
    Question(
        "A right posterior of your event gives a 68 % region. Afterwards you learn that the truth "
        "is outside. What follows?",
        options=(
            (
                "The posterior was wrong.",
                "A right one misses in 32 % of the events. One event cannot tell.",
            ),
            (
                "The region should have been a densest one.",
                "That one misses just as often.",
            ),
            (
                "Nothing: this happens in about every third event.",
                "The promise is about many events. It is broken if more than 32 % are missed.",
            ),
        ),
        right=2,
    ),
    Question(
        "A flow has learnt 150 pairs by heart. You draw its coverage curve with these 150 pairs. "
        "What does it tell of new events?",
        options=(
            (
                "Little: the flow has seen these truths.",
                "Training bends the posteriors around the truths that it is shown. Use events that "
                "it has not seen.",
            ),
            (
                "As much as a curve of 150 new events.",
                "New events have other truths, to which nothing was bent.",
            ),
            (
                "More, as the pairs are known better.",
                "They are known too well: that is the trouble.",
            ),
        ),
        right=0,
    ),
    Question(
        "The posterior has two bumps and is right. Image of the ball and densest region, both for "
        "68 %: which is smaller, and which holds the truth more often?",
        options=(
            (
                "The densest one is smaller, so it holds the truth less often.",
                "It leaves out the gap, and there is hardly any truth there.",
            ),
            (
                "The ball's image is larger, and holds it more often.",
                "Larger it is. But both have the same mass, 68 %.",
            ),
            (
                "They are the same region.",
                "Only if p falls with |z| alone, as for a Gaussian.",
            ),
            (
                "The densest one is smaller; both hold it equally often.",
                "Same mass, less area: that is how it is made.",
            ),
        ),
        right=3,
    ),
    Question(
        "You have marginalised over the shift ν ~ N(0, 0.4²), and the curve is on the diagonal "
        "when ν is drawn for each event. Your own detector has one fixed ν. Is its 68 % right?",
        options=(
            (
                "Yes: that is what marginalising is for.",
                "It is right on average over detectors. At ν = 0.8 it is 12 %.",
            ),
            (
                "Not in general: it may be more or less, as your ν happens to be.",
                "Close to ν = 0 more than 68 % are inside, far from it far fewer.",
            ),
            (
                "No, it is always less.",
                "At ν = 0 the regions are wider than needed and hold more than 68 %.",
            ),
        ),
        right=1,
    ),
)
