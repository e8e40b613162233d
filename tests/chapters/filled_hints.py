"""The third hints with their gaps filled: {exercise: (what goes into each gap, the frame)}.

The frame is the code around the hint, where it is not the whole body of a function: {0} stands for
the hint's first block of lines, {1} for its second one.
"""

CHAIN = """
class Answer:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
{0}

    def inverse(self, x):
        y, log_det2 = self.f2.inverse(x)
        z, log_det1 = self.f1.inverse(y)
        return z, log_det1 + log_det2
"""
LOOP = "def Answer({names}):\n    for _ in range(steps):\n{0}\n    return {result}\n"


def method(signature):
    return f"class Answer(Base):\n    def {signature}:\n{{0}}\n"


def loop(names, result):
    return LOOP.replace("{names}", names).replace("{result}", result)


FILLED = {
    "0.1": (("b", "2"), ""),
    "1.1": (("z", "torch.log(x)"), ""),
    "1.2": (("1 / (3 - x)",), ""),
    "1.3": (("y", "first + second"), ""),
    "1.4": (("torch.log(r)",), ""),
    "1.5": (("torch.log(r)",), ""),
    "1.6": (("z", "slope.abs()"), ""),
    "1.7": (("sum()", "1"), ""),
    "2.1": (("b", "a"), ""),
    "2.2": (("z", "a.abs()"), ""),
    "2.3": (("z", "y"), CHAIN),
    "2.4": (("L.T", "torch.diagonal(L)"), ""),
    "2.5": (("z.T", "b"), ""),
    "2.6": (("torch.exp(diagonal)",), ""),
    "2.7": (("-affine_log_prob(x, L, old[2]).mean()", "lr * g"), ""),
    "2.8": (("1 - p",), ""),
    "3.1": (
        ("self.log_diagonal", "-1"),
        "class Answer(nn.Module):\n    def __init__(self, n):\n        super().__init__()\n"
        "        self.below, self.b = nn.Parameter(torch.zeros(n, n)), "
        "nn.Parameter(torch.zeros(n))\n"
        "{0}\n    def L(self):\n{1}\n",
    ),
    "3.2": (
        ("self.b", "L.T", "L.diagonal().log().sum()"),
        "class Answer(Base):\n    def forward(self, z):\n{0}\n    def inverse(self, x):\n{1}\n",
    ),
    "3.3": (("0.5 * n", "log_det"), method("log_prob(self, x)")),
    "3.4": (("forward",), method("sample(self, count)")),
    "3.5": (("-flow.log_prob(data).mean()", "step"), "def Answer(flow, data, steps, lr):\n{0}\n"),
    "3.6": (("inverse",), "def Answer(flow, x):\n{0}\n"),
    "3.7": (("L[1, 0] ** 2",), ""),
    "3.8": (("L[1, 1]",), ""),
    "4.1": (("(z - z0) / (z1 - z0)", "s * t**2 + d0 * both", "d0 + d1 - 2 * s"), ""),
    "4.2": (("2 * s * both", "s + (d0 + d1 - 2 * s) * both", "2 * torch.log(below)"), ""),
    "4.3": (("-b - torch.sqrt(b**2 - 4 * a * c)", "z0 + (z1 - z0) * t"), ""),
    "4.4": (
        (
            "bound",
            "torch.cat([zero, 2 * bound * torch.softmax(heights, 0).cumsum(0)]) - bound",
            "slopes",
        ),
        "",
    ),
    "4.5": (
        ("knots_x[k], knots_x[k + 1]", "bin_log_slope(inside, *ends)", "log_det.exp()"),
        "",
    ),
    "4.6": (("z",), ""),
    "4.7": (("knots_z.diff() / knots_x.diff()", "-torch.inf"), ""),
    "5.1": (("x", "mu", "s"), ""),
    "5.2": (("icdf2", "cdf1"), ""),
    "5.3": (("-1", "F", "1 - F"), ""),
    "5.4": (
        ("torch.logsumexp(torch.log(w) + torch.nn.functional.logsigmoid(-u), -1)",),
        "",
    ),
    "5.5": (
        (
            "torch.nn.functional.logsigmoid(u)",
            "torch.nn.functional.logsigmoid(-u)",
            "log_F",
            "log_S",
        ),
        "def Answer(x, w, mu, s):\n    u = (x.unsqueeze(-1) - mu) / s\n"
        "    log_F, log_S = log_sides(x, w, mu, s)\n{0}\n",
    ),
    "5.6": (
        (
            "(x.unsqueeze(-1) - mu) / s",
            "torch.nn.functional.logsigmoid(u) + torch.nn.functional.logsigmoid(-u)",
        ),
        "",
    ),
    "5.7": (("-z",), ""),
    "6.1": (("middle", "middle"), loop("g, y, low, high, steps", "(low + high) / 2")),
    "6.2": (("y", "slope(x)"), loop("g, slope, y, x, steps", "x")),
    "6.3": (("ends.max(-1).values",), ""),
    "6.4": (
        (
            "torch.where(residual > 0, x, high)",
            "x - residual / slope(x)",
            "(low + high) / 2",
        ),
        "",
    ),
    "6.5": (("residual.detach()",), ""),
    "6.6": (("residual", "slope"), ""),
    "6.7": (("True",), ""),
    "7.1": (
        ("torch.linspace(-1, 1, k)", "self.log_s.exp()"),
        "class Answer(nn.Module):\n    def __init__(self, k):\n        super().__init__()\n{0}\n"
        "    def mixture(self):\n{1}\n",
    ),
    "7.2": (
        (
            "torch.logsumexp(log_w + logsigmoid(-u), -1)",
            "logsigmoid(u)",
            "logsigmoid(-u)",
            "log_p - log_F - log_S",
        ),
        "class Answer(Base):\n    def inverse(self, x):\n"
        "        log_w, mu, s = self.mixture()\n{0}\n",
    ),
    "7.3": (("logsigmoid(-z)", "log_det"), method("log_prob(self, x)")),
    "7.4": (
        ("ends.max(-1).values", "x"),
        "class Answer(Base):\n    def g(self, x):\n        z, log_det = self.inverse(x)\n"
        "        return z, log_det.exp()\n    def forward(self, z):\n{0}\n",
    ),
    "7.5": (("torch.log(1 - u)",), method("sample(self, count)")),
    "7.6": (("len(scores) ** 0.5",), ""),
    "7.7": (("x[..., 1]", "x[..., 0]"), ""),
    "8.1": (("mean()",), "def Answer(f, z, n):\n{0}\n"),
    "8.2": (("wanted", "2"), ""),
    "8.3": (("f(z)",), "def Answer(f, log_prob, z):\n{0}\n"),
    "8.4": (("log_prob(x)",), "def Answer(G, log_prob, x):\n{0}\n"),
    "8.6": (("b - lr * slope",), ""),
    "8.7": (("(x**2).mean()",), "def Answer(log_prob, x):\n{0}\n"),
    "8.8": (("log_q(x)",), "def Answer(f, log_p, log_q, z):\n{0}\n"),
    "9.1": (("slopes.abs()", "-1"), ""),
    "9.2": (("shift(x1)", "x1", "log_scale(x1)"), ""),
    "9.3": (("x1", "log_scale(x1)", "log_scale(x1)"), ""),
    "9.4": (("z[..., mask]", "z[..., ~mask]", "log_scale.sum(-1)"), ""),
    "9.5": (("place", "degree"), ""),
    "9.6": (("order",), ""),
    "9.7": (("x @ R", "h(y_i)", "log_slope(y_i)"), ""),
    "9.8": (("turn * r", "seen.sin()", "5 * 2 * math.pi * 0.4 * 0.13"), ""),
    "9.9": (("C[1, 1] - slope * C[1, 0]", "-slope / s2"), ""),
    "10.1": (("log_s",), ""),
    "10.2": (("(residuals**2).mean()",), ""),
    "10.3": (("out[..., 1]",), ""),
    "10.4": (("(x - mu) / torch.exp(log_s)", "log_s"), ""),
    "10.5": (("-1", "torch.nn.functional.softplus(free)"), ""),
    "10.6": (("c[i]",), ""),
    "10.7": (("sigma.log().sum()",), ""),
    "10.8": (("p.sum(-1)", "p.argmax(-1)"), ""),
    "11.1": (("0", "means"), ""),
    "11.2": (("log_det",), method("log_p_y(self, y, c)")),
    "11.3": (("y.unsqueeze(-1)", "x"), method("log_p_x(self, x, y, c)")),
    "11.4": (("self.log_p_x(x, y, c)",), method("log_prob(self, theta, c)")),
    "11.5": (
        ("y.unsqueeze(-1)", "torch.randn(count, len(c))"),
        method("sample(self, c, count)"),
    ),
    "11.6": (
        ("features(counts)", "step"),
        "def Answer(flow, optimizer, simulator, features, size):\n{0}\n",
    ),
    "11.7": (("lost.std()",), ""),
    "11.8": (("0", "share"), ""),
    "12.1": (("log_p.exp()", "dx"), ""),
    "12.2": (("log_det", "log_q"), ""),
    "12.3": (("log_q(x)", "mean()"), "def Answer(f, log_q, log_target, z):\n{0}\n"),
    "12.4": (("tau[..., None] * eta", "tau**2 / 25", "log_tau"), ""),
    "12.5": (("math.log(len(log_w))", "share**2"), ""),
    "12.6": (("softmax", "F"), ""),
    "12.7": (('"R"', '"F"'), "def Answer():\n{0}\n"),
    "12.8": (("log_q",), ""),
    "12.9": (("(w * s) ** 2", "math.log(s)", "w**2 + sigma**2"), ""),
    "13.1": (("sum(-1)", "s / 2"), ""),
    "13.2": (("mean(0)",), ""),
    "13.3": (("(1 - level)", "(2 * n)"), ""),
    "13.4": (("sum(0)",), ""),
    "13.5": (("mean(0)",), ""),
    "13.6": (("u[group == k]", "len(edges) + 1"), ""),
    "13.7": (("0", "math.log(K)"), ""),
    "13.8": (("as_odd.sum(0)", "(1 + len(reference))"), ""),
    "13.9": (("(draws - reference).norm(dim=-1)", "mean(0)"), ""),
    "14.1": (("math.pi", "math.pi"), ""),
    "14.2": (("a.sin().mean()", "a.cos().mean()"), ""),
    "14.3": (
        ("r * torch.sin(d)", "1 + r**2 - 2 * r * torch.cos(d)", "torch.log(slope)"),
        "",
    ),
    "14.4": (("(w * slopes).sum(-1)", "2 * math.pi"), ""),
    "14.5": (("math.pi", "math.pi", "d[:1]"), ""),
    "14.6": (("torch.log(torch.sin(theta))",), ""),
    "14.7": (("torch.sqrt(1 - h**2)", "ring * torch.sin(phi)"), ""),
    "14.8": (("away.square().sum(-1)", "2 * torch.log(stretch)"), ""),
    "14.9": (("-(radius**2) / 2", "1 - 2 * inside"), ""),
    "14.10": (("e1 / e1.norm()", "J @ e1", "J @ e2"), ""),
    "15.1": (("n[:, None]", "-d / length"), ""),
    "15.2": (("math.log(4 * math.pi)", "energy_log_det"), ""),
    "15.3": (("seen", "x"), "def Answer(flow, simulate):\n{0}\n"),
    "15.4": (("h0", "2"), ""),
    "15.5": (("torch.randn(count)", "ice"), ""),
    "15.6": (("area", ":needed"), ""),
    "15.7": (("0", "(1 + len(reference))"), ""),
    "16.1": (("z", "ladj"), "def Answer(t, x):\n{0}\n"),
    "16.2": (
        ("share.cumsum(-1)", "slopes / (1 + (slopes / L).abs())"),
        "def Answer(u, bound):\n{0}\n",
    ),
    "16.3": (("None", "None"), "def Answer(flow, x, c):\n{0}\n"),
    "16.4": (("k", "1"), "def Answer(flow, c, k):\n{0}\n"),
    "16.5": (
        ("width", "c[i]"),
        "def Answer(flow, theta, c, batches, lr, centre, width):\n{0}\n",
    ),
    "16.6": (("m[1:]", "::-1"), "def Answer(manifolds, letters):\n{0}\n"),
    "16.7": (
        ("log_F - log_S", "log_f - log_F - log_S"),
        "def Answer(x, near_base, near_data):\n{0}\n",
    ),
}
