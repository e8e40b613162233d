RIGHT, WRONG = "right", "wrong"
ANSWERS = {
    "13.1": (
        (
            WRONG,
            "r squared without its half",
            """
def ball_share(z):
    r2 = (z**2).sum(-1)
    D = z.shape[-1]
    return torch.special.gammainc(torch.full_like(r2, D / 2), r2)
""",
        ),
        (
            WRONG,
            "D instead of D/2",
            """
def ball_share(z):
    r2 = (z**2).sum(-1)
    return torch.special.gammainc(torch.full_like(r2, z.shape[-1]), r2 / 2)
""",
        ),
        (
            WRONG,
            "the mass outside the ball",
            """
def ball_share(z):
    s = z.square().sum(dim=-1)
    a = torch.full_like(s, z.shape[-1] / 2)
    return torch.special.gammaincc(a, s / 2)
""",
        ),
        (
            WRONG,
            "the formula of two dimensions for all D",
            """
def ball_share(z):
    return 1 - torch.exp(-(z**2).sum(-1) / 2)
""",
        ),
        (
            WRONG,
            "the radius instead of its square",
            """
def ball_share(z):
    r = z.norm(dim=-1)
    return torch.special.gammainc(torch.full_like(r, z.shape[-1] / 2), r / 2)
""",
        ),
        (
            WRONG,
            "sum over all events",
            """
def ball_share(z):
    r2 = (z**2).sum()
    return torch.special.gammainc(torch.tensor(z.shape[-1] / 2, dtype=z.dtype), r2 / 2)
""",
        ),
        (
            WRONG,
            "D from the first axis, which counts the events",
            """
def ball_share(z):
    D = z.shape[0]
    r2 = (z**2).sum(-1)
    return torch.special.gammainc(torch.full_like(r2, D / 2), r2 / 2)
""",
        ),
        (
            WRONG,
            "whole-number division: D // 2",
            """
def ball_share(z):
    D = z.shape[-1]
    r2 = (z**2).sum(-1)
    return torch.special.gammainc(torch.full_like(r2, D // 2), r2 / 2)
""",
        ),
        (
            WRONG,
            "product of the shares of each coordinate: a box instead of a ball",
            """
def ball_share(z):
    return torch.erf(z.abs() / math.sqrt(2)).prod(-1)
""",
        ),
        (
            WRONG,
            "the share in one dimension, from the radius",
            """
def ball_share(z):
    r = torch.sqrt((z * z).sum(-1))
    return torch.erf(r / math.sqrt(2))
""",
        ),
        (
            WRONG,
            "arguments of gammainc in the other order",
            """
def ball_share(z):
    r2 = (z**2).sum(-1)
    return torch.special.gammainc(r2 / 2, torch.full_like(r2, z.shape[-1] / 2))
""",
        ),
        (
            WRONG,
            "mean of the squares instead of their sum",
            """
def ball_share(z):
    r2 = (z**2).mean(-1)
    return torch.special.gammainc(torch.full_like(r2, z.shape[-1] / 2), r2 / 2)
""",
        ),
        (
            WRONG,
            "gammainc gets a plain number: TypeError",
            """
def ball_share(z):
    return torch.special.gammainc(z.shape[-1] / 2, (z**2).sum(-1) / 2)
""",
        ),
        (
            WRONG,
            "sum over dim 1: an event alone or a stack of tables does not work",
            """
def ball_share(z):
    r2 = (z**2).sum(1)
    return torch.special.gammainc(torch.full_like(r2, z.shape[1] / 2), r2 / 2)
""",
        ),
        (
            WRONG,
            "D is fixed to 2",
            """
def ball_share(z):
    r2 = z[..., 0] ** 2 + z[..., 1] ** 2
    return torch.special.gammainc(torch.ones_like(r2), r2 / 2)
""",
        ),
        (
            RIGHT,
            "einsum, and ones times D/2",
            """
def ball_share(z):
    half = torch.einsum("...i,...i->...", z, z) / 2
    return torch.special.gammainc(z.shape[-1] / 2 * torch.ones_like(half), half)
""",
        ),
        (
            RIGHT,
            "one minus the upper incomplete gamma function",
            """
def ball_share(z):
    D = z.size(-1)
    r = torch.linalg.vector_norm(z, dim=-1)
    return 1 - torch.special.gammaincc(torch.tensor(D / 2, dtype=z.dtype), 0.5 * r**2)
""",
        ),
        (
            RIGHT,
            "the cdf of a Gamma distribution",
            """
from torch.distributions import Gamma

def ball_share(z):
    squares = z.pow(2).sum(-1)
    return Gamma(torch.full_like(squares, 0.5 * z.shape[-1]), torch.full_like(squares, 0.5)).cdf(squares)
""",
        ),
        (
            RIGHT,
            "by hand: erf or exp, and two dimensions more in each step",
            """
def ball_share(z):
    D = z.shape[-1]
    x = (z**2).sum(-1) / 2
    if D % 2:
        a, share = 0.5, torch.erf(x.sqrt())
    else:
        a, share = 1.0, -torch.expm1(-x)
    while a < D / 2 - 0.25:
        share = share - x**a * torch.exp(-x) / math.gamma(a + 1)
        a += 1
    return share
""",
        ),
        (
            RIGHT,
            "the squares are added one coordinate after the other",
            """
def ball_share(z):
    total, D = 0, 0
    for coordinate in z.unbind(-1):
        total = total + coordinate * coordinate
        D += 1
    return torch.special.gammainc(torch.zeros_like(total) + D / 2, total / 2)
""",
        ),
    ),
    "13.2": (
        (
            WRONG,
            "share of events with u greater than p",
            """
def coverage(u, p):
    return (u[:, None] > p).double().mean(0)
""",
        ),
        (
            WRONG,
            "strictly smaller: an event that is just reached is not counted",
            """
def coverage(u, p):
    return (u.unsqueeze(1) < p.unsqueeze(0)).double().mean(0)
""",
        ),
        (
            WRONG,
            "mean over the promises instead of over the events",
            """
def coverage(u, p):
    return (u[:, None] <= p[None, :]).double().mean(1)
""",
        ),
        (
            WRONG,
            "number of events, not share",
            """
def coverage(u, p):
    return torch.stack([(u <= level).sum() for level in p])
""",
        ),
        (
            WRONG,
            "sorts the promises: another order of the results",
            """
def coverage(u, p):
    p = torch.sort(p).values
    return torch.stack([(u <= level).double().mean() for level in p])
""",
        ),
        (
            WRONG,
            "divides by the number of promises",
            """
def coverage(u, p):
    inside = u.unsqueeze(-1) <= p
    return inside.sum(0) / len(p)
""",
        ),
        (
            WRONG,
            "compares event by event, as if there were one promise for each",
            """
def coverage(u, p):
    return (u <= p).double().mean()
""",
        ),
        (
            WRONG,
            "the inverse curve: quantiles of u",
            """
def coverage(u, p):
    return torch.quantile(u, p.to(u.dtype))
""",
        ),
        (
            WRONG,
            "mean of a bool raises an error",
            """
def coverage(u, p):
    return (u[:, None] <= p).mean(0)
""",
        ),
        (
            WRONG,
            "whole-number division gives 0 or 1",
            """
def coverage(u, p):
    return (u[:, None] <= p).sum(0) // u.shape[0]
""",
        ),
        (
            WRONG,
            "searchsorted without sorting u first",
            """
def coverage(u, p):
    place = torch.searchsorted(u.double().contiguous(), p.double().contiguous(), right=True)
    return place.double() / len(u)
""",
        ),
        (
            WRONG,
            "believes the claim: returns the promises",
            """
def coverage(u, p):
    return p.clone()
""",
        ),
        (
            WRONG,
            "mean u of the events inside instead of their share",
            """
def coverage(u, p):
    inside = (u[:, None] <= p).double()
    return (inside * u[:, None]).sum(0) / inside.sum(0)
""",
        ),
        (
            WRONG,
            "adds up the curve: cumsum on top of u <= p",
            """
def coverage(u, p):
    share = (u[:, None] <= p).double().mean(0)
    return torch.cumsum(share, 0)
""",
        ),
        (
            RIGHT,
            "sorted once, then searchsorted from the right",
            """
def coverage(u, p):
    ordered = u.double().sort().values
    return torch.searchsorted(ordered, p.double(), right=True) / ordered.numel()
""",
        ),
        (
            RIGHT,
            "a loop with plain numbers",
            """
def coverage(u, p):
    shares = []
    for level in p:
        n_in = 0
        for value in u:
            if value <= level:
                n_in += 1
        shares.append(n_in / len(u))
    return torch.tensor(shares, dtype=p.dtype)
""",
        ),
        (
            RIGHT,
            "one minus the share outside, promises in rows",
            """
def coverage(u, p):
    outside = torch.gt(u.reshape(1, -1), p.reshape(-1, 1))
    return 1 - outside.float().mean(dim=1)
""",
        ),
        (
            RIGHT,
            "np.greater_equal.outer, promises in rows",
            """
def coverage(u, p):
    inside = np.greater_equal.outer(p.detach().numpy(), u.detach().numpy())
    return torch.from_numpy(inside.mean(axis=1))
""",
        ),
        (
            RIGHT,
            "vmap over the promises",
            """
def coverage(u, p):
    return torch.vmap(lambda level: torch.where(u <= level, 1.0, 0.0).mean())(p)
""",
        ),
    ),
    "13.3": (
        (
            WRONG,
            "the level itself in place of 1 - level",
            """
def half_width(n, level):
    return math.sqrt(math.log(2 / level) / (2 * n))
""",
        ),
        (
            WRONG,
            "forgets the 2 before the exponential",
            """
def half_width(n, level):
    return math.sqrt(math.log(1 / (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "no root",
            """
def half_width(n, level):
    alpha = 1 - level
    return math.log(2 / alpha) / (2 * n)
""",
        ),
        (
            WRONG,
            "logarithm of base 10",
            """
def half_width(n, level):
    return math.sqrt(math.log10(2 / (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "the 2 of the exponent is missing",
            """
def half_width(n, level):
    return math.sqrt(math.log(2 / (1 - level)) / n)
""",
        ),
        (
            WRONG,
            "two standard errors at p = 1/2",
            """
def half_width(n, level):
    return 2 * math.sqrt(0.25 / n)
""",
        ),
        (
            WRONG,
            "a sign lost: root of a negative number",
            """
def half_width(n, level):
    return math.sqrt(math.log((1 - level) / 2) / (2 * n))
""",
        ),
        (
            WRONG,
            "the whole width of the band",
            """
def half_width(n, level):
    eps = math.sqrt(-math.log((1 - level) / 2) / (2 * n))
    return 2 * eps
""",
        ),
        (
            WRONG,
            "the right side evaluated at the level, not solved",
            """
def half_width(n, level):
    eps = 1 - level
    return 2 * math.exp(-2 * n * eps**2)
""",
        ),
        (
            WRONG,
            "halves the chance a second time: 2/alpha becomes 4/alpha",
            """
def half_width(n, level):
    alpha = (1 - level) / 2
    return math.sqrt(math.log(2 / alpha) / (2 * n))
""",
        ),
        (
            WRONG,
            "n under a second root",
            """
def half_width(n, level):
    return math.sqrt(math.log(2 / (1 - level)) / (2 * math.sqrt(n)))
""",
        ),
        (
            WRONG,
            "torch.log of a plain number raises a TypeError",
            """
def half_width(n, level):
    return torch.sqrt(torch.log(2 / (1 - level)) / (2 * n))
""",
        ),
        (
            WRONG,
            "divides by 2 without brackets: times n",
            """
def half_width(n, level):
    return math.sqrt(math.log(2 / (1 - level)) / 2 * n)
""",
        ),
        (
            WRONG,
            "2 n^2 as if n were squared, too",
            """
def half_width(n, level):
    return (math.log(2 / (1 - level)) / 2) ** 0.5 / n
""",
        ),
        (
            RIGHT,
            "difference of logarithms",
            """
def half_width(n, level):
    return ((math.log(2) - math.log1p(-level)) / (2 * n)) ** 0.5
""",
        ),
        (
            RIGHT,
            "solved step by step",
            """
def half_width(n, level):
    chance = 1 - level
    exponent = math.log(chance / 2)
    eps_squared = -exponent / 2 / n
    return math.sqrt(eps_squared)
""",
        ),
        (
            RIGHT,
            "bisection of the bound",
            """
def half_width(n, level):
    low, high = 0.0, 100.0
    for _ in range(200):
        middle = (low + high) / 2
        if 2 * math.exp(-2 * n * middle**2) > 1 - level:
            low = middle
        else:
            high = middle
    return high
""",
        ),
        (
            RIGHT,
            "through torch, then a plain number",
            """
def half_width(n, level):
    alpha = torch.tensor(1 - level, dtype=torch.float64)
    return torch.sqrt(-(alpha / 2).log() / (2 * n)).item()
""",
        ),
    ),
    "13.4": (
        (
            WRONG,
            "counts the draws above the truth",
            """
def ranks(theta, draws):
    return (draws > theta).sum(0)
""",
        ),
        (
            WRONG,
            "share instead of number",
            """
def ranks(theta, draws):
    return (draws < theta).double().mean(0)
""",
        ),
        (
            WRONG,
            "sums over the events instead of over the draws",
            """
def ranks(theta, draws):
    return (draws < theta).sum(1)
""",
        ),
        (
            WRONG,
            "sums over the coordinates, too",
            """
def ranks(theta, draws):
    return (draws < theta).sum(0).sum(-1)
""",
        ),
        (
            WRONG,
            "counts from 1 to S + 1",
            """
def ranks(theta, draws):
    return 1 + (draws < theta).sum(dim=0)
""",
        ),
        (
            WRONG,
            "one argsort only: who has this rank, not which rank it has",
            """
def ranks(theta, draws):
    everything = torch.cat([theta[None], draws])
    return everything.argsort(0)[0]
""",
        ),
        (
            WRONG,
            "reshapes the draws to (n, S, D), which mixes the events",
            """
def ranks(theta, draws):
    S, n, D = draws.shape
    per_event = draws.reshape(n, S, D)
    return (per_event < theta[:, None, :]).sum(1)
""",
        ),
        (
            WRONG,
            "compares the distances from 0 instead of the coordinates",
            """
def ranks(theta, draws):
    return (draws.abs() < theta.abs()).sum(0)
""",
        ),
        (
            WRONG,
            "compares with the mean of the draws: 0 or 1",
            """
def ranks(theta, draws):
    return (draws.mean(0) < theta).long()
""",
        ),
        (
            WRONG,
            "the rank of the truth among the other truths",
            """
def ranks(theta, draws):
    return theta.argsort(0).argsort(0)
""",
        ),
        (
            WRONG,
            "truths of the first event for all",
            """
def ranks(theta, draws):
    return (draws < theta[0]).sum(0)
""",
        ),
        (
            WRONG,
            "the loop leaves out the last draw",
            """
def ranks(theta, draws):
    count = torch.zeros_like(theta).long()
    for s in range(draws.shape[0] - 1):
        count += (draws[s] < theta).long()
    return count
""",
        ),
        (
            WRONG,
            "any instead of sum",
            """
def ranks(theta, draws):
    return (draws < theta).any(0).long()
""",
        ),
        (
            WRONG,
            "counts up only: below minus above",
            """
def ranks(theta, draws):
    return torch.sign(theta - draws).sum(0).long()
""",
        ),
        (
            RIGHT,
            "two argsorts with the truth in front",
            """
def ranks(theta, draws):
    everything = torch.cat([theta.unsqueeze(0), draws], dim=0)
    return everything.argsort(dim=0).argsort(dim=0)[0]
""",
        ),
        (
            RIGHT,
            "a loop over the draws, in place",
            """
def ranks(theta, draws):
    count = torch.zeros(theta.shape, dtype=torch.long)
    for one in draws:
        count[one < theta] += 1
    return count
""",
        ),
        (
            RIGHT,
            "from the signs: (S + below - above) / 2",
            """
def ranks(theta, draws):
    S = draws.shape[0]
    signs = torch.sign(theta - draws).long()
    return (S + signs.sum(0)) // 2
""",
        ),
        (
            RIGHT,
            "searchsorted in the sorted draws",
            """
def ranks(theta, draws):
    ordered = torch.sort(torch.permute(draws, (1, 2, 0)), dim=-1).values.contiguous()
    return torch.searchsorted(ordered, theta.unsqueeze(-1).contiguous())[..., 0]
""",
        ),
        (
            RIGHT,
            "NumPy count_nonzero",
            """
def ranks(theta, draws):
    below = draws.detach().numpy() < theta.detach().numpy()
    return torch.from_numpy(np.count_nonzero(below, axis=0))
""",
        ),
    ),
    "13.5": (
        (
            WRONG,
            "share of draws that are less dense",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws < log_p).double().mean(0)
""",
        ),
        (
            WRONG,
            "mean over the events",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws > log_p).double().mean(1)
""",
        ),
        (
            WRONG,
            "number instead of share",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws > log_p).sum(0)
""",
        ),
        (
            WRONG,
            "greater or equal: counts the draws that are just as dense",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws >= log_p.unsqueeze(0)).double().mean(0)
""",
        ),
        (
            WRONG,
            "one share for all events together",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws > log_p).double().mean()
""",
        ),
        (
            WRONG,
            "compares densities: exp gives 0 = 0 far down",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws.exp() > log_p.exp()).double().mean(0)
""",
        ),
        (
            WRONG,
            "weighs the draws with their density, though they are samples of it",
            """
def hpd_share(log_p, log_p_draws):
    w = torch.softmax(log_p_draws, 0)
    return (w * (log_p_draws > log_p)).sum(0)
""",
        ),
        (
            WRONG,
            "the density of the truth over the greatest density",
            """
def hpd_share(log_p, log_p_draws):
    return 1 - torch.exp(log_p - log_p_draws.max(0).values)
""",
        ),
        (
            WRONG,
            "truth in a column: only fits if S = n, and then compares other events",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws > log_p[:, None]).double().mean(0)
""",
        ),
        (
            WRONG,
            "is the mean of the draws denser? 0 or 1",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws.mean(0) > log_p).double()
""",
        ),
        (
            WRONG,
            "mean difference instead of share",
            """
def hpd_share(log_p, log_p_draws):
    return torch.relu(log_p_draws - log_p).mean(0)
""",
        ),
        (
            WRONG,
            "divides by S + 1",
            """
def hpd_share(log_p, log_p_draws):
    S = log_p_draws.shape[0]
    return (log_p_draws > log_p).sum(0) / (S + 1)
""",
        ),
        (
            WRONG,
            "divides by the number of events",
            """
def hpd_share(log_p, log_p_draws):
    n = log_p.shape[0]
    return (log_p_draws > log_p).sum(0) / n
""",
        ),
        (
            WRONG,
            "absolute values of the logarithms",
            """
def hpd_share(log_p, log_p_draws):
    return (log_p_draws.abs() > log_p.abs()).double().mean(0)
""",
        ),
        (
            RIGHT,
            "event by event, in a list",
            """
def hpd_share(log_p, log_p_draws):
    shares = []
    for i in range(len(log_p)):
        column = log_p_draws[:, i]
        shares.append((column > log_p[i]).sum().item() / len(column))
    return torch.tensor(shares)
""",
        ),
        (
            RIGHT,
            "one minus the share of the not denser",
            """
def hpd_share(log_p, log_p_draws):
    not_denser = torch.le(log_p_draws, log_p[None])
    return 1 - not_denser.to(log_p.dtype).mean(dim=0)
""",
        ),
        (
            RIGHT,
            "heaviside of the difference, 0 at equality",
            """
def hpd_share(log_p, log_p_draws):
    zero = torch.zeros((), dtype=log_p_draws.dtype)
    return torch.heaviside(log_p_draws - log_p, zero).sum(0) / log_p_draws.shape[0]
""",
        ),
        (
            RIGHT,
            "the draws sorted, place of the truth",
            """
def hpd_share(log_p, log_p_draws):
    S = log_p_draws.shape[0]
    ordered = log_p_draws.T.contiguous().sort(-1).values
    not_denser = torch.searchsorted(ordered, log_p.reshape(-1, 1).contiguous(), right=True)
    return (S - not_denser.squeeze(1)) / S
""",
        ),
    ),
    "13.6": (
        (
            WRONG,
            "divides by all events",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges)
    G = len(edges) + 1
    return torch.stack([((group == g) & (u <= p)).sum() / len(u) for g in range(G)])
""",
        ),
        (
            WRONG,
            "the last group is missing",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges)
    return torch.stack([(u[group == g] <= p).double().mean() for g in range(len(edges))])
""",
        ),
        (
            WRONG,
            "only the groups between two edges: the outer two are missing",
            """
def coverage_by_group(u, feature, edges, p):
    shares = []
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (feature > low) & (feature < high)
        shares.append((u[inside] <= p).double().mean())
    return torch.stack(shares)
""",
        ),
        (
            WRONG,
            "divides by the number of covered events: which group they come from",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges)
    kept = (u <= p).double()
    return torch.stack([kept[group == g].sum() / kept.sum() for g in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "groups by u instead of by the feature",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(u, edges.to(u.dtype))
    return torch.stack([(u[group == g] <= p).double().mean() for g in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "sorts the feature alone: the events' shares stay behind",
            """
def coverage_by_group(u, feature, edges, p):
    feature = feature.sort().values
    group = torch.bucketize(feature, edges)
    return torch.stack([(u[group == g] <= p).double().mean() for g in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "groups of equal size instead of by the edges",
            """
def coverage_by_group(u, feature, edges, p):
    order = feature.argsort()
    chunks = torch.tensor_split((u[order] <= p).double(), len(edges) + 1)
    return torch.stack([c.mean() for c in chunks])
""",
        ),
        (
            WRONG,
            "all below an edge instead of between two: the groups overlap",
            """
def coverage_by_group(u, feature, edges, p):
    shares = [(u[feature < e] <= p).double().mean() for e in edges]
    shares.append((u[feature > edges[-1]] <= p).double().mean())
    return torch.stack(shares)
""",
        ),
        (
            WRONG,
            "the share that is not covered",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges)
    return torch.stack([(u[group == g] > p).double().mean() for g in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "numbers instead of shares",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges)
    inside = group[u <= p]
    return torch.bincount(inside, minlength=len(edges) + 1)
""",
        ),
        (
            WRONG,
            "from the largest feature to the smallest",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges)
    shares = [(u[group == g] <= p).double().mean() for g in reversed(range(len(edges) + 1))]
    return torch.stack(shares)
""",
        ),
        (
            WRONG,
            "the mean of u in each group, p is not used",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges)
    return torch.stack([u[group == g].mean() for g in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "shifts the numbers of the groups by 1, so the first is empty",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges) + 1
    return torch.stack([(u[group == g] <= p).double().mean() for g in range(len(edges) + 1)])
""",
        ),
        (
            WRONG,
            "one share for all, repeated",
            """
def coverage_by_group(u, feature, edges, p):
    return (u <= p).double().mean().repeat(len(edges) + 1)
""",
        ),
        (
            WRONG,
            "the distance of u from p counts: within p of 1/2",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges)
    inside = (u - 0.5).abs() <= p / 2
    return torch.stack([inside[group == g].double().mean() for g in range(len(edges) + 1)])
""",
        ),
        (
            RIGHT,
            "bincount with and without weights",
            """
def coverage_by_group(u, feature, edges, p):
    group = torch.bucketize(feature, edges)
    G = edges.numel() + 1
    inside = torch.bincount(group, weights=(u <= p).double(), minlength=G)
    return inside / torch.bincount(group, minlength=G)
""",
        ),
        (
            RIGHT,
            "number of edges below each feature, then one-hot and a matrix product",
            """
import torch.nn.functional as F

def coverage_by_group(u, feature, edges, p):
    group = (feature[:, None] > edges).sum(1)
    members = F.one_hot(group, edges.shape[0] + 1).to(u.dtype)
    return (u <= p).to(u.dtype) @ members / members.sum(0)
""",
        ),
        (
            RIGHT,
            "edges with infinities at the ends, a loop over pairs",
            """
def coverage_by_group(u, feature, edges, p):
    borders = [-math.inf] + edges.tolist() + [math.inf]
    result = []
    for low, high in zip(borders, borders[1:]):
        chosen = u[(feature >= low) & (feature < high)]
        result.append(float((chosen <= p).sum()) / len(chosen))
    return torch.tensor(result, dtype=u.dtype)
""",
        ),
        (
            RIGHT,
            "np.digitize and a masked mean",
            """
def coverage_by_group(u, feature, edges, p):
    group = np.digitize(feature.numpy(), edges.numpy())
    kept = u.numpy() <= p
    return torch.tensor([kept[group == g].mean() for g in range(len(edges) + 1)])
""",
        ),
        (
            RIGHT,
            "cumulative counts below each edge, then differences",
            """
def coverage_by_group(u, feature, edges, p):
    below = feature[None, :] < edges[:, None]
    kept = u <= p
    zero, n = torch.zeros(1), torch.ones(1)
    count = torch.cat([zero, below.sum(1), n * len(u)])
    count_kept = torch.cat([zero, (below & kept).sum(1), n * kept.sum()])
    return count_kept.diff() / count.diff()
""",
        ),
    ),
    "13.7": (
        (
            WRONG,
            "leaves the logarithms: exp gives 0, the log of it -inf",
            """
def marginal_log_prob(log_p):
    return torch.log(torch.exp(log_p).mean(0))
""",
        ),
        (
            WRONG,
            "forgets log K",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, dim=0)
""",
        ),
        (
            WRONG,
            "mean of the logarithms",
            """
def marginal_log_prob(log_p):
    return log_p.mean(0)
""",
        ),
        (
            WRONG,
            "averages over the events",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, dim=1) - math.log(log_p.shape[1])
""",
        ),
        (
            WRONG,
            "adds log K",
            """
def marginal_log_prob(log_p):
    K = log_p.shape[0]
    return torch.logsumexp(log_p, 0) + math.log(K)
""",
        ),
        (
            WRONG,
            "divides the logarithm by K",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p, 0) / len(log_p)
""",
        ),
        (
            WRONG,
            "subtracts log n instead of log K",
            """
def marginal_log_prob(log_p):
    K, n = log_p.shape
    return torch.logsumexp(log_p, 0) - math.log(n)
""",
        ),
        (
            WRONG,
            "one maximum for all events: far events give exp = 0",
            """
def marginal_log_prob(log_p):
    m = log_p.max()
    return m + torch.log(torch.exp(log_p - m).mean(0))
""",
        ),
        (
            WRONG,
            "the maximum is not put back",
            """
def marginal_log_prob(log_p):
    m = log_p.max(0).values
    return torch.log(torch.exp(log_p - m).mean(0))
""",
        ),
        (
            WRONG,
            "averages over the possible nu only",
            """
def marginal_log_prob(log_p):
    possible = torch.isfinite(log_p).sum(0)
    return torch.logsumexp(log_p, 0) - torch.log(possible.to(log_p.dtype))
""",
        ),
        (
            WRONG,
            "replaces -inf by 0, which is the density 1",
            """
def marginal_log_prob(log_p):
    log_p = torch.nan_to_num(log_p, neginf=0.0)
    return torch.logsumexp(log_p, 0) - math.log(log_p.shape[0])
""",
        ),
        (
            WRONG,
            "takes out the mean: nan or inf with one impossible nu",
            """
def marginal_log_prob(log_p):
    m = log_p.mean(0)
    return m + torch.log(torch.exp(log_p - m).mean(0))
""",
        ),
        (
            WRONG,
            "the best nu for each event: profile instead of average",
            """
def marginal_log_prob(log_p):
    return log_p.max(dim=0).values
""",
        ),
        (
            WRONG,
            "a small number against log 0: far events all get log 1e-300",
            """
def marginal_log_prob(log_p):
    return torch.log(torch.exp(log_p.double()).mean(0) + 1e-300)
""",
        ),
        (
            WRONG,
            "a mean of logarithms weighted with the densities",
            """
def marginal_log_prob(log_p):
    w = torch.softmax(log_p, 0)
    return (w * torch.nan_to_num(log_p, neginf=0.0)).sum(0)
""",
        ),
        (
            RIGHT,
            "the 1/K inside the sum",
            """
def marginal_log_prob(log_p):
    return torch.logsumexp(log_p - math.log(log_p.size(0)), dim=0)
""",
        ),
        (
            RIGHT,
            "row after row with logaddexp",
            """
from functools import reduce

def marginal_log_prob(log_p):
    rows = list(log_p)
    return reduce(torch.logaddexp, rows) - np.log(len(rows))
""",
        ),
        (
            RIGHT,
            "by hand: each event's own maximum out and back",
            """
def marginal_log_prob(log_p):
    largest = log_p.amax(dim=0)
    shift = torch.where(torch.isfinite(largest), largest, torch.zeros_like(largest))
    return shift + (log_p - shift).exp().mean(0).log()
""",
        ),
        (
            RIGHT,
            "NumPy's reduce",
            """
def marginal_log_prob(log_p):
    table = log_p.detach().numpy()
    return torch.from_numpy(np.logaddexp.reduce(table, axis=0)) - math.log(table.shape[0])
""",
        ),
        (
            RIGHT,
            "the last row of the running sum",
            """
def marginal_log_prob(log_p):
    running = torch.logcumsumexp(log_p, 0)
    return running[-1] - torch.tensor(float(len(log_p)), dtype=log_p.dtype).log()
""",
        ),
    ),
    "13.8": (
        (
            WRONG,
            "strictly greater: the equally odd are not counted",
            """
def calibrated_p(t, reference):
    count = (reference[None, :] > t[:, None]).sum(1)
    return (1 + count) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "counts the less odd events",
            """
def calibrated_p(t, reference):
    count = (reference[None, :] <= t[:, None]).sum(1)
    return (1 + count) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "the event itself is not counted: p can be 0",
            """
def calibrated_p(t, reference):
    return (reference >= t.unsqueeze(-1)).double().mean(-1)
""",
        ),
        (
            WRONG,
            "adds the 1 above only",
            """
def calibrated_p(t, reference):
    m = reference.shape[0]
    return (1 + (reference >= t[:, None]).sum(1)) / m
""",
        ),
        (
            WRONG,
            "adds the 1 below only",
            """
def calibrated_p(t, reference):
    m = reference.shape[0]
    return (reference >= t[:, None]).sum(1) / (1 + m)
""",
        ),
        (
            WRONG,
            "sum over the events instead of over the reference",
            """
def calibrated_p(t, reference):
    return (1 + (reference >= t[:, None]).sum(0)) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "m from t: the number of events",
            """
def calibrated_p(t, reference):
    m = len(t)
    return (1 + (reference >= t[:, None]).sum(1)) / (1 + m)
""",
        ),
        (
            WRONG,
            "takes the reference for sorted",
            """
def calibrated_p(t, reference):
    m = reference.shape[0]
    below = torch.searchsorted(reference.contiguous(), t.contiguous())
    return (1 + m - below) / (1 + m)
""",
        ),
        (
            WRONG,
            "works for a single event only",
            """
def calibrated_p(t, reference):
    m = len(reference)
    return (1 + (reference >= t).sum()) / (1 + m)
""",
        ),
        (
            WRONG,
            "two-sided: very good events count as odd, too",
            """
def calibrated_p(t, reference):
    m = len(reference)
    above = (reference >= t[:, None]).sum(1)
    below = (reference <= t[:, None]).sum(1)
    return 2 * (1 + torch.minimum(above, below)) / (1 + m)
""",
        ),
        (
            WRONG,
            "no brackets: 1 + count / (1 + m)",
            """
def calibrated_p(t, reference):
    return 1 + (reference >= t[:, None]).sum(1) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "1 - p",
            """
def calibrated_p(t, reference):
    m = len(reference)
    p = (1 + (reference >= t[:, None]).sum(1)) / (1 + m)
    return 1 - p
""",
        ),
        (
            WRONG,
            "p-value of a normal fitted to the reference",
            """
def calibrated_p(t, reference):
    z = (t - reference.mean()) / reference.std()
    return 0.5 * torch.erfc(z / math.sqrt(2))
""",
        ),
        (
            WRONG,
            "the mean count: whole-number division",
            """
def calibrated_p(t, reference):
    return (1 + (reference >= t[:, None]).sum(1)) // (1 + len(reference))
""",
        ),
        (
            WRONG,
            "searchsorted from the right: the equally odd count as less odd",
            """
def calibrated_p(t, reference):
    m = reference.shape[0]
    below = torch.searchsorted(reference.sort().values, t.contiguous(), right=True)
    return (1 + m - below) / (1 + m)
""",
        ),
        (
            RIGHT,
            "sorted reference and searchsorted from the left",
            """
def calibrated_p(t, reference):
    m = reference.numel()
    less_odd = torch.searchsorted(torch.sort(reference)[0], t.contiguous(), side="left")
    return (m + 1 - less_odd) / (m + 1)
""",
        ),
        (
            RIGHT,
            "the event is put among its own reference, then a mean",
            """
def calibrated_p(t, reference):
    own = torch.cat([t[:, None], reference.expand(len(t), -1)], dim=1)
    return (own >= own[:, :1]).to(t.dtype).mean(dim=1)
""",
        ),
        (
            RIGHT,
            "plain Python",
            """
def calibrated_p(t, reference):
    ref = reference.tolist()
    return torch.tensor([(1 + sum(r >= value for r in ref)) / (1 + len(ref)) for value in t.tolist()])
""",
        ),
        (
            RIGHT,
            "minus signs and np.searchsorted",
            """
def calibrated_p(t, reference):
    minus = np.sort(-reference.detach().numpy())
    count = np.searchsorted(minus, -t.detach().numpy(), side="right")
    return torch.as_tensor((1.0 + count) / (1.0 + minus.size))
""",
        ),
    ),
    "13.9": (
        (
            WRONG,
            "share of draws farther away",
            """
def tarp_share(theta, draws, reference):
    d_truth = (theta - reference).norm(dim=-1)
    d_draws = (draws - reference).norm(dim=-1)
    return (d_draws > d_truth).double().mean(0)
""",
        ),
        (
            WRONG,
            "sum of the absolute differences as distance",
            """
def tarp_share(theta, draws, reference):
    d_truth = (theta - reference).abs().sum(-1)
    d_draws = (draws - reference).abs().sum(-1)
    return (d_draws < d_truth).double().mean(0)
""",
        ),
        (
            WRONG,
            "coordinate by coordinate: the result is (n, D)",
            """
def tarp_share(theta, draws, reference):
    return ((draws - reference).abs() < (theta - reference).abs()).double().mean(0)
""",
        ),
        (
            WRONG,
            "mean over the events",
            """
def tarp_share(theta, draws, reference):
    d_truth = torch.linalg.norm(theta - reference, dim=-1)
    d_draws = torch.linalg.norm(draws - reference, dim=-1)
    return (d_draws < d_truth).double().mean(1)
""",
        ),
        (
            WRONG,
            "number instead of share",
            """
def tarp_share(theta, draws, reference):
    d_truth = ((theta - reference) ** 2).sum(-1)
    d_draws = ((draws - reference) ** 2).sum(-1)
    return (d_draws < d_truth).sum(0)
""",
        ),
        (
            WRONG,
            "forgets the reference: distances from 0",
            """
def tarp_share(theta, draws, reference):
    return (draws.norm(dim=-1) < theta.norm(dim=-1)).double().mean(0)
""",
        ),
        (
            WRONG,
            "distances of the draws from the truth instead of from the reference",
            """
def tarp_share(theta, draws, reference):
    d_draws = (draws - theta).norm(dim=-1)
    d_truth = (reference - theta).norm(dim=-1)
    return (d_draws < d_truth).double().mean(0)
""",
        ),
        (
            WRONG,
            "the largest difference as distance",
            """
def tarp_share(theta, draws, reference):
    d_truth = (theta - reference).abs().amax(-1)
    d_draws = (draws - reference).abs().amax(-1)
    return (d_draws < d_truth).double().mean(0)
""",
        ),
        (
            WRONG,
            "a root on one side only",
            """
def tarp_share(theta, draws, reference):
    d_truth = ((theta - reference) ** 2).sum(-1)
    d_draws = ((draws - reference) ** 2).sum(-1).sqrt()
    return (d_draws < d_truth).double().mean(0)
""",
        ),
        (
            WRONG,
            "sums the differences and squares the sum",
            """
def tarp_share(theta, draws, reference):
    d_truth = (theta - reference).sum(-1) ** 2
    d_draws = (draws - reference).sum(-1) ** 2
    return (d_draws < d_truth).double().mean(0)
""",
        ),
        (
            WRONG,
            "norm without dim: one number for all",
            """
def tarp_share(theta, draws, reference):
    d_truth = (theta - reference).norm()
    d_draws = torch.stack([(one - reference).norm() for one in draws])
    return (d_draws < d_truth).double().mean(0)
""",
        ),
        (
            WRONG,
            "only the first coordinate",
            """
def tarp_share(theta, draws, reference):
    d_truth = (theta[:, 0] - reference[:, 0]).abs()
    d_draws = (draws[:, :, 0] - reference[:, 0]).abs()
    return (d_draws < d_truth).double().mean(0)
""",
        ),
        (
            WRONG,
            "the first reference point for all events",
            """
def tarp_share(theta, draws, reference):
    r = reference[0]
    return ((draws - r).norm(dim=-1) < (theta - r).norm(dim=-1)).double().mean(0)
""",
        ),
        (
            WRONG,
            "the plus sign: theta + r",
            """
def tarp_share(theta, draws, reference):
    d_truth = (theta + reference).norm(dim=-1)
    d_draws = (draws + reference).norm(dim=-1)
    return (d_draws < d_truth).double().mean(0)
""",
        ),
        (
            WRONG,
            "compares the mean distance of the draws: 0 or 1",
            """
def tarp_share(theta, draws, reference):
    d_truth = (theta - reference).norm(dim=-1)
    d_draws = (draws - reference).norm(dim=-1).mean(0)
    return (d_draws < d_truth).double()
""",
        ),
        (
            RIGHT,
            "squared distances by einsum",
            """
def tarp_share(theta, draws, reference):
    a, b = theta - reference, draws - reference
    truth = torch.einsum("nd,nd->n", a, a)
    others = torch.einsum("snd,snd->sn", b, b)
    return (others < truth).double().mean(0)
""",
        ),
        (
            RIGHT,
            "event by event with math.dist",
            """
def tarp_share(theta, draws, reference):
    S, n, D = draws.shape
    shares = []
    for i in range(n):
        r = reference[i].tolist()
        limit = math.dist(theta[i].tolist(), r)
        nearer = [math.dist(draws[s, i].tolist(), r) < limit for s in range(S)]
        shares.append(sum(nearer) / S)
    return torch.tensor(shares)
""",
        ),
        (
            RIGHT,
            "the truth as one more draw, all distances at once",
            """
def tarp_share(theta, draws, reference):
    together = torch.cat([draws, theta[None]])
    distance = torch.linalg.vector_norm(together - reference, dim=-1)
    nearer = distance[:-1].lt(distance[-1])
    return nearer.sum(0) / draws.shape[0]
""",
        ),
        (
            RIGHT,
            "NumPy: hypot over the coordinates",
            """
def tarp_share(theta, draws, reference):
    def distance(points):
        steps = (points - reference).detach().numpy()
        total = np.abs(steps[..., 0])
        for k in range(1, steps.shape[-1]):
            total = np.hypot(total, steps[..., k])
        return total

    return torch.from_numpy((distance(draws) < distance(theta)).mean(axis=0))
""",
        ),
        (
            RIGHT,
            "a running count over the draws",
            """
def tarp_share(theta, draws, reference):
    limit = (theta - reference).pow(2).sum(-1)
    count = torch.zeros_like(limit)
    for one in draws.unbind(0):
        count += ((one - reference).pow(2).sum(-1) < limit).to(count.dtype)
    return count / len(draws)
""",
        ),
    ),
}
