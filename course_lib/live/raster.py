"""What would be too much for lines: a density on a lattice, a cloud of thousands of points.

Each is one small image under the curves of its axes. Measured for 2000 points in Chromium: as a
path of dots every frame takes the browser 50 ms, as an image it keeps up with the screen; the
kernel takes 3 to 4 ms. A density on 90 × 90 points takes it 0.5 ms.

The images have one colour, more or less opaque, so they lie on light and on dark paper alike.
"""

import base64
import struct
import zlib

import numpy as np
import torch
from matplotlib.colors import ListedColormap, Normalize, to_rgb
from matplotlib.image import AxesImage

from course_lib.live.plane import lattice

FINER = 1.5  # px of the image to a px of the picture, which a page shows up to 1.2 times as large
EMPTY = np.zeros((2, 2), np.uint8)


class _Opacity(AxesImage):
    """An image over all of its axes: whole levels, from 0 (nothing) to the last of ``opacity``."""

    def __init__(self, ax, color, opacity, **kwargs):
        (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
        if not (left < right and low < high):
            raise ValueError("An image needs axes that rise: set xlim and ylim before it.")
        colors = np.empty((len(opacity), 4))
        colors[:, :3], colors[:, 3] = to_rgb(color), opacity
        self._palette = np.rint(255 * colors).astype(np.uint8)
        style = {"cmap": ListedColormap(colors), "norm": Normalize(0, len(opacity) - 1)}
        super().__init__(ax, origin="lower", extent=(left, right, low, high),
                         interpolation="bilinear", **style, **kwargs)  # fmt: skip
        self.set_data(EMPTY)
        self.set_clip_path(ax.patch)
        ax.add_image(self)

    @property
    def levels(self):
        """What is shown: whole numbers of shape (rows, columns), the lowest row first."""
        return np.asarray(self.get_array())

    def draw(self, renderer):
        if not hasattr(renderer, "draw_png"):  # matplotlib's own, for the still picture
            super().draw(renderer)
        elif self.get_visible():
            bits = 4 if len(self._palette) <= 16 else 8
            renderer.draw_png(self.axes.bbox, png(self.levels[::-1], self._palette, bits))


class Raster(_Opacity):
    """Values on an n × n lattice over the axes: the larger, the more opaque.

    ``points`` are the lattice's points, (n², 2), float64: evaluate there, then ``set_values``.

    Reference: the lattice is that of ``course_lib.live.plane.lattice``, the middles of the pixels.
    """

    def __init__(self, ax, color, n=90, opacity=0.9, **kwargs):
        super().__init__(ax, color, np.linspace(0, opacity, 256), **kwargs)
        self.n = n
        corners = torch.tensor([ax.get_xlim(), ax.get_ylim()], dtype=torch.float64)
        half = (corners[:, 1] - corners[:, 0]) / (2 * n)
        self.points = lattice(corners[:, 0] + half, corners[:, 1] - half, n)

    def set_values(self, values, top=None):
        """Show one value per point of ``points``; ``top`` and more is shown at full strength.

        Without ``top`` that is the largest value. What is negative or no number is not shown.
        Raises ValueError for another number of values, or a top that is not positive.
        """
        values = np.asarray(values, dtype=float)
        if values.size != self.n**2:
            raise ValueError(
                f"the raster has {self.n} × {self.n} points, one value each; given are values of "
                f"the shape {values.shape}."
            )
        values = np.nan_to_num(values, nan=0.0).reshape(self.n, self.n).T
        top = max(float(values.max()), np.finfo(float).tiny) if top is None else float(top)
        if not top > 0:
            raise ValueError(f"top is a positive number, not {top}.")
        self.set_data(np.rint(255 * np.clip(values / top, 0, 1)).astype(np.uint8))


class Cloud(_Opacity):
    """Thousands of dots that move together; where many lie they add up.

    ``size`` is a dot's diameter in px, ``alpha`` the opacity of one of them.
    """

    def __init__(self, ax, color, size=4, alpha=0.65, **kwargs):
        super().__init__(ax, color, 1 - (1 - alpha) ** np.arange(16), **kwargs)
        self.size = size
        self.at = np.empty((0, 2))

    def set_points(self, points):
        """Show the dots at points of shape (N, 2), in data coordinates.

        What is not finite or lies outside of the axes is not shown. Raises ValueError for another
        shape.
        """
        points = np.asarray(points, dtype=float)
        if points.ndim != 2 or points.shape[1] != 2:
            raise ValueError(f"points have the shape (N, 2), not {points.shape}.")
        self.at = points
        box = self.axes.bbox
        columns, rows = 2 * round(FINER * box.width / 2), round(FINER * box.height)
        place = (self.axes.transData.transform(points) - box.p0) / box.size * (columns, rows) - 0.5
        place = place[np.isfinite(place).all(1)]
        self.set_data(_splat(place, columns, rows, FINER * self.size / 2))


def _splat(place, columns, rows, radius):
    """Levels 0 to 15: how many discs around the places (column, row) cover each pixel."""
    reach = int(np.ceil(radius))
    # A margin, so that the discs at the border need no case of their own.
    wide, high = columns + 2 * reach, rows + 2 * reach
    place = place[((place >= -0.5) & (place <= (columns - 0.5, rows - 0.5))).all(1)]
    # A dot on the very edge is halfway between two pixels: it may be rounded to the one outside.
    place = np.clip(np.rint(place), 0, (columns - 1, rows - 1))
    at = ((place[:, 1] + reach) * wide + place[:, 0] + reach).astype(np.int64)
    levels = np.zeros(wide * high, np.uint8)
    dy, dx = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    inside = dx**2 + dy**2 <= radius**2
    for step in (dy * wide + dx)[inside].tolist():
        levels[at + step] += 1  # two dots at the same pixel count as one: nobody could tell
    levels = levels.reshape(high, wide)[reach : reach + rows, reach : reach + columns]
    return np.minimum(levels, 15)


def png(levels, palette, bits=8):
    """PNG bytes of an image with a palette: levels (rows, columns), palette (n, 4) RGBA, uint8.

    With ``bits=4`` there are at most 16 levels and an even number of columns. Pillow would do the
    same, more slowly.

    Reference: W3C, "Portable Network Graphics (PNG) Specification", chunks IHDR to IEND.

    >>> png(np.zeros((2, 2), np.uint8), np.zeros((2, 4), np.uint8))[1:4]
    b'PNG'
    """
    rows, columns = levels.shape
    packed = levels if bits == 8 else levels[:, ::2] << 4 | levels[:, 1::2]
    lines = np.zeros((rows, packed.shape[1] + 1), np.uint8)  # each begins with 0: no filter
    lines[:, 1:] = packed
    # Of a cloud most is empty, in runs; a density has smooth slopes.
    strategy = zlib.Z_RLE if bits == 4 else zlib.Z_DEFAULT_STRATEGY
    deflate = zlib.compressobj(1, zlib.DEFLATED, 15, 9, strategy)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", columns, rows, bits, 3, 0, 0, 0)),
        (b"PLTE", palette[:, :3].tobytes()),
        (b"tRNS", palette[:, 3].tobytes()),
        (b"IDAT", deflate.compress(lines.tobytes()) + deflate.flush()),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def data_url(image):
    """The bytes of a PNG as what an ``href`` takes."""
    return "data:image/png;base64," + base64.b64encode(image).decode("ascii")
