"""Exercise 16.5: train a flow of zuko's kind, in the units of a spline. It is watched at work."""

import torch

from course_lib.chapters.ch16_real_tools.exercises.standins import Flow
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.exercises.watching import Watch

CENTRE, WIDTH = tensor([40.0, -15.0]), tensor([20.0, 8.0])


def train(flow, theta, c, batches, lr, centre, width):
    theta = (theta - centre) / width
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for i in batches:
        loss = -flow(c[i]).log_prob(theta[i]).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def events(n):
    """Places in metres and their contexts, always the same."""
    generator = torch.Generator().manual_seed(n)
    c = torch.randn(n, 3, generator=generator, dtype=torch.float64)
    noise = torch.randn(n, 2, generator=generator, dtype=torch.float64)
    there = torch.stack([c[:, 0] - 0.5 * c[:, 1], 0.8 * c[:, 2]], -1) + 0.4 * noise
    return CENTRE + WIDTH * there, c


def probe_train(candidate, n, batches, lr):
    """The losses, the flow at the end, and what the loop did with gradients and steps."""
    flow = Flow()
    theta, c = events(n)
    before = theta.clone()
    with Watch(flow.parameters()) as seen:
        losses = candidate(flow, theta, c, batches, lr, CENTRE, WIDTH)
    kept = _numbers(losses)
    if kept is None:
        return losses
    end = torch.cat([p.detach().flatten() for p in flow.parameters()])
    if not seen.optimizers and candidate is not train:
        # Adam's steps written out: no optimizer was seen, and the numbers tell what was done.
        known = probe_train(train, n, batches, lr)
        if torch.allclose(end, known["the flow's numbers at the end"], 1e-9, 1e-12):
            graphs = sum(map(_holds_graph, losses))
            return known | {"losses that hold their graph": graphs, "the losses": kept}
    return {
        "how often a gradient was computed (`backward`)": seen.backwards,
        "how often it was added to an old one": seen.stale,
        "how often an optimizer made a step": seen.steps,
        "how many optimizers there were": len(seen.optimizers),
        "which optimizers": seen.kinds,
        "the step size": torch.tensor(sorted(set(seen.rates)), dtype=torch.float64),
        "losses that hold their graph": sum(map(_holds_graph, losses)),
        "the losses": kept,
        "the flow's numbers at the end": end,
        "how many of the caller's places are others now": (theta != before).sum().double(),
    }


def _holds_graph(loss):
    return isinstance(loss, torch.Tensor) and loss.requires_grad


def _numbers(losses):
    """The losses as one tensor; None for what is no list of numbers."""
    if isinstance(losses, torch.Tensor):
        return losses.detach().double() if losses.dim() == 1 else None
    if not isinstance(losses, (list, tuple)):
        return None
    try:
        return torch.tensor([float(loss) for loss in losses], dtype=torch.float64)
    except (TypeError, ValueError, RuntimeError):
        return None


def _with(
    scaled=lambda theta, centre, width: (theta - centre) / width,
    seen=lambda c, i: c[i],
    rows=lambda theta, i: theta[i],
    loss=lambda log_p: -log_p.mean(),
    order="zero backward step",
    optimizer=lambda flow, lr: torch.optim.Adam(flow.parameters(), lr=lr),
    each=False,
    kept=lambda losses, value: losses.append(value.item()),
    run=lambda batches: batches,
    done=lambda losses: losses,
):
    """A wrong answer that is right but for one of its parts; ``each``: an optimizer every step."""

    def wrong(flow, theta, c, batches, lr, centre, width):
        theta = scaled(theta, centre, width)
        moves, losses = optimizer(flow, lr), []
        for i in run(batches):
            if each:
                moves = optimizer(flow, lr)
            value = loss(flow(seen(c, i)).log_prob(rows(theta, i)))
            does = {"zero": moves.zero_grad, "backward": value.backward, "step": moves.step}
            for action in order.split():
                does[action]()
            kept(losses, value)
        return done(losses)

    return wrong


def _kind(make):
    return _with(optimizer=make)


def _foreign(c, i):
    return c[i.flip(0)]


def _front(c, i):
    return c[: len(i)]


def _in_place(flow, theta, c, batches, lr, centre, width):
    theta -= centre
    theta /= width
    return train(flow, theta, c, batches, lr, 0.0, 1.0)


def _metres(losses, value):
    losses.append(value.item() + WIDTH.log().sum().item())


def _all_rows(value, i):
    return value


FIRST = tuple(torch.tensor(rows) for rows in ([0, 5, 2, 9], [7, 1, 3, 8], [4, 6, 10, 11]))
SECOND = tuple(
    torch.tensor(rows) for rows in ([3, 0, 6], [2, 7, 5], [6, 1, 4], [0, 2, 3], [7, 3, 1])
)

TRAIN = Exercise(
    id="16.5",
    title="Train it",
    minutes=8,
    difficulty="medium",
    prompt=r"""
`flow` is a conditional flow of zuko's kind: `flow(c).log_prob(theta)`. Places `theta` are in
metres, shape `(N, 2)`, and `c`, shape `(N, C)`, are their contexts. A spline of zuko bends only
what lies within $\pm5$, so the flow learns $(\theta - \text{centre})/\text{width}$.

Write `train(flow, theta, c, batches, lr, centre, width)`: Adam with the step size `lr`, and one
step for each entry of `batches`, a list of tensors with row numbers. The loss is the mean of
$-\log p$ over these rows, in the flow's units. Return the list of the losses, as plain numbers.
""",
    inputs=((12, FIRST, 0.01), (8, SECOND, 0.03)),
    names=("N", "batches", "lr"),
    probe=probe_train,
    reference=train,
    returns="the list of the losses",
    misconceptions=(
        Misconception(
            "raw units",
            _with(scaled=lambda theta, centre, width: theta),
            "places go in as metres. Most of them lie beyond ±5, where zuko's spline is the "
            "identity, and nothing can be learnt. Subtract the centre, divide by the width.",
        ),
        Misconception(
            "not centred",
            _with(scaled=lambda theta, centre, width: theta / width),
            "you divide by the width, but the centre is not subtracted.",
        ),
        Misconception(
            "divided before it is centred",
            _with(scaled=lambda theta, centre, width: theta / width - centre),
            "you divide first, and subtract the centre then. Subtract the centre, in metres, from "
            "places in metres; then divide: (θ − centre) / width.",
        ),
        Misconception(
            "not divided",
            _with(scaled=lambda theta, centre, width: theta - centre),
            "you subtract the centre, but do not divide by the width: most places still lie "
            "beyond ±5.",
            also=(_with(scaled=lambda theta, centre, width: (theta - centre) * width),),
        ),
        Misconception(
            "a bracket is missing",
            _with(scaled=lambda theta, centre, width: theta - centre / width),
            "θ − centre / width divides the centre alone. (θ − centre) / width needs its brackets.",
        ),
        Misconception(
            "its own mean and width",
            _with(scaled=lambda theta, *_: (theta - theta.mean(0)) / theta.std(0)),
            "you take the mean and the width of these places. New places must be scaled by "
            "the same numbers, so they are given: `centre`, `width`.",
            also=(_with(scaled=lambda theta, *_: (theta - theta.mean(0))
                        / theta.std(0, correction=0)),),
        ),
        Misconception(
            "c of other rows",
            _with(seen=_foreign),
            "places and contexts are of other rows: each event is given the context of another "
            "one. There is no error, and the flow learns to ignore c. Take `c[i]` with "
            "`theta[i]`.",
            also=(_with(seen=_front),
                  _with(rows=lambda theta, i: theta[: len(i)]),
                  _with(seen=lambda c, i: c[i[torch.arange(len(i)) - 1]])),
        ),
        Misconception(
            "the first rows each time",
            _with(seen=_front, rows=_front),
            "you take the first rows of the table in each step. `i` holds the numbers of the rows: "
            "`theta[i]`, `c[i]`.",
        ),
        Misconception(
            "all rows each time",
            _with(seen=_all_rows, rows=_all_rows),
            "each step takes all rows. Take those of the batch: `theta[i]`, `c[i]`.",
        ),
        Misconception(
            "one context for all",
            _with(seen=lambda c, i: c.mean(0)),
            "all events get one and the same context. Each has its own: `c[i]`.",
            also=(_with(seen=lambda c, i: c[i].mean(0)), _with(seen=lambda c, i: c[i[0]])),
        ),
        Misconception(
            "a new optimizer each step",
            _with(each=True),
            "you make a new optimizer in each step. Adam goes by the gradients of earlier steps; a "
            "new one has seen none. Make it once, before the loop.",
        ),
        Misconception(
            "gradients pile up",
            _with(order="backward step"),
            "the gradients of all earlier steps are still in `.grad`: torch adds to them. "
            "`zero_grad()` comes before `backward()`.",
        ),
        Misconception(
            "no gradient when the step comes",
            _with(order="backward zero step"),
            "the gradient is thrown away before `step()` uses it. The order is zero_grad, "
            "backward, step.",
        ),
        Misconception(
            "no step",
            _with(order="zero backward"),
            "the flow never moves: nothing calls `optimizer.step()`.",
            also=(_with(order=""), _with(order="zero step")),
        ),
        Misconception(
            "another optimizer",
            _kind(lambda flow, lr: torch.optim.SGD(flow.parameters(), lr=lr)),
            "asked for is Adam.",
            also=(_kind(lambda flow, lr: torch.optim.AdamW(flow.parameters(), lr=lr)),
                  _kind(lambda flow, lr: torch.optim.RMSprop(flow.parameters(), lr=lr))),
        ),
        Misconception(
            "another step size",
            _kind(lambda flow, lr: torch.optim.Adam(flow.parameters())),
            "the step size is not the one that is given: `lr=lr`.",
            also=(_kind(lambda flow, lr: torch.optim.Adam(flow.parameters(), lr=0.01)),),
        ),
        Misconception(
            "uphill",
            _with(loss=lambda log_p: log_p.mean()),
            "your loss is the mean of +log p: Adam makes it smaller, and the true places less "
            "likely. Put a minus in front.",
        ),
        Misconception(
            "uphill, and a minus on the result",
            _with(loss=lambda log_p: log_p.mean(),
                  kept=lambda losses, value: losses.append(-value.item())),
            "the numbers have the right sign, but `backward()` was called on +log p: the steps "
            "go uphill.",
        ),
        Misconception(
            "a minus on the result",
            _with(kept=lambda losses, value: losses.append(-value.item())),
            "your steps are right, and you return minus the losses.",
        ),
        Misconception(
            "the sum",
            _with(loss=lambda log_p: -log_p.sum()),
            "your loss is the sum over the rows. Take the mean.",
        ),
        Misconception(
            "the density",
            _with(loss=lambda log_p: -log_p.exp().mean()),
            "you average the densities. Average their logarithms.",
        ),
        Misconception(
            "losses in metres",
            _with(kept=_metres),
            "the steps are right, and you add Σ log σ to the losses: these are nats of places in "
            "metres. Asked for are the losses in the flow's units.",
        ),
        Misconception(
            "places changed in place",
            _in_place,
            "you change `theta` itself: `-=` and `/=` write into the caller's tensor, and the next "
            "call gets places that are no longer in metres. `(theta - centre) / width` makes a "
            "new one.",
        ),
        Misconception(
            "losses with their graphs",
            _with(kept=lambda losses, value: losses.append(value)),
            "your list holds tensors with their graphs, so all that was computed on the way to "
            "each loss stays in memory. Keep a plain number: `loss.item()`.",
        ),
        Misconception(
            "the last loss alone",
            _with(done=lambda losses: losses[-1:]),
            "you return the last loss. Asked for is the list of all.",
            also=(_with(done=lambda losses: losses[-1]),),
        ),
        Misconception(
            "one loss is missing",
            _with(done=lambda losses: losses[1:]),
            "there is one loss for each batch, the first one before any step.",
            also=(_with(run=lambda batches: batches[1:]),
                  _with(run=lambda batches: batches[:-1])),
        ),
        Misconception(
            "only the first batch",
            _with(run=lambda batches: batches[:1]),
            "the loop ends after its first step: is `return` inside the loop?",
        ),
        Misconception(
            "several times through",
            _with(run=lambda batches: list(batches) * 2),
            "you go through the batches more than once. Asked for is one step for each.",
            also=(_with(run=lambda batches: list(batches) * 10),),
        ),
        Misconception(
            "each step on the first batch",
            _with(run=lambda batches: [batches[0]] * len(batches)),
            "each step uses the first batch. The loop's `i` is another one each time.",
        ),
        Misconception(
            "the mean of the losses",
            _with(done=lambda losses: sum(losses) / len(losses)),
            "you return one number. Asked for is the list of the losses.",
        ),
    ),
    tips=(
        (
            r"backward through the graph a second time",
            "`flow(c)` was made before the loop. In zuko this works by chance for some flows "
            "(NSF) and not for others (GF), since some run their network at once. Write "
            "`flow(c[i])` in the loop: new parameters, a new distribution.",
        ),
        (
            r"does not require grad",
            "nothing leads from the loss back to the flow: `no_grad`, `.detach()` or `.item()` "
            "before `backward()`.",
        ),
    ),
    hints=(
        "The loop of chapter 11, with the rows of each batch in place of fresh events.",
        "Standardise once; make Adam once; then for each i: loss of `theta[i]` with `c[i]`, "
        "zero_grad, backward, step, and keep `loss.item()`.",
        "    theta = (theta - centre) / …\n"
        "    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)\n"
        "    losses = []\n"
        "    for i in batches:\n"
        "        loss = -flow(…).log_prob(theta[i]).mean()\n"
        "        optimizer.zero_grad()\n"
        "        loss.backward()\n"
        "        optimizer.step()\n"
        "        losses.append(loss.item())\n"
        "    return losses",
    ),
    praise="this loop trains any library that answers to `flow(c).log_prob(theta)`.",
)  # fmt: skip
