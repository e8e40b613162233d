# %% [markdown] alt="What the first picture of Hands on directions shows, in a dozen words: axes, curves, colours."
# # 15 · Hands on directions
#
# **What does this chapter ask?** One sentence that leads to it.
#
# Run the two cells below. Then move the slider for a minute: what to look at stands here.

# %% tags=["setup"]

# %%
import math

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
def expected_light(n, log_energy, length, sensors):
    """The expected counts of each track in each sensor: (k, 3), (k,), number, (S, 3) → (k, S)."""
    ### BEGIN SOLUTION
    along = n @ sensors.T
    d = (sensors - along[..., None] * n[:, None]).norm(dim=-1)
    light = log_energy.exp()[:, None] * torch.exp(-d / length)
    return light / (d + 0.3) + 0.02
    ### END SOLUTION


check("15.1", expected_light)

# %% [markdown] tags=["prompt:15.2"]


# %% tags=["exercise:15.2"]
def joint_log_prob(direction_log_det, z, energy_log_det):
    """log p(n, log E) of each event: (k,), (k,), (k,) → (k,)."""
    ### BEGIN SOLUTION
    log_n = direction_log_det - math.log(4 * math.pi)
    log_e = -(z**2) / 2 - 0.5 * math.log(2 * math.pi) + energy_log_det
    return log_n + log_e
    ### END SOLUTION


check("15.2", joint_log_prob)

# %% [markdown] tags=["prompt:15.3"]


# %% tags=["exercise:15.3"]
def loss(flow, simulate):
    """The mean of −log p(x | seen) over 256 fresh events, from ``simulate(256)``."""
    ### BEGIN SOLUTION
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).mean()
    ### END SOLUTION


check("15.3", loss)

# %% [markdown] tags=["prompt:15.4"]


# %% tags=["exercise:15.4"]
def cap_share(h0):
    """The share of the sphere in the cap of heights from h0 to 1, of h0's shape."""
    ### BEGIN SOLUTION
    return (1 - h0) / 2
    ### END SOLUTION


check("15.4", cap_share)

# %% [markdown] tags=["prompt:15.5"]


# %% tags=["exercise:15.5"]
def simulate_with_ice(track, count):
    """``count`` fresh events (x, seen), each in an ice of its own."""
    ### BEGIN SOLUTION
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
    ### END SOLUTION


check("15.5", simulate_with_ice)

# %% [markdown] tags=["prompt:15.6"]


# %% tags=["exercise:15.6"]
def region_area(log_p, cell_area, p):
    """The area of the densest cells that together hold at least the mass p: (m,), (m,) → number."""
    ### BEGIN SOLUTION
    order = log_p.argsort(descending=True)
    area = cell_area[order]
    mass = log_p[order].exp() * area
    needed = (mass.cumsum(0) < p).sum() + 1
    return area[:needed].sum()
    ### END SOLUTION


check("15.6", region_area)

# %% [markdown] tags=["prompt:15.7"]


# %% tags=["exercise:15.7"]
def goodness(t, reference):
    """The share of events as odd as each of t, itself among them: (k,), (m,) → (k,)."""
    ### BEGIN SOLUTION
    as_odd = (reference[:, None] >= t).sum(0)
    return (1 + as_odd) / (1 + len(reference))
    ### END SOLUTION


check("15.7", goodness)

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
