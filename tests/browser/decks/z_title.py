# %% [markdown] slideshow={"slide_type": "slide"}
# # A title
# %% tags=["setup"]
# %% width=800 height=430
live.coupling()
# %% [markdown]
# What does it ask, in a line or two?
