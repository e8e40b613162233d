"""The training loop."""

import torch

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import fit
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.probes import probe_fit
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.wrong import fitted
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

DATA = torch.randn(60, 2, generator=torch.Generator().manual_seed(8), dtype=torch.float64)
DATA = DATA @ tensor([[0.9, 0.5], [0.0, 0.6]]) + tensor([0.7, -0.4])

FIT = Exercise(
    id="3.5",
    title="The training loop",
    minutes=8,
    difficulty="medium",
    prompt="""
Write `fit(flow, data, steps, lr)`. In each step it takes the loss, the **mean of
$-\\log p(x)$** over the data, and lets `torch.optim.Adam(flow.parameters(), lr=lr)` make one step
downhill. It returns the list of the losses, one number per step, each taken before its step.
""",
    inputs=((DATA, 120, 0.1),),
    names=("data", "steps", "lr"),
    reference=fit,
    probe=probe_fit,
    returns="a list with the loss of each step",
    misconceptions=(
        Misconception(
            "uphill",
            fitted(lambda log_p: log_p.mean()),
            "your loss is the mean of +log p(x), and the optimizer makes it smaller: the data "
            "become less and less likely. Put a minus in front.",
        ),
        Misconception(
            "the sum",
            fitted(lambda log_p: -log_p.sum()),
            "your loss is the sum over the data. Take the mean: then the loss, and the step size "
            "that suits it, do not depend on how many points there are.",
        ),
        Misconception(
            "gradients pile up",
            fitted(lambda log_p: -log_p.mean(), zero=False),
            "the gradients of all earlier steps are still in `.grad`: torch adds to them. Call "
            "`optimizer.zero_grad()` before `loss.backward()`.",
        ),
        Misconception(
            "no step",
            fitted(lambda log_p: -log_p.mean(), step=False),
            "the parameters never move: `optimizer.step()` is missing.",
        ),
    ),
    hints=(
        "Five lines in a loop: loss, zero the old gradients, backward, step, remember.",
        "The loss is `-flow.log_prob(data).mean()`. Keep `loss.item()`, a number without a graph.",
        "    for _ in range(steps):\n        loss = …\n        optimizer.zero_grad()\n"
        "        loss.backward()\n        optimizer.…()\n        losses.append(loss.item())",
    ),
    praise="this loop trains every flow of this course.",
)
