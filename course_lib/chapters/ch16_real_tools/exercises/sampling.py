"""Exercise 16.4: condition and sample. The draws are random, so their places are compared."""

import torch

from course_lib.chapters.ch16_real_tools.exercises.standins import Flow
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

NARROW = -4.0  # log-width: events are told apart by where their draws are
K = 7


def draws(flow, c, k):
    return flow(c).sample((k,)).movedim(0, 1)


def probe_draws(candidate, c, k):
    """The shape, which event each draw belongs to, and whether they are different ones."""
    flow = Flow(features=2, context=c.shape[-1], log_s=NARROW)
    with torch.no_grad():
        x = candidate(flow, c, k)
        mean, width = flow(c).mean, flow.log_s.exp()[0]
    if not isinstance(x, torch.Tensor):
        return x
    found = {"the shape": str(tuple(x.shape))}
    if x.dim() == 0 or x.shape[-1] != 2:
        return found
    away = (x.double().unsqueeze(-2) - mean).norm(dim=-1) / width
    near, event = away.min(-1)
    belongs = torch.where(near < 8, event, -1).double()
    found["the event (0, 1, …) that each draw belongs to"] = belongs
    if x.shape == (len(c), k, 2):
        different = [len(set(map(tuple, row.tolist()))) for row in x]
        found["how many different draws each event has"] = torch.tensor(different).double()
        found["are the draws scattered as the flow is (1 for yes)"] = float((near > 0.3).sum() > 1)
    return found


def _repeated(flow, c, k):
    return flow(c).sample().unsqueeze(1).expand(-1, k, -1)


def _copies(flow, c, k):
    return flow(c.repeat(k, 1)).sample().reshape(len(c), k, -1)


DRAWS = Exercise(
    id="16.4",
    title="Condition and sample",
    minutes=5,
    difficulty="easy",
    prompt=r"""
`flow` is a conditional flow of zuko for places in the plane, and `c`, of shape `(N, C)`, are the
contexts of `N` events. Write `draws(flow, c, k)`: **k places for each event**, of shape `(N, k,
2)`. Row $i$ has the $k$ draws of event $i$.

`flow(c)` is a distribution, and `.sample(shape)` puts `shape` in front of its own dimensions.
""",
    inputs=(
        (tensor([[2.0, -1.0, 0.4], [-1.5, 1.0, 2.5], [0.3, 3.0, -2.0]]), K),
        (tensor([[1.0, 2.0, -0.5], [-2.0, 0.6, 1.1]]), 2),
        (tensor([[0.7, -2.2], [1.6, 1.3], [-1.9, 0.4], [2.8, -0.6]]), 3),
    ),
    labels=("", "as many draws as events", "fewer draws than events"),
    names=("c", "k"),
    probe=probe_draws,
    reference=draws,
    returns="draws, a tensor of the shape (N, k, 2)",
    misconceptions=(
        Misconception(
            "draws first",
            lambda flow, c, k: flow(c).sample((k,)),
            "your draws have the shape (k, N, 2): `.sample((k,))` puts k in front. Each event "
            "has k draws now, as it should; turn the first two dimensions.",
        ),
        Misconception(
            "reshaped, not turned",
            lambda flow, c, k: flow(c).sample((k,)).reshape(len(c), k, -1),
            "the shape is right, but `reshape` (or `view`) does not turn dimensions: it reads on "
            "in the old order, so a row holds draws of different events. `movedim` or `transpose` "
            "turns.",
            also=(_copies,),
        ),
        Misconception(
            "k events in place of k draws",
            lambda flow, c, k: flow(c[:k]).sample(),
            "you draw once for each of the first k events. k is the number of draws for *each* "
            "event.",
            also=(lambda flow, c, k: flow(c[:k]).sample((k,)),),
        ),
        Misconception(
            "one draw for each event",
            lambda flow, c, k: flow(c).sample(),
            "this is one place for each event, (N, 2): a single draw, or a mean of draws. Asked "
            "for are k draws: `.sample((k,))`.",
            also=(lambda flow, c, k: flow(c).sample((1,)),
                  lambda flow, c, k: flow(c).sample().unsqueeze(1),
                  lambda flow, c, k: flow(c).sample((k,)).mean(0)),
        ),
        Misconception(
            "the same draw k times",
            _repeated,
            "the k draws of an event are one and the same. Copies tell nothing of the width: draw "
            "k times.",
        ),
        Misconception(
            "the first event for all",
            lambda flow, c, k: flow(c[0]).sample((len(c), k)),
            "all rows are draws of the first event. Give the flow all contexts.",
            also=(lambda flow, c, k: flow(c[0]).sample((k,)),),
        ),
        Misconception(
            "draws of none of the events",
            lambda flow, c, k: flow(c.mean(0)).sample((len(c), k)),
            "your draws are where none of the events has its places: they are for a mean of the "
            "contexts, or noise of your own. Ask `flow(c)`, with all contexts.",
            also=(lambda flow, c, k: torch.randn(len(c), k, 2, dtype=c.dtype),),
        ),
        Misconception(
            "one dimension too many",
            lambda flow, c, k: flow(c).sample((len(c), k)),
            "`.sample((N, k))` draws N · k places for each of the N events: (N, k, N, 2). How many "
            "events there are, the contexts say.",
            also=(lambda flow, c, k: flow(c).sample((k, len(c))),
                  lambda flow, c, k: flow(c[:, None]).sample((k,)),
                  lambda flow, c, k: flow(c[None]).sample((k,))),
        ),
        Misconception(
            "one long list",
            lambda flow, c, k: flow(c.repeat_interleave(k, 0)).sample(),
            "you return one long list. Give it the shape (N, k, 2), the draws of an event in a "
            "row.",
            also=(lambda flow, c, k: flow(c).sample((k,)).reshape(-1, 2),
                  lambda flow, c, k: flow(c.repeat(k, 1)).sample()),
        ),
        Misconception(
            "coordinates in front",
            lambda flow, c, k: flow(c).sample((k,)).permute(2, 1, 0),
            "the coordinates are the first dimension. They are the last one: (N, k, 2).",
            also=(lambda flow, c, k: flow(c).sample((k,)).permute(1, 2, 0),),
        ),
    ),
    hints=(
        "Which shape has flow(c).sample((k,))?",
        "(k, N, 2). Turn the first two dimensions; do not reshape.",
        "    return flow(c).sample((…,)).movedim(0, …)",
    ),
    praise="the shape of a sample is its own first, then the batch, then the event.",
)  # fmt: skip
