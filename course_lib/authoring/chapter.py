"""One chapter's source, and the two notebooks made from it."""

import functools
import hashlib
import re

import jupytext
import nbformat

from course_lib.authoring import facts, markdown_rules, markers, rooms
from course_lib.authoring.markers import SourceError
from course_lib.authoring.setup_cell import SETUP
from course_lib.authoring.stamp import UNSTAMPED, stamped_cells

LONGEST = 18  # lines of code in a cell that a learner reads
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
# Colab and JupyterLab show the set-up cell's first line; a click unfolds it.
FOLDED = {"cellView": "form", "jupyter": {"source_hidden": True}}
# Cells with buttons and sliders. A letter pressed there is the front end's: X cuts the cell, D D
# deletes it. It cannot be held back from here, but a cell may say that it stays.
TOUCHED = re.compile(r"^(?:quiz|predict)\(|\blive\.\w+\(", re.MULTILINE)
STAYS = {"deletable": False}
LINK = re.compile(r"\]\((\d\d_\w+)\.ipynb#([^)\s=]+)\)")  # [words](01_topic.ipynb#A-heading)
DOTS = {"easy": "●○○", "medium": "●●○", "hard": "●●●"}


class Chapter:
    """The cells of ``solutions/NN_topic.py``, checked and filled in.

    Raises SourceError, naming the file and where possible the line, for anything that would make a
    broken notebook or show a learner a solution.
    """

    def __init__(self, path, stamp=UNSTAMPED):
        self.path = path
        self.stamp = stamp
        self.name = path.stem
        text = path.read_text(encoding="utf-8")
        markers.check_markers(path, text)
        self.cells = jupytext.reads(text, fmt="py:percent").cells
        for cell in self.cells:
            self._fill(cell)
        self._check_exercises()

    def learner(self):
        """The notebook that learners open: stubs in place of solutions, no outputs."""
        notebook = self._notebook(self._shown(), markers.stubbed, "notebooks")
        last = notebook.cells[-1]
        if last.cell_type == "markdown":
            solved = f"../solutions/{self.name}.ipynb"
            last.source += f"\n\n[This chapter with its solutions, to be read]({solved})."
        self._check_learner(notebook)
        return notebook

    def complete(self):
        """The notebook with the solutions, not yet executed."""
        return self._notebook(self.cells, markers.without_markers, "solutions")

    def _shown(self):
        """The cells that learners see."""
        return [cell for cell in self.cells if "solution" not in tags(cell)]

    def tagged(self, tag):
        """The sources of the cells with a tag."""
        return [cell.source for cell in self.cells if tag in tags(cell)]

    def _fill(self, cell):
        if "setup" in tags(cell):
            cell.source = SETUP
        for exercise_id in named(cell, "prompt"):
            cell.source = prompt(rooms.exercise(self.path, exercise_id))
        if cell.cell_type == "markdown":
            cell.source = markdown_rules.mended(facts.filled(cell.source, self.path))
            for problem in markdown_rules.problems(cell.source):
                raise SourceError(f"{self.path}: {problem}")

    def _link(self, match):
        """A link to a heading of another chapter, as one to the cell that the heading is in.

        JupyterLab finds a heading only in a notebook that is already open, and never one with a
        sign like "·"; a cell it finds always.
        """
        stem, anchor = match[1], match[2]
        path = self.path.with_name(f"{stem}.py")
        cell_id = self._headings(path).get(anchor) if path.exists() else None
        if not cell_id:
            raise SourceError(f"{self.path}: no heading of {path.name} is {anchor!r}.")
        return f"]({stem}.ipynb#cell-id={cell_id})"

    def _headings(self, path):
        """{heading as in links: id of its cell} of another chapter, or of this one."""
        if path == self.path:
            return self.headings()
        return made(path, self.stamp).headings()

    def headings(self):
        """{heading as in links: id of its cell} of the learner's notebook."""
        found = {}
        for cell, _, cell_id in self._with_ids(self._shown(), markers.stubbed):
            if cell.cell_type == "markdown":
                found.update(dict.fromkeys(anchors(cell.source), cell_id))
        return found

    def _check_exercises(self):
        """Every exercise of the chapter has a prompt, a cell to write in, and a check, in order."""
        code = "\n".join(cell.source for cell in self.cells if cell.cell_type == "code")
        prompts = [i for cell in self.cells for i in named(cell, "prompt")]
        written = [i for cell in self.cells for i in named(cell, "exercise")]
        expected = [e.id for e in rooms.exercises(self.path)]
        for what, found in (("prompt", prompts), ("exercise", written)):
            if found != expected:
                raise SourceError(
                    f"{self.path}: the cells tagged {what}:… are {found}; the chapter's exercises "
                    f"are {expected}."
                )
        for exercise_id in expected:
            if f'check("{exercise_id}"' not in code:
                raise SourceError(f'{self.path}: no cell calls check("{exercise_id}", …).')
        for cell in self.cells:
            if named(cell, "exercise") and markers.BEGIN not in cell.source:
                raise SourceError(
                    f"{self.path}: the cell {named(cell, 'exercise')} has no solution."
                )
        if not any("setup" in tags(cell) for cell in self.cells):
            raise SourceError(f'{self.path}: no cell has tags=["setup"].')

    def _check_learner(self, notebook):
        shown = "\n".join(cell.source for cell in notebook.cells)
        for cell in self.cells:
            hidden = markers.solution_lines(cell.source)
            if "solution" in tags(cell):
                hidden = markers.telling(cell.source)
            for line in hidden:
                if line in shown:
                    raise SourceError(f"{self.path}: this line of a solution is shown: {line}")
        for cell in notebook.cells:
            if cell.cell_type == "code" and "setup" not in tags(cell):
                self._check_length(cell.source)

    def _check_length(self, source):
        lines = [
            line.strip() for line in re.sub(r'"""(.*?)"""', "", source, flags=re.S).splitlines()
        ]
        count = sum(bool(line) and not line.startswith("#") for line in lines)
        if count > LONGEST:
            raise SourceError(
                f"{self.path}: a cell of {count} lines (at most {LONGEST}) begins {source[:50]!r}."
            )

    def _notebook(self, cells, transform, folder):
        notebook = nbformat.v4.new_notebook(metadata=METADATA)
        for cell, source, cell_id in self._with_ids(cells, transform):
            is_code = cell.cell_type == "code"
            new = nbformat.v4.new_code_cell if is_code else nbformat.v4.new_markdown_cell
            kept = {"tags": sorted(tags(cell))} if tags(cell) else {}
            if "setup" in tags(cell):
                kept |= FOLDED
            if is_code and TOUCHED.search(source):
                kept |= STAYS
            if not is_code:
                source = LINK.sub(self._link, source)
            notebook.cells.append(new(source, metadata=kept, id=cell_id))
        # After the ids, so that outputs outlive a stamp.
        stamped = stamped_cells(notebook.cells, f"{folder}/{self.name}.ipynb", self.stamp)
        notebook.cells = [nbformat.from_dict(cell) for cell in stamped]
        return notebook

    @staticmethod
    def _with_ids(cells, transform):
        """(cell, its source as shown, its id) of each.

        An id follows from what the cell says, so that an edit elsewhere does not change it. Links
        are still headings there: two chapters may link to each other.
        """
        seen = {}
        for cell in cells:
            source = transform(cell.source) if cell.cell_type == "code" else cell.source
            digest = hashlib.sha256(f"{cell.cell_type}\n{source}".encode()).hexdigest()[:12]
            seen[digest] = seen.get(digest, 0) + 1
            yield cell, source, f"{digest}-{seen[digest]}"


def made(path, stamp=UNSTAMPED):
    """The chapter with this source, made once as long as its text stays."""
    return _made(path, path.read_text(encoding="utf-8"), stamp)


@functools.lru_cache(maxsize=64)
def _made(path, text, stamp):
    return Chapter(path, stamp)


def anchors(markdown):
    """The headings of a text as they stand in links.

    >>> anchors("## 1 · Mass stays")
    ['1-·-Mass-stays']
    """
    headings = re.findall(r"^#+ (.+?)\s*$", markdown, re.MULTILINE)
    return [heading.replace(" ", "-") for heading in headings]


def tags(cell):
    return cell.metadata.get("tags", [])


def named(cell, kind):
    """The exercise ids in a cell's tags of one kind: 'exercise:1.1' → ['1.1']."""
    return [tag.split(":", 1)[1] for tag in tags(cell) if tag.startswith(f"{kind}:")]


def prompt(exercise):
    """An exercise's heading and task as Markdown."""
    kind = "core" if exercise.core else "optional"
    line = (
        f"**{kind} · {exercise.minutes} min · {DOTS[exercise.difficulty]} {exercise.difficulty}**"
    )
    return f"### Exercise {exercise.id} · {exercise.title}\n{line}\n\n{exercise.prompt.strip()}"
