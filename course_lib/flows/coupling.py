"""Chapter 09 as code: one half stands still and says how the other half moves.

    x_passive = z_passive,   x_moved = g(z_moved; θ(z_passive, c))

Both directions take one pass, for the passive half is known in both. What one layer leaves alone
the next one must move: alternate the masks.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from course_lib.flows.conditional import ConditionalFlow
from course_lib.flows.networks import MLP, Hidden
from course_lib.flows.univariate import Univariate


class Coupling(ConditionalFlow):
    """Coordinates where ``mask`` is True pass unchanged, and give the others their maps.

    The moved ones go through ``univariate``'s g, with the parameters that a network makes of the
    passive ones (and of the context): log_det = Σ log |∂g/∂z_i| over those that are moved. The
    network, in the attribute ``network``, starts at 0, so the flow starts at the identity.

    Shapes: mask (n,), of True and False; maps (..., n) → (..., n), (...).

    Raises TypeError if the mask is not of True and False, ValueError if all of it is True (nothing
    would move) or False (nothing would condition: take ``Marginal``), so that n ≥ 2; those of
    ``given``.

    References: L. Dinh et al. (2016), arXiv:1605.08803; C. Durkan et al. (2019), arXiv:1906.04032.

    >>> from course_lib.flows import UnivariateAffine
    >>> flow = Coupling([True, False], UnivariateAffine(), hidden=32)
    >>> x, log_det = flow(torch.tensor([[0.5, -1.0]]))
    >>> x.tolist(), log_det.tolist()
    ([[0.5, -1.0]], [0.0])
    """

    def __init__(
        self,
        mask: Sequence[bool] | Tensor,
        univariate: Univariate,
        hidden: Hidden = 64,
        context: int = 0,
        seed: int = 0,
    ) -> None:
        super().__init__()
        self.register_buffer("mask", checked_mask(mask))
        self._find_places()
        self.univariate = univariate
        n_in, n_moved = len(self.passive) + context, len(self.moved)
        self.network = MLP(n_in, n_moved * univariate.size, hidden, seed)
        self.event_shape, self.context_size = self.mask.shape, context

    def _find_places(self):
        passive, moved = self.mask.nonzero().flatten(), (~self.mask).nonzero().flatten()
        # Where each coordinate stands once passive and moved ones are put side by side.
        places = torch.cat([passive, moved]).argsort()
        for name, index in (("passive", passive), ("moved", moved), ("places", places)):
            self.register_buffer(name, index, persistent=False)

    def _load_from_state_dict(self, *state) -> None:
        super()._load_from_state_dict(*state)
        self._find_places()  # of the mask that has been loaded

    def _forward(self, z, c=None):
        return self._couple(z, c, "forward")

    def _inverse(self, x, c=None):
        return self._couple(x, c, "inverse")

    def _couple(self, value, c, way):
        still, free = value.index_select(-1, self.passive), value.index_select(-1, self.moved)
        u = self.network(still) if c is None else self.network(still, c)
        flow = self.univariate(u.unflatten(-1, (len(self.moved), self.univariate.size)))
        free, log_det = getattr(flow, way)(free)
        return torch.cat([still, free], -1).index_select(-1, self.places), log_det.sum(-1)

    def untouched(self, still: Tensor, backwards: bool = False) -> Tensor:
        return still & self.mask.to(still.device)


def checked_mask(mask):
    """The mask as a tensor of True and False, both of which are there. Raises otherwise."""
    mask = torch.as_tensor(mask)
    if mask.dtype != torch.bool:
        raise TypeError(f"A mask is made of True and False, not of {mask.dtype}: {mask.tolist()}.")
    if mask.dim() != 1:
        raise ValueError(f"A mask has shape (n,), not {tuple(mask.shape)}.")
    if mask.all() or not mask.any():
        raise ValueError(
            f"The mask {mask.tolist()} must have both True (they pass, and condition) and False "
            "(they are moved). One coordinate alone cannot be coupled."
        )
    return mask.clone()
