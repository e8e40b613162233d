"""Which repository's badges the course carries, and what they look like in its files.

``stamp.json`` is the one record: the builder and ``make badges`` read it, and everything stamped
follows from it. Needs nothing but Python's standard library.
"""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from course_lib.authoring.setup_cell import knowing

RECORD = Path("course_lib", "authoring", "stamp.json")
IMAGE = "https://colab.research.google.com/assets/colab-badge.svg"
BINDER = "https://mybinder.org/v2/gh"
FIRST = "notebooks/00_start_here.ipynb"
# Colab gives its own badge this id when it saves to GitHub; so ours is replaced, not doubled.
CELL_ID = "view-in-github"
COLUMN = "Colab"


class StampError(ValueError):
    """This is no repository or branch; the message says what is."""


@dataclass(frozen=True)
class Stamp:
    """A repository on GitHub, ``owner/name``, and a branch of it; false if there is none."""

    repository: str = ""
    branch: str = ""

    def __post_init__(self):
        if not self and not self.branch:
            return
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*/[\w.-]*\w", self.repository, re.ASCII):
            raise StampError(f"A repository is owner/name, not {self.repository!r}.")
        if not re.fullmatch(r"\w[\w./+-]*", self.branch, re.ASCII):
            raise StampError(f"A branch has letters, digits and . / + - only: {self.branch!r}.")

    def __bool__(self):
        return bool(self.repository)

    @property
    def course(self):
        """The course's address on GitHub, for a set-up cell that cannot find out."""
        return f"https://github.com/{self.repository}/tree/{self.branch}" if self else ""

    def address(self, path):
        """What opens the notebook at this path in Colab."""
        where = f"https://colab.research.google.com/github/{self.repository}"
        return f"{where}/blob/{self.branch}/{path}"

    def binder(self, path):
        """What opens the notebook at this path on Binder."""
        branch = quote(self.branch, safe="")
        return f"{BINDER}/{self.repository}/{branch}?urlpath=lab/tree/{path}"

    def badge(self, path):
        """The README's badge, in Markdown."""
        number = path.rpartition("/")[2][:2]
        return f"[![Open chapter {number} in Colab]({IMAGE})]({self.address(path)})"

    def head(self, path):
        """The badge at the head of a notebook: text, so that it is whole without a network."""
        return f"[**▶ Open this chapter in Google Colab**]({self.address(path)})"

    def line(self):
        """The README's sentence above the map."""
        if not self:
            return (
                "Badges that open a chapter in Google Colab appear here after the first push to "
                "GitHub,\nor when you type `make badges`. [More](docs/colab.md)."
            )
        lab = self.binder(FIRST)
        return (
            "A badge opens its chapter in Google Colab, with nothing to install\n"
            f"([more](docs/colab.md)). Or open the whole course on [Binder]({lab})."
        )


UNSTAMPED = Stamp()


def read(root):
    """The stamp of the course in this folder."""
    record = Path(root) / RECORD
    return Stamp(**json.loads(record.read_text(encoding="utf-8"))) if record.exists() else UNSTAMPED


def write(root, stamp):
    """Record the stamp."""
    (Path(root) / RECORD).write_text(json.dumps(asdict(stamp), indent=1) + "\n", encoding="utf-8")


def stamped_cells(cells, path, stamp):
    """A notebook's cells with its badge at the head and a set-up cell that knows the address."""
    cells = [cell for cell in cells if cell.get("id") != CELL_ID]
    for cell in cells:
        if "setup" in cell["metadata"].get("tags", []):
            whole = knowing("".join(cell["source"]), stamp.course)
            is_text = isinstance(cell["source"], str)
            cell["source"] = whole if is_text else whole.splitlines(keepends=True)
    if not stamp:
        return cells
    source = stamp.head(path)
    if cells and not isinstance(cells[0]["source"], str):
        source = [source]
    metadata = {"colab_type": "text", "id": CELL_ID}
    badge = {"cell_type": "markdown", "id": CELL_ID, "metadata": metadata, "source": source}
    return [badge, *cells]


def stamped_readme(text, stamp):
    """The README with its line above the map, and a badge in every row of the map."""
    line = f"<!-- badges -->\n{stamp.line()}\n<!-- /badges -->"
    text, count = re.subn(r"<!-- badges -->.*?<!-- /badges -->", line, text, flags=re.DOTALL)
    table = re.search(r"^\| \| chapter .*\n(?:\|.*\n)+", text, re.MULTILINE)
    if count != 1 or not table:
        raise StampError("The README has no place for badges: <!-- badges -->, then the map.")
    rows = table[0].splitlines()
    if rows[0].endswith(f" {COLUMN} |"):
        rows = [row[: row.rstrip("|").rindex("|") + 1] for row in rows]
    if stamp:
        paths = [re.search(r"\]\((notebooks/\w+\.ipynb)\)", row)[1] for row in rows[2:]]
        added = [f" {COLUMN} |", "---|", *(f" {stamp.badge(path)} |" for path in paths)]
        rows = [row + more for row, more in zip(rows, added, strict=True)]
    return text[: table.start()] + "\n".join(rows) + "\n" + text[table.end() :]
