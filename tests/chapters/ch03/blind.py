RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    # ------------------------------------------------------------------ 3.1
    "3.1": (
        (
            WRONG,
            "diagonal entries used as they are: may become negative or zero",
            '''
from torch import nn


class Parameters(nn.Module):
    """The parameters of an affine flow in n dimensions."""

    def __init__(self, n):
        super().__init__()
        self.diagonal = nn.Parameter(torch.ones(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(self.diagonal) + torch.tril(self.below, -1)
''',
        ),
        (
            WRONG,
            "exp of ones at the start: L is e times the identity",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.ones(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(torch.exp(self.log_diagonal)) + torch.tril(self.below, -1)
""",
        ),
        (
            WRONG,
            "softplus of 0 is log 2: L is not the identity at the start",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.raw = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(nn.functional.softplus(self.raw)) + torch.tril(self.below, -1)
""",
        ),
        (
            WRONG,
            "b is a plain tensor, not a parameter: it will never be trained",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = torch.zeros(n)

    def L(self):
        return torch.diag(torch.exp(self.log_diagonal)) + torch.tril(self.below, -1)
""",
        ),
        (
            WRONG,
            "no entries below the diagonal: only diagonal matrices are within reach",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(torch.exp(self.log_diagonal))
""",
        ),
        (
            WRONG,
            "L is computed once in the constructor and does not follow the parameters",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))
        self.matrix = torch.diag(torch.exp(self.log_diagonal)) + torch.tril(self.below, -1)

    def L(self):
        return self.matrix
""",
        ),
        (
            WRONG,
            "L made of detached parameters: no gradient gets through",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(torch.exp(self.log_diagonal.data)) + torch.tril(self.below.data, -1)
""",
        ),
        (
            WRONG,
            "a Parameter named L clashes with the method L: the constructor raises",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.L = nn.Parameter(torch.eye(n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.tril(self.L)
""",
        ),
        (
            WRONG,
            "one plain lower-triangular matrix of parameters: diagonal may become negative",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.weight = nn.Parameter(torch.eye(n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.tril(self.weight)
""",
        ),
        (
            WRONG,
            "abs on the diagonal: zero is possible",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.diagonal = nn.Parameter(torch.ones(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(self.diagonal.abs()) + torch.tril(self.below, -1)
""",
        ),
        (
            WRONG,
            "2 sigmoid: the diagonal stays below 2, not everything within reach",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.raw = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(2 * torch.sigmoid(self.raw)) + torch.tril(self.below, -1)
""",
        ),
        (
            WRONG,
            "tril keeps the diagonal of below: it is added and may make the diagonal negative",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(torch.exp(self.log_diagonal)) + torch.tril(self.below)
""",
        ),
        (
            WRONG,
            "upper triangle",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.above = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(torch.exp(self.log_diagonal)) + torch.triu(self.above, 1)
""",
        ),
        (
            WRONG,
            "hard-coded for n = 2",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.u = nn.Parameter(torch.zeros(2))
        self.l21 = nn.Parameter(torch.tensor(0.0))
        self.b = nn.Parameter(torch.zeros(2))

    def L(self):
        d = torch.exp(self.u)
        zero = torch.zeros(())
        return torch.stack([torch.stack([d[0], zero]), torch.stack([self.l21, d[1]])])
""",
        ),
        (
            WRONG,
            "random start: L is not the identity and b is not 0",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.randn(n))
        self.below = nn.Parameter(torch.randn(n, n))
        self.b = nn.Parameter(torch.randn(n))

    def L(self):
        return torch.diag(torch.exp(self.log_diagonal)) + torch.tril(self.below, -1)
""",
        ),
        (
            WRONG,
            "forgot torch.diag: the vector is added to every row (ones everywhere at the start)",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return self.log_diagonal.exp() + torch.tril(self.below, -1)
""",
        ),
        (
            WRONG,
            "exp also of the entries below the diagonal: only positive ones, and ones at the start",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.M = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.tril(torch.exp(self.M))
""",
        ),
        (
            WRONG,
            "parameters in a plain Python list: not registered, never trained",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.b = nn.Parameter(torch.zeros(n))
        self.others = [nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n, n))]

    def L(self):
        u, below = self.others
        return torch.diag(torch.exp(u)) + torch.tril(below, -1)
""",
        ),
        (
            WRONG,
            "b has the shape (n, 1)",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n, 1))

    def L(self):
        return torch.diag(torch.exp(self.log_diagonal)) + torch.tril(self.below, -1)
""",
        ),
        (
            RIGHT,
            "log of the diagonal, and the entries below",
            '''
from torch import nn


class Parameters(nn.Module):
    """The parameters of an affine flow in n dimensions."""

    def __init__(self, n):
        super().__init__()
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(torch.exp(self.log_diagonal)) + torch.tril(self.below, -1)
''',
        ),
        (
            RIGHT,
            "softplus, started where it gives 1",
            """
import math
from torch import nn
import torch.nn.functional as F


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.raw = nn.Parameter(torch.full((n,), math.log(math.e - 1)))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.diag(F.softplus(self.raw)) + torch.tril(self.below, diagonal=-1)
""",
        ),
        (
            RIGHT,
            "one square matrix: its diagonal goes through exp",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.M = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return self.M.tril(-1) + self.M.diagonal().exp().diag_embed()
""",
        ),
        (
            RIGHT,
            "only as many parameters as needed, put in place by index",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.n = n
        self.u = nn.Parameter(torch.zeros(n))
        self.v = nn.Parameter(torch.zeros(n * (n - 1) // 2))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        rows, columns = torch.tril_indices(self.n, self.n, offset=-1)
        L = torch.diag(torch.exp(self.u))
        L[rows, columns] = self.v
        return L
""",
        ),
        (
            RIGHT,
            "unit lower triangle times a positive diagonal",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.scale = nn.Parameter(torch.zeros(n))
        self.shear = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        eye = torch.eye(len(self.b), dtype=self.b.dtype)
        return torch.exp(self.scale)[:, None] * (eye + self.shear.tril(-1))
""",
        ),
        (
            RIGHT,
            "matrix exponential of a lower triangle",
            """
from torch import nn


class Parameters(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.A = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))

    def L(self):
        return torch.matrix_exp(torch.tril(self.A))
""",
        ),
    ),
    # ------------------------------------------------------------------ 3.2
    "3.2": (
        (
            WRONG,
            "both log-dets have the wrong sign",
            '''
class Maps(answer("3.1")):
    """An affine flow: x = L^-1 z + b and z = L (x - b)."""

    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        log_det = torch.log(torch.diag(L)).sum()
        return x, log_det.expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        log_det = -torch.log(torch.diag(L)).sum()
        return z, log_det.expand(x.shape[:-1])
''',
        ),
        (
            WRONG,
            "both log-dets have the same (plus) sign: the forward one is wrong",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        return x, torch.log(torch.diag(L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        return z, torch.log(torch.diag(L)).sum().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "maps exchanged: forward multiplies by L, inverse solves",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = z @ L.T + self.b
        return x, torch.log(torch.diag(L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        y = (x - self.b).unsqueeze(-1)
        z = torch.linalg.solve_triangular(L, y, upper=False).squeeze(-1)
        return z, -torch.log(torch.diag(L)).sum().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "rows times L without transposing it in the inverse",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        return x, -torch.log(torch.diag(L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L
        return z, torch.log(torch.diag(L)).sum().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "log-dets are single numbers, not one for each point",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        return x, -torch.log(torch.diag(L)).sum()

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        return z, torch.log(torch.diag(L)).sum()
""",
        ),
        (
            WRONG,
            "log-dets expanded to the shape of the points (..., n)",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        return x, -torch.log(torch.diag(L)).sum().expand(z.shape)

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        return z, torch.log(torch.diag(L)).sum().expand(x.shape)
""",
        ),
        (
            WRONG,
            "method L not called (brackets missing): raises",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        x = torch.linalg.solve_triangular(self.L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        return x, -torch.log(torch.diag(self.L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        z = (x - self.b) @ self.L.T
        return z, torch.log(torch.diag(self.L)).sum().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "forward forgets b",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1)
        return x, -torch.log(torch.diag(L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        return z, torch.log(torch.diag(L)).sum().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "inverse subtracts b after the product: L x - b",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        return x, -torch.log(torch.diag(L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = x @ L.T - self.b
        return z, torch.log(torch.diag(L)).sum().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "z.T for columns: works for shape (N, n) only, not for one point or more dimensions",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.T, upper=False).T + self.b
        return x, -torch.log(torch.diag(L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        return z, torch.log(torch.diag(L)).sum().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "determinant instead of its logarithm (reciprocal for the forward one)",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        return x, (1 / torch.diag(L).prod()).expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        return z, torch.diag(L).prod().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "log-det made of a plain number (.item()): no gradient, the flow cannot learn",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        log_det = torch.log(torch.diag(L)).sum().item()
        return x, torch.full(z.shape[:-1], -log_det, dtype=z.dtype)

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        log_det = torch.log(torch.diag(L)).sum().item()
        return z, torch.full(x.shape[:-1], log_det, dtype=x.dtype)
""",
        ),
        (
            WRONG,
            "upper=True: only the diagonal of L is used in forward",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=True).squeeze(-1) + self.b
        return x, -torch.log(torch.diag(L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        return z, torch.log(torch.diag(L)).sum().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "forgot .squeeze(-1): b is added to columns, x has one dimension too many",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False) + self.b
        return x, -torch.log(torch.diag(L)).sum().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        return z, torch.log(torch.diag(L)).sum().expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "returns the points only",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        return torch.linalg.solve_triangular(
            self.L(), z.unsqueeze(-1), upper=False
        ).squeeze(-1) + self.b

    def inverse(self, x):
        return (x - self.b) @ self.L().T
""",
        ),
        (
            WRONG,
            "forward log-det summed over the batch (times the number of points)",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        log_det = -len(z) * torch.log(torch.diag(L)).sum()
        return x, log_det.expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        log_det = len(x) * torch.log(torch.diag(L)).sum()
        return z, log_det.expand(x.shape[:-1])
""",
        ),
        (
            WRONG,
            "log of the sum of the diagonal instead of the sum of logs",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        x = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1) + self.b
        return x, -L.diagonal().sum().log().expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        return z, L.diagonal().sum().log().expand(x.shape[:-1])
""",
        ),
        (
            RIGHT,
            "as in the text",
            '''
class Maps(answer("3.1")):
    """An affine flow: x = L^-1 z + b and z = L (x - b)."""

    def forward(self, z):
        L = self.L()
        y = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False).squeeze(-1)
        log_det = -torch.log(torch.diag(L)).sum()
        return y + self.b, log_det.expand(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.T
        log_det = torch.log(torch.diag(L)).sum()
        return z, log_det.expand(x.shape[:-1])
''',
        ),
        (
            RIGHT,
            "helper for the log-det with slogdet, general solver",
            """
class Maps(answer("3.1")):
    def log_det_L(self, shape):
        sign, value = torch.linalg.slogdet(self.L())
        return value.expand(shape[:-1])

    def forward(self, z):
        x = torch.linalg.solve(self.L(), z[..., None])[..., 0] + self.b
        return x, -self.log_det_L(z.shape)

    def inverse(self, x):
        z = torch.matmul(self.L(), (x - self.b)[..., None])[..., 0]
        return z, self.log_det_L(x.shape)
""",
        ),
        (
            RIGHT,
            "F.linear and einsum, log-det through ones",
            """
import torch.nn.functional as F


class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        eye = torch.eye(len(self.b), dtype=L.dtype)
        A = torch.linalg.solve_triangular(L, eye, upper=False)
        x = torch.einsum("ij,...j->...i", A, z) + self.b
        return x, -torch.ones_like(z[..., 0]) * L.diagonal().log().sum()

    def inverse(self, x):
        L = self.L()
        return F.linear(x - self.b, L), torch.ones_like(x[..., 0]) * L.diagonal().log().sum()
""",
        ),
        (
            RIGHT,
            "forward substitution by hand",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        y = []
        for i in range(z.shape[-1]):
            rest = z[..., i]
            for j in range(i):
                rest = rest - L[i, j] * y[j]
            y.append(rest / L[i, i])
        x = torch.stack(y, dim=-1) + self.b
        log_det = z.new_zeros(z.shape[:-1]) - torch.diagonal(L).log().sum()
        return x, log_det

    def inverse(self, x):
        L = self.L()
        z = (x - self.b) @ L.transpose(0, 1)
        log_det = x.new_zeros(x.shape[:-1]) + torch.diagonal(L).log().sum()
        return z, log_det
""",
        ),
        (
            RIGHT,
            "flattened to rows first, and left=False",
            """
class Maps(answer("3.1")):
    def forward(self, z):
        L = self.L()
        rows = z.reshape(-1, z.shape[-1])
        y = torch.linalg.solve_triangular(L.T, rows, upper=True, left=False)
        x = (y + self.b).reshape(z.shape)
        return x, -torch.log(torch.diag(L)).sum().repeat(z.shape[:-1])

    def inverse(self, x):
        L = self.L()
        rows = x.reshape(-1, x.shape[-1])
        z = ((rows - self.b) @ L.T).reshape(x.shape)
        return z, torch.log(torch.diag(L)).sum().repeat(x.shape[:-1])
""",
        ),
    ),
    # ------------------------------------------------------------------ 3.3
    "3.3": (
        (
            WRONG,
            "forgot the log-det",
            '''
import math


class Density(answer("3.2")):
    """An affine flow that knows its density."""

    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = x.shape[-1]
        return -0.5 * (z**2).sum(-1) - n / 2 * math.log(2 * math.pi)
''',
        ),
        (
            WRONG,
            "wrong sign of the inverse log-det",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = x.shape[-1]
        return -0.5 * (z**2).sum(-1) - n / 2 * math.log(2 * math.pi) - log_det
""",
        ),
        (
            WRONG,
            "constant without n",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return -0.5 * (z**2).sum(-1) - 0.5 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "constant hard-coded for n = 2",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return -0.5 * (z**2).sum(-1) - math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "constant forgotten",
            """
class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return -0.5 * (z**2).sum(-1) + log_det
""",
        ),
        (
            WRONG,
            "sums over the whole batch",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = x.shape[-1]
        return -0.5 * (z**2).sum() - n / 2 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "does not sum over the components: raises or gives a wrong shape",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "log-det inside the sum over the components: n times",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        terms = -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det.unsqueeze(-1)
        return terms.sum(-1)
""",
        ),
        (
            WRONG,
            "norm instead of squared norm",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = len(self.b)
        return -0.5 * torch.linalg.norm(z, dim=-1) - n / 2 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "goes forward instead of backwards",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.forward(x)
        n = x.shape[-1]
        return -0.5 * (z**2).sum(-1) - n / 2 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "n is taken as the number of points, not of dimensions",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = len(x)
        return -0.5 * (z**2).sum(-1) - n / 2 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "base evaluated at x instead of z",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = x.shape[-1]
        return -0.5 * (x**2).sum(-1) - n / 2 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "forgets to unpack the pair of inverse: raises",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z = self.inverse(x)
        n = x.shape[-1]
        return -0.5 * (z**2).sum(-1) - n / 2 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "calls inverse without self: raises NameError",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = inverse(x)
        n = x.shape[-1]
        return -0.5 * (z**2).sum(-1) - n / 2 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "density instead of log-density",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = x.shape[-1]
        return torch.exp(-0.5 * (z**2).sum(-1) - n / 2 * math.log(2 * math.pi) + log_det)
""",
        ),
        (
            WRONG,
            "factor 1/2 in the exponent forgotten",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = x.shape[-1]
        return -(z**2).sum(-1) - n / 2 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "detaches z: the density has no gradient through the map, training cannot work",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        z = z.detach()
        n = x.shape[-1]
        return -0.5 * (z**2).sum(-1) - n / 2 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            WRONG,
            "sums over dimension 1: right for (N, n), wrong or an error for other shapes",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = x.shape[1]
        return -0.5 * (z**2).sum(1) - n / 2 * math.log(2 * math.pi) + log_det
""",
        ),
        (
            RIGHT,
            "the formula of the text",
            '''
import math


class Density(answer("3.2")):
    """An affine flow that knows its density."""

    def log_prob(self, x):
        z, log_det = self.inverse(x)
        n = x.shape[-1]
        log_p0 = -0.5 * (z**2).sum(-1) - n / 2 * math.log(2 * math.pi)
        return log_p0 + log_det
''',
        ),
        (
            RIGHT,
            "torch's Normal for the base",
            """
from torch.distributions import Normal


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return Normal(0.0, 1.0).log_prob(z).sum(dim=-1) + log_det
""",
        ),
        (
            RIGHT,
            "multivariate normal for the base",
            """
class Density(answer("3.2")):
    def log_prob(self, x):
        n = len(self.b)
        z, log_det = self.inverse(x)
        base = torch.distributions.MultivariateNormal(
            torch.zeros(n, dtype=z.dtype), torch.eye(n, dtype=z.dtype)
        )
        return base.log_prob(z) + log_det
""",
        ),
        (
            RIGHT,
            "einsum for the square",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        square = torch.einsum("...i,...i->...", z, z)
        return log_det - 0.5 * (square + z.shape[-1] * math.log(2 * math.pi))
""",
        ),
        (
            RIGHT,
            "with the forward log-det subtracted",
            """
import math


class Density(answer("3.2")):
    def log_prob(self, x):
        z = self.inverse(x)[0]
        forward_log_det = self.forward(z)[1]
        one_by_one = -0.5 * z.square() - 0.5 * math.log(2 * math.pi)
        return one_by_one.sum(-1) - forward_log_det
""",
        ),
    ),
    # ------------------------------------------------------------------ 3.4
    "3.4": (
        (
            WRONG,
            "returns the pair of forward, log-det included",
            '''
class GaussianFlow(answer("3.3")):
    """A Gaussian flow, complete."""

    def sample(self, count):
        z = torch.randn(count, len(self.b))
        return self.forward(z)
''',
        ),
        (
            WRONG,
            "returns the base samples, not carried forward",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        return torch.randn(count, len(self.b))
""",
        ),
        (
            WRONG,
            "goes backwards (inverse) instead of forwards",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count, len(self.b))
        x, _ = self.inverse(z)
        return x
""",
        ),
        (
            WRONG,
            "uniform instead of normal base samples",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.rand(count, len(self.b))
        x, _ = self.forward(z)
        return x
""",
        ),
        (
            WRONG,
            "shape turned round: (n, count)",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(len(self.b), count)
        x, _ = self.forward(z)
        return x
""",
        ),
        (
            WRONG,
            "one number per sample: no dimension n",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count)
        x, _ = self.forward(z)
        return x
""",
        ),
        (
            WRONG,
            "hard-coded n = 2",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count, 2)
        x, _ = self.forward(z)
        return x
""",
        ),
        (
            WRONG,
            "one base point repeated count times",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(len(self.b)).expand(count, -1)
        x, log_det = self.forward(z)
        return x
""",
        ),
        (
            WRONG,
            "fixes the seed inside: the same samples at every call",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        torch.manual_seed(0)
        z = torch.randn(count, len(self.b))
        return self.forward(z)[0]
""",
        ),
        (
            WRONG,
            "multiplies by L instead of going forward",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count, len(self.b))
        return z @ self.L().T + self.b
""",
        ),
        (
            WRONG,
            "returns the log-det instead of the points (index 1)",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count, len(self.b))
        return self.forward(z)[1]
""",
        ),
        (
            WRONG,
            "adds b once more although forward has done so",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count, len(self.b))
        x, _ = self.forward(z)
        return x + self.b
""",
        ),
        (
            WRONG,
            "Gaussian with covariance L^T L (the inverse forgotten)",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        L = self.L().detach()
        p = torch.distributions.MultivariateNormal(self.b.detach(), L.T @ L)
        return p.sample((count,))
""",
        ),
        (
            WRONG,
            "forgot the return",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count, len(self.b))
        x, _ = self.forward(z)
""",
        ),
        (
            WRONG,
            "wrong attribute name (self.dim does not exist): raises",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count, self.dim)
        x, _ = self.forward(z)
        return x
""",
        ),
        (
            WRONG,
            "list of count samples instead of one tensor",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        points = []
        for _ in range(count):
            z = torch.randn(len(self.b))
            points.append(self.forward(z)[0])
        return points
""",
        ),
        (
            WRONG,
            "the same base number in every dimension: the components are not independent",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count, 1).repeat(1, len(self.b))
        return self.forward(z)[0]
""",
        ),
        (
            RIGHT,
            "base samples, then forward",
            '''
class GaussianFlow(answer("3.3")):
    """A Gaussian flow, complete."""

    def sample(self, count):
        z = torch.randn(count, len(self.b))
        x, _ = self.forward(z)
        return x
''',
        ),
        (
            RIGHT,
            "in the dtype of b",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        z = torch.randn(count, self.b.shape[0], dtype=self.b.dtype, device=self.b.device)
        return self.forward(z)[0]
""",
        ),
        (
            RIGHT,
            "base from torch.distributions, no gradient kept",
            """
class GaussianFlow(answer("3.3")):
    @torch.no_grad()
    def sample(self, count):
        base = torch.distributions.Normal(torch.zeros_like(self.b), torch.ones_like(self.b))
        z = base.sample((count,))
        x, log_det = self.forward(z)
        return x
""",
        ),
        (
            RIGHT,
            "point after point, stacked",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count):
        points = []
        for _ in range(count):
            z = torch.randn_like(self.b)
            points.append(self.forward(z)[0])
        return torch.stack(points)
""",
        ),
        (
            RIGHT,
            "filled in place with normal_",
            """
class GaussianFlow(answer("3.3")):
    def sample(self, count=1):
        z = self.b.new_empty(count, len(self.b)).normal_()
        return self.forward(z)[0]
""",
        ),
    ),
    # ------------------------------------------------------------------ 3.5
    "3.5": (
        (
            WRONG,
            "forgot zero_grad: the gradients of all steps add up",
            '''
def fit(flow, data, steps, lr):
    """Maximum likelihood: the list of the losses, one for each step."""
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
''',
        ),
        (
            WRONG,
            "minus forgotten: the likelihood is made small",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "zero_grad between backward and step: every gradient is wiped out, nothing moves",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "forgot optimizer.step(): nothing moves",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "forgot backward(): no gradients, nothing moves",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "sum instead of mean",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).sum()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "a new optimizer in every step: Adam forgets its moments",
            """
def fit(flow, data, steps, lr):
    losses = []
    for _ in range(steps):
        optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "each loss is recorded after its step",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(-flow.log_prob(data).mean().item())
    return losses
""",
        ),
        (
            WRONG,
            "returns only the last loss",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return loss
""",
        ),
        (
            WRONG,
            "return inside the loop: stops after the first step",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        return losses
""",
        ),
        (
            WRONG,
            "brackets of optimizer.step missing: nothing moves",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            ".item() before backward: a number has no backward, raises",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean().item()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses
""",
        ),
        (
            WRONG,
            "no mean: backward of a vector raises",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data)
        loss.backward()
        optimizer.step()
        losses.append(loss.mean().item())
    return losses
""",
        ),
        (
            WRONG,
            "learning rate hard-coded",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=0.01)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "SGD instead of Adam",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.SGD(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "loss computed once before the loop: the second backward raises",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    loss = -flow.log_prob(data).mean()
    for _ in range(steps):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "one step too few (range starts at 1)",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for i in range(1, steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "list left empty: forgot to append the losses",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
    return losses
""",
        ),
        (
            WRONG,
            "everything under no_grad: backward raises",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        with torch.no_grad():
            loss = -flow.log_prob(data).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            WRONG,
            "two mistakes: no zero_grad, and the sign of the likelihood in the list",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        log_p = flow.log_prob(data).mean()
        (-log_p).backward()
        optimizer.step()
        losses.append(log_p.item())
    return losses
""",
        ),
        (
            WRONG,
            "returns nothing (return line left open)",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return ...  # your code here
""",
        ),
        (
            WRONG,
            "trains on a random half of the data in each step (mini-batches)",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        batch = data[torch.randperm(len(data))[: len(data) // 2]]
        optimizer.zero_grad()
        loss = -flow.log_prob(batch).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            RIGHT,
            "the usual loop",
            '''
def fit(flow, data, steps, lr):
    """Maximum likelihood: the list of the losses, one for each step."""
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -flow.log_prob(data).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
''',
        ),
        (
            RIGHT,
            "zero_grad at the end of each step and before the loop",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    optimizer.zero_grad()
    losses = []
    for step in range(steps):
        loss = (-flow.log_prob(data)).mean()
        losses += [float(loss)]
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return losses
""",
        ),
        (
            RIGHT,
            "losses kept as detached tensors, one number each",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        loss = -flow.log_prob(data).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return losses
""",
        ),
        (
            RIGHT,
            "optimizer.step with a closure",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)

    def closure():
        optimizer.zero_grad()
        loss = -torch.mean(flow.log_prob(data))
        loss.backward()
        return loss

    return [optimizer.step(closure).item() for _ in range(steps)]
""",
        ),
        (
            RIGHT,
            "gradients from autograd.grad put in place by hand",
            """
def fit(flow, data, steps, lr):
    parameters = list(flow.parameters())
    optimizer = torch.optim.Adam(parameters, lr=lr)
    losses = []
    while len(losses) < steps:
        loss = -flow.log_prob(data).mean()
        grads = torch.autograd.grad(loss, parameters, allow_unused=True)
        for p, g in zip(parameters, grads):
            p.grad = g
        optimizer.step()
        losses.append(loss.item())
    return losses
""",
        ),
        (
            RIGHT,
            "flow.zero_grad, sum divided by the number of points, losses as detached tensors turned to a list",
            """
def fit(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = torch.zeros(steps, dtype=torch.float64)
    for i in range(steps):
        flow.zero_grad()
        loss = -flow.log_prob(data).sum() / len(data)
        loss.backward()
        losses[i] = loss.detach()
        optimizer.step()
    return losses.tolist()
""",
        ),
    ),
    # ------------------------------------------------------------------ 3.6
    "3.6": (
        (
            WRONG,
            "returns the pair of inverse, log-det included",
            '''
def whiten(flow, x):
    """Carry x to where the flow's density is the standard normal."""
    return flow.inverse(x)
''',
        ),
        (
            WRONG,
            "goes forward instead of backwards",
            """
def whiten(flow, x):
    z, _ = flow.forward(x)
    return z
""",
        ),
        (
            WRONG,
            "only moves the mean: subtracts b",
            """
def whiten(flow, x):
    return x - flow.b
""",
        ),
        (
            WRONG,
            "standardises the columns of the data: correlations stay, and the flow is not used",
            """
def whiten(flow, x):
    return (x - x.mean(0)) / x.std(0)
""",
        ),
        (
            WRONG,
            "L not transposed for rows",
            """
def whiten(flow, x):
    return (x - flow.b) @ flow.L()
""",
        ),
        (
            WRONG,
            "forgot to subtract b",
            """
def whiten(flow, x):
    return x @ flow.L().T
""",
        ),
        (
            WRONG,
            "solves with L instead of multiplying",
            """
def whiten(flow, x):
    d = (x - flow.b).unsqueeze(-1)
    return torch.linalg.solve_triangular(flow.L(), d, upper=False).squeeze(-1)
""",
        ),
        (
            WRONG,
            "returns the log-det (index 1)",
            """
def whiten(flow, x):
    return flow.inverse(x)[1]
""",
        ),
        (
            WRONG,
            "new samples of the standard normal instead of the whitened data",
            """
def whiten(flow, x):
    return torch.randn_like(x)
""",
        ),
        (
            WRONG,
            "whitens with the data's own covariance, not with the flow",
            """
def whiten(flow, x):
    mean = x.mean(0)
    C = torch.cov(x.T)
    A = torch.linalg.cholesky(C)
    return torch.linalg.solve_triangular(A, (x - mean).T, upper=False).T
""",
        ),
        (
            WRONG,
            "method of the inverse not called with the data (brackets missing): raises",
            """
def whiten(flow, x):
    z, _ = flow.inverse
    return z(x)
""",
        ),
        (
            WRONG,
            "the log-density of the data",
            """
def whiten(flow, x):
    return flow.log_prob(x)
""",
        ),
        (
            WRONG,
            "adds the log-det to the points",
            """
def whiten(flow, x):
    z, log_det = flow.inverse(x)
    return z + log_det.unsqueeze(-1)
""",
        ),
        (
            RIGHT,
            "the flow's inverse",
            '''
def whiten(flow, x):
    """Carry x to where the flow's density is the standard normal."""
    z, _ = flow.inverse(x)
    return z
''',
        ),
        (
            RIGHT,
            "index 0, no gradient kept",
            """
def whiten(flow, x):
    with torch.no_grad():
        return flow.inverse(x)[0]
""",
        ),
        (
            RIGHT,
            "written out with L and b",
            """
def whiten(flow, x):
    return (x - flow.b) @ flow.L().T
""",
        ),
        (
            RIGHT,
            "lambda with starred unpacking",
            """
whiten = lambda flow, x: next(iter(flow.inverse(x)))
""",
        ),
        (
            RIGHT,
            "symmetric whitening with the flow's own covariance (another rotation of z, white as well)",
            """
def whiten(flow, x):
    L = flow.L()
    values, vectors = torch.linalg.eigh(L.T @ L)
    root = vectors @ torch.diag(values.sqrt()) @ vectors.T
    return (x - flow.b) @ root
""",
        ),
        (
            RIGHT,
            "point after point",
            """
def whiten(flow, x):
    L, b = flow.L(), flow.b
    flat = x.reshape(-1, x.shape[-1])
    return torch.stack([L @ (point - b) for point in flat]).reshape(x.shape)
""",
        ),
    ),
    # ------------------------------------------------------------------ 3.7
    "3.7": (
        (
            WRONG,
            "sign forgotten",
            '''
def correlation(L):
    """The correlation of x1 and x2, from a 2 x 2 matrix L."""
    return L[1, 0] / torch.sqrt(L[0, 0] ** 2 + L[1, 0] ** 2)
''',
        ),
        (
            WRONG,
            "forgot to invert: correlation from C^-1",
            """
def correlation(L):
    P = L.T @ L
    return P[0, 1] / torch.sqrt(P[0, 0] * P[1, 1])
""",
        ),
        (
            WRONG,
            "L L^T instead of L^T L",
            """
def correlation(L):
    C = torch.linalg.inv(L @ L.T)
    return C[0, 1] / torch.sqrt(C[0, 0] * C[1, 1])
""",
        ),
        (
            WRONG,
            "L taken as the factor of the covariance: C = L L^T",
            """
def correlation(L):
    C = L @ L.T
    return C[0, 1] / torch.sqrt(C[0, 0] * C[1, 1])
""",
        ),
        (
            WRONG,
            "returns the covariance, not divided by the standard deviations",
            """
def correlation(L):
    C = torch.linalg.inv(L.T @ L)
    return C[0, 1]
""",
        ),
        (
            WRONG,
            "forgot the square root",
            """
def correlation(L):
    C = torch.linalg.inv(L.T @ L)
    return C[0, 1] / (C[0, 0] * C[1, 1])
""",
        ),
        (
            WRONG,
            "wrong diagonal entry: l22 in place of l11",
            """
def correlation(L):
    return -L[1, 0] / torch.sqrt(L[1, 1] ** 2 + L[1, 0] ** 2)
""",
        ),
        (
            WRONG,
            "indexes start at 1: raises",
            """
def correlation(L):
    return -L[2, 1] / torch.sqrt(L[1, 1] ** 2 + L[2, 1] ** 2)
""",
        ),
        (
            WRONG,
            "the entry above the diagonal (always 0)",
            """
def correlation(L):
    return -L[0, 1] / torch.sqrt(L[0, 0] ** 2 + L[0, 1] ** 2)
""",
        ),
        (
            WRONG,
            "inverse of L itself taken for the covariance",
            """
def correlation(L):
    C = torch.linalg.inv(L)
    return C[1, 0] / torch.sqrt(C[0, 0] * C[1, 1])
""",
        ),
        (
            WRONG,
            "absolute value: sign of the correlation lost",
            """
def correlation(L):
    C = torch.linalg.inv(L.T @ L)
    return torch.abs(C[0, 1]) / torch.sqrt(C[0, 0] * C[1, 1])
""",
        ),
        (
            WRONG,
            "torch.corrcoef of L, as if L were data",
            """
def correlation(L):
    return torch.corrcoef(L)[0, 1]
""",
        ),
        (
            WRONG,
            "squares missing under the root",
            """
def correlation(L):
    return -L[1, 0] / torch.sqrt(L[0, 0] + L[1, 0])
""",
        ),
        (
            WRONG,
            "slope of the regression, -l21 / l22",
            """
def correlation(L):
    return -L[1, 0] / L[1, 1]
""",
        ),
        (
            WRONG,
            "returns the whole correlation matrix",
            """
def correlation(L):
    C = torch.linalg.inv(L.T @ L)
    s = torch.sqrt(torch.diag(C))
    return C / (s[:, None] * s[None, :])
""",
        ),
        (
            WRONG,
            "two mistakes: no inverse and L L^T",
            """
def correlation(L):
    P = L @ L.T
    return P[1, 0] / (P[0, 0] * P[1, 1]) ** 0.5 * -1
""",
        ),
        (
            RIGHT,
            "invert the precision matrix",
            '''
def correlation(L):
    """The correlation of x1 and x2, from a 2 x 2 matrix L."""
    C = torch.linalg.inv(L.T @ L)
    return C[0, 1] / torch.sqrt(C[0, 0] * C[1, 1])
''',
        ),
        (
            RIGHT,
            "the formula with two entries",
            """
def correlation(L):
    return -L[1, 0] / (L[0, 0] ** 2 + L[1, 0] ** 2).sqrt()
""",
        ),
        (
            RIGHT,
            "minus the partial correlation of the precision matrix",
            """
def correlation(L):
    P = L.T @ L
    return -P[0, 1] / (P[0, 0] * P[1, 1]) ** 0.5
""",
        ),
        (
            RIGHT,
            "math.hypot with plain numbers",
            """
import math

def correlation(L):
    (l11, _), (l21, l22) = L.tolist()
    return -l21 / math.hypot(l11, l21)
""",
        ),
        (
            RIGHT,
            "cosine of the angle between the rows of L^-1",
            """
def correlation(L):
    A = torch.linalg.solve_triangular(L, torch.eye(2, dtype=L.dtype), upper=False)
    return torch.nn.functional.cosine_similarity(A[0], A[1], dim=0)
""",
        ),
    ),
    # ------------------------------------------------------------------ 3.8
    "3.8": (
        (
            WRONG,
            "sign of the slope",
            '''
def conditional_mean(x1, L, b):
    """The mean of x2 for each given x1."""
    return b[1] + L[1, 0] / L[1, 1] * (x1 - b[0])
''',
        ),
        (
            WRONG,
            "slope upside down: l22 / l21",
            """
def conditional_mean(x1, L, b):
    return b[1] - L[1, 1] / L[1, 0] * (x1 - b[0])
""",
        ),
        (
            WRONG,
            "forgot b2",
            """
def conditional_mean(x1, L, b):
    return -L[1, 0] / L[1, 1] * (x1 - b[0])
""",
        ),
        (
            WRONG,
            "forgot to subtract b1",
            """
def conditional_mean(x1, L, b):
    return b[1] - L[1, 0] / L[1, 1] * x1
""",
        ),
        (
            WRONG,
            "divides by l11 instead of l22",
            """
def conditional_mean(x1, L, b):
    return b[1] - L[1, 0] / L[0, 0] * (x1 - b[0])
""",
        ),
        (
            WRONG,
            "forgot to divide by l22",
            """
def conditional_mean(x1, L, b):
    return b[1] - L[1, 0] * (x1 - b[0])
""",
        ),
        (
            WRONG,
            "b1 and b2 exchanged",
            """
def conditional_mean(x1, L, b):
    return b[0] - L[1, 0] / L[1, 1] * (x1 - b[1])
""",
        ),
        (
            WRONG,
            "indexes start at 1: raises",
            """
def conditional_mean(x1, L, b):
    return b[2] - L[2, 1] / L[2, 2] * (x1 - b[1])
""",
        ),
        (
            WRONG,
            "the mean of x2 whatever x1 is",
            """
def conditional_mean(x1, L, b):
    return b[1] + torch.zeros_like(x1)
""",
        ),
        (
            WRONG,
            "the correlation as the slope (standard deviations forgotten)",
            """
def conditional_mean(x1, L, b):
    C = torch.linalg.inv(L.T @ L)
    rho = C[0, 1] / torch.sqrt(C[0, 0] * C[1, 1])
    return b[1] + rho * (x1 - b[0])
""",
        ),
        (
            WRONG,
            "regression the other way: divides the covariance by C22",
            """
def conditional_mean(x1, L, b):
    C = torch.linalg.inv(L.T @ L)
    return b[1] + C[1, 0] / C[1, 1] * (x1 - b[0])
""",
        ),
        (
            WRONG,
            "L taken as the factor of the covariance",
            """
def conditional_mean(x1, L, b):
    C = L @ L.T
    return b[1] + C[1, 0] / C[0, 0] * (x1 - b[0])
""",
        ),
        (
            WRONG,
            "L L^T instead of L^T L",
            """
def conditional_mean(x1, L, b):
    C = torch.linalg.inv(L @ L.T)
    return b[1] + C[0, 1] / C[0, 0] * (x1 - b[0])
""",
        ),
        (
            WRONG,
            "entry above the diagonal (always 0)",
            """
def conditional_mean(x1, L, b):
    return b[1] - L[0, 1] / L[1, 1] * (x1 - b[0])
""",
        ),
        (
            WRONG,
            "only the first of the batch (return inside the loop)",
            """
def conditional_mean(x1, L, b):
    result = []
    for x in x1:
        result.append(b[1] - L[1, 0] / L[1, 1] * (x - b[0]))
        return torch.stack(result)
""",
        ),
        (
            WRONG,
            "brackets: b2 is divided by l22 as well",
            """
def conditional_mean(x1, L, b):
    return (b[1] - L[1, 0] * (x1 - b[0])) / L[1, 1]
""",
        ),
        (
            WRONG,
            "batch turned into one number with float(): raises",
            """
def conditional_mean(x1, L, b):
    return float(b[1] - L[1, 0] / L[1, 1] * (x1 - b[0]))
""",
        ),
        (
            WRONG,
            "two mistakes: sign of the slope and b1 forgotten",
            """
def conditional_mean(x1, L, b):
    return b[1] + L[1, 0] / L[1, 1] * x1
""",
        ),
        (
            RIGHT,
            "solved for x2",
            '''
def conditional_mean(x1, L, b):
    """The mean of x2 for each given x1."""
    return b[1] - L[1, 0] / L[1, 1] * (x1 - b[0])
''',
        ),
        (
            RIGHT,
            "covariance over variance",
            """
def conditional_mean(x1, L, b):
    C = torch.linalg.inv(L.T @ L)
    return b[1] + C[1, 0] / C[0, 0] * (x1 - b[0])
""",
        ),
        (
            RIGHT,
            "from the precision matrix",
            """
def conditional_mean(x1, L, b):
    P = L.T @ L
    return b[1] - (P[1, 0] / P[1, 1]) * (x1 - b[0])
""",
        ),
        (
            RIGHT,
            "number after number",
            """
def conditional_mean(x1, L, b):
    b1, b2 = b
    l21, l22 = L[1]
    values = [b2 - l21 * (x - b1) / l22 for x in x1.reshape(-1)]
    return torch.stack(values).reshape(x1.shape)
""",
        ),
        (
            RIGHT,
            "forward with z2 = 0",
            """
def conditional_mean(x1, L, b):
    z1 = L[0, 0] * (x1 - b[0])
    z = torch.stack([z1, torch.zeros_like(z1)], dim=-1)
    y = torch.linalg.solve(L, z.unsqueeze(-1)).squeeze(-1)
    return y[..., 1] + b[1]
""",
        ),
    ),
}
