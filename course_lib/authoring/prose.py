"""A slide's Markdown as HTML: formulas by KaTeX, images inside the page, nothing loaded later."""

import base64
import html
import mimetypes
import re
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from course_lib.authoring import npm
from course_lib.authoring.formula_signs import tied

# Stands where a formula will be, with the signs before and behind it.
MARK = re.compile("([(\\[“‘]*)\ue000(\\d+)\ue001([.,;:!?)\\]”’%]*)")
DOLLAR = "\ue002"  # stands where a dollar will be that is no formula's
CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
LOADED = re.compile(r"<(img|script|link|iframe|video|audio|source|object|embed)\b[^>]*>", re.I)


class Prose:
    """Turns cells into HTML with marks for the formulas; ``filled`` then puts the formulas in.

    With ``formulas="mathml"`` they are MathML alone, for a window that lacks KaTeX's style sheet.
    """

    def __init__(self, folder, formulas="htmlAndMathml"):
        self.folder = Path(folder)
        self.output = formulas
        self.formulas = []
        self._html = None
        self.markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
        dollarmath_plugin(self.markdown, renderer=self._keep, double_inline=True)
        # The renderer's answer is put into the page as it is, without a <div> around it.
        for name in ("math_inline", "math_inline_double", "math_block"):
            display = name != "math_inline"
            self.markdown.add_render_rule(
                name, lambda _, tokens, k, *rest, d=display: self._keep(tokens[k].content, d)
            )

    def _keep(self, tex, display):
        display = display if isinstance(display, bool) else display["display_mode"]
        self.formulas.append((tex.strip().replace(DOLLAR, "\\$"), display))
        return f"\ue000{len(self.formulas) - 1}\ue001"

    def html(self, source):
        """Raises ValueError for an open formula or code block, and for what would be loaded."""
        if sum(line.lstrip().startswith("```") for line in source.splitlines()) % 2:
            raise ValueError("a code block (```) is not closed.")
        page = self.markdown.render(source.replace("\\$", DOLLAR))
        page = CODE.sub(lambda code: code[0].replace(DOLLAR, "\\$"), page)
        left = re.search(r"\$.{0,30}", CODE.sub("", page))
        if left:
            raise ValueError(f"a formula is not closed: {left[0]!r}. (A dollar is \\$ here.)")
        page = page.replace(DOLLAR, "$")
        return LOADED.sub(self._inside, page)

    def _inside(self, element):
        """An image of this folder as data; anything else that a page would load is refused."""
        source = re.search(r'src="([^"]*)"', element[0])
        if element[1].lower() != "img" or not source or re.match(r"(https?:)?//", source[1]):
            raise ValueError(f"a deck loads nothing: {element[0]}")
        file = self.folder / unquote(source[1])
        if not file.is_file():
            raise ValueError(f"there is no image {source[1]} in {self.folder}.")
        if not re.search(r'alt="[^"]+"', element[0]):
            raise ValueError(f"the image {source[1]} has no alternative text.")
        kind = mimetypes.guess_type(file.name)[0]
        data = base64.b64encode(file.read_bytes()).decode("ascii")
        return element[0].replace(source[1], f"data:{kind};base64,{data}")

    def filled(self, page):
        """The page with its formulas. Raises ValueError with KaTeX's own words."""
        if self._html is None:
            self._html = npm.formulas(self.formulas, output=self.output)
        return MARK.sub(self._formula, page)

    def _formula(self, mark):
        before, number, after = mark.groups()
        (tex, display), found = self.formulas[int(number)], self._html[int(number)]
        if isinstance(found, Exception):
            raise ValueError(f"the formula {html.unescape(tex)!r} is not understood: {found}")
        if display or self.output == "mathml":
            return f"{before}{found}{after}"
        return tied(found, before, after)
