# %% [markdown] alt="A globe with cities as dots, and the density that a flow has learnt from others."
# # 14 · Flows on manifolds
#
# **What is a density when the space is round?** A wind has a direction, a neutrino comes from a place in the
# sky, an earthquake happens somewhere on the globe. None of them is a number on a line: 359° is next to 1°, and
# a sphere has no edge. After this chapter you can fit a flow to directions, on the circle and on the sphere,
# and you can say what its density is *per*.
#
# Run the two cells below. The base is a sphere on which all places are equally likely. A flow has learnt from
# the places of 2000 cities, and from nothing else. Turn the globe, then move the training from its start to its
# end.

# %% tags=["setup"]

# %%
live.globe()

# %% [markdown]
# 1. Which continents do you recognise?
# 2. Where does the flow draw a bridge between two of them, where nobody lives?
# 3. The blue line surrounds the densest region of mass $p$. Choose $p = 0.33$: where is a third of all cities?

# %% [markdown]
# Nothing here was cut and sewn together: not at the poles, not at 180° of longitude. The bridges are honest. A
# flow can make the density low between two continents, but nowhere 0.
#
# ## What you can do after this chapter
#
# - average directions, and bring them into one turn;
# - build a flow on the circle that has no seam, by Möbius maps or by splines;
# - say what a density on a sphere is per, and translate it;
# - build a flow on the sphere from zooms, twists and stretches, and fit it to places on the Earth.
#
# **You need** chapters 04, 05 and 06, and 13 for one optional section. **Time:** 75 minutes.
#
# **From chapter 01**, where a density had a unit:

# %%
predict("14.a")

# %% [markdown]
# ## 1 · Cut the circle
#
# On 354 days of the year 2013 there was some wind at noon at the airport JFK in New York. This is where it came
# from, in degrees clockwise from north. The first thing to do with angles is to bring them into one turn.

# %% [markdown] tags=["prompt:14.1"]


# %% tags=["exercise:14.1"]
def wrap(a):
    """The same angle within one turn, from −π to just below π: (...) → (...)."""
    ### BEGIN SOLUTION
    return (a + math.pi) % (2 * math.pi) - math.pi
    ### END SOLUTION


check("14.1", wrap)

# %% [markdown]
# Stuck? `hint("14.1")` gives the next of three hints.

# %%
degrees = data.jfk_noon_winds()  # reports are rounded to 10°; each is spread over its ±5°
winds = answer("14.1")(torch.deg2rad(degrees))
print("some winds, in degrees:", [round(d) for d in degrees[:5].tolist()])
print("mean of all numbers:     ", round(degrees.mean().item()))
print("mean of the wrapped ones:", round(torch.rad2deg(winds).mean().item()))

# %% [markdown]
# The mean of the numbers is 215°, south-west. Of the same winds, brought into your turn, it is −32°. That is 328°,
# between north-west and north. Where does the wind come from, on average?

# %% [markdown] tags=["prompt:14.2"]


# %% tags=["exercise:14.2"]
def mean_direction(a):
    """The direction of the mean of the unit vectors, from −π to π: (n,) → ()."""
    ### BEGIN SOLUTION
    return torch.atan2(a.sin().mean(), a.cos().mean())
    ### END SOLUTION


check("14.2", mean_direction)

# %%
mean = answer("14.2")(winds)
print("mean direction:", round(torch.rad2deg(mean).item() % 360))

# %% [markdown]
# It is 243°, from the west-south-west, wherever you cut. A formula that takes an angle for a number depends
# on the cut, and so does every flow of the chapters before.
#
# Few winds come from there: 26 of the 354 from 240° to 270°, but 56 from 180° to 210° and 52 from 300° to 330°. The
# mean lies in a dip between two hills. The mean arrow warns you: it is only 0.26 long.

# %%
predict("14.b")

# %%
live.winds(cut=0)

# %% [markdown]
# Move the cut while the line flow is chosen. Three things are wrong with it:
#
# - **It leaks.** 1.6 to 5 % of its probability lies beyond the turn, on no direction.
# - **It has a seam.** At the cut the density jumps.
# - **It depends on the cut.** Held-out winds get −1.78 nats on average, or −1.87 with another cut.
#
# Then choose a flow of the circle. It does not know where the cut is, and with six Möbius maps it gets −1.76.
# (With other winds held out, all these numbers move by some 0.05.)

# %% [markdown]
# ## 2 · A map that closes
#
# What must a map of the circle do? It must close. Here is one that does.

# %% [markdown] tags=["prompt:14.3"]


# %% tags=["exercise:14.3"]
def mobius(x, r, c):
    """The Möbius map of the circle and its log-slope, not wrapped: (...) → (...), (...)."""
    ### BEGIN SOLUTION
    d = x - c
    z = x + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    slope = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return z, torch.log(slope)
    ### END SOLUTION


check("14.3", mobius)

# %%
predict("14.c")

# %%
live.circle_map(yours=attempt("14.3"))

# %% [markdown]
# Play "from nothing to f": the points walk round and crowd at $c$, and no point overtakes another one. Your map
# goes from data to base, as all formulas of Möbius maps here do. It is the $f^{-1}$ of the chapters before, and the
# picture shows its inverse, $x = f(z)$. The base is the uniform circle with the density $1/2\pi$, and
#
# $$p(x) = \frac{1}{2\pi}\,\frac{\mathrm dz}{\mathrm dx}.$$
#
# This density has a name, *wrapped Cauchy*. One such map makes one hill. Now give a second map some weight. Since
# slopes add like maps, the density is the **mixture** of the hills. It is chapter 05 once more, on a circle.

# %% [markdown] tags=["prompt:14.4"]


# %% tags=["exercise:14.4"]
def circle_log_prob(x, w, r, c):
    """log p of the weighted sum of K Möbius maps, over the uniform base: (n,), 3 × (K,) → (n,)."""
    ### BEGIN SOLUTION
    d = x[:, None] - c
    slopes = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))
    return torch.log((w * slopes).sum(-1)) - math.log(2 * math.pi)
    ### END SOLUTION


check("14.4", circle_log_prob)

# %% [markdown]
# The library's `TrainableMobiusMixture` is this flow with free parameters. Its samples need the map backwards, by the
# search of chapter 06. **Your turn: other numbers.** Try one part, or ten.

# %%
from course_lib import training

known, new = data.split(winds, share=0.3, seed=2)
parts = 6  # Your turn: other numbers
torch.manual_seed(0)
q = flows.FlowDistribution(flows.TrainableMobiusMixture(parts).double())
training.fit(q, known, steps=150, lr=0.1, schedule=training.one_cycle)
print(f"uniform: {-math.log(2 * math.pi):.3f}   held out: {q.log_prob(new).mean().item():.3f}")
mean = answer("14.2")(q.sample((10_000,)))
print("mean direction of 10 000 samples:", round(torch.rad2deg(mean).item() % 360))

# %% [markdown]
# ## 3 · A spline that closes
#
# A spline of chapter 04 can close, too. It goes from base to data, $x = f(z)$. Put its first knot at $-\pi$ and its
# last at $\pi$, both in $z$ and in $x$. Then the two ends are one and the same point. Only their slopes are left to
# choose.

# %%
predict("14.d")

# %%
live.seam()

# %% [markdown]
# With slopes of their own there is a jump. With both fixed at 1 there is none, but the density there is $1/2\pi$,
# whatever the data say. One free slope, shared by both ends, has neither fault.

# %% [markdown] tags=["prompt:14.5"]


# %% tags=["exercise:14.5"]
def circular_knots(widths, heights, slopes):
    """Knots from −π to π and slopes of a spline on the circle: 3 × (K,) → 3 × (K + 1,)."""

    ### BEGIN SOLUTION
    def places(numbers):
        shares = torch.softmax(numbers, 0).cumsum(0)
        return 2 * math.pi * torch.cat([torch.zeros(1), shares]) - math.pi

    d = torch.nn.functional.softplus(slopes)
    return places(widths), places(heights), torch.cat([d, d[:1]])
    ### END SOLUTION


check("14.5", circular_knots)

# %% [markdown]
# Your knots, made from some random numbers, are the green curve. At the seam it has no jump, and its height is its
# own: with the first numbers 0.30, where $1/2\pi$ is 0.16.

# %%
live.seam(yours=attempt("14.5"))

# %% [markdown]
# ## 4 · A sphere: per what?
#
# A direction in space is a point $x = (x_1, x_2, x_3)$ of length 1. Most people write it with two angles: $\theta$
# from the north pole, and the longitude $\varphi$. A small step $\mathrm d\varphi$ is long at the equator and
# nothing at a pole, so a piece of $\mathrm d\theta\,\mathrm d\varphi$ has the area
# $\mathrm d\Omega = \sin\theta\,\mathrm d\theta\,\mathrm d\varphi$.
#
# So there are two densities of the same directions: one per unit of area, which is called a *steradian*, and one
# per $\mathrm d\theta\,\mathrm d\varphi$. The whole sphere has $4\pi = 12.6$ steradians.

# %% [markdown] tags=["prompt:14.6"]


# %% tags=["exercise:14.6"]
def in_angles(log_p, theta):
    """From a log-density per steradian to one per dθ dφ: (...), (...) → (...)."""
    ### BEGIN SOLUTION
    return log_p + torch.log(torch.sin(theta))
    ### END SOLUTION


check("14.6", in_angles)

# %% [markdown]
# And how do you draw points that are even on the sphere?

# %%
predict("14.e")

# %% [markdown] tags=["prompt:14.7"]


# %% tags=["exercise:14.7"]
def uniform_to_sphere(u):
    """Two uniform numbers to a uniform point on the sphere: (..., 2) → (..., 3)."""
    ### BEGIN SOLUTION
    h = 2 * u[..., 0] - 1
    phi = 2 * math.pi * u[..., 1]
    ring = torch.sqrt(1 - h**2)
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)
    ### END SOLUTION


check("14.7", uniform_to_sphere)

# %%
live.measure(yours=attempt("14.7"))

# %% [markdown]
# Choose "a spot", turn it to the pole, and watch the map of angles on the right. Then choose per $\mathrm
# d\theta\,\mathrm d\varphi$. Per steradian a uniform density is the same everywhere, and a spot keeps its height.
# Per $\mathrm d\theta\,\mathrm d\varphi$ the same data thin out towards two poles. These poles are not in the data.
# They are in the coordinates.
#
# Both densities are right, but only each with its own area. Go back to the uniform one, and read the numbers below:
# per steradian, integrated over $\mathrm d\theta\,\mathrm d\varphi$, it gives 1.571; the other one, over the area, 0.785.
# Their entropies differ, too: $\log 4\pi = 2.531$ and 2.838. In this course a density on a sphere is
# **per steradian**.

# %% [markdown]
# ## 5 · Zoom, twist, stretch
#
# The Möbius map has a sister on the sphere, the **zoom**. It goes from data to base, too. Take a point $n$ of the
# sphere and go to $rn$, inside it. Seen from there, the part of the sphere near $n$ looks large. The map draws it
# large.

# %% [markdown] tags=["prompt:14.8"]


# %% tags=["exercise:14.8"]
def sphere_mobius(x, n, r):
    """The zoom of the sphere and its log-det per area: (..., 3) → (..., 3), (...)."""
    ### BEGIN SOLUTION
    away = x - r * n
    stretch = (1 - r**2) / away.square().sum(-1)
    return stretch[..., None] * away - r * n, 2 * torch.log(stretch)
    ### END SOLUTION


check("14.8", sphere_mobius)

# %% [markdown]
# A zoom treats all directions alike, so a small circle stays a circle. Two more maps bend it. A **twist** turns
# each circle of latitude by an angle of its own. That alone changes no area. So it may also *pull* the points along
# their circle, as the maps of section 2 do. A **stretch** moves the heights by a rising curve, such as a spline,
# and by Archimedes its log-det is the log-slope of that curve, alone.

# %%
live.twist_stretch()

# %% [markdown]
# A marked cell shows what the log-det must say: its area, after and before. On the right all 96 cells lie on the
# diagonal.
#
# Then choose "does not fade" and look at the last readout. At a pole all longitudes meet. A pull that depends on
# the longitude must fade out there, else the density has another value from each side.
#
# One axis is not enough, but several are: twist and stretch around one, turn the sphere, and do it again.

# %% [markdown]
# ### Quakes across 180°
#
# The 1000 quakes of chapter 10 lie around Fiji. Their longitudes run from 166° to 188°, and 708 of them are
# beyond 180°: on a usual map of the world they are torn apart. On the sphere there is nothing to tear. They
# also sit on a small patch, in two arcs. So first one zoom brings the patch to the size of the whole sphere.
# Then twist and stretch, around two axes, have room to work.

# %%
quakes = data.quakes()
x = data.directions(quakes[:, 0], quakes[:, 1])
known_x, new_x = data.split(x, share=0.3, seed=0)


def fitted(flow, steps, lr):
    """Mean log p of the held-out quakes, per steradian."""
    q = flows.FlowDistribution(flow.double())
    training.fit(q, known_x, steps=steps, lr=lr, schedule=training.one_cycle, clip=5.0)
    return q.log_prob(new_x).mean().item()


# %%
one = fitted(flows.TrainableZoom(), steps=150, lr=0.2)
bent = flows.sphere_flow(blocks=2, k=6, terms=5, bins=8)  # a zoom, then twice twist and stretch
bent.flows[0].start_at(known_x)  # the zoom begins at the quakes
several = fitted(bent, steps=200, lr=0.05)
print(f"uniform: {-math.log(4 * math.pi):.2f}   zoom: {one:.2f}   all: {several:.2f}")

# %% [markdown]
# One zoom gains 4.6 nats, since the patch is small. Twists and stretches bend it, and gain about one more. So a
# typical density is more than 20 per steradian, where the uniform one is 0.08.

# %% [markdown]
# ### From the plane to the sphere
#
# **Optional.** In the plane the base was a normal density, and a disk was its region of 68 %. A map of the plane
# to the sphere makes the uniform density from the normal one: $h = 2e^{-|z|^2/2} - 1$. Disks become *caps*.

# %% [markdown] tags=["prompt:14.9"]


# %% tags=["exercise:14.9"]
def cap_of_disk(radius):
    """The opening angle of the cap with the same share as the disk's: (...) → (...)."""
    ### BEGIN SOLUTION
    inside = 1 - torch.exp(-(radius**2) / 2)
    return torch.acos(1 - 2 * inside)
    ### END SOLUTION


check("14.9", cap_of_disk)

# %%
live.cap(yours=attempt("14.9"))

# %% [markdown]
# The share in the disk and the share in the cap are the same number. So everything that chapter 13 does with
# balls you can do with caps: the share $u$ of a truth is that of the cap which has $z$ on its rim.
#
# ### Any map, by autograd
#
# **Optional.** A map of the sphere comes as a function of three numbers, so its Jacobian is 3 × 3. The determinant
# of that is not what you need: only the two directions along the sphere count.

# %% [markdown] tags=["prompt:14.10"]


# %% tags=["exercise:14.10"]
def tangent_log_det(f, x):
    """The log-det per area of a map of the sphere at one point: (3,) → ()."""
    ### BEGIN SOLUTION
    J = torch.autograd.functional.jacobian(f, x)
    other = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]
    e1 = torch.linalg.cross(x, other)
    e1 = e1 / e1.norm()
    e2 = torch.linalg.cross(x, e1)
    return torch.log(torch.linalg.cross(J @ e1, J @ e2).norm())
    ### END SOLUTION


check("14.10", tangent_log_det)

# %% [markdown]
# ## 6 · Any vector field
#
# Zooms, twists and stretches need an axis. Is there a map for any space? Take at each point a vector along the
# surface, a *tangent vector*, and walk along it, straight on. On a sphere that is a great circle. The walk is
# called the *exponential map*.

# %%
predict("14.f")

# %%
live.exp_map()

# %% [markdown]
# A centre $\mu_i$ pulls by $\alpha_i\,e^{\beta(\mu_i\cdot x - 1)}\,\mu_i$, and only the part along the surface counts. A
# large $\beta$ keeps the pull close to the centre.
#
# Up to $\Sigma\alpha = 1$ the net bends and the area stays that of the sphere. With one centre it folds beyond 1: some
# places are reached three times. "Cells turned over" shows it at once, at 1.1, and the area only later. With three
# centres it folds later. Sei has proved that $\Sigma\alpha \le 1$ is always enough, and the library keeps to that.
#
# It has no inverse formula, so chapter 06 comes back: Newton's method, in the two directions along the sphere.

# %%
torch.manual_seed(0)
flow = flows.TrainableExponentialMap(5).double()
for free in flow.parameters():
    torch.nn.init.normal_(free)  # any numbers will do: it keeps Σα below 1
x = flows.UniformSphere(dtype=torch.float64).sample((1000,))
z, log_det = flow.inverse(x)
again, back = flow.forward(z)
print(f"there and back, at most {(again - x).norm(dim=-1).max().item():.1e} off")
print(f"log-dets add up to {(log_det + back).abs().max().item():.1e}")

# %% [markdown]
# ## Recap

# %%
quiz("14")

# %% [markdown]
# ### The formulas
#
# | | |
# |---|---|
# | mean direction | $\mathrm{atan2}\big(\overline{\sin a}, \overline{\cos a}\big)$ |
# | Möbius, circle | $z = x + 2\,\mathrm{atan2}(r\sin(x-c), 1 - r\cos(x-c))$ |
# | its density | $\frac{1}{2\pi}\,\frac{1-r^2}{1+r^2-2r\cos(x-c)}$; sums of maps: mixtures |
# | area | $\mathrm d\Omega = \sin\theta\,\mathrm d\theta\,\mathrm d\varphi = \mathrm dh\,\mathrm d\varphi$ |
# | zoom | $z = s\,(x - rn) - rn$, $s = (1-r^2)/\lvert x-rn\rvert^2$, log-det $2\log s$ |
# | cap | $h = 2e^{-\lvert z\rvert^2/2} - 1$ makes a disk a cap of the same share |
#
# - On a circle both ends of a spline have one slope, and it is free.
# - A log-det on a sphere is per area: two tangent directions, not three.
# - A density has a "per". Say which.
#
# ### To read further
#
# - D. J. Rezende and others, *Normalizing Flows on Tori and Spheres* (2020),
#   [arXiv:2002.02428](https://arxiv.org/abs/2002.02428): Möbius maps, circular splines, and from there to spheres.
# - S. Kato, P. McCullagh, *Some properties of a Cauchy family on the sphere derived from the Möbius
#   transformations* (2020), [arXiv:1510.07679](https://arxiv.org/abs/1510.07679): the zoom and its density.
# - T. Sei, *A Jacobian inequality for gradient maps on the sphere and its application to directional statistics*
#   (2013), [arXiv:0906.0874](https://arxiv.org/abs/0906.0874): why $\Sigma\alpha \le 1$ is enough.
# - M. C. Gemici, D. Rezende, S. Mohamed, *Normalizing Flows on Riemannian Manifolds* (2016),
#   [arXiv:1611.02304](https://arxiv.org/abs/1611.02304): log-dets along a surface.
# - S. Cohen, B. Amos, Y. Lipman, *Riemannian Convex Potential Maps* (2021),
#   [arXiv:2106.10272](https://arxiv.org/abs/2106.10272): exponential maps of learnt potentials.

# %%
progress()

# %% [markdown]
# ### What comes next
#
# You can now describe where something came from, on the sphere. To say it for *each event*, let a network give the
# flow its parameters, as chapter 11's did. And then ask what chapter 13 asked: can you promise it? → {next}
