"""Other right ways to write the answers of chapter 11."""

import math

import numpy as np
import torch
from torch.distributions import Normal

from course_lib import flows
from course_lib.chapters.ch11_hands_on_flash.exercises.place import (
    FlashFlow,
    Height,
    Place,
    Side,
)


def _class(parent, **methods):
    return type(parent.__name__, (parent,), methods)


# --- 11.1


def features_in_one_line(counts, train):
    return 2 * (counts**0.5 - train.pow(0.5).mean(dim=0))


def features_of_numpy(counts, train):
    return torch.tensor(2 * np.sqrt(counts.numpy()) - np.mean(2 * np.sqrt(train.numpy()), axis=0))


def features_sensor_by_sensor(counts, train):
    each = [
        2 * counts[..., s].sqrt() - 2 * train[:, s].sqrt().mean() for s in range(train.shape[1])
    ]
    return torch.stack(each, -1)


# --- 11.2


def y_of_a_distribution(self, y, c):
    return flows.FlowDistribution(self.recipe(self.y_net(c))).log_prob(y)


def y_of_torch(self, y, c):
    z, log_det = self.recipe(self.y_net(c)).inverse(y)
    return Normal(0.0, 1.0).log_prob(z).add(log_det)


def y_of_the_library(self, y, c):
    return flows.Conditional(flows.ConditionalUnivariate(self.recipe, self.y_net))(c).log_prob(y)


def y_backwards(self, y, c):
    flow = self.recipe(self.y_net(c))
    z = flow.inverse(y)[0]
    return -(z**2 + np.log(2 * np.pi)) / 2 - flow.forward(z)[1]


# --- 11.3


def x_of_one_table(self, x, y, c):
    z, log_det = self.recipe(self.x_net(torch.cat((y[:, None], c), dim=1))).inverse(x)
    return log_det - 0.5 * (z * z + math.log(2 * math.pi))


def x_of_a_distribution(self, x, y, c):
    return flows.FlowDistribution(self.recipe(self.x_net(y.view(-1, 1), c))).log_prob(x)


def x_event_by_event(self, x, y, c):
    found = []
    for x_i, y_i, c_i in zip(x, y, c, strict=True):
        z, log_det = self.recipe(self.x_net(torch.cat([y_i.reshape(1), c_i]))).inverse(x_i)
        found.append(Normal(0, 1).log_prob(z) + log_det)
    return torch.stack(found)


# --- 11.4


def both_by_columns(self, theta, c):
    return self.log_p_x(theta[:, 0], theta[:, 1], c) + self.log_p_y(theta[:, 1], c)


def both_by_unbind(self, theta, c):
    x, y = theta.unbind(dim=-1)
    return sum((self.log_p_y(y, c), self.log_p_x(x, y, c)))


def both_by_split(self, theta, c):
    x, y = (part.squeeze(-1) for part in theta.split(1, -1))
    return torch.stack([self.log_p_y(y, c), self.log_p_x(x, y, c)], -1).sum(-1)


# --- 11.5


def drawn_by_distributions(self, c, count):
    y = flows.FlowDistribution(self.recipe(self.y_net(c))).rsample((count,))
    x = flows.FlowDistribution(self.recipe(self.x_net(y[..., None], c))).rsample()
    return torch.stack((x, y), dim=2)


def drawn_with_features_repeated(self, c, count):
    many = c.repeat(count, 1, 1)
    y = self.recipe(self.y_net(many)).forward(torch.randn(count, len(c)))[0]
    numbers = self.x_net(torch.cat([y.unsqueeze(2), many], 2))
    return torch.stack([self.recipe(numbers).forward(torch.randn_like(y))[0], y], -1)


def drawn_event_by_event(self, c, count):
    events = []
    for row in c:
        y = self.recipe(self.y_net(row)).forward(torch.randn(count))[0]
        inputs = torch.cat([y[:, None], row.expand(count, -1)], 1)
        x = self.recipe(self.x_net(inputs)).forward(torch.randn(count))[0]
        events.append(torch.stack([x, y], 1))
    return torch.stack(events, 1)


def drawn_from_one_table(self, c, count):
    z = torch.normal(0.0, 1.0, size=(count, len(c), 2))
    y, _ = self.recipe(self.y_net(c)).forward(z[..., 1])
    x, _ = self.recipe(self.x_net(y.unsqueeze(-1), c)).forward(z[..., 0])
    return torch.cat([x.unsqueeze(-1), y.unsqueeze(-1)], -1)


# --- 11.6


def step_zeroed_first(flow, optimizer, simulator, features, size):
    optimizer.zero_grad(set_to_none=False)
    events = simulator.sample(size)
    loss = torch.mean(-flow.log_prob(events[0], features(events[1])))
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def step_zeroed_last(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(n=size)
    loss = flow.log_prob(theta, features(counts)).sum() / -size
    loss.backward()
    optimizer.step()
    flow.zero_grad()
    return loss.detach()


def step_of_a_closure(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    c = features(counts)

    def closure():
        optimizer.zero_grad()
        loss = -flow.log_prob(theta, c).mean()
        loss.backward()
        return loss

    return optimizer.step(closure).item()


# --- 11.7


def gap_of_numpy(log_q, log_p):
    lost = np.asarray(log_p) - np.asarray(log_q)
    return lost.mean(), np.std(lost, ddof=1) / np.sqrt(len(lost))


def gap_of_sums(log_q, log_p):
    lost, n = log_p - log_q, len(log_p)
    mean = lost.sum() / n
    return mean, torch.sqrt(((lost - mean) ** 2).sum() / (n - 1) / n)


def gap_of_two_means(log_q, log_p):
    return [(log_p.mean() - log_q.mean()).item(), ((log_q - log_p).var() / len(log_q)) ** 0.5]


# --- 11.8


def inside_by_counting(log_q, log_q_samples, share):
    return torch.sum(log_q_samples >= log_q, 0) < share * len(log_q_samples)


def inside_by_quantiles(log_q, log_q_samples, share):
    return log_q > torch.quantile(log_q_samples, 1 - share, dim=0)


def inside_by_lower_ones(log_q, log_q_samples, share):
    return (log_q_samples < log_q[None]).double().mean(0) > 1 - share


def inside_one_by_one(log_q, log_q_samples, share):
    found = []
    for q, samples in zip(log_q, log_q_samples.T, strict=True):
        found.append(sum(1 for s in samples if s > q) / len(samples) < share)
    return torch.tensor(found)


SPELLINGS = {
    "11.1": (features_in_one_line, features_of_numpy, features_sensor_by_sensor),
    "11.2": tuple(
        _class(Height, log_p_y=method)
        for method in (y_of_a_distribution, y_of_torch, y_of_the_library, y_backwards)
    ),
    "11.3": tuple(
        _class(Side, log_p_x=method)
        for method in (x_of_one_table, x_of_a_distribution, x_event_by_event)
    ),
    "11.4": tuple(
        _class(Place, log_prob=method)
        for method in (both_by_columns, both_by_unbind, both_by_split)
    ),
    "11.5": tuple(
        _class(FlashFlow, sample=method)
        for method in (
            drawn_by_distributions,
            drawn_with_features_repeated,
            drawn_event_by_event,
            drawn_from_one_table,
        )
    ),
    "11.6": (step_zeroed_first, step_zeroed_last, step_of_a_closure),
    "11.7": (gap_of_numpy, gap_of_sums, gap_of_two_means),
    "11.8": (inside_by_counting, inside_by_quantiles, inside_by_lower_ones, inside_one_by_one),
}
