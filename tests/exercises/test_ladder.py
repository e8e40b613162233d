"""The feedback ladder: what every kind of unfinished, broken or wrong answer is told."""

import functools
import math

import numpy as np
import proofs
import pytest
import torch
from samples import CLASS, FUNCTION, GRADIENT, SAMPLES, TUPLE, LinearFlow, linear, log_normal, t

from course_lib.exercises import compare, ladder, run

samples = pytest.mark.parametrize("exercise", SAMPLES, ids=lambda e: e.id)


def judge(exercise, candidate):
    result, _ = ladder.examine(exercise, candidate)
    return result


@samples
def test_the_samples_prove_themselves(exercise):
    proofs.prove_stub_is_not_attempted(exercise)
    proofs.prove_reference_is_right(exercise)
    proofs.prove_misconceptions_are_recognised(exercise)
    proofs.prove_nothing_wrong_is_accepted(exercise)


# --- the proofs can fail ------------------------------------------------------------------------


@samples
def test_an_engine_that_accepts_everything_is_found_out(exercise, monkeypatch):
    monkeypatch.setattr(compare, "differences", lambda *args, **kwargs: ())
    ladder.wrong_values.cache_clear()
    for proof in (
        proofs.prove_misconceptions_are_recognised,
        proofs.prove_nothing_wrong_is_accepted,
    ):
        with pytest.raises(AssertionError):
            proof(exercise)


def test_an_engine_that_broadcasts_is_found_out(monkeypatch):
    def loose(got, expected, rtol, atol, path):
        try:
            same = torch.allclose(got.double(), expected.double(), rtol, atol)
        except (RuntimeError, AttributeError):
            same = False
        return None if same else compare.Difference(path, "value", "is off")

    monkeypatch.setattr(compare, "_leaf_difference", loose)
    with pytest.raises(AssertionError, match="extra dimension"):
        proofs.prove_nothing_wrong_is_accepted(FUNCTION)


def test_an_engine_that_refuses_everything_is_found_out(monkeypatch):
    off = compare.Difference((), "value", "is off")
    monkeypatch.setattr(compare, "differences", lambda *args, **kwargs: (off,))
    with pytest.raises(AssertionError):
        proofs.prove_reference_is_right(FUNCTION)


# --- not attempted ------------------------------------------------------------------------------


def stub(x):
    return ...  # your code here


def bare_stub(x): ...  # your code here


def stub_after_a_start(x):
    z = torch.log(x)
    p = ...  # your code here
    return p / z


def stub_that_needs_what_it_lacks(x):
    ...  # your code here
    return torch.exp(z)  # noqa: F821


class StubFlow:
    def __init__(self, a, b): ...  # your code here

    def forward(self, z):
        return ...  # your code here

    def inverse(self, x):
        return self.a * x


class HalfFlow(LinearFlow):
    def inverse(self, x): ...  # your code here


@pytest.mark.parametrize(
    ("exercise", "candidate"),
    [
        (FUNCTION, ladder.MISSING),
        (FUNCTION, None),
        (FUNCTION, ...),
        (FUNCTION, stub),
        (FUNCTION, bare_stub),
        (FUNCTION, stub_after_a_start),
        (FUNCTION, stub_that_needs_what_it_lacks),
        (FUNCTION, functools.partial(stub)),
        (TUPLE, lambda z, a, b: (..., ...)),
        (TUPLE, lambda z, a, b: ...),
        (GRADIENT, lambda z, a, b: ...),
        (CLASS, StubFlow),
        (CLASS, HalfFlow),
    ],
)
def test_what_is_unfinished_is_not_attempted(exercise, candidate):
    result = judge(exercise, candidate)
    assert result.state == "open", result
    assert "not attempted yet" in str(result)


def test_a_stub_is_named():
    assert "`inverse` still has `...`" in str(judge(CLASS, HalfFlow))
    assert "`forward` and" not in str(judge(CLASS, HalfFlow))


def test_part_of_a_tuple_is_named():
    result = judge(TUPLE, lambda z, a, b: (a * z + b, ...))
    assert result.state == "wrong"
    assert "the second value, log|∂f/∂z| is still `...`" in str(result)


def test_a_placeholder_for_some_inputs_only():
    result = judge(FUNCTION, lambda x: log_normal(x) if x.ndim == 0 else ...)
    assert result.state == "wrong" and "still `...`" in str(result)


def test_an_error_beside_a_forgotten_placeholder_is_shown():
    def forgotten(x):
        ...
        return x / torch.ones(7)

    assert judge(FUNCTION, forgotten).rung in ("raised", "shape")


# --- the wrong thing handed over ----------------------------------------------------------------


@pytest.mark.parametrize("thing", [3.0, torch.ones(3), "log_normal", [log_normal], {}])
def test_a_value_in_place_of_the_function(thing):
    result = judge(FUNCTION, thing)
    assert result.state == "wrong"
    assert "the function itself" in str(result)


def test_nothing_returned():
    result = judge(FUNCTION, lambda x: None)
    assert result.rung == "nothing" and "is a `return` missing?" in str(result)


def test_nothing_in_a_part():
    result = judge(TUPLE, lambda z, a, b: (a * z + b, None))
    assert "the second value, log|∂f/∂z| is nothing (None)" in str(result)


# --- types and shapes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (lambda x: "0.5", "is a text; expected is a number"),
        (lambda x: True, "is True or False; expected is a number"),
        (lambda x: x > 0, "True or False"),
        (lambda x: log_normal(x) + 0j, "is a complex number"),
        (lambda x: (log_normal(x), 1.0), "is a tuple"),
        (lambda x: {"p": x}, "is a dict"),
        (lambda x: torch.exp, "is the function exp"),
        (lambda x: (p for p in [x]), "is a generator"),
        (lambda x: torch.distributions.Normal(0.0, 1.0), "is a Normal"),
        (lambda x: np.array(["a"]), "is an array of shape (1,)"),
    ],
)
def test_wrong_types(candidate, says):
    result = judge(FUNCTION, candidate)
    assert result.rung == "type", result
    assert says in str(result)


def test_a_list_is_told_how_to_become_a_tensor():
    batch = lambda x: [log_normal(v).item() for v in x] if x.ndim else log_normal(x)  # noqa: E731
    assert "`torch.tensor(your_list)`" in str(judge(FUNCTION, batch))
    tensors = lambda x: [log_normal(v) for v in x] if x.ndim else log_normal(x)  # noqa: E731
    assert "`torch.stack(your_list)`" in str(judge(FUNCTION, tensors))


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (lambda x: log_normal(x).unsqueeze(-1), "has the shape (1,); expected is ()"),
        (lambda x: log_normal(x).mean(), "has the shape (); expected is (3,)"),
        (lambda x: log_normal(x).flatten(), "has the shape (1,); expected is ()"),
        (lambda x: log_normal(x).T if x.ndim == 2 else log_normal(x), "(3, 2); expected is (2, 3)"),
        (lambda x: 0.5, "the shape (); expected is (3,)"),
    ],
)
def test_wrong_shapes_name_both(candidate, says):
    result = judge(FUNCTION, candidate)
    assert result.rung == "shape", result
    assert says in str(result)


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (lambda z, a, b: a * z + b, "your function returned a number; expected are 2 values"),
        (lambda z, a, b: (a * z + b,), "your function returned 1 value; expected are 2"),
        (lambda z, a, b: (*linear(z, a, b), 0), "your function returned 3 values; expected are 2"),
    ],
)
def test_the_number_of_values(candidate, says):
    assert says in str(judge(TUPLE, candidate))


def test_a_list_of_parts_is_as_good_as_a_tuple():
    assert judge(TUPLE, lambda z, a, b: list(linear(z, a, b))).right


# --- numbers ------------------------------------------------------------------------------------


def test_nan_where_there_should_be_none():
    result = judge(FUNCTION, lambda x: torch.where(x > 5, math.nan, log_normal(x)))
    assert result.rung == "finite"
    assert "is nan; expected is 0.0133" in str(result)
    assert "element [2] of the result (x = 6)" in str(result)


def test_the_smallest_failing_input_comes_first():
    result = judge(FUNCTION, lambda x: log_normal(x) + 0.5 * (x == 2.3) + (x == 1.7))
    assert str(result) == (
        "90.1 · not yet — for x = 2.3, the result is 0.622614; expected is 0.122614."
    )


def test_the_first_wrong_element_of_a_batch_is_named():
    result = judge(FUNCTION, lambda x: log_normal(x) * torch.where(x > 3, 2.0, 1.0))
    assert "for x = [0.2, 1.7, 6], element [2] of the result (x = 6)" in str(result)


def test_close_numbers_are_shown_with_the_digits_it_takes():
    result = judge(FUNCTION, lambda x: log_normal(x) * 1.00002)
    rows = dict(result.rows)
    assert result.state == "wrong" and rows["Your result"] != rows["Expected"]


def test_whole_numbers_are_refused_and_explained():
    result = judge(FUNCTION, lambda x: (10 * log_normal(x)).to(torch.int64))
    assert "whole numbers only" in " ".join(result.notes)


def test_infinity_is_only_itself():
    for got, expected, same in (
        (math.inf, math.inf, True),
        (-math.inf, math.inf, False),
        (1e300, math.inf, False),
        (math.inf, 1e300, False),
        (math.nan, math.nan, True),
        (math.nan, 1.0, False),
        (1.0, math.nan, False),
    ):
        assert (not compare.differences(t(got), t(expected), 1e-5, 1e-8)) is same


@pytest.mark.parametrize(
    "spelling",
    [
        lambda x: log_normal(x).float(),
        lambda x: log_normal(x).numpy(),
        lambda x: log_normal(x).numpy().astype(np.float32),
        lambda x: log_normal(x).requires_grad_(),
        lambda x: torch.nn.Parameter(log_normal(x)),
        lambda x, scale=1.0: log_normal(x) * scale,
        lambda *args: log_normal(*args),
        lambda x: math.exp(-(math.log(x) ** 2) / 2) / x / math.sqrt(2 * math.pi),
        lambda x: log_normal(x) if x > 0 else 0.0,
        lambda x: float(log_normal(x)),
        lambda x: np.float64(log_normal(x)),
        lambda x: log_normal(x).item() if x.ndim == 0 else log_normal(x),
        lambda x: torch.distributions.LogNormal(0.0, 1.0).log_prob(x).exp(),
        functools.partial(lambda scale, x: log_normal(x) * scale, 1),
        type("Callable", (), {"__call__": lambda self, x: log_normal(x)})(),
        type("Module", (torch.nn.Module,), {"forward": lambda self, x: log_normal(x)})(),
        lambda x: x.apply_(lambda v: log_normal(torch.tensor(v)).item()),
    ],
)
def test_every_right_spelling_is_right(spelling):
    result = judge(FUNCTION, spelling)
    assert result.right, result
    assert str(result) == "90.1 · right — it works."


def test_number_by_number_is_said_and_usable_for_batches():
    result, usable = ladder.examine(FUNCTION, lambda x: 0.0 if x < 0 else float(log_normal(x)))
    assert result.right and "one number at a time" in " ".join(result.notes)
    x = torch.linspace(0.1, 3, 5)
    torch.testing.assert_close(usable(x), log_normal(x))


def test_truth_values_of_single_numbers_do_not_turn_into_numbers():
    from dataclasses import replace

    ones = replace(FUNCTION, reference=torch.ones_like, misconceptions=())
    assert judge(ones, lambda x: math.exp(x) > 0).rung == "type"
    assert judge(ones, lambda x: 1 if x > 0 else 0).right


def test_number_by_number_is_only_for_exercises_that_allow_it():
    result = judge(GRADIENT, lambda z, a, b: math.exp(z))
    assert result.rung == "raised" and "A whole batch comes in at once" in result.notes[0]


def test_constant_tensors_of_the_learners_have_the_inputs_precision():
    assert judge(FUNCTION, lambda x: log_normal(x) * torch.eye(1)[0, 0] * torch.tensor(1.0)).right
    assert torch.get_default_dtype() == torch.float32


# --- misconceptions -----------------------------------------------------------------------------


def test_a_misconception_in_other_words_is_recognised():
    result = judge(FUNCTION, lambda x: np.exp(-(np.log(x.numpy()) ** 2) / 2) / 2.5066282746)
    assert result.misconception == "no Jacobian"
    assert str(result) == "90.1 · not yet — the Jacobian is missing."


def test_nan_and_shape_do_not_hide_a_misconception():
    assert judge(TUPLE, TUPLE.misconceptions[0].wrong).misconception == "no absolute value"
    assert judge(FUNCTION, lambda x: log_normal(x).sum()).misconception == "summed"


def test_of_two_mistakes_the_first_is_explained():
    class Both(LinearFlow):
        def forward(self, z):
            return self.a * (z + self.b), torch.log(torch.abs(self.a)).expand(z.shape)

        def inverse(self, x):
            return (x + self.b) / self.a, -torch.log(torch.abs(self.a)).expand(x.shape)

    assert judge(CLASS, Both).misconception == "shift first"


def test_gradients_are_judged_one_by_one():
    half = lambda z, a, b: ((a * z + (b + b.detach()) / 2) ** 2).mean()  # noqa: E731
    result = judge(GRADIENT, half)
    assert "the gradient with respect to b is -0.48; expected is -0.96" in str(result)
    assert "gradient with respect to a" not in str(result)


def test_gradients_that_cancel_in_a_sum_do_not_pass():
    from course_lib.exercises import Exercise, gradients

    fields = {f: getattr(GRADIENT, f) for f in ("title", "minutes", "prompt", "hints", "praise")}
    exercise = Exercise(
        id="90.9", inputs=((t(2.0),),), names=("a",), returns="two numbers", probe=gradients(a=0),
        reference=lambda a: torch.stack([a, 3 * a]), **fields,
    )  # fmt: skip
    swapped = lambda a: torch.stack([3 * a - 2 * a.detach(), a + 2 * a.detach()])  # noqa: E731
    result = judge(exercise, swapped)
    assert "gradient with respect to a" in str(result)


# --- errors, prints, changed inputs -------------------------------------------------------------


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError("no words")


def recursive(x):
    return recursive(x)


def raises(error):
    raise error


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (lambda x: x / 0 / undefined, "NameError: name 'undefined' is not defined"),  # noqa: F821
        (lambda x: raises(Unprintable()), "Unprintable: (its message cannot be shown)"),
        (lambda x: raises(SystemExit(3)), "SystemExit: 3"),
        (lambda x: raises(KeyboardInterrupt()), "was interrupted"),
        (lambda x: raises(ValueError("a\nb" + 10_000 * "c")), "ValueError: a bccc"),
        (lambda x: raises(GeneratorExit()), "GeneratorExit"),
        (recursive, "RecursionError"),
        (lambda: 1.0, "takes 0 positional arguments but 1 was given"),
        (lambda x, y: 1.0, "missing 1 required positional argument"),
    ],
)
def test_errors_are_shown_short(candidate, says):
    result = judge(FUNCTION, candidate)
    assert result.rung == "raised" and says in str(result)
    assert len(str(result)) < 600


def test_the_learners_own_line_is_shown_and_none_of_the_engines():
    def mine(x):
        y = torch.ones(2, 5)
        return y @ x

    result = judge(GRADIENT, lambda z, a, b: mine(z))
    assert dict(result.rows)["Your line"].endswith("return y @ x")
    html = result._repr_mimebundle_()["text/html"]
    assert "ladder.py" not in html and "Traceback" not in html


def test_an_error_of_the_probe_shows_what_the_check_did():
    result = judge(CLASS, lambda a, b: object())
    assert "has no attribute 'forward'" in str(result)


def test_an_endless_loop_is_stopped(monkeypatch):
    monkeypatch.setattr(run, "LIMIT", 0.2)

    def endless(x):
        while True:
            try:  # noqa: SIM105
                x = x + 1
            except Exception:
                pass

    result = judge(FUNCTION, endless)
    assert result.rung == "raised" and "a loop that never ends" in str(result)
    assert judge(FUNCTION, log_normal).right


def test_a_loop_that_swallows_everything_is_stopped(monkeypatch):
    monkeypatch.setattr(run, "LIMIT", 0.2)

    def stubborn(x):
        while True:
            try:  # noqa: SIM105
                x = x + 1
            except:  # noqa: E722
                pass

    assert "never ends" in str(judge(FUNCTION, stubborn))


def test_the_former_timer_and_handler_come_back():
    import signal

    rung = []
    before = signal.signal(signal.SIGALRM, lambda *args: rung.append(1))
    try:
        signal.setitimer(signal.ITIMER_REAL, 30)
        judge(FUNCTION, log_normal)
        assert 25 < signal.getitimer(signal.ITIMER_REAL)[0] <= 30
        assert signal.getsignal(signal.SIGALRM)(None, None) is None and rung == [1]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_another_thread_has_no_limit_and_works():
    import threading

    found = []
    thread = threading.Thread(target=lambda: found.append(judge(FUNCTION, log_normal)))
    thread.start()
    thread.join()
    assert found[0].right


def test_prints_are_kept_to_their_beginning(capsys):
    def talks(x):
        for number in range(100_000):
            print("line", number, "<b>")
        return log_normal(x)

    result = judge(FUNCTION, talks)
    assert result.right
    assert result.printed.splitlines() == [f"line {n} <b>" for n in range(5)] + ["…"]
    assert capsys.readouterr().out == ""


def test_inputs_cannot_be_spoiled():
    def spoils(x):
        x += 1
        return x

    before = [args[0].clone() for args in FUNCTION.inputs]
    result = judge(FUNCTION, spoils)
    assert "changes its input x in place" in " ".join(result.notes)
    assert all(torch.equal(b, args[0]) for b, args in zip(before, FUNCTION.inputs, strict=True))
    assert judge(FUNCTION, log_normal).right


def test_random_numbers_are_the_same_for_all_and_untouched_outside():
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    judge(FUNCTION, lambda x: log_normal(x) + torch.rand(()))
    assert torch.equal(torch.rand(1), expected)


def test_html_of_the_learners_is_escaped():
    def evil(x):
        print("<script>alert(1)</script>")
        raise ValueError("<img src=x onerror=alert(1)> `<b>`")

    html = judge(FUNCTION, evil)._repr_mimebundle_()["text/html"]
    assert "<script" not in html and "<img" not in html and "<b>" not in html
    assert "&lt;script&gt;" in html
    evil.__name__ = "<i>"
    assert "<i>" not in judge(CLASS, evil)._repr_mimebundle_()["text/html"]
