"""Chapter 10, Conditional flows: what to answer when more than one answer is right."""

PICTURES = {
    "amortised": "many",
    "beyond": "many",
    "levels": "slices",
    "slice": "slices",
    "width": "one_bell",
}
