"""The layers at parameters as a fit gone wrong makes them: steep bins, and flat plateaus."""

import mpmath
import pytest
import torch

from course_lib import flows
from tests.flows import contract, zoo
from tests.flows.contract import DOUBLE, TOLERANCE, close

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.filterwarnings("ignore:No layer of this flow moves"),
]

EPS = torch.finfo(DOUBLE).eps
WILD = {n: {k: zoo.randomised(f, width=2.0) for k, f in zoo.bends(n).items()} for n in (1, 2, 3, 6)}
CASES = [(n, name) for n in WILD for name in WILD[n]]

MIXTURES = [(n, name) for n, name in CASES if "mixture" in name or name == "marginal"]


def wild(n, size, seed, width=2.0):
    generator = torch.Generator().manual_seed(seed)
    return width * torch.randn(n, size, generator=generator, dtype=DOUBLE)


def exact_log_slope(z, knots_z, knots_x, slopes):
    """log dx/dz of a spline in 60 digits, through the same knots."""
    with mpmath.workdps(60):
        z, kz, kx, d = ([mpmath.mpf(v) for v in t.tolist()] for t in (z, knots_z, knots_x, slopes))
        z = z[0]
        if not kz[0] <= z < kz[-1]:
            return 0.0
        k = max(i for i in range(len(kz) - 1) if kz[i] <= z)
        w, h = kz[k + 1] - kz[k], kx[k + 1] - kx[k]
        s, t = h / w, (z - kz[k]) / w
        above = d[k + 1] * t**2 + 2 * s * t * (1 - t) + d[k] * (1 - t) ** 2
        below = s + (d[k] + d[k + 1] - 2 * s) * t * (1 - t)
        return float(mpmath.log(s**2 * above / below**2))


@pytest.mark.parametrize("width", [2.0, 6.0])
def test_the_log_slope_of_a_wild_spline_has_all_its_digits(width):
    """In 60 digits. Autograd's own slope of ``forward`` has lost five of them here: it adds terms
    of the size of the bin's mean slope that cancel, where our sum has none below 0."""
    recipe = flows.UnivariateSpline(4, 3.0)
    u, z = wild(150, recipe.size, 0, width), wild(150, 1, 1).requires_grad_()
    spline = recipe(u)
    x, log_det = spline.forward(z[:, 0])
    exact = torch.tensor([
        exact_log_slope(*at) for at in zip(z.detach(), spline.knots_z, spline.knots_x,
                                           spline.slopes, strict=True)
    ], dtype=DOUBLE)  # fmt: skip
    close(log_det.detach(), exact, 1e-14)
    by_autograd = torch.autograd.grad(x.sum(), z)[0][:, 0].log()
    assert (by_autograd - exact).abs().max() > 1e-12
    back, log_det = spline.inverse(x.detach())
    exact = torch.tensor([
        exact_log_slope(*at) for at in zip(back.unsqueeze(-1), spline.knots_z, spline.knots_x,
                                           spline.slopes, strict=True)
    ], dtype=DOUBLE)  # fmt: skip
    close(log_det, -exact, 1e-13)


@pytest.mark.parametrize("width", [2.0, 6.0])
def test_the_log_slope_of_a_wild_mixture_has_all_its_digits(width):
    """In 400 digits, deep in the valleys between narrow bumps and far out, too."""
    recipe = flows.UnivariateMixture(3, base="logistic")
    u, x = wild(150, recipe.size, 0, width), wild(150, 1, 1)[:, 0]
    mixture = recipe(u)
    log_det = mixture.inverse(x)[1]
    parts = zip(x, mixture.log_weights, mixture.means, mixture.scales, strict=True)
    exact = torch.tensor([exact_log_odds_slope(*at) for at in parts], dtype=DOUBLE)
    assert exact.min() < (-5 if width < 3 else -20)  # else nothing was deep
    close(log_det, exact, 1e-14)


def exact_log_odds_slope(x, log_weights, means, scales):
    """log d/dx (log F − log S) = log p − log F − log S of a mixture of logistics, which is given
    its weights as they are, of the sum 1 or nearly so."""
    with mpmath.workdps(400):
        below, above, p = mpmath.mpf(0), mpmath.mpf(0), mpmath.mpf(0)
        for log_w, m, s in zip(*(t.tolist() for t in (log_weights, means, scales)), strict=True):
            w, v = mpmath.exp(mpmath.mpf(log_w)), (mpmath.mpf(x.item()) - m) / mpmath.mpf(s)
            up = 1 / (1 + mpmath.exp(-v))
            below, above, p = below + w * up, above + w * (1 - up), p + w * up * (1 - up) / s
        # d/dx (log F − log S) = p/F + p/S; F + S is 1 but for the rounding of the weights.
        return float(mpmath.log(p / below + p / above))


@pytest.mark.parametrize(("n", "name"), CASES)
def test_log_dets_against_the_full_jacobian(n, name):
    """To 1e-12, or what autograd's slopes are worth: ε beside the flattest or the steepest.

    (Its slopes are sums that cancel. Only a spline's way back has none; ours are in 60 digits.)
    In one order of the coordinates the Jacobian is triangular: its determinant is its diagonal's
    product. (An elimination would lose a slope of 1e-20 beside an entry of 1e3.)
    """
    order = triangular_order(WILD[n][name], n)
    flow = WILD[n][name]
    value = contract.points(flow, 60)
    for way, method in ((flow.inverse, "inverse"), (flow.forward, "forward")):
        jacobians = torch.autograd.functional.jacobian(lambda v, way=way: way(v)[0].sum(0), value)
        jacobians = jacobians.transpose(0, 1)[:, order][:, :, order]
        assert (jacobians.triu(1) == 0).all()
        log_slopes = jacobians.diagonal(dim1=1, dim2=2).log()
        exact = log_slopes.sum(-1)
        with torch.no_grad():
            log_det = way(value)[1]
        worth = EPS * log_slopes.abs().amax(-1).exp()
        if method == "inverse" and "spline" in name:
            worth = torch.zeros_like(worth)
        told = worth < 1e-9
        assert told.double().mean() > 0.3 and log_det.isfinite().all()
        error = (log_det - exact).abs() / exact.abs().clamp(min=1)
        assert (error <= TOLERANCE + worth)[told].all(), (method, error[told].max())


def triangular_order(flow, n):
    """The coordinates, each after those that its map depends on."""
    mask = getattr(flow, "mask", torch.ones(n))
    return mask.to(DOUBLE).argsort(descending=True, stable=True)


@pytest.mark.parametrize(("n", "name"), MIXTURES)
def test_what_comes_back_over_a_plateau_is_as_good(n, name):
    contract.check_round_trips_over_plateaus(WILD[n][name], 1e-11, n=100)


def test_there_is_a_plateau():
    """Between two narrow bumps x → z → x may end anywhere on it: z does not change by 1e-15."""
    recipe = flows.UnivariateMixture(2, base="logistic")
    u = torch.tensor([0.0, 0.0, -2.0, 2.0, -6.0, -6.0], dtype=DOUBLE)
    mixture = recipe(u)
    x = torch.linspace(-0.6, 0.6, 21, dtype=DOUBLE)
    z, log_det = mixture.inverse(x)
    assert (z.abs() < EPS).all() and (log_det < -9).all() and log_det.isfinite().all()
    back = mixture.forward(z)[0]
    assert (back - x).abs().max() > 0.1
    assert (mixture.inverse(back)[0] - z).abs().max() <= 2 * EPS
