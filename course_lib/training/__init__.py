"""Gradient descent with a record of the way: maximum likelihood, or any loss.

``fit`` makes data likely: events x, pairs (x, c) for a conditional flow, or fresh ones in each
step. ``minimise`` lowers any loss. Both return a ``History``.
"""

from course_lib.training.batches import mini_batches
from course_lib.training.descent import minimise
from course_lib.training.history import History
from course_lib.training.likelihood import fit, gaussian_mle
from course_lib.training.rates import constant, one_cycle

__all__ = [
    "History", "constant", "fit", "gaussian_mle", "mini_batches", "minimise", "one_cycle",
]  # fmt: skip
