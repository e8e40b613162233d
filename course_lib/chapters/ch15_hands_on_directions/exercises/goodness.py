"""Exercise 15.7: is this event a track at all?"""

from course_lib.exercises.counting import LABELS, MISTAKES, NO_MEAN_OF_TRUE_AND_FALSE, p_value
from course_lib.exercises.exercise import Exercise
from course_lib.exercises.inputs import tensor

GOODNESS = Exercise(
    id="15.7",
    title="Is it a track at all?",
    minutes=6,
    difficulty="medium",
    prompt=r"""
Your network answers for *any* 24 numbers, also for those of a cascade, which is no track. So ask
first how well an event agrees with its own posterior. Let $t$ be a number that is large where it
agrees badly. Compute it for $m$ simulated tracks, the **reference**. The p-value of an event is the
share of events that are at least as odd, itself among them:
$$p = \frac{1 + \#\{j : t_j \ge t\}}{1 + m}.$$

It is the p-value of 13.8: if you wrote that, you may paste it.

Write `goodness(t, reference)`. Shapes: `t` is `(k,)`, one number for each of $k$ events;
`reference` is `(m,)`, in any order. The result is `(k,)`: a small p means that the event is like no
track.
""",
    inputs=(
        (tensor([2.7, -0.8, 1.4]), tensor([0.9, 2.1, -1.7, 1.6, 0.1, 4.9, -0.5, 1.3, 3.8])),
        (tensor([2.0, 6.0, 3.0, 1.0]), tensor([3.0, 1.0, 5.0, 2.0])),
        (tensor([11.5, -6.0]), tensor([1.9, 0.4, 2.6, 7.3, -0.2, 1.1, 0.8])),
        (
            tensor([1.0, 2.0, 4.0, 3.0, 0.0]),
            tensor([2.0, 0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 1.0, 6.0, 0.0]),
        ),
    ),
    labels=LABELS,
    names=("t", "reference"),
    reference=p_value,
    returns="the p-value of each event, a tensor of shape (k,)",
    misconceptions=MISTAKES,
    tips=(NO_MEAN_OF_TRUE_AND_FALSE,),
    hints=(
        "An event odder than all m tracks: what should its p be?",
        "Compare every reference with every event, (m, k), sum over the references, add 1, divide "
        "by m + 1.",
        "    as_odd = (reference[:, None] >= t).sum(…)\n    return (1 + as_odd) / …",
    ),
    praise="your network now says when it should not be asked.",
)
