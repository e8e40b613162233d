"""Live pictures in a real Chromium on a real JupyterLab: from a key press to a painted picture.

A press counts from the browser's keydown event to the second animation frame after the page has
changed, when it has been painted. Beside every picture stands the bare echo of a kernel: a slider
whose value the kernel only writes back, the floor for anything that asks a kernel. The presses are
interleaved: one on the echo, one on the picture. A drag is three seconds of mouse movements.
"""

import contextlib
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from measure import say, told
from playwright.sync_api import sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "browser"))
import lab

from course_lib.authoring.chromium import FLAGS, chromium

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
names = [name for names in live.PICTURES.values() for name in names]
stage, pick = widgets.VBox(), widgets.IntSlider(min=-1, max=len(names) - 1, value=-1)
def show(change):
    view = getattr(live, names[change.new])()
    host = LiveHost(view.picture, view.start)
    host.foreground.add_class("see-picture")
    told = widgets.HTML(f"<i class=shown-{change.new}>{names[change.new]}</i>")
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
from course_lib.live.chapter02.linear import LinearPicture
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
# Resolves with the milliseconds from the next keydown to the second frame after what is seen has
# changed: the page's elements, an image that has been decoded, or a canvas that has been drawn on.
WATCH = """
([selector, kind, wait]) => { window.measured = new Promise((resolve, reject) => {
  const seen = document.querySelector(selector);
  let start = null, over = false;
  document.addEventListener('keydown', () => { start = performance.now(); },
                            {capture: true, once: true});
  const done = () => { if (over || start === null) return; over = true; watcher.disconnect();
    window.drawn = null;
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start))); };
  const watcher = new MutationObserver(() => {
    if (kind === 'dom') return done();
    const image = seen.querySelector('img');
    if (image) image.decode().then(done, () => {});
  });
  if (kind === 'canvas') window.drawn = done;
  else watcher.observe(seen, {childList: true, subtree: true, characterData: true,
                              attributes: kind === 'img'});
  setTimeout(() => { if (!over) { over = true; watcher.disconnect(); resolve(null); } }, wait);
}); }
"""
CANVAS = """
(() => { const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...args) {
    const result = draw.apply(this, args); if (window.drawn) window.drawn(); return result; }; })()
"""
# Keeps the times of the mouse's movements and of every new picture, and looks for blank ones.
RECORD = """
([selector, kind]) => { const seen = document.querySelector(selector);
  const kept = window.kept = {moves: [], frames: [], looks: 0, blank: 0, on: true};
  const move = () => kept.moves.push(performance.now());
  document.addEventListener('mousemove', move, true);
  document.addEventListener('pointermove', move, true);
  const draw = () => { const now = performance.now();
    if (!kept.frames.length || now - kept.frames.at(-1) > 4) kept.frames.push(now); };
  if (kind === 'canvas') window.drawn = draw;
  else new MutationObserver(draw).observe(seen,
    {childList: true, subtree: true, characterData: true, attributes: kind === 'img'});
  const look = () => { if (!kept.on) return; kept.looks += 1;
    if (kind === 'dom' && !seen.querySelector('svg > *, b')) kept.blank += 1;
    const image = kind === 'img' ? seen.querySelector('img') : null;
    if (kind === 'img' && !(image && image.complete && image.naturalWidth)) kept.blank += 1;
    requestAnimationFrame(look); };
  requestAnimationFrame(look);
}
"""
# Marks one of the picture's sliders as the one to move; returns how many there are.
MARK = """
(chosen) => { const all = [...document.querySelectorAll('.press-stage .widget-slider')];
  all.forEach((slider, index) => slider.classList.toggle('press-picture', index === chosen));
  return all.length; }
"""
KINDS = {"echo": "dom", "picture": "dom", "interact": "img", "ipympl": "canvas"}
SEEN = {"ipympl": ".jupyter-matplotlib"}


def run(presses=20, drag_seconds=3.0, names=None):
    rows = []
    with notebook(ECHO + ALL) as page:
        rows += every_picture(page, presses, drag_seconds, names)
    with notebook(ECHO + RIVALS, INTERACT) as page:
        rows += rivals(page, presses, drag_seconds, "as `make lab` starts it")
        with busy():
            rows += rivals(page, presses, drag_seconds, "the same, the other core busy")
    with notebook(ECHO + RIVALS, INTERACT, waits=True) as page:
        rows += rivals(page, presses, drag_seconds, "a plain `jupyter lab`")
    return rows


def every_picture(page, presses, drag_seconds, names):
    from course_lib import live

    rows = []
    for number, name in enumerate(name for names in live.PICTURES.values() for name in names):
        page.locator(".press-pick .noUi-handle").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(f".shown-{number}", state="attached", timeout=60_000)
        page.wait_for_timeout(700)
        if names and name not in names:
            continue
        answers = page.evaluate(MARK, 0)
        for slider in range(answers):
            page.evaluate(MARK, slider)
            if press(page, ("picture",), 1)["picture"]["n"]:
                break
        else:  # a picture that waits for its button, such as a training
            rows.append({"what": "picture", "name": name, "times": None})
            say(f"{name:20} no slider that changes it")
            continue
        times = press(page, ("echo", "picture"), presses)
        row = {"what": "picture", "name": name, "times": times,
               "drag": drag(page, "picture", drag_seconds)}  # fmt: skip
        row["ratio"] = times["picture"]["median"] / times["echo"]["median"]
        say(f"{name:20} {times['picture']['median']:6.0f} ms, {row['ratio']:.2f} of the echo, "
            f"{row['drag']['fps']:.0f} fps, last after {row['drag']['last']:.0f} ms")  # fmt: skip
        rows.append(row)
    return rows


def rivals(page, presses, drag_seconds, where):
    times = press(page, tuple(KINDS), presses)
    drags = {name: drag(page, name, drag_seconds) for name in KINDS}
    for name in KINDS:
        say(f"{where:32} {name:10} {times[name]['median']:6.0f} ms {drags[name]['fps']:5.1f} fps")
    return [{"what": "rivals", "where": where, "times": times, "drags": drags}]


def press(page, names, presses):
    """One arrow key on each in turn, for as many rounds; name → median, 95th percentile, number."""
    times = {name: [] for name in names}
    keys = dict.fromkeys(names, "ArrowRight")
    for number in range(presses + 1):  # the first one warms up
        for name in names:
            handle = page.locator(f".press-{name} .noUi-handle").first
            at, low, high = (float(handle.get_attribute(f"aria-value{end}") or 0)
                             for end in ("now", "min", "max"))  # fmt: skip
            if at >= high or at <= low:
                keys[name] = "ArrowRight" if at <= low else "ArrowLeft"
            handle.focus()
            page.evaluate(
                WATCH, [SEEN.get(name, f".see-{name}"), KINDS[name], 3000 if presses > 1 else 1000]
            )
            page.keyboard.press(keys[name])
            took = page.evaluate("() => window.measured")
            if took is not None and (number or presses == 1):
                times[name].append(took)
            page.wait_for_timeout(40)
    return {name: told(values) if values else {"median": math.nan, "p95": math.nan, "n": 0}
            for name, values in times.items()}  # fmt: skip


def drag(page, name, seconds):
    """Swing a slider to and fro; new pictures per second, delay of the last one, blank looks."""
    handle = page.locator(f".press-{name} .noUi-handle").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    track = page.locator(f".press-{name} .noUi-target").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(RECORD, [SEEN.get(name, f".see-{name}"), KINDS[name]])
    start = time.monotonic()
    middle, swing = track["x"] + track["width"] / 2, 0.4 * track["width"]
    phase = math.asin(max(-1, min(1, (x - middle) / swing)))
    while (passed := time.monotonic() - start) < seconds:
        page.mouse.move(middle + swing * math.sin(phase + 2 * passed), y)
        page.wait_for_timeout(12)
    page.wait_for_timeout(1500)
    kept = page.evaluate("() => { kept.on = false; window.drawn = null; return kept; }")
    page.mouse.up()
    page.wait_for_timeout(200)
    first, last = kept["moves"][0], kept["moves"][-1]
    within = [frame for frame in kept["frames"] if frame <= last]
    return {
        "fps": 1000 * len(within) / (last - first),
        "moves": 1000 * len(set(kept["moves"])) / (last - first),
        "last": (kept["frames"][-1] if kept["frames"] else math.nan) - last,
        "blank": kept["blank"],
        "looks": kept["looks"],
    }


# --- the stage ----------------------------------------------------------------------------------


@contextlib.contextmanager
def notebook(*cells, waits=False):
    """A notebook with these cells, run, in a tab of Chromium; ``waits``: Nagle's algorithm on."""
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
            with lab.serve(Path(folder) / "course", [path]) as url:
                browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
                page = browser.new_page(viewport={"width": 1280, "height": 2000})
                page.add_init_script(CANVAS)
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
