"""Exercise 4.4: any numbers in, the knots of a rising spline out."""

import torch
from torch.nn.functional import softplus

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.exercises.probes import named_gradients


def _places(numbers, bound):
    shares = torch.cat([numbers.new_zeros(1), torch.softmax(numbers, 0).cumsum(0)])
    return 2 * bound * shares - bound


def _slopes(numbers):
    one = numbers.new_ones(1)
    return torch.cat([one, softplus(numbers), one])


def _with(places=_places, slopes=_slopes):
    """A wrong answer that is right but for its places or its slopes."""

    def wrong(widths, heights, numbers, bound):
        return places(widths, bound), places(heights, bound), slopes(numbers)

    return wrong


make_knots = _with()

# --- wrong ways -----------------------------------------------------------------------------------


def _from_bound(lengths, bound):
    """The places of knots with these distances, from −bound on."""
    return torch.cat([lengths.new_zeros(1), lengths.cumsum(0)]) - bound


def _ends(value, turned=False):
    """Slopes whose ends are ``value``; ``turned``: the ends go through softplus, too."""

    def slopes(numbers):
        end = numbers.new_full((1,), value)
        inner = numbers if turned else softplus(numbers)
        joined = torch.cat([end, inner, end])
        return softplus(joined) if turned else joined

    return slopes


def _cut(name):
    """The right knots, and no gradient for the numbers of this name."""

    def wrong(widths, heights, slopes, bound):
        given = {"widths": widths, "heights": heights}
        given[name] = given[name].detach()
        return make_knots(*given.values(), slopes, bound)

    return wrong


MAKE_KNOTS = Exercise(
    id="4.4",
    title="Any numbers in, good knots out",
    minutes=8,
    difficulty="medium",
    prompt=r"""
Gradient descent moves numbers wherever it likes, but knots must rise and slopes must be positive.
Write `make_knots(widths, heights, slopes, bound)`, which turns **any** real numbers into the knots
of a spline on $[-B, B]$ with $B$ = `bound`, a plain number. Return `(knots_z, knots_x, d)`:

- $w_k = 2B\,\mathrm{softmax}(\texttt{widths})_k$: positive widths that fill the interval. The knots
  stand at $-B,\ -B + w_1,\ -B + w_1 + w_2,\ \dots,\ B$. In the same way `knots_x` from `heights`.
- $d = (1,\ \mathrm{softplus}(\texttt{slopes}),\ 1)$: positive inside, with
  $\mathrm{softplus}(u) = \log(1 + e^u)$. The two ends are 1, so that straight tails with slope 1
  join without a kink.

Shapes: `widths` and `heights` are `(K,)` and `slopes` is `(K − 1,)`; each of the three results is
`(K + 1,)`. `torch.softmax(…, 0)`, `torch.cumsum(…, 0)` and `torch.cat` may help. Gradient descent
must get through: the check also looks at the gradients.
""",
    inputs=(
        (tensor([0.3, -0.8, 1.1]), tensor([-0.5, 0.9, 0.2]), tensor([-1.3, 0.7]), 2.0),
        (
            tensor([-1.0, 0.4, 2.0, -0.3, 0.1]),
            tensor([1.5, -0.7, 0.0, 0.6, -2.0]),
            tensor([0.2, -3.0, 1.6, 6.0]),
            3.5,
        ),
        (tensor([4.0, -2.0]), tensor([-0.4, 0.5]), tensor([-0.9]), 0.75),
        (
            tensor([800.0, 799.5, 2.0]),
            tensor([-900.0, -899.0, -899.5]),
            tensor([-40.0, 800.0]),
            1.5,
        ),
    ),
    labels=("", "", "", "numbers so large that exp is infinite, or 0"),
    names=("widths", "heights", "slopes", "bound"),
    probe=named_gradients(("knots_z", "knots_x", "d"), widths=0, heights=1, slopes=2),
    reference=make_knots,
    returns="knots_z, knots_x and d, each of shape (K + 1,)",
    misconceptions=(
        Misconception(
            "widths that do not fill the interval: exp",
            _with(lambda u, bound: _from_bound(u.exp(), bound)),
            "your widths are positive, but they do not sum to 2·bound: the last knot lands "
            "anywhere. Divide by their sum, which is what softmax does, and multiply by 2·bound.",
        ),
        Misconception(
            "widths that do not fill the interval: softplus",
            _with(lambda u, bound: _from_bound(softplus(u), bound)),
            "softplus makes each width positive, but they do not sum to 2·bound: the last knot "
            "lands anywhere. Widths have to share the interval out: softmax, then 2·bound.",
        ),
        Misconception(
            "2·bound forgotten",
            _with(lambda u, bound: _from_bound(torch.softmax(u, 0), bound)),
            "softmax gives shares that sum to 1, so your knots end at −bound + 1. The interval "
            "[−bound, bound] is 2·bound long: multiply the shares by it.",
        ),
        Misconception(
            "bound in place of 2·bound",
            _with(lambda u, bound: _from_bound(bound * torch.softmax(u, 0), bound)),
            "your knots end at 0. From −bound to bound it is 2·bound, not bound.",
        ),
        Misconception(
            "start at 0",
            _with(lambda u, bound: _places(u, bound) + bound),
            "your knots run from 0 to 2·bound. The interval begins at −bound: take bound away from "
            "all of them.",
        ),
        Misconception(
            "the sum not started at −bound",
            _with(
                lambda u, bound: torch.cat([_places(u, bound)[:1], _places(u, bound)[1:] + bound])
            ),
            "−bound stands in front, but the widths are added up from 0 on: the second knot is not "
            "where the first bin ends. Take bound away from all of the sums, too.",
        ),
        Misconception(
            "first knot missing",
            _with(lambda u, bound: _places(u, bound)[1:]),
            "the knot at −bound is missing. K bins have K + 1 ends, and the cumulative sum gives "
            "only the right ones: put −bound in front.",
        ),
        Misconception(
            "last knot missing",
            _with(lambda u, bound: _places(u, bound)[:-1]),
            "the knot at bound is missing. K bins have K + 1 ends.",
        ),
        Misconception(
            "widths instead of positions",
            _with(lambda u, bound: 2 * bound * torch.softmax(u, 0)),
            "these are the widths of the bins, and right ones. Knots are places: add the widths "
            "up from −bound on with `torch.cumsum`.",
        ),
        Misconception(
            "shares without softmax",
            _with(lambda u, bound: _from_bound(2 * bound * u / u.sum(), bound)),
            "you divide the numbers by their sum. They fill the interval, but a negative number "
            "makes a negative width, and the knots fall. softmax takes the exponential first.",
        ),
        Misconception(
            "numbers used as widths",
            _with(_from_bound),
            "the numbers are added up as they are. A negative one makes the knots fall, and "
            "nothing makes them end at bound. Send them through softmax and multiply by 2·bound.",
        ),
        Misconception(
            "knots_z and knots_x exchanged",
            lambda widths, heights, slopes, bound: make_knots(heights, widths, slopes, bound),
            "the first result has to be knots_z, made from `widths`; the second one knots_x, made "
            "from `heights`.",
        ),
        Misconception(
            "widths used twice",
            lambda widths, heights, slopes, bound: make_knots(widths, widths, slopes, bound),
            "knots_x is made from `widths`, too. All mean slopes are 1 then; the heights have "
            "numbers of their own.",
        ),
        Misconception(
            "slopes that can be negative",
            _with(slopes=lambda u: torch.cat([u.new_ones(1), u, u.new_ones(1)])),
            "the slopes are used as they are, so one can be negative: the curve falls there, and "
            "the map has no inverse. Send them through softplus.",
        ),
        Misconception(
            "slopes that can be zero",
            _with(slopes=lambda u: torch.cat([u.new_ones(1), u.relu(), u.new_ones(1)])),
            "every negative number becomes the slope 0. There the density of x is infinite, and no "
            "gradient gets through to bring the number back. softplus stays above 0.",
        ),
        Misconception(
            "exp in place of softplus",
            _with(slopes=lambda u: torch.cat([u.new_ones(1), u.exp(), u.new_ones(1)])),
            "exp makes slopes positive, too, and would do. It grows fast, though: one large step "
            "of the optimizer makes a slope huge. This exercise asks for softplus, "
            "log(1 + exp(u)).",
        ),
        Misconception(
            "ends forgotten",
            _with(slopes=softplus),
            "d has K − 1 slopes; K + 1 knots need K + 1. Put a 1 at both ends.",
        ),
        Misconception(
            "ends of slope 0",
            _with(slopes=_ends(0.0)),
            "your slopes end with 0. The spline would arrive flat, and the density of x would be "
            "infinite there. Put 1, the slope of the tails.",
        ),
        Misconception(
            "ends sent through softplus: 0",
            _with(slopes=_ends(0.0, turned=True)),
            "your ends have the slope softplus(0) = log 2 = 0.693. They are not free numbers: put "
            "the 1 there after softplus, or the tails join with a kink.",
        ),
        Misconception(
            "ends sent through softplus: 1",
            _with(slopes=_ends(1.0, turned=True)),
            "your ends have the slope softplus(1) = 1.313. Put the 1 there after softplus, or the "
            "tails join with a kink.",
        ),
        Misconception(
            "cut off",
            lambda *args: tuple(part.detach() for part in make_knots(*args)),
            "the numbers are right, and no gradient gets through: `.detach()`, `math` functions, "
            "`float()`, `.item()` or `torch.tensor([…])` cut them off. Gradient descent could not "
            "move a single knot. Use torch's functions, and torch.cat or torch.stack.",
        ),
        Misconception(
            "slopes cut off",
            _with(slopes=lambda numbers: _slopes(numbers.detach())),
            "the slopes are right, and no gradient gets back to `slopes`: `.detach()`, `math` "
            "functions, `float()` or `torch.tensor([…])` cut them off. Use torch's softplus and "
            "torch.cat.",
        ),
        Misconception(
            "softplus that overflows",
            _with(
                slopes=lambda u: torch.cat([u.new_ones(1), torch.log(1 + u.exp()), u.new_ones(1)])
            ),
            "log(1 + exp(u)) is softplus on paper. In a computer exp(u) is infinite for a large u, "
            "and so is your slope. torch's own `softplus` holds for all numbers.",
        ),
        Misconception(
            "softmax that overflows",
            _with(lambda u, bound: _from_bound(2 * bound * u.exp() / u.exp().sum(), bound)),
            "exp(u)/Σ exp(u) is softmax on paper. In a computer exp(u) is infinite for a large u, "
            "or all of them are 0. `torch.softmax` takes the largest number away first.",
        ),
        Misconception(
            "widths behind −bound, not added up",
            _with(
                lambda u, bound: torch.cat(
                    [u.new_full((1,), -bound), 2 * bound * torch.softmax(u, 0)]
                )
            ),
            "behind −bound stand the widths of the bins. Knots are places: add the widths up from "
            "−bound on, `torch.cumsum`.",
        ),
        Misconception(
            "softmax of the sums",
            _with(
                lambda u, bound: torch.cat(
                    [
                        u.new_full((1,), -bound),
                        2 * bound * torch.softmax(u.cumsum(0), 0) - bound,
                    ]
                )
            ),
            "you add up first and take the softmax then: the results are shares again, and they do "
            "not rise. First softmax, which gives the widths, then add up.",
        ),
        Misconception(
            "a plain number among tensors",
            lambda widths, heights, slopes, bound: torch.cat([-bound, widths]),
            "`torch.cat` joins tensors, and a plain number is none. Make a tensor of one entry of "
            "it, `torch.tensor([…])`, or put a zero in front and take bound away from all.",
        ),
        Misconception(
            "widths and heights cut off",
            _with(lambda u, bound: _places(u.detach(), bound)),
            "the knots are right, and no gradient gets back to `widths` and `heights`: "
            "`.detach()`, `.item()` or `torch.tensor(…)` has cut them off.",
        ),
        *(
            Misconception(
                f"{name} cut off",
                _cut(name),
                f"the numbers are right, and no gradient gets back to `{name}`: `.detach()`, "
                "`.item()` or `torch.tensor(…)` has cut them off. The others can be trained.",
            )
            for name in ("widths", "heights")
        ),
    ),
    hints=(
        "How do you turn any K numbers into K positive ones that sum to 1? And how do you get from "
        "distances to places?",
        "softmax gives the shares, 2·bound makes widths of them, cumsum the right ends of the "
        "bins; a 0 in front of the sum and − bound behind it give all the knots. For d put a 1 at "
        "both ends of softplus(slopes).",
        "In code, with three places left to you:\n\n"
        "    zero, one = widths.new_zeros(1), widths.new_ones(1)\n"
        "    right_ends = 2 * bound * torch.softmax(widths, 0).cumsum(0)\n"
        "    knots_z = torch.cat([zero, right_ends]) - …\n"
        "    knots_x = …  # the same from heights\n"
        "    d = torch.cat([one, torch.nn.functional.softplus(…), one])\n"
        "    return knots_z, knots_x, d",
    ),
    praise="every choice of numbers is a rising spline, so an optimizer may move them freely.",
)
