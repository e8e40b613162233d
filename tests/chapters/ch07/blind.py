RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    "7.1": (
        (
            WRONG,
            "returns the weights, not their logarithms (softmax instead of log_softmax)",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.raw = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.softmax(self.raw, 0), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "plain tensors instead of nn.Parameter: nothing to learn",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.raw = torch.zeros(k)
        self.mu = torch.linspace(-1, 1, k)
        self.log_s = torch.full((k,), -1.0)

    def mixture(self):
        return torch.log_softmax(self.raw, 0), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "the raw numbers as log weights: the weights do not sum to 1",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.log_w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return self.log_w, self.mu, torch.exp(self.log_s)
""",
        ),
        (
            WRONG,
            "forgot exp: returns log s, which is negative",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, self.s
""",
        ),
        (
            WRONG,
            "softplus instead of exp for the scales",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, nn.functional.softplus(self.log_s)
""",
        ),
        (
            WRONG,
            "the log scales start at 0 instead of -1",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(torch.zeros(k))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, torch.exp(self.log_s)
""",
        ),
        (
            WRONG,
            "the log scales start at +1: sign forgotten",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(torch.ones(k))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, torch.exp(self.log_s)
""",
        ),
        (
            WRONG,
            "all centres start at 0",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.zeros(k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, torch.exp(self.log_s)
""",
        ),
        (
            WRONG,
            "only one scale for all parts",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(torch.tensor(-1.0))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "returns in the wrong order: mu first",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return self.mu, self.log_s.exp(), torch.log_softmax(self.w, 0)
""",
        ),
        (
            WRONG,
            "divides the raw numbers by their sum: 0/0, and negative weights are possible",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log(self.w / self.w.sum()), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "softmax by hand without taking out the maximum: overflows for large parameters",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        e = torch.exp(self.w)
        return torch.log(e / e.sum()), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "logsigmoid of each number: the weights do not sum to 1",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return logsigmoid(self.w), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "the weights are detached: they cannot be learnt",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log_softmax(self.w.detach(), 0), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "the scales are taken from .data: they cannot be learnt",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, torch.exp(self.log_s.data)
""",
        ),
        (
            WRONG,
            "torch.full with the whole number -1 gives integers: nn.Parameter raises an error",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(torch.full((k,), -1))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "an attribute name that does not exist: raises an error",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log_softmax(self.weights, 0), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "random starting values",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.randn(k))
        self.mu = nn.Parameter(torch.randn(k))
        self.log_s = nn.Parameter(torch.randn(k))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "scales are squared instead of exponentiated",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, self.log_s**2
""",
        ),
        (
            WRONG,
            "the scales are clamped to at least 0.1 for safety",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log_softmax(self.w, 0), self.mu, self.log_s.exp().clamp(min=0.1)
""",
        ),
        (
            WRONG,
            "mixture is computed once in __init__ and stored: later changes of the parameters do nothing",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))
        self.log_w = torch.log_softmax(self.w, 0)
        self.s = self.log_s.exp()

    def mixture(self):
        return self.log_w, self.mu, self.s
""",
        ),
        (
            RIGHT,
            "log_softmax and exp",
            '''
class Parameters(nn.Module):
    """The parameters of a mixture of k logistics."""

    def __init__(self, k):
        super().__init__()
        self.raw_weights = nn.Parameter(torch.zeros(k))
        self.centres = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_scales = nn.Parameter(torch.full((k,), -1.0))

    def mixture(self):
        return torch.log_softmax(self.raw_weights, -1), self.centres, self.log_scales.exp()
''',
        ),
        (
            RIGHT,
            "minus logsumexp",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.a = nn.Parameter(torch.zeros(k))
        self.b = nn.Parameter(torch.linspace(-1, 1, k))
        self.c = nn.Parameter(-torch.ones(k))

    def mixture(self):
        log_w = self.a - torch.logsumexp(self.a, 0)
        return log_w, self.b, torch.exp(self.c)
""",
        ),
        (
            RIGHT,
            "in a ParameterList",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        start = [torch.zeros(k), torch.linspace(-1, 1, k), torch.zeros(k) - 1]
        self.theta = nn.ParameterList([nn.Parameter(t) for t in start])

    def mixture(self):
        w, mu, log_s = self.theta
        return w.log_softmax(0), mu, log_s.exp()
""",
        ),
        (
            RIGHT,
            "empty parameters filled by nn.init, nn.LogSoftmax",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.empty(k))
        self.mu = nn.Parameter(torch.linspace(-1.0, 1.0, k))
        self.log_s = nn.Parameter(torch.empty(k))
        nn.init.zeros_(self.w)
        nn.init.constant_(self.log_s, -1.0)
        self.normalise = nn.LogSoftmax(dim=0)

    def mixture(self):
        return (self.normalise(self.w), self.mu, torch.exp(self.log_s))
""",
        ),
        (
            RIGHT,
            "register_parameter, Categorical normalises the weights",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.register_parameter("w", nn.Parameter(torch.zeros(k)))
        self.register_parameter("mu", nn.Parameter(torch.linspace(-1, 1, steps=k)))
        self.register_parameter("log_s", nn.Parameter(torch.tensor([-1.0] * k)))

    def mixture(self):
        log_w = torch.distributions.Categorical(logits=self.w).logits
        return log_w, self.mu, self.log_s.exp()
""",
        ),
        (
            RIGHT,
            "the parameters are created in another order",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))
        self.logits = nn.Parameter(torch.zeros(k))

    def mixture(self):
        return torch.log_softmax(self.logits, dim=0), self.mu, self.log_s.exp()
""",
        ),
        (
            WRONG,
            "log of softmax: -inf where a weight underflows, and no gradient there",
            """
class Parameters(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.log(torch.softmax(self.w, dim=0)), self.mu, torch.exp(self.log_s)
""",
        ),
    ),
    "7.2": (
        (
            WRONG,
            "the naive formula with plain numbers: not finite far out",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        w = log_w.exp()
        u = (x.unsqueeze(-1) - mu) / s
        F = (w * torch.sigmoid(u)).sum(-1)
        p = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return torch.log(F) - torch.log(1 - F), torch.log(p) - torch.log(F) - torch.log(1 - F)
""",
        ),
        (
            WRONG,
            "takes the logarithm of log_w once more",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w.log() + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w.log() + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "forgot log s in log p",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "the log-det has the sign of the forward map",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_F + log_S - log_p
""",
        ),
        (
            WRONG,
            "returns log p instead of the log-det: log F and log S are not subtracted",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p
""",
        ),
        (
            WRONG,
            "returns z only",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        return torch.logsumexp(log_w + logsigmoid(u), -1) - torch.logsumexp(log_w + logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "returns in the wrong order: log-det first",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_p - log_F - log_S, log_F - log_S
""",
        ),
        (
            WRONG,
            "z has the wrong sign: log S - log F",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_S - log_F, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "the log-det is summed over all points",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, (log_p - log_F - log_S).sum()
""",
        ),
        (
            WRONG,
            "returns the slope instead of its logarithm",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, (log_p - log_F - log_S).exp()
""",
        ),
        (
            WRONG,
            "forgot unsqueeze",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "multiplies by the log weights instead of adding them",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w * logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w * logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w * (logsigmoid(u) + logsigmoid(-u)) - s.log(), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "the weights are missing in log p",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(logsigmoid(u) + logsigmoid(-u) - s.log(), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "s taken for log s: subtracts s and divides by exp(s)",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s.exp()
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "brackets missing: log p - log F + log S",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        z = log_F - log_S
        return z, log_p - z
""",
        ),
        (
            WRONG,
            "clamps x to [-10, 10] for safety",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.clamp(-10, 10).unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "log S is computed as log(1 - F)",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.log1p(-log_F.exp())
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "self.mixture without brackets: raises an error",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "everything in no_grad: the flow cannot learn",
            """
class Inverse(answer("7.1")):
    @torch.no_grad()
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            WRONG,
            "the second sigmoid of p is missing and log s is forgotten",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w + logsigmoid(u), -1)
        return log_F - log_S, log_p - log_F - log_S
""",
        ),
        (
            RIGHT,
            "three logsumexps",
            '''
class Inverse(answer("7.1")):
    """A mixture flow, from x to z."""

    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
''',
        ),
        (
            RIGHT,
            "softplus, with helper method",
            """
class Inverse(answer("7.1")):
    @staticmethod
    def total(a):
        return a.logsumexp(dim=-1)

    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x[..., None] - mu) / s
        left, right = -nn.functional.softplus(-u), -nn.functional.softplus(u)
        log_F, log_S = self.total(log_w + left), self.total(log_w + right)
        log_det = self.total(log_w + left + right - torch.log(s)) - (log_F + log_S)
        return log_F - log_S, log_det
""",
        ),
        (
            RIGHT,
            "loop over the parts with logaddexp",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        F = S = p = None
        for a, m, t in zip(*self.mixture()):
            u = (x - m) / t
            left, right = a + logsigmoid(u), a + logsigmoid(-u)
            both = left + logsigmoid(-u) - t.log()
            F = left if F is None else torch.logaddexp(F, left)
            S = right if S is None else torch.logaddexp(S, right)
            p = both if p is None else torch.logaddexp(p, both)
        return F - S, p - F - S
""",
        ),
        (
            RIGHT,
            "log-det by autograd of z",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()

        def to_z(x):
            u = (x.unsqueeze(-1) - mu) / s
            return torch.logsumexp(log_w + logsigmoid(u), -1) - torch.logsumexp(log_w + logsigmoid(-u), -1)

        with torch.enable_grad():
            if not x.requires_grad:
                x = x.detach().clone().requires_grad_()
            z = to_z(x)
            (slope,) = torch.autograd.grad(z.sum(), x, create_graph=True)
        return z, slope.log()
""",
        ),
        (
            RIGHT,
            "p/F + p/S",
            """
class Inverse(answer("7.1")):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, torch.logaddexp(log_p - log_F, log_p - log_S)
""",
        ),
    ),
    "7.3": (
        (
            WRONG,
            "a normal base instead of the logistic one",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return torch.distributions.Normal(0.0, 1.0).log_prob(z) + log_det
""",
        ),
        (
            WRONG,
            "subtracts the inverse log-det",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return logsigmoid(z) + logsigmoid(-z) - log_det
""",
        ),
        (
            WRONG,
            "forgot the log-det",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, _ = self.inverse(x)
        return logsigmoid(z) + logsigmoid(-z)
""",
        ),
        (
            WRONG,
            "only half of the base: log sigma(-z) is missing",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return logsigmoid(z) + log_det
""",
        ),
        (
            WRONG,
            "2 log sigma(z): the second sigmoid without the minus sign",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return logsigmoid(z) + logsigmoid(z) + log_det
""",
        ),
        (
            WRONG,
            "minus between the two log sigmoids: that is z",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return logsigmoid(z) - logsigmoid(-z) + log_det
""",
        ),
        (
            WRONG,
            "the base density at x instead of at z",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return logsigmoid(x) + logsigmoid(-x) + log_det
""",
        ),
        (
            WRONG,
            "sums over all points",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return (logsigmoid(z) + logsigmoid(-z) + log_det).sum()
""",
        ),
        (
            WRONG,
            "the negative mean, as for a loss",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return -(logsigmoid(z) + logsigmoid(-z) + log_det).mean()
""",
        ),
        (
            WRONG,
            "returns the density, not its logarithm",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return torch.exp(logsigmoid(z) + logsigmoid(-z) + log_det)
""",
        ),
        (
            WRONG,
            "adds the slope itself instead of its logarithm",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return logsigmoid(z) + logsigmoid(-z) + log_det.exp()
""",
        ),
        (
            WRONG,
            "forgot self: raises an error",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = inverse(x)
        return logsigmoid(z) + logsigmoid(-z) + log_det
""",
        ),
        (
            WRONG,
            "inverse's pair is not unpacked: raises an error",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z = self.inverse(x)
        return logsigmoid(z) + logsigmoid(-z)
""",
        ),
        (
            WRONG,
            "log of plain sigmoids: -inf far out",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return torch.log(torch.sigmoid(z) * torch.sigmoid(-z)) + log_det
""",
        ),
        (
            WRONG,
            "z is detached: half of the gradient is lost",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        z = z.detach()
        return logsigmoid(z) + logsigmoid(-z) + log_det
""",
        ),
        (
            WRONG,
            "in no_grad: the flow cannot learn",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        with torch.no_grad():
            z, log_det = self.inverse(x)
            return logsigmoid(z) + logsigmoid(-z) + log_det
""",
        ),
        (
            WRONG,
            "the pair is unpacked in the wrong order",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        log_det, z = self.inverse(x)
        return logsigmoid(z) + logsigmoid(-z) + log_det
""",
        ),
        (
            WRONG,
            "sigmoid(z)(1 - z) in the base: sigma missing in the second factor",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return torch.log(torch.sigmoid(z)) + torch.log(1 - z) + log_det
""",
        ),
        (
            RIGHT,
            "as in the formula",
            '''
class Density(answer("7.2")):
    """A mixture flow that knows its density."""

    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return logsigmoid(z) + logsigmoid(-z) + log_det
''',
        ),
        (
            RIGHT,
            "z - 2 softplus(z)",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_slope = self.inverse(x)
        return log_slope + z - 2 * nn.functional.softplus(z)
""",
        ),
        (
            RIGHT,
            "the library's logistic distribution",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return flows.Logistic().log_prob(z) + log_det
""",
        ),
        (
            RIGHT,
            "symmetric formula with |z|",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        size = z.abs()
        return -size - 2 * torch.log1p(torch.exp(-size)) + log_det
""",
        ),
        (
            RIGHT,
            "sum of a stack, base in its own method",
            """
class Density(answer("7.2")):
    def log_base(self, z):
        return logsigmoid(torch.stack([z, -z])).sum(0)

    def log_prob(self, x):
        pair = self.inverse(x)
        return self.log_base(pair[0]) + pair[1]
""",
        ),
        (
            RIGHT,
            "directly the density of the mixture",
            """
class Density(answer("7.2")):
    def log_prob(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        return torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
""",
        ),
    ),
    "7.4": (
        (
            WRONG,
            "forgot flows.implicit: x has no gradient",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "returns the inverse log-det: the minus sign is missing",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        x = flows.implicit(self.g, z, x)
        return x, self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "a fixed bracket from -10 to 10: roots outside are not found",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        low, high = torch.full_like(z, -10.0), torch.full_like(z, 10.0)
        x = flows.safeguarded_newton(self.g, z, low, high).x
        x = flows.implicit(self.g, z, x)
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "the bracket is only the range of the centres, without s z",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        low = torch.ones_like(z) * mu.min()
        high = torch.ones_like(z) * mu.max()
        x = flows.safeguarded_newton(self.g, z, low, high).x
        x = flows.implicit(self.g, z, x)
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "min mu + min s z as the bracket: not the minimum of the sum",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        low, high = mu.min() + s.min() * z, mu.max() + s.max() * z
        x = flows.safeguarded_newton(self.g, z, low, high).x
        x = flows.implicit(self.g, z, x)
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "forgot .x of the search's result: raises an error",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1))
        x = flows.implicit(self.g, z, x)
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "z and x swapped in flows.implicit",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        x = flows.implicit(self.g, x, z)
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "everything in no_grad",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        with torch.no_grad():
            _, mu, s = self.mixture()
            ends = mu + s * z.unsqueeze(-1)
            x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
            x = flows.implicit(self.g, z, x)
            return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "returns x only",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        return flows.implicit(self.g, z, x)
""",
        ),
        (
            WRONG,
            "the log-det at z instead of at x",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        x = flows.implicit(self.g, z, x)
        return x, -self.inverse(z)[1]
""",
        ),
        (
            WRONG,
            "returns the slope dx/dz instead of its logarithm",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        x = flows.implicit(self.g, z, x)
        return x, 1 / self.g(x)[1]
""",
        ),
        (
            WRONG,
            "forgot unsqueeze in the bracket",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        x = flows.implicit(self.g, z, x)
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "hands z without its gradient to flows.implicit: no derivative with respect to z",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        z = z.detach()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        x = flows.implicit(self.g, z, x)
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "the zero step by hand with plus: gradients have the wrong sign",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x.detach()
        value, slope = self.g(x)
        r = value - z
        x = x + (r - r.detach()) / slope.detach()
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "the zero step by hand without z: no derivative with respect to z",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x.detach()
        value, slope = self.g(x)
        x = x - (value - value.detach()) / slope.detach()
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "own bisection with autograd through it: plausible but wrong gradients",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        low, high = ends.amin(-1), ends.amax(-1)
        for _ in range(100):
            middle = (low + high) / 2
            below = self.g(middle)[0] < z
            low, high = torch.where(below, middle, low), torch.where(below, high, middle)
        x = (low + high) / 2
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "own bisection with 10 steps only: x is not exact",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        with torch.no_grad():
            _, mu, s = self.mixture()
            ends = mu + s * z.unsqueeze(-1)
            low, high = ends.amin(-1), ends.amax(-1)
            for _ in range(10):
                middle = (low + high) / 2
                below = self.g(middle)[0] < z
                low, high = torch.where(below, middle, low), torch.where(below, high, middle)
            x = (low + high) / 2
        x = flows.implicit(self.g, z, x)
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "the weighted mean of the parts' answers instead of a search",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        log_w, mu, s = self.mixture()
        x = (log_w.exp() * (mu + s * z.unsqueeze(-1))).sum(-1)
        return x, -self.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "runs the inverse instead of the forward direction",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        x, log_det = self.inverse(z)
        return x, -log_det
""",
        ),
        (
            WRONG,
            "detaches the root after flows.implicit",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        x = flows.implicit(self.g, z, x).detach()
        return x, -self.inverse(x)[1]
""",
        ),
        (
            RIGHT,
            "bracket, search, implicit",
            '''
class Forward(answer("7.3")):
    """A mixture flow with both directions."""

    def g(self, x):
        """What the search asks for: z and its slope."""
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        x = flows.safeguarded_newton(self.g, z, ends.amin(-1), ends.amax(-1)).x
        x = flows.implicit(self.g, z, x)
        return x, -self.inverse(x)[1]
''',
        ),
        (
            RIGHT,
            "the zero step by hand",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        _, mu, s = self.mixture()
        with torch.no_grad():
            ends = mu + s * z.unsqueeze(-1)
            found = flows.safeguarded_newton(self.g, z, ends.min(-1).values, ends.max(-1).values)
        root = found.x.detach()
        value, slope = self.g(root)
        r = value - z
        x = root - (r - r.detach()) / slope.detach()
        _, log_det = self.inverse(x)
        return x, -log_det
""",
        ),
        (
            RIGHT,
            "own bisection of 200 steps without a gradient, then implicit",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    @torch.no_grad()
    def search(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        low, high = torch.aminmax(ends, dim=-1)
        for _ in range(200):
            middle = (low + high) / 2
            below = self.inverse(middle)[0] < z
            low = torch.where(below, middle, low)
            high = torch.where(below, high, middle)
        return (low + high) / 2

    def forward(self, z):
        x = flows.implicit(self.g, z, self.search(z))
        return x, -self.inverse(x)[1]
""",
        ),
        (
            RIGHT,
            "log-det from the slope that g gives",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        mu, s = self.mixture()[1:]
        parts = torch.stack([m + t * z for m, t in zip(mu, s)])
        low, high = parts.min(0)[0], parts.max(0)[0]
        x = flows.implicit(self.g, z, flows.safeguarded_newton(self.g, z, low, high).x)
        slope = self.g(x)[1]
        return x, torch.log(1 / slope)
""",
        ),
        (
            RIGHT,
            "bracket in its own method, sorted, detached",
            """
class Forward(answer("7.3")):
    def g(self, x):
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def bracket(self, z):
        _, mu, s = self.mixture()
        ends = (mu + s * z[..., None]).sort(-1).values
        return ends[..., 0].detach(), ends[..., -1].detach()

    def forward(self, z):
        low, high = self.bracket(z)
        x = flows.safeguarded_newton(self.g, z, low, high).x
        x = flows.implicit(self.g, z, x)
        log_det = self.inverse(x)[1].neg()
        return x, log_det
""",
        ),
    ),
    "7.5": (
        (
            WRONG,
            "draws z from a normal instead of the logistic base",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        z = torch.randn(count)
        return self.forward(z)[0]
""",
        ),
        (
            WRONG,
            "uses the uniform numbers themselves as z",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        x, _ = self.forward(u)
        return x
""",
        ),
        (
            WRONG,
            "returns the pair with the log-det, not the samples",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        z = u.log() - (1 - u).log()
        return self.forward(z)
""",
        ),
        (
            WRONG,
            "in no_grad: samples without gradients",
            """
class MixtureFlow(answer("7.4")):
    @torch.no_grad()
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return self.forward(torch.log(u) - torch.log(1 - u))[0]
""",
        ),
        (
            WRONG,
            "detaches the samples",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        z = torch.log(u) - torch.log(1 - u)
        return self.forward(z)[0].detach()
""",
        ),
        (
            WRONG,
            "a seed fixed inside: every call gives the same samples",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        torch.manual_seed(0)
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return self.forward(torch.log(u) - torch.log(1 - u))[0]
""",
        ),
        (
            WRONG,
            "goes through inverse instead of forward",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        z = torch.log(u) - torch.log(1 - u)
        return self.inverse(z)[0]
""",
        ),
        (
            WRONG,
            "returns z: the base samples, forward is missing",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return torch.log(u) - torch.log(1 - u)
""",
        ),
        (
            WRONG,
            "sigmoid instead of its inverse",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return self.forward(torch.sigmoid(u))[0]
""",
        ),
        (
            WRONG,
            "plus instead of minus: log u + log(1 - u)",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return self.forward(torch.log(u) + torch.log(1 - u))[0]
""",
        ),
        (
            WRONG,
            "log(1 - u) without the logarithm: log u - (1 - u)",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return self.forward(torch.log(u) - (1 - u))[0]
""",
        ),
        (
            WRONG,
            "clamps u to [0.05, 0.95] for safety: no tails",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(0.05, 0.95)
        return self.forward(torch.log(u) - torch.log(1 - u))[0]
""",
        ),
        (
            WRONG,
            "a column (count, 1) instead of (count,)",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count, 1).clamp(1e-7, 1 - 1e-7)
        return self.forward(torch.log(u) - torch.log(1 - u))[0]
""",
        ),
        (
            WRONG,
            "one random number for all samples",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(1).clamp(1e-7, 1 - 1e-7).expand(count)
        return self.forward(torch.log(u) - torch.log(1 - u))[0]
""",
        ),
        (
            WRONG,
            "no randomness: evenly spaced quantiles",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = (torch.arange(count) + 0.5) / count
        return self.forward(torch.log(u) - torch.log(1 - u))[0]
""",
        ),
        (
            WRONG,
            "two different uniform draws in the two logarithms",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        z = torch.log(torch.rand(count).clamp(1e-7, 1 - 1e-7)) - torch.log(
            1 - torch.rand(count).clamp(1e-7, 1 - 1e-7)
        )
        return self.forward(z)[0]
""",
        ),
        (
            WRONG,
            "picks a part at random: right distribution, but no gradient for the weights",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        log_w, mu, s = self.mixture()
        i = torch.multinomial(log_w.exp(), count, replacement=True)
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return mu[i] + s[i] * (u.log() - (1 - u).log())
""",
        ),
        (
            WRONG,
            "a Python list of floats",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        x, _ = self.forward(torch.log(u) - torch.log(1 - u))
        return [v.item() for v in x]
""",
        ),
        (
            WRONG,
            "the first part only: mu[0] + s[0] z",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        _, mu, s = self.mixture()
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return mu[0] + s[0] * torch.logit(u)
""",
        ),
        (
            WRONG,
            "forgot self: raises an error",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return forward(torch.log(u) - torch.log(1 - u))[0]
""",
        ),
        (
            RIGHT,
            "as in the formula",
            '''
class MixtureFlow(answer("7.4")):
    """A mixture flow, complete."""

    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        z = torch.log(u) - torch.log(1 - u)
        return self.forward(z)[0]
''',
        ),
        (
            RIGHT,
            "torch.logit with eps",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        x, _ = self.forward(torch.logit(torch.rand(count), eps=1e-7))
        return x
""",
        ),
        (
            RIGHT,
            "in the precision of the parameters, log1p",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        mu = self.mixture()[1]
        u = torch.rand(count, dtype=mu.dtype, device=mu.device).clamp(1e-7, 1 - 1e-7)
        return self.forward(u.log() - torch.log1p(-u))[0]
""",
        ),
        (
            RIGHT,
            "the library's logistic distribution",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        z = flows.Logistic().sample((count,))
        x, log_det = self.forward(z)
        return x
""",
        ),
        (
            RIGHT,
            "logistic as the logarithm of a ratio of two exponential numbers",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        a, b = torch.empty(2, count).exponential_().clamp(min=1e-12)
        return self.forward(a.log() - b.log())[0]
""",
        ),
        (
            RIGHT,
            "log of the odds turned round, which has the same distribution",
            """
class MixtureFlow(answer("7.4")):
    def sample(self, count):
        u = torch.rand(count).clamp(1e-7, 1 - 1e-7)
        return self.forward(torch.log(1 / u - 1))[0]
""",
        ),
    ),
    "7.6": (
        (
            WRONG,
            "forgot the square root of n: returns the standard deviation",
            """
def mean_and_error(scores):
    return scores.mean(), scores.std()
""",
        ),
        (
            WRONG,
            "divides by n instead of by its root",
            """
def mean_and_error(scores):
    return scores.mean(), scores.std() / len(scores)
""",
        ),
        (
            WRONG,
            "the variance over n: forgot the root",
            """
def mean_and_error(scores):
    return scores.mean(), scores.var() / len(scores)
""",
        ),
        (
            WRONG,
            "the variance over the root of n",
            """
def mean_and_error(scores):
    return scores.mean(), scores.var() / len(scores) ** 0.5
""",
        ),
        (
            WRONG,
            "the standard deviation divided by n instead of n - 1 (unbiased=False)",
            """
def mean_and_error(scores):
    return scores.mean(), scores.std(unbiased=False) / len(scores) ** 0.5
""",
        ),
        (
            WRONG,
            "NumPy's std, which divides by n instead of n - 1",
            """
import numpy as np

def mean_and_error(scores):
    values = scores.numpy()
    return values.mean(), values.std() / np.sqrt(len(values))
""",
        ),
        (
            WRONG,
            "divides by the root of n - 1",
            """
import math

def mean_and_error(scores):
    return scores.mean(), scores.std() / math.sqrt(len(scores) - 1)
""",
        ),
        (
            WRONG,
            "brackets: the root of the standard deviation, over n",
            """
def mean_and_error(scores):
    return scores.mean(), (scores.std()) ** 0.5 / len(scores)
""",
        ),
        (
            WRONG,
            "sum instead of mean",
            """
def mean_and_error(scores):
    return scores.sum(), scores.std() / len(scores) ** 0.5
""",
        ),
        (
            WRONG,
            "median instead of mean",
            """
def mean_and_error(scores):
    return scores.median(), scores.std() / len(scores) ** 0.5
""",
        ),
        (
            WRONG,
            "the wrong order: error first",
            """
def mean_and_error(scores):
    return scores.std() / len(scores) ** 0.5, scores.mean()
""",
        ),
        (
            WRONG,
            "1.96 errors instead of one",
            """
def mean_and_error(scores):
    return scores.mean(), 1.96 * scores.std() / len(scores) ** 0.5
""",
        ),
        (
            WRONG,
            "returns the error only",
            """
def mean_and_error(scores):
    return scores.std() / len(scores) ** 0.5
""",
        ),
        (
            WRONG,
            "scores.shape is no number: raises an error",
            """
def mean_and_error(scores):
    n = scores.shape
    return scores.mean(), scores.std() / n**0.5
""",
        ),
        (
            WRONG,
            "n = ndim, which is 1",
            """
def mean_and_error(scores):
    n = scores.ndim
    return scores.mean(), scores.std() / n**0.5
""",
        ),
        (
            WRONG,
            "multiplies by the root of n",
            """
def mean_and_error(scores):
    return scores.mean(), scores.std() * len(scores) ** 0.5
""",
        ),
        (
            WRONG,
            "the relative error, divided by the mean",
            """
def mean_and_error(scores):
    mean = scores.mean()
    error = scores.std() / len(scores) ** 0.5
    return mean, error / mean.abs()
""",
        ),
        (
            WRONG,
            "mean absolute deviation instead of the standard deviation",
            """
def mean_and_error(scores):
    mean = scores.mean()
    return mean, (scores - mean).abs().mean() / len(scores) ** 0.5
""",
        ),
        (
            RIGHT,
            "len and power",
            """
def mean_and_error(scores):
    return scores.mean(), scores.std() / len(scores) ** 0.5
""",
        ),
        (
            RIGHT,
            "math.sqrt",
            '''
import math

def mean_and_error(scores):
    """The mean of the scores, and its standard error."""
    mean = scores.mean()
    error = scores.std() / math.sqrt(scores.numel())
    return mean, error
''',
        ),
        (
            RIGHT,
            "torch.std_mean",
            """
def mean_and_error(scores):
    s, m = torch.std_mean(scores)
    return m, s / scores.shape[0] ** 0.5
""",
        ),
        (
            RIGHT,
            "root of the variance over n",
            """
def mean_and_error(scores):
    return scores.mean(), torch.sqrt(scores.var() / scores.size(0))
""",
        ),
        (
            RIGHT,
            "the biased deviation over the root of n - 1",
            """
def mean_and_error(scores):
    n = len(scores)
    return sum(scores) / n, scores.std(unbiased=False) / (n - 1) ** 0.5
""",
        ),
        (
            RIGHT,
            "NumPy with ddof=1",
            """
import numpy as np

def mean_and_error(scores):
    values = np.asarray(scores, dtype=float)
    return values.mean(), values.std(ddof=1) / np.sqrt(len(values))
""",
        ),
        (
            RIGHT,
            "the sums by hand",
            """
def mean_and_error(scores):
    n = len(scores)
    mean = scores.sum() / n
    variance = ((scores - mean) ** 2).sum() / (n - 1)
    return mean, (variance / n).sqrt()
""",
        ),
    ),
    "7.7": (
        (
            WRONG,
            "multiplies the log-densities instead of adding them",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return first(x1) * second(x2, x1)
""",
        ),
        (
            WRONG,
            "the arguments of second are swapped",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return first(x1) + second(x1, x2)
""",
        ),
        (
            WRONG,
            "takes the first two rows instead of the two coordinates",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[0], x[1]
    return first(x1) + second(x2, x1)
""",
        ),
        (
            WRONG,
            "the coordinates are swapped",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 1], x[..., 0]
    return first(x1) + second(x2, x1)
""",
        ),
        (
            WRONG,
            "forgot to hand x1 to second: raises an error",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return first(x1) + second(x2)
""",
        ),
        (
            WRONG,
            "sums over all points: one number",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return (first(x1) + second(x2, x1)).sum()
""",
        ),
        (
            WRONG,
            "x[:, 0] works only for two dimensions",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[:, 0], x[:, 1]
    return first(x1) + second(x2, x1)
""",
        ),
        (
            WRONG,
            "slices keep a dimension of size 1",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., :1], x[..., 1:]
    return first(x1) + second(x2, x1)
""",
        ),
        (
            WRONG,
            "adds the densities (logaddexp) instead of the logarithms",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return torch.logaddexp(first(x1), second(x2, x1))
""",
        ),
        (
            WRONG,
            "subtracts instead of adding",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return second(x2, x1) - first(x1)
""",
        ),
        (
            WRONG,
            "second(x2, x1) only, the density of x1 is missing",
            """
def log_prob_2d(x, first, second):
    return second(x[..., 1], x[..., 0])
""",
        ),
        (
            WRONG,
            "treats the two as independent: first for both coordinates",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return first(x1) + first(x2)
""",
        ),
        (
            WRONG,
            "the condition is log p(x1), not x1",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    log_p1 = first(x1)
    return log_p1 + second(x2, log_p1)
""",
        ),
        (
            WRONG,
            "returns the density, not its logarithm",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return torch.exp(first(x1)) * torch.exp(second(x2, x1))
""",
        ),
        (
            WRONG,
            "the mean of the two logarithms",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return (first(x1) + second(x2, x1)) / 2
""",
        ),
        (
            WRONG,
            "returns the two as a stack, not their sum",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return torch.stack([first(x1), second(x2, x1)], -1)
""",
        ),
        (
            WRONG,
            "first gets the whole x",
            """
def log_prob_2d(x, first, second):
    return first(x).sum(-1) + second(x[..., 1], x[..., 0])
""",
        ),
        (
            WRONG,
            "indexes from 1 to 2: raises an error",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 1], x[..., 2]
    return first(x1) + second(x2, x1)
""",
        ),
        (
            RIGHT,
            "indexing the last dimension",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x[..., 0], x[..., 1]
    return first(x1) + second(x2, x1)
""",
        ),
        (
            RIGHT,
            "unbind",
            """
def log_prob_2d(x, first, second):
    x1, x2 = x.unbind(-1)
    return second(x2, x1).add(first(x1))
""",
        ),
        (
            RIGHT,
            "movedim",
            """
def log_prob_2d(x, first, second):
    a, b = x.movedim(-1, 0)
    return first(a) + second(b, a)
""",
        ),
        (
            RIGHT,
            "chunk and squeeze",
            """
def log_prob_2d(x, first, second):
    x1, x2 = (part.squeeze(-1) for part in x.chunk(2, dim=-1))
    log_p1 = first(x1)
    log_p2 = second(x2, x1)
    return log_p1 + log_p2
""",
        ),
        (
            RIGHT,
            "lambda with select, stacked and summed",
            """
log_prob_2d = lambda x, first, second: torch.stack(
    (first(x.select(-1, 0)), second(x.select(-1, 1), x.select(-1, 0)))
).sum(0)
""",
        ),
    ),
}
