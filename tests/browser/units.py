"""What one worker runs in one go, so that a page that tests share is opened once.

A file is one such unit. Where each parameter has its page or its deck, the parameter is: these are
handed out one by one to the worker that is free, so that none is left alone at the end. xdist's own
groups do it by a mark that goes into a test's name; newer versions of pytest do not let it.
"""

import re

from xdist.scheduler import LoadScopeScheduling

BY_PARAMETER = ("test_chapters.py", "test_decks.py", "test_front_ends.py")
ONE_SITE = "tests/web/"  # built once for all that look at it


def unit(nodeid):
    """
    >>> unit("tests/browser/test_start.py::test_that[x]")
    'tests/browser/test_start.py'
    >>> unit("tests/browser/test_front_ends.py::test_no_key[notebook-dd]")
    'tests/browser/test_front_ends.py notebook'
    >>> unit("tests/web/test_stops.py::test_that")
    'tests/web/'
    """
    file, _, test = nodeid.partition("::")
    if file.startswith(ONE_SITE):
        return ONE_SITE
    if not file.endswith(BY_PARAMETER):
        return file
    parameter = re.search(r"\[(\w+)", test)
    return f"{file} {parameter[1] if parameter else test}"


class Units(LoadScopeScheduling):
    """Those with many tests first."""

    def _split_scope(self, nodeid):
        return unit(nodeid)
