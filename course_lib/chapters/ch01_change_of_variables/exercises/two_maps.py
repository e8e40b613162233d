"""Exercise 1.3: the log-det of two maps, one after the other."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

# --- 1.3 ------------------------------------------------------------------------------------------


def stretch(z):
    return 2.5 * z + 0.7, torch.full_like(z, math.log(2.5))


def flip(z):
    return 1.2 - 0.4 * z, torch.full_like(z, math.log(0.4))


def exponential(z):
    return torch.exp(z), z


def sinh(z):
    return torch.sinh(z), torch.log(torch.cosh(z))


def composed(f2, f1, z):
    y, first = f1(z)
    x, second = f2(y)
    return x, first + second


def _composed_log_det(log_det):
    """A wrong answer whose x is right and whose log-det comes from (f2, first, second, z)."""

    def wrong(f2, f1, z):
        y, first = f1(z)
        x, second = f2(y)
        return x, log_det(f2, first, second, z)

    return wrong


def _wrong_order(f2, f1, z):
    return composed(f1, f2, z)


COMPOSED = Exercise(
    id="1.3",
    title="Two maps, one after the other",
    minutes=6,
    difficulty="medium",
    prompt=r"""
A map can be made of two: $f = f_2 \circ f_1$ applies $f_1$ first, $x = f_2(f_1(z))$.

Write `composed(f2, f1, z)`. `f1` and `f2` are functions; each returns a pair: the image, and the
**forward** log-det at the point that it was given,

`y, log_det = f1(z)`   with `log_det` $= \log|\partial f_1/\partial z|$.

Return the pair of the whole map: `x` and $\log|\partial f/\partial z|$.
""",
    inputs=(
        (exponential, stretch, tensor(0.6)),
        (stretch, exponential, tensor(-0.8)),
        (flip, sinh, tensor([-1.3, 0.4, 2.1])),
        (sinh, exponential, tensor([[0.3, -0.7], [1.1, -2.2]])),
    ),
    names=("f2", "f1", "z"),
    parts=("x", "log|∂f/∂z|"),
    reference=composed,
    returns="the pair x, log|∂f/∂z|",
    misconceptions=(
        Misconception(
            "log-dets multiplied",
            _composed_log_det(lambda f2, first, second, z: first * second),
            "the log-dets are multiplied. The stretches multiply (2 times longer, then 3 times "
            "longer, is 6 times longer), so their logarithms add.",
        ),
        Misconception(
            "maps in the wrong order",
            _wrong_order,
            "f2 is applied first. f = f2 ∘ f1 reads from right to left, as f2(f1(z)): f1 goes "
            "first.",
        ),
        Misconception(
            "second log-det at z",
            _composed_log_det(lambda f2, first, second, z: first + f2(z)[1]),
            "f2's log-det is taken at z, but f2 never sees z: it is given y = f1(z), and that is "
            "where its stretch counts.",
        ),
        Misconception(
            "first log-det forgotten",
            _composed_log_det(lambda f2, first, second, z: second),
            "this is the log-det of f2 alone. f1 has stretched the axis before it: add its "
            "log-det.",
        ),
        Misconception(
            "log-dets subtracted",
            _composed_log_det(lambda f2, first, second, z: second - first),
            "the log-dets are subtracted. Both maps run forwards, so both signs are +.",
        ),
        Misconception(
            "log-det of the inverse",
            _composed_log_det(lambda f2, first, second, z: -first - second),
            "this is log|∂f⁻¹/∂x|, the log-det of the inverse map. Forwards it has the other sign.",
        ),
        Misconception(
            "log_det first",
            lambda f2, f1, z: composed(f2, f1, z)[::-1],
            "the two have changed places: x comes first, then the log-det.",
        ),
        Misconception(
            "second log-det at x",
            lambda f2, f1, z: (composed(f2, f1, z)[0], f1(z)[1] + f2(composed(f2, f1, z)[0])[1]),
            "f2's log-det is taken at x, where f2 has already been. It was given y = f1(z), and "
            "that is where its stretch counts.",
        ),
        Misconception(
            "log_dets averaged",
            _composed_log_det(lambda f2, first, second, z: (first + second) / 2),
            "you take the mean of the two log-dets. Stretches multiply, so the log-dets add.",
        ),
        Misconception(
            "f2 fed with z",
            lambda f2, f1, z: (f2(z)[0], f1(z)[1] + f2(z)[1]),
            "both maps are applied to z. f2 continues where f1 has ended: give it y, the image "
            "of f1.",
        ),
        Misconception(
            "determinant itself",
            _composed_log_det(lambda f2, first, second, z: torch.exp(first + second)),
            "this is the stretch of the whole map itself. Asked for is its logarithm, the sum "
            "of the two log-dets.",
        ),
        Misconception(
            "second log-det forgotten",
            _composed_log_det(lambda f2, first, second, z: first),
            "this is the log-det of f1 alone. f2 stretches the axis once more: add its log-det.",
        ),
        Misconception(
            "the pair handed on",
            lambda f2, f1, z: f2(f1(z)),
            "f1 returns a pair, and f2 is given the pair as it is. Take it apart first, as in "
            "`y, log_det = f1(z)`, and hand on y.",
        ),
        Misconception(
            "log-det left out",
            lambda f2, f1, z: composed(f2, f1, z)[0],
            "x is right, and half of the answer. Return a pair: x and the log-det of the whole "
            "map.",
        ),
        Misconception(
            "log-dets side by side",
            lambda f2, f1, z: (composed(f2, f1, z)[0], f1(z)[1], f2(f1(z)[0])[1]),
            "you return the log-det of each map. The whole map has one, made of both: what becomes "
            "of two stretches, one after the other, in logarithms?",
        ),
        Misconception(
            "summed over the batch",
            _composed_log_det(lambda f2, first, second, z: (first + second).sum()),
            "your log-det is one number for the whole batch. Each z has one of its own.",
        ),
        *(
            Misconception(
                name,
                _composed_log_det(log_det),
                "you take the logarithm of a log-det. What f1 and f2 return is one already.",
            )
            for name, log_det in (
                (
                    "logarithm of the log-dets",
                    lambda f2, first, second, z: first.abs().log() + second.abs().log(),
                ),
                (
                    "logarithm of the log-dets' sum",
                    lambda f2, first, second, z: torch.log(torch.abs(first + second)),
                ),
                (
                    "logarithm of the log-dets, no |·|",
                    lambda f2, first, second, z: first.log() + second.log(),
                ),
            )
        ),
    ),
    hints=(
        "Follow one small strip. It gets wider by the first factor, then by the second. What "
        "happens to the logarithms of the factors?",
        "Call f1 on z and keep both results. Call f2 on what f1 gave, not on z. Add the two "
        "log-dets.",
        "In code, with two places left to you:\n\n    y, first = f1(z)\n    x, second = f2(…)\n"
        "    return x, …",
    ),
    praise="stretches multiply, log-dets add, and each is taken where its map is applied.",
)
