"""Build the web edition, ``web/build/``, from the executed notebooks: ``make site``.

The pages are written as Markdown, Sphinx makes the site. Whoever builds it needs the packages of
the extra ``web`` and KaTeX from npm; whoever reads it needs a browser, and no server.
"""

import argparse
import re
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from course_lib.authoring import (
    deck_page,
    npm,
    site_cache,
    site_decks,
    site_front,
    site_pages,
    site_sphinx,
    site_texts,
    sources,
    stamp,
)
from course_lib.authoring.build import SHEETS, printed
from course_lib.authoring.markers import SourceError
from course_lib.authoring.site_pages import Links
from course_lib.theme import PAIRS

ROOT = sources.ROOT
BUILD = ROOT / "web" / "build"
CARRIED = tuple(name for page in SHEETS.values() for name in (page, printed(page)))


def build(root=ROOT, folder=BUILD, wanted=(), pictures=True, decks=True, say=print):
    """Write the site into ``folder``; the address of its first page.

    ``wanted`` are the chapters' numbers, all if there are none. ``pictures``: do they move? All
    do, none does, or those of the chapters with these numbers. ``decks``: which play? All do, none
    does, or those with these letters. Raises SourceError for a text that Sphinx does not
    understand, npm.NoPackages.
    """
    npm.install()
    began = time.perf_counter()
    chapters, links = sources.chapters(root, wanted), _links(root)
    pages = _pages(chapters, links, pictures)
    shown = _decks(root, decks)
    drawn = time.perf_counter() - began
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "source"
        _write(source, root, chapters, pages, links, shown, pictures)
        _sphinx(source, Path(scratch), folder, links.stamp)
    site_cache.tidy()
    moving, still = sum(p.moving for p in pages), sum(len(p.still) for p in pages)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    say(
        f"{len(pages)} chapters, {moving} pictures that move, {still} that stand still, "
        f"{len(shown)} decks; {size / 1e6:.1f} MB; drawn in {drawn:.0f} s, all in "
        f"{time.perf_counter() - began:.0f} s"
    )
    return folder / "index.html"


def _links(root):
    """Where everything has its page, and which cells of the notebooks are linked to."""
    chapters = sources.chapters(root)
    decks = {f"slides/{p.name}": site_decks.stem(p) for p in sources.decks(root)}
    others = site_texts.TEXTS | decks
    links = Links(root, [path.stem for path in chapters], stamp.read(root), others)
    for path in chapters:
        links.note((root / "solutions" / f"{path.stem}.ipynb").read_text(encoding="utf-8"))
    return links


def _decks(root, decks):
    """The files of the decks that play."""
    if decks is False:
        return {}
    return site_decks.built(sources.decks(root, () if decks is True else decks))


def _pages(chapters, links, pictures):
    moving = [pictures if isinstance(pictures, bool) else p.name[:2] in pictures for p in chapters]
    if sum(moving) < 2:
        return [site_pages.of(path, links, on) for path, on in zip(chapters, moving, strict=True)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return list(pool.map(site_pages.of, chapters, [links] * len(chapters), moving))


def _write(source, root, chapters, pages, links, decks, pictures):
    """All that Sphinx reads."""
    extra, static = source / "extra", source / "_static"
    (extra / "downloads").mkdir(parents=True)
    static.mkdir()
    characters = set()
    for page in pages:
        _page(source, page)
        characters |= page.characters
        links.copied |= page.carried
        for prefix, place in (("", "notebooks"), ("solved_", "solutions")):
            shutil.copy(
                root / place / f"{page.stem}.ipynb",
                extra / "downloads" / f"{prefix}{page.stem}.ipynb",
            )
    still, alt = _first_picture(pages)
    text, files, more = site_front.page(chapters, still, alt, pictures)
    _page(source, site_pages.Page("index", text, files | decks))
    for stem, text in _others(root, links, decks).items():
        _page(source, site_pages.Page(stem, text))
    for path in {*CARRIED, *links.copied}:
        shutil.copy(root / path, extra / "downloads" / site_pages.carried_as(path))
    shutil.copytree(root / "docs" / "chapters", extra / "chapters")
    (extra / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with _
    _static(static, root, characters | more)


def _others(root, links, decks):
    """{page: its Markdown} of all pages that are no chapter."""
    found = sources.decks(root)
    pages = {
        site_decks.stem(p): site_decks.page(p, f"decks/{p.stem}.html" in decks, root) for p in found
    }
    return site_texts.pages(root, links) | pages | {site_decks.INDEX: site_decks.index(found)}


def _page(source, page):
    (source / f"{page.stem}.md").write_text(page.text, encoding="utf-8")
    for name, data in page.files.items():
        file = source / "extra" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _first_picture(pages):
    """(file, alternative text) of the first page's still picture: the first of all."""
    first = pages[0]
    found = re.search(r'<img src="(stills/[^"]+)" alt="([^"]*)"', first.text)
    return (found[1], found[2]) if found else (f"chapters/{first.stem[:2]}.png", "")


def _static(static, root, characters):
    """Scripts, styles and typefaces."""
    for place in (root / "web" / "course.css", root / "web" / "course.js"):
        shutil.copy(place, static)
    shutil.copy(npm.THEME / "pictures.js", static)
    katex = npm.THEME / "node_modules" / "katex" / "dist"
    css = (katex / "katex.min.css").read_text(encoding="utf-8")
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("\w+"\)', "", css)
    (static / "katex.css").write_text(css, encoding="utf-8")
    fonts = static / "fonts"
    fonts.mkdir()
    for file in (katex / "fonts").glob("*.woff2"):
        shutil.copy(file, fonts)
    faces = "\n".join([deck_page.text_faces(), deck_page.picture_faces(characters)])
    (static / "theme.css").write_text(f"{faces}\n{dark()}", encoding="utf-8")


def dark():
    """The course's colours on dark pages, as Furo says that a page is dark; paper stays light."""
    values = ";".join(f"--c{light[1:]}:{other}" for light, other in PAIRS.items())
    return (
        f'@media not print{{body[data-theme="dark"]{{{values}}}'
        f'@media(prefers-color-scheme:dark){{body:not([data-theme="light"]){{{values}}}}}}}\n'
    )


def _sphinx(source, scratch, folder, of_whom):
    """Run Sphinx over the pages; whatever it warns of is a mistake."""
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace

    said = []
    warnings = type("Warnings", (), {"write": said.append, "flush": lambda: None})
    with docutils_namespace():
        app = Sphinx(
            str(source), None, str(scratch / "html"), str(scratch / "trees"), "html",
            confoverrides=site_sphinx.options(site_front.TITLE, of_whom),
            status=None, warning=warnings,
        )  # fmt: skip
        app.build()
    mistakes = [line for line in said if line.strip()]
    if mistakes:
        raise SourceError("Sphinx does not understand:\n" + "".join(mistakes))
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(scratch / "html", folder)


def main(words=None):
    parser = argparse.ArgumentParser(
        prog="python -m course_lib.authoring.site", description=__doc__
    )
    parser.add_argument("chapters", nargs="*", metavar="NN", help="numbers, such as 02")
    parser.add_argument("--folder", type=Path, default=BUILD, help="where it is written")
    parser.add_argument("--still", action="store_true", help="draw no frames, for a quick look")
    chosen = parser.parse_args(words)
    whole = not (chosen.still or chosen.chapters)
    try:
        first = build(ROOT, chosen.folder.absolute(), chosen.chapters, not chosen.still, whole)
    except (SourceError, npm.NoPackages) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Open it in a browser: {first}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
