"""What several exercises of chapter 13 stand on: draws beside each truth."""

import torch


def drawn(S, n, D, seed):
    """A truth for each event, and S draws around another place; no two numbers are equal."""
    generator = torch.Generator().manual_seed(seed)
    theta = torch.randn(n, D, generator=generator, dtype=torch.float64)
    around = 0.6 * theta + 0.5 * torch.randn(n, D, generator=generator, dtype=torch.float64)
    return theta, around + torch.randn(S, n, D, generator=generator, dtype=torch.float64)
