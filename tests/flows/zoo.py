"""One flow of every kind, with parameters at which an error cannot hide."""

import pytest
import torch

from course_lib import flows

DOUBLE = torch.float64


def triangular(n, seed):
    generator = torch.Generator().manual_seed(seed)
    L = torch.randn(n, n, generator=generator, dtype=DOUBLE).tril(-1)
    return L + (0.4 + 1.5 * torch.rand(n, generator=generator, dtype=DOUBLE)).diag()


def affine(n, seed=0):
    b = torch.linspace(-1.2, 2.3, n, dtype=DOUBLE) + 0.1
    return flows.Affine(triangular(n, seed + n), b)


def randomised(flow, seed=3, width=0.7):
    generator = torch.Generator().manual_seed(seed)
    flow = flow.double()
    with torch.no_grad():
        for parameter in flow.parameters():
            parameter.copy_(width * torch.randn(parameter.shape, generator=generator, dtype=DOUBLE))
    return flow


def mixture():
    w, mu, s = ((0.2, 0.5, 0.3), (-1.5, 0.4, 2.2), (0.5, 1.3, 0.4))
    return flows.MixtureOfLogistics(*(torch.tensor(part, dtype=DOUBLE) for part in (w, mu, s)))


FLOWS = {
    "shift": lambda: flows.Shift(1.3).double(),
    "scale": lambda: flows.Scale(-0.7).double(),
    "linear": lambda: flows.Linear(2.3, 0.8).double(),
    "linear, falling": lambda: flows.Linear(-2.3, 0.8).double(),
    "spline": lambda: randomised(flows.RationalQuadraticSpline(5, bound=3.0)),
    "mixture": mixture,
    "trainable mixture": lambda: randomised(flows.TrainableMixture(4)),
    "normal to logistic": flows.NormalToLogistic,
    "mixture on a normal base": lambda: flows.Composition(mixture(), flows.NormalToLogistic()),
    "composition": lambda: flows.Composition(
        flows.Linear(0.6, -1.1), flows.RationalQuadraticSpline(4), flows.Scale(-1.7)
    ).double(),
    "inverse": lambda: flows.Inverse(flows.Linear(-0.4, 0.3)).double(),
    "affine, n = 1": lambda: affine(1),
    "affine, n = 2": lambda: affine(2),
    "affine, n = 3": lambda: affine(3),
    "affine, n = 6": lambda: affine(6),
    "trainable affine": lambda: randomised(flows.TrainableAffine(3)),
    "composition, n = 2": lambda: flows.Composition(
        affine(2), flows.Inverse(affine(2, seed=5)), randomised(flows.TrainableAffine(2))
    ),
}


# Made of the others, so the quick tests can do without.
LONG = {
    "autoregressive, mixture on a logistic base", "coupling, mixture on a logistic base",
    "inverse autoregressive", "chain",
}  # fmt: skip


def quick_ones_first(names):
    """The names as parameters of a test, those in LONG only for the thorough run."""
    return [pytest.param(n, marks=pytest.mark.thorough if n in LONG else ()) for n in names]


def layers(n, context=0):
    """The flows of chapters 09 and 10 in n dimensions, without a context or with one."""
    recipes = {
        "affine": flows.UnivariateAffine(),
        "spline": flows.UnivariateSpline(4, bound=3.0),
        "mixture": flows.UnivariateMixture(3),
        "mixture on a logistic base": flows.UnivariateMixture(2, base="logistic"),
    }
    made = {}
    for name, recipe in recipes.items():
        made[f"autoregressive, {name}"] = flows.Autoregressive(n, recipe, (n + 2, n + 1), context)
        if n > 1:
            mask = [i % 2 == 1 for i in range(n)]
            made[f"coupling, {name}"] = flows.Coupling(mask, recipe, 4, context)
    if not context:
        made["marginal"] = flows.Marginal(n, recipes["mixture"])
        made["rotation"] = flows.Rotation(n, orthogonal(n))
        made["Householder"] = flows.Householder(n)
        made["permutation"] = flows.Permutation([*range(1, n), 0])
    made = {name: randomised(flow, width=0.5) for name, flow in made.items()}
    made["inverse autoregressive"] = flows.Inverse(made["autoregressive, affine"])
    made["chain"] = flows.Composition(
        made["autoregressive, spline"], affine(n), made["autoregressive, affine"]
    )
    return made


def bends(n):
    """Those of ``layers(n)`` that bend, each by itself."""
    made = layers(n)
    return {name: f for name, f in made.items() if hasattr(f, "univariate")}


def orthogonal(n, seed=4):
    generator = torch.Generator().manual_seed(seed)
    return torch.linalg.qr(torch.randn(n, n, generator=generator, dtype=DOUBLE))[0]


def parameters_of(n, context=2):
    """One network for all parameters of a chain."""
    chain = flows.Composition(flows.TrainableAffine(n), flows.Inverse(flows.TrainableAffine(n)))
    network = flows.MLP(context, flows.parameters_in(chain), 3)
    return randomised(flows.ParametersOf(chain, network), width=0.4)


def numbers(context=2):
    """Conditional densities of one number."""
    recipes = flows.UnivariateAffine(), flows.UnivariateSpline(4, 3.0), flows.UnivariateMixture(3)
    made = {
        repr(recipe): flows.ConditionalUnivariate(recipe, flows.MLP(context, recipe.size, 4))
        for recipe in recipes
    }
    made = {name: randomised(flow, width=0.5) for name, flow in made.items()}
    for free in (flows.TrainableMixture(2), flows.RationalQuadraticSpline(3)):
        network = flows.MLP(context, flows.parameters_in(free), 3)
        made[type(free).__name__] = randomised(flows.ParametersOf(free, network), width=0.4)
    return made


def conditional(n=2, context=2):
    """Everything that takes a context, by name."""
    of_n = {**layers(n, context), "parameters of a chain": parameters_of(n, context)}
    return {**of_n, **numbers(context)}


def contexts(*batch, size=2, seed=8):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*batch, size, generator=generator, dtype=DOUBLE)
