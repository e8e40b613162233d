"""What cannot be trained, and why, in words."""

import warnings

import torch


def check_numbers(data, name):
    """Raise unless this is a tensor of finite floats that is not empty."""
    if not isinstance(data, torch.Tensor):
        raise TypeError(
            f"{name} must be a torch tensor, not {type(data).__name__}: torch.tensor(…)."
        )
    if not data.is_floating_point():
        raise TypeError(f"{name} holds {data.dtype}: make it floating-point, {name}.float().")
    if not data.numel():
        raise ValueError(f"{name} is empty: its shape is {tuple(data.shape)}.")
    bad = int((~data.isfinite()).sum())
    if bad:
        raise ValueError(
            f"{bad} of the {data.numel()} numbers in {name} are infinite or NaN: leave these out."
        )


def check_data(data, name, event_dim=0):
    """Raise unless these are finite floats; warn if most of them are one and the same."""
    check_numbers(data, name)
    rows = data.reshape(-1, data.shape[-1] if event_dim else 1)
    n, same = len(rows), most_frequent(rows)
    if same > 1 and same >= n / 2:
        which = f"All {n}" if same == n else f"{same} of the {n}"
        warnings.warn(
            f"{which} events in {name} are the same: the likelihood has no largest value, and a "
            "flexible flow makes a spike there that never ends. Is this what you have measured?",
            stacklevel=3,
        )


def most_frequent(rows):
    """How often the most frequent row occurs."""
    return int(torch.unique(rows, dim=0, return_counts=True)[1].max())


def trainable(module):
    """The module's parameters. Raises TypeError or ValueError, in words, if there is none."""
    kind = type(module).__name__
    if not isinstance(module, torch.nn.Module):
        raise TypeError(
            f"{kind} has no parameters that could be trained: make it a torch.nn.Module (a Flow is "
            "one) whose numbers are torch.nn.Parameter, or give an optimizer for its tensors."
        )
    parameters = [p for p in module.parameters() if p.requires_grad]
    if not parameters:
        raise ValueError(
            f"{kind} has nothing to train: none of its tensors is a torch.nn.Parameter that "
            "requires a gradient. (Or give an optimizer for the tensors that you mean.)"
        )
    return parameters


def check_base(distribution, module, optimizer):
    """Warn if the base has tensors that want to be trained and would be left alone."""
    base = getattr(distribution, "base", None)
    known = list(module.parameters()) if isinstance(module, torch.nn.Module) else []
    known += [t for group in optimizer.param_groups for t in group["params"]] if optimizer else []
    wanted = [
        name for name, value in tensors_of(base)
        if value.requires_grad and value.is_leaf and not any(value is k for k in known)
    ]  # fmt: skip
    if wanted:
        warnings.warn(
            f"The base's {', '.join(wanted)} requires a gradient, but only the flow is trained. "
            "Put it into the flow (Linear has a place and a width), or give an optimizer that has "
            "it, too.",
            stacklevel=3,
        )


def tensors_of(distribution):
    """(name, tensor) of a distribution and of those inside of it."""
    for name, value in vars(distribution).items() if distribution is not None else ():
        if isinstance(value, torch.Tensor):
            yield name, value
        elif isinstance(value, torch.distributions.Distribution):
            yield from tensors_of(value)


def raise_if_broken(history, step, optimizer, error):
    """Raise if a parameter is no number: the last step was too long."""
    for name, parameter in history.module.named_parameters():
        if step and not parameter.isfinite().all():
            raise ValueError(
                f"At step {step} the loss is nan: the step before has made the parameter {name} "
                f"infinite or NaN{rate(optimizer)}. Try a smaller lr."
            ) from error


def raise_if_steep(history, step):
    """Raise if the gradient of a parameter is no number: no clipping makes a step of it."""
    for name, parameter in history.module.named_parameters():
        if parameter.grad is not None and not parameter.grad.isfinite().all():
            raise ValueError(
                f"At step {step} the gradient of the parameter {name} is infinite or NaN, although "
                "the loss is a number. Clipping cannot help: look for a division by 0, or for the "
                "square root or the logarithm of 0, on the way from it to the loss."
            )


def warn_if_outside(share):
    """Warn if many of the data lie where a spline can bend nothing."""
    if share is not None and share > 0.1:
        warnings.warn(
            f"{share:.0%} of the data lie beyond the bound of a spline, where it is a straight "
            "line and can learn nothing. Standardise the data, or choose a larger bound.",
            stacklevel=3,
        )


def words_for(value, step, history, optimizer):
    """What a loss that is not finite says."""
    if step == 0:
        return (
            f"At step 0 the loss is {value}, before anything was learnt: the learning rate has no "
            "part in it. Look at where the flow starts: do all data have log p(x) > −∞ there?"
        )
    return (
        f"At step {step} the loss is {value}, after {history.losses[-1]:.4g}{rate(optimizer)}: "
        "try a smaller lr."
    )


def rate(optimizer):
    return f" (lr = {optimizer.param_groups[0]['lr']:g})"


def warn_if_it_rose(losses, optimizer):
    """Warn if all of the last tenth is above all of the first."""
    tenth = len(losses) // 10
    if tenth and min(losses[-tenth:]) > max(losses[:tenth]):
        warnings.warn(
            f"The loss has risen, from {losses[0]:.4g} to {losses[-1]:.4g}{rate(optimizer)}: the "
            "steps are too long. Try a smaller lr.",
            stacklevel=3,
        )
