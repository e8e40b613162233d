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


WORDS = ("mass 0.27 (½)", "lp", "− −", " ", "strip 4:\n−0.70", "")


@pytest.mark.parametrize("va", ["top", "center", "baseline", "bottom"])
@pytest.mark.parametrize("rotation", [0, 90])
def test_new_words_stand_where_their_full_measure_puts_them(ax, monkeypatch, va, rotation):
    label = ax.text(1, 2, "", va=va, rotation=rotation, fontsize=13)

    def drawn(words):
        label.set_text(words)
        return svg.moving(ax.figure, [label], "t", "", {})

    summed = [drawn(words) for words in WORDS]
    monkeypatch.setattr(svg, "_summed", lambda text, font: svg._measured(text, font.copy(), False))
    assert summed == [drawn(words) for words in WORDS]


def test_a_letter_is_measured_once(ax, monkeypatch):
    asked, measure = [], svg._MEASURE.get_text_width_height_descent
    label = ax.text(1, 2, "x = 1.25", fontsize=13.37)
    svg.moving(ax.figure, [label], "t", "", {})
    told = lambda text, *rest: asked.append(text) or measure(text, *rest)  # noqa: E731
    monkeypatch.setattr(svg._MEASURE, "get_text_width_height_descent", told)
    label.set_text("x = 5.21 2")
    svg.moving(ax.figure, [label], "t", "", {})
    assert set(asked) <= {"lp"}, "matplotlib's own question, of every font"
    label.set_text("y = 5")
    svg.moving(ax.figure, [label], "t", "", {})
    assert "y" in asked


def test_points_outside_or_of_no_number_are_no_dots(ax):
    (line,) = ax.plot([1, np.nan, 50, -50, 2], [1, 1, 1, 1, 99], "o", color=TARGET, mew=0)
    assert svg.moving(ax.figure, [line], "t", "", {}).count("h0") == 1
    line.set_data([], [])
    assert "h0" not in svg.moving(ax.figure, [line], "t", "", {})
