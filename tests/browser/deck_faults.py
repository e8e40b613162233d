"""What a room would see is wrong with a slide of a deck, or with its paper."""

from course_lib.authoring import slides
from course_lib.authoring.handout import pages
from course_lib.authoring.paper_page import KINDS
from tests.browser import lab


def slide_faults(deck, by_hand=True):
    """What is wrong with the slide that is shown, in each of the states that its ends reach.

    ``by_hand`` moves every slider by keyboard and mouse, and looks at what is painted.
    """
    faults, _ = deck.small()
    before = deck.number()
    for picture in deck.live():
        faults += picture_faults(picture)
        if by_hand and deck.number() == before:
            faults += moved_by_hand(deck, picture)
        if deck.number() != before:
            return [*faults, "a slider has changed the slide"]
    extent = deck.extent()
    if extent["height"] > 720 or extent["width"] > 1280:
        faults.append(f"{extent['width']} × {extent['height']} px")
    if extent["covered"]:
        faults.append("a control lies under the arrows")
    return [*faults, *deck.small()[0]]


# How high the readouts are in all states of a picture.
HEIGHTS = """async (figure) => {
  const { frames } = await unpacked(figure.querySelector("script").textContent);
  const told = figure.querySelector(".readouts"), began = told.innerHTML;
  const heights = new Set([...new Set(frames.map((f) => f[2]))].map((words) => {
    told.innerHTML = words;
    return told.offsetHeight;
  }));
  told.innerHTML = began;
  return [...heights];
}"""


# Sliders that change nothing half their way on (a whole way round, a circle is where it was), and
# does the picture always say what it shows?
HALF_WAY = """async (figure) => {
  const svg = figure.querySelector(".stage").lastElementChild, dead = [];
  const words = () => svg.getAttribute("aria-label") ?? "", said = [words()];
  const seen = () => svg.innerHTML + figure.querySelector(".readouts").innerHTML;
  const move = async (slider, value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input"));
    await Promise.all([...pictures.values()].map((picture) => picture.data));
    await new Promise((r) => requestAnimationFrame(r));
    said.push(words());
  };
  for (const slider of figure.querySelectorAll("input[type=range]")) {
    const began = Number(slider.value), before = seen(), last = Number(slider.max);
    await move(slider, (began + Math.ceil(last / 2)) % (last + 1));
    if (seen() === before) dead.push(slider.labels[0].innerText);
    await move(slider, began);
  }
  return { dead, silent: said.some((alt) => alt.length < 20) };
}"""


def picture_faults(picture):
    lines, told = picture.evaluate(HEIGHTS), picture.evaluate(HALF_WAY)
    faults = [f"nothing moves with {name}" for name in told["dead"]]
    if len(lines) != 1:
        faults.append(f"the sliders drop under the hand: readouts {lines} px high")
    if told["silent"]:
        faults.append("a picture has no alternative text")
    return faults


def moved_by_hand(deck, picture):
    """Keyboard and mouse move the picture; what does not move."""
    faults, seen = [], deck.pixels(picture)
    for slider in picture.locator("input[type=range]").all():
        for way in (by_keys, by_mouse):
            way(deck, slider)
            before, seen = seen, deck.pixels(picture)
            if lab.changed(before, seen) == 0:
                name = slider.evaluate("s => s.labels[0].innerText")
                faults.append(f"{way.__doc__} do not move {name}")
            if deck.extent()["height"] > 720:
                faults.append(f"higher than 720 px after {way.__doc__}")
    return faults


def by_keys(deck, slider):
    """the keys"""
    up = int(slider.input_value()) < int(slider.get_attribute("max"))
    slider.focus()
    deck.press("ArrowRight" if up else "ArrowLeft", "ArrowUp" if up else "ArrowDown")


def by_mouse(deck, slider):
    """the mouse"""
    deck.drag(slider, 0.0 if int(slider.input_value()) else 1.0)


# What of a slide, its question or its notes does not fit on its paper.
CUT_OFF = """() => [...document.querySelectorAll(".slide, .asked, .said")].filter((e) => {
  if (e.matches(".slide")) return e.scrollHeight > e.clientHeight + 1;
  const end = Math.max(...[...e.children].map((c) => c.getBoundingClientRect().bottom));
  return end > (e.closest(".row") ?? e.closest(".page")).getBoundingClientRect().bottom + 1;
}).map((e) => `${e.className}: ${e.innerText.slice(0, 60)}`)"""


def paper_faults(browser, file, kind, wanted=None):
    """What is cut off on a deck's paper of this kind, and a number of pages that is not wanted."""
    page = browser.new_page()
    page.goto((file.parent / slides.SEPARATE / f"{file.stem}{KINDS[kind]}.html").as_uri())
    faults = [f"{kind}: {fault}" for fault in page.evaluate(CUT_OFF)]
    if wanted:
        pdf = file.with_suffix(".pdf")
        page.pdf(path=pdf, prefer_css_page_size=True)
        if pages(pdf) != wanted:
            faults.append(f"{kind}: {pages(pdf)} pages in print in place of {wanted}")
    page.close()
    return faults
