"""Chapter 00, Start here: how the course works."""

PICTURES = {"noise_to_data": "noise", "hello": "hello"}
