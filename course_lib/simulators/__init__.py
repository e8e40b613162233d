"""Small simulators whose exact answer is known: what a network learns can be compared with it.

Each draws pairs (x, c): what is sought, and what is seen. ``sample(n, seed)`` gives n of them, for
``training.fit`` as they are; the exact log p(x|c) is ``log_posterior(x, c)``.
"""

from course_lib.simulators.flash import Flash
from course_lib.simulators.inverse_sine import InverseSine
from course_lib.simulators.track import Track

__all__ = ["Flash", "InverseSine", "Track"]
