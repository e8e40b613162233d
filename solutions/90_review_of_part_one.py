# %% [markdown] alt="Three panels: a bell as the base, a map with one point marked, the target with a strip around it."
# # 90 · Review of Part I
#
# **What do all flows have in common?** You have met the line, the spline and the mixture. Here you see them
# together, and find out what you can do without looking it up. Run the two cells below: the base stays, the
# map changes, and the target with it.

# %% tags=["setup"]

# %%
live.all_flows()

# %% [markdown]
# 1. Choose another **flow**. Which of the three panels stays as it is?
# 2. Move **look at z**. Where the map is steep, is the dark strip in $x$ wide or narrow, high or low?
# 3. The readout has three numbers: $\log p_0(z)$, the forward log-det, $\log p(x)$. Which one is the
#    difference of the other two, for every flow and every $z$?
#
# That difference is the whole of Part I. What changes from chapter to chapter is the map.

# %% [markdown]
# ## What you find here
#
# - the story of Part I in a few lines;
# - a final quiz over all chapters, and how far you have come;
# - a formula sheet of one page, to print;
# - a glossary, each word with a link to where you met it.
#
# **You need** chapters 01 to 08. **Time:** 30 minutes.

# %% [markdown]
# ## 1 · The story
#
# | chapter | its question | its answer |
# |---|---|---|
# | 01 | {question:01} | Mass stays: divide by the stretch. |
# | 02 | {question:02} | Every Gaussian, and only Gaussians. |
# | 03 | {question:03} | Two directions and two log-dets; the rest stays the same. |
# | 04 | {question:04} | Rising pieces that agree in value and slope. |
# | 05 | {question:05} | Yes; but one direction has no formula. |
# | 06 | {question:06} | Search in a bracket, and take the gradient from the equation. |
# | 07 | {question:07} | Ask held-out data. Three or five: 82 galaxies cannot tell. |
# | 08 | {question:08} | Let the samples move with θ, or weight them with the score. |
#
# The next cell asks three flows the same three questions. Does the round trip close? Is the area 1? Do
# samples have gradients? **Your turn:** try other numbers, or add a flow to the list.

# %%
# NBVAL_CHECK_OUTPUT
spline = flows.RationalQuadraticSpline(4, bound=3.0).double()  # Your turn: other numbers
mixture = flows.TrainableMixture(3).double()
on_normal = flows.Composition(mixture, flows.NormalToLogistic())
z = torch.linspace(-2, 2, 5, dtype=torch.float64)
grid = torch.linspace(-40, 40, 16_001, dtype=torch.float64)
for name, flow in (
    ("line", flows.Linear(1.5, 0.4).double()),
    ("spline", spline),
    ("mixture", on_normal),
):
    p = flows.FlowDistribution(flow)
    closed = torch.allclose(flow.inverse(flow(z)[0])[0], z)
    area = torch.trapezoid(p.log_prob(grid).exp(), grid)
    print(
        f"{name:8} round trip {closed}, area {area:.3f}, gradient {p.rsample((5,)).requires_grad}"
    )

# %% [markdown]
# ## 2 · The final quiz
#
# There are two questions from each chapter; the number in brackets says which. If you are not sure of an
# answer, go back there.

# %%
quiz("90")

# %%
progress()

# %% [markdown] tags=["formula-sheet"]
# ## 3 · The formula sheet
#
# | **Change of variables** | |
# |---|---|
# | density | $p(x) = p_0(f^{-1}(x))\;\lvert\det \partial f^{-1}/\partial x\rvert$ |
# | backwards | $\log p(x) = \log p_0(z) + \log\lvert\det \partial f^{-1}/\partial x\rvert$, $\; z = f^{-1}(x)$ |
# | forwards | $\log p(x) = \log p_0(z) - \log\lvert\det \partial f/\partial z\rvert$, $\; x = f(z)$ |
# | chain $f_2 \circ f_1$ | $f_1$ acts first; log-dets add |
# | samples, area | $x = f(z)$ with $z$ from the base; $\int p(x)\,dx = 1$ |
#
# | **Affine flow** | |
# |---|---|
# | one dimension | $x = a z + b$, $\; \log\lvert\partial f^{-1}/\partial x\rvert = -\log\lvert a\rvert$; mean $b$, variance $a^2$ |
# | $n$ dimensions | $x = L^{-1} z + b$, $\; z = L(x - b)$, $\; \log\lvert\det \partial f^{-1}/\partial x\rvert = \sum_i \log \ell_{ii}$ |
# | its Gaussian | mean $b$, precision $C^{-1} = L^T L$, normalisation $1/\sqrt{(2\pi)^n \det C}$ |
# | standard normal | $\log p_0(z) = -\frac{1}{2} z^2 - \frac{1}{2} \log 2\pi$ for each dimension |
# | region of share $p$ in the plane | the image of $\lvert z\rvert \leq r$, $\; r = \sqrt{-2 \log(1 - p)}$ |
# | maximum likelihood | smallest $\frac{1}{N} \sum_i -\log p_\theta(x_i)$; held-out data decide |
#
# | **Spline flow** | with $w = z_1 - z_0$, $h = x_1 - x_0$, $s = h/w$, $\xi = (z - z_0)/w$ |
# |---|---|
# | one bin | $x = x_0 + h\,\dfrac{s\,\xi^2 + d_0\,\xi(1-\xi)}{s + (d_0 + d_1 - 2s)\,\xi(1-\xi)}$ |
# | its slope | $\dfrac{\partial x}{\partial z} = \dfrac{s^2\,(d_1\xi^2 + 2s\,\xi(1-\xi) + d_0(1-\xi)^2)}{(s + (d_0 + d_1 - 2s)\,\xi(1-\xi))^2}$ |
# | backwards | $\xi = 2c\,/\,(-b - \sqrt{b^2 - 4ac})$; $\;y = x - x_0$, $a = h(s - d_0) + y(d_0 + d_1 - 2s)$, $b = h d_0 - y(d_0 + d_1 - 2s)$, $c = -s y$ |
# | free parameters | softmax for widths and heights, softplus for slopes; slope 1 at both ends |
#
# | **CDF flow** | with $u_i = (x - \mu_i)/s_i$ and $\sigma(u) = 1/(1 + e^{-u})$ |
# |---|---|
# | through the uniform | $u = \text{CDF}(x)$ is uniform; $\; x = \text{CDF}_2^{-1}(\text{CDF}_1(z))$ |
# | mixture, logistic base | $z = f^{-1}(x) = \log F - \log S$, $\; F = \sum_i w_i\,\sigma(u_i)$, $\; S = \sum_i w_i\,\sigma(-u_i)$ |
# | its slope, its density | $\dfrac{\partial z}{\partial x} = \dfrac{p}{F S}$, $\; p = \sum_i \dfrac{w_i}{s_i}\,\sigma(u_i)\,\sigma(-u_i)$ |
# | logistic from normal | $\log \Phi(z) - \log \Phi(-z)$ |
#
# | **Search** $g(x, \theta) = y$ | |
# |---|---|
# | Newton | $x \leftarrow x - (g(x) - y)/g'(x)$; outside of the bracket: its middle |
# | bracket of a mixture | $\min_i(\mu_i + s_i z) \leq x \leq \max_i(\mu_i + s_i z)$ |
# | implicit derivative | $\partial x/\partial y = 1/g'(x)$, $\; \partial x/\partial\theta = -(\partial g/\partial\theta)/g'(x)$ |
#
# | **Expectations** | |
# |---|---|
# | estimate, error | $E[G(x)] \approx \frac{1}{N} \sum_i G(x_i) \pm s/\sqrt{N}$, $\; x_i = f_\theta(z_i)$ |
# | pathwise gradient | $\frac{1}{N} \sum_i \nabla_\theta G(f_\theta(z_i))$; $G$ without jumps |
# | score function | $\frac{1}{N} \sum_i G(x_i)\,\nabla_\theta \log p_\theta(x_i)$, $x_i$ held |
# | the score's mean | $E[\nabla_\theta \log p_\theta(x)] = 0$: why the detached gradient vanishes |
# | entropy, divergence | $H = E[-\log p(x)]$, $\; \mathrm{KL}(p\,\Vert\,q) = E_p[\log p(x) - \log q(x)] \geq 0$ |

# %% [markdown]
# To print it, take the [PDF](../docs/formula_sheet.pdf): it is one page.
#
# ## 4 · The glossary
#
# Each word, and the section where you met it first. Symbols and colours are in chapter 00.

# %% [markdown]
# ### The words of chapter 01
#
# | word | what it means | where |
# |---|---|---|
# | density | probability per unit of $x$; areas under it are probabilities | [01](01_change_of_variables.ipynb#4-·-Can-a-density-be-larger-than-1?) |
# | Jacobian | how much a map stretches: its derivative, or the determinant of its derivatives | [01](01_change_of_variables.ipynb#1-·-Mass-stays,-width-changes) |
# | base, target | the density one starts from, $p_0(z)$, and the one that arrives, $p(x)$ | [00](00_start_here.ipynb#Words-and-colours) |
# | forwards, backwards | from $z$ to $x$ for samples; from $x$ to $z$ for densities | [01](01_change_of_variables.ipynb#3-·-Drawing-samples) |
# | log-det | $\log\lvert\det\rvert$ of a map's derivatives; it always says its direction | [01](01_change_of_variables.ipynb#6-·-In-the-plane:-from-widths-to-areas) |
# | composition | $f_2 \circ f_1$: $f_1$ acts first, and log-dets add | [02](02_linear_and_affine_flows.ipynb#2-·-Two-steps,-and-their-order) |
# | kernel density estimate, mixture, B-spline density | three other ways to construct a density | [01](01_change_of_variables.ipynb#8-·-Who-else-makes-densities?) |
# | normalizing flow | a base, an invertible map with parameters, and the change of variables | [01](01_change_of_variables.ipynb#8-·-Who-else-makes-densities?) |
# | held out | data that a fit has not seen, kept to judge it | [01](01_change_of_variables.ipynb#8-·-Who-else-makes-densities?) |

# %% [markdown]
# ### The words of chapters 02 and 03
#
# | word | what it means | where |
# |---|---|---|
# | linear flow | $x = a z + b$: in one dimension the Gaussians | [02](02_linear_and_affine_flows.ipynb#1-·-One-line) |
# | affine flow | $x = L^{-1} z + b$, $L$ lower triangular: all Gaussians in $n$ dimensions | [02](02_linear_and_affine_flows.ipynb#3-·-Many-dimensions) |
# | covariance | $C = L^{-1} L^{-T}$; its inverse $C^{-1} = L^T L$ is the precision | [02](02_linear_and_affine_flows.ipynb#Which-density-is-it?) |
# | triangular solve | $L^{-1} z$ without computing $L^{-1}$ | [02](02_linear_and_affine_flows.ipynb#Two-conventions) |
# | maximum likelihood | the parameters under which the data are the most likely | [02](02_linear_and_affine_flows.ipynb#4-·-Learning-from-a-geyser) |
# | loss | the number that is made small, here the mean of $-\log p(x)$ | [02](02_linear_and_affine_flows.ipynb#4-·-Learning-from-a-geyser) |
# | closed form | the best parameters by a formula, without a descent | [02](02_linear_and_affine_flows.ipynb#The-dashed-line) |
# | chi-square law | how $\lvert z\rvert^2$ is distributed; it gives the regions of 68 % and 95 % | [02](02_linear_and_affine_flows.ipynb#5-·-A-promise,-and-how-to-test-it) |
# | round trip | there and back again: the first test of any flow | [03](03_hands_on_gaussian_flow.ipynb#Step-2-·-Both-directions) |

# %% [markdown]
# ### The words of chapter 04
#
# | word | what it means | where |
# |---|---|---|
# | monotone | always rising (or always falling): in one dimension that is what a flow is | [04](04_spline_flows.ipynb#1-·-First-attempt:-straight-pieces) |
# | knots, bins | the points a spline goes through, and the pieces between them | [04](04_spline_flows.ipynb#2-·-One-bin) |
# | cancel | two nearly equal numbers are subtracted, and their digits are lost | [04](04_spline_flows.ipynb#3-·-And-back) |
# | softmax, softplus | free numbers become shares that sum to 1, or a positive number | [04](04_spline_flows.ipynb#4-·-Knots-that-cannot-go-wrong) |
# | linear tails | straight on outside of the knots | [04](04_spline_flows.ipynb#5-·-The-ends) |

# %% [markdown]
# ### The words of chapters 05 to 07
#
# | word | what it means | where |
# |---|---|---|
# | cumulative distribution function, CDF | the mass to the left of $x$ | [05](05_cdf_flows.ipynb#1-·-To-the-uniform-distribution) |
# | probability integral transform | $u = \text{CDF}(x)$ is uniform | [05](05_cdf_flows.ipynb#1-·-To-the-uniform-distribution) |
# | logistic | the distribution whose CDF is $\sigma((x-\mu)/s)$ | [05](05_cdf_flows.ipynb#1-·-To-the-uniform-distribution) |
# | logistic base | the base of the mixture flow, $p_0(z) = \sigma(z)\,\sigma(-z)$ | [05](05_cdf_flows.ipynb#3-·-Many-CDFs-in-one) |
# | survival function | the mass to the right, $S = 1 - F$, computed as a sum of its own | [05](05_cdf_flows.ipynb#4-·-A-right-formula-with-wrong-numbers) |
# | spike | a part of the mixture that sits on one or two data points | [05](05_cdf_flows.ipynb#7-·-Galaxies) |
# | bracket | two points with the root between them | [06](06_root_finding_inverses.ipynb#1-·-Halving) |
# | bisection | halve the bracket; one bit a step | [06](06_root_finding_inverses.ipynb#1-·-Halving) |
# | Newton | go to where the tangent reaches $y$; the digits double | [06](06_root_finding_inverses.ipynb#2-·-Tangents) |
# | unrolled | a gradient taken through all steps of a search | [06](06_root_finding_inverses.ipynb#4-·-A-root-has-no-gradient.-Or-has-it?) |
# | implicit derivative | a gradient taken from the equation $g(x, \theta) = y$ itself | [06](06_root_finding_inverses.ipynb#5-·-The-implicit-derivative) |

# %% [markdown]
# ### The words of chapter 08
#
# | word | what it means | where |
# |---|---|---|
# | expectation | an average over the samples of a density, $E[G(x)]$ | [08](08_differentiable_expectations.ipynb#1-·-An-average-that-moves) |
# | moment | $E[x^n]$ | [08](08_differentiable_expectations.ipynb#1-·-An-average-that-moves) |
# | Monte-Carlo estimate | the mean over $N$ samples | [08](08_differentiable_expectations.ipynb#1-·-An-average-that-moves) |
# | standard error | how far a mean scatters around the truth: $s/\sqrt{N}$ | [08](08_differentiable_expectations.ipynb#2-·-How-far-off-is-it?) |
# | entropy | $H = E[-\log p(x)]$: how spread out a density is | [08](08_differentiable_expectations.ipynb#3-·-The-gradient-that-looks-right) |
# | score | $\nabla_\theta \log p_\theta(x)$; its mean is zero | [08](08_differentiable_expectations.ipynb#4-·-Why-it-is-zero) |
# | pathwise, score function, detached | three ways to differentiate an average; the third is wrong | [08](08_differentiable_expectations.ipynb#5-·-Three-estimators) |
# | rsample | samples that move with the parameters; `sample` cuts them off | [08](08_differentiable_expectations.ipynb#The-same-in-torch) |
# | excess kurtosis | $E[x^4]/E[x^2]^2 - 3$: 0 for a Gaussian | [08](08_differentiable_expectations.ipynb#7-·-The-most-spread-out-density) |
# | divergence | $\mathrm{KL}(p\,\Vert\,q)$: how different $p$ is from $q$ | [08](08_differentiable_expectations.ipynb#8-·-How-different-are-two-densities?) |
# | variational inference | a flow is drawn to a density that can only be evaluated | [08](08_differentiable_expectations.ipynb#A-look-ahead) |

# %% [markdown]
# ### What comes next
#
# Part II goes to many dimensions, to flows that depend on a condition, to inference, to the test of promises,
# and to circles and spheres. All of it is built on the three numbers of the first picture: $\log p_0(z)$, a
# log-det, and their difference. → {next}
