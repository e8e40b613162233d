"""Results, hints and solutions as small HTML panels.

Background and text colour are both set, and both follow a dark page (``course_lib/theme.py``); a
word and a sign say what the colour says. Everything that comes from a learner is escaped in
``text``. Only inline styles and plain HTML are used: this survives JupyterLab, Colab, and GitHub's
cleaning.
"""

import html

from course_lib.exercises.text import CODE, sentence, to_html
from course_lib.theme import PAPER, SHEET, css

INK = css("#1b1b1b")
LOOKS = {  # state: (sign, word, accent, background)
    "right": ("✓", "Right", "#00694b", "#e9f6f0"),
    "wrong": ("✗", "Not yet", "#a33c00", "#fff4ea"),
    "open": ("○", "Not attempted yet", "#4d4d4d", "#f4f4f4"),
    "unknown": ("?", "Unknown", "#4d4d4d", "#f4f4f4"),
    "broken": ("!", "Not checked", "#4d4d4d", "#f4f4f4"),
    "hint": ("→", "Hint", "#005a8f", "#eef5fb"),
}
MONO = "font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:14px"
# Drawn with its triangle everywhere: nbclassic takes it away from a summary.
SUMMARY = "display:list-item;cursor:pointer;padding:3px 0;font-weight:600"


def result(found):
    """The panel of a Result."""
    says = sentence(found.short or found.message, found.names)  # the rows say the rest
    parts = [f'<div style="margin-top:2px">{to_html(says)}</div>']
    if found.rows:
        parts.append(_rows(found.rows))
    parts += [f'<div style="margin-top:6px">{to_html(note)}</div>' for note in found.notes]
    if found.printed:
        parts.append(_printed(found.printed))
    if found.hints:
        parts.append(_hints(found.id, found.hints))
    return frame(found.state, f"{LOOKS[found.state][1]} · {found.id}", "".join(parts))


def frame(state, title, inner):
    """A panel with a coloured edge, a sign and a title."""
    sign, _, *colors = LOOKS[state]
    accent, background = map(css, colors)
    return (
        f'{SHEET}<div role="status" style="max-width:760px;box-sizing:border-box;margin:4px 0;'
        f"padding:10px 16px 12px;border:1px solid {accent};border-left:6px solid {accent};"
        f"border-radius:4px;background:{background};color:{INK};font-size:15px;line-height:1.5;"
        f'text-align:left;white-space:normal;overflow-wrap:anywhere">'
        f'<div style="font-weight:700;color:{accent}"><span aria-hidden="true" '
        f'style="display:inline-block;width:1.4em">{sign}</span>{html.escape(title)}</div>'
        f"{inner}</div>"
    )


def _rows(rows):
    """Label and text beside each other; plain <div>s, since notebooks restyle tables."""
    lines = (
        f'<div style="display:flex;flex-wrap:wrap;padding:1px 0">'
        f'<span style="flex:0 0 9em;color:{css("#4d4d4d")}">{html.escape(label)}</span> '
        f'<span style="flex:1 1 16em;{MONO};color:{INK}">{html.escape(content)}</span></div>'
        for label, content in rows
    )
    box = f"margin-top:8px;padding:6px 10px;background:{css(PAPER)};border-radius:3px"
    return f'<div style="{box}">{"".join(lines)}</div>'


def _printed(printed):
    style = f"margin:2px 0 0;padding:6px 10px;{CODE};{MONO}"
    return (
        '<div style="margin-top:8px">Your function printed</div>'
        f'<pre style="{style}">{html.escape(printed)}</pre>'
    )


def _hints(exercise_id, hints):
    inner = ""
    for number, hint in reversed(list(enumerate(hints, 1))):
        inner = (
            f'<details style="margin:4px 0 0 2px"><summary style="{SUMMARY};color:{INK}">'
            f"Hint {number} of {len(hints)}</summary>"
            f'<div style="margin:2px 0 4px 16px">{to_html(hint)}{inner}</div></details>'
        )
    see = to_html(f'See the solution: `solution("{exercise_id}")`')
    return f'<div style="margin-top:8px">{inner}<div style="margin-top:6px">{see}</div></div>'
