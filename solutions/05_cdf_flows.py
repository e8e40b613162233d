# %% [markdown] alt="A chain of three pictures: a bell, the uniform distribution in the middle, two bumps."
# # 05 · CDF flows
#
# **Every distribution has a map to the uniform one. Can we chain them?** A spline is told where to bend. The maps
# of this chapter bring their shape along.
#
# Run the two cells below and move the slider. Follow the black line: up from $z$ to the blue curve,
# across, and down from the orange curve to an $x$. The shaded strips hold 10 % of the mass each.

# %% tags=["setup"]

# %%
live.chain()

# %% [markdown]
# 1. Whatever $z$ you choose: how much mass lies to the left of $z$, and how much to the left of $x$?
# 2. Choose other distributions for $z$ and $x$. What happens to the strips in the narrow picture in
#    the middle?
#
# The chain takes a bell on the left and makes two bumps on the right, and no bending line was
# needed for it: nothing but two curves that rise from 0 to 1.

# %% [markdown]
# ## What you can do after this chapter
#
# - carry any distribution with a known CDF to the uniform one, and on to any other;
# - turn a mixture into a flow, and say which base it has;
# - write its formula so that it is right 10 000 units out, and say why the first formula fails at 17;
# - fit a mixture flow to the velocities of 82 galaxies.
#
# **You need** chapters 01 and 02, and what a logarithm does to very small numbers. **Time:** 55
# minutes.
#
# **From chapter 04**, before you go on:

# %%
predict("05.a")

# %% [markdown]
# ## 1 · To the uniform distribution
#
# The *cumulative distribution function* of $x$, for short CDF, is the mass to the left:
#
# $$\text{CDF}(x) = \int_{-\infty}^{x} p(x')\,dx'.$$
#
# It rises, from 0 to 1. So it is a flow, from $x$ to a number $u$ between 0 and 1. Where does it
# carry the mass? A tenth of the mass lies below the point where the CDF is 0.1, another tenth
# between there and 0.2, and so on. Equal steps of $u$ hold equal mass: **$u$ is uniform**. This is
# called the *probability integral transform*.
#
# The distribution of this chapter is the *logistic* one, because its CDF is so simple: with centre
# $\mu$ and scale $s$
#
# $$\text{CDF}(x) = \sigma\!\left(\frac{x-\mu}{s}\right),\qquad \sigma(u) = \frac{1}{1+e^{-u}}.$$
#
# It looks like a Gaussian with heavier tails. Its standard deviation is not $s$ but
# $\pi s/\sqrt3 \approx 1.81\,s$.

# %% [markdown] tags=["prompt:5.1"]


# %% tags=["exercise:5.1"]
def to_uniform(x, mu, s):
    """The u in (0, 1) of x from a logistic with centre mu and scale s."""
    ### BEGIN SOLUTION
    return torch.sigmoid((x - mu) / s)
    ### END SOLUTION


check("5.1", to_uniform)

# %% [markdown]
# Stuck? `hint("5.1")` gives a nudge, then a strategy, then nearly the code.
#
# The test with samples: draw $x$, transform, and count how many fall into each tenth.

# %%
# NBVAL_CHECK_OUTPUT
torch.manual_seed(0)
samples = 3.0 + 2.0 * torch.logit(
    torch.rand(100_000, dtype=torch.float64)
)  # logistic, μ = 3, s = 2
u = answer("5.1")(samples, torch.tensor(3.0), torch.tensor(2.0))
shares = torch.histc(u, bins=10, min=0, max=1) / len(u)
print("share in each tenth:", [f"{share:.2f}" for share in shares.tolist()])

# %% [markdown]
# The same test tells whether a *fitted* density is right: if it is not, the tenths are not equal.
# Chapter 13, in Part II, uses it for that.

# %% [markdown]
# ## 2 · And on to another one
#
# If $\text{CDF}_2$ carries $x$ to the uniform distribution, its inverse carries the uniform
# distribution to $x$. So two CDFs make a flow from any base to any target:
#
# $$x = f(z) = \text{CDF}_2^{-1}\big(\text{CDF}_1(z)\big).$$

# %%
predict("05.b")

# %% [markdown] tags=["prompt:5.2"]


# %% tags=["exercise:5.2"]
def chain(z, cdf1, icdf2):
    """x from z, through the uniform distribution."""
    ### BEGIN SOLUTION
    return icdf2(cdf1(z))
    ### END SOLUTION


check("5.2", chain)

# %% [markdown]
# In the picture, your $x$ is drawn over the $u$ of the same $z$, in green. A right chain lies on the
# orange CDF.

# %%
live.chain(yours=attempt("5.2"))

# %% [markdown]
# What about the density? The derivative of a CDF is its density. So the first step stretches by
# $p_1(z)$, the second by $1/p_2(x)$, and the change of variables gives
#
# $$p(x) = p_1(z)\cdot\frac{p_2(x)}{p_1(z)} = p_2(x).$$
#
# Of course it does. The chain was built to do that. But then, what do we gain?

# %% [markdown]
# ## 3 · Many CDFs in one
#
# We gain a rich family of maps. A *mixture* has a CDF that is the weighted sum of its parts' CDFs,
# and it is as easy to write for ten parts as for two. Play with two of them. The grey areas are the
# parts, the orange curve is their sum, the black one the map from $x$ to a **logistic base**.

# %%
predict("05.c")

# %% [markdown]
# Move the bumps together and apart. Then make one scale large: what happens to the tails?

# %%
live.mixture_flow()

# %% [markdown]
# In the tails the *widest* part wins, and on a logarithmic axis the density becomes a straight line: a
# Gaussian (dashed) falls off as a parabola.
#
# With weights $w_i > 0$ that sum to 1, centres $\mu_i$ and scales $s_i$, the mixture's CDF is
#
# $$F(x) = \sum_{i=1}^{K} w_i\,\sigma\!\left(\frac{x-\mu_i}{s_i}\right).$$
#
# That is the step to the uniform distribution. From there to the base we need the inverse of the
# base's CDF. The logistic base has a formula for it, $\sigma^{-1}(u) = \log u - \log(1-u)$, and so
#
# $$z = f^{-1}(x) = \log F(x) - \log\big(1 - F(x)\big).$$
#
# Mind the direction: this is $f^{-1}$, from data to base. And mind the base: $z$ is **logistic**,
# $p_0(z) = \sigma(z)\,\sigma(-z)$, not normal. Section 6 changes that.

# %% [markdown] tags=["prompt:5.3"]


# %% tags=["exercise:5.3"]
def naive_inverse(x, w, mu, s):
    """z = log F(x) − log(1 − F(x)), as in the formula."""
    ### BEGIN SOLUTION
    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    return torch.log(F) - torch.log(1 - F)
    ### END SOLUTION


check("5.3", naive_inverse)

# %% [markdown]
# Your map in the picture. Its density is made from it by autograd and the logistic base, and its
# area is measured out to $x = \pm 60$. What does the readout say about that?

# %%
live.mixture_flow(yours=attempt("5.3"))

# %% [markdown]
# ## 4 · A right formula with wrong numbers
#
# The area of a right answer is 1, and still the readout complains: at some points the density is
# *not a number*. The formula is right. The numbers are not. Here is how far it carries:

# %%
live.tails_of_formulas()

# %% [markdown]
# In float32, at $x = 12$ the naive form has lost more than half of its digits, and a little above 17 it is
# infinite. For a single logistic with scale 1 it is the same, from 16.6 on. Why? Just below 1, numbers in float32 stand $6\cdot10^{-8}$ apart. When
# $1 - F$ should be $10^{-7}$, it can only be a multiple of that, and soon it is 0:

# %%
# NBVAL_CHECK_OUTPUT
for x in (5.0, 12.0, 16.0, 17.0):
    F = torch.sigmoid(torch.tensor(x))
    print(f"x = {x:4}: 1 − F = {1 - F:.3e}, and should be {torch.sigmoid(torch.tensor(-x)):.3e}")

# %% [markdown]
# The cure is never to subtract from 1. The mass to the *right*, the *survival function* $S = 1 - F$,
# is a sum just like $F$, since $1 - \sigma(u) = \sigma(-u)$:
#
# $$1 - F(x) = \sum_i w_i\,\sigma\!\left(-\frac{x-\mu_i}{s_i}\right).$$
#
# And since $\sigma(-800)$ is 0 in any precision, we never leave the logarithms:
# `torch.nn.functional.logsigmoid` gives $\log\sigma$, and `torch.logsumexp` the logarithm of a sum of
# exponentials, both without an overflow. **Carry $\log F$ and $\log S$ side by side.**

# %% [markdown] tags=["prompt:5.4"]


# %% tags=["exercise:5.4"]
def stable_inverse(x, w, mu, s):
    """z = log F(x) − log S(x), right out to |z| = 10 000 and further."""
    ### BEGIN SOLUTION
    u = (x.unsqueeze(-1) - mu) / s
    log_F = torch.logsumexp(torch.log(w) + torch.nn.functional.logsigmoid(u), -1)
    log_S = torch.logsumexp(torch.log(w) + torch.nn.functional.logsigmoid(-u), -1)
    return log_F - log_S
    ### END SOLUTION


check("5.4", stable_inverse)

# %%
live.tails_of_formulas(yours=attempt("5.4"), precision="float64", x=30.0)

# %% [markdown]
# Does anybody care about points 17 scales out? Training does. One outlier, or one small $s$ in the
# first steps, and the loss is infinite; its gradient is not a number, and so are all parameters
# after the next step.

# %% [markdown]
# ## 5 · The density
#
# For the density we need the log-det of this inverse map, in one dimension the logarithm of its
# slope. Differentiate $\log F - \log S$. With $F' = p$ and $S' = -p$, where $p$ is the mixture's
# density,
#
# $$\frac{\partial z}{\partial x} = \frac{p(x)}{F(x)} + \frac{p(x)}{S(x)} = \frac{p(x)}{F(x)\,S(x)},
# \qquad p(x) = \sum_i \frac{w_i}{s_i}\,\sigma(u_i)\,\sigma(-u_i),\quad u_i = \frac{x-\mu_i}{s_i},$$
#
# because $F + S = 1$.

# %% [markdown] tags=["prompt:5.5"]


# %% tags=["exercise:5.5"]
def log_slope(x, w, mu, s):
    """log dz/dx of the inverse map, in log space."""
    ### BEGIN SOLUTION
    u = (x.unsqueeze(-1) - mu) / s
    log_up, log_down = torch.nn.functional.logsigmoid(u), torch.nn.functional.logsigmoid(-u)
    log_w = torch.log(w)
    log_p = torch.logsumexp(log_w - torch.log(s) + log_up + log_down, -1)
    return log_p - torch.logsumexp(log_w + log_up, -1) - torch.logsumexp(log_w + log_down, -1)
    ### END SOLUTION


check("5.5", log_slope)

# %%
predict("05.d")

# %%
# NBVAL_CHECK_OUTPUT
w, mu, s = torch.tensor([0.3, 0.7]), torch.tensor([-1.0, 2.0]), torch.tensor([0.5, 1.5])
x = torch.tensor([-4.0, 0.0, 2.5, 40.0])
z = answer("5.4")(x, w, mu, s)
log_base = torch.nn.functional.logsigmoid(z) + torch.nn.functional.logsigmoid(-z)
print("the flow:   ", log_base + answer("5.5")(x, w, mu, s))
of_mixture = torch.distributions.Categorical(w), flows.Logistic(mu, s)
print("the mixture:", torch.distributions.MixtureSameFamily(*of_mixture).log_prob(x))

# %% [markdown]
# That is section 2 again: a chain through the uniform distribution makes exactly the target it was built
# for. Mixture and flow are two views of one thing. The flow's view adds the map: it tells which $z$
# belongs to which $x$, and later chapters chain this map with others.

# %% [markdown] tags=["prompt:5.6"]


# %% tags=["exercise:5.6"]
def mixture_log_prob(x, w, mu, s):
    """log p(x) of the mixture flow with its logistic base."""
    ### BEGIN SOLUTION
    u = (x.unsqueeze(-1) - mu) / s
    log_up, log_down = torch.nn.functional.logsigmoid(u), torch.nn.functional.logsigmoid(-u)
    return torch.logsumexp(torch.log(w) - torch.log(s) + log_up + log_down, -1)
    ### END SOLUTION


check("5.6", mixture_log_prob)

# %% [markdown]
# ## 6 · A normal base after all
#
# Everywhere else in this course the base is the standard normal. How do we get there from the
# logistic one? Through the uniform distribution, as always: $\sigma$ carries logistic to uniform,
# $\Phi^{-1}$ carries uniform to normal, where $\Phi$ is the CDF of the standard normal. Forwards, from
# base to data, this fixed map stands first:
#
# $$x = f_\text{mixture}\big(\sigma^{-1}(\Phi(z))\big).$$
#
# The same trap waits here: $\Phi(9)$ is 1 in float64. And the same cure helps, since PyTorch has
# $\log\Phi$ as `torch.special.log_ndtr`.

# %% [markdown] tags=["prompt:5.7"]


# %% tags=["exercise:5.7"]
def normal_to_logistic(z):
    """σ⁻¹(Φ(z)), right far out in both tails."""
    ### BEGIN SOLUTION
    return torch.special.log_ndtr(z) - torch.special.log_ndtr(-z)
    ### END SOLUTION


check("5.7", normal_to_logistic)

# %% [markdown]
# In the library the two are flows, and a composition puts the mixture on a normal base. The density
# does not change: only the name of the point in the base space does.

# %%
# NBVAL_CHECK_OUTPUT
w, mu, s = torch.tensor([0.3, 0.7]), torch.tensor([-1.0, 2.0]), torch.tensor([0.5, 1.5])
mixture = flows.MixtureOfLogistics(w, mu, s)
on_normal = flows.Composition(mixture, flows.NormalToLogistic())
x = torch.tensor([-4.0, 0.0, 2.5])
logistic = flows.Logistic()
print("logistic base:", flows.FlowDistribution(mixture, base=logistic).log_prob(x))
print("normal base:  ", flows.FlowDistribution(on_normal).log_prob(x))
print("z, logistic:  ", mixture.inverse(x)[0])
print("z, normal:    ", on_normal.inverse(x)[0])

# %% [markdown]
# Say which base you mean. Who evaluates a normal density at a logistic point gets a density, even with
# area 1, so nothing looks wrong. But it is not the mixture's, and the weights and centres no longer
# mean what they say.

# %% [markdown]
# ## 7 · Galaxies
#
# The velocities of 82 galaxies in the direction of Corona Borealis, in 1000 km/s. Galaxies come in
# clusters, and a cluster moves together, so the velocities come in bumps. How many? It is a famous
# question, and nobody knows for sure.
#
# The parameters must be free for gradient descent: weights by a softmax, scales by an exponential, as
# in chapter 02.

# %%
predict("05.e")

# %% [markdown]
# Watch what happens after step 200, too.

# %%
torch.manual_seed(0)
five = flows.TrainableMixture(5, low=-1.0, high=1.0).double()
view = live.training(
    flows.FlowDistribution(five, base=logistic), data.galaxies(), steps=300, lr=0.05,
    origin=21.0, unit=10.0, labels=("velocity (1000 km/s)",), below=0.7,
)  # fmt: skip
view

# %% [markdown]
# The loss is far below the dashed line, which no Gaussian can cross. Move the slider back to step 150
# and forward again: late in the training one part turns into a **spike** near 16. These are the five
# parts at the end:

# %%
centres = (21 + 10 * five.means).tolist()
rows = sorted(zip(centres, (10 * five.scales).tolist(), five.weights.tolist(), strict=True))
for centre, scale, weight in rows:
    print(f"weight {weight:.2f} at {centre:4.1f}, scale {scale:.2f}")

# %% [markdown]
# The spike has a weight of 0.02: two galaxies of 82. They happen to be neighbours, and a part that
# sits on both of them can make their density as high as it likes. Has the flow found a cluster, or
# learnt an accident? The data it was fitted to cannot tell. Held-out galaxies can: chapter 07 asks
# them, with a mixture flow that you write yourself.

# %% [markdown]
# ## 8 · The catch
#
# We have the density and the map $f^{-1}$. Now draw a sample: take $z$ from the base, and compute
# $x = f(z)$. Which means to solve
#
# $$\log\sum_i w_i\,\sigma\!\left(\frac{x-\mu_i}{s_i}\right) -
# \log\sum_i w_i\,\sigma\!\left(-\frac{x-\mu_i}{s_i}\right) = z$$
#
# for $x$. For one part it is $x = \mu + s z$. For two parts there is **no formula**.
#
# (One could draw samples another way: pick a part at random, then sample from it. But then $x$ is no
# longer a function of $z$, and no gradient can flow through the pick. Chapter 08 needs that gradient.)
#
# **The answer to the question of this chapter:** yes, CDFs can be chained, through the uniform
# distribution, and a mixture of CDFs gives a flow of any shape. The price: one of its directions has
# to be *searched*. How to search, quickly, to the last digit, and with gradients, is chapter 06.

# %% [markdown]
# ## Recap

# %%
quiz("05")

# %% [markdown]
# ### The formulas
#
# | | |
# |---|---|
# | to the uniform distribution | $u = \text{CDF}(x)$ |
# | a chain | $x = \text{CDF}_2^{-1}(\text{CDF}_1(z))$ |
# | logistic distribution | $\text{CDF} = \sigma(u)$, $p = \sigma(u)\,\sigma(-u)/s$, $u = (x-\mu)/s$, standard deviation $\pi s/\sqrt3$ |
# | mixture | $F = \sum_i w_i\,\sigma(u_i)$, $S = \sum_i w_i\,\sigma(-u_i) = 1 - F$ |
# | mixture flow, logistic base | $z = f^{-1}(x) = \log F - \log S$ |
# | its slope | $\partial z/\partial x = p/(F\,S)$ |
# | logistic from normal | $\log\Phi(z) - \log\Phi(-z)$ |
#
# ### To read further
#
# - J. Ho, X. Chen, A. Srinivas, Y. Duan, P. Abbeel, *Flow++* (2019): mixtures of logistics as the
#   maps of a large flow.
# - C.-W. Huang, D. Krueger, A. Lacoste, A. Courville, *Neural Autoregressive Flows* (2018): sums of
#   sigmoids as flows, and why they can make any density.
# - M. Rosenblatt, *Remarks on a multivariate transformation* (1952): the chain of CDFs, in any
#   dimension.
# - K. Roeder, *Density estimation with confidence sets exemplified by superclusters and voids in the
#   galaxies* (1990): the data, and their bumps.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): the part "CDF flows".

# %%
progress()

# %% [markdown]
# ### What comes next
#
# One direction of your flow has no formula. How to run it all the same, quickly and with gradients, is the next
# chapter. → {next}
