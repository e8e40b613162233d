"""Numbers as people write them."""

import math


def number(value, decimals=3):
    """A number for people: with a true minus sign, and words where there is none.

    >>> number(-0.5), number(float("nan")), number(-0.00001, 2)
    ('−0.500', 'not a number', '0.00')
    """
    value = float(value)
    if math.isnan(value):
        return "not a number"
    if math.isinf(value) or abs(value) >= 1e7:
        return ("−" if value < 0 else "") + ("∞" if math.isinf(value) else f"{abs(value):.1e}")
    text = f"{value:.{decimals}f}"
    return (text if float(text) else text.lstrip("-")).replace("-", "−")


def shown(value):
    """A control's value in words: −0.50, 7, yes, line."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}".replace("-", "−")
    return str(value).replace("-", "−") if isinstance(value, int) else str(value)
