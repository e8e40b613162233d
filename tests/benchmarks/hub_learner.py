"""A learner without a browser: speaks to a kernel over the websocket as JupyterLab does."""

import asyncio
import itertools
import json
import struct
import time
import uuid
from pathlib import Path

import nbformat
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

PROTOCOL = "v1.kernel.websocket.jupyter.org"  # the one that JupyterLab asks for
VIEW = "application/vnd.jupyter.widget-view+json"


class Learner:
    """One learner with one notebook open."""

    def __init__(self, hub, name, notebook):
        self.hub, self.name, self.notebook = hub, name, notebook
        self.cells = [
            cell.source
            for cell in nbformat.read(Path(notebook), 4).cells
            if cell.cell_type == "code" and cell.source.strip()
        ]
        self.session = uuid.uuid4().hex
        self.states = {}  # widget → its state, as the page would hold it
        self.views = {}  # cell → the widget that it shows
        self.errors = []
        self.delays = []  # s, from a slider's move to the new picture
        self.lost = 0
        self._waiting = {}  # message → what waits for its end
        self._cell_of = {}
        self._frame = None

    async def open(self):
        """Open the notebook: a session, its kernel and the websocket to it."""
        session = await self.hub.ask(
            "POST",
            f"/user/{self.name}/api/sessions",
            {
                "path": f"notebooks/{Path(self.notebook).name}",
                "name": "",
                "type": "notebook",
                "kernel": {"name": "python3"},
            },
        )
        url = f"{self.hub.url}/user/{self.name}/api/kernels/{session['kernel']['id']}/channels"
        request = HTTPRequest(
            f"{url.replace('http', 'ws', 1)}?session_id={self.session}",
            headers={"Authorization": f"token {self.hub.token}"},
            connect_timeout=240,
            request_timeout=240,
        )
        self.socket = await websocket_connect(
            request, subprotocols=[PROTOCOL], max_message_size=2**30
        )
        assert self.socket.selected_subprotocol == PROTOCOL
        self.reader = asyncio.create_task(self._read())

    async def run_all(self):
        """Run All Cells: each when the one before has ended. The seconds that it took."""
        start = time.perf_counter()
        for number, source in enumerate(self.cells):
            content = {
                "code": source, "silent": False, "store_history": True, "user_expressions": {},
                "allow_stdin": True, "stop_on_error": True,
            }  # fmt: skip
            await self._send("execute_request", content, cell=number)
        return time.perf_counter() - start

    def picture(self, source):
        """(a slider, the layer that moves) of the picture that a cell shows."""
        cell = next(n for n, text in enumerate(self.cells) if text.startswith(source))
        box = self.states[self.views[cell]]
        stage, _, controls = (self._child(box, place) for place in range(3))
        return stage["children"][1].removeprefix("IPY_MODEL_"), self._slider(controls)

    async def drag(self, source, seconds, pause=0.05, longest=30):
        """Move a slider to and fro; each move waits for the picture of the one before."""
        self._frame_id, slider = self.picture(source)
        low, high = self.states[slider]["min"], self.states[slider]["max"]
        end, step = time.perf_counter() + seconds, 0
        while time.perf_counter() < end:
            step += 1
            value = low + (high - low) * (0.1 + 0.8 * abs((step % 60) / 30 - 1))
            self._frame = asyncio.get_running_loop().create_future()
            start = time.perf_counter()
            content = {
                "comm_id": slider,
                "data": {
                    "method": "update",
                    "state": {"value": round(value, 2)},
                    "buffer_paths": [],
                },
            }
            ended = asyncio.ensure_future(self._send("comm_msg", content))
            try:
                self.delays.append(await asyncio.wait_for(self._frame, longest) - start)
                await ended  # the page sends no new value before the kernel is idle again
            except TimeoutError:
                self.lost += 1
            await asyncio.sleep(pause)

    async def close(self):
        self.reader.cancel()
        self.socket.close()

    # --- messages --------------------------------------------------------------------------

    async def _send(self, kind, content, cell=None):
        """Send a request and wait until the kernel says that it is done with it."""
        name = uuid.uuid4().hex
        header = {
            "msg_id": name, "msg_type": kind, "username": "", "session": self.session,
            "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "version": "5.3",
        }  # fmt: skip
        self._cell_of[name] = cell
        done = self._waiting[name] = asyncio.get_running_loop().create_future()
        await self.socket.write_message(packed("shell", header, content), binary=True)
        await done

    async def _read(self):
        while (message := await self.socket.read_message()) is not None:
            arrived = time.perf_counter()
            self._heard(*unpacked(message), arrived)

    def _heard(self, channel, header, parent, content, arrived):
        kind, asked = header["msg_type"], parent.get("msg_id")
        if kind == "status" and content["execution_state"] == "idle":
            if (done := self._waiting.pop(asked, None)) and not done.done():
                done.set_result(None)
        elif kind == "comm_open":
            self.states[content["comm_id"]] = dict(content["data"]["state"])
        elif kind == "comm_msg" and content["data"].get("method") == "update":
            widget, state = content["comm_id"], content["data"]["state"]
            self.states.setdefault(widget, {}).update(state)
            frame = self._frame
            if frame and not frame.done() and widget == self._frame_id and "value" in state:
                frame.set_result(arrived)
        elif kind in ("display_data", "execute_result") and VIEW in content["data"]:
            self.views[self._cell_of[asked]] = content["data"][VIEW]["model_id"]
        elif kind == "error":
            self.errors.append(f"{content['ename']}: {content['evalue']}")

    def _child(self, state, place):
        return self.states[state["children"][place].removeprefix("IPY_MODEL_")]

    def _slider(self, controls):
        names = [child.removeprefix("IPY_MODEL_") for child in controls["children"]]
        return next(n for n in names if self.states[n]["_model_name"] == "FloatSliderModel")


def packed(channel, header, content):
    """A message as the websocket's protocol wants it: offsets first, then the parts."""
    parts = [channel.encode()]
    parts += [json.dumps(part).encode() for part in (header, {}, {}, content)]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    return struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets) + b"".join(parts)


def unpacked(message):
    """(channel, header, parent header, content) of a message."""
    (count,) = struct.unpack_from("<Q", message)
    ends = struct.unpack_from(f"<{count}Q", message, 8)
    channel, header, parent, _, content, *_ = (message[a:b] for a, b in itertools.pairwise(ends))
    return channel.decode(), json.loads(header), json.loads(parent), json.loads(content)
