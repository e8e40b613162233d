"""Exercise 15.1: how much light each sensor expects of a track."""

import torch

from course_lib.chapters.ch15_hands_on_directions.exercises.distances import (
    PYTHAGORAS,
    angle,
    brought_to_one,
    by_a_sine,
    components_summed,
    crossed,
    distance,
    half_line,
    radius_one,
    segment,
    to_the_middle,
    to_the_tip,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def expected_light(n, log_energy, length, sensors):
    along = n @ sensors.T
    foot = along[..., None] * n[:, None]
    d = (sensors - foot).norm(dim=-1)
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02


def _with(
    distance=distance,
    energy=torch.exp,
    fades=lambda d, length: torch.exp(-d / length),
    below=lambda d: d + 0.3,
    dark=0.02,
):
    """A wrong answer that is right but for one of its parts."""

    def wrong(n, log_energy, length, sensors):
        d = distance(n, sensors)
        return energy(log_energy)[:, None] * fades(d, length) / below(d) + dark

    return wrong


def _by_all(**parts):
    """The same mistake by every way to a distance: on the track they end at others, or at NaN."""
    return tuple(_with(d, **parts) for d in (distance, crossed, *PYTHAGORAS))


def _dark_times_energy(distance):
    without = _with(distance)
    return lambda n, log_energy, *others: (
        log_energy.exp()[:, None] * without(n, 0 * log_energy, *others)
    )


N2 = tensor([[0.6, 0.0, 0.8], [-0.48, 0.8, -0.36]])
N3 = tensor([[0.0, 0.6, -0.8], [2 / 3, -1 / 3, 2 / 3], [-0.8, -0.36, 0.48]])
FOUR = tensor([[0.5, 1.1, -0.2], [-1.3, 0.4, 0.9], [0.2, -0.3, 0.6], [1.4, 0.7, 1.2]])
# A unit vector to fifteen digits, a hair too long: so on every machine |r|² − (n·r)² is below 0 for
# a sensor on its track, as it is for two tracks of five that are rounded.
N1 = (1 + 2e-15) * tensor([[-0.48, 0.64, 0.6]])
ON_THE_TRACK = tensor([[0.5], [-2.0], [0.25]]) * N1

EXPECTED_LIGHT = Exercise(
    id="15.1",
    title="How much light?",
    minutes=6,
    difficulty="medium",
    prompt=r"""
A track is a straight line through the middle, in the direction $n$. It does not end: it comes from
one side and leaves on the other. A sensor at $r$ sees it at the distance $d$, the shortest way from
the sensor to the *line*. It expects
$$\mu = e^{\log E}\,\frac{e^{-d/\lambda}}{d + 0.3} + 0.02$$
counts. $e^{-d/\lambda}$ is what the ice leaves of the light, with the length $\lambda$. The 0.02
are there without any track.

Write `expected_light(n, log_energy, length, sensors)`. Shapes: `n` is `(k, 3)`, unit vectors;
`log_energy` is `(k,)`; `length` is $\lambda$, a plain number; `sensors` is `(S, 3)`, at *any*
distance from the middle, also on the track itself: $d = 0$. The result is `(k, S)`: each track,
each sensor.
""",
    inputs=(
        (N2, tensor([0.4, 1.9]), 0.7, FOUR),
        (N3, tensor([-0.8, 0.9, 2.6]), 1.6, FOUR[1:]),
        (N3[:1], tensor([1.2]), 0.35, FOUR[:2]),
        (N1, tensor([1.7]), 0.45, ON_THE_TRACK),
    ),
    labels=("", "as many tracks as sensors", "one track", "sensors on the track"),
    names=("n", "log_energy", "length", "sensors"),
    reference=expected_light,
    returns="the expected counts, a tensor of shape (k, S)",
    misconceptions=(
        Misconception(
            "distance from the middle",
            _with(to_the_middle),
            "d is |r|, how far the sensor is from the middle: it knows nothing of the track. Take "
            "from r its part along n; what is left is the way to the line.",
        ),
        Misconception(
            "distance from the tip",
            _with(to_the_tip),
            "d is |r − n|, the distance from *one* point of the track. The light comes from the "
            "whole line: take the nearest of its points.",
        ),
        Misconception(
            "along the line",
            _with(lambda n, r: (n @ r.T).abs()),
            "n·r says how far *along* the line the sensor's foot is. d goes across: from that foot "
            "to the sensor.",
            also=(_with(lambda n, r: n @ r.T),),
        ),
        Misconception(
            "the angle",
            _with(angle),
            "d is the angle between n and r here. A distance is a length.",
        ),
        Misconception(
            "along an arc",
            _with(lambda n, r: angle(n, r) * r.norm(dim=-1)),
            "d is an arc around the middle: the angle, times |r|. The shortest way to a line is "
            "straight.",
        ),
        Misconception(
            "NaN on the track",
            _with(PYTHAGORAS[1]),
            "for a sensor on the track your d is NaN. There rounding makes |r|² − (n·r)² a little "
            "less than 0, or a cosine a little more than 1: `.clamp` it before you go on.",
            also=(_with(by_a_sine),),
        ),
        Misconception(
            "sensors at distance 1",
            _with(radius_one),
            "√(1 − (n·r)²) is right for sensors at the distance 1 from the middle. These are at "
            "any distance: |r|² in the place of 1. (Where n·r is above 1, 1 − (n·r)² is negative.)",
            also=(
                _with(lambda n, r: (1 - (n @ r.T) ** 2).sqrt()),
                _with(lambda n, r: (1 - (n @ r.T) ** 2).clamp(min=0).sqrt()),
            ),
        ),
        Misconception(
            "sensors brought to distance 1",
            _with(brought_to_one),
            "you divide r by |r|: all sensors are brought to the distance 1 from the middle. They "
            "hang at any distance; take r as it is.",
        ),
        Misconception(
            "components added",
            _with(components_summed),
            "you add up the components of the cross product. Its *length* is the distance: "
            "`.norm(dim=-1)`.",
            also=(_with(lambda n, r: torch.linalg.cross(n[:, None], r[None]).abs().sum(-1)),),
        ),
        Misconception(
            "half a line",
            _with(half_line),
            "you let the track begin in the middle. It came from the other side: n·r may be "
            "negative.",
        ),
        Misconception(
            "a piece of the line",
            _with(segment),
            "your track ends at −n and at n: n·r is kept between −1 and 1. The line goes on, and a "
            "sensor farther out may be as near to it.",
        ),
        Misconception(
            "squared",
            _with(lambda n, r: distance(n, r).square()),
            "you have d² everywhere. The root is missing.",
        ),
        Misconception(
            "an inverse square below",
            _with(below=lambda d: d.square() + 0.3),
            "below stands d + 0.3. (A *point* shines with 1/d²; a line, with 1/d.)",
            also=(_with(below=lambda d: (d + 0.3).square()),),
        ),
        Misconception(
            "growing",
            _with(fades=lambda d, length: torch.exp(d / length)),
            "your light grows with the distance: the minus in e^(−d/λ) is missing.",
        ),
        Misconception(
            "times λ",
            _with(fades=lambda d, length: torch.exp(-d * length)),
            "you multiply by λ. It is a length: clear ice, with a large λ, takes *less*. Divide.",
        ),
        Misconception(
            "no ice",
            _with(fades=lambda d, length: 1.0),
            "the ice takes nothing of your light: e^(−d/λ) is missing.",
        ),
        Misconception(
            "the same ice always",
            _with(fades=lambda d, length: torch.exp(-d)),
            "your light falls by e over a distance of 1, whatever the ice: λ, `length`, is not "
            "used.",
        ),
        Misconception(
            "log E for E",
            _with(energy=lambda e: e),
            "you multiply by log E, which may be negative. The energy is e^(log E).",
            also=_by_all(energy=lambda e: e),
        ),
        Misconception(
            "a power of ten",
            _with(energy=lambda e: 10**e),
            "your energy is 10^(log E). log E is a natural logarithm: e^(log E), `torch.exp`.",
            also=_by_all(energy=lambda e: 10**e),
        ),
        Misconception(
            "one energy for all",
            _with(energy=lambda e: e[:1].exp()),
            "all tracks get the same energy. Each has its own: `log_energy[:, None]` stands beside "
            "the (k, S) of the distances.",
            also=(
                _with(energy=lambda e: e[-1:].exp()),
                _with(energy=lambda e: e.mean().exp()[None]),
                _with(energy=lambda e: e.exp().mean()[None]),
            ),
        ),
        Misconception(
            "no dark counts",
            _with(dark=0.0),
            "the 0.02 are missing: what a sensor counts without any light. Without them a single "
            "count far away would be impossible.",
            also=_by_all(dark=0.0),
        ),
        Misconception(
            "dark counts times E",
            _dark_times_energy(distance),
            "the 0.02 are multiplied by the energy. They have nothing to do with the track: add "
            "them at the end.",
            also=tuple(map(_dark_times_energy, PYTHAGORAS)),
        ),
        Misconception(
            "0.3 not below",
            _with(below=lambda d: d, dark=0.3 + 0.02),
            "e^(−d/λ) is divided by d alone, and 0.3 added. Put d + 0.3 in brackets.",
            also=_by_all(below=lambda d: d, dark=0.3 + 0.02),
        ),
        Misconception(
            "no 0.3",
            _with(below=lambda d: d),
            "below stands d alone, and on the track itself you divide by 0: the 0.3 are missing.",
            also=_by_all(below=lambda d: d),
        ),
        Misconception(
            "not divided by d + 0.3",
            _with(below=lambda d: 1.0),
            "light spreads as it goes on, and yours does not: nothing is divided by d + 0.3.",
            also=_by_all(below=lambda d: 1.0),
        ),
        Misconception(
            "times d + 0.3",
            _with(below=lambda d: 1 / (d + 0.3)),
            "you multiply by d + 0.3. Light gets *thinner* with the distance: divide.",
            also=_by_all(below=lambda d: 1 / (d + 0.3)),
        ),
        Misconception(
            "sensors first",
            lambda *args: expected_light(*args).T,
            "the result is (S, k), sensors first. Tracks come first.",
        ),
        Misconception(
            "summed over the sensors",
            lambda *args: expected_light(*args).sum(-1),
            "you add the sensors up. Each keeps its own expectation.",
        ),
        Misconception(
            "logarithm",
            lambda *args: expected_light(*args).log(),
            "this is log μ. The counts themselves are asked for.",
        ),
    ),
    tips=(
        (
            r"size of tensor a .* must match",
            "The energies are (k,), the distances (k, S). `log_energy[:, None]` is (k, 1), and "
            "gives each track's energy to all of its sensors.",
        ),
    ),
    hints=(
        "Which point of the line is nearest to the sensor? How far along n is it?",
        "The nearest point is (n·r) n. `n @ sensors.T` gives all n·r, (k, S). Or by Pythagoras: "
        "d² = |r|² − (n·r)². (For a sensor on the track rounding can make that a little negative, "
        "and its root NaN: `.clamp(min=0)` first.)",
        "    along = n @ sensors.T\n"
        "    d = (sensors - along[..., None] * …).norm(dim=-1)\n"
        "    light = log_energy.exp()[:, None] * torch.exp(…)\n"
        "    return light / (d + 0.3) + 0.02",
    ),
    praise="from a line in space to what twelve sensors expect, in four lines.",
)
