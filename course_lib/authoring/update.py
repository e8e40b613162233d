"""Bring a clone up to date and lose no answer: ``make update``.

A file that only the course has changed is updated; a file that only the learner has changed is
left alone. Where both have changed one, the learner's is copied beside it first, as
``02_linear_and_affine_flows.mine-2026-11-25.ipynb``, and is proved to be whole before anything else
is touched. Nothing is merged line by line, nothing is stashed, and nothing is deleted.

Needs nothing but git and Python's standard library.
"""

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NEWS = "CHANGELOG.md"
MOST_NEWS = 8  # points that are shown; the file has the rest


class CannotUpdate(Exception):
    """Nothing has been changed; the message says why, and what to type."""


def main(folder=ROOT):
    try:
        for line in update(Path(folder)):
            print(line)
    except CannotUpdate as reason:
        print(f"Nothing has been changed. {reason}", file=sys.stderr)
        return 1
    return 0


def update(folder, today=None):
    """Update the clone in ``folder``; returns what to tell. Raises CannotUpdate."""
    old, new = here_and_there(folder)
    if old == new:
        return ["The course is up to date. Your own changes are as they were."]
    theirs = set(names(folder, "diff", "--name-only", "--no-renames", "-z", old, new))
    both = [name for name in changed(folder) if name in theirs]
    kept = {name: set_aside(folder, name, new, today) for name in both}
    try:
        for name in both:
            hand_back(folder, name)
        git(folder, "merge", "--ff-only", "--quiet", new)
    except (subprocess.CalledProcessError, OSError) as failed:
        for name, copy in kept.items():
            if copy:
                shutil.copyfile(folder / copy, folder / name)
        raise CannotUpdate(f"Something is in the way: {said(failed)}") from None
    return [*told(kept, theirs), *news(blob(folder, old, NEWS), blob(folder, new, NEWS))]


def here_and_there(folder):
    """The commit of the clone and the newest of the course, after looking for new ones."""
    if not (folder / ".git").exists():
        raise CannotUpdate(
            "This folder is not a clone made by git, so there is nothing to update from. Get the "
            "course anew, in another folder, and copy your notebooks over."
        )
    try:
        git(folder, "rev-parse", "--abbrev-ref", "@{upstream}")
    except subprocess.CalledProcessError:
        raise CannotUpdate(
            "This branch follows no other. Type: git switch main, then make update."
        ) from None
    try:
        git(folder, "fetch", "--quiet")
    except subprocess.CalledProcessError as failed:
        raise CannotUpdate(f"Is this machine online? git says: {said(failed)}") from None
    if names(folder, "diff", "--name-only", "--diff-filter=U", "-z"):
        raise CannotUpdate(
            "A merge has stopped half-way here. To go back to before it, type: git merge --abort"
        )
    old, new = git(folder, "rev-parse", "HEAD").strip(), git(folder, "rev-parse", "@{u}").strip()
    if git(folder, "rev-list", f"{new}..{old}"):
        raise CannotUpdate(
            "You have made commits of your own, and this command only moves forward. Type: git pull"
        )
    return old, new


def changed(folder):
    """What the learner has changed or added, as git names it."""
    new = names(folder, "ls-files", "--others", "-z")  # with what .gitignore hides
    return sorted({*names(folder, "diff", "--name-only", "--no-renames", "-z", "HEAD"), *new})


def set_aside(folder, name, new, today=None):
    """Copy the learner's file beside itself; where the copy is, or None if none is needed."""
    path = folder / name
    if not path.is_file():
        return None  # deleted by the learner: it comes back
    mine = path.read_bytes()
    day = today or datetime.date.today().isoformat()
    if mine == blob(folder, new, name):
        return None  # the same change as the course's
    number = 1
    while True:
        more = "" if number == 1 else f"-{number}"
        copy = path.with_name(f"{path.stem}.mine-{day}{more}{path.suffix}")
        if copy.exists() and copy.read_bytes() == mine:
            return copy.relative_to(folder)  # an update that was cut off has made it
        try:
            with copy.open("xb") as file:  # never over a file that is there
                file.write(mine)
                file.flush()
                os.fsync(file.fileno())
            break
        except FileExistsError:
            number += 1
        except OSError as error:
            copy.unlink(missing_ok=True)
            raise CannotUpdate(f"{copy.name} cannot be written ({error.strerror}).") from None
    if copy.read_bytes() != mine:
        raise CannotUpdate(f"The copy {copy.name} differs from {name}: is the disk full?")
    return copy.relative_to(folder)


def hand_back(folder, name):
    """Put the file as the clone knows it in place of the learner's, which has its copy."""
    if names(folder, "ls-tree", "--name-only", "-z", "HEAD", name):
        git(folder, "checkout", "--quiet", "HEAD", "--", name)
        return
    if names(folder, "ls-files", "-z", "--", name):
        git(folder, "rm", "--quiet", "--cached", "--", name)
    (folder / name).unlink()


def told(kept, theirs):
    lines = [f"The course is up to date. Files that are new or have changed: {len(theirs)}."]
    for name, copy in kept.items():
        if copy:
            lines.append(f"  {name} is the course's new one; yours is beside it: {copy.name}")
    if any(name.endswith(".ipynb") for name in theirs):
        lines.append("A notebook that is open in the browser: reload the page to see the new one.")
    if "pyproject.toml" in theirs:
        lines.append("The course's packages may have changed, too; make lab installs them.")
    return lines


def news(old, new):
    """What the course's list of changes says now and did not say before, a line for each point."""
    known = set(points(old))
    fresh = [point for point in points(new) if point not in known]
    if not fresh:
        return []
    more = [f"  … {NEWS} has it all."] if len(fresh) > MOST_NEWS else []
    return ["What is new:", *(f"  - {point}" for point in fresh[:MOST_NEWS]), *more]


def points(text):
    """The points of a list of changes, each on one line."""
    lines = (text or b"").decode("utf-8").splitlines()
    found = []
    for line in lines:
        if line.startswith("- "):
            found.append(line[2:])
        elif line.startswith("  ") and found:
            found[-1] += " " + line.strip()
    return found


def blob(folder, commit, name):
    """A file's content in a commit; None where it has none."""
    shown = subprocess.run(["git", "show", f"{commit}:{name}"], cwd=folder, capture_output=True)
    return shown.stdout if shown.returncode == 0 else None


def names(folder, *words):
    return [name for name in git(folder, *words).split("\0") if name]


def git(folder, *words):
    """What git answers. Raises CalledProcessError with git's own words."""
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    ).stdout


def said(failed):
    return " ".join((getattr(failed, "stderr", None) or str(failed)).split())[-400:]


if __name__ == "__main__":
    sys.exit(main())
