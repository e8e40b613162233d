"""Small faults that once lived: each of these tests was written because a fault passed the others.

Quick, and each asks one thing: the way back, a reload, a start from data.
"""

import math

import pytest
import torch

from course_lib import flows
from course_lib.flows import marginal
from tests.flows import zoo
from tests.flows.contract import DOUBLE, close

# One layer of a coupling leaves a coordinate alone, on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:No layer of this flow moves")

RECIPE = flows.UnivariateAffine()


def normal(*shape, seed=1):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=DOUBLE)


def coupling(mask, seed=3):
    return zoo.randomised(flows.Coupling(mask, RECIPE, 4), seed, width=0.5)


# --- the way back --------------------------------------------------------------------------------

TURNS = {
    "rotation": lambda: zoo.randomised(flows.Rotation(3)),
    "reflections": lambda: zoo.randomised(flows.Householder(3)),
    "permutation": lambda: flows.Permutation([2, 0, 1]),
    "coupling": lambda: coupling([False, False, True]),
}


@pytest.mark.parametrize("name", TURNS)
def test_there_and_back(name):
    flow, z = TURNS[name](), normal(20, 3)
    x, log_det = flow(z)
    back, backward = flow.inverse(x)
    assert (x - z).abs().max() > 0.1
    close(back, z)
    close(backward, -log_det)


def test_a_coupling_puts_each_coordinate_where_it_was():
    """An order whose way back is another one: passive 2, moved 0 and 1."""
    flow, z = coupling([False, False, True]), normal(20, 3)
    x, _ = flow(z)
    assert torch.equal(x[:, 2], z[:, 2])
    alone = torch.autograd.functional.jacobian(lambda v: flow(v)[0], z[0])
    assert alone[0, 1] == alone[1, 0] == 0 and alone[0, 0] > 0 and alone[1, 1] > 0


def test_a_couplings_network_is_given_the_passive_ones_and_then_the_context():
    flow = zoo.randomised(flows.Coupling([True, False, True], RECIPE, 4, context=2))
    asked, z, c = [], normal(20, 3), normal(20, 2, seed=2)
    flow.network.register_forward_pre_hook(lambda _, given: asked.append(given))
    x, _ = flow.given(c)(z)
    flow.given(c).inverse(x)
    for still, context in asked:
        assert torch.equal(still, z[:, [0, 2]]) and torch.equal(context, c)


def test_the_flow_under_a_network_of_all_parameters_is_trained_with_it():
    """θ = θ₀ + network(c): both get the gradient that θ gets."""
    flow = zoo.parameters_of(2)
    x, log_det = flow.given(zoo.contexts(4))(normal(4, 2))
    (x.sin().sum() + log_det.sum()).backward()
    found = torch.cat([p.grad.flatten() for p in flow.flow.parameters()])
    close(found, flow.network.layers[-1].bias.grad)
    assert found.abs().max() > 0.1


def test_a_conditional_distribution_keeps_its_base_and_warns():
    flow = next(iter(zoo.numbers().values()))
    base = flows.Logistic(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE))
    assert isinstance(flows.Conditional(flow, base)(zoo.contexts(4)).base, flows.Logistic)
    with pytest.warns(UserWarning, match="moves coordinate 0"):
        flows.Conditional(flows.Coupling([True, False], RECIPE, 4, context=2))


# --- a reload ------------------------------------------------------------------------------------

PAIRS = {
    "permutation": (lambda: flows.Permutation([2, 0, 1]), lambda: flows.Permutation([0, 1, 2])),
    "coupling": (
        lambda: coupling([False, False, True]), lambda: coupling([True, False, False], seed=5)
    ),
    "rotation": (
        lambda: zoo.randomised(flows.Rotation(3, zoo.orthogonal(3))), lambda: flows.Rotation(3)
    ),
    "spline": (
        lambda: zoo.randomised(flows.RationalQuadraticSpline(3, 5.0)),
        lambda: flows.RationalQuadraticSpline(3, 2.0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_a_flow_that_is_loaded_is_the_one_that_was_saved(name):
    """Everything that is made of what is saved must be made anew: both ways, and what it says."""
    saved, other = (make() for make in PAIRS[name])
    other = other.double()
    other.load_state_dict(saved.state_dict())
    z = normal(20, 3)
    for way in ("forward", "inverse"):
        for one, expected in zip(getattr(other, way)(z), getattr(saved, way)(z), strict=True):
            close(one, expected)
    still = torch.tensor([True, True, True])
    assert torch.equal(other.untouched(still), saved.untouched(still))


def test_what_a_coupling_saves():
    """The mask and the network; what is made of the mask is not saved."""
    names = set(flows.Coupling([True, False], RECIPE, 4).state_dict())
    assert names == {"mask", *(f"network.layers.{k}.{p}" for k in (0, 1)
                               for p in ("weight", "bias"))}  # fmt: skip


# --- a start from data ---------------------------------------------------------------------------


@pytest.mark.parametrize("base", ["normal", "logistic"])
def test_the_u_of_a_mixture_makes_that_mixture(base):
    recipe = flows.UnivariateMixture(3, base)
    log_weights, means, scales = normal(3).log_softmax(-1), 2 * normal(3, seed=2), normal(3).exp()
    made = recipe(recipe.u_of(log_weights, means, scales))
    made = made if base == "logistic" else made.flows[0]
    for found, wanted in zip((made.log_weights, made.means, made.scales),
                             (log_weights, means, scales), strict=True):  # fmt: skip
        close(found, wanted)


def test_scales_out_of_reach_come_as_near_as_they_can():
    recipe = flows.UnivariateMixture(2)
    zero, far = torch.zeros(2, dtype=DOUBLE), torch.tensor([1e-9, 1e9], dtype=DOUBLE)
    u = recipe.u_of(zero - math.log(2), zero, far)
    assert u.isfinite().all()
    small, large = recipe(u).flows[0].scales
    assert small < 0.1 and large > 5


def correlated(n=200):
    z = normal(n, 2)
    return torch.stack([3 + z[:, 0] ** 3, 0.1 * (z[:, 0] ** 3 + z[:, 1])], -1)


def whitened(data):
    with torch.no_grad():
        return marginal.whitening(data).inverse(data)[0]


def test_whitened_data_have_mean_0_and_covariance_1():
    data = correlated()
    y = whitened(data)
    close(y.mean(0), torch.zeros(2, dtype=DOUBLE))
    close(y.T.cov(), torch.eye(2, dtype=DOUBLE))


def test_a_mixture_fitted_by_em_has_the_mean_and_the_variance_of_the_data():
    """Each step of EM keeps both, as it shares out every number wholly."""
    y = normal(200, 2)
    y[:60] = 0.5 * y[:60] + 4  # no hump so narrow that its scale is held at the smallest one
    log_weights, means, scales = marginal.fitted_mixtures(y, 3)
    weights, variances = log_weights.exp(), (math.pi * scales) ** 2 / 3
    assert (weights - 1 / 3).abs().max() > 0.05
    mean = (weights * means).sum(-1)
    close(mean, y.mean(0), 1e-10)
    variance = (weights * (variances + (means - mean.unsqueeze(-1)) ** 2)).sum(-1)
    close(variance, y.var(0, correction=0), 1e-10)


def test_the_rotation_is_the_one_with_the_smallest_entropies():
    y = whitened(correlated())
    R = marginal.telling_rotation(y, torch.Generator().manual_seed(4))
    candidates = torch.linalg.qr(
        torch.randn(marginal.TRIES, 2, 2, generator=torch.Generator().manual_seed(4), dtype=DOUBLE)
    )[0]
    all_of_them = [marginal.marginal_entropies(y @ one).sum() for one in candidates]
    assert marginal.marginal_entropies(y @ R).sum() == min(all_of_them)


def test_every_layer_is_turned_and_fitted_to_what_the_one_before_leaves():
    data = correlated()
    whiten, turn, straighten = flows.gaussianization(data, layers=1, k=3).flows
    y = turn.inverse(whiten.inverse(data)[0])[0]
    close(straighten.u, straighten.univariate.u_of(*marginal.fitted_mixtures(y, 3)))
    assert (turn.R - torch.eye(2).double()).abs().max() > 1e-3
    other = flows.gaussianization(data, layers=1, k=3, seed=1).flows[1]
    assert not torch.equal(turn.R, other.R)


def test_as_many_events_as_dimensions_are_too_few():
    with pytest.raises(ValueError, match="N > n"):
        flows.gaussianization(normal(2, 2))
