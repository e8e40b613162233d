"""A search as autograd sees it: a value without a derivative, found for a whole batch at once."""

import torch


class Searched(torch.autograd.Function):
    """What all searches have in common; a subclass has ``forward(z, *parameters)`` → x.

    ``z`` has any shape (...), each parameter one entry for each of K components, (K,) or (..., K).
    The result takes part in no derivative: ``implicit``, or a formula, gives it those. A search
    looks at its values to know when it has arrived, which torch.func.vmap does not allow; so here
    vmap gives it the whole batch.
    """

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.mark_non_differentiable(output)

    @staticmethod
    def backward(ctx, grad):
        return (None,) * len(ctx.needs_input_grad)

    @staticmethod
    def jvp(ctx, *tangents):
        return torch.zeros_like(tangents[0])

    @classmethod
    def vmap(cls, info, in_dims, z, *parameters):
        z = _batch_first(z, in_dims[0], info.batch_size)  # (batch, ...)
        if any(dim is not None for dim in in_dims[1:]):  # else one set serves all, as it stands
            parameters = [
                _beside(z, _batch_first(p, dim, info.batch_size))
                for p, dim in zip(parameters, in_dims[1:], strict=True)
            ]
        return cls.apply(z, *parameters), 0


def _batch_first(value, dim, size):
    return value.expand(size, *value.shape) if dim is None else value.movedim(dim, 0)


def _beside(z, p):
    """(batch, K) or (batch, ..., K) with as many axes between as z has: (batch, 1, ..., K)."""
    return p.reshape(len(p), *[1] * (z.dim() + 1 - p.dim()), *p.shape[1:])
