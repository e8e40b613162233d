"""The first code cell of every notebook. It stands here once and is put in by the builder."""

SETUP = """\
# Set-up: run this cell first.
import sys
from pathlib import Path

sys.path.append(str(Path.cwd().parent))  # finds the course in a clone that is not installed
try:
    from course_lib import data, flows, live
    from course_lib.exercises import answer, attempt, check, hint, progress, quiz, solution
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"The course needs {missing.name}, which is not installed for this kernel. "
        "Open a terminal in the course's folder and type: make lab"
    ) from None

import torch

torch.set_num_threads(1)  # small flows are faster on one thread"""
