"""Every lecture's file in Firefox ESR: pictures move, veils lift, formulas are seen, no error.

That a deck asks for nothing is seen in Chromium, which tells of requests that fail, too.
"""

import os

import pytest

from course_lib import order
from course_lib.authoring import npm, plan, slides
from course_lib.authoring.firefox import NoFirefox
from course_lib.authoring.firefox import firefox as find
from tests.browser import lab
from tests.browser.firefox import firefox

pytestmark = pytest.mark.exhaustive

LISTEN = """() => {
  window.heard = [];
  addEventListener("error", (e) => heard.push(e.message));
  addEventListener("unhandledrejection", (e) => heard.push(String(e.reason)));
}"""
# Slide by slide, as it opens: what is wrong, and how much of each kind has been looked at.
WALK = """async () => {
  const wait = (ms) => new Promise((go) => setTimeout(go, ms));
  const faults = [], seen = { moved: 0, lifted: 0, formulas: 0 };
  for (let k = 0; k < Reveal.getTotalSlides(); k++) {
    Reveal.slide(k, 0, -1);
    await wait(100);
    const slide = Reveal.getCurrentSlide(), number = slide.dataset.number;
    for (const formula of slide.querySelectorAll(":not(aside) .katex-html")) {
      const { width, height } = formula.getBoundingClientRect();
      if (width > 2 && height > 2) seen.formulas += 1;
      else faults.push(`${number}: a formula is not seen`);
    }
    for (const figure of slide.querySelectorAll("figure.live")) {
      if (figure.classList.contains("veiled")) {
        Reveal.next();
        await wait(100);
        if (figure.classList.contains("veiled")) faults.push(`${number}: the veil stays`);
        else seen.lifted += 1;
      }
      const control = figure.querySelector(".sliders input[type=range], .sliders select");
      if (!control) continue;
      const shown = () => figure.querySelector(".stage").lastElementChild.outerHTML;
      const before = shown(), isMenu = control.tagName === "SELECT";
      if (isMenu) control.selectedIndex = (control.selectedIndex + 1) % control.options.length;
      else control.value = +control.value + (control.value === control.max ? -1 : 1);
      for (const kind of ["input", "change"]) {
        control.dispatchEvent(new Event(kind, { bubbles: true }));
      }
      for (let n = 0; n < 30 && shown() === before; n++) await wait(100);
      if (shown() === before) faults.push(`${number}: the picture stands still`);
      else seen.moved += 1;
    }
  }
  faults.push(...heard);
  faults.push(...[...document.querySelectorAll(".too-old.shown")].map((e) => e.innerText));
  return [faults, seen];
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    try:
        npm.install()
        path = find()
    except (NoFirefox, npm.NoPackages) as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))
    lab.ARTIFACTS.mkdir(exist_ok=True)
    profile = tmp_path_factory.mktemp("firefox")
    with firefox(path, profile, window=(1280, 805)) as page:
        yield page


def opened(page, file):
    page.goto(file.as_uri())
    page.wait_for("() => document.documentElement.dataset.ready")
    page.evaluate(LISTEN)


@pytest.mark.parametrize("session", order.LECTURES)
def test_a_lecture_plays_in_firefox(page, tmp_path, session):
    decks = [slides.draw_one(plan.deck(k), tmp_path)[0] for k in order.LECTURES[session]]
    slides.write_session(session, decks, tmp_path)  # refuses a file that is too large
    opened(page, tmp_path / f"{session}.html")
    faults, seen = page.evaluate(WALK)
    page.screenshot(lab.ARTIFACTS / f"firefox-{session}.png")
    assert faults == [] and seen["moved"] >= 3 and seen["formulas"] + seen["lifted"] >= 1, seen


BROKEN = """
# %% [markdown] slideshow={"slide_type": "slide"}
# # $x$
# %% tags=["setup"]
# %% frames={"a": [0.5, 1.5]} veil="right"
live.linear(b=0.5)
"""
BREAK = {
    "the picture stands still": "() => ['input', 'change'].forEach((kind) =>"
    " addEventListener(kind, (e) => e.stopImmediatePropagation(), true))",
    "the veil stays": "() => { document.querySelector('.lift').remove(); }",
    "a formula is not seen": "() => {"
    " document.querySelector('.katex-html').style.display = 'none'; }",
    "went wrong": """() => {
      const script = document.createElement("script"); // in the page: the driver has its own world
      script.textContent = "setTimeout(() => { throw new Error('went wrong'); })";
      document.body.append(script);
    }""",
}


@pytest.mark.parametrize("fault", BREAK)
def test_a_broken_lecture_is_seen(page, tmp_path, fault):
    source = tmp_path / "z_broken.py"
    source.write_text(BROKEN.lstrip(), encoding="utf-8")
    slides.build_one(source, tmp_path)
    opened(page, tmp_path / "z_broken.html")
    page.evaluate(BREAK[fault])
    faults, _ = page.evaluate(WALK)
    assert any(fault in each for each in faults), faults
