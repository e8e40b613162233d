"""What is taken out of the web edition's pages, and that nothing else is."""

import re

from course_lib.authoring.site_slim import Styles, slim

FORMULA = (
    '<span class="katex"><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mi>z</mi>'
    '<annotation encoding="application/x-tex">z</annotation></semantics></math>'
    '<span class="strut" style="height:1em;"></span><span class="mord">z</span></span>'
)


def test_the_words_of_a_page_stay_and_its_tex_goes():
    page = slim(FORMULA, Styles())
    assert re.sub("<[^>]+>", "", page) == "zz"
    assert "<math><mi>z</mi></math>" in page
    assert "<semantics" not in page and "style=" not in page


def test_two_formulas_in_a_row_are_both_kept():
    assert slim(FORMULA * 2, Styles()).count("<mi>z</mi>") == 2


def test_a_style_is_written_once_and_wins():
    styles = Styles()
    page = slim(
        '<span style="top:-3em;height:1em">a</span><code style="top:-3em;height:1em">b', styles
    )
    name = re.search(r'class="(\w+)"', page)[1]
    assert page.count(f'class="{name}"') == 2
    assert styles.sheet() == f".{name}{{top:-3em!important;height:1em!important}}\n"


def test_what_stands_in_the_attribute_as_entities_is_css_again():
    styles = Styles()
    slim('<span style="font-family: &quot;A &amp; B&quot;">a</span>', styles)
    assert 'font-family: "A & B"!important' in styles.sheet()


def test_other_classes_and_attributes_stay():
    page = slim('<span id="i" class="a b" style="top:1em" title="t">x</span>', Styles())
    assert re.fullmatch(r'<span id="i" class="a b k\w{4}" title="t">x</span>', page)


def test_a_class_means_the_same_in_every_build():
    first, second = Styles(), Styles()
    second.name("another")
    assert first.name("top:1em") == second.name("top:1em")


def test_no_two_styles_share_a_class():
    styles = Styles()
    names = {styles.name(f"top:{k}em") for k in range(3000)}  # of 36⁴, so that some collide
    assert len(names) == 3000


def test_a_symbol_in_a_stack_keeps_its_box():
    stacked = '<span class="pstrut" style="height:3em;"></span><span class="mord">x</span>'
    assert '<span class="mord">x</span>' in slim(stacked, Styles())
    assert slim('<span class="mord">x</span>', Styles()) == "x"


def test_pictures_keep_their_styles():
    picture = '<div class="stage" style="aspect-ratio:900/320"></div><svg style="width:1px"></svg>'
    assert slim(picture, Styles()) == picture
