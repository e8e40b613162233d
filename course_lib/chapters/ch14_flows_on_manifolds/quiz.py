"""The quiz of chapter 14: five questions; every option explains itself."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "A flow on the sphere says that the density at a place is 40 per steradian. What follows?",
        options=(
            (
                "The flow is wrong: a density is at most 1.",
                "It is a density, not a probability. 40 per steradian on 0.01 steradian is 0.4.",
            ),
            (
                "Around this place a region of 0.001 steradian holds about 4 %.",
                "Density times area: 40 × 0.001. A steradian is a large piece of sky, so densities "
                "above 1 are common.",
            ),
            (
                "The place is 40 times as likely as another one.",
                "There is no other one to compare with: a uniform density is 0.08 per steradian.",
            ),
        ),
        right=1,
    ),
    Question(
        "Two people compare densities of the same directions. One counts per steradian, the other "
        "per dθ dφ. Their entropies differ, but the KL divergence between two densities does not. "
        "Why?",
        options=(
            (
                "KL has two densities, and in their ratio sin θ cancels.",
                "log p and log q both get the same log sin θ. An entropy has only one of them.",
            ),
            (
                "KL is always 0 on a sphere.",
                "It is 0 only for two densities that are the same.",
            ),
            (
                "The entropy is computed wrongly in angles.",
                "Both are right, each for its unit: log 4π = 2.531 and 2.838 for the uniform "
                "density.",
            ),
        ),
        right=0,
    ),
    Question(
        "The base is the uniform sphere, and a cap, a round piece, with 68 % of it is carried to "
        "the data. Does it matter which point is the centre of the cap?",
        options=(
            (
                "No: the base is uniform, so it is the same region.",
                "The base looks the same from all its points. The flow does not: other caps become "
                "other regions.",
            ),
            (
                "Yes, and only one centre gives a region of 68 %.",
                "A flow carries mass along: the image of every such cap holds 68 %.",
            ),
            (
                "Every centre gives 68 %, but another region of the data.",
                "A normal base has a middle, a uniform one has none: you must choose the centre "
                "before you look.",
            ),
        ),
        right=2,
    ),
    Question(
        "A twist also pulls points along their circle of latitude: its angle depends on the "
        "longitude, too. Towards the pole it must do so less and less. Why?",
        options=(
            (
                "Near the pole all longitudes meet, and there the map must be smooth.",
                "On a tiny circle around the pole points of all longitudes are neighbours, and "
                "they must stay so.",
            ),
            (
                "Otherwise the area near the pole would grow.",
                "Any such map may stretch an area, and its log-det says how much.",
            ),
            (
                "Otherwise the map could not be inverted.",
                "Each circle on its own could be. What breaks is the density: at the pole it would "
                "have a different value from each side.",
            ),
        ),
        right=0,
    ),
    Question(
        "Directions were simulated with θ uniform from 0 to π and φ uniform from 0 to 2π. What is "
        "wrong with them?",
        options=(
            (
                "Nothing: both angles are uniform.",
                "Both are, and the directions are not. Circles of latitude near a pole are short.",
            ),
            (
                "There are too many near the equator.",
                "The equator is long, and gets only its share in θ: too few.",
            ),
            (
                "There are too many near the poles: 11 % within 10° of one, in place of 1.5 %.",
                "Uniform on the sphere is cos θ, the height, not θ.",
            ),
        ),
        right=2,
    ),
)
