"""The instruments that several chapters' probes measure with."""

import torch
from torch import nn

from course_lib.exercises.measuring import settled
from course_lib.exercises.reaching import bring, slopes
from course_lib.exercises.watching import Watch


class Rates(nn.Module):
    """Two positive numbers and their shares, from logarithms or from square roots."""

    def __init__(self, by):
        super().__init__()
        self.u = nn.Parameter(torch.tensor([0.9, 1.1], dtype=torch.float64))
        self.by = by

    def read(self):
        positive = self.by(self.u)
        return torch.cat([positive, positive / positive.sum()])


TARGET = torch.tensor([3.0, 0.5, 6 / 7, 1 / 7], dtype=torch.float64)


def test_a_module_is_brought_to_numbers_whatever_its_parameters_are():
    for by in (torch.exp, torch.square, lambda u: nn.functional.softplus(u)):
        rates = Rates(by)
        assert bring(rates, rates.read, TARGET)
        assert torch.allclose(rates.read(), TARGET, atol=1e-9)


def test_what_is_out_of_reach_is_said():
    rates = Rates(torch.sigmoid)
    assert not bring(rates, rates.read, TARGET)
    assert not bring(nn.Module(), lambda: torch.ones(1), torch.zeros(1))


def test_gradients_do_not_depend_on_the_parametrisation():
    found = []
    for by in (torch.exp, torch.square):
        rates = Rates(by)
        bring(rates, rates.read, TARGET)
        found.append(slopes(rates.read()[:2] ** 2, rates, rates.read))
    assert torch.allclose(*found, atol=1e-6)
    assert found[0].abs().max() > 1
    assert not slopes(rates.read().detach(), rates, rates.read).any()


def trained(order, rate=0.1, count=3):
    a = nn.Parameter(torch.tensor(2.0))
    optimizer = torch.optim.SGD([a], lr=rate)
    with Watch([a]) as seen:
        for _ in range(count):
            loss = (a**2).sum()
            for word in order.split():
                {"zero": optimizer.zero_grad, "back": loss.backward, "step": optimizer.step}[word]()
    return seen.backwards, seen.stale, seen.steps, seen.without


def test_a_loop_is_watched():
    assert trained("zero back step") == (3, 0, 3, 0)
    assert trained("back step") == (3, 2, 3, 0)
    assert trained("back zero step") == (3, 0, 3, 3)
    assert trained("zero back") == (3, 0, 0, 0)
    assert trained("zero step") == (0, 0, 3, 3)


def test_a_watch_ends_with_its_block():
    a = nn.Parameter(torch.tensor(2.0))
    with Watch([a]) as seen:
        pass
    (a**2).backward()
    torch.optim.Adam([a]).step()
    assert (seen.backwards, seen.steps, seen.kinds, seen.rates) == (0, 0, "none", [])


def test_a_measured_number_settles_on_a_known_one():
    places = [torch.tensor([1.0, 2.0]), torch.zeros(2)]
    assert settled(torch.tensor([1.01, 1.98]), places, 0.02) is places[0]
    assert settled(torch.tensor([0.01, 0.0]), places, 0.02) is places[1]
    assert settled(torch.tensor([0.5, 0.5]), places, 0.02).tolist() == [0.5, 0.5]
