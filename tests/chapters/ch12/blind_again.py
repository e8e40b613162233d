RIGHT, WRONG = "right", "wrong"
ANSWERS = {
    "12.1": (
        (
            WRONG,
            "0 times minus infinity at the points where p is 0: the result is nan",
            """
def forward_kl(log_p, log_q, dx):
    p = log_p.exp()
    return (p * (log_p - log_q)).sum() * dx
""",
        ),
        (
            WRONG,
            "the reverse divergence: weighs with q",
            """
def forward_kl(log_p, log_q, dx):
    q = torch.exp(log_q)
    term = torch.where(q > 0, q * (log_q - log_p), torch.zeros_like(q))
    return term.sum() * dx
""",
        ),
        (
            WRONG,
            "forgets dx",
            """
def forward_kl(log_p, log_q, dx):
    ok = torch.isfinite(log_p)
    return (log_p[ok].exp() * (log_p[ok] - log_q[ok])).sum()
""",
        ),
        (
            WRONG,
            "mean over the points, and then times dx",
            """
def forward_kl(log_p, log_q, dx):
    ok = log_p > -math.inf
    return torch.mean(log_p[ok].exp() * (log_p[ok] - log_q[ok])) * dx
""",
        ),
        (
            WRONG,
            "the cross-entropy, without the log p",
            """
def forward_kl(log_p, log_q, dx):
    total = 0.0
    for lp, lq in zip(log_p, log_q):
        if lp > -float("inf"):
            total = total - torch.exp(lp) * lq * dx
    return total
""",
        ),
        (
            WRONG,
            "replaces log p = -inf by 0, which makes p = 1 there",
            """
def forward_kl(log_p, log_q, dx):
    log_p = torch.where(torch.isinf(log_p), torch.zeros_like(log_p), log_p)
    return torch.sum(torch.exp(log_p) * (log_p - log_q)) * dx
""",
        ),
        (
            WRONG,
            "sign: log q - log p",
            """
def forward_kl(log_p, log_q, dx):
    keep = log_p != -math.inf
    log_p, log_q = log_p[keep], log_q[keep]
    return torch.dot(torch.exp(log_p), log_q - log_p) * dx
""",
        ),
        (
            WRONG,
            "keeps only the points where log p > 0, that is p > 1",
            """
def forward_kl(log_p, log_q, dx):
    mask = log_p > 0
    return (log_p[mask].exp() * (log_p[mask] - log_q[mask])).sum() * dx
""",
        ),
        (
            WRONG,
            "F.kl_div with the arguments the wrong way round, which gives KL(q||p)",
            """
import torch.nn.functional as F

def forward_kl(log_p, log_q, dx):
    return F.kl_div(log_p, log_q, reduction="sum", log_target=True) * dx
""",
        ),
        (
            WRONG,
            "leaves out the points where q is 0, too, so the KL is finite where it is infinite",
            """
def forward_kl(log_p, log_q, dx):
    good = torch.isfinite(log_p) & torch.isfinite(log_q)
    lp, lq = log_p[good], log_q[good]
    return (lp.exp() * (lp - lq)).sum() * dx
""",
        ),
        (
            WRONG,
            "softmax makes the p sum to 1, and then dx is multiplied once more",
            """
def forward_kl(log_p, log_q, dx):
    p = torch.softmax(log_p, dim=0)
    return torch.where(p > 0, p * (log_p - log_q), 0.0).sum() * dx
""",
        ),
        (
            WRONG,
            "weighs with log p instead of p",
            """
def forward_kl(log_p, log_q, dx):
    ok = torch.isfinite(log_p)
    return (log_p[ok] * (log_p[ok] - log_q[ok])).sum() * dx
""",
        ),
        (
            WRONG,
            "absolute value of each term, so that a KL is never negative",
            """
def forward_kl(log_p, log_q, dx):
    ok = log_p.isfinite()
    return (log_p[ok].exp() * (log_p[ok] - log_q[ok])).abs().sum() * dx
""",
        ),
        (
            RIGHT,
            "only the points with p > 0, one dot product",
            """
def forward_kl(log_p, log_q, dx):
    keep = ~torch.isneginf(log_p)
    lp = log_p[keep]
    return dx * (lp.exp() @ (lp - log_q[keep]))
""",
        ),
        (
            RIGHT,
            "a plain loop over Python numbers",
            """
def forward_kl(log_p, log_q, dx):
    total = 0.0
    for lp, lq in zip(log_p.tolist(), log_q.tolist()):
        p = math.exp(lp)
        if p == 0.0:
            continue
        total += p * (lp - lq) * dx
    return total
""",
        ),
        (
            RIGHT,
            "xlogy for p log p, and a where for the other half",
            """
def forward_kl(log_p, log_q, dx):
    p = torch.exp(log_p)
    entropy = -torch.special.xlogy(p, p).sum() * dx
    cross = -torch.where(p == 0, torch.zeros_like(p), p * log_q).sum() * dx
    return cross - entropy
""",
        ),
        (
            RIGHT,
            "nan to 0 after the product, and infinity stays infinity",
            """
def forward_kl(log_p, log_q, dx):
    terms = log_p.exp() * (log_p - log_q)
    return terms.nan_to_num(nan=0.0, posinf=math.inf, neginf=-math.inf).sum() * dx
""",
        ),
        (
            RIGHT,
            "NumPy with a masked sum",
            """
def forward_kl(log_p, log_q, dx):
    a, b = np.asarray(log_p.detach()), np.asarray(log_q.detach())
    some = np.isfinite(a)
    return float(np.sum(np.exp(a[some]) * (a[some] - b[some])) * dx)
""",
        ),
    ),
    "12.2": (
        (
            WRONG,
            "sign of the log-det",
            """
def elbo(log_base, log_det, log_target):
    log_q = log_base + log_det
    return (log_target - log_q).mean()
""",
        ),
        (
            WRONG,
            "forgets the log-det",
            """
def elbo(log_base, log_det, log_target):
    return torch.mean(log_target - log_base)
""",
        ),
        (
            WRONG,
            "the loss, minus the ELBO",
            """
def elbo(log_base, log_det, log_target):
    log_q = log_base - log_det
    return (log_q - log_target).mean()
""",
        ),
        (
            WRONG,
            "sum instead of mean",
            """
def elbo(log_base, log_det, log_target):
    return (log_target - log_base + log_det).sum()
""",
        ),
        (
            WRONG,
            "one number for each sample, no mean",
            """
def elbo(log_base, log_det, log_target):
    log_q = log_base - log_det
    return log_target - log_q
""",
        ),
        (
            WRONG,
            "item() cuts the gradient",
            """
def elbo(log_base, log_det, log_target):
    log_q = log_base - log_det
    return (log_target - log_q).mean().item()
""",
        ),
        (
            WRONG,
            "log q is detached, so its gradient is lost",
            """
def elbo(log_base, log_det, log_target):
    log_q = (log_base - log_det).detach()
    return (log_target - log_q).mean()
""",
        ),
        (
            WRONG,
            "the importance estimate of log Z: log of the mean weight",
            """
def elbo(log_base, log_det, log_target):
    log_w = log_target - log_base + log_det
    return torch.logsumexp(log_w, 0) - math.log(len(log_w))
""",
        ),
        (
            WRONG,
            "uses the determinant itself instead of its log",
            """
def elbo(log_base, log_det, log_target):
    log_q = log_base - torch.exp(log_det)
    return (log_target - log_q).mean()
""",
        ),
        (
            WRONG,
            "takes the log-det from the target, and leaves out the base: maximum likelihood of chapter 03",
            """
def elbo(log_base, log_det, log_target):
    return (log_base + log_det).mean()
""",
        ),
        (
            WRONG,
            "takes the log once more, as if the target were a density",
            """
def elbo(log_base, log_det, log_target):
    log_q = log_base - log_det
    return (torch.log(log_target.abs()) - log_q).mean()
""",
        ),
        (
            WRONG,
            "a mean weighted with q: the samples are taken for a grid",
            """
def elbo(log_base, log_det, log_target):
    log_q = log_base - log_det
    return (log_q.exp() * (log_target - log_q)).mean()
""",
        ),
        (
            RIGHT,
            "three means",
            """
def elbo(log_base, log_det, log_target):
    return log_target.mean() + log_det.mean() - log_base.mean()
""",
        ),
        (
            RIGHT,
            "log q by name, the sum over n",
            """
def elbo(log_base, log_det, log_target):
    n = log_base.shape[0]
    log_q = log_base - log_det
    log_w = log_target - log_q
    return torch.sum(log_w) / n
""",
        ),
        (
            RIGHT,
            "a running mean in a loop",
            """
def elbo(log_base, log_det, log_target):
    value = 0.0
    for i in range(len(log_target)):
        here = log_target[i] - (log_base[i] - log_det[i])
        value = value + (here - value) / (i + 1)
    return value
""",
        ),
        (
            RIGHT,
            "stack with signs, one matrix product",
            """
def elbo(log_base, log_det, log_target):
    parts = torch.stack([log_target, log_det, log_base])
    signs = torch.tensor([1.0, 1.0, -1.0], dtype=parts.dtype)
    return (signs @ parts).mean()
""",
        ),
    ),
    "12.3": (
        (
            WRONG,
            "samples are detached",
            """
def bound(f, log_q, log_target, z):
    x = f(z).detach()
    return (log_target(x) - log_q(x)).mean()
""",
        ),
        (
            WRONG,
            "draws the samples under no_grad",
            """
def bound(f, log_q, log_target, z):
    with torch.no_grad():
        x = f(z)
    return torch.mean(log_target(x) - log_q(x))
""",
        ),
        (
            WRONG,
            "log q at z instead of at x",
            """
def bound(f, log_q, log_target, z):
    x = f(z)
    return (log_target(x) - log_q(z)).mean()
""",
        ),
        (
            WRONG,
            "forgets f: uses z as the sample",
            """
def bound(f, log_q, log_target, z):
    return (log_target(z) - log_q(z)).mean()
""",
        ),
        (
            WRONG,
            "no log q: only the mean of the target",
            """
def bound(f, log_q, log_target, z):
    return log_target(f(z)).mean()
""",
        ),
        (
            WRONG,
            "log q is detached",
            """
def bound(f, log_q, log_target, z):
    x = f(z)
    return (log_target(x) - log_q(x).detach()).mean()
""",
        ),
        (
            WRONG,
            "the path through the target is cut",
            """
def bound(f, log_q, log_target, z):
    x = f(z)
    return log_target(x.detach()).mean() - log_q(x).mean()
""",
        ),
        (
            WRONG,
            "log q sees detached samples, so only half of its gradient is there",
            """
def bound(f, log_q, log_target, z):
    x = f(z)
    entropy = -log_q(x.detach()).mean()
    return log_target(x).mean() + entropy
""",
        ),
        (
            WRONG,
            "minus the bound",
            """
def bound(f, log_q, log_target, z):
    x = f(z)
    loss = (log_q(x) - log_target(x)).mean()
    return loss
""",
        ),
        (
            WRONG,
            "sum over the samples",
            """
def bound(f, log_q, log_target, z):
    x = f(z)
    return (log_target(x) - log_q(x)).sum()
""",
        ),
        (
            WRONG,
            "the score-function surrogate: right direction on average, but another number and gradient",
            """
def bound(f, log_q, log_target, z):
    x = f(z).detach()
    reward = (log_target(x) - log_q(x)).detach()
    return (reward * log_q(x)).mean()
""",
        ),
        (
            WRONG,
            "the loop adds Python floats, so no gradient is left",
            """
def bound(f, log_q, log_target, z):
    x = f(z)
    lt, lq = log_target(x), log_q(x)
    total = 0.0
    for i in range(len(z)):
        total += float(lt[i] - lq[i])
    return torch.tensor(total / len(z), requires_grad=True)
""",
        ),
        (
            WRONG,
            "draws its own z instead of the given ones",
            """
def bound(f, log_q, log_target, z):
    z = torch.randn_like(z)
    x = f(z)
    return (log_target(x) - log_q(x)).mean()
""",
        ),
        (
            RIGHT,
            "f called twice",
            """
def bound(f, log_q, log_target, z):
    return log_target(f(z)).mean() - log_q(f(z)).mean()
""",
        ),
        (
            RIGHT,
            "sum over N, by names",
            """
def bound(f, log_q, log_target, z):
    N = z.shape[0]
    samples = f(z)
    energy = -log_target(samples)
    minus_entropy = log_q(samples)
    kl_like = (energy + minus_entropy).sum() / N
    return -kl_like
""",
        ),
        (
            RIGHT,
            "one sample at a time, as slices of length 1",
            """
def bound(f, log_q, log_target, z):
    terms = []
    for i in range(len(z)):
        x = f(z[i : i + 1])
        terms.append(log_target(x) - log_q(x))
    return torch.cat(terms).mean()
""",
        ),
        (
            RIGHT,
            "under enable_grad, a dot product with equal weights",
            """
def bound(f, log_q, log_target, z):
    with torch.enable_grad():
        x = f(z)
        log_w = log_target(x) - log_q(x)
        return torch.full_like(log_w, 1 / len(log_w)) @ log_w
""",
        ),
    ),
    "12.4": (
        (
            WRONG,
            "forgets the Jacobian of log tau",
            """
def log_joint(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a[..., None] + tau[..., None] * eta
    half = 0.5 * math.log(2 * math.pi)
    like = (-0.5 * ((y - theta) / sigma) ** 2 - sigma.log() - half).sum(-1)
    prior = -0.5 * a**2 - half + (-0.5 * eta**2 - half).sum(-1)
    cauchy = math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25)
    return like + prior + cauchy
""",
        ),
        (
            WRONG,
            "Jacobian with the wrong sign",
            """
def log_joint(v, y, sigma):
    N = torch.distributions.Normal
    a, log_tau, eta = v[..., :1], v[..., 1:2], v[..., 2:]
    tau = torch.exp(log_tau)
    out = N(5 * a + tau * eta, sigma).log_prob(y).sum(-1)
    out = out + N(0.0, 1.0).log_prob(a).sum(-1) + N(0.0, 1.0).log_prob(eta).sum(-1)
    half_cauchy = math.log(2 / (5 * math.pi)) - torch.log1p(tau**2 / 25) - log_tau
    return out + half_cauchy.squeeze(-1)
""",
        ),
        (
            WRONG,
            "a whole Cauchy: the factor 2 is missing",
            """
def log_joint(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a.unsqueeze(-1) + tau.unsqueeze(-1) * eta
    c = 0.5 * math.log(2 * math.pi)
    out = (-0.5 * ((y - theta) / sigma) ** 2 - torch.log(sigma) - c).sum(-1)
    out = out + (-0.5 * a**2 - c) + (-0.5 * eta**2 - c).sum(-1)
    return out - math.log(5 * math.pi) - torch.log(1 + (tau / 5) ** 2) + log_tau
""",
        ),
        (
            WRONG,
            "takes v[1] for tau itself",
            """
def log_joint(v, y, sigma):
    a, tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    theta = 5 * a.unsqueeze(-1) + tau.unsqueeze(-1) * eta
    c = 0.5 * math.log(2 * math.pi)
    out = (-0.5 * ((y - theta) / sigma) ** 2 - torch.log(sigma) - c).sum(-1)
    out = out + (-0.5 * a**2 - c) + (-0.5 * eta**2 - c).sum(-1)
    return out + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25)
""",
        ),
        (
            WRONG,
            "the common mean is a instead of 5a",
            """
def log_joint(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = a.unsqueeze(-1) + tau.unsqueeze(-1) * eta
    c = 0.5 * math.log(2 * math.pi)
    out = (-0.5 * ((y - theta) / sigma) ** 2 - torch.log(sigma) - c).sum(-1)
    out = out + (-0.5 * a**2 - c) + (-0.5 * eta**2 - c).sum(-1)
    return out + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + log_tau
""",
        ),
        (
            WRONG,
            "log sigma is missing in the likelihood",
            """
def log_joint(v, y, sigma):
    J = y.shape[0]
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = torch.exp(log_tau)
    theta = 5 * a[..., None] + tau[..., None] * eta
    chi2 = (((y - theta) / sigma) ** 2).sum(-1)
    squares = chi2 + a**2 + (eta**2).sum(-1)
    log_p = -0.5 * squares - (2 * J + 1) / 2 * math.log(2 * math.pi)
    return log_p + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + log_tau
""",
        ),
        (
            WRONG,
            "takes sigma for the variance",
            """
def log_joint(v, y, sigma):
    N = torch.distributions.Normal
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a[..., None] + tau[..., None] * eta
    out = N(theta, sigma.sqrt()).log_prob(y).sum(-1)
    out = out + N(0.0, 1.0).log_prob(a) + N(0.0, 1.0).log_prob(eta).sum(-1)
    return out + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + log_tau
""",
        ),
        (
            WRONG,
            "leaves out the constants with 2 pi",
            """
def log_joint(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a[..., None] + tau[..., None] * eta
    out = (-0.5 * ((y - theta) / sigma) ** 2 - sigma.log()).sum(-1)
    out = out - 0.5 * a**2 - 0.5 * (eta**2).sum(-1)
    return out + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + log_tau
""",
        ),
        (
            WRONG,
            "no prior for the eta",
            """
def log_joint(v, y, sigma):
    N = torch.distributions.Normal
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a[..., None] + tau[..., None] * eta
    likelihood = N(theta, sigma).log_prob(y).sum(-1)
    p_a = N(0.0, 1.0).log_prob(a)
    p_tau = math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + log_tau
    return likelihood + p_a + p_tau
""",
        ),
        (
            WRONG,
            "works for a single v only: v[0], v[1], v[2:]",
            """
def log_joint(v, y, sigma):
    N = torch.distributions.Normal
    a, log_tau, eta = v[0], v[1], v[2:]
    tau = log_tau.exp()
    theta = 5 * a + tau * eta
    out = N(theta, sigma).log_prob(y).sum() + N(0.0, 1.0).log_prob(a)
    out = out + N(0.0, 1.0).log_prob(eta).sum()
    return out + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + log_tau
""",
        ),
        (
            WRONG,
            "sums over all events, too",
            """
def log_joint(v, y, sigma):
    N = torch.distributions.Normal
    a, log_tau, eta = v[..., :1], v[..., 1:2], v[..., 2:]
    tau = log_tau.exp()
    out = N(5 * a + tau * eta, sigma).log_prob(y).sum()
    out = out + N(0.0, 1.0).log_prob(a).sum() + N(0.0, 1.0).log_prob(eta).sum()
    return out + (math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + log_tau).sum()
""",
        ),
        (
            WRONG,
            "adds the density of theta, too, besides that of eta: the prior counts twice",
            """
def log_joint(v, y, sigma):
    N = torch.distributions.Normal
    a, log_tau, eta = v[..., :1], v[..., 1:2], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a + tau * eta
    out = N(theta, sigma).log_prob(y) + N(5 * a, tau).log_prob(theta) + N(0.0, 1.0).log_prob(eta)
    rest = N(0.0, 1.0).log_prob(a) + math.log(2 / (5 * math.pi)) - torch.log1p(tau**2 / 25) + log_tau
    return out.sum(-1) + rest.squeeze(-1)
""",
        ),
        (
            WRONG,
            "tau squared over 5 instead of 25",
            """
def log_joint(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a.unsqueeze(-1) + tau.unsqueeze(-1) * eta
    c = 0.5 * math.log(2 * math.pi)
    out = (-0.5 * ((y - theta) / sigma) ** 2 - torch.log(sigma) - c).sum(-1)
    out = out + (-0.5 * a**2 - c) + (-0.5 * eta**2 - c).sum(-1)
    return out + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 5) + log_tau
""",
        ),
        (
            WRONG,
            "the constant c only once for the J measurements: added after the sum",
            """
def log_joint(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a.unsqueeze(-1) + tau.unsqueeze(-1) * eta
    c = 0.5 * math.log(2 * math.pi)
    like = (-0.5 * ((y - theta) / sigma) ** 2 - torch.log(sigma)).sum(-1) - c
    prior = (-0.5 * a**2 - c) + (-0.5 * eta**2 - c).sum(-1)
    return like + prior + math.log(2 / (5 * math.pi)) - torch.log(1 + tau**2 / 25) + log_tau
""",
        ),
        (
            RIGHT,
            "all from torch.distributions",
            """
import torch.distributions as dist

def log_joint(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a[..., None] + tau[..., None] * eta
    unit = dist.Normal(0.0, 1.0)
    half_cauchy = dist.HalfCauchy(v.new_tensor(5.0))
    return (
        dist.Normal(theta, sigma).log_prob(y).sum(-1)
        + unit.log_prob(a)
        + unit.log_prob(eta).sum(-1)
        + half_cauchy.log_prob(tau)
        + log_tau
    )
""",
        ),
        (
            RIGHT,
            "one sum of squares, and a count of the 2 pi",
            """
def log_joint(v, y, sigma):
    J = len(y)
    a, l, eta = torch.split(v, [1, 1, J], dim=-1)
    residual = (y - 5 * a - l.exp() * eta) / sigma
    squares = residual.square().sum(-1) + a.square().sum(-1) + eta.square().sum(-1)
    normal = -0.5 * squares - (J + 0.5) * math.log(2 * math.pi) - sigma.log().sum()
    l = l[..., 0]
    tau = math.log(2) - math.log(5) - math.log(math.pi) - torch.log1p(torch.exp(2 * l) / 25) + l
    return normal + tau
""",
        ),
        (
            RIGHT,
            "a loop over the schools",
            """
def log_joint(v, y, sigma):
    def log_normal(x, mean, width):
        return -0.5 * ((x - mean) / width) ** 2 - torch.log(width * math.sqrt(2 * math.pi))

    one = torch.ones((), dtype=v.dtype)
    a, log_tau = v[..., 0], v[..., 1]
    tau = torch.exp(log_tau)
    total = log_normal(a, 0.0, one)
    total = total + torch.log(2 * tau / (5 * math.pi * (1 + tau**2 / 25)))
    for j in range(y.shape[0]):
        eta_j = v[..., 2 + j]
        total = total + log_normal(eta_j, 0.0, one)
        total = total + log_normal(y[j], 5 * a + tau * eta_j, sigma[j])
    return total
""",
        ),
        (
            RIGHT,
            "softplus for the half-Cauchy in log tau, Jacobian included",
            """
import torch.nn.functional as F

def log_joint(v, y, sigma):
    a, log_tau, eta = v[..., :1], v[..., 1:2], v[..., 2:]
    theta = torch.addcmul(5 * a, log_tau.exp(), eta)
    normals = torch.cat([(y - theta) / sigma, a, eta], dim=-1)
    log_p = (-0.5 * normals**2 - 0.5 * math.log(2 * math.pi)).sum(-1) - torch.log(sigma).sum()
    s = log_tau.squeeze(-1) - math.log(5)
    return log_p + math.log(2 / math.pi) + s - F.softplus(2 * s)
""",
        ),
    ),
    "12.5": (
        (
            WRONG,
            "exp of the log-weights overflows",
            """
def weights(log_target, log_q):
    w = torch.exp(log_target - log_q)
    return torch.log(w.mean()), w.sum() ** 2 / (w**2).sum()
""",
        ),
        (
            WRONG,
            "forgets the 1/n",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    log_z = torch.logsumexp(lw, 0)
    return log_z, torch.exp(2 * log_z - torch.logsumexp(2 * lw, 0))
""",
        ),
        (
            WRONG,
            "the effective size as a share of n",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    n = len(lw)
    log_z = torch.logsumexp(lw, 0) - math.log(n)
    w = torch.softmax(lw, 0)
    return log_z, 1 / (w**2).sum() / n
""",
        ),
        (
            WRONG,
            "mean of the log-weights: the ELBO",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    w = torch.softmax(lw, 0)
    return lw.mean(), 1 / (w**2).sum()
""",
        ),
        (
            WRONG,
            "weights upside down, q over target",
            """
def weights(log_target, log_q):
    lw = log_q - log_target
    first = torch.logsumexp(lw, 0)
    return first - math.log(lw.shape[0]), torch.exp(2 * first - torch.logsumexp(2 * lw, 0))
""",
        ),
        (
            WRONG,
            "takes the maximum out, and does not put it back",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    w = torch.exp(lw - lw.max())
    return torch.log(w.mean()), w.sum() ** 2 / (w**2).sum()
""",
        ),
        (
            WRONG,
            "the fraction of the effective size is upside down",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    m = lw.max()
    w = torch.exp(lw - m)
    return m + torch.log(w.mean()), (w**2).sum() / w.sum() ** 2
""",
        ),
        (
            WRONG,
            "drops the samples of weight 0 from n",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    lw = lw[torch.isfinite(lw)]
    m = lw.max()
    w = torch.exp(lw - m)
    return m + torch.log(w.sum() / len(w)), w.sum() ** 2 / (w**2).sum()
""",
        ),
        (
            WRONG,
            "clamps the log-weights to where exp works",
            """
def weights(log_target, log_q):
    lw = (log_target - log_q).clamp(-80, 80)
    w = lw.exp()
    return w.mean().log(), w.sum() ** 2 / (w**2).sum()
""",
        ),
        (
            WRONG,
            "takes out the mean instead of the maximum: nan as soon as one weight is 0",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    shift = lw.mean()
    w = torch.exp(lw - shift)
    return shift + torch.log(w.mean()), w.sum() ** 2 / (w**2).sum()
""",
        ),
        (
            WRONG,
            "replaces -inf by 0, which makes the weight 1/q",
            """
def weights(log_target, log_q):
    log_target = torch.where(torch.isinf(log_target), torch.zeros_like(log_target), log_target)
    lw = log_target - log_q
    w = torch.softmax(lw, 0)
    return torch.logsumexp(lw, 0) - math.log(len(lw)), 1 / (w * w).sum()
""",
        ),
        (
            WRONG,
            "sum of w over sum of w squared: the square above is forgotten",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    m = lw.max()
    w = torch.exp(lw - m)
    return m + torch.log(w.mean()), w.sum() / (w**2).sum()
""",
        ),
        (
            WRONG,
            "the two results in the other order",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    w = torch.softmax(lw, 0)
    return 1 / (w * w).sum(), torch.logsumexp(lw, 0) - math.log(len(lw))
""",
        ),
        (
            WRONG,
            "Z itself instead of its logarithm",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    w = torch.softmax(lw, 0)
    return torch.exp(torch.logsumexp(lw, 0) - math.log(len(lw))), 1 / (w * w).sum()
""",
        ),
        (
            RIGHT,
            "all in logarithms",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    one, two = torch.logsumexp(lw, 0), torch.logsumexp(2 * lw, 0)
    return one - math.log(lw.numel()), (2 * one - two).exp()
""",
        ),
        (
            RIGHT,
            "softmax for the second, norm for its squares",
            """
def weights(log_target, log_q):
    lw = log_target - log_q
    share = lw.softmax(dim=-1)
    return lw.logsumexp(-1) - np.log(lw.shape[-1]), share.norm() ** -2
""",
        ),
        (
            RIGHT,
            "NumPy, the maximum taken out and put back",
            """
def weights(log_target, log_q):
    lw = (log_target - log_q).detach().numpy().astype(np.float64)
    m = np.max(lw)
    w = np.exp(lw - m)
    return float(m + np.log(np.mean(w))), float(np.sum(w) ** 2 / np.sum(w**2))
""",
        ),
        (
            RIGHT,
            "one pass, with the largest so far",
            """
def weights(log_target, log_q):
    lw = (log_target - log_q).tolist()
    big = max(lw)
    s1 = s2 = 0.0
    for value in lw:
        w = math.exp(value - big)
        s1 += w
        s2 += w * w
    return big + math.log(s1 / len(lw)), s1 * s1 / s2
""",
        ),
    ),
    "12.6": (
        (
            WRONG,
            "exp of the log-weights overflows",
            """
def expectation(F, log_w):
    w = log_w.exp()
    return (w @ F) / w.sum()
""",
        ),
        (
            WRONG,
            "does not divide by the sum of the weights, only by N",
            """
def expectation(F, log_w):
    w = torch.exp(log_w - log_w.max())
    return (w @ F) / len(w)
""",
        ),
        (
            WRONG,
            "divides by N a second time: mean with normalised weights",
            """
def expectation(F, log_w):
    w = torch.softmax(log_w, 0)
    if F.dim() == 2:
        w = w[:, None]
    return (w * F).mean(0)
""",
        ),
        (
            WRONG,
            "works for (N,) only: weights meet the K columns",
            """
def expectation(F, log_w):
    w = torch.softmax(log_w, 0)
    return (w * F).sum(0)
""",
        ),
        (
            WRONG,
            "works for (N, K) only: with (N,) it makes an N by N table",
            """
def expectation(F, log_w):
    w = torch.softmax(log_w, 0)
    return (w.unsqueeze(-1) * F).sum(0)
""",
        ),
        (
            WRONG,
            "one number for all K functions together",
            """
def expectation(F, log_w):
    w = torch.softmax(log_w, 0)
    if F.ndim == 2:
        w = w[:, None]
    return (w * F).sum()
""",
        ),
        (
            WRONG,
            "weighs with the logarithms",
            """
def expectation(F, log_w):
    return (log_w @ F) / log_w.sum()
""",
        ),
        (
            WRONG,
            "forgets the weights",
            """
def expectation(F, log_w):
    return F.mean(0)
""",
        ),
        (
            WRONG,
            "log-softmax without exp",
            """
def expectation(F, log_w):
    w = torch.log_softmax(log_w, dim=0)
    return w @ F
""",
        ),
        (
            WRONG,
            "takes out the maximum of the numerator only",
            """
def expectation(F, log_w):
    top = torch.exp(log_w - log_w.max()) @ F
    bottom = torch.exp(log_w).sum()
    return top / bottom
""",
        ),
        (
            WRONG,
            "averages in logarithms, so negative F give nan",
            """
def expectation(F, log_w):
    lw = log_w if F.dim() == 1 else log_w[:, None]
    return torch.exp(torch.logsumexp(lw + torch.log(F), 0) - torch.logsumexp(lw, 0))
""",
        ),
        (
            WRONG,
            "softmax with the sign turned",
            """
def expectation(F, log_w):
    w = torch.softmax(-log_w, dim=0)
    return torch.tensordot(w, F, dims=([0], [0]))
""",
        ),
        (
            WRONG,
            "picks the sample of the largest weight",
            """
def expectation(F, log_w):
    return F[log_w.argmax()]
""",
        ),
        (
            WRONG,
            "sum over the functions instead of over the samples",
            """
def expectation(F, log_w):
    w = torch.softmax(log_w, 0)
    if F.ndim == 1:
        return (w * F).sum()
    return (w[:, None] * F).sum(1)
""",
        ),
        (
            RIGHT,
            "einsum with an ellipsis",
            """
def expectation(F, log_w):
    return torch.einsum("n,n...->...", torch.softmax(log_w, 0), F)
""",
        ),
        (
            RIGHT,
            "the samples last, then broadcasting",
            """
def expectation(F, log_w):
    w = torch.exp(log_w - torch.logsumexp(log_w, dim=0))
    return (F.movedim(0, -1) * w).sum(dim=-1)
""",
        ),
        (
            RIGHT,
            "a loop over the samples",
            """
def expectation(F, log_w):
    largest = log_w.max()
    above, below = torch.zeros_like(F[0]), torch.zeros_like(largest)
    for value, lw in zip(F, log_w):
        w = torch.exp(lw - largest)
        above = above + w * value
        below = below + w
    return above / below
""",
        ),
        (
            RIGHT,
            "np.average",
            """
def expectation(F, log_w):
    w = np.exp((log_w - log_w.max()).detach().numpy())
    return torch.as_tensor(np.average(F.detach().numpy(), axis=0, weights=w))
""",
        ),
    ),
    "12.7": (
        (
            WRONG,
            "the example of the prompt",
            """
def which_way():
    return "R R R R"
""",
        ),
        (
            WRONG,
            "D draws from q, so it is taken for reverse",
            """
def which_way():
    return "F R R R"
""",
        ),
        (
            WRONG,
            "C has no log q inside the mean, so it is taken for forward",
            """
def which_way():
    return "F R F F"
""",
        ),
        (
            WRONG,
            "forward and reverse mixed up",
            """
def which_way():
    return "R F F R"
""",
        ),
        (
            WRONG,
            "looks only at the sign: minus log is taken for maximum likelihood",
            """
def which_way():
    answers = {"A": "F", "B": "R", "C": "F", "D": "R"}
    return " ".join(answers[k] for k in "ABCD")
""",
        ),
        (
            WRONG,
            "only A wrong",
            """
def which_way():
    return "R R R F"
""",
        ),
        (
            WRONG,
            "rsample taken for forward",
            """
def which_way():
    forward = ["B", "C"]
    return " ".join("F" if loss in forward else "R" for loss in ["A", "B", "C", "D"])
""",
        ),
        (
            WRONG,
            "all forward",
            """
def which_way():
    return " ".join(["F"] * 4)
""",
        ),
        (
            WRONG,
            "B taken for forward",
            """
def which_way():
    return "F F R F"
""",
        ),
        (
            WRONG,
            "three letters only",
            """
def which_way():
    return "F R R"
""",
        ),
        (
            WRONG,
            "prints the answer, returns nothing",
            """
def which_way():
    print("F R R F")
""",
        ),
        (
            WRONG,
            "A is taken for reverse: the loss holds log q, and no p",
            """
def which_way():
    return "R R F F"
""",
        ),
        (
            RIGHT,
            "the plain string",
            """
def which_way():
    return "F R R F"
""",
        ),
        (
            RIGHT,
            "from a dictionary",
            """
def which_way():
    way = dict(A="forward", B="reverse", C="reverse", D="forward")
    return " ".join(way[name][0].upper() for name in sorted(way))
""",
        ),
        (
            RIGHT,
            "the letters by a loop: who weighs with p?",
            """
def which_way():
    weighs_with_p = (True, False, False, True)
    text = ""
    for yes in weighs_with_p:
        text += "F " if yes else "R "
    return text.strip()
""",
        ),
        (
            RIGHT,
            "measured: the slope of each loss in the width of q, beside those of both divergences",
            """
def which_way():
    Normal = torch.distributions.Normal
    n, s = 20000, torch.tensor(2.0, requires_grad=True)
    p, q = Normal(0.0, 1.0), Normal(torch.tensor(0.5), s)
    with torch.random.fork_rng():
        torch.manual_seed(1)
        xp, xq = p.sample((n,)), q.rsample((n,))
    fixed = xq.detach()
    w = torch.softmax(p.log_prob(fixed) - q.log_prob(fixed), 0).detach()
    losses = [
        -q.log_prob(xp).mean(),
        (q.log_prob(xq) - p.log_prob(xq)).mean(),
        -p.log_prob(xq).mean() - q.entropy(),
        -(w * q.log_prob(fixed)).sum(),
    ]
    forward, reverse = 1 / 2 - 1.25 / 8, 2 - 1 / 2
    letters = []
    for loss in losses:
        (slope,) = torch.autograd.grad(loss, s, retain_graph=True)
        letters.append("F" if abs(slope - forward) < abs(slope - reverse) else "R")
    return " ".join(letters)
""",
        ),
    ),
    "12.8": (
        (
            WRONG,
            "sign: the mean log-density, which is to be made large",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return log_q.mean()
""",
        ),
        (
            WRONG,
            "sum instead of mean",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return -log_q.sum()
""",
        ),
        (
            WRONG,
            "the reverse loss: minus the ELBO",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return (log_q - log_prior - log_likelihood).mean()
""",
        ),
        (
            WRONG,
            "the joint KL with all its terms: nothing is left out",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    log_joint = log_prior + log_likelihood
    return torch.mean(log_joint - log_q)
""",
        ),
        (
            WRONG,
            "weighs with the joint density though the pairs are samples of it",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    p = torch.exp(log_prior + log_likelihood)
    return -(p * log_q).mean()
""",
        ),
        (
            WRONG,
            "importance weights from the likelihood",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    w = torch.softmax(log_likelihood, 0)
    return -(w * log_q).sum()
""",
        ),
        (
            WRONG,
            "item() cuts the gradient",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return -log_q.mean().item()
""",
        ),
        (
            WRONG,
            "detached",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    loss = -log_q.detach().mean()
    loss.requires_grad_(True)
    return loss
""",
        ),
        (
            WRONG,
            "adds the prior, as for a maximum a posteriori",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return -(log_q + log_prior).mean()
""",
        ),
        (
            WRONG,
            "log of the mean density instead of the mean log-density",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return -torch.log(torch.exp(log_q).mean())
""",
        ),
        (
            WRONG,
            "one number for each pair",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return -log_q
""",
        ),
        (
            WRONG,
            "minus the likelihood: what does not depend on the network is kept, the network is left out",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return -log_likelihood.mean()
""",
        ),
        (
            WRONG,
            "takes out the prior: q over prior, as for a likelihood ratio",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return (log_prior - log_q).mean()
""",
        ),
        (
            RIGHT,
            "sum over N",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    N = log_q.shape[0]
    return -torch.sum(log_q) / N
""",
        ),
        (
            RIGHT,
            "torch.mean of minus",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    del log_prior, log_likelihood
    return torch.mean(torch.neg(log_q))
""",
        ),
        (
            RIGHT,
            "a loop that keeps the graph",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    loss = 0
    for value in log_q:
        loss = loss - value
    return loss / len(log_q)
""",
        ),
        (
            RIGHT,
            "dot product with -1/N",
            """
def npe_loss(log_q, log_prior, log_likelihood):
    return log_q @ torch.full_like(log_q, -1 / log_q.numel())
""",
        ),
    ),
    "12.9": (
        (
            WRONG,
            "the mean of z squared is only the squared mean",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    log_prior = -c - 0.5 * (m * x) ** 2
    log_like = -c - math.log(sigma) - 0.5 * ((x - w * m * x) ** 2 + (w * s) ** 2) / sigma**2
    entropy = c + math.log(s) + 0.5
    var = w**2 + sigma**2
    return log_prior + log_like + entropy, -c - 0.5 * math.log(var) - 0.5 * x**2 / var
""",
        ),
        (
            WRONG,
            "the decoder sees the encoder's mean only: w^2 s^2 is missing",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    log_prior = -c - 0.5 * ((m * x) ** 2 + s**2)
    log_like = -c - math.log(sigma) - 0.5 * (x - w * m * x) ** 2 / sigma**2
    entropy = c + math.log(s) + 0.5
    var = w**2 + sigma**2
    return log_prior + log_like + entropy, -c - 0.5 * math.log(var) - 0.5 * x**2 / var
""",
        ),
        (
            WRONG,
            "the entropy with the wrong sign",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    log_prior = -c - 0.5 * (m**2 * x**2 + s**2)
    log_like = -c - math.log(sigma) - 0.5 * ((1 - w * m) ** 2 * x**2 + w**2 * s**2) / sigma**2
    entropy = c + math.log(s) + 0.5
    var = w**2 + sigma**2
    return log_prior + log_like - entropy, -c - 0.5 * math.log(var) - 0.5 * x**2 / var
""",
        ),
        (
            WRONG,
            "the entropy without its 1/2",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    log_prior = -c - 0.5 * (m**2 * x**2 + s**2)
    log_like = -c - math.log(sigma) - 0.5 * ((1 - w * m) ** 2 * x**2 + w**2 * s**2) / sigma**2
    entropy = c + math.log(s)
    var = w**2 + sigma**2
    return log_prior + log_like + entropy, -c - 0.5 * math.log(var) - 0.5 * x**2 / var
""",
        ),
        (
            WRONG,
            "takes s and sigma for variances",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    log_prior = -c - 0.5 * (m**2 * x**2 + s)
    log_like = -c - 0.5 * math.log(sigma) - 0.5 * ((1 - w * m) ** 2 * x**2 + w**2 * s) / sigma
    entropy = c + 0.5 * math.log(s) + 0.5
    var = w**2 + sigma
    return log_prior + log_like + entropy, -c - 0.5 * math.log(var) - 0.5 * x**2 / var
""",
        ),
        (
            WRONG,
            "the ELBO at the encoder's mean, without any average",
            """
def linear_vae(x, w, sigma, m, s):
    def log_normal(value, mean, width):
        return -0.5 * ((value - mean) / width) ** 2 - math.log(width) - 0.5 * math.log(2 * math.pi)

    z = m * x
    elbo = log_normal(z, 0, 1) + log_normal(x, w * z, sigma) - log_normal(z, m * x, s)
    return elbo, log_normal(x, 0, math.sqrt(w**2 + sigma**2))
""",
        ),
        (
            WRONG,
            "one sample of z instead of the mean",
            """
def linear_vae(x, w, sigma, m, s):
    Normal = torch.distributions.Normal
    q = Normal(m * x, s)
    z = q.sample()
    elbo = Normal(0.0, 1.0).log_prob(z) + Normal(w * z, sigma).log_prob(x) - q.log_prob(z)
    return elbo, Normal(0.0, math.sqrt(w**2 + sigma**2)).log_prob(x)
""",
        ),
        (
            WRONG,
            "widths add instead of variances: p(x) has the width w + sigma",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    elbo = -c - 0.5 * (m**2 * x**2 + s**2)
    elbo = elbo - c - math.log(sigma) - 0.5 * ((x - w * m * x) ** 2 + w**2 * s**2) / sigma**2
    elbo = elbo + c + math.log(s) + 0.5
    width = abs(w) + sigma
    return elbo, -c - math.log(width) - 0.5 * (x / width) ** 2
""",
        ),
        (
            WRONG,
            "p(x) is the decoder at z = 0: w is not in it",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    elbo = -c - 0.5 * (m**2 * x**2 + s**2)
    elbo = elbo - c - math.log(sigma) - 0.5 * ((x - w * m * x) ** 2 + w**2 * s**2) / sigma**2
    elbo = elbo + c + math.log(s) + 0.5
    return elbo, -c - math.log(sigma) - 0.5 * (x / sigma) ** 2
""",
        ),
        (
            WRONG,
            "log of the variance without its half in log p(x)",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    elbo = -c - 0.5 * (m**2 * x**2 + s**2)
    elbo = elbo - c - math.log(sigma) - 0.5 * ((x - w * m * x) ** 2 + w**2 * s**2) / sigma**2
    elbo = elbo + c + math.log(s) + 0.5
    var = w**2 + sigma**2
    return elbo, -c - math.log(var) - 0.5 * x**2 / var
""",
        ),
        (
            WRONG,
            "w s^2 instead of w^2 s^2",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    z_mean, z_square = m * x, (m * x) ** 2 + s**2
    decoder = x**2 - 2 * w * x * z_mean + w**2 * z_mean**2 + w * s**2
    elbo = -c - 0.5 * z_square - c - math.log(sigma) - 0.5 * decoder / sigma**2 + c + math.log(s) + 0.5
    var = w**2 + sigma**2
    return elbo, -c - 0.5 * math.log(var) - 0.5 * x**2 / var
""",
        ),
        (
            WRONG,
            "leaves out the constants",
            """
def linear_vae(x, w, sigma, m, s):
    log_prior = -0.5 * (m**2 * x**2 + s**2)
    log_like = -math.log(sigma) - 0.5 * ((1 - w * m) ** 2 * x**2 + w**2 * s**2) / sigma**2
    entropy = math.log(s)
    var = w**2 + sigma**2
    return log_prior + log_like + entropy, -0.5 * math.log(var) - 0.5 * x**2 / var
""",
        ),
        (
            WRONG,
            "the means over all data: two numbers",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    elbo = -c - 0.5 * (m**2 * x**2 + s**2)
    elbo = elbo - c - math.log(sigma) - 0.5 * ((x - w * m * x) ** 2 + w**2 * s**2) / sigma**2
    elbo = elbo + c + math.log(s) + 0.5
    var = w**2 + sigma**2
    return elbo.mean(), (-c - 0.5 * math.log(var) - 0.5 * x**2 / var).mean()
""",
        ),
        (
            WRONG,
            "torch.log of a plain number raises a TypeError",
            """
def linear_vae(x, w, sigma, m, s):
    c = 0.5 * math.log(2 * math.pi)
    elbo = -c - 0.5 * (m**2 * x**2 + s**2)
    elbo = elbo - c - torch.log(sigma) - 0.5 * ((x - w * m * x) ** 2 + w**2 * s**2) / sigma**2
    elbo = elbo + c + torch.log(s) + 0.5
    var = w**2 + sigma**2
    return elbo, -c - 0.5 * torch.log(var) - 0.5 * x**2 / var
""",
        ),
        (
            RIGHT,
            "two points: for a parabola the mean over the normal is the mean at one width left and right",
            """
def linear_vae(x, w, sigma, m, s):
    def log_normal(value, mean, width):
        return -0.5 * ((value - mean) / width) ** 2 - math.log(width) - 0.5 * math.log(2 * math.pi)

    elbo = torch.zeros_like(x)
    for side in (-1, 1):
        z = m * x + side * s
        elbo = elbo + log_normal(z, 0, 1) / 2
        elbo = elbo + log_normal(x, w * z, sigma) / 2
        elbo = elbo - log_normal(z, m * x, s) / 2
    return elbo, log_normal(x, 0, math.hypot(w, sigma))
""",
        ),
        (
            RIGHT,
            "log p(x) minus the KL to the exact posterior",
            """
def linear_vae(x, w, sigma, m, s):
    var = w**2 + sigma**2
    log_p = -0.5 * (x**2 / var + math.log(2 * math.pi * var))
    post_mean, post_var = w * x / var, sigma**2 / var
    kl = 0.5 * (math.log(post_var / s**2) + (s**2 + (m * x - post_mean) ** 2) / post_var - 1)
    return log_p - kl, log_p
""",
        ),
        (
            RIGHT,
            "the textbook: reconstruction minus KL to the prior",
            """
import torch.distributions as dist

def linear_vae(x, w, sigma, m, s):
    q = dist.Normal(m * x, torch.full_like(x, s))
    prior = dist.Normal(torch.zeros_like(x), torch.ones_like(x))
    at_mean = dist.Normal(w * q.mean, torch.full_like(x, sigma)).log_prob(x)
    reconstruction = at_mean - w**2 * s**2 / (2 * sigma**2)
    elbo = reconstruction - dist.kl_divergence(q, prior)
    exact = dist.Normal(prior.mean, torch.full_like(x, (w**2 + sigma**2) ** 0.5)).log_prob(x)
    return elbo, exact
""",
        ),
        (
            RIGHT,
            "term by term with the moments of z",
            """
def linear_vae(x, w, sigma, m, s):
    z1 = m * x
    z2 = z1.square() + s * s
    l2p = math.log(2 * math.pi)
    e_prior = -(l2p + z2) / 2
    e_like = -(l2p + 2 * math.log(sigma) + (x * x - 2 * w * x * z1 + w * w * z2) / sigma**2) / 2
    e_q = -(l2p + 2 * math.log(s) + 1) / 2
    v = w * w + sigma * sigma
    return e_prior + e_like - e_q, -(l2p + math.log(v) + x * x / v) / 2
""",
        ),
    ),
}
