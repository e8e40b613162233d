"""In an environment that has jammy_flows: does it still say what was recorded?

It is not on PyPI, so no environment of the course has it, and no run of the tests collects this
file; a workflow asks for it by name, once a month. By hand: chapter 16 tells how to install it;
then

    python -m pytest tests/chapters/ch16/with_jammy.py
"""

import numpy as np

from course_lib.chapters.ch16_real_tools import recordings
from tests.chapters.ch16 import record


def test_jammy_flows_still_says_what_was_recorded():
    import jammy_flows

    found, known = record.numbers(jammy_flows), recordings.jammys_numbers()
    assert set(found) == set(known)
    for name, value in found.items():
        assert np.allclose(value, known[name], rtol=0, atol=1e-9), name


def test_its_cells_still_print_what_was_recorded():
    assert record.outputs("jammy_flows") == recordings.written("jammy_flows")["cells"]
