"""Build the decks: ``slides/d_topic.py`` → ``slides/build/d_topic.html`` and its papers.

And the sessions, ``lecture-1.html`` and so on: the decks of each in one file, so that nobody has to
change files in the middle of a lecture. They are put together from the slides that were drawn. So
are the guide's other formats, ``talk.html`` and so on, each of single slides of several decks.
"""

import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from course_lib import order
from course_lib.authoring import npm, plan, sources
from course_lib.authoring.deck import Deck
from course_lib.authoring.deck_page import deck_page, session_page
from course_lib.authoring.markers import SourceError
from course_lib.authoring.paper_page import KINDS, paper_page
from course_lib.authoring.sources import ROOT
from course_lib.authoring.welcome import Welcome

LARGEST = 5_000_000  # bytes of a file
NOBODY = Welcome()  # first slides as they are
SEPARATE = "paper"  # the folder of the pages for printing


def built(root=ROOT, wanted=()):
    """The offline decks of the wanted sources, as they were built last."""
    found = sources.decks(root, letters(wanted, root))
    return [path.parent / "build" / f"{path.stem}.html" for path in found]


def page(name, root=ROOT):
    """The file to open for a deck's letter or a session's name, such as "B" or "talk"."""
    if name.lower() in sessions(root):
        return root / "slides" / "build" / f"{name.lower()}.html"
    return built(root, [name])[0]


def sessions(root=ROOT):
    """{name: [(deck, the places of its slides or None for all)]} of the files of several decks."""
    whole = {name: [(deck, None) for deck in decks] for name, decks in order.LECTURES.items()}
    return whole | plan.formats(root / "slides")


def letters(wanted, root=ROOT):
    """The letters of the decks that what one types after ``make`` needs, each once."""
    formats = plan.formats(root / "slides")
    spread = (formats.get(name.lower(), [(name, None)]) for name in wanted)
    return order.letters(deck for parts in spread for deck, _ in parts)


def build(root=ROOT, wanted=(), say=print, welcome=NOBODY):
    """Write the wanted decks, two at a time, and each session all of whose decks are among them.

    ``wanted`` are letters, sessions, and formats of the guide. Raises SourceError, npm.NoPackages,
    NoWelcome.
    """
    welcome.html()  # what is wrong with it is said before the work
    paths = sources.decks(root, letters(wanted, root))
    npm.install()
    decks = {}
    for deck, summary in _drawn(paths, welcome):
        decks[deck.letter] = deck
        say(summary, flush=True)
    for name, parts in sessions(root).items():
        if {letter for letter, _ in parts} <= set(decks):
            parts = [decks[letter].excerpt(places) for letter, places in parts]
            say(write_session(name, parts, root / "slides" / "build", welcome), flush=True)


def _drawn(paths, welcome):
    if len(paths) == 1:
        yield draw_one(paths[0], welcome=welcome)
        return
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        yield from pool.map(partial(draw_one, welcome=welcome), paths)


def build_one(path, folder=None, welcome=NOBODY):
    """Write one deck and its pages for paper; what to tell about it."""
    return draw_one(path, folder, welcome)[1]


def draw_one(path, folder=None, welcome=NOBODY):
    """Write one deck and its pages for paper; (the deck, what to tell about it)."""
    began = time.perf_counter()
    folder = folder or path.parent / "build"
    deck = Deck(path)
    text = _small_enough(path, deck_page(deck, welcome.html()), [deck])
    (folder / SEPARATE).mkdir(parents=True, exist_ok=True)
    (folder / f"{deck.name}.html").write_text(text, encoding="utf-8")
    for paper, ending in KINDS.items():
        page = folder / SEPARATE / f"{deck.name}{ending}.html"
        page.write_text(paper_page(paper, deck, welcome.html()), encoding="utf-8")
    return deck, _told(deck.name, [deck], text, time.perf_counter() - began)


def write_session(name, decks, folder, welcome=NOBODY):
    """Write ``lecture-1.html`` from its decks; what to tell about it."""
    began = time.perf_counter()
    text = _small_enough(name, session_page(name, decks, welcome.html()), decks)
    (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return _told(name, decks, text, time.perf_counter() - began)


def _small_enough(what, text, decks):
    size = len(text.encode("utf-8"))
    if size <= LARGEST:
        return text
    biggest = sorted(((kb, line, d.name) for d in decks for kb, line in d.sizes), reverse=True)[:3]
    largest = ", ".join(f"{kb} kB in line {line} of {name}" for kb, line, name in biggest)
    raise SourceError(
        f"{what}: the file has {size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}. Its largest "
        f"pictures are {largest}. Fewer frames make them smaller."
    )


def _told(name, decks, text, seconds):
    slides = sum(len(deck.slides) for deck in decks)
    size = len(text.encode("utf-8")) / 1e6
    return f"{name}: {slides} slides, {size:.2f} MB, {seconds:.1f} s"
