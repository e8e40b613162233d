# %% [markdown] slideshow={"slide_type": "slide"}
# # Hands-on 3: where did it flash?

# %% tags=["setup"]

# %% frames={"step": "all"} width=800 height=430
live.closing_in(steps=300, every=30)

# %% [markdown]
# Where will *your* network be in an hour?
#
# Open `11_hands_on_flash.ipynb`

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.70 1.98", "step=300": ""}
# **3 min.** Leave it on the wall while people come back. Say: a flash in clear ice, the cross. Sensors counted its
# light. A network, still untrained, says where it was: anywhere. Dashed, the exact answer.
#
# **Ask:** a squared error ends 1.98 nats from the exact density, one Gaussian 0.70. In which quarter of the way
# will a flow pass the Gaussian?
#
# **Expect:** *late*. Move the slider: in the first half. Two spots, roughly placed, are worth so much. In an hour
# the same picture draws theirs.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Only the counts: which height, which side?

# %% frames={"x": [-1.4, -0.6, 0.0, 0.6, 1.4], "y": [-1.2, -0.4, 0.4, 1.2]} veil=["left", "middle", "readouts"]
live.event(x=-0.6, y=0.4)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.65 0.66 eight", "x=1.4, y=1.2": "0.00"} known={"ten": "the bars"}
# **3 min.** Say: eight sensors stand on one string, the grey bars, two on another. These ten counts are all that
# anybody knows.
#
# **Ask:** point at the height of the flash. And was it left or right of the string?
#
# **Expect:** the height at once, the side never: to the string, left and right look alike. Lift the veil: two
# spots, 0.65 of the mass left; a network says 0.66. At x = 1.4, y = 1.2 the second string tells: 0.00.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## One plane, two flows: which numbers go where?
#
# | | | |
# |---|---|:-:|
# | what it is told | $c = 2\sqrt n - m$ | **11.1** |
# | the height | $\log p(y\mid c)$ | **11.2** |
# | the side | $\log p(x\mid y, c)$ | **11.3** |
# | the place | $\log p(x, y\mid c)$ | **11.4** |
# | samples | $z_1\to y,\quad (z_2, y)\to x$ | **11.5** |
# | training | fresh events, at each step | **11.6** |

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: six steps, each a line of the last lecture. The networks are written for you, so is the
# one-dimensional flow: a mixture with a standard normal base.
#
# **Ask:** which of the two networks has one input more, and which input?
#
# **Expect:** the one of x: it sees y, and then the ten features. That is the triangle of this morning.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What is wrong here?


# %%
def features(counts, train):
    means = (2 * counts.sqrt()).mean(0)
    return 2 * counts.sqrt() - means


# %% slideshow={"slide_type": "fragment"}
check("11.1", features)

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: the panel does not only say *no*. It looks for the mistake that you have made. What you see at
# the next key was printed when this deck was built, for just these lines.
#
# **Ask:** the values look right, around 0. What happens to a single event?
#
# **Expect:** it becomes 0: it is its own mean. Lift it, and read the sentence aloud. Then: `hint("11.1")` goes
# a step further each time, and an open exercise stops nobody, the course's own answer stands in.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Steps 1 and 2: which numbers must the network give?
#
# | | write | minutes |
# |:-:|---|:-:|
# | **11.1** | the features | 4 |
# | **11.2** | the density of the height | 8 |

# %% frames={"w": [0.1, 0.35, 0.65, 0.9], "mu1": [-4.0, -2.5, -1.0, 0.0]} height=300
live.mixture_flow(w=0.35, mu1=-2.5)

# %% [markdown] slideshow={"slide_type": "notes"} known={"six": "in the notebook"}
# **12 min.** Before they start, move a weight and a mean: the map of yesterday. Here a network gives these
# numbers, of six bumps, for each event. Typical: a logarithm of counts, though most are nothing; the mean of
# other events; in exercise 11.2 the log-det subtracted, or the base taken at y.
#
# **Ask** (of pairs): why the root of a count, and not the count as it is?
#
# **Expect:** a count scatters by its root. Of $2\sqrt n$ the scatter is about the same for all n.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Steps 3 and 4: the height is known. Where on this line?
#
# | | write | minutes |
# |:-:|---|:-:|
# | **11.3** | the density of the side, once $y$ is known | 6 |
# | **11.4** | both together | 3 |

# %% frames={"x": [-1.8, -1.4, -1.0, -0.6, -0.3, 0.3, 0.6, 1.0, 1.4, 1.8]} height=300
live.event(x=-0.6, y=0.8)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"x=1": "0.07", "x=-1": "0.82"} known={"8": "minutes"}
# **11 min.** Before they start, drag the flash along a line of one height. At −1 the exact density has 0.82 of its
# mass left, at 1 only 0.07: the second string sees it. A cut along this line is the density of the side. Call out
# the time after 8 minutes; who is behind goes on with the course's class.
#
# **Ask** (of pairs): your exercise 11.3 is right, and yet the place is not. Which two lines do you look at?
#
# **Expect:** whether y stands before the features, and whether x and y were exchanged when they were taken
# out of the place.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which of these sum to 1 over the plane?
#
# Each is meant as $\log p(x, y\mid c)$:
#
# $$\begin{array}{ll}
# \textbf{A}\quad \log p(y\mid c)\cdot\log p(x\mid y, c)\qquad & \textbf{C}\quad \log p(y\mid c) + \log p(x\mid c)\\[0.5em]
# \textbf{B}\quad \log p(y\mid c) + \log p(x\mid y, c) & \textbf{D}\quad \log p(x\mid y, c)
# \end{array}$$

# %% [markdown] slideshow={"slide_type": "fragment"}
# **B and C.** But C says the same of the side at every height.

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Stop all keyboards. Hands for each letter.
#
# **Ask, a vote:** take the exponential, and sum over the plane. What has gone wrong in A, in D?
#
# **Expect:** A multiplies logarithms. D forgets how likely the height is: it sums to 1 at *each* height. C is
# the subtle one: its sum is 1, and it is wrong all the same. No area shows it, only the exact density, or
# nats on new events.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Steps 5 and 6: which of the two is drawn first?
#
# | | write | minutes |
# |:-:|---|:-:|
# | **11.5** | `sample`: places, with gradients | 13 |
# | **11.6** | one step, on fresh events | 6 |
# | **11.7** | *fast?* the gap, with error | 3 |
#
# Then train!

# %% [markdown] slideshow={"slide_type": "notes"}
# **20 min.** Say: y is drawn first, then an x that knows it. Typical: an x that belongs to another y, the same z for both, `features(features(…))`, gradients that
# pile up, two different draws for places and counts.
#
# **Ask** (of pairs): why may this network train for hours without learning anything by heart?
#
# **Expect:** no event comes twice: the simulator makes new ones at each step. Who is done starts the training:
# a thousand steps take less than a minute.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which answer does yours look like?

# %% frames={"event": "all"} veil=["readouts", "numbers", "right", "labels"]
live.verdicts(event=1)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"event=4": ""} known={"three": "the networks, and pairs", "1.98 0.70 0.10": "below the panels"}
# **3 min.** The room is back. Say: three networks saw the same counts. The exact
# density is covered. The cross is where the flash was; they did not know it.
#
# **Ask, a vote:** a squared error, one Gaussian, a flow: which one would you sign?
#
# **Expect:** the flow. Lift the veil: it loses 0.10 nats, the others 0.70 and 1.98. Ask three pairs for their own
# gap. Then event 4: there the squared error is luckiest. One event proves nothing.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Where does your network lose most?

# %% frames={"x": [-2.0, 0.0, 2.0], "y": [-2.0, 0.0, 2.0]} veil=["middle", "readouts"]
live.event(x=0.0, y=0.0, luck=6)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.04", "x=2, y=2": "0.32", "x=-2, y=2": "0.06"} known={"0.10": "its gap, of the four answers"}
# **2 min.** Say: a gap of 0.10 is a mean. Everybody drags the flash with their own network; this is the course's.
#
# **Ask:** where does it lose most: beside the middle of the string, far away on the left, or at the upper right?
#
# **Expect:** *far away*, from many. On the left it loses 0.06 nats: hardly any light, a broad answer, easy. At
# the upper right 0.32: flashes are rare there, *and* the answer is sharp. Beside the string 0.04.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## 2000 events, again and again: what is the gap?
#
# | trained on | those events | new events |
# |---|:-:|:-:|
# | fresh ones | | 0.11 ± 0.01 |
# | 2000, repeated | ? | ? |

# %% [markdown] slideshow={"slide_type": "fragment"}
# On those events **−0.33 ± 0.02**, on new ones **0.64 ± 0.03**.

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: suppose that the simulator is slow, and 2000 events are all that you have.
#
# **Ask:** what is its gap on the events that it learnt? Can it be below 0?
#
# **Expect:** *no*, since the exact density is the best. Over all events, yes. Over these 2000 a flow "beats" it,
# by narrow spots at places that it knows by heart. Hold events out, and make more.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What have you built?
#
# - ten counts in, a density of the plane out
# - its distance from the truth, in nats, with an error
# - and it believes its simulator
#
# **Real ice is clearer: what will it notice?** At home: **11.8**

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Two people, one sentence each: which mistake did the panel find in your code?
#
# **Ask:** the real ice is clearer than the simulator's. What will your network notice?
#
# **Expect:** nothing. It is as sure as before, of wrong places, and so is the exact density. Only checks on data
# can tell: the lecture after the next one makes them.
