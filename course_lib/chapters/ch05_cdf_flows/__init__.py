"""Chapter 05, CDF flows: from any distribution to any other through the uniform one."""

PICTURES = {"chain": "through_uniform", "mixture_flow": "mixture", "tails_of_formulas": "formulas"}
