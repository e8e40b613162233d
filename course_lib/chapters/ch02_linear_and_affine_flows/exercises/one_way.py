"""Wrong chains for exercise 2.3 that go wrong one way only, or run back by the maps forwards."""


def forwards(wrong, right):
    """The right class, with ``forward`` as in the wrong one."""
    return type(wrong.__name__, (wrong,), {"inverse": right.inverse})


def backwards(wrong, right):
    """The right class, with ``inverse`` as in the wrong one."""
    return type(wrong.__name__, (wrong,), {"forward": right.forward})


def by_forward(right, f1_first, sign):
    """The right class, whose ``inverse`` calls the steps' ``forward``."""

    def inverse(self, x):
        first, second = (self.f1, self.f2) if f1_first else (self.f2, self.f1)
        y, one = first.forward(x)
        z, two = second.forward(y)
        return z, sign * (one + two)

    return type("RunsForward", (right,), {"inverse": inverse})
