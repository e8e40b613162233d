"""Run notebooks as Colab would: ``python run_notebooks.py [pytest's options] notebooks solutions``.

They lie in a folder without the course, like /content there. Each kernel's set-up cell fetches the
course from a stand-in for GitHub, and nbval runs the rest.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.colab.stand_in import ROOT, World

REPOSITORY = "some-university/flows"
KINDS = ("notebooks", "solutions")


def main(options):
    asked = [name for name in KINDS if name in options]
    if not asked:
        sys.exit(f"Name what is to be run: {' and '.join(KINDS)}, or one of them.")
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder)
        publish(world)
        content = Path(folder) / "content"
        for name in KINDS:
            (content / name).mkdir(parents=True)
            for notebook in sorted((ROOT / name).glob("*.ipynb")):
                shutil.copy(notebook, content / name)
        path = f"fileId=https://github.com/{REPOSITORY}/blob/main/notebooks/00_start_here.ipynb"
        with world.open(("a-kernel", path)) as (environment, github):
            where = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(content)]
            words = [sys.executable, "-m", "pytest", *where, *options]
            code = subprocess.call(words, cwd=content, env=environment)
        kernels = sum(len(list((content / name).glob("*.ipynb"))) for name in asked)
        fetched = sum("codeload" in address for address in github.asked)
        print(f"{kernels} notebooks fetched the course {fetched} times.")
        return code or int(fetched < kernels)


def publish(world):
    """The course as it lies here, committed or not, as a repository on GitHub."""
    folder = world.repository(REPOSITORY, {".keep": ""})
    left_out = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, folder, ignore=left_out, dirs_exist_ok=True)
    world.commit(folder, {})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
