"""Chapter 08, Differentiable expectations: the gradient of an average over moving samples."""

PICTURES = {
    "entropy_ascent": "climbing",
    "entropy_gradients": "histograms",
    "expected_cost": "cost",
    "gain_and_loss": "flowing",
    "moving_samples": "moving",
    "three_estimators": "three",
}
