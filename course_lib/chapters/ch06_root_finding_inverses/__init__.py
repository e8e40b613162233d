"""Chapter 06, Root-finding inverses: a map run backwards without a formula."""

PICTURES = {"root_gradients": "gradients", "root_steps": "steps", "safeguard": "safeguard"}
