"""What reads marks back from a frame: each kind of check finds what is wrong, and says where."""

import numpy as np
import pytest
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from course_lib.live import Picture, Slider
from course_lib.live.style import BASE, TARGET
from tests.live import marks, mutants, proofs
from tests.live.marks import Marks

X = np.linspace(-3, 3, 61)
ALONG = np.linspace(0, 9, 400)
SPIRAL = np.column_stack([1 + 0.2 * ALONG * np.cos(ALONG), 2 + 0.3 * ALONG * np.sin(ALONG)])
SQUARES = [[[0, 0], [1, 0], [1, 2], [0, 2]], [[2, 0], [3, 0], [3, 1], [2, 1]]]


class Sampler(Picture):
    """A mark of every kind; the number a moves them all."""

    title = "What can move?"
    size = (600, 300)

    def __init__(self):
        super().__init__([Slider("a", "a", 0.5, 2.0, 0.1, 1.0)])

    def layout(self, figure):
        ax, other = figure.subplots(1, 2)
        ax.set(xlim=(-3, 3), ylim=(-1, 9))
        other.set(xlim=(-1, 4), ylim=(-1, 9))
        self.curve = self.line(ax, BASE)
        self.marked = self.line(ax, TARGET, marker="s", ms=7)
        self.region = self.area(ax, TARGET)
        self.dots = self.points(ax, BASE)
        self.crosses = self.moving(ax.plot([], [], ls="", marker="x", ms=6)[0])
        self.label = self.words(ax, 0.1, 0.9)
        self.density = self.raster(ax, TARGET, n=40)
        self.many = self.cloud(other, BASE)
        self.bar = self.moving(other.add_patch(Rectangle((0, 5), 0, 1)))
        self.squares = self.moving(other.add_patch(PathPatch(Path(np.zeros((1, 2))))))
        self.note = self.words(other, 0, 0, transform=other.transData, ha="center")

    def update(self, a):
        self.curve.set_data(X, a * X**2)
        self.marked.set_data([0, a, np.nan, 2], [1, 2, np.nan, 3])
        self.region.set_xy(np.column_stack([X, a * (9 - X**2)]))
        self.dots.set_data([a, 1], [2, 3])
        self.crosses.set_data([a, 2.5], [4, 5])
        self.label.set_text(f"a = {a:.1f}\nand <more>")
        self.density.set_values(hill(*self.density.points.numpy().T, a), top=1)
        self.many.set_points(SPIRAL * a)
        self.bar.set_width(a)
        self.squares.set_path(Path.make_compound_path_from_polys(np.array(SQUARES) * a))
        self.note.set_text(f"−{a:.2f}e")
        self.note.set_position((a, 4))
        return {"a": f"{a:.1f}"}

    def describe(self, a):
        return f"All moved by {a:.1f}."


def hill(x, y, a):
    """A lopsided one, as high as 1/a."""
    return np.exp(-((x - a) ** 2) - ((y - 4 * a) / 3) ** 2 - 0.1 * (x - a) * (y - 4 * a)) / a


def right(see, a, off=0.0, words="more"):
    """What must be seen; with ``off`` every check is asked for something else."""
    picture, a = see.picture, a + off
    asked = [
        lambda: see.curve(picture.curve, X, a * X**2),
        lambda: see.marked(picture.marked, [0, a, np.nan, 2], [1, 2, np.nan, 3]),
        lambda: see.region(picture.region, X, a * (9 - X**2)),
        lambda: see.area(picture.region, 36 * a),
        lambda: see.points(picture.dots, [1, a], [3, 2]),
        lambda: see.points(picture.crosses, [a, 2.5], [4, 5]),
        lambda: see.text(picture.label, f"a = {{}}\nand <{words}>", a),
        lambda: see.boxes(picture.bar, [0, 5, a, 6]),
        lambda: see.boxes(picture.squares, [[0, 0, a, 2 * a], [2 * a, 0, 3 * a, a]]),
        lambda: see.text(picture.note, "{}e", -a),
        lambda: see.text_at(picture.note, a, 4, "center"),
        lambda: see.reads("a", "{}", a),
        lambda: see.raster(picture.density, lambda x, y: hill(x, y, a), top=1),
        lambda: see.cloud(picture.many, *(SPIRAL * a).T),
    ]
    return asked


def check(see, a):
    for ask in right(see, a):
        ask()


PROOF = proofs.Proof(check, ({"a": 0.7}, {"a": 1.6}))


@pytest.fixture(scope="module")
def picture():
    return Sampler()


def test_every_kind_of_mark_is_read_back(picture):
    looks = proofs.seen(picture, PROOF)
    looks += proofs.seen(picture, PROOF)  # what has not changed is kept from the last frame
    assert proofs.overlooked(picture, looks) == []


@pytest.mark.parametrize("number", range(14))
def test_every_kind_of_check_finds_what_is_wrong(picture, number):
    see = Marks(picture, a=1.3)
    right(see, 1.3)[number]()
    with pytest.raises(AssertionError):
        right(see, 1.3, off=0.06)[number]()


def test_words_are_read_to_the_letter(picture):
    see = Marks(picture, a=1.3)
    with pytest.raises(AssertionError, match="says 'a ="):
        right(see, 1.3, words="less")[6]()


def test_a_mark_that_is_there_is_not_nothing(picture):
    see = Marks(picture, a=1.3)
    for artist in (picture.curve, picture.dots, picture.crosses, picture.label, picture.squares,
                   picture.density, picture.many):  # fmt: skip
        with pytest.raises(AssertionError, match="something is drawn"):
            see.nothing(artist)


def test_what_no_setting_looks_at_is_named(picture):
    see = Marks(picture, a=1.3)
    right(see, 1.3)[0]()
    missed = proofs.overlooked(picture, [see])
    assert {"marked", "bar", "note", "a"} <= set(missed) and "curve" not in missed


def test_a_mark_outside_of_the_frames_order_is_said(picture):
    frame, _ = picture.frame()
    with pytest.raises(AssertionError, match="no moving artist"):
        marks.reading.pieces(picture, frame.replace("</svg>", '<path d="M0 0L1 1"/></svg>'))


@pytest.mark.parametrize(
    ("text", "number", "agrees"),
    [
        ("−1.50", -1.5049, True),
        ("−1.50", -1.5051, False),
        ("1.50", -1.5, False),
        ("2e-05", 2.4e-5, True),
        ("2e-05", 2.6e-5, False),
        ("1,440", 1440, True),
        ("∞", np.inf, True),
        ("∞", 12.0, False),
    ],
)
def test_numbers_agree_as_finely_as_they_are_said(text, number, agrees):
    if agrees:
        marks.agrees(f"x = {text} m", "x = {} m", [number])
    else:
        with pytest.raises(AssertionError):
            marks.agrees(f"x = {text} m", "x = {} m", [number])


@pytest.mark.thorough
def test_mutants_are_found_and_a_blind_proof_lets_them_live(picture):
    run = mutants.run(picture, PROOF)
    assert len(run.found) > 60 and not run.survivors
    blind = proofs.Proof(lambda see, a: see.reads("a", "{}", a), PROOF.settings)
    run = mutants.run(Sampler(), blind)
    assert not run.found and {"curve: y scaled", "note: y shifted"} <= run.survivors


@pytest.mark.thorough
def test_a_picture_is_as_it_was_after_the_run(picture):
    mutants.run(picture, PROOF)
    check(Marks(picture, a=0.9), a=0.9)


@pytest.mark.thorough
def test_a_fault_that_only_other_settings_show_survives(picture):
    once = proofs.Proof(check, ({"a": 1.0}, {"a": 1.0}))
    run = mutants.run(picture, once)
    assert any(fault.startswith("curve: frozen, seen at") for fault in run.survivors)
