# %% [markdown] alt="Samples of a bell joined to the samples they become, and their average against a parameter."
# # 08 · Differentiable expectations
#
# **How do you take the gradient of an average over samples that themselves depend on θ?** Once you can, you
# can make a mean cost small, or draw a flow to a posterior that you cannot sample. You will do both.
#
# In the next picture, the upper row has samples $z$ and the lower row the same samples after the flow,
# $x = f(z)$. On the right is the average of $x^2$ over them. Run the two cells below, then move **θ**, the
# scale of the flow.

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
# - say when samples may move, when they must stand still, and what each way costs;
# - use the gradient to make a cost small, an entropy large, and two densities alike.
#
# **You need** the line $x = a z + b$ of chapter 02, and to know that the flows of chapters 04 to 07 give
# samples with gradients. **Time:** 70 minutes.
#
# Chapter 07 ended with samples that have gradients, and you had not used them. Here you will.
#
# **From chapter 02**, with the question of this one:

# %%
predict("08.a")

# %% [markdown]
# ## 1 · An average that moves
#
# With fresh random numbers for every θ the average jumps about, and a curve that jumps has no useful slope.
# With the *same* z for every θ each sample glides, and so does their average. That is the trick of this
# chapter: **keep the randomness in z, and let θ act on it through f.**
#
# You can average any function of $x$. Call it $G$:
#
# $$I_\theta = \int p_\theta(x)\,G_\theta(x)\,dx \;\approx\; \frac1N\sum_{i=1}^N G_\theta(x_i),
# \qquad x_i = f_\theta(z_i).$$
#
# $I_\theta$ is an *expectation*, also written $E[G(x)]$. The sum is its *Monte-Carlo estimate*, and $N$ is
# the number of samples. With $G(x) = x^n$ the expectation is called the $n$-th *moment*. (The lecture writes
# $F$. Here $F$ is a CDF, as in chapters 05 to 07.)

# %% [markdown] tags=["prompt:8.1"]


# %% tags=["exercise:8.1"]
def moment(f, z, n):
    """The average of x**n over x = f(z), with its gradient."""
    ### BEGIN SOLUTION
    return (f(z) ** n).mean()
    ### END SOLUTION


check("8.1", moment)

# %% [markdown]
# Stuck? `hint("8.1")` goes a step further each time. In the next picture, the green, dash-dotted line has
# the slope that autograd finds through *your* average. (Forty of the 100 samples are drawn.) If your function
# cut the graph anywhere, the line would lie flat.

# %%
live.moving_samples(yours=attempt("8.1"), theta=1.5, n=100)

# %% [markdown]
# ## 2 · How far off is it?
#
# In the picture, the orange curve is not the dashed one, because 100 samples are not all samples. An estimate
# needs an error. You wrote it in exercise 7.6: the *standard error* $s/\sqrt N$, where $s$ says how far
# the single values scatter. In 95 of 100 runs the truth should lie within 1.96 errors of the mean.


# %%
def mean_and_error(values):
    """The mean of independent values and its standard error, as in exercise 7.6."""
    return values.mean(), values.std() / len(values) ** 0.5


# %% [markdown]
# Does it keep this promise? Take 1000 runs, with 200 samples each, of the line $x = 1.5\,z + 0.4$. For it,
# $E[x^2] = 1.5^2 + 0.4^2$.

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
# A short run tells what a long one will cost. This cell uses 200 samples to find out how many are needed for
# an error of 0.01, and then draws as many:

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
# \text{const}$. A density twice as wide has $\log 2$ more. So the slope is $dH/da = 1/a$.
#
# An entropy is an average of $G(x) = -\log p(x)$. You may think: *the samples are just numbers. I draw
# them, and differentiate $\log p$.* In the next picture that is the lower histogram.

# %%
predict("08.c")

# %%
live.entropy_gradients()

# %% [markdown]
# The upper histogram sits at the exact slope. Now raise **N**, and look at the lower one: more samples only
# make the wrong answer *more certain*. Try another **flow**, too.
#
# For the line the upper histogram does not scatter at all. You will see why in a moment.

# %% [markdown] tags=["prompt:8.3"]


# %% tags=["exercise:8.3"]
def entropy(f, log_prob, z):
    """The estimate of −E[log p(x)], with its whole gradient."""
    ### BEGIN SOLUTION
    return -log_prob(f(z)).mean()
    ### END SOLUTION


check("8.3", entropy)

# %% [markdown]
# The green points are forty slopes from your function, above the histograms of a mixture flow:

# %%
live.entropy_gradients(yours=attempt("8.3"), family="mixture: scales θ")

# %% [markdown]
# Why no scatter for the line? Put $x = a z + b$ into $-\log p(x)$:
#
# $$-\log p(x) = \frac12\Big(\frac{x - b}{a}\Big)^2 + \log a + \text{const} = \frac12 z^2 + \log a +
# \text{const}.$$
#
# Here $z$ does not depend on $a$. What is left is $\log a$, and its slope is $1/a$ for each single sample.
# Now cut $x$ off. It stays where it is while $a$ grows, and the same formula has another slope,
# $(1 - z^2)/a$. Its average over $z$ is $(1 - 1)/a = 0$.

# %% [markdown]
# ## 4 · Why it is zero
#
# That was the line. Why is it zero for *every* flow? The cut-off gradient is the average of
# $-\nabla_\theta \log p_\theta(x)$ with $x$ held fixed. ($\nabla_\theta$ is the derivative with respect to
# θ.) This $\nabla_\theta \log p_\theta(x)$ is called the *score*. It says how much more likely $x$ becomes
# when θ grows.

# %%
live.gain_and_loss()

# %% [markdown]
# When θ grows, the density gains in some places (orange) and loses in others (grey, hatched). It must lose
# as much as it gains, because its area is 1 before and after. As a formula:
#
# $$E[\nabla_\theta\log p_\theta(x)] = \int p_\theta\,\frac{\nabla_\theta p_\theta}{p_\theta}\,dx
# = \nabla_\theta\int p_\theta\,dx = \nabla_\theta\,1 = 0.$$
#
# **The score has mean zero.** So the wrong gradient is zero by a law, and not by bad luck. In short: when the
# samples move with θ, the gradient of an average, $\nabla E[G]$, is not the average of a gradient,
# $E[\nabla G]$.
#
# Now choose **weight** $G(x) = -\log p(x)$ in the picture, or $x^2$. Where the weight is large, gains and
# losses count more, and the sum is no longer 0. It is the slope of $E[G(x)]$:
#
# $$\nabla_\theta E[G(x)] = \int G\,\nabla_\theta p_\theta\,dx = E\big[G(x)\,\nabla_\theta\log p_\theta(x)\big].$$
#
# (This holds for a $G$ that does not depend on θ itself. If it does, add $E[\nabla_\theta G]$. For the
# entropy that is the score again, and zero.) So there is a right gradient with samples that *stand still*.

# %% [markdown] tags=["prompt:8.4"]


# %% tags=["exercise:8.4"]
def score_surrogate(G, log_prob, x):
    """A number whose gradient is the mean of G(x) ∇ log p(x)."""
    ### BEGIN SOLUTION
    return (G(x).detach() * log_prob(x)).mean()
    ### END SOLUTION


check("8.4", score_surrogate)

# %% [markdown]
# ## 5 · Three estimators
#
# You now know three ways to differentiate an average:
#
# | name | what it does | needs |
# |---|---|---|
# | **pathwise** | the samples move: the gradient goes through $x = f_\theta(z)$ | samples with a gradient, a smooth $G$ |
# | **score function** | the samples stand still, their probability changes | $\log p$ only; $G$ may be anything |
# | **detached** | the samples stand still, and nothing makes up for it | (wrong, if $p$ depends on θ) |
#
# The first is also called the *reparameterization trick*, the second *REINFORCE*. On the left, the next
# picture shows how far the mean of 200 runs is from the truth; on the right, how much a single run scatters.

# %%
predict("08.d")

# %%
live.three_estimators()

# %% [markdown]
# The pathwise and the score gradient are right on average: their mean is off by an error bar, sometimes two,
# and the more samples, the less. But they scatter by different amounts. At 100 samples the score function
# scatters by 0.236, the pathwise gradient by 0.055: 4.3 times as much. Squared, that is nearly 20 times as many
# samples for the same error. So **flows, whose samples have gradients, save samples.**

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
# One letter makes the difference between $1/a$ and 0. **Your turn:** try another $a$, or another flow.

# %%
# NBVAL_CHECK_OUTPUT
for draw in ("rsample", "sample"):
    torch.manual_seed(0)
    a = torch.tensor(2.0, requires_grad=True)  # Your turn: other numbers
    p = flows.FlowDistribution(flows.Linear(a, torch.tensor(0.5)))
    x = getattr(p, draw)((100_000,))
    (slope,) = torch.autograd.grad(-p.log_prob(x).mean(), a)
    print(f"{draw:8} dH/da = {slope:.3f}")

# %% [markdown]
# ### A trap with a memory
#
# **Optional.** Read this before you use torch's own transforms.
#
# torch's `TransformedDistribution` can *cache*: with `cache_size=1` it remembers the $z$ of its last
# sample, so that `log_prob` need not invert. That is fast. But look at the mean of the score, which must be
# zero:

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
# With the cache, `log_prob(x)` gets the remembered $z$, and no longer sees that $z = (x - b)/a$ depends on
# $a$. The mean score comes out as $-1/a$ instead of 0, without a warning (PyTorch knows this as its open
# [issue 59822](https://github.com/pytorch/pytorch/issues/59822)). With `rsample` both are right. So:
# **never use a cache with samples that stand still.** `FlowDistribution` keeps no cache.

# %% [markdown]
# ## 6 · What is it good for? A cost
#
# You want to catch a train. You aim to arrive at $b$, in minutes after its departure. You do arrive at
# $x = a z + b$, a little earlier or later than planned. Waiting costs 1 a minute, and being late costs 4 a
# minute. When should you aim to arrive? The dots are 40 steps down the slope of the *expected* cost, each
# with 200 new samples.

# %%
live.expected_cost()

# %% [markdown]
# It comes close to the best aim without a formula for the curve. (Here there is one: be late with probability
# $1/(1 + 4)$.) The best aim is *not* the one that brings you there on time on average: the slope of an
# average is not the slope at the average.
#
# Now take the cost **20 if it is missed**. It has a jump.

# %%
predict("08.e")

# %%
live.expected_cost(cost="20 if it is missed")

# %% [markdown]
# The pathwise slope walks past the edge, and up. It sees only how the cost of *each sample* changes when
# the sample moves a little: by $-1$ or 0, and never by the jump. **The slope of an average is the average of
# the slopes only if $G$ has no jumps.** Try **slope by** with the other two. So use the pathwise gradient
# where $G$ is smooth, and the score function where it is not.
#
# **Your turn:** write a cost of your own. It takes and returns a tensor:


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
# **Optional.** You can go on with section 8 and come back to this one.
#
# Of all densities with the same $E[x^2]$, which has the largest entropy? Ask a flow: go *up* the slope of
# $H$, and see where it ends. First, an exercise keeps the size fixed:

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
# The dashed line is the largest entropy that this size allows, that of the Gaussian. The distance to it is
# exactly the divergence from the Gaussian, KL in the readout. Section 8 says more about it. The
# *excess kurtosis* is $E[x^4]/E[x^2]^2 - 3$: 0 for a Gaussian, negative for flat shapes.
#
# Was that luck? Try three other random mixtures, without a picture:

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
# What would the wrong gradient have done? One `.detach()` cuts off the samples in the entropy, and
# everything else stays the same:


# %%
def cut_off(log_prob, x):
    return -log_prob(x.detach()).mean() - 0.5 * torch.log((x**2).mean())


live.entropy_ascent("spline", yours=cut_off, steps=100)

# %% [markdown]
# The entropy no longer pulls. Only "make $E[x^2]$ small" is left. There is no error and no warning, and the
# density becomes a spike.

# %% [markdown]
# ## 8 · How different are two densities?
#
# This is one more average, and the most useful of all.

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
# For two Gaussians there is a formula, and torch has it. Compare:

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
# Why is this so useful? Suppose that you can *evaluate* a density, but you can neither sample nor normalise
# it. That is the usual case in Bayesian statistics: the posterior is prior times likelihood, divided by a
# number that is not known. You can still draw a flow to it with KL(p‖q): the unknown number only shifts the
# KL, and the gradient stays the same. This is *variational inference*, and
# [Chapter 12](12_variational_inference.ipynb) is about it.
#
# Here is a target with two bumps, known up to its constant, and a spline flow. **Your turn:** give the target
# another shape, or the spline other bins.


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
# The loss does not end at 0, because $q$ is not normalised. It ends near $-\log Z$, where $Z$ is the missing
# number. So the flow even *finds* that number:

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
# | expectation | $I_\theta = E[G(x)] \approx \frac1N\sum_i G(x_i)$, $\;x_i = f_\theta(z_i)$ |
# | standard error | $s/\sqrt N$ |
# | entropy | $H = E[-\log p(x)]$; for the line $dH/da = 1/a$ |
# | divergence | $\mathrm{KL}(p\,\Vert\,q) = E_p[\log p(x) - \log q(x)] \ge 0$ |
# | pathwise gradient | $\frac1N\sum_i \nabla_\theta G_\theta(f_\theta(z_i))$ |
# | score function | $\frac1N\sum_i G(x_i)\,\nabla_\theta\log p_\theta(x_i)$, $x_i$ held |
# | the score's mean | $E[\nabla_\theta\log p_\theta(x)] = 0$ |
# | largest entropy at fixed $E[x^2]$ | the Gaussian |
#
# ### To read further
#
# - S. Mohamed, M. Rosca, M. Figurnov, A. Mnih, *Monte Carlo Gradient Estimation in Machine Learning* (2020),
#   [arXiv:1906.10652](https://arxiv.org/abs/1906.10652): all estimators, with their histories.
# - D. P. Kingma, M. Welling, *Auto-Encoding Variational Bayes* (2014),
#   [arXiv:1312.6114](https://arxiv.org/abs/1312.6114): where the pathwise gradient became famous.
# - R. J. Williams, *Simple statistical gradient-following algorithms for connectionist reinforcement
#   learning* (1992), [doi:10.1007/BF00992696](https://doi.org/10.1007/BF00992696): the same for the score.
# - G. Roeder, Y. Wu, D. Duvenaud, *Sticking the Landing* (2017),
#   [arXiv:1703.09194](https://arxiv.org/abs/1703.09194): why one may leave out the score on purpose.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): differentiable samples.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# This is the end of Part I. You have built flows, from a line to a mixture with a root search, in both
# directions and with gradients. And you know what their samples are good for. The review has a final quiz, all
# formulas on one page, and a glossary. → {next}
