"""For every test: notebooks are read without what takes longest to import."""

import course_lib.authoring  # noqa: F401  (before anything imports nbformat)
