"""Exercise 6.3: an exact bracket."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def bracket(z, mu, s):
    ends = mu + s * z.unsqueeze(-1)
    return ends.min(-1).values, ends.max(-1).values


def _ends(of):
    """A wrong bracket: the smallest and the largest of what ``of`` gives."""

    def wrong(z, mu, s):
        ends = of(z.unsqueeze(-1), mu, s)
        return ends.min(-1).values, ends.max(-1).values

    return wrong


def _fixed(end):
    return lambda z, mu, s: (torch.full_like(z, -end), torch.full_like(z, end))


def _widened(by):
    return lambda z, mu, s: (bracket(z, mu, s)[0] - by, bracket(z, mu, s)[1] + by)


BRACKET = Exercise(
    id="6.3",
    title="A bracket that is certain",
    minutes=6,
    difficulty="medium",
    prompt=r"""
The mixture flow needs the $x$ with $\log F(x) - \log S(x) = z$. If it had one part only, with
$\mu_i$ and
$s_i$, the answer would be $x_i = \mu_i + s_i z$. With several parts the answer lies between the
smallest
and the largest of these: at the largest $x_i$ no part has less mass to its left than $z$ asks for,
at
the smallest none has more.

Write `bracket(z, mu, s)`: return `(low, high)`, the smallest and the largest $\mu_i + s_i z$. `mu`
and `s`
have the shape `(K,)`; `z` has any shape, and `low` and `high` have the shape of `z`.
""",
    inputs=(
        (tensor([0.7, -2.0]), tensor([-1.0, 2.0, 0.5]), tensor([0.5, 1.5, 3.0])),
        (tensor(4.0), tensor([3.0, -2.0]), tensor([0.2, 2.5])),
        (tensor([[-5.0, 0.3, 1.1]]), tensor([0.4, -1.2, 6.0, 2.0]), tensor([2.0, 0.7, 0.3, 4.0])),
    ),
    names=("z", "mu", "s"),
    parts=("low", "high"),
    reference=bracket,
    returns="(low, high), two tensors of the shape of z",
    misconceptions=(
        Misconception(
            "centres alone",
            _ends(lambda z, mu, s: mu + 0 * z),
            "these are the smallest and the largest centre. For a z in the tail the root lies far "
            "outside of them: each part sends z to μ + s z.",
        ),
        Misconception(
            "scales forgotten",
            _ends(lambda z, mu, s: mu + z),
            "the scales are missing: a part that is s times as wide sends z to μ + s z.",
        ),
        Misconception(
            "smallest with smallest",
            lambda z, mu, s: (mu.min() + s.min() * z, mu.max() + s.max() * z),
            "the smallest centre is combined with the smallest scale, and they may belong to "
            "different parts. For negative z the widest part reaches furthest down. Compute "
            "μ + s z for each part first, then compare.",
        ),
        Misconception(
            "|z|",
            lambda z, mu, s: (
                mu.min() - s.max() * z.abs(),
                mu.max() + s.max() * z.abs(),
            ),
            "this bracket does hold the root, but it is wider than it must be: every needless "
            "doubling of its width costs bisection a step. The exact one is the smallest and the "
            "largest μ + s z.",
            also=(
                lambda z, mu, s: (
                    (mu - s * z.abs().unsqueeze(-1)).amin(-1),
                    (mu + s * z.abs().unsqueeze(-1)).amax(-1),
                ),
            ),
        ),
        Misconception(
            "values with their indices",
            lambda z, mu, s: (
                tuple((mu + s * z.unsqueeze(-1)).min(-1)),
                tuple((mu + s * z.unsqueeze(-1)).max(-1)),
            ),
            "`.min(-1)` and `.max(-1)` give two tensors each: the values, and where they stand. "
            "Take `.min(-1).values`, or `.amin(-1)`.",
        ),
        Misconception(
            "one bracket for all",
            lambda z, mu, s: (
                (mu + s * z.unsqueeze(-1)).min(),
                (mu + s * z.unsqueeze(-1)).max(),
            ),
            "this is one bracket for all z together. Each z has its own: the smallest and the "
            "largest over the last dimension, that of the parts.",
        ),
        Misconception(
            "swapped",
            lambda z, mu, s: bracket(z, mu, s)[::-1],
            "low and high are swapped.",
        ),
        Misconception(
            "divided by the scale",
            _ends(lambda z, mu, s: mu + z / s),
            "you divide by s. From z to x the scale multiplies: x = μ + s z.",
        ),
        Misconception(
            "one end alone",
            lambda z, mu, s: bracket(z, mu, s)[0],
            "this is the lower end alone. A bracket has two: return `(low, high)`.",
        ),
        Misconception(
            "sign of z",
            _ends(lambda z, mu, s: mu - s * z),
            "s z is taken away. A part sends z to x = μ + s z.",
        ),
        Misconception(
            "from x to z",
            _ends(lambda z, mu, s: (z - mu) / s),
            "this is the way from x to z. The bracket lies in x: μ + s z.",
        ),
        Misconception(
            "as a width",
            lambda z, mu, s: (bracket(z, mu, s)[0], bracket(z, mu, s)[1] - bracket(z, mu, s)[0]),
            "the second is the width of the bracket. Return its upper end.",
        ),
        Misconception(
            "first and last part",
            lambda z, mu, s: (mu[0] + s[0] * z, mu[-1] + s[-1] * z),
            "you take the first and the last part. Which part lies lowest depends on z, so look at "
            "all of them.",
        ),
        Misconception(
            "no dimension for the parts",
            lambda z, mu, s: ((mu + s * z).min(-1).values, (mu + s * z).max(-1).values),
            "z and the centres do not fit: z has one number for each point, `mu` one for each "
            "part. `z.unsqueeze(-1)` gives z a dimension more, along which the parts can lie.",
        ),
        Misconception(
            "mu and s exchanged",
            _ends(lambda z, mu, s: s + mu * z),
            "mu and s have changed places: the centre is added, the scale multiplies z.",
        ),
        Misconception(
            "over the points",
            lambda z, mu, s: (
                (mu + s * z.unsqueeze(-1)).amin(0),
                (mu + s * z.unsqueeze(-1)).amax(0),
            ),
            "the smallest and the largest are taken over dimension 0, and each z is to have its "
            "own. The parts lie along the last dimension: −1.",
        ),
        Misconception(
            "the outer centres' parts",
            lambda z, mu, s: (
                mu.min() + s[mu.argmin()] * z,
                mu.max() + s[mu.argmax()] * z,
            ),
            "you take the parts with the smallest and the largest centre. Far out a wide part from "
            "the middle reaches further: compute μ + s z for each part first, then compare.",
        ),
        Misconception(
            "a fixed bracket",
            _fixed(10.0),
            "your bracket is the same for every z. It is to be certain: the smallest and the "
            "largest μ + s z, which moves with z.",
            also=tuple(map(_fixed, (1.0, 5.0, 20.0, 50.0, 100.0, 1e3, 1e4, 1e6))),
        ),
        Misconception(
            "widened",
            _widened(1.0),
            "the bracket is widened on both sides. The smallest and the largest μ + s z are "
            "certain already: no margin is needed.",
            also=tuple(map(_widened, (1e-4, 1e-3, 1e-2, 0.1, 0.5, 2.0, 5.0, 10.0))),
        ),
        Misconception(
            "a dimension left over",
            lambda z, mu, s: tuple(end.unsqueeze(-1) for end in bracket(z, mu, s)),
            "the numbers are right, and the parts have left a dimension of length 1 behind: leave "
            "`keepdim` out.",
        ),
        Misconception(
            "all ends",
            lambda z, mu, s: mu + s * z.unsqueeze(-1),
            "these are the μ + s z of all parts. The smallest and the largest of them are the "
            "bracket.",
        ),
        Misconception(
            "mean of the ends",
            lambda z, mu, s: ((mu + s * z.unsqueeze(-1)).mean(-1),) * 2,
            "this is a mean over the parts. The bracket goes from the smallest μ + s z to the "
            "largest.",
        ),
    ),
    hints=(
        "Make all μᵢ + sᵢ z at once: what shape do they have together with z?",
        "z.unsqueeze(-1) against mu and s of shape (K,), then smallest and largest over the last "
        "dimension.",
        "Two lines:\n\n    ends = mu + s * z.unsqueeze(-1)\n    return ends.min(-1).values, …",
    ),
    praise="no guessing and no widening: the root is inside, for every z.",
)
