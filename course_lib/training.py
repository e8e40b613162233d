"""Maximum likelihood by gradient descent, with a record of the way."""

import torch


class History:
    """Losses and parameter snapshots of a fit; ``restore(k)`` puts the parameters of step k back."""

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
    """Maximise the mean log-likelihood of ``data``; return the History."""
    torch.manual_seed(seed)
    flow = distribution.flow
    optimizer = optimizer or torch.optim.Adam(flow.parameters(), lr=lr)
    history = History(flow)
    try:
        for step in range(steps):
            optimizer.zero_grad()
            loss = -distribution.log_prob(data).mean()
            loss.backward()
            history.record(loss.item())
            optimizer.step()
            if on_step is not None:
                on_step(step, history)
    except KeyboardInterrupt:
        print(
            f"Stopped after {len(history.losses)} of {steps} steps; the flow keeps what it has learnt."
        )
    return history


def gaussian_mle(data):
    """The closed form of the maximum-likelihood Gaussian: (mean, covariance)."""
    mean = data.mean(0)
    return mean, (data - mean).T @ (data - mean) / len(data)
