"""The recap quiz of chapter 03."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "The diagonal of L is made of free numbers u, for instance as exp(u). Why is it not free "
        "itself?",
        options=(
            (
                "Because the log-det needs logarithms anyway.",
                "That is a pleasant side effect. The reason is another: the diagonal has to stay "
                "positive while an optimizer moves the parameter anywhere.",
            ),
            (
                "So that every value an optimizer may reach gives an invertible map.",
                "exp(u) is positive for every real u, and so is softplus(u): no step can lead out "
                "of the flows.",
            ),
            (
                "Because its gradients are smaller then.",
                "The size of gradients is not the point; a step could still make a free diagonal "
                "negative.",
            ),
        ),
        right=1,
    ),
    Question(
        "You multiply all data by 10 and fit again. What happens to the best mean log p(x) in two "
        "dimensions?",
        options=(
            (
                "It stays: the fit follows the data.",
                "The shape of the fit follows, but a density is mass per area, and the same mass "
                "now lies on 100 times the area.",
            ),
            (
                "It falls by log 10.",
                "Each of the two axes is stretched by 10, so the area grows by 100.",
            ),
            (
                "It falls by 2 log 10.",
                "The area grows by 10² = 100 and the density falls to a hundredth: −log 100 = "
                "−4.6 at every point.",
            ),
        ),
        right=2,
    ),
    Question(
        "The fitted L of a flow has ℓ₂₁ = 0. What do you know about x₁ and x₂?",
        options=(
            (
                "They are uncorrelated, and for this flow even independent.",
                "With ℓ₂₁ = 0 each coordinate depends on its own z alone.",
            ),
            (
                "They have the same width.",
                "The widths are 1/ℓ₁₁ and 1/ℓ₂₂ here; nothing makes them equal.",
            ),
            (
                "The matrix L is singular.",
                "det L = ℓ₁₁ ℓ₂₂, and both are positive. ℓ₂₁ does not enter.",
            ),
        ),
        right=0,
    ),
    Question(
        "A flow fitted to 5 points gives them a higher mean log-density than the other 267. Why?",
        options=(
            (
                "The optimizer has not converged.",
                "It has: this is the best Gaussian for these 5 points, in closed form.",
            ),
            (
                "It has fitted the accidents of those 5 points, too.",
                "Five points do not say how wide the density is. The fit is too narrow where they "
                "happen to lie close, and the others pay for it.",
            ),
            (
                "The 5 points are outliers.",
                "They were drawn at random, and nearly any 5 points do this: of 100 such draws "
                "some 95.",
            ),
        ),
        right=1,
    ),
    Question(
        "Your trained flow reaches exactly the closed-form loss, and yet its samples fall between "
        "the two clouds of the Old Faithful data. What is to be done?",
        options=(
            (
                "Train longer, or with a smaller step.",
                "No step can go below the best Gaussian, and you have reached it.",
            ),
            (
                "Take more data.",
                "With more data the best Gaussian is known better, and it is still one bell.",
            ),
            (
                "Take another flow: an affine map makes only Gaussians.",
                "The limit is the family, not the fit. A map that bends can open a gap (04).",
            ),
        ),
        right=2,
    ),
)
