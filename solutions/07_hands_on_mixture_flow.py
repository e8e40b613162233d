# %% [markdown] alt="Velocities of galaxies under a fitted density with several bumps, and its falling loss."
# # 07 · Hands-on: a mixture flow from scratch
#
# **Can your flow find the galaxies' clusters?** In chapters 05 and 06 you wrote the parts of a mixture
# flow, one by one. Here you put them together: one class with both directions, its density, samples with
# gradients. Then you fit it to the velocities of 82 galaxies, and find out how much of what it sees is
# really there. The same comparison, with error bars, tells you which of two models to trust on your own data.

# %% tags=["setup"]

# %%
from torch import nn
from torch.nn.functional import logsigmoid

# %% [markdown]
# The next picture shows the data, in 1000 km/s, and a flow of the course's own that learns from them. At the
# end of this chapter it will be yours.

# %%
predict("07.a")

# %% [markdown]
# Run the cell. Then move the slider back to step 0 and go through the training again.

# %%
velocities = data.galaxies()
units = {"origin": 21.0, "unit": 10.0, "labels": ("velocity (1000 km/s)",), "below": 0.7}
four = flows.FlowDistribution(flows.TrainableMixture(4, -1.0, 1.0).double(), flows.Logistic())
live.training(four, velocities, steps=150, lr=0.05, **units)

# %% [markdown]
# ## What you can do after this chapter
#
# - write a flow that has no formula in one direction, with gradients through both;
# - fit it, and choose its size by held-out data;
# - compare three kinds of flows fairly, with error bars.
#
# **You need** chapters 05 and 06; the training loop of chapter 03. **Time:** 60 minutes.
#
# Each step adds methods to the class of the step before. If you leave a step open, the next one builds
# on the course's own class, so you can go on anywhere.
#
# **From chapter 06**, since you will need it:

# %%
predict("07.b")

# %% [markdown]
# ## Step 1 · Parameters
#
# As in chapter 03, choose parameters that may take any value: gradient descent will move them anywhere.

# %% [markdown] tags=["prompt:7.1"]


# %% tags=["exercise:7.1"]
class Parameters(nn.Module):
    """The parameters of a mixture of k logistics."""

    def __init__(self, k):
        super().__init__()
        ### BEGIN SOLUTION
        self.logits = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(torch.full((k,), -1.0))
        ### END SOLUTION

    def mixture(self):
        """(log_w, mu, s), each of shape (k,)."""
        ### BEGIN SOLUTION
        return self.logits.log_softmax(0), self.mu, self.log_s.exp()
        ### END SOLUTION


check("7.1", Parameters)

# %% [markdown]
# ## Step 2 · From data to the base
#
# `answer("7.1")` below is your class if it was right, and the course's if not. It gives you
# `self.mixture()`.

# %% [markdown] tags=["prompt:7.2"]


# %% tags=["exercise:7.2"]
class Inverse(answer("7.1")):
    """A mixture flow, from x to z."""

    def inverse(self, x):
        """z, and the inverse log-det log|∂f⁻¹/∂x|."""
        log_w, mu, s = self.mixture()
        ### BEGIN SOLUTION
        u = (x.unsqueeze(-1) - mu) / s
        log_F = torch.logsumexp(log_w + logsigmoid(u), -1)
        log_S = torch.logsumexp(log_w + logsigmoid(-u), -1)
        log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
        return log_F - log_S, log_p - log_F - log_S
        ### END SOLUTION


check("7.2", Inverse)

# %% [markdown]
# **Your map goes into the picture** of chapter 05. Move the sliders. The green lines must stay on the
# others, the area must stay 1, and every point must be a number.


# %%
from course_lib.exercises.reaching import bring

Mine = attempt("7.2")


def my_inverse(x, w, mu, s):
    """Your inverse, with your own parameters moved to where the mixture is that of the sliders."""
    flow = Mine(len(w)).to(x.dtype)
    bring(flow, lambda: torch.cat(flow.mixture()), torch.cat([w.log(), mu, s]))
    return flow.inverse(x)[0]


live.mixture_flow(yours=my_inverse)

# %% [markdown]
# ## Step 3 · The density
#
# The recipe has not changed: the base's log-density at $z$, plus the inverse log-det. Only the base has.

# %% [markdown] tags=["prompt:7.3"]


# %% tags=["exercise:7.3"]
class Density(answer("7.2")):
    """A mixture flow that knows its density."""

    def log_prob(self, x):
        """log p(x), with the logistic base."""
        ### BEGIN SOLUTION
        z, log_det = self.inverse(x)
        return logsigmoid(z) + logsigmoid(-z) + log_det
        ### END SOLUTION


check("7.3", Density)

# %% [markdown]
# The simplest test of any density: the area under it, with parameters far from their start.

# %%
torch.manual_seed(1)
flow = answer("7.3")(3)
for parameter in flow.parameters():
    nn.init.normal_(parameter)
x = torch.linspace(-60, 60, 20_001)
with torch.no_grad():
    print(f"area: {torch.trapezoid(flow.log_prob(x).exp(), x):.4f}")

# %% [markdown]
# ## Step 4 · From the base to data
#
# This is the direction without a formula. The method `g` is given: it passes your own inverse to the search.

# %% [markdown] tags=["prompt:7.4"]


# %% tags=["exercise:7.4"]
class Forward(answer("7.3")):
    """A mixture flow with both directions."""

    def g(self, x):
        """What the search asks for: z and its slope."""
        value, log_slope = self.inverse(x)
        return value, log_slope.exp()

    def forward(self, z):
        """x, and the forward log-det log|∂f/∂z|."""
        ### BEGIN SOLUTION
        _, mu, s = self.mixture()
        ends = (mu + s * z.unsqueeze(-1)).detach()
        low, high = ends.min(-1).values, ends.max(-1).values
        root = flows.safeguarded_newton(self.g, z.detach(), low, high, scale=1.0).x
        x = flows.implicit(self.g, z, root)
        return x, -self.inverse(x)[1]
        ### END SOLUTION


check("7.4", Forward)

# %% [markdown]
# Here is the round trip:

# %%
flow = answer("7.4")(3).double()
z = torch.linspace(-30, 30, 1001, dtype=torch.float64)
with torch.no_grad():
    x, forward_log_det = flow.forward(z)
    z_again, inverse_log_det = flow.inverse(x)
print(f"largest error of the round trip: {(z - z_again).abs().max().item():.0e}")
print(f"largest sum of the two log-dets: {(forward_log_det + inverse_log_det).abs().max():.0e}")

# %% [markdown]
# ## Step 5 · Samples
#
# Draw $z$ from the base and run the map forwards. How do you draw from a logistic? Through the uniform
# distribution, as in chapter 05.

# %% [markdown] tags=["prompt:7.5"]


# %% tags=["exercise:7.5"]
class MixtureFlow(answer("7.4")):
    """A mixture flow, complete."""

    def sample(self, count):
        """count samples of shape (count,), with gradients."""
        ### BEGIN SOLUTION
        u = torch.rand(count, dtype=self.mu.dtype).clamp(1e-7, 1 - 1e-7)
        return self.forward(torch.log(u) - torch.log(1 - u))[0]
        ### END SOLUTION


check("7.5", MixtureFlow)

# %% [markdown]
# ## Your flow meets the galaxies
#
# This is the picture from the top of the page, with your class: four parts, evenly spread at the start.


# %%
class OfFourParts(attempt("7.5")):
    """Your class, with four parts."""

    def __init__(self):
        super().__init__(4)


live.training(yours=OfFourParts, data=velocities, steps=150, lr=0.05, **units)

# %% [markdown]
# ## How many parts?
#
# More parts can follow the data more closely. But in chapter 05 a fifth part became a spike on two galaxies.
# Which number is best for galaxies that the flow has *not* seen? You will try 1, 2, 3, 5 and 8.

# %%
predict("07.c")

# %% [markdown]
# With 82 galaxies, the result of one split into "learn" and "held out" is a matter of luck. So we take ten
# splits, and the mean of the ten results. And a mean needs an error bar.

# %% [markdown] tags=["prompt:7.6"]


# %% tags=["exercise:7.6"]
def mean_and_error(scores):
    """The mean of the scores, and its standard error."""
    ### BEGIN SOLUTION
    return scores.mean(), scores.std() / len(scores) ** 0.5
    ### END SOLUTION


check("7.6", mean_and_error)

# %% [markdown]
# The fits of this table and the next take about half a minute. Each row is one number of parts. `held out` is
# the mean of $\log p$ over galaxies that the fit has not seen, in units of 10 000 km/s.

# %%
from course_lib.training import fit, one_cycle

small = ((velocities - 21) / 10).float()
splits = [data.split(small, share=0.3, seed=seed) for seed in range(10)]


def scores_of(make, **how):
    """The held-out mean log p of a fit on each of the ten splits."""
    found = []
    for train, held_out in splits:
        model = make()
        fit(model, train, steps=150, lr=0.05, **how)
        with torch.no_grad():
            found.append(model.log_prob(held_out).mean())
    return torch.stack(found)


# %%
mean_and_error, Flow = answer("7.6"), answer("7.5")
results = {k: scores_of(lambda k=k: Flow(k)) for k in (1, 2, 3, 5, 8)}
for k, scores in results.items():
    mean, error = mean_and_error(scores)
    print(f"{k} parts: held out {mean:6.3f} ± {error:.3f}")

# %% [markdown]
# From one part to three there is much to gain. The three are the small cluster near 10, the crowd around 20,
# and the few far out, from 25 to 34. Between three and five the means differ by less than their error bars.
# With eight the mean falls and its bar grows: on some splits a part has become a spike, and no held-out galaxy
# is there. So 82 galaxies cannot tell three clusters from five. That is the honest answer to a famous question.
#
# (The ten splits share their galaxies, so their scores are not independent, and the error bars are somewhat
# too small. Take them as a guide and not as a proof.)

# %% [markdown]
# ## Three flows, one table
#
# You now have three kinds of flows in one dimension: the line of chapter 02, the spline of chapter 04, and
# your mixture. Which is the best for these data? Each gets the same ten splits and the same number of steps.
#
# The spline alone gets smaller steps at the end (`one_cycle`), and a limit on their size (`clip`). With plain
# steps its spikes cost it some 0.09, and the table would punish the steps and not the spline. The other two keep
# the plain steps, which suit them: the line ends at the same place with either, and the mixture would lose 0.06.
#
# **Your turn: other numbers.** Change the bins and the parts, or add a flow of your own.

# %%
makers = {  # Your turn: other numbers
    "affine": lambda: flows.FlowDistribution(flows.Linear(0.5, 0.0)),
    "spline, 8 bins": lambda: flows.FlowDistribution(
        flows.Composition(flows.Linear(0.5, 0.0), flows.RationalQuadraticSpline(8, bound=3.0))
    ),
    "your mixture, 3 parts": lambda: Flow(3),
}
how = {"spline, 8 bins": {"schedule": one_cycle, "clip": 1.0}}
table = {name: scores_of(make, **how.get(name, {})) for name, make in makers.items()}
for name, scores in table.items():
    mean, error = mean_and_error(scores)
    print(f"{name:22} held out {mean:6.3f} ± {error:.3f}")

# %% [markdown]
# All three error bars are large, because a split with an odd galaxy is hard for every flow. So compare split
# by split: take the *difference* of two flows on the same split.

# %%
mean, error = mean_and_error(table["your mixture, 3 parts"] - table["affine"])
print(f"mixture − affine: {mean:+.3f} ± {error:.3f}")
mean, error = mean_and_error(table["your mixture, 3 parts"] - table["spline, 8 bins"])
print(f"mixture − spline: {mean:+.3f} ± {error:.3f}")

# %% [markdown]
# The line is clearly beaten. (One part alone, in the table before, beats it too: the logistic
# distribution has heavier tails than the Gaussian, and some galaxies are far out.) A difference of many
# error bars is hardly an accident. One of less than two says nothing. Likelihood is not all that counts. The
# spline runs both ways by formula, but you have to choose its interval. The mixture needs no interval, but
# for its samples it needs a search.
#
# ## And their price
#
# How long do 100 000 densities and 100 000 samples take?

# %%
import time

points = torch.randn(100_000)
spline = flows.RationalQuadraticSpline(8, bound=3.0)
for name, flow in (("spline", spline), ("your mixture", Flow(3))):
    with torch.no_grad():
        start = time.perf_counter()
        flow.inverse(points)
        middle = time.perf_counter()
        flow.forward(points)
        end = time.perf_counter()
    density, sample = 1000 * (middle - start), 1000 * (end - middle)
    print(f"{name:13} density {density:4.0f} ms, samples {sample:4.0f} ms")

# %% [markdown]
# ## Stretch task

# %% [markdown] tags=["prompt:7.7"]


# %% tags=["exercise:7.7"]
def log_prob_2d(x, first, second):
    """log p(x1, x2) from log p(x1) and log p(x2 | x1)."""
    ### BEGIN SOLUTION
    return first(x[..., 0]) + second(x[..., 1], x[..., 0])
    ### END SOLUTION


check("7.7", log_prob_2d)

# %% [markdown]
# ## Recap

# %%
quiz("07")

# %% [markdown]
# ### What you have built
#
# | method | what it does | formula |
# |---|---|---|
# | `mixture()` | parameters to a valid mixture | log_softmax, as they are, exp |
# | `inverse(x)` | densities go this way | $z = \log F - \log S$, log-det $\log p - \log F - \log S$ |
# | `forward(z)` | samples go this way | the root of $\log F - \log S = z$, with implicit derivatives |
# | `log_prob(x)` | the density | $\log\sigma(z) + \log\sigma(-z)$ + inverse log-det |
# | `sample(count)` | new points, with gradients | $x = f(z)$ with a logistic $z$ |
#
# `log_prob` and `sample` are what they were in chapter 03. Only the two directions are new.
#
# ### To read further
#
# - K. Roeder, *Density estimation with confidence sets exemplified by superclusters and voids in the
#   galaxies* (1990), [doi:10.2307/2289993](https://doi.org/10.2307/2289993): the galaxies and their bumps.
# - S. Richardson, P. J. Green, *On Bayesian analysis of mixtures with an unknown number of components*
#   (1997), [doi:10.1111/1467-9868.00095](https://doi.org/10.1111/1467-9868.00095): the same galaxies and
#   the same question.
# - M. Postman, J. P. Huchra, M. J. Geller, *Probes of large-scale structure in the Corona Borealis region*
#   (1986), [doi:10.1086/114257](https://doi.org/10.1086/114257): where the velocities were measured.
# - T. Glüsenkamp, *Introduction to normalizing flows*, lecture (Uppsala, 2022): hands-on 2.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# Your samples have gradients, and you have not used them yet. What are they good for? Chapter 08 asks how to
# take the gradient of an *average* over samples, and shows that the first idea is wrong.
# → {next}
