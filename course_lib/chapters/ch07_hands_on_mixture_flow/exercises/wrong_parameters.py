"""Wrong first steps, one class for each misconception of exercise 7.1."""

import torch
from torch import nn
from torch.nn.functional import softplus

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import Parameters


def made(mixture, a=0.0, log_s=-1.0):
    """``mixture(numbers for the weights, centres, numbers for the scales)``, and their starts."""

    class Wrong(Parameters):
        def __init__(self, k):
            super().__init__(k)
            self.logits = nn.Parameter(torch.full((k,), float(a)))
            self.log_s = nn.Parameter(torch.full((k,), float(log_s)))

        def mixture(self):
            return mixture(self.logits, self.mu, self.log_s)

    return Wrong


def weights(of, start=0.0):
    return made(lambda a, mu, log_s: (of(a), mu, log_s.exp()), start)


def scales(of, start=-1.0):
    return made(lambda a, mu, log_s: (a.log_softmax(0), mu, of(log_s)), log_s=start)


def _ratio_of_exponentials(a):
    return (a.exp() / a.exp().sum()).log()


def _detached(a, mu, log_s):
    return a.log_softmax(0).detach(), mu.detach(), log_s.exp().detach()


WITHOUT_LOG = weights(lambda a: a.softmax(0))
AS_THEY_ARE = weights(lambda a: a)
LOGSIGMOID = weights(nn.functional.logsigmoid)
UNNORMALISED = weights(lambda a: softplus(a).log())
RATIO = weights(lambda a: (a / a.sum()).log(), start=1.0)
RATIO_OF_ZEROS = weights(lambda a: (a / a.sum()).log())
RATIO_OF_EXPONENTIALS = weights(_ratio_of_exponentials)
LOG_OF_SOFTMAX = weights(lambda a: a.softmax(0).log())
LOG_SCALES = scales(lambda log_s: log_s)
ABS_SCALES = scales(torch.abs)
SOFTPLUS_SCALES = scales(softplus)
SCALES_THEMSELVES = scales(lambda s: s, start=torch.tensor(-1.0).exp())
SCALES_AT_ONE = scales(torch.exp, start=0.0)
CUT_OFF = made(_detached)
WEIGHTS_CUT_OFF = weights(lambda a: a.detach().log_softmax(0))
SCALES_CUT_OFF = scales(lambda log_s: log_s.detach().exp())
SWAPPED = made(lambda a, mu, log_s: (mu, a.log_softmax(0), log_s.exp()))
TURNED = made(lambda a, mu, log_s: (a.log_softmax(0), log_s.exp(), mu))


SMALLEST = tuple(
    scales(lambda log_s, edge=edge: log_s.exp().clamp(min=edge))
    for edge in (0.1, 0.3, 0.05, 0.03, 0.01, 3e-3, 1e-3)
)
NARROWED = scales(lambda log_s: log_s.clamp(-3, 3).exp())
AT_E = scales(torch.exp, start=1.0)
ORDERS = tuple(
    made(lambda a, mu, log_s, order=order: [(a.log_softmax(0), mu, log_s.exp())[k] for k in order])
    for order in ((1, 2, 0), (2, 0, 1), (2, 1, 0))
)


def centres(start):
    """Other centres to start from: ``start(k)``."""

    class Wrong(Parameters):
        def __init__(self, k):
            super().__init__(k)
            self.mu = nn.Parameter(start(k))

    return Wrong


AT_ONE_PLACE = centres(torch.zeros)
ELSEWHERE = (
    centres(torch.ones),
    centres(lambda k: torch.linspace(0, 1, k)),
    centres(lambda k: torch.linspace(1, -1, k)),
    centres(lambda k: torch.arange(k).float()),
    centres(lambda k: torch.linspace(-2, 2, k)),
    centres(lambda k: torch.linspace(-3, 3, k)),
)


def one_scale(shape):
    class Wrong(Parameters):
        def __init__(self, k):
            super().__init__(k)
            self.log_s = nn.Parameter(torch.full(shape, -1.0))

    return Wrong


ONE_SCALE, ONE_SCALE_IN_A_ROW = one_scale(()), one_scale((1,))


class WholeNumbers(Parameters):
    def __init__(self, k):
        super().__init__(k)
        self.log_s = nn.Parameter(torch.full((k,), -1))


class OnceAndForAll(Parameters):
    """Log-weights and scales are computed in the constructor."""

    def __init__(self, k):
        super().__init__(k)
        self.log_w, self.s = self.logits.log_softmax(0), self.log_s.exp()

    def mixture(self):
        return self.log_w, self.mu, self.s


class AllOnceAndForAll(OnceAndForAll):
    def __init__(self, k):
        super().__init__(k)
        self.made = self.log_w, 1 * self.mu, self.s

    def mixture(self):
        return self.made


class Plain(nn.Module):
    """Plain tensors in place of parameters: all of them, or those named."""

    names = ("logits", "mu", "log_s")

    def __init__(self, k):
        super().__init__()
        for name, start in zip(("logits", "mu", "log_s"), _starts(k), strict=True):
            setattr(self, name, start if name in self.names else nn.Parameter(start))

    mixture = Parameters.mixture


def _starts(k):
    return torch.zeros(k), torch.linspace(-1, 1, k), torch.full((k,), -1.0)


PLAIN_WEIGHTS = type("Wrong", (Plain,), {"names": ("logits",)})
PLAIN_CENTRES = type("Wrong", (Plain,), {"names": ("mu",)})
PLAIN_SCALES = type("Wrong", (Plain,), {"names": ("log_s",)})


class OnlyRequiresGrad(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.logits, self.mu, self.log_s = (p.requires_grad_() for p in _starts(k))

    mixture = Parameters.mixture


class InAList(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.numbers = [nn.Parameter(start) for start in _starts(k)]

    def mixture(self):
        a, mu, log_s = self.numbers
        return a.log_softmax(0), mu, log_s.exp()
