"""Live pictures in a real Chromium on a real JupyterLab: from a key press to a painted picture.

Beside every picture stands the bare echo of a kernel: a slider whose value the kernel only writes
back, the floor for anything that asks a kernel. The presses are interleaved: one on the echo, one
on the picture. Of a picture's sliders the one with the most steps is moved; its values are mostly
visited for the first time, and what is computed ahead has as long as a learner's first look.
"""

import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import sync_playwright

from course_lib.authoring.chromium import FLAGS, chromium
from tests.benchmarks.measure import say
from tests.benchmarks.stopwatch import CANVAS, KINDS, SENDS, drag, press
from tests.browser import lab

ECHO = """
import ipywidgets as widgets
slider = widgets.FloatSlider(min=-3, max=3, step=0.05, value=0, description="echo")
text = widgets.HTML("", layout={"width": "100%"})
slider.observe(lambda change: setattr(text, "value", f"<b class=echo>{change.new}</b>"), "value")
slider.add_class("press-echo"); text.add_class("see-echo")
"""
# One cell: the echo, the picture of the moment, and a slider that goes on to the next picture.
ALL = """
from course_lib import live
from course_lib.live.host import LiveHost
names = list(live.pictures())
host, stage, pick = None, widgets.VBox(), widgets.IntSlider(min=-1, max=len(names) - 1, value=-1)
def steps(slider):
    "From one end to the other; None for what is no slider."
    if isinstance(slider, widgets.SelectionSlider):
        return len(slider.options) - 1
    return round((slider.max - slider.min) / slider.step) if hasattr(slider, "max") else None
def show(change):
    global host
    if host:
        host.close()
    view = getattr(live, names[change.new])()
    view.prepare()  # a training has trained
    host = LiveHost(view.picture, view.start)
    host.foreground.add_class("see-picture")
    counts = [count for count in map(steps, host.sliders.values()) if count]
    dear = str(bool(view.picture.dear)).lower()
    told = widgets.HTML(f"<i class=shown-{change.new} title='[{counts}, {dear}]'></i>")
    host.box.add_class("press-stage")
    stage.children = [host.box, told]
pick.observe(show, "value"); pick.add_class("press-pick")
widgets.VBox([slider, text, pick, stage])
"""
RIVALS = """
%matplotlib inline
import matplotlib
import matplotlib.pyplot as plt
from ipympl.backend_nbagg import Canvas, FigureManager
from matplotlib.figure import Figure
from course_lib import live
from course_lib.chapters.ch02_linear_and_affine_flows.pictures.linear import LinearPicture
from course_lib.live.host import LiveHost
from course_lib.live.style import RC

def in_figure(make):
    "The same picture in another figure."
    picture = LinearPicture.__new__(LinearPicture)
    picture.yours, picture._moving = None, []
    with matplotlib.rc_context(RC):
        figure = make(figsize=(900 / 72, 320 / 72), dpi=72, layout="constrained")
        picture.layout(figure)
    return picture, figure

view = live.linear()
host = LiveHost(view.picture, view.start)
host.box.add_class("press-picture"); host.foreground.add_class("see-picture")

canvas_picture, canvas_figure = in_figure(Figure)
canvas = Canvas(canvas_figure)
manager = FigureManager(canvas, 0)
canvas_slider = widgets.FloatSlider(min=-3, max=3, step=0.05, value=1.5)
def move(change):
    canvas_picture.update(a=change.new, b=1.0)
    canvas.draw_idle()
canvas_slider.observe(move, "value"); canvas_slider.add_class("press-ipympl")
canvas_picture.update(a=1.5, b=1.0)
canvas_box = widgets.VBox([canvas_slider, canvas])

inline_slider = widgets.FloatSlider(min=-3, max=3, step=0.05, value=1.5)
inline_slider.add_class("press-interact")
inline_box = widgets.VBox([], layout={"min_height": "360px"})
inline_box.add_class("see-interact")
widgets.VBox([slider, text, host.box, canvas_box])
"""
INTERACT = """
%matplotlib inline
def draw(a):
    picture, figure = in_figure(plt.figure)
    picture.update(a=a, b=1.0)
    plt.show()
drawn = widgets.interactive_output(draw, {"a": inline_slider})
inline_box.children = [drawn]
widgets.VBox([inline_slider, inline_box])
"""
# Marks one of the picture's sliders as the one to move.
MARK = """
(chosen) => document.querySelectorAll('.press-stage .widget-slider').forEach(
  (slider, index) => slider.classList.toggle('press-picture', index === chosen))
"""


APPEARS, LOOK = 700, 3000  # ms: until all is painted; of a learner's look before the first move


DRAGS = 3  # of each picture


def run(presses=21, drag_seconds=1.2, names=None):
    """Every picture, and one of them by other ways: a quarter of an hour in all."""
    rows = []
    with notebook(ECHO + ALL) as page:
        rows += every_picture(page, presses, drag_seconds, names)
    with notebook(ECHO + RIVALS, INTERACT, height=1600) as page:
        rows += rivals(page, presses, drag_seconds, "as `make lab` starts it")
        with busy():
            rows += rivals(page, presses, drag_seconds, "the same, the other core busy")
    with notebook(ECHO + RIVALS, INTERACT, waits=True, height=1600) as page:
        rows += rivals(page, presses, drag_seconds, "a plain `jupyter lab`")
    return rows


def every_picture(page, presses, drag_seconds, names):
    from course_lib import live

    rows = []
    for number, name in enumerate(live.pictures()):
        if names and name not in names:
            continue
        steps, dear = go_to(page, number)
        if not steps:
            rows.append({"what": "no slider", "name": name})
            say(f"{name:20} has no slider")
            continue
        slider = moved_most(page, steps, name)
        page.wait_for_timeout(LOOK if dear else 0)
        times = press(page, ("echo", "picture"), presses)
        row = {"what": "picture", "name": name, "times": times,
               "drag": dragged(page, drag_seconds, steps[slider])}  # fmt: skip
        row["ratio"] = times["picture"]["median"] / times["echo"]["median"]
        row["ratio 95"] = times["picture"]["p95"] / times["echo"]["p95"]
        moved = row["drag"]
        say(f"{name:20} {times['picture']['median']:6.0f} ms, {row['ratio']:.2f} of the echo, "
            f"95 % {row['ratio 95']:.2f}, {moved['fps']:.0f} of {moved['values']:.0f} values/s "
            f"shown, last after {moved['last']:.0f} ms")  # fmt: skip
        rows.append(row)
    return rows


def dragged(page, seconds, steps):
    """The first of some drags, whose values are new; of all of them the last picture's delay.

    Of one drag that delay says little: it depends on when the last value fell into the slider's
    throttle, and was 45 to 136 ms in a row for a picture that is drawn in 1 ms. So the median.
    """
    drags = [drag(page, "picture", seconds, steps, rest=600) for _ in range(DRAGS)]
    lasts = [one["last"] for one in drags]
    total = {key: sum(one[key] for one in drags) for key in ("blank", "looks")}
    return drags[0] | total | {"last": statistics.median(lasts), "lasts": lasts}


def go_to(page, number):
    """Show the picture of this number: (how many steps each slider has, is a visit dear?)."""
    handle = page.locator(".press-pick .noUi-handle")
    handle.focus()
    while float(handle.get_attribute("aria-valuenow")) < number:
        page.keyboard.press("ArrowRight")
    page.wait_for_selector(f".shown-{number}", state="attached", timeout=120_000)
    page.wait_for_timeout(APPEARS)
    return json.loads(page.locator(f".shown-{number}").get_attribute("title"))


def moved_most(page, steps, name):
    """Mark the slider of the most steps that changes the picture; its index."""
    for slider in sorted(range(len(steps)), key=lambda slider: -steps[slider]):
        page.evaluate(MARK, slider)
        if press(page, ("picture",), 1)["picture"]["n"]:
            return slider
    raise RuntimeError(f"no slider of {name} changes the picture")


def rivals(page, presses, drag_seconds, where):
    times = press(page, tuple(KINDS), presses)
    drags = {name: drag(page, name, drag_seconds, 120) for name in KINDS}
    for name in KINDS:
        say(f"{where:32} {name:10} {times[name]['median']:6.0f} ms {drags[name]['fps']:5.1f} fps")
    return [{"what": "rivals", "where": where, "times": times, "drags": drags}]


# --- the stage ----------------------------------------------------------------------------------


@contextlib.contextmanager
def notebook(*cells, waits=False, height=1000, relay=None):
    """A notebook with these cells, run, in a tab of Chromium.

    ``waits``: Nagle's algorithm on. ``relay`` stands between the browser and the server.
    """
    prompt = lab.launch.CONNECTION
    if waits:
        base = "jupyter_server.services.kernels.connection.channels"
        lab.launch.CONNECTION = f"{base}.ZMQChannelsWebsocketConnection"
    try:
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            path = Path(folder) / Path(lab.launch.FIRST).name
            kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
            code = [nbformat.v4.new_code_cell(cell.strip()) for cell in cells]
            nbformat.write(nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": kernel}),
                           path)  # fmt: skip
            far = relay.before if relay else contextlib.nullcontext
            with lab.serve(Path(folder) / "course", [path]) as url, far(url) as url:
                browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
                page = browser.new_page(viewport={"width": 1280, "height": height})
                page.add_init_script(CANVAS)
                page.add_init_script(SENDS)
                opened = lab.LabPage(page, url).open(path.name)
                page.add_style_tag(content=".jp-CodeCell .jp-Cell-inputWrapper {display: none}")
                opened.run_all(120)
                if problems := opened.errors():
                    raise RuntimeError("; ".join(problems))
                page.wait_for_timeout(1500)
                yield page
                browser.close()
    finally:
        lab.launch.CONNECTION = prompt


@contextlib.contextmanager
def busy():
    """One core has something else to do."""
    other = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        other.kill()
        other.wait()
