"""How many of the data lie where a spline can bend nothing."""

import torch

from course_lib.flows import Composition

MOST = 10_000  # so many of the data are looked at


@torch.no_grad()
def share_outside(distribution, events):
    """The share of the data, in [0, 1], that meet a spline beyond its ±bound; None without one.

    A spline is straight there. The data go back through the flow, member by member; of several
    splines the one counts that misses most of them. An event is outside if a coordinate is.

    >>> from course_lib.flows import FlowDistribution, RationalQuadraticSpline
    >>> p = FlowDistribution(RationalQuadraticSpline(4, bound=3.0))
    >>> share_outside(p, torch.tensor([0.0, 2.9, 3.1, -7.0]))
    0.5
    """
    every = max(1, len(events[0] if isinstance(events, tuple) else events) // MOST)
    if isinstance(events, tuple):
        x, c = (part[::every] for part in events)
        distribution = distribution(c)
    else:
        x = events[::every]
    flow = getattr(distribution, "flow", None)
    members = list(chain(flow))
    dim = len(getattr(flow, "event_shape", ()))
    while members and bound_of(members[-1]) is None:  # what comes behind the last spline
        members.pop()
    shares = []
    for i, member in enumerate(members):
        bound = bound_of(member)
        if bound is not None:
            beyond = x.abs() > bound
            shares.append((beyond.flatten(-dim).any(-1) if dim else beyond).float().mean().item())
        if i + 1 < len(members):
            x = member.inverse(x)[0]
    return max(shares, default=None)


def chain(flow):
    """The members of a flow in the order in which the data meet them."""
    if not isinstance(flow, Composition):
        yield flow
        return
    for member in flow.flows:
        yield from chain(member)


def bound_of(flow):
    """A flow's bound: its own, or that of the flow that it is made of."""
    for made_of in (flow, getattr(flow, "univariate", None), getattr(flow, "flow", None)):
        if getattr(made_of, "bound", None) is not None:
            return made_of.bound
    return None
