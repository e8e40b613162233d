# %% [markdown] alt="Three panels: a bell as the base, a straight line as the map, a wider bell as the target."
# # 02 · Linear and affine flows
#
# **Which distributions can a straight line make?** Chapter 01 had a formula for the density of any map. Here
# is the first family of maps, and the simplest. With it you can fit a density to measurements of many
# quantities at once, draw new ones, and give the region that holds 68 % of them.
#
# Run the two cells below. Then move the sliders for a minute. The blue bell on the left is the base.
# The line in the middle carries every $z$ to an $x$. The orange curve on the right is what arrives.
# The dot is the point $z = 1$: keep an eye on it.

# %% tags=["setup"]

# %%
live.linear()

# %% [markdown]
# Wide bells, narrow bells, bells to the left and to the right: from a bell a straight line makes a bell,
# and nothing else. That is little, and a good place to begin: every formula here can be checked against one
# that you know.
#
# ## What you can do after this chapter
#
# - write down the inverse, the log-det and the density of $x = a\,z + b$ and of $x = L^{-1}z + b$,
# - put flows in a chain, in the right order,
# - make a matrix $L$ that gradient descent may move freely, and fit it by maximum likelihood,
# - say which region holds 68 % or 95 % of a density, and test that promise on new data,
# - make a picture with a slider of your own.
#
# **You need** chapter 01 (change of variables), what a matrix times a vector is, and `backward()`.
# **Time:** 75 minutes.
#
# **From chapter 01**, before you go on:

# %%
predict("02.a")

# %% [markdown]
# ## 1 · One line
#
# Back to the picture at the top. Guess before you move its sliders.

# %%
predict("02.b")

# %% [markdown]
# Try it. Then set `a` to 0 and read what the picture says.

# %% [markdown]
# At $a = 0$ everything lands on one point. Nothing can be undone, so this is no flow.
#
# In symbols: $z$ lives in the base space, $x$ in the data space, and
#
# $$x = f(z) = a\,z + b,\qquad a \ne 0.$$
#
# To evaluate a density we need the way back.

# %% [markdown] tags=["prompt:2.1"]


# %% tags=["exercise:2.1"]
def linear_inverse(x, a, b):
    """The z that x = a z + b came from."""
    ### BEGIN SOLUTION
    return (x - b) / a
    ### END SOLUTION


check("2.1", linear_inverse)

# %% [markdown]
# Stuck? `hint("2.1")` gives the next of three hints, `solution("2.1")` the solution. An exercise
# that you leave open stops nothing.

# %%
# hint("2.1")

# %% [markdown]
# Now the density. The recipe of chapter 01: go back to $z$, ask the base there, correct for the
# stretch. This is the base:

# %%
import math


def log_p0(z):
    """log p0(z) of the standard normal, for every number in z."""
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)


# %% [markdown] tags=["prompt:2.2"]


# %% tags=["exercise:2.2"]
def linear_log_prob(x, a, b):
    """log p(x) of x = a z + b, z standard normal."""
    ### BEGIN SOLUTION
    z = (x - b) / a
    return log_p0(z) - torch.log(torch.abs(a))
    ### END SOLUTION


check("2.2", linear_log_prob)

# %% [markdown]
# Here is your function in the picture, in green. **Watch its area** while you stretch and mirror the
# line. If the function is right, the area stays at 1.000 wherever the sliders are.

# %%
live.linear(yours=attempt("2.2"), a=-2.0)

# %% [markdown]
# Put together, with $z = (x - b)/a$ and $\partial f^{-1}/\partial x = 1/a$:
#
# $$p(x) = \frac{1}{\sqrt{2\pi a^2}}\,\exp\!\left(-\frac12\Big(\frac{x-b}{a}\Big)^2\right).$$
#
# That is the **general Gaussian** with mean $b$ and standard deviation $|a|$. A linear flow and a
# Gaussian are the same thing in one dimension. PyTorch's own Gaussian agrees:

# %%
# NBVAL_CHECK_OUTPUT
linear_log_prob = answer("2.2")
x = torch.tensor([-3.0, 0.0, 2.5])
print("flow :", linear_log_prob(x, torch.tensor(-2.0), torch.tensor(1.0)))
print("torch:", torch.distributions.Normal(1.0, 2.0).log_prob(x))

# %% [markdown]
# ### A picture of your own
#
# **Optional.** Read this if you would like to draw with sliders yourself, here or in your own work.
#
# You can make a picture with sliders yourself, in ten lines. First a function that draws, with matplotlib:

# %%
import matplotlib.pyplot as plt

grid = torch.linspace(-8, 8, 400)


def draw(a=2.0, b=1.0):
    p = flows.FlowDistribution(flows.Linear(a, b))
    plt.figure(figsize=(6, 2.5))
    plt.plot(grid, p.log_prob(grid).exp().detach())
    plt.ylim(0, 1)
    plt.show()


draw()

# %% [markdown]
# Then the sliders, with `ipywidgets`. `interact` makes one for each number (from, to, step), and calls your
# function whenever one of them moves:

# %%
import ipywidgets

# Your turn: other numbers
moving = ipywidgets.interact(draw, a=(0.5, 3.0, 0.1), b=(-3.0, 3.0, 0.1))

# %% [markdown]
# Change the ranges of the sliders. Or draw another flow: put `flows.Scale(a)` in place of the line, or a
# chain of two.
#
# The course's own pictures do one thing differently. `interact` draws a whole new picture for every move of
# a slider. That takes about a quarter of a second, and it flickers. A picture of the course is drawn once.
# Each move then changes only the curves in it, so it follows your hand.

# %% [markdown]
# ## 2 · Two steps, and their order
#
# The line does two things: it scales, and it shifts. Each of them is a flow of its own. In the next
# picture the upper row scales first, and the lower row shifts first.

# %%
predict("02.c")

# %%
live.two_steps()

# %% [markdown]
# Scale, then shift gives $a z + b$; shift, then scale gives $a(z + b) = az + ab$. The scale acts on
# everything that happened before it, the shift included.
#
# A chain, or *composition*, is written as in mathematics, **from right to left**:
#
# $$f = f_2\circ f_1,\qquad f(z) = f_2\big(f_1(z)\big),$$
#
# so $f_1$ acts first. Stretch factors multiply, so their logarithms add:
#
# $$\log\left|\frac{\partial f}{\partial z}\right| =
# \log\left|\frac{\partial f_1}{\partial z}\right| +
# \log\left|\frac{\partial f_2}{\partial y}\right|,\qquad y = f_1(z).$$

# %% [markdown] tags=["prompt:2.3"]


# %% tags=["exercise:2.3"]
class Chain:
    """The flow f2 ∘ f1: f1 acts first."""

    def __init__(self, f2, f1):
        self.f2, self.f1 = f2, f1

    def forward(self, z):
        """x, and log|∂f/∂z|."""
        ### BEGIN SOLUTION
        y, log_det1 = self.f1.forward(z)
        x, log_det2 = self.f2.forward(y)
        return x, log_det1 + log_det2
        ### END SOLUTION

    def inverse(self, x):
        """z, and log|∂f⁻¹/∂x|."""
        ### BEGIN SOLUTION
        y, log_det2 = self.f2.inverse(x)
        z, log_det1 = self.f1.inverse(y)
        return z, log_det1 + log_det2
        ### END SOLUTION


check("2.3", Chain)

# %% [markdown]
# Your chain has `forward` and `inverse`, so it is a flow, and the library can make a distribution of it.
# Here are both orders, at the same point. **Your turn:** try other numbers.

# %%
# NBVAL_CHECK_OUTPUT
MyChain = answer("2.3")
scale, shift = flows.Scale(2.0), flows.Shift(1.5)  # Your turn: other numbers
x = torch.tensor(3.0)
for name, chain in (
    ("shift ∘ scale", MyChain(shift, scale)),
    ("scale ∘ shift", MyChain(scale, shift)),
):
    p = flows.FlowDistribution(chain).log_prob(x).exp()
    print(f"{name}: p(3) = {p.item():.4f}")

# %% [markdown]
# $x = 3$ is the middle of the second bell, so its density is higher there. Longer chains work in the
# same way, and large flows are built of them. But a line after a line is a line again. However long a
# chain of linear flows is, it makes Gaussians.

# %% [markdown]
# ## 3 · Many dimensions
#
# In the plane a line becomes a matrix. The picture shows a grid, two circles and some samples before
# and after. The thick black arms are the two unit vectors. Three sliders are the numbers of a
# matrix $L$; `ℓ₂₁` stands at its bottom left.

# %%
predict("02.d")

# %% [markdown]
# Move `ℓ₂₁`. In which direction does the cloud lie when it is 0? And what does a large `ℓ₁₁` do?

# %%
live.affine()

# %% [markdown]
# With $\ell_{21} = 0$ the ellipses lie along the axes: the components are independent. A large
# $\ell_{11}$ makes the cloud *narrow*, because the map forwards uses $L^{-1}$ and not $L$. And one arm
# stays upright, whatever you do. That is what *triangular* looks like.
#
# This is the **affine flow** of the lecture,
#
# $$x = f(z) = L^{-1}z + b,\qquad z = f^{-1}(x) = L\,(x - b),$$
#
# with $L$ lower triangular and a positive diagonal. Only the diagonal changes areas:
#
# $$\log\left|\det\frac{\partial f^{-1}}{\partial x}\right| = \log\det L = \sum_{i=1}^n\log\ell_{ii}.$$
#
# (That is the log-det backwards. Forwards it has a minus sign.)

# %% [markdown]
# ### Which density is it?
#
# The base in $n$ dimensions is $p_0(z) = (2\pi)^{-n/2}\exp(-\tfrac12 z^Tz)$. Put $z = L(x-b)$ into
# it:
#
# $$z^Tz = (x-b)^T\,L^TL\,(x-b).$$
#
# With the name $C^{-1} = L^TL$ for the matrix in the middle, $\det L = \sqrt{\det C^{-1}} =
# 1/\sqrt{\det C}$, and
#
# $$p(x) = \frac{1}{\sqrt{(2\pi)^n\det C}}\,
# \exp\!\left(-\tfrac12 (x-b)^T C^{-1} (x-b)\right).$$
#
# That is the **general Gaussian** with mean $b$ and covariance $C = L^{-1}L^{-T}$. Every Gaussian can be
# made in this way: the Cholesky decomposition finds such an $L$ for every covariance. So *affine flow* and
# *Gaussian* are two names for one family.

# %% [markdown] tags=["prompt:2.4"]


# %% tags=["exercise:2.4"]
def affine_log_prob(x, L, b):
    """log p(x) of x = L⁻¹ z + b, for x of shape (..., n)."""
    ### BEGIN SOLUTION
    z = (x - b) @ L.T
    log_det = torch.log(torch.diagonal(L)).sum()
    return log_p0(z).sum(-1) + log_det
    ### END SOLUTION


check("2.4", affine_log_prob)

# %% [markdown]
# Your density in the picture: its green lines should lie on the two ellipses, and its mass should
# stay at 1.000. Try a large and a small `ℓ₁₁`.

# %%
live.affine(yours=attempt("2.4"))

# %% [markdown]
# ### Two conventions
#
# **Optional.** Read this part when you use another library, or when you need samples fast.
#
# Other libraries start from the *covariance*: $x = A z + b$ with $C = A A^T$, $A$ lower triangular.
# Compare it with $x = L^{-1}z + b$: the same map, with $A = L^{-1}$. Both describe the same
# Gaussians. What differs is which matrix is stored:
#
# | | stored | density needs | samples need |
# |---|---|---|---|
# | here, as in the lecture | $L$, with $C^{-1} = L^TL$ | a product, $L(x-b)$ | a triangular solve |
# | most libraries | $A = L^{-1}$, with $C = AA^T$ | a triangular solve | a product, $Az$ |
#
# There is one trap: the Cholesky factor of $C^{-1}$ is *not* $L$. It is a $K$ with
# $C^{-1} = K K^T$, and $K K^T \ne K^T K$. PyTorch's Gaussian takes a covariance, a precision, or the factor $A$
# of a covariance. So we can compare:

# %%
# NBVAL_CHECK_OUTPUT
affine_log_prob = answer("2.4")
L = torch.tensor([[0.8, 0.0], [-0.7, 1.1]])
b, x = torch.tensor([0.5, -0.5]), torch.tensor([[1.0, 2.0], [-3.0, 0.0]])
Gaussian = torch.distributions.MultivariateNormal
print("flow                 ", affine_log_prob(x, L, b))
print("precision Lᵀ L       ", Gaussian(b, precision_matrix=L.T @ L).log_prob(x))
print("factor A = L⁻¹       ", Gaussian(b, scale_tril=torch.linalg.inv(L)).log_prob(x))
print("wrong: precision L Lᵀ", Gaussian(b, precision_matrix=L @ L.T).log_prob(x))

# %% [markdown]
# Forwards, for samples, we need $L^{-1}z$. There is no need to compute $L^{-1}$ for that.

# %% [markdown] tags=["prompt:2.5"]


# %% tags=["exercise:2.5"]
def affine_sample(z, L, b):
    """x = L⁻¹ z + b for every row of z."""
    ### BEGIN SOLUTION
    y = torch.linalg.solve_triangular(L, z.T, upper=False).T
    return y + b
    ### END SOLUTION


check("2.5", affine_sample)

# %% [markdown]
# Do the samples belong to the density? Their mean should be near $b$, their covariance near
# $C = (L^TL)^{-1}$.

# %%
# NBVAL_CHECK_OUTPUT
affine_sample = answer("2.5")
torch.manual_seed(0)
x = affine_sample(torch.randn(100_000, 2), L, b)
print("mean      ", [f"{m:.1f}" for m in x.mean(0).tolist()], " b =", b.tolist())
print("covariance", [f"{c:.1f}" for c in torch.cov(x.T).flatten().tolist()])
print("C         ", [f"{c:.1f}" for c in torch.linalg.inv(L.T @ L).flatten().tolist()])

# %% [markdown]
# ## 4 · Learning from a geyser
#
# Old Faithful, in Yellowstone, erupts many times a day. For 272 eruptions the data give their length
# and the waiting time until the next one, in minutes. We want the affine flow under which these
# data are the most likely. This is called **maximum likelihood**.
#
# How likely are they, all together? Treat the eruptions as independent. Then their densities multiply:
# $p_\theta(x_1)\,p_\theta(x_2)\cdots p_\theta(x_N)$, where $\theta = (L, b)$ stands for all parameters. A
# product of 272 small numbers is far too small. But where it is largest, its logarithm is largest, too,
# and the logarithm of a product is a sum. Divide by $N$ so that more data do not mean a larger number, and
# turn the sign round because optimizers go downhill. What comes out is the *loss*, the number to make small:
#
# $$\text{loss}(\theta) = \frac1N\sum_{i=1}^N -\log p_\theta(x_i).$$
#
# Gradient descent moves $\theta$ a little, again and again, in the direction in which the loss falls.
# It does not know that $L$ must stay triangular with a positive diagonal. So give it numbers that may be
# *anything*, and make $L$ from them.

# %% [markdown] tags=["prompt:2.6"]


# %% tags=["exercise:2.6"]
def make_L(diagonal, below):
    """A lower-triangular L with positive diagonal, from any numbers."""
    ### BEGIN SOLUTION
    return torch.diag(torch.exp(diagonal)) + torch.tril(below, -1)
    ### END SOLUTION


check("2.6", make_L)

# %% [markdown]
# Now watch a flow learn. The picture shows its density as two regions, which hold 68 % and 95 % of its
# mass. It starts round, at 3 and 60 minutes.

# %%
predict("02.e")

# %% [markdown]
# Run the cell. You may stop it at any time with ■ in the toolbar, and what it has reached stays. When it
# is done, move the slider `step` to go through the training again.

# %%
view = live.training(steps=300, lr=0.02)
view

# %% [markdown]
# The region is largest near step 20. Then it becomes narrower again, along the data, and goes on moving
# and tilting until the loss meets the dashed line.
#
# One practical remark. The flow did not learn from minutes but from $u$, measured from 3 and 60 minutes
# in units of 1 and 10 minutes. These numbers are of similar size in both directions, so one learning rate
# suits all parameters.

# %%
geyser = data.old_faithful()
u = (geyser - torch.tensor([3.0, 60.0])) / torch.tensor([1.0, 10.0])
print("first eruption: ", geyser[0].tolist(), "minutes")
print("in these units: ", [round(v, 2) for v in u[0].tolist()])

# %% [markdown]
# ### The dashed line
#
# For a Gaussian the best parameters are known in *closed form*, without a single step: $b$ is the mean
# of the data, $C$ their covariance (with $1/N$). To compare $L$: since $C = L^{-1}L^{-T}$, the Cholesky factor
# of $C$ is $L^{-1}$.

# %%
# NBVAL_CHECK_OUTPUT
from course_lib.training import gaussian_mle

mean, covariance = gaussian_mle(u)
L_inverse = torch.linalg.cholesky(covariance)
best_L = torch.linalg.solve_triangular(L_inverse, torch.eye(2).to(u), upper=False)
learnt = view.distribution.flow
for name, closed, found in (("b", mean, learnt.b), ("L", best_L, learnt.L)):
    for what, values in (("closed form", closed), ("learnt", found)):
        print(f"{name} {what:12}", [f"{v:.1f}" for v in values.detach().flatten().tolist()])

# %% [markdown]
# Step by step, without being told, the flow has found the mean and the covariance of the data. Why take
# all these steps, if there is a formula? Because the flows of the coming chapters have no such formula, and
# the same few lines of gradient descent fit them all. Write them yourself:

# %% [markdown] tags=["prompt:2.7"]


# %% tags=["exercise:2.7"]
def descent_step(x, log_diagonal, below, b, lr):
    """The parameters (log_diagonal, below, b) after one step of gradient descent."""
    ### BEGIN SOLUTION
    old = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    L = torch.diag(torch.exp(old[0])) + torch.tril(old[1], -1)
    loss = -affine_log_prob(x, L, old[2]).mean()
    gradients = torch.autograd.grad(loss, old)
    return tuple((p - lr * g).detach() for p, g in zip(old, gradients, strict=True))
    ### END SOLUTION


check("2.7", descent_step)

# %% [markdown]
# This is your step, taken 200 times on the geyser's data:

# %%
live.training(step=attempt("2.7"), steps=200, lr=0.1)

# %% [markdown]
# **Try it:** leave the log-det out of your loss on purpose. Guess first.

# %%
predict("02.f")

# %% [markdown]
# Now take it out, run the check and the picture again, and look. Then put it back.

# %% [markdown]
# ### How low is the dashed line?
#
# **Optional.** Take $-\log p$ of the general Gaussian of section 3, at its best $b$ and $C$. It has two terms:
#
# - $\tfrac12\log\big((2\pi)^n\det C\big)$, the same for every point;
# - $\tfrac12 (x-b)^TC^{-1}(x-b)$, whose mean over the data is $\tfrac n2$: measured in units of its own spread,
#   each of the $n$ directions scatters by 1.
#
# Since $\tfrac n2 = \tfrac12\log e^n$, the sum is $\tfrac12\log\big((2\pi e)^n\det C\big)$. It is also
# written $\tfrac12\log\det(2\pi e\,C)$. No Gaussian gets below it.

# %% [markdown]
# ## 5 · A promise, and how to test it
#
# A density makes promises: *68 % of new data will fall into this region.* For a flow such a region is
# easy to find. Take a disk around 0 in $z$ that holds 68 % of the base. Carry it to $x$: its image holds
# 68 % as well, because a flow carries mass along. **An affine flow makes an ellipse of the disk.** A flow
# that bends makes another shape of it, and the 68 % stay true. So every flow has such regions, and those
# of the Gaussian, the ellipses, are the simplest.
#
# How large is the disk? In $n$ dimensions $|z|^2$ follows the *chi-square law* with $n$ degrees of
# freedom. In the plane it can be solved by hand:
#
# $$P(|z|\le r) = 1 - e^{-r^2/2},\qquad r = \sqrt{-2\log(1-p)}.$$
#
# In the next picture the flow has been fitted to one half of the eruptions. The dots and crosses are the
# other half.

# %%
predict("02.g")

# %%
live.coverage()

# %% [markdown]
# Try $p = 0.3$. At 68 % the promise held by luck. **A promise must be tested at every $p$**, and the curve
# on the right does it. Within the grey band, a difference may be chance.
#
# Switch `data` to *Gaussian*: as many points, drawn from a Gaussian. Now the promise is kept. So the
# test works, and it tells us that Old Faithful is not Gaussian. [Chapter 13](13_coverage.ipynb) tests
# every flow in this way.

# %% [markdown] tags=["prompt:2.8"]


# %% tags=["exercise:2.8"]
def radius(p):
    """The radius of the disk that holds the share p of a standard normal in the plane."""
    ### BEGIN SOLUTION
    return torch.sqrt(-2 * torch.log(1 - p))
    ### END SOLUTION


check("2.8", radius)

# %%
live.coverage(yours=attempt("2.8"), p=0.95, data="Gaussian")

# %% [markdown]
# ## 6 · What no straight line can do
#
# Take the waiting times alone, and let a linear flow learn. It will succeed: the loss will reach the
# dashed line, and no Gaussian can do better.

# %%
predict("02.h")

# %%
live.training(data=geyser[:, 1], origin=60.0, unit=10.0, steps=150, labels=("waiting (minutes)",))

# %% [markdown]
# More steps do not help, and neither do more data or a longer chain of lines: all of these densities have
# one bump. You saw it in the very first picture, bells and nothing else.
#
# **The answer to the question of this chapter:** a straight line makes every Gaussian, and only
# Gaussians. For two bumps the line must bend. It must never turn back, or it loses its inverse. Chapter 04
# shows how. Before that, in chapter 03, you build the whole Gaussian flow yourself.

# %% [markdown]
# ## Recap

# %%
quiz("02")

# %% [markdown]
# ### The formulas
#
# | | one dimension | $n$ dimensions |
# |---|---|---|
# | forward, $z \to x$ | $x = a\,z + b$ | $x = L^{-1}z + b$ (a triangular solve) |
# | inverse, $x \to z$ | $z = (x - b)/a$ | $z = L\,(x - b)$ |
# | log-det of the inverse | $-\log\lvert a\rvert$ | $\sum_i \log\ell_{ii}$ |
# | the Gaussian it makes | mean $b$, variance $a^2$ | mean $b$, $C^{-1} = L^TL$ |
# | normalisation | $1/\sqrt{2\pi a^2}$ | $1/\sqrt{(2\pi)^n\det C}$ |
#
# - Chain: $f_2\circ f_1$ applies $f_1$ first; log-dets add; the last step is undone first.
# - Free parameters: $\ell_{ii} = \exp(\cdot)$ or $\text{softplus}(\cdot)$, the rest as it is.
# - Maximum likelihood: minimise the mean of $-\log p_\theta(x_i)$.
# - Regions: $|z|^2$ is chi-square with $n$ degrees of freedom; in the plane $r^2 = -2\log(1-p)$.
#
# ### To read further
#
# - G. Papamakarios, E. Nalisnick, D. J. Rezende, S. Mohamed, B. Lakshminarayanan, *Normalizing flows
#   for probabilistic modeling and inference* (2021), [arXiv:1912.02762](https://arxiv.org/abs/1912.02762):
#   sections 1 and 2 are this chapter and the last, in general.
# - A. Azzalini, A. W. Bowman, *A look at some data on the Old Faithful geyser* (1990),
#   [doi:10.2307/2347385](https://doi.org/10.2307/2347385): where the data come from.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): the part on linear and
#   affine flows.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# You have all parts of the Gaussian flow. In chapter 03 you put them together yourself, in one class, and
# fit it to both columns of the geyser. → {next}
