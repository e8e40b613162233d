"""Pages without what no reader sees: a page is 300 kB at the most before its pictures.

KaTeX and the exercises' texts write the same few styles into thousands of elements, Pygments marks
names and commas with the colour that they have anyway, and every formula carries its TeX. Styles
become classes of one sheet that all pages share; the rest goes.
"""

import hashlib
import html
import re

STYLED = re.compile(r'<(span|code|pre)\b([^>]*?) style="([^"]*)"([^>]*)>')
CLASS = re.compile(r'(\bclass="[^"]*)"')
# Names, punctuation and blanks: their colour is the code's.
PLAIN = re.compile(r'<span class="(?:n|p|w)">([^<]*)</span>')
TEX = re.compile(
    r'<semantics>((?:(?!<semantics>).)*?)<annotation encoding="application/x-tex">[^<]*'
    r"</annotation></semantics>",
    re.DOTALL,
)
# Kinds of symbols, which say something to KaTeX and nothing to its style sheet; but not where its
# sheet asks for the elements inside another: in the lines of a stack, in what takes no room.
KINDS = re.compile(
    r'(<span class="pstrut"[^>]*></span>|<span class="inner">)?'
    r'<span class="m(?:ord|rel|bin|open|close|punct)">([^<]+)</span>'
)
NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'  # HTML knows it without being told
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Styles:
    """Styles of elements, each once, as classes: ``sheet()`` says what they mean.

    A class has its name from what it means. So a page and a sheet of two editions of the site go
    together, which they may have to in a browser's cache.

    >>> styles = Styles()
    >>> page = styles.moved('<span class="strut" style="height:1em;"></span>')
    >>> page == f'<span class="strut {styles.name("height:1em;")}"></span>'
    True
    """

    def __init__(self):
        self.names = {}  # style: class

    def name(self, style):
        """The class of this style."""
        if style not in self.names:
            number = int(hashlib.sha256(style.encode()).hexdigest(), 16)
            name = "k"
            while len(name) < 5 or name in self.names.values():
                number, digit = divmod(number, len(DIGITS))
                name += DIGITS[digit]
            self.names[style] = name
        return self.names[style]

    def moved(self, page):
        """A page with its spans' and codes' styles as classes."""
        return STYLED.sub(self._moved, page)

    def _moved(self, found):
        tag, before, style, after = found.groups()
        name, rest = self.name(style), before + after
        if "class=" not in rest:
            return f'<{tag} class="{name}"{rest}>'
        with_class = CLASS.sub(rf'\1 {name}"', rest, count=1)
        return f"<{tag}{with_class}>"

    def sheet(self):
        """The style sheet. A style of an element wins over all sheets, and so do these."""
        return "".join(
            f".{name}{{{_winning(html.unescape(style))}}}\n"
            for style, name in sorted(self.names.items(), key=lambda pair: pair[1])
        )


def _winning(style):
    parts = filter(None, (part.strip() for part in style.split(";")))
    return ";".join(f"{part}!important" for part in parts)


def slim(page, styles):
    """The body of a page without what nobody sees.

    >>> slim('<span class="n">f</span><span class="p">(</span><span class="mi">2</span>', Styles())
    'f(<span class="mi">2</span>'
    """
    page = TEX.sub(r"\1", PLAIN.sub(r"\1", page)).replace(NAMESPACE, "")
    return styles.moved(KINDS.sub(lambda found: found[0] if found[1] else found[2], page))
