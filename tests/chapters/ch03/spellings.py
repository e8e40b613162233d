"""Other right ways to write the answers of chapter 03."""

import math

import torch
from torch import nn
from torch.nn.functional import softplus

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import Density, Maps


class Softplus(nn.Module):
    """softplus with an offset that makes the start the identity."""

    def __init__(self, n):
        super().__init__()
        self.u = nn.Parameter(torch.full((n,), math.log(math.e - 1)))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return softplus(self.u).diag() + torch.tril(self.below, diagonal=-1)


class OneVector(nn.Module):
    """All entries in one vector, put in their places by index."""

    def __init__(self, n, start=0.0):
        super().__init__()
        self.entries = nn.Parameter(torch.full((n * (n + 1) // 2,), start))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        n = len(self.b)
        rows, columns = torch.tril_indices(n, n)
        values = torch.where(rows == columns, self.entries.exp(), self.entries)
        return torch.zeros(n, n).index_put((rows, columns), values)


class Loops(nn.Module):
    """Row by row with loops."""

    def __init__(self, n):
        super().__init__()
        self.rows = nn.ParameterList([nn.Parameter(torch.zeros(i + 1)) for i in range(n)])
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        n = len(self.b)
        rows = []
        for i, row in enumerate(self.rows):
            entries = [row[j] if j < i else row[j].exp() if j == i else row.new_zeros(())
                       for j in range(n) for _ in (0,) if j < len(row) or j > i]  # fmt: skip
            rows.append(torch.stack(entries))
        return torch.stack(rows)


class WithInverse(Softplus):
    """An explicit inverse matrix and slogdet: slower, and right."""

    def forward(self, z):
        x = z @ torch.linalg.inv(self.L()).T + self.b
        return x, -torch.linalg.slogdet(self.L())[1] * torch.ones(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = torch.einsum("ij,...j->...i", L, x - self.b)
        return z, torch.linalg.slogdet(L)[1].repeat(x.shape[:-1])


class BySubstitution(Softplus):
    """Forward substitution by hand."""

    def forward(self, z):
        L, x = self.L(), []
        for i in range(len(self.b)):
            done = sum(L[i, j] * x[j] for j in range(i))
            x.append((z[..., i] - done) / L[i, i])
        log_det = -torch.log(torch.diagonal(L)).sum() + 0 * z[..., 0]
        return torch.stack(x, -1) + self.b, log_det

    def inverse(self, x):
        z = (self.L() @ (x - self.b).unsqueeze(-1)).squeeze(-1)
        return z, -self.forward(z)[1]


class Solved(Softplus):
    """torch.linalg.solve, and the log of the product of the diagonal."""

    def forward(self, z):
        x = torch.linalg.solve(self.L(), z.unsqueeze(-1)).squeeze(-1) + self.b
        return x, -self.L().diagonal().prod().log().expand(x.shape[:-1])

    def inverse(self, x, *, scale=1.0):
        z = (scale * self.L() * (x - self.b).unsqueeze(-2)).sum(-1)
        return z, torch.det(self.L()).log().expand(z.shape[:-1])


class ByTorch(Maps):
    def log_prob(self, x):
        return torch.distributions.MultivariateNormal(
            self.b, precision_matrix=self.L().T @ self.L()
        ).log_prob(x)


class ByNormal(Maps):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return torch.distributions.Normal(0.0, 1.0).log_prob(z).sum(-1) + log_det


class ByForward(Maps):
    def log_prob(self, x):
        z = self.inverse(x)[0]
        n = x.shape[-1]
        log_p0 = -(z.square().sum(-1) + n * math.log(2 * math.pi)) / 2
        return log_p0 - self.forward(z)[1]


class SampleNormal(Density):
    def sample(self, count):
        z = torch.distributions.Normal(0.0, 1.0).sample((count, len(self.b)))
        x, _ = self.forward(z)
        return x


class SampleLoop(Density):
    def sample(self, count):
        return torch.stack([self.forward(z)[0] for z in torch.randn(count, len(self.b))])


class SampleTorch(Density):
    def sample(self, count):
        C = torch.linalg.inv(self.L().T @ self.L())
        return torch.distributions.MultivariateNormal(self.b, C).sample((count,))


def closed_form_loop(flow, data, steps, lr):
    """A manual loop over zero_grad on the module, with detach in place of item."""
    optimizer, losses = torch.optim.Adam(flow.parameters(), lr), []
    while len(losses) < steps:
        flow.zero_grad()
        loss = flow.log_prob(data).neg().mean()
        loss.backward()
        losses.append(loss.detach())
        optimizer.step()
    return losses


def average_by_hand(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = torch.zeros(steps)
    for k in range(steps):
        loss = -flow.log_prob(data).sum() / len(data)
        for p in flow.parameters():
            p.grad = None
        loss.backward()
        optimizer.step()
        losses[k] = loss.item()
    return losses.tolist()


def with_closure(flow, data, steps, lr, shown=False):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)

    def closure():
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        return loss

    return [float(optimizer.step(closure)) for _ in range(steps)]


SPELLINGS = {
    "3.1": (Softplus, OneVector, Loops),
    "3.2": (WithInverse, BySubstitution, Solved),
    "3.3": (ByTorch, ByNormal, ByForward),
    "3.4": (SampleNormal, SampleLoop, SampleTorch),
    "3.5": (closed_form_loop, average_by_hand, with_closure),
}
