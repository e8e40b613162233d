"""Chapter 00, Start here: how the course works."""

PICTURES = {"hello": "hello"}
