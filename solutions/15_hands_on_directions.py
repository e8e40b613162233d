# %% [markdown] alt="Twelve sensors with their counts, and on a globe the exact region and a network's."
# # 15 · Hands-on 4: where did it come from?
#
# **A track crosses twelve sensors. Where did it come from, how much energy had it, and can you promise it?**
# Telescopes for neutrinos ask this of every event, and they alert other telescopes to look there. In this chapter
# you build a conditional flow whose answer is a density on the sphere and of the energy, at once. Then you find
# out what its 68 % is worth: in ice that is not quite known, for one single event, and for an event that is no
# track at all.
#
# Run the two cells below. On the left are the twelve sensors: a circle's area is its counts, its hand tells the time.
# Dashed ones are at the back, a dot has counted nothing. On the sky are two regions of 68 %: the exact one, and dashed
# that of a trained network. The cross is the truth. The sky shows where the track *flies to*. It came from the opposite
# point: if you know one, you know the other.

# %% tags=["setup"]

# %%
live.track()

# %% [markdown]
# 1. Go through ten events. In how many of them is the cross outside of the network's region?
# 2. Lower the energy. Fewer sensors count: what becomes of the regions?
# 3. Move the ice. The exact answer knows of it, the network does not. Which of its answers goes wrong, the
#    direction or the energy?

# %% [markdown]
# In about three of ten the cross must be outside: 68 % is no more than that. And the region may be a small patch or
# half of the sky. Here the exact answer is known, so you can judge the network. Real detectors have no exact answer.
# There only tests like those of chapter 13 tell you what a promise is worth.

# %% [markdown]
# ## What you can do after this chapter
#
# - join a flow of the sphere and a flow of the line to one conditional density, and train it on a simulator;
# - test the promise of a region on the sky, and tell a test that sees faults from one that does not;
# - protect an answer against a detector that you know badly, and say whom that protects;
# - give the size of a region in square degrees;
# - find the events that your network should never have been asked about.
#
# **You need** chapters 11, 13 and 14. **Time:** 70 minutes.
#
# **From chapter 13**, before you trust any curve:

# %%
predict("15.a")

# %% [markdown]
# ## Step 1 · The light
#
# Twelve sensors hang in the ice, evenly spread over a sphere of radius 1. A track flies straight through the middle, in a
# direction $n$ that is uniform on the sphere: it came from $-n$. All that follows is about $n$; for a telescope turn the
# region to the opposite side at the end. The log energy is normal, $\log E \sim N(0.7, 0.8^2)$. How
# much light does each sensor expect?

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

# %% [markdown]
# Stuck? `hint("15.1")` gives the next of three hints.
#
# The counts are Poisson numbers around your $\mu$. A sensor that counts also has a *time*: $n\cdot r + d/2$, blurred
# by 0.5. (Without counts a 0 stands in its place. It means nothing, and the network sees that nothing was counted.) The
# simulator of the library does all this. Its `seen` are 12 counts, then 12 times.

# %%
from course_lib import simulators

track = simulators.Track()
x, seen = track.sample(3000, seed=1000)  # events that no training sees
mu = answer("15.1")(x[:, :3], x[:, 3], track.ice, track.sensors.float())
print("x:", tuple(x.shape), "  seen:", tuple(seen.shape))
print(f"your light and the library's differ by at most {(mu - track.rates(x)).abs().max():.0e}")
print(f"sensors that count, on average: {(seen[:, :12] > 0).sum(-1).double().mean():.1f}")

# %% [markdown]
# ## Step 2 · A joint density
#
# The network turns the 24 numbers into the parameters of two flows. The first is a flow of the sphere: a zoom, a twist
# and a stretch, as in chapter 14, from a uniform base. The second is a flow of the line for $\log E$. The parameters
# of the second know $n$, too: whether a track is bright depends on where it went. As in chapter 11, one after the other.

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

# %% [markdown]
# The network is written for you. `network(seen).base(x)` runs both flows back: it gives the place on the base's
# sphere, its log-det, the place on the normal base, and its log-det. You make a log-density of
# the last three. (Why not of the place on the sphere? The base is uniform.)

# %%
from course_lib.chapters.ch15_hands_on_directions.pictures import beside_exact, learnt

joint_log_prob = answer("15.2")


class Posterior:
    """What a network answers to each event, with your joint density."""

    def __init__(self, network, seen):
        self.answer = network(seen)

    def log_prob(self, x):
        _, of_n, z, of_energy = self.answer.base(x)
        return joint_log_prob(of_n, z, of_energy)


# %% [markdown]
# ## Step 3 · Train it
#
# The simulator makes new events whenever you ask. Each step gets 256 that were never seen before.

# %% [markdown] tags=["prompt:15.3"]


# %% tags=["exercise:15.3"]
def loss(flow, simulate):
    """The mean of −log p(x | seen) over 256 fresh events, from ``simulate(256)``."""
    ### BEGIN SOLUTION
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).mean()
    ### END SOLUTION


check("15.3", loss)

# %% [markdown]
# Your loss drives the next training, for some seconds. **Your turn: other numbers.** Try fewer steps, or more.

# %%
from course_lib import training

steps = 250  # Your turn: other numbers
torch.manual_seed(0)
yours, loss = learnt.Learner(), answer("15.3")
history = training.minimise(
    lambda: loss(lambda seen: Posterior(yours, seen), track.sample),
    yours, steps=steps, lr=0.012, schedule=training.one_cycle, clip=5.0,
)  # fmt: skip
for k in range(0, steps, 50):
    last = history.losses[k : k + 50]
    print(f"steps {k} to {k + len(last)}: loss {sum(last) / len(last):.2f}")

# %% [markdown]
# It falls, and it would go on falling. The course has trained the same network for 3000 steps, about a minute, and
# has put its parameters into a file. (Script and seed stand in `pictures/learnt.py` of the chapter's folder;
# `python -m course_lib.chapters.ch15_hands_on_directions.pictures.learnt` makes them anew.) How far are the two from
# the exact density, which the library finds by a sum over 4000 directions and 41 energies?

# %%
shipped = learnt.learnt(learnt.NOMINAL)
exact = track.log_posterior(x[:300], seen[:300])
print(f"exact:        mean log p {exact.mean():6.2f}")
for name, network in (("3000 steps", shipped), ("yours", yours)):
    with torch.no_grad():
        log_p = Posterior(network, seen[:300]).log_prob(x[:300])
    print(f"{name:13} mean log p {log_p.mean():6.2f}, a gap of {(exact - log_p).mean():.2f} nats")

# %% [markdown]
# After 250 steps the gap is more than twice as large as after 3000, and even those leave a quarter of a nat. Does
# a network that has not learnt enough break its promise?

# %%
predict("15.b")

# %% [markdown]
# ## Step 4 · Does it keep its promise?
#
# In chapter 13 the answer was one number for each event: the share of the base in the ball that just reaches the
# truth. On the sphere the ball becomes a cap.

# %% [markdown] tags=["prompt:15.4"]


# %% tags=["exercise:15.4"]
def cap_share(h0):
    """The share of the sphere in the cap of heights from h0 to 1, of h0's shape."""
    ### BEGIN SOLUTION
    return (1 - h0) / 2
    ### END SOLUTION


check("15.4", cap_share)

# %% [markdown]
# For the direction take the cap around the north pole of the *base*. A cap of the base is carried to a region of the
# sky, and the mass goes along. For the energy take the central interval that just reaches the truth: on the normal
# base it has the share $|2\Phi(z) - 1|$.

# %%
from course_lib import calibration

cap_share, band = answer("15.4"), calibration.simultaneous_band(3000)


def told(name, network, x, seen):
    """Print how often the regions of 68 % hold the truth, and whether a curve leaves its band."""
    with torch.no_grad():
        z, _, e, _ = network(seen).base(x)
    shares = {"direction": cap_share(z[:, 2]), "energy": (2 * torch.special.ndtr(e) - 1).abs()}
    for what, u in shares.items():
        found = (u <= 0.68).double().mean()
        left = "leaves its band" if calibration.leaves(u, band) else "stays in its band"
        print(f"{name:13} {what:10} {found:.1%}, {left}")


told("yours", yours, x, seen)
told("3000 steps", shipped, x, seen)

# %% [markdown]
# Both keep it to within a few percent, the quick one too. **A promise that is kept says nothing about sharpness.**
# The one who pays for the missing nats is whoever must search the region: it is larger than it need be.
#
# Here are the curves at all $p$, with the band for luck.

# %%
live.sky_coverage()

# %% [markdown]
# ## Step 5 · Another ice
#
# All this was in one ice: light falls by a factor $e$ over $\lambda = 0.7$. Suppose that you know
# $\lambda$ to 30 % only. So let each event have an ice of its own.

# %% [markdown] tags=["prompt:15.5"]


# %% tags=["exercise:15.5"]
def simulate_with_ice(track, count):
    """``count`` fresh events (x, seen), each in an ice of its own."""
    ### BEGIN SOLUTION
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
    ### END SOLUTION


check("15.5", simulate_with_ice)

# %% [markdown]
# The network of 3000 steps has only seen $\lambda = 0.7$. Which of its promises will break on your events?

# %%
predict("15.c")

# %%
simulate_with_ice = answer("15.5")
torch.manual_seed(1)
x_ice, seen_ice = simulate_with_ice(track, 3000)
told("one ice", shipped, x_ice, seen_ice)

# %% [markdown]
# Light that is missing may mean dull ice or a weak track. The network takes all of it for energy, and it is far too
# sure. The direction depends on *which* sensors are hit, and when. That hardly changes.
#
# The cure is that of chapter 13: let the training see what is not known. Your simulator takes the course's network
# on for 150 steps more.

# %%
import copy

mended = copy.deepcopy(shipped).requires_grad_(True)
training.minimise(
    lambda: loss(
        lambda seen: Posterior(mended, seen), lambda count: simulate_with_ice(track, count)
    ),
    mended, steps=150, lr=0.004, schedule=training.one_cycle, clip=5.0,
)  # fmt: skip
told("many ices", mended, x_ice, seen_ice)

# %% [markdown]
# Seconds of training, and the energy keeps its promise again: its intervals have grown until they cover the ice, too.
# The next picture has a network that went on for 1600 steps. Its events all come from one ice, $\lambda = 0.5$.

# %%
live.sky_coverage(trained="many ices", tested="λ = 0.5")

# %% [markdown]
# In this one ice the energy is covered in 61 % of the events. On average the truth lies 0.56 widths above the
# middle: dull ice makes tracks look weak. In the ice of before, $\lambda = 0.7$ (choose "one ice"), the intervals are too
# wide, 76 %. **The promise is kept on average over ices. You have one.** So it protects those who average over many
# ices, not you in yours. Only measuring $\lambda$ helps you.

# %% [markdown]
# ## Step 6 · Which cap, and how large?
#
# The cap around the pole kept its promise everywhere, even in another ice. Before you praise it, ask what it would take
# to break it. Hand each event the answer to *another* event: where some other track flew.

# %%
predict("15.d")

# %%
pole = torch.tensor([0.0, 0.0, 1.0])
for name, told_of in (("its own answer", seen), ("another event's", seen.roll(1, 0))):
    with torch.no_grad():
        p = shipped(told_of)
        z = p.base(x)[0]
        for cap, c in (("around the pole", pole), ("the smallest of 100", p.middle())):
            inside = cap_share((z * c).sum(-1)) <= 0.68
            print(f"{name:15}  cap {cap:20} {inside.double().mean():.1%}")

# %% [markdown]
# Answers to other events, and the cap around the pole still holds 62 %. Its whole curve does leave the band: choose
# "another event's" in the picture above. But it never lies more than 10 percentage points below the diagonal. Whoever
# looks at 68 % alone sees a small fault, where everything is wrong. **A number that hardly moves says hardly anything.**
#
# Why does it move so little? A flow that knows the direction well squeezes nearly the whole base into one small patch
# of the sky. The rest of the base, a little piece, covers all the rest of the sky. A fixed cap contains that little piece
# or it does not, as it happens: so its image is most of the sky, or a patch. On average it is 25 750 of the sky's 41 253
# square degrees, some 62 %. So it holds *any* place about that often. Nobody can search that.
#
# The second row of each pair takes another middle. Any middle is allowed that is chosen without the truth. The flow
# carries 100 caps to the sky, and `middle()` takes the one whose region is smallest: on average over the events 2900
# square degrees. Now the wrong answers are found: 7 %. But look at the right ones. This cap holds 71 % where
# 68 % are promised, and 93.5 % where 90 % are: *cautious*, and with 3000 events it leaves the band. For an exact flow
# any cap would be right. Ours gives a little too much mass to places where its density is low, and too little to the
# dense patch. A small region consists of dense places only, and shows it. The image of a fixed cap has both kinds.
#
# So the two say different things: the right answers leave the band a little, the wrong ones are far away. **Look at the
# whole curve, and at the size of a fault, not only at yes or no.** And choose the region first, the one that you will
# publish, and test *that* one.
#
# Which one will you publish? A telescope wants the smallest there is, and its area.

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

# %% [markdown]
# The exact posterior comes on 4000 directions that share the sky evenly. So here all cells have the same area;
# on a map of latitude and longitude they would not.

# %%
region_area, few = answer("15.6"), seen[:50]
n, _, mass = track.posterior(few)
cell = torch.full((4000,), 41253 / 4000).double()
of_exact = mass.sum(-1).log() - cell.log()  # per square degree
with torch.no_grad():
    _, log_det = shipped(few).sky.inverse(n.float()[:, None].expand(-1, 50, -1))
of_flow = log_det.T.double() - math.log(41253)
for name, log_p in (("exact", of_exact), ("3000 steps", of_flow)):
    areas = torch.tensor([float(region_area(one, cell, 0.68)) for one in log_p])
    print(f"{name:10}  mean {areas.mean():5.0f}, median {areas.median():5.0f} square degrees, "
          f"from {areas.min():.0f} to {areas.max():.0f}")  # fmt: skip

# %% [markdown]
# The full moon has a fifth of a square degree; twelve sensors are a poor telescope. The mean is far above the median,
# since an event that few sensors see leaves much of the sky open. And the price of the missing quarter of a nat stands
# here, too: on average over 300 events the flow's region is 22 % larger than the exact one.
#
# This region, the densest cells, is a third one. It is the one that you would publish, so it must be tested, too. How
# much mass lies in cells that are denser than the place of the truth? That share plays the part of $u$. On the 3000
# events:
#
# | region of 68 % | holds the truth | and of 90 % | with another event's answer | mean area in square degrees |
# |---|---|---|---|---|
# | cap around the pole | 68.2 % | 89.8 % | 62 % | 25 750 |
# | smallest of 100 caps | 70.6 % | 93.5 % | 7 % | 2900 |
# | densest cells (15.6) | 69.1 % | 94.2 % | 7 % | 2700 |
#
# So the densest cells are the smallest region. They are a little cautious, as the smallest cap is, and they find wrong
# answers as well.

# %% [markdown]
# ## Step 7 · One event
#
# The next alert is one event. Its region says 68 %, and on average over all events that is true. Is it
# true for this one? With real data nobody can say. Here the exact posterior is known: how much of *its* mass
# is in the network's region?

# %%
predict("15.e")

# %%
live.event_by_event(cap="smallest")

# %% [markdown]
# On average the promise is kept, to within two percent. But in one event of ten it is below some 60 %, in another
# above some 80 %. No coverage curve shows this: where one event has too little, another has too much. More
# training makes the hill narrower: that of your network, with 250 steps, is wider (it is not in the picture). A curve on
# the diagonal never proves that the hill is narrow.

# %% [markdown]
# ## Step 8 · A cascade arrives
#
# Not every flash is a track. A *cascade* gives its light at one point. Your network has never seen one, and yet it
# answers: some direction, some energy, some region. Would you notice?
#
# Ask whether the event is like its own answer. Draw tracks from the posterior, simulate what each would show,
# and see how often that agrees worse than the event. This *naive* share is small for an odd event. It is not uniform,
# even for good tracks, since the posterior has bent towards them. So take $t = 1 -$ this share, which is large for an odd
# event, and compare it with the $t$ of tracks, as in chapter 13.

# %% [markdown] tags=["prompt:15.7"]


# %% tags=["exercise:15.7"]
def goodness(t, reference):
    """The share of events as odd as each of t, itself among them: (k,), (m,) → (k,)."""
    ### BEGIN SOLUTION
    as_odd = (reference[:, None] >= t).sum(0)
    return (1 + as_odd) / (1 + len(reference))
    ### END SOLUTION


check("15.7", goodness)


# %%
def odd(seen, seed):
    """How badly each event agrees with its own answer: a share, near 1 if badly."""
    return 1 - beside_exact.naive_p(shipped, seen, seed=seed)


goodness, reference = answer("15.7"), odd(track.sample(2000, seed=5)[1], seed=0)
tracks, cascades = track.sample(2000, seed=6)[1], track.cascades(2000, seed=7)
p_of_tracks = goodness(odd(tracks, seed=1), reference)
p_of_cascades = goodness(odd(cascades, seed=2), reference)
for name, p in (("tracks", p_of_tracks), ("cascades", p_of_cascades)):
    print(f"{name:9} p < 0.05 in {(p < 0.05).double().mean():.1%}")

# %% [markdown]
# About 5 % of the tracks, as it must be, and some 40 % of the cascades. Why not all of them?

# %%
predict("15.f")

# %%
live.suspicious(yours=attempt("15.7"))

# %% [markdown]
# Sort them by the number of sensors that are hit. With at most two there is nothing to see: 2 % of these cascades are
# suspicious. With three to five it is 23 %, with six to eight 61 %, with more 75 %. **A p-value can only object to
# what the data show.** And where it does not object, the region is as smooth, and as wrong, as before. The tracks are
# not treated alike either: the 5 % are an average of none with at most two sensors and 7 % with more than eight.
#
# So before you send an alert, ask four things. Is the region tested that you publish? Was everything that you
# do not know of the detector drawn in the training? Is the promise kept in groups of what is seen? And is the event
# like those of the simulation at all?

# %% [markdown]
# ### To go on
#
# **Optional.** Four tasks without a check.
#
# - Draw the area of the region against $\log E$. By which factor does it shrink from the weakest fifth of the
#   events to the strongest?
# - Give the network $\lambda$ as a 25th number. It is sharper now. Then tell it a wrong one.
# - Mend the cautious cap: from other events find, for each promise $p$, the share $u$ that holds it.
# - At each place of the sky choose one tangent direction, so that it never jumps. A theorem says that you cannot.
#   What does that mean for a network that gives "a mean direction and an ellipse"?

# %% [markdown]
# ## Recap

# %%
quiz("15")

# %% [markdown]
# ### What you have built
#
# | | what it does | formula |
# |---|---|---|
# | `expected_light` | what a sensor expects | $\mu = e^{\log E}\, e^{-d/\lambda}/(d + 0.3) + 0.02$ |
# | `joint_log_prob` | sphere × line | $\log p = \log\det_n - \log 4\pi + \log\det_E + \log p_0(z)$ |
# | `loss` | fresh events | mean of $-\log p(x\mid\mathrm{seen})$ |
# | `cap_share` | the cap that reaches the truth | $u = (1 - h_0)/2$ |
# | `simulate_with_ice` | what is not known is drawn | $\lambda = 0.7\,e^{0.3\varepsilon}$ |
# | `region_area` | densest cells first | fewest cells whose masses reach `p` |
# | `goodness` | like the simulation? | $\big(1 + \#\{t_j \ge t\}\big)/(m + 1)$ |
#
# - Kept on average, not for each event; over ices, not in yours.
# - Test the region that you publish, and try the test on wrong answers first.
# - A good p-value does not make a region right.
#
# ### To read further
#
# - T. Glüsenkamp, *Unifying supervised learning and VAEs: coverage, systematics and goodness-of-fit in
#   normalizing-flow based neural network models for astro-particle reconstructions* (2024),
#   [arXiv:2008.05825](https://arxiv.org/abs/2008.05825): all of this, for neutrinos in ice.
# - D. J. Rezende and others, *Normalizing Flows on Tori and Spheres* (2020),
#   [arXiv:2002.02428](https://arxiv.org/abs/2002.02428): flows on products of spheres and lines.
# - IceCube Collaboration, *The IceCube Neutrino Observatory: instrumentation and online systems* (2017),
#   [arXiv:1612.05093](https://arxiv.org/abs/1612.05093): 5160 sensors in a cubic kilometre of ice.
# - J. Hermans and others, *A Trust Crisis In Simulation-Based Inference?* (2022),
#   [arXiv:2110.06581](https://arxiv.org/abs/2110.06581): regions that promise too much, and cautious ones.
# - B. Phipson, G. K. Smyth, *Permutation P-values Should Never Be Zero* (2010),
#   [arXiv:1603.05766](https://arxiv.org/abs/1603.05766): why the event counts itself.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# You have built flows for a line, a plane and a sphere, by hand and in small pieces, and you know how to test them. In
# your own work you will take a library that many people use. Does it do the same, and does it say the same
# numbers? → {next}
