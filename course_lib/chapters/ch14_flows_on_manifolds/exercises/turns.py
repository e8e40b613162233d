"""Exercise 14.1: any angle, within one turn."""

import math

import torch

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import TURN, wrapped
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def wrap(a):
    return wrapped(a)


def _once(a, down=True, up=True):
    """At most one turn is taken away, or added."""
    a = torch.where((a >= math.pi) & torch.tensor(down), a - TURN, a)
    return torch.where((a < -math.pi) & torch.tensor(up), a + TURN, a)


def _one_side(a, down=True):
    """All turns are taken away on one side; the other side stays as it is."""
    beyond = a >= math.pi if down else a < -math.pi
    return torch.where(beyond, wrapped(a), a)


def _mended_on_one_side(a, down=True):
    """The remainder with a sign, and then one side is brought back, the other is not."""
    b = torch.fmod(a, TURN)
    beyond = b >= math.pi if down else b < -math.pi
    return torch.where(beyond, wrapped(b), b)


def _with_pi(pi):
    return lambda a: torch.remainder(a + pi, 2 * pi) - pi


def _half_turns_taken_away(a):
    """Half a turn is taken away, or added, until the angle is in the range."""
    down, up = torch.remainder(a, math.pi), torch.remainder(a, math.pi) - math.pi
    return torch.where(a >= math.pi, down, torch.where(a < -math.pi, up, a))


def _upper_half_back(a):
    a = torch.remainder(a, TURN)
    return torch.where(a > math.pi, a - TURN, a)


WRAP = Exercise(
    id="14.1",
    title="Within one turn",
    minutes=4,
    difficulty="easy",
    prompt=r"""
The angles $a$, $a + 2\pi$ and $a - 6\pi$ are one and the same direction. To compare directions or
to draw them, bring every angle into one turn.

Write `wrap(a)`: the same direction as an angle from $-\pi$ to just below $\pi$. In symbols this is
the half-open interval $[-\pi, \pi)$, so that each direction has exactly one number: $\pi$ itself
comes back as $-\pi$.

`a` is a tensor of any shape, in radians; its angles can be many turns away, on either side. The
result has the shape of `a`.
""",
    inputs=(
        (tensor(4.1),),
        (tensor([0.7, -2.6, 3.5, -3.9, 1.9, -0.2]),),
        (tensor([[13.4, -9.1, 40.3], [-277.7, 9.9, -21.5]]),),
        (tensor([math.pi, -math.pi, 1.3, 3.1412, -3.141595, 3.141592, -3.2]),),
    ),
    labels=("", "less than one turn away", "several turns away", "π, −π, and close to them"),
    names=("a",),
    reference=wrap,
    elementwise=True,
    returns="angles in [−π, π), of the shape of a",
    misconceptions=(
        Misconception(
            "from 0 to 2π",
            lambda a: torch.remainder(a, TURN),
            "you bring the angles into one turn, but into [0, 2π). Asked for is the turn around 0, "
            "[−π, π): a small step to the left of 0 is a small negative angle there.",
        ),
        Misconception(
            "the shift is not undone",
            lambda a: torch.remainder(a + math.pi, TURN),
            "you add half a turn before the modulo and leave it there, so each of your angles "
            "points the opposite way. Take π away again at the end.",
        ),
        Misconception(
            "half a turn taken away that nobody added",
            lambda a: torch.remainder(a, TURN) - math.pi,
            "the range is right, but each of your angles points the opposite way: you take π away "
            "at the end and have not added it before the modulo.",
        ),
        Misconception(
            "half a turn to the other side",
            lambda a: torch.remainder(a - math.pi, TURN) + math.pi,
            "your angles lie in [π, 3π). The directions are right, one turn too far: add π first "
            "and take it away at the end, not the other way round.",
        ),
        Misconception(
            "a remainder that keeps the sign",
            lambda a: torch.fmod(a + math.pi, TURN) - math.pi,
            "you cut towards 0, as `fmod` and `trunc` do, and what is left keeps its sign: an "
            "angle below −π stays below −π. `%` and `torch.remainder` always give 0 to just below "
            "2π.",
            also=(lambda a: a - TURN * torch.trunc((a + math.pi) / TURN),),
        ),
        Misconception(
            "a remainder that keeps the sign, and no shift",
            lambda a: torch.fmod(a, TURN),
            "your angles lie between −2π and 2π, which is two turns: `fmod` and `trunc` cut "
            "towards 0 and keep the sign. Shift by π first, and take `%`, which always gives 0 to "
            "just below 2π.",
            also=(lambda a: a - TURN * torch.trunc(a / TURN),),
        ),
        Misconception(
            "clamped",
            lambda a: a.clamp(-math.pi, math.pi),
            "everything beyond the ends is pushed onto the ends: 3.5 and 13.4 are the same for you "
            "then. Go *round*: take whole turns away.",
            also=(lambda a: a.clamp(-math.pi, math.nextafter(math.pi, 0)),),
        ),
        Misconception(
            "one turn only",
            _once,
            "you take away, or add, at most one turn. Angles can be many turns away: a modulo "
            "takes all of them at once.",
            also=(
                lambda a: _once(a, up=False),
                lambda a: torch.where(a > math.pi, a - TURN, a),
                lambda a: _once(a, down=False),
                lambda a: torch.where(
                    a > math.pi, a - TURN, torch.where(a < -math.pi, a + TURN, a)
                ),
            ),
        ),
        Misconception(
            "period π",
            lambda a: torch.remainder(a + math.pi / 2, math.pi) - math.pi / 2,
            "your period is π, half a turn: an angle and the opposite one fall together. A "
            "direction comes back after 2π.",
            also=(
                lambda a: torch.atan(torch.tan(a)),
                lambda a: torch.remainder(a + math.pi, math.pi) - math.pi,
                lambda a: torch.remainder(a, math.pi),
                _half_turns_taken_away,
            ),
        ),
        Misconception(
            "one side only",
            _one_side,
            "one side is right: the other one stays out of the range, above π or below −π. `%` "
            "takes whole turns away on both sides.",
            also=(
                lambda a: _one_side(a, down=False),
                _mended_on_one_side,
                lambda a: _mended_on_one_side(a, down=False),
            ),
        ),
        Misconception(
            "mirrored",
            lambda a: torch.where(
                torch.remainder(a, TURN) > math.pi,
                math.pi - torch.remainder(a, TURN),
                torch.remainder(a, TURN),
            ),
            "beyond π you subtract the angle *from* π, which mirrors it. Take a whole turn away.",
        ),
        Misconception(
            "one turn too low",
            lambda a: a - TURN * torch.ceil(a / TURN),
            "your angles lie between −2π and 0: you take away one turn too many from half of "
            "them. Shift by half a turn before you count the turns.",
        ),
        Misconception(
            "a short π",
            _with_pi(3.14),
            "your π has too few right digits, and each turn adds to the error. `math.pi` has "
            "sixteen.",
            also=(_with_pi(3.1416), _with_pi(3.14159), _with_pi(22 / 7)),
        ),
        Misconception(
            "in units of π",
            lambda a: wrapped(a) / math.pi,
            "your result is in units of π, from −1 to 1. Asked for are radians, from −π to π.",
        ),
        Misconception(
            "in turns",
            lambda a: wrapped(a) / TURN,
            "your result counts turns, from −½ to ½. Asked for are radians, from −π to π.",
        ),
        Misconception(
            "sine and cosine exchanged",
            lambda a: torch.atan2(torch.cos(a), torch.sin(a)),
            "`atan2(y, x)` wants the sine first. With the two exchanged you measure from the "
            "other axis, the other way round.",
        ),
        Misconception(
            "asin of the sine",
            lambda a: torch.asin(torch.sin(a)),
            "the sine alone does not know the direction: a and π − a have the same one, so your "
            "results never leave [−π/2, π/2].",
        ),
        Misconception(
            "acos of the cosine",
            lambda a: torch.acos(torch.cos(a)),
            "the cosine alone does not know the direction: a and −a have the same one, so your "
            "results are never negative.",
        ),
        Misconception(
            "π itself stays",
            lambda a: torch.atan2(torch.sin(a), torch.cos(a)),
            "at the very edge your π comes back as +π, or your −π does. They are one "
            "direction, and it shall have one number, −π. `%` cuts there.",
            also=(
                lambda a: a - TURN * torch.round(a / TURN),
                _upper_half_back,
                lambda a: -wrapped(-a),
            ),
        ),
        Misconception(
            "degrees",
            lambda a: torch.remainder(a + 180, 360) - 180,
            "you take 360 for a full turn. The angles are in radians: a turn is 2π.",
            also=(lambda a: torch.remainder(a, 360),),
        ),
        Misconception(
            "result in degrees",
            lambda a: torch.rad2deg(wrapped(a)),
            "your result is in degrees. Asked for are radians.",
        ),
        Misconception(
            "radians taken for degrees",
            lambda a: wrapped(torch.deg2rad(a)),
            "you turn a into radians, and it is in radians already.",
        ),
        Misconception(
            "brackets of 2π",
            lambda a: torch.remainder(a + math.pi, 2) * math.pi - math.pi,
            "`a % 2 * math.pi` takes the modulo of 2 first and multiplies then. Put brackets "
            "around `2 * math.pi`.",
            also=(lambda a: torch.remainder(a, 2) * math.pi,),
        ),
        Misconception(
            "nothing has happened",
            lambda a: a,
            "your angles are those that came in. (If there is a `%` in your code: it comes before "
            "`+`, and `a + math.pi % …` takes the modulo of π alone. Put brackets around a + π.)",
        ),
        Misconception(
            "sign lost",
            lambda a: wrapped(a.abs()),
            "the sign of a is lost: −2.6 and 2.6 are two directions.",
        ),
        Misconception(
            "turned round",
            lambda a: wrapped(-a),
            "the range is right, but your angles run backwards: the sign is turned.",
        ),
    ),
    tips=(
        (
            r"(fmod|remainder|atan2|sin|cos|floor)\(\).*must be Tensor",
            "a function of torch's takes a tensor first. `%` takes both.",
        ),
    ),
    hints=(
        "`b % (2 * math.pi)` brings any b into [0, 2π). By how much is this the wrong turn?",
        "Shift by half a turn, take the modulo, shift back by half a turn.",
        "In code, with two places left to you:\n\n"
        "    shifted = (a + …) % (2 * math.pi)\n"
        "    return shifted - …",
    ),
    praise="each direction has one number now. Where the turn is cut is your choice, not nature's.",
)
