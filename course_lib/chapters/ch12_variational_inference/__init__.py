"""Chapter 12, Variational inference: its question in a few words."""

PICTURES = {"variational_inference": "first"}
