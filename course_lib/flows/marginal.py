"""Chapter 09 as code: bend every coordinate by itself, turn, and again: Gaussianization.

A layer of one-dimensional maps can make every marginal normal, while the joint density stays far
away. After a turn the marginals are others, and can be straightened again. No network is needed;
and a start from the data is near, before any gradient.

References: S. Chen, R. Gopinath (2000); V. Laparra et al. (2011), arXiv:1602.00229; C. Meng et al.
(2020), arXiv:2003.01941. (In jammy_flows such a layer is called "g".)
"""

import math

import torch
from torch import Tensor, nn

from course_lib.flows.affine import TrainableAffine
from course_lib.flows.composition import Composition
from course_lib.flows.flow import Flow
from course_lib.flows.networks import whole
from course_lib.flows.rotation import Rotation
from course_lib.flows.univariate import Univariate, UnivariateMixture

TRIES = 16  # so many rotations are tried for each layer
# Chosen by log p of the events that are fitted, of two moons, a pinwheel and a bent bell: 20 to 50
# steps raise it by 0.02 to 0.35, 50 to 100 by 0.01 to 0.1; 100 take some 0.7 s for 1000 events.
EM_STEPS = 100


class Marginal(Flow):
    """Each coordinate through a map of its own: x_i = g(z_i; u_i), with free parameters u.

    log_det = Σ log |∂g/∂z_i|. The parameters ``u``, of shape (n, univariate.size), start at 0: at
    the identity, or near it. Alone it cannot make any dependence between coordinates, and two of
    them are no more than one: put a rotation between.

    Shapes (..., n) → (..., n), (...).

    Raises TypeError or ValueError if n is not a whole number of at least one.

    >>> from course_lib.flows import UnivariateSpline
    >>> x, log_det = Marginal(2, UnivariateSpline(8, 4.0))(torch.tensor([0.5, -1.0]))
    >>> [round(v, 5) for v in x.tolist()], log_det.shape
    ([0.5, -1.0], torch.Size([]))
    """

    def __init__(self, n: int, univariate: Univariate) -> None:
        super().__init__()
        self.univariate = univariate
        self.u = nn.Parameter(torch.zeros(whole(n, "n"), univariate.size))
        self.event_shape = torch.Size([n])

    def _forward(self, z):
        return self._each(z, "forward")

    def _inverse(self, x):
        return self._each(x, "inverse")

    def _each(self, value, way):
        """Every coordinate through its map, as a row: torch is quick along a long last axis."""
        flow = self.univariate(self.u.to(value).unsqueeze(-2))  # batch shape (n, 1)
        rows = value.reshape(-1, len(self.u)).T.contiguous()  # (n, N)
        rows, log_det = getattr(flow, way)(rows)
        return rows.T.reshape(value.shape), log_det.sum(0).reshape(value.shape[:-1])


def gaussianization(data: Tensor, layers: int = 6, k: int = 6, seed: int = 0) -> Composition:
    """A flow that already makes the data nearly normal: turn and straighten, ``layers`` times.

    First comes the affine flow that gives the data mean 0 and covariance 1. Then each layer takes
    the rotation, of 16 random ones, under which the marginals are furthest from normal (have the
    smallest entropies), fits a mixture of k logistics to each of them, and hands on what its map to
    the normal makes of the data. Everything is trainable: go on with maximum likelihood.

    Shapes: data (N, n) → a flow on (n,), in the dtype of the data.

    The random rotations come from the seed; torch's generator is left as it is. Raises TypeError or
    ValueError unless the data are a float tensor (N, n) of finite numbers with N > n, ``layers``
    and ``k`` whole numbers of at least one; and if the data lie in a plane (a σ is 0).

    >>> data = torch.rand(200, 2, generator=torch.Generator().manual_seed(0)) ** 3
    >>> z, log_det = gaussianization(data, layers=3).inverse(data)
    >>> round(z.std().item(), 1), log_det.shape
    (1.0, torch.Size([200]))
    """
    check_data(data)
    n, recipe = data.shape[1], UnivariateMixture(k)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        whiten = whitening(data)
        y, _ = whiten.inverse(data)
        found = [whiten]
        for _ in range(whole(layers, "layers")):
            turn = Rotation(n, telling_rotation(y, generator))
            straighten = Marginal(n, recipe).to(y)
            y, _ = turn.inverse(y)
            straighten.u.copy_(recipe.u_of(*fitted_mixtures(y, k)))
            y, _ = straighten.inverse(y)
            found += [turn, straighten]
    return Composition(*found)


def whitening(data):
    """The affine flow whose inverse gives the data mean 0 and covariance 1. Raises ValueError."""
    flow = TrainableAffine(data.shape[1]).to(data)
    sigma = data.std(0)
    if not (sigma > 0).all():
        flat = (~(sigma > 0)).nonzero().flatten().tolist()
        raise ValueError(f"These coordinates of the data are constant, σ = 0: {flat}.")
    A, fails = torch.linalg.cholesky_ex((data / sigma).T.cov().reshape(len(sigma), -1))
    if fails or A.diagonal().min() < 1e-4:
        raise ValueError("The data lie in a plane: one coordinate is a sum of multiples of others.")
    L = torch.linalg.inv(A).tril() / sigma
    flow.log_diagonal.copy_(L.diagonal().log())
    flow.below.copy_(L.tril(-1))
    flow.b.copy_(data.mean(0))
    return flow


def telling_rotation(y, generator):
    """The one of some random rotations under which y's marginals have the smallest entropies.

    A rotation leaves the joint entropy as it is. So what the marginals lose is what a layer gains:
    KL(data‖normal) falls by exactly that, if it makes every marginal normal.
    """
    n = y.shape[1]
    candidates = torch.randn(TRIES, n, n, generator=generator, dtype=torch.float64).to(y)
    rotations = torch.linalg.qr(candidates)[0]
    entropies = [marginal_entropies(y @ R).sum() for R in rotations]
    return rotations[int(torch.stack(entropies).argmin())]


def marginal_entropies(y):
    """Vasicek's estimate of each column's entropy, from the gaps between its ordered numbers."""
    m = max(1, math.isqrt(len(y)) // 2)
    gaps = y.sort(0)[0].unfold(0, m + 1, 1)  # (N − m, n, m + 1)
    return torch.log((gaps[..., -1] - gaps[..., 0]).clamp(min=1e-6)).mean(0)


def fitted_mixtures(y, k):
    """log w, μ and s, each (n, k), of mixtures of logistics fitted to the columns of y (N, n).

    Some steps of EM from the quantiles: each number is shared among the components that may have
    made it, and each component takes the mean and the variance, (π s)²/3, of its shares.
    """
    levels = (torch.arange(k).to(y) + 0.5) / k
    means = torch.quantile(y, levels, dim=0).unsqueeze(-1)  # (k, n, 1)
    scales = (y.std(0) / 2).unsqueeze(-1).expand_as(means)
    log_weights = torch.full_like(means, -math.log(k))
    y = y.T.contiguous()  # (n, N): torch is quick along a long last axis
    for _ in range(EM_STEPS):
        v = ((y - means) / scales).abs()
        log_p = log_weights - scales.log() - v - 2 * torch.log1p(torch.exp(-v))
        shares = log_p.softmax(0)
        count = shares.sum(-1, keepdim=True).clamp(min=1e-3)
        means = (shares * y).sum(-1, keepdim=True) / count
        variance = (shares * (y - means) ** 2).sum(-1, keepdim=True) / count
        scales = variance.sqrt().clamp(min=0.03) * math.sqrt(3) / math.pi
        log_weights = (count / count.sum(0)).log()
    return tuple(part.squeeze(-1).T for part in (log_weights, means, scales))


def check_data(data):
    """Raise unless the data are a float tensor (N, n) of finite numbers, with N > n."""
    if not isinstance(data, Tensor) or not data.is_floating_point():
        found = data.dtype if isinstance(data, Tensor) else type(data).__name__
        raise TypeError(f"The data must be a floating-point tensor, not {found}.")
    if data.dim() != 2 or not data.shape[1] or len(data) <= data.shape[1]:
        raise ValueError(
            f"The data must have shape (N, n) with N > n ≥ 1, not {tuple(data.shape)}."
        )
    if not data.isfinite().all():
        bad = int((~data.isfinite()).sum())
        raise ValueError(f"{bad} of the {data.numel()} numbers in the data are NaN or infinite.")
