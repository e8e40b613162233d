# %% [markdown] slideshow={"slide_type": "slide"}
# # Hands-on 1

# %% tags=["setup"]

# %% width=800 height=430
live.training(steps=200, lr=0.05)

# %% [markdown]
# A Gaussian flow from scratch
#
# Open chapter 03

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Leave this on the wall while people come back. Pairs work best: one types, one predicts.
#
# **Ask:** is there anybody without a running notebook?
#
# **Expect:** one or two. Seat them beside somebody who has one; do not repair machines now.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where will you be in an hour?

# %% frames={"step": [0, 5, 10, 20, 30, 40, 60, 80, 100, 130, 160, 200]} height=530
live.training(steps=200, lr=0.05)

# %% [markdown] slideshow={"slide_type": "notes"} known={"green": "what you have written"}
# **2 min.** Say: this flow is the course's. In an hour the same picture draws *yours*, and in green
# whatever is wrong with it.
#
# **Ask:** will the final density follow the two clouds, or lie across them?
#
# **Expect:** across: one ellipse is all it has.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How an exercise works


# %%
def linear_inverse(x, a, b):
    return x / a - b


# %% slideshow={"slide_type": "fragment"}
check("2.1", linear_inverse)

# %% [markdown] slideshow={"slide_type": "fragment"}
# - `hint("2.1")`, once more: a step further; `solution("2.1")`: how we wrote it
# - an open exercise stops nothing, and any right answer counts

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Before the next key: what is wrong with these two lines? Then read the panel aloud; it was printed when
# this deck was built. The panel in the notebook says the same.
#
# **Ask:** who minds looking at the solution?
#
# **Expect:** some do. Say: after the third hint it is the right thing to do; then type it yourself.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Warm-up: 15 minutes
#
# In `02_linear_and_affine_flows.ipynb`:
#
# | | what | minutes |
# |:-:|---|:-:|
# | **2.2** | the density that a line makes | 5 |
# | **2.4** | the affine flow's density | 8 |

# %% frames={"a": [-1.5, -0.5, 0.5, 1.5]} height=270
live.linear(a=-1.5, b=1.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "1"}
# **15 min.** Say: then put yours into this picture, and look at the area. Walk around. Typical: log a for a negative a; the sign of the log-det; C where $C^{-1}$
# belongs; b taken away after multiplying.
#
# **Ask** (to those who are done): what does the area say about your density, and what does it not?
#
# **Expect:** 1 does not prove it right; any other number proves it wrong.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Steps 1 to 3: the flow and its density
#
# | | write | minutes |
# |:-:|---|:-:|
# | **3.1** | parameters: any numbers in, a good $\boldsymbol{L}$ out | 8 |
# | **3.2** | `forward`, `inverse`, each with its log-det | 10 |
# | **3.3** | `log_prob` | 6 |
#
# The test of any flow: **forward and back ends where it began, and the two log-dets cancel.**

# %% [markdown] slideshow={"slide_type": "notes"}
# **24 min.** Call out the time after 8 and after 18 minutes; who is behind goes on with
# `answer("3.1")`, nobody is left behind.
#
# **Ask** (of pairs): at the identity, L = 1 and b = 0, which mistakes can the round trip not see?
#
# **Expect:** all of them. That is why the notebook tests at random parameters.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which of these has the area 1?
#
# ```python
# z = (x - b) @ L.T
# log_det = L.diagonal().log().sum()
#
# A = log_p0(z).sum(-1) - log_det
# B = log_p0(z).mean(-1) + log_det
# C = log_p0(z).sum(-1) + log_det
# D = log_p0((x - b) @ L).sum(-1) + log_det
# ```

# %% [markdown] slideshow={"slide_type": "fragment"}
# **C and D.** But D is the density of another Gaussian: precision $\boldsymbol{L}\boldsymbol{L}^T$.

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Stop all keyboards, then ask for each letter in turn.
#
# **Ask, a vote:** which have the area 1: A, B, C, D? And without hands: what has gone wrong in A, in B?
#
# **Expect:** A: the log-det of the map instead of the inverse. B: a mean where a sum belongs, the two
# coordinates are independent. D is the subtle one: its area is 1, and it is wrong all the same. Only
# an independent Gaussian, or samples, can tell.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Steps 4 and 5: sample and train
#
# | | write | minutes |
# |:-:|---|:-:|
# | **3.4** | `sample`: draw $\vec z$, go forward | 4 |
# | **3.5** | the training loop | 8 |
#
# Then run the cells below them: the geyser, the closed form, and **your flow in the picture**.

# %% [markdown] slideshow={"slide_type": "notes"}
# **14 min.** Typical: gradients not set to zero; the sum in place of the mean; uphill.
#
# **Ask** (of pairs): how do you know that the fit is *right*, and not only finished?
#
# **Expect:** b is the mean, $(L^T L)^{-1}$ the covariance of the data: there is a closed form.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How many points does a fit need?

# %% frames={"n": [2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200], "seed": [1, 4, 7, 12, 18]} veil="right" stills=["n=5", "n=10", "n=30", "n=200"]
live.few_points(n=200, seed=7)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"n=5": "272", "n=2": ""}
# **4 min.** Say: the best Gaussian for n of the 272 points.
#
# **Ask:** with 5 points: too small, too large, or about right? Which points does it describe better?
#
# **Expect:** too small, and it praises its own. With 2 points it breaks: a line has no area, and the
# likelihood no upper end.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Fast? Three stretch tasks
#
# | | what | minutes |
# |:-:|---|:-:|
# | **3.6** | whitening: data to a round cloud | 3 |
# | **3.7** | read a correlation from $\boldsymbol{L}$ | 8 |
# | **3.8** | how long to wait after an eruption of 4.5 minutes? | 8 |
#
# All others: the quiz at the end of the chapter.

# %% [markdown] slideshow={"slide_type": "notes"}
# **4 min.** Leave it on the wall; these are for home as well.
#
# **Ask** (after 3.8): how long does one wait after 4.5 minutes?
#
# **Expect:** about 82 minutes.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What have you built?
#
# - a distribution that can be **evaluated**, **sampled** and **fitted**
# - the best Gaussian there is, checked against the closed form
# - and it has its middle where hardly any eruption ever was
#
# **The fit is perfect. The family is too small.** Next time we bend the line.

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Let three people say one sentence each.
#
# **Ask:** which mistake have you made that the notebook named?
#
# **Expect:** the sign of the log-det leads. Write the list on the board and keep it for hands-on 2.
