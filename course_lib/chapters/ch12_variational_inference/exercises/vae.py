"""Exercise 12.9: the bound of a linear autoencoder, beside the exact density of its data."""

import math

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import log_p0, tensor


def linear_vae(x, w, sigma, m, s):
    return _elbo(x, w, sigma, m, s), _exact(x, w, sigma)


def _elbo(x, w, sigma, m, s):
    return _fit(x, w, sigma, m, s) - _kl(x, m, s)


def _fit(x, w, sigma, m, s, scatter=1.0):
    """The mean of log p(x | z) over q(z | x)."""
    away = (x - w * m * x) ** 2 + scatter * (w * s) ** 2
    return -away / (2 * sigma**2) - math.log(sigma) - 0.5 * math.log(2 * math.pi)


def _kl(x, m, s):
    """KL of q(z | x) and the prior."""
    return 0.5 * ((m * x) ** 2 + s**2 - 1) - math.log(s)


def _normal(x, width):
    return log_p0(x / width) - math.log(width)


def _exact(x, w, sigma):
    return _normal(x, math.sqrt(w**2 + sigma**2))


def _bound(make):
    """A wrong answer with another bound: make(x, w, sigma, m, s)."""
    return lambda x, w, sigma, m, s: (make(x, w, sigma, m, s), _exact(x, w, sigma))


def _density(make):
    """A wrong answer with another log p(x): make(x, w, sigma)."""
    return lambda x, w, sigma, m, s: (_elbo(x, w, sigma, m, s), make(x, w, sigma))


def _both(make):
    return lambda *args: make(*linear_vae(*args))


LINEAR_VAE = Exercise(
    id="12.9",
    title="What an encoder loses",
    minutes=12,
    difficulty="hard",
    core=False,
    prompt=r"""
In a linear autoencoder all is known in closed form. The prior of $z$ is a standard normal. The
decoder makes $x$ normal around $w z$ with width $\sigma$. The encoder $q(z\mid x)$ is normal around
$m x$ with width $s$.

Write `linear_vae(x, w, sigma, m, s)`, and return two tensors of the shape `(N,)` of `x`, with all
constants:

1. the ELBO of each $x$, without any sampling: the mean of
   $\log p(z) + \log p(x\mid z) - \log q(z\mid x)$ over $z$ from $q(z\mid x)$;
2. the exact $\log p(x)$.

The four others are numbers. For a normal $z$, the mean of $z^2$ is its squared mean plus its
variance. The mean difference of the two, over the data, is the part of the joint KL that the
encoder can make small.
""",
    inputs=(
        (tensor([0.7, -1.9, 3.2]), 1.4, 0.6, 0.5, 0.35),
        (tensor([-0.4, 2.3]), 0.8, 1.7, -0.3, 1.6),
        (tensor([1.1, -2.6, 0.2, 4.0]), -2.2, 0.5, -0.7, 0.8),
    ),
    names=("x", "w", "sigma", "m", "s"),
    parts=("the ELBO", "log p(x)"),
    reference=linear_vae,
    returns="the ELBO and log p(x), two tensors of shape (N,)",
    misconceptions=(
        Misconception(
            "scatter of z forgotten",
            _bound(lambda x, w, sigma, m, s: _fit(x, w, sigma, m, s, 0.0) - _kl(x, m, s)),
            "in log p(x | z) you put the mean of z. But z scatters with width s, and w z with "
            "width w s: the mean of (x − w z)² is larger by (w s)².",
        ),
        Misconception(
            "scatter without w",
            _bound(lambda x, w, sigma, m, s:
                   _fit(x, w, sigma, m, s, 1 / w**2) - _kl(x, m, s)),
            "z scatters with the variance s², and the decoder multiplies z by w: the mean of "
            "(x − w z)² is larger by (w s)².",
        ),
        Misconception(
            "no KL to the prior",
            _bound(_fit),
            "this is the mean of log p(x | z) alone. log p(z) − log q(z | x) is missing, whose "
            "mean is −KL(q(z | x)‖p(z)).",
        ),
        Misconception(
            "KL added",
            _bound(lambda x, w, sigma, m, s: _fit(x, w, sigma, m, s) + _kl(x, m, s)),
            "the KL to the prior is added. The bound *loses* by it: log p(z) − log q(z | x).",
        ),
        Misconception(
            "the KL alone",
            _bound(lambda x, w, sigma, m, s: -_kl(x, m, s)),
            "only the KL to the prior is there, by which the bound loses. The mean of log p(x | z) "
            "is missing.",
            also=(_bound(lambda x, w, sigma, m, s: _kl(x, m, s)),),
        ),
        Misconception(
            "minus the bound",
            _bound(lambda *args: -_elbo(*args)),
            "this is −ELBO, the loss. Asked for is the ELBO itself.",
        ),
        Misconception(
            "entropy forgotten",
            _bound(lambda x, w, sigma, m, s:
                   _fit(x, w, sigma, m, s) + log_p0(m * x) - s**2 / 2),
            "−log q(z | x) is missing. Its mean is the entropy of q, log s + ½ log 2πe.",
        ),
        Misconception(
            "log s with the wrong sign",
            _bound(lambda x, w, sigma, m, s: _elbo(x, w, sigma, m, s) - 2 * math.log(s)),
            "log s has the wrong sign. A wider q has a larger entropy: +log s.",
        ),
        Misconception(
            "a wrong constant",
            _bound(lambda *args: _elbo(*args) - 0.5),
            "the bound is off by a constant, the same for all. The mean of −log q(z | x) is "
            "log s + ½ log 2π + ½.",
            also=(_bound(lambda *args: _elbo(*args) + 0.5 * math.log(2 * math.pi)),
                  _bound(lambda *args: _elbo(*args) - 0.5 * math.log(2 * math.pi))),
        ),
        Misconception(
            "s as a variance in the KL",
            _bound(lambda x, w, sigma, m, s:
                   _fit(x, w, sigma, m, s) - 0.5 * ((m * x) ** 2 + s - 1 - math.log(s))),
            "in the KL to the prior you take s for a variance. It is the width.",
        ),
        Misconception(
            "σ as a variance",
            _bound(lambda x, w, sigma, m, s:
                   _fit(x, w, math.sqrt(sigma), m, s) - _kl(x, m, s)),
            "you take σ for a variance. It is the decoder's width.",
            also=(_density(lambda x, w, sigma: _exact(x, w, math.sqrt(sigma))),
                  lambda x, w, sigma, m, s: linear_vae(x, w, math.sqrt(sigma), m, s)),
        ),
        Misconception(
            "noise alone",
            _density(lambda x, w, sigma: _normal(x, sigma)),
            "this is the density of the noise. x also scatters because z does: the variances "
            "w² and σ² add.",
        ),
        Misconception(
            "z alone",
            _density(lambda x, w, sigma: _normal(x, abs(w))),
            "this is the density of w z. The decoder adds noise: the variances w² and σ² add.",
        ),
        Misconception(
            "widths added",
            _density(lambda x, w, sigma: _normal(x, abs(w) + sigma)),
            "you add the widths. Of independent parts the *variances* add: w² + σ².",
            also=(_density(lambda x, w, sigma: _normal(x, abs(w + sigma))),),
        ),
        Misconception(
            "variance as the width",
            _density(lambda x, w, sigma: _normal(x, w**2 + sigma**2)),
            "w² + σ² is the variance of x. The width is its root.",
        ),
        Misconception(
            "w not squared",
            _density(lambda x, w, sigma: _normal(x, math.sqrt(abs(w) + sigma**2))),
            "w is not squared: w z has the variance w².",
        ),
        Misconception(
            "the bound twice",
            _both(lambda elbo, exact: (elbo, elbo)),
            "you return the bound in place of log p(x), too. log p(x) knows of no encoder.",
        ),
        Misconception(
            "log p(x) twice",
            _both(lambda elbo, exact: (exact, exact)),
            "you return log p(x) in place of the bound, too. They are equal only if q(z | x) is "
            "the posterior.",
        ),
        Misconception(
            "exchanged",
            _both(lambda elbo, exact: (exact, elbo)),
            "both are right, in the other order: the ELBO comes first.",
        ),
        Misconception(
            "the difference",
            _both(lambda elbo, exact: exact - elbo),
            "you return the difference of the two. Return both: the ELBO of each x, then log p(x).",
            also=(_both(lambda elbo, exact: elbo - exact),
                  _both(lambda elbo, exact: (exact - elbo).mean())),
        ),
        Misconception(
            "only the bound",
            _both(lambda elbo, exact: elbo),
            "the bound is right. Return log p(x) as well, after a comma.",
        ),
        Misconception(
            "only log p(x)",
            _both(lambda elbo, exact: exact),
            "log p(x) is right. The bound comes before it.",
        ),
        Misconception(
            "averaged over the data",
            _both(lambda elbo, exact: (elbo.mean(), exact.mean())),
            "you average over the data. Each x keeps its own two numbers.",
        ),
    ),
    hints=(
        "Take the three logarithms one by one. Which of them are quadratic in z?",
        "The mean of (x − w z)² is (x − w m x)² + (w s)². log p(z) − log q(z | x) has the mean "
        "−½ (m²x² + s² − 1) + log s. And x is w z plus noise: variances add.",
        "Fill in the three gaps:\n\n"
        "    away = (x - w * m * x) ** 2 + …\n"
        "    fit = -away / (2 * sigma**2) - math.log(sigma) - 0.5 * math.log(2 * math.pi)\n"
        "    kl = 0.5 * ((m * x) ** 2 + s**2 - 1) - …\n"
        "    width = math.sqrt(…)\n"
        "    log_p = -0.5 * (x / width) ** 2 - math.log(width) - 0.5 * math.log(2 * math.pi)\n"
        "    return fit - kl, log_p",
    ),
    praise="set m and s to the posterior's, and the two are equal.",
)  # fmt: skip
