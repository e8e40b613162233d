"""Print constraints for the oldest version of every dependency that pyproject.toml allows.

What the course does not name itself has Colab's version: ``python oldest.py [torch==2.13.0 …]``,
with versions to take instead.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
COLAB = Path(__file__).with_name("constraints.txt")


def oldest(instead=()):
    """Constraint lines, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [line for line in COLAB.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    pins += [need.replace(">=", "==") for need in project["dependencies"]]
    return {re.split("==", pin)[0].lower(): pin for pin in [*pins, *instead]}


if __name__ == "__main__":
    print("\n".join(oldest(sys.argv[1:]).values()))
