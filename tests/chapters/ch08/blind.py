RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    "8.1": (
        (
            WRONG,
            "the power of the mean instead of the mean of the powers",
            """
def moment(f, z, n):
    return f(z).mean() ** n
""",
        ),
        (
            WRONG,
            "detaches the samples: no gradient",
            """
def moment(f, z, n):
    x = f(z).detach()
    return (x**n).mean()
""",
        ),
        (
            WRONG,
            ".item(): a Python number without a gradient",
            """
def moment(f, z, n):
    return (f(z) ** n).mean().item()
""",
        ),
        (
            WRONG,
            "in no_grad: no gradient",
            """
def moment(f, z, n):
    with torch.no_grad():
        x = f(z)
    return (x**n).mean()
""",
        ),
        (
            WRONG,
            "sum instead of mean",
            """
def moment(f, z, n):
    return (f(z) ** n).sum()
""",
        ),
        (
            WRONG,
            "the power is taken of z, before the map",
            """
def moment(f, z, n):
    return f(z**n).mean()
""",
        ),
        (
            WRONG,
            "forgot the map: moments of z",
            """
def moment(f, z, n):
    return (z**n).mean()
""",
        ),
        (
            WRONG,
            "times n instead of to the power of n",
            """
def moment(f, z, n):
    return (n * f(z)).mean()
""",
        ),
        (
            WRONG,
            "central moment: subtracts the mean first",
            """
def moment(f, z, n):
    x = f(z)
    return ((x - x.mean()) ** n).mean()
""",
        ),
        (
            WRONG,
            "takes the n-th root at the end",
            """
def moment(f, z, n):
    return (f(z) ** n).mean() ** (1 / n)
""",
        ),
        (
            WRONG,
            "wraps the result in torch.tensor: the graph is lost",
            """
def moment(f, z, n):
    values = [float(v) ** n for v in f(z)]
    return torch.tensor(sum(values) / len(values), requires_grad=True)
""",
        ),
        (
            WRONG,
            "divides by N - 1",
            """
def moment(f, z, n):
    x = f(z)
    return (x**n).sum() / (len(z) - 1)
""",
        ),
        (
            WRONG,
            "returns one value for each sample: forgot the mean",
            """
def moment(f, z, n):
    return f(z) ** n
""",
        ),
        (
            WRONG,
            "draws new z instead of using the given ones",
            """
def moment(f, z, n):
    z = torch.randn_like(z)
    return (f(z) ** n).mean()
""",
        ),
        (
            WRONG,
            "absolute moment: abs before the power",
            """
def moment(f, z, n):
    return (f(z).abs() ** n).mean()
""",
        ),
        (
            WRONG,
            "one factor too many in the loop",
            """
def moment(f, z, n):
    x = f(z)
    power = x
    for _ in range(n):
        power = power * x
    return power.mean()
""",
        ),
        (
            WRONG,
            "power by exp(n log x): not a number for negative x",
            """
def moment(f, z, n):
    return torch.exp(n * torch.log(f(z))).mean()
""",
        ),
        (
            WRONG,
            "divides by n instead of by N",
            """
def moment(f, z, n):
    return (f(z) ** n).sum() / n
""",
        ),
        (
            WRONG,
            "f is not called: raises an error",
            """
def moment(f, z, n):
    return (f**n).mean()
""",
        ),
        (
            RIGHT,
            "mean of the power",
            """
def moment(f, z, n):
    return (f(z) ** n).mean()
""",
        ),
        (
            RIGHT,
            "torch.pow, sum over len",
            """
def moment(f, z, n):
    x = f(z)
    return torch.pow(x, n).sum() / len(x)
""",
        ),
        (
            RIGHT,
            "power by a loop",
            """
def moment(f, z, n):
    x = f(z)
    power = torch.ones_like(x)
    for _ in range(n):
        power = power * x
    return power.mean()
""",
        ),
        (
            RIGHT,
            "sample by sample",
            """
def moment(f, z, n):
    total = 0
    for value in f(z):
        total = total + value**n
    return total / z.shape[0]
""",
        ),
        (
            RIGHT,
            "dot product with equal weights",
            """
def moment(f, z, n):
    x = f(z)
    weights = torch.full_like(x, 1 / x.numel())
    return torch.dot(weights, x.pow(n))
""",
        ),
        (
            RIGHT,
            "lambda",
            """
moment = lambda f, z, n: torch.mean(f(z).pow(n), dim=0)
""",
        ),
    ),
    "8.2": (
        (
            WRONG,
            "forgot the square",
            """
def samples_needed(values, wanted):
    return values.std() / wanted
""",
        ),
        (
            WRONG,
            "the variance over wanted: only the deviation is squared",
            """
def samples_needed(values, wanted):
    return values.var() / wanted
""",
        ),
        (
            WRONG,
            "only wanted is squared",
            """
def samples_needed(values, wanted):
    return values.std() / wanted**2
""",
        ),
        (
            WRONG,
            "the root instead of the square",
            """
def samples_needed(values, wanted):
    return torch.sqrt(values.std() / wanted)
""",
        ),
        (
            WRONG,
            "upside down: (wanted / s) squared",
            """
def samples_needed(values, wanted):
    return (wanted / values.std()) ** 2
""",
        ),
        (
            WRONG,
            "how many times more, not how many in all: forgot the factor N",
            """
def samples_needed(values, wanted):
    error = values.std() / len(values) ** 0.5
    return (error / wanted) ** 2
""",
        ),
        (
            WRONG,
            "N times the ratio of the errors, without the square",
            """
def samples_needed(values, wanted):
    error = values.std() / len(values) ** 0.5
    return len(values) * error / wanted
""",
        ),
        (
            WRONG,
            "the additional samples: subtracts those of the short run",
            """
def samples_needed(values, wanted):
    return (values.std() / wanted) ** 2 - len(values)
""",
        ),
        (
            WRONG,
            "the deviation with N instead of N - 1",
            """
def samples_needed(values, wanted):
    return (values.std(unbiased=False) / wanted) ** 2
""",
        ),
        (
            WRONG,
            "the NumPy deviation, which divides by N",
            """
import numpy as np

def samples_needed(values, wanted):
    return (np.std(values.numpy()) / wanted) ** 2
""",
        ),
        (
            WRONG,
            "a factor 1.96 for 95 percent",
            """
def samples_needed(values, wanted):
    return (1.96 * values.std() / wanted) ** 2
""",
        ),
        (
            WRONG,
            "the mean instead of the standard deviation",
            """
def samples_needed(values, wanted):
    return (values.mean() / wanted) ** 2
""",
        ),
        (
            WRONG,
            "counts the N of the short run twice: multiplies by N as well",
            """
def samples_needed(values, wanted):
    return len(values) * (values.std() / wanted) ** 2
""",
        ),
        (
            WRONG,
            "squares the variance: s to the fourth",
            """
def samples_needed(values, wanted):
    return (values.var() / wanted) ** 2
""",
        ),
        (
            WRONG,
            "returns the error of the short run instead of the number of samples",
            """
def samples_needed(values, wanted):
    return values.std() / len(values) ** 0.5
""",
        ),
        (
            WRONG,
            "returns N, or twice N, instead of s squared over wanted squared",
            """
def samples_needed(values, wanted):
    error = values.std() / len(values) ** 0.5
    if error <= wanted:
        return len(values)
    return 2 * len(values)
""",
        ),
        (
            WRONG,
            "the second moment instead of the variance",
            """
def samples_needed(values, wanted):
    return (values**2).mean() / wanted**2
""",
        ),
        (
            WRONG,
            "values.sd does not exist: raises an error",
            """
def samples_needed(values, wanted):
    return (values.sd() / wanted) ** 2
""",
        ),
        (
            RIGHT,
            "(s / wanted) squared",
            """
def samples_needed(values, wanted):
    return (values.std() / wanted) ** 2
""",
        ),
        (
            RIGHT,
            "variance over wanted squared",
            """
def samples_needed(values, wanted):
    return torch.var(values) / wanted**2
""",
        ),
        (
            RIGHT,
            "N times the squared ratio of the errors",
            """
def samples_needed(values, wanted):
    N = len(values)
    error = values.std() / N**0.5
    return N * (error / wanted) ** 2
""",
        ),
        (
            RIGHT,
            "with mean_and_error from before",
            """
def samples_needed(values, wanted):
    _, error = mean_and_error(values)
    return len(values) * (error / wanted).pow(2)
""",
        ),
        (
            RIGHT,
            "Python's statistics, a plain number",
            """
import statistics

def samples_needed(values, wanted):
    s = statistics.stdev(values.tolist())
    return s * s / (float(wanted) * float(wanted))
""",
        ),
        (
            RIGHT,
            "NumPy with ddof=1",
            """
import numpy as np

def samples_needed(values, wanted):
    s = np.std(values.detach().numpy(), ddof=1)
    return (s / wanted) ** 2
""",
        ),
        (
            RIGHT,
            "rounded up to a whole number",
            """
import math

def samples_needed(values, wanted):
    return math.ceil((values.std() / wanted) ** 2)
""",
        ),
    ),
    "8.3": (
        (
            WRONG,
            "detaches the samples: the gradient vanishes on average",
            """
def entropy(f, log_prob, z):
    x = f(z).detach()
    return -log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "samples in no_grad",
            """
def entropy(f, log_prob, z):
    with torch.no_grad():
        x = f(z)
    return -log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "forgot the minus sign",
            """
def entropy(f, log_prob, z):
    return log_prob(f(z)).mean()
""",
        ),
        (
            WRONG,
            "log_prob at z instead of at x",
            """
def entropy(f, log_prob, z):
    return -log_prob(z).mean()
""",
        ),
        (
            WRONG,
            "sum instead of mean",
            """
def entropy(f, log_prob, z):
    return -log_prob(f(z)).sum()
""",
        ),
        (
            WRONG,
            "weights with p once more: mean of -p log p",
            """
def entropy(f, log_prob, z):
    log_p = log_prob(f(z))
    return -(log_p.exp() * log_p).mean()
""",
        ),
        (
            WRONG,
            ".item(): no gradient",
            """
def entropy(f, log_prob, z):
    return -log_prob(f(z)).mean().item()
""",
        ),
        (
            WRONG,
            "log of the mean density instead of the mean of the log",
            """
def entropy(f, log_prob, z):
    return -torch.log(log_prob(f(z)).exp().mean())
""",
        ),
        (
            WRONG,
            "everything in no_grad",
            """
def entropy(f, log_prob, z):
    with torch.no_grad():
        return -log_prob(f(z)).mean()
""",
        ),
        (
            WRONG,
            "one value for each sample: forgot the mean",
            """
def entropy(f, log_prob, z):
    return -log_prob(f(z))
""",
        ),
        (
            WRONG,
            "takes the logarithm of log_prob once more",
            """
def entropy(f, log_prob, z):
    return -torch.log(log_prob(f(z))).mean()
""",
        ),
        (
            WRONG,
            "the wrong order: f of log_prob(z)",
            """
def entropy(f, log_prob, z):
    return -f(log_prob(z)).mean()
""",
        ),
        (
            WRONG,
            "the score-function product: wrong value",
            """
def entropy(f, log_prob, z):
    log_p = log_prob(f(z).detach())
    return -(log_p.detach() * log_p).mean()
""",
        ),
        (
            WRONG,
            "draws new z instead of using the given ones",
            """
def entropy(f, log_prob, z):
    x = f(torch.randn_like(z))
    return -log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "x becomes a new leaf: the way back to theta through x is cut",
            """
def entropy(f, log_prob, z):
    x = f(z).detach().requires_grad_()
    return -log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "x.data cuts the samples off",
            """
def entropy(f, log_prob, z):
    x = f(z)
    return -torch.mean(log_prob(x.data))
""",
        ),
        (
            WRONG,
            "the positive size of log p: abs",
            """
def entropy(f, log_prob, z):
    return log_prob(f(z)).abs().mean()
""",
        ),
        (
            WRONG,
            "divides by N - 1",
            """
def entropy(f, log_prob, z):
    return -log_prob(f(z)).sum() / (len(z) - 1)
""",
        ),
        (
            WRONG,
            "passes f itself instead of f(z): raises an error",
            """
def entropy(f, log_prob, z):
    return -log_prob(f).mean()
""",
        ),
        (
            WRONG,
            "keeps only the gradient through the samples: log_prob's own dependence on theta is lost",
            """
def entropy(f, log_prob, z):
    x = f(z)
    leaf = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(log_prob(leaf).sum(), leaf)
    value = log_prob(leaf).detach()
    return -(value + slope.detach() * (x - x.detach())).mean()
""",
        ),
        (
            RIGHT,
            "minus the mean",
            """
def entropy(f, log_prob, z):
    return -log_prob(f(z)).mean()
""",
        ),
        (
            RIGHT,
            "in steps, sum over N",
            """
def entropy(f, log_prob, z):
    x = f(z)
    H = 0 - log_prob(x).sum() / z.numel()
    return H
""",
        ),
        (
            RIGHT,
            "sample by sample",
            """
def entropy(f, log_prob, z):
    terms = [-log_prob(x) for x in f(z)]
    return torch.stack(terms).mean()
""",
        ),
        (
            RIGHT,
            "lambda with torch.neg",
            """
entropy = lambda f, log_prob, z: torch.mean(torch.neg(log_prob(f(z))))
""",
        ),
        (
            RIGHT,
            "dot product with equal weights",
            """
def entropy(f, log_prob, z):
    surprise = -log_prob(f(z))
    return surprise @ torch.ones_like(surprise) / len(surprise)
""",
        ),
    ),
    "8.4": (
        (
            WRONG,
            "the mean of F only: no gradient",
            """
def score_surrogate(F, log_prob, x):
    return F(x).mean()
""",
        ),
        (
            WRONG,
            "the mean of log p only: F is missing",
            """
def score_surrogate(F, log_prob, x):
    return log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "sum instead of mean",
            """
def score_surrogate(F, log_prob, x):
    return (F(x) * log_prob(x)).sum()
""",
        ),
        (
            WRONG,
            "wrong sign",
            """
def score_surrogate(F, log_prob, x):
    return -(F(x) * log_prob(x)).mean()
""",
        ),
        (
            WRONG,
            "the product of the means instead of the mean of the product",
            """
def score_surrogate(F, log_prob, x):
    return F(x).mean() * log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "multiplies by the density instead of its logarithm",
            """
def score_surrogate(F, log_prob, x):
    return (F(x) * log_prob(x).exp()).mean()
""",
        ),
        (
            WRONG,
            "detaches log p instead of F: no gradient",
            """
def score_surrogate(F, log_prob, x):
    return (F(x) * log_prob(x).detach()).mean()
""",
        ),
        (
            WRONG,
            "adds F and log p instead of multiplying",
            """
def score_surrogate(F, log_prob, x):
    return (F(x) + log_prob(x)).mean()
""",
        ),
        (
            WRONG,
            "F of log p instead of F of x",
            """
def score_surrogate(F, log_prob, x):
    return F(log_prob(x)).mean()
""",
        ),
        (
            WRONG,
            "subtracts the mean of F as a baseline: another estimate",
            """
def score_surrogate(F, log_prob, x):
    price = F(x)
    return ((price - price.mean()) * log_prob(x)).mean()
""",
        ),
        (
            WRONG,
            "divides by N twice",
            """
def score_surrogate(F, log_prob, x):
    return (F(x) * log_prob(x)).mean() / len(x)
""",
        ),
        (
            WRONG,
            ".item() on the result: no gradient",
            """
def score_surrogate(F, log_prob, x):
    return (F(x) * log_prob(x)).mean().item()
""",
        ),
        (
            WRONG,
            "in no_grad: no gradient",
            """
def score_surrogate(F, log_prob, x):
    with torch.no_grad():
        return (F(x) * log_prob(x)).mean()
""",
        ),
        (
            WRONG,
            "divides F by log p",
            """
def score_surrogate(F, log_prob, x):
    return (F(x) / log_prob(x)).mean()
""",
        ),
        (
            WRONG,
            "weights with the density p once more: F p log p",
            """
def score_surrogate(F, log_prob, x):
    log_p = log_prob(x)
    return (F(x) * log_p.exp().detach() * log_p).mean()
""",
        ),
        (
            WRONG,
            "one value for each sample: forgot the mean",
            """
def score_surrogate(F, log_prob, x):
    return F(x) * log_prob(x)
""",
        ),
        (
            WRONG,
            "log p squared: the factor log p is counted twice",
            """
def score_surrogate(F, log_prob, x):
    log_p = log_prob(x)
    return (F(x) * log_p * log_p).mean()
""",
        ),
        (
            WRONG,
            "F at the mean of the samples",
            """
def score_surrogate(F, log_prob, x):
    return (F(x.mean()) * log_prob(x)).mean()
""",
        ),
        (
            WRONG,
            "tries to differentiate log p by x instead of leaving it to the caller",
            """
def score_surrogate(F, log_prob, x):
    x = x.clone().requires_grad_()
    (score,) = torch.autograd.grad(log_prob(x).sum(), x, create_graph=True)
    return (F(x) * score).mean()
""",
        ),
        (
            WRONG,
            "takes the logarithm of F, too: log F + log p",
            """
def score_surrogate(F, log_prob, x):
    return (torch.log(F(x)) + log_prob(x)).mean()
""",
        ),
        (
            RIGHT,
            "mean of the product",
            """
def score_surrogate(F, log_prob, x):
    return (F(x) * log_prob(x)).mean()
""",
        ),
        (
            RIGHT,
            "F detached, to be safe",
            """
def score_surrogate(F, log_prob, x):
    with torch.no_grad():
        price = F(x)
    return torch.mean(price * log_prob(x.detach()))
""",
        ),
        (
            RIGHT,
            "dot product over N",
            """
def score_surrogate(F, log_prob, x):
    return F(x) @ log_prob(x) / len(x)
""",
        ),
        (
            RIGHT,
            "the ratio p / p detached",
            """
def score_surrogate(F, log_prob, x):
    log_p = log_prob(x)
    ratio = torch.exp(log_p - log_p.detach())
    return (F(x) * ratio).mean()
""",
        ),
        (
            RIGHT,
            "loop over the samples",
            """
def score_surrogate(F, log_prob, x):
    prices, logs = F(x), log_prob(x)
    total = 0.0
    for price, log_p in zip(prices, logs):
        total = total + price.detach() * log_p
    return total / x.shape[0]
""",
        ),
        (
            RIGHT,
            "weights first",
            """
def score_surrogate(F, log_prob, x):
    weights = F(x).detach() / x.numel()
    return torch.sum(weights * log_prob(x))
""",
        ),
    ),
    "8.5": (
        (
            WRONG,
            "only B: thinks that C's detach spoils it",
            """
def right_ones():
    return "B"
""",
        ),
        (
            WRONG,
            "only A: the detached samples",
            """
def right_ones():
    return "A"
""",
        ),
        (
            WRONG,
            "only C",
            """
def right_ones():
    return "C"
""",
        ),
        (
            WRONG,
            "A and B: takes the detached samples for right, C for wrong",
            """
def right_ones():
    return "A B"
""",
        ),
        (
            WRONG,
            "A and C: copied from the example",
            """
def right_ones():
    return "A C"
""",
        ),
        (
            WRONG,
            "all three, because all give the same numbers",
            """
def right_ones():
    return "A B C"
""",
        ),
        (
            WRONG,
            "none of them",
            """
def right_ones():
    return ""
""",
        ),
        (
            WRONG,
            "returns True",
            """
def right_ones():
    return True
""",
        ),
        (
            WRONG,
            "prints the letters and returns nothing",
            """
def right_ones():
    print("B C")
""",
        ),
        (
            WRONG,
            "numbers instead of letters",
            """
def right_ones():
    return "2 3"
""",
        ),
        (
            WRONG,
            "compares the values, not the slopes, so all three pass",
            """
def right_ones():
    z = torch.randn(1000)
    a, b = torch.tensor(2.0), torch.tensor(0.5)
    x = a * z + b
    value = (0.5 * ((x - b) / a) ** 2 + torch.log(a)).mean()
    found = []
    for letter in "ABC":
        y = a * z + b
        if torch.isclose((0.5 * ((y - b) / a) ** 2 + torch.log(a)).mean(), value):
            found.append(letter)
    return " ".join(found)
""",
        ),
        (
            WRONG,
            "runs the code but asks for the slope of every single sample, so C drops out",
            """
def right_ones():
    def snippet_B(a, b, z):
        x = a * z + b
        return 0.5 * ((x - b) / a) ** 2 + torch.log(a)

    def snippet_C(a, b, z):
        x = a * z + b
        a, b = a.detach(), b.detach()
        return 0.5 * ((x - b) / a) ** 2 + torch.log(a)

    right = ""
    for letter, snippet in (("B", snippet_B), ("C", snippet_C)):
        ok = True
        for z in torch.randn(5):
            a = torch.tensor(2.0, requires_grad=True)
            (slope,) = torch.autograd.grad(snippet(a, torch.tensor(0.5), z), a)
            ok = ok and abs(slope.item() - 0.5) < 0.01
        if ok:
            right += letter
    return right
""",
        ),
        (
            WRONG,
            "names that are not defined: raises an error",
            """
def right_ones():
    return B + C
""",
        ),
        (
            RIGHT,
            "B and C",
            """
def right_ones():
    return "B C"
""",
        ),
        (
            RIGHT,
            "the other order",
            """
def right_ones():
    return "C B"
""",
        ),
        (
            RIGHT,
            "without a space",
            '''
def right_ones():
    """The letters of the snippets whose mean has the right slope."""
    return "BC"
''',
        ),
        (
            RIGHT,
            "with a comma",
            """
def right_ones():
    return "B, C"
""",
        ),
        (
            RIGHT,
            "joined list",
            """
def right_ones():
    right = ["B", "C"]
    return " ".join(right)
""",
        ),
        (
            RIGHT,
            "measured on samples",
            """
def right_ones():
    def snippet_A(a, b, z):
        x = (a * z + b).detach()
        return 0.5 * ((x - b) / a) ** 2 + torch.log(a)

    def snippet_B(a, b, z):
        x = a * z + b
        return 0.5 * ((x - b) / a) ** 2 + torch.log(a)

    def snippet_C(a, b, z):
        x = a * z + b
        a, b = a.detach(), b.detach()
        return 0.5 * ((x - b) / a) ** 2 + torch.log(a)

    found = []
    z = torch.randn(100_000)
    for letter, snippet in zip("ABC", (snippet_A, snippet_B, snippet_C)):
        a = torch.tensor(2.0, requires_grad=True)
        b = torch.tensor(0.5, requires_grad=True)
        slope = torch.autograd.grad(snippet(a, b, z).mean(), a)[0]
        if abs(slope - 0.5) < 0.05:
            found.append(letter)
    return " ".join(found)
""",
        ),
    ),
    "8.6": (
        (
            WRONG,
            "plus instead of minus: climbs instead of descending",
            """
def step(b, a, z, cost, lr):
    b = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + b).mean(), b)
    return b.detach() + lr * slope
""",
        ),
        (
            WRONG,
            "sum instead of mean",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + copy).sum(), copy)
    return b - lr * slope
""",
        ),
        (
            WRONG,
            "forgot the learning rate",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + copy).mean(), copy)
    return b - slope
""",
        ),
        (
            WRONG,
            "the slope at the mean instead of the mean of the slopes",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    x = (a * z + copy).mean()
    (slope,) = torch.autograd.grad(cost(x), copy)
    return b - lr * slope
""",
        ),
        (
            WRONG,
            "returns the slope instead of the new b",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + copy).mean(), copy)
    return slope
""",
        ),
        (
            WRONG,
            "forgot [0]: autograd.grad returns a tuple, raises an error",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    slope = torch.autograd.grad(cost(a * z + copy).mean(), copy)
    return b - lr * slope
""",
        ),
        (
            WRONG,
            "no copy with a gradient: b has none, raises an error",
            """
def step(b, a, z, cost, lr):
    (slope,) = torch.autograd.grad(cost(a * z + b).mean(), b)
    return b - lr * slope
""",
        ),
        (
            WRONG,
            "a and b are swapped: x = b z + a",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(copy * z + a).mean(), copy)
    return b - lr * slope
""",
        ),
        (
            WRONG,
            "forgot a: x = z + b",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(z + copy).mean(), copy)
    return b - lr * slope
""",
        ),
        (
            WRONG,
            "detaches x: raises an error, for there is no graph",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    x = (a * z + copy).detach()
    (slope,) = torch.autograd.grad(cost(x).mean(), copy)
    return b - lr * slope
""",
        ),
        (
            WRONG,
            "returns only the change, -lr times the slope",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + copy).mean(), copy)
    return -lr * slope
""",
        ),
        (
            WRONG,
            "subtracts lr times the cost instead of its slope",
            """
def step(b, a, z, cost, lr):
    return b - lr * cost(a * z + b).mean()
""",
        ),
        (
            WRONG,
            "the first sample only",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z[:1] + copy).mean(), copy)
    return b - lr * slope
""",
        ),
        (
            WRONG,
            "draws new z instead of using the given ones",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    x = a * torch.randn_like(z) + copy
    (slope,) = torch.autograd.grad(cost(x).mean(), copy)
    return b - lr * slope
""",
        ),
        (
            WRONG,
            "only the sign of the slope",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + copy).mean(), copy)
    return b - lr * torch.sign(slope)
""",
        ),
        (
            WRONG,
            "two steps instead of one",
            """
def step(b, a, z, cost, lr):
    for _ in range(2):
        copy = b.clone().requires_grad_()
        (slope,) = torch.autograd.grad(cost(a * z + copy).mean(), copy)
        b = b - lr * slope
    return b
""",
        ),
        (
            WRONG,
            "one slope for each sample (a column of new b), not averaged",
            """
def step(b, a, z, cost, lr):
    x = (a * z + b).requires_grad_()
    (slopes,) = torch.autograd.grad(cost(x).sum(), x)
    return b - lr * slopes
""",
        ),
        (
            WRONG,
            "divides by N twice",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + copy).mean(), copy)
    return b - lr * slope / len(z)
""",
        ),
        (
            WRONG,
            "returns the expected cost along with b",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    expected = cost(a * z + copy).mean()
    (slope,) = torch.autograd.grad(expected, copy)
    return b - lr * slope, expected.item()
""",
        ),
        (
            RIGHT,
            "autograd.grad on a copy",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    expected = cost(a * z + copy).mean()
    (slope,) = torch.autograd.grad(expected, copy)
    return b - lr * slope
""",
        ),
        (
            RIGHT,
            "backward and .grad",
            """
def step(b, a, z, cost, lr):
    aim = b.detach().clone().requires_grad_(True)
    cost(a * z + aim).mean().backward()
    return b - lr * aim.grad
""",
        ),
        (
            RIGHT,
            "an optimiser of torch",
            """
def step(b, a, z, cost, lr):
    aim = torch.nn.Parameter(b.clone())
    optimiser = torch.optim.SGD([aim], lr=lr)
    optimiser.zero_grad()
    cost(a * z + aim).mean().backward()
    optimiser.step()
    return aim.detach()
""",
        ),
        (
            RIGHT,
            "mean of the slopes of the samples, since dx/db = 1",
            """
def step(b, a, z, cost, lr):
    x = (a * z + b).detach().requires_grad_()
    slopes = torch.autograd.grad(cost(x).sum(), x)[0]
    return b - lr * slopes.mean()
""",
        ),
        (
            RIGHT,
            "torch.func.grad",
            """
def step(b, a, z, cost, lr):
    expected = lambda aim: cost(a * z + aim).mean()
    return b - lr * torch.func.grad(expected)(b)
""",
        ),
        (
            RIGHT,
            "negative cost, added; sum over N",
            """
def step(b, a, z, cost, lr):
    copy = b.clone().requires_grad_()
    gain = -cost(a * z + copy).sum() / len(z)
    uphill = torch.autograd.grad(gain, copy)[0]
    return b + lr * uphill
""",
        ),
    ),
    "8.7": (
        (
            WRONG,
            "detaches the samples in the entropy",
            """
def objective(log_prob, x):
    H = -log_prob(x.detach()).mean()
    return H - 0.5 * torch.log((x**2).mean())
""",
        ),
        (
            WRONG,
            "detaches the samples in E[x^2]",
            """
def objective(log_prob, x):
    H = -log_prob(x).mean()
    return H - 0.5 * torch.log((x.detach() ** 2).mean())
""",
        ),
        (
            WRONG,
            "plus instead of minus",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() + 0.5 * torch.log((x**2).mean())
""",
        ),
        (
            WRONG,
            "forgot the factor one half",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() - torch.log((x**2).mean())
""",
        ),
        (
            WRONG,
            "forgot the minus sign of the entropy",
            """
def objective(log_prob, x):
    return log_prob(x).mean() - 0.5 * torch.log((x**2).mean())
""",
        ),
        (
            WRONG,
            "the mean of the log instead of the log of the mean",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * torch.log(x**2).mean()
""",
        ),
        (
            WRONG,
            "forgot the logarithm",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * (x**2).mean()
""",
        ),
        (
            WRONG,
            "the variance instead of E[x^2]",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * torch.log(x.var())
""",
        ),
        (
            WRONG,
            "log of the standard deviation instead of the root mean square",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() - torch.log(x.std())
""",
        ),
        (
            WRONG,
            "the square of the mean instead of the mean of the squares",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * torch.log(x.mean() ** 2)
""",
        ),
        (
            WRONG,
            "sums instead of means",
            """
def objective(log_prob, x):
    return -log_prob(x).sum() - 0.5 * torch.log((x**2).sum())
""",
        ),
        (
            WRONG,
            "the sum of squares in the logarithm, without 1/N",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * torch.log((x**2).sum())
""",
        ),
        (
            WRONG,
            ".item(): no gradient",
            """
def objective(log_prob, x):
    H = -log_prob(x).mean().item()
    return H - 0.5 * torch.log((x**2).mean())
""",
        ),
        (
            WRONG,
            "only the size term, entropy missing",
            """
def objective(log_prob, x):
    return -0.5 * torch.log((x**2).mean())
""",
        ),
        (
            WRONG,
            "only the entropy",
            """
def objective(log_prob, x):
    return -log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "root and one half: the half is counted twice",
            """
def objective(log_prob, x):
    size = torch.sqrt((x**2).mean())
    return -log_prob(x).mean() - 0.5 * torch.log(size)
""",
        ),
        (
            WRONG,
            "the negative of J, as for a loss",
            """
def objective(log_prob, x):
    J = -log_prob(x).mean() - 0.5 * torch.log((x**2).mean())
    return -J
""",
        ),
        (
            WRONG,
            "logarithm to the base 10",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * torch.log10((x**2).mean())
""",
        ),
        (
            WRONG,
            "one value for each sample: the entropy is not averaged",
            """
def objective(log_prob, x):
    return -log_prob(x) - 0.5 * torch.log((x**2).mean())
""",
        ),
        (
            WRONG,
            "math.log: the gradient of the size term is lost",
            """
import math

def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * math.log((x**2).mean())
""",
        ),
        (
            WRONG,
            "adds a small number inside the logarithm for safety",
            """
def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * torch.log((x**2).mean() + 1e-2)
""",
        ),
        (
            RIGHT,
            "as in the formula",
            """
def objective(log_prob, x):
    H = -log_prob(x).mean()
    return H - 0.5 * torch.log((x**2).mean())
""",
        ),
        (
            RIGHT,
            "log of the root mean square",
            """
def objective(log_prob, x):
    size = torch.sqrt(torch.mean(x * x))
    return -(log_prob(x).mean() + torch.log(size))
""",
        ),
        (
            RIGHT,
            "with the norm",
            """
def objective(log_prob, x):
    rms = torch.linalg.vector_norm(x) / len(x) ** 0.5
    return -torch.mean(log_prob(x)) - rms.log()
""",
        ),
        (
            RIGHT,
            "everything inside one mean",
            """
def objective(log_prob, x):
    log_size = x.square().mean().log() / 2
    return torch.mean(-log_prob(x) - log_size)
""",
        ),
        (
            RIGHT,
            "sums over N, dot product",
            """
def objective(log_prob, x):
    N = x.shape[0]
    entropy = -log_prob(x).sum() / N
    return entropy - torch.log(x @ x / N) / 2
""",
        ),
        (
            RIGHT,
            "entropy of the samples divided by their size",
            """
def objective(log_prob, x):
    c = x.pow(2).mean().sqrt()
    log_p_of_scaled = log_prob(x) + torch.log(c)
    return -log_p_of_scaled.mean()
""",
        ),
    ),
    "8.8": (
        (
            WRONG,
            "wrong sign: log q - log p",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_q(x) - log_p(x)).mean()
""",
        ),
        (
            WRONG,
            "detaches the samples",
            """
def kl(f, log_p, log_q, z):
    x = f(z).detach()
    return (log_p(x) - log_q(x)).mean()
""",
        ),
        (
            WRONG,
            "samples in no_grad",
            """
def kl(f, log_p, log_q, z):
    with torch.no_grad():
        x = f(z)
    return torch.mean(log_p(x) - log_q(x))
""",
        ),
        (
            WRONG,
            "weights with p once more",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x).exp() * (log_p(x) - log_q(x))).mean()
""",
        ),
        (
            WRONG,
            "forgot the map: evaluates at z",
            """
def kl(f, log_p, log_q, z):
    return (log_p(z) - log_q(z)).mean()
""",
        ),
        (
            WRONG,
            "log_q at z instead of at x",
            """
def kl(f, log_p, log_q, z):
    return (log_p(f(z)) - log_q(z)).mean()
""",
        ),
        (
            WRONG,
            "the quotient of the logarithms",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) / log_q(x)).mean()
""",
        ),
        (
            WRONG,
            "log of the quotient of the logarithms",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return torch.log(log_p(x) / log_q(x)).mean()
""",
        ),
        (
            WRONG,
            "sum instead of mean",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) - log_q(x)).sum()
""",
        ),
        (
            WRONG,
            "log p is missing: the cross entropy -E[log q]",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return -log_q(x).mean()
""",
        ),
        (
            WRONG,
            "clamps each sample's difference at 0, because a divergence cannot be negative",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) - log_q(x)).clamp(min=0).mean()
""",
        ),
        (
            WRONG,
            "absolute differences",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) - log_q(x)).abs().mean()
""",
        ),
        (
            WRONG,
            ".item(): no gradient",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) - log_q(x)).mean().item()
""",
        ),
        (
            WRONG,
            "log_q gets detached samples: its share of the gradient is lost",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) - log_q(x.detach())).mean()
""",
        ),
        (
            WRONG,
            "log_p gets detached samples: its share of the gradient is lost",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x.detach()) - log_q(x)).mean()
""",
        ),
        (
            WRONG,
            "plus instead of minus",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) + log_q(x)).mean()
""",
        ),
        (
            WRONG,
            "the quotient p/q instead of its logarithm",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return torch.exp(log_p(x) - log_q(x)).mean()
""",
        ),
        (
            WRONG,
            "log of the mean of p/q",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return torch.log(torch.exp(log_p(x) - log_q(x)).mean())
""",
        ),
        (
            WRONG,
            "torch's kl_div with log_q as the input, which weights with p again",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return torch.nn.functional.kl_div(log_q(x), log_p(x), log_target=True, reduction="batchmean")
""",
        ),
        (
            WRONG,
            "one value for each sample: forgot the mean",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return log_p(x) - log_q(x)
""",
        ),
        (
            WRONG,
            "log p detached as a whole: only the gradient of log q is left",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x).detach() - log_q(x)).mean()
""",
        ),
        (
            WRONG,
            "half squared difference instead of the difference",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return 0.5 * ((log_p(x) - log_q(x)) ** 2).mean()
""",
        ),
        (
            RIGHT,
            "mean of the difference",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) - log_q(x)).mean()
""",
        ),
        (
            RIGHT,
            "difference of the means",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return log_p(x).mean() - log_q(x).mean()
""",
        ),
        (
            RIGHT,
            "minus the entropy plus the cross entropy",
            """
def kl(f, log_p, log_q, z):
    samples = f(z)
    entropy = -log_p(samples).sum() / len(z)
    cross = -log_q(samples).sum() / len(z)
    return cross - entropy
""",
        ),
        (
            RIGHT,
            "minus the mean of log q/p",
            """
def kl(f, log_p, log_q, z):
    x = f(z)
    return -torch.mean(log_q(x) - log_p(x), dim=0)
""",
        ),
        (
            RIGHT,
            "sample by sample",
            """
def kl(f, log_p, log_q, z):
    terms = [log_p(x) - log_q(x) for x in f(z)]
    return torch.stack(terms).mean()
""",
        ),
        (
            RIGHT,
            "f called twice, dot product with equal weights",
            """
def kl(f, log_p, log_q, z):
    difference = log_p(f(z)) - log_q(f(z))
    return difference @ torch.full_like(difference, 1 / len(difference))
""",
        ),
    ),
}
