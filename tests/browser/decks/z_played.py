# %% [markdown] slideshow={"slide_type": "slide"}
# # A title
# %% tags=["setup"]
# %% [markdown] slideshow={"slide_type": "slide"}
# ## From nothing to f
# %% frames={"a": [0.5, 1.5], "t": [0.0, 0.5, 1.0]}
live.linear(b=0.5)
# %% [markdown] slideshow={"slide_type": "slide"}
# ## The end
