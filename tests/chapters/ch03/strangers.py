"""Answers of chapter 03 as strangers write them."""

import math

import torch
from torch import nn
from torch.nn.functional import softplus

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import (
    Density,
    GaussianFlow,
    Maps,
    Parameters,
)

# --- 3.1


class Softplus(nn.Module):
    """softplus that starts at 1."""

    def __init__(self, n):
        super().__init__()
        self.b = nn.Parameter(torch.zeros(n))
        self.u = nn.Parameter(torch.full((n,), math.log(math.expm1(1.0))))
        self.low = nn.Parameter(torch.zeros(n * (n - 1) // 2))

    def L(self):
        n = len(self.b)
        L = torch.diag(softplus(self.u))
        rows, columns = torch.tril_indices(n, n, -1)
        L[rows, columns] = self.low
        return L


class Rising(Parameters):
    """u + √(u² + 1) is positive for every u, and 1 at 0."""

    def L(self):
        u = self.log_diagonal
        return torch.diag(u + torch.sqrt(u**2 + 1)) + self.below.tril(-1)


class InFloat32(Parameters):
    def L(self):
        L = torch.zeros(len(self.b), len(self.b), dtype=torch.float32)
        L = L + torch.diag(self.log_diagonal.exp()).float()
        return L + self.below.tril(-1).float()


class InParameterList(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.b = nn.Parameter(torch.zeros(n))
        self.ps = nn.ParameterList([nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n, n))])

    def L(self):
        return self.ps[1].tril(-1) + torch.diag_embed(self.ps[0].exp())


def first_step(start, L, b=nn.Parameter):
    """A first step with one tensor u, b, and a matrix low."""

    class Step(nn.Module):
        def __init__(self, n):
            super().__init__()
            self.u = nn.Parameter(start(n))
            self.low = nn.Parameter(torch.zeros(n, n))
            self.b = b(torch.zeros(n))

    Step.L = L
    return Step


FreeDiagonal = first_step(torch.ones, lambda self: torch.diag(self.u) + torch.tril(self.low, -1))
FreeTriangle = first_step(torch.eye, lambda self: torch.tril(self.u))
EyeAndTriangle = first_step(
    lambda n: torch.zeros(n, n), lambda self: torch.eye(len(self.b)) + torch.tril(self.u)
)
PlainB = first_step(
    torch.zeros, lambda self: torch.diag(self.u.exp()) + self.low.tril(-1), b=lambda zeros: zeros
)
Sigmoid = first_step(
    torch.zeros,
    lambda self: torch.diag(10 * torch.sigmoid(self.u - math.log(9))) + self.low.tril(-1),
)
Floor = first_step(
    torch.zeros, lambda self: torch.diag(0.85 * torch.exp(self.u) + 0.15) + self.low.tril(-1)
)
Tanh = first_step(
    torch.zeros, lambda self: torch.diag(self.u.exp()) + torch.tril(torch.tanh(self.low), -1)
)
Square = first_step(torch.ones, lambda self: torch.diag(self.u**2) + self.low.tril(-1))
FreeAndFull = first_step(torch.eye, lambda self: self.u)
SoftplusWithFloor = first_step(
    lambda n: torch.full((n,), math.log(math.expm1(1 - 1e-3))),
    lambda self: torch.diag(softplus(self.u) + 1e-3) + self.low.tril(-1),
)
Random = first_step(torch.randn, lambda self: torch.diag(self.u.exp()) + self.low.tril(-1))


class NoB(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.u, self.low = nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n, n))

    def L(self):
        return torch.diag(self.u.exp()) + self.low.tril(-1)


class PythonList(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.ps = [nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n, n))]
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(torch.exp(self.ps[0])) + torch.tril(self.ps[1], -1)


class ComputedOnce(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.u = nn.Parameter(torch.full((n,), math.log(math.expm1(1.0))))
        self.low = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))
        self.matrix = torch.diag(softplus(self.u)) + torch.tril(self.low, -1)

    def L(self):
        return self.matrix


class TensorL(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.b = nn.Parameter(torch.zeros(n))
        self.L = torch.eye(n)


# --- 3.2, 3.3: the learner's own parameters


class OwnMaps(Softplus):
    """log det L from the entries of a matrix of logarithms."""

    def __init__(self, n):
        nn.Module.__init__(self)
        self.u, self.low = nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(self.u.exp()) + self.low.tril(-1)

    def forward(self, z):
        y = torch.linalg.solve_triangular(self.L(), z.unsqueeze(-1), upper=False).squeeze(-1)
        return y + self.b, (-self.u.sum()).expand(z.shape[:-1])

    def inverse(self, x):
        return (x - self.b) @ self.L().T, self.u.sum().expand(x.shape[:-1])


class OwnDensity(OwnMaps):
    def log_prob(self, x):
        z = (x - self.b) @ self.L().T
        n = x.shape[-1]
        return -0.5 * (z**2).sum(-1) - 0.5 * n * math.log(2 * math.pi) + self.u.sum()


class ListMaps(Maps):
    def forward(self, z):
        return list(super().forward(z))

    def inverse(self, x):
        return list(super().inverse(x))


class ForwardOnly(Maps):
    def forward(self, z):
        return super().forward(z)[0]


class LCutOff(Parameters):
    def forward(self, z):
        L = self.L().data
        y = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1)
        return y + self.b, -torch.log(torch.diagonal(L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L().data
        return (x - self.b) @ L.T, torch.log(torch.diagonal(L)).sum().expand(x.shape[:-1])


class NumbersForLogDets(Maps):
    def forward(self, z):
        return super().forward(z)[0], torch.full(z.shape[:-1], float(-torch.logdet(self.L())))

    def inverse(self, x):
        return super().inverse(x)[0], torch.logdet(self.L()).data.expand(x.shape[:-1])


HALF = 0.5 * math.log(2 * math.pi)


def symmetric(flow, x):
    """Another whitening: the symmetric root of the precision."""
    _, S, V = torch.linalg.svd(flow.L())
    return (x - flow.b) @ V.T @ torch.diag(S) @ V


def log_prob(of):
    return type("Answer", (Maps,), {"log_prob": of})


def no_grad_log_prob(self, x):
    with torch.no_grad():
        return Density.log_prob(self, x)


# --- 3.4


def sample(of):
    return type("Answer", (Density,), {"sample": of})


def normal(count, n):
    return torch.distributions.Normal(0.0, 1.0).sample((count, n))


# --- 3.5


def fit(flow, data, steps, lr, order="zero backward step", optimizer=torch.optim.Adam, **options):
    made = optimizer(flow.parameters(), **({"lr": lr} | options))
    losses = []
    for _ in range(steps):
        loss = -torch.mean(flow.log_prob(data))
        for word in order.split():
            {"zero": made.zero_grad, "backward": loss.backward, "step": made.step}[word]()
        losses.append(loss.item())
    return losses


def with_(**options):
    return lambda flow, data, steps, lr: fit(flow, data, steps, **({"lr": lr} | options))


def inside(flow, data, steps, lr):
    losses = []
    for _ in range(steps):
        optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return losses


def halved(flow, data, steps, lr):
    optimizer, losses = torch.optim.Adam(flow.parameters(), lr=lr), []
    for _ in range(steps):
        loss = -flow.log_prob(data).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        optimizer.param_groups[0]["lr"] /= 2
        losses.append(loss.item())
    return losses


def detached(flow, data, steps, lr):
    optimizer, losses = torch.optim.Adam(flow.parameters(), lr=lr), []
    for _ in range(steps):
        loss = (-flow.log_prob(data).mean()).detach().requires_grad_()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def without_brackets(flow, data, steps, lr):
    optimizer, losses = torch.optim.Adam(flow.parameters(), lr=lr), []
    for _ in range(steps):
        loss = -flow.log_prob(data).mean()
        optimizer.zero_grad()
        loss.backward  # noqa: B018
        optimizer.step()
        losses.append(loss.item())
    return losses


def minus_in_the_list(flow, data, steps, lr):
    return [-loss for loss in fit(flow, data, steps, lr)]


def running_minimum(flow, data, steps, lr):
    losses = []
    for loss in fit(flow, data, steps, lr):
        losses.append(min([loss, *losses]))
    return losses


def numpy_losses(flow, data, steps, lr):
    return torch.tensor(fit(flow, data, steps, lr)).numpy()


RIGHT = {
    "3.1": (Softplus, Rising, InParameterList, InFloat32),
    "3.2": (OwnMaps, ListMaps),
    "3.3": (OwnDensity,),
    "3.4": (
        sample(lambda self, count: self.forward(normal(count, len(self.b)))[0].detach()),
        sample(lambda self, count: self.forward(torch.randn(len(self.b), count).T)[0]),
    ),
    "3.6": (
        symmetric,
        lambda flow, x: -flow.inverse(x)[0].flip(-1),
        lambda flow, x: (x - flow.b) @ torch.linalg.cholesky(flow.L().T @ flow.L()),
    ),
    "3.5": (with_(), numpy_losses, with_(order="backward step zero")),
}

NAMED = {
    "3.1": (
        ("a free diagonal", FreeDiagonal),
        ("a free diagonal", FreeTriangle),
        ("a free diagonal, counted from 1", EyeAndTriangle),
        ("b is no parameter", PlainB),
        ("parameters in a list", PythonList),
        ("computed once", ComputedOnce),
        ("a diagonal that cannot grow", Sigmoid),
        ("a floor under the diagonal", Floor),
        ("a floor under the diagonal", SoftplusWithFloor),
        ("limited below", Tanh),
        ("a diagonal that may be zero", Square),
        ("any matrix at all", FreeAndFull),
        ("no method", TensorL),
        ("a random L at the start", Random),
        ("the diagonal cut off", first_step(
            torch.zeros, lambda self: torch.diag(self.u.data.exp()) + self.low.tril(-1))),
        ("the diagonal cut off", first_step(
            lambda n: torch.full((n,), math.log(math.expm1(1.0))),
            lambda self: torch.diag(softplus(self.u).detach()) + self.low.tril(-1))),
        ("cut off below the diagonal", first_step(
            torch.zeros, lambda self: torch.diag(self.u.exp()) + self.low.detach().tril(-1))),
        ("n = 2 alone", lambda n: Softplus(2)),
        ("the diagonal added to every row", first_step(
            torch.zeros, lambda self: self.u.exp().expand_as(self.low) + self.low.tril(-1))),
        ("b as a column", first_step(
            torch.zeros, lambda self: torch.diag(self.u.exp()) + self.low.tril(-1),
            b=lambda zeros: nn.Parameter(zeros[:, None]))),
    ),
    "3.2": (("L cut off", LCutOff), ("images alone, forward", ForwardOnly),
            ("log-dets cut off", NumbersForLogDets)),
    "3.3": (
        ("constant for n = 2", log_prob(lambda s, x: s.inverse(x)[1] - math.log(2 * math.pi)
                                        - s.inverse(x)[0].square().sum(dim=-1) / 2)),
        ("log-det inside of the sum", log_prob(lambda s, x: sum(
            -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + s.inverse(x)[1]
            for z in s.inverse(x)[0].unbind(-1)))),
        ("summed over dimension 1", log_prob(lambda s, x: -(s.inverse(x)[0]**2 / 2 + HALF).sum(1)
                                             + s.inverse(x)[1])),
        ("no normalisation", log_prob(lambda s, x: -0.5 * s.inverse(x)[0].pow(2).sum(-1)
                                      + s.inverse(x)[1])),
        ("minus the log-density", log_prob(lambda s, x: -Density.log_prob(s, x))),
        ("the density", log_prob(lambda s, x: torch.exp(Density.log_prob(s, x)))),
        ("no gradient", log_prob(no_grad_log_prob)),
    ),
    "3.4": (
        ("L in place of its inverse",
         sample(lambda s, count: torch.randn(count, len(s.b)) @ s.L().T + s.b)),
        ("L in place of its inverse",
         sample(lambda s, count: normal(count, len(s.b)) @ s.L().T + s.b)),
        ("the inverse transposed",
         sample(lambda s, count: normal(count, len(s.b)) @ torch.linalg.inv(s.L()) + s.b)),
        ("b forgotten",
         sample(lambda s, count: normal(count, len(s.b)) @ torch.linalg.inv(s.L()).T)),
        ("z around b", sample(lambda s, count: s.forward(normal(count, len(s.b)) + s.b)[0])),
        ("one point, many times",
         sample(lambda s, count: s.forward(torch.randn(len(s.b)).expand(count, -1))[0])),
        ("z not in rows", sample(lambda s, count: s.forward(torch.randn(len(s.b), count))[0])),
        ("n = 2 alone", sample(lambda s, count: s.forward(normal(count, 2))[0])),
        ("the log-det in place of the points",
         sample(lambda s, count: s.forward(normal(count, len(s.b)))[-1])),
        ("b twice", sample(lambda s, count: GaussianFlow.sample(s, count) + s.b)),
        ("the precision for the covariance",
         sample(lambda s, count: torch.distributions.MultivariateNormal(
             s.b, s.L().T @ s.L()).sample((count,)))),
        ("turned", sample(lambda s, count: s.forward(torch.randn(count, len(s.b)))[0].T)),
        ("the log-det added",
         sample(lambda s, count: sum(p if p.ndim > 1 else p[:, None]
                                     for p in s.forward(torch.randn(count, len(s.b)))))),
        ("forward twice",
         sample(lambda s, count: s.forward(s.forward(torch.randn(count, len(s.b)))[0])[0])),
    ),
    "3.5": (
        ("the last loss, no list", lambda *args: torch.tensor(fit(*args)[-1])),
        ("no backward", without_brackets),
        ("no backward", detached),
        ("no backward", with_(order="zero step")),
        ("zeroed just before the step", with_(order="backward zero step")),
        ("zeroed just before the step", with_(order="zero step backward")),
        ("step with the gradient of before", with_(order="step zero backward")),
        ("a new optimizer in every step", inside),
        ("the optimizer's own learning rate", with_(lr=1e-3)),
        ("minus sign in the list alone", minus_in_the_list),
        ("the smallest loss so far", running_minimum),
        ("plain gradient descent", with_(optimizer=torch.optim.SGD)),
        ("gradients pile up", with_(order="backward step")),
        ("no step", with_(order="zero backward")),
    ),
    "3.6": (
        ("L⁻¹ in place of L", lambda flow, x: flow.forward(x - flow.b)[0] - flow.b),
        ("drawn anew", lambda flow, x: torch.randn(x.shape)),
        ("the log-det added", lambda flow, x: (x - flow.b) @ flow.L().T
            + flow.L().diagonal().log().sum()),
    ),
    "3.8": (
        ("L Lᵀ", lambda x1, L, b: b[1] - (L @ L.T)[0, 1] / (L @ L.T)[1, 1] * (x1 - b[0])),
        ("the covariance L Lᵀ", lambda x1, L, b: b[1] + L[1, 0] / L[0, 0] * (x1 - b[0])),
    ),
    "3.7": (
        ("absolute value", lambda L: L[1, 0].abs() / torch.sqrt(L[0, 0] ** 2 + L[1, 0] ** 2)),
        ("L Lᵀ", lambda L: -L[1, 0] / torch.sqrt(L[1, 1] ** 2 + L[1, 0] ** 2)),
        ("the covariance L Lᵀ", lambda L: L[1, 0] / torch.sqrt(L[1, 1] ** 2 + L[1, 0] ** 2)),
    ),
}  # fmt: skip

WRONG = {
    "3.1": (NoB, Parameters(2), lambda n: torch.eye(n)),
    "3.4": (
        sample(lambda self, count: self.forward(2 * torch.randn(count, len(self.b)))[0]),
        sample(lambda self, count: GaussianFlow.sample(self, count).detach().numpy()),
    ),
    "3.5": (
        with_(lr=0.05),
        halved,
        with_(optimizer=torch.optim.Adam, weight_decay=0.1),
        lambda flow, *rest: flow,
        lambda *args: [fit(*args)],
    ),
}
