"""The stopwatch in the page: from a key press to a painted picture, and what a drag shows.

A press counts from the browser's keydown event to the second animation frame after the page has
changed, when it has been painted. A drag swings a slider to and fro with the mouse.
"""

import math

from tests.benchmarks.measure import told

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
# When a slider's value leaves the page: a message of a widget goes through a web socket.
SENDS = """
(() => { const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    const text = typeof data === 'string' ? data : new TextDecoder().decode(data);
    if (window.kept && text.includes('"comm_msg"')) window.kept.sends.push(performance.now());
    return send.call(this, data); }; })()
"""
# Keeps the times of the slider's values and of the animation frames that show something new, and
# looks for blank ones.
RECORD = """
([slider, selector, kind]) => { const seen = document.querySelector(selector);
  const handle = document.querySelector(slider + ' .noUi-handle');
  const kept = window.kept = {values: [], frames: [], sends: [], looks: 0, blank: 0,
                              on: true};
  let asked = false;
  const draw = () => { if (asked) return; asked = true;
    requestAnimationFrame(() => { asked = false; kept.frames.push(performance.now()); }); };
  new MutationObserver(() => kept.values.push(performance.now()))
    .observe(handle, {attributeFilter: ['aria-valuenow']});
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
# One movement of the mouse before every animation frame: so does Chromium hand over a real mouse's.
# Playwright's own wait for their answers, and come only some 25 times a second.
SWING = """
([seconds, middle, swing, phase, speed, y]) => new Promise(resolve => {
  const start = performance.now();
  const move = () => { const passed = (performance.now() - start) / 1000;
    if (passed > seconds) return resolve();
    const at = {clientX: middle + swing * Math.sin(phase + speed * passed), clientY: y};
    document.body.dispatchEvent(
      new MouseEvent('mousemove', {...at, buttons: 1, bubbles: true, cancelable: true}));
    requestAnimationFrame(move); };
  requestAnimationFrame(move);
})
"""
KINDS = {"echo": "dom", "picture": "dom", "interact": "img", "ipympl": "canvas"}
SEEN = {"ipympl": ".jupyter-matplotlib"}


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


def drag(page, name, seconds, steps, rest=1500):
    """Swing a slider of so many steps to and fro, as fast as some 60 values a second ask for.

    Returns the slider's new values and the new pictures per second, the delay of the last picture
    after the last value and after that has left the page, and the blank looks. What comes within
    ``rest`` ms after the hand is seen.
    """
    handle = page.locator(f".press-{name} .noUi-handle").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    track = page.locator(f".press-{name} .noUi-target").first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(RECORD, [f".press-{name}", SEEN.get(name, f".see-{name}"), KINDS[name]])
    middle, swing = track["x"] + track["width"] / 2, 0.4 * track["width"]
    phase = math.asin(max(-1, min(1, (x - middle) / swing)))
    speed = min(12.0, max(2.0, 60 / (0.25 * steps)))  # radians a second; 12 are two swings
    page.evaluate(SWING, [seconds, middle, swing, phase, speed, y])
    page.wait_for_timeout(rest)
    kept = page.evaluate("() => { kept.on = false; window.drawn = null; return kept; }")
    page.mouse.up()
    page.wait_for_timeout(200)
    values, frames = kept["values"], kept["frames"]
    last = frames[-1] if frames else math.nan
    sent = [time for time in kept["sends"] if time <= last]
    took = (values[-1] - values[0]) / 1000
    return {
        "values": len(values) / took,
        "fps": sum(frame <= values[-1] for frame in frames) / took,
        "last": last - values[-1],
        "last sent": last - sent[-1] if sent else None,
        "blank": kept["blank"],
        "looks": kept["looks"],
    }
