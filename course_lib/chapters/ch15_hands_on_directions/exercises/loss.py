"""Exercise 15.3: the loss of fresh events. It is watched at work."""

import torch
from torch import nn

from course_lib.exercises.exercise import Exercise, Misconception

SIZE = 256


def loss(flow, simulate):
    x, seen = simulate(SIZE)
    return -flow(seen).log_prob(x).mean()


class Small(nn.Module):
    """A conditional density with six numbers: x is normal around W · seen, in some unit."""

    def __init__(self, unit):
        super().__init__()
        self.unit, self.asked = unit, []
        W = torch.tensor([[0.4, -0.7, 0.2], [0.1, 0.5, -0.9]], dtype=torch.float64)
        self.W = nn.Parameter(W)

    def forward(self, seen):
        normal = torch.distributions.Normal(self.unit * (seen @ self.W.T), 0.8 * self.unit)
        return Asked(torch.distributions.Independent(normal, 1), seen, self.asked)


class Asked:
    """A distribution that writes down which x it was asked for, beside what was seen."""

    def __init__(self, distribution, seen, asked):
        self.distribution, self.seen, self.asked = distribution, seen, asked

    def log_prob(self, x):
        self.asked.append((x.detach(), self.seen.detach()))
        return self.distribution.log_prob(x)


class Simulation:
    """Draws pairs, and keeps count."""

    def __init__(self, unit):
        self.drawn, self.unit, self.pairs = [], unit, []

    def __call__(self, count):
        self.drawn.append(count)
        x = torch.randn(count, 2, dtype=torch.float64)
        noise = torch.randn(count, 3, dtype=torch.float64)
        self.pairs.append((self.unit * x, torch.cat([x, x[:, :1]], -1) + noise))
        return tuple(part.clone() for part in self.pairs[-1])

    def apart(self, asked):
        """Were x and seen of the same draws put together that do not belong together?"""
        if not self.pairs or not asked:
            return False
        drawn = [torch.cat(parts) for parts in zip(*self.pairs, strict=True)]
        for x, seen in asked:
            if x.shape[1:] != (2,) or seen.shape[1:] != (3,) or len(x) != len(seen):
                continue
            of_x, of_seen = (
                (part[:, None] == all_[None]).all(-1)
                for part, all_ in zip((x, seen), drawn, strict=True)
            )
            known = of_x.any(1) & of_seen.any(1)
            if bool((known & ~(of_x & of_seen).any(1)).any()):
                return True
        return False


def probe_loss(candidate, start, unit):
    flow, simulate = Small(unit), Simulation(unit)
    flow.W.data += start
    first = candidate(flow, simulate)
    if isinstance(first, float):
        first = torch.tensor(first, dtype=torch.float64)
    if not isinstance(first, torch.Tensor):
        return first
    told, walked = first.detach().clone(), flow.W.grad is not None
    slope = torch.zeros_like(flow.W)
    if first.requires_grad and not walked:
        slope = torch.autograd.grad(first.sum(), flow.W, materialize_grads=True)[0]
    drawn, apart = list(simulate.drawn), simulate.apart(flow.asked)
    second = torch.as_tensor(candidate(flow, simulate)).detach()
    # Whoever never draws again, or mixes the events, has other numbers at each try: none are told.
    kept = len(simulate.drawn) == len(drawn)
    if apart or kept or walked:
        first, slope = torch.zeros_like(first.detach()), torch.zeros_like(slope)
    return {
        "how many events one call draws": 0 if kept else sum(drawn),
        "how often one call draws": 0 if kept else len(drawn),
        "does each x stand beside what was seen of it": not apart,
        "does your function leave `backward()` to its caller": not walked,
        "the loss": first,
        "its gradient": slope,
        "a second call draws anew": not (kept or torch.equal(told, second)),
    }


def _with(value=lambda log_p: -log_p.mean(), draw=lambda simulate: simulate(SIZE)):
    def wrong(flow, simulate):
        x, seen = draw(simulate)
        return value(flow(seen).log_prob(x))

    return wrong


def _two_draws(simulate):
    return simulate(SIZE)[0], simulate(SIZE)[1]


def _same(simulate):
    torch.manual_seed(0)
    return simulate(SIZE)


def _kept():
    """The first batch for ever. The check has others at each try, so it looks twice."""
    batches = {}

    def draw(simulate):
        if id(simulate) not in batches:
            batches.clear()
            batches[id(simulate)] = simulate(SIZE)
        return batches[id(simulate)]

    return draw


def _one_answer(flow, simulate):
    x, seen = simulate(SIZE)
    return -flow(seen.mean(0, keepdim=True).expand_as(seen)).log_prob(x).mean()


def _shuffled(simulate):
    x, seen = simulate(SIZE)
    return x.flip(0), seen


@torch.no_grad()
def _no_grad(flow, simulate):
    return loss(flow, simulate)


def _steps(flow, simulate):
    value = loss(flow, simulate)
    value.backward()
    return value.detach()


LOSS = Exercise(
    id="15.3",
    title="Fresh events, one loss",
    minutes=6,
    difficulty="medium",
    prompt=r"""
A simulator can be asked again and again: so each step of training gets events that nobody has seen
before. Write `loss(flow, simulate)`, the loss of one step:

- `simulate(256)` draws 256 fresh events, a pair `(x, seen)`: what is sought, what was seen;
- `flow(seen)` is a distribution, for each event its own; its `log_prob(x)` has shape `(256,)`;
- the loss is the **mean of $-\log p(x\mid \mathrm{seen})$**, a tensor with one number, from which
  `backward()` finds its way to the flow.

Return it. The step itself is made by whoever calls you (`training.minimise`). The check calls your
function twice, and watches it at work.
""",
    inputs=((0.0, 1.0), (0.6, 1.0), (0.0, 0.02)),
    labels=("", "", "densities above 1"),
    names=("start", "unit"),
    reference=loss,
    probe=probe_loss,
    returns="the loss, a tensor with one number",
    misconceptions=(
        Misconception(
            "sum",
            _with(lambda log_p: -log_p.sum()),
            "you take the sum. A step would be 256 times as long, and longer with more events. "
            "The mean does not depend on how many there are.",
        ),
        Misconception(
            "upward",
            _with(lambda log_p: log_p.mean()),
            "the minus is missing: going down this loss would make the true answers *unlikely*.",
            also=(_with(lambda log_p: log_p.sum()),),
        ),
        Misconception(
            "absolute value",
            _with(lambda log_p: log_p.abs().mean()),
            "you take the absolute value. Where the density is above 1, log p is positive, and "
            "the loss negative: that is as it should be. Put a minus.",
            also=(_with(lambda log_p: log_p.mean().abs()),),
        ),
        Misconception(
            "no mean",
            _with(lambda log_p: -log_p),
            "this is one number for each event. `backward()` starts from one: take the mean.",
            also=(_with(lambda log_p: log_p),),
        ),
        Misconception(
            "densities",
            _with(lambda log_p: -log_p.exp().mean()),
            "you average p, not log p. An event with a tiny p would hardly count; it should count "
            "most.",
            also=(_with(lambda log_p: -log_p.exp().mean().log()),),
        ),
        Misconception(
            "two different draws",
            _with(draw=_two_draws),
            "x and seen come from two calls of `simulate`: each track is paired with what was seen "
            "of another one. Draw once, and unpack the pair.",
        ),
        Misconception(
            "pairs in another order",
            _with(draw=_shuffled),
            "x and seen have come apart: an event goes with what was seen of another.",
        ),
        Misconception(
            "the same batch again",
            _with(draw=_same),
            "your second call has the same events as the first (a seed, or a batch kept from "
            "before). The network would learn them by heart. Draw without a seed, in each call.",
            also=(_with(draw=_kept()),),
        ),
        Misconception(
            "everything without gradients",
            _no_grad,
            "`backward()` finds no way from this loss to the flow. `no_grad` may stand around "
            "`simulate`, never around `log_prob`; and `.detach()` and `.item()` cut, too.",
            also=(
                _with(lambda log_p: -log_p.mean().detach()),
                _with(lambda log_p: -log_p.mean().item()),
                _with(lambda log_p: -log_p.detach().mean()),
            ),
        ),
        Misconception(
            "the step is made inside",
            _steps,
            "you call `backward()` yourself. Leave it to the caller, who does it once more and "
            "would find the way gone. Return the loss.",
        ),
        Misconception(
            "some of the events",
            _with(lambda log_p: -log_p[: SIZE // 2].mean()),
            "only some of the 256 events reach your loss. You have drawn them all: take the mean "
            "of all.",
            also=(
                _with(lambda log_p: -log_p[0]),
                _with(lambda log_p: -log_p[:1]),
                _with(lambda log_p: -log_p[-1]),
                _with(lambda log_p: -log_p[SIZE // 2 :].mean()),
                _with(lambda log_p: -log_p[1:].mean()),
                _with(lambda log_p: -log_p[:-1].mean()),
            ),
        ),
        Misconception(
            "the median",
            _with(lambda log_p: -log_p.median()),
            "you take the median. It does not see how badly the worst events are answered, and "
            "its gradient is that of one event. The mean.",
            also=(_with(lambda log_p: -log_p.quantile(0.5)),),
        ),
        Misconception(
            "the worst event",
            _with(lambda log_p: -log_p.min()),
            "you take the one event that is answered worst, and learn from it alone. The mean of "
            "all.",
        ),
        Misconception(
            "the best event",
            _with(lambda log_p: -log_p.max()),
            "you take the one event that is answered best, and learn nothing from all others. The "
            "mean of all.",
        ),
        Misconception(
            "divided once more",
            _with(lambda log_p: -log_p.mean() / SIZE),
            "you divide by the number of events twice: the mean has done it already.",
        ),
        Misconception(
            "a second logarithm",
            _with(lambda log_p: -log_p.abs().log().mean()),
            "`log_prob` is a logarithm already. Take no second one.",
            also=(_with(lambda log_p: -log_p.log().mean()),),
        ),
        Misconception(
            "one answer for all",
            _one_answer,
            "the flow gets the mean of all that was seen, and gives one answer to all events. Hand "
            "it `seen` as it is: each event has its own.",
        ),
        Misconception(
            "another number of events",
            _with(draw=lambda simulate: simulate(128)),
            "you draw another number of events. Asked for are 256 in each call.",
            also=tuple(
                _with(draw=lambda simulate, n=n: simulate(n)) for n in (1, 64, 100, 255, 512, 1000)
            ),
        ),
        Misconception(
            "one event at a time",
            lambda flow, simulate: torch.stack(
                [-flow(seen).log_prob(x).mean() for x, seen in (simulate(1) for _ in range(SIZE))]
            ).mean(),
            "you draw 256 times one event. One call of `simulate(256)` draws all, and the network "
            "looks at them together, a hundred times faster.",
        ),
    ),
    tips=(
        (
            r"mat1 and mat2 shapes cannot be multiplied",
            "Did x go into the flow in the place of `seen`? The pair is `(x, seen)`: the flow "
            "looks at what was seen, and is asked for x.",
        ),
    ),
    hints=(
        "What is drawn first, and what does the flow need to see before it can say log p(x)?",
        "Unpack the pair of one call; `flow(seen)` is a distribution; minus the mean of its "
        "`log_prob(x)`.",
        "    x, seen = simulate(256)\n    return -flow(…).log_prob(…).mean()",
    ),
    praise="new events in every step: there is nothing to learn by heart.",
)
