"""The files of a course's JupyterLab: what is saved can be read on the second day.

An output with a live view also carries a still picture or a page of text. A front end shows the
live view first, and without its kernel that is an error: "model not found". So the view is left
out of what is *saved*; the page that is open keeps it. Sliders that a learner has made have nothing
else to be shown, so a sentence stands in for them. ``make lab`` names this class on the server's
command line, and docs/hub.md has the same for a hub:

    jupyter lab --ServerApp.contents_manager_class=course_lib.authoring.contents.CourseContents
"""

import sys

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
STILL = ("image/png", "text/html")
NOTE = "A still picture, as it was saved. Run its cell, and it moves again."
SLIDERS = "Sliders are not saved. Run this cell, and they are back."


class CourseContents(AsyncLargeFileManager):
    """The server's own file manager, with stills in what it saves."""

    async def save(self, model, path=""):
        if model.get("type") == "notebook" and model.get("content"):
            still(model["content"])
        return await super().save(model, path)

    async def get(self, path, content=True, **more):
        model = await super().get(path, content, **more)
        if model["type"] == "notebook" and model.get("content"):
            as_it_will_be(model["content"]["metadata"])
        return model


def still(notebook):
    """Leave the live views out of a notebook (as JSON) where something else is there to be shown.

    >>> data = {WIDGET_VIEW: {}, "image/png": "…"}
    >>> output = {"output_type": "display_data", "metadata": {}, "data": data}
    >>> book = {"cells": [{"cell_type": "code", "outputs": [output]}]}
    >>> still(book)
    >>> [sorted(o["data"]) for o in book["cells"][0]["outputs"]]
    [['image/png'], ['text/html', 'text/plain']]
    """
    for cell in notebook["cells"]:
        cell["outputs"] = [o for output in cell.get("outputs", ()) for o in _stills(output)]
        if cell["cell_type"] != "code":
            del cell["outputs"]


def _stills(output):
    data = output.get("data", {})
    if WIDGET_VIEW not in data:
        return [output]
    if not any(kind in data for kind in STILL):
        return [_note(SLIDERS)]
    left = {kind: value for kind, value in data.items() if kind != WIDGET_VIEW}
    output = {**output, "data": left}
    return [output, _note(NOTE)] if "image/png" in left else [output]


def _note(said):
    text = {"text/plain": said, "text/html": f"<em>{said}</em>"}
    return {"output_type": "display_data", "metadata": {}, "data": text}


def as_it_will_be(metadata):
    """Say of the kernel what it will say itself, or the notebook counts as changed when opened."""
    version = ".".join(map(str, sys.version_info[:3]))
    if metadata.get("kernelspec", {}).get("name") == "python3":
        metadata["kernelspec"] = {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        }
        metadata["language_info"] = {
            "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "name": "python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": version,
        }
