"""Exercise 6.3: an exact bracket."""

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
    ),
    hints=(
        "Make all μᵢ + sᵢ z at once: what shape do they have together with z?",
        "z.unsqueeze(-1) against mu and s of shape (K,), then smallest and largest over the last "
        "dimension.",
        "Two lines:\n\n    ends = mu + s * z.unsqueeze(-1)\n    return ends.min(-1).values, …",
    ),
    praise="no guessing and no widening: the root is inside, for every z.",
)
