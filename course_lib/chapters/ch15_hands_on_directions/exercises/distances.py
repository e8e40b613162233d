"""How far a sensor is from a track in exercise 15.1: the right ways, and wrong ones."""

import torch


def distance(n, sensors):
    return (sensors - (n @ sensors.T)[..., None] * n[:, None]).norm(dim=-1)


def crossed(n, sensors):
    return torch.linalg.cross(n[:, None], sensors[None]).norm(dim=-1)


def below_the_root(n, sensors):
    return sensors.square().sum(-1) - (n @ sensors.T) ** 2


def by_a_sine(n, sensors):
    length = sensors.norm(dim=-1)
    return length * torch.sin(torch.acos(n @ sensors.T / length))


PYTHAGORAS = (
    lambda n, r: below_the_root(n, r).clamp(min=0).sqrt(),
    lambda n, r: below_the_root(n, r).sqrt(),
)


def to_the_middle(n, sensors):
    return sensors.norm(dim=-1).expand(len(n), -1)


def to_the_tip(n, sensors):
    return (sensors - n[:, None]).norm(dim=-1)


def angle(n, sensors):
    return torch.acos((n @ sensors.T / sensors.norm(dim=-1)).clamp(-1, 1))


def radius_one(n, sensors):
    return (1 - (n @ sensors.T) ** 2).abs().sqrt()


def brought_to_one(n, sensors):
    return distance(n, sensors / sensors.norm(dim=-1, keepdim=True))


def components_summed(n, sensors):
    return torch.linalg.cross(n[:, None], sensors[None]).sum(-1).abs()


def half_line(n, sensors):
    along = (n @ sensors.T).clamp(min=0)
    return (sensors - along[..., None] * n[:, None]).norm(dim=-1)


def segment(n, sensors):
    along = (n @ sensors.T).clamp(-1, 1)
    return (sensors - along[..., None] * n[:, None]).norm(dim=-1)
