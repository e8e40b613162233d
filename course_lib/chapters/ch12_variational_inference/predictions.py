"""What is guessed before it is seen in chapter 12."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="12.a",
        text=(
            "Samples come from x = θ + z with a standard normal z, and F(x) = x². At θ = 1.5, what "
            "is the slope of the mean of F by θ, if you average over very many samples?"
        ),
        right=3.0,
        reveal=(
            "The samples move with θ: dx/dθ = 1, so the slope is the mean of 2x, 2 · 1.5. If you "
            "detach the samples, you get 0."
        ),
    ),
    Prediction(
        id="12.b",
        text=(
            "The bumps stand at ±2, with masses 0.7 and 0.3. Which bell has the smallest KL(q‖p), "
            "the one with samples of q?"
        ),
        options=(
            "a wide one that covers both bumps",
            "one that sits on the larger bump",
            "a narrow one in the valley between them",
        ),
        right=1,
        reveal=(
            "On the left bump KL(q‖p) is 0.35, and the wide bell has 0.84. Samples of q are never "
            "asked about the places where q is not. KL(p‖q) says the opposite."
        ),
    ),
    Prediction(
        id="12.c",
        text="The ELBO is −2.07, and log Z is −2. How large is KL(q‖p), in nats?",
        right=0.07,
        reveal="log Z = ELBO + KL, at every step of the ascent.",
    ),
    Prediction(
        id="12.d",
        text="q misses a bump with 30 % of the mass. What does the effective sample size say?",
        options=("about 30 % of n", "about 70 % of n", "more than 99 % of n"),
        right=2,
        reveal=(
            "All samples lie where q has the shape of p, so all weights are nearly equal: to 0.7 "
            "in place of 1. Equal weights are all that the effective sample size asks for."
        ),
    ),
    Prediction(
        id="12.e",
        text=(
            "The same network learns from the same flashes, once with their places and once "
            "without. Without them, which P(left) will it answer?"
        ),
        options=("about 0.5 for each flash", "0 for all flashes, or 1 for all", "the true side"),
        right=1,
        reveal=(
            "With samples of q one bell has to choose a bump, and which one is left to chance. In "
            "three runs it was right, left and right, each time for all flashes. With labels it "
            "is 0.5: it covers both."
        ),
    ),
)
