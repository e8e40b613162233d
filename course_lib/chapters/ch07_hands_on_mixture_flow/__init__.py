"""Chapter 07, Hands-on 2: a mixture flow from scratch."""

PICTURES = {}
