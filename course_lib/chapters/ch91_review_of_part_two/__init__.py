"""Chapter 91, the review of Part II."""

PICTURES = {"samples_beside": "samples_beside"}
