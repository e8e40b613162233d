"""Chapter 10, Conditional flows: its question in a few words."""

PICTURES = {"conditional_flows": "first"}
