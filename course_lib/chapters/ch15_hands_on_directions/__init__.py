"""Chapter 15, Hands on directions: its question in a few words."""

PICTURES = {"hands_on_directions": "first"}
