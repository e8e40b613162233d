"""How the densities of the learner's class are put to use.

The check brings networks of its own, small ones and in float64, and a recipe of two bumps. What
earlier steps have written is replaced by the course's: so each step is judged by itself.
"""

import torch
from torch import nn

from course_lib import flows
from course_lib.chapters.ch11_hands_on_flash.exercises.place import Place

GIVEN = {
    "log_p_y": (),
    "log_p_x": ("log_p_y",),
    "log_prob": ("log_p_y", "log_p_x"),
    "sample": ("log_p_y", "log_p_x", "log_prob"),
}


def model(candidate, method, recipe, y_net, x_net):
    """An object of the learner's class with these networks; earlier steps are the course's."""
    given = {name: getattr(Place, name) for name in GIVEN[method]}
    made = type("Given", (candidate,), given) if isinstance(candidate, type) else candidate
    flow = made()
    if isinstance(flow, nn.Module):
        flow.recipe, flow.y_net, flow.x_net = recipe, y_net, x_net
    return flow


def probe_density(method):
    """A probe of a density: its values, and its gradients by all that it may depend on."""

    def probe(candidate, *args):
        recipe, width = flows.UnivariateMixture(2), args[-1].shape[-1]
        y_net, x_net = _network(width, recipe.size, 5), _network(width + 1, recipe.size, 6)
        flow = model(candidate, method, recipe, y_net, x_net)
        if not isinstance(flow, nn.Module):
            return flow
        places = [arg.clone().requires_grad_() for arg in args[:-1]]
        log_p = getattr(flow, method)(*places, args[-1])
        if not isinstance(log_p, torch.Tensor):
            return log_p
        names = {"log_p_y": ("y",), "log_p_x": ("x", "y"), "log_prob": ("theta",)}[method]
        slopes = zip(names, _gradients(log_p, places), strict=True)
        return {
            "the log-density": log_p,
            **{f"its gradient by {name}": slope for name, slope in slopes},
            "its gradient by what y_net says": _by_last(log_p, y_net),
            "its gradient by what x_net says": _by_last(log_p, x_net),
        }

    return probe


def _network(n_in, n_out, seed):
    """One hidden layer of three, far from its start: always the same."""
    network = flows.MLP(n_in, n_out, hidden=3).double()
    generator = torch.Generator().manual_seed(seed)
    for parameter in network.parameters():
        drawn = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
        parameter.data = 0.7 * drawn
    return network


def _by_last(values, network):
    last = network.layers[-1]
    return torch.cat([part.reshape(-1) for part in _gradients(values, [last.weight, last.bias])])


def _gradients(values, leaves):
    """The gradients of a weighted sum of all values; zeros where nothing leads to a leaf."""
    if not values.requires_grad:
        return [torch.zeros_like(leaf) for leaf in leaves]
    weights = 1 + torch.arange(values.numel(), dtype=values.dtype) % 7 / 4
    total = (weights * values.reshape(-1)).sum()
    return torch.autograd.grad(total, leaves, retain_graph=True, materialize_grads=True)
