"""Which controls of a picture move on the web, where they stop, and what the page says of them.

What stands here decides what a picture looks like: a change draws all pictures anew.
"""

from course_lib.live.controls import Choice, Slider
from course_lib.live.frames import stops
from course_lib.live.yours import COURSE

STOPS = 21  # of the first control
OPTIONS = 6  # of the second control
EACH = 10  # of each, where the text asks for two sliders, or there are three
MOST, MOST_OF_THREE = 126, 240  # frames of the controls that move together
ALONE = 9  # stops of a control that moves alone


def chosen(picture, start, of_deck, asked=()):
    """Which controls move together on the page, and where they stop: ``{"a": 21, "map": [...]}``.

    Those that the picture itself names in ``on_page``; else those that the text beside it asks the
    reader to move, or an option of theirs, ``asked``; then those that a deck has chosen for this
    picture; else what its button plays, or the first slider. A menu joins if there is room for it.
    """
    controls = {control.name: control for control in picture.controls}
    told = [name for name in picture.on_page if name in controls] or _told(controls, asked)
    named = list(dict.fromkeys([*told, *(name for name in of_deck if name in controls)]))
    named = named[: max(2, len(told))]
    if not named:
        sliders = [c.name for c in picture.controls if isinstance(c, Slider)]
        menus = [n for n, c in controls.items() if isinstance(c, Choice) and not c.stepped]
        named = ([picture.played] if picture.played in controls else sliders)[:1] + menus[:1]
        named = named or list(controls)[:1]
    return _with_room(controls, start, of_deck, named, told)


def _told(controls, asked):
    """The controls, three at most, whose label or option is among the stressed words."""
    named = {}
    for name, control in controls.items():
        options = map(str, control.options) if isinstance(control, Choice) else ()
        for words in (control.label, *options):
            named.setdefault(words, name)
    return list(dict.fromkeys(named[words] for words in asked if words in named))[:3]


def _with_room(controls, start, of_deck, named, told):
    """As many stops for each as leave room for the others; a menu without room stays still."""
    three = len(named) > 2
    both = three or (len(told) == 2 and all(isinstance(controls[n], Slider) for n in told))
    first, second = (EACH, EACH) if both else (STOPS, OPTIONS)
    wanted, product = {}, 1
    # A slider can do with fewer stops, a menu cannot.
    for name in sorted(named, key=lambda n: three and isinstance(controls[n], Slider)):
        room = (MOST_OF_THREE if three else MOST) // product
        found = stops_of(controls[name], of_deck.get(name), second if wanted else first)
        if isinstance(found, int):
            found = min(found, room)
        elif len(found) > room:
            continue
        if isinstance(found, int) and found < 2:
            continue
        while isinstance(found, int) and found > 2 and _count(controls, start, name, found) > room:
            found -= 1  # the start value is one stop more where it is not among them
        wanted[name] = found
        product *= _count(controls, start, name, found)
    return wanted


def _count(controls, start, name, found):
    return len(stops(controls[name], found, start[name]))


def alone(picture, together):
    """All other controls and their stops. Each of them moves with the rest where it began."""
    left = [control for control in picture.controls if control.name not in together]
    return {control.name: stops_of(control, None, ALONE) for control in left}


def stops_of(control, of_deck, most):
    """How many stops a slider has, or the options of anything else; at most ``most`` numbers.

    >>> stops_of(Slider("n", "n", 0, 4, 2, 0), None, 21)
    3
    """
    if isinstance(control, Slider):
        if most == OPTIONS and isinstance(of_deck, list) and len(of_deck) <= OPTIONS:
            return list(of_deck)
        steps = round((control.high - control.low) / control.step)
        return max(2, min(most, steps + 1))
    return list(control.options if isinstance(control, Choice) else control.corners())


def note(picture, moving):
    """What the page must say about this picture: whose answer it shows, what else would move."""
    said = []
    if picture.owner is COURSE:
        said.append("Here you see the course's answer; in the notebook it is yours.")
    more = [control.label for control in picture.controls if control.name not in moving]
    if more:
        said.append(f"In the notebook you can also move {listed(more)}.")
    return " ".join(said)


def listed(words):
    """Words in a row, the last one after "and".

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
