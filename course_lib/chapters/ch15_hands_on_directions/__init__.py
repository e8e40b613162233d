"""Chapter 15, Hands on directions: where did it come from, and can you promise it?"""

PICTURES = {"track": "track"}
