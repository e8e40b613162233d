"""The bound of chapter 12: from what a flow gives for each sample."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.exercises.probes import gradients


def elbo(log_base, log_det, log_target):
    log_q = log_base - log_det
    return (log_target - log_q).mean()


ELBO = Exercise(
    id="12.2",
    title="The evidence lower bound",
    minutes=6,
    difficulty="medium",
    prompt=(
        "A flow has made $n$ samples $x = f(z)$. For each you have $\\log p_0(z)$, "
        "$\\log\\lvert\\det\\partial f/\\partial z\\rvert$ and $\\log\\tilde p(x)$, each "
        "of shape `(n,)`. Return the ELBO, the mean of $\\log\\tilde p(x) - \\log q(x)$, one "
        "number. Below a flow is trained with it, so keep the gradient."
    ),
    names=("log_base", "log_det", "log_target"),
    inputs=(
        (tensor([-1.2, -2.5, -0.9]), tensor([0.7, -0.4, 1.1]), tensor([-3.0, -1.5, -4.2])),
        (tensor([-3.1, -1.0]), tensor([-2.0, 0.3]), tensor([-200.0, 5.0])),
        (tensor([-1.4]), tensor([0.6]), tensor([-2.2])),
    ),
    reference=elbo,
    probe=gradients(log_base=0, log_det=1, log_target=2),
    misconceptions=(
        Misconception(
            "log-det with the wrong sign",
            lambda log_base, log_det, log_target: (log_target - log_base - log_det).mean(),
            "the log-det enters with the wrong sign. Where f stretches, q is thinner: log q is "
            "log p0 minus the log-det.",
        ),
        Misconception(
            "log-det left out",
            lambda log_base, log_det, log_target: (log_target - log_base).mean(),
            "you took log p0(z) for log q(x). The density of x also has the log-det of f.",
        ),
        Misconception(
            "entropy left out",
            lambda log_base, log_det, log_target: log_target.mean(),
            "only the target is left. Without − log q the best q is a spike on the highest point.",
        ),
        Misconception(
            "the KL, not the bound",
            lambda log_base, log_det, log_target: (log_base - log_det - log_target).mean(),
            "the sign of the whole is turned: this is what you would make small.",
        ),
        Misconception(
            "the logarithm of the mean weight",
            lambda log_base, log_det, log_target: (
                torch.logsumexp(log_target - log_base + log_det, 0)
                - torch.log(torch.tensor(float(len(log_det))))
            ),
            "this is the logarithm of a mean, which estimates log Z. The ELBO is the mean of the "
            "logarithms.",
        ),
        Misconception(
            "a sum in place of the mean",
            lambda log_base, log_det, log_target: (log_target - log_base + log_det).sum(),
            "you added the samples up. The bound is their mean, whatever n is.",
        ),
        Misconception(
            "not averaged",
            lambda log_base, log_det, log_target: log_target - log_base + log_det,
            "this is one number for each sample. The bound is their mean.",
        ),
        Misconception(
            "no gradient",
            lambda *args: elbo(*args).detach(),
            "the number is right, and it has no gradient (`.item()`, `.detach()`, `no_grad`): no "
            "flow could be trained with it.",
        ),
        Misconception(
            "log p0 left out",
            lambda log_base, log_det, log_target: (log_target + log_det).mean(),
            "log p0(z) is missing. log q(x) is log p0(z) minus the log-det.",
        ),
        Misconception(
            "log q added",
            lambda log_base, log_det, log_target: (log_target + log_base - log_det).mean(),
            "log q is added. The bound has log p̃ − log q: it pays for being spread out.",
        ),
        Misconception(
            "the entropy alone",
            lambda log_base, log_det, log_target: (log_det - log_base).mean(),
            "this is the mean of −log q, the entropy. The target is missing.",
        ),
        Misconception(
            "the mean weight",
            lambda log_base, log_det, log_target: (log_target - log_base + log_det).exp().mean(),
            "you average the weights p̃/q, which estimates Z. The ELBO averages their logarithms.",
        ),
        Misconception(
            "weighted by q",
            lambda log_base, log_det, log_target: (
                (log_base - log_det).exp() * (log_target - log_base + log_det)
            ).mean(),
            "you multiply by q. The samples come from q already: that is the weight.",
        ),
        Misconception(
            "absolute differences",
            lambda log_base, log_det, log_target: (log_target - log_base + log_det).abs().mean(),
            "you average |log p̃ − log q|. The differences keep their signs.",
        ),
    ),
    returns="the ELBO, one number",
    hints=(
        "Which density does a sample x = f(z) have under q?",
        "log q(x) is log p0(z) minus the log-det. Subtract it from the target, then take the mean.",
        "Fill in the two gaps:\n\n    log_q = log_base - …\n    return (log_target - …).mean()",
    ),
    praise="a bound on log Z, and no integral.",
)
