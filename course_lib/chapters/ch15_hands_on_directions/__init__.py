"""Chapter 15, Hands on directions: where did it come from, and can you promise it?"""

PICTURES = {
    "track": "track",
    "sky_coverage": "sky_coverage",
    "event_by_event": "event_by_event",
    "suspicious": "suspicious",
}
