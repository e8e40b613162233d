"""What every notebook of the course works with: ``from course_lib.notebook import *``."""

try:
    import math

    import numpy as np
    import torch

    from course_lib import data, flows, live
    from course_lib.exercises import (
        answer,
        attempt,
        check,
        hint,
        predict,
        progress,
        quiz,
        solution,
    )
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"The course needs {missing.name}, which is not installed for this kernel. "
        "On your own machine, open a terminal in the course's folder and type: make lab"
    ) from None

torch.set_num_threads(1)  # small flows are faster on one thread

__all__ = [
    "answer",
    "attempt",
    "check",
    "data",
    "flows",
    "hint",
    "live",
    "math",
    "np",
    "predict",
    "progress",
    "quiz",
    "solution",
    "torch",
]
