"""One more learner of the class, in a real Chromium: what the others' load does to a page."""

import time
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import sync_playwright

from course_lib.authoring.chromium import FLAGS, chromium
from tests.benchmarks.stopwatch import WATCH
from tests.browser import lab

# A picture that does not come within half a minute counts as half a minute.
MEASURED = "() => Promise.race([window.measured, new Promise(r => setTimeout(r, 30000, 30000))])"


class BrowserLearner:
    """Playwright's objects belong to one thread, so each of these is called through ``thread``."""

    def __init__(self, hub, name):
        self.hub, self.name = hub, name
        self.thread = ThreadPoolExecutor(1)
        self.presses = 0

    def open(self, notebook):
        """Log in as a learner does, and open a notebook."""
        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = self.browser.new_page(viewport={"width": 1280, "height": 1000})
        page.goto(f"{self.hub.url}/hub/login?next=/user/{self.name}/lab")
        page.fill("#username_input", self.name)
        page.fill("#password_input", self.hub.password)
        page.click("#login_submit")
        page.wait_for_url(f"**/user/{self.name}/**", timeout=240_000)
        self.page = lab.LabPage(page, f"{self.hub.url}/user/{self.name}").open(notebook)

    def run_all(self, seconds=420):
        start = time.perf_counter()
        self.page.run_all(seconds)
        took = time.perf_counter() - start
        assert self.page.errors() == [] and self.page.not_run() == []
        return took

    def look(self, source):
        """Scroll to the picture that the cell makes."""
        self.cell = self.page.cell(source)
        self.handle = self.cell.locator(".jp-OutputArea .noUi-handle").first
        self.handle.wait_for(timeout=60_000)
        stage = self.cell.locator(".jp-OutputArea .widget-gridbox").first
        stage.evaluate("element => element.classList.add('see-picture')")

    def press(self, seconds, pause=0.3):
        """Press an arrow key on a slider; the seconds from the key to the painted picture, each."""
        times, end = [], time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.presses += 1
            self.handle.focus()
            self.page.page.evaluate(WATCH, [".see-picture", "dom", 60_000])
            self.page.page.keyboard.press("ArrowLeft" if self.presses % 20 < 10 else "ArrowRight")
            times.append(self.page.page.evaluate(MEASURED) / 1000)
            time.sleep(pause)
        return times

    def close(self):
        self.browser.close()
        self.playwright.stop()
