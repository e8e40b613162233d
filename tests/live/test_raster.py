"""Densities and clouds as images: each pixel where, and as strong as, its value says."""

import io
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest
import torch
from PIL import Image

from course_lib.live import Picture, Slider
from course_lib.live.raster import _splat, png
from course_lib.live.style import BASE, TARGET
from tests.live import reading

pytestmark = pytest.mark.thorough  # `make check` leaves them to `make test`


class Both(Picture):
    """A density at the left, a cloud at the right."""

    title = "What is where?"
    size = (600, 320)

    def __init__(self):
        super().__init__([Slider("a", "a", 0.0, 2.0, 0.1, 1.0)])

    def layout(self, figure):
        left, right = figure.subplots(1, 2)
        left.set(xlim=(-2, 4), ylim=(0, 1))
        right.set(xlim=(0, 10), ylim=(0, 10))
        self.density = self.raster(left, TARGET, n=30)
        self.dots = self.cloud(right, BASE)

    def update(self, a):
        x, y = self.density.points.T
        self.density.set_values(torch.where((x < a) & (y > 0.5), 1.0, 0.0))
        self.dots.set_points(torch.tensor([[a, 2 * a]]))
        return {"a": f"{a:.1f}"}

    def describe(self, a):
        return f"Both at {a:.1f}."


@pytest.fixture
def picture():
    return Both()


def shown(picture, artist, **values):
    """(opacity, box) of the only image of this artist."""
    frame, _ = picture.frame(**values)
    ElementTree.fromstring(frame)  # raises on anything malformed
    (image,) = reading.read(reading.pieces(picture, frame)[artist], 320).images
    return image


@pytest.mark.parametrize("bits", [4, 8])
def test_a_png_is_read_back_pixel_by_pixel(bits):
    random = np.random.default_rng(1)
    levels = random.integers(0, 2**bits, (7, 10)).astype(np.uint8)
    palette = random.integers(0, 256, (2**bits, 4)).astype(np.uint8)
    read = Image.open(io.BytesIO(png(levels, palette, bits))).convert("RGBA")
    np.testing.assert_array_equal(np.asarray(read), palette[levels])


def test_values_stand_where_their_points_are(picture):
    opacity, box = shown(picture, picture.density, a=1.0)
    assert np.allclose(box, picture.figure.axes[0].bbox.extents, atol=0.01)
    wanted = np.zeros((30, 30))
    wanted[15:, :15] = 0.9  # x runs from −2 to 4 along the columns, y from 0 to 1 up the rows
    np.testing.assert_allclose(opacity, wanted, atol=0.002)


def test_the_still_picture_shows_the_same(picture):
    still = np.asarray(Image.open(io.BytesIO(picture.png(scale=1, a=1.0))).convert("L"), float)
    x0, y0, x1, y1 = picture.figure.axes[0].bbox.extents
    inside = still[320 - int(y1) + 6 : 320 - int(y0) - 6, int(x0) + 6 : int(x1) - 6]
    high, wide = inside.shape
    corner = inside[: high // 3, : wide // 3]
    rest = inside[2 * high // 3 :]
    assert corner.mean() < 160 and rest.mean() > 235


def test_a_dot_stands_at_its_point_as_large_as_said(picture):
    opacity, box = shown(picture, picture.dots, a=2.0)
    rows, columns = np.nonzero(opacity)
    finer = opacity.shape[1] / (box[2] - box[0])
    place = (columns.mean() + 0.5) / opacity.shape[1], (rows.mean() + 0.5) / opacity.shape[0]
    np.testing.assert_allclose(place, (0.2, 0.4), atol=0.004)
    assert len(rows) == pytest.approx(np.pi * (2 * finer) ** 2, rel=0.15)
    assert set(np.unique(opacity).round(2)) == {0, 0.65}


def test_dots_add_up_and_those_at_the_border_are_cut(picture):
    picture.dots.set_points([[5, 5], [5.02, 5], [5, 5.1]])
    assert picture.dots.levels.max() > 1
    for edge in ([0, 0], [10, 10], [0, 5], [5, 10]):
        picture.dots.set_points([edge])
        lit = (picture.dots.levels > 0).sum()
        picture.dots.set_points([[5, 5]])
        assert 0 < lit < (picture.dots.levels > 0).sum()


@pytest.mark.parametrize("columns", [4, 6])  # half a pixel is rounded to even
@pytest.mark.parametrize("rows", [3, 4])
def test_a_dot_on_the_very_edge_is_in_the_last_pixel(columns, rows):
    for x, column in ((-0.5, 0), (columns - 0.5, columns - 1)):
        for y, row in ((-0.5, 0), (rows - 0.5, rows - 1)):
            levels = _splat(np.array([[x, y]]), columns, rows, 1.0)
            assert levels[row, column] == 1, (x, y)


def test_what_is_no_number_or_outside_is_not_shown(picture):
    picture.dots.set_points([[np.nan, 1], [np.inf, 2], [-5, 5], [5, 11]])
    assert not picture.dots.levels.any()
    values = np.ones(900)
    values[0] = np.nan
    values[1] = -3
    picture.density.set_values(values)
    assert picture.density.levels[:2, 0].tolist() == [0, 0]
    assert picture.density.levels[2, 0] == 255
    picture.density.set_values(np.zeros(900))
    assert not picture.density.levels.any()


def test_top_is_full_strength(picture):
    picture.density.set_values(np.full(900, 0.5), top=1)
    assert set(picture.density.levels.ravel()) == {128}
    picture.density.set_values(np.full(900, 3.0), top=1)
    assert set(picture.density.levels.ravel()) == {255}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda p: p.density.set_values(torch.ones(30)), r"30 × 30 points.*shape \(30,\)"),
        (lambda p: p.density.set_values(torch.ones(900), top=0), "top is a positive number"),
        (lambda p: p.dots.set_points(torch.ones(3)), r"shape \(N, 2\), not \(3,\)"),
        (lambda p: p.dots.set_points(torch.ones(2, 3)), r"shape \(N, 2\), not \(2, 3\)"),
    ],
)
def test_what_does_not_fit_is_said(picture, call, says):
    with pytest.raises(ValueError, match=says):
        call(picture)


def test_axes_that_fall_are_refused(picture):
    ax = picture.figure.axes[0]
    ax.set_xlim(4, -2)
    with pytest.raises(ValueError, match="axes that rise"):
        picture.raster(ax, TARGET)
