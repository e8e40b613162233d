"""Firefox ESR, as Debian has it: chapter 02 in JupyterLab, and a deck opened from its file."""

import os

import pytest

from course_lib.authoring import slides
from course_lib.authoring.firefox import NoFirefox
from course_lib.authoring.firefox import firefox as find
from course_lib.theme import DARK_PAPER
from tests.browser import lab
from tests.browser.firefox import firefox
from tests.browser.projected import DECKS

pytestmark = pytest.mark.exhaustive

NAME = "02_linear_and_affine_flows.ipynb"
RUN_ALL = "() => window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => true)"
DARK = """() => window.jupyterapp.commands.execute('apputils:change-theme',
  { theme: 'JupyterLab Dark' }).then(() => true)"""
ERRORS = f"""() => ({lab.STATE})().cells
  .flatMap((c) => c.outputs).filter((o) => o.output_type === 'error').map((o) => o.evalue)"""
# A cell by a part of its source, scrolled to and marked, so that CSS finds what is in it.
MARK = f"""async (words) => {{
  {lab.PANEL}
  const index = book.widgets.findIndex((c) => c.model.type === 'code'
    && c.model.sharedModel.getSource().includes(words));
  await book.scrollToItem(index, 'center');
  document.querySelectorAll('.here').forEach((e) => e.classList.remove('here'));
  book.widgets[index].node.classList.add('here');
  return index;
}}"""
READOUT = "() => document.querySelector('.here .course-readout')?.innerText"
MOVED = f"(before) => {{ const now = ({READOUT})(); return now !== before && now; }}"
HANDLE = ".here .noUi-handle"


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    try:
        path = find()
    except NoFirefox as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))
    lab.ARTIFACTS.mkdir(exist_ok=True)
    with firefox(path, tmp_path_factory.mktemp("firefox")) as page:
        yield page


@pytest.fixture(scope="module")
def chapter(page, server):
    """Chapter 02, all of it run."""
    page.goto(f"{server}/lab/tree/notebooks/{NAME}?reset")
    page.wait_for(lab.READY, seconds=lab.STARTS)
    page.evaluate(RUN_ALL)
    return page


def test_a_chapter_runs_and_its_sliders_move_by_key_and_mouse(chapter):
    assert chapter.evaluate(ERRORS) == []
    chapter.evaluate(MARK, "live.linear(")
    told = chapter.wait_for(READOUT)
    alt = "() => document.querySelector('.here svg[role=img]').getAttribute('aria-label')"
    began = chapter.evaluate(alt)
    chapter.press(HANDLE, "Right", 3)
    told = chapter.wait_for(MOVED, told)
    assert chapter.evaluate(alt) != began
    chapter.drag(HANDLE, -60)
    chapter.wait_for(MOVED, told)


def test_background_and_frame_lie_on_each_other(chapter):
    chapter.evaluate(MARK, "live.linear(")
    boxes = chapter.evaluate(
        "() => [...document.querySelectorAll('.here .widget-gridbox svg')]"
        ".map((e) => e.getBoundingClientRect()).map((b) => [b.x, b.y, b.width, b.height])"
    )
    assert len(boxes) == 2 and boxes[0][2] > 500
    assert max(abs(a - b) for a, b in zip(*boxes, strict=True)) < 0.6


BARS = """() => [...document.querySelectorAll('.jp-OutputArea .jupyter-widgets')]
  .filter((e) => e.scrollWidth > e.clientWidth && /auto|scroll/.test(getComputedStyle(e).overflowX))
  .map((e) => e.className)"""


def test_a_picture_has_no_scroll_bar(chapter):
    """Firefox keeps room for one; a headless Chromium hides it."""
    chapter.evaluate(MARK, "live.linear(")
    assert chapter.evaluate(BARS) == []


def test_a_quiz_answers(chapter):
    chapter.evaluate(MARK, 'quiz("02")')
    chapter.wait_for("() => document.querySelectorAll('.here .course-quiz button').length > 1")
    before = chapter.evaluate("() => document.querySelector('.here').innerText")
    chapter.click(".here .course-quiz button")
    chapter.wait_for("(b) => document.querySelector('.here').innerText.length > b.length", before)


def test_pictures_follow_the_dark_theme(chapter):
    chapter.evaluate(MARK, "live.linear(")
    chapter.evaluate(DARK)
    paper = f"rgb({', '.join(str(int(DARK_PAPER[k : k + 2], 16)) for k in (1, 3, 5))})"
    fill = "getComputedStyle(document.querySelector('.here svg path')).fill"
    chapter.wait_for(f"() => document.querySelector('.here svg path') && {fill} === '{paper}'")
    chapter.screenshot(lab.ARTIFACTS / "firefox-dark.png")


def test_a_deck_starts_and_its_pictures_move(page, tmp_path):
    slides.build_one(DECKS / "z_played.py", tmp_path)
    page.goto((tmp_path / "z_played.html").as_uri() + "#/Z2")
    page.wait_for("() => document.documentElement.dataset.ready")
    assert page.evaluate("() => document.querySelectorAll('.too-old.shown').length") == 0
    alt = "() => document.querySelector('.present .stage').lastElementChild.ariaLabel"
    began, at = page.evaluate(alt), page.evaluate("() => location.hash")
    page.press(".present input", "Left")
    page.wait_for(f"(before) => ({alt})() !== before", began)
    assert page.evaluate("() => location.hash") == at, "the arrow keys are the slider's"
    page.click(".present .play")
    page.wait_for("() => document.querySelector('.present .play').ariaPressed === 'true'")
    page.wait_for("() => document.querySelector('.present .play').ariaPressed === 'false'")
    page.screenshot(lab.ARTIFACTS / "firefox-deck.png")
