"""Every deck as a room sees it, and what proves that these tests would see a fault."""

import copy
import os
import re
import shutil
import unicodedata
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from course_lib.authoring import npm, slides, sources
from course_lib.authoring.chromium import chromium
from course_lib.authoring.handout import NotPrinted, pages, print_one
from course_lib.authoring.paper_page import KINDS
from course_lib.authoring.welcome import Welcome
from tests.browser import lab
from tests.browser.projected import Projected

SMALL_DECK = Path(__file__).parent / "decks" / "z_small.py"
SOURCES = [SMALL_DECK, *sources.decks()]
READY = 2000  # ms


@pytest.fixture(scope="session")
def built(request, tmp_path_factory):
    """``built(source)`` is a deck's HTML file; those of the chosen tests are built side by side."""
    try:
        npm.install()
    except npm.NoPackages as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))
    folder = tmp_path_factory.mktemp("decks")

    asked = [getattr(item, "callspec", None) for item in request.session.items]
    wanted = {SMALL_DECK: None} | {
        c.params["source"]: None for c in asked if c and "source" in c.params
    }
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        told = {source: pool.submit(slides.draw_one, source, folder) for source in sorted(wanted)}

        def wait_for(source):
            wait_for.deck, summary = told[source].result()
            print(summary)
            return folder / f"{source.stem}.html"

        yield wait_for


@pytest.fixture
def project(browser, built):
    """Opens a deck: ``deck = project(source)``."""
    opened = []

    def open_deck(source=SMALL_DECK, ready=True, **how):
        opened.append(Projected(browser, built(source), **how))
        opened[-1].milliseconds = opened[-1].open(ready)
        return opened[-1]

    yield open_deck
    for deck in opened:
        deck.close()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_deck_can_be_shown(project, browser, source):
    deck = project(source)
    assert deck.file.stat().st_size < slides.LARGEST
    times = [deck.milliseconds, deck.open()]  # the machine may have been busy once
    assert min(times) < READY, f"ready after {times} ms"
    faults = []
    for number in range(deck.count()):
        deck.show(number)
        deck.page.screenshot(path=shot(source, number))
        faults += [f"slide {number + 1}: {fault}" for fault in slide_faults(deck)]
    assert faults == []
    pdf = deck.file.with_suffix(".pdf")
    print_one(chromium(), deck.file.parent / slides.SEPARATE / deck.file.name, pdf)
    assert pages(pdf) == deck.count()
    assert deck.strangers() == [] and deck.console == []
    assert [fault for kind in KINDS for fault in cut_off(browser, deck.file, kind)] == []


# What of a slide, its question or its notes does not fit on its paper.
CUT_OFF = """() => [...document.querySelectorAll(".slide, .asked, .said")].filter((e) => {
  if (e.matches(".slide")) return e.scrollHeight > e.clientHeight + 1;
  const end = Math.max(...[...e.children].map((c) => c.getBoundingClientRect().bottom));
  return end > (e.closest(".row") ?? e.closest(".page")).getBoundingClientRect().bottom + 1;
}).map((e) => `${e.className}: ${e.innerText.slice(0, 60)}`)"""


def cut_off(browser, file, kind):
    page = browser.new_page()
    page.goto((file.parent / slides.SEPARATE / f"{file.stem}{KINDS[kind]}.html").as_uri())
    faults = page.evaluate(CUT_OFF)
    page.close()
    return [f"{kind}: {fault}" for fault in faults]


def test_what_does_not_fit_on_paper_is_seen(browser, built, tmp_path):
    file = built(SMALL_DECK)
    folder = tmp_path / slides.SEPARATE
    shutil.copytree(file.parent / slides.SEPARATE, folder)
    long = "<p>one more line</p>" * 40
    for kind, place in {"sheet": "</section>", "lecturer": '<div class="said">'}.items():
        page = folder / f"{file.stem}{KINDS[kind]}.html"
        text = page.read_text(encoding="utf-8")
        add = long + place if place == "</section>" else place + long
        page.write_text(text.replace(place, add, 1), encoding="utf-8")
        (fault,) = cut_off(browser, tmp_path / file.name, kind)
        assert fault.startswith(f"{kind}: ")


def shot(source, number):
    lab.ARTIFACTS.mkdir(exist_ok=True)
    return lab.ARTIFACTS / f"deck-{source.stem[0]}-{source.parent.name}-{number + 1:02d}.png"


def slide_faults(deck):
    """What is wrong with the slide that is shown, in each of the states that its ends reach."""
    faults, _ = deck.small()
    for picture in deck.live():
        before = deck.number()
        lines = picture.evaluate(HEIGHTS)
        if len(lines) != 1:
            faults.append(f"the sliders drop under the hand: readouts {lines} px high")
        for slider in picture.locator("input[type=range]").all():
            faults += moves(deck, picture, slider)
        if deck.number() != before:
            faults.append("a slider has changed the slide")
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


def moves(deck, picture, slider):
    """Keyboard and mouse move the picture; what does not move."""
    faults, seen = [], [deck.pixels(picture)]
    for way in ("keys", "mouse"):
        if way == "keys":
            up = int(slider.input_value()) < int(slider.get_attribute("max"))
            slider.focus()
            deck.press("ArrowRight" if up else "ArrowLeft", "ArrowUp" if up else "ArrowDown")
        else:
            deck.drag(slider, 0.0 if int(slider.input_value()) else 1.0)
        seen.append(deck.pixels(picture))
        if lab.changed(seen[-2], seen[-1]) == 0:
            faults.append(f"the {way} do not move {slider.evaluate('s => s.labels[0].innerText')}")
        if deck.extent()["height"] > 720:
            faults.append(f"higher than 720 px after the {way}")
    return faults


TITLE = """
# %% [markdown] slideshow={"slide_type": "slide"}
# # A title
# %% tags=["setup"]
# %% width=800 height=430
live.coupling()
# %% [markdown]
# What does it ask, in a line or two?
"""
APART = """() => {
  const box = (s) => document.querySelector(".present").querySelector(s).getBoundingClientRect();
  const [a, p, h] = ["figure", ".welcome", "h1"].map(box);
  const apart = p.right <= a.left && h.bottom <= a.top && p.left >= 0;
  return apart && p.bottom <= 720 && p.top > box(":scope > p").bottom;
}"""


def test_a_title_with_a_picture_keeps_room_for_who_and_where(browser, built, tmp_path):
    built(SMALL_DECK)  # brings the packages, or skips
    source = tmp_path / "z_title.py"
    source.write_text(TITLE.lstrip(), encoding="utf-8")
    address = "https://example.org/a-department/normalizing-flows"
    slides.build_one(source, tmp_path, Welcome(address, "Ada Lovelace", "Monday, room 3"))
    deck = Projected(browser, tmp_path / "z_title.html")
    deck.open()
    assert deck.page.evaluate(APART) and deck.extent()["height"] <= 720
    deck.close()


PLAYED = """
# %% [markdown] slideshow={"slide_type": "slide"}
# # A title
# %% tags=["setup"]
# %% [markdown] slideshow={"slide_type": "slide"}
# ## From nothing to f
# %% frames={"a": [0.5, 1.5], "t": [0.0, 0.5, 1.0]}
live.linear(b=0.5)
# %% [markdown] slideshow={"slide_type": "slide"}
# ## The end
"""
# What the picture says of itself, whenever that changes.
OVERHEAR = """(figure) => {
  window.heard = [];
  const svg = figure.querySelector(".stage").lastElementChild;
  new MutationObserver(() => heard.push(svg.getAttribute("aria-label")))
    .observe(svg, { attributeFilter: ["aria-label"] });
}"""


def test_play_carries_a_picture_along_and_gives_the_keys_back(browser, built, tmp_path):
    built(SMALL_DECK)  # brings the packages, or skips
    source = tmp_path / "z_played.py"
    source.write_text(PLAYED.lstrip(), encoding="utf-8")
    slides.build_one(source, tmp_path)
    deck = Projected(browser, tmp_path / "z_played.html")
    deck.open()
    deck.show(1)
    (picture,) = deck.live()
    assert slide_faults(deck) == []
    deck.press("r")
    a, t = picture.locator("input").all()
    assert picture.get_by_role("button", name="play from nothing to f").count() == 1
    play = picture.locator("button.play")
    assert play.get_attribute("aria-pressed") != "true" and t.input_value() == "2"
    whole = deck.pixels(picture)
    picture.evaluate(OVERHEAR)
    play.click()
    assert play.get_attribute("aria-pressed") == "true"
    deck.page.wait_for_function("heard.length === 3")
    deck.settle()
    told = [re.search(r"t = (.*)\.$", words) for words in deck.page.evaluate("heard")]
    assert [t and t[1] for t in told] == ["0.00", "0.50", None]  # from its end it begins anew
    assert t.input_value() == "2" and play.get_attribute("aria-pressed") == "false"
    assert lab.changed(whole, deck.pixels(picture)) == 0
    play.click()
    a.focus()
    deck.press("Home")  # a hand ends a run
    assert play.get_attribute("aria-pressed") == "false"
    play.focus()
    deck.press(" ")
    assert play.get_attribute("aria-pressed") == "true" and deck.number() == 1
    deck.press(" ")
    play.click()
    deck.press(" ")  # clicked, it has no focus: a clicker turns the slide, and the run ends
    assert deck.number() == 2 and play.get_attribute("aria-pressed") == "false"
    assert deck.console == []
    deck.close()


def test_speaker_view_opens_from_a_file_and_follows(project):
    deck = project()
    with deck.context.expect_page() as popup:
        deck.page.keyboard.press("s")
    speaker = popup.value
    speaker.wait_for_function("document.querySelectorAll('iframe').length == 2", timeout=10_000)
    notes = speaker.locator(".speaker-controls-notes .value")
    notes.get_by_text("1 minute").wait_for(timeout=10_000)
    # Its window has reveal's style sheet alone: a formula is seen once, and whole.
    seen = unicodedata.normalize("NFKC", notes.inner_text())  # 𝑝 is a letter of its own
    assert "Ask:whatisp0?Expect:thebasedensity" in re.sub(r"\s|\u200b", "", seen)
    assert notes.evaluate("n => getComputedStyle(n).fontSize") == "18px"
    speaker.get_by_text("Pacing").wait_for()
    deck.show(2)
    notes.get_by_text("Move a through zero").wait_for(timeout=10_000)
    mirrors_the_slider(deck, speaker)
    speaker.screenshot(path=lab.ARTIFACTS / "speaker-view.png")
    assert deck.strangers() == [] and deck.console == []


@pytest.fixture
def lecture(browser, built, tmp_path):
    """Two decks in one file: the small one, and the same as deck Y before it."""
    built(SMALL_DECK)
    first = copy.copy(built.deck)
    first.name = "y_small"
    print(slides.write_session("lecture-1", [first, built.deck], tmp_path))
    deck = Projected(browser, tmp_path / "lecture-1.html")
    deck.milliseconds = deck.open()
    yield deck
    deck.close()


def test_a_lecture_of_two_decks_is_one_to_the_speaker(lecture):
    deck, number = lecture, lecture.page.locator(".slide-number")
    assert min(deck.milliseconds, deck.open()) < READY and deck.count() == 10
    veils = deck.page.locator("figure.veiled").count()
    for typed, shown in {"z3": "Z/3", "4": "Z/4", "y/2": "Y/2", "5": "Y/5", "z 5": "Z/5"}.items():
        deck.press("g")
        deck.page.keyboard.type(typed)
        deck.press("Enter")
        assert number.inner_text() == shown, typed
    assert deck.page.title() == "Lecture 1" and veils == 2
    ends = "clocks.map((clock) => Number(clock.dataset.end ?? 0))"  # a hands-on in each deck
    first, second = deck.page.evaluate(ends)
    assert 0 < first < second
    deck.press("r")
    assert deck.page.evaluate(ends)[0] == first and deck.page.evaluate(ends)[1] > second
    with deck.context.expect_page() as popup:
        deck.page.keyboard.press("s")
    speaker = popup.value
    notes = speaker.locator(".speaker-controls-notes .value")
    notes.get_by_text("12 min.").wait_for(timeout=10_000)
    deck.show(7)  # Z/3
    notes.get_by_text("Move a through zero").wait_for(timeout=10_000)
    mirrors_the_slider(deck, speaker)
    assert deck.strangers() == [] and deck.console == []


def mirrors_the_slider(deck, speaker):
    """Moved on the wall, a slider moves in the speaker view, and the other way round."""
    (here,) = [f for f in speaker.frames if "postMessageEvents" in f.url]
    mine, wall = (p.locator("section.present figure") for p in (here, deck.page))
    wall.locator("input").focus()
    deck.press("Home")
    mine.locator("output").get_by_text("−3.00").wait_for(timeout=5_000)
    mine.locator("input").focus()
    speaker.keyboard.press("ArrowRight")
    wall.locator("output").get_by_text("−2.70").wait_for(timeout=5_000)
    wall.locator(".readouts").get_by_text("standard deviation |a| 2.70").wait_for(timeout=5_000)


NO_HAS = """
for (const place of [Document, Element]) {
  const asked = place.prototype.querySelectorAll;
  place.prototype.querySelectorAll = function (words) {
    if (words.includes(":has(")) throw new SyntaxError(`${words} is not a valid selector`);
    return asked.call(this, words);
  };
}"""


def test_a_browser_of_2022_shows_the_deck(project):
    """Firefox had no :has() before 121, Chrome none before 105."""
    deck = project(before=NO_HAS)
    deck.show(2)
    slider = deck.live()[0].locator("input")
    assert deck.page.evaluate("document.querySelectorAll('.too-old.shown').length") == 0
    assert moves(deck, deck.live()[0], slider) == [] and deck.console == []


OLDER = {
    "The slides turn, the pictures stand still. They need Chrome": {
        "before": "delete window.DecompressionStream"
    },
    "The slides cannot start. They need Chrome": {"before": "delete window.URLSearchParams"},
    "These slides need JavaScript.": {"scripts": False},
}


@pytest.mark.parametrize("words", OLDER)
def test_a_browser_that_is_too_old_says_so(project, words):
    deck = project(ready=False, **OLDER[words])
    (told,) = deck.page.locator(".too-old.shown").all()
    assert told.is_visible() and told.inner_text().startswith(words)


PRINTED = """() => [...document.querySelectorAll("section.slide")].map((slide) => {
  const box = (e) => e.getBoundingClientRect();
  const inside = [...slide.children].filter((e) => box(e).height && !e.matches("script, aside"));
  const hidden = [...slide.querySelectorAll(".fragment:not(.lift)")].filter(
    (e) => !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  const edges = inside.map((e) => [box(e).left - box(slide).left, box(slide).right - box(e).right]);
  return [Math.round(box(slide).height), Math.min(...edges.flat()) >= 40, hidden.length,
          slide.querySelectorAll(".sliders").length - [...slide.querySelectorAll(".sliders")]
            .filter((e) => !box(e).height).length];
})"""


@pytest.mark.parametrize("way", ["", "?print-pdf"])
def test_a_deck_printed_from_the_browser_is_whole(project, way):
    deck = project()
    deck.page.goto(deck.file.as_uri() + way)
    deck.page.wait_for_function("document.documentElement.dataset.ready", timeout=20_000)
    deck.page.emulate_media(media="print")
    assert deck.page.evaluate(PRINTED) == 5 * [[720, True, 0, 0]]
    pdf = deck.file.with_name("printed.pdf")
    deck.page.pdf(path=pdf, prefer_css_page_size=True)
    assert pages(pdf) == 5


def test_a_clicker_goes_on_while_a_slider_has_the_focus(project):
    deck = project()
    deck.show(2)
    slider = deck.live()[0].locator("input")
    slider.focus()
    value = slider.input_value()
    deck.press("PageDown")
    assert (deck.number(), slider.input_value()) == (3, value)
    deck.press("PageUp")
    assert deck.number() == 2
    slider.focus()
    deck.press("Escape", "ArrowRight")  # Escape gives the arrow keys back to the slides
    assert (deck.number(), slider.input_value()) == (3, value)
    assert not deck.page.evaluate("Reveal.isOverview()")


def test_tab_leads_to_the_sliders_and_swipes_stay_with_them(project):
    deck = project()
    deck.show(2)
    deck.press("Tab")
    assert deck.page.evaluate("document.activeElement.type") == "range"
    name = deck.page.evaluate("document.activeElement.labels[0].innerText")
    assert name.startswith("scale a")
    assert deck.live()[0].get_attribute("data-prevent-swipe") is not None


def test_a_choice_moves_the_picture_and_not_the_slide(project):
    deck = project()
    deck.show(3)
    picture = deck.live()[0]
    before, told = deck.pixels(picture), picture.locator(".readouts").inner_text()
    picture.locator("select").focus()
    deck.press("ArrowDown")
    assert deck.number() == 3
    assert lab.changed(before, deck.pixels(picture)) > 0
    assert picture.locator(".readouts").inner_text() != told


def test_a_frame_says_what_it_shows(project):
    """Alternative text and readouts follow the slider, the words beside it too."""
    deck = project()
    deck.show(2)
    picture = deck.live()[0]
    picture.locator("input").focus()
    deck.press("Home")
    label = picture.locator(".stage svg").last.get_attribute("aria-label")
    assert "a = −3.00 and b = 0.5" in label
    assert "standard deviation |a| 3.00" in picture.locator(".readouts").inner_text()
    assert picture.locator("output").inner_text() == "−3.00"
    assert picture.locator("input").get_attribute("aria-valuetext") == "−3.00"


def test_a_veil_hides_the_answer_until_the_next_key_and_r_brings_it_back(project):
    deck = project()
    deck.page.evaluate("Reveal.slide(3, 0, -1)")
    picture = deck.live()[0]
    theta, readouts = picture.locator("input"), picture.locator(".readouts")
    began = theta.input_value(), readouts.inner_text(), deck.pixels(picture)
    veil = picture.locator(".veil").bounding_box()

    def right():
        return deck.pixels(picture).crop((int(veil["x"] - 30), 60, 1190, 300)).getcolors(100_000)

    heard = picture.aria_snapshot()
    assert "Covered until the next key" in heard and "average" not in heard
    covered = right()
    theta.focus()
    deck.press("End")
    assert theta.input_value() != began[0] and right() == covered  # it stays, whatever moves
    assert "average" not in picture.aria_snapshot()
    deck.press("PageDown")
    assert deck.number() == 3 and right() != covered
    heard = picture.aria_snapshot()
    assert "Covered" not in heard and "average of" in heard and "20 samples z" in heard
    deck.press("r")
    again = theta.input_value(), readouts.inner_text(), deck.pixels(picture)
    assert again[:2] == began[:2] and lab.changed(again[2], began[2]) == 0
    assert "20 samples z" not in picture.aria_snapshot() and deck.console == []


def test_a_slide_tells_its_number_and_a_hands_on_its_time(project):
    deck = project()
    deck.press("g")
    deck.page.keyboard.type("5")
    deck.press("Enter")  # as in the guide: Z/5
    assert deck.number() == 4
    deck.page.wait_for_url("**#/Z5", timeout=10_000)  # reveal writes it a little later
    assert deck.page.locator(".slide-number").inner_text() == "Z/5"
    clock = deck.page.locator(".present .clock")
    clock.get_by_text("11:58").wait_for(timeout=10_000)
    deck.press("r")
    assert clock.inner_text() in ("12:00", "11:59")
    deck.page.evaluate("clocks[0].dataset.end = Date.now() - 61_000; tick()")
    assert clock.inner_text().startswith("+1:0") and "over" in clock.get_attribute("class")
    timings = "[...document.querySelectorAll('section')].map((s) => s.dataset.timing ?? null)"
    assert deck.page.evaluate(timings) == [None, None, "180", None, "720"]


def test_what_is_measured_is_there(project):
    """The picture's text and lines are really looked at."""
    deck = project()
    deck.show(2)
    measured = deck.small()[1]
    assert measured["drawn"] > 20 and measured["lines"] > 20 and measured["words"] > 8
    too_small, _ = deck.small(text=24.5, line=2.05)
    assert any("drawn text" in fault for fault in too_small)
    assert any("drawn glyphs" in fault for fault in too_small)
    assert any("line 2.00" in fault for fault in too_small)


BREAK = {
    "text 20.0 px": "document.querySelector('.present h2').style.fontSize = '20px'",
    "higher than 720 px": "document.querySelector('.present h2').style.height = '400px'",
    "the keys do not move": "pictures.clear(); for (const s of document.querySelectorAll('.present "
    "input')) s.addEventListener('input', e => e.stopImmediatePropagation(), true)",
    "a slider has changed the slide": "document.querySelector('.present input')"
    ".addEventListener('input', () => Reveal.next())",
    "the sliders drop under the hand": "document.querySelector('.present .readouts').style"
    ".cssText = 'min-height:0;width:22em'",
    "under the arrows": "document.querySelector('.present .sliders').style.cssText = "
    "'position:absolute;bottom:20px;right:20px;margin:0'",
}


@pytest.mark.parametrize("fault", BREAK)
def test_a_broken_slide_is_seen(project, fault):
    deck = project()
    deck.show(2)
    deck.page.evaluate(BREAK[fault])
    assert any(fault in found for found in slide_faults(deck))


def test_requests_and_complaints_are_seen(project):
    deck = project()
    assert deck.strangers() == [] and deck.console == []
    deck.page.evaluate("fetch('http://127.0.0.1:9/font.woff2').catch(() => {})")
    deck.page.evaluate("console.error('something broke')")
    deck.page.wait_for_timeout(200)
    assert deck.strangers() == ["http://127.0.0.1:9/font.woff2"]
    assert any("something broke" in said for said in deck.console)


def test_a_handout_with_a_page_too_many_is_not_accepted(built, tmp_path):
    file = built(SMALL_DECK)
    page = tmp_path / file.name
    shutil.copy(file.parent / slides.SEPARATE / file.name, page)
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</body>", "<p>one more</p></body>"), encoding="utf-8")
    with pytest.raises(NotPrinted, match="6 pages in place of 5"):
        print_one(chromium(), page, tmp_path / "out.pdf")
