"""A live picture is pure drawing: values in, a changed figure and a few words out.

Nothing in this file knows who shows the picture. A subclass lays its figure out once and then, for
every set of values, only moves what has changed. The live notebook, the saved notebook and the
slides are three hosts of the same picture.
"""

import io
import secrets
from collections.abc import Iterable

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from course_lib.live import svg, unfolding
from course_lib.live.drawing_size import current_size
from course_lib.live.legible import make_legible
from course_lib.live.raster import Cloud, Raster
from course_lib.live.yours import whose


class Curve(Line2D):
    """A line that takes tensors as they are; matplotlib alone would walk through every number."""

    def set_data(self, x, y):
        x, y = np.asarray(x), np.asarray(y)
        at_x, at_y = self.get_data()
        if not (np.array_equal(x, at_x, True) and np.array_equal(y, at_y, True)):
            super().set_data(x, y)  # also says that the line must be drawn again


def under(x, y, floor=0.0):
    """The corners of the region between a curve and the floor, for ``region.set_xy``.

    >>> under([1, 2], [5, 6]).tolist()
    [[1.0, 0.0], [1.0, 5.0], [2.0, 6.0], [2.0, 0.0]]
    """
    corners = np.empty((len(x) + 2, 2))
    corners[1:-1, 0], corners[1:-1, 1] = x, y
    corners[[0, -1], 0], corners[[0, -1], 1] = corners[[1, -2], 0], floor
    return corners


class Picture:
    """Base of all pictures.

    A subclass gives ``title`` (the question that the figure answers) and three methods:

    - ``layout(figure)`` makes the axes and everything that never changes, and registers what does
      change with ``self.moving(artist)``;
    - ``update(**values)`` moves those artists and returns the readouts as a dict of label → text;
    - ``describe(**values)`` says in a sentence or two what is to be seen: the alternative text.

    ``controls`` lists what a learner can move. Values are checked against it: a ValueError or
    TypeError says what is allowed.

    ``dear`` names controls whose new values take more than some 20 ms; ``update`` remembers what it
    has found for each of their values. What comes next is then computed ahead: see ``ahead``.

    With ``played = "theta"`` a button plays that control. With ``unfolds = True`` there is one
    more, "from nothing to f", and a button for it: ``self.t`` in [0, 1] is where it stands; see
    ``unfolding`` for what to draw there.
    """

    title = ""
    size = (900, 320)  # px
    played = ""
    dear = ()
    unfolds = False
    on_page = ()  # the controls, three at most, that move together in the web edition
    t = 1.0

    def __init__(self, controls: Iterable = ()):
        self.controls = tuple(controls) + ((unfolding.CONTROL,) if self.unfolds else ())
        self.played = self.played or ("t" if self.unfolds else "")
        self._token = secrets.token_hex(4)  # JupyterLab shows many notebooks on one page
        self._moving = []
        self._drawing = current_size()
        # Where nothing is written yet the course lends its answer: other words, another look.
        handed = getattr(self, "owner", None) or getattr(self, "yours", None)
        self.owner = whose(handed)
        if handed is not None:
            self.dear = ()  # what somebody has written is not called unasked
        if unknown := set(self.dear) - {control.name for control in self.controls}:
            raise ValueError(f"dear names {sorted(unknown)}, which are no controls.")
        self.size = self._drawing.size or self.size
        # At 72 dots per inch a point is a pixel, so sizes in the style are sizes on the screen.
        with matplotlib.rc_context(self._drawing.rc()):
            self.figure = Figure(figsize=(self.size[0] / 72, self.size[1] / 72), dpi=72)
            self.figure.set_layout_engine("constrained", rect=(0.005, 0.01, 0.99, 0.98))
            FigureCanvasAgg(self.figure)
            if self.title and self._drawing.title:
                self.figure.suptitle(self.title, x=0.012, ha="left", fontsize=16, weight="bold")
            self.layout(self.figure)
            self.owner.sign(self.figure)
            make_legible(self.figure)
            self._drawing.enlarge(self.figure.findobj())
            # Lay out once with everything in place, then freeze: an update must not move an axis.
            self._drawing.lay_out(self.figure)
            self.figure.set_layout_engine("none")
        for artist in self._moving:
            artist.set_animated(True)
        self._moving.sort(key=lambda artist: artist.get_zorder())
        self._readouts = None  # the values of the last update, and the readouts that it returned
        self._svg_texts = {}  # artist → what it drew the last time
        # Whoever draws the whole figure takes the marks off the artists that have changed.
        self.figure.canvas.mpl_connect("draw_event", lambda event: self._svg_texts.clear())

    # --- what a subclass writes -------------------------------------------------------------

    def layout(self, figure):
        raise NotImplementedError

    def update(self, **values):
        raise NotImplementedError

    def describe(self, **values):
        raise NotImplementedError

    # --- what a subclass uses ---------------------------------------------------------------

    def moving(self, artist):
        """Register an artist that ``update`` changes, and hand it back."""
        self._moving.append(artist)
        return artist

    def line(self, ax: Axes, color: str, **kwargs) -> Curve:
        """A curve that moves: ``curve.set_data(x, y)``."""
        return self.moving(ax.add_line(Curve([], [], color=color, **kwargs)))

    def area(self, ax, color, alpha=0.25, **kwargs):
        """A filled region that moves: ``region.set_xy(corners)`` with corners of shape (n, 2)."""
        polygon = ax.fill([0, 0, 0], [0, 0, 0], facecolor=color, alpha=alpha, lw=0, **kwargs)[0]
        return self.moving(polygon)

    def points(self, ax: Axes, color: str, size: float = 5, alpha: float = 0.8, **kwargs) -> Curve:
        """Dots that move: ``dots.set_data(x, y)``."""
        style = {"linestyle": "", "marker": "o", "markersize": size, "markeredgewidth": 0}
        return self.moving(ax.add_line(Curve([], [], color=color, alpha=alpha, **style, **kwargs)))

    def raster(self, ax: Axes, color: str, n: int = 90, opacity: float = 0.9) -> Raster:
        """A density in the plane: ``raster.set_values(p)``, p at the n² ``raster.points``."""
        return self.moving(Raster(ax, color, n, opacity, zorder=0.5))

    def cloud(self, ax: Axes, color: str, size: float = 4, alpha: float = 0.65) -> Cloud:
        """Thousands of dots: ``cloud.set_points(x)`` with x of shape (N, 2)."""
        return self.moving(Cloud(ax, color, size, alpha, zorder=0.6))

    def words(self, ax, x, y, **kwargs):
        """Text that changes, at (x, y) in units of the axes: ``label.set_text("…")``."""
        style = {"transform": ax.transAxes, "va": "top", "fontsize": 13} | kwargs
        return self.moving(ax.text(x, y, "", **style))

    def readings(self, **values):
        """The readouts of these values, for ``describe``: it mostly follows their update."""
        if self._readouts is None or self._readouts[0] != (values, self.t):
            self._readouts = (values, self.t), self.update(**values) or {}
        return self._readouts[1]

    # --- what a host calls ------------------------------------------------------------------

    def values(self, **given):
        """The start values of all controls, with ``given`` put in their place and checked."""
        known = {control.name: control for control in self.controls}
        for name in given:
            if name not in known:
                raise ValueError(f"{name!r} is not a control of this picture: {list(known)}.")
        return {n: c.checked(given[n]) if n in given else c.value for n, c in known.items()}

    def told(self, **values) -> str:
        """What is to be seen at these values of all controls, in the words of its owner."""
        text = self.owner.words(self.describe(**self.unfolded(values)))
        return text if self.t == 1 else f"{text} Seen on the way from nothing, at t = {self.t:.2f}."

    def unfolded(self, values):
        """The values without t, which is the picture's own from now on."""
        if self.unfolds:
            values = dict(values)
            self.t = values.pop("t", 1.0)
        return values

    def background(self) -> str:
        """Everything that never changes, as the text of one ``<svg>``."""
        with matplotlib.rc_context(self._drawing.rc()):  # which ticks fit depends on their size
            return svg.still(self.figure, f"b{self._token}")

    def frame(self, **given: float | str | bool) -> tuple[str, dict[str, str]]:
        """Draw one state; return (what changed as ``<svg>`` text, the readouts)."""
        values = self.values(**given)
        own = self.unfolded(values)
        readouts = self.update(**own) or {}
        self._readouts = (own, self.t), readouts
        self._drawing.enlarge(self._moving)
        # On a slide the question stands above the picture as text.
        question = f"{self.title} " if self._drawing.title else ""
        alt = (question + self.told(**values)).strip()
        prefix = f"f{self._token}"
        drawn = svg.moving(self.figure, self._moving, prefix, alt, self._svg_texts)
        return drawn, self.owner.readouts(readouts)

    def rehearse(self, **values):
        """Draw a frame for nobody: what it has to compute is then known to the real one."""
        kept = self.t, self._readouts
        try:
            self.frame(**values)
        finally:
            self.t, self._readouts = kept

    def png(self, scale: float = 2, **given: float | str | bool) -> bytes:
        """One state as a still picture: PNG bytes at ``scale`` times the picture's size."""
        self.update(**self.unfolded(self.values(**given)))
        self._drawing.enlarge(self._moving)
        stream = io.BytesIO()
        with matplotlib.rc_context(self._drawing.rc()):
            self.figure.savefig(stream, format="png", dpi=72 * scale, metadata={"Software": None})
        return stream.getvalue()
