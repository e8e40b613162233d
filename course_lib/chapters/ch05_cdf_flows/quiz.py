"""The quiz of chapter 05."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "x follows a distribution with the continuous CDF F. What does u = F(x) follow?",
        options=(
            (
                "The same distribution as x.",
                "F changes it: u lies between 0 and 1, whatever x does.",
            ),
            (
                "The uniform distribution on (0, 1).",
                "A tenth of the mass lies where F rises from 0 to 0.1, a tenth where it rises from "
                "0.1 to 0.2, and so on: equal steps hold equal mass.",
            ),
            (
                "A standard normal.",
                "For that one more step is needed: Φ⁻¹(u).",
            ),
        ),
        right=1,
    ),
    Question(
        "z follows F₁. Which x follows F₂?",
        options=(
            ("x = F₁⁻¹(F₂(z))", "F₂ knows nothing of z: it would make u uniform only for x."),
            ("x = F₂(F₁(z))", "F₂ carries x to u. Here u is given and x is wanted: F₂⁻¹."),
            ("x = F₂⁻¹(F₁(z))", "Up with the CDF of z, down with the inverse CDF of x."),
            ("x = F₂⁻¹(z)", "F₂⁻¹ wants a number between 0 and 1. First u = F₁(z)."),
        ),
        right=2,
    ),
    Question(
        "In float32 the formula log F − log(1 − F) gives infinity 17 scales from the centre. Why?",
        options=(
            (
                "F rounds to 1, so 1 − F is 0.",
                "σ(u) is computed as 1/(1 + e⁻ᵘ). Just above 1 the numbers of float32 stand "
                "1.2·10⁻⁷ apart, and e⁻¹⁷ = 4·10⁻⁸ is less than half of that: it is lost. The mass "
                "to the right has to be a sum of its own.",
            ),
            (
                "exp(17) is too large for float32.",
                "It is 2.4·10⁷; float32 reaches 3·10³⁸.",
            ),
            (
                "The logarithm is not exact enough.",
                "It is exact to the last digit. What is handed to it has lost its digits before.",
            ),
        ),
        right=0,
    ),
    Question(
        "You evaluate log φ(z) + log|dz/dx|, with φ the standard normal, but z = log F − log S. "
        "What is wrong?",
        options=(
            (
                "Nothing: the base may be chosen freely.",
                "It may, but then it is another density than the mixture's, and the fitted weights "
                "and centres no longer mean what they say.",
            ),
            (
                "The area is not 1.",
                "It is 1: any base density with the right log-det integrates to 1. But it is not "
                "the mixture's density.",
            ),
            (
                "It is a density, but not the mixture's: that one has a logistic base.",
                "With a normal base the same map makes another density. Put σ⁻¹ ∘ Φ in front to "
                "have a normal base and the mixture's density.",
            ),
        ),
        right=2,
    ),
    Question(
        "What is hard about this flow?",
        options=(
            ("Its density.", "That is a formula: the mixture's own."),
            (
                "Its forward direction, z → x: it has to be searched.",
                "For parts with scales of their own no formula solves log F − log S = z for x. "
                "Chapter 06 searches.",
            ),
            ("Its inverse, x → z.", "That is a formula, too: log F − log S."),
            ("Its log-det.", "log p − log F − log S, all of them at hand."),
        ),
        right=1,
    ),
)
