"""Chapter 14, Flows on manifolds: its question in a few words."""

PICTURES = {"flows_on_manifolds": "first"}
