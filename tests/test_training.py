"""Fits reach the closed form, can be replayed, interrupted, and complain in time."""

import warnings

import pytest
import torch

from course_lib.data import old_faithful
from course_lib.flows import (
    Composition,
    FlowDistribution,
    Linear,
    RationalQuadraticSpline,
    TrainableAffine,
)
from course_lib.training import fit, gaussian_mle, minimise

DATA = (old_faithful() - torch.tensor([3.0, 60.0])) / torch.tensor([1.0, 10.0])


@pytest.mark.slow
def test_gradient_descent_finds_the_closed_form():
    flow = TrainableAffine(2).double()
    history = fit(FlowDistribution(flow), DATA, steps=600, lr=0.03)
    mean, covariance = gaussian_mle(DATA)
    assert torch.allclose(flow.b, mean, atol=1e-3)
    assert torch.allclose(flow.covariance, covariance, atol=2e-3)
    best = 0.5 * torch.logdet(2 * torch.pi * torch.e * covariance)
    assert history.losses[-1] == pytest.approx(best.item(), abs=1e-5)
    assert min(history.losses) >= best.item() - 1e-12  # nothing is likelier than the closed form


def test_the_closed_form_is_the_covariance_with_one_over_n():
    mean, covariance = gaussian_mle(DATA)
    assert torch.allclose(covariance, torch.cov(DATA.T, correction=0), rtol=1e-12)
    assert torch.allclose(mean, DATA.mean(0))


def test_losses_belong_to_the_recorded_parameters():
    flow = TrainableAffine(2).double()
    p = FlowDistribution(flow)
    history = fit(p, DATA, steps=20)
    final = {name: value.clone() for name, value in flow.named_parameters()}
    for k in (0, 7, 19):
        history.restore(k)
        assert -p.log_prob(DATA).mean().item() == pytest.approx(history.losses[k], abs=1e-12)
    assert any((final[name] != value).any() for name, value in flow.named_parameters())


def test_a_module_with_log_prob_is_fitted_too():
    class Own(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.mean = torch.nn.Parameter(torch.zeros(2, dtype=torch.float64))

        def log_prob(self, x):
            return -0.5 * ((x - self.mean) ** 2).sum(-1)

    own = Own()
    fit(own, DATA, steps=400, lr=0.05)
    assert torch.allclose(own.mean, DATA.mean(0), atol=1e-3)


def test_the_same_seed_gives_the_same_fit():
    losses = [fit(FlowDistribution(Linear(1.0, 0.0)), DATA[:, 0], 30).losses for _ in range(2)]
    assert losses[0] == losses[1]


def test_on_step_sees_every_step_and_an_interrupt_keeps_what_was_learnt(capsys):
    flow = Linear(1.0, 0.0)
    seen = []

    def on_step(step, history):
        seen.append((step, len(history.losses)))
        if step == 4:
            raise KeyboardInterrupt

    history = fit(FlowDistribution(flow), DATA[:, 1], steps=100, on_step=on_step)
    assert seen == [(k, k + 1) for k in range(5)]
    assert "Stopped after 5 of 100 steps" in capsys.readouterr().out
    assert len(history.states) == 5 and flow.b.item() != 0


def test_another_optimizer():
    flow = Linear(1.0, 0.0)
    sgd = torch.optim.SGD(flow.parameters(), lr=0.1)
    fit(FlowDistribution(flow), DATA[:, 0], steps=1, optimizer=sgd)
    gradient = -(DATA[:, 0] - 0).mean().item()  # of −log p at a = 1, b = 0 with respect to b
    assert flow.b.item() == pytest.approx(-0.1 * gradient, abs=1e-6)


def test_a_loss_that_is_no_number_stops_the_fit():
    class Bad(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.a = torch.nn.Parameter(torch.tensor(1.0))

        def log_prob(self, x):
            return (self.a - 2).log() * x

    with pytest.raises(ValueError, match="At step 0 the loss is nan"):
        fit(Bad(), torch.tensor([1.0, 2.0, 3.0]), steps=5)


# --- nobody else's random numbers -----------------------------------------------------------------


@pytest.mark.thorough
def test_a_bootstrap_gives_the_standard_error_of_the_formula():
    """Each round draws anew although a fit stands between them."""
    data = torch.randn(200, generator=torch.Generator().manual_seed(1))
    torch.manual_seed(3)
    means = []
    for _ in range(60):
        flow = Linear(data.std().item(), 0.0)
        again = data[torch.randint(200, (200,))]
        fit(FlowDistribution(flow), again, steps=60, lr=0.05)
        means.append(flow.b.item())
    found, formula = torch.tensor(means).std().item(), (data.std() / 200**0.5).item()
    assert found == pytest.approx(formula, rel=0.3)
    assert len(set(means)) == 60


def test_a_loss_that_draws_is_the_same_in_every_run_and_on_step_draws_its_own():
    def run():
        line, drawn = Linear(1.0, 0.5), []
        history = minimise(lambda: (line(torch.randn(50))[0] ** 2).mean(), line, steps=10,
                           on_step=lambda *_: drawn.append(torch.rand(()).item()))  # fmt: skip
        return history.losses, drawn

    torch.manual_seed(8)
    expected = torch.rand(20).tolist()
    torch.manual_seed(8)
    (first, drawn), (second, more) = run(), run()
    assert first == second and len(set(first)) == 10
    assert drawn + more == pytest.approx(expected)


# --- mini-batches, held-out data, snapshots -------------------------------------------------------


def test_mini_batches_take_each_of_the_data_once_in_a_round():
    seen = []

    class Watched(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.mean = torch.nn.Parameter(torch.zeros(()))

        def log_prob(self, x):
            seen.append(x)
            return -((x - self.mean) ** 2)

    data = torch.arange(10.0)
    fit(Watched(), data, steps=9, batch_size=4)
    assert [len(x) for x in seen] == [4, 4, 2] * 3
    rounds = [torch.cat(seen[i : i + 3]) for i in (0, 3, 6)]
    assert all((r.sort()[0] == data).all() for r in rounds)
    assert (rounds[0] != rounds[1]).any()
    first = torch.cat(seen)
    seen.clear()
    fit(Watched(), data, steps=9, batch_size=4)
    assert (torch.cat(seen) == first).all()
    for wrong in (0, 2.5, True):
        with pytest.raises(ValueError, match="batch_size must be a whole number"):
            fit(Watched(), data, batch_size=wrong)


@pytest.mark.slow
def test_held_out_data_end_a_fit_early_and_give_the_best_state_back():
    train, other = DATA[:40, 0].float(), DATA[100:, 0].float()
    flow = Composition(Linear(1.0, 0.0), RationalQuadraticSpline(40, bound=3.0))
    p = FlowDistribution(flow)
    history = fit(p, train, steps=400, lr=0.1, held_out=other, patience=30)
    assert len(history.losses) < 400
    assert history.best == history.held_out.index(min(history.held_out))
    assert len(history.losses) - history.best >= 30
    with torch.no_grad():
        assert -p.log_prob(other).mean().item() == pytest.approx(min(history.held_out), abs=1e-6)
    assert min(history.losses) < history.losses[history.best]


def test_without_patience_all_steps_are_taken_and_the_last_state_may_be_the_best():
    flow = Linear(1.0, 0.0)
    history = fit(FlowDistribution(flow), DATA[:, 0], steps=20, lr=0.01, held_out=DATA[:, 0])
    assert len(history.losses) == 20 and history.best == 20
    assert -FlowDistribution(flow).log_prob(DATA[:, 0]).mean().item() == pytest.approx(
        min(history.held_out), abs=1e-6
    )


@pytest.mark.slow
def test_snapshots_of_many_parameters_are_kept_sparsely():
    class Large(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.a = torch.nn.Parameter(torch.zeros(8000))

    large = Large()
    history = minimise(lambda: ((large.a - 1) ** 2).mean(), large, steps=1500)
    kept = sum(state["a"].nbytes for state in history.states)
    assert kept <= 4.1e6 and len(history.losses) == 1500
    assert history.steps[:3] == [0, 16, 32] and history.steps[-1] == 1488
    history.restore(32)
    assert ((large.a - 1) ** 2).mean().item() == pytest.approx(history.losses[32])
    with pytest.raises(ValueError, match="every 16th step was kept: not step 33, but 32"):
        history.restore(33)


def test_a_long_fit_says_how_far_it_is_and_a_short_one_does_not(capsys, monkeypatch):
    monkeypatch.delenv("COURSE_STATIC", raising=False)
    clock = iter(range(1000))
    monkeypatch.setattr("course_lib.training.watch.time.monotonic", lambda: next(clock))
    fit(FlowDistribution(Linear(1.0, 0.0)), DATA[:, 0], steps=10)
    out, err = capsys.readouterr()
    assert err == "" and "step 10 of 10, loss 1." in out and "0 s left" in out
    fit(FlowDistribution(Linear(1.0, 0.0)), DATA[:, 0], steps=10, progress=False)
    fit(FlowDistribution(Linear(1.0, 0.0)), DATA[:, 0], steps=10, on_step=lambda *_: None)
    monkeypatch.undo()
    fit(FlowDistribution(Linear(1.0, 0.0)), DATA[:, 0], steps=10)
    assert capsys.readouterr() == ("", "")


# --- advice ---------------------------------------------------------------------------------------


def test_lbfgs_works_too():
    flow = Linear(1.0, 0.0)
    optimizer = torch.optim.LBFGS(flow.parameters(), lr=0.5)
    history = fit(FlowDistribution(flow), DATA[:, 0], steps=15, optimizer=optimizer)
    assert flow.b.item() == pytest.approx(DATA[:, 0].mean().item(), abs=1e-4)
    assert len(history.losses) == len(history.states) == 15
    history.restore(0)
    assert flow.b.item() == 0


class Plain:
    """A flow that is no module."""

    def __init__(self):
        self.a = torch.tensor(1.0, requires_grad=True)

    def forward(self, z):
        return self.a * z, self.a.abs().log().expand(z.shape)

    def inverse(self, x):
        return x / self.a, -self.a.abs().log().expand(x.shape)


def test_an_object_without_parameters_is_told_so_and_an_optimizer_helps():
    plain = Plain()
    with pytest.raises(TypeError, match=r"Plain has no parameters.*torch.nn.Module"):
        fit(FlowDistribution(plain), DATA[:, 0])
    sgd = torch.optim.SGD([plain.a], lr=0.1)
    history = fit(FlowDistribution(plain), DATA[:, 0], steps=50, optimizer=sgd)
    assert history.losses[-1] < history.losses[0]
    history.restore(0)
    assert plain.a.item() == 1
    tensors = Linear(torch.tensor(1.0, requires_grad=True), torch.tensor(0.0))
    with pytest.raises(ValueError, match="Linear has nothing to train"):
        fit(FlowDistribution(tensors), DATA[:, 0])
    frozen = Linear(1.0, 0.0).requires_grad_(False)
    with pytest.raises(ValueError, match="Linear has nothing to train"):
        fit(FlowDistribution(frozen), DATA[:, 0])


def test_a_loss_without_a_gradient_is_told_so():
    line = Linear(1.0, 0.0)
    with pytest.raises(ValueError, match="The loss has no gradient"):
        minimise(lambda: FlowDistribution(line).sample((10,)).mean(), line)


@pytest.mark.parametrize("independent", [False, True])
def test_parameters_of_the_base_are_not_left_alone_in_silence(independent):
    mu = torch.nn.Parameter(torch.zeros(1) if independent else torch.tensor(0.0))
    base = torch.distributions.Normal(mu, 1.0)
    flow, data = Linear(1.0, 0.0), DATA[:, 0]
    if independent:
        base = torch.distributions.Independent(base, 1)
        flow, data = TrainableAffine(1), DATA[:, :1]
    p = FlowDistribution(flow, base)
    with pytest.warns(UserWarning, match="base's loc requires a gradient, but only the flow"):
        fit(p, data, steps=2)
    assert mu.item() == 0
    both = torch.optim.Adam([*flow.parameters(), mu], lr=0.05)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit(p, data, steps=5, optimizer=both)
    assert mu.item() != 0


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (torch.tensor([1.0, torch.inf]), ValueError, "1 of the 2 numbers in data are infinite"),
        (torch.tensor([torch.nan, torch.inf]), ValueError, "2 of the 2 numbers in data"),
        (torch.tensor([]), ValueError, r"data is empty: its shape is \(0,\)"),
        (torch.tensor([1, 2, 3]), TypeError, r"int64: make it floating-point, data.float\(\)"),
        ([1.0, 2.0], TypeError, "must be a torch tensor, not list"),
    ],
)
def test_data_that_cannot_be_fitted(data, error, words):
    p = FlowDistribution(Linear(1.0, 0.0))
    with pytest.raises(error, match=words):
        fit(p, data)
    with pytest.raises(error, match=words.replace("data", "held_out").replace("its", ".*")):
        fit(p, DATA[:, 0], held_out=data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (torch.full((5,), 2.0), "All 5 events in data are the same"),
        (torch.tensor([1.0, 1.0, 1.0, 2.0, 3.0]), "3 of the 5 events"),
        (torch.tensor([1.0, 1.0, 2.0, 2.0]), "2 of the 4 events"),
    ],
)
def test_data_that_are_mostly_one_number(data, words):
    with pytest.warns(UserWarning, match=words):
        fit(FlowDistribution(Linear(1.0, 0.0)), data, steps=1)
    pairs = torch.stack([data, 0 * data], -1)
    with pytest.warns(UserWarning, match=words):
        fit(FlowDistribution(TrainableAffine(2)), pairs, steps=1)


def test_different_events_that_share_a_coordinate_are_no_reason_to_warn():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit(FlowDistribution(TrainableAffine(2)), torch.stack([DATA[:, 0], 0 * DATA[:, 0]], -1),
            steps=1)  # fmt: skip
        fit(FlowDistribution(Linear(1.0, 0.0)), torch.tensor([1.0]), steps=1)
        fit(FlowDistribution(Linear(1.0, 0.0)), DATA[:, 1], steps=1)


def test_a_learning_rate_that_leads_out_of_the_numbers():
    flow = Linear(1.0, 0.0)
    sgd = torch.optim.SGD(flow.parameters(), lr=3e38)
    words = (
        r"At step 1 the loss is nan: .* the parameter a infinite or NaN \(lr = 3e\+38\).*smaller"
    )
    with pytest.raises(ValueError, match=words):
        fit(FlowDistribution(flow), 10 * DATA[:, 0].float(), steps=50, optimizer=sgd)
    for lr in (float("inf"), float("nan"), 0.0, -1.0):
        with pytest.raises(ValueError, match="lr must be a positive number"):
            fit(FlowDistribution(Linear(1.0, 0.0)), DATA[:, 0], lr=lr)


def test_a_learning_rate_that_leads_to_an_infinite_loss():
    flow = Linear(1.0, 2.0)
    sgd = torch.optim.SGD([flow.b], lr=50.0)
    with pytest.raises(ValueError, match=r"loss is inf, after .* \(lr = 50\): try a smaller lr"):
        fit(FlowDistribution(flow), DATA[:, 0].float(), steps=50, optimizer=sgd)


def test_a_learning_rate_that_makes_it_worse_and_worse():
    with pytest.warns(UserWarning, match=r"risen, from .* \(lr = 3\).*smaller lr"):
        flow = Linear(1.0, 2.0)
        sgd = torch.optim.SGD([flow.b], lr=3.0)
        fit(FlowDistribution(flow), DATA[:, 0].float(), steps=12, optimizer=sgd)


def test_an_infinite_loss_at_the_start_is_not_blamed_on_the_learning_rate():
    p = FlowDistribution(Linear(1.0, 0.0), torch.distributions.Uniform(0.0, 1.0))
    with pytest.raises(ValueError, match="the learning rate has no part in it"):
        fit(p, torch.tensor([0.5, 3.0, 0.7]))
