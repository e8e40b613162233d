"""On paper several frames of a picture share a page: each must find its own marks."""

import re

import pytest

from course_lib import live
from course_lib.live.drawing_size import drawn_at
from course_lib.live.frames import Sweep, slide_size
from course_lib.live.frames_html import paper_html

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def page():
    with drawn_at(slide_size()):
        view = live.linear(a=1.5)
    return paper_html(Sweep(view.picture, view.start, {"a": [-2.0, 1.5], "b": [0.0, 1.0]}))


def test_every_mark_that_is_used_is_there(page):
    ids = re.findall(r'\bid="([^"]+)"', page)
    used = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page)
    assert len(used) > 20
    assert {one or other for one, other in used} <= set(ids)


def test_frames_use_marks_of_their_own(page):
    cells = page.split('class="multiple"')[1:]
    used = [set(re.findall(r'(?:href="|url\()#(n[^")]+)', cell)) for cell in cells]
    assert len(cells) == 4 and all(used)
    assert len(set().union(*used)) == sum(map(len, used))
