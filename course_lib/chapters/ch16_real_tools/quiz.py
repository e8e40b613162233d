"""The quiz of chapter 16: five questions; every option explains itself."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "A library's transform gives `value, ladj = t.call_and_ladj(x)` and runs from the data to "
        "the base. What is log p(x), with p₀ the base density?",
        options=(
            (
                "log p₀(value) + ladj",
                "value is z, and ladj is log|∂z/∂x|, the log-det of the way that was gone.",
            ),
            (
                "log p₀(value) − ladj",
                "One subtracts the log-det of the way from z to x. This one is of the way from x "
                "to z.",
            ),
            ("log p₀(x) + ladj", "p₀ is the density of the base: ask it at z, which is value."),
            (
                "ladj alone",
                "That is what the stretch adds. The base density at z is missing.",
            ),
        ),
        right=0,
    ),
    Question(
        "`for i in range(n): x = data[i : i + 100]; …`, so a training loop takes its batches of "
        "100. What is wrong with it?",
        options=(
            (
                "Nothing, each batch has 100 rows.",
                "It has, but batch 0 is rows 0 to 99 and batch 1 is rows 1 to 100.",
            ),
            (
                "Two batches have 99 of their 100 rows in common, and n steps see only n + 99 "
                "rows.",
                "The start must go on by 100: `data[100 * i : 100 * (i + 1)]`, or random rows.",
            ),
            (
                "The rows should be sorted first.",
                "On the contrary: batches should be a fair sample, so rows are shuffled.",
            ),
            (
                "A batch of 100 is too small.",
                "The size is a matter of taste. Which rows are in it is not.",
            ),
        ),
        right=1,
    ),
    Question(
        "You move a trained flow to another library. Samples look alike, but log p differs by "
        "0.0004 for all events. What do you do?",
        options=(
            (
                "Nothing: float32 has no more digits.",
                "Then the difference would have another sign from event to event. Compare in "
                "float64.",
            ),
            (
                "Train a little more, so that it goes away.",
                "The same parameters must give the same numbers. Training only hides which formula "
                "differs.",
            ),
            (
                "Compare layer by layer in float64, until you find which formula differs.",
                "A floor of widths, another way to positive slopes, another bound: it is found in "
                "minutes.",
            ),
            (
                "Add 0.0004 to log p.",
                "Then the density no longer has the area 1, and other events will differ by more.",
            ),
        ),
        right=2,
    ),
    Question(
        '`jammy_flows.pdf("e2+s2", "ggt+f")`. A density is asked for at a place and a direction. '
        "Which layer of the place does it meet first?",
        options=(
            ("the first g", "From the base to the data letters go from left to right."),
            (
                "the t",
                "A density goes from the data to the base, so the last letter of the part comes "
                "first.",
            ),
            ("the f", "That is the layer of the direction, the other part."),
        ),
        right=1,
    ),
    Question(
        "Flow matching and a coupling flow are trained on the same data. What does flow matching "
        "cost where the coupling flow is cheap?",
        options=(
            (
                "Its training must follow the points along their paths.",
                "It need not: it draws a place on a straight line, and compares velocities there.",
            ),
            (
                "Its network must be invertible.",
                "Any network will do: two points are never at one place at the same time.",
            ),
            (
                "A sample takes many passes, and a density the divergence in each of them.",
                "A coupling flow of four layers has both in four passes.",
            ),
            (
                "It cannot give a density at all.",
                "It can: log p changes along the path by minus the divergence of the velocity.",
            ),
        ),
        right=2,
    ),
)
