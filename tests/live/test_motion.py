"""Play buttons, and the way from nothing to f."""

import asyncio
import math

import numpy as np
import pytest
import torch

from course_lib.live import Choice, Picture, Slider, Toggle, unfolding
from course_lib.live.host import LiveHost, Rest
from course_lib.live.play import LONGEST, MOST, PLAYING, Player, nearest, stops
from course_lib.live.style import TARGET

A = Slider("a", "scale a", 0.5, 2.0, 0.1, 1.5)


class Stretched(Picture):
    """x = a z, as far on its way as t says."""

    title = "How wide is it?"
    unfolds = True

    def __init__(self):
        super().__init__([A])

    def layout(self, figure):
        self.curve = self.line(figure.subplots(), TARGET)

    def update(self, a):
        z = np.linspace(-1, 1, 3)
        self.curve.set_data(z, unfolding.points(z, a * z, self.t))
        return {"width": f"{2 * unfolding.slope(a, self.t):.2f}"}

    def describe(self, a):
        return f"Stretched, {self.readings(a=a)['width']} wide."


@pytest.fixture
def host():
    picture = Stretched()
    return LiveHost(picture, picture.values())


def test_a_picture_asks_with_one_word_and_keeps_its_own_values(host):
    assert [c.name for c in host.picture.controls] == ["a", "t"]
    for t, width in ((0.0, "2.00"), (0.5, "2.50"), (1.0, "3.00")):
        frame, readouts = host.picture.frame(a=1.5, t=t)
        assert readouts == {"width": width} and f"Stretched, {width} wide." in frame
        assert ("on the way from nothing" in frame) == (t < 1)
    host.picture.png(t=0.0)
    assert "2.00 wide" in host.picture.told(a=1.5, t=0.0)
    assert "3.00 wide" in host.picture.told(a=1.5, t=1.0), "kept readings know their t"


def test_playing_moves_the_slider_and_the_picture(host):
    player = host.player
    assert player.play.value == 0, "at its end it begins anew"
    for k in (1, 2, player.play.max):
        player.play.value = k
        assert host.sliders["t"].value == pytest.approx(k * 0.02)
    assert "<b>3.00</b>" in host.readout.value
    player.play.value = 25
    assert "<b>2.50</b>" in host.readout.value


def test_it_goes_on_from_where_a_hand_has_left_it_and_rewinds_in_silence(host):
    play, slider = host.player.play, host.sliders["t"]
    slider.value = 0.4
    assert play.value == 20
    setattr(play, PLAYING, True)
    play.value = play.max
    assert slider.value == 1.0
    setattr(play, PLAYING, False)
    assert play.value == 0 and slider.value == 1.0
    host.reset.click()
    assert slider.value == 1.0 and play.value == 0


def test_who_presses_play_right_after_a_drag_begins_where_the_hand_was(monkeypatch):
    monkeypatch.setattr(Rest, "SECONDS", 60)

    async def run():
        picture = Stretched()
        host = LiveHost(picture, picture.values())
        host.sliders["t"].value = 0.4
        setattr(host.player.play, PLAYING, True)
        began = host.player.play.value, host.sliders["t"].value
        host.close()
        return began

    assert asyncio.run(run()) == (20, 0.4)


def test_a_slider_that_moves_sends_no_message_to_the_play_button(monkeypatch):
    monkeypatch.setattr(Rest, "SECONDS", 0.02)

    async def run():
        picture = Stretched()
        host = LiveHost(picture, picture.values())
        before = host.player.play.value
        for t in (0.2, 0.4):
            host.sliders["t"].value = t
        moving = host.player.play.value
        while host.player.play.value == moving:
            await asyncio.sleep(0.01)
        return before, moving, host.player.play.value

    before, moving, still = asyncio.run(asyncio.wait_for(run(), 20))
    assert (moving, still) == (before, 20), "it follows once the slider stands still"


def test_nothing_starts_by_itself(host):
    assert getattr(host.player.play, PLAYING) is False
    assert host.player.play.show_repeat is False


def test_a_run_has_few_stops_and_both_ends():
    for control in (
        A,
        unfolding.CONTROL,
        Slider("n", "n", 0, 3000, 5, 0),
        Slider("k", "k", 1, 4, 1, 2),
    ):
        found = stops(control)
        assert 2 <= len(found) <= MOST and found[0] == control.low and found[-1] == control.high
        assert found == sorted(set(found))
        assert all(control.checked(value) == value for value in found)
        steps = [(value - control.low) / control.step for value in found]
        assert all(abs(step - round(step)) < 1e-6 for step in steps), "only where a hand can stop"
        assert Player(control, control.widget(control.value)).play.interval <= LONGEST


def test_what_has_an_order_can_be_played():
    stepped = Choice("n", "n", (1, 10, 100), 1, stepped=True)
    assert stops(stepped) == [1, 10, 100] and nearest(stops(stepped), 10) == 1
    for control in (Choice("n", "n", ("a", "b"), "a"), Toggle("n", "n")):
        with pytest.raises(TypeError, match="cannot be played"):
            stops(control)


# --- the way itself ------------------------------------------------------------------------------


def test_the_way_begins_with_nothing_and_ends_with_f():
    z, x = torch.randn(5, 2), torch.randn(5, 2)
    torch.testing.assert_close(unfolding.points(z, x, 0.0), z)
    torch.testing.assert_close(unfolding.points(z, x, 1.0), x)
    torch.testing.assert_close(unfolding.points(z, x, 0.0, sign=-1), -z)


@pytest.mark.parametrize("t", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_slope_is_that_of_the_points_and_never_zero(t, sign):
    z = torch.linspace(-2, 2, 41, dtype=torch.float64, requires_grad=True)
    x = sign * (0.1 * z + z**3)
    dx = torch.autograd.grad(x.sum(), z, retain_graph=True)[0]
    (wanted,) = torch.autograd.grad(unfolding.points(z, x, t, sign).sum(), z)
    found = unfolding.slope(dx, t, sign)
    torch.testing.assert_close(found, wanted)
    assert (sign * found > 0).all()


def test_densities_on_the_way_have_area_one():
    z = torch.linspace(-8, 8, 4001, dtype=torch.float64)
    p0 = torch.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    for sign in (1, -1):
        x, dx = sign * (z + torch.sinh(z / 2)), sign * (1 + torch.cosh(z / 2) / 2)
        for t in (0.0, 0.4, 1.0):
            at = unfolding.points(z, x, t, sign)
            p = p0 / unfolding.slope(dx, t, sign).abs()
            assert abs(torch.trapezoid(p, at).abs() - 1) < 1e-6


def test_a_determinant_on_the_way_is_that_of_its_matrix():
    J = torch.randn(4, 2, 2, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    for t in (0.0, 0.6, 1.0):
        wanted = np.linalg.det((1 - t) * np.eye(2) + t * J.numpy())
        np.testing.assert_allclose(unfolding.log_det(J, t).exp(), abs(wanted))
    assert unfolding.log_det(-torch.eye(2), 0.5) == -math.inf, "it folds flat half-way"
