"""What is guessed before it is seen in chapter 10."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="10.a",
        text="A flow sends z to x = 3 + 0.5 z. How large is its inverse log-det, log|∂f⁻¹/∂x|?",
        right=0.69,
        reveal=(
            "z = (x − 3)/0.5, so the slope is 2, at every x: log 2 ≈ 0.69. It is −log of the width."
        ),
    ),
    Prediction(
        id="10.b",
        text="For which width σ is the mean of −log p smallest?",
        options=(
            "the smallest σ that there is",
            "the standard deviation of all depths",
            "the root of the mean squared residual",
            "σ = 1",
        ),
        right=2,
        reveal=(
            "A narrow bell pays for every quake that is far from the mean, a wide one pays log σ "
            "for all. In between lies the root mean square (rms) of the residuals. The standard "
            "deviation of all depths would be right if the network knew nothing of the longitude."
        ),
    ),
    Prediction(
        id="10.c",
        text="Which step will raise the held-out score most?",
        options=(
            "from one width for all to a width for each longitude",
            "from one bell to a mixture of several",
            "from a mixture to a spline",
        ),
        right=1,
        reveal=(
            "A width of its own brings 0.12 nats, several bumps 0.43 more. Mixture and spline "
            "differ by 0.002: it matters that bumps are possible, and hardly how they are made."
        ),
    ),
    Prediction(
        id="10.d",
        text="At which y will the one network have the largest gap?",
        options=(
            "in the middle, where three x are likely",
            "at both ends, where pairs are rare",
            "it is the same for all y",
        ),
        right=1,
        reveal=(
            "At y = 0 and y = 1 the gap is 0.27 and 0.35 nats, in the middle 0.03. A network "
            "learns where it is shown many pairs. Three bumps are no harder for it than one."
        ),
    ),
    Prediction(
        id="10.e",
        text=(
            "Eight degrees east of the last quake: what do three networks say that agree where "
            "there are data?"
        ),
        options=(
            "all three become flat and unsure",
            "each is sure, and they disagree",
            "they still agree",
        ),
        right=1,
        reveal=(
            "Nothing in the training has told them what to say there. Each carries its last "
            "trend on, with bumps as narrow as before."
        ),
    ),
)
