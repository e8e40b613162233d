# %% [markdown] slideshow={"slide_type": "slide"}
# # Linear and affine flows

# %% tags=["setup"]

# %% width=800 height=430
live.moving_samples(theta=2.0, n=20)

# %% [markdown]
# Which distributions can a straight line make?

# %% [markdown] slideshow={"slide_type": "notes"}
# **1 min.** Say: we now have a formula for *any* invertible map, and no map. We take the simplest.
#
# **Ask:** which is the simplest map of the axis to itself that can be run backwards?
#
# **Expect:** *the identity*, then *a shift*, then *a line*. Write the line on the board.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The simplest possible flow
#
# $$x = f(z) = \;?$$

# %% [markdown] slideshow={"slide_type": "fragment"}
# $$x = f_\theta(z) = a\cdot z + b\qquad\qquad \theta = \{a, b\}$$
#
# with a standard normal base, as always from now on:
#
# $$p_0(z) = \frac{1}{\sqrt{2\pi}}\,\exp\!\left(-\tfrac12 z^2\right)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **1 min.** Let the room fill in the question mark.
#
# **Ask:** which values of a are forbidden?
#
# **Expect:** a = 0: everything lands on one point, there is no way back. A negative a is allowed.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What can a straight line make?

# %% frames={"a": [-3.0, -2.0, -1.5, -1.0, -0.5, -0.2, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0], "b": [-2.0, -1.0, 0.0, 1.0, 2.0]} stills=["", "a=-1.5", "a=0.5", "a=1.5, b=-2"]
live.linear(a=1.5, b=1.0)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "68"} known={"1": "where the dot stands in z"}
# **3 min.** Say: base, map, target. The blue band is one standard deviation on both sides, with 68 % of the
# mass.
#
# **Ask:** before I move: what does b do to the target? What does a do to its height? And what does
# the *sign* of a do?
#
# **Expect:** shifts it; lowers it as it widens; *turns the bell round*, which nobody can see, since a
# bell is symmetric. Watch the dot at z = 1: it changes sides. That is the only trace of the sign.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The density, in three steps
#
# 1. backwards: $\displaystyle z = f^{-1}(x) = \frac{x - b}{a}$
# 2. ask the base: $\displaystyle p_0(z) = \frac{1}{\sqrt{2\pi}}\,e^{-z^2/2}$
# 3. correct for the stretch: $\displaystyle \left|\frac{\partial f^{-1}(x)}{\partial x}\right| =
#    \frac{1}{|a|}$

# %% [markdown] slideshow={"slide_type": "fragment"}
# $$p_\theta(x) = \frac{1}{\sqrt{2\pi a^2}}\,
# \exp\!\left(-\frac12\left(\frac{x-b}{a}\right)^2\right)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Let the room do each step aloud before you go to the fragment.
#
# **Ask:** why does $a^2$ stand under the root, and not a?
#
# **Expect:** $1/|a| = 1/\sqrt{a^2}$. The bars are in the square. Frequent mistakes of exercise 2.2:
# $\log a$ for negative a, and a taken for the variance.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “Linear flow” = “Gaussian”
#
# The line $x = a z + b$ makes the **general Gaussian**: mean $b$, standard deviation $|a|$, variance
# $a^2$. Every Gaussian, and nothing but Gaussians.

# %% frames={"stretch": [0.4, 0.6, 1.0, 1.5, 2.0, 3.0], "shift": [-3.0, -1.5, 0.0, 1.5, 3.0]} height=380 stills=["", "stretch=2"]
live.hello(shift=1.5, stretch=0.6)

# %% [markdown] slideshow={"slide_type": "notes"} known={"71 169 13 −13": "another line: 13² = 169"}
# **1 min.** Say: that is the sense in which flows generalise the Gaussian: keep the base, replace the
# line.
#
# **Ask:** which line makes the Gaussian with mean 71 and variance 169?
#
# **Expect:** a = 13, b = 71; and a = −13 does it, too.

# %% slideshow={"slide_type": "skip"}
from course_lib.flows import FlowDistribution, Linear

FlowDistribution(Linear(13.0, 71.0)).log_prob(torch.tensor(80.0))

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Scale and shift: does the order matter?

# %% frames={"a": [-2.0, -1.0, 0.5, 1.0, 1.5, 2.0], "b": [-2.0, -1.0, 0.0, 0.5, 1.0, 1.5, 2.0]} height=450 veil="right" stills=["", "a=1", "b=0", "a=-2"]
live.two_steps(a=2.0, b=1.5)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"a=2, b=1.5": "1.5 3", "a=1": "0", "b=0": "0"}
# **3 min, spare.** Say: the line is a flow of two steps. Above: scale, then shift. Below: shift, then
# scale.
#
# **Ask:** the right column is covered. Where will the two bells stand, for a = 2 and b = 1.5?
#
# **Expect:** 1.5 above; below, many say 1.5, too. It is 3: the shift is scaled with everything else.
# **Ask:** for which settings do they agree? **Expect:** a = 1 or b = 0.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## A chain of two steps
#
# $$f(z) = f_2\big(f_1(z)\big)\qquad f_1(z) = a z,\quad f_2(y) = y + b$$
#
# - forwards $f_1$ first; **backwards the last step is undone first**:
#
# $$f^{-1}(x) = f_1^{-1}\big(f_2^{-1}(x)\big) = \frac{x - b}{a}$$
#
# - log-dets add: $\log|a| + 0$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: socks, then shoes. Shoes come off first.
#
# **Ask:** a chain of ten lines: which densities can it make?
#
# **Expect:** still Gaussians: a line after a line is a line. Depth alone does not help.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## The same in $n$ dimensions
#
# $$\vec x = f(\vec z) = \boldsymbol{L}^{-1}\vec z + \vec b
# \qquad
# \vec z = f^{-1}(\vec x) = \boldsymbol{L}\,(\vec x - \vec b)$$
#
# $$\boldsymbol{L} = \begin{pmatrix}
# \ell_{1,1} & & & 0\\ \ell_{2,1} & \ell_{2,2} & & \\ \vdots & \vdots & \ddots & \\
# \ell_{n,1} & \ell_{n,2} & \cdots & \ell_{n,n}\end{pmatrix},\qquad \ell_{i,i} > 0$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: the number a becomes a matrix. L is lower triangular with a positive diagonal, and it
# stands on the way *back*, from x to z. That is the lecture's convention.
#
# **Ask:** why triangular, and not any matrix?
#
# **Expect:** the determinant is the product of the diagonal, the inverse is a substitution; and no
# Gaussian is lost (Cholesky). A full matrix has turns in it that a round base cannot see.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What does a matrix do to a round cloud?

# %% frames={"l21": [-1.4, -1.05, -0.7, -0.35, 0.0, 0.35, 0.7, 1.05, 1.4], "l11": [0.5, 0.8, 1.2, 2.0]} stills=["", "l21=-0.7", "l21=0.7", "l11=2"]
live.affine(l11=0.8, l21=0.0, l22=1.1, b1=0.5, b2=-0.5)

# %% [markdown] slideshow={"slide_type": "notes"} shows={"l21=0": "", "l21=-0.7": "", "l21=0.7": ""} known={"1 2": "the radii of the circles", "four": "a panel each"}
# **4 min.** Say: grid, circles with |z| = 1 and 2, samples; right, the four matrices.
#
# **Ask, a vote:** which sign of ℓ21 tilts the ellipses upwards, plus or minus? Now it is 0, and they lie
# along the axes. And without hands: does a large ℓ11 make the cloud wide or narrow?
#
# **Expect:** *plus*, say most; it is minus, since L stands in the inverse: −0.7 tilts them up, 0.7 down. And
# narrow, for the same reason. One black arm stays upright whatever you do: that is *triangular*.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Only the diagonal changes areas
#
# $$\log\left|\det\frac{\partial f^{-1}(\vec x)}{\partial\vec x}\right|
# = \log\det\boldsymbol{L} = \sum_{i=1}^{n}\log\ell_{i,i}$$
#
# - no $n^3$: a sum of $n$ logarithms
# - **samples:** solve $\boldsymbol{L}\,(\vec x - \vec b) = \vec z$; never compute
#   $\boldsymbol{L}^{-1}$

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: ℓ21 sheared the cells in the first deck, and a shear keeps areas.
#
# **Ask:** is this log-det the one of the map or of its inverse?
#
# **Expect:** of the inverse, since L maps x to z: plus sign for the density. The most frequent mistake
# of exercise 2.4 is the other sign.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Which density is it?
#
# Put $\vec z = \boldsymbol{L}(\vec x - \vec b)$ into
# $p_0(\vec z) = \dfrac{1}{\sqrt{(2\pi)^n}}\,\exp\!\left(-\tfrac12\,\vec z^{\,T}\vec z\right)$:
#
# $$\vec z^{\,T}\vec z = (\vec x - \vec b)^T\,
# \underbrace{\boldsymbol{L}^T\boldsymbol{L}}_{\boldsymbol{C}^{-1}}\,(\vec x - \vec b)
# \qquad \det\boldsymbol{L} = \;?$$

# %% [markdown] slideshow={"slide_type": "fragment"}
# With $\det\boldsymbol{L} = \sqrt{\det\boldsymbol{C}^{-1}} = 1/\sqrt{\det\boldsymbol{C}}$:
#
# $$p(\vec x) = \frac{1}{\sqrt{(2\pi)^n\det\boldsymbol{C}}}\,
# \exp\!\left(-\tfrac12(\vec x-\vec b)^T\boldsymbol{C}^{-1}(\vec x-\vec b)\right)$$

# %% [markdown] slideshow={"slide_type": "notes"}
# **3 min.** Say: the matrix in the middle deserves a name. It is the *inverse* covariance,
# $C^{-1} = L^T L$, in this order.
#
# **Ask:** what is $\det L$ in terms of C?
#
# **Expect:** $\det C^{-1} = (\det L)^2$, so $\det L = 1/\sqrt{\det C}$. And do not lose the n in
# $(2\pi)^n$: exercise 2.4 knows that mistake, and printed slides have it, too.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## “Affine flow” = “Gaussian in $n$-d”
#
# $$\vec x = \boldsymbol{L}^{-1}\vec z + \vec b\quad\Longleftrightarrow\quad
# \text{mean } \vec b,\qquad \boldsymbol{C}^{-1} = \boldsymbol{L}^T\boldsymbol{L}$$
#
# | | stored | density needs | samples need |
# |---|---|---|---|
# | here | $\boldsymbol{L}$, $\;\boldsymbol{C}^{-1} = \boldsymbol{L}^T\boldsymbol{L}$ | a product | a triangular solve |
# | most libraries | $\boldsymbol{A} = \boldsymbol{L}^{-1}$, $\;\boldsymbol{C} = \boldsymbol{A}\boldsymbol{A}^T$ | a triangular solve | a product |

# %% [markdown] slideshow={"slide_type": "notes"}
# **2 min.** Say: two conventions, the same family. Beware of one trap: the Cholesky factor K of
# $C^{-1}$ obeys $C^{-1} = K K^T$. It is not L.
#
# **Ask:** how would you find L from a covariance matrix?
#
# **Expect:** Cholesky of C gives A; then $L = A^{-1}$, by a triangular solve.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## How does a flow find its data?

# %% frames={"step": [0, 5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 130, 160, 200, 250, 300]} height=530 stills=["", "step=10", "step=50", "step=300"]
live.training()

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "272"}
# **3 min.** Say: maximum likelihood. Turn θ until $-\frac1N\sum_i\log p_\theta(x_i)$ is small, by
# gradient descent. 272 eruptions of a geyser.
#
# **Ask:** where will the ellipse go first: will it move, or turn? And can the curve fall below the
# dashed line?
#
# **Expect:** it moves and shrinks, then it turns. Below is impossible: the dashed line is the closed
# form, the best that any Gaussian can do.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Circles become ellipses: is the promise kept?

# %% frames={"p": [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.68, 0.8, 0.9, 0.95, 0.99], "data": ["Old Faithful", "Gaussian"]} height=460 veil=["right"] stills=["", "p=0.3", "data=Gaussian", "p=0.3, data=Gaussian"]
live.coverage(p=0.68, data="Old Faithful")

# %% [markdown] slideshow={"slide_type": "notes"} shows={"": "68 69", "p=0.3": "30 seven=136/20"}
# **3 min, spare.** Say: the disk in z holds the share p; its image, the ellipse, promises the same. Dots
# and crosses were not used in the fit.
#
# **Ask:** 68 % promised, 69 % found. Is it as good at 30 %?
#
# **Expect:** *yes*. Move to 0.3: about one point in seven is inside, since the middle of the ellipse
# is an empty valley. Test a promise at every p. Then switch the data to *Gaussian*.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## What can no straight line do?

# %% frames={"step": [0, 10, 20, 30, 40, 50, 60, 80, 100, 120, 150]} height=530
live.training(
    data=data.old_faithful()[:, 1],
    origin=60.0,
    unit=10.0,
    steps=150,
    labels=("waiting (minutes)",),
)

# %% [markdown] slideshow={"slide_type": "notes"} known={"71": "the mean of the data, 70.9"}
# **3 min.** Say: waiting times alone, one dimension, a linear flow.
#
# **Ask, a vote:** where will the peak be when the loss has reached the dashed line: on the small bump, on
# the large one, or between?
#
# **Expect:** somebody says *on the larger bump*. It is in the valley, near 71 minutes. The fit
# succeeds, and the model is wrong. Lecture 2 bends the line.

# %% [markdown] slideshow={"slide_type": "slide"}
# ## Now you
#
# **Hands-on 1:** write the Gaussian flow yourself.
#
# 1. a line makes every Gaussian, and only Gaussians
# 2. $\vec z = \boldsymbol{L}(\vec x - \vec b)$, $\;\boldsymbol{C}^{-1} = \boldsymbol{L}^T\boldsymbol{L}$,
#    $\;\log\det\boldsymbol{L} = \sum_i\log\ell_{i,i}$
# 3. fit: minimise the mean of $-\log p_\theta(x_i)$

# %% [markdown] slideshow={"slide_type": "notes"}
# **1 min.** Say: fifteen minutes of break. When you come back, open chapter 03.
#
# **Ask:** for a one-word answer: what was new today?
#
# **Expect:** *the sign*, *the log-det*, *nothing yet*. All of them are good news for the hands-on.
