# %% [markdown] slideshow={"slide_type": "slide"}
# # Where did it come from?

# %% tags=["setup"]

# %% frames={"longitude": [-100, -60, 15, 60, 105]} width=800 height=430
live.globe(longitude=15, latitude=25)

# %% [markdown]
# Flows on the circle and the sphere
#
# Then hands-on 4: a track in the ice

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "68 6.2 66"} known={"2000": "the cities that were learnt from"}
# **1 min.** Say: this flow has learnt from the places of 2000 cities, and from nothing else. The line
# surrounds its densest 68 %: 6.2 % of the globe, and 66 % of other cities are in it. Turn it once.
#
# **Ask:** a wind, a neutrino, an earthquake: what is different from all numbers so far?
#
# **Expect:** no edge, no beginning. $359°$ is next to $1°$.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Cut the circle open: what goes wrong?

# %% frames={"family": ["4 logistics on the line", "6 Möbius maps"], "cut": [0, 90, 180, 270]} veil="right"
live.winds(family="4 logistics on the line", cut=180)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "4.9 0.039 −1.87", "cut=0": "−1.79", "family=6 Möbius maps": "−1.76"}
# **3 min.** Say: where the wind came from, at an airport. We cut the rose at the dashed line, lay it on
# an axis, and fit a mixture of the first day.
#
# **Ask:** the axis goes on at both ends. Draw the density there. What is wrong?
#
# **Expect:** it leaks: 4.9 % lie on no direction. It has a seam, a jump of 0.039. And it depends on the
# cut: −1.87 here, −1.79 with the cut at 0. A flow of the circle knows of no cut: −1.76. Do not sew
# better: take a map that closes.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A map that closes: how high is its hill?
#
# $$z = x + 2\,\mathrm{atan2}\big(r\sin(x-c),\,1-r\cos(x-c)\big)\qquad p(x) = \frac{1}{2\pi}\,\frac{\mathrm dz}{\mathrm dx}$$

# %% frames={"r": [0.0, 0.2, 0.4, 0.6], "weight": [0.0, 0.4]} height=430
live.circle_map(r=0.0, c=1.0, weight=0.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.159", "r=0.6": "0.637"} known={"four": "0.637 over 0.159"}
# **3 min.** Say: a Möbius map of the circle, from data to base. The points crowd at c, and none
# overtakes another one. The uniform density is 0.159 everywhere.
#
# **Ask:** r = 0.6. How many times as high as the uniform one is the hill?
#
# **Expect:** $(1+r)/(1-r)$, so four times: 0.637. Give the second map some weight: slopes add, so
# densities do. It is the mixture flow once more, on a circle, and its way back is a search.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A spline closes, too: which slope at the seam?

# %% frames={"ends": "all", "before": [0.3, 0.5, 1.0, 2.0]}
live.seam(ends="each its own", before=0.5)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "0.239 0.318", "ends=both fixed at 1": "0.159"} known={"1": "the slope of the first day"}
# **2 min.** Say: knots at −π and π, both in z and in x: the ends are one point. Each with a slope of its
# own, the density jumps there by 0.239.
#
# **Ask:** on the line we fixed both end slopes at 1. Do it here: what can the density at π be?
#
# **Expect:** no jump, and always 0.159, whatever the data say. One free slope, *shared*, has neither
# fault: 0.318 from both sides. Exercise 14.5.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A density on the sphere: per what?
#
# $$\mathrm d\Omega = \sin\theta\;\mathrm d\theta\,\mathrm d\varphi = \mathrm dh\,\mathrm d\varphi$$

# %% frames={"per": "all", "turn": [0, 45, 90]} height=400
live.measure(shape="a spot", per="steradian", turn=0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "1.26", "turn=90": "1.27", "per=dθ dφ, turn=90": "0.21"}
# **4 min.** Say: a spot on the sphere, and all of it in a map of angles. dΩ is a piece of *area*; h is
# the height, as Archimedes knew. Per steradian it is 1.26 high.
#
# **Ask:** turn the sphere until the spot is at the pole. Per steradian: higher, lower, the same? And per
# dθ dφ?
#
# **Expect:** the same, 1.27 on this raster: the data have only been turned. Per dθ dφ it falls to 0.21,
# and thins out towards poles that are not in the data. Both are right, each with its own area. Here all
# is **per steradian**. Uniform points: draw h, not θ.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Zoom: what looks large from inside?
#
# $$z = s\,(x - r n) - r n,\qquad s = \frac{1-r^2}{|x - r n|^2}$$
#
# Go from the middle to $rn$, inside the sphere. What is near looks large; draw it so.
#
# $$\log\det = \;?$$

# %% [markdown] slideshow={"slide_type": "fragment"}
# $$2\log s$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: the sister of the circle's map: n is a direction, r between 0 and 1, s how much a small
# piece is stretched.
#
# **Ask:** space has three directions. Is the log-det log s, twice that, or three times?
#
# **Expect:** *three*, from some. Twice: only the two directions along the sphere count. Exercise 14.8. A
# zoom treats all directions alike, so a small circle stays a circle. Something must bend it.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Twist and stretch: what becomes of an area?

# %% frames={"pull": [0.0, 0.3, 0.6], "stretch": [-0.4, 0.0, 0.8]} veil="right"
live.twist_stretch(turn=60, pull=0.0, stretch=0.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "60 1.00", "pull=0.6": "0.32", "stretch=0.8": "0.55"} known={"96": "12 × 8 cells"}
# **3 min.** Say: 96 cells of one area. A twist turns each circle of latitude by an angle of its own,
# here up to 60 degrees. Right, covered: each cell's area against what the log-det says.
#
# **Ask:** how many cells have another area now? And if I pull points along their circles?
#
# **Expect:** none: 1.00. With a pull of 0.6 the marked cell has 0.32 of its area. A stretch moves
# heights by a rising curve: 0.55 at 0.8, its slope alone. All cells stay on the diagonal. One axis is
# not enough; several are.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## It learns the cities: how small a part holds 68 %?

# %% frames={"step": "all"}
live.globe(step=0, longitude=60, latitude=25)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "67.4 −2.53", "step=20": "53.6 93", "step=400": "6.2 66 68 −0.61"}
# **2 min.** Say: at the start it is nearly uniform, −2.53 nats. Its region of 68 % has 67.4 % of the
# globe. It learns.
#
# **Ask:** at the end, which share of the globe? And how many held-out cities in it?
#
# **Expect:** 6.2 %, and 66 % of the cities; −0.61 nats. After 20 steps it was cautious: 93 % of the
# cities in 53.6 % of the globe. The bridges between continents are honest: a flow makes a density low,
# and nowhere nothing.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Hands-on 4: one track, twelve sensors
#
# Open `15_hands_on_directions.ipynb`.

# %% frames={"log_energy": [-0.9, 0.0, 1.2, 2.0], "event": [1, 2]} height=420 veil=["middle", "right", "readouts"]
live.track(event=1, log_energy=1.2)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "642 825", "log_energy=-0.9": "1 5751"} known={"68": "the regions", "twelve": "the sensors"}
# **3 min.** Say: twelve sensors in ice. A circle is counts, its hand the time. A straight track went
# through the middle. Two questions at once: where did it fly to, and with how much energy?
#
# **Ask:** point to the place on the sky. Then: I take energy away. What becomes of the region?
#
# **Expect:** here it is known exactly: 642 square degrees hold 68 %; dashed, a trained network says 825.
# At the lowest energy 1 sensor is hit, and it is 5751. The promise is the same.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How an exercise answers
#
# ```python
# def cap_share(h0):
#     return (1 + h0) / 2
#
# check("15.4", cap_share)
# ```
#
# > this is the rest of the sphere, below the cap. At h₀ = 1 the cap is a point: 0.

# %% [markdown] slideshow={"slide_type": "notes"}
# **1 min.** Say: as in the three hands-on sessions before. Run it live, with this mistake, and read the
# panel aloud. An open exercise stops nothing: the course's own stands in.
#
# **Ask:** where in h does the cap around the pole begin, if it is half of the sphere?
#
# **Expect:** at 0, and the right line says ½ there, too. One number alone tests nothing.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Steps 1 to 3: light, density, training
#
# | | write | minutes |
# |:-:|---|:-:|
# | **15.1** | `expected_light` in each sensor | 6 |
# | **15.2** | `joint_log_prob` of direction and energy | 5 |
# | **15.3** | `loss`, with fresh events | 6 |
#
# Then 250 steps. What would more bring?

# %% [markdown] slideshow={"slide_type": "notes"}
# **17 min.** Call out the time after 6 and after 11 minutes. Typical: the distance to the track's tip in
# place of the track; log 4π forgotten; the same 256 events in every step.
#
# **Ask** (of pairs): the energy's flow is told the direction. Why?
#
# **Expect:** a bright event may be strong, or near a sensor. Where it flew decides. It is p(n) p(E | n),
# as in chapter 11.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How far is a network from the exact answer?

# %% frames={"event": [1, 6, 9, 10, 11]} veil=["readouts"]
live.track(event=1, log_energy=1.2)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "825 642 71", "event=9": "413 586 52", "event=11": "85"} known={"3000": "its steps of training", "68": "its promise", "three": "ten minus 68 %", "ten": "events, as asked", "1": "the event that is shown first"}
# **2 min.** Say: a network of 3000 steps; filled and solid, the exact answer, dashed the network's. The
# cross is the truth.
#
# **Ask:** in how many of ten events should the cross be outside? And is a dashed region ever too small?
#
# **Expect:** in three of ten. Event 1: 825 square degrees for 642, with 71 % of the exact mass. Event 9:
# 413 for 586, and 52 % in place of 68. Event 11: 85 %. Real detectors have no exact answer; there you
# have only tests.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which line is the joint density?
#
# $$\begin{array}{ll}
# \textbf{A} & \log d_n + \log p_0(z) + \log d_E\\[0.4em]
# \textbf{B} & \log d_n - \log 4\pi + \log p_0(z) - \log d_E\\[0.4em]
# \textbf{C} & \log d_n - \log 4\pi + \log p_0(z) + \log d_E\\[0.4em]
# \textbf{D} & \log d_n + \log p_0(z_n) + \log p_0(z) + \log d_E
# \end{array}$$
#
# $d_n$, $d_E$: determinants of the way **back**.

# %% [markdown] slideshow={"slide_type": "fragment"}
# **C.** A has the mass $4\pi$. D takes the sphere for a normal base.

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Stop all keyboards. Hands for each letter.
#
# **Ask, a vote:** from direction and energy to a uniform sphere and a normal line: which line integrates to 1?
#
# **Expect:** C. The base of the sphere is uniform, 1/4π per steradian. B has the sign of the energy's
# log-det turned. A trains as well as C: a constant has no gradient. But it claims a mass of 12.6, and no
# loss shows it.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Steps 4 and 5: the promise, and another ice
#
# | | write | minutes |
# |:-:|---|:-:|
# | **15.4** | `cap_share`: the cap that reaches the truth | 4 |
# | **15.5** | `simulate_with_ice`: a new $\lambda$ for each event | 6 |
#
# Which promise will break in another ice?

# %% [markdown] slideshow={"slide_type": "notes"}
# **10 min.** Typical: one λ for all events; λ = 0.7 + 0.3 ε, which can be negative; the far side of the
# cap.
#
# **Ask** (of pairs): your network has had 250 steps only. Does it break its promise?
#
# **Expect:** most say yes. It keeps it: the first thing that a network learns is how little it knows. It
# is wide, and says so.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Another ice: which promise breaks?

# %% frames={"tested": ["one ice", "many ices", "λ = 0.5"], "trained": "all"}
live.sky_coverage(tested="one ice", trained="one ice")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "3000 68.2 67.7", "tested=many ices": "57 70", "tested=many ices, trained=many ices": "68", "tested=λ = 0.5, trained=many ices": "61", "tested=one ice, trained=many ices": "76"} known={"0.5": "the ice that is chosen"}
# **4 min.** Say: 3000 new events. Blue: the direction, 68.2 % are inside. Dashed: the energy, 67.7 %.
#
# **Ask, a vote:** now each event has an ice of its own. The direction, the energy, both, or neither?
#
# **Expect:** the energy, 57 %: missing light may mean dull ice, or a weak track. The direction has 70 %.
# Trained with many ices: 68 % again. **Ask:** and in yours, λ = 0.5? **Expect:** 61 %; in the old ice 76
# %. Kept on average over ices. You have one.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Answers to other events: does the test see it?

# %% frames={"tested": ["one ice", "another event's"], "cap": "all"} veil=["left", "right", "readouts"]
live.sky_coverage(tested="another event's", trained="one ice", cap="fixed")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "62", "cap=smallest": "7", "tested=one ice, cap=smallest": "71"} known={"68": "the promise", "100": "the caps that are tried"}
# **3 min.** Say: each event gets the answer to *another* one. The cap around the pole of the base gives
# the region of 68 %.
#
# **Ask:** in how many events is the truth inside: in a tenth, a third, or nearly two thirds?
#
# **Expect:** *a tenth*. It is 62 %. The image of that cap is most of the sky: it holds any place. Choose
# the smallest of 100 caps: 7 %. And right answers? 71 %: a little cautious. Test the region that you
# publish, and try the test on wrong answers first.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Fast? Two more steps
#
# | | write | minutes |
# |:-:|---|:-:|
# | **15.6** | `region_area`: how many square degrees? | 6 |
# | **15.7** | `goodness`: is the event like its answer? | 6 |
#
# All others: the quiz. Which region would you publish?

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Leave it on the wall; these are for home as well.
#
# **Ask** (after 15.6): the mean area is far above the median. Why?
#
# **Expect:** 2600 against 980 square degrees, exactly: an event that few sensors see leaves much of the
# sky open.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Kept on average: and in each event?

# %% frames={"p": [0.5, 0.68, 0.9], "cap": "all"} veil=["left", "right", "readouts"]
live.event_by_event(p=0.68, cap="smallest")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "68 69.6 300 59 80 29 8 10"}
# **3 min.** Say: for 300 events the exact posterior is known. How much of *its* mass is in the network's
# region of 68 %?
#
# **Ask:** draw the histogram. One event in ten lies below some share, one in ten above another: which
# two?
#
# **Expect:** narrow hills. The mean is 69.6 %, but 8 of 10 events have 59 to 80 %, and the lowest has 29
# %. No coverage curve shows it: where one event has too little, another has too much. With real data
# nobody can tell which.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A cascade arrives: would you notice?

# %% frames={"hits": "all"} veil="right"
live.suspicious(hits="all")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "41 4.5 0.05", "hits=0 to 2": "2", "hits=9 to 12": "75"} known={"9": "the last group"}
# **3 min.** Say: a cascade gives its light at one point. The network has never seen one, and it answers
# as smoothly as before. p: is the event like its own answer? Dashed, the cascades: 41 % are below 0.05,
# and 4.5 % of the tracks.
#
# **Ask:** right, covered: the same by sensors hit. How many cascades are found that two sensors saw?
#
# **Expect:** 2 %: any two counts can come from some track. With 9 or more sensors it is 75 %. A p-value
# can only object to what the data show.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What do you ask before you send an alert?
#
# - Is the region tested that you **publish**?
# - Was all that is unknown drawn in the training?
# - Kept in groups of what is seen?
# - Is the event like the simulated ones?

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: you have built a density on the sphere and of the energy, trained it, and you know what
# its 68 % is worth. At home: steps 6 to 8, and chapter 16, the same with a library.
#
# **Ask:** which data of yours are directions, or angles, or times of day? Three people, one sentence
# each.
#
# **Expect:** give them time. Orientations, phases, seasons: most have some, and have cut them open so
# far.
