"""Chapter 09, Flows in N dimensions: how to bend a plane without letting it fold."""

PICTURES = {
    "coupling": "coupling",
    "gaussianization": "gaussianization",
    "passes": "passes",
    "triangular": "triangular",
}
