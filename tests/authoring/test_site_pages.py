"""A chapter's page, written as Markdown."""

import pytest

from course_lib.authoring import site_cache, site_pages, sources
from course_lib.authoring.site_pages import Links
from course_lib.authoring.stamp import Stamp
from course_lib.exercises import registry


@pytest.fixture
def page(monkeypatch):
    """Chapter 01's text for a course of this repository."""
    monkeypatch.setattr(site_cache, "kept", lambda name, make, *more: b"")
    (path,) = sources.chapters(sources.ROOT, ["01"])
    return lambda stamp: site_pages.of(path, Links(sources.ROOT, [path.stem], stamp), False).text


def test_a_stamped_course_opens_in_colab_and_on_binder(page):
    text = page(Stamp("a/flows", "main"))
    colab = "https://colab.research.google.com/github/a/flows/blob/main/notebooks/01_change"
    # At the head, and beside each exercise.
    assert text.count(colab) == 1 + len(registry.exercises("01"))
    assert text.count("https://mybinder.org/v2/gh/a/flows/main?urlpath=lab/tree/notebooks/01_") == 1


def test_a_course_without_a_home_gives_its_notebook(page):
    text = page(Stamp())
    assert "colab.research" not in text and "mybinder" not in text
    taken = text.count(">Take the notebook</a>")
    assert taken == len(registry.exercises("01"))
    assert text.count("downloads/01_change_of_variables.ipynb") == taken + 1


def test_pictures_that_stand_still_say_where_they_move(page):
    text = page(Stamp())
    assert text.count("This picture moves in the notebook.") == 9
    assert 'class="live"' not in text
