"""Chapter 02, Linear and affine flows: which distributions a straight line can make."""

PICTURES = {
    "linear": "linear",
    "two_steps": "two_steps",
    "affine": "affine",
    "training": "training",
    "coverage": "coverage",
}
