"""The web edition in a real Chromium: its build, its bytes, and what a reader waits for.

Pages are opened from their folder. Beside the pictures of the pages stands one in JupyterLab,
pressed in the same run under the same stopwatch.
"""

import gzip
import os
import re
import subprocess
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from course_lib.authoring.chromium import FLAGS, chromium
from tests.benchmarks.live_pictures import notebook
from tests.benchmarks.measure import say, told
from tests.benchmarks.stopwatch import WATCH, press

ROOT = Path(__file__).parents[2]
SITE, CACHE = ROOT / "web" / "build", ROOT / ".artifacts" / "web"
BUILDER = ROOT / ".venv-web" / "bin" / "python"
IN_LAB = """
from course_lib import live
from course_lib.live.host import LiveHost
view = live.linear()
host = LiveHost(view.picture, view.start)
host.box.add_class("press-picture"); host.foreground.add_class("see-picture")
host.box
"""
# When the frame with the new picture has been handed to the screen: a message that is sent from
# within an animation frame arrives after that frame has been painted.
PAINTED = """
(selector) => { window.painted = new Promise((resolve) => {
  const seen = document.querySelector(selector);
  let start = null;
  document.addEventListener('keydown', () => { start = performance.now(); },
                            {capture: true, once: true});
  const watcher = new MutationObserver(() => {
    if (start === null) return;
    watcher.disconnect();
    const drawn = performance.now() - start;
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve([drawn, performance.now() - start]);
    requestAnimationFrame(() => channel.port2.postMessage(null));
  });
  watcher.observe(seen, {childList: true, subtree: true});
  setTimeout(() => { watcher.disconnect(); resolve(null); }, 3000);
}); }
"""
# How long a picture's frames take from their file until they can be shown, and how many there are.
UNPACKED = """
async (key) => {
  const start = performance.now();
  const told = new Promise((done) => arriving.set(key, done));
  const script = document.createElement("script");
  script.src = `frames/${key}.js`;
  document.head.append(script);
  const [, frames] = await Promise.all((await told).map(unpacked));
  return [performance.now() - start, frames.frames.length];
}
"""
# When the first page's picture has changed for the first time.
MOVES = """
addEventListener('DOMContentLoaded', () => {
  const figure = document.querySelector('figure.plays');
  let first = null;
  const look = () => {
    const now = figure?.querySelector('.stage svg[role=img]')?.firstElementChild;
    if (now && first && now !== first) { window.moved = performance.now(); return; }
    first ??= now;
    requestAnimationFrame(look);
  };
  if (figure) look();
});
"""
SEEN = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
FIRST = "document.querySelector('figure.live[data-ready]')?.dataset.ready"


def run(presses=10, opens=5, chapters=None, build=True):
    rows = [built()] if build else []
    rows += weights()
    with notebook(IN_LAB) as page:
        times = press(page, ("picture",), max(presses, 20))["picture"]
        say(f"notebook: {times['median']:.0f} ms")
        rows.append({"what": "notebook", "times": times})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        rows.append(first_page(browser, opens))
        for file in sorted(SITE.glob("*.html")):
            if chapters and file.name[:2] not in chapters:
                continue
            if 'class="live' in file.read_text(encoding="utf-8"):
                rows += pressed(browser, file, presses)
        browser.close()
    return rows


def built():
    """The build with what earlier ones have drawn; ``drawn`` says what was not there yet."""
    before = set(CACHE.glob("*"))
    start = time.perf_counter()
    words = [str(BUILDER), "-m", "course_lib.authoring.site"]
    alone = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    subprocess.run(words, cwd=ROOT, env=alone, check=True, stdout=subprocess.DEVNULL)
    row = {"what": "build", "seconds": time.perf_counter() - start,
           "drawn": len(set(CACHE.glob("*")) - before)}  # fmt: skip
    say(f"build: {row['seconds']:.0f} s, {row['drawn']} things drawn anew")
    return row


def weights():
    """Bytes of each page, and of all files."""
    rows = []
    for file in sorted(SITE.glob("*.html")):
        text = file.read_text(encoding="utf-8")
        stills = set(re.findall(r'<img src="(stills/[^"]+)"', text))
        frames = {f"frames/{key}.js" for key in re.findall(r'data-frames="([^"]+)"', text)}
        words = re.sub(r"<figure.*?</figure>", "", text, flags=re.DOTALL).encode()
        rows.append({"what": "bytes", "page": file.stem, "words": len(words),
                     "sent": len(gzip.compress(words)), "stills": _bytes(stills),
                     "frames": _bytes(frames), "pictures": len(frames)})  # fmt: skip
    whole = sum(path.stat().st_size for path in SITE.rglob("*") if path.is_file())
    common = sum(p.stat().st_size for p in (SITE / "_static").rglob("*") if p.suffix != ".woff2")
    say(f"bytes: {whole / 1e6:.0f} MB in all")
    return [*rows, {"what": "whole", "bytes": whole, "common": common}]


def _bytes(names):
    return sum((SITE / name).stat().st_size for name in names)


def first_page(browser, opens):
    """The first page, opened anew by a browser that knows nothing of it."""
    seen, moved = [], []
    for _ in range(opens + 1):  # the first one warms up the machine
        context = browser.new_context(viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.add_init_script(MOVES)
        page.goto((SITE / "index.html").as_uri())
        page.wait_for_function("window.moved")
        seen.append(page.evaluate(SEEN))
        moved.append(page.evaluate("window.moved"))
        context.close()
    row = {"what": "first page", "seen": told(seen[1:]), "moves": told(moved[1:])}
    say(f"first page: seen {row['seen']['median']:.0f} ms, moves {row['moves']['median']:.0f} ms")
    return row


def pressed(browser, file, presses):
    """A chapter: when it is seen, and each picture's slider with the most stops, pressed."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_function(SEEN)
    seen, rows = page.evaluate(SEEN), []
    page.locator("figure.live").first.scroll_into_view_if_needed()
    page.wait_for_function(FIRST)
    rows.append({"what": "opened", "page": file.stem, "seen": seen,
                 "ready": float(page.evaluate(FIRST))})  # fmt: skip
    for figure in page.locator("figure.live").all():
        if times := press_picture(page, figure, presses):
            rows.append({"what": "picture", "name": figure.get_attribute("id"),
                         "page": file.stem, **frames(page, figure), **times})  # fmt: skip
            say(f"{rows[-1]['name']:16} {times['painted']['median']:5.0f} ms")
    context.close()
    return rows


def frames(page, figure, again=3):
    """How many frames, their bytes, and how long they take to be read from their file."""
    key = figure.get_attribute("data-frames")
    looks = [page.evaluate(UNPACKED, key) for _ in range(again)]
    return {"frames": looks[0][1], "bytes": _bytes([f"frames/{key}.js"]),
            "unpacked": told([milliseconds for milliseconds, _ in looks])}  # fmt: skip


def press_picture(page, figure, presses):
    """Medians of three times after a key: drawn by the script, painted, second frame."""
    figure.scroll_into_view_if_needed()
    page.wait_for_function("f => f.dataset.ready", arg=figure.element_handle())
    if (stop := figure.get_by_role("button", name="Stop")).count():
        stop.click()
    ranges = [r for r in figure.locator("input[type=range]").all() if r.is_visible()]
    if not ranges:
        return None
    slider = max(ranges, key=lambda r: int(r.get_attribute("max")))
    figure.evaluate("f => { document.querySelector('.see-it')?.classList.remove('see-it');"
                    " f.classList.add('see-it'); }")  # fmt: skip
    key, found = "ArrowRight", []
    for _ in range(presses + 1):
        at, last = int(slider.input_value()), int(slider.get_attribute("max"))
        key = "ArrowLeft" if at == last else "ArrowRight" if at == 0 else key
        slider.focus()
        page.evaluate(WATCH, [".see-it .stage", "dom", 3000])
        page.evaluate(PAINTED, ".see-it .stage")
        page.keyboard.press(key)
        second, first = page.evaluate("Promise.all([window.measured, window.painted])")
        if first and second:
            found.append((*first, second))
    drawn, painted, second = (told(list(times)) for times in zip(*found[1:], strict=True))
    return {"drawn": drawn, "painted": painted, "second": second}
