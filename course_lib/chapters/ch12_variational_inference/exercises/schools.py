"""Exercise 12.4: the joint density of eight schools, in real numbers."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import log_p0, tensor


def log_joint(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a[..., None] + tau[..., None] * eta
    data = log_p0((y - theta) / sigma) - sigma.log()
    of_tau = math.log(2 / (5 * math.pi)) - torch.log1p(tau**2 / 25) + log_tau
    return data.sum(-1) + log_p0(a) + log_p0(eta).sum(-1) + of_tau


# Each part of the density, to be exchanged for a wrong one; a is the mean over 5.


def _theta(a, tau, eta):
    return 5 * a[..., None] + tau[..., None] * eta


def _data(y, theta, sigma):
    return (log_p0((y - theta) / sigma) - sigma.log()).sum(-1)


def _prior(a, eta, theta):
    return log_p0(a) + log_p0(eta).sum(-1)


def _cauchy(tau):
    return math.log(2 / (5 * math.pi)) - torch.log1p(tau**2 / 25)


def _joint(theta=_theta, data=_data, prior=_prior, cauchy=_cauchy, det=lambda u: u, tau=torch.exp):
    """A wrong answer: the density with one part of it exchanged."""

    def wrong(v, y, sigma):
        a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
        spread = tau(log_tau)
        effects = theta(a, spread, eta)
        return data(y, effects, sigma) + prior(a, eta, effects) + cauchy(spread) + det(log_tau)

    return wrong


def _nothing(*parts):
    return 0.0


def _with_variance(y, theta, variance):
    return _data(y, theta, variance.sqrt())


def _wide(a, eta, theta):
    """The mean's prior with width 5, asked at a itself."""
    return log_p0(a / 5) - math.log(5) + log_p0(eta).sum(-1)


def _of_m(a, eta, theta):
    """The density of m = 5 a, without the log-det."""
    return log_p0(a) - math.log(5) + log_p0(eta).sum(-1)


def _once(part):
    """One sum over everything, the batch too."""
    return lambda v, y, sigma: part(v, y, sigma).sum()


Y8 = tensor([28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0])
S8 = tensor([15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0])
TEN = tensor([[0.9, 1.4, 0.8, -0.3, -1.1, 0.2, 0.5, -0.6, 1.3, 0.1],
              [-0.4, -0.7, -0.2, 1.6, 0.4, -0.9, -1.4, 0.7, 0.3, -0.5]])  # fmt: skip

LOG_JOINT = Exercise(
    id="12.4",
    title="Eight schools in real numbers",
    minutes=13,
    difficulty="hard",
    prompt=r"""
A school's coaching has an effect $\theta_j$, and what it measured is $y_j$, with the error
$\sigma_j$:

- $y_j$ is normal around $\theta_j$ with width $\sigma_j$;
- $\theta_j = 5a + \tau\,\eta_j$: a common mean $5a$, and a spread $\tau$ between the schools;
- $a$ and all $\eta_j$ are standard normal;
- $\tau > 0$ has the density of a half-Cauchy of width 5,
  $p(\tau) = \dfrac{2}{5\pi\,(1 + \tau^2/25)}$.

The flow lives in all real numbers, so it makes $v = (a, \log\tau, \eta_1, \dots, \eta_J)$. Write
`log_joint(v, y, sigma)`: the log-density of $y$ and $v$ together, with all constants. In
$\log\tau$ the density of $\tau$ changes, as in chapter 02.

Shapes: `v` is `(..., 2 + J)`, `y` and `sigma` are `(J,)`, the result is `(...)`.
""",
    inputs=(
        (tensor([0.6, 0.9, -1.2, 0.7]), tensor([12.0, -4.0]), tensor([6.0, 3.5])),
        (TEN, Y8, S8),
        (tensor([[[1.2, 2.3, 0.4]], [[-0.8, -1.5, 1.7]], [[0.3, 0.5, -0.9]]]), tensor([7.0]),
         tensor([2.5])),
    ),
    labels=("", "eight schools, two v", "one school, v of shape (3, 1, 3)"),
    names=("v", "y", "sigma"),
    reference=log_joint,
    returns="the log of the joint density, one number for each v",
    misconceptions=(
        Misconception(
            "log-det of τ forgotten",
            _joint(det=_nothing),
            "the density is that of τ, and the coordinate is log τ. dτ = τ d(log τ), so the "
            "density of log τ has one factor τ more.",
        ),
        Misconception(
            "log-det of τ with the wrong sign",
            _joint(det=lambda u: -u),
            "log τ is taken away. The density of log τ is p(τ) *times* dτ/d(log τ) = τ.",
        ),
        Misconception(
            "τ as its own log-det",
            _joint(det=torch.exp),
            "you add τ. The factor is τ, so its logarithm is added: log τ.",
        ),
        Misconception(
            "full Cauchy",
            _joint(cauchy=lambda tau: _cauchy(tau) - math.log(2)),
            "your p(τ) is half as large: that of a Cauchy over all numbers. Over τ > 0 alone it "
            "would integrate to ½.",
        ),
        Misconception(
            "no constant in p(τ)",
            _joint(cauchy=lambda tau: -torch.log1p(tau**2 / 25)),
            "2/(5π) is missing in p(τ). For the shape it does not matter, for Z it does.",
        ),
        Misconception(
            "width 1 in p(τ)",
            _joint(cauchy=lambda tau: math.log(2 / math.pi) - torch.log1p(tau**2)),
            "your half-Cauchy has the width 1. It is 5.",
        ),
        Misconception(
            "τ not divided by 5 in p(τ)",
            _joint(cauchy=lambda tau: math.log(2 / (5 * math.pi)) - torch.log1p(tau**2)),
            "your p(τ) has τ² where τ²/25 is. 2/(5π) belongs to the width 5.",
        ),
        Misconception(
            "the constant of width 1 in p(τ)",
            _joint(cauchy=lambda tau: math.log(2 / math.pi) - torch.log1p(tau**2 / 25)),
            "2/π is the constant of the width 1: in p(τ) a factor 1/5 is missing.",
        ),
        Misconception(
            "width not squared in p(τ)",
            _joint(cauchy=lambda tau: math.log(2 / (5 * math.pi)) - torch.log1p(tau**2 / 5)),
            "τ² is divided by 5. (τ/5)² is τ²/25.",
        ),
        Misconception(
            "τ not squared in p(τ)",
            _joint(cauchy=lambda tau: math.log(2 / (5 * math.pi)) - torch.log1p(tau / 25)),
            "τ is not squared in p(τ): below stands 1 + τ²/25.",
            also=(_joint(cauchy=lambda tau: math.log(2 / (5 * math.pi)) - torch.log1p(tau / 5)),),
        ),
        Misconception(
            "no p(τ)",
            _joint(cauchy=_nothing),
            "p(τ) is missing: only log τ of the change to log τ is there.",
        ),
        Misconception(
            "nothing of τ's density",
            _joint(cauchy=_nothing, det=_nothing),
            "p(τ) is missing, and so is what the change to log τ adds.",
        ),
        Misconception(
            "log τ as τ",
            _joint(tau=lambda u: u),
            "`v[..., 1]` is log τ, and you use it as τ. Take `exp` of it.",
            also=(_joint(tau=lambda u: u, det=_nothing),
                  _joint(tau=lambda u: u, det=lambda u: u.abs().log()),
                  _joint(tau=lambda u: u, det=lambda u: u.log()),
                  _joint(cauchy=lambda tau: _cauchy(tau.log()))),
        ),
        Misconception(
            "log τ in the effects",
            _joint(theta=lambda a, tau, eta: _theta(a, tau.log(), eta)),
            "in θ you multiply η by log τ. It is τ: take `exp`.",
        ),
        Misconception(
            "effects without τ",
            _joint(theta=lambda a, tau, eta: _theta(a, torch.ones_like(tau), eta)),
            "τ is missing in the effects: θ = 5a + τ η.",
        ),
        Misconception(
            "η for the effects",
            _joint(theta=lambda a, tau, eta: eta),
            "you take η for the effects. They are θ = 5a + τ η.",
        ),
        Misconception(
            "effects without 5 and τ",
            _joint(theta=lambda a, tau, eta: a[..., None] + eta),
            "5 and τ are missing in the effects: θ = 5a + τ η.",
        ),
        Misconception(
            "effects without the mean",
            _joint(theta=lambda a, tau, eta: tau[..., None] * eta),
            "the common mean is missing in the effects: θ = 5a + τ η.",
        ),
        Misconception(
            "mean not times 5",
            _joint(theta=lambda a, tau, eta: a[..., None] + tau[..., None] * eta),
            "the mean is 5a, and you use a.",
        ),
        Misconception(
            "divided by τ",
            _joint(theta=lambda a, tau, eta: _theta(a, 1 / tau, eta)),
            "η is divided by τ. The larger τ is, the more the schools differ: θ = 5a + τ η.",
        ),
        Misconception(
            "σ as a variance",
            _joint(data=_with_variance),
            "you use σ as a variance. It is the width: (y − θ)/σ is squared.",
            also=(_joint(data=lambda y, t, s: (log_p0((y - t) / s.sqrt()) - s.log()).sum(-1)),),
        ),
        Misconception(
            "σ squared",
            _joint(data=lambda y, t, s: _data(y, t, s**2)),
            "you use σ² as the width. The width is σ: `Normal` takes it, not the variance.",
        ),
        Misconception(
            "no −log σ",
            _joint(data=lambda y, t, s: log_p0((y - t) / s).sum(-1)),
            "−log σ is missing in the density of the measurements.",
        ),
        Misconception(
            "+log σ",
            _joint(data=lambda y, t, s: (log_p0((y - t) / s) + s.log()).sum(-1)),
            "log σ is added. A wider bell is lower: −log σ.",
        ),
        Misconception(
            "width of the measurements 1",
            _joint(data=lambda y, t, s: log_p0(y - t).sum(-1)),
            "σ is not used. Each school has its own error.",
        ),
        Misconception(
            "no ½ log 2π",
            lambda v, y, sigma: log_joint(v, y, sigma)
            + (2 * len(y) + 1) * 0.5 * math.log(2 * math.pi),
            "not every normal density has its −½ log 2π. For the shape it does not matter, for Z "
            "it does.",
            also=(_joint(data=lambda y, t, s: _data(y, t, s) + len(y) * 0.5
                         * math.log(2 * math.pi)),
                  _joint(prior=lambda a, e, t: -0.5 * (a**2 + (e**2).sum(-1))),
                  _joint(prior=lambda a, e, t: -0.5 * a**2 + log_p0(e).sum(-1)),
                  _joint(prior=lambda a, e, t: log_p0(a) - 0.5 * (e**2).sum(-1))),
        ),
        Misconception(
            "the likelihood alone",
            _joint(prior=_nothing, cauchy=_nothing, det=_nothing),
            "this is the density of y for given v. The joint density has that of v, the prior, as "
            "well.",
        ),
        Misconception(
            "the prior alone",
            _joint(data=_nothing),
            "the measurements do not come in: this is the prior of v.",
        ),
        Misconception(
            "no prior of η",
            _joint(prior=lambda a, eta, theta: log_p0(a)),
            "the standard normal densities of η are missing.",
        ),
        Misconception(
            "no prior of a",
            _joint(prior=lambda a, eta, theta: log_p0(eta).sum(-1)),
            "the standard normal density of a is missing.",
        ),
        Misconception(
            "neither prior of a nor of η",
            _joint(prior=_nothing),
            "the standard normal densities of a and of η are missing.",
        ),
        Misconception(
            "standard normal effects",
            _joint(prior=lambda a, eta, theta: log_p0(a) + log_p0(theta).sum(-1)),
            "you ask the standard normal at θ. It is η that is standard normal.",
        ),
        Misconception(
            "width 5 for a",
            _joint(prior=_wide),
            "a gets a width of 5. Its width is 1, and the mean is 5a: the 5 would count twice.",
        ),
        Misconception(
            "asked at 5a",
            _joint(prior=lambda a, e, t: log_p0(5 * a) + log_p0(e).sum(-1)),
            "you ask the standard normal at 5a. It is a that is standard normal; the 5 comes in "
            "through the effects alone.",
        ),
        Misconception(
            "the density of 5a",
            _joint(prior=_of_m),
            "this is the density of the mean 5a, whose width is 5. The coordinate is a itself, a "
            "standard normal: a log 5 is missing.",
        ),
        Misconception(
            "density of θ",
            lambda v, y, sigma: log_joint(v, y, sigma) - len(y) * v[..., 1],
            "this is a density of θ: J log τ is taken away. The coordinates are η, as they stand "
            "in v.",
        ),
        Misconception(
            "a factor τ for each η",
            lambda v, y, sigma: log_joint(v, y, sigma) + len(y) * v[..., 1],
            "you add J log τ, one for each η. The coordinates are η, as they stand in v: only the "
            "density of τ itself changes.",
        ),
        Misconception(
            "averaged over the schools",
            _joint(data=lambda y, t, s: _data(y, t, s) / len(y)),
            "you average over the schools. Their densities are multiplied: sum the logarithms.",
        ),
        Misconception(
            "not summed over the schools",
            lambda v, y, sigma: log_joint(v, y, sigma)[..., None]
            + 0 * v[..., 2:],
            "one number for each school is left. Sum over the schools: `.sum(-1)`.",
        ),
        Misconception(
            "summed over all v",
            _once(log_joint),
            "you sum over the batch as well. Each v keeps its own number: `.sum(-1)`.",
        ),
        Misconception(
            "minus the logarithm",
            lambda v, y, sigma: -log_joint(v, y, sigma),
            "the sign of the whole is turned.",
        ),
        Misconception(
            "the density itself",
            lambda v, y, sigma: log_joint(v, y, sigma).exp(),
            "this is the density. Its logarithm is asked for.",
        ),
    ),
    hints=(
        "Four factors: y given θ, then a, η and τ. Which of them is not asked in the coordinate "
        "that stands in v?",
        "log N(y; θ, σ) summed over the schools, log N of a and of η, log p(τ), and log τ since "
        "dτ/d(log τ) = τ.",
        "Fill in the three gaps:\n\n"
        "    N = torch.distributions.Normal\n"
        "    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]\n"
        "    tau = log_tau.exp()\n"
        "    theta = 5 * a[..., None] + …\n"
        "    data = N(theta, sigma).log_prob(y).sum(-1)\n"
        "    prior = N(0, 1).log_prob(a) + N(0, 1).log_prob(eta).sum(-1)\n"
        "    p_tau = 2 / (5 * math.pi * (1 + …))\n"
        "    return data + prior + p_tau.log() + …",
    ),
    praise="a posterior of ten dimensions, ready for any flow.",
)  # fmt: skip
