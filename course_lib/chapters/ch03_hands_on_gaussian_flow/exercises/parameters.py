"""Exercise 3.1: the parameters. Judged by what L does when they move, not by a formula."""

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises import wrong_parameters as wrong
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.free_numbers import probe_parameters
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import Parameters
from course_lib.exercises.exercise import Exercise, Misconception

FREE = (
    "the diagonal of L can become negative or zero, and gradient descent will take it there. Let "
    "the free parameter be the logarithm of the diagonal: exp makes every real number positive."
)

ON_THE_DIAGONAL = (
    Misconception("a free diagonal", wrong.FREE, FREE),
    Misconception("a free diagonal, counted from 1", wrong.FREE_FROM_ONE, FREE),
    Misconception(
        "the diagonal twice",
        wrong.DOUBLED,
        "`tril()` keeps the diagonal, too: what stands on it comes on top of your positive "
        "diagonal, and the sum can become negative. `tril(-1)` begins one below.",
    ),
    Misconception(
        "a diagonal that may be zero",
        wrong.ABSOLUTE,
        "the diagonal can become zero: an absolute value or a square is 0 at 0, and then L "
        "has no inverse. exp and softplus never reach 0.",
    ),
    Misconception(
        "negative numbers set to zero",
        wrong.RELU,
        "every negative number makes the diagonal 0, where L has no inverse, and no gradient gets "
        "through to bring it back. exp and softplus never reach 0.",
    ),
    Misconception(
        "a diagonal that cannot grow",
        wrong.LIMITED,
        "the diagonal cannot become large: your function has an upper bound, and narrow Gaussians "
        "are out of reach. Take one whose values are all positive numbers, such as exp.",
    ),
    Misconception(
        "a floor under the diagonal",
        wrong.FLOOR,
        "the diagonal cannot become small: there is a constant, or a bound, under it, and wide "
        "Gaussians are out of reach. Take a function whose values are all positive numbers, such "
        "as exp.",
    ),
    Misconception(
        "softplus of 0 at the start",
        wrong.SOFTPLUS_OF_ZERO,
        "the diagonal starts at softplus(0) = log 2 = 0.693, and not at 1. Start your numbers "
        "where softplus gives 1, or take exp: exp(0) = 1.",
    ),
    Misconception(
        "exp of 1 at the start",
        wrong.EXP_OF_ONE,
        "the diagonal starts at e = 2.718, because its logarithm starts at 1. exp(0) = 1: start "
        "the logarithms at 0.",
    ),
)

OUTSIDE_OF_IT = (
    Misconception(
        "a full matrix",
        wrong.FULL,
        "L has entries above the diagonal. Then its determinant is no longer the product of "
        "the diagonal. `tril(-1)` keeps what stands strictly below.",
    ),
    Misconception(
        "any matrix at all",
        wrong.FreeMatrix,
        "your L is a free matrix: it can have entries above the diagonal, and a diagonal that is "
        "negative or zero. Put it together: a positive diagonal, and `tril(-1)` of a matrix.",
    ),
    Misconception(
        "the upper triangle",
        wrong.UPPER,
        "the entries *above* the diagonal are filled. L is lower triangular: `tril(-1)` keeps "
        "what stands strictly below.",
    ),
    Misconception(
        "only a diagonal",
        wrong.ONLY_DIAGONAL,
        "nothing below the diagonal can move, so your flow can stretch along the axes but "
        "never tilt: it cannot learn a correlation.",
    ),
    Misconception(
        "never negative below",
        wrong.POSITIVE_BELOW,
        "the entries below the diagonal cannot become negative: half of all correlations "
        "are out of reach. Only the diagonal has to be positive.",
    ),
    Misconception(
        "limited below",
        wrong.LIMITED_BELOW,
        "the entries below the diagonal are bounded, as tanh is by ±1: strong tilts are out of "
        "reach. Only the diagonal needs a function; below it, take the numbers as they are.",
    ),
    Misconception(
        "exp of the whole triangle",
        wrong.EXP_OF_ALL,
        "exp has acted on the entries below the diagonal, too: exp(0) = 1, so L does not start as "
        "the identity, and they can never be negative. Only the diagonal goes through exp.",
    ),
    Misconception(
        "ones above the diagonal",
        wrong.ONES_ABOVE,
        "exp has acted on the whole matrix, and exp(0) = 1: L has ones off its diagonal. Make the "
        "diagonal first, then put it into the matrix.",
    ),
    Misconception(
        "the diagonal added to every row",
        wrong.ADDED_TO_ROWS,
        "the vector of the diagonal is added to every row of the matrix, and L has entries above "
        "its diagonal. Put it on the diagonal first: `torch.diag` makes a matrix of it.",
    ),
    Misconception(
        "the diagonal alone, as a vector",
        wrong.ENTRIES_ALONE,
        "this is the diagonal of L, as a vector of n numbers. L is a matrix: `torch.diag` puts a "
        "vector on the diagonal of one.",
    ),
)

DRAWN = (
    "the start is drawn at random. Here it is given: L the identity and b = 0, so that the flow "
    "starts as the base itself. Numbers that are all 0 lead there, `torch.zeros(…)`."
)

AT_THE_START = (
    Misconception("a random start", wrong.drawn("log_diagonal", "below", "b"), DRAWN),
    Misconception("a random L at the start", wrong.drawn("log_diagonal", "below"), DRAWN),
    Misconception(
        "a random b at the start",
        wrong.drawn("b"),
        "b is drawn at random at the start, and it is to be 0: `torch.zeros(n)`.",
    ),
    Misconception(
        "b as a column",
        wrong.ColumnB,
        "your b is a column of shape (n, 1). It has the shape (n,): points are rows, and b is "
        "added to each.",
    ),
    Misconception(
        "n = 2 alone",
        wrong.TwoDimensions,
        "your parameters have two dimensions for every n. Their shapes are made of `n`.",
    ),
    Misconception(
        "a parameter of the method's name",
        wrong.ParameterL,
        "a parameter and a method have the same name, L, and torch refuses. `L` is the method; "
        "give the numbers that it is made of other names.",
    ),
)

CUT = "`.detach()`, `.data`, `.item()`, `torch.tensor(…)` or `no_grad` cuts the graph there."

NOT_TRAINED = (
    Misconception(
        "plain tensors",
        wrong.Plain,
        "torch finds nothing to train: your tensors are no parameters. Wrap each of them into "
        "`nn.Parameter(…)`; an optimizer moves nothing else.",
    ),
    Misconception(
        "plain tensors behind L",
        wrong.PlainL,
        "b is a parameter, but what L is made of are plain tensors: no optimizer can move L. Wrap "
        "them into `nn.Parameter(…)`, too.",
    ),
    Misconception(
        "a plain diagonal",
        wrong.PlainDiagonal,
        "the diagonal of L cannot move: the tensor that it is made of is no `nn.Parameter`. The "
        "entries below it are one.",
    ),
    Misconception(
        "b is no parameter",
        wrong.PlainB,
        "L can move, but `self.b` is a plain tensor: your flow would stay around 0. Wrap it into "
        "`nn.Parameter(…)`, too.",
    ),
    Misconception(
        "requires_grad alone",
        wrong.OnlyRequiresGrad,
        "your tensors have a gradient, but torch does not find them: `flow.parameters()`, which "
        "the optimizer is given, lists `nn.Parameter`s only. Wrap each into `nn.Parameter(…)`.",
    ),
    Misconception(
        "requires_grad alone, behind L",
        wrong.LOnlyRequiresGrad,
        "what L is made of has a gradient, but torch does not find it: `flow.parameters()`, which "
        "the optimizer is given, lists `nn.Parameter`s only. b is one; make the others such, too.",
    ),
    Misconception(
        "parameters in a list",
        wrong.InAList,
        "your parameters stand in a Python list (or dict), and there torch does not find them: "
        "`flow.parameters()` does not list them. Make each an attribute of its own, or use "
        "`nn.ParameterList`.",
    ),
    Misconception(
        "computed once",
        wrong.OnceAndForAll,
        "your parameters move and L stays as it was: it was computed once, in `__init__`. Compute "
        "it in `L()`, from the parameters as they are now.",
    ),
    Misconception(
        "cut off",
        wrong.CUT_OFF,
        "L follows the parameters, but no gradient gets back to them: `.detach()`, `.data`, "
        "`.item()`, `torch.tensor(…)` or `no_grad` cuts the graph. Gradient descent could not "
        "move L.",
    ),
    Misconception(
        "the diagonal cut off",
        wrong.CUT_DIAGONAL,
        "the diagonal follows its numbers, but no gradient gets back to them, so it cannot be "
        f"trained. {CUT} What stands below it can be.",
    ),
    Misconception(
        "cut off below the diagonal",
        wrong.CUT_BELOW,
        "what stands below the diagonal follows its numbers, but no gradient gets back to them, "
        f"so it cannot be trained. {CUT} The diagonal can be.",
    ),
    Misconception(
        "no method",
        wrong.NoMethod,
        "`self.L` is a tensor, made once. `L` is to be a method, `def L(self):`, that computes the "
        "matrix anew at every call: the parameters will have moved.",
    ),
)

PARAMETERS = Exercise(
    id="3.1",
    title="Parameters that gradient descent can move",
    minutes=8,
    difficulty="medium",
    prompt="""
Write the constructor of your flow, and the method `L()`.

- `__init__(self, n)` makes the parameters for $n$ dimensions as `nn.Parameter`s. One of them is
  `self.b`, of shape `(n,)`. The others are yours to choose.
- `L(self)` returns the matrix $L$ of shape `(n, n)`: lower triangular, and with a **positive**
  diagonal *whatever values the parameters take*. Every such matrix must be within reach.
- At the start $L$ is the identity and $b = 0$.
""",
    inputs=((2,), (3,)),
    names=("n",),
    reference=Parameters,
    probe=probe_parameters,
    returns="a module with the parameter b and the method L()",
    misconceptions=ON_THE_DIAGONAL + OUTSIDE_OF_IT + AT_THE_START + NOT_TRAINED,
    hints=(
        "A parameter may be any real number. Which function makes every real number positive?",
        "Keep three parameters, all zero at the start: the logarithms of the diagonal (n,), a "
        "matrix (n, n) of which you use the part below the diagonal, and b (n,).",
        "In the constructor:\n\n    self.log_diagonal = nn.Parameter(torch.zeros(n))\n\n"
        "and in L():\n\n    return torch.diag(….exp()) + self.below.tril(…)",
    ),
    praise="every value of the parameters is a flow, so gradient descent can go anywhere.",
)
