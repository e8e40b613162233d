"""Other right ways to write the answers of chapter 15."""

import torch

SPELLINGS = {
    "15.1": (
        lambda z, a: z * a,
        lambda z, a: torch.mul(z, a),
        lambda z, a: z + (a - 1) * z,
    ),
}
