"""Rows that nobody has seen, draws of a density beside them, and its coverage."""

import functools
import itertools

import numpy as np
import torch

from course_lib import capstone, data, flows, training
from course_lib.calibration import coverage, leaves, simultaneous_band
from course_lib.capstone.judged import Density, Judged, NotAsked
from course_lib.capstone.promises import furthest_share
from course_lib.capstone.rubric import coverage_shares
from course_lib.live.controls import Choice
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DATA, INK, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import LEARNER, YoursFailed

SHOWN = 400  # rows at most: more dots are a stain
LOOK = 0.32  # how far the gap's axis reaches
band = functools.lru_cache(maxsize=16)(simultaneous_band)


@functools.lru_cache(maxsize=1)
def quakes():
    return capstone.table("quakes", ["longitude", "depth", "latitude"])


@functools.lru_cache(maxsize=1)
def courses():
    """{name: density} of the quakes: three that a learner of Part II knows."""
    table = quakes()
    values, back = data.standardise(table.train.x)
    recipe = flows.UnivariateMixture(6)
    made = {"a Gaussian": capstone.gaussian(table)}
    for name, flow, steps in (
        ("axis by axis", flows.Marginal(3, recipe), 150),
        ("autoregressive", flows.Autoregressive(3, recipe, hidden=32, seed=0), 300),
    ):
        p = flows.FlowDistribution(flow)
        how = {"lr": 0.02, "batch_size": 128, "schedule": training.one_cycle, "clip": 5.0}
        training.fit(p, values, steps, **how, progress=False)
        made[name] = flows.FlowDistribution(flows.Composition(back, flow))
    return made


class SamplesBesidePicture(Picture):
    """Sealed rows, as many draws, and the coverage's gap in its band, for each density."""

    size = (900, 370)
    title = "Could you tell these draws from the data?"
    dear = ("n", "density")

    def __init__(self, densities=None, table=None, owner=None):
        self.table = table or quakes()
        self.densities = densities or courses()
        if owner is not None:
            self.owner = owner
        n, k = min(len(self.table.sealed), SHOWN), len(self.table.target)
        self.limits = ends_of(self.table.numbers)
        names = self.table.names
        pairs = [pair for pair in itertools.combinations(range(len(names)), 2) if pair[0] < k]
        # One column alone is drawn against the row's number.
        self.pairs = {f"{names[i]}, {names[j]}": (i, j) for i, j in pairs} or {names[0]: (0, None)}
        sizes = tuple(sorted({n // 8, n // 4, n // 2, n}))
        kinds = tuple(self.densities)
        super().__init__([
            Choice("n", "sealed rows", sizes, n, stepped=True),
            Choice("columns", "columns", tuple(self.pairs), next(iter(self.pairs))),
            Choice("density", "density", kinds, kinds[0]),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_d, ax_g = figure.subplots(1, 3, width_ratios=(1, 1, 1.25))
        for one, title in ((ax, "rows nobody has seen"), (ax_d, "draws of the density")):
            one.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[], title=title)
            one.grid(visible=False)
        self.rows = self.points(ax, DATA, size=4.5, alpha=0.9)
        self.draws = self.points(ax_d, self._color(), size=4.5, alpha=0.9)
        style = {"fontsize": 12, "ha": "center", "va": "top"}
        self.along = [self.words(one, 0.5, -0.02, **style) for one in (ax, ax_d)]
        ax_g.set(xlim=(0, 1), ylim=(-LOOK, LOOK), xlabel="promised share $p$")
        ax_g.set_title("share of rows inside, minus $p$")
        ax_g.axhline(0, color=INK, lw=1.5, ls=(0, (4, 3)))
        self.band = self.area(ax_g, DATA, alpha=0.25, label="luck, at all $p$: 95 %")
        self.gap = self.line(ax_g, BASE, lw=3, label="coverage")
        ax_g.legend(loc="lower center", ncols=2, handlelength=1.6)

    def _color(self):
        return YOURS if self.owner is LEARNER and "yours" in self.densities else TARGET

    def update(self, n, columns, density):
        log_p, drawn, u = self.asked(density)
        i, j = self.pairs[columns]
        real = whole_rows(self.table, self.table.sealed.x)[:n]
        for dots, rows in ((self.rows, real), (self.draws, drawn[:n])):
            dots.set_data(*self._placed(rows, i, j))
        for words in self.along:
            words.set_text(self._axes(i, j))
        p, low, high = wide = band(n)
        self.gap.set_data(p, coverage(u[:n], p) - p)
        self.band.set_xy(np.column_stack([np.r_[p, p.flip(0)], np.r_[high - p, (low - p).flip(0)]]))
        mean = log_p[:n].mean()
        readouts = {"mean log p": f"{number(mean, 2)} ± {number(log_p[:n].std() / n**0.5, 2)}"}
        if j is not None:
            readouts["correlation of rows"] = number(correlation(real, i, j), 2)
            readouts["of draws"] = number(correlation(drawn[:n], i, j), 2)
        return readouts | {
            "in the 68 % region": f"{100 * coverage(u[:n], p)[67].item():.0f} %",
            "leaves the band": self._leaves(u[:n], wide),
        }

    @staticmethod
    def _leaves(u, wide):
        return f"yes, most at {100 * furthest_share(u, wide):.0f} %" if leaves(u, wide) else "no"

    def _axes(self, i, j):
        """The columns' names with their ends; of one column alone the height is the row's place."""
        names, (low, high) = self.table.names, self.limits
        told = [f"{names[k]} {low[k]:.4g} … {high[k]:.4g}" for k in (i, j) if k is not None]
        up = told[1] if j is not None else "one row above the other"
        return f"→ {told[0]}\n↑ {up}".replace("-", "−")

    def _placed(self, rows, i, j):
        """In parts of the box that all rows of the table fill."""
        low, high = self.limits
        placed = (rows - low) / (high - low)
        if j is None:
            return placed[:, i], (torch.arange(len(rows)) + 0.5) / len(rows)
        return placed[:, i], placed[:, j]

    def asked(self, density):
        """(log p of the sealed rows, a draw beside each, its share u) of a density, found once."""
        self._known = getattr(self, "_known", {})
        if density not in self._known:
            q, sealed = self.densities[density], self.table.sealed
            try:
                judged = Judged(q, self.table, seed=1)
                drawn = judged.draws(sealed, 1)[0]
                found = judged.log_prob(sealed), drawn, coverage_shares(q, self.table)
            except NotAsked as why:
                raise YoursFailed(str(why)) from why
            log_p, drawn, u = found
            self._known[density] = log_p, whole_rows(self.table, drawn), u.double()
        return self._known[density]

    def describe(self, n, columns, density):
        read = self.readings(n=n, columns=columns, density=density)
        told = read.get("correlation of rows")
        pair = f", with a correlation of {told} and {read['of draws']}" if told else ""
        return (
            f"{n} rows of {columns} that no fit has seen, and beside them as many draws of the "
            f"density: {density}{pair}. Its 68 % regions hold {read['in the 68 % region']} of "
            f"the rows. The coverage leaves its band: {read['leaves the band']}."
        )


def ends_of(numbers):
    """(low, high) of each column, with a margin of a twentieth."""
    low, high = numbers.amin(0), numbers.amax(0)
    return low - (high - low) / 20, high + (high - low) / 20


def whole_rows(table, x):
    """Targets of the sealed rows with their contexts beside them, in the table's units."""
    rows = table.numbers[table.sealed_rows]
    return torch.cat([x.double(), rows[:, len(table.target) :]], 1)


def correlation(rows, i, j):
    return torch.corrcoef(rows[:, [i, j]].T)[0, 1]


def samples_beside(
    q: Density | None = None, table: capstone.Table | None = None, **start: float | str | bool
) -> View:
    """Rows that nobody has seen beside draws of a density, and its coverage.

    ``q`` is your density of ``table``, as ``capstone.rubric`` takes it; a Gaussian is its rival.
    """
    if q is None:
        return show(SamplesBesidePicture(), **start)
    if table is None:
        raise TypeError("Give the table, too: samples_beside(q, table).")
    densities = {"yours": q, "a Gaussian": capstone.gaussian(table)}
    return show(SamplesBesidePicture(densities, table, LEARNER), **start)
