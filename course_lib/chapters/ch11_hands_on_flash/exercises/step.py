"""Exercise 11.6: one step of training, on fresh events. It is watched at work."""

import torch

from course_lib.chapters.ch11_hands_on_flash.exercises.lesson import Simulator, probe_step
from course_lib.exercises.exercise import Exercise, Misconception

FIRST = 12  # events of a step


def training_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _pair(simulator, size):
    return simulator.sample(size)


def _with(
    loss=lambda log_p: -log_p.mean(),
    draw=_pair,
    seen=lambda features, counts: features(counts),
    order="zero backward step",
    optimizer=lambda given, flow: given,
    kept=lambda loss: loss.item(),
):
    """A wrong answer that is right but for one of its parts; ``order`` says what is done, when."""

    def wrong(flow, given, simulator, features, size):
        theta, counts = draw(simulator, size)
        value = loss(flow.log_prob(theta, seen(features, counts)))
        moves = optimizer(given, flow)
        does = {"zero": moves.zero_grad, "backward": value.backward, "step": moves.step}
        for action in order.split():
            does[action]()
        return kept(value)

    return wrong


def _two_draws(simulator, size):
    return simulator.sample(size)[0], simulator.sample(size)[1]


def _foreign(simulator, size):
    theta, counts = simulator.sample(size)
    return theta.flip(0), counts


def _one_by_one(flow, optimizer, simulator, features, size):
    for _ in range(size):
        loss = training_step(flow, optimizer, simulator, features, 1)
    return loss


def _many_steps(flow, optimizer, simulator, features, size):
    for _ in range(size):
        loss = training_step(flow, optimizer, simulator, features, size)
    return loss


def _same_batch_again(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    for _ in range(10):
        loss = -flow.log_prob(theta, features(counts)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


def _after_the_step(flow, optimizer, simulator, features, size):
    theta, counts = simulator.sample(size)
    c = features(counts)
    loss = -flow.log_prob(theta, c).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return -flow.log_prob(theta, c).mean().item()


def _list(flow, optimizer, simulator, features, size):
    return [training_step(flow, optimizer, simulator, features, size)]


def _new(kind, lr=0.01):
    return lambda given, flow: kind(flow.parameters(), lr=lr)


def _kept(n=None):
    """The events of the first draw for ever: of this call's size, or of the check's first one."""
    return lambda simulator, size: Simulator().sample(size if n is None else n)


STEP = Exercise(
    id="11.6",
    title="One step of training",
    minutes=6,
    difficulty="medium",
    prompt=r"""
Write `training_step(flow, optimizer, simulator, features, size)`, one step of training:

- `simulator.sample(size)` draws fresh events, `(theta, counts)`, other ones at each call;
- `features(counts)` makes their features; `flow.log_prob(theta, c)` is your density;
- the loss is the **mean of $-\log p(\theta\mid c)$**, and `optimizer` makes one step downhill.

Return the loss as a number, as it was before the step. The check calls your function a few times
and watches it at work.
""",
    inputs=((FIRST,), (5,)),
    names=("size",),
    reference=training_step,
    probe=probe_step,
    returns="the loss before the step, a number",
    misconceptions=(
        Misconception(
            "gradients pile up",
            _with(order="backward step"),
            "the gradients of all earlier calls are still in `.grad`: torch adds to them. Call "
            "`optimizer.zero_grad()` before `loss.backward()`.",
        ),
        Misconception(
            "no gradient when the step comes",
            _with(order="backward zero step"),
            "when `step()` comes, the gradient has just been thrown away, or is not there yet. The "
            "order is `zero_grad()`, `backward()`, `step()`, with nothing in between.",
            also=(_with(order="step zero backward"), _with(order="zero step backward")),
        ),
        Misconception(
            "no step",
            _with(order="zero backward"),
            "the gradient is there, and the flow never moves: nothing calls `optimizer.step()`, "
            "with its brackets.",
        ),
        Misconception(
            "no backward",
            _with(order="zero step"),
            "`step()` finds no gradient: nothing calls `loss.backward()`, with its brackets.",
        ),
        Misconception(
            "neither backward nor step",
            _with(order=""),
            "the loss is computed, and nothing follows from it: zero_grad, backward, step.",
            also=(_with(order="zero"),),
        ),
        Misconception(
            "two different draws",
            _with(draw=_two_draws),
            "places and counts come from two calls of `sample`: each flash is paired with the "
            "counts of another one. There is no error, and the loss falls only to that of the "
            "prior. Draw once, and unpack the pair.",
        ),
        Misconception(
            "pairs in another order",
            _with(draw=_foreign),
            "places and counts have come apart: a place goes with the counts of another event.",
        ),
        Misconception(
            "the same events each time",
            _with(draw=lambda simulator, size: simulator.sample(size, seed=0)),
            "each call draws the same events (a seed, or events kept from before). The network "
            "would learn them by heart. Fresh ones cost nothing here: draw without a seed.",
            also=(_with(draw=_kept()), _with(draw=_kept(FIRST))),
        ),
        Misconception(
            "another number of events",
            _with(draw=lambda simulator, size: simulator.sample(256)),
            "you draw a fixed number of events. `size` says how many.",
            also=tuple(_with(draw=lambda simulator, _, n=n: simulator.sample(n))
                       for n in (1, 64, 100, 128, 512, 1000)),
        ),
        Misconception(
            "raw counts",
            _with(seen=lambda features, counts: counts),
            "the flow gets the counts as they are. It expects their features: "
            "`features(counts)`.",
        ),
        Misconception(
            "features of features",
            _with(seen=lambda features, counts: features(features(counts).abs())),
            "the features go through `features` once more. Once is enough.",
        ),
        Misconception(
            "the sum",
            _with(loss=lambda log_p: -log_p.sum()),
            "your loss is the sum over the events. Take the mean: then it does not depend on how "
            "many there are.",
        ),
        Misconception(
            "uphill",
            _with(loss=lambda log_p: log_p.mean()),
            "your loss is the mean of +log p, and the optimizer makes it smaller: the true places "
            "become less and less likely. Put a minus in front.",
        ),
        Misconception(
            "uphill, and a minus on the result",
            _with(loss=lambda log_p: log_p.mean(), kept=lambda loss: -loss.item()),
            "the number that you return is right, but `backward()` was called on +log p: the step "
            "goes uphill.",
        ),
        Misconception(
            "a minus on the result",
            _with(kept=lambda loss: -loss.item()),
            "your step is right, and you return minus the loss. Return the loss.",
        ),
        Misconception(
            "densities in place of logarithms",
            _with(loss=lambda log_p: -log_p.exp().mean()),
            "you average the densities themselves. Likelihood is a product over the events, and "
            "its logarithm a sum: average log p.",
        ),
        Misconception(
            "logarithm of the mean density",
            _with(loss=lambda log_p: -log_p.exp().mean().log()),
            "you take the logarithm of the mean density. Wanted is the mean of the logarithms.",
        ),
        Misconception(
            "square of log p",
            _with(loss=lambda log_p: (log_p**2).mean()),
            "you square log p. Nothing is squared here: the loss is the mean of −log p.",
        ),
        Misconception(
            "its own optimizer",
            _with(optimizer=_new(torch.optim.Adam)),
            "you make an optimizer of your own, anew in each step. Adam remembers the earlier "
            "gradients; a new one knows nothing. Use the one that is given.",
            also=(_with(optimizer=_new(torch.optim.Adam, 1e-3)),
                  _with(optimizer=_new(torch.optim.SGD)),
                  _with(optimizer=_new(torch.optim.Adam, 0.05)),
                  _with(optimizer=_new(torch.optim.Adam, 0.1)),
                  _with(optimizer=_new(torch.optim.Adam, 0.005))),
        ),
        Misconception(
            "one event at a time",
            _one_by_one,
            "you make `size` steps with one event each. Asked for is *one* step, on `size` events "
            "at once.",
        ),
        Misconception(
            "a whole training",
            _many_steps,
            "you make many steps in one call. Asked for is one; the loop comes after it.",
            also=(_same_batch_again,),
        ),
        Misconception(
            "the loss after the step",
            _after_the_step,
            "you return the loss after the step. Return the one that `backward()` was called on.",
        ),
        Misconception(
            "no mean",
            _with(loss=lambda log_p: -log_p),
            "`backward()` starts from one number, and your loss is one for each event. Take their "
            "mean.",
        ),
        Misconception(
            "a number has no backward",
            _with(loss=lambda log_p: -log_p.mean().item()),
            "`.item()` makes a plain number of the loss, and a number has no `backward`. Take "
            "`.item()` when you return it.",
        ),
        Misconception(
            "no way from the loss to the flow",
            _with(loss=lambda log_p: -log_p.mean().detach()),
            "`backward()` finds no way from the loss back to the flow: `no_grad`, `.detach()` or "
            "`.data` has cut it.",
        ),
        Misconception(
            "a list",
            _list,
            "you return a list. Return the loss of this one step, a number.",
        ),
    ),
    hints=(
        "The loop of chapter 03, but once, and with events that are drawn in the step itself.",
        "Draw a pair `(theta, counts)`; the loss is the mean of −log p(θ | features); then "
        "zero_grad, backward, step.",
        "    theta, counts = simulator.sample(size)\n"
        "    loss = -flow.log_prob(theta, …).mean()\n"
        "    optimizer.zero_grad()\n"
        "    loss.backward()\n"
        "    optimizer.…()\n"
        "    return loss.item()",
    ),
    praise="events that nobody has seen before, in every step.",
)  # fmt: skip
