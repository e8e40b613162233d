"""The course as one story: times, prerequisites, pictures, links and the order of things."""

import io
import re
from pathlib import Path

import nbformat
import pytest
from PIL import Image, ImageChops

from course_lib import order
from course_lib.authoring import build, facts, sheet, sheet_pdf, sources, thumbnail
from course_lib.authoring.chapter import Chapter, anchors
from course_lib.authoring.handout import pages
from course_lib.authoring.markers import SourceError
from course_lib.exercises import registry
from tests.prose import said

pytestmark = pytest.mark.slow  # some seconds together: `make check` leaves them to `make test`

ROOT = Path(__file__).parents[1]
SOURCES = sources.chapters()
CHAPTERS = [path for path in SOURCES if path.name[:2] != "00"]
REVIEWS = [path for path in SOURCES if path.name[:2] in order.REVIEWS.values()]
each = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
each_review = pytest.mark.parametrize("review", REVIEWS, ids=lambda path: path.stem)


def headings(path):
    """(level, words) of a chapter's headings, prompts of exercises included."""
    found = []
    for cell in Chapter(path).complete().cells:
        if cell.cell_type == "markdown":
            found += re.findall(r"^(#+) (.+?)\s*$", cell.source, re.MULTILINE)
    return [(len(signs), words) for signs, words in found]


# --- times and prerequisites ----------------------------------------------------------------------


@each
def test_a_chapters_time_leaves_some_for_reading_and_playing(path):
    core = sum(e.minutes for e in registry.exercises(path.name[:2]) if e.core)
    assert not core or facts.of(path).minutes >= core + 5
    assert f"**Time:** {facts.of(path).minutes} minutes{facts.times(path)}" in shown(path)


def shown(path):
    """The text of a built notebook for learners, on one line."""
    book = nbformat.read(ROOT / "notebooks" / f"{path.stem}.ipynb", as_version=4)
    return re.sub(r"\s+", " ", " ".join(cell.source for cell in book.cells))


@each
def test_a_chapters_prerequisites_come_before_it(path):
    named = facts.numbers(re.search(r"\*\*You need\*\*(.*?)\*\*Time", said(path))[1])
    before = order.before(path.name[:2])
    assert all(number in before for number in re.findall(r"\d\d", named))


def test_the_hours_that_are_promised_to_instructors():
    chapters = set(order.PARTS["I"]) - {order.REVIEWS["I"]}
    total = sum(facts.of(path).minutes for path in SOURCES if path.name[:2] in chapters)
    readme = re.sub(r"\s+", " ", (ROOT / "README.md").read_text(encoding="utf-8"))
    (told,) = re.findall(r"about (\w+) hours for chapters 00 to 08", readme)
    assert told == ("eight", "nine", "ten")[round(total / 60) - 8]


@each
def test_every_paper_has_a_link(path):
    if path.name[:2] in order.REVIEWS.values():
        return  # the chapters have named them
    text = re.sub(r"^# ?", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    listed = re.search(r"^### To read further\n(.*?)\n\n", text, re.DOTALL | re.MULTILINE)[1]
    papers = re.split(r"^- ", listed, flags=re.MULTILINE)[1:]
    assert papers
    for paper in papers:
        links = re.findall(r"\[([^\]]+)\]\((https://[^)\s]+)\)", paper)
        assert links or "lecture (Uppsala, 2022)" in paper, paper
        for words, link in links:
            assert KINDS[words.partition(":")[0]](words, link), link


ARXIV = re.compile(r"https://arxiv\.org/abs/(\d{4}\.\d{4,5})")
KINDS = {  # what a link says, and where it leads
    "arXiv": lambda words, link: f"arXiv:{ARXIV.fullmatch(link)[1]}" == words,
    "doi": lambda words, link: (
        f"https://doi.org/{words[4:]}" == link and words.startswith("doi:10.")
    ),
    "Springer": lambda _, link: link.startswith("https://link.springer.com/book/"),
    "numerical.recipes": lambda words, link: link == f"https://{words}",
}


def test_a_paper_has_the_same_year_wherever_it_is_named():
    dated = re.compile(
        r"\((\d{4})\)[^()]{0,6}\(?(?:\[arXiv:|https://arxiv\.org/abs/)(\d{4}\.\d{4,5})"
    )
    years = {}
    for path in SOURCES:
        for year, paper in dated.findall(said(path)):
            years.setdefault(paper, {}).setdefault(year, path.stem)
    assert len(years) > 25
    assert not {paper: found for paper, found in years.items() if len(found) > 1}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_chapter_has_a_cell_for_a_learners_own_numbers(path):
    code = [c.source for c in Chapter(path).complete().cells if c.cell_type == "code"]
    theirs = [cell for cell in code if "# Your turn: other numbers" in cell]
    assert any(tool in cell for cell in theirs for tool in ("flows.", "training.", 'answer("'))


# --- one thing after the other --------------------------------------------------------------------


@each
def test_every_chapter_opens_and_closes_in_the_same_way(path):
    words = [heading for _, heading in headings(path)]
    assert words[0].startswith(f"{path.name[:2]} · ")
    closing = ["Recap", "To read further", "What comes next"]
    opening = ["What you can do after this chapter"]
    if path.name[:2] in order.REVIEWS.values():
        opening, closing = ["What you find here"], ["What comes next"]
    kept = [heading for heading in words if heading in opening + closing]
    assert kept == opening + closing
    assert words[-1] == "What comes next"
    code = [c.source for c in Chapter(path).complete().cells if c.cell_type == "code"]
    assert "progress()" in code and f'quiz("{path.name[:2]}")' in code


@pytest.mark.parametrize("at", range(len(SOURCES)))
def test_every_chapter_points_to_the_next_and_the_last_to_none(at):
    ending = shown(SOURCES[at])[-400:]
    links = re.findall(r"\]\((\w+)\.ipynb\)", ending)
    assert links == [path.stem for path in SOURCES[at + 1 : at + 2]]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_its_question_stands_on_top_on_the_map_and_in_the_readme(path):
    question = facts.of(path).question
    assert f"**{question}**" in shown(path)[:400]
    assert f"<br>{question} |" in (ROOT / "README.md").read_text(encoding="utf-8")
    if path.name[:2] != "00":
        assert f"| {question} | {facts.of(path).minutes} |" in shown(SOURCES[0])


# --- the review -----------------------------------------------------------------------------------


def links(review):
    """(term, notebook, anchor) of every row of a glossary."""
    text = review.read_text(encoding="utf-8")
    return re.findall(r"^# \| (.+?) \| .* \| \[\d\d\]\((\w+)\.ipynb#(\S+)\) \|$", text, re.M)


def section(stem, anchor):
    """The text from a heading to the next one of its level. Raises StopIteration without one."""
    path = ROOT / "solutions" / f"{stem}.py"
    cells = [c.source for c in Chapter(path).complete().cells if c.cell_type == "markdown"]
    lines = "\n".join(cells).splitlines()
    at = next(k for k, line in enumerate(lines) if line.lstrip("# ").replace(" ", "-") == anchor
              and line.startswith("#"))  # fmt: skip
    level = len(lines[at]) - len(lines[at].lstrip("#"))
    end = next((k for k, line in enumerate(lines[at + 1 :], at + 1)
                if re.match(rf"#{{1,{level}}} ", line)), len(lines))  # fmt: skip
    return " ".join(lines[at:end])


@pytest.mark.slow
@each_review
def test_every_word_of_the_glossary_is_linked_to_where_it_is_introduced(review):
    found = links(review)
    assert len(found) >= 40
    rows = re.findall(r"^# \| .* \| \[\d\d\]\(", review.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(found)
    for term, stem, anchor in found:
        text = section(stem, anchor).lower()
        for word in re.split(r", | and ", term):
            assert word.strip("`").rstrip("s").lower() in text, f"{word}: not in {stem}#{anchor}"


@each_review
def test_the_built_links_lead_to_the_cells_of_these_headings(review):
    """JupyterLab goes to ``#cell-id=…``; so both built notebooks have such links, and live ones."""
    wanted = [(stem, anchor) for _, stem, anchor in links(review)]
    for folder in ("notebooks", "solutions"):
        built = nbformat.read(ROOT / folder / f"{review.stem}.ipynb", as_version=4)
        text = "\n".join(cell.source for cell in built.cells)
        found = re.findall(r"\((\w+)\.ipynb#cell-id=([\w-]+)\)", text)
        assert len(found) == len(wanted)
        for (stem, cell_id), (same, anchor) in zip(found, wanted, strict=True):
            assert stem == same
            cells = nbformat.read(ROOT / folder / f"{stem}.ipynb", as_version=4).cells
            (cell,) = [cell for cell in cells if cell.id == cell_id]
            assert anchor in anchors(cell.source)


def test_a_dead_anchor_is_refused(tmp_path):
    source = '# %% tags=["setup"]\n\n# %% [markdown]\n# [x](00_start_here.ipynb#Nowhere)\n'
    path = tmp_path / "90_demo.py"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(SourceError, match="no heading of 00_start_here"):
        Chapter(path).learner()
    with pytest.raises(StopIteration):
        section("01_change_of_variables", "No-such-heading")


def test_every_local_link_of_every_chapter_leads_somewhere():
    count = 0
    for path in SOURCES:
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", path.read_text(encoding="utf-8")):
            assert (ROOT / "notebooks" / target).exists(), f"{path.name}: {target}"
            count += 1
    assert count > 40


# --- the formula sheet ----------------------------------------------------------------------------


def sheet_of(review):
    return build.SHEETS[order.part(review.name[:2])]


@pytest.mark.slow
@each_review
def test_the_sheet_is_what_the_review_says(review):
    formulas = Chapter(review).tagged(sheet.TAG)
    page = (ROOT / sheet_of(review)).read_text(encoding="utf-8")
    assert sheet.digest(build.SEVERAL.join(formulas)) in page
    written = re.findall(r"\$([^$]+)\$", "".join(formulas))
    assert page.count("<svg") == len(written) > 50
    assert f"the formulas of Part {order.part(review.name[:2])}</h1>" in page
    assert "http" not in page, "it needs no network"


@pytest.mark.slow
@each_review
def test_a_sheet_that_is_out_of_step_is_seen(review, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / sheet_of(review)).write_text("an old sheet", encoding="utf-8")
    (problem,) = build._sheet_out_of_step(tmp_path, Chapter(review))
    assert problem.startswith(sheet_of(review))


@pytest.mark.slow
@each_review
def test_a_pdf_of_an_older_sheet_is_seen(review, tmp_path):
    (tmp_path / "docs").mkdir()
    page = sheet_of(review)
    for name in (page, build.printed(page)):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    assert build._sheet_out_of_step(tmp_path, Chapter(review)) == []
    with (tmp_path / page).open("a", encoding="utf-8") as changed:
        changed.write("<p>and one more")
    (problem,) = build._sheet_out_of_step(tmp_path, Chapter(review))
    assert problem.startswith(build.printed(page))


@pytest.mark.parametrize("page", build.SHEETS.values())
def test_the_sheet_is_one_page_of_paper_and_carries_no_time(page):
    pdf = (ROOT / build.printed(page)).read_bytes()
    assert pdf.startswith(b"%PDF") and pages(ROOT / build.printed(page)) == 1
    assert sheet_pdf.timeless(pdf) == pdf


def test_a_sheet_that_is_up_to_date_needs_no_browser(tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_pdf, "printed", lambda page: b"%PDF (D:20261126)")
    page, pdf = tmp_path / "sheet.html", tmp_path / "sheet.pdf"
    page.write_text("<p>1", encoding="utf-8")
    sheet_pdf.write(page, pdf)
    monkeypatch.setattr(sheet_pdf, "printed", lambda page: pytest.fail("printed again"))
    sheet_pdf.write(page, pdf)


# --- the map's pictures ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_the_maps_picture_is_the_chapters_first(path):
    wanted = thumbnail.of(nbformat.read(path.with_suffix(".ipynb"), as_version=4))
    kept = Image.open(ROOT / "docs" / "chapters" / f"{path.name[:2]}.png").convert("RGB")
    made = Image.open(io.BytesIO(wanted)).convert("RGB")
    assert made.size == kept.size
    off = ImageChops.difference(made, kept).convert("L")
    assert sum(off.histogram()[40:]) < 0.02 * off.width * off.height
