"""Exercise 16.3: a density on a grid, for many contexts, where shapes broadcast silently."""

import torch

from course_lib.chapters.ch16_real_tools.exercises.standins import Flow
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def on_grid(flow, x, c):
    return flow(c[:, None]).log_prob(x[:, None])


def probe_grid(candidate, x, c):
    """The candidate with a flow of one number."""
    with torch.no_grad():
        return candidate(Flow(features=1, context=c.shape[-1]), x, c)


def _of(formula):
    """A wrong answer made of the right table (N, M)."""
    return lambda flow, x, c: formula(on_grid(flow, x, c))


def _copies(x_copies, c_copies, shape):
    """Both written out in copies, and put together again in some shape."""

    def wrong(flow, x, c):
        M, N = len(x), len(c)
        log_p = flow(c_copies(c, M)).log_prob(x_copies(x, N)[:, None])
        return log_p.reshape(*shape(N, M))

    return wrong


def _again(value, times):
    return torch.cat([value] * times)


def _each(value, times):
    return value.repeat_interleave(times, 0)


GRID = Exercise(
    id="16.3",
    title="A shape for every number",
    minutes=6,
    difficulty="medium",
    prompt=r"""
`flow` is a conditional flow of zuko for **one** number: `flow(c)` has, for contexts `c` of shape
`(*batch, C)`, the batch shape `batch`. In zuko the last dimension of `x` is always the event, also
for one number: `(…, 1)`. All dimensions before it are broadcast against `batch`, as torch does it.

You have `M` places, `x` of shape `(M,)`, and `N` contexts, `c` of shape `(N, C)`. Write
`on_grid(flow, x, c)`: a table of shape `(N, M)` with $\log p(x_j\mid c_i)$ in row $i$ and column
$j$.
""",
    inputs=(
        (tensor([-1.0, 0.3, 2.2, 0.9]), tensor([[0.4, -1.0, 0.2], [1.3, 0.5, -0.7]])),
        (tensor([0.1, -1.7, 1.2]),
         tensor([[0.8, 0.1, -1.2], [-0.4, 1.6, 0.3], [2.0, -0.3, 0.5]])),
        (tensor([0.6, 1.9]), tensor([[-0.9, 0.2]])),
    ),
    labels=("", "as many places as contexts", "one context"),
    names=("x", "c"),
    probe=probe_grid,
    reference=on_grid,
    returns="log p, a tensor of the shape (N, M)",
    misconceptions=(
        Misconception(
            "x without its last dimension",
            lambda flow, x, c: flow(c).log_prob(x),
            "x goes in as (M,). zuko takes its last dimension for one event of M numbers, "
            "stretches the flow of one number over them, and returns their *sum*, without a "
            "word. One number has the shape (…, 1).",
            also=(lambda flow, x, c: flow(c[:, None]).log_prob(x),
                  lambda flow, x, c: flow(c).log_prob(x[None]),
                  lambda flow, x, c: flow(c).log_prob(x.expand(len(c), -1))),
        ),
        Misconception(
            "place by place with the contexts",
            lambda flow, x, c: flow(c).log_prob(x[:, None]),
            "places (M, 1) meet contexts (N,): with M = N zuko pairs them, first with first, and "
            "otherwise it stops. A table needs a dimension for each of the two.",
        ),
        Misconception(
            "rows and columns exchanged",
            _of(lambda table: table.mT),
            "your table is (M, N): a row for each place. Asked for is a row for each context. Give "
            "the additional dimension to c.",
        ),
        Misconception(
            "one dimension too many",
            _of(lambda table: table.unsqueeze(-1)),
            "your table has one dimension too many. log_prob has already summed over the event's "
            "own, so it is gone.",
            also=(_of(lambda table: table[None]), _of(lambda table: table.mT.unsqueeze(-1)),
                  _of(lambda table: table[:, None])),
        ),
        Misconception(
            "copies that do not fit together",
            _copies(_again, _again, lambda N, M: (N, M)),
            "you write both out in copies, and both in the same order: so the k-th place always "
            "meets the k-th context. Repeat one of them block by block (`repeat_interleave`), or "
            "better none, and let it broadcast.",
            also=(_copies(_each, _each, lambda N, M: (N, M)),
                  _copies(_again, _again, lambda N, M: (M, N))),
        ),
        Misconception(
            "copies in another order",
            _copies(_each, _again, lambda N, M: (N, M)),
            "the copies fit together, but they run over the contexts first: as a table they are "
            "(M, N). Reshaped to (N, M) all numbers stand at wrong places.",
        ),
        Misconception(
            "the same in columns",
            _copies(_again, _each, lambda N, M: (M, N)),
            "the copies fit together, with the places running first: that is a table (N, M). You "
            "make (M, N) of it.",
        ),
        Misconception(
            "a long list",
            _of(lambda table: table.flatten()),
            "you return one long list. Give it the shape (N, M).",
            also=(_of(lambda table: table.mT.flatten()),),
        ),
        Misconception(
            "the first context for all",
            lambda flow, x, c: flow(c[0]).log_prob(x[:, None]).expand(len(c), -1),
            "each row is that of the first context.",
            also=(lambda flow, x, c: flow(c[0]).log_prob(x[:, None]),
                  lambda flow, x, c: flow(c[:1]).log_prob(x[:, None])),
        ),
        Misconception(
            "a mean context",
            lambda flow, x, c: flow(c.mean(0)).log_prob(x[:, None]).expand(len(c), -1),
            "you ask for the mean of the contexts. Each of them has a row of its own.",
            also=(lambda flow, x, c: flow(c.mean(0)).log_prob(x[:, None]),),
        ),
        Misconception(
            "summed or averaged",
            _of(lambda table: table.mean(-1)),
            "you sum or average over one side of the table. Asked for is all of it.",
            also=(_of(lambda table: table.sum(0)), _of(lambda table: table.mean(0))),
        ),
        Misconception(
            "the density",
            _of(torch.exp),
            "this is the density. Asked for is its logarithm.",
        ),
        Misconception(
            "minus log p",
            _of(torch.neg),
            "this is −log p. Asked for is log p.",
        ),
        Misconception(
            "normalised over the places",
            _of(lambda table: table.log_softmax(-1)),
            "you divide by the sum over the places. The flow's density is normalised already.",
            also=(_of(lambda table: table.log_softmax(0)),),
        ),
    ),
    hints=(
        "Write down three shapes: x with its event, the batch of flow(c), and the table.",
        "A table (N, M) is made when a batch (N, 1) meets places (M,). So `c` needs one more "
        "dimension, and `x` its event: (M, 1).",
        "    return flow(c[:, …]).log_prob(x[:, …])",
    ),
    praise="a row for each context, a column for each place.",
)  # fmt: skip
