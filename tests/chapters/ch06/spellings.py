"""Other right ways to write the answers of chapter 06."""

import torch

from course_lib import flows

# --- 6.1: in place, by signs, the library's, element by element


def bisection_with_masks(g, y, low, high, steps):
    low, high = low.clone(), high.clone()
    for _ in range(steps):
        middle = 0.5 * (low + high)
        below = g(middle) < y
        low[below] = middle[below]
        high[~below] = middle[~below]
    return 0.5 * (low + high)


def bisection_by_width(g, y, low, high, steps):
    width = high - low
    x = low.clone()
    for _ in range(steps):
        width = width / 2
        x = x + width * (g(x + width) < y)
    return x + width / 2


def bisection_from_the_library(g, y, low, high, steps):
    return flows.bisection(lambda x: (g(x), None), y, low, high, steps=steps).x


def bisection_one_by_one(g, y, low, high, steps):
    out = []
    for goal, a, b in zip(y.reshape(-1), low.reshape(-1), high.reshape(-1), strict=True):
        for _ in range(steps):
            m = (a + b) / 2
            a, b = (m, b) if g(m) < goal else (a, m)
        out.append((a + b) / 2)
    return torch.stack(out).reshape(y.shape)


# --- 6.2: recursive, with a list, by the library


def newton_again(g, slope, y, x, steps):
    if steps == 0:
        return x
    return newton_again(g, slope, y, x + (y - g(x)) / slope(x), steps - 1)


def newton_with_history(g, slope, y, x, steps):
    way = [x]
    while len(way) <= steps:
        way.append(way[-1] - (g(way[-1]) - y) * slope(way[-1]).reciprocal())
    return way[-1]


def newton_from_the_library(g, slope, y, x, steps):
    return flows.newton(lambda v: (g(v), slope(v)), y, x, steps=steps).x


# --- 6.3: a loop over the parts, amin and amax, sorting


def bracket_in_a_loop(z, mu, s):
    low = high = mu[0] + s[0] * z
    for centre, scale in zip(mu[1:], s[1:], strict=True):
        low = torch.minimum(low, centre + scale * z)
        high = torch.maximum(high, centre + scale * z)
    return low, high


def bracket_with_amin(z, mu, s):
    ends = torch.addcmul(mu, s, z[..., None])
    return ends.amin(-1), ends.amax(-1)


def bracket_by_sorting(z, mu, s):
    ends = (mu + s * z.unsqueeze(-1)).sort(-1)[0]
    return ends[..., 0], ends[..., -1]


# --- 6.4: with masks, with clamping as a test, element by element


def step_with_masks(g, slope, y, x, low, high):
    r = g(x) - y
    low, high = low.clone(), high.clone()
    low[r < 0] = x[r < 0]
    high[r > 0] = x[r > 0]
    new = x - r / slope(x)
    out = (new < low) | (new > high)
    new[out] = ((low + high) / 2)[out]
    return new, low, high


def step_by_clamping(g, slope, y, x, low, high):
    r = g(x) - y
    low, high = torch.where(r < 0, x, low), torch.where(r < 0, high, x)
    new = x - r / slope(x)
    kept = torch.clamp(new, low, high) == new
    return torch.where(kept, new, 0.5 * low + 0.5 * high), low, high


def step_one_by_one(g, slope, y, x, low, high):
    rows = []
    for goal, at, a, b in zip(*(t.reshape(-1) for t in (y, x, low, high)), strict=True):
        if g(at) < goal:
            a = at
        else:
            b = at
        new = at - (g(at) - goal) / slope(at)
        rows.append((new if a <= new <= b else (a + b) / 2, a, b))
    return tuple(torch.stack(list(row)).reshape(y.shape) for row in zip(*rows, strict=True))


# --- 6.5: two steps as in the library, the formulas by hand, a Function of its own


def gradient_from_the_library(x, y, theta, g, slope):
    return flows.implicit(lambda v: (g(v, theta), slope(v, theta)), y, x)


def gradient_by_hand(x, y, theta, g, slope):
    free = theta.detach().clone().requires_grad_()
    flat = []
    for value in x.reshape(-1):
        (by_theta,) = torch.autograd.grad(g(value, free), free)
        flat.append(by_theta / slope(value, theta).detach())
    move = torch.stack(flat) @ (theta - theta.detach())
    return x + (y - y.detach()) / slope(x, theta).detach() - move.reshape(x.shape)


def gradient_by_a_real_step(x, y, theta, g, slope):
    return x - (g(x, theta) - y) / slope(x, theta).detach()


class Solved(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, slope, residual):
        ctx.save_for_backward(slope)
        return x.clone()

    @staticmethod
    def backward(ctx, gradient):
        (slope,) = ctx.saved_tensors
        return None, None, -gradient / slope


def gradient_by_a_function(x, y, theta, g, slope):
    return Solved.apply(x, slope(x, theta).detach(), g(x, theta) - y)


# --- 6.6 and 6.7


def found_without_division(residual, slope, tolerance):
    return residual.abs() <= tolerance * slope.abs()


def found_from_both_sides(residual, slope, tolerance):
    step = residual / slope
    return (step <= tolerance) & (step >= -tolerance)


def found_in_a_list(residual, slope, tolerance):
    return torch.tensor(
        [bool(abs(r / s) <= tolerance) for r, s in zip(residual, slope, strict=True)]
    )


def shares_by_softmax(x, w, mu, s):
    u = (x[..., None] - mu) / s
    logsigmoid = torch.nn.functional.logsigmoid
    return torch.softmax(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)


def shares_in_a_loop(x, w, mu, s):
    parts = [k * flows.Logistic(m, c).log_prob(x).exp() for k, m, c in zip(w, mu, s, strict=True)]
    return torch.stack([part / sum(parts) for part in parts], -1)


def shares_by_autograd(x, w, mu, s):
    rows = []
    for value in x.reshape(-1):
        centre = mu.clone().requires_grad_()
        at = value.clone().requires_grad_()
        F = (w * torch.sigmoid((at - centre) / s)).sum()
        by_centre, by_x = torch.autograd.grad(F, (centre, at))
        rows.append(-by_centre / by_x)
    return torch.stack(rows).reshape(*x.shape, -1)


SPELLINGS = {
    "6.1": (
        bisection_with_masks,
        bisection_by_width,
        bisection_from_the_library,
        bisection_one_by_one,
    ),
    "6.2": (newton_again, newton_with_history, newton_from_the_library),
    "6.3": (bracket_in_a_loop, bracket_with_amin, bracket_by_sorting),
    "6.4": (step_with_masks, step_by_clamping, step_one_by_one),
    "6.5": (
        gradient_from_the_library,
        gradient_by_hand,
        gradient_by_a_real_step,
        gradient_by_a_function,
    ),
    "6.6": (found_without_division, found_from_both_sides, found_in_a_list),
    "6.7": (shares_by_softmax, shares_in_a_loop, shares_by_autograd),
}
