"""A chapter's room, as the builder needs it: whatever is wrong with one is said in a sentence."""

import traceback

from course_lib import order
from course_lib.authoring.markers import SourceError
from course_lib.exercises import registry


def exercises(path):
    """The exercises in the room of the chapter with this source. Raises SourceError."""
    return _asked(path, lambda: registry.exercises(path.name[:2]))


def exercise(path, exercise_id):
    """One exercise by its id. Raises SourceError."""
    return _asked(path, lambda: registry.find(exercise_id))


def _asked(path, question):
    try:
        return question()
    except registry.Unknown as unknown:
        raise SourceError(f"{path}: {unknown}") from None
    except order.NoRoom as reason:
        number, _, name = path.stem.partition("_")
        raise SourceError(f"{path}: {reason} Type: make chapter N={number} NAME={name}") from None
    except Exception as error:  # whatever a half-written module raises while it is imported
        raise SourceError(
            f"{path}: the chapter's room cannot be used: {type(error).__name__}: {error}"
            f"{_where(error)}"
        ) from None


def _where(error):
    """The line of a room that raised; of a SyntaxError, the line that cannot be read."""
    if isinstance(error, SyntaxError):
        return f" ({error.filename}:{error.lineno})"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(str(order.ROOMS))]
    return f" ({own[-1].filename}:{own[-1].lineno})" if own else ""
