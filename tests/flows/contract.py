"""What every flow must keep, as functions that fail with an AssertionError.

The oracle is autograd's full Jacobian of the map itself: nothing here uses a flow's own log_det as
its truth.
"""

import torch

DOUBLE = torch.float64
TOLERANCE = 1e-12


def points(flow, n=1000, seed=0, width=2.0):
    """Random points of the flow's space, in general position."""
    generator = torch.Generator().manual_seed(seed)
    return width * torch.randn(n, *flow.event_shape, generator=generator, dtype=DOUBLE)


def log_det_by_autograd(way, values, event_shape):
    """log|det| of the full Jacobian of ``way`` at every one of the values (n, *event)."""
    if not event_shape:
        values, single = values.unsqueeze(-1), way

        def way(v):
            x, log_det = single(v.squeeze(-1))
            return x.unsqueeze(-1), log_det

    # Events do not touch each other, so the Jacobian of the sum holds all single Jacobians.
    jacobians = torch.autograd.functional.jacobian(lambda v: way(v)[0].sum(0), values)
    return torch.linalg.slogdet(jacobians.transpose(0, 1)).logabsdet


def close(given, expected, tolerance=TOLERANCE):
    assert given.shape == expected.shape
    error = (given - expected).abs() / expected.abs().clamp(min=1)
    assert error.max() <= tolerance, f"off by {error.max():.2e} at {error.argmax()}"


def check_log_dets(flow, n=1000):
    z = points(flow, n)
    with torch.no_grad():
        x, forward = flow.forward(z)
        _, backward = flow.inverse(x)
    assert forward.abs().max() > 1e-3 or forward.abs().max() == 0, "a degenerate test"
    close(forward, log_det_by_autograd(flow.forward, z, flow.event_shape))
    close(backward, log_det_by_autograd(flow.inverse, x, flow.event_shape))
    close(backward, -forward)


def check_round_trips(flow, tolerance=TOLERANCE, n=1000):
    z = points(flow, n)
    with torch.no_grad():
        close(flow.inverse(flow.forward(z)[0])[0], z, tolerance)
        close(flow.forward(flow.inverse(z)[0])[0], z, tolerance)


def check_round_trips_over_plateaus(flow, tolerance=TOLERANCE, n=1000):
    """z → x → z holds everywhere; x → z → x where z has the digits to tell one x from another.

    Between two narrow bumps of a mixture F does not rise by one rounding error: many x have one z.
    There the x that comes back may be another one, but only one with the same z, and so has
    everything that lies between the two, at the steps of a ladder.
    """
    z = x = points(flow, n)
    with torch.no_grad():
        close(flow.inverse(flow.forward(z)[0])[0], z, tolerance)
        z = flow.inverse(x)[0]
        back = flow.forward(z)[0]
        close(flow.inverse(back)[0], z, tolerance)
        if flow.event_shape in (torch.Size(), torch.Size([1])):
            for part in torch.linspace(0, 1, 9, dtype=DOUBLE):
                close(flow.inverse(torch.lerp(x, back, part))[0], z, tolerance)
    return ((back - x).abs() > 1e-6).sum().item()


def check_shapes(flow):
    """Any leading batch shape, the empty one and none at all; each event on its own."""
    event = tuple(flow.event_shape)
    many = points(flow, 24)
    for way in (flow.forward, flow.inverse):
        alone = way(many)
        assert alone[1].shape == (24,)
        for batch in ((), (0,), (24,), (2, 3, 4), (1, 24, 1)):
            count = max(1, torch.Size(batch).numel()) if 0 not in batch else 0
            value, log_det = way(many[:count].reshape((*batch, *event)))
            assert value.shape == (*batch, *event)
            assert log_det.shape == batch
            close_or_empty(value.reshape(count, *event), alone[0][:count])
            close_or_empty(log_det.reshape(count), alone[1][:count])


def close_or_empty(given, expected):
    if expected.numel():
        close(given, expected)
    else:
        assert given.shape == expected.shape


def check_float32(flow):
    """The result has the input's dtype, and is float64's result as far as float32 can hold it."""
    z = points(flow, 100)
    for way in (flow.forward, flow.inverse):
        exact = way(z)
        single = way(z.float())
        for given, expected in zip(single, exact, strict=True):
            assert given.dtype == torch.float32 and expected.dtype == DOUBLE
            close(given.double(), expected, 2e-5)


def check_gradients(flow, in_a_direction=False, n=3):
    """First and second derivatives with respect to the input and to each parameter by itself.

    With ``in_a_direction`` second ones by a parameter are compared in one random direction each:
    all of their entries count in it, and it takes one difference instead of one for each entry.
    """
    value = points(flow, n).requires_grad_()
    for way in (flow.forward, flow.inverse):
        assert torch.autograd.gradcheck(way, (value,))
        assert torch.autograd.gradgradcheck(way, (value,))
    for name, parameter in flow.named_parameters():
        for method in ("forward", "inverse"):
            function = of_parameter(flow, name, value.detach(), method)
            free = parameter.detach().clone().requires_grad_()
            assert torch.autograd.gradcheck(function, (free,)), name
            assert torch.autograd.gradgradcheck(function, (free,), fast_mode=in_a_direction), name


def of_parameter(flow, name, value, method):
    """The flow's result as a function of one of its parameters."""

    def function(parameter):
        class Way(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.flow = flow

            def forward(self):
                return getattr(self.flow, method)(value)

        result = torch.func.functional_call(Way(), {f"flow.{name}": parameter}, ())
        # gradcheck leaves out what has no gradient at all: a parameter cut off would pass.
        return tuple(part + 0 * parameter.sum() for part in result)

    return function


def check_area(log_prob, event_shape, low=-40.0, high=40.0):
    """∫ p = 1 to 1e-6, by the trapezoidal rule in one or two dimensions."""
    n = 40_001 if not event_shape else 1201
    axis = torch.linspace(low, high, n, dtype=DOUBLE)
    step = axis[1] - axis[0]
    if not event_shape:
        area = log_prob(axis).exp().sum() * step
    else:
        grid = torch.stack(torch.meshgrid(axis, axis, indexing="ij"), -1)
        area = log_prob(grid).exp().sum() * step**2
    assert abs(area.item() - 1) < 1e-6, f"the area is {area.item()}"


CHECKS = (check_log_dets, check_round_trips, check_shapes, check_float32, check_gradients)
