RIGHT, WRONG = "right", "wrong"
ANSWERS = {
    "10.1": (
        (
            WRONG,
            "sign: returns +log p",
            """
def nll(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    return -0.5 * z**2 - log_s - 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "forgets the log sigma term",
            """
def nll(x, mu, log_s):
    z = (x - mu) * torch.exp(-log_s)
    return 0.5 * z**2 + 0.5 * np.log(2 * np.pi)
""",
        ),
        (
            WRONG,
            "drops the constant as irrelevant for training",
            """
def nll(x, mu, log_s):
    sigma = log_s.exp()
    return (x - mu) ** 2 / (2 * sigma**2) + log_s
""",
        ),
        (
            WRONG,
            "uses log_s as if it were sigma itself",
            """
def nll(x, mu, log_s):
    z = (x - mu) / log_s
    return 0.5 * z**2 + torch.log(log_s) + 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "takes log_s for the log of the variance",
            """
def nll(x, mu, log_s):
    return 0.5 * ((x - mu) ** 2 / torch.exp(log_s) + log_s + math.log(2 * math.pi))
""",
        ),
        (
            WRONG,
            "computes the density first, then its log: underflows to inf",
            """
def nll(x, mu, log_s):
    s = torch.exp(log_s)
    p = torch.exp(-0.5 * ((x - mu) / s) ** 2) / (s * math.sqrt(2 * math.pi))
    return -torch.log(p)
""",
        ),
        (
            WRONG,
            "density first, small number added inside the log",
            """
def nll(x, mu, log_s):
    s = torch.exp(log_s)
    p = torch.exp(-0.5 * ((x - mu) / s) ** 2) / (s * math.sqrt(2 * math.pi))
    return -torch.log(p + 1e-12)
""",
        ),
        (
            WRONG,
            "returns the mean over the events",
            """
def nll(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    return (0.5 * z**2 + log_s + 0.5 * math.log(2 * math.pi)).mean()
""",
        ),
        (
            WRONG,
            "log 2 pi without the half",
            """
def nll(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    return 0.5 * z**2 + log_s + math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "in bits instead of nats",
            """
def nll(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    nats = 0.5 * z**2 + log_s + 0.5 * math.log(2 * math.pi)
    return nats / math.log(2)
""",
        ),
        (
            WRONG,
            "goes through numpy: gradients cut off",
            """
def nll(x, mu, log_s):
    x_, m_, l_ = (np.asarray(t.detach()) for t in (x, mu, log_s))
    r = 0.5 * ((x_ - m_) / np.exp(l_)) ** 2 + l_ + 0.5 * np.log(2 * np.pi)
    return torch.as_tensor(r)
""",
        ),
        (
            WRONG,
            "width detached: log_s gets only half of its gradient",
            """
def nll(x, mu, log_s):
    sigma = torch.exp(log_s).detach()
    z = (x - mu) / sigma
    return 0.5 * z**2 + log_s + 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "flattens everything and loses the shape (and the stretching)",
            """
def nll(x, mu, log_s):
    x, mu, log_s = x.reshape(-1), mu.reshape(-1), log_s.reshape(-1)
    z = (x - mu) / log_s.exp()
    return 0.5 * z**2 + log_s + 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "not squared",
            """
def nll(x, mu, log_s):
    return 0.5 * torch.abs(x - mu) / torch.exp(log_s) + log_s + 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "sums over the last axis",
            """
def nll(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    return (0.5 * z**2 + log_s + 0.5 * math.log(2 * math.pi)).sum(-1)
""",
        ),
        (
            WRONG,
            "sign of log_s slipped",
            """
def nll(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    return 0.5 * z**2 - log_s + 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "math.exp on a tensor",
            """
def nll(x, mu, log_s):
    sigma = math.exp(log_s)
    return 0.5 * ((x - mu) / sigma) ** 2 + log_s + 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            RIGHT,
            "formula, vectorised",
            """
def nll(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    return 0.5 * z**2 + log_s + 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            RIGHT,
            "torch.distributions.Normal",
            """
def nll(x, mu, log_s):
    return -torch.distributions.Normal(mu, log_s.exp()).log_prob(x)
""",
        ),
        (
            RIGHT,
            "exp(-log_s) factor, constant from numpy",
            """
def nll(x, mu, log_s):
    r = (x - mu).mul(log_s.neg().exp())
    c = float(np.log(np.sqrt(2 * np.pi)))
    return r.square().div(2).add(log_s).add(c)
""",
        ),
        (
            RIGHT,
            "loop over the broadcast elements",
            """
def nll(x, mu, log_s):
    x, mu, log_s = torch.broadcast_tensors(x, mu, log_s)
    shape = x.shape
    out = []
    for a, m, l in zip(x.reshape(-1), mu.reshape(-1), log_s.reshape(-1)):
        z = (a - m) / torch.exp(l)
        out.append(z * z / 2 + l + math.log(2 * math.pi) / 2)
    return torch.stack(out).reshape(shape)
""",
        ),
        (
            RIGHT,
            "standard normal at z plus log width",
            """
def nll(x, mu, log_s):
    base = torch.distributions.Normal(0.0, 1.0)
    z = (x - mu) * torch.exp(-log_s)
    log_p = base.log_prob(z) - log_s
    return -log_p
""",
        ),
    ),
    "10.2": (
        (
            WRONG,
            "torch.std: subtracts the mean, N - 1",
            """
def best_width(residuals):
    return residuals.std()
""",
        ),
        (
            WRONG,
            "population std: still subtracts the mean",
            """
def best_width(residuals):
    return torch.std(residuals, unbiased=False)
""",
        ),
        (
            WRONG,
            "forgets the root: returns the variance",
            """
def best_width(residuals):
    return (residuals**2).mean()
""",
        ),
        (
            WRONG,
            "mean absolute residual",
            """
def best_width(residuals):
    return residuals.abs().mean()
""",
        ),
        (
            WRONG,
            "sum in place of the mean",
            """
def best_width(residuals):
    return torch.sqrt(torch.sum(residuals**2))
""",
        ),
        (
            WRONG,
            "N - 1 in the denominator",
            """
def best_width(residuals):
    n = residuals.numel()
    return torch.sqrt((residuals**2).sum() / (n - 1))
""",
        ),
        (
            WRONG,
            "lost a factor 2 in the derivative",
            """
def best_width(residuals):
    return torch.sqrt((residuals**2).mean() / 2)
""",
        ),
        (
            WRONG,
            "mean over the first axis only",
            """
def best_width(residuals):
    return torch.sqrt((residuals**2).mean(dim=0))
""",
        ),
        (
            WRONG,
            "divides by len: right only for one axis",
            """
def best_width(residuals):
    return torch.sqrt((residuals**2).sum() / len(residuals))
""",
        ),
        (
            WRONG,
            "square of the mean instead of mean of the squares",
            """
def best_width(residuals):
    return torch.sqrt(residuals.mean() ** 2)
""",
        ),
        (
            WRONG,
            "one width for every event",
            """
def best_width(residuals):
    return torch.sqrt(residuals**2)
""",
        ),
        (
            WRONG,
            "returns log sigma",
            """
def best_width(residuals):
    return 0.5 * torch.log((residuals**2).mean())
""",
        ),
        (
            WRONG,
            "search on a coarse grid up to 10",
            """
def best_width(residuals):
    s = torch.linspace(0.1, 10, 100)
    cost = (residuals**2).mean() / (2 * s**2) + torch.log(s)
    return s[cost.argmin()]
""",
        ),
        (
            WRONG,
            "68 percent quantile of |r|",
            """
def best_width(residuals):
    return torch.quantile(residuals.abs().flatten(), 0.6827)
""",
        ),
        (
            WRONG,
            "returns the minimal cost, not the place",
            """
def best_width(residuals):
    s = torch.sqrt((residuals**2).mean())
    return ((residuals**2) / (2 * s**2)).mean() + torch.log(s) + 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            RIGHT,
            "root mean square",
            """
def best_width(residuals):
    return torch.sqrt((residuals**2).mean())
""",
        ),
        (
            RIGHT,
            "norm over root of the count",
            """
def best_width(residuals):
    return torch.linalg.vector_norm(residuals) / math.sqrt(residuals.numel())
""",
        ),
        (
            RIGHT,
            "variance plus squared mean",
            """
def best_width(residuals):
    m = residuals.mean()
    var = ((residuals - m) ** 2).mean()
    return (var + m**2).sqrt()
""",
        ),
        (
            RIGHT,
            "mse_loss against zero",
            """
def best_width(residuals):
    zero = torch.zeros_like(residuals)
    return torch.nn.functional.mse_loss(residuals, zero) ** 0.5
""",
        ),
        (
            RIGHT,
            "python loop, plain float",
            """
def best_width(residuals):
    total, n = 0.0, 0
    for r in residuals.reshape(-1).tolist():
        total += r * r
        n += 1
    return math.sqrt(total / n)
""",
        ),
        (
            RIGHT,
            "dot product",
            """
def best_width(residuals):
    r = residuals.flatten()
    return (torch.dot(r, r) / r.shape[0]).sqrt()
""",
        ),
    ),
    "10.3": (
        (
            WRONG,
            "naive log(1 + exp(u)): overflows",
            """
def heads(out):
    mu = out[..., 0]
    u = out[..., 1]
    return mu, 0.01 + torch.log(1 + torch.exp(u))
""",
        ),
        (
            WRONG,
            "where around the naive form: right value, nan gradient",
            """
def heads(out):
    mu, u = out[..., 0], out[..., 1]
    sp = torch.where(u > 20, u, torch.log1p(torch.exp(u)))
    return mu, 0.01 + sp
""",
        ),
        (
            WRONG,
            "floor forgotten",
            """
def heads(out):
    return out[..., 0], torch.nn.functional.softplus(out[..., 1])
""",
        ),
        (
            WRONG,
            "floor as a clamp instead of a sum",
            """
def heads(out):
    s = torch.nn.functional.softplus(out[..., 1])
    return out[..., 0], s.clamp(min=0.01)
""",
        ),
        (
            WRONG,
            "exp instead of softplus",
            """
def heads(out):
    return out[..., 0], 0.01 + torch.exp(out[..., 1])
""",
        ),
        (
            WRONG,
            "numbers swapped: width from the first",
            """
def heads(out):
    mu = out[..., 1]
    sigma = 0.01 + torch.nn.functional.softplus(out[..., 0])
    return mu, sigma
""",
        ),
        (
            WRONG,
            "returned in the wrong order",
            """
def heads(out):
    mu = out[..., 0]
    sigma = 0.01 + torch.nn.functional.softplus(out[..., 1])
    return sigma, mu
""",
        ),
        (
            WRONG,
            "first axis instead of last",
            """
def heads(out):
    mu, u = out[0], out[1]
    return mu, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "only for one axis in front",
            """
def heads(out):
    mu = out[:, 0]
    sigma = 0.01 + torch.nn.functional.softplus(out[:, 1])
    return mu, sigma
""",
        ),
        (
            WRONG,
            "keeps the last axis: (..., 1)",
            """
def heads(out):
    mu, u = torch.split(out, 1, dim=-1)
    return mu, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "floor inside the softplus",
            """
def heads(out):
    mu, u = out.unbind(-1)
    return mu, torch.nn.functional.softplus(u + 0.01)
""",
        ),
        (
            WRONG,
            "u clamped against overflow: wrong value and no gradient",
            """
def heads(out):
    mu, u = out.unbind(-1)
    u = u.clamp(-50, 50)
    return mu, 0.01 + torch.log1p(torch.exp(u))
""",
        ),
        (
            WRONG,
            "relu in place of softplus",
            """
def heads(out):
    mu, u = out.unbind(-1)
    return mu, 0.01 + torch.relu(u)
""",
        ),
        (
            WRONG,
            "width detached",
            """
def heads(out):
    mu, u = out.unbind(-1)
    sp = torch.nn.functional.softplus(u.detach())
    return mu, 0.01 + sp
""",
        ),
        (
            WRONG,
            "numpy logaddexp: no gradient",
            """
def heads(out):
    o = out.detach().numpy()
    sigma = 0.01 + np.logaddexp(0, o[..., 1])
    return out[..., 0], torch.as_tensor(sigma)
""",
        ),
        (
            WRONG,
            "softplus on both numbers",
            """
def heads(out):
    pos = 0.01 + torch.nn.functional.softplus(out)
    return pos[..., 0], pos[..., 1]
""",
        ),
        (
            WRONG,
            "sigmoid taken for softplus",
            """
def heads(out):
    return out[..., 0], 0.01 + torch.sigmoid(out[..., 1])
""",
        ),
        (
            RIGHT,
            "functional softplus",
            """
def heads(out):
    mu = out[..., 0]
    sigma = 0.01 + torch.nn.functional.softplus(out[..., 1])
    return mu, sigma
""",
        ),
        (
            RIGHT,
            "logaddexp with zero",
            """
def heads(out):
    mu, u = out.unbind(dim=-1)
    return mu, torch.logaddexp(u, torch.zeros_like(u)) + 0.01
""",
        ),
        (
            RIGHT,
            "minus logsigmoid of minus u",
            """
def heads(out):
    mu, u = out.select(-1, 0), out.select(-1, 1)
    return mu, 0.01 - torch.nn.functional.logsigmoid(-u)
""",
        ),
        (
            RIGHT,
            "logsumexp over a stacked axis",
            """
def heads(out):
    u = out[..., 1]
    both = torch.stack([torch.zeros_like(u), u], dim=-1)
    return out[..., 0], 1e-2 + torch.logsumexp(both, dim=-1)
""",
        ),
        (
            RIGHT,
            "safe where with the inner argument clamped",
            """
def heads(out):
    mu, u = out[..., 0], out[..., 1]
    inner = torch.log1p(torch.exp(u.clamp(max=40.0)))
    return mu, 0.01 + torch.where(u > 40.0, u, inner)
""",
        ),
        (
            RIGHT,
            "max plus log1p, by hand",
            """
def heads(out):
    mu, u = out[..., 0], out[..., 1]
    sp = torch.maximum(u, torch.zeros_like(u)) + torch.log1p(torch.exp(-u.abs()))
    return mu, sp + 0.01
""",
        ),
        (
            RIGHT,
            "loop over the flattened events",
            """
def heads(out):
    front = out.shape[:-1]
    layer = torch.nn.Softplus()
    mus, sigmas = [], []
    for row in out.reshape(-1, 2):
        mus.append(row[0])
        sigmas.append(0.01 + layer(row[1]))
    return torch.stack(mus).reshape(front), torch.stack(sigmas).reshape(front)
""",
        ),
    ),
    "10.4": (
        (
            WRONG,
            "columns against a row: (N, N)",
            """
def log_prob(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s
""",
        ),
        (
            WRONG,
            "(N, N), then the mean over one axis to get (N,)",
            """
def log_prob(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    lp = -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s
    return lp.mean(dim=1)
""",
        ),
        (
            WRONG,
            "(N, N), then sum over the first axis",
            """
def log_prob(x, mu, log_s):
    z = (x - mu) / torch.exp(log_s)
    lp = -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s
    return lp.sum(0)
""",
        ),
        (
            WRONG,
            "answers with a column (N, 1)",
            """
def log_prob(x, mu, log_s):
    z = (x[:, None] - mu) / torch.exp(log_s)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s
""",
        ),
        (
            WRONG,
            "squeezes everything at the end: shape () for a single event",
            """
def log_prob(x, mu, log_s):
    z = (x.unsqueeze(1) - mu) / torch.exp(log_s)
    lp = -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s
    return lp.squeeze()
""",
        ),
        (
            WRONG,
            "plus log_s",
            """
def log_prob(x, mu, log_s):
    mu, log_s = mu[:, 0], log_s[:, 0]
    z = (x - mu) / torch.exp(log_s)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_s
""",
        ),
        (
            WRONG,
            "log-det forgotten",
            """
def log_prob(x, mu, log_s):
    mu, log_s = mu[:, 0], log_s[:, 0]
    z = (x - mu) / torch.exp(log_s)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "constant forgotten",
            """
def log_prob(x, mu, log_s):
    mu, log_s = mu.squeeze(1), log_s.squeeze(1)
    z = (x - mu) * torch.exp(-log_s)
    return -0.5 * z**2 - log_s
""",
        ),
        (
            WRONG,
            "runs the flow forwards",
            """
def log_prob(x, mu, log_s):
    mu, log_s = mu[:, 0], log_s[:, 0]
    z = torch.exp(log_s) * x + mu
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s
""",
        ),
        (
            WRONG,
            "undone in the wrong order: x / s - mu",
            """
def log_prob(x, mu, log_s):
    mu, log_s = mu[:, 0], log_s[:, 0]
    z = x / torch.exp(log_s) - mu
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s
""",
        ),
        (
            WRONG,
            "subtracts sigma in place of log sigma",
            """
def log_prob(x, mu, log_s):
    s = torch.exp(log_s).flatten()
    z = (x - mu.flatten()) / s
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - s
""",
        ),
        (
            WRONG,
            "negative log-likelihood",
            """
def log_prob(x, mu, log_s):
    mu, log_s = mu[:, 0], log_s[:, 0]
    z = (x - mu) / torch.exp(log_s)
    return 0.5 * z**2 + 0.5 * math.log(2 * math.pi) + log_s
""",
        ),
        (
            WRONG,
            "transposes: result (1, N)",
            """
def log_prob(x, mu, log_s):
    z = (x - mu.T) / torch.exp(log_s.T)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s.T
""",
        ),
        (
            WRONG,
            "log-det summed over all events",
            """
def log_prob(x, mu, log_s):
    m, l = mu[:, 0], log_s[:, 0]
    z = (x - m) / torch.exp(l)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - l.sum()
""",
        ),
        (
            WRONG,
            "every event gets the answers of the first",
            """
def log_prob(x, mu, log_s):
    m, l = mu[0], log_s[0]
    z = (x - m) / torch.exp(l)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - l
""",
        ),
        (
            WRONG,
            "uses .data: no gradient",
            """
def log_prob(x, mu, log_s):
    m, l = mu.data[:, 0], log_s.data[:, 0]
    z = (x - m) / torch.exp(l)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - l
""",
        ),
        (
            WRONG,
            "gradient through z cut off",
            """
def log_prob(x, mu, log_s):
    m, l = mu[:, 0], log_s[:, 0]
    with torch.no_grad():
        z = (x - m) / torch.exp(l)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - l
""",
        ),
        (
            WRONG,
            "density not its log",
            """
def log_prob(x, mu, log_s):
    m, s = mu[:, 0], log_s[:, 0].exp()
    return torch.exp(-0.5 * ((x - m) / s) ** 2) / (s * math.sqrt(2 * math.pi))
""",
        ),
        (
            RIGHT,
            "columns squeezed first",
            """
def log_prob(x, mu, log_s):
    mu, log_s = mu.squeeze(-1), log_s.squeeze(-1)
    z = (x - mu) / torch.exp(log_s)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s
""",
        ),
        (
            RIGHT,
            "x made a column, squeezed at the end on its axis",
            """
def log_prob(x, mu, log_s):
    z = (x.reshape(-1, 1) - mu) * torch.exp(-log_s)
    log_p0 = -z**2 / 2 - np.log(2 * np.pi) / 2
    return (log_p0 - log_s)[:, 0]
""",
        ),
        (
            RIGHT,
            "Normal distribution",
            """
def log_prob(x, mu, log_s):
    d = torch.distributions.Normal(mu.flatten(), log_s.flatten().exp())
    return d.log_prob(x)
""",
        ),
        (
            RIGHT,
            "TransformedDistribution",
            """
def log_prob(x, mu, log_s):
    m, s = mu[:, 0], log_s[:, 0].exp()
    base = torch.distributions.Normal(torch.zeros_like(m), torch.ones_like(m))
    flow = torch.distributions.TransformedDistribution(
        base, [torch.distributions.AffineTransform(m, s)])
    return flow.log_prob(x)
""",
        ),
        (
            RIGHT,
            "loop over the events",
            """
def log_prob(x, mu, log_s):
    out = []
    for i in range(len(x)):
        z = (x[i] - mu[i, 0]) / log_s[i, 0].exp()
        out.append(-0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_s[i, 0])
    return torch.stack(out)
""",
        ),
        (
            RIGHT,
            "Independent over a one-dimensional event",
            """
def log_prob(x, mu, log_s):
    d = torch.distributions.Normal(mu, torch.exp(log_s))
    d = torch.distributions.Independent(d, 1)
    return d.log_prob(x[:, None])
""",
        ),
        (
            RIGHT,
            "view_as",
            """
def log_prob(x, mu, log_s):
    m, l = mu.reshape(x.shape), log_s.reshape(x.shape)
    z = (x - m) / l.exp()
    log_det = -l
    return torch.distributions.Normal(0.0, 1.0).log_prob(z) + log_det
""",
        ),
    ),
    "10.5": (
        (
            WRONG,
            "log of softmax: -inf for small weights",
            """
def mixture(out):
    K = out.shape[-1] // 3
    a, means, u = out[..., :K], out[..., K:2 * K], out[..., 2 * K:]
    return torch.log(torch.softmax(a, dim=-1)), means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "log of softmax with a tiny number added",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    log_w = torch.log(torch.softmax(a, dim=-1) + 1e-12)
    return log_w, means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "naive log of the sum of exps: overflows for big logits",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    log_w = a - torch.log(torch.exp(a).sum(-1, keepdim=True))
    return log_w, means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "softmax over the events (dim 0)",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    return torch.log_softmax(a, dim=0), means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "softmax over dim 1: works only for (N, 3K)",
            """
def mixture(out):
    K = out.shape[-1] // 3
    a, means, u = torch.split(out, K, dim=-1)
    return torch.log_softmax(a, dim=1), means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "interleaved: takes triples (a, m, u) for each bump",
            """
def mixture(out):
    K = out.shape[-1] // 3
    o = out.reshape(*out.shape[:-1], K, 3)
    a, means, u = o.unbind(-1)
    return torch.log_softmax(a, dim=-1), means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "K fixed at 2",
            """
def mixture(out):
    a, means, u = out[..., :2], out[..., 2:4], out[..., 4:6]
    return torch.log_softmax(a, dim=-1), means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "slices the second axis: only for (N, 3K)",
            """
def mixture(out):
    K = out.shape[1] // 3
    a, means, u = out[:, :K], out[:, K:2 * K], out[:, 2 * K:]
    return torch.log_softmax(a, dim=1), means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "weights, not their logs",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    return torch.softmax(a, dim=-1), means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "logits not normalised",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    return a, means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "only the largest logit subtracted",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    log_w = a - a.max(dim=-1, keepdim=True).values
    return log_w, means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "logsumexp over all events at once",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    log_w = a - torch.logsumexp(a.flatten(), dim=0)
    return log_w, means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "logsumexp without keepdim",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    log_w = a - torch.logsumexp(a, dim=-1)
    return log_w, means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "normalises over all 3K numbers before the cut",
            """
def mixture(out):
    K = out.shape[-1] // 3
    log_w = torch.log_softmax(out, dim=-1)[..., :K]
    return log_w, out[..., K:2 * K], 0.01 + torch.nn.functional.softplus(out[..., 2 * K:])
""",
        ),
        (
            WRONG,
            "chunk along the first axis (default dim)",
            """
def mixture(out):
    a, means, u = out.chunk(3)
    return torch.log_softmax(a, dim=-1), means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "normalisation detached: right values, wrong gradient",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    norm = torch.logsumexp(a, dim=-1, keepdim=True).detach()
    return a - norm, means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "floor of the widths forgotten",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    return torch.log_softmax(a, dim=-1), means, torch.nn.functional.softplus(u)
""",
        ),
        (
            WRONG,
            "exp for the widths",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    return torch.log_softmax(a, dim=-1), means, 0.01 + torch.exp(u)
""",
        ),
        (
            WRONG,
            "naive softplus: overflows",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    return torch.log_softmax(a, dim=-1), means, 0.01 + torch.log(1 + torch.exp(u))
""",
        ),
        (
            WRONG,
            "means and widths mixed up",
            """
def mixture(out):
    K = out.shape[-1] // 3
    log_w = torch.log_softmax(out[..., :K], dim=-1)
    widths = 0.01 + torch.nn.functional.softplus(out[..., K:2 * K])
    means = out[..., 2 * K:]
    return log_w, means, widths
""",
        ),
        (
            RIGHT,
            "chunk and log_softmax",
            """
def mixture(out):
    a, means, u = out.chunk(3, dim=-1)
    return torch.log_softmax(a, dim=-1), means, 0.01 + torch.nn.functional.softplus(u)
""",
        ),
        (
            RIGHT,
            "slices, logsumexp, logaddexp",
            """
def mixture(out):
    K = out.shape[-1] // 3
    a, means, u = out[..., :K], out[..., K:2 * K], out[..., 2 * K:]
    log_w = a - torch.logsumexp(a, dim=-1, keepdim=True)
    widths = 0.01 + torch.logaddexp(u, torch.zeros_like(u))
    return log_w, means, widths
""",
        ),
        (
            RIGHT,
            "Categorical normalises the logits",
            """
def mixture(out):
    K = out.shape[-1] // 3
    a, means, u = torch.split(out, [K, K, K], dim=-1)
    log_w = torch.distributions.Categorical(logits=a).logits
    return log_w, means, 0.01 - torch.nn.functional.logsigmoid(-u)
""",
        ),
        (
            RIGHT,
            "unflatten to (..., 3, K) and modules",
            """
def mixture(out):
    parts = out.reshape(*out.shape[:-1], 3, out.shape[-1] // 3)
    log_w = torch.nn.LogSoftmax(dim=-1)(parts[..., 0, :])
    means = parts[..., 1, :]
    widths = torch.nn.Softplus()(parts[..., 2, :]) + 0.01
    return log_w, means, widths
""",
        ),
        (
            RIGHT,
            "loop over the events",
            """
def mixture(out):
    K = out.shape[-1] // 3
    front = out.shape[:-1]
    ws, ms, ss = [], [], []
    for row in out.reshape(-1, 3 * K):
        a = row[:K]
        ws.append(a - torch.logsumexp(a, 0))
        ms.append(row[K:2 * K])
        ss.append(0.01 + torch.nn.functional.softplus(row[2 * K:]))
    return tuple(torch.stack(t).reshape(*front, K) for t in (ws, ms, ss))
""",
        ),
        (
            RIGHT,
            "shift by the maximum by hand",
            """
def mixture(out):
    K = out.shape[-1] // 3
    a = out.narrow(-1, 0, K)
    shifted = a - a.max(dim=-1, keepdim=True).values.detach()
    log_w = shifted - shifted.exp().sum(dim=-1, keepdim=True).log()
    return log_w, out.narrow(-1, K, K), torch.nn.functional.softplus(out.narrow(-1, 2 * K, K)) + 0.01
""",
        ),
    ),
    "10.6": (
        (
            WRONG,
            "conditions not selected",
            """
def batch(x, c, i):
    return x[i], c
""",
        ),
        (
            WRONG,
            "first rows of c instead of the chosen ones",
            """
def batch(x, c, i):
    return x[i], c[:len(i)]
""",
        ),
        (
            WRONG,
            "first b events, i used only for its length",
            """
def batch(x, c, i):
    b = len(i)
    return x[:b], c[:b]
""",
        ),
        (
            WRONG,
            "sorts the row numbers",
            """
def batch(x, c, i):
    i = torch.sort(i).values
    return x[i], c[i]
""",
        ),
        (
            WRONG,
            "sorts for c only",
            """
def batch(x, c, i):
    return x[i], c[i.sort().values]
""",
        ),
        (
            WRONG,
            "boolean mask: order and repeats lost",
            """
def batch(x, c, i):
    mask = torch.zeros(len(x), dtype=torch.bool)
    mask[i] = True
    return x[mask], c[mask]
""",
        ),
        (
            WRONG,
            "unique rows only",
            """
def batch(x, c, i):
    i = torch.unique(i)
    return x[i], c[i]
""",
        ),
        (
            WRONG,
            "reshuffled separately",
            """
def batch(x, c, i):
    j = i[torch.randperm(len(i))]
    return x[i], c[j]
""",
        ),
        (
            WRONG,
            "reshuffled together: order lost",
            """
def batch(x, c, i):
    j = i[torch.randperm(len(i))]
    return x[j], c[j]
""",
        ),
        (
            WRONG,
            "wrong order of results",
            """
def batch(x, c, i):
    return c[i], x[i]
""",
        ),
        (
            WRONG,
            "selects columns of c",
            """
def batch(x, c, i):
    return x[i], c[:, i]
""",
        ),
        (
            WRONG,
            "torch.take: flattens, right only for 1-d x",
            """
def batch(x, c, i):
    return torch.take(x, i), c[i]
""",
        ),
        (
            WRONG,
            "slice from smallest to largest number",
            """
def batch(x, c, i):
    lo, hi = int(i.min()), int(i.max()) + 1
    return x[lo:hi], c[lo:hi]
""",
        ),
        (
            WRONG,
            "squeezes c: shape lost for m = 1",
            """
def batch(x, c, i):
    return x[i], c[i].squeeze()
""",
        ),
        (
            WRONG,
            "makes x a column always",
            """
def batch(x, c, i):
    return x[i].reshape(len(i), -1), c[i]
""",
        ),
        (
            WRONG,
            "only the first number of the condition",
            """
def batch(x, c, i):
    return x[i], c[i, 0]
""",
        ),
        (
            WRONG,
            "counts rows from 1",
            """
def batch(x, c, i):
    return x[i - 1], c[i - 1]
""",
        ),
        (
            WRONG,
            "argsort in place of the numbers (position in the batch)",
            """
def batch(x, c, i):
    k = torch.argsort(i)
    return x[k], c[k]
""",
        ),
        (
            WRONG,
            "c flipped: built from the back",
            """
def batch(x, c, i):
    cs = []
    for k in i:
        cs.insert(0, c[k])
    return x[i], torch.stack(cs)
""",
        ),
        (
            WRONG,
            "one joined table returned",
            """
def batch(x, c, i):
    return torch.cat([x.reshape(len(x), -1), c], dim=1)[i]
""",
        ),
        (
            RIGHT,
            "plain indexing",
            """
def batch(x, c, i):
    return x[i], c[i]
""",
        ),
        (
            RIGHT,
            "index_select",
            """
def batch(x, c, i):
    return torch.index_select(x, 0, i), torch.index_select(c, 0, i)
""",
        ),
        (
            RIGHT,
            "loop and stack",
            """
def batch(x, c, i):
    xs, cs = [], []
    for k in i.tolist():
        xs.append(x[k])
        cs.append(c[k])
    return torch.stack(xs), torch.stack(cs)
""",
        ),
        (
            RIGHT,
            "TensorDataset",
            """
def batch(x, c, i):
    from torch.utils.data import TensorDataset
    xb, cb = TensorDataset(x, c)[i]
    return xb, cb
""",
        ),
        (
            RIGHT,
            "gather for c, indexing with ellipsis for x",
            """
def batch(x, c, i):
    cols = i.reshape(-1, 1).expand(-1, c.shape[1])
    return x[i, ...], torch.gather(c, 0, cols)
""",
        ),
        (
            RIGHT,
            "tuple from a generator",
            """
def batch(x, c, i):
    return tuple(t[i.long()].clone() for t in (x, c))
""",
        ),
    ),
    "10.7": (
        (
            WRONG,
            "plus instead of minus",
            """
def original_units(log_p, sigma):
    return log_p + torch.log(sigma).sum()
""",
        ),
        (
            WRONG,
            "no sum over the coordinates",
            """
def original_units(log_p, sigma):
    return log_p - torch.log(sigma)
""",
        ),
        (
            WRONG,
            "a column for each coordinate: (N, n)",
            """
def original_units(log_p, sigma):
    return log_p[:, None] - torch.log(sigma)[None, :]
""",
        ),
        (
            WRONG,
            "mean of the logs instead of the sum",
            """
def original_units(log_p, sigma):
    return log_p - torch.log(sigma).mean()
""",
        ),
        (
            WRONG,
            "divides the log by the product of the widths",
            """
def original_units(log_p, sigma):
    return log_p / sigma.prod()
""",
        ),
        (
            WRONG,
            "forgets the log",
            """
def original_units(log_p, sigma):
    return log_p - sigma.sum()
""",
        ),
        (
            WRONG,
            "log of the sum",
            """
def original_units(log_p, sigma):
    return log_p - torch.log(sigma.sum())
""",
        ),
        (
            WRONG,
            "only the first width",
            """
def original_units(log_p, sigma):
    return log_p - torch.log(sigma[0])
""",
        ),
        (
            WRONG,
            "variances: log sigma squared",
            """
def original_units(log_p, sigma):
    return log_p - torch.log(sigma**2).sum()
""",
        ),
        (
            WRONG,
            "half of the log widths",
            """
def original_units(log_p, sigma):
    return log_p - 0.5 * torch.log(sigma).sum()
""",
        ),
        (
            WRONG,
            "log10",
            """
def original_units(log_p, sigma):
    return log_p - torch.log10(sigma).sum()
""",
        ),
        (
            WRONG,
            "returns the density, not its log",
            """
def original_units(log_p, sigma):
    return torch.exp(log_p) / torch.prod(sigma)
""",
        ),
        (
            WRONG,
            "adds up all events",
            """
def original_units(log_p, sigma):
    return log_p.sum() - len(log_p) * torch.log(sigma).sum()
""",
        ),
        (
            WRONG,
            "math.log on the tensor: only for n = 1",
            """
def original_units(log_p, sigma):
    return log_p - math.log(sigma)
""",
        ),
        (
            WRONG,
            "log-det multiplied by the number of events",
            """
def original_units(log_p, sigma):
    return log_p - len(log_p) * torch.log(sigma).sum()
""",
        ),
        (
            WRONG,
            "extra constant of a Gaussian",
            """
def original_units(log_p, sigma):
    n = len(sigma)
    return log_p - torch.log(sigma).sum() - 0.5 * n * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "norm of sigma as the volume",
            """
def original_units(log_p, sigma):
    return log_p - torch.log(torch.linalg.norm(sigma))
""",
        ),
        (
            WRONG,
            "nothing to do: p is p",
            """
def original_units(log_p, sigma):
    return log_p
""",
        ),
        (
            RIGHT,
            "minus the sum of the logs",
            """
def original_units(log_p, sigma):
    return log_p - torch.log(sigma).sum()
""",
        ),
        (
            RIGHT,
            "slogdet of the Jacobian",
            """
def original_units(log_p, sigma):
    jac = torch.diag(1 / sigma)
    return log_p + torch.linalg.slogdet(jac).logabsdet
""",
        ),
        (
            RIGHT,
            "loop over the coordinates",
            """
def original_units(log_p, sigma):
    result = log_p
    for s in sigma:
        result = result - torch.log(s)
    return result
""",
        ),
        (
            RIGHT,
            "math.log in a python sum",
            """
def original_units(log_p, sigma):
    log_det = -sum(math.log(s) for s in sigma.tolist())
    return log_p + log_det
""",
        ),
        (
            RIGHT,
            "log of the product",
            """
def original_units(log_p, sigma):
    return log_p - torch.log(torch.prod(sigma))
""",
        ),
        (
            RIGHT,
            "AffineTransform",
            """
def original_units(log_p, sigma):
    to_x = torch.distributions.AffineTransform(torch.zeros_like(sigma), sigma, event_dim=1)
    t = torch.zeros_like(sigma)
    return log_p - to_x.log_abs_det_jacobian(t, to_x(t))
""",
        ),
        (
            RIGHT,
            "broadcast over a new axis and summed carefully",
            """
def original_units(log_p, sigma):
    table = torch.log(1 / sigma).expand(log_p.shape[0], -1)
    return log_p + table.sum(dim=-1)
""",
        ),
    ),
    "10.8": (
        (
            WRONG,
            "not normalised",
            """
def mean_and_mode(x, p):
    return (x * p).sum(-1), x[p.argmax(-1)]
""",
        ),
        (
            WRONG,
            "times the step, but not normalised",
            """
def mean_and_mode(x, p):
    dx = x[1] - x[0]
    return (x * p).sum(-1) * dx, x[p.argmax(-1)]
""",
        ),
        (
            WRONG,
            "step in the numerator only",
            """
def mean_and_mode(x, p):
    dx = x[1] - x[0]
    return (x * p).sum(-1) * dx / p.sum(-1), x[p.argmax(-1)]
""",
        ),
        (
            WRONG,
            "normalised by the sum over all events",
            """
def mean_and_mode(x, p):
    p = p / p.sum()
    return (x * p).sum(-1), x[p.argmax(-1)]
""",
        ),
        (
            WRONG,
            "argmax without an axis",
            """
def mean_and_mode(x, p):
    w = p / p.sum(-1, keepdim=True)
    return (x * w).sum(-1), x[p.argmax() % len(x)]
""",
        ),
        (
            WRONG,
            "mode as a grid index, not a place",
            """
def mean_and_mode(x, p):
    w = p / p.sum(-1, keepdim=True)
    return (x * w).sum(-1), w.argmax(-1)
""",
        ),
        (
            WRONG,
            "mode as the height of the peak",
            """
def mean_and_mode(x, p):
    w = p / p.sum(-1, keepdim=True)
    return (x * w).sum(-1), p.max(dim=-1).values
""",
        ),
        (
            WRONG,
            "first axis",
            """
def mean_and_mode(x, p):
    w = p / p.sum(0)
    return (x * w).sum(0), x[w.argmax(0)]
""",
        ),
        (
            WRONG,
            "axis 1: only for (N, M)",
            """
def mean_and_mode(x, p):
    return (x * p).sum(1) / p.sum(1), x[p.argmax(1)]
""",
        ),
        (
            WRONG,
            "returned in the other order",
            """
def mean_and_mode(x, p):
    mean = (x * p).sum(-1) / p.sum(-1)
    mode = x[p.argmax(-1)]
    return mode, mean
""",
        ),
        (
            WRONG,
            "median for the mean",
            """
def mean_and_mode(x, p):
    cdf = p.cumsum(-1) / p.sum(-1, keepdim=True)
    k = (cdf < 0.5).sum(-1)
    return x[k], x[p.argmax(-1)]
""",
        ),
        (
            WRONG,
            "mean of x * p over the grid",
            """
def mean_and_mode(x, p):
    return (x * p).mean(-1), x[p.argmax(-1)]
""",
        ),
        (
            WRONG,
            "argmax of x * p",
            """
def mean_and_mode(x, p):
    xp = x * p
    return xp.sum(-1) / p.sum(-1), x[xp.argmax(-1)]
""",
        ),
        (
            WRONG,
            "mean moved to the nearest grid point",
            """
def mean_and_mode(x, p):
    m = (x * p).sum(-1, keepdim=True) / p.sum(-1, keepdim=True)
    k = (x - m).abs().argmin(-1)
    return x[k], x[p.argmax(-1)]
""",
        ),
        (
            WRONG,
            "keepdim left in",
            """
def mean_and_mode(x, p):
    w = p / p.sum(-1, keepdim=True)
    return (x * w).sum(-1, keepdim=True), x[w.argmax(-1, keepdim=True)]
""",
        ),
        (
            WRONG,
            "softmax as normalisation",
            """
def mean_and_mode(x, p):
    w = torch.softmax(p, dim=-1)
    return (x * w).sum(-1), x[w.argmax(-1)]
""",
        ),
        (
            WRONG,
            "torch.mode: the most frequent value of p",
            """
def mean_and_mode(x, p):
    mean = (x * p).sum(-1) / p.sum(-1)
    k = torch.mode(p, dim=-1).indices
    return mean, x[k]
""",
        ),
        (
            WRONG,
            "sum without keepdim in the division",
            """
def mean_and_mode(x, p):
    w = p / p.sum(-1)
    return (x * w).sum(-1), x[w.argmax(-1)]
""",
        ),
        (
            WRONG,
            "normalised by the peak",
            """
def mean_and_mode(x, p):
    w = p / p.max(dim=-1, keepdim=True).values
    return (x * w).sum(-1), x[w.argmax(-1)]
""",
        ),
        (
            WRONG,
            "averages p itself",
            """
def mean_and_mode(x, p):
    return p.mean(-1), x[p.argmax(-1)]
""",
        ),
        (
            RIGHT,
            "weighted sum and argmax",
            """
def mean_and_mode(x, p):
    w = p / p.sum(-1, keepdim=True)
    return (x * w).sum(-1), x[w.argmax(-1)]
""",
        ),
        (
            RIGHT,
            "matrix product and max indices",
            """
def mean_and_mode(x, p):
    mean = (p @ x) / p.sum(dim=-1)
    _, k = torch.max(p, dim=-1)
    return mean, x[k]
""",
        ),
        (
            RIGHT,
            "trapezoids (the ends are 0)",
            """
def mean_and_mode(x, p):
    mean = torch.trapezoid(x * p, x, dim=-1) / torch.trapezoid(p, x, dim=-1)
    mode = x[torch.argmax(p, dim=-1)]
    return mean, mode
""",
        ),
        (
            RIGHT,
            "loop over the flattened densities",
            """
def mean_and_mode(x, p):
    front = p.shape[:-1]
    means, modes = [], []
    for row in p.reshape(-1, len(x)):
        means.append(torch.dot(row, x) / row.sum())
        modes.append(x[int(row.argmax())])
    return torch.stack(means).reshape(front), torch.stack(modes).reshape(front)
""",
        ),
        (
            RIGHT,
            "einsum and topk",
            """
def mean_and_mode(x, p):
    w = p / p.sum(-1, keepdim=True)
    mean = torch.einsum('...m,m->...', w, x)
    mode = x[p.topk(1, dim=-1).indices.squeeze(-1)]
    return mean, mode
""",
        ),
        (
            RIGHT,
            "gather on the expanded grid, integrals with the step",
            """
def mean_and_mode(x, p):
    dx = x[1] - x[0]
    area = p.sum(-1) * dx
    mean = (x * p).sum(-1) * dx / area
    grid = x.expand(p.shape)
    mode = torch.gather(grid, -1, p.argmax(-1, keepdim=True))[..., 0]
    return mean, mode
""",
        ),
    ),
}
