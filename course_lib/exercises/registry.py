"""Which exercises there are. A chapter is looked into when one of its exercises is wanted."""

from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec

from course_lib import order


class Unknown(LookupError):
    """There is no exercise or quiz of this name; the message says which are near."""


def exercises(chapter):
    """The exercises of a chapter, in its order; () where there are none."""
    return _of(chapter, "exercises", "EXERCISES")


def questions(chapter):
    """The quiz of a chapter; () where there is none."""
    return _of(chapter, "quiz", "QUIZ")


def find(exercise_id):
    """The exercise with this id. Raises Unknown with the near ones.

    >>> find("0.1").title
    'The midpoint of an interval'
    """
    wanted = str(exercise_id).strip()
    chapter = order.two_digits(wanted.partition(".")[0])
    if chapter in order.chapters():
        for exercise in exercises(chapter):
            if exercise.id == wanted:
                return exercise
    known = [exercise.id for number in order.chapters() for exercise in exercises(number)]
    raise Unknown(f"There is no exercise {wanted!r}. {_near(wanted, known)}")


def find_quiz(chapter):
    """(number with two digits, questions) of a chapter. Raises Unknown with those that exist."""
    wanted = str(chapter).strip()
    number = order.two_digits(wanted)
    if number not in order.chapters() or not questions(number):
        known = [n for n in order.chapters() if questions(n)]
        raise Unknown(f"There is no quiz {wanted!r}. {_near(number, known)}")
    return number, questions(number)


def predictions(chapter):
    """The predictions of a chapter; () where there are none."""
    return _of(chapter, "predictions", "PREDICTIONS")


def find_prediction(prediction_id):
    """The prediction with this id, "04.a". Raises Unknown with the near ones."""
    wanted = str(prediction_id).strip()
    known = [p for number in order.chapters() for p in predictions(number)]
    for prediction in known:
        if prediction.id == wanted:
            return prediction
    raise Unknown(f"There is no prediction {wanted!r}. {_near(wanted, [p.id for p in known])}")


def _of(chapter, module, name):
    """What a module of the chapter's room has under this name; () without the module."""
    path = f"{order.room(chapter)}.{module}"
    return tuple(getattr(import_module(path), name)) if find_spec(path) else ()


def _near(wanted, known):
    same_chapter = [name for name in known if name.split(".")[0] == wanted.partition(".")[0]]
    near = same_chapter or get_close_matches(wanted, known, n=4, cutoff=0.3) or known[:4]
    return f"Near it: {', '.join(near)}." if near else "There is none yet."
