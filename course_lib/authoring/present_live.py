"""A deck in JupyterLab, for an instructor who types code before the room.

``python -m course_lib.authoring.present_live PORT [DECK]`` writes a notebook from the deck's source
and opens it. The slide show is sliveshow's: it runs inside JupyterLab itself, so that pictures find
the widgets that every notebook has. Tried by hand in Chromium: a slider follows the mouse and the
kernel answers; its arrow keys turn the slide as well, and pictures keep a notebook's sizes.
"""

import shutil
import sys

import jupytext
import nbformat

from course_lib.authoring import launch
from course_lib.authoring.build import write
from course_lib.authoring.chapter import METADATA
from course_lib.authoring.markers import SourceError
from course_lib.authoring.npm import THEME
from course_lib.authoring.setup_cell import SETUP
from course_lib.authoring.sources import ROOT, decks


def notebook(path):
    """The deck's cells as a notebook that has not been run."""
    cells = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells
    made = nbformat.v4.new_notebook(metadata=METADATA)
    for number, cell in enumerate(cells):
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "-")
        is_setup = "setup" in cell.metadata.get("tags", [])
        if is_setup or kind == "notes":
            kind = "skip"  # to be read in the notebook, not on the wall
        new = (
            nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
        )
        source = SETUP if is_setup else cell.source
        metadata = {"slideshow": {"slide_type": kind, "hide_code": "frames" in cell.metadata}}
        made.cells.append(new(source, metadata=metadata, id=f"cell-{number}"))
    return made


# sliveshow 0.2.5 puts a MathJax in JupyterLab's place that lacks the AMS commands, \\tfrac for one.
MATHJAX = {"sliveshow:mathjax": True, "@jupyterlab/mathjax-extension": False}


def main(port="8888", deck=None):
    try:
        path = decks(wanted=[deck] if deck else [])[0]
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    target = ROOT / "slides" / "build" / f"{path.stem}.ipynb"
    target.parent.mkdir(exist_ok=True)
    write(notebook(path), target)
    shutil.copy(THEME / "sliveshow.css", target.parent)
    launch.configure(MATHJAX)
    print("Run all cells, then choose the menu Sliveshow → Start from first cell.")
    print("Move sliders by mouse: their arrow keys turn the slide, too.")
    return launch.main(port, str(target.relative_to(ROOT)))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
