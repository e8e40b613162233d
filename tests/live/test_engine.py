"""The live pictures' engine: what is drawn once, what is drawn anew, what a burst does to it."""

import asyncio
import base64
import io
import re
import xml.etree.ElementTree as ElementTree
from types import SimpleNamespace

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from PIL import Image, ImageChops

from course_lib import cell_views, live
from course_lib.live import (
    Choice,
    Picture,
    Slider,
    Toggle,
    Yours,
    YoursFailed,
    show,
    svg,
)
from course_lib.live import host as host_module
from course_lib.live.host import WIDGET_VIEW, Latest, LiveHost, Rest
from course_lib.live.style import BASE, TARGET

X = np.linspace(-3, 3, 50)


class Parabola(Picture):
    """A small picture with every kind of artist and control."""

    title = "How steep is a parabola?"

    def __init__(self, yours=None):
        self.yours = yours
        controls = [
            Slider("a", "steepness", -2.0, 2.0, 0.1, 0.7),
            Slider("n", "points", 1, 5, 1, 3),
            Choice("colour", "colour", ("blue", "red"), "blue"),
            Toggle("filled", "filled", True),
        ]
        super().__init__(controls)

    def layout(self, figure):
        ax = figure.subplots()
        ax.set(xlim=(-3, 3), ylim=(-20, 20), xlabel="$x$", title="still & quiet <b>")
        ax.plot(X, 0 * X, color=BASE)
        self.curve = self.line(ax, TARGET)
        self.region = self.area(ax, TARGET)
        self.dots = self.points(ax, BASE)
        self.label = self.words(ax, 0.1, 0.9)

    def update(self, a, n, colour, filled):
        y = a * X**2
        if self.yours:
            y = self.yours(torch.tensor(X)).numpy()
        self.curve.set_data(X, y)
        self.region.set_xy(np.column_stack([X, y if filled else 0 * y]))
        self.dots.set_data(X[:n], y[:n])
        self.label.set_text(f"a < {a:.1f}")
        return {"a": f"{a:.1f}", "<colour>": colour}

    def describe(self, a, n, colour, filled):
        return f'A parabola of steepness {a:.1f} & "{colour}".'


@pytest.fixture
def picture():
    return Parabola()


def test_background_and_frame_are_well_formed_islands(picture):
    frame, _ = picture.frame()
    for text in (picture.background(), frame):
        root = ElementTree.fromstring(text)  # raises on anything malformed
        assert root.tag.endswith("svg")
        assert "<style" not in text, "a style sheet would restyle the whole page"
        assert "<metadata" not in text
    label = ElementTree.fromstring(frame).get("aria-label")
    assert label == 'How steep is a parabola? A parabola of steepness 0.7 & "blue".'


@pytest.mark.thorough
def test_ids_of_different_pictures_do_not_meet():
    one, two = Parabola(), Parabola()
    clips = [
        set(re.findall(r'clipPath id="([^"]+)"', p.frame()[0] + p.background())) for p in (one, two)
    ]
    assert clips[0] and not clips[0] & clips[1]


def test_every_reference_is_defined(picture):
    for text in (picture.background(), picture.frame()[0]):
        wanted = set(re.findall(r"url\(#([^)]+)\)", text)) | set(
            re.findall(r'href="#([^"]+)"', text)
        )
        assert wanted <= set(re.findall(r'id="([^"]+)"', text))


def test_only_moving_artists_are_in_the_frame(picture):
    colour = {name: c.lower() for name, c in {"still": BASE, "moving": TARGET}.items()}
    assert colour["moving"] not in picture.background()
    frame, _ = picture.frame()
    assert colour["moving"] in frame
    assert "still" not in frame


def drawn_from_nothing(picture, frame):
    """The picture's present state, drawn without anything kept from before."""
    alt = ElementTree.fromstring(frame).get("aria-label")
    return svg.moving(picture.figure, picture._moving, f"f{picture._token}", alt, {})


def test_what_has_not_changed_is_not_drawn_again(picture, monkeypatch):
    picture.background()
    picture.frame(a=0.5)
    drawn = []
    draw = svg._drawn
    monkeypatch.setattr(svg, "_drawn", lambda *a, **k: drawn.append(a[1]) or draw(*a, **k))
    picture.frame(a=0.51, filled=False)  # the text says 0.5 as before
    assert picture.curve in drawn and picture.region in drawn and picture.label not in drawn


@pytest.mark.thorough
def test_kept_drawings_are_never_stale(picture):
    picture.background()
    picture.frame(a=0.5)
    picture.update(a=1.5, n=4, colour="blue", filled=True)
    picture.figure.savefig(io.BytesIO())  # takes matplotlib's marks off what has changed
    frame, _ = picture.frame(a=1.5, n=4)
    assert frame == drawn_from_nothing(picture, frame) and "a &lt; 1.5" in frame
    picture.figure.axes[0].set_ylim(-5, 5)  # moves a curve without marking it
    alt = ElementTree.fromstring(frame).get("aria-label")
    prefix = f"f{picture._token}"
    frame = svg.moving(picture.figure, picture._moving, prefix, alt, picture._svg_texts)
    assert frame == drawn_from_nothing(picture, frame)
    picture.curve.set_visible(False)
    frame, _ = picture.frame(a=1.5, n=4)
    assert frame == drawn_from_nothing(picture, frame)


def test_curves_take_tensors_and_lists(picture):
    x = torch.linspace(-1, 1, 5)
    picture.curve.set_data(x, x.tolist())
    np.testing.assert_array_equal(*picture.curve.get_data())


def test_a_curve_that_stays_is_not_drawn_again(picture):
    gap = np.array([1.0, np.nan, 2.0])
    picture.curve.set_data(gap, gap)
    picture.curve.stale = False
    picture.curve.set_data(gap.copy(), torch.tensor(gap))
    assert not picture.curve.stale
    picture.curve.set_data(gap, gap + 1)
    assert picture.curve.stale


def test_the_background_never_changes(picture):
    before = picture.background()
    picture.frame(a=-2.0, n=5, filled=False)
    assert picture.background() == before


def test_frames_follow_the_values(picture):
    first, _ = picture.frame(a=0.5)
    second, readouts = picture.frame(a=-0.5)
    again, _ = picture.frame(a=0.5)
    assert first != second
    assert first == again
    assert readouts["a"] == "-0.5"


@pytest.mark.thorough
def test_png_is_the_same_state_and_leaves_pyplot_alone(picture):
    small, large = picture.png(a=-2.0), picture.png(a=2.0)
    assert small.startswith(b"\x89PNG") and small != large
    assert small == picture.png(a=-2.0), "a still picture must be reproducible to the byte"
    assert plt.get_fignums() == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("values", "error", "says"),
    [
        ({"a": 2.5}, ValueError, "outside -2.0 … 2.0"),
        ({"a": "1"}, TypeError, "a is a number, not '1'"),
        ({"a": float("nan")}, ValueError, "outside"),
        ({"colour": "green"}, ValueError, r"one of \['blue', 'red'\]"),
        ({"filled": 1}, TypeError, "True or False"),
        ({"b": 1.0}, ValueError, "not a control of this picture"),
    ],
)
def test_values_are_checked(picture, values, error, says):
    with pytest.raises(error, match=says):
        show(picture, **values)


@pytest.mark.thorough
def test_the_bundle_carries_widget_picture_and_words(picture, monkeypatch):
    monkeypatch.delenv("COURSE_STATIC", raising=False)
    data, metadata = show(picture, a=1.5)._repr_mimebundle_()
    assert set(data) == {WIDGET_VIEW, "image/png", "text/plain"}
    assert data["text/plain"].startswith("How steep is a parabola? A parabola of steepness 1.5")
    assert metadata["image/png"]["alt"] == data["text/plain"]


def test_a_static_notebook_carries_no_widget(picture, monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    data, _ = show(picture)._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}


def test_moving_a_slider_changes_picture_and_readout(picture):
    host = LiveHost(picture, picture.values())
    frame, readout = host.foreground.value, host.readout.value
    host.set(a=-1.5)
    assert host.foreground.value != frame and host.readout.value != readout
    assert "<b>-1.5</b>" in host.readout.value
    assert "&lt;colour&gt;" in host.readout.value, "labels are escaped"
    host.reset.click()
    assert host.sliders["a"].value == 0.7


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda x: 1 / 0, "raised ZeroDivisionError"),
        (lambda x: None, "returned nothing, not a tensor"),
        (lambda x: ..., "still returns the placeholder"),
        (lambda x: [1.0, 2.0], "returned a list, not a tensor"),
        (lambda: 1.0, "raised TypeError"),
    ],
)
def test_a_failing_function_is_said_and_the_picture_goes_on(function, says):
    picture = Parabola(Yours(function))
    host = LiveHost(picture, picture.values())
    assert says in host.readout.value
    picture.yours = None
    host.set(a=1.0)
    assert "Not drawn" not in host.readout.value
    picture.yours = Yours(function)
    data, _ = show(picture)._repr_mimebundle_()
    assert says in data["text/plain"] and "image/png" not in data


def test_yours_checks_the_number_of_parts():
    x = torch.ones(3)
    with pytest.raises(YoursFailed, match="not 2 tensors"):
        Yours(lambda x: x, parts=2)(x)
    assert torch.equal(Yours(lambda x: 2.0)(x), torch.full((3,), 2.0))


def test_an_error_of_the_course_itself_is_not_hidden(picture):
    host = LiveHost(picture, picture.values())
    picture.update = lambda **values: 1 / 0
    with pytest.raises(ZeroDivisionError):
        host.draw()


class Clock:
    """A loop's time, and that of the frames: it goes on when it is told to, however busy we are."""

    def __init__(self, monkeypatch):
        self.now = 0.0
        monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: self.now)
        monkeypatch.setattr(host_module, "time", SimpleNamespace(perf_counter=lambda: self.now))

    async def goes_on(self, seconds):
        """What is due in these seconds is done."""
        self.now += seconds
        for _ in range(3):
            await asyncio.sleep(0)


def test_screen_readers_are_told_when_the_sliders_rest(picture, monkeypatch):
    heard = []

    async def run():
        clock, host = Clock(monkeypatch), LiveHost(picture, picture.values())
        host.spoken.observe(lambda change: heard.append(change.new), "value")
        for a in (1.0, 1.1, 1.2):
            host.set(a=a)
            await clock.goes_on(0.9 * Rest.SECONDS)
        assert heard == [], "nothing is said while a slider moves"
        await clock.goes_on(0.2 * Rest.SECONDS)
        assert len(heard) == 1
        await clock.goes_on(60)
        return host

    host = asyncio.run(run())
    assert len(heard) == 1 and 'role="status"' in heard[0]
    assert "steepness 1.20" in heard[0] and "a 1.2" in heard[0]
    assert "role=" not in host.readout.value and "aria-live" not in host.readout.value


def test_sliders_say_what_they_do(picture):
    for control in picture.controls:
        widget = control.widget(control.value)
        told = getattr(widget, "tooltip", None) or widget.description_tooltip
        assert told.startswith(control.label)


def test_no_readout_is_cut_when_it_is_long(picture):
    host = LiveHost(picture, picture.values())
    assert "nowrap" not in host.readout.value and "overflow-wrap:anywhere" in host.readout.value


@pytest.mark.thorough
def test_a_still_that_is_saved_with_the_notebook_is_light(picture, monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    full = show(picture)._repr_mimebundle_()[0]["image/png"]
    monkeypatch.delenv("COURSE_STATIC")
    kept = show(picture)._repr_mimebundle_()[0]["image/png"]
    assert len(kept) < len(full)
    one, two = (Image.open(io.BytesIO(base64.b64decode(png))) for png in (full, kept))
    off = ImageChops.difference(one.convert("L"), two.convert("L"))
    assert sum(off.histogram()[48:]) < 0.01 * off.width * off.height


@pytest.mark.thorough
def test_a_cell_that_is_run_again_lets_go_of_its_old_pictures(picture, monkeypatch):
    now = ["cell 1", "run 1"]
    monkeypatch.setattr(cell_views, "running", lambda: tuple(now))
    monkeypatch.setattr(cell_views, "_shown", {})
    before = set(all_widgets())
    first, second = show(picture), show(picture)
    for view in (first, second):
        view._repr_mimebundle_()
    assert first.live.foreground.comm is not None, "two in one run: both live"
    one = len(set(all_widgets()) - before) // 2
    for run in range(5):
        now[1] = f"run {run + 2}"
        show(picture)._repr_mimebundle_()
    assert len(set(all_widgets()) - before) == one
    assert first.live.foreground.comm is None
    now[0] = "cell 2"
    show(picture)._repr_mimebundle_()
    assert len(set(all_widgets()) - before) == 2 * one, "another cell's stays"


def all_widgets():
    """The ids of all widgets that the kernel holds, in ipywidgets 7 and 8."""
    found = getattr(widgets.widget, "_instances", None)
    return widgets.Widget.widgets if found is None else found


@pytest.mark.parametrize(
    ("every", "drawn"), [(0.0, [0, 99]), (0.001, [0, *range(9, 100, 10)]), (0.02, [*range(100)])]
)
def test_a_burst_drops_the_stale_values_and_draws_the_last(every, drawn, monkeypatch):
    """A frame takes 20 ms here, and events come at once, every ms, and more slowly than that."""
    found, state = [], {}

    async def run():
        clock = Clock(monkeypatch)

        def draw():
            clock.now += 0.02
            found.append(state["value"])

        latest = Latest(draw)
        for state["value"] in range(100):
            latest.request()
            await clock.goes_on(every)
        await clock.goes_on(1.0)

    asyncio.run(run())
    assert found == drawn


@pytest.mark.parametrize(("took", "rests"), [(0.04, 0.02), (2.0, 0.25)])
def test_it_rests_half_as_long_as_a_frame_took_and_never_long(monkeypatch, took, rests):
    clock, waits = iter([5.0, 5.0 + took]), []
    loop = SimpleNamespace(call_later=lambda delay, then: waits.append(delay))
    monkeypatch.setattr(host_module.asyncio, "get_running_loop", lambda: loop)
    monkeypatch.setattr(host_module.time, "perf_counter", lambda: next(clock))
    Latest(lambda: None).request()
    assert waits == [pytest.approx(rests)]


def test_without_a_loop_every_event_is_drawn():
    drawn = []
    latest = Latest(lambda: drawn.append(len(drawn)))
    for _ in range(3):
        latest.request()
    assert drawn == [0, 1, 2]


def test_drawing_again_after_an_error():
    """A failed frame must not leave the picture deaf."""
    calls = []

    def draw():
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("once")

    latest = Latest(draw)
    with pytest.raises(RuntimeError):
        latest.request()
    latest.request()
    assert len(calls) == 2


def test_yours_gets_a_copy_and_may_answer_in_numpy():
    x = torch.linspace(0, 1, 3)

    def changes_its_input(x):
        x.requires_grad_()
        (x**2).sum().backward()
        with torch.no_grad():
            x += 1
        return x.grad

    assert Yours(changes_its_input)(x).tolist() == (2 * x).tolist()
    assert not x.requires_grad and x.tolist() == [0, 0.5, 1]
    in_numpy = Yours(lambda x: np.exp(x.numpy().astype(np.float64)))(x)
    assert isinstance(in_numpy, torch.Tensor) and in_numpy.dtype == x.dtype


@pytest.mark.thorough
@pytest.mark.parametrize("cost", [lambda x: nobody, lambda x: None, lambda x: x[:3]])  # noqa: F821
def test_a_picture_that_cannot_be_drawn_at_all_is_no_traceback(cost):
    data, _ = live.expected_cost(yours=cost)._repr_mimebundle_()
    assert "cannot draw your function" in data["text/plain"]


@pytest.mark.thorough
def test_a_constant_is_a_cost():
    data, _ = live.expected_cost(yours=lambda x: 3)._repr_mimebundle_()
    assert "expected cost 3.00" in data["text/plain"] and "image/png" in data
