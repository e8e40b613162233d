# %% [markdown] slideshow={"slide_type": "slide"}
# # Inverses without a formula

# %% tags=["setup"]

# %% width=800 height=430
live.mixture_flow(w=0.35, mu1=-2.5)

# %% [markdown]
# How do you run a map backwards if nobody gives you its inverse?

# %% [markdown] slideshow={"slide_type": "notes"}
# **1 min.** Say: the mixture flow has an analytic $f^{-1}$ and no analytic f. We want samples.
#
# **Ask:** how does a pocket calculator find $\sqrt 2$?
#
# **Expect:** *it tries*. Exactly that. The rest is how to try well.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Make it a root-finding problem
#
# We can only evaluate $g(x)$.
#
# **Want:** $\;x = g^{-1}(y)$
#
# **Solve:** $\;F(x) = g(x) - y = 0$
#
# $y$ is given; vary $x$ until the solution is found.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: for our flow g is $f^{-1}$, the wanted y is the base sample z, and the root x is the
# sample of the data space. Careful with the letter F: in deck D it was the mixture's CDF.
#
# **Ask:** why is there exactly one root?
#
# **Expect:** g rises everywhere, from −∞ to +∞. Being a flow guarantees it.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Bisection: guess my number
#
# I think of a number between 0 and 1000. You guess, I say *too high* or *too low*.
#
# How many guesses do you need?

# %% [markdown] slideshow={"slide_type": "fragment"}
# Ten: $2^{10} = 1024$. **One guess is one bit.**
#
# Three digits cost ten steps; the 16 digits of a float64 cost about 50.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Play it with one person for three guesses, then ask for the number.
#
# **Ask:** what must you know before you can start?
#
# **Expect:** two ends with the number in between: a *bracket*. Hold on to that word.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How fast do two searches close in?

# %% frames={"step": [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 40, 50], "start": [0.2, 0.5, 0.9]} veil="right" stills=["step=1", "step=3", "step=5", "step=10"]
live.root_steps(step=0, start=0.9)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"step=10": "", "step=50": "", "step=5": ""} known={"three": "2¹⁰ = 1024", "1 2 4 8": "digits that double"}
# **4 min.** Say: left, bisection halves the orange bracket. Middle, Newton follows the tangent to where it
# meets the dashed line. Right, what is left of the error.
#
# **Ask:** read the two curves on the right: how many digits does each gain in a step?
#
# **Expect:** bisection three in ten steps, always. Newton 1, 2, 4, 8: the error is squared in each
# step, the number of right digits **doubles**. 50 steps against 5. Move the start: it hardly matters
# here.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Newton: ask how steep it is
#
# $$x_{n+1} = x_n - \frac{F(x_n)}{F'(x_n)} = x_n - \frac{g(x_n) - y}{g'(x_n)}$$
#
# - replace the curve by its tangent, go to where the tangent reaches $y$
# - on a straight line one step is enough; each step can be differentiated

# %% frames={"step": [0, 1, 2]} height=320
live.root_steps(step=0, start=0.2)

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Middle: the blue tangent, and where it meets the dashed line. Ask before each step.
#
# **Ask:** g(x) is too small, and g rises. Which sign has the step?
#
# **Expect:** positive, to the right: minus a negative number. The two mistakes of exercise 6.2 are the
# sign, and dividing by g instead of g′.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Newton for the flow
#
# Wanted: $x = f(y)$. We have $f_\theta^{-1}(x)$ **and its derivative**, both analytic:
#
# $$f_\theta^{-1}(x) = \log\sum_i w_i\,\sigma(u_i) - \log\Big(1 - \sum_i w_i\,\sigma(u_i)\Big),
# \quad u_i = \frac{x-\mu_i}{s_i}$$
#
# $$\boxed{\;x_{n+1} = x_n - \frac{f_\theta^{-1}(x_n) - y}{\big(f_\theta^{-1}\big)'(x_n)}\;}
# \qquad \theta = (w_1, \mu_1, s_1, \dots, w_K, \mu_K, s_K)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: the derivative below is the very number whose logarithm is the log-det. We had it already.
# Printed slides sometimes lose the prime: then the step is wrong.
#
# **Ask:** what does a flow pay for one sample, compared to one density?
#
# **Expect:** as many densities as there are steps: five to thirty.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What keeps Newton from running away?

# %% frames={"step": [0, 1, 2, 3, 4, 5, 6, 8, 10, 14], "start": [0.2, 0.4, 0.5, 0.6, 0.8]} stills=["", "step=1", "step=2", "step=4"]
live.safeguard(step=0, start=0.6)

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Say: two bumps far apart. Between them the map is nearly flat.
#
# **Ask, a vote:** the tangent is almost level. Where does the first step land: nearer to the root, as far
# from it, or far outside?
#
# **Expect:** far outside. From here it runs in a circle for ever; from elsewhere it comes back, or ends at
# infinity. The orange one stays in the shaded bracket and is there in a few steps, from any start.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Newton on a leash
#
# 1. every look shrinks the bracket, from below or from above
# 2. Newton's guess lies inside: take it
# 3. it does not, or it creeps: take the middle
#
# And the bracket to begin with? For a mixture it is exact:

# %% [markdown] slideshow={"slide_type": "fragment"}
# $$\min_i\,(\mu_i + s_i\,z)\;\le\;x\;\le\;\max_i\,(\mu_i + s_i\,z)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: each part alone would send z to $\mu_i + s_i z$. The mixture lies between its parts.
#
# **Ask:** why is it not enough to take the smallest and the largest centre?
#
# **Expect:** z may be far out in the tail. Exercise 6.3 knows *centres alone*. With bracket and leash
# the course's search needed at most 31 evaluations in its tests, with scales from 0.0001 to 1000.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Has a root a gradient?
#
# To train through samples we need $\partial x/\partial\theta$. But $x$ came out of a **search**.
#
# Idea: let autograd run through the search.
#
# - **bisection:** compare, halve, compare, halve …
# - **Newton:** tangent after tangent
#
# Which of the two gives a right gradient?

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Take the vote, and no answer yet: the picture has it.
#
# **Ask, a vote:** which search hands on a gradient: bisection, Newton, both, or none? And without hands:
# what is the derivative of a comparison?
#
# **Expect:** *both*, from most. The derivative is 0, or there is none. Do not say yet what that does.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which of these gradients is right?

# %% frames={"z": [-2.0, -1.0, 0.0, 0.6, 1.2, 1.8], "which": ["weights w", "centres μ", "scales s"]} stills=["", "which=weights w", "which=scales s", "z=-2"]
live.root_gradients(z=0.6, which="centres μ")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"which=weights w": "0"}
# **3 min.** Say: grey is the judge, by finite differences.
#
# **Ask:** look at purple, bisection. Right, nearly right, or nonsense? Then switch to the weights.
#
# **Expect:** they look plausible, and they are wrong. For the weights they are all 0. Autograd has
# differentiated the two ends of the bracket; the map in between came in through comparisons only.
# Newton, in black, agrees with grey. And so does orange, without any search.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The implicit derivative
#
# However $x$ was found: $\;g(x, \theta) = y$. Move $y$ or $\theta$ a little, and keep it true:
#
# $$\frac{\partial x}{\partial y} = \frac{1}{\partial g/\partial x}
# \qquad\qquad
# \frac{\partial x}{\partial\theta} = -\,\frac{\partial g/\partial\theta}{\partial g/\partial x}$$
#
# For the flow, at the root $x_* = f_\theta(y)$:
#
# $$\frac{\partial f_\theta(y)}{\partial y} =
# \frac{1}{\;\partial f_\theta^{-1}(x)/\partial x\,\big|_{x = x_*}}$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Derive it on the board: $dg = g_x\,dx + g_\theta\,d\theta = dy$.
#
# **Ask:** why the minus sign?
#
# **Expect:** when the curve rises, it reaches y earlier: x moves to the left. The log-det of sampling
# is minus the log-det of the density, at the root: no second search.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One Newton step knows it all
#
# Search without a graph. Then **one more step, with the graph**:
#
# $$x = x_* - \frac{g(x_*, \theta) - y}{g'(x_*)}\qquad(x_*\text{ and } g'(x_*)\text{ held fixed})$$
#
# - its value: $x_*$, since $g(x_*,\theta) - y = 0$
# - its derivatives: the two of the last slide

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Let them differentiate the line with respect to θ and to y.
#
# **Ask:** and second derivatives?
#
# **Expect:** wrong with one step, since g′ was held. Two steps with the graph give them; the course's
# library does that.

# %% slideshow={"slide_type": "skip"}
mixture = flows.TrainableMixture(3).double()
z = torch.randn(5, dtype=torch.float64)
x, log_det = mixture.forward(z)
print(torch.autograd.grad(x.sum(), list(mixture.parameters())))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What does it save?
#
# 20 000 samples, 12 steps of search, gradient for all parameters:
#
# | | memory kept | grows with the steps? |
# |---|:-:|:-:|
# | through all Newton steps | 91 MB | yes |
# | implicit | 15 MB | no |

# %% [markdown] slideshow={"slide_type": "notes"}
# **1 min, spare.** Say: what autograd keeps for the way back, in chapter 06. It saves time, too: going back
# through every step took three times as long there.
#
# **Ask:** with 24 steps instead of 12, what will the two numbers be?
#
# **Expect:** about 180, and still 15.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The mixture flow, complete
#
# | | how |
# |---|---|
# | density, $x\to z$ | formula, in log space |
# | samples, $z\to x$ | safeguarded Newton in an exact bracket |
# | log-dets | $\pm\log\big(f^{-1}\big)'(x)$: formula |
# | gradients | implicit, for $z$ and for every parameter |

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: everything works with everything. It is a flow like the others, only slower one way.
#
# **Ask:** for which task would you prefer the spline?
#
# **Expect:** when you sample a lot. And the mixture when the data have far tails, or when you want to
# name the clusters.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Now you
#
# **Hands-on 2:** write the mixture flow, and find the galaxies' clusters.
#
# 1. $z = \log F - \log S$, both in log space
# 2. bracket, Newton, leash
# 3. a root has a gradient: the implicit one

# %% height=300
live.mixture_flow(w=0.35, mu1=-2.5)

# %% [markdown] slideshow={"slide_type": "notes"} known={"three": "of the slide"}
# **2 min.** Take open questions. Then say: fifteen minutes of break, then chapter 07.
#
# **Ask:** three lines, three mistakes: which one will you make?
#
# **Expect:** laughter, and then *the sign*. Say that the notebook knows them all by name.
