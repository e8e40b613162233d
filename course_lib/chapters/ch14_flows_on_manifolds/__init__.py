"""Chapter 14, Flows on manifolds: what is a density when the space is round?"""

PICTURES = {
    "winds": "winds",
    "circle_map": "circle_map",
    "seam": "seam",
    "measure": "measure",
    "cap": "cap",
}
