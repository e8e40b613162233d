"""The networks that give flows their parameters: a plain one, and one that looks only backwards.

A multilayer perceptron is a chain of linear maps with a kink between them,

    h₁ = max(0, W₁ x + b₁),  h₂ = max(0, W₂ h₁ + b₂),  …,  u = W x_last + b.

Nothing about it must be invertible: it only says which invertible map is to be used. The last layer
starts at zero, weights and biases, so that a new flow starts as the map with u = 0: the identity.
"""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

from course_lib.flows.random_stream import RandomStream

Hidden = int | Sequence[int]  # the width of the hidden layer, or of each of them


class MLP(nn.Module):
    """A multilayer perceptron from ``n_in`` to ``n_out`` numbers; at first it gives zeros.

    ``hidden`` is the width of its hidden layer, or a list of widths: (64, 64) are two layers.
    Several inputs count as one, side by side: ``network(x, c)`` takes x (..., a) and c (..., b)
    with a + b = n_in, and broadcasts their leading shapes. Shapes (..., n_in) → (..., n_out).

    The hidden layers start at random numbers of their own ``seed``, which leave torch's generator
    as it is. The result has the dtype of the input.

    Raises TypeError or ValueError for sizes that are not whole numbers of at least one, ValueError
    for inputs that have another width.

    >>> network = MLP(3, 2, hidden=(16, 16))
    >>> network(torch.randn(5, 3)).tolist() == torch.zeros(5, 2).tolist()
    True
    """

    def __init__(self, n_in: int, n_out: int, hidden: Hidden = 64, seed: int = 0) -> None:
        super().__init__()
        self.n_in, self.n_out = whole(n_in, "n_in"), whole(n_out, "n_out")
        self.layers = layers((n_in, *widths(hidden), n_out), seed)

    def forward(self, *inputs: Tensor) -> Tensor:
        """The network's result for each of the inputs' leading shape."""
        check_width(inputs, self.n_in)
        first, *others = self.layers
        h = side_by_side(inputs, first.weight, first.bias)
        for layer in others:  # relu_ in place: h is new, and nobody else's
            h = linear(h.relu_(), layer.weight.to(h), layer.bias.to(h))
        return h


class MADE(nn.Module):
    """A network whose i-th output sees only the inputs before the i-th, and all of the context.

    x (..., n) and c (..., context) → (..., n, per): ``per`` numbers for each coordinate. Each
    hidden unit has a degree d and sees the first d inputs; output i (counted from 0) sees units of
    degree ≤ i. So its derivative by x_j is exactly 0 for j ≥ i, and one pass gives the parameters
    of all coordinates. Everything else is as in ``MLP``.

    Raises ValueError if a hidden layer has fewer than n − 1 units (with a context: n), for then
    some degree is missing and an output would not see all that it may.

    Reference: M. Germain et al., "MADE: Masked Autoencoder for Distribution Estimation" (2015),
    arXiv:1502.03509.

    >>> network = MADE(3, per=2, hidden=8)
    >>> network(torch.randn(5, 3)).shape
    torch.Size([5, 3, 2])
    """

    def __init__(
        self, n: int, per: int, hidden: Hidden = 64, context: int = 0, seed: int = 0
    ) -> None:
        super().__init__()
        self.n, self.per = whole(n, "n"), whole(per, "per")
        self.context = whole(context, "context", least=0)
        self.n_in = n + context
        self.layers = layers((n + context, *widths(hidden), n * per), seed)
        lowest = 0 if context or n == 1 else 1  # degree 0 sees the context only
        degrees = [torch.arange(width) % (n - lowest) + lowest for width in widths(hidden)]
        if min(widths(hidden)) < n - lowest:
            raise ValueError(
                f"hidden = {hidden} is too narrow for {n} coordinates"
                f"{f' and a context of {context}' if context else ''}: at least {n - lowest} units "
                "are needed, or some outputs could not see all the inputs before them."
            )
        seen = torch.arange(n) + 1  # input j is seen by degrees above j
        outputs = torch.arange(n).repeat_interleave(per)
        steps = [seen, *degrees], [*degrees, outputs]
        for k, (below, above) in enumerate(zip(*steps, strict=True)):
            mask = (below <= above.unsqueeze(-1)).to(torch.get_default_dtype())
            self.register_buffer(f"mask{k}", mask, persistent=False)

    def forward(self, x: Tensor, c: Tensor | None = None) -> Tensor:
        """All outputs in one pass: (..., n) → (..., n, per)."""
        check_width((x,) if c is None else (x, c), self.n_in)
        h = self._hidden(x, c, self.n)
        last = self.layers[-1]
        weight = last.weight * self._mask(len(self.layers) - 1, last.weight)
        u = linear(h, weight.to(h), last.bias.to(h))
        return u.unflatten(-1, (self.n, self.per))

    def output(self, i: int, before: Tensor, c: Tensor | None = None) -> Tensor:
        """Output i alone, from the i inputs before it: (..., i) → (..., per)."""
        h = self._hidden(before, c, i)
        last, rows = self.layers[-1], slice(i * self.per, (i + 1) * self.per)
        weight = last.weight[rows] * self._mask(len(self.layers) - 1, last.weight)[rows]
        return linear(h, weight.to(h), last.bias[rows].to(h))

    def _hidden(self, x, c, known):
        """The last hidden layer, of which only what the first ``known`` inputs decide is right."""
        first, *others = self.layers[:-1]
        weight = first.weight[:, :known] * self._mask(0, first.weight)[:, :known]
        h = linear(x, weight.to(x), first.bias.to(x))
        if c is not None:
            h = h + linear(c, first.weight[:, self.n :].to(c))
        h = h.relu_()  # in place: h is new, and nobody else's
        for k, layer in enumerate(others, start=1):
            weight = layer.weight * self._mask(k, layer.weight)
            h = linear(h, weight.to(h), layer.bias.to(h)).relu_()
        return h

    def _mask(self, k, like):
        return getattr(self, f"mask{k}").to(like)


def side_by_side(inputs, weight, bias):
    """W (x, c) + b = Wₓ x + W_c c + b: so x and c need not be glued together, or spread."""
    parts = weight.split([part.shape[-1] for part in inputs], -1)
    total = linear(inputs[0], parts[0].to(inputs[0]), bias.to(inputs[0]))
    for part, columns in zip(inputs[1:], parts[1:], strict=True):
        total = total + linear(part, columns.to(part))
    return total


def layers(sizes, seed):
    """Linear maps between layers of these sizes, the last one zero."""
    with RandomStream(seed):
        linears = [nn.Linear(a, b) for a, b in pairwise(sizes)]
    nn.init.zeros_(linears[-1].weight)
    nn.init.zeros_(linears[-1].bias)
    return nn.ModuleList(linears)


def widths(hidden):
    """The hidden layers' widths as a tuple: 64 is one layer. Raises TypeError or ValueError."""
    many = tuple(hidden) if isinstance(hidden, Sequence) else (hidden,)
    if not many:
        raise ValueError("A network needs at least one hidden layer.")
    return tuple(whole(width, "hidden") for width in many)


def whole(number, name, least=1):
    """``number``, if it is a whole number of at least ``least``. Raises TypeError or ValueError."""
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"{name} must be a whole number, not {number!r}.")
    if number < least:
        raise ValueError(f"{name} must be at least {least}, not {number}.")
    return number


def check_width(inputs, n_in):
    """Raise a ValueError unless the inputs' widths sum to ``n_in``."""
    if sum(part.shape[-1] for part in inputs) != n_in:
        shapes = ", ".join(str(tuple(part.shape)) for part in inputs)
        raise ValueError(f"This network takes {n_in} numbers, shape (..., {n_in}), not {shapes}.")
