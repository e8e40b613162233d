"""Exercise 5.7: from the normal to the logistic base."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def normal_to_logistic(z):
    return torch.special.log_ndtr(z) - torch.special.log_ndtr(-z)


NORMAL_TO_LOGISTIC = Exercise(
    id="5.7",
    title="From the normal to the logistic base",
    minutes=4,
    difficulty="medium",
    core=False,
    prompt=r"""
Write `normal_to_logistic(z)`: the logistic number that belongs to a standard-normal `z`,
$\sigma^{-1}(\Phi(z)) = \log\Phi(z) - \log(1 - \Phi(z))$, right for $|z|$ up to 100.
`torch.special.ndtr` is $\Phi$ and `torch.special.log_ndtr` is $\log\Phi$. What is $1 - \Phi(z)$
for a symmetric distribution? `z` is a tensor of any shape and the result has the same shape.
""",
    inputs=(
        (tensor([-1.3, 0.4, 2.2]),),
        (tensor([12.0, 40.0, -100.0]),),
        (tensor([[0.9, -6.0], [7.5, -0.2]]),),
    ),
    names=("z",),
    reference=normal_to_logistic,
    elementwise=True,
    returns="the logistic number, a tensor of the shape of z",
    misconceptions=(
        Misconception(
            "the naive formula",
            lambda z: torch.logit(torch.special.ndtr(z)),
            "Φ(z) rounds to 1 above 8.3, and then z is sent to infinity. It is the trap of 5.4: "
            "1 − Φ(z) = Φ(−z), and both have a logarithm.",
        ),
        Misconception(
            "half in log space",
            lambda z: torch.special.log_ndtr(z) - torch.log1p(-torch.special.ndtr(z)),
            "the first logarithm holds, the second one subtracts from 1. By symmetry "
            "1 − Φ(z) = Φ(−z).",
        ),
        Misconception(
            "inverse direction",
            lambda z: torch.special.ndtri(torch.sigmoid(z)),
            "this leads from the logistic to the normal distribution, Φ⁻¹(σ(z)). Here z is normal: "
            "first Φ, then σ⁻¹.",
        ),
        Misconception(
            "density instead of CDF",
            lambda z: -0.5 * z**2 - 0.5 * torch.log(torch.tensor(2 * torch.pi)),
            "this is the log-density of the normal distribution. The way to the uniform "
            "distribution is its CDF, Φ.",
        ),
        Misconception(
            "sign turned",
            lambda z: -normal_to_logistic(z),
            "the sign is turned: a large z must give a large number.",
        ),
        Misconception(
            "log Φ alone",
            lambda z: torch.special.log_ndtr(z),
            "log Φ(z) is only the first half. Yours never becomes positive: log Φ(z) − "
            "log(1 − Φ(z)).",
        ),
        Misconception(
            "added",
            lambda z: torch.special.log_ndtr(z) + torch.special.log_ndtr(-z),
            "the two logarithms are added. σ⁻¹(u) is their difference.",
        ),
        Misconception(
            "logarithms of Φ",
            lambda z: torch.log(torch.special.ndtr(z)) - torch.log(torch.special.ndtr(-z)),
            "1 − Φ(z) is Φ(−z) in yours: well done. But beyond 38 Φ(−z) itself is 0, and its "
            "logarithm −∞: `torch.special.log_ndtr` is the logarithm without Φ.",
        ),
        Misconception(
            "Φ kept away from 0 and 1",
            lambda z: torch.logit(torch.special.ndtr(z), eps=1e-12),
            "Φ is cut off near 0 and 1, so every z beyond goes to the same number. Never form Φ "
            "itself: `torch.special.log_ndtr`.",
        ),
        Misconception(
            "z itself",
            lambda z: z,
            "this is z as it was. First Φ, then σ⁻¹.",
        ),
        Misconception(
            "stopped at the uniform distribution",
            lambda z: torch.special.ndtr(z),
            "this is u = Φ(z), half of the way. From the uniform distribution σ⁻¹ leads on.",
        ),
        Misconception(
            "scaled by the standard deviation",
            lambda z: z * torch.pi / 3**0.5,
            "you give z the standard deviation of the logistic distribution. The two have "
            "different tails, so no straight line carries one to the other.",
        ),
    ),
    hints=(
        "1 − Φ(z) is the mass to the right. By symmetry it is the mass to the left of …?",
        "A difference of two values of torch.special.log_ndtr.",
        "One line:\n\n    return torch.special.log_ndtr(z) - torch.special.log_ndtr(…)",
    ),
    praise="the mixture now stands on the base of all other chapters, out to |z| = 100 and beyond.",
)
