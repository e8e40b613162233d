"""Exercise 3.5: the training loop. It is watched at work: gradients, steps, rates, losses."""

import torch

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises import loops
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import fit
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.loops import Loop
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.probes import probe_fit
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _points(count, n, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(count, n, generator=generator, dtype=torch.float64)


PLANE = _points(60, 2, 8) @ tensor([[0.9, 0.5], [0.0, 0.6]]) + tensor([0.7, -0.4])
SPACE = _points(25, 3, 3) * tensor([0.4, 1.7, 0.8]) + tensor([-0.3, 0.5, 1.1])

FIT = Exercise(
    id="3.5",
    title="The training loop",
    minutes=8,
    difficulty="medium",
    prompt="""
Write `fit(flow, data, steps, lr)`. In each step it takes the loss, the **mean of
$-\\log p(x)$** over the data, and lets `torch.optim.Adam(flow.parameters(), lr=lr)` make one step
downhill. It returns the list of the losses, one number per step, each taken before its step. The
check watches the loop at work.
""",
    inputs=((PLANE, 40, 0.1), (SPACE, 12, 0.03)),
    names=("data", "steps", "lr"),
    reference=fit,
    probe=probe_fit,
    rtol=1e-4,
    returns="a list with the loss of each step, in numbers",
    misconceptions=(
        Misconception(
            "uphill",
            Loop(loss=lambda log_p: log_p.mean()),
            "your loss is the mean of +log p(x), and the optimizer makes it smaller: the data "
            "become less and less likely. Put a minus in front.",
        ),
        Misconception(
            "the sum",
            Loop(loss=lambda log_p: -log_p.sum()),
            "your loss is the sum over the data. Take the mean: then the loss does not depend on "
            "how many points there are, and can be compared with that of other points.",
        ),
        Misconception(
            "densities instead of log-densities",
            Loop(loss=lambda log_p: -log_p.exp().mean()),
            "you average the densities themselves. Likelihood is a product over the data, and its "
            "logarithm a sum: average log p(x) as it is.",
        ),
        Misconception(
            "minus sign in the list alone",
            Loop(kept=lambda loss: -loss.item()),
            "your loop is right, and the list holds −loss. Keep the loss itself.",
        ),
        Misconception(
            "the smallest loss so far",
            loops.running_minimum,
            "your loop is right, but the list holds the smallest loss so far. Keep the loss of "
            "each step, also where it has grown: such a list hides that a step was too long.",
        ),
        Misconception(
            "the loss after the step",
            loops.after_the_step,
            "your losses are taken after the step, so each stands one place too early. Keep the "
            "loss that `backward()` was called on.",
        ),
        Misconception(
            "only the last loss",
            loops.last_alone,
            "your list holds the last loss alone. Append inside of the loop, one for each step.",
        ),
        Misconception(
            "nothing in the list",
            loops.empty_list,
            "your loop is right, and the list that you return is empty: append the loss of each "
            "step, `losses.append(loss.item())`.",
        ),
        Misconception(
            "gradients pile up",
            Loop("loss backward step keep"),
            "the gradients of all earlier steps are still in `.grad`: torch adds to them. Call "
            "`optimizer.zero_grad()` before `loss.backward()`, in every step.",
        ),
        Misconception(
            "no step",
            Loop("loss zero backward keep"),
            "the gradients are there, and the parameters never move: nothing calls "
            "`optimizer.step()`, with its brackets.",
        ),
        Misconception(
            "no backward",
            Loop("loss zero step keep"),
            "`step()` finds no gradient, in no step: no `backward()` has reached the parameters. "
            "Is `loss.backward()` there, with its brackets, and has nothing cut the loss off from "
            "the flow?",
        ),
        Misconception(
            "neither backward nor step",
            Loop("loss keep"),
            "the loss is computed, again and again the same: nothing calls `loss.backward()` and "
            "`optimizer.step()`.",
        ),
        Misconception(
            "zeroed just before the step",
            Loop("loss backward zero step keep"),
            "every `step()` finds its gradient just thrown away: `zero_grad()` stands between "
            "`backward()` and `step()`. The order is zero, backward, step.",
        ),
        Misconception(
            "step with the gradient of before",
            Loop("loss step zero backward keep"),
            "`step()` comes before `backward()`: each step uses the gradient of the step before, "
            "and the first one finds none. First zero, then backward, then step.",
        ),
        Misconception(
            "a new optimizer in every step",
            Loop("new loss zero backward step keep"),
            "a new Adam is made in every step. It remembers the earlier gradients, to find a step "
            "size for each parameter; a new one knows nothing. Make one, before the loop.",
        ),
        Misconception(
            "the optimizer's own learning rate",
            Loop(optimizer=lambda p, lr: torch.optim.Adam(p)),
            "`lr` is not used: your Adam takes its own step size, 0.001. Hand yours on: `lr=lr`.",
        ),
        Misconception(
            "plain gradient descent",
            Loop(optimizer=lambda p, lr: torch.optim.SGD(p, lr=lr)),
            "this is SGD, plain gradient descent. It works, too, with another step size; the "
            "exercise asks for `torch.optim.Adam`.",
        ),
        Misconception(
            "AdamW",
            Loop(optimizer=lambda p, lr: torch.optim.AdamW(p, lr=lr)),
            "AdamW also pulls every parameter a little towards 0 in each step, so it does not end "
            "at the maximum of the likelihood. The exercise asks for `torch.optim.Adam`.",
        ),
        Misconception(
            "only b is trained",
            Loop(only=lambda flow: [flow.b]),
            "the optimizer was given b alone, so L never moves. Give it all: `flow.parameters()`.",
        ),
        Misconception(
            "one step less",
            loops.one_less,
            "your loop makes one step too few: `range(steps)` runs `steps` times.",
        ),
        Misconception(
            "one step only",
            loops.one_step,
            "your loop ends after its first step. Is the `return` indented too far?",
        ),
        Misconception(
            "the last loss, no list",
            lambda *given: fit(*given)[-1],
            "you return one loss, the last. Return the list of all of them, one for each step.",
        ),
        Misconception(
            "a number has no backward",
            Loop(loss=lambda log_p: -log_p.mean().item()),
            "`.item()` makes a plain number of the loss, and a number has no `backward`. Keep the "
            "tensor for `backward()`; take `.item()` for the list.",
        ),
        Misconception(
            "mean forgotten",
            Loop(loss=lambda log_p: -log_p),
            "`backward()` starts from one number, and your loss is one number for each point. "
            "Take their mean.",
        ),
        Misconception(
            "the loss of before the loop",
            loops.computed_once,
            "the loss is computed once, before the loop: its graph has been used up by the first "
            "`backward()`. The parameters have moved, so compute it anew in every step.",
        ),
        Misconception(
            "no way from the loss to the parameters",
            Loop(loss=lambda log_p: -log_p.mean().detach()),
            "`backward()` finds no way from the loss back to a parameter: `torch.no_grad()`, "
            "`.detach()`, `.data` or `torch.tensor(…)` has cut the graph.",
        ),
    ),
    hints=(
        "What does one step need to know, and what must it forget from the step before?",
        "In each step: the loss `-flow.log_prob(data).mean()`; forget the old gradients; compute "
        "the new ones; move. Keep `loss.item()`, a number without a graph.",
        "    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)\n    losses = []\n"
        "    for _ in range(steps):\n        loss = …\n        optimizer.zero_grad()\n"
        "        loss.backward()\n        optimizer.…()\n        losses.append(loss.item())\n"
        "    return losses",
    ),
    praise="this loop trains every flow of this course.",
)
