"""A page for each deck, in which it plays: ``decks/NAME.html`` in a frame, and a list of slides.

The deck is the offline one, whole in one file. It is drawn anew when one of its sources changes.
"""

import html
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from course_lib import order
from course_lib.authoring import facts, plan, site_cache, sources
from course_lib.authoring.deck import Deck
from course_lib.authoring.deck_page import deck_page
from course_lib.authoring.npm import THEME

HERE = site_cache.COURSE / "authoring"
STYLES = (".css", ".js", ".cjs", ".json")  # of the theme
INDEX = "decks"
KEYS = (
    "A deck is one file that needs nothing else, not even a network. On a telephone, open it alone "
    "and turn the telephone on its side: the arrows turn the slides, and so does a swipe beside a "
    "picture. With a keyboard, click into the deck; from then on it has the keys: → and ← turn its "
    "slides; Tab reaches the sliders, and ← → move them; <kbd>f</kbd> fills the screen, "
    "<kbd>s</kbd> opens the speaker's view with notes, <kbd>o</kbd> shows all slides."
)


def stem(path):
    """The name of a deck's page.

    >>> from pathlib import Path
    >>> stem(Path("slides/c_hands_on_1.py"))
    'deck_c'
    """
    return f"deck_{path.name[0]}"


def built(paths, folder=site_cache.FOLDER):
    """{"decks/NAME.html": bytes} of these decks, two at a time; those that are kept are taken."""
    if not paths:
        return {}
    with ProcessPoolExecutor(min(2, len(paths)), mp_context=get_context("spawn")) as pool:
        files = pool.map(one, paths, [folder] * len(paths))
        return {f"decks/{path.stem}.html": data for path, data in zip(paths, files, strict=True)}


def one(path, folder=site_cache.FOLDER):
    """One deck's file."""
    name = site_cache.digest("deck", made_from(path))
    return site_cache.kept(name, lambda: deck_page(Deck(path)).encode(), folder)


def made_from(path):
    """A digest of all that a deck is made from: its source, the pictures, the slides' theme."""
    tools = [p for p in sorted(HERE.glob("*.py")) if not p.name.startswith("site")]
    theme = [p for p in sorted(THEME.iterdir()) if p.suffix in STYLES]
    rooms = sorted(p for p in order.ROOMS.rglob("*") if p.suffix in site_cache.READ)
    read = (part for p in [path, *tools, *theme, *rooms] for part in (p.name, p.read_bytes()))
    return site_cache.digest(site_cache.engines(), *read)


def page(path, is_built, root=sources.ROOT):
    """The Markdown of a deck's page."""
    letter = path.name[0].upper()
    what, numbers = order.DECKS[letter]
    shown = plan.slides(path)
    chapters = [facts.of(p) for p in sources.chapters(root) if p.name[:2] in numbers]
    links = ", ".join(f"[{c.number} · {c.title}]({c.stem}.html)" for c in chapters)
    minutes = sum(slide.minutes for slide in shown)
    listed = "\n".join(f"1. {slide.title}" for slide in shown)
    return (
        f"# Deck {letter} · {what}\n\n"
        f"{minutes} minutes. It teaches {links}.\n\n{_frame(path, letter, is_built)}\n\n"
        f"## Its slides\n\n{listed}\n"
    )


def _frame(path, letter, is_built):
    if not is_built:
        return "This edition was built without decks: `make present` opens them."
    file = f"decks/{path.stem}.html"
    told = html.escape(f"Deck {letter}: slides that play here")
    return (
        f'`````{{raw}} html\n<p class="ways"><a href="{file}">Open it alone</a>, the size of your '
        f"window.</p>\n"
        f'<iframe class="deck" src="{file}" title="{told}" loading="lazy" allowfullscreen>'
        f"</iframe>\n"
        f'<p class="ways">{KEYS}</p>\n`````'
    )


def index(paths):
    """The Markdown of the page that leads to all decks."""
    rows = "\n".join(
        f"- [Deck {p.name[0].upper()}]({stem(p)}.html): {order.DECKS[p.name[0].upper()][0]}"
        for p in paths
    )
    listed = "\n".join(map(stem, paths))
    return (
        "# The slides\n\nThe decks of the lecture, with the same pictures. Each plays in its page. "
        "[The instructor's guide](teaching.html) has the minutes, the questions and the "
        f"mistakes to expect.\n\n{rows}\n\n```{{toctree}}\n:hidden:\n\n{listed}\n```\n"
    )
