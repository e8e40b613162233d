"""Exercise 3.2: both directions, with their log-dets."""

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises import wrong
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import Maps
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.inputs import B2, B3, L2, L3, X2, X3
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.probes import probe_maps
from course_lib.exercises.exercise import Exercise, Misconception

TRANSPOSED = (
    "For points in rows, `x @ L` multiplies by Lᵀ from the left; `x @ L.T` multiplies by L."
)

OF_THE_IMAGES = (
    Misconception(
        "L where L⁻¹ belongs",
        wrong.images(
            lambda flow, L, z: z @ L.T + flow.b,
            lambda flow, L, x: wrong.solved(L, x - flow.b),
        ),
        "you multiply by L on the way forward and by L⁻¹ on the way back. In the lecture's "
        "convention it is the other way round: x = L⁻¹ z + b and z = L (x − b).",
    ),
    Misconception(
        "L where L⁻¹ belongs, forward",
        wrong.images(lambda flow, L, z: z @ L.T + flow.b),
        "forward multiplies by L. In the lecture's convention that is what the inverse does, "
        "z = L (x − b); forward, x = L⁻¹ z + b, solves L y = z.",
    ),
    Misconception(
        "b before the matrix",
        wrong.images(
            lambda flow, L, z: wrong.solved(L, z + flow.b),
            lambda flow, L, x: x @ L.T - flow.b,
        ),
        "b is added before the matrix acts. Forward, the matrix comes first and b is added to "
        "its result; backwards, b is taken away first.",
    ),
    Misconception(
        "b before the matrix, forward",
        wrong.images(lambda flow, L, z: wrong.solved(L, z + flow.b)),
        "forward adds b before the matrix acts, L⁻¹ (z + b). The matrix comes first, and b is "
        "added to its result. Your inverse is right.",
    ),
    Misconception(
        "b after the matrix, backwards",
        wrong.images(inverse=lambda flow, L, x: x @ L.T - flow.b),
        "inverse takes b away after the matrix has acted, L x − b. Forward adds b last, so "
        "backwards it goes first: L (x − b).",
    ),
    Misconception(
        "b added on the way back",
        wrong.images(inverse=lambda flow, L, x: (x + flow.b) @ L.T),
        "inverse adds b once more. Forward has added it; on the way back it is taken away.",
    ),
    Misconception(
        "b forgotten",
        wrong.images(lambda flow, L, z: wrong.solved(L, z), lambda flow, L, x: x @ L.T),
        "b is missing, in both directions: your flow stays around 0, wherever the data are.",
    ),
    Misconception(
        "b forgotten, forward",
        wrong.images(lambda flow, L, z: wrong.solved(L, z)),
        "b is missing in forward, and there alone: x = L⁻¹ z + b.",
    ),
    Misconception(
        "b forgotten, backwards",
        wrong.images(inverse=lambda flow, L, x: x @ L.T),
        "b is missing in inverse, and there alone: z = L (x − b).",
    ),
    Misconception(
        "L transposed",
        wrong.images(
            lambda flow, L, z: wrong.solved(L.T.flip(0, 1), z.flip(-1)).flip(-1) + flow.b,
            lambda flow, L, x: (x - flow.b) @ L,
        ),
        f"you use Lᵀ in place of L. {TRANSPOSED}",
    ),
    Misconception(
        "L transposed, backwards",
        wrong.images(inverse=lambda flow, L, x: (x - flow.b) @ L),
        f"inverse uses Lᵀ in place of L; forward is right. {TRANSPOSED}",
    ),
    Misconception(
        "L transposed, forward",
        wrong.images(lambda flow, L, z: wrong.solved(L.T.flip(0, 1), z.flip(-1)).flip(-1) + flow.b),
        "forward multiplies by L⁻ᵀ in place of L⁻¹; inverse is right. Solve with L itself for "
        "columns, `z.unsqueeze(-1)`; rows times an inverse matrix need `.T`.",
    ),
    Misconception(
        "upper=True",
        wrong.images(lambda flow, L, z: z / L.diagonal() + flow.b),
        "only the diagonal of L acts in forward: your x is not tilted. With `upper=True` the "
        "solver does not look at the numbers below the diagonal, and a division by the diagonal "
        "does not either. L is lower triangular: `upper=False`.",
    ),
)

UNFINISHED = (
    Misconception(
        "images alone, forward",
        wrong.maps(wrong.image_alone("forward")),
        "`forward` returns the points alone. Both methods return a pair: the points, and their "
        "log-det.",
    ),
    Misconception(
        "images alone, backwards",
        wrong.maps(inverse=wrong.image_alone("inverse")),
        "`inverse` returns the points alone. Both methods return a pair: the points, and their "
        "log-det.",
    ),
    *(
        Misconception(
            name,
            wrong.maps(forward),
            "`self.L` without brackets is the method itself. Call it, `self.L()`: it returns the "
            "matrix.",
        )
        for name, forward in (
            ("method not called, in the solver", lambda flow, z: wrong.solved(flow.L, z)),
            ("method not called, in a product", lambda flow, z: z @ flow.L),
            ("method not called, turned", lambda flow, z: flow.L.T),
            ("method not called, its diagonal", lambda flow, z: flow.L.diagonal()),
        )
    ),
    Misconception(
        "columns of a table",
        wrong.images(wrong.columns_of_a_table),
        "`z.T` makes columns of a table of points, and of nothing else: one point, or points in "
        "more dimensions, need `z.unsqueeze(-1)` before the solver and `.squeeze(-1)` after it.",
    ),
    Misconception(
        "columns not turned back",
        wrong.images(wrong.left_as_columns),
        "the solver gives columns, and b is added to them as they are: a square table for each "
        "point. Take `.squeeze(-1)` of them first.",
    ),
)

OF_THE_LOG_DETS = (
    Misconception(
        "the log-det in every coordinate",
        wrong.log_dets(wrong.in_every_coordinate, wrong.in_every_coordinate),
        "your log-det is repeated for every coordinate of a point. It belongs to the point as a "
        "whole: `.expand(z.shape[:-1])` leaves the last dimension out.",
    ),
    Misconception(
        "the log-det of all points",
        wrong.log_dets(wrong.of_all_points, wrong.of_all_points),
        "your log-det is multiplied by the number of points. Each point has its own, Σ log ℓᵢᵢ "
        "or its minus.",
    ),
    Misconception(
        "the log-dets swapped",
        wrong.log_dets(wrong.turned, wrong.turned),
        "your log-dets belong to the other direction. The inverse multiplies by L, so its "
        "log-det is log det L = Σ log ℓᵢᵢ; forward multiplies by L⁻¹ and has the other sign.",
    ),
    Misconception(
        "one log-det for both",
        wrong.log_dets(wrong.turned),
        "both directions have the same log-det. What the inverse stretches, the forward map "
        "shrinks: the forward log-det is −Σ log ℓᵢᵢ.",
    ),
    Misconception(
        "the forward log-det for both",
        wrong.log_dets(inverse=wrong.turned),
        "both directions have the same log-det, that of forward. What forward shrinks, the "
        "inverse stretches: its log-det is +Σ log ℓᵢᵢ.",
    ),
    Misconception(
        "no log-det",
        wrong.log_dets(wrong.nothing, wrong.nothing),
        "your log-dets are 0, as if no volume changed. L stretches the axes by its diagonal: "
        "Σ log ℓᵢᵢ backwards, the same with a minus forward.",
    ),
    Misconception(
        "one log-det per coordinate",
        wrong.log_dets(wrong.minus_entries, wrong.entries),
        "your log-det has one number per coordinate. A point has one volume, so the logarithms "
        "are summed over the diagonal.",
    ),
    Misconception(
        "one log-det for the whole batch",
        wrong.log_dets(wrong.alone, wrong.alone),
        "your log-det is a single number, and a right one. Each point of the batch is to have "
        "its own: `.expand(z.shape[:-1])` repeats it.",
    ),
    Misconception(
        "the determinant itself",
        wrong.log_dets(wrong.itself, wrong.itself),
        "you return the determinant, not its logarithm. The log of a product is the sum of the "
        "logs: Σ log ℓᵢᵢ.",
    ),
    Misconception(
        "the logarithm of the sum",
        wrong.log_dets(wrong.minus_of_the_sum, wrong.of_the_sum),
        "you sum the diagonal and take the logarithm then. The determinant is the *product* of "
        "the diagonal, so the logarithms are summed: first log, then sum.",
    ),
)

CUT = (
    Misconception(
        "log-dets cut off",
        wrong.log_dets(wrong.cut_log_det, wrong.cut_log_det),
        "the numbers are right, but the log-dets are plain numbers without a gradient: `.item()`, "
        "`.detach()`, `float(…)` or `torch.tensor(…)` has cut them off. Nothing would keep L from "
        "shrinking to 0 in training.",
    ),
    Misconception(
        "L cut off",
        wrong.maps(wrong.cut_forward, wrong.cut_inverse),
        "the numbers are right, but no gradient gets back to L: it was cut off (`.detach()`, "
        "`.data`). In step 5 only b would learn.",
    ),
    Misconception(
        "no gradient at all",
        wrong.maps(wrong.without_graph("forward"), wrong.without_graph("inverse")),
        "the numbers are right, but no gradient gets through: `.detach()` or `torch.no_grad()` "
        "has cut the graph. In step 5 nothing could learn.",
    ),
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

$L$ is `self.L()`, $b$ is `self.b`; the check moves your parameters until they are the ones that it
names. Values and gradients are judged: training will need both.
""",
    inputs=((L2, B2, X2), (L3, B3, X3)),
    names=("L", "b", "z (and x)"),
    reference=Maps,
    probe=probe_maps,
    returns="(x, log_det) from forward and (z, log_det) from inverse",
    misconceptions=OF_THE_IMAGES + UNFINISHED + OF_THE_LOG_DETS + CUT,
    hints=(
        "Write the inverse first: it needs no solving. How do you multiply every row of a batch by "
        "L?",
        "`(x - b) @ L.T` is L (x − b) for each row. Forward, solve L y = z for y and add b. Both "
        "log-dets come from Σ log ℓᵢᵢ, with opposite signs; `expand` gives one per point.",
        "Forward:\n\n    L = self.L()\n"
        "    y = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False)\n"
        "    x = y.squeeze(-1) + …\n    log_det = -L.diagonal().log().sum()\n"
        "    return x, log_det.expand(z.shape[:-1])\n\n"
        "Backwards:\n\n    L = self.L()\n    z = (x - self.b) @ …\n"
        "    return z, ….expand(x.shape[:-1])",
    ),
    praise="you can go both ways, and know in each what a small volume becomes.",
)
