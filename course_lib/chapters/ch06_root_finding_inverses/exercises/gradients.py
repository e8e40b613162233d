"""Exercises 6.5 and 6.7: the derivatives of a root, and of a sample."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.exercises.probes import gradients

# --- 6.5 ------------------------------------------------------------------------------------------


def bent(x, theta):
    """θ₀ eˣ + θ₁ x: rising, and no formula for its inverse."""
    return theta[0] * torch.exp(x) + theta[1] * x


def bent_slope(x, theta):
    return theta[0] * torch.exp(x) + theta[1]


def wide(x, theta):
    """x³ + θ₀ x + θ₁."""
    return x**3 + theta[0] * x + theta[1]


def wide_slope(x, theta):
    return 3 * x**2 + theta[0]


def _root(g, slope, y, theta):
    """The root to the last digit, without a gradient: what the learner is given."""
    x = torch.zeros_like(y)
    for _ in range(60):
        x = x - (g(x, theta) - y) / slope(x, theta)
    return x


def with_gradient(x, y, theta, g, slope):
    residual = g(x, theta) - y
    return x - (residual - residual.detach()) / slope(x, theta)


def _case(g, slope, y, theta):
    y, theta = tensor(y), tensor(theta)
    return _root(g, slope, y, theta), y, theta, g, slope


def _zero_step(of):
    """Another step of value zero: ``of(r − r.detach(), x, y, θ, slope)`` is taken away from x."""

    def wrong(x, y, theta, g, slope):
        residual = g(x, theta) - y
        return x - of(residual - residual.detach(), x, y, theta, slope)

    return wrong


def _derivatives(x, y, theta, g, slope):
    m = slope(x, theta)
    (by_theta,) = torch.autograd.grad(g(x, theta).sum(), theta, retain_graph=True)
    return 1 / m, -by_theta / m.sum()


IMPLICIT = Exercise(
    id="6.5",
    title="A gradient for the root",
    minutes=10,
    difficulty="hard",
    prompt=r"""
A search has found `x` with $g(x, \theta) = y$, to the last digit, but `x` has no gradient. Write
`with_gradient(x, y, theta, g, slope)`: return the same numbers with the right derivatives,
$$\frac{\partial x}{\partial y} = \frac{1}{g'(x)},\qquad
\frac{\partial x}{\partial\theta} = -\frac{\partial g/\partial\theta}{g'(x)}.$$
You need not write either of them down. Take **one more Newton step whose value is zero**: the
residual
$r = g(x, \theta) - y$ depends on $y$ and $\theta$, and so does the step
$$x - \frac{r - r_\text{detached}}{g'(x)},$$
where `r.detach()` is the same number without a gradient. `g(x, theta)` and `slope(x, theta)` are
functions. The check compares the gradient with respect to `y` and to every entry of `theta`.
""",
    inputs=(
        _case(bent, bent_slope, [3.0, -1.0], [0.7, 1.3]),
        _case(wide, wide_slope, [4.0, -6.0, 0.5], [2.0, -1.5]),
        _case(bent, bent_slope, [[9.0]], [2.5, 0.4]),
    ),
    names=("x", "y", "theta", "g", "slope"),
    reference=with_gradient,
    probe=gradients(y=1, theta=2),
    returns="x, the same numbers, with gradients",
    misconceptions=(
        Misconception(
            "x as it is",
            lambda x, y, theta, g, slope: x,
            "the numbers are right, but x still has no gradient: nothing in it knows of y or θ. "
            "Add a step that is zero and depends on both. Only the *value* of the residual is "
            "taken away, r − r.detach(); who detaches all of it loses its derivative, too.",
        ),
        Misconception(
            "sign of the step",
            lambda x, y, theta, g, slope: 2 * x - with_gradient(x, y, theta, g, slope),
            "the signs of all derivatives are turned: the step is subtracted, x − (…)/g′. A larger "
            "y must give a larger x.",
        ),
        Misconception(
            "divided by g",
            lambda x, y, theta, g, slope: (
                x - ((g(x, theta) - y) - (g(x, theta) - y).detach()) / g(x, theta).detach()
            ),
            "you divide by g. The tangent's slope is g′: how fast g changes with x.",
        ),
        Misconception(
            "only y",
            lambda x, y, theta, g, slope: x + (y - y.detach()) / slope(x, theta).detach(),
            "y has the right gradient and θ has none. When θ moves, the whole curve moves, and the "
            "root with it: −(∂g/∂θ)/g′. It comes for free when the residual g(x, θ) − y is kept "
            "together.",
        ),
        Misconception(
            "only θ",
            lambda x, y, theta, g, slope: (
                x - (g(x, theta) - g(x, theta).detach()) / slope(x, theta).detach()
            ),
            "θ has the right gradient and y has none. The residual is g(x, θ) − y: both belong "
            "into it.",
        ),
        Misconception(
            "no slope",
            lambda x, y, theta, g, slope: x - ((g(x, theta) - y) - (g(x, theta) - y).detach()),
            "the division by g′ is missing: a change of the residual becomes a change of x only "
            "when it is divided by the slope.",
        ),
        Misconception(
            "multiplied by the slope",
            lambda x, y, theta, g, slope: (
                x - ((g(x, theta) - y) - (g(x, theta) - y).detach()) * slope(x, theta).detach()
            ),
            "you multiply by the slope. On a steep curve the root moves little: divide.",
        ),
        Misconception(
            "twice the step",
            lambda x, y, theta, g, slope: 2 * with_gradient(x, y, theta, g, slope) - x,
            "all derivatives are twice as large as they should be: one step, once subtracted.",
        ),
        Misconception(
            "the step alone",
            lambda x, y, theta, g, slope: with_gradient(x, y, theta, g, slope) - x,
            "this is the step alone, which is 0. Add x: the root itself is to be returned.",
        ),
        Misconception(
            "the derivative itself",
            lambda x, y, theta, g, slope: 1 / slope(x, theta),
            "this is 1/g′, the derivative ∂x/∂y. Return x, in such a way that autograd finds it.",
        ),
        Misconception(
            "θ's sign alone",
            lambda x, y, theta, g, slope: (
                x
                + ((g(x, theta) - g(x, theta).detach()) + (y - y.detach()))
                / slope(x, theta).detach()
            ),
            "y's gradient is right, θ's has the wrong sign. When the curve rises by ∂g/∂θ, the "
            "root moves to the left.",
        ),
        Misconception(
            "one slope for all points",
            _zero_step(lambda r, x, y, theta, slope: r / slope(x, theta).mean()),
            "all points share one slope, their mean. Each root has its own: divide by "
            "slope(x, theta), element by element.",
            also=(_zero_step(lambda r, x, y, theta, slope: r / slope(x, theta).sum()),),
        ),
        Misconception(
            "slope at y",
            _zero_step(lambda r, x, y, theta, slope: r / slope(y, theta)),
            "the slope is asked at y. The tangent touches the curve at the root: slope(x, theta).",
        ),
        Misconception(
            "y's sign alone",
            lambda x, y, theta, g, slope: (
                x - ((g(x, theta) + y) - (g(x, theta) + y).detach()) / slope(x, theta).detach()
            ),
            "θ's gradient is right, y's has the wrong sign: the residual is g(x, θ) − y. A larger "
            "y must give a larger x.",
        ),
        Misconception(
            "the derivatives in place of x",
            _derivatives,
            "these are the derivatives, written down. Return x itself, with one more step whose "
            "value is zero: then autograd finds both.",
            also=(
                lambda *args: torch.cat([part.flatten() for part in _derivatives(*args)]),
                lambda *args: (args[0], *_derivatives(*args)),
                lambda *args: _derivatives(*args)[1],
            ),
        ),
        Misconception(
            "half of the step",
            _zero_step(lambda r, x, y, theta, slope: r / slope(x, theta) / 2),
            "all derivatives are half of what they should be: the step is (r − r.detach())/g′, "
            "with no further factor.",
        ),
    ),
    hints=(
        "Which number is 0 at the root, and still depends on y and θ?",
        "residual = g(x, theta) − y. Take its own detached value away from it, divide by the "
        "slope, and subtract that from x.",
        "Two lines:\n\n"
        "    residual = g(x, theta) - y\n"
        "    return x - (residual - …) / slope(x, theta)",
    ),
    praise="the right gradient for every parameter, and no memory of how x was found.",
)


# --- 6.7 ------------------------------------------------------------------------------------------


def _parts(x, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.sigmoid(u) * torch.sigmoid(-u) / s


def _share(parts):
    return parts / parts.sum(-1, keepdim=True)


def sample_slope(x, w, mu, s):
    return _share(w * _parts(x, mu, s))


def _share_of_u(u, w, s):
    return _share(w / s * torch.sigmoid(u) * torch.sigmoid(-u))


MIXTURE = (tensor([0.3, 0.7]), tensor([-1.0, 2.0]), tensor([0.5, 1.6]))
THREE = (tensor([0.15, 0.6, 0.25]), tensor([-2.5, 0.4, 3.0]), tensor([0.4, 2.0, 0.7]))

SAMPLE_SLOPE = Exercise(
    id="6.7",
    title="How a sample follows the centres",
    minutes=6,
    difficulty="medium",
    core=False,
    prompt=r"""
For the mixture of logistics the implicit derivative becomes something simple. A sample $x = f(z)$
stays
at the same mass to its left when a centre moves, $F(x; \mu) = \text{const}$, so
$$\frac{\partial x}{\partial\mu_i} = -\frac{\partial F/\partial\mu_i}{\partial F/\partial x}
= \frac{w_i\,p_i(x)}{\sum_j w_j\,p_j(x)},\qquad
p_i(x) = \frac{1}{s_i}\,\sigma(u_i)\,\sigma(-u_i),\quad u_i = \frac{x - \mu_i}{s_i}.$$
Write `sample_slope(x, w, mu, s)`: these derivatives, one for each part. `x` has any shape `(...)`,
the
parameters have the shape `(K,)`, and the result has the shape `(..., K)`.
""",
    inputs=(
        (tensor([0.2, -1.4]), *MIXTURE),
        (tensor(1.1), *THREE),
        (tensor([[-2.0, 3.4, 0.9]]), *THREE),
    ),
    names=("x", "w", "mu", "s"),
    reference=sample_slope,
    returns="∂x/∂μ, a tensor of the shape of x with one more dimension for the parts",
    misconceptions=(
        Misconception(
            "weights only",
            lambda x, w, mu, s: w.expand(*x.shape, -1),
            "these are the weights. A part that has hardly any density at x cannot move x: its "
            "density there counts, too.",
        ),
        Misconception(
            "summed over the parts",
            lambda x, w, mu, s: (w * _parts(x, mu, s)).sum(-1),
            "this is the density at x, one number for each point. Asked for is the share of each "
            "part in it.",
        ),
        Misconception(
            "σ(−u) forgotten",
            lambda x, w, mu, s: _share(w * torch.sigmoid((x.unsqueeze(-1) - mu) / s) / s),
            "σ(−u) is missing: the density of a part is σ(u) σ(−u)/s.",
        ),
        Misconception(
            "multiplied by s",
            lambda x, w, mu, s: _share(w * s**2 * _parts(x, mu, s)),
            "you multiply by s. A wide part is a low one: its density has the factor 1/s.",
        ),
        Misconception(
            "upside down",
            lambda x, w, mu, s: 1 / sample_slope(x, w, mu, s),
            "your quotient is upside down: the part's own density stands above, the sum below.",
        ),
        Misconception(
            "weights forgotten",
            lambda x, w, mu, s: _parts(x, mu, s) / _parts(x, mu, s).sum(-1, keepdim=True),
            "the weights are missing: a part with little weight moves x little.",
        ),
        Misconception(
            "not divided",
            lambda x, w, mu, s: w * _parts(x, mu, s),
            "this is −∂F/∂μ. It has to be divided by the density ∂F/∂x, the sum over all parts.",
        ),
        Misconception(
            "1/s forgotten",
            lambda x, w, mu, s: sample_slope(x, w * s, mu, s),
            "the factor 1/s of each part's density is missing: a narrow part is dense.",
        ),
        Misconception(
            "sign turned",
            lambda x, w, mu, s: -sample_slope(x, w, mu, s),
            "the sign is turned. When a centre moves to the right, its samples go along.",
        ),
        Misconception(
            "CDF instead of density",
            lambda x, w, mu, s: (
                (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s))
                / (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1, keepdim=True)
            ),
            "you took the mass to the left of each part. Differentiating F gives densities, "
            "σ(u) σ(−u)/s.",
        ),
        Misconception(
            "divided by a sum over the points",
            lambda x, w, mu, s: w * _parts(x, mu, s) / (w * _parts(x, mu, s)).sum(0),
            "you divide by a sum over the points. Each point has a density of its own: sum over "
            "the last dimension, that of the parts, with keepdim=True.",
        ),
        Misconception(
            "keepdim forgotten",
            lambda x, w, mu, s: w * _parts(x, mu, s) / (w * _parts(x, mu, s)).sum(-1),
            "`.sum(-1)` takes the last dimension away, and the sums of the points are laid along "
            "the parts. With `keepdim=True` each point keeps its own.",
        ),
        Misconception(
            "divided by a sum over everything",
            lambda x, w, mu, s: w * _parts(x, mu, s) / (w * _parts(x, mu, s)).sum(),
            "you divide by the sum over all points and parts. Each point has a density of its "
            "own: sum over the last dimension, with keepdim=True.",
        ),
        Misconception(
            "σ(u) squared",
            lambda x, w, mu, s: _share(w / s * torch.sigmoid((x.unsqueeze(-1) - mu) / s) ** 2),
            "σ(u) stands twice in your densities: the density of a part is σ(u) σ(−u)/s, and one "
            "of the two has −u.",
            also=(
                lambda x, w, mu, s: _share(w / s * torch.sigmoid((mu - x.unsqueeze(-1)) / s) ** 2),
            ),
        ),
        Misconception(
            "no weights in the sum",
            lambda x, w, mu, s: w * _parts(x, mu, s) / _parts(x, mu, s).sum(-1, keepdim=True),
            "above stands w p, below the sum of p without the weights. What is divided by is the "
            "mixture's density, Σ w p.",
        ),
        Misconception(
            "no weight above",
            lambda x, w, mu, s: _parts(x, mu, s) / (w * _parts(x, mu, s)).sum(-1, keepdim=True),
            "below stands the mixture's density, Σ w p; above the weight is missing: w p.",
        ),
        Misconception(
            "shares by softmax",
            lambda x, w, mu, s: torch.softmax(w * _parts(x, mu, s), -1),
            "softmax takes exp first, and these are densities, no logarithms. Divide by their sum.",
            also=(lambda x, w, mu, s: torch.softmax(_parts(x, mu, s), -1),),
        ),
        Misconception(
            "no dimension for the parts",
            lambda x, w, mu, s: _share_of_u((x - mu) / s, w, s),
            "x and the centres are paired, the first point with the first part. Each point meets "
            "all parts: `x.unsqueeze(-1)` gives x a dimension more, along which they can lie.",
        ),
        Misconception(
            "Gaussian parts",
            lambda x, w, mu, s: torch.softmax(
                w.log() - s.log() - ((x.unsqueeze(-1) - mu) / s) ** 2 / 2, -1
            ),
            "your parts are Gaussians. Those of this mixture are logistic: σ(u) σ(−u)/s.",
        ),
        Misconception(
            "the logarithm",
            lambda x, w, mu, s: sample_slope(x, w, mu, s).log(),
            "these are the logarithms of the shares. The shares themselves are asked for.",
        ),
        Misconception(
            "parts along the first dimension",
            lambda x, w, mu, s: sample_slope(x, w, mu, s).movedim(-1, 0),
            "the numbers are right, and the parts lie along the first dimension. They belong into "
            "the last: `torch.stack(…, dim=-1)`, or `x.unsqueeze(-1)` from the start.",
        ),
        Misconception(
            "centres not taken away",
            lambda x, w, mu, s: sample_slope(x, w, 0 * mu, s),
            "the centres are missing: u = (x − μ)/s.",
        ),
        Misconception(
            "scale forgotten in u",
            lambda x, w, mu, s: _share_of_u(x.unsqueeze(-1) - mu, w, s),
            "u is x − μ in yours. A part that is s times as wide falls off s times as slowly: "
            "u = (x − μ)/s.",
        ),
        Misconception(
            "scale forgotten",
            lambda x, w, mu, s: sample_slope(x, w, mu, torch.ones_like(s)),
            "the scales are missing: u = (x − μ)/s, and each density has a factor 1/s besides.",
        ),
    ),
    hints=(
        "The derivatives of one sample sum to 1. Why? (Move all centres together.)",
        "The weighted densities of all parts at x, shape (..., K), divided by their sum.",
        "Three lines:\n\n"
        "    u = (x.unsqueeze(-1) - mu) / s\n"
        "    parts = w * torch.sigmoid(u) * torch.sigmoid(-u) / s\n"
        "    return parts / parts.sum(-1, keepdim=…)",
    ),
    praise="each part moves the sample by its share of the density there, and the shares sum to 1.",
)
