"""Other right ways to write the answers of chapter 01."""

import math

import torch

HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)


# --- 1.1: by torch.distributions, by math number by number, by one formula, by autograd


def log_normal_with_torch(x):
    return torch.distributions.LogNormal(0.0, 1.0).log_prob(x)


def log_normal_with_math(x):
    z = math.log(x)
    return math.log(math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi) / x)


def log_normal_in_a_loop(x):
    result = torch.empty_like(x)
    for k, value in enumerate(x.flatten()):
        z = torch.log(value)
        result.view(-1)[k] = -HALF_LOG_TWO_PI - z * z / 2 - z
    return result


def log_normal_with_defaults(x, mean=0.0, spread=1.0):
    base = torch.distributions.Normal(mean, spread)
    return base.log_prob(x.log()) + torch.log(1 / x)


# --- 1.2


def falling_with_torch(x):
    return torch.exp(torch.distributions.LogNormal(0.0, 1.0).log_prob(3.0 - x))


def falling_with_math(x):
    room = 3 - float(x)
    return math.exp(-0.5 * math.log(room) ** 2) / (math.sqrt(2 * math.pi) * room)


def falling_in_a_list(x):
    values = [falling_with_math(v) for v in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype).reshape(x.shape)


def falling_with_abs(x):
    z = (3 - x).log()
    return (-(z**2) / 2).exp() / (2 * math.pi) ** 0.5 * (-1 / (3 - x)).abs()


# --- 1.3


def composed_in_a_loop(f2, f1, z):
    total = 0
    for f in (f1, f2):
        z, log_det = f(z)
        total = total + log_det
    return z, total


def composed_in_one_line(f2, f1, z):
    return f2(f1(z)[0])[0], f1(z)[1] + f2(f1(z)[0])[1]


def composed_by_product(f2, f1, z):
    y, log_det1 = f1(z)
    x, log_det2 = f2(y)
    return [x, torch.log(log_det1.exp() * log_det2.exp())]


# --- 1.4


def polar_by_complex(z):
    x = torch.view_as_real(torch.polar(z[..., 0], z[..., 1]))
    return x, torch.log(z.select(-1, 0))


def polar_by_full_jacobian(z):
    def one(point):
        return point[0] * torch.stack([torch.cos(point[1]), torch.sin(point[1])])

    points = z.reshape(-1, 2)
    x = torch.stack([one(p) for p in points]).reshape(z.shape)
    matrices = [torch.autograd.functional.jacobian(one, p) for p in points]
    log_det = torch.stack([torch.linalg.det(m).abs().log() for m in matrices])
    return x, log_det.reshape(z.shape[:-1])


def polar_by_hand(z):
    r, phi = z.unbind(-1)
    c, s = phi.cos(), phi.sin()
    determinant = c * (r * c) - (-r * s) * s
    return r[..., None] * torch.stack((c, s), -1), determinant.abs().log()


# --- 1.5


def darts_by_base(r, phi):
    base = torch.distributions.Normal(0.0, 1.0)
    return base.log_prob(r * torch.cos(phi)) + base.log_prob(r * torch.sin(phi)) + r.log()


def darts_with_math(r, phi):
    return math.log(r * math.exp(-(r**2) / 2) / (2 * math.pi))


def darts_without_the_angle(r, phi):
    return r.log() - r**2 / 2 - math.log(2 * math.pi)


# --- 1.6


def any_map_by_jacobian(x, inverse):
    flat = x.reshape(-1)
    matrix = torch.autograd.functional.jacobian(inverse, flat)
    z = inverse(flat)
    result = -(z**2) / 2 - HALF_LOG_TWO_PI + matrix.diagonal().abs().log()
    return result.reshape(x.shape)


def any_map_in_a_loop(x, inverse):
    values = []
    for value in x.flatten():
        slope = torch.autograd.functional.jacobian(inverse, value)
        z = inverse(value)
        values.append(-(z**2) / 2 - HALF_LOG_TWO_PI + torch.log(torch.abs(slope)))
    return torch.stack(values).reshape(x.shape)


def any_map_by_backward(x, inverse):
    x = x.clone().requires_grad_(True)
    z = inverse(x)
    z.sum().backward()
    return torch.distributions.Normal(0.0, 1.0).log_prob(z).detach() + 0.5 * torch.log(x.grad**2)


def any_map_one_number(x, inverse):
    point = torch.tensor(float(x), requires_grad=True)
    z = inverse(point)
    z.backward()
    return -0.5 * float(z) ** 2 - HALF_LOG_TWO_PI + math.log(abs(float(point.grad)))


# --- 1.7


def nd_by_det(x, inverse):
    z = inverse(x)
    determinant = torch.linalg.det(torch.autograd.functional.jacobian(inverse, x))
    return -0.5 * (z @ z) - len(x) * HALF_LOG_TWO_PI + determinant.abs().log()


def nd_row_by_row(x, inverse):
    x = x.clone().requires_grad_()
    z = inverse(x)
    rows = [torch.autograd.grad(z_i, x, retain_graph=True)[0] for z_i in z]
    base = torch.distributions.Normal(0.0, 1.0)
    return base.log_prob(z).sum() + torch.logdet(torch.stack(rows).T @ torch.stack(rows)) / 2


def nd_by_func(x, inverse):
    jacobian = torch.func.jacrev(inverse)(x)
    base = torch.distributions.MultivariateNormal(torch.zeros(len(x)), torch.eye(len(x)))
    return base.log_prob(inverse(x)) + torch.slogdet(jacobian).logabsdet


SPELLINGS = {
    "1.1": (
        log_normal_with_torch,
        log_normal_with_math,
        log_normal_in_a_loop,
        log_normal_with_defaults,
    ),
    "1.2": (falling_with_torch, falling_with_math, falling_in_a_list, falling_with_abs),
    "1.3": (composed_in_a_loop, composed_in_one_line, composed_by_product),
    "1.4": (polar_by_complex, polar_by_full_jacobian, polar_by_hand),
    "1.5": (darts_by_base, darts_with_math, darts_without_the_angle),
    "1.6": (any_map_by_jacobian, any_map_in_a_loop, any_map_by_backward, any_map_one_number),
    "1.7": (nd_by_det, nd_row_by_row, nd_by_func),
}
