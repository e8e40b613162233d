"""What the tests need beside Python: a browser and Node.js, before anything else is run.

``python -m course_lib.authoring.ready`` brings what is missing, with a line and the seconds for
each, or says in one sentence what to type. Without a second browser its tests are left out, but not
where CI=true: there nothing is.
"""

import os
import sys
import time

from course_lib.authoring import chromium, firefox, npm

STEPS = {
    "a browser": chromium.bring,
    "a second browser": firefox.bring,
    "Node.js": npm.bring,
    "the slides' packages": npm.install,
}
LEFT_OUT = firefox.NoFirefox


def main():
    for what, bring in STEPS.items():
        began = time.perf_counter()
        try:
            found = bring()
        except (chromium.NoChromium, npm.NoPackages, LEFT_OUT) as missing:
            print(f"\n{missing}", file=sys.stderr)
            if isinstance(missing, LEFT_OUT) and os.environ.get("CI") != "true":
                continue
            return 1
        where = f": {found if isinstance(found, str) else found[0]}" if found else ""
        print(f"  {what}{where}, {time.perf_counter() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
