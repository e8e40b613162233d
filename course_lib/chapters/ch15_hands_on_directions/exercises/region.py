"""Exercise 15.6: how large is the region of the sky, in square degrees, say?"""

import torch

from course_lib.exercises.exercise import Exercise, Misconception


def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    area = cell_area[order]
    mass = log_p[order].exp() * area
    needed = (mass.cumsum(0) < p).sum() + 1
    return area[:needed].sum()


def _in_order(key, log_p, cell_area, p, skip=0):
    """Areas and masses in the order of a key, up to the mass p (less ``skip`` of the cells)."""
    order = key.argsort(descending=True)
    area, mass = cell_area[order], (log_p.exp() * cell_area)[order]
    k = (mass.cumsum(0) < p).sum() + 1 - skip
    return area[:k], mass[:k]


def _taken(key=lambda log_p, area: log_p, skip=0, number=lambda area, mass: area.sum()):
    return lambda log_p, cell_area, p: number(
        *_in_order(key(log_p, cell_area), log_p, cell_area, p, skip)
    )


def _unweighted(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = log_p[order].softmax(0)
    return cell_area[order][: (mass.cumsum(0) < p).sum() + 1].sum()


def _unweighted_raw(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    return cell_area[order][: (log_p[order].exp().cumsum(0) < p).sum() + 1].sum()


def _logarithms_added(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p * cell_area)[order]
    return cell_area[order][: (mass.cumsum(0) < p).sum() + 1].sum()


def _areas_unsorted(log_p, cell_area, p):
    mass, _ = (log_p.exp() * cell_area).sort(descending=True)
    return cell_area[: (mass.cumsum(0) < p).sum() + 1].sum()


def _areas_left_behind(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order]
    return cell_area[: (mass.cumsum(0) < p).sum() + 1].sum()


def _in_part(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    area, mass = cell_area[order], (log_p.exp() * cell_area)[order]
    part = ((p - (mass.cumsum(0) - mass)) / mass).clamp(0, 1)
    return (part * area).sum()


def _masses_left_behind(log_p, cell_area, p):
    density, order = log_p.exp().sort(descending=True)
    return cell_area[order][: ((density * cell_area).cumsum(0) < p).sum() + 1].sum()


def _above(edge):
    return lambda log_p, cell_area, p: cell_area[log_p >= edge(log_p, cell_area, p)].sum()


def _sky(m, sharp, seed):
    """m cells whose areas differ by a factor of some 30, and a normalised density on them."""
    generator = torch.Generator().manual_seed(seed)
    area = (3.4 * torch.rand(m, generator=generator, dtype=torch.float64)).exp()
    log_p = sharp * torch.randn(m, generator=generator, dtype=torch.float64)
    return log_p - (log_p.exp() * area).sum().log(), area


REGION_AREA = Exercise(
    id="15.6",
    title="How much of the sky?",
    minutes=6,
    difficulty="medium",
    prompt=r"""
Someone wants to point a telescope at the place where the track came from. That is $-n$, opposite to
its direction of flight; a region of $n$ and the one opposite to it are equally large. Which part of
the sky holds 68 % of the posterior, and how large is it? The smallest such region takes the
**densest cells first**, until their mass has reached the share `p`.

Write `region_area(log_p, cell_area, p)`. The sky is cut into $m$ cells, and *their areas are very
different*. `log_p`, `(m,)`, is the logarithm of the density in each cell, per area; `cell_area`,
`(m,)`, its area in square degrees. The density is normalised: the masses, density times area, add
up to 1. `p` is 0.68, or any other share. Return the area of the region, one number: the fewest
cells, densest first, whose mass is at least `p`. The last cell counts as a whole.
""",
    inputs=(
        (*_sky(9, 1.5, 3), 0.68),
        (*_sky(16, 1.0, 4), 0.5),
        (*_sky(12, 2.0, 8), 0.9),
        (*_sky(23, 0.7, 6), 0.35),
    ),
    labels=("", "p = 0.5", "p = 0.9", "p = 0.35"),
    names=("log_p", "cell_area", "p"),
    reference=region_area,
    returns="the area of the region, one number",
    misconceptions=(
        Misconception(
            "cells unweighted",
            _unweighted,
            "you add up densities, as if all cells had the same area. The mass of a cell is "
            "density × area.",
        ),
        Misconception(
            "the thinnest first",
            _taken(lambda log_p, area: -log_p),
            "you begin with the *least* dense cells, and get the largest region there is. Sort "
            "with `descending=True`.",
        ),
        Misconception(
            "by mass",
            _taken(lambda log_p, area: log_p + area.log()),
            "you take the cells with the most *mass* first. A large cell has much mass even where "
            "the density is low, and costs much area. The densest first.",
        ),
        Misconception(
            "by mass, areas left unsorted",
            _areas_unsorted,
            "you sort the masses and leave the areas as they come: those of different cells come "
            "together. And the *densest* cells come first, not those with the most mass.",
        ),
        Misconception(
            "the smallest first",
            _taken(lambda log_p, area: -area),
            "you order the cells by their areas. The density decides.",
            also=(_taken(lambda log_p, area: area),),
        ),
        Misconception(
            "in the order given",
            _taken(lambda log_p, area: -torch.arange(len(area))),
            "you take the cells as they come. Sort them: the densest first.",
        ),
        Misconception(
            "areas left unsorted",
            _areas_left_behind,
            "log p or mass is sorted, and the areas are not: those of different cells come "
            "together. Sort both by the same order, `cell_area[order]`, and before you multiply.",
            also=(_masses_left_behind,),
        ),
        Misconception(
            "68 % whatever p is",
            lambda log_p, cell_area, p: region_area(log_p, cell_area, 0.68),
            "your region holds one share, whatever `p` is. Take the `p` that is handed over.",
            also=tuple(
                lambda log_p, cell_area, p, q=q: region_area(log_p, cell_area, q)
                for q in (0.5, 0.9, 0.95)
            ),
        ),
        Misconception(
            "areas not added",
            _taken(number=lambda area, mass: area),
            "this is a number for each cell of the region. Add up their areas: one number.",
            also=(_taken(number=lambda area, mass: area.cumsum(0)),),
        ),
        Misconception(
            "the last cell left out",
            _taken(skip=1),
            "your cells hold less than p: the one that reaches it is missing. "
            "`(mass.cumsum(0) < p).sum()` counts those *before* it: one more.",
        ),
        Misconception(
            "one cell too many",
            _taken(skip=-1),
            "you take one cell more than is needed.",
        ),
        Misconception(
            "the last cell in part",
            _in_part,
            "you take of the last cell only the part that is needed. That is finer; here the last "
            "cell counts as a whole.",
        ),
        Misconception(
            "a part of the maximum",
            _above(lambda log_p, area, p: log_p.max() + torch.tensor(p).log()),
            "you draw the edge so far below the highest density. How much mass lies above depends "
            "on the shape. Add up masses.",
            also=(
                _above(lambda log_p, area, p: log_p.max() + torch.tensor(1 - p).log()),
                _above(lambda log_p, area, p: p * log_p.max()),
                _above(lambda log_p, area, p: log_p.exp().log().max() - 0.5),
            ),
        ),
        Misconception(
            "quantile of the cells",
            _above(lambda log_p, area, p: log_p.quantile(1 - p)),
            "a quantile counts *cells*, whatever is in them. The region holds a share of the mass.",
            also=(
                _above(lambda log_p, area, p: log_p.quantile(p)),
                lambda log_p, area, p: area.quantile(p),
            ),
        ),
        Misconception(
            "number of cells",
            _taken(number=lambda area, mass: torch.tensor(float(len(area)))),
            "this is how many cells there are in the region. Add their areas.",
        ),
        Misconception(
            "cells of the mean size",
            lambda log_p, cell_area, p: (
                len(_in_order(log_p, log_p, cell_area, p)[0]) * cell_area.mean()
            ),
            "you give each cell of the region the mean area of all cells. Their areas are very "
            "different: add up those of the cells that you take.",
        ),
        Misconception(
            "share of the sky",
            lambda log_p, cell_area, p: region_area(log_p, cell_area, p) / cell_area.sum(),
            "this is the region's share of the sky. Its area in square degrees is asked for.",
        ),
        Misconception(
            "p times the area",
            lambda log_p, cell_area, p: p * cell_area.sum(),
            "this is p times the whole sky, whatever the posterior says.",
        ),
        Misconception(
            "the mass",
            _taken(number=lambda area, mass: mass.sum()),
            "this is the mass of the region, a little more than p. Add the *areas*.",
        ),
        Misconception(
            "the whole sky",
            _unweighted_raw,
            "this is the area of the whole sky. If you add up masses: yours never reach p. The "
            "mass of a cell is density × area, `log_p.exp()` times its area.",
            also=(_logarithms_added, lambda log_p, cell_area, p: cell_area.sum()),
        ),
        Misconception(
            "the rest of the sky",
            lambda log_p, cell_area, p: cell_area.sum() - region_area(log_p, cell_area, p),
            "this is the area *outside* of the region.",
        ),
        Misconception(
            "1 − p",
            lambda log_p, cell_area, p: region_area(log_p, cell_area, 1 - p),
            "your region holds 1 − p: 32 % for 0.68.",
        ),
    ),
    hints=(
        "Which cell would you take first? How much mass does it bring, and what area does it cost?",
        "`order = log_p.argsort(descending=True)`, masses and areas in this order, `cumsum`, and "
        "count how many are needed.",
        "    order = log_p.argsort(descending=True)\n"
        "    area = cell_area[order]\n"
        "    mass = log_p[order].exp() * …\n"
        "    needed = (mass.cumsum(0) < p).sum() + 1\n"
        "    return area[…].sum()",
    ),
    praise="the smallest piece of sky that keeps your promise.",
)
