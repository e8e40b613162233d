"""One cycle of the learning rate, gradients cut to a length, and the best state restored."""

import contextlib
import itertools
import warnings

import pytest
import torch
from torch import nn

from course_lib.data import old_faithful
from course_lib.flows import Composition, FlowDistribution, Linear, RationalQuadraticSpline
from course_lib.training import constant, fit, minimise, one_cycle

DATA = old_faithful()[:, 0].float() - 3


class Bowl(nn.Module):
    """A loss of two parameters with known gradients: 30 a + 40 b, of length 50."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Parameter(torch.zeros(())), nn.Parameter(torch.zeros(3))

    def loss(self):
        return 30 * self.a + 40 * self.b[0]


# --- the learning rate ----------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [2, 10, 11, 500, 1501])
def test_one_cycle_starts_low_peaks_once_and_ends_at_nothing(steps):
    factors = [one_cycle(k, steps) for k in range(steps)]
    assert factors[0] == pytest.approx(1 / 25) and factors[-1] == pytest.approx(1e-5)
    top = factors.index(max(factors))
    assert all(a < b for a, b in itertools.pairwise(factors[: top + 1]))
    assert all(a > b for a, b in itertools.pairwise(factors[top:]))
    if steps > 100:
        assert max(factors) == pytest.approx(1, abs=1e-3)
        assert top == pytest.approx(0.3 * (steps - 1), abs=1)


def test_one_cycle_is_torchs_without_its_momentum():
    """torch counts the top at 0.3 N − 1, we at 0.3 (N − 1): the same curve where that agrees."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    theirs = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, 1.0, total_steps=3001, cycle_momentum=False, final_div_factor=4000
    )
    for k in range(3001):
        assert one_cycle(k, 3001) == pytest.approx(theirs.get_last_lr()[0], abs=2e-3)
        if k < 3000:
            optimizer.step()
            theirs.step()


def test_each_step_is_taken_with_its_rate_and_the_optimizer_gets_its_own_back():
    bowl = Bowl()
    groups = [{"params": [bowl.a], "lr": 0.2}, {"params": [bowl.b], "lr": 0.01}]
    sgd = torch.optim.SGD(groups)
    history = minimise(bowl.loss, bowl, steps=10, optimizer=sgd, schedule=one_cycle)
    factors = torch.tensor([one_cycle(k, 10) for k in range(10)])
    steps = torch.stack([state["a"] for state in history.states]).diff()
    assert torch.allclose(steps, -30 * 0.2 * factors[:-1], rtol=1e-4)
    assert bowl.b[0].item() == pytest.approx(-40 * 0.01 * factors.sum().item(), rel=1e-4)
    assert [group["lr"] for group in sgd.param_groups] == [0.2, 0.01]


def test_the_rate_is_put_back_after_an_error_and_an_interrupt():
    bowl = Bowl()
    for error in (KeyboardInterrupt, RuntimeError):
        sgd = torch.optim.SGD(bowl.parameters(), lr=0.2)

        def on_step(step, history, error=error):
            raise error

        with contextlib.suppress(RuntimeError):
            minimise(bowl.loss, bowl, optimizer=sgd, schedule=one_cycle, on_step=on_step)
        assert sgd.param_groups[0]["lr"] == 0.2


def test_a_constant_rate_is_the_default_and_leaves_to_others_what_they_change():
    """A scheduler of torch's own, in ``on_step``, is not overruled."""
    assert constant(0, 9) == constant(8, 9) == 1
    bowl = Bowl()
    sgd = torch.optim.SGD(bowl.parameters(), lr=0.2)
    halve = torch.optim.lr_scheduler.StepLR(sgd, 1, gamma=0.5)
    history = minimise(bowl.loss, bowl, steps=4, optimizer=sgd, on_step=lambda *_: halve.step())
    steps = torch.stack([state["a"] for state in history.states]).diff()
    assert steps.tolist() == pytest.approx([-6.0, -3.0, -1.5])


def test_a_schedule_of_nonsense_is_refused():
    for factor in (-1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=r"The schedule gave .* at step 0 of 300"):
            minimise(Bowl().loss, Bowl(), schedule=lambda step, steps, f=factor: f)


# --- clipping -------------------------------------------------------------------------------------


def test_clipping_shortens_all_parameters_together_and_keeps_the_direction():
    bowl = Bowl()
    sgd = torch.optim.SGD(bowl.parameters(), lr=1.0)
    history = minimise(bowl.loss, bowl, steps=1, optimizer=sgd, clip=5.0)
    step = torch.cat([bowl.a.detach()[None], bowl.b.detach()])
    assert step.norm().item() == pytest.approx(5, rel=1e-5)
    assert step.tolist() == pytest.approx([-3, -4, 0, 0], abs=1e-4)
    assert history.norms == pytest.approx([50.0])


def test_a_gradient_that_is_short_enough_is_left_alone():
    for clip in (None, 60.0):
        bowl = Bowl()
        sgd = torch.optim.SGD(bowl.parameters(), lr=1.0)
        history = minimise(bowl.loss, bowl, steps=1, optimizer=sgd, clip=clip)
        assert bowl.a.item() == -30 and bowl.b[0].item() == -40
        assert history.norms == ([] if clip is None else [50.0])


def test_a_gradient_that_is_no_number_is_named():
    class Root(nn.Module):
        def __init__(self):
            super().__init__()
            self.a, self.b = nn.Parameter(torch.zeros(())), nn.Parameter(torch.ones(()))

    root = Root()
    with pytest.raises(ValueError, match="At step 0 the gradient of the parameter a is infinite"):
        minimise(lambda: root.a.sqrt() + root.b**2, root, clip=1.0)
    for wrong in (0.0, -1.0, float("nan")):
        with pytest.raises(ValueError, match="clip must be a positive number"):
            minimise(Bowl().loss, Bowl(), clip=wrong)
    for wrong in (0, True, 1.5):
        with pytest.raises(ValueError, match="look_every must be a whole number"):
            minimise(Bowl().loss, Bowl(), look_every=wrong)


# --- the best state -------------------------------------------------------------------------------


class Counts(nn.Module):
    """A parameter that runs away, and a buffer that changes with every loss."""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.zeros(()))
        self.register_buffer("calls", torch.zeros((), dtype=torch.long))
        self.register_buffer("mask", torch.ones(2000))  # as large as MADE's, and constant

    def loss(self):
        self.calls += 1
        return -self.a


def test_buffers_are_restored_with_the_parameters_they_belong_to():
    model = Counts()
    history = minimise(model.loss, model, steps=10, lr=1.0, held_out=lambda: (model.a - 3.2) ** 2)
    assert model.a.item() == pytest.approx(3, abs=1e-4) and history.best == 3
    assert model.calls.item() == 3
    history.restore(5)
    assert model.calls.item() == 6  # as the loss of that step has left it
    assert model.a.item() == pytest.approx(5, abs=1e-4)


def test_a_buffer_that_stands_still_is_kept_once():
    model = Counts()
    history = minimise(model.loss, model, steps=40, lr=1.0)
    assert len({id(state["mask"]) for state in history.states}) == 1
    assert len({id(state["calls"]) for state in history.states}) == 40


def test_what_else_the_optimizer_trains_is_restored_too():
    """The mean of a base, say, that is no part of the flow."""
    flow, mu = Linear(1.0, 0.0), nn.Parameter(torch.tensor(0.0))
    p = FlowDistribution(flow, torch.distributions.Normal(mu, 1.0))
    both = torch.optim.Adam([*flow.parameters(), mu], lr=0.3)
    history = fit(p, DATA[:40], steps=30, optimizer=both, held_out=DATA[100:] - 0.3)
    assert 0 < history.best < 30
    with torch.no_grad():
        now = -p.log_prob(DATA[100:] - 0.3).mean().item()
    assert now == pytest.approx(min(history.held_out), abs=1e-6)
    at = history.steps.index(history.best)
    assert mu.item() == history.states[at]["2 of the optimizer"].item() != 0
    history.restore(0)
    assert mu.item() == 0


# --- beyond the bound of a spline -----------------------------------------------------------------


def test_the_share_of_data_beyond_the_bound_is_told():
    spline = RationalQuadraticSpline(4, bound=1.0)
    with pytest.warns(UserWarning, match=r"\d\d% of the data lie beyond the bound of a spline"):
        history = fit(FlowDistribution(spline), DATA, steps=1)
    assert history.outside == pytest.approx((DATA.abs() > 1).float().mean().item())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        wide = RationalQuadraticSpline(4, bound=4.0)
        assert fit(FlowDistribution(wide), DATA, steps=1).outside == 0
        assert fit(FlowDistribution(Linear(1.0, 0.0)), DATA, steps=1).outside is None


def test_the_data_are_met_where_the_spline_stands_in_the_chain():
    spline, narrow = RationalQuadraticSpline(4, bound=2.5), Linear(0.1, 0.0)
    far = 10 * DATA
    for chain, expected in (
        (Composition(spline, narrow), (far.abs() > 2.5).float().mean().item()),
        (Composition(narrow, spline), (far.abs() > 0.25 * 100).float().mean().item()),
        (Composition(Linear(10.0, 0.0), Composition(spline, narrow)), 0.0),
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            history = fit(FlowDistribution(chain), far, steps=1, lr=1e-9)
        if chain.flows[0] is narrow:
            expected = ((far / 0.1).abs() > 2.5).float().mean().item()
        assert history.outside == pytest.approx(expected)
