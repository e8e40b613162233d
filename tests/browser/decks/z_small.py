# %% [markdown] slideshow={"slide_type": "slide"}
# # A small deck
#
# Every kind of cell once, for the tests.

# %% tags=["setup"]

# %% [markdown] slideshow={"slide_type": "notes"}
# 1 minute. **Ask:** what is $p_0$? *Expect:* the base density.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Mass stays, density changes
#
# - a formula in the line, $p_0(z)$, and one on its own:
#
# $$p(x) = p_0\big(f^{-1}(x)\big)\cdot\left|\frac{\partial f^{-1}(x)}{\partial x}\right|$$

# %% [markdown] slideshow={"slide_type": "fragment"}
# - a second thought, θ → μ

# %% slideshow={"slide_type": "skip"}
raise RuntimeError("for a kernel only")

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One slider

# %% frames={"a": 21}
live.linear(b=0.5)

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Move **a** through zero.

# %% [markdown] slideshow={"slide_type": "slide"}

# %% frames={"family": "all", "theta": [0.5, 1.0, 2.0]} height=440 veil="right"
live.moving_samples()

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Code, and what it says

# %%
print(2 + 3)
torch.tensor([1.0, 2.0]).exp()

# %% [markdown] slideshow={"slide_type": "notes"}
# **12 min.** A hands-on: its clock is on the wall.
