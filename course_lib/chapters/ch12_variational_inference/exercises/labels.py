"""Exercise 12.8: the loss of neural posterior estimation."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.exercises.probes import gradients


def npe_loss(log_q, log_prior, log_likelihood):
    return -log_q.mean()


def _of(formula):
    return lambda log_q, log_prior, log_likelihood: formula(log_q, log_prior, log_likelihood)


def _weighted(of_log):
    """A wrong answer whose mean carries weights: of_log(prior, likelihood) is their logarithm."""

    def plain(q, prior, likelihood):
        return -(of_log(prior, likelihood).exp() * q).mean()

    def shares(q, prior, likelihood):
        return -(torch.softmax(of_log(prior, likelihood), 0) * q).sum()

    return plain, shares


OF_PRIOR = _weighted(lambda prior, likelihood: prior)
OF_LIKELIHOOD = _weighted(lambda prior, likelihood: likelihood)
OF_BOTH = _weighted(lambda prior, likelihood: prior + likelihood)

NPE_LOSS = Exercise(
    id="12.8",
    title="The loss with labels",
    minutes=3,
    difficulty="easy",
    prompt=r"""
A simulator has made $N$ pairs: $\theta_i$ from the prior, then $x_i$ from the likelihood. For each
pair you have three numbers, of shape `(N,)`: `log_q`, the network's $\log q(\theta_i\mid x_i)$;
`log_prior`, which is $\log p(\theta_i)$; and `log_likelihood`, which is $\log p(x_i\mid\theta_i)$.

Write `npe_loss(log_q, log_prior, log_likelihood)`: what neural posterior estimation makes small,
one number **with its gradient**. Not all that you have is needed: the pairs are samples already.
Leave out what does not depend on the network.
""",
    inputs=(
        (tensor([-1.3, 0.4, -2.7]), tensor([-0.9, -1.8, -1.1]), tensor([-3.2, -1.5, -2.4])),
        (tensor([-0.6, -3.3]), tensor([-2.0, -0.7]), tensor([0.8, -5.1])),
        (tensor([1.9, -0.2, 0.7, -1.4]), tensor([-0.3, -2.6, -1.0, -1.7]),
         tensor([-0.5, 1.2, -2.9, 0.3])),
    ),
    names=("log_q", "log_prior", "log_likelihood"),
    probe=gradients(log_q=0),
    reference=npe_loss,
    returns="the loss, one number with a gradient",
    misconceptions=(
        Misconception(
            "sign",
            _of(lambda q, prior, likelihood: q.mean()),
            "this is to be made large. A loss is made small: the sign is turned.",
        ),
        Misconception(
            "likelihood in it",
            _of(lambda q, prior, likelihood: -(q + likelihood).mean()),
            "the likelihood is in it. It does not depend on the network, and it is in the pairs "
            "already, since x was drawn from it.",
            also=(_of(lambda q, prior, likelihood: (likelihood - q).mean()),),
        ),
        Misconception(
            "prior twice",
            _of(lambda q, prior, likelihood: -(q + prior).mean()),
            "the prior is in it. It does not depend on the network, and it is in the pairs "
            "already, since θ was drawn from it.",
            also=(_of(lambda q, prior, likelihood: (prior - q).mean()),),
        ),
        Misconception(
            "prior and likelihood in it",
            _of(lambda q, prior, likelihood: (prior + likelihood - q).mean()),
            "prior and likelihood are in it. They do not depend on the network, and the pairs are "
            "samples of both already: leave them out.",
            also=(_of(lambda q, prior, likelihood: -(q + prior + likelihood).mean()),),
        ),
        Misconception(
            "the reverse one",
            _of(lambda q, prior, likelihood: (q - prior - likelihood).mean()),
            "this is −ELBO, which needs samples of q. Here the pairs come from the simulator. With "
            "them it would make q *small* at the true θ.",
        ),
        Misconception(
            "a part of the reverse one",
            _of(lambda q, prior, likelihood: (q - likelihood).mean()),
            "log q has the wrong sign: going down would make q *small* at the true θ. And prior "
            "and likelihood do not depend on the network: leave them out.",
            also=(_of(lambda q, prior, likelihood: (q - prior).mean()),),
        ),
        Misconception(
            "weighted by the prior",
            OF_PRIOR[0],
            "you weight by the prior. θ was drawn from it: that is the weight already.",
            also=OF_PRIOR[1:],
        ),
        Misconception(
            "weighted by the likelihood",
            OF_LIKELIHOOD[0],
            "you weight by the likelihood. x was drawn from it: that is the weight already.",
            also=OF_LIKELIHOOD[1:],
        ),
        Misconception(
            "weighted by both",
            OF_BOTH[0],
            "you weight by the joint density. The pairs were drawn from it: that is the weight "
            "already.",
            also=OF_BOTH[1:],
        ),
        Misconception(
            "without the network",
            _of(lambda q, prior, likelihood: -likelihood.mean()),
            "the network does not come in: log q is missing.",
            also=(_of(lambda q, prior, likelihood: -prior.mean()),
                  _of(lambda q, prior, likelihood: -(prior + likelihood).mean())),
        ),
        Misconception(
            "sum",
            _of(lambda q, prior, likelihood: -q.sum()),
            "this is the sum over the pairs. Take the mean, so that the step does not grow with "
            "their number.",
        ),
        Misconception(
            "not averaged",
            _of(lambda q, prior, likelihood: -q),
            "this is one number for each pair. A loss is one number: their mean.",
        ),
        Misconception(
            "no gradient",
            _of(lambda q, prior, likelihood: -q.detach().mean()),
            "the number is right, and it has no gradient (`.detach()`, `.item()`, `no_grad`): the "
            "network could not learn.",
        ),
        Misconception(
            "the density",
            _of(lambda q, prior, likelihood: -q.exp().mean()),
            "you average q itself. The forward KL averages its logarithm.",
        ),
        Misconception(
            "logarithm of the mean",
            _of(lambda q, prior, likelihood: -q.exp().mean().log()),
            "this is the logarithm of the mean density. Take the mean of the logarithms.",
        ),
    ),
    hints=(
        "Which KL has samples of the joint density p(θ, x)?",
        "The forward one. In log p(θ | x) − log q(θ | x) only the second part depends on the "
        "network.",
        "Fill in the gap:\n\n    return -….mean()",
    ),
    praise="one line, and no formula of the simulator in it.",
)  # fmt: skip
