# %% [markdown] slideshow={"slide_type": "slide"}
# # Can you promise it?

# %% tags=["setup"]

# %% frames={"p": [0.1, 0.3, 0.5, 0.68, 0.8, 0.9, 0.95]} width=800 height=430
live.regions(p=0.68, shape="banana")

# %% [markdown]
# A posterior says 68 %. How do you know?
#
# Lecture 5: coverage, systematics, goodness of fit

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "68 67 4000"}
# **1 min.** Say: a network gives a density for each event. From it you cut a region, and you write "with
# 68 % it is in here". A wrong density looks as smooth as a right one. Move p once from end to end.
#
# **Ask:** to whom is this promise made, and what can be counted?
#
# **Expect:** not to one event: there the truth is inside or outside. In many simulated events one can
# count. Here it is 67 % of 4000 truths, the dots.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Two regions of 68 %: which holds more truths?

# %% frames={"shape": "all", "p": [0.3, 0.68, 0.9]} veil=["readouts"]
live.regions(p=0.68, shape="two bumps")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "68 67 10.6 6.4", "shape=bell": "4.3"} known={"0": "the middle of the base"}
# **3 min.** Say: left a disk of the base, around 0. Right, blue, its image. Orange has the same mass,
# but takes the densest places first.
#
# **Ask, a vote:** 68 % is promised twice. Which holds more truths, the image or the densest region?
#
# **Expect:** *the image, it is larger*. Lift the veil: 67 % in both. A flow carries mass along, whatever
# the shape. But the areas are 10.6 and 6.4: the image stays in one piece and takes the empty gap along.
# For the bell both have 4.3. Take the densest to be searched.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One number for each event
#
# A simulated truth $\theta$ and its data $x$:
#
# $$z = f^{-1}(\theta;\,x)\qquad u = P\big(\chi^2_D \le |z|^2\big)$$
#
# $u$: mass of the ball that ends at $z$. How is it spread?

# %% [markdown] slideshow={"slide_type": "fragment"}
# The ball of mass $p$ holds $\theta$ if $u\le p$: it is **uniform**.

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: D is the number of coordinates. The formula is the mass of a ball around 0 under a
# standard normal. One inverse pass gives u for a thousand events; no sample is drawn.
#
# **Ask:** if all posteriors are right, how is z spread over the events? And u?
#
# **Expect:** z like the base, whatever the shapes in θ. So u is below a fifth in a fifth of the events,
# and so on: uniform. That is all that is tested in the next ten minutes.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Too narrow, or shifted: what does the curve do?

# %% frames={"width": [0.8, 0.9, 1.0, 1.1, 1.2], "shift": [0.0, 0.1, 0.2]}
live.curve(n=1000, width=1.0, shift=0.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "1000 68 69", "width=0.9": "60", "shift=0.2": "67"} known={"10": "100 − 90"}
# **4 min.** Say: for each promise p the share of 1000 events with u ≤ p; right, the same minus the
# diagonal. Blue is the disk. Dashed, orange: the share of the base to the left of z₁, called PIT.
#
# **Ask:** I claim widths that are 10 % too small. Above or below the diagonal? What is found at 68 %?
#
# **Expect:** below: 60 % are inside, not 69 %. Too wide lies above. **Ask:** now a shift by 0.2 widths:
# who sees it? **Expect:** *both*. The disk still says 67 %: a shift hardly makes |z| longer. PIT sees it
# at once.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## All these curves are right. How many would you reject?

# %% frames={"n": "all", "seed": [0, 1, 2, 3, 4, 5, 6, 7]} height=410
live.curve(n=300, seed=7)

# %% [markdown] slideshow={"slide_type": "fragment"}
# $$P(\text{largest gap} > \epsilon)\;\le\;2\,e^{-2n\epsilon^2}$$

# %% [markdown] slideshow={"slide_type": "notes"} shows={"n=100": "0.15", "n=1000": "0.048", "n=3000": "0.027"} known={"5": "what one place allows", "20": "an answer that is offered"}
# **3 min.** Say: nothing is wrong here, every wiggle is luck. Dotted: two standard errors, as many
# papers draw them. Ask before you move *other events*.
#
# **Ask, a vote:** of 100 right posteriors, how many leave the dotted lines somewhere: 5, 20, or a half?
#
# **Expect:** *5*: true at each single p. But a curve has many places to leave: a half. The grey band is
# made for all p together: at ½ it is ±0.15 with 100 events, 0.048 with 1000, 0.027 with 3000. The
# formula needs no simulation (exercise 13.3).

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The prior as everybody's posterior: who objects?

# %% height=500 frames={"fault": ["none", "the prior itself"]}
live.who_sees_it(fault="none", n=1000)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"fault=the prior itself": "0.016", "": "1000"} known={"six": "the panels", "four": "the verdicts “kept”", "68": "the promise"}
# **4 min.** Say: six tests of the same 1000 events. Ranks count the draws below the truth; TARP those
# that are nearer to a point than the truth is. The last one: does z still depend on the data? Ask for
# each panel.
#
# **Ask, a vote:** somebody never looks at the data, and hands out the prior to every event. Who will see it?
#
# **Expect:** *all of them*. Switch: four keep quiet, and the ball's gap is 0.016, pure luck. Of course:
# 68 % of all truths lie in its 68 % region. Honest, and of no use. Only what looks at x sees it.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What is each test blind to?

# %% height=500 frames={"fault": ["10 % too narrow", "shifted by 0.2 widths", "correlation's sign flipped", "ignores one sensor", "width by side of x"]}
live.who_sees_it(fault="10 % too narrow", n=1000)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "10 0.077", "fault=shifted by 0.2 widths": "0.026"} known={"five": "the panels that see it", "six": "the panels"}
# **3 min.** Say: 10 % too narrow, and five of six see it; the ball's gap is 0.077. Before each switch
# the room says who will keep quiet.
#
# **Ask:** a small shift. Then: the correlation has the wrong sign. Then: one sensor is ignored.
#
# **Expect:** the ball misses the shift (0.026). Ranks look at one coordinate at a time, and miss the
# correlation. Only those that look at x see the ignored sensor. No test sees all. Ball, PIT and *z on x*
# cost one inverse pass.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 68 % of all. Of which?

# %% frames={"claim": ["exact", "ignores sensor 2"], "feature": ["sensor 1", "sensors disagree by", "truth θ"]} veil="right"
live.by_group(claim="ignores sensor 2", feature="sensors disagree by", groups=10)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "68 29 81", "claim=exact, feature=truth θ": "59"} known={"ten": "the groups", "35": "with a million events, found once"}
# **4 min.** Say: two good sensors. This posterior uses the first alone, honestly: 68 % of all are
# inside, and the left curve stays in its band. Right: ten groups, by how much they disagree.
#
# **Ask:** in the group that disagrees most: more than 68 %, as many, or fewer?
#
# **Expect:** fewer. Lift the veil: from 81 % down to 29 %; a million events give 35 %. Then *exact*, by *truth θ*. **Ask:** 59 % in
# an outer group: is it broken? **Expect:** no. It promises for what is seen; rare truths are always
# pulled to the prior. Group by data, never by the truth.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The detector is shifted. What is left of 68 %?

# %% frames={"nu": [0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8], "where": "all"}
live.systematics(nu=0.0, where="one fixed ν", trained="at ν = 0")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.18 66 68", "nu=0.4": "13", "where=ν drawn for each event": "33"} known={"three": "the sensors in the left panel", "0.4": "the spread of the shifts"}
# **3 min.** Say: three sensors, all shifted by the same ν, which nobody has measured. The posterior was
# trained without a shift and is 0.18 wide. Without one it holds the truth in 66 % of the events: within
# luck.
#
# **Ask:** the real detector has ν = 0.4. How many of its truths are in the 68 % region?
#
# **Expect:** *about a half*. It is 13 %, and the density looks as sure as before. With a ν of its own
# for each event, drawn with a spread of 0.4, it is 33 %.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Average over what you do not know
#
# $$p(x\mid\theta) = \int p(x\mid\theta,\nu)\,p(\nu)\,d\nu
# \;\approx\; \frac1K\sum_{k=1}^K p(x\mid\theta,\nu_k)$$
#
# For a flow: draw a **new $\nu$ for every simulated event**, and do not show it to the network.
#
# Why is that the same?

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: ν is of no interest in itself, hence *nuisance*. Averaging over it is called
# marginalising. With many sensors, log p is a number like −900: stay in logarithms, `logsumexp` and
# minus log K (exercise 13.7).
#
# **Ask:** why need nobody compute this integral for a flow?
#
# **Expect:** the pairs (θ, x) with ν drawn and forgotten *are* samples of the averaged density. What is
# learnt from them is averaged. **Ask:** what does it cost? **Expect:** width: 0.40 in place of 0.18.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Whom does it protect?

# %% frames={"nu": [0.0, 0.2, 0.4, 0.6, 0.8], "where": "all"}
live.systematics(nu=0.8, where="ν drawn for each event", trained="with ν drawn")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "68 69 0.40", "where=one fixed ν, nu=0.8": "12", "where=one fixed ν, nu=0": "92", "where=one fixed ν, nu=0.4": "61"}
# **3 min.** Say: trained with ν drawn; where each event has a ν of its own 69 % are inside, and the
# width is 0.40. The promise is kept.
#
# **Ask, a vote:** you have one detector, and its ν is 0.8, two spreads off. How many of your truths are inside:
# 68 %?
#
# **Expect:** *yes*, from most. Switch to *one fixed ν*: 12 %. At 0.4 it is 61 %, at 0 it is 92 %. The
# promise is kept on average over detectors. It protects those who average over many, not you in yours.
# What helps you is to measure ν.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Is this event like any that was simulated?

# %% frames={"kind": "all", "event": [1, 2, 4, 5]} veil="right"
live.event_fit(kind="good", event=1)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.82 0.90", "kind=a dead counter": "37 40", "kind=a second flash": "40", "kind=outside the prior": "8"} known={"ten": "the counters"}
# **4 min.** Say: a flash, ten counters. Draw from the posterior, simulate again: which share is as odd
# as the event? That is p. Compared with the p of good events, 0.82 becomes 0.90.
#
# **Ask, a vote:** a dead counter, a second flash, a flash beyond the last place that was simulated. Which are
# found?
#
# **Expect:** the first two: 37 and 40 of 40. *Outside the prior*: 8. A flash at the border explains the
# counts well, and yet the posterior never holds the truth. A good fit says that the data are explained,
# not that the answer is right.

# %% slideshow={"slide_type": "skip"}
z = torch.randn(1000, 2, dtype=torch.float64) / 0.9  # claimed 10 % too narrow
u = torch.special.gammainc(torch.tensor(1.0, dtype=torch.float64), z.square().sum(-1) / 2)
print((u <= 0.68).double().mean())

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Before you send a region out
#
# 1. Was it kept in many **new** events?
# 2. In groups of what is seen?
# 3. Was the detector's unknown drawn?
# 4. Is this event like the simulated ones?
#
# Would the prior pass?

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: each of the four caught a fault today that another one had let through.
#
# **Ask:** the prior of K/6, handed to everybody: which of the four stops it?
#
# **Expect:** the second: grouped by the data it fails. The first never will. Coverage is honesty; for
# sharpness compare log p on held-out events. In the hands-on the region lies on a sphere, and you test
# it.
