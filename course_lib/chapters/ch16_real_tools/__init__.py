"""Chapter 16, From course_lib to real tools: three dialects, one map, the same numbers."""

PICTURES = {
    "carried": "carried",
    "dialects": "dialects",
    "jammys_tails": "jammys_tails",
    "letters": "letters",
}
