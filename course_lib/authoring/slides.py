"""Build the decks: ``slides/NN_topic.py`` → ``slides/build/NN_topic.html`` and its handout."""

import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from course_lib.authoring import npm, sources
from course_lib.authoring.deck import Deck
from course_lib.authoring.deck_page import deck_page, handout_page
from course_lib.authoring.markers import SourceError
from course_lib.authoring.sources import ROOT
from course_lib.authoring.welcome import Welcome

LARGEST = 5_000_000  # bytes of a deck
NOBODY = Welcome()  # first slides as they are
SEPARATE = "handout"  # the folder of the pages for printing


def built(root=ROOT, wanted=()):
    """The offline decks of the wanted sources, as they were built last."""
    return [path.parent / "build" / f"{path.stem}.html" for path in sources.decks(root, wanted)]


def build(root=ROOT, wanted=(), say=print, welcome=NOBODY):
    """Write the wanted decks, two at a time. Raises SourceError, npm.NoPackages, NoWelcome."""
    welcome.html()  # what is wrong with it is said before the work
    npm.install()
    paths = sources.decks(root, wanted)
    if len(paths) == 1:
        say(build_one(paths[0], welcome=welcome), flush=True)
        return
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for summary in pool.map(partial(build_one, welcome=welcome), paths):
            say(summary, flush=True)


def build_one(path, folder=None, welcome=NOBODY):
    """Write one deck and its handout's page; what to tell about it."""
    began = time.perf_counter()
    folder = folder or path.parent / "build"
    deck = Deck(path)
    page = deck_page(deck, welcome.html())
    size = len(page.encode("utf-8"))
    if size > LARGEST:
        biggest = sorted(deck.sizes, reverse=True)[:3]
        largest = ", ".join(f"{kb} kB in line {line}" for kb, line in biggest)
        raise SourceError(
            f"{path}: the deck has {size / 1e6:.1f} MB, more than {LARGEST / 1e6:.0f}. Its largest "
            f"pictures are {largest}. Fewer frames make them smaller."
        )
    (folder / SEPARATE).mkdir(parents=True, exist_ok=True)
    (folder / f"{deck.name}.html").write_text(page, encoding="utf-8")
    (folder / SEPARATE / f"{deck.name}.html").write_text(
        handout_page(deck, welcome.html()), encoding="utf-8"
    )
    seconds = time.perf_counter() - began
    return f"{deck.name}: {len(deck.slides)} slides, {size / 1e6:.2f} MB, {seconds:.1f} s"
