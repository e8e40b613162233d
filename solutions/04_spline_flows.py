# %% [markdown] alt="Three panels: a bell as the base, a map bent at four knots, a target with two narrow bumps."
# # 04 · Spline flows
#
# **How do you bend a line so that it stays invertible?** Chapter 03 ended with a perfect fit that lay across
# two clouds, since a straight line makes one bump. The map of this chapter makes any number of bumps. With
# it you can fit a density to data whose shape you do not know, and run it in both directions by formula. It
# is at work in many flows of today, for gravitational waves and for particle detectors.
#
# Run the two cells below and play. The map in the middle goes through four *knots*. You may move the
# two inner ones. And you may turn the short orange strokes, which are the slopes at these knots.

# %% tags=["setup"]

# %%
live.spline()

# %% [markdown]
# 1. Where is the density of $x$ high: where the map is steep, or where it is flat?
# 2. Make two narrow bumps. Then one, with an edge on its left.
# 3. Try to break it: can you make the map turn back, with any setting of the sliders?

# %% [markdown]
# You cannot. Every setting gives a rising curve, and a rising curve has an inverse. The straight line of
# chapter 02 made nothing but bells. This curve makes bumps, gaps and edges, with two knots that move. And
# the area stays at 1.

# %% [markdown]
# ## What you can do after this chapter
#
# - say which functions are flows in one dimension, and why straight pieces are not enough;
# - write one bin of a rational-quadratic spline: the map, its slope, and its inverse without losing
#   digits;
# - turn any real numbers into valid knots, and put the bins together to a flow with tails;
# - choose the number of bins by held-out data.
#
# **You need** chapters 01 and 02, and the formula for the roots of a quadratic. **Time:** 70 minutes.
#
# **From chapter 01**, because all that follows is built on it:

# %%
predict("04.a")

# %% [markdown]
# ## 1 · First attempt: straight pieces
#
# In one dimension a flow is a *monotone* function: one that always rises (or always falls). The
# easiest one that bends joins some knots by straight lines. In the next picture the dotted curve is a
# smooth map. The purple one imitates it with straight lines, the black one with the pieces of this chapter.

# %%
predict("04.b")

# %%
live.pieces()

# %% [markdown]
# Try 24 bins: the map is almost perfect, and the density still has steps. **A continuous density needs a
# continuous slope**: the pieces must agree in value *and* in slope where they meet. (Mathematicians
# write $C^1$.)
#
# So one piece has to meet four conditions: where it starts, where it ends, and the slope at both ends. And
# it must rise in between. A cubic polynomial can meet the four conditions, but it does not always rise. One
# quotient of two quadratics, that of the next section, meets them and always rises.

# %% [markdown]
# ## 2 · One bin
#
# Take the bin from the knot $(z_0, x_0)$ to the knot $(z_1, x_1)$. It has a width $w$, a height $h$ and a
# mean slope $s = h/w$; $d_0$ and $d_1$ are the slopes at its ends. The letter $\xi$ (xi) says how far
# through the bin a point is, from 0 to 1.

# %% [markdown] tags=["prompt:4.1"]


# %% tags=["exercise:4.1"]
def bin_map(z, z0, z1, x0, x1, d0, d1):
    """The x that z is sent to, by the bin from (z0, x0) to (z1, x1)."""
    ### BEGIN SOLUTION
    h, s = x1 - x0, (x1 - x0) / (z1 - z0)
    xi = (z - z0) / (z1 - z0)
    both = xi * (1 - xi)
    return x0 + h * (s * xi**2 + d0 * both) / (s + (d0 + d1 - 2 * s) * both)
    ### END SOLUTION


check("4.1", bin_map)

# %% [markdown]
# Stuck? `hint("4.1")` gives the next of three hints.
#
# Test your bin on one with the corners $(0, 0)$ and $(2, 1)$, which starts flat and ends steep:

# %%
# NBVAL_CHECK_OUTPUT
z = torch.tensor([0.0, 0.5, 1.0, 1.5, 2.0])
x = answer("4.1")(z, *torch.tensor([0.0, 2.0, 0.0, 1.0, 0.1, 2.0]))
print("z:", z)
print("x:", x)

# %% [markdown]
# For the density we need the slope of the curve between the ends. The quotient rule gives it. All its terms
# are positive, so the slope is positive, too.

# %% [markdown] tags=["prompt:4.2"]


# %% tags=["exercise:4.2"]
def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    """log dx/dz at z."""
    ### BEGIN SOLUTION
    s = (x1 - x0) / (z1 - z0)
    xi = (z - z0) / (z1 - z0)
    both = xi * (1 - xi)
    above = s**2 * (d1 * xi**2 + 2 * s * both + d0 * (1 - xi) ** 2)
    below = s + (d0 + d1 - 2 * s) * both
    return torch.log(above) - 2 * torch.log(below)
    ### END SOLUTION


check("4.2", bin_log_slope)

# %% [markdown]
# ## 3 · And back
#
# Densities of data need the inverse: given $x$, where did it come from? $x$ is a quotient of quadratics in
# $\xi$. So $\xi$ solves a quadratic equation, and for that there is a formula. This is why these splines are
# so popular: **both directions have a formula.**
#
# But a formula can be right on paper and wrong in the computer. A bin that is almost straight leads to
# an equation with a tiny leading coefficient $a$. Here are both ways of writing the root, for
# $a\xi^2 + b\xi + c = 0$ with $b = 1$, $c = -0.5$, in float32. The root is very nearly 0.5.

# %%
# NBVAL_CHECK_OUTPUT
b, c = torch.tensor(1.0), torch.tensor(-0.5)
for a in torch.tensor([1e-2, 1e-5, 1e-6, 1e-8]):
    root = torch.sqrt(b**2 - 4 * a * c)
    school, other = (-b + root) / (2 * a), 2 * c / (-b - root)
    print(f"a = {a:.0e}:  (−b + √…)/2a = {school:.5f}   2c/(−b − √…) = {other:.5f}")

# %% [markdown]
# In the first form $-b + \sqrt{\dots}$ subtracts two nearly equal numbers. Their digits cancel, and the
# division by the tiny $2a$ blows up what is left. The second form adds two numbers of one sign, as long as
# $b > 0$, and in a nearly straight bin it is.

# %%
predict("04.c")

# %% [markdown] tags=["prompt:4.3"]


# %% tags=["exercise:4.3"]
def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    """The z that was sent to x."""
    ### BEGIN SOLUTION
    h, s = x1 - x0, (x1 - x0) / (z1 - z0)
    y = x - x0
    a = h * (s - d0) + y * (d0 + d1 - 2 * s)
    b = h * d0 - y * (d0 + d1 - 2 * s)
    c = -s * y
    xi = 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))
    return z0 + (z1 - z0) * xi
    ### END SOLUTION


check("4.3", bin_inverse)

# %% [markdown]
# Forward and back again must end where it began:

# %%
corners = torch.tensor([-1.0, 2.0, 0.5, 1.5, 0.3, 2.5], dtype=torch.float64)
z = torch.linspace(-1, 2, 1001, dtype=torch.float64)
x = answer("4.1")(z, *corners)
print(f"largest error of the round trip: {(answer('4.3')(x, *corners) - z).abs().max():.0e}")

# %% [markdown]
# ## 4 · Knots that cannot go wrong
#
# A spline is fitted by gradient descent, and gradient descent does not know that knots must rise.
# As in chapter 02, we give it numbers that may be *anything* and make valid knots of them. A *softmax* turns
# them into widths that share the interval. A *softplus* turns them into slopes that are positive.

# %% [markdown] tags=["prompt:4.4"]


# %% tags=["exercise:4.4"]
def make_knots(widths, heights, slopes, bound):
    """Unconstrained (K,), (K,), (K−1,) → knots_z, knots_x, d, each of shape (K+1,)."""
    ### BEGIN SOLUTION
    zero, one = widths.new_zeros(1), widths.new_ones(1)
    knots_z = torch.cat([zero, 2 * bound * torch.softmax(widths, 0).cumsum(0)]) - bound
    knots_x = torch.cat([zero, 2 * bound * torch.softmax(heights, 0).cumsum(0)]) - bound
    d = torch.cat([one, torch.nn.functional.softplus(slopes), one])
    return knots_z, knots_x, d
    ### END SOLUTION


check("4.4", make_knots)

# %% [markdown]
# Whatever comes in, the knots rise:

# %%
torch.manual_seed(1)
wild = 5 * torch.randn(3, 4)
knots_z, knots_x, d = answer("4.4")(wild[0], wild[1], wild[2, :3], bound=3.0)
for name, values in (("knots_z", knots_z), ("knots_x", knots_x), ("slopes", d)):
    print(f"{name:8}", [round(v, 2) for v in values.tolist()])

# %% [markdown]
# (Some of these bins are very thin. Libraries, ours too, put a small lower limit on widths, heights and
# slopes, so that none of them can become 0 by rounding.)
#
# ## 5 · The ends
#
# The knots end at $\pm B$. Data may lie further out. There the map goes on as a straight line: it has
# *linear tails*. Which slope must they have? In the next picture the dotted lines stand where the knots end.

# %%
predict("04.d")

# %%
live.tails()

# %% [markdown]
# There are two remedies. Either the tails take over the slope of the ends, or the ends have slope 1 from
# the beginning. The second is the usual way, and your `make_knots` does it. The ends lie on the diagonal, so
# the tails are $x = z$: far away from the knots nothing is changed.

# %% [markdown] tags=["prompt:4.5"]

# %% tags=["exercise:4.5"]
bin_map, bin_log_slope = answer("4.1"), answer("4.2")


def spline(z, knots_z, knots_x, d):
    """x and log|∂f/∂z| of the whole spline, straight outside of its knots."""
    ### BEGIN SOLUTION
    k = torch.searchsorted(knots_z[1:-1], z, right=True)
    inside = z.clamp(knots_z[0], knots_z[-1])
    one_bin = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    log_det = bin_log_slope(inside, *one_bin)
    return bin_map(inside, *one_bin) + torch.exp(log_det) * (z - inside), log_det
    ### END SOLUTION


check("4.5", spline)

# %% [markdown]
# Here is your spline in the picture. The green map should lie on the black one, and its area should
# be 1 for every setting. Move a knot, and look at the tails, too.

# %%
live.spline(yours=attempt("4.5"))

# %% [markdown]
# Samples go through the spline forwards. Densities of data go backwards, and need the log-det of the
# *inverse*:

# %% [markdown] tags=["prompt:4.6"]

# %% tags=["exercise:4.6"]
bin_inverse, bin_log_slope = answer("4.3"), answer("4.2")


def inverse_log_slope(x, z0, z1, x0, x1, d0, d1):
    """log dz/dx at x."""
    ### BEGIN SOLUTION
    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)
    return -bin_log_slope(z, z0, z1, x0, x1, d0, d1)
    ### END SOLUTION


check("4.6", inverse_log_slope)

# %% [markdown]
# ## 6 · Two kinds of splines
#
# **Optional.** Read this if you know splines from elsewhere, or if you wonder about the edges in the density.
#
# Chapter 01 had another density made of splines: the *B-spline density*, a weighted sum of bumps. The next
# picture has both, fitted to the same waiting times of Old Faithful, with as many bumps as knots. The slider
# `move it` changes one weight on the left and one knot on the right.

# %%
predict("04.e")

# %% [markdown]
# Move it, and look at the right, too. Which part of the flow's density changes when a knot moves?

# %%
live.two_splines()

# %% [markdown]
# | | B-spline density | spline flow |
# |---|---|---|
# | what is a spline | the density itself | the map |
# | parameters | the heights of fixed bumps | places the map goes through, and its slopes |
# | one of them changes | all other bumps, since weights sum to 1 | the mass near one knot moves, the rest stays |
# | samples | a bump is picked at random | $x = f(z)$, differentiable |
# | outside of the interval | density 0, so $\log p = -\infty$ | the tails of the base |
#
# The flow's density has edges at its knots. That is no mistake. The map's slope has no jumps there, so the
# density has none either, but it may have a kink. And ten bins are more than these data can support. Section
# 7 says how many are enough.

# %% [markdown] tags=["prompt:4.7"]


# %% tags=["exercise:4.7"]
def step_log_prob(x, knots_z, knots_x):
    """log p(x) of straight pieces; the base is uniform on [knots_z[0], knots_z[-1]]."""
    ### BEGIN SOLUTION
    k = torch.searchsorted(knots_x[1:-1], x)
    log_slope = torch.log(knots_x.diff() / knots_z.diff())[k]  # log dx/dz of the bin
    log_p = -torch.log(knots_z[-1] - knots_z[0]) - log_slope
    outside = (x < knots_x[0]) | (x > knots_x[-1])
    return log_p.masked_fill(outside, -torch.inf)
    ### END SOLUTION


check("4.7", step_log_prob)

# %% [markdown]
# ## 7 · How many bins?
#
# More bins can follow the data more closely. Can they follow them too closely? Six flows, of 1 to 32 bins, are fitted
# to 163 waiting times. The other 109, the black ticks, are held out. (The fits take some seconds.)

# %%
predict("04.f")

# %%
live.bins()

# %% [markdown]
# On the points it has learnt from, every doubling looks better. On the held-out points the likelihood goes
# down after two bins. With 32 the density has a spike wherever two points happen to be close.
#
# Fitting takes the same few lines as in chapter 02. A linear flow comes after the spline, so that the
# spline works on numbers between −3 and 3. **Your turn: other numbers.** Try 8 bins, or 32, or 1000 steps.

# %%
from course_lib.training import fit

train, held_out = data.split(data.old_faithful()[:, 1], share=0.4, seed=2)
bins, steps = 2, 250  # Your turn: other numbers
flow = flows.Composition(flows.Linear(13.0, 71.0), flows.RationalQuadraticSpline(bins, bound=3.0))
p = flows.FlowDistribution(flow.double())
history = fit(p, train, steps=steps, lr=0.05)
print(f"mean of −log p: {history.losses[0]:.3f} at the start, {history.losses[-1]:.3f} at the end")
print(f"held out:       {-p.log_prob(held_out).mean().item():.3f}")

# %% [markdown]
# ## 8 · At the edge
#
# **Optional.** Read this before you train a large spline flow.
#
# Several good libraries have this spline: zuko, nflows, normflows, pyro and others. At ordinary
# parameters all of them are right, and the course's own agrees with zuko and nflows to twelve digits. At the
# edge they differ, and one day your training will get there.
#
# One example. A bin is found by counting the knots below a point. A point that lies exactly on the last knot
# would then belong to a bin that does not exist. So some libraries move the last knot up by $10^{-6}$. That
# helps while the numbers are small:

# %%
# NBVAL_CHECK_OUTPUT
for bound in (8.0, 16.0, 32.0):
    knots = torch.linspace(-bound, bound, 6)
    knots[-1] += 1e-6  # the usual trick
    k = torch.searchsorted(knots, torch.tensor([bound]), right=True) - 1
    print(f"bound {bound:4}: bin {k.item()} of bins 0 to 4")

# %% [markdown]
# From 32 on, float32 cannot hold the millionth. The trick does nothing, and the look-up fails with an
# index error. The search in 4.5 counts only the *inner* knots, `knots_z[1:-1]`, so its result is a valid bin
# for every number.
#
# Another one: in a bin that ends much more steeply than it rises on average, $b$ can be negative. Then it is
# the *second* form of the root whose digits cancel. The library takes whichever form adds. Such details
# decide whether a training survives the night.

# %% [markdown]
# ## Recap

# %%
quiz("04")

# %% [markdown]
# ### The formulas
#
# With $w = z_1 - z_0$, $h = x_1 - x_0$, $s = h/w$, $\xi = (z - z_0)/w$:
#
# | | |
# |---|---|
# | map of one bin | $x = x_0 + h\,\dfrac{s\,\xi^2 + d_0\,\xi(1-\xi)}{s + (d_0 + d_1 - 2s)\,\xi(1-\xi)}$ |
# | its slope | $\dfrac{\partial x}{\partial z} = \dfrac{s^2\,(d_1\xi^2 + 2s\,\xi(1-\xi) + d_0(1-\xi)^2)}{(s + (d_0 + d_1 - 2s)\,\xi(1-\xi))^2}$ |
# | its inverse | $\xi = 2c\,/\,(-b - \sqrt{b^2 - 4ac})$ |
# | knots | widths and heights by softmax, slopes by softplus, ends with slope 1 |
# | outside | straight on, with the slope of the end |
#
# ### To read further
#
# - C. Durkan, A. Bekasov, I. Murray, G. Papamakarios, *Neural Spline Flows* (2019),
#   [arXiv:1906.04032](https://arxiv.org/abs/1906.04032): the flow of this chapter.
# - J. A. Gregory, R. Delbourgo, *Piecewise Rational Quadratic Interpolation to Monotonic Data* (1982),
#   [doi:10.1093/imanum/2.2.123](https://doi.org/10.1093/imanum/2.2.123): the spline itself, and why it
#   always rises.
# - C. de Boor, *A Practical Guide to Splines* (1978, revised 2001),
#   [Springer](https://link.springer.com/book/9780387953663): B-splines.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): the part on spline flows.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# You can bend a line wherever you like. But you must say *where*: the interval and the number of bins
# are your choice. There is another source of rising functions that needs neither: every distribution has
# one of its own. → {next}
