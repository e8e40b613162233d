"""Fits reach the closed form, can be replayed, interrupted, and complain in time."""

import pytest
import torch

from course_lib.data import old_faithful
from course_lib.flows import FlowDistribution, Linear, TrainableAffine
from course_lib.training import fit, gaussian_mle

DATA = (old_faithful() - torch.tensor([3.0, 60.0])) / torch.tensor([1.0, 10.0])


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
        fit(Bad(), torch.ones(3), steps=5)
