"""Chapter 12, Variational inference: a density known up to a factor, and no data to learn from."""

PICTURES = {
    "blind": "bumps",
    "elbo": "bumps",
    "labels": "answers",
    "schools": "answers",
    "two_kls": "bumps",
}
