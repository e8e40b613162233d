"""Exercise 2.3: two flows in a chain, forwards and backwards."""

import torch

from course_lib.chapters.ch02_linear_and_affine_flows.exercises import one_way
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


class Line(torch.nn.Module):
    """x = a·z + b."""

    def __init__(self, a, b):
        super().__init__()
        self.a, self.b = a, b

    def forward(self, z):
        return self.a * z + self.b, torch.full_like(z, abs(self.a)).log()

    def inverse(self, x):
        return (x - self.b) / self.a, -torch.full_like(x, abs(self.a)).log()

    def __repr__(self):
        return f"{self.a:g}·z + {self.b:g}"


class Exp(torch.nn.Module):
    """x = exp(z), whose log-det is different at every point."""

    def forward(self, z):
        return torch.exp(z), z

    def inverse(self, x):
        return torch.log(x), -torch.log(x)

    def __repr__(self):
        return "exp(z)"


class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, log_det1 = self.f1.forward(z)
        x, log_det2 = self.f2.forward(y)
        return x, log_det1 + log_det2

    def inverse(self, x):
        y, log_det2 = self.f2.inverse(x)
        z, log_det1 = self.f1.inverse(y)
        return z, log_det1 + log_det2


def both_ways(candidate, f2, f1, z, x):
    """Make the chain, run z forwards and x backwards."""
    chain = candidate(f2, f1)
    if chain is None or chain is ...:
        return chain
    if not (hasattr(chain, "forward") and hasattr(chain, "inverse")):
        return chain
    return {"forward(z)": chain.forward(z), "inverse(x)": chain.inverse(x)}


# --- wrong chains: a right one with one thing changed ---------------------------------------------


class OtherWayRound(Chain):
    def __init__(self, f2, f1):
        super().__init__(f1, f2)


class UndoneInTheSameOrder(Chain):
    def inverse(self, x):
        y, log_det1 = self.f1.inverse(x)
        z, log_det2 = self.f2.inverse(y)
        return z, log_det1 + log_det2


class LogDetsMultiplied(Chain):
    def forward(self, z):
        y, log_det1 = self.f1.forward(z)
        x, log_det2 = self.f2.forward(y)
        return x, log_det1 * log_det2

    def inverse(self, x):
        y, log_det2 = self.f2.inverse(x)
        z, log_det1 = self.f1.inverse(y)
        return z, log_det1 * log_det2


class LastLogDetOnly(Chain):
    def forward(self, z):
        return self.f2.forward(self.f1.forward(z)[0])

    def inverse(self, x):
        return self.f1.inverse(self.f2.inverse(x)[0])


class BothAtTheStart(Chain):
    def forward(self, z):
        log_det = self.f1.forward(z)[1] + self.f2.forward(z)[1]
        return super().forward(z)[0], log_det

    def inverse(self, x):
        log_det = self.f1.inverse(x)[1] + self.f2.inverse(x)[1]
        return super().inverse(x)[0], log_det


class InverseSubtracts(Chain):
    def inverse(self, x):
        z, log_det = super().inverse(x)
        return z, -log_det


class BothSubtract(Chain):
    def forward(self, z):
        x, log_det = super().forward(z)
        return x, -log_det

    def inverse(self, x):
        z, log_det = super().inverse(x)
        return z, -log_det


class FirstLogDetOnly(Chain):
    def forward(self, z):
        y, log_det = self.f1.forward(z)
        return self.f2.forward(y)[0], log_det

    def inverse(self, x):
        y, log_det = self.f2.inverse(x)
        return self.f1.inverse(y)[0], log_det


class Difference(Chain):
    def forward(self, z):
        y, log_det1 = self.f1.forward(z)
        x, log_det2 = self.f2.forward(y)
        return x, log_det2 - log_det1

    def inverse(self, x):
        y, log_det2 = self.f2.inverse(x)
        z, log_det1 = self.f1.inverse(y)
        return z, log_det1 - log_det2


class BothGivenTheStart(Chain):
    def forward(self, z):
        x, log_det = self.f2.forward(z)
        return x, log_det + self.f1.forward(z)[1]

    def inverse(self, x):
        z, log_det = self.f1.inverse(x)
        return z, log_det + self.f2.inverse(x)[1]


class InverseRunsForward(Chain):
    def inverse(self, x):
        return self.forward(x)


class WithoutLogDets(Chain):
    def forward(self, z):
        return super().forward(z)[0]

    def inverse(self, x):
        return super().inverse(x)[0]


class PairHandedOn(Chain):
    def forward(self, z):
        return self.f2.forward(self.f1.forward(z))


class LogDetsSideBySide(Chain):
    def forward(self, z):
        y, log_det1 = self.f1.forward(z)
        return self.f2.forward(y)[0], log_det1, self.f2.forward(y)[1]


class LogDetFirst(Chain):
    def forward(self, z):
        return super().forward(z)[::-1]

    def inverse(self, x):
        return super().inverse(x)[::-1]


ONE_WAY = (
    (
        LastLogDetOnly,
        "only the log-det of the last step is returned. Both steps stretch the axis: add both.",
    ),
    (
        FirstLogDetOnly,
        "only the log-det of the first step is returned. Both steps stretch the axis: add both.",
    ),
    (
        LogDetsMultiplied,
        "the two log-dets are multiplied. Stretch factors multiply, so their logarithms add.",
    ),
    (
        Difference,
        "one log-det is taken away from the other. Both steps run the same way, so both signs "
        "are +.",
    ),
    (
        BothGivenTheStart,
        "the second step is given what the first one was given. It goes on where the first has "
        "ended: hand it y.",
    ),
    (
        BothAtTheStart,
        "both log-dets are taken at the point where the chain starts. The second step acts on what "
        "the first one has made: take its log-det there, too.",
    ),
)

CHAIN = Exercise(
    id="2.3",
    title="Two steps in a chain",
    minutes=6,
    difficulty="medium",
    prompt=r"""
Complete the class `Chain(f2, f1)`: the flow $f = f_2\circ f_1$, in which **$f_1$ acts first**.
Each of the two flows has

- `forward(z)`, which returns the pair $x$, $\log|\partial f/\partial z|$,
- `inverse(x)`, which returns the pair $z$, $\log|\partial f^{-1}/\partial x|$,

and your chain offers the same two. With it, `Chain(shift, scale)` is the linear flow $a\,z + b$.
The check also tries flows whose log-det is different at every point.
""",
    inputs=(
        (Line(1.0, 1.5), Line(-2.0, 0.0), tensor(0.7), tensor(-1.0)),
        (Line(-2.0, 0.5), Line(0.3, 3.0), tensor([0.4, -1.3]), tensor([2.0, 0.3])),
        (Exp(), Line(-0.5, 0.4), tensor([-1.0, 0.6, 2.2]), tensor([0.2, 1.7, 4.0])),
        (Line(3.0, -1.0), Exp(), tensor([[-0.8], [1.1]]), tensor([[0.9], [5.0]])),
    ),
    names=("f2", "f1", "z", "x"),
    reference=Chain,
    probe=both_ways,
    returns="a class with forward(z) and inverse(x), each of which returns a pair",
    misconceptions=(
        Misconception(
            "f2 acts first",
            OtherWayRound,
            "your chain applies f₂ first. f₂ ∘ f₁ reads from the right, as in f₂(f₁(z)): f₁ acts "
            "first. For scale and shift the difference is a·z + b against a·(z + b).",
        ),
        Misconception(
            "undone in the same order",
            UndoneInTheSameOrder,
            "the way back undoes f₁ first. Shoes go on after socks and come off before them: what "
            "acted last, f₂, is undone first.",
        ),
        Misconception(
            "log-dets multiplied",
            LogDetsMultiplied,
            "the two log-dets are multiplied. Stretch factors multiply, so their logarithms add.",
        ),
        Misconception(
            "only one log-det",
            LastLogDetOnly,
            "only the log-det of the last step is returned. Both steps stretch the axis: add both.",
        ),
        Misconception(
            "only the first log-det",
            FirstLogDetOnly,
            "only the log-det of the first step is returned. Both steps stretch the axis: add "
            "both.",
        ),
        Misconception(
            "log-dets subtracted",
            Difference,
            "one log-det is taken away from the other. Both steps run the same way, so both signs "
            "are +.",
        ),
        Misconception(
            "both log-dets with the wrong sign",
            BothSubtract,
            "both log-dets have the other sign. The steps' own `forward` and `inverse` give those "
            "of their own direction: add them as they are.",
        ),
        Misconception(
            "both steps given the start",
            BothGivenTheStart,
            "the second step is given what the first one was given. It goes on where the first has "
            "ended: hand it y.",
        ),
        Misconception(
            "inverse runs forward",
            InverseRunsForward,
            "`inverse` runs the steps forwards. Use their own `inverse`, f₂'s first.",
        ),
        Misconception(
            "log-dets left out",
            WithoutLogDets,
            "your two methods return the image alone. They are to return pairs, as the steps' own "
            "methods do: the image and its log-det.",
        ),
        Misconception(
            "both log-dets at the same point",
            BothAtTheStart,
            "both log-dets are taken at the point where the chain starts. The second step acts on "
            "what the first one has made: take its log-det there, too.",
        ),
        Misconception(
            "inverse with the map's log-det",
            InverseSubtracts,
            "`inverse` returns the log-det of the map forwards. The steps' own `inverse` already "
            "gives log|∂f⁻¹/∂x|, with its sign: add these as they are.",
        ),
        *(
            Misconception(
                f"{wrong.__name__} in {name} alone",
                way(wrong, Chain),
                f"`{other}` is right. In `{name}` {words}",
            )
            for name, other, way in (
                ("forward", "inverse", one_way.forwards),
                ("inverse", "forward", one_way.backwards),
            )
            for wrong, words in ONE_WAY
        ),
        *(
            Misconception(
                f"inverse by the steps' forward, {'f₁' if f1_first else 'f₂'} first, {sign:+}",
                one_way.by_forward(Chain, f1_first, sign),
                "`inverse` runs the steps forwards. Use their own `inverse`, f₂'s first: it gives "
                "the log-det of the way back, too, with its sign.",
            )
            for f1_first, sign in ((False, 1), (False, -1), (True, -1))
        ),
        Misconception(
            "map's log-det and its minus forgotten forwards",
            one_way.forwards(BothSubtract, Chain),
            "`inverse` is right. `forward` turns the sign of the log-det: the steps' own `forward` "
            "gives that of the way forwards already.",
        ),
        Misconception(
            "the pair handed on",
            PairHandedOn,
            "f₁ returns a pair, and f₂ is given the pair as it is. Take it apart first, as in "
            "`y, log_det1 = self.f1.forward(z)`, and hand on y.",
        ),
        Misconception(
            "log-dets side by side",
            LogDetsSideBySide,
            "you return the log-det of each step. The chain has one, made of both: what becomes of "
            "two stretches, one after the other, in logarithms?",
        ),
        Misconception(
            "log-det first",
            LogDetFirst,
            "the two have changed places: the image comes first, then its log-det.",
        ),
    ),
    hints=(
        "Write f₁'s result on a piece of paper, then hand the paper to f₂. Which of the two gets x "
        "first on the way back?",
        "Forwards: z through f₁ gives y and a first log-det; y through f₂ gives x and a second "
        "one. Return x and the sum. Backwards the same, with f₂ first.",
        "In code, for `forward`, with two places left to you:\n\n"
        "    y, log_det1 = self.f1.forward(…)\n    x, log_det2 = self.f2.forward(…)\n"
        "    return x, log_det1 + log_det2",
    ),
    praise="first in, last out; and log-dets add, each at its own point.",
)
