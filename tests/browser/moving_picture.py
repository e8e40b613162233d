"""The README's moving picture: ``python -m tests.browser.moving_picture`` draws it anew.

A real notebook in a real Chromium, as a learner has it. A slider moves and the density follows; an
answer without its log-det is typed and the check names the mistake; the picture shows what that
mistake does; it is mended. Needs what the browser tests need, and some two minutes.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from course_lib.authoring.chromium import FLAGS, chromium
from tests.browser.lab import ROOT, LabPage, serve

TARGET = ROOT / "docs" / "in-ten-seconds.webp"
NOTEBOOK = "02_linear_and_affine_flows.ipynb"
WINDOW = {"width": 1000, "height": 640}
SIZE = (800, 500)  # of a frame
HEAVIEST = 1_000_000  # bytes
STRETCH, SHIFT = "scale a", "shift b"
SIGNATURE = 'def linear_log_prob(x, a, b):\n    """log p(x) of x = a z + b, z standard normal."""\n'
CHECK = '\n\n\ncheck("2.2", linear_log_prob)'
WRONG = "    z = (x - b) / a\n    return log_p0(z)"
RIGHT = "    z = (x - b) / a\n    return log_p0(z) - torch.log(torch.abs(a))"


class Film:
    """Frames of a page, each with the milliseconds that it stays."""

    def __init__(self, lab):
        self.lab, self.frames, self.stay = lab, [], []

    def take(self, milliseconds):
        """One frame of what the page shows now."""
        shot = Image.open(io.BytesIO(self.lab.page.screenshot())).convert("RGB")
        self.frames.append(shot)
        self.stay.append(milliseconds)

    def move(self, cell, label, key, times):
        """A slider by its key, a frame for every three steps."""
        handle = self.lab.slider(cell, label)
        handle.focus()
        for _ in range(times):
            for _ in range(3):
                self.lab.page.keyboard.press(key)
            self.lab.settle()
            self.take(90)
        self.stay[-1] += 500

    def run(self, cell, source=None):
        if source is not None:
            self.lab.type_into_cell(cell, source)
            self.take(900)
        self.lab.run_cell(cell)
        self.lab.settle()

    def save(self, path, box):
        """Write the frames, cut to a box of the window, as a WebP that repeats."""
        frames = [frame.crop(box).resize(SIZE, Image.Resampling.LANCZOS) for frame in self.frames]
        for quality in (75, 60, 45, 30):
            frames[0].save(
                path, save_all=True, append_images=frames[1:], duration=self.stay, loop=0,
                quality=quality, method=6, minimize_size=True,
            )  # fmt: skip
            if path.stat().st_size < HEAVIEST:
                return
        raise RuntimeError(f"{path.name} has {path.stat().st_size} bytes, more than {HEAVIEST}.")


def play(film):
    """What happens in the picture, scene by scene."""
    print("filming …", flush=True)
    lab, first, yours = film.lab, "live.linear()", 'attempt("2.2")'
    lab.cell(first)
    lab.settle()
    film.take(700)
    film.move(first, STRETCH, "ArrowRight", 9)
    film.move(first, SHIFT, "ArrowLeft", 9)
    for answer, wait in ((WRONG, 2600), (RIGHT, 1600)):
        film.run("exercise:2.2", SIGNATURE + answer + CHECK)
        film.take(wait)
        film.run(yours)
        lab.cell(yours)
        lab.settle()
        film.take(700)
        film.move(yours, STRETCH, "ArrowRight" if answer is WRONG else "ArrowLeft", 6)
        film.stay[-1] += 900


def main():
    with tempfile.TemporaryDirectory() as folder, serve(folder) as url, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_context(viewport=WINDOW, device_scale_factor=1).new_page()
        lab = LabPage(page, url).open(NOTEBOOK)
        page.keyboard.press("Control+b")  # the file browser makes room
        for cell in ("setup", "live.linear()", "def log_p0"):
            lab.run_cell(cell)
        film = Film(lab)
        play(film)
        browser.close()
    kept = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    film.save(kept, (0, 0, WINDOW["width"], WINDOW["width"] * SIZE[1] // SIZE[0]))
    print(f"{kept}: {len(film.frames)} frames, {sum(film.stay) / 1000:.0f} s, "
          f"{kept.stat().st_size // 1000} kB")  # fmt: skip


if __name__ == "__main__":
    main()
