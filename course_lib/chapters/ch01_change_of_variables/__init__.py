"""Chapter 01, Change of variables: what happens to a density on a stretched axis."""

PICTURES = {
    "strips": "equal_mass",
    "cells": "unit_cells",
    "histogram": "samples",
    "squeeze": "units",
    "four_ways": "four_families",
}
