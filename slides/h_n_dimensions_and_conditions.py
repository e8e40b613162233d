# %% [markdown] slideshow={"slide_type": "slide"}
# # Many dimensions, many answers

# %% tags=["setup"]

# %% frames={"layer": [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]} width=800 height=430
live.coupling(layer=0.0, mask="alternating")

# %% [markdown]
# How do you bend a plane without letting it fold?
#
# Lecture 3: flows in $D$ dimensions, conditional flows

# %% [markdown] slideshow={"slide_type": "notes"} known={"4": "the end of the slider"}
# **1 min.** Say: the first day bent a line. Today a plane; then a map that is told something. Move the
# slider to 4: a round cloud becomes a pinwheel, and no line of the grid crosses another of its kind.
#
# **Ask:** a line keeps its order where the map rises. What does "rising" mean in a plane?
#
# **Expect:** silence, and that is right: there is no such thing. All that you have are maps of one number.
# They are enough, as the first half of this lecture shows.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Both marginals are normal. Is the cloud round?

# %% frames={"layers": [0, 1], "angle": [0, 21, 45]} veil=["left", "readouts"] stills=["", "layers=0", "angle=21"]
live.gaussianization(layers=1, angle=0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "", "layers=0": "", "layers=1, angle=21": "0.132"}
# **4 min.** Say: the first idea is a flow for each axis. Here two axes of the moons were straightened
# by flows of their own. Dashed: the normal curve. The cloud is covered.
#
# **Ask, a vote:** both marginals fit. Draw the cloud that you expect. Is it round, yes or no?
#
# **Expect:** *yes*, from most. Lift the veil: it is not. Turn it to 21 degrees, and both marginals are
# wrong again, by 0.132 nats together. Marginals do not know what one coordinate says about the other.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Let the second map look at the first
#
# $$x_1 = g(z_1;\,\theta_1)$$
#
# $$x_2 = g\big(z_2;\,\theta_2(x_1)\big)$$
#
# $$x_3 = g\big(z_3;\,\theta_3(x_1, x_2)\big)\quad\dots$$
#
# $g$: any flow of one number. $\theta_i$: its parameters, a function of the coordinates **before** it.

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: a line, a spline, a mixture, whichever you like best from the first day. Only its
# parameters are new: they depend on what is already there. Hence *autoregressive*.
#
# **Ask:** how do you find $z_3$ from x? What do you need first?
#
# **Expect:** $x_1$ and $x_2$, and both are given. Then g is inverted in $z_3$ alone. Nobody inverts
# $\theta_3$.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Move $z_2$ alone: where can the image go?

# %% frames={"order": "all", "z2": [-1.5, -0.7, 0.0, 0.8, 1.5]} veil="right" stills=["", "z2=-1.5", "order=x₂ first"]
live.triangular(order="x₁ first", z2=0.8)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.43", "z2=-1.5": "0.23"} known={"four": "the entries of the matrix", "0": "the entry at the upper right"}
# **5 min.** Say: a grid in z, its image in x, and a point with two black arms. The matrix of its four
# slopes is covered.
#
# **Ask:** I move z₂. Along which line does the image travel? And one of the four slopes is 0: which?
#
# **Expect:** straight up and down. So ∂x₁/∂z₂ = 0, at the upper right. Lift the veil: a small square
# becomes 0.43 times as large; at −1.5 it is 0.23. Then exchange the order: the 0 changes its corner, and
# the *level* lines stay straight.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The log-det is a sum
#
# $$\frac{\partial x}{\partial z} = \begin{pmatrix}
# \frac{\partial x_1}{\partial z_1} & & 0\\
# \ast & \frac{\partial x_2}{\partial z_2} & \\
# \ast & \ast & \ddots\end{pmatrix}
# \qquad
# \log\left|\det\frac{\partial x}{\partial z}\right|
# = \sum_{i=1}^{D}\log\left|\frac{\partial x_i}{\partial z_i}\right|$$
#
# $D$ logarithms, instead of $D^3$ operations. What do the stars do?

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: each slope on the diagonal is that of a flow of one number. It is positive, so nothing
# folds.
#
# **Ask:** the stars may be as large as they like. What do they do to areas? To the density?
#
# **Expect:** nothing to areas: they shear. They decide where the mass goes, and the density knows that
# through z. Exercise 9.1: some multiply the slopes and forget the logarithm, some take their mean.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Is a triangular map too weak?
#
# $$p(x_1, x_2) = p(x_1)\;p(x_2\mid x_1)$$

# %% [markdown] slideshow={"slide_type": "fragment"}
# $$z_1 = \Phi^{-1}\big(F_1(x_1)\big),\qquad z_2 = \Phi^{-1}\big(F_2(x_2\mid x_1)\big)$$
#
# **One triangular map reaches every density**, in either order: the map of Knothe and Rosenblatt. For a
# Gaussian it is the matrix $\boldsymbol{L}$ of the first day.

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Before the fragment.
#
# **Ask, a vote:** half of the slopes is 0. Can such a map make *every* density of the plane, or only some?
#
# **Expect:** *only some*, from two thirds. Then: each factor is a density of one number, and the lecture
# had its map, through the uniform. The moons two slides ago were made so, without training.
# **Ask:** does the order matter, then? **Expect:** not for what is possible. For what is easy, yes.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Who waits for whom?

# %% frames={"task": "all", "step": [0, 1, 2, 3, 4, 5]} veil=["numbers", "readouts"] stills=["step=1", "step=3", "step=5", "task=density, step=1"]
live.passes(flow="autoregressive", task="samples", n=5, step=0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "5", "task=density": "1"}
# **5 min.** Say: squares are coordinates: below z, blue, above x, grey until it is known. A pass asks the
# network for all the parameters that it can give.
#
# **Ask:** all z are there, and a sample is wanted. How many passes? And for the density at a given x?
#
# **Expect:** 5, one after the other: x₂ needs x₁. The density takes 1, since all of x is there. Step
# through the samples, then switch to *density*. For samples in every step of a training one turns the
# roles of z and x round: the *inverse* autoregressive flow.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which functions may $\theta_i$ be?
#
# A network, the plainest there is:
#
# $$h = \max(0,\,W_1 x + b_1)\qquad u = W_2 h + b_2$$
#
# - **one** network gives all $\theta_i$
# - masks of 0 and 1 cut what output $i$ must not see

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Say: each hidden unit is a line, cut off at 0; the output adds them up, a curve of many
# bends. With the masks it is called MADE.
#
# **Ask:** must the network be invertible?
#
# **Expect:** half of the room says yes. It is never inverted: both directions ask it the same question,
# at coordinates that are known. **Ask:** may output i see input i? **Expect:** no, or the area is not 1.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Coupling: how many passes, there and back?
#
# Two halves, $a$ and $b$: $\quad x_a = z_a\qquad x_b = g\big(z_b;\,\theta(z_a)\big)$

# %% frames={"task": "all", "step": [0, 1]} height=330 veil=["numbers", "readouts"] stills=["", "step=1"]
live.passes(flow="coupling", task="samples", n=6, step=0)

# %% [markdown] slideshow={"slide_type": "fragment"}
# $z_a = x_a\qquad z_b = g^{-1}\big(x_b;\,\theta(x_a)\big)$. The price: half of it stands still.

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "1", "task=density, step=1": "1"} known={"0": "the logarithm of 1"}
# **4 min.** Say: a triangular map that never waits. Half a is the same on both sides.
#
# **Ask:** write the way back. How many passes does a sample take, how many a density? And what does the
# log-det add up?
#
# **Expect:** a single pass each way. Only the slopes of half b: the others are 1, their logarithm 0.
# Exercise 9.4: the most frequent mistake sends the *moved* half into the network.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What if the same half always stands still?

# %% frames={"layer": [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0], "mask": "all"} veil=["readouts"] stills=["layer=1", "layer=2", "layer=4", "layer=4, mask=always the same"]
live.coupling(layer=0.0, mask="alternating")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "four 0.09", "mask=always the same": "0.33"}
# **4 min.** Say: four trained couplings are the ones of the title. Go through them again: a single
# axis moves at a time, in turn. Right, where the way ends.
#
# **Ask:** now one mask for all four: x₁ stands still. What becomes of its marginal?
#
# **Expect:** it stays the normal curve, for ever. Then switch. Short of the exact density by 0.33 nats;
# alternating, 0.09. Four layers on one axis are no more than a single better one.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## No network at all: turn, straighten, again
#
# $$x = R\,g(z),\qquad \log|\det R| = \;?$$

# %% frames={"layers": [0, 1, 2, 3, 4, 6], "angle": [0, 21, 45]} height=380 veil=["readouts"] stills=["", "layers=1", "layers=6", "layers=6, angle=45"]
live.gaussianization(layers=0, angle=21)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"angle=21": "0.408", "layers=1": "0.132", "layers=6": "0.017"} known={"0": "the log-det of a turn"}
# **4 min.** Say: marginals failed at the start of the hour. After a *turn* they are others, and the
# failure is a step forward: straighten both, turn, straighten again. This is Gaussianization.
#
# **Ask:** what does a turn add to the log-det? And how many layers until no angle shows a bump?
#
# **Expect:** 0: a turn keeps areas. At 21 degrees one more layer would gain 0.408 nats at first, 0.132
# after one layer, 0.017 after six. Each is made from the data that arrive at it, without gradients.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which one would you take?
#
# | | density | samples | remember |
# |---|:-:|:-:|---|
# | autoregressive | 1 pass | $D$ passes | reverse the order |
# | inverse autoregressive | $D$ passes | 1 pass | |
# | coupling | 1 pass | 1 pass | alternate the masks |
# | Gaussianization | no network | searches | starts from data |

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: there is no winner. On 1000 earthquakes in three dimensions an autoregressive flow beats
# a kernel density; with 272 eruptions of the geyser, three Gaussians beat the flow.
#
# **Ask:** you only fit a density. Which one? You draw samples in each step of a training. Which one?
#
# **Expect:** autoregressive; then inverse autoregressive or a coupling. Held-out data decide. A good place
# for a break of five minutes.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How deep will the next earthquake be?

# %% frames={"c": [168.0, 171.0, 175.0, 178.0, 180.0, 182.0, 184.0, 186.0]} veil="right" stills=["", "c=171", "c=186"]
live.slice(c=182.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"c=182": "402 327 50 34", "c=171": "25 0"} known={"1000": "the title of the left panel", "600": "the deeper layer, read off the axis"}
# **4 min.** Say: 1000 quakes near Fiji. One is felt at 182 degrees; how deep was it? Dashed: an ordinary
# network, trained with a squared error. It says 402 km.
#
# **Ask, a vote:** 327 quakes are near. How many of them lie within 50 km of its answer: most, half, or few?
#
# **Expect:** *most*. It is 34. Between two layers, one near the ground and one 600 km down, the mean is
# where the quakes are not. At 171 it is 0 of 25. Lift the veil: two of the curves can have two bumps.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A squared error is a bell
#
# $$x = \mu(c) + \sigma z$$
#
# $$-\log p(x\mid c) = \frac{\big(x - \mu(c)\big)^2}{2\sigma^2} + \log\sigma + \tfrac12\log 2\pi$$
#
# With one $\sigma$ for all $c$: what is left for the network to make small?

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Say: c is the *context*, what is given; x is what is sought. For each c this is the first
# flow that you saw.
#
# **Ask:** which part of the sum depends on the network? And which σ does a squared error have?
#
# **Expect:** the square alone, so the most likely network has the smallest squared error, whatever σ is.
# Who trains with it fits a Gaussian flow, and keeps silent about its width.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which width would it be?

# %% frames={"sigma": [0.6, 0.8, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5, 3.0, 4.0]} veil="right" stills=["", "sigma=1.4", "sigma=4"]
live.width(sigma=0.8, shift=0.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "1.395", "sigma=1.4": "1.752"}
# **4 min.** Say: left, each quake's depth minus the network's answer, and the bell. Right, covered: the
# mean of −log p for every width.
#
# **Ask:** the narrowest σ, the widest, or which? What does a bell pay that is too narrow, or too wide?
#
# **Expect:** a narrow one pays for every quake far out, a wide one pays log σ for all. The best is the root
# of the mean squared residual, 1.395; there the curve has its floor, 1.752.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What should a network answer?
#
# | the network's numbers | for each $c$ |
# |---|---|
# | $\mu$ | a bell, one width for all |
# | $\mu,\ \sigma$ | a bell |
# | $w_k,\ \mu_k,\ \sigma_k$ | several bumps |
# | $\theta$ of any flow | **any density** |
#
# $$x = f_{\theta(c)}(z)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Say: nothing forces a network's numbers to be a prediction. They can be the parameters of any
# density. That is a *conditional flow*, and its formula is the old one, with θ(c) in place of θ.
#
# **Ask:** does σ(c) become smaller with more data? And where have you seen such a network today?
#
# **Expect:** no: it is the scatter of the data at c, and not the error of the network. And every triangular
# map had one: there the context was the coordinates before. Widths must be positive: softplus, exercise 10.3.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which step brings most?

# %% frames={"kind": "all"} veil="right"
live.levels(kind="one width")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"kind=its own width": "0.12", "kind=mixture flow": "0.56", "kind=spline flow": "0.54"} known={"four": "the models", "700": "the quakes that are learnt from"}
# **4 min.** Say: four models, the same 700 quakes, the same network but for its last layer. Right, covered:
# their scores on quakes that were held out.
#
# **Ask, a vote:** one width; its own width; a mixture; a spline. Which step will raise the score most?
#
# **Expect:** hands for all. A width of its own brings 0.12 nats, several bumps 0.56. A spline is level
# with the mixture, 0.54: it matters that bumps are possible, and hardly how they are made.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One training, all answers: what does it cost?
#
# - **amortisation**: trained once on pairs $(x, c)$, asked as often as you like
# - a gap, where pairs are rare
# - beyond the data it is sure, and wrong

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Say: a new longitude takes a millisecond; nothing is fitted again. In chapter 10, against an
# exact answer, the network loses 0.05 nats on average, and up to 0.36 at the ends, where it saw few pairs.
#
# **Ask:** eight degrees east of the last quake: will the network say that it does not know?
#
# **Expect:** no. $p(x\mid c)$ tells nothing of $p(c)$. Train three networks; where they disagree, believe none.
# And pairs stay pairs: x and c shuffled apart cost the whole gain, without any error message.

# %% slideshow={"slide_type": "skip"}
recipe = flows.UnivariateMixture(6)
p = flows.Conditional(flows.ConditionalUnivariate(recipe, flows.MLP(1, recipe.size)))
print(recipe.size, "numbers for each c;", p(torch.zeros(4, 1)).sample((3,)).shape)

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Now you
#
# **Chapter 11:** ten sensors counted light. Where was the flash?
#
# 1. triangular: the log-det is a sum
# 2. couplings: one pass each way, alternate the masks
# 3. a network answers with a density, $x = f_{\theta(c)}(z)$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: two coordinates are sought, ten counts are given. It is one of each half of this lecture: a
# triangular map, and a context.
#
# **Ask:** x = place, c = counts. Which coordinate comes first, and what does the network of the second one see?
#
# **Expect:** either may be first; the second one's network sees the counts *and* the first coordinate.
