"""What a slide hides until the room has answered: panels of a picture, its readouts, its numbers.

``veil="right"`` covers the right panel and the readouts; a list covers what it names and no more:
``["numbers", "right"]``. Left, middle and right are columns of panels, top and bottom are rows.
Titles and axes stay in sight: one can only guess where one knows what is asked. Where what stands
below the axes is an answer, "labels" covers that line.
"""

from course_lib.live.frames import NotSwept

COLUMNS = {"left": 0, "middle": 1, "right": -1}
ROWS = {"top": 0, "bottom": -1}
PARTS = ("readouts", "numbers")
LABELS = "labels"
PAD = 0.006  # of the picture: no line peeps out


def named(veil):
    """The parts that a slide's ``veil`` names. Raises NotSwept for another word."""
    words = [veil, "readouts"] if isinstance(veil, str) else list(veil or [])
    known = [*COLUMNS, *ROWS, *PARTS, LABELS]
    strange = [word for word in words if word not in known]
    if strange:
        raise NotSwept(f"veil names {strange[0]!r}; it knows {', '.join(known)}.")
    return list(dict.fromkeys(words))


def boxes(picture, veil):
    """(left, top, width, height) of every panel that is covered, in shares of the picture."""
    rectangles = [ax.get_position().extents for ax in picture.figure.axes]
    across = groups([(r[0], r[2]) for r in rectangles])
    down = groups([(1 - r[3], 1 - r[1]) for r in rectangles])
    found = []
    for word in named(veil):
        if word in PARTS:
            continue
        if word == LABELS:
            found.append(below(picture.figure))
            continue
        lines, place = (across, COLUMNS[word]) if word in COLUMNS else (down, ROWS[word])
        if len(lines) < 2 or (word == "middle" and len(lines) != 3):
            raise NotSwept(f"veil names {word!r}, and this picture has {len(lines)} of these.")
        panel = [rectangles[k] for k in lines[place]]
        top, bottom = 1 - max(r[3] for r in panel) - PAD, 1 - min(r[1] for r in panel) + PAD
        axes = [picture.figure.axes[k] for k in lines[place]]
        sides = [(r[0], r[2]) for r in panel] + words_inside(axes, top, bottom)
        left, right = min(s[0] for s in sides) - PAD, max(s[1] for s in sides) + PAD
        found.append((left, top, right - left, bottom - top))
    return found


def words_inside(axes, top, bottom):
    """(left, right) of all titles and words of these panels that a cover would cut in two."""
    texts = [text for ax in axes for text in (ax.title, ax._left_title, *ax.texts)]
    places = [extents(text) for text in texts if text.get_text().strip()]
    return [(p[0], p[2]) for p in places if top < 1 - (p[1] + p[3]) / 2 < bottom]


def below(figure):
    """(left, top, width, height) of the line of words below the panels."""
    places = [extents(ax.xaxis.label) for ax in figure.axes]
    left, right = min(p[0] for p in places) - PAD, max(p[2] for p in places) + PAD
    top, bottom = 1 - max(p[3] for p in places) - PAD, 1 - min(p[1] for p in places) + PAD
    return left, top, right - left, bottom - top


def extents(text):
    """A text's corners x0, y0, x1, y1 in shares of the picture."""
    figure = text.get_figure(root=True)
    box = text.get_window_extent(figure.canvas.get_renderer())
    return tuple(box.transformed(figure.transFigure.inverted()).extents)


def groups(spans):
    """Which spans lie over one another, from the first to the last.

    >>> groups([(0.0, 0.3), (0.5, 0.9), (0.6, 0.8), (0.1, 0.3)])
    [[0, 3], [1, 2]]
    """
    found = []
    for k in sorted(range(len(spans)), key=lambda k: sum(spans[k])):
        middle = sum(spans[k]) / 2
        if found and any(spans[j][0] < middle < spans[j][1] for j in found[-1]):
            found[-1].append(k)
        else:
            found.append([k])
    return [sorted(group) for group in found]


def classes(veil):
    """What the figure is called while it is covered: "veiled without-readouts"."""
    parts = [f"without-{part}" for part in PARTS if part in named(veil)]
    return " ".join(["veiled", *parts]) if veil else ""


def covers(picture, veil):
    """The covers as HTML, to be laid on the picture's stage."""
    places = (
        "left:{:.2%};top:{:.2%};width:{:.2%};height:{:.2%}".format(*box) + low(box)
        for box in boxes(picture, veil)
    )
    return "".join(f'<div class="veil" style="{place}">?</div>' for place in places)


def low(box):
    """The question mark of a cover that is one line high; elsewhere the style sheet sets it."""
    return ";font-size:28px;line-height:1" if box[3] < 0.2 else ""
