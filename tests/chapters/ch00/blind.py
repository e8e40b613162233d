RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    "0.1": (
        (
            WRONG,
            "returns the length of the interval instead of its midpoint",
            '''
def midpoint(a, b):
    """The point halfway between a and b."""
    return b - a
''',
        ),
        (
            WRONG,
            "operator precedence: brackets missing, only b is halved",
            '''
def midpoint(a, b):
    """The point halfway between a and b."""
    return a + b / 2
''',
        ),
        (
            WRONG,
            "half the length; forgot to add the start a",
            """
def midpoint(a, b):
    return (b - a) / 2
""",
        ),
        (
            WRONG,
            "the sum; forgot to divide by two",
            """
def midpoint(a, b):
    return a + b
""",
        ),
        (
            WRONG,
            "floor division, rounds 3.5 down to 3",
            """
def midpoint(a, b):
    return (a + b) // 2
""",
        ),
        (
            WRONG,
            "sign error: goes half the length to the left of a",
            """
def midpoint(a, b):
    return a + (a - b) / 2
""",
        ),
        (
            WRONG,
            "prints the result and returns nothing",
            '''
def midpoint(a, b):
    """The point halfway between a and b."""
    print((a + b) / 2)
''',
        ),
        (
            WRONG,
            "int() cuts off the fraction (and fails for tensors with many numbers)",
            """
def midpoint(a, b):
    m = int((a + b) / 2)
    return m
""",
        ),
        (
            WRONG,
            "geometric mean instead of the arithmetic one",
            """
import math

def midpoint(a, b):
    return math.sqrt(a * b)
""",
        ),
        (
            # right: an elementwise answer may take one number at a time, and the check says so.
            RIGHT,
            "works for two numbers only: torch.tensor([a, b]) fails for tensors",
            """
def midpoint(a, b):
    return torch.tensor([a, b], dtype=torch.float32).mean().item()
""",
        ),
        (
            WRONG,
            "mean over everything: one number for whole tensors, and an error for plain numbers",
            """
def midpoint(a, b):
    return torch.stack([a, b]).mean()
""",
        ),
        (
            WRONG,
            "adds the whole length to a, so gives the end b",
            """
def midpoint(a, b):
    return a + (b - a)
""",
        ),
        (
            WRONG,
            "returns a tuple: both halves are not added",
            """
def midpoint(a, b):
    return a / 2, b / 2
""",
        ),
        (
            WRONG,
            "forgot the return",
            '''
def midpoint(a, b):
    """The point halfway between a and b."""
    m = 0.5 * (a + b)
''',
        ),
        (
            WRONG,
            "divides by 0.5 instead of multiplying",
            """
def midpoint(a, b):
    return (a + b) / 0.5
""",
        ),
        (
            RIGHT,
            "the sum halved",
            '''
def midpoint(a, b):
    """The point halfway between a and b."""
    return (a + b) / 2
''',
        ),
        (
            RIGHT,
            "start plus half the length",
            """
def midpoint(a, b):
    half = (b - a) / 2
    return a + half
""",
        ),
        (
            RIGHT,
            "with a weight as an extra parameter",
            """
def midpoint(a, b, t=0.5):
    return (1 - t) * a + t * b
""",
        ),
        (
            RIGHT,
            "as a lambda",
            """
midpoint = lambda a, b: 0.5 * a + 0.5 * b
""",
        ),
        (
            RIGHT,
            "sum of a list",
            """
def midpoint(a, b):
    ends = [a, b]
    return sum(ends) / len(ends)
""",
        ),
        (
            RIGHT,
            "torch: stack and mean over the new dimension only",
            """
def midpoint(a, b):
    a, b = torch.as_tensor(a), torch.as_tensor(b)
    return torch.stack([a.double(), b.double()]).mean(dim=0)
""",
        ),
    ),
}
