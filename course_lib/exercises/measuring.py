"""What many random numbers have in common, told so that two good draws tell the same."""


def settled(measured, places, tolerance):
    """The first of ``places`` that ``measured`` cannot be told from; else what was measured.

    A mean of samples scatters. Where it lies within ``tolerance`` of a place that is known (the
    right mean, and those that known mistakes lead to), the place itself is told.

    >>> import torch
    >>> settled(torch.tensor(0.98), [torch.tensor(1.0), torch.tensor(0.0)], 0.05)
    tensor(1.)
    """
    for place in places:
        if place.shape == measured.shape and bool(
            ((measured - place).abs() <= tolerance * (1 + place.abs().max())).all()
        ):
            return place
    return measured
