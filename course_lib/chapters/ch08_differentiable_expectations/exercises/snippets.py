"""Exercise 8.5: three snippets, run as they are shown."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception

SHOWN = """\
def snippet_A(a, b, z):
    x = (a * z + b).detach()
    return 0.5 * ((x - b) / a) ** 2 + torch.log(a)

def snippet_B(a, b, z):
    x = a * z + b
    return 0.5 * ((x - b) / a) ** 2 + torch.log(a)

def snippet_C(a, b, z):
    x = a * z + b
    a, b = a.detach(), b.detach()
    return 0.5 * ((x - b) / a) ** 2 + torch.log(a)
"""
TRIED = 2.0  # the a at which the snippets are run


def slopes_as_shown():
    """{letter: (mean slope in a, its error)}: the code of the prompt, run on 100 000 samples."""
    namespace = {"torch": torch}
    exec(SHOWN, namespace)
    generator = torch.Generator().manual_seed(0)
    z = torch.randn(100_000, generator=generator, dtype=torch.float64)
    found = {}
    for letter in "ABC":
        a = torch.full_like(z, TRIED).requires_grad_()  # an a for each sample: slopes one by one
        values = namespace[f"snippet_{letter}"](a, torch.full_like(z, 0.5), z)
        (slopes,) = torch.autograd.grad(values.sum(), a)
        found[letter] = slopes.mean().item(), slopes.std().item() / len(z) ** 0.5
    return found


def right_ones():
    """The letters whose mean slope is within 5 errors of dH/da = 1/a."""
    found = slopes_as_shown().items()
    right = [name for name, (mean, error) in found if abs(mean - 1 / TRIED) <= 5 * error + 1e-9]
    return " ".join(right)


def _tidy(candidate):
    """The names given, however they were written down: "b", ["B"], "A, B", "BC" …"""
    said = candidate()
    if isinstance(said, (list, tuple, set)) and all(isinstance(s, str) for s in said):
        said = " ".join(said)
    if not isinstance(said, str):
        return said
    words = said.upper().replace("SNIPPET_", " ").replace("AND", " ").replace("SNIPPET", " ")
    return " ".join(sorted({c for c in words if c.isalnum()}))


def _says(*names):
    return lambda: " ".join(names)


_AGAIN = "Run all three, as the third hint does, or ask of each: what does x still know of a?"
_CUT = (
    "one of your snippets has the mean slope 0.00 in place of 0.50: it cuts x off with "
    "`.detach()`, and what is left is the slope of log p alone, minus the score, with mean zero. "
)
_MORE = "what you name is right, and it is not all that is right. "

SNIPPETS = Exercise(
    id="8.5",
    title="Spot the wrong gradient",
    minutes=5,
    difficulty="medium",
    prompt=rf"""
Three ways to estimate the entropy of $x = a z + b$, up to a constant. All three give the same
*numbers*, one for each sample. But which have, **on average** over many samples, the right slope
$dH/da = 1/a$?

```python
{SHOWN}```

Let `right_ones()` return the letters of all that are right, such as `"A C"`. The check does not
look your answer up: it runs the code above on 100 000 samples and compares the mean slopes with
$1/a$. You may do the same.
""",
    inputs=((),),
    names=(),
    probe=_tidy,
    reference=right_ones,
    returns='letters, such as "A C"',
    misconceptions=(
        Misconception("A", _says("A"), _CUT + _AGAIN),
        Misconception(
            "B",
            _says("B"),
            _MORE + "A part of the slope may be left out, if its mean "
            "is zero. Which part has mean zero?",
        ),
        Misconception(
            "C", _says("C"), _MORE + "What becomes of a snippet that leaves nothing out?"
        ),
        Misconception(
            "A and B",
            _says("A", "B"),
            _CUT + "Which of the two is it? And does what "
            "you left out really lose anything, on average?",
        ),
        Misconception(
            "A and C",
            _says("A", "C"),
            _CUT + "Which of the two is it? And what is wrong with the one that you left out?",
        ),
        Misconception(
            "all",
            _says("A", "B", "C"),
            "equal numbers do not mean equal gradients. "
            + _CUT[0].upper()
            + _CUT[1:]
            + "Which one is it?",
        ),
        Misconception("none", _says(), "not all of them are wrong. " + _AGAIN),
        Misconception(
            "numbers in place of letters",
            _says("1"),
            'the snippets have letters, A, B and C. Return those, such as "A C".',
            also=tuple(_says(*some) for some in ("2", "3", "12", "13", "23", "123", "01", "02")),
        ),
    ),
    hints=(
        "In which of them does x still know of a? And what has mean zero?",
        "a enters twice: through x, and through log p. A keeps one way, B both, C the other one. "
        "Section 4 says which way has mean zero.",
        "You can run them:\n\n"
        "    a = torch.tensor(2.0, requires_grad=True)\n"
        "    snippet_A(a, torch.tensor(0.5), torch.randn(100_000)).mean().backward()\n"
        "    print(a.grad)",
    ),
    praise="equal numbers, different gradients; and you know which half of it may be left out.",
)
