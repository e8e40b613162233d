"""Exercise 16.6: what a string of jammy_flows says."""

from course_lib.exercises.exercise import Exercise, Misconception


def read(manifolds, letters):
    pairs = zip(manifolds.split("+"), letters.split("+"), strict=True)
    return [(m[0], int(m[1:]), layers[::-1]) for m, layers in pairs]


def _tidy(candidate, manifolds, letters):
    """The rows as one text, whatever tuples or lists they are in."""
    said = candidate(manifolds, letters)
    if isinstance(said, str):
        return f"the text {said!r}"
    if not isinstance(said, (list, tuple)) or not said:
        return said
    rows = [said] if all(isinstance(one, (str, int)) for one in said) else said
    if not all(isinstance(row, (list, tuple)) for row in rows):
        return said
    return "; ".join(" ".join(_shown(one) for one in row) for row in rows)


def _shown(one):
    """A number as it is; a text that looks like one in quotes, since it is none."""
    return repr(one) if isinstance(one, str) and not one.isalpha() else str(one)


def _with(
    kind=lambda m: m[0],
    dimension=lambda m: int(m[1:]),
    layers=lambda text: text[::-1],
    parts=lambda manifolds, letters: zip(manifolds.split("+"), letters.split("+"), strict=True),
    row=tuple,
):
    """A wrong answer that is right but for one of its parts."""

    def wrong(manifolds, letters):
        return [row((kind(m), dimension(m), layers(text))) for m, text in parts(manifolds, letters)]

    return wrong


def _turned(manifolds, letters):
    pairs = list(zip(manifolds.split("+"), letters.split("+"), strict=True))
    return pairs[::-1]


def _all_turned(manifolds, letters):
    return zip(manifolds.split("+"), letters[::-1].split("+"), strict=True)


def _one_text(manifolds, letters):
    return [(manifolds[0], int(manifolds[1]), letters[::-1])]


READ = Exercise(
    id="16.6",
    title="Read a string",
    minutes=4,
    difficulty="easy",
    prompt=r"""
`jammy_flows.pdf("e10+s2", "ggt+f")` has two parts, each with its own layers: ten Euclidean numbers
with the layers `ggt`, and a sphere `s2` with the layer `f`. From the base to the data the letters
are applied **from left to right**. A density goes the other way: from the data to the base.

Write `read(manifolds, letters)`: a list with one row `(kind, dimension, layers)` for each part, in
the order of the strings. `kind` is the letter of the manifold, `dimension` a whole number, and
`layers` a string with the layers in the order in which **a density meets them**. Here:
`[("e", 10, "tgg"), ("s", 2, "f")]`.
""",
    inputs=(("e2", "gft"), ("e10+s2", "ggt+f"), ("s1+e3+e12", "mo+gt+hgggt")),
    names=("manifolds", "letters"),
    probe=_tidy,
    reference=read,
    returns="a list of rows (kind, dimension, layers)",
    misconceptions=(
        Misconception(
            "layers as they are written",
            _with(layers=lambda text: text),
            "your layers stand as they are written, from the base to the data. A density starts at "
            "the data, so it meets the last letter first.",
            also=(_with(layers=list),),
        ),
        Misconception(
            "a text for the dimension",
            _with(dimension=lambda m: m[1:]),
            "the dimension is a text. Make a whole number of it: `int(…)`.",
            also=(_with(dimension=lambda m: m[1:], layers=lambda text: text),),
        ),
        Misconception(
            "one digit",
            _with(dimension=lambda m: int(m[1])),
            'a dimension may have two digits: "e10" has ten. You take the first digit.',
            also=(_with(dimension=lambda m: int(m[-1])),
                  _with(dimension=lambda m: int(m[1]), layers=lambda text: text),
                  _with(dimension=lambda m: m[1])),
        ),
        Misconception(
            "parts turned",
            _with(parts=_turned),
            "you turn the order of the parts as well. They keep their order; only the layers "
            "within each part are met from the right.",
            also=(_with(parts=_turned, layers=lambda text: text),),
        ),
        Misconception(
            "all letters turned together",
            _with(parts=_all_turned, layers=lambda text: text),
            "you turn the whole string of letters, so that the parts get each other's layers. "
            "First split at +, then turn each part.",
        ),
        Misconception(
            "only the first part",
            lambda manifolds, letters: read(manifolds, letters)[:1],
            "your list has the first part only. Split both strings at + and go through the pairs.",
            also=(lambda manifolds, letters: read(manifolds, letters)[0], _one_text),
        ),
        Misconception(
            "whole name of the manifold",
            _with(kind=lambda m: m),
            "your kind has the dimension in it. It is the first letter alone.",
        ),
        Misconception(
            "letters sorted",
            _with(layers=lambda text: "".join(sorted(text))),
            "your layers are sorted by the alphabet. The order is that in which a density meets "
            "them.",
            also=(_with(layers=lambda text: "".join(sorted(text, reverse=True))),
                  _with(layers=lambda text: "".join(sorted(set(text))))),
        ),
        Misconception(
            "layers counted",
            _with(layers=len),
            "you count the layers. Asked for is the string of their letters.",
        ),
        Misconception(
            "the example",
            lambda manifolds, letters: [("e", 10, "tgg"), ("s", 2, "f")],
            "this is the answer to the example, whatever the strings are. Make it from the two "
            "strings that are given.",
        ),
        Misconception(
            "one text",
            lambda manifolds, letters: _tidy(read, manifolds, letters),
            "you return one text. Asked for is a list of rows, each a tuple.",
        ),
        Misconception(
            "columns for rows",
            lambda manifolds, letters: [list(column) for column in zip(*read(manifolds, letters),
                                                                       strict=True)],
            "you return the columns: all kinds, all dimensions, all layers. Asked for is a row "
            "for each part.",
        ),
        Misconception(
            "another order in the row",
            _with(row=lambda one: (one[0], one[2], one[1])),
            "a row is (kind, dimension, layers), in this order.",
            also=(_with(row=lambda one: (one[1], one[0], one[2])),
                  _with(row=lambda one: (one[2], one[0], one[1]))),
        ),
    ),
    hints=(
        "Split both strings at +, and take the pairs together.",
        "Of a manifold the first letter is the kind, and the rest is a number. `text[::-1]` "
        "turns a string.",
        '    pairs = zip(manifolds.split("+"), letters.split("+"))\n'
        "    return [(m[0], int(…), layers[…]) for m, layers in pairs]",
    ),
    praise="now you can read any model of that library from one line.",
)  # fmt: skip
