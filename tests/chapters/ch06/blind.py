RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    "6.1": (
        (
            WRONG,
            "the halves are swapped: keeps the half without the root",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        below = g(mid) < y
        low = torch.where(below, low, mid)
        high = torch.where(below, mid, high)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "returns the middle of the bracket before the last one: half a step short",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return mid
""",
        ),
        (
            WRONG,
            "returns the lower end of the last bracket instead of its middle",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return low
""",
        ),
        (
            WRONG,
            "one step too few",
            """
def bisection(g, y, low, high, steps):
    for i in range(1, steps):
        mid = (low + high) / 2
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "one step too many",
            """
def bisection(g, y, low, high, steps):
    for i in range(steps + 1):
        mid = (low + high) / 2
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "a Python if on a tensor of several elements: raises an error",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        if g(mid) < y:
            low = mid
        else:
            high = mid
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "decides for the whole batch at once with all()",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        if (g(mid) < y).all():
            low = mid
        else:
            high = mid
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "the middle is computed once, before the loop",
            """
def bisection(g, y, low, high, steps):
    mid = (low + high) / 2
    for _ in range(steps):
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "compares with 0 instead of with y",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        below = g(mid) < 0
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "compares the middle itself with y instead of g of the middle",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        below = mid < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "the middle is (high - low)/2",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (high - low) / 2
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (high + low) / 2
""",
        ),
        (
            WRONG,
            "only the lower end is moved, the upper one never",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        low = torch.where(g(mid) < y, mid, low)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "the middle is computed anew between the two updates",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        low = torch.where(g((low + high) / 2) < y, (low + high) / 2, low)
        high = torch.where(g((low + high) / 2) < y, high, (low + high) / 2)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "returns the bracket as a tuple instead of its middle",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return low, high
""",
        ),
        (
            WRONG,
            "stops early once the bracket is narrower than 0.001",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        if (high - low).max() < 1e-3:
            break
        mid = (low + high) / 2
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "the point on the chord (regula falsi) instead of the middle",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = low + (y - g(low)) / (g(high) - g(low)) * (high - low)
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (low + high) / 2
""",
        ),
        (
            WRONG,
            "a fixed number of 50 steps, steps is ignored",
            """
def bisection(g, y, low, high, steps):
    for _ in range(50):
        mid = (low + high) / 2
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (low + high) / 2
""",
        ),
        (
            # right, with a note: the check says that the caller's tensor is changed.
            RIGHT,
            "overwrites the caller's low and high in place",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        below = g(mid) < y
        low[below] = mid[below]
        high[~below] = mid[~below]
    return (low + high) / 2
""",
        ),
        (
            RIGHT,
            "torch.where",
            """
def bisection(g, y, low, high, steps):
    for _ in range(steps):
        mid = (low + high) / 2
        below = g(mid) < y
        low = torch.where(below, mid, low)
        high = torch.where(below, high, mid)
    return (low + high) / 2
""",
        ),
        (
            RIGHT,
            "masks on copies",
            """
def bisection(g, y, low, high, steps):
    low, high = low.clone(), high.clone()
    for _ in range(steps):
        mid = 0.5 * (low + high)
        mask = g(mid) < y
        low[mask] = mid[mask]
        high[~mask] = mid[~mask]
    return 0.5 * (low + high)
""",
        ),
        (
            RIGHT,
            "recursion",
            """
def bisection(g, y, low, high, steps):
    mid = low + (high - low) / 2
    if steps == 0:
        return mid
    below = g(mid) < y
    return bisection(g, y, torch.where(below, mid, low), torch.where(below, high, mid), steps - 1)
""",
        ),
        (
            RIGHT,
            "lower end and a width that halves",
            """
def bisection(g, y, low, high, steps):
    width = high - low
    for _ in range(steps):
        width = width / 2
        low = low + width * (g(low + width) < y)
    return low + width / 2
""",
        ),
        (
            RIGHT,
            "moves the middle by a shrinking step",
            """
def bisection(g, y, low, high, steps):
    x, reach = (low + high) / 2, (high - low) / 4
    for _ in range(steps):
        x = torch.where(g(x) < y, x + reach, x - reach)
        reach = reach / 2
    return x
""",
        ),
        (
            RIGHT,
            "while loop, condition the other way round",
            """
def bisection(g, y, low, high, steps):
    while steps > 0:
        mid = torch.lerp(low, high, 0.5)
        above = g(mid) >= y
        low, high = torch.where(above, low, mid), torch.where(above, mid, high)
        steps -= 1
    return torch.lerp(low, high, 0.5)
""",
        ),
    ),
    "6.2": (
        (
            WRONG,
            "plus instead of minus in the step",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x + (g(x) - y) / slope(x)
    return x
""",
        ),
        (
            WRONG,
            "forgot y: searches the root of g(x) = 0",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - g(x) / slope(x)
    return x
""",
        ),
        (
            WRONG,
            "multiplies by the slope instead of dividing",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - (g(x) - y) * slope(x)
    return x
""",
        ),
        (
            WRONG,
            "the slope is taken once at the start and kept",
            """
def newton(g, slope, y, x, steps):
    m = slope(x)
    for _ in range(steps):
        x = x - (g(x) - y) / m
    return x
""",
        ),
        (
            WRONG,
            "one step too few",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps - 1):
        x = x - (g(x) - y) / slope(x)
    return x
""",
        ),
        (
            WRONG,
            "one step too many",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps + 1):
        x = x - (g(x) - y) / slope(x)
    return x
""",
        ),
        (
            WRONG,
            "only one step: return inside the loop",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - (g(x) - y) / slope(x)
        return x
""",
        ),
        (
            WRONG,
            "brackets missing: only y is divided by the slope",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - g(x) - y / slope(x)
    return x
""",
        ),
        (
            WRONG,
            "sign of the residual turned round: y - g(x), still subtracted",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - (y - g(x)) / slope(x)
    return x
""",
        ),
        (
            WRONG,
            "the slope at y instead of at x",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - (g(x) - y) / slope(y)
    return x
""",
        ),
        (
            WRONG,
            "divides by the function slope without calling it: raises an error",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - (g(x) - y) / slope
    return x
""",
        ),
        (
            WRONG,
            "half of each step only (damped)",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - 0.5 * (g(x) - y) / slope(x)
    return x
""",
        ),
        (
            WRONG,
            "returns the last correction instead of x",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        dx = (g(x) - y) / slope(x)
        x = x - dx
    return dx
""",
        ),
        (
            WRONG,
            "returns the list of all points",
            """
def newton(g, slope, y, x, steps):
    points = [x]
    for _ in range(steps):
        points.append(points[-1] - (g(points[-1]) - y) / slope(points[-1]))
    return points
""",
        ),
        (
            WRONG,
            "starts every step at the first x again",
            """
def newton(g, slope, y, x, steps):
    start = x
    for _ in range(steps):
        x = start - (g(start) - y) / slope(start)
    return x
""",
        ),
        (
            WRONG,
            "clamps each step to at most 0.1 for safety",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        step = (g(x) - y) / slope(x)
        x = x - step.clamp(-0.1, 0.1)
    return x
""",
        ),
        (
            WRONG,
            "stops early when the residual is below 0.01",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        r = g(x) - y
        if r.abs().max() < 1e-2:
            break
        x = x - r / slope(x)
    return x
""",
        ),
        (
            WRONG,
            "forgot to return",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - (g(x) - y) / slope(x)
""",
        ),
        (
            # right, with a note: the check says that the caller's tensor is changed.
            RIGHT,
            "overwrites the caller's x in place",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x -= (g(x) - y) / slope(x)
    return x
""",
        ),
        (
            RIGHT,
            "loop",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - (g(x) - y) / slope(x)
    return x
""",
        ),
        (
            RIGHT,
            "recursion",
            """
def newton(g, slope, y, x, steps):
    if steps == 0:
        return x
    return newton(g, slope, y, x - (g(x) - y) / slope(x), steps - 1)
""",
        ),
        (
            RIGHT,
            "while loop, with the residual turned round and added",
            """
def newton(g, slope, y, x, steps):
    done = 0
    while done < steps:
        missing = y - g(x)
        x = x + missing / slope(x)
        done += 1
    return x
""",
        ),
        (
            RIGHT,
            "torch.addcdiv",
            """
def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = torch.addcdiv(x, y - g(x), slope(x))
    return x
""",
        ),
        (
            RIGHT,
            "functools.reduce",
            """
from functools import reduce

def newton(g, slope, y, x, steps):
    return reduce(lambda at, _: at - (g(at) - y) / slope(at), range(steps), x)
""",
        ),
        (
            RIGHT,
            "in place on a copy",
            """
def newton(g, slope, y, x, steps):
    x = x.clone()
    for _ in range(steps):
        x -= (g(x) - y) / slope(x)
    return x
""",
        ),
    ),
    "6.3": (
        (
            WRONG,
            "returns (high, low): the order is swapped",
            """
def bracket(z, mu, s):
    ends = mu + s * z.unsqueeze(-1)
    return ends.amax(-1), ends.amin(-1)
""",
        ),
        (
            WRONG,
            "smallest mu and smallest s separately: not the smallest sum",
            """
def bracket(z, mu, s):
    return mu.min() + s.min() * z, mu.max() + s.max() * z
""",
        ),
        (
            WRONG,
            "forgot unsqueeze",
            """
def bracket(z, mu, s):
    ends = mu + s * z
    return ends.amin(-1), ends.amax(-1)
""",
        ),
        (
            WRONG,
            "forgot z: only the smallest and largest centre",
            """
def bracket(z, mu, s):
    low = torch.ones_like(z) * mu.min()
    high = torch.ones_like(z) * mu.max()
    return low, high
""",
        ),
        (
            WRONG,
            "forgot the scales: mu + z",
            """
def bracket(z, mu, s):
    x = mu + z.unsqueeze(-1)
    return x.amin(-1), x.amax(-1)
""",
        ),
        (
            WRONG,
            "the wrong direction: (z - mu)/s",
            """
def bracket(z, mu, s):
    x = (z.unsqueeze(-1) - mu) / s
    return x.amin(-1), x.amax(-1)
""",
        ),
        (
            WRONG,
            "mu and s mixed up: s + mu z",
            """
def bracket(z, mu, s):
    x = s + mu * z.unsqueeze(-1)
    return x.amin(-1), x.amax(-1)
""",
        ),
        (
            WRONG,
            "minus sign: mu - s z",
            """
def bracket(z, mu, s):
    x = mu - s * z.unsqueeze(-1)
    return x.amin(-1), x.amax(-1)
""",
        ),
        (
            WRONG,
            "minimum and maximum over all points: two single numbers",
            """
def bracket(z, mu, s):
    x = mu + s * z.unsqueeze(-1)
    return x.min(), x.max()
""",
        ),
        (
            WRONG,
            "minimum over the wrong dimension",
            """
def bracket(z, mu, s):
    x = mu + s * z.unsqueeze(-1)
    return x.amin(0), x.amax(0)
""",
        ),
        (
            WRONG,
            "min(-1) without .values: returns pairs of values and indices",
            """
def bracket(z, mu, s):
    x = mu + s * z.unsqueeze(-1)
    return x.min(-1), x.max(-1)
""",
        ),
        (
            WRONG,
            "takes the first and last part, as if they were sorted",
            """
def bracket(z, mu, s):
    return mu[0] + s[0] * z, mu[-1] + s[-1] * z
""",
        ),
        (
            WRONG,
            "the part with the smallest centre and the one with the largest, whatever their scales",
            """
def bracket(z, mu, s):
    i, j = mu.argmin(), mu.argmax()
    return mu[i] + s[i] * z, mu[j] + s[j] * z
""",
        ),
        (
            WRONG,
            "a fixed bracket from -10 to 10",
            """
def bracket(z, mu, s):
    return torch.full_like(z, -10.0), torch.full_like(z, 10.0)
""",
        ),
        (
            WRONG,
            "widens the bracket by 1 on either side for safety",
            """
def bracket(z, mu, s):
    x = mu + s * z.unsqueeze(-1)
    return x.amin(-1) - 1, x.amax(-1) + 1
""",
        ),
        (
            WRONG,
            "uses |z| on either side of the centres: a bracket much too wide",
            """
def bracket(z, mu, s):
    x = s * z.abs().unsqueeze(-1)
    return (mu - x).amin(-1), (mu + x).amax(-1)
""",
        ),
        (
            WRONG,
            "keepdim leaves a dimension too many",
            """
def bracket(z, mu, s):
    x = mu + s * z.unsqueeze(-1)
    return x.amin(-1, keepdim=True), x.amax(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "only the lower end is returned",
            """
def bracket(z, mu, s):
    x = mu + s * z.unsqueeze(-1)
    return x.amin(-1)
""",
        ),
        (
            RIGHT,
            "amin and amax",
            """
def bracket(z, mu, s):
    ends = mu + s * z.unsqueeze(-1)
    return ends.amin(-1), ends.amax(-1)
""",
        ),
        (
            RIGHT,
            "min and max with .values",
            """
def bracket(z, mu, s):
    x = mu + z[..., None] * s
    low = torch.min(x, dim=-1).values
    high = torch.max(x, dim=-1)[0]
    return low, high
""",
        ),
        (
            RIGHT,
            "sorted",
            """
def bracket(z, mu, s):
    x = (mu + s * z.unsqueeze(-1)).sort(dim=-1).values
    return x[..., 0], x[..., -1]
""",
        ),
        (
            RIGHT,
            "loop with minimum and maximum",
            """
def bracket(z, mu, s):
    low = high = mu[0] + s[0] * z
    for m, t in zip(mu[1:], s[1:]):
        low = torch.minimum(low, m + t * z)
        high = torch.maximum(high, m + t * z)
    return low, high
""",
        ),
        (
            RIGHT,
            "list of parts, stacked along the first dimension",
            """
def bracket(z, mu, s):
    x = torch.stack([m + t * z for m, t in zip(mu, s)])
    return x.amin(0), x.amax(0)
""",
        ),
        (
            RIGHT,
            "torch.aminmax",
            """
def bracket(z, mu, s):
    low, high = torch.aminmax(torch.addcmul(mu, s, z.unsqueeze(-1)), dim=-1)
    return low, high
""",
        ),
        (
            RIGHT,
            "smallest as minus the largest of the negative",
            """
def bracket(z, mu, s):
    x = mu + s * z.unsqueeze(-1)
    return -(-x).max(-1).values, x.max(-1).values
""",
        ),
    ),
    "6.4": (
        (
            WRONG,
            "the ends of the bracket are swapped: x becomes low where g(x) > y",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r > 0, x, low)
    high = torch.where(r < 0, x, high)
    guess = x - r / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
        (
            WRONG,
            "the ends do not count as inside",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    inside = (guess > low) & (guess < high)
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
        (
            WRONG,
            "takes the middle of the old bracket",
            """
def safe_step(g, slope, y, x, low, high):
    middle = (low + high) / 2
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    inside = (low <= guess) & (guess <= high)
    return torch.where(inside, guess, middle), low, high
""",
        ),
        (
            WRONG,
            "clamps the guess to the bracket instead of taking the middle",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    return torch.minimum(torch.maximum(guess, low), high), low, high
""",
        ),
        (
            WRONG,
            "always takes Newton's guess, without a safeguard",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    return x - r / slope(x), low, high
""",
        ),
        (
            WRONG,
            "always takes the middle, Newton is never used",
            """
def safe_step(g, slope, y, x, low, high):
    below = g(x) < y
    above = g(x) > y
    low = torch.where(below, x, low)
    high = torch.where(above, x, high)
    return (low + high) / 2, low, high
""",
        ),
        (
            WRONG,
            "checks only the upper end of the bracket",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    return torch.where(guess <= high, guess, (low + high) / 2), low, high
""",
        ),
        (
            WRONG,
            "plus instead of minus in Newton's guess",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x + r / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
        (
            WRONG,
            "the guess forgets y",
            """
def safe_step(g, slope, y, x, low, high):
    low = torch.where(g(x) < y, x, low)
    high = torch.where(g(x) > y, x, high)
    guess = x - g(x) / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
        (
            WRONG,
            "never shrinks the bracket",
            """
def safe_step(g, slope, y, x, low, high):
    guess = x - (g(x) - y) / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
        (
            WRONG,
            "new bracket used inside, but the old one is returned",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    new_low = torch.where(r < 0, x, low)
    new_high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    inside = (guess >= new_low) & (guess <= new_high)
    return torch.where(inside, guess, (new_low + new_high) / 2), low, high
""",
        ),
        (
            WRONG,
            "the condition is turned round: middle where inside, guess where outside",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, (low + high) / 2, guess), low, high
""",
        ),
        (
            WRONG,
            "or instead of and: nearly everything counts as inside",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    inside = (guess >= low) | (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
        (
            WRONG,
            "Python's chained comparison on tensors: raises an error",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    inside = low <= guess <= high
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
        (
            WRONG,
            "decides for the whole batch at once",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    if ((guess >= low) & (guess <= high)).all():
        return guess, low, high
    return (low + high) / 2, low, high
""",
        ),
        (
            WRONG,
            "returns in the wrong order: (low, high, x)",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    inside = (guess >= low) & (guess <= high)
    x = torch.where(inside, guess, (low + high) / 2)
    return low, high, x
""",
        ),
        (
            WRONG,
            "returns x only",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2)
""",
        ),
        (
            WRONG,
            "shrinks the bracket by the new point instead of by the old x",
            """
def safe_step(g, slope, y, x, low, high):
    guess = x - (g(x) - y) / slope(x)
    inside = (guess >= low) & (guess <= high)
    x = torch.where(inside, guess, (low + high) / 2)
    low = torch.where(g(x) < y, x, low)
    high = torch.where(g(x) > y, x, high)
    return x, low, high
""",
        ),
        (
            WRONG,
            "the middle is (high - low)/2",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (high - low) / 2), low, high
""",
        ),
        (
            WRONG,
            "Newton's guess takes the slope at the middle of the bracket instead of at x",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    middle = (low + high) / 2
    guess = x - r / slope(middle)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, middle), low, high
""",
        ),
        (
            RIGHT,
            "the straight way",
            """
def safe_step(g, slope, y, x, low, high):
    residual = g(x) - y
    low = torch.where(residual < 0, x, low)
    high = torch.where(residual > 0, x, high)
    guess = x - residual / slope(x)
    inside = (low <= guess) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
        (
            RIGHT,
            "outside instead of inside, value compared with y",
            """
def safe_step(g, slope, y, x, low, high):
    value = g(x)
    low = torch.where(value < y, x, low)
    high = torch.where(value > y, x, high)
    x = x - (value - y) / slope(x)
    inside = torch.logical_and(torch.ge(x, low), torch.le(x, high))
    x = torch.where(~inside, low + (high - low) / 2, x)
    return x, low, high
""",
        ),
        (
            RIGHT,
            "masks on copies",
            """
def safe_step(g, slope, y, x, low, high):
    value, low, high = g(x), low.clone(), high.clone()
    low[value < y] = x[value < y]
    high[value > y] = x[value > y]
    new = (low + high) / 2
    guess = x - (value - y) / slope(x)
    ok = (guess >= low) & (guess <= high)
    new[ok] = guess[ok]
    return new, low, high
""",
        ),
        (
            RIGHT,
            "inside where clamping changes nothing",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    low, high = torch.where(r < 0, x, low), torch.where(r > 0, x, high)
    guess = x - r / slope(x)
    same = guess == torch.clamp(guess, low, high)
    return torch.where(same, guess, 0.5 * (low + high)), low, high
""",
        ),
        (
            RIGHT,
            "the conditions nested the other way",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    new_low = torch.where(r >= 0, low, x)
    new_high = torch.where(r <= 0, high, x)
    newton = x + (y - g(x)) / slope(x)
    middle = (new_low + new_high) / 2
    new_x = torch.where(newton >= new_low, torch.where(newton <= new_high, newton, middle), middle)
    return (new_x, new_low, new_high)
""",
        ),
        (
            RIGHT,
            "asks about the old bracket: the same, for Newton moves from x towards the root",
            """
def safe_step(g, slope, y, x, low, high):
    r = g(x) - y
    guess = x - r / slope(x)
    inside = (guess >= low) & (guess <= high)
    low = torch.where(r < 0, x, low)
    high = torch.where(r > 0, x, high)
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
        (
            RIGHT,
            "high also moves to x where g(x) = y exactly",
            """
def safe_step(g, slope, y, x, low, high):
    below = g(x) < y
    low = torch.where(below, x, low)
    high = torch.where(below, high, x)
    guess = x - (g(x) - y) / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high
""",
        ),
    ),
    "6.5": (
        (
            WRONG,
            "returns x as it is, without a gradient",
            """
def with_gradient(x, y, theta, g, slope):
    return x
""",
        ),
        (
            WRONG,
            "plus instead of minus: both gradients have the wrong sign",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return x + (r - r.detach()) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "forgot y in the residual: no gradient with respect to y",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta)
    return x - (r - r.detach()) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "forgot to divide by the slope",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return x - (r - r.detach())
""",
        ),
        (
            WRONG,
            "multiplies by the slope instead of dividing",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return x - (r - r.detach()) * slope(x, theta)
""",
        ),
        (
            WRONG,
            "the residual is detached as a whole: no gradient",
            """
def with_gradient(x, y, theta, g, slope):
    r = (g(x, theta) - y).detach()
    return x - (r - r) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "inside no_grad: no gradient",
            """
def with_gradient(x, y, theta, g, slope):
    with torch.no_grad():
        r = g(x, theta) - y
        return x - (r - r.detach()) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "theta is detached: only the gradient of y is left",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta.detach()) - y
    return x - (r - r.detach()) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "y is detached: only the gradient of theta is left",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y.detach()
    return x - (r - r.detach()) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "the detached difference has its sign turned round",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return x - (r.detach() - r) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "r - r instead of r - r.detach(): the gradient cancels, too",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return x - (r - r) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "takes the zero step twice with the same residual: gradients twice too large",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    for _ in range(2):
        x = x - (r - r.detach()) / slope(x, theta)
    return x
""",
        ),
        (
            WRONG,
            "only makes x a new leaf: no connection to y and theta",
            """
def with_gradient(x, y, theta, g, slope):
    return x.clone().requires_grad_()
""",
        ),
        (
            WRONG,
            "the average slope of all points for each of them",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return x - (r - r.detach()) / slope(x, theta).mean()
""",
        ),
        (
            WRONG,
            "forgot x: returns only the zero step, so all values are 0",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return -(r - r.detach()) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "the slope without theta: raises an error",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return x - (r - r.detach()) / slope(x)
""",
        ),
        (
            WRONG,
            "the slope at y instead of at x",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return x - (r - r.detach()) / slope(y, theta).detach()
""",
        ),
        (
            WRONG,
            "writes down the derivatives and returns them instead of x",
            """
def with_gradient(x, y, theta, g, slope):
    m = slope(x, theta)
    dg = torch.autograd.grad(g(x, theta).sum(), theta)[0]
    return 1 / m, -dg / m.sum()
""",
        ),
        (
            WRONG,
            "only the y part by hand, the theta part is missing",
            """
def with_gradient(x, y, theta, g, slope):
    return x + (y - y.detach()) / slope(x, theta).detach()
""",
        ),
        (
            WRONG,
            "sign of y wrong: g + y in the residual",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) + y
    return x - (r - r.detach()) / slope(x, theta)
""",
        ),
        (
            WRONG,
            "only the first entry of theta keeps its gradient",
            """
def with_gradient(x, y, theta, g, slope):
    fixed = theta.detach().clone()
    fixed[0] = theta[0]
    r = g(x, fixed) - y
    return x - (r - r.detach()) / slope(x, theta).detach()
""",
        ),
        (
            RIGHT,
            "one zero step",
            """
def with_gradient(x, y, theta, g, slope):
    r = g(x, theta) - y
    return x - (r - r.detach()) / slope(x, theta)
""",
        ),
        (
            RIGHT,
            "everything detached that should be",
            """
def with_gradient(x, y, theta, g, slope):
    x = x.detach()
    r = g(x, theta) - y
    m = slope(x, theta).detach()
    step = (r - r.detach()) / m
    return x - step
""",
        ),
        (
            RIGHT,
            "the other sign of the residual, added",
            """
def with_gradient(x, y, theta, g, slope):
    with torch.no_grad():
        m = slope(x, theta)
    missing = (y - g(x, theta)) / m
    return x + (missing - missing.detach())
""",
        ),
        (
            RIGHT,
            "two zero steps, each with its own residual",
            """
def with_gradient(x, y, theta, g, slope):
    for _ in range(2):
        r = g(x, theta) - y
        x = x - (r - r.detach()) / slope(x, theta)
    return x
""",
        ),
        (
            RIGHT,
            "y and theta separately",
            """
def with_gradient(x, y, theta, g, slope):
    m = slope(x, theta).detach()
    value = g(x.detach(), theta)
    from_y = (y - y.detach()) / m
    from_theta = -(value - value.detach()) / m
    return x.detach() + from_y + from_theta
""",
        ),
        (
            RIGHT,
            "own autograd.Function",
            """
def with_gradient(x, y, theta, g, slope):
    class Root(torch.autograd.Function):
        @staticmethod
        def forward(ctx, y, theta):
            ctx.save_for_backward(theta)
            return x.clone()

        @staticmethod
        def backward(ctx, grad):
            (theta,) = ctx.saved_tensors
            with torch.enable_grad():
                t = theta.detach().requires_grad_()
                value = g(x.detach(), t)
            v = grad / slope(x, theta).detach()
            (for_theta,) = torch.autograd.grad(value, t, -v)
            return v, for_theta

    return Root.apply(y, theta)
""",
        ),
        (
            RIGHT,
            "a full Newton step: the value changes by rounding only",
            """
def with_gradient(x, y, theta, g, slope):
    return x - (g(x, theta) - y) / slope(x, theta).detach()
""",
        ),
    ),
    "6.6": (
        (
            WRONG,
            "forgot the slope: only the residual is compared",
            """
def found(residual, slope, tolerance):
    return residual.abs() <= tolerance
""",
        ),
        (
            WRONG,
            "forgot the absolute value: every negative residual counts as found",
            """
def found(residual, slope, tolerance):
    return residual / slope <= tolerance
""",
        ),
        (
            WRONG,
            "multiplies by the slope instead of dividing",
            """
def found(residual, slope, tolerance):
    return (residual * slope).abs() <= tolerance
""",
        ),
        (
            WRONG,
            "the comparison is turned round",
            """
def found(residual, slope, tolerance):
    return (residual / slope).abs() >= tolerance
""",
        ),
        (
            WRONG,
            "one answer for all points with all()",
            """
def found(residual, slope, tolerance):
    return ((residual / slope).abs() <= tolerance).all()
""",
        ),
        (
            WRONG,
            "the slope on the wrong side: |r| <= tolerance / slope",
            """
def found(residual, slope, tolerance):
    return residual.abs() <= tolerance / slope
""",
        ),
        (
            WRONG,
            "slope divided by residual",
            """
def found(residual, slope, tolerance):
    return (slope / residual).abs() <= tolerance
""",
        ),
        (
            WRONG,
            "the step squared is compared with the tolerance",
            """
def found(residual, slope, tolerance):
    return (residual / slope) ** 2 <= tolerance
""",
        ),
        (
            WRONG,
            "returns the distance, not whether it is small enough",
            """
def found(residual, slope, tolerance):
    return (residual / slope).abs()
""",
        ),
        (
            WRONG,
            "a Python if on tensors: raises an error",
            """
def found(residual, slope, tolerance):
    if abs(residual / slope) <= tolerance:
        return True
    return False
""",
        ),
        (
            WRONG,
            "returns numbers 1.0 and 0.0 instead of booleans",
            """
def found(residual, slope, tolerance):
    close = (residual / slope).abs() <= tolerance
    return torch.where(close, 1.0, 0.0)
""",
        ),
        (
            WRONG,
            "subtracts the slope instead of dividing",
            """
def found(residual, slope, tolerance):
    return (residual - slope).abs() <= tolerance
""",
        ),
        (
            WRONG,
            "torch.allclose: one bool for everything",
            """
def found(residual, slope, tolerance):
    dx = residual / slope
    return torch.allclose(dx, torch.zeros_like(dx), atol=tolerance)
""",
        ),
        (
            WRONG,
            "the largest step decides for all points",
            """
def found(residual, slope, tolerance):
    worst = (residual / slope).abs().max()
    return torch.full_like(residual, worst <= tolerance, dtype=torch.bool)
""",
        ),
        (
            WRONG,
            "asks whether the slope is small instead of the step",
            """
def found(residual, slope, tolerance):
    return slope.abs() <= tolerance
""",
        ),
        (
            WRONG,
            "a fixed tolerance, the argument is ignored",
            """
def found(residual, slope, tolerance):
    return (residual / slope).abs() <= 1e-6
""",
        ),
        (
            WRONG,
            "both small: the residual and the slope",
            """
def found(residual, slope, tolerance):
    return (residual.abs() <= tolerance) & (slope.abs() <= tolerance)
""",
        ),
        (
            RIGHT,
            "the size of the Newton step",
            """
def found(residual, slope, tolerance):
    return (residual / slope).abs() <= tolerance
""",
        ),
        (
            RIGHT,
            "without a division",
            """
def found(residual, slope, tolerance):
    return residual.abs() <= tolerance * slope.abs()
""",
        ),
        (
            RIGHT,
            "two-sided comparison",
            """
def found(residual, slope, tolerance):
    dx = residual / slope
    return (-tolerance <= dx) & (dx <= tolerance)
""",
        ),
        (
            RIGHT,
            "strictly smaller",
            """
def found(residual, slope, tolerance):
    return torch.abs(residual / slope) < tolerance
""",
        ),
        (
            RIGHT,
            "torch.isclose to zero",
            """
def found(residual, slope, tolerance):
    dx = residual / slope
    return torch.isclose(dx, torch.zeros_like(dx), rtol=0.0, atol=tolerance)
""",
        ),
        (
            RIGHT,
            "abs of the residual only, since the map rises",
            """
def found(residual, slope, tolerance):
    return torch.le(abs(residual) / slope, tolerance)
""",
        ),
        (
            RIGHT,
            "not too far",
            """
def found(residual, slope, tolerance):
    too_far = torch.gt(torch.abs(residual / slope), tolerance)
    return torch.logical_not(too_far)
""",
        ),
    ),
    "6.7": (
        (
            WRONG,
            "forgot to divide by the sum over the parts",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return w * torch.sigmoid(u) * torch.sigmoid(-u) / s
""",
        ),
        (
            WRONG,
            "forgot the weights",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = torch.sigmoid(u) * torch.sigmoid(-u) / s
    return p / p.sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "forgot the 1/s of the parts",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = w * torch.sigmoid(u) * torch.sigmoid(-u)
    return p / p.sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "normalised over the points instead of over the parts",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = w / s * torch.sigmoid(u) * torch.sigmoid(-u)
    return p / p.sum(0, keepdim=True)
""",
        ),
        (
            WRONG,
            "divided by the sum over everything",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = w / s * torch.sigmoid(u) * torch.sigmoid(-u)
    return p / p.sum()
""",
        ),
        (
            WRONG,
            "wrong sign",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = w / s * torch.sigmoid(u) * torch.sigmoid(-u)
    return -p / p.sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "sigma(u) squared instead of sigma(u) sigma(-u)",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = w / s * torch.sigmoid(u) ** 2
    return p / p.sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "the CDFs of the parts instead of their densities",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = w * torch.sigmoid(u)
    return p / p.sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "no weights in the denominator",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = torch.sigmoid(u) * torch.sigmoid(-u) / s
    return w * p / p.sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "softmax of the densities instead of their shares",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = w / s * torch.sigmoid(u) * torch.sigmoid(-u)
    return torch.softmax(p, dim=-1)
""",
        ),
        (
            WRONG,
            "forgot unsqueeze",
            """
def sample_slope(x, w, mu, s):
    u = (x - mu) / s
    p = w / s * torch.sigmoid(u) * torch.sigmoid(-u)
    return p / p.sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "forgot keepdim: the sum does not fit",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = w / s * torch.sigmoid(u) * torch.sigmoid(-u)
    return p / p.sum(-1)
""",
        ),
        (
            WRONG,
            "the weights themselves, for every x",
            """
def sample_slope(x, w, mu, s):
    return w.expand(*x.shape, len(w))
""",
        ),
        (
            WRONG,
            "multiplies by s instead of dividing",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = w * s * torch.sigmoid(u) * torch.sigmoid(-u)
    return p / p.sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "Gaussian parts instead of logistic ones",
            """
def sample_slope(x, w, mu, s):
    p = w * torch.distributions.Normal(mu, s).log_prob(x.unsqueeze(-1)).exp()
    return p / p.sum(-1, keepdim=True)
""",
        ),
        (
            WRONG,
            "returns the logarithm",
            """
from torch.nn.functional import logsigmoid

def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.log_softmax(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
""",
        ),
        (
            WRONG,
            "the parts are in the first dimension, not in the last",
            """
def sample_slope(x, w, mu, s):
    p = torch.stack([
        w[i] / s[i] * torch.sigmoid((x - mu[i]) / s[i]) * torch.sigmoid(-(x - mu[i]) / s[i])
        for i in range(len(w))
    ])
    return p / p.sum(0)
""",
        ),
        (
            WRONG,
            "forgot the centres: u = x/s",
            """
def sample_slope(x, w, mu, s):
    u = x.unsqueeze(-1) / s
    p = w / s * torch.sigmoid(u) * torch.sigmoid(-u)
    return p / p.sum(-1, keepdim=True)
""",
        ),
        (
            RIGHT,
            "as in the formula",
            """
def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    p = torch.sigmoid(u) * torch.sigmoid(-u) / s
    return w * p / (w * p).sum(-1, keepdim=True)
""",
        ),
        (
            RIGHT,
            "softmax in log space",
            """
from torch.nn.functional import logsigmoid

def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    return torch.softmax(w.log() - s.log() + logsigmoid(u) + logsigmoid(-u), dim=-1)
""",
        ),
        (
            RIGHT,
            "loop over the parts, stacked at the end",
            """
def sample_slope(x, w, mu, s):
    parts = []
    for i in range(len(w)):
        F = torch.sigmoid((x - mu[i]) / s[i])
        parts.append(w[i] * F * (1 - F) / s[i])
    total = sum(parts)
    return torch.stack([p / total for p in parts], dim=-1)
""",
        ),
        (
            RIGHT,
            "1/cosh^2 of the half, normalize",
            """
def sample_slope(x, w, mu, s):
    u = (x[..., None] - mu) / s
    p = (w / s) / torch.cosh(u / 2) ** 2
    return torch.nn.functional.normalize(p, p=1, dim=-1)
""",
        ),
        (
            RIGHT,
            "logsumexp, exp at the end",
            """
from torch.nn.functional import softplus

def sample_slope(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    a = torch.log(w / s) - softplus(u) - softplus(-u)
    return torch.exp(a - torch.logsumexp(a, -1, keepdim=True))
""",
        ),
        (
            RIGHT,
            "einsum for the denominator",
            """
def sample_slope(x, w, mu, s):
    F = torch.sigmoid((x.unsqueeze(-1) - mu) / s)
    p = F * (1 - F) / s
    total = torch.einsum("...k,k->...", p, w)
    return p * w / total.unsqueeze(-1)
""",
        ),
    ),
}
