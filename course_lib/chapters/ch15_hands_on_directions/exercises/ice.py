"""Exercise 15.5: events whose ice is not known. The simulator is watched."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.measuring import settled

COUNT = 4000
CENTRE, SPREAD = math.log(0.7), 0.3


def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    return track.sample(count, ice=ice)


class Watched:
    """A simulator that remembers which ice it was given."""

    def __init__(self):
        self.counts, self.ices = [], []

    def sample(self, n, seed=None, ice=None):
        self.counts.append(n)
        self.ices.append(torch.as_tensor(0.7 if ice is None else ice).detach().double())
        x = torch.randn(n, 4)
        return x, torch.cat([x, torch.randn(n, 20)], -1)  # what is seen tells whose it is


# What the check can measure of log λ, and what it is for the mistakes that are known.
MEANS = (CENTRE, 0.0, -CENTRE, CENTRE + 0.15, 0.15, CENTRE - 0.045, 0.7, 0.7 + 0.15)
MEANS += (
    math.log(0.3),
    CENTRE - 0.3 * math.sqrt(2 / math.pi),
    CENTRE + 0.3 * math.sqrt(2 / math.pi),
)
WIDTHS = (SPREAD, 0.0, 0.3 / math.sqrt(12), math.sqrt(0.3), 0.09, 0.6, 0.21, 0.7 * 0.3, 1.0, 0.7)
WIDTHS += (0.3 / math.sqrt(3), 0.3 * math.sqrt(1 - 2 / math.pi))
SKEWS = (0.0, 0.037, -0.037)  # a normal number without its sign has its middle below its mean


def probe_ice(candidate, count):
    track = Watched()
    pair = candidate(track, count)
    if not track.ices or not isinstance(pair, (tuple, list)):
        return _blank(pair)
    if not all(isinstance(part, torch.Tensor) for part in pair):
        return pair
    ice = track.ices[0]
    log_ice = ice.abs().clamp(min=1e-9).log()
    again = Watched()
    candidate(again, count)
    ices = (ice.flatten().sort().values, again.ices[0].flatten().sort().values)
    return {
        "how often the simulator is asked": len(track.counts),
        "how many events are drawn": track.counts[0],
        "how many λ there are": ice.numel(),
        "in how many dimensions λ stands": ice.dim(),
        "how many of the λ are different": len(ice.unique()) if ice.numel() else 0,
        "a second call has another λ": not torch.equal(*ices),
        "is each λ positive": bool((ice > 0).all()),
        "the mean of log λ": _known(log_ice.mean(), MEANS),
        "the width of log λ": _known(log_ice.std(correction=0), WIDTHS),
        "how far the middle of log λ is from its mean": _known(
            log_ice.median() - log_ice.mean(), SKEWS
        ),
        "does each x stand beside what is seen of it": _paired(*pair[:2]),
        "the shapes of what you return": torch.tensor(
            [float(size) for part in pair for size in part.shape]
        ),
    }


def _paired(x, seen):
    """Are both of the same events, in the same order? No matter what else stands there."""
    return len(x) == len(seen) and bool((x[:, None, :4] == seen[:, :4, None]).any(1).all())


def _blank(result):
    """What came back, without its numbers: they are others each time."""
    if isinstance(result, (tuple, list)):
        return type(result)(map(_blank, result))
    return torch.zeros(result.shape) if isinstance(result, torch.Tensor) else result


def _known(measured, places):
    places = [torch.tensor(place, dtype=torch.float64) for place in places]
    return settled(measured, places, 0.02)


def _with(ice, answer=lambda pair, ice: pair):
    def wrong(track, count):
        own = ice(count)
        return answer(track.sample(count, ice=own), own)

    return wrong


def _right(count):
    return 0.7 * torch.exp(0.3 * torch.randn(count))


def _shown(pair, ice):
    return pair[0], torch.cat([pair[1], ice[:, None]], -1)


def _shown_before(pair, ice):
    return pair[0], torch.cat([ice[:, None], pair[1]], -1)


def _event_by_event(track, count):
    pairs = [track.sample(1, ice=_right(1)) for _ in range(count)]
    return tuple(torch.cat(parts) for parts in zip(*pairs, strict=True))


def _seeded(count):
    torch.manual_seed(0)
    return _right(count)


def _ice_forgotten(track, count):
    _right(count)
    return track.sample(count)


WITH_ICE = Exercise(
    id="15.5",
    title="Ice that is not known",
    minutes=6,
    difficulty="medium",
    prompt=r"""
How clear the ice is, nobody knows exactly. So let the training see all that it might be: each event
gets a $\lambda$ *of its own*,
$$\lambda = 0.7\,e^{0.3\,\varepsilon}, \qquad \varepsilon\sim N(0, 1),$$
and the network is *not* told which. A $\lambda$ that is drawn as a factor is never negative.

Write `simulate_with_ice(track, count)`. `track.sample(count, ice=ice)` draws `count` events
`(x, seen)`, where `ice` is a tensor `(count,)`, the $\lambda$ of each event. Return the pair
`(x, seen)`, fresh at each call.
""",
    inputs=((None, COUNT), (None, 2 * COUNT)),
    names=("track", "count"),
    reference=simulate_with_ice,
    probe=lambda candidate, _, count: probe_ice(candidate, count),
    returns="the pair (x, seen)",
    misconceptions=(
        Misconception(
            "one λ for all",
            _with(lambda count: 0.7 * torch.exp(0.3 * torch.randn(()))),
            "all events of a call share one λ. Each step of training would see one ice, and the "
            "next step another: its gradient jumps to and fro. Draw `count` of them.",
            also=(
                _with(lambda count: 0.7 * math.exp(0.3 * torch.randn(()).item())),
                _with(lambda count: 0.7 * torch.exp(0.3 * torch.randn(1))),
                _with(lambda count: (0.7 * torch.exp(0.3 * torch.randn(()))).expand(count)),
            ),
        ),
        Misconception(
            "λ shown to the network",
            _with(_right, _shown),
            "λ is in what you return. With real data nobody can give the network that number. Keep "
            "it to yourself: then the posterior becomes as wide as it must.",
            also=(
                _with(_right, _shown_before),
                _with(_right, lambda pair, ice: (*pair, ice)),
                _with(_right, lambda pair, ice: (torch.cat([pair[0], ice[:, None]], -1), pair[1])),
            ),
        ),
        Misconception(
            "normal, so it may be negative",
            _with(lambda count: 0.7 + 0.3 * torch.randn(count)),
            "your λ are normal numbers: some can be negative, and light would *grow* on its way. "
            "The wider they are, the more of them. Multiply 0.7 by e^(0.3 ε).",
            also=(
                _with(lambda count: 0.7 * (1 + 0.3 * torch.randn(count))),
                _with(lambda count: 0.3 * torch.randn(count)),
                _with(lambda count: 0.7 * 0.3 * torch.randn(count)),
            ),
        ),
        Misconception(
            "normal, and kept above 0",
            _with(lambda count: (0.7 + 0.3 * torch.randn(count)).clamp(min=0.01)),
            "you add a normal number, and mend what is then below 0. A factor is never below 0 and "
            "needs no mending: multiply 0.7 by e^(0.3 ε).",
            also=(_with(lambda count: (0.7 + 0.3 * torch.randn(count)).abs()),),
        ),
        Misconception(
            "x and seen of different events",
            _with(_right, lambda pair, ice: (pair[0].flip(0), pair[1])),
            "x and `seen` are not of the same events: each gets what was seen of another one. Draw "
            "once, and hand the pair on as it comes.",
            also=(
                _with(_right, lambda pair, ice: (pair[0].roll(1, 0), pair[1])),
                lambda track, count: (
                    simulate_with_ice(track, count)[0],
                    simulate_with_ice(track, count)[1],
                ),
            ),
        ),
        Misconception(
            "0.7 forgotten",
            _with(lambda count: torch.exp(0.3 * torch.randn(count))),
            "e^(0.3 ε) is the *factor*. It stands around 1; multiply it by 0.7.",
        ),
        Misconception(
            "0.7 in the exponent",
            _with(lambda count: torch.exp(0.7 + 0.3 * torch.randn(count))),
            "0.7 stands in the exponent. Take it out: 0.7 e^(0.3 ε).",
            also=(_with(lambda count: torch.exp(0.7 * 0.3 * torch.randn(count))),),
        ),
        Misconception(
            "always the nominal ice",
            _with(lambda count: torch.full((count,), 0.7)),
            "every event has λ = 0.7: this is the training that breaks in other ice.",
            also=(_ice_forgotten, _with(lambda count: 0.7), _with(lambda count: None)),
        ),
        Misconception(
            "uniform",
            _with(lambda count: 0.7 * torch.exp(0.3 * torch.rand(count))),
            "`torch.rand` is uniform between 0 and 1. ε is standard normal: `torch.randn`.",
            also=(_with(lambda count: 0.7 * torch.exp(0.3 * (2 * torch.rand(count) - 1))),),
        ),
        Misconception(
            "0.7 and 0.3 exchanged",
            _with(lambda count: 0.3 * torch.exp(0.7 * torch.randn(count))),
            "0.7 and 0.3 have changed places. 0.7 is the middle of the λ, 0.3 their width.",
        ),
        Misconception(
            "powers of ten",
            _with(lambda count: 0.7 * 10 ** (0.3 * torch.randn(count))),
            "the width of log λ is 0.7, not 0.3. Does 10 stand in place of e, or 0.7 in place of "
            "0.3?",
            also=(_with(lambda count: 0.7 * torch.exp(0.7 * torch.randn(count))),),
        ),
        Misconception(
            "to one side only",
            _with(lambda count: 0.7 * torch.exp(-0.3 * torch.randn(count).abs())),
            "ε has lost its sign: your ice is only duller than 0.7, or only clearer. It may be "
            "either.",
            also=(_with(lambda count: 0.7 * torch.exp(0.3 * torch.randn(count).abs())),),
        ),
        Misconception(
            "another number of events",
            lambda track, count: track.sample(256, ice=_right(256)),
            "you always draw the same number of events. Asked for are `count` of them.",
            also=tuple(
                lambda track, count, n=n: track.sample(n, ice=_right(n)) for n in (1, 100, 1000)
            ),
        ),
        Misconception(
            "λ as a column",
            lambda track, count: track.sample(count, ice=_right(count)[:, None]),
            "your λ have two dimensions. The simulator takes (count,), one number for each event: "
            "`torch.randn(count)`.",
            also=(lambda track, count: track.sample(count, ice=_right(count)[None]),),
        ),
        Misconception(
            "another width",
            _with(lambda count: 0.7 * torch.exp(math.sqrt(0.3) * torch.randn(count))),
            "ε is multiplied by 0.3 itself: not by its root, its square, or another number.",
            also=(
                _with(lambda count: 0.7 * torch.exp(0.09 * torch.randn(count))),
                _with(lambda count: 0.7 * torch.exp(torch.randn(count))),
                _with(lambda count: 0.7 * torch.exp(0.6 * torch.randn(count))),
            ),
        ),
        Misconception(
            "the same at each call",
            _with(_seeded),
            "each call draws the same λ (a seed, or numbers kept from before). Draw anew.",
        ),
        Misconception(
            "event by event",
            _event_by_event,
            "you ask the simulator for one event at a time. It takes all λ at once, and is a "
            "hundred times faster.",
        ),
        Misconception(
            "ice instead of events",
            lambda track, count: (_right(count), track.sample(count, ice=_right(count))[1]),
            "the first of the pair is x: direction and energy. λ is not what you look for.",
        ),
        Misconception(
            "only what was seen",
            _with(_right, lambda pair, ice: pair[1]),
            "one half of the pair is missing. Training needs both: (x, seen).",
            also=(_with(_right, lambda pair, ice: pair[0]),),
        ),
        Misconception(
            "λ and no events",
            _with(_right, lambda pair, ice: ice),
            "these are the λ. Asked for are the events: the pair (x, seen) that `sample` returns.",
        ),
        Misconception(
            "seen first",
            _with(_right, lambda pair, ice: (pair[1], pair[0])),
            "the pair is the wrong way round: x comes first, then what was seen of it.",
        ),
    ),
    hints=(
        "How many different λ should one call contain?",
        "`torch.randn(count)` draws ε for all events. The pair that `sample` returns can go on as "
        "it is.",
        "    ice = 0.7 * torch.exp(0.3 * …)\n    return track.sample(count, ice=…)",
    ),
    praise="what is drawn and not told is averaged over.",
)
