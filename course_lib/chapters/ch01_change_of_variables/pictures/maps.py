"""The one-dimensional maps of chapter 01: x = g(a·z + b), with a few shapes g to choose from."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from course_lib.live import unfolding


@dataclass(frozen=True)
class Shape:
    """A monotone function g, its inverse and its derivative, all elementwise."""

    words: str  # the formula, with {u} for what goes in
    g: Callable
    inverse: Callable
    slope: Callable  # g′(u)
    open_ends: tuple  # which of the outermost strips (1, 10) is infinitely wide in x


SHAPES = {
    "line": Shape("x = {u}", lambda u: u, lambda x: x, torch.ones_like, (1, 10)),
    "exp": Shape("x = exp({u})", torch.exp, torch.log, torch.exp, (10,)),
    "falling": Shape(
        "x = 3 − exp({u})",
        lambda u: 3 - torch.exp(u),
        lambda x: torch.log(3 - x),
        lambda u: -torch.exp(u),
        (10,),
    ),
    "S-curve": Shape(
        "x = 4 / (1 + exp(−({u})))",
        lambda u: 4 * torch.sigmoid(u),
        lambda x: torch.log(x) - torch.log(4 - x),
        lambda u: 4 * torch.sigmoid(u) * torch.sigmoid(-u),
        (),
    ),
}


@dataclass(frozen=True)
class ShapedMap:
    """x = f(z) = g(a·z + b) on standard-normal z.

    >>> ShapedMap("exp", 1.0, 0.0).density(torch.tensor([1.0]))
    tensor([0.3989])
    """

    shape: str
    a: float
    b: float

    def forward(self, z):
        return SHAPES[self.shape].g(self.a * z + self.b)

    def inverse(self, x):
        return (SHAPES[self.shape].inverse(x) - self.b) / self.a

    def slope(self, z):
        """f′(z), with its sign."""
        return self.a * SHAPES[self.shape].slope(self.a * z + self.b)

    @property
    def open_ends(self):
        """Which of the outermost strips (1, 10) is infinitely wide in x."""
        return SHAPES[self.shape].open_ends

    def words(self):
        """The formula: "x = exp(1.50·z)", without a factor of 1 and without adding 0."""
        sign = "−" if self.b < 0 else "+"
        scaled = "z" if self.a == 1 else f"{self.a:.2f}·z"
        return SHAPES[self.shape].words.format(
            u=scaled if self.b == 0 else f"{scaled} {sign} {abs(self.b):.2f}"
        )

    def density(self, x):
        """p(x) = p0(z) / |f′(z)| at z = f⁻¹(x)."""
        z = self.inverse(x)
        return base_density(z) / self.slope(z).abs()

    def without_jacobian(self, x):
        """p0(f⁻¹(x)): what one gets who forgets that the axis was stretched."""
        return base_density(self.inverse(x))


@dataclass(frozen=True)
class PartOfTheWay:
    """x = (1 − t) · ±z + t · f(z): from nothing to f, with the minus if f falls.

    There is no formula for its inverse.

    >>> PartOfTheWay(ShapedMap("line", 3.0, 0.0), 0.5).forward(torch.tensor([1.0]))
    tensor([2.])
    """

    f: ShapedMap
    t: float
    open_ends = (1, 10)  # both of the outermost strips are infinitely wide

    @property
    def sign(self):
        return 1 if self.f.slope(torch.zeros(())) > 0 else -1

    def forward(self, z):
        return unfolding.points(z, self.f.forward(z), self.t, self.sign)

    def slope(self, z):
        return unfolding.slope(self.f.slope(z), self.t, self.sign)

    def words(self):
        """Two lines: "x = 0.60·z + 0.40·f(z)", and f."""
        f = self.f.words().removeprefix("x = ")
        minus = "−" if self.sign < 0 else ""
        return f"x = {minus}{1 - self.t:.2f}·z + {self.t:.2f}·f(z)\nf(z) = {f}"


def base_density(z):
    """p0(z), the standard normal density."""
    return torch.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)


def ascending(x, *others):
    """Reverse all if x falls, as it does under a falling map."""
    if x[0] > x[-1]:
        return tuple(t.flip(0) for t in (x, *others))
    return (x, *others)
