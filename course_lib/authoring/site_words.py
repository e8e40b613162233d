"""What a page says in other words than the notebook, and how it shows what a cell has printed."""

import html
import re

STUCK = re.compile(r"^Stuck\?((?:.|\n(?!\n))*)", re.MULTILINE)
OF_HINTS = re.compile(r"`(?:hint|solution)\(|\bhints\b|`#`")


def raw(page):
    """HTML as it is."""
    return f"\n`````{{raw}} html\n{page}\n`````\n"


def printed(text):
    """What a cell has printed. Sentences may be broken on a narrow screen, columns may not."""
    if not text.strip():
        return ""
    kind = "printed" if re.search(r"\S {3,}\S", text) else "printed prose"
    return raw(f'<pre class="{kind}" tabindex="0">{html.escape(text)}</pre>')


def without_cells(text):
    """A text without the sentences that ask for a hint by a cell: here the hints are folded.

    >>> without_cells('Stuck? `hint("2.1")` gives the next of three hints. Go on.')
    'Stuck? The hints are folded above. Go on.'
    """
    return STUCK.sub(_folded_hints, text)


def _folded_hints(found):
    sentences = re.split(r"(?<=\.)\s+", found[1].strip())
    kept = [one for one in sentences if not OF_HINTS.search(one)]
    return " ".join(["Stuck? The hints are folded above.", *kept])
