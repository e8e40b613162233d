"""The right options of the quizzes, worked out: {chapter: {how a question begins: (what, why)}}.

``what`` is how the right option begins and ``why`` a statement that is true only if it is right,
or, where no number or formula decides, the thing that the right option must speak of.
"""

import math

import torch
from torch.distributions import MultivariateNormal

from course_lib import data
from course_lib.chapters.ch04_spline_flows.exercises.base import bin_map
from course_lib.chapters.ch15_hands_on_directions.pictures import learnt
from course_lib.exercises.inputs import log_p0, tensor
from course_lib.flows import (
    Autoregressive,
    AxialStretch,
    Inverse,
    RationalQuadraticSpline,
    TrainableZoom,
    UnivariateAffine,
)
from course_lib.training import gaussian_mle


def p0(z):
    return math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def rounded(number, digits=3):
    return f"{number:.{digits}f}"


def minus(text):
    """A number as the quizzes print it, with the typographic minus."""
    return str(text).replace("-", "−")


def mean_of_directions(*degrees):
    """The direction of the sum of unit vectors, in degrees."""
    turned = [math.radians(a) for a in degrees]
    return math.degrees(math.atan2(sum(map(math.sin, turned)), sum(map(math.cos, turned))))


def area(density):
    x = torch.linspace(-30, 30, 60_001, dtype=torch.float64)
    return torch.trapezoid(density(x), x).item()


def needed_bisections():
    steps, width = 0, 8.0
    while width >= 0.001:
        steps, width = steps + 1, width / 2
    return str(steps)


def sign_of_zero_slope():
    """x after θ has grown a little: g(x, θ) = 2 x + 0.3 θ at a fixed y."""
    return minus(f"By {-0.3 / 2:.2f}")


def newton_errors():
    """One more step from an error of 10⁻³ on x² = 2."""
    x = math.sqrt(2) + 1e-3
    return abs(x - (x**2 - 2) / (2 * x) - math.sqrt(2)) < 1e-6


def most_fives_do():
    """The share of random sets of five eruptions that describe themselves better than the rest."""
    points = data.old_faithful().double()
    generator, better = torch.Generator().manual_seed(0), 0
    for _ in range(400):
        order = torch.randperm(len(points), generator=generator)
        own, others = points[order[:5]], points[order[5:]]
        fitted = MultivariateNormal(*gaussian_mle(own))
        better += bool(fitted.log_prob(own).mean() > fitted.log_prob(others).mean())
    return better / 400


def log_det_of_coupling_and_turn():
    """By the whole Jacobian: two numbers pass, two are scaled, then a turn in one plane."""
    scales = torch.diag(torch.exp(tensor([0.0, 0.0, 0.5, -0.2])))
    turn = torch.eye(4, dtype=torch.float64)
    angle = math.radians(30)
    turn[1:3, 1:3] = tensor([[math.cos(angle), -math.sin(angle)],
                             [math.sin(angle), math.cos(angle)]])  # fmt: skip
    return f"{torch.linalg.slogdet(turn @ scales).logabsdet.item():.1f}"


def cheap_samples():
    """x of the inverse flow hangs on z alone, which is there: so the last x needs one pass."""
    flow = Inverse(Autoregressive(3, UnivariateAffine(), hidden=8))
    passes = []
    flow.flow.network.register_forward_hook(lambda *made: passes.append(1))
    flow(torch.zeros(1, 3))
    return len(passes) == 1


def entropies_of_the_uniform_sphere():
    """Per steradian and per dθ dφ, as the explanation tells them: p sin θ, summed over cells."""
    theta = (torch.arange(4000, dtype=torch.float64) + 0.5) * math.pi / 4000
    p = theta.sin() / (4 * math.pi)
    in_angles = -(p * p.log()).sum().item() * 2 * math.pi * math.pi / 4000
    return round(math.log(4 * math.pi), 3) == 2.531 and round(in_angles, 3) == 2.838


def share_of_other_answers():
    """Fixed caps and the smallest of 100, made of answers to other events: 62 and 7 %."""
    x, seen = learnt.events(learnt.NOMINAL)
    with torch.no_grad():
        p = learnt.learnt(learnt.NOMINAL)(seen.roll(1, 0))
        shares = [p.shares(x, middle)[0] for middle in (None, p.middle())]
    return [round(100 * (u <= 0.68).double().mean().item()) for u in shares] == [62, 7]


def caps_stay_caps_by_a_zoom_alone():
    """The rim of a cap lies in one plane after a zoom, and in none after a stretch of it."""
    z = torch.tensor([[0.2, -0.3, 1.0]]).double()
    e1 = torch.nn.functional.normalize(torch.linalg.cross(z, tensor([[1.0, 0.0, 0.0]])), dim=-1)
    z = torch.nn.functional.normalize(z, dim=-1)
    turn = torch.linspace(0, 6, 40).double()[:, None]
    rim = 0.8 * z + 0.6 * (turn.cos() * e1 + turn.sin() * torch.linalg.cross(z, e1))
    zoomed = TrainableZoom(u=tensor([0.3, 0.5, -0.2]))(rim)[0]
    numbers = torch.linspace(-2, 2, AxialStretch(4).size).double()
    flat = [torch.linalg.svdvals(x - x.mean(0))[-1].item()
            for x in (rim, zoomed, AxialStretch(4, u=numbers)(zoomed)[0])]  # fmt: skip
    return max(flat[:2]) < 1e-9 < 1e-2 < flat[2]


KEYS = {
    "01": {
        "Around some point": ("It becomes a third", p0(0) / 3 < p0(0)),
        "x = f(z) = z³ + z": (f"0.242 / 4 = {rounded(0.242 / 4)}", 3 * 1**2 + 1 == 4),
        "Two maps": (minus(-1.0 - (0.7 - 0.2)), True),
    },
    "02": {
        "x = −2 z + 5": ("−log 2", math.isclose(math.log(abs(1 / -2)), -math.log(2))),
        "Scale doubles": ("It becomes a bell with mean 6 and standard deviation 2", 2 * 3 == 6),
        "n = 2, ℓ₁₁ = 2": (
            "log 6",
            math.isclose(
                torch.linalg.slogdet(tensor([[2.0, 0.0], [5.0, 3.0]]))[1].item(), math.log(6)
            ),
        ),
        "You want the same": ("precision_matrix=L.T @ L", True),
    },
    "03": {
        "You multiply all data": ("It falls by 2 log 10", True),
        "A flow fitted to 5": (
            "It has fitted the accidents",
            lambda: 0.93 < most_fives_do() < 0.98,
        ),
    },
    "04": {
        "You join the knots": ("It jumps", True),
        "A bin is 2 wide": (
            "A quarter of the way up: x₀ + 1.5",
            math.isclose(bin_map(*map(tensor, (0.5, 0.0, 2.0, 0.0, 6.0, 3.0, 3.0))).item(), 1.5),
        ),
    },
    "05": {
        "In float32": (
            "F rounds to 1",
            bool(torch.sigmoid(torch.tensor(17.0)) == 1)
            and math.isfinite(math.exp(17)) and math.exp(17) < torch.finfo(torch.float32).max,
        ),
        "z follows F₁": ("x = F₂⁻¹(F₁(z))", True),
    },
    "06": {
        "A bracket is 8 wide": (needed_bisections(), True),
        "Newton is at an x": ("10⁻⁶, 10⁻¹²", newton_errors()),
        "g(x, θ) = y": (sign_of_zero_slope(), True),
    },
    "08": {
        "An estimate has": (f"{1000 * round((0.02 / 0.002) ** 2):,}".replace(",", " "), True),
    },
    "09": {
        "Which densities in D": ("Every one, in every order", True),
        "In training you draw": ("An inverse autoregressive flow", cheap_samples()),
        "By mistake, output i": ("The log-det is no longer", True),
        "A coupling of 4": (log_det_of_coupling_and_turn(), True),
    },
    "11": {
        "Why does a flow that": ("The loss rewards narrow spots", True),
        "The ice of the real": ("Nothing: both densities", True),
        "For one event": (f"Nothing: this must happen in {100 - 68} %", True),
        "A colleague measures": ("By chance", abs(-0.02) < 0.03),
        "You built p(y | c)": ("The same densities could be reached", True),
    },
    "14": {
        "A flow on the sphere": (f"Around this place a region of 0.001 steradian holds about "
                                 f"{100 * 40 * 0.001:.0f} %", True),
        "Two people compare": ("KL has two densities", entropies_of_the_uniform_sphere),
        "Directions were simulated": ("There are too many near the poles: "
                                      f"{100 * 20 / 180:.0f} % within 10° of one, in place of "
                                      f"{100 * (1 - math.cos(math.radians(10))):.1f} %", True),
    },
    "15": {
        "A network's curves": ("Whoever must search the regions", True),
        "The ice was never": ("It does; it moves little here", share_of_other_answers),
        "You want regions": ("On the base", caps_stay_caps_by_a_zoom_alone),
        "Of 2000 good tracks": (f"Nothing: p is uniform for good events, so {100 * 0.05:.0f} %",
                                lambda: 2000 * 0.05 == 100),
        "You try a coverage": ("Take another region", True),
    },
    "16": {
        "A library's transform": ("log p₀(value) + ladj", True),
        "`for i in range(n)": (
            "Two batches have 99 of their 100 rows in common, and n steps see only n + 99",
            len({row for i in range(50) for row in range(i, i + 100)}) == 50 + 99
            and len(set(range(100)) & set(range(1, 101))) == 99,
        ),
        "`jammy_flows.pdf(": ("the t", "ggt"[::-1][0] == "t"),
    },
    "90": {
        "(01) z is standard": (f"{0.4 / 5:g}", math.isclose(p0(0), 0.4, abs_tol=2e-3)),
        "(01) The area": (
            "Divided by the Jacobian twice: p₀(x/2) / 4",
            math.isclose(area(lambda x: log_p0(x / 2).exp() / 4), 0.5, rel_tol=1e-6),
        ),
        "(04) Which of these": ("x = z + sin(z) / 2", 1 - 1 / 2 > 0),
        "(07) Your mixture": (
            "Nothing",
            torch.allclose(tensor([0.3, 1.0]).softmax(0), tensor([3.3, 4.0]).softmax(0)),
        ),
    },
    "91": {
        "(09) A triangular": (
            f"log {math.exp(tensor([[2.0, 0.0], [7.0, 3.0]]).logdet().item()):.0f}",
            math.isclose(tensor([[2.0, 0.0], [7.0, 3.0]]).logdet().item(), math.log(6)),
        ),
        "(10) At a place": (f"{(100 + 600) / 2:.0f} km", True),
        "(10) Held out": (minus(f"{-1.20 - math.log(2):.2f}"), True),
        "(12) log Z": ("KL(q‖p) = 0.4", math.isclose(-3.0 - -3.4, 0.4)),
        "(12) The target": ("All is well", round(math.log(2), 2) == 0.69),
        "(13) In the plane": (f"{1 - math.exp(-0.5):.2f}", True),
        "(14) Two winds": (
            f"{mean_of_directions(350, 20):.0f}°",
            True,
        ),
        "(14) A uniform": (f"{math.sin(math.radians(30)) / (4 * math.pi):.3f}", True),
        "(16) A spline": (
            "Every depth keeps its value",
            RationalQuadraticSpline(8, bound=5.0).inverse(torch.tensor(600.0))[0].item() == 600.0,
        ),
    },
}  # fmt: skip


def best_mean_falls(factor):
    """How much the best mean log p falls when all data are multiplied, in two dimensions."""
    points = data.old_faithful().double()
    means = []
    for scale in (1.0, factor):
        _, covariance = gaussian_mle(scale * points)
        means.append(-0.5 * torch.logdet(2 * math.pi * math.e * covariance).item())
    return means[0] - means[1]
