"""What is guessed before it is seen in chapter 10."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="10.a",
        text=(
            "A flow sends z to x = 3 + 0.5 z. At z = 0 the base density is 0.4. How large is the "
            "density of x at 3?"
        ),
        right=0.8,
        reveal=(
            "Half the room, twice the density: 0.4 / 0.5. In log p that is − log 0.5, minus the "
            "logarithm of the width."
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
            "from one width to a width for each c",
            "from a bell to a mixture",
            "from a mixture to a spline",
        ),
        right=1,
        reveal=(
            "A width of its own brings 0.12 nats, several bumps 0.44 more. Mixture and spline "
            "differ by 0.01: it matters that bumps are possible, and hardly how they are made."
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
            "At y = 0 and y = 1 the gap is 0.26 and 0.36 nats, in the middle 0.03. A network "
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
