"""The pictures of chapter 08: every number checked against another way."""

import itertools
import math

import pytest
import torch
from scipy.integrate import quad
from scipy.stats import norm

from course_lib import expectations, live
from course_lib.chapters.ch08_differentiable_expectations.pictures import families, moving
from course_lib.chapters.ch08_differentiable_expectations.pictures.climbing import (
    BEST,
    FLOWS,
    Climb,
    Shape,
    entropy_ascent,
)
from course_lib.chapters.ch08_differentiable_expectations.pictures.cost import CostPicture
from course_lib.chapters.ch08_differentiable_expectations.pictures.families import (
    DOUBLE,
    FAMILIES,
    INTEGRANDS,
    NORMAL,
    Z,
    tensor,
)
from course_lib.chapters.ch08_differentiable_expectations.pictures.flowing import FlowingPicture
from course_lib.chapters.ch08_differentiable_expectations.pictures.histograms import EntropyPicture
from course_lib.chapters.ch08_differentiable_expectations.pictures.moving import MovingPicture
from course_lib.chapters.ch08_differentiable_expectations.pictures.three import (
    NS,
    ThreePicture,
    summary,
)
from tests.live.marks import first_number

pytestmark = pytest.mark.thorough  # some seconds: `make check` leaves them to `make test`

PICTURES = {
    "moving": MovingPicture,
    "entropy": EntropyPicture,
    "flowing": FlowingPicture,
    "three": ThreePicture,
    "cost": CostPicture,
}
EVERY = pytest.mark.parametrize("family", FAMILIES)
EACH = pytest.mark.parametrize("what", INTEGRANDS)


@pytest.fixture(scope="module")
def pictures():
    return {name: make() for name, make in PICTURES.items()}


@EVERY
@EACH
def test_the_exact_slope_is_a_difference_quotient(family, what):
    step = 1e-4
    ends = [families.exact(family, what, 1.3 + sign * step)[0] for sign in (1, -1)]
    _, slope = families.exact(family, what, 1.3)
    assert slope == pytest.approx((ends[0] - ends[1]) / (2 * step), abs=2e-5)


def closed_form(family, what, theta):
    """The slope of the average in θ, by hand; None where there is no formula."""
    if family.startswith("line"):  # x = θ z + 0.4
        return {"x²": 2 * theta, "x³": 6 * 0.4 * theta, "−log p(x)": 1 / theta}[what]
    if family.startswith("mixture") and what != "−log p(x)":
        # The second moment around μ is π² s²/3, and s is in proportion to θ; the third is 0.
        parts = ((0.4, -1.5, 0.3), (0.6, 1.2, 0.35))
        grow = [w * 2 * math.pi**2 * s**2 * theta / 3 for w, _, s in parts]
        weights = [1 if what == "x²" else 3 * mu for _, mu, _ in parts]
        return sum(g * k for g, k in zip(grow, weights, strict=True))
    return None


def by_scipy(family, what, theta, step=1e-4):
    """The same by adaptive integration from knot to knot and a difference quotient."""

    def average(t):
        p = FAMILIES[family](tensor(t))

        def weighted(x):
            x = tensor(x)
            return (p.log_prob(x).exp() * INTEGRANDS[what](p, x)).item()

        edges = [-40, -3, -1.6, 1.2, 3, 40]
        return sum(quad(weighted, a, b, epsabs=1e-11, limit=200)[0]
                   for a, b in itertools.pairwise(edges))  # fmt: skip

    return (average(theta + step) - average(theta - step)) / (2 * step)


@pytest.mark.slow
@EVERY
@EACH
def test_the_exact_slope_is_exact(family, what):
    _, slope = families.exact(family, what, 1.3)
    formula = closed_form(family, what, 1.3)
    wanted = by_scipy(family, what, 1.3) if formula is None else formula
    assert slope == pytest.approx(wanted, abs=2e-5)


@EVERY
@EACH
def test_contributions_average_to_the_slope_and_the_detached_ones_to_zero(family, what):
    of = families.contributions(family, what, 0.9)
    z, order = Z.sort()  # the places between the mixture's bumps stand last
    p0 = NORMAL.log_prob(z).exp()
    means = {name: torch.trapezoid(values[order] * p0, z).item() for name, values in of.items()}
    _, slope = families.exact(family, what, 0.9)
    assert means["pathwise"] == pytest.approx(slope, abs=2e-4)
    assert means["score"] == pytest.approx(slope, abs=5e-4)
    assert means["detached"] == pytest.approx(0, abs=5e-4)


@EVERY
@EACH
def test_contributions_are_those_of_the_library(family, what):
    """The mean over a few z is what ``expectations.gradient`` finds with the same samples."""
    at = families.places(1, 5, 11)[0]

    class Same:
        """The family's distribution, with these samples in place of random ones."""

        def __init__(self, t):
            self.p = FAMILIES[family](t)
            self.log_prob = self.p.log_prob

        def rsample(self, shape):
            assert shape == (5,)
            return self.p.flow(families.base_samples(family)[at])[0]

    for name in expectations.ESTIMATORS:
        t = tensor(1.7).requires_grad_()
        p = Same(t)
        F = INTEGRANDS[what]
        (found,) = expectations.gradient(p, lambda x, p=p, F=F: F(p, x), [t], 5, None, name)
        mean = families.contributions(family, what, 1.7)[name][at].mean()
        assert found.item() == pytest.approx(mean.item(), rel=1e-7, abs=1e-9), name


def test_the_same_z_move_smoothly_and_fresh_ones_do_not(pictures):
    same = torch.tensor(families_averages(False)).diff().diff().abs().max()
    fresh = torch.tensor(families_averages(True)).diff().diff().abs().max()
    assert same < 0.05 < 0.3 < fresh


def families_averages(fresh):
    return moving.averages("line: scale θ", "x²", 20, fresh)


def drawn(line):
    return [torch.as_tensor(part, dtype=DOUBLE) for part in line.get_data()]


def test_what_has_been_looked_at_is_not_computed_again(monkeypatch):
    """Each frame went through the flow three times, with derivatives, seen before or not."""
    picture = MovingPicture()
    states = [{"theta": theta, "family": name} for theta in (0.8, 1.5) for name in moving.FAMILIES]
    before = [picture.frame(**values) for values in states]
    monkeypatch.setattr(moving, "FAMILIES", {})
    assert [picture.frame(**values) for values in states] == before


def test_the_dots_keep_their_z_and_their_x_travels(pictures):
    """What is on the page: the same z at every θ, and x = θ z + 0.4 under each of them."""
    picture = pictures["moving"]
    seen = {}
    for theta in (0.8, 2.0):
        picture.frame(theta=theta, n=20, fresh=False)
        (z, high), (x, low) = drawn(picture.z), drawn(picture.x)
        assert len(z) == 20 and set(high.tolist()) == {1.0} and set(low.tolist()) == {0.0}
        assert torch.allclose(x, theta * z + 0.4, atol=1e-12)
        tips = drawn(picture.tips)[0]
        assert torch.allclose(tips, x + moving.AHEAD * z, atol=1e-12), "∂x/∂θ = z"
        seen[theta] = z
    assert torch.equal(seen[0.8], seen[2.0])
    assert seen[0.8].std() > 0.5


def test_the_curve_that_is_drawn_is_the_average_of_the_dots(pictures):
    picture = pictures["moving"]
    picture.frame(theta=1.0, n=20)
    z = drawn(picture.z)[0]
    thetas, heights = drawn(picture.same)
    by_hand = torch.stack([((t * z + 0.4) ** 2).mean() for t in thetas])
    low, high = moving.RANGE["x²"]
    assert torch.allclose(low + heights * (high - low), by_hand, atol=1e-9)
    truths = low + drawn(picture.truth)[1] * (high - low)
    assert torch.allclose(truths, thetas**2 + 0.16, atol=1e-5)


def test_the_tangent_is_the_curves(pictures):
    _, at = pictures["moving"].frame(theta=1.5, n=100)
    ends = [
        first_number(pictures["moving"].frame(theta=t, n=100)[1]["average"])
        for t in (1.4, 1.5, 1.6)
    ]
    slope = first_number(at["its slope in θ"])
    assert slope == pytest.approx((ends[2] - ends[0]) / 0.2, abs=0.01)
    assert slope == pytest.approx(first_number(at["exact slope"]), rel=0.25)


def mine(f, z, n):
    return (f(z) ** n).mean()


def test_your_moment_and_its_slope_are_drawn():
    _, said = MovingPicture(mine).frame(what="x³")
    assert said["your average"] == said["average"] and said["your slope"] == said["its slope in θ"]
    _, said = MovingPicture(lambda f, z, n: (f(z).detach() ** n).mean()).frame()
    assert "cut" in said["your slope"]


def right(f, log_prob, z):
    return -log_prob(f(z)).mean()


def wrong(f, log_prob, z):
    return -log_prob(f(z).detach()).mean()


@EVERY
def test_right_and_wrong_slopes_of_the_entropy(pictures, family):
    _, said = pictures["entropy"].frame(family=family, n=1000)
    exact = first_number(said["exact"])
    assert exact > 0.1
    for name, wanted in (("mean, samples move", exact), ("mean, cut off", 0.0)):
        mean, error = (float(t.replace("−", "-")) for t in said[name].split(" ± "))
        assert abs(mean - wanted) < 4 * error + 2e-3
    yours = EntropyPicture(right).frame(family=family)[1]["mean, 40 of yours"]
    assert abs(first_number(yours) - exact) < 4 * float(yours.split("± ")[1]) + 1e-3
    yours = EntropyPicture(wrong).frame(family=family)[1]["mean, 40 of yours"]
    assert abs(first_number(yours)) < 4 * float(yours.split("± ")[1]) + 1e-3


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (lambda *args: nobody, "NameError"),  # noqa: F821
        (lambda *args: ..., "placeholder"),
        (lambda *args: None, "nothing"),
        (lambda f, *args: f(args[-1] if args[-1] is not None else 0), "one number"),
    ],
)
def test_an_average_that_cannot_be_drawn_says_why(bad, words):
    _, said = EntropyPicture(bad).frame()
    assert "not drawn" in said["yours"] and words in said["yours"]


def test_an_average_of_moments_that_cannot_be_drawn_says_why():
    _, said = MovingPicture(lambda f, z, n: f(z)).frame()
    assert "not drawn" in said["yours"] and "one number" in said["yours"]


def library_slopes(family, F, theta, n, runs, estimator):
    """Slopes by ``expectations.gradient``, with the flow's own random samples."""
    found = []
    for seed in range(runs):
        t = tensor(theta).requires_grad_()
        p = FAMILIES[family](t)
        found += expectations.gradient(p, lambda x, p=p: F(p, x), [t], n, seed, estimator)
    return torch.stack(found)


@EVERY
def test_the_histograms_that_are_drawn_are_those_of_the_library(pictures, family):
    """Bars and truth on the page against real samples, drawn and differentiated elsewhere."""
    picture, theta, n = pictures["entropy"], 0.9, 100
    picture.frame(family=family, theta=theta, n=n)
    for key, estimator in (("moving", "pathwise"), ("cut", "detached")):
        runs = library_slopes(family, INTEGRANDS["−log p(x)"], theta, n, 100, estimator)
        edges, heights = torch.as_tensor(picture.bars[key].get_xy(), dtype=DOUBLE).T
        middles, share = edges[1:].unfold(0, 2, 2).mean(1), heights[1:-1:2] / heights[1:-1:2].sum()
        centre = (share * middles).sum()
        spread = (share * (middles - centre) ** 2).sum().sqrt()
        half_a_bin = 4.5 / 90 / 2
        off = abs(centre - runs.mean()).item()
        assert off <= 0.4 * runs.std().item() + half_a_bin
        assert spread.item() == pytest.approx(runs.std().item(), rel=0.3, abs=half_a_bin)
    formula = closed_form(family, "−log p(x)", theta)
    wanted = by_scipy(family, "−log p(x)", theta) if formula is None else formula
    for line in picture.truths:
        assert drawn(line)[0].tolist() == pytest.approx([wanted] * 2, abs=2e-5)


def test_what_a_bell_gains_is_known_by_hand(pictures):
    """∂p/∂θ of N(b, θ²) changes its sign at b ± θ; the area between is −2 φ(1)/θ."""
    _, said = pictures["flowing"].frame(theta=1.5)
    assert first_number(said["below 0"]) == pytest.approx(-2 * norm.pdf(1) / 1.5, abs=6e-4)


def test_gain_and_loss_cancel_unless_they_are_weighted(pictures):
    for family in FAMILIES:
        _, said = pictures["flowing"].frame(family=family)
        assert abs(first_number(said["sum"])) < 1e-3 < first_number(said["above 0"])
        for what in INTEGRANDS:
            _, said = pictures["flowing"].frame(family=family, weight=what)
            exact = families.exact(family, what, families.START)[1]
            assert first_number(said["sum"]) == pytest.approx(exact, abs=2e-3)


def test_two_estimators_get_better_and_the_third_does_not():
    found = summary("mixture: scales θ", "−log p(x)", 1.2, 1)
    last = NS.index(3000)
    for name in ("pathwise", "score"):
        bias, error, scatter = found[name]
        assert (bias.abs() < 4 * error + 1e-3).all()
        assert scatter[0] / scatter[last] == pytest.approx(math.sqrt(3000), rel=0.3)
    truth = by_scipy("mixture: scales θ", "−log p(x)", 1.2)
    bias, error, _ = found["detached"]
    assert bias[last] == pytest.approx(-truth, abs=4 * error[last].item())


@EVERY
@EACH
def test_the_right_ones_are_right_for_narrow_bumps_and_flat_splines(family, what):
    """With 3000 samples the bars are short: samples that are rounded too coarsely would show."""
    for theta in (0.4, 0.5, 0.6):
        found, last = summary(family, what, theta, 2), NS.index(3000)
        for name in ("pathwise", "score"):
            bias, error, _ = (part[last].item() for part in found[name])
            assert abs(bias) <= 3 * error + 1e-9, (theta, name)


@pytest.mark.slow
def test_bias_scatter_and_bars_that_are_drawn(pictures):
    """At N = 100, against 200 runs with the library's own samples; and the bars are ± one error."""
    picture, k = pictures["three"], NS.index(100)
    picture.frame(family="mixture: scales θ", what="x²", theta=1.2)
    truth = closed_form("mixture: scales θ", "x²", 1.2)
    for name in expectations.ESTIMATORS:
        runs = library_slopes("mixture: scales θ", INTEGRANDS["x²"], 1.2, 100, 200, name)
        line, scatter, bars = picture.artists[name]
        height = 10 ** drawn(line)[1][k].item()
        if name == "detached":  # x² has no θ of its own: its slope is 0 in every run
            assert height == pytest.approx(truth, rel=1e-3) and runs.abs().max() == 0
            continue
        assert 10 ** drawn(scatter)[1][k] == pytest.approx(runs.std().item(), rel=0.25)
        ends = 10 ** drawn(bars)[1][3 * k : 3 * k + 2]
        error = runs.std().item() / 200**0.5
        assert ends[1].item() - height == pytest.approx(error, rel=0.25)
        assert ends[0] <= max(height - 0.7 * error, 1e-4)
        assert height < 4 * error


def expected_by_hand(b, a):
    """E of 1 a minute early and 4 a minute late, for an arrival from N(b, a²)."""
    late = b * norm.cdf(b / a) + a * norm.pdf(b / a)
    return 4 * late + (late - b)


def test_the_expected_cost_that_is_drawn_is_the_closed_form(pictures):
    picture = pictures["cost"]
    picture.frame(cost="4 a minute late", a=2.0)
    aims, heights = drawn(picture.curve)
    wanted = torch.as_tensor(expected_by_hand(aims.numpy(), 2.0))
    assert torch.allclose(heights, wanted, atol=1e-3)
    steps, at = drawn(picture.way)
    assert torch.allclose(at, torch.as_tensor(expected_by_hand(steps.numpy(), 2.0)), atol=0.02)


def test_the_best_aim_is_a_quantile(pictures):
    _, said = pictures["cost"].frame()
    exact = -3.0 * norm.ppf(4 / 5)
    assert first_number(said["at b"]) == pytest.approx(exact, abs=0.06)
    assert first_number(said["aim b"]) == pytest.approx(exact, abs=0.6)


@pytest.mark.parametrize(
    ("estimator", "arrives"), [("pathwise", False), ("score", True), ("detached", False)]
)
def test_only_the_score_finds_the_way_at_a_jump(pictures, estimator, arrives):
    _, said = pictures["cost"].frame(cost="20 if it is missed", estimator=estimator)
    near = first_number(said["expected cost"]) < first_number(said["smallest possible"]) + 0.3
    assert near == arrives


def test_your_own_cost():
    picture = CostPicture(lambda x: 0.1 * (x - 1) ** 2)
    _, said = picture.frame()
    assert first_number(said["at b"]) == pytest.approx(1.0, abs=0.06)
    assert first_number(said["smallest possible"]) == pytest.approx(0.1 * 9, abs=0.01)
    with pytest.raises(live.YoursFailed, match="placeholder"):
        CostPicture(lambda x: ...).frame()


def test_the_shape_of_the_gaussian_is_known_and_its_size_does_not_matter():
    shape = Shape.of(torch.distributions.Normal(tensor(0.0), tensor(2.5)))
    assert shape.entropy == pytest.approx(BEST, abs=1e-9)
    assert shape.kurtosis == pytest.approx(0, abs=1e-9)
    flat = Shape.of(torch.distributions.Laplace(tensor(0.0), tensor(0.7)))
    assert flat.entropy == pytest.approx(1 + math.log(2) - 0.5 * math.log(2), abs=1e-4)
    assert flat.kurtosis == pytest.approx(3, abs=1e-3)


@pytest.mark.exhaustive
@pytest.mark.parametrize("flow", FLOWS)
@pytest.mark.parametrize("seed", range(3))
def test_the_ascent_arrives_at_the_gaussian(flow, seed):
    climb = Climb(FLOWS[flow](seed), None, 300, 0.03, 300, 300, seed)
    first = climb.frames[0][1]
    climb.run()
    last = climb.frames[-1][1]
    assert first.divergence > 0.1
    assert 0 <= last.divergence < 0.005
    assert abs(last.kurtosis) < 0.25 < abs(first.kurtosis)


def test_the_wrong_gradient_does_not_climb_and_what_cannot_climb_says_why():
    def cut(log_prob, x):
        return -log_prob(x.detach()).mean() - 0.5 * (x**2).mean().log()

    view = entropy_ascent("spline", yours=cut, steps=60)
    view.picture.learning.run()
    entropies = [shape.entropy for _, shape in view.picture.learning.frames]
    assert entropies[-1] < entropies[0] or max(entropies) < BEST - 0.2
    for bad, words in ((lambda p, x: 3.0, "one number"), (lambda p, x: x.mean().detach(), "cut")):
        view = entropy_ascent("spline", yours=bad)
        view.picture.learning.run()
        assert words in view.picture.frame(step=0)[1]["⚠ stopped"]
    with pytest.raises(ValueError, match="mixture"):
        entropy_ascent("circle")


def test_samples_are_rounded_by_less_than_their_scatter():
    z = Z[families.places(1, 100_000, 0)[0]]
    assert z.mean().abs() < 0.02 and z.std() == pytest.approx(1, abs=0.01) and z.dtype == DOUBLE
