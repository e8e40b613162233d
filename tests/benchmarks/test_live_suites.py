"""The suites of live pictures and of the course's memory: what they measure, judge and draw.

No time is asserted here but the relay's own: it hands nothing on too early.
"""

import contextlib
import gc
import socket
import socketserver
import threading
import time
import warnings

import pytest

from course_lib import live
from course_lib.live import Choice, Slider
from tests.benchmarks import (
    before,
    far,
    frames,
    live_pictures,
    page_course,
    page_live,
    targets_course,
    targets_live,
)
from tests.benchmarks.relay import Relay

TOLD = {"median": 50.0, "p95": 60.0, "n": 9}


def picture(name="linear", median=50.0, p95=60.0, **drag):
    swung = {"values": 40.0, "fps": 30.0, "last": 70.0, "last sent": 50.0, "blank": 0, "looks": 9}
    return {"what": "picture", "name": name, "drag": swung | drag, "ratio": median / 50.0,
            "times": {"echo": TOLD, "picture": {"median": median, "p95": p95, "n": 9}}}  # fmt: skip


def judged(monkeypatch, module, of, suites):
    """{what: reached} of these rows."""
    monkeypatch.setattr(module, "rows_of", lambda suite: suites.get(suite, []))
    return {what: reached for what, _, _, reached in of()}


def test_one_late_picture_of_three_drags_is_luck_two_are_not_and_no_blank_look_is_lost(
    monkeypatch,
):
    def drags(*lasts):
        left = [picture(fps=30.0 + k, last=last, blank=k)["drag"] for k, last in enumerate(lasts)]
        monkeypatch.setattr(live_pictures, "drag", lambda *_, **__: left.pop(0))
        found = live_pictures.dragged(None, 1.2, 40)
        assert (found["fps"], found["blank"], found["looks"]) == (30.0, 3, 27), "new values: fps"
        return found["last"]

    assert drags(60.0, 136.0, 50.0) == 60.0
    assert drags(140.0, 136.0, 50.0) == 136.0


@pytest.mark.parametrize(
    ("worse", "missed"),
    [
        ({}, set()),
        ({"median": 56.0}, {"live, key press to paint"}),
        ({"p95": 91.0}, {"live, key press to paint, 95th percentile"}),
        ({"last": 101.0}, {"live, final picture after a drag"}),
        ({"fps": 23.0}, {"live, drag as in make lab"}),
        ({"blank": 1}, {"live, blank frames"}),
    ],
)
def test_one_picture_that_misses_is_a_miss(monkeypatch, worse, missed):
    rows = [picture(), picture("other", **worse), {"what": "no slider", "name": "still"}]
    found = judged(monkeypatch, targets_live, targets_live.judged_live, {"live": rows})
    assert {what for what, reached in found.items() if not reached} == missed


def test_far_pictures_are_judged_at_each_distance(monkeypatch):
    rows = [row | {"what": "far", "trip": trip} for trip, row in
            ((0, picture()), (100, picture(**{"last sent": 161.0, "fps": 5.0})),
             (300, picture(**{"last sent": 360.0, "fps": 2.4})))]  # fmt: skip
    found = judged(monkeypatch, targets_live, targets_live.judged_far, {"far": rows})
    assert list(found.values()) == [True, False, False, True]


def frame_row(later=0.004, first=0.01, dear=(), rasters=(90,)):
    control = {"name": "a", "first": first, "first worst": first, "later": later}
    return {"what": "picture", "name": "one", "opened": 0.1, "rasters": list(rasters),
            "dear": list(dear), "controls": [control]}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "reached"),
    [
        (frame_row(), [True, True, True]),
        (frame_row(first=0.021), [False, True, True]),
        (frame_row(first=0.3, dear=["a"]), [True, True, True]),
        (frame_row(later=0.009), [True, False, False]),
        (frame_row(later=0.009, rasters=()), [True, False, True]),
    ],
)
def test_a_dear_frame_is_a_miss(monkeypatch, row, reached):
    found = judged(monkeypatch, targets_live, targets_live.judged_frames, {"frames": [row]})
    assert list(found.values()) == reached


@pytest.mark.parametrize(("last", "reached"), [(439e6, True), (441e6, False)])
def test_memory_that_grows_is_a_miss(monkeypatch, last, reached):
    rows = [{"what": "memory", "name": "01_one", "resident": [400e6, 500e6, last],
             "widgets": [9, 9, 9]}]  # fmt: skip
    found = judged(monkeypatch, targets_course, targets_course.judged_course, {"memory": rows})
    assert list(found.values()) == [reached]
    monkeypatch.setattr(page_course, "rows_of", lambda suite: rows)
    assert "| 01_one | 400 | 500 |" in page_course.memory()


def test_all_is_drawn(monkeypatch):
    still = {"what": "no slider", "name": "still"}
    suites = {"live": [picture(), still], "frames": [frame_row(dear=["a"])],
              "far": [picture() | {"what": "far", "trip": 300}]}  # fmt: skip
    monkeypatch.setattr(page_live, "rows_of", suites.get)
    assert "Without a slider, so not moved: `still`." in page_live.live()
    assert "| 300 | linear | 50 | 50 | 40 | 30 | 70 | 50 |" in page_live.far()
    assert "| one | a | 100 | 10 (a) | 10 | 4.0 (a) |" in page_live.frames()


def test_a_frame_is_measured_at_both_ends_of_every_control():
    assert frames.places(Slider("a", "a", 0, 9, 1, 3), 4) == [0, 3, 6, 9]
    assert frames.places(Choice("c", "c", ("x", "y"), "x"), 9) == ["x", "y"]
    row = frames.case("hello", 2)
    assert [control["stops"] for control in row["controls"]] == [2, 2]
    assert all(c["later"] > 0 and 0 < c["first"] <= c["first worst"] for c in row["controls"])


def test_far_knows_its_pictures():
    assert set(far.NAMES) <= set(live.pictures())


class Echo(socketserver.BaseRequestHandler):
    """A server that sends back what it is sent."""

    def handle(self):
        while piece := self.request.recv(1 << 16):
            self.request.sendall(piece)


@pytest.fixture
def echo():
    """The address of such a server."""
    server = socketserver.ThreadingTCPServer(("localhost", 0), Echo)
    server.daemon_threads = True  # whoever does not hang up does not keep us waiting
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    with server:
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()


def call(url):
    client = socket.create_connection(("localhost", int(url.rsplit(":", 1)[1])))
    client.settimeout(20)
    return client


def test_a_relay_hands_all_on_in_order_and_not_too_early(echo):
    relay = Relay(0.0)
    with relay.before(echo) as url, call(url) as client:
        for relay.trip in (0.0, 0.1):
            sent, start = bytes(range(256)) * 400, time.monotonic()
            client.sendall(sent)
            came = b""
            while len(came) < len(sent):
                came += client.recv(1 << 16)
            assert came == sent
            assert time.monotonic() - start >= relay.trip


def test_a_relay_ends_without_a_word_whatever_is_on_its_way(echo, caplog):
    relay = Relay(0.1)
    with warnings.catch_warnings(record=True) as warned, contextlib.ExitStack() as clients:
        warnings.simplefilter("always")
        with relay.before(echo) as url:
            for _ in range(3):
                client = clients.enter_context(call(url))
                client.sendall(b"there and back")
            assert client.recv(99)
            client.sendall(b"never there")
        gc.collect()
        assert [*caplog.messages, *(str(w.message) for w in warned)] == []
        with contextlib.suppress(ConnectionResetError):  # which is an end, too
            assert client.recv(99) == b""


def test_a_picture_that_has_become_slow_is_a_miss(monkeypatch):
    rows = [{"name": "a", "before": 0.002, "ratio": 1.05}, {"name": "new", "before": None}]
    found = judged(monkeypatch, targets_live, targets_live.judged_before, {"before": rows})
    assert list(found.values()) == [True]
    rows += [{"name": "b", "before": 0.002, "ratio": 1.2}]
    found = judged(monkeypatch, targets_live, targets_live.judged_before, {"before": rows})
    assert list(found.values()) == [False]


def test_a_control_counts_for_itself():
    visits = [{"a": 0}, {"a": 1}, {"b": 0}]
    assert before.by_control(visits, [1.0, 1.0, 2.0], [1.0, 3.0, 1.0]) == {"a": 2.0, "b": 0.5}
