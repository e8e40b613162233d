"""A conditional flow learns from pairs that stay together, and from events drawn anew."""

import pytest
import torch
from torch import nn
from torch.distributions import Normal

from course_lib.densities import GaussianMixture
from course_lib.flows import FlowDistribution, Linear
from course_lib.planar import Moons
from course_lib.training import fit, mini_batches, minimise


class Line(nn.Module):
    """p(x|c) = N(x; a c + b, e^s): a function from contexts (N, 1) to a distribution."""

    def __init__(self):
        super().__init__()
        self.a, self.b, self.s = (nn.Parameter(torch.zeros(())) for _ in range(3))

    def forward(self, c):
        return Normal(self.a * c[..., 0] + self.b, self.s.exp())


def draw(n, seed=None):
    """Pairs with x = 2 c − 1 + noise of width 0.3."""
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    c = torch.randn(n, 1, generator=generator)
    return 2 * c[:, 0] - 1 + 0.3 * torch.randn(n, generator=generator), c


def assert_learnt(line):
    assert line.a.item() == pytest.approx(2, abs=0.05)
    assert line.b.item() == pytest.approx(-1, abs=0.05)
    assert line.s.exp().item() == pytest.approx(0.3, abs=0.03)


@pytest.mark.slow
@pytest.mark.parametrize("batch_size", [None, 64])
def test_pairs_are_learnt_together(batch_size):
    """Shuffled apart, x would know nothing of c: a = 0 and a width above 2."""
    line, (x, c) = Line(), draw(500, seed=0)
    fit(line, (x, c), steps=400, lr=0.03, batch_size=batch_size)
    assert_learnt(line)
    apart, other = Line(), c[torch.randperm(500, generator=torch.Generator().manual_seed(1))]
    fit(apart, (x, other), steps=200, lr=0.03, batch_size=batch_size)
    assert abs(apart.a.item()) < 0.3 and apart.s.exp().item() > 1.5


def test_a_mini_batch_has_the_same_rows_of_all():
    x = torch.arange(10.0)
    c, label = torch.stack([x, -x], -1), 3 * torch.arange(10)
    batches = mini_batches((x, c, label), 4, seed=0)
    seen = [next(batches) for _ in range(6)]
    for part in seen:
        assert (part[1][:, 0] == part[0]).all() and (part[1][:, 1] == -part[0]).all()
        assert (part[2] == 3 * part[0]).all()
    assert [len(part[0]) for part in seen] == [4, 4, 2] * 2
    for k in (0, 3):
        assert sorted(torch.cat([part[0] for part in seen[k : k + 3]]).tolist()) == x.tolist()
    alone = mini_batches(x, 4, seed=0)
    assert all((next(alone) == part[0]).all() for part in seen)  # one seed, one order


def test_mini_batches_refuse_what_cannot_be_drawn_together():
    with pytest.raises(ValueError, match=r"equally many rows, at least one, not \[4, 3\]"):
        mini_batches((torch.zeros(4), torch.zeros(3)), 2)
    with pytest.raises(ValueError, match=r"not \[0\]"):
        mini_batches(torch.zeros(0), 2)
    with pytest.raises(ValueError, match="batch_size must be a whole number"):
        mini_batches(torch.zeros(4), 0)


@pytest.mark.slow
def test_fresh_events_are_drawn_in_every_step_from_a_stream_of_their_own():
    def run(seed):
        seen = []

        def watched(n):
            seen.append(draw(n))
            return seen[-1]

        line = Line()
        fit(line, watched, steps=300, lr=0.03, batch_size=64, seed=seed)
        return line, seen

    torch.manual_seed(4)
    state = torch.get_rng_state()
    line, seen = run(0)
    assert (torch.get_rng_state() == state).all()
    assert_learnt(line)
    assert len(seen) == 300 and all(len(x) == len(c) == 64 for x, c in seen)
    assert len({x[0].item() for x, _ in seen}) == 300
    again, other = run(0)[1], run(1)[1]
    assert all((a[0] == b[0]).all() for a, b in zip(seen, again, strict=True))
    assert (seen[0][0] != other[0][0]).any()


@pytest.mark.slow
def test_the_sample_of_a_density_can_be_drawn_from_as_it_is():
    target = GaussianMixture(torch.ones(1), torch.tensor([3.0]), torch.tensor([0.5]))
    flow = Linear(1.0, 0.0)
    fit(FlowDistribution(flow), target.sample, steps=300, batch_size=100)
    assert flow.b.item() == pytest.approx(3, abs=0.1)
    assert flow.a.item() == pytest.approx(0.5, abs=0.1)


def test_pairs_are_held_out_together_too():
    line, (x, c), other = Line(), draw(200, seed=0), draw(300, seed=1)
    history = fit(line, (x, c), steps=60, lr=0.1, batch_size=32, held_out=other, look_every=7)
    assert history.looks == [*range(0, 60, 7), 60] and len(history.held_out) == 10
    with torch.no_grad():
        now = -line(other[1]).log_prob(other[0]).mean().item()
    assert now == pytest.approx(min(history.held_out), abs=1e-6)
    assert history.looks[history.held_out.index(min(history.held_out))] == history.best


@pytest.mark.slow
def test_minimise_serves_a_loss_of_ones_own_on_pairs():
    line, batches = Line(), mini_batches(draw(500, seed=0), 64, seed=0)

    def loss():
        x, c = next(batches)
        return ((line.a * c[:, 0] + line.b - x) ** 2).mean()

    minimise(loss, line, steps=300, lr=0.03)
    assert line.a.item() == pytest.approx(2, abs=0.05)


class Broadcasts(nn.Module):
    """Gives (N, N) numbers for N pairs."""

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.zeros(()))

    def forward(self, c):
        return Normal(self.a * c, 1.0)


X, C = draw(20, seed=0)


@pytest.mark.parametrize(
    ("model", "data", "error", "words"),
    [
        (Line, (X, C[:9]), ValueError, r"row by row, but have shapes \(20,\) and \(9, 1\)"),
        (Line, (X, C, C), ValueError, r"data must be x, or a pair \(x, c\), not 3 things"),
        (Line, (X, C / 0), ValueError, "20 of the 20 numbers in c of data are infinite or NaN"),
        (Line, (X.log(), C), ValueError, "numbers in x of data are infinite or NaN"),
        (Line, (X, (C > 0).long()), TypeError, "c of data holds torch.int64"),
        (Line, (X, torch.tensor(1.0)), ValueError, "c of data is a single number"),
        (Broadcasts, (X, C), ValueError, r"shape \(20,\), not \(20, 20\): x has shape \(20,\)"),
        (Line, X, TypeError, r"Line has no log_prob. If it needs a context, give pairs"),
        (lambda: FlowDistribution(Linear(1.0, 0.0)), (X, C), TypeError, "takes no context"),
        (lambda: nn.Linear(1, 1), (X, C), TypeError, "Linear made Tensor of the contexts"),
        (Line, draw, ValueError, "say how many: batch_size=256"),
    ],
)  # fmt: skip
def test_what_cannot_be_fitted(model, data, error, words):
    with pytest.raises(error, match=words):
        fit(model(), data, steps=2)


@pytest.mark.parametrize(
    ("draw", "error", "words"),
    [
        (lambda n: [1.0] * n, TypeError, r"a pair of them \(x, c\), not list"),
        (lambda n: (X, C[:3]), ValueError, r"of what was drawn belong together, row by row"),
    ],
)
def test_what_cannot_be_drawn(draw, error, words):
    with pytest.raises(error, match=words):
        fit(Line(), draw, steps=2, batch_size=5)
    with pytest.raises(ValueError, match="batch_size must be a whole number"):
        fit(Line(), draw, steps=2, batch_size=0)
    with pytest.raises(ValueError, match="row by row"):
        fit(Line(), (X, C), steps=2, held_out=(X, C[:3]))


def test_moons_in_a_tuple_of_one_are_no_pair():
    with pytest.raises(ValueError, match="not 1 things"):
        fit(Line(), (Moons().sample(5, seed=0),))
