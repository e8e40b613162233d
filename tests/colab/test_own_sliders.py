"""The learner's own sliders and picture of chapter 02: they answer, with the widgets of here.

Run with Colab's versions by `make test-colab`. A real kernel runs the notebook's cells. Then it is
told what a browser tells it when a slider has moved.
"""

import base64
import io
import queue
import time
from pathlib import Path

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from PIL import Image, ImageChops

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "02_linear_and_affine_flows.ipynb"
VIEW = "application/vnd.jupyter.widget-view+json"
WAIT = 120  # s


def own_cells():
    """The cells of "A picture of your own", in their order, after the set-up cell's one line."""
    code = [c.source for c in nbformat.read(NOTEBOOK, as_version=4).cells if c.cell_type == "code"]
    (last,) = [k for k, source in enumerate(code) if "ipywidgets.interact(" in source]
    (first,) = [k for k, source in enumerate(code) if source.startswith("import matplotlib")]
    return ["from course_lib.notebook import *", *code[first : last + 1]]


class Kernel:
    """What a front end sees of a kernel: the messages that follow each of its own."""

    def __init__(self):
        self.manager, self.client = start_new_kernel()
        self.widgets = {}  # comm_id → state

    def follow(self, asked):
        """All messages about one of ours, until the kernel rests."""
        found, end = [], time.monotonic() + WAIT
        while time.monotonic() < end:
            try:
                message = self.client.get_iopub_msg(timeout=5)
            except queue.Empty:
                continue
            if message["parent_header"].get("msg_id") != asked:
                continue
            found.append(message)
            self._remember(message)
            if message["content"].get("execution_state") == "idle":
                return found
        raise AssertionError(f"The kernel did not rest within {WAIT} s.")

    def _remember(self, message):
        content = message["content"]
        if message["msg_type"] == "comm_open":
            self.widgets[content["comm_id"]] = content["data"]["state"]
        elif message["msg_type"] == "comm_msg" and content["data"].get("method") == "update":
            self.widgets[content["comm_id"]].update(content["data"]["state"])

    def run(self, source):
        messages = self.follow(self.client.execute(source))
        assert [m["content"] for m in messages if m["msg_type"] == "error"] == []
        return messages

    def move(self, label, value):
        """A browser's message: the slider with this label stands there now."""
        (comm,) = [k for k, w in self.widgets.items() if w.get("description") == label]
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        message = self.client.session.msg("comm_msg", {"comm_id": comm, "data": data})
        self.client.shell_channel.send(message)
        return self.follow(message["header"]["msg_id"])


@pytest.fixture(scope="module")
def kernel():
    kernel = Kernel()
    yield kernel
    kernel.client.stop_channels()
    kernel.manager.shutdown_kernel(now=True)


def shown(messages):
    """The pictures among these messages."""
    data = [m["content"]["data"] for m in messages if m["msg_type"] == "display_data"]
    return [
        Image.open(io.BytesIO(base64.b64decode(d["image/png"]))).convert("L")
        for d in data
        if "image/png" in d
    ]


def test_the_sliders_of_chapter_02_draw_a_new_picture(kernel):
    *before, interact = own_cells()
    messages = [m for source in before for m in kernel.run(source)]
    assert len(shown(messages)) == 1, "draw() draws before there is a slider"
    messages = kernel.run(interact)
    views = [m for m in messages if VIEW in m["content"].get("data", {})]
    assert len(views) == 1
    (began,) = shown(messages)
    for label, value in (("a", 0.5), ("b", -2.0)):
        (now,) = shown(kernel.move(label, value))
        assert now.size == began.size
        assert ImageChops.difference(now, began).getbbox() is not None, label
        began = now


def test_the_picture_stands_under_its_sliders_and_not_in_the_log(kernel):
    """A front end puts it where an Output widget says that it listens to this very message."""
    messages = kernel.move("a", 1.5)
    listens = [
        m["content"]["data"]["state"]["msg_id"]
        for m in messages
        if m["msg_type"] == "comm_msg" and "msg_id" in m["content"]["data"].get("state", {})
    ]
    kinds = [m["msg_type"] for m in messages]
    assert listens[0] == messages[0]["parent_header"]["msg_id"] and listens[-1] == ""
    assert kinds.index("clear_output") < kinds.index("display_data")


def test_a_slider_has_the_range_that_the_learner_gave(kernel):
    ranges = {w["description"]: (w["min"], w["max"], w["step"]) for w in kernel.widgets.values()
              if w.get("description") in ("a", "b")}  # fmt: skip
    assert ranges == {"a": (0.5, 3.0, 0.1), "b": (-3.0, 3.0, 0.1)}
