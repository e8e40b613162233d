"""The flows of chapter 09: the whole contract, zeros of the Jacobian, starts, and their errors."""

import warnings

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import flows
from tests.flows import contract, zoo
from tests.flows.contract import DOUBLE, close

# One layer of a coupling leaves a coordinate alone, on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:No layer of this flow moves")

RECIPES = (
    flows.UnivariateAffine(),
    flows.UnivariateSpline(4, 3.0),
    flows.UnivariateMixture(3),
    flows.UnivariateMixture(3, base="logistic"),
)
LAYERS = {n: zoo.layers(n) for n in (1, 2, 3, 6)}
CASES = [
    pytest.param(n, *case.values, marks=case.marks)
    for n in (1, 3) for case in zoo.quick_ones_first(LAYERS[n])
]  # fmt: skip


def normal(*shape, seed=1):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=DOUBLE)


def jacobian(function, value):
    return torch.autograd.functional.jacobian(function, value)


# --- the contract --------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize(("n", "name"), CASES)
def test_every_layer_keeps_the_contract(n, name):
    flow = LAYERS[n][name]
    contract.check_log_dets(flow, 40)
    contract.check_shapes(flow)
    contract.check_float32(flow)
    contract.check_round_trips(flow, 1e-10 if has_mixture(name) else 1e-12, 100)


def has_mixture(name):
    return "mixture" in name or name == "marginal"


@pytest.mark.slow
@pytest.mark.parametrize("name", LAYERS[2])
def test_gradients_of_every_parameter(name):
    """Of samples, densities and log-dets, parameter by parameter, first and second ones."""
    contract.check_gradients(LAYERS[2][name], in_a_direction=True, n=2)


@pytest.mark.parametrize("name", zoo.quick_ones_first(LAYERS[2]))
def test_gradients_of_a_direction_in_parameter_space(name):
    """The same for all parameters at once, quickly: along one random direction."""
    flow = LAYERS[2][name]
    value = normal(1, 2)
    names = [name for name, _ in flow.named_parameters()]
    at = [p.detach().clone() for p in flow.parameters()]
    directions = [normal(*p.shape, seed=i + 2) for i, p in enumerate(at)]

    def along(t, method):
        moved = [p + t * d for p, d in zip(at, directions, strict=True)]
        of = contract_of(flow, method)
        found = torch.func.functional_call(
            of, {f"flow.{n}": p for n, p in zip(names, moved, strict=True)}, (value,)
        )
        return tuple(part + 0 * t for part in found)

    t = torch.zeros((), dtype=DOUBLE, requires_grad=True)
    for method in ("forward", "inverse"):
        assert torch.autograd.gradcheck(lambda t, m=method: along(t, m), (t,))


def contract_of(flow, method):
    class Way(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.flow = flow

        def forward(self, value):
            return getattr(self.flow, method)(value)

    return Way()


@pytest.mark.thorough
@pytest.mark.parametrize("name", sorted(LAYERS[2].keys() - {"chain"}))  # too narrow for this grid
def test_the_density_has_the_area_one(name):
    p = flows.FlowDistribution(LAYERS[2][name])
    axis = torch.linspace(-12, 12, 301, dtype=DOUBLE)
    grid = torch.stack(torch.meshgrid(axis, axis, indexing="ij"), -1)
    with torch.no_grad():
        area = p.log_prob(grid).exp().sum() * (axis[1] - axis[0]) ** 2
    assert abs(area.item() - 1) < 2e-3  # splines have kinks; a wrong log-det is far off


@pytest.mark.thorough
@settings(max_examples=40)
@given(
    st.lists(st.booleans(), min_size=2, max_size=6).filter(lambda m: any(m) and not all(m)),
    st.sampled_from(RECIPES), st.integers(0, 3), st.integers(1, 9),
)  # fmt: skip
def test_any_mask(mask, recipe, batch, seed):
    flow = zoo.randomised(flows.Coupling(mask, recipe, 4), seed, width=0.4)
    z = normal(batch, len(mask), seed=seed)
    x, log_det = flow(z)
    passive = torch.tensor(mask)
    assert torch.equal(x[:, passive], z[:, passive])
    back, backward = flow.inverse(x)
    assert back.shape == z.shape and log_det.shape == (batch,)
    if batch:
        close(back, z, 1e-8)
        close(backward, -log_det, 1e-8)
        close(log_det, contract.log_det_by_autograd(flow.forward, z, flow.event_shape), 1e-9)
        one = jacobian(lambda v: flow(v)[0], z[0])
        assert (one[passive] == torch.eye(len(mask), dtype=DOUBLE)[passive]).all()
        moved = one[~passive][:, ~passive]
        assert torch.equal(moved, moved.diagonal().diag())


@pytest.mark.thorough
@settings(max_examples=40)
@given(st.integers(1, 6), st.sampled_from(RECIPES), st.integers(0, 3), st.integers(1, 9))
def test_any_number_of_dimensions(n, recipe, batch, seed):
    flow = zoo.randomised(flows.Autoregressive(n, recipe, (n, n + 1)), seed, width=0.4)
    z = normal(batch, n, seed=seed)
    x, log_det = flow(z)
    back, backward = flow.inverse(x)
    assert back.shape == z.shape and log_det.shape == (batch,)
    if batch:
        close(back, z, 1e-8)
        close(backward, -log_det, 1e-8)
        for way, value in ((flow.forward, z), (flow.inverse, x)):
            one = jacobian(lambda v, way=way: way(v)[0], value[0])
            assert torch.equal(one, one.tril())  # zeros, exactly
            close(way(value)[1][0], one.diagonal().log().sum(), 1e-9)


@settings(max_examples=12)
@given(st.permutations(range(5)), st.integers(0, 3))
def test_any_order(order, batch):
    flow, z = flows.Permutation(order), normal(batch, 5)
    x, log_det = flow(z)
    for i, j in enumerate(order):
        assert torch.equal(x[:, i], z[:, j])
    assert torch.equal(flow.inverse(x)[0], z) and torch.equal(log_det, torch.zeros(batch).double())


# --- starts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("recipe", RECIPES, ids=repr)
def test_a_new_flow_is_the_identity(recipe):
    z = normal(200, 3)
    near = 0.1 if isinstance(recipe, flows.UnivariateMixture) else 2e-15
    z = z[(z.abs() < 2.9).all(-1)]
    for flow in (
        flows.Autoregressive(3, recipe, 8), flows.Coupling([True, False, False], recipe, 8),
        flows.Marginal(3, recipe),
    ):  # fmt: skip
        x, log_det = flow.double()(z)
        assert (x - z).abs().max() < near
        assert log_det.abs().max() < 6 * near


@pytest.mark.parametrize("base", ["normal", "logistic"])
@pytest.mark.parametrize("k", [3, 6, 10])
def test_a_new_mixture_is_within_a_tenth_of_the_identity(k, base):
    recipe = flows.UnivariateMixture(k, base)
    x = torch.linspace(-3, 3, 301, dtype=DOUBLE)
    z, _ = recipe(torch.zeros(recipe.size, dtype=DOUBLE)).inverse(x)
    assert (z - x).abs().max() < 0.1


def test_no_u_makes_a_flow_that_is_none():
    """Far beyond what a network should give: finite, rising, and with a way back."""
    x = torch.linspace(-2, 2, 9, dtype=DOUBLE)
    for recipe in RECIPES:
        for size in (30.0, 700.0):
            u = size * normal(9, recipe.size).clamp(-1, 1)
            z, log_det = recipe(u).inverse(x)
            assert z.isfinite().all() and log_det.isfinite().all(), recipe


def test_networks_start_from_their_own_seed():
    state = torch.get_rng_state()
    one, other = (flows.MLP(3, 2, (8, 8), seed=s) for s in (1, 2))
    again = flows.MLP(3, 2, (8, 8), seed=1)
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(one.layers[0].weight, again.layers[0].weight)
    assert not torch.equal(one.layers[0].weight, other.layers[0].weight)
    assert (one.layers[-1].weight == 0).all() and (one.layers[-1].bias == 0).all()


def test_the_orthogonal_ones_start_where_they_say():
    z = normal(5, 4)
    close(flows.Rotation(4)(z.float())[0].double(), z, 1e-6)
    close(flows.Rotation(4, zoo.orthogonal(4))(z)[0], z @ zoo.orthogonal(4).T)
    close(flows.Householder(4, 2).double()(z)[0], z)
    for flow in (LAYERS[3]["rotation"], LAYERS[3]["Householder"]):
        R = flow(torch.eye(3, dtype=DOUBLE))[0].T
        close(R.T @ R, torch.eye(3, dtype=DOUBLE))
    turn = LAYERS[3]["rotation"]
    close(turn(normal(5, 3))[0], normal(5, 3) @ turn.R.T)
    A = torch.zeros(3, 3, dtype=DOUBLE)
    A[0, 1], A[0, 2], A[1, 2] = turn.angles.detach()
    close(turn.R, turn.start @ torch.linalg.matrix_exp(A - A.T))  # R₀ eᴬ: in this order


# --- what a network may see ----------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 2, 3, 6])
@pytest.mark.parametrize("context", [0, 2])
def test_an_output_of_made_sees_all_before_it_and_nothing_else(n, context):
    network = zoo.randomised(flows.MADE(n, 2, (n + 20, n + 20), context), width=1.0)
    x, c = normal(9, n), normal(9, context) if context else None
    seen = jacobian(lambda v: network(v, c).sum(0), x).abs().amax(2)  # (n, 2, n): in any event
    for i in range(n):
        assert (seen[i, :, i:] == 0).all()
        assert (seen[i, :, :i] != 0).all()
        close(network.output(i, x[:, :i], c), network(x, c)[:, i])
    if context:
        seen = jacobian(lambda v: network(x, v).sum(0), c).abs().amax(2)
        assert seen.shape == (n, 2, context) and (seen != 0).all()


@pytest.mark.parametrize("n", [1, 3])
def test_each_number_of_a_context_has_its_own_column(n):
    """The first layer's columns are x's and then c's, in their order: none is another's."""
    network = zoo.randomised(flows.MADE(n, 2, n + 3, 2), width=1.0)
    first, last = network.layers
    x, c = normal(9, n), normal(9, 2)
    masks = network.mask0, network.mask1
    h = x @ (first.weight[:, :n] * masks[0]).T + c @ first.weight[:, n:].T + first.bias
    u = h.relu() @ (last.weight * masks[1]).T + last.bias
    close(network(x, c), u.unflatten(-1, (n, 2)))


def test_the_outputs_have_the_shape_and_dtype_of_their_inputs():
    for network in (flows.MLP(3, 2, 4), flows.MADE(3, 2, 4)):
        assert network(normal(5, 3)).dtype == DOUBLE
        assert network(normal(0, 3)).shape[0] == 0
    assert flows.MLP(3, 2, 4)(normal(5, 2), normal(7, 1, 1)).shape == (7, 5, 2)


def test_a_gaussian_has_the_affine_flow_of_chapter_02_as_its_triangular_map():
    """x = L⁻¹ z + b is autoregressive: x_i = b_i + (z_i − Σ_{j<i} ℓ_ij (x_j − b_j)) / ℓ_ii."""
    affine = zoo.affine(3)
    L, b = affine.L, affine.b

    class Exact(torch.nn.Module):
        def forward(self, x, c=None):
            return torch.stack([self.output(i, x[..., :i]) for i in range(3)], -2)

        def output(self, i, before, c=None):
            shift = b[i] - ((before - b[:i]) @ L[i, :i]) / L[i, i]
            most = flows.UnivariateAffine().most
            a = most * torch.atanh(-L[i, i].log() / most)
            return torch.stack([shift, a.expand_as(shift)], -1)

    flow = flows.Autoregressive(3, flows.UnivariateAffine(), 8)
    flow.network = Exact()
    z = normal(50, 3)
    for way in ("forward", "inverse"):
        for one, other in zip(getattr(flow, way)(z), getattr(affine, way)(z), strict=True):
            close(one, other)


def test_an_inverse_autoregressive_flow_samples_in_one_pass():
    flow, passes = flows.Autoregressive(4, flows.UnivariateMixture(3), 8), []
    flow.network.register_forward_hook(lambda *_: passes.append(1))
    flows.Inverse(flow)(normal(5, 4))
    assert len(passes) == 1


# --- errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: flows.Coupling([True], RECIPES[0]), "One coordinate alone cannot be coupled"),
        (lambda: flows.Coupling([True, True], RECIPES[0]), "must have both True"),
        (lambda: flows.Coupling([False, False], RECIPES[0]), "must have both True"),
        (lambda: flows.Coupling([[True, False]], RECIPES[0]), r"shape \(n,\), not \(1, 2\)"),
        (lambda: flows.Permutation([0, 2]), r"\[0, 2\] does not"),
        (lambda: flows.Permutation([0, 0, 1]), "each of 0, 1, …, n − 1 once"),
        (lambda: flows.Permutation([[0, 1]]), "does not"),
        (lambda: flows.Rotation(2, torch.ones(2, 2)), "not orthogonal"),
        (lambda: flows.Rotation(3, torch.eye(2)), r"\(3, 3\), not \(2, 2\)"),
        (lambda: flows.Autoregressive(6, RECIPES[0], hidden=4), "at least 5 units"),
        (lambda: flows.Autoregressive(6, RECIPES[0], (8, 4)), "too narrow for 6 coordinates"),
        (lambda: flows.Autoregressive(6, RECIPES[0], 5, context=1), "at least 6 units"),
        (lambda: flows.MLP(2, 1, []), "at least one hidden layer"),
        (lambda: flows.MLP(2, 1, 0), "hidden must be at least 1, not 0"),
        (lambda: flows.MLP(2, 1, 3)(torch.zeros(5, 3)), r"takes 2 numbers.*not \(5, 3\)"),
        (lambda: flows.UnivariateAffine(0.0), "positive number, not 0"),
        (lambda: flows.UnivariateMixture(3, "uniform"), '"normal" or "logistic"'),
        (lambda: flows.UnivariateSpline(8, 4.0)(torch.zeros(5, 22)), r"\(5, 22\).*takes.*23"),
        (lambda: LAYERS[1]["marginal"](torch.zeros(10)), r"\(10,\), but one event.*\(1,\)"),
        (lambda: LAYERS[1]["autoregressive, spline"](torch.zeros(10)), r"shape \(10,\)"),
    ],
)
def test_what_does_not_fit_is_an_error(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: flows.Coupling([1, 0], RECIPES[0]),
        lambda: flows.Permutation([0.0, 1.0]),
        lambda: flows.Permutation([True, False]),
        lambda: flows.MADE(2.0, 2),
        lambda: flows.MLP(2, 1, 3.5),
        lambda: flows.UnivariateMixture(True),
        lambda: flows.Rotation(2, [[1.0, 0.0], [0.0, 1.0]]),
    ],
)
def test_what_is_of_another_type_is_an_error(make):
    with pytest.raises(TypeError):
        make()


def test_a_reflection_without_a_direction():
    flow = flows.Householder(2)
    flow.v.data.zero_()
    with pytest.raises(ValueError, match="one of the v is 0"):
        flow(torch.zeros(3, 2))


# --- a coordinate that no layer moves ------------------------------------------------------------


def coupling(*mask):
    return flows.Coupling(mask, RECIPES[0], 4)


STILL = {
    "one mask": lambda: flows.Composition(coupling(True, False), coupling(True, False)),
    "backwards": lambda: flows.Inverse(
        flows.Composition(coupling(True, False), flows.Inverse(coupling(True, False)))
    ),
    "turned twice": lambda: flows.Composition(
        coupling(True, False), flows.Permutation([1, 0]), flows.Permutation([1, 0]),
        coupling(True, False),
    ),
    "masks alternate, but so does the order": lambda: flows.Composition(
        coupling(True, False), flows.Permutation([1, 0]), coupling(False, True)
    ),
}  # fmt: skip
MOVED = {
    "alternating": lambda: flows.Composition(coupling(True, False), coupling(False, True)),
    "permuted": lambda: flows.Composition(
        coupling(True, False), flows.Permutation([1, 0]), coupling(True, False)
    ),
    "an affine flow in front": lambda: flows.Composition(
        flows.TrainableAffine(2), coupling(True, False)
    ),
    "three in a circle": lambda: flows.Composition(
        coupling(True, True, False), flows.Permutation([1, 2, 0]), coupling(True, True, False),
        flows.Inverse(flows.Permutation([2, 0, 1])), coupling(True, True, False),
    ),
}  # fmt: skip


@pytest.mark.filterwarnings("default:No layer of this flow moves")
@pytest.mark.parametrize("name", STILL)
def test_a_coordinate_that_nobody_moves_is_warned_of(name):
    with pytest.warns(UserWarning, match=r"moves coordinate \d \(of 2\)"):
        flows.FlowDistribution(STILL[name]())


@pytest.mark.parametrize("name", MOVED)
def test_nobody_is_warned_of_coordinates_that_move(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        flows.FlowDistribution(MOVED[name]())


# --- a start from data ---------------------------------------------------------------------------


def bent(n=2000, seed=0):
    """A bent bell, far from normal, in odd units: (x, y) with y = x² + noise."""
    g = torch.Generator().manual_seed(seed)
    x, noise = torch.randn(2, n, generator=g, dtype=DOUBLE)
    return torch.stack([170 + 5 * x, 1e-3 * (x**2 + 0.3 * noise)], -1)


def exact(data):
    x, y = (data[:, 0] - 170) / 5, data[:, 1] / 1e-3
    log_p = -0.5 * x**2 - 0.5 * ((y - x**2) / 0.3) ** 2
    return log_p - torch.tensor(2 * torch.pi * 0.3 * 5 * 1e-3, dtype=DOUBLE).log()


@pytest.mark.slow
def test_gaussianization_starts_near_the_data():
    """On held-out events, before any step of training; every layer helps, no generator moves."""
    state = torch.get_rng_state()
    data, held_out = bent(500), bent(500, seed=1)
    gaps = []
    for layers in (1, 4):
        flow = flows.gaussianization(data, layers, k=6)
        with torch.no_grad():
            log_p = flows.FlowDistribution(flow).log_prob(held_out)
        gaps.append((exact(held_out) - log_p).mean().item())
    assert 0 < gaps[1] < 0.6 * gaps[0] and gaps[1] < 0.35, gaps
    assert torch.equal(torch.get_rng_state(), state)
    again = flows.gaussianization(data, 4, 6)(data[:5])[0]
    assert torch.equal(again, flow(data[:5])[0])
    assert flow(data[:5])[0].dtype == DOUBLE
    assert all(parameter.requires_grad for parameter in flow.parameters())


def test_data_that_cannot_be_made_normal():
    data = bent(50)
    flat, plane = data.clone(), torch.stack([data[:, 0], 3 * data[:, 0] + 1], -1)
    flat[:, 1] = 2.0
    for bad, message in (
        (flat, r"σ = 0: \[1\]"), (plane, "lie in a plane"), (data[:2], r"N > n"),
        (data[:, 0], r"\(50,\)"), (data / 0, "NaN or infinite"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=message):
            flows.gaussianization(bad)
    with pytest.raises(TypeError, match="int64"):
        flows.gaussianization(data.long())


def test_a_permutation_carries_along_what_stands_still():
    """An order whose way back is another one: x = (z₂, z₀, z₁)."""
    flow, first = flows.Permutation([2, 0, 1]), torch.tensor([True, False, False])
    assert flow.untouched(first).tolist() == [False, True, False]
    assert flow.untouched(first, backwards=True).tolist() == [False, False, True]
