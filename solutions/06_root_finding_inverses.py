# %% [markdown] alt="A bracket that halves, a tangent that aims at the root, and the error of both, step by step."
# # 06 · Root-finding inverses
#
# **How do you run a map backwards if nobody gives you its inverse?** After this chapter you can invert any
# rising curve that you can compute: a calibration, a dose and its effect, the map of a mixture. And you can
# train through it.
#
# The black curve is a map, $y = g(x)$. The dashed line is the $y$ that you want. Which $x$ belongs to it? Two
# searches look for it. Run the two cells below, then move **step** from 0 upwards.

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
# Chapter 05 ended with a catch: the mixture flow has a formula for the $z$ of every $x$, but for a sample it
# needs the $x$ of a given $z$. All we know is that the map rises. That is enough.
#
# A search works for any rising map, so this chapter writes $g(x) = y$: $g$ is the map, and $y$ the value
# that you want. For the mixture flow $g$ is $f^{-1}$, and $y$ is the $z$ of the sample.
#
# **From chapter 05**, about its first attempt:

# %%
predict("06.a")

# %% [markdown]
# ## 1 · Halving
#
# Suppose that you know a *bracket*: one point that is too small and one that is too large. Look at the
# middle. If $g$ is still below $y$ there, the $x$ that you want, the *root*, lies in the upper half, and
# otherwise in the lower one. One look, and the bracket is half as wide. This is *bisection*.

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
for steps in (10, 20, 30, 40, 50):  # Your turn: other numbers, or another rising map
    x = search(lambda x: x + torch.exp(x), y, y - 3, y + 3, steps)
    print(f"{steps} steps: x = {x.item():+.16f}")

# %% [markdown]
# (The root of $x + e^x = 1$ is 0.)

# %% [markdown]
# ## 2 · Tangents
#
# Bisection only asks: too high or too low? Newton's method also asks *how steep* the curve is. It replaces
# the curve by its tangent and goes to where the tangent reaches $y$.

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
# In the picture, the green curve is the error of your search after 0 to 11 steps. Near the root each step
# about *squares* the error: 0.1, 0.01, 0.0001, 0.00000001. The number of right digits doubles.

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
# Between the bumps the map is almost flat, so the tangent is almost level. It reaches $y$ far away. From
# there Newton may come back, or it may not. In float32 the point may even be infinite.
#
# The orange search never leaves the shaded bracket. Its rule: **shrink the bracket with every look; take
# Newton's guess if it lies inside, and the middle if not.** So we need a bracket to begin with. For many
# maps you have to search for one. For the mixture flow, where $y$ is the $z$ of a sample, there is a formula:

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
# Together, bracket and step search a thousand samples of a difficult mixture at once. How many steps does
# the slowest of them need until it is right to $10^{-12}$?

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
# Thirteen. Bisection alone would need about fifty. And no sample has run away.
#
# (An end of the bracket must count as inside. At the last digit $g(x)$ is off $y$ by a rounding, so $x$ has
# become an end, and Newton's guess stays there. If you refuse it, the middle throws the sample off again: 52
# steps.)
#
# Good searches have one more rule. A guess may lie inside the bracket and still *creep*, in many small steps
# from the same side. So: **bisect, too, when a step is longer than half of the one before.** The library's
# search has this rule. (`scale=1.0` says how large the numbers are whose difference $g$ is. Near $z = 0$
# $\log F$ and $\log S$ are of size 1, so their difference is exact to $10^{-16}$ and no further. Without it the
# search may go on for 50 steps, after digits that are not there.)

# %%
low, high = answer("6.3")(z, mu, s)
root = flows.safeguarded_newton(lambda x: (g(x), slope(x)), z, low, high, scale=1.0)
print("steps:", root.evaluations)
print("right to", f"{(mixture.inverse(root.x)[0] - z).abs().max():.0e}")

# %% [markdown]
# It is as fast here, and right to the last digit instead of the twelfth. The rule is for harder maps. On
# $g(x) = e^x$ with $y = 10^{-100}$, every guess of Newton's from above is $x - 1$: inside the bracket, and 230
# steps away from the root. With the rule 16 evaluations are enough, from the bracket $[-300, 300]$. Ordinary
# mixtures mostly need 4 to 7. With scales from 0.0001 to 1000 in one mixture it is some 10, and in all our
# tests 31 at most.

# %% [markdown]
# ## 4 · A root has no gradient. Or has it?
#
# A flow is trained by gradients, and some need the gradient of a *sample*: how does $x = f(z)$ move when
# a parameter $\theta$ moves? (Chapter 08 lives on that.) But $x$ came out of a search.
#
# One idea: let autograd run through the search. Bisection compares and halves. Autograd goes through the
# halvings, and the bracket was made from $\mu$ and $s$, so a gradient comes out. Is it the right one? In the
# picture it is purple; the grey bars, from finite differences, are right.

# %%
predict("06.c")

# %%
live.root_gradients()

# %% [markdown]
# Where do these numbers come from? Bisection's answer is an average of the bracket's two ends, and that is
# what autograd differentiates. What the map does *between* the ends came in through comparisons, and a
# comparison has no derivative. Choose the weights: there is no gradient at all.
#
# Newton's steps use $g$ itself, so autograd through Newton (*unrolled*, black) is right. But it keeps
# all intermediate results of all steps in memory. There is a better way, in orange.

# %% [markdown]
# ## 5 · The implicit derivative
#
# Forget the search. However $x$ was found, $g(x, \theta) = y$ holds. Move $y$ a little, and $x$ must move
# with it so that the equation still holds. The same is true for $\theta$:
#
# $$\frac{\partial x}{\partial y} = \frac{1}{g'(x)},\qquad
# \frac{\partial x}{\partial\theta} = -\frac{\partial g/\partial\theta}{g'(x)}.$$
#
# Why the minus sign? When the whole curve moves up, it reaches $y$ earlier, at a smaller $x$.

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
# One such step is right for first derivatives. For second derivatives the library takes two (a puzzle for
# later: why is one not enough?).
#
# What does it save? Measure memory and time for 20 000 samples, 12 steps of search, and a gradient with
# respect to all parameters. The memory is what autograd keeps for the way back.

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
trainable = flows.TrainableMixture(4).double()
z = torch.randn(20_000, dtype=torch.float64)


def trainable_curve(x):
    value, log_slope = trainable.inverse(x)
    return value, log_slope.exp()


start = trainable(z)[0].detach()


def by_implicit_steps():
    with torch.no_grad():
        x = flows.newton(trainable_curve, z, start, steps=12).x
    return flows.implicit(trainable_curve, z, x)


for name, sample in (
    ("unrolled", lambda: flows.newton(trainable_curve, z, start, steps=12).x),
    ("implicit", by_implicit_steps),
):
    print("{}: {:5.0f} MB kept, {:4.0f} ms".format(name, *cost(sample)))

# %% [markdown]
# The memory of the unrolled way grows with every step of the search. The implicit way keeps the same, however
# many steps the search took.

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
# Now the flow of chapter 05 runs in both directions. Here are samples, with gradients. **Your turn:** put in
# other numbers, and work out the mean and its slopes before you run the cell.

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
# When a centre moves by 1, the mean of the samples moves by 0.3 or 0.7: by the weight of that part, as it
# must. No part was picked at random. Every sample is a smooth function of $z$, $\mu$, $s$ and $w$.

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
# **Optional.** Read this before you rely on a search in another library.
#
# Libraries search, too, and at ordinary parameters they search well. A common choice is bisection in a
# *fixed* interval, such as −5 to 5. What does it return when the root lies outside?

# %%
# NBVAL_CHECK_OUTPUT
y = torch.tensor([3.0, 4.9, 7.0, 50.0])
low, high = torch.full_like(y, -5.0), torch.full_like(y, 5.0)
x = answer("6.1")(lambda x: x, y, low, high, 30)
print("wanted:", y)
print("found: ", x)

# %% [markdown]
# It returns the end of the interval and says nothing, and the density that comes out
# has a wrong area. This has happened in published libraries. A plain bisection cannot know better; yours and the course's
# cannot either. There are two remedies: a bracket that is certain, like that of 6.3, or a look at both ends
# before the search:


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
# - W. H. Press et al., *Numerical Recipes*, chapter 9, [numerical.recipes](https://numerical.recipes):
#   bisection, Newton, and the two together.
# - M. Figurnov, S. Mohamed, A. Mnih, *Implicit Reparameterization Gradients* (2018),
#   [arXiv:1805.08498](https://arxiv.org/abs/1805.08498): gradients of samples whose CDF has a formula and
#   whose inverse has none.
# - M. Blondel et al., *Efficient and Modular Implicit Differentiation* (2022),
#   [arXiv:2105.15183](https://arxiv.org/abs/2105.15183): the idea in general.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): the part on root finding.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# You have all parts of a flow that has no formula in one direction: a stable inverse, its slope, a safe
# search, a gradient. In chapter 07 you put them together yourself, and fit your own mixture flow to the
# galaxies. → {next}
