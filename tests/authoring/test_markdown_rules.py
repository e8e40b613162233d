"""Texts read alike everywhere: checked against a reader of Markdown that knows no mathematics."""

import pytest
from markdown_it import MarkdownIt

from course_lib.authoring import sources
from course_lib.authoring.chapter import Chapter
from course_lib.authoring.markdown_rules import mended, problems
from course_lib.authoring.markers import SourceError

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


@pytest.mark.parametrize(
    "text", ["The area is always\n# 1. Why?", "- $$a$$ in a list", "A formula $$b$$ in a line"]
)
def test_what_would_be_torn_apart_is_refused(text, tmp_path):
    path = tmp_path / "90_demo.py"
    path.write_text(f'# %% tags=["setup"]\n\n# %% [markdown]\n# {text}\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"begins"):
        Chapter(path)
