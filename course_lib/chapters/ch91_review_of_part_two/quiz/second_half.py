"""The final quiz, chapters 13 to 16: two questions each."""

from course_lib.exercises.exercise import Question

QUESTIONS = (
    Question(
        "(13) In the plane a truth lies at |z| = 1 in the base. Which share u has its ball?",
        options=(
            ("0.68", "That is the share within ±1 on a line. In a plane there is more room."),
            ("0.39", "1 − exp(−½): the chi-square law with two degrees of freedom."),
            ("0.61", "That is what lies *outside* of the ball, exp(−½)."),
        ),
        right=1,
    ),
    Question(
        "(13) A posterior is the prior itself: it has never seen the data. Which test sees it?",
        options=(
            (
                "The coverage by balls.",
                "On average the prior is right: its regions hold what they promise.",
            ),
            (
                "The ranks of each coordinate.",
                "They are uniform, as the truths were drawn from the prior.",
            ),
            (
                "Does z still depend on the data?",
                "It does: all that the data know is still in z.",
            ),
        ),
        right=2,
    ),
    Question(
        "(14) Two winds come from 350° and from 20°. What is their mean direction?",
        options=(
            ("5°", "The mean of the two arrows points there: in the middle of the short way."),
            ("185°", "That is the mean of two numbers; as winds it is nearly the opposite one."),
            ("None: they cancel.", "Only opposite arrows cancel. These two are 30° apart."),
        ),
        right=0,
    ),
    Question(
        "(14) A uniform density on the sphere is 0.080 per steradian. How large is it per dθ dφ, "
        "30° from the pole?",
        options=(
            ("0.159", "The area per dθ dφ is sin θ = ½: multiply by it, do not divide."),
            ("0.080", "Only at the equator, where a step in φ is as long as one in θ."),
            ("0.040", "One dθ dφ holds sin θ = ½ steradian here."),
        ),
        right=2,
    ),
    Question(
        "(15) One flow gives log p(n) of a direction, per steradian. Another one is told n, and "
        "gives log p(log E). What is log p(n, log E)?",
        options=(
            (
                "Their sum, but only if energy and direction are independent.",
                "The second one is told n: p(n) p(log E | n) is right whatever the two have to do "
                "with each other.",
            ),
            (
                "Their sum.",
                "p(n, log E) = p(n) p(log E | n), per steradian and per unit of log E.",
            ),
            (
                "Their sum minus log 4π.",
                "The base's −log 4π is in log p(n) already.",
            ),
        ),
        right=1,
    ),
    Question(
        "(15) You do not know how clear the ice is. How do you train a network whose regions hold "
        "what they promise, on average over all ice you believe in?",
        options=(
            (
                "On the most likely ice, with more events.",
                "It becomes surer and surer of what holds in that ice alone.",
            ),
            (
                "Draw an ice for each event, and tell the network which.",
                "For a real event nobody can tell it. It needs an answer without.",
            ),
            (
                "Draw an ice for each event, and do not tell it.",
                "The pairs come from the density that is averaged over ice, and so does what is "
                "learnt.",
            ),
        ),
        right=2,
    ),
    Question(
        "(16) You move a trained flow to another library. What do you test first?",
        options=(
            (
                "The same parameters give the same log p, to twelve digits.",
                "A sign, a floor, a bin that differ show at once.",
            ),
            (
                "Its samples look alike.",
                "A floor of 10⁻³ in the slopes looks alike, too, and is another density.",
            ),
            (
                "After a new training the loss is about the same.",
                "Then you compare two trainings, and their luck.",
            ),
        ),
        right=0,
    ),
    Question(
        "(16) A spline that is bent within ±5 is fitted to depths from 40 to 680. What happens?",
        options=(
            (
                "An error: the depths lie outside.",
                "Nobody complains. Outside of ±5 the map is there, and it is the identity.",
            ),
            (
                "It bends where it can, after more steps.",
                "No number of steps moves the bound. The data never meet a knot.",
            ),
            (
                "Every depth keeps its value in z, and log p is very low.",
                "So standardise first, and bring density and samples back after.",
            ),
        ),
        right=2,
    ),
)
