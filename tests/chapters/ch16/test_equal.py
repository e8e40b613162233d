"""The same parameters, the same numbers: ours beside zuko's and jammy_flows's.

zuko is compared where it is installed. What jammy_flows gave was recorded with its parameters
(``record.py``), and is compared everywhere; where it is installed it is asked again.
"""

import math

import numpy as np
import pytest
import torch
from scipy import special

from course_lib import flows
from course_lib.chapters.ch16_real_tools import recordings
from course_lib.chapters.ch16_real_tools.exercises import standins
from course_lib.chapters.ch16_real_tools.exercises.jammys import gg
from course_lib.chapters.ch16_real_tools.exercises.knots import zuko_knots
from course_lib.chapters.ch16_real_tools.pictures.jammys_tails import curves
from course_lib.chapters.ch16_real_tools.pictures.letters import jammys_count
from tests.chapters.ch16.record import SOURCE
from tests.prose import said

DOUBLE = torch.float64


def zuko():
    import zuko as module

    torch.distributions.Distribution.set_default_validate_args(True)  # zuko switches them off
    return module


def wild(flow, width=0.5):
    """A flow in float64, far from its start."""
    torch.manual_seed(3)
    for parameter in flow.double().parameters():
        parameter.data += width * torch.randn_like(parameter)
    return flow


# --- zuko -----------------------------------------------------------------------------------------


def test_a_whole_flow_of_zuko_layer_by_layer_through_our_spline():
    """Two autoregressive layers with a context, one of them in the other order: to 1e-12."""
    flow = wild(zuko().flows.NSF(2, 3, transforms=2, hidden_features=(16, 16)))
    x, c = 2 * torch.randn(300, 2, dtype=DOUBLE), torch.randn(300, 3, dtype=DOUBLE)
    z, log_det = x, 0.0
    with torch.no_grad():
        for layer in flow.transform.transforms:
            u = layer.hyper(torch.cat([z, c], -1)).unflatten(-1, (2, 23))
            z, slopes = flows.rational_quadratic(z, *zuko_knots(u, 5.0))
            log_det = log_det + slopes.sum(-1)
        ours = (-0.5 * z**2 - 0.5 * math.log(2 * math.pi)).sum(-1) + log_det
        theirs = flow(c).log_prob(x)
    assert (ours - theirs).abs().max() < 1e-12
    assert (theirs.max() - theirs.min()) > 5  # they differ from place to place


def test_wrong_knots_would_be_seen():
    flow = wild(zuko().flows.NSF(1, 3))
    x, c = 2 * torch.randn(300, 1, dtype=DOUBLE), torch.randn(300, 3, dtype=DOUBLE)
    with torch.no_grad():
        (layer, *_) = flow.transform.transforms
        u = layer.hyper(c).unflatten(-1, (1, 23))
        theirs = layer(c).call_and_ladj(x)[0]
        along_x, along_z, slopes = zuko_knots(u, 5.0)
        right = flows.rational_quadratic(x, along_x, along_z, slopes)[0]
        turned = flows.rational_quadratic(x, along_z, along_x, slopes)[0]
    assert (right - theirs).abs().max() < 1e-12 < 0.1 < (turned - theirs).abs().max()


@pytest.mark.parametrize(
    ("features", "contexts", "x"),
    [
        (1, (), (10,)),
        (1, (), (10, 1)),
        (1, (4,), (10,)),
        (1, (4, 1), (10, 1)),
        (1, (4,), (4, 1)),
        (2, (10, 1), (10, 2)),
        (2, (10,), (10, 2)),
    ],
)
def test_our_small_flow_has_zukos_shapes(features, contexts, x):
    """Also where they are a trap."""
    theirs = zuko().flows.NSF(features, 3).double()(torch.zeros(*contexts, 3, dtype=DOUBLE))
    ours = standins.Flow(features)(torch.zeros(*contexts, 3, dtype=DOUBLE))
    places = torch.linspace(-1, 1, math.prod(x), dtype=DOUBLE).reshape(x)
    assert ours.log_prob(places).shape == theirs.log_prob(places).shape
    assert ours.batch_shape == theirs.batch_shape
    assert ours.sample((7,)).shape == theirs.sample((7,)).shape


def test_a_flow_of_one_number_sums_over_what_is_taken_for_an_event():
    one = standins.Flow(1)(torch.zeros(3, dtype=DOUBLE))
    x = torch.linspace(-2, 2, 10, dtype=DOUBLE)
    assert torch.allclose(one.log_prob(x), one.log_prob(x[:, None]).sum())


def test_our_small_transform_is_one():
    there = standins.Bent(torch.tensor(0.7, dtype=DOUBLE), torch.tensor(-0.4, dtype=DOUBLE))
    x = torch.linspace(-9, 9, 61, dtype=DOUBLE).requires_grad_()
    z, ladj = there.call_and_ladj(x)
    (slope,) = torch.autograd.grad(z.sum(), x)
    back, ladj_back = there.inv.call_and_ladj(z)
    assert torch.allclose(ladj, slope.log(), atol=1e-12)
    assert torch.allclose(back, x, atol=1e-12) and torch.allclose(ladj_back, -ladj, atol=1e-12)
    assert torch.equal(there.inv.inv(x), z) and torch.equal(there.log_abs_det_jacobian(x, z), ladj)


@pytest.mark.thorough
def test_zuko_switches_off_torchs_checks():
    """As the chapter says; its second line switches them on again."""
    import subprocess
    import sys

    zuko()
    words = (
        "import torch, zuko; D = torch.distributions; D.Normal(0.0, -1.0);"
        "D.Distribution.set_default_validate_args(True)\n"
        "try: D.Normal(0.0, -1.0)\nexcept ValueError: print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True)
    assert done.stdout.strip() == "refused", done.stderr


# --- jammy_flows ----------------------------------------------------------------------------------


def layer_g(x, name, kept, normal):
    """Turn back, then straighten: z and the log-slopes' sum, by scipy."""
    w, m, s = (kept[f"{name} {part}"].reshape(-1, x.shape[1]) for part in
               ("log-weights", "means", "widths"))  # fmt: skip
    t = (x[:, None] - m) / s
    log_F = special.logsumexp(w + special.log_expit(t), axis=1)
    log_S = special.logsumexp(w + special.log_expit(-t), axis=1)
    log_f = special.logsumexp(w + special.log_expit(t) + special.log_expit(-t) - np.log(s), axis=1)
    if not normal:
        return log_F - log_S, (log_f - log_F - log_S).sum(1)
    z = np.where(log_F < log_S, special.ndtri_exp(log_F), -special.ndtri_exp(log_S))
    return z, (log_f + 0.5 * z**2 + 0.5 * np.log(2 * np.pi)).sum(1)


def test_ggt_in_the_plane_is_what_its_letters_say():
    """From the data to the base: t, then the second g, then the first one with Φ⁻¹."""
    kept = recordings.jammys_numbers()
    x = (kept["plane x"] - kept["t offset"]) * np.exp(-kept["t log-scale"])
    log_det = -kept["t log-scale"].sum()
    y, second = layer_g(x @ kept["second rotation"], "second", kept, normal=False)
    z, first = layer_g(y @ kept["first rotation"], "first", kept, normal=True)
    near = (abs(z) < 5).all(1)
    log_p = (-0.5 * z**2 - 0.5 * np.log(2 * np.pi)).sum(1) + log_det + first + second
    assert near.sum() >= 50
    assert abs(z - kept["plane z"])[near].max() < 1e-9
    assert abs(log_p - kept["plane log p"])[near].max() < 1e-9
    other, _ = layer_g(x @ kept["first rotation"], "first", kept, normal=True)
    assert abs(other - kept["plane z"]).max() > 0.1  # the other order would be seen


def test_two_layers_in_one_dimension_as_in_the_exercise():
    kept = {name: torch.tensor(value) for name, value in recordings.jammys_numbers().items()}
    layers = recordings.jammys_layer("near base"), recordings.jammys_layer("near data")
    z, log_p = gg(kept["gg x"], *layers)
    near = kept["gg z"].abs() < 5
    assert near.sum() >= 50
    assert (z - kept["gg z"])[near].abs().max() < 1e-12
    assert (log_p - kept["gg log p"])[near].abs().max() < 1e-12


def test_far_out_jammys_inverse_is_an_approximation():
    known = curves()
    off, z = (known["jammy log p"] - known["log p"]).abs(), known["z"].abs()
    assert off[z < 5].max() < 1e-12 and off[z > 5.5].min() < off.max()
    assert 0.15 < off.max() < 0.2  # the chapter says: up to 0.2
    assert (known["jammy z"] - known["z"]).abs()[z < 5].max() < 1e-9
    assert "the same $\\log p$ to twelve digits, and the same $z$ to nine" in said(SOURCE)


def test_how_many_numbers_jammy_keeps():
    kept = recordings.jammys_numbers()
    counts = {name[6:]: int(value) for name, value in kept.items() if name.startswith("count ")}
    assert len(counts) == 15
    for name, count in counts.items():
        manifold, letters = name.split()
        assert jammys_count(int(manifold[1:]), letters, 10) == count, name
