"""Exercise 11.5: draw places, one coordinate after the other."""

import torch
from torch import nn

from course_lib import flows
from course_lib.chapters.ch11_hands_on_flash.exercises import ways
from course_lib.chapters.ch11_hands_on_flash.exercises.place import FlashFlow
from course_lib.chapters.ch11_hands_on_flash.exercises.probes import model
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.exercises.measuring import settled


def probe_sample(candidate, c, count):
    """The moments of many places, and how their means follow the networks."""
    y_net, x_net = ways.networks(c.shape[-1])
    flow = model(candidate, "sample", flows.UnivariateAffine(), y_net, x_net)
    if not isinstance(flow, nn.Module):
        return flow
    places = flow.sample(c, count)
    if not isinstance(places, torch.Tensor) or places.shape != (count, len(c), 2):
        return _blank(places)
    few = [flow.sample(c, 5).detach() for _ in range(2)]
    known = ways.known(tuple(map(tuple, c.tolist())))
    found = {
        name: settled(measured, [one[name] for one in known], ways.error(name) / count**0.5)
        for name, measured in ways.moments(places).items()
    }
    return {
        "how many of the numbers are not finite": int((~places.isfinite()).sum()),
        "a second call draws other places": not torch.equal(*few),
        **found,
        "how the mean of y follows y_net": _follows(places[..., 1], y_net),
        "how the mean of x follows y_net, through y": _follows(places[..., 0], y_net),
        "how the mean of x follows x_net": _follows(places[..., 0], x_net),
    }


def _follows(values, network):
    """The derivative of the mean over all places by the network's first number, the shift."""
    if not values.requires_grad:
        return torch.tensor(0.0)
    (slope,) = torch.autograd.grad(
        values.mean(), network.bias, retain_graph=True, materialize_grads=True
    )
    return slope[0]


def _blank(result):
    """What was drawn, without its numbers: they are others each time, and its shape is wrong."""
    if isinstance(result, (tuple, list)):
        return type(result)(map(_blank, result))
    return torch.zeros(result.shape) if isinstance(result, torch.Tensor) else result


def _of(sample):
    return type("FlashFlow", (FlashFlow,), {"sample": sample})


def _way(way, made=lambda x, y: torch.stack([x, y], -1)):
    """The class that draws in this way, and makes its result of x and y."""

    def sample(self, c, count):
        return made(*way(self, c, lambda: torch.randn(count, len(c), dtype=c.dtype)))

    return _of(sample)


def _asked(*inputs):
    """The class whose x_net is given what each of ``inputs`` makes of y and c."""

    def sample(self, c, count):
        y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c), dtype=c.dtype))[0]
        numbers = self.x_net(*(one(y, c) for one in inputs))
        x = self.recipe(numbers).forward(torch.randn(count, len(c), dtype=c.dtype))[0]
        return torch.stack([x, y], -1)

    return _of(sample)


def _events_first_in_z(self, c, count):
    z = torch.randn(2, len(c), count, dtype=c.dtype)
    y = self.recipe(self.y_net(c)).forward(z[0])[0]
    x = self.recipe(self.x_net(y.unsqueeze(-1), c)).forward(z[1])[0]
    return torch.stack([x, y], -1)


def _seeded(self, c, count):
    torch.manual_seed(0)
    return FlashFlow.sample(self, c, count)


def _y_cut(flow, c, normal):
    y = flow.recipe(flow.y_net(c)).forward(normal())[0].detach()
    return flow.recipe(flow.x_net(y.unsqueeze(-1), c)).forward(normal())[0], y


def _y_cut_for_x(flow, c, normal):
    y = flow.recipe(flow.y_net(c)).forward(normal())[0]
    return flow.recipe(flow.x_net(y.detach().unsqueeze(-1), c)).forward(normal())[0], y


def _one_for_each(self, c, count):
    return FlashFlow.sample(self, c, 1)[0]


C3 = tensor([[0.7, -1.2, 0.3, 0.9], [-0.4, 0.8, -1.1, 0.2], [1.5, 0.1, 0.9, -0.7]])
C4 = tensor([[0.4, -0.9, 0.2], [1.3, 0.6, -0.5], [-0.2, -1.2, 1.1], [-1.1, 1.4, 0.3]])

SAMPLE = Exercise(
    id="11.5",
    title="Draw places",
    minutes=13,
    difficulty="hard",
    prompt=r"""
Write the method `sample(self, c, count)`: `count` places for **each** event. Draw $y$ first and
then the $x$ that belongs to this $y$: numbers of the standard normal base, sent through the
recipe's flows with `.forward(z)`, which returns the value and its log-det.

Shapes: `c` is `(N, 10)`, the result `(count, N, 2)`, with $x$ in the first column of the last
dimension. The flows of $N$ events take $z$ of shape `(count, N)`; `self.x_net` takes two tensors
side by side, here `(count, N, 1)` and `(N, 10)`, and repeats the second by itself. Draw all at
once: a loop over `count` is too slow. The samples must have gradients: no `no_grad`, no `detach`.
""",
    inputs=((C3, 1_500), (C4, 1_200)),
    names=("c", "count"),
    reference=FlashFlow,
    probe=probe_sample,
    rtol=1e-3,
    atol=1e-6,
    returns="count places for each event, a tensor of shape (count, N, 2)",
    misconceptions=(
        Misconception(
            "x of another y",
            _way(ways.another_y),
            "your x belongs to a y that was drawn a second time, and not to the y that you return. "
            "Draw y once, give it a name, and use it in both.",
        ),
        Misconception(
            "the same z for x and y",
            _way(ways.same_z),
            "x and y are made of the same z: then x is fixed as soon as y is. Each coordinate "
            "needs numbers of its own.",
        ),
        Misconception(
            "one z for all events",
            _way(ways.one_z),
            "all events share one z, so that their places move together. Draw `(count, N)` "
            "numbers.",
            also=(_way(ways.one_z_for_both), _way(ways.one_z_of_y), _way(ways.one_z_of_x)),
        ),
        Misconception(
            "z in place of y into the network",
            _way(ways.z_into_the_network),
            "`self.x_net` gets the z of y. It has learnt with y itself: hand it what "
            "`.forward` has made of z.",
        ),
        Misconception(
            "y is no column",
            _asked(lambda y, c: y, lambda y, c: c),
            "y is (count, N), which the network takes for events of N numbers each. It wants *one* "
            "number for each place: make a column of y, `y.unsqueeze(-1)`.",
            also=(
                _asked(lambda y, c: torch.cat([y, c], -1)),
                _asked(lambda y, c: y.T, lambda y, c: c),
            ),
        ),
        Misconception(
            "glued to the features by hand",
            _asked(lambda y, c: torch.cat([y.unsqueeze(-1), c], -1)),
            "`torch.cat` repeats nothing: y is (count, N, 1) here, and c is (N, 10). Hand both to "
            "the network side by side, `self.x_net(y.unsqueeze(-1), c)`.",
        ),
        Misconception(
            "events first in z",
            _of(_events_first_in_z),
            "your z is (N, count), and the flows of N events take their N numbers *last*: draw "
            "`(count, N)`.",
        ),
        Misconception(
            "x without y",
            _way(ways.zero_into_the_network),
            "your x does not follow y. `self.x_net` needs the y that you have just drawn.",
        ),
        Misconception(
            "the way back",
            _way(ways.inverse),
            "you sent the base's numbers through `.inverse`. Samples travel forward.",
        ),
        Misconception(
            "uniform numbers",
            _way(ways.uniform),
            "you start from uniform numbers, `torch.rand`. The base is the standard normal: "
            "`torch.randn`.",
            also=(_way(ways.symmetric),),
        ),
        Misconception(
            "logistic numbers",
            _way(ways.logistic),
            "you start from logistic numbers, as in chapter 07. This recipe has the standard "
            "normal as base: `torch.randn`.",
        ),
        Misconception(
            "x of the base",
            _way(ways.base_of_x),
            "your x is a number of the base: nothing has carried it forward. It needs the map that "
            "`self.x_net` makes of this y.",
        ),
        Misconception(
            "places of the base",
            _way(ways.base),
            "these are numbers of the base: nothing has carried them forward.",
        ),
        Misconception(
            "the map of y for both",
            _way(ways.first_for_both),
            "x goes through the map of y. Its own map is made by `self.x_net`, which sees y.",
        ),
        Misconception(
            "log-dets",
            _way(ways.log_dets),
            "you return the log-dets: `.forward` returns the value first, and then the log-det.",
        ),
        Misconception(
            "no noise",
            _way(ways.no_noise),
            "all places of an event are the same: z is 0. Draw it, `torch.randn(count, len(c))`.",
            also=(_way(ways.no_noise_of_x),),
        ),
        Misconception(
            "y first",
            _way(ways.exchanged),
            "x and y have changed places in the result: x in column 0, y in column 1.",
        ),
        Misconception(
            "events first",
            _way(ways.right, lambda x, y: torch.stack([x, y], -1).transpose(0, 1)),
            "the events come first in your result. Asked for is `(count, N, 2)`, as `sample` of "
            "all distributions has it.",
        ),
        Misconception(
            "coordinates first",
            _way(ways.right, lambda x, y: torch.stack([x, y])),
            "x and y are stacked in front, (2, count, N). They belong in the last dimension: "
            "`torch.stack([x, y], -1)`.",
            also=(_way(ways.right, lambda x, y: torch.stack([x, y], 1)),),
        ),
        Misconception(
            "side by side",
            _way(ways.right, lambda x, y: torch.cat([x, y], -1)),
            "`torch.cat` puts the x of all events before the y of all events, (count, 2N). A new "
            "dimension is needed: `torch.stack([x, y], -1)`.",
        ),
        Misconception(
            "a pair",
            _way(ways.right, lambda x, y: (x, y)),
            "you return x and y as two tensors. Return one: `torch.stack([x, y], -1)`.",
            also=(_way(ways.right, lambda x, y: (y, x)),),
        ),
        Misconception(
            "one place for each event",
            _of(_one_for_each),
            "each event has one place. `count` of them are asked for: draw `(count, N)` numbers.",
        ),
        Misconception(
            "always the same places",
            _of(_seeded),
            "two calls give the same places. Is there a seed inside of `sample`, which makes every "
            "call begin anew?",
        ),
        Misconception(
            "no gradient",
            _way(ways.right, lambda x, y: torch.stack([x, y], -1).detach()),
            "the places are right, but they have no gradient: `no_grad`, `detach`, or `.sample` in "
            "place of `.rsample` has cut it off.",
        ),
        Misconception(
            "y cut off",
            _way(_y_cut),
            "the places are right, but y has no gradient (`detach`, `.data`, `.sample`): y_net "
            "does not feel them.",
        ),
        Misconception(
            "y cut off on its way to x",
            _way(_y_cut_for_x),
            "the places are right, but y is cut off before it goes into `self.x_net`: that x "
            "follows y, and y follows y_net, is lost.",
        ),
        Misconception(
            "x cut off",
            _way(ways.right, lambda x, y: torch.stack([x.detach(), y], -1)),
            "the places are right, but x has no gradient (`detach`, `.data`, `.sample`).",
        ),
    ),
    hints=(
        "You know the order: y is needed before the map of x exists.",
        "z of shape `(count, len(c))` through `self.recipe(self.y_net(c)).forward` gives y. Then "
        "the same with `self.x_net(y.unsqueeze(-1), c)` and a new z.",
        "    y = self.recipe(self.y_net(c)).forward(torch.randn(count, len(c)))[0]\n"
        "    numbers = self.x_net(…, c)\n"
        "    x = self.recipe(numbers).forward(…)[0]\n"
        "    return torch.stack([x, y], -1)",
    ),
    praise="two steps, and your flow says where a flash may have been.",
)
