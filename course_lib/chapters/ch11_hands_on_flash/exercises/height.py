"""Exercise 11.2: the density of the first coordinate, y given the features."""

from course_lib.chapters.ch11_hands_on_flash.exercises.place import Height
from course_lib.chapters.ch11_hands_on_flash.exercises.probes import probe_density
from course_lib.chapters.ch11_hands_on_flash.exercises.wrong import common, of_y, right, y_density
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

THREE = tensor([[0.7, -1.2, 0.3, 1.9], [-0.4, 0.8, -1.6, 0.2], [1.5, 0.1, 0.9, -0.7]])
FIVE = tensor([[0.4, -0.9], [1.3, 0.6], [-0.2, -1.7], [2.1, 0.3], [-1.1, 1.4]])
Y3, Y5 = tensor([0.9, -1.3, 0.4]), tensor([-0.6, 1.7, 0.2, -2.4, 1.1])


def _numbers(make):
    """A wrong answer with other numbers than the network's for this event."""

    def log_p_y(self, y, c):
        return right(*self.recipe(make(self, y, c)).inverse(y), y)

    return of_y(log_p_y)


def _one_row(self, y, c):
    return self.y_net(c)[0]


def _as_a_column(self, y, c):
    return right(*self.recipe(self.y_net(c)).inverse(y[:, None]), y)


def _without_gradient(self, y, c):
    return self.y_net(c).detach()


HEIGHT = Exercise(
    id="11.2",
    title="First the height",
    minutes=8,
    difficulty="medium",
    prompt=r"""
As in chapter 09 the two coordinates come one after the other. First the height $y$, given the
features $c$ of the counts. The class has two networks and a recipe; all are given. This step needs
two of them:

- `self.y_net(c)` gives some numbers for each event;
- `self.recipe(numbers)` makes a flow of them, one map for each event, on a **standard normal
  base**; its `.inverse(y)` returns $z$ and $\log|\partial z/\partial y|$.

Write the method `log_p_y(self, y, c)`: the log-density $\log p(y\mid c)$ of each event,
with $\log p_0(z) = -\tfrac12 z^2 - \tfrac12\log 2\pi$ for the base. Shapes: `y` is `(N,)`, `c` is
`(N, 10)`, the result is `(N,)`. The check brings networks and a recipe of its own and looks at
gradients, too.
""",
    inputs=((Y3, THREE), (Y5, FIVE), (tensor([1500.0, -40.0, 6.0]), THREE)),
    labels=("", "five events", "far out in the tails"),
    names=("y", "c"),
    reference=Height,
    probe=probe_density("log_p_y"),
    returns="log p(y | c) of each event, a tensor of shape (N,)",
    misconceptions=(
        *common(y_density, "y"),
        Misconception(
            "numbers cut off",
            _numbers(_without_gradient),
            "the numbers are right, and no gradient reaches y_net: its result was cut off "
            "(`no_grad`, `detach`, `.data`). It could never be trained.",
        ),
        Misconception(
            "one map for all events",
            _numbers(lambda self, y, c: self.y_net(c).mean(0)),
            "you average what the network says over the events, so that all get the same map. "
            "Each event has its own numbers: hand all of them to the recipe.",
            also=(_numbers(lambda self, y, c: self.y_net(c.mean(0))),
                  _numbers(lambda self, y, c: self.y_net(c).sum(0))),
        ),
        Misconception(
            "the first event's map for all",
            _numbers(_one_row),
            "all events get the map of the first one. `self.y_net(c)` has a row of numbers for "
            "each event: hand all rows to the recipe.",
        ),
        Misconception(
            "no network",
            _numbers(lambda self, y, c: y.new_zeros(len(y), self.recipe.size)),
            "your map is the recipe's start, the same for all events: the network is not asked. "
            "The recipe takes `self.y_net(c)`.",
            also=(_numbers(lambda self, y, c: y.new_ones(len(y), self.recipe.size)),),
        ),
        Misconception(
            "the other network",
            _numbers(lambda self, y, c: self.x_net(y[:, None], c)),
            "you ask `self.x_net`, which sees y itself: the map of y would depend on the y that "
            "it is asked for. The first coordinate has `self.y_net`, which sees only c.",
            also=(_numbers(lambda self, y, c: self.x_net(0 * y[:, None], c)),),
        ),
        Misconception(
            "every y with every map",
            of_y(_as_a_column),
            "y is a column, (N, 1), and the recipe has made N maps: every y meets the maps of all "
            "events, and a table N × N comes out. Leave y as it is, (N,).",
        ),
    ),
    hints=(
        "It is the recipe of all densities: carry y back to z, ask the base there, add the "
        "log-det. Only the map is another one for each event.",
        "`self.recipe(self.y_net(c))` is a flow with N maps. Its `.inverse(y)` returns z and the "
        "log-det that is added.",
        "    flow = self.recipe(self.y_net(c))\n"
        "    z, log_det = flow.inverse(y)\n"
        "    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + …",
    ),
    praise="each event has its own map, and the network has chosen it.",
)  # fmt: skip
