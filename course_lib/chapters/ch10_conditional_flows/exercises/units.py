"""Exercise 10.7: from the density of standardised numbers to that of the data's own units."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def original_units(log_p, sigma):
    return log_p - torch.log(sigma).sum()


def _with(cost):
    """A wrong answer: log p and what the widths cost."""
    return lambda log_p, sigma: log_p + cost(sigma)


ORIGINAL_UNITS = Exercise(
    id="10.7",
    title="Back to the data's own units",
    minutes=6,
    difficulty="medium",
    prompt=r"""
Networks like numbers around 0 of size 1, so each coordinate of the data is standardised before
training: $t_j = (x_j - m_j)/\sigma_j$, with a mean $m_j$ and a width $\sigma_j$. The flow then
gives $\log p(t \mid c)$, a density per *standardised* unit. A density per kilometre, or per degree
and kilometre, is another number: standardising is itself a map, and it has a log-det.

Write `original_units(log_p, sigma)`: $\log p(x \mid c)$ in the data's own units, from
$\log p(t \mid c)$ and the widths. Ask yourself first: if $\sigma$ = 10 km, is the density per
kilometre larger or smaller than that per standardised unit?

Shapes: `log_p` is `(N,)`, one number for each event. `sigma` is `(n,)`, one width for each
coordinate of $x$; the result is `(N,)`.
""",
    inputs=(
        (tensor([-1.3, 0.4, -2.6, 0.9]), tensor([2.5, 0.3])),
        (tensor([-0.7, 1.2]), tensor([13.6])),
        (tensor([-2.1, 0.6, -4.4]), tensor([0.2, 7.0, 35.0])),
        (tensor([-40.0, 3.5, -0.2, 1.1, -6.3]), tensor([0.05, 0.4, 1.7])),
    ),
    labels=("two coordinates", "one coordinate", "as many events as coordinates", ""),
    names=("log_p", "sigma"),
    reference=original_units,
    returns="log p(x | c) in the data's own units, a tensor of shape (N,)",
    misconceptions=(
        Misconception(
            "plus in place of minus",
            _with(lambda s: torch.log(s).sum()),
            "your sign is turned. With σ = 10 km the same probability is spread over ten "
            "kilometres in place of one unit, so there is less of it in each: log σ is "
            "taken *away*.",
        ),
        Misconception(
            "mean of the logarithms",
            _with(lambda s: -torch.log(s).mean()),
            "you take the mean of log σ. Each coordinate is stretched, and the volumes multiply: "
            "their logarithms add up, one log σ for each coordinate.",
        ),
        Misconception(
            "only the first width",
            _with(lambda s: -torch.log(s[0])),
            "only the first coordinate's width is used. Each one is stretched by its own, and all "
            "of them count.",
        ),
        Misconception(
            "only the last width",
            _with(lambda s: -torch.log(s[-1])),
            "only the last coordinate's width is used. Each one is stretched by its own, and all "
            "of them count.",
        ),
        Misconception(
            "only the largest width",
            _with(lambda s: -torch.log(s.max())),
            "only the largest width is used. Each coordinate is stretched by its own, and all of "
            "them count.",
        ),
        Misconception(
            "widths without their logarithm",
            _with(lambda s: -s.sum()),
            "you take the widths themselves away. A density is divided by σ; its logarithm loses "
            "log σ.",
        ),
        Misconception(
            "product without its logarithm",
            _with(lambda s: -s.prod()),
            "you take the product of the widths away. It is the right volume; but a density is "
            "divided by it, and a *log*-density loses its logarithm.",
        ),
        Misconception(
            "log p divided",
            lambda log_p, sigma: log_p / sigma.prod(),
            "you divide log p by the widths. The *density* is divided by them; from its logarithm "
            "their logarithms are taken away.",
        ),
        Misconception(
            "log p multiplied",
            lambda log_p, sigma: log_p * sigma.prod(),
            "you multiply log p by the widths. The *density* is divided by them; from its "
            "logarithm their logarithms are taken away.",
        ),
        Misconception(
            "the logarithms not summed",
            lambda log_p, sigma: log_p - torch.log(sigma),
            "(N,) meets (n,): events meet coordinates. Where the two numbers happen to be equal "
            "nothing raises, and each event is charged another width. Sum over the coordinates "
            "first: one number for all events.",
        ),
        Misconception(
            "one column for each coordinate",
            lambda log_p, sigma: log_p[:, None] - torch.log(sigma),
            "you have one number for each event *and* coordinate. log p belongs to all coordinates "
            "together: take the sum of all log σ away from it once.",
        ),
        Misconception(
            "each coordinate pays log p",
            lambda log_p, sigma: (log_p[:, None] - torch.log(sigma)).sum(-1),
            "log p is counted once for each coordinate. It belongs to all of them together: only "
            "the log σ are summed.",
        ),
        Misconception(
            "variances",
            _with(lambda s: -2 * torch.log(s).sum()),
            "you take log σ² away. x was divided by σ once, so each coordinate costs one log σ.",
        ),
        Misconception(
            "half of the logarithms",
            _with(lambda s: -0.5 * torch.log(s).sum()),
            "you take half of the logarithms away. `sigma` holds widths, not variances: one whole "
            "log σ for each.",
        ),
        Misconception(
            "logarithm of the sum",
            _with(lambda s: -torch.log(s.sum())),
            "you take the logarithm of the *sum* of the widths. Sides of a box multiply, and the "
            "logarithm of a product is the sum of logarithms.",
        ),
        Misconception(
            "logarithm of the mean",
            _with(lambda s: -torch.log(s.mean())),
            "you take the logarithm of the *mean* width. Sides of a box multiply: sum the "
            "logarithms.",
        ),
        Misconception(
            "once for each event",
            lambda log_p, sigma: log_p - len(log_p) * torch.log(sigma).sum(),
            "you charge each event for all of them. The log-det is the same for every event, and "
            "each pays it once.",
        ),
        Misconception(
            "sum over the events",
            lambda *args: original_units(*args).sum(),
            "you return one number, the sum over the events. Return one for each of them.",
        ),
        Misconception(
            "mean over the events",
            lambda *args: original_units(*args).mean(),
            "you return one number, the mean over the events. Return one for each of them.",
        ),
        Misconception(
            "the density itself",
            lambda *args: torch.exp(original_units(*args)),
            "this is the density, and a right one. Wanted is its logarithm.",
        ),
        Misconception(
            "unchanged",
            lambda log_p, sigma: log_p,
            "log p is returned as it came, per standardised unit. Measured in metres in place of "
            "kilometres the same data would have another density: units enter.",
        ),
    ),
    hints=(
        "Squeeze 10 km into one unit. How much probability lies in each of the ten kilometres, "
        "compared with the unit?",
        "∂t_j/∂x_j = 1/σ_j, and the coordinates do not mix: log|∂t/∂x| is the sum of "
        "log(1/σ_j) over all of them.",
        "In code, with one place left to you:\n\n"
        "    cost = …  # the log sigma of all coordinates together\n"
        "    return log_p - cost",
    ),
    praise="one log σ for each coordinate: now anybody's nats can be compared with yours.",
)
