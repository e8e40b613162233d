"""A formula sheet: one cell of a part's review, as a page that prints on one side of paper.

The page needs nothing but a browser. Its formulas are outlines, typeset by matplotlib: browsers can
typeset formulas themselves (MathML), but well only where a mathematical font is installed.
"""

import hashlib
import html
import re

from matplotlib import _path
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from course_lib.authoring.markers import SourceError

TAG = "formula-sheet"
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="source" content="{digest}">
<title>{title}</title>
<style>
@page {{ size: A4; margin: 11mm }}
* {{ box-sizing: border-box }}
body {{ font: 13px/1.3 "DejaVu Sans", Verdana, sans-serif; color: #1b1b1b; background: #ffffff;
  max-width: 1000px; margin: 0 auto; padding: 12px }}
h1 {{ font-size: 1.5em; margin: 0 0 4px }}
table {{ width: 100%; border-collapse: collapse; margin: 5px 0 0; break-inside: avoid }}
th, td {{ text-align: left; vertical-align: middle; padding: 2.5px 6px;
  border-bottom: 1px solid #d9d9d9 }}
thead th {{ background: #eef5fb; border-bottom: 2px solid #0072B2; font-weight: normal }}
tbody th {{ font-weight: normal; width: 25% }}
svg {{ overflow: visible; fill: #1b1b1b }}
p {{ margin: 6px 0 0; font-size: .85em }}
@media print {{ body {{ font-size: 11.4px; max-width: none; padding: 0 }} }}
</style>
</head>
<body>
<h1>{title}</h1>
{tables}
<p>{note}</p>
</body>
</html>
"""
TITLE = "Normalizing flows: the formulas of Part {part}"
NOTE = (
    "z lives in the base space, x in the data space; x = f(z). Base: standard normal, unless said "
    "otherwise. Normalizing flows, live; texts CC BY 4.0; after the lecture of T. Glüsenkamp "
    "(Uppsala, 2022)."
)


def page(markdown, part="I"):
    """A part's sheet as HTML, from the Markdown of its cell. Raises SourceError without a table.

    >>> "<svg" in page("| **Area** | |\\n|---|---|\\n| it is 1 | $\\\\int p = 1$ |")
    True
    """
    tables = [table(block) for block in re.findall(r"(?:^\|.*\n?)+", markdown, re.MULTILINE)]
    if not tables:
        raise SourceError("The formula sheet's cell has no table.")
    title = TITLE.format(part=part)
    return PAGE.format(title=title, tables="\n".join(tables), note=NOTE, digest=digest(markdown))


def digest(markdown):
    """What tells whether a page was made from this Markdown."""
    return hashlib.sha256(markdown.encode()).hexdigest()[:16]


def table(block):
    """One Markdown table: a head, a rule, and rows of a name and a formula."""
    head, _, *rows = (cells(line) for line in block.strip().splitlines())
    body = "\n".join(
        f'<tr><th scope="row">{inline(name)}</th><td>{inline(said)}</td></tr>'
        for name, said in rows
    )
    first, second = (inline(cell) for cell in head)
    return (
        f'<table><thead><tr><th scope="col">{first}</th><th scope="col">{second}</th></tr></thead>'
        f"<tbody>\n{body}\n</tbody></table>"
    )


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def inline(text):
    """Markdown inside of a cell: formulas, bold."""
    parts = re.split(r"\$([^$]+)\$", text)
    words = [html.escape(part) for part in parts[::2]]
    words = [re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", part) for part in words]
    formulas = [*map(formula, parts[1::2]), ""]
    return "".join(word + math for word, math in zip(words, formulas, strict=True))


SIZE = 100  # units of an em
# Names of LaTeX that matplotlib does not know, or knows under another one.
SPELLINGS = {r"\lvert": "|", r"\rvert": "|", r"\text{": r"\mathrm{"}


def formula(latex):
    """A formula as outlines on the line of the text around it."""
    wanted = latex
    for name, known in SPELLINGS.items():
        wanted = wanted.replace(name, known)
    font = FontProperties(math_fontfamily="stix")
    outline = TextPath((0, 0), f"${wanted}$", size=SIZE, prop=font)
    box = outline.get_extents()
    codes = [b"M", b"L", b"Q", b"C", b"z"]
    d = _path.convert_to_string(outline, None, None, False, None, 0, codes, False).decode("ascii")
    style = f"width:{em(box.x1)};height:{em(box.y1 - box.y0)};vertical-align:{em(box.y0)}"
    return (
        f'<svg role="img" aria-label="{html.escape(latex)}" style="{style}" '
        f'viewBox="0 {-box.y1:.0f} {box.x1:.0f} {box.y1 - box.y0:.0f}">'
        f'<path transform="scale(1 -1)" d="{d}"/></svg>'
    )


def em(units):
    """A length as large as the text around it; STIX is drawn small."""
    return f"{1.12 * units / SIZE:.3f}em"
