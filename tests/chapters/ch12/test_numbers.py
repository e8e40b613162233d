"""The numbers that chapter 12 tells, from its own code and pictures; and two ways to the same."""

import math
import re
from pathlib import Path
from unittest import mock

import pytest
import torch
from torch.distributions import Normal

from course_lib import notebook
from course_lib.authoring import facts
from course_lib.authoring.chapter import Chapter
from course_lib.chapters.ch12_variational_inference.exercises.labels import npe_loss
from course_lib.chapters.ch12_variational_inference.exercises.schools import S8, TEN, Y8, log_joint
from course_lib.chapters.ch12_variational_inference.exercises.vae import linear_vae
from course_lib.chapters.ch12_variational_inference.exercises.ways import as_shown, exact_slopes
from course_lib.chapters.ch12_variational_inference.exercises.weighing import expectation, weights
from course_lib.chapters.ch12_variational_inference.pictures import answers, bumps, models
from course_lib.exercises import registry
from course_lib.exercises.inputs import tensor
from course_lib.expectations import elbo, importance
from tests.prose import said

pytestmark = pytest.mark.thorough

TWELFTH = Path(__file__).parents[3] / "solutions" / "12_variational_inference.py"


def test_a_bell_on_the_larger_bump_is_near_by_one_divergence_and_far_by_the_other():
    _, read = bumps.TwoKlsPicture().frame(m=-2.0, s=0.7, d=2.0)
    assert (read["KL(q‖p)"], read["KL(p‖q)"]) == ("0.353", "4.293")
    log_p, log_q = bumps.log_bumps(bumps.X, 2.0), bumps.log_normal(bumps.X, -2.0, 0.7)
    near = bumps.kl(log_q, log_p).item()
    text = said(TWELFTH)
    assert f"KL(q‖p) is {near:.3f}" in text and "KL(p‖q) is 4.29" in text
    assert abs(near + math.log(0.7)) < 0.005


def test_two_near_bumps_are_covered_by_one_bell():
    mean, width, value = bumps.path()[-1]
    assert abs(mean) < 0.7 and width > 0.9 and bumps.LOG_Z - value < 0.08  # the quiz says so


def test_the_sample_size_is_the_same_whatever_share_is_missed():
    for share in (0.0, 0.3, 0.6, 0.95):
        ess, off = bumps.verdict(share)
        assert abs(ess - 0.996) < 0.002
        assert off == pytest.approx(math.log(1 - share), abs=0.02)
    assert "99.6 %" in said(TWELFTH)
    assert "$\\log\\hat Z - \\log Z$ is $\\log(1 - \\text{share})$" in said(TWELFTH)


@pytest.mark.parametrize("seed", range(3))
def test_with_labels_both_sides_without_labels_one(seed):
    _, counts = models.events()
    for way, fine in (
        ("with labels", lambda left: abs(left.mean() - 0.5) < 0.03),
        ("without labels", lambda left: (left < 0.01).all() or (left > 0.99).all()),
    ):
        with torch.no_grad():
            q = models.taught(way, seed)(counts)
        left = Normal(q.mean[:, 0], q.scale_tril[:, 0, 0]).cdf(torch.zeros(len(counts)))
        assert fine(left), (way, seed, left.mean())


def test_without_labels_the_weights_are_content_and_log_z_is_not():
    verdicts = [answers.verdict("without labels", event) for event in range(answers.EVENTS)]
    assert min(ess for ess, _ in verdicts) > 0.8
    assert all(off == pytest.approx(-math.log(2), abs=0.05) for _, off in verdicts)


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(3))
def test_a_flow_finds_the_evidence_of_eight_schools(seed):
    q = models.law(models.fitted("flow", seed))
    with torch.no_grad():
        found = importance(q, models.log_joint, 8000, seed=100)
        bound = elbo(q, models.log_joint, 8000, seed=5).mean.item()
    assert models.LOG_Z - bound < 0.03
    assert found.log_Z.item() == pytest.approx(models.LOG_Z, abs=0.03)


def test_a_mean_field_of_eight_schools_is_further_away():
    for kind, words in (("mean field", "Its KL is 0.28"), ("flow", "of the flow 0.02")):
        with torch.no_grad():
            bound = elbo(models.schools(kind), models.log_joint, 20_000, seed=5).mean.item()
        assert models.LOG_Z - bound == pytest.approx(float(words[-4:]), abs=0.015)
        assert words in said(TWELFTH)


def test_a_mean_field_of_eight_schools_seldom_goes_to_a_small_spread():
    """Exact by a sum over τ and the common mean, since each effect is normal for given τ."""
    y, sigma = models.EFFECTS.double(), models.ERRORS.double()
    log_tau = torch.linspace(-14, 8, 800, dtype=torch.float64)
    mean = torch.linspace(-40, 50, 601, dtype=torch.float64)[:, None, None]
    width = (sigma**2 + log_tau.exp()[:, None] ** 2).sqrt()
    log_p = Normal(mean, width).log_prob(y).sum(-1) + Normal(0.0, 5.0).log_prob(mean[..., 0])
    mass = (log_p.logsumexp(0) - torch.log1p((log_tau.exp() / 5) ** 2) + log_tau).softmax(0)
    v = models.schools("mean field").sample((40_000,))
    small = (v[:, 1].exp() < 0.5).double().mean().item()
    exact = mass[log_tau.exp() < 0.5].sum().item()
    assert (round(100 * small), round(100 * exact)) == (2, 10)
    assert "has 2 % of its samples, where 10 % belong" in said(TWELFTH)


def test_a_gaussian_stays_as_far_from_the_banana_as_it_is_said():
    """The best one, by hand: upright, with the banana's own mean; its KL from many samples."""
    free = torch.tensor([0.0, -0.78, -0.75, -0.69], dtype=torch.float64, requires_grad=True)
    z = torch.randn(50_000, 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    z = torch.cat([z, -z])

    def kl():
        x = free[:2] + free[2:].exp() * z
        away = 2 * (x[:, 1] - x[:, 0] ** 2 + 1)
        log_p = Normal(0.0, 1.0).log_prob(torch.stack([x[:, 0], away])).sum(0) + math.log(2)
        return (Normal(0.0, 1.0).log_prob(z).sum(-1) - free[2:].sum() - log_p).mean()

    optimizer = torch.optim.LBFGS([free], max_iter=50, line_search_fn="strong_wolfe")

    def again():
        optimizer.zero_grad()
        loss = kl()
        loss.backward()
        return loss

    optimizer.step(again)
    assert f"the KL stays near {kl().item():.2f}" in said(TWELFTH)


def test_couplings_are_needed_and_a_guess_comes_before_what_it_asks():
    source = TWELFTH.read_text(encoding="utf-8")
    needs = facts.numbers(re.search(r"\*\*You need\*\*(.*?)\*\*Time", said(TWELFTH))[1])
    assert needs == "02, 08 to 10" and "flows.Coupling" in source
    assert source.index('predict("12.c")') < source.index("live.elbo()")
    asked = registry.find_prediction("12.b").text
    assert "KL(q‖p) small" in source.split('predict("12.a")')[0] and "KL(q‖p)" not in asked


def test_a_flow_finds_the_banana_in_the_learners_notebook(capsys):
    """The chapter's own cells, up to the fit: its log Z is 0."""
    mine = {name: getattr(notebook, name) for name in notebook.__all__}
    mine |= dict.fromkeys(("check", "predict", "quiz", "progress"), lambda *_: None)
    mine |= {"live": mock.MagicMock()}
    for cell in Chapter(TWELFTH).complete().cells:
        if cell.cell_type == "code" and "import *" not in cell.source:
            exec(cell.source, mine)
            if "found = importance" in cell.source:
                break
    with torch.no_grad():
        assert mine["minus_elbo"](mine["flow"], 20_000).item() < 0.01
    assert abs(mine["found"].log_Z.item()) < 0.01 and mine["found"].efficiency > 0.98
    assert capsys.readouterr().out.count("12.2:") == 1  # whose answer it is, said once


def test_the_exercises_answers_are_what_the_library_does():
    """The joint density, the weights, the repaired mean: two ways to each number."""
    v = TEN.float()
    there = torch.stack([models.log_joint(one) for one in v]).double()
    assert torch.allclose(log_joint(TEN, Y8, S8), there, rtol=1e-4)
    q = Normal(torch.zeros(2, dtype=torch.float64), 1.3)
    q = torch.distributions.Independent(q, 1)
    found = importance(q, lambda x: -(x**2).sum(-1), 500, seed=0)
    log_z, ess = weights(-(found.x**2).sum(-1), q.log_prob(found.x))
    assert torch.allclose(log_z, found.log_Z) and torch.allclose(ess, found.ess)
    assert torch.allclose(expectation(found.x**2, found.log_w), found.expectation(lambda x: x**2))


def test_an_encoder_that_is_the_posterior_loses_nothing():
    x, w, sigma = tensor([0.3, -2.0, 1.4]), 1.4, 0.6
    best = w / (w**2 + sigma**2), sigma / math.hypot(w, sigma)
    bound, exact = linear_vae(x, w, sigma, *best)
    assert torch.allclose(bound, exact)
    assert (linear_vae(x, w, sigma, best[0], 1.2 * best[1])[0] < exact).all()


def test_the_four_losses_are_told_apart_with_room():
    exact = exact_slopes()
    apart = (exact["F"] - exact["R"]).abs().max()
    for found in as_shown().values():
        assert min((exact[way] - found).abs().max() for way in "FR") < 0.05 * apart


def test_the_loss_with_labels_is_smallest_at_the_posterior():
    """θ and x normal: the slope of the loss by the answer's mean and width is 0 there."""
    stream = torch.Generator().manual_seed(0)
    theta = torch.randn(200_000, generator=stream, dtype=torch.float64)
    x = theta + 0.5 * torch.randn(200_000, generator=stream, dtype=torch.float64)
    free = tensor([1 / 1.25, math.log(math.sqrt(0.25 / 1.25))]).requires_grad_()
    log_q = Normal(free[0] * x, free[1].exp()).log_prob(theta)
    loss = npe_loss(log_q, Normal(0.0, 1.0).log_prob(theta), Normal(theta, 0.5).log_prob(x))
    (slope,) = torch.autograd.grad(loss, free)
    assert slope.abs().max() < 0.02
