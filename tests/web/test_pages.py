"""Every page as it is seen: on a telephone, on a laptop, in both themes, on paper."""

from pathlib import Path

import pytest

SMALLEST = 16  # px of text
LOOKS = (Path(__file__).parent / "looks.js").read_text(encoding="utf-8")
SIDEWAYS = "document.documentElement.scrollWidth"
PAPER = "getComputedStyle(document.body).backgroundColor"
# What is lower than a finger is wide, among all that is pressed.
SMALL = """() => [...document.querySelectorAll(
    'article button, article summary, article select, article input:not([type=checkbox])')]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
  .map((e) => `${e.tagName.toLowerCase()} of ${e.getBoundingClientRect().height} px`).slice(0, 4)"""
# A formula of a line whose full stop or comma may begin the next line.
PARTED = """() => [...document.querySelectorAll('.katex')]
  .filter((e) => !e.closest('.together') && /^[.,;:!?)]/.test(e.nextSibling?.data ?? ''))
  .map((e) => `parted from its sign: ${e.textContent.slice(0, 20)}`).slice(0, 4)"""
WHITE = ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


@pytest.fixture(scope="session")
def seen(built, browser):
    """{page: what is wrong with it}, after each page was opened once and looked at in all ways."""
    found, asked = {}, []
    page = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="light")
    page.on("request", lambda request: asked.append(request.url))
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    for file in sorted(built.glob("*.html")):
        page.set_viewport_size({"width": 390, "height": 800})
        page.emulate_media(media="screen", color_scheme="light")
        page.goto(file.as_uri())
        found[file.name] = looked_at(page) + complaints
        complaints.clear()
    page.close()
    outside = [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    return found | {"asked for": outside}


def looked_at(page):
    """What is wrong with a page, in words."""
    faults = []
    if (width := page.evaluate(SIDEWAYS)) > 390:
        faults.append(f"telephone: {width} px wide")
    faults += [f"telephone: {fault}" for fault in page.evaluate(LOOKS, SMALLEST)]
    faults += [f"telephone: {fault}" for fault in page.evaluate(SMALL) + page.evaluate(PARTED)]
    page.set_viewport_size({"width": 1366, "height": 768})
    if (width := page.evaluate(SIDEWAYS)) > 1366:
        faults.append(f"laptop: {width} px wide")
    faults += [f"laptop: {fault}" for fault in page.evaluate(LOOKS, SMALLEST)]
    page.emulate_media(color_scheme="dark")
    if page.evaluate(PAPER) in WHITE:
        faults.append("dark: the paper is white")
    faults += [f"dark: {fault}" for fault in page.evaluate(LOOKS, SMALLEST)]
    page.emulate_media(media="print")
    if page.evaluate(PAPER) not in WHITE:
        faults.append(f"paper: {page.evaluate(PAPER)}")
    if page.locator(".sliders:visible, .sidebar-drawer:visible").count():
        faults.append("paper: what cannot be pressed there is printed")
    if page.locator(".prediction:not(:has(input)) .options button:not(:visible)").count():
        faults.append("paper: a guess without its choices")
    return faults


def test_every_page_can_be_read_everywhere(seen):
    assert {name: faults for name, faults in seen.items() if faults} == {}


def test_all_pages_were_opened(seen, built):
    assert set(seen) == {p.name for p in built.glob("*.html")} | {"asked for"}
    assert len(seen) > 30


def test_what_is_small_faint_or_wide_is_seen(browser):
    """The tests above can fail."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.set_content(
        '<p style="font-size:15px">small</p><p style="color:#808080">faint</p>'
        '<div style="background:#222"><b style="color:#555;font-size:30px">dark</b></div>'
        '<details><summary>s</summary><p style="color:#aaa">folded</p></details>'
        '<p style="color:#767676">just right</p><p hidden style="color:#ccc">hidden</p>'
        '<div style="width:600px">wide</div><div class="sliders">a</div>'
        '<article><button style="height:30px">low</button></article>'
        '<div class="prediction"><p class="options"><button hidden>choice</button></p></div>'
        '<p><span class="katex">x</span>, and</p>'
    )
    faults = looked_at(page)
    page.close()
    told = " ".join(faults)
    for word in (
        "small",
        "faint",
        "dark",
        "folded",
        "telephone: 6",
        "button of 30 px",
        "parted from its sign: x",
        "the paper is white",
        "a guess without its choices",
        "printed",
    ):
        assert word in told, word
    assert "just right" not in told and "hidden" not in told
