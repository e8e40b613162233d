"""Wrong in ways that are known: one class or function for each misconception."""

import math

import torch
from torch import nn

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import (
    Density,
    Maps,
    Parameters,
)


class FreeDiagonal(Parameters):
    def L(self):
        return torch.diag(self.log_diagonal + 1) + self.below.tril(-1)


class FullMatrix(Parameters):
    def L(self):
        return torch.diag(self.log_diagonal.exp()) + self.below - torch.diag(self.below.diagonal())


class OnlyDiagonal(Parameters):
    def L(self):
        return torch.diag(self.log_diagonal.exp())


class PlainTensors(Parameters):
    def __init__(self, n):
        nn.Module.__init__(self)
        self.log_diagonal = torch.zeros(n, dtype=torch.float64)
        self.below = torch.zeros(n, n, dtype=torch.float64)
        self.b = torch.zeros(n, dtype=torch.float64)


class DoubledDiagonal(Parameters):
    def L(self):
        return torch.diag(self.log_diagonal.exp()) + self.below.tril()


class AbsoluteDiagonal(Parameters):
    def __init__(self, n):
        super().__init__(n)
        self.log_diagonal = nn.Parameter(torch.ones(n))

    def L(self):
        return torch.diag(self.log_diagonal.abs()) + self.below.tril(-1)


class LimitedDiagonal(Parameters):
    def L(self):
        return torch.diag(2 * torch.sigmoid(self.log_diagonal)) + self.below.tril(-1)


class PositiveBelow(Parameters):
    def L(self):
        return torch.diag(self.log_diagonal.exp()) + (self.below.tril(-1)) ** 2


class SwappedLogDets(Maps):
    def forward(self, z):
        x, log_det = super().forward(z)
        return x, -log_det

    def inverse(self, x):
        z, log_det = super().inverse(x)
        return z, -log_det


class SameLogDet(Maps):
    def forward(self, z):
        x, log_det = super().forward(z)
        return x, -log_det


class SwappedMaps(Maps):
    def forward(self, z):
        x = z @ self.L().T + self.b
        return x, super().forward(z)[1]

    def inverse(self, x):
        L = self.L()
        z = torch.linalg.solve_triangular(L, (x - self.b).unsqueeze(-1), upper=False).squeeze(-1)
        return z, super().inverse(x)[1]


class ShiftedFirst(Maps):
    def forward(self, z):
        x, log_det = super().forward(z + self.b)
        return x - self.b, log_det

    def inverse(self, x):
        z, log_det = super().inverse(x + self.b)
        return z - self.b, log_det


class Transposed(Maps):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L.T, z.unsqueeze(-1), upper=True).squeeze(-1) + self.b
        return x, super().forward(z)[1]

    def inverse(self, x):
        return (x - self.b) @ self.L(), super().inverse(x)[1]


class OneLogDetPerDirection(Maps):
    def forward(self, z):
        x, _ = super().forward(z)
        return x, -self.L().diagonal().log().expand(z.shape)

    def inverse(self, x):
        z, _ = super().inverse(x)
        return z, self.L().diagonal().log().expand(x.shape)


class DeterminantWithoutLog(Maps):
    def forward(self, z):
        x, _ = super().forward(z)
        return x, (1 / self.L().diagonal().prod()).expand(z.shape[:-1])

    def inverse(self, x):
        z, _ = super().inverse(x)
        return z, self.L().diagonal().prod().expand(x.shape[:-1])


def log_prob_like(log_p0, at_x=False, sign=1):
    """A wrong log_prob made from another log-density of the base."""

    class Wrong(Maps):
        def log_prob(self, x):
            z, log_det = self.inverse(x)
            return log_p0(x if at_x else z) + sign * log_det

    return Wrong


def right_log_p0(z):
    return -0.5 * (z**2).sum(-1) - 0.5 * z.shape[-1] * math.log(2 * math.pi)


class InverseSample(Density):
    def sample(self, count):
        return self.inverse(torch.randn(count, len(self.b)))[0]


class BaseSample(Density):
    def sample(self, count):
        return torch.randn(count, len(self.b))


class UniformSample(Density):
    def sample(self, count):
        return self.forward(torch.rand(count, len(self.b)))[0]


class OneNumberPerPoint(Density):
    def sample(self, count):
        return self.forward(torch.randn(len(self.b)))[0]


class OneNumberForAll(Density):
    def sample(self, count):
        return self.forward(torch.randn(count, 1).expand(count, len(self.b)))[0]


class SameEveryTime(Density):
    def sample(self, count):
        torch.manual_seed(0)
        return self.forward(torch.randn(count, len(self.b)))[0]


def fitted(loss_of, zero=True, step=True):
    """A wrong training loop."""

    def wrong(flow, data, steps, lr):
        optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
        losses = []
        for _ in range(steps):
            loss = loss_of(flow.log_prob(data))
            if zero:
                optimizer.zero_grad()
            loss.backward()
            if step:
                optimizer.step()
            losses.append(loss.item())
        return losses

    return wrong
