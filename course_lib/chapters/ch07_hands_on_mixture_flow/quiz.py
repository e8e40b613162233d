"""The quiz of chapter 07."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "Which direction of the mixture flow is needed to fit it by maximum likelihood?",
        options=(
            ("Forward, z → x", "That one draws samples. The likelihood asks for the data's z."),
            ("Inverse, x → z", "log p(x) = log p₀(z) + log-det: no search is needed for the fit."),
            ("Both", "The fit never runs forward; the search is for samples only."),
        ),
        right=1,
    ),
    Question(
        "During the fit one scale becomes tiny, and the training likelihood jumps up. What "
        "happened?",
        options=(
            (
                "The flow found a cluster.",
                "Perhaps. Ask held-out points: if they become less likely, it was an accident.",
            ),
            (
                "One part sits on one or two data points.",
                "On one point a narrow part makes the density as high as it likes, on two "
                "neighbours very high. Held-out points pay for it.",
            ),
            ("A rounding error.", "log space holds to 10 000 units; it is the data that are few."),
        ),
        right=1,
    ),
    Question(
        "Why is `torch.rand` clamped before log u − log(1 − u)?",
        options=(
            ("It may give exactly 0, and log 0 is −∞.", "One such sample spoils every mean."),
            ("It may give numbers above 1.", "Never: it gives 0 ≤ u < 1."),
            ("To make the base normal.", "It stays logistic; only the last 10⁻⁷ is cut."),
        ),
        right=0,
    ),
    Question(
        "Flow A has a held-out mean log p of −2.50 ± 0.04, flow B of −2.47 ± 0.04, both on the "
        "same "
        "ten splits. Which is better?",
        options=(
            (
                "B, by 0.03.",
                "The difference is smaller than the error bars. Compare split by split.",
            ),
            (
                "This does not tell. Look at the difference split by split.",
                "The same splits are hard for both, so the difference scatters less than either.",
            ),
            ("A: it has the smaller number.", "A larger log-likelihood is better."),
        ),
        right=1,
    ),
    Question(
        "How could the same class become a flow with a spline instead of a mixture?",
        options=(
            (
                "Replace __init__(), mixture(), inverse() and forward(); the rest stays.",
                "log_prob and sample know only the two directions and the base.",
            ),
            ("Replace everything.", "log_prob and sample do not know what the map is."),
            ("It cannot.", "Every pair of forward and inverse with log-dets is a flow."),
        ),
        right=0,
    ),
)
