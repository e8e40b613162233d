"""The quiz of chapter 12: five questions; every option explains itself."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "The effective sample size of your q is 99 % of n. What do you know?",
        options=(
            (
                "q is the posterior, up to 1 %.",
                "It is p only where q has samples. Another bump may have any share of the mass.",
            ),
            (
                "Where q has its samples, it has the shape of the posterior.",
                "Equal weights there say just this. What q never visits gives no weight at all.",
            ),
            (
                "log Ẑ is right within 1 %.",
                "In the chapter it was wrong by log 2, with as high an effective sample size.",
            ),
        ),
        right=1,
    ),
    Question(
        "You estimate KL(q‖p) from 100 samples and get −0.03. What do you do?",
        options=(
            (
                "Take its absolute value: a KL is not negative.",
                "Then the error of the estimate becomes a bias upward.",
            ),
            (
                "Look for the wrong sign in the code.",
                "It may be there, but this number does not show it.",
            ),
            (
                "Compare it with its standard error.",
                "The KL is not negative, an estimate of it may be: it scatters about the truth.",
            ),
            (
                "Stop: q is now better than p.",
                "No q is better than p. In the mean KL(q‖p) is at least 0.",
            ),
        ),
        right=2,
    ),
    Question(
        "Two models are fitted by variational inference. Model A has an ELBO of −31.6 for the "
        "effects of the eight schools, model B one of −12.0 for four of them. Which is better?",
        options=(
            (
                "B, since its ELBO is higher.",
                "It has less to explain. Fewer numbers have a higher density.",
            ),
            (
                "A, since it has more data.",
                "More data make a result sharper, not the model better.",
            ),
            (
                "It cannot be said: the data are not the same.",
                "log Z is the log-density of the data. It compares models of the same data.",
            ),
        ),
        right=2,
    ),
    Question(
        "What does training by the forward KL, the mean of −log q(θ | x), need?",
        options=(
            (
                "Pairs (θ, x) from the simulator.",
                "θ of the prior, x of the simulator: the pairs are samples of the joint. No "
                "density has to be known.",
            ),
            (
                "Samples of the posterior for each x.",
                "One θ for each x is enough: it is a sample of the posterior of this x.",
            ),
            (
                "The likelihood as a formula.",
                "The reverse KL needs that. Here x is only drawn.",
            ),
            (
                "The prior as a formula, added to the loss.",
                "The prior is in the pairs already, since θ was drawn from it.",
            ),
        ),
        right=0,
    ),
    Question(
        "Does one bell under the reverse KL always choose one of two bumps?",
        options=(
            (
                "Yes, this is the nature of the reverse KL.",
                "It depends on the distance. With bumps at ±1 of width 0.7 one bell covers both.",
            ),
            (
                "No. If the bumps are near each other it covers both.",
                "In the valley p is not small then, and a wide bell loses little there.",
            ),
            (
                "No, it never does: it covers all of p.",
                "The forward KL does that. It pays for each place where p is and q is not.",
            ),
        ),
        right=1,
    ),
)
