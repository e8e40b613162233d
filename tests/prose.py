"""A chapter's text, as it is read."""

import re


def said(path):
    """A chapter's text on one line, without the comment signs of its source."""
    text = re.sub(r"^#( |$)", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return re.sub(r"\s+", " ", text)
