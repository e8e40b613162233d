"""From a key press to a painted picture, beside the bare echo of a kernel, in one interleaved run.

    python tests/benchmarks/live_latency.py [presses] [--prompt]

It starts a JupyterLab of its own (with ``--prompt`` as ``make lab`` does, with connections that do
not wait) and opens a notebook with two things to move: a slider whose value the kernel only writes
back (the echo: the floor for anything that asks a kernel) and a live picture of three axes. It
presses an arrow key on each in turn. A press counts from the browser's keydown event to the second
animation frame after the change of the page, when it has been painted.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

ECHO = """
import ipywidgets as widgets
slider = widgets.FloatSlider(min=-3, max=3, step=0.05, value=0, description="echo")
text = widgets.HTML("", layout={"width": "100%"})
slider.observe(lambda change: setattr(text, "value", f"<b class=echo>{change.new}</b>"), "value")
slider.add_class("press-echo"); text.add_class("see-echo")
widgets.VBox([slider, text])
"""

PICTURE = """
from course_lib.live.host import LiveHost
from course_lib import live
view = live.linear()
host = LiveHost(view.picture, view.start)
host.sliders["a"].add_class("press-picture"); host.foreground.add_class("see-picture")
host.box
"""

# Resolves with the milliseconds from the next keydown to the second frame after the page changed.
WATCH = """
(selector) => { window.measured = new Promise(resolve => {
  const seen = document.querySelector(selector);
  let start = null;
  document.addEventListener('keydown', () => { start = performance.now(); },
                            {capture: true, once: true});
  const observer = new MutationObserver(() => {
    if (start === null) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)));
  });
  observer.observe(seen, {childList: true, subtree: true, characterData: true});
}); }
"""


def main(presses=108, prompt=False):
    with tempfile.TemporaryDirectory() as folder:
        write_notebook(Path(folder) / "latency.ipynb")
        server, url = start_lab(folder, prompt)
        try:
            times = measure(url, presses)
        finally:
            server.terminate()
            server.wait(20)
    echo = statistics.median(times["echo"])
    print(f"{'':10}{'median ms':>12}{'95 % ms':>12}{'ratio':>8}   ({presses} presses each)")
    for name, values in times.items():
        median, high = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"{name:10}{median:12.1f}{high:12.1f}{median / echo:8.2f}")


def write_notebook(path):
    cells = [nbformat.v4.new_code_cell(source.strip()) for source in (ECHO, PICTURE)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)


def start_lab(folder, prompt):
    port = 8900 + os.getpid() % 90
    options = ["--no-browser", "--allow-root", "--ServerApp.port_retries=0"]
    options += [f"--port={port}", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"]
    if prompt:
        connection = "course_lib.authoring.prompt_server.PromptConnection"
        options.append(f"--ServerApp.kernel_websocket_connection_class={connection}")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://localhost:{port}"
    for _ in range(120):
        try:
            json.load(urllib.request.urlopen(f"{url}/api", timeout=1))
            return server, url
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("JupyterLab did not start within a minute.")


def measure(url, presses):
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    times = {"echo": [], "picture": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{url}/lab/tree/latency.ipynb?reset")
        page.get_by_text("Python 3", exact=False).first.wait_for(timeout=60_000)
        page.wait_for_selector(".jp-CodeCell", timeout=60_000)
        time.sleep(3)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.wait_for_selector(".see-picture svg", timeout=60_000)
        time.sleep(1)
        if shot := os.environ.get("SCREENSHOT"):
            page.screenshot(path=shot)
        for number in range(presses):
            for name in times:
                key = "ArrowRight" if (number // 30) % 2 == 0 else "ArrowLeft"
                page.locator(f".press-{name} .noUi-handle").focus()
                page.evaluate(WATCH, f".see-{name}")
                page.keyboard.press(key)
                times[name].append(page.evaluate("() => window.measured"))
                time.sleep(0.05)
        browser.close()
    return times


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    main(*numbers, prompt="--prompt" in sys.argv)
