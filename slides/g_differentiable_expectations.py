# %% [markdown] slideshow={"slide_type": "slide"}
# # Differentiable expectations

# %% tags=["setup"]

# %% frames={"theta": [0.6, 1.2, 1.8, 2.2]} width=800 height=430
live.moving_samples(theta=1.2, n=20)

# %% [markdown]
# How do you take the gradient of an average over samples that themselves depend on θ?

# %% [markdown] slideshow={"slide_type": "notes"}
# **1 min.** Say: this is the slide from yesterday morning, in full: the wrong gradient, and why.
#
# **Ask:** who remembers where the wrong one had its centre?
#
# **Expect:** zero. Nobody remembers why: nobody was told.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## An average that moves
#
# $$I_\theta = \int p_\theta(x)\,F_\theta(x)\,dx \approx \frac1N\sum_{i=1}^N F_\theta(x_{\theta,i}),
# \qquad x_{\theta,i} = f_\theta(z_i),\quad z_i\sim p_0$$
#
# **Keep the randomness in $z$, and let $\theta$ act on it through $f$.**
#
# $$\nabla_\theta I_\theta \approx \frac1N\sum_{i=1}^N \nabla_\theta\, F_\theta\big(f_\theta(z_i)\big)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: $F(x) = x^n$ gives a moment, $F = -\log p_\theta$ the entropy, $\log p - \log q$ a
# divergence.
#
# **Ask:** why may the gradient go under the sum?
#
# **Expect:** the $z_i$ do not know of θ. That is the reparameterization trick.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The same $z$, or fresh ones?

# %% frames={"theta": [0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0, 2.2], "fresh": [false, true]} stills=["", "fresh=yes"]
live.moving_samples(theta=1.2, n=20)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "20"}
# **3 min.** Say: right, the average of x² over 20 samples, for every θ.
#
# **Ask, a vote:** I take fresh z for each θ. Will the curve still have a slope, yes or no?
#
# **Expect:** it jumps about, and its slope means nothing. With the same z it is smooth: off by a
# little, in the same way everywhere.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How far off is an average?
#
# $$\frac1N\sum_i F(x_i)\;\pm\;\frac{\text{standard deviation of } F(x_i)}{\sqrt N}$$
#
# For a tenth of the error: how many samples?

# %% [markdown] slideshow={"slide_type": "fragment"}
# A hundred times as many. A quarter of the scatter saves a factor of **16**.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Ask before the fragment.
#
# **Ask:** who has ever reported an average without its error?
#
# **Expect:** everybody. Exercise 8.2: most forget the root.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The entropy of a line, by hand
#
# $x = az + b$ with $a > 0$, so $\;-\log p(x) = \tfrac12\left(\frac{x-b}{a}\right)^2 + \log a + \text{const}$
#
# | | slope in $a$ of one sample | mean |
# |---|---|:-:|
# | **right:** $x$ moves along | $z$ does not know of $a$: $\;\dfrac1a$ | $\dfrac1a$ |
# | **wrong:** $x$ is held | $\dfrac{1 - z^2}{a}$ | $0$ |

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Derive the second row on the board: differentiate with x fixed, then put $x = az + b$.
#
# **Ask:** what is the mean of $z^2$?
#
# **Expect:** 1. So the wrong one is 0 on average, for every a, with any N. In code it is one
# `.detach()`, or `sample` where `rsample` belongs.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Is it zero for other flows, too?

# %% frames={"family": ["line: scale θ", "mixture: scales θ", "spline: slope θ"], "n": [1, 10, 100, 1000]} stills=["", "family=mixture: scales θ", "family=spline: slope θ"]
live.entropy_gradients(n=100, theta=1.2, family="line: scale θ")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "400", "n=1000": "0"}
# **3 min.** Say: 400 runs; above, samples that move, below, samples cut off.
#
# **Ask:** line, mixture, spline: will the lower histogram move from 0? Will the upper one scatter?
#
# **Expect:** never; and yes, for the two others, but around the right value.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where does a density gain, and where lose?

# %% frames={"weight": ["1", "x²", "−log p(x)"], "theta": [0.6, 0.9, 1.2, 1.6, 2.0]} veil=["numbers", "readouts"] stills=["", "weight=x²", "weight=−log p(x)"]
live.gain_and_loss(theta=1.2, weight="1")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0"} known={"1": "the area"}
# **3 min.** Say: θ grows by a little. Orange: the density gains. Hatched: it loses.
#
# **Ask:** how large is orange minus hatched?
#
# **Expect:** 0: the area is 1 before and after. Then weight it with x²: gains far out count more, and
# the sum is the slope of $E[x^2]$.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The score has mean zero
#
# $$E\big[\nabla_\theta\log p_\theta(x)\big]
# = \int p_\theta\,\frac{\nabla_\theta p_\theta}{p_\theta}\,dx
# = \nabla_\theta\int p_\theta\,dx = \nabla_\theta\,1 = 0$$
#
# The wrong gradient, with $x_i$ held, is an average of scores:
#
# $$-\frac1N\sum_i\nabla_\theta\log p_\theta(x_i)$$
#
# Its mean vanishes **by law**, for every flow.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: gradient of log p, times p, is the gradient of p. That is the only trick.
#
# **Ask:** and if F does not depend on θ: what is $\int F\,\nabla_\theta p_\theta$ as an expectation?
#
# **Expect:** $E[F\,\nabla_\theta\log p_\theta]$: a right gradient with samples that stand still.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Three estimators
#
# | | gradient of one sample | needs |
# |---|---|---|
# | **pathwise** | $\nabla_\theta F_\theta\big(f_\theta(z)\big)$ | samples with a gradient |
# | **score function** | $F_\theta(x)\,\nabla_\theta\log p_\theta(x) + \nabla_\theta F_\theta(x)$ | only $\log p_\theta$ |
# | **detached** | $\nabla_\theta F_\theta(x)$ | nothing. **Wrong** |
#
# In the lower two rows, $x$ is held.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: the first is the reparameterization trick, the second REINFORCE.
#
# **Ask:** which one works for a cost that jumps, or a simulator that cannot be differentiated?
#
# **Expect:** the score function. There is a price; see the picture.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which estimator gets better with more samples?

# %% frames={"what": ["x²", "x³", "−log p(x)"], "n": [1, 10, 100, 1000]} height=450 veil=["left", "right", "readouts"] stills=["", "what=x²"]
live.three_estimators(what="−log p(x)", n=100)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "200 four=0.236/0.055"} known={"20": "nearly: 4.3² = 18"}
# **3 min.** Say: left, how far the mean of 200 runs is from the truth; right, how much a single run
# scatters.
#
# **Ask, a vote:** which line on the left will not fall: pathwise, score function, or detached? Which of the
# two right ones is the better?
#
# **Expect:** the detached one. Pathwise scatters least: about four times less than the score function,
# so it needs nearly 20 times fewer samples. That is why differentiable samples are worth the trouble.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What is it good for? Which density has the largest entropy?

# %% frames={"step": [0, 5, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300]} height=530 stills=["", "step=20", "step=60", "step=300"]
live.entropy_ascent()

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: gradient ascent on the entropy, with $E[x^2] = 1$ held.
#
# **Ask:** nobody tells it the shape. What will come out?
#
# **Expect:** some say *uniform*. It is the Gaussian: the most spread-out density of its size. With the
# wrong gradient nothing would spread it out, and it would become a spike.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## In PyTorch, one letter
#
# | | samples | gradient in $\theta$ |
# |---|---|---|
# | `p.rsample()` | $x_\theta = f_\theta(z)$ | yes |
# | `p.sample()` | plain numbers | cut off |
#
# For $x = 2z$ and its entropy ($dH/da = 0.5$): `rsample` gives 0.500, `sample` gives −0.001.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: the r stands for *reparameterized*. No error, no warning: only a wrong number.
#
# **Ask:** how would you notice in your own project?
#
# **Expect:** check one gradient against finite differences *with the same z*. Once is enough.

# %% slideshow={"slide_type": "skip"}
a = torch.tensor(2.0, requires_grad=True)
p = torch.distributions.Normal(0.0, a)
for draw in (p.rsample, p.sample):
    (gradient,) = torch.autograd.grad(-p.log_prob(draw((100_000,))).mean(), a)
    print(draw.__name__, gradient.item())

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Take home
#
# - a flow is a **base**, a **map** and a **Jacobian**
# - density: backwards; samples: forwards
# - no formula? Search, then the implicit gradient
# - keep the randomness in $z$; **do not cut the samples off**
#
# **Next:** chapter 08 has the exercises; Part II begins with many dimensions.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: thank you, and where help is to be found.
#
# **Ask:** what will you try on your own data first?
#
# **Expect:** *a spline*. Ask back: with how many bins, and judged on which points?
