"""What reads alike in JupyterLab, on GitHub, in VS Code and on a page of the web.

Some of them read Markdown's blocks before the mathematics: a formula's line that begins with a plus
is a list there, and so is a sentence's line that begins with "1." by chance. The builder sets
formulas apart; where words would have to change, the author is told.
"""

import re

DISPLAY = re.compile(r"^\$\$.*?\$\$[.,;:]?[ ]*$", re.DOTALL | re.MULTILINE)
# At the beginning of a formula's line; alone on it, "=" or "-" makes a heading of the line above.
OPERATOR = re.compile(r"\n[ ]*([-+=<>*])(?:[ ]+|(?=\n))")
FENCED = re.compile(r"^ *```.*?^ *```[ ]*$", re.DOTALL | re.MULTILINE)
LIST = re.compile(r"\s*(?:[-+*]|\d+[.)])(?:\s|$)")
HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
QUOTATION = re.compile(r" {0,3}>")
COMMENT = re.compile(r"\s*<!--.*-->\s*$")
# What a line must not begin with inside of a sentence, and what is made of it there.
BLOCKS = (
    (LIST, "a list"),
    (HEADING, "a heading"),
    (QUOTATION, "a quotation"),
    (re.compile(r" {0,3}(?:-{2,}|=+)\s*$"), "a rule under a heading"),
    (re.compile(r" {0,3}(?:\*\s*){3,}$| {0,3}(?:_\s*){3,}$"), "a rule"),
)


def mended(markdown):
    r"""The text with each formula between blank lines, and no line of one that begins a list.

    >>> mended("A sum:\n$$a\n+ b$$\nof two.")
    'A sum:\n\n$$a +\nb$$\n\nof two.'
    """

    def apart(match):
        return f"\n\n{OPERATOR.sub(lambda sign: f' {sign[1]}{chr(10)}', match[0])}\n\n"

    text = DISPLAY.sub(apart, markdown)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") if text != markdown else markdown


def problems(markdown):
    r"""What is read otherwise elsewhere, one sentence each.

    >>> problems("The area is always\n1. Why?")
    ['a line of a sentence begins like a list: "1. Why?"']
    >>> problems("1. One,\nin two lines.\n2. Two."), problems("- $$a$$ in a list")
    ([], ['$$…$$ begins a line of its own: "- $$a$$ in a list"'])
    """
    text = FENCED.sub("", markdown)
    if re.search(r"^ *```", text, re.MULTILINE):
        return ["a code block (```) is not closed, or not alone on its lines"]
    return [*_chance_blocks(text), *_displays(text), *_torn_rows(text)]


def _chance_blocks(text):
    """Lines inside of a paragraph at which a list, a heading, a quotation or code begins."""
    in_list = False
    for block in re.split(r"\n[ ]*\n", DISPLAY.sub("", text).strip("\n")):
        lines = [line for line in block.splitlines() if line.strip() and not COMMENT.match(line)]
        if not lines:
            continue
        goes_on = in_list and lines[0].startswith((" ", "\t"))
        if lines[0].startswith((" " * 4, "\t")) and not goes_on:
            yield f'a line that is indented becomes code: "{lines[0].strip()}"'
        in_list = goes_on
        for place, line in enumerate(lines):
            before = lines[place - 1] if place else ""
            apart = not before or HEADING.match(before) or QUOTATION.match(before)
            for pattern, name in () if apart else BLOCKS:
                if pattern.match(line) and not (pattern is LIST and in_list):
                    yield f'a line of a sentence begins like {name}: "{line}"'
                    break
            in_list = in_list or bool(LIST.match(line))


def _displays(text):
    for line in re.sub(r"`[^`\n]*`", "", DISPLAY.sub("", text)).splitlines():
        if "$$" in line:
            yield f'$$…$$ begins a line of its own: "{line}"'


def _torn_rows(text):
    """Rows of a table with other columns than its head: a "|" in a formula, |x|, is one more."""
    for table in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        rows = table.splitlines()
        for row in rows[1:]:
            if _columns(row) != _columns(rows[0]):
                yield f'a row has {_columns(row)} columns, its table {_columns(rows[0])}: "{row}"'


def _columns(row):
    return len(re.findall(r"(?<!\\)\|", row)) - 1
