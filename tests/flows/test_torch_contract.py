"""What torch's own distributions promise, asked of FlowDistributions of every kind beside them.

Torch's Normal, and the same transformed and made independent, go through the very same functions:
an assertion that they do not keep would be no contract of torch.
"""

import copy
import io
import pickle

import pytest
import torch
from torch.distributions import (
    AffineTransform,
    Categorical,
    Independent,
    Laplace,
    MixtureSameFamily,
    MultivariateNormal,
    Normal,
    TransformedDistribution,
    Uniform,
    constraints,
)

from course_lib.flows import (
    Composition,
    FlowDistribution,
    Inverse,
    Linear,
    Logistic,
    MixtureOfLogistics,
    NormalToLogistic,
    RationalQuadraticSpline,
    TrainableMixture,
)
from tests.flows import zoo
from tests.flows.contract import DOUBLE, close

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`


def parameters(batch, dtype=DOUBLE, k=3):
    generator = torch.Generator().manual_seed(len(batch) + k)
    w, mu, s = torch.randn(3, *batch, k, generator=generator, dtype=DOUBLE)
    return [part.to(dtype) for part in (w.softmax(-1), 2 * mu, s.exp())]


def mixtures(batch, dtype=DOUBLE):
    return MixtureOfLogistics(*parameters(batch, dtype))


def logistic(batch, dtype=DOUBLE):
    return Logistic(torch.zeros(batch, dtype=dtype), torch.ones(batch, dtype=dtype))


def uniform(dtype):
    return Uniform(torch.tensor(-1.0, dtype=dtype), torch.tensor(2.0, dtype=dtype))


def of(name):
    return lambda dtype: FlowDistribution(zoo.FLOWS[name]().to(dtype))


def normal(dtype, *batch):
    return Normal(torch.zeros(batch, dtype=dtype), torch.ones(batch, dtype=dtype))


OURS = {
    **{name: of(name) for name in zoo.FLOWS},
    # It has no tensor that a standard normal could follow.
    "normal to logistic": lambda dtype: FlowDistribution(NormalToLogistic(), normal(dtype)),
    "Laplace base": lambda dtype: FlowDistribution(
        zoo.FLOWS["linear, falling"]().to(dtype),
        Laplace(*torch.tensor([0.3, 1.5], dtype=dtype)),
    ),
    "uniform base": lambda dtype: FlowDistribution(
        zoo.FLOWS["linear, falling"]().to(dtype), uniform(dtype)
    ),
    "a batch of bases": lambda dtype: FlowDistribution(
        zoo.FLOWS["spline"]().to(dtype), normal(dtype, 4)
    ),
    "a batch of mixtures": lambda dtype: FlowDistribution(mixtures((4,), dtype)),
    "a batch of mixtures and of bases": lambda dtype: FlowDistribution(
        mixtures((2, 1), dtype), logistic((3,), dtype)
    ),
    "a batch inside a composition": lambda dtype: FlowDistribution(
        Composition(Linear(2.0, 1.0).to(dtype), Inverse(Inverse(mixtures((4,), dtype))),
                    NormalToLogistic())
    ),
    "expanded": lambda dtype: FlowDistribution(zoo.mixture().to(dtype)).expand((2, 3)),
    "independent": lambda dtype: Independent(FlowDistribution(mixtures((4,), dtype)), 1),
    "no distribution at all": lambda dtype: FlowDistribution(mixtures((0,), dtype)),
    "of a flow's distribution": lambda dtype: FlowDistribution(
        zoo.FLOWS["linear"]().to(dtype), FlowDistribution(mixtures((4,), dtype))
    ),
}  # fmt: skip
TORCHS = {
    "torch's Normal": lambda dtype: normal(dtype, 4),
    "torch's TransformedDistribution": lambda dtype: TransformedDistribution(
        normal(dtype, 4), AffineTransform(1.0, -2.0)
    ),
    "torch's MultivariateNormal": lambda dtype: MultivariateNormal(
        torch.zeros(2, dtype=dtype), torch.eye(2, dtype=dtype)
    ),
    "torch's Independent": lambda dtype: Independent(normal(dtype, 4), 1),
}
KINDS = OURS | TORCHS
DTYPES = [torch.float32, DOUBLE]


def drawn(p, shape=(), seed=0):
    torch.manual_seed(seed)
    return p.sample(shape).detach()


def one_dimensional(p):
    return not p.event_shape


def empty(p):
    return 0 in p.batch_shape


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("kind", KINDS)
def test_shapes_and_dtypes(kind, dtype):
    p = KINDS[kind](dtype)
    batch, event = tuple(p.batch_shape), tuple(p.event_shape)
    for shape in ((), (5,), (2, 3), (0,)):
        x = drawn(p, shape)
        assert x.shape == shape + batch + event and x.dtype == dtype
        assert p.rsample(shape).shape == x.shape
        if 0 not in shape or isinstance(p, FlowDistribution):  # torch's own cannot sum nothing
            log_p = p.log_prob(x)
            assert log_p.shape == shape + batch and log_p.dtype == dtype
        if one_dimensional(p):
            assert p.cdf(x).shape == shape + batch
            if 0 not in (*shape, *batch):
                close(p.icdf(p.cdf(x)), x, 2e-3 if dtype != DOUBLE else 1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_x_is_broadcast_against_the_batch(kind):
    p = KINDS[kind](DOUBLE)
    batch, event = p.batch_shape, p.event_shape
    one = drawn(p)[(0,) * len(batch)] if not empty(p) else torch.zeros(event, dtype=DOUBLE)
    for shape in ((), (1,) * len(batch), (3,) + (1,) * len(batch), (2, 1, *batch)):
        x = one.expand(shape + event)
        expected = torch.broadcast_shapes(shape, batch)
        log_p = p.log_prob(x)
        assert log_p.shape == expected
        close_or_empty(log_p, p.log_prob(x.expand(expected + event)))
        if one_dimensional(p):
            close_or_empty(p.cdf(x), p.cdf(x.expand(expected + event)))
    if batch and batch[-1] > 1:
        with pytest.raises((ValueError, RuntimeError)):
            p.log_prob(one.expand((7, batch[-1] + 1, *event)))


def close_or_empty(given, expected):
    assert given.shape == expected.shape
    if given.numel():
        torch.testing.assert_close(given, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_expand_copies_pickles_and_saves(kind):
    p = KINDS[kind](DOUBLE)
    x = drawn(p)
    wide = p.expand((3, *p.batch_shape))
    assert wide.batch_shape == (3, *p.batch_shape) and wide.event_shape == p.event_shape
    close_or_empty(wide.log_prob(x), p.log_prob(x).expand(wide.batch_shape))
    assert drawn(wide, (2,)).shape == (2, *wide.batch_shape, *p.event_shape)
    buffer = io.BytesIO()
    torch.save(p, buffer)
    buffer.seek(0)
    for twin in (copy.deepcopy(p), pickle.loads(pickle.dumps(p)),
                 torch.load(buffer, weights_only=False)):  # fmt: skip
        close_or_empty(twin.log_prob(x), p.log_prob(x))
        close_or_empty(drawn(twin), x)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mixture_of_a_batch(kind):
    """MixtureSameFamily of different distributions: their densities are averaged."""
    p = KINDS[kind](DOUBLE)
    if not p.batch_shape or p.event_shape or empty(p):
        p = p.expand((4, *p.batch_shape)) if not empty(p) else KINDS["torch's Normal"](DOUBLE)
    n = p.batch_shape[-1]
    logits = torch.linspace(0, 1, n, dtype=DOUBLE).expand(p.batch_shape)
    mixed = MixtureSameFamily(Categorical(logits=logits), p)
    x = drawn(mixed, (5,))
    log_p = torch.stack([
        p.log_prob(x.unsqueeze(len(x.shape) - len(p.event_shape)))[..., i] for i in range(n)
    ], -1)  # fmt: skip
    expected = (log_p + logits.log_softmax(-1)).logsumexp(-1)
    close_or_empty(mixed.log_prob(x), expected)
    if not p.event_shape:
        assert mixed.cdf(x).shape == x.shape


@pytest.mark.parametrize("kind", KINDS)
def test_independent_sums(kind):
    p = KINDS[kind](DOUBLE)
    if not p.batch_shape:
        p = p.expand((4,))
    whole = Independent(p, 1)
    x = drawn(whole, (5,))
    close_or_empty(whole.log_prob(x), p.log_prob(x).sum(-1))


@pytest.mark.parametrize("kind", KINDS)
def test_support_holds_the_samples_and_cdf_their_ranks(kind):
    p = KINDS[kind](DOUBLE)
    x = drawn(p, (200,))
    inside = p.support.check(x)
    assert inside.all() and inside.shape == (200, *p.batch_shape)
    if one_dimensional(p) and not empty(p):
        u = p.cdf(x)
        assert ((u >= 0) & (u <= 1)).all() and abs(u.mean().item() - 0.5) < 0.1
        order = x.argsort(0)
        assert (u.gather(0, order).diff(dim=0) >= 0).all()


@pytest.mark.parametrize("kind", KINDS)
def test_nan_is_refused_and_can_be_allowed(kind):
    p = KINDS[kind](DOUBLE)
    x = torch.full(p.batch_shape + p.event_shape, torch.nan, dtype=DOUBLE)
    if not x.numel():
        return
    with pytest.raises(ValueError):
        p.log_prob(x)
    if one_dimensional(p):
        with pytest.raises(ValueError):
            p.cdf(x)


@pytest.mark.parametrize("kind", KINDS)
def test_transforms_of_torch_func(kind):
    if kind == "no distribution at all":
        return
    p = KINDS[kind](DOUBLE)
    x = drawn(p, (6,))
    expected = p.log_prob(x)
    if kind in TORCHS or "independent" in kind:  # older torch's own checks stop vmap
        p = quiet(p)
    torch.testing.assert_close(torch.func.vmap(p.log_prob)(x), expected, rtol=1e-9, atol=1e-9)
    slope = torch.func.vmap(torch.func.grad(lambda v: p.log_prob(v).sum()))(x)
    leaf = x.clone().requires_grad_()
    if p.log_prob(leaf).requires_grad:
        (truth,) = torch.autograd.grad(p.log_prob(leaf).sum(), leaf, materialize_grads=True)
        torch.testing.assert_close(slope, truth, rtol=1e-8, atol=1e-8)


def quiet(p):
    p = copy.copy(p)
    p._validate_args = False
    if hasattr(p, "base_dist"):
        p.base_dist = quiet(p.base_dist)
    return p


@pytest.mark.parametrize("kind", OURS)
def test_its_repr_shows_numbers_and_shapes(kind):
    p = OURS[kind](torch.float32)
    text = repr(p.base_dist if isinstance(p, Independent) else p)
    inner = p.base_dist if isinstance(p, Independent) else p
    assert f"batch_shape={tuple(inner.batch_shape)}" in text
    assert f"event_shape={tuple(inner.event_shape)}" in text
    assert any(c.isdigit() for c in text) and len(text) < 900


# --- what torch has no word for ------------------------------------------------------------------


def test_reprs_in_full():
    assert repr(Linear(2.0, -1.5)) == "Linear(a=2, b=-1.5)"
    assert repr(TrainableMixture(2)) == (
        "TrainableMixture(means=[-2, 2], logits=[0, 0], log_scales=[0.6931, 0.6931])"
    )
    assert repr(RationalQuadraticSpline(12, 3.0)) == (
        "RationalQuadraticSpline(bins=12, bound=3, raw_widths=shape (12,), "
        "raw_heights=shape (12,), raw_slopes=shape (11,))"
    )
    assert repr(FlowDistribution(Linear(2.0, 1.0), Normal(0.0, 1.0))) == (
        "FlowDistribution(Linear(a=2, b=1), base: Normal(loc: 0.0, scale: 1.0), batch_shape=(), "
        "event_shape=())"
    )


@pytest.mark.parametrize("name", ["mean", "variance", "stddev", "mode"])
def test_moments_say_what_to_do_instead(name):
    with pytest.raises(NotImplementedError, match="of a flow has no formula"):
        getattr(FlowDistribution(Linear(2.0, 1.0)), name)


def test_the_divergence_says_what_to_do_instead():
    p, q = FlowDistribution(Linear(2.0, 1.0)), Normal(0.0, 1.0)
    for pair in ((p, q), (q, p), (p, p), (p, Logistic()), (Independent(q.expand((2,)), 1), p)):
        with pytest.raises(NotImplementedError, match=r"KL.*has no formula.*rsample"):
            torch.distributions.kl_divergence(*pair)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_empty_batches_in_every_dimension(n):
    flow = zoo.affine(n)
    zero, one = torch.zeros(n, dtype=DOUBLE), torch.ones(n, dtype=DOUBLE)
    for p in (FlowDistribution(flow), FlowDistribution(flow, Independent(Normal(zero, one), 1))):
        for shape in ((0,), (3, 0), (0, 3)):
            assert p.log_prob(torch.zeros(*shape, n, dtype=DOUBLE)).shape == shape
            assert p.sample(shape).shape == (*shape, n)
        assert p.expand((0,)).log_prob(torch.zeros(n, dtype=DOUBLE)).shape == (0,)


def test_batches_that_do_not_fit():
    with pytest.raises(ValueError, match=r"batch shape \(4,\) and the base's \(3,\)"):
        FlowDistribution(mixtures((4,)), logistic((3,)))
    with pytest.raises(ValueError, match=r"batches have shapes \[\(4,\), \(3,\)\]"):
        Composition(mixtures((4,)), mixtures((3,)))
    p = FlowDistribution(mixtures((4,)))
    for function in (p.log_prob, p.cdf, p.icdf):
        with pytest.raises(ValueError, match=r"\(3,\).*batch shape \(4,\)"):
            function(torch.full((3,), 0.5, dtype=DOUBLE))


def test_one_flow_of_a_batch_is_that_flow():
    w, mu, s = parameters((4,))
    p = FlowDistribution(MixtureOfLogistics(w, mu, s), logistic((4,)))
    x = torch.linspace(-3, 3, 7, dtype=DOUBLE)
    for i in range(4):
        alone = FlowDistribution(MixtureOfLogistics(w[i], mu[i], s[i]), logistic(()))
        for name in ("log_prob", "cdf"):
            close(getattr(p, name)(x.unsqueeze(-1))[:, i], getattr(alone, name)(x))
        u = torch.linspace(0.1, 0.9, 5, dtype=DOUBLE)
        close(p.icdf(u.unsqueeze(-1))[:, i], alone.icdf(u))
    assert p.entropy(500).shape == (4,)


def test_quantiles():
    rising, falling = (FlowDistribution(Linear(a, 1.0).double()) for a in (2.0, -2.0))
    truth = Normal(torch.tensor(1.0, dtype=DOUBLE), torch.tensor(2.0, dtype=DOUBLE))
    u = torch.tensor([0.001, 0.3, 0.5, 0.99], dtype=DOUBLE)
    for p in (rising, falling):
        close(p.icdf(u), truth.icdf(u), 1e-9)
        assert p.icdf(torch.tensor([0.0, 1.0])).tolist() == [-torch.inf, torch.inf]
        tiny = torch.tensor(1e-200, dtype=DOUBLE)
        assert p.cdf(p.icdf(tiny)).item() == pytest.approx(1e-200, rel=1e-10)
        with pytest.raises(ValueError, match="between 0 and 1"):
            p.icdf(torch.tensor([0.5, 1.5]))
    with pytest.raises(ValueError, match="single numbers"):
        FlowDistribution(zoo.affine(2)).icdf(u)
    base = FlowDistribution(Linear(-2.0, 1.0).double(), uniform(DOUBLE))
    close(base.cdf(base.icdf(u)), u)


# --- the support ---------------------------------------------------------------------------------


class Exponential:
    """A learner's log-normal: x = eᶻ."""

    def forward(self, z):
        return z.exp(), z

    def inverse(self, x):
        return x.log(), -x.log()


@pytest.mark.parametrize("validate", [True, False])
def test_a_log_normal_ends_at_0(validate):
    p = FlowDistribution(Exponential(), validate_args=validate)
    truth = torch.distributions.LogNormal(torch.tensor(0.0).double(), torch.tensor(1.0).double())
    x = torch.tensor([-1.0, 0.0, 0.5, 3.0, torch.inf, -torch.inf], dtype=DOUBLE).requires_grad_()
    log_p = p.log_prob(x)
    assert log_p.isinf().tolist() == [True, True, False, False, True, True]
    close(log_p[2:4], truth.log_prob(x[2:4]))
    (slope,) = torch.autograd.grad(log_p[2:4].sum(), x)
    assert slope.isfinite().all() and slope[2] != 0
    close(p.cdf(x), torch.cat([x.new_zeros(2), truth.cdf(x[2:4]), x.new_tensor([1.0, 0.0])]))
    assert p.support.check(torch.tensor([-1.0, 2.0])).tolist() == [False, True]
    falling = FlowDistribution(Composition(Linear(-1.0, 2.0), Exponential()))
    assert falling.support.check(torch.tensor([3.0, 1.0])).tolist() == [False, True]
    assert falling.log_prob(torch.tensor(3.0)) == -torch.inf
    assert falling.cdf(torch.tensor([3.0, 1.0])).tolist() == pytest.approx([1.0, 0.5])


@pytest.mark.parametrize("a", [2.0, -2.0])
def test_a_uniform_base_has_a_uniform_image(a):
    p = FlowDistribution(Linear(a, 1.0).double(), uniform(DOUBLE))
    low, high = min(1 - a, 1 + 2 * a), max(1 - a, 1 + 2 * a)
    truth = Uniform(*(torch.tensor(v).double() for v in (low, high)), validate_args=False)
    x = torch.tensor([low - 1, low + 0.1, 1.0, high - 0.1, high + 1], dtype=DOUBLE)
    assert p.log_prob(x).isinf().tolist() == [True, False, False, False, True]
    close(p.log_prob(x[1:4]), truth.log_prob(x[1:4]))
    close(p.cdf(x), truth.cdf(x))
    assert p.support.check(x).tolist() == [False, True, True, True, False]
    assert float(p.support.lower_bound) == low and float(p.support.upper_bound) == high


def test_an_exponential_base_begins_where_its_image_does():
    p = FlowDistribution(Linear(2.0, 1.0), torch.distributions.Exponential(1.0))
    x = torch.tensor([0.0, 1.0, 3.0])
    assert p.log_prob(x).tolist() == pytest.approx([-torch.inf, -0.6931, -1.6931], abs=1e-4)
    assert p.cdf(x).tolist() == pytest.approx([0.0, 0.0, 0.6321], abs=1e-4)


def test_a_uniform_base_in_the_plane():
    square = Independent(Uniform(torch.zeros(2).double(), torch.ones(2).double()), 1)
    p = FlowDistribution(zoo.affine(2), square)
    x = drawn(p, (50,))
    outside = x + 50
    assert p.support.check(x).all() and not p.support.check(outside).any()
    assert (p.log_prob(outside) == -torch.inf).all() and p.log_prob(x).isfinite().all()
    assert repr(p.support) == "Image()"


def test_a_base_that_does_not_say_where_it_lives():
    class Own(torch.distributions.Distribution):
        arg_constraints = {}  # noqa: RUF012

        def log_prob(self, x):
            return -x.abs()

        def rsample(self, shape=()):
            return torch.zeros(shape)

    p = FlowDistribution(Linear(2.0, 1.0), Own())
    assert p.log_prob(torch.tensor(5.0)).item() == pytest.approx(-2 - 0.6931, abs=1e-4)
    assert p.rsample((3,)).tolist() == [1.0] * 3


def test_whole_lines_stay_whole():
    for flow in (Linear(-2.0, 1.0), RationalQuadraticSpline(4), zoo.mixture(), mixtures((4,))):
        assert FlowDistribution(flow).support is constraints.real


# --- checks of values can be switched off, everywhere --------------------------------------------


def test_validate_args_reaches_the_base():
    nan = torch.tensor(torch.nan)
    bases = (Normal(0.0, 1.0), Logistic(), Uniform(0.0, 1.0))
    for base in bases:
        assert FlowDistribution(Linear(2.0, 1.0), base, validate_args=False).log_prob(nan).isnan()
        with pytest.raises(ValueError):
            FlowDistribution(Linear(2.0, 1.0), base).log_prob(nan)
        assert base._validate_args  # it is not ours to change
    plane = Independent(Normal(torch.zeros(2), torch.ones(2)), 1)
    p = FlowDistribution(zoo.affine(2).float(), plane, validate_args=False)
    assert p.log_prob(torch.full((2,), torch.nan)).isnan()
    with pytest.raises(ValueError):
        Logistic().log_prob(nan)


# --- what a flow needs to be itself --------------------------------------------------------------


def test_a_spline_is_saved_with_its_bound():
    wide, narrow = RationalQuadraticSpline(8, bound=10.0), RationalQuadraticSpline(8)
    zoo.randomised(wide)
    chain, other = (Composition(Linear(1.0, 0.0), s).double() for s in (wide, narrow))
    other.load_state_dict(chain.state_dict())
    x = torch.tensor([0.0, 3.0, 6.0, 11.0], dtype=DOUBLE)
    close(FlowDistribution(other).log_prob(x), FlowDistribution(chain).log_prob(x))
    assert narrow.bound == 10.0
    buffer = io.BytesIO()
    torch.save(wide.state_dict(), buffer)
    buffer.seek(0)
    again = RationalQuadraticSpline(8).double()
    again.load_state_dict(torch.load(buffer))
    close(again(x)[0], wide(x)[0])


def test_a_state_of_the_first_edition_is_not_guessed_at():
    old = {"widths": torch.zeros(4), "heights": torch.ones(4), "slopes": torch.zeros(3)}
    flow = RationalQuadraticSpline(4, bound=3.0)
    with pytest.raises(RuntimeError, match=r'Missing key.*"bound"'):
        flow.load_state_dict(old)
    found = flow.load_state_dict(old, strict=False)
    assert found.missing_keys == ["bound"] and not found.unexpected_keys
    assert (flow.raw_heights == 1).all() and flow.bound == 3.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (RationalQuadraticSpline(4), RationalQuadraticSpline(5)),
        (TrainableMixture(2), TrainableMixture(3)),
        (zoo.affine(2), zoo.affine(3)),
    ],
)
def test_a_state_of_another_shape_is_an_error(one, other):
    with pytest.raises(RuntimeError, match="size mismatch"):
        other.load_state_dict(one.state_dict())


# --- a trained flow is still a flow --------------------------------------------------------------


def test_a_mixture_of_parameters_stays_normalised():
    half = torch.nn.Parameter(torch.tensor([0.5, 0.5], dtype=DOUBLE))
    flow = MixtureOfLogistics(half, torch.tensor([-1.0, 1.0]).double(),
                              torch.tensor([0.8, 0.7]).double())  # fmt: skip
    p, x = FlowDistribution(flow, logistic(())), torch.linspace(-60, 60, 20_001, dtype=DOUBLE)
    before = p.log_prob(x)
    with torch.no_grad():
        half.copy_(torch.tensor([0.2, 0.2]))
    close(p.log_prob(x), before)
    with torch.no_grad():
        half.copy_(torch.tensor([0.1, 1.7]))
    assert torch.trapezoid(p.log_prob(x).exp(), x).item() == pytest.approx(1, abs=1e-9)
    with torch.no_grad():
        half.copy_(torch.tensor([-0.1, 1.1]))
    for function in (p.log_prob, p.cdf, lambda _: p.sample()):
        with pytest.raises(ValueError, match=r"positive or 0.*TrainableMixture"):
            function(x[:3])


def test_the_log_det_of_free_weights_is_that_of_the_map():
    """By every weight by itself, also out of the plane where they sum to 1."""
    w = torch.tensor([0.3, 0.7], dtype=DOUBLE, requires_grad=True)
    flow = MixtureOfLogistics(w, torch.tensor([-1.0, 1.0]).double(),
                              torch.tensor([0.8, 0.7]).double())  # fmt: skip
    x = torch.tensor(0.4, dtype=DOUBLE, requires_grad=True)
    z, log_det = flow.inverse(x)
    (slope,) = torch.autograd.grad(z, x, create_graph=True)
    (by_map,) = torch.autograd.grad(slope.log(), w, retain_graph=True)
    (by_log_det,) = torch.autograd.grad(log_det, w)
    close(by_log_det, by_map)


def test_a_scale_that_training_has_made_negative_is_named():
    scales = torch.nn.Parameter(torch.tensor([0.5, 0.5]))
    flow = MixtureOfLogistics(torch.tensor([0.5, 0.5]), torch.tensor([-1.0, 1.0]), scales)
    with torch.no_grad():
        scales[1] = -0.5
    with pytest.raises(ValueError, match=r"scales must be positive, not \[0.5, -0.5\]"):
        flow.inverse(torch.tensor(0.0))
    trainable = TrainableMixture(2)
    with torch.no_grad():
        trainable.log_scales[1] = -200.0
    with pytest.raises(ValueError, match=r"scales must be positive, not \[\S+ 0\]"):
        trainable.forward(torch.tensor(0.0))


def test_an_affine_flow_stays_triangular_when_it_is_trained():
    from course_lib.flows import Affine

    L = torch.nn.Parameter(torch.eye(2, dtype=DOUBLE))
    flow = Affine(L, torch.zeros(2, dtype=DOUBLE))
    x = torch.randn(50, 2, dtype=DOUBLE, generator=torch.Generator().manual_seed(0))
    loss = -FlowDistribution(flow).log_prob(x @ torch.tensor([[1.0, 0.8], [0.0, 1.0]]).double())
    loss.mean().backward()
    assert L.grad[0, 1] == 0 and L.grad[1, 0] != 0
    with torch.no_grad():
        L[0, 1] = 5.0
    close(flow(flow.inverse(x)[0])[0], x)
    grid = torch.stack(torch.meshgrid(*2 * [torch.linspace(-9, 9, 301).double()],
                                      indexing="ij"), -1)  # fmt: skip
    assert FlowDistribution(flow).log_prob(grid).exp().sum().item() * 0.06**2 == pytest.approx(1)
    with torch.no_grad():
        L[1, 1] = torch.nan
    with pytest.raises(ValueError, match="positive diagonal"):
        flow.inverse(x)


# --- any device ----------------------------------------------------------------------------------


@pytest.mark.parametrize("device", ["meta", *["cuda"] * torch.cuda.is_available()])
@pytest.mark.parametrize("name", zoo.FLOWS)
def test_every_flow_on_every_device(name, device):
    flow = zoo.FLOWS[name]().to(device)
    value = torch.zeros(5, *flow.event_shape, device=device, dtype=DOUBLE)
    base = None
    if name == "normal to logistic":
        zero = torch.zeros((), dtype=DOUBLE, device=device)
        base = Normal(zero, zero + 1, validate_args=False)
    p = FlowDistribution(flow, base, validate_args=False)
    for function in (flow.forward, flow.inverse, lambda x: (p.sample((5,)), p.log_prob(x))):
        mapped, log_det = function(value)
        assert mapped.device.type == log_det.device.type == device
        assert mapped.shape == value.shape and log_det.shape == (5,)
