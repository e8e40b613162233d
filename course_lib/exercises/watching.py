"""A training loop, watched: what it does with gradients and steps, not what comes of it."""

from torch.optim.optimizer import register_optimizer_step_post_hook


class Watch:
    """Counts, while it is open, what happens to some parameters.

    - ``backwards``: how many times a gradient came in; ``stale``: how many steps were taken with
      the sum of a new gradient and the one of an earlier pass that was still there;
    - ``steps``: how many times an optimizer moved on; ``without``: how many of these steps found no
      gradient; ``rates``: the step size (``lr``) of each; ``optimizers``: all that were seen.

    >>> import torch
    >>> a = torch.nn.Parameter(torch.tensor(2.0))
    >>> with Watch([a]) as seen:
    ...     optimizer = torch.optim.SGD([a], lr=0.1)
    ...     (a**2).backward()
    ...     optimizer.step()
    >>> seen.backwards, seen.stale, seen.steps, seen.rates, seen.kinds
    (1, 0, 1, [0.1], 'SGD')
    """

    def __init__(self, parameters):
        self.parameters = list(parameters)
        self.came = [0] * len(self.parameters)
        self.sums = [None] * len(self.parameters)  # what the next step finds if nobody sets to zero
        self.steps = self.without = self.stale = 0
        self.rates, self.optimizers = [], []
        self.hooks = []

    def __enter__(self):
        for place, parameter in enumerate(self.parameters):
            self.hooks.append(parameter.register_hook(self._arrival(place, parameter)))
        self.hooks.append(register_optimizer_step_post_hook(self._step))
        return self

    def __exit__(self, *error):
        for hook in self.hooks:
            hook.remove()

    @property
    def backwards(self):
        return max(self.came, default=0)

    @property
    def kinds(self):
        """The optimizers' names, each once, in order: 'Adam'."""
        return ", ".join(dict.fromkeys(type(one).__name__ for one in self.optimizers)) or "none"

    def _arrival(self, place, parameter):
        def arrived(gradient):
            self.came[place] += 1
            there = _is_there(parameter)
            self.sums[place] = (parameter.grad + gradient).detach() if there else None

        return arrived

    def _step(self, optimizer, args, kwargs):
        self.steps += 1
        pairs = zip(self.parameters, self.sums, strict=True)
        self.stale += any(_is_there(p) and s is not None and _same(p.grad, s) for p, s in pairs)
        self.sums = [None] * len(self.parameters)
        self.without += not any(map(_is_there, self.parameters))
        self.rates.append(float(optimizer.param_groups[0]["lr"]))
        if not any(optimizer is known for known in self.optimizers):
            self.optimizers.append(optimizer)


def _is_there(parameter):
    """Has the parameter a gradient that is not zero?"""
    return parameter.grad is not None and bool((parameter.grad != 0).any())


def _same(one, two):
    return one.shape == two.shape and bool((one - two).abs().max() <= 1e-6 * two.abs().max())
