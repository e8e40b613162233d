"""What a learner must not see: the regions between BEGIN and END SOLUTION, and solution cells.

    def slope(a, z):
        ### BEGIN SOLUTION
        return a
        ### END SOLUTION

becomes ``return ...  # your code here`` at the same indentation.
"""

import re

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
REGION = re.compile(rf"^([ ]*){BEGIN}\n(.*?)^[ ]*{END}[ ]*\n?", re.MULTILINE | re.DOTALL)
MARKER_LINE = re.compile(r"^[ ]*### (BEGIN|END) SOLUTION[ ]*\n?", re.MULTILINE)


class SourceError(Exception):
    """Something in a chapter's source is not as it must be; the message says where."""


def check_markers(path, text):
    """Raise SourceError, with file and line, for unclosed, nested, stray or misspelt markers."""
    opened = None
    for number, line in enumerate(text.splitlines(), 1):
        where, word = f"{path}:{number}", line.strip()
        if word.startswith("###") and "SOLUTION" in word.upper() and word not in (BEGIN, END):
            raise SourceError(f"{where}: a marker is '{BEGIN}' or '{END}', not '{word}'.")
        if line.startswith("# %%") and opened:
            raise SourceError(f"{path}:{opened}: this solution is not closed before its cell ends.")
        if word == BEGIN:
            if opened:
                raise SourceError(f"{where}: a solution begins inside the one of line {opened}.")
            opened = number
        if word == END:
            if not opened:
                raise SourceError(f"{where}: a solution ends that has not begun.")
            opened = None
    if opened:
        raise SourceError(f"{path}:{opened}: this solution is not closed.")


def stubbed(source):
    """The learner's version of a code cell: every region becomes one placeholder.

    >>> stubbed("    ### BEGIN SOLUTION\\n    return 2 * z\\n    ### END SOLUTION")
    '    return ...  # your code here'
    """

    def placeholder(match):
        indent, body = match[1], match[2]
        returns = re.search(rf"^{indent}return\b", body, re.MULTILINE)
        return f"{indent}{'return ...' if returns else '...'}  # your code here\n"

    return REGION.sub(placeholder, source + "\n").rstrip("\n")


def without_markers(source):
    """The author's version of a code cell: the solution stays, its markers go."""
    return MARKER_LINE.sub("", source).rstrip("\n")


def solution_lines(source):
    """The lines of a cell's solution regions that would give something away."""
    return [line for region in REGION.finditer(source + "\n") for line in telling(region[2])]


def telling(source):
    """Lines with something to give away: not comments, docstrings, imports, or bare names."""
    lines = [line.strip() for line in source.splitlines()]
    harmless = ("#", '"""', "import ", "from ", "def ", "class ", "@")
    return [
        line
        for line in lines
        if len(line) > 12 and re.search(r"[-+*/@(\[]", line) and not line.startswith(harmless)
    ]
