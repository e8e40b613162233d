# %% [markdown] slideshow={"slide_type": "slide"}
# # A density, and no data

# %% tags=["setup"]

# %% width=800 height=430
live.schools(kind="mean field", weights="weighted")

# %% [markdown]
# Eight schools coached for one test. Do they differ?
#
# Lecture 4: variational inference, and real tools

# %% [markdown] slideshow={"slide_type": "notes"} known={"eight": "the schools"}
# **1 min.** Say: so far each flow learnt from samples. Left, in blue, an answer for the spread between eight
# schools. Nobody had a sample of it to learn from. Orange is exact.
#
# **Ask:** what else can a flow be trained with, if there are no data of what you want to know?
#
# **Expect:** a formula: likelihood times prior. It is all that is known here. Where it leads is this lecture.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What does a loss believe?
#
# | loss | is $-\log q(x\mid c)$ of |
# |---|---|
# | squared error | a bell, one width for all |
# | cross-entropy | a die |
# | absolute error | **?** |
# | yours | any flow |

# %% [markdown] slideshow={"slide_type": "fragment"}
# A peak, two exponential sides. It answers with the median.

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: you saw it this morning: a squared error is a bell. It holds for every loss that is a sum over
# the data: $e^{-\text{loss}}$, made to sum to 1, is the density that it fits.
#
# **Ask:** which density does the absolute error fit, $|x - \mu|$?
#
# **Expect:** some draw a peak: $\tfrac12 e^{-|x-\mu|}$, the Laplace density. Then: who chooses a loss chooses a
# density, whether they know it or not. To choose a flow is to leave the choice to the data.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which bell is nearest to two bumps?

# %% frames={"m": [-2.5, -2.0, -1.5, -0.8, 0.0, 1.0, 2.0], "s": [0.7, 1.0, 1.5, 2.0]} veil="right"
live.two_kls(m=0.0, s=1.0, d=2.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"m=-2, s=0.7": "0.353 4.293", "m=-0.8, s=2": "0.843 0.426"}
# **4 min.** Say: orange is p, two bumps; blue is q, one bell. What is small if they are near is
# covered.
#
# **Ask, a vote:** where do you put the bell: on the larger bump, over both, in the valley?
#
# **Expect:** *over both*. Lift the veil: two answers. On the bump, −2 and 0.7 wide, the solid line says 0.353, the
# dashed one 4.293. Over both, −0.8 and 2 wide: 0.843 against 0.426. Both are Kullback–Leibler divergences.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Whose samples?
#
# $$\mathrm{KL}(p\,\Vert\,q) = \mathbb E_{x\sim p}\,\big[\log p(x) - \log q(x)\big]\qquad\text{forward}$$
#
# $$\mathrm{KL}(q\,\Vert\,p) = \mathbb E_{x\sim q}\,\big[\log q(x) - \log p(x)\big]\qquad\text{reverse}$$
#
# Data, but no formula of $p$: which one can you make small?
#
# A formula, but no data?

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: a mean over samples. Where there are none, nobody looks: so the forward one punishes a q that
# leaves out some of p, and the reverse one does not notice.
#
# **Ask:** the two questions of the slide.
#
# **Expect:** data are samples of p: forward. $\log p$ does not depend on q, what is left is maximum likelihood.
# With a formula you have samples of q alone: reverse. If the bumps are near each other, both want nearly the same.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How far can the bound rise?
#
# Known: $\;\tilde p(x) = Z\,p(x)$, likelihood times prior. Not known: $Z$.

# %% frames={"step": [0, 2, 5, 10, 15, 20, 25, 30, 40, 60, 100]} height=420 veil="right"
live.elbo(step=0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "-2", "step=40": "-2.07 0.07"}
# **3 min.** Say: the bell climbs, step by step. What it climbs is the mean of $\log\tilde p - \log q$ over its own
# samples. No integral, no Z. Here log Z is −2, and we know it.
#
# **Ask:** where does the climb end: below −2, at −2, above it? Move the steps: where does the bell go?
#
# **Expect:** *at −2*. Lift the veil: it ends at −2.07. What is missing is 0.07, since a bell is no two bumps. At each
# step, what is reached and what is missing sum to −2.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A bound without integrals
#
# $$\log Z = \underbrace{\mathbb E_{x\sim q}\,\big[\log\tilde p(x) - \log q(x)\big]}_{\text{ELBO}}
# + \mathrm{KL}(q\,\Vert\,p)$$
#
# Which of the three does not move with $q$?

# %% [markdown] slideshow={"slide_type": "fragment"}
# $\log Z$. So raising the ELBO lowers the KL, and never passes $\log Z$.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: put $\log\tilde p = \log Z + \log p$ into the mean, that is all. Z is the *evidence*, the density of
# the data; hence *evidence lower bound*.
#
# **Ask:** which of the three moves with q, and which one can you compute?
#
# **Expect:** the left side stands still. The ELBO is computed, the KL is not, and need not be. A flow brings both
# that it needs: samples, and their log q.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which of these learns?
#
# $$x = f_\theta(z)\qquad \log q(x) = \log p_0(z) - \log\left|\det\tfrac{\partial f_\theta}{\partial z}\right|$$
#
# $$\begin{array}{l}
# \textbf{A}\quad \mathrm{mean}\big(\log\tilde p(x) - \log q(x)\big)\\[0.4em]
# \textbf{B}\quad \text{the same, at } x \text{ cut off from } \theta\\[0.4em]
# \textbf{C}\quad \mathrm{mean}\big(\log\tilde p(z) - \log q(z)\big)
# \end{array}$$

# %% [markdown] slideshow={"slide_type": "fragment"}
# **A.** The gradient runs through the samples.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: $\tilde p$ has no parameters. So how does it tell the flow where to go?
#
# **Ask:** B prints the same number as A. Has it the same gradient?
#
# **Expect:** no. What is left of B is the mean of the score, and that is 0: it wanders, and learns nothing. Only
# samples that move with θ feel the slope of $\tilde p$. C asks at the base. Exercise 12.3 knows B.

# %% slideshow={"slide_type": "skip"}
log_target = torch.distributions.MultivariateNormal(torch.ones(2), torch.eye(2)).log_prob
f = flows.TrainableAffine(2)
q = flows.FlowDistribution(f)
for x in (q.rsample((1000,)), q.rsample((1000,)).detach()):  # A, B
    f.zero_grad()
    (log_target(x) - q.log_prob(x)).mean().backward()
    print([parameter.grad.tolist() for parameter in f.parameters()])

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Do eight schools differ?

# %% frames={"kind": "all", "weights": "all"} veil=["left", "readouts"] stills=["", "weights=weighted", "kind=flow"]
live.schools(kind="mean field")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.3", "kind=flow": "0.02"} known={"eight ten": "of the schools", "28": "the first cross, read off the axis", "six": "the couplings in the code"}
# **4 min.** Say: crosses are what each school measured, 28 points in the first. Ten unknowns: a mean, a spread τ,
# eight effects. This q has ten independent bells, a *mean field*.
#
# **Ask:** draw what it will say of τ. Where will it be wrong: at small τ, or at large?
#
# **Expect:** both. Lift the veil: too little at small τ. There the data say nothing of the
# effects' z, elsewhere they do; independent bells cannot say so: KL 0.3. Choose *flow*, six couplings: 0.02.
# Back, and *weighted*: another cure, on the next slide.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Can the weights see what $q$ never visits?
#
# Each sample gets a weight, $w = \tilde p(x)/q(x)$. If $q$ is $p$, all are equal.

# %% frames={"share": [0.0, 0.1, 0.3, 0.5, 0.7, 0.8, 0.95]} height=420 veil="right"
live.blind(share=0.3)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "99.6 −0.36 0.3", "share=0.95": "99.6"} known={"30 70": "proposed"}
# **3 min.** Say: the effective sample size says how equal the weights are, as a share of n. This
# q sits on one bump. The other one has 0.3 of the mass.
#
# **Ask, a vote:** what does the effective sample size say: 30 %, 70 %, or nearly all?
#
# **Expect:** *70*. Lift the veil: 99.6 %, and it stays there when the other bump has 0.95. Only the
# estimate of log Z is off, by −0.36, and you see that only if you know Z from elsewhere.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## With labels, or without: what does the network say?

# %% frames={"way": "all", "event": [0, 2, 4, 6]} veil=["left", "readouts"]
live.labels(way="with labels", event=0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.5", "way=without labels": "-0.7"} known={"0 1": "left to chance"}
# **4 min.** Say: flashes beside one string; left and right look the same. A network turns counts
# into one Gaussian. It learns with places, or with counts and the formula alone.
#
# **Ask, a vote:** how much of its mass is on the left: half, none, all? With labels? Without?
#
# **Expect:** with labels 0.5: it covers both, as the forward KL does. Choose *without*: 0 or 1, for every flash the
# same. Its weights look good, and the estimate of log Z is off by −0.7: half of the mass is missing.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Supervised learning or a VAE: what is the difference?
#
# | | KL of two joint densities |
# |---|---|
# | with labels | $\mathrm{KL}\big(\,p(\theta, x)\;\Vert\;q(\theta\mid x)\,p(x)\,\big)$ |
# | without | $\mathrm{KL}\big(\,q(\theta\mid x)\,p(x)\;\Vert\;p(\theta, x)\,\big)$ |

# %% [markdown] slideshow={"slide_type": "fragment"}
# **The direction.** $q(\theta\mid x)$ is one network for all $x$: *amortised*.

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: θ is what you look for, x what you measure. In a variational autoencoder θ is a label that nobody
# has seen, q its encoder. The lecturer's paper has both in one table (arXiv:2008.05825).
#
# **Ask:** for which row do you need the likelihood as a formula?
#
# **Expect:** the second. The first needs pairs: θ from the prior, x from the simulator. That was the hour before,
# *neural posterior estimation*: the mean of $-\log q(\theta\mid x)$, nothing else.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Three libraries, one map: which way is forward?

# %% frames={"library": "all", "way": "all"} height=440
live.dialects(library="course_lib", way="forward", value=1.1)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.783", "library=zuko": "-0.374"} known={"three": "the libraries"}
# **2 min.** Say: for work you take a library that many people test. All three have this map. Ours goes forward from z
# to x, and prints the log-det 0.783.
#
# **Ask:** I type the same number into zuko's *forward*. Is it a z or an x? And which sign has its log-det?
#
# **Expect:** half and half. Choose zuko: it starts from the data, −0.374, as jammy_flows does. Nobody is wrong: each
# calls forward what its author used more. A sign costs nats, so ask first.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Same parameters: how far out the same numbers?
#
# zuko's spline and ours, 1000 sets of raw numbers: apart by less than $10^{-12}$.

# %% frames={"x": [-40.0, -20.0, -10.0, 0.0, 6.0, 12.0, 14.0, 20.0, 40.0]} height=420 veil="right"
live.jammys_tails(x=6.0, quantity="log p")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"x=14": "0.02 5.4"}
# **3 min.** Say: write this test first, whenever you move: same parameters, same numbers, to the last digits. With
# zuko it holds everywhere. Here is a layer of jammy_flows, recorded, on the exact curve.
#
# **Ask:** left you cannot tell them apart. Where do they differ: nowhere, in the middle, far out?
#
# **Expect:** *nowhere*, from most. Lift the veil: far out. At x = 14, where z is 5.4, by 0.02: there it takes an
# approximate formula. It matters to a fit with outliers, and to nobody else.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## jammy_flows: what do the letters of "ggt" do?

# %% frames={"done": [0, 1, 2, 3]} height=450
live.letters("e2", "ggt", done=0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "133 132"}
# **2 min.** Say: the library of this lecture. A model is two strings: where it lives, and its layers. `e2` is a plane,
# `s2` a sphere, `+` joins parts, each conditioned on those before it.
#
# **Ask:** the letters are g, g, t. Which of them bends, and which one only scales and shifts?
#
# **Expect:** go through them: g straightens marginals and turns, the layer of this morning; t is affine. A
# sample meets them from the left, a density from the right. Ours has 133 numbers, jammy's 132.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## No formula for the map: can two points meet?
#
# Flow matching: teach $\;v\big((1-t)\,x_0 + t\,x_1,\;t\big) = x_1 - x_0$, by a squared error.

# %% frames={"t": [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]} height=420
live.carried(t=0.0)

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: $x_0$ from the base, $x_1$ from the data, t a time. A network learns the velocity of the straight
# line between them; then points swim along. No layer is invertible by construction.
#
# **Ask:** many straight lines cross at each place. Can two swimmers meet there? Will their ways be straight?
#
# **Expect:** *yes, yes*. Move t: the ways bend, and nobody meets, since at each place and time there is one velocity:
# the mean of the lines, as a squared error wants it. So the map is invertible. Images are made so, and by
# diffusion, its near relative.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which one would you take?
#
# | you want | take |
# |---|---|
# | to see how it works, to change it | `course_lib` |
# | many dimensions, on a GPU | zuko |
# | places and directions at once | jammy_flows |
# | posteriors from a simulator | sbi |

# %% [markdown] slideshow={"slide_type": "notes"}
# **1 min.** Say: take your tests along, sums to 1, round trips, held-out nats. They ask no library's leave.
#
# **Ask:** for your own data: have you samples, a simulator, or a formula?
#
# **Expect:** hands for each. Samples: maximum likelihood. A simulator: pairs. A formula: the ELBO. At home chapters
# 12 and 16. Whether a posterior is *right* is the next lecture.
