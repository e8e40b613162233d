"""Answers of chapter 00 as strangers write them."""

import torch

NAMED = {
    "0.1": (
        ("the end b", lambda a, b: 2 * (b - a) / 2 + a),
        ("divided by one half", lambda a, b: a / 0.5 + b / 0.5),
        ("the decimals rounded away", lambda a, b: torch.floor((a + b) / 2)),
        ("the decimals cut off", lambda a, b: torch.trunc((a + b) / 2)),
        ("the two halves side by side", lambda a, b: [0.5 * a, 0.5 * b]),
        ("one number for all", lambda a, b: ((a + b) / 2).mean()),
        ("geometric mean", lambda a, b: (a * b) ** 0.5),
    )
}
