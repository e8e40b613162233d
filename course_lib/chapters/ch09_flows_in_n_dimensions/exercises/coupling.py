"""Exercise 9.4: a coupling layer."""

import torch

from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.base import (
    Trainable,
    with_gradients,
    without_gradients,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def coupling(z, mask, net):
    passive, moved = z[..., mask], z[..., ~mask]
    shift, log_scale = net(passive)
    x = z.clone()
    x[..., ~mask] = shift + torch.exp(log_scale) * moved
    return x, log_scale.sum(-1)


def _two_outputs(values, U, V):
    """One hidden layer would do no more: a pair (shift, log_scale) that follows all values."""
    U, V = U[: values.shape[-1]], V[: values.shape[-1]]
    return 1.4 * torch.sin(values @ U) + U[0] + 0.6, 0.9 * torch.tanh(
        values @ V
    ) + 0.1 * values @ V - 0.35


# How many numbers each gives: one, and two. They take up to four.
ONE = Trainable("net", _two_outputs, [[0.8], [-0.5], [1.1], [0.4]], [[-0.7], [0.9], [0.3], [-1.2]])
TWO = Trainable(
    "net",
    _two_outputs,
    [[0.8, -0.3], [-0.5, 1.2], [1.1, 0.6], [0.4, -0.9]],
    [[-0.7, 0.5], [0.9, 0.2], [0.3, -0.8], [-1.2, 0.6]],
)


# --- wrong answers: a right one with one thing changed --------------------------------------------


def _changed(seen=None, moved=None, log_det=None):
    """``seen``: what the net is asked; ``moved``: the new half; ``log_det`` from log_scale."""

    def wrong(z, mask, net):
        shift, log_scale = net(seen(z, mask) if seen else z[..., mask])
        old, x = z[..., ~mask], z.clone()
        x[..., ~mask] = moved(old, shift, log_scale) if moved else shift + log_scale.exp() * old
        return x, log_det(log_scale) if log_det else log_scale.sum(-1)

    return wrong


def _parts(z, mask, net):
    """The passive half, the moved half and the log-det."""
    x, log_det = coupling(z, mask, net)
    return x[..., mask], x[..., ~mask], log_det


def _glued(z, mask, net):
    passive, moved, log_det = _parts(z, mask, net)
    return torch.cat([passive, moved], -1), log_det


def _glued_moved_first(z, mask, net):
    passive, moved, log_det = _parts(z, mask, net)
    return torch.cat([moved, passive], -1), log_det


def _first_half(z, mask, net):
    k = int(mask.sum())
    shift, log_scale = net(z[..., :k])
    x = torch.cat([z[..., :k], shift + torch.exp(log_scale) * z[..., k:]], -1)
    return x, log_scale.sum(-1)


def _passive_moved(z, mask, net):
    return coupling(z, ~mask, net)


def _passive_moved_by_itself(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = z.clone()
    x[..., mask] = shift + torch.exp(log_scale) * z[..., mask]
    return x, log_scale.sum(-1)


def _moved_alone(z, mask, net):
    return _parts(z, mask, net)[1:]


def _passive_lost(z, mask, net):
    x, log_det = coupling(z, mask, net)
    return torch.where(mask, torch.zeros_like(x), x), log_det


def _in_rows(z, mask, net):
    shift, log_scale = net(z[mask])
    x = z.clone()
    x[~mask] = shift + torch.exp(log_scale) * z[~mask]
    return x, log_scale.sum(-1)


def _cut(z, mask, net):
    return coupling(z, mask, lambda values: tuple(part.detach() for part in net(values)))


def _scale_cut(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = z.clone()
    x[..., ~mask] = shift + torch.exp(log_scale).detach() * z[..., ~mask]
    return x, log_scale.sum(-1)


def _pair_exchanged(z, mask, net):
    return coupling(z, mask, lambda values: net(values)[::-1])


COUPLING = Exercise(
    id="9.4",
    title="A coupling layer",
    minutes=12,
    difficulty="hard",
    prompt=r"""
Write `coupling(z, mask, net)`, one layer forwards. `z` has the shape `(..., n)`. `mask` has the
shape `(n,)`: where it is `True` a coordinate is *passive* and passes unchanged, where it is `False`
it is *moved*:
$$x_\text{moved} = b + e^{s}\, z_\text{moved},$$
number by number. The shift $b$ and the log-scale $s$ come from the passive coordinates, in their
order: `shift, log_scale = net(passive)`. With $k$ passive coordinates `net` takes
the shape `(..., k)` and returns two tensors of the shape `(..., n - k)`.

Return the pair of $x$, every coordinate in its own place, and $\log|\partial f/\partial z|$, one
number per point. Both must keep their gradients: `net` is to be trained through them.
""",
    inputs=(
        (tensor([0.7, -1.4]), torch.tensor([False, True]), ONE),
        (tensor([[1.2, -0.6], [-2.1, 0.9]]), torch.tensor([True, False]), ONE),
        (
            tensor([[0.5, 1.7, -0.8], [-1.3, 0.2, 2.4], [0.9, -2.6, -0.3], [2.0, 1.1, 0.6]]),
            torch.tensor([False, True, False]),
            TWO,
        ),
        (tensor([[1.8, -0.4, 0.3]]), torch.tensor([True, False, True]), ONE),
        (
            tensor([[[0.4, -1.1, 2.2, 0.7], [-0.9, 1.6, 0.5, -1.8]]]),
            torch.tensor([False, True, True, False]),
            TWO,
        ),
        (
            tensor([[-40.0, 3.0, 25.0, -6.0], [5.0, 60.0, -1.0, 33.0]]),
            torch.tensor([True, False, True, False]),
            TWO,
        ),
    ),
    labels=("", "", "", "", "", "far out"),
    names=("z", "mask", "net"),
    parts=("x", "log|∂f/∂z|"),
    reference=coupling,
    probe=with_gradients("x", "z", ("net (shift)", "net (log_scale)")),
    returns="a pair: x of the shape of z, and log|∂f/∂z| with one number per point",
    tips=(
        (
            "must match the size|shape mismatch|expanded size",
            "`net` takes the k passive coordinates alone, `z[..., mask]`, and gives n − k numbers "
            "for the others: they fit beside `z[..., ~mask]`, and not beside all of z.",
        ),
    ),
    misconceptions=(
        Misconception(
            "moved half goes into the net",
            _changed(seen=lambda z, mask: z[..., ~mask]),
            "you ask the net about the coordinates that are moved. On the way back these are not "
            "known yet, and nothing could be undone. It must see the passive ones, which are the "
            "same on both sides.",
        ),
        Misconception(
            "passive half moved",
            _passive_moved,
            "the roles are exchanged. True means passive: those coordinates stay, and tell the net "
            "how the others move. `~mask` picks the others.",
        ),
        Misconception(
            "passive half moved by itself",
            _passive_moved_by_itself,
            "the passive coordinates move themselves, and the others stay. It is the coordinates "
            "where mask is False that are to be moved.",
        ),
        Misconception(
            "halves glued in order",
            _glued,
            "you put the passive half first and the moved one behind it. That is right only for "
            "masks that begin with all their True. Every coordinate must come back to its own "
            "place: write into `x[..., ~mask]` of a clone.",
        ),
        Misconception(
            "halves glued, the moved one first",
            _glued_moved_first,
            "you put the moved half first and the passive one behind it. Every coordinate must "
            "come back to its own place: write into `x[..., ~mask]` of a clone.",
        ),
        Misconception(
            "the first ones instead of the mask",
            _first_half,
            "you take the first coordinates as the passive ones, and not those that the mask says.",
        ),
        Misconception(
            "log-det over the whole batch",
            _changed(log_det=torch.sum),
            "your log-det adds up the points, too. Each point has a log-det of its own: "
            "`.sum(-1)`, over the moved coordinates alone.",
        ),
        Misconception(
            "log-det not summed",
            _changed(log_det=lambda s: s),
            "this is one log-det for each moved coordinate. A point has one: sum over the last "
            "dimension.",
        ),
        Misconception(
            "log-det summed over the points",
            _changed(log_det=lambda s: s.sum(0)),
            "you sum over the first dimension, which counts points. The moved coordinates of one "
            "point lie along the last one: `.sum(-1)`.",
        ),
        Misconception(
            "mean of the log-scales",
            _changed(log_det=lambda s: s.mean(-1)),
            "you take the mean over the moved coordinates. Stretch factors multiply, so their "
            "logarithms are added.",
        ),
        Misconception(
            "log-det of the inverse",
            _changed(log_det=lambda s: -s.sum(-1)),
            "this is the log-det of the inverse. Here the layer runs forwards: + log_scale.",
        ),
        Misconception(
            "stretches added, not their logarithms",
            _changed(log_det=lambda s: torch.exp(s).sum(-1)),
            "you add the scales. The determinant is their product, and its logarithm is the sum of "
            "log_scale.",
        ),
        Misconception(
            "determinant without its logarithm",
            _changed(log_det=lambda s: torch.exp(s.sum(-1))),
            "this is |det ∂f/∂z| itself. Its logarithm is asked for: the sum of log_scale.",
        ),
        Misconception(
            "no log-det",
            _changed(log_det=lambda s: 0 * s.sum(-1)),
            "your log-det is 0. The moved coordinates are stretched by exp(log_scale).",
        ),
        Misconception(
            "the way back",
            _changed(moved=lambda v, b, s: (v - b) * torch.exp(-s), log_det=lambda s: -s.sum(-1)),
            "this is the layer backwards. Forwards z is multiplied by the scale, then the shift "
            "is added.",
        ),
        Misconception(
            "shift and log_scale exchanged",
            _pair_exchanged,
            "the net's two results have changed places: it gives shift, then log_scale.",
        ),
        Misconception(
            "exp forgotten",
            _changed(moved=lambda v, b, s: b + s * v),
            "you multiply by log_scale, the logarithm of the scale. exp(log_scale) is positive "
            "whatever the net says, and so the layer can be undone.",
        ),
        Misconception(
            "log_scale taken for the scale",
            _changed(moved=lambda v, b, s: b + s * v, log_det=lambda s: torch.log(s.abs()).sum(-1)),
            "you take log_scale for the scale itself. The net gives its logarithm: multiply by "
            "exp(log_scale), and log_scale is what the log-det sums.",
        ),
        Misconception(
            "shift forgotten",
            _changed(moved=lambda v, b, s: torch.exp(s) * v),
            "the shift is missing: shift + exp(log_scale) · z.",
        ),
        Misconception(
            "shift stretched as well",
            _changed(moved=lambda v, b, s: torch.exp(s) * (v + b)),
            "the shift is stretched, too. z alone is multiplied by the scale; the shift is added "
            "last.",
        ),
        Misconception(
            "scale forgotten",
            _changed(moved=lambda v, b, s: b + v),
            "the moved coordinates are shifted and not stretched: multiply them by exp(log_scale).",
        ),
        Misconception(
            "replaced by the shift",
            _changed(moved=lambda v, b, s: b + torch.exp(s)),
            "z itself is missing in the moved half: shift + exp(log_scale) · z.",
        ),
        Misconception(
            "all of z, with zeros",
            _changed(seen=lambda z, mask: z * mask),
            "you hand all n coordinates to the net, the moved ones set to 0. This net takes the "
            "passive ones alone: `z[..., mask]`.",
        ),
        Misconception(
            "all of z goes into the net",
            _changed(seen=lambda z, mask: z),
            "you hand all coordinates to the net, the moved ones as well. Their map would depend "
            "on themselves, and could not be undone. The net sees the passive ones alone.",
        ),
        Misconception(
            "moved half alone",
            _moved_alone,
            "your x holds the moved coordinates alone. The passive ones belong to it as well, each "
            "in its place.",
        ),
        Misconception(
            "passive half lost",
            _passive_lost,
            "the passive coordinates are 0 in your x. They pass unchanged: start from a clone of "
            "z, not from zeros.",
        ),
        Misconception(
            "mask on the rows",
            _in_rows,
            "`z[mask]` picks points, along the first dimension. Coordinates lie along the last "
            "one: `z[..., mask]`.",
        ),
        Misconception(
            "cut off from the net",
            _cut,
            "the numbers are right, but the net is cut off (detach, no_grad, item): nothing could "
            "be trained through your layer.",
        ),
        Misconception(
            "scale cut off from the net",
            _scale_cut,
            "the numbers are right, but the scale is cut off from the net where it moves z "
            "(detach, no_grad, item): training would not learn from it.",
        ),
        Misconception(
            "no gradient at all",
            without_gradients(coupling),
            "the numbers are right, but no gradient comes through: the graph is cut (detach, "
            "no_grad, item, NumPy). The net is to learn through your layer.",
        ),
        Misconception(
            "log-det left out",
            lambda z, mask, net: coupling(z, mask, net)[0],
            "only x is returned. Return a pair, x and the log-det.",
        ),
    ),
    hints=(
        "Two halves: `z[..., mask]` and `z[..., ~mask]`. Which of them does the net see, and which "
        "one changes?",
        "Split z, ask the net, move one half, and write it into a clone of z at `[..., ~mask]`. "
        "The log-det sums log_scale over the moved coordinates.",
        "In code, with three places left to you:\n\n"
        "    shift, log_scale = net(…)\n"
        "    x = z.clone()\n"
        "    x[..., ~mask] = shift + torch.exp(log_scale) * …\n"
        "    return x, …",
    ),
    praise="both ways cheap, and the net may be anything: nothing in it has to be inverted.",
)
