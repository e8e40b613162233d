"""Exercise 7.5: samples."""

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises import wrong_samples as wrong
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.base import THREE, TWO
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import MixtureFlow
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.probes import probe_sample
from course_lib.exercises.exercise import Exercise, Misconception

SAMPLE = Exercise(
    id="7.5",
    title="Samples",
    minutes=5,
    difficulty="easy",
    prompt="""
Write `sample(self, count)`: `count` samples of your flow, of shape `(count,)`, which can be
differentiated with respect to its parameters. Draw from the logistic base and go forward. A
logistic
number comes from a uniform one, `torch.rand`, through $\\sigma^{-1}(u) = \\log u - \\log(1 - u)$.
(`torch.rand` may give exactly 0: `.clamp(1e-7, 1 - 1e-7)` keeps the logarithm finite.)
""",
    inputs=((*TWO, 8_000), (*THREE, 8_000)),
    names=("log_w", "mu", "s", "count"),
    reference=MixtureFlow,
    probe=probe_sample,
    returns="count samples, a tensor of shape (count,)",
    misconceptions=(
        Misconception(
            "normal noise",
            wrong.NORMAL_NOISE,
            "you start from normal numbers. The base of this flow is logistic: "
            "log u − log(1 − u) with u from torch.rand.",
        ),
        Misconception(
            "uniform noise",
            wrong.UNIFORM_NOISE,
            "you start from uniform numbers between 0 and 1. One step is missing: "
            "log u − log(1 − u) makes them logistic.",
        ),
        Misconception(
            "samples of the base",
            wrong.BASE_SAMPLES,
            "these are samples of the base. They have not been carried forward to x.",
        ),
        Misconception(
            "the wrong direction",
            wrong.WRONG_DIRECTION,
            "you sent the base's samples through inverse. Samples travel forward.",
        ),
        Misconception(
            "sigmoid in place of its inverse",
            wrong.SIGMOID,
            "σ(u) goes from the logistic numbers to the uniform ones. Here u is uniform, and its "
            "inverse is wanted: log u − log(1 − u).",
        ),
        Misconception(
            "plus in place of minus",
            wrong.PLUS,
            "log u + log(1 − u) is never positive, so your z fill the left half of the base only. "
            "It "
            "is a difference: log u − log(1 − u).",
        ),
        Misconception(
            "two different u",
            wrong.TWO,
            "`torch.rand` is called twice, and the two terms get different numbers. Draw u once, "
            "give "
            "it a name, and use it in both.",
        ),
        Misconception(
            "one number for all",
            wrong.ONE,
            "all your samples are the same one: a single u was drawn and repeated. Draw `count` of "
            "them, `torch.rand(count)`.",
        ),
        Misconception(
            "always the same samples",
            wrong.SEEDED,
            "two calls give the same samples. Is there a seed inside of `sample`, which makes "
            "every "
            "call begin anew, or a grid (`linspace`) in place of `torch.rand(count)`?",
        ),
        Misconception(
            "samples with their log-det",
            wrong.PAIR,
            "`forward` returns x and its log-det. Only the samples are asked for: take the first "
            "of "
            "the two.",
        ),
        Misconception(
            "the samples cut off",
            wrong.CUT,
            "the samples follow the mixture, but they have no gradient: `.detach()`, `no_grad`, or "
            "parts picked at random. Chapter 08 lives on that gradient.",
        ),
        Misconception(
            "a part picked at random, with its gradient",
            wrong.PICKED_WITH_GRADIENT,
            "the samples follow the mixture and its centres, but not its weights: which part is "
            "picked is a jump, and a jump has no gradient. Send z through forward.",
        ),
        Misconception(
            "u kept away from 0 and 1",
            wrong.CLAMPED[0],
            "u is clamped far from 0 and 1, so the tails are cut off, and many samples lie at the "
            "two ends. The clamp is there for exact zeros only: 1e-7.",
            also=wrong.CLAMPED[1:],
        ),
        Misconception(
            "1 − u without the logarithm",
            wrong.MINUS_U,
            "1 − u itself is taken away. It is its logarithm: log u − log(1 − u).",
        ),
        Misconception(
            "uniform from −1 to 1",
            wrong.MINUS_ONE_TO_ONE,
            "you start from uniform numbers between −1 and 1. Logistic ones reach much further: "
            "log u − log(1 − u), with u between 0 and 1.",
        ),
        Misconception(
            "log u alone",
            wrong.LOGARITHM_ALONE,
            "log u is never positive, so your z fill the left half of the base only. It is a "
            "difference: log u − log(1 − u).",
        ),
        Misconception(
            "a single part",
            wrong.FIRST_PART,
            "all samples come from one part of the mixture. `forward` knows all of them: send the "
            "logistic numbers through it.",
            also=(wrong.LAST_PART,),
        ),
        Misconception(
            "a column",
            wrong.COLUMN,
            "your samples have one dimension too many. `count` numbers in a row are asked for, of "
            "shape `(count,)`: `torch.rand(count)`.",
            also=(wrong.ROW,),
        ),
        Misconception(
            "another number of samples",
            wrong.ANOTHER_COUNT[0],
            "the number of samples is fixed in yours. `count` says how many: `torch.rand(count)`.",
            also=(*wrong.ANOTHER_COUNT[1:], wrong.A_NUMBER),
        ),
        Misconception(
            "samples of each part",
            wrong.TABLE,
            "there is one number for each sample *and* part. Each sample is one number: send z "
            "through `forward`, which has all parts in it.",
        ),
    ),
    hints=(
        "Base first, then one direction of your flow.",
        "u from torch.rand(count), clamped; z = log u − log(1 − u); forward.",
        "    u = torch.rand(count).clamp(1e-7, 1 - 1e-7)\n"
        "    return self.forward(torch.log(u) - …)[0]",
    ),
    praise="samples that follow the parameters: chapter 08 lives on them.",
)
