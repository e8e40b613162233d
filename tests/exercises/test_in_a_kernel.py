"""In a real kernel: an endless loop, an interrupt and a stub leave the notebook usable."""

import re
import signal

import pytest

from tests.browser.processes import until

pytestmark = pytest.mark.slow

manager = pytest.importorskip("jupyter_client.manager")


@pytest.fixture(scope="module")
def kernel():
    km, client = manager.start_new_kernel(kernel_name="python3")
    yield km, client
    client.stop_channels()
    km.shutdown_kernel(now=True)


def result(client, code, meanwhile=lambda: None):
    """The plain line of a cell's result; fails if the cell raises."""
    message_id = client.execute(code)
    meanwhile()
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != message_id:
            continue
        if message["msg_type"] == "execute_result":
            assert "text/html" in message["content"]["data"]
            return message["content"]["data"]["text/plain"]
        assert message["msg_type"] != "error", message["content"]
        if message["content"].get("execution_state") == "idle":
            return ""


ENDLESS = 'def midpoint(a, b):\n    while True:\n        a = a + b\n\ncheck("0.1", midpoint)'
TELLS = "    open('is running', 'w').close()\n    while"


def test_loops_interrupts_and_stubs(kernel, tmp_path):
    km, client = kernel
    result(client, "from course_lib.exercises import check, run\nrun.LIMIT = 0.5")
    assert "a loop never end" in result(client, ENDLESS)

    def interrupt():
        assert until((tmp_path / "is running").exists, 300)
        km.interrupt_kernel()

    result(client, f"run.LIMIT = 60\nimport os\nos.chdir({str(tmp_path)!r})")
    assert "was interrupted" in result(client, ENDLESS.replace("    while", TELLS, 1), interrupt)
    bare = 'def midpoint(a, b):\n    ...  # your code here\n\ncheck("0.1", midpoint)'
    assert "not attempted yet — `midpoint` still has" in result(client, bare)
    raises = 'def midpoint(a, b):\n    c = a\n    return c @ b\n\ncheck("0.1", midpoint)'
    assert "at `return c @ b`" in result(client, raises)


def test_a_kernel_that_is_killed_takes_no_progress_with_it(kernel, own_progress):
    km, client = kernel
    own = f"import os\nos.environ['COURSE_PROGRESS'] = {str(own_progress)!r}\n"
    own += "from course_lib.exercises import check, progress\n"
    solved = 'def midpoint(a, b):\n    return (a + b) / 2\n\ncheck("0.1", midpoint)'
    assert "right" in result(client, own + solved).lower()
    old = km.provisioner.pid
    km.signal_kernel(signal.SIGKILL)
    km.restart_kernel(now=True)
    client.wait_for_ready(timeout=60)
    assert km.provisioner.pid != old
    shown = result(client, own + "progress()")
    assert re.search(r"^00 +1 of 1 ", shown, re.MULTILINE), shown
