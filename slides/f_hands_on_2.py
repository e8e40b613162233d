# %% [markdown] slideshow={"slide_type": "slide"}
# # Hands-on 2

# %% tags=["setup"]

# %% width=800 height=430
live.mixture_flow(w=0.65, mu1=-1.0)

# %% [markdown]
# A mixture flow from scratch
#
# Open chapter 07

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Same pairs as last time, other hands on the keyboard.
#
# **Ask:** what was on our list of mistakes?
#
# **Expect:** the sign of the log-det. It comes back today.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 82 galaxies: how many clusters do you see?

# %% frames={"step": [0, 5, 10, 20, 30, 40, 50, 60, 80, 100, 120, 150]} height=530
four = flows.FlowDistribution(flows.TrainableMixture(4, -1.0, 1.0).double(), flows.Logistic())
live.training(
    four,
    data.galaxies(),
    origin=21.0,
    unit=10.0,
    steps=150,
    lr=0.05,
    labels=("velocity (1000 km/s)",),
    below=0.7,
)

# %% [markdown] slideshow={"slide_type": "notes"} known={"1000": "the unit", "four": "the parts in the call", "3 7": "what rooms say"}
# **3 min.** Say: velocities, in 1000 km/s; a flow of four parts learns from them. Dashed: the best
# Gaussian's loss. This time the curve can go below it.
#
# **Ask:** how many clusters? Write your number down.
#
# **Expect:** 3 to 7. We come back to the numbers in an hour.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The parts
#
# | | | |
# |---|---|:-:|
# | parameters | $\log w$: log-softmax, $\;\mu$: as it is, $\;s$: exp | **7.1** |
# | data to base | $z = \log F(x) - \log S(x)$ | **7.2** |
# | density | $\log p_0(z) + \log\partial z/\partial x$, logistic base | **7.3** |
# | base to data | search, then the implicit gradient | **7.4** |
# | samples | logistic $z$, then forward | **7.5** |

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: five steps, each a line of lecture 2.
#
# **Ask:** which of them do you expect to cost the most time?
#
# **Expect:** 7.4. It does: 12 minutes are set aside.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Warm-up: 15 minutes
#
# | chapter | | what | minutes |
# |:-:|:-:|---|:-:|
# | 05 | **5.4** | the mixture's map, right in the tails | 8 |
# | 06 | **6.2** | follow the tangent: Newton | 6 |

# %% frames={"step": [0, 1, 2, 3]} height=280
live.root_steps(step=0, start=0.2)

# %% [markdown] slideshow={"slide_type": "notes"} known={"17 1": "of exercise 5.4"}
# **15 min.** Say: the picture below each exercise draws yours. Typical: `torch.log(1 - F)`; a sum of logarithms; the weights outside of the logarithm;
# the sign of Newton's step; division by g instead of g′.
#
# **Ask** (of pairs): at which x does your first version break, in float32?
#
# **Expect:** near 17 for a scale of 1.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Steps 1 to 3: from data to the density
#
# | | write | minutes |
# |:-:|---|:-:|
# | **7.1** | parameters that are always a mixture | 6 |
# | **7.2** | $z$ and the log-det, in log space | 10 |
# | **7.3** | `log_prob` | 4 |
#
# $$\log\frac{\partial z}{\partial x} = \log p(x) - \log F(x) - \log S(x)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **21 min.** Typical: $1/s$ forgotten in p; the density taken for the slope; a normal base.
#
# **Ask** (of pairs): your area is not 1, but the map looks right. Where do you look?
#
# **Expect:** at the base. It is logistic: log σ(z) + log σ(−z).

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which line is the stable one?
#
# ```python
# u = (x.unsqueeze(-1) - mu) / s
#
# A = torch.log((w * torch.sigmoid(u)).sum(-1))
# B = (torch.log(w) + logsigmoid(u)).sum(-1)
# C = torch.logsumexp(torch.log(w) + logsigmoid(u), -1)
# D = torch.log(w) + torch.logsumexp(logsigmoid(u), -1)
# ```

# %% [markdown] slideshow={"slide_type": "fragment"}
# **C.** A is right, and breaks far out. B is a sum of logs. D has the wrong shape.

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Stop all keyboards, then ask for each letter in turn.
#
# **Ask, a vote:** all four are meant as log F. Which are right on paper: A, B, C, D?
#
# **Expect:** A and C. Say: right on paper is half of it.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Steps 4 and 5: from the base to data
#
# | | write | minutes |
# |:-:|---|:-:|
# | **7.4** | `forward`: bracket, search, one Newton step with the graph | 12 |
# | **7.5** | `sample`: logistic $z$, then forward | 5 |

# %% frames={"step": [0, 1, 2, 3, 4, 6]} height=280
live.safeguard(step=0, start=0.6)

# %% [markdown] slideshow={"slide_type": "notes"} known={"0.00001": "in the notebook"}
# **17 min.** Say: then your flow meets the galaxies. Typical: no gradient at all, because the search was done without a graph and nothing
# came after it; the inverse's log-det returned for the forward map; normal noise in `sample`.
#
# **Ask** (of pairs): how do you test a gradient?
#
# **Expect:** move one parameter by 0.00001, with the same z.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How many parts? (7.6)
#
# Ten splits, mean of $\log p$ on galaxies that the fit has not seen:
#
# | parts | 1 | 2 | 3 | 5 | 8 |
# |---|:-:|:-:|:-:|:-:|:-:|
# | mean | −0.63 | −0.50 | −0.41 | −0.39 | −0.54 |
# | error | 0.07 | 0.06 | 0.06 | 0.06 | 0.12 |
#
# Which number do **you** report?

# %% [markdown] slideshow={"slide_type": "notes"}
# **5 min.** Compare with the numbers that people wrote down.
#
# **Ask:** is 5 better than 3?
#
# **Expect:** the error bars say: nobody knows. From 1 to 3 there is something to gain; 82 galaxies
# cannot tell three clusters from five. That is the honest answer.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Three flows, one table
#
# | flow | held out, mean $\log p$ | sampling |
# |---|:-:|---|
# | affine | −0.72 ± 0.07 | formula |
# | spline, 8 bins | −0.36 ± 0.06 | formula |
# | your mixture, 3 parts | −0.41 ± 0.06 | search |
#
# Split by split: mixture − affine 0.31 ± 0.04, mixture − spline **−0.05 ± 0.05**.

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: compare split by split; the differences have smaller errors than the means. The spline alone
# gets steps that fade and have a limit: with plain ones its spikes cost it 0.09.
#
# **Ask:** which flow would you take, and for what?
#
# **Expect:** spline if you sample a lot, mixture for far tails, never the line.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What have you built?
#
# - a flow with **no formula** one way, and gradients both ways
# - numbers that hold 10 000 scales out
# - a fair comparison, with error bars
#
# At home: **7.7**, two dimensions out of one, and chapter 08.

# %% height=300
live.tails_of_formulas(x=12.0, precision="float32")

# %% [markdown] slideshow={"slide_type": "notes"} known={"three": "people"}
# **3 min.** Three people, one sentence each.
#
# **Ask:** which data of yours has two bumps?
#
# **Expect:** give them time. It is the question that brings people back for Part II.
