"""A density that is to be judged: asked for log p, samples and z, and checked at each answer."""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.distributions import Distribution, Independent, Normal

from course_lib.capstone.tables import Part, Table
from course_lib.flows.random_stream import RandomStream

Density = Distribution | Callable[[Tensor], Distribution]  # of the targets, or for each context


class NotAsked(Exception):
    """The density could not be asked; the message says why in one sentence."""


class Judged:
    """log p, draws and z of a density, per unit of the table and row by row.

    ``q`` is a distribution (``log_prob``, ``sample``) of the targets, or a function that makes one
    of contexts, as ``flows.Conditional`` is. Every draw follows ``seed``; nobody else's random
    numbers are touched. Raises NotAsked.
    """

    def __init__(self, q: Density, table: Table, seed: int = 0):
        self.q, self.stream = q, RandomStream(seed)
        self.takes_context = not hasattr(q, "log_prob")
        if self.takes_context and not callable(q):
            raise NotAsked(
                f"{type(q).__name__} has no log_prob, and takes no context: give a "
                "FlowDistribution, or a Conditional."
            )
        if self.takes_context and not table.context:
            raise NotAsked("It waits for a context, and the table has none: table(…, context=…).")

    def at(self, c):
        """The distribution at these contexts."""
        if not self.takes_context:
            return self.q
        p = self._try("the contexts", lambda: self.q(c))
        if not hasattr(p, "log_prob"):
            raise NotAsked(f"Of contexts it made {type(p).__name__}, which has no log_prob.")
        return p

    @torch.no_grad()
    def log_prob(self, part: Part) -> Tensor:
        """log p of each row, (n,), float64. Raises NotAsked for another shape, NaN and +∞."""
        p = self.at(part.c)
        log_p = self._try("log_prob", lambda: p.log_prob(part.x))
        if not isinstance(log_p, Tensor) or log_p.shape != (len(part),):
            shape = tuple(getattr(log_p, "shape", ()))
            raise NotAsked(
                f"log_prob gave shape {shape} for {len(part)} rows: it must be one number a row."
            )
        for bad, said in ((log_p.isnan(), "NaN"), (log_p == torch.inf, "+∞")):
            if bad.any():
                raise NotAsked(f"log p is {said} in {int(bad.sum())} of {len(part)} rows.")
        return log_p.double()

    @torch.no_grad()
    def draws(self, part: Part, k: int) -> Tensor:
        """k draws for each row of the part, (k, n, D). Raises NotAsked."""
        n, D = part.x.shape
        p = self.at(part.c)
        with self.stream:
            if self.takes_context:
                drawn = self._try("sample", lambda: p.sample((k,)))
            else:
                drawn = self._try("sample", lambda: p.sample((k * n,)))
        wanted = (k, n, D) if self.takes_context else (k * n, D)
        if not isinstance(drawn, Tensor) or drawn.shape != wanted:
            raise NotAsked(f"sample gave shape {tuple(getattr(drawn, 'shape', ()))}, not {wanted}.")
        if not drawn.isfinite().all():
            raise NotAsked("Some of its samples are infinite or NaN.")
        return drawn.reshape(k, n, D)

    @torch.no_grad()
    def z(self, part: Part) -> Tensor | None:
        """Where each row is in a standard normal base, (n, D) float64; None if there is none."""
        p = self.at(part.c)
        flow, base = getattr(p, "flow", None), getattr(p, "base", None)
        if flow is None or not _standard_normal(base):
            return None
        z = self._try("inverse", lambda: flow.inverse(part.x)[0])
        return z.double() if z.shape == part.x.shape and z.isfinite().all() else None

    @staticmethod
    def _try(what, ask):
        try:
            return ask()
        except Exception as error:  # the learner's own: said in one line, whatever it is
            raise NotAsked(f"{what} raised {type(error).__name__}: {error}") from error


def _standard_normal(base):
    inner = base.base_dist if isinstance(base, Independent) else base
    return isinstance(inner, Normal) and bool((inner.loc == 0).all() and (inner.scale == 1).all())
