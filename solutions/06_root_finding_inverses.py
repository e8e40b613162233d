# %% [markdown] alt="A bracket that halves, a tangent that aims at the root, and the error of both, step by step."
# # 06 · Root-finding inverses
#
# **How do you run a map backwards if nobody gives you its inverse?**
#
# The black curve is the map of a mixture, $z = g(x)$. The dashed line is the $z$ that you want. Which $x$
# belongs to it? Two searches look for it. Run the two cells below, then move **step** from 0 upwards.

# %% tags=["setup"]

# %%
live.root_steps()

# %% [markdown]
# 1. Left: what happens to the orange bracket in each step?
# 2. Middle: the blue line touches the curve. Where does the next point come from?
# 3. Right: how many steps does each search need to reach the last digit, $10^{-16}$?

# %% [markdown]
# ## What you can do after this chapter
#
# - write bisection and Newton's method for a whole batch at once;
# - say why Newton is fast, where it runs away, and how a bracket keeps it safe;
# - give a root its gradient, without differentiating the search;
# - recognise a gradient that looks plausible and is wrong.
#
# **You need** chapter 05, and what a tangent is. **Time:** 60 minutes.
#
# Chapter 05 ended with a catch: the mixture flow knows $z$ for every $x$, but for a sample it needs the
# $x$ for a given $z$. All we know is that the map rises. That is enough.
#
# **From chapter 05**, about its first attempt:

# %%
predict("06.a")

# %% [markdown]
# ## 1 · Halving
#
# Suppose that you know a *bracket*: one point that is too small and one that is too large. Look at the
# middle. If $g$ is still below the wanted value there, the root lies in the upper half, otherwise in the
# lower one. One look, and the bracket is half as wide. This is *bisection*.
#
# In this chapter the wanted value is called $y$, as in the code: $g(x) = y$.

# %% [markdown] tags=["prompt:6.1"]


# %% tags=["exercise:6.1"]
def bisection(g, y, low, high, steps):
    """The x with g(x) = y between low and high, for every element of y."""
    ### BEGIN SOLUTION
    for _ in range(steps):
        middle = (low + high) / 2
        below = g(middle) < y
        low, high = torch.where(below, middle, low), torch.where(below, high, middle)
    return (low + high) / 2
    ### END SOLUTION


check("6.1", bisection)

# %% [markdown]
# Stuck? `hint("6.1")` goes a step further each time.
#
# One step gives one *bit*. Three digits cost ten steps, and all 16 digits of a float64 some 50:

# %%
# NBVAL_CHECK_OUTPUT
search, y = answer("6.1"), torch.tensor([1.0], dtype=torch.float64)
for steps in (10, 20, 30, 40, 50):
    x = search(lambda x: x + torch.exp(x), y, y - 3, y + 3, steps)
    print(f"{steps} steps: x = {x.item():+.16f}")

# %% [markdown]
# (The root of $x + e^x = 1$ is 0.)

# %% [markdown]
# ## 2 · Tangents
#
# Bisection only asks: too high or too low? Newton also asks *how steep* the curve is. It replaces the
# curve by its tangent and goes to where the tangent reaches $y$.

# %%
predict("06.b")

# %% [markdown] tags=["prompt:6.2"]


# %% tags=["exercise:6.2"]
def newton(g, slope, y, x, steps):
    """x after ``steps`` Newton steps towards g(x) = y."""
    ### BEGIN SOLUTION
    for _ in range(steps):
        x = x - (g(x) - y) / slope(x)
    return x
    ### END SOLUTION


check("6.2", newton)

# %% [markdown]
# Yours in the picture: the green curve is your error after 0 to 11 steps. On a bent curve the error is
# about *squared* in each step: 0.1, 0.01, 0.0001, 0.00000001. The number of right digits doubles.

# %%
live.root_steps(yours=attempt("6.2"), step=3)

# %% [markdown]
# ## 3 · Where Newton runs away
#
# In the picture above, choose the map of **two bumps apart**, and let Newton start in the middle. Look at
# step 1. Then look here:

# %%
live.safeguard()

# %% [markdown]
# Between the bumps the map is almost flat, and the tangent is almost level. It reaches $y$ far, far away.
# From there Newton may come back, or it may not; in float32 the point may be infinite.
#
# The orange search never leaves the shaded bracket. Its rule: **shrink the bracket with every look; take
# Newton's guess if it lies inside, and the middle if not.** For that, we need a bracket to begin with. For
# many problems finding one is a search of its own. For a mixture it is given:

# %% [markdown] tags=["prompt:6.3"]


# %% tags=["exercise:6.3"]
def bracket(z, mu, s):
    """(low, high): the root of the mixture's map lies between them."""
    ### BEGIN SOLUTION
    ends = mu + s * z.unsqueeze(-1)
    return ends.min(-1).values, ends.max(-1).values
    ### END SOLUTION


check("6.3", bracket)

# %% [markdown] tags=["prompt:6.4"]


# %% tags=["exercise:6.4"]
def safe_step(g, slope, y, x, low, high):
    """(x, low, high) after one safeguarded step."""
    ### BEGIN SOLUTION
    residual = g(x) - y
    low = torch.where(residual < 0, x, low)
    high = torch.where(residual > 0, x, high)
    guess = x - residual / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high
    ### END SOLUTION


check("6.4", safe_step)

# %% [markdown]
# Bracket and step together search a thousand samples of a difficult mixture at once. This is the number
# of steps until the slowest of them is right to $10^{-12}$:

# %%
# NBVAL_CHECK_OUTPUT
w, mu, s = (torch.tensor(v).double() for v in ([0.5, 0.5], [-30.0, 30.0], [0.3, 0.5]))
mixture = flows.MixtureOfLogistics(w, mu, s)
torch.manual_seed(0)
z = torch.randn(1000, dtype=torch.float64)
low, high = answer("6.3")(z, mu, s)
x, steps, safe_step = (low + high) / 2, 0, answer("6.4")
while (mixture.inverse(x)[0] - z).abs().max() > 1e-12 and steps < 100:
    g, slope = lambda x: mixture.inverse(x)[0], lambda x: mixture.inverse(x)[1].exp()
    x, low, high = safe_step(g, slope, z, x, low, high)
    steps += 1
print("steps:", steps)

# %% [markdown]
# Thirteen, where bisection alone would take some fifty, and no sample has run away.
#
# (An end of the bracket must count as inside. Once a root is found, the root is an end of its bracket, and
# Newton's guess stays there. Refuse it, and the middle throws the sample off again: 52 steps.)
#
# Good searches have one more rule, against guesses that lie inside the bracket and still *creep*, by many small
# steps from the same side: **bisect also when a step is not at most half as long as the one before.** The
# library's search has it:

# %%
low, high = answer("6.3")(z, mu, s)
root = flows.safeguarded_newton(lambda x: (g(x), slope(x)), z, low, high)
print("steps:", root.evaluations)
print("right to", f"{(mixture.inverse(root.x)[0] - z).abs().max():.0e}")

# %% [markdown]
# As fast here, and to the last digit instead of the twelfth. The rule is for harder maps. On $g(x) = e^x$ with
# $y = 10^{-100}$, Newton's every guess from above is $x - 1$: inside the bracket, and 230 steps away from the
# root. With the rule 16 evaluations are enough, from the bracket $[-300, 300]$. In all our tests of mixtures,
# with scales from 0.0001 to 1000, the slowest sample needed 31 of them, and most need 4 to 7.

# %% [markdown]
# ## 4 · A root has no gradient. Or has it?
#
# A flow is trained by gradients, and some need the gradient of a *sample*: how does $x = f(z)$ move when
# a parameter $\theta$ moves? (Chapter 08 lives on that.) But $x$ came out of a search.
#
# One idea: let autograd run through the search. Bisection compares and halves; autograd goes through the
# halvings, and the bracket was made of $\mu$ and $s$, so a gradient comes out. The bars compare it, in
# purple, with finite differences, in grey.

# %%
predict("06.c")

# %%
live.root_gradients()

# %% [markdown]
# Where do they come from? Bisection's answer is a mixture of the bracket's two ends, and that is what
# autograd differentiates. How the map lies *between* the ends has entered through comparisons, and a
# comparison has no derivative. Choose the weights: no gradient at all.
#
# Newton's steps use $g$ itself, so autograd through Newton ("unrolled", black) is right. But it keeps
# all intermediate results of all steps in memory. There is a better way, in orange.

# %% [markdown]
# ## 5 · The implicit derivative
#
# Forget the search. However $x$ was found, it satisfies $g(x, \theta) = y$. Move $y$ by a little, and $x$
# must move so that the equation still holds; the same for $\theta$:
#
# $$\frac{\partial x}{\partial y} = \frac{1}{g'(x)},\qquad
# \frac{\partial x}{\partial\theta} = -\frac{\partial g/\partial\theta}{g'(x)}.$$
#
# The minus sign: when the curve rises, it reaches $y$ earlier.

# %% [markdown] tags=["prompt:6.5"]


# %% tags=["exercise:6.5"]
def with_gradient(x, y, theta, g, slope):
    """x, the same numbers, with gradients with respect to y and theta."""
    ### BEGIN SOLUTION
    residual = g(x, theta) - y
    return x - (residual - residual.detach()) / slope(x, theta)
    ### END SOLUTION


check("6.5", with_gradient)

# %% [markdown]
# One such step is right for first derivatives. For second derivatives the library takes two of them (an
# optional puzzle: why does one not suffice?).
#
# What does it save? Here are memory and time for a batch of 20 000 samples, with 12 steps of search, and
# a gradient with respect to all parameters. The memory is what autograd keeps for the way back.

# %%
import time


def cost(sample):
    """Megabytes that autograd keeps, and milliseconds, for a sample and its gradient."""
    kept = []
    hooks = torch.autograd.graph.saved_tensors_hooks(
        lambda t: kept.append(t.nbytes) or t, lambda t: t
    )
    start = time.perf_counter()
    with hooks:
        x = sample()
    x.sum().backward()
    return sum(kept) / 1e6, 1000 * (time.perf_counter() - start)


# %%
trained = flows.TrainableMixture(4).double()
z = torch.randn(20_000, dtype=torch.float64)


def trained_curve(x):
    value, log_slope = trained.inverse(x)
    return value, log_slope.exp()


start = trained(z)[0].detach()


def by_implicit_steps():
    with torch.no_grad():
        x = flows.newton(trained_curve, z, start, steps=12).x
    return flows.implicit(trained_curve, z, x)


for name, sample in (
    ("unrolled", lambda: flows.newton(trained_curve, z, start, steps=12).x),
    ("implicit", by_implicit_steps),
):
    print("{}: {:5.0f} MB kept, {:4.0f} ms".format(name, *cost(sample)))

# %% [markdown]
# The memory of the unrolled way grows with every step of the search. The implicit one keeps its two zero
# steps, and does not know how many there were before.

# %% [markdown] tags=["prompt:6.6"]


# %% tags=["exercise:6.6"]
def found(residual, slope, tolerance):
    """Where x is known to within the tolerance."""
    ### BEGIN SOLUTION
    return torch.abs(residual / slope) <= tolerance
    ### END SOLUTION


check("6.6", found)

# %% [markdown]
# ## 6 · The mixture flow, complete
#
# Now the flow of chapter 05 runs in both directions. Samples first, without a gradient, then with one:

# %%
w, mu, s = (torch.tensor(v) for v in ([0.3, 0.7], [-1.0, 2.0], [0.5, 1.6]))
mu.requires_grad_()
mixture = flows.FlowDistribution(flows.MixtureOfLogistics(w, mu, s), base=flows.Logistic())
torch.manual_seed(0)
x = mixture.rsample((100_000,))
print(f"mean of the samples: {x.mean().item():.2f}, of the mixture: {0.3 * -1 + 0.7 * 2:.2f}")
x.mean().backward()
print("how it follows the centres:", [round(v, 2) for v in mu.grad.tolist()])

# %% [markdown]
# The mean of the samples follows the centres by 0.3 and 0.7: the weights, as it must. No part was picked
# at random; every sample is a smooth function of $z$, $\mu$, $s$ and $w$.

# %% [markdown] tags=["prompt:6.7"]


# %% tags=["exercise:6.7"]
def sample_slope(x, w, mu, s):
    """∂x/∂μ for every part, at fixed z."""
    ### BEGIN SOLUTION
    u = (x.unsqueeze(-1) - mu) / s
    parts = w * torch.sigmoid(u) * torch.sigmoid(-u) / s
    return parts / parts.sum(-1, keepdim=True)
    ### END SOLUTION


check("6.7", sample_slope)

# %% [markdown]
# ## 7 · At the edge
#
# Libraries search, too, and at ordinary parameters they search well. The edge, once more, is where it
# gets interesting. A common choice is bisection in a *fixed* interval, such as −5 to 5. What does it
# return when the root lies outside?

# %%
# NBVAL_CHECK_OUTPUT
y = torch.tensor([3.0, 4.9, 7.0, 50.0])
low, high = torch.full_like(y, -5.0), torch.full_like(y, 5.0)
x = answer("6.1")(lambda x: x, y, low, high, 30)
print("wanted:", y)
print("found: ", x)

# %% [markdown]
# It returns the end of the interval, in silence, and with it a density that does not integrate to 1.
# That has happened in published libraries, and a plain bisection cannot know better, yours and the course's
# included. The remedies: a bracket that is certain, like that of 6.3, or a look at both ends before the search:


# %%
# NBVAL_CHECK_OUTPUT
def outside(g, y, low, high):
    """Where the bracket does not hold the root."""
    return (g(low) > y) | (g(high) < y)


print("no root in the bracket:", outside(lambda x: x, y, low, high))

# %% [markdown]
# ## Recap

# %%
quiz("06")

# %% [markdown]
# ### The formulas
#
# | | |
# |---|---|
# | bisection | the half with the root; one bit a step |
# | Newton | $x \leftarrow x - (g(x) - y)/g'(x)$; digits double |
# | safeguard | shrink the bracket; the guess if inside, else the middle |
# | bracket of a mixture | $\min_i(\mu_i + s_i z) \le x \le \max_i(\mu_i + s_i z)$ |
# | implicit derivative | $\partial x/\partial y = 1/g'$, $\partial x/\partial\theta = -(\partial g/\partial\theta)/g'$ |
# | in code | `x - (r - r.detach()) / slope`, with `r = g(x, theta) - y` |
# | known well enough | $\lvert r/g'\rvert \le$ tolerance |
#
# ### To read further
#
# - W. H. Press et al., *Numerical Recipes*, chapter 9: bisection, Newton, and the two together.
# - M. Figurnov, S. Mohamed, A. Mnih, *Implicit Reparameterization Gradients* (2018): gradients of samples
#   whose CDF is known and whose inverse is not.
# - M. Blondel et al., *Efficient and Modular Implicit Differentiation* (2022): the idea in general.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): the part on root finding.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# You have all parts of a flow that has no formula in one direction: a stable inverse, its slope, a safe
# search, a gradient. In chapter 07 you put them together yourself, and fit your own mixture flow to the
# galaxies. → {next}
