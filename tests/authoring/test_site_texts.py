"""The pages of the web edition that are no chapter."""

import re

import pytest

from course_lib import order
from course_lib.authoring import site_decks, site_texts, sources
from course_lib.authoring.markers import SourceError
from course_lib.authoring.site import _links
from course_lib.authoring.site_pages import carried_as


@pytest.fixture(scope="module")
def links():
    return _links(sources.ROOT)


@pytest.fixture(scope="module")
def made(links):
    return site_texts.pages(sources.ROOT, links)


def test_every_page_stands_in_the_contents_once(made):
    listed = [stem for inside in site_texts.GROUPS.values() for stem in inside]
    assert sorted(listed) == sorted([*made, site_decks.INDEX])


def test_every_text_of_the_docs_has_a_page():
    found = {f"docs/{path.name}" for path in (sources.ROOT / "docs").glob("*.md")}
    assert found <= site_texts.TEXTS.keys()


def test_the_glossary_has_every_word_of_both_reviews_in_order(made):
    words = re.findall(r"^\| (.+?) \|", made["glossary"], re.MULTILINE)[1:]
    words = [word for word in words if not word.startswith("---")]
    wanted = []
    for number in order.REVIEWS.values():
        (path,) = sources.chapters(sources.ROOT, [number])
        inside = path.read_text(encoding="utf-8").split("The glossary\n", 1)[1]
        wanted += re.findall(r"^# \| (?!word \||---)(.+?) \| .+ \| \[\d\d\]", inside, re.MULTILINE)
    assert sorted(words) == sorted(wanted) and len(words) > 80
    letters = [re.sub(r"[^\w ]", "", word).strip().casefold() for word in words]
    assert letters == sorted(letters)


def test_every_formula_of_both_sheets_is_on_the_page(made):
    for number in order.REVIEWS.values():
        cell = site_texts._tagged(sources.ROOT, number, "formula-sheet")
        assert all(row in made["formula-sheets"] for row in cell.splitlines() if "$" in row)


def test_links_lead_to_pages_where_there_are_some(links):
    assert links.address("../docs/hub.md") == "hub.html"
    assert links.address("hub-measured.md#what", "docs") == "hub-measured.html#what"
    assert links.address("a_overview.py", "slides") == "deck_a.html"
    assert links.address("notebooks/00_start_here.ipynb", "") == "00_start_here.html"
    assert links.address("../docs/formula_sheet.pdf") == "downloads/formula_sheet.pdf"


def test_no_two_files_are_carried_under_one_name(links):
    names = [carried_as(path) for path in links.copied]
    assert len(set(names)) == len(names)


def test_a_section_that_is_missing_is_named():
    with pytest.raises(SourceError, match="How warm it is"):
        site_texts._section("# a\n\n## b\n", "How warm it is")


def test_a_deck_has_its_slides_its_minutes_and_its_chapters():
    (path,) = sources.decks(sources.ROOT, ["C"])
    page = site_decks.page(path, is_built=True)
    assert "Its slides" in page and page.count("\n1. ") >= 8
    assert 'src="decks/c_hands_on_1.html"' in page and "loading=" in page
    assert "03_hands_on_gaussian_flow.html" in page
    assert "<iframe" not in site_decks.page(path, is_built=False)


def test_a_deck_is_made_anew_when_a_source_changes(tmp_path):
    (path,) = sources.decks(sources.ROOT, ["C"])
    copy = tmp_path / path.name
    copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    before = site_decks.made_from(copy)
    assert before == site_decks.made_from(path)
    copy.write_text(path.read_text(encoding="utf-8") + "\n# %% [markdown]\n# more\n")
    assert site_decks.made_from(copy) != before
