"""Exercise 14.2: a mean that goes round with the circle."""

import math

import torch

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import TURN, wrapped
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def mean_direction(a):
    return torch.atan2(a.sin().mean(), a.cos().mean())


def _length(a):
    return torch.hypot(a.sin().mean(), a.cos().mean())


MEAN_DIRECTION = Exercise(
    id="14.2",
    title="The mean of directions",
    minutes=4,
    difficulty="easy",
    prompt=r"""
Two winds, from 350° and from 10°: both come from the north. The mean of the two numbers is 180°,
south. The numbers jump where the circle was cut, and a mean of numbers believes the jump.

Arrows do not jump. Take each direction $a$ as an arrow of length 1, $(\cos a, \sin a)$. Average the
arrows, coordinate by coordinate, and look where the mean arrow points.

Write `mean_direction(a)`: the direction of the mean arrow. `a` is `(n,)`, in radians, each angle in
whatever turn it was written down. The result is one number `()`, in radians, between $-\pi$ and
$\pi$.
""",
    inputs=(
        (tensor([6.1, 0.3, 0.7, 5.6, 0.2]),),
        (tensor([3.3, 4.4, 2.7, 3.9, 5.0, 4.2]),),
        (tensor([-2.8, 2.9, -2.1, 3.0]),),
        (tensor([1.1, 2.0, 0.4, 2.9, 1.5, 1.2, 4.8]),),
        (tensor([13.9, -4.3, 8.8, -11.2, 2.6]),),
        (tensor([4.4]),),
    ),
    labels=(
        "around 0, cut there",
        "in the third quadrant",
        "around π",
        "in the second quadrant",
        "written in different turns",
        "one direction",
    ),
    names=("a",),
    reference=mean_direction,
    returns="the mean direction, one number",
    misconceptions=(
        Misconception(
            "mean of the numbers",
            lambda a: a.mean(),
            "this is the mean of the numbers, and the same winds written with another cut, or in "
            "another turn, would give another one. Average the arrows (cos a, sin a).",
            also=(
                lambda a: wrapped(a.mean()),
                lambda a: torch.remainder(a.mean(), TURN),
            ),
        ),
        Misconception(
            "mean of the numbers from 0 to 2π",
            lambda a: torch.remainder(a, TURN).mean(),
            "you bring all angles into [0, 2π) and take the mean of the numbers. Two directions on "
            "either side of 0 are one small and one large number then: their mean points the "
            "opposite way.",
            also=(lambda a: wrapped(torch.remainder(a, TURN).mean()),),
        ),
        Misconception(
            "mean of the numbers from −π to π",
            lambda a: wrapped(a).mean(),
            "you bring all angles into one turn first and take the mean of the numbers then. The "
            "cut has moved to π, and directions on either side of it are torn apart. Average the "
            "sines and the cosines, and take the angle after that.",
        ),
        Misconception(
            "sine and cosine exchanged",
            lambda a: torch.atan2(a.cos().mean(), a.sin().mean()),
            "`atan2(y, x)` wants the sine's side first. With the two exchanged you measure from "
            "the other axis, the other way round.",
        ),
        Misconception(
            "quadrant lost: atan",
            lambda a: torch.atan(a.sin().mean() / a.cos().mean()),
            "the quotient of sine and cosine is the same for a direction and the opposite one, so "
            "half of the circle is lost. `torch.atan2(sine, cosine)` looks at both signs.",
            also=(lambda a: torch.atan(a.sin().sum() / a.cos().sum()),),
        ),
        Misconception(
            "sine alone",
            lambda a: torch.asin(a.sin().mean()),
            "you use the sines alone. They do not tell a from π − a. Both coordinates of the mean "
            "arrow make its direction.",
            also=(lambda a: a.sin().mean(),),
        ),
        Misconception(
            "cosine alone",
            lambda a: torch.acos(a.cos().mean()),
            "you use the cosines alone. They do not tell a from −a. Both coordinates of the mean "
            "arrow make its direction.",
            also=(lambda a: a.cos().mean(),),
        ),
        Misconception(
            "sign lost",
            lambda a: torch.acos(a.cos().mean() / _length(a)),
            "your results are never negative: on which side of the x-axis the arrow points is "
            "lost. acos cannot tell, and `.abs()` throws it away; `torch.atan2` looks at both "
            "signs.",
        ),
        Misconception(
            "sign of the cosine lost",
            lambda a: torch.asin(a.sin().mean() / _length(a)),
            "your results never leave [−π/2, π/2]: on which side of the y-axis the arrow points is "
            "lost. asin cannot tell; `torch.atan2` looks at both signs.",
        ),
        Misconception(
            "half of the circle lost",
            lambda a: torch.remainder(mean_direction(a), math.pi),
            "you take the result modulo π: an arrow and the opposite one fall together. `atan2` "
            "gives the range that is asked for.",
        ),
        Misconception(
            "sign of the cosine",
            lambda a: torch.atan2(a.sin().mean(), -a.cos().mean()),
            "a sign is turned: yours is the mirror image in the y-axis. Is a cosine negative?",
        ),
        Misconception(
            "halfway between the outermost",
            lambda a: (a.min() + a.max()) / 2,
            "you take the middle of the smallest and the largest number. Both depend on where the "
            "circle was cut, and the winds between count nothing. Average the arrows.",
        ),
        Misconception(
            "spread",
            lambda a: torch.sqrt(-2 * torch.log(_length(a))),
            "this is how widely the directions are spread. Asked for is where their mean arrow "
            "points.",
            also=(lambda a: a.std(),),
        ),
        Misconception(
            "median",
            lambda a: a.median(),
            "the median sorts the numbers, and their order depends on where the circle was cut, "
            "too. Average the arrows.",
            also=(
                lambda a: torch.remainder(a, TURN).median(),
                lambda a: wrapped(a).median(),
                lambda a: a.quantile(0.5),
            ),
        ),
        Misconception(
            "length of the mean arrow",
            _length,
            "this comes from the *length* of the mean arrow, which says how well the directions "
            "agree. Asked for is where it points.",
            also=(lambda a: 1 - _length(a), lambda a: _length(a) ** 2),
        ),
        Misconception(
            "sum of the numbers",
            lambda a: a.sum(),
            "you add the numbers. Add, or average, the arrows (cos a, sin a), and take the angle "
            "of the result.",
            also=(lambda a: wrapped(a.sum()),),
        ),
        Misconception(
            "right direction, another turn",
            lambda a: torch.remainder(mean_direction(a), TURN),
            "the direction is right, and where yours differs it is by a full turn: you bring it "
            "into [0, 2π). Asked for is the number between −π and π, as `atan2` gives it.",
        ),
        Misconception(
            "degrees",
            lambda a: torch.rad2deg(mean_direction(a)),
            "your result is in degrees. Asked for are radians, as a has them.",
            also=(lambda a: torch.remainder(torch.rad2deg(mean_direction(a)), 360),),
        ),
        Misconception(
            "radians taken for degrees",
            lambda a: mean_direction(torch.deg2rad(a)),
            "you turn a into radians, and it is in radians already.",
            also=(lambda a: torch.rad2deg(mean_direction(torch.deg2rad(a))),),
        ),
        Misconception(
            "the arrow itself",
            lambda a: torch.stack([a.cos().mean(), a.sin().mean()]),
            "this is the mean arrow, two coordinates. Asked for is the angle to which it points: "
            "`torch.atan2` makes one of a sine and a cosine.",
            also=(lambda a: (a.cos().mean(), a.sin().mean()),),
        ),
        Misconception(
            "not averaged",
            wrapped,
            "this is an angle for each direction. Average sines and cosines before you take the "
            "angle.",
            also=(lambda a: torch.atan2(a.sin(), a.cos()), lambda a: a),
        ),
        Misconception(
            "turned round",
            lambda a: -mean_direction(a),
            "a sign is turned: yours is the mirror image in the x-axis. Is a sine negative?",
        ),
        Misconception(
            "opposite",
            lambda a: torch.atan2(-a.sin().mean(), -a.cos().mean()),
            "you point the opposite way: half a turn too far.",
            also=(lambda a: wrapped(mean_direction(a) + math.pi),),
        ),
        Misconception(
            "mean of the tangents",
            lambda a: torch.atan(a.tan().mean()),
            "the tangent is the quotient sin/cos of each arrow: opposite directions share it, and "
            "near π/2 it is huge. Average sine and cosine by themselves.",
        ),
        Misconception(
            "doubled angles",
            lambda a: torch.atan2((2 * a).sin().mean(), (2 * a).cos().mean()) / 2,
            "you double the angles and halve the result. That is for axes, such as a street, where "
            "a and a + π are the same. A wind from the north is none from the south.",
        ),
    ),
    tips=(
        (
            r"atan2\(\).*must be Tensor",
            "`torch.atan2` takes two tensors: leave out `.item()` and `float`.",
        ),
    ),
    hints=(
        "Where does the mean of the two arrows for 350° and 10° point? Draw them.",
        "The mean arrow has the coordinates mean of the cosines, mean of the sines. "
        "`torch.atan2(y, x)` gives the direction of the arrow (x, y), in the right quadrant.",
        "In code, with two places left to you:\n\n    return torch.atan2(…, …)",
    ),
    praise="no cut has a say in it: the same winds give the same mean, however they are written.",
)
