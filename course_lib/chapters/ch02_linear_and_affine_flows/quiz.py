"""The quiz of chapter 02."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "x = −2 z + 5. What is log|∂f⁻¹/∂x|?",
        options=(
            (
                "log 2",
                "That is log|∂f/∂z|, the log-det of the map forwards. Backwards the axis is "
                "squeezed by 2, so the sign turns.",
            ),
            (
                "log(−2), which does not exist: a must be positive",
                "A negative a is allowed: it mirrors the axis and leaves widths as they are. That "
                "is what the bars of |·| are for.",
            ),
            (
                "−log 2",
                "z = (x − 5)/(−2) has the slope −½; log ½ = −log 2. The shift plays no part.",
            ),
            (
                "−log 5",
                "The shift b moves every strip without changing its width: it never enters a "
                "log-det.",
            ),
        ),
        right=2,
    ),
    Question(
        "Scale doubles (z → 2 z), shift adds 3 (z → z + 3). What does scale ∘ shift do to the "
        "standard normal?",
        options=(
            (
                "It becomes a bell with mean 6 and standard deviation 2.",
                "shift acts first, then scale: 2·(z + 3) = 2 z + 6. The scale also doubles the "
                "shift.",
            ),
            (
                "It becomes a bell with mean 3 and standard deviation 2.",
                "That is shift ∘ scale, 2 z + 3. A composition reads from the right: in "
                "scale ∘ shift the shift acts first.",
            ),
            (
                "It becomes a bell with mean 6 and standard deviation 1.",
                "The mean is right. But scaling doubles the width of the bell as well.",
            ),
        ),
        right=0,
    ),
    Question(
        "n = 2, ℓ₁₁ = 2, ℓ₂₂ = 3, ℓ₂₁ = 5. What is log|det ∂f⁻¹/∂x| of the flow x = L⁻¹ z + b?",
        options=(
            (
                "−log 6",
                "That is the log-det of the map forwards, whose matrix is L⁻¹. The inverse map, "
                "z = L (x − b), has the matrix L.",
            ),
            (
                "log 6",
                "L is triangular: its determinant is the product of its diagonal, 2 · 3, and "
                "ℓ₂₁ = 5 plays no part.",
            ),
            (
                "½ log 6",
                "The ½ comes from √det C⁻¹. But det C⁻¹ = (det L)² = 36, and its root is 6.",
            ),
            (
                "log 1, because a shear keeps areas",
                "ℓ₂₁ shears and keeps areas. The diagonal does not: it stretches by 2 and by 3.",
            ),
        ),
        right=1,
    ),
    Question(
        "You want the same Gaussian from torch's `MultivariateNormal(b, …)`. Which argument is "
        "right?",
        options=(
            (
                "scale_tril=L",
                "scale_tril is the factor A of the covariance, C = A Aᵀ and x = A z + b. The "
                "matrix in front of z is L⁻¹ here, not L.",
            ),
            (
                "covariance_matrix=L.T @ L",
                "Lᵀ L is the precision, C⁻¹. The covariance is its inverse.",
            ),
            (
                "precision_matrix=L @ L.T",
                "The order matters: |L (x − b)|² = (x − b)ᵀ Lᵀ L (x − b), so the precision is "
                "Lᵀ L.",
            ),
            (
                "precision_matrix=L.T @ L",
                "The exponent is −½ |L (x − b)|² = −½ (x − b)ᵀ Lᵀ L (x − b): the precision is "
                "Lᵀ L. scale_tril=L⁻¹ would be right, too.",
            ),
        ),
        right=3,
    ),
    Question(
        "The Old Faithful data have two clumps; the fitted affine flow shows one. What would help?",
        options=(
            (
                "More steps, or a smaller learning rate.",
                "The loss has already reached the closed form, the best that any Gaussian can do.",
            ),
            (
                "More data.",
                "With more data the best Gaussian gets more exact, and stays a Gaussian.",
            ),
            (
                "A map that bends.",
                "Every affine map of a Gaussian is a Gaussian, with one bump. Two clumps need a "
                "map that is not a straight line: chapter 04.",
            ),
            (
                "A chain of several affine flows.",
                "An affine map of an affine map is affine again: however long the chain, it makes "
                "Gaussians.",
            ),
        ),
        right=2,
    ),
)
