"""Without a kernel: the saved solutions show every live picture as a still one, with its words."""

import html
import re
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter

ROOT = Path(__file__).parents[1]
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
LEARNERS = sorted((ROOT / "notebooks").glob("*.ipynb"))
WIDGET = "application/vnd.jupyter.widget-view+json"


def names(path):
    return path.stem


def faults(notebook):
    """What a reader without a kernel would miss in a saved notebook."""
    said = []
    if "widgets" in notebook.metadata:
        said.append("widget state is saved")
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        outputs = [output.get("data", {}) for output in cell.outputs]
        if any(WIDGET in data for data in outputs):
            said.append(f"a widget is saved: {cell.source}")
        if re.search(r"^(view = )?live\.\w+\(", cell.source, re.MULTILINE):
            stills = [
                (o, d) for o, d in zip(cell.outputs, outputs, strict=True) if "image/png" in d
            ]
            if len(stills) != 1:
                said.append(f"{len(stills)} stills: {cell.source}")
            for output, data in stills:
                alt = output.metadata.get("image/png", {}).get("alt", "")
                if len(alt) < 40 or alt not in data["text/plain"]:
                    said.append(f"no words for the picture: {cell.source}")
    return said


@pytest.mark.parametrize("path", SOLUTIONS, ids=names)
def test_every_picture_is_saved_as_a_still_with_its_words(path):
    notebook = nbformat.read(path, as_version=4)
    assert faults(notebook) == []
    assert sum("live." in cell.source for cell in notebook.cells if cell.cell_type == "code")


@pytest.mark.slow
@pytest.mark.parametrize("template", ["lab", "classic"])
@pytest.mark.parametrize("path", SOLUTIONS, ids=names)
def test_a_converted_page_shows_them(path, template):
    """`jupyter nbconvert --to html`; its lab template keeps no alternative texts of PNGs."""
    notebook = nbformat.read(path, as_version=4)
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", ())]
    shown = [o for o in outputs if "image/png" in o.get("data", {})]
    # A picture made by hand, with matplotlib alone, has no words; faults() wants those of our own.
    stills = [o.metadata.get("image/png", {}).get("alt") for o in shown]
    page, _ = HTMLExporter(template_name=template).from_notebook_node(notebook)
    images = re.findall(r"<img\b[^>]*data:image/png[^>]*>", page)
    assert stills and len(images) == len(stills)
    assert "widget-view+json" not in page
    if template == "classic":
        for image, alt in zip(images, stills, strict=True):
            (said,) = re.findall(r'alt="([^"]*)"', image)
            assert html.unescape(said) == (alt or "No description has been provided for this image")


@pytest.mark.parametrize("path", LEARNERS, ids=names)
def test_learners_find_no_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    assert "widgets" not in notebook.metadata


def test_a_fault_is_seen():
    notebook = nbformat.read(SOLUTIONS[0], as_version=4)
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", ())]
    still = next(o for o in outputs if "image/png" in o.get("data", {}))
    alt = still.metadata["image/png"].pop("alt")
    assert any("no words" in said for said in faults(notebook))
    still.metadata["image/png"]["alt"] = alt
    still.data[WIDGET] = {"model_id": "1"}
    assert any("a widget is saved" in said for said in faults(notebook))
    del still.data["image/png"]
    assert any("0 stills" in said for said in faults(notebook))
    notebook.metadata["widgets"] = {}
    assert "widget state is saved" in faults(notebook)
