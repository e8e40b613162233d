# %% [markdown] alt="A curve x = f(z), and a broken line from a number on one axis to a diamond on the other."
# # 16 · From `course_lib` to real tools
#
# **Can the professionals' library do what yours does, and say the same numbers?** For work you will take a library
# that many people test: `zuko`, say, or `jammy_flows`. After this chapter you can move a model from one to
# another, and prove that nothing was lost on the way.
#
# Run the two cells below. The map $x = f(z)$ is the same for all three libraries. Choose one, and give it a number.

# %% tags=["setup"]

# %%
live.dialects()

# %% [markdown]
# 1. Stay at 1.1 and *forward*, and change the library. In which ones is your number a $z$?
# 2. What must you type in zuko to draw a sample?
#
# Nobody is wrong here. To *sample* you go from $z$ to $x$, and for a *density* from $x$ to $z$. Each library gives the
# name *forward* to the way that its author used more.

# %% [markdown]
# ## What you can do after this chapter
#
# - say of any library which way it runs, and which log-det it returns;
# - take a trained network out of zuko and get the same density to twelve digits;
# - read a model of jammy_flows from its two strings, and know where to look twice;
# - say when a flow is not the tool to take.
#
# **You need** chapters 04, 09, 10 and 11. **Time:** 60 minutes.
#
# You need neither library. Cells that use one run where it is installed; elsewhere they show what was recorded.
#
# **From chapter 04**, since everything here depends on it:

# %%
predict("16.a")

# %% [markdown]
# ## 1 · Three dialects
#
# | | `course_lib` | zuko | jammy_flows |
# |---|---|---|---|
# | $z\to x$ | `f.forward(z)` | `t.inv(z)` | `pdf.sample()` |
# | $x\to z$ | `f.inverse(x)` | `t(x)` | `pdf(x)` |
# | what comes with it | log-det of that way | `t.call_and_ladj(x)`: of $x\to z$ | $\log p$, base's $\log p_0$, $z$ |
# | for a context $c$ | `Conditional(f)(c)` | `flow(c)` | `conditional_input=c` |
# | $k$ samples for each $c$ | `.sample((k,))` | `.sample((k,))` | repeat the rows of $c$ |
#
# (nflows runs like zuko, normflows like us.) The base is a standard normal in all three.

# %% [markdown] tags=["prompt:16.1"]


# %% tags=["exercise:16.1"]
def log_prob(t, x):
    """log p(x) of each number, by a transform from the data to the base."""
    ### BEGIN SOLUTION
    z, ladj = t.call_and_ladj(x)
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + ladj
    ### END SOLUTION


check("16.1", log_prob)

# %% [markdown]
# Stuck? `hint("16.1")` gives the next of three hints.
#
# ## 2 · zuko
#
# `pip install zuko` is all it takes. (You can also go on without it.) The second line in the `try` mends something: importing
# zuko switches off torch's checks of *all* distributions, so a negative width would go through in silence.

# %%
from course_lib.chapters.ch16_real_tools.recordings import recorded

try:
    import zuko

    torch.distributions.Distribution.set_default_validate_args(True)
    print("zuko is installed: its cells run.")
except ImportError:
    zuko = None
    print("zuko is not installed: its cells show what was recorded.")

# %% [markdown]
# A flow of zuko is a function from contexts to a distribution, as `flows.Conditional` is.

# %%
if zuko is None:
    recorded("zuko", "first look")
else:
    torch.manual_seed(0)
    flow = zuko.flows.NSF(features=2, context=3, transforms=2, hidden_features=(64, 64))
    p = flow(torch.zeros(5, 3))
    print("batch:", tuple(p.batch_shape), " event:", tuple(p.event_shape))
    print("7 samples for each:", tuple(p.sample((7,)).shape))
    print("log p:", tuple(p.log_prob(torch.zeros(5, 2)).shape))
    print("numbers in the flow:", sum(part.numel() for part in flow.parameters()))

# %% [markdown]
# *NSF* means neural spline flow: an autoregressive flow of chapter 09 with the spline of chapter 04. So its network
# gives knots, and our spline can take them.

# %% [markdown] tags=["prompt:16.2"]


# %% tags=["exercise:16.2"]
def zuko_knots(u, bound):
    """Knots along x, knots along z, slopes: (..., 3K − 1) → three of (..., K + 1)."""
    ### BEGIN SOLUTION
    K, L = (u.shape[-1] + 1) // 3, math.log(1e-3)
    widths, heights, slopes = u.split([K, K, K - 1], -1)
    pad = torch.nn.functional.pad

    def edges(v):
        share = torch.softmax(v / (1 + (2 * v / L).abs()), -1)
        return bound * (2 * pad(share.cumsum(-1), (1, 0)) - 1)

    slopes = torch.exp(slopes / (1 + (slopes / L).abs()))
    return edges(widths), edges(heights), pad(slopes, (1, 1), value=1.0)
    ### END SOLUTION


check("16.2", zuko_knots)

# %% [markdown]
# The next cell gives zuko's spline and ours the same 1000 sets of raw numbers, in float64. They come from no network yet:
# they are drawn, so that many kinds of spline are tried.

# %%
torch.manual_seed(1)
raw, x = 2 * torch.randn(1000, 23, dtype=torch.float64), 3 * torch.randn(1000, dtype=torch.float64)
z, log_det = flows.rational_quadratic(x, *answer("16.2")(raw, 5.0))
print("ours, the first three:", [f"{value:.15f}" for value in z[:3].tolist()])
if zuko is None:
    recorded("zuko", "same numbers")
else:
    t = zuko.transforms.MonotonicRQSTransform(*raw.split([8, 8, 7], -1), bound=5.0)
    z2, ladj = t.call_and_ladj(x)
    print("zuko, the first three:", [f"{value:.15f}" for value in z2[:3].tolist()])
    print("apart by less than 1e-12:", ((z - z2).abs().max() < 1e-12).item(), end=", ")
    print("log-dets, too:", ((log_det - ladj).abs().max() < 1e-12).item())

# %% [markdown]
# This is the test to write *first* whenever you move to another library: same parameters, same numbers, to
# the last digits. A wrong sign costs nats. A smallest width of the bins, which one library has and the other has not,
# costs the sixth digit.
#
# ### Shapes that nobody complains about
#
# The faults that cost days raise no error.

# %%
predict("16.b")

# %%
if zuko is None:
    recorded("zuko", "shapes")
else:
    torch.manual_seed(0)
    one = zuko.flows.NSF(features=1, context=3)  # events of one number
    with torch.no_grad():
        p = one(torch.zeros(3))
        x = torch.linspace(-2, 2, 10)
        print("x (10, 1):", tuple(p.log_prob(x[:, None]).shape), " first:",
              f"{p.log_prob(x[:, None])[0]:.2f}")  # fmt: skip
        print("x (10,):  ", tuple(p.log_prob(x).shape), " value:", f"{p.log_prob(x):.2f}")
        two = zuko.flows.NSF(features=2, context=3)(torch.zeros(10, 1, 3))
        print("c (10, 1, 3), x (10, 2):", tuple(two.log_prob(torch.zeros(10, 2)).shape))

# %% [markdown]
# In zuko the last dimension is the event, always. And what stands before it is broadcast: ten contexts with one
# dimension too many meet ten places, and make a table of a hundred. Its mean looks like a loss. (`course_lib`
# refuses both.) Sometimes a table is what you want.

# %% [markdown] tags=["prompt:16.3"]


# %% tags=["exercise:16.3"]
def on_grid(flow, x, c):
    """log p of every place for every context: (M,), (N, C) → (N, M)."""
    ### BEGIN SOLUTION
    return flow(c[:, None]).log_prob(x[:, None])
    ### END SOLUTION


check("16.3", on_grid)

# %% [markdown] tags=["prompt:16.4"]


# %% tags=["exercise:16.4"]
def draws(flow, c, k):
    """k places for each event: (N, C) → (N, k, 2)."""
    ### BEGIN SOLUTION
    return flow(c).sample((k,)).movedim(0, 1)
    ### END SOLUTION


check("16.4", draws)

# %% [markdown]
# ### The flashes again
#
# There is one more way to lose days in silence: the units.

# %%
predict("16.c")

# %% [markdown] tags=["prompt:16.5"]


# %% tags=["exercise:16.5"]
def train(flow, theta, c, batches, lr, centre, width):
    """One Adam step for each batch of rows, in units of the flow: the list of the losses."""
    ### BEGIN SOLUTION
    theta = (theta - centre) / width
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    losses = []
    for i in batches:
        loss = -flow(c[i]).log_prob(theta[i]).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    ### END SOLUTION


check("16.5", train)

# %% [markdown]
# Chapter 11's flashes, beside one string of eight sensors, in units of 20 m. Your loop trains zuko's flow, or the
# course's twin if zuko is not there.

# %%
from course_lib import simulators

flash = simulators.Flash(strings=1)
place, counts = flash.sample(20_000, seed=0)
test_place, test_counts = flash.sample(2000, seed=5)


def features(n):
    """Chapter 11's: 2√n, less its mean over the training events."""
    return 2 * n.sqrt() - (2 * counts.sqrt()).mean(0)


def twin():
    """One autoregressive layer with the spline of 8 bins on ±5: what NSF(transforms=1) is."""
    spline = flows.UnivariateSpline(8, 5.0)
    return flows.Conditional(flows.Autoregressive(2, spline, hidden=(64, 64), context=8))


# %%
steps = (350, 150)  # Your turn: other numbers
torch.manual_seed(0)
q = zuko.flows.NSF(2, 8, transforms=1, hidden_features=(64, 64)) if zuko else twin()
learn, metres, c = answer("16.5"), 20 * place, features(counts)
for n, lr in zip(steps, (0.01, 0.002), strict=True):
    losses = learn(q, metres, c, torch.randint(20_000, (n, 256)), lr, 0.0, 20.0)
with torch.no_grad():
    log_q = q(features(test_counts)).log_prob(test_place)
gap = (flash.log_posterior(test_place, test_counts) - log_q).mean()
print("zuko" if zuko else "course_lib", f"after {sum(steps)} steps: {gap:.2f} nats short of exact")

# %% [markdown]
# About 0.15 nats, after some seconds, in either library: it is the same model. With `transforms=2` and four times as
# many steps zuko's comes to about 0.12. (Both log p are per unit of 20 m, so the gap is the same as in metres. To get
# log p per square metre, subtract $2\log 20$.)
#
# ### Move the trained network
#
# Now the two parts together: zuko's own network, as you have trained it, with your knots and the course's spline.

# %%
knots = answer("16.2")
if zuko is None:
    recorded("zuko", "its network")
else:
    theirs, x, known = q.double(), test_place.double(), features(test_counts).double()
    layer = theirs.transform.transforms[0]  # its network: (x, c) → 23 numbers a coordinate
    with torch.no_grad():
        u = layer.hyper(torch.cat([x, known], -1)).unflatten(-1, (2, 23))
        z, log_det = flows.rational_quadratic(x, *knots(u, 5.0))
        ours = (torch.distributions.Normal(0, 1).log_prob(z) + log_det).sum(-1)
        apart = (ours - theirs(known).log_prob(x)).abs().max()
    print("numbers in its network:", sum(part.numel() for part in layer.hyper.parameters()))
    print("log p of 2000 flashes apart by less than 1e-12:", (apart < 1e-12).item())

# %% [markdown]
# The weights stayed where they are. The rest, from raw numbers to log p, is now the course's. For more layers go
# through `transforms` one after the other and add the log-dets.

# %% [markdown]
# ## 3 · jammy_flows
#
# The library of the lecture this course follows. It is made for densities whose parts live on different
# manifolds, say a place, a direction and an energy at once. A model is two strings. The picture draws one part, `e2` to
# `e10`, and the letters g and t: type others into the cell.

# %%
live.letters("e2", "ggt")

# %% [markdown]
# - `e2` are two Euclidean numbers; `s2` is a sphere, `s1` a circle. `+` joins parts, and each part is conditioned on the
#   ones before it.
# - `g` straightens marginals and turns: one layer of chapter 09's Gaussianization. `t` scales and shifts each number.
#
# Our flow in the picture is a relative, not a copy. Its `t` may also tilt, and jammy keeps two numbers for a shift of the
# whole: hence 133 numbers and 132.
#
# The letters of circles and spheres (`m`, `o`, `f` …) belong to [chapter 14](14_flows_on_manifolds.ipynb).

# %% [markdown] tags=["prompt:16.6"]


# %% tags=["exercise:16.6"]
def read(manifolds, letters):
    """A row (kind, dimension, layers as a density meets them) for each part of the strings."""
    ### BEGIN SOLUTION
    pairs = zip(manifolds.split("+"), letters.split("+"), strict=True)
    return [(m[0], int(m[1:]), layers[::-1]) for m, layers in pairs]
    ### END SOLUTION


check("16.6", read)

# %% [markdown]
# It is not on PyPI. Give it an environment of its own, and install a fixed version, the tag 1.1.0:
#
# ```
# python -m venv jammy
# jammy/bin/pip install -e ".[lab]" scipy torchdiffeq
# jammy/bin/pip install --no-deps git+https://github.com/thoglu/jammy_flows.git@1.1.0
# jammy/bin/jupyter lab
# ```
#
# The first line in quotes is this course, in its folder. Without `--no-deps` come two more packages, which only
# draw spheres.

# %%
try:
    import jammy_flows

    print("jammy_flows is installed: its cells run.")
except ImportError:
    jammy_flows = None
    print("jammy_flows is not installed: its cells show what was recorded.")

# %%
if jammy_flows is None:
    recorded("jammy_flows", "first look")
else:
    torch.manual_seed(0)
    pdf = jammy_flows.pdf("e2", "ggt").double()
    x = torch.randn(5000, 2).double()
    with torch.no_grad():
        log_p, log_base, z = pdf(x)
    print("it returns", [tuple(part.shape) for part in (log_p, log_base, z)])
    print(f"mean log p of normal data, untrained: {log_p.mean():.2f}")
    print("numbers:", sum(part.numel() for part in pdf.parameters()))

# %% [markdown]
# An untrained flow of ours is the identity, and normal data have a mean log p of −2.84. jammy's start is random.
# Its documents advise at least as many `g` as dimensions. It can start from data: `pdf.init_params(data=x)`. **Look
# twice here:**

# %%
if jammy_flows is None:
    recorded("jammy_flows", "look twice")
else:
    pdf = jammy_flows.pdf("e2", "gggt", conditional_input_dim=3).double()
    c = torch.zeros(4, 3).double()
    drawn = pdf.sample(conditional_input=c, samplesize=10)
    print("4 contexts, samplesize=10:", tuple(drawn[0].shape))
    print("samples have gradients:", drawn[0].requires_grad)
    plain = jammy_flows.pdf("e2", "ggt").double()
    print("float32 x, double flow:", plain(torch.zeros(1, 2))[0].dtype)
    try:
        jammy_flows.pdf("e4+s2+e4", "gggg+n+gggg")
    except AssertionError as error:
        print("the first example of its README:", error)

# %% [markdown]
# - With contexts, `samplesize` is not used: write each context as often as you want samples.
# - Samples have gradients only with `allow_gradients=True`. `pdf(x)` returns three things and `sample` four: $x$, $z$,
#   $\log p$ and $\log p_0$.
# - A new flow is in float32, though the documents say double: `.double()`. And float32 data give a float32 answer, even
#   from a flow in double.
# - Layer `n` is called `f` now, but the README (version 1.1.0) still says `n`.
#
# And its training loop in the documents takes `x[ind : ind + batch_size]` with `ind` = 0, 1, 2 … What is wrong with it is
# a question of the quiz.

# %%
predict("16.d")

# %%
live.jammys_tails()

# %% [markdown]
# For $|z| < 5$ both say the same $\log p$ to twelve digits, and the same $z$ to nine. Further out jammy_flows
# replaces $\Phi^{-1}$ by an approximate formula, and log p is off by up to 0.2. It matters to a fit with outliers, and
# to nobody else.
#
# ### Its answer, from its numbers
#
# **Optional.** The parameters of two layers `gg` were recorded together with what jammy_flows made of them.

# %% [markdown] tags=["prompt:16.7"]


# %% tags=["exercise:16.7"]
def gg(x, near_base, near_data):
    """z and log p(x) of two layers g in one dimension, each (log-weights, means, widths)."""
    ### BEGIN SOLUTION
    sig = torch.nn.functional.logsigmoid

    def logs(x, layer):
        log_w, m, s = layer
        t = (x[..., None] - m) / s
        parts = (sig(t), sig(-t), sig(t) + sig(-t) - s.log())
        return [torch.logsumexp(log_w + part, -1) for part in parts]

    log_F, log_S, log_f = logs(x, near_data)
    log_F1, _, log_f1 = logs(log_F - log_S, near_base)
    return torch.special.ndtri(log_F1.exp()), log_f1 + log_f - log_F - log_S
    ### END SOLUTION


check("16.7", gg)

# %%
from course_lib.chapters.ch16_real_tools.recordings import jammys_layer, jammys_numbers

theirs = {name: torch.tensor(value) for name, value in jammys_numbers().items()}
layers = jammys_layer("near base"), jammys_layer("near data")
z, log_p = answer("16.7")(theirs["gg x"], *layers)
near = theirs["gg z"].abs() < 5
print("log p apart by at most", f"{(log_p - theirs['gg log p'])[near].abs().max():.0e}")

# %% [markdown]
# ## 4 · When to leave `course_lib`
#
# | you want | take |
# |---|---|
# | to see how it works, change it, teach it | `course_lib` |
# | a conditional flow for work, on a GPU, in many dimensions | zuko |
# | places, directions and intervals in one density; entropies of them | jammy_flows |
# | posteriors from a simulator, with the checks of chapter 13 built in | sbi, ltu-ili, BayesFlow |
#
# Take the tests along: densities that sum to 1, round trips, held-out nats, coverage. They work with every library.
#
# ## 5 · What lies beyond
#
# All your flows are a few steps, each invertible by construction. A *continuous flow* has infinitely many small ones: a
# network gives each place $x$ at each time $t$ a velocity $v(x, t)$, and points swim along. Two points are never at one
# place at the same time, so the map is invertible whatever the network is. Along the way $\log p$ of a point falls by
# the divergence of $v$ in each unit of time. That is $\partial v_1/\partial x_1 + \partial v_2/\partial x_2$: how fast the
# points around it spread. (The divergence of chapter 08 is another thing.)
#
# *Flow matching* learns $v$ without following anybody. Draw a point $x_0$ of the base, a data point $x_1$ and a time $t$.
# On the straight line between them stands $x = (1 - t)\,x_0 + t\,x_1$, and its velocity is $x_1 - x_0$. Teach the network
# that, with a squared error. Many lines go through each place; by chapter 10 the network learns their *mean*.

# %%
from course_lib import planar, training

moons = planar.Moons().sample(4000, seed=0).float()
velocity = flows.MLP(3, 2, hidden=(64, 64), seed=0)


def matching():
    """The mean squared error of the velocity on 256 lines."""
    x1 = moons[torch.randint(len(moons), (256,))]
    x0, t = torch.randn_like(x1), torch.rand(len(x1), 1)
    x = (1 - t) * x0 + t * x1
    return ((velocity(torch.cat([x, t], -1)) - (x1 - x0)) ** 2).sum(-1).mean()


history = training.minimise(
    matching, velocity, steps=1200, lr=0.02, schedule=training.one_cycle, progress=False
)

# %%
predict("16.e")

# %%
live.carried(velocity)

# %% [markdown]
# Play it, and look at the paths, whose ends are the blue dots: they bend, since each point follows the mean of all lines
# through its place. In the plane two paths may cross. The points pass there at different times. To draw a sample costs
# some forty passes through the network, and a density needs the divergence in each of them. That is the price for a
# network without any restriction.
#
# *Diffusion models* are near relatives. They go from data to noise by adding a little noise again and again, and
# a network learns the way back: at each step, in which direction the noisy data get denser. Their way back can be
# written as a continuous flow with the same densities at every time. They are trained by a squared error as here, make
# the best images, and are asked for a density only seldom.

# %% [markdown]
# ## Recap

# %%
quiz("16")

# %% [markdown]
# ### In short
#
# | | |
# |---|---|
# | which way? | ask `t(x)` for a sample's $z$: is it normal? |
# | the density | $\log p(x) = \log p_0(z) + \log\lvert\det\partial z/\partial x\rvert$, in every dialect |
# | zuko's shapes | `sample_shape + batch_shape + event_shape`; the event is the last, always |
# | zuko's units | beyond ±5 a spline is the identity: standardise |
# | jammy's strings | from the base to the data, left to right |
# | the first test | same parameters, same numbers, to 1e-12 |
# | flow matching | the mean of $\lvert v((1-t)x_0 + t x_1,\,t) - (x_1 - x_0)\rvert^2$ |
#
# ### To read further
#
# - T. Glüsenkamp, *Unifying supervised learning and VAEs* (2024),
#   [arXiv:2008.05825](https://arxiv.org/abs/2008.05825): what jammy_flows was written for. For the smooth splines of its
#   version 1.1 it names [arXiv:2604.19846](https://arxiv.org/abs/2604.19846).
# - C. Meng and others, *Gaussianization Flows* (2020), [arXiv:2003.01941](https://arxiv.org/abs/2003.01941): its
#   layer `g`.
# - C. Durkan and others, *Neural Spline Flows* (2019), [arXiv:1906.04032](https://arxiv.org/abs/1906.04032): NSF.
# - R. T. Q. Chen and others, *Neural Ordinary Differential Equations* (2018),
#   [arXiv:1806.07366](https://arxiv.org/abs/1806.07366): continuous flows.
# - Y. Lipman and others, *Flow Matching for Generative Modeling* (2022),
#   [arXiv:2210.02747](https://arxiv.org/abs/2210.02747): velocities without following anybody.
# - Y. Song and others, *Score-Based Generative Modeling through Stochastic Differential Equations* (2020),
#   [arXiv:2011.13456](https://arxiv.org/abs/2011.13456): diffusion, and its continuous flow.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# You have the tools, your own and others'. What is left is your own data. → {next}
