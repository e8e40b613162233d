RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    "5.1": (
        (
            WRONG,
            "forgot the scale s",
            """
def to_uniform(x, mu, s):
    return torch.sigmoid(x - mu)
""",
        ),
        (
            WRONG,
            "multiplies by the scale s instead of dividing",
            '''
def to_uniform(x, mu, s):
    """The u in (0, 1) of x from a logistic with centre mu and scale s."""
    return torch.sigmoid((x - mu) * s)
''',
        ),
        (
            WRONG,
            "forgot the minus sign in the exponent: gives the mass to the right",
            """
def to_uniform(x, mu, s):
    return 1 / (1 + torch.exp((x - mu) / s))
""",
        ),
        (
            WRONG,
            "adds the centre instead of subtracting it",
            """
def to_uniform(x, mu, s):
    return torch.sigmoid((x + mu) / s)
""",
        ),
        (
            WRONG,
            "brackets missing: only mu is divided by s",
            """
def to_uniform(x, mu, s):
    u = x - mu / s
    return torch.sigmoid(u)
""",
        ),
        (
            WRONG,
            "forgot the centre mu",
            """
def to_uniform(x, mu, s):
    return torch.sigmoid(x / s)
""",
        ),
        (
            WRONG,
            "the wrong direction: logit (the inverse CDF) instead of sigmoid",
            """
def to_uniform(x, mu, s):
    return torch.logit((x - mu) / s)
""",
        ),
        (
            WRONG,
            "returns the density instead of the CDF",
            """
def to_uniform(x, mu, s):
    sig = torch.sigmoid((x - mu) / s)
    return sig * (1 - sig) / s
""",
        ),
        (
            WRONG,
            "uses the CDF of a normal distribution instead of the logistic one",
            """
def to_uniform(x, mu, s):
    return torch.distributions.Normal(mu, s).cdf(x)
""",
        ),
        (
            WRONG,
            "divides the CDF by s as one would a density",
            """
def to_uniform(x, mu, s):
    return torch.sigmoid((x - mu) / s) / s
""",
        ),
        (
            WRONG,
            "returns the standardised x, without the sigmoid",
            """
def to_uniform(x, mu, s):
    return (x - mu) / s
""",
        ),
        (
            WRONG,
            "tanh without the factor 1/2 inside: twice too steep",
            """
def to_uniform(x, mu, s):
    return 0.5 * (1 + torch.tanh((x - mu) / s))
""",
        ),
        (
            WRONG,
            "takes s for the standard deviation and converts it to a scale",
            """
import math

def to_uniform(x, mu, s):
    scale = s * math.sqrt(3) / math.pi
    return torch.sigmoid((x - mu) / scale)
""",
        ),
        (
            WRONG,
            "softmax over all points instead of the sigmoid",
            """
def to_uniform(x, mu, s):
    return torch.softmax((x - mu) / s, dim=-1)
""",
        ),
        (
            WRONG,
            "returns the logarithm of the CDF",
            """
def to_uniform(x, mu, s):
    return torch.nn.functional.logsigmoid((x - mu) / s)
""",
        ),
        (
            WRONG,
            "averages over all points, so one number comes out",
            """
def to_uniform(x, mu, s):
    return torch.sigmoid((x - mu) / s).mean()
""",
        ),
        (
            # right: an elementwise answer may take one number at a time, and the check says so.
            RIGHT,
            "math.exp does not take a tensor: raises an error",
            """
import math

def to_uniform(x, mu, s):
    return 1 / (1 + math.exp(-(x - mu) / s))
""",
        ),
        (
            WRONG,
            "computes u but returns nothing",
            """
def to_uniform(x, mu, s):
    u = torch.sigmoid((x - mu) / s)
""",
        ),
        (
            WRONG,
            "no bracket round 1 + exp: 1/1 + exp(-u)",
            """
def to_uniform(x, mu, s):
    return 1 / 1 + torch.exp(-(x - mu) / s)
""",
        ),
        (
            RIGHT,
            "torch.sigmoid",
            """
def to_uniform(x, mu, s):
    return torch.sigmoid((x - mu) / s)
""",
        ),
        (
            RIGHT,
            "the formula with exp",
            """
def to_uniform(x, mu, s):
    u = (x - mu) / s
    return 1 / (1 + torch.exp(-u))
""",
        ),
        (
            RIGHT,
            "tanh of the half",
            """
def to_uniform(x, mu, s):
    return (1 + torch.tanh((x - mu) / (2 * s))) / 2
""",
        ),
        (
            RIGHT,
            "torch.special.expit as a lambda",
            """
to_uniform = lambda x, mu, s: torch.special.expit((x - mu) / s)
""",
        ),
        (
            RIGHT,
            "exp of logsigmoid",
            """
from torch.nn.functional import logsigmoid

def to_uniform(x, mu, s):
    return logsigmoid((x - mu) / s).exp()
""",
        ),
        (
            RIGHT,
            "one minus the mass to the right",
            """
def to_uniform(x, mu, s):
    right = torch.sigmoid((mu - x) / s)
    return 1 - right
""",
        ),
        (
            RIGHT,
            "softmax of (u, 0)",
            """
def to_uniform(x, mu, s):
    u = (x - mu) / s
    return torch.softmax(torch.stack([u, torch.zeros_like(u)]), dim=0)[0]
""",
        ),
    ),
    "5.2": (
        (
            WRONG,
            "the wrong order: icdf2 first, then cdf1",
            """
def chain(z, cdf1, icdf2):
    return cdf1(icdf2(z))
""",
        ),
        (
            WRONG,
            "forgot the first step: icdf2 of z itself",
            """
def chain(z, cdf1, icdf2):
    return icdf2(z)
""",
        ),
        (
            WRONG,
            "stops at the uniform number",
            """
def chain(z, cdf1, icdf2):
    u = cdf1(z)
    return u
""",
        ),
        (
            WRONG,
            "multiplies the two functions instead of chaining them",
            """
def chain(z, cdf1, icdf2):
    return cdf1(z) * icdf2(z)
""",
        ),
        (
            WRONG,
            "uses the mass to the right, 1 - u",
            """
def chain(z, cdf1, icdf2):
    u = 1 - cdf1(z)
    return icdf2(u)
""",
        ),
        (
            WRONG,
            "takes the reciprocal, too, for the inverse",
            """
def chain(z, cdf1, icdf2):
    return 1 / icdf2(cdf1(z))
""",
        ),
        (
            WRONG,
            "passes the function cdf1 without calling it: raises an error",
            """
def chain(z, cdf1, icdf2):
    return icdf2(cdf1)
""",
        ),
        (
            WRONG,
            "applies cdf1 twice",
            """
def chain(z, cdf1, icdf2):
    u = cdf1(z)
    return icdf2(cdf1(u))
""",
        ),
        (
            WRONG,
            "a sigmoid too many between the two",
            """
def chain(z, cdf1, icdf2):
    u = torch.sigmoid(cdf1(z))
    return icdf2(u)
""",
        ),
        (
            WRONG,
            "ignores z and draws new uniform numbers",
            """
def chain(z, cdf1, icdf2):
    u = torch.rand_like(z)
    return icdf2(u)
""",
        ),
        (
            WRONG,
            "returns u and x as a tuple",
            """
def chain(z, cdf1, icdf2):
    u = cdf1(z)
    x = icdf2(u)
    return u, x
""",
        ),
        (
            WRONG,
            "clamps u to [0.01, 0.99] for safety, so the tails are cut off",
            """
def chain(z, cdf1, icdf2):
    u = cdf1(z).clamp(0.01, 0.99)
    return icdf2(u)
""",
        ),
        (
            WRONG,
            "returns a Python list instead of a tensor",
            """
def chain(z, cdf1, icdf2):
    return [icdf2(cdf1(v)) for v in z]
""",
        ),
        (
            WRONG,
            "calls a method that the function does not have: raises an error",
            """
def chain(z, cdf1, icdf2):
    return icdf2.inverse(cdf1(z))
""",
        ),
        (
            WRONG,
            "computes x but forgets to return it",
            """
def chain(z, cdf1, icdf2):
    x = icdf2(cdf1(z))
""",
        ),
        (
            WRONG,
            "normalises u by its largest value",
            """
def chain(z, cdf1, icdf2):
    u = cdf1(z)
    u = u / u.max()
    return icdf2(u)
""",
        ),
        (
            RIGHT,
            "nested call",
            """
def chain(z, cdf1, icdf2):
    return icdf2(cdf1(z))
""",
        ),
        (
            RIGHT,
            "in two steps",
            '''
def chain(z, cdf1, icdf2):
    """x from z, through the uniform distribution."""
    u = cdf1(z)      # uniform
    x = icdf2(u)     # second distribution
    return x
''',
        ),
        (
            RIGHT,
            "lambda",
            """
chain = lambda z, cdf1, icdf2: icdf2(cdf1(z))
""",
        ),
        (
            RIGHT,
            "loop over the functions",
            """
def chain(z, cdf1, icdf2):
    for step in (cdf1, icdf2):
        z = step(z)
    return z
""",
        ),
        (
            RIGHT,
            "element by element, put together again",
            """
def chain(z, cdf1, icdf2):
    values = [icdf2(cdf1(v)) for v in z.reshape(-1)]
    return torch.stack(values).reshape(z.shape)
""",
        ),
        (
            RIGHT,
            "functools.reduce",
            """
from functools import reduce

def chain(z, cdf1, icdf2):
    return reduce(lambda value, function: function(value), [cdf1, icdf2], z)
""",
        ),
    ),
    "5.3": (
        (
            WRONG,
            "forgot the weights",
            """
def naive_inverse(x, w, mu, s):
    F = torch.sigmoid((x.unsqueeze(-1) - mu) / s).sum(-1)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "forgot unsqueeze: x does not fit to mu",
            """
def naive_inverse(x, w, mu, s):
    F = (w * torch.sigmoid((x - mu) / s)).sum(-1)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "wrong sign: log(1-F) - log F",
            """
def naive_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1)
    return torch.log(1 - F) - torch.log(F)
""",
        ),
        (
            WRONG,
            "plus instead of minus between the logarithms",
            """
def naive_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1)
    return torch.log(F) + torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "mean instead of sum over the parts: F is too small by K",
            """
def naive_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).mean(-1)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "takes z of each part and averages those: the weighted sum of the u",
            """
def naive_inverse(x, w, mu, s):
    F = torch.sigmoid((x.unsqueeze(-1) - mu) / s)
    z = torch.log(F) - torch.log(1 - F)
    return (w * z).sum(-1)
""",
        ),
        (
            WRONG,
            "the weights inside the sigmoid",
            """
def naive_inverse(x, w, mu, s):
    F = torch.sigmoid(w * (x.unsqueeze(-1) - mu) / s).sum(-1) / len(w)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "sums over everything: one number comes out",
            """
def naive_inverse(x, w, mu, s):
    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum()
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "forgot the scales",
            """
def naive_inverse(x, w, mu, s):
    F = (w * torch.sigmoid(x.unsqueeze(-1) - mu)).sum(-1)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "multiplies by the scales instead of dividing",
            """
def naive_inverse(x, w, mu, s):
    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) * s)).sum(-1)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "returns F itself, without the step to the logistic base",
            """
def naive_inverse(x, w, mu, s):
    return (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
""",
        ),
        (
            WRONG,
            "only log F, the second logarithm is missing",
            """
def naive_inverse(x, w, mu, s):
    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    return torch.log(F)
""",
        ),
        (
            WRONG,
            "divides the logarithms instead of subtracting them",
            """
def naive_inverse(x, w, mu, s):
    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    return torch.log(F) / torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "keepdim leaves a dimension of size 1 at the end",
            """
def naive_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1, keepdim=True)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "clamps F to [0.01, 0.99] for safety",
            """
def naive_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1).clamp(0.01, 0.99)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "logarithm to the base 10",
            """
def naive_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1)
    return torch.log10(F) - torch.log10(1 - F)
""",
        ),
        (
            WRONG,
            "normal base: the inverse normal CDF of F",
            """
def naive_inverse(x, w, mu, s):
    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    return torch.special.ndtri(F)
""",
        ),
        (
            WRONG,
            "a softmax over weights that are already weights",
            """
def naive_inverse(x, w, mu, s):
    F = (torch.softmax(w, -1) * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "uses only the first part of the mixture",
            """
def naive_inverse(x, w, mu, s):
    F = w[0] * torch.sigmoid((x - mu[0]) / s[0])
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            RIGHT,
            "as in the formula",
            """
def naive_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            RIGHT,
            "torch.logit of a matrix product",
            """
def naive_inverse(x, w, mu, s):
    return torch.logit(torch.sigmoid((x[..., None] - mu) / s) @ w)
""",
        ),
        (
            RIGHT,
            "loop over the parts",
            """
def naive_inverse(x, w, mu, s):
    F = 0
    for i in range(len(w)):
        F = F + w[i] * torch.sigmoid((x - mu[i]) / s[i])
    return F.log() - (1 - F).log()
""",
        ),
        (
            RIGHT,
            "log of the odds, by einsum",
            """
def naive_inverse(x, w, mu, s):
    parts = torch.sigmoid((x.unsqueeze(-1) - mu) / s)
    F = torch.einsum("...k,k->...", parts, w)
    return torch.log(F / (1 - F))
""",
        ),
        (
            RIGHT,
            "log1p(-F)",
            """
def naive_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = torch.sum(w / (1 + torch.exp(-u)), dim=-1)
    return torch.log(F) - torch.log1p(-F)
""",
        ),
        (
            RIGHT,
            "already the stable form",
            """
def naive_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() + torch.nn.functional.logsigmoid(u), -1)
    log_S = torch.logsumexp(w.log() + torch.nn.functional.logsigmoid(-u), -1)
    return log_F - log_S
""",
        ),
        (
            RIGHT,
            "sum over zip, 1-F as its own sum",
            """
def naive_inverse(x, w, mu, s):
    F = sum(wi * torch.sigmoid((x - m) / t) for wi, m, t in zip(w, mu, s))
    S = sum(wi * torch.sigmoid((m - x) / t) for wi, m, t in zip(w, mu, s))
    return torch.log(F) - torch.log(S)
""",
        ),
    ),
    "5.4": (
        (
            WRONG,
            "the naive formula of 5.3 again: log(1 - F) is -inf far out",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "clamps F for safety: z is cut off far out",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1).clamp(1e-12, 1 - 1e-12)
    return torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "leaves the logarithms: F and S are summed as plain numbers and underflow",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1)
    S = (w * torch.sigmoid(-u)).sum(-1)
    return torch.log(F) - torch.log(S)
""",
        ),
        (
            WRONG,
            "log S from 1 - exp(log F), which rounds to 0",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(torch.log(w) + logsigmoid(u), -1)
    log_S = torch.log1p(-torch.exp(log_F))
    return log_F - log_S
""",
        ),
        (
            WRONG,
            "multiplies the log by the weight instead of adding log w",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w * logsigmoid(u), -1) - torch.logsumexp(w * logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "forgot the weights",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(logsigmoid(u), -1) - torch.logsumexp(logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "adds w itself instead of log w",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w + logsigmoid(u), -1)
    log_S = torch.logsumexp(w + logsigmoid(-u), -1)
    return log_F - log_S
""",
        ),
        (
            WRONG,
            "for S takes -log sigma(u) instead of log sigma(-u)",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() + logsigmoid(u), -1)
    log_S = torch.logsumexp(w.log() - logsigmoid(u), -1)
    return log_F - log_S
""",
        ),
        (
            WRONG,
            "sum of the logarithms instead of the logarithm of the sum",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = (w.log() + logsigmoid(u)).sum(-1)
    log_S = (w.log() + logsigmoid(-u)).sum(-1)
    return log_F - log_S
""",
        ),
        (
            WRONG,
            "wrong sign: log S - log F",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() + logsigmoid(u), -1)
    log_S = torch.logsumexp(w.log() + logsigmoid(-u), -1)
    return log_S - log_F
""",
        ),
        (
            WRONG,
            "log F + log S",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    a = torch.logsumexp(w.log() + logsigmoid(u), -1)
    b = torch.logsumexp(w.log() + logsigmoid(-u), -1)
    return a + b
""",
        ),
        (
            WRONG,
            "log sigma written by hand as -log(1 + exp(-u)), which overflows",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() - torch.log(1 + torch.exp(-u)), -1)
    log_S = torch.logsumexp(w.log() - torch.log(1 + torch.exp(u)), -1)
    return log_F - log_S
""",
        ),
        (
            WRONG,
            "log of torch.sigmoid: -inf where the sigmoid underflows",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(torch.log(w * torch.sigmoid(u)), -1)
    log_S = torch.logsumexp(torch.log(w * torch.sigmoid(-u)), -1)
    return log_F - log_S
""",
        ),
        (
            WRONG,
            "the largest part only instead of logsumexp",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = (w.log() + logsigmoid(u)).amax(-1)
    log_S = (w.log() + logsigmoid(-u)).amax(-1)
    return log_F - log_S
""",
        ),
        (
            WRONG,
            "forgot the scales",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = x.unsqueeze(-1) - mu
    log_F = torch.logsumexp(w.log() + logsigmoid(u), -1)
    log_S = torch.logsumexp(w.log() + logsigmoid(-u), -1)
    return log_F - log_S
""",
        ),
        (
            WRONG,
            "the weights only in F, not in S",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w.log() + logsigmoid(u), -1) - torch.logsumexp(logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "replaces the infinities of the naive formula by 0 with nan_to_num",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1)
    z = torch.log(F) - torch.log(1 - F)
    return torch.nan_to_num(z, nan=0.0, posinf=0.0, neginf=0.0)
""",
        ),
        (
            WRONG,
            "the difference is taken inside one logsumexp",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w.log() + logsigmoid(u) - logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "logsumexp over the points instead of over the parts",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w.log() + logsigmoid(u), 0) - torch.logsumexp(w.log() + logsigmoid(-u), 0)
""",
        ),
        (
            WRONG,
            "torch.logsigmoid does not exist: raises an error",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() + torch.logsigmoid(u), -1)
    log_S = torch.logsumexp(w.log() + torch.logsigmoid(-u), -1)
    return log_F - log_S
""",
        ),
        (
            WRONG,
            "logsumexp without a dimension: raises an error",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w.log() + logsigmoid(u)) - torch.logsumexp(w.log() + logsigmoid(-u))
""",
        ),
        (
            WRONG,
            "naive in the middle, beyond 30 the straight line of the first part only",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1)
    z = torch.log(F) - torch.log(1 - F)
    return torch.where(x.abs() > 30, (x - mu[0]) / s[0], z)
""",
        ),
        (
            RIGHT,
            "logsumexp, the straight way",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    logsigmoid = torch.nn.functional.logsigmoid
    log_F = torch.logsumexp(torch.log(w) + logsigmoid(u), -1)
    log_S = torch.logsumexp(torch.log(w) + logsigmoid(-u), -1)
    return log_F - log_S
""",
        ),
        (
            RIGHT,
            "helper function for both sides",
            """
import torch.nn.functional as nnf

def stable_inverse(x, w, mu, s):
    def side(sign):
        u = sign * (x[..., None] - mu) / s
        return (w.log() + nnf.logsigmoid(u)).logsumexp(dim=-1)

    return side(1) - side(-1)
""",
        ),
        (
            RIGHT,
            "loop with logaddexp",
            """
from torch.nn.functional import logsigmoid

def stable_inverse(x, w, mu, s):
    log_F = torch.full_like(x, float("-inf"))
    log_S = torch.full_like(x, float("-inf"))
    for wi, mi, si in zip(w, mu, s):
        u = (x - mi) / si
        log_F = torch.logaddexp(log_F, wi.log() + logsigmoid(u))
        log_S = torch.logaddexp(log_S, wi.log() + logsigmoid(-u))
    return log_F - log_S
""",
        ),
        (
            RIGHT,
            "softplus instead of logsigmoid",
            """
from torch.nn.functional import softplus

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_w = torch.log(w)
    return torch.logsumexp(log_w - softplus(-u), -1) - torch.logsumexp(log_w - softplus(u), -1)
""",
        ),
        (
            RIGHT,
            "logsumexp by hand with the maximum taken out",
            """
from torch.nn.functional import logsigmoid

def log_sum(a):
    top = a.max(-1, keepdim=True).values
    return top.squeeze(-1) + torch.log(torch.exp(a - top).sum(-1))

def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return log_sum(w.log() + logsigmoid(u)) - log_sum(w.log() + logsigmoid(-u))
""",
        ),
        (
            RIGHT,
            "both sides stacked",
            """
def stable_inverse(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    both = torch.nn.functional.logsigmoid(torch.stack([u, -u]))
    log_F, log_S = torch.logsumexp(w.log() + both, dim=-1)
    return log_F - log_S
""",
        ),
    ),
    "5.5": (
        (
            WRONG,
            "forgot the 1/s in p",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_w = w.log()
    log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
    log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
    log_p = torch.logsumexp(log_w + logsigmoid(u) + logsigmoid(-u), -1)
    return log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "adds log s instead of subtracting it",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_w = w.log()
    log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
    log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
    log_p = torch.logsumexp(log_w + s.log() + logsigmoid(u) + logsigmoid(-u), -1)
    return log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "only log p: does not divide by F S",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "adds log F and log S instead of subtracting them",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    a, b, log_w = logsigmoid(u), logsigmoid(-u), w.log()
    log_F, log_S = torch.logsumexp(log_w + a, -1), torch.logsumexp(log_w + b, -1)
    log_p = torch.logsumexp(log_w - s.log() + a + b, -1)
    return log_p + log_F + log_S
""",
        ),
        (
            WRONG,
            "brackets missing: log p - log F + log S",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    a, b, log_w = logsigmoid(u), logsigmoid(-u), w.log()
    log_F, log_S = torch.logsumexp(log_w + a, -1), torch.logsumexp(log_w + b, -1)
    log_p = torch.logsumexp(log_w - s.log() + a + b, -1)
    return log_p - log_F + log_S
""",
        ),
        (
            WRONG,
            "divides by F only, S is missing",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() + logsigmoid(u), -1)
    log_p = torch.logsumexp(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
    return log_p - log_F
""",
        ),
        (
            WRONG,
            "plain numbers, logarithm at the end: 0/0 far out",
            """
def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1)
    S = (w * torch.sigmoid(-u)).sum(-1)
    p = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
    return torch.log(p / (F * S))
""",
        ),
        (
            WRONG,
            "p as a plain number, only F and S in log space: p underflows far out",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
    log_F = torch.logsumexp(w.log() + logsigmoid(u), -1)
    log_S = torch.logsumexp(w.log() + logsigmoid(-u), -1)
    return torch.log(p) - log_F - log_S
""",
        ),
        (
            WRONG,
            "sigma(u) squared instead of sigma(u) sigma(-u)",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_w = w.log()
    log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
    log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
    log_p = torch.logsumexp(log_w - s.log() + 2 * logsigmoid(u), -1)
    return log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "the second factor sigma(-u) of p is missing",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_w = w.log()
    log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
    log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
    log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u), -1)
    return log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "no weights in p",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() + logsigmoid(u), -1)
    log_S = torch.logsumexp(w.log() + logsigmoid(-u), -1)
    log_p = torch.logsumexp(logsigmoid(u) + logsigmoid(-u) - s.log(), -1)
    return log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "no weights in F and S",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(logsigmoid(u), -1)
    log_S = torch.logsumexp(logsigmoid(-u), -1)
    log_p = torch.logsumexp(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
    return log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "wrong sign: the log-det of the forward map",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    a, b, log_w = logsigmoid(u), logsigmoid(-u), w.log()
    log_F, log_S = torch.logsumexp(log_w + a, -1), torch.logsumexp(log_w + b, -1)
    log_p = torch.logsumexp(log_w - s.log() + a + b, -1)
    return log_F + log_S - log_p
""",
        ),
        (
            WRONG,
            "returns the slope, not its logarithm",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    a, b, log_w = logsigmoid(u), logsigmoid(-u), w.log()
    log_F, log_S = torch.logsumexp(log_w + a, -1), torch.logsumexp(log_w + b, -1)
    log_p = torch.logsumexp(log_w - s.log() + a + b, -1)
    return torch.exp(log_p - log_F - log_S)
""",
        ),
        (
            WRONG,
            "sums of logarithms instead of logarithms of sums",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    a, b, log_w = logsigmoid(u), logsigmoid(-u), w.log()
    log_F, log_S = (log_w + a).sum(-1), (log_w + b).sum(-1)
    log_p = (log_w - s.log() + a + b).sum(-1)
    return log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "log S from 1 - F, which rounds to 0 far out",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() + logsigmoid(u), -1)
    log_S = torch.log(1 - log_F.exp())
    log_p = torch.logsumexp(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
    return log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "differentiates the naive formula by autograd: nan or -inf far out",
            """
def log_slope(x, w, mu, s):
    x = x.detach().clone().requires_grad_()
    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    z = torch.log(F) - torch.log(1 - F)
    (slope,) = torch.autograd.grad(z.sum(), x)
    return torch.log(slope)
""",
        ),
        (
            WRONG,
            "clamps p, F and S at 1e-30 for safety",
            """
def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    F = (w * torch.sigmoid(u)).sum(-1).clamp(min=1e-30)
    S = (w * torch.sigmoid(-u)).sum(-1).clamp(min=1e-30)
    p = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1).clamp(min=1e-30)
    return p.log() - F.log() - S.log()
""",
        ),
        (
            WRONG,
            "the average of the parts' own log slopes, -log s",
            """
def log_slope(x, w, mu, s):
    return torch.zeros_like(x) - (w * s.log()).sum()
""",
        ),
        (
            WRONG,
            "forgot unsqueeze",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x - mu) / s
    a, b, log_w = logsigmoid(u), logsigmoid(-u), w.log()
    log_p = torch.logsumexp(log_w - s.log() + a + b, -1)
    return log_p - torch.logsumexp(log_w + a, -1) - torch.logsumexp(log_w + b, -1)
""",
        ),
        (
            RIGHT,
            "three logsumexps",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_w = torch.log(w)
    log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
    log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
    log_p = torch.logsumexp(log_w - torch.log(s) + logsigmoid(u) + logsigmoid(-u), -1)
    return log_p - log_F - log_S
""",
        ),
        (
            RIGHT,
            "log(w/s), helper function",
            """
import torch.nn.functional as nnf

def log_slope(x, w, mu, s):
    u = (x[..., None] - mu) / s
    left, right = nnf.logsigmoid(u), nnf.logsigmoid(-u)

    def total(weights, logs):
        return (weights.log() + logs).logsumexp(-1)

    return total(w / s, left + right) - total(w, left) - total(w, right)
""",
        ),
        (
            RIGHT,
            "p/F + p/S with logaddexp",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() + logsigmoid(u), -1)
    log_S = torch.logsumexp(w.log() + logsigmoid(-u), -1)
    log_p = torch.logsumexp(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
    return torch.logaddexp(log_p - log_F, log_p - log_S)
""",
        ),
        (
            RIGHT,
            "autograd through the stable map, keeping the graph",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    with torch.enable_grad():
        x = x.clone().requires_grad_()
        u = (x.unsqueeze(-1) - mu) / s
        z = torch.logsumexp(w.log() + logsigmoid(u), -1) - torch.logsumexp(w.log() + logsigmoid(-u), -1)
        (slope,) = torch.autograd.grad(z.sum(), x, create_graph=True)
    return slope.log()
""",
        ),
        (
            RIGHT,
            "loop over the parts with logaddexp and softplus",
            """
from torch.nn.functional import softplus

def log_slope(x, w, mu, s):
    log_F = log_S = log_p = torch.full_like(x, -torch.inf)
    for i in range(len(w)):
        u = (x - mu[i]) / s[i]
        log_F = torch.logaddexp(log_F, w[i].log() - softplus(-u))
        log_S = torch.logaddexp(log_S, w[i].log() - softplus(u))
        log_p = torch.logaddexp(log_p, (w[i] / s[i]).log() - softplus(-u) - softplus(u))
    return log_p - (log_F + log_S)
""",
        ),
        (
            RIGHT,
            "as the sum of the slopes of log F and -log S, with softmax",
            """
from torch.nn.functional import logsigmoid

def log_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    in_F = torch.softmax(w.log() + logsigmoid(u), -1)
    in_S = torch.softmax(w.log() + logsigmoid(-u), -1)
    slope = (in_F * torch.sigmoid(-u) / s).sum(-1) + (in_S * torch.sigmoid(u) / s).sum(-1)
    return torch.log(slope)
""",
        ),
    ),
    "5.6": (
        (
            WRONG,
            "a normal base instead of the logistic one",
            """
def mixture_log_prob(x, w, mu, s):
    z = answer("5.4")(x, w, mu, s)
    base = torch.distributions.Normal(0.0, 1.0).log_prob(z)
    return base + answer("5.5")(x, w, mu, s)
""",
        ),
        (
            WRONG,
            "forgot the log-det",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    z = answer("5.4")(x, w, mu, s)
    return logsigmoid(z) + logsigmoid(-z)
""",
        ),
        (
            WRONG,
            "subtracts the inverse log-det instead of adding it",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    z = answer("5.4")(x, w, mu, s)
    return logsigmoid(z) + logsigmoid(-z) - answer("5.5")(x, w, mu, s)
""",
        ),
        (
            WRONG,
            "the log-det only, no base density",
            """
def mixture_log_prob(x, w, mu, s):
    return answer("5.5")(x, w, mu, s)
""",
        ),
        (
            WRONG,
            "forgot the 1/s of the parts",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w.log() + logsigmoid(u) + logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "forgot the weights",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(logsigmoid(u) + logsigmoid(-u) - s.log(), -1)
""",
        ),
        (
            WRONG,
            "half of the base density: log sigma(z) only",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    z = answer("5.4")(x, w, mu, s)
    return logsigmoid(z) + answer("5.5")(x, w, mu, s)
""",
        ),
        (
            WRONG,
            "weighted mean of the log-densities instead of the log of the mean density",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_parts = logsigmoid(u) + logsigmoid(-u) - s.log()
    return (w * log_parts).sum(-1)
""",
        ),
        (
            WRONG,
            "returns p, not log p",
            """
def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
""",
        ),
        (
            WRONG,
            "sums over all points: one number comes out",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1).sum()
""",
        ),
        (
            WRONG,
            "the base density at x instead of at z",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    return logsigmoid(x) + logsigmoid(-x) + answer("5.5")(x, w, mu, s)
""",
        ),
        (
            WRONG,
            "Gaussian parts instead of logistic ones",
            """
def mixture_log_prob(x, w, mu, s):
    parts = torch.distributions.Normal(mu, s)
    return torch.logsumexp(w.log() + parts.log_prob(x.unsqueeze(-1)), -1)
""",
        ),
        (
            WRONG,
            "returns the negative log-density, as for a loss",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return -torch.logsumexp(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "minus inside the base: log sigma(z) - log sigma(-z), which is z",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    z = answer("5.4")(x, w, mu, s)
    return logsigmoid(z) - logsigmoid(-z) + answer("5.5")(x, w, mu, s)
""",
        ),
        (
            WRONG,
            "multiplies by s instead of dividing",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w.log() + s.log() + logsigmoid(u) + logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "the short way and the log-det on top: counted twice",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_p = torch.logsumexp(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
    return log_p + answer("5.5")(x, w, mu, s)
""",
        ),
        (
            WRONG,
            "plain numbers and log at the end: -inf far out",
            """
def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
    return torch.log(p)
""",
        ),
        (
            RIGHT,
            "the long way with the answers before",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    z = answer("5.4")(x, w, mu, s)
    return logsigmoid(z) + logsigmoid(-z) + answer("5.5")(x, w, mu, s)
""",
        ),
        (
            RIGHT,
            "the short way",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.logsumexp(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
""",
        ),
        (
            RIGHT,
            "torch's mixture distribution with the library's logistic",
            """
def mixture_log_prob(x, w, mu, s):
    which = torch.distributions.Categorical(w)
    return torch.distributions.MixtureSameFamily(which, flows.Logistic(mu, s)).log_prob(x)
""",
        ),
        (
            RIGHT,
            "-u - 2 softplus(-u), loop with logaddexp",
            """
from torch.nn.functional import softplus

def mixture_log_prob(x, w, mu, s):
    total = torch.full_like(x, -torch.inf)
    for weight, centre, scale in zip(w, mu, s):
        u = (x - centre) / scale
        total = torch.logaddexp(total, torch.log(weight / scale) - u - 2 * softplus(-u))
    return total
""",
        ),
        (
            RIGHT,
            "log p = log slope + log F + log S",
            """
from torch.nn.functional import logsigmoid

def mixture_log_prob(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(w.log() + logsigmoid(u), -1)
    log_S = torch.logsumexp(w.log() + logsigmoid(-u), -1)
    return answer("5.5")(x, w, mu, s) + log_F + log_S
""",
        ),
        (
            RIGHT,
            "symmetric formula with |u|",
            """
def mixture_log_prob(x, w, mu, s):
    u = ((x.unsqueeze(-1) - mu) / s).abs()
    log_part = -u - 2 * torch.log1p(torch.exp(-u))
    return torch.logsumexp(torch.log(w / s) + log_part, dim=-1)
""",
        ),
    ),
    "5.7": (
        (
            WRONG,
            "naive: log of 1 - Phi(z), which rounds to 0",
            """
def normal_to_logistic(z):
    p = torch.special.ndtr(z)
    return torch.log(p) - torch.log(1 - p)
""",
        ),
        (
            WRONG,
            "log_ndtr on the left only; the right tail still subtracts from 1",
            """
def normal_to_logistic(z):
    return torch.special.log_ndtr(z) - torch.log(1 - torch.special.ndtr(z))
""",
        ),
        (
            WRONG,
            "torch.logit of Phi: infinite far out",
            """
def normal_to_logistic(z):
    return torch.logit(torch.special.ndtr(z))
""",
        ),
        (
            WRONG,
            "torch.logit with eps: cut off far out",
            """
def normal_to_logistic(z):
    return torch.logit(torch.special.ndtr(z), eps=1e-7)
""",
        ),
        (
            WRONG,
            "plus instead of minus",
            """
def normal_to_logistic(z):
    return torch.special.log_ndtr(z) + torch.special.log_ndtr(-z)
""",
        ),
        (
            WRONG,
            "wrong sign",
            """
def normal_to_logistic(z):
    return torch.special.log_ndtr(-z) - torch.special.log_ndtr(z)
""",
        ),
        (
            WRONG,
            "only log Phi(z)",
            """
def normal_to_logistic(z):
    return torch.special.log_ndtr(z)
""",
        ),
        (
            WRONG,
            "takes -log Phi(z) for log Phi(-z)",
            """
def normal_to_logistic(z):
    log_left = torch.special.log_ndtr(z)
    log_right = -torch.special.log_ndtr(z)
    return log_left - log_right
""",
        ),
        (
            WRONG,
            "the wrong direction: from logistic to normal",
            """
def normal_to_logistic(z):
    return torch.special.ndtri(torch.sigmoid(z))
""",
        ),
        (
            WRONG,
            "log(1 - log Phi) instead of log(1 - Phi)",
            """
def normal_to_logistic(z):
    log_phi = torch.special.log_ndtr(z)
    return log_phi - torch.log(1 - log_phi)
""",
        ),
        (
            WRONG,
            "log1p(-exp(log Phi)): -inf in the right tail",
            """
def normal_to_logistic(z):
    log_phi = torch.special.log_ndtr(z)
    return log_phi - torch.log1p(-torch.exp(log_phi))
""",
        ),
        (
            WRONG,
            "only scales the standard deviation: z times pi over root 3",
            """
import math

def normal_to_logistic(z):
    return z * math.pi / math.sqrt(3)
""",
        ),
        (
            WRONG,
            "divides the logarithms",
            """
def normal_to_logistic(z):
    return torch.special.log_ndtr(z) / torch.special.log_ndtr(-z)
""",
        ),
        (
            WRONG,
            "sigmoid of Phi instead of its inverse",
            """
def normal_to_logistic(z):
    return torch.sigmoid(torch.special.ndtr(z))
""",
        ),
        (
            WRONG,
            "clamps z to [-8, 8] for safety",
            """
def normal_to_logistic(z):
    p = torch.special.ndtr(z.clamp(-8, 8))
    return torch.log(p) - torch.log(1 - p)
""",
        ),
        (
            WRONG,
            "beyond 6 replaced by z^2/2 only, the logarithm of z sqrt(2 pi) is missing",
            """
def normal_to_logistic(z):
    p = torch.special.ndtr(z)
    naive = torch.log(p) - torch.log(1 - p)
    far = torch.sign(z) * z**2 / 2
    return torch.where(z.abs() > 6, far, naive)
""",
        ),
        (
            WRONG,
            "torch.log_ndtr does not exist: raises an error",
            """
def normal_to_logistic(z):
    return torch.log_ndtr(z) - torch.log_ndtr(-z)
""",
        ),
        (
            WRONG,
            "the sigmoid in place of Phi, so z comes back",
            """
from torch.nn.functional import logsigmoid

def normal_to_logistic(z):
    return logsigmoid(z) - logsigmoid(-z)
""",
        ),
        (
            RIGHT,
            "log_ndtr on both sides",
            """
def normal_to_logistic(z):
    return torch.special.log_ndtr(z) - torch.special.log_ndtr(-z)
""",
        ),
        (
            RIGHT,
            "lambda over both signs",
            """
from torch.special import log_ndtr

normal_to_logistic = lambda z: log_ndtr(z).sub(log_ndtr(z.neg()))
""",
        ),
        (
            RIGHT,
            "stacked, difference along the first dimension",
            """
def normal_to_logistic(z):
    both = torch.special.log_ndtr(torch.stack((-z, z)))
    return both.diff(dim=0).squeeze(0)
""",
        ),
        (
            RIGHT,
            "with erfcx and erfc by hand",
            """
import math

def normal_to_logistic(z):
    a = torch.where(z >= 0, z, -z)
    log_small = -a**2 / 2 + torch.log(torch.special.erfcx(a / math.sqrt(2)) / 2)
    log_large = torch.log1p(-torch.erfc(a / math.sqrt(2)) / 2)
    return torch.where(z >= 0, log_large - log_small, log_small - log_large)
""",
        ),
        (
            RIGHT,
            "computed in double and cast back",
            """
def normal_to_logistic(z):
    wide = z.double()
    log_left = torch.special.log_ndtr(wide)
    log_right = torch.special.log_ndtr(-wide)
    return (log_left - log_right).to(z.dtype)
""",
        ),
        (
            RIGHT,
            "in two lines, with an extra parameter",
            """
def normal_to_logistic(z, log_cdf=torch.special.log_ndtr):
    log_phi, log_survival = (log_cdf(sign * z) for sign in (1, -1))
    return log_phi - log_survival
""",
        ),
    ),
}
