"""Exercise 13.3: how far a perfect curve may stray."""

import math

from course_lib.exercises.exercise import Exercise, Misconception

GAUSSIAN = {0.95: 1.959964, 0.68: 0.994458, 0.9: 1.644854, 0.99: 2.575829, 0.5: 0.674490}


def half_width(n, level):
    return _solved(math.log(2 / (1 - level)), n)


def _solved(nats, n):
    return math.sqrt(nats / (2 * n))


def _rooted(square):
    """A root that gives NaN where a learner's would raise or give NaN."""
    return math.sqrt(square) if square >= 0 else math.nan


HALF_WIDTH = Exercise(
    id="13.3",
    title="Wiggle or fault?",
    minutes=4,
    difficulty="easy",
    prompt=r"""
Even a perfect curve wiggles about the diagonal. For $n$ events its **largest** gap, over all $p$
together, stays small with a known chance (Dvoretzky, Kiefer, Wolfowitz):
$$P(\text{largest gap} > \varepsilon) \le 2\,e^{-2 n \varepsilon^2}.$$
You want a band of half-width $\varepsilon$ that the curve of a perfect posterior keeps with the
chance `level`, such as 0.95. So it may leave the band with the chance 1 − `level`, and not more.
Set the right side equal to that and solve for $\varepsilon$.

Write `half_width(n, level)`. Both are plain numbers, and so is the result; `math.log` is the
natural logarithm.
""",
    inputs=((100, 0.95), (1000, 0.68), (37, 0.9), (3000, 0.99), (8, 0.5)),
    names=("n", "level"),
    reference=half_width,
    returns="the half-width ε, a number",
    misconceptions=(
        Misconception(
            "two standard errors at one p",
            lambda n, level: 2 * math.sqrt(0.25 / n),
            "these are two standard errors at the *one* p = ½, whatever `level` says. Somewhere "
            "among all p a perfect curve strays farther in about a quarter of the cases.",
            also=(lambda n, level: 1.96 * math.sqrt(0.25 / n),),
        ),
        Misconception(
            "one standard error at one p",
            lambda n, level: math.sqrt(0.25 / n),
            "this is one standard error at the *one* p = ½, whatever `level` says. Somewhere among "
            "all p nearly every perfect curve strays farther.",
        ),
        Misconception(
            "the level at one p",
            lambda n, level: GAUSSIAN[level] * math.sqrt(0.25 / n),
            "a curve keeps this with the chance `level` at the *one* p = ½. Among all p it has "
            "many more chances to leave.",
        ),
        Misconception(
            "level taken for a p",
            lambda n, level: math.sqrt(level * (1 - level) / n),
            "√(level (1 − level)/n) is a standard error at p = `level`. But `level` is no p: it is "
            "the chance to keep the band, at all p together.",
            also=(
                lambda n, level: GAUSSIAN[level] * math.sqrt(level * (1 - level) / n),
                lambda n, level: 2 * math.sqrt(level * (1 - level) / n),
            ),
        ),
        Misconception(
            "level for 1 − level",
            lambda n, level: _solved(math.log(2 / level), n),
            "the formula's left side is the chance to *leave* the band, 1 − level. You put in the "
            "chance to keep it, so that a higher level makes a narrower band.",
        ),
        Misconception(
            "one-sided",
            lambda n, level: _solved(math.log(1 / (1 - level)), n),
            "the 2 in front of the exponential is lost: that would be a band on one side only. The "
            "curve may stray up and down.",
        ),
        Misconception(
            "the chance halved once more",
            lambda n, level: _solved(math.log(4 / (1 - level)), n),
            "you halve 1 − level for the two sides, but the 2 in the formula has both sides in it "
            "already: 2 exp(−2nε²) = 1 − level.",
        ),
        Misconception(
            "logarithm to base 10",
            lambda n, level: _solved(math.log10(2 / (1 - level)), n),
            "the exponential is eˣ, and its inverse the natural logarithm: `math.log`, not "
            "`math.log10`.",
        ),
        Misconception(
            "logarithm to base 2",
            lambda n, level: _solved(math.log2(2 / (1 - level)), n),
            "the exponential is eˣ, and its inverse the natural logarithm: `math.log`, not "
            "`math.log2`.",
        ),
        Misconception(
            "no root",
            lambda n, level: half_width(n, level) ** 2,
            "this is ε². The exponent is −2 n ε²: take the root.",
        ),
        Misconception(
            "the 2 below is missing",
            lambda n, level: _solved(2 * math.log(2 / (1 - level)), n),
            "the exponent is −2 n ε², so the logarithm is divided by 2n. You divide by n.",
        ),
        Misconception(
            "root of the logarithm alone",
            lambda n, level: math.sqrt(math.log(2 / (1 - level))) / (2 * n),
            "all of 2n stands below the root. Otherwise four times as many events would make the "
            "band narrower by 4, and a mean's error falls by 2 only.",
            also=(
                lambda n, level: math.sqrt(math.log(2 / (1 - level)) / 2) / n,
                lambda n, level: math.sqrt(math.log(2 / (1 - level))) / n,
            ),
        ),
        Misconception(
            "1/n",
            lambda n, level: 1 / n,
            "the wiggle of a curve falls with √n, not with n, and it depends on the level.",
        ),
        Misconception(
            "twice too wide",
            lambda n, level: 2 * half_width(n, level),
            "this is 2ε, twice too large: the whole width of the band. (Or has the 2 of −2 n ε² "
            "got above, in place of below?) Asked for is the half-width ε.",
        ),
        Misconception(
            "root of a negative number",
            lambda n, level: _rooted(math.log((1 - level) / 2) / (2 * n)),
            "your number below the root is negative: a minus is missing, or there is one too many. "
            "The logarithm of (1 − level)/2 is negative, and the exponent is −2 n ε².",
            also=(lambda n, level: _rooted(-math.log(2 / (1 - level)) / (2 * n)),),
        ),
        Misconception(
            "the bound at ε = level",
            lambda n, level: 2 * math.exp(-2 * n * level**2),
            "you put a chance in for ε. `level` and 1 − `level` are chances; ε is what you solve "
            "for.",
            also=(
                lambda n, level: 2 * math.exp(-2 * n * (1 - level) ** 2),
                lambda n, level: 1 - 2 * math.exp(-2 * n * level**2),
            ),
        ),
        Misconception(
            "no logarithm",
            lambda n, level: _solved(2 / (1 - level), n),
            "the exponential is not undone: take the logarithm of 2/(1 − level).",
            also=(lambda n, level: _solved((1 - level) / 2, n),),
        ),
        Misconception(
            "the logarithm of one part alone",
            lambda n, level: _rooted((math.log(2) - (1 - level)) / (2 * n)),
            "2 e^(−2nε²) = 1 − level: the logarithm belongs to *both* sides, "
            "log 2 − 2nε² = log(1 − level). You left the right one as it is.",
        ),
        Misconception(
            "a logarithm of n",
            lambda n, level: _solved(math.log(2 * n / (1 - level)), n),
            "n has got into the logarithm. There is no need to count the p's: the bound holds for "
            "all of them together.",
        ),
        Misconception(
            "95 % always",
            lambda n, level: half_width(n, 0.95),
            "this is right for 95 %, and `level` is not used.",
            also=(lambda n, level: 1.358 / math.sqrt(n), lambda n, level: 1.36 / math.sqrt(n)),
        ),
    ),
    tips=(
        (
            r"(log|sqrt)\(\).*must be Tensor",
            "n and level are plain numbers, so take `math.log` and `math.sqrt`.",
        ),
        (
            r"math domain error|nonnegative input|positive input",
            "A number below the root, or in the logarithm, is negative. Which one?",
        ),
    ),
    hints=(
        "Which chance stands on the left side: to keep the band, or to leave it?",
        "2 exp(−2 n ε²) = 1 − level. Divide by 2, take the logarithm, divide by −2n, take the "
        "root.",
        "In code, with two places left to you:\n\n"
        "    size = math.log(2 / …)\n"
        "    return math.sqrt(size / …)",
    ),
    praise="one number decides for all p at once. With four times as many events it halves.",
)
