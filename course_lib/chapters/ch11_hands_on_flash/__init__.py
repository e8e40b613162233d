"""Chapter 11, Hands on flash: its question in a few words."""

PICTURES = {"hands_on_flash": "first"}
