"""A conditional flow is a function from a context to a flow: nothing else changes."""

import copy
import math
import pickle

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from course_lib import flows
from tests.flows import contract, zoo
from tests.flows.contract import DOUBLE, close

# One layer of a coupling leaves a coordinate alone, on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:No layer of this flow moves")

CONDITIONAL = zoo.conditional()
CONTEXTS = zoo.contexts(4)


def drawn(p, k=3, seed=0):
    with flows.distribution.RandomStream(seed):
        return p.sample((k,))


def normal(shape, seed=1):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=DOUBLE)


@pytest.mark.slow
@pytest.mark.parametrize("name", zoo.quick_ones_first(CONDITIONAL))
def test_a_batch_of_contexts_is_each_of_them_by_itself(name):
    """Values, log-dets, densities, samples, and the gradient of each parameter."""
    flow = CONDITIONAL[name]
    event = flow.event_shape
    whole, alone = flow.given(CONTEXTS), [flow.given(c) for c in CONTEXTS]
    assert whole.batch_shape == (4,) and alone[0].batch_shape == ()
    value = normal((3, 4, *event))
    for way in ("forward", "inverse"):
        batch = getattr(whole, way)(value)
        single = [getattr(one, way)(value[:, i]) for i, one in enumerate(alone)]
        for k, part in enumerate(batch):
            expected = torch.stack([found[k] for found in single], 1)
            close(part, expected)
            for one, other in zip(gradients(part, flow), gradients(expected, flow), strict=True):
                close(one, other, 1e-10)
    p = flows.Conditional(flow)(CONTEXTS)
    assert isinstance(p, flows.FlowDistribution) and p.batch_shape == (4,)
    x = drawn(p)
    assert x.shape == (3, 4, *event) and x.dtype == DOUBLE
    each = [flows.Conditional(flow)(c).log_prob(x[:, i]) for i, c in enumerate(CONTEXTS)]
    close(p.log_prob(x), torch.stack(each, 1))
    # One event against all the contexts, as torch broadcasts it.
    close(p.log_prob(x[0, 0]), torch.stack([flows.FlowDistribution(f).log_prob(x[0, 0])
                                            for f in alone]))  # fmt: skip


def gradients(part, flow):
    found = torch.autograd.grad(part.sin().sum(), list(flow.parameters()), retain_graph=True,
                                allow_unused=True)  # fmt: skip
    return [torch.zeros(()).double() if g is None else g for g in found]


@pytest.mark.parametrize("name", zoo.quick_ones_first(CONDITIONAL))
def test_permuting_the_batch_permutes_the_result(name):
    flow, order = CONDITIONAL[name], torch.tensor([2, 0, 3, 1])
    value = normal((4, *flow.event_shape))
    for way in ("forward", "inverse"):
        straight = getattr(flow.given(CONTEXTS), way)(value)
        permuted = getattr(flow.given(CONTEXTS[order]), way)(value[order])
        for one, other in zip(straight, permuted, strict=True):
            close(one[order], other)


@pytest.mark.parametrize("name", zoo.quick_ones_first(CONDITIONAL))
def test_at_a_context_it_keeps_the_contract_of_every_flow(name):
    at = CONDITIONAL[name].given(CONTEXTS[0])
    contract.check_log_dets(at, 40)
    contract.check_float32(at)
    contract.check_round_trips_over_plateaus(at, 1e-11, 200)
    if "mixture" not in name.lower():
        contract.check_round_trips(at, 1e-11, 200)


@pytest.mark.slow
@pytest.mark.parametrize("name", CONDITIONAL)
def test_the_context_matters_and_has_its_gradient(name):
    flow = CONDITIONAL[name]
    c = CONTEXTS[:2].clone().requires_grad_()
    value = normal((2, *flow.event_shape))
    assert torch.autograd.gradcheck(lambda c: flow.given(c).inverse(value), (c,))
    assert torch.autograd.gradcheck(lambda c: flow.given(c).forward(value), (c,))
    moved = torch.autograd.grad(flow.given(c).inverse(value)[0].sum(), c)[0]
    assert (moved != 0).any()


@pytest.mark.parametrize("name", zoo.quick_ones_first(CONDITIONAL))
@pytest.mark.parametrize("batch", [(), (0,), (1,), (2, 3)], ids=str)
def test_every_batch_of_contexts(name, batch):
    flow = CONDITIONAL[name]
    p = flows.Conditional(flow)(zoo.contexts(*batch))
    assert p.batch_shape == batch and p.event_shape == flow.event_shape
    x = drawn(p, 2)
    assert x.shape == (2, *batch, *flow.event_shape)
    assert p.log_prob(x).shape == (2, *batch)
    assert p.rsample().shape == (*batch, *flow.event_shape)


def test_nothing_keeps_a_context():
    for flow in CONDITIONAL.values():
        before = {name: value.clone() for name, value in flow.state_dict().items()}
        first = flow.given(CONTEXTS)
        value = normal((4, *flow.event_shape))
        expected = first.inverse(value)[0]
        flow.given(CONTEXTS + 1).inverse(value)
        close(first.inverse(value)[0], expected)
        assert before.keys() == flow.state_dict().keys()
        with pytest.raises(ValueError, match=r"waits for a context of 2 numbers.*flow.given\(c\)"):
            flow.inverse(value)
        with pytest.raises(ValueError, match="waits for a context"):
            flow(value)
        with pytest.raises(ValueError, match="waits for a context"):
            flows.FlowDistribution(flow)
        copied = pickle.loads(pickle.dumps(copy.deepcopy(flow)))
        close(copied.given(CONTEXTS).inverse(value)[0], expected)


# --- contexts that do not fit --------------------------------------------------------------------


@pytest.mark.parametrize("name", zoo.quick_ones_first(CONDITIONAL))
def test_contexts_that_do_not_fit_are_errors_that_name_both_shapes(name):
    flow = CONDITIONAL[name]
    event = flow.event_shape
    with pytest.raises(ValueError, match=r"\(4, 3\).*shape \(2,\)"):
        flow.given(zoo.contexts(4, size=3))
    with pytest.raises(ValueError, match=r"\(\).*shape \(2,\)"):
        flow.given(torch.tensor(1.0))
    for what in (math.nan, math.inf):
        spoilt = CONTEXTS.clone()
        spoilt[1, 0] = what
        with pytest.raises(ValueError, match=r"1 of the 8 numbers in c.*NaN or infinite"):
            flow.given(spoilt)
    with pytest.raises(TypeError, match="floating-point tensor, not list"):
        flow.given([[1.0, 2.0]])
    with pytest.raises(TypeError, match="int64"):
        flow.given(torch.ones(4, 2, dtype=torch.int64))
    for batch in ((5,), (1,), (4, 1), ()):
        for way in ("forward", "inverse"):
            with pytest.raises(ValueError, match=r"\(4,\)"):
                getattr(flow.given(CONTEXTS), way)(normal((*batch, *event)))
    p = flows.Conditional(flow)(CONTEXTS)
    with pytest.raises(ValueError, match=r"\(5.*\(4,\)"):
        p.log_prob(normal((5, *event)))


@pytest.mark.parametrize("name", zoo.quick_ones_first(CONDITIONAL))
def test_equal_batches_in_different_axes_are_not_crossed_in_silence(name):
    """c (4, 1, size) with x (4, n) would give 4 × 4 numbers: every x with every context."""
    flow = CONDITIONAL[name]
    x = normal((4, *flow.event_shape))
    for p, value in (
        (flows.Conditional(flow)(CONTEXTS.unsqueeze(1)), x),
        (flows.Conditional(flow)(CONTEXTS), x.unsqueeze(1)),
        (flows.FlowDistribution(flow.given(CONTEXTS)), x.unsqueeze(1)),
    ):
        with pytest.raises(ValueError, match=r"\(4, 1\).*every x would meet every context, \(4, 4"):
            p.log_prob(value)
        assert p.log_prob(value.expand(4, 4, *flow.event_shape)).shape == (4, 4)
    # Grids of another size are crossed, as torch's rules say, and so are mixtures of contexts.
    p = flows.Conditional(flow)(CONTEXTS)
    assert p.log_prob(normal((7, 1, *flow.event_shape))).shape == (7, 4)
    weights = torch.distributions.Categorical(logits=torch.zeros(4, dtype=DOUBLE))
    mixture = torch.distributions.MixtureSameFamily(weights, p)
    close(mixture.log_prob(x[0]), p.log_prob(x[0]).logsumexp(-1) - math.log(4))


def test_a_context_that_nobody_uses_is_an_error():
    spline = flows.UnivariateSpline(4, 3.0)
    for flow in (
        flows.Autoregressive(2, spline, 4),
        flows.Coupling([True, False], spline, 4),
        flows.Composition(flows.TrainableAffine(2), flows.Autoregressive(2, spline, 4)),
        flows.Inverse(flows.TrainableAffine(2)),
    ):
        with pytest.raises(ValueError, match="Nobody here uses a context"):
            flow.given(torch.zeros(5, 2))
        with pytest.raises(ValueError, match="Nobody here uses a context"):
            flows.Conditional(flow)
    with pytest.raises(ValueError, match="Nobody here uses a context"):
        flows.Conditional(flows.TrainableAffine(2))
    with pytest.raises(TypeError, match="not a flow"):
        flows.Conditional(flows.MLP(2, 2))


def test_contexts_of_two_sizes_in_one_chain():
    spline = flows.UnivariateSpline(4, 3.0)
    two, three = (flows.Autoregressive(2, spline, 4, context=k) for k in (2, 3))
    with pytest.raises(ValueError, match=r"contexts have sizes \[2, 3\]"):
        flows.Composition(two, three)


def test_a_chain_hands_the_context_to_those_that_take_one():
    conditional = CONDITIONAL["autoregressive, spline"]
    fixed, backwards = zoo.affine(2), flows.Inverse(CONDITIONAL["coupling, affine"])
    inside = flows.Composition(fixed, conditional)
    chain = flows.Composition(backwards, inside, fixed)
    assert chain.context_size == 2
    z = normal((4, 2))
    x, log_det = chain.given(CONTEXTS)(z)
    step, total = z, 0.0
    for flow in (fixed, conditional.given(CONTEXTS), fixed, backwards.given(CONTEXTS)):
        step, one = flow.forward(step)
        total = total + one
    close(x, step)
    close(log_det, total)


# --- networks that give the parameters -----------------------------------------------------------


def test_one_network_starts_at_the_flow_itself():
    """θ(c) = θ₀ + 0 at the start; and θ₀ is trained with the network."""
    chain = zoo.randomised(flows.Composition(
        flows.TrainableAffine(2), flows.Autoregressive(2, flows.UnivariateSpline(3, 3.0), 4)
    ))  # fmt: skip
    size = flows.parameters_in(chain)
    flow = flows.ParametersOf(chain, flows.MLP(2, size, 4).double())
    z = normal((4, 2))
    for one, other in zip(flow.given(CONTEXTS)(z), chain(z), strict=True):
        close(one, other)
    assert {name.split(".")[0] for name, _ in flow.named_parameters()} == {"flow", "network"}


def test_the_network_gives_each_parameter_its_own_numbers():
    """x = a z + b with (a, b) = 1 + c: in the order of the flow's own parameters."""
    line = flows.Linear(1.0, 1.0).double()
    flow = flows.ParametersOf(line, lambda c: c, context=2)
    x, log_det = flow.given(CONTEXTS)(torch.full((4,), 2.0, dtype=DOUBLE))
    close(x, 2 * (1 + CONTEXTS[:, 0]) + 1 + CONTEXTS[:, 1])
    close(log_det, (1 + CONTEXTS[:, 0]).abs().log())


def test_networks_that_do_not_fit():
    mixture = flows.UnivariateMixture(3)
    with pytest.raises(ValueError, match=r"9 parameters each, shape \(4, 9\), not \(4, 8\)"):
        flows.ConditionalUnivariate(mixture, flows.MLP(2, 8)).given(CONTEXTS)
    with pytest.raises(ValueError, match=r"\(4, 6\), not \(4, 7\)"):
        flows.ParametersOf(flows.TrainableMixture(2), flows.MLP(2, 7)).given(CONTEXTS)
    with pytest.raises(ValueError, match="give it as context=…"):
        flows.ConditionalUnivariate(mixture, lambda c: c)
    with pytest.raises(ValueError, match="no parameters"):
        flows.ParametersOf(flows.NormalToLogistic(), flows.MLP(2, 1))
    with pytest.raises(ValueError, match="without contexts or batches"):
        flows.ParametersOf(flows.Autoregressive(2, mixture, 4, context=2), flows.MLP(2, 1))


def test_the_network_is_asked_how_wide_a_context_is():
    mixture = flows.UnivariateMixture(3)
    plain = torch.nn.Sequential(torch.nn.Linear(5, 8), torch.nn.Tanh(), torch.nn.Linear(8, 9))
    assert flows.ConditionalUnivariate(mixture, plain).context_size == 5
    assert flows.ConditionalUnivariate(mixture, flows.MLP(4, 9)).context_size == 4
    assert flows.ConditionalUnivariate(mixture, lambda c: c[..., :9], context=11).context_size == 11


def test_a_conditional_density_of_one_number_has_a_cdf():
    """∫ p(x | c) dx = 1 for every c, and the CDF is its integral."""
    for name, flow in zoo.numbers().items():
        p = flows.Conditional(flow)(CONTEXTS)
        x = torch.linspace(-30, 30, 10_001, dtype=DOUBLE).unsqueeze(-1)
        with torch.no_grad():
            area = p.log_prob(x).exp().cumsum(0) * (x[1] - x[0])
            assert (area[-1] - 1).abs().max() < 2e-5, name  # a spline has kinks
            assert (area - p.cdf(x)).abs().max() < 5e-3, name


@pytest.mark.thorough
@settings(max_examples=40)
@given(st.integers(1, 5), st.integers(1, 4), st.integers(0, 3), st.booleans())
def test_any_number_of_dimensions_and_contexts(n, context, batch, coupled):
    recipe = flows.UnivariateAffine()
    if coupled and n > 1:
        flow = flows.Coupling([True] + [False] * (n - 1), recipe, 4, context)
    else:
        flow = flows.Autoregressive(n, recipe, n, context)
    flow = zoo.randomised(flow, width=0.5)
    c, x = zoo.contexts(batch, size=context), normal((batch, n))
    z, log_det = flow.given(c).inverse(x)
    assert z.shape == x.shape and log_det.shape == (batch,)
    back, forward = flow.given(c).forward(z)
    contract.close_or_empty(back, x)
    contract.close_or_empty(forward, -log_det)
