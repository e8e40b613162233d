"""Wrong answers to the densities of chapter 11 (11.2 and 11.3): what both can get wrong."""

import torch
from torch.nn.functional import logsigmoid

from course_lib.chapters.ch11_hands_on_flash.exercises.place import Height, Side
from course_lib.exercises.exercise import Misconception
from course_lib.exercises.inputs import LOG_TWO_PI, log_p0


def of_y(log_p_y):
    """The class of 11.2 with this method."""
    return type("Height", (Height,), {"log_p_y": log_p_y})


def of_x(log_p_x):
    """The class of 11.3 with this method."""
    return type("Side", (Side,), {"log_p_x": log_p_x})


def y_density(formula, way="inverse"):
    """11.2 with the right map, and ``formula(z, log_det, y)`` made of it."""

    def log_p_y(self, y, c):
        return formula(*getattr(self.recipe(self.y_net(c)), way)(y), y)

    return of_y(log_p_y)


def x_density(formula, way="inverse"):
    """11.3 with the right map, and ``formula(z, log_det, x)`` made of it."""

    def log_p_x(self, x, y, c):
        numbers = self.x_net(y.unsqueeze(-1), c)
        return formula(*getattr(self.recipe(numbers), way)(x), x)

    return of_x(log_p_x)


def right(z, log_det, v):
    return log_p0(z) + log_det


def common(density, v):
    """What goes wrong between z, log_det and the density of ``v``, "y" or "x"."""
    return (
        Misconception(
            "log-det left out",
            density(lambda z, log_det, v: log_p0(z)),
            "this is the base's log-density at z. Where the map squeezes, density piles up: "
            f"log|∂z/∂{v}| belongs to it.",
        ),
        Misconception(
            "log-det subtracted",
            density(lambda z, log_det, v: log_p0(z) - log_det),
            f"you subtract the log-det. `.inverse` returns log|∂z/∂{v}|, and that is added; only "
            "the one of `.forward` is subtracted.",
        ),
        Misconception(
            "the log-det alone",
            density(lambda z, log_det, v: log_det),
            "this is the log-det alone. The base's log-density at z belongs to it.",
        ),
        Misconception(
            "the slope without its logarithm",
            density(lambda z, log_det, v: log_p0(z) + log_det.exp()),
            "you add the slope itself to a log-density. `.inverse` returns its logarithm: add that "
            "as it is.",
        ),
        Misconception(
            f"the base at {v}",
            density(lambda z, log_det, v: log_p0(v) + log_det),
            f"the base is asked at {v}. It lives in z: ask it at the z that `.inverse` returns.",
        ),
        Misconception(
            "z and log_det exchanged",
            density(lambda z, log_det, v: log_p0(log_det) + z),
            "z and log_det have changed places: `.inverse` returns z first.",
            also=(density(lambda z, log_det, v: log_p0(log_det) + log_det),
                  density(lambda z, log_det, v: log_p0(z) + z)),
        ),
        Misconception(
            "forward in place of inverse",
            density(right, "forward"),
            f"you send {v} through `.forward`, which goes from z to {v}. Here {v} is known and z "
            "is sought: `.inverse`.",
            also=(density(lambda x, log_det, v: log_p0(x) - log_det, "forward"),
                  density(lambda x, log_det, v: log_p0(v) - log_det, "forward"),
                  density(lambda x, log_det, v: log_p0(v) + log_det, "forward")),
        ),
        Misconception(
            "constant left out",
            density(lambda z, log_det, v: -0.5 * z**2 + log_det),
            "−½ log 2π = −0.919 of the base is missing: your density has the area 2.507.",
        ),
        Misconception(
            "log 2π without the ½",
            density(lambda z, log_det, v: -0.5 * z**2 - LOG_TWO_PI + log_det),
            "one number costs ½ log 2π, not log 2π. That is the constant of two numbers, and they "
            "come one at a time here.",
        ),
        Misconception(
            "constant with the wrong sign",
            density(lambda z, log_det, v: -0.5 * z**2 + 0.5 * LOG_TWO_PI + log_det),
            "½ log 2π has the wrong sign: the density is divided by √2π, so its logarithm loses "
            "½ log 2π.",
        ),
        Misconception(
            "no ½ before the square",
            density(lambda z, log_det, v: -(z**2) - 0.5 * LOG_TWO_PI + log_det),
            "the ½ before the square is missing: log p₀(z) = −½ z² − ½ log 2π.",
        ),
        Misconception(
            "the square with the wrong sign",
            density(lambda z, log_det, v: 0.5 * z**2 - 0.5 * LOG_TWO_PI + log_det),
            "the square has the wrong sign: your density is largest far out.",
        ),
        Misconception(
            "z not squared",
            density(lambda z, log_det, v: -0.5 * z - 0.5 * LOG_TWO_PI + log_det),
            "your z is not squared: the density would grow without end to one side.",
        ),
        Misconception(
            "a logistic base",
            density(lambda z, log_det, v: logsigmoid(z) + logsigmoid(-z) + log_det),
            "you took the logistic base of chapter 07. This recipe goes on to a standard normal: "
            "log p₀(z) = −½ z² − ½ log 2π.",
        ),
        Misconception(
            "the density",
            density(lambda z, log_det, v: right(z, log_det, v).exp()),
            "this is the density itself. Its logarithm is asked for: far out p is too small to "
            "be a number.",
        ),
        Misconception(
            "logarithm of the density",
            density(lambda z, log_det, v: torch.log(log_p0(z).exp() * log_det.exp())),
            "right on paper. But far out exp(−½ z²) is 0 in the computer, and its logarithm −∞. "
            "Stay with logarithms from the start.",
            also=(density(lambda z, log_det, v: torch.log(log_p0(z).exp()) + log_det),
                  density(lambda z, log_det, v: torch.log(right(z, log_det, v).exp()))),
        ),
        Misconception(
            "negative log-likelihood",
            density(lambda z, log_det, v: -right(z, log_det, v)),
            "this is −log p, the loss. The minus comes in step 6.",
        ),
        Misconception(
            "mean over the events",
            density(lambda z, log_det, v: right(z, log_det, v).mean()),
            "you return one number, the mean over the events. Each event keeps its own.",
        ),
        Misconception(
            "sum over the events",
            density(lambda z, log_det, v: right(z, log_det, v).sum()),
            "you return one number, the sum over the events. Each event keeps its own.",
        ),
        Misconception(
            "a loss",
            density(lambda z, log_det, v: -right(z, log_det, v).mean()),
            "this is a loss: one number, with a minus. Return log p of each event.",
        ),
        Misconception(
            "a pair",
            density(lambda z, log_det, v: (right(z, log_det, v), log_det)),
            "you return two things. The log-density is the first of them: return it alone.",
            also=(density(lambda z, log_det, v: (right(z, log_det, v), z)),
                  density(lambda z, log_det, v: (z, log_det))),
        ),
        Misconception(
            "a column",
            density(lambda z, log_det, v: right(z, log_det, v).unsqueeze(-1)),
            "each event has its own number, well, but they stand in a column, (N, 1). Return (N,).",
        ),
        Misconception(
            "all cut off",
            density(lambda z, log_det, v: right(z, log_det, v).detach()),
            "the numbers are right, and no gradient gets through to the networks: `detach`, "
            "`no_grad` or `.item()` cut it off. Nothing could be trained.",
        ),
        Misconception(
            "z cut off",
            density(lambda z, log_det, v: log_p0(z.detach()) + log_det),
            "the numbers are right, but z is cut off (`.detach()`, `.data`): the base no longer "
            "feels it when the network changes.",
        ),
        Misconception(
            "log-det cut off",
            density(lambda z, log_det, v: log_p0(z) + log_det.detach()),
            "the numbers are right, but the log-det is cut off: a fit would squeeze all places to "
            "the middle of the base, for no price.",
        ),
    )  # fmt: skip
