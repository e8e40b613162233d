# %% [markdown] alt="Samples of a bell joined to the samples they become, and their average against a parameter."
# # 08 · Differentiable expectations
#
# **How do you take the gradient of an average over samples that themselves depend on θ?**
#
# Above are samples $z$, below the same samples after the flow, $x = f(z)$. On the right is the average of
# $x^2$ over them. Run the two cells below, then move **θ**, the scale of the flow.

# %% tags=["setup"]

# %%
live.moving_samples()

# %% [markdown]
# 1. Left: do the $z$ move? Do the $x$? The orange strokes show where each $x$ is going.
# 2. Right: is the orange curve smooth, with 20 samples only?
# 3. Tick **fresh z for each θ**. What happens to the curve, and to its slope?

# %% [markdown]
# ## What you can do after this chapter
#
# - estimate moments, an entropy and a divergence from samples, and say how many samples an error costs;
# - take the right gradient of such an average, and recognise the one that looks right and is wrong;
# - say when samples may move, when they must stand still, and what either costs;
# - use the gradient: make an entropy large, a cost small, two densities alike.
#
# **You need** the line $x = a z + b$ of chapter 02, and that the flows of chapters 04 to 07 give samples
# with gradients. **Time:** 60 minutes.
#
# Chapter 07 ended with samples that have gradients, and nobody had used them. Here is their use.
#
# **From chapter 02**, with the question of this one:

# %%
predict("08.a")

# %% [markdown]
# ## 1 · An average that moves
#
# With fresh random numbers for every θ the average jumps about. A curve that jumps has no useful slope.
# With the *same* z for every θ each sample glides, and so does their average. That is the trick of this
# chapter: **keep the randomness in z, and let θ act on it through f.**
#
# What is averaged can be anything. Call it $F$ (in this chapter; in 05 to 07 $F$ was a CDF):
#
# $$I_\theta = \int p_\theta(x)\,F_\theta(x)\,dx \;\approx\; \frac1N\sum_{i=1}^N F_\theta(x_i),
# \qquad x_i = f_\theta(z_i).$$
#
# $I_\theta$ is an *expectation*, also written $E[F(x)]$; the sum is its *Monte-Carlo estimate*; $N$ is the
# number of samples. With $F(x) = x^n$ it is the $n$-th *moment*.

# %% [markdown] tags=["prompt:8.1"]


# %% tags=["exercise:8.1"]
def moment(f, z, n):
    """The average of x**n over x = f(z), with its gradient."""
    ### BEGIN SOLUTION
    return (f(z) ** n).mean()
    ### END SOLUTION


check("8.1", moment)

# %% [markdown]
# Stuck? `hint("8.1")` goes a step further each time. Here is yours: the green, dash-dotted line has the
# slope that autograd finds through *your* average. (Forty of the 100 samples are drawn.) If the graph were cut anywhere, they would lie flat.

# %%
live.moving_samples(yours=attempt("8.1"), theta=1.5, n=100)

# %% [markdown]
# ## 2 · How far off is it?
#
# In the picture, the orange curve is not the dashed one: 100 samples are not all samples. An estimate
# needs an error. You wrote it in exercise 7.6: the *standard error* $s/\sqrt N$, where $s$ is how far
# the single values scatter. In 95 of 100 runs the truth should lie within 1.96 errors of the mean.


# %%
def mean_and_error(values):
    """The mean of independent values and its standard error, as in exercise 7.6."""
    return values.mean(), values.std() / len(values) ** 0.5


# %% [markdown]
# Does it keep this promise? Here are 1000 runs with 200 samples each of the line $x = 1.5\,z + 0.4$, for
# which $E[x^2] = 1.5^2 + 0.4^2$.

# %%
predict("08.b")

# %%
# NBVAL_CHECK_OUTPUT
hits = 0
torch.manual_seed(0)
for _ in range(1000):
    mean, error = mean_and_error((1.5 * torch.randn(200) + 0.4) ** 2)
    hits += int(abs(mean - (1.5**2 + 0.4**2)) < 1.96 * error)
print(f"the truth is inside in {hits} of 1000 runs")

# %% [markdown]
# The promise is kept. And what does a small error cost?

# %% [markdown] tags=["prompt:8.2"]


# %% tags=["exercise:8.2"]
def samples_needed(values, wanted):
    """How many samples bring the standard error down to what is wanted."""
    ### BEGIN SOLUTION
    return (values.std() / wanted) ** 2
    ### END SOLUTION


check("8.2", samples_needed)

# %% [markdown]
# A short run tells what a long one will cost. Here 200 samples ask how many are needed for an error of
# 0.01, and then as many are drawn:

# %%
torch.manual_seed(1)
run = (1.5 * torch.randn(200) + 0.4) ** 2
needed = math.ceil(answer("8.2")(run, 0.01))
longer = (1.5 * torch.randn(needed) + 0.4) ** 2
for values in (run, longer):
    mean, error = mean_and_error(values)
    print(f"N = {len(values):6}: {mean:.3f} ± {error:.4f}, and exactly {1.5**2 + 0.4**2:.3f}")

# %% [markdown]
# For a tenth of the error, a hundred times as many samples.
#
# ## 3 · The gradient that looks right
#
# The lecture's most famous example is the *entropy*,
#
# $$H = -\int p_\theta(x)\,\log p_\theta(x)\,dx = E[-\log p_\theta(x)].$$
#
# It says how spread out a density is. For the line $x = a z + b$ you can work it out: $H = \log a +
# \text{const}$. Twice as wide, $\log 2$ more. So its slope is $dH/da = 1/a$.
#
# An entropy is an average of $F(x) = -\log p(x)$. Somebody may think: *the samples are just numbers. I draw
# them, and differentiate $\log p$.* In the picture below that is the lower histogram.

# %%
predict("08.c")

# %%
live.entropy_gradients()

# %% [markdown]
# The upper histogram sits at the exact slope. Try **flow** and **N** on the lower one: more samples make
# the wrong answer only *more certain*.
#
# For the line the upper one does not scatter at all. You will see why in a moment.

# %% [markdown] tags=["prompt:8.3"]


# %% tags=["exercise:8.3"]
def entropy(f, log_prob, z):
    """The estimate of −E[log p(x)], with its whole gradient."""
    ### BEGIN SOLUTION
    return -log_prob(f(z)).mean()
    ### END SOLUTION


check("8.3", entropy)

# %% [markdown]
# Forty slopes of yours, as green points, above the histograms of a mixture flow:

# %%
live.entropy_gradients(yours=attempt("8.3"), family="mixture: scales θ")

# %% [markdown]
# Why no scatter for the line? Put $x = a z + b$ into $-\log p(x)$:
#
# $$-\log p(x) = \frac12\Big(\frac{x - b}{a}\Big)^2 + \log a + \text{const} = \frac12 z^2 + \log a +
# \text{const}.$$
#
# The $z$ does not know of $a$. What is left is $\log a$, and its slope is $1/a$ for each sample by itself.
# Cut $x$ off, and the same formula gives something else: $x$ stays where it is while $a$ grows, so the
# slope is $(1 - z^2)/a$. On average over $z$ that is $(1 - 1)/a = 0$.

# %% [markdown]
# ## 4 · Why it is zero
#
# That was the line. Why is it zero for *every* flow? The cut-off gradient is the average of
# $-\nabla_\theta \log p_\theta(x)$ with $x$ held. This $\nabla_\theta \log p_\theta(x)$ has a name, the
# *score*: it says how much more likely $x$ becomes when θ grows. ($\nabla_\theta$ is the derivative with
# respect to θ.)

# %%
live.gain_and_loss()

# %% [markdown]
# When θ grows, the density gains in some places (orange) and loses in others (grey, hatched). It must lose
# as much as it gains, because its area is 1 before and after. As a formula:
#
# $$E[\nabla_\theta\log p_\theta(x)] = \int p_\theta\,\frac{\nabla_\theta p_\theta}{p_\theta}\,dx
# = \nabla_\theta\int p_\theta\,dx = \nabla_\theta\,1 = 0.$$
#
# **The score has mean zero.** So the wrong gradient vanishes not by bad luck but by law. In short: the gradient
# of an average, $\nabla E[F]$, is not the average of a gradient, $E[\nabla F]$, when the samples move with θ.
#
# Now choose **weight F(x)** $= -\log p(x)$ in the picture, or $x^2$. Gains in expensive places now count
# more than losses in cheap ones, and the sum is no longer 0. It is the slope of $E[F(x)]$:
#
# $$\nabla_\theta E[F(x)] = \int F\,\nabla_\theta p_\theta\,dx = E\big[F(x)\,\nabla_\theta\log p_\theta(x)\big].$$
#
# (This is for an $F$ without θ of its own. If it has one, $E[\nabla_\theta F]$ is added; for the entropy that
# is the score again, and zero.) So there is a right gradient with samples that *stand still*.

# %% [markdown] tags=["prompt:8.4"]


# %% tags=["exercise:8.4"]
def score_surrogate(F, log_prob, x):
    """A number whose gradient is the mean of F(x) ∇ log p(x)."""
    ### BEGIN SOLUTION
    return (F(x).detach() * log_prob(x)).mean()
    ### END SOLUTION


check("8.4", score_surrogate)

# %% [markdown]
# ## 5 · Three estimators
#
# You now know three ways to differentiate an average:
#
# | name | what it does | needs |
# |---|---|---|
# | **pathwise** | the samples move: the gradient goes through $x = f_\theta(z)$ | samples with a gradient, a smooth $F$ |
# | **score function** | the samples stand still, their probability changes | $\log p$ only; $F$ may be anything |
# | **detached** | the samples stand still, and nothing takes their place | (wrong, if $p$ depends on θ) |
#
# The first is also called the *reparameterization trick*, the second *REINFORCE*. Left, how far the mean of
# 200 runs is from the truth; right, how much a single run scatters.

# %%
predict("08.d")

# %%
live.three_estimators()

# %% [markdown]
# The pathwise and the score gradient are right on average: what is left of their bias is no larger than
# its error bar, and falls with it. But they scatter by different amounts. Here the score function needs
# nearly 20 times as many samples as the pathwise gradient for the same error: four times the scatter,
# squared. So **flows, whose samples have gradients, save samples.**

# %% [markdown] tags=["prompt:8.5"]


# %% tags=["exercise:8.5"]
def right_ones():
    """The letters of the snippets whose mean has the right slope."""
    ### BEGIN SOLUTION
    return "B C"
    ### END SOLUTION


check("8.5", right_ones)

# %% [markdown]
# ### The same in torch
#
# `torch.distributions` gives each distribution two methods, and your flows have them, too:
#
# - `rsample`: samples that move with the parameters. The r stands for *reparameterized*: $x = f_\theta(z)$.
# - `sample`: the same numbers, cut off from the graph.
#
# One letter makes the difference between $1/a$ and 0:

# %%
# NBVAL_CHECK_OUTPUT
for draw in ("rsample", "sample"):
    torch.manual_seed(0)
    a = torch.tensor(2.0, requires_grad=True)
    p = flows.FlowDistribution(flows.Linear(a, torch.tensor(0.5)))
    x = getattr(p, draw)((100_000,))
    (slope,) = torch.autograd.grad(-p.log_prob(x).mean(), a)
    print(f"{draw:8} dH/da = {slope:.3f}")

# %% [markdown]
# ### A trap with a memory
#
# torch's own `TransformedDistribution` can *cache*: with `cache_size=1` it remembers the $z$ of its last
# sample, so that `log_prob` need not invert. A good thing for speed. But look at the score, whose mean is
# zero by law, and at its size:

# %%
# NBVAL_CHECK_OUTPUT
from torch.distributions import AffineTransform, Normal, TransformedDistribution

for cache in (0, 1):
    torch.manual_seed(0)
    a = torch.tensor(2.0, requires_grad=True)
    line = AffineTransform(0.5, a, cache_size=cache)
    p = TransformedDistribution(Normal(0.0, 1.0), [line])
    x = p.sample((100_000,))
    (score,) = torch.autograd.grad(p.log_prob(x).mean(), a)
    print(f"cache_size={cache}: mean score = {score:.2f}")

# %% [markdown]
# With the cache, `log_prob(x)` gets the remembered $z$ and no longer sees that $z = (x - b)/a$ depends on
# $a$. The mean score comes out as $-1/a$ instead of 0, in silence (a known, open issue of PyTorch, number
# 59822). At `rsample` both are right. So: **samples that stand still, and a cache, do not go together.**
# `FlowDistribution` keeps no cache.

# %% [markdown]
# ## 6 · What is it good for? A cost
#
# You want to catch a train. You aim to arrive at $b$, in minutes after its departure, and you arrive at
# $x = a z + b$: life scatters. Waiting costs 1 a minute; being late costs 4 a minute. When should you aim to
# arrive? The dots are 40 steps down the slope of the *expected* cost, each with 200 new samples.

# %%
live.expected_cost()

# %% [markdown]
# It finds the best aim without a formula for the curve. (There is one here: be late with probability
# $1/(1 + 4)$.) Note that it is *not* the aim at which you arrive on time on average: the slope of an average
# is not the slope at the average.
#
# Now the cost **20 if it is missed**: a jump.

# %%
predict("08.e")

# %%
live.expected_cost(cost="20 if it is missed")

# %% [markdown]
# The pathwise slope walks past the edge, and up. It only sees how the cost of *each sample* changes when
# the sample moves by a hair: $-1$ or 0, never the jump. **The slope of an average is the average of the
# slopes only if $F$ has no jumps.** Try **slope by** with the other two. So each has its place: pathwise
# where $F$ is smooth, the score function where it is not.
#
# A cost of your own? Write one; it takes and gives a tensor:


# %%
def my_cost(x):
    return 0.02 * x**2 + 5 * torch.sigmoid(2 * x)


live.expected_cost(yours=my_cost)

# %% [markdown] tags=["prompt:8.6"]


# %% tags=["exercise:8.6"]
def step(b, a, z, cost, lr):
    """b after one step of gradient descent on the expected cost."""
    ### BEGIN SOLUTION
    aim = b.clone().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + aim).mean(), aim)
    return b - lr * slope
    ### END SOLUTION


check("8.6", step)

# %% [markdown]
# ## 7 · The most spread-out density
#
# Of all densities with the same $E[x^2]$, which has the largest entropy? You can ask a flow: go *up* the
# slope of $H$, and see where it ends. First, keep the size out of the game:

# %% [markdown] tags=["prompt:8.7"]


# %% tags=["exercise:8.7"]
def objective(log_prob, x):
    """H − ½ log E[x²] from samples with gradients."""
    ### BEGIN SOLUTION
    return -log_prob(x).mean() - 0.5 * torch.log((x**2).mean())
    ### END SOLUTION


check("8.7", objective)

# %% [markdown]
# The flow below starts with a random mixture of five bumps.

# %%
predict("08.f")

# %% [markdown]
# The cell trains while you watch; the slider replays it afterwards.

# %%
live.entropy_ascent(steps=200, n=300)

# %% [markdown]
# The dashed line is the largest entropy there is for this size, that of the Gaussian. What is missing to
# it is exactly the divergence from the Gaussian, KL in the readout: section 8 says more about it. The
# *excess kurtosis* is $E[x^4]/E[x^2]^2 - 3$: 0 for a Gaussian, negative for flat shapes.
#
# Was that luck? Three other random mixtures, without a picture:

# %%
for seed in (2, 3, 4):
    climb = live.entropy_ascent(seed=seed, steps=200, n=300).picture.learning
    climb.run()
    first, last = climb.frames[0].shape, climb.frames[-1].shape
    print(
        f"KL {first.divergence:.3f} → {last.divergence:.4f}   "
        f"kurtosis {first.kurtosis:+.2f} → {last.kurtosis:+.2f}"
    )

# %% [markdown]
# And a spline, with *your* objective:

# %%
live.entropy_ascent("spline", yours=attempt("8.7"))

# %% [markdown]
# What would the wrong gradient have done? The samples in the entropy are cut off, one `.detach()`, and
# everything else is the same:


# %%
def cut_off(log_prob, x):
    return -log_prob(x.detach()).mean() - 0.5 * torch.log((x**2).mean())


live.entropy_ascent("spline", yours=cut_off, steps=100)

# %% [markdown]
# The entropy's pull is gone, and only "make $E[x^2]$ small" is left. No error, no warning: a spike.

# %% [markdown]
# ## 8 · How different are two densities?
#
# One more average, and the most useful of all:

# %% [markdown] tags=["prompt:8.8"]


# %% tags=["exercise:8.8"]
def kl(f, log_p, log_q, z):
    """KL(p‖q) from samples x = f(z) of p, with its gradient."""
    ### BEGIN SOLUTION
    x = f(z)
    return (log_p(x) - log_q(x)).mean()
    ### END SOLUTION


check("8.8", kl)

# %% [markdown]
# For two Gaussians there is a formula, and torch knows it. Compare:

# %%
# NBVAL_CHECK_OUTPUT
from torch.distributions import kl_divergence

p, q = Normal(0.5, 1.5), Normal(0.0, 1.0)
torch.manual_seed(0)
z = torch.randn(100_000)
x = 0.5 + 1.5 * z
mean, error = mean_and_error(p.log_prob(x) - q.log_prob(x))
by_yours = answer("8.8")(lambda z: 0.5 + 1.5 * z, p.log_prob, q.log_prob, z)
print(f"formula {kl_divergence(p, q):.3f}, samples {by_yours:.3f} ± {error:.3f}")

# %% [markdown]
# ### A look ahead
#
# Here is why this is so useful. Suppose that you can *evaluate* a density, but neither sample it nor
# normalise it. That is the usual state of a Bayesian: the posterior is prior times likelihood, divided by a
# number that nobody knows. Draw a flow to it with KL(p‖q): the unknown number only shifts the KL, and its
# gradient stays the same. This is *variational inference*; chapter 12, in Part II, is about it.
#
# A target with two sides, known up to its constant, and a spline flow:


# %%
def log_q(x):
    """Up to a constant; nobody has normalised it."""
    return -0.25 * (x**2 - 2.0) ** 2 + 0.4 * x


from course_lib.training import minimise

flow = flows.RationalQuadraticSpline(8, bound=4.0)
p, divergence = flows.FlowDistribution(flow), answer("8.8")


def loss():
    return divergence(lambda z: flow(z)[0], p.log_prob, log_q, torch.randn(500))


history = minimise(loss, flow, steps=300, lr=0.05)
print(f"loss: {history.losses[0]:.2f} before, {sum(history.losses[-20:]) / 20:.2f} after")

# %% [markdown]
# The loss does not end at 0, since $q$ is not normalised: it ends near $-\log Z$, where $Z$ is the missing
# number. So the flow even *finds* it:

# %%
grid = torch.linspace(-6, 6, 2001)
Z = torch.trapezoid(log_q(grid).exp(), grid)
print(f"log Z by the flow: {-sum(history.losses[-20:]) / 20:.2f}, by quadrature: {Z.log():.2f}")
off = torch.trapezoid((p.log_prob(grid).exp() - log_q(grid).exp() / Z).abs(), grid).item() / 2
print(f"share of the probability in the wrong place: {off:.3f}")

# %% [markdown]
# ## Recap

# %%
quiz("08")

# %% [markdown]
# ### The formulas
#
# | | |
# |---|---|
# | expectation | $I_\theta = E[F(x)] \approx \frac1N\sum_i F(x_i)$, $\;x_i = f_\theta(z_i)$ |
# | standard error | $s/\sqrt N$ |
# | entropy | $H = E[-\log p(x)]$; for the line $dH/da = 1/a$ |
# | divergence | $\mathrm{KL}(p\,\Vert\,q) = E_p[\log p(x) - \log q(x)] \ge 0$ |
# | pathwise gradient | $\frac1N\sum_i \nabla_\theta F_\theta(f_\theta(z_i))$ |
# | score function | $\frac1N\sum_i F(x_i)\,\nabla_\theta\log p_\theta(x_i)$, $x_i$ held |
# | the score's mean | $E[\nabla_\theta\log p_\theta(x)] = 0$ |
# | largest entropy at fixed $E[x^2]$ | the Gaussian |
#
# ### To read further
#
# - S. Mohamed, M. Rosca, M. Figurnov, A. Mnih, *Monte Carlo Gradient Estimation in Machine Learning*,
#   JMLR 21 (2020): all estimators, with their histories.
# - D. P. Kingma, M. Welling, *Auto-Encoding Variational Bayes* (2014), and R. J. Williams, *Simple statistical
#   gradient-following algorithms* (1992): where the pathwise and the score gradient became famous.
# - G. Roeder, Y. Wu, D. Duvenaud, *Sticking the Landing* (2017): why one may leave out the score on purpose.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): differentiable samples.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# This is the end of Part I. You have built flows from a line to a mixture with a root search, in both
# directions, with gradients, and you know what their samples are good for. The review has a final quiz, all
# formulas on one page and a glossary. → {next}
