"""Chapter 11, Hands-on 3: ten counts of light, and a conditional flow that says where from."""

PICTURES = {
    "closing_in": "closing_in",
    "event": "event",
    "verdicts": "verdicts",
}
