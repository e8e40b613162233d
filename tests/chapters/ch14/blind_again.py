"""Answers to chapter 14 by hands that look for other mistakes, two at once among them."""

RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    # ------------------------------------------------------------------ 14.1
    "14.1": (
        (
            WRONG,
            "subtracts pi only where it is too large",
            """
def wrap(a):
    a = a % (2 * math.pi)
    return torch.where(a >= math.pi, a - math.pi, a)
""",
        ),
        (
            WRONG,
            "a turn is pi in the loop",
            """
def wrap(a):
    out = a.clone()
    while (out >= math.pi).any():
        out = torch.where(out >= math.pi, out - math.pi, out)
    while (out < -math.pi).any():
        out = torch.where(out < -math.pi, out + math.pi, out)
    return out
""",
        ),
        (
            WRONG,
            "ceil",
            """
def wrap(a):
    return a - 2 * math.pi * torch.ceil(a / (2 * math.pi))
""",
        ),
        (
            WRONG,
            "loops only downwards",
            """
def wrap(a):
    a = a.clone()
    while (a >= math.pi).any():
        a[a >= math.pi] -= 2 * math.pi
    return a
""",
        ),
        (
            WRONG,
            "atan2 exchanged",
            """
def wrap(a):
    return torch.atan2(torch.cos(a), torch.sin(a))
""",
        ),
        (
            WRONG,
            "to one",
            """
def wrap(a):
    return (a + math.pi) % (2 * math.pi) / math.pi - 1
""",
        ),
        (
            WRONG,
            "pi of three digits",
            """
def wrap(a):
    pi = 3.14
    return (a + pi) % (2 * pi) - pi
""",
        ),
        (
            WRONG,
            "if on a tensor",
            """
def wrap(a):
    if a > math.pi:
        a = a - 2 * math.pi
    return a
""",
        ),
        (
            WRONG,
            "fmod, then repaired on one side",
            """
def wrap(a):
    b = torch.fmod(a, 2 * math.pi)
    return torch.where(b >= math.pi, b - 2 * math.pi, b)
""",
        ),
        (
            WRONG,
            "mirrored above pi",
            """
def wrap(a):
    a = a % (2 * math.pi)
    return torch.where(a > math.pi, math.pi - a, a)
""",
        ),
        (
            RIGHT,
            "fmod repaired on both sides",
            """
def wrap(a):
    b = torch.fmod(a, 2 * math.pi)
    b = torch.where(b >= math.pi, b - 2 * math.pi, b)
    return torch.where(b < -math.pi, b + 2 * math.pi, b)
""",
        ),
        (
            RIGHT,
            "numpy",
            """
def wrap(a):
    return torch.as_tensor((np.asarray(a) + np.pi) % (2 * np.pi) - np.pi)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.2
    "14.2": (
        (
            WRONG,
            "halfway between the extremes",
            """
def mean_direction(a):
    return (a.min() + a.max()) / 2
""",
        ),
        (
            WRONG,
            "math.atan of means",
            """
def mean_direction(a):
    return math.atan(a.sin().mean() / a.cos().mean())
""",
        ),
        (
            WRONG,
            "atan2 of sine and one",
            """
def mean_direction(a):
    return torch.atan2(a.sin().mean(), torch.tensor(1.0))
""",
        ),
        (
            WRONG,
            "sin and cos of the mean",
            """
def mean_direction(a):
    return torch.atan2(torch.sin(a.mean()), torch.cos(a.mean()))
""",
        ),
        (
            WRONG,
            "cosine minus",
            """
def mean_direction(a):
    return torch.atan2(a.sin().mean(), -a.cos().mean())
""",
        ),
        (
            WRONG,
            "mod pi",
            """
def mean_direction(a):
    return torch.atan2(a.sin().mean(), a.cos().mean()) % math.pi
""",
        ),
        (
            WRONG,
            "keepdim",
            """
def mean_direction(a):
    return torch.atan2(a.sin().mean(-1, keepdim=True), a.cos().mean(-1, keepdim=True))
""",
        ),
        (
            WRONG,
            "the circular standard deviation",
            """
def mean_direction(a):
    R = torch.sqrt(a.sin().mean()**2 + a.cos().mean()**2)
    return torch.sqrt(-2 * torch.log(R))
""",
        ),
        (
            WRONG,
            "sum over n minus one",
            """
def mean_direction(a):
    return a.sum() / (len(a) - 1)
""",
        ),
        (
            WRONG,
            "absolute",
            """
def mean_direction(a):
    return torch.atan2(a.sin().mean(), a.cos().mean()).abs()
""",
        ),
        (
            RIGHT,
            "running mean of the arrows",
            """
def mean_direction(a):
    v = torch.zeros(2, dtype=a.dtype)
    for t in a:
        v += torch.tensor([torch.cos(t), torch.sin(t)])
    return torch.arctan2(v[1], v[0])
""",
        ),
        (
            RIGHT,
            "matrix",
            """
def mean_direction(a):
    arrows = torch.stack((torch.cos(a), torch.sin(a)))
    x, y = arrows.mean(dim=1)
    return torch.atan2(y, x)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.3
    "14.3": (
        (
            WRONG,
            "no 2, no log",
            """
def mobius(x, r, c):
    z = x + torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    return z, (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c))
""",
        ),
        (
            WRONG,
            "wrapped and 2 pi",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    return z % (2 * math.pi), torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d)) / (2 * math.pi))
""",
        ),
        (
            WRONG,
            "order of results",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    return torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))), z
""",
        ),
        (
            WRONG,
            "plus two inside",
            """
def mobius(x, r, c):
    d = x - c
    z = x + torch.atan2(2 * r * torch.sin(d), 1 - r * torch.cos(d))
    return z, torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d)))
""",
        ),
        (
            WRONG,
            "math functions",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * math.atan2(r * math.sin(d), 1 - r * math.cos(d))
    return z + 1, math.log((1 - r**2) / (1 + r**2 - 2 * r * math.cos(d)))
""",
        ),
        (
            WRONG,
            "complex map wrapped",
            """
def mobius(x, r, c):
    w = torch.exp(1j * (x - c))
    z = torch.angle((w - r) / (1 - r * w)) + c
    return z, torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c)))
""",
        ),
        (
            WRONG,
            "brackets lost around the denominator",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    return z, torch.log((1 - r**2) / 1 + r**2 - 2 * r * torch.cos(d))
""",
        ),
        (
            WRONG,
            "x instead of d in the slope, c in the map",
            """
def mobius(x, r, c):
    z = x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))
    return z, torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x)))
""",
        ),
        (
            WRONG,
            "square of 1 - r cos",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    return z, torch.log((1 - r**2) / (1 - r * torch.cos(d))**2)
""",
        ),
        (
            WRONG,
            "log1p",
            """
def mobius(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    return z, torch.log1p((1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d)))
""",
        ),
        (
            RIGHT,
            "complex multiplication with turns",
            """
def mobius(x, r, c):
    w = torch.exp(1j * (x - c))
    step = torch.angle((1 - r / w) / (1 - r * w))
    return x + step, torch.log(1 - r**2) - torch.log((1 - r * w).abs() ** 2)
""",
        ),
        (
            RIGHT,
            "stacked",
            """
def mobius(x, r, c):
    s, k = torch.sin(x - c), torch.cos(x - c)
    den = 1 + r * r - 2 * r * k
    return [x + 2 * torch.arctan(r * s / (1 - r * k)), ((1 - r) * (1 + r) / den).log()]
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.4
    "14.4": (
        (
            WRONG,
            "no weights, no base",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log(s.sum(-1))
""",
        ),
        (
            WRONG,
            "mean of logs without base",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return (w * torch.log(s)).sum(-1)
""",
        ),
        (
            WRONG,
            "logsumexp with w added",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.logsumexp(w + torch.log(s), -1) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "summed over the wrong dimension",
            """
def circle_log_prob(x, w, r, c):
    d = x - c[:, None]
    s = (1 - r[:, None]**2) / (1 + r[:, None]**2 - 2 * r[:, None] * torch.cos(d))
    return torch.log((w[:, None] * s).sum(1)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "no broadcast",
            """
def circle_log_prob(x, w, r, c):
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c))
    return torch.log((w * s).sum(-1)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "divides by pi",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * s).sum(-1) / math.pi)
""",
        ),
        (
            WRONG,
            "the best part only",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * s).max(-1).values) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "product of the slopes to the weights",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((s**w).prod(-1)) - math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "normal base of z over 2 pi",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    z = (w * (x[:, None] + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d)))).sum(-1)
    base = torch.distributions.Normal(0.0, 1.0)
    return base.log_prob(z) + torch.log((w * s).sum(-1))
""",
        ),
        (
            WRONG,
            "uniform 0 1",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    z = (w * (x[:, None] + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d)))).sum(-1)
    return torch.where(z.abs() < math.pi, torch.log((w * s).sum(-1)) - math.log(2 * math.pi), -torch.inf)
""",
        ),
        (
            WRONG,
            "w squared",
            """
def circle_log_prob(x, w, r, c):
    d = x[:, None] - c
    s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w**2 * s).sum(-1)) - math.log(2 * math.pi)
""",
        ),
        (
            RIGHT,
            "vmap by list",
            """
def circle_log_prob(x, w, r, c):
    def one(t):
        s = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(t - c))
        return torch.log(torch.dot(w, s) / (2 * math.pi))
    return torch.stack([one(t) for t in x])
""",
        ),
        (
            RIGHT,
            "logs throughout",
            """
def circle_log_prob(x, w, r, c):
    log_s = torch.log1p(-r**2) - torch.log(1 + r**2 - 2 * r * torch.cos(x.unsqueeze(1) - c.unsqueeze(0)))
    return torch.logsumexp(log_s + torch.log(w / (2 * torch.pi)), dim=1)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.5
    "14.5": (
        (
            WRONG,
            "softplus of slopes with ones appended",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.cat([torch.zeros(1), 2 * math.pi * torch.softmax(u, 0).cumsum(0)]) - math.pi
    sp = torch.nn.functional.softplus
    d = sp(torch.cat([slopes, torch.ones(1)]))
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "zeros appended before softplus",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.cat([torch.zeros(1), 2 * math.pi * torch.softmax(u, 0).cumsum(0)]) - math.pi
    sp = torch.nn.functional.softplus
    d = sp(torch.cat([slopes, torch.zeros(1)]))
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "both ends added",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.cat([torch.zeros(1), 2 * math.pi * torch.softmax(u, 0).cumsum(0)]) - math.pi
    sp = torch.nn.functional.softplus
    d = torch.cat([sp(slopes[:1]), sp(slopes), sp(slopes[:1])])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "zero to two pi and last repeated",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.cat([torch.zeros(1), 2 * math.pi * torch.softmax(u, 0).cumsum(0)])
    sp = torch.nn.functional.softplus
    d = sp(torch.cat([slopes, slopes[-1:]]))
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "python numbers",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        k = [-math.pi]
        for p in torch.softmax(u, 0):
            k.append(k[-1] + 2 * math.pi * float(p))
        return torch.tensor(k)
    d = torch.nn.functional.softplus(slopes)
    return places(widths), places(heights), torch.cat([d, d[:1]])
""",
        ),
        (
            WRONG,
            "softmax of cumsum",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.cat([torch.zeros(1), 2 * math.pi * torch.softmax(u.cumsum(0), 0)]) - math.pi
    sp = torch.nn.functional.softplus
    d = torch.cat([sp(slopes), sp(slopes[:1])])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "linspace",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.linspace(-math.pi, math.pi, len(u) + 1)
    sp = torch.nn.functional.softplus
    d = torch.cat([sp(slopes), sp(slopes[:1])])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "sorted numbers",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.cat([torch.tensor([-math.pi]), u.sort().values[:-1], torch.tensor([math.pi])])
    sp = torch.nn.functional.softplus
    d = torch.cat([sp(slopes), sp(slopes[:1])])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "a dictionary of four",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.cat([torch.zeros(1), 2 * math.pi * torch.softmax(u, 0).cumsum(0)]) - math.pi
    sp = torch.nn.functional.softplus
    d = torch.cat([sp(slopes), sp(slopes[:1])])
    return places(widths), places(heights), sp(slopes), sp(slopes[:1])
""",
        ),
        (
            WRONG,
            "sigmoid of the sums",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.cat([torch.zeros(1), 2 * math.pi * torch.sigmoid(u).cumsum(0)]) - math.pi
    sp = torch.nn.functional.softplus
    d = torch.cat([sp(slopes), sp(slopes[:1])])
    return places(widths), places(heights), d
""",
        ),
        (
            WRONG,
            "in place on a clone without gradients",
            """
def circular_knots(widths, heights, slopes):
    def places(u):
        return torch.cat([torch.zeros(1), 2 * math.pi * torch.softmax(u, 0).cumsum(0)]) - math.pi
    sp = torch.nn.functional.softplus
    d = torch.cat([sp(slopes.data), sp(slopes.data[:1])])
    return places(widths), places(heights), d
""",
        ),
        (
            RIGHT,
            "empty tensors filled",
            """
def circular_knots(widths, heights, slopes):
    K = len(widths)
    z = torch.zeros(K + 1, dtype=widths.dtype)
    x = torch.zeros(K + 1, dtype=widths.dtype)
    d = torch.zeros(K + 1, dtype=widths.dtype)
    z[1:] = torch.cumsum(2 * math.pi * torch.softmax(widths, 0), 0)
    x[1:] = torch.cumsum(2 * math.pi * torch.softmax(heights, 0), 0)
    d[:-1] = torch.nn.functional.softplus(slopes)
    d[-1] = d[0]
    return z - math.pi, x - math.pi, d
""",
        ),
        (
            RIGHT,
            "concatenate",
            """
def circular_knots(widths, heights, slopes):
    zero = torch.zeros_like(widths[:1])
    kz = 2 * math.pi * torch.cat((zero, torch.softmax(widths, 0))).cumsum(0) - math.pi
    kx = 2 * math.pi * torch.cat((zero, torch.softmax(heights, 0))).cumsum(0) - math.pi
    d = torch.nn.Softplus()(slopes)
    return kz, kx, torch.cat((d, d[0:1]))
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.6
    "14.6": (
        (
            WRONG,
            "sin of the logarithm",
            """
def in_angles(log_p, theta):
    return log_p + torch.sin(torch.log(theta))
""",
        ),
        (
            WRONG,
            "log tan",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.tan(theta))
""",
        ),
        (
            WRONG,
            "minus sine",
            """
def in_angles(log_p, theta):
    return log_p - torch.sin(theta)
""",
        ),
        (
            WRONG,
            "exp then times",
            """
def in_angles(log_p, theta):
    return torch.exp(log_p) * torch.sin(theta)
""",
        ),
        (
            WRONG,
            "summed over the batch",
            """
def in_angles(log_p, theta):
    return (log_p + torch.log(torch.sin(theta))).sum()
""",
        ),
        (
            WRONG,
            "minus log 2 pi squared",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(theta)) - math.log(2 * math.pi**2)
""",
        ),
        (
            WRONG,
            "math on tensors",
            """
def in_angles(log_p, theta):
    return log_p + math.log(math.sin(theta)) + 1
""",
        ),
        (
            WRONG,
            "divide by sine inside log",
            """
def in_angles(log_p, theta):
    return torch.log(torch.exp(log_p) / torch.sin(theta))
""",
        ),
        (
            WRONG,
            "latitude",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(math.pi / 2 - theta))
""",
        ),
        (
            WRONG,
            "eps",
            """
def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(theta) + 1e-6)
""",
        ),
        (
            RIGHT,
            "logsumexp-free",
            """
def in_angles(log_p, theta):
    return torch.log(torch.sin(theta)).add(log_p)
""",
        ),
        (
            RIGHT,
            "stack and sum",
            """
def in_angles(log_p, theta):
    return torch.stack([log_p, theta.sin().log()]).sum(0)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.7
    "14.7": (
        (
            WRONG,
            "theta from arcsine",
            """
def uniform_to_sphere(u):
    theta = torch.asin(2 * u[..., 0] - 1)
    phi = 2 * math.pi * u[..., 1]
    return torch.stack([theta.sin() * phi.cos(), theta.sin() * phi.sin(), theta.cos()], -1)
""",
        ),
        (
            WRONG,
            "acos of 1 - 2u",
            """
def uniform_to_sphere(u):
    theta = torch.acos(1 - 2 * u[..., 0])
    phi = 2 * math.pi * u[..., 1]
    return torch.stack([theta.sin() * phi.cos(), theta.sin() * phi.sin(), theta.cos()], -1)
""",
        ),
        (
            WRONG,
            "only columns",
            """
def uniform_to_sphere(u):
    h = 2 * u[:, 0] - 1
    phi = 2 * math.pi * u[:, 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * phi.cos(), s * phi.sin(), h], 1)
""",
        ),
        (
            WRONG,
            "last axis kept",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., :1] - 1
    phi = 2 * math.pi * u[..., 1:]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * phi.cos(), s * phi.sin(), h], -1)
""",
        ),
        (
            WRONG,
            "h plus one over two",
            """
def uniform_to_sphere(u):
    h = (u[..., 0] + 1) / 2
    phi = 2 * math.pi * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * phi.cos(), s * phi.sin(), h], -1)
""",
        ),
        (
            WRONG,
            "random quarter",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = math.pi / 2 * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * phi.cos(), s * phi.sin(), h], -1)
""",
        ),
        (
            WRONG,
            "1 + h squared",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    s = torch.sqrt(1 + h**2)
    return torch.stack([s * phi.cos(), s * phi.sin(), h], -1)
""",
        ),
        (
            WRONG,
            "cos theta for the ring",
            """
def uniform_to_sphere(u):
    theta = math.pi * u[..., 0]
    phi = 2 * math.pi * u[..., 1]
    return torch.stack([theta.cos() * phi.cos(), theta.cos() * phi.sin(), theta.sin()], -1)
""",
        ),
        (
            WRONG,
            "upper half and half turn",
            """
def uniform_to_sphere(u):
    h = u[..., 0]
    phi = math.pi * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * phi.cos(), s * phi.sin(), h], -1)
""",
        ),
        (
            WRONG,
            "the clock's angle",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., 0] - 1
    phi = math.pi / 2 - 2 * math.pi * u[..., 1]
    s = torch.sqrt(1 - h**2)
    return torch.stack([s * phi.cos(), s * phi.sin(), h], -1)
""",
        ),
        (
            RIGHT,
            "latitude from asin",
            """
def uniform_to_sphere(u):
    lat = torch.asin(2 * u[..., 0] - 1)
    lon = 2 * math.pi * u[..., 1]
    return torch.stack([lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()], -1)
""",
        ),
        (
            RIGHT,
            "cat with keepdims",
            """
def uniform_to_sphere(u):
    h = 2 * u[..., :1] - 1
    phi = 2 * math.pi * u[..., 1:]
    s = torch.sqrt(1 - h**2)
    return torch.cat([s * torch.cos(phi), s * torch.sin(phi), h], dim=-1)
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.8
    "14.8": (
        (
            WRONG,
            "length and not shifted",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = (1 - r**2) / q
    return k[..., None] * d, torch.log(k)
""",
        ),
        (
            WRONG,
            "3 and log 4 pi",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = (1 - r**2) / q
    return k[..., None] * d - r * n, 3 * torch.log(k) - math.log(4 * math.pi)
""",
        ),
        (
            WRONG,
            "1-d circle's slope",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = (1 - r**2) / (1 + r**2 - 2 * r * (x @ n))
    return k[..., None] * d - r * n, torch.log(k)
""",
        ),
        (
            WRONG,
            "cosine for the dot",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x @ n))
    return k[..., None] * d - r * n, 2 * torch.log(k)
""",
        ),
        (
            WRONG,
            "no keepdim broadcasting",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = (1 - r**2) / q
    return k * d - r * n, 2 * torch.log(k)
""",
        ),
        (
            WRONG,
            "order",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = (1 - r**2) / q
    return 2 * torch.log(k), k[..., None] * d - r * n
""",
        ),
        (
            WRONG,
            "minus n",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = (1 - r**2) / q
    return k[..., None] * d - n, 2 * torch.log(k)
""",
        ),
        (
            WRONG,
            "k squared in f",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = ((1 - r**2) / q) ** 2
    return k[..., None] * d - r * n, torch.log(k)
""",
        ),
        (
            WRONG,
            "sum of squares over the first dim",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    k = (1 - r**2) / (d**2).sum(0)
    return k * d - r * n, 2 * torch.log(k)
""",
        ),
        (
            WRONG,
            "log of x instead",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = (1 - r**2) / q
    return k[..., None] * d - r * n, 2 * torch.log(q)
""",
        ),
        (
            WRONG,
            "minus r squared n",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = (1 - r**2) / q
    return k[..., None] * d - r**2 * n, 2 * torch.log(k)
""",
        ),
        (
            RIGHT,
            "multiplied by 2 as a square",
            """
def sphere_mobius(x, n, r):
    d = x - r * n
    q = (d**2).sum(-1)
    k = ((1 - r**2) / q).unsqueeze(-1)
    return k * d - r * n, torch.log(k.squeeze(-1) ** 2)
""",
        ),
        (
            RIGHT,
            "loop over points",
            """
def sphere_mobius(x, n, r):
    zs, ls = [], []
    for p in x.reshape(-1, 3):
        d = p - r * n
        k = (1 - r**2) / torch.dot(d, d)
        zs.append(k * d - r * n)
        ls.append(2 * torch.log(k))
    return torch.stack(zs).reshape(x.shape), torch.stack(ls).reshape(x.shape[:-1])
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.9
    "14.9": (
        (
            WRONG,
            "4 pi on the wrong side",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return torch.acos(1 - share / 2)
""",
        ),
        (
            WRONG,
            "cos instead of acos",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return torch.cos(1 - 2 * share)
""",
        ),
        (
            WRONG,
            "acos of the share",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return torch.acos(share)
""",
        ),
        (
            WRONG,
            "acos of 2 share - 1",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return torch.acos(2 * share - 1)
""",
        ),
        (
            WRONG,
            "forgot minus",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(radius**2 / 2)
    return torch.acos(1 - 2 * share)
""",
        ),
        (
            WRONG,
            "pi in the disk",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-math.pi * radius**2 / 2)
    return torch.acos(1 - 2 * share)
""",
        ),
        (
            WRONG,
            "area of flat disk",
            """
def cap_of_disk(radius):
    return torch.acos(1 - radius**2 / 2)
""",
        ),
        (
            WRONG,
            "atan of the radius",
            """
def cap_of_disk(radius):
    return 2 * torch.atan(radius)
""",
        ),
        (
            WRONG,
            "2 pi share",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    return 2 * math.pi * (1 - torch.cos(share))
""",
        ),
        (
            WRONG,
            "exp sign and brackets",
            """
def cap_of_disk(radius):
    return torch.acos(1 - 2 * 1 - torch.exp(-radius**2 / 2))
""",
        ),
        (
            RIGHT,
            "bisection",
            """
def cap_of_disk(radius):
    share = 1 - torch.exp(-radius**2 / 2)
    lo = torch.zeros_like(radius)
    hi = torch.full_like(radius, math.pi)
    for _ in range(60):
        mid = (lo + hi) / 2
        small = (1 - torch.cos(mid)) / 2 < share
        lo = torch.where(small, mid, lo)
        hi = torch.where(small, hi, mid)
    return mid
""",
        ),
        (
            RIGHT,
            "area first",
            """
def cap_of_disk(radius):
    area = 4 * math.pi * (1 - torch.exp(-radius**2 / 2))
    return torch.acos(1 - area / (2 * math.pi))
""",
        ),
    ),
    # ------------------------------------------------------------------ 14.10
    "14.10": (
        (
            WRONG,
            "e2 not normalised and helper slanted",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.eye(3)[x.abs().argmin()]
    e1 = a - (a @ x) * x
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.cross(J @ e1, J @ e2).norm().log()
""",
        ),
        (
            WRONG,
            "det of the projected",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    P = torch.eye(3) - torch.outer(x, x)
    return torch.linalg.slogdet(P @ J @ P).logabsdet
""",
        ),
        (
            WRONG,
            "cross first, then J",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.eye(3)[x.abs().argmin()]
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.log((J @ torch.linalg.cross(e1, e2)).norm())
""",
        ),
        (
            WRONG,
            "sum of logs of lengths",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.eye(3)[x.abs().argmin()]
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return (J @ e1).norm().log() + (J @ e2).norm().log()
""",
        ),
        (
            WRONG,
            "cross not measured",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.eye(3)[x.abs().argmin()]
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.log(torch.linalg.cross(J @ e1, J @ e2).sum().abs())
""",
        ),
        (
            WRONG,
            "det of x, e1, e2 images",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.eye(3)[x.abs().argmin()]
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.slogdet(torch.stack([x, J @ e1, J @ e2])).logabsdet
""",
        ),
        (
            WRONG,
            "e2 from e1 and helper",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.eye(3)[x.abs().argmin()]
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(a, e1)
    return torch.linalg.cross(J @ e1, J @ e2).norm().log()
""",
        ),
        (
            WRONG,
            "largest two singular values",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return torch.linalg.svdvals(J)[:2].log().sum()
""",
        ),
        (
            WRONG,
            "smallest two singular values",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    return torch.linalg.svdvals(J)[1:].log().sum()
""",
        ),
        (
            WRONG,
            "Jacobian of the log",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.eye(3)[x.abs().argmin()]
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.cross(J @ e1, J @ e2).norm()
""",
        ),
        (
            WRONG,
            "basis fixed at x axis",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    e1 = torch.stack([-x[1], x[0], torch.tensor(0.0)])
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.linalg.cross(J @ e1, J @ e2).norm().log()
""",
        ),
        (
            RIGHT,
            "determinant with f(x)",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    a = torch.eye(3)[x.abs().argmin()]
    e1 = torch.linalg.cross(x, a)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    y = f(x)
    return torch.linalg.slogdet(torch.stack([y, J @ e1, J @ e2])).logabsdet
""",
        ),
        (
            RIGHT,
            "householder",
            """
def tangent_log_det(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    v = x.clone()
    v[2] = v[2] + torch.where(x[2] >= 0, 1.0, -1.0)
    H = torch.eye(3) - 2 * torch.outer(v, v) / (v @ v)
    M = J @ H[:, :2]
    return 0.5 * torch.linalg.slogdet(M.T @ M).logabsdet
""",
        ),
    ),
}
