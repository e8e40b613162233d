"""Answers of chapter 11 as strangers write them."""

import math

import torch
from torch.distributions import Normal

from course_lib.chapters.ch11_hands_on_flash.exercises.place import (
    FlashFlow,
    Height,
    Place,
    Side,
)

NORMAL = Normal(0.0, 1.0)


def _y(log_p_y):
    return type("Height", (Height,), {"log_p_y": log_p_y})


def _x(log_p_x):
    return type("Side", (Side,), {"log_p_x": log_p_x})


def _both(log_prob):
    return type("Place", (Place,), {"log_prob": log_prob})


def _draws(sample):
    return type("FlashFlow", (FlashFlow,), {"sample": sample})


def _map_of_y(self, c):
    return self.recipe(self.y_net(c))


def _map_of_x(self, y, c):
    return self.recipe(self.x_net(torch.cat([y[:, None], c], 1)))


def _y_forwards(self, y, c):
    x, log_det = _map_of_y(self, c).forward(y)
    return NORMAL.log_prob(x) + log_det


def _y_without_gradient(self, y, c):
    with torch.no_grad():
        return Height.log_p_y(self, y, c)


def _y_clamped(self, y, c):
    z, log_det = _map_of_y(self, c).inverse(y)
    return NORMAL.log_prob(z.clamp(-5, 5)) + log_det


def _y_twice_the_log_det(self, y, c):
    z, log_det = _map_of_y(self, c).inverse(y)
    return NORMAL.log_prob(z) + 2 * log_det


def _x_from_x(self, x, y, c):
    z, log_det = _map_of_x(self, x, c).inverse(x)
    return NORMAL.log_prob(z) + log_det


def _x_of_c_and_y(self, x, y, c):
    z, log_det = self.recipe(self.x_net(torch.cat([c, y[:, None]], 1))).inverse(x)
    return NORMAL.log_prob(z) + log_det


def _x_minus_y(self, x, y, c):
    z, log_det = _map_of_x(self, y, c).inverse(x - y)
    return NORMAL.log_prob(z) + log_det


def _last_two(self, theta, c):
    x, y = theta[..., 0], theta[..., 1]
    return self.log_p_x(x, y, c) + self.log_p_y(x, c)


def _with_the_prior(self, theta, c):
    return Place.log_prob(self, theta, c) + NORMAL.log_prob(theta).sum(-1)


def _half_a_prior(self, theta, c):
    return Place.log_prob(self, theta, c) + NORMAL.log_prob(theta[..., 0])


def _wide(self, c, count):
    z = 1.5 * torch.randn(2, count, len(c))
    y = _map_of_y(self, c).forward(z[0])[0]
    x = self.recipe(self.x_net(y[..., None], c)).forward(z[1])[0]
    return torch.stack([x, y], -1)


def _same_noise(self, c, count):
    z = torch.randn(count, len(c))
    y = _map_of_y(self, c).forward(z)[0]
    return torch.stack([self.recipe(self.x_net(y[..., None], c)).forward(z)[0], y], -1)


def _shared_noise(self, c, count):
    z = torch.randn(2, count, 1).expand(2, count, len(c))
    y = _map_of_y(self, c).forward(z[0])[0]
    return torch.stack([self.recipe(self.x_net(y[..., None], c)).forward(z[1])[0], y], -1)


def _by_sample(self, c, count):
    return FlashFlow.sample(self, c, count).detach()


def _clipped(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(flow.parameters(), 0.1)
    optimizer.step()
    return loss.item()


def _with_weight_decay(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    loss = loss + 0.01 * sum((p**2).sum() for p in flow.parameters())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _never_zeroed(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -torch.mean(flow.log_prob(theta, features(counts)))
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def _two_calls(flow, optimizer, simulator, features, size):
    theta, _ = simulator.sample(size)
    _, counts = simulator.sample(size)
    loss = -torch.mean(flow.log_prob(theta, features(counts)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return float(loss.detach())


def _y_squared_in_place(self, y, c):
    """Right numbers, and no way back."""
    z, log_det = _map_of_y(self, c).inverse(y)
    z *= z
    return -0.5 * z - 0.5 * math.log(2 * math.pi) + log_det


def _filled(self, theta, c):
    """Written into after it was read: right all the same, for nobody needs what stood there."""
    place = torch.empty_like(theta)
    place[..., 1] = theta[..., 1]
    first = self.log_p_y(place[..., 1], c)
    place[..., 0] = theta[..., 0]
    return first + self.log_p_x(place[..., 0], place[..., 1], c)


def _y_as_it_is(self, c, count):
    y, _ = _map_of_y(self, c).forward(torch.randn(count, len(c)))
    x, _ = self.recipe(self.x_net(y, c)).forward(torch.randn(count, len(c)))
    return torch.stack([x, y], -1)


RIGHT = {
    "11.1": (
        lambda counts, train: counts.sqrt().mul(2) - train.sqrt().mul(2).mean(0),
        lambda counts, train: 2 * counts.sqrt() - 2 * train.sqrt().sum(0) / len(train),
    ),
    "11.4": (_both(_filled), _both(lambda self, theta, c: self.log_p_y(theta[..., 1], c)
                   + self.log_p_x(*theta.unbind(-1), c)),),
    "11.7": (lambda q, p: torch.stack([(p - q).mean(), (p - q).std() / len(q) ** 0.5]).unbind(),),
    "11.8": (lambda q, s, share: (s > q).sum(0) / len(s) < share,),
}  # fmt: skip

NAMED = {
    "11.1": (
        ("the mean of the events themselves",
         lambda counts, train: (2 * counts.sqrt() - 2 * counts.sqrt().mean(dim=0))),
        ("logarithm of the counts",
         lambda counts, train: torch.log(counts) - torch.mean(torch.log(train), 0)),
        ("divided by the standard deviation", lambda counts, train: (
            (counts.sqrt() - train.sqrt().mean(0)) / train.sqrt().std(0))),
    ),
    "11.2": (
        ("forward in place of inverse", _y(_y_forwards)),
        ("all cut off", _y(_y_without_gradient)),
    ),
    "11.3": (
        ("x looks at itself", _x(_x_from_x)),
        ("the features first", _x(_x_of_c_and_y)),
    ),
    "11.4": (
        ("prior added", _both(_with_the_prior)),
        ("log_p_y of x", _both(_last_two)),
        ("only the first factor", _both(lambda self, theta, c: self.log_p_y(theta[:, 1], c))),
    ),
    "11.5": (
        ("y is no column", _draws(_y_as_it_is)),
        ("the same z for x and y", _draws(_same_noise)),
        ("one z for all events", _draws(_shared_noise)),
        ("no gradient", _draws(_by_sample)),
    ),
    "11.6": (
        ("gradients pile up", _never_zeroed),
        ("two different draws", _two_calls),
    ),
    "11.7": (
        ("absolute values",
         lambda q, p: ((q - p).abs().mean(), (q - p).abs().std() / len(q) ** 0.5)),
        ("not divided by √N", lambda q, p: ((p - q).mean(), torch.std(p - q))),
    ),
    "11.8": (
        ("outside", lambda q, s, share: ~((s > q).double().mean(0) < share)),
        ("the rest in place of the share", lambda q, s, share: q >= s.quantile(share, 0)),
    ),
}  # fmt: skip

WRONG = {
    "11.1": (
        lambda counts, train: (2 * counts.sqrt() - 2 * train.sqrt().mean(0)).clamp(-5, 5),
        lambda counts, train: 2 * (counts + 0.375).sqrt() - 2 * (train + 0.375).sqrt().mean(0),
    ),
    "11.2": (_y(_y_squared_in_place), _y(_y_clamped), _y(_y_twice_the_log_det)),
    "11.3": (_x(_x_minus_y),),
    "11.4": (_both(_half_a_prior),),
    "11.5": (_draws(_wide),),
    "11.6": (_clipped, _with_weight_decay),
    "11.7": (lambda q, p: ((p - q).mean(), (p - q).std() / math.sqrt(len(q)) * 1.96),),
    "11.8": (lambda q, s, share: (s > q - 0.5).double().mean(0) < share,),
}
