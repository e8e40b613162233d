"""Pages that are no chapter: the glossary, the formula sheets, and the course's other texts."""

import json
import re

from course_lib import order
from course_lib.authoring import sheet, sources
from course_lib.authoring.build import SHEETS, printed
from course_lib.authoring.markers import SourceError

TEXTS = {  # a text of the course: its page
    "slides/README.md": "teaching",
    "docs/for-students.md": "for-students",
    "docs/hub.md": "hub",
    "docs/hub-measured.md": "hub-measured",
    "docs/colab.md": "colab",
    "docs/when-something-breaks.md": "when-something-breaks",
    "docs/accessibility-and-privacy.md": "accessibility-and-privacy",
    "docs/python-in-the-page.md": "python-in-the-page",
    "tests/benchmarks/README.md": "measured",
    "course_lib/data/README.md": "data",
    "CODE_OF_CONDUCT.md": "conduct",
    "CONTRIBUTING.md": "contributing",
    "CHANGELOG.md": "changelog",
}
GROUPS = {  # in the contents, after the chapters
    "To look up": ("glossary", "formula-sheets", "when-something-breaks"),
    "To teach": ("teaching", "decks", "for-students", "hub", "hub-measured", "colab"),
    "About": (
        "tried", "measured", "data", "accessibility-and-privacy", "python-in-the-page", "conduct",
        "contributing", "changelog",
    ),
}  # fmt: skip
TRIED = ("What has been tried, and what has not", "How fast it is")  # of the README
ROW = re.compile(r"^\| (?!word \|)(.+?) \| (.+) \| (.+?) \|$", re.MULTILINE)


def pages(root, links):
    """{page: its Markdown} of all of them. Raises SourceError where a text lacks what it needs."""
    made = {stem: links.rewritten(_read(root, path), _folder(path)) for path, stem in TEXTS.items()}
    made["tried"] = tried(root, links)
    made["glossary"] = glossary(root, links)
    made["formula-sheets"] = formula_sheets(root, links)
    return made


def contents():
    """The groups of the contents, as Sphinx takes them."""
    return "\n\n".join(
        f"```{{toctree}}\n:hidden:\n:caption: {name}\n\n" + "\n".join(inside) + "\n```"
        for name, inside in GROUPS.items()
    )


def tried(root, links):
    """What the README says of what was tried and measured."""
    readme = _read(root, "README.md")
    parts = [_section(readme, title) for title in TRIED]
    first, *rest = parts
    return links.rewritten("\n\n".join([first.replace("## ", "# ", 1), *rest]), "")


def _section(text, title):
    found = re.search(rf"^## {re.escape(title)}$.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not found:
        raise SourceError(f'README.md has no section "## {title}".')
    return found[0].strip()


def glossary(root, links):
    """All words of all parts in one table, from A to Z."""
    rows = []
    for number in order.REVIEWS.values():
        inside = _review(root, number, r"^## \d+ · The glossary$")
        rows += ROW.findall(inside.replace("|---|---|---|", ""))
    if not rows:
        raise SourceError("The reviews have no glossary: rows | word | what it means | where |.")
    listed = "\n".join(f"| {' | '.join(row)} |" for row in sorted(rows, key=_alphabetical))
    return links.rewritten(
        "# Glossary\n\nEvery word of the course, what it means, and the section where you meet it "
        f"first.\n\n| word | what it means | where |\n|---|---|---|\n{listed}\n"
    )


def _alphabetical(row):
    """Words by their letters: dollars, stars and backslashes do not count.

    >>> _alphabetical(("*Newton*", "", ""))
    ('newton', '*Newton*')
    """
    return re.sub(r"[^\w ]", "", row[0]).strip().casefold(), row[0]


def formula_sheets(root, links):
    """The sheets of all parts on one page, with the printed ones."""
    parts = []
    for part, number in order.REVIEWS.items():
        tables = _tagged(root, number, sheet.TAG).partition("\n")[2]
        file = SHEETS[part]
        parts.append(
            f"## Part {part}\n\n[On one page, to print](../{printed(file)}), or [as a page of its "
            f"own](../{file}).\n{tables}"
        )
    return links.rewritten("# Formula sheets\n\n" + "\n\n".join(parts))


def _review(root, number, heading):
    """The text of a review from a heading to the next of its kind."""
    text = "\n\n".join(_source(c) for c in _cells(root, number) if c["cell_type"] == "markdown")
    found = re.search(rf"{heading}(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not found:
        raise SourceError(f"Chapter {number} has no heading like {heading!r}.")
    return found[1]


def _tagged(root, number, tag):
    for cell in _cells(root, number):
        if tag in cell["metadata"].get("tags", ()):
            return _source(cell)
    raise SourceError(f"Chapter {number} has no cell that is tagged {tag!r}.")


def _cells(root, number):
    (path,) = sources.chapters(root, [number])
    file = root / "solutions" / f"{path.stem}.ipynb"
    return json.loads(file.read_text(encoding="utf-8"))["cells"]


def _source(cell):
    words = cell["source"]
    return words if isinstance(words, str) else "".join(words)


def _read(root, path):
    return (root / path).read_text(encoding="utf-8")


def _folder(path):
    return path.rpartition("/")[0]
