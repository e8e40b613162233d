# %% [markdown] alt="What the first picture of Conditional flows shows, in a dozen words: axes, curves, colours."
# # 10 · Conditional flows
#
# **What does this chapter ask?** One sentence that leads to it.
#
# Run the two cells below. Then move the slider for a minute: what to look at stands here.

# %% tags=["setup"]

# %%
live.conditional_flows()

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

# %% [markdown] tags=["prompt:10.1"]


# %% tags=["exercise:10.1"]
def stretched(z, a):
    """The x = a z."""
    ### BEGIN SOLUTION
    return a * z
    ### END SOLUTION


check("10.1", stretched)

# %% [markdown]
# ## Recap

# %%
quiz("10")

# %% [markdown]
# ### To read further
#
# - The papers behind this chapter.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# The limit of this chapter, which the next one goes beyond.
