"""What an explanation grants before it says what is wrong: "z is right, but …".

It is true of an answer with this mistake alone. Beside a second mistake it may be false, so there
the mistakes are told without it.
"""

import re

NOT_ALL = r"(?! (?:for|in|on|to)\b)"  # "right for one point" is said of a method, not of an answer
GRANTED = (
    # "z is right, but …", "`inverse` is right. In `forward` …", "your z is right, and …"
    rf"; [^.;:,]*\bis right{NOT_ALL}(?=\.)",  # "…; forward is right."
    rf"(?:^|(?<=\. ))[^.;:,]*\b(?:is|are|sees the) right\b{NOT_ALL}[^.;:,]*(?:[,.;:]|$)"
    r"(?: (?:but|and|But|And)\b)? ?",
    r"^(?:right on paper|on paper (?:you are|this is) right)[.,:] (?:[Bb]ut )?",
    r",? and (?:a )?right ones?\b",
)
CLAIM = rf"\b(?:is|are|were|was) right\b{NOT_ALL}|(?<!the )\bright ones?\b|\bsees the right\b"


def without(words):
    """The explanation without what it grants.

    >>> without("z is right, but the log-det is that of the way back.")
    'the log-det is that of the way back.'
    >>> without("this is the density, and a right one. Return its logarithm.")
    'this is the density. Return its logarithm.'
    """
    for granted in GRANTED:
        words = re.sub(granted, "", words)
    return words.strip()


def claimed(words):
    """Does it say of a part of the answer that it is right, also when it grants nothing?

    >>> claimed("`stack` is right for one point."), claimed("A and, I think, B are right.")
    (False, True)
    """
    words = without(words)
    return not words or bool(re.search(CLAIM, words))
