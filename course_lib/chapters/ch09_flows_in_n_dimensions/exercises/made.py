"""Exercise 9.5: the masks of MADE, judged by what reaches what."""

import torch

from course_lib.exercises.compare import as_numbers
from course_lib.exercises.exercise import Exercise, Misconception


def masks(n, h):
    degree = torch.arange(h) % (n - 1) + 1
    place = torch.arange(n)
    return degree[:, None] > place, place[:, None] >= degree


NAMES = ("M1", "M2")
ODD = "the number of entries that are neither 0 nor 1"
SEEN = "the table (output, input) of what sees what"
IDLE = "the number of idle hidden units"


def what_reaches_what(candidate, n, h):
    """The zeros of the Jacobian, whatever the weights are, and what is of no use.

    Of the masks themselves only the shapes are told, with False everywhere: many masks are right.
    """
    result = candidate(n, h)
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return result
    pair = [as_numbers(part) for part in result]
    if any(part is None or part.is_complex() for part in pair):
        return result
    first, last = (part.double() for part in pair)
    shapes = {
        name: torch.zeros(part.shape, dtype=torch.bool)
        for name, part in zip(NAMES, (first, last), strict=True)
    }
    if first.shape != (h, n) or last.shape != (n, h):
        nothing = float("nan")  # nothing can be said of the rest
        return shapes | {ODD: nothing, SEEN: torch.full((n, n), nothing), IDLE: nothing}
    odd = sum(int(((part != 0) & (part != 1)).sum()) for part in (first, last))
    first, last = (first != 0).double(), (last != 0).double()
    idle = (first.sum(1) == 0) | (last.sum(0) == 0)
    seen = (last @ first > 0).double()
    return shapes | {ODD: float(odd), SEEN: seen, IDLE: float(idle.sum())}


# --- wrong answers --------------------------------------------------------------------------------


def _by_degrees(degree, first, last):
    """Masks by degrees (h,): first(d, j) for d and input j, last(i, d) for output i and d."""

    def wrong(n, h):
        d, place = degree(n, h), torch.arange(n)
        return first(d[:, None], place), last(place[:, None], d)

    return wrong


def _cycle(n, h):
    return torch.arange(h) % (n - 1) + 1


def _first(d, j):
    return d > j


def _last(i, d):
    return i >= d


def _transposed(n, h):
    first, last = masks(n, h)
    return first.T, last.T


def _exchanged(n, h):
    return masks(n, h)[::-1]


def _neighbour(n, h):
    unit, place = torch.arange(h) % (n - 1), torch.arange(n)
    return unit[:, None] == place, place[:, None] == unit + 1


MASKS = Exercise(
    id="9.5",
    title="The masks of MADE",
    minutes=15,
    difficulty="hard",
    prompt=r"""
A network with one hidden layer, $n$ inputs, $h$ hidden units and $n$ outputs:
$$\mathrm{out} = (W_2\circ M_2)\,\mathrm{relu}\big((W_1\circ M_1)\,x\big).$$
The circle multiplies number by number, so a 0 in a *mask* $M$ cuts a connection, whatever the
weight is. Write `masks(n, h)`: return $M_1$, of the shape `(h, n)`, and $M_2$, of the shape
`(n, h)`, made of 0 and 1 (or of True and False), such that

- output $i$ sees the inputs $1, \dots, i-1$, **all** of them, and no other, along any path;
- no hidden unit is idle: each sees an input, and is seen by an output.

The first output sees nothing. $n$ is 2 or more, and $h \ge n - 1$. Many answers are right: the
check looks at what reaches what. One way: give every hidden unit a *degree* $d$, and let it see the
first $d$ inputs.
""",
    inputs=((2, 1), (2, 5), (3, 3), (3, 2), (4, 7), (4, 4), (5, 4), (6, 12)),
    labels=(
        "",
        "",
        "as many hidden units as inputs",
        "n − 1 hidden units",
        "",
        "as many hidden units as inputs",
        "n − 1 hidden units",
        "",
    ),
    names=("n", "h"),
    parts=("M1", "M2"),
    reference=masks,
    probe=what_reaches_what,
    returns="a pair of tensors of 0 and 1: M1 of the shape (h, n) and M2 of the shape (n, h)",
    misconceptions=(
        Misconception(
            "sees itself",
            _by_degrees(_cycle, _first, lambda i, d: i + 1 >= d),
            "some outputs see their own input, and output i may see only what comes before i. If "
            "the parameters of xᵢ depend on xᵢ itself, ∂zᵢ/∂xᵢ is not what the log-det says, and "
            "∫p is not 1. One of the two comparisons must be strict.",
        ),
        Misconception(
            "every output sees itself",
            _by_degrees(lambda n, h: torch.arange(h) % n + 1, _first, lambda i, d: i + 1 >= d),
            "every output sees its own input, along with those before it. The last step must be "
            "strict: output i (from 1) sees units of degree d < i. If the parameters of xᵢ "
            "depend on xᵢ itself, ∫p is not 1.",
        ),
        Misconception(
            "strict in the hidden layer, too",
            _by_degrees(_cycle, lambda d, j: d > j + 1, _last),
            "both comparisons are strict. Then output i does not see its neighbour, input i − 1, "
            "and units of degree 1 see nothing. One strict step is enough: a unit of degree d sees "
            "inputs up to d, itself included.",
        ),
        Misconception(
            "degree n",
            _by_degrees(lambda n, h: torch.arange(h) % n + 1, _first, _last),
            "your degrees go up to n. A unit that sees all n inputs may be seen by no output: it "
            "is idle. The degrees are 1 to n − 1.",
        ),
        Misconception(
            "degree n first",
            _by_degrees(lambda n, h: n - torch.arange(h) % n, _first, _last),
            "your degrees start at n. A unit that sees all n inputs may be seen by no output: it "
            "is idle, and with few units a smaller degree is missing. The degrees are 1 to n − 1.",
        ),
        Misconception(
            "degree 0",
            _by_degrees(lambda n, h: torch.arange(h) % n, _first, _last),
            "your degrees start at 0. A unit of degree 0 sees no input: it is idle, and with few "
            "units a larger degree is missing. The degrees are 1 to n − 1.",
        ),
        Misconception(
            "transposed",
            _transposed,
            "both masks are transposed. As the weights of a layer they have a row for each unit "
            "that they lead to: M₁ is (h, n), M₂ is (n, h).",
        ),
        Misconception(
            "M1 and M2 exchanged",
            _exchanged,
            "the two masks have changed places: M₁, into the hidden layer, comes first.",
        ),
        Misconception(
            "everything sees everything",
            lambda n, h: (torch.ones(h, n), torch.ones(n, h)),
            "these masks cut nothing: every output sees every input.",
        ),
        Misconception(
            "the first mask masks nothing",
            _by_degrees(_cycle, lambda d, j: (d + j) > 0, _last),
            "every hidden unit sees all inputs, and hands them on. M₁ must cut as well: a unit of "
            "degree d sees the first d inputs alone.",
        ),
        Misconception(
            "the last mask masks nothing",
            _by_degrees(_cycle, _first, lambda i, d: (i + d) > 0),
            "every output sees all hidden units. M₂ must cut as well: output i may see units whose "
            "inputs all come before i.",
        ),
        Misconception(
            "triangles of ones",
            lambda n, h: (torch.ones(h, n).tril(), torch.ones(n, h).tril()),
            "two lower triangles give a triangle with its diagonal: outputs see their own inputs. "
            "Also, with h ≠ n they know nothing of h: give the hidden units degrees.",
        ),
        Misconception(
            "units from the n-th on are idle",
            lambda n, h: (torch.ones(h, n).tril(), torch.ones(n, h).tril(-1)),
            "every output sees the right inputs. But your hidden units from the n-th on see all n "
            "inputs, so that no output may see them: they are idle. Go round with the degrees, "
            "1, …, n − 1 and 1, … again.",
        ),
        Misconception(
            "strict triangles",
            lambda n, h: (torch.ones(h, n).tril(-1), torch.ones(n, h).tril(-1)),
            "both triangles leave the diagonal out: two strict steps, and output i misses input "
            "i − 1.",
        ),
        Misconception(
            "sees the later ones",
            _by_degrees(_cycle, lambda d, j: d <= j, lambda i, d: i < d),
            "the order is turned round: your outputs see the inputs behind them. Output i sees "
            "those before i.",
        ),
        Misconception(
            "sees the neighbour alone",
            _neighbour,
            "your output i sees input i − 1 alone. It is to see all inputs before it; otherwise "
            "the flow could not reach every density.",
        ),
        Misconception(
            "all units of one degree",
            _by_degrees(lambda n, h: torch.full((h,), n - 1), _first, _last),
            "all your hidden units have the degree n − 1, which the last output alone may see. "
            "The others see nothing. Every degree from 1 to n − 1 must be there.",
        ),
        Misconception(
            "all units of degree 1",
            _by_degrees(lambda n, h: torch.ones(h, dtype=torch.int64), _first, _last),
            "all your hidden units see the first input alone. Every degree from 1 to n − 1 must "
            "be there.",
        ),
        Misconception(
            "one mask, their product",
            lambda n, h: torch.ones(n, n).tril(-1),
            "this is what the two masks must give together: which output sees which input. Return "
            "the two, one into the hidden layer and one out of it.",
        ),
    ),
    hints=(
        "Draw n = 3 with two hidden units. The third output may see inputs 1 and 2, the second "
        "only 1. Which inputs may the two units see?",
        "Degrees 1, 2, …, n − 1, again and again. A unit of degree d sees inputs 1 to d. Which "
        "outputs may see something that depends on input d?",
        "In code, counted from 0 (unit d sees inputs 0 to d − 1), with two places left to you:\n\n"
        "    degree = torch.arange(h) % (n - 1) + 1\n"
        "    place = torch.arange(n)\n"
        "    return degree[:, None] > …, place[:, None] >= …",
    ),
    praise="one pass gives the parameters of all coordinates, and no output cheats.",
)
