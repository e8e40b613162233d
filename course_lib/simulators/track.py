"""A track through a ball of sensors: where did it come from, and how much energy had it?"""

import math

import torch
from torch import Tensor

from course_lib.densities import from_seed, standard_normal_log_prob
from course_lib.flows.flow import broadcast
from course_lib.flows.manifold import on_sphere
from course_lib.simulators.flash import check_last

SENSORS = 12
DARK = 0.02  # counts that a sensor has without a track
NEAR = 0.3  # keeps the light of a track through a sensor finite
ICE = 0.7  # λ: the length over which the ice takes a factor e of the light
CLOCK = 0.5  # the width of a time
MEAN, WIDTH = 0.7, 0.8  # of log E
CASCADE = 2.0  # so many times a track's light comes from a cascade of the same log E

# The evidence is a sum over directions that are spread evenly, and over log-energies.
DIRECTIONS = 4000
ENERGIES = 41
REACH = 4.0  # as far as so many widths of the prior do the log-energies go


class Track:
    """A straight track through the middle of 12 sensors, and what they saw of it.

    x = (n, log E): a direction of flight n, uniform on the sphere, and log E ~ N(0.7, 0.8²). The
    sensors stand at 12 points r of the unit sphere. With d = |r × n|, the distance of the line,

        counts ~ Poisson(e^(log E) e^(−d/λ)/(d + 0.3) + 0.02),   times ~ N(n·r + d/2, 0.5²)

    A sensor that counts nothing has no time: there stands 0. λ = 0.7 is the *ice*, and methods take
    another as ``ice``: a number, or one for each event, of the events' leading shape.

    The exact answers are sums over 4000 directions × 41 log-energies.

    Shapes: x (..., 4), seen (..., 24), counts first, then times; log-probabilities (...), with
    respect to area and log E; x and seen are broadcast against each other. Raises ValueError for
    shapes that do not fit, directions that are not of length 1, counts that are no counts, a time
    without a count, and ice that is not positive.

    Reference for the kind of problem: T. Glüsenkamp, "Unifying supervised learning and VAEs",
    European Physical Journal C 84 (2024), arXiv:2008.05825.

    >>> track = Track()
    >>> x, seen = track.sample(1000, seed=0)
    >>> x.shape, seen.shape, track.features(seen).shape
    (torch.Size([1000, 4]), torch.Size([1000, 24]), torch.Size([1000, 24]))
    >>> track.log_posterior(x[:5], seen[:5]).shape
    torch.Size([5])
    """

    def __init__(self, ice: float = ICE) -> None:
        self.ice = float(checked_ice(ice, ()))
        self.sensors = evenly_on_sphere(SENSORS)  # (12, 3)
        self._grids = {}  # made when they are asked for

    def rates(self, x: Tensor, ice: float | Tensor | None = None) -> Tensor:
        """The expected counts of each sensor: (..., 4) → (..., 12).

        >>> x = torch.tensor([0.0, 0.0, 1.0, 0.7]).double()
        >>> Track().rates(x).round(decimals=1).tolist()[:3]
        [1.6, 0.8, 0.6]
        """
        n, log_energy = apart(x)
        return self._light(self._distance(n), log_energy, ice)

    def times(self, x: Tensor) -> Tensor:
        """The expected times, n·r + d/2: (..., 4) → (..., 12)."""
        n, _ = apart(x)
        return n @ self.sensors.to(n).T + self._distance(n) / 2

    def sample(
        self, n: int, seed: int | None = None, ice: float | Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """n events (x, seen), (n, 4) and (n, 24); with a seed always the same."""
        with from_seed(seed):
            height, turn = 2 * torch.rand(n) - 1, 2 * math.pi * torch.rand(n)
            ring = (1 - height**2).sqrt()
            log_energy = MEAN + WIDTH * torch.randn(n)
            x = torch.stack([ring * turn.cos(), ring * turn.sin(), height, log_energy], -1)
            return x, self.seen(x, ice=ice)

    def seen(self, x: Tensor, seed: int | None = None, ice: float | Tensor | None = None) -> Tensor:
        """What the sensors see of a track, drawn anew: (..., 4) → (..., 24)."""
        with torch.no_grad(), from_seed(seed):
            return drawn(self.rates(x, ice), self.times(x))

    def cascades(self, n: int, seed: int | None = None) -> Tensor:
        """What no track looks like: n events whose light comes from one point, (n, 24).

        The point is uniform in the ball, log E as for tracks, d the distance from the point. The
        light is twice the track's function of d (5.5 sensors are hit, of a track 6); times are d/2.
        """
        with torch.no_grad(), from_seed(seed):
            place = torch.randn(n, 3)
            place *= torch.rand(n, 1) ** (1 / 3) / place.norm(dim=-1, keepdim=True)
            log_energy = MEAN + WIDTH * torch.randn(n) + math.log(CASCADE)
            d = torch.linalg.vector_norm(place[:, None] - self.sensors.to(place), dim=-1)
            return drawn(self._light(d, log_energy, None), d / 2)

    def features(self, seen: Tensor) -> Tensor:
        """24 numbers for a network: log(1 + counts), and the times as they are."""
        counts, times = self._checked(seen)
        return torch.cat([counts.log1p(), times], -1)

    def log_prior(self, x: Tensor) -> Tensor:
        """log p(x) = −log 4π + log N(log E; 0.7, 0.8²), (..., 4) → (...)."""
        return log_prior_of_energy(apart(x)[1]) - math.log(4 * math.pi)

    def log_likelihood(self, x: Tensor, seen: Tensor, ice: float | Tensor | None = None) -> Tensor:
        """log p(seen | x): Poisson counts, and a normal time where there are any.

        Differentiable in x and ice.
        """
        counts, times = self._checked(seen)
        refuse_unlike(x, seen)
        rates, expected = self.rates(x, ice), self.times(x)
        counts, times = counts.to(rates), times.to(rates)
        of_counts = counts * rates.log() - rates - (counts + 1).lgamma()
        of_times = standard_normal_log_prob((times - expected) / CLOCK) - math.log(CLOCK)
        return (of_counts + torch.where(counts > 0, of_times, 0.0)).sum(-1)

    def log_evidence(self, seen: Tensor, ice: float | None = None) -> Tensor:
        """log Z = log ∫ p(seen | x) p(x) dx, (..., 24) → (...). The ice is one number here."""

        def one_by_one(flat, grid):
            return grid.log_joint(flat).flatten(1).logsumexp(1) + grid.log_cell

        return self._over_grid(seen, ice, one_by_one)

    def log_posterior(self, x: Tensor, seen: Tensor, ice: float | None = None) -> Tensor:
        """log p(x | seen), normalised: likelihood · prior / evidence."""
        x, seen, kind = x.double(), seen.double(), x
        log_joint = self.log_likelihood(x, seen, ice) + self.log_prior(x)
        return (log_joint - self.log_evidence(seen, ice)).to(kind)

    def posterior(self, seen: Tensor, ice: float | None = None) -> tuple[Tensor, Tensor, Tensor]:
        """The posterior on its grid: (directions, log-energies, mass of each cell).

        Shapes (4000, 3), (41), (..., 4000, 41), float64. The masses of an event sum to 1; each
        cell has 4π/4000 of the sphere, and ``directions`` wind down it from pole to pole.
        """

        def masses(flat, grid):
            log_p = grid.log_joint(flat)
            return (log_p - log_p.logsumexp((1, 2), keepdim=True)).exp()

        grid = self._grid(ice)
        return grid.directions, grid.log_energies, self._over_grid(seen, ice, masses)

    def _over_grid(self, seen, ice, function):
        self._checked(seen)
        flat = seen.double().reshape(-1, 2 * SENSORS)
        # In parts: each event is compared with 164 000 points.
        parts = [function(part, self._grid(ice)) for part in flat.split(16)]
        found = torch.cat(parts)
        found = found.reshape((*seen.shape[:-1], *found.shape[1:]))
        return found if found.dim() > seen.dim() else found.to(seen)

    def _grid(self, ice):
        ice = float(checked_ice(self.ice if ice is None else ice, ()))
        if ice not in self._grids:
            while len(self._grids) > 3:  # each takes some 20 MB
                self._grids.pop(next(iter(self._grids)))
            self._grids[ice] = Grid(self, ice)
        return self._grids[ice]

    def _distance(self, n):
        """Of the line along n from each sensor: (..., 3) → (..., 12)."""
        r = self.sensors.to(n)
        away = torch.linalg.cross(*torch.broadcast_tensors(n.unsqueeze(-2), r))
        return torch.linalg.vector_norm(away, dim=-1)

    def _light(self, d, log_energy, ice):
        ice = checked_ice(self.ice if ice is None else ice, log_energy.shape).to(d)
        light = torch.exp(log_energy.unsqueeze(-1) - d / ice.unsqueeze(-1))
        return light / (d + NEAR) + DARK

    @staticmethod
    def _checked(seen):
        check_last(seen, 2 * SENSORS, "seen")
        counts, times = seen.split(SENSORS, -1)
        if not ((counts >= 0) & (counts == counts.round()) & counts.isfinite()).all():
            raise ValueError("The first 12 of seen are counts: whole numbers from 0 upward.")
        if not (times.isfinite() & ((counts > 0) | (times == 0))).all():
            raise ValueError(
                "The last 12 of seen are times: finite numbers, and 0 where nothing is counted."
            )
        return counts, times


class Grid:
    """The cells of the sums, with what does not depend on what was seen."""

    def __init__(self, track, ice):
        self.directions = evenly_on_sphere(DIRECTIONS)
        self.log_energies = MEAN + WIDTH * torch.linspace(
            -REACH, REACH, ENERGIES, dtype=torch.float64
        )
        spacing = 2 * REACH * WIDTH / (ENERGIES - 1)
        self.log_cell = math.log(spacing / DIRECTIONS)
        x = torch.cat([
            self.directions[:, None].expand(-1, ENERGIES, -1),
            self.log_energies.expand(DIRECTIONS, -1)[..., None],
        ], -1)  # fmt: skip
        rates = track.rates(x, ice)
        self.log_rates = rates.log().flatten(0, 1).T.contiguous()  # (12, G K)
        self.rest = (log_prior_of_energy(self.log_energies) - rates.sum(-1)).flatten()
        self.times = track.times(x[:, 0]).T.contiguous()  # (12, G)

    def log_joint(self, seen):
        """log p(seen, log E | n), (N, 24) → (N, G, K)."""
        counts, times = seen.split(SENSORS, -1)
        of_counts = torch.addmm(self.rest, counts, self.log_rates)
        of_counts = of_counts.reshape(-1, DIRECTIONS, ENERGIES)
        hit = (counts > 0).double()
        # −(t − t(n))²/2σ², multiplied out: two matrix products for all directions.
        square = (hit * times**2).sum(-1, keepdim=True) - 2 * (hit * times) @ self.times
        square = square + hit @ self.times**2
        constant = hit.sum(-1) * math.log(CLOCK * math.sqrt(2 * math.pi))
        constant = constant + (counts + 1).lgamma().sum(-1)
        return of_counts - (square / (2 * CLOCK**2) + constant[:, None])[..., None]


def evenly_on_sphere(n: int) -> Tensor:
    """Fibonacci's points: n that wind around the sphere from pole to pole, (n, 3), float64.

    Each stands for an equal area. Reference: R. Swinbank, R. J. Purser, "Fibonacci grids: A novel
    approach to global modelling" (2006).

    >>> evenly_on_sphere(12).sum(0).abs().max() < 0.5
    tensor(True)
    """
    k = torch.arange(n, dtype=torch.float64)
    height, turn = 1 - (2 * k + 1) / n, k * math.pi * (3 - math.sqrt(5))
    ring = (1 - height**2).sqrt()
    return torch.stack([ring * turn.cos(), ring * turn.sin(), height], -1)


def drawn(rates, times):
    """Counts and times, (..., 12) twice → (..., 24)."""
    counts = torch.poisson(rates)
    times = times + CLOCK * torch.randn_like(times)
    return torch.cat([counts, torch.where(counts > 0, times, 0.0)], -1)


def log_prior_of_energy(log_energy):
    """log N(log E; 0.7, 0.8²)."""
    return standard_normal_log_prob((log_energy - MEAN) / WIDTH) - math.log(WIDTH)


def apart(x):
    """x (..., 4) as directions (..., 3) and log-energies (...)."""
    check_last(x, 4, "x")
    return on_sphere(x[..., :3], "The direction in x"), x[..., 3]


def checked_ice(ice, shape):
    """λ as a tensor that can be broadcast to this shape, if it is positive. Raises ValueError."""
    ice = torch.as_tensor(ice, dtype=None if isinstance(ice, Tensor) else torch.float64)
    if broadcast(ice.shape, shape) != torch.Size(shape):
        raise ValueError(
            f"ice has shape {tuple(ice.shape)}, but must be one number, or one for each event: "
            f"{tuple(shape)}."
        )
    if not ((ice > 0) & ice.isfinite()).all():
        raise ValueError("ice is a length: it must be positive and finite.")
    return ice


def refuse_unlike(x, seen):
    """Raise unless the leading shapes of x and seen can be broadcast."""
    if broadcast(x.shape[:-1], seen.shape[:-1]) is None:
        raise ValueError(
            f"x of shape {tuple(x.shape)} and seen of shape {tuple(seen.shape)} do not fit "
            "together: apart from the last dimension they must be broadcastable."
        )
