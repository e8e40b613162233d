"""The course as one story: times, prerequisites, pictures, links and the order of things."""

import copy
import functools
import io
import math
import re
from pathlib import Path
from unittest import mock

import nbformat
import pytest
import torch
from PIL import Image, ImageChops
from torch.distributions import MultivariateNormal

from course_lib import data, order
from course_lib.authoring import build, facts, sheet, sheet_pdf, sources, thumbnail
from course_lib.authoring.chapter import Chapter, anchors
from course_lib.authoring.handout import pages
from course_lib.authoring.markers import SourceError
from course_lib.chapters.ch09_flows_in_n_dimensions.pictures import chains
from course_lib.chapters.ch10_conditional_flows.pictures import many, models, slices
from course_lib.exercises import registry
from course_lib.flows import (
    Autoregressive,
    Composition,
    FlowDistribution,
    Marginal,
    Permutation,
    TrainableAffine,
    UnivariateMixture,
    gaussianization,
)
from course_lib.planar import Moons, Pinwheel
from course_lib.training import fit, one_cycle

pytestmark = pytest.mark.slow  # some seconds together: `make check` leaves them to `make test`

ROOT = Path(__file__).parents[1]
SOURCES = sources.chapters()
CHAPTERS = [path for path in SOURCES if path.name[:2] != "00"]
TENTH = ROOT / "solutions" / "10_conditional_flows.py"
REVIEW = ROOT / "solutions" / "90_review_of_part_one.py"
each = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


def said(path):
    """A chapter's text on one line, without the comment signs of its source."""
    text = re.sub(r"^#( |$)", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return re.sub(r"\s+", " ", text)


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


def links():
    """(term, notebook, anchor) of every row of the glossary."""
    text = REVIEW.read_text(encoding="utf-8")
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
def test_every_word_of_the_glossary_is_linked_to_where_it_is_introduced():
    found = links()
    assert len(found) >= 40
    rows = re.findall(r"^# \| .* \| \[\d\d\]\(", REVIEW.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == len(found)
    for term, stem, anchor in found:
        text = section(stem, anchor).lower()
        for word in re.split(r", | and ", term):
            assert word.strip("`").rstrip("s").lower() in text, f"{word}: not in {stem}#{anchor}"


def test_the_built_links_lead_to_the_cells_of_these_headings():
    """JupyterLab goes to ``#cell-id=…``; so both built notebooks have such links, and live ones."""
    wanted = [(stem, anchor) for _, stem, anchor in links()]
    for folder in ("notebooks", "solutions"):
        built = nbformat.read(ROOT / folder / f"{REVIEW.stem}.ipynb", as_version=4)
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


@pytest.mark.slow
def test_the_sheet_is_what_the_review_says():
    formulas = Chapter(REVIEW).tagged(sheet.TAG)
    page = (ROOT / build.SHEET).read_text(encoding="utf-8")
    assert sheet.digest(build.SEVERAL.join(formulas)) in page
    written = re.findall(r"\$([^$]+)\$", "".join(formulas))
    assert page.count("<svg") == len(written) > 50
    assert "http" not in page, "it needs no network"


@pytest.mark.slow
def test_a_sheet_that_is_out_of_step_is_seen(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / build.SHEET).write_text("an old sheet", encoding="utf-8")
    (problem,) = build._sheet_out_of_step(tmp_path, Chapter(REVIEW))
    assert problem.startswith(build.SHEET)


@pytest.mark.slow
def test_a_pdf_of_an_older_sheet_is_seen(tmp_path):
    (tmp_path / "docs").mkdir()
    for name in (build.SHEET, build.PRINTED):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    assert build._sheet_out_of_step(tmp_path, Chapter(REVIEW)) == []
    with (tmp_path / build.SHEET).open("a", encoding="utf-8") as page:
        page.write("<p>and one more")
    (problem,) = build._sheet_out_of_step(tmp_path, Chapter(REVIEW))
    assert problem.startswith(build.PRINTED)


def test_the_sheet_is_one_page_of_paper_and_carries_no_time():
    pdf = (ROOT / build.PRINTED).read_bytes()
    assert pdf.startswith(b"%PDF") and pages(ROOT / build.PRINTED) == 1
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


# --- chapter 09: what its text says of its flows, by the chapter's own code -----------------------


class Short:
    """How many nats per event flows fall short of an exact density, on 4000 new events."""

    def __init__(self, target):
        self.target, self.points, new = target, target.sample(4000, 1), target.sample(4000, 2)
        self.new, self.exact = new, target.log_prob(new).mean()

    def of(self, flow):
        with torch.no_grad():
            return (self.exact - FlowDistribution(flow).log_prob(self.new).mean()).item()

    def after(self, flow, **how):
        fit(FlowDistribution(flow), self.points, batch_size=256, progress=False, **how)
        return self.of(flow)


def autoregressive(n, hidden, seed=0):
    """Two mixture flows with the order reversed in between."""
    g = UnivariateMixture(6)
    first, second = (Autoregressive(n, g, hidden, seed=2 * seed + k) for k in range(2))
    return Composition(first, Permutation([*range(n)][::-1]), second)


@pytest.mark.thorough
def test_09_axes_by_themselves_lack_three_quarters_of_a_nat():
    flow = Marginal(2, UnivariateMixture(6))
    assert Short(Moons()).after(flow, steps=150, lr=0.05) == pytest.approx(0.75, abs=0.03)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(3))
def test_09_two_small_autoregressive_flows_find_the_moons(seed):
    how = {"steps": 300, "lr": 0.02, "schedule": one_cycle, "seed": seed}
    assert Short(Moons()).after(autoregressive(2, 32, seed), **how) <= 0.05


@pytest.mark.thorough
def test_09_and_the_pinwheel():
    how = {"steps": 500, "lr": 0.02, "schedule": one_cycle}
    assert Short(Pinwheel()).after(autoregressive(2, 32), **how) <= 0.1


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore:No layer of this flow moves coordinate 0")
def test_09_alternating_masks_against_one_mask():
    short = Short(Pinwheel())
    gaps = {masks: short.of(copy.deepcopy(chains.trained(masks)).float()) for masks in chains.MASKS}
    assert gaps == pytest.approx({"alternating": 0.1, "always the same": 0.3}, abs=0.04)


@pytest.mark.thorough
def test_09_a_gaussianization_from_the_data_alone():
    flow = gaussianization(Moons().sample(4000, 1), layers=6, k=6)
    assert Short(Moons()).of(flow) == pytest.approx(0.17, abs=0.02)
    assert sum(part.numel() for part in flow.parameters()) == 230


@pytest.mark.thorough
def test_09_on_earthquakes_a_flow_is_a_fifth_of_a_nat_above_a_kernel_density():
    above = [flow_above_kernel(seed) for seed in range(5)]
    assert sum(above) / 5 >= 0.2, above
    assert min(above) == pytest.approx(0.1, abs=0.05), above
    assert max(above) == pytest.approx(0.35, abs=0.05), above


def flow_above_kernel(seed):
    train, test = data.split(data.quakes()[:, :3], share=0.3, seed=seed)
    values, back = data.standardise(train)
    test, values = back.inverse(test)[0].float(), values.float()
    learn, stop = data.split(values, share=0.1, seed=5)

    def bumps(x, at, width):
        kernel = MultivariateNormal(at, width**2 * torch.eye(3))
        return (kernel.log_prob(x[:, None]).logsumexp(1) - math.log(len(at))).mean().item()

    width = max((0.05, 0.08, 0.12, 0.18, 0.27), key=lambda width: bumps(stop, learn, width))
    p = FlowDistribution(Composition(TrainableAffine(3), autoregressive(3, 32)))
    fit(p, learn, steps=250, lr=0.02, batch_size=256, schedule=one_cycle, held_out=stop,
        look_every=10, progress=False)  # fmt: skip
    return p.log_prob(test).mean().item() - bumps(test, values, width)


# --- the numbers of chapter 10 --------------------------------------------------------------------


@functools.cache
def ten():
    """The variables of chapter 10 after its solved cells up to the fits, as a learner has them."""
    from course_lib import notebook

    mine = {name: getattr(notebook, name) for name in notebook.__all__}
    mine |= dict.fromkeys(("check", "predict", "quiz", "progress"), lambda *_: None)
    mine |= {"live": mock.MagicMock(), "attempt": mock.MagicMock()}
    for cell in Chapter(TENTH).complete().cells:
        if cell.cell_type == "code" and "import *" not in cell.source:
            exec(cell.source, mine)
            if "scores.mean()" in cell.source:  # the last one whose numbers are told
                return mine
    raise AssertionError("the cell with the scores is missing")


@pytest.mark.thorough
def test_10_flows_beat_a_bell_on_the_quakes_by_a_third_of_a_nat():
    for divided in range(3):  # by 0.44, 0.38 and 0.40
        bell, flow = (models.score(kind, divided) for kind in ("its own width", "mixture flow"))
        assert flow - bell > 0.35, divided


@pytest.mark.thorough
def test_10_one_network_comes_near_the_exact_density_of_the_inverse_sine():
    x, y = models.PROBLEM.sample(20_000, seed=200)
    exact = models.PROBLEM.log_posterior(x, y).mean().item()
    for seed in range(3):
        gap = exact - models.network(seed).log_prob(x, y[:, 0]).mean().item()
        assert 0 < gap < 0.06, seed
        if seed == 0:
            assert "loses 0.04 nats" in said(TENTH) and round(gap, 2) == 0.04


@pytest.mark.thorough
def test_10_the_mean_lies_where_the_quakes_are_not():
    picture = slices.SlicePicture()
    for c, mean, near, few in ((182.0, "402 km", 327, 34), (171.0, "230 km", 25, 0)):
        _, read = picture.frame(c=c)
        assert read["mean depth"] == mean
        assert read["quakes near c"] == str(near)
        assert read["of them within 50 km of it"] == str(few)
    text = said(TENTH)
    assert "only 34 of 327" in text and "none of 25" in text and "402 km" in text


@pytest.mark.thorough
def test_10_shuffled_apart_a_network_knows_no_more_than_without_the_longitude():
    mine = ten()
    x2, c2, back = mine["x2"], mine["c2"], mine["back"]

    def held_out(network, c):
        with torch.no_grad():
            return mine["log_mixture"](x2, network(c)).mean().item()

    right, apart = held_out(mine["network"], c2), held_out(mine["apart"], c2)
    blind = held_out(mine["trained"](lambda x, c, i: (x[i], 0 * c[i])), 0 * c2)
    assert abs(apart - blind) < 0.05 and right - apart > 0.35
    assert abs(right - back.log_sigma - models.score("mixture flow")) < 0.02


@pytest.mark.thorough
def test_10_beyond_the_data_three_networks_disagree():
    shares = [many.apart(many.answers(c)) for c in (182.0, 196.0)]
    assert [f"{share:.0%}" for share in shares] == ["5%", "79%"]
    above = [p[many.DEPTH < 0].sum() * 0.1 for p in many.answers(196.0)]
    assert min(above) > 0.5, "most of it above the ground"
