"""Formulas look the same after what nobody sees has been taken out of them."""

import re

from course_lib.authoring import npm
from course_lib.authoring.site_slim import Styles, slim

FORMULAS = [
    r"p(x) = p_0(f^{-1}(x))\;\lvert\det \partial f^{-1}/\partial x\rvert",
    r"x = x_0 + h\,\dfrac{s\,\xi^2 + d_0\,\xi(1-\xi)}{s + (d_0 + d_1 - 2s)\,\xi(1-\xi)}",
    r"L = \begin{pmatrix} 1 & 0 \\ -\frac{1}{2} & \sqrt{3} \end{pmatrix}, \quad \log \ell_{ii} > 0",
    r"\frac{1}{N}\sum_{i=1}^{N} \nabla_\theta \log p_\theta(x_i) \overset{!}{=} \mathbf{0}",
    r"\underbrace{f_2 \circ f_1}_{\text{first } f_1}, \; \hat\mu = \bar x, \mathrm{KL}(p\Vert q)",
    r"\int_{-\infty}^{\infty} e^{-z^2/2}\,dz \approx 2.5066 \ne \max\left\{a, b\right\}",
]
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{css}"><style>{sheet}
body {{ margin: 20px }} p {{ font-size: 24px }}</style>{formulas}"""


def test_slim_formulas_are_painted_alike(browser, tmp_path):
    made = npm.formulas([(tex, True) for tex in FORMULAS], strict="ignore")
    before = "".join(f"<p>{formula}</p>" for formula in made)
    styles = Styles()
    after = slim(before, styles)
    assert len(after) < 0.85 * len(before)
    pages = {"before": (before, ""), "after": (after, styles.sheet())}
    wrong = {"wrong": (after, styles.sheet().replace("em!", "px!"))}  # this test can fail
    seen = {name: painted(browser, tmp_path, *page) for name, page in (pages | wrong).items()}
    assert seen["before"] == seen["after"] != seen["wrong"]


def painted(browser, folder, formulas, sheet):
    """The page as pixels, PNG."""
    css = (npm.THEME / "node_modules" / "katex" / "dist" / "katex.min.css").as_uri()
    file = folder / "page.html"
    file.write_text(PAGE.format(css=css, sheet=sheet, formulas=formulas), encoding="utf-8")
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready")
    assert not re.search(r"style=", sheet)
    shot = page.screenshot()
    page.close()
    return shot
