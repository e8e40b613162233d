"""Chapter 14, Flows on manifolds: what is a density when the space is round?"""

PICTURES = {
    "globe": "globe",
    "winds": "winds",
    "circle_map": "circle_map",
    "seam": "seam",
    "measure": "measure",
    "cap": "cap",
    "twist_stretch": "twist_stretch",
    "exp_map": "exp_map",
}
