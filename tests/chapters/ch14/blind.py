"""Answers to the exercises of chapter 14, written with nothing in hand but the prompts."""

RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    # ------------------------------------------------------------------ 14.1
    "14.1": (
        (
            WRONG,
            "modulo two pi",
            """
def wrap(a):
    return a % (2 * math.pi)
""",
        ),
        (
            WRONG,
            "fmod of the shifted angle",
            """
def wrap(a):
    return torch.fmod(a + math.pi, 2 * math.pi) - math.pi
""",
        ),
        (
            WRONG,
            "fmod alone",
            """
def wrap(a):
    return torch.fmod(a, 2 * math.pi)
""",
        ),
        (
            WRONG,
            "clamped",
            """
def wrap(a):
    return a.clamp(-math.pi, math.pi)
""",
        ),
        (
            WRONG,
            "shift not undone",
            """
def wrap(a):
    return (a + math.pi) % (2 * math.pi)
""",
        ),
        (
            WRONG,
            "one turn at most",
            """
def wrap(a):
    a = torch.where(a >= math.pi, a - 2 * math.pi, a)
    return torch.where(a < -math.pi, a + 2 * math.pi, a)
""",
        ),
        (
            WRONG,
            "asin of sin",
            """
def wrap(a):
    return torch.asin(torch.sin(a))
""",
        ),
        (
            WRONG,
            "acos of cos",
            """
def wrap(a):
    return torch.acos(torch.cos(a))
""",
        ),
        (
            WRONG,
            "atan of tan",
            """
def wrap(a):
    return torch.atan(torch.tan(a))
""",
        ),
        (
            WRONG,
            "degrees",
            """
def wrap(a):
    return (a + 180) % 360 - 180
""",
        ),
        (
            WRONG,
            "period pi",
            """
def wrap(a):
    return (a + math.pi / 2) % math.pi - math.pi / 2
""",
        ),
        (
            WRONG,
            "atan2, plus pi stays",
            """
def wrap(a):
    return torch.atan2(torch.sin(a), torch.cos(a))
""",
        ),
        (
            WRONG,
            "round",
            """
def wrap(a):
    return a - 2 * math.pi * torch.round(a / (2 * math.pi))
""",
        ),
        (
            WRONG,
            "shift with the wrong sign first",
            """
def wrap(a):
    return (a - math.pi) % (2 * math.pi) + math.pi
""",
        ),
        (
            WRONG,
            "floor without the half turn",
            """
def wrap(a):
    return a - 2 * math.pi * torch.floor(a / (2 * math.pi))
""",
        ),
        (
            WRONG,
            "modulo then minus pi",
            """
def wrap(a):
    return a % (2 * math.pi) - math.pi
""",
        ),
        (
            WRONG,
            "only the large ones",
            """
def wrap(a):
    a = a % (2 * math.pi)
    return torch.where(a > math.pi, a - 2 * math.pi, a)
""",
        ),
        (
            WRONG,
            "brackets of the modulo",
            """
def wrap(a):
    return (a + math.pi) % 2 * math.pi - math.pi
""",
        ),
        (
            RIGHT,
            "remainder",
            """
def wrap(a):
    return torch.remainder(a + torch.pi, 2 * torch.pi) - torch.pi
""",
        ),
        (
            RIGHT,
            "floor",
            """
def wrap(a):
    turns = torch.floor((a + math.pi) / (2 * math.pi))
    return a - turns * 2 * math.pi
""",
        ),
        (
            RIGHT,
            "one by one with while",
            """
def wrap(a):
    a = a.clone()
    while (a >= math.pi).any():
        a = torch.where(a >= math.pi, a - 2 * math.pi, a)
    while (a < -math.pi).any():
        a = torch.where(a < -math.pi, a + 2 * math.pi, a)
    return a
""",
        ),
        (
            RIGHT,
            "modulo, then the upper half back",
            """
def wrap(a):
    a = a % (2 * math.pi)
    return torch.where(a >= math.pi, a - 2 * math.pi, a)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.2
    "14.2": (
        (
            WRONG,
            "plain mean",
            """
def mean_direction(a):
    return a.mean()
""",
        ),
        (
            WRONG,
            "mean in one turn",
            """
def mean_direction(a):
    return (a % (2 * math.pi)).mean()
""",
        ),
        (
            WRONG,
            "mean of the wrapped",
            """
def mean_direction(a):
    return ((a + math.pi) % (2 * math.pi) - math.pi).mean()
""",
        ),
        (
            WRONG,
            "atan2 arguments exchanged",
            """
def mean_direction(a):
    return torch.atan2(torch.cos(a).mean(), torch.sin(a).mean())
""",
        ),
        (
            WRONG,
            "atan of the quotient",
            """
def mean_direction(a):
    return torch.atan(torch.sin(a).mean() / torch.cos(a).mean())
""",
        ),
        (
            WRONG,
            "asin of the mean sine",
            """
def mean_direction(a):
    return torch.asin(torch.sin(a).mean())
""",
        ),
        (
            WRONG,
            "acos of the mean cosine",
            """
def mean_direction(a):
    return torch.acos(torch.cos(a).mean())
""",
        ),
        (
            WRONG,
            "median",
            """
def mean_direction(a):
    return a.median()
""",
        ),
        (
            WRONG,
            "length of the arrow",
            """
def mean_direction(a):
    return torch.sqrt(a.cos().mean() ** 2 + a.sin().mean() ** 2)
""",
        ),
        (
            WRONG,
            "mean of atan2",
            """
def mean_direction(a):
    return torch.atan2(a.sin(), a.cos()).mean()
""",
        ),
        (
            WRONG,
            "mean of tan",
            """
def mean_direction(a):
    return torch.atan(torch.tan(a).mean())
""",
        ),
        (
            WRONG,
            "from 0 to 2 pi",
            """
def mean_direction(a):
    return torch.atan2(a.sin().mean(), a.cos().mean()) % (2 * math.pi)
""",
        ),
        (
            WRONG,
            "degrees",
            """
def mean_direction(a):
    return torch.rad2deg(torch.atan2(a.sin().mean(), a.cos().mean()))
""",
        ),
        (
            WRONG,
            "treats a as degrees",
            """
def mean_direction(a):
    a = torch.deg2rad(a)
    return torch.atan2(a.sin().mean(), a.cos().mean())
""",
        ),
        (
            WRONG,
            "the arrow itself",
            """
def mean_direction(a):
    return torch.stack([a.cos().mean(), a.sin().mean()])
""",
        ),
        (
            WRONG,
            "every direction",
            """
def mean_direction(a):
    return torch.atan2(torch.sin(a), torch.cos(a))
""",
        ),
        (
            RIGHT,
            "sums",
            """
def mean_direction(a):
    return torch.atan2(torch.sum(torch.sin(a)), torch.sum(torch.cos(a)))
""",
        ),
        (
            RIGHT,
            "complex numbers",
            """
def mean_direction(a):
    return torch.angle(torch.exp(1j * a).mean())
""",
        ),
        (
            RIGHT,
            "math with floats",
            """
def mean_direction(a):
    c = sum(math.cos(t) for t in a) / len(a)
    s = sum(math.sin(t) for t in a) / len(a)
    return math.atan2(s, c)
""",
        ),
        (
            RIGHT,
            "arrow normalised first",
            """
def mean_direction(a):
    v = torch.stack([a.cos(), a.sin()], -1).mean(0)
    v = v / v.norm()
    return torch.atan2(v[1], v[0])
""",
        ),
        (
            RIGHT,
            "acos with a sign",
            """
def mean_direction(a):
    c, s = a.cos().mean(), a.sin().mean()
    return torch.sign(s) * torch.acos(c / torch.hypot(c, s))
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.3
    "14.3": (
        (
            WRONG,
            "no factor two",
            """
def mobius(x, r, c):
    z = x + torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "minus",
            """
def mobius(x, r, c):
    z = x - 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "the inverse, both",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(-r * torch.sin(x - c), 1 + r * torch.cos(x - c))
    log_slope = torch.log((1 - r**2) / (1 + r**2 + 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "not centred",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x), 1 - r * torch.cos(x))
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "atan2 exchanged",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(1 - r * torch.cos(x - c), r * torch.sin(x - c))
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "slope, no log",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "sign of the log-slope",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log(1 + r**2 - 2 * r * torch.cos(x - c)) - torch.log(1 - r**2)
    return z, log_slope
""",
        ),
        (
            WRONG,
            "1 - r above",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log((1 - r) / (1 + r**2 - 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "1 + r cos in atan2",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x - c), 1 + r * torch.cos(x - c))
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "base's log 2 pi",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c))) - math.log(2 * math.pi)
    return z, log_slope
""",
        ),
        (
            WRONG,
            "wrapped",
            """
def mobius(x, r, c):
    z = (x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c)) + math.pi) % (2 * math.pi) - math.pi
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "x left out",
            """
def mobius(x, r, c):
    z = 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "x - c in front",
            """
def mobius(x, r, c):
    z = (x - c) + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "brackets of the logarithm",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log(1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "r not squared below",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    log_slope = torch.log((1 - r**2) / (1 + r - 2 * r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "slope only",
            """
def mobius(x, r, c):
    d = x - c
    return torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d)))
""",
        ),
        (
            WRONG,
            "atan of the quotient",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan(r * torch.sin(x - c) / (1 - r * torch.cos(x - c))) + 0 * x
    log_slope = torch.log((1 - r**2) / (1 + r**2 - r * torch.cos(x - c)))
    return z, log_slope
""",
        ),
        (
            WRONG,
            "sign of c",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x + c), 1 - r * torch.cos(x + c))
    log_slope = torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x + c)))
    return z, log_slope
""",
        ),
        (
            RIGHT,
            "log difference and log1p",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * d.sin(), 1 - r * d.cos())
    return z, torch.log1p(-r * r) - torch.log1p(r * r - 2 * r * d.cos())
""",
        ),
        (
            RIGHT,
            "autograd",
            """
def mobius(x, r, c):
    y = x.detach().clone().requires_grad_()
    z = y + 2 * torch.atan2(r * torch.sin(y - c), 1 - r * torch.cos(y - c))
    (slope,) = torch.autograd.grad(z.sum(), y)
    return z.detach(), slope.log()
""",
        ),
        (
            RIGHT,
            "complex numbers",
            """
def mobius(x, r, c):
    w = 1 - r * torch.exp(-1j * (x - c))
    return x + 2 * torch.angle(w), (1 - r**2).log() - 2 * w.abs().log()
""",
        ),
        (
            RIGHT,
            "plain atan, stable slope",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan(r * torch.sin(d) / (1 - r * torch.cos(d)))
    below = (1 - r) ** 2 + 4 * r * torch.sin(d / 2) ** 2
    return z, torch.log(1 - r) + torch.log(1 + r) - torch.log(below)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.4
    "14.4": (
        (
            WRONG,
            "no base",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * s).sum(-1))
""",
        ),
        (
            WRONG,
            "plus log 2 pi",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * s).sum(-1)) + math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "mean of the logs",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return (w * s.log()).sum(-1) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "sign of the log-det",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return -torch.log((w * s).sum(-1)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "no weights",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log(s.mean(-1)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "sum without weights",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log(s.sum(-1)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "four pi",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * s).sum(-1)) - math.log(4 * math.pi)
""",
        ),
        (
            WRONG,
            "per degree",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * s).sum(-1)) - math.log(360)
""",
        ),
        (
            WRONG,
            "normal base",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    z = (w * (x[:, None] + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d)))).sum(-1)
    return torch.log((w * s).sum(-1)) - z**2 / 2 - 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "density",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return (w * s).sum(-1) / (2 * math.pi)
""",
        ),
        (
            WRONG,
            "softmax of weights",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((torch.softmax(w, 0) * s).sum(-1)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "logsumexp without logs of weights",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.logsumexp(w * s.log(), -1) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "base log outside of each",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return (torch.log(w * s) - math.log(2 * math.pi)).sum(-1)
""",
        ),
        (
            WRONG,
            "parameters averaged",
            """
def circle_log_prob(x, w, r, c):
    r, c = (w * r).sum(), (w * c).sum()
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c))
    return s.log() - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "half log 2 pi",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * s).sum(-1)) - 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "slope at z",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    z = x[:, None] + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(z - c))
    return torch.log((w * s).sum(-1)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "summed over the points",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return (torch.log((w * s).sum(-1)) - math.log(2 * math.pi)).sum()
""",
        ),
        (
            RIGHT,
            "logsumexp",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.logsumexp(torch.log(w) + torch.log(s), -1) - math.log(2 * math.pi)
""",
        ),
        (
            RIGHT,
            "matrix product",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log(s @ w / (2 * math.pi))
""",
        ),
        (
            RIGHT,
            "loop over parts",
            """
def circle_log_prob(x, w, r, c):
    p = 0
    for wk, rk, ck in zip(w, r, c):
        p = p + wk * (1 - rk**2) / (1 + rk**2 - 2 * rk * torch.cos(x - ck))
    return p.log() - np.log(2 * np.pi)
""",
        ),
        (
            RIGHT,
            "parts in rows, autograd",
            """
def circle_log_prob(x, w, r, c):
    x = x.clone().requires_grad_(True)
    d = x - c[:, None]
    z = x + 2 * torch.atan2(r[:, None] * d.sin(), 1 - r[:, None] * d.cos())
    slope, = torch.autograd.grad((w[:, None] * z).sum(), x)
    return slope.log() - math.log(2 * math.pi)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.5
    "14.5": (
        (
            WRONG,
            "ends pinned to one",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.ones(1), torch.nn.functional.softplus(slopes)[1:], torch.ones(1)])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "last slope repeated",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[-1:]])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "from 0 to 2 pi",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (0)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1]])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "bound one",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-1)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1]])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "pi softmax",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1]])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "exp slopes",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([slopes.exp(), slopes.exp()[:1]])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "no softmax",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = torch.nn.functional.softplus(u)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1]])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "widths normalised without softmax",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * u / u.sum()
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1]])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "last is one",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.ones(1)])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "K slopes only",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.nn.functional.softplus(slopes)
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "softplus forgotten",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([slopes, slopes[:1]])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "copy detached",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1].detach()])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "last in front",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes)[-1:], torch.nn.functional.softplus(slopes)])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "cumsum without the first knot",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return w.cumsum(0) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1]])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "mean of the ends",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([(torch.nn.functional.softplus(slopes)[:1] + torch.nn.functional.softplus(slopes)[-1:]) / 2, torch.nn.functional.softplus(slopes)[1:-1], (torch.nn.functional.softplus(slopes)[:1] + torch.nn.functional.softplus(slopes)[-1:]) / 2])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "heights from widths",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1]])
    return places(widths), places(widths), d
""",
        ),
        (
            WRONG,
            "lengths returned",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1]])
    return 2 * math.pi * torch.softmax(widths, 0), 2 * math.pi * torch.softmax(heights, 0), d
""",
        ),
        (
            WRONG,
            "exchanged",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        w = 2 * math.pi * torch.softmax(u, 0)
        return torch.cat([torch.zeros(1), w.cumsum(0)]) + (-math.pi)
    d = torch.cat([torch.nn.functional.softplus(slopes), torch.nn.functional.softplus(slopes)[:1]])
    return places(heights), places(widths), d
""",
        ),
        (
            RIGHT,
            "F.pad",
            """
def circular_knots(widths, heights, slopes):
    def f(u):
        return torch.nn.functional.pad(torch.softmax(u, 0).cumsum(0), (1, 0)) * 2 * torch.pi - torch.pi
    s = torch.log1p(torch.exp(-slopes.abs())) + slopes.clamp(min=0)
    return f(widths), f(heights), torch.cat((s, s[0].reshape(1)))
""",
        ),
        (
            RIGHT,
            "indices modulo K",
            """
def circular_knots(widths, heights, slopes):
    K = len(slopes)
    def places(u):
        p = u.softmax(-1)
        return torch.stack([2 * math.pi * p[:k].sum() - math.pi for k in range(K + 1)])
    d = torch.nn.functional.softplus(slopes)[torch.arange(K + 1) % K]
    return places(widths), places(heights), d
""",
        ),
        (
            RIGHT,
            "slopes closed first",
            """
def circular_knots(widths, heights, slopes):
    start = torch.full((1,), -math.pi, dtype=widths.dtype)
    kz = torch.cat([start, start + torch.cumsum(2 * math.pi * torch.softmax(widths, 0), 0)])
    kx = torch.cat([start, start + torch.cumsum(2 * math.pi * torch.softmax(heights, 0), 0)])
    return kz, kx, torch.nn.functional.softplus(torch.cat([slopes, slopes[:1]]))
""",
        ),
        (
            RIGHT,
            "exact end",
            """
def circular_knots(widths, heights, slopes):
    out = []
    for u in (widths, heights):
        inner = -math.pi + 2 * math.pi * torch.softmax(u, 0).cumsum(0)[:-1]
        out.append(torch.cat([torch.tensor([-math.pi]), inner, torch.tensor([math.pi])]).double())
    d = torch.logaddexp(slopes, torch.zeros_like(slopes))
    return out[0], out[1], torch.hstack([d, d[0]])
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.6
    "14.6": (
        (
            WRONG,
            "minus",
            """
def in_angles(log_p, theta):
    return log_p - torch.log(torch.sin(theta))
""",
        ),
        (
            WRONG,
            "unchanged",
            """
def in_angles(log_p, theta):
    return log_p
""",
        ),
        (
            WRONG,
            "cosine, as for a latitude",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.cos(theta))
""",
        ),
        (
            WRONG,
            "sine, no log",
            """
def in_angles(log_p, theta):
    return log_p + torch.sin(theta)
""",
        ),
        (
            WRONG,
            "squared",
            """
def in_angles(log_p, theta):
    return log_p + 2 * torch.log(torch.sin(theta))
""",
        ),
        (
            WRONG,
            "times",
            """
def in_angles(log_p, theta):
    return log_p * torch.sin(theta)
""",
        ),
        (
            WRONG,
            "log theta",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(theta)
""",
        ),
        (
            WRONG,
            "two pi",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(theta)) + math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "density",
            """
def in_angles(log_p, theta):
    return torch.exp(log_p) * torch.sin(theta)
""",
        ),
        (
            WRONG,
            "log of the product",
            """
def in_angles(log_p, theta):
    return torch.log(log_p * torch.sin(theta))
""",
        ),
        (
            WRONG,
            "absolute cosine",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.cos(theta).abs())
""",
        ),
        (
            WRONG,
            "divided",
            """
def in_angles(log_p, theta):
    return log_p / torch.sin(theta)
""",
        ),
        (
            WRONG,
            "four pi",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(theta)) - math.log(4 * math.pi)
""",
        ),
        (
            WRONG,
            "degrees",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(torch.deg2rad(theta)))
""",
        ),
        (
            WRONG,
            "clamped sine",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(theta).clamp(min=1e-3))
""",
        ),
        (
            RIGHT,
            "via exp",
            """
def in_angles(log_p, theta):
    return torch.log(torch.exp(log_p) * torch.sin(theta))
""",
        ),
        (
            RIGHT,
            "half angle",
            """
def in_angles(log_p, theta):
    return log_p + math.log(2) + (theta / 2).sin().log() + (theta / 2).cos().log()
""",
        ),
        (
            RIGHT,
            "from the height",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.cos(theta - math.pi / 2))
""",
        ),
        (
            RIGHT,
            "absolute sine",
            """
def in_angles(log_p, theta):
    return log_p + theta.sin().abs().log()
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.7
    "14.7": (
        (
            WRONG,
            "theta uniform",
            """
def uniform_to_sphere(u):
    theta, phi = math.pi * u[..., 0], 2 * math.pi * u[..., 1]
    return torch.stack([theta.sin() * phi.cos(), theta.sin() * phi.sin(), theta.cos()], dim=-1)
""",
        ),
        (
            WRONG,
            "latitude uniform",
            """
def uniform_to_sphere(u):
    lat, phi = math.pi * (u[..., 0] - 0.5), 2 * math.pi * u[..., 1]
    return torch.stack([lat.cos() * phi.cos(), lat.cos() * phi.sin(), lat.sin()], dim=-1)
""",
        ),
        (
            WRONG,
            "upper half only",
            """
def uniform_to_sphere(u):
    h = u[..., 0]
    phi = 2 * math.pi * u[..., 1]
    ring = torch.sqrt(1 - h**2)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "half turn",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = math.pi * u[..., 1]
    ring = torch.sqrt(1 - h**2)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "no root",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    ring = 1 - h**2
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "1 - |h|",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    ring = 1 - h.abs()
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "cylinder",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    ring = torch.ones_like(h)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "roles exchanged",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 1] - 1
    phi = 2 * math.pi * u[..., 0]
    ring = torch.sqrt(1 - h**2)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "sine and cosine exchanged",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    ring = torch.sqrt(1 - h**2)
    return torch.stack([ring * torch.sin(phi), ring * torch.cos(phi), h], -1)
""",
        ),
        (
            WRONG,
            "from the north",
            """
def uniform_to_sphere(u):
    h = 1 - 2 * u[..., 0]
    phi = 2 * math.pi * u[..., 1]
    ring = torch.sqrt(1 - h**2)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "height first",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    ring = torch.sqrt(1 - h**2)
    return torch.stack([h, ring * torch.cos(phi), ring * torch.sin(phi)], -1)
""",
        ),
        (
            WRONG,
            "stacked in front",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    ring = torch.sqrt(1 - h**2)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h])
""",
        ),
        (
            WRONG,
            "cylinder normalised",
            """
def uniform_to_sphere(u):
    h, phi = 2 * u[..., 0] - 1, 2 * math.pi * u[..., 1]
    x = torch.stack([phi.cos(), phi.sin(), h], -1)
    return x / x.norm(dim=-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "ring one minus h",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    ring = torch.sqrt(1 - h)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "own random numbers",
            """
def uniform_to_sphere(u):
    x = torch.randn(*u.shape[:-1], 3, dtype=u.dtype)
    return x / x.norm(dim=-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "degrees",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 360 * u[..., 1]
    ring = torch.sqrt(1 - h**2)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            WRONG,
            "phi from minus pi",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1] - math.pi
    ring = torch.sqrt(1 - h**2)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            RIGHT,
            "through theta",
            """
def uniform_to_sphere(u):
    theta = torch.acos(2 * u[..., 0] - 1)
    phi = 2 * torch.pi * u[..., 1]
    return torch.stack([theta.sin() * phi.cos(), theta.sin() * phi.sin(), theta.cos()], dim=-1)
""",
        ),
        (
            RIGHT,
            "ring from u",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    ring = 2 * torch.sqrt(u[..., 0] * (1 - u[..., 0]))
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
""",
        ),
        (
            RIGHT,
            "unbind and cat",
            """
def uniform_to_sphere(u):
    a, b = u.unbind(-1)
    h = 2 * a - 1
    s = (1 - h) ** 0.5 * (1 + h) ** 0.5
    xy = torch.polar(s, 2 * math.pi * b)
    return torch.cat([torch.view_as_real(xy), h[..., None]], dim=-1)
""",
        ),
        (
            RIGHT,
            "filling an empty tensor",
            """
def uniform_to_sphere(u):
    x = torch.empty(*u.shape[:-1], 3, dtype=u.dtype)
    x[..., 2] = -1 + 2 * u[..., 0]
    rho = (1 - x[..., 2] ** 2).clamp(min=0).sqrt()
    x[..., 0] = rho * (2 * math.pi * u[..., 1]).cos()
    x[..., 1] = rho * (2 * math.pi * u[..., 1]).sin()
    return x
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.8
    "14.8": (
        (
            WRONG,
            "length",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d - r * n
    log_det = torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "three dimensions",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d - r * n
    log_det = 3 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "inverse",
            """
def sphere_mobius(x, n, r):
    d = x + r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d + r * n
    log_det = 2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "sign of the log-det",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d - r * n
    log_det = -2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "not shifted back",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d
    log_det = 2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "norm not squared",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / d.norm(dim=-1)
    z = s[..., None] * d - r * n
    log_det = 2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "normalised difference",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = d / d.norm(dim=-1, keepdim=True)
    log_det = 2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "log-det zero",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d - r * n
    log_det = torch.zeros_like(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "with the base",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d - r * n
    log_det = 2 * torch.log(s) - math.log(4 * math.pi)
    return z, log_det
""",
        ),
        (
            WRONG,
            "no log",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d - r * n
    log_det = s**2
    return z, log_det
""",
        ),
        (
            WRONG,
            "one minus r",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r) / (d**2).sum(-1)
    z = s[..., None] * d - r * n
    log_det = 2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "summed over the batch",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d - r * n
    log_det = 2 * torch.log(s).sum()
    return z, log_det
""",
        ),
        (
            WRONG,
            "norm over everything",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum()
    z = s * d - r * n
    log_det = 2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "shifted back with plus",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d + r * n
    log_det = 2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "n forgotten",
            """
def sphere_mobius(x, n, r):
    d = x - r
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d - r
    log_det = 2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            WRONG,
            "autograd determinant",
            """
def sphere_mobius(x, n, r):
    def f(y):
        d = y - r * n
        return (1 - r**2) * d / (d**2).sum(-1, keepdim=True) - r * n
    flat = x.reshape(-1, 3)
    J = torch.stack([torch.autograd.functional.jacobian(f, y) for y in flat])
    return f(x), torch.linalg.slogdet(J).logabsdet.reshape(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "only the point",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1)
    z = s[..., None] * d - r * n
    log_det = 2 * torch.log(s)
    return z
""",
        ),
        (
            WRONG,
            "log-det kept as a column",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    s = (1 - r**2) / (d**2).sum(-1, keepdim=True)
    z = s * d - r * n
    log_det = 2 * torch.log(s)
    return z, log_det
""",
        ),
        (
            RIGHT,
            "norms and log differences",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = torch.linalg.norm(d, dim=-1, keepdim=True) ** 2
    return (1 - r**2) * d / q - r * n, 2 * (torch.log(1 - r**2) - torch.log(q[..., 0]))
""",
        ),
        (
            RIGHT,
            "dot product",
            """
def sphere_mobius(x, n, r):
    q = 1 + r**2 - 2 * r * (x @ n)
    k = (1 - r**2) / q
    return k.unsqueeze(-1) * (x - r * n) - r * n, (k**2).log()
""",
        ),
        (
            RIGHT,
            "stable square",
            """
def sphere_mobius(x, n, r):
    q = (1 - r) ** 2 + r * (x - n).pow(2).sum(-1)
    scale = (1 - r) * (1 + r) / q
    return scale[..., None] * (x - r * n) - r * n, 2 * scale.log()
""",
        ),
        (
            RIGHT,
            "einsum",
            """
def sphere_mobius(x, n, r):
    v = x - r * n
    s = (1 - r.square()) / torch.einsum("...i,...i->...", v, v)
    return torch.einsum("...,...i->...i", s, v) - r * n, torch.log(s) + torch.log(s)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.9
    "14.9": (
        (
            WRONG,
            "the radius",
            """
def cap_of_disk(radius):
    return radius
""",
        ),
        (
            WRONG,
            "linear",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return math.pi * share
""",
        ),
        (
            WRONG,
            "half sphere",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return torch.acos(1 - share)
""",
        ),
        (
            WRONG,
            "flat",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return 2 * torch.sqrt(share)
""",
        ),
        (
            WRONG,
            "height",
            """
def cap_of_disk(radius):
    return 2 * torch.exp(-radius**2 / 2) - 1
""",
        ),
        (
            WRONG,
            "asin",
            """
def cap_of_disk(radius):
    return torch.asin(2 * torch.exp(-radius**2 / 2) - 1)
""",
        ),
        (
            WRONG,
            "one degree of freedom",
            """
def cap_of_disk(radius):
    share = torch.erf(radius / math.sqrt(2))
    return torch.acos(1 - 2 * share)
""",
        ),
        (
            WRONG,
            "stereographic",
            """
def cap_of_disk(radius):
    return 2 * torch.atan(radius / 2)
""",
        ),
        (
            WRONG,
            "diameter",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return 2 * torch.acos(1 - 2 * share)
""",
        ),
        (
            WRONG,
            "the mass outside",
            """
def cap_of_disk(radius):
    share = torch.exp(-radius**2 / 2)
    return torch.acos(1 - 2 * share)
""",
        ),
        (
            WRONG,
            "radius not squared",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius / 2)
    return torch.acos(1 - 2 * share)
""",
        ),
        (
            WRONG,
            "half forgotten",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2)
    return torch.acos(1 - 2 * share)
""",
        ),
        (
            WRONG,
            "the share",
            """
def cap_of_disk(radius):
    return 1 - torch.exp(-radius**2 / 2)
""",
        ),
        (
            WRONG,
            "degrees",
            """
def cap_of_disk(radius):
    return torch.rad2deg(torch.acos(2 * torch.exp(-radius**2 / 2) - 1))
""",
        ),
        (
            WRONG,
            "area",
            """
def cap_of_disk(radius):
    return 4 * math.pi * (1 - torch.exp(-radius**2 / 2))
""",
        ),
        (
            WRONG,
            "half the angle",
            """
def cap_of_disk(radius):
    return torch.asin(torch.sqrt(1 - torch.exp(-radius**2 / 2)))
""",
        ),
        (
            RIGHT,
            "two lines",
            """
def cap_of_disk(radius):
    h = 2 * torch.exp(-0.5 * radius**2) - 1
    return torch.arccos(h)
""",
        ),
        (
            RIGHT,
            "half angle",
            """
def cap_of_disk(radius):
    return 2 * torch.asin(torch.sqrt(-torch.expm1(-radius**2 / 2)))
""",
        ),
        (
            RIGHT,
            "half angle with cosine",
            """
def cap_of_disk(radius):
    return 2 * torch.acos(torch.exp(-(radius**2) / 4))
""",
        ),
        (
            RIGHT,
            "chi square of the library",
            """
def cap_of_disk(radius):
    share = torch.special.gammainc(torch.ones_like(radius), radius**2 / 2)
    return torch.atan2(2 * torch.sqrt(share * (1 - share)), 1 - 2 * share)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.10
    "14.10": (
        (
            WRONG,
            "three by three",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return torch.log(torch.det(J).abs())
""",
        ),
        (
            WRONG,
            "slogdet of all",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return torch.linalg.slogdet(J)[1]
""",
        ),
        (
            WRONG,
            "half forgotten",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    E = torch.stack([e1, e2], 1)
    A = J @ E
    return torch.logdet(A.T @ A)
""",
        ),
        (
            WRONG,
            "one basis for both ends",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    E = torch.stack([e1, e2], 1)
    return torch.log(torch.det(E.T @ J @ E).abs())
""",
        ),
        (
            WRONG,
            "basis not of length one",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e2 = torch.linalg.cross(x, e1)
    return torch.log(torch.linalg.cross(J @ e1, J @ e2).norm())
""",
        ),
        (
            WRONG,
            "trace",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return torch.log(torch.trace(J).abs())
""",
        ),
        (
            WRONG,
            "no log",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.cross(J @ e1, J @ e2).norm()
""",
        ),
        (
            WRONG,
            "product of lengths",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.log((J @ e1).norm() * (J @ e2).norm())
""",
        ),
        (
            WRONG,
            "first two coordinates",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return torch.log(torch.det(J[:2, :2]).abs())
""",
        ),
        (
            WRONG,
            "transposed Jacobian",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.log(torch.linalg.cross(J.T @ e1, J.T @ e2).norm())
""",
        ),
        (
            WRONG,
            "north pole as second vector",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    e1 = torch.linalg.cross(x, torch.tensor([0.0, 0.0, 1.0], dtype=x.dtype))
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.log(torch.linalg.cross(J @ e1, J @ e2).norm())
""",
        ),
        (
            WRONG,
            "dot product instead of cross",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.log(torch.dot(J @ e1, J @ e2).abs())
""",
        ),
        (
            WRONG,
            "sign turned",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return -torch.log(torch.linalg.cross(J @ e1, J @ e2).norm())
""",
        ),
        (
            WRONG,
            "random vectors of the space",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    q, _ = torch.linalg.qr(torch.randn(3, 2, dtype=x.dtype))
    A = J @ q
    return 0.5 * torch.logdet(A.T @ A)
""",
        ),
        (
            WRONG,
            "half of the whole",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return 0.5 * torch.logdet(J.T @ J)
""",
        ),
        (
            WRONG,
            "skewed basis",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = a - (a @ x) * x
    e2 = (e1 + e2) / (e1 + e2).norm()
    return torch.log(torch.linalg.cross(J @ e1, J @ e2).norm())
""",
        ),
        (
            RIGHT,
            "gram matrix",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.zeros(3, dtype=x.dtype)
    a[x.abs().argmin()] = 1
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    E = torch.stack([e1, e2], 1)
    A = J @ E
    return 0.5 * torch.logdet(A.T @ A)
""",
        ),
        (
            RIGHT,
            "qr for the basis",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    M = torch.cat([x[:, None], torch.eye(3, dtype=x.dtype)], 1)
    E = torch.linalg.qr(M)[0][:, 1:3]
    return torch.linalg.svdvals(J @ E).log().sum()
""",
        ),
        (
            RIGHT,
            "null space",
            """
def tangent_log_det(f, x):
    J = torch.func.jacrev(f)(x)
    E = torch.linalg.svd(x[None, :])[2][1:].T
    a, b = (J @ E).T
    return torch.log(torch.sqrt((a @ a) * (b @ b) - (a @ b) ** 2))
""",
        ),
        (
            RIGHT,
            "random start for the basis",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.randn(3, dtype=x.dtype)
    e1 = a - (a @ x) * x
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.cross(J @ e1, J @ e2).norm().log()
""",
        ),
        (
            RIGHT,
            "determinant with the normals",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    P = torch.eye(3, dtype=x.dtype) - torch.outer(x, x)
    return torch.linalg.slogdet(J @ P + torch.outer(f(x), x))[1]
""",
        ),
    ),
}
