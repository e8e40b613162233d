# %% [markdown] alt="Eruptions of a geyser in two clouds under the regions of a fitted Gaussian, and its falling loss."
# # 03 · Hands-on: a Gaussian flow from scratch
#
# **Can you write a flow yourself, and fit it to a geyser?** In chapter 02 you wrote the parts of an
# affine flow one by one. Here you build the whole thing: one class that knows its parameters, both
# directions, its density, and how to draw samples. Then you train it on real data and look at it. Afterwards
# you can write a flow of your own for a table of measurements, and tell whether it has learnt something.

# %% tags=["setup"]

# %% [markdown]
# The next picture is your goal: in a few hundred steps a density finds 272 eruptions of the Old Faithful
# geyser. For now it is a flow of the course's own. At the end of this chapter it will be yours.

# %%
predict("03.a")

# %% [markdown]
# Run the cell. Then move the slider above the picture back to step 0 and go through the training
# again.

# %%
live.training(steps=200, lr=0.05)

# %% [markdown]
# ## What you can do after this chapter
#
# - write a normalizing flow as a PyTorch module: parameters, forward, inverse, density, samples;
# - train it by maximum likelihood, and check the result against the closed form;
# - read a correlation and a prediction from the fitted matrix (optional).
#
# **You need** chapters 01 and 02. **Time:** 60 minutes.
#
# Each step adds methods to the class of the step before. If you leave a step open, the next one
# builds on the course's own class, so you can go on anywhere.
#
# **From chapter 02**, since you will need it:

# %%
predict("03.b")

# %% [markdown]
# ## Step 1 · Parameters
#
# Gradient descent moves parameters downhill and does not ask what they mean. If it ever puts a zero on
# the diagonal of $L$, your map has no inverse. So choose parameters for which that cannot happen: any real
# number is allowed, and the flow is valid for all of them.

# %% [markdown] tags=["prompt:3.1"]

# %% tags=["exercise:3.1"]
from torch import nn


class Parameters(nn.Module):
    """The parameters of an affine flow in n dimensions."""

    def __init__(self, n):
        super().__init__()
        ### BEGIN SOLUTION
        self.log_diagonal = nn.Parameter(torch.zeros(n))
        self.below = nn.Parameter(torch.zeros(n, n))
        self.b = nn.Parameter(torch.zeros(n))
        ### END SOLUTION

    def L(self):
        """The lower-triangular matrix L, shape (n, n), with a positive diagonal."""
        ### BEGIN SOLUTION
        return torch.diag(self.log_diagonal.exp()) + self.below.tril(-1)
        ### END SOLUTION


check("3.1", Parameters)

# %% [markdown]
# ## Step 2 · Both directions
#
# `answer("3.1")` below is your class if it was right, and the course's if not. Your new class
# inherits from it: it has `self.L()` and `self.b` already.
#
# A tip for batches: the points are *rows*. A matrix acts on all rows at once through
# `rows @ matrix.T`.

# %% [markdown] tags=["prompt:3.2"]


# %% tags=["exercise:3.2"]
class Maps(answer("3.1")):
    """An affine flow: x = L⁻¹ z + b and z = L (x − b)."""

    def forward(self, z):
        """x, and the forward log-det log|det ∂f/∂z|."""
        ### BEGIN SOLUTION
        L = self.L()
        y = torch.linalg.solve_triangular(L, z.unsqueeze(-1), upper=False)
        log_det = -L.diagonal().log().sum()
        return y.squeeze(-1) + self.b, log_det.expand(z.shape[:-1])
        ### END SOLUTION

    def inverse(self, x):
        """z, and the inverse log-det log|det ∂f⁻¹/∂x|."""
        ### BEGIN SOLUTION
        L = self.L()
        log_det = L.diagonal().log().sum()
        return (x - self.b) @ L.T, log_det.expand(x.shape[:-1])
        ### END SOLUTION


check("3.2", Maps)

# %% [markdown]
# The first test of any flow is the round trip: forward and back again must end where it began, and
# the two log-dets must cancel. Give the parameters random values first. At the start the map is $x = z$,
# and there many mistakes do not show.

# %%
torch.manual_seed(0)
flow = answer("3.2")(2)
for parameter in flow.parameters():
    nn.init.normal_(parameter, std=0.5)
z = torch.randn(4, 2)
x, forward_log_det = flow.forward(z)
z_again, inverse_log_det = flow.inverse(x)
print("largest error of the round trip:", f"{(z - z_again).abs().max().item():.1e}")
print("log-dets, forward:", forward_log_det.detach(), " inverse:", inverse_log_det.detach())

# %% [markdown]
# An error of some $10^{-7}$ is rounding: these numbers have seven digits.

# %% [markdown]
# ## Step 3 · The density
#
# The density at $x$ has two parts: the density of the base at the point $z$ that $x$ came from, and the
# correction for the stretch.

# %% [markdown] tags=["prompt:3.3"]

# %% tags=["exercise:3.3"]
import math


class Density(answer("3.2")):
    """An affine flow that knows its density."""

    def log_prob(self, x):
        """log p(x) for x of shape (..., n): one number per point, shape (...)."""
        ### BEGIN SOLUTION
        z, log_det = self.inverse(x)
        n = x.shape[-1]
        return -0.5 * (z**2).sum(-1) - 0.5 * n * math.log(2 * math.pi) + log_det
        ### END SOLUTION


check("3.3", Density)

# %% [markdown]
# Now **your density goes into the picture** of chapter 02. The orange ellipses are exact. The green
# dash-dotted lines are where *your* density has the same height, and the readout sums your density
# over the plane. Move the sliders: the lines must stay on the ellipses, and the sum must stay 1.
#
# Leave the log-det out of `log_prob` once, on purpose, to see what it does.


# %%
from course_lib.exercises.reaching import bring

mine = attempt("3.3")(2).double()


def my_log_prob(x, L, b):
    """Your log_prob, with your own parameters moved to where L and b are those of the sliders."""
    bring(mine, lambda: torch.cat([mine.L().flatten(), mine.b]), torch.cat([L.flatten(), b]))
    return mine.log_prob(x)


live.affine(yours=my_log_prob)

# %% [markdown]
# ## Step 4 · Samples
#
# For samples you run the map forwards, and you have written that already.

# %% [markdown] tags=["prompt:3.4"]


# %% tags=["exercise:3.4"]
class GaussianFlow(answer("3.3")):
    """A Gaussian flow, complete."""

    def sample(self, count):
        """count points of shape (count, n)."""
        ### BEGIN SOLUTION
        z = torch.randn(count, len(self.b))
        return self.forward(z)[0]
        ### END SOLUTION


check("3.4", GaussianFlow)

# %% [markdown]
# ## Step 5 · Training
#
# The flow is complete, and it knows nothing yet: it is still the standard normal. Training means
# moving the parameters so that the data become more likely, step by step.

# %% [markdown] tags=["prompt:3.5"]


# %% tags=["exercise:3.5"]
def fit(flow, data, steps, lr):
    """Maximum likelihood: the list of the losses, one for each step."""
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        ### BEGIN SOLUTION
        loss = -flow.log_prob(data).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        ### END SOLUTION
    ### BEGIN SOLUTION
    return losses
    ### END SOLUTION


check("3.5", fit)

# %% [markdown]
# ## Your flow meets the geyser
#
# The data have two columns: how long an eruption took, and how long one waits for the next, both in
# minutes. We measure them from (3, 60) in units of (1, 10) minutes. Why? In plain minutes the waiting times
# lie around 70 and the base around 0. Adam moves $b$ by some 0.05 a step: 300 steps reach 15, and the fit would
# end far from the best Gaussian.

# %%
origin, unit = torch.tensor([3.0, 60.0]), torch.tensor([1.0, 10.0])
old_faithful = (data.old_faithful().float() - origin) / unit
train, held_out = data.split(old_faithful, share=0.3, seed=0)
print("to learn from:", tuple(train.shape), "  held out:", tuple(held_out.shape))

# %%
torch.manual_seed(0)
my_flow = answer("3.4")(2)
losses = answer("3.5")(my_flow, train, steps=300, lr=0.05)
print(f"loss at the start {losses[0]:.3f}, at the end {losses[-1]:.3f}")

# %% [markdown]
# A Gaussian has a closed form: the best $b$ is the mean of the data, the best $C$ their covariance.
# Your flow should have found both.

# %%
from course_lib.training import gaussian_mle

mean, covariance = gaussian_mle(train)
L = my_flow.L().detach()
torch.set_printoptions(precision=3, sci_mode=False)
print("mean of the data:", mean, "\nyour b:          ", my_flow.b.detach())
print(
    "covariance of the data:",
    covariance,
    "\nyour inverse of LᵀL:",
    torch.linalg.inv(L.T @ L),
    sep="\n",
)

# %% [markdown]
# And on points it has never seen? If the density has learnt something general, it is about as good there:
# with 82 held-out points, give or take 0.1.

# %%
with torch.no_grad():
    print(f"mean log p(x), learnt from: {my_flow.log_prob(train).mean().item():.3f}")
    print(f"mean log p(x), held out:     {my_flow.log_prob(held_out).mean().item():.3f}")

# %% [markdown]
# Your class does what the library's does. This is the same fit with `flows`: a trainable affine flow, a
# distribution, and a training loop.

# %%
from course_lib import training

p = flows.FlowDistribution(flows.TrainableAffine(2))
history = training.fit(p, train, steps=300, lr=0.05)  # Your turn: other numbers
new = origin + unit * p.sample((3,))
print(f"loss at the end {history.losses[-1]:.3f}; three new eruptions, in minutes:\n{new}")

# %% [markdown]
# Try 30 steps. Where does the loss stop, and what do the eruptions look like? (A learning rate of 1 is no
# mistake here: after 300 steps it has arrived as well. Flows with more parameters forgive less.)

# %% [markdown]
# ## Watch it learn
#
# This is the picture from the top of the page, now with **your class**. It starts from the standard
# normal and trains while you watch. Afterwards the slider goes through the training again.


# %%
class InThePlane(attempt("3.4")):
    """Your class, for two dimensions."""

    def __init__(self):
        super().__init__(2)


live.training(yours=InThePlane, steps=200, lr=0.05)

# %% [markdown]
# The loss comes down to the dashed line and stays: no Gaussian is better. But look at the density.
# Its middle lies where there are hardly any eruptions. **The fit is perfect, and the family is too small.**
# Keep this in mind; chapter 04 begins with it.

# %% [markdown]
# ## How many points does a fit need?
#
# The next picture fits a Gaussian to a few of the 272 points. The dashed region is that of all of them.

# %%
predict("03.c")

# %% [markdown]
# Move both sliders. Which points does a fit describe better, its own or the others? At 2 points
# something breaks; what?

# %%
live.few_points()

# %% [markdown]
# (This picture measures in minutes, where the training above measured in units of 1 and 10 minutes. So its
# log-densities are lower by $\log 10 \approx 2.3$: a change of unit, as in chapter 01.)
#
# With few points the fit learns their accidents. It is too narrow, so it finds its own points likely and
# the others unlikely. With 2 points the best "density" is a line, and its log-density grows without
# bound: maximum likelihood has no sensible answer there. Held-out points show all this. Look at them
# for every flow that you fit.

# %% [markdown]
# ## Stretch tasks
#
# Three short optional exercises on what a fitted $L$ knows.

# %% [markdown] tags=["prompt:3.6"]


# %% tags=["exercise:3.6"]
def whiten(flow, x):
    """Carry x to where the flow's density is the standard normal."""
    ### BEGIN SOLUTION
    return flow.inverse(x)[0]
    ### END SOLUTION


check("3.6", whiten)

# %%
white = answer("3.6")(my_flow, old_faithful).detach()
print("mean:", white.mean(0), "\ncovariance:", torch.cov(white.T), sep="\n")

# %% [markdown] tags=["prompt:3.7"]


# %% tags=["exercise:3.7"]
def correlation(L):
    """The correlation of x1 and x2, from a 2 x 2 matrix L."""
    ### BEGIN SOLUTION
    return -L[1, 0] / torch.sqrt(L[0, 0] ** 2 + L[1, 0] ** 2)
    ### END SOLUTION


check("3.7", correlation)

# %%
print("from your flow's L:", round(float(answer("3.7")(L)), 2))
print("from the data:     ", round(torch.corrcoef(train.T)[0, 1].item(), 2))

# %% [markdown] tags=["prompt:3.8"]


# %% tags=["exercise:3.8"]
def conditional_mean(x1, L, b):
    """The mean of x2 for each given x1."""
    ### BEGIN SOLUTION
    return b[1] - L[1, 0] / L[1, 1] * (x1 - b[0])
    ### END SOLUTION


check("3.8", conditional_mean)

# %%
eruption = torch.tensor([2.0, 3.0, 4.5])  # minutes
z1 = (eruption - origin[0]) / unit[0]
waiting = origin[1] + unit[1] * answer("3.8")(z1, L, my_flow.b.detach())
for minutes, wait in zip(eruption.tolist(), waiting.tolist(), strict=True):
    print(f"after an eruption of {minutes:.1f} minutes: wait about {wait:.0f} minutes")

# %% [markdown]
# ## Recap

# %%
quiz("03")

# %% [markdown]
# ### What you have built
#
# | method | what it does | formula |
# |---|---|---|
# | `L()` | parameters to a valid matrix | $\ell_{ii} > 0$ for all of them, for instance $\exp(u_i)$ |
# | `forward(z)` | samples travel this way | $x = L^{-1} z + b$, forward log-det $-\sum_i \log \ell_{ii}$ |
# | `inverse(x)` | densities are evaluated this way | $z = L\,(x - b)$, inverse log-det $+\sum_i \log \ell_{ii}$ |
# | `log_prob(x)` | the density | $-\tfrac12 \lvert z\rvert^2 - \tfrac n2 \log 2\pi + \sum_i \log \ell_{ii}$ |
# | `sample(count)` | new points | $x = f(z)$ with $z$ from the base |
# | `fit` | maximum likelihood | smallest mean of $-\log p(x)$ |
#
# Nothing in `log_prob`, `sample` and `fit` knows that the map is affine. Replace `forward` and
# `inverse`, and the same class is another flow.
#
# ### To read further
#
# - G. Papamakarios, E. Nalisnick, D. J. Rezende, S. Mohamed, B. Lakshminarayanan, *Normalizing flows
#   for probabilistic modeling and inference* (2021), [arXiv:1912.02762](https://arxiv.org/abs/1912.02762):
#   sections 2 and 3.2.
# - A. Azzalini, A. W. Bowman, *A look at some data on the Old Faithful geyser* (1990),
#   [doi:10.2307/2347385](https://doi.org/10.2307/2347385): the data.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): hands-on 1.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# The geyser has two kinds of eruptions, and your density has one peak. A straight line cannot make two peaks
# out of one. Chapter 04 asks how to bend the line so that it stays invertible. → {next}
