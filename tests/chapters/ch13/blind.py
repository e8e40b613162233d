"""Answers to the exercises of chapter 13, written with nothing in hand but the prompts."""

RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    # ------------------------------------------------------------------ 13.1
    "13.1": (
        (
            WRONG,
            "shape[1] for D",
            """
def ball_share(z):
    return torch.special.gammainc(torch.tensor(z.shape[1] / 2), (z**2).sum(1) / 2)
""",
        ),
        (
            WRONG,
            "cases for one, two and three dimensions, the third wrong",
            """
def ball_share(z):
    r2 = (z**2).sum(-1)
    if z.shape[-1] == 1:
        return torch.erf(torch.sqrt(r2 / 2))
    return 1 - torch.exp(-r2 / 2)
""",
        ),
        (
            WRONG,
            "mean shares of the coordinates",
            """
def ball_share(z):
    return (2 * torch.special.ndtr(z.abs()) - 1).mean(-1)
""",
        ),
        (
            WRONG,
            "product of gammaincs",
            """
def ball_share(z):
    return torch.special.gammainc(torch.tensor(0.5), z**2 / 2).prod(-1)
""",
        ),
        (
            WRONG,
            "mean and width of z taken out first",
            """
def ball_share(z):
    z = (z - z.mean()) / z.std()
    return torch.special.gammainc(torch.tensor(z.shape[-1] / 2), (z**2).sum(-1) / 2)
""",
        ),
        (
            WRONG,
            "always two degrees of freedom",
            """
def ball_share(z):
    r2 = (z**2).sum(-1)
    return 1 - torch.exp(-r2 / 2)
""",
        ),
        (
            WRONG,
            "the half in front of r2 forgotten",
            """
def ball_share(z):
    r2 = (z**2).sum(-1)
    return torch.special.gammainc(torch.tensor(z.shape[-1] / 2), r2)
""",
        ),
        (
            WRONG,
            "radius instead of its square",
            """
def ball_share(z):
    r = z.norm(dim=-1)
    return torch.special.gammainc(torch.tensor(z.shape[-1] / 2.0), r / 2)
""",
        ),
        (
            WRONG,
            "D instead of D/2",
            """
def ball_share(z):
    D = torch.tensor(float(z.shape[-1]))
    return torch.special.gammainc(D, (z**2).sum(-1) / 2)
""",
        ),
        (
            WRONG,
            "gammaincc",
            """
def ball_share(z):
    a = torch.tensor(z.shape[-1] / 2)
    return torch.special.gammaincc(a, (z**2).sum(-1) / 2)
""",
        ),
        (
            WRONG,
            "arguments exchanged",
            """
def ball_share(z):
    a = torch.tensor(z.shape[-1] / 2)
    return torch.special.gammainc((z**2).sum(-1) / 2, a)
""",
        ),
        (
            WRONG,
            "number of events taken for D",
            """
def ball_share(z):
    D = z.shape[0]
    return torch.special.gammainc(torch.tensor(D / 2), (z**2).sum(-1) / 2)
""",
        ),
        (
            WRONG,
            "summed over everything",
            """
def ball_share(z):
    s = (z**2).sum()
    return torch.special.gammainc(torch.tensor(z.shape[-1] / 2), s / 2)
""",
        ),
        (
            WRONG,
            "summed over the events",
            """
def ball_share(z):
    s = (z**2).sum(0)
    return torch.special.gammainc(torch.tensor(z.shape[-1] / 2), s / 2)
""",
        ),
        (
            WRONG,
            "the box, not the ball",
            """
def ball_share(z):
    inside = torch.erf(z.abs() / math.sqrt(2))
    return inside.prod(-1)
""",
        ),
        (
            WRONG,
            "erf of the radius, the rule in one dimension",
            """
def ball_share(z):
    return torch.erf(z.norm(dim=-1) / math.sqrt(2))
""",
        ),
        (
            WRONG,
            "normal cdf of each coordinate",
            """
def ball_share(z):
    return torch.special.ndtr(z)
""",
        ),
        (
            WRONG,
            "mean of squares",
            """
def ball_share(z):
    s = (z**2).mean(-1)
    return torch.special.gammainc(torch.tensor(z.shape[-1] / 2), s / 2)
""",
        ),
        (
            WRONG,
            "integer division of D",
            """
def ball_share(z):
    return torch.special.gammainc(torch.tensor(float(z.shape[-1] // 2)), (z**2).sum(-1) / 2)
""",
        ),
        (
            WRONG,
            "one degree of freedom less",
            """
def ball_share(z):
    D = z.shape[-1]
    return torch.special.gammainc(torch.tensor((D - 1) / 2), (z**2).sum(-1) / 2)
""",
        ),
        (
            WRONG,
            "result kept as a column",
            """
def ball_share(z):
    s = (z**2).sum(-1, keepdim=True)
    return torch.special.gammainc(torch.tensor(z.shape[-1] / 2), s / 2)
""",
        ),
        (
            WRONG,
            "number in place of tensor",
            """
def ball_share(z):
    return torch.special.gammainc(z.shape[-1] / 2, (z**2).sum(-1) / 2)
""",
        ),
        (
            WRONG,
            "the two halves exchanged in place",
            """
def ball_share(z):
    return torch.special.gammainc(torch.tensor(z.shape[-1] * 2.0), (z**2).sum(-1) * 2)
""",
        ),
        (
            WRONG,
            "the square of the sum",
            """
def ball_share(z):
    return torch.special.gammainc(torch.tensor(z.shape[-1] / 2), z.sum(-1) ** 2 / 2)
""",
        ),
        (
            WRONG,
            "density of chi square",
            """
def ball_share(z):
    D = z.shape[-1]
    s = (z**2).sum(-1)
    return s ** (D / 2 - 1) * torch.exp(-s / 2) / (2 ** (D / 2) * math.gamma(D / 2))
""",
        ),
        (
            WRONG,
            "the exponential of the log-density at z",
            """
def ball_share(z):
    D = z.shape[-1]
    return torch.exp(-0.5 * (z**2).sum(-1)) / (2 * math.pi) ** (D / 2)
""",
        ),
        (
            WRONG,
            "the empirical share instead of the formula",
            """
def ball_share(z):
    r = z.norm(dim=-1)
    return (torch.randn(10000, z.shape[-1]).norm(dim=-1) <= r[..., None]).float().mean(-1)
""",
        ),
        (
            RIGHT,
            "torch.square",
            """
def ball_share(z):
    a = torch.tensor(z.shape[-1] / 2, dtype=z.dtype)
    return torch.special.gammainc(a, torch.square(z).sum(dim=-1) / 2)
""",
        ),
        (
            RIGHT,
            "torch.distributions",
            """
def ball_share(z):
    D = z.shape[-1]
    chi2 = torch.distributions.Chi2(torch.tensor(float(D), dtype=z.dtype))
    s = z.pow(2).sum(-1)
    return torch.special.gammainc(chi2.df / 2, 0.5 * s)
""",
        ),
        (
            RIGHT,
            "norm squared and full_like",
            """
def ball_share(z):
    s = torch.linalg.norm(z, dim=-1) ** 2
    a = torch.full_like(s, z.size(-1) / 2)
    return torch.special.gammainc(a, s / 2)
""",
        ),
        (
            RIGHT,
            "complement",
            """
def ball_share(z):
    s = torch.einsum("...d,...d->...", z, z)
    return 1 - torch.special.gammaincc(torch.tensor(z.shape[-1] / 2), s / 2)
""",
        ),
    ),
    # ------------------------------------------------------------------ 13.2
    "13.2": (
        (
            WRONG,
            "rounded levels",
            """
def coverage(u, p):
    k = (len(u) * p).long()
    return k / len(u)
""",
        ),
        (
            WRONG,
            "the diagonal through the sorted u",
            """
def coverage(u, p):
    u = u.sort().values
    return torch.searchsorted(u, p) / len(u)
""",
        ),
        (
            WRONG,
            "1 - u",
            """
def coverage(u, p):
    return ((1 - u)[:, None] <= p).double().mean(0)
""",
        ),
        (
            WRONG,
            "above p",
            """
def coverage(u, p):
    return (u[:, None] > p).float().mean(0)
""",
        ),
        (
            WRONG,
            "counts",
            """
def coverage(u, p):
    return (u[:, None] <= p).sum(0)
""",
        ),
        (
            WRONG,
            "wrong axis",
            """
def coverage(u, p):
    return (u[:, None] <= p).double().mean(1)
""",
        ),
        (
            WRONG,
            "quantile",
            """
def coverage(u, p):
    return torch.quantile(u, p)
""",
        ),
        (
            WRONG,
            "one number for all",
            """
def coverage(u, p):
    return (u[:, None] <= p).double().mean()
""",
        ),
        (
            WRONG,
            "no broadcasting",
            """
def coverage(u, p):
    return (u <= p).double().mean()
""",
        ),
        (
            WRONG,
            "histogram between levels",
            """
def coverage(u, p):
    edges = torch.cat([torch.zeros(1), p])
    inside = [(u > edges[k]) & (u <= edges[k + 1]) for k in range(len(p))]
    return torch.stack([one.double().mean() for one in inside])
""",
        ),
        (
            WRONG,
            "central interval",
            """
def coverage(u, p):
    low, high = (1 - p) / 2, (1 + p) / 2
    return ((u[:, None] >= low) & (u[:, None] <= high)).double().mean(0)
""",
        ),
        (
            WRONG,
            "gap to the diagonal",
            """
def coverage(u, p):
    return (u[:, None] <= p).double().mean(0) - p
""",
        ),
        (
            WRONG,
            "p itself",
            """
def coverage(u, p):
    return p
""",
        ),
        (
            WRONG,
            "strictly below",
            """
def coverage(u, p):
    return (u[:, None] < p).double().mean(0)
""",
        ),
        (
            WRONG,
            "1 - p",
            """
def coverage(u, p):
    return (u[:, None] <= 1 - p).double().mean(0)
""",
        ),
        (
            WRONG,
            "sorted p",
            """
def coverage(u, p):
    p = p.sort().values
    return (u[:, None] <= p).double().mean(0)
""",
        ),
        (
            WRONG,
            "divided by the number of levels",
            """
def coverage(u, p):
    return (u[:, None] <= p).sum(0) / len(p)
""",
        ),
        (
            WRONG,
            "mean of a boolean tensor",
            """
def coverage(u, p):
    return (u[:, None] <= p).mean(0)
""",
        ),
        (
            WRONG,
            "table left",
            """
def coverage(u, p):
    return (u[:, None] <= p).double()
""",
        ),
        (
            WRONG,
            "searchsorted without sorting u",
            """
def coverage(u, p):
    return torch.searchsorted(u, p, right=True) / len(u)
""",
        ),
        (
            WRONG,
            "mean of u below p",
            """
def coverage(u, p):
    return torch.stack([u[u <= q].mean() for q in p])
""",
        ),
        (
            WRONG,
            "n - 1",
            """
def coverage(u, p):
    return (u[:, None] <= p).sum(0) / (len(u) - 1)
""",
        ),
        (
            WRONG,
            "percent",
            """
def coverage(u, p):
    return 100 * (u[:, None] <= p).double().mean(0)
""",
        ),
        (
            RIGHT,
            "loop over p",
            """
def coverage(u, p):
    return torch.stack([(u <= q).double().mean() for q in p])
""",
        ),
        (
            RIGHT,
            "searchsorted",
            """
def coverage(u, p):
    return torch.searchsorted(u.sort().values, p, right=True) / len(u)
""",
        ),
        (
            WRONG,
            "plain Python, a list",
            """
def coverage(u, p):
    n = len(u)
    return [sum(1 for v in u if v <= q) / n for q in p]
""",
        ),
        (
            RIGHT,
            "plain Python",
            """
def coverage(u, p):
    n = len(u)
    return torch.tensor([sum(1 for v in u if v <= q) / n for q in p])
""",
        ),
        (
            RIGHT,
            "other orientation, float",
            """
def coverage(u, p):
    return (u.unsqueeze(0) <= p.unsqueeze(1)).float().mean(dim=1)
""",
        ),
        (
            RIGHT,
            "numpy",
            """
def coverage(u, p):
    return np.mean(u.numpy()[:, None] <= p.numpy()[None, :], axis=0)
""",
        ),
    ),
    # ------------------------------------------------------------------ 13.3
    "13.3": (
        (
            WRONG,
            "level squared away",
            """
def half_width(n, level):
    return math.sqrt(-math.log(1 - level / 2) / (2 * n))
""",
        ),
        (
            WRONG,
            "returns a pair",
            """
def half_width(n, level):
    eps = math.sqrt(math.log(2 / (1 - level)) / (2 * n))
    return -eps, eps
""",
        ),
        (
            WRONG,
            "exp in place of log",
            """
def half_width(n, level):
    return math.sqrt(math.exp(2 / (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "2 standard errors at one half",
            """
def half_width(n, level):
    return 2 * math.sqrt(0.25 / n)
""",
        ),
        (
            WRONG,
            "level instead of 1 - level",
            """
def half_width(n, level):
    return math.sqrt(math.log(2 / level) / (2 * n))
""",
        ),
        (
            WRONG,
            "one-sided, the 2 in front lost",
            """
def half_width(n, level):
    return math.sqrt(math.log(1 / (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "log10",
            """
def half_width(n, level):
    return math.sqrt(math.log10(2 / (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "no root",
            """
def half_width(n, level):
    return math.log(2 / (1 - level)) / (2 * n)
""",
        ),
        (
            WRONG,
            "the 2 below lost",
            """
def half_width(n, level):
    return math.sqrt(math.log(2 / (1 - level)) / n)
""",
        ),
        (
            WRONG,
            "root over the log only",
            """
def half_width(n, level):
    return math.sqrt(math.log(2 / (1 - level))) / (2 * n)
""",
        ),
        (
            WRONG,
            "sign, negative below the root",
            """
def half_width(n, level):
    return math.sqrt(math.log((1 - level) / 2) / (2 * n))
""",
        ),
        (
            WRONG,
            "full width",
            """
def half_width(n, level):
    return 2 * math.sqrt(math.log(2 / (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "multiplied by n in the log",
            """
def half_width(n, level):
    return math.sqrt(math.log(2 * n / (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "alpha halved",
            """
def half_width(n, level):
    alpha = (1 - level) / 2
    return math.sqrt(math.log(2 / alpha) / (2 * n))
""",
        ),
        (
            WRONG,
            "the probability itself",
            """
def half_width(n, level):
    return 2 * math.exp(-2 * n * level**2)
""",
        ),
        (
            WRONG,
            "normal quantile",
            """
def half_width(n, level):
    z = torch.special.ndtri(torch.tensor((1 + level) / 2))
    return (z * 0.5 / math.sqrt(n)).item()
""",
        ),
        (
            WRONG,
            "forgot the exponent's 2 is before n",
            """
def half_width(n, level):
    return math.sqrt(2 * math.log(2 / (1 - level)) / n)
""",
        ),
        (
            WRONG,
            "log of a difference, wrong algebra",
            """
def half_width(n, level):
    return math.sqrt((math.log(2) - (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "log2",
            """
def half_width(n, level):
    return math.sqrt(math.log2(2 / (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "fixed 95 %",
            """
def half_width(n, level):
    return 1.358 / math.sqrt(n)
""",
        ),
        (
            WRONG,
            "torch.log of a float",
            """
def half_width(n, level):
    return torch.sqrt(torch.log(2 / (1 - level)) / (2 * n))
""",
        ),
        (
            RIGHT,
            "minus the log",
            """
def half_width(n, level):
    return math.sqrt(-math.log((1 - level) / 2) / (2 * n))
""",
        ),
        (
            RIGHT,
            "numpy",
            """
def half_width(n, level):
    alpha = 1 - level
    return np.sqrt(np.log(2 / alpha) / 2 / n)
""",
        ),
        (
            RIGHT,
            "torch",
            """
def half_width(n, level):
    return torch.sqrt(torch.log(torch.tensor(2 / (1 - level))) / (2 * n))
""",
        ),
        (
            RIGHT,
            "power",
            """
def half_width(n, level):
    return (0.5 / n * (math.log(2) - math.log(1 - level))) ** 0.5
""",
        ),
    ),
    # ------------------------------------------------------------------ 13.4
    "13.4": (
        (
            WRONG,
            "above",
            """
def ranks(theta, draws):
    return (draws > theta).sum(0)
""",
        ),
        (
            WRONG,
            "share",
            """
def ranks(theta, draws):
    return (draws < theta).double().mean(0)
""",
        ),
        (
            WRONG,
            "one more",
            """
def ranks(theta, draws):
    return (draws < theta).sum(0) + 1
""",
        ),
        (
            WRONG,
            "summed over coordinates too",
            """
def ranks(theta, draws):
    return (draws < theta).sum(0).sum(-1)
""",
        ),
        (
            WRONG,
            "summed over events",
            """
def ranks(theta, draws):
    return (draws < theta).sum(1)
""",
        ),
        (
            WRONG,
            "all coordinates at once",
            """
def ranks(theta, draws):
    return (draws < theta).all(-1).sum(0)
""",
        ),
        (
            WRONG,
            "sorted place of the draws",
            """
def ranks(theta, draws):
    return draws.argsort(0)[0]
""",
        ),
        (
            WRONG,
            "rank among the other truths",
            """
def ranks(theta, draws):
    return theta.argsort(0).argsort(0)
""",
        ),
        (
            WRONG,
            "truth against the mean",
            """
def ranks(theta, draws):
    return (draws.mean(0) < theta).long()
""",
        ),
        (
            WRONG,
            "last dimension",
            """
def ranks(theta, draws):
    return (draws < theta).sum(-1)
""",
        ),
        (
            WRONG,
            "one coordinate",
            """
def ranks(theta, draws):
    return (draws[..., 0] < theta[..., 0]).sum(0)
""",
        ),
        (
            WRONG,
            "difference summed",
            """
def ranks(theta, draws):
    return (theta - draws).clamp(min=0).sum(0)
""",
        ),
        (
            WRONG,
            "distance from the middle",
            """
def ranks(theta, draws):
    S = len(draws)
    return ((draws < theta).sum(0) - S / 2).abs()
""",
        ),
        (
            WRONG,
            "divided by S + 1",
            """
def ranks(theta, draws):
    return (draws < theta).sum(0) / (len(draws) + 1)
""",
        ),
        (
            WRONG,
            "everything in one sum",
            """
def ranks(theta, draws):
    return (draws < theta).sum()
""",
        ),
        (
            WRONG,
            "searchsorted on draws that are not sorted",
            """
def ranks(theta, draws):
    d = draws.permute(1, 2, 0).contiguous()
    return torch.searchsorted(d, theta[..., None]).squeeze(-1)
""",
        ),
        (
            RIGHT,
            "where it stands after sorting",
            """
def ranks(theta, draws):
    both = torch.cat([theta[None], draws])
    return both.argsort(0).argsort(0)[0]
""",
        ),
        (
            RIGHT,
            "searchsorted",
            """
def ranks(theta, draws):
    ordered = draws.permute(1, 2, 0).sort(-1).values.contiguous()
    return torch.searchsorted(ordered, theta.unsqueeze(-1).contiguous()).squeeze(-1)
""",
        ),
        (
            RIGHT,
            "loop",
            """
def ranks(theta, draws):
    count = torch.zeros(theta.shape)
    for one in draws:
        count += one < theta
    return count
""",
        ),
        (
            RIGHT,
            "theta > draws",
            """
def ranks(theta, draws):
    return torch.sum(theta.unsqueeze(0) > draws, dim=0)
""",
        ),
    ),
    # ------------------------------------------------------------------ 13.5
    "13.5": (
        (
            WRONG,
            "as dense counts",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws >= log_p).double().mean(0)
""",
        ),
        (
            WRONG,
            "rank by sorting, ties",
            """
def hpd_share(log_p, log_p_draws):
    both = torch.cat([log_p[None], log_p_draws])
    return 1 - both.argsort(0).argsort(0)[0] / len(log_p_draws)
""",
        ),
        (
            WRONG,
            "density up to the truth, normalised",
            """
def hpd_share(log_p, log_p_draws):
    w = torch.softmax(torch.cat([log_p[None], log_p_draws]), 0)
    return 1 - w[0]
""",
        ),
        (
            WRONG,
            "less dense",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws < log_p).double().mean(0)
""",
        ),
        (
            WRONG,
            "over the events",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws > log_p).double().mean(1)
""",
        ),
        (
            WRONG,
            "count",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws > log_p).sum(0)
""",
        ),
        (
            WRONG,
            "weighted with the density",
            """
def hpd_share(log_p, log_p_draws):
    w = torch.exp(log_p_draws)
    return (w * (log_p_draws > log_p)).sum(0) / w.sum(0)
""",
        ),
        (
            WRONG,
            "weighted with softmax",
            """
def hpd_share(log_p, log_p_draws):
    w = torch.softmax(log_p_draws, 0)
    return (w * (log_p_draws > log_p)).sum(0)
""",
        ),
        (
            WRONG,
            "ratio to the maximum",
            """
def hpd_share(log_p, log_p_draws):
    return torch.exp(log_p - log_p_draws.max(0).values)
""",
        ),
        (
            WRONG,
            "one minus ratio",
            """
def hpd_share(log_p, log_p_draws):
    return 1 - torch.exp(log_p - log_p_draws.amax(0))
""",
        ),
        (
            WRONG,
            "compares with the mean",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p > log_p_draws.mean(0)).double()
""",
        ),
        (
            WRONG,
            "mean of the ratio",
            """
def hpd_share(log_p, log_p_draws):
    return torch.exp(log_p_draws - log_p).mean(0)
""",
        ),
        (
            WRONG,
            "one number",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws > log_p).double().mean()
""",
        ),
        (
            WRONG,
            "the densities themselves, which underflow",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws.exp() > log_p.exp()).double().mean(0)
""",
        ),
        (
            WRONG,
            "+ 1",
            """
def hpd_share(log_p, log_p_draws):
    S = len(log_p_draws)
    return ((log_p_draws > log_p).sum(0) + 1) / (S + 1)
""",
        ),
        (
            WRONG,
            "draws of other events",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws.flatten()[:, None] > log_p).double().mean(0)
""",
        ),
        (
            WRONG,
            "only the best draw",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws.max(0).values > log_p).double()
""",
        ),
        (
            WRONG,
            "absolute values",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws.abs() > log_p.abs()).double().mean(0)
""",
        ),
        (
            WRONG,
            "sum over difference",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws - log_p).mean(0)
""",
        ),
        (
            WRONG,
            "the truth's own quantile level of half",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws > log_p_draws.max(0).values - math.log(2)).double().mean(0)
""",
        ),
        (
            RIGHT,
            "truth below the draws",
            """
def hpd_share(log_p, log_p_draws):
    return torch.mean((log_p.unsqueeze(0) < log_p_draws).float(), dim=0)
""",
        ),
        (
            RIGHT,
            "sum over S",
            """
def hpd_share(log_p, log_p_draws):
    S = log_p_draws.shape[0]
    return (log_p_draws > log_p).sum(dim=0) / S
""",
        ),
        (
            RIGHT,
            "loop over the events",
            """
def hpd_share(log_p, log_p_draws):
    return torch.stack([(log_p_draws[:, i] > log_p[i]).double().mean() for i in range(len(log_p))])
""",
        ),
        (
            RIGHT,
            "numpy",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws.numpy() > log_p.numpy()).mean(axis=0)
""",
        ),
        (
            RIGHT,
            "not the less dense ones",
            """
def hpd_share(log_p, log_p_draws):
    return 1 - (log_p_draws <= log_p).double().mean(0)
""",
        ),
    ),
    # ------------------------------------------------------------------ 13.6
    "13.6": (
        (
            WRONG,
            "strictly below p",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.stack([(u[g == k] < p).double().mean() for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "starts at group 1",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.stack([(u[g == k] <= p).double().mean() for k in range(1, len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "edges with the range of the feature added",
            """
def coverage_by_group(u, feature, edges, p):
    b = torch.cat([feature.min()[None], edges, feature.max()[None]])
    out = []
    for k in range(len(b) - 1):
        inside = (feature > b[k]) & (feature < b[k + 1])
        out.append((u[inside] <= p).double().mean())
    return torch.stack(out)
""",
        ),
        (
            WRONG,
            "weighted with the group's size",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    k = len(edges) + 1
    n = torch.bincount(g, minlength=k) / len(u)
    return n * torch.stack([(u[g == j] <= p).double().mean() for j in range(k)])
""",
        ),
        (
            WRONG,
            "divided by all events",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.stack([((g == k) & (u <= p)).double().mean() for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "share of the covered",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    covered = g[u <= p]
    return torch.stack([(covered == k).double().mean() for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "above p",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.stack([(u[g == k] > p).double().mean() for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "inner groups alone",
            """
def coverage_by_group(u, feature, edges, p):
    out = []
    for a, b in zip(edges[:-1], edges[1:]):
        out.append((u[(feature > a) & (feature < b)] <= p).double().mean())
    return torch.stack(out)
""",
        ),
        (
            WRONG,
            "last group lost",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.stack([(u[g == k] <= p).double().mean() for k in range(len(edges))])
""",
        ),
        (
            WRONG,
            "mean of u",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.stack([u[g == k].mean() for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "counts",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.bincount(g[u <= p], minlength=len(edges) + 1)
""",
        ),
        (
            WRONG,
            "groups by u, feature compared",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(u, edges)
    return torch.stack([(feature[g == k] <= p).double().mean() for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "grouped by u",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(u, edges)
    return torch.stack([(u[g == k] <= p).double().mean() for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "cumulative groups",
            """
def coverage_by_group(u, feature, edges, p):
    borders = torch.cat([edges, torch.tensor([float("inf")])])
    return torch.stack([(u[feature < b] <= p).double().mean() for b in borders])
""",
        ),
        (
            WRONG,
            "u sorted",
            """
def coverage_by_group(u, feature, edges, p):
    u = u.sort().values
    g = torch.bucketize(feature, edges)
    return torch.stack([(u[g == k] <= p).double().mean() for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "sizes of the groups",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.bincount(g) / len(u)
""",
        ),
        (
            WRONG,
            "averaged at the end",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.stack([(u[g == k] <= p).double().mean() for k in range(len(edges) + 1)]).mean()
""",
        ),
        (
            WRONG,
            "quantile in each group",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.stack([u[g == k].quantile(p) for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "gap to p",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    return torch.stack([(u[g == k] <= p).double().mean() - p for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "order reversed",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(-feature, -edges.flip(0))
    return torch.stack([(u[g == k] <= p).double().mean() for k in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "groups of equal size",
            """
def coverage_by_group(u, feature, edges, p):
    order = feature.argsort()
    return torch.stack([(c <= p).double().mean() for c in u[order].tensor_split(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "histc between the smallest and the largest feature",
            """
def coverage_by_group(u, feature, edges, p):
    k = len(edges) + 1
    a = torch.histc(feature[u <= p], k, float(feature.min()), float(feature.max()))
    b = torch.histc(feature, k, float(feature.min()), float(feature.max()))
    return a / b
""",
        ),
        (
            RIGHT,
            "masks with infinite borders",
            """
def coverage_by_group(u, feature, edges, p):
    b = [-math.inf] + edges.tolist() + [math.inf]
    shares = []
    for low, high in zip(b[:-1], b[1:]):
        inside = (feature > low) & (feature < high)
        shares.append(((u <= p) & inside).sum() / inside.sum())
    return torch.stack(shares)
""",
        ),
        (
            RIGHT,
            "bincount with weights",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.bucketize(feature, edges)
    size = len(edges) + 1
    return torch.bincount(g, (u <= p).double(), size) / torch.bincount(g, minlength=size)
""",
        ),
        (
            RIGHT,
            "one-hot",
            """
def coverage_by_group(u, feature, edges, p):
    g = torch.nn.functional.one_hot(torch.bucketize(feature, edges), len(edges) + 1).double()
    return (u <= p).double() @ g / g.sum(0)
""",
        ),
        (
            RIGHT,
            "plain lists",
            """
def coverage_by_group(u, feature, edges, p):
    groups = [[] for _ in range(len(edges) + 1)]
    for a, f in zip(u, feature):
        groups[int((f > edges).sum())].append(float(a <= p))
    return torch.tensor([sum(g) / len(g) for g in groups])
""",
        ),
        (
            RIGHT,
            "numpy digitize",
            """
def coverage_by_group(u, feature, edges, p):
    g = np.digitize(feature.numpy(), edges.numpy())
    return np.array([(u.numpy()[g == k] <= p).mean() for k in range(len(edges) + 1)])
""",
        ),
    ),
    # ------------------------------------------------------------------ 13.7
    "13.7": (
        (
            WRONG,
            "log of the mean of the abs",
            """
def marginal_log_prob(log_p):
    return torch.log(log_p.abs()).mean(0)
""",
        ),
        (
            WRONG,
            "nan_to_num",
            """
def marginal_log_prob(log_p):
    log_p = torch.nan_to_num(log_p, neginf=-1e4)
    return log_p.mean(0)
""",
        ),
        (
            WRONG,
            "only finite entries, largest shift",
            """
def marginal_log_prob(log_p):
    log_p = torch.where(log_p.isinf(), torch.zeros_like(log_p), log_p)
    return torch.logsumexp(log_p, 0) - math.log(len(log_p))
""",
        ),
        (
            WRONG,
            "float32 exp with shift of the mean",
            """
def marginal_log_prob(log_p):
    m = log_p.mean(0)
    return m + torch.log(torch.exp(log_p - m).mean(0))
""",
        ),
        (
            WRONG,
            "mean of logs",
            """
def marginal_log_prob(log_p):
    return log_p.mean(0)
""",
        ),
        (
            WRONG,
            "log K forgotten",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, 0)
""",
        ),
        (
            WRONG,
            "profile",
            """
def marginal_log_prob(log_p):
    return log_p.max(0).values
""",
        ),
        (
            WRONG,
            "wrong axis",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, 1) - math.log(log_p.shape[1])
""",
        ),
        (
            WRONG,
            "exp before log",
            """
def marginal_log_prob(log_p):
    return log_p.exp().mean(0).log()
""",
        ),
        (
            WRONG,
            "not a log",
            """
def marginal_log_prob(log_p):
    return log_p.exp().mean(0)
""",
        ),
        (
            WRONG,
            "median",
            """
def marginal_log_prob(log_p):
    return log_p.median(0).values
""",
        ),
        (
            WRONG,
            "divides by K outside",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, 0) / len(log_p)
""",
        ),
        (
            WRONG,
            "log n in place of log K",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, 0) - math.log(log_p.shape[1])
""",
        ),
        (
            WRONG,
            "log K of the wrong sign",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, 0) + math.log(len(log_p))
""",
        ),
        (
            WRONG,
            "K subtracted",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, 0) - len(log_p)
""",
        ),
        (
            WRONG,
            "summed over all",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p.flatten(), 0) - math.log(log_p.numel())
""",
        ),
        (
            WRONG,
            "the first nuisance",
            """
def marginal_log_prob(log_p):
    return log_p[0]
""",
        ),
        (
            WRONG,
            "product",
            """
def marginal_log_prob(log_p):
    return log_p.sum(0)
""",
        ),
        (
            WRONG,
            "clamp before the log",
            """
def marginal_log_prob(log_p):
    return torch.log(torch.exp(log_p).mean(0).clamp(min=1e-300))
""",
        ),
        (
            WRONG,
            "epsilon inside",
            """
def marginal_log_prob(log_p):
    return torch.log(torch.exp(log_p).mean(0) + 1e-12)
""",
        ),
        (
            WRONG,
            "shift not added back",
            """
def marginal_log_prob(log_p):
    m = log_p.max(0).values
    return torch.log(torch.exp(log_p - m).mean(0))
""",
        ),
        (
            WRONG,
            "log_softmax",
            """
def marginal_log_prob(log_p):
    return torch.log_softmax(log_p, 0).mean(0)
""",
        ),
        (
            WRONG,
            "log mean of the logs",
            """
def marginal_log_prob(log_p):
    return torch.log(log_p.mean(0))
""",
        ),
        (
            WRONG,
            "impossible nuisances left out of the mean",
            """
def marginal_log_prob(log_p):
    count = log_p.isfinite().sum(0)
    return torch.logsumexp(log_p, 0) - torch.log(count)
""",
        ),
        (
            WRONG,
            "global maximum as shift",
            """
def marginal_log_prob(log_p):
    m = log_p.max()
    return torch.log(torch.exp(log_p - m).mean(0)) + m
""",
        ),
        (
            WRONG,
            "negative",
            """
def marginal_log_prob(log_p):
    return -(torch.logsumexp(log_p, 0) - math.log(len(log_p)))
""",
        ),
        (
            WRONG,
            "dimension kept",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, 0, keepdim=True) - math.log(len(log_p))
""",
        ),
        (
            RIGHT,
            "weights inside",
            """
def marginal_log_prob(log_p):
    K = log_p.shape[0]
    return torch.logsumexp(log_p - np.log(K), dim=0)
""",
        ),
        (
            RIGHT,
            "shifted by hand",
            """
def marginal_log_prob(log_p):
    m = log_p.max(0).values
    return m + torch.log(torch.exp(log_p - m).mean(0))
""",
        ),
        (
            RIGHT,
            "mixture",
            """
def marginal_log_prob(log_p):
    K = len(log_p)
    w = torch.full((K, 1), 1 / K, dtype=log_p.dtype)
    return (log_p + w.log()).logsumexp(0)
""",
        ),
        (
            RIGHT,
            "logaddexp in a loop",
            """
def marginal_log_prob(log_p):
    total = log_p[0]
    for row in log_p[1:]:
        total = torch.logaddexp(total, row)
    return total - torch.log(torch.tensor(float(len(log_p))))
""",
        ),
    ),
    # ------------------------------------------------------------------ 13.8
    "13.8": (
        (
            WRONG,
            "conservative, greater and half of equal",
            """
def calibrated_p(t, reference):
    r = reference[:, None]
    m = len(reference)
    return (0.5 + (r > t).sum(0) + 0.5 * (r == t).sum(0)) / (1 + m)
""",
        ),
        (
            WRONG,
            "quantile of the reference",
            """
def calibrated_p(t, reference):
    return torch.quantile(reference, 0.95) <= t
""",
        ),
        (
            WRONG,
            "rank among t",
            """
def calibrated_p(t, reference):
    return 1 - t.argsort().argsort() / len(t)
""",
        ),
        (
            WRONG,
            "exponential tail",
            """
def calibrated_p(t, reference):
    return torch.exp(-t / reference.mean())
""",
        ),
        (
            WRONG,
            "no + 1",
            """
def calibrated_p(t, reference):
    return (reference[:, None] >= t).double().mean(0)
""",
        ),
        (
            WRONG,
            "+ 1 above alone",
            """
def calibrated_p(t, reference):
    return (1 + (reference[:, None] >= t).sum(0)) / len(reference)
""",
        ),
        (
            WRONG,
            "+ 1 below alone",
            """
def calibrated_p(t, reference):
    return (reference[:, None] >= t).sum(0) / (len(reference) + 1)
""",
        ),
        (
            WRONG,
            "strictly greater",
            """
def calibrated_p(t, reference):
    return (1 + (reference[:, None] > t).sum(0)) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "lower tail",
            """
def calibrated_p(t, reference):
    return (1 + (reference[:, None] <= t).sum(0)) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "two-sided",
            """
def calibrated_p(t, reference):
    m = len(reference)
    up = (1 + (reference[:, None] >= t).sum(0)) / (1 + m)
    down = (1 + (reference[:, None] <= t).sum(0)) / (1 + m)
    return 2 * torch.minimum(up, down)
""",
        ),
        (
            WRONG,
            "z-score",
            """
def calibrated_p(t, reference):
    return (t - reference.mean()) / reference.std()
""",
        ),
        (
            WRONG,
            "normal tail of the z-score",
            """
def calibrated_p(t, reference):
    z = (t - reference.mean()) / reference.std()
    return 1 - torch.special.ndtr(z)
""",
        ),
        (
            WRONG,
            "wrong axis",
            """
def calibrated_p(t, reference):
    return (1 + (reference[:, None] >= t).sum(1)) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "divides by k",
            """
def calibrated_p(t, reference):
    return (1 + (reference[:, None] >= t).sum(0)) / (1 + len(t))
""",
        ),
        (
            WRONG,
            "count only",
            """
def calibrated_p(t, reference):
    return 1 + (reference[:, None] >= t).sum(0)
""",
        ),
        (
            WRONG,
            "all events together",
            """
def calibrated_p(t, reference):
    return (1 + (reference[:, None] >= t).sum()) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "against the mean of the reference",
            """
def calibrated_p(t, reference):
    return (t >= reference.mean()).double()
""",
        ),
        (
            WRONG,
            "1 minus p",
            """
def calibrated_p(t, reference):
    return 1 - (1 + (reference[:, None] >= t).sum(0)) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "absolute values",
            """
def calibrated_p(t, reference):
    return (1 + (reference.abs()[:, None] >= t.abs()).sum(0)) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "parentheses forgotten",
            """
def calibrated_p(t, reference):
    return 1 + (reference[:, None] >= t).sum(0) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "m + 2",
            """
def calibrated_p(t, reference):
    return (1 + (reference[:, None] >= t).sum(0)) / (2 + len(reference))
""",
        ),
        (
            WRONG,
            "t counted among itself and others",
            """
def calibrated_p(t, reference):
    every = torch.cat([t, reference])
    return (every[:, None] >= t).double().mean(0)
""",
        ),
        (
            WRONG,
            "searchsorted, unsorted reference",
            """
def calibrated_p(t, reference):
    m = len(reference)
    return (1 + m - torch.searchsorted(reference, t)) / (1 + m)
""",
        ),
        (
            RIGHT,
            "loop",
            """
def calibrated_p(t, reference):
    m = len(reference)
    return torch.stack([(1 + (reference >= one).sum()) / (m + 1) for one in t])
""",
        ),
        (
            RIGHT,
            "searchsorted",
            """
def calibrated_p(t, reference):
    m = len(reference)
    return (1 + m - torch.searchsorted(reference.sort().values, t)) / (1 + m)
""",
        ),
        (
            RIGHT,
            "event appended",
            """
def calibrated_p(t, reference):
    return torch.stack([(torch.cat([reference, x[None]]) >= x).double().mean() for x in t])
""",
        ),
        (
            RIGHT,
            "numpy",
            """
def calibrated_p(t, reference):
    count = (reference.numpy()[None, :] >= t.numpy()[:, None]).sum(axis=1)
    return (1.0 + count) / (1.0 + len(reference))
""",
        ),
        (
            RIGHT,
            "from the ones below",
            """
def calibrated_p(t, reference):
    m = reference.numel()
    below = (reference.unsqueeze(1) < t.unsqueeze(0)).sum(0)
    return 1 - below / (m + 1)
""",
        ),
    ),
    # ------------------------------------------------------------------ 13.9
    "13.9": (
        (
            WRONG,
            "as near counts",
            """
def tarp_share(theta, draws, reference):
    d = (draws - reference).norm(dim=-1)
    t = (theta - reference).norm(dim=-1)
    return (d <= t).double().mean(0)
""",
        ),
        (
            WRONG,
            "ranks in the distance, truth among them",
            """
def tarp_share(theta, draws, reference):
    d = (draws - reference).norm(dim=-1)
    t = (theta - reference).norm(dim=-1)
    return ((d < t).sum(0) + 1) / (len(draws) + 1)
""",
        ),
        (
            WRONG,
            "cosine instead of distance",
            """
def tarp_share(theta, draws, reference):
    cos = torch.nn.functional.cosine_similarity
    return (cos(draws, reference[None], dim=-1) > cos(theta, reference, dim=-1)).double().mean(0)
""",
        ),
        (
            WRONG,
            "from zero",
            """
def tarp_share(theta, draws, reference):
    return (draws.norm(dim=-1) < theta.norm(dim=-1)).double().mean(0)
""",
        ),
        (
            WRONG,
            "farther",
            """
def tarp_share(theta, draws, reference):
    d = (draws - reference).norm(dim=-1)
    t = (theta - reference).norm(dim=-1)
    return (d > t).double().mean(0)
""",
        ),
        (
            WRONG,
            "per axis",
            """
def tarp_share(theta, draws, reference):
    return ((draws - reference).abs() < (theta - reference).abs()).double().mean(0)
""",
        ),
        (
            WRONG,
            "signed",
            """
def tarp_share(theta, draws, reference):
    return ((draws - reference).sum(-1) < (theta - reference).sum(-1)).double().mean(0)
""",
        ),
        (
            WRONG,
            "distance between draw and truth",
            """
def tarp_share(theta, draws, reference):
    d = (draws - theta).norm(dim=-1)
    t = (theta - reference).norm(dim=-1)
    return (d < t).double().mean(0)
""",
        ),
        (
            WRONG,
            "over the events",
            """
def tarp_share(theta, draws, reference):
    d = (draws - reference).norm(dim=-1)
    t = (theta - reference).norm(dim=-1)
    return (d < t).double().mean(1)
""",
        ),
        (
            WRONG,
            "first reference for all",
            """
def tarp_share(theta, draws, reference):
    r = reference[0]
    return ((draws - r).norm(dim=-1) < (theta - r).norm(dim=-1)).double().mean(0)
""",
        ),
        (
            WRONG,
            "count",
            """
def tarp_share(theta, draws, reference):
    d = (draws - reference).norm(dim=-1)
    t = (theta - reference).norm(dim=-1)
    return (d < t).sum(0)
""",
        ),
        (
            WRONG,
            "posterior mean as reference",
            """
def tarp_share(theta, draws, reference):
    r = draws.mean(0)
    return ((draws - r).norm(dim=-1) < (theta - r).norm(dim=-1)).double().mean(0)
""",
        ),
        (
            WRONG,
            "Manhattan distance",
            """
def tarp_share(theta, draws, reference):
    d = (draws - reference).abs().sum(-1)
    t = (theta - reference).abs().sum(-1)
    return (d < t).double().mean(0)
""",
        ),
        (
            WRONG,
            "norm of everything",
            """
def tarp_share(theta, draws, reference):
    return ((draws - reference).norm() < (theta - reference).norm()).double()
""",
        ),
        (
            WRONG,
            "one distance for each draw over all events",
            """
def tarp_share(theta, draws, reference):
    d = (draws - reference).norm(dim=1)
    t = (theta - reference).norm(dim=0)
    return (d < t).double().mean(0)
""",
        ),
        (
            WRONG,
            "mean draw compared",
            """
def tarp_share(theta, draws, reference):
    d = (draws.mean(0) - reference).norm(dim=-1)
    t = (theta - reference).norm(dim=-1)
    return (d < t).double()
""",
        ),
        (
            WRONG,
            "random reference",
            """
def tarp_share(theta, draws, reference):
    r = torch.randn_like(theta)
    return ((draws - r).norm(dim=-1) < (theta - r).norm(dim=-1)).double().mean(0)
""",
        ),
        (
            WRONG,
            "ratio of mean distances",
            """
def tarp_share(theta, draws, reference):
    d = (draws - reference).norm(dim=-1)
    t = (theta - reference).norm(dim=-1)
    return (d / t).mean(0)
""",
        ),
        (
            WRONG,
            "largest coordinate",
            """
def tarp_share(theta, draws, reference):
    d = (draws - reference).abs().amax(-1)
    t = (theta - reference).abs().amax(-1)
    return (d < t).double().mean(0)
""",
        ),
        (
            RIGHT,
            "squares",
            """
def tarp_share(theta, draws, reference):
    d2 = ((draws - reference) ** 2).sum(-1)
    t2 = ((theta - reference) ** 2).sum(-1)
    return (d2 < t2).double().mean(0)
""",
        ),
        (
            RIGHT,
            "linalg.norm and sums",
            """
def tarp_share(theta, draws, reference):
    d = torch.linalg.norm(draws - reference, dim=-1)
    near = d < torch.linalg.norm(theta - reference, dim=-1)
    return near.sum(0) / draws.shape[0]
""",
        ),
        (
            RIGHT,
            "pairwise_distance",
            """
def tarp_share(theta, draws, reference):
    dist = torch.nn.PairwiseDistance(eps=0)
    t = dist(theta, reference)
    return torch.stack([dist(one, reference) < t for one in draws]).float().mean(0)
""",
        ),
        (
            RIGHT,
            "loop over events",
            """
def tarp_share(theta, draws, reference):
    out = []
    for i in range(len(theta)):
        d = torch.dist(theta[i], reference[i])
        out.append(sum(torch.dist(x, reference[i]) < d for x in draws[:, i]) / len(draws))
    return torch.stack(out)
""",
        ),
    ),
}
