"""The final quiz, chapters 01 to 04: two questions each."""

from course_lib.exercises.exercise import Question

QUESTIONS = (
    Question(
        "(01) z is standard normal, with p₀(0) = 0.4, and x = 5 z. How large is p(0)?",
        options=(
            ("0.4", "That is the height of the base. The strip around 0 has become 5 times wider."),
            ("0.08", "The axis is stretched by 5, so the same mass stands a fifth as high."),
            ("2", "Stretching makes a density lower. It is divided by 5, not multiplied."),
        ),
        right=1,
    ),
    Question(
        "(01) The area under your density comes out as 0.5 for x = f(z) = 2 z. What have you done?",
        options=(
            (
                "Divided by the Jacobian twice: p₀(x/2) / 4.",
                "Without the Jacobian the area would be 2, with it 1, with it twice 0.5.",
            ),
            (
                "Forgotten the Jacobian.",
                "Then the area would be 2: the width has doubled, and the height stayed.",
            ),
            (
                "Nothing: some areas are not 1.",
                "The area under a density is 1 for every map. Any other area is a mistake.",
            ),
        ),
        right=0,
    ),
    Question(
        "(02) A chain of seven affine flows is fitted to data with two clumps. What can it make?",
        options=(
            ("Up to seven bumps.", "A line after a line is a line. No number of them bends."),
            ("Two bumps, if it is trained long enough.", "Every affine flow has one bump."),
            ("One Gaussian.", "The product of the matrices is one matrix: one Gaussian."),
        ),
        right=2,
    ),
    Question(
        "(02) In the plane, x = L⁻¹ z + b. How do you find the region that holds 68 % of p(x)?",
        options=(
            (
                "The image of the disk in z that holds 68 %.",
                "The flow carries mass along, so the image holds as much as the disk.",
            ),
            (
                "Where p(x) is above 0.68.",
                "A density is no probability; its height says nothing about shares alone.",
            ),
            (
                "The disk of the same radius around b.",
                "L⁻¹ turns the disk into an ellipse; its radius is one of z, not of x.",
            ),
        ),
        right=0,
    ),
    Question(
        "(03) forward returns x and log|det ∂f/∂z|. Which log-det goes into log_prob(x)?",
        options=(
            (
                "The same number, with a plus.",
                "The plus belongs to the inverse's log-det, which is minus this one.",
            ),
            (
                "That of the inverse, which is minus the forward one.",
                "log p(x) = log p₀(z) + log|det ∂f⁻¹/∂x|, and the two log-dets cancel.",
            ),
            ("None: log_prob needs z only.", "Without it the area is not 1."),
        ),
        right=1,
    ),
    Question(
        "(03) You write a flow of your own. Which test finds the most mistakes at once?",
        options=(
            (
                "The loss goes down.",
                "It goes down for a wrong density, too; without its log-det it falls for ever.",
            ),
            (
                "The samples look right.",
                "They use the forward direction alone. The density may be wrong all the same.",
            ),
            (
                "With random parameters: there and back again, and the area under the density.",
                "The round trip tests both maps, the area tests the log-det. At the start values "
                "mistakes hide.",
            ),
        ),
        right=2,
    ),
    Question(
        "(04) Which of these is a flow on the whole line?",
        options=(
            ("x = z²", "It turns back at 0: z = 2 and z = −2 go to the same x."),
            ("x = z + sin(z) / 2", "Its slope, 1 + cos(z)/2, is at least ½: it always rises."),
            (
                "x = exp(z) + exp(−z)",
                "It falls left of 0 and rises right of it: two z for one x.",
            ),
        ),
        right=1,
    ),
    Question(
        "(04) A fitted spline of 16 bins is better than one of 4 on the training data and worse on "
        "held-out data. Which do you take?",
        options=(
            ("4 bins", "What counts is the likelihood of data the fit has not seen."),
            ("16 bins", "Its advantage is on points it has learnt by heart."),
            (
                "16 bins, trained longer",
                "Training longer moves it further towards its training points.",
            ),
        ),
        right=0,
    ),
)
