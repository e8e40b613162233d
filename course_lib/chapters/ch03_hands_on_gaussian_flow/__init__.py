"""Chapter 03, Hands-on 1: a Gaussian flow from scratch."""

PICTURES = {"few_points": "few_points"}
