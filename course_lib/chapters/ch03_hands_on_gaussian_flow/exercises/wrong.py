"""Wrong maps, densities and samples: one class for each misconception of 3.2, 3.3 and 3.4."""

import math

import torch

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import Density, Maps


def maps(forward=None, inverse=None):
    """Right maps but for what ``forward(flow, z)`` and ``inverse(flow, x)`` give."""
    changed = {"forward": forward, "inverse": inverse}
    return type("Wrong", (Maps,), {name: way for name, way in changed.items() if way})


def solved(L, rows):
    """L⁻¹ times every row."""
    return torch.linalg.solve_triangular(L, rows.unsqueeze(-1), upper=False).squeeze(-1)


def log_dets(forward=None, inverse=None):
    """Right images; the log-dets become ``forward(log_det, L, z)`` and ``inverse(…)``."""

    def changed(way, change):
        def direction(flow, v):
            image, log_det = getattr(Maps, way)(flow, v)
            return image, change(log_det, flow.L(), v)

        return direction if change else None

    return maps(changed("forward", forward), changed("inverse", inverse))


def _images(way, image):
    """One direction with another image: ``image(flow, L, v)``; its log-det is right."""
    return lambda flow, v: (image(flow, flow.L(), v), getattr(Maps, way)(flow, v)[1])


def images(forward=None, inverse=None):
    return maps(
        forward and _images("forward", forward),
        inverse and _images("inverse", inverse),
    )


def turned(log_det, L, v):
    return -log_det


def nothing(log_det, L, v):
    return torch.zeros_like(log_det)


def entries(log_det, L, v):
    return L.diagonal().log().expand(v.shape)


def minus_entries(log_det, L, v):
    return -entries(log_det, L, v)


def alone(log_det, L, v):
    return log_det.reshape(-1)[0]


def itself(log_det, L, v):
    return log_det.exp()


def of_the_sum(log_det, L, v):
    return L.diagonal().sum().log().expand(v.shape[:-1])


def minus_of_the_sum(log_det, L, v):
    return -of_the_sum(log_det, L, v)


def cut_forward(flow, z):
    L = flow.L().detach()
    return solved(L, z) + flow.b, -L.diagonal().log().sum().expand(z.shape[:-1])


def cut_inverse(flow, x):
    L = flow.L().detach()
    return (x - flow.b) @ L.T, L.diagonal().log().sum().expand(x.shape[:-1])


def without_graph(way):
    def direction(flow, v):
        with torch.no_grad():
            return getattr(Maps, way)(flow, v)

    return direction


def cut_log_det(log_det, L, v):
    return log_det.detach()


def in_every_coordinate(log_det, L, v):
    return log_det.unsqueeze(-1).expand(v.shape)


def of_all_points(log_det, L, v):
    return len(v) * log_det


def columns_of_a_table(flow, L, z):
    """Right for a table of points, and for nothing else."""
    return torch.linalg.solve_triangular(L, z.T, upper=False).T + flow.b


def left_as_columns(flow, L, z):
    return torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False) + flow.b


def image_alone(way):
    return lambda flow, v: getattr(Maps, way)(flow, v)[0]


# --- densities ------------------------------------------------------------------------------------


def log_prob(of):
    """A wrong log_prob: ``of(z, log_det, x, flow)``, with the right z and log-det."""

    def asked(flow, x):
        return of(*flow.inverse(x), x, flow)

    return type("Wrong", (Maps,), {"log_prob": asked})


def log_p0(z):
    return -0.5 * (z**2).sum(-1) - constant(z)


def constant(z):
    return 0.5 * z.shape[-1] * math.log(2 * math.pi)


# --- samples --------------------------------------------------------------------------------------


def sample(draw):
    """A wrong sample: ``draw(flow, count, n)``."""

    def drawn(flow, count):
        return draw(flow, count, len(flow.b))

    return type("Wrong", (Density,), {"sample": drawn})


def same_every_time(flow, count, n):
    torch.manual_seed(0)
    return flow.forward(torch.randn(count, n))[0]
