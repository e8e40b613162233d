"""The wrong answers to exercise 10.5 that are known by name."""

import torch
from torch.nn.functional import softplus

from course_lib.chapters.ch10_conditional_flows.exercises.base import FLOOR, width
from course_lib.exercises.exercise import Misconception


def _thirds(out):
    return out.chunk(3, -1)


def _log_softmax(logits):
    return torch.log_softmax(logits, -1)


def _with(weights=_log_softmax, means=lambda m: m, widths=width, parts=_thirds):
    """A wrong answer that is right but for one of its parts."""

    def wrong(out):
        logits, centres, free = parts(out)
        return weights(logits), means(centres), widths(free)

    return wrong


right = _with()


def _over_all(logits):
    return torch.log_softmax(logits.reshape(-1), 0).reshape(logits.shape)


def _log_of_share(logits):
    return torch.log(logits / logits.sum(-1, keepdim=True))


def _exp_by_hand(logits):
    weights = torch.exp(logits)
    return torch.log(weights / weights.sum(-1, keepdim=True))


def _bump_by_bump(out):
    return out.reshape(*out.shape[:-1], -1, 3).unbind(-1)


def _slices(start, stop):
    """Slices of fixed length K."""
    return lambda out: (out[..., :start], out[..., start:stop], out[..., stop:])


def _in_threes(out):
    logits, means, free = out.split(3, -1)
    return logits, means, free


def _of_the_second(out):
    K = out.shape[-1] // 3
    return out[:, :K], out[:, K : 2 * K], out[:, 2 * K :]


MIXTURE_MISCONCEPTIONS = (
    Misconception(
        "raw logits",
        _with(lambda a: a),
        "the logits are used as they are. Their exponentials do not sum to 1, so your density "
        "would have any area; a network makes it as large as it likes. `torch.log_softmax` "
        "takes the sum away.",
    ),
    Misconception(
        "softmax over the events",
        _with(lambda a: torch.log_softmax(a, 0)),
        "your weights sum to 1 over the *events* of the batch: the first dimension. They have "
        "to do so over the bumps of each event, the last one. An event's weights must not "
        "depend on who else is in the batch.",
    ),
    Misconception(
        "softmax over the second dimension",
        _with(lambda a: torch.log_softmax(a, 1)),
        "your softmax runs over the second dimension. That is right for a table of events and "
        "for nothing else: the bumps stand in the *last* dimension, −1.",
    ),
    Misconception(
        "softmax over everything",
        _with(_over_all),
        "your weights sum to 1 over all bumps of all events together. Each event is a density "
        "of its own: softmax over the last dimension alone.",
    ),
    Misconception(
        "softmax over all 3K numbers",
        lambda out: (_log_softmax(out).chunk(3, -1)[0], *right(out)[1:]),
        "the softmax takes means and widths into its sum, too. Only the K logits share the "
        "weight out: cut first, then log_softmax.",
    ),
    Misconception(
        "the weights, not their logarithms",
        _with(lambda a: torch.softmax(a, -1)),
        "these are the weights, and right ones. Return their logarithms: "
        "`torch.log_softmax` in place of `torch.softmax`.",
    ),
    Misconception(
        "logarithm of softmax",
        _with(lambda a: torch.log(torch.softmax(a, -1))),
        "right on paper. But softmax rounds a small weight to 0, its logarithm is −∞, and the "
        "gradient NaN: the training ends there. `torch.log_softmax` never makes the weight.",
    ),
    Misconception(
        "softmax by hand, which overflows",
        _with(_exp_by_hand),
        "right on paper. But exp(800) is infinite in the computer, and ∞/∞ has no value. "
        "`torch.log_softmax` takes the largest logit away first.",
    ),
    Misconception(
        "logsumexp by hand, which overflows",
        _with(lambda a: a - torch.log(torch.exp(a).sum(-1, keepdim=True))),
        "right on paper. But exp(800) is infinite in the computer. `torch.logsumexp`, or "
        "`torch.log_softmax`, takes the largest logit away first.",
    ),
    Misconception(
        "logits divided by their sum",
        _with(_log_of_share),
        "you divide the logits by their sum. They can be negative, and the logarithm of a "
        "negative weight has no value. softmax takes the exponential first.",
    ),
    Misconception(
        "logsigmoid",
        _with(torch.nn.functional.logsigmoid),
        "sigmoid makes a number between 0 and 1 of each logit by itself, and the weights of "
        "an event do not sum to 1. They have to share it out: log_softmax.",
    ),
    Misconception(
        "widths of any sign",
        _with(widths=lambda u: u),
        "the widths are the numbers as they are, so one can be negative: no density. Send them "
        "through softplus and add the floor.",
    ),
    Misconception(
        "widths without a floor",
        _with(widths=softplus),
        "the floor of 0.01 is missing: at u = −800 your width is 0, and one bump can put an "
        "infinite density on one event.",
    ),
    Misconception(
        "exp for the widths",
        _with(widths=torch.exp),
        "exp is positive, but at u = 800 your width is infinite, and at −800 it is 0. This "
        "exercise asks for 0.01 + softplus(u).",
    ),
    Misconception(
        "exp and the floor for the widths",
        _with(widths=lambda u: FLOOR + torch.exp(u)),
        "exp is positive, but it grows so fast that one large step of the optimizer gives an "
        "infinite width. For large u softplus grows like u itself.",
    ),
    Misconception(
        "relu for the widths",
        _with(widths=lambda u: FLOOR + torch.relu(u)),
        "relu is flat below 0: a bump that has landed there gets no gradient and stays at the "
        "floor for ever. softplus has a slope everywhere.",
    ),
    Misconception(
        "absolute value for the widths",
        _with(widths=lambda u: FLOOR + u.abs()),
        "u and −u get the same width, and the slope jumps between them. softplus rises all "
        "the way.",
    ),
    Misconception(
        "softplus by hand, which overflows",
        _with(widths=lambda u: FLOOR + torch.log(1 + torch.exp(u))),
        "right on paper. At u = 800 exp(u) is infinite, and so is your width. "
        "`torch.nn.functional.softplus` knows both ends.",
    ),
    Misconception(
        "logarithms of the widths",
        _with(widths=lambda u: torch.log(width(u))),
        "your third result is log σ. Return the widths themselves; only the weights come as "
        "logarithms.",
    ),
    Misconception(
        "centres shared by all events",
        _with(means=lambda m: m.reshape(-1, m.shape[-1]).mean(0).expand_as(m)),
        "you average the means over the events, so that all have the same bumps. Where the "
        "bumps are must depend on c: leave each event its own.",
    ),
    Misconception(
        "centres of the first event for all",
        _with(means=lambda m: m[:1].expand_as(m)),
        "the first event's means are used for all. Where the bumps are must depend on c: "
        "leave each event its own.",
    ),
    Misconception(
        "centres sorted",
        _with(means=lambda m: m.sort(-1).values),
        "you sort the means, and the weights and widths stay where they were: they belong to "
        "other bumps now. The means go through as they are.",
    ),
    Misconception(
        "centres squashed by tanh",
        _with(means=torch.tanh),
        "your means cannot leave −1 … 1. A mean may be any number: take it as it is.",
    ),
    Misconception(
        "bump by bump",
        _with(parts=_bump_by_bump),
        "you read three numbers for the first bump, three for the next one. Here all K logits "
        "come first, then all K means, then the K numbers of the widths: `out.chunk(3, -1)`.",
    ),
    Misconception(
        "K fixed to 3",
        _with(parts=_slices(3, 6)),
        "you cut at 3 and 6, which is right for three bumps. K is `out.shape[-1] // 3`.",
    ),
    Misconception(
        "K fixed to 2",
        _with(parts=_slices(2, 4)),
        "you cut at 2 and 4, which is right for two bumps. K is `out.shape[-1] // 3`.",
    ),
    Misconception(
        "pieces of length 3",
        _with(parts=_in_threes),
        "`split(3)` cuts pieces of *length* 3, which is right for three bumps alone. "
        "`chunk(3, -1)` cuts three pieces.",
    ),
    Misconception(
        "events cut in three",
        _with(parts=lambda out: out.chunk(3)),
        "`chunk(3)` cuts along the first dimension: it takes the *events* apart. The numbers "
        "of an event stand in the last one: `out.chunk(3, -1)`.",
    ),
    Misconception(
        "cut along the second dimension",
        _with(parts=lambda out: out.chunk(3, 1)),
        "you cut along the second dimension. That is right for a table of events and for "
        "nothing else: the numbers stand in the *last* dimension, −1.",
    ),
    Misconception(
        "columns of the second dimension",
        _with(parts=_of_the_second),
        "`out[:, …]` counts dimensions from the front, which is right for a table of events "
        "alone. `out[..., …]` takes the last dimension whatever stands in front.",
    ),
    Misconception(
        "means and widths exchanged",
        _with(parts=lambda out: [out.chunk(3, -1)[k] for k in (0, 2, 1)]),
        "you make the widths of the second third and the means of the last one. The order in "
        "`out` is: logits, means, numbers of the widths.",
    ),
    Misconception(
        "results in another order",
        lambda out: tuple(right(out)[k] for k in (1, 2, 0)),
        "all three are right, in another order. Return `(log_w, means, widths)`.",
    ),
    Misconception(
        "one tensor",
        lambda out: torch.cat(right(out), -1),
        "you return one tensor. Return three, separated by commas.",
    ),
    Misconception(
        "all cut off",
        lambda out: right(out.detach()),
        "the numbers are right, and no gradient gets through to the network: `no_grad`, "
        "`detach`, `math` functions or numpy cut it off.",
    ),
    Misconception(
        "weights cut off",
        _with(lambda a: _log_softmax(a.detach())),
        "the numbers are right, and no gradient gets from the weights to the network: "
        "`detach` or `.item()` cut it off.",
    ),
    Misconception(
        "a small number under the logarithm",
        _with(lambda a: torch.log(torch.softmax(a, -1) + 1e-8)),
        "you add 1e-8 so that the logarithm is never −∞. But then every small weight is e⁻¹⁸, "
        "whatever the network said, and no gradient tells it. `torch.log_softmax` needs no help.",
    ),
    Misconception(
        "a case around the overflow",
        _with(widths=lambda u: FLOOR + torch.where(u > 30, u, torch.log1p(torch.exp(u)))),
        "the widths are right, and their gradient is not: `torch.where` computes the branch that "
        "it does not take, too, and on the way back infinity times 0 is NaN. "
        "`torch.nn.functional.softplus` needs no case.",
    ),
    Misconception(
        "centres averaged over the first dimension",
        _with(means=lambda m: m.mean(0).expand_as(m)),
        "you average the means over the first dimension, so that all events have the same bumps. "
        "Where the bumps are must depend on c: leave each event its own.",
    ),
)
