"""The five steps of the mixture flow."""

import torch

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises import wrong
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import (
    Density,
    Forward,
    Inverse,
    MixtureFlow,
    Parameters,
)
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.probes import (
    probe_forward,
    probe_inverse,
    probe_log_prob,
    probe_parameters,
    probe_sample,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

TWO = (tensor([0.3, 0.7]).log(), tensor([-1.0, 2.0]), tensor([0.5, 1.6]))
THREE = (tensor([0.15, 0.6, 0.25]).log(), tensor([-2.5, 0.4, 3.0]), tensor([0.4, 2.0, 0.7]))
X2, X3 = tensor([-2.1, 0.3, 4.0]), tensor([[0.5, -3.0], [2.6, 4000.0]])
NAMES = ("log_w", "mu", "s", "x")

PARAMETERS = Exercise(
    id="7.1",
    title="Parameters that are always a mixture",
    minutes=6,
    difficulty="easy",
    prompt="""
Write `__init__` and `mixture` of the class. `__init__(self, k)` makes three parameters of shape
`(k,)`:
numbers for the weights, starting at 0; the centres, starting at `torch.linspace(-1, 1, k)`; and the
logarithms of the scales, starting at −1. `mixture(self)` turns them into `(log_w, mu, s)`: the
**logarithms** of weights that sum to 1, the centres, and positive scales. Any values of the
parameters
must give a mixture.
""",
    inputs=((3,), (5,)),
    names=("k",),
    reference=Parameters,
    probe=probe_parameters,
    returns="(log_w, mu, s), three tensors of shape (k,)",
    misconceptions=(
        Misconception(
            "weights without logarithm",
            wrong.WEIGHTS_WITHOUT_LOG,
            "the first tensor holds the weights themselves. The next step works in log space and "
            "needs their logarithms: log_softmax.",
        ),
        Misconception(
            "numbers as they are",
            wrong.LOGITS_AS_THEY_ARE,
            "the numbers for the weights are handed on as they are. As logarithms of weights they "
            "must belong to weights that sum to 1: log_softmax sees to it.",
        ),
        Misconception(
            "weights not normalised",
            wrong.SOFTPLUS_WEIGHTS,
            "your weights are positive, but they do not sum to 1.",
        ),
        Misconception(
            "logarithms of the scales",
            wrong.LOG_SCALES,
            "s is the logarithm of the scales, which may be negative. Take exp.",
        ),
        Misconception(
            "the sign of the scales' numbers forgotten",
            wrong.ABS_SCALES,
            "the parameters hold the *logarithms* of the scales. |·| and squares do not undo a "
            "logarithm, and they can become 0. Take exp.",
        ),
        Misconception(
            "softplus of the logarithms",
            wrong.SOFTPLUS_SCALES,
            "softplus is positive, but the parameters hold the *logarithms* of the scales: exp "
            "undoes a logarithm.",
        ),
        Misconception(
            "no parameters",
            wrong.PlainTensors,
            "torch finds nothing to train: a plain tensor is no parameter. Wrap each of the three "
            "into nn.Parameter(…).",
        ),
    ),
    hints=(
        "Which function turns any numbers into logarithms of shares?",
        "Three nn.Parameter in __init__; in mixture: log_softmax, nothing, exp.",
        "    self.logits = nn.Parameter(torch.zeros(k))\n    self.mu = nn.Parameter(…)\n"
        "    self.log_s = nn.Parameter(torch.full((k,), −1.0))\n\n"
        "    return self.logits.log_softmax(0), self.mu, …",
    ),
    praise="gradient descent may go anywhere, and it is a mixture everywhere.",
)

INVERSE = Exercise(
    id="7.2",
    title="From data to the base",
    minutes=10,
    difficulty="medium",
    prompt="""
Write `inverse(self, x)`: return $z = \\log F(x) - \\log S(x)$ and the inverse log-det
$\\log|\\partial f^{-1}/\\partial x| = \\log p - \\log F - \\log S$, both in log space, as in 5.4
and 5.5. Start
with `log_w, mu, s = self.mixture()`. `x` has any shape, and both results have that shape. One of
the
points lies far out.
""",
    inputs=((*TWO, X2), (*THREE, X3)),
    names=NAMES,
    reference=Inverse,
    probe=probe_inverse,
    returns="(z, log_det), two tensors of the shape of x",
    misconceptions=(
        Misconception(
            "the naive formula",
            wrong.inverse_like(wrong.naive),
            "z comes from log F − log(1 − F), which is infinite far out. Carry log S as a "
            "logsumexp "
            "of its own, with −u.",
        ),
        Misconception(
            "the sign of z",
            wrong.inverse_like(lambda z, log_det, *_: (-z, log_det)),
            "the sign of z is turned: log F − log S rises with x.",
        ),
        Misconception(
            "the forward log-det",
            wrong.inverse_like(lambda z, log_det, *_: (z, -log_det)),
            "this is the log-det of the map forwards. inverse gives that of the way from x to z.",
        ),
        Misconception(
            "1/s forgotten",
            wrong.inverse_like(wrong.without_scale),
            "the log-det misses the factor 1/s of each part's density: log w − log s + log σ(u) + "
            "log σ(−u).",
        ),
        Misconception(
            "s in place of log s",
            wrong.inverse_like(wrong.scale_without_log),
            "in log p you take s itself away. The factor is 1/s, and its logarithm −log s: "
            "`log_w - s.log()`.",
        ),
        Misconception(
            "the density as the slope",
            wrong.inverse_like(wrong.density_as_slope),
            "your log-det is log p, the slope of F. z = log F − log S has the slope p/(F S): take "
            "log F and log S away.",
        ),
        Misconception(
            "the slope itself",
            wrong.inverse_like(lambda z, log_det, *_: (z, log_det.exp())),
            "you return the slope; its logarithm is asked for.",
        ),
        Misconception(
            "log of log_w",
            wrong.inverse_like(lambda z, log_det, *_: (z * torch.nan, log_det * torch.nan)),
            "not a number, at every point. Is a logarithm taken of `log_w`? mixture() gives the "
            "*logarithms* of the weights already, and they are negative. Add log_w as it is.",
        ),
        Misconception(
            "exp of log_w",
            wrong.inverse_like(wrong.weights_without_log),
            "the weights themselves are added to logarithms. log(w σ(u)) = log w + log σ(u): add "
            "log_w as it is.",
        ),
        Misconception(
            "the logarithm of a logarithm",
            wrong.inverse_like(wrong.weights_twice_logged),
            "mixture() gives the *logarithms* of the weights already. Add log_w as it is.",
        ),
    ),
    hints=(
        "You have written all parts in chapter 05. What is given as a logarithm here that was a "
        "weight there?",
        "u = (x.unsqueeze(-1) − mu)/s; three logsumexp: for log F, log S and log p.",
        "    u = (x.unsqueeze(-1) − mu) / s\n"
        "    log_F = torch.logsumexp(log_w + logsigmoid(u), −1)\n"
        "    log_S = …\n    log_p = torch.logsumexp(log_w − s.log() + … + …, −1)\n"
        "    return log_F − log_S, …",
    ),
    praise="one direction of your flow is complete, as far out as numbers reach.",
)

LOG_PROB = Exercise(
    id="7.3",
    title="The density",
    minutes=4,
    difficulty="easy",
    prompt="""
Write `log_prob(self, x)`: the log-density of your flow on its **logistic** base,
$\\log p_0(z) = \\log\\sigma(z) + \\log\\sigma(-z)$, with your own `inverse`. The result has the
shape of `x`.
""",
    inputs=((*TWO, X2), (*THREE, X3)),
    names=NAMES,
    reference=Density,
    probe=probe_log_prob,
    returns="log p(x), a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "logarithm of the product",
            wrong.density_like(lambda z: torch.log(torch.sigmoid(z) * torch.sigmoid(-z))),
            "far out σ(z) σ(−z) is 0, and its logarithm −∞. Stay in logarithms: logsigmoid(z) + "
            "logsigmoid(−z).",
        ),
        Misconception(
            "a normal base",
            wrong.density_like(wrong.normal),
            "you took the standard normal as base. log F − log S leads to the logistic one: "
            "log σ(z) + log σ(−z).",
        ),
        Misconception(
            "no log-det",
            wrong.density_like(wrong.logistic, sign=0),
            "the log-det is missing: this is the base's density at z.",
        ),
        Misconception(
            "the log-det subtracted",
            wrong.density_like(wrong.logistic, sign=-1),
            "you subtract the inverse log-det. It is added; the forward one would be subtracted.",
        ),
        Misconception(
            "half of the base",
            wrong.density_like(lambda z: torch.nn.functional.logsigmoid(z)),
            "log σ(z) is the logarithm of the CDF. The density of the logistic distribution is "
            "σ(z) σ(−z).",
        ),
    ),
    hints=(
        "`self.inverse(x)` gives both things that the formula needs.",
        "The log-density of the base at z, plus the inverse log-det.",
        "    z, log_det = self.inverse(x)\n    return logsigmoid(z) + … + …",
    ),
    praise="your flow knows its density.",
)

FORWARD = Exercise(
    id="7.4",
    title="The direction without a formula",
    minutes=12,
    difficulty="hard",
    prompt="""
Write `forward(self, z)`: return $x = f(z)$ and the forward log-det
$\\log|\\partial f/\\partial z|$. Search $x$,
then give it its gradient. You have written the parts in chapter 06; here you may use the library's:

- `self.g(x)`, already there, gives $(z, \\partial z/\\partial x)$ of your own `inverse`;
- the exact bracket is $\\min_i$ and $\\max_i$ of $\\mu_i + s_i z$;
- `flows.safeguarded_newton(self.g, z, low, high).x` searches, without a gradient;
- `flows.implicit(self.g, z, x)` gives the root its derivatives.

The check compares values, and the gradients of `x` with respect to `z` and to every parameter.
""",
    inputs=((*TWO, tensor([0.7, -2.0, 3.0])), (*THREE, tensor([[-1.1, 0.2, 25.0]]))),
    names=("log_w", "mu", "s", "z"),
    reference=Forward,
    probe=probe_forward,
    returns="(x, log_det), two tensors of the shape of z",
    tips=(
        (
            r"'Root' object has no attribute",
            "A search returns a `Root`: the numbers are its `.x`.",
        ),
    ),
    misconceptions=(
        Misconception(
            "no gradient",
            wrong.NO_GRADIENT,
            "x is right and has no gradient: the search carries none. flows.implicit gives it one.",
        ),
        Misconception(
            "the inverse log-det",
            wrong.LOG_DET_TURNED,
            "the log-det is that of the inverse at x. Forwards its sign is turned.",
        ),
        Misconception(
            "only z has a gradient",
            wrong.ONLY_Z,
            "x follows z, but not the parameters. When they move, the curve moves, and the root "
            "with it; flows.implicit takes care of both.",
        ),
        Misconception(
            "differentiated through bisection",
            wrong.UnrolledBisection,
            "the values are right and the gradients are not: they come from the ends of the "
            "bracket, through comparisons that have no derivative. Detach the search, then use "
            "flows.implicit.",
        ),
        Misconception(
            "the parts' mean",
            wrong.WEIGHTED_MEAN,
            "this is the weighted mean of what each part alone would give. For several parts there "
            "is no formula; x has to be searched.",
        ),
        Misconception(
            "inverse instead of forward",
            wrong.INVERSE_INSTEAD,
            "you sent z through inverse. forward runs the other way: search the x whose inverse "
            "is z.",
        ),
    ),
    hints=(
        "Three steps: a bracket, a search, a gradient.",
        "ends = mu + s * z.unsqueeze(-1), its min and max over the last dimension; then "
        "safeguarded_newton; then implicit. The forward log-det is minus the inverse one at x.",
        "    _, mu, s = self.mixture()\n    ends = (mu + s * z.unsqueeze(-1)).detach()\n"
        "    low, high = ends.min(-1).values, …\n"
        "    x = flows.safeguarded_newton(self.g, z.detach(), low, high).x\n"
        "    x = flows.implicit(self.g, z, …)\n    return x, −self.inverse(x)[1]",
    ),
    praise="both directions work, and gradients flow through the one that has no formula.",
)

SAMPLE = Exercise(
    id="7.5",
    title="Samples",
    minutes=5,
    difficulty="easy",
    prompt="""
Write `sample(self, count)`: `count` samples of your flow, of shape `(count,)`, which can be
differentiated with respect to its parameters. Draw from the logistic base and go forward. A
logistic
number comes from a uniform one, `torch.rand`, through $\\sigma^{-1}(u) = \\log u - \\log(1 - u)$.
(`torch.rand` may give exactly 0: `.clamp(1e-7, 1 - 1e-7)` keeps the logarithm finite.)
""",
    inputs=((*TWO, 20_000), (*THREE, 20_000)),
    names=("log_w", "mu", "s", "count"),
    reference=MixtureFlow,
    probe=probe_sample,
    returns="count samples, of shape (count,)",
    misconceptions=(
        Misconception(
            "normal noise",
            wrong.NORMAL_NOISE,
            "you start from normal numbers. The base of this flow is logistic: "
            "log u − log(1 − u) with u from torch.rand.",
        ),
        Misconception(
            "uniform noise",
            wrong.UNIFORM_NOISE,
            "you start from uniform numbers between 0 and 1. One step is missing: "
            "log u − log(1 − u) makes them logistic.",
        ),
        Misconception(
            "samples of the base",
            wrong.BASE_SAMPLES,
            "these are samples of the base. They have not been carried forward to x.",
        ),
        Misconception(
            "the wrong direction",
            wrong.WRONG_DIRECTION,
            "you sent the base's samples through inverse. Samples travel forward.",
        ),
        Misconception(
            "a part picked at random",
            wrong.PICKED,
            "the samples follow the mixture, but they do not follow its parameters: they have no "
            "gradient. Send z through forward; do not pick a part.",
        ),
        Misconception(
            "a part picked at random, with its gradient",
            wrong.PICKED_WITH_GRADIENT,
            "the samples follow the mixture and its centres, but not its weights: which part is "
            "picked is a jump, and a jump has no gradient. Send z through forward.",
        ),
    ),
    hints=(
        "Base first, then one direction of your flow.",
        "u from torch.rand(count), clamped; z = log u − log(1 − u); forward.",
        "    u = torch.rand(count).clamp(1e-7, 1 − 1e-7)\n"
        "    return self.forward(torch.log(u) − …)[0]",
    ),
    praise="samples that follow the parameters: chapter 08 lives on them.",
)
