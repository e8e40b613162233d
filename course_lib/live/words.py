"""Numbers as people write them."""

import math

DIGITS = 5  # of a number from 100 on: nobody reads the last ones of 5437.200


def number(value, decimals=3):
    """A number for people: a true minus sign, no more digits than matter, words if it is none.

    >>> number(-0.5), number(float("nan")), number(-0.00001, 2)
    ('−0.500', 'not a number', '0.00')
    >>> number(71.2345), number(5437.2), number(1202603.3)
    ('71.234', '5437.2', '1.2e+06')
    """
    value = float(value)
    if math.isnan(value):
        return "not a number"
    if math.isinf(value) or abs(value) >= 10**DIGITS:
        return ("−" if value < 0 else "") + ("∞" if math.isinf(value) else f"{abs(value):.1e}")
    before = len(str(int(abs(value))))
    text = f"{value:.{decimals if before < 3 else min(decimals, DIGITS - before)}f}"
    return (text if float(text) else text.lstrip("-")).replace("-", "−")


def shown(value):
    """A control's value in words: −0.50, 7, yes, line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}".replace("-", "−")
    return str(value).replace("-", "−") if isinstance(value, int) else str(value)
