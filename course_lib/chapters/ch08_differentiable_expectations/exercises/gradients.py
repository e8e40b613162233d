"""Exercises 8.3 and 8.4: the entropy's gradient, and the score."""

import torch

from course_lib.chapters.ch08_differentiable_expectations.exercises.base import (
    FIVE,
    SEVEN,
    by_theta,
    forward,
    log_prob,
    with_density,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def entropy(f, log_prob, z):
    return -log_prob(f(z)).mean()


def _of_a_line(candidate, theta, z):
    """The candidate with x = a z + b: there the right slope is exactly 1/a, for any samples."""
    a, b = theta

    def log_p(x):
        u = (x - b) / a
        return -0.5 * u**2 - 0.5 * torch.log(2 * torch.pi * a**2)

    return candidate(lambda z: a * z + b, log_p, z)


def _either(candidate, theta, z, kind):
    way = {"a z + b": _of_a_line, "a sinh(z) + b": with_density}[kind]
    return way(candidate, theta, z)


def _through_samples_only(f, log_prob, z):
    """Value of the entropy, gradient through x alone: log p's own θ is held."""
    x = f(z)
    fixed = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(log_prob(fixed).sum(), fixed, create_graph=True)
    return -(log_prob(fixed).detach() + slope.detach() * (x - x.detach())).mean()


ENTROPY = Exercise(
    id="8.3",
    title="An entropy with its gradient",
    minutes=6,
    difficulty="medium",
    prompt=r"""
The entropy is an average, too:
$$H = -\int p_\theta(x)\,\log p_\theta(x)\,dx \approx -\frac{1}{N}\sum_i \log p_\theta(x_i),
\qquad x_i = f_\theta(z_i).$$
Write `entropy(f, log_prob, z)`: the estimate, as one number that keeps its whole gradient. `f(z)`
and `log_prob(x)` both depend on $\theta = (a, b)$; `z` has the shape `(N,)`.

For the line $x = a z + b$ you know the answer: $H = \log a + \text{const}$, so $dH/da = 1/a$ and
$dH/db = 0$. The check knows it, too, and also asks for $x = a \sinh z + b$.
""",
    inputs=(
        (tensor([1.6, -0.7]), FIVE, "a z + b"),
        (tensor([0.8, 0.5]), SEVEN, "a sinh(z) + b"),
        (tensor([2.5, 1.1]), SEVEN, "a z + b"),
    ),
    names=("(a, b)", "z", "f(z)"),
    probe=by_theta(_either),
    reference=entropy,
    returns="the entropy, one number with a gradient",
    misconceptions=(
        Misconception(
            "samples cut off",
            lambda f, log_prob, z: -log_prob(f(z).detach()).mean(),
            "the number is right and the gradient is the wrong one of this chapter: x is cut off "
            "(`.detach()`, `.data`, `no_grad`, `sample`), so only log p is differentiated. That is "
            "the average of a gradient, E[∇ …], where the gradient of an average, ∇E[…], is asked "
            "for; here it is 0 on average, whatever the truth is. Let x = f(z) stay in the graph.",
        ),
        Misconception(
            "no gradient",
            lambda f, log_prob, z: -log_prob(f(z)).mean().detach(),
            "the number is right, but nothing in it hangs on θ any more: it was cut off at the "
            "end (`.item()`, `.detach()`, `float()`).",
        ),
        Misconception(
            "through the samples only",
            _through_samples_only,
            "the gradient goes through the samples only; log p's own dependence on θ is held "
            "fixed. On average that is right, since the missing term has mean zero, but it is not "
            "the gradient of the number you return. Leave out nothing.",
        ),
        Misconception(
            "sign",
            lambda f, log_prob, z: log_prob(f(z)).mean(),
            "this is the mean of log p. The entropy has a minus in front: the less likely the "
            "samples are, the larger it is.",
        ),
        Misconception(
            "sum",
            lambda f, log_prob, z: -log_prob(f(z)).sum(),
            "this is the sum over the samples. The entropy is an average: divide by N.",
        ),
        Misconception(
            "new random numbers",
            lambda f, log_prob, z: entropy(f, log_prob, torch.randn_like(z)),
            "you draw random numbers of your own. The samples are given: x = f(z).",
        ),
        Misconception(
            "in bits",
            lambda f, log_prob, z: entropy(f, log_prob, z) / torch.log(tensor(2.0)),
            "this is the entropy in bits, with logarithms to base 2. The formula has natural ones: "
            "log p as `log_prob` gives it.",
        ),
        Misconception(
            "not averaged",
            lambda f, log_prob, z: -log_prob(f(z)),
            "these are the −log p(xᵢ), one for each sample. Their mean is the entropy: one number.",
        ),
        Misconception(
            "perplexity",
            lambda f, log_prob, z: entropy(f, log_prob, z).exp(),
            "this is exp of the entropy. Asked for is the entropy itself.",
        ),
        Misconception(
            "p log p",
            lambda f, log_prob, z: -(log_prob(f(z)).exp() * log_prob(f(z))).mean(),
            "you average p log p. The samples are drawn from p already: where p is large there are "
            "many of them. Average log p alone.",
        ),
        Misconception(
            "log of log p",
            lambda f, log_prob, z: -torch.log(log_prob(f(z))).mean(),
            "log_prob gives a logarithm already, and a negative number has none. Average it as it "
            "is.",
        ),
        Misconception(
            "log of the mean",
            lambda f, log_prob, z: -log_prob(f(z)).exp().mean().log(),
            "this is the logarithm of the mean density. Take the logarithm of each, then the mean.",
        ),
        Misconception(
            "density of z",
            lambda f, log_prob, z: -log_prob(z).mean(),
            "you ask for the density at z. The samples of p are x = f(z).",
        ),
    ),
    hints=(
        "An average again: of which function of x?",
        "G(x) = −log p(x) at x = f(z). Both f and log_prob carry θ: cut neither.",
        "One line:\n\n    return -log_prob(…).mean()",
    ),
    praise="for the line the slope is 1/a exactly, with five samples as with a million.",
)


def score_surrogate(G, log_prob, x):
    return (G(x).detach() * log_prob(x)).mean()


def _with_score(candidate, theta, z, G):
    """The candidate with samples that do not move, as a table of data would be."""
    x = forward(theta, z).detach()
    price = {"x²": lambda x: x**2, "cost": lambda x: torch.where(x < 0, -x, 4 * x)}[G]
    return candidate(price, lambda x: log_prob(theta, x), x)


def _gradient_only(probe):
    """Judge the gradient and not the value: that of a surrogate means nothing."""

    def judged(candidate, *args):
        found = probe(candidate, *args)
        if not isinstance(found, dict):
            return found
        value = found.pop("the value")
        if isinstance(value, torch.Tensor) and value.ndim:
            return {"the value": value, **found}  # its shape is wrong; say that first
        return {"the value": torch.zeros(()), **found} if _is_number(value) else value

    return judged


def _is_number(value):
    return isinstance(value, torch.Tensor) and not value.is_complex()


SCORE = Exercise(
    id="8.4",
    title="The gradient without moving samples",
    minutes=8,
    difficulty="hard",
    prompt=r"""
Suppose that you cannot differentiate the samples. The probability changes all the same:
$$\nabla_\theta E[G(x)] = E\big[G(x)\,\nabla_\theta \log p_\theta(x)\big] \approx
\frac{1}{N}\sum_i G(x_i)\,\nabla_\theta \log p_\theta(x_i).$$
Write `score_surrogate(G, log_prob, x)`: return one number whose **gradient** is this estimate. Its
value means nothing and is not judged. `G(x)` gives the price of each sample and does not depend on
$\theta$; `log_prob(x)` does; `x` has the shape `(N,)` and no gradient.
""",
    inputs=(
        (tensor([1.3, -0.4]), FIVE, "x²"),
        (tensor([0.7, 0.6]), SEVEN, "cost"),
    ),
    names=("theta", "z", "G"),
    probe=_gradient_only(by_theta(_with_score)),
    reference=score_surrogate,
    returns="one number whose gradient is the estimate",
    misconceptions=(
        Misconception(
            "G alone",
            lambda G, log_prob, x: G(x).mean(),
            "the gradient is 0. x does not move here, and G does not know θ: only log p does, and "
            "it is missing, or cut off (`.detach()`, `.item()`). Each G(x) is weighted with the "
            "gradient of log p(x).",
        ),
        Misconception(
            "G forgotten",
            lambda G, log_prob, x: log_prob(x).mean(),
            "your gradient is the mean of the scores ∇ log p alone: on average 0. Each has to be "
            "multiplied with its G(x) first. (Added to log p, G has no gradient and changes "
            "nothing.)",
        ),
        Misconception(
            "sum",
            lambda G, log_prob, x: (G(x) * log_prob(x)).sum(),
            "this is the sum over the samples. Divide by N: it is an average.",
        ),
        Misconception(
            "minus the mean of G",
            lambda G, log_prob, x: ((G(x) - G(x).mean()) * log_prob(x)).mean(),
            "you take the mean of G away first. That is a good trick, a *baseline*, and it "
            "scatters less; but from the same samples it is another number, and not quite the "
            "average that was asked for.",
        ),
        Misconception(
            "divided",
            lambda G, log_prob, x: (G(x) / log_prob(x)).mean(),
            "you divide by log p. Each ∇ log p(x) is multiplied with its G(x).",
        ),
        Misconception(
            "log of log p",
            lambda G, log_prob, x: (G(x) * log_prob(x).abs().log()).mean(),
            "a logarithm of log p is taken. `log_prob` gives a logarithm already.",
        ),
        Misconception(
            "not averaged",
            lambda G, log_prob, x: G(x) * log_prob(x),
            "this is one number for each sample. Average them: one number.",
        ),
        Misconception(
            "product of the means",
            lambda G, log_prob, x: G(x).mean() * log_prob(x).mean(),
            "you multiply the two averages. The average of a product is not the product of the "
            "averages: multiply sample by sample, then average.",
        ),
        Misconception(
            "p in place of log p",
            lambda G, log_prob, x: (G(x) * log_prob(x).exp()).mean(),
            "you differentiate p. The samples come from p already; ∇p = p ∇log p, so it is log p "
            "whose gradient is averaged.",
        ),
        Misconception(
            "sign",
            lambda G, log_prob, x: -(G(x) * log_prob(x)).mean(),
            "the sign is turned. A minus belongs in front when G is to be made large by an "
            "optimiser that goes down; asked for is the gradient itself.",
        ),
    ),
    hints=(
        "What has the gradient G(x) ∇ log p(x), if G(x) is just a number?",
        "G(x) · log p(x): differentiate it, and G stays as a factor. Then average.",
        "One line:\n\n    return (G(x) * …).mean()",
    ),
    praise="a gradient from samples that stand still, and from a G that may even jump.",
)
