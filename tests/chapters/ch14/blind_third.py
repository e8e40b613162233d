RIGHT, WRONG = "right", "wrong"
ANSWERS = {
    "14.1": (
        (
            WRONG,
            "from 0 to 2π in place of −π to π",
            """
def wrap(a):
    return a % (2 * math.pi)
""",
        ),
        (
            WRONG,
            "fmod keeps the sign of the dividend: angles far below come out under −π",
            """
def wrap(a):
    return torch.fmod(a + math.pi, 2 * math.pi) - math.pi
""",
        ),
        (
            WRONG,
            "subtracts or adds one turn only; many turns away stay away",
            """
def wrap(a):
    a = torch.where(a >= math.pi, a - 2 * math.pi, a)
    a = torch.where(a < -math.pi, a + 2 * math.pi, a)
    return a
""",
        ),
        (
            WRONG,
            "atan2 gives (−π, π]: π stays π",
            """
def wrap(a):
    return torch.atan2(torch.sin(a), torch.cos(a))
""",
        ),
        (
            WRONG,
            "the interval closed at the wrong end: −π becomes π",
            """
def wrap(a):
    return math.pi - (math.pi - a) % (2 * math.pi)
""",
        ),
        (
            WRONG,
            "round-half-even leaves π at π",
            """
def wrap(a):
    turns = torch.round(a / (2 * math.pi))
    return a - 2 * math.pi * turns
""",
        ),
        (
            WRONG,
            "remainder first, shift afterwards: every angle turned by half a turn",
            """
def wrap(a):
    return torch.remainder(a, 2 * math.pi) - math.pi
""",
        ),
        (
            WRONG,
            "atan of tan: period π, opposite directions become one",
            """
def wrap(a):
    return torch.atan(torch.tan(a))
""",
        ),
        (
            WRONG,
            "degrees: wraps at 180",
            """
def wrap(a):
    return (a + 180) % 360 - 180
""",
        ),
        (
            WRONG,
            "clamps instead of wrapping",
            """
def wrap(a):
    return a.clamp(-math.pi, math.pi)
""",
        ),
        (
            RIGHT,
            "works only for a single angle, a tensor in an if",
            """
def wrap(a):
    while a >= math.pi:
        a = a - 2 * math.pi
    while a < -math.pi:
        a = a + 2 * math.pi
    return a
""",
        ),
        (
            WRONG,
            "flattens: the result is a list's tensor and not of the shape of a",
            """
def wrap(a):
    out = []
    for v in a.flatten():
        out.append((v + math.pi) % (2 * math.pi) - math.pi)
    return torch.stack(out)
""",
        ),
        (
            RIGHT,
            "the remainder after a shift",
            """
def wrap(a):
    return (a + math.pi) % (2 * math.pi) - math.pi
""",
        ),
        (
            RIGHT,
            "whole turns by floor",
            """
def wrap(a):
    turn = 2 * torch.pi
    return a - turn * torch.floor(a / turn + 0.5)
""",
        ),
        (
            RIGHT,
            "turn by turn in a loop with where",
            """
def wrap(a):
    out = a.clone()
    while (out >= math.pi).any():
        out = torch.where(out >= math.pi, out - 2 * math.pi, out)
    while (out < -math.pi).any():
        out = torch.where(out < -math.pi, out + 2 * math.pi, out)
    return out
""",
        ),
        (
            RIGHT,
            "atan2, and π itself put to −π",
            """
def wrap(a):
    b = torch.atan2(a.sin(), a.cos())
    return torch.where(b >= math.pi, b - 2 * math.pi, b)
""",
        ),
        (
            RIGHT,
            "NumPy's mod",
            """
def wrap(a):
    return torch.as_tensor(np.mod(a.numpy() + np.pi, 2 * np.pi) - np.pi)
""",
        ),
    ),
    "14.2": (
        (
            WRONG,
            "the mean of the numbers",
            """
def mean_direction(a):
    return a.mean()
""",
        ),
        (
            WRONG,
            "wraps the angles first and averages the numbers",
            """
def mean_direction(a):
    a = (a + math.pi) % (2 * math.pi) - math.pi
    return a.mean()
""",
        ),
        (
            WRONG,
            "cosine's side first",
            """
def mean_direction(a):
    return torch.atan2(torch.cos(a).mean(), torch.sin(a).mean())
""",
        ),
        (
            WRONG,
            "atan of the quotient: the quadrant is lost",
            """
def mean_direction(a):
    return torch.atan(a.sin().mean() / a.cos().mean())
""",
        ),
        (
            WRONG,
            "arrow of the mean angle instead of mean of the arrows",
            """
def mean_direction(a):
    m = a.mean()
    return torch.atan2(torch.sin(m), torch.cos(m))
""",
        ),
        (
            WRONG,
            "acos of the mean cosine: no sign, and the length of the mean arrow forgotten",
            """
def mean_direction(a):
    return torch.acos(torch.cos(a).mean())
""",
        ),
        (
            WRONG,
            "from 0 to 2π",
            """
def mean_direction(a):
    m = torch.atan2(torch.sin(a).mean(), torch.cos(a).mean())
    return m % (2 * math.pi)
""",
        ),
        (
            WRONG,
            "returns degrees",
            """
def mean_direction(a):
    return torch.rad2deg(torch.atan2(torch.sin(a).mean(), torch.cos(a).mean()))
""",
        ),
        (
            WRONG,
            "takes the angles for degrees",
            """
def mean_direction(a):
    a = torch.deg2rad(a)
    return torch.atan2(a.sin().mean(), a.cos().mean())
""",
        ),
        (
            WRONG,
            "shape (1,) in place of ()",
            """
def mean_direction(a):
    return torch.atan2(a.sin().mean(0, keepdim=True), a.cos().mean(0, keepdim=True))
""",
        ),
        (
            WRONG,
            "returns the mean arrow, not its direction",
            """
def mean_direction(a):
    return torch.stack([a.cos(), a.sin()], dim=-1).mean(0)
""",
        ),
        (
            WRONG,
            "averages the angles pair by pair, in the order of the list",
            """
def mean_direction(a):
    m = a[0]
    for b in a[1:]:
        m = torch.atan2(m.sin() + b.sin(), m.cos() + b.cos())
    return m
""",
        ),
        (
            RIGHT,
            "sums are enough: atan2 takes no notice of the length",
            """
def mean_direction(a):
    return torch.atan2(a.sin().sum(), a.cos().sum())
""",
        ),
        (
            RIGHT,
            "complex numbers",
            """
def mean_direction(a):
    return torch.polar(torch.ones_like(a), a).mean().angle()
""",
        ),
        (
            RIGHT,
            "a loop with the math module",
            """
def mean_direction(a):
    x = y = 0.0
    for angle in a.tolist():
        x += math.cos(angle) / len(a)
        y += math.sin(angle) / len(a)
    return torch.tensor(math.atan2(y, x), dtype=a.dtype)
""",
        ),
        (
            RIGHT,
            "arrows as a matrix",
            """
def mean_direction(a):
    arrows = torch.stack((torch.cos(a), torch.sin(a)), 1)   # (n, 2)
    east, north = arrows.mean(0)
    return torch.atan2(north, east)
""",
        ),
        (
            RIGHT,
            "acos of the normalised mean, with the sign of the sine",
            """
def mean_direction(a):
    s, c = torch.sin(a).mean(), torch.cos(a).mean()
    length = torch.sqrt(s ** 2 + c ** 2)
    angle = torch.acos(torch.clamp(c / length, -1, 1))
    return angle if s >= 0 else -angle
""",
        ),
    ),
    "14.3": (
        (
            WRONG,
            "atan2's arguments swapped",
            """
def mobius(x, r, c):
    u = x - c
    z = x + 2 * torch.atan2(1 - r * torch.cos(u), r * torch.sin(u))
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(u))
    return z, slope.log()
""",
        ),
        (
            WRONG,
            "factor 2 before atan2 forgotten",
            """
def mobius(x, r, c):
    u = x - c
    z = x + torch.atan2(r * torch.sin(u), 1 - r * torch.cos(u))
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(u))
    return z, slope.log()
""",
        ),
        (
            WRONG,
            "slope, not its logarithm",
            """
def mobius(x, r, c):
    u = x - c
    z = x + 2 * torch.atan2(r * torch.sin(u), 1 - r * torch.cos(u))
    return z, (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(u))
""",
        ),
        (
            WRONG,
            "z wrapped back into one turn",
            """
def mobius(x, r, c):
    u = x - c
    z = x + 2 * torch.atan2(r * torch.sin(u), 1 - r * torch.cos(u))
    z = (z + math.pi) % (2 * math.pi) - math.pi
    return z, torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(u)))
""",
        ),
        (
            WRONG,
            "c forgotten in the slope",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log(1 - r**2) - torch.log(1 + r**2 - 2 * r * torch.cos(x))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "starts from x − c: the whole map turned, c goes to 0",
            """
def mobius(x, r, c):
    x = x - c
    z = x + 2 * torch.atan2(r * torch.sin(x), 1 - r * torch.cos(x))
    return z, torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x)))
""",
        ),
        (
            WRONG,
            "log-slope with the sign turned, the log-slope of the inverse",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * d.sin(), 1 - r * d.cos())
    return z, torch.log(1 + r**2 - 2 * r * d.cos()) - torch.log(1 - r**2)
""",
        ),
        (
            WRONG,
            "plus in the denominator",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * d.sin(), 1 + r * d.cos())
    return z, torch.log((1 - r**2) / (1 + r**2 + 2 * r * d.cos()))
""",
        ),
        (
            WRONG,
            "tan-half form without the turns: right only within half a turn of c",
            """
def mobius(x, r, c):
    d = x - c
    z = c + 2 * torch.atan((1 + r) / (1 - r) * torch.tan(d / 2))
    return z, torch.log((1 - r**2) / (1 + r**2 - 2 * r * d.cos()))
""",
        ),
        (
            WRONG,
            "(1 − r)² for 1 − r² in the numerator",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * d.sin(), 1 - r * d.cos())
    return z, 2 * torch.log(1 - r) - torch.log(1 + r**2 - 2 * r * d.cos())
""",
        ),
        (
            WRONG,
            "log-slopes summed to one number, as for an event of many dimensions",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * d.sin(), 1 - r * d.cos())
    return z, torch.log((1 - r**2) / (1 + r**2 - 2 * r * d.cos())).sum()
""",
        ),
        (
            RIGHT,
            "only the one-number case: math functions on .item()",
            """
def mobius(x, r, c):
    r, c = r.item(), c.item()
    d = x.item() - c
    z = x + 2 * math.atan2(r * math.sin(d), 1 - r * math.cos(d))
    return z, math.log((1 - r**2) / (1 + r**2 - 2 * r * math.cos(d)))
""",
        ),
        (
            RIGHT,
            "atan of the quotient is fine, the denominator is positive",
            """
def mobius(x, r, c):
    u = x - c
    z = x + 2 * torch.atan(r * torch.sin(u) / (1 - r * torch.cos(u)))
    return z, torch.log1p(-r * r) - torch.log(1 + r * r - 2 * r * torch.cos(u))
""",
        ),
        (
            RIGHT,
            "complex: twice the angle of 1 − r e^{−iu}, and its modulus",
            """
def mobius(x, r, c):
    u = x - c
    w = torch.complex(1 - r * torch.cos(u), r * torch.sin(u))
    return x + 2 * torch.angle(w), torch.log(1 - r**2) - 2 * torch.log(torch.abs(w))
""",
        ),
        (
            RIGHT,
            "denominator as (1 − r)² + 4 r sin²(u/2)",
            """
def mobius(x, r, c):
    half = (x - c) / 2
    below = (1 - r) ** 2 + 4 * r * torch.sin(half) ** 2
    z = x + 2 * torch.atan2(r * torch.sin(2 * half), 1 - r * torch.cos(2 * half))
    return z, torch.log((1 - r) * (1 + r) / below)
""",
        ),
        (
            RIGHT,
            "tan-half form within the turn, and the turns added again",
            """
def mobius(x, r, c):
    d = x - c
    turns = torch.floor(d / (2 * math.pi) + 0.5)
    v = d - 2 * math.pi * turns
    z = c + 2 * torch.atan2((1 + r) * torch.sin(v / 2), (1 - r) * torch.cos(v / 2))
    z = z + 2 * math.pi * turns
    return z, torch.log(1 - r**2) - torch.log((1 - r * d.cos()) ** 2 + (r * d.sin()) ** 2)
""",
        ),
    ),
    "14.4": (
        (
            WRONG,
            "the weighted mean of log-slopes, not the log of the weighted mean",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d)))
    return (w * log_slope).sum(-1) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "the base forgotten",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * slope).sum(-1))
""",
        ),
        (
            WRONG,
            "a plus before log 2π",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * slope).sum(-1)) + math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "normal base at z, as in the chapters before",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    fk = x[:, None] + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    z = (w * fk).sum(-1)
    slope = (w * (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))).sum(-1)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + slope.log()
""",
        ),
        (
            WRONG,
            "the weights forgotten: a plain mean over the parts",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log(slope.mean(1)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "softmax of weights that are weights already",
            """
def circle_log_prob(x, w, r, c):
    w = torch.softmax(w, 0)
    d = x[:, None] - c
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log(slope @ w) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "maps one after the other: the log-slopes added",
            """
def circle_log_prob(x, w, r, c):
    log_p = -math.log(2 * math.pi)
    z = x
    for k in range(len(w)):
        d = z - c[k]
        log_p = log_p + torch.log((1 - r[k]**2) / (1 + r[k]**2 - 2 * r[k] * torch.cos(d)))
        z = z + 2 * torch.atan2(r[k] * torch.sin(d), 1 - r[k] * torch.cos(d))
    return log_p
""",
        ),
        (
            WRONG,
            "the sphere's 4π",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * slope).sum(-1) / (4 * math.pi))
""",
        ),
        (
            WRONG,
            "log-det subtracted: direction of the map confused",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return -math.log(2 * math.pi) - torch.log((w * slope).sum(-1))
""",
        ),
        (
            WRONG,
            "sums over the places in place of the parts",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c[None, :]
    slope = w * (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log(slope.sum(0)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "one Möbius map with averaged parameters",
            """
def circle_log_prob(x, w, r, c):
    r0, c0 = (w * r).sum(), (w * c).sum()
    slope = (1 - r0**2) / (1 + r0**2 - 2 * r0 * torch.cos(x - c0))
    return torch.log(slope) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "the density, not its logarithm",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return (slope * w).sum(1) / (2 * math.pi)
""",
        ),
        (
            WRONG,
            "slopes taken at z, not at x",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    z = x[:, None] + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(z - c))
    return torch.log((w * slope).sum(-1)) - math.log(2 * math.pi)
""",
        ),
        (
            RIGHT,
            "logsumexp over the parts",
            """
def circle_log_prob(x, w, r, c):
    u = x.unsqueeze(-1) - c
    log_slope = torch.log1p(-r**2) - torch.log(1 + r**2 - 2 * r * torch.cos(u))
    return torch.logsumexp(w.log() + log_slope, -1) - math.log(2 * math.pi)
""",
        ),
        (
            RIGHT,
            "a loop over the parts",
            """
def circle_log_prob(x, w, r, c):
    p = torch.zeros_like(x)
    for weight, strength, centre in zip(w, r, c):
        top = 1 - strength**2
        bottom = 1 + strength**2 - 2 * strength * torch.cos(x - centre)
        p = p + weight * top / bottom / (2 * math.pi)
    return torch.log(p)
""",
        ),
        (
            RIGHT,
            "einsum, with parts first",
            """
def circle_log_prob(x, w, r, c):
    cos = torch.cos(x[None, :] - c[:, None])            # (K, n)
    slope = (1 - r**2)[:, None] / ((1 + r**2)[:, None] - 2 * r[:, None] * cos)
    return torch.einsum("k,kn->n", w / (2 * torch.pi), slope).log()
""",
        ),
        (
            RIGHT,
            "the derivative of the map itself by autograd",
            """
def circle_log_prob(x, w, r, c):
    with torch.enable_grad():
        t = x.detach().clone().requires_grad_(True)
        u = t[:, None] - c
        z = (t[:, None] + 2 * torch.atan2(r * u.sin(), 1 - r * u.cos())) @ w
        (slope,) = torch.autograd.grad(z.sum(), t, create_graph=True)
    return slope.log() - math.log(2 * math.pi)
""",
        ),
        (
            RIGHT,
            "place by place",
            """
def circle_log_prob(x, w, r, c):
    out = []
    for xi in x:
        out.append(torch.log((w * (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(xi - c))).sum() / 2 / math.pi))
    return torch.stack(out)
""",
        ),
    ),
    "14.5": (
        (
            WRONG,
            "2π forgotten: the knots fill one unit, not one turn",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus
    start = torch.full((1,), -math.pi, dtype=widths.dtype)
    z = torch.cat([start, -math.pi + torch.cumsum(torch.softmax(widths, 0), 0)])
    x = torch.cat([start, -math.pi + torch.cumsum(torch.softmax(heights, 0), 0)])
    d = softplus(slopes)
    return z, x, torch.cat([d, d[:1]])
""",
        ),
        (
            WRONG,
            "knots from 0 to 2π",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus, pad
    z = pad(2 * math.pi * torch.softmax(widths, 0).cumsum(0), (1, 0))
    x = pad(2 * math.pi * torch.softmax(heights, 0).cumsum(0), (1, 0))
    d = softplus(slopes)
    return z, x, torch.cat([d, d[:1]])
""",
        ),
        (
            WRONG,
            "the last slope repeated, not the first one again",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus, pad
    z = pad(2 * math.pi * torch.softmax(widths, 0).cumsum(0), (1, 0)) - math.pi
    x = pad(2 * math.pi * torch.softmax(heights, 0).cumsum(0), (1, 0)) - math.pi
    d = softplus(slopes)
    return z, x, torch.cat([d, d[-1:]])
""",
        ),
        (
            WRONG,
            "slope 1 at both ends, as for a spline on the line",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus, pad
    z = pad(2 * math.pi * torch.softmax(widths, 0).cumsum(0), (1, 0)) - math.pi
    x = pad(2 * math.pi * torch.softmax(heights, 0).cumsum(0), (1, 0)) - math.pi
    one = torch.ones(1, dtype=slopes.dtype)
    d = torch.cat([one, softplus(slopes[1:]), one])
    return z, x, d
""",
        ),
        (
            WRONG,
            "exp in place of softplus",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import pad
    z = pad(2 * math.pi * torch.softmax(widths, 0).cumsum(0), (1, 0)) - math.pi
    x = pad(2 * math.pi * torch.softmax(heights, 0).cumsum(0), (1, 0)) - math.pi
    d = torch.exp(slopes)
    return z, x, torch.cat([d, d[:1]])
""",
        ),
        (
            WRONG,
            "widths and heights exchanged",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus, pad
    x = pad(2 * math.pi * torch.softmax(widths, 0).cumsum(0), (1, 0)) - math.pi
    z = pad(2 * math.pi * torch.softmax(heights, 0).cumsum(0), (1, 0)) - math.pi
    d = softplus(slopes)
    return z, x, torch.cat([d, d[:1]])
""",
        ),
        (
            WRONG,
            "no gradient: the knots are rebuilt with torch.tensor",
            """
def circular_knots(widths, heights, slopes):
    def knots(raw):
        out = [-math.pi]
        for share in torch.softmax(raw, 0).tolist():
            out.append(out[-1] + 2 * math.pi * share)
        return torch.tensor(out, dtype=raw.dtype)
    d = [math.log1p(math.exp(-abs(s))) + max(s, 0.0) for s in slopes.tolist()]
    return knots(widths), knots(heights), torch.tensor(d + d[:1], dtype=slopes.dtype)
""",
        ),
        (
            WRONG,
            "the first knot missing and d of K: shapes (K,)",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus
    z = -math.pi + torch.cumsum(2 * math.pi * torch.softmax(widths, 0), 0)
    x = -math.pi + torch.cumsum(2 * math.pi * torch.softmax(heights, 0), 0)
    return z, x, softplus(slopes)
""",
        ),
        (
            WRONG,
            "cumsum before the softmax",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus, pad
    z = pad(2 * math.pi * torch.softmax(torch.cumsum(widths, 0), 0), (1, 0)) - math.pi
    x = pad(2 * math.pi * torch.softmax(torch.cumsum(heights, 0), 0), (1, 0)) - math.pi
    d = softplus(slopes)
    return z, x, torch.cat([d, d[:1]])
""",
        ),
        (
            WRONG,
            "the widths themselves, not the places of the knots",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus
    first = torch.full((1,), -math.pi, dtype=widths.dtype)
    z = torch.cat([first, 2 * math.pi * torch.softmax(widths, 0)])
    x = torch.cat([first, 2 * math.pi * torch.softmax(heights, 0)])
    d = softplus(slopes)
    return z, x, torch.cat([d, d[:1]])
""",
        ),
        (
            WRONG,
            "the shared slope detached: its end gets no gradient",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus, pad
    z = pad(2 * math.pi * torch.softmax(widths, 0).cumsum(0), (1, 0)) - math.pi
    x = pad(2 * math.pi * torch.softmax(heights, 0).cumsum(0), (1, 0)) - math.pi
    d = softplus(slopes)
    return z, x, torch.cat([d, torch.tensor([d[0].item()], dtype=d.dtype)])
""",
        ),
        (
            WRONG,
            "softplus instead of softmax for the widths: they do not fill one turn",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus, pad
    z = pad(softplus(widths).cumsum(0), (1, 0)) - math.pi
    x = pad(softplus(heights).cumsum(0), (1, 0)) - math.pi
    d = softplus(slopes)
    return z, x, torch.cat([d, d[:1]])
""",
        ),
        (
            WRONG,
            "the first slope moved to the end only: order of slopes rolled by one",
            """
def circular_knots(widths, heights, slopes):
    from torch.nn.functional import softplus, pad
    z = pad(2 * math.pi * torch.softmax(widths, 0).cumsum(0), (1, 0)) - math.pi
    x = pad(2 * math.pi * torch.softmax(heights, 0).cumsum(0), (1, 0)) - math.pi
    d = softplus(slopes)
    return z, x, torch.cat([d[-1:], d])
""",
        ),
        (
            RIGHT,
            "cat and cumsum",
            """
from torch.nn.functional import softplus


def circular_knots(widths, heights, slopes):
    def knots(raw):
        steps = 2 * math.pi * torch.softmax(raw, 0)
        first = raw.new_full((1,), -math.pi)
        return torch.cumsum(torch.cat([first, steps]), 0)

    d = softplus(slopes)
    return knots(widths), knots(heights), torch.cat([d, d[:1]])
""",
        ),
        (
            RIGHT,
            "a triangular matrix for the sums, and roll-free indexing for the slopes",
            """
def circular_knots(widths, heights, slopes):
    K = len(widths)
    below = torch.tril(torch.ones(K + 1, K, dtype=widths.dtype), diagonal=-1)
    z = math.pi * (2 * below @ widths.softmax(0) - 1)
    x = math.pi * (2 * below @ heights.softmax(0) - 1)
    around = torch.arange(K + 1) % K
    return z, x, torch.nn.functional.softplus(slopes)[around]
""",
        ),
        (
            RIGHT,
            "by hand: a list of tensors and stack, logaddexp for softplus",
            """
def circular_knots(widths, heights, slopes):
    answers = []
    for raw in (widths, heights):
        share = torch.exp(raw - raw.max().detach())
        share = share / share.sum()
        places = [share[0] * 0 - math.pi]
        for s in share:
            places.append(places[-1] + 2 * math.pi * s)
        answers.append(torch.stack(places))
    d = torch.logaddexp(slopes, torch.zeros_like(slopes))
    return answers[0], answers[1], torch.cat((d, d[0].unsqueeze(0)))
""",
        ),
        (
            RIGHT,
            "both at once in a stack, pad in front, hstack",
            """
import torch.nn.functional as F


def circular_knots(widths, heights, slopes):
    both = torch.stack([widths, heights])
    knots = F.pad(2 * torch.pi * torch.cumsum(torch.softmax(both, dim=1), dim=1), (1, 0)) - torch.pi
    closed = torch.hstack([slopes, slopes[0]])
    return knots[0], knots[1], F.softplus(closed)
""",
        ),
    ),
    "14.6": (
        (
            WRONG,
            "the sign: divides by sin θ",
            """
def in_angles(log_p, theta):
    return log_p - torch.log(torch.sin(theta))
""",
        ),
        (
            WRONG,
            "multiplies the log-density by sin θ",
            """
def in_angles(log_p, theta):
    return log_p * torch.sin(theta)
""",
        ),
        (
            WRONG,
            "adds sin θ, not its logarithm",
            """
def in_angles(log_p, theta):
    return log_p + torch.sin(theta)
""",
        ),
        (
            WRONG,
            "cos in place of sin, θ taken for a latitude",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.cos(theta).abs())
""",
        ),
        (
            WRONG,
            "returns the density, not its logarithm",
            """
def in_angles(log_p, theta):
    return torch.exp(log_p) * torch.sin(theta)
""",
        ),
        (
            WRONG,
            "forgets the exp: log of log_p times sin",
            """
def in_angles(log_p, theta):
    return torch.log(log_p.abs() * torch.sin(theta))
""",
        ),
        (
            WRONG,
            "integrates over φ as well: a 2π too much",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(2 * math.pi * torch.sin(theta))
""",
        ),
        (
            WRONG,
            "the uniform density added",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(theta)) - math.log(4 * math.pi)
""",
        ),
        (
            WRONG,
            "degrees converted once more",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(torch.deg2rad(theta)))
""",
        ),
        (
            WRONG,
            "sin² θ: the Jacobian of x, y, z",
            """
def in_angles(log_p, theta):
    return log_p + 2 * torch.sin(theta).log()
""",
        ),
        (
            WRONG,
            "renormalised over the points handed in",
            """
def in_angles(log_p, theta):
    out = log_p + torch.log(torch.sin(theta))
    return out - torch.logsumexp(out.flatten(), 0)
""",
        ),
        (
            WRONG,
            "nothing to do: the mass is the same number",
            """
def in_angles(log_p, theta):
    return log_p
""",
        ),
        (
            RIGHT,
            "plain",
            """
def in_angles(log_p, theta):
    return log_p + theta.sin().log()
""",
        ),
        (
            RIGHT,
            "half angles",
            """
def in_angles(log_p, theta):
    half = theta / 2
    return log_p + math.log(2) + torch.log(torch.sin(half)) + torch.log(torch.cos(half))
""",
        ),
        (
            RIGHT,
            "back to the density and to the logarithm again",
            """
def in_angles(log_p, theta):
    density = log_p.exp()
    return torch.log(density * torch.sin(theta))
""",
        ),
        (
            RIGHT,
            "minus the log of dθdφ per dΩ",
            """
def in_angles(log_p, theta):
    angles_per_area = 1 / torch.sin(theta)
    return log_p - torch.log(angles_per_area)
""",
        ),
        (
            RIGHT,
            "cosine shifted by a quarter turn",
            """
def in_angles(log_p, theta):
    latitude = math.pi / 2 - theta
    return torch.add(log_p, torch.log(torch.cos(latitude)))
""",
        ),
    ),
    "14.7": (
        (
            WRONG,
            "θ uniform instead of the height: too many at the poles",
            """
def uniform_to_sphere(u):
    theta, phi = math.pi * (1 - u[..., 0]), 2 * math.pi * u[..., 1]
    return torch.stack([theta.sin() * phi.cos(), theta.sin() * phi.sin(), theta.cos()], -1)
""",
        ),
        (
            WRONG,
            "the two numbers exchanged",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 1] - 1
    phi = 2 * math.pi * u[..., 0]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * torch.cos(phi), s * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "h from 0 to 1: half a sphere",
            """
def uniform_to_sphere(u):
    h = u[..., 0]
    phi = 2 * math.pi * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * torch.cos(phi), s * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "stays on the cylinder",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    return torch.stack([torch.cos(phi), torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "pulls the cylinder point to the centre, not at its height",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    p = torch.stack([torch.cos(phi), torch.sin(phi), h], -1)
    return p / p.norm(dim=-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "root forgotten: distance from the axis 1 − h²",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    s = 1 - h**2
    return torch.stack([s * torch.cos(phi), s * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "sine and cosine exchanged: φ from the y-axis",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * torch.sin(phi), s * torch.cos(phi), h], -1)
""",
        ),
        (
            WRONG,
            "half a turn only",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = math.pi * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * torch.cos(phi), s * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "upside down: 0 gives the north pole",
            """
def uniform_to_sphere(u):
    h = 1 - 2 * u[..., 0]
    phi = 2 * math.pi * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * torch.cos(phi), s * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "stacked along the first dimension: right only for one point",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * torch.cos(phi), s * torch.sin(phi), h])
""",
        ),
        (
            WRONG,
            "takes rows for columns",
            """
def uniform_to_sphere(u):
    h, phi = 2 * u[0] - 1, 2 * math.pi * u[1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * torch.cos(phi), s * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "ignores u and draws its own points",
            """
def uniform_to_sphere(u):
    p = torch.randn(*u.shape[:-1], 3, dtype=u.dtype)
    return p / p.norm(dim=-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "starts φ at −π",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1] - math.pi
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * torch.cos(phi), s * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "height first in the result",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([h, s * torch.cos(phi), s * torch.sin(phi)], -1)
""",
        ),
        (
            RIGHT,
            "distance from the axis 2 √(u(1 − u))",
            """
def uniform_to_sphere(u):
    a, b = u.unbind(-1)
    rho = 2 * torch.sqrt(a * (1 - a))
    phi = 2 * math.pi * b
    return torch.stack((rho * phi.cos(), rho * phi.sin(), 2 * a - 1), dim=-1)
""",
        ),
        (
            RIGHT,
            "by the angle whose cosine is the height",
            """
def uniform_to_sphere(u):
    theta = torch.acos(2 * u[..., 0] - 1)
    phi = 2 * math.pi * u[..., 1]
    x = torch.sin(theta) * torch.cos(phi)
    y = torch.sin(theta) * torch.sin(phi)
    return torch.stack([x, y, torch.cos(theta)], dim=-1)
""",
        ),
        (
            RIGHT,
            "a complex number for the circle of latitude",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., :1] - 1
    ring = torch.polar(torch.sqrt((1 - h) * (1 + h)), 2 * torch.pi * u[..., 1:])
    return torch.cat([ring.real, ring.imag, h], -1)
""",
        ),
        (
            RIGHT,
            "filled coordinate by coordinate",
            """
def uniform_to_sphere(u):
    out = torch.empty(u.shape[:-1] + (3,), dtype=u.dtype)
    out[..., 2] = u[..., 0] * 2 - 1
    radius = (1 - out[..., 2] ** 2).clamp(min=0).sqrt()
    out[..., 0] = radius * torch.cos(2 * math.pi * u[..., 1])
    out[..., 1] = radius * torch.sin(2 * math.pi * u[..., 1])
    return out
""",
        ),
        (
            RIGHT,
            "NumPy",
            """
def uniform_to_sphere(u):
    v = u.numpy()
    h = 2 * v[..., 0] - 1
    phi = 2 * np.pi * v[..., 1]
    s = np.sqrt(1 - h**2)
    return torch.from_numpy(np.stack([s * np.cos(phi), s * np.sin(phi), h], axis=-1))
""",
        ),
    ),
    "14.8": (
        (
            WRONG,
            "the log of the length's factor, not of the area's",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1, keepdim=True)
    return s * d - r * n, s.squeeze(-1).log()
""",
        ),
        (
            WRONG,
            "three dimensions counted",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1, keepdim=True)
    return s * d - r * n, 3 * s.squeeze(-1).log()
""",
        ),
        (
            WRONG,
            "the last − r n forgotten: leaves the sphere",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    return s[..., None] * d, 2 * torch.log(s)
""",
        ),
        (
            WRONG,
            "divides by the distance, not by its square",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / torch.norm(d, dim=-1)
    return s[..., None] * d - r * n, 2 * torch.log(s)
""",
        ),
        (
            WRONG,
            "the minus after the fraction taken for a plus",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    return s[..., None] * d + r * n, 2 * torch.log(s)
""",
        ),
        (
            WRONG,
            "the log-det of the way back",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    return s[..., None] * d - r * n, -2 * torch.log(s)
""",
        ),
        (
            WRONG,
            "norm over all numbers: right for one point only",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / torch.linalg.norm(d) ** 2
    return s * d - r * n, (2 * torch.log(s)).expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "keepdim left in: log-det of shape (..., 1)",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d * d).sum(-1, keepdim=True)
    return s * d - r * n, 2 * torch.log(s)
""",
        ),
        (
            WRONG,
            "(1 − r)² for 1 − r²",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r) ** 2 / (d * d).sum(-1)
    return s[..., None] * d - r * n, 2 * torch.log(s)
""",
        ),
        (
            WRONG,
            "the area factor itself",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d * d).sum(-1)
    return s[..., None] * d - r * n, s**2
""",
        ),
        (
            WRONG,
            "log-det of the place where it lands",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    z = (1 - r**2) / (d * d).sum(-1, keepdim=True) * d - r * n
    s = (1 - r**2) / ((z - r * n) ** 2).sum(-1)
    return z, 2 * torch.log(s)
""",
        ),
        (
            WRONG,
            "zooms at −n: the distance from −r n",
            """
def sphere_mobius(x, n, r):
    d = x + r * n
    s = (1 - r**2) / (d * d).sum(-1)
    return s[..., None] * d + r * n, 2 * torch.log(s)
""",
        ),
        (
            WRONG,
            "moves x in place and forgets that it has moved",
            """
def sphere_mobius(x, n, r):
    d = x
    d -= r * n
    s = (1 - r**2) / ((x - r * n) ** 2).sum(-1)
    return s[..., None] * d - r * n, 2 * torch.log(s)
""",
        ),
        (
            WRONG,
            "normalises the image by hand instead of the formula",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    z = d / d.norm(dim=-1, keepdim=True)
    s = (1 - r**2) / (d * d).sum(-1)
    return z, 2 * torch.log(s)
""",
        ),
        (
            RIGHT,
            "|x − rn|² by the cosine: 1 + r² − 2 r x·n",
            """
def sphere_mobius(x, n, r):
    near = 1 + r**2 - 2 * r * (x @ n)
    s = (1 - r**2) / near
    return s.unsqueeze(-1) * (x - r * n) - r * n, 2 * s.log()
""",
        ),
        (
            RIGHT,
            "einsum and logs",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    log_s = torch.log1p(-r * r) - torch.log(torch.einsum("...i,...i->...", d, d))
    return torch.exp(log_s)[..., None] * d - r * n, log_s + log_s
""",
        ),
        (
            RIGHT,
            "the three coordinates by hand",
            """
def sphere_mobius(x, n, r):
    a, b, c = x[..., 0] - r * n[0], x[..., 1] - r * n[1], x[..., 2] - r * n[2]
    s = (1 - r) * (1 + r) / (a**2 + b**2 + c**2)
    z = torch.stack([s * a - r * n[0], s * b - r * n[1], s * c - r * n[2]], -1)
    return z, torch.log(s**2)
""",
        ),
        (
            RIGHT,
            "by height along n: the rest shrinks or grows, areas are dh'/dh",
            """
def sphere_mobius(x, n, r):
    h = (x * n).sum(-1)
    rest = x - h[..., None] * n
    d2 = 1 + r * r - 2 * r * h
    new_h = (1 - r * r) * (h - r) / d2 - r
    z = new_h[..., None] * n + ((1 - r * r) / d2)[..., None] * rest
    slope = ((1 - r * r) * d2 + 2 * r * (1 - r * r) * (h - r)) / d2**2   # dh'/dh
    return z, torch.log(slope)
""",
        ),
        (
            RIGHT,
            "norm with keepdim, squeezed at the end",
            """
def sphere_mobius(x, n, r):
    inside = r * n
    distance = torch.linalg.vector_norm(x - inside, dim=-1, keepdim=True)
    s = (1 - r**2) / distance.pow(2)
    log_det = 2 * torch.log(1 - r**2) - 4 * torch.log(distance)
    return s * (x - inside) - inside, log_det[..., 0]
""",
        ),
    ),
    "14.9": (
        (
            WRONG,
            "half of the angle: asin without the 2",
            """
def cap_of_disk(radius):
    return torch.asin(torch.sqrt(1 - torch.exp(-radius**2 / 2)))
""",
        ),
        (
            WRONG,
            "share × 4π set equal to 1 − cos α, 2π forgotten on one side",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return torch.acos(1 - share)
""",
        ),
        (
            WRONG,
            "½ forgotten in the exponent",
            """
def cap_of_disk(radius):
    return torch.acos(2 * torch.exp(-radius**2) - 1)
""",
        ),
        (
            WRONG,
            "the cap's height, not its angle",
            """
def cap_of_disk(radius):
    return 2 * torch.exp(-radius**2 / 2) - 1
""",
        ),
        (
            WRONG,
            "the cap around the other pole",
            """
def cap_of_disk(radius):
    return torch.acos(1 - 2 * torch.exp(-radius**2 / 2))
""",
        ),
        (
            WRONG,
            "in degrees",
            """
def cap_of_disk(radius):
    return torch.rad2deg(torch.acos(2 * torch.exp(-radius**2 / 2) - 1))
""",
        ),
        (
            WRONG,
            "share of the angle π, not of the area",
            """
def cap_of_disk(radius):
    return math.pi * (1 - torch.exp(-radius**2 / 2))
""",
        ),
        (
            WRONG,
            "the full opening from rim to rim",
            """
def cap_of_disk(radius):
    return 2 * torch.acos(2 * torch.exp(-radius**2 / 2) - 1)
""",
        ),
        (
            WRONG,
            "the one-dimensional normal's share, erf",
            """
def cap_of_disk(radius):
    share = torch.erf(radius / math.sqrt(2))
    return torch.acos(1 - 2 * share)
""",
        ),
        (
            WRONG,
            "the share of the cap, with the radius taken for the angle",
            """
def cap_of_disk(radius):
    return (1 - torch.cos(radius)) / 2
""",
        ),
        (
            WRONG,
            "the radius itself: equal for small ones up to a factor",
            """
def cap_of_disk(radius):
    return torch.clamp(radius * math.sqrt(2), max=math.pi)
""",
        ),
        (
            WRONG,
            "4π forgotten: cap area set equal to the share",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return torch.acos(1 - share / (2 * math.pi))
""",
        ),
        (
            RIGHT,
            "arccos of the height",
            """
def cap_of_disk(radius):
    return torch.acos(2 * torch.exp(-radius**2 / 2) - 1)
""",
        ),
        (
            RIGHT,
            "half angle by expm1, exact for small disks",
            """
def cap_of_disk(radius):
    share = -torch.expm1(-0.5 * radius**2)
    return 2 * torch.asin(torch.sqrt(share))
""",
        ),
        (
            RIGHT,
            "half angle by its cosine",
            """
def cap_of_disk(radius):
    return 2 * torch.acos(torch.exp(-radius * radius / 4))
""",
        ),
        (
            RIGHT,
            "half angle by atan2",
            """
def cap_of_disk(radius):
    inside = -torch.expm1(-radius**2 / 2)
    outside = torch.exp(-radius**2 / 2)
    return 2 * torch.atan2(inside.sqrt(), outside.sqrt())
""",
        ),
        (
            RIGHT,
            "bisection on the share",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    low, high = torch.zeros_like(radius), torch.full_like(radius, math.pi)
    for _ in range(60):
        middle = (low + high) / 2
        small = 2 * math.pi * (1 - torch.cos(middle)) / (4 * math.pi) < share
        low, high = torch.where(small, middle, low), torch.where(small, high, middle)
    return (low + high) / 2
""",
        ),
    ),
    "14.10": (
        (
            WRONG,
            "the determinant of all three directions",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return torch.log(torch.abs(torch.det(J)))
""",
        ),
        (
            WRONG,
            "the fixed helper (0, 0, 1): fails at the poles",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    up = torch.tensor([0.0, 0.0, 1.0], dtype=x.dtype)
    e1 = torch.linalg.cross(up, x)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.cross(J @ e1, J @ e2).norm().log()
""",
        ),
        (
            WRONG,
            "e₁ and e₂ not of length 1",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    help = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    e1 = torch.linalg.cross(help, x)
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.cross(J @ e1, J @ e2).norm().log()
""",
        ),
        (
            WRONG,
            "product of the sides' lengths: a rectangle, not a parallelogram",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    help = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    e1 = torch.linalg.cross(help, x)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return (J @ e1).norm().log() + (J @ e2).norm().log()
""",
        ),
        (
            WRONG,
            "the Jacobian transposed, e @ J",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    help = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    e1 = torch.linalg.cross(help, x)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.cross(e1 @ J, e2 @ J).norm().log()
""",
        ),
        (
            WRONG,
            "the area, not its logarithm",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    help = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    e1 = torch.linalg.cross(help, x)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.cross(J @ e1, J @ e2).norm()
""",
        ),
        (
            WRONG,
            "the two tangents of x used at f(x), too",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    E = torch.linalg.svd(x[None])[2][1:]     # (2, 3)
    return torch.linalg.slogdet(E @ J @ E.T)[1]
""",
        ),
        (
            WRONG,
            "the upper left 2 × 2 block: as if x were at the north pole",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return torch.log(torch.abs(J[0, 0] * J[1, 1] - J[0, 1] * J[1, 0]))
""",
        ),
        (
            WRONG,
            "root of the Gram determinant forgotten: twice the log-det",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    E = torch.linalg.svd(x[None])[2][1:].T
    A = J @ E
    return torch.logdet(A.T @ A)
""",
        ),
        (
            WRONG,
            "the two largest singular values of J, off the sphere's too",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return torch.linalg.svdvals(J)[:2].log().sum()
""",
        ),
        (
            WRONG,
            "two tangents that are not perpendicular to each other",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    order = x.abs().argsort()
    eye = torch.eye(3, dtype=x.dtype)
    e1 = torch.linalg.cross(x, eye[order[0]])
    e2 = torch.linalg.cross(x, eye[order[1]])
    e1, e2 = e1 / e1.norm(), e2 / e2.norm()
    return torch.linalg.cross(J @ e1, J @ e2).norm().log()
""",
        ),
        (
            WRONG,
            "scalar product in place of cross product",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    help = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    e1 = torch.linalg.cross(help, x)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return ((J @ e1) * (J @ e2)).sum().abs().log()
""",
        ),
        (
            WRONG,
            "half of the parallelogram, the triangle",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    help = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    e1 = torch.linalg.cross(help, x)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.log(torch.linalg.cross(J @ e1, J @ e2).norm() / 2)
""",
        ),
        (
            WRONG,
            "the volume with f(x) as third side, Jx added: f's radial part counts",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    sign, logabs = torch.linalg.slogdet(J)
    return logabs - torch.log((J @ x).norm())
""",
        ),
        (
            RIGHT,
            "the helper is the axis farthest from x",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    help = torch.zeros_like(x)
    help[x.abs().argmin()] = 1
    e1 = help - (help @ x) * x
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.log(torch.linalg.norm(torch.linalg.cross(J @ e1, J @ e2)))
""",
        ),
        (
            RIGHT,
            "no tangents at all: the cofactors of J along x",
            """
def tangent_log_det(f, x):
    a, b, c = torch.autograd.functional.jacobian(f, x)
    cof = torch.stack([torch.linalg.cross(b, c), torch.linalg.cross(c, a), torch.linalg.cross(a, b)])
    return (cof @ x).norm().log()
""",
        ),
        (
            RIGHT,
            "tangents from the SVD of x, area from a Gram determinant",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    E = torch.linalg.svd(x.reshape(1, 3), full_matrices=True).Vh[1:].T   # (3, 2)
    A = J @ E
    return 0.5 * torch.logdet(A.T @ A)
""",
        ),
        (
            RIGHT,
            "projects x's direction out, and takes the two singular values that are left",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    P = torch.eye(3, dtype=x.dtype) - torch.outer(x, x)
    return torch.linalg.svdvals(J @ P)[:2].log().sum()
""",
        ),
        (
            RIGHT,
            "replaces what J does across the sphere by x → f(x), then the 3 × 3 determinant",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    J = J - torch.outer(J @ x, x) + torch.outer(f(x), x)
    return torch.linalg.slogdet(J).logabsdet
""",
        ),
    ),
}
