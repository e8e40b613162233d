"""Stamp the launch badges: ``python -m course_lib.authoring.badges [owner/name [branch]]``.

Without a name it is ``GITHUB_REPOSITORY``, or the one that the clone came from; ``none`` takes the
badges away. Writes the record, the README and all notebooks, and needs nothing but Python.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from course_lib.authoring import stamp

ROOT = Path(__file__).parents[2]
GITHUB = r"(?:https://github\.com/|git@github\.com:|ssh://git@github\.com/)(.+?)(?:\.git)?/?"


def main(words=None, root=ROOT, environment=os.environ):
    words = [word for word in (sys.argv[1:] if words is None else words) if word]
    try:
        wanted = choose(words, root, environment)
    except stamp.StampError as error:
        print(error, file=sys.stderr)
        return 1
    apply(root, wanted)
    print(f"Badges open {wanted.course}." if wanted else "There are no badges now.")
    return 0


def choose(words, root, environment):
    """The stamp that is asked for. Raises StampError if it cannot be known."""
    if words[:1] == ["none"]:
        return stamp.UNSTAMPED
    name = words[0] if words else environment.get("GITHUB_REPOSITORY") or _of_the_clone(root)
    return stamp.Stamp(name, words[1] if words[1:] else _default_branch(root))


def apply(root, wanted):
    """Write the record, the README and all notebooks."""
    stamp.write(root, wanted)
    readme = root / "README.md"
    text = stamp.stamped_readme(readme.read_text(encoding="utf-8"), wanted)
    readme.write_text(text, encoding="utf-8")
    for path in notebooks(root):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        where = path.relative_to(root).as_posix()
        notebook["cells"] = stamp.stamped_cells(notebook["cells"], where, wanted)
        as_written = {"indent": 1, "ensure_ascii": False, "sort_keys": True}  # by the builder
        path.write_text(json.dumps(notebook, **as_written) + "\n", encoding="utf-8")


def out_of_step(root=ROOT):
    """What in the README is not as the record says: one sentence or none."""
    text = (root / "README.md").read_text(encoding="utf-8")
    if text == stamp.stamped_readme(text, stamp.read(root)):
        return []
    return [f"README.md has not the badges of {stamp.RECORD.as_posix()}. Type: make badges"]


def notebooks(root):
    return [path for name in ("notebooks", "solutions") for path in (root / name).glob("*.ipynb")]


def _of_the_clone(root):
    url = _git(root, "remote", "get-url", "origin")
    match = re.fullmatch(GITHUB, url)
    if not match:
        what = f"This clone came from {url}" if url else "This folder is no clone"
        raise stamp.StampError(f"{what}, not from GitHub. Type: make badges REPO=owner/name")
    return match[1]


def _default_branch(root):
    """The branch that GitHub shows first, as far as the clone knows."""
    head = _git(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    return head.removeprefix("origin/") or "main"


def _git(root, *words):
    """What git says; "" if it fails or is not there."""
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
