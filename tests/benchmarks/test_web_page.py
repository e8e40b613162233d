"""The benchmarks' section on the web edition says what its results say."""

import pytest

from tests.benchmarks import page, web_page


def times(median):
    return {"median": median, "p95": 2 * median, "n": 9}


@pytest.fixture
def rows(monkeypatch):
    found = [
        {"what": "build", "seconds": 61.0, "drawn": 3},
        {"what": "bytes", "page": "01_x", "words": 310_000, "sent": 50_000, "stills": 9,
         "frames": 8, "pictures": 1},
        {"what": "whole", "bytes": 52e6, "common": 4e5},
        {"what": "notebook", "times": times(45.0)},
        {"what": "first page", "seen": times(300.0), "moves": times(1200.0)},
        {"what": "opened", "page": "01_x", "seen": 400.0, "ready": 700.0},
        {"what": "picture", "name": "picture-01-1", "drawn": times(3.0), "painted": times(12.0),
         "second": times(28.0), "page": "01_x", "frames": 50, "bytes": 100_000,
         "unpacked": times(20.0)},
    ]  # fmt: skip
    monkeypatch.setattr(web_page, "rows_of", lambda suite: found)
    return found


def test_each_goal_is_judged_by_its_numbers(rows):
    told = {line[0]: line[2:] for line in web_page.judged(rows, page.number)}
    assert told["build"] == ["61 s, 3 things drawn anew", "–"]
    assert told["key to painted picture"][1] == "yes"
    assert told["the same to the second frame"] == ["median 28 ms, notebook 45 ms", "yes"]
    assert told["first page, seen"][1] == "yes" and told["first page, moves"][1] == "**no**"
    assert told["a page before its pictures"] == ["310 kB (01_x)", "**no**"]


def test_pictures_are_counted_where_their_frames_belong(rows):
    rows.append(rows[-1] | {"frames": 60, "bytes": 240_000, "unpacked": times(30.0)})
    rows.append(rows[-1] | {"frames": 61})
    assert web_page.grown(rows, page.number) == [
        ["31 to 60", 2, "170", "3.0", "25", "12"],
        ["61 to 120", 1, "240", "3.9", "30", "12"],
    ]


def test_the_section_is_there_when_the_suite_has_been_run(rows, monkeypatch):
    assert "picture-01-1" in web_page.section(page.table, page.number)
    monkeypatch.setattr(web_page, "rows_of", lambda suite: [])
    assert web_page.section(page.table, page.number) == ""
