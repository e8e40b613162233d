RIGHT, WRONG = "right", "wrong"
ANSWERS = {
    "9.1": (
        (
            WRONG,
            "log without the absolute value: NaN for negative slopes",
            """
def log_det(slopes):
    return torch.log(slopes).sum(-1)
""",
        ),
        (
            WRONG,
            "product first, then log: underflows for many coordinates",
            """
def log_det(slopes):
    return slopes.prod(dim=-1).abs().log()
""",
        ),
        (
            WRONG,
            "NumPy habit: sums along axis 0",
            """
def log_det(slopes):
    return torch.log(torch.abs(slopes)).sum(0)
""",
        ),
        (
            WRONG,
            "sums over everything, one number for the whole batch",
            """
def log_det(slopes):
    return slopes.abs().log().sum()
""",
        ),
        (
            WRONG,
            "confuses determinant with trace: log of the sum",
            """
def log_det(slopes):
    return torch.log(slopes.sum(-1).abs())
""",
        ),
        (
            WRONG,
            "product clamped so that the log is finite",
            """
def log_det(slopes):
    det = torch.prod(slopes, dim=-1).abs()
    return torch.log(det.clamp(min=1e-30))
""",
        ),
        (
            WRONG,
            "mean in place of sum",
            """
def log_det(slopes):
    return slopes.abs().log().mean(dim=-1)
""",
        ),
        (
            WRONG,
            "log-det of the inverse map: minus sign",
            """
def log_det(slopes):
    return -torch.log(slopes.abs()).sum(dim=-1)
""",
        ),
        (
            WRONG,
            "puts the sign of each slope back on its log",
            """
def log_det(slopes):
    return (slopes.sign() * slopes.abs().log()).sum(-1)
""",
        ),
        (
            WRONG,
            "keepdim: shape (..., 1)",
            """
def log_det(slopes):
    return slopes.abs().log().sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "absolute value outside the sum (and of the log)",
            """
def log_det(slopes):
    return slopes.abs().log().abs().sum(-1)
""",
        ),
        (
            WRONG,
            "clamps negative slopes to a tiny positive number",
            """
def log_det(slopes):
    return torch.log(torch.clamp(slopes, min=1e-8)).sum(-1)
""",
        ),
        (
            WRONG,
            "takes slopes for the Jacobian matrix itself",
            """
def log_det(slopes):
    return torch.linalg.slogdet(slopes)[1]
""",
        ),
        (
            WRONG,
            "log to base 10",
            """
def log_det(slopes):
    return torch.log10(slopes.abs()).sum(-1)
""",
        ),
        (
            WRONG,
            "math.log in a loop over the first dimension, one point only",
            """
def log_det(slopes):
    total = 0.0
    for s in slopes:
        total = total + math.log(abs(s))
    return torch.tensor(total)
""",
        ),
        (
            WRONG,
            "log-determinant per point, last coordinate forgotten",
            """
def log_det(slopes):
    n = slopes.shape[-1]
    out = torch.zeros(slopes.shape[:-1])
    for i in range(n - 1):
        out = out + slopes[..., i].abs().log()
    return out
""",
        ),
        (
            RIGHT,
            "abs, log, sum along the last dimension",
            """
def log_det(slopes):
    return slopes.abs().log().sum(dim=-1)
""",
        ),
        (
            RIGHT,
            "loop over the coordinates",
            """
def log_det(slopes):
    total = torch.zeros_like(slopes[..., 0])
    for i in range(slopes.shape[-1]):
        total = total + torch.log(torch.abs(slopes[..., i]))
    return total
""",
        ),
        (
            RIGHT,
            "slogdet of the diagonal matrices",
            """
def log_det(slopes):
    J = torch.diag_embed(slopes)
    sign, logabs = torch.linalg.slogdet(J)
    return logabs
""",
        ),
        (
            RIGHT,
            "einsum sum of the logs",
            """
def log_det(slopes):
    return torch.einsum('...i->...', torch.log(slopes.abs()))
""",
        ),
        (
            RIGHT,
            "negatives flipped with where, unbind and python sum",
            """
def log_det(slopes):
    positive = torch.where(slopes < 0, -slopes, slopes)
    return sum(torch.log(s) for s in positive.unbind(dim=-1))
""",
        ),
        (
            RIGHT,
            "cumulative sum, last entry",
            """
def log_det(slopes):
    return torch.cumsum(torch.log(torch.abs(slopes)), dim=-1)[..., -1]
""",
        ),
        (
            RIGHT,
            "matmul with ones",
            """
def log_det(slopes):
    logs = slopes.abs().log()
    ones = torch.ones(slopes.shape[-1], dtype=slopes.dtype)
    return logs @ ones
""",
        ),
    ),
    "9.2": (
        (
            WRONG,
            "shift and log_scale asked at z1 in place of x1",
            """
def inverse(x, shift, log_scale):
    z1 = (x[..., 0] + 1) / 2
    s = log_scale(z1)
    z2 = (x[..., 1] - shift(z1)) * torch.exp(-s)
    return torch.stack([z1, z2], dim=-1), -s - math.log(2)
""",
        ),
        (
            WRONG,
            "forgot the factor 2 of the first coordinate in the log-det",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z1 = (x1 + 1) / 2
    z2 = (x2 - shift(x1)) * torch.exp(-s)
    return torch.stack([z1, z2], dim=-1), -s
""",
        ),
        (
            WRONG,
            "log-det of the forward map",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) / s.exp()], dim=-1)
    return z, math.log(2) + s
""",
        ),
        (
            WRONG,
            "undone in the wrong order: divides before it subtracts",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x.unbind(-1)
    z1 = 0.5 * (x1 + 1)
    z2 = torch.exp(-log_scale(x1)) * x2 - shift(x1)
    return torch.stack((z1, z2), -1), -log_scale(x1) - math.log(2.0)
""",
        ),
        (
            WRONG,
            "multiplies by e^s in place of dividing",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x.unbind(-1)
    s = log_scale(x1)
    z1 = 0.5 * (x1 + 1)
    z2 = torch.exp(s) * (x2 - shift(x1))
    return torch.stack((z1, z2), -1), -s - math.log(2.0)
""",
        ),
        (
            WRONG,
            "all under no_grad",
            """
def inverse(x, shift, log_scale):
    with torch.no_grad():
        x1, x2 = x[..., 0], x[..., 1]
        s = log_scale(x1)
        z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) * torch.exp(-s)], dim=-1)
        return z, -s - math.log(2)
""",
        ),
        (
            WRONG,
            "sign slip in the first coordinate",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z1 = (x1 - 1) / 2
    z2 = (x2 - shift(x1)) * torch.exp(-s)
    return torch.stack([z1, z2], dim=-1), -s - math.log(2)
""",
        ),
        (
            WRONG,
            "x1/2 + 1: does not halve the 1",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    z1 = x1 / 2 + 1
    z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
    return torch.stack([z1, z2], dim=-1), -log_scale(x1) - math.log(2)
""",
        ),
        (
            WRONG,
            "coordinates taken along the first dimension",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[0], x[1]
    s = log_scale(x1)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) * torch.exp(-s)], dim=-1)
    return z, -s - math.log(2)
""",
        ),
        (
            WRONG,
            "log-det summed over the batch",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) * torch.exp(-s)], dim=-1)
    return z, (-s - math.log(2)).sum()
""",
        ),
        (
            WRONG,
            "divides by s in place of e^s",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) / s], dim=-1)
    return z, -torch.log(s.abs()) - math.log(2)
""",
        ),
        (
            WRONG,
            "returns the determinant, not its log",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) * torch.exp(-s)], dim=-1)
    return z, 0.5 * torch.exp(-s)
""",
        ),
        (
            WRONG,
            "stacked along the first dimension: (2, ...)",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) * torch.exp(-s)])
    return z, -s - math.log(2)
""",
        ),
        (
            WRONG,
            "z rebuilt with torch.tensor of lists: gradients cut",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z1 = (x1 + 1) / 2
    z2 = (x2 - shift(x1)) * torch.exp(-s)
    z = torch.tensor(np.stack([z1.detach().numpy(), z2.detach().numpy()], axis=-1))
    return z, -s - math.log(2)
""",
        ),
        (
            WRONG,
            "overwrites x1 first, then asks the functions there",
            """
def inverse(x, shift, log_scale):
    z = x.clone()
    z[..., 0] = (z[..., 0] + 1) / 2
    s = log_scale(z[..., 0].clone())
    z[..., 1] = (z[..., 1] - shift(z[..., 0].clone())) * torch.exp(-s)
    return z, -math.log(2) - s
""",
        ),
        (
            WRONG,
            "the functions asked at x2",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x2)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x2)) * torch.exp(-s)], dim=-1)
    return z, -s - math.log(2)
""",
        ),
        (
            WRONG,
            "half right sign: + log 2 - s",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) * torch.exp(-s)], dim=-1)
    return z, math.log(2) - s
""",
        ),
        (
            WRONG,
            "log-det detached only",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) * torch.exp(-s)], dim=-1)
    logdet = -s.detach() - math.log(2)
    return z, logdet
""",
        ),
        (
            WRONG,
            "pair in the wrong order",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z = torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) * torch.exp(-s)], dim=-1)
    return -s - math.log(2), z
""",
        ),
        (
            RIGHT,
            "plain, with stack",
            """
def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    s = log_scale(x1)
    z1 = (x1 + 1) / 2
    z2 = (x2 - shift(x1)) * torch.exp(-s)
    return torch.stack([z1, z2], dim=-1), -s - math.log(2)
""",
        ),
        (
            RIGHT,
            "filled into an empty tensor",
            """
def inverse(x, shift, log_scale):
    z = torch.empty_like(x)
    b, s = shift(x[..., 0]), log_scale(x[..., 0])
    z[..., 0] = 0.5 * x[..., 0] + 0.5
    z[..., 1] = (x[..., 1] - b) / torch.exp(s)
    return z, -(s + np.log(2.0))
""",
        ),
        (
            RIGHT,
            "slices that keep the dimension, cat",
            """
def inverse(x, shift, log_scale):
    a, c = x[..., :1], x[..., 1:]
    s = log_scale(a)
    z = torch.cat([(a + 1) / 2, (c - shift(a)) * (-s).exp()], dim=-1)
    logdet = (math.log(0.5) - s).squeeze(-1)
    return z, logdet
""",
        ),
        (
            RIGHT,
            "loop over the points",
            """
def inverse(x, shift, log_scale):
    flat = x.reshape(-1, 2)
    zs, lds = [], []
    for p in flat:
        s = log_scale(p[0])
        z1 = (p[0] + 1) / 2
        z2 = (p[1] - shift(p[0])) / torch.exp(s)
        zs.append(torch.stack([z1, z2]))
        lds.append(-s - math.log(2))
    return torch.stack(zs).reshape(x.shape), torch.stack(lds).reshape(x.shape[:-1])
""",
        ),
        (
            RIGHT,
            "affine map written with vectors of shifts and log-scales",
            """
def inverse(x, shift, log_scale):
    x1 = x[..., 0]
    s2 = log_scale(x1)
    b = torch.stack([torch.full_like(x1, -1.0), shift(x1)], dim=-1)
    s = torch.stack([torch.full_like(x1, math.log(2)), s2], dim=-1)
    z = (x - b) * torch.exp(-s)
    return z, -s.sum(dim=-1)
""",
        ),
    ),
    "9.3": (
        (
            WRONG,
            "functions asked at z1, not at the new x1",
            """
def forward(z, shift, log_scale):
    z1, z2 = z[..., 0], z[..., 1]
    s = log_scale(z1)
    x = torch.stack([2 * z1 - 1, shift(z1) + torch.exp(s) * z2], dim=-1)
    return x, s + math.log(2)
""",
        ),
        (
            WRONG,
            "forgot log 2",
            """
def forward(z, shift, log_scale):
    z1, z2 = z[..., 0], z[..., 1]
    x1 = 2 * z1 - 1
    s = log_scale(x1)
    x2 = shift(x1) + torch.exp(s) * z2
    return torch.stack([x1, x2], dim=-1), s
""",
        ),
        (
            WRONG,
            "log-det of the inverse copied over from before",
            """
def forward(z, shift, log_scale):
    z1, z2 = z[..., 0], z[..., 1]
    x1 = 2 * z1 - 1
    s = log_scale(x1)
    x2 = shift(x1) + torch.exp(s) * z2
    return torch.stack([x1, x2], dim=-1), -s - math.log(2)
""",
        ),
        (
            WRONG,
            "adds 2, not log 2",
            """
def forward(z, shift, log_scale):
    z1, z2 = z[..., 0], z[..., 1]
    x1 = 2 * z1 - 1
    s = log_scale(x1)
    x2 = shift(x1) + torch.exp(s) * z2
    return torch.stack([x1, x2], dim=-1), 2 + s
""",
        ),
        (
            WRONG,
            "shifts first, then stretches both",
            """
def forward(z, shift, log_scale):
    z1, z2 = z.unbind(-1)
    x1 = 2 * z1 - 1
    s = log_scale(x1)
    x2 = torch.exp(s) * (z2 + shift(x1))
    return torch.stack([x1, x2], dim=-1), s + math.log(2)
""",
        ),
        (
            WRONG,
            "scale without exp",
            """
def forward(z, shift, log_scale):
    z1, z2 = z.unbind(-1)
    x1 = 2 * z1 - 1
    s = log_scale(x1)
    x2 = shift(x1) + s * z2
    return torch.stack([x1, x2], dim=-1), s + math.log(2)
""",
        ),
        (
            WRONG,
            "parenthesis: 2 (z1 - 1)",
            """
def forward(z, shift, log_scale):
    z1, z2 = z.unbind(-1)
    x1 = 2 * (z1 - 1)
    s = log_scale(x1)
    x2 = shift(x1) + s.exp() * z2
    return torch.stack([x1, x2], dim=-1), s + math.log(2)
""",
        ),
        (
            WRONG,
            "Jacobian in place of its log",
            """
def forward(z, shift, log_scale):
    z1, z2 = z.unbind(-1)
    x1 = 2 * z1 - 1
    s = log_scale(x1)
    x2 = shift(x1) + s.exp() * z2
    return torch.stack([x1, x2], dim=-1), 2 * s.exp()
""",
        ),
        (
            WRONG,
            "sum of slopes under the log",
            """
def forward(z, shift, log_scale):
    z1, z2 = z.unbind(-1)
    x1 = 2 * z1 - 1
    s = log_scale(x1)
    x2 = shift(x1) + s.exp() * z2
    return torch.stack([x1, x2], dim=-1), torch.log(2 + s.exp())
""",
        ),
        (
            WRONG,
            "samples detached: made under no_grad",
            """
def forward(z, shift, log_scale):
    with torch.no_grad():
        x1 = 2 * z[..., 0] - 1
        x2 = shift(x1) + torch.exp(log_scale(x1)) * z[..., 1]
        x = torch.stack([x1, x2], dim=-1)
    return x, log_scale(x1) + math.log(2)
""",
        ),
        (
            WRONG,
            "the scale detached in x",
            """
def forward(z, shift, log_scale):
    x1 = 2 * z[..., 0] - 1
    s = log_scale(x1)
    x2 = shift(x1) + torch.exp(s.detach()) * z[..., 1]
    return torch.stack([x1, x2], dim=-1), s + math.log(2)
""",
        ),
        (
            WRONG,
            "math.exp and .item(): single numbers only",
            """
def forward(z, shift, log_scale):
    x1 = 2 * z[..., 0] - 1
    s = log_scale(x1)
    x2 = shift(x1) + math.exp(s) * z[..., 1]
    return torch.stack([x1, x2], dim=-1), s + math.log(2)
""",
        ),
        (
            WRONG,
            "log-det averaged over the batch",
            """
def forward(z, shift, log_scale):
    x1 = 2 * z[..., 0] - 1
    s = log_scale(x1)
    x2 = shift(x1) + torch.exp(s) * z[..., 1]
    return torch.stack([x1, x2], dim=-1), (s + math.log(2)).mean()
""",
        ),
        (
            WRONG,
            "log-det of the shape (..., 1)",
            """
def forward(z, shift, log_scale):
    z1, z2 = z[..., :1], z[..., 1:]
    x1 = 2 * z1 - 1
    s = log_scale(x1)
    x2 = shift(x1) + torch.exp(s) * z2
    return torch.cat([x1, x2], dim=-1), s + math.log(2)
""",
        ),
        (
            WRONG,
            "cat along the last dimension of numbers without one",
            """
def forward(z, shift, log_scale):
    x1 = 2 * z[..., 0] - 1
    s = log_scale(x1)
    x2 = shift(x1) + torch.exp(s) * z[..., 1]
    return torch.cat([x1, x2], dim=-1), s + math.log(2)
""",
        ),
        (
            WRONG,
            "coordinates from columns z[:, 0], stacked in swapped order",
            """
def forward(z, shift, log_scale):
    x1 = 2 * z[..., 0] - 1
    s = log_scale(x1)
    x2 = shift(x1) + torch.exp(s) * z[..., 1]
    return torch.stack([x2, x1], dim=-1), s + math.log(2)
""",
        ),
        (
            WRONG,
            "wrote the inverse once more",
            """
def forward(z, shift, log_scale):
    z1, z2 = z[..., 0], z[..., 1]
    x1 = (z1 + 1) / 2
    s = log_scale(x1)
    x2 = (z2 - shift(x1)) * torch.exp(-s)
    return torch.stack([x1, x2], dim=-1), s + math.log(2)
""",
        ),
        (
            RIGHT,
            "plain, with stack",
            """
def forward(z, shift, log_scale):
    x1 = 2 * z[..., 0] - 1
    s = log_scale(x1)
    x2 = shift(x1) + torch.exp(s) * z[..., 1]
    return torch.stack([x1, x2], dim=-1), s + math.log(2)
""",
        ),
        (
            RIGHT,
            "empty tensor filled",
            """
def forward(z, shift, log_scale):
    x1 = z[..., 0] * 2 - 1
    s = log_scale(x1)
    x = torch.zeros_like(z)
    x[..., 0] = x1
    x[..., 1] = shift(x1) + s.exp() * z[..., 1]
    return x, np.log(2.0) + s
""",
        ),
        (
            RIGHT,
            "addcmul, unbind, cat of unsqueezed",
            """
def forward(z, shift, log_scale):
    z1, z2 = torch.unbind(z, dim=-1)
    x1 = z1 + z1 - 1
    s = log_scale(x1)
    x2 = torch.addcmul(shift(x1), torch.exp(s), z2)
    x = torch.cat([x1.unsqueeze(-1), x2.unsqueeze(-1)], dim=-1)
    return x, s - math.log(0.5)
""",
        ),
        (
            RIGHT,
            "list comprehension over the points",
            """
def forward(z, shift, log_scale):
    points, logs = [], []
    for z1, z2 in z.reshape(-1, 2):
        x1 = 2 * z1 - 1
        points += [x1, shift(x1) + torch.exp(log_scale(x1)) * z2]
        logs += [math.log(2) + log_scale(x1)]
    return torch.stack(points).reshape(z.shape), torch.stack(logs).reshape(z.shape[:-1])
""",
        ),
        (
            RIGHT,
            "slices with a kept dimension",
            """
def forward(z, shift, log_scale):
    first = 2 * z[..., 0:1] - 1
    s = log_scale(first)
    second = shift(first) + torch.exp(s) * z[..., 1:2]
    logs = torch.cat([torch.full_like(s, math.log(2)), s], dim=-1)
    return torch.cat([first, second], dim=-1), logs.sum(-1)
""",
        ),
    ),
    "9.4": (
        (
            WRONG,
            "mask the wrong way round",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., ~mask])
    x = z.clone()
    x[..., mask] = shift + torch.exp(log_scale) * z[..., mask]
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "passive first, then moved: not in their places",
            """
def coupling(z, mask, net):
    passive, active = z[..., mask], z[..., ~mask]
    shift, log_scale = net(passive)
    x = torch.cat([passive, shift + torch.exp(log_scale) * active], dim=-1)
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "net fed with z * mask, of n coordinates",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z * mask)
    x = z.clone()
    x[..., ~mask] = shift + torch.exp(log_scale) * z[..., ~mask]
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "log-det summed over the batch as well",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = z.clone()
    x[..., ~mask] = shift + torch.exp(log_scale) * z[..., ~mask]
    return x, log_scale.sum()
""",
        ),
        (
            WRONG,
            "log-det not summed at all",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = z.clone()
    x[..., ~mask] = shift + torch.exp(log_scale) * z[..., ~mask]
    return x, log_scale
""",
        ),
        (
            WRONG,
            "log-det with the inverse's sign",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = z.clone()
    x[..., ~mask] = shift + torch.exp(log_scale) * z[..., ~mask]
    return x, -log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "takes the first k coordinates for the passive ones",
            """
def coupling(z, mask, net):
    k = int(mask.sum())
    shift, log_scale = net(z[..., :k])
    x = torch.cat([z[..., :k], shift + torch.exp(log_scale) * z[..., k:]], dim=-1)
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "net sees the moved coordinates",
            """
def coupling(z, mask, net):
    moved = z[..., ~mask]
    shift, log_scale = net(moved)
    x = z.clone()
    x[..., ~mask] = shift + torch.exp(log_scale) * moved
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "stretches the sum of z and the shift",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = z.clone()
    x[..., ~mask] = torch.exp(log_scale) * (z[..., ~mask] + shift)
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "the inverse layer",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = z.clone()
    x[..., ~mask] = (z[..., ~mask] - shift) * torch.exp(-log_scale)
    return x, -log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "net's outputs unpacked in the wrong order",
            """
def coupling(z, mask, net):
    log_scale, shift = net(z[..., mask])
    x = z.clone()
    x[..., ~mask] = shift + torch.exp(log_scale) * z[..., ~mask]
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "no exp; log-det by log|s|",
            """
def coupling(z, mask, net):
    shift, scale = net(z[..., mask])
    x = z.clone()
    x[..., ~mask] = shift + scale * z[..., ~mask]
    return x, scale.abs().log().sum(-1)
""",
        ),
        (
            WRONG,
            "torch.where with tensors of n - k numbers",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = torch.where(mask, z, shift + torch.exp(log_scale) * z)
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "mask applied to the first dimension",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[mask])
    x = z.clone()
    x[~mask] = shift + torch.exp(log_scale) * z[~mask]
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "gradient cut: the moved numbers written through .data",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = z.clone()
    x.data[..., ~mask] = (shift + torch.exp(log_scale) * z[..., ~mask]).data
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "sum of the scales, not of their logs",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    scale = torch.exp(log_scale)
    x = z.clone()
    x[..., ~mask] = shift + scale * z[..., ~mask]
    return x, scale.sum(-1)
""",
        ),
        (
            WRONG,
            "ignores the mask: even and odd coordinates",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., ::2])
    x = z.clone()
    x[..., 1::2] = shift + torch.exp(log_scale) * z[..., 1::2]
    return x, log_scale.sum(-1)
""",
        ),
        (
            WRONG,
            "chained indexing: writes into a copy, x stays z",
            """
def coupling(z, mask, net):
    x = z.clone()
    shift, log_scale = net(x[..., mask])
    moved = x[..., ~mask]
    moved = moved * torch.exp(log_scale) + shift
    return x, log_scale.sum(dim=-1)
""",
        ),
        (
            WRONG,
            "passive coordinates zeroed",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = torch.zeros_like(z)
    x[..., ~mask] = shift + torch.exp(log_scale) * z[..., ~mask]
    return x, log_scale.sum(dim=-1)
""",
        ),
        (
            RIGHT,
            "clone and boolean assignment",
            """
def coupling(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = z.clone()
    x[..., ~mask] = shift + torch.exp(log_scale) * z[..., ~mask]
    return x, log_scale.sum(dim=-1)
""",
        ),
        (
            RIGHT,
            "cat and undo the order by argsort",
            """
def coupling(z, mask, net):
    here = torch.nonzero(mask).flatten()
    there = torch.nonzero(~mask).flatten()
    passive, active = z[..., here], z[..., there]
    shift, log_scale = net(passive)
    both = torch.cat([passive, shift + log_scale.exp() * active], dim=-1)
    back = torch.argsort(torch.cat([here, there]))
    return both[..., back], log_scale.sum(-1)
""",
        ),
        (
            RIGHT,
            "loop over the coordinates with a counter",
            """
def coupling(z, mask, net):
    n = z.shape[-1]
    passive = torch.stack([z[..., i] for i in range(n) if mask[i]], dim=-1)
    shift, log_scale = net(passive)
    columns, logdet, j = [], torch.zeros_like(z[..., 0]), 0
    for i in range(n):
        if mask[i]:
            columns.append(z[..., i])
        else:
            columns.append(shift[..., j] + torch.exp(log_scale[..., j]) * z[..., i])
            logdet = logdet + log_scale[..., j]
            j += 1
    return torch.stack(columns, dim=-1), logdet
""",
        ),
        (
            RIGHT,
            "one-hot matrix puts the moved back",
            """
def coupling(z, mask, net):
    E = torch.eye(z.shape[-1], dtype=z.dtype)
    P, Q = E[mask], E[~mask]
    shift, log_scale = net(torch.einsum('ki,...i->...k', P, z))
    moved = shift + torch.exp(log_scale) * torch.einsum('ki,...i->...k', Q, z)
    x = z * mask + torch.einsum('ki,...k->...i', Q, moved)
    return x, torch.einsum('...k->...', log_scale)
""",
        ),
        (
            RIGHT,
            "full shift and log-scale, 0 for the passive",
            """
def coupling(z, mask, net):
    b, s = net(z[..., mask])
    shift, log_scale = torch.zeros_like(z), torch.zeros_like(z)
    shift[..., ~mask] = b
    log_scale[..., ~mask] = s
    return shift + torch.exp(log_scale) * z, log_scale.sum(-1)
""",
        ),
        (
            RIGHT,
            "masked_scatter",
            """
def coupling(z, mask, net):
    active = torch.logical_not(mask)
    shift, log_scale = net(z[..., mask])
    moved = torch.exp(log_scale) * z[..., active] + shift
    return z.masked_scatter(active.expand_as(z), moved), log_scale.sum(-1)
""",
        ),
    ),
    "9.5": (
        (
            WRONG,
            "degrees up to n: a unit of degree n is seen by no output",
            """
def masks(n, h):
    d = torch.arange(h) % n + 1
    M1 = (torch.arange(n)[None, :] < d[:, None]).float()
    M2 = (d[None, :] <= torch.arange(n)[:, None]).float()
    return M1, M2
""",
        ),
        (
            WRONG,
            "strict comparison at the output: the last allowed input is lost",
            """
def masks(n, h):
    d = torch.arange(h) % (n - 1) + 1
    M1 = (torch.arange(n)[None, :] < d[:, None]).float()
    M2 = (d[None, :] < torch.arange(n)[:, None]).float()
    return M1, M2
""",
        ),
        (
            WRONG,
            "output i sees its own input",
            """
def masks(n, h):
    d = torch.arange(h) % (n - 1) + 1
    M1 = (torch.arange(n)[None, :] < d[:, None]).float()
    M2 = (d[None, :] <= torch.arange(1, n + 1)[:, None]).float()
    return M1, M2
""",
        ),
        (
            WRONG,
            "degrees start at 0: idle units without an input",
            """
def masks(n, h):
    d = torch.arange(h) % n
    M1 = (torch.arange(n)[None, :] < d[:, None]).float()
    M2 = (d[None, :] <= torch.arange(n)[:, None]).float()
    return M1, M2
""",
        ),
        (
            WRONG,
            "masks transposed",
            """
def masks(n, h):
    d = torch.arange(h) % (n - 1) + 1
    M1 = (torch.arange(n)[:, None] < d[None, :]).float()
    M2 = (d[:, None] <= torch.arange(n)[None, :]).float()
    return M1, M2
""",
        ),
        (
            WRONG,
            "sees the last d inputs",
            """
def masks(n, h):
    d = torch.arange(h) % (n - 1) + 1
    M1 = (torch.arange(n)[None, :] >= n - d[:, None]).float()
    M2 = (d[None, :] <= torch.arange(n)[:, None]).float()
    return M1, M2
""",
        ),
        (
            WRONG,
            "only n - 1 hidden units used, the rest idle",
            """
def masks(n, h):
    M1 = torch.zeros(h, n)
    M2 = torch.zeros(n, h)
    for d in range(1, n):
        M1[d - 1, :d] = 1
        M2[d:, d - 1] = 1
    return M1, M2
""",
        ),
        (
            WRONG,
            "tril for both, rectangular: right only for h = n - 1",
            """
def masks(n, h):
    M1 = torch.tril(torch.ones(h, n))
    M2 = torch.tril(torch.ones(n, h), diagonal=-1)
    return M1, M2
""",
        ),
        (
            WRONG,
            "two lower triangles including the diagonal",
            """
def masks(n, h):
    M1 = torch.tril(torch.ones(h, n))
    M2 = torch.tril(torch.ones(n, h))
    return M1, M2
""",
        ),
        (
            WRONG,
            "M2 is the transpose of M1",
            """
def masks(n, h):
    d = torch.arange(h) % (n - 1) + 1
    M1 = (torch.arange(n)[None, :] < d[:, None]).float()
    return M1, M1.T.clone()
""",
        ),
        (
            WRONG,
            "integer division in place of modulo for the degrees",
            """
def masks(n, h):
    d = torch.arange(h) // (n - 1) + 1
    M1 = (torch.arange(n)[None, :] < d[:, None]).float()
    M2 = (d[None, :] <= torch.arange(n)[:, None]).float()
    return M1, M2
""",
        ),
        (
            WRONG,
            "each output sees only the one input before it",
            """
def masks(n, h):
    M1 = torch.zeros(h, n)
    M2 = torch.zeros(n, h)
    for j in range(h):
        d = j % (n - 1)
        M1[j, d] = 1
        M2[d + 1, j] = 1
    return M1, M2
""",
        ),
        (
            WRONG,
            "direction flipped at the output",
            """
def masks(n, h):
    d = torch.arange(h) % (n - 1) + 1
    M1 = (torch.arange(n)[None, :] < d[:, None]).float()
    M2 = (d[None, :] >= torch.arange(n)[:, None]).float()
    return M1, M2
""",
        ),
        (
            WRONG,
            "no masking in the first layer",
            """
def masks(n, h):
    d = torch.arange(h) % (n - 1) + 1
    M1 = torch.ones(h, n)
    M2 = (d[None, :] <= torch.arange(n)[:, None]).float()
    return M1, M2
""",
        ),
        (
            WRONG,
            "all units of degree 1: later outputs see the first input only",
            """
def masks(n, h):
    M1 = torch.zeros(h, n)
    M1[:, 0] = 1
    M2 = torch.ones(n, h)
    M2[0] = 0
    return M1, M2
""",
        ),
        (
            WRONG,
            "1-based degrees with a 0-based input index: one input too many",
            """
def masks(n, h):
    M1 = torch.zeros(h, n)
    M2 = torch.zeros(n, h)
    for j in range(h):
        d = j % (n - 1) + 1
        M1[j, :d + 1] = 1
        M2[d:, j] = 1
    return M1, M2
""",
        ),
        (
            WRONG,
            "modulo n - 2: the highest degree is missing",
            """
def masks(n, h):
    d = torch.arange(h) % max(n - 2, 1) + 1
    M1 = (torch.arange(n)[None, :] < d[:, None]).float()
    M2 = (d[None, :] <= torch.arange(n)[:, None]).float()
    return M1, M2
""",
        ),
        (
            RIGHT,
            "degrees by modulo, compared",
            """
def masks(n, h):
    d = torch.arange(h) % (n - 1) + 1
    i = torch.arange(n)
    M1 = (i[None, :] < d[:, None]).float()
    M2 = (d[None, :] <= i[:, None]).float()
    return M1, M2
""",
        ),
        (
            RIGHT,
            "loops, surplus units all of the highest degree",
            """
def masks(n, h):
    M1 = torch.zeros(h, n)
    M2 = torch.zeros(n, h)
    for j in range(h):
        d = min(j + 1, n - 1)
        for i in range(n):
            if i < d:
                M1[j, i] = 1
            if i >= d:
                M2[i, j] = 1
    return M1, M2
""",
        ),
        (
            RIGHT,
            "every hidden unit carries one input to all later outputs, bool",
            """
def masks(n, h):
    c = torch.arange(h) % (n - 1)
    M1 = torch.zeros(h, n, dtype=torch.bool)
    M1[torch.arange(h), c] = True
    M2 = torch.arange(n).unsqueeze(1) > c.unsqueeze(0)
    return M1, M2
""",
        ),
        (
            RIGHT,
            "every hidden unit serves one output only",
            """
def masks(n, h):
    d = [1 + j % (n - 1) for j in range(h)]
    M1 = torch.tensor([[1.0 if i < dj else 0.0 for i in range(n)] for dj in d])
    M2 = torch.tensor([[1.0 if i == dj else 0.0 for dj in d] for i in range(n)])
    return M1, M2
""",
        ),
        (
            RIGHT,
            "triangles, rows and columns repeated",
            """
def masks(n, h):
    which = torch.arange(h) % (n - 1)
    M1 = torch.tril(torch.ones(n - 1, n))[which]
    M2 = torch.tril(torch.ones(n, n - 1), diagonal=-1)[:, which]
    return M1, M2
""",
        ),
        (
            RIGHT,
            "each degree once, the others random, shuffled",
            """
def masks(n, h):
    d = torch.cat([torch.arange(1, n), torch.randint(1, n, (h - n + 1,))])
    d = d[torch.randperm(h)]
    M1 = torch.arange(1, n + 1) <= d[:, None]
    M2 = torch.arange(1, n + 1)[:, None] > d
    return M1, M2
""",
        ),
        (
            RIGHT,
            "evenly spread degrees, made with NumPy",
            """
def masks(n, h):
    d = 1 + (np.arange(h) * (n - 1)) // h
    M1 = np.less.outer(np.arange(n), d).T.astype(np.float32)
    M2 = np.greater_equal.outer(np.arange(n), d).astype(np.float32)
    return torch.tensor(M1), torch.tensor(M2)
""",
        ),
    ),
    "9.6": (
        (
            WRONG,
            "applies the permutation once more",
            """
def unpermute(x, order):
    return x[..., order]
""",
        ),
        (
            WRONG,
            "turns the coordinates round",
            """
def unpermute(x, order):
    return x.flip(-1)
""",
        ),
        (
            WRONG,
            "reads the order backwards",
            """
def unpermute(x, order):
    return x[..., order.flip(0)]
""",
        ),
        (
            WRONG,
            "mirrors the indices: n - 1 - order",
            """
def unpermute(x, order):
    n = x.shape[-1]
    return x[..., n - 1 - order]
""",
        ),
        (
            WRONG,
            "negative indices",
            """
def unpermute(x, order):
    return x[..., -order]
""",
        ),
        (
            WRONG,
            "sorts the values",
            """
def unpermute(x, order):
    return torch.sort(x, dim=-1).values
""",
        ),
        (
            WRONG,
            "inverse order, but on the first dimension",
            """
def unpermute(x, order):
    return x[torch.argsort(order)]
""",
        ),
        (
            WRONG,
            "argsort of a descending sort",
            """
def unpermute(x, order):
    return x[..., torch.argsort(order, descending=True)]
""",
        ),
        (
            WRONG,
            "argsort twice: back at the order",
            """
def unpermute(x, order):
    ranks = torch.argsort(torch.argsort(order))
    return x[..., ranks]
""",
        ),
        (
            WRONG,
            "loop that overwrites its own input (no copy)",
            """
def unpermute(x, order):
    x = x.clone()
    z = x
    for i in range(len(order)):
        z[..., order[i]] = x[..., i]
    return z
""",
        ),
        (
            WRONG,
            "loop with the two indices exchanged",
            """
def unpermute(x, order):
    z = torch.empty_like(x)
    for i, j in enumerate(order):
        z[..., i] = x[..., j]
    return z
""",
        ),
        (
            WRONG,
            "exchanges pairs one after the other",
            """
def unpermute(x, order):
    z = x.clone()
    for i, j in enumerate(order.tolist()):
        z[..., [i, j]] = z[..., [j, i]]
    return z
""",
        ),
        (
            WRONG,
            "argsort of x in place of order",
            """
def unpermute(x, order):
    return x.gather(-1, torch.argsort(x, dim=-1))
""",
        ),
        (
            WRONG,
            "order applied n - 1 times",
            """
def unpermute(x, order):
    for _ in range(x.shape[-1] - 1):
        x = x[..., order]
    return x
""",
        ),
        (
            WRONG,
            "permutation matrix on the wrong side",
            """
def unpermute(x, order):
    P = torch.eye(len(order), dtype=x.dtype)[order]
    return torch.einsum('ij,...j->...i', P, x)
""",
        ),
        (
            WRONG,
            "permutes dimensions, not coordinates",
            """
def unpermute(x, order):
    return x.permute(*order.tolist())
""",
        ),
        (
            WRONG,
            "shifts back cyclically by the first entry",
            """
def unpermute(x, order):
    return torch.roll(x, int(order[0]), dims=-1)
""",
        ),
        (
            RIGHT,
            "argsort",
            """
def unpermute(x, order):
    return x[..., torch.argsort(order)]
""",
        ),
        (
            RIGHT,
            "assignment to the ordered places",
            """
def unpermute(x, order):
    z = torch.empty_like(x)
    z[..., order] = x
    return z
""",
        ),
        (
            RIGHT,
            "loop that makes the inverse index list",
            """
def unpermute(x, order):
    where = [0] * len(order)
    for i, j in enumerate(order.tolist()):
        where[j] = i
    return torch.stack([x[..., i] for i in where], dim=-1)
""",
        ),
        (
            RIGHT,
            "permutation matrix, transposed",
            """
def unpermute(x, order):
    P = torch.eye(len(order), dtype=x.dtype)[order]
    return x @ P
""",
        ),
        (
            RIGHT,
            "scatter",
            """
def unpermute(x, order):
    return torch.zeros_like(x).scatter(-1, order.expand_as(x), x)
""",
        ),
        (
            RIGHT,
            "NumPy argsort, index_select",
            """
def unpermute(x, order):
    inv = torch.from_numpy(np.argsort(order.numpy()))
    return torch.index_select(x, x.dim() - 1, inv)
""",
        ),
        (
            RIGHT,
            "powers of the permutation until it is undone",
            """
def unpermute(x, order):
    identity = torch.arange(len(order))
    inv = order
    while not torch.equal(inv[order], identity):
        inv = inv[order]
    return x[..., inv]
""",
        ),
    ),
    "9.7": (
        (
            WRONG,
            "turns forwards: x @ R.T",
            """
def layer_inverse(x, R, marginals):
    y = x @ R.T
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = sum(g(y[..., i]) for i, (h, g) in enumerate(marginals))
    return z, logdet
""",
        ),
        (
            WRONG,
            "slopes asked at z",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = sum(g(z[..., i]) for i, (h, g) in enumerate(marginals))
    return z, logdet
""",
        ),
        (
            WRONG,
            "slopes asked at x, before the rotation",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = sum(g(x[..., i]) for i, (h, g) in enumerate(marginals))
    return z, logdet
""",
        ),
        (
            WRONG,
            "minus: takes the slopes for the forward map's",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = -sum(g(y[..., i]) for i, (h, g) in enumerate(marginals))
    return z, logdet
""",
        ),
        (
            WRONG,
            "straightens first, turns afterwards",
            """
def layer_inverse(x, R, marginals):
    y = torch.stack([h(x[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = sum(g(x[..., i]) for i, (h, g) in enumerate(marginals))
    return y @ R, logdet
""",
        ),
        (
            WRONG,
            "log of the log-slopes",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z, logdet = [], 0
    for i, (h, log_slope) in enumerate(marginals):
        z.append(h(y[..., i]))
        logdet = logdet + torch.log(log_slope(y[..., i]).abs())
    return torch.stack(z, dim=-1), logdet
""",
        ),
        (
            WRONG,
            "multiplies the log-slopes",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z, logdet = [], 1
    for i, (h, log_slope) in enumerate(marginals):
        z.append(h(y[..., i]))
        logdet = logdet * log_slope(y[..., i])
    return torch.stack(z, dim=-1), logdet
""",
        ),
        (
            WRONG,
            "first pair used for every coordinate",
            """
def layer_inverse(x, R, marginals):
    h, log_slope = marginals[0]
    y = x @ R
    return h(y), log_slope(y).sum(-1)
""",
        ),
        (
            WRONG,
            "log-slopes per coordinate, not summed",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logs = torch.stack([g(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    return z, logs
""",
        ),
        (
            WRONG,
            "summed over the batch (dim 0)",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logs = torch.stack([g(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    return z, logs.sum(0)
""",
        ),
        (
            WRONG,
            "y detached",
            """
def layer_inverse(x, R, marginals):
    y = (x @ R).detach()
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = sum(g(y[..., i]) for i, (h, g) in enumerate(marginals))
    return z, logdet
""",
        ),
        (
            WRONG,
            "only the log-det cut off: float sums via .data",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = torch.zeros(x.shape[:-1], dtype=x.dtype)
    for i, (h, g) in enumerate(marginals):
        logdet += g(y[..., i].data)
    return z, logdet
""",
        ),
        (
            WRONG,
            "z stacked along the first dimension",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)])
    logdet = sum(g(y[..., i]) for i, (h, g) in enumerate(marginals))
    return z, logdet
""",
        ),
        (
            WRONG,
            "pairs zipped with the points, not with the coordinates",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z, logs = [], []
    for yi, (h, g) in zip(y, marginals):
        z.append(h(yi))
        logs.append(g(yi))
    return torch.stack(z), torch.stack(logs).sum(-1)
""",
        ),
        (
            WRONG,
            "turns back again after the straightening",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = sum(g(y[..., i]) for i, (h, g) in enumerate(marginals))
    return z @ R.T, logdet
""",
        ),
        (
            WRONG,
            "matrix from the left: R.T @ x for points in rows",
            """
def layer_inverse(x, R, marginals):
    y = R.T @ x
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = sum(g(y[..., i]) for i, (h, g) in enumerate(marginals))
    return z, logdet
""",
        ),
        (
            WRONG,
            "written for the plane only",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    (h1, g1), (h2, g2) = marginals[0], marginals[1]
    z = torch.stack([h1(y[..., 0]), h2(y[..., 1])], dim=-1)
    return z, g1(y[..., 0]) + g2(y[..., 1])
""",
        ),
        (
            WRONG,
            "log_slope at y after h has been written into y",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    logdet = 0
    for i, (h, g) in enumerate(marginals):
        y = torch.cat([y[..., :i], h(y[..., i:i+1]), y[..., i+1:]], dim=-1)
        logdet = logdet + g(y[..., i])
    return y, logdet
""",
        ),
        (
            WRONG,
            "exponentiated slopes summed",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, g) in enumerate(marginals)], dim=-1)
    logdet = sum(torch.exp(g(y[..., i])) for i, (h, g) in enumerate(marginals))
    return z, logdet
""",
        ),
        (
            RIGHT,
            "x @ R, comprehension",
            """
def layer_inverse(x, R, marginals):
    y = x @ R
    z = torch.stack([h(y[..., i]) for i, (h, _) in enumerate(marginals)], dim=-1)
    logdet = sum(g(y[..., i]) for i, (_, g) in enumerate(marginals))
    return z, logdet
""",
        ),
        (
            RIGHT,
            "einsum and unbind",
            """
def layer_inverse(x, R, marginals):
    y = torch.einsum('ji,...j->...i', R, x)
    zs, logs = [], []
    for yi, (h, log_slope) in zip(y.unbind(-1), marginals):
        zs.append(h(yi))
        logs.append(log_slope(yi))
    return torch.stack(zs, dim=-1), torch.stack(logs, dim=-1).sum(-1)
""",
        ),
        (
            RIGHT,
            "empty tensor filled in a loop, column vectors",
            """
def layer_inverse(x, R, marginals):
    y = torch.matmul(R.T, x.unsqueeze(-1)).squeeze(-1)
    z = torch.empty_like(y)
    logdet = torch.zeros_like(y[..., 0])
    for i in range(len(marginals)):
        h, log_slope = marginals[i]
        z[..., i] = h(y[..., i])
        logdet = logdet + log_slope(y[..., i])
    return z, logdet
""",
        ),
        (
            RIGHT,
            "inverse matrix, and its (vanishing) log-det added",
            """
def layer_inverse(x, R, marginals):
    back = torch.linalg.inv(R)
    y = x @ back.T
    hs, gs = zip(*marginals)
    z = torch.stack([h(t) for h, t in zip(hs, y.unbind(dim=-1))], dim=-1)
    logs = torch.stack([g(t) for g, t in zip(gs, y.unbind(dim=-1))], dim=0)
    return z, logs.sum(dim=0) + torch.linalg.slogdet(back)[1]
""",
        ),
        (
            RIGHT,
            "coordinates of y as dot products with the columns of R",
            """
def layer_inverse(x, R, marginals):
    z, logdet = [], 0.0
    for i, (h, log_slope) in enumerate(marginals):
        yi = (x * R[:, i]).sum(dim=-1)
        z.append(h(yi).unsqueeze(-1))
        logdet = logdet + log_slope(yi)
    return torch.cat(z, dim=-1), logdet
""",
        ),
    ),
    "9.8": (
        (
            WRONG,
            "turned back in the wrong direction",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    a = turn * r
    u1 = torch.cos(a) * x[..., 0] - torch.sin(a) * x[..., 1]
    u2 = torch.sin(a) * x[..., 0] + torch.cos(a) * x[..., 1]
    t = 2 * math.pi * torch.arange(5) / 5
    along = u1[..., None] * t.cos() + u2[..., None] * t.sin()
    across = -u1[..., None] * t.sin() + u2[..., None] * t.cos()
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "log of a sum of densities: -inf far out",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    a = -turn * r
    u1 = torch.cos(a) * x[..., 0] - torch.sin(a) * x[..., 1]
    u2 = torch.sin(a) * x[..., 0] + torch.cos(a) * x[..., 1]
    p = 0
    for k in range(5):
        t = 2 * math.pi * k / 5
        along = u1 * math.cos(t) + u2 * math.sin(t)
        across = -u1 * math.sin(t) + u2 * math.cos(t)
        p = p + 0.2 * torch.exp(-0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2) / (2 * math.pi * 0.4 * 0.13)
    return torch.log(p)
""",
        ),
        (
            WRONG,
            "forgot the probability 1/5",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    k = torch.arange(5)
    d = phi[..., None] - 2 * math.pi * k / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1)
""",
        ),
        (
            WRONG,
            "mean of the five log-densities",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    k = torch.arange(5)
    d = phi[..., None] - 2 * math.pi * k / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return logs.mean(dim=-1)
""",
        ),
        (
            WRONG,
            "widths along and across exchanged",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    k = torch.arange(5)
    d = phi[..., None] - 2 * math.pi * k / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * ((along - 1.35) / 0.13) ** 2 - 0.5 * (across / 0.4) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "widths taken for variances",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    k = torch.arange(5)
    d = phi[..., None] - 2 * math.pi * k / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * (along - 1.35) ** 2 / 0.4 - 0.5 * across ** 2 / 0.13 - math.log(2 * math.pi) - 0.5 * math.log(0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "the Gaussians not normalized",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    k = torch.arange(5)
    d = phi[..., None] - 2 * math.pi * k / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "turned by a constant angle, not by turn * |x|",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn
    k = torch.arange(5)
    d = phi[..., None] - 2 * math.pi * k / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "nearest arm only: max in place of logsumexp",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    k = torch.arange(5)
    d = phi[..., None] - 2 * math.pi * k / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return logs.max(dim=-1).values - math.log(5)
""",
        ),
        (
            WRONG,
            "linspace with both ends: the first arm twice, four directions",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    d = phi[..., None] - torch.linspace(0, 2 * math.pi, 5)
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "radius squared in the angle (root forgotten)",
            """
def log_prob(x, turn):
    r2 = (x ** 2).sum(-1)
    a = turn * r2
    u1 = torch.cos(a) * x[..., 0] + torch.sin(a) * x[..., 1]
    u2 = -torch.sin(a) * x[..., 0] + torch.cos(a) * x[..., 1]
    t = 2 * math.pi * torch.arange(5) / 5
    along = u1[..., None] * t.cos() + u2[..., None] * t.sin()
    across = -u1[..., None] * t.sin() + u2[..., None] * t.cos()
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "density of u at x: never turned back",
            """
def log_prob(x, turn):
    t = 2 * math.pi * torch.arange(5) / 5
    along = x[..., :1] * t.cos() + x[..., 1:] * t.sin()
    across = -x[..., :1] * t.sin() + x[..., 1:] * t.cos()
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "a polar-coordinates log-det -log r added",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    k = torch.arange(5)
    d = phi[..., None] - 2 * math.pi * k / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5) - torch.log(r)
""",
        ),
        (
            WRONG,
            "Gaussian in the polar coordinates: radius and angle",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    k = torch.arange(5)
    d = phi[..., None] - 2 * math.pi * k / 5
    d = torch.atan2(torch.sin(d), torch.cos(d))
    logs = -0.5 * ((r[..., None] - 1.35) / 0.4) ** 2 - 0.5 * (d / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "density clamped at 1e-30 before the log",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    d = phi[..., None] - 2 * math.pi * torch.arange(5) / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    p = torch.exp(-0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2) / (2 * math.pi * 0.4 * 0.13)
    return torch.log(p.mean(-1).clamp(min=1e-30))
""",
        ),
        (
            WRONG,
            "norm over the whole batch",
            """
def log_prob(x, turn):
    r = torch.linalg.norm(x)
    a = turn * r
    u1 = torch.cos(a) * x[..., 0] + torch.sin(a) * x[..., 1]
    u2 = -torch.sin(a) * x[..., 0] + torch.cos(a) * x[..., 1]
    t = 2 * math.pi * torch.arange(5) / 5
    along = u1[..., None] * t.cos() + u2[..., None] * t.sin()
    across = -u1[..., None] * t.sin() + u2[..., None] * t.cos()
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(2 * math.pi * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            WRONG,
            "normalized like a Gaussian on the line: root of 2 pi once",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    d = phi[..., None] - 2 * math.pi * torch.arange(5) / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = -0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2 - math.log(math.sqrt(2 * math.pi) * 0.4 * 0.13)
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            RIGHT,
            "polar coordinates, logsumexp",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1)
    phi = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    k = torch.arange(5, dtype=x.dtype)
    d = phi[..., None] - 2 * math.pi * k / 5
    along, across = r[..., None] * torch.cos(d), r[..., None] * torch.sin(d)
    logs = (-0.5 * ((along - 1.35) / 0.4) ** 2 - 0.5 * (across / 0.13) ** 2
            - math.log(2 * math.pi * 0.4 * 0.13))
    return torch.logsumexp(logs, dim=-1) - math.log(5)
""",
        ),
        (
            RIGHT,
            "rotation written out, loop with logaddexp",
            """
def log_prob(x, turn):
    r = torch.sqrt((x ** 2).sum(-1))
    c, s = torch.cos(turn * r), torch.sin(turn * r)
    u1 = c * x[..., 0] + s * x[..., 1]
    u2 = c * x[..., 1] - s * x[..., 0]
    total = None
    for k in range(5):
        t = 2 * math.pi * k / 5
        along = math.cos(t) * u1 + math.sin(t) * u2
        across = math.cos(t) * u2 - math.sin(t) * u1
        lp = (-((along - 1.35) / 0.4) ** 2 / 2 - (across / 0.13) ** 2 / 2
              - math.log(0.4) - math.log(0.13) - math.log(2 * math.pi) + math.log(0.2))
        total = lp if total is None else torch.logaddexp(total, lp)
    return total
""",
        ),
        (
            RIGHT,
            "complex numbers",
            """
def log_prob(x, turn):
    c = torch.complex(x[..., 0], x[..., 1])
    a = -turn * c.abs()
    u = c * torch.complex(torch.cos(a), torch.sin(a))
    t = 2 * math.pi * torch.arange(5, dtype=x.dtype) / 5
    w = u[..., None] * torch.complex(torch.cos(t), -torch.sin(t))
    normal = torch.distributions.Normal
    zero = torch.zeros((), dtype=x.dtype)
    lp = normal(zero + 1.35, zero + 0.4).log_prob(w.real) + normal(zero, zero + 0.13).log_prob(w.imag)
    return torch.logsumexp(lp + math.log(1 / 5), dim=-1)
""",
        ),
        (
            RIGHT,
            "torch.distributions: a mixture of multivariate normals",
            """
def log_prob(x, turn):
    D = torch.distributions
    r = torch.linalg.vector_norm(x, dim=-1)
    c, s = torch.cos(turn * r), torch.sin(turn * r)
    u = torch.stack([c * x[..., 0] + s * x[..., 1], -s * x[..., 0] + c * x[..., 1]], dim=-1)
    t = 2 * math.pi * torch.arange(5, dtype=x.dtype) / 5
    e = torch.stack([t.cos(), t.sin()], dim=-1)
    f = torch.stack([-t.sin(), t.cos()], dim=-1)
    cov = 0.4 ** 2 * e[:, :, None] * e[:, None, :] + 0.13 ** 2 * f[:, :, None] * f[:, None, :]
    arms = D.MultivariateNormal(1.35 * e, covariance_matrix=cov)
    mix = D.Categorical(probs=torch.full((5,), 0.2, dtype=x.dtype))
    return D.MixtureSameFamily(mix, arms).log_prob(u)
""",
        ),
        (
            RIGHT,
            "einsum with rotation matrices, the maximum taken out by hand",
            """
def log_prob(x, turn):
    r = x.norm(dim=-1, keepdim=True)
    angles = turn * r + 2 * math.pi * torch.arange(5, dtype=x.dtype) / 5
    c, s = torch.cos(angles), torch.sin(angles)
    M = torch.stack([torch.stack([c, s], dim=-1), torch.stack([-s, c], dim=-1)], dim=-2)
    v = torch.einsum('...kij,...j->...ki', M, x)
    mean = torch.tensor([1.35, 0.0], dtype=x.dtype)
    width = torch.tensor([0.4, 0.13], dtype=x.dtype)
    lp = (-0.5 * ((v - mean) / width) ** 2 - width.log() - 0.5 * math.log(2 * math.pi)).sum(-1)
    top = lp.max(dim=-1, keepdim=True).values
    return top.squeeze(-1) + torch.log(torch.exp(lp - top).mean(dim=-1))
""",
        ),
    ),
    "9.9": (
        (
            WRONG,
            "Cholesky factor itself: the map from z to x",
            """
def kr_matrix(C):
    return torch.linalg.cholesky(C)
""",
        ),
        (
            WRONG,
            "inverse of the covariance",
            """
def kr_matrix(C):
    return torch.linalg.inv(C)
""",
        ),
        (
            WRONG,
            "Cholesky factor of the inverse: L L^T, not L^T L",
            """
def kr_matrix(C):
    return torch.linalg.cholesky(torch.linalg.inv(C))
""",
        ),
        (
            WRONG,
            "symmetric inverse root of C",
            """
def kr_matrix(C):
    w, V = torch.linalg.eigh(C)
    return V @ torch.diag(w ** -0.5) @ V.T
""",
        ),
        (
            WRONG,
            "whitening along the principal axes",
            """
def kr_matrix(C):
    w, V = torch.linalg.eigh(C)
    return torch.diag(1 / torch.sqrt(w)) @ V.T
""",
        ),
        (
            WRONG,
            "sign of the off-diagonal",
            """
def kr_matrix(C):
    s1 = torch.sqrt(C[0, 0])
    s2 = torch.sqrt(C[1, 1] - C[1, 0] ** 2 / C[0, 0])
    zero = torch.zeros_like(s1)
    return torch.stack([torch.stack([1 / s1, zero]), torch.stack([C[1, 0] / C[0, 0] / s2, 1 / s2])])
""",
        ),
        (
            WRONG,
            "variances in place of widths",
            """
def kr_matrix(C):
    v1 = C[0, 0]
    v2 = C[1, 1] - C[1, 0] ** 2 / C[0, 0]
    L = torch.zeros_like(C)
    L[0, 0] = 1 / v1
    L[1, 0] = -C[1, 0] / C[0, 0] / v2
    L[1, 1] = 1 / v2
    return L
""",
        ),
        (
            WRONG,
            "mean not divided by the width",
            """
def kr_matrix(C):
    L = torch.zeros_like(C)
    L[0, 0] = 1 / C[0, 0].sqrt()
    L[1, 0] = -C[1, 0] / C[0, 0]
    L[1, 1] = 1 / (C[1, 1] - C[1, 0] ** 2 / C[0, 0]).sqrt()
    return L
""",
        ),
        (
            WRONG,
            "regresses the wrong way: C21 / C22",
            """
def kr_matrix(C):
    s = (C[1, 1] - C[1, 0] ** 2 / C[0, 0]).sqrt()
    L = torch.zeros_like(C)
    L[0, 0] = 1 / C[0, 0].sqrt()
    L[1, 0] = -C[1, 0] / C[1, 1] / s
    L[1, 1] = 1 / s
    return L
""",
        ),
        (
            WRONG,
            "transposed: upper triangle",
            """
def kr_matrix(C):
    return torch.linalg.inv(torch.linalg.cholesky(C)).T
""",
        ),
        (
            WRONG,
            "width of x2 in place of that of x2 given x1",
            """
def kr_matrix(C):
    s = torch.sqrt(C[1, 1])
    L = torch.zeros_like(C)
    L[0, 0] = 1 / torch.sqrt(C[0, 0])
    L[1, 0] = -C[1, 0] / C[0, 0] / s
    L[1, 1] = 1 / s
    return L
""",
        ),
        (
            WRONG,
            "square forgotten: C22 - C21 / C11",
            """
def kr_matrix(C):
    s = torch.sqrt(C[1, 1] - C[1, 0] / C[0, 0])
    L = torch.zeros_like(C)
    L[0, 0] = 1 / torch.sqrt(C[0, 0])
    L[1, 0] = -C[1, 0] / C[0, 0] / s
    L[1, 1] = 1 / s
    return L
""",
        ),
        (
            WRONG,
            "only standardizes each coordinate",
            """
def kr_matrix(C):
    return torch.diag(1 / torch.sqrt(torch.diagonal(C)))
""",
        ),
        (
            WRONG,
            "the other order: x2 by itself, x1 given x2",
            """
def kr_matrix(C):
    s = torch.sqrt(C[0, 0] - C[0, 1] ** 2 / C[1, 1])
    L = torch.zeros_like(C)
    L[1, 1] = 1 / torch.sqrt(C[1, 1])
    L[0, 1] = -C[0, 1] / C[1, 1] / s
    L[0, 0] = 1 / s
    return L
""",
        ),
        (
            WRONG,
            "1-based indices",
            """
def kr_matrix(C):
    s = torch.sqrt(C[2, 2] - C[2, 1] ** 2 / C[1, 1])
    L = torch.zeros_like(C)
    L[0, 0] = 1 / torch.sqrt(C[1, 1])
    L[1, 0] = -C[2, 1] / C[1, 1] / s
    L[1, 1] = 1 / s
    return L
""",
        ),
        (
            WRONG,
            "root of C number by number, inverted",
            """
def kr_matrix(C):
    return torch.tril(torch.linalg.inv(torch.sqrt(C.abs())))
""",
        ),
        (
            WRONG,
            "returns L^T L, the answer to the question after",
            """
def kr_matrix(C):
    L = torch.linalg.inv(torch.linalg.cholesky(C))
    return L.T @ L @ C
""",
        ),
        (
            RIGHT,
            "by the formulas, filled in",
            """
def kr_matrix(C):
    s1 = torch.sqrt(C[0, 0])
    s2 = torch.sqrt(C[1, 1] - C[1, 0] ** 2 / C[0, 0])
    L = torch.zeros_like(C)
    L[0, 0] = 1 / s1
    L[1, 0] = -C[1, 0] / C[0, 0] / s2
    L[1, 1] = 1 / s2
    return L
""",
        ),
        (
            RIGHT,
            "inverse of the Cholesky factor",
            """
def kr_matrix(C):
    return torch.linalg.inv(torch.linalg.cholesky(C))
""",
        ),
        (
            RIGHT,
            "triangular solve",
            """
def kr_matrix(C):
    K = torch.linalg.cholesky(C)
    return torch.linalg.solve_triangular(K, torch.eye(2, dtype=C.dtype), upper=False)
""",
        ),
        (
            RIGHT,
            "shear, then scale",
            """
def kr_matrix(C):
    slope = C[1, 0] / C[0, 0]
    one, zero = torch.ones_like(slope), torch.zeros_like(slope)
    shear = torch.stack([one, zero, -slope, one]).reshape(2, 2)
    var = torch.stack([C[0, 0], C[1, 1] - slope * C[1, 0]])
    return torch.diag(var.rsqrt()) @ shear
""",
        ),
        (
            RIGHT,
            "from the precision matrix",
            """
def kr_matrix(C):
    P = torch.linalg.inv(C)
    first = torch.stack([C[0, 0] ** -0.5, torch.zeros_like(C[0, 0])])
    second = P[1] / torch.sqrt(P[1, 1])
    return torch.stack([first, second])
""",
        ),
        (
            RIGHT,
            "floats and a nested list",
            """
def kr_matrix(C):
    (a, _), (b, d) = C.tolist()
    s = math.sqrt(d - b * b / a)
    return torch.tensor([[1 / math.sqrt(a), 0.0], [-b / (a * s), 1 / s]], dtype=C.dtype)
""",
        ),
        (
            RIGHT,
            "flipped Cholesky factor of the inverse",
            """
def kr_matrix(C):
    P = torch.linalg.inv(C)
    K = torch.linalg.cholesky(P.flip(0, 1))
    return K.flip(0, 1).T
""",
        ),
    ),
}
