# %% [markdown] alt="Two moons of 2,000 points, and beside them the density that they have." needs="Python, a little PyTorch" minutes=15
# # 00 · Start here
#
# **What is a normalizing flow, and why would you want one?**
#
# A **normalizing flow** is an invertible map with parameters. It takes simple random numbers, a bell
# curve, and bends them until they look like your data. You can run it both ways: forwards it invents new
# data, backwards it tells how probable any given data are.
#
# A notebook is a page of text and *cells* of code. Click into a cell and press **Shift + Enter**:
# the cell runs and the next one is chosen. Run the cells of this page one after the other.

# %% tags=["setup"]

# %% [markdown]
# ## A flow at work
#
# Run the next cell and press ▶ beside **Play**: a round cloud of random points becomes two moons. Then drag
# the slider back to 0, and every point finds its place in the noise again.

# %%
live.noise_to_data()

# %% [markdown]
# You need not understand it yet. At the left are 2,000 points, at the right is the density that they have,
# and one map makes both. Nothing gets lost on the way: the probability stays 1 all together, and there and
# back the points miss their places by a rounding error.
#
# Now choose *a galaxy*. The formula of the map is the same, only its 2,838 parameters are others. It learnt
# them from 10,000 points. In chapter 09 you train such a flow yourself.

# %% [markdown]
# ## 1 · What it is good for
#
# Here is a whole flow in three lines. The map is the simplest there is, a straight line, $x = 2z + 1$:

# %%
torch.manual_seed(0)
flow = flows.Linear(2.0, 1.0)  # Your turn: other numbers
p = flows.FlowDistribution(flow)
x = p.sample((4,))
print("four samples:     ", x)
print("the density there:", p.log_prob(x).exp().detach())
print("where they were:  ", flow.inverse(x)[0].detach())

# %% [markdown]
# Samples, their exact density, and the way back, all from one map. Replace the two numbers by your own and
# run the cell again. In this course the map learns to bend, and everything else in the cell stays as it is.
#
# ### Who uses it
#
# | for what | the flow gives | for example |
# |---|---|---|
# | gravitational waves: which masses, which direction? | the posterior, in seconds and not in days | [Dax and others (2021)](https://arxiv.org/abs/2106.12594) |
# | neutrinos: where did they come from? | a direction, with a region that holds 68 % | [Glüsenkamp (2024)](https://arxiv.org/abs/2008.05825) |
# | particle detectors | simulated showers, thousands of times faster | [Krause and Shih (2021)](https://arxiv.org/abs/2106.05285) |
# | quantum fields on a lattice | independent samples, which a Markov chain hardly finds | [Albergo and others (2019)](https://arxiv.org/abs/1904.12072) |
# | molecules | shapes with their right probabilities | [Noé and others (2018)](https://arxiv.org/abs/1812.01729) |
# | Bayesian inference | a density close to any posterior that you can evaluate | [Rezende and Mohamed (2015)](https://arxiv.org/abs/1505.05770) |
#
# ### Where it stands
#
# Other models turn noise into data, too. You have heard of some of them:
#
# | | new samples | density of given data | from data back to noise | the price |
# |---|---|---|---|---|
# | **normalizing flow** | one run of the map | exact | exact | the map must be invertible, so the noise has as many dimensions as the data |
# | variational autoencoder, [VAE](https://arxiv.org/abs/1312.6114) | one run | a lower bound | roughly | two networks, and a bound in place of the density |
# | adversarial network, [GAN](https://arxiv.org/abs/1406.2661) | one run | none | none | nothing tells what it has left out |
# | [diffusion](https://arxiv.org/abs/2006.11239) | many small steps | by [solving an equation](https://arxiv.org/abs/2011.13456), step by step | the same | slow, and the best there is for pictures |
#
# Choose a flow where the *number* counts: a density to compare, a region that keeps its promise, a gradient
# through samples and density. Choose diffusion for beautiful pictures. The two are relatives: a flow in
# infinitely many small steps is the equation in the last row ([flow
# matching](https://arxiv.org/abs/2210.02747)).

# %% [markdown]
# ## 2 · A live picture
#
# Every chapter has pictures that answer while you move a slider, with the mouse or with the arrow
# keys. The next one shows two bell curves. The dashed blue one is the **base**: the density we start
# from. The solid orange one is the **target**: what the flow makes of it.
#
# Before many pictures you are asked for a guess. Click what you expect, and the answer opens.
# Nobody counts your guesses, and nothing waits for them.

# %%
predict("00.a")

# %% [markdown]
# Now move **stretch** from 0.6 to 1.2, and watch the height of the orange bell.

# %%
live.hello()

# %% [markdown]
# Why the height follows the width, for this map and for every other, is the subject of chapter 01.
#
# Did the picture not answer? The next cell looks at your installation. Move the slider under its table: a
# green tick says that your browser and the kernel (the Python behind this page) hear each other.

# %%
from course_lib.selftest import selftest

selftest()

# %% [markdown]
# ## 3 · An exercise
#
# In an exercise you write a few lines in place of `...`. The check below it never stops the
# notebook: it says what is missing, recognises common mistakes by name, or shows the smallest input
# on which your function fails.

# %% [markdown] tags=["prompt:0.1"]


# %% tags=["exercise:0.1"]
def midpoint(a, b):
    """The point halfway between a and b."""
    ### BEGIN SOLUTION
    return (a + b) / 2
    ### END SOLUTION


check("0.1", midpoint)

# %% [markdown]
# Stuck? There are three hints, each a step further, and then the solution. The hints are folded under a
# check that was not right yet. Or remove the `#` in front of one of these lines and run the cell:

# %%
# hint("0.1")
# solution("0.1")

# %% [markdown]
# An exercise that you leave open stops nothing. Later cells then go on with the course's own
# function: `answer("0.1")` is yours if it was right, and the course's if not.

# %%
middle = answer("0.1")
print("halfway between 2 and 5:", middle(2.0, 5.0))

# %% [markdown]
# ## 4 · A quiz, and your progress
#
# Each chapter ends with a few questions. Every option explains itself, the wrong ones too.

# %%
quiz("00")

# %% [markdown]
# Your progress is kept in a small file, `.course_progress.json`, in the folder of this notebook, and
# nowhere else. Delete the file to start over. The table counts the minutes of the core exercises that are
# still open. Reading and playing take about as long again.

# %%
progress()

# %% [markdown]
# ## Words and colours
#
# These mean the same in every chapter. There is no need to learn them now. Come back when one is unclear.
#
# | symbol or word | in words | look in pictures |
# |---|---|---|
# | $z$ | a point in the base space | blue |
# | $x$ | a point in the data space | orange |
# | $p_0(z)$ | the base density, a standard normal unless we say otherwise | blue |
# | $f$, $x = f(z)$ | the flow: an invertible map from $z$ to $x$ | black |
# | $f^{-1}$, $z = f^{-1}(x)$ | its inverse, from $x$ back to $z$ | black |
# | $p(x)$ | the target density, in the data space | orange, solid |
# | forward | from $z$ to $x$: how we draw samples | |
# | inverse | from $x$ to $z$: how we evaluate the density | |
# | `log_det` | the logarithm of how much a map stretches space, always named with its direction | |
# | yours | what you have written | green, dash-dotted |
# | wrong on purpose | a formula with a term missing | purple, dashed |
#
# ## The map of the course
#
# {map}
#
# Part II (flows in many dimensions, conditions, inference, manifolds) has the numbers 09 to 16. A chapter
# that is not in this table yet is still being written.
#
# The minutes count reading, playing, the core exercises and the quiz. You need Python with a little
# PyTorch (tensors, and what `backward()` does), derivatives, and what a probability density is.
#
# ## When something breaks
#
# | what you see | what to do |
# |---|---|
# | a picture without sliders, with red broken chains, or "model not found" | Run its cell again: live pictures need a running kernel. |
# | a cell that runs for ever (`[*]`) | Press the square ■ in the toolbar: *Interrupt the kernel*. |
# | "kernel died", or nothing answers | *Kernel → Restart kernel and run all cells*. |
# | a name is "not defined" | A cell above has not run: *Run → Run all above selected cell*. |
# | the next day: pictures stand still, "check" is "not defined" | The kernel has forgotten everything, your text is saved. Click where you stopped; *Run → Run all above selected cell*. |
# | everything is in a tangle | Restart the kernel; your text stays, only the variables go. |
#
# There is more in `docs/when-something-breaks.md`, in the course's folder. A new edition of the
# course comes with `make update`: notebooks with your answers are kept.
#
# ## Where this comes from
#
# The course follows the lecture *Introduction to normalizing flows* by Thorsten Glüsenkamp
# (Uppsala, 2022).
#
# **Next:** {next}. It begins with a picture.
