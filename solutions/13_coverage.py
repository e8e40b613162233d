# %% [markdown] alt="A disk in the base; its image around two bumps of the target, and the smaller densest region."
# # 13 · Coverage, systematics, goodness of fit
#
# **A posterior says 68 %. How do you know?** A flow tells you where an event came from, how large a parameter
# is, or what a patient has, and it gives a region: "with 68 % it is in here." If the region is too small, nobody sees it. A wrong density looks as smooth as a right one. In this chapter you test the promise, you learn
# what each test cannot see, and you find the events that no simulation knows. You can then do the same with
# any posterior, your own or a colleague's.
#
# Run the two cells below. Each grey dot is the truth of one event. All of them have the same posterior, and it is right.
# Move $p$, then change the flow.

# %% tags=["setup"]

# %%
live.regions()

# %% [markdown]
# 1. Count by the readouts: does either region hold more truths than it promises?
# 2. For which flows have the two regions the same area (up to 0.01)?
# 3. With two bumps: what fills the disk's image between them?

# %% [markdown]
# Both regions hold 67 % of the truths where 68 % is promised, for every flow, since the dots are the same in the base: that is luck in 4000 events, and nothing else. But with two bumps the disk's image has an area of 10.6, and the densest region 6.4. The image
# must stay in one piece, so it includes the gap where almost no truth is.

# %% [markdown]
# ## What you can do after this chapter
#
# - draw the coverage curve of any flow with one inverse pass, and of any posterior that gives samples;
# - say whether a wiggle of that curve is luck;
# - name faults that a perfect curve hides, and find them by looking in groups;
# - average over what you do not know of your detector, and say whom that protects;
# - give a p-value to an event that fits none of your simulations.
#
# **You need** chapters 02, 08 and 10. **Time:** 75 minutes.
#
# **From chapter 02**, where this promise was made:

# %%
predict("13.a")

# %% [markdown]
# ## 1 · One number for each event
#
# Simulate an event: draw a truth $\theta$, and from it the data $x$. Give $x$ to the flow. It carries its base
# to a posterior, and back: $z = f^{-1}(\theta; x)$ is the place of the truth in the base. **If the posterior is
# right, $z$ is a sample of the base**, whatever the shape in $\theta$.
#
# So take the ball around 0 that has $z$ on its edge. How much of the base does it hold? Call this share $u$.
# The ball of mass $p$ holds the truth exactly if $u \le p$, and so does its image. If the posterior is right this happens in a share
# $p$ of all events, for each $p$. In words: $u$ is uniform between 0 and 1.
#
# In $D$ dimensions $|z|^2$ follows the chi-square law with $D$ degrees of freedom. The share of mass below
# $r^2$ is the regularised incomplete gamma function, `torch.special.gammainc(D/2, r²/2)`, so
#
# $$u = P\big(\chi^2_D \le |z|^2\big).$$

# %% [markdown] tags=["prompt:13.1"]


# %% tags=["exercise:13.1"]
def ball_share(z):
    """The base's mass inside the ball that has z on its edge: (..., D) → (...)."""
    ### BEGIN SOLUTION
    D = z.shape[-1]
    r2 = z.square().sum(-1)
    return torch.special.gammainc(torch.tensor(D / 2), r2 / 2)
    ### END SOLUTION


check("13.1", ball_share)

# %% [markdown]
# Stuck? `hint("13.1")` gives the next of three hints.
#
# Here is a posterior with two bumps. You see $x = |\theta| + 0.3\,\varepsilon$ with normal $\theta$ and
# $\varepsilon$: the sign of $\theta$ is lost. A conditional flow of chapter 10 learns from 4000 pairs.

# %%
from course_lib import calibration, training


def simulate(n, seed):
    """n pairs: θ of shape (n,), x of shape (n, 1)."""
    g = torch.Generator().manual_seed(seed)
    theta = torch.randn(n, generator=g)
    return theta, (theta.abs() + 0.3 * torch.randn(n, generator=g)).unsqueeze(-1)


def trained(pairs, recipe, steps):
    """A conditional flow, fitted to pairs (θ, x)."""
    network = flows.MLP(pairs[1].shape[1], recipe.size, hidden=(32, 32))
    q = flows.Conditional(flows.ConditionalUnivariate(recipe, network))
    training.fit(
        q, pairs, steps=steps, batch_size=256, lr=0.01, schedule=training.one_cycle, clip=5.0
    )
    return q


# %%
torch.manual_seed(0)
q = trained(simulate(4000, seed=1), flows.UnivariateMixture(4), steps=300)
theta, x = simulate(1000, seed=100)  # new events: the flow has not seen them
with torch.no_grad():
    z = q(x).flow.inverse(theta)[0]
u = answer("13.1")(z.unsqueeze(-1))
print("the first shares:", u[:5])

# %% [markdown]
# ## 2 · The curve
#
# A thousand shares are best seen as a curve: for each promise $p$, how many of the events have $u \le p$? It
# should be the diagonal.

# %% [markdown] tags=["prompt:13.2"]


# %% tags=["exercise:13.2"]
def coverage(u, p):
    """The share of events with u ≤ p, for each promise p: (n,), (k,) → (k,)."""
    ### BEGIN SOLUTION
    covered = u[:, None] <= p
    return covered.double().mean(0)
    ### END SOLUTION


check("13.2", coverage)

# %%
promised = torch.tensor([0.20, 0.50, 0.68, 0.95], dtype=torch.float64)
print("promised:", promised.tolist())
print("found:   ", [round(c, 3) for c in answer("13.2")(u, promised).tolist()])

# %% [markdown]
# Is that good enough? In the next picture you know the answer. With width 1 and shift 0 the claim is *right*,
# and every wiggle is luck. **Your `coverage` draws the green curve.**

# %%
predict("13.b")

# %%
live.curve(yours=attempt("13.2"))

# %% [markdown]
# Play with "other events" at width 1. The curve leaves the dotted lines again and again. They are two standard
# errors, $2\sqrt{p(1-p)/n}$, as in chapter 02. At *one* $p$ that is right: a perfect curve is outside in 5 % of
# the cases. But you look at all $p$ at once, and somewhere it is outside far more often.
#
# The grey band is made for *all* $p$ together: a perfect curve leaves it anywhere in only 5 % of the cases.
#
# Now set the width to 1 and the shift to 0.2, with 1000 events. The disk's curve hardly moves. A shift makes
# $|z|$ only a little larger. The dashed curve sees it at once: it shows $\Phi(z_1)$, the share of the base to
# the left of $z_1$, which is called the *probability integral transform*, PIT.
#
# ## 3 · How far may luck move it?
#
# There is a bound that needs no simulation. Dvoretzky, Kiefer, Wolfowitz and Massart have shown, for the
# largest gap between the curve of $n$ events and the diagonal,
#
# $$P(\text{largest gap} > \epsilon) \le 2\,e^{-2n\epsilon^2}.$$
#
# Which $\epsilon$ is exceeded with a chance of at most 1 − `level`?

# %% [markdown] tags=["prompt:13.3"]


# %% tags=["exercise:13.3"]
def half_width(n, level):
    """How far a perfect curve of n events strays at most, with chance ``level``."""
    ### BEGIN SOLUTION
    return math.sqrt(math.log(2 / (1 - level)) / (2 * n))
    ### END SOLUTION


check("13.3", half_width)

# %% [markdown]
# How often does a perfect curve leave the dotted lines, the grey band, and yours? Let 1000 perfect posteriors
# come, of 1000 events each. Their
# shares $u$ are uniform numbers. **Your turn: other numbers.** Try fewer events, or another level.

# %%
n, level = 1000, 0.95  # Your turn: other numbers
perfect = torch.rand(1000, n, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
band, ends = calibration.simultaneous_band(n, level), answer("13.3")(n, level)
gap = (calibration.coverage(perfect, band.p) - band.p).abs()
at_each_p = (gap > 2 * (band.p * (1 - band.p) / n).sqrt()).any(-1)
at_all_p = calibration.leaves(perfect, band)
beyond = (gap > ends).any(-1)
print(f"outside two errors, somewhere:   {at_each_p.double().mean():.3f}")
print(f"outside the simultaneous band:   {at_all_p.double().mean():.3f}")
print(f"gap larger than your half-width: {beyond.double().mean():.3f}")

# %% [markdown]
# About half of all perfect posteriors leave the band that many papers draw. The simultaneous band keeps what
# it says. Its half-width at $p = ½$ is 0.15 for 100 events, 0.048 for 1000 and 0.027 for 3000. So 100
# events are too few: in two dimensions the ball sees a posterior 10 % too narrow in 39 of 100 cases, with 300
# events in 86, with 1000 always. Your half-width is the same at the ends, where a curve cannot stray far; the
# grey band is narrow there, and so a little wider at ½.
#
# Does the flow with two bumps keep its promise?

# %%
print("leaves the band:", calibration.leaves(u, calibration.simultaneous_band(1000)).item())

# %% [markdown]
# It does keep it, as far as 1000 events can tell. "Not rejected" is not "proved". And with a million events
# every trained flow is rejected: significant is not the same as large.

# %% [markdown]
# ### With samples alone
#
# **Optional.** Some posteriors give samples, and neither $z$ nor $\log p$: those of a Markov chain, say. Then
# count, in each coordinate, how many of $S$ draws lie below the truth. These *ranks* are uniform over the
# numbers 0 to $S$ if the posterior is right. In a histogram the number of bins must divide $S + 1$, or one bin
# holds more.

# %% [markdown] tags=["prompt:13.4"]


# %% tags=["exercise:13.4"]
def ranks(theta, draws):
    """How many draws lie below the truth, in each coordinate: (n, D), (S, n, D) → (n, D)."""
    ### BEGIN SOLUTION
    return (draws < theta).sum(0)
    ### END SOLUTION


check("13.4", ranks)

# %% [markdown]
# ## 4 · The smallest region
#
# The ball is easy, and the region is right, but it may be large. If you must search a part of the sky, you
# want the *smallest* region with 68 %. It takes the densest places first, and is called the region of *highest
# posterior density*, HPD.
#
# Which share $p$ does it need to just reach the truth? Draw samples from the posterior. The region contains
# all those that are denser than the truth. So their share is the $u$ of this test. You need only samples and
# their log p, no integral.

# %% [markdown] tags=["prompt:13.5"]


# %% tags=["exercise:13.5"]
def hpd_share(log_p, log_p_draws):
    """The share of draws denser than the truth: (n,), (S, n) → (n,)."""
    ### BEGIN SOLUTION
    return (log_p_draws > log_p).double().mean(0)
    ### END SOLUTION


check("13.5", hpd_share)

# %%
with torch.no_grad():
    p = q(x)
    draws = p.sample((256,))
    u_hpd = answer("13.5")(p.log_prob(theta), p.log_prob(draws))
print("promised:", promised.tolist())
print("found:   ", [round(c, 3) for c in answer("13.2")(u_hpd, promised).tolist()])

# %% [markdown]
# Both are a little high, by up to 0.035: inside ±0.048 at $p = ½$, so luck may do it. When are the two regions
# the same? When $p(\theta)$ falls with $|z|$ alone: for
# every affine flow, and for every flow that preserves volume, like the banana of the first picture. Otherwise
# the ball's image is larger. There is one more difference. Write $\log\theta$ for $\theta$: the ball's image
# is just carried along, while the densest region becomes another one.
#
# ## 5 · What a test cannot see
#
# In the next picture a truth of two dimensions is seen by two sensors. The exact posterior is a Gaussian. Six
# claims are wrong, each in its own way, and six tests look at them. Three of the tests need a word. *Ranks*: how
# many draws lie below the truth, in each coordinate. *TARP*: how many draws are nearer to a reference point than the truth is; the point is drawn *free* of the
# data, or *from x*. *z on x*: does $z$, or $z^2$, still depend on the data?

# %%
predict("13.c")

# %%
live.who_sees_it()

# %% [markdown]
# This is how often each test rejects, in 60 repetitions with 1000 events (in %, uncertain by up to 7):
#
# | claimed posterior | ball | PIT | ranks | TARP, free | TARP from x | z on x |
# |---|---|---|---|---|---|---|
# | exact | 2 | 3 | 7 | 3 | 10 | 3 |
# | 10 % too narrow | 100 | 95 | 90 | 85 | 100 | 3 |
# | shifted by 0.2 widths | **17** | 100 | 100 | 5 | 12 | 5 |
# | correlation's sign flipped | 100 | 100 | **7** | 12 | 32 | 5 |
# | the prior itself | **0** | 8 | 7 | 5 | 100 | 100 |
# | ignores one sensor | **2** | 5 | 2 | 2 | 100 | 100 |
# | width by side of x | 98 | 30 | 13 | 15 | 85 | 100 |
#
# **No test sees all.** The ball does not see a small shift. Ranks look at one coordinate at a time, so they see
# no correlation. And the prior itself, which has not looked at the data at all, passes four of the six. It
# is right on average. It is only useless. A flow has ball, PIT and *z on x* for free: one inverse pass gives all three.

# %% [markdown]
# ## 6 · 68 % of which?
#
# A curve on the diagonal is an average over all events. You can split them by anything that is seen: a
# sensor, the energy, the hospital. Then ask for 68 % in each group.

# %% [markdown] tags=["prompt:13.6"]


# %% tags=["exercise:13.6"]
def coverage_by_group(u, feature, edges, p):
    """The share of events with u ≤ p in each group of the feature: → (g + 1,)."""
    ### BEGIN SOLUTION
    group = torch.bucketize(feature, edges)
    shares = [(u[group == k] <= p).double().mean() for k in range(len(edges) + 1)]
    return torch.stack(shares)
    ### END SOLUTION


check("13.6", coverage_by_group)

# %%
predict("13.d")

# %% [markdown]
# One claim below uses only the first of two sensors. All together it covers 68 %. Move the number of groups.

# %%
live.by_group()

# %% [markdown]
# Where the sensors agree, 80 % are inside; where they disagree most, 29 % of these 300 (35 % with a million
# events). Whoever gets an event of the second kind is badly served by an average. Now choose "width by side of x", grouped by "sensor 1", in two groups: 51 % on
# one side and 84 % on the other make 68 %.
#
# Then choose the *exact* posterior, grouped by the truth. In the first and the last of ten groups about 60 % are inside,
# and yet nothing is wrong. **A posterior promises for what is seen, not for what is true**: rare truths are
# pulled towards the prior. So group by data, never by the truth.
#
# ## 7 · The detector that you do not know
#
# All this was tested on simulations. What if the real detector differs? Three sensors measure $\theta$, each
# with noise of 0.32, and all are shifted by the same unknown $\nu$. It is of no interest in itself, and so it
# is called a *nuisance*. What you believe of it is $\nu \sim N(0, 0.4^2)$.

# %%
predict("13.e")

# %%
live.systematics()

# %% [markdown]
# Choose "ν drawn for each event". Trained at $\nu = 0$, the 68 % region holds the truth in 33 % of the events.
# The cure is to average over what is not known:
#
# $$p(x\mid\theta) = \int p(x\mid\theta,\nu)\,p(\nu)\,d\nu \approx \frac1K \sum_k p(x\mid\theta,\nu_k),
# \qquad \nu_k \sim p(\nu).$$
#
# This is called *marginalising*. Log-densities of many sensors are numbers like −900, and $e^{-900}$ is 0 in
# a computer. So stay in logarithms.

# %% [markdown] tags=["prompt:13.7"]


# %% tags=["exercise:13.7"]
def marginal_log_prob(log_p):
    """log p(x | θ) with the nuisance averaged out: (K, n) → (n,)."""
    ### BEGIN SOLUTION
    return log_p.logsumexp(0) - math.log(len(log_p))
    ### END SOLUTION


check("13.7", marginal_log_prob)

# %% [markdown]
# Your average of 200 detectors makes the green posterior in the picture.

# %%
live.systematics(yours=attempt("13.7"), trained="with ν drawn")

# %% [markdown]
# For a flow it is simpler still: **draw a new $\nu$ for every simulated event, and do not show it to the
# network.** The pairs $(\theta, x)$ then come from the averaged density, and so does what is learnt.


# %%
def shifted(n, spread, seed):
    """n pairs of θ and three sensors, all shifted by a ν of the event."""
    g = torch.Generator().manual_seed(seed)
    theta, nu = torch.randn(n, generator=g), spread * torch.randn(n, 1, generator=g)
    return theta, theta.unsqueeze(-1) + nu + 0.32 * torch.randn(n, 3, generator=g)


theta_s, x_s = shifted(3000, 0.4, seed=200)  # what comes from the detectors
for name, spread in (("at ν = 0", 0.0), ("with ν drawn", 0.4)):
    torch.manual_seed(0)
    q_s = trained(shifted(4000, spread, seed=2), flows.UnivariateAffine(), steps=300)
    with torch.no_grad():
        u_s = answer("13.1")(q_s(x_s).flow.inverse(theta_s)[0].unsqueeze(-1))
    share = answer("13.2")(u_s, torch.tensor([0.68])).item()
    print(f"trained {name:13} 68 % holds the truth in {share:.0%}")

# %% [markdown]
# The price is honest: the posterior is 2.2 times as wide. Now choose "one fixed ν" and move the first
# slider: at $\nu = 0.4$ the marginalised posterior covers 61 %, at $\nu = 0.8$ it is 12 %. You have one detector,
# not a new one for each event. **Marginalising keeps the promise on average over detectors. For
# your own it may be more or less.** What helps is to measure $\nu$.
#
# ## 8 · An event that no simulation knows
#
# All posteriors add up to 1, even for an event that is like nothing in the training. So ask another question:
# do data like these come from this posterior at all? Draw $\theta$ from it, simulate the data again, the
# *replicates*, and measure how odd each is. For counts take $\chi^2$: the squared distance from the expected count over its variance, summed over all counters. The *posterior predictive p-value* is the share of replicates at least as odd as
# the event.
#
# It has a flaw. The posterior has seen the event and has bent towards it, so even perfect events do not give
# a uniform p. Some 56 in 100 lie between 0.4 and 0.85, where a uniform p has 45, and
# none comes near 1.
# The cure is to compute the same number for many good simulated events, and to see where this one stands among
# them. In the exercise $t$ is any number that is large for odd events; in the picture it is minus this p.

# %% [markdown] tags=["prompt:13.8"]


# %% tags=["exercise:13.8"]
def calibrated_p(t, reference):
    """p-values of the oddities t among m simulated ones: (k,), (m,) → (k,)."""
    ### BEGIN SOLUTION
    as_odd = reference[:, None] >= t
    return (1 + as_odd.sum(0)) / (1 + len(reference))
    ### END SOLUTION


check("13.8", calibrated_p)

# %%
predict("13.f")

# %% [markdown]
# A flash of light at an unknown place is seen by ten counters in a row. The simulation knows flashes within
# ±1.5. Your `calibrated_p` is in the last readout.

# %%
live.event_fit(yours=attempt("13.8"))

# %% [markdown]
# A dead counter and a second flash are found nearly always. A flash just outside the prior is not: of 2000 such
# events 15 % have $p < 0.05$. A flash at the border explains the counts well enough. And yet the posterior
# *never* holds the truth, since the prior is 0 there. **A good fit says that the data are explained. It does not
# say that the answer is right.**
#
# The answer to the question of this chapter: you know that 68 % is 68 % when you have asked many simulated
# events, with a band for luck, in groups of what is seen, over all that you do not know of the detector. And
# you know it for events that look like those.

# %% [markdown]
# ### A test for any space
#
# **Optional.** TARP needs nothing but draws and a distance, so it works on a sphere, too. Choose a reference
# point for each event, without looking at its truth. Then count the draws that are nearer to it than the truth
# is.

# %% [markdown] tags=["prompt:13.9"]


# %% tags=["exercise:13.9"]
def tarp_share(theta, draws, reference):
    """The share of draws nearer to the reference: (n, D), (S, n, D), (n, D) → (n,)."""
    ### BEGIN SOLUTION
    truth = (theta - reference).norm(dim=-1)
    drawn = (draws - reference).norm(dim=-1)
    return (drawn < truth).double().mean(0)
    ### END SOLUTION


check("13.9", tarp_share)

# %% [markdown]
# ## Recap

# %%
quiz("13")

# %% [markdown]
# ### The formulas
#
# | | |
# |---|---|
# | ball | $u = P(\chi^2_D \le \lvert z\rvert^2)$, $z = f^{-1}(\theta; x)$ |
# | densest region | $u = \frac1S\,\#\{s : p(\theta_s) > p(\theta)\}$ |
# | coverage curve | $c(p) = \frac1n\,\#\{i : u_i \le p\}$; right if it is $p$ |
# | luck, for all $p$ | $P(\max\lvert c - p\rvert > \epsilon) \le 2e^{-2n\epsilon^2}$ |
# | nuisance | $\log p(x\mid\theta) \approx \text{logsumexp}_k \log p(x\mid\theta,\nu_k) - \log K$ |
# | calibrated p | $\big(1 + \#\{t_j \ge t\}\big) / (m + 1)$ |
#
# - A curve on the diagonal: right *on average* over what was simulated.
# - Group by data, not by the truth.
# - Test on events that the flow was not trained on.
#
# ### To read further
#
# - T. Glüsenkamp, *Unifying supervised learning and VAEs: coverage, systematics and goodness-of-fit in
#   normalizing-flow based neural network models for astro-particle reconstructions* (2024),
#   [arXiv:2008.05825](https://arxiv.org/abs/2008.05825): where the ball, and most of this chapter, comes from.
# - S. Talts, M. Betancourt, D. Simpson, A. Vehtari, A. Gelman, *Validating Bayesian Inference Algorithms with
#   Simulation-Based Calibration* (2018), [arXiv:1804.06788](https://arxiv.org/abs/1804.06788): ranks.
# - J. Hermans and others, *A Trust Crisis In Simulation-Based Inference?* (2022),
#   [arXiv:2110.06581](https://arxiv.org/abs/2110.06581): the coverage of densest regions.
# - P. Lemos, A. Coogan, Y. Hezaveh, L. Perreault-Levasseur, *Sampling-Based Accuracy Testing of Posterior
#   Estimators for General Inference* (2023), [arXiv:2302.03026](https://arxiv.org/abs/2302.03026): TARP.
# - T. Säilynoja, P.-C. Bürkner, A. Vehtari, *Graphical Test for Discrete Uniformity* (2022),
#   [arXiv:2103.10522](https://arxiv.org/abs/2103.10522): the simultaneous band.
# - J. Linhart, A. Gramfort, P. L. C. Rodrigues, *L-C2ST: Local Diagnostics for Posterior Approximations in
#   Simulation-Based Inference* (2023), [arXiv:2306.03580](https://arxiv.org/abs/2306.03580): z on x, by a
#   classifier.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# All truths of this chapter lay on a line or in a plane. Directions do not: they live on a circle or on
# a sphere, where 359° is next to 1°, and a ball of the base must become a cap. → {next}
