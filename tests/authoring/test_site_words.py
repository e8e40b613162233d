"""What a page says in other words than the notebook."""

import re

import pytest

from course_lib.authoring import site_words, sources
from course_lib.authoring.formula_signs import tied

LONG = (
    '<span class="katex"><span class="katex-html"><span class="base">z=</span>'
    '<span class="base">f(x)</span></span></span>'
)


@pytest.mark.parametrize("path", sources.chapters(), ids=lambda path: path.name[:2])
def test_no_chapter_asks_for_hints_by_a_cell(path):
    text = path.read_text(encoding="utf-8")
    cells = re.findall(r"^# %% \[markdown\].*\n((?:#(?! %%).*\n)+)", text, re.MULTILINE)
    words = "\n\n".join(re.sub(r"^# ?", "", cell, flags=re.MULTILINE) for cell in cells)
    assert ("Stuck?" in words) == ("hints are folded above" in site_words.without_cells(words))
    made = site_words.without_cells(words)
    assert "`hint(" not in made
    behind = re.search(r"folded above\.([^\n]*)", made)
    assert not behind or re.match(r"$| [A-Z]", behind[1]), behind[1]  # a sentence, or nothing


def test_what_else_stands_in_that_paragraph_stays():
    text = 'Stuck? `hint("8.1")` goes\na step further. In the picture it is green.\n\nAnd on.'
    told = "Stuck? The hints are folded above. In the picture it is green.\n\nAnd on."
    assert site_words.without_cells(text) == told


def test_columns_keep_their_lines_and_sentences_do_not():
    assert "printed prose" in site_words.printed("2 samples, all above 0.01")
    assert "prose" not in site_words.printed("a     1.0\nb    12.0")
    assert site_words.printed(" \n") == ""


def test_only_the_last_part_of_a_long_formula_is_tied_to_the_sign_behind_it():
    made = tied(LONG, after=",")
    assert made.startswith(
        '<span class="katex"><span class="katex-html"><span class="base">z=</span>'
    )
    assert (
        '<span class="together"><span class="base">f(x)</span><span class="sign">,</span>' in made
    )
    assert made.count("<span") == made.count("</span>")
