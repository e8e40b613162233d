"""What JupyterLab saves: stills in place of live views that a second day cannot show."""

import asyncio
import copy
import json

import nbformat
import pytest

from course_lib.authoring.contents import (
    NOTE,
    SLIDERS,
    WIDGET_VIEW,
    CourseContents,
    as_it_will_be,
    still,
)
from course_lib.exercises import quiz
from course_lib.selftest import selftest


def output(**data):
    kinds = {"png": "image/png", "html": "text/html", "plain": "text/plain", "view": WIDGET_VIEW}
    return {
        "output_type": "display_data",
        "metadata": {"image/png": {"alt": "a bell"}},
        "data": {kinds[kind]: value for kind, value in data.items()},
    }


def book(*outputs):
    code = nbformat.v4.new_code_cell("live.hello()")
    text = nbformat.v4.new_markdown_cell("# A text")
    made = json.loads(nbformat.writes(nbformat.v4.new_notebook(cells=[text, code])))
    made["cells"][1]["outputs"] = list(outputs)
    return made


def saved(*outputs):
    made = book(*outputs)
    still(made)
    nbformat.validate(made)
    return made["cells"][1]["outputs"]


def test_a_picture_is_saved_as_its_still_with_a_note():
    picture, note = saved(output(view={}, png="…", plain="a bell"))
    assert picture == output(png="…", plain="a bell"), "its alternative text stays"
    assert NOTE in note["data"]["text/html"] and note["data"]["text/plain"] == NOTE


def test_text_is_saved_as_text_without_a_note():
    assert saved(output(view={}, html="<ol>", plain="1.")) == [output(html="<ol>", plain="1.")]


def test_sliders_of_a_learners_own_are_saved_as_a_sentence():
    mine = output(view={}, plain="interactive(children=(FloatSlider(value=2.0), Output()))")
    (note,) = saved(mine)
    assert SLIDERS in note["data"]["text/html"] and note["data"]["text/plain"] == SLIDERS
    assert saved(note) == [note]


def test_what_is_no_widget_is_left_alone():
    stream = {"output_type": "stream", "name": "stdout", "text": "1"}
    assert saved(output(plain="1"), stream) == [output(plain="1"), stream]


def test_saving_what_was_opened_again_changes_nothing():
    made = book(output(view={}, png="…", plain="a bell"), output(png="…"))
    still(made)
    again = copy.deepcopy(made)
    still(again)
    assert again == made


def test_the_courses_own_widgets_have_something_else_to_show():
    for thing in (quiz("01"), selftest()):
        data = thing._repr_mimebundle_()
        assert WIDGET_VIEW in data and "text/html" in data


@pytest.mark.parametrize("name", ["python3", "other"])
def test_a_kernel_is_described_as_it_describes_itself(name):
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": name}}
    as_it_will_be(metadata)
    assert ("language_info" in metadata) == (name == "python3")


def test_the_manager_saves_stills_and_reads_what_it_saved(tmp_path):
    manager = CourseContents(root_dir=str(tmp_path))
    content = book(output(view={}, png="…", plain="a bell"))
    kept = copy.deepcopy(content)

    async def both():
        model = {"type": "notebook", "format": "json", "content": content}
        await manager.save(model, "a.ipynb")
        return await manager.get("a.ipynb")

    model = asyncio.run(both())
    assert WIDGET_VIEW not in (tmp_path / "a.ipynb").read_text(encoding="utf-8")
    assert len(model["content"]["cells"][1]["outputs"]) == 2
    assert WIDGET_VIEW in json.dumps(kept)
