"""The matrices, shifts and points that the exercises of chapter 03 are tried on."""

from course_lib.exercises.inputs import tensor

L2 = tensor([[1.6, 0.0], [-0.9, 0.7]])
B2 = tensor([0.5, -1.2])
L3 = tensor([[0.8, 0.0, 0.0], [0.5, 1.7, 0.0], [-1.1, 0.4, 2.2]])
B3 = tensor([-0.3, 1.1, 0.6])
X2 = tensor([[0.3, -0.8], [1.9, 0.2], [-1.4, 2.5]])
X3 = tensor([[[0.2, -0.5, 1.3], [1.0, 2.0, -0.7]], [[-1.6, 0.1, 0.4], [0.9, -2.2, 0.3]]])
