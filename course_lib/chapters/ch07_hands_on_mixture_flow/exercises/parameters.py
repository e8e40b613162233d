"""Exercise 7.1: the parameters. Judged by what the mixture does when they move."""

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises import wrong_parameters as wrong
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.free_numbers import probe_parameters
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import Parameters
from course_lib.exercises.exercise import Exercise, Misconception

OF_THE_WEIGHTS = (
    Misconception(
        "weights without logarithm",
        wrong.WITHOUT_LOG,
        "the first tensor holds the weights themselves. The next step works in log space and "
        "needs their logarithms: log_softmax.",
    ),
    Misconception(
        "numbers as they are",
        wrong.AS_THEY_ARE,
        "the numbers for the weights are handed on as they are. As logarithms of weights they "
        "must belong to weights that sum to 1: log_softmax sees to it.",
    ),
    Misconception(
        "weights not normalised",
        wrong.UNNORMALISED,
        "your weights are positive, but they do not sum to 1.",
    ),
    Misconception(
        "logarithms of single sigmoids",
        wrong.LOGSIGMOID,
        "each of your weights lies between 0 and 1, but they do not sum to 1: logsigmoid looks at "
        "one number alone. log_softmax shares 1 out among all.",
    ),
    Misconception(
        "divided by their sum",
        wrong.RATIO,
        "you divide the numbers by their sum. A negative number then makes a negative weight, "
        "which has no logarithm. Any real numbers must do: take exp first; log_softmax does it "
        "all.",
    ),
    Misconception(
        "divided by their sum, which is 0",
        wrong.RATIO_OF_ZEROS,
        "you divide the numbers by their sum, and at the start that is 0/0. A negative number "
        "would make a negative weight. Any real numbers must do: log_softmax takes exp first.",
    ),
    Misconception(
        "exponentials divided by their sum",
        wrong.RATIO_OF_EXPONENTIALS,
        "right on paper, and near 0. In float32 exp(100) is already infinite: with large numbers "
        "your weights become inf/inf. log_softmax gives the same logarithms and never leaves "
        "them.",
    ),
    Misconception(
        "log of softmax",
        wrong.LOG_OF_SOFTMAX,
        "right on paper, and for weights of ordinary size. In float32 softmax rounds a very small "
        "weight to 0. Its logarithm is −∞, and its gradient is no number: one step later no weight "
        "is a number any more. log_softmax never leaves the logarithms.",
    ),
)

OF_THE_SCALES = (
    Misconception(
        "logarithms of the scales",
        wrong.LOG_SCALES,
        "s is the logarithm of the scales, which may be negative. Take exp.",
    ),
    Misconception(
        "the sign of the scales' numbers forgotten",
        wrong.ABS_SCALES,
        "the parameters hold the *logarithms* of the scales. |·| and squares do not undo a "
        "logarithm, and they can become 0. Take exp.",
    ),
    Misconception(
        "softplus of the logarithms",
        wrong.SOFTPLUS_SCALES,
        "softplus is positive, but the parameters hold the *logarithms* of the scales: exp "
        "undoes a logarithm.",
    ),
    Misconception(
        "the scales themselves as parameters",
        wrong.SCALES_THEMSELVES,
        "your parameters are the scales themselves: they start right, and one step of gradient "
        "descent may make them negative. Keep their logarithms, and take exp in `mixture`.",
    ),
    Misconception(
        "logarithms that start at 0",
        wrong.SCALES_AT_ONE,
        "the logarithms of your scales start at 0, so the scales start at 1. They are to start at "
        "−1: `torch.full((k,), -1.0)`.",
    ),
)

AT_THE_START = (
    Misconception(
        "logarithms that start at 1",
        wrong.AT_E,
        "the logarithms of your scales start at +1, so the scales start at e ≈ 2.7. They are to "
        "start at −1.",
    ),
    Misconception(
        "scales kept away from 0",
        wrong.SMALLEST[0],
        "the scales are cut off at the small end. A part that has come there gets no gradient any "
        "more and stays there for ever; exp is positive by itself.",
        also=(*wrong.SMALLEST[1:], wrong.NARROWED),
    ),
    Misconception(
        "all centres at one place",
        wrong.AT_ONE_PLACE,
        "all centres start at the same place, so all parts are the same one and get the same "
        "gradient. They are to start at `torch.linspace(-1, 1, k)`.",
        also=wrong.ELSEWHERE[:1],
    ),
    Misconception(
        "centres elsewhere",
        wrong.ELSEWHERE[1],
        "the centres start at other places. They are to start at `torch.linspace(-1, 1, k)`.",
        also=wrong.ELSEWHERE[2:],
    ),
    Misconception(
        "one scale for all",
        wrong.ONE_SCALE,
        "there is a single scale. Each part has one of its own: a parameter of shape `(k,)`.",
        also=(wrong.ONE_SCALE_IN_A_ROW,),
    ),
    Misconception(
        "whole numbers",
        wrong.WholeNumbers,
        "a parameter of whole numbers cannot be trained. `torch.full((k,), -1)` makes such; with "
        "`-1.0` they are real numbers.",
    ),
)

NOT_TRAINED = (
    Misconception(
        "no parameters",
        wrong.Plain,
        "torch finds nothing to train: a plain tensor is no parameter. Wrap each of the three "
        "into nn.Parameter(…).",
    ),
    Misconception(
        "the weights are no parameter",
        wrong.PLAIN_WEIGHTS,
        "the weights stay as they are: their numbers are a plain tensor. Wrap them into "
        "nn.Parameter(…), as the other two.",
    ),
    Misconception(
        "the centres are no parameter",
        wrong.PLAIN_CENTRES,
        "the centres stay where they are: they are a plain tensor. Wrap them into "
        "nn.Parameter(…), as the other two.",
    ),
    Misconception(
        "the scales are no parameter",
        wrong.PLAIN_SCALES,
        "the scales stay as they are: their numbers are a plain tensor. Wrap them into "
        "nn.Parameter(…), as the other two.",
    ),
    Misconception(
        "requires_grad alone",
        wrong.OnlyRequiresGrad,
        "your tensors have a gradient, but torch does not find them: `flow.parameters()`, which "
        "the optimizer is given, lists `nn.Parameter`s only. Wrap each into nn.Parameter(…).",
    ),
    Misconception(
        "parameters in a list",
        wrong.InAList,
        "your parameters stand in a Python list (or dict), and there torch does not find them: "
        "`flow.parameters()` does not list them. Make each an attribute of its own.",
    ),
    Misconception(
        "weights and scales computed once",
        wrong.OnceAndForAll,
        "your parameters move, and weights and scales stay as they were: they were computed once, "
        "in `__init__`. Compute them in `mixture()`, from the parameters as they are now.",
    ),
    Misconception(
        "the mixture computed once",
        wrong.AllOnceAndForAll,
        "your parameters move, and the mixture stays as it was: it was computed once, in "
        "`__init__`. Compute it in `mixture()`, from the parameters as they are now.",
    ),
    Misconception(
        "cut off",
        wrong.CUT_OFF,
        "the mixture follows the parameters, but no gradient gets back to them: `.detach()`, "
        "`.data` or `no_grad` cuts the graph. Use the parameters as they are.",
    ),
    Misconception(
        "weights cut off",
        wrong.WEIGHTS_CUT_OFF,
        "the weights follow their numbers, but no gradient gets back to them: `.detach()` or "
        "`.data` cuts the graph there.",
    ),
    Misconception(
        "scales cut off",
        wrong.SCALES_CUT_OFF,
        "the scales follow their numbers, but no gradient gets back to them: `.detach()` or "
        "`.data` cuts the graph there.",
    ),
)

PARAMETERS = Exercise(
    id="7.1",
    title="Parameters that are always a mixture",
    minutes=6,
    difficulty="easy",
    prompt="""
Write `__init__` and `mixture` of the class. `__init__(self, k)` makes three parameters of shape
`(k,)`:
numbers for the weights, starting at 0; the centres, starting at `torch.linspace(-1, 1, k)`; and the
logarithms of the scales, starting at −1. `mixture(self)` turns them into `(log_w, mu, s)`: the
**logarithms** of weights that sum to 1, the centres, and positive scales. Any values of the
parameters must give a mixture, also numbers for the weights as large as ±300.
""",
    inputs=((3,), (5,)),
    names=("k",),
    reference=Parameters,
    probe=probe_parameters,
    returns="(log_w, mu, s) from mixture(), three tensors of shape (k,)",
    misconceptions=(
        *OF_THE_WEIGHTS,
        *OF_THE_SCALES,
        *AT_THE_START,
        *NOT_TRAINED,
        Misconception(
            "centres first",
            wrong.SWAPPED,
            "the first two have changed places: log_w comes first, then mu, then s.",
        ),
        Misconception(
            "another order",
            wrong.ORDERS[0],
            "the three stand in another order: log_w comes first, then mu, then s.",
            also=wrong.ORDERS[1:],
        ),
        Misconception(
            "scales before the centres",
            wrong.TURNED,
            "the last two have changed places: log_w comes first, then mu, then s.",
        ),
    ),
    hints=(
        "Which function turns any numbers into logarithms of shares?",
        "Three nn.Parameter in __init__; in mixture: log_softmax, nothing, exp.",
        "    self.logits = nn.Parameter(torch.zeros(k))\n    self.mu = nn.Parameter(…)\n"
        "    self.log_s = nn.Parameter(torch.full((k,), -1.0))\n\n"
        "    return self.logits.log_softmax(0), self.mu, …",
    ),
    praise="gradient descent may go anywhere, and it is a mixture everywhere.",
)
