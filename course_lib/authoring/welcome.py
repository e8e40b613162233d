"""Where the room finds the course, who lectures, and when: on the first slide of every deck.

``make slides LINK=https://example.org/flows WHO="Ada Lovelace" WHEN="Monday, room 3"``. The QR code
is drawn here; nothing is asked of a server.
"""

import html
import io
from dataclasses import dataclass


class NoWelcome(ValueError):
    """This cannot stand on the first slide; the message says why."""


@dataclass(frozen=True)
class Welcome:
    """What is said on a first slide; all of it may be left out."""

    link: str = ""
    who: str = ""
    when: str = ""

    def __post_init__(self):
        if self.link and not self.link.startswith(("https://", "http://")):
            raise NoWelcome(f"LINK={self.link} is no address: it begins with https://")

    def html(self):
        """The block for the slide; empty if nothing is said. Raises NoWelcome."""
        if not any((self.link, self.who, self.when)):
            return ""
        said = "".join(f"<p>{html.escape(words)}</p>" for words in (self.who, self.when) if words)
        address = html.escape(self.link)
        shown = html.escape(self.link.split("://")[-1].rstrip("/"))
        link = f'<p><a href="{address}">{shown}</a></p>' if self.link else ""
        return f'<div class="welcome">{code(self.link)}<div>{link}{said}</div></div>'


def code(link):
    """A QR code that leads to ``link``, as svg; "" without one. Raises NoWelcome."""
    if not link:
        return ""
    try:
        import segno
    except ModuleNotFoundError as missing:
        raise NoWelcome(
            "A LINK is drawn as a QR code by segno, and this environment has none. "
            "Type: .venv/bin/python -m pip install segno"
        ) from missing
    stream = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        stream, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, border=4,
        title=f"QR code: {link}",
    )  # fmt: skip
    return f'<div class="qr" role="img" aria-label="QR code">{stream.getvalue().decode()}</div>'
