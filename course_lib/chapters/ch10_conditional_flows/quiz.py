"""The quiz of chapter 10: five questions; every option explains itself."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "For some context, x is 0 in 70 % of all cases and 10 in 30 %. A large network is trained "
        "with the squared error on very many pairs. What does it answer?",
        options=(
            (
                "0, the most frequent value.",
                "That is the mode. (x − 0)² is 100 in 30 % of the cases: 30 on average. "
                "For 3 the average is 21.",
            ),
            (
                "3, a value that never occurs.",
                "The squared error is smallest at the mean, 0.7 · 0 + 0.3 · 10 = 3.",
            ),
            (
                "5, half-way between the two.",
                "The two are not equally frequent: the mean is 0.3 · 10.",
            ),
            (
                "Sometimes 0 and sometimes 10.",
                "A network is a function: for one context it has one answer.",
            ),
        ),
        right=1,
    ),
    Question(
        "A network gives μ(c) and σ(c). You train it again, on ten times as many pairs of the "
        "same kind. What becomes of σ(c)?",
        options=(
            (
                "It becomes √10 times smaller.",
                "The error of a *mean* of events does that. σ(c) is the scatter of the single "
                "events, which do not come closer together by being more.",
            ),
            (
                "It goes to 0: with enough data there is no uncertainty left.",
                "What c does not tell about x stays open, however many pairs there are.",
            ),
            (
                "It grows, because there are more outliers.",
                "There are more of them, and more of all others. Their share is the same.",
            ),
            (
                "It stays about the same, but is known better.",
                "It describes the data at c. More pairs make the estimate better, not the "
                "data narrower.",
            ),
        ),
        right=3,
    ),
    Question(
        "The mean of −log p(x | c) is −0.4 on held-out pairs. What does that tell you?",
        options=(
            (
                "There is an error: a loss is never negative.",
                "A density may be larger than 1, and then −log p is below 0 (chapter 01).",
            ),
            (
                "The network is over-fitted.",
                "That would show as a difference between training and held-out pairs.",
            ),
            (
                "Nothing, before you know the unit of x.",
                "With x in km in place of 100 km, every density is 100 times smaller, and the "
                "same model has −0.4 + log 100 ≈ 4.2.",
            ),
            (
                "It is better than any model with a positive value.",
                "Only in the same unit. Another unit of x moves the value by log of the factor.",
            ),
        ),
        right=2,
    ),
    Question(
        "In training, x and c are shuffled each for itself. What happens?",
        options=(
            (
                "Torch raises an error, as the pairs do not match.",
                "The shapes match, and torch knows nothing else of pairs.",
            ),
            (
                "The loss does not fall at all.",
                "It falls: the network still learns how x is distributed when c is ignored.",
            ),
            (
                "The loss falls, down to that of a density that ignores c.",
                "After the shuffle c tells nothing of x, so the best answer for every c is p(x).",
            ),
        ),
        right=2,
    ),
    Question(
        "One network gives p(x | c) for all c. Now a context comes that is far from all those it "
        "has seen. How do you find out?",
        options=(
            (
                "You keep the contexts of the training, and compare c with them.",
                "Nothing in p(x | c) says how probable c is. Keep the range of the contexts, or "
                "train several networks and see whether they agree.",
            ),
            (
                "p(x | c) becomes wide by itself.",
                "Nobody has trained it to. In the chapter it had narrow bumps above the ground.",
            ),
            (
                "log p(x | c) is very negative for all x.",
                "That cannot be: over all x the density has the area 1, for every c.",
            ),
            (
                "You need not: it is trained for all c.",
                "It was trained for the c that came. Elsewhere it carries on as it happens to.",
            ),
        ),
        right=0,
    ),
)
