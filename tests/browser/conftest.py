"""One Chromium and one JupyterLab for all browser tests."""

import nbformat
import pytest
from playwright.sync_api import sync_playwright

from course_lib.authoring.chapter import METADATA
from course_lib.authoring.chromium import FLAGS, NoChromium, chromium
from tests.browser import lab

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
def browser():
    try:
        path = chromium()
    except NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a JupyterLab with the learners' notebooks and those of test_harness.py."""
    folder = tmp_path_factory.mktemp("lab")
    ours = []
    for name, cells in HARNESS.items():
        ours.append(folder / name)
        cells = [nbformat.v4.new_code_cell(source) for source in cells]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), ours[-1])
    with lab.serve(folder / "course", ours) as url:
        yield url


@pytest.fixture
def notebook(browser, server, request):
    """Opens a notebook: ``page = notebook("00_start_here.ipynb")``. A failure leaves a picture."""
    opened = []

    def open_notebook(name, width=1280, height=1000, scale=1):
        window = {"width": width, "height": height}
        context = browser.new_context(viewport=window, device_scale_factor=scale)
        page = lab.LabPage(context.new_page(), server)
        opened.append(page)
        return page.open(name)

    yield open_notebook
    for number, page in enumerate(opened):
        if getattr(request.node, "failed", False):
            page.screenshot(f"failed-{request.node.name}-{number}".replace("/", "-"))
        page.shut_down()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report


def pytest_sessionstart():
    for old in lab.ARTIFACTS.glob("failed-*.png"):
        old.unlink()
