"""The mixtures and points that the exercises of chapter 07 are tried on."""

from course_lib.exercises.inputs import tensor

TWO = (tensor([0.3, 0.7]).log(), tensor([-1.0, 2.0]), tensor([0.5, 1.6]))
THREE = (tensor([0.15, 0.6, 0.25]).log(), tensor([-2.5, 0.4, 3.0]), tensor([0.4, 2.0, 0.7]))
X2, X3 = tensor([-2.1, 0.3, 4.0, 82.0]), tensor([[0.5, -3.0], [2.6, 4000.0]])
NAMES = ("log_w", "mu", "s", "x")
