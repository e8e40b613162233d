"""What a picture must show, proved: each moving mark against a formula of the test's own.

A chapter's proofs stand in ``tests/chapters/chNN/marks.py``: PROOFS = {"strips": (Proof(…), …)}.
A proof's ``check(see, **values)`` says for one setting what must be seen:

    see.curve(see.picture.curve, x, scipy.stats.norm.pdf(x, shift, stretch))
    see.reads("height", "{}", 1 / (stretch * math.sqrt(2 * math.pi)))

The formulas are scipy's, closed forms, or elementary; never the picture's own functions. Every
moving artist and every readout must be looked at in one of the settings.
"""

import functools
import importlib
import itertools
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from course_lib import live, order
from tests.live import marks

CHAPTERS = Path(__file__).parents[1] / "chapters"
NO_NUMBER = r"nan(?![a-z])|\binf\b"  # but a determinant is one


@dataclass(frozen=True, eq=False)
class Proof:
    """``check`` at each of the settings, for the picture that ``make`` gives.

    ``quick`` says that its first setting belongs to ``make check``.
    """

    check: Callable
    settings: tuple
    make: Callable | None = None
    quick: bool = False


@functools.cache
def every():
    """{picture: its proofs} of all chapters."""
    found = {}
    for number in order.chapters():
        if (CHAPTERS / f"ch{number}" / "marks.py").exists():
            found |= importlib.import_module(f"tests.chapters.ch{number}.marks").PROOFS
    return found


def made(name, proof):
    """The picture of a proof; by default the one that its line in the chapter shows."""
    return proof.make() if proof.make else getattr(live, name)().picture


def seen(picture, proof, settings=None):
    """The marks at every setting, each compared with what it must be."""
    found = []
    for values in proof.settings if settings is None else settings:
        see = marks.Marks(picture, **values)
        proof.check(see, **see.values)
        found.append(see)
    return found


def overlooked(picture, looks):
    """The names of the moving artists, and the readouts, that no setting has looked at."""
    looked = {artist for see in looks for artist, _ in see.checks}
    unread = set.intersection(*(see.unread for see in looks))
    called = marks.names(picture)
    return [called[a] for a in picture._moving if a not in looked] + sorted(unread)


# --- what holds for all pictures ----------------------------------------------------------------


def corners(picture):
    """Every combination of the controls' ends, starts and options."""
    names = [control.name for control in picture.controls]
    for values in itertools.product(*(control.corners() for control in picture.controls)):
        yield dict(zip(names, values, strict=True))


def prove_every_corner(picture):
    """Every corner is drawn without a warning, and described without a number that is none."""
    start = picture.values()
    first = picture.frame(**start)
    for values in corners(picture):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            frame, readouts = picture.frame(**values)
            alt = picture.told(**picture.values(**values))
        said = " ".join([*map(str, readouts.values()), alt])
        assert not re.search(NO_NUMBER, said.lower()), (values, said)
        drawn = re.sub(r"base64,[\w+/=]+", "", frame)  # where any three letters may stand
        assert not re.search(NO_NUMBER, drawn) and len(frame) > 500 and readouts, values
        assert alt.endswith("."), values
        _prove_areas_are_one(readouts, values)
    assert picture.frame(**start) == first, "it depends on what was drawn before"
    picture.png()


def along_first(picture):
    """Settings that differ in the first slider alone: its start value, and its ends."""
    first = next(c for c in picture.controls if not isinstance(c, live.Toggle))
    return [{first.name: value} for value in first.corners()]


def _prove_areas_are_one(readouts, values):
    """An area of the course's own density is 1, unless something is missing from it."""
    for label in ("area", "area under the target", "area with Jacobian", "area corrected"):
        if label in readouts:  # on the way from nothing, too
            assert readouts[label] in ("1.000", "0.999", "1.001"), (values, label, readouts)
