"""Other right ways to write the answers of chapter 02."""

import math

import torch
from torch.distributions import MultivariateNormal, Normal

from course_lib.flows import Affine, Composition, FlowDistribution, TrainableAffine

# --- 2.1 and 2.2: by torch.distributions, by math number by number, in loops


def inverse_by_reciprocal(x, a, b):
    return x * (1 / a) - b / a


def inverse_in_a_loop(x, a, b):
    z = torch.zeros_like(x)
    for k in range(x.numel()):
        z.view(-1)[k] = (x.reshape(-1)[k] - b) / a
    return z


def inverse_with_floats(x, a, b):
    return (float(x) - float(b)) / float(a)


def log_prob_with_torch(x, a, b):
    return Normal(b, a.abs()).log_prob(x)


def log_prob_with_math(x, a, b):
    z = (x - b) / a
    return math.log(math.exp(-z * z / 2) / math.sqrt(2 * math.pi * a * a))


def log_prob_with_the_square(x, a, b):
    return -((x - b) ** 2) / (2 * a**2) - 0.5 * torch.log(2 * torch.pi * a**2)


def log_prob_by_autograd(x, a, b, base=None):
    base = base or Normal(0.0, 1.0)
    x = x.clone().requires_grad_()
    z = (x - b) / a
    (slope,) = torch.autograd.grad(z.sum(), x)
    return base.log_prob(z.detach()) + slope.abs().log()


# --- 2.3: as a module, with lists, through the library


class ChainModule(torch.nn.Module):
    def __init__(self, f2, f1):
        super().__init__()
        self.steps = [f1, f2]

    def forward(self, z):
        total = 0.0
        for step in self.steps:
            z, log_det = step.forward(z)
            total = total + log_det
        return z, total

    def inverse(self, x):
        total = torch.zeros_like(x)
        for step in self.steps[::-1]:
            x, log_det = step.inverse(x)
            total += log_det
        return x, total


class ChainInOneLine:
    def __init__(self, f2, f1, name="chain"):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        return self.f2.forward(self.f1.forward(z)[0])[0], sum(
            [self.f1.forward(z)[1], self.f2.forward(self.f1.forward(z)[0])[1]]
        )

    def inverse(self, x):
        z = self.f1.inverse(self.f2.inverse(x)[0])[0]
        return z, -self.forward(z)[1]


class ChainThatReturnsLists(ChainInOneLine):
    def forward(self, z):
        return list(super().forward(z))


# --- 2.4


def affine_with_torch(x, L, b):
    return MultivariateNormal(b, precision_matrix=L.T @ L).log_prob(x)


def affine_with_einsum(x, L, b):
    z = torch.einsum("ij,...j->...i", L, x - b)
    n = L.shape[0]
    return L.logdet() - z.square().sum(dim=-1) / 2 - n / 2 * math.log(2 * math.pi)


def affine_in_loops(x, L, b):
    n = len(b)
    rows = x.reshape(-1, n)
    out = []
    for row in rows:
        total = 0.0
        for i in range(n):
            z = sum(L[i, j] * (row[j] - b[j]) for j in range(i + 1))
            total = total - z * z / 2 - math.log(2 * math.pi) / 2 + math.log(L[i, i])
        out.append(total)
    return torch.stack(out).reshape(x.shape[:-1])


def affine_by_the_covariance(x, L, b):
    C = torch.linalg.inv(L.T @ L)
    d = x - b
    square = (d @ torch.linalg.inv(C) * d).sum(-1)
    return -0.5 * (square + torch.logdet(2 * torch.pi * C))


def affine_with_the_library(x, L, b):
    return FlowDistribution(Affine(L, b)).log_prob(x)


# --- 2.5


def sample_with_the_inverse(z, L, b):
    return z @ torch.linalg.inv(L).T + b


def sample_with_last_dimension(z, L, b):
    return torch.linalg.solve_triangular(L, z[..., None], upper=False)[..., 0] + b


def sample_by_hand(z, L, b):
    x = torch.zeros_like(z)
    for k in range(len(z)):
        for i in range(z.shape[1]):
            x[k, i] = (z[k, i] - L[i, :i] @ x[k, :i]) / L[i, i]
    return x + b


def sample_with_solve(z, L, b):
    return b + torch.stack([torch.linalg.solve(L, row) for row in z])


# --- 2.6


def make_L_softplus(diagonal, below):
    return torch.diag(torch.nn.functional.softplus(diagonal)) + below.tril(diagonal=-1)


def make_L_in_a_loop(diagonal, below):
    n = len(diagonal)
    L = torch.zeros(n, n, dtype=below.dtype)
    for i in range(n):
        L[i, i] = diagonal[i].exp()
        for j in range(i):
            L[i, j] = below[i, j]
    return L


def make_L_in_two_pieces(diagonal, below):
    entries = torch.where(diagonal > 0, diagonal + 1, torch.exp(diagonal.clamp(max=0)))
    return torch.diag_embed(entries) + below * torch.ones(len(below), len(below)).tril(-1)


def make_L_falling(diagonal, below):
    return torch.tril(below, -1) + torch.eye(len(diagonal)) * torch.exp(-diagonal)


def make_L_by_a_root(diagonal, below):
    positive = (diagonal + torch.sqrt(diagonal**2 + 4)) / 2
    return torch.where(torch.eye(len(diagonal)) == 1, positive, torch.tril(below, -1))


# --- 2.7


def step_with_backward(x, log_diagonal, below, b, lr):
    leaves = [t.clone().requires_grad_(True) for t in (log_diagonal, below, b)]
    L = torch.exp(leaves[0]).diag() + leaves[1].tril(-1)
    loss = -MultivariateNormal(leaves[2], precision_matrix=L.T @ L).log_prob(x).mean()
    loss.backward()
    with torch.no_grad():
        return [t - lr * t.grad for t in leaves]


def step_with_an_optimizer(x, log_diagonal, below, b, lr):
    flow = TrainableAffine(len(b)).double()
    with torch.no_grad():
        for name, value in (("log_diagonal", log_diagonal), ("below", below), ("b", b)):
            getattr(flow, name).copy_(value)
    optimizer = torch.optim.SGD(flow.parameters(), lr=lr)
    (-FlowDistribution(flow).log_prob(x).mean()).backward()
    optimizer.step()
    return flow.log_diagonal, flow.below, flow.b


def step_by_hand(x, log_diagonal, below, b, lr):
    L = torch.diag(log_diagonal.exp()) + torch.tril(below, -1)
    z = (x - b) @ L.T
    slope = z.T @ (x - b) / len(x)  # of the squares' half, with respect to L
    return (
        log_diagonal - lr * (slope.diagonal() * log_diagonal.exp() - 1),
        below - lr * slope.tril(-1),
        b + lr * (z @ L).mean(0),
    )


def step_by_differences(x, log_diagonal, below, b, lr, h=1e-6):
    def loss(parts):
        d, w, c = parts
        L = torch.diag(d.exp()) + w.tril(-1)
        return 0.5 * ((x - c) @ L.T).pow(2).sum(-1).mean() - d.sum()

    old, new = [log_diagonal, below, b], []
    for k, t in enumerate(old):
        moved = t.clone()
        for i in range(t.numel()):
            up, down = [p.clone() for p in old], [p.clone() for p in old]
            up[k].view(-1)[i] += h
            down[k].view(-1)[i] -= h
            moved.view(-1)[i] -= lr * (loss(up) - loss(down)) / (2 * h)
        new.append(moved)
    return tuple(new)


# --- 2.8


def radius_with_math(p):
    return math.sqrt(2 * math.log(1 / (1 - p)))


SPELLINGS = {
    "2.1": (inverse_by_reciprocal, inverse_in_a_loop, inverse_with_floats),
    "2.2": (
        log_prob_with_torch,
        log_prob_with_math,
        log_prob_with_the_square,
        log_prob_by_autograd,
    ),
    "2.3": (Composition, ChainModule, ChainInOneLine, ChainThatReturnsLists),
    "2.4": (
        affine_with_torch,
        affine_with_einsum,
        affine_in_loops,
        affine_by_the_covariance,
        affine_with_the_library,
    ),
    "2.5": (
        sample_with_the_inverse,
        sample_with_last_dimension,
        sample_by_hand,
        sample_with_solve,
    ),
    "2.6": (
        make_L_softplus,
        make_L_in_a_loop,
        make_L_in_two_pieces,
        make_L_falling,
        make_L_by_a_root,
    ),
    "2.7": (step_with_backward, step_with_an_optimizer, step_by_hand, step_by_differences),
    "2.8": (radius_with_math,),
}
