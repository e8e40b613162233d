"""What is guessed before it is seen in chapter 01."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="01.a",
        text=(
            "The map falls: x = 3 − eᶻ. What becomes of strip 9, the last but one on the right, "
            "and where on the x axis does it arrive?"
        ),
        options=(
            "wide, and low down",
            "wide, and high up",
            "narrow, and low down",
            "narrow, and high up",
        ),
        right=0,
        reveal=(
            "It arrives between x = −0.60 and 0.68, about three times as wide as it was: the map "
            "is steep there. A falling map turns the order of the strips round."
        ),
    ),
    Prediction(
        id="01.b",
        text=(
            "100 samples are off by about 14 % from the right density. How far off will 10 000 be?"
        ),
        options=("about 14 %, as before", "about 7 %", "about 1.4 %", "about 0.14 %"),
        right=2,
        reveal=(
            "With 100 times as many samples the distance to the right density shrinks about "
            "tenfold, like 1/√n."
        ),
    ),
    Prediction(
        id="01.c",
        text=(
            "You squeeze a standard normal, 0.40 high, to a tenth of its width. How high does it "
            "become?"
        ),
        options=("0.40, as before", "1.00, and no higher", "3.99"),
        right=2,
        reveal=(
            "A tenth of the width needs ten times the height, for the area stays 1. So a density "
            "may be larger than 1."
        ),
    ),
    Prediction(
        id="01.d",
        text=(
            "You say the durations of 272 eruptions in hours instead of minutes. What happens to "
            "the mean log-density?"
        ),
        options=(
            "it stays: the data are the same",
            "it falls by log 60 ≈ 4.09",
            "it grows by log 60 ≈ 4.09",
        ),
        right=2,
        reveal=(
            "The axis is squeezed to a sixtieth, so the density, now per hour, is 60 times as "
            "high, and every log-density grows by log 60 ≈ 4.09."
        ),
    ),
    Prediction(
        id="01.e",
        text=(
            "f₁ makes a strip 2 times wider, then f₂ makes it 3 times wider. How much wider is it "
            "in the end? And what happens to the logarithms of these numbers?"
        ),
        options=(
            "5 times; the logarithms add",
            "6 times; the logarithms add",
            "6 times; the logarithms multiply",
        ),
        right=1,
        reveal=(
            "2 · 3 = 6, and log 2 + log 3 = log 6: factors multiply, and so their logarithms add."
        ),
    ),
    Prediction(
        id="01.f",
        text="A shear pushes every row of cells sideways. Do the cells get larger?",
        options=("yes, all of them", "no, each keeps its area", "some do, and others get smaller"),
        right=1,
        reveal=(
            "Each square becomes a parallelogram of the same base and the same height. Its area "
            "stays what it was, however strong the shear."
        ),
    ),
    Prediction(
        id="01.g",
        text=(
            "You raise flexibility from 1 to 8. In the end, what have the hollow dots (training) "
            "done, and what the filled ones (held out)?"
        ),
        options=(
            "both are best at 8",
            "hollow best at 8, filled past their best",
            "both are past their best",
        ),
        right=1,
        reveal=(
            "On the training data more flexibility looks better, now and then with a small step "
            "back. On the points held out every family gets worse in the end."
        ),
    ),
)
