"""Exercise 10.5: a mixture whose parameters a network has given."""

import torch

from course_lib.chapters.ch10_conditional_flows.exercises.base import (
    width,
)
from course_lib.chapters.ch10_conditional_flows.exercises.wrong_mixtures import (
    MIXTURE_MISCONCEPTIONS,
)
from course_lib.exercises.exercise import Exercise
from course_lib.exercises.inputs import tensor
from course_lib.exercises.probes import named_gradients


def mixture(out):
    logits, means, free = out.chunk(3, -1)
    return torch.log_softmax(logits, -1), means, width(free)


MIXTURE = Exercise(
    id="10.5",
    title="A mixture from a network",
    minutes=8,
    difficulty="medium",
    prompt=r"""
One bump is not enough where two answers are right. So let the network give $3K$ numbers for each
event: first $K$ logits $a_k$, then $K$ means, then $K$ free numbers $u_k$. Write `mixture(out)`,
which turns them into a mixture of $K$ bumps and returns `(log_w, means, widths)`:

- the **logarithms** of the weights, $\log w_k = a_k - \log\sum_j e^{a_j}$. Each event has weights
  of its own, and they sum to 1 over its bumps.
- the means, as they are.
- the widths, $\sigma_k = 0.01 + \mathrm{softplus}(u_k)$, as in 10.3.

Why logarithms? A weight may be as small as $e^{-1600}$. That is 0 in the computer, and its
logarithm $-\infty$; but $-1600$ is a harmless number. `torch.log_softmax` never takes the
way through the weight.

Shapes: `out` is `(..., 3K)`, and each result is `(..., K)`. $K$ is a third of `out.shape[-1]`, and
the dots stand for any dimensions in front, also none. The check looks at the gradient, too.
""",
    inputs=(
        (
            tensor(
                [
                    [0.4, -1.1, 0.9, 1.3, -0.6, 2.0, -0.8, 0.5, 1.7],
                    [-0.3, 0.8, 1.9, -1.4, 0.2, 0.7, 1.1, -2.0, 0.3],
                    [1.2, 0.1, -0.7, 0.6, 1.8, -0.9, 0.4, 2.3, -1.5],
                    [-1.6, 0.5, 0.3, 2.4, -0.2, -1.2, -0.1, 0.9, 1.4],
                ]
            ),
        ),
        (tensor([[0.7, -0.4, 1.1, 0.3, -1.3, 2.2], [-0.9, 1.5, -0.2, 0.8, 0.6, -1.9]]),),
        (
            tensor(
                [
                    [[0.2, -1.0, 1.4, 0.5, 0.9, -0.7], [1.3, 0.4, -0.6, 2.1, -1.8, 0.1]],
                    [[-0.5, 0.6, 0.8, -1.1, 1.6, 0.3], [0.9, -1.2, 0.7, 1.0, -0.4, 2.5]],
                    [[-1.7, 0.3, -0.8, 1.9, 0.2, -2.2], [0.1, 1.1, 1.5, -0.3, -0.9, 0.6]],
                ]
            ),
        ),
        (tensor([0.6, -0.8, 1.5, 0.2, -1.0, 0.4, 2.1, 0.9, -0.5, 1.2, -1.7, 0.3]),),
        (
            tensor(
                [
                    [800.0, -800.0, 3.0, -25.0, 800.0, -800.0],
                    [-790.0, -800.0, 0.5, 60.0, -3.0, 30.0],
                    [2.0, 900.0, -7.0, 1.0, -800.0, 0.4],
                ]
            ),
        ),
    ),
    labels=("", "K = 2", "two dimensions of events", "one event, K = 4", "large numbers"),
    names=("out",),
    parts=("log_w", "means", "widths"),
    probe=named_gradients(("log_w", "means", "widths"), out=0),
    reference=mixture,
    returns="log_w, means and widths, each of shape (..., K)",
    misconceptions=MIXTURE_MISCONCEPTIONS,
    hints=(
        "Which dimension holds the numbers of one event? Cut *it* in three, and let nothing run "
        "over another one.",
        "`out.chunk(3, -1)` gives logits, means and the numbers of the widths. "
        "`torch.log_softmax(…, -1)` makes log-weights that belong to one event.",
        "In code, with two places left to you:\n\n"
        "    logits, means, free = out.chunk(3, -1)\n"
        "    log_w = torch.log_softmax(logits, …)\n"
        "    widths = 0.01 + …\n"
        "    return log_w, means, widths",
    ),
    praise="whatever the network says, each event gets a mixture of its own, with area 1.",
)
