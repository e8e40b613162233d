"""Chapter 14: what a flow lives on. The line (and its products), the circle, or the sphere.

On the circle a number is an angle, and one turn further is the same place. On the sphere an event
is a vector of three numbers of length 1. Log-dets are with respect to arc length and to area.
"""

import math

import torch
from torch import Tensor

from course_lib.flows.flow import decided

LINE, CIRCLE, SPHERE = "line", "circle", "sphere"
TURN = 2 * math.pi
OFF = 1e-3  # so far from 1 may a length be: rounding, or digits of a table


def wrapped(a: Tensor) -> Tensor:
    """The same angle within one turn, in [−π, π): (...) → (...).

    An angle that is already there comes back to the last digit. Its derivative is 1 everywhere.

    >>> wrapped(torch.tensor([0.5, torch.pi, 7.0])).tolist()
    [0.5, -3.1415927410125732, 0.7168145179748535]
    """
    a = a - TURN * torch.floor((a.detach() + math.pi) / TURN)
    # Rounding may have left it a last digit outside.
    a = torch.where(a < -math.pi, a + TURN, a)
    return torch.where(a >= math.pi, a - TURN, a)


def manifold_of(flow: object) -> str:
    """The flow's ``manifold``; one that does not say lives on the line."""
    return getattr(flow, "manifold", LINE)


def common_manifold(flows):
    """The manifold that all of them live on. Raises ValueError if they differ."""
    found = [manifold_of(flow) for flow in flows]
    if len(set(found)) > 1:
        raise ValueError(
            "These flows do not fit together: they live on different manifolds, "
            f"{', '.join(f'the {name}' for name in found)}. A chain stays on one of them."
        )
    return found[0]


def on_sphere(x: Tensor, name: str = "x") -> Tensor:
    """x / |x|, if all lengths are 1 within 1e-3: (..., 3) → (..., 3). NaN stays NaN.

    Raises ValueError if the last dimension is not 3, or a length is another one.

    >>> on_sphere(torch.tensor([0.6, 0.0, 0.8])).shape
    torch.Size([3])
    """
    if not x.dim() or x.shape[-1] != 3:
        raise ValueError(
            f"{name} has shape {tuple(x.shape)}, but a point of the sphere has three coordinates: "
            "expected (..., 3)."
        )
    length = torch.linalg.vector_norm(x, dim=-1, keepdim=True)
    off = (length - 1).abs() > OFF
    if decided(off.any(), otherwise=False):
        raise ValueError(
            f"{int(off.sum())} of the {length.numel()} points in {name} are not on the unit "
            f"sphere: one of them has the length {length[off][0].item():.6g}, not 1. "
            "Divide each by its length."
        )
    return x / length
