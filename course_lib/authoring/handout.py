"""Print the decks: ``slides/build/paper/d_topic.html`` → ``slides/build/d_topic.pdf``.

And ``d_topic-sheet.pdf`` for students to fill, ``d_topic-lecturer.pdf`` with the notes.
"""

import re
import subprocess
import tempfile
from pathlib import Path

from course_lib.authoring.chromium import FLAGS, chromium
from course_lib.authoring.paper_page import KINDS
from course_lib.authoring.slides import SEPARATE, built


class NotPrinted(Exception):
    """Chromium made no PDF, or one with a wrong number of pages."""


def print_all(root, wanted=(), say=print):
    """Print the wanted decks that have been built. Raises NoChromium, NotPrinted."""
    browser = chromium()
    for deck in built(root, wanted):
        for ending in KINDS.values():
            page = deck.parent / SEPARATE / f"{deck.stem}{ending}.html"
            pdf = print_one(browser, page, deck.parent / f"{page.stem}.pdf")
            say(f"{pdf.name}: {pages(pdf)} pages, {pdf.stat().st_size / 1e6:.2f} MB", flush=True)


def print_one(browser, page, pdf):
    """One paper as PDF; its pages are those of the HTML page."""
    with tempfile.TemporaryDirectory() as profile:
        words = [browser, "--headless", *FLAGS, f"--user-data-dir={profile}"]
        words += ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.resolve().as_uri()]
        ended = subprocess.run(words, capture_output=True, text=True, timeout=120)
    wanted = page.read_text(encoding="utf-8").count('<div class="page">')
    if ended.returncode or not pdf.exists():
        raise NotPrinted(f"{page.name} was not printed:\n{ended.stderr}")
    if pages(pdf) != wanted:
        raise NotPrinted(f"{pdf.name} has {pages(pdf)} pages in place of {wanted}.")
    return pdf


def pages(pdf):
    """How many pages a PDF of Chromium's has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", Path(pdf).read_bytes()))
