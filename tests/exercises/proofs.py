"""What every exercise has to prove, as plain functions: the engine's own tests call them, too."""

import ast
import contextlib
import inspect
import linecache
import re
from collections import Counter
from dataclasses import replace
from unittest.mock import patch

import torch

from course_lib import order
from course_lib.authoring.setup_cell import SETUP
from course_lib.exercises import alone, explain, ladder, registry, suspects
from course_lib.exercises.compare import as_numbers
from course_lib.exercises.hints import SOLUTIONS, cells

COUNTS = Counter()


def every_exercise():
    return [exercise for number in order.chapters() for exercise in registry.exercises(number)]


def state(exercise, candidate):
    result, _ = ladder.examine(exercise, candidate)
    return result


# --- the three states ---------------------------------------------------------------------------


def prove_stub_is_not_attempted(exercise):
    for stub in (bare_stub(exercise.reference), ..., None):
        result = state(exercise, stub)
        assert result.state == "open", f"the stub {stub}: {result}"
        COUNTS["stubs not attempted"] += 1


def bare_stub(reference):
    """A function, or a class with the reference's methods, that gives ``...`` and no more."""

    def stub(*args, **kwargs):
        return ...  # your code here

    if not isinstance(reference, type):
        return stub
    methods = {name: stub for name, member in vars(reference).items() if inspect.isfunction(member)}
    if "__init__" in methods:
        methods["__init__"] = lambda self, *args, **kwargs: super(made, self).__init__()
    made = type(reference.__name__, reference.__bases__, methods)
    return made


def prove_reference_is_right(exercise):
    result = state(exercise, exercise.reference)
    assert result.right, f"the reference of {result}"
    COUNTS["references right"] += 1


def prove_misconceptions_are_recognised(exercise):
    for misconception in exercise.misconceptions:
        for way in misconception.ways:
            result = state(exercise, way)
            assert result.state == "wrong", f"accepted: {misconception.name}"
            _, error = suspects.wrong_run(exercise, way)
            assert not error.startswith(("NameError", "ImportError")), (
                f"{misconception.name}: {error}"
            )
            assert result.misconception == misconception.name, f"{misconception.name} got {result}"
            assert result.message == misconception.explanation
            COUNTS["misconceptions explained"] += 1


def prove_spellings_are_right(exercise, spellings):
    if exercise.core:
        assert len(spellings) >= 3, f"{exercise.id} has {len(spellings)} right spellings, not 3"
    for number, spelling in enumerate(spellings, 1):
        result = state(exercise, spelling)
        assert result.right, f"spelling {number} of {result}"
        COUNTS["other spellings right"] += 1


# --- nothing wrong is accepted ------------------------------------------------------------------


def bend(change):
    """A sabotage of numbers: ``change`` in float64; nothing else is touched."""

    def sabotage(value):
        numbers = as_numbers(value)
        if numbers is None or numbers.dtype == torch.bool:
            return value
        return change(numbers.to(torch.float64))

    return sabotage


def nan_once(numbers):
    broken = numbers.clone().reshape(-1)
    broken[-1:] = float("nan")
    return broken.reshape(numbers.shape)


def other(value):
    """Something else, for texts and truth values."""
    numbers = as_numbers(value)
    if numbers is not None:
        return ~numbers if numbers.dtype == torch.bool else value
    return f"{value}?" if isinstance(value, str) else object()


SABOTAGES = {
    "negated": bend(lambda v: -v),
    "zeros": bend(torch.zeros_like),
    "one NaN": bend(nan_once),
    "an extra dimension": bend(lambda v: v.unsqueeze(-1)),
    "a dimension less": bend(lambda v: v.flatten() if v.ndim != 1 else v.sum()),
    "transposed": bend(lambda v: v.transpose(0, -1) if v.ndim > 1 else v),
    "reversed": bend(lambda v: v.flip(0) if v.ndim else v),
    "whole numbers": bend(lambda v: v.nan_to_num(0.0, 0.0, 0.0).to(torch.int64)),
    "a list": bend(lambda v: v.tolist() if v.ndim else [v.item()]),
    "something else": other,
}


def sabotages(exercise):
    """All of them; the smallest one is a thousandth, or three times what the exercise tolerates."""
    share = max(1e-3, 3 * exercise.rtol)
    return SABOTAGES | {f"{share:g} too large": bend(lambda v: v * (1 + share))}


def entries(value, path=()):
    """The paths of all numbers and texts of a result."""
    if isinstance(value, (dict, list, tuple)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return [p for key, v in items for p in entries(v, (*path, key))]
    return [path]


def bent(value, path, sabotage):
    """The result with one entry sabotaged."""
    if not path:
        return sabotage(value)
    if isinstance(value, dict):
        return {k: bent(v, path[1:], sabotage) if k == path[0] else v for k, v in value.items()}
    changed = [bent(v, path[1:], sabotage) if i == path[0] else v for i, v in enumerate(value)]
    return type(value)(changed)


class Sabotaged:
    """An exercise whose probe, given this one's candidate, gives the values set here.

    It knows no misconceptions: a name for a wrong result changes nothing in its being refused, and
    to look for one takes most of the time.
    """

    def __init__(self, exercise):
        self.values = ()
        self.exercise = replace(exercise, elementwise=False, probe=self.probe, misconceptions=())
        self.original = exercise

        def candidate():  # a function, and no object: that is refused where a class is wanted
            raise AssertionError("only its values count")

        self.candidate = candidate

    def probe(self, candidate, *args):
        if candidate is self.candidate:
            return next(self.values)
        return self.original.run(suspects.usable_form(self.original, candidate), *args)

    def judge(self, values):
        self.values = iter(values)
        alone_too = patch.object(alone, "refusal", return_value=None)  # the values are all it has
        with patch.object(explain, "_clue", return_value=""), alone_too:  # clues: see test_clues
            result = state(self.exercise, self.candidate)
        assert result.rung != "missing", f"never judged: {result}"
        return result


def prove_nothing_wrong_is_accepted(exercise):
    expected, sabotaged = ladder.expected_values(exercise), Sabotaged(exercise)
    for path in {p: None for value in expected for p in entries(value)}:
        for name, sabotage in sabotages(exercise).items():
            wrong = [bent(value, path, sabotage) for value in expected]
            if not any(map(differs, wrong, expected)):
                continue
            for values in (wrong, *one_at_a_time(wrong, expected)):
                result = sabotaged.judge(values)
                assert result.state == "wrong", f"{name} at {path or 'the result'}: {result}"
                COUNTS["sabotages refused"] += 1


def prove_a_batch_of_one_keeps_its_dimension(exercise):
    """Right everywhere, but a batch of one loses its dimension: as by a ``squeeze()`` too many."""
    if alone.batch_of_one(exercise) is None:
        return

    def squeezing():
        raise AssertionError("only its values count")

    def probe(candidate, *args):
        value = exercise.run(suspects.usable_form(exercise, exercise.reference), *args)
        return squeezed(value) if candidate is squeezing else value

    result = state(replace(exercise, elementwise=False, probe=probe, misconceptions=()), squeezing)
    assert result.state == "wrong", str(result)
    COUNTS["batches of one"] += 1


def squeezed(value):
    if isinstance(value, dict):
        return {key: squeezed(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(map(squeezed, value))
    return value.squeeze(0) if isinstance(value, torch.Tensor) and value.ndim else value


def one_at_a_time(wrong, expected):
    """The results with the sabotage on one input alone, wherever it can be seen there."""
    for index, (w, e) in enumerate(zip(wrong, expected, strict=True)):
        if differs(w, e):
            yield [*expected[:index], w, *expected[index + 1 :]]


def differs(one, two):
    """Is a sabotage more than a rounding error away, in any entry?"""
    if isinstance(two, dict):
        return any(differs(one[key], two[key]) for key in two)
    if isinstance(two, (list, tuple)) and type(one) is type(two):
        return any(map(differs, one, two))
    a, b = as_numbers(one), as_numbers(two)
    if a is None or b is None:
        return one is not two
    if a.shape != b.shape or a.dtype == torch.bool:
        return not torch.equal(a, b)
    return not torch.allclose(a.double(), b.double(), rtol=0, atol=1e-6, equal_nan=True)


# --- the published solution ---------------------------------------------------------------------


def published_candidate(exercise):
    """What the chapter's source hands over in ``check("1.1", …)``; None before it is written."""
    for source in sorted(SOLUTIONS.glob(f"{exercise.chapter}_*.py")):
        return _handed_over(exercise, cells(source.read_text(encoding="utf-8")))
    return None


def _handed_over(exercise, chapter):
    tag = f'"exercise:{exercise.id}"'
    cell = next((n for n, (head, _) in enumerate(chapter) if tag in head), None)
    assert cell is not None, f"no cell of the chapter is tagged {tag}"
    namespace = {}
    exec(SETUP, namespace)
    for head, code in chapter[: cell + 1]:
        if "[markdown]" not in head:
            _define(code, namespace, strict=tag in head)
    calls = "\n".join(code for head, code in chapter[cell:] if "[markdown]" not in head)
    found = re.search(rf'check\(\s*"{re.escape(exercise.id)}"\s*,\s*([^()]+?)\s*,?\)', calls)
    assert found, f'the chapter never calls check("{exercise.id}", …)'
    return eval(found[1], namespace)


def _define(code, namespace, strict):
    """Run the imports, functions, classes and plain values of a cell; calls are left out.

    A value of an earlier cell that needs something left out is left out, too.
    """
    code = re.sub(r"^[%!].*$", "", code, flags=re.MULTILINE)
    name = f"<ipython-input-{abs(hash(code))}>"
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)  # as a notebook does
    for node in ast.parse(code).body:
        value = isinstance(node, ast.Assign) and not _calls_the_course(node)
        if value or isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)):
            with contextlib.nullcontext() if strict else contextlib.suppress(Exception):
                exec(compile(ast.Module([node], type_ignores=[]), name, "exec"), namespace)


def _calls_the_course(node):
    """Does an assignment call anything but torch and math? That may take long or draw."""
    names = (c.func for c in ast.walk(node) if isinstance(c, ast.Call))
    return any(ast.unparse(name).split(".")[0] not in ("torch", "math", "np") for name in names)


def prove_published_solution_is_right(exercise):
    candidate = published_candidate(exercise)
    if candidate is None:
        return False
    result = state(exercise, candidate)
    assert result.right, f"the published solution of {result}"
    COUNTS["published solutions right"] += 1
    return True


def prove_learners_stub_is_not_attempted(exercise):
    """The solution's cell with its solution cut out, as a learner meets it."""
    for source in sorted(SOLUTIONS.glob(f"{exercise.chapter}_*.py")):
        chapter = cells(source.read_text(encoding="utf-8"))
        tag = f'"exercise:{exercise.id}"'
        stubbed = [(h, without_solution(c) if tag in h else c) for h, c in chapter]
        result = state(exercise, _handed_over(exercise, stubbed))
        assert result.state == "open", f"the learner's stub: {result}"
        COUNTS["learners' stubs not attempted"] += 1
        return True
    return False


def without_solution(code):
    """A cell with each solution replaced by its placeholder, in the manner of the builder."""

    def placeholder(match):
        indent = match[1]
        returns = re.search(rf"^{indent}return\b", match[2], flags=re.MULTILINE)
        return f"{indent}{'return ' if returns else ''}...  # your code here"

    region = r"^([ \t]*)### BEGIN SOLUTION\n(.*?)^[ \t]*### END SOLUTION"
    return re.sub(region, placeholder, code, flags=re.MULTILINE | re.DOTALL)


def prove_inputs_are_exact(exercise):
    """Right answers written differently agree to 1e-5 in float64, not in float32."""
    for args in exercise.inputs:
        for name, arg in zip(exercise.names, args, strict=True):
            exact = not isinstance(arg, torch.Tensor) or arg.dtype != torch.float32
            assert exact, f"{exercise.id}: the input {name} is float32; write dtype=torch.float64"
