"""Short texts, values and paths, in words: for plain lines and, escaped, for panels."""

import html
import re
from itertools import islice

import numpy as np
import torch

from course_lib.theme import themed

CODE = themed(
    "background:#ffffff;color:#1b1b1b;white-space:pre-wrap"
)  # dark pages darken code by default
STRESS = re.compile(r"(?<![\w*)])\*(?![\s*])([^*]*[^\s*(])\*(?![\w*(])")  # *so*, and not 2 * x * y
LONGEST = 300  # characters of anything that the learner's code has produced


def to_html(text):
    """Plain text with ``code``, *stress* and indented blocks of code as HTML; the rest is escaped.

    >>> to_html("1 < 2, see *it*: 3 * 4 * 5.")
    '1 &lt; 2, see <em>it</em>: 3 * 4 * 5.'
    """
    blocks = re.split(r"\n\s*\n", text.strip("\n"))
    return "<br>".join(_block(block) for block in blocks)


def _block(block):
    lines = block.split("\n")
    if all(line.startswith("    ") for line in lines):
        code = html.escape("\n".join(line[4:] for line in lines))
        return f'<pre style="margin:6px 0;padding:6px 10px;{CODE}">{code}</pre>'
    escaped = html.escape(" ".join(line.strip() for line in lines))
    pieces = re.split(r"`([^`]+)`", escaped)  # code stands at the odd places
    pieces[::2] = [STRESS.sub(r"<em>\1</em>", words) for words in pieces[::2]]
    pieces[1::2] = [f'<code style="padding:0 3px;{CODE}">{code}</code>' for code in pieces[1::2]]
    return "".join(pieces)


def unmarked(text):
    """A text without the marks of code and stress, for what shows no HTML.

    >>> unmarked("the *first* of `x`")
    'the first of x'
    """
    return STRESS.sub(r"\1", text).replace("`", "")


def shortened(text, longest=LONGEST):
    """One line, cut where it gets too long.

    >>> shortened("abcdef", 3)
    'abc…'
    """
    text = " ".join(text[: 4 * longest].split())
    return text if len(text) <= longest else text[:longest] + "…"


def error_text(error):
    """An exception as 'Kind: message', even if its message cannot be printed."""
    try:
        message = shortened(str(error).partition("\nException raised from")[0])
    except BaseException:
        message = "(its message cannot be shown)"
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def ended(words):
    """A text with a full stop at its end, unless it ends like a sentence already.

    >>> ended("so it is"), ended("is it?"), ended("not (3, 4)."), ended("and so on …")
    ('so it is.', 'is it?', 'not (3, 4).', 'and so on …')
    """
    words = words.rstrip()
    return words if re.search(r"[.?!:…][\"'`)»”]?$", words) else words + "."


FUNCTIONS = {"cos", "det", "exp", "log", "sigmoid", "sin", "softmax", "softplus", "tanh"}


def sentence(text, names=()):
    """A text with its first letter in upper case; a name or symbol at its start stays as it is.

    ``names`` are those of the exercise at hand; what stands in backticks is a name anyway.

    >>> sentence("it is so."), sentence("`f` is so."), sentence("f2 is so."), sentence("b is so.")
    ('It is so.', '`f` is so.', 'f2 is so.', 'b is so.')
    """
    first, _, rest = text.partition(" ")
    bare = first.strip(",:;.…")
    word = re.fullmatch(r"[a-z][a-z’'-]+[,:;.…]*", first) and bare not in FUNCTIONS | set(names)
    article = first == "a" and not re.match(r"(is|must|belongs|stands|can|has)\b", rest)
    return text[:1].upper() + text[1:] if word or article else text


def kind(value):
    """What a value is, in words.

    >>> kind([1, 2]), kind(None), kind(torch.ones(2, 3))
    ('a list', 'nothing', 'a tensor of shape (2, 3)')
    """
    if value is None:
        return "nothing"
    if isinstance(value, (torch.Tensor, np.ndarray)):
        noun = "a tensor" if isinstance(value, torch.Tensor) else "an array"
        what = _special(value)
        if not value.ndim:
            return what or "a number"
        return f"{noun} of shape {shape(value)}" + (f" with {what} in it" if what else "")
    if isinstance(value, (bool, np.bool_)):
        return "True or False"
    if isinstance(value, str):
        return "a text"
    if callable(value) and hasattr(value, "__name__"):
        return f"the function {value.__name__}" if not isinstance(value, type) else "a class"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {name}"


def _special(value):
    """What a tensor or array holds if that is not real numbers."""
    if "bool" in str(value.dtype):
        return "True or False"
    return "a complex number" if "complex" in str(value.dtype) else ""


def shape(value):
    """A shape as a tuple of numbers: (5,) rather than torch.Size([5])."""
    return str(tuple(value.shape))


def number(value):
    """A number with six digits: enough to recognise it, few enough to read.

    >>> number(0.1), number(2.0), number(1 / 3)
    ('0.1', '2', '0.333333')
    """
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def two_numbers(got, expected):
    """Two numbers with as many digits as it takes to see that they differ."""
    if not (isinstance(got, float) and isinstance(expected, float)):
        return number(got), number(expected)
    for digits in (6, 9, 12, 17):
        pair = f"{got:.{digits}g}", f"{expected:.{digits}g}"
        if pair[0] != pair[1]:
            break
    return pair


def value(thing):
    """A value in a few words: numbers in full, larger things by their beginning and shape.

    >>> value(torch.tensor([0.5, -1.0]))
    '[0.5, -1]'
    """
    if isinstance(thing, np.ndarray):
        thing = torch.as_tensor(thing) if thing.dtype.kind in "fiub" else thing.tolist()
    if isinstance(thing, torch.Tensor):
        thing = thing.detach().cpu()
        if thing.numel() <= 8 and thing.ndim <= 2:
            return _nested(thing.tolist())
        start = ", ".join(number(v) for v in thing.flatten()[:3].tolist())
        return f"[{start}, …] of shape {shape(thing)}"
    if isinstance(thing, (list, tuple)):
        inner = ", ".join(value(v) for v in islice(thing, 8)) + (", …" if len(thing) > 8 else "")
        return f"[{inner}]" if isinstance(thing, list) else f"({inner})"
    if isinstance(thing, (float, np.floating)):
        return number(float(thing))
    if callable(thing) and hasattr(thing, "__name__"):
        return thing.__name__
    try:
        return shortened(repr(thing), 80)
    except BaseException:
        return kind(thing)


def _nested(numbers):
    if isinstance(numbers, list):
        return f"[{', '.join(_nested(v) for v in numbers)}]"
    return number(numbers)


def arguments(names, args):
    """The arguments of a call with their names: 'x = 0.5, a = [1, 2]'."""
    return ", ".join(f"{name} = {value(arg)}" for name, arg in zip(names, args, strict=True))


def size(args):
    """How large an input is: the count of its numbers."""
    return sum(arg.numel() if isinstance(arg, torch.Tensor) else 1 for arg in args)


ORDINALS = ("first", "second", "third", "fourth", "fifth")


def place(path, parts=()):
    """Where in a tuple or dict something stands; '' if there is only one value.

    >>> place((1,)), place((1,), ("x", "log|∂f/∂z|")), place(("the gradient",))
    ('the second value', 'the second value, log|∂f/∂z|', 'the gradient')
    """
    words = []
    for step in path:
        if isinstance(step, int):
            ordinal = ORDINALS[step] if step < len(ORDINALS) else f"{step + 1}th"
            named = f", {parts[step]}" if not words and step < len(parts) else ""
            words.append(f"the {ordinal} value{named}")
        else:
            words.append(str(step))
    return " of ".join(reversed(words))


def element(names, args, difference):
    """(which element of a batch differs, the inputs that belong to it); '' for single numbers."""
    index, shape_ = difference.index, difference.shape
    if not index:
        return "", ""
    tensors = [(n, a) for n, a in zip(names, args, strict=True) if isinstance(a, torch.Tensor)]
    fitting = ((n, a) for n, a in tensors if tuple(a.shape[: len(index)]) == shape_)
    there = ", ".join(f"{name} = {value(arg[index])}" for name, arg in fitting)
    return f"element [{', '.join(map(str, index))}] of ", f" ({there})" if there else ""
