"""A real JupyterLab, and a page of it in a real Chromium, with the things that a learner does."""

import contextlib
import io
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from PIL import Image, ImageChops

from course_lib.authoring import launch

ROOT = Path(__file__).parents[2]
ARTIFACTS = ROOT / ".artifacts"
# Messages that the browser's console may show, each with the reason why it is no fault of ours.
ALLOWED = (
    # Lab asks for saved workspaces and settings that a fresh installation has not written yet.
    ("404", "/lab/api/workspaces"),
)


COURSE = ("notebooks", "solutions", "docs", "slides", "README.md")  # what a learner can open


def copy_of_the_course(folder, more=()):
    """The course's folder as a learner has it, without what is built and without the library."""
    ignored = shutil.ignore_patterns("build", "node_modules", "*.mine-*", ".*")
    for name in COURSE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    for notebook in more:
        shutil.copy(notebook, folder / "notebooks")


@contextlib.contextmanager
def serve(folder, notebooks=(), app="jupyterlab"):
    """JupyterLab with the very words of `make lab`, on a copy of the course; its address.

    ``app`` is another front end, started by the same words.

    Everything that Jupyter and the course would keep in a home directory stands in ``folder``. Only
    the port, the token and the browser are the test's own.
    """
    folder = Path(folder)
    if not (folder / "notebooks").exists():
        folder.mkdir(parents=True, exist_ok=True)
        copy_of_the_course(folder, notebooks)
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "IPYTHONDIR": str(folder / "ipython"),
        "COURSE_PROGRESS": str(folder / "progress.json"),
        "OMP_NUM_THREADS": "1",
    }
    environment.pop("COURSE_STATIC", None)
    port = free_port()
    launch.configure()
    words = [app if word == "jupyterlab" else word for word in launch.command(port, root=folder)]
    words += ["--no-browser", "--expose-app-in-browser", "--IdentityProvider.token="]
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(words, cwd=folder, env=environment, stdout=out, stderr=out)
        try:
            wait_for_server(f"http://localhost:{port}", server, log)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_server(url, server, log, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError):
            return json.load(urllib.request.urlopen(f"{url}/api", timeout=1))
        time.sleep(0.3)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


# What the page is asked; `app` is Lab's own object, so that cells outside the window count too.
PANEL = "const panel = window.jupyterapp.shell.currentWidget; const book = panel.content;"
READY = f"""() => {{
  if (!window.jupyterapp || !window.jupyterapp.shell.currentWidget) return false;
  {PANEL}
  const session = panel.sessionContext && panel.sessionContext.session;
  return !!(book && book.widgets && book.widgets.length && session && session.kernel
            && session.kernel.status === 'idle');
}}"""
STATE = f"""() => {{
  {PANEL}
  const cells = book.widgets.map((cell, index) => ({{
    index, type: cell.model.type, source: cell.model.sharedModel.getSource(),
    tags: cell.model.getMetadata('tags') || [],
    count: cell.model.executionCount ?? null, state: cell.model.executionState ?? 'idle',
    outputs: cell.model.outputs ? cell.model.outputs.toJSON() : [],
  }}));
  return {{kernel: panel.sessionContext.session.kernel.status, cells}};
}}"""
SAVED = f"() => {{ {PANEL} return !panel.context.model.dirty; }}"
SHOW = f"""async (index) => {{
  {PANEL}
  book.activeCellIndex = index;
  await book.scrollToItem(index, 'center');
}}"""


class LabPage:
    """One notebook in one tab. What the console says is kept in ``console``."""

    WHERE = "lab/tree"

    def __init__(self, page, url):
        self.page, self.url = page, url
        self.console, self.allowed = [], []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))

    def _heard(self, message):
        if message.type != "error":
            return
        said = f"{message.text} ({message.location.get('url', '')})"
        fine = any(all(part in said for part in parts) for parts in ALLOWED)
        (self.allowed if fine else self.console).append(said)

    def open(self, name):
        """Open a notebook and wait for its kernel."""
        self.page.goto(f"{self.url}/{self.WHERE}/notebooks/{name}?reset")
        self.page.wait_for_function(READY, timeout=90_000)
        return self

    def state(self):
        return self.page.evaluate(STATE)

    def run_all(self, seconds=180):
        """Run → Run All Cells, as in the menu; returns when the kernel rests."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        return self.wait_until_idle(seconds)

    def wait_until_idle(self, seconds=180):
        """Wait until all cells that were asked for have run, or one has raised."""
        end, quiet = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            state = self.state()
            waiting = [c["index"] for c in state["cells"] if c["state"] == "running"]
            done = state["kernel"] == "idle" and not waiting
            quiet = quiet + 1 if done else 0
            if quiet == 3:  # three looks in a row: between two cells the kernel rests, too
                return state["cells"]
            time.sleep(0.15)
        raise AssertionError(f"Cells {waiting} have not ended within {seconds} s.")

    def not_run(self):
        """The code cells, as (index, source), that have something to run and did not."""
        cells = [c for c in self.state()["cells"] if c["type"] == "code" and c["source"].strip()]
        return [(c["index"], c["source"]) for c in cells if c["count"] is None]

    def index(self, cell):
        """The index of a cell given by index, by tag, or by a part of its source."""
        if isinstance(cell, int):
            return cell
        for found in self.state()["cells"]:
            if cell in found["tags"] or (found["type"] == "code" and cell in found["source"]):
                return found["index"]
        raise AssertionError(f"No cell has the tag or the text {cell!r}.")

    def cell_outputs(self, cell):
        return self.state()["cells"][self.index(cell)]["outputs"]

    def source(self, cell):
        return self.state()["cells"][self.index(cell)]["source"]

    def plain(self, cell):
        """What a cell shows as plain text, all outputs together."""
        said = []
        for output in self.cell_outputs(cell):
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            said.append("".join(text))
        return "\n".join(said)

    def errors(self):
        """Every cell that raised, as 'cell 3: NameError: …'."""
        return [
            f"cell {cell['index']}: {output['ename']}: {output['evalue']}"
            for cell in self.state()["cells"]
            for output in cell["outputs"]
            if output["output_type"] == "error"
        ]

    def cell(self, cell):
        """The cell on the page, scrolled to."""
        index = self.index(cell)
        self.page.evaluate(SHOW, index)
        found = self.page.locator(f'.jp-Cell[data-windowed-list-index="{index}"]')
        found.wait_for(timeout=15_000)
        found.scroll_into_view_if_needed()
        return found

    def type_into_cell(self, cell, text):
        """Replace a cell's source, through its editor."""
        cell = self.index(cell)
        editor = self.cell(cell).locator(".jp-InputArea-editor .cm-content").first
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)  # at once, so that no bracket is closed by the editor
        assert self.source(cell) == text

    def run_cell(self, cell, seconds=60):
        folded = self.cell(cell).locator(".jp-InputPlaceholder")
        if folded.count():  # the set-up cell shows its first line; a click unfolds it
            folded.first.click()
        self.cell(cell).locator(".jp-InputArea-editor .cm-content").first.click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_timeout(150)
        return self.wait_until_idle(seconds)

    def slider(self, cell, label):
        """The handle of a slider by the label beside it."""
        row = (
            self.cell(cell)
            .locator(".jupyter-widgets.widget-slider")
            .filter(has=self.page.get_by_text(label, exact=True))
        )
        handle = row.locator(".noUi-handle").first
        handle.wait_for(timeout=15_000)
        return handle

    def press(self, handle, key, times=1):
        """Move a slider by keyboard."""
        handle.focus()
        for _ in range(times):
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(30)
        self.settle()

    def drag(self, handle, pixels, steps=12):
        """Move a slider by mouse."""
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for step in range(1, steps + 1):
            self.page.mouse.move(x + pixels * step / steps, y)
            self.page.wait_for_timeout(15)
        self.page.mouse.up()
        self.settle()

    def settle(self):
        """Wait until the kernel has answered and the page has been painted."""
        self.page.wait_for_timeout(300)
        self.wait_until_idle(30)
        self.page.evaluate(
            "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
        )

    def readout(self, cell):
        """The live text under a picture."""
        return self.cell(cell).locator(".jp-OutputArea .course-readout").last.inner_text()

    def pixels(self, locator):
        """A part of the page as an image."""
        return Image.open(io.BytesIO(locator.screenshot())).convert("RGB")

    def shut_down(self):
        """Stop the kernel and close the tab."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.context.close()

    def save(self):
        """File → Save Notebook, as in the menu."""
        self.page.get_by_role("menuitem", name="File", exact=True).click()
        self.page.get_by_text("Save Notebook", exact=True).click()
        self.page.wait_for_function(SAVED, timeout=30_000)

    def is_dirty(self):
        return self.page.evaluate(f"() => {{ {PANEL} return panel.context.model.dirty; }}")

    def screenshot(self, name):
        """Keep what is on the page for a human: .artifacts/NAME.png"""
        ARTIFACTS.mkdir(exist_ok=True)
        path = ARTIFACTS / f"{name}.png"
        self.page.screenshot(path=path)
        return path


class Notebook7Page(LabPage):
    """The same in Notebook 7, which is made of Lab's parts."""

    WHERE = "notebooks"


def changed(before, after):
    """The share of pixels that differ between two images of equal size."""
    assert before.size == after.size, f"sizes differ: {before.size} and {after.size}"
    gray = ImageChops.difference(before, after).convert("L")
    return sum(gray.histogram()[16:]) / (gray.width * gray.height)
