"""Chapter 16, Real tools: its question in a few words."""

PICTURES = {"real_tools": "first"}
