"""What a slide covers: which panels, and what is refused."""

import pytest

from course_lib import live
from course_lib.live import veil
from course_lib.live.drawing_size import drawn_at
from course_lib.live.frames import NotSwept, Sweep, slide_size
from course_lib.live.frames_html import live_html, paper_html


@pytest.fixture(scope="module")
def sweep():
    """Two rows of three panels: the right column tells the answer."""
    with drawn_at(slide_size()):
        view = live.two_steps(a=2.0, b=1.5)
    return Sweep(view.picture, view.start, {"a": [1.0, 2.0]})


@pytest.mark.thorough
def test_a_panel_is_covered_from_edge_to_edge(sweep):
    ((left, top, width, height),) = veil.boxes(sweep.picture, "right")
    for ax in sweep.picture.figure.axes:
        x0, y0, x1, y1 = ax.get_position().extents
        inside = left <= x0 and x1 <= left + width and top <= 1 - y1 and 1 - y0 <= top + height
        apart = x1 <= left
        assert inside == (ax.get_subplotspec().colspan.start == 2) and inside != apart


def test_rows_and_columns_have_names(sweep):
    left, middle, right = (veil.boxes(sweep.picture, [w])[0] for w in ("left", "middle", "right"))
    assert left[0] < middle[0] < right[0]
    top, bottom = veil.boxes(sweep.picture, ["top", "bottom"])
    assert top[1] + top[3] <= bottom[1] + veil.PAD * 2 and top[2] == bottom[2] > 2 * left[2]


@pytest.mark.thorough
def test_no_word_peeps_out_beside_a_cover():
    """Below the bars is a lens, and what stands over it is wider than its panel."""
    with drawn_at(slide_size()):
        picture = live.cells(map="shear", s=0.75, side=1.0).picture
    picture.background()
    picture.frame(map="shear", s=0.75, side=1.0)
    ((left, top, width, height),) = veil.boxes(picture, "right")
    title = picture.magnified
    x0, y0, x1, y1 = veil.extents(title)
    assert top < 1 - y1 and 1 - y0 < top + height, "it lies under the cover"
    assert left < x0 and x1 < left + width
    assert x0 < title.axes.get_position().x0 - veil.PAD, "or the panel alone would do"


@pytest.mark.thorough
def test_the_line_below_the_panels_can_be_covered():
    with drawn_at(slide_size()):
        picture = live.verdicts().picture
    picture.background()
    ((left, top, width, height),) = veil.boxes(picture, ["labels"])
    for ax in picture.figure.axes:
        x0, y0, x1, y1 = veil.extents(ax.xaxis.label)
        assert left < x0 and x1 < left + width and top < 1 - y1 and 1 - y0 < top + height
        assert top > 1 - ax.get_position().y0, "the panels stay in sight"
    assert "font-size:28px" in veil.covers(picture, ["labels"])


def test_a_word_covers_the_readouts_too_and_a_list_what_it_names():
    assert veil.classes("right") == "veiled without-readouts"
    assert veil.classes(["right"]) == "veiled"
    assert veil.classes(["numbers", "readouts"]) == "veiled without-readouts without-numbers"
    assert veil.classes(None) == ""


@pytest.mark.parametrize(
    ("given", "complaint"),
    [("upper", "veil names 'upper'; it knows left"), (["middle", "top"], "has 1 of these")],
)
def test_what_cannot_be_covered_is_said(given, complaint):
    with drawn_at(slide_size()):
        view = live.gain_and_loss()
    with pytest.raises(NotSwept, match=complaint):
        veil.boxes(view.picture, given)


def test_on_paper_every_still_is_covered(sweep):
    page = paper_html(sweep, veil="right")
    assert page.count('class="veil"') == page.count('class="multiple"') == 2
    assert 'class="live veiled without-readouts"' in page
    assert 'class="veil"' not in paper_html(sweep) and "lift" not in live_html(sweep)
