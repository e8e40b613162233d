"""Chapter 13, Coverage, systematics, goodness of fit: does a posterior keep its promises?"""

PICTURES = {
    "by_group": "by_group",
    "curve": "curve",
    "event_fit": "event_fit",
    "regions": "regions",
    "systematics": "systematics",
    "who_sees_it": "who_sees_it",
}
