"""Exercise 11.4: the density of the plane from its two steps."""

import torch

from course_lib.chapters.ch11_hands_on_flash.exercises.height import FIVE, THREE, Y3, Y5
from course_lib.chapters.ch11_hands_on_flash.exercises.place import Place
from course_lib.chapters.ch11_hands_on_flash.exercises.probes import probe_density
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import log_p0, tensor


def _of(log_prob):
    return type("Place", (Place,), {"log_prob": log_prob})


def _with(formula):
    """A wrong answer made of the two logarithms, and the place: formula(of y, of x, theta)."""

    def log_prob(self, theta, c):
        x, y = theta[..., 0], theta[..., 1]
        return formula(self.log_p_y(y, c), self.log_p_x(x, y, c), theta)

    return _of(log_prob)


def _asked(ask):
    """A wrong answer that asks its two steps for other things: ask(self, x, y, c)."""
    return _of(lambda self, theta, c: ask(self, theta[..., 0], theta[..., 1], c))


def _exchanged(self, x, y, c):
    return self.log_p_y(x, c) + self.log_p_x(y, x, c)


def _rows(self, theta, c):
    x, y = theta[0], theta[1]
    return self.log_p_y(y, c) + self.log_p_x(x, y, c)


def _prior(theta):
    return log_p0(theta).sum(-1)


def _right(first, second, theta):
    return first + second


BOTH = Exercise(
    id="11.4",
    title="Both together",
    minutes=3,
    difficulty="easy",
    prompt=r"""
Write the method `log_prob(self, theta, c)`: the log-density $\log p(x, y\mid c)$ of a place
$\theta = (x, y)$ with your two steps `self.log_p_y(y, c)` and `self.log_p_x(x, y, c)`.

Shapes: `theta` is `(N, 2)`, with $x$ in the first column and $y$ in the second; `c` is `(N, 10)`;
the result is `(N,)`.
""",
    inputs=(
        (torch.stack([tensor([-0.7, 1.1, 0.5]), Y3], -1), THREE),
        (torch.stack([tensor([1.6, -0.3, 0.8, -1.2, 2.2]), Y5], -1), FIVE),
        (tensor([[60.0, -3.0], [0.3, 45.0], [-1500.0, 900.0]]), THREE),
    ),
    labels=("", "five events", "far out in the tails"),
    names=("theta", "c"),
    reference=Place,
    probe=probe_density("log_prob"),
    returns="log p(x, y | c) of each event, a tensor of shape (N,)",
    tips=(
        (
            "values to unpack",
            "`x, y = theta` takes the *rows* of theta apart, the events. x and y are its columns: "
            "`theta[..., 0]` and `theta[..., 1]`.",
        ),
    ),
    misconceptions=(
        Misconception(
            "only the second factor",
            _with(lambda first, second, theta: second),
            "this is log p(x | y, c) alone. How likely y itself is belongs to it: "
            "p(x, y | c) = p(y | c) p(x | y, c).",
        ),
        Misconception(
            "only the first factor",
            _with(lambda first, second, theta: first),
            "this is log p(y | c) alone: x does not come into it.",
        ),
        Misconception(
            "product of the logarithms",
            _with(lambda first, second, theta: first * second),
            "you multiply the logarithms. The densities are multiplied, and their logarithms "
            "added.",
        ),
        Misconception(
            "difference",
            _with(lambda first, second, theta: second - first),
            "you take one logarithm away from the other: that divides the densities. They are "
            "multiplied.",
            also=(_with(lambda first, second, theta: first - second),),
        ),
        Misconception(
            "the densities added",
            _with(lambda first, second, theta: torch.logaddexp(first, second)),
            "the two densities are added. Both must happen, y *and* then x: they are multiplied.",
            also=(_with(lambda first, second, theta: torch.log(first.exp() + second.exp())),
                  _with(lambda first, second, theta: first.exp() + second.exp())),
        ),
        Misconception(
            "mean of the two",
            _with(lambda first, second, theta: (first + second) / 2),
            "you average the two logarithms. The logarithm of a product is their sum.",
        ),
        Misconception(
            "prior added",
            _with(lambda first, second, theta: first + second + _prior(theta)),
            "you add the log-density of the prior. The flow has learnt from places that were drawn "
            "from the prior: what it gives is the posterior already, with the prior in it.",
        ),
        Misconception(
            "prior taken away",
            _with(lambda first, second, theta: first + second - _prior(theta)),
            "you take the prior's log-density away: that would be a likelihood, up to a constant. "
            "Asked for is the density of the place.",
        ),
        Misconception(
            "x and y exchanged",
            _asked(_exchanged),
            "x and y have changed places. θ = (x, y): x stands in column 0, y in column 1.",
        ),
        Misconception(
            "log_p_x with y and x",
            _asked(lambda self, x, y, c: self.log_p_y(y, c) + self.log_p_x(y, x, c)),
            "`log_p_x` takes x first and then y: the density of the first, when the second is "
            "known.",
        ),
        Misconception(
            "log_p_y of both",
            _asked(lambda self, x, y, c: self.log_p_y(y, c) + self.log_p_y(x, c)),
            "x gets the density of y: `log_p_y` is asked twice. The second factor is "
            "`self.log_p_x(x, y, c)`.",
        ),
        Misconception(
            "log_p_y of x",
            _asked(lambda self, x, y, c: self.log_p_y(x, c) + self.log_p_x(x, y, c)),
            "the first factor is asked at x. It is the density of y: `self.log_p_y(y, c)`.",
        ),
        Misconception(
            "rows in place of columns",
            _of(_rows),
            "`theta[0]` is the first *event*, x and y together. The x of all events is the first "
            "column, `theta[..., 0]`.",
        ),
        Misconception(
            "negative log-likelihood",
            _with(lambda *parts: -_right(*parts)),
            "this is −log p, the loss. The minus comes in step 6.",
        ),
        Misconception(
            "the density",
            _with(lambda *parts: _right(*parts).exp()),
            "this is the density itself. Its logarithm is asked for.",
            also=(_with(lambda first, second, theta: first.exp() * second.exp()),),
        ),
        Misconception(
            "logarithm of the product",
            _with(lambda first, second, theta: torch.log(first.exp() * second.exp())),
            "right on paper. But far out both densities are 0 in the computer, and the logarithm "
            "is −∞. Add the logarithms.",
        ),
        Misconception(
            "mean over the events",
            _with(lambda *parts: _right(*parts).mean()),
            "you return one number, the mean over the events. Each event keeps its own.",
        ),
        Misconception(
            "sum over the events",
            _with(lambda *parts: _right(*parts).sum()),
            "you return one number, the sum over the events. Each event keeps its own.",
        ),
        Misconception(
            "a loss",
            _with(lambda *parts: -_right(*parts).mean()),
            "this is a loss: one number, with a minus. Return log p of each event.",
        ),
        Misconception(
            "a pair",
            _with(lambda first, second, theta: (first, second)),
            "you return the two logarithms side by side. Their sum is the log-density.",
            also=(_with(lambda first, second, theta: torch.stack([first, second], -1)),
                  _with(lambda first, second, theta: torch.stack([second, first], -1)),
                  _with(lambda first, second, theta: torch.stack([first, second]))),
        ),
        Misconception(
            "a column",
            _with(lambda *parts: _right(*parts).unsqueeze(-1)),
            "the numbers are right, but they stand in a column, (N, 1). Return (N,).",
        ),
        Misconception(
            "all cut off",
            _with(lambda *parts: _right(*parts).detach()),
            "the numbers are right, and no gradient gets through: `detach` or `no_grad` cut it "
            "off. Nothing could be trained.",
        ),
        Misconception(
            "first factor cut off",
            _with(lambda first, second, theta: first.detach() + second),
            "the numbers are right, but the first factor is cut off: y_net could never be trained.",
        ),
        Misconception(
            "second factor cut off",
            _with(lambda first, second, theta: first + second.detach()),
            "the numbers are right, but the second factor is cut off: x_net could never be "
            "trained.",
        ),
    ),
    hints=(
        "Both have to happen: this y, and then this x. What becomes of the two densities?",
        "Densities are multiplied, so logarithms are added. x is `theta[..., 0]`, y is "
        "`theta[..., 1]`.",
        "    x, y = theta[..., 0], theta[..., 1]\n"
        "    return self.log_p_y(y, c) + …",
    ),
    praise="two steps of one dimension, and the plane has a density.",
)  # fmt: skip
