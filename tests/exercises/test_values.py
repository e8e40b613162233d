"""Which numbers are right, which are wrong and how that is said, and which mistakes are known."""

import functools
import math

import numpy as np
import pytest
import torch

from course_lib.exercises import compare, ladder
from tests.exercises.samples import (
    CLASS,
    FUNCTION,
    GRADIENT,
    TUPLE,
    LinearFlow,
    judge,
    log_normal,
    t,
)

# --- numbers ------------------------------------------------------------------------------------


def test_nan_where_there_should_be_none():
    result = judge(FUNCTION, lambda x: torch.where(x > 5, math.nan, log_normal(x)))
    assert result.rung == "finite"
    assert "is nan; expected is 0.0133" in str(result)
    assert "element [2] of the result (x = 6)" in str(result)


def test_the_smallest_failing_input_comes_first():
    result = judge(FUNCTION, lambda x: log_normal(x) + 0.5 * (x == 2.3) + (x == 1.7))
    assert str(result) == (
        "90.1 · not yet — for x = 2.3, the result is 0.622614; expected is 0.122614. "
        "Your result is too large wherever it is wrong."
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


class BothKnown(LinearFlow):
    """Shifts first, and the inverse's log-det has the forward one's sign."""

    def forward(self, z):
        return self.a * (z + self.b), torch.log(torch.abs(self.a)).expand(z.shape)

    def inverse(self, x):
        return (x - self.b) / self.a, torch.log(torch.abs(self.a)).expand(x.shape)


class OneKnown(BothKnown):
    def inverse(self, x):
        return (x + self.b) / self.a, -torch.log(torch.abs(self.a)).expand(x.shape)


def test_two_known_mistakes_at_once_are_both_named():
    result = judge(CLASS, BothKnown)
    assert result.misconception == "same sign and shift first"
    assert "First: The inverse's log-det has the other sign. Second: Scale, then" in str(result)


def test_a_known_mistake_is_not_named_when_it_does_not_explain_everything():
    assert judge(CLASS, OneKnown).misconception == ""


def test_a_known_mistake_is_not_named_where_the_answer_is_right():
    """The first input's gradient is that of the cut graph; on the second it is right."""
    cut, whole = GRADIENT.misconceptions[0].wrong, GRADIENT.reference
    half = lambda z, a, b: (cut if len(z) == 3 else whole)(z, a, b)  # noqa: E731
    assert judge(GRADIENT, half).misconception == ""


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
