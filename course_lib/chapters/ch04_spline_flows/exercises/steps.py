"""Exercise 4.7: straight pieces, and the density with steps that they make."""

import math

import torch

from course_lib.chapters.ch04_spline_flows.exercises.base import EVEN_ENDS, ODD_ENDS
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _bin_of(x, knots):
    return torch.searchsorted(knots[1:-1].contiguous(), x)


def _to_the_right(x, knots):
    """A search of all knots counts the first one as well; the last bin stays the last."""
    return torch.searchsorted(knots, x).clamp(max=len(knots) - 2)


def _steps(log_density, outside=-math.inf, search=lambda x, knots_z, knots_x: _bin_of(x, knots_x)):
    """A density of one value per bin: ``log_density(w, h, knots_z, knots_x)``."""

    def log_prob(x, knots_z, knots_x):
        w, h = knots_z.diff(), knots_x.diff()
        value = log_density(w, h, knots_z, knots_x)[search(x, knots_z, knots_x)]
        return value.masked_fill((x < knots_x[0]) | (x > knots_x[-1]), outside)

    return log_prob


def _right(w, h, knots_z, knots_x):
    return torch.log(w / h) - torch.log(w.sum())


step_log_prob = _steps(_right)


def _outside(where):
    """A right density, but for where it is −∞: ``where(x, knots_z, knots_x)``."""

    def log_prob(x, knots_z, knots_x):
        values = _right(knots_z.diff(), knots_x.diff(), knots_z, knots_x)[_bin_of(x, knots_x)]
        return values.masked_fill(where(x, knots_z, knots_x), -math.inf)

    return log_prob


def _normal_base(x, knots_z, knots_x):
    """The same map with the standard normal as base."""
    k = _bin_of(x, knots_x)
    slope = (knots_x.diff() / knots_z.diff())[k]
    z = knots_z[k] + (x - knots_x[k]) / slope
    log_p = -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - torch.log(slope)
    return log_p.masked_fill((x < knots_x[0]) | (x > knots_x[-1]), -math.inf)


STEP_LOG_PROB = Exercise(
    id="4.7",
    title="Straight pieces make steps",
    minutes=7,
    difficulty="medium",
    core=False,
    prompt=r"""
Join the knots by straight lines, and let the base be **uniform** on the interval from the first to
the last of `knots_z`. Before you write anything, predict: what does the density of $x$ look like?

Write `step_log_prob(x, knots_z, knots_x)`: $\log p(x)$. In bin $k$ the map has the slope
$s_k = h_k / w_k$, with $h_k$ and $w_k$ the distances of its knots in $x$ and in $z$. So
$$p(x) = p_0(z)\,\Big|\frac{\mathrm dz}{\mathrm dx}\Big|
= \frac{1}{z_K - z_0}\cdot\frac{1}{s_k}$$
between `knots_x[k]` and `knots_x[k + 1]`. Nothing is sent outside of the knots: there
$\log p(x) = -\infty$.

Shapes: `x` has any shape, the knots are `(K + 1,)`; the result has the shape of `x`. No `x` of the
check stands on a knot.
""",
    inputs=(
        (tensor([-1.7, 0.1, 1.3, 2.8]), *EVEN_ENDS[:2]),
        (tensor([[-0.2, 1.8], [2.6, 0.4]]), *ODD_ENDS[:2]),
        (tensor([-3.4, 3.7]), *EVEN_ENDS[:2]),
        (tensor([-5.0, 3.9, -1.6]), *ODD_ENDS[:2]),
        (tensor([-2.7, -1.1, -0.3, 0.05, 0.6, 1.7, 2.3, 2.9]), *EVEN_ENDS[:2]),
        (tensor([-0.9, 0.8, 1.6, 1.9, 2.1, 3.1]), *ODD_ENDS[:2]),
    ),
    names=("x", "knots_z", "knots_x"),
    reference=step_log_prob,
    returns="log p(x), a tensor of the shape of x",
    tips=(
        (
            r"index \d+ is out of bounds",
            "The last of n entries has the index n − 1. Has a search counted the first knot as "
            "well? Search the inner knots, `knots[1:-1]`, or take 1 away.",
        ),
    ),
    misconceptions=(
        Misconception(
            "multiplied instead of divided",
            _steps(lambda w, h, *_: torch.log(h / w) - torch.log(w.sum())),
            "you multiply by the slope h/w. Where the map is steep it spreads its mass over much "
            "room, and the density is low: divide by the slope, w/h.",
        ),
        Misconception(
            "length of the base forgotten",
            _steps(lambda w, h, *_: torch.log(w / h)),
            "the base's density is missing. A uniform one on an interval of length z_K − z₀ has "
            "the height 1/(z_K − z₀): take its logarithm away. The area under yours is z_K − z₀.",
        ),
        Misconception(
            "length of the wrong axis",
            _steps(lambda w, h, *_: torch.log(w / h) - torch.log(h.sum())),
            "you divide by x_K − x₀. The base lives in z: its height is 1/(z_K − z₀).",
        ),
        Misconception(
            "the same mass in each bin",
            _steps(lambda w, h, *_: -torch.log(h) - math.log(len(h))),
            "you give each bin the mass 1/K. A bin holds the mass of its piece of the base, "
            "w/(z_K − z₀), and the bins have different widths.",
        ),
        Misconception(
            "width of the bin forgotten",
            _steps(lambda w, h, *_: -torch.log(h) - torch.log(w.sum())),
            "w is missing: bin k holds the mass w/(z_K − z₀) and spreads it over h.",
        ),
        Misconception(
            "mass of the bin instead of its density",
            _steps(lambda w, h, *_: torch.log(w / w.sum())),
            "this is the mass that lies in each bin. It is spread over the height h of the bin: "
            "divide by it. The area under the density has to be 1.",
        ),
        Misconception(
            "base alone",
            _steps(lambda w, h, *_: 0 * w - torch.log(w.sum())),
            "this is the base's density, with the Jacobian left out. Each bin stretches by its own "
            "slope: take log(h/w) away.",
        ),
        Misconception(
            "density instead of log-density",
            _steps(lambda *parts: torch.exp(_right(*parts)), outside=0.0),
            "this is p(x), and a right one. Return its logarithm.",
        ),
        Misconception(
            "log-density 0 outside",
            _steps(_right, outside=0.0),
            "outside of the knots you return log p = 0. That is p = 1! Nothing lands there: p = 0, "
            "and its logarithm is −∞, `-torch.inf`.",
        ),
        Misconception(
            "the outer steps never end",
            lambda x, knots_z, knots_x: _right(knots_z.diff(), knots_x.diff(), None, None)[
                _bin_of(x, knots_x)
            ],
            "your first and last step go on for ever, and the area with them. Outside of the "
            "knots nothing lands: log p(x) = −∞.",
        ),
        Misconception(
            "bin searched among knots_z",
            _steps(_right, search=lambda x, knots_z, knots_x: _bin_of(x, knots_z)),
            "you search `knots_z` for x. x lives on the other axis: its bin is found among "
            "`knots_x`.",
        ),
        Misconception(
            "bin to the right",
            _steps(_right, search=lambda x, knots_z, knots_x: _to_the_right(x, knots_x)),
            "each x gets the bin to the right of its own. Searching all knots counts the first one "
            "as well: search the inner ones, `knots_x[1:-1]`, or take 1 away.",
        ),
        Misconception(
            "bin to the right, among knots_z",
            _steps(_right, search=lambda x, knots_z, _: _to_the_right(x, knots_z)),
            "you search all of `knots_z` for x. x lives on the other axis, among `knots_x`; and a "
            "search of all knots counts the first one as well, so search the inner ones, "
            "`knots_x[1:-1]`.",
        ),
        Misconception(
            "bin to the left",
            _steps(
                _right,
                search=lambda x, knots_z, knots_x: (_bin_of(x, knots_x) - 1).clamp(min=0),
            ),
            "each x gets the bin to the left of its own. With the inner knots, `knots_x[1:-1]`, "
            "the count is the index of the bin: nothing has to be taken away.",
        ),
        Misconception(
            "minus the log-density",
            _steps(lambda *parts: -_right(*parts), outside=math.inf),
            "this is −log p(x). The minus belongs to a loss, not to the density.",
        ),
        Misconception(
            "standard normal base",
            _normal_base,
            "you ask the standard normal. Here the base is uniform between the first and last of "
            "`knots_z`: its density is the same everywhere, 1/(z_K − z₀).",
        ),
        *(
            Misconception(
                name,
                _steps(_right, outside=low),
                "outside of the knots you return a very negative number. Nothing at all lands "
                "there: p = 0, and its logarithm is −∞, `-torch.inf`.",
            )
            for name, low in (
                ("a large negative number outside", -1e9),
                ("a large negative number outside, 1e10", -1e10),
                ("a negative number outside, 1e6", -1e6),
                ("a negative number outside, 100", -100.0),
            )
        ),
        Misconception(
            "an index past the last",
            lambda x, knots_z, knots_x: knots_x[torch.searchsorted(knots_x, x) + 1],
            "an index is too large: searching all knots counts the first one as well. Search the "
            "inner ones, `knots_x[1:-1]`, or take 1 away.",
        ),
        Misconception(
            "1/K for the base",
            _steps(lambda w, h, *_: torch.log(w / h) - math.log(len(w))),
            "you divide by the number of bins. The base is uniform on an interval: its height is 1 "
            "over the length of it, z_K − z₀.",
        ),
        Misconception(
            "length of the base with a plus",
            _steps(lambda w, h, *_: torch.log(w / h) + torch.log(w.sum())),
            "log(z_K − z₀) is added. The base's height is 1/(z_K − z₀): its logarithm is taken "
            "away.",
        ),
        Misconception(
            "outside measured in z",
            _outside(lambda x, knots_z, knots_x: (x < knots_z[0]) | (x > knots_z[-1])),
            "you compare x with the ends of `knots_z`. x lives on the other axis: nothing is sent "
            "outside of `knots_x`.",
        ),
        *(
            Misconception(
                name,
                _outside(outside),
                "one side goes on for ever: log p(x) is −∞ below the first knot and above the "
                "last.",
            )
            for name, outside in (
                ("only the right side ends", lambda x, knots_z, knots_x: x > knots_x[-1]),
                ("only the left side ends", lambda x, knots_z, knots_x: x < knots_x[0]),
            )
        ),
        Misconception(
            "quotient of logarithms",
            _steps(lambda w, h, *_: -torch.log(w.sum()) / torch.log(h / w)),
            "you divide one logarithm by another. A quotient of densities is a difference of "
            "logarithms.",
        ),
    ),
    hints=(
        "How much of the base's mass lies in bin k? Over how much room in x is it spread?",
        "Compute one value for each bin, log(w/h) − log(z_K − z₀), with `knots_z.diff()` and "
        "`knots_x.diff()`. Then find the bin of each x among the inner `knots_x`, and put −∞ "
        "outside.",
        "In code, with two places left to you:\n\n"
        "    k = torch.searchsorted(knots_x[1:-1], x)\n"
        "    log_p = torch.log(…)[k] - torch.log(knots_z[-1] - knots_z[0])\n"
        "    outside = (x < knots_x[0]) | (x > knots_x[-1])\n"
        "    return torch.where(outside, …, log_p)",
    ),
    praise="a histogram! Straight pieces make steps, and to be rid of them the slope has to be "
    "continuous.",
)
