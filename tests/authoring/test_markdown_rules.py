"""Texts read alike everywhere: checked against a reader of Markdown that knows no mathematics."""

import jupytext
import pytest
from markdown_it import MarkdownIt

from course_lib.authoring import sources
from course_lib.authoring.chapter import Chapter
from course_lib.authoring.markdown_rules import mended, problems
from course_lib.authoring.markers import SourceError

ROOT = sources.ROOT
PLAIN = MarkdownIt("commonmark").enable("table")  # as GitHub reads .md files, mathematics last


def displays_cut(markdown):
    """How many $$…$$ are torn apart by blocks: lists, headings, quotes, rules."""
    cut = 0
    for token in PLAIN.parse(markdown):
        if token.type == "inline" and token.content.count("$$") % 2:
            cut += 1
    return cut


def test_the_reader_sees_what_is_torn_apart():
    assert displays_cut("A sum\n$$a\n+ b$$") == 2
    assert displays_cut(mended("A sum\n$$a\n+ b$$")) == 0


@pytest.mark.slow
@pytest.mark.parametrize("path", sources.chapters(), ids=lambda path: path.stem)
def test_no_formula_of_the_course_is_torn_apart(path):
    texts = [c.source for c in Chapter(path).complete().cells if c.cell_type == "markdown"]
    assert [text for text in texts if displays_cut(text) or problems(text)] == []


def blocks(markdown):
    """What a reader of Markdown makes of a text, block by block."""
    return [token.type for token in PLAIN.parse(markdown) if token.type.endswith("_open")]


@pytest.mark.parametrize("sign", ["+ b", "- b", "= b", "> b", "* b", "=\nb", "-\nb", "+\nb"])
def test_a_formulas_line_may_begin_with_any_sign(sign):
    text = f"A sum\n$$a\n{sign}$$\nof two."
    assert set(blocks(mended(text))) == {"paragraph_open"} and not problems(mended(text))
    assert sign in ("= b", "+\nb") or set(blocks(text)) != {"paragraph_open"}


SLIPS = [  # inside of a sentence, "so many of them / …"
    "1. Why?", "12) of them", "- that is, few", "+ \\log a", "* stars", "# 3 is the best",
    "> 2 of them", "---", "===", "***", "```", "    \n    and a line that was indented",
]  # fmt: skip


@pytest.mark.parametrize("line", SLIPS)
def test_a_line_of_a_sentence_that_begins_a_block_is_told(line):
    assert problems(f"So many of them\n{line}")


@pytest.mark.parametrize("line", [line for line in SLIPS if line not in ("12) of them",)])
def test_these_are_what_a_reader_makes_blocks_of(line):
    found = [token.type for token in PLAIN.parse(f"So many of them\n{line}")]
    assert found != ["paragraph_open", "inline", "paragraph_close"]


@pytest.mark.parametrize(
    "text",
    [
        "1. One,\n   in two lines.\n2. Two.\n\n   More of two.\n3. Three.",
        "## A heading\n- an item\n- another",
        "> A quotation\n> of two lines",
        "- an item\n\n      code inside of it\n\n- another",
        "A pair\n-1 and +1, 2.5 of them, #3, *stressed*, **bold** and a −\n− b",
        "| a | b |\n|---|---|\n| $\\lvert x\\rvert$ | 2 |",
        "```\n# no heading\n- no list\n```",
    ],
)
def test_what_is_meant_is_left_alone(text):
    assert problems(text) == []


def test_a_bar_in_a_formula_tears_a_row():
    table = "| a | b |\n|---|---|\n| $|x|$ | 2 |"
    assert blocks(table).count("td_open") == 2 and "|x|" not in PLAIN.render(table)
    assert problems(table) == ['a row has 4 columns, its table 2: "| $|x|$ | 2 |"']


PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")]
PAGES += [*ROOT.glob("*/*/README.md"), *ROOT.glob("tests/benchmarks/*.md")]


@pytest.mark.parametrize("path", sorted({*PAGES}), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_pages_of_the_repository_read_alike(path):
    assert problems(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", sources.decks(), ids=lambda path: path.stem)
def test_the_decks_read_alike(path):
    cells = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert [found for text in texts for found in problems(mended(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "The area is always\n# 1. Why?",
        "The area is always\n# + 1, that is,",
        "- $$a$$ in a list",
        "A formula $$b$$ in a line",
    ],
)
def test_what_would_be_torn_apart_is_refused(text, tmp_path):
    path = tmp_path / "90_demo.py"
    path.write_text(f'# %% tags=["setup"]\n\n# %% [markdown]\n# {text}\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"begins"):
        Chapter(path)
