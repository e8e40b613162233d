"""Gradient descent with a record of the way: maximum likelihood, or any loss."""

import torch


class History:
    """Losses and parameter snapshots of a fit; ``restore(k)`` puts step k's parameters back."""

    def __init__(self, module):
        self.module = module
        self.losses = []
        self.states = []

    def record(self, loss):
        self.losses.append(loss)
        self.states.append({n: p.detach().clone() for n, p in self.module.named_parameters()})

    def restore(self, k):
        with torch.no_grad():
            for name, parameter in self.module.named_parameters():
                parameter.copy_(self.states[k][name])


def fit(distribution, data, steps=300, lr=0.05, optimizer=None, on_step=None, seed=0):
    """Maximise the mean of log p(x) over ``data`` by gradient descent; return the History.

    ``distribution`` has ``log_prob`` and either is a module or has one as ``flow``. ``losses[k]``
    is the mean of −log p(x) before step k. The rest is as in ``minimise``.

    >>> from course_lib.flows import FlowDistribution, Linear
    >>> flow = Linear(1.0, 0.0)
    >>> history = fit(FlowDistribution(flow), torch.tensor([1.0, 2.0, 3.0]), steps=200)
    >>> round(flow.b.item(), 1)
    2.0
    """
    module = getattr(distribution, "flow", distribution)

    def loss():
        return -distribution.log_prob(data).mean()

    return minimise(loss, module, steps, lr, optimizer, on_step, seed)


def minimise(loss, module, steps=300, lr=0.05, optimizer=None, on_step=None, seed=0):
    """Lower ``loss()`` by gradient descent on the module's parameters; return the History.

    ``loss`` may draw new samples at each call; the seed makes them the same in every run.
    ``on_step(k, history)`` is called after each step. An interrupt (KeyboardInterrupt) ends the
    descent early and keeps what was reached.

    Raises ValueError when the loss stops being a finite number.

    >>> from course_lib.flows import Linear
    >>> line = Linear(1.0, 0.5)
    >>> _ = minimise(lambda: (line(torch.randn(200))[0] ** 2).mean(), line, steps=200)
    >>> abs(line.b.item()) < 0.01
    True
    """
    torch.manual_seed(seed)
    optimizer = optimizer or torch.optim.Adam(module.parameters(), lr=lr)
    history = History(module)
    try:
        for step in range(steps):
            optimizer.zero_grad()
            value = loss()
            if not value.isfinite():
                raise ValueError(f"At step {step} the loss is {value.item()}: try a smaller lr.")
            value.backward()
            history.record(value.item())
            optimizer.step()
            if on_step is not None:
                on_step(step, history)
    except KeyboardInterrupt:
        done = len(history.losses)
        print(f"Stopped after {done} of {steps} steps; the flow keeps what it has learnt.")
    return history


def gaussian_mle(data):
    """The maximum-likelihood Gaussian in closed form: (mean, covariance) of data of shape (N, n).

    The covariance is 1/N Σ (xᵢ − mean)(xᵢ − mean)ᵀ: with 1/N, not 1/(N − 1).

    >>> mean, covariance = gaussian_mle(torch.tensor([[0.0, 0.0], [2.0, 4.0]]))
    >>> mean.tolist(), covariance.tolist()
    ([1.0, 2.0], [[1.0, 2.0], [2.0, 4.0]])
    """
    mean = data.mean(0)
    return mean, (data - mean).T @ (data - mean) / len(data)
