"""The two axes of a coverage curve: what is kept against what is promised, and their difference."""

from course_lib.live.style import INK

LOOK = 0.22  # how far the gap's axis reaches


def coverage_axes(figure):
    """(share of truths inside against the promised p; that share minus p), with what is ideal."""
    ax, ax_g = figure.subplots(1, 2, width_ratios=(1, 1.5))
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal", xlabel="promised share $p$")
    ax.set_title("share of truths inside")
    ax.plot([0, 1], [0, 1], color=INK, lw=1.5, ls=(0, (4, 3)))
    ax_g.set(xlim=(0, 1), ylim=(-LOOK, LOOK), xlabel="promised share $p$")
    ax_g.set_title("share of truths inside, minus $p$")
    ax_g.axhline(0, color=INK, lw=1.5, ls=(0, (4, 3)))
    return ax, ax_g
