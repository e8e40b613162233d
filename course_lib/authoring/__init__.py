"""For authors: one source per chapter, and everything else built from it.

``python -m course_lib.authoring build`` makes ``notebooks/`` and ``solutions/*.ipynb`` from
``solutions/*.py``; ``verify`` says whether they are in step.
"""

import sys

# jsonschema, which checks a notebook's form, builds 38 grammars of internet addresses as soon as it
# is imported: most of the time that reading one notebook takes, for nothing in a notebook. Where
# the package of grammars is missing, jsonschema goes without.
sys.modules.setdefault("rfc3987_syntax", None)
