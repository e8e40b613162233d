"""A page of a real JupyterLab in a real Chromium, with the things that a learner does."""

import io

from PIL import Image, ImageChops

from course_lib.live.host import Latest
from tests.browser.jupyter import ROOT, launch, serve  # noqa: F401 (with the page, for others)
from tests.browser.processes import until

ARTIFACTS = ROOT / ".artifacts"
# Messages that the browser's console may show, each with the reason why it is no fault of ours.
ALLOWED = (
    # Lab asks for saved workspaces and settings that a fresh installation has not written yet.
    ("404", "/lab/api/workspaces"),
)


# What the page is asked; `app` is Lab's own object, so that cells outside the window count too.
PANEL = "const panel = window.jupyterapp.shell.currentWidget; const book = panel.content;"
STARTS = 180  # s that a page and its kernel may take on a busy machine
READY = f"""(name) => {{
  if (!window.jupyterapp || !window.jupyterapp.shell.currentWidget) return false;
  {PANEL}
  if (name && !panel.context.path.endsWith(name)) return false;
  const session = panel.sessionContext && panel.sessionContext.session;
  return !!(book && book.widgets && book.widgets.length && session && session.kernel
            && session.kernel.status === 'idle');
}}"""
# Outputs hold all pictures: who asks again and again leaves them there.
STATE = f"""(outputs = true) => {{
  {PANEL}
  const cells = book.widgets.map((cell, index) => ({{
    index, type: cell.model.type, source: cell.model.sharedModel.getSource(),
    tags: cell.model.getMetadata('tags') || [],
    count: cell.model.executionCount ?? null, state: cell.model.executionState ?? 'idle',
    outputs: outputs && cell.model.outputs ? cell.model.outputs.toJSON() : [],
  }}));
  return {{kernel: panel.sessionContext.session.kernel.status, cells}};
}}"""
BUSY = f"""() => {{
  {PANEL}
  const waiting = book.widgets.flatMap((c, i) => c.model.executionState === 'running' ? [i] : []);
  return {{ waiting, busy: panel.sessionContext.session.kernel.status !== 'idle' }};
}}"""
# A kernel answers in turn: then it has read all that was sent before. A dead one does not answer.
ANSWERED = f"""() => {{
  {PANEL}
  const late = new Promise((r) => setTimeout(r, 30_000));
  const kernel = panel.sessionContext.session?.kernel;
  const told = kernel ? kernel.requestKernelInfo().then(() => true, () => true) : true;
  return Promise.race([told, late]).then(() => true);
}}"""
PAINTED = "() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))"
# All that is open is closed, with its kernels, and nothing is asked or saved.
CLOSE = """async () => {
  for (const panel of [...window.jupyterapp.shell.widgets('main')]) {
    await panel.sessionContext?.shutdown();
    if (panel.context) panel.context.model.dirty = false;
    panel.close();
  }
}"""
OPEN = "(path) => window.jupyterapp.commands.execute('docmanager:open', { path }).then(() => true)"
SAVED = f"() => {{ {PANEL} return !panel.context.model.dirty; }}"
SHOW = f"""async (index) => {{
  {PANEL}
  book.activeCellIndex = index;
  await book.scrollToItem(index, 'center');
}}"""


SHOWN = []  # the pages that are open


class LabPage:
    """One notebook in one tab. What the console says is kept in ``console``."""

    WHERE = "lab/tree"
    LESS, MORE = "ArrowLeft", "ArrowRight"  # the keys that move a slider
    ALLOWED = ALLOWED

    def __init__(self, page, url):
        self.page, self.url = page, url
        self.console, self.allowed = [], []
        page.on("console", self._told)
        page.on("pageerror", lambda error: self._heard(f"uncaught: {error}"))

    def _told(self, message):
        if message.type == "error":
            self._heard(f"{message.text} ({message.location.get('url', '')})")

    def _heard(self, said):
        fine = any(all(part in said for part in parts) for parts in self.ALLOWED)
        (self.allowed if fine else self.console).append(said)

    def open(self, name):
        """Open a notebook and wait for its kernel."""
        if self not in SHOWN:
            SHOWN.append(self)
        self.page.goto(f"{self.url}/{self.WHERE}/notebooks/{name}?reset")
        self.page.wait_for_function(READY, arg=name, timeout=1000 * STARTS)
        return self

    def turn_to(self, name):
        """Open a notebook in place of all that is open, in the same Lab."""
        self.page.evaluate(CLOSE)
        self.console.clear()
        self.page.evaluate(OPEN, f"notebooks/{name}")
        self.page.wait_for_function(READY, arg=name, timeout=1000 * STARTS)
        return self

    def state(self, outputs=True):
        return self.page.evaluate(STATE, outputs)

    def run_all(self, seconds=180):
        """Run → Run All Cells, as in the menu; returns when the kernel rests."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        return self.wait_until_idle(seconds)

    def wait_until_idle(self, seconds=180):
        """Wait until all cells that were asked for have run, or one has raised."""
        quiet, seen = 0, {}

        def rests():
            nonlocal quiet, seen
            seen = self.page.evaluate(BUSY)
            quiet = 0 if seen["busy"] or seen["waiting"] else quiet + 1
            return quiet == 3  # looks in a row: between two cells the kernel rests, too

        ended = until(rests, seconds, every=0.1)
        assert ended, f"Cells {seen['waiting']} have not ended within {seconds} s."
        return self.state()["cells"]

    def not_run(self):
        """The code cells, as (index, source), that have something to run and did not."""
        cells = self.state(outputs=False)["cells"]
        cells = [c for c in cells if c["type"] == "code" and c["source"].strip()]
        return [(c["index"], c["source"]) for c in cells if c["count"] is None]

    def index(self, cell):
        """The index of a cell given by index, by tag, or by a part of its source."""
        if isinstance(cell, int):
            return cell
        for found in self.state(outputs=False)["cells"]:
            if cell in found["tags"] or (found["type"] == "code" and cell in found["source"]):
                return found["index"]
        raise AssertionError(f"No cell has the tag or the text {cell!r}.")

    def cell_outputs(self, cell):
        return self.state()["cells"][self.index(cell)]["outputs"]

    def source(self, cell):
        return self.state(outputs=False)["cells"][self.index(cell)]["source"]

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
        handle.hover()  # once it stands still: cells above it may still be growing
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
        for _ in range(2):  # what a widget holds back is sent when its first message is answered
            self.page.evaluate(ANSWERED)
        self.page.wait_for_timeout(1000 * Latest.LONGEST_REST + 20)  # the last frame of a burst
        self.page.evaluate(ANSWERED)
        self.page.evaluate(PAINTED)

    def readout(self, cell):
        """The live text under a picture."""
        return self.cell(cell).locator(".jp-OutputArea .course-readout").last.inner_text()

    def pixels(self, locator):
        """A part of the page as an image."""
        return Image.open(io.BytesIO(locator.screenshot())).convert("RGB")

    def shut_down(self):
        """Stop the kernels and close the tab."""
        SHOWN.remove(self)
        self.page.evaluate(CLOSE)
        self.page.close()

    def end_kernel(self):
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")

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
    LESS, MORE = "PageDown", "PageUp"  # it keeps the arrows: docs/when-something-breaks.md
    # Its own: Lab, of the same parts and with the same notebook, does not say so.
    ALLOWED = (*ALLOWED, ("uncaught", "reading 'schema'"))


def changed(before, after):
    """The share of pixels that differ between two images of equal size."""
    assert before.size == after.size, f"sizes differ: {before.size} and {after.size}"
    gray = ImageChops.difference(before, after).convert("L")
    return sum(gray.histogram()[16:]) / (gray.width * gray.height)
