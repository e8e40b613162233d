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
