"""Parameters that are kept in a file come back as they were."""

import numpy as np
import pytest
import torch
from torch import nn

from course_lib.stored import numbers_of, restored


@pytest.fixture
def file(tmp_path):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        np.savez_compressed(tmp_path / "kept.npz", net=numbers_of(nn.Linear(2, 3)))
    return tmp_path / "kept.npz"


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_what_was_kept_comes_back(file, dtype):
    found = restored(nn.Linear(2, 3), file, "net", dtype)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        kept = nn.Linear(2, 3).to(dtype)
    assert torch.equal(found.weight, kept.weight) and torch.equal(found.bias, kept.bias)
    assert not found.weight.requires_grad


def test_another_module_is_refused(file):
    with pytest.raises(ValueError, match=r"kept.npz has 9 numbers for 'net', not 12."):
        restored(nn.Linear(3, 3), file, "net")


def test_numbers_do_not_follow_a_training_that_goes_on():
    net = nn.Linear(1, 1)
    before = numbers_of(net)
    with torch.no_grad():
        net.weight += 1
    assert before[0] != numbers_of(net)[0]
