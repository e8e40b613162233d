"""A sweep's frames on a page: with sliders that move them, or side by side for paper."""

import html
import json

from course_lib.live import veil as covering
from course_lib.live.controls import Choice, Toggle
from course_lib.live.frames import SCALE, WIDTH
from course_lib.live.words import shown

# The next key lifts the veil; reveal.js calls what waits for a key a fragment.
LIFT = '<span class="fragment lift" data-fragment-index="0"></span>'
COVERED = '<p class="covered">Covered until the next key: first the answers.</p>'


def live_html(sweep, veil=None):
    """The picture with its controls, some of it covered; theme/pictures.js moves it."""
    inputs = inputs_html(sweep)
    data = f'<script type="application/x-frames">{sweep.packed()}</script>'
    width, height = _pixels(sweep)
    begin = sweep.begin
    covers = covering.covers(sweep.picture, veil)
    return (
        f'<figure class="live{_beside(width)}{_veiled(veil)}" style="width:{width}px" '
        f"data-prevent-swipe>{LIFT + COVERED if veil else ''}"
        f'<div class="stage" style="height:{height}px">{covers}{sweep.background}{begin.svg}</div>'
        f'<p class="readouts" role="status" aria-live="polite">{begin.readouts_html()}</p>'
        + (f'<div class="sliders">{inputs}</div>{data}' if sweep.controls else "")
        + "</figure>"
    )


def paper_html(sweep, most=4, veil=None, chosen=None):
    """The ``chosen`` frames side by side, or up to ``most``, each with what is set and read off.

    What is covered stays so: there the reader draws.
    """
    width, height = _pixels(sweep)
    chosen = chosen or sweep.spread(most)
    covers = covering.covers(sweep.picture, veil)
    cells = "".join(
        f'<div class="multiple"><p class="chosen">{html.escape(sweep.caption(frame))}</p>'
        f'<div class="stage">{covers}{sweep.background}{frame.with_own_ids(number)}</div>'
        f'<p class="readouts">{frame.readouts_html()}</p></div>'
        for number, frame in enumerate(chosen)
    )
    kind = "multiples one" if len(chosen) == 1 else "multiples"
    return (
        f'<figure class="live{_beside(width)}{_veiled(veil)}" '
        f'style="width:{width}px;--height:{height}px">'
        f'<div class="{kind}">{cells}</div></figure>'
    )


def _pixels(sweep):
    """Width and height of the picture on a slide."""
    return (round(SCALE * px) for px in sweep.picture.size)


def _veiled(veil):
    return f" {covering.classes(veil)}" if veil else ""


def _beside(width):
    """A narrow picture leaves room for text at its left."""
    return "" if width > 0.9 * WIDTH else " beside"


def inputs_html(sweep):
    """The controls of a picture; the one that its button plays is marked."""
    is_played = [control.name == sweep.picture.played for control in sweep.controls]
    return "".join(map(input_html, sweep.controls, sweep.stops, sweep.first, is_played))


def input_html(control, values, first, is_played=False):
    """The control as a labelled element of HTML whose value is an index into ``values``."""
    words = [html.escape(shown(v)) for v in values]
    label = f'<span class="name">{html.escape(control.label)}</span>'
    if isinstance(control, Toggle):
        box = f'<input type="checkbox"{" checked" if first else ""}>'
        return f'<label class="control">{box}{label}</label>'
    if isinstance(control, Choice) and not control.stepped:
        options = "".join(
            f"<option{' selected' if i == first else ''}>{w}</option>" for i, w in enumerate(words)
        )
        return f'<label class="control">{label}<select>{options}</select></label>'
    listed = html.escape(json.dumps([shown(v) for v in values], ensure_ascii=False))
    played = " data-played" if is_played else ""
    return (
        f'<label class="control">{label}<input type="range"{played} min="0" '
        f'max="{len(values) - 1}" step="1" value="{first}" data-words="{listed}" '
        f'aria-valuetext="{words[first]}">'
        f"<output>{words[first]}</output></label>"
    )
