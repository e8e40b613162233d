"""Exercise 5.7: from the normal to the logistic base."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def normal_to_logistic(z):
    return torch.special.log_ndtr(z) - torch.special.log_ndtr(-z)


def _naive(z):
    u = torch.special.ndtr(z)
    return torch.log(u) - torch.log(1 - u)


def _cut_off(edge):
    return lambda z: torch.logit(torch.special.ndtr(z), eps=edge)


def _z_clamped(edge):
    return lambda z: normal_to_logistic(z.clamp(-edge, edge))


def _leading(beyond):
    def wrong(z):
        naive = torch.logit(torch.special.ndtr(z))
        return torch.where(z.abs() > beyond, torch.sign(z) * z**2 / 2, naive)

    return wrong


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
            also=(
                lambda z: torch.special.log_ndtr(z) - torch.log1p(-torch.special.log_ndtr(z).exp()),
                lambda z: torch.special.log_ndtr(z) - torch.log(1 - torch.special.ndtr(z)),
            ),
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
            _cut_off(1e-12),
            "Φ is cut off near 0 and 1, so every z beyond goes to the same number. Never form Φ "
            "itself: `torch.special.log_ndtr`.",
            also=tuple(map(_cut_off, (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-14, 1e-15))),
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
        Misconception(
            "minus outside of log Φ",
            lambda z: 2 * torch.special.log_ndtr(z),
            "−log Φ(z) stands for log(1 − Φ(z)). The minus belongs to z, inside of the function: "
            "1 − Φ(z) = Φ(−z).",
        ),
        Misconception(
            "1 − log Φ",
            lambda z: torch.special.log_ndtr(z) - torch.log(1 - torch.special.log_ndtr(z)),
            "the *logarithm* of Φ is taken away from 1. Wanted is the logarithm of 1 − Φ(z), and "
            "1 − Φ(z) = Φ(−z).",
        ),
        Misconception(
            "logarithms divided",
            lambda z: torch.special.log_ndtr(z) / torch.special.log_ndtr(-z),
            "one logarithm is divided by the other. σ⁻¹(u) = log u − log(1 − u) is a difference.",
            also=(lambda z: torch.special.log_ndtr(-z) / torch.special.log_ndtr(z),),
        ),
        Misconception(
            "sigmoid in place of its inverse",
            lambda z: torch.sigmoid(torch.special.ndtr(z)),
            "σ takes a number to 0 … 1, and Φ(z) is there already. Its inverse leads on: σ⁻¹(u) = "
            "log u − log(1 − u).",
            also=(lambda z: torch.sigmoid(z),),
        ),
        Misconception(
            "z clamped",
            _z_clamped(8.0),
            "z is clamped, so every z beyond goes to the same number. `torch.special.log_ndtr` is "
            "right for every z: no clamp is needed.",
            also=(
                *map(_z_clamped, (3.0, 4.0, 5.0, 6.0, 7.0, 10.0, 37.0, 38.0)),
                *(lambda z, e=e: _naive(z.clamp(-e, e)) for e in (5.0, 6.0, 7.0, 8.0)),
            ),
        ),
        Misconception(
            "the leading term far out",
            _leading(6.0),
            "far out you take z²/2 alone. log Φ has more terms there, log(|z| √(2π)) and smaller "
            "ones; `torch.special.log_ndtr` knows them all.",
            also=tuple(map(_leading, (4.0, 5.0, 7.0, 8.0, 10.0))),
        ),
    ),
    hints=(
        "1 − Φ(z) is the mass to the right. By symmetry it is the mass to the left of …?",
        "A difference of two values of torch.special.log_ndtr.",
        "One line:\n\n    return torch.special.log_ndtr(z) - torch.special.log_ndtr(…)",
    ),
    praise="the mixture now stands on the base of all other chapters, out to |z| = 100 and beyond.",
)
