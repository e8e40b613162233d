"""What docs/hub.md tells an instructor to write into a hub's configuration is accepted there."""

import contextlib
import re
import textwrap
from pathlib import Path

from jupyter_server.serverapp import ServerApp
from jupyter_server.services.contents.largefilemanager import LargeFileManager
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets.config import PyFileConfigLoader

TEXT = (Path(__file__).parents[2] / "docs" / "hub.md").read_text(encoding="utf-8")


def snippet(name):
    """The block of code whose first line names the file that it goes to."""
    (found,) = re.findall(rf"^ *```python\n( *# {re.escape(name)}.*?)```", TEXT, re.DOTALL | re.M)
    return textwrap.dedent(found)


def test_the_servers_configuration(tmp_path):
    (tmp_path / "config.py").write_text(snippet("jupyter_server_config.py"))
    config = PyFileConfigLoader("config.py", str(tmp_path)).load_config()
    app = ServerApp(config=config)
    assert app.kernel_websocket_connection_class is not ZMQChannelsWebsocketConnection
    assert issubclass(app.kernel_websocket_connection_class, ZMQChannelsWebsocketConnection)
    sent = []
    handler = type("Handler", (), {"set_nodelay": lambda self, value: sent.append(value)})()
    connection = type("C", (), {"websocket_handler": handler})()
    connect = app.kernel_websocket_connection_class.connect
    with contextlib.suppress(TypeError):  # the parent's own connect wants a real connection
        connect(connection)
    assert sent == [True]
    assert config.KernelManager.transport == "ipc"


def test_what_is_saved_shows_stills(tmp_path):
    (tmp_path / "config.py").write_text(snippet("jupyter_server_config.py"))
    config = PyFileConfigLoader("config.py", str(tmp_path)).load_config()
    manager = LargeFileManager(config=config, root_dir=str(tmp_path))
    view = "application/vnd.jupyter.widget-view+json"
    data = [{view: {}, "image/png": "a"}, {view: {}, "text/html": "b"}, {view: {}}]
    outputs = [{"output_type": "display_data", "metadata": {}, "data": d} for d in data]
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "", "outputs": outputs,
            "execution_count": 1}  # fmt: skip
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    manager.save({"type": "notebook", "format": "json", "content": book}, "a.ipynb")
    cells = manager.get("a.ipynb")["content"]["cells"]
    kinds = [sorted(output["data"]) for output in cells[0]["outputs"]]
    assert kinds == [["image/png"], ["text/plain"], ["text/html"], ["text/plain"]]
    manager.save({"type": "file", "format": "text", "content": "x"}, "a.txt")


def test_every_kind_of_file_that_is_named_exists():
    root = Path(__file__).parents[2]
    for path in re.findall(r"`((?:tests|course_lib|docs|notebooks)/[\w./]+)`", TEXT):
        assert (root / path).exists(), path
