"""What reads alike in JupyterLab, on GitHub, in VS Code and on a page of the web.

Some of them read Markdown's blocks before the mathematics: a formula's line that begins with a plus
is a list there, and so is a sentence's line that begins with "1." by chance. The builder sets
formulas apart; where words would have to change, the author is told.
"""

import re

DISPLAY = re.compile(r"^\$\$.*?\$\$[.,;:]?[ ]*$", re.DOTALL | re.MULTILINE)
OPERATOR = re.compile(r"\n[ ]*([-+=<>*])[ ]+")  # at the beginning of a formula's line
LIST = re.compile(r"\s*(?:[-+*]|\d+[.)])\s")


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
    return [*_chance_lists(markdown), *_displays(markdown)]


def _chance_lists(markdown):
    text = re.sub(r"```.*?```", "", DISPLAY.sub("", markdown), flags=re.DOTALL)
    for block in re.split(r"\n\s*\n", text):
        lines = block.splitlines()
        for place, line in enumerate(lines[1:], 1):
            if re.match(r"\d+[.)]\s", line) and not any(map(LIST.match, lines[:place])):
                yield f'a line of a sentence begins like a list: "{line}"'


def _displays(markdown):
    for line in DISPLAY.sub("", markdown).splitlines():
        if "$$" in line:
            yield f'$$…$$ begins a line of its own: "{line}"'
