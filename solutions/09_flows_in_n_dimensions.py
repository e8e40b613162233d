# %% [markdown] alt="What the first picture of Flows in n dimensions shows, in a dozen words: axes, curves, colours."
# # 09 · Flows in n dimensions
#
# **What does this chapter ask?** One sentence that leads to it.
#
# Run the two cells below. Then move the slider for a minute: what to look at stands here.

# %% tags=["setup"]

# %%
live.flows_in_n_dimensions()

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

# %% [markdown] tags=["prompt:9.1"]


# %% tags=["exercise:9.1"]
def stretched(z, a):
    """The x = a z."""
    ### BEGIN SOLUTION
    return a * z
    ### END SOLUTION


check("9.1", stretched)

# %% [markdown]
# ## Recap

# %%
quiz("09")

# %% [markdown]
# ### To read further
#
# - The papers behind this chapter.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# The limit of this chapter, which the next one goes beyond. → {next}
