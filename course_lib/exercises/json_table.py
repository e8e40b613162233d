"""A small table in a JSON file that several kernels write, and that no accident may empty.

Every write goes to a new file that then takes the old one's place, so a kernel that is killed
half-way leaves the old file whole. A lock beside the file lets one kernel at a time read, add and
write; where a file system has no locks, the kernels go on without.
"""

import contextlib
import json
import os
import time

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

PATIENCE = 2.0  # s: nobody waits longer for a lock


class Damaged(Exception):
    """The file is there and holds no table."""


def read(path):
    """The table, empty where no file is. Raises Damaged, or OSError where it cannot be read."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise Damaged(str(error)) from None
    if not isinstance(table, dict):
        raise Damaged(f"a {type(table).__name__} in place of a table")
    return table


def change(path, merge):
    """Put ``merge(table)`` in the table's place. Raises OSError where the file cannot be written.

    A damaged file is set aside as NAME.damaged, for whoever can still read something in it.
    """
    with _alone(path):
        try:
            table = read(path)
        except Damaged:
            path.replace(path.with_name(path.name + ".damaged"))
            table = {}
        new = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with new.open("w", encoding="utf-8") as file:
                file.write(json.dumps(merge(table), indent=1, sort_keys=True) + "\n")
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink()
            raise


@contextlib.contextmanager
def _alone(path):
    """No other kernel is between its reading and its writing while this one is in here."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):
            file = stack.enter_context(path.with_name(path.name + ".lock").open("a"))
            end = time.monotonic() + PATIENCE
            while not _locked(file) and time.monotonic() < end:
                time.sleep(0.01)
        yield  # the lock goes when the file is closed, also when the kernel is killed


def _locked(file):
    try:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    except OSError:
        return False
    return True
