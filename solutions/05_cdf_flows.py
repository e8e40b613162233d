# %% [markdown] alt="A chain of three pictures: a bell, the uniform distribution in the middle, two bumps."
# # 05 · CDF flows
#
# **Every distribution has a map to the uniform one. Can we chain them?** A spline must be told where to bend. The
# maps of this chapter come from distributions, and bring their shape with them. With them you can carry any
# distribution to any other, test whether a fitted density is right, and make a flow of every mixture.
#
# Run the two cells below and move the slider. Follow the black line: up from $z$ to the blue curve,
# across, and down from the orange curve to an $x$. Each shaded strip holds 10 % of the mass.

# %% tags=["setup"]

# %%
live.chain()

# %% [markdown]
# 1. Whatever $z$ you choose: how much mass lies to the left of $z$, and how much to the left of $x$?
# 2. Choose other distributions for $z$ and $x$. What happens to the strips in the narrow picture in
#    the middle?
#
# The chain takes a bell on the left and makes two bumps on the right. All it needs are two curves that
# rise from 0 to 1.

# %% [markdown]
# ## What you can do after this chapter
#
# - carry any distribution with a known CDF to the uniform one, and on to any other;
# - turn a mixture into a flow, and say which base it has;
# - write its formula so that it is right at 10 000, and say why the first formula fails at 17;
# - fit a mixture flow to the velocities of 82 galaxies.
#
# **You need** chapters 01 and 02, and what a logarithm does to very small numbers. **Time:** 60
# minutes.
#
# **From chapter 04**, before you go on:

# %%
predict("05.a")

# %% [markdown]
# ## 1 · To the uniform distribution
#
# The *cumulative distribution function* of $x$, the CDF for short, is the mass to the left of $x$:
#
# $$\text{CDF}(x) = \int_{-\infty}^{x} p(x')\,dx'.$$
#
# It rises from 0 to 1. So it is an invertible map, from $x$ to a number $u$ between 0 and 1. Where does
# it carry the mass? A tenth of the mass lies below the point where the CDF is 0.1. Another tenth lies
# between this point and the one where it is 0.2, and so on. Equal steps of $u$ hold equal mass: **$u$ is
# uniform**. This is called the *probability integral transform*.
#
# This chapter uses the *logistic* distribution, because its CDF is so simple. With centre $\mu$ and scale
# $s$ it is
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
# The same test tells whether a *fitted* density is right: if it is not, the tenths differ by more than chance.
# Part II uses it for that.

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
# That is no surprise: the chain was built to give $p_2$. But then, what do we gain?

# %% [markdown]
# ## 3 · Many CDFs in one
#
# We gain a rich family of maps. The CDF of a *mixture* is the weighted sum of its parts' CDFs, as easy to
# write for ten parts as for two. The next picture has two parts, in grey. The orange curve is their sum,
# and the black one is the map from $x$ to a **logistic base**.

# %%
predict("05.c")

# %% [markdown]
# Move the bumps together and apart. Then make one scale large: what happens to the tails?

# %%
live.mixture_flow()

# %% [markdown]
# In the tails the *widest* part wins. On a logarithmic axis the density becomes a straight line there. A
# Gaussian (dashed) falls off faster, as a parabola.
#
# With weights $w_i > 0$ that sum to 1, centres $\mu_i$ and scales $s_i$, the mixture's CDF is
#
# $$F(x) = \sum_{i=1}^{K} w_i\,\sigma\!\left(\frac{x-\mu_i}{s_i}\right).$$
#
# That is the step to the uniform distribution. To go from there to the base we need the inverse of the
# base's CDF. For the logistic base it is $\sigma^{-1}(u) = \log u - \log(1-u)$, and so
#
# $$z = f^{-1}(x) = \log F(x) - \log\big(1 - F(x)\big).$$
#
# Note the direction: this is $f^{-1}$, from data to base. And note the base: $z$ is **logistic**,
# $p_0(z) = \sigma(z)\,\sigma(-z)$, and not normal. Section 6 changes that.

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
# Here is your map in the picture. Autograd and the logistic base make the density from it. The area is
# measured from $x = -60$ to $60$. What does the readout say about it?

# %%
live.mixture_flow(yours=attempt("5.3"))

# %% [markdown]
# ## 4 · A right formula with wrong numbers
#
# The area is 1, and still the readout complains: at some points the density is *not a number*. The formula
# is right, and the computer's numbers are wrong. The next picture shows how far out they can be trusted:

# %%
live.tails_of_formulas()

# %% [markdown]
# In float32 the naive form has lost more than half of its digits at $x = 12$, and from 17.7 on it is
# infinite. A single logistic with scale 1 is infinite a little earlier. Why? The computer takes $\sigma(x)$ as
# $1/(1 + e^{-x})$, and just above 1 the numbers of float32 are $1.2\cdot10^{-7}$ apart. From $x = 16.64$ on
# $e^{-x}$ is less than half of that and gets lost. Then $F$ is 1, and $1 - F$ is 0:

# %%
# NBVAL_CHECK_OUTPUT
for x in (5.0, 12.0, 16.0, 17.0):
    F = torch.sigmoid(torch.tensor(x))
    print(f"x = {x:4}: 1 − F = {1 - F:.3e}, and should be {torch.sigmoid(torch.tensor(-x)):.3e}")

# %% [markdown]
# The cure: never subtract from 1. The mass to the *right* is called the *survival function*, $S = 1 - F$.
# It is a sum just like $F$, since $1 - \sigma(u) = \sigma(-u)$:
#
# $$S(x) = \sum_i w_i\,\sigma\!\left(-\frac{x-\mu_i}{s_i}\right).$$
#
# And stay with logarithms throughout, because $\sigma(-800)$ is 0 in any precision and its logarithm is
# $-800$. `torch.nn.functional.logsigmoid` gives $\log\sigma$, and `torch.logsumexp` gives the logarithm of a
# sum of exponentials, both without an overflow. **Keep $\log F$ and $\log S$ side by side.**

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
# Do points so far out matter? In training they do. One outlier, or one small $s$ in the first steps, and
# the loss is infinite. Its gradient is not a number, and after the next step no parameter is one either.

# %% [markdown]
# ## 5 · The density
#
# For the density we need the log-det of this inverse map, in one dimension the logarithm of its
# slope. So differentiate $\log F - \log S$. The slope of $F$ is the mixture's density $p$, that of $S$ is
# $-p$, and $F + S = 1$. So
#
# $$\frac{\partial z}{\partial x} = \frac{p(x)}{F(x)} + \frac{p(x)}{S(x)} = \frac{p(x)}{F(x)\,S(x)},
# \qquad p(x) = \sum_i \frac{w_i}{s_i}\,\sigma(u_i)\,\sigma(-u_i),\quad u_i = \frac{x-\mu_i}{s_i}.$$

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
# for. So mixture and flow are the same density. What the flow adds is the map: it says which $z$
# belongs to which $x$, and it can be chained with others.

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
# Everywhere else in this course the base is the standard normal. How do we get from there to the
# logistic one? Through the uniform distribution, as always. $\Phi$, the CDF of the standard normal, carries
# normal to uniform, and $\sigma^{-1}$ carries uniform to logistic. This fixed map comes first, and the
# mixture after it:
#
# $$x = f_\text{mixture}\big(\sigma^{-1}(\Phi(z))\big).$$
#
# The trap is the same: $\Phi(9)$ is 1 in float64. So is the cure: PyTorch has $\log\Phi$, as
# `torch.special.log_ndtr`.

# %% [markdown] tags=["prompt:5.7"]


# %% tags=["exercise:5.7"]
def normal_to_logistic(z):
    """σ⁻¹(Φ(z)), right far out in both tails."""
    ### BEGIN SOLUTION
    return torch.special.log_ndtr(z) - torch.special.log_ndtr(-z)
    ### END SOLUTION


check("5.7", normal_to_logistic)

# %% [markdown]
# In the library both are flows, and a composition puts the mixture on a normal base. The density does not
# change. Only the point in the base space gets another number. **Your turn:** put in a mixture of your own,
# with as many parts as you like.

# %%
# NBVAL_CHECK_OUTPUT
# Your turn: other numbers
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
# Always say which base you mean. If you take the normal density at a logistic $z$, you still get a density
# with area 1, and nothing looks wrong. But it is not the density of the mixture, and its weights and centres
# no longer mean what they say.

# %% [markdown]
# ## 7 · Galaxies
#
# The velocities of 82 galaxies in the direction of Corona Borealis, in 1000 km/s. Galaxies come in
# clusters, and a cluster moves together, so the velocities come in bumps. How many bumps are there? It is a
# famous question, and nobody knows for sure.
#
# Gradient descent needs free parameters: the weights come from a softmax, the scales from an exponential, as
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
# and forward again. Late in the training one part turns into a **spike** near 16. These are the five
# parts at the end:

# %%
centres = (21 + 10 * five.means).tolist()
rows = sorted(zip(centres, (10 * five.scales).tolist(), five.weights.tolist(), strict=True))
for centre, scale, weight in rows:
    print(f"weight {weight:.2f} at {centre:4.1f}, scale {scale:.2f}")

# %% [markdown]
# The spike has a weight of 0.02: two galaxies of 82. They happen to be neighbours, and a narrow part that
# covers both makes their density very high. (On a single galaxy it could make it as high as it likes.) Has the
# flow found a cluster, or learnt an accident? The data that it was fitted to cannot tell. Held-out galaxies
# can. Chapter 07 asks them, with a mixture flow that you write yourself.

# %% [markdown]
# ## 8 · The catch
#
# We have the density and the map $f^{-1}$. Now draw a sample: take $z$ from the base, and compute
# $x = f(z)$. To do that you must solve
#
# $$\log\sum_i w_i\,\sigma\!\left(\frac{x-\mu_i}{s_i}\right) -
# \log\sum_i w_i\,\sigma\!\left(-\frac{x-\mu_i}{s_i}\right) = z$$
#
# for $x$. For one part it is $x = \mu + s z$. For two parts with scales of their own there is in general
# **no formula**.
#
# (One could draw samples another way: pick a part at random, then sample from it. But then $x$ is no
# longer a function of $z$, and no gradient can flow through the pick. Chapter 08 needs that gradient.)
#
# **The answer to the question of this chapter:** yes, CDFs can be chained, through the uniform
# distribution, and a mixture of CDFs gives a flow of any shape. The price: in one direction $x$ must be
# *searched*. Chapter 06 does it quickly, to the last digit, and with gradients.

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
# - J. Ho, X. Chen, A. Srinivas, Y. Duan, P. Abbeel, *Flow++* (2019),
#   [arXiv:1902.00275](https://arxiv.org/abs/1902.00275): mixtures of logistics as the maps of a large flow.
# - C.-W. Huang, D. Krueger, A. Lacoste, A. Courville, *Neural Autoregressive Flows* (2018),
#   [arXiv:1804.00779](https://arxiv.org/abs/1804.00779): sums of sigmoids as flows, and why they can make
#   any density.
# - M. Rosenblatt, *Remarks on a multivariate transformation* (1952),
#   [doi:10.1214/aoms/1177729394](https://doi.org/10.1214/aoms/1177729394): the chain of CDFs, in any
#   dimension.
# - K. Roeder, *Density estimation with confidence sets exemplified by superclusters and voids in the
#   galaxies* (1990), [doi:10.2307/2289993](https://doi.org/10.2307/2289993): the data, and their bumps.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): the part "CDF flows".

# %%
progress()

# %% [markdown]
# ### What comes next
#
# One direction of your flow has no formula. The next chapter runs it all the same, quickly and with
# gradients. → {next}
