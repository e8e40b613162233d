"""What the exercises of chapter 02 stand on: exact inputs, the base, a few matrices L."""

from course_lib.exercises.inputs import tensor

# Diagonals that are not 1 and do not multiply to 1; L Lᵀ and Lᵀ L differ.
L2 = tensor([[2.0, 0.0], [-1.5, 0.8]])
B2 = tensor([0.7, -1.2])
L3 = tensor([[0.5, 0.0, 0.0], [1.2, 3.0, 0.0], [-0.4, 0.9, 1.6]])
B3 = tensor([1.0, -2.0, 0.3])
