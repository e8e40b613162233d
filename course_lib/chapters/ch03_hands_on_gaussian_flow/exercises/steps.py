"""The steps of the class: parameters, maps, density, samples."""

import math

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import (
    Density,
    GaussianFlow,
    Maps,
    Parameters,
)
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.inputs import B2, B3, L2, L3, X2, X3
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.probes import (
    probe_log_prob,
    probe_maps,
    probe_parameters,
    probe_sample,
)
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.wrong import (
    AbsoluteDiagonal,
    BaseSample,
    DeterminantWithoutLog,
    DoubledDiagonal,
    FreeDiagonal,
    FullMatrix,
    InverseSample,
    LimitedDiagonal,
    OneLogDetPerDirection,
    OneNumberForAll,
    OneNumberPerPoint,
    OnlyDiagonal,
    PlainTensors,
    PositiveBelow,
    SameEveryTime,
    SameLogDet,
    ShiftedFirst,
    SwappedLogDets,
    SwappedMaps,
    Transposed,
    UniformSample,
    log_prob_like,
    right_log_p0,
)
from course_lib.exercises.exercise import Exercise, Misconception

PARAMETERS = Exercise(
    id="3.1",
    title="Parameters that gradient descent can move",
    minutes=8,
    difficulty="medium",
    prompt="""
Write the constructor of your flow, and the method `L()`.

- `__init__(self, n)` makes the parameters for $n$ dimensions as `nn.Parameter`s. One of them is
  `self.b`, of shape `(n,)`. The others are yours to choose.
- `L(self)` returns the matrix $L$ of shape `(n, n)`: lower triangular, and with a **positive**
  diagonal *whatever values the parameters take*. Every such matrix must be within reach.
- At the start $L$ is the identity and $b = 0$.
""",
    inputs=((2,), (3,)),
    names=("n",),
    reference=Parameters,
    probe=probe_parameters,
    returns="a module with the parameter b and the method L()",
    misconceptions=(
        Misconception(
            "a free diagonal",
            FreeDiagonal,
            "the diagonal of L can become negative or zero, and gradient descent will take it "
            "there. Let the free parameter be the logarithm of the diagonal: exp makes every real "
            "number positive.",
        ),
        Misconception(
            "a full matrix",
            FullMatrix,
            "L has entries above the diagonal. Then its determinant is no longer the product of "
            "the diagonal. `tril(-1)` keeps what stands strictly below.",
        ),
        Misconception(
            "only a diagonal",
            OnlyDiagonal,
            "nothing below the diagonal can move, so your flow can stretch along the axes but "
            "never tilt: it cannot learn a correlation.",
        ),
        Misconception(
            "plain tensors",
            PlainTensors,
            "no parameter can move L: your tensors are not `nn.Parameter`s, or the graph from them "
            "to L is cut (`.detach()`, `no_grad`). An optimizer has nothing to move.",
        ),
        Misconception(
            "the diagonal twice",
            DoubledDiagonal,
            "`tril()` keeps the diagonal, too: what stands on it comes on top of your positive "
            "diagonal, and the sum can become negative. `tril(-1)` begins one below.",
        ),
        Misconception(
            "a diagonal that may be zero",
            AbsoluteDiagonal,
            "the diagonal can become zero: an absolute value or a square is 0 at 0, and then L "
            "has no inverse. exp and softplus never reach 0.",
        ),
        Misconception(
            "a diagonal of limited size",
            LimitedDiagonal,
            "the diagonal cannot become large, or not small: some Gaussians are out of reach. "
            "Take a function whose values are all positive numbers, such as exp.",
        ),
        Misconception(
            "never negative below",
            PositiveBelow,
            "the entries below the diagonal cannot become negative: half of all correlations "
            "are out of reach. Only the diagonal has to be positive.",
        ),
    ),
    hints=(
        "A parameter may be any real number. Which function makes every real number positive?",
        "Keep three parameters, all zero at the start: the logarithms of the diagonal (n,), a "
        "matrix (n, n) of which you use the part below the diagonal, and b (n,).",
        "In the constructor:\n\n    self.log_diagonal = nn.Parameter(torch.zeros(n))\n\n"
        "and in L():\n\n    return torch.diag(… .exp()) + self.below.tril(…)",
    ),
    praise="every value of the parameters is a flow, so gradient descent can go anywhere.",
)

MAPS = Exercise(
    id="3.2",
    title="Both directions, with their log-dets",
    minutes=10,
    difficulty="medium",
    prompt="""
Write the two maps of the lecture's affine flow.

- `forward(self, z)` returns $x = L^{-1} z + b$ and the forward log-det,
  $\\log|\\det \\partial f/\\partial z|$.
- `inverse(self, x)` returns $z = L\\,(x - b)$ and the inverse log-det,
  $\\log|\\det \\partial f^{-1}/\\partial x|$.

`z` and `x` have the shape `(..., n)`, with one, two or more dimensions in front; the log-dets have
`(...)`. Here all points have the same log-det: `.expand(z.shape[:-1])` repeats it for each. Use
`torch.linalg.solve_triangular` in place of an inverse matrix: it solves for *columns*, so
`z.unsqueeze(-1)` goes in, and `.squeeze(-1)` comes after.
""",
    inputs=((L2, B2, X2), (L3, B3, X3)),
    names=("L", "b", "z (and x)"),
    reference=Maps,
    probe=probe_maps,
    returns="(x, log_det) and (z, log_det)",
    misconceptions=(
        Misconception(
            "the log-dets swapped",
            SwappedLogDets,
            "your log-dets belong to the other direction. The inverse multiplies by L, so its "
            "log-det is log det L = Σ log ℓᵢᵢ; forward multiplies by L⁻¹ and has the other sign.",
        ),
        Misconception(
            "one log-det for both",
            SameLogDet,
            "both directions have the same log-det. What the inverse stretches, the forward map "
            "shrinks: the forward log-det is −Σ log ℓᵢᵢ.",
        ),
        Misconception(
            "L where L⁻¹ belongs",
            SwappedMaps,
            "you multiply by L on the way forward and by L⁻¹ on the way back. In the lecture's "
            "convention it is the other way round: x = L⁻¹ z + b and z = L (x − b).",
        ),
        Misconception(
            "b before the matrix",
            ShiftedFirst,
            "b is added before the matrix acts. Forward, the matrix comes first and b is added to "
            "its result; backwards, b is taken away first.",
        ),
        Misconception(
            "L transposed",
            Transposed,
            "you use Lᵀ in place of L. For points in rows, `x @ L` multiplies by Lᵀ from the left; "
            "`x @ L.T` multiplies by L.",
        ),
        Misconception(
            "one log-det per coordinate",
            OneLogDetPerDirection,
            "your log-det has one number per coordinate. A point has one volume, so the logarithms "
            "are summed over the diagonal.",
        ),
        Misconception(
            "the determinant itself",
            DeterminantWithoutLog,
            "you return the determinant, not its logarithm. The log of a product is the sum of the "
            "logs: Σ log ℓᵢᵢ.",
        ),
    ),
    hints=(
        "Write the inverse first: it needs no solving. How do you multiply every row of a batch by "
        "L?",
        "`(x - b) @ L.T` is L (x − b) for each row. Forward, solve L y = z for y and add b. Both "
        "log-dets come from Σ log ℓᵢᵢ, with opposite signs; `expand` gives one per point.",
        "Forward:\n\n    y = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False)\n"
        "    x = y.squeeze(-1) + …\n    log_det = -L.diagonal().log().sum()\n"
        "    return x, log_det.expand(z.shape[:-1])",
    ),
    praise="you can go both ways, and know in each what a small volume becomes.",
)

LOG_PROB = Exercise(
    id="3.3",
    title="The density",
    minutes=6,
    difficulty="medium",
    prompt="""
Write `log_prob(self, x)`, the log-density of your flow, with your own `inverse`:

$$\\log p(x) = \\log p_0(z) + \\log\\left|\\det \\frac{\\partial f^{-1}}{\\partial x}\\right|,
\\qquad \\log p_0(z) = -\\tfrac12 |z|^2 - \\tfrac n2 \\log 2\\pi .$$

`x` has the shape `(..., n)`, the result `(...)`.
""",
    inputs=((L2, B2, X2), (L3, B3, X3)),
    names=("L", "b", "x"),
    reference=Density,
    probe=probe_log_prob,
    returns="the log-density of each point, of shape (...)",
    misconceptions=(
        Misconception(
            "no Jacobian",
            log_prob_like(right_log_p0, sign=0),
            "the log-det is missing: this is the base's density at z, and it does not integrate to "
            "one over x.",
        ),
        Misconception(
            "the log-det subtracted",
            log_prob_like(right_log_p0, sign=-1),
            "you subtract the inverse log-det. It is the forward log-det that is subtracted; the "
            "one of the inverse is added.",
        ),
        Misconception(
            "the base at x",
            log_prob_like(right_log_p0, at_x=True),
            "the base is asked at x, but it lives in z: first carry x back with `inverse`.",
        ),
        Misconception(
            "n forgotten",
            log_prob_like(lambda z: -0.5 * (z**2).sum(-1) - 0.5 * math.log(2 * math.pi)),
            "the base is normalised for one dimension only. Each of the n dimensions brings its "
            "own −½ log 2π.",
        ),
        Misconception(
            "a mean over the coordinates",
            log_prob_like(
                lambda z: -0.5 * (z**2).mean(-1) - 0.5 * z.shape[-1] * math.log(2 * math.pi)
            ),
            "|z|² is the sum of the squares of the coordinates, not their mean.",
        ),
        Misconception(
            "one density per coordinate",
            log_prob_like(lambda z: (-0.5 * z**2 - 0.5 * math.log(2 * math.pi)).sum()),
            "you sum over all points of the batch. Each point has a log-density of its own: sum "
            "over the last dimension only.",
        ),
        Misconception(
            "the length instead of its square",
            log_prob_like(
                lambda z: -0.5 * z.norm(dim=-1) - 0.5 * z.shape[-1] * math.log(2 * math.pi)
            ),
            "you use the length |z|. The formula has its square, the sum of the zᵢ².",
        ),
        Misconception(
            "the number of points for n",
            log_prob_like(lambda z: -0.5 * (z**2).sum(-1) - 0.5 * len(z) * math.log(2 * math.pi)),
            "`len(z)` is the number of points. n is the number of coordinates, x.shape[-1].",
        ),
    ),
    hints=(
        "`self.inverse(x)` gives both things that the formula needs.",
        "Unpack z and the log-det, sum z² over the last dimension, and add three terms.",
        "    z, log_det = self.inverse(x)\n    n = x.shape[-1]\n"
        "    return -0.5 * (z**2).sum(-1) - … * math.log(2 * math.pi) + …",
    ),
    praise="this is the change of variables in n dimensions, and your class knows it.",
)

SAMPLE = Exercise(
    id="3.4",
    title="Samples",
    minutes=4,
    difficulty="easy",
    prompt="""
Write `sample(self, count)`: it draws `count` points from your flow's distribution. Draw from the
base, then go forward. The result has the shape `(count, n)`; `len(self.b)` is $n$.
""",
    inputs=((L2, B2, 40000),),
    names=("L", "b", "count"),
    reference=GaussianFlow,
    probe=probe_sample,
    returns="count points, of shape (count, n)",
    misconceptions=(
        Misconception(
            "the base's samples",
            BaseSample,
            "these are samples of the base: they have not been carried forward to x.",
        ),
        Misconception(
            "the wrong direction",
            InverseSample,
            "you sent the base's samples through `inverse`. Samples travel forward, from z to x.",
        ),
        Misconception(
            "a uniform base",
            UniformSample,
            "`torch.rand` is uniform between 0 and 1; the base is standard normal, `torch.randn`.",
        ),
        Misconception(
            "one point only",
            OneNumberPerPoint,
            "you drew one point. The base needs a whole table of numbers: `(count, n)`.",
        ),
        Misconception(
            "one number for all coordinates",
            OneNumberForAll,
            "all coordinates of a point were drawn as the same number. In the base they are "
            "independent: `torch.randn(count, n)`.",
        ),
        Misconception(
            "always the same points",
            SameEveryTime,
            "two calls give the same points. A seed inside of `sample` makes every call begin "
            "anew: leave it out.",
        ),
    ),
    hints=(
        "In which direction do samples travel?",
        "Draw a table of standard normal numbers of the shape (count, n) and carry it forward.",
        "    z = torch.randn(count, len(self.b))\n    return self.…(z)[0]",
    ),
    praise="two lines: sampling a flow is going forward.",
)
