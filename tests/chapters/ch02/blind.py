RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    # ------------------------------------------------------------------ 2.1
    "2.1": (
        (
            WRONG,
            "operator precedence: brackets missing, only b is divided by a",
            '''
def linear_inverse(x, a, b):
    """The z that x = a z + b came from."""
    return x - b / a
''',
        ),
        (
            WRONG,
            "runs the map forwards",
            """
def linear_inverse(x, a, b):
    return a * x + b
""",
        ),
        (
            WRONG,
            "wrong order: divides first, then subtracts b",
            """
def linear_inverse(x, a, b):
    return x / a - b
""",
        ),
        (
            WRONG,
            "adds b instead of subtracting it",
            """
def linear_inverse(x, a, b):
    return (x + b) / a
""",
        ),
        (
            WRONG,
            "multiplies by a instead of dividing",
            """
def linear_inverse(x, a, b):
    return a * (x - b)
""",
        ),
        (
            WRONG,
            "divides by |a|: wrong for negative a",
            """
def linear_inverse(x, a, b):
    return (x - b) / abs(a)
""",
        ),
        (
            WRONG,
            "sign of the difference turned round",
            """
def linear_inverse(x, a, b):
    return (b - x) / a
""",
        ),
        (
            WRONG,
            "forgot to divide by a",
            """
def linear_inverse(x, a, b):
    return x - b
""",
        ),
        (
            WRONG,
            "forgot b",
            """
def linear_inverse(x, a, b):
    return x / a
""",
        ),
        (
            WRONG,
            "a and b exchanged",
            """
def linear_inverse(x, a, b):
    return (x - a) / b
""",
        ),
        (
            WRONG,
            "floor division",
            """
def linear_inverse(x, a, b):
    return (x - b) // a
""",
        ),
        (
            WRONG,
            "returns a pair with the log-det; only z was asked for",
            """
def linear_inverse(x, a, b):
    z = (x - b) / a
    log_det = -torch.log(torch.abs(torch.as_tensor(a)))
    return z, log_det
""",
        ),
        (
            WRONG,
            "the reciprocal of the function instead of its inverse",
            """
def linear_inverse(x, a, b):
    return 1 / (a * x + b)
""",
        ),
        (
            WRONG,
            "clamps a 'so that we do not divide by zero': wrong for negative a",
            """
def linear_inverse(x, a, b):
    a = max(a, 1e-6)
    return (x - b) / a
""",
        ),
        (
            # right, with a note: the check says that the caller's tensor is changed.
            RIGHT,
            "changes the caller's x in place",
            """
def linear_inverse(x, a, b):
    x -= b
    x /= a
    return x
""",
        ),
        (
            RIGHT,
            "subtract, then divide",
            '''
def linear_inverse(x, a, b):
    """The z that x = a z + b came from."""
    return (x - b) / a
''',
        ),
        (
            RIGHT,
            "slope and intercept of the inverse line",
            """
def linear_inverse(x, a, b):
    slope = 1 / a
    intercept = -b / a
    return slope * x + intercept
""",
        ),
        (
            RIGHT,
            "torch's AffineTransform",
            """
from torch.distributions.transforms import AffineTransform

def linear_inverse(x, a, b):
    return AffineTransform(loc=b, scale=a).inv(x)
""",
        ),
        (
            RIGHT,
            "torch functions",
            """
def linear_inverse(x, a, b):
    return torch.div(torch.sub(x, b), a)
""",
        ),
        (
            RIGHT,
            "lambda",
            """
linear_inverse = lambda x, a, b: -(b - x) / a
""",
        ),
    ),
    # ------------------------------------------------------------------ 2.2
    "2.2": (
        (
            WRONG,
            "forgot the absolute value: NaN for negative a",
            '''
def linear_log_prob(x, a, b):
    """log p(x) of x = a z + b, z standard normal."""
    z = (x - b) / a
    return log_p0(z) - torch.log(a)
''',
        ),
        (
            WRONG,
            "forgot the log-det",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return log_p0(z)
""",
        ),
        (
            WRONG,
            "wrong sign of the log-det",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return log_p0(z) + torch.log(torch.abs(a))
""",
        ),
        (
            WRONG,
            "adds 1/|a| without the logarithm",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return log_p0(z) + 1 / torch.abs(a)
""",
        ),
        (
            WRONG,
            "base evaluated at x",
            """
def linear_log_prob(x, a, b):
    return log_p0(x) - torch.log(torch.abs(a))
""",
        ),
        (
            WRONG,
            "map run forwards instead of backwards",
            """
def linear_log_prob(x, a, b):
    z = a * x + b
    return log_p0(z) - torch.log(a.abs())
""",
        ),
        (
            WRONG,
            "divides the log-density by |a| instead of subtracting log|a|",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return log_p0(z) / a.abs()
""",
        ),
        (
            WRONG,
            "log of a^2 without the factor 1/2",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return log_p0(z) - torch.log(a**2)
""",
        ),
        (
            WRONG,
            "half of the log-det",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return log_p0(z) - 0.5 * torch.log(a.abs())
""",
        ),
        (
            WRONG,
            "abs outside of the log: wrong sign for |a| < 1 and NaN for negative a",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return log_p0(z) - torch.abs(torch.log(a))
""",
        ),
        (
            WRONG,
            "variance a^2 handed over as the standard deviation",
            """
def linear_log_prob(x, a, b):
    return torch.distributions.Normal(b, a**2).log_prob(x)
""",
        ),
        (
            WRONG,
            "negative standard deviation: torch raises for a < 0",
            """
def linear_log_prob(x, a, b):
    return torch.distributions.Normal(b, a).log_prob(x)
""",
        ),
        (
            WRONG,
            "density instead of log-density",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return torch.exp(log_p0(z)) / torch.abs(a)
""",
        ),
        (
            WRONG,
            "constant 1/2 log(2 pi) forgotten",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return -0.5 * z**2 - torch.log(torch.abs(a))
""",
        ),
        (
            WRONG,
            "precedence: x - b / a in the inverse",
            """
def linear_log_prob(x, a, b):
    z = x - b / a
    return log_p0(z) - torch.log(torch.abs(a))
""",
        ),
        (
            WRONG,
            "sums over all points",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return torch.sum(log_p0(z) - torch.log(torch.abs(a)))
""",
        ),
        (
            WRONG,
            "two mistakes: no abs and the wrong sign",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return log_p0(z) + a.log()
""",
        ),
        (
            WRONG,
            "clamps a to be positive",
            """
def linear_log_prob(x, a, b):
    z = (x - b) / a
    return log_p0(z) - torch.log(a.clamp(min=1e-6))
""",
        ),
        (
            RIGHT,
            "as in the text",
            '''
def linear_log_prob(x, a, b):
    """log p(x) of x = a z + b, z standard normal."""
    z = (x - b) / a
    return log_p0(z) + torch.log(torch.abs(1 / a))
''',
        ),
        (
            RIGHT,
            "1/2 log a^2",
            """
def linear_log_prob(x, a, b):
    return log_p0((x - b) / a) - 0.5 * (a * a).log()
""",
        ),
        (
            RIGHT,
            "torch's Normal with |a|",
            """
from torch.distributions import Normal

def linear_log_prob(x, a, b):
    return Normal(b, a.abs()).log_prob(x)
""",
        ),
        (
            RIGHT,
            "written out",
            """
import math

def linear_log_prob(x, a, b):
    var = a**2
    return -0.5 * torch.log(2 * math.pi * var) - (x - b) ** 2 / (2 * var)
""",
        ),
        (
            RIGHT,
            "math.log of the number",
            """
import math

def linear_log_prob(x, a, b):
    return log_p0((x - b) / a) - math.log(abs(float(a)))
""",
        ),
        (
            RIGHT,
            "autograd for the derivative",
            """
def linear_log_prob(x, a, b):
    x = x.detach().clone().requires_grad_()
    z = (x - b) / a
    slope = torch.autograd.grad(z.sum(), x)[0]
    return log_p0(z.detach()) + slope.abs().log()
""",
        ),
    ),
    # ------------------------------------------------------------------ 2.3
    "2.3": (
        (
            WRONG,
            "forward applies f2 first",
            '''
class Chain:
    """The flow f2 o f1: f1 acts first."""

    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld2 = self.f2.forward(z)
        x, ld1 = self.f1.forward(y)
        return x, ld1 + ld2

    def inverse(self, x):
        y, ld1 = self.f1.inverse(x)
        z, ld2 = self.f2.inverse(y)
        return z, ld1 + ld2
''',
        ),
        (
            WRONG,
            "the inverse undoes f1 first (order not turned round)",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1.forward(z)
        x, ld2 = self.f2.forward(y)
        return x, ld1 + ld2

    def inverse(self, x):
        y, ld1 = self.f1.inverse(x)
        z, ld2 = self.f2.inverse(y)
        return z, ld1 + ld2
""",
        ),
        (
            WRONG,
            "inverse log-det has the wrong sign (that of the forward map)",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1.forward(z)
        x, ld2 = self.f2.forward(y)
        return x, ld1 + ld2

    def inverse(self, x):
        y, ld2 = self.f2.inverse(x)
        z, ld1 = self.f1.inverse(y)
        return z, -(ld1 + ld2)
""",
        ),
        (
            WRONG,
            "forward keeps only the last log-det",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, _ = self.f1.forward(z)
        x, log_det = self.f2.forward(y)
        return x, log_det

    def inverse(self, x):
        y, ld2 = self.f2.inverse(x)
        z, ld1 = self.f1.inverse(y)
        return z, ld1 + ld2
""",
        ),
        (
            WRONG,
            "log-dets both taken at the start: f2's at z, f1's at x",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        x = self.f2.forward(self.f1.forward(z)[0])[0]
        return x, self.f1.forward(z)[1] + self.f2.forward(z)[1]

    def inverse(self, x):
        z = self.f1.inverse(self.f2.inverse(x)[0])[0]
        return z, self.f2.inverse(x)[1] + self.f1.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "hands the whole pair on to the next flow: raises",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        return self.f2.forward(self.f1.forward(z))

    def inverse(self, x):
        return self.f1.inverse(self.f2.inverse(x))
""",
        ),
        (
            WRONG,
            "multiplies the log-dets",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1.forward(z)
        x, ld2 = self.f2.forward(y)
        return x, ld1 * ld2

    def inverse(self, x):
        y, ld2 = self.f2.inverse(x)
        z, ld1 = self.f1.inverse(y)
        return z, ld1 * ld2
""",
        ),
        (
            # right: the course's flows can be called.
            RIGHT,
            "calls the flows like functions instead of their methods: raises",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1(z)
        x, ld2 = self.f2(y)
        return x, ld1 + ld2

    def inverse(self, x):
        y, ld2 = self.f2.inverse(x)
        z, ld1 = self.f1.inverse(y)
        return z, ld1 + ld2
""",
        ),
        (
            WRONG,
            "returns only the points, no log-dets",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, _ = self.f1.forward(z)
        return self.f2.forward(y)[0]

    def inverse(self, x):
        y, _ = self.f2.inverse(x)
        return self.f1.inverse(y)[0]
""",
        ),
        (
            WRONG,
            "inverse returns the forward log-det (minus forgotten)",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1.forward(z)
        x, ld2 = self.f2.forward(y)
        return x, ld1 + ld2

    def inverse(self, x):
        z = self.f1.inverse(self.f2.inverse(x)[0])[0]
        _, log_det = self.forward(z)
        return z, log_det
""",
        ),
        (
            WRONG,
            "the second flow's inverse is taken of x again, not of y",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1.forward(z)
        x, ld2 = self.f2.forward(y)
        return x, ld1 + ld2

    def inverse(self, x):
        y, ld2 = self.f2.inverse(x)
        z, ld1 = self.f1.inverse(x)
        return z, ld1 + ld2
""",
        ),
        (
            WRONG,
            "constructor stores f1 and f2 exchanged",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f1, self.f2 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1.forward(z)
        x, ld2 = self.f2.forward(y)
        return x, ld1 + ld2

    def inverse(self, x):
        y, ld2 = self.f2.inverse(x)
        z, ld1 = self.f1.inverse(y)
        return z, ld1 + ld2
""",
        ),
        (
            WRONG,
            "inverse left open (returns ...)",
            '''
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1.forward(z)
        x, ld2 = self.f2.forward(y)
        return x, ld1 + ld2

    def inverse(self, x):
        """z, and log|df^-1/dx|."""
        return ...  # your code here
''',
        ),
        (
            WRONG,
            "subtracts the log-dets",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1.forward(z)
        x, ld2 = self.f2.forward(y)
        return x, ld2 - ld1

    def inverse(self, x):
        y, ld2 = self.f2.inverse(x)
        z, ld1 = self.f1.inverse(y)
        return z, ld1 - ld2
""",
        ),
        (
            WRONG,
            "inverse calls forward of the two flows",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld1 = self.f1.forward(z)
        x, ld2 = self.f2.forward(y)
        return x, ld1 + ld2

    def inverse(self, x):
        y, ld2 = self.f2.forward(x)
        z, ld1 = self.f1.forward(y)
        return z, -ld1 - ld2
""",
        ),
        (
            WRONG,
            "wrong attribute names (self.first, self.second do not exist): raises",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, ld_a = self.first.forward(z)
        x, ld_b = self.second.forward(y)
        return x, ld_a + ld_b

    def inverse(self, x):
        y, ld_b = self.second.inverse(x)
        z, ld_a = self.first.inverse(y)
        return z, ld_a + ld_b
""",
        ),
        (
            RIGHT,
            "step by step",
            '''
class Chain:
    """The flow f2 o f1: f1 acts first."""

    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        """x, and log|df/dz|."""
        y, log_det1 = self.f1.forward(z)
        x, log_det2 = self.f2.forward(y)
        return x, log_det1 + log_det2

    def inverse(self, x):
        """z, and log|df^-1/dx|."""
        y, log_det2 = self.f2.inverse(x)
        z, log_det1 = self.f1.inverse(y)
        return z, log_det1 + log_det2
''',
        ),
        (
            RIGHT,
            "inverse log-det as minus the forward one at z",
            """
class Chain:
    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, a = self.f1.forward(z)
        x, b = self.f2.forward(y)
        return x, a + b

    def inverse(self, x):
        y = self.f2.inverse(x)[0]
        z = self.f1.inverse(y)[0]
        return z, -self.forward(z)[1]
""",
        ),
        (
            RIGHT,
            "list of steps, loop and reversed loop",
            """
class Chain:
    def __init__(self, f2, f1):
        self.steps = [f1, f2]

    def forward(self, z):
        total = 0.0
        for step in self.steps:
            z, log_det = step.forward(z)
            total = total + log_det
        return z, total

    def inverse(self, x):
        total = 0.0
        for step in reversed(self.steps):
            x, log_det = step.inverse(x)
            total = total + log_det
        return x, total
""",
        ),
        (
            RIGHT,
            "helper that joins two functions",
            """
def join(first, second):
    def both(p):
        q, a = first(p)
        r, b = second(q)
        return r, a + b
    return both


class Chain:
    def __init__(self, f2, f1):
        self.forward = join(f1.forward, f2.forward)
        self.inverse = join(f2.inverse, f1.inverse)
""",
        ),
        (
            RIGHT,
            "as an nn.Module with torch.add",
            """
class Chain(torch.nn.Module):
    def __init__(self, f2, f1):
        super().__init__()
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        y, l1 = self.f1.forward(z)
        x, l2 = self.f2.forward(y)
        return x, torch.add(l1, l2)

    def inverse(self, x):
        y, l2 = self.f2.inverse(x)
        z, l1 = self.f1.inverse(y)
        return z, torch.add(l2, l1)
""",
        ),
    ),
    # ------------------------------------------------------------------ 2.4
    "2.4": (
        (
            WRONG,
            "forgot the log-det",
            '''
def affine_log_prob(x, L, b):
    """log p(x) of x = L^-1 z + b, for x of shape (..., n)."""
    z = (x - b) @ L.T
    return log_p0(z).sum(-1)
''',
        ),
        (
            WRONG,
            "wrong sign of the log-det",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).sum(-1) - torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "L not transposed for rows: z = L^T (x - b)",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L
    return log_p0(z).sum(-1) + torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "L @ (x - b) works for one point only; fails or mixes points for a batch",
            """
def affine_log_prob(x, L, b):
    z = L @ (x - b)
    return log_p0(z).sum(-1) + torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "sums over everything: one number for the whole batch",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).sum() + torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "sums over the points (dim 0) instead of over the components",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).sum(0) + torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "no sum over the components: shape (..., n) instead of (...)",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z) + torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "log-det added to every component before the sum: n times too large",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return (log_p0(z) + torch.log(torch.diag(L)).sum()).sum(-1)
""",
        ),
        (
            WRONG,
            "determinant without the logarithm",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).sum(-1) + torch.prod(torch.diag(L))
""",
        ),
        (
            WRONG,
            "logarithm of the sum of the diagonal instead of the sum of the logarithms",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).sum(-1) + torch.log(torch.diag(L).sum())
""",
        ),
        (
            WRONG,
            "logarithm of all entries of L, zeros included: infinite or NaN",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).sum(dim=-1) + torch.log(L).sum()
""",
        ),
        (
            WRONG,
            "constant of one dimension only: n forgotten",
            """
import math

def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return -0.5 * (z**2).sum(-1) - 0.5 * math.log(2 * math.pi) + L.diag().log().sum()
""",
        ),
        (
            WRONG,
            "constant hard-coded for n = 2",
            """
import math

def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return -0.5 * (z**2).sum(-1) - math.log(2 * math.pi) + L.diag().log().sum()
""",
        ),
        (
            WRONG,
            "solves with L (z = L^-1 (x - b)) instead of multiplying",
            """
def affine_log_prob(x, L, b):
    z = torch.linalg.solve(L, (x - b).unsqueeze(-1)).squeeze(-1)
    return log_p0(z).sum(-1) + torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "b subtracted after the product: z = L x - b",
            """
def affine_log_prob(x, L, b):
    z = x @ L.T - b
    return log_p0(z).sum(-1) + torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "precision L L^T in place of L^T L",
            """
from torch.distributions import MultivariateNormal

def affine_log_prob(x, L, b):
    return MultivariateNormal(b, precision_matrix=L @ L.T).log_prob(x)
""",
        ),
        (
            WRONG,
            "uses L as the factor of the covariance (the other convention)",
            """
from torch.distributions import MultivariateNormal

def affine_log_prob(x, L, b):
    return MultivariateNormal(b, scale_tril=L).log_prob(x)
""",
        ),
        (
            WRONG,
            "log det of L^T L without the factor 1/2",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).sum(-1) + torch.logdet(L.T @ L)
""",
        ),
        (
            WRONG,
            "mean over the components instead of the sum",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).mean(-1) + torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "one number per point, but with a kept dimension: shape (..., 1)",
            """
def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).sum(-1, keepdim=True) + torch.log(torch.diag(L)).sum()
""",
        ),
        (
            RIGHT,
            "rows times L.T",
            '''
def affine_log_prob(x, L, b):
    """log p(x) of x = L^-1 z + b, for x of shape (..., n)."""
    z = (x - b) @ L.T
    return log_p0(z).sum(-1) + torch.log(torch.diag(L)).sum()
''',
        ),
        (
            RIGHT,
            "torch's Gaussian with the precision matrix",
            """
def affine_log_prob(x, L, b):
    p = torch.distributions.MultivariateNormal(b, precision_matrix=L.T @ L)
    return p.log_prob(x)
""",
        ),
        (
            RIGHT,
            "einsum and slogdet",
            """
import math

def affine_log_prob(x, L, b):
    n = x.shape[-1]
    z = torch.einsum("ij,...j->...i", L, x - b)
    return (
        -0.5 * z.pow(2).sum(-1)
        - 0.5 * n * math.log(2 * math.pi)
        + torch.linalg.slogdet(L).logabsdet
    )
""",
        ),
        (
            RIGHT,
            "matrix times column vectors",
            """
def affine_log_prob(x, L, b):
    z = torch.matmul(L, (x - b)[..., None])[..., 0]
    log_det = sum(torch.log(L[i, i]) for i in range(len(b)))
    return log_p0(z).sum(dim=-1) + log_det
""",
        ),
        (
            RIGHT,
            "component by component",
            """
def affine_log_prob(x, L, b):
    n = len(b)
    d = x - b
    total = 0
    for i in range(n):
        z_i = sum(L[i, j] * d[..., j] for j in range(i + 1))
        total = total + log_p0(z_i) + torch.log(L[i, i])
    return total
""",
        ),
    ),
    # ------------------------------------------------------------------ 2.5
    "2.5": (
        (
            WRONG,
            "multiplies by L instead of solving with it",
            '''
def affine_sample(z, L, b):
    """x = L^-1 z + b for every row of z."""
    return z @ L.T + b
''',
        ),
        (
            WRONG,
            "forgot to turn the samples into columns",
            """
def affine_sample(z, L, b):
    return torch.linalg.solve_triangular(L, z, upper=False) + b
""",
        ),
        (
            WRONG,
            "forgot to turn the result back into rows",
            """
def affine_sample(z, L, b):
    y = torch.linalg.solve_triangular(L, z.T, upper=False)
    return y + b
""",
        ),
        (
            WRONG,
            "result has columns as samples: b added as a column, not turned back",
            """
def affine_sample(z, L, b):
    y = torch.linalg.solve_triangular(L, z.T, upper=False)
    return y + b[:, None]
""",
        ),
        (
            WRONG,
            "forgot b",
            """
def affine_sample(z, L, b):
    return torch.linalg.solve_triangular(L, z.T, upper=False).T
""",
        ),
        (
            WRONG,
            "subtracts b",
            """
def affine_sample(z, L, b):
    return torch.linalg.solve_triangular(L, z.T, upper=False).T - b
""",
        ),
        (
            WRONG,
            "adds b before solving: x = L^-1 (z + b)",
            """
def affine_sample(z, L, b):
    return torch.linalg.solve_triangular(L, (z + b).T, upper=False).T
""",
        ),
        (
            WRONG,
            "upper=True: looks only at the upper triangle of L, so only the diagonal counts",
            """
def affine_sample(z, L, b):
    return torch.linalg.solve_triangular(L, z.T, upper=True).T + b
""",
        ),
        (
            WRONG,
            "solves with the transposed matrix: L^-T z",
            """
def affine_sample(z, L, b):
    return torch.linalg.solve_triangular(L.T, z.T, upper=True).T + b
""",
        ),
        (
            WRONG,
            "rows times the inverse matrix without transposing it",
            """
def affine_sample(z, L, b):
    return z @ torch.linalg.inv(L) + b
""",
        ),
        (
            WRONG,
            "the argument upper is missing: raises",
            """
def affine_sample(z, L, b):
    y = torch.linalg.solve_triangular(L, z.T)
    return y.T + b
""",
        ),
        (
            WRONG,
            "arguments of the solver in the wrong order: raises or nonsense",
            """
def affine_sample(z, L, b):
    y = torch.linalg.solve_triangular(z.T, L, upper=False)
    return y.T + b
""",
        ),
        (
            WRONG,
            "divides by the diagonal only, ignores the entries below",
            """
def affine_sample(z, L, b):
    return z / torch.diag(L) + b
""",
        ),
        (
            WRONG,
            "hard-coded two dimensions",
            """
def affine_sample(z, L, b):
    y1 = z[:, 0] / L[0, 0]
    y2 = (z[:, 1] - L[1, 0] * y1) / L[1, 1]
    return torch.stack([y1, y2], dim=-1) + b
""",
        ),
        (
            WRONG,
            "ignores the given z and draws new samples",
            """
def affine_sample(z, L, b):
    z = torch.randn(z.shape)
    y = torch.linalg.solve_triangular(L, z.T.to(L), upper=False)
    return y.T + b
""",
        ),
        (
            WRONG,
            "the map backwards: L (z - b)",
            """
def affine_sample(z, L, b):
    return (z - b) @ L.T
""",
        ),
        (
            WRONG,
            "forward substitution with y and z mixed up: subtracts l21 z1 instead of l21 y1",
            """
def affine_sample(z, L, b):
    n = len(b)
    y = torch.zeros_like(z)
    for i in range(n):
        rest = z[:, i]
        for j in range(i):
            rest = rest - L[i, j] * z[:, j]
        y[:, i] = rest / L[i, i]
    return y + b
""",
        ),
        (
            RIGHT,
            "solve_triangular with two transposes",
            '''
def affine_sample(z, L, b):
    """x = L^-1 z + b for every row of z."""
    y = torch.linalg.solve_triangular(L, z.T, upper=False)
    return y.T + b
''',
        ),
        (
            RIGHT,
            "solve from the right: y L^T = z, with left=False",
            """
def affine_sample(z, L, b):
    return torch.linalg.solve_triangular(L.T, z, upper=True, left=False) + b
""",
        ),
        (
            RIGHT,
            "general solver",
            """
def affine_sample(z, L, b):
    return torch.linalg.solve(L, z.T).T + b
""",
        ),
        (
            RIGHT,
            "forward substitution by hand, for any n",
            """
def affine_sample(z, L, b):
    n = z.shape[1]
    ys = []
    for i in range(n):
        rest = z[:, i]
        for j in range(i):
            rest = rest - L[i, j] * ys[j]
        ys.append(rest / L[i, i])
    return torch.stack(ys, dim=1) + b
""",
        ),
        (
            RIGHT,
            "row after row",
            """
def affine_sample(z, L, b):
    rows = []
    for row in z:
        y = torch.linalg.solve_triangular(L, row.unsqueeze(-1), upper=False)
        rows.append(y.squeeze(-1) + b)
    return torch.stack(rows)
""",
        ),
        (
            RIGHT,
            "inverse matrix after all, correctly transposed (against the advice, same numbers)",
            """
def affine_sample(z, L, b):
    A = torch.linalg.inv(L)
    return z @ A.T + b
""",
        ),
    ),
    # ------------------------------------------------------------------ 2.6
    "2.6": (
        (
            WRONG,
            "diagonal used as it is: may be negative",
            '''
def make_L(diagonal, below):
    """A lower-triangular L with positive diagonal, from any numbers."""
    return torch.diag(diagonal) + torch.tril(below, -1)
''',
        ),
        (
            WRONG,
            "abs: u and -u give the same entry, and 0 gives 0",
            """
def make_L(diagonal, below):
    return torch.diag(torch.abs(diagonal)) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "square: u and -u give the same entry, and 0 gives 0",
            """
def make_L(diagonal, below):
    return torch.diag(diagonal**2) + torch.tril(below, diagonal=-1)
""",
        ),
        (
            WRONG,
            "relu: zero for all negative numbers",
            """
def make_L(diagonal, below):
    return torch.diag(torch.relu(diagonal)) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "tril keeps the diagonal of below: it is added to L's",
            """
def make_L(diagonal, below):
    return torch.diag(torch.exp(diagonal)) + torch.tril(below)
""",
        ),
        (
            WRONG,
            "upper triangle instead of lower",
            """
def make_L(diagonal, below):
    return torch.diag(torch.exp(diagonal)) + torch.triu(below, 1)
""",
        ),
        (
            WRONG,
            "sigmoid: bounded by 1, not every positive value is within reach",
            """
def make_L(diagonal, below):
    return torch.diag(torch.sigmoid(diagonal)) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "exp + 0.1: values below 0.1 are out of reach",
            """
def make_L(diagonal, below):
    return torch.diag(torch.exp(diagonal) + 0.1) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "forgot torch.diag: the vector is added to every row",
            """
def make_L(diagonal, below):
    return torch.exp(diagonal) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "exponential of the entries below the diagonal, too (and of the zeros: ones above)",
            """
def make_L(diagonal, below):
    return torch.exp(torch.diag(diagonal) + torch.tril(below, -1))
""",
        ),
        (
            WRONG,
            "clamp: all small numbers give the same entry, and no gradient",
            """
def make_L(diagonal, below):
    return torch.diag(diagonal.clamp(min=1e-3)) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "softplus written as log(1 + exp(u)): overflows for large and is 0 for very negative numbers",
            """
def make_L(diagonal, below):
    d = torch.log(1 + torch.exp(diagonal))
    return torch.diag(d) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "no gradient gets through: detach",
            """
def make_L(diagonal, below):
    L = torch.tril(below.detach(), -1)
    return L + torch.diag(torch.exp(diagonal.detach()))
""",
        ),
        (
            WRONG,
            "no gradient gets through: rebuilt from numbers with torch.tensor and .item()",
            """
import math

def make_L(diagonal, below):
    n = len(diagonal)
    rows = []
    for i in range(n):
        row = [below[i, j].item() if j < i else 0.0 for j in range(n)]
        row[i] = math.exp(diagonal[i].item())
        rows.append(row)
    return torch.tensor(rows, dtype=diagonal.dtype)
""",
        ),
        (
            WRONG,
            "overwrites the caller's below in place",
            """
def make_L(diagonal, below):
    n = len(diagonal)
    with torch.no_grad():
        for i in range(n):
            below[i, i] = torch.exp(diagonal[i])
            below[i, i + 1:] = 0
    return below
""",
        ),
        (
            WRONG,
            "hard-coded n = 2",
            """
def make_L(diagonal, below):
    d = torch.exp(diagonal)
    zero = torch.zeros_like(d[0])
    return torch.stack([
        torch.stack([d[0], zero]),
        torch.stack([below[1, 0], d[1]]),
    ])
""",
        ),
        (
            WRONG,
            "softmax: the entries depend on each other and stay below 1",
            """
def make_L(diagonal, below):
    return torch.diag(torch.softmax(diagonal, 0)) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "multiplies instead of adding: all zero off the diagonal, diagonal zero as well",
            """
def make_L(diagonal, below):
    return torch.diag(torch.exp(diagonal)) * torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "entries below taken from the transposed matrix (from above the diagonal)",
            """
def make_L(diagonal, below):
    return torch.diag(torch.exp(diagonal)) + torch.tril(below.T, -1)
""",
        ),
        (
            WRONG,
            "two diagonals too low: tril(below, -2) drops the first subdiagonal",
            """
def make_L(diagonal, below):
    return torch.diag(torch.exp(diagonal)) + torch.tril(below, -2)
""",
        ),
        (
            WRONG,
            "1 + u^2: never below 1, and u and -u agree",
            """
def make_L(diagonal, below):
    return torch.diag(1 + diagonal**2) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "elu + 1: right on paper, but rounds to exactly 0 for very negative numbers",
            """
import torch.nn.functional as F

def make_L(diagonal, below):
    return torch.diag(F.elu(diagonal) + 1) + torch.tril(below, -1)
""",
        ),
        (
            RIGHT,
            "exp on the diagonal",
            '''
def make_L(diagonal, below):
    """A lower-triangular L with positive diagonal, from any numbers."""
    return torch.diag(torch.exp(diagonal)) + torch.tril(below, diagonal=-1)
''',
        ),
        (
            RIGHT,
            "softplus on the diagonal",
            """
import torch.nn.functional as F

def make_L(diagonal, below):
    return torch.diag_embed(F.softplus(diagonal)) + below.tril(-1)
""",
        ),
        (
            RIGHT,
            "exp(-u): falling, but positive and with everything within reach",
            """
def make_L(diagonal, below):
    return torch.tril(below, -1) + torch.diag(torch.exp(-diagonal))
""",
        ),
        (
            RIGHT,
            "mask with torch.where",
            """
def make_L(diagonal, below):
    n = diagonal.shape[0]
    i = torch.arange(n)
    lower = i[:, None] > i[None, :]
    zeros = torch.zeros_like(below)
    return torch.where(lower, below, zeros) + diagonal.exp().diag()
""",
        ),
        (
            RIGHT,
            "filled entry by entry into a new matrix",
            """
def make_L(diagonal, below):
    n = len(diagonal)
    L = torch.zeros(n, n, dtype=diagonal.dtype)
    for i in range(n):
        L[i, i] = torch.exp(diagonal[i])
        for j in range(i):
            L[i, j] = below[i, j]
    return L
""",
        ),
        (
            RIGHT,
            "softplus through logaddexp, on a copy whose diagonal is replaced",
            """
def make_L(diagonal, below):
    d = torch.logaddexp(diagonal, torch.zeros_like(diagonal))
    return torch.diagonal_scatter(torch.tril(below), d)
""",
        ),
        (
            RIGHT,
            "power of two",
            """
def make_L(diagonal, below):
    L = below.tril(diagonal=-1)
    return L + torch.diag(2.0 ** diagonal)
""",
        ),
    ),
    # ------------------------------------------------------------------ 2.7
    "2.7": (
        (
            WRONG,
            "wrong sign: gradient ascent",
            '''
def descent_step(x, log_diagonal, below, b, lr):
    """The parameters after one step of gradient descent."""
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(copies[0])) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2]).mean()
    grads = torch.autograd.grad(loss, copies)
    return tuple(p.detach() + lr * g for p, g in zip(copies, grads))
''',
        ),
        (
            WRONG,
            "minus forgotten in the loss: the likelihood is minimised",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(copies[0])) + torch.tril(copies[1], -1)
    loss = affine_log_prob(x, L, copies[2]).mean()
    grads = torch.autograd.grad(loss, copies)
    return tuple(p.detach() - lr * g for p, g in zip(copies, grads))
""",
        ),
        (
            WRONG,
            "sum over the data instead of the mean: N times too large a step",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(copies[0])) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2]).sum()
    grads = torch.autograd.grad(loss, copies)
    return tuple(p.detach() - lr * g for p, g in zip(copies, grads))
""",
        ),
        (
            WRONG,
            "forgot the learning rate",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(copies[0])) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2]).mean()
    grads = torch.autograd.grad(loss, copies)
    return tuple(p.detach() - g for p, g in zip(copies, grads))
""",
        ),
        (
            WRONG,
            "no log-det in the loss",
            """
def descent_step(x, log_diagonal, below, b, lr):
    u, m, c = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(u)) + torch.tril(m, -1)
    z = (x - c) @ L.T
    loss = -log_p0(z).sum(-1).mean()
    gu, gm, gc = torch.autograd.grad(loss, [u, m, c])
    return (u - lr * gu).detach(), (m - lr * gm).detach(), (c - lr * gc).detach()
""",
        ),
        (
            WRONG,
            "softplus instead of exp on the diagonal",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.nn.functional.softplus(copies[0])) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2]).mean()
    grads = torch.autograd.grad(loss, copies)
    return tuple(p.detach() - lr * g for p, g in zip(copies, grads))
""",
        ),
        (
            WRONG,
            "exp forgotten: log_diagonal itself on the diagonal",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(copies[0]) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2]).mean()
    grads = torch.autograd.grad(loss, copies)
    return tuple(p.detach() - lr * g for p, g in zip(copies, grads))
""",
        ),
        (
            WRONG,
            "one after the other: each step already uses the parameters that have moved",
            """
def descent_step(x, log_diagonal, below, b, lr):
    new = [log_diagonal.detach().clone(), below.detach().clone(), b.detach().clone()]
    for i in range(3):
        p = new[i].clone().requires_grad_()
        params = list(new)
        params[i] = p
        L = torch.diag(torch.exp(params[0])) + torch.tril(params[1], -1)
        loss = -affine_log_prob(x, L, params[2]).mean()
        g, = torch.autograd.grad(loss, p)
        new[i] = new[i] - lr * g
    return tuple(new)
""",
        ),
        (
            WRONG,
            "changes the arguments in place",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(copies[0])) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2]).mean()
    g0, g1, g2 = torch.autograd.grad(loss, copies)
    with torch.no_grad():
        log_diagonal -= lr * g0
        below -= lr * g1
        b -= lr * g2
    return log_diagonal, below, b
""",
        ),
        (
            WRONG,
            "SGD on the arguments' own memory (.data is not a copy): the arguments move, too",
            """
def descent_step(x, log_diagonal, below, b, lr):
    params = [torch.nn.Parameter(p.data) for p in (log_diagonal, below, b)]
    opt = torch.optim.SGD(params, lr=lr)
    L = torch.diag(torch.exp(params[0])) + torch.tril(params[1], -1)
    loss = -affine_log_prob(x, L, params[2]).mean()
    loss.backward()
    opt.step()
    return tuple(p.detach() for p in params)
""",
        ),
        (
            WRONG,
            "returns the gradients, not the new parameters",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(copies[0])) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2]).mean()
    return torch.autograd.grad(loss, copies)
""",
        ),
        (
            WRONG,
            "returns the three in the wrong order",
            """
def descent_step(x, log_diagonal, below, b, lr):
    u, m, c = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(u)) + torch.tril(m, -1)
    loss = -affine_log_prob(x, L, c).mean()
    gu, gm, gc = torch.autograd.grad(loss, (u, m, c))
    return (c - lr * gc).detach(), (u - lr * gu).detach(), (m - lr * gm).detach()
""",
        ),
        (
            WRONG,
            "b is returned as it came: not moved",
            """
def descent_step(x, log_diagonal, below, b, lr):
    u, m = [p.detach().clone().requires_grad_() for p in (log_diagonal, below)]
    L = torch.diag(torch.exp(u)) + torch.tril(m, -1)
    loss = -affine_log_prob(x, L, b).mean()
    gu, gm = torch.autograd.grad(loss, (u, m))
    return (u - lr * gu).detach(), (m - lr * gm).detach(), b
""",
        ),
        (
            WRONG,
            "the loss is computed with the arguments, not with the copies: raises",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(log_diagonal)) + torch.tril(below, -1)
    loss = -affine_log_prob(x, L, b).mean()
    grads = torch.autograd.grad(loss, copies)
    return tuple(p - lr * g for p, g in zip(copies, grads))
""",
        ),
        (
            WRONG,
            "no mean: autograd of a vector raises",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(copies[0])) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2])
    grads = torch.autograd.grad(loss, copies)
    return tuple(p - lr * g for p, g in zip(copies, grads))
""",
        ),
        (
            WRONG,
            "Adam instead of plain gradient descent",
            """
def descent_step(x, log_diagonal, below, b, lr):
    params = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    optimizer = torch.optim.Adam(params, lr=lr)
    L = torch.diag(torch.exp(params[0])) + torch.tril(params[1], -1)
    loss = -affine_log_prob(x, L, params[2]).mean()
    loss.backward()
    optimizer.step()
    return tuple(p.detach() for p in params)
""",
        ),
        (
            WRONG,
            "learning rate divided by N again although the loss is a mean",
            """
def descent_step(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(copies[0])) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2]).mean()
    grads = torch.autograd.grad(loss, copies)
    return tuple(p.detach() - lr / len(x) * g for p, g in zip(copies, grads))
""",
        ),
        (
            WRONG,
            "two mistakes by hand: gradient with respect to the diagonal of L, not its logarithm (factor exp missing), and the log-det's -1 missing",
            """
def descent_step(x, log_diagonal, below, b, lr):
    L = torch.diag(torch.exp(log_diagonal)) + torch.tril(below, -1)
    d = x - b
    z = d @ L.T
    gL = z.T @ d / len(x)
    new_b = b + lr * (z @ L).mean(0)
    return log_diagonal - lr * torch.diag(gL), below - lr * torch.tril(gL, -1), new_b
""",
        ),
        (
            RIGHT,
            "autograd.grad on copies",
            '''
def descent_step(x, log_diagonal, below, b, lr):
    """The parameters after one step of gradient descent."""
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(copies[0])) + torch.tril(copies[1], -1)
    loss = -affine_log_prob(x, L, copies[2]).mean()
    grads = torch.autograd.grad(loss, copies)
    return tuple(p.detach() - lr * g for p, g in zip(copies, grads))
''',
        ),
        (
            RIGHT,
            "torch.optim.SGD on copies",
            """
def descent_step(x, log_diagonal, below, b, lr):
    u = log_diagonal.detach().clone().requires_grad_()
    m = below.detach().clone().requires_grad_()
    c = b.detach().clone().requires_grad_()
    sgd = torch.optim.SGD([u, m, c], lr=lr)
    sgd.zero_grad()
    L = torch.tril(m, -1) + torch.diag(u.exp())
    loss = (-affine_log_prob(x, L, c)).mean()
    loss.backward()
    sgd.step()
    return u.detach(), m.detach(), c.detach()
""",
        ),
        (
            RIGHT,
            "gradients by hand",
            """
def descent_step(x, log_diagonal, below, b, lr):
    L = torch.diag(torch.exp(log_diagonal)) + torch.tril(below, -1)
    d = x - b
    z = d @ L.T
    gL = z.T @ d / len(x)                                # of 1/2 |z|^2
    g_log = torch.diag(gL) * torch.exp(log_diagonal) - 1  # chain rule, and the log-det
    g_below = torch.tril(gL, -1)
    g_b = -(z @ L).mean(0)
    return log_diagonal - lr * g_log, below - lr * g_below, b - lr * g_b
""",
        ),
        (
            RIGHT,
            "torch.func.grad with argnums",
            """
def descent_step(x, log_diagonal, below, b, lr):
    def loss(u, m, c):
        L = torch.diag(torch.exp(u)) + torch.tril(m, -1)
        z = (x - c) @ L.T
        return -(log_p0(z).sum(-1) + u.sum()).mean()
    old = (log_diagonal, below, b)
    grads = torch.func.grad(loss, argnums=(0, 1, 2))(*old)
    return tuple(p - lr * g for p, g in zip(old, grads))
""",
        ),
        (
            RIGHT,
            "torch's Gaussian for the loss, backward and .grad",
            """
def descent_step(x, log_diagonal, below, b, lr):
    u, m, c = (p.detach().clone().requires_grad_() for p in (log_diagonal, below, b))
    L = torch.diag(torch.exp(u)) + torch.tril(m, -1)
    p = torch.distributions.MultivariateNormal(c, precision_matrix=L.T @ L)
    loss = -p.log_prob(x).sum() / x.shape[0]
    loss.backward()
    with torch.no_grad():
        return u - lr * u.grad, m - lr * m.grad, c - lr * c.grad
""",
        ),
    ),
    # ------------------------------------------------------------------ 2.8
    "2.8": (
        (
            WRONG,
            "forgot the square root: r^2",
            '''
import math

def radius(p):
    """The radius of the disk that holds the share p."""
    return -2 * math.log(1 - p)
''',
        ),
        (
            WRONG,
            "log p instead of log(1 - p): the share outside",
            """
import math

def radius(p):
    return math.sqrt(-2 * math.log(p))
""",
        ),
        (
            WRONG,
            "forgot the factor 2",
            """
import math

def radius(p):
    return math.sqrt(-math.log(1 - p))
""",
        ),
        (
            WRONG,
            "sign forgotten: square root of a negative number raises",
            """
import math

def radius(p):
    return math.sqrt(2 * math.log(1 - p))
""",
        ),
        (
            WRONG,
            "the share of a given radius: the law itself, not its inverse",
            """
import math

def radius(p):
    return 1 - math.exp(-(p**2) / 2)
""",
        ),
        (
            WRONG,
            "one dimension: quantile of the normal for a symmetric interval",
            """
def radius(p):
    p = torch.as_tensor(p, dtype=torch.float64)
    return torch.distributions.Normal(0.0, 1.0).icdf((1 + p) / 2)
""",
        ),
        (
            WRONG,
            "precedence: the square root only of the 2",
            """
import math

def radius(p):
    return -math.sqrt(2) * math.log(1 - p)
""",
        ),
        (
            WRONG,
            "base-10 logarithm",
            """
import math

def radius(p):
    return math.sqrt(-2 * math.log10(1 - p))
""",
        ),
        (
            WRONG,
            "diameter instead of radius",
            """
import math

def radius(p):
    return 2 * math.sqrt(-2 * math.log(1 - p))
""",
        ),
        (
            WRONG,
            "log(1 + p) through log1p with the wrong sign",
            """
import math

def radius(p):
    return math.sqrt(2 * math.log1p(p))
""",
        ),
        (
            WRONG,
            "divides by 2 instead of multiplying",
            """
import math

def radius(p):
    return math.sqrt(-math.log(1 - p) / 2)
""",
        ),
        (
            WRONG,
            "takes p for a percentage",
            """
import math

def radius(p):
    p = p / 100
    return math.sqrt(-2 * math.log(1 - p))
""",
        ),
        (
            WRONG,
            "area share of a uniform disk: square root of p",
            """
import math

def radius(p):
    return math.sqrt(p)
""",
        ),
        (
            WRONG,
            "one degree of freedom: 68 % -> 1, normal quantile of p itself",
            """
def radius(p):
    p = torch.as_tensor(p, dtype=torch.float64)
    return torch.special.ndtri(p)
""",
        ),
        (
            RIGHT,
            "the formula of the text, with torch for numbers and tensors",
            '''
def radius(p):
    """The radius of the disk that holds the share p."""
    p = torch.as_tensor(p, dtype=torch.float64)
    return torch.sqrt(-2 * torch.log(1 - p))
''',
        ),
        (
            RIGHT,
            "log1p",
            """
def radius(p):
    p = torch.as_tensor(p, dtype=torch.float64)
    return (-2 * torch.log1p(-p)) ** 0.5
""",
        ),
        (
            RIGHT,
            "math, for a plain number",
            """
import math

def radius(p):
    return math.sqrt(-2 * math.log(1 - p))
""",
        ),
        (
            RIGHT,
            "quantile of the exponential law from torch",
            """
def radius(p):
    p = torch.as_tensor(p, dtype=torch.float64)
    law = torch.distributions.Exponential(torch.tensor(0.5, dtype=torch.float64))
    return law.icdf(p).sqrt()
""",
        ),
        (
            RIGHT,
            "NumPy",
            """
import numpy as np

def radius(p):
    return np.sqrt(2 * np.log(1 / (1 - np.asarray(p))))
""",
        ),
        (
            RIGHT,
            "bisection on the law",
            """
import math

def radius(p):
    low, high = 0.0, 40.0
    for _ in range(200):
        middle = (low + high) / 2
        if 1 - math.exp(-middle**2 / 2) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2
""",
        ),
    ),
}
