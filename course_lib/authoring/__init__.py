"""For authors: one source per chapter, and everything else built from it.

``python -m course_lib.authoring build`` makes ``notebooks/`` and ``solutions/*.ipynb`` from
``solutions/*.py``; ``verify`` says whether they are in step.
"""
