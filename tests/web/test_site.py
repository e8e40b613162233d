"""The web edition, built from two chapters and opened from its folder in Chromium."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from course_lib.authoring import facts, site, sources
from course_lib.exercises import registry

LARGEST = 300_000  # bytes of a page before its pictures
LOADING = {
    "img": "src", "script": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src",
    "link": "href", "object": "data", "embed": "src",
}  # fmt: skip


class Found(HTMLParser):
    """The links, the ids and the loaded addresses of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.ids, self.loaded = set(), set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a" and attributes.get("href"):
            self.links.add(attributes["href"])
        if attributes.get(LOADING.get(tag)):
            self.loaded.add(attributes[LOADING[tag]])


@pytest.fixture(scope="session")
def pages(built):
    return {p.name: Found(p.read_text(encoding="utf-8")) for p in built.glob("*.html")}


def is_outside(address):
    return bool(urlsplit(address).scheme) and not address.startswith("data:")


def broken(folder, pages):
    """Which links and loaded files of the pages are not there: "page: address"."""
    missing = []
    for name, page in pages.items():
        for address in page.links | page.loaded:
            if address.startswith("data:") or (address in page.links and is_outside(address)):
                continue
            parts = urlsplit(address)
            target = unquote(parts.path) or name
            there = (folder / target).is_file() and not parts.scheme
            inside = pages.get(target)
            if not there or (
                parts.fragment and inside and unquote(parts.fragment) not in inside.ids
            ):
                missing.append(f"{name}: {address}")
    return missing


def test_every_chapter_has_a_page_with_all_its_parts(built, pages):
    for path in sources.chapters():
        page = pages[f"{path.stem}.html"]
        text = (built / f"{path.stem}.html").read_text(encoding="utf-8")
        assert all(words in text for words in facts.of(path).title.split("`"))
        number = path.name[:2]
        assert {f"exercise-{e.id}" for e in registry.exercises(number)} <= page.ids
        for prediction in registry.predictions(number):
            assert f'data-prediction="{prediction.id}"' in text
        questions = len(registry.questions(number))
        assert text.count('class="question"') == questions
        assert {f"downloads/{path.stem}.ipynb", f"downloads/solved_{path.stem}.ipynb"} <= page.links


def weight(page):
    """Bytes of a page without the pictures' own: their controls, and words for each stop."""
    return len(re.sub(r"<figure.*?</figure>", "", page, flags=re.S).encode())


def test_no_page_is_heavy_before_its_pictures(built):
    sizes = {p.name: weight(p.read_text(encoding="utf-8")) for p in built.glob("*.html")}
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


def test_a_page_carries_no_style_font_or_picture_that_others_carry_too(built):
    """What pages have in common stands in files of its own, which a browser reads once."""
    for path in built.glob("*.html"):
        text = re.sub(r"<(figure|svg)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"url\(data:|src=\"data:", text), path.name
        assert not re.search(r'<(?:span|code|pre)\b[^>]* style="', text), path.name
        inline = re.findall(r"<(script|style)\b[^>]*>(.*?)</\1>", text, flags=re.S)
        assert sum(len(inside) for _, inside in inline) < 1500, path.name


def test_no_formula_is_left_as_text(built):
    for path in built.glob("[0-9]*.html"):
        text = re.sub(r"<(pre|code|script|annotation)\b.*?</\1>", "", path.read_text(), flags=re.S)
        assert not re.search(r"\$[^<]{0,60}\\|\$\$", text), path.name


def test_every_link_leads_somewhere(built, pages):
    assert broken(built, pages) == []


def test_a_broken_link_is_seen(built):
    """The test of the links can fail."""
    page = Found('<a href="nowhere.html">x</a><a href="#none">y</a><img src="https://a.b/c.png">')
    assert len(broken(built, {"a.html": page, "index.html": page})) > 3


def test_nothing_is_loaded_from_outside(built, pages):
    for name, page in pages.items():
        assert [a for a in page.loaded if is_outside(a) or a.startswith("//")] == [], name
    for sheet in built.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(|@import )[\"']?(?:https?:)?//", text), sheet.name


def test_play_moves_the_first_page_and_can_be_stopped(opened):
    page = opened("index.html")
    figure = page.locator("figure.plays")
    slider = figure.locator("input[type=range]").first
    page.wait_for_function(
        "f => f.querySelector('input').value === '6'", arg=figure.element_handle()
    )
    figure.get_by_role("button", name="Stop").click()
    at = slider.input_value()
    page.wait_for_timeout(400)  # three steps of a run
    assert slider.input_value() == at


def test_the_first_page_says_where_to_begin(opened):
    page = opened("index.html", 390, 844)
    page.get_by_text("Begin with").get_by_role("link").click()
    assert page.url.endswith("/01_change_of_variables.html")


def test_who_wants_no_motion_gets_none_unasked(opened):
    page = opened("index.html", reduced_motion="reduce")
    figure = page.locator("figure.plays")
    figure.locator(".stage svg").nth(1).wait_for()
    page.wait_for_timeout(400)
    assert figure.get_by_role("button", name="Play").is_visible()


def test_a_quiz_is_answered_and_remembered(opened):
    page = opened("01_change_of_variables.html")
    first, second = (page.locator(".question").nth(k) for k in (0, 1))
    first.locator(".option[data-right] summary").click()
    assert first.locator(".option[data-right] p").is_visible()
    second.locator(".option:not([data-right]) summary").first.click()
    second.locator(".option[data-right] summary").click()  # only the first answer counts
    count = len(registry.questions("01"))
    score = page.locator(".score")
    assert f"1 of {count} right at the first try, 2 answered" in score.inner_text()
    page.reload()
    assert f"1 of {count} right at the first try, 2 answered" in score.inner_text()
    score.get_by_role("button").click()
    assert score.inner_text() == ""


def test_a_guess_opens_the_answer(opened):
    page = opened("01_change_of_variables.html")
    guess = page.locator('[data-prediction="01.a"]')
    assert not guess.locator(".reveal p").is_visible()
    guess.get_by_role("button").nth(1).click()
    assert guess.locator(".reveal p").is_visible()
    assert "The answer is “wide, and low down”" in guess.locator(".said").inner_text()


def test_the_answers_of_an_exercise_are_folded(opened):
    page = opened("01_change_of_variables.html")
    exercise = page.locator('[id="exercise-1.1"]')
    assert exercise.locator("details").count() == 5  # three hints, the solution, the mistakes
    assert not exercise.get_by_text("torch.log(x)", exact=False).first.is_visible()
    exercise.locator(".solution summary").click()
    assert exercise.locator(".solution pre").is_visible()
    told = registry.find("1.1").misconceptions[0].name
    exercise.locator(".mistakes summary").click()
    assert exercise.locator(".mistakes dt").first.inner_text().startswith(told[:10])


def test_no_page_sends_its_reader_to_a_cell_for_hints(built):
    for path in built.glob("[0-9]*.html"):
        text = re.sub(r"<(pre)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r">(?:hint|solution)\(", text), path.name


def test_a_search_finds_from_a_folder(opened):
    page = opened("search.html")
    page.goto(page.url + "?q=Jacobian")
    page.locator("#search-results li").first.wait_for()


def test_the_site_lies_where_git_does_not_see_it():
    assert Path(sources.ROOT, "web", "build") == site.BUILD
    assert "build/" in (sources.ROOT / ".gitignore").read_text(encoding="utf-8").split()
