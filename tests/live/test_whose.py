"""A picture says "yours" only of what a learner has written; what the course lends it calls so."""

import ast
from pathlib import Path

import pytest
import torch
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from course_lib import notebook, order
from course_lib.chapters.ch02_linear_and_affine_flows.pictures.coverage import CoveragePicture
from course_lib.chapters.ch02_linear_and_affine_flows.pictures.linear import LinearPicture
from course_lib.chapters.ch05_cdf_flows.pictures.through_uniform import ChainPicture
from course_lib.exercises import attempt, check, registry, reset
from course_lib.learners_function import is_lent
from course_lib.live.style import DASH, LENT, YOURS
from course_lib.live.yours import COURSE, LEARNER, Yours, YoursFailed, whose

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`


@pytest.fixture(autouse=True)
def forget():
    reset()


CASES = [("2.2", LinearPicture), ("2.8", CoveragePicture), ("5.2", ChainPicture)]


def words_of(picture):
    return {text.get_text() for text in picture.figure.findobj(Text)}


@pytest.mark.parametrize(("number", "picture"), CASES)
def test_nothing_written_is_the_courses_in_words_and_look(number, picture):
    drawn = picture(attempt(number))
    _, readouts = drawn.frame()
    assert any("the course's" in label for label in readouts), readouts
    assert "the course's" in words_of(drawn) and "yours" not in words_of(drawn)
    assert not any("your" in label for label in readouts)
    assert YOURS not in {line.get_color() for line in drawn.figure.findobj(Line2D)}


@pytest.mark.parametrize(("number", "picture"), CASES)
def test_what_is_written_is_yours(number, picture):
    check(number, registry.find(number).reference)
    drawn = picture(attempt(number))
    readouts = drawn.frame()[1]
    assert any("your" in label for label in readouts) and "yours" in words_of(drawn)
    assert not any("the course's" in label for label in readouts)
    assert YOURS in {line.get_color() for line in drawn.figure.findobj(Line2D)}


def test_the_mark_passes_to_what_a_notebook_makes_of_a_class_and_to_no_learners_class():
    given = type("Given", (attempt("3.3"),), {})
    assert whose(given) is COURSE and COURSE.dash == DASH["lent"]
    built = type("Mine", (registry.find("3.3").reference,), {})  # as on answer("3.3")
    assert whose(built) is LEARNER and not is_lent(registry.find("3.3").reference)


def test_a_region_that_is_lent_lets_its_data_through_as_a_learners_does():
    """Its opacity may be in its colour: lost, the region is a black blot over its points."""
    figure = Figure()
    region = Rectangle((0, 0), 1, 1, fc=f"{YOURS}38", ec=YOURS)
    figure.add_subplot().add_patch(region)
    COURSE.sign(figure)
    assert region.get_facecolor() == pytest.approx(to_rgba(f"{LENT}38"))
    assert region.get_edgecolor() == pytest.approx(to_rgba(LENT))


def working_through(thing):
    """A function of a notebook that hands its work to something, found as notebooks find it."""
    space = {"thing": thing}
    exec("def mine(x):\n    return thing(len(x)).inverse(x)", space)
    return space["mine"]


def test_a_function_that_works_through_what_is_lent_is_the_courses():
    """As ``my_log_prob`` of 03 does through an object, and ``my_inverse`` of 07 through a class."""
    lent, written = attempt("7.2"), type("Mine", (registry.find("7.2").reference,), {})
    assert whose(working_through(lent)) is COURSE
    assert whose(working_through(lent(2))) is COURSE
    assert whose(working_through(written)) is LEARNER
    assert whose(working_through(written(2))) is LEARNER
    assert whose(lambda x: lent(2).inverse(x)) is COURSE, "in a closure, too"
    helper = attempt("4.4")
    assert whose(lambda x: helper(x)) is LEARNER, "the learner's own, with a lent helper"


def calls_with_yours():
    """(chapter, the cell) of every picture that is handed a name of the notebook."""
    for path in sorted((Path(__file__).parents[2] / "solutions").glob("*.py")):
        for tree in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(tree, ast.Call) and ast.unparse(tree.func).startswith("live."):
                given = {word.arg: word.value for word in tree.keywords}
                theirs = given.get("around") or given.get("yours") or given.get("step")
                if isinstance(theirs, ast.Name):
                    yield path, theirs.id


GIVEN_BY_NAME = sorted(set(calls_with_yours()))
OWN = {"my_cost", "cut_off"}  # written in the text: the notebook's own examples


@pytest.mark.parametrize(("path", "name"), GIVEN_BY_NAME, ids=lambda value: str(value)[-20:])
def test_what_a_notebook_makes_of_nothing_is_the_courses(path, name):
    """The definitions that a picture is handed, run where no exercise has been answered."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    space = vars(notebook) | {"__name__": "notebook"}
    wanted = needed(tree, name)
    for node in tree.body:
        if defined(node) & wanted:
            exec(compile(ast.Module([node], []), str(path), "exec"), space)
    assert whose(space[name]) is (LEARNER if name in OWN else COURSE)


def defined(node):
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, ast.ImportFrom):
        return {alias.name for alias in node.names}
    targets = node.targets if isinstance(node, ast.Assign) else ()
    return {target.id for target in targets if isinstance(target, ast.Name)}


def needed(tree, name):
    """The name, and all names of the notebook that its definition uses."""
    (node,) = [node for node in tree.body if name in defined(node)]
    inside = [*ast.walk(node)]
    names = [found for found in inside if isinstance(found, ast.Name)]
    own = {found.arg for found in inside if isinstance(found, ast.arg)}
    own |= {found.id for found in names if isinstance(found.ctx, ast.Store)}
    return {name} | {found.id for found in names} - own - set(notebook.__all__)


@pytest.mark.parametrize("number", [e.id for n in order.chapters() for e in registry.exercises(n)])
def test_what_is_lent_does_what_the_course_does(number):
    exercise = registry.find(number)
    assert is_lent(attempt(number))
    assert isinstance(attempt(number), type) == isinstance(exercise.reference, type)


def test_a_list_is_drawn_as_it_is_accepted():
    """One rule for pairs: what ``check`` accepts the picture draws."""
    step = lambda *args: list(registry.find("2.7").reference(*args))  # noqa: E731
    assert check("2.7", step).right
    args = registry.find("2.7").inputs[0]
    assert len(Yours(attempt("2.7"), parts=3)(*args)) == 3
    with pytest.raises(YoursFailed, match="not 3 tensors"):
        Yours(lambda *args: [torch.ones(1)], parts=3)(*args)
