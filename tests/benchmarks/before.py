"""What a frame costs the kernel now and what it cost before, by turns: every picture.

Before, that is the course of another revision, in a work tree of its own. Two processes draw the
same values of the controls that both have, a lap each in turn; the quickest lap of a value counts,
for whatever else the machine does can only add to it.
"""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from course_lib import live
from tests.benchmarks.frames import places, saved_only
from tests.benchmarks.measure import say

ROOT = Path(__file__).parents[2]
# Before the pictures' second edition, and before their speed was looked at again: a picture's
# "before" is the earliest of these that has it.
REVISIONS = ("37e967a", "b9b5acb")
STOPS, LAPS = 9, 7
PAINTER = """
import gc, json, sys, time
from course_lib import live
name, start, visits = json.loads(sys.stdin.readline())
if name not in live.pictures():
    print(json.dumps(None), flush=True)
    sys.exit()
view = getattr(live, name)()
view.prepare()
view.picture.background()
def can(values):
    try:
        view.picture.values(**values)
    except (TypeError, ValueError):  # a control of another name, or of another range
        return False
    return True
start = view.start | {name: value for name, value in start.items() if can({name: value})}
visits = [visit for visit in visits if can(visit)]
drawn = [start | visit for visit in visits]
def lap():
    took = []
    for values in drawn:
        begin = time.process_time()
        view.picture.frame(**values)
        took.append(time.process_time() - begin)
    return took
lap()
gc.freeze()
print(json.dumps([start, visits]), flush=True)
for line in sys.stdin:
    print(json.dumps(lap()), flush=True)
"""


def run(names=None, revisions=REVISIONS):
    rows = []
    with contextlib.ExitStack() as stack:
        trees = [(revision, stack.enter_context(tree(revision))) for revision in revisions]
        for name in names or live.pictures():
            rows.append(row := case(name, trees))
            if row["before"]:
                say(f"{name:20} {1e3 * row['before']:.2f} → {1e3 * row['now']:.2f} ms "
                    f"({row['ratio']:.2f}, worst control {row['worst']:.2f})")  # fmt: skip
    return rows


@contextlib.contextmanager
def tree(revision):
    """The course as it was at a revision, in a folder that vanishes."""
    with tempfile.TemporaryDirectory() as folder:
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "-q", "--detach", "--force", folder, revision], check=True)
        try:
            yield folder
        finally:
            subprocess.run([*git, "remove", "--force", folder], check=True)


def case(name, trees):
    """Seconds of a frame in the median over all visits, and the ratio of the control that lost."""
    visits, start = wanted(name)
    for revision, folder in trees:
        with painter(folder, name, start, visits) as (before, shared):
            if shared is None:
                continue
            with painter(ROOT, name, *shared) as (now, same):
                assert same == [same[0] | shared[0], shared[1]], "it cannot draw that any more"
                laps = [(lap(before), lap(now)) for _ in range(LAPS)]
            former, present = (
                [min(times) for times in zip(*side, strict=True)]
                for side in zip(*laps, strict=True)
            )
            ratios = by_control(shared[1], former, present)
            return {"what": "picture", "name": name, "revision": revision,
                    "visits": len(shared[1]), "before": statistics.median(former),
                    "now": statistics.median(present),
                    "ratio": sum(present) / sum(former), "worst": max(ratios.values()),
                    "controls": ratios}  # fmt: skip
    return {"what": "picture", "name": name, "revision": None, "before": None}


def wanted(name):
    with saved_only():
        picture = getattr(live, name)().picture
    values = {control.name: control.value for control in picture.controls}
    return [{c.name: v} for c in picture.controls for v in places(c, STOPS)], values


@contextlib.contextmanager
def painter(folder, name, start, visits):
    """A process that draws this picture; and the start and the visits that it can draw."""
    environment = os.environ | {
        "PYTHONPATH": str(folder), "COURSE_STATIC": "1", "OMP_NUM_THREADS": "1",
    }  # fmt: skip
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    words = [sys.executable, "-c", PAINTER]
    with subprocess.Popen(words, cwd=folder, env=environment, **pipes) as process:
        yield process, asked(process, [name, start, visits])
        process.stdin.close()


def lap(process):
    return asked(process, "again")


def asked(process, what):
    print(json.dumps(what), file=process.stdin, flush=True)
    return json.loads(process.stdout.readline())


def by_control(visits, former, present):
    sums = {}
    for visit, was, seconds in zip(visits, former, present, strict=True):
        (name,) = visit
        before, now = sums.get(name, (0.0, 0.0))
        sums[name] = before + was, now + seconds
    return {name: now / before for name, (before, now) in sums.items()}
