"""A formula of a line and the signs that stand at it: no line may begin with a full stop."""

import re

BEFORE, BEHIND = re.compile(r"[(\[“‘]+$"), re.compile(r"^[.,;:!?)\]”’%]+")


def tied(formula, before="", after=""):
    """A formula with the signs that stand at it, which a line's end must not part from it.

    >>> tied('<i class="katex"><i class="base">x</i></i>', after=".")
    '<span class="together"><i class="katex"><i class="base">x</i></i>.</span>'
    """
    if not (before or after):
        return formula
    if formula.count('class="base"') < 2:
        return f'<span class="together">{before}{formula}{after}</span>'
    # A long one may be broken, but not before its last part.
    start = formula.rindex('<span class="base">')
    end = formula.rindex("</span></span>")  # of what is seen, and of all
    last = f'<span class="together">{formula[start:end]}<span class="sign">{after}</span></span>'
    return f"{before}{formula[:start]}{last}{formula[end:]}"
