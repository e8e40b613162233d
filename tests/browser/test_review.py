"""The reviews: links lead to their sections, and each formula sheet prints on one page."""

import re

import pytest

from course_lib.authoring import build
from tests.browser import lab

REVIEW = "90_review_of_part_one.ipynb"
SHEETS = [lab.ROOT / name for name in build.SHEETS.values()]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_the_formula_sheet_is_one_page(browser, sheet, paper):
    page = browser.new_page()
    page.goto(sheet.as_uri())
    pdf = page.pdf(format=paper, prefer_css_page_size=False)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    page.set_viewport_size({"width": 420, "height": 800})  # a narrow window cuts nothing off
    overflow = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    page.close()
    assert overflow < 200, "long formulas scroll, the page does not run away"


def test_a_sheet_of_two_pages_would_be_seen(browser):
    page = browser.new_page()
    page.set_content("<p>one</p><p style='break-before: page'>two</p>")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf())) == 2
    page.close()


def test_a_word_of_the_glossary_leads_to_its_section(notebook):
    page = notebook(REVIEW)
    cell = next(c["index"] for c in page.state()["cells"] if "| bisection |" in c["source"])
    link = page.cell(cell).locator("tr", has_text="bisection").locator("a").first
    link.click()
    heading = page.page.locator("h2", has_text="1 · Halving").first
    heading.wait_for(timeout=30_000)
    page.page.wait_for_function(
        "h => { const y = h.getBoundingClientRect().top; return y > 0 && y < innerHeight }",
        arg=heading.element_handle(), timeout=30_000,
    )  # fmt: skip
    page.screenshot("glossary-link")
    assert page.console == []
