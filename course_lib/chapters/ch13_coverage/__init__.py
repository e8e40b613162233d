"""Chapter 13, Coverage: its question in a few words."""

PICTURES = {"coverage": "first"}
