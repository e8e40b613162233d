# %% [markdown] slideshow={"slide_type": "slide"}
# # Normalizing flows, live

# %% tags=["setup"]

# %% frames={"way": [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]} width=800 height=430
live.noise_to_data(way=1.0)

# %% [markdown]
# Change of variables, straight lines
#
# *After the lecture by Thorsten Glüsenkamp, Uppsala 2022*

# %% [markdown] slideshow={"slide_type": "notes"} known={"five": "minutes for an installation"}
# **1 min.** Press ▶ beside the slider: noise becomes data. Say: every picture of these two days can be moved, here
# and on your own machine. Open the course now: the first notebook takes five minutes to start.
#
# **Ask:** who has fitted a Gaussian to data? Who has fitted anything with two bumps?
#
# **Expect:** nearly all hands, then half of them. Flows are for the second half.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The two days
#
# | Lecture 1 | Lecture 2 |
# |---|---|
# | What is a flow? Change of variables | Bend the line: splines, CDFs |
# | Linear and affine flows | Run a map backwards without a formula |
# | **Hands-on 1:** a Gaussian flow | **Hands-on 2:** a mixture flow |
#
# Later, in Part II: many dimensions, conditional flows, variational inference, coverage.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: the order is the lecture's. Each half ends in a notebook where you write the flow
# of that half yourself; the notebook checks it and draws it.
#
# **Ask:** does everyone have the start notebook open, with a green tick?
#
# **Expect:** some have not. Pair them with a neighbour now, not in the hands-on.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What is a normalizing flow?
#
# A way to write down a **probability density**, from three parts:
#
# 1. a **base**: a density that you know, $p_0(z)$
# 2. an invertible **map** with parameters, $x = f_\theta(z)$
# 3. the **change of variables**, which turns the first into $p_\theta(x)$

# %% frames={"d1": [0.4, 1.0, 3.0]} height=320
live.spline(d1=1.0, x1=-1.0)

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: left the base, z, always blue; right the data space, x, always orange; the map between them. That
# stays so for two days. Move the slider: its parameters are turned until the data are likely.
#
# **Ask:** you know other ways to write down a density with two bumps. Which?
#
# **Expect:** histogram, kernel density, a sum of Gaussians. Somebody may say splines. All come next.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Four ways to a density: which one would you trust?

# %% frames={"level": [1, 2, 4, 6, 8]} height=530 stills=["level=2", "level=8"]
live.four_ways(level=2)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "190 82", "level=6": "−3.81"} known={"four": "a panel for each"}
# **3 min.** Say: waiting times of a geyser. Grey: 190 that were fitted. Black ticks: 82 held out.
# Dots at the right: how much better than one Gaussian, hollow on the fitted data, full on the rest.
#
# **Ask:** I make all four more flexible. Where will the hollow dots go? And the full ones?
#
# **Expect:** hollow: better and better. Full: better at first, then worse. Move the slider. At their
# best, near −3.81, the four are equal: in one dimension a flow has no magic.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What else can a density do?
#
# | | kernels | mixture | B-spline | flow |
# |---|:-:|:-:|:-:|:-:|
# | any shape | ✓ | ✓ | ✓ | ✓ |
# | $p(x)$ analytic | ✓ | ✓ | ✓ | ✓ |
# | works in $D > 1$ | few $D$ | ✓ | $K^D$ weights | ✓ |
# | differentiable samples | – | – | – | ✓ |
# | coverage: the region with 68 % | search | search | search | ball in $z$ |
# | generalises the Gaussian | – | – | – | ✓ |
# | on circles, spheres | special | special | special | ✓ |

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: the first three rows are a draw. The lower ones are the reason for these two days.
#
# **Ask:** a mixture gives samples, too. Why is there a dash at *differentiable*?
#
# **Expect:** silence. A mixture first *picks* a part. Change a weight a little, and a sample jumps
# from one bump to another, or does nothing. A flow's sample glides. You will see it in half an hour.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Stretch the axis: what happens to a density?

# %% frames={"a": [0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5]} height=530 stills=["a=1", "a=1.5", "a=0.6"]
live.strips(map="line", a=1.0, strip=4)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "ten", "a=1.5": "1 1.5"}
# **4 min.** Say: below, ten strips of equal mass. The black map carries them up and across. Purple
# dashes: heights taken over as they are.
#
# **Ask, a vote:** I stretch by 1.5. Will the orange curve be higher, lower, or as high as before? And
# without hands: what happens to the two areas?
#
# **Expect:** most say *lower*, some *as high as before*. Move a: orange keeps the area 1, the purple area
# is a. Whoever said *as high as before* has just seen why that cannot be a density.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What stays the same when a map bends?

# %% frames={"strip": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "t": [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]} height=530 stills=["strip=1", "strip=9"]
live.strips(map="exp", strip=4)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"strip=1": "0.100", "strip=9": "0.100"}
# **3 min.** Say: now $x = e^z$. Each strip is stretched by its own factor.
#
# **Ask:** strips 1 and 9 have the same mass in z. Which becomes higher in x?
#
# **Expect:** strip 1: it is squeezed on the flat side of the exponential. The mass in the picture
# stays 0.100 for each strip; the width does not. Then ▶: the map bends out of the straight line.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Mass = width × height
#
# Strip 4 under $x = e^z$:
#
# | | width | height | mass |
# |---|:-:|:-:|:-:|
# | in $z$ | 0.271 | 0.370 | 0.100 |
# | in $x$ | 0.184 | ? | 0.100 |

# %% [markdown] slideshow={"slide_type": "fragment"}
# $$\text{new height} = \text{old height}\times\frac{\Delta z}{\Delta x}
# = 0.370 \times \frac{0.271}{0.184} \approx 0.54$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Ask before the fragment.
#
# **Ask:** what must the question mark be?
#
# **Expect:** 0.1 / 0.184 = 0.54. Then say: make the strips thinner and thinner. What does
# $\Delta z / \Delta x$ become? A derivative, of the *inverse* map.

# %% slideshow={"slide_type": "skip"}
z = torch.tensor([-0.5244, -0.2533])  # the edges of strip 4
x = z.exp()
height = torch.distributions.Normal(0.0, 1.0).log_prob(z.mean()).exp()
print(z.diff(), x.diff(), height, height * z.diff() / x.diff())

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The change of variables
#
# $$\boxed{\;p(x) = p_0\big(f^{-1}(x)\big)\cdot\left|\frac{\partial f^{-1}(x)}{\partial x}\right|\;}$$
#
# 1. run the map **backwards**: $z = f^{-1}(x)$
# 2. ask the **base** there: $p_0(z)$
# 3. correct for the **stretch**: the *Jacobian*

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Sketch one strip on the board, and say each step with the hand on it: from x back, down to the
# bell, then the ratio of widths.
#
# **Ask:** which of the three is forgotten most often? And at which point is the derivative taken?
#
# **Expect:** the third. For $f^{-1}$ it is taken at x; if you use $1/|f'|$ it is taken at
# $z = f^{-1}(x)$. Mixing these up is the second most frequent mistake of exercise 1.1.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A falling map: can the density be negative?

# %% frames={"strip": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]} height=530 stills=["strip=1", "strip=10"]
live.strips(map="falling", strip=9)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"strip=10": ""} known={"−1": "minus the area"}
# **2 min.** Say: $x = 3 - e^z$. The slope is negative everywhere.
#
# **Ask:** where does strip 10 go, up or down? And which sign has its width?
#
# **Expect:** down. A width is positive, whichever way the strip lies: hence the bars $|\cdot|$ in
# the formula. Without them the area would be −1.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## We work with logarithms
#
# $$\log p(x) = \log p_0\big(f^{-1}(x)\big) + \log\left|\frac{\partial f^{-1}(x)}{\partial x}\right|$$
#
# The same, written forwards, at $z = f^{-1}(x)$:
#
# $$\log p(x) = \log p_0(z) - \log\left|\frac{\partial f(z)}{\partial z}\right|$$
#
# **Name the direction, and the sign is clear.**

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: products of a thousand densities underflow; sums do not. The last factor is the
# *log-det*. There are two of them, one for each direction, and they differ by a sign.
#
# **Ask:** a map stretches by 2 everywhere. What are its two log-dets?
#
# **Expect:** forward $+\log 2$, inverse $-\log 2$. A wide density is a low one.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In the plane: which cells grow?

# %% frames={"map": ["shear", "turn and stretch", "polar", "lens"], "s": [0.25, 0.5, 0.75, 1.0]} veil="right" stills=["", "map=polar", "map=lens", "map=turn and stretch"]
live.cells(map="shear", s=0.75, side=1.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "1.000"}
# **3 min.** Say: strips become cells, widths become areas. Bars: area after over area before.
#
# **Ask, a vote:** a shear pushes the rows sideways. Do the cells grow, shrink, or keep their area? Then
# *polar*: which cells are large?
#
# **Expect:** many say that the sheared cell is larger, because it looks longer. It is not: the bar
# stays at 1.000. Polar: the outer ones, in proportion to the radius.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In any dimension
#
# $$\boxed{\;p(\vec x) = p_0\big(f^{-1}(\vec x)\big)\cdot
# \left|\det\frac{\partial f^{-1}(\vec x)}{\partial\vec x}\right|\;}$$
#
# - the Jacobian is a matrix of all $D^2$ partial derivatives
# - $|\det|$ is the factor by which it changes **volumes**
# - in general it costs $D^3$ operations

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: seen through a magnifying glass every smooth map is a matrix, and a matrix changes
# all volumes by $|\det|$.
#
# **Ask:** an image has a million pixels. How many operations for one density?
#
# **Expect:** $10^{18}$. So flows are the art of choosing maps whose determinant is cheap.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Why is one matrix enough?

# %% frames={"side": [1.0, 0.5, 0.25, 0.1]} height=530 stills=["side=1", "side=0.5", "side=0.25", "side=0.1"]
live.cells(map="lens", s=1.0, side=1.0, z1=2.75, z2=0.75)

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min, spare.** Say: the dashed outline is what the matrix alone makes of the cell. For a large cell it
# is wrong.
#
# **Ask:** I halve the side of the cell, and again. What will the two bars do?
#
# **Expect:** they meet. The determinant is the area ratio *in the limit of a small cell*, as the
# derivative is a ratio of widths.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Two maps in a row
#
# $f = f_2\circ f_1$ means: $f_1$ first, $y = f_1(z)$, then $x = f_2(y)$.
#
# Stretch by 2, then by 3. How wide is a strip in the end?

# %% [markdown] slideshow={"slide_type": "fragment"}
# Stretches multiply, so **log-dets add**:
#
# $$\log\left|\det\frac{\partial f}{\partial z}\right| =
# \log\left|\det\frac{\partial f_1}{\partial z}\right| +
# \log\left|\det\frac{\partial f_2}{\partial y}\right|$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Take the answer before the fragment: 6 times.
#
# Say: all large flows are chains of simple maps. Note the y: the second log-det is taken where the
# first map has arrived. (Exercise 1.3 knows the mistake of taking both at z.)
#
# **Ask:** for the inverse, what is undone first? **Expect:** the last one, $f_2$.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Sampling: do samples need the formula?

# %% frames={"n": [10, 100, 1000, 10000, 100000]} height=530 veil=["readouts"] stills=["", "n=10000"]
live.histogram(map="exp", n=10)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"n=10": "", "n=10000": ""} known={"100": "the step from 100 to 10 000"}
# **3 min.** Say: sampling is straightforward. Draw z from the base, apply the map: $x = f(z)$.
# Nobody has corrected the grey bars for anything. We only must be able to draw from the base.
#
# **Ask, a vote:** these are 10 samples. With 10 000, which of the two curves will the bars follow, the orange or
# the purple one?
#
# **Expect:** the orange one, with the Jacobian. Lift the veil: 100 times more samples, a tenth of the error. The
# distance to the purple curve never shrinks: samples are an honest judge.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A flow has two directions
#
# | | direction | gives | needs |
# |---|:-:|---|---|
# | **sampling** | $z \to x = f(z)$ | samples of $p(x)$ | $f$ and samples of the base |
# | **density** | $x \to z = f^{-1}(x)$ | $\log p(x)$ | $f^{-1}$ and its log-det |
#
# Both must be cheap. It is not always so.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: keep this table in mind. In lecture 2 we meet a flow with an easy density and *no*
# formula for sampling.
#
# **Ask:** which direction does fitting to data need?
#
# **Expect:** the inverse: data are x, and we want their $\log p$.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Can a density be larger than 1?

# %% frames={"s": [0.1, 0.2, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0], "unit": ["seconds", "minutes", "hours"]} stills=["", "s=0.1", "s=0.1, unit=seconds", "s=0.1, unit=hours"]
live.squeeze(s=1.0, unit="minutes")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"s=0.1": "4 1", "s=1": "0.4"} known={"60": "minutes in an hour"}
# **2 min, spare.** Say: users ask this more than anything else: *my log-likelihood is positive, what have I
# broken?*
#
# **Ask:** I squeeze to a tenth. How high? And if the durations are said in hours?
#
# **Expect:** 4 instead of 0.4; the area stays 1. In hours the curve is the same and the numbers are
# 60 times larger: a density is probability *per unit*. Nothing is broken.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Differentiable samples: where does each go?

# %% frames={"theta": [0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2]} height=530 veil="right" stills=["theta=0.6", "", "theta=2.2"]
live.moving_samples(theta=1.2, n=20)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "20"}
# **3 min.** Say: above z, below the same samples after the flow. θ is the scale of the flow. The
# strokes show where each x is going.
#
# **Ask:** I move θ. Which dots move? Is the average on the right a smooth curve, with 20 samples?
#
# **Expect:** the x move, the z do not. The randomness sits in z, θ acts through f: so $x_\theta$ has
# a derivative, and the average has one, too.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Differentiable expectation values
#
# $$I_\theta = \int p_\theta(x)\,F_\theta(x)\,dx \;\approx\; \frac1N\sum_{i=1}^N F_\theta(x_{\theta,i}),
# \qquad x_{\theta,i} = f_\theta(z_i)$$
#
# | | integral | average |
# |---|---|---|
# | $n$-th moment | $\int p_\theta(x)\,x^n\,dx$ | $\frac1N\sum_i x_{\theta,i}^n$ |
# | entropy | $-\int p_\theta(x)\log p_\theta(x)\,dx$ | $\frac1N\sum_i -\log p_\theta(x_{\theta,i})$ |

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: most of information theory is an integral of this kind. The samples carry a θ: that
# is the whole point of this slide.
#
# **Ask:** where does θ stand in the entropy's average?
#
# **Expect:** twice: in $\log p_\theta$ and in $x_\theta$. People see the first one only. That leads
# to the next slide.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which of these has the right gradient?
#
# The entropy, from samples, differentiated with respect to θ:
#
# $$\textbf{A}\quad \frac1N\sum_i -\log p_\theta(x_{\theta,i})
# \qquad\qquad
# \textbf{B}\quad \frac1N\sum_i -\log p_\theta(x_i)$$
#
# In B the samples are plain numbers: no θ in $x_i$.
#
# **Same value. Same gradient?**

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Take the vote, give them a minute with a neighbour, take it again.
#
# **Ask, a vote:** A, B, or both?
#
# **Expect:** a split room, with many for *both*. Do not resolve it: the picture does.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The wrong gradient: where is its centre?

# %% frames={"n": [1, 10, 100, 1000], "theta": [0.6, 1.2, 2.0]} veil="right" stills=["", "n=1000", "theta=2", "n=1000, theta=2"]
live.entropy_gradients(n=1, theta=1.2)

# %% [markdown] slideshow={"slide_type": "notes"} known={"1": "the area under every density"}
# **3 min.** Say: above, A; below, B; dashed, the exact slope 1/θ. For this flow A has no scatter at all.
#
# **Ask:** before more samples: will B move towards the dashed line?
#
# **Expect:** *yes* from many. It does not: more samples make it more certain of **zero**. B is wrong
# by law, for every flow. Why? An area stays 1, so what a density gains it must lose. Deck G and
# chapter 08 tell it in full.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Before we go on
#
# 1. A map squeezes the axis to a third. What happens to the density?
# 2. Data in hand: do you need $f$ or $f^{-1}$?
# 3. Somebody's log-likelihood is +4. Broken?

# %% [markdown] slideshow={"slide_type": "fragment"}
# Three times as high · $f^{-1}$ and its log-det · no: mind the unit
#
# **Next: which maps can we compute?** We begin with a straight line.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min, spare.** Before the fragment; let neighbours answer each other.
#
# **Ask:** all three questions, one after the other.
#
# **Expect:** the third still divides the room. Go back to the slide *Can a density be larger than 1?* if it
# does. Without time, go straight on to deck B.
