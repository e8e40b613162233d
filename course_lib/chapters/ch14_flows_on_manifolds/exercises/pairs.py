"""Maps of the sphere for exercise 14.10, and pairs of vectors at a point: one right, others not."""

import torch

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import unit, zoom
from course_lib.exercises.inputs import tensor

# --- maps of the sphere to itself; off the sphere each one does something else --------------------

BENT = tensor([[1.4, 0.3, -0.2], [-0.5, 0.8, 0.6], [0.1, -0.4, 1.1]])
TURNED = torch.linalg.qr(tensor([[0.6, 0.2, -0.9], [-0.3, 1.0, 0.4], [0.8, 0.5, 0.7]]))[0]
CENTRE, STRENGTH = unit([0.5, -0.3, 0.8]), tensor(0.45)


def bent(x):
    """A linear map, and back to length 1; off the sphere lengths grow slowly."""
    return unit(BENT @ x) * x.square().sum() ** 0.15


def zoomed(x):
    """A turned zoom; off the sphere its formula goes on."""
    return TURNED @ zoom(x, CENTRE, STRENGTH)[0]


def swirled(x):
    """A twist about the axis that grows with the height, behind a bend."""
    angle = 1.3 * x[2] + 0.4
    c, s = torch.cos(angle), torch.sin(angle)
    return bent(torch.stack([c * x[0] - s * x[1], s * x[0] + c * x[1], x[2]]))


def lengthened(x):
    """Right on the sphere; off it, lengths grow with their cube."""
    return zoomed(x / x.norm()) * x.square().sum() ** 1.5


# --- two vectors at x -----------------------------------------------------------------------------


def basis_at(x):
    other = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    e1 = unit(torch.linalg.cross(x, other))
    return e1, torch.linalg.cross(x, e1)


def helped_by(axis):
    """A tangent basis by one fixed helper, which fails where x is that axis."""

    def basis(x):
        e1 = unit(torch.linalg.cross(x, torch.eye(3, dtype=x.dtype)[axis]))
        return e1, torch.linalg.cross(x, e1)

    return basis


def second_from_helper(x):
    other = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    e1 = unit(torch.linalg.cross(x, other))
    return e1, torch.linalg.cross(other, e1)


def of_angles(x):
    """The directions of growing θ and φ."""
    ring = torch.hypot(x[0], x[1])
    zero = torch.zeros_like(ring)
    return (
        torch.stack([x[2] * x[0] / ring, x[2] * x[1] / ring, -ring]),
        torch.stack([-x[1] / ring, x[0] / ring, zero]),
    )


def not_unit(x):
    other = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    a = torch.linalg.cross(x, other)
    return a, torch.linalg.cross(x, a)


def axes(x):
    eye = torch.eye(3, dtype=x.dtype)
    return eye[0], eye[1]


def skew(x):
    e1, e2 = basis_at(x)
    return e1, unit(e1 + e2)


def projected_axes(x):
    """Two axes without their part along x: tangents, but neither perpendicular nor of length 1."""
    a, b = axes(x)
    return a - (a @ x) * x, b - (b @ x) * x


def any_two(x):
    q, _ = torch.linalg.qr(torch.randn(3, 2, dtype=x.dtype))
    return q[:, 0], q[:, 1]


def with_normal(x):
    e1, _ = basis_at(x)
    return x, e1
