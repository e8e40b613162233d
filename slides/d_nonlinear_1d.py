# %% [markdown] slideshow={"slide_type": "slide"}
# # Bending the line

# %% tags=["setup"]

# %% width=800 height=430
live.two_splines(which=6, move=0.0)

# %% [markdown]
# Spline flows and CDF flows
#
# *How do you bend a line so that it stays invertible?*

# %% [markdown] slideshow={"slide_type": "notes"}
# **1 min.** Say: a line makes one bump. The geyser has two. Today we bend, and the price will show
# up at the end of the hour.
#
# **Ask:** from yesterday: which two things must we be able to compute for a map?
#
# **Expect:** the way back, and the log-det. Hold every idea of today against these two.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which of these are flows?
#
# From $\mathbb R$ to $\mathbb R$:
#
# $$\begin{array}{ll}
# \textbf{A}\quad x = z^2 & \qquad\textbf{B}\quad x = z + \sin 2z\\[0.4em]
# \textbf{C}\quad x = z + \tanh z & \qquad\textbf{D}\quad x = \sinh z
# \end{array}$$

# %% [markdown] slideshow={"slide_type": "fragment"}
# C and D. In one dimension: **always rising (or always falling) = invertible**.
#
# For the density we also need a slope at every point, and nowhere 0.

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Before the fragment; ask for each letter in turn.
#
# **Ask, a vote:** is A a flow? B? C? D?
#
# **Expect:** many hands for B. Its slope is $1 + 2\cos 2z$, which reaches −1: it turns back. A folds
# the axis. D is analytic both ways, and used in real flows; C has no formula backwards.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## First try: are straight pieces enough?

# %% frames={"bins": [3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24]} height=530 veil="right" stills=["", "bins=24"]
live.pieces(bins=7)

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: the map is pinned down at a few knots. Dashed: straight pieces between them.
#
# **Ask, a vote:** left, you can hardly tell the two apart. What does the density of the straight pieces
# look like: smooth, with kinks, or with jumps?
#
# **Expect:** *smooth* or *kinks*. It jumps: the density needs the *slope*, and a straight piece has a
# single one. More bins give smaller jumps, never a smooth density: **a kink in the map is a jump in the
# density.** So we want a map whose slope is continuous.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Spline: what do knots and slopes do?

# %% frames={"d1": [0.05, 0.2, 0.4, 0.7, 1.0, 1.5, 2.0, 3.0], "x1": [-2.8, -2.2, -1.8, -1.4, -1.0, -0.6, -0.2]} stills=["", "d1=0.05", "d1=3", "x1=-0.6"]
live.spline(d1=0.4, x1=-1.8)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"d1=0.05": "0=0.05"} known={"2019": "the paper's year"}
# **3 min.** Say: a *neural spline flow* (Durkan et al., 2019). Knots, and at each knot a slope.
#
# **Ask:** I make the left knot's slope nearly 0. What happens to the density there? And when I move
# the knot up?
#
# **Expect:** a peak: a flat map piles mass up. High where flat, low where steep: say it once more,
# everybody mixes it up. Moving the knot carries mass from one side of it to the other.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One bin: a quotient of two quadratics
#
# Between the knots $(z^{k}, x^{k})$ and $(z^{k+1}, x^{k+1})$, with slopes $\delta^{k}$ and
# $\delta^{k+1}$:
#
# $$\xi = \frac{z - z^{k}}{z^{k+1} - z^{k}}\in[0,1]\qquad
# s^{k} = \frac{x^{k+1} - x^{k}}{z^{k+1} - z^{k}}$$
#
# $$x = x^{k} + \frac{\big(x^{k+1} - x^{k}\big)\left[s^{k}\xi^2 + \delta^{k}\,\xi(1-\xi)\right]}
# {s^{k} + \left[\delta^{k+1} + \delta^{k} - 2s^{k}\right]\xi(1-\xi)}$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: ξ is how far through the bin we are, s the bin's mean slope. The paper writes x → y and
# uses the spline for either direction; we say which variable is which.
#
# **Ask:** put in ξ = 0, then ξ = 1. What comes out?
#
# **Expect:** the two knots. Two mistakes of exercise 4.1 are made here: ξ not divided by the width,
# and s upside down.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Its slope is always positive
#
# $$\frac{\partial x}{\partial z} = \frac{\big(s^{k}\big)^2
# \left[\delta^{k+1}\xi^2 + 2s^{k}\,\xi(1-\xi) + \delta^{k}(1-\xi)^2\right]}
# {\left[s^{k} + \left[\delta^{k+1} + \delta^{k} - 2s^{k}\right]\xi(1-\xi)\right]^2}$$
#
# - at $\xi = 0$ it is $\delta^{k}$, at $\xi = 1$ it is $\delta^{k+1}$
# - all terms are positive: the map rises, **whatever the parameters**

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: nobody has to watch over the fit. A cubic spline has no such promise.
#
# **Ask:** check the claim at ξ = 0: what is left?
#
# **Expect:** $s^2\delta^k / s^2 = \delta^k$. So the slopes of neighbouring bins meet, and the density
# has no jump.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## And back: solve a quadratic
#
# Given $x$, the equation is $a\,\xi^2 + b\,\xi + c = 0$. Two ways to write its root:
#
# $$\textbf{A}\quad \xi = \frac{-b + \sqrt{b^2 - 4ac}}{2a}\qquad\qquad
# \textbf{B}\quad \xi = \frac{2c}{-b - \sqrt{b^2 - 4ac}}$$
#
# **Both directions are analytic.** Which form would you program?

# %% [markdown] slideshow={"slide_type": "fragment"}
# **B.** In a nearly straight bin $a\approx0$: A subtracts equals, then divides by almost 0.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: same root on paper. In float32, with $b = 1$, $c = -0.5$ and $a = 10^{-8}$, A gives 0
# and B gives 0.5, which is right.
#
# **Ask:** what does A give for a perfectly straight bin?
#
# **Expect:** 0/0: not a number, and after one step of training all parameters are.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Any numbers in, good knots out
#
# Gradient descent knows nothing of rising knots. It gets **free numbers**:
#
# | we need | from free numbers by |
# |---|---|
# | widths and heights that fill $[-B, B]$ | $2B\cdot\mathrm{softmax}$ |
# | inner slopes $> 0$ | $\mathrm{softplus}$ |
# | slope at both ends | fixed at 1 |
#
# $K$ bins: $K + K + (K-1)$ parameters.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: the same idea as the diagonal of L yesterday.
#
# **Ask:** why a softmax and not exp, as for the diagonal?
#
# **Expect:** the widths must *add up* to the interval. It is the most frequent mistake of 4.4.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Why slope 1 at the ends?

# %% frames={"end": [0.2, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0], "follow": [false, true]} veil="right" stills=["", "end=1", "follow=yes"]
live.tails(end=2.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "2 1", "end=1": "1"}
# **2 min, spare.** Say: the knots end at the dotted lines. Data do not. Outside, the map goes on straight.
#
# **Ask:** the bin ends with slope 2, the tail begins with slope 1. What does the density do?
#
# **Expect:** it jumps by the factor 2, though the map has no gap. Set the slope to 1, or let the tails
# follow.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A spline density or a spline flow?

# %% frames={"which": [3, 4, 6, 7], "move": [-0.9, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9]} stills=["", "move=0.9", "which=4, move=0.9", "which=4, move=-0.9"]
live.two_splines(which=6, move=0.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "eleven 1"}
# **3 min, spare.** Say: both are splines with eleven parts. Left, the *density* is a sum of bumps. Middle
# and right, the *map* is the spline.
#
# **Ask:** I raise one weight on the left. What happens to all the other bumps? And when I move one
# knot in the middle, what happens far away from it?
#
# **Expect:** the others go down, the weights sum to 1. Far from the knot nothing happens: mass only
# moves across the knot.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How many bins are too many?

# %% frames={"bins": [1, 2, 4, 8, 16, 32]} height=530 veil="right" stills=["bins=1", "bins=2", "bins=8", "bins=32"]
live.bins(bins=1)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "2", "bins=8": "", "bins=32": ""}
# **3 min.** Say: the geyser's waiting times, fitted. Ticks: held out.
#
# **Ask, a vote:** the grey line rises all the way. Shall we take 2 bins, 8, or 32? Then move to 32: what
# has the fit found?
#
# **Expect:** by eye 8 looks good, and 32 follows single bars. Held out, 2 is the best: splines follow
# noise easily. Only points that the fit has not seen can tell.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Another way: through the uniform distribution

# %% frames={"z": [-2.4, -1.6, -0.8, 0.0, 0.8, 1.6, 2.4], "second": ["two bumps", "exponential", "logistic", "normal"]} veil="right" stills=["", "z=0.8", "second=normal", "second=exponential"]
live.chain(z=-0.8, second="two bumps")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"z=-0.8": "21"}
# **3 min.** Say: every distribution has a map to the uniform one: its own CDF. Up a blue CDF, across, down
# an orange one.
#
# **Ask:** z has 21 % of the mass to its left. How much has the x where we arrive?
#
# **Expect:** 21 %. That is the whole idea: *same mass to the left*. Ask for the map when both are
# normal: it is the identity.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Chain two CDFs
#
# $$x = f(z) = \mathrm{CDF}_2^{-1}\big(\mathrm{CDF}_1(z)\big)
# \qquad \mathbb R\to[0,1]\to\mathbb R$$
#
# $$z = f^{-1}(x) = \mathrm{CDF}_1^{-1}\big(\mathrm{CDF}_2(x)\big)$$
#
# Whose density has $x$?

# %% [markdown] slideshow={"slide_type": "fragment"}
# $$p(x) = p_1(z)\cdot\left|\frac{\partial z}{\partial x}\right|
# = p_1(z)\cdot\frac{p_2(x)}{p_1(z)} = p_2(x)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: CDF 1 belongs to the base, CDF 2 to the data.
#
# **Ask:** before the fragment: the derivative of a CDF is ...? So which density comes out?
#
# **Expect:** the density; and $p_2$, of course: the chain was built for it. **Ask:** which of the four
# functions will be hard to get? **Expect:** CDF 2 inverted. Keep that in mind.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The logistic distribution
#
# Like a Gaussian, but everything has a formula:
#
# $$p(x) = \frac1s\cdot\frac{e^{(x-\mu)/s}}{\big(1 + e^{(x-\mu)/s}\big)^2}
# \qquad
# \mathrm{CDF}(x) = \sigma\!\left(\frac{x-\mu}{s}\right) = \frac{1}{1 + e^{-(x-\mu)/s}}$$
#
# and the **inverse** CDF, for $\mu = 0$, $s = 1$:
#
# $$\mathrm{CDF}^{-1}(u) = \log u - \log(1-u)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: σ is the sigmoid of machine learning. The last line is its inverse, the logit, from
# [0, 1] to the axis. Printed slides call it the CDF by mistake.
#
# **Ask:** what is $1 - \sigma(u)$?
#
# **Expect:** $\sigma(-u)$. We shall need that in five minutes.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A mixture of logistics as a flow
#
# $$F(x) = \sum_i w_i\,\sigma\!\left(\frac{x-\mu_i}{s_i}\right),\qquad w_i > 0,\quad \sum_i w_i = 1$$
#
# $$\boxed{\;z = f^{-1}(x) = \log F(x) - \log\big(1 - F(x)\big)\;}$$
#
# - this is $f^{-1}$: **from the data to the base**
# - the base is **logistic**. For a normal one, go on with $\Phi^{-1}(\sigma(z))$

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: CDF 2 is the mixture's, CDF 1 the logistic's. The whole flow is one line.
#
# **Ask, a vote:** which base does this land on: the normal, the logistic, or the uniform one?
#
# **Expect:** *the standard normal*, from habit. It is the logistic: p0(z) = σ(z) σ(−z). Exercise 7.3
# knows this mistake. One fixed map more, Φ⁻¹ after σ, and the base is normal.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which map belongs to two bumps?

# %% frames={"mu1": [-4.0, -3.0, -2.5, -2.0, -1.0, 0.0, 1.0, 2.0], "w": [0.1, 0.35, 0.5, 0.65, 0.9]} veil="middle" stills=["", "w=0.9", "mu1=0", "mu1=-4"]
live.mixture_flow(w=0.35, mu1=-2.5)

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: left the density, in the middle the map back to the base, right the tails on a
# logarithmic axis.
#
# **Ask:** where is the map steep, and where flat?
#
# **Expect:** careful: this is $z$ against $x$, so *steep on the bumps*, flat in the valley. The other
# way round as for the spline before, since the axes are. Tails: straight lines, the widest part wins.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Its slope, and its density
#
# $$\frac{\partial z}{\partial x} = \frac{p(x)}{F(x)\,\big(1 - F(x)\big)}
# \qquad
# p(x) = \sum_i \frac{w_i}{s_i}\,\sigma(u_i)\,\sigma(-u_i)$$
#
# and the logistic base has $\;p_0(z) = \sigma(z)\,\sigma(-z) = F(x)\,\big(1-F(x)\big)$. So

# %% [markdown] slideshow={"slide_type": "fragment"}
# $$p_0(z)\cdot\left|\frac{\partial z}{\partial x}\right| = p(x)$$
#
# **The flow's density is the mixture's own.** What is new is the map.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Let the room multiply the two lines.
#
# **Ask:** then what have we gained over a mixture?
#
# **Expect:** silence. The map: it says which z belongs to which x, it can be chained with other maps,
# and its samples can be differentiated, weights included.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How far out can you trust the formula?

# %% frames={"x": [0.0, 4.0, 8.0, 12.0, 15.0, 16.0, 17.0, 18.0, 25.0, 35.0, 40.0], "precision": ["float32", "float64"]} veil=["numbers", "right", "readouts"] stills=["", "x=16", "x=18", "x=18, precision=float64"]
live.tails_of_formulas(x=12.0, precision="float32")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"x=18, precision=float32": "", "precision=float64": "38"} known={"1": "float32 has nothing between it and F"}
# **3 min.** Say: purple, the boxed formula as it stands. It is right on paper.
#
# **Ask:** what happens at x = 18 in float32? And does float64 cure it?
#
# **Expect:** F rounds to 1, $\log(1 - F) = -\infty$. float64 only moves the wall to about 38. One
# outlier in a training set, and the loss is infinite.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The cure: never subtract from 1
#
# The mass to the right is a sum, too:
#
# $$1 - F(x) = S(x) = \sum_i w_i\,\sigma\!\left(-\frac{x-\mu_i}{s_i}\right)$$
#
# $$z = \log F(x) - \log S(x)$$
#
# $$\log F = \operatorname{logsumexp}_i\big(\log w_i + \log\sigma(u_i)\big)$$
#
# Carry $\log F$ and $\log S$ side by side; never leave the logarithms.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: `logsigmoid` and `logsumexp` never overflow. That is all of hands-on 2's second step.
#
# **Ask:** is the logarithm of a sum the sum of the logarithms?
#
# **Expect:** no. Exercise 5.3 knows that mistake all the same: it is easily typed.

# %% slideshow={"slide_type": "skip"}
u = torch.tensor([5.0, 17.0, 200.0])
print(torch.log(1 - torch.sigmoid(u)))  # the naive way
print(torch.nn.functional.logsigmoid(-u))  # the way that holds

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The catch
#
# | | direction | spline | mixture of logistics |
# |---|:-:|:-:|:-:|
# | density | $x\to z$ | formula | formula |
# | samples | $z\to x$ | formula | **?** |
#
# Solve $\;z = \log F(x) - \log S(x)\;$ for $x$, with three parts.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Give them half a minute to try on paper.
#
# **Ask:** who has x?
#
# **Expect:** nobody: there is no formula. With one part it works, with two of equal scales it is a
# quadratic. So: how do you run a map backwards if nobody gives you its inverse? Next deck.
