"""Exercise 13.8: how odd is this event?"""

from course_lib.exercises.counting import LABELS, MISTAKES, NO_MEAN_OF_TRUE_AND_FALSE, p_value
from course_lib.exercises.exercise import Exercise
from course_lib.exercises.inputs import tensor

CALIBRATED_P = Exercise(
    id="13.8",
    title="Like nothing I know",
    minutes=5,
    difficulty="medium",
    prompt=r"""
How odd is an event? Let $t$ be some number that is large for odd events. Compute the same number
for $m$ simulated events that are surely fine: the **reference**. The p-value is the share of events
at least as odd as this one,
$$p = \frac{1 + \#\{j : t_j \ge t\}}{1 + m}.$$
The 1 counts the event itself, among $m + 1$ that might be alike. So the smallest possible p-value
is $1/(m+1)$: from $m$ simulations you cannot know more.

Write `calibrated_p(t, reference)`. Shapes: `t` is `(k,)`, one number for each of $k$ events;
`reference` is `(m,)`, the $t_j$ in any order. The result is `(k,)`.
""",
    inputs=(
        (
            tensor([3.1, -0.4, 1.2]),
            tensor([0.7, 2.5, -1.3, 1.9, 0.2, 4.4, -0.6, 1.1, 3.3]),
        ),
        (tensor([2.0, 5.0, 3.0, 1.0]), tensor([3.0, 1.0, 4.0, 2.0])),
        (tensor([9.5, -7.0]), tensor([1.4, 0.3, 2.2, 8.1, -0.9, 1.8, 0.6])),
        (
            tensor([1.0, 2.0, 4.0, 3.0, 0.0]),
            tensor([2.0, 1.0, 0.0, 2.0, 3.0, 1.0, 0.0, 2.0, 1.0, 5.0, 0.0, 1.0]),
        ),
    ),
    labels=LABELS,
    names=("t", "reference"),
    reference=p_value,
    returns="the p-value of each event",
    misconceptions=MISTAKES,
    tips=(NO_MEAN_OF_TRUE_AND_FALSE,),
    hints=(
        "An event odder than all m references: what should its p be? And one that is less odd than "
        "all?",
        "Compare every reference with every event, (m, k), sum over the references, add 1, divide "
        "by m + 1.",
        "In code, with two places left to you:\n\n"
        "    as_odd = reference[:, None] >= t\n"
        "    return (1 + …) / …",
    ),
    praise="whatever the oddity is, and however skew: under the simulation this p is uniform "
    "(or, with ties, a little cautious).",
)
