# %% [markdown] alt="One bell and two bumps; beside them the two KL divergences for all means of the bell."
# # 12 · Variational inference
#
# **You know a density up to a factor, but have no data to learn from. Can a flow find it?** A measurement is
# given, a likelihood and a prior are known. Their product is the posterior, but for a factor $Z$ that nobody
# has computed. So far your flows learnt from samples. Here there are none.
#
# Run the two cells below. The blue bell $q$ should become the density $p$ with two bumps. Move it. First
# make KL(q‖p) small, then KL(p‖q).

# %% tags=["setup"]

# %%
live.two_kls()

# %% [markdown]
# 1. Which bell makes KL(q‖p) small? Which one makes KL(p‖q) small?
# 2. Move the bumps to ±1. Do the two still disagree?

# %% [markdown]
# ## What you can do after this chapter
#
# - fit a flow to a density that you know up to a factor, and get that factor, too;
# - weigh the samples, and say what the weights cannot see;
# - say which KL a training makes small, and what follows for its answer.
#
# **You need** chapters 02, 08, 09 and 10. **Time:** 75 minutes.
#
# **From chapter 08**, since samples of $q$ carry the gradient:

# %%
predict("12.a")

# %% [markdown]
# ## 1 · Two ways to be far apart
#
# The *Kullback–Leibler divergence* (KL) of chapter 08 is a mean difference of two logarithms: of
# $\log p - \log q$ over samples of $p$, or of $\log q - \log p$ over samples of $q$. Whose samples they are
# decides what it sees. (In chapter 08 the flow was $p$. From here on the flow is $q$ and the target is $p$, so
# what was KL(p‖q) there is KL(q‖p) here.)

# %%
predict("12.b")

# %% [markdown]
# With the bumps at ±2 and $s = 0.7$ move $m$ to −2. The bell misses 30 % of the mass, and KL(q‖p) is 0.353,
# nearly $-\log 0.7$. KL(p‖q) is 4.29: it grows as soon as $p$ has mass where $q$ has almost none. With the
# bumps at ±1 there is no gap to fall into, and both want nearly the same bell, at $m = -0.4$.
#
# $$\mathrm{KL}(p\,\|\,q) = \int p(x)\,\log\frac{p(x)}{q(x)}\,dx$$

# %% [markdown] tags=["prompt:12.1"]


# %% tags=["exercise:12.1"]
def forward_kl(log_p, log_q, dx):
    """KL(p‖q) by a sum over a grid: log-densities at its points, and their distance."""
    ### BEGIN SOLUTION
    there = log_p > -math.inf
    log_p, log_q = log_p[there], log_q[there]
    return (log_p.exp() * (log_p - log_q)).sum() * dx
    ### END SOLUTION


check("12.1", forward_kl)

# %% [markdown]
# Stuck? `hint("12.1")` gives the next of three hints.
#
# Maximum likelihood makes KL(p‖q) small, the *forward* KL: data are samples of $p$. Without data you have
# samples of $q$ only. They give KL(q‖p), the *reverse* KL.
#
# ## 2 · A bound without integrals
#
# What you can compute is $\tilde p = Z\,p$. For a posterior, $\tilde p$ is likelihood times prior, as a function
# of what you look for. $Z$ is then the density of the data, the *evidence*. The mean of
# $\log\tilde p - \log q$ over samples of $q$ is the *evidence lower bound* (ELBO).

# %%
predict("12.c")

# %%
live.elbo()

# %% [markdown]
# $$\log Z = \underbrace{\mathbb E_{x\sim q}\,[\log\tilde p(x) - \log q(x)]}_{\text{ELBO}} + \mathrm{KL}(q\,\|\,p)$$
#
# It holds because $\log\tilde p = \log Z + \log p$. A KL is never negative, so the ELBO is never above $\log Z$:
# a lower bound. And the left side does not depend on $q$. So raising the ELBO lowers the KL. A flow gives both that you need:
# samples $x = f(z)$, and $\log q(x) = \log p_0(z) - \log\lvert\det \partial f/\partial z\rvert$.

# %% [markdown] tags=["prompt:12.2"]


# %% tags=["exercise:12.2"]
def elbo(log_base, log_det, log_target):
    """The ELBO from log p0(z), the log-det and the target's log of each sample: one number."""
    ### BEGIN SOLUTION
    log_q = log_base - log_det
    return (log_target - log_q).mean()
    ### END SOLUTION


check("12.2", elbo)

# %% [markdown] tags=["prompt:12.3"]


# %% tags=["exercise:12.3"]
def bound(f, log_q, log_target, z):
    """The ELBO of samples x = f(z): one number with its gradient."""
    ### BEGIN SOLUTION
    x = f(z)
    return (log_target(x) - log_q(x)).mean()
    ### END SOLUTION


check("12.3", bound)

# %% [markdown]
# Here is a target that no bell can fit, a *banana*. Its $\log Z$ is 0, so $-$ELBO is the KL
# itself. **Your turn: other numbers.** With `layers = 0` the flow is a Gaussian, and the KL stays near 0.56.
# The last number printed belongs to section 4: it is near 1 if $q$ fits.

# %%
from course_lib import training
from course_lib.expectations import importance

my_elbo = answer("12.2")


def log_normal(z):
    """log of the standard normal density, number by number."""
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)


def banana(x):
    """log of a standard normal in x₁, and one of width ½ around x₁² − 1 in x₂."""
    z = torch.stack([x[..., 0], 2 * (x[..., 1] - x[..., 0] ** 2 + 1)], -1)
    return log_normal(z).sum(-1) + math.log(2)


def minus_elbo(flow, n=256):
    """−ELBO, from n new samples of the flow: your exercise's parts."""
    z = torch.randn(n, 2)
    x, log_det = flow(z)
    return -my_elbo(log_normal(z).sum(-1), log_det, banana(x))


# %%
layers = 4  # Your turn: other numbers
parts = [flows.TrainableAffine(2)]
for k in range(layers):
    mask = torch.tensor([k % 2 == 0, k % 2 == 1])
    parts.append(flows.Coupling(mask, flows.UnivariateAffine(), hidden=(32, 32)))
flow = flows.Composition(*parts)
training.minimise(
    lambda: minus_elbo(flow), flow, steps=400, lr=0.01, schedule=training.one_cycle, clip=5.0
)
with torch.no_grad():
    print("KL(q‖p):", round(minus_elbo(flow, 20_000).item(), 4))
    found = importance(flows.FlowDistribution(flow), banana, 20_000, seed=0)
print("effective sample size / n:", round(found.efficiency.item(), 3))

# %% [markdown]
# ## 3 · Eight schools
#
# Eight schools coached for one test, each in its own way, and measured what it was worth, with an error. How
# much do the schools differ, by $\tau$? Posterior and $Z$ are not known in closed form. A flow lives in all real numbers, and $\tau$
# is positive, so the flow makes $\log\tau$.

# %% [markdown] tags=["prompt:12.4"]


# %% tags=["exercise:12.4"]
def log_joint(v, y, sigma):
    """log p(y, v) of v = (a, log τ, η₁ … η_J), shape (..., 2 + J): one number for each v."""
    ### BEGIN SOLUTION
    N = torch.distributions.Normal
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    tau = log_tau.exp()
    theta = 5 * a[..., None] + tau[..., None] * eta
    data = N(theta, sigma).log_prob(y).sum(-1)
    prior = N(0, 1).log_prob(a) + N(0, 1).log_prob(eta).sum(-1)
    p_tau = 2 / (5 * math.pi * (1 + tau**2 / 25))
    return data + prior + p_tau.log() + log_tau
    ### END SOLUTION


check("12.4", log_joint)

# %% [markdown]
# Two $q$ were fitted beforehand to this density, by the loop of section 2. The *mean field* has ten independent
# normals; the flow has six couplings of chapter 09. For $\tau$ the exact curve is known from a sum over a grid.
# Change $q$, and look at small $\tau$. (What *weighted* means, section 4 tells.)

# %%
live.schools()

# %% [markdown]
# Below $\tau = 0.5$ the mean field has 2 % of its samples, where 10 % belong. There the data say nothing of the
# $\eta$; elsewhere they do, and ten independent normals cannot say so. Its KL is 0.28, that of the flow 0.02.
#
# ## 4 · Is it right?
#
# Give each sample the weight $w = \tilde p(x)/q(x)$. The mean weight estimates $Z$. If $q$ is $p$, all weights are equal. The *effective sample size*, $(\sum w)^2/\sum w^2$, says how equal they are.

# %% [markdown] tags=["prompt:12.5"]


# %% tags=["exercise:12.5"]
def weights(log_target, log_q):
    """log Ẑ and the effective sample size, from the logarithms at n samples of q."""
    ### BEGIN SOLUTION
    log_w = log_target - log_q
    share = torch.softmax(log_w, 0)
    return torch.logsumexp(log_w, 0) - math.log(len(log_w)), 1 / (share**2).sum()
    ### END SOLUTION


check("12.5", weights)

# %% [markdown]
# The samples can be repaired: a weighted mean is a mean under $p$.

# %% [markdown] tags=["prompt:12.6"]


# %% tags=["exercise:12.6"]
def expectation(F, log_w):
    """The mean of F under the target: F of shape (N,) or (N, K), log-weights (N,)."""
    ### BEGIN SOLUTION
    share = torch.softmax(log_w, 0)
    return share @ F
    ### END SOLUTION


check("12.6", expectation)

# %%
predict("12.d")

# %%
live.blind()

# %% [markdown]
# **The weights cannot see what $q$ never visits.** The effective sample size stays at 99.6 % for every
# share. Only the estimate is off: $\log\hat Z - \log Z$ is $\log(1 - \text{share})$, and you see that only if you
# know $\log Z$ from elsewhere.
#
# ## 5 · With labels, or without
#
# A flash beside a string of eight sensors: left and right look the same. A network turns counts into one
# Gaussian. It learns from the same flashes in two ways:
#
# - *with labels*: each flash comes with its place. The loss is the mean of $-\log q(\theta\mid x)$, forward.
# - *without*: only counts come. The loss is $-$ELBO with likelihood and prior, reverse.

# %%
predict("12.e")

# %%
live.labels()

# %% [markdown]
# With labels the mass of the bell on the left, P(left), is 0.50, and the bell reaches over both places. Without labels it is 0 or 1, *for all
# flashes*; the effective sample size is above 80 %, and $\log\hat Z$ is off by $-\log 2 = -0.69$.
#
# Both losses are of one kind: a KL between two joint densities of $\theta$ and $x$, the true one and the model's.
# A *variational autoencoder* (VAE) learns without labels: a network, the *encoder*, makes $q(\theta\mid x)$, and
# $\theta$ is a label that nobody has seen. So **supervised learning and the VAE differ in the direction of the
# KL** ([arXiv:2008.05825](https://arxiv.org/abs/2008.05825)):
#
# | | samples of | KL of the joint densities |
# |---|---|---|
# | with labels | $p(\theta, x)$ | $\mathrm{KL}\big(p(\theta, x)\,\Vert\,q(\theta\mid x)\,p(x)\big)$ |
# | without | $p(x)\,q(\theta\mid x)$ | $\mathrm{KL}\big(q(\theta\mid x)\,p(x)\,\Vert\,p(\theta, x)\big)$ |
#
# The autoencoder has a network for $p(x\mid\theta)$, too: the *decoder*.

# %% [markdown] tags=["prompt:12.7"]


# %% tags=["exercise:12.7"]
def which_way():
    """Four letters for the losses A, B, C, D: F for forward, R for reverse."""
    ### BEGIN SOLUTION
    return "F R R F"
    ### END SOLUTION


check("12.7", which_way)

# %% [markdown]
# The row with labels needs a simulator and no formula: draw $\theta$ from the prior, then $x$. This is called *neural
# posterior estimation* (NPE).

# %% [markdown] tags=["prompt:12.8"]


# %% tags=["exercise:12.8"]
def npe_loss(log_q, log_prior, log_likelihood):
    """What is made small, from three numbers of each simulated pair: one number."""
    ### BEGIN SOLUTION
    return -log_q.mean()
    ### END SOLUTION


check("12.8", npe_loss)

# %% [markdown]
# ### A decoder that is a straight line
#
# **Optional.** If decoder and encoder are linear, the exact $\log p(x)$ is known, too. So you can see what an
# encoder loses.

# %% [markdown] tags=["prompt:12.9"]


# %% tags=["exercise:12.9"]
def linear_vae(x, w, sigma, m, s):
    """The ELBO and log p(x) of each x, shapes (N,), (N,)."""
    ### BEGIN SOLUTION
    away = (x - w * m * x) ** 2 + (w * s) ** 2
    fit = -away / (2 * sigma**2) - math.log(sigma) - 0.5 * math.log(2 * math.pi)
    kl = 0.5 * ((m * x) ** 2 + s**2 - 1) - math.log(s)
    width = math.sqrt(w**2 + sigma**2)
    log_p = -0.5 * (x / width) ** 2 - math.log(width) - 0.5 * math.log(2 * math.pi)
    return fit - kl, log_p
    ### END SOLUTION


check("12.9", linear_vae)

# %% [markdown]
# ## Recap

# %%
quiz("12")

# %% [markdown]
# ### The formulas
#
# | | |
# |---|---|
# | forward KL: covers | $\mathbb E_{x\sim p}[\log p(x) - \log q(x)]$ |
# | reverse KL: sees only where $q$ is | $\mathbb E_{x\sim q}[\log q(x) - \log p(x)]$ |
# | the bound | $\log Z = \text{ELBO} + \mathrm{KL}(q\,\Vert\,p)$ |
# | weights | $w = \tilde p(x)/q(x)$, $\;\hat Z = \frac1n\sum w$ |
# | effective sample size | $(\sum w)^2/\sum w^2$ |
# | a repaired mean | $\sum w\,F(x)/\sum w$ |
# | neural posterior estimation | the mean of $-\log q(\theta_i\mid x_i)$ over simulated pairs |
#
# ### To read further
#
# - D. J. Rezende, S. Mohamed, *Variational Inference with Normalizing Flows* (2015),
#   [arXiv:1505.05770](https://arxiv.org/abs/1505.05770): flows as $q$.
# - D. P. Kingma, M. Welling, *Auto-Encoding Variational Bayes* (2014),
#   [arXiv:1312.6114](https://arxiv.org/abs/1312.6114): the ELBO with a decoder.
# - T. Glüsenkamp, *Unifying supervised learning and VAEs* (2024),
#   [arXiv:2008.05825](https://arxiv.org/abs/2008.05825): the joint KL, with flows.
# - G. Papamakarios, I. Murray, *Fast ε-free Inference of Simulation Models with Bayesian Conditional Density
#   Estimation* (2016), [arXiv:1605.06376](https://arxiv.org/abs/1605.06376): posteriors from pairs.
# - K. Cranmer, J. Brehmer, G. Louppe, *The frontier of simulation-based inference* (2020),
#   [arXiv:1911.01429](https://arxiv.org/abs/1911.01429): an overview.
# - M. Dax and others, *Neural Importance Sampling for Rapid and Reliable Gravitational-Wave Inference* (2022),
#   [arXiv:2210.05686](https://arxiv.org/abs/2210.05686): the repair by weights.
# - A. Vehtari and others, *Pareto Smoothed Importance Sampling* (2015),
#   [arXiv:1507.02646](https://arxiv.org/abs/1507.02646): when a few weights are most of the sum.
# - D. B. Rubin, *Estimation in Parallel Randomized Experiments* (1981),
#   [doi:10.3102/10769986006004377](https://doi.org/10.3102/10769986006004377): the eight schools.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# Your posterior claims that the truth lies in its 68 % region 68 times out of 100. The next chapter counts. → {next}
