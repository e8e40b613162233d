"""Exercise 2.6: free numbers in, a good L out. Judged by what L must be, not by a formula."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

SCAN = tensor([-40.0, -20.0, -6.0, -3.0, -1.0, -0.2, 0.01, 0.4, 1.5, 4.0, 20.0])
FAR = tensor([-600.0, -300.0, 300.0, 600.0])  # twice as far out must still make a difference
MIDDLE = slice(3, 9)  # where a gradient must be there; far out it may be as small as exp(−20)


def make_L(diagonal, below):
    return torch.diag(torch.exp(diagonal)) + torch.tril(below, -1)


# --- what L must be -------------------------------------------------------------------------------

AWAY = "L away from its diagonal"
ALONE = "how many diagonal entries change with `below`"
OWN = "how many diagonal entries change with the number of another"
LEAST = "the sign of the smallest diagonal entry, over many numbers"
FLAT = "how many diagonal entries stand still while their number grows"
TURNS = "how many diagonal entries go up and down again, or down and up, while their number grows"
SMALL = "how many diagonal entries cannot get as small as you like"
LARGE = "how many diagonal entries cannot get as large as you like"
GRADIENT = "how many of the numbers lose their gradient, in one of several tries"
COUNTS = (ALONE, OWN, FLAT, TURNS, SMALL, LARGE, GRADIENT)


def properties(candidate, diagonal, below):
    """What a matrix made by ``candidate`` is like, as numbers that are the same for a right way."""
    L = candidate(diagonal, below)
    if L is None or L is ...:
        return L
    right = dict.fromkeys(COUNTS, 0) | {LEAST: 1}
    if not isinstance(L, torch.Tensor) or L.shape != below.shape:
        return {AWAY: L} | right
    entries = L.detach().diagonal()
    away = L.detach().clone().fill_diagonal_(0.0)
    return {AWAY: away} | right | _facts(candidate, diagonal, below, entries)


def _facts(candidate, diagonal, below, entries):
    def diagonals(numbers, under=below):
        return candidate(numbers.clone(), under.clone()).detach().diagonal()

    moved = diagonal + 0.3 * (torch.arange(len(diagonal)) == 0)
    table, far = (
        torch.stack([diagonals(u.expand(len(diagonal))) for u in scan]) for scan in (SCAN, FAR)
    )
    steps = table.diff(dim=0)
    smallest = torch.cat([table.reshape(-1), entries])
    small = (far[0] <= 0.9 * far[1]) | (far[3] <= 0.9 * far[2]) | (far[1:3] <= 0).any(0)
    large = (far[0] >= 1.1 * far[1]) | (far[3] >= 1.1 * far[2])
    found = {
        ALONE: entries != diagonals(diagonal, 0.7 - 2 * below),
        OWN: entries[1:] != diagonals(moved)[1:],
        FLAT: ~(steps.abs() > 0).all(0),
        TURNS: (steps > 0).any(0) & (steps < 0).any(0),
        SMALL: ~small,
        LARGE: ~large,
    }
    return {name: int(entries.sum()) for name, entries in found.items()} | {
        LEAST: -1 if smallest.isnan().any() else int(smallest.min().sign()),
        GRADIENT: int(torch.stack([_lost(candidate, u, below) for u in SCAN[MIDDLE]]).any(0).sum()),
    }


def _lost(candidate, u, below):
    """Which numbers on and below the diagonal have no finite gradient other than zero."""
    n = len(below)
    diagonal = (u + 0.01 * torch.arange(n)).requires_grad_()
    below = below.clone().requires_grad_()
    L = candidate(diagonal, below)
    if not L.requires_grad:
        return torch.ones(n * (n + 1) // 2, dtype=torch.bool)
    weights = 1 + torch.arange(n * n).reshape(n, n) / n
    leaves = (diagonal, below)
    first, second = torch.autograd.grad((weights * L).sum(), leaves, materialize_grads=True)
    used = torch.cat([first, second[torch.ones(n, n).tril(-1) == 1]])
    return ~used.isfinite() | (used == 0)


# --- wrong ways -----------------------------------------------------------------------------------


def _with(entries):
    """A wrong answer that is right below the diagonal and has entries(diagonal) on it."""
    return lambda diagonal, below: torch.diag(entries(diagonal)) + torch.tril(below, -1)


MAKE_L = Exercise(
    id="2.6",
    title="Any numbers in, a good L out",
    minutes=7,
    difficulty="medium",
    prompt=r"""
Gradient descent moves numbers wherever it likes. Write `make_L(diagonal, below)`, which turns
**any** real numbers into a valid $L$:

- `diagonal`, of shape `(n,)`, decides the diagonal of $L$, entry by entry: it must come out
  positive, every positive value must be within reach, and different numbers must give different
  entries;
- `below`, of shape `(n, n)`: its entries **below** the diagonal go into $L$ as they are; the rest
  of it is ignored;
- above the diagonal $L$ is zero, and a gradient gets through to all the numbers that are used.

There is more than one good way to make a number positive, and the check accepts all of them.
`torch.diag` and `torch.tril` may help.
""",
    inputs=(
        (tensor([0.3, -0.8]), tensor([[-9.0, 4.0], [1.3, 2.0]])),
        (tensor([-1.2, 0.5, 2.0]), tensor([[1.0, 7.0, -2.0], [-0.6, -8.0, 3.0], [2.2, 0.4, 5.0]])),
    ),
    names=("diagonal", "below"),
    reference=make_L,
    probe=properties,
    returns="L, a tensor of shape (n, n)",
    misconceptions=(
        Misconception(
            "numbers used as they are",
            _with(lambda u: u),
            "the numbers stand on the diagonal as they are, so an entry can become negative or "
            "zero: log ℓᵢᵢ is then not a number, and L not invertible. Send them through a "
            "function that is positive everywhere.",
        ),
        Misconception(
            "a floor under all entries",
            _with(lambda u: torch.nn.functional.softplus(u) + 1e-3),
            "a constant is added to a function that is positive already. No entry of L can be "
            "smaller than it: a density wider than that cannot be made. Leave the constant out.",
        ),
        Misconception(
            "a function that forgets the sign",
            _with(torch.abs),
            "|u| and u² give the same entry for u and −u, and get stuck at u = 0, where L is not "
            "invertible. Take a function that only rises, such as the exponential.",
        ),
        Misconception(
            "negative numbers set to zero",
            _with(torch.relu),
            "every negative number becomes 0, where L is not invertible, and no gradient gets "
            "through to bring it back. Take a function that is positive and rises everywhere.",
        ),
        Misconception(
            "clamped at a small number",
            _with(lambda u: u.clamp(min=1e-3)),
            "all numbers below your bound give the same entry, and their gradient is zero: "
            "gradient descent that gets there stays there. Take a function that rises everywhere.",
        ),
        Misconception(
            "bounded from above",
            _with(torch.sigmoid),
            "your function is bounded, as the sigmoid is by 1, so no entry of L can be larger: a "
            "density narrower than that cannot be made. Take a function that grows without bound.",
        ),
        Misconception(
            "logarithm of the numbers",
            _with(torch.log),
            "a negative number has no logarithm. The numbers *are* logarithms, if you like: exp "
            "turns any of them into a positive entry.",
        ),
        Misconception(
            "cut off above",
            _with(lambda u: torch.exp(u).clamp(max=10.0)),
            "your entries are cut off from above, at the same value for all large numbers: a "
            "density narrower than that cannot be made, and no gradient gets through there.",
        ),
        Misconception(
            "one total shared out",
            _with(lambda u: torch.softmax(u, 0)),
            "softmax makes the entries share a total of 1: adding the same to all numbers changes "
            "nothing, and no entry exceeds 1. Each entry needs a function of its own number.",
        ),
        Misconception(
            "gradient cut off",
            _with(lambda u: torch.exp(u.detach())),
            "the entries are right, but no gradient gets back to the numbers: `.detach()`, "
            "`.item()`, `float(…)` or `torch.tensor(…)` has cut the graph. Compute with the tensor "
            "itself.",
        ),
        Misconception(
            "below cut off",
            lambda diagonal, below: torch.diag(diagonal.exp()) + below.detach().tril(-1),
            "the entries are right, but no gradient gets back to `below`: `.detach()`, `.data` or "
            "`torch.tensor(…)` has cut it off. Use the tensor itself.",
        ),
        Misconception(
            "gradient cut off at the end",
            lambda diagonal, below: make_L(diagonal, below).detach(),
            "L is right, but no gradient gets back to any of the numbers: it was cut off at the "
            "end (`.detach()`, `no_grad`, `torch.tensor(…)`).",
        ),
        Misconception(
            "only a diagonal",
            lambda diagonal, below: torch.diag(diagonal.exp()),
            "`below` is not used: L is diagonal, and the cloud cannot tilt. Its entries below the "
            "diagonal go into L: `torch.tril(below, -1)`.",
        ),
        Misconception(
            "exponential of everything below, too",
            lambda diagonal, below: torch.diag(torch.exp(diagonal)) + torch.tril(below.exp(), -1),
            "the entries below the diagonal went through the function, too, so they can never be "
            "negative: the cloud could tilt one way only. They go into L as they are.",
        ),
        Misconception(
            "ones above the diagonal",
            lambda diagonal, below: torch.exp(torch.diag(diagonal) + torch.tril(below, -1)),
            "the exponential has acted on the whole matrix, and exp(0) = 1: L has ones above the "
            "diagonal. Make the diagonal first, then put it into the matrix.",
        ),
        Misconception(
            "the upper triangle",
            lambda diagonal, below: torch.diag(torch.exp(diagonal)) + torch.triu(below, 1),
            "the entries above the diagonal are filled. L is *lower* triangular: "
            "`torch.tril(below, -1)` keeps what is below the diagonal.",
        ),
        Misconception(
            "the diagonal of below added",
            lambda diagonal, below: torch.diag(torch.exp(diagonal)) + torch.tril(below),
            "`torch.tril(below)` keeps the diagonal of `below`, too, and that adds to yours, "
            "whatever its sign. `torch.tril(below, -1)` starts one further down.",
        ),
        Misconception(
            "everything of below used",
            lambda diagonal, below: torch.diag(torch.exp(diagonal)) + below,
            "all of `below` is in your L, above the diagonal as well. `torch.tril(below, -1)` "
            "keeps what is below the diagonal.",
        ),
        Misconception(
            "rounded to zero",
            _with(lambda u: torch.log(1 + torch.exp(u))),
            "far on the negative side your entries are exactly 0, and L is not invertible. A small "
            "number next to 1 is rounded away, as in log(1 + exp(u)) or in (exp(u) − 1) + 1. "
            "Take a form that keeps it: exp itself, or torch's own `softplus`.",
        ),
        Misconception(
            "a vector, not a diagonal",
            lambda diagonal, below: torch.exp(diagonal) + torch.tril(below, -1),
            "the vector of the diagonal is added to every row of the matrix. Put it on the "
            "diagonal first: `torch.diag` makes a matrix of it.",
        ),
        Misconception(
            "n = 2 alone",
            lambda diagonal, below: make_L(diagonal[:2], below[:2, :2]),
            "your L is 2 × 2 for every n. `torch.diag` and `torch.tril` take any size.",
        ),
        Misconception(
            "multiplied",
            lambda diagonal, below: torch.diag(torch.exp(diagonal)) * torch.tril(below, -1),
            "diagonal and lower part are multiplied entry by entry: where one has numbers, the "
            "other has zeros. Add them.",
        ),
        Misconception(
            "below turned",
            lambda diagonal, below: torch.diag(torch.exp(diagonal)) + torch.tril(below.T, -1),
            "the entries below the diagonal come from above the diagonal of `below`: it is turned, "
            "`.T`. They go into L as they are.",
        ),
        Misconception(
            "one diagonal too low",
            lambda diagonal, below: torch.diag(torch.exp(diagonal)) + torch.tril(below, -2),
            "the entries next to the diagonal are missing: `torch.tril(below, -2)` starts two "
            "steps below it, `torch.tril(below, -1)` one.",
        ),
        Misconception(
            "a matrix product",
            lambda diagonal, below: torch.diag(torch.exp(diagonal)) @ torch.tril(below, -1),
            "diagonal and lower part are multiplied as matrices, and the diagonal of the product "
            "is zero. Add them.",
        ),
    ),
    hints=(
        "Which functions that you know are positive for every number, and rise from nearly 0 to "
        "anything?",
        "exp does it, softplus(u) = log(1 + exp(u)) as well. `torch.diag` puts a vector on the "
        "diagonal of a matrix; `torch.tril(below, -1)` keeps what is below the diagonal.",
        "In code, with one place left to you:\n\n    return torch.diag(…) + torch.tril(below, -1)",
    ),
    praise="every choice of numbers is a valid L, and every valid L has its numbers.",
)
