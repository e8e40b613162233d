"""For every test: what is read without being imported, numbers of its own, and the one browser."""

import contextlib
import os
import re

import pytest

import course_lib.authoring  # noqa: F401  (notebooks without what takes longest to import)
from tests.own_numbers import SEED, numbers_of

with contextlib.suppress(ImportError):  # the hub's environment has none
    from hypothesis import settings

    settings.register_profile("ours", derandomize=not os.environ.get(SEED), deadline=None)
    settings.load_profile("ours")

QUICK = "not slow and not thorough and not exhaustive"
MARKS = "slow|thorough|exhaustive"
NOT_QUICK = re.compile(rf"^pytestmark = pytest\.mark\.({MARKS})\b(?!\()", re.MULTILINE)


def pytest_ignore_collect(collection_path, config):
    """``make check`` does not import a module all of whose tests would be left out again."""
    if config.option.markexpr != QUICK or not collection_path.name.startswith("test_"):
        return None
    return NOT_QUICK.search(collection_path.read_text(encoding="utf-8")) and True


@pytest.fixture(autouse=True)
def seeded(request):
    """Each test has random numbers of its own."""
    with numbers_of(request.node.nodeid):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """So has what tests share, whichever of them comes first."""
    if fixturedef.scope == "function":
        return (yield)
    case = getattr(request, "param_index", 0)
    with numbers_of(f"{request.node.nodeid} {fixturedef.argname} {case}"):
        return (yield)


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
