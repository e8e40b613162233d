"""The decks' content: timing, notes, the lecture's formulas, and what the guide says about them."""

import json
import re
from pathlib import Path

import jupytext
import pytest

from course_lib import order
from course_lib.authoring import deck_page, plan, sources
from course_lib.authoring.setup_cell import SETUP
from course_lib.exercises.registry import exercises

pytestmark = pytest.mark.slow  # some seconds together: `make check` leaves them to `make test`

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "slides" / "README.md").read_text(encoding="utf-8")
DECKS = {number: plan.slides(plan.deck(number)) for number in order.DECKS}
EXERCISES = {e.id: e for chapter in order.PARTS["I"][1:] for e in exercises(chapter)}
CITED = re.compile(r"\b([A-Z]) \*([^*]+)\*")  # A *a slide's title*
HANDS_ON = ("C", "F", "I", "L")
THEIRS = {e.id: e for n in HANDS_ON for chapter in order.DECKS[n][1] for e in exercises(chapter)}
MOST_VOTES = 6  # in a session


def slide(number, title):
    (found,) = [s for s in DECKS[number] if s.title == title]
    return found


def section(title):
    """The part of the guide under this headline."""
    return re.split(r"\n## ", GUIDE.split(f"\n## {title}\n")[1])[0]


def rows(text):
    """The cells of all table rows, the head among them."""
    lines = [line for line in text.splitlines() if re.match(r"\|(?![\s|:-]*$)", line)]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def plain(text):
    """LaTeX without what only moves letters about."""
    text = re.sub(r"\\[dt]frac", r"\\frac", text)
    text = re.sub(r"\\(left|right|big|Big|displaystyle|boxed|boldsymbol|vec|mathrm)\b", "", text)
    return re.sub(r"\\[,;!:]|[\s{}]", "", text)


# --- timing and notes -----------------------------------------------------------------------------


def test_every_deck_belongs_to_a_session():
    assert list(DECKS) == [path.name[0].upper() for path in sources.decks()]
    assert sorted(sum(order.LECTURES.values(), ())) == list(DECKS)


@pytest.mark.parametrize(
    ("session", "minutes"),
    [
        ("lecture-1", 80),  # of 90: ten are left, for questions or for the spare slides
        ("hands-on-1", 75),
        ("lecture-2", 80),
        ("hands-on-2", 75),
        ("closing", 30),
        ("lecture-3", 70),  # of 90: twenty are left for questions
        ("hands-on-3", 65),
        ("lecture-4", 42),  # of 45
        ("lecture-5", 40),  # of 45
        ("hands-on-4", 75),
    ],
)
def test_the_minutes_add_up(session, minutes):
    assert plan.planned(s for n in order.LECTURES[session] for s in DECKS[n]) == minutes


@pytest.mark.parametrize("session", order.LECTURES)
def test_votes_are_few_and_have_their_time(session):
    """A room of 80 votes two or three minutes; all other questions are answered by a few."""
    asked = [s for n in order.LECTURES[session] for s in DECKS[n]]
    votes = [s for s in asked if s.vote]
    assert len(votes) <= MOST_VOTES, [s.title for s in votes]
    assert all(s.minutes >= 3 and not s.spare for s in votes)
    strays = [s.title for s in asked if re.search(r"\bvot|show of hands", s.notes, re.I)]
    assert [s.title for s in votes] == strays, "a vote is marked: **Ask, a vote:**"


def test_both_lectures_of_the_first_day_have_votes():
    counts = [sum(s.vote for n in order.LECTURES[f"lecture-{k}"] for s in DECKS[n]) for k in (1, 2)]
    assert counts == [MOST_VOTES, MOST_VOTES]


def test_a_spare_slide_stops_no_clock_and_a_vote_is_told(tmp_path):
    notes = [
        "**3 min.** **Ask, a vote:** A or B?",
        "**2 min, spare.** **Ask:** C?",
        "**4 min.** D?",
    ]
    cell = '# %% [markdown] slideshow={{"slide_type": "{}"}}\n# {}\n\n'
    text = "".join(cell.format("slide", "## S") + cell.format("notes", n) for n in notes)
    (tmp_path / "x_y.py").write_text(text, encoding="utf-8")
    assert plan.table(["X"], tmp_path).splitlines()[2:] == [
        "| 0 | X/1 · S |  | vote |",
        "| 3 | X/2 · S |  | spare, 2 min |",
        "| 3 | X/3 · S |  |  |",
        "| 7 | end | | |",
    ]


@pytest.mark.parametrize("number", DECKS)
def test_every_slide_has_a_title_minutes_a_question_and_its_answer(number):
    titles = [s.title for s in DECKS[number]]
    assert len(set(titles)) == len(titles) and all(titles)
    for each in DECKS[number]:
        assert 1 <= each.minutes <= (24 if number in HANDS_ON else 5), each.title
        assert "**Ask" in each.notes and "**Expect:**" in each.notes, each.title
        assert each.notes.index("**Ask") < each.notes.index("**Expect:**"), each.title
        assert len(each.pictures) <= 1, each.title


@pytest.mark.parametrize("number", "ABCDEFGH")
def test_a_picture_of_two_controls_names_its_stills(number):
    """Or paper shows the four corners of its sliders, where nothing happens."""
    for cell in jupytext.read(plan.deck(number), fmt="py:percent").cells:
        if len(cell.metadata.get("frames", {})) > 1:
            assert "stills" in cell.metadata, cell.source


def test_notes_without_minutes_are_refused(tmp_path):
    source = tmp_path / "01_x.py"
    source.write_text(
        '# %% [markdown] slideshow={"slide_type": "slide"}\n# ## A\n\n'
        '# %% [markdown] slideshow={"slide_type": "notes"}\n# Two minutes.\n'
    )
    with pytest.raises(plan.SourceError, match='notes of "A" begin'):
        plan.slides(source)


@pytest.mark.parametrize("number", ["A", "B", "D", "E", "G", "H", "J", "K"])
def test_code_for_a_kernel_runs(number, monkeypatch, capsys):
    """Cells of type "skip" are on no slide, so that no build runs them."""
    monkeypatch.chdir(ROOT / "slides")
    cells = jupytext.read(plan.deck(number), fmt="py:percent").cells
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells]
    code = [cell.source for cell, kind in zip(cells, kinds, strict=True) if kind == "skip"]
    assert code
    names = {}
    exec(SETUP, names)
    for source in code:
        exec(compile(source, f"deck {number}", "exec"), names)


# --- the lecture's formulas -----------------------------------------------------------------------

FORMULAS = [
    ("A", "The change of variables",
     r"p(x)=p_0(f^{-1}(x))\cdot|\frac{\partial f^{-1}(x)}{\partial x}|"),
    ("A", "In any dimension",
     r"p(x)=p_0(f^{-1}(x))\cdot|\det\frac{\partial f^{-1}(x)}{\partial x}|"),
    ("A", "Differentiable expectation values",
     r"I_\theta=\int p_\theta(x)F_\theta(x)dx\approx\frac1N\sum_{i=1}^N F_\theta(x_{\theta,i})"),
    ("A", "Differentiable expectation values", r"\int p_\theta(x)x^n dx"),
    ("A", "Differentiable expectation values", r"-\int p_\theta(x)\log p_\theta(x)dx"),
    ("A", "Which of these has the right gradient?", r"\sum_i-\log p_\theta(x_{\theta,i})"),
    ("A", "Which of these has the right gradient?", r"\sum_i-\log p_\theta(x_i)"),
    ("B", "The simplest possible flow", r"x=f_\theta(z)=a\cdot z+b"),
    ("B", "The simplest possible flow", r"p_0(z)=\frac{1}{\sqrt{2\pi}}\exp(-\frac12z^2)"),
    ("B", "The density, in three steps", r"z=f^{-1}(x)=\frac{x-b}{a}"),
    ("B", "The density, in three steps",
     r"\frac{1}{\sqrt{2\pi a^2}}\exp(-\frac12(\frac{x-b}{a})^2)"),
    ("B", "A chain of two steps", r"f(z)=f_2(f_1(z))"),
    ("B", "The same in $n$ dimensions", r"x=f(z)=L^{-1}z+b"),
    ("B", "The same in $n$ dimensions", r"z=f^{-1}(x)=L(x-b)"),
    ("B", "Which density is it?", r"\frac{1}{\sqrt{(2\pi)^n}}\exp(-\frac12z^{T}z)"),
    ("B", "Which density is it?", r"\underbrace{L^TL}_{C^{-1}}"),
    ("B", "Which density is it?",
     r"\frac{1}{\sqrt{(2\pi)^n\det C}}\exp(-\frac12(x-b)^TC^{-1}(x-b))"),
    ("B", "“Affine flow” = “Gaussian in $n$-d”", r"C^{-1}=L^TL"),
    ("D", "One bin: a quotient of two quadratics",
     r"x^{k}+\frac{(x^{k+1}-x^{k})[s^{k}\xi^2+\delta^{k}\xi(1-\xi)]}"
     r"{s^{k}+[\delta^{k+1}+\delta^{k}-2s^{k}]\xi(1-\xi)}"),
    ("D", "One bin: a quotient of two quadratics",
     r"\xi=\frac{z-z^{k}}{z^{k+1}-z^{k}}\in[0,1]\qquad s^{k}=\frac{x^{k+1}-x^{k}}{z^{k+1}-z^{k}}"),
    ("D", "Its slope is always positive",
     r"\frac{(s^{k})^2[\delta^{k+1}\xi^2+2s^{k}\xi(1-\xi)+\delta^{k}(1-\xi)^2]}"
     r"{[s^{k}+[\delta^{k+1}+\delta^{k}-2s^{k}]\xi(1-\xi)]^2}"),
    ("D", "Chain two CDFs", r"x=f(z)=CDF_2^{-1}(CDF_1(z))\qquad\mathbb R\to[0,1]\to\mathbb R"),
    ("D", "Chain two CDFs", r"z=f^{-1}(x)=CDF_1^{-1}(CDF_2(x))"),
    ("D", "The logistic distribution",
     r"p(x)=\frac1s\cdot\frac{e^{(x-\mu)/s}}{(1+e^{(x-\mu)/s})^2}"),
    ("D", "The logistic distribution", r"\frac{1}{1+e^{-(x-\mu)/s}}"),
    ("D", "The logistic distribution", r"CDF^{-1}(u)=\log u-\log(1-u)"),
    ("D", "A mixture of logistics as a flow", r"F(x)=\sum_i w_i\sigma(\frac{x-\mu_i}{s_i})"),
    ("D", "A mixture of logistics as a flow", r"z=f^{-1}(x)=\log F(x)-\log(1-F(x))"),
    ("E", "Make it a root-finding problem", r"F(x)=g(x)-y=0"),
    ("E", "Newton: ask how steep it is",
     r"x_{n+1}=x_n-\frac{F(x_n)}{F'(x_n)}=x_n-\frac{g(x_n)-y}{g'(x_n)}"),
    ("E", "Newton for the flow",
     r"x_{n+1}=x_n-\frac{f_\theta^{-1}(x_n)-y}{(f_\theta^{-1})'(x_n)}"),
    ("E", "Newton for the flow",
     r"f_\theta^{-1}(x)=\log\sum_i w_i\sigma(u_i)-\log(1-\sum_i w_i\sigma(u_i))"),
    ("E", "The implicit derivative", r"\frac{\partial f_\theta(y)}{\partial y}=\frac{1}{"),
    ("E", "The implicit derivative",
     r"\frac{\partial x}{\partial\theta}=-\frac{\partial g/\partial\theta}{\partial g/\partial x}"),
    ("G", "An average that moves", r"I_\theta=\int p_\theta(x)F_\theta(x)dx\approx\frac1N"),
    ("G", "The score has mean zero", r"\nabla_\theta\int p_\theta dx=\nabla_\theta1=0"),
    ("H", "Let the second map look at the first", r"x_3=g(z_3;\theta_3(x_1,x_2))"),
    ("H", "The log-det is a sum",
     r"\log|\det\frac{\partial x}{\partial z}|"
     r"=\sum_{i=1}^{D}\log|\frac{\partial x_i}{\partial z_i}|"),
    ("H", "Is a triangular map too weak?",
     r"z_1=\Phi^{-1}(F_1(x_1)),\qquad z_2=\Phi^{-1}(F_2(x_2\mid x_1))"),
    ("H", "Coupling: how many passes, there and back?", r"z_b=g^{-1}(x_b;\theta(x_a))"),
    ("H", "A squared error is a bell",
     r"\frac{(x-\mu(c))^2}{2\sigma^2}+\log\sigma+\frac12\log 2\pi"),
    ("H", "What should a network answer?", r"x=f_{\theta(c)}(z)"),
    ("I", "One plane, two flows: which numbers go where?", r"\log p(x,y\mid c)"),
    ("J", "Whose samples?", r"KL(p\Vert q)=\mathbb E_{x\sim p}[\log p(x)-\log q(x)]"),
    ("J", "Whose samples?", r"KL(q\Vert p)=\mathbb E_{x\sim q}[\log q(x)-\log p(x)]"),
    ("J", "A bound without integrals",
     r"\log Z=\underbrace{\mathbb E_{x\sim q}[\log\tilde p(x)-\log q(x)]}_{\text{ELBO}}"
     r"+KL(q\Vert p)"),
    ("J", "Supervised learning or a VAE: what is the difference?",
     r"KL(p(\theta,x)\Vert q(\theta\mid x)p(x))"),
    ("J", "No formula for the map: can two points meet?", r"v((1-t)x_0+tx_1,t)=x_1-x_0"),
    ("K", "One number for each event", r"u=P(\chi^2_D\le|z|^2)"),
    ("K", "All these curves are right. How many would you reject?", r"\le2e^{-2n\epsilon^2}"),
    ("L", "A map that closes: how high is its hill?",
     r"z=x+2atan2(r\sin(x-c),1-r\cos(x-c))\qquad p(x)=\frac{1}{2\pi}\frac{dz}{dx}"),
    ("L", "A density on the sphere: per what?", r"d\Omega=\sin\thetad\thetad\varphi=dhd\varphi"),
    ("L", "Zoom: what looks large from inside?", r"z=s(x-rn)-rn,\qquad s=\frac{1-r^2}{|x-rn|^2}"),
    ("K", "Average over what you do not know",
     r"\int p(x\mid\theta,\nu)p(\nu)d\nu\approx\frac1K\sum_{k=1}^Kp(x\mid\theta,\nu_k)"),
]  # fmt: skip

SLIPS = [  # of the lecture's slides
    r"L^{-1}=L^TL",
    r"\frac{1}{\sqrt{2\pi\det",
    r"CDF(u)=\log u",
    r"-y}{f_\theta^{-1}(x_n)}",
    r"C^{-1}=LL^T",
]


@pytest.mark.parametrize(("number", "title", "formula"), FORMULAS)
def test_the_formulas_of_the_lecture_are_on_their_slides(number, title, formula):
    assert plain(formula) in plain(slide(number, title).text)


@pytest.mark.parametrize("slip", SLIPS)
def test_the_slips_of_the_lecture_are_not(slip):
    assert not [s.title for deck in DECKS.values() for s in deck if plain(slip) in plain(s.text)]


# --- what the guide says --------------------------------------------------------------------------


def test_the_timetables_are_in_step():
    assert plan.filled(GUIDE) == GUIDE, "run: .venv/bin/python -m course_lib.authoring.plan"


def test_every_slide_of_the_lecture_leads_to_a_slide_and_a_chapter():
    table = rows(section("From the lecture's slides to these"))[1:]
    assert [int(row[0]) for row in table] == list(range(1, 34))
    for _, what, targets, chapter in table:
        cited = CITED.findall(targets)
        assert what and cited
        for number, title in cited:
            slide(number, title)
        assert_chapter(chapter)


def test_the_second_day_has_its_slides_or_says_that_it_has_none():
    table = rows(section("From the lecture's second day to these"))[1:]
    assert [int(row[0]) for row in table if row[0]] == list(range(1, 8))
    cited = [CITED.findall(targets) for _, _, targets, _ in table]
    for (_, what, targets, chapter), slides in zip(table, cited, strict=True):
        assert what and (slides or targets == "none yet")
        for number, title in slides:
            slide(number, title)
        assert_chapter(chapter)
    for each in "HJK":  # lectures: nothing in them is of no item
        told = {title for slides in cited for number, title in slides if number == each}
        inner = {s.title for s in DECKS[each][1:-1]}
        assert told == inner - {"Move $z_2$ alone: where can the image go?"}


SECOND_DAY = "HIJKL"  # and the decks that will come: their slides may not be all words


@pytest.mark.parametrize("number", SECOND_DAY)
def test_a_deck_of_the_second_day_has_more_pictures_than_slides_without(number):
    deck = DECKS[number]
    with_picture = [bool(s.pictures) for s in deck]
    assert deck[0].pictures and sum(with_picture) >= len(deck) / 2
    assert not re.search("FFF", "".join("FT"[p] for p in with_picture)), "three without a picture"
    for each in deck:
        words = re.sub(r"\$\$.*?\$\$|[#*|:-]", " ", each.text, flags=re.DOTALL)
        assert len(re.sub(r"\$.*?\$", "X", words).split()) <= 40, each.title


@pytest.mark.parametrize("number", DECKS)
def test_no_more_than_two_slides_in_a_row_are_words_alone(number):
    """A picture, a formula or code that is read: of each three slides in a row one has it."""
    kinds = "".join("w" if words_alone(s) else "." for s in DECKS[number])
    assert "www" not in kinds, [s.title for s in DECKS[number][kinds.index("www") :][:3]]


def words_alone(slide):
    return not slide.pictures and "$$" not in slide.text and "```" not in slide.text


@pytest.mark.parametrize("number", DECKS)
def test_every_deck_opens_with_a_picture(number):
    assert DECKS[number][0].pictures


def test_a_slide_of_words_alone_is_known():
    assert words_alone(slide("A", "The two days"))
    assert not words_alone(slide("A", "In any dimension"))
    assert not words_alone(slide("C", "Which of these has the area 1?"))
    assert not words_alone(slide("B", "What can a straight line make?"))


def assert_chapter(words):
    """Chapter and sections exist: "01, sections 1, 2, 5"."""
    (path,) = (ROOT / "solutions").glob(f"{words[:2]}_*.py")
    text = path.read_text(encoding="utf-8")
    for number in re.findall(r"\b\d+\b", words[2:]):
        assert f"# ## {number} ·" in text, words


def test_mistakes_are_those_that_the_exercises_know():
    cited = re.findall(r"\| (\d+\.\d) \*(.+?)\* \|", section("Questions and mistakes to expect"))
    assert len(cited) >= 32
    assert {n for n, e in THEIRS.items() if n[:3] == "11." and e.core} - {"11.7"} <= dict(
        cited
    ).keys()
    for number, name in cited:
        known = [m.name for m in (EXERCISES | THEIRS)[number].misconceptions]
        assert name.replace("\\|", "|") in known, (number, name)


def test_what_may_be_cut_exists_and_saves_what_is_said():
    table = rows(section("If time is short"))[1:]
    assert len(table) >= 8
    for _, target, saves, _ in table:
        ((number, title),) = CITED.findall(target)
        assert slide(number, title).minutes == int(saves), title
        assert not slide(number, title).spare and not slide(number, title).vote, title


FORMATS = {
    "talk": (45, 0.78),
    "half-day": (220, 1),
    "six-weeks": (90, 0.5),
}  # minutes; the most for slides


def named(cell):
    """The slides that a cell names: "A *first* to A *last*, D *another*"."""
    return [DECKS[letter][place - 1] for letter, place in plan.named(cell)]


def format_table(name):
    return rows(GUIDE.split(f"<!-- begin {name} -->")[1].split(f"<!-- end {name} -->")[0])


@pytest.mark.parametrize("name", FORMATS)
def test_another_format_names_slides_that_exist_and_leaves_time(name):
    head, *table = format_table(name)
    total, share = FORMATS[name]
    at, said = head.index("slides"), head.index("minutes")
    sums = []
    for row in table:
        slides = named(row[at])
        votes = re.findall(CITED.pattern + r" \(vote\)", row[at])
        assert all(slide(*vote).vote for vote in votes), row
        if slides:
            assert plan.planned(slides) == int(row[said]), row
            assert name == "six-weeks" or not any(s.spare for s in slides) or " to " in row[at], row
        sums.append(int(row[said]))
    used = max(sums) if name == "six-weeks" else sum(sums)  # a week is a session of its own
    assert 0 < used <= share * total, used
    told = re.findall(r"\b\d\.\d\b", " ".join(" ".join(row[at + 1 :]) for row in table))
    assert set(told) <= set(EXERCISES) and len(told) == len(set(told))


def test_a_format_that_names_no_slide_of_ours_is_seen():
    assert [s.title for s in named("A *The two days* to A *What is a normalizing flow?*")] == [
        "The two days", "What is a normalizing flow?",
    ]  # fmt: skip
    for wrong in (
        "A *The three days*",
        "A *The two days* to B *Now you*",
        "A *What is a normalizing flow?* to A *The two days*",
    ):
        with pytest.raises(plan.SourceError):
            named(wrong)


def test_each_format_is_a_file_of_the_slides_that_its_table_names():
    files = plan.formats()
    assert list(files) == ["talk", "half-day", *(f"week-{n}" for n in range(1, 7))]
    assert files["talk"][:2] == [("A", [1, 3, 6, 7, 9, 16, 19]), ("B", [15])]
    for name, minutes in {"talk": 34, "half-day": 162, "week-6": 27}.items():
        shown = [DECKS[letter][place - 1] for letter, places in files[name] for place in places]
        assert plan.planned(shown) == minutes, name
        assert f"LECTURE={name}" in GUIDE or name == "week-6"


def test_every_core_exercise_has_its_place():
    placed = re.findall(r"\b\d+\.\d+\b", section("Which exercise when"))
    assert len(placed) == len(set(placed))
    known = EXERCISES | THEIRS  # of Part II those that a hands-on uses
    assert set(placed) <= set(known)
    assert {number for number, e in known.items() if e.core} <= set(placed)


@pytest.mark.parametrize("number", HANDS_ON)
def test_the_hands_on_decks_tell_the_minutes_of_the_exercises(number):
    text = "".join(s.text for s in DECKS[number])
    told = re.findall(r"\*\*(\d+\.\d)\*\* \|.*\| (\d+) \|", text)
    assert len(told) >= 7
    for each, minutes in told:
        assert THEIRS[each].minutes == int(minutes), each


def test_an_answer_on_a_slide_is_the_one_that_its_exercise_gives():
    text = slide("L", "How an exercise answers").text
    source, number, told = re.search(
        r'```python\n(.+?)\n\ncheck\("(.+?)".+?\n> (.+?)\n', text, re.DOTALL
    ).groups()
    (known,) = [m for m in THEIRS[number].misconceptions if m.explanation == told]
    names = {}
    exec(source, names)
    for given in THEIRS[number].inputs:
        assert names[THEIRS[number].reference.__name__](*given).equal(known.wrong(*given))


def printed(chapter):
    """All that the chapter's notebook has printed."""
    notebook = json.loads((ROOT / "solutions" / f"{chapter}.ipynb").read_text("utf-8"))
    outputs = [o for cell in notebook["cells"] for o in cell.get("outputs", [])]
    return "".join("".join(o["text"]) for o in outputs if "text" in o)


# Notebooks are built now on one processor, now on another, and a training goes another way there.
LAST_DIGIT = 0.0105


def test_the_memory_of_a_gradient_is_that_of_its_chapter():
    found = re.findall(r": +(\d+) MB kept", printed("06_root_finding_inverses"))
    shown = [row[1].removesuffix(" MB") for row in rows(slide("E", "What does it save?").text)[1:]]
    assert list(map(float, shown)) == pytest.approx(list(map(float, found)), rel=0.2)


def test_the_numbers_of_hands_on_2_are_those_of_its_chapter():
    said = printed("07_hands_on_mixture_flow")
    shown = {}
    for row in rows(slide("F", "Three flows, one table").text):
        shown[row[0]] = row[1].split(" ± ")
    table = {row[0]: row[1:] for row in rows(slide("F", "How many parts? (7.6)").text)}
    for parts, mean, error in zip(table["parts"], table["mean"], table["error"], strict=True):
        shown[f"{parts} parts:"] = mean, error
    found = re.findall(r"^(.+?) +held out +(\S+) ± (\S+)$", said, re.MULTILINE)
    assert len(found) == 8
    for name, *exact in found:
        for value, rounded in zip(exact, shown[name], strict=True):
            assert abs(float(value) - float(rounded.replace("−", "-"))) < LAST_DIGIT, name


def test_the_numbers_of_hands_on_3_are_those_of_its_chapter():
    said = printed("11_hands_on_flash")
    found = re.findall(r"^(gap over|learnt|new) .*?(-?[\d.]+) ± ([\d.]+)", said, re.MULTILINE)
    exact = {name: (float(mean), float(error)) for name, mean, error in found}
    text = slide("I", "2000 events, again and again: what is the gap?").text.replace("−", "-")
    shown = re.findall(r"(-?[\d.]+) ± ([\d.]+)", text)
    for name, rounded in zip(("gap over", "learnt", "new"), shown, strict=True):
        (mean, error), (told, bar) = exact[name], map(float, rounded)
        assert abs(mean - told) < max(LAST_DIGIT, bar) and abs(error - bar) < LAST_DIGIT, name


def test_two_libraries_are_as_near_as_deck_j_says():
    text = slide("J", "Same parameters: how far out the same numbers?").text
    assert "1000 sets of raw numbers: apart by less than $10^{-12}$" in text
    assert "apart by less than 1e-12: True" in printed("16_real_tools")
    source = (ROOT / "solutions" / "16_real_tools.py").read_text(encoding="utf-8")
    assert "raw, x = 2 * torch.randn(1000, 23, dtype=torch.float64)" in source


def test_the_guide_tells_the_oldest_browsers():
    assert deck_page.OLDEST in " ".join(GUIDE.split())
