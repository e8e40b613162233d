RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    # ------------------------------------------------------------------ 1.1
    "1.1": (
        (
            WRONG,
            "forgot the Jacobian (no log-det term)",
            '''
def log_normal_log_prob(x):
    """log p(x) for x = exp(z), z standard normal."""
    z = torch.log(x)
    return log_p0(z)
''',
        ),
        (
            WRONG,
            "wrong sign of the log-det: + log x instead of - log x",
            """
def log_normal_log_prob(x):
    z = torch.log(x)
    return log_p0(z) + torch.log(x)
""",
        ),
        (
            WRONG,
            "evaluates the base at x instead of at z = log x",
            """
def log_normal_log_prob(x):
    return log_p0(x) - torch.log(x)
""",
        ),
        (
            WRONG,
            "adds the derivative 1/x itself, without the logarithm",
            """
def log_normal_log_prob(x):
    z = torch.log(x)
    return log_p0(z) + 1 / x
""",
        ),
        (
            WRONG,
            "multiplies the log-density by the Jacobian instead of adding its logarithm",
            """
def log_normal_log_prob(x):
    z = torch.log(x)
    jac = 1 / x
    return log_p0(z) * jac.abs()
""",
        ),
        (
            WRONG,
            "returns the density p(x), not its logarithm",
            """
def log_normal_log_prob(x):
    z = torch.log(x)
    return torch.exp(log_p0(z)) / x
""",
        ),
        (
            WRONG,
            "runs the map forwards (exp) instead of backwards",
            """
def log_normal_log_prob(x):
    z = torch.exp(x)
    return log_p0(z) + x
""",
        ),
        (
            WRONG,
            "subtracts x: the forward log-det z taken at z = x",
            """
def log_normal_log_prob(x):
    # f'(z) = exp(z), so log f' = z ...
    return log_p0(torch.log(x)) - x
""",
        ),
        (
            WRONG,
            "own base formula without the constant 1/2 log(2 pi)",
            """
def log_normal_log_prob(x):
    z = torch.log(x)
    return -0.5 * z**2 - z
""",
        ),
        (
            WRONG,
            "constant log(2 pi) without the factor 1/2",
            """
import math

def log_normal_log_prob(x):
    z = torch.log(x)
    return -z**2 / 2 - math.log(2 * math.pi) - z
""",
        ),
        (
            WRONG,
            "log(x**2) instead of (log x)**2",
            """
import math

def log_normal_log_prob(x):
    return -0.5 * torch.log(x**2) - 0.5 * math.log(2 * math.pi) - torch.log(x)
""",
        ),
        (
            # right: an elementwise answer may take one number at a time, and the check says so.
            RIGHT,
            "math.log does not take a tensor with many numbers: raises",
            """
import math

def log_normal_log_prob(x):
    z = math.log(x)
    return log_p0(z) - math.log(x)
""",
        ),
        (
            WRONG,
            "sums over all points: one number instead of one per point",
            """
def log_normal_log_prob(x):
    z = torch.log(x)
    return (log_p0(z) - torch.log(x)).sum()
""",
        ),
        (
            WRONG,
            "returns the two terms as a tuple, not their sum",
            """
def log_normal_log_prob(x):
    z = x.log()
    return log_p0(z), -x.log()
""",
        ),
        (
            WRONG,
            "base-10 logarithm",
            """
def log_normal_log_prob(x):
    z = torch.log10(x)
    return log_p0(z) - torch.log10(x)
""",
        ),
        (
            WRONG,
            "two mistakes: no Jacobian, and the exponential of the result",
            """
def log_normal_log_prob(x):
    z = torch.log(x)
    return torch.exp(log_p0(z))
""",
        ),
        (
            WRONG,
            "takes the correction twice",
            """
def log_normal_log_prob(x):
    z = torch.log(x)
    log_det = torch.log(torch.abs(1 / x))
    return log_p0(z) + log_det - z
""",
        ),
        (
            RIGHT,
            "three steps, as in the text",
            '''
def log_normal_log_prob(x):
    """log p(x) for x = exp(z), z standard normal."""
    z = torch.log(x)  # back
    return log_p0(z) + torch.log(torch.abs(1 / x))
''',
        ),
        (
            RIGHT,
            "short form: log|dz/dx| = -z",
            """
def log_normal_log_prob(x):
    z = x.log()
    return log_p0(z) - z
""",
        ),
        (
            RIGHT,
            "torch.distributions.LogNormal",
            """
def log_normal_log_prob(x):
    return torch.distributions.LogNormal(0.0, 1.0).log_prob(x)
""",
        ),
        (
            RIGHT,
            "closed formula written out with math",
            """
import math

def log_normal_log_prob(x):
    return -torch.log(x * math.sqrt(2 * math.pi)) - torch.log(x) ** 2 / 2
""",
        ),
        (
            RIGHT,
            "autograd for the derivative",
            """
def log_normal_log_prob(x):
    x = x.detach().clone().requires_grad_()
    z = torch.log(x)
    (slope,) = torch.autograd.grad(z.sum(), x)
    return (log_p0(z) + slope.abs().log()).detach()
""",
        ),
        (
            RIGHT,
            "loop over the numbers with math.log",
            """
import math

def log_normal_log_prob(x):
    out = []
    for v in x.flatten().tolist():
        z = math.log(v)
        out.append(-0.5 * z * z - 0.5 * math.log(2 * math.pi) - z)
    return torch.tensor(out, dtype=x.dtype).reshape(x.shape)
""",
        ),
        (
            RIGHT,
            "NumPy and back to torch",
            """
import numpy as np

def log_normal_log_prob(x):
    z = np.log(x.detach().numpy())
    return torch.as_tensor(-0.5 * z**2 - 0.5 * np.log(2 * np.pi) - z)
""",
        ),
    ),
    # ------------------------------------------------------------------ 1.2
    "1.2": (
        (
            WRONG,
            "forgot the absolute value: the density comes out negative",
            '''
def falling_density(x):
    """p(x) for x = 3 - exp(z), z standard normal."""
    z = torch.log(3 - x)
    return torch.exp(log_p0(z)) * (-1 / (3 - x))
''',
        ),
        (
            WRONG,
            "forgot the Jacobian",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return torch.exp(log_p0(z))
""",
        ),
        (
            WRONG,
            "returns the log-density, not the density",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return log_p0(z) - torch.log(3 - x)
""",
        ),
        (
            WRONG,
            "multiplies by the forward stretch 3 - x instead of dividing",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return torch.exp(log_p0(z)) * (3 - x)
""",
        ),
        (
            WRONG,
            "wrong inverse: log(x - 3), NaN everywhere",
            """
def falling_density(x):
    z = torch.log(x - 3)
    return torch.exp(log_p0(z)) / torch.abs(x - 3)
""",
        ),
        (
            WRONG,
            "uses log p0 where p0 is needed (forgot the exp)",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return log_p0(z) / (3 - x)
""",
        ),
        (
            WRONG,
            "adds the logarithm of the Jacobian to the density (mixes log and non-log)",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return torch.exp(log_p0(z)) + torch.log(1 / (3 - x))
""",
        ),
        (
            WRONG,
            "wrong inverse: 3 - log x",
            """
def falling_density(x):
    z = 3 - torch.log(x)
    return torch.exp(log_p0(z)) * torch.abs(1 / x)
""",
        ),
        (
            WRONG,
            "Jacobian 1/x of the plain exponential; the 3 is forgotten there",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return torch.exp(log_p0(z)) / torch.abs(x)
""",
        ),
        (
            WRONG,
            "runs the map forwards instead of backwards",
            """
def falling_density(x):
    z = 3 - torch.exp(x)
    return torch.exp(log_p0(z)) * torch.exp(x)
""",
        ),
        (
            WRONG,
            "logarithm of a negative derivative: NaN",
            """
def falling_density(x):
    z = torch.log(3 - x)
    log_det = torch.log(-1 / (3 - x))
    return torch.exp(log_p0(z) + log_det)
""",
        ),
        (
            WRONG,
            "base evaluated at x instead of z",
            """
def falling_density(x):
    return torch.exp(log_p0(x)) / (3 - x)
""",
        ),
        (
            WRONG,
            "forward derivative taken at x instead of at z = log(3 - x)",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return log_p0(z).exp() / torch.exp(x)
""",
        ),
        (
            WRONG,
            "normal density without the factor 1/sqrt(2 pi)",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return torch.exp(-(z**2) / 2) / (3 - x)
""",
        ),
        (
            WRONG,
            "wrong sign of the log-det inside the exponential",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return torch.exp(log_p0(z) + torch.log(3 - x))
""",
        ),
        (
            WRONG,
            "wrong inverse: sign error, log(3 + x)",
            """
def falling_density(x):
    z = torch.log(x + 3)
    return torch.exp(log_p0(z)) / (x + 3)
""",
        ),
        (
            RIGHT,
            "as in the formula, with abs",
            '''
def falling_density(x):
    """p(x) for x = 3 - exp(z), z standard normal."""
    z = torch.log(3 - x)
    return torch.exp(log_p0(z)) * torch.abs(-1 / (3 - x))
''',
        ),
        (
            RIGHT,
            "in logarithms, exponential at the end",
            """
def falling_density(x):
    z = torch.log(3 - x)
    return torch.exp(log_p0(z) - z)
""",
        ),
        (
            RIGHT,
            "written out with math",
            """
import math

def falling_density(x):
    y = 3 - x
    return torch.exp(-0.5 * torch.log(y) ** 2) / (y * math.sqrt(2 * math.pi))
""",
        ),
        (
            RIGHT,
            "LogNormal mirrored",
            """
from torch.distributions import LogNormal

falling_density = lambda x: LogNormal(0.0, 1.0).log_prob(3 - x).exp()
""",
        ),
        (
            RIGHT,
            "autograd",
            """
def falling_density(x):
    x = x.detach().clone().requires_grad_()
    z = torch.log(3.0 - x)
    dz = torch.autograd.grad(z.sum(), x)[0]
    return (torch.exp(log_p0(z)) * dz.abs()).detach()
""",
        ),
        (
            RIGHT,
            "divided by the absolute forward derivative at z",
            """
def falling_density(x):
    z = torch.log(3 - x)
    forward = -torch.exp(z)
    return torch.exp(log_p0(z)) / forward.abs()
""",
        ),
    ),
    # ------------------------------------------------------------------ 1.3
    "1.3": (
        (
            WRONG,
            "wrong order: applies f2 first",
            '''
def composed(f2, f1, z):
    """x = f2(f1(z)) and log|dx/dz|."""
    y, log_det2 = f2(z)
    x, log_det1 = f1(y)
    return x, log_det1 + log_det2
''',
        ),
        (
            WRONG,
            "keeps only the log-det of the second map",
            """
def composed(f2, f1, z):
    y, _ = f1(z)
    x, log_det = f2(y)
    return x, log_det
""",
        ),
        (
            WRONG,
            "the log-det of f2 is taken at z instead of at y = f1(z)",
            """
def composed(f2, f1, z):
    y, log_det1 = f1(z)
    x = f2(y)[0]
    log_det2 = f2(z)[1]
    return x, log_det1 + log_det2
""",
        ),
        (
            WRONG,
            "multiplies the log-dets",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(y)
    return x, ld1 * ld2
""",
        ),
        (
            WRONG,
            "hands the whole pair of f1 to f2: raises",
            """
def composed(f2, f1, z):
    x, log_det = f2(f1(z))
    return x, log_det
""",
        ),
        (
            WRONG,
            "returns only x",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(y)
    return x
""",
        ),
        (
            WRONG,
            "wrong sign: the log-det of the inverse",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(y)
    return x, -(ld1 + ld2)
""",
        ),
        (
            WRONG,
            "subtracts the log-dets",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(y)
    return x, ld2 - ld1
""",
        ),
        (
            WRONG,
            "returns the pair in the wrong order",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(y)
    return ld1 + ld2, x
""",
        ),
        (
            WRONG,
            "returns three things, the log-dets not added",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(y)
    return x, ld1, ld2
""",
        ),
        (
            WRONG,
            "sums the log-det over all points",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(y)
    return x, torch.sum(ld1 + ld2)
""",
        ),
        (
            WRONG,
            "takes the logarithm of log-dets (they are logarithms already)",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(y)
    return x, torch.log(ld1.abs()) + torch.log(ld2.abs())
""",
        ),
        (
            WRONG,
            "returns the derivative, not its logarithm",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(y)
    return x, torch.exp(ld1 + ld2)
""",
        ),
        (
            WRONG,
            "both maps are applied to z; the image is that of f2 alone",
            """
def composed(f2, f1, z):
    y, ld1 = f1(z)
    x, ld2 = f2(z)
    return x, ld1 + ld2
""",
        ),
        (
            WRONG,
            "keeps only the log-det of the first map",
            """
def composed(f2, f1, z):
    x, log_det = f1(z)
    x, _ = f2(x)
    return x, log_det
""",
        ),
        (
            RIGHT,
            "two steps, log-dets added",
            '''
def composed(f2, f1, z):
    """x = f2(f1(z)) and log|dx/dz|."""
    y, log_det1 = f1(z)
    x, log_det2 = f2(y)
    return x, log_det1 + log_det2
''',
        ),
        (
            RIGHT,
            "loop over the two maps",
            """
def composed(f2, f1, z):
    total = 0
    for f in (f1, f2):
        z, log_det = f(z)
        total = total + log_det
    return z, total
""",
        ),
        (
            RIGHT,
            "indexes instead of unpacking",
            """
def composed(f2, f1, z):
    first = f1(z)
    second = f2(first[0])
    return (second[0], first[1] + second[1])
""",
        ),
        (
            RIGHT,
            "stack and sum over the new dimension",
            """
def composed(f2, f1, z):
    y, a = f1(z)
    x, b = f2(y)
    return x, torch.stack([a, b]).sum(dim=0)
""",
        ),
        (
            RIGHT,
            "functools.reduce",
            """
from functools import reduce

def composed(f2, f1, z):
    def go(state, f):
        point, log_det = state
        new, extra = f(point)
        return new, extra if log_det is None else log_det + extra
    return reduce(go, [f1, f2], (z, None))
""",
        ),
    ),
    # ------------------------------------------------------------------ 1.4
    "1.4": (
        (
            WRONG,
            "forgot the logarithm: returns the determinant r",
            '''
def polar(z):
    """x = (r cos phi, r sin phi) and log|det|."""
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, r
''',
        ),
        (
            WRONG,
            "wrong sign: the log-det of the inverse map",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, -torch.log(r)
""",
        ),
        (
            WRONG,
            "no stretch at all: log-det zero",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, torch.zeros_like(r)
""",
        ),
        (
            WRONG,
            "determinant r^2 instead of r",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, torch.log(r**2)
""",
        ),
        (
            WRONG,
            "sign error in the determinant: r cos^2 - r sin^2",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    det = r * torch.cos(phi) ** 2 - r * torch.sin(phi) ** 2
    return x, torch.log(torch.abs(det))
""",
        ),
        (
            WRONG,
            "sine and cosine swapped in the image",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.sin(phi), r * torch.cos(phi)], dim=-1)
    return x, torch.log(r)
""",
        ),
        (
            WRONG,
            "stacks along dimension 0: x has shape (2, ...)",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)])
    return x, torch.log(r)
""",
        ),
        (
            WRONG,
            "cat instead of stack: one long vector",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.cat([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, torch.log(r)
""",
        ),
        (
            WRONG,
            "x is a tuple of two tensors, not a tensor of the shape of z",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = (r * torch.cos(phi), r * torch.sin(phi))
    return x, torch.log(r)
""",
        ),
        (
            WRONG,
            "returns only the image",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    return torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
""",
        ),
        (
            WRONG,
            "log-det keeps the last dimension: shape (..., 1)",
            """
def polar(z):
    r, phi = z[..., :1], z[..., 1:]
    x = torch.cat([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, torch.log(r)
""",
        ),
        (
            WRONG,
            "product of the diagonal only (J is not triangular)",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    det = torch.cos(phi) * r * torch.cos(phi)
    return x, torch.log(det.abs())
""",
        ),
        (
            WRONG,
            "one log-det per coordinate, not summed (elementwise derivatives)",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    slopes = torch.stack([torch.cos(phi), r * torch.cos(phi)], dim=-1)
    return x, slopes.abs().log()
""",
        ),
        (
            WRONG,
            "torch.tensor of a list of tensors: fails for a batch",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.tensor([r * torch.cos(phi), r * torch.sin(phi)])
    return x, torch.log(r)
""",
        ),
        (
            WRONG,
            "sums the log-det over the batch",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, torch.log(r).sum()
""",
        ),
        (
            WRONG,
            "takes phi for degrees",
            """
def polar(z):
    r, phi = z[..., 0], torch.deg2rad(z[..., 1])
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, torch.log(r)
""",
        ),
        (
            WRONG,
            "r and phi swapped when unpacking",
            """
def polar(z):
    phi, r = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, torch.log(r.abs())
""",
        ),
        (
            WRONG,
            "two mistakes: stacked along dimension 0 and log-det with the inverse's sign",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack((r * torch.cos(phi), r * torch.sin(phi)), 0)
    return x, torch.log(1 / r)
""",
        ),
        (
            RIGHT,
            "by hand, det = r",
            '''
def polar(z):
    """x = (r cos phi, r sin phi) and log|det|."""
    r, phi = z[..., 0], z[..., 1]
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, torch.log(r)
''',
        ),
        (
            RIGHT,
            "determinant written out in four derivatives",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    c, s = phi.cos(), phi.sin()
    x = torch.stack((r * c, r * s), -1)
    det = c * (r * c) - (-r * s) * s
    return x, det.abs().log()
""",
        ),
        (
            RIGHT,
            "complex numbers: torch.polar",
            """
def polar(z):
    r, phi = z[..., 0].contiguous(), z[..., 1].contiguous()
    w = torch.polar(r, phi)
    return torch.view_as_real(w), r.log()
""",
        ),
        (
            RIGHT,
            "Jacobian matrices assembled, then slogdet",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    cos, sin = torch.cos(phi), torch.sin(phi)
    x = r.unsqueeze(-1) * torch.stack([cos, sin], dim=-1)
    row1 = torch.stack([cos, -r * sin], dim=-1)
    row2 = torch.stack([sin, r * cos], dim=-1)
    J = torch.stack([row1, row2], dim=-2)
    return x, torch.linalg.slogdet(J).logabsdet
""",
        ),
        (
            RIGHT,
            "fills an empty tensor",
            """
def polar(z):
    r, phi = z[..., 0], z[..., 1]
    x = torch.empty_like(z)
    x[..., 0] = r * torch.cos(phi)
    x[..., 1] = r * torch.sin(phi)
    return x, 0.5 * torch.log(r**2)
""",
        ),
        (
            RIGHT,
            "autograd: torch.func.jacrev with vmap",
            """
def polar(z):
    def one(p):
        return torch.stack([p[0] * torch.cos(p[1]), p[0] * torch.sin(p[1])])
    flat = z.reshape(-1, 2)
    x = torch.func.vmap(one)(flat).reshape(z.shape)
    J = torch.func.vmap(torch.func.jacrev(one))(flat)
    return x, torch.linalg.det(J).abs().log().reshape(z.shape[:-1])
""",
        ),
    ),
    # ------------------------------------------------------------------ 1.5
    "1.5": (
        (
            WRONG,
            "forgot the log-det, log r",
            '''
def darts_log_prob(r, phi):
    """log p(r, phi)."""
    return log_p0(r * torch.cos(phi)) + log_p0(r * torch.sin(phi))
''',
        ),
        (
            WRONG,
            "wrong sign of the log-det: - log r",
            """
def darts_log_prob(r, phi):
    return log_p0(r * torch.cos(phi)) + log_p0(r * torch.sin(phi)) - torch.log(r)
""",
        ),
        (
            WRONG,
            "base evaluated at (r, phi) instead of at the Cartesian point",
            """
def darts_log_prob(r, phi):
    return log_p0(r) + log_p0(phi) + torch.log(r)
""",
        ),
        (
            WRONG,
            "constant of one dimension only: 1/2 log(2 pi) instead of log(2 pi)",
            """
import math

def darts_log_prob(r, phi):
    return -0.5 * r**2 - 0.5 * math.log(2 * math.pi) + torch.log(r)
""",
        ),
        (
            WRONG,
            "the density of r alone (Rayleigh): the 1/(2 pi) for the angle is missing",
            """
def darts_log_prob(r, phi):
    return torch.log(r) - r**2 / 2
""",
        ),
        (
            WRONG,
            "only one of the two coordinates is asked",
            """
def darts_log_prob(r, phi):
    return log_p0(r * torch.cos(phi)) + torch.log(r)
""",
        ),
        (
            WRONG,
            "multiplies the log-densities (product rule of densities applied to logs)",
            """
def darts_log_prob(r, phi):
    return log_p0(r * torch.cos(phi)) * log_p0(r * torch.sin(phi)) + torch.log(r)
""",
        ),
        (
            WRONG,
            "adds r instead of log r",
            """
def darts_log_prob(r, phi):
    z1, z2 = r * torch.cos(phi), r * torch.sin(phi)
    return log_p0(z1) + log_p0(z2) + r
""",
        ),
        (
            WRONG,
            "returns the density, not the logarithm",
            """
def darts_log_prob(r, phi):
    z1, z2 = r * torch.cos(phi), r * torch.sin(phi)
    return r * torch.exp(log_p0(z1) + log_p0(z2))
""",
        ),
        (
            WRONG,
            "counts r twice: log p0(r) for both coordinates",
            """
def darts_log_prob(r, phi):
    return 2 * log_p0(r) + torch.log(r)
""",
        ),
        (
            WRONG,
            "takes (r, phi) for Cartesian coordinates and converts them to polar ones",
            """
def darts_log_prob(r, phi):
    rho = torch.sqrt(r**2 + phi**2)
    angle = torch.atan2(phi, r)
    return log_p0(rho) + log_p0(angle) - torch.log(rho)
""",
        ),
        (
            WRONG,
            "log-det r^2: 2 log r",
            """
def darts_log_prob(r, phi):
    z1, z2 = r * torch.cos(phi), r * torch.sin(phi)
    return log_p0(z1) + log_p0(z2) + torch.log(r**2)
""",
        ),
        (
            WRONG,
            "two mistakes: no constant and no log-det",
            """
def darts_log_prob(r, phi):
    return -0.5 * (r * torch.cos(phi)) ** 2 - 0.5 * (r * torch.sin(phi)) ** 2
""",
        ),
        (
            WRONG,
            "sums over all darts",
            """
def darts_log_prob(r, phi):
    z = torch.stack([r * torch.cos(phi), r * torch.sin(phi)])
    return log_p0(z).sum() + torch.log(r)
""",
        ),
        (
            WRONG,
            "exponent -r^2 without the factor 1/2",
            """
import math

def darts_log_prob(r, phi):
    return -(r**2) - math.log(2 * math.pi) + torch.log(r)
""",
        ),
        (
            RIGHT,
            "base of both coordinates plus log r",
            '''
def darts_log_prob(r, phi):
    """log p(r, phi)."""
    z1 = r * torch.cos(phi)
    z2 = r * torch.sin(phi)
    return log_p0(z1) + log_p0(z2) + torch.log(r)
''',
        ),
        (
            RIGHT,
            "simplified: phi drops out",
            """
import math

def darts_log_prob(r, phi):
    # cos^2 + sin^2 = 1, so the angle does not matter
    return torch.log(r) - 0.5 * r**2 - math.log(2 * math.pi)
""",
        ),
        (
            RIGHT,
            "with polar() from 1.4",
            """
def darts_log_prob(r, phi):
    z, log_det = answer("1.4")(torch.stack([r, phi], dim=-1))
    return log_p0(z).sum(-1) + log_det
""",
        ),
        (
            RIGHT,
            "torch.distributions on the Cartesian point",
            """
from torch.distributions import Normal

def darts_log_prob(r, phi):
    z = torch.stack([r * phi.cos(), r * phi.sin()], dim=-1)
    base = Normal(0.0, 1.0).log_prob(z).sum(dim=-1)
    return base + r.abs().log()
""",
        ),
        (
            RIGHT,
            "Rayleigh as a Weibull, times a uniform angle",
            """
import math

def darts_log_prob(r, phi):
    scale = torch.tensor(math.sqrt(2), dtype=r.dtype)
    rayleigh = torch.distributions.Weibull(scale, torch.tensor(2.0, dtype=r.dtype))
    return rayleigh.log_prob(r) + math.log(1 / (2 * math.pi))
""",
        ),
    ),
    # ------------------------------------------------------------------ 1.6
    "1.6": (
        (
            WRONG,
            "forgot the absolute value: NaN for falling maps",
            '''
def log_prob(x, inverse):
    """log p(x) for any invertible map of one variable, given its inverse."""
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    (slope,) = torch.autograd.grad(z.sum(), x)
    return log_p0(z) + torch.log(slope)
''',
        ),
        (
            WRONG,
            "forgot the Jacobian",
            """
def log_prob(x, inverse):
    z = inverse(x)
    return log_p0(z)
""",
        ),
        (
            WRONG,
            "wrong sign of the log-det",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    (slope,) = torch.autograd.grad(z.sum(), x)
    return log_p0(z) - torch.log(slope.abs())
""",
        ),
        (
            WRONG,
            "forgot to take the tensor out of autograd's tuple: raises",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(z.sum(), x)
    return log_p0(z) + torch.log(torch.abs(slope))
""",
        ),
        (
            WRONG,
            "x does not require a gradient: autograd raises",
            """
def log_prob(x, inverse):
    z = inverse(x)
    slope = torch.autograd.grad(z.sum(), x)[0]
    return log_p0(z) + slope.abs().log()
""",
        ),
        (
            WRONG,
            "no sum: grad of a non-scalar raises",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(z, x)[0]
    return log_p0(z) + slope.abs().log()
""",
        ),
        (
            WRONG,
            "mean instead of sum: every derivative is divided by the number of points",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(z.mean(), x)[0]
    return log_p0(z) + slope.abs().log()
""",
        ),
        (
            WRONG,
            "adds the derivative without the logarithm",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(z.sum(), x)[0]
    return log_p0(z) + slope.abs()
""",
        ),
        (
            WRONG,
            "base evaluated at x instead of z",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(z.sum(), x)[0]
    return log_p0(x) + slope.abs().log()
""",
        ),
        (
            WRONG,
            "differentiates log p0(z) instead of z",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(log_p0(z).sum(), x)[0]
    return log_p0(z) + slope.abs().log()
""",
        ),
        (
            WRONG,
            "sums the log-det over all points: each point gets that of all",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(z.sum(), x)[0]
    return log_p0(z) + slope.abs().log().sum()
""",
        ),
        (
            WRONG,
            "the copy is made after the map: z does not depend on it, autograd raises",
            """
def log_prob(x, inverse):
    z = inverse(x)
    x = x.detach().clone().requires_grad_()
    slope = torch.autograd.grad(z.sum(), x)[0]
    return log_p0(z) + slope.abs().log()
""",
        ),
        (
            WRONG,
            "detaches z before differentiating: raises",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x).detach()
    slope = torch.autograd.grad(z.sum(), x)[0]
    return log_p0(z) + slope.abs().log()
""",
        ),
        (
            WRONG,
            "density instead of log-density",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(z.sum(), x)[0]
    return torch.exp(log_p0(z)) * slope.abs()
""",
        ),
        (
            WRONG,
            "crude one-sided difference with a step of 0.01 instead of autograd: inexact",
            """
def log_prob(x, inverse):
    h = 0.01
    z = inverse(x)
    slope = (inverse(x + h) - z) / h
    return log_p0(z) + torch.log(slope.abs())
""",
        ),
        (
            WRONG,
            "clamps the derivative at 0.1 'for safety': wrong wherever the inverse is flatter",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(z.sum(), x)[0]
    return log_p0(z) + torch.log(slope.abs().clamp(min=0.1))
""",
        ),
        (
            WRONG,
            "whole Jacobian's determinant: adds all points' log-dets (and fails for other shapes)",
            """
def log_prob(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z) + torch.linalg.slogdet(J).logabsdet
""",
        ),
        (
            # right, with a note: the check says that the caller's tensor is changed.
            RIGHT,
            "uses the caller's x itself: it is changed, and its gradients add up at a second call",
            """
def log_prob(x, inverse):
    x.requires_grad_()
    z = inverse(x)
    z.sum().backward()
    return log_p0(z) + x.grad.abs().log()
""",
        ),
        (
            RIGHT,
            "as in the text",
            '''
def log_prob(x, inverse):
    """log p(x) for any invertible map of one variable, given its inverse."""
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    (slope,) = torch.autograd.grad(z.sum(), x)
    return log_p0(z) + torch.log(slope.abs())
''',
        ),
        (
            RIGHT,
            "backward() on a fresh copy, result detached",
            """
def log_prob(x, inverse):
    y = x.detach().clone()
    y.requires_grad = True
    z = inverse(y)
    z.sum().backward()
    return (log_p0(z) + y.grad.abs().log()).detach()
""",
        ),
        (
            RIGHT,
            "grad_outputs of ones instead of the sum",
            """
def log_prob(x, inverse):
    y = x.detach().clone().requires_grad_(True)
    z = inverse(y)
    g = torch.autograd.grad(z, y, grad_outputs=torch.ones_like(z))[0]
    return log_p0(z).detach() + torch.log(torch.abs(g))
""",
        ),
        (
            RIGHT,
            "forward-mode: torch.func.jvp",
            """
def log_prob(x, inverse):
    z, slope = torch.func.jvp(inverse, (x,), (torch.ones_like(x),))
    return log_p0(z) + slope.abs().log()
""",
        ),
        (
            RIGHT,
            "loop over the points, each with its own derivative",
            """
def log_prob(x, inverse):
    results = []
    for value in x.reshape(-1):
        v = value.detach().clone().requires_grad_()
        z = inverse(v)
        d = torch.autograd.grad(z, v)[0]
        results.append((log_p0(z) + d.abs().log()).detach())
    return torch.stack(results).reshape(x.shape)
""",
        ),
        (
            RIGHT,
            "keeps the graph (create_graph), 1/2 log of the square for the absolute value",
            """
def log_prob(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    d = torch.autograd.grad(z.sum(), x, create_graph=True)[0]
    return log_p0(z) + 0.5 * torch.log(d**2)
""",
        ),
    ),
    # ------------------------------------------------------------------ 1.7
    "1.7": (
        (
            WRONG,
            "forgot the sum over the components of the base",
            '''
def log_prob_nd(x, inverse):
    """log p(x) for any invertible map of D variables, at one point x."""
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z) + torch.linalg.slogdet(J)[1]
''',
        ),
        (
            WRONG,
            "log-det inside the sum: added D times",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return (log_p0(z) + torch.linalg.slogdet(J)[1]).sum()
""",
        ),
        (
            WRONG,
            "forgot the log-det",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    return log_p0(z).sum()
""",
        ),
        (
            WRONG,
            "takes the sign, not the logarithm, from slogdet",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z).sum() + torch.linalg.slogdet(J)[0]
""",
        ),
        (
            WRONG,
            "adds the whole pair of slogdet: raises",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z).sum() + torch.linalg.slogdet(J)
""",
        ),
        (
            WRONG,
            "no absolute value: NaN when the determinant is negative",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z).sum() + torch.log(torch.linalg.det(J))
""",
        ),
        (
            WRONG,
            "wrong sign of the log-det",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    sign, logdet = torch.linalg.slogdet(J)
    return torch.sum(log_p0(z)) - logdet
""",
        ),
        (
            WRONG,
            "only the diagonal of the Jacobian counts",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z).sum() + torch.diag(J).abs().log().sum()
""",
        ),
        (
            WRONG,
            "normalising constant once instead of D times",
            """
import math

def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return -0.5 * z @ z - 0.5 * math.log(2 * math.pi) + torch.linalg.slogdet(J)[1]
""",
        ),
        (
            WRONG,
            "Jacobian taken at z instead of at x",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, z)
    return log_p0(z).sum() + torch.linalg.slogdet(J).logabsdet
""",
        ),
        (
            WRONG,
            "jacobian called with the value instead of the function: raises",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(z, x)
    return log_p0(z).sum() + torch.linalg.slogdet(J)[1]
""",
        ),
        (
            WRONG,
            "gradient of the sum of z (row sums of J) in place of the determinant",
            """
def log_prob_nd(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    (g,) = torch.autograd.grad(z.sum(), x)
    return log_p0(z).sum() + torch.log(g.abs()).sum()
""",
        ),
        (
            WRONG,
            "determinant without the logarithm",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z).sum() + torch.linalg.det(J).abs()
""",
        ),
        (
            WRONG,
            "mean over the components instead of the sum",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z).mean() + torch.linalg.slogdet(J)[1]
""",
        ),
        (
            WRONG,
            "hard-coded two dimensions in the determinant",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    det = J[0, 0] * J[1, 1] - J[0, 1] * J[1, 0]
    return log_p0(z).sum() + torch.log(det.abs())
""",
        ),
        (
            WRONG,
            "determinant of the inverse matrix of J",
            """
def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z).sum() + torch.linalg.slogdet(torch.linalg.inv(J))[1]
""",
        ),
        (
            WRONG,
            "base evaluated at x",
            """
def log_prob_nd(x, inverse):
    J = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(x).sum() + torch.linalg.slogdet(J)[1]
""",
        ),
        (
            RIGHT,
            "jacobian and slogdet, as in the text",
            '''
def log_prob_nd(x, inverse):
    """log p(x) for any invertible map of D variables, at one point x."""
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    sign, log_det = torch.linalg.slogdet(J)
    return log_p0(z).sum() + log_det
''',
        ),
        (
            RIGHT,
            "torch.func.jacrev, log of the absolute determinant",
            """
def log_prob_nd(x, inverse):
    J = torch.func.jacrev(inverse)(x)
    return torch.sum(log_p0(inverse(x))) + torch.log(torch.abs(torch.det(J)))
""",
        ),
        (
            RIGHT,
            "rows of the Jacobian one by one with autograd.grad",
            """
def log_prob_nd(x, inverse):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    rows = []
    for i in range(len(z)):
        unit = torch.zeros_like(z)
        unit[i] = 1.0
        rows.append(torch.autograd.grad(z, x, unit, retain_graph=True)[0])
    J = torch.stack(rows)
    return (log_p0(z).sum() + torch.linalg.slogdet(J)[1]).detach()
""",
        ),
        (
            RIGHT,
            "transposed Jacobian (same determinant), multivariate normal from torch",
            """
from torch.distributions import MultivariateNormal

def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x).T
    base = MultivariateNormal(torch.zeros_like(x), torch.eye(len(x), dtype=x.dtype))
    return base.log_prob(z) + torch.linalg.slogdet(J).logabsdet
""",
        ),
        (
            RIGHT,
            "log-det from the singular values",
            """
import math

def log_prob_nd(x, inverse):
    z = inverse(x)
    J = torch.autograd.functional.jacobian(inverse, x)
    log_det = torch.linalg.svdvals(J).log().sum()
    return -0.5 * (z * z).sum() - 0.5 * z.numel() * math.log(2 * math.pi) + log_det
""",
        ),
    ),
}
