"""From nothing to f: the straight way of every point from z to x = f(z).

At t = 0 nothing has happened, at t = 1 all of f has; at t a point is at (1 − t) z + t f(z). A
picture of a map says ``unfolds = True`` and draws with these functions at ``self.t``: its grid, its
points and its density then walk along that way, by hand or played.

A map of one dimension that falls has no such way: in between it would send all z to one x. It
starts from −z instead (``sign=-1``), which for a symmetric base is the same density.

Reference: R. McCann, "A convexity principle for interacting gases" (1997), displacement
interpolation.
"""

import torch

from course_lib.live.controls import Slider

CONTROL = Slider("t", "from nothing to f", 0.0, 1.0, 0.02, 1.0)


def points(z, x, t, sign=1):
    """(1 − t) · sign · z + t · x, for tensors or arrays of any one shape.

    >>> points(torch.tensor([2.0]), torch.tensor([6.0]), 0.25)
    tensor([3.])
    """
    return (1 - t) * sign * z + t * x


def slope(dx, t, sign=1):
    """dx_t/dz = (1 − t) · sign + t · f′(z): by |it| the base density is divided. Never 0 if f′ has
    the sign.

    >>> slope(torch.tensor([-3.0]), 0.5, sign=-1)
    tensor([-2.])
    """
    return (1 - t) * sign + t * dx


def matrix(A, t):
    """(1 − t) I + t A, for A of shape (…, n, n): the Jacobian on the way, an affine map's matrix.

    >>> matrix(torch.diag(torch.tensor([3.0, 1.0])), 0.5)
    tensor([[2., 0.],
            [0., 1.]])
    """
    A = torch.as_tensor(A)
    return (1 - t) * torch.eye(A.shape[-1], dtype=A.dtype) + t * A


def log_det(J, t):
    """log |det((1 − t) I + t J)| for Jacobians J of shape (…, n, n); −∞ where the way folds flat.

    >>> log_det(torch.diag(torch.tensor([3.0, 1.0])), 0.5).exp()
    tensor(2.)
    """
    return torch.linalg.slogdet(matrix(J, t)).logabsdet
