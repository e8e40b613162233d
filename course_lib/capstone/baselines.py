"""What a flow must be better than: a box, a Gaussian, a bump on every row.

Each is fitted to the training rows alone (the box looks at all rows, so it is never outside), and
gives log p of other rows, per unit of the table.
"""

import math

import torch
from torch import Tensor
from torch.distributions import MultivariateNormal

from course_lib.capstone.tables import Part, Table

BUMPS = "bumps on every row"
MOST = 2000  # rows that get a bump
WIDTHS = (0.05, 0.1, 0.2, 0.35, 0.6, 1.0)  # of a bump, in widths of the data


@torch.no_grad()
def baselines(table: Table, part: Part) -> dict[str, Tensor]:
    """{name: log p of each row of the part}, float64, shape (n,) each.

    ``uniform`` over the box that all rows fill; the Gaussian of the targets, and with a context the
    one around a straight line in it; a kernel density with a width chosen by the held-out rows (and
    with a context its bumps weigh by how near their contexts are).
    """
    around = gaussian(table, with_context=True)
    found = {"uniform over the box": uniform(table, part)}
    if table.context:
        found["Gaussian without the context"] = gaussian(table, with_context=False)(part)
        found["Gaussian around a line"] = around(part)
    else:
        found["Gaussian"] = around(part)
    return found | {BUMPS: kernel(table)(part)}


def uniform(table, part):
    x = table.numbers[:, : len(table.target)]
    volume = (x.amax(0) - x.amin(0)).log().sum()
    return torch.full((len(part),), -volume.item(), dtype=torch.float64)


def gaussian(table: Table, with_context: bool):
    """log p of a part's rows by a Gaussian; with a context its mean is a straight line in it."""
    weights, noise = line(table, with_context)

    def log_p(part):
        return noise.log_prob(part.x.double() - features(part, with_context) @ weights)

    return log_p


def line(table, with_context):
    """(what ``features`` weigh, Gaussian of what is left) by least squares on the training rows."""
    x, known = table.train.x.double(), features(table.train, with_context)
    weights = torch.linalg.lstsq(known, x, driver="gelsd").solution
    left = x - known @ weights
    covariance = left.T @ left / len(left)
    noise = MultivariateNormal(torch.zeros(x.shape[1], dtype=x.dtype), covariance)
    return weights, noise


def features(part, with_context):
    """1 and the contexts: what a straight line adds up."""
    one = torch.ones(len(part), 1, dtype=torch.float64)
    return torch.cat([one, part.c.double()], 1) if with_context and part.c is not None else one


def kernel(table):
    """log p of a part's rows by bumps; of the widths the one that is best for the held-out rows."""
    train = table.train
    sigma = train.x.double().std(0)
    at = train.x[:MOST].double() / sigma
    near = None if train.c is None else train.c[:MOST].double()

    def log_p(rows, width):
        log_k = _bumps(rows.x.double() / sigma, at, width)
        if near is None:
            log_w = torch.full_like(log_k, -math.log(len(at)))
        else:
            log_w = torch.log_softmax(_bumps(rows.c.double(), near, max(width, 0.2)), 1)
        return torch.logsumexp(log_k + log_w, 1) - sigma.log().sum()

    best = max(WIDTHS, key=lambda width: log_p(table.held_out, width).mean().item())
    return lambda part: log_p(part, best)


def _bumps(x, at, width):
    """log of a Gaussian of this width around each place: (n, D), (m, D) → (n, m)."""
    squares = torch.cdist(x, at, compute_mode="donot_use_mm_for_euclid_dist").square()
    constant = x.shape[1] * (math.log(width) + 0.5 * math.log(2 * math.pi))
    return -squares / (2 * width**2) - constant
