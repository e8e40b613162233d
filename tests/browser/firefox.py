"""A Firefox driven by Marionette, its own protocol: JSON over a socket; no driver is needed.

Playwright drives a Firefox of its own only; this is the one that Debian's users have. A message is
``length:[type, id, …]``: 0 asks, 1 answers. The commands are WebDriver's.
"""

import base64
import contextlib
import json
import os
import socket
from pathlib import Path

from tests.browser.processes import running, until

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver's name for "this is an element"
KEYS = {"Right": "\ue014", "Left": "\ue012", "PageUp": "\ue00e", "PageDown": "\ue00f"}
PREFERENCES = {
    "marionette.port": 0,  # one of its own choice; it writes down which
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


@contextlib.contextmanager
def firefox(path, folder, window=(1366, 768)):
    """A Firefox with a profile of its own in ``folder``, as a ``Page``."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = [path, "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
    words += ["--width", str(window[0]), "--height", str(window[1])]
    home = {"HOME": str(folder), "MOZ_HEADLESS": "1"}
    with running(words, folder / "firefox.log", env=os.environ | home) as child:
        connection = until(lambda: _connected(folder), 60, alive=lambda: child.poll() is None)
        if not connection:
            raise RuntimeError("Firefox did not start.")
        yield Page(connection, window)


def _connected(folder):
    with contextlib.suppress(OSError, ValueError):  # not written, or not to its end
        port = int((folder / "MarionetteActivePort").read_text(encoding="utf-8"))
        return socket.create_connection(("127.0.0.1", port), timeout=180)


class FirefoxSays(Exception):
    """A command that Firefox has refused."""


class Page:
    """One window: what a person does in it, and what it shows."""

    def __init__(self, connection, window):
        self.connection, self.asked = connection, 0
        self.stream = connection.makefile("rb")
        self._message()  # who it is
        # What must have come is asked of the page itself.
        self.ask("WebDriver:NewSession", pageLoadStrategy="none")
        self.ask("WebDriver:SetTimeouts", script=120_000, pageLoad=120_000)
        self.ask("WebDriver:SetWindowRect", width=window[0], height=window[1])

    def _message(self):
        length = b""
        while not length.endswith(b":"):
            length += self.stream.read(1)
        return json.loads(self.stream.read(int(length[:-1])))

    def ask(self, command, **about):
        """One command of WebDriver and its answer. Raises FirefoxSays."""
        self.asked += 1
        text = json.dumps([0, self.asked, command, about]).encode()
        self.connection.sendall(b"%d:%s" % (len(text), text))
        _, _, refused, answer = self._message()
        if refused:
            raise FirefoxSays(f"{command}: {refused['message']}")
        return answer["value"] if set(answer or {}) == {"value"} else answer

    def goto(self, url):
        self.ask("WebDriver:Navigate", url=url)
        there = "(url) => location.href.startsWith(url) && document.readyState !== 'loading'"
        self.wait_for(there, url.split("#")[0].split("?")[0])

    def evaluate(self, function, *arguments):
        """The value of a function of JavaScript; it may be asynchronous."""
        script = (
            "const done = arguments[arguments.length - 1];"
            f"Promise.resolve(({function})(...[...arguments].slice(0, -1)))"
            ".then((value) => done([value]), (error) => done(String(error)));"
        )
        told = self.ask("WebDriver:ExecuteAsyncScript", script=script, args=list(arguments))
        if not isinstance(told, list):  # an error, or nothing: the page went while it was asked
            raise FirefoxSays(told or "the page has gone")
        return told[0]

    def wait_for(self, function, *arguments, seconds=90):
        """Wait until a function of JavaScript says yes; its value."""
        said = ""

        def look():
            nonlocal said
            try:
                return self.evaluate(function, *arguments)
            except FirefoxSays as refused:  # a page that has just gone, or is not there yet
                said = f" ({refused})"

        found = until(look, seconds)
        assert found, f"Not within {seconds} s: {function}{said}"
        return found

    def find(self, css):
        """The first element that a CSS selector finds, brought into the window."""
        found = self.ask("WebDriver:FindElement", using="css selector", value=css)
        self.evaluate("(e) => e.scrollIntoView({ block: 'center' })", found)
        return found

    def click(self, css):
        self.ask("WebDriver:ElementClick", id=self.find(css)[ELEMENT])

    def press(self, css, key, times=1):
        """Keys of the keyboard, with the focus on an element."""
        self.evaluate("(e) => e.focus()", self.find(css))
        keys = [{"type": t, "value": KEYS[key]} for t in ("keyDown", "keyUp")] * times
        self._act({"type": "key", "id": "keys", "actions": keys})

    def drag(self, css, pixels, steps=8):
        """A handle by the mouse."""
        found = self.find(css)
        actions = [
            {"type": "pointerMove", "origin": found, "x": 0, "y": 0},
            {"type": "pointerDown", "button": 0},
        ]
        for _ in range(steps):
            by = {"origin": "pointer", "x": round(pixels / steps), "y": 0, "duration": 20}
            actions.append({"type": "pointerMove", **by})
        actions.append({"type": "pointerUp", "button": 0})
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def _act(self, source):
        self.ask("WebDriver:PerformActions", actions=[source])

    def screenshot(self, path):
        told = self.ask("WebDriver:TakeScreenshot", full=False)
        Path(path).write_bytes(base64.b64decode(told))
        return path
