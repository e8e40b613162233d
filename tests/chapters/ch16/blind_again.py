RIGHT, WRONG = "right", "wrong"
ANSWERS = {
    "16.1": (
        (
            WRONG,
            "subtracts ladj, as if it were of base to data",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return torch.distributions.Normal(0.0, 1.0).log_prob(z) - ladj
""",
        ),
        (
            WRONG,
            "goes the wrong way first, by t.inv",
            """
def log_prob(t, x):
    z = t.inv(x)
    _, ladj = t.call_and_ladj(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + ladj
""",
        ),
        (
            WRONG,
            "t.inv, and the log-det turned accordingly: a consistent density of the wrong direction",
            """
def log_prob(t, x):
    z = t.inv(x)
    _, ladj = t.call_and_ladj(z)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - ladj
""",
        ),
        (
            WRONG,
            "ladj forgotten",
            """
def log_prob(t, x):
    z = t(x)
    return torch.distributions.Normal(0.0, 1.0).log_prob(z)
""",
        ),
        (
            WRONG,
            "the base's density at x, not at z",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return -0.5 * x**2 - 0.5 * math.log(2 * math.pi) + ladj
""",
        ),
        (
            WRONG,
            "the constant of the normal forgotten",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return -(z**2) / 2 + ladj
""",
        ),
        (
            WRONG,
            "½ forgotten on z²",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return -z**2 - 0.5 * math.log(2 * math.pi) + ladj
""",
        ),
        (
            WRONG,
            "log 2π whole, the normal of two dimensions",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return -0.5 * z**2 - math.log(2 * math.pi) + ladj
""",
        ),
        (
            WRONG,
            "summed over all numbers",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return (torch.distributions.Normal(0.0, 1.0).log_prob(z) + ladj).sum()
""",
        ),
        (
            WRONG,
            "the log of ladj taken once more",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return torch.distributions.Normal(0.0, 1.0).log_prob(z) + torch.log(torch.abs(ladj))
""",
        ),
        (
            WRONG,
            "the density, not its logarithm",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return torch.exp(torch.distributions.Normal(0.0, 1.0).log_prob(z) + ladj)
""",
        ),
        (
            WRONG,
            "ladj taken at z",
            """
def log_prob(t, x):
    z = t(x)
    _, ladj = t.call_and_ladj(z)
    return torch.distributions.Normal(0.0, 1.0).log_prob(z) + ladj
""",
        ),
        (
            RIGHT,
            "torch's Normal",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    base = torch.distributions.Normal(torch.zeros_like(z), torch.ones_like(z))
    return base.log_prob(z) + ladj
""",
        ),
        (
            RIGHT,
            "the formula by hand",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    return ladj - (z * z + math.log(2 * math.pi)) / 2
""",
        ),
        (
            RIGHT,
            "the density first, then the logarithm",
            """
def log_prob(t, x):
    z, ladj = t.call_and_ladj(x)
    p = torch.exp(-z.square() / 2) / math.sqrt(2 * math.pi) * torch.exp(ladj)
    return torch.log(p)
""",
        ),
        (
            RIGHT,
            "number by number",
            """
def log_prob(t, x):
    answers = []
    for xi in x.reshape(-1):
        zi, li = t.call_and_ladj(xi)
        answers.append(-0.5 * zi**2 - 0.9189385332046727 + li)
    return torch.stack(answers).reshape(x.shape)
""",
        ),
        (
            RIGHT,
            "one line with indexing",
            """
def log_prob(t, x):
    return t.call_and_ladj(x)[1] - 0.5 * t(x) ** 2 - math.log(math.sqrt(2 * math.pi))
""",
        ),
    ),
    "16.2": (
        (
            WRONG,
            "from 0 to 1: the shares are not stretched to the interval",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)
    w, h, d = u[..., :K], u[..., K:2*K], u[..., 2*K:]
    w = torch.softmax(w / (1 + (2 * w / L).abs()), -1)
    h = torch.softmax(h / (1 + (2 * h / L).abs()), -1)
    d = torch.exp(d / (1 + (d / L).abs()))
    return F.pad(w.cumsum(-1), (1, 0)), F.pad(h.cumsum(-1), (1, 0)), F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "B in place of 2B: the knots end at 0",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)
    w, h, d = u[..., :K], u[..., K:2*K], u[..., 2*K:]
    w = bound * torch.softmax(w / (1 + (2 * w / L).abs()), -1)
    h = bound * torch.softmax(h / (1 + (2 * h / L).abs()), -1)
    d = torch.exp(d / (1 + (d / L).abs()))
    x = F.pad(w.cumsum(-1), (1, 0)) - bound
    z = F.pad(h.cumsum(-1), (1, 0)) - bound
    return x, z, F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "the 2 in the fraction forgotten for widths and heights",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    v = u / (1 + (u / math.log(0.001)).abs())
    w, h, d = v.split([K, K, K - 1], -1)
    x = F.pad(2 * bound * w.softmax(-1).cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.softmax(-1).cumsum(-1), (1, 0)) - bound
    return x, z, F.pad(d.exp(), (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "the 2 in the fraction for the slopes as well",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    v = u / (1 + (2 * u / math.log(0.001)).abs())
    w, h, d = v.split([K, K, K - 1], -1)
    x = F.pad(2 * bound * w.softmax(-1).cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.softmax(-1).cumsum(-1), (1, 0)) - bound
    return x, z, F.pad(d.exp(), (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "x and z exchanged",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)
    w, h, d = u.split([K, K, K - 1], -1)
    w = (w / (1 + (2 * w / L).abs())).softmax(-1)
    h = (h / (1 + (2 * h / L).abs())).softmax(-1)
    d = (d / (1 + (d / L).abs())).exp()
    x = F.pad(2 * bound * w.cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.cumsum(-1), (1, 0)) - bound
    return z, x, F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "softplus for the slopes, as in chapter 04",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)
    w, h, d = u.split([K, K, K - 1], -1)
    w = (w / (1 + (2 * w / L).abs())).softmax(-1)
    h = (h / (1 + (2 * h / L).abs())).softmax(-1)
    d = F.softplus(d / (1 + (d / L).abs()))
    x = F.pad(2 * bound * w.cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.cumsum(-1), (1, 0)) - bound
    return x, z, F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "1 put at both ends before the exp: slopes e there",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)
    w, h, d = u.split([K, K, K - 1], -1)
    w = (w / (1 + (2 * w / L).abs())).softmax(-1)
    h = (h / (1 + (2 * h / L).abs())).softmax(-1)
    d = F.pad(d / (1 + (d / L).abs()), (1, 1), value=1.0).exp()
    x = F.pad(2 * bound * w.cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.cumsum(-1), (1, 0)) - bound
    return x, z, d
""",
        ),
        (
            WRONG,
            "no soft limits: softmax and exp of the raw numbers",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    w, h, d = u.split([K, K, K - 1], -1)
    x = F.pad(2 * bound * w.softmax(-1).cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.softmax(-1).cumsum(-1), (1, 0)) - bound
    return x, z, F.pad(d.exp(), (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "the bars forgotten: L is negative, and positive u blow up",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)
    w, h, d = u.split([K, K, K - 1], -1)
    w = (w / (1 + 2 * w / L)).softmax(-1)
    h = (h / (1 + 2 * h / L)).softmax(-1)
    d = (d / (1 + d / L)).exp()
    x = F.pad(2 * bound * w.cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.cumsum(-1), (1, 0)) - bound
    return x, z, F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "clamps at ±|L|/2 and ±|L| in place of the fractions",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = -math.log(0.001)
    w, h, d = u.split([K, K, K - 1], -1)
    w = w.clamp(-L / 2, L / 2).softmax(-1)
    h = h.clamp(-L / 2, L / 2).softmax(-1)
    d = d.clamp(-L, L).exp()
    x = F.pad(2 * bound * w.cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.cumsum(-1), (1, 0)) - bound
    return x, z, F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "log10",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log10(0.001)
    w, h, d = u.split([K, K, K - 1], -1)
    w = (w / (1 + (2 * w / L).abs())).softmax(-1)
    h = (h / (1 + (2 * h / L).abs())).softmax(-1)
    d = (d / (1 + (d / L).abs())).exp()
    x = F.pad(2 * bound * w.cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.cumsum(-1), (1, 0)) - bound
    return x, z, F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "softmax and cumsum along the first dimension: right for one set of numbers only",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)
    w, h, d = u.split([K, K, K - 1], -1)
    w = (w / (1 + (2 * w / L).abs())).softmax(0)
    h = (h / (1 + (2 * h / L).abs())).softmax(0)
    d = (d / (1 + (d / L).abs())).exp()
    x = F.pad(2 * bound * w.cumsum(0), (1, 0)) - bound
    z = F.pad(2 * bound * h.cumsum(0), (1, 0)) - bound
    return x, z, F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "the inner slopes taken from the front, heights last",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)
    d, w, h = u.split([K - 1, K, K], -1)
    w = (w / (1 + (2 * w / L).abs())).softmax(-1)
    h = (h / (1 + (2 * h / L).abs())).softmax(-1)
    d = (d / (1 + (d / L).abs())).exp()
    x = F.pad(2 * bound * w.cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.cumsum(-1), (1, 0)) - bound
    return x, z, F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            WRONG,
            "the interval from −5 to 5 whatever the bound",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)
    w, h, d = u.split([K, K, K - 1], -1)
    w = (w / (1 + (2 * w / L).abs())).softmax(-1)
    h = (h / (1 + (2 * h / L).abs())).softmax(-1)
    d = (d / (1 + (d / L).abs())).exp()
    x = F.pad(10 * w.cumsum(-1), (1, 0)) - 5
    z = F.pad(10 * h.cumsum(-1), (1, 0)) - 5
    return x, z, F.pad(d, (1, 1), value=1.0)
""",
        ),
        (
            RIGHT,
            "split and pad",
            """
import torch.nn.functional as F


def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(1e-3)
    w, h, d = u.split([K, K, K - 1], dim=-1)
    w = (w / (1 + (2 * w / L).abs())).softmax(-1)
    h = (h / (1 + (2 * h / L).abs())).softmax(-1)
    x = F.pad(2 * bound * w.cumsum(-1), (1, 0)) - bound
    z = F.pad(2 * bound * h.cumsum(-1), (1, 0)) - bound
    return x, z, F.pad((d / (1 + (d / L).abs())).exp(), (1, 1), value=1.0)
""",
        ),
        (
            RIGHT,
            "widths and heights together in one block of two rows",
            """
def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    size = -math.log(0.001)
    both = u[..., : 2 * K].unflatten(-1, (2, K))
    share = torch.softmax(both * size / (size + 2 * both.abs()), -1)
    start = torch.zeros_like(share[..., :1])
    knots = bound * (2 * torch.cat([start, share.cumsum(-1)], -1) - 1)
    d = u[..., 2 * K :]
    inner = torch.exp(d * size / (size + d.abs()))
    one = torch.ones_like(inner[..., :1]) if K > 1 else u.new_ones(*u.shape[:-1], 1)
    return knots[..., 0, :], knots[..., 1, :], torch.cat([one, inner, one], -1)
""",
        ),
        (
            RIGHT,
            "a loop from knot to knot, softmax by hand",
            """
def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = abs(math.log(0.001))
    answers = []
    for part in (u[..., :K], u[..., K : 2 * K]):
        v = part / (1 + 2 * part.abs() / L)
        e = torch.exp(v)
        share = e / e.sum(-1, keepdim=True)
        place = torch.full(u.shape[:-1], -float(bound), dtype=u.dtype)
        places = [place]
        for k in range(K):
            place = place + 2 * bound * share[..., k]
            places.append(place)
        answers.append(torch.stack(places, -1))
    slopes = torch.ones(u.shape[:-1] + (K + 1,), dtype=u.dtype)
    inner = u[..., 2 * K :]
    slopes[..., 1:-1] = torch.exp(inner / (1 + inner.abs() / L))
    return answers[0], answers[1], slopes
""",
        ),
        (
            RIGHT,
            "zeros around the slopes before the exp, sums by a triangular matrix",
            """
def zuko_knots(u, bound):
    K = (u.shape[-1] + 1) // 3
    L = math.log(0.001)

    def limited(v, factor):
        return v / (1 + torch.abs(factor * v / L))

    upper = torch.triu(torch.ones(K, K + 1, dtype=u.dtype), diagonal=1)
    x = 2 * bound * (torch.softmax(limited(u[..., :K], 2), -1) @ upper) - bound
    z = 2 * bound * (torch.softmax(limited(u[..., K:-(K - 1) or None], 2), -1) @ upper) - bound
    log_d = torch.nn.functional.pad(limited(u[..., 2 * K:], 1), (1, 1))
    return x, z, torch.exp(log_d)
""",
        ),
    ),
    "16.3": (
        (
            WRONG,
            "x without its event dimension",
            """
def on_grid(flow, x, c):
    return flow(c).log_prob(x)
""",
        ),
        (
            WRONG,
            "places against contexts one by one: N must be M, and it is the diagonal",
            """
def on_grid(flow, x, c):
    return flow(c).log_prob(x[:, None])
""",
        ),
        (
            WRONG,
            "the table transposed, (M, N)",
            """
def on_grid(flow, x, c):
    return flow(c).log_prob(x[:, None, None])
""",
        ),
        (
            WRONG,
            "the table (M, N) reshaped in place of transposed",
            """
def on_grid(flow, x, c):
    table = flow(c).log_prob(x[:, None, None])
    return table.reshape(len(c), len(x))
""",
        ),
        (
            WRONG,
            "a third dimension is left, (N, M, 1)",
            """
def on_grid(flow, x, c):
    rows = [flow(c[i]).log_prob(x[:, None]) for i in range(len(c))]
    return torch.stack(rows)[..., None]
""",
        ),
        (
            WRONG,
            "densities, not logarithms",
            """
def on_grid(flow, x, c):
    return flow(c[:, None]).log_prob(x[:, None]).exp()
""",
        ),
        (
            WRONG,
            "the mean context for all rows",
            """
def on_grid(flow, x, c):
    row = flow(c.mean(0)).log_prob(x[:, None])
    return row.expand(len(c), len(x))
""",
        ),
        (
            WRONG,
            "the first context for all rows",
            """
def on_grid(flow, x, c):
    row = flow(c[:1]).log_prob(x[:, None])
    return row.repeat(len(c), 1)
""",
        ),
        (
            WRONG,
            "pairs in one order, the table in the other",
            """
def on_grid(flow, x, c):
    N, M = len(c), len(x)
    contexts = c.repeat(M, 1)
    places = x.repeat_interleave(N)[:, None]
    return flow(contexts).log_prob(places).reshape(N, M)
""",
        ),
        (
            WRONG,
            "contexts and places both repeated in the same way: not all pairs",
            """
def on_grid(flow, x, c):
    N, M = len(c), len(x)
    contexts = c.repeat(M, 1)
    places = x.repeat(N)[:, None]
    return flow(contexts).log_prob(places).reshape(M, N).T
""",
        ),
        (
            WRONG,
            "the M places taken for one event of M numbers",
            """
def on_grid(flow, x, c):
    return flow(c[:, None]).log_prob(x[None, None, :])
""",
        ),
        (
            WRONG,
            "each row brought to sum 1 over the places",
            """
def on_grid(flow, x, c):
    return torch.log_softmax(flow(c[:, None]).log_prob(x[:, None]), -1)
""",
        ),
        (
            RIGHT,
            "contexts with one dimension more",
            """
def on_grid(flow, x, c):
    return flow(c[:, None, :]).log_prob(x[:, None])
""",
        ),
        (
            RIGHT,
            "places in front of the batch, then transposed",
            """
def on_grid(flow, x, c):
    return flow(c).log_prob(x.reshape(-1, 1, 1)).T
""",
        ),
        (
            RIGHT,
            "a row for each context, in a loop",
            """
def on_grid(flow, x, c):
    table = []
    for context in c:
        table.append(flow(context).log_prob(x.unsqueeze(1)))
    return torch.stack(table, 0)
""",
        ),
        (
            RIGHT,
            "all N · M pairs in one long list",
            """
def on_grid(flow, x, c):
    N, M = c.shape[0], x.shape[0]
    contexts = c.repeat_interleave(M, dim=0)
    places = x.repeat(N).unsqueeze(-1)
    return flow(contexts).log_prob(places).view(N, M)
""",
        ),
        (
            RIGHT,
            "a column for each place",
            """
def on_grid(flow, x, c):
    p = flow(c)
    return torch.stack([p.log_prob(xj.expand(len(c), 1)) for xj in x], dim=1)
""",
        ),
    ),
    "16.4": (
        (
            WRONG,
            "draws in front: (k, N, 2)",
            """
def draws(flow, c, k):
    return flow(c).sample((k,))
""",
        ),
        (
            WRONG,
            "reshaped in place of transposed: events mixed",
            """
def draws(flow, c, k):
    return flow(c).sample((k,)).reshape(len(c), k, 2)
""",
        ),
        (
            WRONG,
            "N × k draws for each event: (N, k, N, 2)",
            """
def draws(flow, c, k):
    return flow(c).sample((len(c), k))
""",
        ),
        (
            WRONG,
            "the contexts repeated in blocks, read as rows",
            """
def draws(flow, c, k):
    return flow(c.repeat(k, 1)).sample(()).reshape(len(c), k, 2)
""",
        ),
        (
            WRONG,
            "one draw for each event, k times the same",
            """
def draws(flow, c, k):
    one = flow(c).sample(())
    return one[:, None, :].repeat(1, k, 1)
""",
        ),
        (
            WRONG,
            "all dimensions reversed: (2, N, k)",
            """
def draws(flow, c, k):
    return flow(c).sample((k,)).permute(2, 1, 0)
""",
        ),
        (
            WRONG,
            "k and the plane's two exchanged: (N, 2, k)",
            """
def draws(flow, c, k):
    return flow(c).sample((k,)).permute(1, 2, 0)
""",
        ),
        (
            WRONG,
            "the draws of the mean context for everybody",
            """
def draws(flow, c, k):
    return flow(c.mean(0)).sample((len(c), k))
""",
        ),
        (
            WRONG,
            "flattened: (N · k, 2)",
            """
def draws(flow, c, k):
    return flow(c).sample((k,)).transpose(0, 1).flatten(0, 1)
""",
        ),
        (
            WRONG,
            "the same noise for each event, by a seed in the loop",
            """
def draws(flow, c, k):
    rows = []
    for context in c:
        torch.manual_seed(0)
        rows.append(flow(context).sample((k,)))
    return torch.stack(rows)
""",
        ),
        (
            WRONG,
            "the mean of many draws k times, not draws",
            """
def draws(flow, c, k):
    mean = flow(c).sample((200,)).mean(0)
    return mean.unsqueeze(1).expand(len(c), k, 2)
""",
        ),
        (
            WRONG,
            "works only for a single event: extra dimension otherwise squeezed away",
            """
def draws(flow, c, k):
    return flow(c[0]).sample((k,))[None]
""",
        ),
        (
            RIGHT,
            "transposed",
            """
def draws(flow, c, k):
    return flow(c).sample((k,)).transpose(0, 1)
""",
        ),
        (
            RIGHT,
            "event by event",
            """
def draws(flow, c, k):
    out = torch.empty(len(c), k, 2, dtype=c.dtype)
    for i in range(len(c)):
        out[i] = flow(c[i]).sample((k,))
    return out
""",
        ),
        (
            RIGHT,
            "every context k times, side by side",
            """
def draws(flow, c, k):
    many = torch.repeat_interleave(c, k, dim=0)
    return flow(many).sample(()).reshape(c.shape[0], k, 2)
""",
        ),
        (
            RIGHT,
            "the contexts expanded to (N, k, C)",
            """
def draws(flow, c, k):
    return flow(c[:, None, :].expand(-1, k, -1)).sample(())
""",
        ),
        (
            RIGHT,
            "draw by draw, stacked in the second place",
            """
def draws(flow, c, k):
    p = flow(c)
    return torch.stack([p.sample((1,))[0] for _ in range(k)], dim=1)
""",
        ),
        (
            RIGHT,
            "einsum as transposition",
            """
def draws(flow, c, k):
    return torch.einsum("knd->nkd", flow(c).sample((k,)))
""",
        ),
    ),
    "16.5": (
        (
            WRONG,
            "not standardised: metres go in",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        loss = -flow(c[rows]).log_prob(theta[rows]).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "zero_grad forgotten: the gradients pile up",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "zero_grad between backward and step: nothing is learnt",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        loss.backward()
        optimiser.zero_grad()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "the sum over the rows, not the mean",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "the losses in metres: 2 log width added",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item() + (torch.ones(2) * torch.as_tensor(width)).log().sum().item())
    return losses
""",
        ),
        (
            WRONG,
            "the sign: maximises the loss",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        loss = flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "a new Adam for each step",
            """
def train(flow, theta, c, batches, lr, centre, width):
    losses = []
    for rows in batches:
        optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "SGD in place of Adam",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.SGD(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "all rows at every step: the batches are ignored",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in batches:
        optimiser.zero_grad()
        loss = -flow(c).log_prob((theta - centre) / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "contexts of the first rows, not of the batch's",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[: len(rows)]).log_prob((theta[rows] - centre) / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "the step size forgotten: Adam's default",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters())
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "brackets forgotten: theta − centre / width",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob(theta[rows] - centre / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "multiplies by the width",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) * width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "centre and width from the data, not the ones that were given",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    y = (theta - theta.mean(0)) / theta.std(0)
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob(y[rows]).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "standardises in place: the second call gets places that are not in metres",
            """
def train(flow, theta, c, batches, lr, centre, width):
    theta -= centre
    theta /= width
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob(theta[rows]).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "tensors with their graphs, not plain numbers",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss)
    return losses
""",
        ),
        (
            WRONG,
            "the return inside the loop: one step only",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        return losses
""",
        ),
        (
            WRONG,
            "detached loss made a leaf again: no gradient reaches the flow",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        with torch.no_grad():
            log_p = flow(c[rows]).log_prob((theta[rows] - centre) / width)
        loss = -log_p.mean().requires_grad_()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            RIGHT,
            "the plain loop",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for rows in batches:
        optimiser.zero_grad()
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            RIGHT,
            "standardised once before, zero_grad after the step",
            """
def train(flow, theta, c, batches, lr, centre, width):
    y = (theta - centre) / width
    adam = torch.optim.Adam(list(flow.parameters()), lr)
    adam.zero_grad()
    losses = []
    for batch in batches:
        log_p = flow(c.index_select(0, batch)).log_prob(y.index_select(0, batch))
        loss = (-log_p).sum() / len(batch)
        losses.append(float(loss))
        loss.backward()
        adam.step()
        adam.zero_grad(set_to_none=True)
    return losses
""",
        ),
        (
            RIGHT,
            "by a closure",
            """
def train(flow, theta, c, batches, lr, centre, width):
    optimiser = torch.optim.Adam(flow.parameters(), lr=lr)

    def one(rows):
        def closure():
            optimiser.zero_grad()
            loss = -torch.mean(flow(c[rows]).log_prob((theta[rows] - centre) / width))
            loss.backward()
            return loss
        return optimiser.step(closure).item()

    return [one(rows) for rows in batches]
""",
        ),
        (
            RIGHT,
            "Adam by hand",
            """
def train(flow, theta, c, batches, lr, centre, width):
    free = [p for p in flow.parameters() if p.requires_grad]
    m = [torch.zeros_like(p) for p in free]
    v = [torch.zeros_like(p) for p in free]
    losses = []
    for step, rows in enumerate(batches, start=1):
        loss = -flow(c[rows]).log_prob((theta[rows] - centre) / width).mean()
        grads = torch.autograd.grad(loss, free)
        with torch.no_grad():
            for i, (p, g) in enumerate(zip(free, grads)):
                m[i] = 0.9 * m[i] + 0.1 * g
                v[i] = 0.999 * v[i] + 0.001 * g**2
                m_hat = m[i] / (1 - 0.9**step)
                v_hat = v[i] / (1 - 0.999**step)
                p -= lr * m_hat / (v_hat.sqrt() + 1e-8)
        losses.append(loss.item())
    return losses
""",
        ),
        (
            RIGHT,
            "losses kept as detached tensors, made numbers at the end",
            """
def train(flow, theta, c, batches, lr, centre, width):
    flow.train()
    opt = torch.optim.Adam(flow.parameters(), lr=lr)
    kept = []
    for i in range(len(batches)):
        idx = batches[i]
        p = flow(c[idx])
        loss = p.log_prob((theta[idx] - centre) / width).mean().neg()
        opt.zero_grad()
        loss.backward()
        opt.step()
        kept.append(loss.detach())
    return [k.item() for k in kept]
""",
        ),
    ),
    "16.6": (
        (
            WRONG,
            "the layers left in the order of the string",
            """
def read(manifolds, letters):
    return [(m[0], int(m[1:]), l) for m, l in zip(manifolds.split("+"), letters.split("+"))]
""",
        ),
        (
            WRONG,
            "the parts turned round, too",
            """
def read(manifolds, letters):
    letters = letters[::-1]
    rows = []
    for m, l in zip(manifolds.split("+")[::-1], letters.split("+")):
        rows.append((m[0], int(m[1:]), l))
    return rows
""",
        ),
        (
            WRONG,
            "the whole string of layers turned round, the manifolds not",
            """
def read(manifolds, letters):
    rows = []
    for m, l in zip(manifolds.split("+"), letters[::-1].split("+")):
        rows.append((m[0], int(m[1:]), l))
    return rows
""",
        ),
        (
            WRONG,
            "the dimension as a string",
            """
def read(manifolds, letters):
    return [(m[0], m[1:], l[::-1]) for m, l in zip(manifolds.split("+"), letters.split("+"))]
""",
        ),
        (
            WRONG,
            "one digit only: e10 has the dimension 1",
            """
def read(manifolds, letters):
    rows = []
    for m, l in zip(manifolds.split("+"), letters.split("+")):
        rows.append((m[0], int(m[1]), l[::-1]))
    return rows
""",
        ),
        (
            WRONG,
            "kind and dimension not taken apart",
            """
def read(manifolds, letters):
    return [(m, l[::-1]) for m, l in zip(manifolds.split("+"), letters.split("+"))]
""",
        ),
        (
            WRONG,
            "layers as a list of letters",
            """
def read(manifolds, letters):
    return [
        (m[0], int(m[1:]), list(reversed(l)))
        for m, l in zip(manifolds.split("+"), letters.split("+"))
    ]
""",
        ),
        (
            WRONG,
            "a dictionary by kind: a second part of the same kind replaces the first",
            """
def read(manifolds, letters):
    table = {}
    for m, l in zip(manifolds.split("+"), letters.split("+")):
        table[m[0]] = (m[0], int(m[1:]), l[::-1])
    return list(table.values())
""",
        ),
        (
            WRONG,
            "sorts the letters instead of turning them round",
            """
def read(manifolds, letters):
    rows = []
    for m, l in zip(manifolds.split("+"), letters.split("+")):
        rows.append((m[0], int(m[1:]), "".join(sorted(l, reverse=True))))
    return rows
""",
        ),
        (
            WRONG,
            "works for one part only",
            """
def read(manifolds, letters):
    return [(manifolds[0], int(manifolds[1:].split("+")[0]), letters.split("+")[0][::-1])]
""",
        ),
        (
            WRONG,
            "[-1:0:-1] loses the first letter",
            """
def read(manifolds, letters):
    return [(m[0], int(m[1:]), l[-1:0:-1]) for m, l in zip(manifolds.split("+"), letters.split("+"))]
""",
        ),
        (
            WRONG,
            "list.reverse gives None",
            """
def read(manifolds, letters):
    rows = []
    for m, l in zip(manifolds.split("+"), letters.split("+")):
        rows.append((m[0], int(m[1:]), list(l).reverse()))
    return rows
""",
        ),
        (
            WRONG,
            "every layer its own row",
            """
def read(manifolds, letters):
    rows = []
    for m, l in zip(manifolds.split("+"), letters.split("+")):
        for letter in reversed(l):
            rows.append((m[0], int(m[1:]), letter))
    return rows
""",
        ),
        (
            WRONG,
            "repeated letters taken together",
            """
def read(manifolds, letters):
    rows = []
    for m, l in zip(manifolds.split("+"), letters.split("+")):
        rows.append((m[0], int(m[1:]), "".join(dict.fromkeys(reversed(l)))))
    return rows
""",
        ),
        (
            RIGHT,
            "one line",
            """
def read(manifolds, letters):
    return [(m[0], int(m[1:]), l[::-1]) for m, l in zip(manifolds.split("+"), letters.split("+"))]
""",
        ),
        (
            RIGHT,
            "regular expressions",
            """
import re


def read(manifolds, letters):
    kinds = re.findall(r"([a-z])(\\d+)", manifolds)
    layers = re.findall(r"[^+]+", letters)
    return [(kind, int(size), "".join(reversed(word))) for (kind, size), word in zip(kinds, layers)]
""",
        ),
        (
            RIGHT,
            "turns everything round, the parts back again",
            """
def read(manifolds, letters):
    turned = letters[::-1].split("+")
    turned.reverse()
    parts = manifolds.split("+")
    rows = []
    for i in range(len(parts)):
        rows.append((parts[i][0], int(parts[i][1:]), turned[i]))
    return rows
""",
        ),
        (
            RIGHT,
            "recursion",
            """
def read(manifolds, letters):
    first, _, more = manifolds.partition("+")
    word, _, words = letters.partition("+")
    kind, *digits = first
    row = (kind, int("".join(digits)), word[::-1])
    return [row] + (read(more, words) if more else [])
""",
        ),
        (
            RIGHT,
            "letter by letter, each put in front",
            """
def read(manifolds, letters):
    result = []
    words = letters.split("+")
    for number, part in enumerate(manifolds.split("+")):
        backwards = ""
        for letter in words[number]:
            backwards = letter + backwards
        dimension = 0
        for digit in part[1:]:
            dimension = 10 * dimension + int(digit)
        result.append((part[0], dimension, backwards))
    return result
""",
        ),
    ),
    "16.7": (
        (
            WRONG,
            "the logit in both layers: the base is no standard normal",
            """
def gg(x, near_base, near_data):
    log_det = 0
    y = x
    for log_w, m, s in (near_data, near_base):
        w = log_w.exp()
        u = (y[..., None] - m) / s
        F, S = (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1)
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        y = F.log() - S.log()
        log_det = log_det + f.log() - F.log() - S.log()
    return y, -0.5 * y**2 - 0.5 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "Φ⁻¹ in both layers",
            """
def gg(x, near_base, near_data):
    normal = torch.distributions.Normal(0.0, 1.0)
    y, log_det = x, 0
    for log_w, m, s in (near_data, near_base):
        w = log_w.exp()
        u = (y[..., None] - m) / s
        F = (w * torch.sigmoid(u)).sum(-1)
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        y = torch.special.ndtri(F)
        log_det = log_det + f.log() - normal.log_prob(y)
    return y, normal.log_prob(y) + log_det
""",
        ),
        (
            WRONG,
            "the layers in the order from base to data",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1), f
    F, S, f = parts(x, near_base)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_data)
    z = torch.special.ndtri(F2)
    return z, f2.log() + f.log() - F.log() - S.log()
""",
        ),
        (
            WRONG,
            "1/(F S) forgotten in the slope of the first layer",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_base)
    z = torch.special.ndtri(F2)
    return z, f2.log() + f.log()
""",
        ),
        (
            WRONG,
            "f/F − f/S: a sign in the derivative of −log S",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_base)
    z = torch.special.ndtri(F2)
    return z, f2.log() + (f / F - f / S).abs().log()
""",
        ),
        (
            WRONG,
            "the normal's density counted, its Φ⁻¹ slope not divided out",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_base)
    z = torch.special.ndtri(F2)
    log_base = -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return z, log_base + f2.log() + f.log() - F.log() - S.log()
""",
        ),
        (
            WRONG,
            "1/s forgotten in the densities",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        f = (w * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_base)
    z = torch.special.ndtri(F2)
    return z, f2.log() + f.log() - F.log() - S.log()
""",
        ),
        (
            WRONG,
            "widths taken for log-widths",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, log_s = layer
        w, s = log_w.exp(), log_s.exp()
        u = (x[..., None] - m) / s
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_base)
    z = torch.special.ndtri(F2)
    return z, f2.log() + f.log() - F.log() - S.log()
""",
        ),
        (
            WRONG,
            "a mixture of normals in place of logistics",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        f = (w / s * torch.exp(-0.5 * u**2) / math.sqrt(2 * math.pi)).sum(-1)
        return (w * torch.special.ndtr(u)).sum(-1), (w * torch.special.ndtr(-u)).sum(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_base)
    z = torch.special.ndtri(F2)
    return z, f2.log() + f.log() - F.log() - S.log()
""",
        ),
        (
            WRONG,
            "equal weights: the log-weights left out",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        u = (x[..., None] - m) / s
        f = (torch.sigmoid(u) * torch.sigmoid(-u) / s).mean(-1)
        return torch.sigmoid(u).mean(-1), torch.sigmoid(-u).mean(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_base)
    z = torch.special.ndtri(F2)
    return z, f2.log() + f.log() - F.log() - S.log()
""",
        ),
        (
            WRONG,
            "only the last layer's density: the slope of the first layer left out",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_base)
    return torch.special.ndtri(F2), f2.log()
""",
        ),
        (
            WRONG,
            "both slopes taken at x, the second not at y",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    z = torch.special.ndtri(parts(y, near_base)[0])
    return z, parts(x, near_base)[2].log() + f.log() - F.log() - S.log()
""",
        ),
        (
            WRONG,
            "the place turned in sign: S and F exchanged in the last layer",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        f = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        return (w * torch.sigmoid(u)).sum(-1), (w * torch.sigmoid(-u)).sum(-1), f
    F, S, f = parts(x, near_data)
    y = F.log() - S.log()
    F2, S2, f2 = parts(y, near_base)
    return torch.special.ndtri(S2), f2.log() + f.log() - F.log() - S.log()
""",
        ),
        (
            WRONG,
            "the sum of the log-terms for the log of the sum, weights outside the logarithm",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        w = log_w.exp()
        u = (x[..., None] - m) / s
        ls = torch.nn.functional.logsigmoid
        return (w * ls(u)).sum(-1), (w * ls(-u)).sum(-1), (w * (ls(u) + ls(-u) - s.log())).sum(-1)
    F, S, f = parts(x, near_data)
    F2, S2, f2 = parts(F - S, near_base)
    return torch.special.ndtri(F2.exp()), f2 + f - F - S
""",
        ),
        (
            RIGHT,
            "all in logarithms, Φ⁻¹ from the smaller side",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        log_w, m, s = layer
        u = (x[..., None] - m) / s
        low, high = torch.nn.functional.logsigmoid(u), torch.nn.functional.logsigmoid(-u)
        return (
            torch.logsumexp(log_w + low, -1),
            torch.logsumexp(log_w + high, -1),
            torch.logsumexp(log_w + low + high - s.log(), -1),
        )
    log_F, log_S, log_f = parts(x, near_data)
    y = log_F - log_S
    log_F2, log_S2, log_f2 = parts(y, near_base)
    z = torch.where(
        log_F2 < log_S2, torch.special.ndtri(log_F2.exp()), -torch.special.ndtri(log_S2.exp())
    )
    return z, log_f2 + log_f - log_F - log_S
""",
        ),
        (
            RIGHT,
            "a loop over the parts of the mixtures",
            """
def gg(x, near_base, near_data):
    def parts(x, layer):
        F = S = f = 0
        for log_w, m, s in zip(*layer):
            below = torch.sigmoid((x - m) / s)
            above = torch.sigmoid((m - x) / s)
            F = F + torch.exp(log_w) * below
            S = S + torch.exp(log_w) * above
            f = f + torch.exp(log_w) * below * above / s
        return F, S, f
    F, S, f = parts(x, near_data)
    y = torch.log(F) - torch.log(S)
    F2, S2, f2 = parts(y, near_base)
    sign = torch.where(F2 < S2, 1.0, -1.0).to(x.dtype)
    z = sign * torch.special.ndtri(torch.minimum(F2, S2))
    return z, torch.log(f2) + torch.log(f / F + f / S)
""",
        ),
        (
            RIGHT,
            "the slope of the whole map by autograd",
            """
def gg(x, near_base, near_data):
    def logs(x, layer):
        log_w, m, s = layer
        u = (x.unsqueeze(-1) - m) / s
        return (
            torch.logsumexp(log_w + torch.nn.functional.logsigmoid(u), -1),
            torch.logsumexp(log_w + torch.nn.functional.logsigmoid(-u), -1),
        )
    with torch.enable_grad():
        t = x.detach().clone().requires_grad_()
        below, above = logs(t, near_data)
        below, above = logs(below - above, near_base)
        z = torch.where(below < above, 1.0, -1.0) * torch.special.ndtri(torch.minimum(below, above).exp())
        (slope,) = torch.autograd.grad(z.sum(), t)
    z = z.detach()
    return z, -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + slope.log()
""",
        ),
        (
            RIGHT,
            "torch's own distributions: a mixture of transformed logistics",
            """
def gg(x, near_base, near_data):
    D = torch.distributions

    def mixture(layer):
        log_w, m, s = layer
        uniform = D.Uniform(torch.zeros_like(m), torch.ones_like(m))
        logistic = D.TransformedDistribution(
            uniform, [D.SigmoidTransform().inv, D.AffineTransform(m, s)], validate_args=False
        )
        def log_f(x):
            u = (x[..., None] - m) / s
            return torch.logsumexp(log_w - s.log() - u.abs() - 2 * torch.log1p(torch.exp(-u.abs())), -1)
        def F(x):
            return (log_w.exp() * logistic.cdf(x[..., None])).sum(-1)
        def S(x):
            return (log_w.exp() * torch.sigmoid((m - x[..., None]) / s)).sum(-1)
        return F, S, log_f

    F, S, log_f = mixture(near_data)
    y = torch.log(F(x) / S(x))
    G, T, log_g = mixture(near_base)
    z = torch.where(G(y) < 0.5, torch.special.ndtri(G(y)), -torch.special.ndtri(T(y)))
    return z, log_g(y) + log_f(x) - torch.log(F(x)) - torch.log(S(x))
""",
        ),
        (
            RIGHT,
            "the prompt's formulas word for word, with S = 1 − F: exact in double where F is not next to 1",
            """
def gg(x, near_base, near_data):
    def cdf_and_density(x, layer):
        log_w, m, s = layer
        w = torch.exp(log_w)
        g = torch.sigmoid((x[..., None] - m) / s)
        return (w * g).sum(-1), (w * g * (1 - g) / s).sum(-1)
    F, f = cdf_and_density(x, near_data)
    S = 1 - F
    y = torch.log(F) - torch.log(S)
    F2, f2 = cdf_and_density(y, near_base)
    z = torch.special.ndtri(F2)
    return z, torch.log(f2) + torch.log(f) - torch.log(F) - torch.log(S)
""",
        ),
    ),
}
