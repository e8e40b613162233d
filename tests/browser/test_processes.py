"""Two workers start their servers at the same time, and each gets its own."""

import contextlib
import json
import socket
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser import jupyter
from tests.browser.processes import reserved_port


class SaysYes(BaseHTTPRequestHandler):
    """Another worker's Jupyter, as far as one can tell by its answers."""

    def do_GET(self):
        theirs = "jpserver" in self.path
        self.send_response(404 if theirs else 200)
        self.end_headers()
        self.wfile.write(b"{}" if theirs else b'{"version": "2"}')

    def log_message(self, *_):
        """Not into the tests' output."""


@pytest.fixture
def taken():
    """A port that somebody else has."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), SaysYes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with server:
        yield server.server_port
        server.shutdown()


def can_listen(port, by_name):
    """May it be had by a server, which names it, and by one who asks for any port?"""
    with socket.socket() as asker:
        asker.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, by_name)
        with contextlib.suppress(OSError):
            asker.bind(("127.0.0.1", port))
            asker.listen()
            return True
    return False


def test_a_reserved_port_is_kept_for_the_server_that_names_it():
    port = reserved_port()
    assert not can_listen(port, by_name=False), "it is among those that anybody is given"
    assert can_listen(port, by_name=True)
    assert not can_listen(port, by_name=False), "and it is so again"


def test_a_port_that_was_taken_in_between_does_not_fail_the_set_up(taken, tmp_path, monkeypatch):
    ports = iter([taken, reserved_port()])
    monkeypatch.setattr(jupyter, "reserved_port", lambda: next(ports))
    with jupyter.serve(tmp_path) as url:
        (about,) = (tmp_path / "runtime").glob("jpserver-*.json")
        assert url == f"http://localhost:{json.loads(about.read_text(encoding='utf-8'))['port']}"
        assert json.load(urllib.request.urlopen(f"{url}/api/contents/notebooks"))["content"]


def test_what_else_is_wrong_is_said_at_once(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(jupyter, "reserved_port", lambda: started.append(1) or reserved_port())
    with (
        pytest.raises(RuntimeError, match="No module named no_such_app"),
        jupyter.serve(tmp_path, app="no_such_app"),
    ):
        """Never reached."""
    assert len(started) == 1
