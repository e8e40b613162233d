"""What a training has found, kept in a file, so that nobody who looks at a picture waits for it."""

from pathlib import Path

import numpy as np
import torch
from torch import nn


def numbers_of(module: nn.Module) -> np.ndarray:
    """All parameters of a module, one after the other, shape (n,).

    >>> numbers_of(nn.Linear(2, 3)).shape
    (9,)
    """
    return nn.utils.parameters_to_vector(module.parameters()).detach().numpy().copy()


def restored(
    module: nn.Module, file: Path, name: str, dtype: torch.dtype = torch.float32
) -> nn.Module:
    """The module with the parameters of this name in an ``.npz`` file; they take no gradients.

    Raises KeyError for a name that the file has not, ValueError for another number of parameters.
    """
    with np.load(file) as kept:
        numbers = torch.tensor(kept[name], dtype=dtype)
    wanted = sum(parameter.numel() for parameter in module.parameters())
    if len(numbers) != wanted:
        raise ValueError(f"{file.name} has {len(numbers)} numbers for {name!r}, not {wanted}.")
    nn.utils.vector_to_parameters(numbers, module.parameters())
    return module.requires_grad_(False)
