"""Exercises 8.3 to 8.5: the entropy's gradient, the score, and three snippets."""

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

# --- 8.3 ------------------------------------------------------------------------------------------


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
        "F(x) = −log p(x) at x = f(z). Both f and log_prob carry θ: cut neither.",
        "One line:\n\n    return -log_prob(...).mean()",
    ),
    praise="for the line the slope is 1/a exactly, with five samples as with a million.",
)


# --- 8.4 ------------------------------------------------------------------------------------------


def score_surrogate(F, log_prob, x):
    return (F(x).detach() * log_prob(x)).mean()


def _with_score(candidate, theta, z, F):
    """The candidate with samples that do not move, as a table of data would be."""
    x = forward(theta, z).detach()
    price = {"x²": lambda x: x**2, "cost": lambda x: torch.where(x < 0, -x, 4 * x)}[F]
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
$$\nabla_\theta E[F(x)] = E\big[F(x)\,\nabla_\theta \log p_\theta(x)\big] \approx
\frac{1}{N}\sum_i F(x_i)\,\nabla_\theta \log p_\theta(x_i).$$
Write `score_surrogate(F, log_prob, x)`: return one number whose **gradient** is this estimate. Its
value means nothing and is not judged. `F(x)` gives the price of each sample and does not depend on
$\theta$; `log_prob(x)` does; `x` has the shape `(N,)` and no gradient.
""",
    inputs=(
        (tensor([1.3, -0.4]), FIVE, "x²"),
        (tensor([0.7, 0.6]), SEVEN, "cost"),
    ),
    names=("theta", "z", "F"),
    probe=_gradient_only(by_theta(_with_score)),
    reference=score_surrogate,
    returns="one number whose gradient is the estimate",
    misconceptions=(
        Misconception(
            "F alone",
            lambda F, log_prob, x: F(x).mean(),
            "the gradient is 0. x does not move here, and F does not know θ: only log p does, and "
            "it is missing. Each F(x) is weighted with the gradient of log p(x).",
        ),
        Misconception(
            "F forgotten",
            lambda F, log_prob, x: log_prob(x).mean(),
            "your gradient is the mean of the scores ∇ log p alone: on average 0. Each has to be "
            "multiplied with its F(x) first. (Added to log p, F has no gradient and changes "
            "nothing.)",
        ),
        Misconception(
            "sum",
            lambda F, log_prob, x: (F(x) * log_prob(x)).sum(),
            "this is the sum over the samples. Divide by N: it is an average.",
        ),
        Misconception(
            "product of the means",
            lambda F, log_prob, x: F(x).mean() * log_prob(x).mean(),
            "you multiply the two averages. The average of a product is not the product of the "
            "averages: multiply sample by sample, then average.",
        ),
        Misconception(
            "p in place of log p",
            lambda F, log_prob, x: (F(x) * log_prob(x).exp()).mean(),
            "you differentiate p. The samples come from p already; ∇p = p ∇log p, so it is log p "
            "whose gradient is averaged.",
        ),
        Misconception(
            "sign",
            lambda F, log_prob, x: -(F(x) * log_prob(x)).mean(),
            "the sign is turned. A minus belongs in front when F is to be made large by an "
            "optimiser that goes down; asked for is the gradient itself.",
        ),
    ),
    hints=(
        "What has the gradient F(x) ∇ log p(x), if F(x) is just a number?",
        "F(x) · log p(x): differentiate it, and F stays as a factor. Then average.",
        "One line:\n\n    return (F(x) * ...).mean()",
    ),
    praise="a gradient from samples that stand still, and from an F that may even jump.",
)


# --- 8.5 ------------------------------------------------------------------------------------------

SHOWN = """\
def snippet_A(a, b, z):
    x = (a * z + b).detach()
    return 0.5 * ((x - b) / a) ** 2 + torch.log(a)

def snippet_B(a, b, z):
    x = a * z + b
    return 0.5 * ((x - b) / a) ** 2 + torch.log(a)

def snippet_C(a, b, z):
    x = a * z + b
    a, b = a.detach(), b.detach()
    return 0.5 * ((x - b) / a) ** 2 + torch.log(a)
"""
TRIED = 2.0  # the a at which the snippets are run


def slopes_as_shown():
    """{letter: (mean slope in a, its error)}: the code of the prompt, run on 100 000 samples."""
    namespace = {"torch": torch}
    exec(SHOWN, namespace)
    generator = torch.Generator().manual_seed(0)
    z = torch.randn(100_000, generator=generator, dtype=torch.float64)
    found = {}
    for letter in "ABC":
        a = torch.full_like(z, TRIED).requires_grad_()  # an a for each sample: slopes one by one
        values = namespace[f"snippet_{letter}"](a, torch.full_like(z, 0.5), z)
        (slopes,) = torch.autograd.grad(values.sum(), a)
        found[letter] = slopes.mean().item(), slopes.std().item() / len(z) ** 0.5
    return found


def right_ones():
    """The letters whose mean slope is within 5 errors of dH/da = 1/a."""
    found = slopes_as_shown().items()
    right = [name for name, (mean, error) in found if abs(mean - 1 / TRIED) <= 5 * error + 1e-9]
    return " ".join(right)


def _tidy(candidate):
    """The names given, however they were written down: "b", ["B"], "A, B", "BC" …"""
    said = candidate()
    if isinstance(said, (list, tuple, set)) and all(isinstance(s, str) for s in said):
        said = " ".join(said)
    if not isinstance(said, str):
        return said
    words = said.upper().replace("SNIPPET_", " ").replace("AND", " ").replace("SNIPPET", " ")
    return " ".join(sorted({c for c in words if c.isalnum()}))


def _says(*names):
    return lambda: " ".join(names)


_RUN = (
    "all three were run on 100 000 samples, with a = 2: the mean slopes are 0.00, 0.50 and 0.50. "
)
_A = (
    "In A, `.detach()` cuts x off, and what is left is the slope of log p alone: minus the score, "
    "with mean zero. So A is out. "
)
_C = (
    "C is right, too: it leaves out the slope of log p with x held, and you know its mean: it is "
    "minus the score's, zero. What is left is the way through x, and that is the whole of it."
)

SNIPPETS = Exercise(
    id="8.5",
    title="Spot the wrong gradient",
    minutes=5,
    difficulty="medium",
    prompt=rf"""
Three ways to estimate the entropy of $x = a z + b$, up to a constant. All three give the same
*numbers*, one for each sample. But which have, **on average** over many samples, the right slope
$dH/da = 1/a$?

```python
{SHOWN}```

Let `right_ones()` return the letters of all that are right, such as `"A C"`. The check does not
look your answer up: it runs the code above on 100 000 samples and compares the mean slopes with
$1/a$. You may do the same.
""",
    inputs=((),),
    names=(),
    probe=_tidy,
    reference=right_ones,
    returns='letters, such as "A C"',
    misconceptions=(
        Misconception("A", _says("A"), _RUN + _A + "It is the other two that are right."),
        Misconception("B", _says("B"), _RUN + "B is right. " + _C),
        Misconception(
            "C", _says("C"), _RUN + "C is right, and so is B, which cuts nothing at all."
        ),
        Misconception("A and B", _says("A", "B"), _RUN + _A + _C),
        Misconception("A and C", _says("A", "C"), _RUN + _A + "B, which cuts nothing, is right."),
        Misconception(
            "all",
            _says("A", "B", "C"),
            _RUN + _A + "Equal numbers do not mean equal gradients.",
        ),
        Misconception("none", _says(), _RUN + "Two of them are right."),
    ),
    hints=(
        "In which of them does x still know of a? And what has mean zero?",
        "a enters twice: through x, and through log p. A keeps one way, B both, C the other one. "
        "Section 4 says which way has mean zero.",
        "You can run them:\n\n"
        "    a = torch.tensor(2.0, requires_grad=True)\n"
        "    snippet_A(a, torch.tensor(0.5), torch.randn(100_000)).mean().backward()\n"
        "    print(a.grad)",
    ),
    praise="equal numbers, different gradients; and you know which half of it may be left out.",
)
