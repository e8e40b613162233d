"""The contract of every flow in this course.

A flow is an invertible map x = f(z) that knows how much it stretches space.

- ``forward``: z → x, for sampling. Its log_det is log|det ∂f/∂z|.
- ``inverse``: x → z, for evaluating a density. Its log_det is log|det ∂f⁻¹/∂x|.

This base class checks what comes in, once and for all flows; a subclass is pure mathematics.
"""

import warnings

import torch
from torch import Tensor, nn


class Flow(nn.Module):
    """An invertible map with its log-determinants.

    A subclass sets ``event_shape`` and writes ``_forward(z)`` and ``_inverse(x)``, each returning
    the mapped tensor and the log-determinant of the map just applied.

    Shapes: with ``event_shape = torch.Size([n])`` the maps take (..., n) to (..., n) and the
    log-det has shape (...). A 1-d flow has an empty event shape: every number is an event, and
    (...) goes to (...), (...).

    NaN goes to NaN, and in one dimension ±inf to ±inf (in more, a coordinate that is infinite may
    also give NaN: ∞ − ∞). A result has the dtype and the device of its input.

    Raises TypeError if the input is not a floating-point tensor and ValueError if its last
    dimension does not fit.

    Reference: G. Papamakarios et al., "Normalizing Flows for Probabilistic Modeling and
    Inference", JMLR 22 (2021).
    """

    event_shape: torch.Size = torch.Size()
    batch_shape: torch.Size = torch.Size()  # one map for all values; (b,): one for each of b
    manifold: str = "line"  # or "circle" or "sphere": see manifold.py
    conditioned: bool = False  # True if each of its maps belongs to a context: see conditional.py

    def forward(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """Return x = f(z) and log|det ∂f/∂z|."""
        check_event(z, self.event_shape, "z")
        return self._forward(z)

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return z = f⁻¹(x) and log|det ∂f⁻¹/∂x|."""
        check_event(x, self.event_shape, "x")
        return self._inverse(x)

    def untouched(self, still: Tensor, backwards: bool = False) -> Tensor:
        """Which coordinates come out as they went in, if only those in ``still`` came in so.

        Shapes (n,) → (n,), of True and False. ``FlowDistribution`` warns of a coordinate that no
        layer of a chain moves. Most flows move all of them.
        """
        return torch.zeros_like(still)

    def _hold(self, name, value):
        """Keep a tensor as it is, gradient and all, but let ``.to`` and ``.double`` move it."""
        if isinstance(value, nn.Parameter):
            setattr(self, name, value)
        else:
            self.register_buffer(name, value)

    def extra_repr(self) -> str:
        tensors = {**self._parameters, **self._buffers}
        return ", ".join(f"{name}={short(value)}" for name, value in tensors.items())

    def _forward(self, z):
        raise NotImplementedError(f"{type(self).__name__} has no _forward(z).")

    def _inverse(self, x):
        raise NotImplementedError(f"{type(self).__name__} has no _inverse(x).")


def check_event(value, event_shape, name):
    """Raise a TypeError or ValueError unless ``value`` is a float tensor of shape (..., *event)."""
    if not isinstance(value, torch.Tensor):
        kind = type(value).__name__
        raise TypeError(f"{name} must be a torch tensor, not {kind}: try torch.tensor(…).")
    if not value.is_floating_point():
        raise TypeError(f"{name} must hold floating-point numbers, not {value.dtype}.")
    n = len(event_shape)
    if n and value.shape[-n:] != event_shape:
        raise ValueError(
            f"{name} has shape {tuple(value.shape)}, but one event of this flow has shape "
            f"{tuple(event_shape)}: expected (..., {', '.join(map(str, event_shape))})."
        )


def decided(condition, otherwise):
    """``condition`` as True or False; ``otherwise`` where values cannot be looked at.

    That is inside ``torch.func.vmap`` and on the device ``meta``: checks of values are left out
    there, and of two formulas the one is taken that holds everywhere.
    """
    try:
        return bool(condition)
    except RuntimeError:
        return otherwise


def short(tensor, most=8):
    """A few numbers with four digits, or how many there are, for reading.

    >>> short(torch.tensor([0.5, -1.0])), short(torch.zeros(100, 2))
    ('[0.5, -1]', 'shape (100, 2)')
    """
    if tensor.numel() > most or tensor.dim() > 2 or not decided((tensor == tensor).any(), False):
        return f"shape {tuple(tensor.shape)}"
    return str(digits(tensor.tolist())).replace("'", "")


def digits(numbers):
    """Four digits of a number, or of each in a list of lists."""
    if isinstance(numbers, list):
        return [digits(number) for number in numbers]
    return f"{numbers:.4g}"


def check_sets(leading, value, what):
    """Raise a ValueError unless sets of parameters, shape (*leading, K), fit one to each value."""
    if not leading or leading == value.shape:  # one set for all, or one for each
        return
    if broadcast(leading, value.shape) != value.shape:
        raise ValueError(
            f"{what} for each of {tuple(leading)} does not fit values of shape "
            f"{tuple(value.shape)}."
        )


def broadcast(*shapes):
    """The shape that these broadcast to, or None. (``torch.broadcast_shapes`` takes far longer.)

    >>> broadcast((5, 1), (3,)), broadcast((2,), (3,))
    (torch.Size([5, 3]), None)
    """
    longest = max(map(len, shapes))
    full = ((1,) * (longest - len(shape)) + tuple(shape) for shape in shapes)
    result = []
    for sizes in zip(*full, strict=True):
        others = [size for size in sizes if size != 1]
        if any(size != others[0] for size in others):
            return None
        result.append(others[0] if others else 1)
    return torch.Size(result)


def apply(function, value, event_shape):
    """Apply ``function`` and check what it returns, so that nothing is broadcast in silence."""
    result = function(value)
    name = getattr(function, "__name__", "the flow")
    if not (isinstance(result, tuple) and len(result) == 2):
        raise TypeError(f"{name} must return a pair (value, log_det), not {result!r}.")
    expected = (value.shape, value.shape[: value.dim() - len(event_shape)])
    for what, tensor, shape in zip(("value", "log_det"), result, expected, strict=True):
        if not isinstance(tensor, torch.Tensor) or tensor.shape != shape:
            given = tuple(tensor.shape) if isinstance(tensor, torch.Tensor) else repr(tensor)
            raise ValueError(
                f"{name} was given shape {tuple(value.shape)} and must return a {what} of "
                f"shape {tuple(shape)}, not {given}. (One event of this flow has shape "
                f"{tuple(event_shape)}: its attribute event_shape says so.)"
            )
    return result


def check_flow(flow):
    """Raise a TypeError unless ``flow`` has the methods forward and inverse."""
    for name in ("forward", "inverse"):
        if not callable(getattr(flow, name, None)):
            raise TypeError(
                f"{flow!r} is not a flow: it has no method {name}. A flow has forward(z) and "
                "inverse(x); if this is a class, make an object of it first."
            )
    if isinstance(flow, type):
        raise TypeError(f"{flow.__name__} is a class: make an object of it, {flow.__name__}(…).")


def batch_shape_of(flow):
    """The flow's ``batch_shape``: one without it is one map for all values."""
    return torch.Size(getattr(flow, "batch_shape", ()))


def context_size_of(flow):
    """How many numbers a context of this flow has; 0: it takes none."""
    return getattr(flow, "context_size", 0)


def event_shape_of(flow):
    """The flow's ``event_shape``; one without it works on single numbers."""
    return torch.Size(getattr(flow, "event_shape", ()))


def untouched_by(flow, still, backwards=False):
    """``Flow.untouched``; a flow that does not say moves every coordinate."""
    if isinstance(flow, Flow):
        return flow.untouched(still, backwards)
    return torch.zeros_like(still)


def warn_of_untouched(flow):
    """Warn if there is a coordinate that no layer of the flow moves."""
    if len(event_shape_of(flow)) != 1:
        return
    still = untouched_by(flow, torch.ones(event_shape_of(flow), dtype=torch.bool))
    if still.any():
        which = ", ".join(str(int(i)) for i in still.nonzero())
        warnings.warn(
            f"No layer of this flow moves coordinate {which} (of {len(still)}): it stays as the "
            "base made it. Alternate the masks, or put a permutation between the layers.",
            stacklevel=3,
        )
