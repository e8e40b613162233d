"""For every test: notebooks are read without what takes longest to import; there is one browser."""

import re

import pytest

import course_lib.authoring  # noqa: F401  (before anything imports nbformat)

QUICK = "not slow and not thorough and not exhaustive"
MARKS = "slow|thorough|exhaustive"
NOT_QUICK = re.compile(rf"^pytestmark = pytest\.mark\.({MARKS})\b(?!\()", re.MULTILINE)


def pytest_ignore_collect(collection_path, config):
    """``make check`` does not import a module all of whose tests would be left out again."""
    if config.option.markexpr != QUICK or not collection_path.name.startswith("test_"):
        return None
    return NOT_QUICK.search(collection_path.read_text(encoding="utf-8")) and True


@pytest.fixture(scope="session")
def browser():
    """The one Chromium of a worker: Playwright can be started once in a process."""
    from playwright.sync_api import sync_playwright  # Colab's environment has none

    from course_lib.authoring.chromium import FLAGS, NoChromium, chromium

    try:
        path = chromium()
    except NoChromium as missing:
        pytest.fail(str(missing), pytrace=False)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()
