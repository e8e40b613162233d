"""Exercise 7.3: the density."""

import torch
from torch.nn.functional import logsigmoid

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.base import NAMES, THREE, TWO, X2, X3
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import Density
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.probes import probe_log_prob
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.wrong import density, logistic, normal
from course_lib.exercises.exercise import Exercise, Misconception

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
            density(
                lambda z, log_det, x: torch.log(torch.sigmoid(z) * torch.sigmoid(-z)) + log_det
            ),
            "far out σ(−z), or σ(z), is 0, and its logarithm −∞. Never form σ itself: "
            "`logsigmoid` is "
            "log σ, right for every number. logsigmoid(z) + logsigmoid(−z).",
        ),
        Misconception(
            "1 − σ(z)",
            density(
                lambda z, log_det, x: (
                    torch.sigmoid(z).log() + (1 - torch.sigmoid(z)).log() + log_det
                )
            ),
            "far out σ(z) rounds to 1, and 1 − σ(z) is 0, with the logarithm −∞. "
            "1 − σ(z) = σ(−z), and logsigmoid(−z) is its logarithm.",
        ),
        Misconception(
            "a normal base",
            density(lambda z, log_det, x: normal(z) + log_det),
            "you took the standard normal as base. log F − log S leads to the logistic one: "
            "log σ(z) + log σ(−z).",
        ),
        Misconception(
            "no log-det",
            density(lambda z, log_det, x: logistic(z)),
            "the log-det is missing: this is the base's density at z.",
        ),
        Misconception(
            "the log-det subtracted",
            density(lambda z, log_det, x: logistic(z) - log_det),
            "you subtract the inverse log-det. It is added; the forward one would be subtracted.",
        ),
        Misconception(
            "the log-det alone",
            density(lambda z, log_det, x: log_det),
            "this is the log-det alone. The density of the base at z belongs to it.",
        ),
        Misconception(
            "half of the base",
            density(lambda z, log_det, x: logsigmoid(z) + log_det),
            "log σ(z) is the logarithm of the CDF. The density of the logistic distribution is "
            "σ(z) σ(−z).",
        ),
        Misconception(
            "the other half of the base",
            density(lambda z, log_det, x: logsigmoid(-z) + log_det),
            "log σ(−z) is the logarithm of the mass to the right. The density of the logistic "
            "distribution is σ(z) σ(−z).",
        ),
        Misconception(
            "σ(z) squared",
            density(lambda z, log_det, x: 2 * logsigmoid(z) + log_det),
            "you take log σ(z) twice. The density of the logistic distribution is σ(z) σ(−z): one "
            "of the two has −z.",
        ),
        Misconception(
            "the base at x",
            density(lambda z, log_det, x: logistic(x) + log_det),
            "the base is asked at x. It lives in z: `inverse` gives the z that belongs to x.",
        ),
        Misconception(
            "z and log_det exchanged",
            density(lambda z, log_det, x: logistic(log_det) + z),
            "z and log_det have changed places: `inverse` returns z first.",
        ),
        Misconception(
            "the density",
            density(lambda z, log_det, x: (logistic(z) + log_det).exp()),
            "this is p(x) itself, and a right one. Its logarithm is asked for: far out p is too "
            "small to be a number.",
        ),
        Misconception(
            "minus the log-density",
            density(lambda z, log_det, x: -logistic(z) - log_det),
            "this is −log p(x). The minus belongs to a loss, not to the density.",
        ),
        Misconception(
            "the determinant without its logarithm",
            density(lambda z, log_det, x: logistic(z) + log_det.exp()),
            "you add the slope itself to a log-density. `inverse` returns its logarithm: add that "
            "as it is.",
        ),
        Misconception(
            "summed over the points",
            density(lambda z, log_det, x: (logistic(z) + log_det).sum()),
            "this is one number for all points. Each point keeps its own log-density.",
        ),
        Misconception(
            "the mean over the points",
            density(lambda z, log_det, x: (logistic(z) + log_det).mean()),
            "this is one number, the mean over the points. Each point keeps its own log-density.",
        ),
        Misconception(
            "z cut off",
            density(lambda z, log_det, x: logistic(z.detach()) + log_det),
            "the numbers are right, but z is cut off (`.detach()`, `.data`): the base no longer "
            "feels it when the parameters move, and a fit goes astray.",
        ),
        Misconception(
            "log-det cut off",
            density(lambda z, log_det, x: logistic(z) + log_det.detach()),
            "the numbers are right, but the log-det is cut off (`.detach()`, `.data`): a fit would "
            "squeeze all points to the middle of the base, for no price.",
        ),
        Misconception(
            "no gradient",
            density(lambda z, log_det, x: (logistic(z) + log_det).detach()),
            "the numbers are right, but no gradient gets through: `.detach()` or `no_grad` has cut "
            "the graph. A fit could move nothing.",
        ),
        Misconception(
            "minus inside of the base",
            density(lambda z, log_det, x: logsigmoid(z) - logsigmoid(-z) + log_det),
            "log σ(z) − log σ(−z) is z itself. The base's density is the product σ(z) σ(−z): the "
            "two logarithms are added.",
            also=(density(lambda z, log_det, x: logsigmoid(-z) - logsigmoid(z) + log_det),),
        ),
        Misconception(
            "a loss",
            density(lambda z, log_det, x: -(logistic(z) + log_det).mean()),
            "this is a loss, one number for all points, with a minus. Each point keeps its own "
            "log-density; whoever fits takes the mean and the minus.",
            also=(density(lambda z, log_det, x: -(logistic(z) + log_det).sum()),),
        ),
        Misconception(
            "1 − z in place of 1 − σ(z)",
            density(lambda z, log_det, x: torch.sigmoid(z).log() + torch.log(1 - z) + log_det),
            "1 − z stands where 1 − σ(z) belongs, and it is negative for large z. "
            "1 − σ(z) = σ(−z): logsigmoid(−z) is its logarithm.",
            also=(density(lambda z, log_det, x: logsigmoid(z) + torch.log(1 - z) + log_det),),
        ),
        Misconception(
            "1 − log σ(z)",
            density(lambda z, log_det, x: logsigmoid(z) + torch.log(1 - logsigmoid(z)) + log_det),
            "the *logarithm* of σ is taken away from 1. Wanted is the logarithm of 1 − σ(z), and "
            "1 − σ(z) = σ(−z).",
            also=(density(lambda z, log_det, x: logsigmoid(z) + 1 - logsigmoid(z) + log_det),),
        ),
        Misconception(
            "a pair",
            density(lambda z, log_det, x: (logistic(z) + log_det, log_det)),
            "the log-density is the first of the values that you return. Return it alone.",
            also=(density(lambda z, log_det, x: (logistic(z) + log_det, z)),),
        ),
    ),
    hints=(
        "`self.inverse(x)` gives both things that the formula needs.",
        "The log-density of the base at z, plus the inverse log-det.",
        "    z, log_det = self.inverse(x)\n    return logsigmoid(z) + … + …",
    ),
    praise="your flow knows its density.",
)
