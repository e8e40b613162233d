"""The notebook that an instructor presents with a kernel."""

import json

from course_lib.authoring import launch
from course_lib.authoring.present_live import MATHJAX, notebook
from course_lib.authoring.setup_cell import SETUP

DECK = """# %% tags=["setup"]

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A slide

# %% frames={"a": 21} height=400
live.linear()

# %% [markdown] slideshow={"slide_type": "notes"}
# 1 minute

# %% slideshow={"slide_type": "skip"}
live.linear(a=2.0)
"""


def test_every_cell_of_the_deck_is_there_and_the_wall_sees_only_slides(tmp_path):
    source = tmp_path / "01_topic.py"
    source.write_text(DECK, encoding="utf-8")
    cells = notebook(source).cells
    assert [c.source for c in cells] == [
        SETUP, "## A slide", "live.linear()", "1 minute", "live.linear(a=2.0)",
    ]  # fmt: skip
    kinds = [c.metadata.slideshow.slide_type for c in cells]
    assert kinds == ["skip", "slide", "-", "skip", "skip"]
    assert [c.metadata.slideshow.hide_code for c in cells] == [False, False, True, False, False]


def test_formulas_are_left_to_jupyterlab(tmp_path):
    launch.configure({"a": True}, tmp_path)
    launch.configure(MATHJAX, tmp_path)
    file = tmp_path / "etc" / "jupyter" / "labconfig" / "page_config.json"
    disabled = json.loads(file.read_text(encoding="utf-8"))["disabledExtensions"]
    assert disabled["a"], "what was switched off before stays off"
    assert disabled["sliveshow:mathjax"] and not disabled["@jupyterlab/mathjax-extension"]


def test_it_opens_the_decks_notebook():
    assert "slides/build/02_x.ipynb" in launch.command(9123, "slides/build/02_x.ipynb")
