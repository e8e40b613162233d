"""Print the handouts: ``slides/build/handout/NN_topic.html`` → ``slides/build/NN_topic.pdf``."""

import re
import subprocess
import tempfile
from pathlib import Path

from course_lib.authoring.chromium import FLAGS, chromium
from course_lib.authoring.slides import SEPARATE, built


class NotPrinted(Exception):
    """Chromium made no PDF, or one with a wrong number of pages."""


def print_all(root, wanted=(), say=print):
    """Print the wanted decks that have been built. Raises NoChromium, NotPrinted."""
    browser = chromium()
    for page in built(root, wanted):
        pdf = print_one(browser, page.parent / SEPARATE / page.name, page.with_suffix(".pdf"))
        say(f"{pdf.name}: {pages(pdf)} pages, {pdf.stat().st_size / 1e6:.2f} MB", flush=True)


def print_one(browser, page, pdf):
    """One handout as PDF: a page for each slide."""
    with tempfile.TemporaryDirectory() as profile:
        words = [browser, "--headless", *FLAGS, f"--user-data-dir={profile}"]
        words += ["--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.resolve().as_uri()]
        ended = subprocess.run(words, capture_output=True, text=True, timeout=120)
    slides = page.read_text(encoding="utf-8").count('<section class="slide')
    if ended.returncode or not pdf.exists():
        raise NotPrinted(f"{page.name} was not printed:\n{ended.stderr}")
    if pages(pdf) != slides:
        raise NotPrinted(f"{pdf.name} has {pages(pdf)} pages for {slides} slides.")
    return pdf


def pages(pdf):
    """How many pages a PDF of Chromium's has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", Path(pdf).read_bytes()))
