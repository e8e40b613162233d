"""An offline deck in a real Chromium, as a room sees it: opened from a file, with no network."""

import io
from pathlib import Path

from PIL import Image

DECKS = Path(__file__).parent / "decks"  # throw-away ones
SMALL_DECK = DECKS / "z_small.py"
SIZE = {"width": 1280, "height": 720}

# Pictures that are asked for have been unpacked, and what they show is painted.
DRAWN = """async () => {
  if (typeof pictures !== "undefined")
    await Promise.all([...pictures.values()].map((picture) => picture.data));
  await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
}"""
# What on the slide has text smaller, or lines thinner, than the last row can see. Indices and
# exponents are smaller by nature; hatching and the tiles of a pattern are no lines.
SMALL = r"""([text, line]) => {
  const slide = Reveal.getCurrentSlide();
  const shown = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const scale = (e) => {
    const m = e.getScreenCTM();
    return Math.sqrt(Math.abs(m.a * m.d - m.b * m.c));
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let measured = { words: 0, drawn: 0, lines: 0 };
  for (let node; (node = walker.nextNode()); ) {
    const parent = node.parentElement;
    const here = slide.contains(parent) || parent.closest(".slide-number");
    if (!here || !/[^\s\u200b]/.test(node.data) || !shown(parent)) continue;
    if (parent.closest("script, style, aside, svg, .katex-mathml, .mtight, sub, sup")) continue;
    const px = parseFloat(getComputedStyle(parent).fontSize) * Reveal.getScale();
    measured.words += 1;
    if (px < text - 0.05) found.push(`text ${px.toFixed(1)} px: ${node.data.trim().slice(0, 40)}`);
  }
  for (const svg of slide.querySelectorAll(".stage svg")) {
    for (const words of svg.querySelectorAll("text")) {
      const px = parseFloat(getComputedStyle(words).fontSize) * scale(words);
      measured.drawn += 1;
      if (px < text - 0.05) found.push(`drawn text ${px.toFixed(1)} px: ${words.textContent}`);
    }
    for (const words of svg.querySelectorAll("g[transform*=scale]")) {
      const glyphs = [...words.children].filter((e) => e.tagName === "use");
      if (!glyphs.length) continue;
      const px = 100 * Math.max(...glyphs.map(scale)); // matplotlib's glyphs are 100 units high
      measured.drawn += 1;
      if (px < text - 0.05) found.push(`drawn glyphs ${px.toFixed(1)} px`);
    }
    for (const e of svg.querySelectorAll("path, use, line, rect, circle, polygon")) {
      if (e.closest("defs, clipPath, pattern, g[transform*=scale]")) continue;
      const style = getComputedStyle(e);
      const width = parseFloat(style.strokeWidth) * scale(e);
      if (style.stroke === "none" || !width || style.strokeOpacity === "0") continue;
      measured.lines += 1;
      const how = e.getAttribute("style");
      if (width < line - 0.02) found.push(`line ${width.toFixed(2)} px: ${how}`);
    }
  }
  return [found, measured];
}"""

# How far the slide's content reaches, and whether a control lies under reveal's arrows.
EXTENT = """() => {
  const slide = Reveal.getCurrentSlide();
  const arrows = [...document.querySelectorAll(".reveal > .controls button")];
  const touch = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const boxes = (all) => all.map((e) => e.getBoundingClientRect()).filter((b) => b.width);
  const inputs = boxes([...slide.querySelectorAll("input, select, output")]);
  return { width: slide.scrollWidth, height: slide.scrollHeight,
           covered: boxes(arrows).some((a) => inputs.some((b) => touch(a, b))) };
}"""


class Projected:
    """A deck on the projector."""

    def __init__(self, browser, file, size=None, before="", scripts=True):
        self.file = file
        self.context = browser.new_context(
            viewport=size or SIZE, offline=True, java_script_enabled=scripts
        )
        if before:  # what the page finds when it begins
            self.context.add_init_script(before)
        self.console, self.requests = [], []
        self.context.on("page", self._listen)
        self.page = self.context.new_page()

    def _listen(self, page):
        page.on("console", lambda m: self.console.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda error: self.console.append(f"raised: {error}"))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, ready=True):
        """Open the file and wait until it is ready; the milliseconds that the page took."""
        self.page.goto(self.file.resolve().as_uri())
        if not ready:
            return None
        self.page.wait_for_function("document.documentElement.dataset.ready", timeout=20_000)
        return int(self.page.evaluate("document.documentElement.dataset.ready"))

    def strangers(self):
        """What was asked for, apart from this very file."""
        ours = self.file.resolve().as_uri()
        return [u for u in self.requests if u.split("#")[0].split("?")[0] != ours and ":" in u
                and not u.startswith(("data:", "blob:", "about:"))]  # fmt: skip

    def count(self):
        return self.page.evaluate("Reveal.getTotalSlides()")

    def number(self):
        return self.page.evaluate("Reveal.getSlidePastCount()")

    def show(self, number):
        """Slide ``number``, from 0, with all its fragments."""
        self.page.evaluate("n => Reveal.slide(n, 0, 99)", number)
        self.settle()

    def settle(self):
        self.page.evaluate(DRAWN)

    def small(self, text=24, line=2):
        """(what is too small on the slide, how much has been measured)."""
        return self.page.evaluate(SMALL, [text, line])

    def extent(self):
        return self.page.evaluate(EXTENT)

    def live(self):
        """The live pictures of the slide."""
        slide = f".slides > section:nth-of-type({self.number() + 1})"
        return self.page.locator(f"{slide} figure.live:has(.sliders)").all()

    def pixels(self, picture):
        stage = picture.locator(".stage")
        return Image.open(io.BytesIO(stage.screenshot())).convert("RGB")

    def drag(self, slider, share):
        """Move a slider's handle by mouse to ``share`` of its way."""
        box = slider.bounding_box()
        value, most = (float(slider.evaluate(f"s => s.{name}")) for name in ("value", "max"))
        inset = box["height"] / 4
        at = [box["x"] + inset + s * (box["width"] - 2 * inset) for s in (value / most, share)]
        y = box["y"] + box["height"] / 2
        self.page.mouse.move(at[0], y)
        self.page.mouse.down()
        for step in range(1, 9):
            self.page.mouse.move(at[0] + (at[1] - at[0]) * step / 8, y)
        self.page.mouse.up()
        self.settle()

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
        self.settle()

    def close(self):
        self.context.close()
