"""A chapter's first picture, small: what the README's map shows."""

import base64
import io

from PIL import Image

WIDTH, COLORS = 480, 48  # px, twice what the map shows; few colours keep the file small


def of(notebook):
    """The first still picture of an executed notebook as a small PNG; None where there is none."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):
                return small(base64.b64decode(output.data["image/png"]))
    return None


def small(png):
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.resize((WIDTH, round(WIDTH * picture.height / picture.width)), Image.LANCZOS)
    stream = io.BytesIO()
    picture.quantize(COLORS).save(stream, "PNG", optimize=True)
    return stream.getvalue()
