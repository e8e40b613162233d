RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    # ------------------------------------------------------------------ 4.1
    "4.1": (
        (
            WRONG,
            "d0 and d1 exchanged in the numerator",
            '''
def bin_map(z, z0, z1, x0, x1, d0, d1):
    """The x that z is sent to, by the bin from (z0, x0) to (z1, x1)."""
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s * xi**2 + d1 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
''',
        ),
        (
            WRONG,
            "forgot x0",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s * xi**2 + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return h * numerator / denominator
""",
        ),
        (
            WRONG,
            "forgot the height h",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s * xi**2 + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + numerator / denominator
""",
        ),
        (
            WRONG,
            "xi not divided by the width",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = z - z0
    numerator = s * xi**2 + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
""",
        ),
        (
            WRONG,
            "mean slope upside down: s = w / h",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = w / h
    xi = (z - z0) / w
    numerator = s * xi**2 + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
""",
        ),
        (
            WRONG,
            "s instead of 2 s in the denominator",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s * xi**2 + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
""",
        ),
        (
            WRONG,
            "xi not squared in the numerator",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s * xi + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
""",
        ),
        (
            WRONG,
            "brackets missing: numerator / s + ... divides by the first term only",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    return x0 + h * (s * xi**2 + d0 * xi * (1 - xi)) / s + (d0 + d1 - 2 * s) * xi * (1 - xi)
""",
        ),
        (
            WRONG,
            "brackets missing around 1 - xi",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s * xi**2 + d0 * xi * 1 - xi
    denominator = s + (d0 + d1 - 2 * s) * xi * 1 - xi
    return x0 + h * numerator / denominator
""",
        ),
        (
            WRONG,
            "(1 - xi)^2 instead of xi (1 - xi) in the numerator",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s * xi**2 + d0 * (1 - xi) ** 2
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
""",
        ),
        (
            WRONG,
            "straight line: ignores the slopes at the ends",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    return x0 + (x1 - x0) * (z - z0) / (z1 - z0)
""",
        ),
        (
            WRONG,
            "cubic Hermite polynomial instead of the rational quadratic",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w = z1 - z0
    t = (z - z0) / w
    h00 = 2 * t**3 - 3 * t**2 + 1
    h10 = t**3 - 2 * t**2 + t
    h01 = -2 * t**3 + 3 * t**2
    h11 = t**3 - t**2
    return h00 * x0 + h10 * w * d0 + h01 * x1 + h11 * w * d1
""",
        ),
        (
            WRONG,
            "xi measured from the right end: runs from -1 to 0",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z1) / w
    numerator = s * xi**2 + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
""",
        ),
        (
            WRONG,
            "height with the wrong sign: x0 - x1",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x0 - x1
    s = h / w
    xi = (z - z0) / w
    numerator = s * xi**2 + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
""",
        ),
        (
            WRONG,
            "xi divided by the height",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / h
    numerator = s * xi**2 + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
""",
        ),
        (
            WRONG,
            "returns numerator and denominator as a pair, not x",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    return s * xi**2 + d0 * xi * (1 - xi), s + (d0 + d1 - 2 * s) * xi * (1 - xi)
""",
        ),
        (
            RIGHT,
            "the formula",
            '''
def bin_map(z, z0, z1, x0, x1, d0, d1):
    """The x that z is sent to, by the bin from (z0, x0) to (z1, x1)."""
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s * xi**2 + d0 * xi * (1 - xi)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return x0 + h * numerator / denominator
''',
        ),
        (
            RIGHT,
            "measured from the upper end",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    s = (x1 - x0) / (z1 - z0)
    t = (z1 - z) / (z1 - z0)  # = 1 - xi
    den = s + (d0 + d1 - 2 * s) * t * (1 - t)
    return x1 - (x1 - x0) * (s * t * t + d1 * t * (1 - t)) / den
""",
        ),
        (
            RIGHT,
            "weighted mean of the ends (rational Bezier form)",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    b = (z - z0) / w
    a = 1 - b
    # denominator = s a^2 + (d0 + d1) a b + s b^2
    top = s * a**2 * x0 + (d0 * x1 + d1 * x0) * a * b + s * b**2 * x1
    bottom = s * a**2 + (d0 + d1) * a * b + s * b**2
    return top / bottom
""",
        ),
        (
            RIGHT,
            "multiplied out, without xi",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    left, right, w, h = z - z0, z1 - z, z1 - z0, x1 - x0
    s = h / w
    return x0 + h * (s * left**2 + d0 * left * right) / (s * w**2 + (d0 + d1 - 2 * s) * left * right)
""",
        ),
        (
            RIGHT,
            "number after number",
            """
def bin_map(z, z0, z1, x0, x1, d0, d1):
    all_seven = torch.broadcast_tensors(z, *[torch.as_tensor(v, dtype=z.dtype) for v in (z0, z1, x0, x1, d0, d1)])
    out = []
    for zi, a0, a1, y0, y1, e0, e1 in zip(*[t.reshape(-1) for t in all_seven]):
        s = (y1 - y0) / (a1 - a0)
        xi = (zi - a0) / (a1 - a0)
        q = xi * (1 - xi)
        out.append(y0 + (y1 - y0) * (s * xi * xi + e0 * q) / (s + (e0 + e1 - 2 * s) * q))
    return torch.stack(out).reshape(z.shape)
""",
        ),
    ),
    # ------------------------------------------------------------------ 4.2
    "4.2": (
        (
            WRONG,
            "returns the slope, not its logarithm",
            '''
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    """log dx/dz at z."""
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return numerator / denominator
''',
        ),
        (
            WRONG,
            "denominator not squared",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return torch.log(numerator / denominator)
""",
        ),
        (
            WRONG,
            "s instead of s^2 in front",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return torch.log(numerator / denominator)
""",
        ),
        (
            WRONG,
            "d0 and d1 exchanged in the numerator",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d0 * xi**2 + 2 * s * xi * (1 - xi) + d1 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return torch.log(numerator / denominator)
""",
        ),
        (
            WRONG,
            "the factor 2 in the middle term is missing",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi**2 + s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return torch.log(numerator / denominator)
""",
        ),
        (
            WRONG,
            "quotient of logarithms instead of their difference",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return torch.log(numerator) / torch.log(denominator)
""",
        ),
        (
            WRONG,
            "wrong sign: the log-det of the inverse",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return torch.log(denominator) - torch.log(numerator)
""",
        ),
        (
            WRONG,
            "the 2 of the squared denominator forgotten in the logarithms",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    top = d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2
    bottom = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return torch.log(s**2 * top) - torch.log(bottom)
""",
        ),
        (
            WRONG,
            "derivative with respect to xi, not to z: the 1/w is missing",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = ((z - z0) / w).detach().clone().requires_grad_()
    x = x0 + h * (s * xi**2 + d0 * xi * (1 - xi)) / (s + (d0 + d1 - 2 * s) * xi * (1 - xi))
    (slope,) = torch.autograd.grad(x.sum(), xi)
    return torch.log(slope)
""",
        ),
        (
            WRONG,
            "the mean slope of the bin, the same at every point",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    s = (x1 - x0) / (z1 - z0)
    return torch.log(torch.as_tensor(s)) + torch.zeros_like(z)
""",
        ),
        (
            WRONG,
            "slopes interpolated linearly between d0 and d1",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    xi = (z - z0) / (z1 - z0)
    return torch.log((1 - xi) * d0 + xi * d1)
""",
        ),
        (
            WRONG,
            "squares of xi and 1 - xi missing",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi + 2 * s * xi * (1 - xi) + d0 * (1 - xi))
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return torch.log(numerator / denominator)
""",
        ),
        (
            WRONG,
            "sums over all points",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return torch.log(numerator / denominator).sum()
""",
        ),
        (
            # right: an elementwise answer may take one number at a time, and the check says so.
            RIGHT,
            "math.log of a tensor: raises for many points",
            """
import math

def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return math.log(numerator / denominator)
""",
        ),
        (
            WRONG,
            "s instead of 2 s in the denominator",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - s) * xi * (1 - xi)) ** 2
    return torch.log(numerator / denominator)
""",
        ),
        (
            WRONG,
            "log|h| added (derivative's outer factor counted twice)",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = h * s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return torch.log(numerator / denominator)
""",
        ),
        (
            # right: an elementwise answer may take one number at a time, and the check says so.
            RIGHT,
            "torch.log of s, which is a plain number when the corners are: raises",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    top = d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2
    bottom = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    return 2 * torch.log(s) + torch.log(top) - 2 * torch.log(bottom)
""",
        ),
        (
            RIGHT,
            "the formula and its logarithm",
            '''
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    """log dx/dz at z."""
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    numerator = s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    denominator = (s + (d0 + d1 - 2 * s) * xi * (1 - xi)) ** 2
    return torch.log(numerator / denominator)
''',
        ),
        (
            RIGHT,
            "sum of logarithms",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w = z1 - z0
    s = (x1 - x0) / w
    xi = (z - z0) / w
    rest = 1 - xi
    top = d1 * xi**2 + 2 * s * xi * rest + d0 * rest**2
    bottom = s + (d0 + d1 - 2 * s) * xi * rest
    return 2 * torch.log(torch.as_tensor(s, dtype=z.dtype)) + top.log() - 2 * bottom.log()
""",
        ),
        (
            RIGHT,
            "autograd of the map of 4.1",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    z = z.detach().clone().requires_grad_()
    w, h = z1 - z0, x1 - x0
    s = h / w
    xi = (z - z0) / w
    x = x0 + h * (s * xi**2 + d0 * xi * (1 - xi)) / (s + (d0 + d1 - 2 * s) * xi * (1 - xi))
    (slope,) = torch.autograd.grad(x.sum(), z)
    return slope.log()
""",
        ),
        (
            RIGHT,
            "quotient rule by hand",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    t = (z - z0) / w
    c = d0 + d1 - 2 * s
    n, dn = s * t**2 + d0 * t * (1 - t), 2 * s * t + d0 * (1 - 2 * t)
    m, dm = s + c * t * (1 - t), c * (1 - 2 * t)
    slope = h / w * (dn * m - n * dm) / m**2
    return torch.log(slope)
""",
        ),
        (
            RIGHT,
            "forward-mode derivative of the function from 4.1",
            """
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    bin_map = answer("4.1")
    f = lambda t: bin_map(t, z0, z1, x0, x1, d0, d1)
    _, slope = torch.func.jvp(f, (z,), (torch.ones_like(z),))
    return torch.log(torch.abs(slope))
""",
        ),
    ),
    # ------------------------------------------------------------------ 4.3
    "4.3": (
        (
            WRONG,
            "the school form: 0/0 in a straight bin, lost digits in nearly straight ones",
            '''
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    """The z that was sent to x."""
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = (-b + torch.sqrt(b**2 - 4 * a * c)) / (2 * a)
    return z0 + w * xi
''',
        ),
        (
            WRONG,
            "returns xi, not z",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    return 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
""",
        ),
        (
            WRONG,
            "forgot z0",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
    return w * xi
""",
        ),
        (
            WRONG,
            "forgot the width",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
    return z0 + xi
""",
        ),
        (
            WRONG,
            "the other root: 2c / (-b + sqrt)",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = 2 * c / (-b + torch.sqrt(b**2 - 4 * a * c))
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "c without its minus",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = s * (x - x0)
    xi = 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "precedence: 2c / -b - sqrt, brackets missing",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = 2 * c / -b - torch.sqrt(b**2 - 4 * a * c)
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "school form, made 'safe' with 2a + 1e-8: digits still lost in nearly straight bins",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = (-b + torch.sqrt(b**2 - 4 * a * c)) / (2 * a + 1e-8)
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "school form with a straight-line rescue for |a| < 1e-8: digits still lost just above",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    school = (-b + torch.sqrt(b**2 - 4 * a * c)) / (2 * a)
    xi = torch.where(a.abs() < 1e-8, -c / b, school)
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "plus instead of minus 4ac under the root",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = 2 * c / (-b - torch.sqrt(b**2 + 4 * a * c))
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "uses x in place of x - x0",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = x * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * x
    xi = 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "d1 instead of d0 in a and b",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d1) + k
    b = h * d1 - k
    c = -s * (x - x0)
    xi = 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "straight line back",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    return z0 + (x - x0) * (z1 - z0) / (x1 - x0)
""",
        ),
        (
            WRONG,
            "the bin with the axes exchanged and reciprocal slopes (the inverse is not of that form)",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    bin_map = answer("4.1")
    return bin_map(x, x0, x1, z0, z1, 1 / d0, 1 / d1)
""",
        ),
        (
            WRONG,
            "s upside down (w / h)",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = w / h
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
    return z0 + w * xi
""",
        ),
        (
            # right: an elementwise answer may take one number at a time, and the check says so.
            RIGHT,
            "math.sqrt: raises for a tensor with many numbers",
            """
import math

def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = 2 * c / (-b - math.sqrt(b**2 - 4 * a * c))
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "sign in b: plus (x - x0)(...)",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 + k
    c = -s * (x - x0)
    xi = 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
    return z0 + w * xi
""",
        ),
        (
            WRONG,
            "two mistakes: school form and x0 added instead of z0",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = (-b + torch.sqrt(b**2 - 4 * a * c)) / (2 * a)
    return x0 + w * xi
""",
        ),
        (
            RIGHT,
            "the second form",
            '''
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    """The z that was sent to x."""
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    xi = 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
    return z0 + w * xi
''',
        ),
        (
            RIGHT,
            "on each side the form that adds",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    k = (x - x0) * (d0 + d1 - 2 * s)
    a = h * (s - d0) + k
    b = h * d0 - k
    c = -s * (x - x0)
    root = torch.sqrt(b * b - 4 * a * c)
    xi = torch.where(b >= 0, -2 * c / (b + root), (root - b) / (2 * a))
    return z0 + w * xi
""",
        ),
        (
            RIGHT,
            "second form with the root kept from going below zero, written with positive numbers",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    y = x - x0
    m = d0 + d1 - 2 * s
    a = h * (s - d0) + y * m
    b = h * d0 - y * m
    disc = (b.square() + 4 * a * s * y).clamp(min=0)
    return z0 + w * (2 * s * y) / (b + disc.sqrt())
""",
        ),
        (
            RIGHT,
            "scaled to heights between 0 and 1 first",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    s = h / w
    t = (x - x0) / h
    e0, e1 = d0 / s, d1 / s
    m = e0 + e1 - 2
    a = 1 - e0 + t * m
    b = e0 - t * m
    xi = 2 * t / (b + torch.sqrt(b**2 + 4 * a * t))
    return z0 + w * xi
""",
        ),
        (
            RIGHT,
            "bisection on the map",
            """
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    bin_map = answer("4.1")
    low = torch.zeros_like(x)
    high = torch.ones_like(x)
    for _ in range(80):
        middle = (low + high) / 2
        too_small = bin_map(z0 + (z1 - z0) * middle, z0, z1, x0, x1, d0, d1) < x
        low = torch.where(too_small, middle, low)
        high = torch.where(too_small, high, middle)
    return z0 + (z1 - z0) * (low + high) / 2
""",
        ),
    ),
    # ------------------------------------------------------------------ 4.4
    "4.4": (
        (
            WRONG,
            "the first knot -B is missing: K instead of K + 1 knots",
            '''
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    """Unconstrained (K,), (K,), (K-1,) -> knots_z, knots_x, d, each of shape (K+1,)."""
    w = 2 * bound * torch.softmax(widths, 0)
    h = 2 * bound * torch.softmax(heights, 0)
    knots_z = -bound + torch.cumsum(w, 0)
    knots_x = -bound + torch.cumsum(h, 0)
    one = torch.ones(1)
    return knots_z, knots_x, torch.cat([one, F.softplus(slopes), one])
''',
        ),
        (
            WRONG,
            "factor 2 forgotten: the knots end at 0 instead of B",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    w = bound * torch.softmax(widths, 0)
    h = bound * torch.softmax(heights, 0)
    zero = torch.zeros(1)
    knots_z = -bound + torch.cat([zero, torch.cumsum(w, 0)])
    knots_x = -bound + torch.cat([zero, torch.cumsum(h, 0)])
    one = torch.ones(1)
    return knots_z, knots_x, torch.cat([one, F.softplus(slopes), one])
""",
        ),
        (
            WRONG,
            "knots from 0 to 2B: the -B is missing",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    zero, one = torch.zeros(1), torch.ones(1)
    knots_z = torch.cat([zero, torch.cumsum(2 * bound * torch.softmax(widths, 0), 0)])
    knots_x = torch.cat([zero, torch.cumsum(2 * bound * torch.softmax(heights, 0), 0)])
    return knots_z, knots_x, torch.cat([one, F.softplus(slopes), one])
""",
        ),
        (
            WRONG,
            "no cumsum: widths and heights instead of knots",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    w = 2 * bound * torch.softmax(widths, 0)
    h = 2 * bound * torch.softmax(heights, 0)
    start, one = torch.tensor([-bound]), torch.ones(1)
    return torch.cat([start, w]), torch.cat([start, h]), torch.cat([one, F.softplus(slopes), one])
""",
        ),
        (
            WRONG,
            "the ends of d are forgotten: K - 1 slopes only",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.softmax(u, 0)
        return -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    return knots(widths), knots(heights), F.softplus(slopes)
""",
        ),
        (
            WRONG,
            "zeros instead of ones at the ends of d",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.softmax(u, 0)
        return -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    d = F.pad(F.softplus(slopes), (1, 1))
    return knots(widths), knots(heights), d
""",
        ),
        (
            WRONG,
            "ones go through the softplus, too: the ends are 1.31",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.softmax(u, 0)
        return -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    one = torch.ones(1)
    d = F.softplus(torch.cat([one, slopes, one]))
    return knots(widths), knots(heights), d
""",
        ),
        (
            WRONG,
            "exp instead of softplus for the slopes",
            """
def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.softmax(u, 0)
        return -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    one = torch.ones(1)
    return knots(widths), knots(heights), torch.cat([one, torch.exp(slopes), one])
""",
        ),
        (
            WRONG,
            "relu instead of softplus: slopes of zero",
            """
def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.softmax(u, 0)
        return -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    one = torch.ones(1)
    return knots(widths), knots(heights), torch.cat([one, torch.relu(slopes), one])
""",
        ),
        (
            WRONG,
            "knots_x also made of widths",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    w = 2 * bound * torch.softmax(widths, 0)
    knots_z = -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    knots_x = -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    one = torch.ones(1)
    return knots_z, knots_x, torch.cat([one, F.softplus(slopes), one])
""",
        ),
        (
            WRONG,
            "gradients lost: torch.tensor(...) of a list of numbers",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    def knots(u):
        values = [-bound]
        for w in torch.softmax(u, 0):
            values.append(values[-1] + 2 * bound * w.item())
        return torch.tensor(values, dtype=u.dtype)
    d = torch.tensor([1.0] + F.softplus(slopes).tolist() + [1.0], dtype=slopes.dtype)
    return knots(widths), knots(heights), d
""",
        ),
        (
            WRONG,
            "no softmax: the raw widths are summed, the knots may fall and end anywhere",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    start, one = torch.tensor([-bound]), torch.ones(1)
    knots_z = torch.cumsum(torch.cat([start, widths]), 0)
    knots_x = torch.cumsum(torch.cat([start, heights]), 0)
    return knots_z, knots_x, torch.cat([one, F.softplus(slopes), one])
""",
        ),
        (
            WRONG,
            "softmax after cumsum",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.softmax(torch.cumsum(u, 0), 0)
        return torch.cat([torch.tensor([-bound]), w - bound])
    one = torch.ones(1)
    return knots(widths), knots(heights), torch.cat([one, F.softplus(slopes), one])
""",
        ),
        (
            WRONG,
            "cat of plain numbers and tensors: raises",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    w = 2 * bound * torch.softmax(widths, 0)
    h = 2 * bound * torch.softmax(heights, 0)
    knots_z = torch.cat([-bound, -bound + torch.cumsum(w, 0)])
    knots_x = torch.cat([-bound, -bound + torch.cumsum(h, 0)])
    d = torch.cat([1, F.softplus(slopes), 1])
    return knots_z, knots_x, d
""",
        ),
        (
            WRONG,
            "returned in the wrong order: knots_x first",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.softmax(u, 0)
        return -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    one = torch.ones(1)
    return knots(heights), knots(widths), torch.cat([one, F.softplus(slopes), one])
""",
        ),
        (
            WRONG,
            "softplus written as log(1 + exp(u)): overflows for large numbers, 0 for very negative ones",
            """
def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.softmax(u, 0)
        return -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    one = torch.ones(1)
    return knots(widths), knots(heights), torch.cat([one, torch.log(1 + torch.exp(slopes)), one])
""",
        ),
        (
            WRONG,
            "own softmax without the shift: exp overflows for large numbers",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.exp(u) / torch.exp(u).sum()
        return -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    one = torch.ones(1)
    return knots(widths), knots(heights), torch.cat([one, F.softplus(slopes), one])
""",
        ),
        (
            WRONG,
            "two mistakes: first knot missing and no ones at the ends",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    knots_z = -bound + torch.cumsum(2 * bound * torch.softmax(widths, 0), 0)
    knots_x = -bound + torch.cumsum(2 * bound * torch.softmax(heights, 0), 0)
    return knots_z, knots_x, F.softplus(slopes)
""",
        ),
        (
            WRONG,
            "widths and heights are detached: no gradient for them",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    def knots(u):
        w = 2 * bound * torch.softmax(u.detach(), 0)
        return -bound + torch.cat([torch.zeros(1), torch.cumsum(w, 0)])
    one = torch.ones(1)
    return knots(widths), knots(heights), torch.cat([one, F.softplus(slopes), one])
""",
        ),
        (
            RIGHT,
            "softmax, cumsum, cat",
            '''
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    """Unconstrained (K,), (K,), (K-1,) -> knots_z, knots_x, d, each of shape (K+1,)."""
    def knots(u):
        w = 2 * bound * torch.softmax(u, 0)
        return -bound + torch.cat([w.new_zeros(1), torch.cumsum(w, 0)])
    one = slopes.new_ones(1)
    return knots(widths), knots(heights), torch.cat([one, F.softplus(slopes), one])
''',
        ),
        (
            RIGHT,
            "padding",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    z = F.pad(torch.cumsum(torch.softmax(widths, dim=0), dim=0), (1, 0))
    x = F.pad(torch.cumsum(torch.softmax(heights, dim=0), dim=0), (1, 0))
    d = F.pad(F.softplus(slopes), (1, 1), value=1.0)
    return bound * (2 * z - 1), bound * (2 * x - 1), d
""",
        ),
        (
            RIGHT,
            "start knot put in front before summing, logaddexp for the softplus",
            """
def make_knots(widths, heights, slopes, bound):
    start = torch.tensor([-float(bound)], dtype=widths.dtype)
    knots_z = torch.cumsum(torch.cat([start, 2 * bound * widths.softmax(0)]), 0)
    knots_x = torch.cumsum(torch.cat([start, 2 * bound * heights.softmax(0)]), 0)
    inner = torch.logaddexp(slopes, torch.zeros_like(slopes))
    one = torch.ones(1, dtype=slopes.dtype)
    return knots_z, knots_x, torch.cat((one, inner, one))
""",
        ),
        (
            RIGHT,
            "loop with a running sum, stacked",
            """
def make_knots(widths, heights, slopes, bound):
    def knots(u):
        shares = torch.softmax(u, 0)
        points = [torch.full_like(shares[0], -bound)]
        for share in shares:
            points.append(points[-1] + 2 * bound * share)
        return torch.stack(points)
    d = torch.ones(len(slopes) + 2, dtype=slopes.dtype)
    d[1:-1] = torch.nn.Softplus()(slopes)
    return knots(widths), knots(heights), d
""",
        ),
        (
            RIGHT,
            "triangular matrix of ones instead of cumsum, softplus as -logsigmoid(-u)",
            """
import torch.nn.functional as F

def make_knots(widths, heights, slopes, bound):
    K = len(widths)
    sums = torch.ones(K + 1, K, dtype=widths.dtype).tril(-1)
    knots_z = sums @ (2 * bound * torch.softmax(widths, 0)) - bound
    knots_x = sums @ (2 * bound * torch.softmax(heights, 0)) - bound
    ends = torch.ones(1, dtype=slopes.dtype)
    return knots_z, knots_x, torch.cat([ends, -F.logsigmoid(-slopes), ends])
""",
        ),
    ),
    # ------------------------------------------------------------------ 4.5
    "4.5": (
        (
            WRONG,
            "no tails: outside, the formulas of the end bins go on",
            '''
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    """x and log|df/dz| of the whole spline."""
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    return bin_map(z, *ends), bin_log_slope(z, *ends)
''',
        ),
        (
            WRONG,
            "outside x = z and log-det 0, whatever the end knots and slopes are",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    outside = (z < knots_z[0]) | (z > knots_z[-1])
    return torch.where(outside, z, x), torch.where(outside, torch.zeros_like(z), log_det)
""",
        ),
        (
            WRONG,
            "log-det of the tails is 0 instead of log d",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    return x, torch.where(left | right, torch.zeros_like(z), log_det)
""",
        ),
        (
            WRONG,
            "log-det of the tails is d itself, not log d",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(left, d[0], torch.where(right, d[-1], log_det))
    return x, log_det
""",
        ),
        (
            WRONG,
            "left tail forgotten",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    right = z > knots_z[-1]
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(right, torch.log(d[-1]), log_det)
    return x, log_det
""",
        ),
        (
            WRONG,
            "z clamped to the knots: everything outside is sent to the end knots",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    z = z.clamp(knots_z[0], knots_z[-1])
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    return bin_map(z, *ends), bin_log_slope(z, *ends)
""",
        ),
        (
            WRONG,
            "searched among all knots: bin index one too large, raises an index error",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z, z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(left, torch.log(d[0]), log_det)
    log_det = torch.where(right, torch.log(d[-1]), log_det)
    return x, log_det
""",
        ),
        (
            WRONG,
            "bin index one too small (off by one), only clamped at 0",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = (torch.searchsorted(knots_z[1:-1], z, right=True) - 1).clamp(min=0)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(left, torch.log(d[0]), log_det)
    log_det = torch.where(right, torch.log(d[-1]), log_det)
    return x, log_det
""",
        ),
        (
            WRONG,
            "same slope d[k] at both ends of the bin",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(left, torch.log(d[0]), log_det)
    log_det = torch.where(right, torch.log(d[-1]), log_det)
    return x, log_det
""",
        ),
        (
            WRONG,
            "arguments of the bin in the wrong order (z0, x0, z1, x1)",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_x[k], knots_z[k + 1], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(left, torch.log(d[0]), log_det)
    log_det = torch.where(right, torch.log(d[-1]), log_det)
    return x, log_det
""",
        ),
        (
            WRONG,
            "returns only x",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x = bin_map(z, *ends)
    x = torch.where(z < knots_z[0], knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(z > knots_z[-1], knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    return x
""",
        ),
        (
            WRONG,
            "log-det summed over all points",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(left, torch.log(d[0]), log_det)
    log_det = torch.where(right, torch.log(d[-1]), log_det)
    return x, log_det.sum()
""",
        ),
        (
            WRONG,
            "tails with slope 1: d not used there",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + (z - knots_z[-1]), x)
    log_det = torch.where(left | right, torch.zeros_like(z), log_det)
    return x, log_det
""",
        ),
        (
            WRONG,
            "if on a tensor of many numbers: raises",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    if z < knots_z[0]:
        return knots_x[0] + d[0] * (z - knots_z[0]), torch.log(d[0])
    if z > knots_z[-1]:
        return knots_x[-1] + d[-1] * (z - knots_z[-1]), torch.log(d[-1])
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    return bin_map(z, *ends), bin_log_slope(z, *ends)
""",
        ),
        (
            WRONG,
            "left tail uses the last knot's values",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    outside = (z < knots_z[0]) | (z > knots_z[-1])
    x = torch.where(outside, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(outside, torch.log(d[-1]), log_det)
    return x, log_det
""",
        ),
        (
            WRONG,
            "tail lines forget to start at the knot: x = x_K + d z",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * z, x)
    x = torch.where(right, knots_x[-1] + d[-1] * z, x)
    log_det = torch.where(left, torch.log(d[0]), log_det)
    log_det = torch.where(right, torch.log(d[-1]), log_det)
    return x, log_det
""",
        ),
        (
            WRONG,
            "loop over len(z): works for one dimension only",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    x, log_det = torch.zeros(len(z), dtype=z.dtype), torch.zeros(len(z), dtype=z.dtype)
    for i in range(len(z)):
        if z[i] < knots_z[0]:
            x[i] = knots_x[0] + d[0] * (z[i] - knots_z[0])
            log_det[i] = torch.log(d[0])
        elif z[i] > knots_z[-1]:
            x[i] = knots_x[-1] + d[-1] * (z[i] - knots_z[-1])
            log_det[i] = torch.log(d[-1])
        else:
            k = torch.searchsorted(knots_z[1:-1], z[i], right=True)
            ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
            x[i] = bin_map(z[i], *ends)
            log_det[i] = bin_log_slope(z[i], *ends)
    return x, log_det
""",
        ),
        (
            WRONG,
            "two mistakes: tails with log-det 0, and slopes d[k + 1], d[k] exchanged",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k + 1], d[k]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    return x, torch.where(left | right, torch.zeros_like(z), log_det)
""",
        ),
        (
            WRONG,
            "the inverse's log-det (minus sign)",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(left, torch.log(d[0]), log_det)
    log_det = torch.where(right, torch.log(d[-1]), log_det)
    return x, -log_det
""",
        ),
        (
            RIGHT,
            "searchsorted and torch.where",
            '''
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    """x and log|df/dz| of the whole spline, straight outside of its knots."""
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    x, log_det = bin_map(z, *ends), bin_log_slope(z, *ends)
    left, right = z < knots_z[0], z > knots_z[-1]
    x = torch.where(left, knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(right, knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    log_det = torch.where(left, torch.log(d[0]), log_det)
    log_det = torch.where(right, torch.log(d[-1]), log_det)
    return x, log_det
''',
        ),
        (
            RIGHT,
            "clamped point for the bins, the rest added as a straight line",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    inside = torch.minimum(torch.maximum(z, knots_z[0]), knots_z[-1])
    k = (inside.unsqueeze(-1) >= knots_z[1:-1]).sum(-1)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    log_det = bin_log_slope(inside, *ends)  # log d at the two ends
    x = bin_map(inside, *ends)
    x = x + d[0] * (z - knots_z[0]).clamp(max=0) + d[-1] * (z - knots_z[-1]).clamp(min=0)
    return x, log_det
""",
        ),
        (
            RIGHT,
            "masks, bin after bin",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    x, log_det = torch.empty_like(z), torch.empty_like(z)
    for end, mask in ((0, z < knots_z[0]), (-1, z > knots_z[-1])):
        x[mask] = knots_x[end] + d[end] * (z[mask] - knots_z[end])
        log_det[mask] = d[end].log()
    for k in range(len(d) - 1):
        mask = (z >= knots_z[k]) & (z <= knots_z[k + 1])
        ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
        x[mask] = bin_map(z[mask], *ends)
        log_det[mask] = bin_log_slope(z[mask], *ends)
    return x, log_det
""",
        ),
        (
            RIGHT,
            "one number after the other, any shape",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    def one(v):
        for end, beyond in ((0, v < knots_z[0]), (-1, v > knots_z[-1])):
            if beyond:
                return knots_x[end] + d[end] * (v - knots_z[end]), torch.log(d[end])
        k = 0
        while v > knots_z[k + 1]:
            k += 1
        ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
        return bin_map(v, *ends), bin_log_slope(v, *ends)

    pairs = [one(v) for v in z.reshape(-1)]
    x = torch.stack([p[0] for p in pairs]).reshape(z.shape)
    log_det = torch.stack([p[1] for p in pairs]).reshape(z.shape)
    return x, log_det
""",
        ),
        (
            RIGHT,
            "bucketize, index clamped",
            """
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    K = knots_z.numel() - 1
    k = (torch.bucketize(z, knots_z, right=True) - 1).clamp(0, K - 1)
    z0, z1, x0, x1, d0, d1 = (t[i] for t in (knots_z, knots_x, d) for i in (k, k + 1))
    x = bin_map(z, z0, z1, x0, x1, d0, d1)
    log_det = bin_log_slope(z, z0, z1, x0, x1, d0, d1)
    below, above = z < knots_z[0], z > knots_z[K]
    x = torch.where(below, x0 + d0 * (z - z0), torch.where(above, x1 + d1 * (z - z1), x))
    log_det = torch.where(below, d0.log(), torch.where(above, d1.log(), log_det))
    return x, log_det
""",
        ),
    ),
    # ------------------------------------------------------------------ 4.6
    "4.6": (
        (
            WRONG,
            "minus forgotten: the forward log-det at z",
            '''
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    """log dz/dx at x."""
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return bin_log_slope(z, z0, z1, x0, x1, d0, d1)
''',
        ),
        (
            WRONG,
            "slope taken at x instead of at z",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    return -bin_log_slope(x, z0, z1, x0, x1, d0, d1)
""",
        ),
        (
            WRONG,
            "reciprocal of the logarithm instead of the logarithm of the reciprocal",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return 1 / bin_log_slope(z, z0, z1, x0, x1, d0, d1)
""",
        ),
        (
            WRONG,
            "slope dz/dx itself, not the logarithm",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return 1 / torch.exp(bin_log_slope(z, z0, z1, x0, x1, d0, d1))
""",
        ),
        (
            WRONG,
            "log of 1 / log-slope (the slope is already a logarithm)",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return torch.log(1 / bin_log_slope(z, z0, z1, x0, x1, d0, d1))
""",
        ),
        (
            WRONG,
            "axes exchanged and slopes inverted, as if the inverse were a bin of the same kind",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    return bin_log_slope(x, x0, x1, z0, z1, 1 / d0, 1 / d1)
""",
        ),
        (
            WRONG,
            "logarithm of z: forgets the slope altogether",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return torch.log(torch.abs(1 / z))
""",
        ),
        (
            WRONG,
            "maps forward (4.1) instead of backwards before taking the slope",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = answer("4.1")(x, z0, z1, x0, x1, d0, d1)
    return -bin_log_slope(z, z0, z1, x0, x1, d0, d1)
""",
        ),
        (
            WRONG,
            "applies the inverse to the slope: order of the two functions turned round",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    slope = bin_log_slope(x, z0, z1, x0, x1, d0, d1)
    return -bin_inverse(slope, z0, z1, x0, x1, d0, d1)
""",
        ),
        (
            WRONG,
            "absolute value of the log-slope with a minus",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return -torch.abs(bin_log_slope(z, z0, z1, x0, x1, d0, d1))
""",
        ),
        (
            WRONG,
            "forgets the arguments of the bin: raises",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x)
    return -bin_log_slope(z)
""",
        ),
        (
            WRONG,
            "returns the pair z and log-slope",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return z, -bin_log_slope(z, z0, z1, x0, x1, d0, d1)
""",
        ),
        (
            WRONG,
            "d0 and d1 exchanged in the slope",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return -bin_log_slope(z, z0, z1, x0, x1, d1, d0)
""",
        ),
        (
            WRONG,
            "mean slope of the bin",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    return torch.log(torch.as_tensor((z1 - z0) / (x1 - x0))) + 0 * x
""",
        ),
        (
            RIGHT,
            "minus the forward log-slope at z",
            '''
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    """log dz/dx at x."""
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return -bin_log_slope(z, z0, z1, x0, x1, d0, d1)
''',
        ),
        (
            RIGHT,
            "logarithm of the reciprocal",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, *corners):
    slope = torch.exp(bin_log_slope(bin_inverse(x, *corners), *corners))
    return torch.log(1 / slope)

""",
        ),
        (
            RIGHT,
            "autograd of the inverse",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    x = x.detach().clone().requires_grad_()
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    (dz,) = torch.autograd.grad(z.sum(), x)
    return torch.log(dz.abs())
""",
        ),
        (
            RIGHT,
            "formula of the slope written out once more",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    w, h = z1 - z0, x1 - x0
    s = h / w
    t = (z - z0) / w
    u = 1 - t
    top = (s + (d0 + d1 - 2 * s) * t * u) ** 2
    bottom = s**2 * (d1 * t**2 + 2 * s * t * u + d0 * u**2)
    return torch.log(top / bottom)
""",
        ),
        (
            RIGHT,
            "autograd of the forward map at z",
            """
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1).detach().requires_grad_()
    again = answer("4.1")(z, z0, z1, x0, x1, d0, d1)
    slope = torch.autograd.grad(again.sum(), z)[0]
    return torch.neg(slope.log())
""",
        ),
    ),
    # ------------------------------------------------------------------ 4.7
    "4.7": (
        (
            WRONG,
            "nothing for points outside: the end bins' density goes on for ever",
            '''
def step_log_prob(x, knots_z, knots_x):
    """log p(x) of straight pieces."""
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    return -torch.log(knots_z[-1] - knots_z[0]) - torch.log(h / w)
''',
        ),
        (
            WRONG,
            "base forgotten: only the log-det",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, -torch.log(h / w))
""",
        ),
        (
            WRONG,
            "wrong sign of the log-slope",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) + torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "log p = 0 outside instead of minus infinity (density 1)",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) - torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, torch.zeros_like(log_p), log_p)
""",
        ),
        (
            WRONG,
            "a large negative number instead of minus infinity",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) - torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return log_p.masked_fill(outside, -1e9)
""",
        ),
        (
            WRONG,
            "the density, not its logarithm",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    p = w / h / (knots_z[-1] - knots_z[0])
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, torch.zeros_like(p), p)
""",
        ),
        (
            WRONG,
            "bin looked up among knots_z instead of knots_x",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_z[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) - torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "uniform base over the range of x instead of that of z",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_x[-1] - knots_x[0]) - torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "bin index one too large: index error",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x, x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) - torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "all bins equally likely: base 1/K, not 1/(z_K - z_0)",
            """
import math

def step_log_prob(x, knots_z, knots_x):
    K = len(knots_z) - 1
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -math.log(K) - torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "standard normal base instead of the uniform one",
            """
import math

def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    z = knots_z[k] + (x - knots_x[k]) * w / h
    log_p = -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "sign of the base: + log(z_K - z_0)",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = torch.log(knots_z[-1] - knots_z[0]) - torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "outside measured with the knots of z",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) - torch.log(h / w)
    outside = (x < knots_z[0]) | (x > knots_z[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "only one side: points below the first knot are not excluded",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) - torch.log(h / w)
    log_p[x > knots_x[-1]] = -float("inf")
    return log_p
""",
        ),
        (
            WRONG,
            "divides by the slope of the logarithm: quotient of logarithms",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) / torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "h alone as the slope: widths forgotten",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) - torch.log(h)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
""",
        ),
        (
            WRONG,
            "two mistakes: + log s, and 0 outside",
            """
def step_log_prob(x, knots_z, knots_x):
    k = torch.searchsorted(knots_x[1:-1], x)
    s = (knots_x[k + 1] - knots_x[k]) / (knots_z[k + 1] - knots_z[k])
    log_p = torch.log(s) - torch.log(knots_z[-1] - knots_z[0])
    log_p[(x < knots_x[0]) | (x > knots_x[-1])] = 0
    return log_p
""",
        ),
        (
            RIGHT,
            "searchsorted and where",
            '''
def step_log_prob(x, knots_z, knots_x):
    """log p(x) of straight pieces; the base is uniform on [knots_z[0], knots_z[-1]]."""
    k = torch.searchsorted(knots_x[1:-1], x)
    w = knots_z[k + 1] - knots_z[k]
    h = knots_x[k + 1] - knots_x[k]
    log_p = -torch.log(knots_z[-1] - knots_z[0]) - torch.log(h / w)
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return torch.where(outside, -torch.inf, log_p)
''',
        ),
        (
            RIGHT,
            "loop over the bins, starting from minus infinity",
            """
def step_log_prob(x, knots_z, knots_x):
    result = torch.full_like(x, float("-inf"))
    total = knots_z[-1] - knots_z[0]
    for k in range(len(knots_x) - 1):
        here = (x > knots_x[k]) & (x < knots_x[k + 1])
        slope = (knots_x[k + 1] - knots_x[k]) / (knots_z[k + 1] - knots_z[k])
        result[here] = -torch.log(total * slope)
    return result
""",
        ),
        (
            RIGHT,
            "a bin of slope infinity on both sides: density 0 there, logarithm of 0",
            """
def step_log_prob(x, knots_z, knots_x):
    p = (knots_z.diff() / knots_x.diff()) / (knots_z[-1] - knots_z[0])
    zero = torch.zeros(1, dtype=p.dtype)
    p = torch.cat([zero, p, zero])
    return torch.log(p[torch.searchsorted(knots_x, x)])
""",
        ),
        (
            RIGHT,
            "mass of the bin spread over its height, as sums of indicators",
            """
def step_log_prob(x, knots_z, knots_x):
    mass = torch.diff(knots_z) / (knots_z[-1] - knots_z[0])
    y = x.unsqueeze(-1)
    inside = (y > knots_x[:-1]) & (y < knots_x[1:])
    density = (inside * (mass / torch.diff(knots_x))).sum(-1)
    return density.log()
""",
        ),
        (
            RIGHT,
            "number after number with math",
            """
import math

def step_log_prob(x, knots_z, knots_x):
    kz, kx = knots_z.tolist(), knots_x.tolist()
    out = []
    for v in x.reshape(-1).tolist():
        value = -math.inf
        for k in range(len(kx) - 1):
            if kx[k] < v < kx[k + 1]:
                slope = (kx[k + 1] - kx[k]) / (kz[k + 1] - kz[k])
                value = -math.log(kz[-1] - kz[0]) - math.log(slope)
        out.append(value)
    return torch.tensor(out, dtype=x.dtype).reshape(x.shape)
""",
        ),
    ),
}
