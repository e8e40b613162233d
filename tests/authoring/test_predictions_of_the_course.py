"""The predictions of the chapters: asked where they belong, true, and not answered beforehand."""

import ast
import math
import re

import pytest

from course_lib import order
from course_lib.authoring import sources
from course_lib.authoring.chapter import Chapter
from course_lib.exercises import registry
from tests.exercises.prediction_keys import KEYS

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`

SOURCES = {path.name[:2]: path for path in sources.chapters()}
ALL = [p for number in order.chapters() for p in registry.predictions(number)]
RECALL = re.compile(r"\*\*From chapter (\d\d)\*\*[^\n]*:$")
each_chapter = pytest.mark.parametrize("number", [n for n in SOURCES if registry.predictions(n)])
each = pytest.mark.parametrize("prediction", ALL, ids=lambda p: p.id)
SLOW = {"04.e", "04.f", "10.b", "10.c", "10.d", "10.e"}  # these fit flows for some seconds
each_true = pytest.mark.parametrize(
    "prediction",
    [pytest.param(p, id=p.id, marks=[pytest.mark.slow] * (p.id in SLOW)) for p in ALL],
)


def cells(number):
    """The cells of the learner's notebook."""
    return Chapter(SOURCES[number]).learner().cells


def asked(cell):
    """The ids that a cell calls ``predict`` with."""
    if cell.cell_type != "code" or "predict(" not in cell.source:
        return []
    calls = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Call)]
    return [c.args[0].value for c in calls if getattr(c.func, "id", "") == "predict"]


def plain(text):
    """Words only, so that a sentence is found whatever marks and line ends it has."""
    return " ".join(re.sub(r"[*`$\\{}]|\\text", "", text).split()).lower()


@pytest.mark.parametrize("number", SOURCES)
def test_every_prediction_is_asked_once_and_in_order(number):
    found = [i for cell in cells(number) for i in asked(cell)]
    assert found == [p.id for p in registry.predictions(number)]
    letters = "abcdefghijklmnopqrstuvwxyz"[: len(found)]
    assert found == [f"{number}.{letter}" for letter in letters]


@each_chapter
def test_a_prediction_has_a_cell_of_its_own(number):
    for cell in cells(number):
        for i in asked(cell):
            assert cell.source == f'predict("{i}")'


@pytest.mark.parametrize("number", [f"{n:02d}" for n in range(9)])
def test_no_text_asks_for_a_guess_that_nothing_takes(number):
    text = "\n".join(c.source for c in cells(number) if c.cell_type == "markdown")
    assert registry.predictions(number)
    bold = re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)  # in pairs: what lies between two is plain
    assert not [words for words in bold if re.search(r"\bpredict\b", words, re.IGNORECASE)]


@pytest.mark.parametrize(
    "number", [n for n in order.chapters() if n not in ("00", "01", *order.REVIEWS.values())]
)
def test_each_chapter_begins_with_a_question_from_an_earlier_one(number):
    made = cells(number)
    found = [k for k, c in enumerate(made) if RECALL.search(c.source)]
    assert len(found) == 1
    (at,) = found
    assert RECALL.search(made[at].source)[1] in order.before(number)
    assert asked(made[at + 1])
    goals = next(k for k, c in enumerate(made) if "## What you can do" in c.source)
    assert goals <= at <= goals + 1
    assert not any(re.search(r"^## (1|Step 1) ·", c.source, re.M) for c in made[: at + 2])


@each_chapter
def test_the_text_does_not_say_what_a_guess_opens(number):
    made = cells(number)
    text = plain(" ".join(c.source for c in made if c.cell_type == "markdown"))
    before = ""
    for cell in made:
        for i in asked(cell):
            prediction = registry.find_prediction(i)
            first = re.split(r"(?<=[.!?:]) ", prediction.reveal)[0]
            assert plain(first) not in text, f"{i}: the text says it, too: {first}"
            right = prediction.answer() if prediction.options else ""
            assert len(right) < 12 or plain(right) not in plain(before), f"{i}: {right}"
        before = cell.source if cell.cell_type == "markdown" else before


@each
def test_it_is_short(prediction):
    assert len(re.findall(r"[.!?](?= |$)", prediction.reveal)) <= 3
    assert len(prediction.reveal) < 340
    assert all(len(o) <= 42 and not o.endswith(".") for o in prediction.options)


@each_true
def test_what_is_right_is_what_comes_out(prediction):
    if prediction.id not in KEYS:
        # A word from the text, or a fit of many flows that the chapter itself shows.
        assert prediction.id in {"03.a", "05.a", "07.a", "07.c", "08.d", "08.f"}
        return
    true = KEYS[prediction.id]()
    if prediction.options:
        assert prediction.answer() == true
        assert prediction.options.count(true) == 1
    else:
        assert math.isclose(prediction.right, true, rel_tol=1e-9)


def test_every_key_belongs_to_a_prediction():
    assert set(KEYS) <= {p.id for p in ALL}


def test_only_the_number_of_clusters_has_no_right_answer():
    assert [p.id for p in ALL if p.right is None] == ["07.a"]
