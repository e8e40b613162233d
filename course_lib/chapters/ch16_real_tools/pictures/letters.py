"""What the strings of jammy_flows say: layers of our own flows, one for each letter."""

import functools
import re

import torch

from course_lib.flows import (
    Householder,
    Marginal,
    TrainableAffine,
    UnivariateMixture,
    parameters_in,
)
from course_lib.flows.random_stream import RandomStream
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import joined
from course_lib.live.style import BASE, INK, TARGET
from course_lib.live.words import number

MANIFOLDS = ("e2", "e3", "e5")
LAYERS = ("t", "g", "gt", "ggt", "gggt")
MOST = 6  # letters
DOTS = 800


def checked(manifolds, layers):
    """The number of dimensions. Raises ValueError with what is allowed."""
    if not re.fullmatch(r"e([2-9]|10)", str(manifolds)):
        raise ValueError(
            f'This picture draws one part, "e2" to "e10", not {manifolds!r}. {_why(str(manifolds))}'
        )
    if not re.fullmatch(rf"[gt]{{1,{MOST}}}", str(layers)):
        raise ValueError(
            f'Layers of "{manifolds}" are one to {MOST} letters g and t here, such as "ggt", '
            f"not {layers!r}."
        )
    return int(manifolds[1:])


def _why(manifolds):
    """What is the matter with the name of a manifold."""
    if "+" in manifolds:
        return "Take the parts at the + one by one."
    if manifolds.startswith(("s", "i", "a")):
        return "Other manifolds than e, such as circles and spheres, belong to chapter 14."
    if re.fullmatch(r"e\d+", manifolds):
        return "The plane of the picture shows two numbers, and in more than ten it shows nothing."
    return "The letter e means Euclidean, and the number after it how many dimensions there are."


def jammys_count(n, layers, k):
    """How many numbers jammy_flows keeps: n² and 3kn for g, n for t, and n for one offset.

    >>> jammys_count(2, "ggt", 10)
    132
    """
    return sum(n * n + 3 * k * n if letter == "g" else n for letter in layers) + n


def ours(n, letter, k, seed, first):
    """Our flow of one letter, moved away from its start: (parts from z to x, their numbers)."""
    if letter == "t":
        parts, numbers = [TrainableAffine(n)], n * (n + 3) // 2  # b, and the triangle L
    else:
        recipe = UnivariateMixture(k, base="normal" if first else "logistic")
        parts = [Marginal(n, recipe), Householder(n, n)]
        numbers = sum(map(parameters_in, parts))
    generator = torch.Generator().manual_seed(seed)
    for part in parts:
        part.double().requires_grad_(False)
        width = 0.25 if letter == "t" else 0.9
        for parameter in part.parameters():
            drawn = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
            parameter += width * drawn
    return parts, numbers


@functools.cache
def grid(n):
    """Lines z₁ = −2 … 2 and z₂ = −2 … 2, the other coordinates 0: (10, 61, n)."""
    along = torch.linspace(-2.5, 2.5, 61, dtype=torch.float64)
    lines = torch.zeros(10, 61, n, dtype=torch.float64)
    for k, at in enumerate((-2.0, -1.0, 0.0, 1.0, 2.0)):
        lines[k, :, 0], lines[k, :, 1] = at, along
        lines[5 + k, :, 0], lines[5 + k, :, 1] = along, at
    return lines


@functools.lru_cache(maxsize=64)
def stages(n, layers, k):
    """(points, lines, numbers) before the first letter and after each."""
    with RandomStream(0):
        points = torch.randn(DOTS, n, dtype=torch.float64)
    lines, found = grid(n), [(points, grid(n), 0)]
    for place, letter in enumerate(layers):
        parts, numbers = ours(n, letter, k, 10 + place, place == 0)
        for part in parts:
            points, lines = part.forward(points)[0], part.forward(lines)[0]
        found.append((points, lines, numbers))
    return found


class LettersPicture(Picture):
    """A round cloud under one letter after the other, and the numbers that each of them has."""

    size = (900, 350)
    title = "What does each letter do?"
    played = "done"
    dear = ("manifolds", "layers", "k")

    def __init__(self, manifolds="e2", layers="ggt"):
        checked(manifolds, layers)
        kinds = tuple(dict.fromkeys((*MANIFOLDS, manifolds)))
        strings = tuple(dict.fromkeys((*LAYERS, layers)))
        super().__init__([
            Choice("manifolds", "manifold", kinds, manifolds),
            Choice("layers", "layers", strings, layers),
            Slider("k", "bumps in a g", 2, 10, 1, 10),
            Slider("done", "letters done", 0, max(map(len, strings)), 1, len(layers)),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_n = figure.subplots(1, 2, width_ratios=(1.25, 1))
        ax.set(xlim=(-6, 6), ylim=(-4, 4), xlabel="first coordinate", ylabel="second")
        ax.set_title("a round cloud and its grid")
        self.dots = self.cloud(ax, TARGET)
        self.lines = self.line(ax, INK, lw=1.2)
        ax_n.set(xlim=(0.5, MOST + 0.5), ylim=(0, 1), yticks=[])
        ax_n.set_xlabel("letter, and below it its numbers")
        ax_n.set_xticks(range(1, MOST + 1))
        ax_n.set_title("what is applied, from the left")
        self.names = [
            self.words(ax_n, (k + 0.5) / MOST, 0.7, ha="center", fontsize=26, weight="bold")
            for k in range(MOST)
        ]
        self.counts = [self.words(ax_n, (k + 0.5) / MOST, 0.44, ha="center") for k in range(MOST)]
        self.bar = self.line(ax_n, BASE, lw=6, solid_capstyle="butt")

    def update(self, manifolds, layers, k, done):
        n = checked(manifolds, layers)
        beyond, done = done > len(layers), min(done, len(layers))
        found = stages(n, layers, k)
        points, lines, _ = found[done]
        self.dots.set_points(points[:, :2])
        self.lines.set_data(*joined(lines[..., :2].numpy()).T)
        for place, (name, count) in enumerate(zip(self.names, self.counts, strict=True)):
            there = place < len(layers)
            name.set_text(layers[place] if there else "")
            count.set_text(number(found[place + 1][2], 0) if there else "")
        self.bar.set_data([0.6, 0.6 + done], [0.84, 0.84])
        return {
            "applied": f"{layers}, and no letter is left" if beyond else applied(layers, done),
            "numbers in ours": number(sum(stage[2] for stage in found), 0),
            "in jammy_flows": number(jammys_count(n, layers, k), 0),
        }

    def describe(self, manifolds, layers, k, done):
        read = self.readings(manifolds=manifolds, layers=layers, k=k, done=done)
        return (
            f"A round cloud in {manifolds} with its grid, after the letters "
            f"{applied(layers, done)} of {layers}. Below each letter stands how many numbers it "
            "has; together "
            f"{read['numbers in ours']}, and {read['in jammy_flows']} in jammy_flows."
        )


def applied(layers, done):
    """The letters that have been applied, in words."""
    return layers[:done] or "nothing yet"


def letters(manifolds: str = "e2", layers: str = "ggt", **start: float | str | bool) -> View:
    """Type a manifold and its layers: what each letter does to a round cloud.

    Raises ValueError for strings that cannot be drawn, with what is allowed.
    """
    return show(LettersPicture(manifolds, layers), **start)
