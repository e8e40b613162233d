"""Answers to chapter 12 that were written from the prompts alone, before any mistake had a name."""

import textwrap

RIGHT, WRONG = "right", "wrong"


def _functions(signature, *answers):
    """(truth, what was done, the function with this body), one for each."""
    head = f"def {signature}:\n"
    return tuple(
        (truth, what, head + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ") + "\n")
        for truth, what, body in answers
    )


ELBO = _functions(
    "elbo(log_base, log_det, log_target)",
    (RIGHT, "one line", "return (log_target - log_base + log_det).mean()"),
    (RIGHT, "three means", """
t, b, d = log_target.mean(), log_base.mean(), log_det.mean()
return t - (b - d)
"""),
    (RIGHT, "a sum over n", """
log_q = log_base - log_det
return torch.sum(log_target - log_q) / log_q.numel()
"""),
    (RIGHT, "a loop", """
total = 0.0
for b, d, t in zip(log_base, log_det, log_target):
    total += t - (b - d)
return total / len(log_base)
"""),
    (WRONG, "+ log-det in log q", """
log_q = log_base + log_det
return (log_target - log_q).mean()
"""),
    (WRONG, "no log-det", "return (log_target - log_base).mean()"),
    (WRONG, "the loss", "return -(log_target - log_base + log_det).mean()"),
    (WRONG, "not averaged", "return log_target - log_base + log_det"),
    (WRONG, "sum", "return (log_target - log_base + log_det).sum()"),
    (WRONG, "no entropy", "return log_target.mean()"),
    (WRONG, "log of the mean ratio", """
w = torch.exp(log_target - log_base + log_det)
return torch.log(w.mean())
"""),
    (WRONG, "the ratio itself", "return torch.exp(log_target - log_base + log_det).mean()"),
    (WRONG, "target plus log-det only", "return (log_target + log_det).mean()"),
    (WRONG, "weighted by q", """
log_q = log_base - log_det
return (log_q.exp() * (log_target - log_q)).mean()
"""),
    (WRONG, "entropy with the wrong sign", "return (log_target + log_base - log_det).mean()"),
)  # fmt: skip

BOUND = _functions(
    "bound(f, log_q, log_target, z)",
    (RIGHT, "straight", """
x = f(z)
return (log_target(x) - log_q(x)).mean()
"""),
    (RIGHT, "entropy apart", """
x = f(z)
entropy = -log_q(x).mean()
return log_target(x).mean() + entropy
"""),
    (RIGHT, "sum over N", """
x = f(z)
return torch.sum(log_target(x) - log_q(x)) / z.shape[0]
"""),
    (RIGHT, "sample by sample", """
terms = []
for one in z:
    x = f(one)
    terms.append(log_target(x) - log_q(x))
return torch.stack(terms).mean()
"""),
    (WRONG, "samples detached", """
x = f(z).detach()
return (log_target(x) - log_q(x)).mean()
"""),
    (WRONG, "samples under no_grad", """
with torch.no_grad():
    x = f(z)
return (log_target(x) - log_q(x)).mean()
"""),
    (WRONG, "all under no_grad", """
with torch.no_grad():
    x = f(z)
    return (log_target(x) - log_q(x)).mean()
"""),
    (WRONG, "item", """
x = f(z)
return (log_target(x) - log_q(x)).mean().item()
"""),
    (WRONG, "score added to the pathwise gradient", """
x = f(z)
lq = log_q(x)
w = log_target(x) - lq
return (w + w.detach() * (lq - lq.detach())).mean()
"""),
    (WRONG, "score in place of the path", """
x = f(z).detach()
lq = log_q(x)
w = (log_target(x) - lq).detach()
return (w + w * (lq - lq.detach())).mean()
"""),
    (WRONG, "loss", """
x = f(z)
return (log_q(x) - log_target(x)).mean()
"""),
    (WRONG, "target at z", """
x = f(z)
return (log_target(z) - log_q(x)).mean()
"""),
    (WRONG, "log q at z", "return (log_target(f(z)) - log_q(z)).mean()"),
    (WRONG, "no log q", "return log_target(f(z)).mean()"),
    (WRONG, "log q detached", """
x = f(z)
return (log_target(x) - log_q(x).detach()).mean()
"""),
    (WRONG, "x detached in log q", """
x = f(z)
return (log_target(x) - log_q(x.detach())).mean()
"""),
    (WRONG, "sum", """
x = f(z)
return (log_target(x) - log_q(x)).sum()
"""),
    (WRONG, "own noise", """
x = f(torch.randn(len(z)))
return (log_target(x) - log_q(x)).mean()
"""),
    (WRONG, "log of mean weights", """
x = f(z)
return (log_target(x) - log_q(x)).exp().mean().log()
"""),
)  # fmt: skip

FORWARD_KL = _functions(
    "forward_kl(log_p, log_q, dx)",
    (RIGHT, "where", """
p = log_p.exp()
return torch.where(p > 0, p * (log_p - log_q), torch.zeros_like(p)).sum() * dx
"""),
    (RIGHT, "mask", """
there = log_p > -math.inf
lp, lq = log_p[there], log_q[there]
return (torch.exp(lp) * (lp - lq)).sum() * dx
"""),
    (WRONG, "nan_to_num of the product: a large number where it is infinite", """
terms = torch.exp(log_p) * (log_p - log_q)
return dx * torch.nan_to_num(terms, nan=0.0).sum()
"""),
    (RIGHT, "nan_to_num of the product, infinity kept", """
terms = torch.exp(log_p) * (log_p - log_q)
return dx * torch.nan_to_num(terms, nan=0.0, posinf=math.inf).sum()
"""),
    (RIGHT, "loop", """
total = 0.0
for a, b in zip(log_p.tolist(), log_q.tolist()):
    if a == -math.inf:
        continue
    total += math.exp(a) * (a - b) * dx
return total
"""),
    (RIGHT, "xlogy", """
p, q = log_p.exp(), log_q.exp()
first = torch.xlogy(p, p)
second = torch.where(p == 0, torch.zeros_like(p), p * log_q)
return (first - second).sum() * dx
"""),
    (WRONG, "0 times minus infinity", "return (log_p.exp() * (log_p - log_q)).sum() * dx"),
    (WRONG, "reversed", """
q = log_q.exp()
return (q * (log_q - log_p)).sum() * dx
"""),
    (WRONG, "reversed with a mask", """
q = log_q.exp()
t = torch.where((q > 0) & (log_p > -math.inf), q * (log_q - log_p), torch.zeros_like(q))
return t.sum() * dx
"""),
    (WRONG, "p times log q - log p", """
p = log_p.exp()
return torch.where(p > 0, p * (log_q - log_p), torch.zeros_like(p)).sum() * dx
"""),
    (WRONG, "absolute", """
p = log_p.exp()
return torch.where(p > 0, p * (log_p - log_q).abs(), torch.zeros_like(p)).sum() * dx
"""),
    (WRONG, "cross-entropy", """
p = log_p.exp()
return -torch.where(p > 0, p * log_q, torch.zeros_like(p)).sum() * dx
"""),
    (WRONG, "no dx", """
p = log_p.exp()
return torch.where(p > 0, p * (log_p - log_q), torch.zeros_like(p)).sum()
"""),
    (WRONG, "mean", """
p = log_p.exp()
return torch.where(p > 0, p * (log_p - log_q), torch.zeros_like(p)).mean()
"""),
    (WRONG, "unweighted", """
there = log_p > -math.inf
return (log_p[there] - log_q[there]).sum() * dx
"""),
    (WRONG, "unweighted mean", """
there = log_p > -math.inf
return (log_p[there] - log_q[there]).mean()
"""),
    (WRONG, "log_p as weight", """
there = log_p > -math.inf
lp, lq = log_p[there], log_q[there]
return (lp * (lp - lq)).sum() * dx
"""),
    (WRONG, "mean of the product times dx", """
p = log_p.exp()
return torch.where(p > 0, p * (log_p - log_q), torch.zeros_like(p)).mean() * dx
"""),
    (WRONG, "log of log", """
p = log_p.exp()
return torch.where(p > 0, p * torch.log(log_p / log_q), torch.zeros_like(p)).sum() * dx
"""),
    (WRONG, "trapezoid", """
p = log_p.exp()
return torch.trapezoid(torch.where(p > 0, p * (log_p - log_q), torch.zeros_like(p)), dx=dx)
"""),
)  # fmt: skip

SCHOOLS_START = """
m, tau, eta = 5 * v[..., 0], v[..., 1].exp(), v[..., 2:]
normal = lambda u: -0.5 * u**2 - 0.5 * math.log(2 * math.pi)
theta = m[..., None] + tau[..., None] * eta
"""


def _schools(body, start=SCHOOLS_START):
    return start + body


LOG_JOINT = _functions(
    "log_joint(v, y, sigma)",
    (RIGHT, "by hand", _schools("""
data = (normal((y - theta) / sigma) - sigma.log()).sum(-1)
prior = normal(v[..., 0]) + normal(eta).sum(-1)
log_tau = math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + v[..., 1]
return data + prior + log_tau
""")),
    (RIGHT, "torch.distributions", """
D = torch.distributions
a, t, eta = v[..., 0], v[..., 1], v[..., 2:]
theta = (5 * a).unsqueeze(-1) + t.exp().unsqueeze(-1) * eta
out = D.Normal(theta, sigma).log_prob(y).sum(-1)
out = out + D.Normal(0.0, 1.0).log_prob(a) + D.Normal(0.0, 1.0).log_prob(eta).sum(-1)
return out + D.HalfCauchy(torch.tensor(5.0, dtype=v.dtype)).log_prob(t.exp()) + t
"""),
    (RIGHT, "mean as N(0, 25) with its log-det", """
D = torch.distributions
m, log_tau, eta = 5 * v[..., :1], v[..., 1:2], v[..., 2:]
theta = m + torch.exp(log_tau) * eta
a = D.Normal(0.0, 5.0).log_prob(m) + math.log(5)
tau = math.log(2) - math.log(math.pi * 5) - torch.log1p((2 * log_tau).exp() / 25) + log_tau
total = D.Normal(theta, sigma).log_prob(y) + D.Normal(0.0, 1.0).log_prob(eta)
return total.sum(-1) + (a + tau)[..., 0]
"""),
    (RIGHT, "a loop over the schools", """
a, t = v[..., 0], v[..., 1]
tau = t.exp()
log = -0.5 * a**2 - 0.5 * math.log(2 * math.pi)
log = log + t + math.log(2) - math.log(5 * math.pi) - (1 + (tau / 5) ** 2).log()
for j in range(len(y)):
    eta = v[..., 2 + j]
    theta = 5 * a + tau * eta
    log = log - 0.5 * eta**2 - math.log(2 * math.pi)
    log = log - 0.5 * ((y[j] - theta) / sigma[j]) ** 2 - math.log(float(sigma[j]))
return log
"""),
    (WRONG, "no log-det of tau", _schools("""
data = (normal((y - theta) / sigma) - sigma.log()).sum(-1)
prior = normal(v[..., 0]) + normal(eta).sum(-1)
return data + prior + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25)
""")),
    (WRONG, "minus log tau", _schools("""
data = (normal((y - theta) / sigma) - sigma.log()).sum(-1)
prior = normal(v[..., 0]) + normal(eta).sum(-1)
return data + prior + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) - v[..., 1]
""")),
    (WRONG, "full Cauchy", _schools("""
data = (normal((y - theta) / sigma) - sigma.log()).sum(-1)
prior = normal(v[..., 0]) + normal(eta).sum(-1)
return data + prior + math.log(1 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + v[..., 1]
""")),
    (WRONG, "theta without tau", """
D = torch.distributions
a, t, eta = v[..., 0], v[..., 1], v[..., 2:]
theta = (5 * a).unsqueeze(-1) + eta
out = D.Normal(theta, sigma).log_prob(y).sum(-1)
out = out + D.Normal(0.0, 1.0).log_prob(a) + D.Normal(0.0, 1.0).log_prob(eta).sum(-1)
return out + D.HalfCauchy(torch.tensor(5.0, dtype=v.dtype)).log_prob(t.exp()) + t
"""),
    (WRONG, "sigma as variance", """
D = torch.distributions
a, t, eta = v[..., 0], v[..., 1], v[..., 2:]
theta = (5 * a).unsqueeze(-1) + t.exp().unsqueeze(-1) * eta
out = D.Normal(theta, sigma.sqrt()).log_prob(y).sum(-1)
out = out + D.Normal(0.0, 1.0).log_prob(a) + D.Normal(0.0, 1.0).log_prob(eta).sum(-1)
return out + D.HalfCauchy(torch.tensor(5.0, dtype=v.dtype)).log_prob(t.exp()) + t
"""),
    (WRONG, "log tau taken for tau", """
D = torch.distributions
a, tau, eta = v[..., 0], v[..., 1], v[..., 2:]
theta = (5 * a).unsqueeze(-1) + tau.unsqueeze(-1) * eta
out = D.Normal(theta, sigma).log_prob(y).sum(-1)
out = out + D.Normal(0.0, 1.0).log_prob(a) + D.Normal(0.0, 1.0).log_prob(eta).sum(-1)
return out + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25)
"""),
    (WRONG, "mean not times 5", """
D = torch.distributions
a, t, eta = v[..., 0], v[..., 1], v[..., 2:]
theta = a.unsqueeze(-1) + t.exp().unsqueeze(-1) * eta
out = D.Normal(theta, sigma).log_prob(y).sum(-1)
out = out + D.Normal(0.0, 1.0).log_prob(a) + D.Normal(0.0, 1.0).log_prob(eta).sum(-1)
return out + D.HalfCauchy(torch.tensor(5.0, dtype=v.dtype)).log_prob(t.exp()) + t
"""),
    (WRONG, "no -log sigma", _schools("""
data = normal((y - theta) / sigma).sum(-1)
prior = normal(v[..., 0]) + normal(eta).sum(-1)
log_tau = math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + v[..., 1]
return data + prior + log_tau
""")),
    (WRONG, "likelihood only", _schools("""
return (normal((y - theta) / sigma) - sigma.log()).sum(-1)
""")),
    (WRONG, "prior only", _schools("""
prior = normal(v[..., 0]) + normal(eta).sum(-1)
return prior + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + v[..., 1]
""")),
    (WRONG, "no prior of the effects", _schools("""
data = (normal((y - theta) / sigma) - sigma.log()).sum(-1)
log_tau = math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + v[..., 1]
return data + normal(v[..., 0]) + log_tau
""")),
    (WRONG, "sum over everything", _schools("""
data = (normal((y - theta) / sigma) - sigma.log()).sum()
prior = normal(v[..., 0]).sum() + normal(eta).sum()
return data + prior + (math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + v[..., 1]).sum()
""")),
    (WRONG, "prior of theta as a standard normal", _schools("""
data = (normal((y - theta) / sigma) - sigma.log()).sum(-1)
prior = normal(v[..., 0]) + normal(theta).sum(-1)
log_tau = math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + v[..., 1]
return data + prior + log_tau
""")),
)  # fmt: skip

WEIGHTS = _functions(
    "weights(log_target, log_q)",
    (RIGHT, "logsumexp", """
log_w = log_target - log_q
log_Z = torch.logsumexp(log_w, 0) - math.log(len(log_w))
ess = torch.exp(2 * torch.logsumexp(log_w, 0) - torch.logsumexp(2 * log_w, 0))
return log_Z, ess
"""),
    (RIGHT, "largest taken away", """
log_w = log_target - log_q
top = log_w.max()
w = (log_w - top).exp()
return top + w.mean().log(), w.sum() ** 2 / (w**2).sum()
"""),
    (RIGHT, "softmax", """
log_w = log_target - log_q
share = torch.softmax(log_w, dim=0)
return log_w.logsumexp(dim=0) - math.log(log_w.numel()), 1 / share.square().sum()
"""),
    (RIGHT, "plain Python", """
lw = [a - b for a, b in zip(log_target.tolist(), log_q.tolist())]
top = max(lw)
w = [math.exp(v - top) for v in lw]
return top + math.log(sum(w) / len(w)), sum(w) ** 2 / sum(v * v for v in w)
"""),
    (WRONG, "mean of the logs", """
log_w = log_target - log_q
w = (log_w - log_w.max()).exp()
return log_w.mean(), w.sum() ** 2 / (w**2).sum()
"""),
    (WRONG, "exp first", """
w = (log_target - log_q).exp()
return w.mean().log(), w.sum() ** 2 / (w**2).sum()
"""),
    (WRONG, "exp of both first", """
w = log_target.exp() / log_q.exp()
return w.mean().log(), w.sum() ** 2 / (w**2).sum()
"""),
    (WRONG, "n missing", """
log_w = log_target - log_q
w = (log_w - log_w.max()).exp()
return log_w.logsumexp(0), w.sum() ** 2 / (w**2).sum()
"""),
    (WRONG, "sum of w over sum of w squared", """
log_w = log_target - log_q
w = (log_w - log_w.max()).exp()
return log_w.logsumexp(0) - math.log(len(w)), w.sum() / (w**2).sum()
"""),
    (WRONG, "ess as a share", """
log_w = log_target - log_q
w = (log_w - log_w.max()).exp()
return log_w.logsumexp(0) - math.log(len(w)), w.sum() ** 2 / (w**2).sum() / len(w)
"""),
    (WRONG, "sum of squares squared", """
log_w = log_target - log_q
w = (log_w - log_w.max()).exp()
return log_w.logsumexp(0) - math.log(len(w)), (w**2).sum() / w.sum() ** 2
"""),
    (WRONG, "weights upside down", """
log_w = log_q - log_target
w = (log_w - log_w.max()).exp()
return log_w.logsumexp(0) - math.log(len(w)), w.sum() ** 2 / (w**2).sum()
"""),
    (WRONG, "largest not put back", """
log_w = log_target - log_q
w = (log_w - log_w.max()).exp()
return w.mean().log(), w.sum() ** 2 / (w**2).sum()
"""),
    (WRONG, "Z, not its log", """
log_w = log_target - log_q
w = log_w.exp()
return w.mean(), w.sum() ** 2 / (w**2).sum()
"""),
    (WRONG, "only log Z", """
log_w = log_target - log_q
return log_w.logsumexp(0) - math.log(len(log_w))
"""),
    (WRONG, "exchanged", """
log_w = log_target - log_q
w = (log_w - log_w.max()).exp()
return w.sum() ** 2 / (w**2).sum(), log_w.logsumexp(0) - math.log(len(w))
"""),
    (WRONG, "ess of the logs", """
log_w = log_target - log_q
return log_w.logsumexp(0) - math.log(len(log_w)), log_w.sum() ** 2 / (log_w**2).sum()
"""),
    (WRONG, "log ess", """
log_w = log_target - log_q
return log_w.logsumexp(0) - math.log(len(log_w)), 2 * log_w.logsumexp(0) - (2 * log_w).logsumexp(0)
"""),
)  # fmt: skip

WHICH_WAY = _functions(
    "which_way()",
    (RIGHT, "letters", 'return "F R R F"'),
    (RIGHT, "a list", 'return ["f", "r", "r", "f"]'),
    (RIGHT, "in words", 'return ["forward", "reverse", "reverse", "forward"]'),
    (RIGHT, "commas", 'return "F, R, R, F"'),
    (WRONG, "by whose samples", 'return "F R R R"'),
    (WRONG, "the entropy taken for likelihood", 'return "F R F F"'),
    (WRONG, "all turned", 'return "R F F R"'),
    (WRONG, "by turns", 'return "F R F R"'),
    (WRONG, "all reverse", 'return "R R R R"'),
    (WRONG, "all forward", 'return "F F F F"'),
    (WRONG, "three letters", 'return "F R R"'),
    (WRONG, "likelihood is reverse", 'return "R R R F"'),
    (WRONG, "pairs", 'return "F F R R"'),
)  # fmt: skip

NPE_LOSS = _functions(
    "npe_loss(log_q, log_prior, log_likelihood)",
    (RIGHT, "minus the mean", "return -log_q.mean()"),
    (RIGHT, "mean of minus", "return torch.mean(-log_q)"),
    (RIGHT, "sum over N", "return -torch.sum(log_q) / len(log_q)"),
    (RIGHT, "a loop", """
total = 0
for one in log_q:
    total = total - one
return total / log_q.shape[0]
"""),
    (WRONG, "sign", "return log_q.mean()"),
    (WRONG, "minus ELBO", "return (log_q - log_prior - log_likelihood).mean()"),
    (WRONG, "prior added", "return -(log_q + log_prior).mean()"),
    (WRONG, "likelihood added", "return -(log_q + log_likelihood).mean()"),
    (WRONG, "both added", "return -(log_q + log_prior + log_likelihood).mean()"),
    (WRONG, "joint minus q", "return (log_prior + log_likelihood - log_q).mean()"),
    (WRONG, "weighted by the prior", "return -(log_prior.exp() * log_q).mean()"),
    (WRONG, "weighted by the likelihood", "return -(log_likelihood.exp() * log_q).mean()"),
    (WRONG, "sum", "return -log_q.sum()"),
    (WRONG, "detached", "return -log_q.detach().mean()"),
    (WRONG, "item", "return -log_q.mean().item()"),
    (WRONG, "log likelihood", "return -log_likelihood.mean()"),
    (WRONG, "no mean", "return -log_q"),
)  # fmt: skip

EXPECTATION = _functions(
    "expectation(F, log_w)",
    (RIGHT, "softmax and matmul", "return torch.softmax(log_w, 0) @ F"),
    (RIGHT, "largest taken away", """
w = (log_w - log_w.max()).exp()
if F.ndim == 2:
    w = w[:, None]
    return (w * F).sum(0) / w.sum()
return (w * F).sum() / w.sum()
"""),
    (RIGHT, "tensordot", """
share = (log_w - torch.logsumexp(log_w, 0)).exp()
return torch.tensordot(share, F, dims=1)
"""),
    (RIGHT, "a loop", """
top = float(log_w.max())
total, norm = 0.0, 0.0
for value, one in zip(F, log_w.tolist()):
    w = math.exp(one - top)
    total, norm = total + w * value, norm + w
return total / norm
"""),
    (WRONG, "unweighted", "return F.mean(0)"),
    (WRONG, "not normalised", "return log_w.exp() @ F"),
    (WRONG, "mean of w F", "return (log_w.exp() @ F) / len(log_w)"),
    (WRONG, "exp first", """
w = log_w.exp()
return (w @ F) / w.sum()
"""),
    (WRONG, "log weights as weights", "return (log_w @ F) / log_w.sum()"),
    (WRONG, "largest taken away, not normalised", "return (log_w - log_w.max()).exp() @ F"),
    (WRONG, "largest taken away, over n", """
return (log_w - log_w.max()).exp() @ F / len(log_w)
"""),
    (WRONG, "broadcast", "return (torch.softmax(log_w, 0) * F).sum(0)"),
    (WRONG, "mean of the shares times F", "return torch.softmax(log_w, 0) @ F / len(log_w)"),
    (WRONG, "inverse weights", "return torch.softmax(-log_w, 0) @ F"),
    (WRONG, "one number for all", """
w = torch.softmax(log_w, 0)
return (w @ F).sum()
"""),
    (WRONG, "not summed", """
w = torch.softmax(log_w, 0)
return (w * F.T).T
"""),
    (WRONG, "best sample", "return F[log_w.argmax()]"),
)  # fmt: skip

LINEAR_START = """
lp = lambda u, s: -0.5 * (u / s) ** 2 - math.log(s) - 0.5 * math.log(2 * math.pi)
w, sigma, m, s = (float(v) for v in (w, sigma, m, s))
fit = -((x - w * m * x) ** 2 + (w * s) ** 2) / (2 * sigma**2)
fit = fit - math.log(sigma) - 0.5 * math.log(2 * math.pi)
kl = 0.5 * ((m * x) ** 2 + s**2 - 1) - math.log(s)
exact = lp(x, math.sqrt(w**2 + sigma**2))
"""

LINEAR_VAE = _functions(
    "linear_vae(x, w, sigma, m, s)",
    (RIGHT, "closed form", LINEAR_START + "return fit - kl, exact"),
    (RIGHT, "exact minus the KL of two normals", """
D = torch.distributions
v = w**2 + sigma**2
exact = D.Normal(0 * x, v**0.5).log_prob(x)
post = D.Normal(w * x / v, (sigma**2 / v) ** 0.5)
return exact - D.kl_divergence(D.Normal(m * x, s), post), exact
"""),
    (RIGHT, "three means", """
D = torch.distributions
fit = D.Normal(w * m * x, sigma).log_prob(x) - (w * s) ** 2 / (2 * sigma**2)
prior = D.Normal(0.0, 1.0).log_prob(m * x) - s**2 / 2
entropy = D.Normal(0 * x, s).entropy()
return fit + prior + entropy, D.Normal(0.0, (w**2 + sigma**2) ** 0.5).log_prob(x)
"""),
    (RIGHT, "a sum over nodes", """
D = torch.distributions
nodes, weights = np.polynomial.hermite_e.hermegauss(20)
total = 0.0
for node, weight in zip(nodes, weights / weights.sum()):
    z = m * x + s * float(node)
    log_p = D.Normal(0.0, 1.0).log_prob(z) + D.Normal(w * z, sigma).log_prob(x)
    total = total + float(weight) * (log_p - D.Normal(m * x, s).log_prob(z))
return total, D.Normal(0 * x, (w**2 + sigma**2) ** 0.5).log_prob(x)
"""),
    (WRONG, "scatter of z forgotten", LINEAR_START + """
fit = -((x - w * m * x) ** 2) / (2 * sigma**2) - math.log(sigma) - 0.5 * math.log(2 * math.pi)
return fit - kl, exact
"""),
    (WRONG, "KL added", LINEAR_START + "return fit + kl, exact"),
    (WRONG, "no KL", LINEAR_START + "return fit, exact"),
    (WRONG, "the loss", LINEAR_START + "return kl - fit, exact"),
    (WRONG, "p(x) with the noise alone", LINEAR_START + "return fit - kl, lp(x, sigma)"),
    (WRONG, "widths added", LINEAR_START + "return fit - kl, lp(x, w + sigma)"),
    (WRONG, "variance as width", LINEAR_START + "return fit - kl, lp(x, w**2 + sigma**2)"),
    (WRONG, "exchanged", LINEAR_START + "return exact, fit - kl"),
    (WRONG, "mean over the data", LINEAR_START + "return (fit - kl).mean(), exact.mean()"),
    (WRONG, "entropy forgotten", LINEAR_START + """
return fit - 0.5 * ((m * x) ** 2 + s**2) - 0.5 * math.log(2 * math.pi), exact
"""),
    (WRONG, "+log s", LINEAR_START + """
kl = 0.5 * ((m * x) ** 2 + s**2 - 1) + math.log(s)
return fit - kl, exact
"""),
    (WRONG, "only the ELBO", LINEAR_START + "return fit - kl"),
    (WRONG, "the gap", LINEAR_START + "return exact - fit + kl"),
    (WRONG, "s as a variance in the KL", LINEAR_START + """
kl = 0.5 * ((m * x) ** 2 + s - 1 - math.log(s))
return fit - kl, exact
"""),
)  # fmt: skip

ANSWERS = {
    "12.1": FORWARD_KL,
    "12.2": ELBO,
    "12.3": BOUND,
    "12.4": LOG_JOINT,
    "12.5": WEIGHTS,
    "12.6": EXPECTATION,
    "12.7": WHICH_WAY,
    "12.8": NPE_LOSS,
    "12.9": LINEAR_VAE,
}
