"""Answers to chapter 11 that were written from the prompts alone, before any mistake had a name."""

import textwrap

RIGHT, WRONG = "right", "wrong"

HEIGHT = """
class Height(nn.Module):
    def __init__(self):
        super().__init__()
        self.recipe = flows.UnivariateMixture(6)
        self.y_net = flows.MLP(10, self.recipe.size, hidden=(64, 64))
        self.x_net = flows.MLP(11, self.recipe.size, hidden=(64, 64), seed=1)

    def log_p_y(self, y, c):
"""
SIDE = """
class Side(answer("11.2")):
    def log_p_x(self, x, y, c):
"""
PLACE = """
class Place(answer("11.3")):
    def log_prob(self, theta, c):
"""
FLASH_FLOW = """
class FlashFlow(answer("11.4")):
    def sample(self, c, count):
"""


def _methods(head, *answers):
    """(truth, what was done, the class with this body of its method), one for each."""
    return tuple(
        (truth, what, head + textwrap.indent(textwrap.dedent(body).strip("\n"), " " * 8) + "\n")
        for truth, what, body in answers
    )


FEATURES = (
    (RIGHT, "as in the prompt", """
def features(counts, train):
    return 2 * torch.sqrt(counts) - 2 * torch.sqrt(train).mean(dim=0)
"""),
    (RIGHT, "two steps, power", """
def features(counts, train):
    f = lambda n: 2 * n**0.5
    centre = f(train).mean(0, keepdim=True).squeeze(0)
    return f(counts) - centre
"""),
    (RIGHT, "a loop over the sensors", """
def features(counts, train):
    columns = []
    for s in range(train.shape[1]):
        mean = sum(2 * math.sqrt(v) for v in train[:, s].tolist()) / len(train)
        columns.append(2 * counts[..., s].sqrt() - mean)
    return torch.stack(columns, dim=-1)
"""),
    (RIGHT, "numpy", """
def features(counts, train):
    a = 2 * np.sqrt(counts.numpy())
    b = 2 * np.sqrt(train.numpy())
    return torch.from_numpy(a - b.mean(axis=0))
"""),
    (RIGHT, "einsum mean", """
def features(counts, train):
    mean = torch.einsum("ns->s", 2 * train.sqrt()) / train.shape[0]
    return 2 * counts.sqrt() - mean
"""),
    (WRONG, "the mean of counts, not of the training events", """
def features(counts, train):
    u = 2 * counts.sqrt()
    return u - u.mean(0)
"""),
    (WRONG, "the event's own mean", """
def features(counts, train):
    u = 2 * counts.sqrt()
    return u - u.mean(-1, keepdim=True)
"""),
    (WRONG, "one mean for all sensors", """
def features(counts, train):
    return 2 * counts.sqrt() - (2 * train.sqrt()).mean()
"""),
    (WRONG, "root of the mean count", """
def features(counts, train):
    return 2 * counts.sqrt() - 2 * train.mean(0).sqrt()
"""),
    (WRONG, "the two forgotten in the mean", """
def features(counts, train):
    return 2 * counts.sqrt() - train.sqrt().mean(0)
"""),
    (WRONG, "no two", """
def features(counts, train):
    return counts.sqrt() - train.sqrt().mean(0)
"""),
    (WRONG, "no mean", """
def features(counts, train):
    return 2 * counts.sqrt()
"""),
    (WRONG, "logarithm", """
def features(counts, train):
    return counts.log() - train.log().mean(0)
"""),
    (WRONG, "log(1 + n)", """
def features(counts, train):
    return torch.log1p(counts) - torch.log1p(train).mean(0)
"""),
    (WRONG, "also divided by the standard deviation", """
def features(counts, train):
    u = 2 * train.sqrt()
    return (2 * counts.sqrt() - u.mean(0)) / u.std(0)
"""),
    (WRONG, "standardised counts", """
def features(counts, train):
    return (counts - train.mean(0)) / train.std(0)
"""),
    (WRONG, "root after the mean is taken off", """
def features(counts, train):
    return 2 * (counts - train.mean(0)).sqrt()
"""),
    (WRONG, "mean over the wrong axis", """
def features(counts, train):
    return 2 * counts.sqrt() - 2 * train.sqrt().mean(1)
"""),
    (WRONG, "plus", """
def features(counts, train):
    return 2 * counts.sqrt() + 2 * train.sqrt().mean(0)
"""),
    (WRONG, "the median", """
def features(counts, train):
    return 2 * counts.sqrt() - 2 * train.sqrt().median(0).values
"""),
    (WRONG, "root of 2n", """
def features(counts, train):
    return (2 * counts).sqrt() - (2 * train).sqrt().mean(0)
"""),
    (WRONG, "features of the training events", """
def features(counts, train):
    return 2 * train.sqrt() - 2 * train.sqrt().mean(0)
"""),
)  # fmt: skip

DENSITY_OF_Y = _methods(
    HEIGHT,
    (RIGHT, "as in the prompt", """
    numbers = self.y_net(c)
    flow = self.recipe(numbers)
    z, log_det = flow.inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (RIGHT, "torch's normal", """
    z, ld = self.recipe(self.y_net(c)).inverse(y)
    return torch.distributions.Normal(0, 1).log_prob(z) + ld
"""),
    (RIGHT, "the library's distribution", """
    return flows.FlowDistribution(self.recipe(self.y_net(c))).log_prob(y)
"""),
    (RIGHT, "numpy's pi", """
    back = self.recipe(self.y_net(c)).inverse(y)
    base = -(back[0] * back[0]) / 2 - np.log(np.sqrt(2 * np.pi))
    return base + back[1]
"""),
    (RIGHT, "a loop over the events", """
    out = []
    for i in range(len(y)):
        z, log_det = self.recipe(self.y_net(c[i])).inverse(y[i])
        out.append(log_det - z**2 / 2 - math.log(2 * math.pi) / 2)
    return torch.stack(out)
"""),
    (WRONG, "log-det left out", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
"""),
    (WRONG, "log-det subtracted", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_det
"""),
    (WRONG, "forward", """
    z, log_det = self.recipe(self.y_net(c)).forward(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "forward, its log-det subtracted", """
    z, log_det = self.recipe(self.y_net(c)).forward(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_det
"""),
    (WRONG, "the base at y", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return -0.5 * y**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "constant left out", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return -0.5 * z**2 + log_det
"""),
    (WRONG, "logistic base", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return torch.nn.functional.logsigmoid(z) + torch.nn.functional.logsigmoid(-z) + log_det
"""),
    (WRONG, "mean over the events", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return (-0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det).mean()
"""),
    (WRONG, "minus log p", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return 0.5 * z**2 + 0.5 * math.log(2 * math.pi) - log_det
"""),
    (WRONG, "the flow as it is, no network", """
    z, log_det = self.recipe(torch.zeros(len(y), self.recipe.size)).inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "network under no_grad", """
    with torch.no_grad():
        numbers = self.y_net(c)
    z, log_det = self.recipe(numbers).inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "the numbers averaged over the batch", """
    numbers = self.y_net(c).mean(0)
    z, log_det = self.recipe(numbers).inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "y as a column", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y[:, None])
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "log 2 pi, not half of it", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return -0.5 * z**2 - math.log(2 * math.pi) + log_det
"""),
    (WRONG, "z and log_det exchanged", """
    log_det, z = self.recipe(self.y_net(c)).inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "the density", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return torch.exp(-0.5 * z**2 + log_det) / math.sqrt(2 * math.pi)
"""),
    (WRONG, "log of the density", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return torch.log(torch.exp(-0.5 * z**2) / math.sqrt(2 * math.pi) * torch.exp(log_det))
"""),
    (WRONG, "the other network", """
    numbers = self.x_net(torch.cat([y[:, None], c], -1))
    z, log_det = self.recipe(numbers).inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "no plus half: z squared alone", """
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return -z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
)  # fmt: skip

DENSITY_OF_X = _methods(
    SIDE,
    (RIGHT, "cat", """
    numbers = self.x_net(torch.cat([y[:, None], c], dim=1))
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (RIGHT, "two tensors", """
    flow = self.recipe(self.x_net(y.unsqueeze(-1), c))
    z, log_det = flow.inverse(x)
    return log_det - z.square() / 2 - math.log(2 * math.pi) / 2
"""),
    (RIGHT, "hstack, torch's normal", """
    inputs = torch.hstack((y.reshape(-1, 1), c))
    z, log_det = self.recipe(self.x_net(inputs)).inverse(x)
    return torch.distributions.Normal(0.0, 1.0).log_prob(z) + log_det
"""),
    (RIGHT, "the library's distribution", """
    inputs = torch.column_stack([y, c])
    return flows.FlowDistribution(self.recipe(self.x_net(inputs))).log_prob(x)
"""),
    (WRONG, "features first", """
    numbers = self.x_net(torch.cat([c, y[:, None]], dim=1))
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "x into its own network", """
    numbers = self.x_net(torch.cat([x[:, None], c], dim=1))
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "x and y exchanged", """
    numbers = self.x_net(torch.cat([x[:, None], c], dim=1))
    z, log_det = self.recipe(numbers).inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "y inverted", """
    numbers = self.x_net(torch.cat([y[:, None], c], dim=1))
    z, log_det = self.recipe(numbers).inverse(y)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "y_net: x without y", """
    z, log_det = self.recipe(self.y_net(c)).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "zeros in place of y", """
    numbers = self.x_net(torch.cat([torch.zeros_like(y)[:, None], c], dim=1))
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "without the features", """
    numbers = self.x_net(torch.cat([y[:, None], torch.zeros_like(c)], dim=1))
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "only c", """
    z, log_det = self.recipe(self.x_net(c)).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "y not a column", """
    z, log_det = self.recipe(self.x_net(y, c)).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "joint in place of conditional", """
    numbers = self.x_net(torch.cat([y[:, None], c], dim=1))
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det + self.log_p_y(y, c)
"""),
    (WRONG, "minus log p(y)", """
    numbers = self.x_net(torch.cat([y[:, None], c], dim=1))
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det - self.log_p_y(y, c)
"""),
    (WRONG, "no log-det", """
    numbers = self.x_net(torch.cat([y[:, None], c], dim=1))
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
"""),
    (WRONG, "log-det with the wrong sign", """
    numbers = self.x_net(y[:, None], c)
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - log_det
"""),
    (WRONG, "y standardised in the batch", """
    y = (y - y.mean()) / y.std()
    numbers = self.x_net(y[:, None], c)
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "y detached and its z put in", """
    z_y = self.recipe(self.y_net(c)).inverse(y)[0]
    numbers = self.x_net(z_y[:, None], c)
    z, log_det = self.recipe(numbers).inverse(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "constant left out", """
    z, log_det = self.recipe(self.x_net(y[:, None], c)).inverse(x)
    return -0.5 * z**2 + log_det
"""),
    (WRONG, "forward", """
    z, log_det = self.recipe(self.x_net(y[:, None], c)).forward(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det
"""),
    (WRONG, "average", """
    z, log_det = self.recipe(self.x_net(y[:, None], c)).inverse(x)
    return (-0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_det).mean()
"""),
)  # fmt: skip

BOTH = _methods(
    PLACE,
    (RIGHT, "columns", """
    return self.log_p_y(theta[:, 1], c) + self.log_p_x(theta[:, 0], theta[:, 1], c)
"""),
    (RIGHT, "unbind", """
    x, y = theta.unbind(-1)
    return self.log_p_x(x, y, c) + self.log_p_y(y, c)
"""),
    (RIGHT, "transposed, named", """
    x, y = theta.T
    log_first = self.log_p_y(y=y, c=c)
    log_second = self.log_p_x(x=x, y=y, c=c)
    return torch.stack([log_first, log_second]).sum(0)
"""),
    (RIGHT, "log of the product of densities", """
    x, y = theta[..., 0], theta[..., 1]
    return torch.logaddexp(self.log_p_y(y, c) + self.log_p_x(x, y, c), torch.tensor(-math.inf))
"""),
    (WRONG, "only x given y", """
    x, y = theta[..., 0], theta[..., 1]
    return self.log_p_x(x, y, c)
"""),
    (WRONG, "only y", """
    return self.log_p_y(theta[..., 1], c)
"""),
    (WRONG, "product of logarithms", """
    x, y = theta[..., 0], theta[..., 1]
    return self.log_p_y(y, c) * self.log_p_x(x, y, c)
"""),
    (WRONG, "x and y exchanged", """
    y, x = theta[..., 0], theta[..., 1]
    return self.log_p_y(y, c) + self.log_p_x(x, y, c)
"""),
    (WRONG, "rows in place of columns", """
    x, y = theta[0], theta[1]
    return self.log_p_y(y, c) + self.log_p_x(x, y, c)
"""),
    (WRONG, "prior added", """
    x, y = theta[..., 0], theta[..., 1]
    prior = -0.5 * (x**2 + y**2) - math.log(2 * math.pi)
    return self.log_p_y(y, c) + self.log_p_x(x, y, c) + prior
"""),
    (WRONG, "prior subtracted", """
    x, y = theta[..., 0], theta[..., 1]
    prior = -0.5 * (x**2 + y**2) - math.log(2 * math.pi)
    return self.log_p_y(y, c) + self.log_p_x(x, y, c) - prior
"""),
    (WRONG, "minus", """
    x, y = theta[..., 0], theta[..., 1]
    return self.log_p_x(x, y, c) - self.log_p_y(y, c)
"""),
    (WRONG, "mean of the two", """
    x, y = theta[..., 0], theta[..., 1]
    return (self.log_p_y(y, c) + self.log_p_x(x, y, c)) / 2
"""),
    (WRONG, "mean over events", """
    x, y = theta[..., 0], theta[..., 1]
    return (self.log_p_y(y, c) + self.log_p_x(x, y, c)).mean()
"""),
    (WRONG, "the densities added", """
    x, y = theta[..., 0], theta[..., 1]
    return torch.log(self.log_p_y(y, c).exp() + self.log_p_x(x, y, c).exp())
"""),
    (WRONG, "arguments in the order y, x", """
    x, y = theta[..., 0], theta[..., 1]
    return self.log_p_y(y, c) + self.log_p_x(y, x, c)
"""),
    (WRONG, "both with log_p_y", """
    x, y = theta[..., 0], theta[..., 1]
    return self.log_p_y(y, c) + self.log_p_y(x, c)
"""),
    (WRONG, "a pair", """
    x, y = theta[..., 0], theta[..., 1]
    return self.log_p_y(y, c), self.log_p_x(x, y, c)
"""),
    (WRONG, "negative", """
    x, y = theta[..., 0], theta[..., 1]
    return -(self.log_p_y(y, c) + self.log_p_x(x, y, c))
"""),
    (WRONG, "detached y", """
    x, y = theta[..., 0], theta[..., 1]
    return self.log_p_y(y, c).detach() + self.log_p_x(x, y, c)
"""),
    (WRONG, "keeps a dimension", """
    x, y = theta[..., 0], theta[..., 1]
    return (self.log_p_y(y, c) + self.log_p_x(x, y, c))[:, None]
"""),
)  # fmt: skip

SAMPLES = _methods(
    FLASH_FLOW,
    (RIGHT, "as in the prompt", """
    z_y = torch.randn(count, len(c))
    y, _ = self.recipe(self.y_net(c)).forward(z_y)
    numbers = self.x_net(y[..., None], c)
    x, _ = self.recipe(numbers).forward(torch.randn(count, len(c)))
    return torch.stack((x, y), dim=-1)
"""),
    (RIGHT, "rsample of the library", """
    y = flows.FlowDistribution(self.recipe(self.y_net(c))).rsample((count,))
    x = flows.FlowDistribution(self.recipe(self.x_net(y.unsqueeze(-1), c))).rsample()
    return torch.stack([x, y], -1)
"""),
    (RIGHT, "c repeated by hand", """
    N, width = c.shape
    many = c.expand(count, N, width)
    y = self.recipe(self.y_net(many)).forward(torch.randn(count, N, dtype=c.dtype))[0]
    numbers = self.x_net(torch.cat([y.unsqueeze(-1), many], -1))
    x = self.recipe(numbers).forward(torch.randn_like(y))[0]
    return torch.cat([x.unsqueeze(-1), y.unsqueeze(-1)], -1)
"""),
    (RIGHT, "a loop over the samples", """
    places = []
    for _ in range(count):
        y = self.recipe(self.y_net(c)).forward(torch.randn(len(c), dtype=c.dtype))[0]
        x = self.recipe(self.x_net(y[:, None], c)).forward(torch.randn(len(c), dtype=c.dtype))[0]
        places.append(torch.stack([x, y], 1))
    return torch.stack(places)
"""),
    (WRONG, "x from another y", """
    flow = self.recipe(self.y_net(c))
    y = flow.forward(torch.randn(count, len(c)))[0]
    y2 = flow.forward(torch.randn(count, len(c)))[0]
    x = self.recipe(self.x_net(y2[..., None], c)).forward(torch.randn(count, len(c)))[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "the same z for x and y", """
    z = torch.randn(count, len(c))
    y = self.recipe(self.y_net(c)).forward(z)[0]
    x = self.recipe(self.x_net(y[..., None], c)).forward(z)[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "one z for all events", """
    z = torch.randn(count, 1).expand(count, len(c))
    y = self.recipe(self.y_net(c)).forward(z)[0]
    z = torch.randn(count, 1).expand(count, len(c))
    x = self.recipe(self.x_net(y[..., None], c)).forward(z)[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "no_grad", """
    with torch.no_grad():
        y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c)))[0]
        x = self.recipe(self.x_net(y[..., None], c)).forward(torch.randn(count, len(c)))[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "y detached", """
    y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c)))[0].detach()
    x = self.recipe(self.x_net(y[..., None], c)).forward(torch.randn(count, len(c)))[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "y first", """
    y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c)))[0]
    x = self.recipe(self.x_net(y[..., None], c)).forward(torch.randn(count, len(c)))[0]
    return torch.stack([y, x], -1)
"""),
    (WRONG, "events first", """
    y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c)))[0]
    x = self.recipe(self.x_net(y[..., None], c)).forward(torch.randn(count, len(c)))[0]
    return torch.stack([x, y], -1).transpose(0, 1)
"""),
    (WRONG, "stacked in front", """
    y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c)))[0]
    x = self.recipe(self.x_net(y[..., None], c)).forward(torch.randn(count, len(c)))[0]
    return torch.stack([x, y])
"""),
    (WRONG, "inverse", """
    y = self.recipe(self.y_net(c)).inverse(torch.randn(count, len(c)))[0]
    x = self.recipe(self.x_net(y[..., None], c)).inverse(torch.randn(count, len(c)))[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "z of y into the network", """
    z = torch.randn(count, len(c), dtype=c.dtype)
    y = self.recipe(self.y_net(c)).forward(z)[0]
    x = self.recipe(self.x_net(z[..., None], c)).forward(torch.randn(count, len(c)))[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "uniform numbers", """
    y = self.recipe(self.y_net(c)).forward(torch.rand(count, len(c)))[0]
    x = self.recipe(self.x_net(y[..., None], c)).forward(torch.rand(count, len(c)))[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "seeded", """
    torch.manual_seed(0)
    y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c)))[0]
    x = self.recipe(self.x_net(y[..., None], c)).forward(torch.randn(count, len(c)))[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "one sample for each event", """
    y = self.recipe(self.y_net(c)).forward(torch.randn(len(c)))[0]
    x = self.recipe(self.x_net(y[..., None], c)).forward(torch.randn(len(c)))[0]
    return torch.stack([x, y], -1)
"""),
    (WRONG, "x is z", """
    y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c)))[0]
    x = torch.randn(count, len(c))
    return torch.stack([x, y], -1)
"""),
    (WRONG, "pairs kept", """
    y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c)))
    x = self.recipe(self.x_net(y[0][..., None], c)).forward(torch.randn(count, len(c)))
    return torch.stack([x[1], y[1]], -1)
"""),
    (WRONG, "sample of the library, without gradients", """
    y = flows.FlowDistribution(self.recipe(self.y_net(c))).sample((count,))
    x = flows.FlowDistribution(self.recipe(self.x_net(y.unsqueeze(-1), c))).sample()
    return torch.stack([x, y], -1)
"""),
    (WRONG, "y_net for x, too", """
    flow = self.recipe(self.y_net(c))
    y = flow.forward(torch.randn(count, len(c)))[0]
    x = flow.forward(torch.randn(count, len(c)))[0]
    return torch.stack([x, y], -1)
"""),
)  # fmt: skip


STEPS = (
    (RIGHT, "as in the prompt", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (RIGHT, "zero_grad first, float", """
def training_step(flow, optimizer, simulator, features, size):
    optimizer.zero_grad(set_to_none=True)
    events = simulator.sample(size)
    c = features(events[1])
    nll = -flow.log_prob(events[0], c)
    loss = nll.sum() / size
    loss.backward()
    optimizer.step()
    return float(loss.detach())
"""),
    (RIGHT, "zero_grad last", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    log_q = flow.log_prob(theta, features(counts))
    loss = torch.mean(-log_q)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()
"""),
    (RIGHT, "a closure", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)

    def closure():
        optimizer.zero_grad()
        loss = -flow.log_prob(theta, features(counts)).mean()
        loss.backward()
        return loss

    return optimizer.step(closure).item()
"""),
    (WRONG, "no zero_grad", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "two different draws", """
def training_step(flow, optimizer, simulator, features, size):
    theta = simulator.sample(size)[0]
    counts = simulator.sample(size)[1]
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "sum", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "uphill", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "raw counts", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, counts).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "the same events each time", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size, seed=0)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "events kept from the first call", """
kept = []


def training_step(flow, optimizer, simulator, features, size):
    if not kept:
        kept.append(simulator.sample(size))
    theta, counts = kept[0]
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "no step", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()
"""),
    (WRONG, "no backward", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "zero_grad between backward and step", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "its own optimizer", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer = torch.optim.Adam(flow.parameters(), lr=0.01)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "a loop over all events, one by one", """
def training_step(flow, optimizer, simulator, features, size):
    for _ in range(size):
        theta, counts = simulator.sample(1)
        loss = -flow.log_prob(theta, features(counts)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
"""),
    (WRONG, "loss after the step", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    c = features(counts)
    loss = -flow.log_prob(theta, c).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return -flow.log_prob(theta, c).mean().item()
"""),
    (WRONG, "nothing returned", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""),
    (WRONG, "always 256 events", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(256)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "arguments of log_prob exchanged", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(features(counts), theta).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    (WRONG, "returns log p", """
def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return -loss.item()
"""),
)  # fmt: skip

GAPS = (
    (RIGHT, "as in the prompt", """
def gap(log_q, log_p):
    d = log_p - log_q
    return d.mean(), d.std() / d.numel() ** 0.5
"""),
    (RIGHT, "numbers", """
def gap(log_q, log_p):
    d = (log_p - log_q).numpy()
    return float(d.mean()), float(d.std(ddof=1) / np.sqrt(len(d)))
"""),
    (RIGHT, "a list of two", """
def gap(log_q, log_p):
    N = log_q.shape[0]
    mean = torch.sum(log_p - log_q) / N
    var = torch.sum((log_p - log_q - mean) ** 2) / (N - 1)
    return [mean, torch.sqrt(var / N)]
"""),
    (RIGHT, "difference of means, var", """
def gap(log_q, log_p):
    error = ((log_q - log_p).var() / len(log_q)).sqrt()
    return log_p.mean() - log_q.mean(), error
"""),
    (WRONG, "absolute values", """
def gap(log_q, log_p):
    d = (log_p - log_q).abs()
    return d.mean(), d.std() / math.sqrt(len(d))
"""),
    (WRONG, "sign", """
def gap(log_q, log_p):
    d = log_q - log_p
    return d.mean(), d.std() / math.sqrt(len(d))
"""),
    (WRONG, "ratio", """
def gap(log_q, log_p):
    d = log_p / log_q
    return d.mean(), d.std() / math.sqrt(len(d))
"""),
    (WRONG, "no root of N", """
def gap(log_q, log_p):
    d = log_p - log_q
    return d.mean(), d.std()
"""),
    (WRONG, "divided by N", """
def gap(log_q, log_p):
    d = log_p - log_q
    return d.mean(), d.std() / len(d)
"""),
    (WRONG, "variance", """
def gap(log_q, log_p):
    d = log_p - log_q
    return d.mean(), d.var() / len(d)
"""),
    (WRONG, "error of the two apart", """
def gap(log_q, log_p):
    n = len(log_q)
    error = torch.sqrt(log_p.var() / n + log_q.var() / n)
    return (log_p - log_q).mean(), error
"""),
    (WRONG, "densities, not logarithms", """
def gap(log_q, log_p):
    d = log_p.exp() - log_q.exp()
    return d.mean(), d.std() / math.sqrt(len(d))
"""),
    (WRONG, "negative ones cut off", """
def gap(log_q, log_p):
    d = (log_p - log_q).clamp(min=0)
    return d.mean(), d.std() / math.sqrt(len(d))
"""),
    (WRONG, "squares", """
def gap(log_q, log_p):
    d = (log_p - log_q) ** 2
    return d.mean(), d.std() / math.sqrt(len(d))
"""),
    (WRONG, "median", """
def gap(log_q, log_p):
    d = log_p - log_q
    return d.median(), d.std() / math.sqrt(len(d))
"""),
    (WRONG, "the mean only", """
def gap(log_q, log_p):
    return (log_p - log_q).mean()
"""),
    (WRONG, "error first", """
def gap(log_q, log_p):
    d = log_p - log_q
    return d.std() / math.sqrt(len(d)), d.mean()
"""),
    (WRONG, "KL weighted by p", """
def gap(log_q, log_p):
    d = log_p.exp() * (log_p - log_q)
    return d.mean(), d.std() / math.sqrt(len(d))
"""),
    (WRONG, "sum", """
def gap(log_q, log_p):
    d = log_p - log_q
    return d.sum(), d.std() / math.sqrt(len(d))
"""),
    (WRONG, "error of log q alone", """
def gap(log_q, log_p):
    return (log_p - log_q).mean(), log_q.std() / math.sqrt(len(log_q))
"""),
)  # fmt: skip

REGIONS = (
    (RIGHT, "as in the prompt", """
def inside(log_q, log_q_samples, share):
    return (log_q_samples > log_q).float().mean(0) < share
"""),
    (RIGHT, "counting", """
def inside(log_q, log_q_samples, share):
    k = log_q_samples.shape[0]
    higher = (log_q_samples > log_q.unsqueeze(0)).sum(dim=0)
    return higher < share * k
"""),
    (RIGHT, "a loop", """
def inside(log_q, log_q_samples, share):
    result = []
    for i in range(len(log_q)):
        n = 0
        for value in log_q_samples[:, i]:
            if value > log_q[i]:
                n += 1
        result.append(n / len(log_q_samples) < share)
    return torch.tensor(result)
"""),
    (RIGHT, "sorted", """
def inside(log_q, log_q_samples, share):
    ordered = log_q_samples.sort(dim=0, descending=True).values
    k = len(ordered)
    rank = torch.searchsorted(-ordered.T.contiguous(), -log_q[:, None])[:, 0]
    return rank / k < share
"""),
    (RIGHT, "quantile", """
def inside(log_q, log_q_samples, share):
    edge = torch.quantile(log_q_samples, 1 - share, dim=0)
    return log_q > edge
"""),
    (WRONG, "quantile of the share, not of the rest", """
def inside(log_q, log_q_samples, share):
    edge = torch.quantile(log_q_samples, share, dim=0)
    return log_q > edge
"""),
    (WRONG, "counts the lower ones", """
def inside(log_q, log_q_samples, share):
    return (log_q_samples < log_q).float().mean(0) < share
"""),
    (WRONG, "outside", """
def inside(log_q, log_q_samples, share):
    return (log_q_samples > log_q).float().mean(0) > share
"""),
    (WRONG, "mean over the events", """
def inside(log_q, log_q_samples, share):
    return (log_q_samples > log_q).float().mean(1) < share
"""),
    (WRONG, "one number for all", """
def inside(log_q, log_q_samples, share):
    return (log_q_samples > log_q).float().mean() < share
"""),
    (WRONG, "the share of higher samples", """
def inside(log_q, log_q_samples, share):
    return (log_q_samples > log_q).float().mean(0)
"""),
    (WRONG, "share fixed", """
def inside(log_q, log_q_samples, share):
    return (log_q_samples > log_q).float().mean(0) < 0.68
"""),
    (WRONG, "all events' samples together", """
def inside(log_q, log_q_samples, share):
    edge = log_q_samples.flatten().quantile(1 - share)
    return log_q > edge
"""),
    (WRONG, "the count, not the share", """
def inside(log_q, log_q_samples, share):
    return (log_q_samples > log_q).sum(0) < share
"""),
    (WRONG, "higher than the mean density", """
def inside(log_q, log_q_samples, share):
    return log_q > log_q_samples.mean(0)
"""),
    (WRONG, "a share of the highest density", """
def inside(log_q, log_q_samples, share):
    return log_q > log_q_samples.max(0).values + math.log(1 - share)
"""),
    (WRONG, "between the quantiles in the middle", """
def inside(log_q, log_q_samples, share):
    low = log_q_samples.quantile((1 - share) / 2, dim=0)
    high = log_q_samples.quantile((1 + share) / 2, dim=0)
    return (log_q > low) & (log_q < high)
"""),
    (WRONG, "within one standard deviation", """
def inside(log_q, log_q_samples, share):
    return (log_q - log_q_samples.mean(0)).abs() < log_q_samples.std(0)
"""),
    (WRONG, "log q against the share", """
def inside(log_q, log_q_samples, share):
    return log_q.exp() > share
"""),
    (WRONG, "the fraction that is inside", """
def inside(log_q, log_q_samples, share):
    return ((log_q_samples > log_q).float().mean(0) < share).float().mean()
"""),
    (WRONG, "1 - share", """
def inside(log_q, log_q_samples, share):
    return (log_q_samples > log_q).float().mean(0) < 1 - share
"""),
)  # fmt: skip

ANSWERS = {
    "11.1": FEATURES,
    "11.2": DENSITY_OF_Y,
    "11.3": DENSITY_OF_X,
    "11.4": BOTH,
    "11.5": SAMPLES,
    "11.6": STEPS,
    "11.7": GAPS,
    "11.8": REGIONS,
}
