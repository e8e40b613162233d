"""What a slide's notes say about its picture, held against the picture.

A lecturer reads the notes aloud, so that a number in them must be one on the wall. The notes' cell
names the settings, and what is read off at each::

    shows={"p=0.3": "15 seven=136/20", "": "68 69"} known={"60": "minutes in an hour"}

"" is the picture as it opens. ``seven=136/20`` is computed from numbers that the picture prints.
What the picture does not print stands in ``known``, with the reason. Every number of the notes (in
digits, or in words from three to twelve) is in one of the two, or one of the settings; every colour
that they name is drawn. Formulas and code are mathematics, and are left alone.
"""

import html
import re

from course_lib.live.frames import NotSwept
from course_lib.live.words import shown

WORDS = {
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
COLORS = {
    "blue": ("#0072b2",), "orange": ("#bd5200",), "purple": ("#bc4b87",), "green": ("#008058",),
    "grey": ("#5c5c5c", "#808080"), "black": ("#1b1b1b",),
}  # fmt: skip
MATHEMATICS = re.compile(r"\$\$.*?\$\$|\$.*?\$|`.*?`", re.DOTALL)
PLACES = re.compile(
    r"\*\*\d+ min(?:, spare)?\.\*\*|\b(?:exercise|chapter|lecture|hands-on) [\d.]*\d", re.I
)
NUMBER = re.compile(
    r"(?<![\w.^])[−-]?\d{1,3}(?: \d{3})+(?!\d)|(?<![\w.^])[−-]?\d+(?:\.\d+)?(?:e[−-]?\d+)?(?!\w)"
    + r"|\b(?:"
    + "|".join(WORDS)
    + r")\b",
    re.IGNORECASE,
)


def check(sweep, notes, shows=None, known=None):
    """Raises ValueError for the first number or colour of ``notes`` that the picture denies."""
    shows, known = shows or {}, known or {}
    words = PLACES.sub(" ", MATHEMATICS.sub(" ", notes))
    numbers = {n: value(n) for n in NUMBER.findall(words)}
    told = [token for token in " ".join(known).split() if known]
    for setting, claims in shows.items():
        frame = frame_at(sweep, setting)
        told += re.findall(r"=\s*([^,]+)", setting)
        for claim in claims.split():
            told.append(claim.partition("=")[0])
            holds(claim, printed(frame), setting or "as it opens")
    open_ones = [n for n in numbers if numbers[n] not in [value(t) for t in told]]
    if open_ones:
        raise ValueError(
            f"the notes say {', '.join(open_ones)}, and nothing says where the picture shows it: "
            'shows={"a=2": "' + open_ones[0] + '"}, or known={"' + open_ones[0] + '": "why"}.'
        )
    colors = {c for c in COLORS if re.search(rf"\b{c}\b", words, re.I)}
    missing = sorted(colors - drawn(sweep) - set(told))
    if missing:
        raise ValueError(f"the notes say {missing[0]}, and nothing in the picture has that colour.")
    spare = [t for t in " ".join([*known, *map(claimed, shows.values())]).split()
             if value(t) not in numbers.values() and t not in colors]  # fmt: skip
    if spare:
        raise ValueError(f"{spare[0]} is explained, and the notes do not say it.")


def claimed(claims):
    return " ".join(claim.partition("=")[0] for claim in claims.split())


def value(token):
    """The number that a token of the notes means; None for another word.

    >>> value("seven"), value("−0.5"), value("10 000"), value("blue")
    (7, -0.5, 10000.0, None)
    """
    if token.lower() in WORDS:
        return WORDS[token.lower()]
    try:
        return float(token.replace("−", "-").replace(" ", ""))
    except ValueError:
        return None


def holds(claim, seen, where):
    """Is a claim such as "0.66" or "seven=136/20" among the numbers ``seen``, as it is rounded?

    >>> holds("0.7", [0.66, 2.0], "a=2")
    >>> holds("0.8", [0.66, 2.0], "a=2")
    Traceback (most recent call last):
    ValueError: the notes say 0.8, and the picture (a=2) prints 0.66, 2.
    """
    token, _, parts = claim.partition("=")
    wanted, decimals = value(token), len(token.partition(".")[2])
    if wanted is None:
        raise ValueError(f"{token!r} is no number.")
    listed = ", ".join(f"{n:g}" for n in seen)
    numbers = seen
    if parts:
        literals = re.findall(r"\d+(?:\.\d+)?", parts)
        strangers = [n for n in literals if float(n) not in seen]
        if strangers or not re.fullmatch(r"[\d.*/+-]+", parts):
            raise ValueError(f"{claim}: {strangers or parts} is not printed ({where}): {listed}.")
        numbers = [eval(parts)]
    if not any(abs(n - wanted) <= 0.5 * 10**-decimals + 1e-9 for n in numbers):
        raise ValueError(f"the notes say {token}, and the picture ({where}) prints {listed}.")


def printed(frame):
    """The numbers that a frame prints: in its readouts, its alternative text, its words."""
    words = [w for w in re.findall(r"<text[^>]*>([^<]*)", frame.svg) if re.search(r"[^\W\d_]", w)]
    spans = re.sub(r"<[^>]+>", " ", frame.readouts_html())
    text = html.unescape(" ; ".join([spans, frame.alt(), *words]))
    return [value(n) for n in NUMBER.findall(text)]


def frame_at(sweep, setting, who="the notes set"):
    """The frame of a setting such as "a=2, unit=hours"; what is not named is as it opens.

    Raises NotSwept for one that the slide's controls cannot reach.
    """
    state = list(sweep.begin.state)
    names = [control.name for control in sweep.controls]
    for part in filter(None, re.split(r",\s*", setting)):
        name, _, wanted = (word.strip() for word in part.partition("="))
        if name not in names:
            raise NotSwept(f"{who} {name}, and the slide moves {names}.")
        at = names.index(name)
        stops = sweep.stops[at]
        found = [stop for stop in stops if same(stop, wanted)]
        if not found:
            raise NotSwept(f"{who} {part}, and the slide stops at {stops}.")
        state[at] = found[0]
    return next(frame for frame in sweep.frames if frame.state == tuple(state))


def same(stop, wanted):
    if isinstance(stop, bool | str):
        return wanted in (str(stop), shown(stop))
    return value(wanted) == stop


def drawn(sweep):
    """The colours, by name, that the picture has in any of its states."""
    found = {sweep.background, *(frame.svg for frame in sweep.frames)}
    text = "".join(found).lower()
    return {name for name, codes in COLORS.items() if any(code in text for code in codes)}
