"""Exercise 11.3: the density of the second coordinate, x given y and the features."""

import torch

from course_lib.chapters.ch11_hands_on_flash.exercises.height import FIVE, THREE, Y3, Y5
from course_lib.chapters.ch11_hands_on_flash.exercises.place import Side
from course_lib.chapters.ch11_hands_on_flash.exercises.probes import probe_density
from course_lib.chapters.ch11_hands_on_flash.exercises.wrong import common, of_x, right, x_density
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _numbers(make):
    """A wrong answer whose map has other numbers."""

    def log_p_x(self, x, y, c):
        return right(*self.recipe(make(self, x, y, c)).inverse(x), x)

    return of_x(log_p_x)


def _of_inputs(make):
    """A wrong answer whose x_net sees other inputs."""
    return _numbers(lambda self, x, y, c: self.x_net(*make(x, y, c)))


def _with_first(sign):
    def log_p_x(self, x, y, c):
        log_p = right(*self.recipe(self.x_net(y[:, None], c)).inverse(x), x)
        return log_p + sign * self.log_p_y(y, c)

    return of_x(log_p_x)


def _exchanged(self, x, y, c):
    return right(*self.recipe(self.x_net(x[:, None], c)).inverse(y), y)


def _y_inverted(self, x, y, c):
    return right(*self.recipe(self.x_net(y[:, None], c)).inverse(y), y)


def _x_without_y(self, x, y, c):
    return self.y_net(c)


def _z_of_y(self, x, y, c):
    return self.x_net(self.recipe(self.y_net(c)).inverse(y)[0][:, None], c)


SIDE = Exercise(
    id="11.3",
    title="Then the side",
    minutes=6,
    difficulty="medium",
    prompt=r"""
Now $x$, when $y$ is known. Write the method `log_p_x(self, x, y, c)`: the log-density
$\log p(x\mid y, c)$ of each event. The numbers come from `self.x_net`, whose inputs are **$y$
first, then the features**: 11 numbers for each event. The rest is as in the step before:
`self.recipe`, its `.inverse`, the standard normal base.

`self.x_net` takes one tensor, `(N, 11)`, or two that it puts side by side: `(N, 1)` and `(N, 10)`.
Shapes: `x` and `y` are `(N,)`, `c` is `(N, 10)`, the result is `(N,)`.
""",
    inputs=(
        (tensor([-0.7, 1.1, 0.5]), Y3, THREE),
        (tensor([1.6, -0.3, 0.8, -1.2, 2.2]), Y5, FIVE),
        (tensor([1500.0, -40.0, 6.0]), Y3, THREE),
    ),
    labels=("", "five events", "far out in the tails"),
    names=("x", "y", "c"),
    reference=Side,
    probe=probe_density("log_p_x"),
    returns="log p(x | y, c) of each event, a tensor of shape (N,)",
    misconceptions=(
        *common(x_density, "x"),
        Misconception(
            "x without y",
            _numbers(_x_without_y),
            "your x does not know y: the map comes from `self.y_net`, which sees c alone. A flash "
            "high up and one low down would get the same x. `self.x_net` sees y, too.",
            also=(_of_inputs(lambda x, y, c: (0 * y[:, None], c)),
                  _of_inputs(lambda x, y, c: (1 + 0 * y[:, None], c))),
        ),
        Misconception(
            "x without the counts",
            _of_inputs(lambda x, y, c: (y[:, None], 0 * c)),
            "your x does not know the counts: the features do not reach `self.x_net`. Its inputs "
            "are y *and* the features.",
        ),
        Misconception(
            "the features first",
            _of_inputs(lambda x, y, c: (c, y[:, None])),
            "the features stand before y. For a network of your own that would be as good, but "
            "`sample` and the check put y first.",
        ),
        Misconception(
            "x looks at itself",
            _of_inputs(lambda x, y, c: (x[:, None], c)),
            "x goes into the network that makes its own map. Then the integral over x is not 1, "
            "and nobody can sample: x would have to be known first. The network sees y.",
        ),
        Misconception(
            "x and y exchanged",
            of_x(_exchanged),
            "this is the density of y when x is known. Here y is known, and goes into the "
            "network; x goes through `.inverse`.",
        ),
        Misconception(
            "y sent through the map",
            of_x(_y_inverted),
            "the network's inputs are right, but then *y* goes through `.inverse`. The density of "
            "x is asked for.",
        ),
        Misconception(
            "the joint density",
            _with_first(1),
            "you add log p(y | c): that makes log p(x, y | c), which is the next step. Here only "
            "the second factor is asked for.",
        ),
        Misconception(
            "log p(y) taken away",
            _with_first(-1),
            "log p(y | c) is taken away. What the flow of x gives is p(x | y, c) already: nothing "
            "is to be divided.",
        ),
        Misconception(
            "y standardised again",
            _of_inputs(lambda x, y, c: (((y - y.mean()) / y.std())[:, None], c)),
            "you standardise y by the other events of the batch. Then an event's density depends "
            "on who stands beside it. y is around 0 with width 1 as it is.",
            also=(_of_inputs(lambda x, y, c: ((y - y.mean())[:, None], c)),
                  _of_inputs(lambda x, y, c: (((y - y.mean()) / y.std(correction=0))[:, None], c))),
        ),
        Misconception(
            "the z of y in place of y",
            _numbers(_z_of_y),
            "the z that belongs to y goes into the network. That can be trained, too, but asked "
            "for is y itself, which `sample` also has.",
        ),
        Misconception(
            "y cut off",
            _of_inputs(lambda x, y, c: (y.detach()[:, None], c)),
            "the numbers are right, but y is cut off (`detach`, `.data`) on its way to the "
            "network: moved places would not be felt.",
        ),
        Misconception(
            "numbers cut off",
            _numbers(lambda self, x, y, c: self.x_net(y[:, None], c).detach()),
            "the numbers are right, and no gradient reaches x_net: its result was cut off "
            "(`no_grad`, `detach`, `.data`). It could never be trained.",
        ),
        Misconception(
            "one map for all events",
            _numbers(lambda self, x, y, c: self.x_net(y[:, None], c).mean(0)),
            "you average what the network says over the events, so that all get the same map. "
            "Each event has its own numbers: hand all of them to the recipe.",
        ),
        Misconception(
            "only the features",
            _numbers(lambda self, x, y, c: self.x_net(c)),
            "`self.x_net` gets the features alone, and misses one number: y. Hand it "
            "`y.unsqueeze(-1)` first.",
        ),
        Misconception(
            "y is no column",
            _of_inputs(lambda x, y, c: (y, c)),
            "y is (N,), which the network takes for *one* event of N numbers. Side by side go "
            "tables: make a column of y, `y.unsqueeze(-1)`.",
            also=(_of_inputs(lambda x, y, c: (torch.cat([y, c], -1),)),),
        ),
    ),
    hints=(
        "It is the step before once more, with x in place of y. What else does the network see?",
        "`y.unsqueeze(-1)` is a column. `self.x_net` takes it and c; the recipe makes a flow of "
        "the numbers; x goes through its `.inverse`.",
        "    numbers = self.x_net(…, c)\n"
        "    z, log_det = self.recipe(numbers).inverse(…)\n"
        "    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det",
    ),
    praise="x knows y: so the answer can be a slanted cloud, or two.",
)  # fmt: skip
