"""Exercise 10.6: an event and its context stay together."""

import torch

from course_lib.exercises import compare
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

DRAWN = "other rows at every call"


def batch(x, c, i):
    return x[i], c[i]


def drawn_or_not(candidate, x, c, i):
    """x and c as returned; where repeated calls give other rows, a text says so instead.

    Rows that are drawn anew differ from one spelling to the next, and the mistake is one.
    """
    found = candidate(x, c, i)
    if not (isinstance(found, (tuple, list)) and len(found) == 2):
        return found
    found = [compare.snapshot(part) for part in found]  # before another call can change them
    for _ in range(4):
        again = candidate(x.clone(), c.clone(), i.clone())
        for place, part in enumerate(again):
            if found[place] is not DRAWN and compare.differences(part, found[place], 0, 0):
                found[place] = DRAWN
    return tuple(found)


def _shuffled(rows):
    return rows[torch.randperm(len(rows))]


def _slice(x, c, i):
    rows = slice(int(i[0]), int(i[-1]) + 1)
    return x[rows], c[rows]


X = tensor([0.4, -1.7, 2.2, 0.9, -0.3, 1.5, -2.8])
C = tensor(
    [[1.1, -4.0], [2.3, -5.0], [3.7, -6.0], [4.2, -7.0], [5.8, -8.0], [6.1, -9.0], [7.5, -3]]
)
PLACES = tensor([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0], [4.0, 40.0], [5.0, 50.0], [6.0, 60.0]])
COUNTS = tensor([[0.1, 7.1, 3.0], [0.2, 7.2, 4.0], [0.3, 7.3, 5.0],
                 [0.4, 7.4, 6.0], [0.5, 7.5, 7.0], [0.6, 7.6, 8.0]])  # fmt: skip

PAIRS = Exercise(
    id="10.6",
    title="Pairs stay together",
    minutes=3,
    difficulty="easy",
    prompt=r"""
Training takes a few events at a time, a mini-batch. Row $k$ of `x` and row $k$ of `c` belong
together: one event and the context it was seen under. Write `batch(x, c, i)`, which returns
`(x, c)` of the events with the row numbers `i`, in this order.

It is one line, and the line in which conditional flows fail most silently. If `x` and `c` part
company, nothing raises and the loss still falls.

Shapes: `x` is `(N,)` or `(N, n)`, `c` is `(N, m)`, and `i` a tensor of row numbers, `(b,)`: in any
order, and one may come twice. `x` of the batch is `(b,)` or `(b, n)`, `c` is `(b, m)`.
""",
    inputs=(
        (X, C, torch.tensor([5, 2, 6, 3])),
        (PLACES, COUNTS, torch.tensor([4, 1, 5, 2, 4])),
        (X, C, torch.tensor([1, 0, 1, 4, 6, 3, 5])),
    ),
    labels=("", "x in two dimensions, a row twice", "as many rows as there are"),
    names=("x", "c", "i"),
    parts=("x", "c"),
    probe=drawn_or_not,
    reference=batch,
    returns="x and c of the batch",
    misconceptions=(
        Misconception(
            "c in its own order",
            lambda x, c, i: (x[i], c[: len(i)]),
            "x is picked by `i`, and c is the first rows of the table: event 5 has the context "
            "of event 0. The loss still falls, to that of a model that knows nothing of c: *the* "
            "silent error. Pick both with the same `i`.",
        ),
        Misconception(
            "x in its own order",
            lambda x, c, i: (x[: len(i)], c[i]),
            "c is picked by `i`, and x is the first rows of the table: they are no pairs any more. "
            "The loss still falls, to that of a model that knows nothing of c: *the* silent error.",
        ),
        Misconception(
            "c shuffled apart",
            lambda x, c, i: (x[i], _shuffled(c)[: len(i)]),
            "c is shuffled by itself, so an event gets anybody's context. The loss still falls, "
            "to that of a model that knows nothing of c, and nothing tells you: *the* silent "
            "error. Pick both with the same `i`.",
        ),
        Misconception(
            "x shuffled apart",
            lambda x, c, i: (_shuffled(x)[: len(i)], c[i]),
            "x is shuffled by itself, so a context gets anybody's event. The loss still falls, "
            "to that of a model that knows nothing of c, and nothing tells you: *the* silent "
            "error. Pick both with the same `i`.",
        ),
        Misconception(
            "rows drawn anew",
            lambda x, c, i: (_shuffled(x)[: len(i)], _shuffled(c)[: len(i)]),
            "your rows are others at every call. Which ones to take is decided already: `i`. And "
            "who draws for x and c apart loses the pairs.",
        ),
        Misconception(
            "c of the batch sorted",
            lambda x, c, i: (x[i], c[i.sort().values]),
            "x stands in the order of `i`, c in the order of the table. The rows are the same "
            "ones, but no longer beside their partners.",
        ),
        Misconception(
            "x of the batch sorted",
            lambda x, c, i: (x[i.sort().values], c[i]),
            "c stands in the order of `i`, x in the order of the table. The rows are the same "
            "ones, but no longer beside their partners.",
        ),
        Misconception(
            "row numbers sorted",
            lambda x, c, i: batch(x, c, i.sort().values),
            "your pairs are whole, but they stand in the order of the table. Keep the order of "
            "`i`: who calls you may have something else that belongs to it.",
        ),
        Misconception(
            "rows that come twice left out",
            lambda x, c, i: batch(x, c, i.unique()),
            "`unique` sorts the row numbers and drops those that come twice. Take `i` as it is.",
        ),
        Misconception(
            "the first rows",
            lambda x, c, i: (x[: len(i)], c[: len(i)]),
            "you take the first rows of the table: as many as `i` has, but not those that `i` "
            "names. Every batch would be the same one.",
        ),
        Misconception(
            "c whole",
            lambda x, c, i: (x[i], c),
            "x is picked, and c is still the whole table: row k of one does not belong to row k of "
            "the other any more. Where the lengths happen to fit, nothing raises.",
        ),
        Misconception(
            "x whole",
            lambda x, c, i: (x, c[i]),
            "c is picked, and x is still the whole table: row k of one does not belong to row k of "
            "the other any more. Where the lengths happen to fit, nothing raises.",
        ),
        Misconception(
            "nothing picked",
            lambda x, c, i: (x, c),
            "you return the whole tables. Only the rows `i` are wanted.",
        ),
        Misconception(
            "x and c exchanged",
            lambda x, c, i: (c[i], x[i]),
            "the pairs are whole, and in the wrong order: return `(x, c)`.",
        ),
        Misconception(
            "columns of c",
            lambda x, c, i: (x[i], c[:, i]),
            "`c[:, i]` picks *columns*, the numbers of one context. Events stand in rows: `c[i]`.",
        ),
        Misconception(
            "counted from 1",
            lambda x, c, i: batch(x, c, i - 1),
            "you take 1 away from the row numbers. They count from 0, as torch does.",
        ),
        Misconception(
            "c one row off",
            lambda x, c, i: (x[i], c[i - 1]),
            "each event gets the context of the row before. The same `i` for both.",
        ),
        Misconception(
            "a slice from the first to the last",
            _slice,
            "you take all rows between two row numbers. `i` names each row that is wanted, in any "
            "order: index with the whole tensor.",
        ),
        Misconception(
            "one table",
            lambda x, c, i: torch.cat([x[i].reshape(len(i), -1), c[i]], -1),
            "you return one table with x and c beside each other. Return two values, x and c: a "
            "conditional flow takes them by different doors.",
        ),
    ),
    hints=(
        "Write the numbers of the rows beside x and beside c. Which row of c belongs to `x[i]`?",
        "A tensor of row numbers is an index: `x[i]` picks these rows, in this order.",
        "In code, with one place left to you:\n\n    return x[i], …",
    ),
    praise="the same row numbers for both, and every event keeps its context.",
)
