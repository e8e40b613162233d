"""What is asked of a context and of its batch, with errors that name both shapes."""

from torch import Tensor

from course_lib.flows.flow import broadcast, context_size_of, decided


def check_context(c, flow):
    """Raise unless c is a float tensor (..., context_size) of finite numbers, and the flow uses it.

    Everything that looks at c is here; what looks at its batch, ``check_batch``.
    """
    size = context_size_of(flow)
    if not size:
        raise ValueError(uses_none(flow))
    if not isinstance(c, Tensor) or not c.is_floating_point():
        found = c.dtype if isinstance(c, Tensor) else type(c).__name__
        raise TypeError(f"A context must be a floating-point tensor, not {found}.")
    if c.dim() == 0 or c.shape[-1] != size:
        advice = " For one number each: c.unsqueeze(-1)." if size == 1 else ""
        raise ValueError(
            f"c has shape {tuple(c.shape)}, but one context of this flow has shape ({size},): "
            f"expected (..., {size}).{advice}"
        )
    bad = ~c.isfinite()
    if decided(bad.any(), otherwise=False):
        raise ValueError(
            f"{int(bad.sum())} of the {c.numel()} numbers in c, shape {tuple(c.shape)}, are NaN or "
            "infinite. Look for missing values in your contexts."
        )


def check_batch(batch_shape, value, event_shape, name):
    """Raise a ValueError unless contexts of this batch shape fit one to each event of ``value``."""
    if not batch_shape:  # one context for all
        return
    leading = leading_shape(value, event_shape)
    if leading == batch_shape:
        return
    if broadcast(batch_shape, leading) != leading:
        raise ValueError(
            f"{name} has shape {tuple(value.shape)}, a batch of {tuple(leading)}, but the contexts "
            f"are a batch of {tuple(batch_shape)}: one context for each event is needed."
        )


def check_side_by_side(batch_shape, value, event_shape, name):
    """Raise a ValueError if x and c hold equally many events, in axes that do not lie side by side.

    By torch's rules x of shape (10, 1) against contexts (10,) makes 10 × 10: every x with every
    context, where surely each was meant to have its own. Batches of different sizes are crossed.
    """
    leading = leading_shape(value, event_shape)
    if leading == batch_shape:
        return
    crossed = broadcast(leading, batch_shape)
    if crossed in (leading, batch_shape):
        return
    if [n for n in leading if n != 1] == [n for n in batch_shape if n != 1]:
        raise ValueError(
            f"{name} has shape {tuple(value.shape)}, a batch of {tuple(leading)}, and the contexts "
            f"are a batch of {tuple(batch_shape)}: every {name} would meet every context, "
            f"{tuple(crossed)}. Give both the same axes. (If you want all pairs, expand {name} to "
            f"{tuple(crossed)} yourself.)"
        )


def leading_shape(value, event_shape):
    """The shape of the batch in front of the events."""
    return value.shape[: value.dim() - len(event_shape)]


def waits(flow):
    """The message for a conditional flow that is used without a context."""
    size = context_size_of(flow)
    numbers = "one number" if size == 1 else f"{size} numbers"
    return (
        f"This {type(flow).__name__} waits for a context of {numbers}: take flow.given(c), a flow, "
        "or Conditional(flow)(c), a distribution."
    )


def uses_none(flow):
    """The message for a context that nobody would use."""
    return (
        f"Nobody here uses a context: {type(flow).__name__} takes none, nor does anything in it. "
        "(Conditional flows are made with context=…, the size of a context.)"
    )
