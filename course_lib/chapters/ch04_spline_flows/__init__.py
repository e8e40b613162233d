"""Chapter 04, Spline flows: a line that bends and stays invertible."""

PICTURES = {
    "bins": "fits",
    "pieces": "pieces",
    "spline": "knots",
    "tails": "pieces",
    "two_splines": "fits",
}
