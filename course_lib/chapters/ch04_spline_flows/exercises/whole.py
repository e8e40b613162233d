"""Exercise 4.5: all bins together, and straight tails outside."""

import torch

from course_lib.chapters.ch04_spline_flows.exercises.base import EVEN_ENDS, ODD_ENDS
from course_lib.chapters.ch04_spline_flows.exercises.splines import (
    another_order,
    bin_of,
    bins,
    equal_widths,
    last_line_for_both,
    left_slope_twice,
    no_tails,
    one_tail_continued,
    other_ends_slope,
    past_the_last,
    right_line,
    searched_in_x,
    slopes_exchanged,
    spline,
    tails,
    with_log_det,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

Z = (
    tensor([-2.6, -1.0, 0.4, 1.7]),
    tensor([[-3.0, 0.1, 2.9], [-0.7, 3.0, 2.2]]),
    tensor([-1.7, -0.3, 1.1, 3.6, -1.4, 2.2]),
    tensor([[-3.5, 40.0], [-7.5, 3.1]]),
    tensor([[-2.4, 4.5], [-9.0, 30.0]]),
)

LINE = "x = x_end + d_end (z − z_end)"
FLAT_TAILS = (
    "Many z land on one x, the map cannot be undone, and the mass of a whole tail sits on one "
    f"point. Go on with a straight line, {LINE}."
)
ONE_TOO_FAR = (
    "each z gets the bin to the right of its own. Searching all knots counts the first one as "
    "well: take 1 away from `torch.searchsorted(knots_z, z)`, or search the inner knots only, "
    "`knots_z[1:-1]`."
)
ONE_TOO_LITTLE = (
    "each z gets the bin to the left of its own. With the inner knots, `knots_z[1:-1]`, the count "
    "is the index of the bin: nothing has to be taken away."
)

SPLINE = Exercise(
    id="4.5",
    title="The whole spline",
    minutes=13,
    difficulty="hard",
    prompt=r"""
Put the bins together. Write `spline(z, knots_z, knots_x, d)`: it returns $x = f(z)$ **and** the
log-det $\log|\partial f/\partial z|$, for all `z` at once.

- *Inside* the knots find the bin of each `z`: the $k$ with
  `knots_z[k]` $\le z \le$ `knots_z[k + 1]`. Hand the bin's two ends to `bin_map` and
  `bin_log_slope` (4.1 and 4.2). `knots_z[k]` with a tensor of indices `k` picks one knot for each
  `z`. `torch.searchsorted(knots_z[1:-1], z, right=True)` counts the inner knots that are not above
  `z`: that is $k$.
- *Outside* the map goes on as a straight line from the end knot, with that knot's slope. On the
  right, with the last knot $(z_K, x_K)$ and its slope $d_K$,
  $x = x_K + d_K\,(z - z_K)$ with $\log\left|\partial f/\partial z\right| = \log d_K$,
  and on the left in the same way from the first knot. With the knots of 4.4 this is $x = z$ with
  log-det 0; the check also tries knots that end elsewhere.

Shapes: `z` has any shape, for instance `(N,)` or `(2, 3)`; `knots_z`, `knots_x` and `d` are
`(K + 1,)`. Both results have the shape of `z`: one log-det for each number.
""",
    inputs=(
        (Z[0], *EVEN_ENDS),
        (Z[1], *EVEN_ENDS),
        (Z[2], *ODD_ENDS),
        (Z[3], *EVEN_ENDS),
        (Z[4], *ODD_ENDS),
    ),
    names=("z", "knots_z", "knots_x", "d"),
    parts=("x", "log|∂f/∂z|"),
    reference=spline,
    returns="x and log|∂f/∂z|, two tensors of the shape of z",
    tips=(
        (
            r"index \d+ is out of bounds",
            "The last of n entries has the index n − 1. Has a search counted the first knot as "
            "well? Search the inner knots, `knots[1:-1]`, or take 1 away.",
        ),
    ),
    misconceptions=(
        Misconception(
            "flat tails",
            tails(lambda z, inside, x, log_det, d: (x, log_det)),
            f"all z outside are sent to the end knot: your tails are flat. {FLAT_TAILS}",
        ),
        Misconception(
            "flat tails with log-det 0",
            tails(lambda z, inside, x, log_det, d: (x, 0 * log_det)),
            "all z outside are sent to the end knot: your tails are flat, and a log-det of 0 hides "
            f"it. {FLAT_TAILS}",
        ),
        Misconception(
            "x = z outside, wherever the knots end",
            tails(lambda z, inside, x, log_det, d: (z, 0 * log_det)),
            "outside you return x = z with log-det 0. That is right for knots that end on the "
            "diagonal with slope 1, as those of 4.4 do. These end elsewhere, so your map jumps at "
            f"the end knot. Start the line at the knot: {LINE}.",
        ),
        Misconception(
            "tails of slope 1",
            tails(lambda z, inside, x, log_det, d: (x + z - inside, 0 * log_det)),
            "your tails start at the end knots, with slope 1. These knots have another slope, so "
            "the map has a kink there and the density jumps. Take the end knot's slope: "
            f"{LINE}.",
        ),
        Misconception(
            "tails through zero",
            tails(lambda z, inside, x, log_det, d: (torch.exp(log_det) * z, log_det)),
            f"your tail is d_end · z, a line through 0. It has to start at the end knot: {LINE}.",
        ),
        Misconception(
            "tails with the other end's slope",
            tails(other_ends_slope),
            "the left tail has the slope of the last knot and the right tail that of the first. "
            "On the left d[0] belongs, on the right d[-1].",
        ),
        Misconception(
            "the outer bins continued",
            no_tails,
            "outside you use the formula of the first or last bin, with ξ below 0 or above 1. It "
            "only promises to rise between its two ends; outside it may turn round. Go on with a "
            "straight line.",
        ),
        Misconception(
            "log-det of the outer bins continued",
            lambda *args: (spline(*args)[0], no_tails(*args)[1]),
            "your x is right, but the log-det outside comes from the formula of a bin, with ξ "
            "below 0 or above 1. A straight line has one slope: log d_end.",
        ),
        Misconception(
            "log-det 0 outside, whatever the slope",
            tails(lambda *at: (right_line(*at[:4]), 0 * at[0])),
            "your tails have the slope d_end, but you return the log-det 0, as if it were 1. The "
            "log-det of a line of slope d_end is log d_end.",
        ),
        Misconception(
            "slope instead of its logarithm outside",
            tails(lambda *at: (right_line(*at[:4]), torch.exp(at[3]))),
            "outside you return the slope d_end itself. The log-det is its logarithm.",
        ),
        Misconception(
            "bin to the right",
            bins(find=lambda z, knots: torch.searchsorted(knots, z)),
            ONE_TOO_FAR,
        ),
        Misconception(
            "bin to the right, at the knots as well",
            bins(find=lambda z, knots: torch.searchsorted(knots, z, right=True)),
            ONE_TOO_FAR,
        ),
        Misconception(
            "bin to the left",
            bins(find=lambda z, knots: bin_of(z, knots) - 1),
            ONE_TOO_LITTLE,
        ),
        Misconception(
            "bin to the left, at the knots as well",
            bins(find=lambda z, knots: torch.searchsorted(knots[1:-1].contiguous(), z) - 1),
            ONE_TOO_LITTLE,
        ),
        Misconception(
            "bin searched among knots_x",
            searched_in_x,
            "you search `knots_x` for z. z lives on the other axis: its bin is found among "
            "`knots_z`. (The inverse searches `knots_x`, for x.)",
        ),
        Misconception(
            "bins of equal width",
            bins(find=equal_widths),
            "you compute the bin as if all bins were equally wide. The knots stand anywhere: "
            "search for the bin.",
        ),
        Misconception(
            "slopes of the wrong end",
            bins(ends=slopes_exchanged),
            "d[k] and d[k + 1] have changed places: the left end of bin k has the slope d[k], the "
            "right end d[k + 1].",
        ),
        Misconception(
            "left slope at both ends",
            bins(ends=left_slope_twice),
            "both ends of your bins have the slope d[k]. There is one slope for each *knot*: the "
            "right end of bin k has d[k + 1].",
        ),
        Misconception(
            "log-det of the inverse",
            with_log_det(lambda log_det: -log_det),
            "your x is right, but the log-det has the other sign: it is that of the inverse. This "
            "map runs from z to x.",
        ),
        Misconception(
            "slope instead of the log-det",
            with_log_det(torch.exp),
            "your x is right, but the second value is the slope itself. Return its logarithm.",
        ),
        Misconception(
            "log-det summed over the batch",
            with_log_det(torch.sum),
            "your log-det is summed over all the numbers. They are different points of a "
            "one-dimensional flow: each has a log-det of its own.",
        ),
        *(
            Misconception(
                name,
                one_tail_continued(left),
                f"your {here} tail is straight, and on the {there} you use the formula of the "
                "outer bin, with ξ outside of 0 to 1. It only promises to rise between its two "
                "ends: go on with a straight line there, too.",
            )
            for name, here, there, left in (
                ("left tail forgotten", "right", "left", True),
                ("right tail forgotten", "left", "right", False),
            )
        ),
        Misconception(
            "one line for both tails",
            last_line_for_both,
            "both tails run along the line of the last knot. On the left the first knot counts: "
            "its place, and its slope d[0].",
        ),
        Misconception(
            "tails counted from 0",
            tails(lambda z, inside, x, log_det, d: (x + torch.exp(log_det) * z, log_det)),
            f"your tail is x_end + d_end · z. How far out is z? Count from the end knot: {LINE}.",
        ),
        Misconception(
            "bin to the right, past the last",
            past_the_last,
            f"an index is too large: {ONE_TOO_FAR}",
        ),
        Misconception(
            "ends of the bin in another order",
            another_order,
            "`bin_map` and `bin_log_slope` take z0, z1, x0, x1, d0, d1 in this order: both ends in "
            "z first, then both in x.",
        ),
        Misconception(
            "log-det left out",
            lambda *args: spline(*args)[0],
            "x is right, and half of the answer. Return two things: x and the log-det.",
        ),
        Misconception(
            "a question to a whole batch",
            lambda z, knots_z, knots_x, d: z if z < knots_z[0] else -z,
            "`if` needs one answer, and a batch of z gives one for each number. "
            "`torch.where(condition, this, that)` chooses number by number; a clamp needs no "
            "question at all.",
        ),
    ),
    hints=(
        "Take one z and find its bin on paper. Which six numbers does `bin_map` need from the "
        "tables? And what does your map do at z = 40?",
        "Move every z into the interval first, `inside = z.clamp(knots_z[0], knots_z[-1])`, and "
        "compute x and log-det there with its bin. At an end knot exp(log-det) is the knot's "
        "slope, and z − inside is how far out you are: add the product. Inside it is 0.",
        "In code, with three places left to you:\n\n"
        "    k = torch.searchsorted(knots_z[1:-1], z, right=True)\n"
        "    inside = z.clamp(knots_z[0], knots_z[-1])\n"
        "    ends = knots_z[k], knots_z[k + 1], …, d[k], d[k + 1]\n"
        "    x, log_det = bin_map(inside, *ends), …\n"
        "    return x + … * (z - inside), log_det",
    ),
    praise="many bins, one search, and tails that never end: a flow that bends as you like.",
)
