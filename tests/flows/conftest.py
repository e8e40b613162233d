"""For every test of the flows: what it draws at random it draws again the next time."""

import zlib

import pytest
import torch


@pytest.fixture(autouse=True)
def seeded(request):
    """Each test has random numbers of its own, and leaves those of others alone."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(zlib.crc32(request.node.nodeid.encode()))
        yield
