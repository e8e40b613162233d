"""Exercises 8.1 and 8.2: a moment with its gradient, and the error of a mean."""

from course_lib.exercises.chapter08.base import FIVE, SEVEN, by_theta, tensor, with_flow
from course_lib.exercises.exercise import Exercise, Misconception

# --- 8.1 ------------------------------------------------------------------------------------------


def moment(f, z, n):
    return (f(z) ** n).mean()


MOMENT = Exercise(
    id="8.1",
    title="A moment with its gradient",
    minutes=5,
    difficulty="easy",
    prompt=r"""
Write `moment(f, z, n)`: the Monte-Carlo estimate of the $n$-th moment,
$$E[x^n] \approx \frac{1}{N}\sum_i f(z_i)^n.$$
`f` is a flow's map $x = f(z)$ and depends on parameters $\theta$; `z` has the shape `(N,)`; `n` is
a whole number. Return one number that **keeps the gradient** with respect to $\theta$. The check
takes
$f(z) = \theta_0 \sinh z + \theta_1$, and judges value and gradient.
""",
    inputs=(
        (tensor([1.3, -0.4]), FIVE, 2),
        (tensor([0.7, 0.6]), SEVEN, 3),
        (tensor([0.5, 1.2]), FIVE, 1),
    ),
    names=("theta", "z", "n"),
    probe=by_theta(with_flow),
    reference=moment,
    returns="the average of xⁿ, one number with a gradient",
    misconceptions=(
        Misconception(
            "cut off",
            lambda f, z, n: (f(z).detach() ** n).mean(),
            "the number is right, and its gradient is gone: somewhere x is cut from the graph "
            "(`.detach()`, `.data`, `.item()`, `torch.no_grad()`, or `sample` in place of "
            "`rsample`). Then nothing knows any more that x moves with θ.",
        ),
        Misconception(
            "sum",
            lambda f, z, n: (f(z) ** n).sum(),
            "this is the sum. An expectation is an average: with the sum the value and the "
            "gradient grow with the number of samples, and so does every step of a descent.",
        ),
        Misconception(
            "power of the mean",
            lambda f, z, n: f(z).mean() ** n,
            "you average first and take the power afterwards: that is E[x]ⁿ, not E[xⁿ]. The power "
            "belongs inside of the average.",
        ),
        Misconception(
            "moment of z",
            lambda f, z, n: (z**n).mean(),
            "these are the moments of the base. Send z through the flow first: x = f(z).",
        ),
        Misconception(
            "flow of the power",
            lambda f, z, n: f(z**n).mean(),
            "you take the power of z and send it through the flow: E[f(zⁿ)]. The moment is that of "
            "x: f(z) first, then the power.",
        ),
        Misconception(
            "central",
            lambda f, z, n: ((f(z) - f(z).mean()) ** n).mean(),
            "you subtract the mean first: these are central moments. Asked for is E[xⁿ] itself.",
        ),
        Misconception(
            "one sample too few",
            lambda f, z, n: (f(z) ** n).sum() / (len(z) - 1),
            "you divide by N − 1. That belongs to a variance around an estimated mean; an average "
            "divides by N.",
        ),
    ),
    hints=(
        "Which three things happen to z, and in which order?",
        "x = f(z), its power, the mean over the samples. Nothing that cuts the graph.",
        "One line:\n\n    return (f(z) ** n)....",
    ),
    praise="an average that knows how it moves with θ.",
)


# --- 8.2 ------------------------------------------------------------------------------------------


def mean_and_error(values):
    return values.mean(), values.std() / len(values) ** 0.5


ERROR = Exercise(
    id="8.2",
    title="How far off is a mean?",
    minutes=5,
    difficulty="easy",
    prompt=r"""
The mean of $N$ independent values scatters around the truth. Its *standard error* is
$$\text{error} = \frac{s}{\sqrt{N}},\qquad s^2 = \frac{1}{N-1}\sum_i (v_i - \bar v)^2.$$
Write `mean_and_error(values)`: return `(mean, error)` for `values` of shape `(N,)`. In 95 of 100
runs the
truth then lies within about $1.96$ errors of the mean.
""",
    inputs=(
        (tensor([1.5, -0.3, 2.2, 0.9]),),
        (tensor([10.4, 7.1, 12.9, 3.3, 8.8, 6.6, 9.7]),),
        (tensor([-3.0, -2.5]),),
    ),
    names=("values",),
    parts=("mean", "error"),
    reference=mean_and_error,
    returns="(mean, error), two numbers",
    misconceptions=(
        Misconception(
            "no root of N",
            lambda v: (v.mean(), v.std()),
            "this is how far the single *values* scatter. Their mean scatters less, by √N: with "
            "four times as many samples half as much.",
        ),
        Misconception(
            "divided by N",
            lambda v: (v.mean(), v.std() / len(v)),
            "you divide by N. The error falls with the square root of N only: ten times more exact "
            "costs a hundred times as many samples.",
        ),
        Misconception(
            "variance",
            lambda v: (v.mean(), v.var() / len(v)),
            "this is the *variance* of the mean, s²/N. The standard error is its square root.",
        ),
        Misconception(
            "variance over root N",
            lambda v: (v.mean(), v.var() / len(v) ** 0.5),
            "the variance is divided by √N. The units do not fit: take the standard deviation.",
        ),
        Misconception(
            "N in the variance",
            lambda v: (v.mean(), v.std(correction=0) / len(v) ** 0.5),
            "the deviations are summed and divided by N. They are taken from the mean of the same "
            "values and come out a little too small: divide by N − 1, as `.std()` does by itself "
            "and `numpy` with ddof=1.",
        ),
        Misconception(
            "times root N",
            lambda v: (v.mean(), v.std() * len(v) ** 0.5),
            "you multiply by √N: with more samples the mean would get worse.",
        ),
        Misconception(
            "root of N − 1",
            lambda v: (v.mean(), v.std() / (len(v) - 1) ** 0.5),
            "you divide by √(N − 1). The N − 1 has its place inside of s; the mean is one over N "
            "values.",
        ),
        Misconception(
            "sum",
            lambda v: (v.sum(), v.std() / len(v) ** 0.5),
            "the first number is the sum. The estimate is the mean.",
        ),
        Misconception(
            "swapped",
            lambda v: mean_and_error(v)[::-1],
            "the two are swapped: first the mean, then its error.",
        ),
    ),
    hints=(
        "How far does one value scatter? And how much less does the mean of N of them?",
        "`values.std()` divides by N − 1 inside. Divide it by the square root of the number of "
        "values.",
        "One line:\n\n    return values.mean(), values.std() / ...",
    ),
    praise="an estimate without its error is half an answer. Yours is whole.",
)
