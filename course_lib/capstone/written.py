"""A text file with names in its first line, taken apart: or a sentence that says why not."""

import csv
from pathlib import Path

from course_lib.capstone.findings import many

SIGNS = ",;\t"
BEGINNINGS = {  # how files begin that are no text with commas, and what they are
    b"PK\x03\x04": "a spreadsheet or an archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet",
    b"\x1f\x8b": "a compressed file",
    b"PAR1": "a Parquet file",
    b"\x93NUMPY": "a file of numpy",
    b"\x89HDF": "an HDF5 file",
}


class BadTable(ValueError):
    """A table that cannot be learnt from; the message says what is the matter and what to do."""


def written_in(path: Path) -> tuple[list[str], list[list[str]]]:
    """(names, rows) of a CSV file, as texts. Raises BadTable, in words.

    What parts the names parts the numbers: a comma, a semicolon, a tab; or spaces, if there is none
    of them and every line has as many words as there are names.
    """
    text = _text(path)
    rows = _parted(text)
    if len(rows) < 2:
        lines = many(len(rows), "line", "lines")
        raise BadTable(f"{path.name} has {lines}: it needs names and rows of numbers.")
    names = [name.strip() for name in rows[0]]
    if all(is_number(name) for name in names):
        raise BadTable(f"The first line of {path.name} holds numbers: write the names above it.")
    for line, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            held = many(len(row), "value", "values")
            there = "is 1 name" if len(names) == 1 else f"are {len(names)} names"
            raise BadTable(f"Line {line} has {held}, and there {there}.")
    return names, rows[1:]


def _text(path):
    """The file's text; BadTable for what is another kind of file."""
    held = path.read_bytes()
    kind = next((said for begins, said in BEGINNINGS.items() if held.startswith(begins)), None)
    if held.startswith((b"\xff\xfe", b"\xfe\xff")):
        return held.decode("utf-16", errors="replace")
    if kind is None and b"\0" in held[:4096]:
        kind = "no text"
    text = held.decode("utf-8-sig", errors="replace")
    if kind is None and text.lstrip()[:1] in ("{", "["):
        kind = "JSON"
    if kind is None and text.lstrip()[:1] == "<":
        kind = "a web page or XML"
    if kind:
        raise BadTable(
            f"{path.name} is {kind}, and no CSV: save it as CSV, or read it with its own library "
            "and give a dictionary of columns."
        )
    return text


def _parted(text):
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    sign = max(SIGNS, key=lines[0].count)
    if lines[0].count(sign):
        return [row for row in csv.reader(text.splitlines(), delimiter=sign) if any(row)]
    words = [line.split() for line in lines]
    alike = len(words[0]) > 1 and {len(row) for row in words} == {len(words[0])}
    return words if alike else list(csv.reader(lines, delimiter="\t"))


def is_number(text: str) -> bool:
    """Does Python read it as a number?

    >>> is_number("-1e3"), is_number("1,5")
    (True, False)
    """
    try:
        float(text)
    except ValueError:
        return False
    return True
