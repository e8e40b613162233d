"""What a test starts beside itself: it ends with the block, and is waited for by what it says."""

import contextlib
import socket
import subprocess
import time


@contextlib.contextmanager
def running(words, log, **how):
    """A process for as long as the block lasts; what it says stands in the file ``log``."""
    with log.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(words, stdout=out, stderr=out, **how)
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(30)
            except subprocess.TimeoutExpired:
                child.kill()


def until(look, seconds, every=0.2, alive=lambda: True):
    """The first answer of ``look()`` that is not empty; None if there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and alive():
        found = look()
        if found:
            return found
        time.sleep(every)
    return None


def reserved_port():
    """A port of this machine that for a minute nobody else is given who asks for any.

    A connection has just ended there, so the system keeps it back. A server that names it may
    have it.
    """
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(("127.0.0.1", 0))
        door.listen(1)
        with socket.create_connection(door.getsockname()) as guest:
            host, _ = door.accept()
            host.close()  # who hangs up first keeps the port back
            guest.recv(1)
        return door.getsockname()[1]
