# %% [markdown] alt="Ten strips of equal mass under a bell, carried by a curved map to strips of other widths and heights." needs="derivatives, densities"
# # 01 · Change of variables
#
# **What happens to a density when you stretch the axis it lives on?**
#
# A **normalizing flow** carries a simple density through an invertible map, and a complicated one comes
# out. One formula does it, and you will have it after this chapter. It serves you wherever a measured number
# is turned into another one: energies into their logarithms, minutes into hours, angles into places.
#
# Run the next two cells and play for a minute. There is nothing to know yet.

# %% tags=["setup"]

# %%
live.strips()

# %% [markdown]
# Bottom left, in blue: the density of a variable $z$, cut into ten strips of equal mass, 0.1 each.
# The black curve is a map. It carries every $z$ up to the curve and across to an $x$, and the strips go
# with it. Top right, in orange: where they arrive.
#
# 1. Move **look at strip** from 2 to 9. Its width changes on the way. What does not? (Strips 1 and 10 are
#    the tails. They reach out to infinity, ∞.)
# 2. Choose the map **line** and move **stretch a**. When the strips get wider, what do their heights
#    do?
# 3. The purple, dashed curve keeps the heights that the strips had in $z$. Look at the area under it
#    while you move **a**. Then look at the area under the orange one.
# 4. Press ▶. *From nothing to f* begins with the map that changes nothing, $x = z$, and bends it into $f$.
#    Every live picture with this slider does the same.

# %% [markdown]
# ## What you can do after this chapter
#
# - say why a density needs a correction when its axis is stretched, and write that correction down;
# - compute the density of $x = f(z)$ for a growing map, a falling map, two maps in a row, a map of
#   the plane, and, with autograd, for any invertible map;
# - see from an area that a Jacobian is missing, and say why a log-density may be positive;
# - name four ways to construct a density, and what a normalizing flow can do that the others cannot.
#
# **You need** derivatives, what a density is, PyTorch tensors; for the last part, $2 \times 2$
# determinants. **Time:** 70 minutes.

# %% [markdown]
# ## 1 · Mass stays, width changes
#
# You have seen it: a strip keeps its mass of 0.1, whatever the map does to its width. Mass is width
# times height. So where the map makes a strip twice as wide, its height must be halved.
#
# The next cell does this in numbers for strip 4 and the map $x = e^z$. The density of $z$ is the
# standard normal, $p_0(z)$. We always write its logarithm, and you may use this function everywhere.

# %%
import math


def log_p0(z):
    """log p0(z), the log-density of the base: the standard normal."""
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)


# %%
# NBVAL_CHECK_OUTPUT
z = torch.tensor([-0.5244, -0.2533])  # the two edges of strip 4
x = torch.exp(z)  # where the map sends them
width_z, width_x = z[1] - z[0], x[1] - x[0]
height_z = torch.exp(log_p0(z.mean()))  # in the middle of the strip
height_x = height_z * width_z / width_x  # as much lower as the strip is wider

print(f"in z: {width_z:.3f} wide × {height_z:.3f} high = mass {width_z * height_z:.3f}")
print(f"in x: {width_x:.3f} wide × {height_x:.3f} high = mass {width_x * height_x:.3f}")

# %% [markdown]
# Here $e^z$ makes the strip *narrower*, so the density gets *higher*.
#
# Now let the strips become thinner and thinner. The ratio of the widths, $\Delta z / \Delta x$, becomes
# a derivative: that of the inverse map, $z = f^{-1}(x)$.
#
# $$\boxed{\;p(x) = p_0\big(f^{-1}(x)\big)\cdot\left|\frac{\partial f^{-1}(x)}{\partial x}\right|\;}$$
#
# In words: **run the map backwards** to find the $z$ that $x$ came from, **ask the base** for its
# density there, **correct for the stretch**. The last factor, the correction, is called the *Jacobian*.
# For one variable it is a number, the size of a derivative. (For several variables it comes from a matrix;
# that is section 6.)
#
# A stretch by 2 forwards is a factor ½ backwards. So the same formula can be written with the forward
# derivative, $p(x) = p_0(z)\,/\,|f'(z)|$, taken at $z = f^{-1}(x)$.
#
# We mostly work with logarithms. A product of many densities is too small a number for a computer; a sum of
# their logarithms is not. With logarithms the formula is
#
# $$\log p(x) = \log p_0\big(f^{-1}(x)\big) + \log\left|\frac{\partial f^{-1}(x)}{\partial x}\right|.$$
#
# The last term, the logarithm of the Jacobian, has a short name in every library: the **log-det**. The name
# is short for the logarithm of a *determinant*. For one variable there is no determinant to take yet, and
# the log-det is what you see: the logarithm of the size of a derivative.

# %% [markdown] tags=["prompt:1.1"]


# %% tags=["exercise:1.1"]
def log_normal_log_prob(x):
    """log p(x) for x = exp(z), z standard normal."""
    ### BEGIN SOLUTION
    z = torch.log(x)
    return log_p0(z) - torch.log(x)
    ### END SOLUTION


check("1.1", log_normal_log_prob)

# %% [markdown]
# Stuck? The hints are folded under the check. Or remove the `#` and run the cell: each call goes a step
# further.

# %%
# hint("1.1")

# %% [markdown]
# Now put your function into the picture. Whatever you have written is drawn in green, right or
# wrong, and the area under it is measured.
#
# If your area is 1.649 and not 1, the Jacobian is missing: $\int p_0(\log x)\,dx = e^{1/2}$. An area
# of 1 does not prove that all is well, but any other area proves that something is wrong.

# %%
live.strips(yours=attempt("1.1"))

# %% [markdown]
# ## 2 · A map that turns the axis round
#
# The first picture has a map **falling**, $x = 3 - e^z$. Before you go back and look: what will happen
# to strip 9?

# %%
predict("01.a")

# %% [markdown]
# Now choose **falling** in the first picture, and look at strip 9. The derivative $f'(z) = -e^z$ is
# negative. Can the density come out negative, too?

# %% [markdown] tags=["prompt:1.2"]


# %% tags=["exercise:1.2"]
def falling_density(x):
    """p(x) for x = 3 - exp(z), z standard normal."""
    ### BEGIN SOLUTION
    z = torch.log(3 - x)
    return torch.exp(log_p0(z)) / (3 - x)
    ### END SOLUTION


check("1.2", falling_density)

# %% [markdown]
# In the picture, a density without $|\cdot|$ hangs on the wrong side of the axis, and its area is
# −1: every strip counted as if its width were negative.

# %%
live.strips(yours=attempt("1.2"), map="falling", gives="p")

# %% [markdown]
# ## 3 · Drawing samples
#
# To draw samples from $p(x)$ you need no Jacobian at all. Draw $z$ from the base and apply the map:

# %%
# NBVAL_CHECK_OUTPUT
torch.manual_seed(0)
z = torch.randn(100_000)
x = torch.exp(z)
print(f"{len(x)} samples, all above {x.min():.2f}; half of them lie below {x.median():.2f}")

# %% [markdown]
# So samples are an honest judge of the formula. In the next picture the grey bars are samples, and nobody
# has corrected them for anything.
#
# How far are they from the curve? We count the share of the bars that would have to move to match it.

# %%
predict("01.b")

# %% [markdown]
# Raise the number of **samples**. How far are they from the dashed density, which has no Jacobian?

# %%
live.histogram(yours=attempt("1.1"))

# %% [markdown]
# The distance to a wrong density stays where it is, however many samples you draw.
#
# Remember that a flow is used in **two directions**. *Forwards*, from $z$ to $x$, it draws
# samples. *Backwards*, from $x$ to $z$, it evaluates the density.

# %% [markdown]
# ## 4 · Can a density be larger than 1?
#
# Users of flows ask this more often than anything else, usually in the words: *my log-likelihood is
# positive, what have I broken?*
#
# Two guesses. The first is about a bell, the second about real data: the durations of 272 eruptions of
# the geyser Old Faithful.

# %%
predict("01.c")

# %%
predict("01.d")

# %% [markdown]
# Now move the sliders: the bell is on the left, the geyser on the right. What happens to the curves,
# and what to the areas?

# %%
live.squeeze()

# %% [markdown]
# Nothing is broken. A density is not a probability but probability *per unit of $x$*: 0.59 per minute
# and 35 per hour are the same thing. Areas are probabilities, and they stay below 1.
#
# Changing the unit is itself a change of variables, $x_\text{hours} = x_\text{minutes} / 60$. So a
# log-likelihood on its own says nothing. Compare it with another one, on the same data in the same unit.

# %% [markdown]
# ## 5 · Two maps, one after the other
#
# Flows are mostly chains: complicated maps made of simple ones. What does that do to the Jacobian, and to
# its logarithm, the log-det?

# %%
predict("01.e")

# %% [markdown] tags=["prompt:1.3"]


# %% tags=["exercise:1.3"]
def composed(f2, f1, z):
    """x = f2(f1(z)) and log|∂x/∂z|; f1 and f2 return such pairs, too."""
    ### BEGIN SOLUTION
    y, first = f1(z)
    x, second = f2(y)
    return x, first + second
    ### END SOLUTION


check("1.3", composed)

# %% [markdown]
# Try it on a line, followed by the exponential. Your `composed` gives the *forward* log-det. Forwards, the
# density is *divided* by the stretch, so the log-det is *subtracted*. PyTorch calls the result log-normal.


# %%
# NBVAL_CHECK_OUTPUT
def line(z):
    return 0.5 * z + 0.2, torch.full_like(z, math.log(0.5))


def exponential(z):
    return torch.exp(z), z


z = torch.tensor([-1.0, 0.3, 2.0], dtype=torch.float64)
x, log_det = answer("1.3")(exponential, line, z)
print("ours:   ", log_p0(z) - log_det)
print("PyTorch:", torch.distributions.LogNormal(0.2, 0.5).log_prob(x))

# %% [markdown]
# ## 6 · In the plane: from widths to areas
#
# A point of the plane has two coordinates. The strips become cells, and now we must know how much *area*
# a cell takes up after the map.

# %%
predict("01.f")

# %% [markdown]
# Look at the shear first. Then choose **polar**: which cells are large, which are small? Then **lens**,
# with a large cell and a small one.

# %%
live.cells()

# %% [markdown]
# The dashed outline is what a matrix makes of the cell. It is the matrix of all partial derivatives, the
# **Jacobian matrix**
#
# $$J = \frac{\partial f(z)}{\partial z} = \begin{pmatrix}\partial x_1/\partial z_1 &
# \partial x_1/\partial z_2\\ \partial x_2/\partial z_1 & \partial x_2/\partial z_2\end{pmatrix}.$$
#
# The smaller the cell (**cell side** down to 0.1), the better the two agree: seen through a magnifying
# glass, every smooth map is a matrix. And a matrix changes every area by the same factor: the size of its
# **determinant**, $|\det J|$. For a $2 \times 2$ matrix the determinant is $J_{11}J_{22} - J_{12}J_{21}$; for
# a $1 \times 1$ matrix it is the one number itself, so section 1 was a special case. In any dimension
#
# $$p(x) = p_0\big(f^{-1}(x)\big)\cdot\left|\det\frac{\partial f^{-1}(x)}{\partial x}\right|.$$
#
# The logarithm of this last factor is what *log-det* stands for. There are two of them. Backwards, a map
# undoes its own stretch, so $\log|\det \partial f^{-1}/\partial x| = -\log|\det \partial f/\partial z|$.
# The two are easily mixed up. In this course a log-det always says its direction.

# %% [markdown] tags=["prompt:1.4"]


# %% tags=["exercise:1.4"]
def polar(z):
    """x = (r cos φ, r sin φ) and log|det ∂x/∂z| for z = (r, φ)."""
    r, phi = z[..., 0], z[..., 1]
    ### BEGIN SOLUTION
    x = torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=-1)
    return x, torch.log(r)
    ### END SOLUTION


check("1.4", polar)

# %% [markdown]
# Your map in the picture: the green outline is your image of the cell, the green bar your
# `exp(log_det)`. Move the cell outwards. Do the three bars agree everywhere?

# %%
live.cells(yours=attempt("1.4"))

# %% [markdown] tags=["prompt:1.5"]


# %% tags=["exercise:1.5"]
def darts_log_prob(r, phi):
    """log p(r, φ) when both coordinates of the dart are standard normal."""
    ### BEGIN SOLUTION
    log_base = log_p0(r * torch.cos(phi)) + log_p0(r * torch.sin(phi))
    return log_base + torch.log(r)
    ### END SOLUTION


check("1.5", darts_log_prob)

# %% [markdown]
# The base is densest in the middle, and yet almost no dart lands there. Your formula knows: $\log r$
# goes to $-\infty$ at the centre. A probability is density times room, and in the middle there is no room.

# %%
throws = torch.randn(100_000, 2, generator=torch.Generator().manual_seed(1))
distance = throws.norm(dim=1)
for low in (0.0, 0.5, 1.0, 2.0, 3.0):
    share = ((distance > low) & (distance < low + 0.1)).double().mean()
    print(f"distance {low:.1f} … {low + 0.1:.1f}: {100 * share:4.1f} % of the darts")

# %% [markdown]
# ## 7 · Any map
#
# So far you have differentiated by hand. PyTorch can do that. One function is then enough for every
# map of one variable whose inverse you can write down.

# %% [markdown] tags=["prompt:1.6"]


# %% tags=["exercise:1.6"]
def log_prob(x, inverse):
    """log p(x) for any invertible map of one variable, given its inverse."""
    ### BEGIN SOLUTION
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    (slope,) = torch.autograd.grad(z.sum(), x)
    return log_p0(z.detach()) + torch.log(slope.abs())
    ### END SOLUTION


check("1.6", log_prob)

# %% [markdown]
# A function like this draws the first picture. Put yours in its place: the picture calls it with every map
# that the sliders make, falling ones included. The green curve must stay on the orange one, and its area
# at 1.

# %%
live.strips(yours=attempt("1.6"), any_map=True)

# %% [markdown]
# The course's library, `flows`, has maps that know both directions and their log-dets. It must agree with
# your function for any numbers. Put in your own; only a scale of 0 is refused.

# %%
# Your turn: other numbers
flow = flows.Composition(flows.Shift(1.0), flows.Scale(-2.5))  # first scale, then shift
x = torch.tensor([-3.0, 0.5, 4.0])

print("yours, by autograd:", answer("1.6")(x, lambda x: flow.inverse(x)[0]))
print("the library:       ", flows.FlowDistribution(flow).log_prob(x).detach())

# %% [markdown] tags=["prompt:1.7"]


# %% tags=["exercise:1.7"]
def log_prob_nd(x, inverse):
    """log p(x) for any invertible map of D variables, at one point x."""
    ### BEGIN SOLUTION
    z = inverse(x)
    jacobian = torch.autograd.functional.jacobian(inverse, x)
    return log_p0(z).sum() + torch.linalg.slogdet(jacobian)[1]
    ### END SOLUTION


check("1.7", log_prob_nd)

# %% [markdown]
# It works for any map, and it is too slow for many variables: $D$ of them need a matrix of $D^2$
# derivatives, and its determinant takes about $D^3$ operations. For an image of $1000 \times 1000$ pixels
# that is $10^{18}$. So the art of flows is to choose maps whose determinant is cheap.

# %% [markdown]
# ## 8 · Who else makes densities?
#
# You have now built all of a **normalizing flow** but its parameters: a base, an invertible map, and the
# change of variables. To *fit* it is to turn the map's parameters until the data have a high $\log p(x)$.
# There are older ways to make a density from data:
#
# - a **kernel density estimate** puts a small bump on every data point;
# - a **mixture** adds a few Gaussians of different places, widths and weights;
# - a **B-spline density** adds bumps at fixed places, with fitted weights;
# - a **flow** bends the base. The one below bends it with a spline (chapter 04). Each bend has a
#   price, so the curve stays smooth. The cheaper the bends, the more flexible the flow.
#
# All four are fitted to the same 190 waiting times between eruptions. Another 82, the black ticks, are
# *held out*: no fit has seen them. The dots on the right say how much better a fit is than one Gaussian,
# per point.

# %%
predict("01.g")

# %% [markdown]
# Now move **flexibility**, and look for the best setting of each family. The fits take a second at each
# new setting.

# %%
live.four_ways()

# %% [markdown]
# At their best settings the four end within 0.01 of each other. With few data in one dimension a flow
# is no better than the others. Its strength is what else it can do:
#
# | | kernel density | mixture | B-spline density | normalizing flow |
# |---|---|---|---|---|
# | arbitrary shape | yes | yes | yes | yes |
# | analytic density $p(x)$ | yes | yes | yes | yes |
# | $D > 1$ | yes, for few dimensions | yes | a grid of $K^D$ weights | yes, also for large $D$ |
# | samples that move smoothly with the parameters | no: a data point is picked | no: a component is picked; yes, as a flow (06) | no: a bump is picked | yes, $x = f(z)$ (08) |
# | coverage: the region that holds 68 % | by numerical search | by numerical search | by numerical search | the image of a ball in $z$ (02) |
# | on a circle or a sphere | special kernels | special components | special splines | yes (Part II) |
# | the Gaussian is among them | no | yes: one component | no | yes: a straight line (02) |
#
# The numbers in brackets are chapters.

# %% [markdown]
# ## Recap

# %%
quiz("01")

# %% [markdown]
# ### The formulas
#
# | | |
# |---|---|
# | density of $x = f(z)$ | $p(x) = p_0(f^{-1}(x))\,\lvert\det \partial f^{-1}/\partial x\rvert$ |
# | its logarithm, backwards | $\log p(x) = \log p_0(f^{-1}(x)) + \log\lvert\det \partial f^{-1}/\partial x\rvert$ |
# | the same, forwards | $\log p(x) = \log p_0(z) - \log\lvert\det \partial f/\partial z\rvert$ at $z = f^{-1}(x)$ |
# | two directions | $\log\lvert\det \partial f^{-1}/\partial x\rvert = -\log\lvert\det \partial f/\partial z\rvert$ |
# | two maps, $f = f_2 \circ f_1$ | $\log\lvert\det \partial f/\partial z\rvert = \log\lvert\det \partial f_1/\partial z\rvert + \log\lvert\det \partial f_2/\partial y\rvert$, $y = f_1(z)$ |
# | samples | $x = f(z)$ with $z$ drawn from the base |
# | a test that always applies | $\int p(x)\,dx = 1$ |
#
# ### To read further
#
# - E. G. Tabak, E. Vanden-Eijnden, *Density estimation by dual ascent of the log-likelihood* (2010),
#   [doi:10.4310/CMS.2010.v8.n1.a11](https://doi.org/10.4310/CMS.2010.v8.n1.a11): where it began, with data
#   carried to a Gaussian by many small maps.
# - D. J. Rezende, S. Mohamed, *Variational inference with normalizing flows* (2015),
#   [arXiv:1505.05770](https://arxiv.org/abs/1505.05770): flows in deep learning.
# - G. Papamakarios, E. Nalisnick, D. J. Rezende, S. Mohamed, B. Lakshminarayanan, *Normalizing flows
#   for probabilistic modeling and inference* (2021), [arXiv:1912.02762](https://arxiv.org/abs/1912.02762):
#   the review; section 2 is this chapter.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022), which this course
#   follows.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# You can compute the density of *any* invertible map, if somebody hands you its inverse and its
# determinant. But where does the map come from? It must bend the base to the shape of the data. And it must
# run backwards and know its determinant, millions of times, quickly.
#
# **Which maps can we compute?** We start with the simplest of all: a straight line.
# → {next}
