"""Answers to chapter 16 that were written from the prompts alone, before any mistake had a name."""

import textwrap

RIGHT, WRONG = "right", "wrong"


def _functions(signature, *answers):
    """(truth, what was done, the function with this body), one for each."""
    head = f"def {signature}:\n"
    return tuple(
        (truth, what, head + textwrap.indent(textwrap.dedent(body).strip("\n"), "    ") + "\n")
        for truth, what, body in answers
    )


DIRECTION = _functions(
    "log_prob(t, x)",
    (RIGHT, "call_and_ladj", """
z, ladj = t.call_and_ladj(x)
return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + ladj
"""),
    (RIGHT, "torch's normal", """
z, ladj = t.call_and_ladj(x)
return torch.distributions.Normal(0.0, 1.0).log_prob(z) + ladj
"""),
    (RIGHT, "log_abs_det_jacobian", """
z = t(x)
log_base = torch.distributions.Normal(0, 1).log_prob(z)
return log_base + t.log_abs_det_jacobian(x, z)
"""),
    (RIGHT, "the other way's log-det", """
z = t(x)
_, ladj = t.inv.call_and_ladj(z)
return -z**2 / 2 - math.log(math.sqrt(2 * math.pi)) - ladj
"""),
    (RIGHT, "by autograd", """
x = x.clone().requires_grad_()
z = t(x)
(slope,) = torch.autograd.grad(z.sum(), x)
return (-0.5 * z**2 - 0.5 * math.log(2 * math.pi) + slope.abs().log()).detach()
"""),
    (WRONG, "minus ladj", """
z, ladj = t.call_and_ladj(x)
return torch.distributions.Normal(0, 1).log_prob(z) - ladj
"""),
    (WRONG, "through inv", """
z, ladj = t.inv.call_and_ladj(x)
return torch.distributions.Normal(0, 1).log_prob(z) + ladj
"""),
    (WRONG, "through inv, minus", """
z, ladj = t.inv.call_and_ladj(x)
return torch.distributions.Normal(0, 1).log_prob(z) - ladj
"""),
    (WRONG, "no log-det", "return torch.distributions.Normal(0, 1).log_prob(t(x))"),
    (WRONG, "base at x", """
z, ladj = t.call_and_ladj(x)
return torch.distributions.Normal(0, 1).log_prob(x) + ladj
"""),
    (WRONG, "log 2π without the half", """
z, ladj = t.call_and_ladj(x)
return -0.5 * z**2 - math.log(2 * math.pi) + ladj
"""),
    (WRONG, "no constant", """
z, ladj = t.call_and_ladj(x)
return -0.5 * z**2 + ladj
"""),
    (WRONG, "log of ladj", """
z, ladj = t.call_and_ladj(x)
return torch.distributions.Normal(0, 1).log_prob(z) + torch.log(ladj.abs())
"""),
    (WRONG, "p, not log p", """
z, ladj = t.call_and_ladj(x)
return torch.exp(torch.distributions.Normal(0, 1).log_prob(z) + ladj)
"""),
    (WRONG, "one number", """
z, ladj = t.call_and_ladj(x)
return (torch.distributions.Normal(0, 1).log_prob(z) + ladj).sum()
"""),
    (WRONG, "the pair exchanged", """
ladj, z = t.call_and_ladj(x)
return torch.distributions.Normal(0, 1).log_prob(z) + ladj
"""),
    (WRONG, "returns z, too", """
z, ladj = t.call_and_ladj(x)
return z, torch.distributions.Normal(0, 1).log_prob(z) + ladj
"""),
)  # fmt: skip

KNOTS_START = """
K = (u.shape[-1] + 1) // 3
L = math.log(0.001)
w, h, s = u[..., :K], u[..., K:2 * K], u[..., 2 * K:]
"""
KNOTS = _functions(
    "zuko_knots(u, bound)",
    (RIGHT, "slices", KNOTS_START + """
w = torch.softmax(w / (1 + abs(2 * w / L)), -1)
h = torch.softmax(h / (1 + abs(2 * h / L)), -1)
zero = torch.zeros_like(w[..., :1])
xs = -bound + 2 * bound * torch.cat([zero, torch.cumsum(w, -1)], -1)
zs = -bound + 2 * bound * torch.cat([zero, torch.cumsum(h, -1)], -1)
d = torch.exp(s / (1 + abs(s / L)))
one = torch.ones_like(zero)
return xs, zs, torch.cat([one, d, one], -1)
"""),
    (RIGHT, "pad", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
    return bound * (2 * F.pad(v, (1, 0)).cumsum(-1) - 1)
s = s / (1 + (s / L).abs())
return places(w), places(h), F.pad(s, (1, 1)).exp()
"""),
    (RIGHT, "a list", KNOTS_START + """
out = []
for v in (w, h):
    v = v / (1 - 2 * v.abs() / L)
    e = torch.exp(v)
    p = e / e.sum(-1, keepdim=True)
    c = torch.cat([0 * p[..., :1], p.cumsum(-1)], -1)
    out.append((2 * c - 1) * bound)
d = torch.exp(s / (1 - s.abs() / L))
out.append(torch.cat([torch.ones_like(d[..., :1]), d, torch.ones_like(d[..., :1])], -1))
return tuple(out)
"""),
    (RIGHT, "filled tensors", KNOTS_START + """
shape = u.shape[:-1] + (K + 1,)
x = torch.full(shape, -float(bound), dtype=u.dtype)
z = torch.full(shape, -float(bound), dtype=u.dtype)
d = torch.ones(shape, dtype=u.dtype)
x[..., 1:] += 2 * bound * (w / (1 + (2 * w / L).abs())).softmax(-1).cumsum(-1)
z[..., 1:] += 2 * bound * (h / (1 + (2 * h / L).abs())).softmax(-1).cumsum(-1)
d[..., 1:-1] = (s / (1 + (s / L).abs())).exp()
return x, z, d
"""),
    (WRONG, "heights first", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
    return bound * (2 * F.pad(v, (1, 0)).cumsum(-1) - 1)
s = s / (1 + (s / L).abs())
return places(h), places(w), F.pad(s, (1, 1)).exp()
"""),
    (WRONG, "softplus", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
    return bound * (2 * F.pad(v, (1, 0)).cumsum(-1) - 1)
s = F.softplus(s / (1 + (s / L).abs()))
return places(w), places(h), F.pad(s, (1, 1), value=1.0)
"""),
    (WRONG, "ends 0", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
    return bound * (2 * F.pad(v, (1, 0)).cumsum(-1) - 1)
s = torch.exp(s / (1 + (s / L).abs()))
return places(w), places(h), F.pad(s, (1, 1))
"""),
    (WRONG, "no fraction", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    return bound * (2 * F.pad(v.softmax(-1), (1, 0)).cumsum(-1) - 1)
return places(w), places(h), F.pad(s, (1, 1)).exp()
"""),
    (WRONG, "same fraction for all", KNOTS_START + """
import torch.nn.functional as F
v = u / (1 + (2 * u / L).abs())
w, h, s = v[..., :K], v[..., K:2 * K], v[..., 2 * K:]
def places(v):
    return bound * (2 * F.pad(v.softmax(-1), (1, 0)).cumsum(-1) - 1)
return places(w), places(h), F.pad(s, (1, 1)).exp()
"""),
    (WRONG, "log10", KNOTS_START + """
import torch.nn.functional as F
L = math.log10(0.001)
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
    return bound * (2 * F.pad(v, (1, 0)).cumsum(-1) - 1)
s = s / (1 + (s / L).abs())
return places(w), places(h), F.pad(s, (1, 1)).exp()
"""),
    (WRONG, "starts at 0", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
    return 2 * bound * F.pad(v, (1, 0)).cumsum(-1)
s = s / (1 + (s / L).abs())
return places(w), places(h), F.pad(s, (1, 1)).exp()
"""),
    (WRONG, "only K knots", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
    return bound * (2 * v.cumsum(-1) - 1)
s = s / (1 + (s / L).abs())
return places(w), places(h), F.pad(s, (1, 1)).exp()
"""),
    (WRONG, "bins", KNOTS_START + """
import torch.nn.functional as F
def bins(v):
    return 2 * bound * F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
s = s / (1 + (s / L).abs())
return bins(w), bins(h), F.pad(s, (1, 1)).exp()
"""),
    (WRONG, "K slopes", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
    return bound * (2 * F.pad(v, (1, 0)).cumsum(-1) - 1)
return places(w), places(h), (s / (1 + (s / L).abs())).exp()
"""),
    (WRONG, "softmax over dim 0", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=0)
    return bound * (2 * F.pad(v, (1, 0)).cumsum(-1) - 1)
s = s / (1 + (s / L).abs())
return places(w), places(h), F.pad(s, (1, 1)).exp()
"""),
    (WRONG, "log-slopes", KNOTS_START + """
import torch.nn.functional as F
def places(v):
    v = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
    return bound * (2 * F.pad(v, (1, 0)).cumsum(-1) - 1)
return places(w), places(h), F.pad(s / (1 + (s / L).abs()), (1, 1), value=1.0)
"""),
)  # fmt: skip

GRID = _functions(
    "on_grid(flow, x, c)",
    (RIGHT, "broadcast", "return flow(c[:, None, :]).log_prob(x[:, None])"),
    (RIGHT, "turned", "return flow(c).log_prob(x[:, None, None]).T"),
    (RIGHT, "a loop", "return torch.stack([flow(one).log_prob(x[:, None]) for one in c])"),
    (RIGHT, "copies", """
N, M = len(c), len(x)
return flow(c.repeat_interleave(M, 0)).log_prob(x.repeat(N).unsqueeze(-1)).reshape(N, M)
"""),
    (RIGHT, "two loops", """
rows = [[flow(a).log_prob(b[None]) for b in x] for a in c]
return torch.stack([torch.stack(row) for row in rows])
"""),
    (WRONG, "straight in", "return flow(c).log_prob(x)"),
    (WRONG, "x as a column", "return flow(c).log_prob(x[:, None])"),
    (WRONG, "x as a row", "return flow(c).log_prob(x[None, :])"),
    (WRONG, "not turned", "return flow(c).log_prob(x[:, None, None])"),
    (WRONG, "expanded x", "return flow(c).log_prob(x.expand(len(c), len(x)))"),
    (WRONG, "copies alike", """
N, M = len(c), len(x)
return flow(c.repeat(M, 1)).log_prob(x.repeat(N)[:, None]).reshape(N, M)
"""),
    (WRONG, "copies crossed", """
N, M = len(c), len(x)
return flow(c.repeat(M, 1)).log_prob(x.repeat_interleave(N)[:, None]).view(N, M)
"""),
    (WRONG, "event kept", "return flow(c[:, None]).log_prob(x[:, None]).unsqueeze(-1)"),
    (WRONG, "densities", "return flow(c[:, None]).log_prob(x[:, None]).exp()"),
    (WRONG, "first context", """
row = flow(c[0]).log_prob(x[:, None])
return row.repeat(len(c), 1)
"""),
    (WRONG, "flat", """
return torch.cat([flow(one).log_prob(x[:, None]) for one in c])
"""),
    (WRONG, "mean over places", "return flow(c[:, None]).log_prob(x[:, None]).mean(1)"),
)  # fmt: skip

DRAWS = _functions(
    "draws(flow, c, k)",
    (RIGHT, "movedim", "return flow(c).sample((k,)).movedim(0, 1)"),
    (RIGHT, "transpose", "return flow(c).rsample((k,)).transpose(0, 1)"),
    (RIGHT, "a loop", "return torch.stack([flow(one).sample((k,)) for one in c])"),
    (RIGHT, "copies", """
return flow(c.repeat_interleave(k, dim=0)).sample().reshape(len(c), k, 2)
"""),
    (RIGHT, "a dimension of its own", "return flow(c[:, None].expand(-1, k, -1)).sample()"),
    (WRONG, "k first", "return flow(c).sample((k,))"),
    (WRONG, "reshape", "return flow(c).sample((k,)).reshape(len(c), k, 2)"),
    (WRONG, "view", "return flow(c).sample((k,)).view(c.shape[0], k, 2)"),
    (WRONG, "k contexts", "return flow(c[:k]).sample()"),
    (WRONG, "one draw", "return flow(c).sample()"),
    (WRONG, "the same again", "return flow(c).sample()[:, None].repeat(1, k, 1)"),
    (WRONG, "repeat, not interleave", """
return flow(c.repeat(k, 1)).sample().reshape(len(c), k, 2)
"""),
    (WRONG, "N and k in the sample", "return flow(c).sample((len(c), k))"),
    (WRONG, "means", "return flow(c).sample((k,)).mean(0)"),
    (WRONG, "first context", "return flow(c[0]).sample((len(c), k))"),
    (WRONG, "long list", "return flow(c.repeat_interleave(k, 0)).sample()"),
    (WRONG, "wrong turn", "return flow(c).sample((k,)).permute(2, 1, 0)"),
    (WRONG, "forgot the comma, squeezed", """
return torch.stack([flow(c).sample() for _ in range(k)])
"""),
)  # fmt: skip

LOOP = """
    loss = -flow(c[i]).log_prob(theta[i]).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
return losses
"""
START = """
theta = (theta - centre) / width
optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
losses = []
for i in batches:
"""
TRAIN = _functions(
    "train(flow, theta, c, batches, lr, centre, width)",
    (RIGHT, "as usual", START + LOOP),
    (RIGHT, "scaled in the loop", """
opt = torch.optim.Adam(flow.parameters(), lr)
out = []
for rows in batches:
    opt.zero_grad()
    p = flow(c[rows])
    loss = -p.log_prob((theta[rows] - centre) / width).mean()
    loss.backward()
    opt.step()
    out.append(float(loss))
return out
"""),
    (RIGHT, "sum over size", """
z = (theta - centre).div(width)
opt = torch.optim.Adam(list(flow.parameters()), lr=lr)
history = []
for i in batches:
    loss = -flow(c[i]).log_prob(z[i]).sum() / len(i)
    opt.zero_grad(set_to_none=False)
    loss.backward()
    opt.step()
    history += [loss.detach().item()]
return history
"""),
    (RIGHT, "a function for the step", """
opt = torch.optim.Adam(flow.parameters(), lr=lr)
def step(x, y):
    loss = -flow(y).log_prob(x).mean()
    opt.zero_grad(); loss.backward(); opt.step()
    return loss.item()
x = (theta - centre) / width
return [step(x[i], c[i]) for i in batches]
"""),
    (WRONG, "raw metres", START.replace("theta = (theta - centre) / width\n", "") + LOOP),
    (WRONG, "not centred", START.replace("(theta - centre) / width", "theta / width") + LOOP),
    (WRONG, "brackets missing", START.replace("(theta - centre) / width", "theta - centre / width")
     + LOOP),
    (WRONG, "times width", START.replace("/ width", "* width") + LOOP),
    (WRONG, "own statistics", START.replace("(theta - centre) / width",
     "(theta - theta.mean(0)) / theta.std(0)") + LOOP),
    (WRONG, "c not in the batch", START + LOOP.replace("c[i]", "c[:len(i)]")),
    (WRONG, "whole table", START + LOOP.replace("c[i]", "c").replace("theta[i]", "theta")),
    (WRONG, "no zero_grad", START + LOOP.replace("    optimizer.zero_grad()\n", "")),
    (WRONG, "no step", START + LOOP.replace("    optimizer.step()\n", "")),
    (WRONG, "optimizer in the loop", """
theta = (theta - centre) / width
losses = []
for i in batches:
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
""" + LOOP),
    (WRONG, "p outside", """
theta = (theta - centre) / width
optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
p = flow(c)
losses = []
for i in batches:
    loss = -p.log_prob(theta)[i].mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
return losses
"""),
    (WRONG, "plus sign", START + LOOP.replace("-flow", "flow")),
    (WRONG, "returns tensor list with sum", START + LOOP.replace(".mean()", ".sum()")),
    (WRONG, "return inside", START + LOOP.replace("\nreturn losses", "\n    return losses")),
    (WRONG, "lr fixed", START.replace("lr=lr", "lr=1e-3") + LOOP),
    (WRONG, "no return", START + LOOP.replace("return losses", "")),
    (WRONG, "last loss", START + LOOP.replace("return losses", "return loss.item()")),
)  # fmt: skip

READ = _functions(
    "read(manifolds, letters)",
    (RIGHT, "zip", """
return [(m[0], int(m[1:]), l[::-1]) for m, l in zip(manifolds.split("+"), letters.split("+"))]
"""),
    (RIGHT, "a loop", """
rows = []
parts = letters.split("+")
for k, name in enumerate(manifolds.split("+")):
    turned = ""
    for letter in parts[k]:
        turned = letter + turned
    rows.append((name[0], int(name[1:]), turned))
return rows
"""),
    (RIGHT, "lists as rows", """
ms, ls = manifolds.split("+"), letters.split("+")
return [[m[:1], int(m[1:]), "".join(reversed(l))] for m, l in zip(ms, ls)]
"""),
    (RIGHT, "regular expressions", """
import re
found = re.findall(r"([a-z])([0-9]+)", manifolds)
return [(kind, int(n), l[::-1]) for (kind, n), l in zip(found, letters.split("+"))]
"""),
    (WRONG, "as written", """
return [(m[0], int(m[1:]), l) for m, l in zip(manifolds.split("+"), letters.split("+"))]
"""),
    (WRONG, "texts", """
return [(m[0], m[1:], l[::-1]) for m, l in zip(manifolds.split("+"), letters.split("+"))]
"""),
    (WRONG, "one digit", """
return [(m[0], int(m[1]), l[::-1]) for m, l in zip(manifolds.split("+"), letters.split("+"))]
"""),
    (WRONG, "all turned", """
pairs = zip(manifolds.split("+"), letters[::-1].split("+"))
return [(m[0], int(m[1:]), l) for m, l in pairs]
"""),
    (WRONG, "parts turned too", """
pairs = list(zip(manifolds.split("+"), letters.split("+")))[::-1]
return [(m[0], int(m[1:]), l[::-1]) for m, l in pairs]
"""),
    (WRONG, "no split", "return [(manifolds[0], int(manifolds[1]), letters[::-1])]"),
    (WRONG, "the example", 'return [("e", 10, "tgg"), ("s", 2, "f")]'),
    (WRONG, "one tuple", """
m, l = manifolds.split("+")[0], letters.split("+")[0]
return (m[0], int(m[1:]), l[::-1])
"""),
    (WRONG, "whole name", """
return [(m, int(m[1:]), l[::-1]) for m, l in zip(manifolds.split("+"), letters.split("+"))]
"""),
    (WRONG, "lists of letters", """
pairs = zip(manifolds.split("+"), letters.split("+"))
return [(m[0], int(m[1:]), list(l)) for m, l in pairs]
"""),
    (WRONG, "layers before dimension", """
pairs = zip(manifolds.split("+"), letters.split("+"))
return [(m[0], l[::-1], int(m[1:])) for m, l in pairs]
"""),
    (WRONG, "a string", """
pairs = zip(manifolds.split("+"), letters.split("+"))
return "; ".join(f"{m[0]} {m[1:]} {l[::-1]}" for m, l in pairs)
"""),
)  # fmt: skip

JAMMY_START = """
def mix(x, layer):
    log_w, m, s = layer
    y = (x.unsqueeze(-1) - m) / s
    w = log_w.exp()
    F = (w * torch.sigmoid(y)).sum(-1)
    f = (w * torch.sigmoid(y) * torch.sigmoid(-y) / s).sum(-1)
    return F, f
F2, f2 = mix(x, near_data)
"""
JAMMY = _functions(
    "gg(x, near_base, near_data)",
    (RIGHT, "plain", JAMMY_START + """
y = torch.log(F2) - torch.log(1 - F2)
F1, f1 = mix(y, near_base)
z = torch.distributions.Normal(0.0, 1.0).icdf(F1)
return z, torch.log(f1) + torch.log(f2 / (F2 * (1 - F2)))
"""),
    (RIGHT, "via z", JAMMY_START + """
y = torch.logit(F2)
F1, f1 = mix(y, near_base)
z = torch.special.ndtri(F1)
base = torch.distributions.Normal(0, 1).log_prob(z)
slope1 = torch.log(f1) - base
slope2 = torch.log(f2) - torch.log(F2) - torch.log1p(-F2)
return z, base + slope1 + slope2
"""),
    (RIGHT, "logsumexp", """
def logs(x, layer):
    log_w, m, s = layer
    y = (x[..., None] - m) / s
    ls = torch.nn.functional.logsigmoid
    return (torch.logsumexp(log_w + ls(y), -1), torch.logsumexp(log_w + ls(-y), -1),
            torch.logsumexp(log_w + ls(y) + ls(-y) - s.log(), -1))
a, b, f = logs(x, near_data)
a1, _, f1 = logs(a - b, near_base)
return torch.special.ndtri(a1.exp()), f1 + f - a - b
"""),
    (RIGHT, "erfinv", JAMMY_START + """
y = F2.log() - (1 - F2).log()
F1, f1 = mix(y, near_base)
z = math.sqrt(2) * torch.erfinv(2 * F1 - 1)
return (z, f1.log() + f2.log() - F2.log() - (1 - F2).log())
"""),
    (WRONG, "order", JAMMY_START.replace("near_data)", "near_base)") + """
y = torch.logit(F2)
F1, f1 = mix(y, near_data)
return torch.special.ndtri(F1), f1.log() + (f2 / (F2 * (1 - F2))).log()
"""),
    (WRONG, "no second slope", JAMMY_START + """
F1, f1 = mix(torch.logit(F2), near_base)
return torch.special.ndtri(F1), f1.log()
"""),
    (WRONG, "logit at the base", JAMMY_START + """
F1, f1 = mix(torch.logit(F2), near_base)
z = torch.logit(F1)
base = torch.distributions.Normal(0, 1).log_prob(z)
return z, base + (f1 / (F1 * (1 - F1))).log() + (f2 / (F2 * (1 - F2))).log()
"""),
    (WRONG, "icdf twice", JAMMY_START + """
N = torch.distributions.Normal(0.0, 1.0)
y = N.icdf(F2)
F1, f1 = mix(y, near_base)
return N.icdf(F1), f1.log() + f2.log() - N.log_prob(y)
"""),
    (WRONG, "F for y", JAMMY_START + """
F1, f1 = mix(F2, near_base)
return torch.special.ndtri(F1), f1.log() + f2.log()
"""),
    (WRONG, "only z", JAMMY_START + """
F1, f1 = mix(torch.logit(F2), near_base)
return torch.special.ndtri(F1)
"""),
    (WRONG, "density", JAMMY_START + """
F1, f1 = mix(torch.logit(F2), near_base)
return torch.special.ndtri(F1), f1 * f2 / (F2 * (1 - F2))
"""),
    (WRONG, "slope of the logit missing", JAMMY_START + """
F1, f1 = mix(torch.logit(F2), near_base)
return torch.special.ndtri(F1), f1.log() + f2.log()
"""),
    (WRONG, "width not divided", JAMMY_START.replace(" / s).sum", ").sum") + """
F1, f1 = mix(torch.logit(F2), near_base)
return torch.special.ndtri(F1), f1.log() + (f2 / (F2 * (1 - F2))).log()
"""),
    (WRONG, "log-weights as weights", JAMMY_START.replace("log_w.exp()", "log_w") + """
F1, f1 = mix(torch.logit(F2), near_base)
return torch.special.ndtri(F1), f1.log() + (f2 / (F2 * (1 - F2))).log()
"""),
    (WRONG, "base counted twice", JAMMY_START + """
F1, f1 = mix(torch.logit(F2), near_base)
z = torch.special.ndtri(F1)
base = torch.distributions.Normal(0, 1).log_prob(z)
return z, base + f1.log() + (f2 / (F2 * (1 - F2))).log()
"""),
)  # fmt: skip

ANSWERS = {
    "16.1": DIRECTION,
    "16.2": KNOTS,
    "16.3": GRID,
    "16.4": DRAWS,
    "16.5": TRAIN,
    "16.6": READ,
    "16.7": JAMMY,
}
