"""Tables of the page, and numbers with as many digits as they deserve."""

import math


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def number(value):
    """Two or three digits are enough.

    >>> number(0.1234), number(4.26), number(123.4)
    ('0.12', '4.3', '123')
    """
    if value is None or math.isnan(value):
        return "–"
    return (
        f"{value:.2f}" if abs(value) < 1 else f"{value:.1f}" if abs(value) < 10 else f"{value:.0f}"
    )


def unit(seconds):
    for size, name in ((1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")):
        if seconds >= size:
            return f"{number(seconds / size)} {name}"
    return f"{seconds / 1e-12:.0f} ps"
