"""The final quiz, chapters 09 to 12: two questions each."""

from course_lib.exercises.exercise import Question

QUESTIONS = (
    Question(
        "(09) A triangular map has ∂x₁/∂z₁ = 2, ∂x₂/∂z₁ = 7, ∂x₂/∂z₂ = 3, and ∂x₁/∂z₂ = 0. What is "
        "its forward log-det?",
        options=(
            ("log 42", "The 7 stands beside the diagonal: it shears, and no area changes."),
            ("log 6", "The product of the diagonal: each coordinate's own slope."),
            ("log 5", "Slopes are multiplied; it is their logarithms that add."),
        ),
        right=1,
    ),
    Question(
        "(09) In each step of a training you must draw samples, in 30 dimensions. Which flow?",
        options=(
            (
                "Inverse autoregressive",
                "All parameters depend on z, which is there at once: one pass for each sample.",
            ),
            (
                "Autoregressive",
                "Each coordinate waits for the ones before: 30 passes for each sample.",
            ),
            (
                "Gaussianization",
                "Forwards, each marginal of each layer is a search for a root.",
            ),
        ),
        right=0,
    ),
    Question(
        "(10) At a place half of all quakes are 100 km deep and half are 600 km. A network is "
        "trained with a squared error. What does it answer there?",
        options=(
            ("100 km", "Then its error would be 500 km in half of the cases."),
            ("100 km or 600 km, by chance", "A network without a z always answers the same."),
            ("350 km", "The mean has the smallest squared error, though no quake is there."),
        ),
        right=2,
    ),
    Question(
        "(10) Held out, log p of a standardised depth given a standardised longitude is −1.20 on "
        "average. The depths have σ = 2 (100 km), the longitudes σ = 6. What is it per 100 km?",
        options=(
            ("−1.89", "−1.20 − log 2. The context is only given: its width does not enter."),
            ("−3.68", "That subtracts log 6, too. But nobody asks for a density of longitudes."),
            ("−0.51", "A density per unit falls when the axis is stretched: subtract log 2."),
        ),
        right=0,
    ),
    Question(
        "(11) On the events that it has learnt from, a flow's log q is 0.2 nats above the exact "
        "posterior's. What has happened?",
        options=(
            (
                "It has learnt them by heart.",
                "No density beats the true one on new events. On its own it can, and pays later.",
            ),
            (
                "The exact posterior is not exact.",
                "It is known to the last digit here. The events are the suspects.",
            ),
            (
                "The flow is better than the exact posterior.",
                "On average over new events nothing is: the gap is a KL, and never negative.",
            ),
        ),
        right=0,
    ),
    Question(
        "(11) You have p(y | c) and p(x | y, c), each as a flow. How do you draw a place?",
        options=(
            (
                "Draw x and y at the same time, each from its own z.",
                "x's network is told y: it needs a y before it can answer.",
            ),
            (
                "First y from its z, then x with this y and another z.",
                "One coordinate after the other, as the density was built.",
            ),
            (
                "First y, then x with the mean of all y.",
                "Then x and y know nothing of each other, and two spots become a smear.",
            ),
        ),
        right=1,
    ),
    Question(
        "(12) log Z = −3.0, and your ELBO is −3.4. What do you know?",
        options=(
            ("KL(p‖q) = 0.4", "The bound is about samples of q: the reverse KL."),
            (
                "Nothing: the ELBO has noise.",
                "Its noise falls with the number of samples; the gap does not.",
            ),
            ("KL(q‖p) = 0.4", "log Z = ELBO + KL(q‖p), whatever q is."),
        ),
        right=2,
    ),
    Question(
        "(12) The target has two equal bumps, far apart, and q fits one of them perfectly. What do "
        "its weights say?",
        options=(
            (
                "Half of the effective samples are lost.",
                "All its samples lie in one bump, where p̃/q is constant: no weight is small.",
            ),
            (
                "All is well, and the estimate of log Z is too low by 0.69.",
                "Equal weights, and −log 2: what q never visits no weight can tell.",
            ),
            (
                "Some weights are infinite.",
                "They would be where q is 0; but there no sample is ever drawn.",
            ),
        ),
        right=1,
    ),
)
