"""What the exercises of chapter 10 share: a floor under widths."""

from torch.nn.functional import softplus

FLOOR = 0.01  # no width is smaller


def width(u):
    return FLOOR + softplus(u)
