"""Wrong first steps, one class for each misconception of exercise 3.1."""

import torch
from torch import nn
from torch.nn.functional import softplus

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import Parameters


def made(build, start=0.0):
    """A first step whose L is ``build(log_diagonal, below)``; the first starts at ``start``."""

    class Wrong(Parameters):
        def __init__(self, n):
            super().__init__(n)
            self.log_diagonal = nn.Parameter(torch.full((n,), start))

        def L(self):
            return build(self.log_diagonal, self.below)

    return Wrong


def diagonal(entries, start=0.0):
    """Right below the diagonal, ``entries(numbers)`` on it."""
    return made(lambda u, below: torch.diag(entries(u)) + below.tril(-1), start)


def lower(entries):
    """Right on the diagonal, ``entries(below)`` below it."""
    return made(lambda u, below: torch.diag(u.exp()) + entries(below.tril(-1)).tril(-1))


FREE = diagonal(lambda u: u, start=1.0)
FREE_FROM_ONE = diagonal(lambda u: 1 + u)
DOUBLED = made(lambda u, below: torch.diag(u.exp()) + below.tril())
ABSOLUTE = diagonal(torch.abs, start=1.0)
RELU = diagonal(torch.relu, start=1.0)
LIMITED = diagonal(lambda u: 2 * torch.sigmoid(u))
FLOOR = diagonal(lambda u: 0.9 * u.exp() + 0.1)
SOFTPLUS_OF_ZERO = diagonal(softplus)
EXP_OF_ONE = diagonal(torch.exp, start=1.0)
FULL = made(lambda u, below: torch.diag(u.exp()) + below - torch.diag(below.diagonal()))
UPPER = made(lambda u, below: torch.diag(u.exp()) + below.triu(1))
ONLY_DIAGONAL = made(lambda u, below: torch.diag(u.exp()))
POSITIVE_BELOW = lower(torch.square)
LIMITED_BELOW = lower(torch.tanh)
EXP_OF_ALL = made(lambda u, below: torch.exp(torch.diag(u) + below.tril(-1)).tril())
ONES_ABOVE = made(lambda u, below: torch.exp(torch.diag(u) + below.tril(-1)))
CUT_OFF = made(lambda u, below: (torch.diag(u.exp()) + below.tril(-1)).detach())
CUT_DIAGONAL = made(lambda u, below: torch.diag(u.detach().exp()) + below.tril(-1))
CUT_BELOW = made(lambda u, below: torch.diag(u.exp()) + below.detach().tril(-1))
ENTRIES_ALONE = made(lambda u, below: u.exp())


class FreeMatrix(Parameters):
    def __init__(self, n):
        super().__init__(n)
        self.W = nn.Parameter(torch.eye(n))

    def L(self):
        return self.W


class OnceAndForAll(Parameters):
    """L is computed in the constructor."""

    def __init__(self, n):
        super().__init__(n)
        self.made = Parameters.L(self)

    def L(self):
        return self.made


class NoMethod(Parameters):
    def __init__(self, n):
        super().__init__(n)
        self.L = torch.eye(n)


class Plain(nn.Module):
    """Plain tensors in place of parameters: all of them, or those named."""

    names = ("log_diagonal", "below", "b")

    def __init__(self, n):
        super().__init__()
        for name, shape in (("log_diagonal", (n,)), ("below", (n, n)), ("b", (n,))):
            start = torch.zeros(shape)
            setattr(self, name, start if name in self.names else nn.Parameter(start))

    L = Parameters.L


class PlainL(Plain):
    names = ("log_diagonal", "below")


class PlainDiagonal(Plain):
    names = ("log_diagonal",)


class PlainB(Plain):
    names = ("b",)


class OnlyRequiresGrad(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = torch.zeros(n, requires_grad=True)
        self.below = torch.zeros(n, n, requires_grad=True)
        self.b = torch.zeros(n, requires_grad=True)

    L = Parameters.L


class LOnlyRequiresGrad(OnlyRequiresGrad):
    def __init__(self, n):
        super().__init__(n)
        self.b = nn.Parameter(torch.zeros(n))


class InAList(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.numbers = [nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n, n))]
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(self.numbers[0].exp()) + self.numbers[1].tril(-1)


ADDED_TO_ROWS = made(lambda u, below: u.exp() + below.tril(-1))


class TwoDimensions(Parameters):
    """The right step, for n = 2 whatever n is."""

    def __init__(self, n):
        super().__init__(2)


class ParameterL(Parameters):
    """An attribute and a method of one name: torch raises."""

    def __init__(self, n):
        super().__init__(n)
        self.L = nn.Parameter(torch.eye(n))


class ColumnB(Parameters):
    def __init__(self, n):
        super().__init__(n)
        self.b = nn.Parameter(torch.zeros(n, 1))


def drawn(*names):
    """A first step whose parameters of these names start at random."""

    class Drawn(Parameters):
        def __init__(self, n):
            super().__init__(n)
            for name in names:
                setattr(self, name, nn.Parameter(torch.randn_like(getattr(self, name))))

    return Drawn
