"""Exercise 8.6: a step down an expected cost."""

import torch

from course_lib.chapters.ch08_differentiable_expectations.exercises.base import (
    FIVE,
    SEVEN,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def step(b, a, z, cost, lr):
    aim = b.detach().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + aim).mean(), aim)
    return b.detach() - lr * slope


def _smooth(x):
    """A cost without a kink: so that the cost's slope at the mean is clearly another number."""
    return torch.exp(0.5 * x) + 0.3 * x**2


def _late(x):
    return torch.where(x < 0, -x, 4 * x)


def _by_slope(of):
    """A wrong step that uses another slope."""

    def wrong(b, a, z, cost, lr):
        aim = b.detach().requires_grad_()
        (slope,) = torch.autograd.grad(of(aim, a, z, cost), aim)
        return b.detach() - lr * slope

    return wrong


def _watched(candidate, b, a, z, cost, lr):
    """The new b, and whether the caller's own b is what it was."""
    new = candidate(b, a, z, cost, lr)
    if not isinstance(new, torch.Tensor):
        return new
    return {"the new b": new, "the b handed over still has no gradient": not b.requires_grad}


def _on_the_callers_own(b, a, z, cost, lr):
    new = step(b.clone(), a, z, cost, lr)
    b.requires_grad_()
    return new


def _by_finite_steps(b, a, z, cost, lr):
    return b - lr * (cost(a * z + b + 1).mean() - cost(a * z + b).mean())


def _steps(count):
    def wrong(b, a, z, cost, lr):
        for _ in range(count):
            b = step(b, a, z, cost, lr)
        return b

    return wrong


def _slope_of_each(b, a, z, cost, lr):
    x = (a * z + b).requires_grad_()
    (slopes,) = torch.autograd.grad(cost(x).sum(), x)
    return b - lr * slopes


def _with_a_tuple(b, a, z, cost, lr):
    aim = b.clone().requires_grad_()
    slope = torch.autograd.grad(cost(a * z + aim).mean(), aim)
    return b - lr * slope


AIM = Exercise(
    id="8.6",
    title="A step towards the best aim",
    minutes=6,
    difficulty="medium",
    core=False,
    prompt=r"""
You aim at $b$ and arrive at $x = a z + b$; arriving at $x$ costs `cost(x)`. Write
`step(b, a, z, cost, lr)`: one step of gradient descent on the expected cost,
$$b \leftarrow b - \text{lr}\cdot\frac{d}{db}\,\frac1N\sum_i \text{cost}(a z_i + b).$$
`b` is a number as a tensor, without a gradient; make a copy that has one
(`b.clone().requires_grad_()`), and take the slope with `torch.autograd.grad`. `cost` takes and
gives tensors of shape `(N,)`. Return the new $b$, one number.
""",
    inputs=(
        (tensor(-1.5), 2.0, FIVE, _smooth, 0.1),
        (tensor(0.7), 1.5, SEVEN, _late, 0.3),
    ),
    names=("b", "a", "z", "cost", "lr"),
    probe=_watched,
    reference=step,
    returns="the new b, one number",
    misconceptions=(
        Misconception(
            "slope at the mean",
            _by_slope(lambda b, a, z, cost: cost((a * z + b).mean())),
            "this is the slope of the cost at the *average* arrival. But it is the cost that is "
            "averaged: cost of each arrival first, then the mean.",
        ),
        Misconception(
            "slope at the aim",
            _by_slope(lambda b, a, z, cost: cost(b)),
            "this is the slope of the cost at the aim itself, as if you always arrived where you "
            "aim. Average over the arrivals a z + b.",
        ),
        Misconception(
            "ascent",
            lambda b, a, z, cost, lr: 2 * b - step(b, a, z, cost, lr),
            "you go up: a cost is to become smaller, so subtract lr times the slope.",
        ),
        Misconception(
            "sum",
            _by_slope(lambda b, a, z, cost: cost(a * z + b).sum()),
            "you sum the costs. With the sum the step grows with the number of samples; average.",
        ),
        Misconception(
            "on the b that was handed over",
            _on_the_callers_own,
            "the new b is right, but the b that you were given has a gradient now: "
            "`requires_grad_()` has changed the caller's own tensor. Make a copy first: "
            "`b.clone().requires_grad_()`.",
        ),
        Misconception(
            "the expected cost",
            lambda b, a, z, cost, lr: cost(a * z + b).mean(),
            "this is the expected cost at b. One step is asked for: its slope, and the new b.",
        ),
        Misconception(
            "the step alone",
            lambda b, a, z, cost, lr: step(b, a, z, cost, lr) - b,
            "this is the step, −lr · slope. Asked for is where it leads: add it to b.",
        ),
        Misconception(
            "divided by the learning rate",
            lambda b, a, z, cost, lr: step(b, a, z, cost, 1 / lr),
            "you divide by lr. A small lr means a small step: multiply.",
        ),
        Misconception(
            "a forgotten",
            _by_slope(lambda b, a, z, cost: cost(z + b).mean()),
            "a is missing: you arrive at x = a z + b.",
        ),
        Misconception(
            "slope by a whole unit",
            _by_finite_steps,
            "you compare the costs at b + 1 and at b. The slope is a derivative: let "
            "`torch.autograd.grad` take it.",
        ),
        Misconception(
            "no learning rate",
            lambda b, a, z, cost, lr: step(b, a, z, cost, 1.0),
            "lr is missing: the slope says where to go, lr how far.",
        ),
        Misconception(
            "nothing moves",
            lambda b, a, z, cost, lr: b.clone(),
            "b is where it was. Is the slope 0 because a z + b was cut off, or the step not used?",
        ),
        Misconception(
            "slope returned",
            lambda b, a, z, cost, lr: (b - step(b, a, z, cost, lr)) / lr,
            "this is the slope. Asked for is the new b.",
        ),
        Misconception(
            "a and b exchanged",
            _by_slope(lambda b, a, z, cost: cost(b * z + a).mean()),
            "a and b have changed places: you arrive at x = a z + b.",
        ),
        Misconception(
            "the cost in place of its slope",
            lambda b, a, z, cost, lr: b - lr * cost(a * z + b).mean(),
            "the cost itself is taken away. How far to go tells its *slope*, d/db of the mean "
            "cost: `torch.autograd.grad`.",
        ),
        Misconception(
            "the first sample alone",
            _by_slope(lambda b, a, z, cost: cost(a * z[0] + b)),
            "one sample alone decides. The cost is averaged over all arrivals a z + b.",
            also=(_by_slope(lambda b, a, z, cost: cost(a * z[-1] + b)),),
        ),
        Misconception(
            "the slope's sign alone",
            lambda b, a, z, cost, lr: b - lr * torch.sign(b - step(b, a, z, cost, 1.0)),
            "only the sign of the slope is used. A step of gradient descent is as long as lr times "
            "the slope.",
        ),
        Misconception(
            "several steps",
            lambda b, a, z, cost, lr: step(step(b, a, z, cost, lr), a, z, cost, lr),
            "more than one step is taken. Asked for is a single one.",
            also=tuple(map(_steps, (3, 5, 10, 20, 100))),
        ),
        Misconception(
            "one b for each sample",
            _slope_of_each,
            "there is one new b for each sample. The cost is averaged first, and that one number "
            "differentiated by b.",
        ),
        Misconception(
            "averaged twice",
            lambda b, a, z, cost, lr: step(b, a, z, cost, lr / len(z)),
            "you divide by N twice: the mean has done it already.",
        ),
        Misconception(
            "without a copy that has a gradient",
            lambda b, a, z, cost, lr: b - lr * torch.autograd.grad(cost(a * z + b).mean(), b)[0],
            "what you differentiate by has no gradient, or was cut off on the way (`.detach()`). "
            "Make a copy of b with `requires_grad_()`, and use that copy in a z + b.",
        ),
        Misconception(
            "the gradient's tuple",
            _with_a_tuple,
            "`torch.autograd.grad` gives a tuple, with one gradient for each tensor that you "
            "differentiate by. Take it apart: `(slope,) = torch.autograd.grad(…)`.",
        ),
    ),
    hints=(
        "Which number is to be differentiated with respect to b?",
        "aim = b.clone().requires_grad_(); the mean of cost(a · z + aim); its gradient; b minus lr "
        "times it.",
        "Three lines:\n\n"
        "    aim = b.clone().requires_grad_()\n"
        "    (slope,) = torch.autograd.grad(cost(a * z + aim).mean(), aim)\n"
        "    return …",
    ),
    praise="nobody gave you a formula for the expected cost, and you walk down its slope.",
)
