"""No stop of a slider is idle: each shows or says something else than its neighbour."""

import base64
import json
import math
import re
import zlib
from html.parser import HTMLParser

FIGURE = re.compile(
    r'<figure class="live[^"]*" id="([^"]*)" data-frames="([^"]+)">(.*?)</figure>', re.S
)


class Controls(HTMLParser):
    """The controls of a figure: [(label, stops, where it begins, its first frame or None)]."""

    def __init__(self, text):
        super().__init__()
        self.found, self.alone, self.named = [], None, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "data-first" in attributes:
            self.alone = int(attributes["data-first"])
        if tag == "label":
            self.found.append({"label": "", "stops": 0, "begin": 0, "first": self.alone})
        self.named = attributes.get("class") == "name"
        if tag == "input" and attributes["type"] == "checkbox":
            self.found[-1] |= {"stops": 2, "begin": int("checked" in attributes)}
        elif tag == "input":
            last, value = int(attributes["max"]), int(attributes["value"])
            self.found[-1] |= {"stops": last + 1, "begin": value}
        elif tag == "option":
            self.found[-1]["begin"] += "selected" in attributes and self.found[-1]["stops"]
            self.found[-1]["stops"] += 1

    def handle_endtag(self, tag):
        if tag == "div":
            self.alone = None
        self.named = False

    def handle_data(self, data):
        if self.named:
            self.found[-1]["label"] += data


def frames(script):
    """What each frame shows and says, and the number of lines that there are."""
    words = json.loads(f"[{script[script.index('(') + 1 : script.rindex(')')]}]")
    made = json.loads(zlib.decompress(base64.b64decode(words[2]), -15))
    return [(tuple(gaps), told) for gaps, _, told in made["frames"]]


def idle(controls, shown):
    """Pairs of neighbouring stops that look and read alike, all others where they began."""
    together = [c for c in controls if c["first"] is None]
    found, inside = [], math.prod(c["stops"] for c in together)
    for control in together:
        inside //= control["stops"]
        begin = _state(together) - control["begin"] * inside
        found += _alike(control, [shown[begin + k * inside] for k in range(control["stops"])])
    for control in (c for c in controls if c["first"] is not None):
        found += _alike(control, shown[control["first"] :][: control["stops"]])
    return found


def _state(controls):
    state = 0
    for control in controls:
        state = state * control["stops"] + control["begin"]
    return state


def _alike(control, seen):
    return [
        f"{control['label']}, stops {k} and {k + 1} of {len(seen)}"
        for k in range(1, len(seen))
        if seen[k - 1] == seen[k]
    ]


def test_no_stop_of_any_control_is_idle(built):
    stuck, count = [], 0
    for file in sorted(built.glob("*.html")):
        for name, key, inside in FIGURE.findall(file.read_text(encoding="utf-8")):
            shown = frames((built / "frames" / f"{key}.js").read_text(encoding="utf-8"))
            controls = Controls(inside).found
            alone = sum(c["stops"] for c in controls if c["first"] is not None)
            together = math.prod(c["stops"] for c in controls if c["first"] is None)
            assert together + alone == len(shown), name
            stuck += [f"{file.name}, {name}: {what}" for what in idle(controls, shown)]
            count += 1
    assert not stuck
    assert count >= 9


def test_an_idle_stop_is_seen():
    two = [{"label": "a", "stops": 2, "begin": 1, "first": None},
           {"label": "n", "stops": 3, "begin": 0, "first": None},
           {"label": "b", "stops": 2, "begin": 0, "first": 6}]  # fmt: skip
    frames = [f"{k}" for k in range(8)]
    assert idle(two, frames) == []
    frames[5] = frames[4]
    assert idle(two, frames) == ["n, stops 2 and 3 of 3"]
    frames[0] = frames[3]
    assert "a, stops 1 and 2 of 2" in idle(two, frames)
    frames[6] = frames[7]
    assert idle(two, frames)[-1] == "b, stops 1 and 2 of 2"
