"""From a deck's source to its page: what is built, and what is refused with a line to look at."""

import os
import pickle
import re
import subprocess

import pytest

from course_lib.authoring import deck_page, npm, paper_page, slides, sources
from course_lib.authoring.deck import Deck
from course_lib.authoring.handout import pages
from course_lib.authoring.markers import SourceError
from course_lib.authoring.prose import Prose
from course_lib.authoring.welcome import Welcome
from course_lib.exercises.check import reset

pytestmark = pytest.mark.slow  # some seconds together: `make check` leaves them to `make test`

SLIDE = '# %% [markdown] slideshow={"slide_type": "slide"}\n'
SETUP = '# %% tags=["setup"]\n\n'
LIVE = "# %%\nfrom course_lib import live\n\n"


@pytest.fixture
def source(tmp_path):
    def write(text):
        path = tmp_path / "slides" / "a_topic.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(autouse=True)
def formulas_without_node(monkeypatch):
    """KaTeX itself is tested with the decks in the browser; here a formula is refused by name."""

    def formulas(wanted, output):
        """KaTeX's two forms of a formula, of which a window without its style sheet has one."""
        drawn = "" if output == "mathml" else "<i>drawn</i>"
        return [
            ValueError("no such command") if "\\nope" in tex else f"<math>{tex}</math>{drawn}"
            for tex, _ in wanted
        ]

    monkeypatch.setattr(npm, "formulas", formulas)


def test_slides_notes_fragments_and_code(source):
    deck = Deck(
        source(
            SETUP
            + SLIDE
            + "# # A deck\n\n"
            + SLIDE
            + "# ## Two $x$\n\n"
            + '# %% [markdown] slideshow={"slide_type": "fragment"}\n# - later\n\n'
            + '# %% [markdown] slideshow={"slide_type": "notes"}\n# 1 minute, $y$\n\n'
            + '# %% slideshow={"slide_type": "skip"}\nraise RuntimeError\n\n'
            + "# %%\nprint('<said>')\n2 + 3\n"
        )
    )
    assert [s.heading for s in deck.slides] == ["A deck", "Two <math>x</math><i>drawn</i>"]
    assert deck.title == "A deck"
    second = deck.slides[1]
    assert second.notes == ["<p>1 minute, <math>y</math></p>\n"]
    assert 'class="fragment"' in second.parts[1].screen
    assert 'class="fragment"' not in second.parts[1].paper
    assert "&lt;said&gt;\n5\n" in second.parts[2].screen


def test_a_picture_brings_its_question_where_no_headline_is(source):
    picture = '# %% frames={"shift": [-1.0, 1.0]} height=400\nlive.hello(stretch=2.0)\n\n'
    deck = Deck(source(SETUP + SLIDE + "\n" + picture + SLIDE + "# ## Own\n\n" + picture))
    bare, own = deck.slides
    question = "Where does the bell go, and how high does it get?"
    assert bare.heading == question
    assert bare.parts[0].screen.startswith(f"<h2>{question}</h2><figure")
    assert own.heading == "Own" and question not in own.parts[1].screen
    assert 'class="multiples"' in own.parts[1].paper
    assert "width:1200px" in own.parts[1].screen and "height:400px" in own.parts[1].screen
    assert 'type="range" min="0" max="2"' in own.parts[1].screen, "−1, 1 and the start value"


def test_a_check_on_a_slide_is_told_in_words_and_is_nobodys_progress(source, monkeypatch):
    monkeypatch.delenv("COURSE_STATIC", raising=False)
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    path = source(SETUP + SLIDE + '# %%\ncheck("0.1", lambda a, b: a + b)\n')
    page = Deck(path).slides[0].parts[0].screen
    reset()
    assert '<pre class="output">0.1 · not yet' in page
    assert list(path.parent.iterdir()) == [path] and "COURSE_STATIC" not in os.environ
    monkeypatch.setenv("COURSE_STATIC", "as it was")
    Deck(path)
    reset()
    assert os.environ["COURSE_STATIC"] == "as it was"


PICTURE = "live.hello()\n"


def stills(named):
    return SETUP + SLIDE + f'# x\n\n# %% frames={{"shift": [0, 1]}} stills={named}\n' + PICTURE


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        (SETUP, "no cell begins a slide"),
        (
            "# %% [markdown]\n# before\n\n" + SLIDE + "# # T\n",
            ":1: this cell stands before the first",
        ),
        (SLIDE.replace('"slide"}', '"sub"}') + "# x\n", "slide_type 'sub' is none of"),
        (SLIDE + "# an open $formula\n", r":1: a formula is not closed: '\$formula"),
        (SLIDE + "# ```\n# code\n", "is not closed"),
        (
            SLIDE + "# $\\nope$\n",
            r":1: on this slide the formula '\\\\nope' is not understood: no such",
        ),
        (SLIDE + "# ![a](https://example.org/a.png)\n", "a deck loads nothing"),
        (SLIDE + '# <script src="x.js"></script>\n', "a deck loads nothing"),
        (SLIDE + "# ![a](nowhere.png)\n", "there is no image nowhere.png"),
        (SLIDE + "# x\n\n# %%\n1 / 0\n", ":4: this cell raised ZeroDivisionError"),
        (SLIDE + "# x\n\n# %%\n1 +\n", ":4: this cell raised SyntaxError"),
        (SLIDE + '# x\n\n# %% frames={"a": 3}\n1 + 1\n', "this cell ends in int, not a picture"),
        (SLIDE + "# x\n\n# %% frames=[1, 2]\n1\n", "frames are"),
        (SLIDE + "# x\n\n# %% frame={}\n1\n", r"\['frame'\] is not known here"),
        (SLIDE + "# x\n\n# %% this is a title\n1\n", "not understood as metadata: this is a title"),
        (SLIDE + '# x\n\n# %% [markdown] frames={"a": 3}\n# y\n', "frames belong to a code cell"),
        (
            SLIDE + "# x\n\n" + LIVE + '\n# %% frames={"steep": 3}\n' + PICTURE,
            "'steep' is not a con",
        ),
        (
            SLIDE + "# x\n\n" + LIVE + '\n# %% frames={"shift": "all"}\n' + PICTURE,
            "how many",
        ),
        (
            SLIDE + "# x\n\n" + LIVE + '\n# %% height=30 frames={"shift": 5}\n' + PICTURE,
            "has no room",
        ),
        (stills('["shift=7"]'), r"stills set shift=7, and the slide stops at \[0"),
        (stills('["stretch=2"]'), r"stills set stretch, and the slide moves \['shift'\]"),
        (stills('["shift=1", "shift=1.0"]'), "stills name a state twice"),
        (stills('"shift=1"'), "stills are 1 to 4 settings"),
        (SLIDE + '# x\n\n# %% stills=[""]\n1\n', "stills was given, but this cell ends in int"),
    ],
)
def test_a_broken_source_is_refused_with_its_line(source, cells, complaint):
    path = source(cells)
    with pytest.raises(SourceError, match=complaint) as refused:
        Deck(path)
    assert str(path) in str(refused.value)


def test_an_image_beside_the_source_is_taken_into_the_page(tmp_path):
    (tmp_path / "a b.png").write_bytes(b"not looked at")
    page = Prose(tmp_path).html("![what is seen](a%20b.png)")
    assert re.search(r'src="data:image/png;base64,\w+', page) and 'alt="what is seen"' in page
    with pytest.raises(ValueError, match="no alternative text"):
        Prose(tmp_path).html("![](a%20b.png)")


def test_dollars_in_code_and_dollars_with_a_backslash_are_no_formulas(tmp_path):
    page = Prose(tmp_path).html("`a $b \\$c` costs \\$3\n\n```\n$x\n```")
    assert "<code>a $b \\$c</code> costs $3" in page and "$x" in page


def test_no_line_of_a_slide_begins_with_the_full_stop_of_a_formula(tmp_path):
    prose = Prose(tmp_path)
    page = prose.filled(prose.html("It depends on ($\\theta$)? So does $x$. And $$z$$."))
    assert page.count('<span class="together">') == 2
    assert page.index('<span class="together">(') < page.index(")?</span>") < page.index(".</span>")
    spoken = Prose(tmp_path, formulas="mathml")
    assert "together" not in spoken.filled(spoken.html("It depends on $x$."))


def test_a_deck_that_is_too_large_says_what_is_largest(source, monkeypatch):
    monkeypatch.setattr(slides, "LARGEST", 100_000)
    monkeypatch.setattr(slides, "deck_page", lambda deck, welcome: "x" * 200_000)
    path = source(LIVE.replace("# %%", SLIDE + "# x\n\n# %%") + "# %%\n" + PICTURE)
    with pytest.raises(SourceError, match=r"0.2 MB, more than 0. Its largest pictures are \d+ kB"):
        slides.build_one(path)


PICTURED = (
    SETUP + SLIDE + "# ## Bends\n\n"
    '# %% frames={"a": [0.5, 1.0, 2.0]} veil="right" stills=["a=2", ""]\n'
    "live.linear(a=1.0, b=0.5)\n\n"
    '# %% [markdown] slideshow={"slide_type": "fragment"}\n# The answer\n\n'
    '# %% [markdown] slideshow={"slide_type": "notes"}\n'
    "# **3 min.** Say.\n#\n# **Ask, a vote:** where will it go, $a$ or $b$?\n#\n"
    "# **Expect:** there.\n"
)  # fmt: skip


@pytest.fixture
def papers(source):
    deck = Deck(source(PICTURED))
    return {kind: paper_page.paper_page(kind, deck) for kind in paper_page.KINDS}


def test_a_handout_has_the_stills_that_the_source_names(papers):
    chosen = re.findall(r'class="chosen">[^=<]+= ([^<]+)', papers["handout"])
    assert chosen == ["2.00", "1.00"]
    assert "The answer" in papers["handout"] and '<main class="handout">' in papers["handout"]
    assert "Say." not in papers["handout"] and "where will" not in papers["handout"]


def test_a_sheet_shows_how_a_picture_opens_and_asks(papers):
    sheet = papers["sheet"]
    assert re.findall(r'class="chosen">[^=<]+= ([^<]+)', sheet) == ["1.00"]
    assert '<b class="how">Vote</b><p>Where will it go, <math>a</math>' in sheet
    assert "there." not in sheet and '<div class="answer">' in sheet and 'class="veil"' in sheet
    assert sheet.count('class="line"') == 2


def test_a_lecturers_copy_has_the_notes_beside_the_slide(papers):
    row = papers["lecturer"].split('<div class="row">')[1]
    assert row.index("The answer") < row.index('<div class="said">') < row.index("there.")


def test_four_rows_fill_a_page_of_the_lecturers(source):
    deck = Deck(source("".join(SLIDE + f"# ## {n}\n\n" for n in range(9))))
    pages = paper_page.paper_page("lecturer", deck).split('<div class="page">')[1:]
    assert [page.count('class="row"') for page in pages] == [4, 4, 1]


def test_reveals_own_rules_for_printers_are_left_out(papers, source):
    page = deck_page.deck_page(Deck(source(PICTURED)))
    assert page.count("@media print") == 1 and "@page { size: 1280px 720px" in page


def test_the_speakers_pace_counts_no_spare_slide(source):
    notes = '# %% [markdown] slideshow={"slide_type": "notes"}\n# **%s.** **Ask:** a?\n\n'
    text = "".join(SLIDE + "# ## S\n\n" + notes.replace("%s", n) for n in ("3 min", "2 min, spare"))
    page = deck_page.deck_page(Deck(source(text)))
    assert re.findall(r'data-timing="(\d+)"', page) == ["180", "0"]


NUMBERED = r'<section id="(\w+)" data-number="(\S+)"'
TWO = {"a_one": ("first", "half"), "b_two": ("second",)}


@pytest.fixture
def session(tmp_path, monkeypatch):
    """Lecture 1 of decks A and B, built here; how often a picture was drawn; its page."""
    drawn = []
    draw = Deck._picture
    monkeypatch.setattr(Deck, "_picture", lambda *how: drawn.append(how) or draw(*how))
    monkeypatch.setattr(slides, "_drawn", lambda paths, hello: [sent(p, hello) for p in paths])
    monkeypatch.setattr(npm, "install", lambda: None)
    (tmp_path / "slides").mkdir()
    for name, titles in TWO.items():
        text = SETUP + "".join(SLIDE + f"# ## {t}\n\n# %%\n{PICTURE}\n" for t in titles)
        (tmp_path / "slides" / f"{name}.py").write_text(text, encoding="utf-8")
    table = "| slides | minutes |\n|---|--:|\n| A *half*, B *second* | 3 |"
    guide = f"<!-- begin talk -->\n{table}\n<!-- end talk -->\n"
    (tmp_path / "slides" / "README.md").write_text(guide, encoding="utf-8")
    told = []
    slides.build(tmp_path, ["lecture-1"], lambda words, flush: told.append(words), Welcome(who="X"))
    return drawn, told, lambda name: slides.page(name, tmp_path).read_text(encoding="utf-8")


def sent(path, welcome):
    """A deck as it comes out of another process."""
    return pickle.loads(pickle.dumps(slides.draw_one(path, welcome=welcome)))


def test_a_session_is_one_file_of_slides_that_were_drawn_once(session):
    drawn, told, read = session
    page = read("Lecture-1")
    files = [words.split(":")[0] for words in told]
    assert len(drawn) == 3 and files == [*TWO, "lecture-1", "talk"]
    assert re.findall(NUMBERED, page) == [("A1", "A/1"), ("A2", "A/2"), ("B1", "B/1")]
    assert page.count('class="welcome"') == 1 and "<title>Lecture 1</title>" in page
    assert page.count("<section") == 3 and page.count("Reveal.initialize({") == 1


def test_a_talk_is_one_file_of_the_slides_that_the_guide_names(session):
    page = session[2]("talk")
    assert re.findall(NUMBERED, page) == [("A2", "A/2"), ("B1", "B/1")]
    assert page.count('class="welcome"') == 1 and "<title>Talk</title>" in page


def test_what_one_types_for_a_deck_or_a_session_leads_to_its_file():
    assert slides.page("b").name == "b_linear_and_affine.html"
    assert slides.page("closing").name == "closing.html"
    assert slides.page("Talk").name == "talk.html" and slides.letters(["talk", "b"]) == list("ABDH")
    with pytest.raises(SourceError, match="No deck LECTURE-9"):
        slides.page("lecture-9")


def test_an_unknown_deck_is_named(source, tmp_path):
    source(SLIDE + "# x\n")
    assert [p.name for p in sources.decks(tmp_path)] == ["a_topic.py"]
    with pytest.raises(SourceError, match=r"No deck H in .*; it has A"):
        sources.decks(tmp_path, ["H"])
    with pytest.raises(SourceError, match="No deck"):
        sources.decks(tmp_path / "elsewhere")


# --- what comes from npm --------------------------------------------------------------------------


def test_without_npm_it_says_what_to_type(tmp_path):
    with pytest.raises(npm.NoPackages, match="sudo apt install nodejs npm"):
        npm.install(tmp_path, npm="npm-that-nobody-has")


def test_packages_of_other_versions_do_not_count(tmp_path):
    theme = tmp_path
    (theme / "package.json").write_text('{"dependencies": {"katex": "1.2.3"}}')
    assert not npm.installed(theme)
    (theme / "node_modules" / "katex").mkdir(parents=True)
    (theme / "node_modules" / "katex" / "package.json").write_text('{"version": "1.2.2"}')
    assert not npm.installed(theme)
    (theme / "node_modules" / "katex" / "package.json").write_text('{"version": "1.2.3"}')
    assert npm.installed(theme)


def test_npm_that_fails_is_explained(tmp_path, monkeypatch):
    (tmp_path / "package.json").write_text('{"dependencies": {"katex": "1.2.3"}}')
    monkeypatch.setattr(npm.shutil, "which", lambda program: program)
    monkeypatch.setattr(subprocess, "call", lambda words, cwd, env: 1)
    with pytest.raises(npm.NoPackages, match="Is this machine online"):
        npm.install(tmp_path)


def test_the_lock_file_names_no_place_to_download_from():
    lock = (npm.THEME / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity": "sha512-' in lock and '"resolved"' not in lock


def test_pages_of_a_pdf_are_counted(tmp_path):
    file = tmp_path / "two.pdf"
    file.write_bytes(b"<</Type /Pages /Count 2>> <</Type /Page\n/Parent>> <</Type/Page>>")
    assert pages(file) == 2
