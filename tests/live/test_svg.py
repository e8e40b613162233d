"""The renderer of live pictures: markers come out where, and as large as, matplotlib means them."""

import re

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from course_lib.live import svg
from course_lib.live.style import TARGET
from course_lib.theme import css

X, Y = [1.0, 2.0, np.nan, 4.0], [1.0, 3.0, 2.0, 2.5]


@pytest.fixture
def ax():
    figure = Figure(figsize=(4, 3), dpi=72)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    ax.set(xlim=(0, 5), ylim=(0, 4))
    return ax


def drawn(ax, **style):
    (line,) = ax.plot(X, Y, ls="", **style)
    return svg.moving(ax.figure, [line], "t", "", {})


def centres(ax):
    """Where the three points that are no NaN stand, in pixels from the top left."""
    points = np.column_stack([X, Y])[[0, 1, 3]]
    return ax.transData.transform(points) * (1, -1) + (0, ax.figure.bbox.height)


@pytest.mark.parametrize(("edge", "width"), [(0, "10.0"), (2, "12.0")])
def test_filled_discs_are_round_dots_of_one_path(ax, edge, width):
    text = drawn(ax, marker="o", ms=10, mew=edge, color=TARGET)
    (path,) = re.findall(r'<path d="(M[^"]*h0)"', text)
    found = [[float(c) for c in dot.split()] for dot in path.replace("h0", "")[1:].split("M")]
    np.testing.assert_allclose(found, centres(ax), atol=0.06)
    assert f"stroke-width:{width};" in text and f"stroke: {css(TARGET)};" in text


def corners(text):
    """The vertices of every closed part of the only path."""
    (path,) = re.findall(r'<path d="([^"]*)" clip', text)
    parts = path.split("z")[:-1]
    return [np.array(re.findall(r"-?[\d.]+", part), float).reshape(-1, 2) for part in parts]


@pytest.mark.parametrize(
    "style",
    [
        {"marker": "v", "color": "#0072b2"},
        {"marker": "o", "fillstyle": "none", "color": "#0072b2"},
        {"marker": "o", "markerfacecolor": "white", "markeredgecolor": "#0072b2"},
    ],
)
def test_other_markers_are_one_path_around_each_point(ax, style):
    text = drawn(ax, ms=10, **style)
    assert "#0072b2" in text and ("#ffffff" in text) == ("markerfacecolor" in style)
    shapes = corners(text)
    middles = [(shape.min(0) + shape.max(0)) / 2 for shape in shapes]
    np.testing.assert_allclose(middles, centres(ax), atol=0.02)
    for shape in shapes:
        np.testing.assert_allclose(np.ptp(shape, axis=0), [10, 10], atol=0.02)
