"""Exercise 10.4: an affine flow whose two numbers a network has given."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import LOG_TWO_PI, log_p0, tensor
from course_lib.exercises.probes import gradients


def log_prob(x, mu, log_s):
    mu, log_s = mu[:, 0], log_s[:, 0]
    return log_p0((x - mu) * torch.exp(-log_s)) - log_s


def _table(x, mu, log_s):
    """What x of shape (N,) beside columns (N, 1) becomes: every event with every answer."""
    return log_p0((x - mu) * torch.exp(-log_s)) - log_s


def _with(z=lambda x, mu, s: (x - mu) / s, log_det=lambda log_s: -log_s, log_base=log_p0):
    """A wrong answer with the columns taken out, right but for one of its three parts."""

    def wrong(x, mu, log_s):
        mu, log_s = mu[:, 0], log_s[:, 0]
        return log_base(z(x, mu, torch.exp(log_s))) + log_det(log_s)

    return wrong


def _log_s_for_width(x, mu, log_s):
    mu, s = mu[:, 0], log_s[:, 0]
    return log_p0((x - mu) / s) - torch.log(s.abs())


CONDITIONAL_AFFINE = Exercise(
    id="10.4",
    title="A flow that listens to the network",
    minutes=7,
    difficulty="medium",
    prompt=r"""
A conditional flow is an ordinary flow whose parameters come from a network that has seen $c$. The
smallest one is affine,
$$x = e^{\log\sigma}\,z + \mu,\qquad z \sim \mathcal N(0, 1),$$
with $\mu$ and $\log\sigma$ of its own for each event. Write `log_prob(x, mu, log_s)`: the
log-density $\log p(x \mid c)$ of each event, as in chapter 02: carry $x$ back to $z$, take
$\log p_0(z) = -\tfrac12 z^2 - \tfrac12\log 2\pi$ there, and add $\log|\partial f^{-1}/\partial x|$.

Shapes: `x` is `(N,)`. here `mu` and `log_s` come from two networks with one output each, so they
are **columns**, `(N, 1)`. The result is `(N,)`: event $i$ with the answers for event $i$. The check
also looks at the gradients with respect to `mu` and `log_s`.
""",
    inputs=(
        (tensor([0.9, -1.4, 2.3]), tensor([[0.3], [-0.6], [1.1]]), tensor([[0.7], [-0.4], [-1.2]])),
        (tensor([-0.8, 1.6]), tensor([[0.5], [2.4]]), tensor([[-0.9], [0.6]])),
        (
            tensor([0.1, -2.2, 1.3, 0.4, 3.0]),
            tensor([[-0.7], [0.2], [0.9], [-1.5], [2.1]]),
            tensor([[1.3], [-0.2], [0.5], [-1.8], [0.4]]),
        ),
        (
            tensor([35.0, -4.0, 0.6]),
            tensor([[-3.0], [6.0], [0.5]]),
            tensor([[-0.5], [-1.6], [2.0]]),
        ),
    ),
    labels=("", "two events", "five events", "far out in the tails"),
    names=("x", "mu", "log_s"),
    probe=gradients(mu=1, log_s=2),
    reference=log_prob,
    returns="log p(x | c) of each event, a tensor of shape (N,)",
    misconceptions=(
        Misconception(
            "every event with every answer",
            _table,
            "your result is an N × N table. x is (N,) and mu is (N, 1): torch stretches both to "
            "(N, N), and event i meets the answers for *all* events. No error, and a mean over "
            "the table looks like a loss. Take the numbers out of the column first: `mu[:, 0]`, "
            "or `mu.squeeze(-1)`.",
        ),
        Misconception(
            "the table averaged over the answers",
            lambda *args: _table(*args).mean(0),
            "the shape is right, and the numbers are not: x (N,) and mu (N, 1) were stretched to "
            "a table (N, N), and you average over the answers for other events. Take the numbers "
            "out of the columns before you subtract: `mu[:, 0]`.",
        ),
        Misconception(
            "the table averaged over the events",
            lambda *args: _table(*args).mean(1),
            "the shape is right, and the numbers are not: x (N,) and mu (N, 1) were stretched to "
            "a table (N, N), and you average over other events. Take the numbers out of the "
            "columns before you subtract: `mu[:, 0]`.",
        ),
        Misconception(
            "the table summed over the answers",
            lambda *args: _table(*args).sum(0),
            "x (N,) and mu (N, 1) were stretched to a table (N, N), and you sum over the answers "
            "for other events. Take the numbers out of the columns: `mu[:, 0]`.",
        ),
        Misconception(
            "the table summed over the events",
            lambda *args: _table(*args).sum(1),
            "x (N,) and mu (N, 1) were stretched to a table (N, N), and you sum over other "
            "events. Take the numbers out of the columns: `mu[:, 0]`.",
        ),
        Misconception(
            "the first column of the table",
            lambda *args: _table(*args)[:, 0],
            "x (N,) and mu (N, 1) were stretched to a table (N, N), and you keep its first "
            "column: the *first event* with everybody's answers. Take the numbers out of the "
            "columns before you subtract.",
        ),
        Misconception(
            "the first event's answers for all",
            lambda x, mu, log_s: log_p0((x - mu[0]) * torch.exp(-log_s[0])) - log_s[0],
            "`mu[0]` is the answer for the first event, and you use it for all of them. "
            "`mu[:, 0]` is the column as a row of N numbers.",
        ),
        Misconception(
            "a table left by log_s",
            lambda x, mu, log_s: log_p0((x - mu[:, 0]) * torch.exp(-log_s)) - log_s,
            "mu is taken out of its column, and `log_s` is not: its (N, 1) stretches your result "
            "to (N, N). It needs the same, `log_s[:, 0]`.",
        ),
        Misconception(
            "a table left by the log-det",
            lambda x, mu, log_s: log_p0((x - mu[:, 0]) * torch.exp(-log_s[:, 0])) - log_s,
            "z is right, but then the column `log_s`, (N, 1), is taken from N numbers, and that "
            "makes a table (N, N). Use `log_s[:, 0]` there, too.",
        ),
        Misconception(
            "a table left by mu",
            lambda x, mu, log_s: log_p0((x - mu) * torch.exp(-log_s[:, 0])) - log_s[:, 0],
            "`log_s` is taken out of its column, and mu is not: x − mu is a table (N, N). It needs "
            "the same, `mu[:, 0]`.",
        ),
        Misconception(
            "a column z meets numbers",
            lambda x, mu, log_s: log_p0((x[:, None] - mu) * torch.exp(-log_s)) - log_s[:, 0],
            "z is a column, (N, 1), and then N numbers log σ are taken from it: that makes a table "
            "(N, N). Bring all to (N,) first.",
        ),
        Misconception(
            "the result is a column",
            lambda x, mu, log_s: _table(x[:, None], mu, log_s),
            "each event meets its own answers, well. But your result is a column, (N, 1). Return "
            "(N,): `.squeeze(-1)`.",
        ),
        Misconception(
            "the result is a table of one row",
            lambda x, mu, log_s: _table(x, mu.T, log_s.T),
            "each event meets its own answers, well. But a column turned is a row of a table, "
            "(1, N), and so is your result. `mu[:, 0]` or `mu.squeeze(-1)` gives (N,).",
        ),
        Misconception(
            "log-det with the wrong sign",
            _with(log_det=lambda log_s: log_s),
            "log σ has the wrong sign. On the way back, from x to z, you divide by σ: "
            "log|∂f⁻¹/∂x| = −log σ. A wide density is a low one.",
        ),
        Misconception(
            "log-det left out",
            _with(log_det=lambda log_s: 0),
            "log|∂f⁻¹/∂x| is missing. Without it the widest σ is always the best one.",
        ),
        Misconception(
            "log-det doubled",
            _with(log_det=lambda log_s: -2 * log_s),
            "you take 2 log σ away, the logarithm of the *variance*. One stretched axis costs "
            "log σ once.",
        ),
        Misconception(
            "log-det halved",
            _with(log_det=lambda log_s: -0.5 * log_s),
            "you take ½ log σ away. The slope of x → z is 1/σ, and its logarithm −log σ.",
        ),
        Misconception(
            "the slope without its logarithm",
            _with(log_det=lambda log_s: -torch.exp(log_s)),
            "you take σ away where log σ belongs. Densities are divided by σ; their logarithms "
            "lose log σ.",
        ),
        Misconception(
            "exp(log_s) taken for the variance",
            _with(lambda x, mu, s: (x - mu) / s.sqrt(), lambda log_s: -0.5 * log_s),
            "you take exp(log_s) for the variance σ². It is the width σ.",
        ),
        Misconception(
            "multiplied by σ",
            _with(lambda x, mu, s: (x - mu) * s),
            "forwards z is multiplied by σ. Back from x to z you divide.",
        ),
        Misconception(
            "not divided by σ",
            _with(lambda x, mu, s: x - mu),
            "your z is x − μ. Forwards z was multiplied by σ, so back it has to be divided by it.",
        ),
        Misconception(
            "μ added",
            _with(lambda x, mu, s: (x + mu) / s),
            "forwards μ is added. Back from x to z it is taken away: (x − μ)/σ.",
        ),
        Misconception(
            "the map forwards",
            _with(lambda x, mu, s: s * x + mu),
            "you put x into the map forwards. Here x is given: z = (x − μ)/σ.",
        ),
        Misconception(
            "shift after the scale",
            _with(lambda x, mu, s: x / s - mu),
            "you divide x by σ and take μ away then. Forwards μ is added *last*, so back it goes "
            "away first: (x − μ)/σ.",
        ),
        Misconception(
            "the base at x",
            _with(lambda x, mu, s: x),
            "the base is asked at x. Ask it at z = (x − μ)/σ, where x came from.",
        ),
        Misconception(
            "log_s taken for σ",
            _log_s_for_width,
            "`log_s` is log σ, and you use it as the width. σ = exp(log_s).",
        ),
        Misconception(
            "divided by log σ",
            lambda x, mu, log_s: log_p0((x - mu[:, 0]) / log_s[:, 0]) - log_s[:, 0],
            "x − μ is divided by log σ. Divide by the width, exp(log_s).",
        ),
        Misconception(
            "negative log-likelihood",
            lambda *args: -log_prob(*args),
            "this is −log p, the loss. Wanted is log p itself.",
        ),
        Misconception(
            "sum over the events",
            lambda *args: log_prob(*args).sum(),
            "you return one number, the sum. Return log p of each event.",
        ),
        Misconception(
            "mean over the events",
            lambda *args: log_prob(*args).mean(),
            "you return one number, the mean. Return log p of each event.",
        ),
        Misconception(
            "constant left out",
            _with(log_base=lambda z: -0.5 * z**2),
            "−½ log 2π = −0.919 of the base is missing: your density has the area 2.507.",
        ),
        Misconception(
            "log 2π without the ½",
            _with(log_base=lambda z: -0.5 * z**2 - LOG_TWO_PI),
            "one dimension costs ½ log 2π, not log 2π.",
        ),
        Misconception(
            "z not squared",
            _with(log_base=lambda z: -0.5 * z - 0.5 * LOG_TWO_PI),
            "the base is log p₀(z) = −½ z² − ½ log 2π, and your z is not squared: the density "
            "would grow without end to the left.",
        ),
        Misconception(
            "the square with the wrong sign",
            _with(log_base=lambda z: 0.5 * z**2 - 0.5 * LOG_TWO_PI),
            "the square has the wrong sign: your density is largest where z is far from 0.",
        ),
        Misconception(
            "no ½ before the square",
            _with(log_base=lambda z: -(z**2) - 0.5 * LOG_TWO_PI),
            "the base is log p₀(z) = −½ z² − ½ log 2π. The ½ before the square is missing.",
        ),
        Misconception(
            "all cut off",
            lambda *args: log_prob(*args).detach(),
            "the numbers are right, and no gradient gets through to the networks: `detach`, "
            "`no_grad`, `math` functions or `.item()` cut it off.",
        ),
        Misconception(
            "width cut off",
            lambda x, mu, log_s: log_prob(x, mu, log_s.detach()),
            "the numbers are right, and no gradient reaches `log_s`: `detach` or `.item()` cut it "
            "off.",
        ),
        Misconception(
            "mean cut off",
            lambda x, mu, log_s: log_prob(x, mu.detach(), log_s),
            "the numbers are right, and no gradient reaches `mu`: `detach` or `.item()` cut it "
            "off.",
        ),
    ),
    hints=(
        "Print `(x - mu).shape` for three events. What has torch done?",
        "Bring `mu` and `log_s` to the shape (N,) first. Then z = (x − μ)/σ, and "
        "log|∂f⁻¹/∂x| = −log σ.",
        "In code, with two places left to you:\n\n"
        "    mu, log_s = mu[:, 0], log_s[:, 0]\n"
        "    z = …\n"
        "    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - …",
    ),
    praise="each event meets its own answers, and nobody else's.",
)
