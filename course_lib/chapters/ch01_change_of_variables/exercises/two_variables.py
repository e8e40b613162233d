"""Exercises 1.4 and 1.5: polar coordinates, forwards and backwards."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import log_p0, tensor

# --- 1.4 ------------------------------------------------------------------------------------------


def polar(z):
    r, phi = z[..., 0], z[..., 1]
    return torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1), torch.log(r)


def _polar_log_det(log_det):
    """A wrong answer whose x is right and whose log-det is a function of r and φ."""

    def wrong(z):
        return polar(z)[0], log_det(z[..., 0], z[..., 1])

    return wrong


def _slopes(z):
    """∂x₁/∂r and ∂x₂/∂φ, the diagonal of J."""
    r, phi = z[..., 0], z[..., 1]
    return torch.stack([torch.cos(phi), r * torch.cos(phi)], dim=-1)


def _swapped(z):
    return polar(z)[0].flip(-1), polar(z)[1]


POLAR = Exercise(
    id="1.4",
    title="Polar coordinates: how large is a cell?",
    minutes=7,
    difficulty="medium",
    prompt=r"""
In two dimensions the stretch is an area: $|\det J|$, where $J$ is the matrix of all partial
derivatives.

Let $z = (r, \varphi)$ with $r > 0$ and
$$x = f(z) = (r\cos\varphi,\; r\sin\varphi).$$
Write `polar(z)`, which returns the pair `x`, `log_det`: the image and the forward log-det,
$\log|\det \partial f/\partial z|$. `z` has shape `(..., 2)`, so `r = z[..., 0]` and
`phi = z[..., 1]`; `x` has the shape of `z`, and `log_det` has one dimension less. Work the
determinant out on paper first:
$$J = \begin{pmatrix}\partial x_1/\partial r & \partial x_1/\partial\varphi\\
\partial x_2/\partial r & \partial x_2/\partial\varphi\end{pmatrix}.$$
""",
    inputs=(
        (tensor([2.0, 0.5]),),
        (tensor([0.3, -2.4]),),
        (tensor([[1.7, 1.1], [0.6, -0.3], [3.2, 2.9]]),),
        (tensor([[[0.2, 0.4], [2.4, -1.9]], [[1.3, 2.0], [40.0, 0.1]]]),),
    ),
    names=("z",),
    parts=("x", "log|det ∂f/∂z|"),
    reference=polar,
    returns="the pair x, log|det ∂f/∂z|",
    misconceptions=(
        Misconception(
            "logarithm forgotten",
            _polar_log_det(lambda r, phi: r),
            "this is the determinant itself, |det J| = r: right, but its logarithm is asked for.",
        ),
        Misconception(
            "det of the inverse",
            _polar_log_det(lambda r, phi: -torch.log(r)),
            "this is log|det ∂f⁻¹/∂x| = −log r, the shrinking on the way back. Forwards, from "
            "(r, φ) to x, a cell far out gets larger: +log r.",
        ),
        Misconception(
            "only the diagonal of J",
            _polar_log_det(lambda r, phi: torch.log((r * torch.cos(phi) ** 2).abs())),
            "this is the product of the diagonal of J alone. A 2 × 2 determinant is a·d − b·c: the "
            "off-diagonal entries are −r sin φ and sin φ, and they count.",
        ),
        Misconception(
            "plus instead of minus in the determinant",
            _polar_log_det(lambda r, phi: torch.log((r * torch.cos(2 * phi)).abs())),
            "a sign is lost in a·d − b·c. The entry b is −r sin φ, so that −b·c is +r sin² φ, and "
            "cos² + sin² = 1 does the rest.",
        ),
        Misconception(
            "r squared",
            _polar_log_det(lambda r, phi: 2 * torch.log(r)),
            "this is log r². Only one of the two sides of a cell grows with r: the one along the "
            "arc. The side along the ray keeps its length.",
        ),
        Misconception(
            "log_det from the sum of the entries",
            _polar_log_det(lambda r, phi: torch.log((torch.cos(phi) * r).abs())),
            "this is log|x₁|. The determinant is a·d − b·c: r cos² φ + r sin² φ, which is r.",
        ),
        Misconception(
            "determinant of the inverse, without logarithm",
            _polar_log_det(lambda r, phi: 1 / r),
            "this is 1/r, the determinant on the way back. Forwards it is r, and its logarithm is "
            "asked for.",
        ),
        Misconception(
            "no stretch at all",
            _polar_log_det(lambda r, phi: torch.zeros_like(r)),
            "a log-det of 0 says that every cell keeps its area. Look at the picture above: cells "
            "far out are large, cells near the centre are small.",
        ),
        Misconception(
            "log_det first",
            lambda z: polar(z)[::-1],
            "the two have changed places: x comes first, then log_det.",
        ),
        Misconception(
            "stacked the wrong way",
            lambda z: (torch.stack(polar(z)[0].unbind(-1)), polar(z)[1]),
            "the two components stand in front: `torch.stack([…])` makes a new *first* dimension. "
            "The components lie along the last one: `dim=-1`.",
        ),
        Misconception(
            "log_det with a dimension too many",
            lambda z: (polar(z)[0], polar(z)[1].unsqueeze(-1)),
            "your log_det has one dimension too many. It is one number for each point: r and φ are "
            "`z[..., 0]` and `z[..., 1]`.",
        ),
        Misconception(
            "sine and cosine swapped",
            _swapped,
            "the two components of x are swapped: x₁ = r cos φ and x₂ = r sin φ.",
        ),
        Misconception(
            "joined end to end",
            lambda z: (torch.cat([polar(z)[0][..., 0], polar(z)[0][..., 1]]), polar(z)[1]),
            "`torch.cat` joins tensors end to end along a dimension that they have. The two "
            "components need a new one, the last: `torch.stack([…], dim=-1)`.",
        ),
        Misconception(
            "components not put together",
            lambda z: (tuple(polar(z)[0].unbind(-1)), polar(z)[1]),
            "your x is two tensors side by side. It is to be one, of the shape of z: stack the "
            "components along the last dimension, `dim=-1`.",
        ),
        Misconception(
            "log_det left out",
            lambda z: polar(z)[0],
            "x is right, and half of the answer. Return a pair: x and the log-det.",
        ),
        Misconception(
            "one log_det for each coordinate",
            lambda z: (polar(z)[0], _slopes(z).abs().log()),
            "your log_det is a number for each coordinate, made of ∂x₁/∂r and ∂x₂/∂φ. The stretch "
            "of a cell is one number, |det J|, and all four entries of J are in it.",
        ),
        Misconception(
            "a new tensor made of numbers",
            lambda z: (torch.tensor([*polar(z)[0].unbind(-1)]), polar(z)[1]),
            "`torch.tensor([…])` makes a tensor of plain numbers: that is good for one point, not "
            "for a batch of them. `torch.stack([…], dim=-1)` puts tensors together.",
        ),
        Misconception(
            "summed over the batch",
            lambda z: (polar(z)[0], polar(z)[1].sum()),
            "your log_det is one number for the whole batch. Each point has one of its own.",
        ),
        Misconception(
            "degrees",
            lambda z: (polar(torch.stack([z[..., 0], z[..., 1].deg2rad()], -1))[0], polar(z)[1]),
            "φ is taken for degrees. `torch.cos` and `torch.sin` want radians, and φ is in radians "
            "already.",
        ),
        *(
            Misconception(
                name,
                wrong,
                "r and φ are exchanged: `z[..., 0]` is r and `z[..., 1]` is φ.",
            )
            for name, wrong in (
                ("r and φ exchanged", lambda z: polar(z.flip(-1))),
                (
                    "r and φ exchanged, with |·|",
                    lambda z: (polar(z.flip(-1))[0], z[..., 1].abs().log()),
                ),
            )
        ),
    ),
    hints=(
        "A small cell has one side along the ray and one along the arc. How long are they, for "
        "steps dr and dφ?",
        "J has the rows (cos φ, −r sin φ) and (sin φ, r cos φ). Its determinant is "
        "r cos² φ + r sin² φ.",
        "In code, with one place left to you:\n\n    r, phi = z[..., 0], z[..., 1]\n"
        "    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)\n    return x, …",
    ),
    praise="a step in angle covers r times as much ground at radius r, so |det J| = r.",
)

# --- 1.5 ------------------------------------------------------------------------------------------


def darts_log_prob(r, phi):
    return torch.log(r) - 0.5 * r**2 - math.log(2 * math.pi) + 0 * phi


def _on_the_board(r, phi):
    return torch.stack([r * torch.cos(phi), r * torch.sin(phi)])


def _polar_once_more(r, phi):
    return log_p0(torch.hypot(r, phi)) + log_p0(torch.atan2(phi, r))


DARTS = Exercise(
    id="1.5",
    title="Where do the darts land?",
    minutes=6,
    difficulty="medium",
    core=False,
    prompt=r"""
Darts are thrown at the centre of a board. Where one lands, both coordinates are standard normal:
$z = (z_1, z_2)$ is the base. You note down its polar coordinates: the data are $x = (r,
\varphi)$.

So the map is polar coordinates *backwards*, and $f^{-1}(r, \varphi) = (r\cos\varphi,\;
r\sin\varphi)$. Write `darts_log_prob(r, phi)`: the log-density $\log p(r, \varphi)$.

In two dimensions the base is a product, $p_0(z) = p_0(z_1)\,p_0(z_2)$.
""",
    inputs=(
        (tensor(2.0), tensor(0.5)),
        (tensor(0.3), tensor(-2.4)),
        (tensor([1.7, 0.6, 3.2]), tensor([1.1, -0.3, 2.9])),
        (tensor([[0.05, 4.0]]), tensor([[-1.2, 2.2]])),
    ),
    names=("r", "phi"),
    reference=darts_log_prob,
    elementwise=True,
    returns="the log-density log p(r, φ), one number for each dart",
    misconceptions=(
        Misconception(
            "Jacobian forgotten",
            lambda r, phi: -0.5 * r**2 - math.log(2 * math.pi),
            "this is the base at f⁻¹(r, φ), with the Jacobian left out. It says that a dart is "
            "most likely at distance 0, but a thin ring around the centre has hardly any room.",
        ),
        Misconception(
            "det of the map instead of the inverse",
            lambda r, phi: -torch.log(r) - 0.5 * r**2 - math.log(2 * math.pi),
            "the direction of the Jacobian is mixed up. Here (r, φ) are the data, so the formula "
            "wants |det ∂f⁻¹/∂x|, and f⁻¹ takes (r, φ) to (r cos φ, r sin φ). Its determinant is "
            "r, so log r is added.",
        ),
        Misconception(
            "base evaluated at x",
            lambda r, phi: torch.log(r) - 0.5 * (r**2 + phi**2) - math.log(2 * math.pi),
            "the base is asked at (r, φ). Ask it at z = f⁻¹(r, φ): there z₁² + z₂² = r², and φ "
            "drops out.",
        ),
        Misconception(
            "normalisation of one dimension",
            lambda r, phi: torch.log(r) - 0.5 * r**2 - 0.5 * math.log(2 * math.pi),
            "two normal variables have two normalisations: −½ log 2π for each, −log 2π together.",
        ),
        Misconception(
            "not a logarithm",
            lambda r, phi: darts_log_prob(r, phi).exp(),
            "this is the density p(r, φ), and a right one. The exercise asks for its logarithm.",
        ),
        Misconception(
            "Jacobian without its logarithm",
            lambda r, phi: r - 0.5 * r**2 - math.log(2 * math.pi),
            "r itself is added. In a log-density the logarithm of the determinant is added: log r.",
        ),
        Misconception(
            "Jacobian squared",
            lambda r, phi: 2 * torch.log(r) - 0.5 * r**2 - math.log(2 * math.pi),
            "log r stands there twice. The determinant is r, so log r is added once.",
        ),
        Misconception(
            "normalisation with a plus",
            lambda r, phi: torch.log(r) - 0.5 * r**2 + math.log(2 * math.pi),
            "log 2π is added. The normal density is divided by it: subtract.",
        ),
        Misconception(
            "half forgotten",
            lambda r, phi: torch.log(r) - r**2 - math.log(2 * math.pi),
            "the ½ before r² is missing.",
        ),
        Misconception(
            "angle integrated out",
            lambda r, phi: torch.log(r) - 0.5 * r**2,
            "this is log p(r), with the angle summed over. The joint density of r and φ spreads it "
            "evenly over 2π: subtract log 2π.",
        ),
        Misconception(
            "log-densities multiplied",
            lambda r, phi: log_p0(r * torch.cos(phi)) * log_p0(r * torch.sin(phi)) + torch.log(r),
            "you multiply two log-densities. The densities multiply, so their logarithms are "
            "added.",
        ),
        *(
            Misconception(
                name,
                wrong,
                "the base is asked at one of its two coordinates only. It is a product: both "
                "z₁ = r cos φ and z₂ = r sin φ count.",
            )
            for name, wrong in (
                ("z₁ alone", lambda r, phi: log_p0(r * torch.cos(phi)) + torch.log(r)),
                ("z₂ alone", lambda r, phi: log_p0(r * torch.sin(phi)) + torch.log(r)),
            )
        ),
        *(
            Misconception(
                name,
                wrong,
                "you look for the radius and the angle of (r, φ), but r and φ are a radius and an "
                "angle already. f⁻¹ goes from them to the board's z₁ and z₂.",
            )
            for name, wrong in (
                (
                    "polar coordinates once more",
                    lambda r, phi: _polar_once_more(r, phi) - torch.log(torch.hypot(r, phi)),
                ),
                ("polar coordinates once more, no Jacobian", _polar_once_more),
                (
                    "polar coordinates once more, r's Jacobian",
                    lambda r, phi: _polar_once_more(r, phi) + torch.log(r),
                ),
            )
        ),
        Misconception(
            "neither Jacobian nor normalisation",
            lambda r, phi: -0.5 * r**2 + 0 * phi,
            "two things are missing: the base's normalisation, and the log-det of f⁻¹.",
        ),
        *(
            Misconception(
                name,
                wrong,
                "you sum over the darts. The sum goes over the two coordinates of one dart; each "
                "dart has a log-density of its own.",
            )
            for name, wrong in (
                ("summed over the darts", lambda r, phi: darts_log_prob(r, phi).sum()),
                (
                    "base summed over the darts",
                    lambda r, phi: log_p0(_on_the_board(r, phi)).sum() + torch.log(r),
                ),
            )
        ),
        Misconception(
            "one term for each coordinate",
            lambda r, phi: log_p0(_on_the_board(r, phi)) + torch.log(r),
            "you return a number for each of the two coordinates. The base is a product of both, "
            "so their logarithms are summed: one number for each dart.",
        ),
    ),
    hints=(
        "What are z₁² + z₂² in polar coordinates? And in which direction is the Jacobian needed?",
        "log p₀ at z is −½(z₁² + z₂²) − log 2π = −½ r² − log 2π. The Jacobian of f⁻¹ is what you "
        "found in 1.4: |det| = r.",
        "In code, with one place left to you:\n\n"
        "    log_base = log_p0(r * torch.cos(phi)) + log_p0(r * torch.sin(phi))\n"
        "    return log_base + …",
    ),
    praise="the most likely distance is not 0: density times room is what counts.",
)
