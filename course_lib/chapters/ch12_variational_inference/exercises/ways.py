"""Exercise 12.7: four losses; whether each is a forward or a reverse one is measured."""

import functools
import itertools

import torch
from torch.distributions import Categorical, MixtureSameFamily, Normal

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.flows.random_stream import RandomStream

SHOWN = """\
def loss_A(p, q, n):
    x = p.sample((n,))
    return -q.log_prob(x).mean()

def loss_B(p, q, n):
    x = q.rsample((n,))
    return (q.log_prob(x) - p.log_prob(x)).mean()

def loss_C(p, q, n):
    x = q.rsample((n,))
    return -p.log_prob(x).mean() - q.entropy()

def loss_D(p, q, n):
    x = q.sample((n,))
    w = torch.softmax(p.log_prob(x) - q.log_prob(x), 0).detach()
    return -(w * q.log_prob(x)).sum()
"""
DRAWS = 50_000
START = (0.4, 0.7)  # mean and log-width of the bell at which the slopes are taken


def bumps():
    """A density with two bumps, 0.7 at −2 and 0.3 at 2."""
    return MixtureSameFamily(
        Categorical(tensor([0.7, 0.3])), Normal(tensor([-2.0, 2.0]), tensor([0.7, 0.7]))
    )


def _slopes(loss):
    """The slopes of a loss(q) by the bell's mean and log-width, at START."""
    place = tensor(START).requires_grad_()
    return torch.autograd.grad(loss(Normal(place[0], place[1].exp())), place)[0]


def exact_slopes():
    """{"F": …, "R": …}: the slopes of KL(p‖q) and of KL(q‖p), from sums over a grid."""
    x = torch.linspace(-12, 14, 5001, dtype=torch.float64)
    p, dx = bumps().log_prob(x), x[1] - x[0]
    return {
        "F": _slopes(lambda q: (p.exp() * (p - q.log_prob(x))).sum() * dx),
        "R": _slopes(lambda q: (q.log_prob(x).exp() * (q.log_prob(x) - p)).sum() * dx),
    }


@functools.cache
def as_shown():
    """{letter: slopes}: the losses of the prompt, run as they stand."""
    namespace = {"torch": torch}
    exec(SHOWN, namespace)
    with RandomStream(0):
        return {
            letter: _slopes(lambda q, loss=namespace[f"loss_{letter}"]: loss(bumps(), q, DRAWS))
            for letter in "ABCD"
        }


def which_way():
    """The letter of the divergence whose slopes a loss has, for each of the four."""
    exact = exact_slopes()
    return " ".join(
        min(exact, key=lambda way: float((exact[way] - found).abs().max()))
        for found in as_shown().values()
    )


def _tidy(candidate):
    """The four letters, however they were written down: "FRRF", ["forward", …], "f, r, r, f" …"""
    said = candidate()
    if isinstance(said, dict) and all(isinstance(key, str) for key in said):
        said = [said[key] for key in sorted(said)]
    if isinstance(said, (list, tuple)) and all(isinstance(one, str) for one in said):
        said = " ".join(said)
    if not isinstance(said, str):
        return said
    words = said.lower().replace("forward", "f").replace("reverse", "r")
    return " ".join(letter for letter in words.upper() if letter in "FR")


def _says(*letters):
    return lambda: " ".join(letters)


RIGHT = ("F", "R", "R", "F")
PLAIN, TURNED, SAME = RIGHT[:2], ("R", "F", "F", "R"), ("FFFF", "RRRR")


def _of_first_two():
    """All answers that are wrong in A or B and have no name of their own."""
    every = itertools.product("FR", repeat=4)
    return tuple(
        _says(*one)
        for one in every
        if one[:2] != PLAIN and one != TURNED and "".join(one) not in SAME
    )


def _of_other_length():
    return tuple(
        _says(*one) for size in (0, 1, 2, 3, 5) for one in itertools.product("FR", repeat=size)
    )


WHICH_WAY = Exercise(
    id="12.7",
    title="Which way does it train?",
    minutes=5,
    difficulty="medium",
    prompt=rf"""
Four losses to train a bell $q$ for a density $p$. Over many samples, which divergence does each one
make small: the *forward* KL(p‖q), or the *reverse* KL(q‖p)?

```python
{SHOWN}```

Let `which_way()` return four letters in the order A B C D, F for forward and R for reverse, such as
`"R R R R"`. The check looks nothing up: it runs the losses, and compares their slopes with those of
the two divergences.
""",
    inputs=((),),
    names=(),
    probe=_tidy,
    reference=which_way,
    returns='four letters, such as "R R R R"',
    misconceptions=(
        Misconception(
            "by whose samples alone",
            _says("F", "R", "R", "R"),
            "three are right. You go by whose samples are drawn. But samples of one density may "
            "carry weights, and then their mean is one under another density.",
        ),
        Misconception(
            "one overlooked",
            _says("F", "R", "F", "F"),
            "three are right. Write each loss as a mean of logarithms, the entropy too: the mean "
            "of which logarithm, over whose samples?",
        ),
        Misconception(
            "the last two turned",
            _says("F", "R", "F", "R"),
            "A and B are right. Now write C and D as a mean, over whose samples? An entropy is a "
            "mean, too, and weights change whose mean it is.",
        ),
        Misconception(
            "all turned",
            _says(*TURNED),
            "each of the four is turned. Forward is KL(p‖q): the mean over samples of p, the one "
            "of maximum likelihood.",
        ),
        Misconception(
            "all the same",
            _says(*"RRRR"),
            "not all four go the same way. Ask of each: over whose samples is the mean, and is "
            "it a weighted one?",
            also=(_says(*"FFFF"),),
        ),
        Misconception(
            "one of the first two",
            _of_first_two()[0],
            "begin with A and B: not both are right. One takes its mean over samples of p, the "
            "other over samples of q. Compare them with the two formulas of this chapter.",
            also=_of_first_two()[1:],
        ),
        Misconception(
            "not four letters",
            _says("F", "R", "R"),
            'four letters are asked for, F or R for each of A, B, C and D, such as "R R R R".',
            also=_of_other_length(),
        ),
    ),
    hints=(
        "KL(p‖q) is a mean over samples of p, KL(q‖p) one over samples of q. But look for weights.",
        "The entropy of q is the mean of −log q over samples of q. And a mean over samples of q "
        "with weights p/q is a mean over p.",
        "C is B, with one of its two means written as an entropy. In D the weights turn samples of "
        "q into samples of p. Fill in the two gaps:\n\n"
        '    letters = {"A": "F", "B": …, "C": "R", "D": …}\n'
        '    return " ".join(letters.values())',
    ),
    praise="you ask whose mean it is, and not whose name stands before `sample`.",
)
