"""The quiz of chapter 00."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "A check says “not yet” and names an input on which your function fails. What is a good "
        "next step?",
        options=(
            (
                "Restart the kernel and run the whole notebook again.",
                "A wrong answer breaks nothing, so there is nothing to restart. The cells below go "
                "on with the course's own answer.",
            ),
            (
                "Call your function on that input in a new cell and look at what it returns.",
                "The check names the smallest input on which your function fails. There you can "
                "follow every step by hand.",
            ),
            (
                "Open the solution at once.",
                "You may, at any time. But a hint first leaves the discovery to you: there are "
                "three, each a step further.",
            ),
        ),
        right=1,
    ),
    Question(
        "In this course x = f(z). In which space do the data live?",
        options=(
            (
                "In x.",
                "Data, and the density p(x) that we want, live in x, the data space. The base "
                "space is z.",
            ),
            (
                "In z.",
                "z is the base space, where the standard normal density p₀(z) lives. The map f "
                "carries z to x.",
            ),
            (
                "In both: they are the same space.",
                "The map f joins two spaces, and a density looks different in each of them. That "
                "difference is the subject of chapter 01.",
            ),
        ),
        right=0,
    ),
)
