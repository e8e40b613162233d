# %% [markdown] alt="Earthquakes by longitude and depth; beside them four densities of the depth at one longitude."
# # 10 · Conditional flows
#
# **What should a network answer when there is more than one right answer?** An earthquake is felt at a known
# longitude near Fiji. How deep was it? At many longitudes there are two layers: quakes near the surface,
# and quakes 600 km down. One number cannot say that. In this chapter a network answers with a
# whole density, $p(\text{depth}\mid \text{longitude})$, and it does so for every longitude at once. You can do
# the same for any "given this, how probable is that?" in your own data.
#
# Run the two cells below. Four small networks have learnt from a part of these quakes. The dashed curve is the
# answer of an ordinary network, which was trained to have a small squared error. Move the longitude.

# %% tags=["setup"]

# %%
live.slice()

# %% [markdown]
# 1. At $c = 182°$ the ordinary network says 402 km. How many of the 327 quakes within 1° are within 50 km of
#    that depth?
# 2. Find a longitude at which *no* quake is near its answer.
# 3. Two of the four curves at the right can have more than one bump. Do they follow the grey histogram better than
#    the two bells?

# %% [markdown]
# At 182° only 34 of 327 quakes are that close. At 171° none of 25 is. The two bells are highest where quakes are few;
# the two others have their bumps where the quakes are. The network has learnt what it was
# asked for: the *mean* of the depths. Between two layers the mean is where the quakes are not.

# %% [markdown]
# ## What you can do after this chapter
#
# - say which density a squared error believes in, and what it cannot say;
# - let a network give the parameters of a density: a bell, a mixture, any flow;
# - train $p(x\mid c)$ on pairs, and state its score in the units of the data;
# - say what one network for all contexts costs, and where you must not ask it.
#
# **You need** chapters 02, 05 and 09. **Time:** 70 minutes.
#
# **From chapter 02**, since all bells of this chapter are made in this way:

# %%
predict("10.a")

# %% [markdown]
# ## 1 · A squared error is a bell
#
# The thing that is given is called the *context*, $c$: here the longitude. What is sought is $x$: here the
# depth, in units of 100 km. A network turns $c$ into a number $\mu(c)$.
#
# Make a flow of it: $x = \mu(c) + \sigma z$ with a standard normal $z$. For each $c$ this is a bell around
# $\mu(c)$. Maximum likelihood makes the mean of $-\log p(x\mid c)$ small. The function below is what one pair
# adds to that mean. It takes $\log\sigma$, since that may be any number.

# %% [markdown] tags=["prompt:10.1"]


# %% tags=["exercise:10.1"]
def nll(x, mu, log_s):
    """−log p(x) of each event, for a Gaussian with mean mu and width exp(log_s)."""
    ### BEGIN SOLUTION
    z = (x - mu) * torch.exp(-log_s)
    return 0.5 * z**2 + log_s + 0.5 * math.log(2 * math.pi)
    ### END SOLUTION


check("10.1", nll)

# %% [markdown]
# Stuck? `hint("10.1")` gives the next of three hints.
#
# Suppose that all longitudes share one $\sigma$. Then only $(x - \mu(c))^2$ depends on the network. So the
# data are most likely under the network with the smallest squared error, whatever $\sigma$ is. **Who trains
# with a squared error fits a Gaussian flow, and keeps silent about its width.** Which width would it be?

# %%
predict("10.b")

# %% [markdown]
# The picture has the *residuals* of the ordinary network: each quake's depth minus $\mu(c)$. Find the best
# width by hand. Then move all means by the second slider, and compare the two slopes in the readouts.

# %%
live.width()

# %% [markdown]
# The slope of the squared error is always $2\sigma^2$ times the slope of $-\log p$. Both are 0 at the same
# place. A wide bell has small slopes, a narrow one has large ones; nothing else differs.

# %% [markdown] tags=["prompt:10.2"]


# %% tags=["exercise:10.2"]
def best_width(residuals):
    """The one width σ that makes the mean nll of these residuals x − μ smallest."""
    ### BEGIN SOLUTION
    return residuals.square().mean().sqrt()
    ### END SOLUTION


check("10.2", best_width)

# %% [markdown]
# ## 2 · A width for each context
#
# West of 170° the depths scatter more than at 187°. So let the network give *two* numbers: one for $\mu$,
# one for $\sigma$. The second must become positive, and must not come too close to 0.

# %% [markdown] tags=["prompt:10.3"]


# %% tags=["exercise:10.3"]
def heads(out):
    """mu and sigma from the two numbers of a network: (..., 2) → (...), (...)."""
    ### BEGIN SOLUTION
    mu = out[..., 0]
    sigma = 0.01 + torch.nn.functional.softplus(out[..., 1])
    return mu, sigma
    ### END SOLUTION


check("10.3", heads)

# %% [markdown]
# Note what $\sigma(c)$ means. It is the scatter of the *data* at $c$. It is not the error of the
# network, and it does not shrink when you have more data.
#
# This is a flow whose map depends on $c$: a *conditional flow*. For each $c$ it is a flow like all others, and
# its density has the same formula as in chapter 02:
#
# $$\log p(x\mid c) = \log p_0(z) - \log\sigma(c), \qquad z = \frac{x - \mu(c)}{\sigma(c)}$$
#
# In code there is one trap. A network returns columns of shape $(N, 1)$, the data have shape $(N,)$. Torch
# subtracts them without a word, and you get $N \times N$ numbers.

# %%
x, mu = torch.zeros(1000), torch.zeros(1000, 1)
print("shape of x − mu:", tuple((x - mu).shape))

# %% [markdown] tags=["prompt:10.4"]


# %% tags=["exercise:10.4"]
def log_prob(x, mu, log_s):
    """log p(x | c) of the flow x = exp(log_s) z + mu: (N,), (N, 1), (N, 1) → (N,)."""
    ### BEGIN SOLUTION
    mu, log_s = mu[:, 0], log_s[:, 0]  # one column, as a network hands it out
    z = (x - mu) * torch.exp(-log_s)
    log_p0 = -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return log_p0 - log_s
    ### END SOLUTION


check("10.4", log_prob)

# %% [markdown]
# ## 3 · More than one bump
#
# A width of its own does not help at 182°. The answer is still one bell between the two layers. But nothing
# forces the network's numbers to be a mean and a width. **They can be the parameters of any density.** In
# chapter 05 a mixture needed weights, centres and widths. Now all of them depend on $c$. This one is made of
# $K$ Gaussians.

# %% [markdown] tags=["prompt:10.5"]


# %% tags=["exercise:10.5"]
def mixture(out):
    """log-weights, means and widths of K bumps: (..., 3K) → three times (..., K)."""
    ### BEGIN SOLUTION
    logits, means, free = out.chunk(3, -1)
    log_w = torch.log_softmax(logits, -1)
    widths = 0.01 + torch.nn.functional.softplus(free)
    return log_w, means, widths
    ### END SOLUTION


check("10.5", mixture)

# %% [markdown]
# ## 4 · Train it
#
# Training needs pairs $(x, c)$, a few at a time. One line does it, and it can go wrong without any error.

# %% [markdown] tags=["prompt:10.6"]


# %% tags=["exercise:10.6"]
def batch(x, c, i):
    """The events with the row numbers i, and their conditions."""
    ### BEGIN SOLUTION
    return x[i], c[i]
    ### END SOLUTION


check("10.6", batch)

# %% [markdown]
# If $x$ and $c$ are shuffled apart, each depth comes with a foreign longitude. The loss still falls, and then
# it stops at the score of a density that knows no longitude. You will see that number in a moment.
#
# Here are the data: 1000 quakes near Fiji since 1964, collected by the Harvard PRIM-H project and distributed
# with R. Networks like numbers around 0 with width 1, so both columns are standardised, by the
# training data alone.

# %%
train, held_out = data.split(data.quakes(), share=0.3, seed=0)
depth, c = train[:, 2].float() / 100, train[:, 1:2].float()  # 100 km; degrees
x, back = data.standardise(depth)
c, back_c = data.standardise(c)
x2 = back.inverse(held_out[:, 2].float() / 100)[0]
c2 = back_c.inverse(held_out[:, 1:2].float())[0]
print("to learn from:", tuple(x.shape), tuple(c.shape), "  held out:", tuple(x2.shape))

# %% [markdown]
# Your parts make the loss: the network's numbers, your mixture of them, your `nll` of each bump.
# `log_mixture` adds the bumps up inside the logarithm.

# %%
nll, mixture, batch = answer("10.1"), answer("10.5"), answer("10.6")


def log_mixture(x, out):
    """log p(x | c) of the mixture that the network's numbers describe."""
    log_w, means, widths = mixture(out)
    return torch.logsumexp(log_w - nll(x.unsqueeze(-1), means, widths.log()), -1)


# %% [markdown]
# Bumps that begin alike get the same gradients and stay alike for ever. So the six means begin at different places:
# these are written into the last layer's $b$, its *bias*. The rest is the loop that you know, with pairs in place of
# points.

# %%
from course_lib import training


def trained(take):
    """A network, trained on 250 batches of pairs (x, c) that ``take`` takes."""
    network = flows.MLP(1, 3 * 6, hidden=(32, 32))
    network.layers[-1].bias.data[6:12] = torch.linspace(-1.5, 1.5, 6)
    rows = torch.Generator().manual_seed(0)

    def loss():
        x_i, c_i = take(x, c, torch.randint(len(x), (256,), generator=rows))
        return -log_mixture(x_i, network(c_i)).mean()

    training.minimise(loss, network, steps=250, lr=0.01, schedule=training.one_cycle, clip=5.0)
    return network


# %%
network = trained(batch)
apart = trained(lambda x, c, i: (x[i], c[i.flip(0)]))  # each depth with a foreign longitude
blind = trained(lambda x, c, i: (x[i], 0 * c[i]))  # and one that is told no longitude
with torch.no_grad():
    print(f"pairs:          held-out mean log p {log_mixture(x2, network(c2)).mean():.3f}")
    print(f"shuffled apart: held-out mean log p {log_mixture(x2, apart(c2)).mean():.3f}")
    print(f"no longitude:   held-out mean log p {log_mixture(x2, blind(0 * c2)).mean():.3f}")

# %% [markdown]
# One line of code, and all that the longitude knows is lost. No error, no warning: only the score tells.
#
# **Your network goes into the picture.** Your `mixture` turns its numbers into the green density.

# %%
live.slice(yours=attempt("10.5"), network=network)

# %% [markdown]
# The score belongs to standardised depths. A colleague who has divided by another number cannot compare it
# with hers. The way back is one stretch for each coordinate of $x$. The context is only given, so *its* width
# does not enter.

# %% [markdown] tags=["prompt:10.7"]


# %% tags=["exercise:10.7"]
def original_units(log_p, sigma):
    """log p in the data's own units from log p of the standardised ones: (N,), (n,) → (N,)."""
    ### BEGIN SOLUTION
    return log_p - torch.log(sigma).sum()
    ### END SOLUTION


check("10.7", original_units)

# %%
with torch.no_grad():
    scores = answer("10.7")(log_mixture(x2, network(c2)), back.sigma.reshape(1))
print(f"held out, per 100 km: {scores.mean():.3f}")

# %% [markdown]
# ## 5 · How much does each step bring?
#
# Four models have learnt from the same 700 quakes. All have the same network but for its last layer. The
# last two are flows of chapters 07 and 04, with their parameters from the network.

# %%
predict("10.c")

# %%
live.levels()

# %% [markdown]
# In the library a conditional flow is built of three parts: a recipe, `UnivariateMixture(6)` for example, which says
# how many numbers it needs; a network that gives them (`ConditionalUnivariate` ties the two together); and
# `Conditional`, which makes a distribution of every context. **Your turn: other numbers.** Try a spline,
# `flows.UnivariateSpline(8, 4.0)`, or let the latitude help: `columns = [0, 1]`.

# %%
columns = [1]  # Your turn: other numbers
recipe = flows.UnivariateMixture(6)
given, back_given = data.standardise(train[:, columns].float())
given2 = back_given.inverse(held_out[:, columns].float())[0]
network = flows.MLP(len(columns), recipe.size, hidden=(32, 32))
p = flows.Conditional(flows.ConditionalUnivariate(recipe, network))
training.fit(
    p, (x, given), steps=250, batch_size=256, lr=0.01, schedule=training.one_cycle, clip=5.0
)
with torch.no_grad():
    score = p(given2).log_prob(x2).mean().item() - back.log_sigma
print(f"held out, per 100 km: {score:.3f}")
print(
    "five depths at the first held-out place, km:",
    (100 * back(p(given2[:1]).sample((5,)))[0]).int()[:, 0].tolist(),
)

# %% [markdown]
# ## 6 · One training, all answers
#
# Once trained, the network answers for a new longitude in a millisecond. Nothing is fitted again. This is
# called *amortisation*: the price is paid once, and shared by all later questions.
#
# What does it cost? To see it we need a problem whose exact answer is known. Let $x$ be uniform between 0 and 1, and
# $y = x + 0.3 \sin 2\pi x$ with a little noise. Now $y$ is the context: you see $y$, what was $x$? In the middle
# three $x$ lead to the same $y$.
#
# One network has learnt $p(x\mid y)$ from 2000 pairs. For eleven values of $y$ there is also a flow of their
# own, each fitted to 400 events of exactly this $y$ (the squares). The *gap* is what an answer loses against
# the exact density, in nats.

# %%
predict("10.d")

# %%
live.amortised()

# %% [markdown]
# On average over all $y$ the network loses 0.05 nats. Where pairs are many it is about as good as the flows
# that were fitted to one $y$, though these have seen 4400 events in all. Between the squares nothing else
# has an answer.
#
# ## 7 · Beyond the data
#
# A network also answers where nobody has asked it to. In the next picture three networks have learnt from the
# same quakes. They differ in nothing but their random start.

# %%
predict("10.e")

# %%
live.beyond()

# %% [markdown]
# The curve at the right says how much probability would have to be moved to make one network's answer another's, for
# the two that differ most. At 182° it is 5 %. At 175°, where quakes are few, it is a quarter. At 196° it is 79 %, and
# most of the probability lies *above the ground*. None of them says "I do not know". A density $p(x\mid c)$ tells
# nothing of $p(c)$: whether such a $c$ ever came before. So keep the range of your contexts with the network, and
# train more than one: where they disagree, none is to be trusted.
#
# ## 8 · If you must say one number
#
# **Optional.** Read this if somebody wants a single answer from you.
#
# Of a density with two bumps, the mean lies between them. The mode lies at the highest point, which may be a
# narrow bump with little mass. Neither is wrong. Say which one it is.

# %% [markdown] tags=["prompt:10.8"]


# %% tags=["exercise:10.8"]
def mean_and_mode(x, p):
    """The mean and the mode of densities p on an even grid x: (M,), (..., M) → (...), (...)."""
    ### BEGIN SOLUTION
    mean = (x * p).sum(-1) / p.sum(-1)
    mode = x[p.argmax(-1)]
    return mean, mode
    ### END SOLUTION


check("10.8", mean_and_mode)

# %% [markdown]
# ## Recap

# %%
quiz("10")

# %% [markdown]
# ### The formulas
#
# | | |
# |---|---|
# | a bell for each context | $x = \mu(c) + \sigma(c)\,z$ |
# | what one pair adds to the loss | $\dfrac{(x - \mu)^2}{2\sigma^2} + \log\sigma + \tfrac12\log 2\pi$ |
# | squared error | the same with one $\sigma$; the best is $\sigma^2 = \tfrac1N\sum (x_i - \mu(c_i))^2$ |
# | a mixture from a network | $p(x\mid c) = \sum_k w_k(c)\,N(x; \mu_k(c), \sigma_k(c)^2)$ |
# | a conditional flow | $\log p(x\mid c) = \log p_0(f^{-1}(x; c)) + \log\lvert\partial f^{-1}/\partial x\rvert$ |
# | training | the mean of $-\log p(x_i\mid c_i)$ over pairs |
# | back to the data's units | $\log p(\text{data}) = \log p(\text{standardised}) - \sum\log\sigma$ |
#
# ### To read further
#
# - C. M. Bishop, *Mixture Density Networks* (report, 1994), and *Pattern Recognition and Machine Learning*
#   (2006), section 5.6, [Springer](https://link.springer.com/book/9780387310732): the mixture from a network,
#   and the wave that is read backwards.
# - D. A. Nix, A. S. Weigend, *Estimating the mean and variance of the target probability distribution* (1994),
#   [doi:10.1109/ICNN.1994.374138](https://doi.org/10.1109/ICNN.1994.374138): a width for each context.
# - A. Kendall, Y. Gal, *What Uncertainties Do We Need in Bayesian Deep Learning for Computer Vision?* (2017),
#   [arXiv:1703.04977](https://arxiv.org/abs/1703.04977): the scatter of the data, and what a network does not
#   know.
# - M. Seitzer, A. Tavakoli, D. Antic, G. Martius, *On the Pitfalls of Heteroscedastic Uncertainty Estimation
#   with Probabilistic Neural Networks* (2022), [arXiv:2203.09168](https://arxiv.org/abs/2203.09168): why mean
#   and width can be hard to learn together.
# - C. Winkler, D. Worrall, E. Hoogeboom, M. Welling, *Learning Likelihoods with Conditional Normalizing Flows*
#   (2019), [arXiv:1912.00042](https://arxiv.org/abs/1912.00042): flows whose parameters a network gives.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# One number was given here, and one was sought. In the next chapter ten sensors have counted light, and you
# ask in two dimensions where it came from. The exact answer is known, so your network can be judged. → {next}
