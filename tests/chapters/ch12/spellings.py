"""Other right ways to write the answers of chapter 12."""

import torch

SPELLINGS = {
    "12.1": (
        lambda log_base, log_det, log_target: torch.mean(log_target + log_det - log_base),
        lambda log_base, log_det, log_target: (
            (log_target.mean() - log_base.mean()) + log_det.mean()
        ),
        lambda log_base, log_det, log_target: (
            sum(t - b + d for b, d, t in zip(log_base, log_det, log_target, strict=True))
            / len(log_det)
        ),
    ),
}
