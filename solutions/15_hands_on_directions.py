# %% [markdown] alt="What the first picture of Hands on directions shows, in a dozen words: axes, curves, colours."
# # 15 · Hands on directions
#
# **What does this chapter ask?** One sentence that leads to it.
#
# Run the two cells below. Then move the slider for a minute: what to look at stands here.

# %% tags=["setup"]

# %%
live.hands_on_directions()

# %% [markdown]
# ## What you can do after this chapter
#
# - one thing that you can do in real life.
#
# **You need** chapter 01. **Time:** 20 minutes.

# %% [markdown]
# ## 1 · The first step
#
# A picture comes before its formula, a question before its answer.

# %% [markdown] tags=["prompt:15.1"]


# %% tags=["exercise:15.1"]
def stretched(z, a):
    """The x = a z."""
    ### BEGIN SOLUTION
    return a * z
    ### END SOLUTION


check("15.1", stretched)

# %% [markdown]
# Here the library does the same, with numbers that you may change.

# %%
a = 2.0  # Your turn: other numbers
print("x:", flows.Scale(a)(torch.tensor([-1.0, 0.5]))[0])

# %% [markdown]
# ## Recap

# %%
quiz("15")

# %% [markdown]
# ### To read further
#
# - G. Papamakarios and others, *Normalizing flows for probabilistic modeling and inference* (2021),
#   [arXiv:1912.02762](https://arxiv.org/abs/1912.02762): what of it is in this chapter.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# The limit of this chapter, which the next one goes beyond.
