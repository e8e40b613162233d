"""Exercise 16.2: zuko's raw numbers for a spline, as the knots that ours takes."""

import functools
import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.flows import spline_knots

L = math.log(1e-3)


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    widths, heights, slopes = u.split([K, K, K - 1], -1)

    def edges(v):
        share = torch.softmax(v / (1 + (2 * v / L).abs()), -1)
        end = share.cumsum(-1)
        return bound * (2 * torch.cat([torch.zeros_like(end[..., :1]), end], -1) - 1)

    slopes = torch.exp(slopes / (1 + (slopes / L).abs()))
    one = torch.ones_like(u[..., :1])
    return edges(widths), edges(heights), torch.cat([one, slopes, one], -1)


def _in_parts(u):
    K = (u.shape[-1] + 1) // 3
    return u.split([K, K, K - 1], -1)


def _bin_by_bin(u):
    K = (u.shape[-1] + 1) // 3
    return u[..., 0::3], u[..., 1::3], u[..., 2::3][..., : K - 1]


def _slopes_first(u):
    K = (u.shape[-1] + 1) // 3
    slopes, widths, heights = u.split([K - 1, K, K], -1)
    return widths, heights, slopes


def _tamed(v, factor):
    return v / (1 + (factor * v / L).abs())


def _cumulated(share):
    return torch.nn.functional.pad(share.cumsum(-1), (1, 0))


def _without_start(share):
    return share.cumsum(-1)


def _with(
    parts=_in_parts,
    tame=lambda v: _tamed(v, 2),
    tame_slopes=lambda v: _tamed(v, 1),
    shares=lambda v: v.softmax(-1),
    cumulated=_cumulated,
    placed=lambda share, bound: bound * (2 * share - 1),
    positive=torch.exp,
    ends=lambda d: torch.nn.functional.pad(d, (1, 1), value=1.0),
    order=(0, 1, 2),
):
    """A wrong answer that is right but for one of its parts."""

    def wrong(u, bound):
        widths, heights, slopes = parts(u)
        edges = [placed(cumulated(shares(tame(v))), bound) for v in (widths, heights)]
        made = (*edges, ends(positive(tame_slopes(slopes))))
        return tuple(made[k] for k in order)

    return wrong


def _courses(u, bound):
    return spline_knots(*_in_parts(u), bound)


def _logarithm(log):
    """The whole with another number in place of log 0.001."""
    return _with(tame=lambda v: v / (1 + abs(2 * v / log)),
                 tame_slopes=lambda v: v / (1 + abs(v / log)))  # fmt: skip


def _plain(v):
    return v


_softplus = torch.nn.functional.softplus
pad = functools.partial(torch.nn.functional.pad, pad=(1, 1))

KNOTS = Exercise(
    id="16.2",
    title="The same numbers",
    minutes=8,
    difficulty="medium",
    prompt=r"""
For a spline of $K$ bins a network of zuko gives $3K - 1$ numbers $u$: first $K$ for the widths,
then $K$ for the heights, then $K - 1$ for the slopes at the inner knots. zuko makes its knots of
them in this way, with $L = \log 0.001$:

- widths and heights: $v = u\,/\,(1 + |2u/L|)$, and $\mathrm{softmax}(v)$ are the shares of the
  interval from $-B$ to $B$. The first knot is at $-B$, the last one at $B$.
- slopes: $e^v$ with $v = u\,/\,(1 + |u/L|)$, and 1 at both ends.

(The fractions keep $v$ within $\pm|L|/2$ and $\pm|L|$, whatever the network says.) Write
`zuko_knots(u, bound)`, with `u` of shape `(..., 3K-1)`. Return the places of the knots along $x$
(from the widths), along $z$ (from the heights), and the slopes, each of shape `(..., K+1)`.
""",
    inputs=(
        (tensor([0.4, -1.2, 2.0, 0.7, 0.1, -0.5, 0.9, -1.6]), 5.0),
        (tensor([[6.0, -4.0, 1.5, 0.3, -2.5], [-0.8, 9.0, 2.2, -7.0, 4.0]]), 3.0),
        (tensor([[[0.5, 0.2, -1.0, 0.8, -0.3, 1.7, 2.6, -0.9, 0.4, -3.0, 1.2]]]), 2.5),
    ),
    labels=("", "far from 0", "a table of tables"),
    names=("u", "bound"),
    reference=zuko_knots,
    returns="the knots along x, the knots along z, and the slopes",
    parts=("the knots along x", "the knots along z", "the slopes"),
    misconceptions=(
        Misconception(
            "widths and heights exchanged",
            _with(order=(1, 0, 2)),
            "widths and heights are exchanged. The first K numbers are widths. zuko's spline "
            "leads from x to z, so widths lie along x.",
        ),
        Misconception(
            "softplus for the slopes",
            _with(positive=_softplus),
            "your slopes are softplus(v). Many libraries do that; zuko takes exp(v).",
            also=(_with(positive=_softplus, tame_slopes=_plain),
                  _with(positive=lambda v: 1e-3 + _softplus(v)),
                  _with(positive=lambda v: 1e-3 + _softplus(v), tame_slopes=_plain)),
        ),
        Misconception(
            "the course's formula",
            _courses,
            "these are the knots of `flows.spline_knots`, the course's own way from u to knots. "
            "The spline is the same in both, but zuko makes its knots by another formula.",
        ),
        Misconception(
            "not tamed",
            _with(tame=_plain, tame_slopes=_plain),
            "u goes in as it is. zuko first makes v = u / (1 + |…|) of it, so that no bin becomes "
            "too narrow and no slope too steep. Near 0 you do not see it.",
        ),
        Misconception(
            "widths and heights not tamed",
            _with(tame=_plain),
            "the slopes are right. Widths and heights go in as they are: v = u / (1 + |2u/L|) "
            "comes first.",
        ),
        Misconception(
            "slopes not tamed",
            _with(tame_slopes=_plain),
            "the knots are right. The slopes go in as they are: v = u / (1 + |u/L|) comes first.",
        ),
        Misconception(
            "the 2 for the slopes as well",
            _with(tame_slopes=lambda v: _tamed(v, 2)),
            "the knots are right. For the slopes the fraction has no 2: v = u / (1 + |u/L|).",
        ),
        Misconception(
            "no 2 for the widths",
            _with(tame=lambda v: _tamed(v, 1)),
            "the slopes are right. For widths and heights the fraction has a 2: "
            "v = u / (1 + |2u/L|).",
        ),
        Misconception(
            "the 2 at the wrong place",
            _with(tame=lambda v: _tamed(v, 1), tame_slopes=lambda v: _tamed(v, 2)),
            "the 2 belongs to widths and heights, not to the slopes.",
        ),
        Misconception(
            "no absolute value",
            _with(tame=lambda v: v / (1 + 2 * v / L), tame_slopes=lambda v: v / (1 + v / L)),
            "the absolute value in the fraction is missing: for some u you divide by almost 0.",
            also=(_with(tame=lambda v: v / (1 + 2 * v / L)),
                  _with(tame_slopes=lambda v: v / (1 + v / L))),
        ),
        Misconception(
            "another logarithm",
            _logarithm(-3.0),
            "L is the natural logarithm: log 0.001 = −6.9.",
            also=(_logarithm(1e-3), _logarithm(math.log(1e-2))),
        ),
        Misconception(
            "from 0",
            _with(placed=lambda share, bound: 2 * bound * share),
            "your knots begin at 0. They cover the interval from −B to B.",
            also=(_with(placed=lambda share, bound: bound * share),
                  _with(placed=lambda share, bound: share)),
        ),
        Misconception(
            "half as wide",
            _with(placed=lambda share, bound: bound * share - bound),
            "your last knot is at 0. The interval from −B to B is 2B wide.",
            also=(_with(placed=lambda share, bound: bound * (share - 0.5)),),
        ),
        Misconception(
            "between −1 and 1",
            _with(placed=lambda share, bound: 2 * share - 1),
            "your knots lie between −1 and 1: the bound B does not come in.",
        ),
        Misconception(
            "bins, not knots",
            _with(cumulated=lambda share: share, placed=lambda share, bound: 2 * bound * share),
            "these are the bins themselves. The knots are where one bin ends and the next begins: "
            "add them up from −B on.",
        ),
        Misconception(
            "the first knot is missing",
            _with(cumulated=_without_start),
            "you have K places, and K bins have K + 1 knots. The first one is at −B.",
        ),
        Misconception(
            "no slopes at the ends",
            _with(ends=lambda d: d),
            "you have K − 1 slopes for K + 1 knots. At both ends the slope is 1, where the "
            "straight tails begin.",
        ),
        Misconception(
            "slope 0 at the ends",
            _with(ends=lambda d: pad(d, value=0.0)),
            "at both ends your slope is 0. Beyond them the map is z = x, with the slope 1.",
            also=(_with(ends=lambda d: pad(d, value=1e-3)),
                  _with(ends=lambda d: pad(d, value=math.e))),
        ),
        Misconception(
            "slopes not made positive",
            _with(positive=_plain),
            "your slopes may be negative, and the spline would fold. zuko takes exp(v).",
        ),
        Misconception(
            "read bin by bin",
            _with(parts=_bin_by_bin),
            "you take u in turns: width, height, slope, width … zuko has all widths first, then "
            "all heights, then all slopes.",
            also=(_with(parts=_slopes_first),),
        ),
        Misconception(
            "softmax over the rows",
            _with(shares=lambda v: v.softmax(0)),
            "the shares add to 1 over the rows of a table. Each spline has its own: softmax over "
            "the last dimension.",
        ),
        Misconception(
            "no softmax",
            _with(shares=lambda v: v.exp()),
            "your shares do not add to 1, so the last knot is not at B. softmax also divides by "
            "the sum.",
        ),
    ),
    hints=(
        "Do the three parts by themselves: split u, then widths, then slopes.",
        "`u.split([K, K, K - 1], -1)` has the parts. Shares become places by `cumsum`, with a 0 in "
        "front, then B (2 · place − 1).",
        "    K, L = (u.shape[-1] + 1) // 3, math.log(1e-3)\n"
        "    widths, heights, slopes = u.split([K, K, K - 1], -1)\n"
        "    pad = torch.nn.functional.pad\n"
        "    def edges(v):\n"
        "        share = torch.softmax(v / (1 + (2 * v / L).abs()), -1)\n"
        "        return bound * (2 * pad(…, (1, 0)) - 1)\n"
        "    slopes = torch.exp(…)\n"
        "    return edges(widths), edges(heights), pad(slopes, (1, 1), value=1.0)",
    ),
    praise="two libraries with one spline between them.",
)  # fmt: skip
