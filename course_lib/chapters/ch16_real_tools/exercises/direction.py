"""Exercise 16.1: log p(x) by a transform that runs from the data to the base."""

from course_lib.chapters.ch16_real_tools.exercises.standins import HALF_LOG_2PI, Bent
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def base(z):
    return -0.5 * z**2 - HALF_LOG_2PI


def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return base(z) + ladj


def probe_bent(candidate, a, b, x):
    """The candidate with the transform z = a asinh(x) + b."""
    return candidate(Bent(a, b), x)


def _of(formula):
    """A wrong answer from what one may ask: x, t(x) and its log-det, t.inv(x) and its log-det."""

    def wrong(t, x):
        return formula(x, *t.call_and_ladj(x), *t.inv.call_and_ladj(x))

    return wrong


DIRECTION = Exercise(
    id="16.1",
    title="Which way does it run?",
    minutes=4,
    difficulty="easy",
    prompt=r"""
A transform `t` of zuko runs **from the data to the base**: `t(x)` is $z$, and `t.inv(z)` is $x$.
And `t.call_and_ladj(x)` gives $z$ and `ladj`, the log-det of its own direction.

Write `log_prob(t, x)`: $\log p(x)$ of each number in `x`, of the shape of `x`. The base is the
standard normal. (You need no zuko: the check brings a small transform with these methods. It is
$z = a\,\mathrm{asinh}(x) + b$.)
""",
    inputs=(
        (tensor(0.8), tensor(0.4), tensor([0.7, -1.9, 2.4])),
        (tensor(1.7), tensor(-0.6), tensor([[0.3], [-3.0]])),
        (tensor(0.5), tensor(-1.3), tensor(12.0)),
    ),
    names=("a", "b", "x"),
    probe=probe_bent,
    reference=log_prob,
    returns="log p(x), a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "taken as z → x",
            _of(lambda x, z, ladj, back, ladj_back: base(back) + ladj_back),
            "you go through `t.inv`, as if `t` ran from z to x. In zuko `t` itself leads from the "
            "data to the base; `t.inv` makes samples.",
            also=(_of(lambda x, z, ladj, back, ladj_back: base(back) - ladj_back),
                  _of(lambda x, z, ladj, back, ladj_back: base(back) + ladj),
                  _of(lambda x, z, ladj, back, ladj_back: base(back) - ladj)),
        ),
        Misconception(
            "log-det subtracted",
            _of(lambda x, z, ladj, *back: base(z) - ladj),
            "you subtract the log-det, or add that of the way from z to x, which is the same. "
            "The one that is added is log|∂z/∂x|, and `t` gives just that.",
            also=(lambda t, x: base(t(x)) + t.inv.call_and_ladj(t(x))[1],),
        ),
        Misconception(
            "no log-det",
            _of(lambda x, z, ladj, *back: base(z)),
            "this is the base density at z. What the stretch of the axis does to the density is "
            "missing: `ladj`.",
        ),
        Misconception(
            "base at x",
            _of(lambda x, z, ladj, *back: base(x) + ladj),
            "you ask the base density at x. It belongs to the base: ask it at z = t(x).",
            also=(_of(lambda x, z, ladj, *back: base(x) - ladj), _of(lambda x, *rest: base(x))),
        ),
        Misconception(
            "log-det at another place",
            lambda t, x: base(t(x)) + t.call_and_ladj(t(x))[1],
            "the log-det is taken at z. `t` starts from x, so its slope is asked at x.",
        ),
        Misconception(
            "log-det of the way back, at x",
            _of(lambda x, z, ladj, back, ladj_back: base(z) + ladj_back),
            "z is right, but the log-det is that of `t.inv`, and at x. `t.call_and_ladj(x)` gives "
            "the right one beside z.",
            also=(_of(lambda x, z, ladj, back, ladj_back: base(z) - ladj_back),),
        ),
        Misconception(
            "no constant",
            _of(lambda x, z, ladj, *back: -0.5 * z**2 + ladj),
            "the constant of the normal density is missing: −½ log 2π.",
        ),
        Misconception(
            "another constant",
            _of(lambda x, z, ladj, *back: base(z) - HALF_LOG_2PI + ladj),
            "the constant is taken twice: it is −½ log 2π, and once.",
            also=(_of(lambda x, z, ladj, *back: base(z) + 2 * HALF_LOG_2PI + ladj),),
        ),
        Misconception(
            "no half",
            _of(lambda x, z, ladj, *back: -(z**2) - HALF_LOG_2PI + ladj),
            "the ½ before z² is missing in the normal density.",
        ),
        Misconception(
            "the density",
            _of(lambda x, z, ladj, *back: (base(z) + ladj).exp()),
            "this is the density. Asked for is its logarithm.",
            also=(_of(lambda x, z, ladj, *back: base(z).exp() * ladj.exp()),
                  _of(lambda x, z, ladj, *back: base(z).exp() * ladj)),
        ),
        Misconception(
            "the log-det alone",
            _of(lambda x, z, ladj, *back: ladj),
            "this is the log-det. The base density at z is missing.",
        ),
        Misconception(
            "a product of logarithms",
            _of(lambda x, z, ladj, *back: base(z) * ladj),
            "densities multiply, and so their logarithms add.",
        ),
        Misconception(
            "the pair exchanged",
            _of(lambda x, z, ladj, *back: base(ladj) + z),
            "you take the two that `call_and_ladj` returns in the other order: first comes z, then "
            "the log-det.",
        ),
        Misconception(
            "logarithm of the log-det",
            _of(lambda x, z, ladj, *back: base(z) + ladj.abs().log()),
            "`ladj` is a logarithm already: the l stands for log. No further one is needed.",
            also=(_of(lambda x, z, ladj, *back: base(z) + ladj.log()),),
        ),
        Misconception(
            "minus log p",
            _of(lambda x, z, ladj, *back: -(base(z) + ladj)),
            "this is −log p, a loss. Asked for is log p.",
        ),
        Misconception(
            "summed up",
            _of(lambda x, z, ladj, *back: (base(z) + ladj).sum()),
            "you sum or average over the numbers of x. Asked for is one value for each.",
            also=(_of(lambda x, z, ladj, *back: (base(z) + ladj).mean()),
                  _of(lambda x, z, ladj, *back: (base(z) + ladj).sum(-1)),
                  _of(lambda x, z, ladj, *back: base(z) + ladj.sum()),
                  _of(lambda x, z, ladj, *back: base(z) + ladj.sum(-1))),
        ),
    ),
    hints=(
        "From where to where does `t` run, and which log-det does log p(x) need?",
        "log p(x) = log p₀(z) + log|∂z/∂x|, and `t.call_and_ladj(x)` gives both z and the log-det.",
        "    z, ladj = t.call_and_ladj(x)\n"
        "    return -0.5 * …**2 - 0.5 * math.log(2 * math.pi) + …",
    ),
    praise="you ask a library for its direction before you trust its signs.",
)  # fmt: skip
