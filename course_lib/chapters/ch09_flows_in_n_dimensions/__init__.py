"""Chapter 09, Flows in n dimensions: its question in a few words."""

PICTURES = {"flows_in_n_dimensions": "first"}
