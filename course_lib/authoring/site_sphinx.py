"""Sphinx as the web edition wants it: formulas typeset while it is built, nothing from outside.

A Sphinx extension; ``site.py`` names it. One call of KaTeX typesets all formulas of all pages.
"""

import html
from pathlib import Path

from course_lib.authoring import npm
from course_lib.authoring.formula_signs import BEFORE, BEHIND, tied
from course_lib.authoring.site_slim import Styles, slim

SHEET = "styles.css"  # of what pages have in common


def setup(app):
    """What Sphinx calls."""
    app.add_html_math_renderer("course", (_inline, None), (_display, None))
    app.connect("env-updated", _typeset)
    app.connect("doctree-resolved", _keep_together)
    app.connect("html-page-context", _slim)
    app.connect("build-finished", _write_styles)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def options(title, stamp):
    """The settings of the site."""
    return {
        "project": title,
        "extensions": ["myst_parser", __name__],
        "html_theme": "furo",
        "html_title": title,
        "html_math_renderer": "course",
        "html_static_path": ["_static"],
        "html_css_files": ["katex.css", SHEET, "theme.css", "course.css"],
        "html_js_files": ["pictures.js", "course.js"],
        "html_extra_path": ["extra"],
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_search_summary": False,  # it would ask for pages, which a folder cannot answer
        "html_permalinks_icon": "#",
        "html_last_updated_fmt": None,
        "html_theme_options": {
            "navigation_with_keys": False,
            "source_repository": f"https://github.com/{stamp.repository}/" if stamp else "",
            "source_branch": stamp.branch,
            "source_directory": "solutions/",
            "top_of_page_buttons": [],
        },
        "language": "en",
        "copyright": "",
        "html_show_copyright": False,
        "myst_enable_extensions": ["dollarmath"],
        "myst_dmath_double_inline": True,
        "myst_all_links_external": True,
        "myst_heading_anchors": 3,
        "suppress_warnings": ["myst.header"],
        "exclude_patterns": ["_static", "extra"],
    }


def _typeset(app, env):
    """Ask KaTeX once for every formula of the site. Raises ValueError with KaTeX's own words."""
    from docutils import nodes  # only the environment of the web edition has it

    wanted = {}
    for name in sorted(env.found_docs):
        page = env.get_doctree(name)
        for kind in (nodes.math, nodes.math_block):
            for node in page.findall(kind):
                wanted.setdefault((node.astext().strip(), kind is nodes.math_block), name)
    made = dict(zip(wanted, npm.formulas(list(wanted), strict="ignore"), strict=True))
    for key, found in made.items():
        if isinstance(found, Exception):
            raise ValueError(f"{wanted[key]}: the formula {key[0]!r} is not understood: {found}")
    app.builder.course_formulas = made


def _keep_together(app, page, name):
    """Give each formula of a line the signs that stand at it: no line may begin with a dot."""
    from docutils import nodes

    for formula in list(page.findall(nodes.math)):
        inside, place = formula.parent, formula.parent.index(formula)
        tied = {"before": BEFORE, "after": BEHIND}
        for where, signs in tied.items():
            at = place - 1 if where == "before" else place + 1
            words = inside[at] if 0 <= at < len(inside) else None
            found = isinstance(words, nodes.Text) and signs.search(words)
            if found:
                formula[where] = found[0]
                inside[at] = nodes.Text(signs.sub("", words, count=1))


def _slim(app, name, template, context, tree):
    """Take out of a page what nobody sees."""
    if "body" in context:
        app.course_styles = getattr(app, "course_styles", None) or Styles()
        context["body"] = slim(context["body"], app.course_styles)


def _write_styles(app, failed):
    if failed is None:
        sheet = app.course_styles.sheet()
        Path(app.outdir, "_static", SHEET).write_text(sheet, encoding="utf-8")


def _formula(writer, node, display):
    return writer.builder.course_formulas[(node.astext().strip(), display)]


def _inline(writer, node):
    before, after = (html.escape(node.get(where, "")) for where in ("before", "after"))
    writer.body.append(tied(_formula(writer, node, False), before, after))
    _ends()


def _display(writer, node):
    formula = _formula(writer, node, True)
    # It scrolls where it is too wide, so the keyboard must reach it.
    writer.body.append(f'<div class="formula" tabindex="0">{formula}</div>')
    _ends()


def _ends():
    """The writer has nothing more to do for this node."""
    from docutils.nodes import SkipNode

    raise SkipNode
