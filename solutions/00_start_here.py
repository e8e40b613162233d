# %% [markdown] alt="A bell curve around 0, dashed, and a target that is shifted and squeezed, solid." needs="Python, a little PyTorch" minutes=5
# # 00 · Start here
#
# **How does this course work?** In five minutes you know: you check your set-up, move a picture,
# solve one small exercise, and see where everything is.
#
# A notebook is a page of text and *cells* of code. Click into a cell and press **Shift + Enter**:
# the cell runs and the next one is chosen. Run the cells of this page one after the other.

# %% tags=["setup"]

# %% [markdown]
# ## 1 · Is everything here?
#
# The next cell looks at your installation. Then move the slider under the table: a green tick says
# that your browser and the kernel (the Python behind this page) hear each other.

# %%
from course_lib.selftest import selftest

selftest()

# %% [markdown]
# ## 2 · A live picture
#
# Every chapter has pictures that answer while you move a slider, with the mouse or with the arrow
# keys. Below, the dashed blue bell is the **base**: the density we start from. The solid orange one
# is the **target**: what we make of it.
#
# Before many pictures you are asked for a guess, like here. Click what you expect: the answer opens.
# Nobody counts your guesses, and nothing waits for them.

# %%
predict("00.a")

# %% [markdown]
# Now move **stretch**, and watch the height.

# %%
live.hello()

# %% [markdown]
# Why the height follows the width, and what it means for every other map, is the whole of chapter 01.

# %% [markdown]
# ## 3 · An exercise
#
# In an exercise you write a few lines in place of `...`. The check below it never stops the
# notebook: it says what is missing, recognises common mistakes by name, or shows the smallest input
# on which your function fails.

# %% [markdown] tags=["prompt:0.1"]


# %% tags=["exercise:0.1"]
def midpoint(a, b):
    """The point halfway between a and b."""
    ### BEGIN SOLUTION
    return (a + b) / 2
    ### END SOLUTION


check("0.1", midpoint)

# %% [markdown]
# Stuck? There are always three hints, each a step further, and then the solution. You find the hints folded
# under a check that was not yet right. Or remove the `#` in front of one of these lines and run the cell:

# %%
# hint("0.1")
# solution("0.1")

# %% [markdown]
# An exercise that you leave open stops nothing. Later cells then go on with the course's own
# function: `answer("0.1")` is yours if it was right, and the course's if not.

# %%
middle = answer("0.1")
print("halfway between 2 and 5:", middle(2.0, 5.0))

# %% [markdown]
# ## 4 · A quiz, and your progress
#
# Each chapter ends with a few questions. Every option explains itself, the wrong ones too.

# %%
quiz("00")

# %% [markdown]
# Your progress is kept in a small file, `.course_progress.json`, in the folder of this notebook. It
# goes nowhere else. Delete the file to start over. The minutes in the table are those of the core
# exercises that are still open; the rest of a chapter's time goes into reading and playing.

# %%
progress()

# %% [markdown]
# ## Words and colours
#
# These mean the same in every chapter. You need not learn them now; come back when one is unclear.
#
# | symbol or word | in words | look in pictures |
# |---|---|---|
# | $z$ | a point in the base space | blue |
# | $x$ | a point in the data space | orange |
# | $p_0(z)$ | the base density, a standard normal unless we say otherwise | blue |
# | $f$, $x = f(z)$ | the flow: an invertible map from $z$ to $x$ | black |
# | $f^{-1}$, $z = f^{-1}(x)$ | its inverse, from $x$ back to $z$ | black |
# | $p(x)$ | the target density, in the data space | orange, solid |
# | forward | from $z$ to $x$: how we draw samples | |
# | inverse | from $x$ to $z$: how we evaluate the density | |
# | `log_det` | the logarithm of how much a map stretches space, always named with its direction | |
# | yours | what you have written | green, dash-dotted |
# | wrong on purpose | a formula with a term missing | purple, dashed |
#
# ## The map of the course
#
# {map}
#
# Part II (flows in many dimensions, conditions, inference, manifolds; chapters 09 to 16) is planned. Where
# a text points to a chapter above 08, it means this second part.
#
# You need Python with a little PyTorch (tensors, and what `backward()` does), derivatives, and what
# a probability density is.
#
# ## When something breaks
#
# | what you see | what to do |
# |---|---|
# | a picture without sliders, or "model not found" | Run its cell again: live pictures need a running kernel. |
# | a cell that runs for ever (`[*]`) | Press the square ■ in the toolbar: *Interrupt the kernel*. |
# | "kernel died", or nothing answers | *Kernel → Restart kernel and run all cells*. |
# | a name is "not defined" | A cell above has not run: *Run → Run all above selected cell*. |
# | everything is in a tangle | Restart the kernel; your text stays, only the variables go. |
#
# There is more in `docs/when-something-breaks.md`, in the course's folder. A new edition of the
# course comes with `make update`: notebooks with your answers are kept.
#
# ## Where this comes from
#
# The course follows the lecture *Introduction to normalizing flows* by Thorsten Glüsenkamp
# (Uppsala, 2022).
#
# **Next:** {next}. It begins with a picture.
