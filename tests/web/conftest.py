"""The small site that all tests of the web edition share.

COURSE_SITE names a folder with a whole site, built before: then all tests look at that one.
"""

import os
from pathlib import Path

import pytest

from course_lib.authoring import site

MOVING = ("01",)  # drawn with frames; all other chapters stand still here, which is quick
PLAYING = ("C",)  # the deck with the fewest pictures


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Every chapter without frames, and chapter 01 with them; or the site of COURSE_SITE."""
    if os.environ.get("COURSE_SITE"):
        return Path(os.environ["COURSE_SITE"]).absolute()
    folder = tmp_path_factory.mktemp("site") / "whole"
    site.build(folder=folder, pictures=MOVING, decks=PLAYING)
    return folder


@pytest.fixture
def opened(browser, built):
    """Opens a page of the site from its folder; whatever the page complains of fails the test."""
    complaints, asked, contexts = [], [], []

    def open_(name, width=1366, height=768, **more):
        contexts.append(browser.new_context(viewport={"width": width, "height": height}, **more))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("request", lambda request: asked.append(request.url))
        page.goto((built / name).as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
