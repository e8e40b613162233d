"""Exercise 7.4: the direction without a formula."""

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises import wrong
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.base import THREE, TWO
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import Forward
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.probes import probe_forward
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

FORWARD = Exercise(
    id="7.4",
    title="The direction without a formula",
    minutes=12,
    difficulty="hard",
    prompt="""
Write `forward(self, z)`: return $x = f(z)$ and the forward log-det
$\\log|\\partial f/\\partial z|$. Search $x$,
then give it its gradient. You have written the parts in chapter 06; here you may use the library's:

- `self.g(x)`, already there, gives $(z, \\partial z/\\partial x)$ of your own `inverse`;
- the exact bracket is $\\min_i$ and $\\max_i$ of $\\mu_i + s_i z$;
- `flows.safeguarded_newton(self.g, z, low, high, scale=1.0).x` searches, without a gradient
  (`scale`: near $z = 0$ a difference of two logarithms of size 1 is exact to $10^{-16}$ and no
  further);
- `flows.implicit(self.g, z, x)` gives the root its derivatives.

The check compares values, and the gradients of both with respect to `z` and to every parameter.
""",
    inputs=(
        (*TWO, tensor([0.7, -2.0, 3.0])),
        (*THREE, tensor([[-1.1, 0.2, 25.0]])),
        (*THREE, tensor([-3.2, 1.6])),
    ),
    names=("log_w", "mu", "s", "z"),
    reference=Forward,
    probe=probe_forward,
    returns="(x, log_det), two tensors of the shape of z",
    tips=(
        (
            r"'Root' object has no attribute",
            "A search returns a `Root`: the numbers are its `.x`.",
        ),
    ),
    misconceptions=(
        Misconception(
            "no gradient",
            wrong.NO_GRADIENT,
            "x is right and has no gradient: the search carries none. flows.implicit gives it one.",
        ),
        Misconception(
            "the inverse log-det",
            wrong.LOG_DET_TURNED,
            "the log-det is that of the inverse at x. Forwards its sign is turned.",
        ),
        Misconception(
            "only z has a gradient",
            wrong.ONLY_Z,
            "x follows z, but not the parameters. When they move, the curve moves, and the root "
            "with it; flows.implicit takes care of both.",
        ),
        Misconception(
            "differentiated through bisection",
            wrong.UnrolledBisection,
            "the values are right and the gradients are not: they come from the ends of the "
            "bracket, through comparisons that have no derivative. Detach the search, then use "
            "flows.implicit.",
        ),
        Misconception(
            "the parts' mean",
            wrong.WEIGHTED_MEAN,
            "this is the weighted mean of what each part alone would give. For several parts there "
            "is no formula in general; x has to be searched.",
        ),
        Misconception(
            "inverse instead of forward",
            wrong.INVERSE_INSTEAD,
            "you sent z through inverse. forward runs the other way: search the x whose inverse "
            "is z.",
            also=(wrong.INVERSE_TURNED,),
        ),
        Misconception(
            "log_det of z",
            wrong.LOG_DET_AT_Z,
            "x is right, and the log-det is taken at z. The slope of the inverse belongs to x: "
            "−self.inverse(x)[1].",
        ),
        Misconception(
            "slope in place of its logarithm",
            wrong.SLOPE,
            "x is right, and the second result is the slope ∂x/∂z itself. Its logarithm is asked "
            "for.",
        ),
        Misconception(
            "the inverse slope",
            wrong.INVERSE_SLOPE,
            "x is right, and the second result is `self.g`'s slope, ∂z/∂x. Asked for is "
            "log|∂x/∂z|: its logarithm, with a minus.",
        ),
        Misconception(
            "no log-det",
            wrong.ZERO,
            "x is right, and the log-det is 0, as if the map stretched nothing. It is minus the "
            "inverse log-det at x.",
        ),
        Misconception(
            "log_det first",
            wrong.TURNED,
            "the two have changed places: x comes first, then log_det.",
        ),
        Misconception(
            "log_det without gradient",
            wrong.LOG_DET_CUT,
            "x has its gradient, and the log-det has none by z: it was computed from the x of the "
            "search, before `flows.implicit`, or cut off. Ask `inverse` at the x that has one.",
        ),
        Misconception(
            "log_det cut off",
            wrong.LOG_DET_DETACHED,
            "x has its gradient, and the log-det has none at all: it was cut off (`.detach()`, "
            "`no_grad`).",
        ),
        Misconception(
            "bracket of the centres",
            wrong.CENTRES,
            "your bracket goes from the smallest to the largest centre, and a root outside of it "
            "is not found. Each part sends z to μ + s z: the ends are the smallest and the "
            "largest of these.",
        ),
        Misconception(
            "smallest with smallest",
            wrong.SMALLEST,
            "the bracket does not hold every root: the smallest centre is combined with the "
            "smallest scale, and for negative z the widest part reaches furthest down. Compute "
            "μ + s z for each part first, then compare.",
        ),
        Misconception(
            "bracket without the scales",
            wrong.UNSCALED,
            "the scales are missing in your bracket, and not every root lies in it: a part that is "
            "s times as wide sends z to μ + s z.",
        ),
        Misconception(
            "x and z exchanged in flows.implicit",
            wrong.IMPLICIT_TURNED,
            "your x is z itself: `flows.implicit(self.g, z, x)` takes z first, then the x of the "
            "search.",
        ),
        Misconception(
            "nothing has a gradient",
            wrong.NOTHING_FOLLOWS,
            "both numbers are right, and neither has a gradient: all of it stands in `no_grad`, or "
            "was detached at the end. Only the search needs no gradient.",
        ),
        Misconception(
            "x alone",
            wrong.X_ALONE,
            "this is x alone. The log-det of the same direction belongs to it: return "
            "`(x, log_det)`.",
        ),
        Misconception(
            "no dimension for the parts",
            wrong.NoDimensionInTheBracket,
            "z and the centres do not fit: z has one number for each point, `mu` one for each "
            "part. `z.unsqueeze(-1)` gives z a dimension more, along which the parts can lie.",
        ),
        Misconception(
            "z without its gradient",
            wrong.Z_CUT,
            "x follows the parameters, but not z: z was detached, or it is missing in the step of "
            "value zero. The search takes `z.detach()`, `flows.implicit` takes z itself.",
        ),
        Misconception(
            "sign of the step",
            wrong.SIGN_OF_THE_STEP,
            "the numbers are right, and the signs of all derivatives of x are turned: the step of "
            "value zero is taken away, x − (r − r.detach())/g′.",
        ),
        Misconception(
            "search too short",
            wrong.SHORT_SEARCHES[0],
            "your search stops before the root is found to the last digit: x is off, and all that "
            "is made of it. `flows.safeguarded_newton` goes on until nothing changes any more.",
            also=wrong.SHORT_SEARCHES[1:],
        ),
    ),
    hints=(
        "Three steps: a bracket, a search, a gradient.",
        "`ends = mu + s * z.unsqueeze(-1)`, its min and max over the last dimension; then "
        "safeguarded_newton; then implicit. The forward log-det is minus the inverse one at x.",
        "    _, mu, s = self.mixture()\n    ends = (mu + s * z.unsqueeze(-1)).detach()\n"
        "    low, high = ends.min(-1).values, …\n"
        "    x = flows.safeguarded_newton(self.g, z.detach(), low, high, scale=1.0).x\n"
        "    x = flows.implicit(self.g, z, …)\n    return x, -self.inverse(x)[1]",
    ),
    praise="both directions work, and gradients flow through the one that has no formula.",
)
