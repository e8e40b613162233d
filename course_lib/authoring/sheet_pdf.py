"""The formula sheet as PDF: printed from its page, and the same bytes each time.

Chromium writes the moment of printing into its PDFs; it is replaced by another of equal length, so
that a PDF changes only with its page. After the PDF's end stands which page it was printed from:
readers pass over it, and the builder sees when it has grown old.
"""

import hashlib
import re
import subprocess
import tempfile
from pathlib import Path

from course_lib.authoring.chromium import FLAGS, chromium
from course_lib.authoring.handout import NotPrinted, pages

MARK = b"\n%% printed from page "
MOMENT = b"20000101000000"


def is_of(pdf: bytes, page: bytes) -> bool:
    """Was this PDF printed from this page?

    >>> is_of(b"%PDF-1.4 ..." + MARK + digest(b"<p>1</p>"), b"<p>1</p>")
    True
    """
    return pdf.endswith(MARK + digest(page))


def digest(page):
    return hashlib.sha256(page).hexdigest()[:16].encode()


def write(page: Path, pdf: Path) -> None:
    """Print a page of one side, unless that has been done. Raises NoChromium, NotPrinted."""
    content = page.read_bytes()
    if not (pdf.exists() and is_of(pdf.read_bytes(), content)):
        pdf.write_bytes(timeless(printed(page)) + MARK + digest(content))


def printed(page):
    """What Chromium makes of a page, on A4."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "sheet.pdf"
        words = [chromium(), "--headless", *FLAGS, f"--user-data-dir={folder}/profile"]
        words += ["--no-pdf-header-footer", f"--print-to-pdf={made}", page.resolve().as_uri()]
        ended = subprocess.run(words, capture_output=True, text=True, timeout=120)
        if ended.returncode or not made.exists():
            raise NotPrinted(f"{page.name} was not printed:\n{ended.stderr}")
        if pages(made) != 1:
            raise NotPrinted(f"{page.name} takes {pages(made)} pages; it should fit on one.")
        return made.read_bytes()


def timeless(pdf):
    """The same PDF without the moment at which it was printed; no byte moves.

    >>> timeless(b"/CreationDate (D:20220314150926+00'00')")
    b"/CreationDate (D:20000101000000+00'00')"
    """
    dates = rb"(/(?:CreationDate|ModDate) \(D:)\d{14}"
    return re.sub(dates, lambda found: found[1] + MOMENT, pdf)
