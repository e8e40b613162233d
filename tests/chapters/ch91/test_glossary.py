"""The glossary sends a learner to where a word is first explained."""

import re
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[3] / "solutions"
ROW = re.compile(r"^# \| ([^|]+) \| [^|]+ \| \[\d\d\]\((\w+)\.ipynb#([^)]+)\) \|$", re.MULTILINE)
ROWS = ROW.findall((SOURCES / "91_review_of_part_two.py").read_text(encoding="utf-8"))


def place(chapter, anchor):
    """(the text before a section, the text from it on)."""
    text = (SOURCES / f"{chapter}.py").read_text(encoding="utf-8")
    heads = re.finditer(r"^# #{2,3} (.*)$", text, re.MULTILINE)
    (start,) = [head.start() for head in heads if head[1].replace(" ", "-") == anchor]
    return text[:start], text[start:]


@pytest.mark.parametrize(("words", "chapter", "anchor"), ROWS, ids=[row[0] for row in ROWS])
def test_no_word_is_looked_up_in_an_optional_section_that_was_explained_before(
    words, chapter, anchor
):
    before, section = place(chapter, anchor)
    if "**Optional.**" in section[:200]:
        assert not re.search(rf"\*{words.split(',')[0]}\*", before, re.IGNORECASE)


def test_all_words_are_looked_at():
    assert len(ROWS) > 40


def test_the_sheet_has_the_energy_in_the_unit_of_its_chapter():
    """A density per unit of log E differs from one per unit of E by a factor E."""
    fifteen = (SOURCES / "15_hands_on_directions.py").read_text(encoding="utf-8")
    sheet = (SOURCES / "91_review_of_part_two.py").read_text(encoding="utf-8")
    assert "log p(n, log E)" in fifteen
    assert "$\\log p(n, \\log E)" in sheet and "per unit of $\\log E$" in sheet
    assert "p(E" not in sheet
