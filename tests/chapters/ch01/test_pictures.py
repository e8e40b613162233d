"""The pictures of chapter 01: every number checked against another way."""

import itertools
import math

import numpy as np
import pytest
import torch

from course_lib import live
from course_lib.chapters.ch01_change_of_variables.pictures import maps
from course_lib.chapters.ch01_change_of_variables.pictures.equal_mass import Strips
from course_lib.chapters.ch01_change_of_variables.pictures.samples import Histogram
from course_lib.chapters.ch01_change_of_variables.pictures.unit_cells import MAPS, Cells, enclosed
from course_lib.chapters.ch01_change_of_variables.pictures.units import PER_MINUTE, Squeeze
from course_lib.live.host import LiveHost
from tests.live import proofs
from tests.live.marks import first_number

pytestmark = pytest.mark.thorough  # some seconds: `make check` leaves them to `make test`

NORMAL = torch.distributions.Normal(torch.tensor(0.0).double(), 1.0)
PICTURES = {"strips": Strips, "cells": Cells, "histogram": Histogram, "squeeze": Squeeze}


def log_normal(x):
    return NORMAL.log_prob(x.log()) - x.log()


def polar(z):
    r, phi = z[..., 0], z[..., 1]
    return torch.stack([r * phi.cos(), r * phi.sin()], -1), r.log()


@pytest.fixture(scope="module")
def pictures():
    return {name: make() for name, make in PICTURES.items()}


# --- all pictures -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PICTURES)
def test_the_alternative_text_has_the_readouts_numbers(pictures, name):
    picture = pictures[name]
    for values in list(proofs.corners(picture))[::5]:
        own = picture.unfolded(picture.values(**values))
        readouts, alt = picture.update(**own), picture.describe(**own)
        for label, said in readouts.items():
            if "→" not in said:
                assert said in alt, (label, said, alt)


# --- the maps -----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", maps.SHAPES)
def test_maps_against_autograd_and_their_inverse(shape):
    f = maps.ShapedMap(shape, 0.8, -0.3)
    z = torch.linspace(-3, 3, 41, dtype=torch.float64, requires_grad=True)
    x = f.forward(z)
    (slope,) = torch.autograd.grad(x.sum(), z)
    assert torch.allclose(f.slope(z), slope, rtol=1e-12)
    assert torch.allclose(f.inverse(x), z, rtol=1e-9)


# --- strips -------------------------------------------------------------------------------------

# ∫ p₀(f⁻¹(x)) dx = E|f′(z)| in closed form.
WITHOUT = {
    ("line", 1.3, 0.4): 1.3,
    ("exp", 1.0, 0.0): math.exp(0.5),
    ("exp", 0.6, -0.5): 0.6 * math.exp(-0.5 + 0.18),
    ("falling", 1.4, 0.3): 1.4 * math.exp(0.3 + 0.98),
}


@pytest.mark.parametrize("values", WITHOUT)
def test_areas_with_and_without_the_jacobian(pictures, values):
    shape, a, b = values
    readouts = pictures["strips"].update(map=shape, a=a, b=b, strip=3)
    assert readouts["area corrected"] == "1.000"
    assert abs(first_number(readouts["area heights kept"]) - WITHOUT[values]) < 6e-4


def test_strips_have_equal_mass_in_both_spaces(pictures):
    for shape, strip in itertools.product(maps.SHAPES, range(1, 11)):
        readouts = pictures["strips"].update(map=shape, a=1.2, b=0.2, strip=strip)
        assert "mass 0.100 → 0.100" in readouts[f"strip {strip}"]


def test_the_widths_of_a_strip(pictures):
    """Strip 4 lies between the 30 % and the 40 % quantile."""
    low, high = (math.exp(NORMAL.icdf(torch.tensor(q).double())) for q in (0.3, 0.4))
    said = pictures["strips"].update(map="exp", a=1.0, b=0.0, strip=4)["strip 4"]
    assert said.endswith(f"→ {high - low:.2f}")
    assert (
        "width ∞ → 0.28" in pictures["strips"].update(map="exp", a=1.0, b=0.0, strip=1)["strip 1"]
    )


def generic(x, inverse):
    x = x.clone().requires_grad_()
    z = inverse(x)
    (slope,) = torch.autograd.grad(z.sum(), x)
    return NORMAL.log_prob(z) + slope.abs().log()


@pytest.mark.parametrize(
    ("yours", "how", "area"),
    [
        (log_normal, {}, 1.0),
        (lambda x: NORMAL.log_prob(x.log()), {}, math.exp(0.5)),
        (lambda x: log_normal(x).exp(), {"gives": "p"}, 1.0),
        (
            lambda x: -NORMAL.log_prob((3 - x).log()).exp() / (3 - x),
            {"gives": "p", "map": "falling"},
            -1.0,
        ),
        (generic, {"any_map": True, "map": "falling"}, 1.0),
        (lambda x, inverse: NORMAL.log_prob(inverse(x)), {"any_map": True}, math.exp(0.5)),
    ],
)
def test_the_area_under_the_learners_density(yours, how, area):
    picture = Strips(yours, **how)
    readouts = picture.update(**picture.values())
    assert abs(first_number(readouts["area of yours"]) - area) < 1e-3
    assert picture.line_yours.get_xdata().shape[0] > 100
    assert f"Area of yours: {readouts['area of yours']}" in picture.describe(**picture.values())


def test_a_generic_density_follows_the_sliders():
    picture = Strips(generic, any_map=True)
    for values in proofs.corners(picture):
        assert picture.update(**values)["area of yours"] == "1.000"


def test_strips_say_what_yours_may_give():
    with pytest.raises(ValueError, match='gives is "log p" or "p"'):
        Strips(log_normal, gives="logp")


FAILURES = [
    (lambda *_: 1 / 0, "your function raised ZeroDivisionError"),
    (lambda *_: ..., "your function still returns the placeholder"),
    (lambda *_: None, "your function returned nothing"),
    (lambda *_: [1.0], "your function returned a list"),
    (lambda *_: torch.ones(3), "your function returned"),
    (lambda: 1.0, "your function raised TypeError"),
]


CASES = [(Strips, *case) for case in FAILURES]
CASES += [(make, *FAILURES[k]) for make in (Histogram, Cells) for k in (0, 3, 4)]


@pytest.mark.parametrize(("make", "yours", "says"), CASES)
def test_a_failing_function_is_said_and_the_picture_goes_on(make, yours, says):
    picture = make(yours)
    host = LiveHost(picture, picture.values())
    assert "⚠ not drawn" in host.readout.value and says in host.readout.value
    assert "<path" in host.foreground.value, "the course's own curves are drawn"
    assert says in picture.describe(**picture.values())
    before = host.foreground.value
    control = picture.controls[0]
    host.set(**{control.name: control.corners()[-1]})
    assert host.foreground.value != before, "the sliders still work"


def test_a_failing_function_leaves_a_still_picture():
    data, _ = live.show(Strips(FAILURES[0][0]))._repr_mimebundle_()
    assert "image/png" in data and FAILURES[0][1] in data["text/plain"]


def test_a_learners_nan_is_said():
    picture = Strips(lambda x: (-x).log())
    readouts = picture.update(**picture.values())
    assert readouts["area of yours"] == "not a number"
    picture.png()


# --- cells --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAPS)
def test_determinants_against_autograd(name):
    for z in torch.rand(50, 2, dtype=torch.float64) * 3.5 + torch.tensor([0.2, -1.9]):
        jacobian = torch.autograd.functional.jacobian(
            lambda z: torch.stack(MAPS[name].f(z[0], z[1], 0.8)), z
        )
        by_hand = MAPS[name].det(*z, 0.8)
        assert math.isclose(torch.linalg.det(jacobian).abs(), by_hand, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("values", "ratio"),
    [
        ({"map": "shear", "s": 0.75, "side": 1.0}, 1.0),
        ({"map": "turn and stretch", "s": 0.5, "side": 0.25}, 1.25),
        ({"map": "polar", "s": 1.0, "z1": 2.75, "side": 1.0}, 2.75),
        ({"map": "polar", "s": 0.5, "z1": 1.0, "side": 0.1}, 0.5),
    ],
)
def test_areas_of_cells(pictures, values, ratio):
    _, readouts = pictures["cells"].frame(**pictures["cells"].values(**values))
    said = [first_number(r) for r in readouts.values()]
    assert np.allclose(said, [ratio, ratio], atol=2e-3)


def test_a_smaller_cell_comes_closer_to_its_determinant(pictures):
    def gap(side):
        values = pictures["cells"].values(map="lens", s=1.0, z1=1.5, z2=0.5, side=side)
        del values["t"]  # the whole way
        area, det = pictures["cells"]._state(**values)["areas"]
        return abs(area - det)

    assert gap(1.0) > gap(0.5) > gap(0.25) > gap(0.1)
    assert gap(0.1) < 1e-2


def test_enclosed_knows_a_circle():
    angle = torch.linspace(0, 2 * math.pi, 2001, dtype=torch.float64)
    assert math.isclose(
        enclosed(torch.stack([angle.cos(), angle.sin()], -1)), math.pi, rel_tol=1e-5
    )


@pytest.mark.parametrize(
    ("yours", "det"),
    [(polar, "2.750"), (lambda z: (z, -z[..., 0].log()), "0.364")],
)
def test_the_learners_polar_map(yours, det):
    picture = Cells(yours)
    readouts = picture.update(**picture.values())
    assert readouts["exp(your log_det)"] == det
    assert f"Yours: {det}" in picture.describe(**picture.values())


# --- samples ------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", maps.SHAPES)
def test_samples_come_closer_to_the_right_density_only(pictures, shape):
    def off(n, label):
        return first_number(pictures["histogram"].update(map=shape, n=n, draw=3)[label])

    label = "off by, with Jacobian"
    assert off(100, label) > off(10_000, label) > off(100_000, label)
    assert off(100_000, label) < 1.0
    assert off(100_000, "without") > 9


def test_the_histogram_judges_the_learners_density():
    right, wrong = Histogram(log_normal), Histogram(lambda x: NORMAL.log_prob(x))
    values = {"n": 100_000, "draw": 1}
    assert first_number(right.update(**values)["yours"]) < 1.0
    assert first_number(wrong.update(**values)["yours"]) > 20


# --- units --------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", PER_MINUTE)
def test_a_unit_changes_the_height_and_not_the_area(pictures, unit):
    readouts = pictures["squeeze"].update(s=0.5, unit=unit)
    assert readouts["left: area"] == readouts["right: area"] == "1.000"
    assert readouts["highest"] == "0.80"  # 0.3989 / 0.5
    per_minute = first_number(pictures["squeeze"].update(s=0.5, unit="minutes")["mean log-density"])
    shift = math.log(PER_MINUTE[unit])
    assert abs(first_number(readouts["mean log-density"]) - (per_minute - shift)) < 0.011
