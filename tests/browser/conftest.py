"""One Chromium and one JupyterLab for the browser tests of a worker."""

import contextlib
import os

import nbformat
import pytest

from course_lib.authoring import npm, slides
from course_lib.authoring.chapter import METADATA
from tests.browser import lab
from tests.browser.jupyter import serve
from tests.browser.projected import SMALL_DECK, Projected

pytest.register_assert_rewrite("tests.browser.moving")  # what differs is told, as in a test

# Throw-away notebooks that prove this harness: what works is seen to work, what fails to fail.
SLIDER = """
import ipywidgets as widgets
slider = widgets.IntSlider(value=3, min=0, max=100, description="width")
bar, told = widgets.HTML(), widgets.HTML()
def show(change=None):
    bar.value = f"<div style='height:40px;background:teal;width:{5 * slider.value}px'></div>"
    told.value = f"<div class='course-readout'>width {slider.value}</div>"
slider.observe(show, "value")
show()
widgets.VBox([slider, bar, told])
"""
# All live pictures in one place, the next one at every press of a key.
PICTURES = """
from course_lib import live
import ipywidgets as widgets
from course_lib.live.host import LiveHost
names = list(live.pictures())
stage, pick = widgets.VBox(), widgets.IntSlider(min=-1, max=len(names) - 1, value=-1)
def show(change):
    view = getattr(live, names[change.new])()
    host = LiveHost(view.picture, view.start)
    host.box.add_class("seen-picture")
    stage.children = [host.box, widgets.HTML(f"<i class=shown-{change.new}></i>")]
pick.observe(show, "value"); pick.add_class("press-pick")
widgets.VBox([stage, pick])
"""
HARNESS = {
    "harness_pictures.ipynb": [PICTURES.strip()],
    "harness_slider.ipynb": ["print('one')", SLIDER.strip(), "number = 1\nnumber"],
    "harness_saved.ipynb": [SLIDER.strip()],
    "harness_error.ipynb": ["print('before')", "1 / 0", "print('never reached')"],
}


@pytest.fixture(scope="session")
def window(browser):
    """A person's browser: its tabs share a cache, so that Lab's programs are read once."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a JupyterLab with the learners' notebooks and those of test_harness.py."""
    folder = tmp_path_factory.mktemp("lab")
    ours = []
    for name, cells in HARNESS.items():
        ours.append(folder / name)
        cells = [nbformat.v4.new_code_cell(source) for source in cells]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), ours[-1])
    with serve(folder / "course", ours) as url:
        yield url


@pytest.fixture(scope="session")
def tab(window, server):
    """Opens a notebook in a tab: ``page = tab("00_start_here.ipynb")``. Who opens shuts it down."""

    def tab(name, width=1280, height=1000, url=server, kind=lab.LabPage):
        page = window.new_page()
        page.set_viewport_size({"width": width, "height": height})
        return kind(page, url).open(name)

    return tab


class Desk:
    """A tab in which one test after the other opens its notebook, as a learner goes on to the next.

    To start Lab anew costs as much as to run a short chapter.
    """

    def __init__(self, tab):
        self.tab, self.page = tab, None

    def turn_to(self, name):
        self.page = self.page.turn_to(name) if self.page else self.tab(name)
        return self.page

    def clear(self):
        if self.page:
            self.page.shut_down()
        self.page = None


@pytest.fixture(scope="session")
def desk(tab):
    desk = Desk(tab)
    yield desk
    desk.clear()


@pytest.fixture
def notebook(desk, request):
    """Opens a notebook for one test."""
    yield desk.turn_to
    if request.node.failed:  # what went wrong is not handed on
        desk.clear()


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """``built(source)`` is a deck's HTML file, drawn when it is first asked for."""
    try:
        npm.install()
    except npm.NoPackages as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))
    folder = tmp_path_factory.mktemp("decks")

    def file(source):
        if source not in file.decks:
            file.decks[source], summary = slides.draw_one(source, folder)
            print(summary)
        return folder / f"{source.stem}.html"

    file.decks = {}
    return file


@pytest.fixture
def project(browser, built):
    """Opens a deck: ``deck = project(source)``."""
    opened = []

    def open_deck(source=SMALL_DECK, ready=True, **how):
        opened.append(Projected(browser, built(source), **how))
        opened[-1].milliseconds = opened[-1].open(ready)
        return opened[-1]

    yield open_deck
    for deck in opened:
        deck.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A failure leaves a picture of every notebook that is open."""
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    if report.failed:
        for number, page in enumerate(lab.SHOWN):
            page.screenshot(f"failed-{item.name}-{number}".replace("/", "-"))
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """With ``--dist loadscope``; see units.py."""
    from tests.browser.units import Units  # without xdist nobody asks

    return Units(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_sessionstart(session):
    """Once, before there are workers, two of which must not bring the same packages at a time."""
    if hasattr(session.config, "workerinput"):
        return
    for old in lab.ARTIFACTS.glob("failed-*.png"):
        old.unlink()
    with contextlib.suppress(npm.NoPackages):  # the first deck says so
        npm.install()
