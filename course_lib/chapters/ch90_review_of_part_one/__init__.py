"""Chapter 90, the review of Part I."""

PICTURES = {"all_flows": "all_flows"}
